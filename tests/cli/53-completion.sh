# newssearch --complete: what the shells ask for, fields and values of an index.
cat >news.jsonl <<'X'
{"id": "1", "title": "T", "body": "B.", "source": "Agence France-Presse", "section": ["World/Asia", "U.S."], "byline": "By Anna Smith", "url": "https://news.example.com/a", "lang": "fr"}
{"id": "2", "title": "T", "body": "B.", "source": "People’s Daily (人民日报)", "section": ["World"], "lang": "zh"}
{"id": "3", "title": "T", "body": "B.", "source": "Reuters", "section": ["World News & More"], "lang": "en"}
{"id": "4", "title": "T", "body": "B.", "source": "Reuters-TV", "section": ["world"], "lang": "en"}
{"id": "5", "title": "T", "body": "B.", "source": "Evil \u001b[31m; rm -rf \u202e", "lang": "en"}
X
newsindex update -q news.jsonl
for typed in so '' TI 'witkoff so' '(-source:reu' source: SOURCE:agence-f source:Reut source:reuters- source:PEOPLE section: section:world- lang: \
    'by:a' url: title:x unknown: --source: 'nothing like this' 'source:zzz'; do
    echo "-- '$typed'"
    newssearch --complete="$typed" | cat -v
done
echo "-- what is offered is found"
newssearch --complete=source: | grep -v evil | while read -r candidate; do
    echo "$candidate: $(newssearch --count "$candidate")"
done
echo "-- saved searches"
XDG_DATA_HOME=$PWD/data
export XDG_DATA_HOME
newssearch --complete=--saved=
newssearch --save weekly sport
newssearch --save daily world
newssearch --complete=--saved=
newssearch --complete=--forget=w
newssearch --complete=--nothing=w
echo "-- statuses"
newssearch --complete=lang:f
echo "status $?"
newssearch --complete=lang:x
echo "status $?"
newssearch -i nowhere --complete=lang:x
echo "status $?"
newssearch -i nowhere --complete=la
echo "status $?"
