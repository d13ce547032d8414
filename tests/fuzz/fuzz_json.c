/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_json.c - any bytes as JSON and as JSON Lines (libFuzzer entry point). */
#include "tests/fuzz/fuzz_reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ndx_span bytes = ndx_span_make((const char *)data, size);
    fuzz_reading(bytes, "json", "fuzz.json");
    fuzz_reading(bytes, "jsonl", "fuzz.jsonl");
    return 0;
}
