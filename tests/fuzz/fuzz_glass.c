/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzz target: a database whose version file, postlist and docdata come from the fuzzer. The first
 * two numbers (two bytes each, high byte first) say how long the version file and the postlist are;
 * everything that can be read is read. A corpus to begin with: those files of small indexes, joined
 * so. The tables that are not read are there as well, of zeros, or nothing of a real index opens. */
#include "glass_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/fuzz-glass-XXXXXX";

static void write_file(const char *name, const uint8_t *data, size_t size)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file))
        abort();
}

static bool make_folder(void)
{
    static const char *const others[] = {"termlist", "position", "spelling", "synonym"};
    static const uint8_t zeros[256 * 1024];
    if (!mkdtemp(folder))
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s.glass", others[i]);
        write_file(name, zeros, sizeof zeros);
    }
    return true;
}

static void read_postings(ndx_glass_postings *postings)
{
    uint32_t docids[50];
    uint32_t wdfs[50];
    size_t count = 1;
    for (uint32_t docid = 1; docid < 1u << 30; docid *= 5)
        if (ndx_glass_postings_skip_to(postings, docid, NULL) != NDX_STEP_ROW)
            break;
    while (count)
        if (!ndx_glass_postings_block(postings, docids, wdfs, 50, &count, NULL))
            break;
}

static void read_terms(const ndx_glass_database *database)
{
    ndx_glass_terms terms;
    ndx_glass_postings postings;
    if (ndx_glass_terms_open(&terms, database, (ndx_span){0}, NULL))
        while (ndx_glass_terms_next(&terms, NULL) == NDX_STEP_ROW)
            read_postings(&terms.postings);
    ndx_glass_terms_close(&terms);
    if (ndx_glass_lengths_open(&postings, database, NULL))
        read_postings(&postings);
    ndx_glass_postings_close(&postings);
}

static void read_table(const ndx_glass_database *database, ndx_glass_table table)
{
    ndx_glass_cursor cursor;
    ndx_span tag;
    ndx_glass_cursor_open(&cursor, database, table);
    while (ndx_glass_cursor_next(&cursor, NULL) == NDX_STEP_ROW)
        if (!ndx_glass_cursor_tag(&cursor, &tag, NULL))
            break;
    for (uint32_t docid = 0; docid < 1000; docid += docid / 4 + 1)
        (void)ndx_glass_document_data(&cursor, docid, &tag, NULL);
    ndx_glass_cursor_close(&cursor);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool made;
    if (!made && !make_folder())
        abort();
    made = true;
    if (size < 4)
        return 0;
    size_t version = ndx_glass_read2(data);
    size_t postlist = ndx_glass_read2(data + 2);
    if (version > size - 4 || postlist > size - 4 - version)
        return 0;
    data += 4;
    write_file("iamglass", data, version);
    write_file("postlist.glass", data + version, postlist);
    write_file("docdata.glass", data + version + postlist, size - 4 - version - postlist);
    ndx_glass_database *database = ndx_glass_open(folder, NULL);
    if (!database)
        return 0;
    read_table(database, NDX_GLASS_POSTLIST);
    read_table(database, NDX_GLASS_DOCDATA);
    read_terms(database);
    ndx_glass_values values;
    ndx_glass_values_open(&values, database, 0);
    while (ndx_glass_values_next(&values, NULL) == NDX_STEP_ROW)
        ;
    ndx_glass_values_close(&values);
    ndx_glass_close(database);
    return 0;
}
