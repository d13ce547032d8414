/* SPDX-License-Identifier: GPL-2.0-or-later */
/* formats.h - choosing a format. Internal to the readers. */
#ifndef NEWSDEX_READERS_FORMATS_H
#define NEWSDEX_READERS_FORMATS_H

#include "format.h"

const ndx_format *ndx_format_by_name(ndx_span name); /* NULL: there is none */

/* By the first bytes of a file, helped by its name. NULL: none of them reads it. */
const ndx_format *ndx_format_choose(ndx_span head, ndx_span name);

#endif
