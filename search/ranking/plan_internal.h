/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_internal.h - what plan.c, translate.c, judge.c and count.c share. */
#ifndef NEWSDEX_RANKING_PLAN_INTERNAL_H
#define NEWSDEX_RANKING_PLAN_INTERNAL_H

#include "newsdex/terms.h"
#include "ranking/candidates.h"
#include "ranking/plan.h"

/* An article by its shard and number. */
typedef struct ndx_record_place {
    uint64_t serial;
    uint32_t document;
} ndx_record_place;

struct ndx_like_term;

/* A node of the query with what was made of it. The tree has the query's shape. */
typedef struct plan_node {
    const ndx_query_node *node;
    ndx_candidates *candidates; /* NULL: says nothing (a leaf without words) */
    bool exact;
    bool text;                   /* words and their operators only: one matcher judges it */
    const ndx_match_node *match; /* of a textual node */
    size_t matcher_slot;         /* which of the matchers of a word list; textual nodes */
    const ndx_span *value_words; /* a field's folded words, for judging */
    size_t value_word_count;
    ndx_language language;          /* lang: */
    const ndx_record_place *places; /* dup: the articles that it stands for;
                                            like: the article, which is not like itself */
    size_t place_count;
    const struct ndx_word_set
        *word_set; /* of one pattern that may stand anywhere; NULL: it is none */
    struct plan_node **children;
    const struct plan_node *parent; /* NULL: the root */
} plan_node;

/* The matchers of one word list: one for every tree that was asked. */
typedef struct plan_list {
    ndx_words *words;
    ndx_matcher **matchers; /* matcher_slots long */
    struct plan_list *next;
} plan_list;

/* Who judges articles: the plan, which does not change meanwhile, and what one thread needs. */
typedef struct plan_judge {
    const ndx_plan *plan;
    ndx_words *words; /* of all records; NULL: the index says whose */
    plan_list *lists;
    plan_list *last_list;
    bool *given; /* what the plan's fields came to for an article; NULL: not needed yet */
} plan_judge;

struct ndx_plan {
    ndx_index *index;
    ndx_search_options options;
    ndx_analyser *analyser;
    ndx_arena arena;
    ndx_query_context context;
    ndx_language languages[NDX_PLAN_LANGUAGES];
    plan_node *root;
    ndx_candidates_pool pool;
    ndx_candidates *candidates; /* root's with --since and --until */
    bool tombstones;
    size_t matcher_slots;
    const ndx_match_node *span_tree; /* the whole query; NULL: not asked for, or nothing is said */
    size_t span_slot;
    const plan_node **given; /* what it takes as given, by number */
    size_t given_count;
    plan_judge judge;
    struct ndx_copies *copies;      /* NULL: not needed yet */
    struct ndx_word_set *word_sets; /* of all patterns of the query, each once */
    ndx_plan_leaf *leaves;
    size_t leaf_count, leaf_room;
    ndx_buffer scratch;
};

/* translate.c: fills candidates, exact and the value fields of a node whose children are done. */
bool ndx_plan_translate(ndx_plan *plan, plan_node *node, ndx_error *error);
/* related.c: the same for dup: and like:. */
bool ndx_plan_translate_copies(ndx_plan *plan, plan_node *node, ndx_error *error);
bool ndx_plan_translate_like(ndx_plan *plan, plan_node *node, ndx_error *error);
/* From now on articles that have the terms come further up; no other ones match. */
bool ndx_plan_expand(ndx_plan *plan, const struct ndx_like_term *terms, size_t count,
                     ndx_error *error);
/* A field's value is wrong: its place is told so that a caret can be put under it. Gives false. */
bool ndx_plan_wrong_value(const plan_node *node, ndx_error *error, const char *message);
/* A term of our own table. NULL: *error. */
ndx_candidates *ndx_plan_term(ndx_plan *plan, ndx_term_kind kind, ndx_span value, ndx_error *error);
/* sure.c: articles that match and need no judgement, with --since and --until; *sure is NULL where
 * none can be told. For ndx_lookup alone. */
bool ndx_plan_sure(ndx_plan *plan, ndx_candidates **sure, ndx_error *error);
/* sure.c: from now on only candidates that are not sure are judged: where the query is one pattern,
 * they are searched for the words of few terms. Not for a plan that shows results. */
bool ndx_plan_judge_rest(ndx_plan *plan, ndx_error *error);
/* days.c: a filter on days, INT32_MIN and INT32_MAX open; NULL: *error. */
ndx_candidates *ndx_plan_day_filter(ndx_plan *plan, int32_t first_day, int32_t last_day,
                                    ndx_error *error);

/* Is a child of NDX_QUERY_SIDE demanded? Fields and NOT always are. */
bool ndx_plan_is_demanded(const ndx_plan *plan, const ndx_query_node *child);

/* judge.c: does an article match that is among the candidates and not deleted? */
bool ndx_plan_judge_candidate(plan_judge *by, const ndx_record *record, bool *matches,
                              ndx_error *error);
/* Where the whole query matches, and whether: for a plan of ndx_plan_new(). Borrowed until the next
 * article. */
bool ndx_plan_spans(plan_judge *by, const ndx_record *record, const ndx_match_span **spans,
                    size_t *count, bool *matches, ndx_error *error);
/* The positions of the words that take part in them; ditto. */
bool ndx_plan_highlights(plan_judge *by, const ndx_record *record, const uint32_t **positions,
                         size_t *count, ndx_error *error);
/* The same for any live article, candidate or not. */
bool ndx_plan_judge_any(plan_judge *by, const ndx_record *record, bool *matches, ndx_error *error);
/* The one matcher that judges all records of the same word list; NULL where it takes more. */
bool ndx_plan_sole_matcher(plan_judge *by, const ndx_record *record, ndx_matcher **matcher,
                           ndx_error *error);
void ndx_plan_judge_free(plan_judge *by);

#endif
