/* SPDX-License-Identifier: GPL-2.0-or-later */
/* draft.c - implements draft.h. */
#include "draft.h"

enum { LANGUAGE_DETECTED = 1, HAS_SIGNATURE = 2, HAS_DATE = 4, HAS_MODIFIED = 8 };

static void append_date(ndx_buffer *out, const ndx_date *date)
{
    if (date->precision != NDX_PRECISION_NONE)
        ndx_buffer_append(out, date, sizeof *date);
}

static bool read_date(ndx_span *bytes, bool present, ndx_date *date)
{
    if (!present)
        return true;
    if (bytes->size < sizeof *date)
        return false;
    memcpy(date, bytes->data, sizeof *date);
    *bytes = ndx_span_skip(*bytes, sizeof *date);
    return true;
}

bool ndx_draft_append(ndx_buffer *out, const ndx_draft *draft)
{
    unsigned flags = (draft->language_detected ? LANGUAGE_DETECTED : 0u) |
                     (draft->has_signature ? HAS_SIGNATURE : 0u) |
                     (draft->date.precision ? HAS_DATE : 0u) |
                     (draft->modified.precision ? HAS_MODIFIED : 0u);
    ndx_buffer_append_byte(out, (unsigned char)flags);
    ndx_buffer_append_byte(out, draft->language);
    ndx_buffer_append_varint(out, draft->update);
    ndx_buffer_append(out, &draft->content, sizeof draft->content);
    ndx_buffer_append_varint(out, draft->text_bytes);
    append_date(out, &draft->date);
    append_date(out, &draft->modified);
    if (draft->has_signature)
        ndx_buffer_append(out, draft->signature, sizeof draft->signature);
    ndx_buffer_append_counted(out, draft->id);
    ndx_buffer_append_counted(out, draft->path);
    ndx_buffer_append_counted(out, draft->url);
    ndx_buffer_append_counted(out, draft->date_text);
    ndx_buffer_append_counted(out, draft->modified_text);
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        ndx_buffer_append_varint(out, draft->word_count[i]);
    for (size_t i = 0; i < NDX_DRAFT_ATOM_COUNT; i++)
        ndx_buffer_append_varint(out, draft->atom[i]);
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        ndx_buffer_append_counted(out, draft->run[i]);
    return !out->failed;
}

static bool read_content(ndx_span *bytes, uint64_t *content)
{
    if (bytes->size < sizeof *content)
        return false;
    memcpy(content, bytes->data, sizeof *content);
    *bytes = ndx_span_skip(*bytes, sizeof *content);
    return true;
}

bool ndx_draft_read(ndx_span bytes, ndx_draft *draft)
{
    uint8_t flags;
    *draft = (ndx_draft){0};
    if (!ndx_read_byte(&bytes, &flags) || !ndx_read_byte(&bytes, &draft->language) ||
        !ndx_read_varint(&bytes, &draft->update) || !read_content(&bytes, &draft->content) ||
        !ndx_read_varint(&bytes, &draft->text_bytes) ||
        !read_date(&bytes, flags & HAS_DATE, &draft->date) ||
        !read_date(&bytes, flags & HAS_MODIFIED, &draft->modified))
        return false;
    draft->language_detected = flags & LANGUAGE_DETECTED;
    draft->has_signature = flags & HAS_SIGNATURE;
    if (draft->has_signature) {
        if (bytes.size < sizeof draft->signature)
            return false;
        memcpy(draft->signature, bytes.data, sizeof draft->signature);
        bytes = ndx_span_skip(bytes, sizeof draft->signature);
    }
    if (!ndx_read_counted(&bytes, &draft->id) || !ndx_read_counted(&bytes, &draft->path) ||
        !ndx_read_counted(&bytes, &draft->url) || !ndx_read_counted(&bytes, &draft->date_text) ||
        !ndx_read_counted(&bytes, &draft->modified_text))
        return false;
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        if (!ndx_read_varint32(&bytes, &draft->word_count[i]))
            return false;
    for (size_t i = 0; i < NDX_DRAFT_ATOM_COUNT; i++)
        if (!ndx_read_varint32(&bytes, &draft->atom[i]))
            return false;
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        if (!ndx_read_counted(&bytes, &draft->run[i]))
            return false;
    return bytes.size == 0;
}

size_t ndx_draft_ids(ndx_span run, uint32_t *ids)
{
    const uint8_t *at = (const uint8_t *)run.data;
    const uint8_t *end = at + run.size;
    size_t count = 0;
    while (end - at >= 3) { /* as long as no id can end beyond the run */
        /* One byte or two: as good as random, so it is no branch. */
        uint32_t long_id = at[0] >> 7;
        uint32_t id = (at[0] & 0x7Fu) | ((uint32_t)at[1] << 7 & (0u - long_id));
        size_t size = 1 + long_id;
        if (id >= 0x4000) {
            id = (id & 0x3FFF) | (uint32_t)at[2] << 14;
            size = 3;
            if (id >= 0x200000)
                break; /* has more than three bytes */
        }
        ids[count++] = id;
        at += size;
    }
    run = ndx_span_between((const char *)at, (const char *)end);
    while (run.size)
        if (!ndx_draft_next(&run, &ids[count++]))
            return SIZE_MAX;
    return count;
}

bool ndx_draft_append_ids(ndx_buffer *run, const uint32_t *ids, size_t count)
{
    enum { ID_BYTES_MAX = 5 };
    if (!ndx_buffer_reserve(run, count * ID_BYTES_MAX))
        return false;
    uint8_t *at = (uint8_t *)run->data + run->size;
    for (size_t i = 0; i < count; i++) {
        uint32_t id = ids[i];
        if (id < 0x4000) { /* one byte or two, without a branch: there is room */
            uint32_t long_id = id >= 0x80;
            at[0] = (uint8_t)(id | long_id << 7);
            at[1] = (uint8_t)(id >> 7);
            at += 1 + long_id;
            continue;
        }
        for (; id >= 0x80; id >>= 7)
            *at++ = (uint8_t)(id | 0x80);
        *at++ = (uint8_t)id;
    }
    run->size = (size_t)(at - (uint8_t *)run->data);
    return true;
}

static ndx_span without_leading_zeros(ndx_span digits)
{
    while (digits.size && digits.data[0] == '0')
        digits = ndx_span_skip(digits, 1);
    return digits;
}

int ndx_version_compare(ndx_span version_a, const ndx_date *modified_a, ndx_span version_b,
                        const ndx_date *modified_b)
{
    ndx_span a = without_leading_zeros(version_a);
    ndx_span b = without_leading_zeros(version_b);
    if (a.size != b.size)
        return a.size < b.size ? -1 : 1;
    int order = ndx_span_compare(a, b);
    if (order)
        return order;
    int64_t seconds_a = ndx_date_seconds(modified_a);
    int64_t seconds_b = ndx_date_seconds(modified_b);
    if (seconds_a != seconds_b)
        return seconds_a < seconds_b ? -1 : 1;
    return modified_a->nanosecond < modified_b->nanosecond
               ? -1
               : modified_a->nanosecond > modified_b->nanosecond;
}
