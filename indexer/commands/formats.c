/* SPDX-License-Identifier: GPL-2.0-or-later */
/* formats.c - `newsindex formats`: which file formats are read, from the readers' own table. */
#include "commands/command.h"

typedef struct formats_options {
    bool unused;
} formats_options;

static const ndx_command command = {
    "newsindex formats",
    "",
    "List the file formats that are read, and the names of the fields.",
    NULL,
    0,
    "A format is chosen by a file's content, helped by its name. Each may be compressed with "
    "gzip.\n",
};

/* Under which names a field is known in JSON and in tables. */
static void append_names(ndx_buffer *out)
{
    ndx_field field;
    ndx_field last = NDX_FIELD_COUNT;
    const char *name;
    ndx_buffer_append_text(out,
                           "names in JSON and as columns, in the order in which they are tried:");
    for (size_t i = 0; ndx_json_mapping_describe(i, &field, &name); i++) {
        if (field != last)
            ndx_buffer_printf(out, "\n  %-10s", ndx_field_describe(field)->name);
        ndx_buffer_printf(out, " %s", name);
        last = field;
    }
    ndx_buffer_append_byte(out, '\n');
}

static int run(const void *given, const ndx_arguments *arguments)
{
    (void)given;
    ndx_error error = {0};
    ndx_buffer out = {0};
    const ndx_format_info *format;
    if (arguments->count) {
        ndx_error_set(&error, NDX_ERROR_USAGE, "formats takes no argument, not '%s'",
                      arguments->argument[0]);
        return ndx_command_fail(&error);
    }
    ndx_buffer_append_text(&out, "formats (--input-format):\n");
    for (size_t i = 0; (format = ndx_format_describe(i)); i++)
        ndx_buffer_printf(&out, "  %-10s %s (%s)\n", format->name, format->description,
                          format->extensions);
    ndx_buffer_append_text(&out, "fields (--field):\n");
    for (int i = 0; i < NDX_FIELD_COUNT; i++) {
        const ndx_field_info *field = ndx_field_describe((ndx_field)i);
        ndx_buffer_printf(&out, "  %-10s %s%s\n", field->name, field->description,
                          field->multiple ? " (several)" : "");
    }
    append_names(&out);
    bool done = ndx_buffer_ok(&out, "listing formats", &error) && ndx_command_write(&out, &error);
    ndx_buffer_free(&out);
    return done ? NDX_EXIT_DONE : ndx_command_fail(&error);
}

const ndx_subcommand ndx_subcommand_formats = {&command, sizeof(formats_options), run};
