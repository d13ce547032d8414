# Every row of the query table in the README, by the paths it finds.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update -q news
ask()
{
    echo "? $*"
    newssearch --format=paths "$@" | sort
}
ask 'witkoff rubio'
ask --all 'witkoff moscow'
ask '+witkoff moscow'
ask 'moscow -witkoff'
ask '"steve witkoff"'
ask '"28-point plan"'
ask '28-point'
ask 'witkoff AND rubio'
ask 'putin OR umerov'
ask 'witkoff NOT rubio'
ask '(putin OR umerov) AND witkoff'
ask 'witk*'
ask '*koff w/3 ste?e'
ask 'title:moscow'
ask 'title:(moscow AND witkoff)'
ask 'by:smith'
ask 'by:"anna smith"'
ask 'source:bote'
ask 'section:ausland'
ask 'lang:de'
ask 'id:zh-1'
ask 'date:2025-11-30'
ask 'date:2025-11'
ask 'date:2025-11-01..2025-12-05'
ask 'date:2025-11-01..2025-11-29'
ask 'since:2025-12-01'
ask 'talks until:2025-11-30'
ask 'witkoff w/1 steve'
ask 'kremlin w/5 megaphone'
ask 'kremlin pre/9 megaphone'
ask 'megaphone pre/9 kremlin'
ask 'zurich'
ask 'Zürich'
ask 'GESPRÄCH'
ask 'U.S.'
ask 'us'
ask 'US-Ukraine'
ask 'us ukraine' --all
ask "zelenskyy"
ask '$1.5bn'
ask 'talk'
ask '*'
echo "-- every one of a phrase's words must stand there"
ask '"moscow witkoff"'
