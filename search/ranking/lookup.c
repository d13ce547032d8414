/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookup.c - implements lookup.h.
 *
 * AND begins with the child of the fewest documents; while what is left is sparse, the other lists
 * are skipped along its documents, else whole lists are decoded into bits and the bits combined. OR
 * marks all lists in the same bits.
 */
#include "ranking/lookup.h"

#include <stdlib.h>

typedef enum part_kind {
    PART_ALL,
    PART_TERM,
    PART_PREFIX,
    PART_EVERY, /* of all children; the last `excluded` of them are taken away */
    PART_ANY
} part_kind;

typedef struct part {
    part_kind kind;
    uint32_t estimate; /* documents of the shard, at most */
    struct part *children;
    size_t child_count, excluded;
    const ndx_candidates *leaf;
    ndx_glass_postings *postings; /* TERM */
    ndx_document_set set;         /* what it comes to where that must be kept */
    ndx_document_set copy;        /* of a sparse set, to be tried on the children */
} part;

struct ndx_lookup {
    const ndx_glass_database *tables;
    uint32_t documents;
    size_t shard;
    uint32_t first, size; /* the window */
    part root;
};

enum { BLOCK_POSTINGS = 256, TRIED_SHARE = 8 };

/* ---- making ---- */

static bool make_part(ndx_lookup *lookup, const ndx_candidates *node, part *made, ndx_error *error);

static bool is_any(const ndx_candidates *node)
{
    return node->kind == NDX_CANDIDATES_OR || node->kind == NDX_CANDIDATES_SYNONYM;
}

static bool is_every(const ndx_candidates *node)
{
    return node->kind == NDX_CANDIDATES_AND || node->kind == NDX_CANDIDATES_FILTER ||
           node->kind == NDX_CANDIDATES_AND_NOT;
}

/* What only ranks is passed over. */
static const ndx_candidates *without_weights(const ndx_candidates *node)
{
    while (node->kind == NDX_CANDIDATES_SCALED || node->kind == NDX_CANDIDATES_AND_MAYBE)
        node = node->children[0];
    return node;
}

/* Operators are nested to the left, one child at a time, however many there are: the children of
 * the whole chain, from last to first, by a walk that does not recurse. With children NULL they are
 * only counted. `excluded`: those behind AND_NOT come last. */
static size_t gather(const ndx_candidates *node, bool any, const ndx_candidates **children,
                     bool *excluded)
{
    size_t count = 0;
    for (;;) {
        node = without_weights(node);
        if (!(any ? is_any(node) : is_every(node)) || !node->child_count || node->meant)
            break;
        for (size_t i = node->child_count; i-- > 1; count++)
            if (children) {
                children[count] = node->children[i];
                excluded[count] = node->kind == NDX_CANDIDATES_AND_NOT;
            }
        node = node->children[0];
    }
    if (children) {
        children[count] = node;
        excluded[count] = false;
    }
    return count + 1;
}

static bool make_children(ndx_lookup *lookup, part *made, const ndx_candidates **children,
                          const bool *excluded, size_t count, ndx_error *error)
{
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < count; i++) {
            if (excluded[i] != (turn == 1))
                continue;
            made->excluded += excluded[i];
            if (!make_part(lookup, children[i], &made->children[made->child_count++], error))
                return false;
        }
    return true;
}

static int by_estimate(const void *a, const void *b)
{
    const part *x = a;
    const part *y = b;
    return x->estimate < y->estimate ? -1 : x->estimate > y->estimate;
}

static void estimate_operator(const ndx_lookup *lookup, part *made)
{
    uint64_t sum = 0;
    size_t wanted = made->child_count - made->excluded;
    if (made->kind == PART_EVERY) {
        qsort(made->children, wanted, sizeof *made->children, by_estimate);
        made->estimate = made->children[0].estimate;
        return;
    }
    for (size_t i = 0; i < made->child_count; i++)
        sum += made->children[i].estimate;
    made->estimate = sum < lookup->documents ? (uint32_t)sum : lookup->documents;
}

static bool make_operator(ndx_lookup *lookup, const ndx_candidates *node, part *made,
                          ndx_error *error)
{
    bool any = is_any(node);
    size_t count = gather(node, any, NULL, NULL);
    const ndx_candidates **children =
        (const ndx_candidates **)(void *)calloc(count, sizeof *children);
    bool *excluded = calloc(count, sizeof *excluded);
    made->kind = any ? PART_ANY : PART_EVERY;
    made->children = calloc(count, sizeof *made->children);
    bool done = children && excluded && made->children;
    if (done) {
        gather(node, any, children, excluded);
        done = make_children(lookup, made, children, excluded, count, error);
    } else {
        ndx_error_memory(error, "counting");
    }
    if (done)
        estimate_operator(lookup, made);
    free((void *)children);
    free(excluded);
    return done;
}

static bool make_term(ndx_lookup *lookup, part *made, ndx_error *error)
{
    made->kind = PART_TERM;
    made->postings = calloc(1, sizeof *made->postings);
    if (!made->postings)
        return ndx_error_memory(error, "counting");
    if (!ndx_glass_postings_open(made->postings, lookup->tables, made->leaf->term, error))
        return false;
    made->estimate = made->postings->frequency;
    return true;
}

/* Those of the children that are meant in this shard, which may be none. */
static bool make_meant(ndx_lookup *lookup, part *made, ndx_error *error)
{
    const ndx_candidates *node = made->leaf;
    const uint8_t *meant = node->meant + lookup->shard * node->child_count;
    size_t count = 0;
    for (size_t i = 0; i < node->child_count; i++)
        count += meant[i] != 0;
    made->kind = PART_ANY;
    made->children = calloc(count + 1, sizeof *made->children);
    if (!made->children)
        return ndx_error_memory(error, "counting");
    for (size_t i = 0; i < node->child_count; i++)
        if (meant[i] &&
            !make_part(lookup, node->children[i], &made->children[made->child_count++], error))
            return false;
    estimate_operator(lookup, made);
    return true;
}

static bool make_part(ndx_lookup *lookup, const ndx_candidates *node, part *made, ndx_error *error)
{
    node = without_weights(node);
    made->leaf = node;
    if (node->meant)
        return make_meant(lookup, made, error);
    switch (node->kind) {
    case NDX_CANDIDATES_ALL:
        made->kind = PART_ALL;
        made->estimate = lookup->documents;
        return true;
    case NDX_CANDIDATES_TERM:
        return make_term(lookup, made, error);
    case NDX_CANDIDATES_PREFIX:
        made->kind = PART_PREFIX;
        made->estimate = lookup->documents;
        return true;
    default:
        return make_operator(lookup, node, made, error);
    }
}

static void free_part(part *made)
{
    for (size_t i = 0; i < made->child_count; i++)
        free_part(&made->children[i]);
    free(made->children);
    if (made->postings)
        ndx_glass_postings_close(made->postings);
    free(made->postings);
    ndx_document_set_free(&made->set);
    ndx_document_set_free(&made->copy);
}

ndx_lookup *ndx_lookup_new(const ndx_candidates *candidates, const ndx_glass_database *tables,
                           uint32_t documents, size_t shard, ndx_error *error)
{
    ndx_lookup *lookup = calloc(1, sizeof *lookup);
    if (!lookup) {
        ndx_error_memory(error, "counting");
        return NULL;
    }
    lookup->tables = tables;
    lookup->documents = documents;
    lookup->shard = shard;
    if (make_part(lookup, candidates, &lookup->root, error))
        return lookup;
    ndx_lookup_free(lookup);
    return NULL;
}

void ndx_lookup_free(ndx_lookup *lookup)
{
    if (!lookup)
        return;
    free_part(&lookup->root);
    free(lookup);
}

uint32_t ndx_lookup_estimate(const ndx_lookup *lookup, bool *exactly)
{
    *exactly = lookup->root.kind == PART_TERM || lookup->root.kind == PART_ALL;
    return lookup->root.estimate;
}

/* ---- postings ---- */

static uint32_t end_of(const ndx_lookup *lookup)
{
    return lookup->first + lookup->size;
}

/* To the first posting of the window; the list is begun again when it stands behind that. */
static ndx_step enter_window(const ndx_lookup *lookup, ndx_glass_postings *postings, ndx_span term,
                             ndx_error *error)
{
    bool behind = postings->ended || (!postings->first_due && postings->docid > lookup->first + 1);
    if (behind && postings->frequency && !ndx_glass_postings_reopen(postings, term, error))
        return NDX_STEP_ERROR;
    return ndx_glass_postings_skip_to(postings, lookup->first + 1, error);
}

/* Adds numbers of the window to the set; *more false: the window's end was passed. */
static bool add_block(const ndx_lookup *lookup, const uint32_t *docids, size_t count,
                      ndx_document_set *set, bool *more, ndx_error *error)
{
    uint32_t base = lookup->first + 1;
    while (count && docids[count - 1] > end_of(lookup)) {
        count--;
        *more = false;
    }
    if (set->dense) {
        for (size_t i = 0; i < count; i++)
            ndx_document_set_mark(set, docids[i] - base);
        return true;
    }
    if (!ndx_document_set_reserve(set, count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        set->number[set->count + i] = docids[i] - base;
    set->count += count;
    return true;
}

/* All postings of the window. */
static bool add_postings(const ndx_lookup *lookup, ndx_glass_postings *postings, ndx_span term,
                         ndx_document_set *set, ndx_error *error)
{
    uint32_t docids[BLOCK_POSTINGS];
    size_t count = 1;
    bool more = true;
    ndx_step step = enter_window(lookup, postings, term, error);
    if (step != NDX_STEP_ROW)
        return step == NDX_STEP_END;
    docids[0] = postings->docid;
    while (more && count) {
        if (!add_block(lookup, docids, count, set, &more, error) ||
            (more &&
             !ndx_glass_postings_block(postings, docids, NULL, BLOCK_POSTINGS, &count, error)))
            return false;
    }
    return true;
}

/* Keeps those of a sparse set that are in the list, or those that are not. */
static bool keep_postings(const ndx_lookup *lookup, part *term, ndx_document_set *set, bool in,
                          ndx_error *error)
{
    size_t kept = 0;
    uint32_t base = lookup->first + 1;
    ndx_step step = enter_window(lookup, term->postings, term->leaf->term, error);
    for (size_t i = 0; i < set->count; i++) {
        uint32_t number = set->number[i];
        if (step == NDX_STEP_ROW && term->postings->docid < base + number)
            step = ndx_glass_postings_skip_to(term->postings, base + number, error);
        if (step == NDX_STEP_ERROR)
            return false;
        set->number[kept] = number;
        kept += (step == NDX_STEP_ROW && term->postings->docid == base + number) == in;
    }
    set->count = kept;
    return true;
}

/* ---- prefixes ---- */

static bool add_prefix(const ndx_lookup *lookup, const part *prefix, ndx_document_set *set,
                       ndx_error *error)
{
    ndx_glass_terms terms;
    ndx_step step = NDX_STEP_ERROR;
    if (ndx_glass_terms_open(&terms, lookup->tables, prefix->leaf->term, error))
        while ((step = ndx_glass_terms_next(&terms, error)) == NDX_STEP_ROW) {
            if (!ndx_span_starts_with(terms.term, prefix->leaf->term)) {
                step = NDX_STEP_END;
                break;
            }
            if (!add_postings(lookup, &terms.postings, terms.term, set, error)) {
                step = NDX_STEP_ERROR;
                break;
            }
        }
    ndx_glass_terms_close(&terms);
    return step == NDX_STEP_END;
}

/* ---- all parts ---- */

static bool find(ndx_lookup *lookup, part *from, ndx_document_set *set, ndx_error *error);
static bool keep(ndx_lookup *lookup, part *from, ndx_document_set *set, bool in, ndx_error *error);

/* Adds what the part finds to a dense set. */
static bool add(ndx_lookup *lookup, part *from, ndx_document_set *set, ndx_error *error)
{
    switch (from->kind) {
    case PART_ALL:
        ndx_document_set_fill(set);
        return true;
    case PART_TERM:
        return add_postings(lookup, from->postings, from->leaf->term, set, error);
    case PART_PREFIX:
        return add_prefix(lookup, from, set, error);
    case PART_ANY:
        for (size_t i = 0; i < from->child_count; i++)
            if (!add(lookup, &from->children[i], set, error))
                return false;
        return true;
    default:
        if (!find(lookup, from, &from->set, error))
            return false;
        ndx_document_set_add(set, &from->set);
        return true;
    }
}

/* Does trying the documents of a sparse set cost less than decoding all of the part's lists? */
static bool pays_to_try(const ndx_lookup *lookup, const part *from, const ndx_document_set *set)
{
    uint64_t in_window = (uint64_t)from->estimate * lookup->size / (lookup->documents + 1u);
    uint64_t tries = set->count * (uint64_t)(from->child_count ? from->child_count : 1);
    return !set->dense && from->kind != PART_PREFIX && tries < in_window / TRIED_SHARE;
}

/* Tries a copy of a sparse set on each child: what any keeps is marked, or what all keep is left.
 */
static bool keep_by_children(ndx_lookup *lookup, part *from, ndx_document_set *set, bool in,
                             ndx_error *error)
{
    bool any = from->kind == PART_ANY;
    size_t wanted = from->child_count - from->excluded;
    if (any && !ndx_document_set_begin(&from->set, lookup->size, true, error))
        return false;
    for (size_t i = 0; i < from->child_count; i++) {
        if ((any || i == 0) && !ndx_document_set_copy(&from->copy, set, error))
            return false;
        if (!keep(lookup, &from->children[i], &from->copy, i < wanted, error))
            return false;
        if (any)
            ndx_document_set_add(&from->set, &from->copy);
    }
    return ndx_document_set_keep(set, any ? &from->set : &from->copy, in, error);
}

/* Keeps those of the set that the part finds, or those that it does not. */
static bool keep(ndx_lookup *lookup, part *from, ndx_document_set *set, bool in, ndx_error *error)
{
    if (from->kind == PART_ALL)
        return in || ndx_document_set_begin(set, lookup->size, false, error);
    if (pays_to_try(lookup, from, set))
        return from->kind == PART_TERM ? keep_postings(lookup, from, set, in, error)
                                       : keep_by_children(lookup, from, set, in, error);
    return find(lookup, from, &from->set, error) &&
           ndx_document_set_keep(set, &from->set, in, error) && ndx_document_set_settle(set, error);
}

static bool find_every(ndx_lookup *lookup, part *from, ndx_document_set *set, ndx_error *error)
{
    size_t wanted = from->child_count - from->excluded;
    if (!find(lookup, &from->children[0], set, error))
        return false;
    for (size_t i = 1; i < from->child_count; i++) {
        if (ndx_document_set_is_empty(set))
            return true;
        if (!keep(lookup, &from->children[i], set, i < wanted, error))
            return false;
    }
    return true;
}

/* Makes the set of what the part finds. */
static bool find(ndx_lookup *lookup, part *from, ndx_document_set *set, ndx_error *error)
{
    if (from->kind == PART_EVERY)
        return find_every(lookup, from, set, error);
    bool sparse =
        from->kind == PART_TERM && from->estimate < lookup->documents / NDX_SET_SPARSE_SHARE;
    if (!ndx_document_set_begin(set, lookup->size, !sparse, error))
        return false;
    if (sparse)
        return add_postings(lookup, from->postings, from->leaf->term, set, error);
    return add(lookup, from, set, error);
}

bool ndx_lookup_window(ndx_lookup *lookup, uint32_t first, uint32_t size, ndx_document_set **set,
                       ndx_error *error)
{
    lookup->first = first;
    lookup->size = size;
    *set = &lookup->root.set;
    return find(lookup, &lookup->root, *set, error);
}

bool ndx_lookup_keep(ndx_lookup *lookup, uint32_t first, uint32_t size, ndx_document_set *set,
                     ndx_error *error)
{
    lookup->first = first;
    lookup->size = size;
    return keep(lookup, &lookup->root, set, true, error);
}
