# Random queries over random articles: newssearch finds what a naive evaluation of the same tree over plain tokens finds, over
# several shards, with changed and removed articles among them.
python3 "$NEWSDEX_SOURCE/tests/cli/search_oracle.py"
