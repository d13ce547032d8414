/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setting.h - options of newssearch that are changed while a session runs. Internal to newssearch.
 *
 * Owns: how an option is named and changed in a line, which ones a session has. Must not know: what
 * an option does.
 */
#ifndef NEWSDEX_INTERACTIVE_SETTING_H
#define NEWSDEX_INTERACTIVE_SETTING_H

#include "newssearch_options.h"

/* Changes the option that `text` names, all of it or a beginning that is unique: "sort newest";
 * "since off" takes it back, as if it had not been given; "explain" alone turns a flag on, or off
 * again. Texts are put in the arena. NDX_ERROR_USAGE: the message says what is wrong. */
bool newssearch_setting_change(newssearch_options *options, const newssearch_options *defaults,
                               ndx_span text, ndx_arena *arena, ndx_error *error);

/* Appends "sort: relevance", a line for each option. */
bool newssearch_setting_list(const newssearch_options *options, ndx_buffer *out);

#endif
