/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * support.h - folders of articles, updates and a look at everything an index holds, for the tests
 * of indexer/index.
 */
#ifndef NEWSDEX_TESTS_INDEX_SUPPORT_H
#define NEWSDEX_TESTS_INDEX_SUPPORT_H

#include "unit/unit.h"

#include "newsdex/index.h"
#include "newsdex/update.h"

/* A temporary folder with "in" (articles) and "index" (not made yet) in it. */
typedef struct place {
    char folder[64];
    char in[80];
    char index[200];
    ndx_update_options options; /* changed by tests before an update */
    const char *paths[2];
    ndx_update_summary summary;
    ndx_error error;
    ndx_buffer skipped; /* "path: message\n" */
    ndx_buffer planned; /* "what path\n" */
} place;

void place_open(place *at);
void place_close(place *at);

void put_file(const place *at, const char *name, const char *text); /* in "in"; folders are made */
void drop_file(const place *at, const char *name);

bool try_update(place *at);
void update(place *at); /* must succeed */

/* "id|headline|body\n" of every live article, sorted; to be freed. */
char *list_articles(const char *index);
void assert_articles(const char *index, const char *expected);

/* Every term, posting, wdf, length, value, record and metadata entry of every shard, as text; to be
 * freed. */
char *list_entries(const char *index);

/* Runs a command; gives its exit status; its output goes to *output (may be NULL). */
int run_command(ndx_buffer *output, const char *format, ...) NDX_PRINTF(2, 3);

#endif
