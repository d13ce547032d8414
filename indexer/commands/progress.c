/* SPDX-License-Identifier: GPL-2.0-or-later */
/* progress.c - the progress bar on a terminal, or lines with --progress=plain; always on standard
 * error. */
#include "commands/command.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PLAIN_SECONDS = 5, BAR_CHARACTERS = 24 };

static void append_time(ndx_buffer *out, double seconds)
{
    unsigned long whole = (unsigned long)(seconds + 0.5);
    if (whole >= 3600)
        ndx_buffer_printf(out, "%lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
    else
        ndx_buffer_printf(out, "%lu:%02lu", whole / 60, whole % 60);
}

static void append_state(ndx_buffer *out, const ndx_update_progress *state)
{
    double rate = state->seconds > 0 ? (double)state->bytes_done / state->seconds : 0;
    ndx_buffer_printf(out, "%s: %llu/%llu files, %llu articles, ", state->stage,
                      (unsigned long long)state->files_done, (unsigned long long)state->files_found,
                      (unsigned long long)state->articles);
    if (state->skipped)
        ndx_buffer_printf(out, "%llu skipped, ", (unsigned long long)state->skipped);
    ndx_command_append_bytes(out, state->bytes_done);
    ndx_buffer_printf(out, ", %.1f MB/s", rate / 1e6);
    if (rate > 0 && state->bytes_found > state->bytes_done) {
        ndx_buffer_append_text(out, ", ");
        append_time(out, (double)(state->bytes_found - state->bytes_done) / rate);
        ndx_buffer_append_text(out, " left");
    }
}

static void show_bar(ndx_progress *progress, const ndx_update_progress *state)
{
    struct winsize size;
    unsigned columns =
        ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
    double part = state->bytes_found ? (double)state->bytes_done / (double)state->bytes_found : 0;
    unsigned filled = part >= 1 ? BAR_CHARACTERS : (unsigned)(part * BAR_CHARACTERS);
    ndx_buffer line = {0};
    if (columns > 2 * BAR_CHARACTERS) {
        ndx_buffer_append_byte(&line, '[');
        for (unsigned i = 0; i < BAR_CHARACTERS; i++)
            ndx_buffer_append_byte(&line, i < filled ? '#' : '.');
        ndx_buffer_append_text(&line, "] ");
    }
    append_state(&line, state);
    if (line.size >= columns)
        line.size = columns - 1;
    if (line.size)
        fprintf(stderr, "\r%.*s\x1B[K", (int)line.size, line.data);
    fflush(stderr);
    ndx_buffer_free(&line);
    progress->shown = true;
}

void ndx_progress_show(ndx_progress *progress, const ndx_update_progress *state)
{
    if (progress->kind == NDX_PROGRESS_AUTO)
        progress->kind = isatty(STDERR_FILENO) ? NDX_PROGRESS_BAR : NDX_PROGRESS_NONE;
    if (progress->kind == NDX_PROGRESS_BAR) {
        show_bar(progress, state);
    } else if (progress->kind == NDX_PROGRESS_PLAIN &&
               (!progress->shown ||
                state->seconds >= progress->last_line_seconds + PLAIN_SECONDS)) {
        ndx_buffer line = {0};
        append_state(&line, state);
        if (line.size)
            fprintf(stderr, "%.*s\n", (int)line.size, line.data);
        ndx_buffer_free(&line);
        progress->last_line_seconds = state->seconds;
        progress->shown = true;
    }
}

void ndx_progress_end(ndx_progress *progress)
{
    if (progress->kind == NDX_PROGRESS_BAR && progress->shown) {
        fputs("\r\x1B[K", stderr);
        fflush(stderr);
    }
    progress->shown = false;
}
