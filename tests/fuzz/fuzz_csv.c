/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_csv.c - any bytes as CSV and as TSV (libFuzzer entry point). */
#include "tests/fuzz/fuzz_reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ndx_span bytes = ndx_span_make((const char *)data, size);
    fuzz_reading(bytes, "csv", "fuzz.csv");
    fuzz_reading(bytes, "tsv", "fuzz.tsv");
    return 0;
}
