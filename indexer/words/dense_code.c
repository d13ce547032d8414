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

/* A walk over the frequencies by number. */
typedef struct frequency_walk {
    const uint64_t *frequency;
    const uint32_t *times; /* NULL: once each */
    size_t count, at;
    uint64_t passed; /* numbers of `at` that are behind it */
    uint64_t number, sum;
} frequency_walk;

/* The sum of the frequencies of all numbers below this one, which must not fall. */
static uint64_t sum_below(frequency_walk *walk, uint64_t number)
{
    while (walk->number < number && walk->at < walk->count) {
        uint64_t left = (walk->times ? walk->times[walk->at] : 1) - walk->passed;
        uint64_t taken = number - walk->number < left ? number - walk->number : left;
        walk->sum += taken * walk->frequency[walk->at];
        walk->number += taken;
        walk->passed += taken;
        if (taken == left) {
            walk->at++;
            walk->passed = 0;
        }
    }
    return walk->sum;
}

/* The coded size is the sum, over the lengths, of the frequencies of all numbers at which that
 * length or a greater one is needed. All the steps of all s are met in one walk over the
 * frequencies, so neither a table of sums nor a walk for each s is needed. */
static ndx_dense choose(frequency_walk walk, uint64_t numbers)
{
    step steps[255 * NDX_DENSE_MAX_BYTES];
    uint64_t before[256] = {0}; /* by s: the frequencies before its steps, to be made largest */
    ndx_dense best = {192};     /* what news text gives; for an empty list */
    size_t step_count = 0;
    bool found = false;

    if (numbers == 0)
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
    for (size_t i = 0; i < step_count; i++)
        before[steps[i].stoppers] += sum_below(&walk, steps[i].number);
    for (uint32_t stoppers = 1; stoppers <= 255; stoppers++) {
        if (capacity(stoppers) < numbers)
            continue;
        if (!found || before[stoppers] > before[best.stoppers])
            best.stoppers = stoppers;
        found = true;
    }
    return best;
}

ndx_dense ndx_dense_choose(const uint64_t *frequency, size_t count)
{
    return choose((frequency_walk){.frequency = frequency, .count = count}, count);
}

ndx_dense ndx_dense_choose_runs(const uint64_t *frequency, const uint32_t *times, size_t count)
{
    uint64_t numbers = 0;
    for (size_t i = 0; i < count; i++)
        numbers += times[i];
    return choose((frequency_walk){.frequency = frequency, .times = times, .count = count},
                  numbers);
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

bool ndx_dense_read_long(ndx_dense dense, const uint8_t **at, const uint8_t *end, uint32_t *number)
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
