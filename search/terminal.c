/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terminal.c - implements terminal.h. */
#define _XOPEN_SOURCE 700
#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool newssearch_terminal_color(int when)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (when != NEWSSEARCH_AUTO)
        return when == NEWSSEARCH_ALWAYS;
    return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
           !(term && strcmp(term, "dumb") == 0);
}

/* Terminals pass over an OSC that they do not know, by ECMA-48. Known not to: the console of Linux
 * before 5.6, and VTE before 0.50. */
bool newssearch_terminal_hyperlinks(int when, bool color)
{
    enum { VTE_WITH_LINKS = 5000 };
    const char *term = getenv("TERM");
    const char *vte = getenv("VTE_VERSION");
    if (when != NEWSSEARCH_AUTO)
        return when == NEWSSEARCH_ALWAYS;
    return color && isatty(STDOUT_FILENO) && term && *term && strcmp(term, "linux") != 0 &&
           !(vte && strtol(vte, NULL, 10) < VTE_WITH_LINKS);
}

static bool read_size(struct winsize *size)
{
    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, size) == 0;
}

unsigned newssearch_terminal_columns(void)
{
    enum { USUAL = 80, LEAST = 20, MOST = 100 }; /* longer lines are hard to read */
    struct winsize size;
    if (!isatty(STDOUT_FILENO))
        return 0;
    if (!read_size(&size) || size.ws_col < LEAST)
        return USUAL;
    return size.ws_col < MOST ? size.ws_col : MOST;
}

unsigned newssearch_terminal_rows(void)
{
    enum { USUAL = 24, LEAST = 5 };
    struct winsize size;
    if (!isatty(STDOUT_FILENO))
        return 0;
    return read_size(&size) && size.ws_row >= LEAST ? size.ws_row : USUAL;
}

void newssearch_terminal_place(newssearch_place *place)
{
    *place = (newssearch_place){0};
    if (gethostname(place->host, sizeof place->host - 1) != 0)
        place->host[0] = '\0';
    if (!getcwd(place->folder, sizeof place->folder))
        place->folder[0] = '\0';
}
