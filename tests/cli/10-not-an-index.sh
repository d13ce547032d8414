# Folders and files that are no index, or one that is damaged: told, status 2, and nothing of it is touched.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
try()
{
    echo "\$ $*"
    "$@" 2>&1 | sed -E 's/shard-[0-9a-f]+-[0-9a-f]+/shard-NAME/g; s/[A-Za-z]+Error: .*/what libxapian says/; s/(check: ).*/\1what it says/'
    "$@" >/dev/null 2>&1
    echo "status $?"
}
mkdir other
echo "mine" >other/note
echo "not an index" >file
for at in other file; do
    try newssearch -i $at moscow
    try newsindex update -q -i $at news
    try newsindex compact -q -i $at
    try newsindex check -i $at
done
try newsindex remove -i nowhere x
try newsindex dump -i nowhere
ls -d nowhere other/* 2>&1
newsindex update -q -i good news
echo "-- each of its files cut to half"
for file in XAPIANDB docdata.glass postlist.glass iamglass; do
    rm -rf bad
    cp -r good bad
    [ -e bad/$file ] && at=bad/$file || at=$(echo bad/shard-*/$file)
    truncate -s $(($(stat -c %s "$at") / 2)) "$at"
    echo "- $file"
    try newssearch -f paths -i bad witkoff
    try newsindex check -i bad
    try newsindex update -q -i bad news
done
echo "-- bytes of it turned to nonsense"
rm -rf bad
cp -r good bad
at=$(echo bad/shard-*/docdata.glass)
head -c 4096 /dev/zero | tr '\0' '\377' | dd of="$at" bs=1 seek=4096 conv=notrunc 2>/dev/null
try newsindex check -i bad
echo "-- a shard gone"
rm -rf bad
cp -r good bad
rm -r bad/shard-*
try newssearch -i bad witkoff
try newsindex update -q -i bad news
echo "-- of another format"
rm -rf bad
cp -r good bad
sed -i 's/format 1/format 99/' bad/XAPIANDB
try newssearch -i bad witkoff
try newsindex update -q -i bad news
