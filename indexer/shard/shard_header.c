/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shard_header.c - implements shard_header.h. */
#include "shard_header.h"

#include "newsdex/analysis.h"
#include "xapian_c/version.h"

#include <stdio.h>

void ndx_shard_header_init(ndx_shard_header *header)
{
    *header = (ndx_shard_header){
        .analysis_version = NDX_ANALYSIS_VERSION,
        .signature_version = NDX_SIGNATURE_VERSION,
        .maker = NEWSDEX_VERSION,
    };
    snprintf(header->xapian_version, sizeof header->xapian_version, "%s", xc_version());
}

bool ndx_shard_header_append(ndx_buffer *out, const ndx_shard_header *header)
{
    const uint8_t weights[3] = {header->weights.body, header->weights.headline,
                                header->weights.lead};
    const uint64_t numbers[] = {
        header->serial, header->update,      header->documents,        header->text_bytes,
        header->words,  header->words_bytes, header->tombstone_chunks, header->manifest_chunks};
    ndx_buffer_append_varint(out, NDX_SHARD_FORMAT);
    ndx_buffer_append_varint(out, header->analysis_version);
    ndx_buffer_append_varint(out, header->signature_version);
    ndx_buffer_append_counted(out, ndx_span_of(header->maker));
    ndx_buffer_append_counted(out, ndx_span_of(header->xapian_version));
    ndx_buffer_append(out, weights, sizeof weights);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        ndx_buffer_append_varint(out, numbers[i]);
    uint32_t languages = 0;
    for (uint32_t language = 0; language < 256; language++)
        languages += header->languages[language] != 0;
    ndx_buffer_append_varint(out, languages);
    for (uint32_t language = 0; language < 256; language++) {
        if (!header->languages[language])
            continue;
        ndx_buffer_append_varint(out, language);
        ndx_buffer_append_varint(out, header->languages[language]);
    }
    return !out->failed;
}

static bool read_text(ndx_span *bytes, char *text, size_t capacity)
{
    ndx_span value;
    if (!ndx_read_counted(bytes, &value) || value.size >= capacity)
        return false;
    if (value.size)
        memcpy(text, value.data, value.size);
    text[value.size] = '\0';
    return true;
}

static bool read_fields(ndx_span bytes, ndx_shard_header *header)
{
    uint64_t *numbers[] = {&header->serial,     &header->update, &header->documents,
                           &header->text_bytes, &header->words,  &header->words_bytes};
    if (!ndx_read_varint32(&bytes, &header->analysis_version) ||
        !ndx_read_varint32(&bytes, &header->signature_version) ||
        !read_text(&bytes, header->maker, sizeof header->maker) ||
        !read_text(&bytes, header->xapian_version, sizeof header->xapian_version) ||
        !ndx_read_byte(&bytes, &header->weights.body) ||
        !ndx_read_byte(&bytes, &header->weights.headline) ||
        !ndx_read_byte(&bytes, &header->weights.lead))
        return false;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (!ndx_read_varint(&bytes, numbers[i]))
            return false;
    if (!ndx_read_varint32(&bytes, &header->tombstone_chunks) ||
        !ndx_read_varint32(&bytes, &header->manifest_chunks) || header->documents >= UINT32_MAX)
        return false;
    uint32_t languages;
    if (!ndx_read_varint32(&bytes, &languages))
        return false;
    for (uint32_t i = 0; i < languages; i++) {
        uint32_t language;
        uint64_t documents;
        if (!ndx_read_varint32(&bytes, &language) || language > 255 ||
            !ndx_read_varint(&bytes, &documents))
            return false;
        header->languages[language] = documents;
    }
    return bytes.size == 0;
}

bool ndx_shard_header_read(ndx_span bytes, ndx_span name, ndx_shard_header *header,
                           ndx_error *error)
{
    uint64_t format;
    *header = (ndx_shard_header){0};
    if (name.size != sizeof header->name || !ndx_read_varint(&bytes, &format))
        return ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "the shard's header is damaged; run `newsindex check`");
    memcpy(header->name, name.data, name.size);
    if (format != NDX_SHARD_FORMAT)
        return ndx_error_set(error, NDX_ERROR_VERSION,
                             "the shard has format %llu and this newsdex %s reads format %u only; "
                             "use the newsdex that made "
                             "the index, or index the articles anew",
                             (unsigned long long)format, NEWSDEX_VERSION, NDX_SHARD_FORMAT);
    if (!read_fields(bytes, header))
        return ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "the shard's header is damaged; run `newsindex check`");
    return true;
}

bool ndx_shard_header_key(ndx_buffer *out, const uint8_t name[NDX_WORDS_NAME_BYTES])
{
    ndx_buffer_append_text(out, NDX_SHARD_HEADER_PREFIX);
    return ndx_buffer_append(out, name, NDX_WORDS_NAME_BYTES);
}

bool ndx_shard_chunk_key(ndx_buffer *out, const uint8_t name[NDX_WORDS_NAME_BYTES], char what,
                         uint32_t chunk)
{
    ndx_buffer_append(out, name, NDX_WORDS_NAME_BYTES);
    ndx_buffer_append_byte(out, '~');
    ndx_buffer_append_byte(out, (unsigned char)what);
    for (int shift = 24; shift >= 0; shift -= 8)
        ndx_buffer_append_byte(out, (unsigned char)(chunk >> shift));
    return !out->failed;
}
