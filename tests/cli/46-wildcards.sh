# Wildcards stand for the words of the archive as they are written, in every place where a word may stand.
mkdir news
article() { printf '%s' "$2" >"news/$1.json"; }
article university '{"id":"university","title":"A university opens","body":"Universities are open. Steve Witkoff met Putin again.","lang":"en","source":"Daily One"}'
article universe '{"id":"universe","title":"The universe","body":"It is large, and universal. Putin meets Witkoff on Monday.","lang":"en","source":"Daily One"}'
article zurich '{"id":"zurich","title":"Zürich","body":"Die Universität Zürich, die ZÜRCHER Bahn und Witkowski. Café wie cafe.","lang":"de","source":"Zeitung"}'
article french '{"id":"french","title":"L’accord","body":"L’accord de l’université fut signé. Les accords suivent.","lang":"fr","source":"Journal"}'
article chinese '{"id":"chinese","title":"外长访问中国","body":"中国方面表示欢迎。","lang":"zh","source":"新华社"}'
article gone '{"id":"gone","title":"Universitas","body":"Witkofftown is deleted."}'
newsindex update -q news
rm news/gone.json
article later '{"id":"later","title":"Universe and more","body":"The meeting ended; to meet is to talk. Universe. 2025 and 2026.","lang":"en","source":"Daily Two"}'
newsindex update -q news
ask()
{
    echo "? $*"
    newssearch -f trec -n 100 "$@" 2>&1 | sed 's/^[0-9]* Q0 \([^ ]*\) .*/\1/' | sort
    newssearch --count "$@" 2>/dev/null
}
ask 'universi*'
ask universe
ask 'univers*'
ask 'universit*'
ask 'UNIVERSIT*'
ask 'witk*'
ask 'witk*wski'
ask 'w?tkoff'
ask '?itkoff'
ask '*koff'
ask 'zurc*'
ask 'zürc*'
ask 'caf?'
ask '202?'
ask '*20*'
ask 'nothingof*'
ask 'nothingof* OR zurich'
ask '"putin meet* witkoff"'
ask '"stev* witk* met"'
ask '"?teve wit*"'
ask 'meet* w/2 wit*'
ask 'wit* pre/3 again'
ask 'witk* NOT universit*'
ask 'putin -universit*'
ask '+univers* -universe'
ask 'title:universi*'
ask 'title:(universi* OR zur*)'
ask 'source:daily universi*'
ask "l'acc*"
ask 'accor* lang:fr'
ask '中国*'
ask '"中国方*"'
ask 'what is zurich?'
ask '"is it zürich?"'
echo '# what is shown'
newssearch --explain -n 1 'universi* zurich' 2>&1
newssearch --explain -n 1 'nothing*' 2>&1
newssearch -f json -n 1 '"putin meet* witkoff"'
newssearch --color=always -n 1 'witk*wski' | tail -n 3
echo '# mistakes'
for query in 'a*' '*a' '**' '? *x' '"putin * witkoff"' 'moscow title:*' 'foo w/3 é*' "\"x  y*\"" '中*国' 'US-*' 'by:smi*' 'source:(one OR dai*)' 'section:*'; do
    newssearch --count "$query"
    echo "status $?"
done
echo '# a wildcard that stands for too many words'
python3 - <<'P'
import json
words = ["ab%s" % "".join(chr(97 + n // 26 ** k % 26) for k in range(4)) for n in range(10100)]
with open("news/many.json", "w") as file:
    json.dump({"id": "many", "title": "Many words", "body": " ".join(words), "lang": "uk"}, file)
P
newsindex update -q news
for query in 'zurich OR ab*' '"zurich *ab??a*"' '*ba??' 'abzz*'; do
    newssearch --count "$query"
    newssearch -f trec "$query"
    echo "status $?"
done
