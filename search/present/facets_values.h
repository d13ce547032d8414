/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facets_values.h - counted facets, which facets_write.c writes. Internal to search/present. */
#ifndef NEWSDEX_PRESENT_FACETS_VALUES_H
#define NEWSDEX_PRESENT_FACETS_VALUES_H

#include "present/facets.h"
#include "present/names.h"

typedef struct ndx_facet_value {
    ndx_span text; /* of the facet's names */
    uint64_t articles;
} ndx_facet_value;

typedef struct ndx_facet_values {
    const char *name;
    ndx_facet_value *value; /* the most frequent first */
    size_t count;
    uint64_t without; /* articles that have none */
    ndx_names names;
} ndx_facet_values;

struct ndx_facets {
    uint64_t matching;
    size_t facet_count;
    ndx_facet_values facet[NDX_FACETS_MAX];
};

#endif
