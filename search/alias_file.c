/* SPDX-License-Identifier: GPL-2.0-or-later */
/* alias_file.c - implements alias_file.h. */
#include "alias_file.h"

#include "newsdex/limits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static bool read_all(FILE *file, const char *path, ndx_buffer *text, ndx_error *error)
{
    char block[16384];
    size_t size;
    while (text->size <= NDX_LIMIT_ALIASES_BYTES &&
           (size = fread(block, 1, sizeof block, file)) > 0)
        ndx_buffer_append(text, block, size);
    if (ferror(file))
        return ndx_error_errno(error, errno, "cannot read the names in %s", path);
    return ndx_buffer_ok(text, "reading names", error);
}

static bool parse(FILE *file, const char *path, ndx_aliases **aliases, ndx_error *error)
{
    ndx_buffer text = {0};
    if (read_all(file, path, &text, error))
        *aliases = ndx_aliases_parse(ndx_buffer_span(&text), path, error);
    ndx_buffer_free(&text);
    return *aliases != NULL;
}

/* *there is false where the file is not. */
static bool read_file(const char *path, ndx_aliases **aliases, bool *there, ndx_error *error)
{
    FILE *file = fopen(path, "re");
    *there = file || errno != ENOENT;
    if (!file)
        return ndx_error_errno(error, errno, "cannot open the names in %s", path);
    bool done = parse(file, path, aliases, error);
    (void)fclose(file);
    return done;
}

/* The places to look at, one after another. */
static bool append_place(unsigned place, ndx_buffer *path)
{
    const char *config = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    const char *named = getenv("NEWSDEX_ALIASES");
    switch (place) {
    case 0:
        return ndx_buffer_append_text(path, named ? named : "");
    case 1:
        if (config && *config == '/')
            return ndx_buffer_printf(path, "%s/newsdex/aliases", config);
        return !home || ndx_buffer_printf(path, "%s/.config/newsdex/aliases", home);
    default:
        return ndx_buffer_append_text(path, NEWSDEX_DATA_FOLDER "/aliases");
    }
}

bool newssearch_read_aliases(const char *path, ndx_aliases **aliases, ndx_error *error)
{
    enum { PLACES = 3 };
    bool there = false;
    bool done = true;
    *aliases = NULL;
    if (path)
        return read_file(path, aliases, &there, error);
    for (unsigned i = 0; done && !there && i < PLACES; i++) {
        ndx_buffer place = {0};
        ndx_error failure = {0};
        done = append_place(i, &place) || ndx_error_memory(error, "reading names");
        if (done && place.size && !read_file(place.data, aliases, &there, &failure) && there) {
            done = false;
            if (error)
                *error = failure;
        }
        ndx_buffer_free(&place);
    }
    return done;
}
