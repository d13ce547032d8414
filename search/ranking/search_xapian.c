/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search_xapian.c - libxapian's way to the best articles (results.h): for remote shards and what
 * top.c passes on, and the oracle of top.c.
 *
 * Owns: the match, ties at the cut, the total. Must not know: what a node of the query means.
 */
#include "newsdex/xapian_error.h"
#include "ranking/recency.h"
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

/* Is it the score that counts first? */
static bool is_scored(ndx_sort sort)
{
    return sort == NDX_SORT_RELEVANCE || sort == NDX_SORT_RECENCY;
}

static bool set_sort(xc_enquire *enquire, ndx_sort sort, ndx_error *error)
{
    xc_error xapian = {0};
    if (is_scored(sort))
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
    bool relevance = is_scored(results->options.sort);
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

/* ---- ties ---- */

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
    if (is_scored(results->options.sort) && last.weight < last_wanted.weight)
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
    bool parted = !is_scored(results->options.sort);
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

/* ---- hits ---- */

static bool add_item(ndx_results *results, const xc_match_item *item, xc_string *data,
                     ndx_error *error)
{
    xc_error xapian = {0};
    ndx_hit hit = {.document = item->docid, .score = item->weight};
    if (xc_database_get_data(ndx_index_database(results->index), item->docid, data, &xapian))
        return fail(&xapian, NULL, error);
    hit.bytes = ndx_span_make(data->data, data->size);
    if (!ndx_results_add(results, hit, error))
        return false;
    ndx_hit *added = &results->hits[results->found - 1];
    if (results->options.sort == NDX_SORT_RECENCY)
        added->score *= ndx_recency(&results->options, ndx_date_seconds(&added->record.date));
    return true;
}

static bool read_hits(ndx_results *results, const xc_match_set *set, ndx_error *error)
{
    xc_error xapian = {0};
    xc_string data = XC_STRING_EMPTY;
    xc_doccount size = xc_match_set_size(set);
    bool done = ndx_results_begin(results, size, error);
    for (xc_doccount i = 0; done && i < size; i++) {
        xc_match_item item;
        done = xc_match_set_item(set, i, &item, &xapian) == XC_OK
                   ? add_item(results, &item, &data, error)
                   : fail(&xapian, NULL, error);
    }
    xc_string_free(&data);
    if (done)
        ndx_results_end(results);
    return done;
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

bool ndx_results_search_by_xapian(ndx_results *results, ndx_error *error)
{
    enum { AGED_LEAST = 100 }; /* so many of the best are looked at again, for their age */
    const xc_query *query;
    xc_match_set *set = NULL;
    size_t wanted = results->wanted;
    if (results->options.sort == NDX_SORT_RECENCY && wanted < AGED_LEAST)
        wanted = AGED_LEAST;
    results->total_exact = true;
    if (!ndx_plan_make_queries(results->plan, error))
        return false;
    query = ndx_plan_candidates(results->plan);
    if (!query || !ndx_index_database(results->index))
        return true;
    xc_enquire *enquire = new_enquire(results, query, error);
    bool done = enquire && run_match(results, enquire, (xc_doccount)wanted, &set, error) &&
                count(results, set, error) && read_hits(results, set, error);
    xc_match_set_free(set);
    xc_enquire_free(enquire);
    return done;
}
