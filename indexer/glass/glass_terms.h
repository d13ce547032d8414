/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_terms.h - what the walk over terms needs of postings. Internal to indexer/glass. */
#ifndef NEWSDEX_GLASS_TERMS_H
#define NEWSDEX_GLASS_TERMS_H

#include "glass_read.h"

/* Begins the postings of the term whose first chunk the cursor stands at. */
bool ndx_glass_postings_begin(ndx_glass_postings *postings, ndx_span term, ndx_error *error);

#endif
