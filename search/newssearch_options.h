/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newssearch_options.h - newssearch's command line as a table. */
#ifndef NEWSDEX_NEWSSEARCH_OPTIONS_H
#define NEWSDEX_NEWSSEARCH_OPTIONS_H

#include "newsdex/command_line.h"

typedef struct newssearch_options {
    ndx_text_list indexes;
    bool all;
    int sort;   /* ndx_sort */
    int format; /* row of the output formats */
    uint64_t limit, offset;
    const char *since, *until, *language;
    bool exact_total, explain, open, full, quiet;
    int count_what; /* --count: NEWSSEARCH_COUNT_...; -1: not asked */
    bool count;     /* it was asked */
    int dialect;    /* ndx_dialect */
    const char *aliases;
    struct ndx_aliases *names; /* that were read of it, or of what there is without it */
    ndx_text_list queries;
    const char *like;
    bool expand;
    uint64_t cooccur; /* words; 0: not asked */
    int copies;       /* ndx_copies_shown; -1: not said */
    double half_life;
    bool kwic, terms;
    const char *kwic_sort;
    uint64_t window;
    int timeline; /* ndx_period; -1: not asked */
    const char *facets;
    bool null; /* --null */
    bool interactive;
    const char *batch; /* file; NULL: one query */
    uint64_t jobs;     /* 0: as many as there are processors */
    const char *show;
    int color, hyperlink; /* terminal.h */
    const char *topic, *run_tag;
    const char *save, *saved, *forget; /* names of saved searches */
    bool fresh;                        /* --new */
    bool list_saved, which_saved;
    const char *query;    /* of --saved; NULL: it is in the arguments */
    const char *complete; /* what was typed; NULL: not asked */
} newssearch_options;

/* A limit that was not given: ten results, but with --new all. */
#define NEWSSEARCH_LIMIT_ABSENT UINT64_MAX

const char *newssearch_dialect_name(const newssearch_options *given);
/* What --format was given. */
const char *newssearch_format_name(const newssearch_options *given);

extern const ndx_command newssearch_command;

#endif
