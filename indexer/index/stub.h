/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stub.h - the file XAPIANDB: which shards are live. Internal to indexer/index.
 *
 * Owns: its text, and replacing it: the one commit point. Must not know: what is in a shard.
 *
 * To libxapian it is a stub database; `#` begins a comment there:
 *
 *   # newsdex index, format 1
 *   # next-serial 5
 *   # update-serial 4
 *   # shards 1
 *   auto shard-00000003-4f6b02c1d9
 */
#ifndef NEWSDEX_INDEX_STUB_H
#define NEWSDEX_INDEX_STUB_H

#include "newsdex/buffer.h"

#define NDX_INDEX_FORMAT 1u
#define NDX_SHARD_NAME_BYTES 48u /* with the NUL */
#define NDX_SHARDS_MAX 4096u

typedef struct ndx_stub {
    uint64_t next_serial;   /* of the next shard; from 1 */
    uint64_t update_serial; /* of the last update; 0: none yet */
    uint64_t shards_told;   /* as the file says; only parsing looks at it */
    char (*shard)[NDX_SHARD_NAME_BYTES];
    size_t count;
} ndx_stub;

void ndx_stub_free(ndx_stub *stub);
bool ndx_stub_add(ndx_stub *stub, const char *name, ndx_error *error);

/* Parses bytes. NDX_ERROR_CORRUPT for what is not newsdex's, NDX_ERROR_VERSION for another format.
 */
bool ndx_stub_parse(ndx_span text, ndx_stub *stub, ndx_error *error);
bool ndx_stub_append(ndx_buffer *out, const ndx_stub *stub);

/* NDX_ERROR_NOT_FOUND when there is no index. */
bool ndx_stub_read(const char *directory, ndx_stub *stub, ndx_error *error);
/* Writes XAPIANDB.tmp, syncs it, renames it, syncs the directory. */
bool ndx_stub_write(const char *directory, const ndx_stub *stub, ndx_error *error);

#endif
