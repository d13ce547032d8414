/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * related.c - fields whose value is another article: dup: its copies, like: those that share its
 * words; and the words of the best that a query is expanded by.
 *
 * Owns: the way from the article to candidates. Must not know: what a copy is (copies.h),
 * which words tell an article (like.h).
 */
#include "query/match_tree.h"
#include "ranking/copies.h"
#include "ranking/like.h"
#include "ranking/plan_internal.h"

/* The article that the node names, which must be there. */
static bool find_article(ndx_plan *plan, const plan_node *node, xc_docid *document,
                         ndx_error *error)
{
    if (!ndx_index_find_id(plan->index, node->node->text, document, error))
        return false;
    return *document || ndx_plan_wrong_value(node, error, "there is no article with this id");
}

/* Adds an article to those that the node stands for: its id is looked for, its place is judged. */
static bool add_article(ndx_plan *plan, plan_node *node, xc_docid document, ndx_record_place *place,
                        ndx_error *error)
{
    xc_string data = XC_STRING_EMPTY;
    ndx_arena names = {0};
    ndx_record record;
    ndx_words *words;
    bool done = ndx_index_read_record(plan->index, document, &data, &record, error) &&
                (words = ndx_index_words(plan->index, &record, error)) != NULL &&
                ndx_record_names(words, &record, &names, error);
    if (done) {
        *place = (ndx_record_place){record.serial, record.document};
        ndx_candidates *one = ndx_plan_term(plan, NDX_TERM_ID, record.id, error);
        node->candidates = node->candidates ? ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_OR,
                                                                  node->candidates, one, error)
                                            : one;
        done = node->candidates != NULL;
    }
    ndx_arena_free(&names);
    xc_string_free(&data);
    return done;
}

bool ndx_plan_translate_copies(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    const xc_docid *documents;
    size_t count;
    xc_docid document;
    if (!find_article(plan, node, &document, error))
        return false;
    if (!plan->copies)
        plan->copies = ndx_copies_open(plan->index, plan->options.threads, error);
    if (!plan->copies || !ndx_copies_of(plan->copies, document, &documents, &count, error))
        return false;
    ndx_record_place *places = ndx_arena_alloc(&plan->arena, (count + 1) * sizeof *places);
    if (!places)
        return ndx_error_memory(error, "building the query");
    for (size_t i = 0; i < count; i++)
        if (!add_article(plan, node, documents[i], &places[i], error))
            return false;
    node->places = places;
    node->place_count = count;
    node->candidates = ndx_candidates_scale(&plan->pool, node->candidates, 0, error);
    return node->candidates != NULL; /* an id may be a hash: they are judged */
}

/* ---- like: ---- */

/* Any of the terms, each by its weight. NULL: *error. */
static ndx_candidates *any_of(ndx_plan *plan, const ndx_like_term *terms, size_t count,
                              ndx_error *error)
{
    ndx_candidates **any = ndx_arena_alloc(&plan->arena, (count + 1) * sizeof *any);
    if (!any) {
        ndx_error_memory(error, "building the query");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        ndx_candidates *term = ndx_plan_term(plan, NDX_TERM_WORD, terms[i].term, error);
        any[i] = ndx_candidates_scale(&plan->pool, term, terms[i].weight, error);
        if (!any[i])
            return NULL;
    }
    return ndx_candidates_combine(&plan->pool, NDX_CANDIDATES_OR, any, count, error);
}

/* What judges an article: has it any of the terms? */
static const ndx_match_node *match_any(ndx_plan *plan, const ndx_like_term *terms, size_t count,
                                       ndx_error *error)
{
    ndx_match_node *word = ndx_arena_alloc(&plan->arena, sizeof *word);
    ndx_match_form *forms = ndx_arena_alloc(&plan->arena, (count + 1) * sizeof *forms);
    if (!word || !forms) {
        ndx_error_memory(error, "building the query");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        forms[i] = (ndx_match_form){.kind = NDX_LEAF_TERM, .language = NDX_LANGUAGE_ANY};
        if (!ndx_arena_copy(&plan->arena, terms[i].term, &forms[i].text)) {
            ndx_error_memory(error, "building the query");
            return NULL;
        }
    }
    *word = (ndx_match_node){
        .kind = NDX_MATCH_WORD, .fields = NDX_IN_ANY, .forms = forms, .form_count = count};
    return word;
}

static bool set_like(ndx_plan *plan, plan_node *node, const ndx_record *record, ndx_error *error)
{
    ndx_like_term *terms;
    size_t count;
    if (!ndx_like_terms(plan->index, &record, NULL, 1, NDX_LIKE_TERMS, &plan->arena, &terms, &count,
                        error))
        return false;
    if (!count) { /* nothing is like it: a term that no article has */
        node->candidates = ndx_plan_term(plan, NDX_TERM_ID, (ndx_span){0}, error);
        node->exact = true;
        return node->candidates != NULL;
    }
    ndx_candidates *itself = ndx_plan_term(plan, NDX_TERM_ID, node->node->text, error);
    node->candidates = ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_AND_NOT,
                                           any_of(plan, terms, count, error), itself, error);
    node->match = match_any(plan, terms, count, error);
    node->matcher_slot = plan->matcher_slots++;
    node->exact = true;
    return node->candidates && node->match;
}

bool ndx_plan_translate_like(ndx_plan *plan, plan_node *node, ndx_error *error)
{
    xc_docid document;
    xc_string data = XC_STRING_EMPTY;
    ndx_record record;
    ndx_record_place *place = ndx_arena_alloc(&plan->arena, sizeof *place);
    if (!place)
        return ndx_error_memory(error, "building the query");
    bool done = find_article(plan, node, &document, error) &&
                ndx_index_read_record(plan->index, document, &data, &record, error);
    if (done) {
        *place = (ndx_record_place){record.serial, record.document};
        node->places = place;
        node->place_count = 1;
        done = set_like(plan, node, &record, error);
    }
    xc_string_free(&data);
    return done;
}

bool ndx_plan_expand(ndx_plan *plan, const ndx_like_term *terms, size_t count, ndx_error *error)
{
    if (!count || !plan->candidates)
        return true;
    plan->candidates = ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_AND_MAYBE, plan->candidates,
                                           any_of(plan, terms, count, error), error);
    return plan->candidates != NULL;
}
