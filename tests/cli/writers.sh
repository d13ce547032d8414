# SPDX-License-Identifier: GPL-2.0-or-later
# writers.sh - sourced by cases: an index written as tables (bulk.index) against one through libxapian's API (xapian.index).

need_xapian_tools()
{
    for tool in xapian-check xapian-compact; do
        command -v $tool >/dev/null || {
            echo "SKIPPED: $tool is not installed (apt install xapian-tools)"
            exit 77
        }
    done
}

# update_both OPTION... PATH...: brings both indexes up to date; skipped articles are no matter here.
update_both()
{
    newsindex update -q -i bulk.index --writer=bulk "$@" 2>/dev/null || [ $? -eq 1 ] || echo "bulk: status $?"
    newsindex update -q -i xapian.index --writer=xapian "$@" 2>/dev/null || [ $? -eq 1 ] || echo "xapian: status $?"
}

# The same shards by name, equal entry by entry, and libxapian's check finds nothing in the tables.
compare_indexes()
{
    cmp bulk.index/XAPIANDB xapian.index/XAPIANDB && echo "the same shards by name"
    for shard in bulk.index/shard-*; do
        newsdex-compare-databases "xapian.index/${shard#*/}" "$shard" && xapian-check "$shard" 2>&1 | tail -n 1
    done | sort -u
}

# compact NAME OPTION...: every shard is compacted in place in a copy of the index, which newsdex opens; then all into
# one database, which is compared with one made of the other index.
compact()
{
    name=$1
    shift
    mkdir "$name.index"
    cp bulk.index/XAPIANDB bulk.index/lock "$name.index"
    for shard in bulk.index/shard-*; do
        xapian-compact "$@" "$shard" "$name.index/${shard#*/}" >said 2>&1 || cat said
        newsdex-compare-databases "$shard" "$name.index/${shard#*/}"
    done
    newsindex check -q -i "$name.index"
    newsindex dump -i "$name.index" | cmp - dump && echo "$name: every article comes back"
    for index in bulk xapian; do
        xapian-compact "$@" $index.index "$index.$name" >said 2>&1 || cat said
    done
    newsdex-compare-databases "xapian.$name" "bulk.$name" && xapian-check "bulk.$name" 2>&1 | tail -n 1
}
