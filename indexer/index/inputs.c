/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inputs.c - implements inputs.h. */
#include "inputs.h"

#include "newsdex/array.h"

#include <stdlib.h>
#include <xxhash.h>

void ndx_inputs_free(ndx_inputs *inputs)
{
    ndx_pool_free(&inputs->pool);
    free(inputs->slots.slot);
    free(inputs->input);
    free(inputs->range);
    *inputs = (ndx_inputs){0};
}

static uint32_t hash_of(ndx_span path)
{
    return (uint32_t)XXH3_64bits(path.data, path.size);
}

uint32_t ndx_inputs_find(const ndx_inputs *inputs, ndx_span path)
{
    uint32_t hash = hash_of(path);
    const ndx_slots *slots = &inputs->slots;
    if (!slots->capacity)
        return NDX_NO_ID;
    for (size_t at = hash & (slots->capacity - 1); slots->slot[at];
         at = (at + 1) & (slots->capacity - 1)) {
        uint32_t id = (uint32_t)slots->slot[at] - 1;
        if (slots->slot[at] >> 32 == hash &&
            ndx_span_equal(ndx_span_of(inputs->input[id].path), path))
            return id;
    }
    return NDX_NO_ID;
}

const char *ndx_inputs_text(ndx_inputs *inputs, ndx_span text)
{
    char *copy = ndx_pool_room(&inputs->pool, text.size + 1);
    if (!copy)
        return NULL;
    if (text.size)
        memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return copy;
}

uint32_t ndx_inputs_add(ndx_inputs *inputs, ndx_span path)
{
    uint32_t id = ndx_inputs_find(inputs, path);
    if (id != NDX_NO_ID)
        return id;
    ndx_input *larger =
        ndx_array_room(inputs->input, inputs->count, &inputs->capacity, 256, sizeof *larger);
    if (!larger)
        return NDX_NO_ID;
    inputs->input = larger;
    const char *copy = ndx_inputs_text(inputs, path);
    if (!copy || !ndx_slots_add(&inputs->slots, hash_of(path), inputs->count))
        return NDX_NO_ID;
    inputs->input[inputs->count] = (ndx_input){.path = copy};
    return inputs->count++;
}

bool ndx_inputs_add_range(ndx_inputs *inputs, uint32_t input, uint64_t serial, uint32_t first,
                          uint32_t count)
{
    ndx_input_range *larger = ndx_array_room(inputs->range, inputs->range_count,
                                             &inputs->range_capacity, 256, sizeof *larger);
    if (!larger)
        return false;
    inputs->range = larger;
    inputs->range[inputs->range_count++] = (ndx_input_range){
        .serial = serial, .first = first, .count = count, .next = inputs->input[input].ranges};
    inputs->input[input].ranges = inputs->range_count;
    return true;
}

typedef struct loading {
    ndx_inputs *inputs;
    uint64_t serial;
} loading;

static bool load_entry(void *context, const ndx_manifest_entry *entry, ndx_error *error)
{
    const loading *to = context;
    uint32_t id = ndx_inputs_add(to->inputs, entry->path);
    if (id == NDX_NO_ID)
        return ndx_error_memory(error, "reading the list of inputs");
    ndx_input *input = &to->inputs->input[id];
    input->known = true;
    input->told_serial = to->serial;
    input->flags = entry->flags;
    input->size_bytes = entry->size_bytes;
    input->modified_ns = entry->modified_ns;
    memcpy(input->hash, entry->hash, sizeof input->hash);
    for (uint32_t i = 0; i < entry->range_count; i++)
        if (!ndx_inputs_add_range(to->inputs, id, to->serial, entry->ranges[i].first,
                                  entry->ranges[i].count))
            return ndx_error_memory(error, "reading the list of inputs");
    return true;
}

bool ndx_inputs_load(ndx_inputs *inputs, ndx_snapshot *snapshot, ndx_error *error)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        ndx_shard *shard = snapshot->shard[i];
        loading to = {.inputs = inputs, .serial = shard->header.serial};
        for (uint32_t chunk = 0; chunk < shard->header.manifest_chunks; chunk++) {
            ndx_span bytes;
            if (!ndx_shard_chunk(shard, NDX_SHARD_MANIFEST, chunk, &bytes, error) ||
                !ndx_manifest_read(bytes, load_entry, &to, error))
                return ndx_error_prefix(error, "%s", shard->name);
        }
    }
    return true;
}

bool ndx_inputs_holds(const ndx_inputs *inputs, uint32_t input, uint64_t serial, uint32_t document)
{
    for (uint32_t at = inputs->input[input].ranges; at; at = inputs->range[at - 1].next) {
        const ndx_input_range *range = &inputs->range[at - 1];
        if (range->serial == serial && document >= range->first &&
            document - range->first < range->count)
            return true;
    }
    return false;
}
