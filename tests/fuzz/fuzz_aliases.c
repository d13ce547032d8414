/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_aliases.c - libFuzzer target: any bytes as a file of aliases. Every name of what is accepted is
 * found again. */
#include "search/query/aliases.h"

#include <stdint.h>
#include <stdlib.h>

static void require(bool true_always)
{
    if (!true_always)
        abort();
}

static void check_name(const ndx_aliases *aliases, const ndx_alias *alias,
                       const ndx_alias_name *name)
{
    const ndx_alias *found;
    size_t length;
    require(name->word_count > 0);
    require(ndx_aliases_find(aliases, name->text, &found, NULL));
    require(found == alias);
    found = ndx_aliases_find_phrase(aliases, name->words, name->word_count, 0, &length);
    require(found == alias && length == name->word_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ndx_error error = {0};
    const ndx_alias *alias;
    ndx_aliases *aliases =
        ndx_aliases_parse(ndx_span_make((const char *)data, size), "names", &error);
    require(!aliases == (error.code != NDX_OK));
    for (size_t i = 0; aliases && (alias = ndx_aliases_at(aliases, i)); i++)
        for (size_t k = 0; k < alias->name_count; k++)
            check_name(aliases, alias, &alias->names[k]);
    ndx_aliases_free(aliases);
    return 0;
}
