/* SPDX-License-Identifier: GPL-2.0-or-later */
/* document_set.c - implements document_set.h. */
#include "ranking/document_set.h"

#include <stdlib.h>
#include <string.h>

static size_t words_of(const ndx_document_set *set)
{
    return ((size_t)set->size + 63) / 64;
}

void ndx_document_set_free(ndx_document_set *set)
{
    free(set->bits);
    free(set->number);
    *set = (ndx_document_set){0};
}

bool ndx_document_set_begin(ndx_document_set *set, uint32_t size, bool dense, ndx_error *error)
{
    set->size = size;
    set->dense = dense;
    set->count = 0;
    if (!dense)
        return true;
    size_t words = words_of(set);
    if (words > set->words_capacity) {
        free(set->bits);
        set->words_capacity = 0;
        set->bits = malloc(words * sizeof *set->bits);
        if (!set->bits)
            return ndx_error_memory(error, "counting");
        set->words_capacity = words;
    }
    if (words)
        memset(set->bits, 0, words * sizeof *set->bits);
    return true;
}

bool ndx_document_set_reserve(ndx_document_set *set, size_t more, ndx_error *error)
{
    if (more <= set->capacity - set->count)
        return true;
    size_t capacity = 2 * set->capacity + more + 64;
    uint32_t *grown = realloc(set->number, capacity * sizeof *grown);
    if (!grown)
        return ndx_error_memory(error, "counting");
    set->number = grown;
    set->capacity = capacity;
    return true;
}

bool ndx_document_set_copy(ndx_document_set *set, const ndx_document_set *from, ndx_error *error)
{
    if (!ndx_document_set_begin(set, from->size, false, error) ||
        !ndx_document_set_reserve(set, from->count, error))
        return false;
    if (from->count)
        memcpy(set->number, from->number, from->count * sizeof *set->number);
    set->count = from->count;
    return true;
}

void ndx_document_set_fill(ndx_document_set *set)
{
    size_t words = words_of(set);
    if (!words)
        return;
    memset(set->bits, 0xFF, words * sizeof *set->bits);
    if (set->size % 64)
        set->bits[words - 1] = (UINT64_C(1) << set->size % 64) - 1;
}

uint64_t ndx_document_set_count(const ndx_document_set *set)
{
    uint64_t count = set->count;
    if (!set->dense)
        return count;
    count = 0;
    for (size_t i = 0; i < words_of(set); i++)
        count += (unsigned)__builtin_popcountll(set->bits[i]);
    return count;
}

bool ndx_document_set_is_empty(const ndx_document_set *set)
{
    if (!set->dense)
        return set->count == 0;
    for (size_t i = 0; i < words_of(set); i++)
        if (set->bits[i])
            return false;
    return true;
}

void ndx_document_set_add(ndx_document_set *set, const ndx_document_set *other)
{
    if (other->dense) {
        for (size_t i = 0; i < words_of(set); i++)
            set->bits[i] |= other->bits[i];
    } else {
        for (size_t i = 0; i < other->count; i++)
            ndx_document_set_mark(set, other->number[i]);
    }
}

/* ---- keeping ---- */

static void keep_numbers_by_bits(ndx_document_set *set, const ndx_document_set *other, bool in)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        uint32_t number = set->number[i];
        set->number[kept] = number;
        kept += ndx_document_set_has(other, number) == in;
    }
    set->count = kept;
}

static void keep_numbers_by_numbers(ndx_document_set *set, const ndx_document_set *other, bool in)
{
    size_t kept = 0;
    size_t at = 0;
    for (size_t i = 0; i < set->count; i++) {
        uint32_t number = set->number[i];
        while (at < other->count && other->number[at] < number)
            at++;
        set->number[kept] = number;
        kept += (at < other->count && other->number[at] == number) == in;
    }
    set->count = kept;
}

/* Those of the numbers that are in the dense set make it up from now on. */
static bool become_common(ndx_document_set *set, const ndx_document_set *other, ndx_error *error)
{
    set->count = 0;
    if (!ndx_document_set_reserve(set, other->count + 1, error))
        return false;
    for (size_t i = 0; i < other->count; i++) {
        set->number[set->count] = other->number[i];
        set->count += ndx_document_set_has(set, other->number[i]);
    }
    set->dense = false;
    return true;
}

bool ndx_document_set_keep(ndx_document_set *set, const ndx_document_set *other, bool in,
                           ndx_error *error)
{
    if (!set->dense) {
        if (other->dense)
            keep_numbers_by_bits(set, other, in);
        else
            keep_numbers_by_numbers(set, other, in);
        return true;
    }
    if (!other->dense) {
        if (in)
            return become_common(set, other, error);
        for (size_t i = 0; i < other->count; i++)
            set->bits[other->number[i] / 64] &= ~(UINT64_C(1) << other->number[i] % 64);
        return true;
    }
    for (size_t i = 0; i < words_of(set); i++)
        set->bits[i] &= in ? other->bits[i] : ~other->bits[i];
    return true;
}

static bool become_sparse(ndx_document_set *set, size_t count, ndx_error *error)
{
    uint32_t number;
    set->count = 0;
    if (!ndx_document_set_reserve(set, count, error))
        return false;
    for (uint32_t from = 0; ndx_document_set_next(set, &from, &number);)
        set->number[set->count++] = number;
    set->dense = false;
    return true;
}

static bool become_dense(ndx_document_set *set, ndx_error *error)
{
    size_t count = set->count;
    if (!ndx_document_set_begin(set, set->size, true, error))
        return false;
    for (size_t i = 0; i < count; i++)
        ndx_document_set_mark(set, set->number[i]);
    return true;
}

bool ndx_document_set_settle(ndx_document_set *set, ndx_error *error)
{
    uint64_t count = ndx_document_set_count(set);
    bool dense = count > set->size / NDX_SET_SPARSE_SHARE;
    if (dense == set->dense)
        return true;
    return dense ? become_dense(set, error) : become_sparse(set, (size_t)count, error);
}

void ndx_document_set_take_away(ndx_document_set *set, const uint8_t *bytes)
{
    if (set->dense) {
        for (size_t i = 0; i < ((size_t)set->size + 7) / 8; i++)
            set->bits[i / 8] &= ~((uint64_t)bytes[i] << i % 8 * 8);
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        uint32_t number = set->number[i];
        set->number[kept] = number;
        kept += !(bytes[number / 8] >> number % 8 & 1);
    }
    set->count = kept;
}

bool ndx_document_set_next_word(const ndx_document_set *set, uint32_t *from, uint32_t *number)
{
    for (size_t word = *from / 64 + 1; word < words_of(set); word++)
        if (set->bits[word]) {
            *number = (uint32_t)(word * 64 + (unsigned)__builtin_ctzll(set->bits[word]));
            *from = *number + 1;
            return true;
        }
    return false;
}
