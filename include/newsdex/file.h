/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file.h - writing to files as the system may make it hard: in part, interrupted.
 *
 * Owns: nothing; the descriptor belongs to the caller.
 */
#ifndef NEWSDEX_FILE_H
#define NEWSDEX_FILE_H

#include "newsdex/span.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All of the bytes, at the descriptor's place. False with errno set; some may be written then. */
bool ndx_file_write(int file, ndx_span bytes);

#ifdef __cplusplus
}
#endif
#endif
