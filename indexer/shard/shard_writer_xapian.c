/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard_writer_xapian.c - a shard through libxapian's API: simple, the oracle of any other writer,
 * and the fallback.
 *
 * Owns: when libxapian commits. Must not know: what terms and records mean.
 *
 * libxapian inverts in nested maps and would keep the postings of 10,000 documents, however long;
 * here a commit is made by what they take. The database is new and nobody reads it before it is
 * complete, so it is written in place and not synced commit by commit.
 */
#include "shard_writer.h"

#include "newsdex/xapian_error.h"
#include "xapian_c/writable_database.h"

#include <stdio.h>

enum {
    POSTING_BYTES = 128, /* map nodes of posting and term with what malloc adds, by peak memory */
    LEAST_PENDING_BYTES = 4 * 1024 * 1024,
    MOST_PENDING_BYTES = 64 * 1024 * 1024 /* a commit cannot be interrupted; more is not faster */
};

typedef struct writing {
    xc_writable_database *database;
    const char *directory;
} writing;

static xc_bytes bytes_of(ndx_span span)
{
    return (xc_bytes){span.data, span.size};
}

static bool put(void *context, ndx_span key, ndx_span value, ndx_error *error)
{
    const writing *to = context;
    xc_error failure;
    if (xc_writable_database_set_metadata(to->database, bytes_of(key), bytes_of(value), &failure) !=
        XC_OK)
        return ndx_error_from_xapian(error, &failure, "writing %s", to->directory);
    return true;
}

static bool add_document(const writing *to, xc_document *into, const ndx_shard_document *document,
                         ndx_error *error)
{
    xc_error failure;
    if (xc_document_clear(into, &failure) != XC_OK ||
        xc_document_set_data(into, bytes_of(document->record), &failure) != XC_OK)
        goto failed;
    for (xc_slot slot = 0; slot < NDX_SLOT_COUNT; slot++)
        if (document->value[slot].size &&
            xc_document_set_value(into, slot, bytes_of(document->value[slot]), &failure) != XC_OK)
            goto failed;
    for (size_t i = 0; i < document->term_count; i++) {
        const ndx_shard_term *term = &document->terms[i];
        if (xc_document_add_term(into, bytes_of(term->bytes), term->wdf, &failure) != XC_OK)
            goto failed;
    }
    if (xc_writable_database_add_document(to->database, into, NULL, &failure) != XC_OK)
        goto failed;
    return true;
failed:
    return ndx_error_from_xapian(error, &failure, "writing %s", to->directory);
}

static bool commit(const writing *to, ndx_error *error)
{
    xc_error failure;
    if (xc_writable_database_commit(to->database, &failure) != XC_OK)
        return ndx_error_from_xapian(error, &failure, "writing %s", to->directory);
    return true;
}

static bool add_documents(const writing *to, xc_document *into, const ndx_shard_content *content,
                          const ndx_shard_writing *how, ndx_error *error)
{
    uint64_t memory_bytes = how->memory_bytes;
    uint64_t limit = memory_bytes < LEAST_PENDING_BYTES  ? LEAST_PENDING_BYTES
                     : memory_bytes > MOST_PENDING_BYTES ? MOST_PENDING_BYTES
                                                         : memory_bytes;
    uint64_t pending = 0;
    ndx_shard_document document;
    ndx_step step;
    for (uint64_t count = 1;
         (step = content->next(content->context, &document, error)) == NDX_STEP_ROW; count++) {
        if (!add_document(to, into, &document, error))
            return false;
        pending += document.term_count * POSTING_BYTES + document.record.size;
        if (pending > limit) {
            if (!commit(to, error))
                return false;
            pending = 0;
        }
        if (count % (NDX_INTERRUPT_EVERY / 4) == 0 && !ndx_shard_writing_goes_on(how, error))
            return false;
    }
    return step == NDX_STEP_END;
}

bool ndx_shard_writing_goes_on(const ndx_shard_writing *how, ndx_error *error)
{
    return !how->interrupted || !how->interrupted(how->interrupted_context) ||
           ndx_error_set(error, NDX_ERROR_INTERRUPTED,
                         "interrupted; the index is as of the last commit");
}

static bool write_shard(const char *directory, const ndx_shard_content *content,
                        const ndx_shard_writing *how, ndx_error *error)
{
    writing to = {.directory = directory};
    xc_document *into = NULL;
    xc_error failure;
    bool done = false;

    if (xc_writable_database_open(directory, XC_WRITE_CREATE | XC_WRITE_NO_SYNC | XC_DATABASE_GLASS,
                                  0, &to.database, &failure) != XC_OK ||
        xc_document_new(&into, &failure) != XC_OK) {
        ndx_error_from_xapian(error, &failure, "making %s", directory);
        goto clean;
    }
    if (!content->metadata(content->context, put, &to, error) || !commit(&to, error) ||
        !add_documents(&to, into, content, how, error) || !commit(&to, error))
        goto clean;
    if (xc_writable_database_close(to.database, &failure) != XC_OK) {
        ndx_error_from_xapian(error, &failure, "writing %s", directory);
        goto clean;
    }
    done = true;
clean:
    xc_document_free(into);
    xc_writable_database_free(to.database);
    return done;
}

const ndx_shard_writer ndx_shard_writer_xapian = {.name = "xapian", .write = write_shard};
