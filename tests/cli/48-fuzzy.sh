# Fuzzy words stand for the words of the archive that are one or two edits away from how they are written.
mkdir news
article() { printf '%s' "$2" >"news/$1.json"; }
article kyiv '{"id":"kyiv","title":"Zelensky in Kyiv","body":"President Zelensky met Witkoff on Monday.","lang":"en","source":"Daily One"}'
article wire '{"id":"wire","title":"Zelenskyy speaks","body":"President Zelenskyy thanked Steve Witkof in Kiev.","lang":"en","source":"Daily One"}'
article bote '{"id":"bote","title":"Selenskyj in Zürich","body":"Präsident Selenskyj traf Witkoff; Zelensky, so die Agentur.","lang":"de","source":"Zeitung"}'
article russian '{"id":"russian","title":"Зеленский в Киеве","body":"Президент Зеленский и Виткофф.","lang":"ru","source":"Листок"}'
article typo '{"id":"typo","title":"A Russian typo","body":"Зеленскии wrote 2024, Zelesnky wrote 2025 and the universe.","lang":"en","source":"Daily Two"}'
article gone '{"id":"gone","title":"Zelenski","body":"Deleted."}'
newsindex update -q news
rm news/gone.json
article later '{"id":"later","title":"Universities","body":"Zelenskiy said a university is no universe. Zurichs?","lang":"en","source":"Daily Two"}'
newsindex update -q news
ask()
{
    echo "? $*"
    newssearch -f trec -n 100 "$@" 2>&1 | sed 's/^[0-9]* Q0 \([^ ]*\) .*/\1/' | sort
    newssearch --count "$@" 2>/dev/null
}
ask zelensky
ask 'zelensky~'
ask 'zelensky~1'
ask 'ZELENSKY~2'
ask 'selensky~1'
ask 'witkoff~1'
ask '"steve witkoff~1"'
ask '"president zelensky~1 thanked"'
ask 'zelensky~ w/3 witkoff~'
ask 'zelensky~ pre/2 witkoff~'
ask 'zelensky~1 NOT witkoff~1'
ask 'title:zelensky~1'
ask 'title:(zelensky~1 OR zurich~1)'
ask 'Зеленский~1'
ask '2026~1'
ask 'zürich~1'
ask 'universe~1'
ask 'nobody~1'
ask 'nobody~1 OR kyiv~1'
ask 'kiev~1 witk*'
ask 'is it zelensky~1?'
ask 'daily~news'
echo '# what is shown'
newssearch --explain -n 1 'zelensky~1 zurich' 2>&1
newssearch --explain -n 1 'nobody~2' 2>&1
newssearch -f json -n 1 '"president zelensky~1 thanked"'
newssearch --color=always -n 1 'selensky~2 thanked' | tail -n 3
echo '# mistakes'
for query in 'zelensky~3' 'foo zelensky~0' 'us~' 'kyiv~2' '"president us~1"' 'witk*~1' '中国~1'; do
    newssearch --count "$query"
    echo "status $?"
done
