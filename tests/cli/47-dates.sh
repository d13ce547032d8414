# Dates in every form, of articles that are known to the year, month, day or minute, in several zones.
mkdir news
article() { printf '{"id":"%s","title":"Talks","body":"Witkoff met Putin.","lang":"en"%s}' "$1" "${2:+,\"date\":\"$2\"}" >"news/$1.json"; }
article undated
article year 2025
article month 2025-11
article day 2025-11-30
article local 2025-11-30T18:00
article utc 2025-11-30T18:00Z
article kyiv 2025-11-30T18:00+02:00
article california 2025-11-30T18:00-08:00
article kiribati 2025-12-01T00:30+14:00
article december 2025-12-05
article old 1994-03-08T23:30:00-05:00
newsindex update -q news
ids()
{
    newssearch -f trec -n 100 "$@" 2>&1 | sed 's/^[0-9]* Q0 \([^ ]*\) .*/\1/' | LC_ALL=C sort | tr '\n' ' '
    counted=$(newssearch --count "$@" 2>/dev/null)
    echo "($counted)"
}
ask()
{
    printf '%s: ' "$*"
    ids "$@"
}
echo '# one day in many forms'
for day in 2025-11-30 20251130 30/11/2025 30.11.2025 11/30/2025 30nov2025 '"30 november 2025"' '"November 30, 2025"' \
    '"Sunday, 30 Nov. 2025"' 2025-334 2025-W48-7; do
    ask "date:$day"
done
echo '# weeks, months, quarters, years, decades: what is known to the month lies in them as a whole'
for span in 2025-W48 2025W48 '"week 49 2025"' 2025-11 11/2025 nov-2025 '"november 2025"' 2025-Q4 2025 1990s 1994; do
    ask "date:$span"
done
echo '# ranges, open on either side'
for range in 2025-11..2025-12 2025-12.. ..2025-W47 ..1999 '"dec 2025 .."' 2025-11-30..2025-11-30 0001..9999; do
    ask "date:$range"
done
ask since:2025-12
ask until:1990s
ask --since=2025-11-30 --until=2025-11-30 witkoff
ask --since='nov 2025' witkoff NOT date:2025-12
echo '# a time without a zone is that of the article, with a zone it is the same moment for all'
ask date:2025-11-30T18:00
ask date:2025-11-30T18:00Z
ask date:2025-11-30T18:00+02:00
ask since:2025-11-30T18:01
ask since:2025-11-30T18:01Z
ask 'witkoff -since:2025-11-30T18:01Z'
ask 'date:"2025-11-30 10:00 UTC .. 2025-11-30 16:00 UTC"'
ask 'date:..2025-11-30T10:30Z since:2025'
ask --since=2025-11-30T16:00Z --until=2025-11-30T18:00Z witkoff
ask --since=2025-11-30T16:00Z --sort=newest 'wit*'
ask --until=1994-03-09T04:30Z '"witkoff met"'
echo '# a day as it was in a zone'
ask date:2025-11-30Z
ask date:2025-11-30-08:00
ask date:2025-12-01+14:00
echo '# how it was understood'
newssearch --explain -n 1 'since:2025-11-30T18:00+02:00 witkoff' 2>&1 | grep -E '^(query|matcher)'
newssearch --explain -n 1 'date:2025-W48 witkoff' 2>&1 | grep -E '^(query|matcher)'
echo '# what may be two dates, or none'
for date in 03/04/2025 2024-2025 2024-25 november '"30 november"' '"last monday"' 2025-13 2025-02-29 2025-W53 2025-11-30T24:00 \
    2025-11T18:00 '2025-11-30T18:00+15:00' soon .. 2025-12..2025-11 '"monday, 30 nov 2025"'; do
    newssearch --count "date:$date"
    echo "status $?"
done
newssearch --count 'since:2024..2025'
newssearch --count --until=03/04/2025 witkoff
echo '# today is that of whoever asks: should it change meanwhile, it is asked again'
relative()
{
    rm news/*
    day=$(date +%F)
    at() { date -d "$day $1 day" +%F; }
    article today "$day"
    article yesterday "$(at -1)"
    article sixth "$(at -6)"
    article seventh "$(at -7)"
    article eighth "$(at -8)"
    article monday "$(at -$(($(date -d "$day" +%u) - 1)))"
    article lastsunday "$(at -"$(date -d "$day" +%u)")"
    newsindex update -q news
    for query in date:today date:yesterday date:7d since:7d until:7d date:8d..7d date:last-7-days date:"$(date -d "$day" +%A)"; do
        ask "$query" | sed "s/$(date -d "$day" +%A)/WEEKDAY/; s/ *monday//; s/ *lastsunday//; s/ ([0-9]*)//"
    done
    for query in date:this-week date:last-week date:monday; do
        printf '%s: ' "$query"
        ids "$query" | grep -oE 'lastsunday|monday'
    done
}
until relative >relative.txt && [ "$day" = "$(date +%F)" ]; do :; done
cat relative.txt
