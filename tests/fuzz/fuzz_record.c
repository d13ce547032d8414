/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzz target: bytes taken for an article's record; what can be read is written again and must give
 * the same record. What can be read can be skimmed. */
#include "newsdex/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ndx_record record;
    ndx_record again;
    ndx_buffer bytes = {0};
    ndx_buffer twice = {0};
    if (!ndx_record_read(ndx_span_make((const char *)data, size), &record, NULL))
        return 0;
    ndx_record skimmed = {0};
    if (!ndx_record_skim(ndx_span_make((const char *)data, size), &skimmed, NULL) ||
        !ndx_span_equal(skimmed.code[NDX_TEXT_BODY], record.code[NDX_TEXT_BODY]))
        __builtin_trap();
    if (ndx_record_append(&bytes, &record, NULL)) {
        if (!ndx_record_read(ndx_buffer_span(&bytes), &again, NULL) ||
            !ndx_record_append(&twice, &again, NULL) ||
            !ndx_span_equal(ndx_buffer_span(&bytes), ndx_buffer_span(&twice)))
            __builtin_trap();
    }
    ndx_buffer_free(&bytes);
    ndx_buffer_free(&twice);
    return 0;
}
