/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answer.h - one query answered: parsed, run, and written in an output format. Internal to
 * newssearch.
 *
 * Owns: what the tool says about a query, on both streams, into buffers. Must not know: streams,
 * threads, the command line.
 */
#ifndef NEWSDEX_ANSWER_H
#define NEWSDEX_ANSWER_H

#include "present/output.h"

enum { NEWSSEARCH_FOUND = 0, NEWSSEARCH_NOT_FOUND = 1, NEWSSEARCH_FAILED = 2 };

struct newssearch_query;

/* Answers a query that was parsed into query->out; *found: articles that match. */
typedef bool newssearch_run(const struct newssearch_query *query, const ndx_query *parsed,
                            uint64_t *found, ndx_error *error);

enum { NEWSSEARCH_COUNT_ARTICLES, NEWSSEARCH_COUNT_MATCHES, NEWSSEARCH_COUNT_BOTH };

/* What holds for every query. */
typedef struct newssearch_settings {
    ndx_query_options query;
    ndx_search_options search;
    ndx_output_options output;
    const ndx_output_format *format;
    bool quiet;             /* no notes on the query */
    bool count;             /* say how many there are, and no more */
    int count_what;         /* ditto: NEWSSEARCH_COUNT_... */
    bool open;              /* of the best one only, and nothing around it */
    newssearch_run *report; /* what is told of all matches (reports.h); NULL: the best are shown */
    const struct newssearch_report_settings *report_settings;
} newssearch_settings;

/* A thread's own, and the query. */
typedef struct newssearch_query {
    const newssearch_settings *settings;
    ndx_index *index;
    ndx_analyser *analyser;
    ndx_span text;
    ndx_span topic;       /* trec; of a batch: what is shown for the query */
    uint64_t number;      /* the line of a batch; 0: a query by itself */
    ndx_buffer *out;      /* for standard output */
    ndx_buffer *messages; /* for standard error, whole lines */
    bool (*hand_on)(void *context, ndx_error *error); /* empties both, when out has grown */
    void *context;
} newssearch_query;

/* "newssearch: line N: PLACE: MESSAGE". */
void newssearch_report(ndx_buffer *messages, uint64_t number, const ndx_error *error);

/* Parses; what is wrong is reported. False: it was. */
bool newssearch_parse(const newssearch_query *query, ndx_query *parsed);
/* Runs what was parsed: FOUND, NOT_FOUND or FAILED, which is reported. */
int newssearch_answer(const newssearch_query *query, const ndx_query *parsed);
/* A query of a batch, from its heading to its end. */
int newssearch_answer_in_batch(const newssearch_query *query);
/* The same for one that is wrong before it is parsed. */
int newssearch_refuse_in_batch(const newssearch_query *query, const ndx_error *error);

#endif
