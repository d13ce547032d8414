/* SPDX-License-Identifier: GPL-2.0-or-later */
/* input.h - opening and closing an input: for reading.c; formats use format.h. */
#ifndef NEWSDEX_READERS_INPUT_H
#define NEWSDEX_READERS_INPUT_H

#include "format.h"

/* path "-": standard input. name (for messages) and options (may be NULL) must outlive the input.
 * NULL: *error. */
ndx_input *ndx_input_open(const char *path, const char *name, const ndx_reading_options *options,
                          ndx_error *error);
ndx_input *ndx_input_open_memory(ndx_span bytes, const char *name,
                                 const ndx_reading_options *options, ndx_error *error);
void ndx_input_close(ndx_input *input);

uint64_t ndx_input_raw_bytes(const ndx_input *input); /* read from the file so far, as stored */
bool ndx_input_is_gzip(const ndx_input *input);

/* Reads the file to its end and gives the hash of all its bytes as stored. */
bool ndx_input_finish(ndx_input *input, uint8_t hash[16], ndx_error *error);

#endif
