/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * signatures.c - implements signatures.h.
 *
 * All are looked at for each search: 100,000 take 0.1 ms, for which no index of them pays.
 */
#include "ranking/signatures.h"

#include "ranking/windows.h"

#include <stdlib.h>

/* ---- reading ---- */

static bool keep(void *thread, const ndx_walked *article, ndx_error *error)
{
    ndx_signatures *to = *(ndx_signatures **)thread;
    const ndx_record *record = article->record;
    (void)error;
    to->document[article->number] = article->document;
    if (record->signature.size != NDX_SIGNATURE_BYTES)
        return true;
    memcpy(to->signature[article->number].bits, record->signature.data, NDX_SIGNATURE_BYTES);
    to->words[article->number] = record->word_count[NDX_TEXT_BODY];
    return true;
}

bool ndx_signatures_read(ndx_signatures *signatures, ndx_walk *walk, ndx_error *error)
{
    ndx_signatures
        *parts[NDX_WINDOW_THREADS_MAX]; /* all the same: each article has its own place */
    size_t count = ndx_walk_count(walk);
    *signatures = (ndx_signatures){
        .count = count,
        .signature = calloc(count + 1, sizeof *signatures->signature),
        .words = calloc(count + 1, sizeof *signatures->words),
        .document = calloc(count + 1, sizeof *signatures->document),
    };
    if (!signatures->signature || !signatures->words || !signatures->document)
        return ndx_error_memory(error, "reading signatures");
    for (unsigned i = 0; i < walk->threads; i++)
        parts[i] = signatures;
    return ndx_walk_articles(walk, parts, sizeof *parts, keep, error);
}

void ndx_signatures_free(ndx_signatures *signatures)
{
    free(signatures->signature);
    free(signatures->words);
    free(signatures->document);
    *signatures = (ndx_signatures){0};
}

/* ---- comparing ---- */

_Static_assert(sizeof(ndx_signature) == 16, "two words of bits, two bits a bucket");

/* A bit for each bucket in which the two differ: the low bit of each pair for the buckets of the
 * first half, the high one for those of the second. */
static inline uint64_t differences(const ndx_signature *a, const ndx_signature *b)
{
    const uint64_t low = UINT64_C(0x5555555555555555);
    uint64_t first = a->bits[0] ^ b->bits[0];
    uint64_t second = a->bits[1] ^ b->bits[1];
    return ((first | first >> 1) & low) | ((second | second << 1) & ~low);
}

static inline unsigned agreement(const ndx_signature *a, const ndx_signature *b)
{
    return NDX_SIGNATURE_BUCKETS - (unsigned)__builtin_popcountll(differences(a, b));
}

unsigned ndx_signatures_agreement(const ndx_signature *a, const ndx_signature *b)
{
    return agreement(a, b);
}

/* GCC and glibc choose at the program's start what the processor has: the instruction that counts
 * bits makes the search three times as fast. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
__attribute__((target_clones("popcnt", "default")))
#endif
size_t
ndx_signatures_find(const ndx_signatures *signatures, size_t number, unsigned least,
                    uint32_t *found)
{
    const ndx_signature own = signatures->signature[number];
    size_t count = 0;
    for (size_t i = 0; i < signatures->count; i++)
        if (agreement(&own, &signatures->signature[i]) >= least && signatures->words[i] &&
            i != number)
            found[count++] = (uint32_t)i;
    return count;
}
