/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cooccur.c - implements cooccur.h. */
#include "present/cooccur.h"

#include "newsdex/array.h"
#include "query/pair.h"

#include <stdlib.h>

#define WHAT "counting pairs of names"

typedef struct tally {
    uint64_t articles, matches;
} tally;

typedef struct edge {
    ndx_span a, b;
    tally tally;
} edge;

typedef struct network {
    const ndx_survey *survey;
    const ndx_cooccur_name *names;
    size_t name_count;
    const ndx_cooccur_options *options;
    bool *absent;   /* of the names: no article has it */
    tally *tallies; /* one a thread */
    edge *edge;
    size_t count, capacity;
} network;

/* ---- one pair ---- */

static bool visit(void *context, const ndx_found *found, ndx_error *error)
{
    const network *n = context;
    tally *t = &n->tallies[found->thread];
    (void)error;
    t->articles++;
    t->matches += found->span_count;
    return true;
}

static bool walk(network *n, const ndx_query *pair, tally *sum, ndx_error *error)
{
    const ndx_survey *survey = n->survey;
    const ndx_matches_visitor visitor = {.context = n, .spans = true, .visit = visit};
    unsigned threads = ndx_survey_threads(survey);
    ndx_search_options options = *survey->options;
    options.threads = threads;
    memset(n->tallies, 0, threads * sizeof *n->tallies);
    *sum = (tally){0};
    if (!ndx_matches_visit(survey->index, pair, &options, survey->analyser, &visitor, error))
        return false;
    for (unsigned i = 0; i < threads; i++) {
        sum->articles += n->tallies[i].articles;
        sum->matches += n->tallies[i].matches;
    }
    return true;
}

static bool add_edge(network *n, edge added, ndx_error *error)
{
    enum { FIRST = 64 };
    edge *room = ndx_array_room(n->edge, n->count, &n->capacity, FIRST, sizeof *room);
    if (!room)
        return ndx_error_memory(error, WHAT);
    n->edge = room;
    n->edge[n->count++] = added;
    return true;
}

static bool count_pair(network *n, const ndx_cooccur_name *a, const ndx_cooccur_name *b,
                       ndx_error *error)
{
    ndx_query pair = {0};
    tally sum;
    bool done =
        ndx_query_pair(a->query, b->query, n->options->kind, n->options->distance, &pair, error) &&
        walk(n, &pair, &sum, error);
    ndx_query_free(&pair);
    if (!done) {
        if (error)
            error->place[0] = '\0'; /* bytes of one of two texts */
        return ndx_error_prefix(error, "%.*s and %.*s", NDX_SPAN_ARGS(a->name),
                                NDX_SPAN_ARGS(b->name));
    }
    return !sum.articles || add_edge(n, (edge){a->name, b->name, sum}, error);
}

/* ---- all of them ---- */

/* Most lists of names have some that the archive does not know. */
static bool find_absent(network *n, ndx_error *error)
{
    const ndx_survey *survey = n->survey;
    for (size_t i = 0; i < n->name_count; i++) {
        uint64_t count;
        if (!ndx_count(survey->index, n->names[i].query, survey->options, survey->analyser, &count,
                       error))
            return ndx_error_prefix(error, "%.*s", NDX_SPAN_ARGS(n->names[i].name));
        n->absent[i] = !count;
    }
    return true;
}

static bool count_pairs(network *n, ndx_error *error)
{
    uint64_t all = (uint64_t)n->name_count * (n->name_count - 1) / 2;
    uint64_t number = 0;
    for (size_t i = 0; i < n->name_count; i++)
        for (size_t k = i + 1; k < n->name_count; k++) {
            if (!n->absent[i] && !n->absent[k] && !count_pair(n, &n->names[i], &n->names[k], error))
                return false;
            if (n->survey->progress)
                n->survey->progress(n->survey->context, ++number, all);
        }
    return true;
}

static int compare_edges(const void *left, const void *right)
{
    const edge *a = left;
    const edge *b = right;
    if (a->tally.matches != b->tally.matches)
        return a->tally.matches > b->tally.matches ? -1 : 1;
    int order = ndx_span_compare(a->a, b->a);
    return order ? order : ndx_span_compare(a->b, b->b);
}

static const ndx_column columns[] = {
    {.name = "a"},
    {.name = "b"},
    {.name = "articles", .kind = NDX_CELL_NUMBER},
    {.name = "matches", .kind = NDX_CELL_NUMBER},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static bool write_edges(network *n, ndx_table_kind kind, const ndx_output_options *output,
                        ndx_buffer *out, ndx_error *error)
{
    uint64_t limit = n->options->limit ? n->options->limit : UINT64_MAX;
    if (n->count)
        qsort(n->edge, n->count, sizeof *n->edge, compare_edges);
    ndx_table *table = ndx_table_new(kind, output, columns, COLUMNS, out, error);
    bool done = table != NULL;
    for (size_t i = 0; done && i < n->count && i < limit; i++) {
        const edge *e = &n->edge[i];
        const ndx_cell cells[COLUMNS] = {{.text = e->a},
                                         {.text = e->b},
                                         {.number = e->tally.articles},
                                         {.number = e->tally.matches}};
        done = ndx_table_row(table, cells, error);
    }
    done = done && ndx_table_end(table, error);
    ndx_table_free(table);
    return done;
}

bool ndx_cooccur(const ndx_survey *survey, const ndx_cooccur_name *names, size_t count,
                 const ndx_cooccur_options *options, ndx_table_kind kind,
                 const ndx_output_options *output, ndx_buffer *out, uint64_t *pairs,
                 ndx_error *error)
{
    network n = {.survey = survey, .names = names, .name_count = count, .options = options};
    if (count > NDX_COOCCUR_NAMES_MAX)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "pairs are made of %u names at most",
                             NDX_COOCCUR_NAMES_MAX);
    n.tallies = ndx_survey_states(survey, sizeof *n.tallies, error);
    n.absent = calloc(count + 1, sizeof *n.absent);
    bool done = n.tallies && (n.absent || ndx_error_memory(error, WHAT)) &&
                find_absent(&n, error) && count_pairs(&n, error) &&
                write_edges(&n, kind, output, out, error);
    *pairs = n.count;
    free(n.tallies);
    free(n.absent);
    free(n.edge);
    return done;
}
