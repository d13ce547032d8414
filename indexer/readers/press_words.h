/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * press_words.h - the words that bylines and datelines are known by, in lists. Internal to the
 * readers.
 *
 * Owns: the lists, and finding in them what a text may begin with. Must not know: what is made of
 * it.
 *
 * Words match without case. A list is sorted by the first letter, those beyond ASCII last, so that
 * a word is compared with a few of them and not with two hundred: every headline and every first
 * line of a text is looked at for a byline.
 */
#ifndef NEWSDEX_READERS_PRESS_WORDS_H
#define NEWSDEX_READERS_PRESS_WORDS_H

#include "press.h"

typedef struct ndx_press_list {
    const char *const *word;
    size_t count;
} ndx_press_list;

extern const ndx_press_list ndx_press_openers; /* what opens a byline: "by", "von" */
/* Ditto, if a colon follows: the word alone is too common. */
extern const ndx_press_list ndx_press_colon_openers;
extern const ndx_press_list ndx_press_joints;    /* what joins two names: "and" */
extern const ndx_press_list ndx_press_particles; /* small words inside names: "van" */
/* A piece with one of these words is no name but what someone is, or where. */
extern const ndx_press_list ndx_press_titles;
extern const ndx_press_list ndx_press_agencies;

/* The next word of the list that text may begin with, at `from` (0: from the first on) or behind
 * it; the list's count if there is none. No other word begins text. */
size_t ndx_press_candidate(const ndx_press_list *list, ndx_span text, size_t from);

/* True if the word is in the list, but for case. */
bool ndx_press_listed(ndx_span word, const ndx_press_list *list);

#endif
