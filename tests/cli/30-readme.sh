# The README's session prints what the README says.
cp -r "$NEWSDEX_SOURCE/corpus" corpus
python3 "$NEWSDEX_SOURCE/tests/cli/readme_session.py" "$NEWSDEX_SOURCE/README.md"
