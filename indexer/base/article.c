/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article.c - the one table of fields of newsdex/article.h. */
#include "newsdex/article.h"

static const ndx_field_info fields[NDX_FIELD_COUNT] = {
    [NDX_FIELD_ID] = {"id", "stable id: the source's own, else the path", false, false},
    [NDX_FIELD_PATH] = {"path", "the file, as given on the command line", false, false},
    [NDX_FIELD_HEADLINE] = {"headline", "the headline", false, true},
    [NDX_FIELD_BYLINE] = {"byline", "the byline as printed", false, true},
    [NDX_FIELD_AUTHORS] = {"authors", "the authors' names", true, false},
    [NDX_FIELD_DATELINE] = {"dateline", "the dateline as printed", false, true},
    [NDX_FIELD_DATE] = {"date", "when it was published", false, false},
    [NDX_FIELD_MODIFIED] = {"modified", "when the source last changed it", false, false},
    [NDX_FIELD_LANGUAGE] = {"language", "its language, as ISO 639 code", false, false},
    [NDX_FIELD_SOURCE] = {"source", "the outlet or agency", false, false},
    [NDX_FIELD_SECTION] = {"section", "the sections it appeared in", true, false},
    [NDX_FIELD_KEYWORDS] = {"keywords", "the source's keywords", true, false},
    [NDX_FIELD_URL] = {"url", "its address", false, false},
    [NDX_FIELD_VERSION] = {"version", "the source's version number of this id", false, false},
    [NDX_FIELD_BODY] = {"body", "the text", false, true},
};

const ndx_field_info *ndx_field_describe(ndx_field field)
{
    size_t index = (size_t)field;
    return index < NDX_FIELD_COUNT ? &fields[index] : NULL;
}

bool ndx_field_from_name(ndx_span name, ndx_field *field)
{
    for (size_t i = 0; i < NDX_FIELD_COUNT; i++) {
        if (ndx_span_equal(name, ndx_span_of(fields[i].name))) {
            *field = (ndx_field)i;
            return true;
        }
    }
    return false;
}
