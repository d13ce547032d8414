/* SPDX-License-Identifier: GPL-2.0-or-later */
/* update.c - implements newsdex/update.h. */
#include "newsdex/update.h"

#include "merge.h"
#include "update_run.h"

#include <stdlib.h>

/* Those that must be looked into, in the walk's order. */
static bool plan(ndx_update_run *run, ndx_error *error)
{
    const ndx_inputs *inputs = &run->session->inputs;
    run->order = malloc(((size_t)run->walk.count + 1) * sizeof *run->order);
    if (!run->order)
        return ndx_error_memory(error, "planning the update");
    run->order_count = 0;
    for (uint32_t i = 0; i < run->walk.count; i++) {
        const ndx_input *input = &inputs->input[run->walk.order[i]];
        if (input->state == NDX_INPUT_UNCHANGED)
            run->summary->files_unchanged++;
        else
            run->order[run->order_count++] = run->walk.order[i];
    }
    run->summary->files_seen = run->walk.count;
    run->progress.files_found = run->order_count;
    run->progress.bytes_found = run->walk.bytes;
    return true;
}

static void tell_planned(const ndx_update_run *run, const char *path, const char *what)
{
    const ndx_update_callbacks *callbacks = &run->options->callbacks;
    if (callbacks->planned)
        callbacks->planned(callbacks->context, ndx_span_of(path), what);
}

/* --dry-run: nothing is read but files of which only the hash can tell whether they changed. */
static bool tell_plan(ndx_update_run *run, ndx_error *error)
{
    const ndx_inputs *inputs = &run->session->inputs;
    for (uint32_t i = 0; i < run->order_count; i++) {
        const ndx_input *input = &inputs->input[run->order[i]];
        uint8_t hash[16];
        uint64_t size;
        if (ndx_session_interrupted(run->session))
            return ndx_error_set(error, NDX_ERROR_INTERRUPTED, "interrupted");
        if (input->state == NDX_INPUT_TOUCHED && ndx_file_hash(input->path, hash, &size, NULL) &&
            memcmp(hash, input->hash, sizeof input->hash) == 0) {
            run->summary->files_unchanged++;
            continue;
        }
        bool is_new = input->state == NDX_INPUT_NEW;
        run->summary->files_new += is_new;
        run->summary->files_changed += !is_new;
        tell_planned(run, input->name, is_new ? "new" : "changed");
    }
    for (uint32_t i = 0; i < inputs->count; i++) {
        if (inputs->input[i].state != NDX_INPUT_VANISHED)
            continue;
        run->summary->files_vanished++;
        tell_planned(run, inputs->input[i].path, "vanished");
    }
    return true;
}

bool ndx_update(const char *index_path, const ndx_update_options *options,
                ndx_update_summary *summary, ndx_error *error)
{
    ndx_session session;
    ndx_update_run run = {
        .session = &session,
        .options = options,
        .summary = summary,
        .commit_text_bytes = NDX_COMMIT_TEXT_BYTES,
        .started = ndx_seconds(),
    };
    const ndx_session_needs needs = {.create = true, .read_only = options->dry_run};
    *summary = (ndx_update_summary){0};
    if (!ndx_session_open(&session, index_path, options, needs, error))
        return false;
    run.workers = session.threads;
    ndx_update_run_tell(&run, "looking", true);
    bool done = ndx_walk_paths(&run.walk, &session.inputs, index_path, options, session.threads,
                               &summary->files_skipped, error) &&
                plan(&run, error);
    if (done && options->dry_run)
        done = tell_plan(&run, error);
    else if (done)
        done = ndx_update_run_all(&run, error) && ndx_merge_tiers(&session, &run, error);
    if (!done)
        ndx_update_run_failed(&run, error);
    ndx_session_sum(&session, summary);
    summary->seconds = ndx_seconds() - run.started;
    ndx_update_run_tell(&run, "done", true);
    ndx_walk_free(&run.walk);
    free(run.order);
    ndx_session_close(&session);
    return done;
}

bool ndx_update_remove(const char *index_path, const ndx_span *ids, size_t count,
                       const ndx_update_options *options, uint64_t *removed, ndx_error *error)
{
    ndx_session session;
    bool done = true;
    *removed = 0;
    if (!ndx_session_open(&session, index_path, options, (ndx_session_needs){0}, error))
        return false;
    for (size_t i = 0; done && i < count; i++) {
        ndx_shard *shard;
        uint32_t document;
        bool killed = false;
        done = ndx_snapshot_find_id(session.snapshot, ids[i], &shard, &document, error) &&
               (!shard || ndx_session_kill(&session, shard, document, &killed, error));
        *removed += killed;
    }
    if (done && *removed)
        done = ndx_session_commit(&session, NULL, NULL, 0, error);
    ndx_session_close(&session);
    if (!done)
        *removed = 0;
    return done;
}

typedef bool (*remake)(ndx_session *session, ndx_update_run *run, ndx_error *error);

static bool remake_index(const char *index_path, const ndx_update_options *options,
                         ndx_session_needs needs, remake how, ndx_update_summary *summary,
                         ndx_error *error)
{
    ndx_session session;
    ndx_update_run run = {
        .session = &session, .options = options, .summary = summary, .started = ndx_seconds()};
    *summary = (ndx_update_summary){0};
    if (!ndx_session_open(&session, index_path, options, needs, error))
        return false;
    bool done = how(&session, &run, error);
    ndx_session_sum(&session, summary);
    summary->seconds = ndx_seconds() - run.started;
    ndx_update_run_tell(&run, "done", true);
    ndx_session_close(&session);
    return done;
}

bool ndx_update_compact(const char *index_path, const ndx_update_options *options,
                        ndx_update_summary *summary, ndx_error *error)
{
    return remake_index(index_path, options, (ndx_session_needs){0}, ndx_merge_all, summary, error);
}

bool ndx_update_rebuild(const char *index_path, const ndx_update_options *options,
                        ndx_update_summary *summary, ndx_error *error)
{
    return remake_index(index_path, options, (ndx_session_needs){.any_analysis = true},
                        ndx_merge_rebuild, summary, error);
}
