/* SPDX-License-Identifier: GPL-2.0-or-later */
/* support.h - what the tests of the glass reader share: a folder of their own, databases written
 * through libxapian, and the comparison of all that both read. */
#ifndef GLASS_TESTS_SUPPORT_H
#define GLASS_TESTS_SUPPORT_H

#include "unit/unit.h"

#include "glass_read.h"
#include "xapian_c/xapian_c.h"

#include <stdbool.h>

#define MUST(call)                                                                                 \
    do {                                                                                           \
        xc_error problem = {0};                                                                    \
        if ((call) != XC_OK)                                                                       \
            fail_msg("%s: %s: %s", #call, problem.type, problem.message);                          \
    } while (0)

/* The same for newsdex: `failure` is the error inside. */
#define GOOD(call)                                                                                 \
    do {                                                                                           \
        ndx_error failure = {0};                                                                   \
        if (!(call))                                                                               \
            fail_msg("%s: %s", #call, failure.message);                                            \
    } while (0)

/* Setup and teardown: *state is a folder of the test's own, removed afterwards. */
int folder_setup(void **state);
int folder_teardown(void **state);
/* folder/name, in a static buffer for each of the last four calls. */
const char *path_in(void **state, const char *name);

/* The same numbers in every run. */
uint32_t random_number(void);
uint32_t random_below(uint32_t bound);

typedef struct random_shape {
    unsigned block_bytes;
    uint32_t documents;
    uint32_t gap;            /* docids rise by 1 to gap */
    uint32_t vocabulary;     /* terms to draw from */
    uint32_t terms;          /* a document, at most */
    uint32_t data_bytes;     /* of a document, at most */
    uint32_t commits;        /* how often, so that blocks are written again */
    uint32_t delete_one_in;  /* documents; 0: none */
    bool compressible;       /* data */
    uint32_t metadata_bytes; /* of a value, at most; 0: no metadata */
} random_shape;
void write_random(const char *path, const random_shape *shape);

/* Everything that libxapian reads there, compared. */
void assert_read_alike(const char *path);

/* Reads everything there is, whether it fails or not; gives how many errors were met. */
unsigned read_everything(const char *path);

#endif
