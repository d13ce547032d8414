/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lines.h - the queries of a batch, read line by line. Internal to newssearch.
 *
 * Owns: what a line is, which lines are no queries, how long one may be. Must not know: queries,
 * threads.
 *
 * A line ends at LF or CR LF, the last one also at the end of the file. A UTF-8 byte order mark
 * before the first line is passed over. A line of white space only and a comment hold no query: a
 * comment is `#` alone or
 * `#` and white space (`#climate` is a hashtag and a query). A line may begin with a topic: what
 * stands before the first tab.
 */
#ifndef NEWSDEX_BATCH_LINES_H
#define NEWSDEX_BATCH_LINES_H

#include "newsdex/buffer.h"
#include "newsdex/limits.h"

/* A query and a topic beside it. */
#define NDX_BATCH_LINE_BYTES (NDX_LIMIT_QUERY_BYTES + NDX_LIMIT_FIELD_BYTES)

/* Zeroed but for file; the lines do not own it. Read with read(2) as it comes: what a program
 * writes to a pipe is seen at once. */
typedef struct ndx_batch_lines {
    int file;
    uint64_t number; /* of the last line, from 1 */
    bool ended;
    size_t at, size; /* of the block */
    char block[16384];
} ndx_batch_lines;

/* The next line, whatever it holds, without its LF, in *text (cleared first). Of one that is too long
 * the rest is passed over. NDX_STEP_END: there is none. */
ndx_step ndx_batch_lines_any(ndx_batch_lines *lines, ndx_buffer *text, bool *too_long,
                             ndx_error *error);
/* The next line that holds a query, without its end, in *text (cleared first). Of a line that is
 * too long the rest is passed over. */
ndx_step ndx_batch_lines_next(ndx_batch_lines *lines, ndx_buffer *text, bool *too_long,
                              ndx_error *error);

/* Parts "topic TAB query"; an empty topic is none. Both are trimmed. */
void ndx_batch_line_parts(ndx_span line, ndx_span *topic, ndx_span *query);

#endif
