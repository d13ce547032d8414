/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * maintenance.h - checking a database's files and compacting databases into a new one.
 */
#ifndef XAPIAN_C_MAINTENANCE_H
#define XAPIAN_C_MAINTENANCE_H

#include "xapian_c/bytes.h"
#include "xapian_c/database.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    XC_CHECK_SHORT_TREE = 1,
    XC_CHECK_FULL_TREE = 2,
    XC_CHECK_SHOW_FREE_LIST = 4,
    XC_CHECK_SHOW_STATISTICS = 8,
    XC_CHECK_FIX = 16 /* tries to repair; the version file alone, at present */
};

/* Called with each piece of text that the check prints. XC_FAIL stops the check. */
typedef xc_decision (*xc_check_output)(void *context, xc_bytes text, xc_error *error);

/* Checks the database or single table at path; *errors gets the number of errors found (XC_OK means
 * that the check ran). What is damaged badly may be told as an error of the call instead. A stub is
 * refused by libxapian 1.4: check each shard. The report (may be NULL) is replaced. */
xc_status xc_database_check(const char *path, int flags, size_t *errors, xc_string *report,
                            xc_error *error);
/* The same with the report handed on as it comes (output may be NULL). */
xc_status xc_database_check_with(const char *path, int flags, size_t *errors,
                                 xc_check_output output, void *context, xc_error *error);

enum {
    XC_COMPACT_STANDARD = 0,
    XC_COMPACT_FULL = 1,
    XC_COMPACT_FULLER = 2, /* not for a database that is to be changed again */
    XC_COMPACT_NO_RENUMBER = 4,
    XC_COMPACT_MULTIPASS = 8,
    XC_COMPACT_SINGLE_FILE = 16
};

/* Either may be NULL. Where both shards have a metadata key and there is no `resolve`, the first
 * one is kept. */
typedef struct xc_compact_callbacks {
    void *context;
    /* What is going on with which table; XC_FAIL stops. */
    xc_decision (*status)(void *context, xc_bytes table, xc_bytes status, xc_error *error);
    /* Several shards have this metadata key: writes the value wanted to *value. XC_REJECT drops the
     * key. */
    xc_decision (*resolve_metadata)(void *context, xc_bytes key, const xc_bytes *values,
                                    size_t count, xc_string *value, xc_error *error);
} xc_compact_callbacks;

/* Writes all shards of the database to a new one at `destination`. block_size 0: 8192 bytes.
 * callbacks may be NULL. Without XC_COMPACT_NO_RENUMBER documents are numbered anew, shard after
 * shard. */
xc_status xc_database_compact(xc_database *database, const char *destination, int flags,
                              unsigned block_size, const xc_compact_callbacks *callbacks,
                              xc_error *error);
xc_status xc_database_compact_descriptor(xc_database *database, int descriptor, int flags,
                                         unsigned block_size, const xc_compact_callbacks *callbacks,
                                         xc_error *error);

#ifdef __cplusplus
}
#endif
#endif
