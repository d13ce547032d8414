/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * version.h - which libxapian runs, and which one this library was compiled with.
 */
#ifndef XAPIAN_C_VERSION_H
#define XAPIAN_C_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif

/* The libxapian that is loaded: "1.4.22". Static. */
const char *xc_version(void);
int xc_version_major(void);
int xc_version_minor(void);
int xc_version_revision(void);

/* The libxapian whose headers this library was compiled with: "1.4.22". Static. */
const char *xc_version_compiled(void);

/* 1 if the libxapian that is loaded is at least major.minor.revision. */
int xc_version_at_least(int major, int minor, int revision);

#ifdef __cplusplus
}
#endif
#endif
