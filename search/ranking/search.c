/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search.c - runs a plan and orders what it finds (newsdex/search.h).
 *
 * Owns: the match, the order of ties, the page, the total. Must not know: what a node of the query
 * means.
 */
#include "newsdex/search.h"

#include "newsdex/xapian_error.h"
#include "ranking/count.h"
#include "ranking/plan.h"
#include "ranking/results.h"

#include <stdlib.h>

/* Up to so many matches the total is exact: so long libxapian looks at every candidate, and the
 * matcher judges it; from then on only at those whose weight can still enter the page. A hundred
 * thousand articles, one thread: of two words OR 2.7 ms with all counted, 1.0 with a thousand; of a
 * phrase 4365 records judged, 2300 with two hundred. Lucene counts to a thousand as well
 * (IndexSearcher, totalHitsThreshold). */
#define COUNTED_WITHOUT_JUDGEMENT 1000u
#define COUNTED_WITH_JUDGEMENT 100u

/* ---- the decider: tombstones and what only the matcher can tell ---- */

typedef struct decider {
    const ndx_index *index;
    ndx_plan *plan;
    ndx_error error;
} decider;

static xc_decision decide(void *context, xc_document *document, xc_error *error)
{
    decider *d = context;
    xc_bytes data;
    ndx_record record;
    bool matches = false;
    if (xc_document_data(document, &data, error))
        return XC_FAIL;
    ndx_span bytes = ndx_span_make(data.data, data.size);
    if (!ndx_record_read(bytes, &record, &d->error) ||
        !ndx_plan_judge(d->plan, &record, &matches, &d->error)) {
        ndx_index_name_shard(d->index, bytes, &d->error);
        xc_error_set(error, XC_CALLBACK_ERROR, "%s", d->error.message);
        return XC_FAIL;
    }
    return matches ? XC_ACCEPT : XC_REJECT;
}

/* ---- enquire ---- */

static bool fail(const xc_error *xapian, const decider *d, ndx_error *error)
{
    if (d && d->error.code != NDX_OK) {
        if (error)
            *error = d->error;
        return false;
    }
    return ndx_error_from_xapian(error, xapian, "searching");
}

/* Newest first among equals; undated have no value: last. */
static bool part_ties(xc_enquire *enquire, ndx_error *error)
{
    xc_error xapian = {0};
    return xc_enquire_set_sort_by_relevance_then_value(enquire, NDX_SLOT_TIME, true, &xapian) ==
               XC_OK ||
           fail(&xapian, NULL, error);
}

static bool set_sort(xc_enquire *enquire, ndx_sort sort, ndx_error *error)
{
    xc_error xapian = {0};
    if (sort == NDX_SORT_RELEVANCE)
        return true; /* the default */
    /* undated articles stand last in both directions: as the oldest, or behind every number there
     * is */
    xc_key_maker *maker = NULL;
    bool newest = sort == NDX_SORT_NEWEST;
    xc_bytes last = {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", newest ? 0 : 10};
    bool done = xc_key_maker_new_values(&maker, &xapian) == XC_OK &&
                xc_key_maker_add_value(maker, NDX_SLOT_TIME, false, last, &xapian) == XC_OK &&
                xc_enquire_set_sort_by_key(enquire, maker, newest, &xapian) == XC_OK;
    xc_key_maker_free(maker);
    return done || fail(&xapian, NULL, error);
}

static xc_enquire *new_enquire(const ndx_results *results, const xc_query *query, ndx_error *error)
{
    xc_error xapian = {0};
    xc_enquire *enquire = NULL;
    xc_weight *weight = NULL;
    const ndx_ranking *ranking = &results->options.ranking;
    bool relevance = results->options.sort == NDX_SORT_RELEVANCE;
    xc_database *database = ndx_index_database(results->index);
    bool done = xc_enquire_new(database, &enquire, &xapian) == XC_OK &&
                xc_enquire_set_query(enquire, query, 0, &xapian) == XC_OK &&
                (relevance ? xc_weight_new_bm25(ranking->k1, 0, 0, ranking->b, 0, &weight, &xapian)
                           : xc_weight_new_bool(&weight, &xapian)) == XC_OK &&
                xc_enquire_set_weight(enquire, weight, &xapian) == XC_OK &&
                xc_enquire_set_docid_order(enquire, XC_DOCID_ASCENDING, &xapian) == XC_OK;
    if (!done)
        fail(&xapian, NULL, error);
    xc_weight_free(weight);
    if (done && set_sort(enquire, results->options.sort, error))
        return enquire;
    xc_enquire_free(enquire);
    return NULL;
}

xc_enquire *ndx_results_enquire(const ndx_results *results, const xc_query *query, ndx_error *error)
{
    return new_enquire(results, query, error);
}

/* ---- hits ---- */

/* The record of the hit's bytes, its names whole. */
static bool read_record(const ndx_results *results, ndx_hit *hit, ndx_arena *arena,
                        ndx_error *error)
{
    if (!ndx_record_read(hit->bytes, &hit->record, error))
        return false;
    if (!hit->record.folder)
        return true;
    ndx_words *words = ndx_index_words(results->index, &hit->record, error);
    return words && ndx_record_names(words, &hit->record, arena, error);
}

static bool read_hit(ndx_results *results, xc_docid docid, double score, ndx_hit *hit,
                     ndx_error *error)
{
    xc_error xapian = {0};
    ndx_span copy;
    if (xc_database_get_data(ndx_index_database(results->index), docid, &results->data, &xapian))
        return fail(&xapian, NULL, error);
    if (!ndx_arena_copy(&results->arena, ndx_span_make(results->data.data, results->data.size),
                        &copy))
        return ndx_error_memory(error, "searching");
    *hit = (ndx_hit){.document = docid, .score = score, .bytes = copy};
    return read_record(results, hit, &results->arena, error) ||
           ndx_index_name_shard(results->index, copy, error);
}

/* Best first; then newest first; then by id. */
static int by_rank(const void *a, const void *b)
{
    const ndx_hit *x = a;
    const ndx_hit *y = b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    int64_t time_x = ndx_date_seconds(&x->record.date);
    int64_t time_y = ndx_date_seconds(&y->record.date);
    if (time_x != time_y)
        return time_x > time_y ? -1 : 1;
    return ndx_span_compare(x->record.id, y->record.id);
}

static int by_age(const void *a, const void *b)
{
    const ndx_hit *x = a;
    const ndx_hit *y = b;
    int64_t time_x = ndx_date_seconds(&x->record.date);
    int64_t time_y = ndx_date_seconds(&y->record.date);
    if (time_x == time_y)
        return ndx_span_compare(x->record.id, y->record.id);
    if (time_x == INT64_MIN || time_y == INT64_MIN) /* undated last */
        return time_x == INT64_MIN ? 1 : -1;
    return time_x < time_y ? -1 : 1;
}

/* Would the item behind the last one have to be known to order the last ones? */
static bool ends_in_a_tie(const ndx_results *results, const xc_match_set *set, xc_doccount wanted,
                          bool *tie, ndx_error *error)
{
    xc_error xapian = {0};
    xc_doccount size = xc_match_set_size(set);
    *tie = false;
    if (size <= wanted || wanted == 0)
        return true;
    xc_match_item last_wanted;
    xc_match_item last;
    if (xc_match_set_item(set, wanted - 1, &last_wanted, &xapian) ||
        xc_match_set_item(set, size - 1, &last, &xapian))
        return fail(&xapian, NULL, error);
    if (results->options.sort == NDX_SORT_RELEVANCE && last.weight < last_wanted.weight)
        return true;
    xc_string key = XC_STRING_EMPTY;
    xc_string last_key = XC_STRING_EMPTY;
    bool done = xc_match_set_sort_key(set, wanted - 1, &key, &xapian) == XC_OK &&
                xc_match_set_sort_key(set, size - 1, &last_key, &xapian) == XC_OK;
    *tie = done && key.size == last_key.size &&
           (key.size == 0 || memcmp(key.data, last_key.data, key.size) == 0);
    xc_string_free(&key);
    xc_string_free(&last_key);
    return done || fail(&xapian, NULL, error);
}

static bool run_match(ndx_results *results, xc_enquire *enquire, xc_doccount wanted,
                      xc_match_set **set, ndx_error *error)
{
    xc_error xapian = {0};
    decider d = {results->index, results->plan, {0}};
    bool judged = ndx_plan_needs_judgement(results->plan);
    xc_doccount documents;
    if (xc_database_doccount(ndx_index_database(results->index), &documents, &xapian))
        return fail(&xapian, NULL, error);
    xc_doccount counted = judged ? COUNTED_WITH_JUDGEMENT : COUNTED_WITHOUT_JUDGEMENT;
    if (results->options.no_total)
        counted = 0;
    if (results->options.exact_total || counted > documents)
        counted = documents;
    /* Ties at the cut are found by looking one further. Those in score are parted by the time,
     * which is only then read, for it is read of each candidate; those in time as well by the id,
     * looking ten times as far. */
    bool parted = results->options.sort != NDX_SORT_RELEVANCE;
    for (xc_doccount max = wanted + 1;;) {
        bool tie;
        xc_match_request request = {
            0, max, counted, NULL, judged ? decide : NULL, judged ? &d : NULL};
        if (xc_enquire_match(enquire, &request, set, &xapian))
            return fail(&xapian, &d, error);
        if (!ends_in_a_tie(results, *set, wanted, &tie, error))
            return false;
        if (!tie || (parted && max >= documents) || xc_match_set_size(*set) < max)
            return true;
        xc_match_set_free(*set);
        *set = NULL;
        if (parted)
            max = max > documents / 10 ? documents : max * 10;
        else if (!part_ties(enquire, error))
            return false;
        parted = true;
    }
}

/* Puts the hits in order and keeps the first `wanted` of them. */
static void keep_best(ndx_results *results, size_t wanted)
{
    bool oldest = results->options.sort == NDX_SORT_OLDEST;
    qsort(results->hits, results->found, sizeof *results->hits, oldest ? by_age : by_rank);
    if (results->found > wanted)
        results->found = wanted;
}

/* Lets go of the bytes of those that were not kept. */
static bool make_room(ndx_results *results, size_t wanted, ndx_error *error)
{
    ndx_arena kept = {0};
    bool done = true;
    keep_best(results, wanted);
    for (size_t i = 0; done && i < results->found; i++) {
        ndx_hit *hit = &results->hits[i];
        done = (ndx_arena_copy(&kept, hit->bytes, &hit->bytes) ||
                ndx_error_memory(error, "searching")) &&
               read_record(results, hit, &kept, error);
    }
    ndx_arena_free(&results->arena);
    results->arena = kept;
    return done;
}

/* Many may be tied with the last one wanted (a query of fields only scores nothing): no more than
 * twice the wanted ones are in memory at a time. */
static bool read_hits(ndx_results *results, const xc_match_set *set, size_t wanted,
                      ndx_error *error)
{
    xc_error xapian = {0};
    xc_doccount size = xc_match_set_size(set);
    size_t room = size / 2 < wanted ? size : wanted * 2;
    results->hits = calloc(room + 1, sizeof *results->hits);
    if (!results->hits)
        return ndx_error_memory(error, "searching");
    for (xc_doccount i = 0; i < size; i++) {
        xc_match_item item;
        if (results->found == room && !make_room(results, wanted, error))
            return false;
        if (xc_match_set_item(set, i, &item, &xapian))
            return fail(&xapian, NULL, error);
        if (!read_hit(results, item.docid, item.weight, &results->hits[results->found], error))
            return false;
        results->found++;
    }
    keep_best(results, wanted);
    return true;
}

static bool count(ndx_results *results, const xc_match_set *set, ndx_error *error)
{
    xc_error xapian = {0};
    xc_match_counts counts;
    if (xc_match_set_counts(set, &counts, &xapian))
        return fail(&xapian, NULL, error);
    results->total = counts.estimate;
    results->total_exact = counts.lower_bound == counts.upper_bound;
    return true;
}

static bool search(ndx_results *results, ndx_error *error)
{
    const xc_query *query = ndx_plan_candidates(results->plan);
    xc_match_set *set = NULL;
    results->total_exact = true;
    if (!query || !ndx_index_database(results->index))
        return true;
    xc_enquire *enquire = new_enquire(results, query, error);
    if (!enquire)
        return false;
    uint64_t wanted = results->options.offset + results->options.limit;
    if (wanted < results->options.offset || wanted > UINT32_MAX / 2)
        wanted = UINT32_MAX / 2;
    if (!wanted)
        wanted = 1;
    bool done = run_match(results, enquire, (xc_doccount)wanted, &set, error) &&
                count(results, set, error) && read_hits(results, set, (size_t)wanted, error);
    xc_match_set_free(set);
    xc_enquire_free(enquire);
    return done;
}

/* What is exact is counted on its own: it needs no weights, and the match then no more than the
 * page. */
ndx_results *ndx_search(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                        ndx_analyser *analyser, ndx_error *error)
{
    ndx_search_options page = *options;
    bool counted = false;
    uint64_t total = 0;
    if (options->exact_total) {
        if (!ndx_count_local(index, query, options, analyser, options->threads, &counted, &total,
                             error))
            return NULL;
        page.exact_total = !counted;
        page.no_total = counted;
    }
    ndx_results *results = ndx_search_by_xapian(index, query, &page, analyser, error);
    if (results && counted) {
        results->total = total;
        results->total_exact = true;
    }
    return results;
}

ndx_results *ndx_search_by_xapian(ndx_index *index, const ndx_query *query,
                                  const ndx_search_options *options, ndx_analyser *analyser,
                                  ndx_error *error)
{
    ndx_results *results = calloc(1, sizeof *results);
    if (!results) {
        ndx_error_memory(error, "searching");
        return NULL;
    }
    results->index = index;
    results->options = *options;
    results->plan = ndx_plan_new(index, query, options, analyser, error);
    if (results->plan && search(results, error))
        return results;
    ndx_results_free(results);
    return NULL;
}

void ndx_results_free(ndx_results *results)
{
    if (!results)
        return;
    ndx_plan_free(results->plan);
    free(results->hits);
    xc_string_free(&results->data);
    ndx_arena_free(&results->arena);
    free(results);
}

size_t ndx_results_count(const ndx_results *results)
{
    if (results->options.offset >= results->found)
        return 0;
    uint64_t left = results->found - results->options.offset;
    return (size_t)(left < results->options.limit ? left : results->options.limit);
}

uint64_t ndx_results_rank(const ndx_results *results, size_t rank)
{
    return results->options.offset + rank + 1;
}

const ndx_hit *ndx_results_hit(const ndx_results *results, size_t rank)
{
    return rank < ndx_results_count(results) ? &results->hits[results->options.offset + rank]
                                             : NULL;
}

uint64_t ndx_results_total(const ndx_results *results, bool *exact)
{
    *exact = results->total_exact;
    return results->total;
}

bool ndx_results_highlights(ndx_results *results, size_t rank, const uint32_t **positions,
                            size_t *count, ndx_error *error)
{
    const ndx_hit *hit = ndx_results_hit(results, rank);
    ndx_matcher *matcher = NULL;
    *positions = NULL;
    *count = 0;
    if (!hit)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "there is no result %zu", rank);
    return (ndx_plan_highlighter(results->plan, &hit->record, &matcher, error) &&
            (!matcher || ndx_matcher_highlights(matcher, &hit->record, positions, count, error))) ||
           ndx_index_name_shard(results->index, hit->bytes, error);
}
