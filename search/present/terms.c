/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terms.c - scores terms and picks the best (terms.h).
 *
 * Terms are taken by falling number of matching articles. A term that only matching articles have
 * scores most of all with that number, and the fewer articles the less: so what is left when that
 * falls below the last of the best is not looked up in the archive at all.
 */
#include "present/terms.h"

#include "newsdex/xapian_error.h"
#include "present/terms_count.h"

#include <math.h>
#include <stdlib.h>

#define WHAT "scoring terms"

struct ndx_terms {
    ndx_term_counts counts;
    ndx_significant_term *term; /* the best first */
    uint32_t *number;           /* ditto, in counts */
    size_t count, limit;
    uint64_t archive; /* articles */
};

/* ---- the score ---- */

static double cell(double observed, double expected)
{
    return observed > 0 && expected > 0 ? observed * log(observed / expected) : 0;
}

static double above_zero(double number)
{
    return number > 0 ? number : 0;
}

double ndx_terms_score(uint64_t articles, uint64_t matching, uint64_t archive, uint64_t all)
{
    double n = (double)matching;
    double N = (double)all;
    double a = (double)articles;
    double A = (double)archive;
    if (n <= 0 || n >= N || a * N <= A * n)
        return 0;
    double others = N - n;
    return 2 * (cell(a, A * n / N) + cell(n - a, (N - A) * n / N) +
                cell(above_zero(A - a), A * others / N) +
                cell(above_zero(others - (A - a)), (N - A) * others / N));
}

/* ---- the words of the query ---- */

static bool add_word(const ndx_survey *survey, const ndx_token *word, ndx_buffer *term,
                     ndx_names *terms, ndx_error *error)
{
    const uint64_t *articles = ndx_index_language_counts(survey->index);
    uint32_t number;
    for (size_t i = 0; i < ndx_language_count(); i++) {
        if (i && !articles[i])
            continue;
        ndx_buffer_clear(term);
        if (!ndx_analyser_term(survey->analyser, ndx_span_make(word->data, word->size), word->flags,
                               (ndx_language)i, term, error) ||
            (term->size && !ndx_names_number(terms, ndx_buffer_span(term), &number, error)))
            return false;
    }
    return true;
}

static bool add_words(const ndx_survey *survey, ndx_span text, ndx_names *terms, ndx_error *error)
{
    enum { BLOCK = 64 };
    ndx_splitter splitter;
    ndx_token token[BLOCK];
    ndx_buffer term = {0};
    size_t count;
    bool done = true;
    ndx_splitter_init(&splitter, text, NDX_LANGUAGE_UNKNOWN);
    while (done && (count = ndx_splitter_next(&splitter, token, BLOCK)) > 0)
        for (size_t i = 0; done && i < count; i++)
            if (token[i].kind == NDX_TOKEN_WORD)
                done = add_word(survey, &token[i], &term, terms, error);
    ndx_buffer_free(&term);
    return done;
}

/* Depth is bounded by the parser (NDX_LIMIT_DEPTH). */
static bool add_query(const ndx_survey *survey, const ndx_query_node *node, ndx_names *terms,
                      ndx_error *error)
{
    if (node->kind == NDX_QUERY_WORDS)
        return add_words(survey, node->text, terms, error);
    for (size_t i = 0; i < node->child_count; i++)
        if (!add_query(survey, node->children[i], terms, error))
            return false;
    return true;
}

/* ---- the best ---- */

typedef struct candidate {
    uint32_t number;
    uint64_t articles;
    ndx_span term;
} candidate;

static int compare_candidates(const void *left, const void *right)
{
    const candidate *a = left;
    const candidate *b = right;
    if (a->articles != b->articles)
        return a->articles < b->articles ? 1 : -1;
    return ndx_span_compare(a->term, b->term);
}

/* What one or two articles say is chance; but of a few articles, two are many. */
static uint64_t least_articles(uint64_t matching)
{
    enum { LEAST = 3 };
    return matching / 2 < LEAST ? (matching + 1) / 2 : LEAST;
}

static candidate *make_candidates(const ndx_term_counts *counts, size_t *count, ndx_error *error)
{
    uint64_t least = least_articles(counts->counted);
    candidate *candidates = malloc((counts->terms.count + (size_t)1) * sizeof *candidates);
    *count = 0;
    if (!candidates) {
        ndx_error_memory(error, WHAT);
        return NULL;
    }
    for (uint32_t i = 0; i < counts->terms.count; i++)
        if (counts->term[i].articles >= least)
            candidates[(*count)++] =
                (candidate){i, counts->term[i].articles, counts->terms.text[i]};
    qsort(candidates, *count, sizeof *candidates, compare_candidates);
    return candidates;
}

static bool read_archive(const ndx_survey *survey, ndx_span term, uint64_t *archive,
                         ndx_error *error)
{
    ndx_buffer name = {0};
    xc_doccount count = 0;
    xc_error failure = {0};
    bool done = ndx_term_append(&name, NDX_TERM_WORD, term) || ndx_error_memory(error, WHAT);
    if (done)
        done = xc_database_termfreq(ndx_index_database(survey->index),
                                    (xc_bytes){name.data, name.size}, &count, &failure) == XC_OK ||
               ndx_error_from_xapian(error, &failure, "reading the index");
    ndx_buffer_free(&name);
    *archive = count;
    return done;
}

static bool is_better(const ndx_significant_term *a, const ndx_significant_term *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    return ndx_span_compare(a->term, b->term) < 0;
}

/* Puts it in its place among the best, if it has one. */
static void offer(ndx_terms *terms, const ndx_significant_term *term, uint32_t number)
{
    size_t at = terms->count;
    if (at == terms->limit && !is_better(term, &terms->term[--at]))
        return;
    for (; at > 0 && is_better(term, &terms->term[at - 1]); at--) {
        terms->term[at] = terms->term[at - 1];
        terms->number[at] = terms->number[at - 1];
    }
    terms->term[at] = *term;
    terms->number[at] = number;
    terms->count += terms->count < terms->limit;
}

static bool pick(ndx_terms *terms, const ndx_survey *survey, const ndx_terms_options *options,
                 const ndx_names *query, ndx_error *error)
{
    size_t count;
    uint64_t counted = terms->counts.counted;
    candidate *candidates = make_candidates(&terms->counts, &count, error);
    bool done = candidates != NULL;
    for (size_t i = 0; done && i < count; i++) {
        uint32_t in_query;
        ndx_significant_term one = {.term = candidates[i].term, .articles = candidates[i].articles};
        double most = ndx_terms_score(one.articles, counted, one.articles, terms->archive);
        if (most <= 0 ||
            (terms->count == terms->limit && most < terms->term[terms->limit - 1].score))
            break;
        one.of_query = ndx_names_find(query, one.term, &in_query);
        if (one.of_query && options->without_query)
            continue;
        done = read_archive(survey, one.term, &one.archive, error);
        one.score = ndx_terms_score(one.articles, counted, one.archive, terms->archive);
        if (done && one.score > 0)
            offer(terms, &one, candidates[i].number);
    }
    free(candidates);
    return done;
}

/* ---- how the best are written ---- */

/* rank_of: by a term's number, its rank + 1; 0: it is not among the best. occurrences: by rank. */
static void choose_form(ndx_terms *terms, uint32_t form, const uint32_t *rank_of,
                        uint64_t *occurrences)
{
    const ndx_term_form *of = &terms->counts.form[form];
    if (!rank_of[of->term])
        return;
    uint32_t rank = rank_of[of->term] - 1;
    ndx_significant_term *term = &terms->term[rank];
    ndx_span written = ndx_span_skip(terms->counts.forms.text[form], term->term.size + 1);
    if (of->occurrences < occurrences[rank] ||
        (of->occurrences == occurrences[rank] && ndx_span_compare(written, term->form) > 0))
        return;
    occurrences[rank] = of->occurrences;
    term->form = written;
}

static bool choose_forms(ndx_terms *terms, ndx_error *error)
{
    uint32_t *rank_of = calloc(terms->counts.terms.count + (size_t)1, sizeof *rank_of);
    uint64_t *occurrences = calloc(terms->count + 1, sizeof *occurrences);
    bool done = (rank_of && occurrences) || ndx_error_memory(error, WHAT);
    for (size_t i = 0; done && i < terms->count; i++)
        rank_of[terms->number[i]] = (uint32_t)i + 1;
    for (uint32_t i = 0; done && i < terms->counts.forms.count; i++)
        choose_form(terms, i, rank_of, occurrences);
    free(rank_of);
    free(occurrences);
    return done;
}

/* ---- all of it ---- */

static bool count_archive(const ndx_survey *survey, uint64_t *articles, ndx_error *error)
{
    xc_database *database = ndx_index_database(survey->index);
    xc_doccount count = 0;
    xc_error failure = {0};
    if (database && xc_database_doccount(database, &count, &failure) != XC_OK)
        return ndx_error_from_xapian(error, &failure, "reading the index");
    *articles = count;
    return true;
}

static ndx_terms *make_terms(uint64_t limit, ndx_error *error)
{
    ndx_terms *terms = calloc(1, sizeof *terms);
    if (terms) {
        terms->limit = limit < 1                     ? 1
                       : limit > NDX_TERMS_LIMIT_MAX ? NDX_TERMS_LIMIT_MAX
                                                     : (size_t)limit;
        terms->term = calloc(terms->limit, sizeof *terms->term);
        terms->number = calloc(terms->limit, sizeof *terms->number);
        if (terms->term && terms->number)
            return terms;
    }
    ndx_error_memory(error, WHAT);
    ndx_terms_free(terms);
    return NULL;
}

ndx_terms *ndx_terms_find(const ndx_survey *survey, const ndx_query *query,
                          const ndx_terms_options *options, ndx_error *error)
{
    ndx_names words = {0};
    ndx_terms *terms = make_terms(options->limit, error);
    bool done = terms && count_archive(survey, &terms->archive, error) &&
                (!query->root || add_query(survey, query->root, &words, error)) &&
                ndx_term_counts_make(survey, query, &terms->counts, error) &&
                pick(terms, survey, options, &words, error) && choose_forms(terms, error);
    ndx_names_free(&words);
    if (done)
        return terms;
    ndx_terms_free(terms);
    return NULL;
}

void ndx_terms_free(ndx_terms *terms)
{
    if (!terms)
        return;
    ndx_term_counts_free(&terms->counts);
    free(terms->term);
    free(terms->number);
    free(terms);
}

size_t ndx_terms_count(const ndx_terms *terms)
{
    return terms->count;
}

const ndx_significant_term *ndx_terms_at(const ndx_terms *terms, size_t rank)
{
    return rank < terms->count ? &terms->term[rank] : NULL;
}

uint64_t ndx_terms_matching(const ndx_terms *terms)
{
    return terms->counts.matching;
}

uint64_t ndx_terms_distinct(const ndx_terms *terms)
{
    return terms->counts.counted;
}

bool ndx_terms_write(const ndx_terms *terms, ndx_table_kind kind, const ndx_output_options *options,
                     ndx_buffer *out, ndx_error *error)
{
    static const ndx_column columns[] = {
        {.name = "term"},
        {.name = "articles", .kind = NDX_CELL_NUMBER},
        {.name = "archive", .kind = NDX_CELL_NUMBER},
        {.name = "score", .kind = NDX_CELL_REAL, .decimals = 1},
    };
    enum { COLUMNS = sizeof columns / sizeof *columns };
    ndx_table *table = ndx_table_new(kind, options, columns, COLUMNS, out, error);
    bool done = table != NULL;
    for (size_t i = 0; done && i < terms->count; i++) {
        const ndx_significant_term *term = &terms->term[i];
        const ndx_cell cells[COLUMNS] = {{.text = term->form, .strong = term->of_query},
                                         {.number = term->articles},
                                         {.number = term->archive},
                                         {.real = term->score}};
        done = ndx_table_row(table, cells, error);
    }
    done = done && ndx_table_end(table, error);
    ndx_table_free(table);
    return done;
}
