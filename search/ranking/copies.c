/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copies.c - implements copies.h.
 *
 * The cluster of one article is found by asking for the copies of each that belongs to it, until
 * there are no more: each time all signatures are looked at. Where many clusters are asked for, all
 * of the index are found at once (copy_join.h). Both go by the same rule.
 */
#include "ranking/copies.h"

#include "newsdex/array.h"
#include "ranking/copy_join.h"

#include <stdlib.h>

/* From so many articles on all are found at once: in 36,000 of news that takes 2.5 s on two threads,
 * one article 0.7 ms; in 100,000 of synthetic news, which has fewer words, 5 s and 2.4 ms. */
enum { ALL_AT_ONCE = 2000 };

typedef struct cluster {
    const xc_docid *documents; /* in the arena */
    size_t count;
} cluster;

struct ndx_copies {
    ndx_sweep sweep;
    ndx_signatures signatures;
    ndx_copy_rule rule;
    uint32_t *found;      /* by signature; room for all articles */
    uint32_t *cluster_of; /* each article's cluster + 1; 0: not looked for yet */
    cluster *clusters;
    size_t cluster_count, cluster_capacity;
    bool all_found;
    ndx_arena arena;
};

static const char while_finding[] = "finding copies";

ndx_copies *ndx_copies_open(ndx_index *index, unsigned threads, ndx_error *error)
{
    ndx_copies *copies = calloc(1, sizeof *copies);
    if (!copies) {
        ndx_error_memory(error, while_finding);
        return NULL;
    }
    bool done = ndx_sweep_open(&copies->sweep, index, threads, error) &&
                ndx_signatures_read(&copies->signatures, &copies->sweep, error) &&
                ndx_copy_rule_open(&copies->rule, &copies->sweep, &copies->signatures, error);
    if (done) {
        copies->found = malloc((copies->signatures.count + 1) * sizeof *copies->found);
        copies->cluster_of = calloc(copies->signatures.count + 1, sizeof *copies->cluster_of);
        done = (copies->found && copies->cluster_of) || ndx_error_memory(error, while_finding);
    }
    if (done)
        return copies;
    ndx_copies_close(copies);
    return NULL;
}

void ndx_copies_close(ndx_copies *copies)
{
    if (!copies)
        return;
    ndx_copy_rule_close(&copies->rule);
    ndx_signatures_free(&copies->signatures);
    ndx_sweep_free(&copies->sweep);
    ndx_arena_free(&copies->arena);
    free(copies->found);
    free(copies->cluster_of);
    free(copies->clusters);
    free(copies);
}

/* ---- a cluster that was found ---- */

typedef struct member {
    int64_t seconds; /* INT64_MAX: undated */
    ndx_span id;
    xc_docid document;
} member;

static int compare_members(const void *left, const void *right)
{
    const member *a = left;
    const member *b = right;
    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? -1 : 1;
    int order = ndx_span_compare(a->id, b->id);
    if (order == 0) /* of two indexes */
        order = a->document < b->document ? -1 : a->document > b->document;
    return order;
}

static bool read_member(ndx_copies *copies, size_t number, ndx_arena *arena, member *out,
                        ndx_error *error)
{
    ndx_record record;
    ndx_words *words;
    out->document = copies->signatures.document[number];
    if (!ndx_sweep_read(&copies->rule.reader, out->document, &record, &words, error) ||
        !ndx_record_names(words, &record, arena, error))
        return false;
    out->seconds =
        record.date.precision == NDX_PRECISION_NONE ? INT64_MAX : ndx_date_seconds(&record.date);
    return ndx_arena_copy(arena, record.id, &out->id) || ndx_error_memory(error, while_finding);
}

/* The documents of a cluster, first publisher first. */
static bool order_members(ndx_copies *copies, const uint32_t *numbers, size_t count,
                          xc_docid *documents, ndx_error *error)
{
    ndx_arena arena = {0};
    member *members = ndx_arena_alloc(&arena, count * sizeof *members);
    bool done = members || ndx_error_memory(error, while_finding);
    for (size_t i = 0; done && i < count; i++)
        done = read_member(copies, numbers[i], &arena, &members[i], error);
    if (done) {
        qsort(members, count, sizeof *members, compare_members);
        for (size_t i = 0; i < count; i++)
            documents[i] = members[i].document;
    }
    ndx_arena_free(&arena);
    return done;
}

static bool add_cluster(ndx_copies *copies, const uint32_t *numbers, size_t count, ndx_error *error)
{
    xc_docid *documents = ndx_arena_alloc(&copies->arena, count * sizeof *documents);
    cluster *clusters = ndx_array_room(copies->clusters, copies->cluster_count,
                                       &copies->cluster_capacity, 64, sizeof *clusters);
    if (clusters)
        copies->clusters = clusters;
    if (!documents || !clusters)
        return ndx_error_memory(error, while_finding);
    documents[0] = copies->signatures.document[numbers[0]];
    if (count > 1 && !order_members(copies, numbers, count, documents, error))
        return false;
    copies->clusters[copies->cluster_count++] = (cluster){documents, count};
    for (size_t i = 0; i < count; i++)
        copies->cluster_of[numbers[i]] = (uint32_t)copies->cluster_count;
    return true;
}

/* ---- the cluster of one article ---- */

/* Adds the copies of the article that are not in the cluster yet: `pending` marks those that are. */
static bool add_copies_of(ndx_copies *copies, size_t number, uint32_t pending, ndx_numbers *members,
                          ndx_error *error)
{
    size_t count =
        ndx_signatures_find(&copies->signatures, number, NDX_COPY_AGREEMENT, copies->found);
    for (size_t i = 0; i < count; i++) {
        bool are_copies;
        uint32_t other = copies->found[i];
        if (copies->cluster_of[other])
            continue;
        if (!ndx_copy_rule_ask(&copies->rule, number, other, &are_copies, error) ||
            (are_copies && !ndx_numbers_add(members, other, error)))
            return false;
        if (are_copies)
            copies->cluster_of[other] = pending;
    }
    return true;
}

static bool find_cluster(ndx_copies *copies, size_t number, ndx_error *error)
{
    const uint32_t pending = UINT32_MAX;
    ndx_numbers members = {0};
    bool done = ndx_numbers_add(&members, (uint32_t)number, error);
    if (done)
        copies->cluster_of[number] = pending;
    for (size_t i = 0; done && i < members.count; i++)
        done = add_copies_of(copies, members.number[i], pending, &members, error);
    done = done && add_cluster(copies, members.number, members.count, error);
    for (size_t i = 0; !done && i < members.count; i++)
        copies->cluster_of[members.number[i]] = 0;
    ndx_numbers_free(&members);
    return done;
}

/* The number of a live article. */
static bool find_number(const ndx_copies *copies, xc_docid document, size_t *number,
                        ndx_error *error)
{
    const ndx_sweep *sweep = &copies->sweep;
    const xc_docid *documents = copies->signatures.document;
    if (sweep->shard_count && document) {
        size_t shard = (document - 1) % sweep->shard_count;
        size_t end = sweep->first[shard + 1];
        *number = sweep->first[shard] + (document - 1) / sweep->shard_count;
        if (*number < end && documents[*number] == document)
            return true;
        for (*number = sweep->first[shard]; *number < end; ++*number) /* a shard with gaps */
            if (documents[*number] == document)
                return true;
    }
    return ndx_error_set(error, NDX_ERROR_NOT_FOUND, "there is no article %u in the index",
                         document);
}

/* The index of the article's cluster. */
static bool get_cluster(ndx_copies *copies, xc_docid document, size_t *index, ndx_error *error)
{
    size_t number = 0;
    if (!find_number(copies, document, &number, error) ||
        (!copies->cluster_of[number] && !find_cluster(copies, number, error)))
        return false;
    *index = copies->cluster_of[number] - 1;
    return true;
}

bool ndx_copies_of(ndx_copies *copies, xc_docid document, const xc_docid **documents, size_t *count,
                   ndx_error *error)
{
    size_t index;
    if (!get_cluster(copies, document, &index, error))
        return false;
    *documents = copies->clusters[index].documents;
    *count = copies->clusters[index].count;
    return true;
}

/* ---- all clusters at once ---- */

static int compare_items(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* Adds the cluster of articles that have the same root, unless it is known. Each item: the root and,
 * in its lower half, the article. */
static bool add_joined(ndx_copies *copies, const uint64_t *items, size_t count, ndx_error *error)
{
    if (copies->cluster_of[(uint32_t)items[0]])
        return true;
    for (size_t i = 0; i < count; i++)
        copies->found[i] = (uint32_t)items[i];
    return add_cluster(copies, copies->found, count, error);
}

static bool add_all(ndx_copies *copies, const uint32_t *root, uint64_t *items, ndx_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < copies->signatures.count; i++)
        if (copies->signatures.document[i])
            items[count++] = (uint64_t)root[i] << 32 | i;
    qsort(items, count, sizeof *items, compare_items);
    for (size_t begin = 0; begin < count;) {
        size_t end = begin + 1;
        while (end < count && items[end] >> 32 == items[begin] >> 32)
            end++;
        if (!add_joined(copies, items + begin, end - begin, error))
            return false;
        begin = end;
    }
    return true;
}

static bool find_all_clusters(ndx_copies *copies, ndx_error *error)
{
    uint32_t *root;
    if (!ndx_copy_join_all(&copies->sweep, &copies->rule, &root, error))
        return false;
    uint64_t *items = malloc((copies->signatures.count + 1) * sizeof *items);
    copies->all_found =
        items ? add_all(copies, root, items, error) : ndx_error_memory(error, while_finding);
    free(items);
    free(root);
    return copies->all_found;
}

bool ndx_copies_cluster(ndx_copies *copies, const xc_docid *documents, size_t count,
                        size_t *cluster_of, ndx_error *error)
{
    if (count >= ALL_AT_ONCE && !copies->all_found && !find_all_clusters(copies, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!get_cluster(copies, documents[i], &cluster_of[i], error))
            return false;
    size_t *first = malloc((copies->cluster_count + 1) * sizeof *first);
    if (!first)
        return ndx_error_memory(error, while_finding);
    for (size_t i = count; i-- > 0;)
        first[cluster_of[i]] = i;
    for (size_t i = 0; i < count; i++)
        cluster_of[i] = first[cluster_of[i]];
    free(first);
    return true;
}
