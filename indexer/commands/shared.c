/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shared.c - implements command.h but for the progress bar. */
#include "commands/command.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int ndx_command_fail(const ndx_error *error)
{
    fflush(stdout);
    fprintf(stderr, "newsindex: %s%s%s\n", error->message, error->place[0] ? ": " : "",
            error->place);
    return NDX_EXIT_FAILED;
}

const char *ndx_command_index(const char *path)
{
    return path ? path : ndx_index_default_path();
}

bool ndx_command_takes_none(const ndx_arguments *arguments, ndx_error *error)
{
    return !arguments->count ||
           ndx_error_set(error, NDX_ERROR_USAGE,
                         "'%s' is one argument too many; the index is named with -i",
                         arguments->argument[0]);
}

bool ndx_command_write(ndx_buffer *out, ndx_error *error)
{
    bool done =
        (!out->size || fwrite(out->data, 1, out->size, stdout) == out->size) && fflush(stdout) == 0;
    ndx_buffer_clear(out);
    return done || ndx_error_errno(error, errno, "cannot write to standard output");
}

/* The one thing of a process that cannot be handed in: a signal handler has no context. */
static volatile sig_atomic_t signalled;

static void on_signal(int number)
{
    if (signalled)
        _exit(128 + number);
    signalled = 1;
}

void ndx_command_catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

bool ndx_command_interrupted(void *context)
{
    (void)context;
    return signalled != 0;
}

void ndx_command_append_bytes(ndx_buffer *out, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
    double value = (double)bytes;
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1000;
        unit++;
    }
    ndx_buffer_printf(out, unit && value < 99.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
}
