/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * write_content.h - made-up contents of shards, given to a writer in either of the two ways, and
 * the check that every writer makes the same database of them.
 *
 * A content is built up: terms in any order, then documents, each followed by its postings.
 */
#ifndef NEWSDEX_TESTS_WRITE_CONTENT_H
#define NEWSDEX_TESTS_WRITE_CONTENT_H

#include "unit/unit.h"

#include "newsdex/buffer.h"
#include "shard_writer.h"

typedef struct made_posting {
    uint32_t document, term, wdf;
} made_posting;

/* Bytes lie in one buffer; places are offsets of it. */
typedef struct made_bytes {
    size_t at, size;
} made_bytes;

typedef struct made_document {
    made_bytes record, value[NDX_SLOT_COUNT];
    size_t first_posting;
    uint32_t length;
} made_document;

typedef struct made_entry { /* of the metadata */
    made_bytes key, value;
} made_entry;

typedef struct made_content {
    ndx_buffer bytes;
    made_bytes *term;
    size_t term_count, term_capacity;
    made_document *document;
    size_t document_count, document_capacity;
    made_posting *posting; /* document by document */
    size_t posting_count, posting_capacity;
    made_entry *entry;
    size_t entry_count, entry_capacity;
    uint32_t random;
    /* Where each way of giving it is. */
    size_t next_document, next_record, next_values, next_list, next_posting, list_end;
    ndx_shard_term *terms; /* of the document given last */
    uint32_t *order;       /* terms by their bytes */
    made_posting *listed;  /* postings by term, then document */
} made_content;

void content_free(made_content *content); /* one that is zeroed is empty */

uint32_t content_random(made_content *content, uint32_t below);
/* size bytes of which no two parts look alike; borrowed until bytes are added. */
made_bytes content_random_bytes(made_content *content, size_t size);
made_bytes content_bytes(made_content *content, ndx_span bytes);

void content_metadata(made_content *content, ndx_span key, made_bytes value); /* keys distinct */
uint32_t content_term(made_content *content, ndx_span term);                  /* distinct */
uint32_t content_term_text(made_content *content, const char *format, ...) NDX_PRINTF(2, 3);
void content_document(made_content *content, made_bytes record);
void content_value(made_content *content, uint32_t slot,
                   made_bytes value); /* of the last document */
void content_posting(made_content *content, uint32_t term,
                     uint32_t wdf); /* ditto; each term once */

/* From the beginning, for a writer. */
ndx_shard_content content_view(made_content *content);

void write_content(made_content *content, const ndx_shard_writer *writer, unsigned threads,
                   const char *path);

/* Both writers write it, the tables with one thread and with two. libxapian must find no error in
 * the tables, nothing that differs from what its own API made, and compact them to the same again.
 */
void assert_writers_agree(made_content *content);

void remove_folder(const char *folder); /* with all that is in it; no quotes in its name */

#endif
