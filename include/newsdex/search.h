/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search.h - a query against an index: candidates from Xapian, judged by the span matcher, ranked.
 * Library newsdex-search.
 *
 * Owns: the translation of the tree, the ranking, the order of ties, totals. Must not know: how
 * results are shown.
 */
#ifndef NEWSDEX_SEARCH_H
#define NEWSDEX_SEARCH_H

#include "newsdex/analysis.h"
#include "newsdex/index.h"
#include "newsdex/matcher.h"
#include "newsdex/query.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ndx_sort {
    NDX_SORT_RELEVANCE,
    NDX_SORT_NEWEST,
    NDX_SORT_OLDEST,
    NDX_SORT_RECENCY /* the score times 2^(-age / half life); undated articles last */
} ndx_sort;

#define NDX_HALF_LIFE_DAYS 30.0

/* BM25 (Robertson, Zaragoza, The Probabilistic Relevance Framework, 2009). wdf counts a body word
 * as 2 (newsdex/terms.h), so k1 is twice the usual 1.2. b 0.4: lengths are weighted too, and short
 * articles with a long headline came too far up with 0.75 (corpus/topics.trec: nDCG@10 0.861
 * against 0.856, MAP 0.774 against 0.765). */
typedef struct ndx_ranking {
    double k1, b;
    double function_word_factor; /* how much a function word of the query weighs */
} ndx_ranking;
#define NDX_RANKING_DEFAULT                                                                        \
    {                                                                                              \
        2.4, 0.4, 0.2                                                                              \
    }

typedef enum ndx_copies_shown {                  /* of copies of one text among the results */
                                NDX_COPIES_SHOW, /* each by itself */
                                NDX_COPIES_FOLD, /* under the first publisher */
                                NDX_COPIES_ONLY  /* the same, and only what has copies */
} ndx_copies_shown;

typedef struct ndx_search_options {
    bool all; /* every word side by side is demanded */
    ndx_sort sort;
    ndx_copies_shown copies;
    uint64_t offset, limit;
    ndx_date_range range; /* --since, --until */
    const char *language; /* stem query words in this language only; NULL: those of at least 1 % of
                             the archive */
    bool expand;          /* rank again, by the words that tell the best ones: feedback */
    bool exact_total;     /* count all matches whatever it costs */
    bool no_total;        /* the total is not looked at: nothing is done for it */
    unsigned threads;     /* to count with, at most; 0: one */
    /* Only articles that came, or came anew in another version, with a later update than this: a
     * serial for each directory of the index, in the order in which they were opened
     * (ndx_index_directory_update); borrowed. NULL: all. */
    const uint64_t *after_update;
    int64_t now;           /* NDX_SORT_RECENCY: seconds since 1970-01-01, of which age is counted */
    double half_life_days; /* ditto, above 0 */
    ndx_ranking ranking;
} ndx_search_options;
#define NDX_SEARCH_OPTIONS_DEFAULT                                                                 \
    {                                                                                              \
        false, NDX_SORT_RELEVANCE, NDX_COPIES_SHOW, 0, 10, NDX_DATE_RANGE_OPEN, NULL, false,       \
            false, false, 0, NULL, 0, NDX_HALF_LIFE_DAYS, NDX_RANKING_DEFAULT                      \
    }

typedef struct ndx_hit {
    xc_docid document; /* in ndx_index_database(): valid while the index is open, not a stable id */
    double score;      /* 0 when sorted by date */
    ndx_span bytes;    /* the record's bytes */
    ndx_record record; /* borrowed from bytes */
    const struct ndx_hit *copies; /* that match and are folded under it, in the order in which they
                                     were published */
    size_t copy_count;
} ndx_hit;

typedef struct ndx_results ndx_results;

/* Runs the query. The index, query and analyser must outlive the results. NULL: *error. */
ndx_results *ndx_search(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                        ndx_analyser *analyser, ndx_error *error);
void ndx_results_free(ndx_results *results);

size_t ndx_results_count(const ndx_results *results); /* on this page */
/* The rank among all results, from 1, of a hit of this page. */
uint64_t ndx_results_rank(const ndx_results *results, size_t rank);
const ndx_hit *ndx_results_hit(const ndx_results *results, size_t rank);
/* All matches; *exact: false when it is an estimate, as it may be for more than a hundred where
 * articles must be looked into (phrases, distances), and for more than a thousand where libxapian
 * ranks (remote shards, results by date). It is never 0 when there is a match. */
uint64_t ndx_results_total(const ndx_results *results, bool *exact);

/* How many articles match, exactly; offset, limit, sort and exact_total do not count. Faster than a
 * search, for nothing is ranked. */
bool ndx_count(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
               ndx_analyser *analyser, uint64_t *count, ndx_error *error);

/* Positions to highlight and the article of a hit, both until the next call. */
bool ndx_results_highlights(ndx_results *results, size_t rank, const uint32_t **positions,
                            size_t *count, ndx_error *error);

/* What was understood and how, for --explain: the tree with the terms of each word, the languages,
 * the Xapian query; notes with carets. */
bool ndx_results_explain_query(ndx_results *results, ndx_buffer *out, ndx_error *error);
/* How this hit got its score: per term weight, wdf, document length. */
bool ndx_results_explain_hit(ndx_results *results, size_t rank, ndx_buffer *out, ndx_error *error);

#ifdef __cplusplus
}
#endif
#endif
