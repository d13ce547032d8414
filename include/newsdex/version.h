/* SPDX-License-Identifier: GPL-2.0-or-later */
/* version.h - the version of newsdex; the same as in CMakeLists.txt (a test compares). */
#ifndef NEWSDEX_VERSION_H
#define NEWSDEX_VERSION_H

#define NDX_VERSION "0.1.0"

#endif
