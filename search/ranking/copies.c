/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copies.c - implements copies.h.
 *
 * The cluster of one article is found by asking for the copies of each that belongs to it, until
 * there are no more: each time all signatures are looked at. Where many clusters are asked for, all
 * of the index are found at once: each article is read once, and only those are compared that have
 * a least shingle in common (shingles.h), so that the time grows with the articles and not with
 * their square. Both ways compare by the same rule, so they cannot disagree.
 */
#include "ranking/copies.h"

#include "newsdex/array.h"
#include "ranking/shingles.h"
#include "ranking/signatures.h"

#include <stdlib.h>

enum {
    ALL_AT_ONCE = 500
}; /* from so many articles on: a search takes 1 ms in 100,000, all 0.6 s */

typedef struct cluster {
    const xc_docid *documents; /* in the arena */
    size_t count;
} cluster;

struct ndx_copies {
    ndx_walk walk;
    ndx_walk_reader reader;
    ndx_signatures signatures;
    ndx_word_hashes hashes;
    ndx_shingles one, other; /* that are compared */
    uint32_t *found;         /* by signature; room for all articles */
    uint32_t *cluster_of;    /* each article's cluster + 1; 0: not looked for yet */
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
    bool done = ndx_walk_open(&copies->walk, index, threads, error) &&
                ndx_walk_reader_open(&copies->reader, &copies->walk, error) &&
                ndx_signatures_read(&copies->signatures, &copies->walk, error);
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
    ndx_walk_reader_close(&copies->reader);
    ndx_signatures_free(&copies->signatures);
    ndx_word_hashes_free(&copies->hashes);
    ndx_shingles_free(&copies->one);
    ndx_shingles_free(&copies->other);
    ndx_walk_free(&copies->walk);
    ndx_arena_free(&copies->arena);
    free(copies->found);
    free(copies->cluster_of);
    free(copies->clusters);
    free(copies);
}

/* ---- what a copy is ---- */

/* Long enough, of lengths that go together, and alike by their signatures? Only then are two
 * articles compared. */
static bool may_be_copies(const ndx_signatures *of, size_t a, size_t b)
{
    uint32_t shorter = of->words[a] < of->words[b] ? of->words[a] : of->words[b];
    uint32_t longer = of->words[a] < of->words[b] ? of->words[b] : of->words[a];
    return shorter >= NDX_COPY_LEAST_WORDS && longer <= (uint64_t)shorter * NDX_COPY_CUT &&
           ndx_signatures_agreement(&of->signature[a], &of->signature[b]) >= NDX_COPY_AGREEMENT;
}

static bool are_copies(const ndx_shingles *a, const ndx_shingles *b)
{
    if (!ndx_shingles_share_least(a, b)) /* of nearly all that only look alike */
        return false;
    double shared = ndx_hash_set_containment(&a->shingles, &b->shingles, 0);
    return shared >= NDX_COPY_VERBATIM ||
           (shared >= NDX_COPY_CONTAINMENT &&
            ndx_hash_set_containment(&a->figures, &b->figures, 1) >= NDX_COPY_FIGURES);
}

static bool read_shingles(ndx_copies *copies, size_t number, ndx_shingles *shingles,
                          ndx_error *error)
{
    ndx_record record;
    ndx_words *words;
    return ndx_walk_read(&copies->reader, copies->signatures.document[number], &record, &words,
                         error) &&
           ndx_shingles_make(shingles, &copies->hashes, words, &record, error);
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
    if (!ndx_walk_read(&copies->reader, out->document, &record, &words, error) ||
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
    const ndx_signatures *signatures = &copies->signatures;
    bool read = false;
    if (signatures->words[number] < NDX_COPY_LEAST_WORDS)
        return true;
    size_t count = ndx_signatures_find(signatures, number, NDX_COPY_AGREEMENT, copies->found);
    for (size_t i = 0; i < count; i++) {
        uint32_t other = copies->found[i];
        if (copies->cluster_of[other] || !may_be_copies(signatures, number, other))
            continue;
        if ((!read && !read_shingles(copies, number, &copies->one, error)) ||
            !read_shingles(copies, other, &copies->other, error))
            return false;
        read = true;
        if (!are_copies(&copies->one, &copies->other))
            continue;
        if (!ndx_numbers_add(members, other, error))
            return false;
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
    const ndx_walk *walk = &copies->walk;
    const xc_docid *documents = copies->signatures.document;
    if (walk->shard_count && document) {
        size_t shard = (document - 1) % walk->shard_count;
        size_t end = walk->first[shard + 1];
        *number = walk->first[shard] + (document - 1) / walk->shard_count;
        if (*number < end && documents[*number] == document)
            return true;
        for (*number = walk->first[shard]; *number < end; ++*number) /* a shard with gaps */
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

typedef struct all {
    ndx_copies *copies;
    uint32_t *least;  /* NDX_SHINGLE_MINIMA of each article */
    uint32_t *parent; /* in its tree; the root is its own (Tarjan, JACM 22(2), 1975) */
    uint64_t *sorted; /* room for an item an article: what it is sorted by, its number */
} all;

static uint32_t root_of(uint32_t *parent, uint32_t number)
{
    while (parent[number] != number) {
        parent[number] = parent[parent[number]];
        number = parent[number];
    }
    return number;
}

typedef struct least_part {
    all *all;
    ndx_word_hashes hashes;
    ndx_shingles shingles;
} least_part;

static bool keep_least(void *thread, const ndx_walked *article, ndx_error *error)
{
    least_part *part = thread;
    uint32_t *least = part->all->least + article->number * NDX_SHINGLE_MINIMA;
    if (part->all->copies->signatures.words[article->number] < NDX_COPY_LEAST_WORDS)
        return true;
    if (!ndx_shingles_make(&part->shingles, &part->hashes, article->words, article->record, error))
        return false;
    memcpy(least, part->shingles.least, sizeof part->shingles.least);
    return true;
}

static bool read_least(all *a, ndx_error *error)
{
    ndx_walk *walk = &a->copies->walk;
    memset(a->least, 0xFF, ndx_walk_count(walk) * NDX_SHINGLE_MINIMA * sizeof *a->least);
    least_part *parts = calloc(walk->threads, sizeof *parts);
    if (!parts)
        return ndx_error_memory(error, while_finding);
    for (unsigned i = 0; i < walk->threads; i++)
        parts[i].all = a;
    bool done = ndx_walk_articles(walk, parts, sizeof *parts, keep_least, error);
    for (unsigned i = 0; i < walk->threads; i++) {
        ndx_word_hashes_free(&parts[i].hashes);
        ndx_shingles_free(&parts[i].shingles);
    }
    free(parts);
    return done;
}

static int compare_items(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* Joins those of the articles that are copies; two that hang together already need not be compared. */
static bool join_group(all *a, const uint64_t *items, size_t count, ndx_error *error)
{
    ndx_copies *copies = a->copies;
    for (size_t i = 0; i + 1 < count; i++) {
        uint32_t one = (uint32_t)items[i];
        bool read = false;
        for (size_t j = i + 1; j < count; j++) {
            uint32_t other = (uint32_t)items[j];
            if (!may_be_copies(&copies->signatures, one, other) ||
                root_of(a->parent, one) == root_of(a->parent, other))
                continue;
            if ((!read && !read_shingles(copies, one, &copies->one, error)) ||
                !read_shingles(copies, other, &copies->other, error))
                return false;
            read = true;
            if (are_copies(&copies->one, &copies->other))
                a->parent[root_of(a->parent, other)] = root_of(a->parent, one);
        }
    }
    return true;
}

/* Calls for each run of items that have the same upper half, sorted. */
typedef bool group_work(all *a, const uint64_t *items, size_t count, ndx_error *error);
static bool for_each_group(all *a, size_t count, group_work *work, ndx_error *error)
{
    qsort(a->sorted, count, sizeof *a->sorted, compare_items);
    for (size_t begin = 0; begin < count;) {
        size_t end = begin + 1;
        while (end < count && a->sorted[end] >> 32 == a->sorted[begin] >> 32)
            end++;
        if (end - begin > 1 && !work(a, a->sorted + begin, end - begin, error))
            return false;
        begin = end;
    }
    return true;
}

static bool join_by_least(all *a, size_t which, ndx_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < a->copies->signatures.count; i++) {
        uint32_t least = a->least[i * NDX_SHINGLE_MINIMA + which];
        if (least != UINT32_MAX)
            a->sorted[count++] = (uint64_t)least << 32 | i;
    }
    return for_each_group(a, count, join_group, error);
}

static bool add_group(all *a, const uint64_t *items, size_t count, ndx_error *error)
{
    uint32_t *numbers = a->copies->found;
    if (a->copies->cluster_of[(uint32_t)items[0]])
        return true;
    for (size_t i = 0; i < count; i++)
        numbers[i] = (uint32_t)items[i];
    return add_cluster(a->copies, numbers, count, error);
}

static bool find_all(all *a, ndx_error *error)
{
    const ndx_signatures *signatures = &a->copies->signatures;
    size_t count = 0;
    if (!read_least(a, error))
        return false;
    for (size_t i = 0; i < signatures->count; i++)
        a->parent[i] = (uint32_t)i;
    for (size_t i = 0; i < NDX_SHINGLE_MINIMA; i++)
        if (!join_by_least(a, i, error))
            return false;
    for (uint32_t i = 0; i < signatures->count; i++)
        if (signatures->document[i])
            a->sorted[count++] = (uint64_t)root_of(a->parent, i) << 32 | i;
    if (!for_each_group(a, count, add_group, error))
        return false;
    for (uint32_t i = 0; i < signatures->count; i++) /* the rest are alone */
        if (signatures->document[i] && !a->copies->cluster_of[i] &&
            !add_cluster(a->copies, &i, 1, error))
            return false;
    return true;
}

static bool find_all_clusters(ndx_copies *copies, ndx_error *error)
{
    size_t room = copies->signatures.count + 1;
    all a = {
        .copies = copies,
        .least = malloc(room * NDX_SHINGLE_MINIMA * sizeof *a.least),
        .parent = malloc(room * sizeof *a.parent),
        .sorted = malloc(room * sizeof *a.sorted),
    };
    copies->all_found = a.least && a.parent && a.sorted ? find_all(&a, error)
                                                        : ndx_error_memory(error, while_finding);
    free(a.least);
    free(a.parent);
    free(a.sorted);
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
