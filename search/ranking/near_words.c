/* SPDX-License-Identifier: GPL-2.0-or-later */
/* near_words.c - implements near_words.h. */
#include "ranking/near_words.h"

#include "newsdex/array.h"
#include "newsdex/limits.h"
#include "ranking/misspelling.h"

#include <stdlib.h>

/* An entry of a shard's word list that fits a pattern. */
typedef struct spelling {
    size_t which; /* pattern */
    ndx_span folded, surface, term;
    uint64_t frequency;
} spelling;

typedef struct gathering {
    const ndx_word_pattern *patterns;
    ndx_arena *arena;
    spelling *item;
    size_t count, capacity;
    bool failed;
} gathering;

static bool holds_digit(ndx_span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9')
            return true;
    return false;
}

static size_t count_characters(ndx_span text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

ndx_word_pattern ndx_near_pattern(ndx_span folded)
{
    size_t letters = holds_digit(folded) ? 0 : count_characters(folded);
    ndx_word_pattern pattern = {folded, letters < 5 ? 1 : 2};
    if (letters < 3)
        pattern.text = (ndx_span){0};
    return pattern;
}

static bool is_sought(ndx_word_pattern pattern, ndx_span folded)
{
    return pattern.text.size &&
           (!pattern.edits || !(holds_digit(folded) || ndx_span_equal(folded, pattern.text)));
}

/* Past the bound the walk stops: what is found so far is enough to choose from. */
static bool gather(void *context, size_t which, const ndx_word *word, uint32_t number)
{
    gathering *all = context;
    (void)number;
    if (!is_sought(all->patterns[which], word->folded))
        return true;
    spelling *grown = ndx_array_room(all->item, all->count, &all->capacity, 64, sizeof *grown);
    if (grown)
        all->item = grown;
    spelling made = {.which = which, .frequency = word->frequency};
    all->failed = !grown || !ndx_arena_copy(all->arena, word->folded, &made.folded) ||
                  !ndx_arena_copy(all->arena, word->surface, &made.surface) ||
                  !ndx_arena_copy(all->arena, word->term, &made.term);
    if (all->failed)
        return false;
    all->item[all->count++] = made;
    return all->count < NDX_LIMIT_WILDCARD_SPELLINGS;
}

static int by_word(const void *a, const void *b)
{
    const spelling *x = a;
    const spelling *y = b;
    if (x->which != y->which)
        return x->which < y->which ? -1 : 1;
    int order = ndx_span_compare(x->folded, y->folded);
    if (!order)
        order = ndx_span_compare(x->surface, y->surface);
    return order ? order : ndx_span_compare(x->term, y->term);
}

/* Keeps the best, of equal ones the first in the alphabet. */
static void keep_best(ndx_near_words *near, const ndx_near_word *word)
{
    size_t at = near->count;
    while (at > 0 && near->word[at - 1].score < word->score)
        at--;
    if (at == NDX_NEAR_MOST)
        return;
    near->count += near->count < NDX_NEAR_MOST;
    for (size_t i = near->count - 1; i > at; i--)
        near->word[i] = near->word[i - 1];
    near->word[at] = *word;
}

/* Sums up the spellings of one folded form, which stand together from `at` on; the index behind
 * them. */
static size_t sum_up(const gathering *all, size_t at, ndx_near_word *word)
{
    const spelling *first = &all->item[at];
    uint64_t most = 0;
    uint64_t same = 0; /* of one surface, in several shards or languages */
    *word = (ndx_near_word){.folded = first->folded};
    for (; at < all->count; at++) {
        const spelling *here = &all->item[at];
        if (here->which != first->which || !ndx_span_equal(here->folded, first->folded))
            break;
        bool again = here != first && ndx_span_equal(here->surface, here[-1].surface);
        same = here->frequency + (again ? same : 0);
        word->frequency += here->frequency;
        if (same > most) {
            most = same;
            word->surface = here->surface;
            word->term = here->term;
        }
    }
    return at;
}

static void choose(gathering *all, ndx_near_words *near)
{
    if (all->count)
        qsort(all->item, all->count, sizeof *all->item, by_word);
    for (size_t at = 0; at < all->count;) {
        ndx_near_word word;
        size_t which = all->item[at].which;
        at = sum_up(all, at, &word);
        double cost = ndx_misspelling_cost(word.folded, all->patterns[which].text);
        word.score = ndx_misspelling_score(cost, word.frequency);
        keep_best(&near[which], &word);
    }
}

bool ndx_near_words_find(ndx_index *index, const ndx_word_pattern *patterns, size_t count,
                         ndx_arena *arena, ndx_near_words *near, ndx_error *error)
{
    gathering all = {.patterns = patterns, .arena = arena};
    bool done = true;
    for (size_t i = 0; i < count; i++)
        near[i] = (ndx_near_words){0};
    for (size_t i = 0; done && !all.failed && i < ndx_index_shard_count(index); i++) {
        if (!ndx_index_shard(index, i)->documents)
            continue;
        ndx_words *words = ndx_index_shard_words(index, i, error);
        done = words && ndx_words_walk_fitting(words, patterns, count, gather, &all, error);
    }
    if (all.failed)
        done = ndx_error_memory(error, "looking for words spelt like it");
    if (done)
        choose(&all, near);
    free(all.item);
    return done;
}
