/* SPDX-License-Identifier: GPL-2.0-or-later */
/* buffer.c - implements newsdex/buffer.h: growing bytes, varints, the arena. */
#include "newsdex/buffer.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

void ndx_buffer_free(ndx_buffer *buffer)
{
    if (!buffer)
        return;
    free(buffer->data);
    *buffer = (ndx_buffer){0};
}

void ndx_buffer_clear(ndx_buffer *buffer)
{
    buffer->size = 0;
    if (buffer->data)
        buffer->data[0] = '\0';
}

bool ndx_buffer_grow(ndx_buffer *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (more > SIZE_MAX / 2 - buffer->size - 64) {
        buffer->failed = true;
        return false;
    }
    size_t need = buffer->size + more + 1;
    size_t capacity = buffer->capacity + buffer->capacity / 2;
    if (capacity < need)
        capacity = need;
    if (capacity < 64)
        capacity = 64;
    char *data = realloc(buffer->data, capacity);
    if (!data) {
        buffer->failed = true;
        return false;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    data[buffer->size] = '\0';
    return true;
}

bool ndx_buffer_append(ndx_buffer *buffer, const void *data, size_t size)
{
    if (!ndx_buffer_reserve(buffer, size))
        return false;
    if (size)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
    return true;
}

bool ndx_buffer_append_span(ndx_buffer *buffer, ndx_span span)
{
    return ndx_buffer_append(buffer, span.data, span.size);
}

bool ndx_buffer_append_text(ndx_buffer *buffer, const char *text)
{
    return ndx_buffer_append(buffer, text, strlen(text));
}

bool ndx_buffer_vprintf(ndx_buffer *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    bool done = false;
    if (size >= 0 && ndx_buffer_reserve(buffer, (size_t)size)) {
        vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
        done = true;
    } else {
        buffer->failed = true;
    }
    va_end(again);
    return done;
}

bool ndx_buffer_printf(ndx_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bool done = ndx_buffer_vprintf(buffer, format, arguments);
    va_end(arguments);
    return done;
}

bool ndx_buffer_append_long_varint(ndx_buffer *buffer, uint64_t value)
{
    unsigned char bytes[10];
    size_t size = 0;
    while (value >= 0x80) {
        bytes[size++] = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    bytes[size++] = (unsigned char)value;
    return ndx_buffer_append(buffer, bytes, size);
}

bool ndx_buffer_append_counted(ndx_buffer *buffer, ndx_span span)
{
    return ndx_buffer_append_varint(buffer, span.size) &&
           (!span.size || ndx_buffer_append_span(buffer, span));
}

bool ndx_buffer_ok(const ndx_buffer *buffer, const char *what, ndx_error *error)
{
    return buffer->failed ? ndx_error_memory(error, what) : true;
}

char *ndx_buffer_take(ndx_buffer *buffer)
{
    char *data = NULL;
    if (ndx_buffer_reserve(buffer, 0)) {
        data = buffer->data;
        *buffer = (ndx_buffer){0};
    }
    return data;
}

bool ndx_read_varint_long(ndx_span *span, uint64_t *value)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < span->size && i < 10; i++) {
        uint64_t byte = (unsigned char)span->data[i];
        if (i == 9 && byte > 1)
            return false;
        sum |= (byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            *value = sum;
            *span = ndx_span_skip(*span, i + 1);
            return true;
        }
    }
    return false;
}

bool ndx_read_counted(ndx_span *span, ndx_span *bytes)
{
    ndx_span rest = *span;
    uint64_t size;
    if (!ndx_read_varint(&rest, &size) || size > rest.size)
        return false;
    *bytes = ndx_span_make(rest.data, (size_t)size);
    *span = ndx_span_skip(rest, (size_t)size);
    return true;
}

bool ndx_read_byte(ndx_span *span, uint8_t *byte)
{
    if (!span->size)
        return false;
    *byte = (uint8_t)span->data[0];
    *span = ndx_span_skip(*span, 1);
    return true;
}

/* ---- arena ---- */

struct ndx_arena_block {
    struct ndx_arena_block *next;
    size_t capacity;
    size_t used;
    alignas(max_align_t) char bytes[];
};

enum { FIRST_BLOCK_BYTES = 16 * 1024, LARGEST_STEP_BYTES = 1024 * 1024 };

static struct ndx_arena_block *new_block(const struct ndx_arena_block *last, size_t size)
{
    size_t capacity = last ? last->capacity * 2 : FIRST_BLOCK_BYTES;
    if (capacity > LARGEST_STEP_BYTES)
        capacity = LARGEST_STEP_BYTES;
    if (capacity < size)
        capacity = size;
    struct ndx_arena_block *block = malloc(sizeof *block + capacity);
    if (block) {
        block->capacity = capacity;
        block->used = 0;
    }
    return block;
}

void *ndx_arena_alloc(ndx_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct ndx_arena_block *block = arena->blocks;
    if (!block || size > block->capacity - block->used) {
        block = new_block(block, size);
        if (!block)
            return NULL;
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *memory = block->bytes + block->used;
    block->used += size;
    arena->used_bytes += size;
    return memory;
}

bool ndx_arena_copy(ndx_arena *arena, ndx_span span, ndx_span *copy)
{
    char *bytes = ndx_arena_alloc(arena, span.size + 1);
    if (!bytes) {
        *copy = ndx_span_make(NULL, 0);
        return false;
    }
    if (span.size)
        memcpy(bytes, span.data, span.size);
    bytes[span.size] = '\0';
    *copy = ndx_span_make(bytes, span.size);
    return true;
}

char *ndx_arena_text(ndx_arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = ndx_arena_alloc(arena, size);
    if (copy)
        memcpy(copy, text, size);
    return copy;
}

void ndx_arena_reset(ndx_arena *arena)
{
    arena->used_bytes = 0;
    if (!arena->blocks)
        return;
    struct ndx_arena_block *block = arena->blocks->next;
    while (block) {
        struct ndx_arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena->blocks->next = NULL;
    arena->blocks->used = 0;
    if (arena->blocks->capacity >
        LARGEST_STEP_BYTES) { /* one huge article must not hold its room */
        free(arena->blocks);
        arena->blocks = NULL;
    }
}

void ndx_arena_free(ndx_arena *arena)
{
    if (!arena)
        return;
    ndx_arena_reset(arena);
    free(arena->blocks);
    *arena = (ndx_arena){0};
}
