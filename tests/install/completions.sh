#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# completions.sh - what the tools print for the shells is accepted by those that are here, and bash completes with it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for tool in newsindex newssearch; do
    for shell in bash zsh fish; do
        "$BIN/$tool" --help=$shell >"$folder/$tool.$shell"
        [ -s "$folder/$tool.$shell" ]
        if command -v $shell >/dev/null; then
            $shell -n "$folder/$tool.$shell"
        else
            echo "$shell is not here: its completion of $tool was not tried"
        fi
    done
done
command -v bash >/dev/null || exit 0
printf '{"id": "1", "title": "T", "body": "B.", "source": "Agence France-Presse", "section": ["World", "World News"], "lang": "fr"}
{"id": "2", "title": "T", "body": "B.", "source": "People\\u0027s Daily", "section": "Sport", "lang": "en"}\n' >"$folder/news.jsonl"
(cd "$folder" && "$BIN/newsindex" update -q news.jsonl && mkdir -p other/folder && touch other/file)
# complete TOOL WORD...: the last word is being typed, and was cut at colons and "=" as bash does
complete()
{
    bash -c 'cd "$1" && . "./$2.bash"; tool=$2; shift 2; COMP_WORDS=("$tool" "$@"); COMP_CWORD=$#
        COMP_LINE="$tool $*"; COMP_LINE=${COMP_LINE// : /:}; COMP_LINE=${COMP_LINE// :/:}; COMP_POINT=${#COMP_LINE}
        compopt() { :; }
        _$tool "$BIN/$tool"; printf "%s\n" "${COMPREPLY[@]}"' - "$folder" "$@"
}
check()
{
    expected=$1
    shift
    said=$(complete "$@" | LC_ALL=C sort | tr '\n' ' ')
    [ "$said" = "$expected " ] || { echo "completing '$*' gives '$said', not '$expected'"; exit 1; }
}
export BIN
check "update" newsindex upd
check "--keep-missing" newsindex update --keep
check "plain" newsindex update --progress = pl
check "json" newsindex info --format j
check "news.jsonl" newsindex update news.j
check "--save= --saved-list --saved= --show= --since= --sort=" newssearch --s
check "newest" newssearch --sort = n
check "newest" newssearch -s n
check "other/folder" newssearch --index = other/f
check "other/folder" newssearch -i other/f
check "other/file other/folder" newssearch --batch other/f
check "" newssearch --since 2
# fields, and values that the index has; the shell is given what stands behind the colon
check "section: since: source:" newssearch s
check "agence-france-presse" newssearch source : ag
check "people\\'s-daily" newssearch witkoff source : p
check "world world-news" newssearch --index = newsdex.index section : w
check "fr" newssearch -i newsdex.index lang : f
check "" newssearch -i other lang : f
check "witkoff source:agence-france-presse" newssearch "'witkoff source:ag"
# the other shells, where they are here: they ask the tool for the same
if command -v fish >/dev/null; then
    said=$(cd "$folder" && PATH=$BIN:$PATH fish --no-config -c '. newssearch.fish; complete -C "newssearch -i newsdex.index source:ag"')
    [ "$said" = "source:agence-france-presse" ] || { echo "fish completes with '$said'"; exit 1; }
fi
