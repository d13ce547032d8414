/* SPDX-License-Identifier: GPL-2.0-or-later */
/* survey.c - implements survey.h. */
#include "present/survey.h"

#include <stdlib.h>

typedef struct walk {
    const ndx_survey *survey;
    ndx_survey_visit visit;
    char *states;
    size_t state_size;
    unsigned part, parts;
} walk;

unsigned ndx_survey_threads(const ndx_survey *survey)
{
    unsigned threads = survey->options->threads;
    if (threads < 1)
        return 1;
    return threads < NDX_MATCHES_THREADS_MAX ? threads : NDX_MATCHES_THREADS_MAX;
}

void *ndx_survey_states(const ndx_survey *survey, size_t state_size, ndx_error *error)
{
    void *states = calloc(ndx_survey_threads(survey), state_size);
    if (!states)
        ndx_error_memory(error, "counting");
    return states;
}

static bool visit(void *context, const ndx_found *found, ndx_error *error)
{
    const walk *w = context;
    return w->visit(w->states + found->thread * w->state_size, found, error);
}

static void tell(void *context, uint64_t done, uint64_t all)
{
    const walk *w = context;
    w->survey->progress(w->survey->context, w->part * all + done, w->parts * all);
}

bool ndx_survey_walk(const ndx_survey *survey, const ndx_query *query, ndx_survey_visit visit_one,
                     void *states, size_t state_size, unsigned part, unsigned parts,
                     ndx_error *error)
{
    walk w = {survey, visit_one, states, state_size, part, parts};
    ndx_matches_visitor visitor = {
        .context = &w, .visit = visit, .progress = survey->progress ? tell : NULL};
    ndx_search_options options = *survey->options;
    ndx_query all = {0};
    bool done = true;
    options.threads = ndx_survey_threads(survey);
    if (!query) {
        done = ndx_query_parse(&all, NDX_SPAN("*"), 0, NULL, NULL, error);
        query = &all;
    }
    done = done &&
           ndx_matches_visit(survey->index, query, &options, survey->analyser, &visitor, error);
    ndx_query_free(&all);
    return done;
}
