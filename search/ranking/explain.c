/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explain.c - how a query was understood, and how a result got its score (--explain).
 *
 * The score of a result is the sum of what its leaves give. What a leaf gives is asked of libxapian
 * itself: the leaf alone, filtered to this one article, under the same weights; nothing is computed
 * a second time.
 */
#include "newsdex/utf8.h"
#include "newsdex/xapian_error.h"
#include "ranking/results.h"
#include "ranking/word_set.h"

/* A pattern may stand for thousands of terms: so much of the query is shown. */
enum { XAPIAN_BYTES_SHOWN = 4000 };

static const char *kind_of(ndx_word_pattern pattern)
{
    bool marks = memchr(pattern.text.data, '*', pattern.text.size) ||
                 memchr(pattern.text.data, '?', pattern.text.size);
    return pattern.edits ? "fuzzy: " : marks ? "wildcard: " : "exact: ";
}

/* The first words that a pattern stands for, and how many. */
static bool explain_set(ndx_results *results, const ndx_word_set *set, ndx_buffer *out,
                        ndx_error *error)
{
    ndx_arena arena = {0};
    ndx_set_words words;
    bool done = ndx_word_set_list(results->index, set->pattern, &arena, &words, error);
    ndx_buffer_append_text(out, kind_of(set->pattern));
    ndx_utf8_append_printable(out, set->name);
    if (done)
        ndx_buffer_printf(out, " -> %llu word%s", (unsigned long long)words.count,
                          words.count == 1 ? "" : "s");
    for (size_t i = 0; done && i < words.shown; i++) {
        ndx_buffer_append_text(out, i ? ", " : ": ");
        ndx_utf8_append_printable(out, words.first[i]);
    }
    ndx_buffer_append_text(out, done && words.count > words.shown ? ", ...\n" : "\n");
    ndx_arena_free(&arena);
    return done;
}

bool ndx_results_explain_query(ndx_results *results, ndx_buffer *out, ndx_error *error)
{
    size_t count;
    const ndx_language *languages = ndx_plan_languages(results->plan, &count);
    ndx_buffer_append_text(out, "languages:");
    for (size_t i = 0; i < count; i++)
        ndx_buffer_printf(out, " %s", ndx_language_describe(languages[i])->code);
    ndx_buffer_append_text(out, count ? "\n" : " none: words are not stemmed\n");
    const ndx_plan_leaf *leaf;
    for (size_t i = 0; (leaf = ndx_plan_leaf_at(results->plan, i)); i++) {
        ndx_buffer_append_text(out, "words: ");
        ndx_utf8_append_printable(out, leaf->label);
        ndx_buffer_append_text(out, " -> ");
        ndx_utf8_append_printable(out, leaf->terms);
        ndx_buffer_append_byte(out, '\n');
    }
    for (const ndx_word_set *set = results->plan->word_sets; set; set = set->next)
        if (!explain_set(results, set, out, error))
            return false;
    if (!ndx_plan_make_queries(results->plan, error))
        return false;
    const xc_query *query = ndx_plan_candidates(results->plan);
    if (query) {
        xc_error xapian = {0};
        xc_string text = XC_STRING_EMPTY;
        if (xc_query_description(query, &text, &xapian))
            return ndx_error_from_xapian(error, &xapian, "explaining the query");
        ndx_buffer_append_text(out, "xapian: ");
        ndx_utf8_append_printable(
            out, ndx_utf8_cut(ndx_span_make(text.data, text.size), XAPIAN_BYTES_SHOWN));
        ndx_buffer_append_text(out, text.size > XAPIAN_BYTES_SHOWN ? "..." : "");
        ndx_buffer_printf(out, "\nmatcher: %s\n",
                          ndx_plan_is_exact(results->plan) ? "not needed"
                                                           : "judges each candidate");
        xc_string_free(&text);
    }
    return ndx_buffer_ok(out, "explaining the query", error);
}

/* What a part of the query alone gives the article; *matches: whether it finds it at all. */
static bool part_weight(ndx_results *results, const xc_query *part, const xc_query *only,
                        double *weight, bool *matches, ndx_error *error)
{
    xc_error xapian = {0};
    xc_query *filtered = NULL;
    xc_match_set *set = NULL;
    xc_enquire *enquire = NULL;
    xc_match_request request = {0, 1, 0, NULL, NULL, NULL};
    xc_match_item item = {0};
    bool done = xc_query_new_pair(XC_FILTER, part, only, &filtered, &xapian) == XC_OK;
    if (!done)
        ndx_error_from_xapian(error, &xapian, "explaining a result");
    if (done)
        done = (enquire = ndx_results_enquire(results, filtered, error)) != NULL;
    if (done && (xc_enquire_match(enquire, &request, &set, &xapian) ||
                 (xc_match_set_size(set) && xc_match_set_item(set, 0, &item, &xapian))))
        done = ndx_error_from_xapian(error, &xapian, "explaining a result");
    *weight = item.weight;
    *matches = done && xc_match_set_size(set) > 0;
    xc_match_set_free(set);
    xc_enquire_free(enquire);
    xc_query_free(filtered);
    return done;
}

/* What the leaf gives the article's score: nothing where a part of the query around it does not
 * match, such as `(a AND b) OR c` in an article without b. */
static bool leaf_weight(ndx_results *results, const ndx_plan_leaf *leaf, const xc_query *only,
                        double *weight, ndx_error *error)
{
    const struct plan_node *at = NULL;
    const xc_query *part;
    bool matches = ndx_plan_leaf_counts(leaf);
    double own = 0;
    while (matches && (part = ndx_plan_leaf_next(leaf, &at))) {
        double given;
        if (!part_weight(results, part, only, &given, &matches, error))
            return false;
        if (at == leaf->place)
            own = given;
    }
    *weight = matches ? own : 0;
    return true;
}

bool ndx_results_explain_hit(ndx_results *results, size_t rank, ndx_buffer *out, ndx_error *error)
{
    const ndx_hit *hit = ndx_results_hit(results, rank);
    xc_error xapian = {0};
    xc_query *only = NULL;
    ndx_buffer id = {0};
    xc_termcount length = 0;
    if (!hit)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "there is no result %zu", rank);
    bool done = ndx_plan_make_queries(results->plan, error) &&
                (ndx_term_append(&id, NDX_TERM_ID, hit->record.id) ||
                 ndx_error_memory(error, "explaining a result"));
    xc_bytes term = {id.data, id.size};
    if (done && (xc_query_new_term(term, 1, 0, &only, &xapian) ||
                 xc_database_doclength(ndx_index_database(results->index), hit->document, &length,
                                       &xapian)))
        done = ndx_error_from_xapian(error, &xapian, "explaining a result");
    if (done)
        ndx_buffer_printf(out, "score %.6f, weighted length %u\n", hit->score, length);
    const ndx_plan_leaf *leaf;
    for (size_t i = 0; done && (leaf = ndx_plan_leaf_at(results->plan, i)); i++) {
        double weight;
        done = leaf_weight(results, leaf, only, &weight, error);
        if (done) {
            ndx_buffer_printf(out, "  %.6f ", weight);
            ndx_utf8_append_printable(out, leaf->label);
            ndx_buffer_append_text(out, " (");
            ndx_utf8_append_printable(out, leaf->terms);
            ndx_buffer_append_text(out, ")\n");
        }
    }
    xc_query_free(only);
    ndx_buffer_free(&id);
    return done && ndx_buffer_ok(out, "explaining a result", error);
}
