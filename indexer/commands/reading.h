/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reading.h - what the commands that read articles share: the options that say how files are to be
 * read. */
#ifndef NEWSDEX_COMMANDS_READING_H
#define NEWSDEX_COMMANDS_READING_H

#include "newsdex/command_line.h"
#include "newsdex/reader.h"

typedef struct ndx_reading_choices {
    ndx_text_list fields;
    const char *input_format, *language, *charset;
    int quotes; /* ndx_quotes */
} ndx_reading_choices;

extern const char *const ndx_quotes_choices[];

/* Their rows in the table of a command whose options struct, `type`, has ndx_reading_choices as its
 * member `reading`. group: the heading before the first, or NULL. */
#define NDX_READING_OPTIONS(type, group)                                                           \
    {0,                                                                                            \
     "input-format",                                                                               \
     NDX_OPTION_TEXT,                                                                              \
     "FORMAT",                                                                                     \
     "read every file as FORMAT (see newsindex formats; default: by content)",                     \
     offsetof(type, reading.input_format),                                                         \
     NULL,                                                                                         \
     group},                                                                                       \
        {0,                                                                                        \
         "field",                                                                                  \
         NDX_OPTION_LIST,                                                                          \
         "NAME=PATH",                                                                              \
         "read the field NAME from this JSON path, column or front matter key; may be given "      \
         "several times",                                                                          \
         offsetof(type, reading.fields),                                                           \
         NULL,                                                                                     \
         NULL},                                                                                    \
        {0,                                                                                        \
         "language",                                                                               \
         NDX_OPTION_TEXT,                                                                          \
         "CODE",                                                                                   \
         "the language of all articles, whatever they say (default: as each says, else detected)", \
         offsetof(type, reading.language),                                                         \
         NULL,                                                                                     \
         NULL},                                                                                    \
        {0,                                                                                        \
         "charset",                                                                                \
         NDX_OPTION_TEXT,                                                                          \
         "NAME",                                                                                   \
         "the charset of all files (default: as each says, else detected)",                        \
         offsetof(type, reading.charset),                                                          \
         NULL,                                                                                     \
         NULL},                                                                                    \
    {                                                                                              \
        0, "quotes", NDX_OPTION_CHOICE, "KIND",                                                    \
            "what quotation marks in CSV and TSV are, quotes around cells or text",                \
            offsetof(type, reading.quotes), ndx_quotes_choices, NULL                               \
    }

/* Fills the reading's options, which borrow from the choices. *mappings is to be freed in any case.
 * Mistakes in names are told even when nothing is to be read. */
bool ndx_reading_choose(const ndx_reading_choices *choices, ndx_reading_options *reading,
                        ndx_field_mapping **mappings, ndx_error *error);

#endif
