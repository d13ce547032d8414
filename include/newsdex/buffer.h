/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * buffer.h - a growing, owned run of bytes, and the arena.
 *
 * Owns: memory. A zeroed ndx_buffer or ndx_arena is a valid empty one.
 *
 * An allocation cannot fail silently: every append returns false when memory ran out, and the
 * buffer stays `failed` from then on (later appends do nothing), so that a run of appends may be
 * checked once at its end with ndx_buffer_ok(). Buffers and arenas are not shared between threads.
 */
#ifndef NEWSDEX_BUFFER_H
#define NEWSDEX_BUFFER_H

#include "newsdex/error.h"
#include "newsdex/span.h"

#include <stdarg.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ndx_buffer {
    char *data; /* data[size] is NUL as soon as anything was appended; NULL before */
    size_t size;
    size_t capacity;
    bool failed;
} ndx_buffer;

void ndx_buffer_free(ndx_buffer *buffer);  /* frees and zeroes; NULL does nothing */
void ndx_buffer_clear(ndx_buffer *buffer); /* size 0, memory kept, failed stays */

/* Room for `more` bytes beyond size, so that the caller may write them and add to size. */
bool ndx_buffer_grow(ndx_buffer *buffer, size_t more); /* what the next one leaves to it */
static inline bool ndx_buffer_reserve(ndx_buffer *buffer, size_t more)
{
    bool fits = more < buffer->capacity - buffer->size; /* one byte stays for the NUL */
    return (fits && !buffer->failed) || ndx_buffer_grow(buffer, more);
}

bool ndx_buffer_append(ndx_buffer *buffer, const void *data, size_t size);
bool ndx_buffer_append_span(ndx_buffer *buffer, ndx_span span);
bool ndx_buffer_append_text(ndx_buffer *buffer, const char *text); /* up to its NUL */
static inline bool ndx_buffer_append_byte(ndx_buffer *buffer, unsigned char byte)
{
    if (buffer->failed || buffer->capacity - buffer->size < 2) /* a NUL follows */
        return ndx_buffer_append(buffer, &byte, 1);
    buffer->data[buffer->size++] = (char)byte;
    buffer->data[buffer->size] = '\0';
    return true;
}
bool ndx_buffer_printf(ndx_buffer *buffer, const char *format, ...) NDX_PRINTF(2, 3);
bool ndx_buffer_vprintf(ndx_buffer *buffer, const char *format, va_list arguments) NDX_PRINTF(2, 0);

/* LEB128, unsigned: seven bits a byte, low first, high bit set on all but the last. */
bool ndx_buffer_append_long_varint(ndx_buffer *buffer, uint64_t value);
static inline bool ndx_buffer_append_varint(ndx_buffer *buffer, uint64_t value)
{
    return value < 0x80 ? ndx_buffer_append_byte(buffer, (unsigned char)value)
                        : ndx_buffer_append_long_varint(buffer, value);
}
/* A varint length, then the bytes. */
bool ndx_buffer_append_counted(ndx_buffer *buffer, ndx_span span);

static inline ndx_span ndx_buffer_span(const ndx_buffer *buffer)
{
    return ndx_span_make(buffer->data, buffer->size);
}

/* False, with "out of memory while WHAT" in *error, if an append has failed. */
bool ndx_buffer_ok(const ndx_buffer *buffer, const char *what, ndx_error *error);

/* Gives the bytes away (NUL-terminated, to be freed with free()); the buffer is empty afterwards.
 * NULL if an append failed or memory runs out. */
char *ndx_buffer_take(ndx_buffer *buffer);

/* Reading what the appends above wrote, from untrusted bytes. On success *span is moved past what
 * was read; false (nothing moved) when the bytes end early or a varint does not fit 64 bits. */
bool ndx_read_varint_long(ndx_span *span, uint64_t *value); /* what the next one leaves to it */
static inline bool ndx_read_varint(ndx_span *span, uint64_t *value)
{
    const unsigned char *from = (const unsigned char *)span->data;
    size_t size = 1;
    if (span->size && from[0] < 0x80) { /* nearly all have a byte or two */
        *value = from[0];
    } else if (span->size > 1 && from[1] < 0x80) {
        *value = (from[0] & 0x7Fu) | (unsigned)from[1] << 7;
        size = 2;
    } else {
        return ndx_read_varint_long(span, value);
    }
    span->data += size;
    span->size -= size;
    return true;
}
/* False also above UINT32_MAX. */
static inline bool ndx_read_varint32(ndx_span *span, uint32_t *value)
{
    ndx_span rest = *span;
    uint64_t wide;
    if (!ndx_read_varint(&rest, &wide) || wide > UINT32_MAX)
        return false;
    *value = (uint32_t)wide;
    *span = rest;
    return true;
}
bool ndx_read_counted(ndx_span *span, ndx_span *bytes); /* bytes borrowed from span */
bool ndx_read_byte(ndx_span *span, uint8_t *byte);

/* ---- arena: memory that lives as long as an article or a query, freed at once ---- */

typedef struct ndx_arena {
    struct ndx_arena_block *blocks;
    size_t used_bytes; /* handed out since the last reset */
} ndx_arena;

/* size bytes aligned for any type, not cleared; NULL when memory ran out. size 0 is allowed. */
void *ndx_arena_alloc(ndx_arena *arena, size_t size);
/* A copy with a NUL behind it; {NULL, 0} when memory ran out and span was not empty. An empty span
 * gives an empty span that is not NULL. */
bool ndx_arena_copy(ndx_arena *arena, ndx_span span, ndx_span *copy);
char *ndx_arena_text(ndx_arena *arena, const char *text); /* NULL when memory ran out */
void ndx_arena_reset(ndx_arena *arena);                   /* all is forgotten, one block kept */
void ndx_arena_free(ndx_arena *arena);

#ifdef __cplusplus
}
#endif
#endif
