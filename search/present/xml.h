/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml.h - text inside XML, SVG and HTML.
 *
 * Owns: escaping. Must not know: elements.
 */
#ifndef NEWSDEX_PRESENT_XML_H
#define NEWSDEX_PRESENT_XML_H

#include "newsdex/buffer.h"

/* Appends text so that it stands as it is between tags and in an attribute's double quotes, in one
 * line. What XML 1.0 (2.2) does not allow, and what turns text around, becomes U+FFFD. */
bool ndx_xml_append(ndx_buffer *out, ndx_span text);

#endif
