/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * version.cc - which libxapian runs.
 */
#include "indexer/xapian/internal.hpp"

extern "C" {

const char *xc_version(void)
{
    return Xapian::version_string();
}

int xc_version_major(void)
{
    return Xapian::major_version();
}

int xc_version_minor(void)
{
    return Xapian::minor_version();
}

int xc_version_revision(void)
{
    return Xapian::revision();
}

const char *xc_version_compiled(void)
{
    return XAPIAN_VERSION;
}

int xc_version_at_least(int major, int minor, int revision)
{
    const int loaded[] = {xc_version_major(), xc_version_minor(), xc_version_revision()};
    const int wanted[] = {major, minor, revision};
    for (int i = 0; i < 3; i++)
        if (loaded[i] != wanted[i])
            return loaded[i] > wanted[i];
    return 1;
}
}
