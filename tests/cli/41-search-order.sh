# Order: pages are pieces of one list, undated articles stand last, a score is the sum of its explanation, and several shards rank as one.
cp -r "$NEWSDEX_SOURCE/corpus" corpus
python3 "$NEWSDEX_SOURCE/tests/cli/search_order.py"
