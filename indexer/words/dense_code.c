/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dense_code.c - (s,c)-dense codes: numbers as bytes that can be searched without decoding.
 *
 * Owns: choosing s, one codeword at a time both ways. Must not know: what the numbers stand for.
 *
 * Brisaboa, Farina, Navarro, Parama, "Lightweight natural language text compression", Information
 * Retrieval 10 (2007), sections 4 and 5. With c = 256 - s, the numbers 0 to s-1 take one byte, the
 * next s*c two, the next s*c*c three ...; the last byte of a codeword is below s, all others are
 * not.
 */
#include "newsdex/words.h"

#include <stdlib.h>

/* How many numbers have codewords of at most NDX_DENSE_MAX_BYTES bytes. */
static uint64_t capacity(uint32_t stoppers)
{
    uint64_t of_this_length = stoppers;
    uint64_t total = 0;

    for (unsigned length = 1; length <= NDX_DENSE_MAX_BYTES; length++) {
        total += of_this_length;
        of_this_length *= 256 - stoppers;
    }
    return total;
}

/* A number at which codewords of some s become one byte longer. */
typedef struct step {
    uint64_t number;
    uint32_t stoppers;
} step;

static int compare_steps(const void *left, const void *right)
{
    const step *a = left;
    const step *b = right;

    return a->number < b->number ? -1 : a->number > b->number;
}

/* The coded size is the sum, over the lengths, of the frequencies of all numbers at which that
 * length or a greater one is needed. All the steps of all s are met in one walk over the
 * frequencies, so neither a table of sums nor a walk for each s is needed. */
ndx_dense ndx_dense_choose(const uint64_t *frequency, size_t count)
{
    step steps[255 * NDX_DENSE_MAX_BYTES];
    uint64_t before[256] = {0}; /* by s: the frequencies before its steps, to be made largest */
    ndx_dense best = {192};     /* what news text gives; for an empty list */
    size_t step_count = 0;
    size_t at = 0;
    uint64_t sum = 0;
    bool found = false;

    if (count == 0)
        return best;
    for (uint32_t stoppers = 1; stoppers <= 255; stoppers++) {
        uint64_t of_this_length = stoppers;
        uint64_t number = 0;
        for (unsigned length = 1; length < NDX_DENSE_MAX_BYTES; length++) {
            number += of_this_length;
            of_this_length *= 256 - stoppers;
            steps[step_count++] = (step){number, stoppers};
        }
    }
    qsort(steps, step_count, sizeof(*steps), compare_steps);
    for (size_t i = 0; i < step_count; i++) {
        while (at < count && at < steps[i].number)
            sum += frequency[at++];
        before[steps[i].stoppers] += sum;
    }
    for (uint32_t stoppers = 1; stoppers <= 255; stoppers++) {
        if (capacity(stoppers) < count)
            continue;
        if (!found || before[stoppers] > before[best.stoppers])
            best.stoppers = stoppers;
        found = true;
    }
    return best;
}

size_t ndx_dense_length(ndx_dense dense, uint32_t number)
{
    uint32_t rest = number / dense.stoppers;
    size_t length = 1;

    while (rest > 0) {
        rest = (rest - 1) / (256 - dense.stoppers);
        length++;
    }
    return length;
}

size_t ndx_dense_write(ndx_dense dense, uint32_t number, uint8_t out[NDX_DENSE_MAX_BYTES])
{
    const uint32_t continuers = 256 - dense.stoppers;
    size_t length = ndx_dense_length(dense, number);
    uint32_t rest = number / dense.stoppers;

    if (length > NDX_DENSE_MAX_BYTES)
        return 0;
    out[length - 1] = (uint8_t)(number % dense.stoppers);
    for (size_t at = length - 1; at > 0; at--) {
        rest--;
        out[at - 1] = (uint8_t)(dense.stoppers + rest % continuers);
        rest /= continuers;
    }
    return length;
}

bool ndx_dense_read(ndx_dense dense, const uint8_t **at, const uint8_t *end, uint32_t *number)
{
    const uint32_t continuers = 256 - dense.stoppers;
    const uint8_t *byte = *at;
    const uint8_t *last =
        end - byte > (ptrdiff_t)NDX_DENSE_MAX_BYTES ? byte + NDX_DENSE_MAX_BYTES : end;
    uint64_t value = 0;

    while (byte < last && *byte >= dense.stoppers)
        value = value * continuers + (*byte++ - dense.stoppers) + 1;
    if (byte >= last)
        return false;
    value = value * dense.stoppers + *byte++;
    if (value > UINT32_MAX)
        return false;
    *at = byte;
    *number = (uint32_t)value;
    return true;
}
