/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table.h - a command's options with the two that every command has behind them. Internal. */
#ifndef NEWSDEX_COMMAND_LINE_TABLE_H
#define NEWSDEX_COMMAND_LINE_TABLE_H

#include "newsdex/command_line.h"

size_t ndx_table_size(const ndx_command *command);
const ndx_option *ndx_table_option(const ndx_command *command, size_t index);
const ndx_option *ndx_table_help(void);
const ndx_option *ndx_table_version(void);

#endif
