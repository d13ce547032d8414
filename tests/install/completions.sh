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
# complete TOOL WORD...: the last word is being typed
complete()
{
    bash -c '. "$1"; tool=$2; shift 2; COMP_WORDS=("$tool" "$@"); COMP_CWORD=$#
        compopt() { :; }
        _$tool; printf "%s\n" "${COMPREPLY[@]}"' - "$folder/$1.bash" "$@"
}
check()
{
    expected=$1
    shift
    said=$(complete "$@" | tr '\n' ' ')
    [ "$said" = "$expected " ] || { echo "completing '$*' gives '$said', not '$expected'"; exit 1; }
}
check "update" newsindex upd
check "--keep-missing" newsindex update --keep
check "plain" newsindex update --progress = pl
check "json" newsindex info --format j
check "--since= --sort= --show=" newssearch --s
check "newest" newssearch --sort = n
