#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# programs.sh - installs into a folder, moves it, and builds a small program against each library there with pkg-config.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$CMAKE" --install "$BUILD" --prefix "$folder/first" >"$folder/log" || { cat "$folder/log"; exit 1; }
mv "$folder/first" "$folder/moved"
prefix=$folder/moved
PKG_CONFIG_PATH=$(find "$prefix" -type d -name pkgconfig)
export PKG_CONFIG_PATH
for file in bin/newsindex bin/newssearch share/man/man1/newsindex.1 share/man/man1/newssearch.1 \
    share/man/man5/newsdex-json.5 share/man/man7/newsdex-query.7 share/newsdex/aliases share/bash-completion/completions/newsindex \
    share/zsh/site-functions/_newssearch share/fish/vendor_completions.d/newsindex.fish; do
    [ -s "$prefix/$file" ] || { echo "$file was not installed"; exit 1; }
done

mkdir "$folder/news"
printf 'Witkoff arrives in Moscow\n\nThe envoy arrived on Tuesday.\n' >"$folder/news/a.txt"

cat >"$folder/xapian_c.c" <<'E'
#include <stdio.h>
#include <xapian_c/xapian_c.h>
int main(int argc, char **argv)
{
    xc_database *database = NULL;
    xc_error error = {0};
    xc_doccount count = 0;
    if (argc != 2 || xc_database_open(argv[1], 0, &database, &error) || xc_database_doccount(database, &count, &error))
        return fprintf(stderr, "%s\n", error.message), 1;
    printf("%u\n", (unsigned)count);
    xc_database_free(database);
    return 0;
}
E
cat >"$folder/newsdex.c" <<'E'
#include <newsdex/search.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    const char *path = argc == 2 ? argv[1] : "";
    ndx_error error = {0};
    ndx_query query = {0};
    ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    size_t begin, end;
    bool exact;
    ndx_index *index = ndx_index_open(&path, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    if (!index || !analyser || !ndx_query_parse(&query, ndx_span_of("\"in moscow\""), 0, &begin, &end, &error))
        return fprintf(stderr, "%s\n", error.message), 1;
    ndx_results *results = ndx_search(index, &query, &options, analyser, &error);
    if (!results)
        return fprintf(stderr, "%s\n", error.message), 1;
    printf("%u\n", (unsigned)ndx_results_total(results, &exact));
    ndx_results_free(results);
    ndx_query_free(&query);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    return 0;
}
E
cat >"$folder/newsdex-update.c" <<'E'
#include <newsdex/update.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    const char *path = argc == 3 ? argv[2] : "";
    ndx_error error = {0};
    ndx_update_options options = {0};
    ndx_update_summary summary = {0};
    options.paths = &path;
    options.path_count = 1;
    if (!ndx_update(argv[1], &options, &summary, &error))
        return fprintf(stderr, "%s\n", error.message), 1;
    printf("%u\n", (unsigned)summary.articles_added);
    return 0;
}
E
for how in --static ""; do
    for package in newsdex-update newsdex xapian_c; do
        # shellcheck disable=SC2046,SC2086
        "$CC" -std=c17 -Wall -Wextra -Werror $CFLAGS $(pkg-config $how --cflags $package) \
            "$folder/$package.c" -o "$folder/$package" $(pkg-config $how --libs $package)
    done
    rm -rf "$folder/index"
    said=$("$folder/newsdex-update" "$folder/index" "$folder/news"; "$folder/newsdex" "$folder/index"
        "$folder/xapian_c" "$folder/index")
    [ "$said" = "1
1
1" ] || { echo "the programs said: $said"; exit 1; }
done
version=$(pkg-config --modversion newsdex)
"$prefix/bin/newssearch" --version | head -n 1 | grep -F " $version" >"$folder/log"
