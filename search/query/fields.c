/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fields.c - implements fields.h: to add a field, add a row (and its kind to the translation). */
#include "query/fields.h"

static const ndx_field_rule rules[] = {
    {{"title", "title:witkoff", "in the headline"}, NDX_QUERY_WORDS, NDX_ROLE_TITLE},
    {{"case", "case:Bush", "written so, capitals and accents too"}, NDX_QUERY_WORDS, NDX_ROLE_CASE},
    {{"by", "by:\"anna smith\"", "written by"}, NDX_QUERY_AUTHOR, NDX_ROLE_VALUE},
    {{"source", "source:\"the daily example\"", "from this outlet or agency"},
     NDX_QUERY_SOURCE,
     NDX_ROLE_VALUE},
    {{"section", "section:world", "in this section, or with this keyword"},
     NDX_QUERY_SECTION,
     NDX_ROLE_VALUE},
    {{"lang", "lang:de", "in this language"}, NDX_QUERY_LANGUAGE, NDX_ROLE_VALUE},
    {{"url", "url:example.com", "with this address, or from this host"},
     NDX_QUERY_URL,
     NDX_ROLE_VALUE},
    {{"id", "id:tag:example.com,2025:1", "with this id"}, NDX_QUERY_ID, NDX_ROLE_VALUE},
    {{"length", "length:500..1000", "so many words long"}, NDX_QUERY_LENGTH, NDX_ROLE_VALUE},
    {{"dup", "dup:ID", "the article with this id and its copies"},
     NDX_QUERY_COPIES,
     NDX_ROLE_VALUE},
    {{"like", "like:ID", "ranked by the words that tell the article with this id"},
     NDX_QUERY_LIKE,
     NDX_ROLE_VALUE},
    {{"date", "date:2025-11-01..2025-12-05", "published on a day, in a month or year, or between"},
     NDX_QUERY_DATE,
     NDX_ROLE_RANGE},
    {{"since", "since:7d", "published on that day or later"}, NDX_QUERY_DATE, NDX_ROLE_SINCE},
    {{"until", "until:2025-12-05", "published on that day or earlier"},
     NDX_QUERY_DATE,
     NDX_ROLE_UNTIL},
};

const ndx_field_rule *ndx_field_rule_of(ndx_span name)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (ndx_span_equal_nocase(name, ndx_span_of(rules[i].field.name)))
            return &rules[i];
    return NULL;
}

const ndx_query_field *ndx_query_field_describe(size_t index)
{
    return index < sizeof rules / sizeof *rules ? &rules[index].field : NULL;
}
