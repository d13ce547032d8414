/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit.h - CMocka with the headers that it wants included before it. */
#ifndef NEWSDEX_TESTS_UNIT_H
#define NEWSDEX_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#endif
