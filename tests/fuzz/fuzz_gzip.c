/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_gzip.c - any bytes as a gzip file, and any bytes whose format is chosen by content
 * (libFuzzer entry point). Bytes that are no gzip get the magic number, so that the decompressor
 * sees them too.
 */
#include "tests/fuzz/fuzz_reading.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char magic[] = {0x1F, (char)0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
    fuzz_reading(ndx_span_make((const char *)data, size), NULL, "fuzz");
    char *zipped = malloc(sizeof magic + size);
    if (!zipped)
        return 0;
    memcpy(zipped, magic, sizeof magic);
    if (size)
        memcpy(zipped + sizeof magic, data, size);
    fuzz_reading(ndx_span_make(zipped, sizeof magic + size), "jsonl", "fuzz.jsonl.gz");
    free(zipped);
    return 0;
}
