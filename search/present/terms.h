/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terms.h - the terms that tell a result from the archive: what the matching articles speak of more
 * often than others do.
 *
 *     terms = ndx_terms_find(&survey, &query, &options, &error);
 *     ndx_terms_write(terms, NDX_TABLE_TEXT, &output_options, out, &error);
 *     ndx_terms_free(terms);
 *
 * Owns: counting, the score, how terms look. Must not know: the command line.
 *
 * The score is the log-likelihood ratio G2 (Dunning, "Accurate methods for the statistics of
 * surprise and coincidence", Computational Linguistics 19(1), 1993) over articles: of n matching
 * articles a have the term, of the N of the archive A; what would be expected if both were as likely
 * to have it is a' = A n / N, and so on for the other three cells (matching or not, with or
 * without):
 *
 *     G2 = 2 (a ln(a / a') + b ln(b / b') + c ln(c / c') + d ln(d / d'))
 *
 * Only terms that are more frequent in the result than in the archive are shown. Why this one: it
 * holds for small counts, where chi square takes one chance meeting for a find (Dunning's point), and
 * it weighs how much evidence there is, which the ratios of shares do not (JLH in Elasticsearch's
 * significant_text puts misspellings and names of two articles first). Read on real news, the first
 * twenty were the names and things a desk would name.
 *
 * Counted are articles, once for each term, in headline, byline, dateline and body as the index has
 * them; n-gram scripts (CJK) by two characters. Copies of one story, told by equal signatures, are
 * one article, the first that was indexed: a wire story that twenty papers ran does not bring its
 * every word to the top. Function words are left out. The words of the query stay, marked: how far
 * above the rest they are says how sharp the query is; without_query leaves them out.
 * A term is shown in the form in which it is written most often in the result.
 */
#ifndef NEWSDEX_PRESENT_TERMS_H
#define NEWSDEX_PRESENT_TERMS_H

#include "present/survey.h"
#include "present/table.h"

#define NDX_TERMS_LIMIT_MAX 10000u

typedef struct ndx_terms_options {
    uint64_t limit;     /* terms, at most; 1 to NDX_TERMS_LIMIT_MAX */
    bool without_query; /* no words of the query */
} ndx_terms_options;
#define NDX_TERMS_OPTIONS_DEFAULT                                                                  \
    {                                                                                              \
        20, false                                                                                  \
    }

typedef struct ndx_significant_term {
    ndx_span form;     /* as it is written most often */
    ndx_span term;     /* as the index has it, without prefix */
    uint64_t articles; /* of the result, copies counted once */
    uint64_t archive; /* articles of the archive; copies, and articles deleted since the last merge,
                          count */
    double score;
    bool of_query;
} ndx_significant_term;

typedef struct ndx_terms ndx_terms;

/* Reads every match, its text too. NULL: *error. */
ndx_terms *ndx_terms_find(const ndx_survey *survey, const ndx_query *query,
                          const ndx_terms_options *options, ndx_error *error);
void ndx_terms_free(ndx_terms *terms); /* NULL does nothing */

size_t ndx_terms_count(const ndx_terms *terms);
/* The highest score first, equal ones by the term's bytes; NULL past the end. */
const ndx_significant_term *ndx_terms_at(const ndx_terms *terms, size_t rank);
uint64_t ndx_terms_matching(const ndx_terms *terms); /* articles */
uint64_t ndx_terms_distinct(const ndx_terms *terms); /* ditto, copies counted once */

/* Columns term, articles, archive, score. */
bool ndx_terms_write(const ndx_terms *terms, ndx_table_kind kind, const ndx_output_options *options,
                     ndx_buffer *out, ndx_error *error);

/* The score: articles of `matching` have the term, `archive` of `all`. 0 if it is not more frequent
 * in the result. */
double ndx_terms_score(uint64_t articles, uint64_t matching, uint64_t archive, uint64_t all);

#endif
