/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzz target: what an index from elsewhere may hold: stub, shard header, tombstones, manifest. The
 * first byte chooses. */
#include "indexer/index/manifest.h"
#include "indexer/index/stub.h"
#include "indexer/index/tombstones.h"
#include "indexer/shard/shard_header.h"

static bool accept(void *context, const ndx_manifest_entry *entry, ndx_error *error)
{
    size_t *bytes = context;
    (void)error;
    *bytes += entry->path.size;
    for (uint32_t i = 0; i < entry->range_count; i++)
        *bytes += entry->ranges[i].count;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ndx_tombstones tombstones = {0};
    ndx_stub stub;
    ndx_shard_header header;
    size_t bytes = 0;
    if (!size)
        return 0;
    ndx_span rest = ndx_span_make((const char *)data + 1, size - 1);
    switch (data[0] % 4) {
    case 0:
        ndx_manifest_read(rest, accept, &bytes, NULL);
        break;
    case 1:
        if (ndx_stub_parse(rest, &stub, NULL))
            ndx_stub_free(&stub);
        break;
    case 2:
        ndx_tombstones_read(rest, &tombstones, NULL);
        break;
    default:
        ndx_shard_header_read(rest, NDX_SPAN("name5"), &header, NULL);
        break;
    }
    ndx_tombstones_free(&tombstones);
    return 0;
}
