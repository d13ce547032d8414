/* SPDX-License-Identifier: GPL-2.0-or-later */
/* session_manifest.c - implements session_manifest.h. */
#include "session_manifest.h"

#include "tombstones.h"

#include "newsdex/array.h"

#include <stdlib.h>

static bool add_document(void *context, uint32_t document, uint32_t input)
{
    ndx_session_manifest *manifest = context;
    if (input == NDX_NO_INPUT)
        return true;
    ndx_input_run *last = manifest->run_count ? &manifest->run[manifest->run_count - 1] : NULL;
    if (last && last->input == input && last->range.first + last->range.count == document) {
        last->range.count++;
        return true;
    }
    ndx_input_run *larger = ndx_array_room(manifest->run, manifest->run_count,
                                           &manifest->run_capacity, 256, sizeof *larger);
    if (!larger)
        return false;
    manifest->run = larger;
    manifest->run[manifest->run_count++] =
        (ndx_input_run){.input = input, .range = {.first = document, .count = 1}};
    return true;
}

static int compare_runs(const void *left, const void *right)
{
    const ndx_input_run *a = left;
    const ndx_input_run *b = right;
    if (a->input != b->input)
        return a->input < b->input ? -1 : 1;
    return a->range.first < b->range.first ? -1 : a->range.first > b->range.first;
}

typedef struct named {
    const char *path;
    uint32_t input;
} named;

static int compare_paths(const void *left, const void *right)
{
    return strcmp(((const named *)left)->path, ((const named *)right)->path);
}

/* All dirty inputs by path. */
static bool collect_dirty(ndx_session_manifest *manifest, const ndx_inputs *inputs)
{
    size_t count = 0;
    for (uint32_t i = 0; i < inputs->count; i++)
        count += inputs->input[i].dirty && !inputs->input[i].stream;
    named *sorted = malloc((count + 1) * sizeof *sorted);
    manifest->dirty = malloc((count + 1) * sizeof *manifest->dirty);
    if (!sorted || !manifest->dirty) {
        free(sorted);
        return false;
    }
    count = 0;
    for (uint32_t i = 0; i < inputs->count; i++)
        if (inputs->input[i].dirty && !inputs->input[i].stream)
            sorted[count++] = (named){.path = inputs->input[i].path, .input = i};
    bool in_order = true; /* as the walk of one folder gives them */
    for (size_t i = 1; in_order && i < count; i++)
        in_order = compare_paths(&sorted[i - 1], &sorted[i]) <= 0;
    if (!in_order)
        qsort(sorted, count, sizeof *sorted, compare_paths);
    for (size_t i = 0; i < count; i++)
        manifest->dirty[i] = sorted[i].input;
    manifest->dirty_count = count;
    free(sorted);
    return true;
}

static size_t first_run(const ndx_session_manifest *manifest, uint32_t input)
{
    size_t low = 0;
    size_t high = manifest->run_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (manifest->run[middle].input < input)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool write_entries(ndx_session_manifest *manifest, const ndx_inputs *inputs,
                          ndx_error *error)
{
    ndx_manifest_range *ranges = malloc((manifest->run_count + 1) * sizeof *ranges);
    bool done = true;
    if (!ranges)
        return ndx_error_memory(error, "writing the list of inputs");
    for (size_t i = 0; done && i < manifest->dirty_count; i++) {
        const ndx_input *input = &inputs->input[manifest->dirty[i]];
        uint32_t count = 0;
        for (size_t j = first_run(manifest, manifest->dirty[i]);
             j < manifest->run_count && manifest->run[j].input == manifest->dirty[i]; j++)
            ranges[count++] = manifest->run[j].range;
        ndx_manifest_entry entry = {
            .path = ndx_span_of(input->path),
            .flags = input->flags,
            .size_bytes = input->size_bytes,
            .modified_ns = input->modified_ns,
            .ranges = ranges,
            .range_count = count,
        };
        memcpy(entry.hash, input->hash, sizeof entry.hash);
        done = ndx_manifest_add(&manifest->writer, &entry, error);
    }
    free(ranges);
    return done && ndx_manifest_finish(&manifest->writer, error);
}

bool ndx_session_manifest_make(ndx_session_manifest *manifest, ndx_inputs *inputs,
                               const ndx_documents *documents, ndx_error *error)
{
    if (!documents->walk(documents->context, add_document, manifest))
        return ndx_error_memory(error, "writing the list of inputs");
    bool in_order = true; /* as when the documents come as they were read */
    for (size_t i = 1; in_order && i < manifest->run_count; i++)
        in_order = compare_runs(&manifest->run[i - 1], &manifest->run[i]) <= 0;
    if (!in_order)
        qsort(manifest->run, manifest->run_count, sizeof *manifest->run, compare_runs);
    for (size_t i = 0; i < manifest->run_count; i++)
        inputs->input[manifest->run[i].input].dirty = true;
    if (!collect_dirty(manifest, inputs))
        return ndx_error_memory(error, "writing the list of inputs");
    return write_entries(manifest, inputs, error);
}

bool ndx_session_manifest_note(const ndx_session_manifest *manifest, ndx_inputs *inputs,
                               uint64_t serial, ndx_error *error)
{
    for (size_t i = 0; i < manifest->run_count; i++) {
        const ndx_input_run *run = &manifest->run[i];
        if (!ndx_inputs_add_range(inputs, run->input, serial, run->range.first, run->range.count))
            return ndx_error_memory(error, "noting a commit");
    }
    for (size_t i = 0; i < manifest->dirty_count; i++) {
        ndx_input *input = &inputs->input[manifest->dirty[i]];
        input->dirty = false;
        input->known = true;
        input->told_serial = serial;
    }
    return true;
}

void ndx_session_manifest_free(ndx_session_manifest *manifest)
{
    ndx_manifest_writer_free(&manifest->writer);
    free(manifest->run);
    free(manifest->dirty);
    *manifest = (ndx_session_manifest){0};
}
