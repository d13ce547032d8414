/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reading.c - implements reading.h. */
#include "commands/reading.h"

#include "newsdex/language.h"

#include <stdlib.h>

const char *const ndx_quotes_choices[] = {"auto", "cells", "text", NULL};

static bool parse_mappings(const ndx_text_list *fields, ndx_field_mapping *mappings,
                           ndx_error *error)
{
    for (size_t i = 0; i < fields->count; i++) {
        const char *equals = strchr(fields->item[i], '=');
        if (!equals || !equals[1])
            return ndx_error_set(error, NDX_ERROR_USAGE,
                                 "--field wants NAME=PATH, such as headline=title, not '%s'",
                                 fields->item[i]);
        if (!ndx_field_from_name(ndx_span_between(fields->item[i], equals), &mappings[i].field)) {
            ndx_buffer names = {0};
            for (int f = 0; f < NDX_FIELD_COUNT; f++)
                ndx_buffer_printf(&names, "%s%s", f ? ", " : "",
                                  ndx_field_describe((ndx_field)f)->name);
            ndx_error_set(
                error, NDX_ERROR_USAGE, "--field: there is no field '%.*s'; fields are %s",
                (int)(equals - fields->item[i]), fields->item[i], names.data ? names.data : "");
            ndx_buffer_free(&names);
            return false;
        }
        mappings[i].path = ndx_span_of(equals + 1);
    }
    return true;
}

static bool check_names(const ndx_reading_choices *choices, ndx_error *error)
{
    const ndx_format_info *format = NULL;
    for (size_t i = 0; choices->input_format && (format = ndx_format_describe(i)); i++)
        if (strcmp(format->name, choices->input_format) == 0)
            break;
    if (choices->input_format && !format)
        return ndx_error_set(error, NDX_ERROR_USAGE,
                             "there is no input format '%s'; see newsindex formats",
                             choices->input_format);
    if (choices->language &&
        ndx_language_from_code(ndx_span_of(choices->language)) == NDX_LANGUAGE_UNKNOWN)
        return ndx_error_set(error, NDX_ERROR_USAGE,
                             "--language wants an ISO 639 code such as en or de, not '%s'",
                             choices->language);
    return true;
}

bool ndx_reading_choose(const ndx_reading_choices *choices, ndx_reading_options *reading,
                        ndx_field_mapping **mappings, ndx_error *error)
{
    *mappings = calloc(choices->fields.count + 1, sizeof **mappings);
    if (!*mappings)
        return ndx_error_memory(error, "reading the command line");
    reading->format = choices->input_format;
    reading->language = choices->language;
    reading->charset = choices->charset;
    reading->quotes = (ndx_quotes)choices->quotes;
    reading->mappings = *mappings;
    reading->mapping_count = choices->fields.count;
    return check_names(choices, error) && parse_mappings(&choices->fields, *mappings, error);
}
