/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * related.c - fields whose value is another article: dup: its copies.
 *
 * Owns: the way from the article to candidates. Must not know: what a copy is (copies.h).
 */
#include "ranking/copies.h"
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
