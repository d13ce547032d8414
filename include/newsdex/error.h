/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * error.h - the one error type of newsdex.
 *
 * Owns: what went wrong, where, and what to do, as text for a person and as a code for a program.
 * Must not know: how an error is shown, or which module raised it.
 *
 * Every function that can fail returns `bool` (true: done) or a step (below) and takes
 * `ndx_error *error` last; error may be NULL. An ndx_error owns no memory: it can be copied, and
 * needs no clean-up. Callers add context on the way up with ndx_error_prefix().
 */
#ifndef NEWSDEX_ERROR_H
#define NEWSDEX_ERROR_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define NDX_PRINTF(format_index, first_argument)                                                   \
    __attribute__((format(printf, format_index, first_argument)))
#else
#define NDX_PRINTF(format_index, first_argument)
#endif

typedef enum ndx_code {
    NDX_OK = 0,
    NDX_ERROR_MEMORY,      /* an allocation failed */
    NDX_ERROR_IO,          /* the operating system refused: open, read, write, rename, space */
    NDX_ERROR_FORMAT,      /* an input file or article is not what its format demands */
    NDX_ERROR_LIMIT,       /* one of the limits of limits.h was exceeded */
    NDX_ERROR_USAGE,       /* the caller's argument or query is wrong */
    NDX_ERROR_NOT_FOUND,   /* what was asked for does not exist */
    NDX_ERROR_LOCKED,      /* another process writes to the index */
    NDX_ERROR_VERSION,     /* the index was made by a version that this one cannot read */
    NDX_ERROR_CORRUPT,     /* the index is damaged, or is not one */
    NDX_ERROR_INTERRUPTED, /* a signal or the caller asked to stop */
    NDX_ERROR_XAPIAN,      /* libxapian failed otherwise */
    NDX_ERROR_INTERNAL     /* a bug in newsdex */
} ndx_code;

/* message: one or more clauses, UTF-8, no final full stop, no newline; it names the file.
 * place: the line, byte or column, e.g. "line 12, column 3"; empty when there is none.
 * Both are always NUL-terminated; what does not fit is cut at a character. */
typedef struct ndx_error {
    ndx_code code;
    char message[768];
    char place[128];
} ndx_error;

/* What a cursor's or a reader's step gives: a row, the end, or an error, three different things. */
typedef enum ndx_step { NDX_STEP_ERROR = -1, NDX_STEP_END = 0, NDX_STEP_ROW = 1 } ndx_step;

/* Sets *error (when not NULL); returns false always, so that `return ndx_error_set(...)` fails. */
bool ndx_error_set(ndx_error *error, ndx_code code, const char *format, ...) NDX_PRINTF(3, 4);

/* The same with the place: `ndx_error_set_at(error, NDX_ERROR_FORMAT, "line 12", "...")`. */
bool ndx_error_set_at(ndx_error *error, ndx_code code, const char *place, const char *format, ...)
    NDX_PRINTF(4, 5);

/* As ndx_error_set with NDX_ERROR_IO (NDX_ERROR_NOT_FOUND for ENOENT and ENOTDIR, NDX_ERROR_MEMORY
 * for ENOMEM); ": " and the text of errno_value is appended. */
bool ndx_error_errno(ndx_error *error, int errno_value, const char *format, ...) NDX_PRINTF(3, 4);

/* "out of memory while WHAT"; returns false. */
bool ndx_error_memory(ndx_error *error, const char *what);

/* Puts "CONTEXT: " in front of the message. Returns false. */
bool ndx_error_prefix(ndx_error *error, const char *format, ...) NDX_PRINTF(2, 3);

#ifdef __clang_analyzer__
/* The analyser reads one file at a time: it would follow `return ndx_error_set(...)` as a success
 * as well. What it reads says that it is none; what is compiled stays as it is. */
static inline bool ndx_error_is_false(bool ignored)
{
    (void)ignored;
    return false;
}
#define ndx_error_set(...) ndx_error_is_false(ndx_error_set(__VA_ARGS__))
#define ndx_error_set_at(...) ndx_error_is_false(ndx_error_set_at(__VA_ARGS__))
#define ndx_error_errno(...) ndx_error_is_false(ndx_error_errno(__VA_ARGS__))
#define ndx_error_memory(...) ndx_error_is_false(ndx_error_memory(__VA_ARGS__))
#define ndx_error_prefix(...) ndx_error_is_false(ndx_error_prefix(__VA_ARGS__))
#endif

/* Back to NDX_OK with empty texts. */
void ndx_error_clear(ndx_error *error);

/* "memory", "io", ... as scripts see it in --skipped and JSON output; never NULL. */
const char *ndx_code_name(ndx_code code);

#ifdef __cplusplus
}
#endif
#endif
