# What query languages stumble over: each of these was seen to go wrong elsewhere, silently.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update -q news
ask()
{
    echo "? $*"
    newssearch --format=paths "$@" 2>&1 | sort
}
echo "-- a phrase, or alternatives, beside a distance"
ask '"steve witkoff" w/9 moscow'
ask '(witkoff OR umerov) w/9 moscow'
ask '"28-point pl*" w/20 witk*'
echo "-- a minus that comes first excludes"
ask -- '-moscow'
ask -- '-moscow talks'
echo "-- wildcards at the beginning and inside; a fuzzy word"
ask '*koff'
ask 'w?tkoff'
ask 'witkof~'
echo "-- an unknown field, a field without a value, brackets and quotes left open"
ask 'foo:bar'
ask 'title:'
ask '(moscow'
ask '"open phrase'
ask '*'
ask 'a*'
echo "-- dates known to the month"
ask 'date:2025-11..2025-12'
echo "-- words side by side may match by themselves; + demands"
ask '+witkoff umerov'
echo "-- stems beside distances"
ask 'envoys w/3 witkoff'
echo "-- capitals do not change what is found; a possessive is the word"
for word in Witkoff witkoff "Moscow's" "moscow’s" "Zelenskyy’s"; do
    echo "$word: $(newssearch -c "$word")"
done
echo "-- U.S. is not us; accents and hyphens"
ask 'U.S.'
ask 'us'
ask 'zurich'
ask 'us-ukraine'
ask '"US Ukraine"'
echo "-- operators in lower case, and those of others"
newssearch -c 'witkoff and moscow'
newssearch -c 'witkoff near/5 moscow'
newssearch -c --dialect=lexis 'witkoff and moscow'
newssearch -c --dialect=lexis 'wit! w/20 mosc*w'
newssearch -c --dialect=factiva 'moscow w/20 putin'
newssearch -c --dialect=factiva 'putin w/20 moscow'
newssearch -c --dialect=factiva 'hd=talks and atleast2 talks'
echo "-- very frequent words are words"
ask '"and told us so"'
ask '"the talks may"'
echo "-- what is highlighted is what matched: in the headline, and only the words that are near"
newssearch -f json 'title:talks' | sed 's/.*headline_marks":\([^}]*\).*/\1/' | cut -c 1-60
newssearch --kwic -f tsv 'talks w/4 productive'
echo "-- what is counted is exact: the rows of the concordance are the matches"
newssearch --count=both 'moscow OR talks'
newssearch --kwic -f tsv 'moscow OR talks' | tail -n +2 | wc -l
