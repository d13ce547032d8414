# What a critical reading of the search found: each of these gave other results, or said nothing.
mkdir news
article() { printf '%s' "$2" >"news/$1.json"; }
article both '{"id":"both","title":"Envoy Steve Witkoff travels","body":"Steve Witkoff met officials. The plan was discussed.","lang":"en","source":"Alpha Wire","date":"2025-11-30","url":"https://news.example.com/a/1"}'
article apart '{"id":"apart","title":"Steve Miller and Jane Witkoff","body":"Steve and Jane met in Moscow.","lang":"en","source":"Beta Post","date":"2025-11-28","url":"https://beta.example.org/b/2"}'
article alpha '{"id":"alpha","title":"Harvest festival","body":"A festival was held.","lang":"en","source":"Alpha Wire","date":"2025-11-29","url":"https://news.example.com/a/3"}'
for i in 1 2 3 4; do
    article "fr$i" '{"id":"fr'$i'","title":"Match à Lyon","body":"Le match de la saison est joué sous la pluie dans la région.","lang":"fr","author":"Jean d’Ormesson","source":"L’Équipe","date":"2025-11-27"}'
done
article zh '{"id":"zh","title":"外长访问中国","body":"他说。中国方面表示欢迎。双方会谈。 龙 。","lang":"zh","source":"新华社","date":"2025-11-26"}'
article plain '{"id":"plain","title":"Ferry timetable","body":"Boats leave.","lang":"en","date":"2025-11-25","url":"https://www.plain.example.net/a"}'
article user '{"id":"user","title":"Ferry fares","body":"Boats cost more.","lang":"en","date":"2025-11-25","url":"https://joe@user.example.net/a"}'
article question '{"id":"question","title":"Ferry crews","body":"Boats have crews.","lang":"en","date":"2025-11-25","url":"https://www.query.example.net?q=1"}'
article files '{"id":"files","title":"Ferry wrecks","body":"Boats sink.","lang":"en","date":"2025-11-25","url":"ftp://joe@files.example.net:21/a"}'
newsindex update -q news
ask()
{
    echo "? $*"
    newssearch -q -f trec -n 100 "$@" 2>&1 | sed 's/^[0-9]* Q0 \([^ ]*\) .*/\1/' | sort
}
echo "-- a word without letters says nothing: what stands beside it is looked for all the same"
ask '"steve witkoff" &'
ask '"steve witkoff" OR &'
ask '"steve witkoff" AND NOT &'
ask 'steve w/3 & moscow'
ask '&'
echo "-- a NOT beside words"
ask 'NOT festival "steve witkoff"'
echo "-- fields joined in brackets are a filter as one field is"
ask 'moscow (source:alpha OR source:beta)'
ask 'moscow source:(alpha OR nobody)'
echo "-- names are cut in no language, whatever the archive's is"
ask 'source:"l’équipe" match'
ask "by:d'ormesson"
echo "-- characters that touch, that do not, one alone"
ask '中国'
ask '"说。中"'
ask '"他说中"'
ask 龙
ask title:中
ask title:访问中国
ask title:说
ask source:新华社
echo "-- a domain of one label is no host"
ask 'url:com'
ask 'NOT url:com "steve witkoff"'
ask 'url:example.com "steve witkoff"'
echo "-- an address fits alone as it fits in an OR"
for url in 'url:plain.example.net' 'url:user.example.net' 'url:query.example.net' 'url:files.example.net' \
    'url:PLAIN.example.net' 'url:user.example.net/a' 'url:https://www.plain' 'url:https' 'url:files.example.net/a' \
    'url:ftp://joe@files.example.net:21/a'; do
    alone=$(ask "$url" | sed 1d | tr '\n' ' ')
    beside=$(ask "$url OR \"zz yy\"" | sed 1d | tr '\n' ' ')
    echo "$url: $alone| $beside"
done
echo "-- nothing is reinterpreted silently"
ask 'source:alph*'
ask 'source:(title:alpha)'
ask "a$(i=0; while [ $i -lt 257 ]; do printf ' w/1 a'; i=$((i + 1)); done)" | sed '1d'
head -c 70000 /dev/zero | tr '\0' a | newssearch -
echo "-- a run that begins further down keeps its scores"
newssearch -f trec --offset 1 'steve witkoff' | cut -d' ' -f1-4
newssearch -f trec --offset 1 'steve witkoff' | awk '{ print ($5 > 0) }'
echo "-- one id and one path decide ties, whatever the number of results"
newssearch -f trec -n 2 'lang:fr' | cut -d' ' -f3-4
newssearch -f trec -n 2 --offset 2 'lang:fr' | cut -d' ' -f3-4
newssearch -f trec -n 4000000000 --offset 1 'lang:fr' | cut -d' ' -f3-4
newssearch -f trec -n 2 --offset 18446744073709551615 'lang:fr'
echo "status $?"
echo "-- what does not count in a score is explained as nothing"
newssearch -f json --explain '(steve AND moscow) OR witkoff OR (plan not w/3 steve) OR (festival -harvest)' 2>/dev/null | python3 -c '
import json, re, sys
for line in sys.stdin:
    hit = json.loads(line)
    if "score" in hit:
        parts = re.findall(r"^  ([0-9.]+) ", hit["explanation"], re.M)
        print(hit["id"], abs(sum(map(float, parts)) - hit["score"]) < 1e-5)
'
