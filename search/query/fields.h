/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fields.h - the fields that a query may name, as one table. Internal to the query language. */
#ifndef NEWSDEX_QUERY_FIELDS_H
#define NEWSDEX_QUERY_FIELDS_H

#include "newsdex/query.h"

typedef enum ndx_field_role {
    NDX_ROLE_VALUE,
    NDX_ROLE_TITLE,
    NDX_ROLE_CASE,
    NDX_ROLE_RANGE,
    NDX_ROLE_SINCE,
    NDX_ROLE_UNTIL
} ndx_field_role;

typedef struct ndx_field_rule {
    ndx_query_field field;
    ndx_query_kind kind;
    ndx_field_role role;
} ndx_field_rule;

/* By name, the case of ASCII letters does not count. NULL: there is no such field. */
const ndx_field_rule *ndx_field_rule_of(ndx_span name);

#endif
