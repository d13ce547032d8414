/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * translate.c - from a node of the query to candidates: at least the articles that match.
 *
 * Owns: which terms stand for a word, a phrase, a field. Words rank; fields filter with weight 0.
 */
#include "newsdex/terms.h"
#include "newsdex/url.h"
#include "query/match_tree.h"
#include "ranking/plan_internal.h"
#include "ranking/word_set.h"

#include <stdio.h>

/* ---- small pieces; each gives NULL on error ---- */

static ndx_candidates *match_all(ndx_plan *plan, ndx_error *error)
{
    return ndx_candidates_scale(&plan->pool, ndx_candidates_all(&plan->pool, error), 0, error);
}

/* A term of our own table, prefix and value, or all that begin with it. */
static ndx_candidates *term_like(ndx_plan *plan, ndx_candidates_kind kind, ndx_term_kind term,
                                 ndx_span value, ndx_error *error)
{
    ndx_buffer_clear(&plan->scratch);
    if (ndx_term_append(&plan->scratch, term, value))
        return ndx_candidates_term(&plan->pool, kind, ndx_buffer_span(&plan->scratch), error);
    ndx_error_memory(error, "building the query");
    return NULL;
}

ndx_candidates *ndx_plan_term(ndx_plan *plan, ndx_term_kind kind, ndx_span value, ndx_error *error)
{
    return term_like(plan, NDX_CANDIDATES_TERM, kind, value, error);
}

/* ---- words ---- */

/* Notes the term for --explain. */
static void label_term(ndx_buffer *terms, ndx_span value)
{
    ndx_buffer_append_text(terms, terms->size && terms->data[terms->size - 1] != ' ' ? "|" : "");
    ndx_term_append(terms, NDX_TERM_WORD, value);
}

/* Notes the first terms, and that there are more. */
static void label_set(ndx_buffer *terms, const ndx_word_set *set)
{
    for (size_t i = 0; i < set->term_count && i < NDX_WORD_SET_SHOWN; i++)
        label_term(terms, set->terms[i]);
    if (!set->term_count)
        label_term(terms, set->name);
    if (set->term_count > NDX_WORD_SET_SHOWN)
        ndx_buffer_printf(terms, "|... %zu in all", set->term_count);
}

static ndx_candidates *pattern_query(ndx_plan *plan, const ndx_leaf_word *word, ndx_buffer *terms,
                                     ndx_error *error)
{
    const ndx_word_set *set = ndx_word_set_of(plan, word, error);
    if (!set)
        return NULL;
    label_set(terms, set);
    return set->candidates;
}

static ndx_candidates *word_query(ndx_plan *plan, const ndx_leaf_word *word, ndx_buffer *terms,
                                  ndx_error *error)
{
    if (word->pattern)
        return pattern_query(plan, word, terms, error);
    ndx_candidates **forms = ndx_arena_alloc(&plan->arena, (word->form_count + 1) * sizeof *forms);
    if (!forms) {
        ndx_error_memory(error, "building the query");
        return NULL;
    }
    for (size_t i = 0; i < word->form_count; i++) {
        forms[i] = ndx_plan_term(plan, NDX_TERM_WORD, word->forms[i].text, error);
        label_term(terms, word->forms[i].text);
    }
    ndx_candidates *all = word->form_count == 1
                              ? forms[0]
                              : ndx_candidates_combine(&plan->pool, NDX_CANDIDATES_SYNONYM, forms,
                                                       word->form_count, error);
    if (!word->function_word)
        return all;
    return ndx_candidates_scale(&plan->pool, all, plan->options.ranking.function_word_factor,
                                error);
}

static ndx_candidates *bigram_query(ndx_plan *plan, const ndx_leaf_word *first,
                                    const ndx_leaf_word *second, ndx_buffer *terms,
                                    ndx_error *error)
{
    ndx_buffer bigram = {0};
    ndx_candidates *query = NULL;
    if (!ndx_bigram_term(&bigram, first->folded, second->folded)) {
        ndx_error_memory(error, "building the query");
    } else {
        query = ndx_plan_term(plan, NDX_TERM_WORD, ndx_buffer_span(&bigram), error);
        label_term(terms, ndx_buffer_span(&bigram));
    }
    ndx_buffer_free(&bigram);
    return query;
}

/* One character of a script without spaces by itself: terms are bigrams, so those that begin with
 * it rank, and every article is a candidate that the matcher judges. */
static ndx_candidates *character_query(ndx_plan *plan, const ndx_leaf_word *word, ndx_buffer *terms,
                                       ndx_error *error)
{
    ndx_candidates *begins =
        term_like(plan, NDX_CANDIDATES_PREFIX, NDX_TERM_WORD, word->folded, error);
    label_term(terms, word->folded);
    ndx_buffer_append_text(terms, "*");
    return ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_AND_MAYBE, match_all(plan, error),
                               begins, error);
}

/* The words of a phrase, all of them demanded: neighbouring n-gram characters as bigrams. */
static ndx_candidates *phrase_query(ndx_plan *plan, const ndx_leaf_word *words, size_t count,
                                    ndx_buffer *terms, ndx_error *error)
{
    ndx_candidates **parts = ndx_arena_alloc(&plan->arena, (count + 1) * sizeof *parts);
    size_t made = 0;
    if (!parts) {
        ndx_error_memory(error, "building the query");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        bool with_next =
            words[i].touches_next && i + 1 < count && words[i].ngram && words[i + 1].ngram;
        if (words[i].ngram && !with_next)
            continue; /* the last of a run is in the bigram before it; one that stands alone, or is
                         parted from the next, is left to the matcher */
        if (made)
            ndx_buffer_append_byte(terms, ' ');
        parts[made++] = with_next ? bigram_query(plan, &words[i], &words[i + 1], terms, error)
                                  : word_query(plan, &words[i], terms, error);
    }
    return made ? ndx_candidates_combine(&plan->pool, NDX_CANDIDATES_AND, parts, made, error)
                : match_all(plan, error);
}

static bool add_leaf(ndx_plan *plan, const plan_node *node, ndx_span terms, ndx_error *error)
{
    if (plan->leaf_count == plan->leaf_room) {
        size_t room = plan->leaf_room ? plan->leaf_room * 2 : 8;
        ndx_plan_leaf *grown = ndx_arena_alloc(&plan->arena, room * sizeof *grown);
        if (!grown)
            return ndx_error_memory(error, "building the query");
        if (plan->leaf_count)
            memcpy(grown, plan->leaves, plan->leaf_count * sizeof *grown);
        plan->leaves = grown;
        plan->leaf_room = room;
    }
    ndx_plan_leaf *leaf = &plan->leaves[plan->leaf_count++];
    *leaf = (ndx_plan_leaf){node->node->text, terms, node};
    return ndx_arena_copy(&plan->arena, terms, &leaf->terms) ||
           ndx_error_memory(error, "building the query");
}

static ndx_candidates *leaf_query(ndx_plan *plan, const ndx_leaf *leaf, ndx_buffer *terms,
                                  ndx_error *error)
{
    if (leaf->count > 1)
        return phrase_query(plan, leaf->words, leaf->count, terms, error);
    return leaf->words[0].ngram ? character_query(plan, &leaf->words[0], terms, error)
                                : word_query(plan, &leaf->words[0], terms, error);
}

/* Is every article that has a term of the leaf, which is one word, a match? */
static bool is_exact_word(ndx_plan *plan, plan_node *node, const ndx_leaf_word *word, bool *exact,
                          ndx_error *error)
{
    /* Terms do not say in which field a word stands: the record does. */
    *exact = !word->ngram && node->node->scope != NDX_SCOPE_HEADLINE &&
             node->node->form != NDX_FORM_CASE;
    if (!*exact || !word->pattern)
        return true;
    node->word_set = ndx_word_set_of(plan, word, error);
    *exact = node->word_set && node->word_set->exact;
    return node->word_set != NULL;
}

static bool translate_words(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    const ndx_leaf *leaves;
    size_t count;
    ndx_buffer terms = {0};
    bool done = true;
    if (!ndx_leaf_read(&plan->context, node->node->text, node->node->form, &leaves, &count, error))
        return false;
    if (!leaves[0].count)
        return true; /* says nothing */
    for (size_t i = 0; done && i < count; i++) {
        if (i)
            ndx_buffer_append_text(&terms, " or ");
        ndx_candidates *one = leaf_query(plan, &leaves[i], &terms, error);
        node->candidates = node->candidates ? ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_OR,
                                                                  node->candidates, one, error)
                                            : one;
        done = node->candidates != NULL;
    }
    if (done && count == 1 && leaves[0].count == 1)
        done = is_exact_word(plan, node, &leaves[0].words[0], &node->exact, error);
    done = done && ndx_buffer_ok(&terms, "building the query", error) &&
           add_leaf(plan, node, ndx_buffer_span(&terms), error);
    ndx_buffer_free(&terms);
    return done;
}

/* ---- fields ---- */

bool ndx_plan_wrong_value(const plan_node *node, ndx_error *error, const char *message)
{
    char place[64];
    snprintf(place, sizeof place, NDX_QUERY_PLACE, node->node->begin, node->node->end);
    return ndx_error_set_at(error, NDX_ERROR_USAGE, place, "%s", message);
}

/* All words of the value. */
static bool translate_value(ndx_plan *plan, plan_node *node, ndx_term_kind word_kind,
                            ndx_error *error)
{
    if (!ndx_leaf_folded_words(&plan->arena, node->node->text, &node->value_words,
                               &node->value_word_count, error))
        return false;
    if (!node->value_word_count)
        return ndx_plan_wrong_value(node, error, "this field's value holds no word");
    ndx_candidates *all = NULL;
    for (size_t i = 0; i < node->value_word_count; i++) {
        ndx_candidates *one = ndx_plan_term(plan, word_kind, node->value_words[i], error);
        all = all ? ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_AND, all, one, error) : one;
        if (!all)
            return false;
    }
    node->candidates = ndx_candidates_scale(&plan->pool, all, 0, error);
    node->exact = true;
    return node->candidates != NULL;
}

static bool translate_language(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    node->language = ndx_language_from_code(node->node->text);
    if (node->language == NDX_LANGUAGE_UNKNOWN)
        return ndx_plan_wrong_value(
            node, error, "there is no such language; write its ISO 639 code, such as en or de");
    const char *code = ndx_language_describe(node->language)->code;
    node->candidates = ndx_candidates_scale(
        &plan->pool, ndx_plan_term(plan, NDX_TERM_LANGUAGE, ndx_span_of(code), error), 0, error);
    node->exact = true;
    return node->candidates != NULL;
}

static ndx_candidates *host_query(ndx_plan *plan, ndx_span host, ndx_error *error)
{
    char lower[NDX_URL_HOST_BYTES];
    if (host.size > sizeof lower)
        host.size = sizeof lower;
    for (size_t i = 0; i < host.size; i++)
        lower[i] = ndx_ascii_lower(host.data[i]);
    return ndx_plan_term(plan, NDX_TERM_HOST, ndx_span_make(lower, host.size), error);
}

/* The host that all URLs have that begin as the value says, if it names one to its end; hosts
 * without a full stop have no term (inversion.c). */
static bool whole_host(ndx_span value, ndx_span *host, char out[NDX_URL_HOST_BYTES])
{
    ndx_span rest;
    ndx_buffer whole = {0};
    bool found = false;
    if (!ndx_url_after_scheme(value, &rest)) {
        rest = value;
        ndx_buffer_append_text(&whole, "http://");
    }
    if (ndx_buffer_append_span(&whole, value) && rest.size && memchr(rest.data, '/', rest.size)) {
        *host = ndx_url_host(ndx_buffer_span(&whole), out);
        found = host->size && memchr(host->data, '.', host->size);
    }
    ndx_buffer_free(&whole);
    return found;
}

/* url:HOST, url:HOST/BEGINNING, or url:WHOLE-ADDRESS (its beginning as well). URLs are no terms:
 * they would be a sixth of an index of short articles. The host's articles are the candidates, and
 * the record is asked. */
static bool translate_url(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    ndx_span value = node->node->text;
    ndx_span rest, host;
    char bytes[NDX_URL_HOST_BYTES];
    node->exact = !ndx_url_after_scheme(value, &rest) && !memchr(value.data, '/', value.size);
    if (node->exact)
        node->candidates = host_query(plan, value, error);
    else if (whole_host(value, &host, bytes))
        node->candidates = host_query(plan, host, error);
    else
        node->candidates = match_all(plan, error);
    node->candidates = ndx_candidates_scale(&plan->pool, node->candidates, 0, error);
    return node->candidates != NULL;
}

/* ---- operators ---- */

bool ndx_plan_is_demanded(const ndx_plan *plan, const ndx_query_node *child)
{
    return ndx_query_is_demanded(child, plan->options.all);
}

/* Adds a demanded, an excluded or an optional child to what there is so far (NULL: nothing). */
static bool demand(ndx_plan *plan, ndx_candidates **all, const plan_node *child, ndx_error *error)
{
    *all =
        *all ? ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_AND, *all, child->candidates, error)
             : child->candidates;
    return *all != NULL;
}

static bool exclude(ndx_plan *plan, ndx_candidates **all, const plan_node *child, bool *exact,
                    ndx_error *error)
{
    if (!child->candidates)
        return true;
    if (!child->exact) { /* more than what matches: cannot be taken away here */
        *exact = false;
        return true;
    }
    if (!*all && !(*all = match_all(plan, error)))
        return false;
    *all = ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_AND_NOT, *all, child->candidates, error);
    return *all != NULL;
}

static bool either(ndx_plan *plan, ndx_candidates **all, const plan_node *child, ndx_error *error)
{
    *all = *all
               ? ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_OR, *all, child->candidates, error)
               : child->candidates;
    return *all != NULL;
}

/* Is the child a NOT, which is taken away from its neighbours instead of being looked for? */
static bool is_negation(const plan_node *child)
{
    return child->node->kind == NDX_QUERY_NOT || child->node->demand == NDX_DEMAND_EXCLUDED;
}

static const plan_node *negated(const plan_node *child)
{
    return child->node->kind == NDX_QUERY_NOT && child->node->demand != NDX_DEMAND_EXCLUDED
               ? child->children[0]
               : child;
}

/* AND and side by side: what is demanded; what is optional as a bonus, or, if no words are
 * demanded, as what must match in some part; last, what is excluded is taken away. */
static bool translate_all(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    bool side = node->node->kind == NDX_QUERY_SIDE;
    ndx_candidates *all = NULL;
    ndx_candidates *optional = NULL;
    size_t count = node->node->child_count;
    node->exact = true;
    bool done = true;
    bool negations = false;
    bool words_demanded = false;
    bool optional_exact = true;
    for (size_t i = 0; done && i < count; i++) {
        const plan_node *child = node->children[i];
        negations |= is_negation(child);
        if (is_negation(child) || !child->candidates)
            continue;
        if (!side || ndx_plan_is_demanded(plan, child->node)) {
            done = demand(plan, &all, child, error);
            node->exact &= child->exact;
            words_demanded |= !ndx_query_is_filter(child->node);
        } else {
            done = either(plan, &optional, child, error);
            optional_exact &= child->exact;
        }
    }
    if (done && optional) {
        if (!words_demanded)
            node->exact &= optional_exact;
        if (!all)
            all = optional;
        else if (words_demanded)
            all = ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_AND_MAYBE, all, optional, error);
        else
            all = ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_AND, optional, all, error);
        done = all != NULL;
    }
    if (done && !all && negations)
        done = (all = match_all(plan, error)) != NULL;
    for (size_t i = 0; done && i < count; i++)
        if (is_negation(node->children[i]))
            done = exclude(plan, &all, negated(node->children[i]), &node->exact, error);
    node->candidates = all;
    return done;
}

static bool translate_or(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    node->exact = true;
    for (size_t i = 0; i < node->node->child_count; i++) {
        const plan_node *child = node->children[i];
        if (!child->candidates)
            continue;
        if (!either(plan, &node->candidates, child, error))
            return false;
        node->exact &= child->exact;
    }
    return true;
}

static bool translate_not(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    const plan_node *child = node->children[0];
    node->exact = true;
    node->candidates = match_all(plan, error);
    return node->candidates && exclude(plan, &node->candidates, child, &node->exact, error);
}

/* What stands at a distance stands in the article. */
static bool translate_near(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    size_t count = node->node->kind == NDX_QUERY_NOT_NEAR ? 1 : node->node->child_count;
    for (size_t i = 0; i < count; i++)
        if (node->children[i]->candidates &&
            !demand(plan, &node->candidates, node->children[i], error))
            return false;
    node->exact = false;
    return true;
}

bool ndx_plan_translate(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    switch (node->node->kind) {
    case NDX_QUERY_WORDS:
        return translate_words(plan, node, error);
    case NDX_QUERY_AUTHOR:
        return translate_value(plan, node, NDX_TERM_AUTHOR_WORD, error);
    case NDX_QUERY_SOURCE:
        return translate_value(plan, node, NDX_TERM_SOURCE_WORD, error);
    case NDX_QUERY_SECTION:
        return translate_value(plan, node, NDX_TERM_SECTION_WORD, error);
    case NDX_QUERY_LANGUAGE:
        return translate_language(plan, node, error);
    case NDX_QUERY_URL:
        return translate_url(plan, node, error);
    case NDX_QUERY_ID:
        node->candidates = ndx_candidates_scale(
            &plan->pool, ndx_plan_term(plan, NDX_TERM_ID, node->node->text, error), 0, error);
        node->exact = node->node->text.size <= NDX_ID_TERM_BYTES; /* else a hash was asked for */
        return node->candidates != NULL;
    case NDX_QUERY_DATE:
        node->exact = !ndx_date_range_has_instants(&node->node->range);
        node->candidates = ndx_plan_day_filter(plan, node->node->range.first_day,
                                               node->node->range.last_day, error);
        return node->candidates != NULL;
    case NDX_QUERY_COPIES:
        return ndx_plan_translate_copies(plan, node, error);
    case NDX_QUERY_LIKE:
        return ndx_plan_translate_like(plan, node, error);
    case NDX_QUERY_LENGTH:
        node->candidates = match_all(plan, error);
        return node->candidates != NULL;
    case NDX_QUERY_SIDE:
    case NDX_QUERY_AND:
        return translate_all(plan, node, error);
    case NDX_QUERY_OR:
        return translate_or(plan, node, error);
    case NDX_QUERY_NOT:
        return translate_not(plan, node, error);
    case NDX_QUERY_ALL:
        node->candidates = match_all(plan, error);
        node->exact = true;
        return node->candidates != NULL;
    default:
        return translate_near(plan, node, error);
    }
}
