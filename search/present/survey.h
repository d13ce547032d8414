/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * survey.h - what a count over all matches of a query needs: timeline, facets and terms alike.
 *
 * Owns: a state for each thread that visits, and what part of the whole the progress is told of.
 * Must not know: what is counted.
 */
#ifndef NEWSDEX_PRESENT_SURVEY_H
#define NEWSDEX_PRESENT_SURVEY_H

#include "newsdex/matches.h"

/* What is asked, of what; all borrowed. Of the options, days, language, all and threads count. */
typedef struct ndx_survey {
    ndx_index *index;
    ndx_analyser *analyser;
    const ndx_search_options *options;
    /* How much has been looked at; called by the calling thread now and then; may be NULL. */
    void (*progress)(void *context, uint64_t done, uint64_t all);
    void *context;
} ndx_survey;

/* States, one for each thread that may visit: zeroed, to be freed with free(). NULL: *error. */
void *ndx_survey_states(const ndx_survey *survey, size_t state_size, ndx_error *error);
unsigned ndx_survey_threads(const ndx_survey *survey);

typedef bool (*ndx_survey_visit)(void *state, const ndx_found *found, ndx_error *error);

/* Visits every match, each with its thread's state. part of parts, from 0: several walks are one to
 * the progress. query NULL: every article within the options' days. */
bool ndx_survey_walk(const ndx_survey *survey, const ndx_query *query, ndx_survey_visit visit,
                     void *states, size_t state_size, unsigned part, unsigned parts,
                     ndx_error *error);

#endif
