/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names.c - implements names.h: open addressing, linear probing, at most half full. */
#include "present/names.h"

#include "newsdex/analysis.h"
#include "newsdex/array.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 64 };

void ndx_names_free(ndx_names *names)
{
    ndx_arena_free(&names->arena);
    free(names->text);
    free(names->hash);
    free(names->slot);
    *names = (ndx_names){0};
}

/* Where the text stands, or the free slot where it would. */
static size_t slot_of(const ndx_names *names, ndx_span text, uint64_t hash)
{
    size_t mask = names->slot_capacity - 1;
    size_t at = (size_t)hash & mask;
    while (names->slot[at]) {
        uint32_t number = names->slot[at] - 1;
        if (names->hash[number] == hash && ndx_span_equal(names->text[number], text))
            break;
        at = (at + 1) & mask;
    }
    return at;
}

static bool grow_slots(ndx_names *names)
{
    size_t capacity = names->slot_capacity ? names->slot_capacity * 2 : FIRST_CAPACITY;
    uint32_t *slot = calloc(capacity, sizeof *slot);
    if (!slot)
        return false;
    for (uint32_t i = 0; i < names->count; i++) {
        size_t at = (size_t)names->hash[i] & (capacity - 1);
        while (slot[at])
            at = (at + 1) & (capacity - 1);
        slot[at] = i + 1;
    }
    free(names->slot);
    names->slot = slot;
    names->slot_capacity = capacity;
    return true;
}

static bool make_room(ndx_names *names)
{
    ndx_span *text = ndx_array_room(names->text, names->count, &names->text_capacity,
                                    FIRST_CAPACITY, sizeof *text);
    if (!text)
        return false;
    names->text = text;
    uint64_t *hash = ndx_array_room(names->hash, names->count, &names->hash_capacity,
                                    FIRST_CAPACITY, sizeof *hash);
    if (!hash)
        return false;
    names->hash = hash;
    return names->count < names->slot_capacity / 2 || grow_slots(names);
}

bool ndx_names_find(const ndx_names *names, ndx_span text, uint32_t *number)
{
    if (!names->count)
        return false;
    size_t at = slot_of(names, text, ndx_word_hash(text));
    if (!names->slot[at])
        return false;
    *number = names->slot[at] - 1;
    return true;
}

bool ndx_names_number(ndx_names *names, ndx_span text, uint32_t *number, ndx_error *error)
{
    uint64_t hash = ndx_word_hash(text);
    if (names->count) {
        size_t at = slot_of(names, text, hash);
        if (names->slot[at]) {
            *number = names->slot[at] - 1;
            return true;
        }
    }
    if (names->count == UINT32_MAX - 1 || !make_room(names) ||
        !ndx_arena_copy(&names->arena, text, &names->text[names->count]))
        return ndx_error_memory(error, "counting names");
    names->hash[names->count] = hash;
    names->slot[slot_of(names, text, hash)] = names->count + 1;
    *number = names->count++;
    return true;
}
