/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold.c - implements fold.h.
 *
 * Results are ranked further and further down until there are enough clusters. What matches among
 * the copies of one is asked of the plan, wherever those rank: so "+7 copies" does not depend on how
 * far one looked.
 */
#include "ranking/fold.h"

#include "ranking/copies.h"
#include "ranking/plan_internal.h"

#include <stdlib.h>

typedef struct folding {
    ndx_results *results;
    ndx_copies *copies;
    bool only_copied;
    size_t wanted; /* clusters */
    ndx_hit *folded;
    size_t count;
    ndx_arena arena; /* of the folded */
    ndx_error *error;
} folding;

static bool fail_memory(const folding *f)
{
    return ndx_error_memory(f->error, "folding copies");
}

/* Reads an article that is shown or counted as a copy; *matches: does the query find it? */
static bool read_copy(folding *f, xc_docid document, ndx_hit *hit, bool *matches)
{
    ndx_index *index = f->results->index;
    xc_string data = XC_STRING_EMPTY;
    *hit = (ndx_hit){.document = document};
    bool done = ndx_index_read_record(index, document, &data, &hit->record, f->error) &&
                ndx_plan_judge_any(&f->results->plan->judge, &hit->record, matches, f->error);
    if (done && *matches)
        done = ndx_arena_copy(&f->arena, ndx_span_make(data.data, data.size), &hit->bytes) ||
               fail_memory(f);
    xc_string_free(&data);
    if (!done || !*matches)
        return done;
    ndx_words *words;
    return ndx_record_read(hit->bytes, &hit->record, f->error) &&
           (words = ndx_index_words(index, &hit->record, f->error)) != NULL &&
           ndx_record_names(words, &hit->record, &f->arena, f->error);
}

/* The cluster of a hit, first publisher first; kept if it is wanted. */
static bool add_cluster(folding *f, const ndx_hit *best)
{
    const xc_docid *documents;
    size_t count;
    size_t matching = 0;
    if (!ndx_copies_of(f->copies, best->document, &documents, &count, f->error))
        return false;
    ndx_hit *hits = ndx_arena_alloc(&f->arena, (count + 1) * sizeof *hits);
    if (!hits)
        return fail_memory(f);
    for (size_t i = 0; i < count; i++) {
        bool matches;
        if (!read_copy(f, documents[i], &hits[matching], &matches))
            return false;
        matching += matches;
    }
    if (!matching || (f->only_copied && matching == 1))
        return true;
    ndx_hit *shown = &f->folded[f->count++];
    *shown = hits[0];
    shown->score = best->score;
    shown->copies = hits + 1;
    shown->copy_count = matching - 1;
    return true;
}

/* Folds as many of the hits as are wanted, from the best. */
static bool fold_hits(folding *f)
{
    size_t found = f->results->found;
    xc_docid *documents = calloc(found + 1, sizeof *documents);
    size_t *cluster = calloc(found + 1, sizeof *cluster);
    bool done = (documents && cluster) || fail_memory(f);
    for (size_t i = 0; done && i < found; i++)
        documents[i] = f->results->hits[i].document;
    done = done && ndx_copies_cluster(f->copies, documents, found, cluster, f->error);
    for (size_t i = 0; done && i < found && f->count < f->wanted; i++)
        if (cluster[i] == i)
            done = add_cluster(f, &f->results->hits[i]);
    free(documents);
    free(cluster);
    return done;
}

/* The same query, ranked to `depth`. */
static bool rank_further(folding *f, const ndx_query *query, ndx_analyser *analyser, size_t depth)
{
    ndx_results *results = f->results;
    ndx_search_options options = results->options;
    options.offset = 0;
    options.limit = depth;
    options.no_total = true;
    options.exact_total = false;
    options.copies = NDX_COPIES_SHOW;
    ndx_results *more = ndx_search(results->index, query, &options, analyser, f->error);
    if (!more)
        return false;
    ndx_hit *hits = results->hits;
    ndx_arena arena = results->arena;
    results->hits = more->hits;
    results->found = more->found;
    results->arena = more->arena;
    more->hits = hits;
    more->arena = arena;
    more->found = 0;
    ndx_results_free(more);
    return true;
}

static bool fold_deep_enough(folding *f, const ndx_query *query, ndx_analyser *analyser)
{
    enum { DEPTH_LEAST = 100, DEEPER = 8 };
    size_t depth = f->wanted < SIZE_MAX / 4 ? 2 * f->wanted : f->wanted;
    if (depth < DEPTH_LEAST)
        depth = DEPTH_LEAST;
    for (;;) {
        f->count = 0;
        ndx_arena_free(&f->arena);
        if (!rank_further(f, query, analyser, depth))
            return false;
        bool all = f->results->found < depth;
        free(f->folded);
        f->folded = calloc(f->results->found + 1, sizeof *f->folded);
        if (!f->folded)
            return fail_memory(f);
        if (!fold_hits(f))
            return false;
        if (all || f->count >= f->wanted)
            return true;
        depth = depth < SIZE_MAX / DEEPER ? depth * DEEPER : SIZE_MAX;
    }
}

bool ndx_results_fold(ndx_results *results, const ndx_query *query, ndx_analyser *analyser,
                      bool only_copied, ndx_error *error)
{
    folding f = {
        .results = results, .only_copied = only_copied, .wanted = results->wanted, .error = error};
    if (!results->found || !results->options.limit)
        return true;
    f.copies = ndx_copies_open(results->index, results->options.threads, error);
    bool done = f.copies && fold_deep_enough(&f, query, analyser);
    if (done) {
        free(results->hits);
        ndx_arena_free(&results->arena);
        results->hits = f.folded;
        results->found = f.count;
        results->arena = f.arena;
    } else {
        free(f.folded);
        ndx_arena_free(&f.arena);
    }
    ndx_copies_close(f.copies);
    return done;
}
