/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reports.h - what is told of all matches of a query instead of a list of the best: numbers, a
 * concordance, a timeline, facets, terms. Internal to newssearch.
 *
 * Owns: which report the command line asks for, and calling it. Must not know: how one is made.
 */
#ifndef NEWSDEX_REPORTS_H
#define NEWSDEX_REPORTS_H

#include "answer.h"
#include "newssearch_options.h"
#include "present/cooccur.h"
#include "present/facets.h"
#include "present/kwic.h"
#include "present/terms.h"
#include "present/timeline.h"

typedef struct newssearch_report_settings {
    ndx_table_kind table;
    bool html, svg; /* of a timeline */
    ndx_kwic_options kwic;
    ndx_facet_list facets;
    uint64_t limit; /* of facets' values and of terms */
    ndx_terms_options terms;
    ndx_cooccur_options cooccur;
    ndx_period period;
    bool blocks;                  /* the terminal shows U+2588 */
    const ndx_text_list *queries; /* -e: further ones of a timeline */
    void (*progress)(void *context, uint64_t done, uint64_t all); /* NULL: nobody looks */
} newssearch_report_settings;

/* Reads what the command line says of reports. *settings may be changed: its report is set, if one
 * is asked for. False: *error. */
bool newssearch_choose_report(const newssearch_options *options, newssearch_report_settings *report,
                              newssearch_settings *settings, ndx_error *error);

#endif
