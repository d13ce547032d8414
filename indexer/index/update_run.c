/* SPDX-License-Identifier: GPL-2.0-or-later */
/* update_run.c - implements update_run.h. */
#include "update_run.h"

#include "content.h"

#include <stdlib.h>
#include <time.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { PARCEL_WAIT_MILLISECONDS = 100 };
static const double TELL_EVERY_SECONDS = 0.2;

void ndx_update_run_tell(ndx_update_run *run, const char *stage, bool force)
{
    double now = ndx_seconds();
    const ndx_update_callbacks *callbacks = &run->options->callbacks;
    if (!callbacks->progress || (!force && now - run->told < TELL_EVERY_SECONDS))
        return;
    run->told = now;
    run->progress.stage = stage;
    run->progress.seconds = now - run->started;
    callbacks->progress(callbacks->context, &run->progress);
}

static bool check_interrupt(ndx_update_run *run, ndx_error *error)
{
    return !ndx_session_interrupted(run->session) ||
           ndx_error_set(error, NDX_ERROR_INTERRUPTED, "interrupted");
}

void ndx_update_run_failed(ndx_update_run *run, ndx_error *error)
{
    ndx_update_summary *summary = run->summary;
    const ndx_update_summary *committed = &run->committed;
    summary->files_new = committed->files_new;
    summary->files_changed = committed->files_changed;
    summary->files_vanished = committed->files_vanished;
    summary->articles_added = committed->articles_added;
    summary->articles_replaced = committed->articles_replaced;
    summary->articles_removed = committed->articles_removed;
    summary->same_id = committed->same_id;
    summary->words = committed->words;
    summary->text_bytes = committed->text_bytes;
    if (!error || error->code != NDX_ERROR_INTERRUPTED)
        return;
    uint64_t articles = summary->articles_added + summary->articles_replaced;
    if (summary->changed)
        ndx_error_set(error, NDX_ERROR_INTERRUPTED,
                      "interrupted; the index is as of the last commit, which this run made "
                      "(articles: %llu)",
                      (unsigned long long)articles);
    else
        ndx_error_set(error, NDX_ERROR_INTERRUPTED,
                      "interrupted; the index is as of the last commit");
}

/* ---- commits ---- */

/* A new batch whose words are those that workers may still name: their ids are given anew. */
static bool renew_batch(ndx_update_run *run, ndx_error *error)
{
    ndx_batch *next = ndx_session_batch(run->session, error);
    bool done = next != NULL;
    const ndx_vocabulary *old = ndx_batch_vocabulary(run->batch);
    for (unsigned w = 0; done && w < run->workers; w++) {
        ndx_id_map *map = &run->map[w];
        for (uint32_t i = 0; done && i < map->count; i++) {
            const ndx_entry *entry = &old->entry[map->id[i]];
            const ndx_term *term = entry->term != NDX_NO_ID ? &old->term[entry->term] : NULL;
            const ndx_word_key key = {.surface = ndx_entry_surface(entry),
                                      .kind = entry->kind,
                                      .language = entry->language,
                                      .breaks = entry->breaks,
                                      .flags = entry->flags};
            map->id[i] = ndx_batch_word(next, &key, ndx_entry_folded(entry),
                                        term ? ndx_span_make(term->bytes + 1, term->size - 1)
                                             : ndx_span_make(NULL, 0),
                                        error);
            done = map->id[i] != NDX_NO_ID;
        }
    }
    ndx_batch_free(run->batch);
    run->batch = next;
    run->batch_begin_words = done ? ndx_batch_vocabulary(next)->entry_count : 0;
    return done;
}

/* The batch is written as a run. */
static bool write_run(ndx_update_run *run, ndx_error *error)
{
    double start = ndx_seconds();
    ndx_update_run_tell(run, "writing", true);
    if (ndx_batch_documents(run->batch) &&
        !ndx_runs_add(&run->runs, run->session, run->batch, error))
        return false;
    run->runs_text_bytes += ndx_batch_text_added(run->batch);
    run->summary->write_seconds += ndx_seconds() - start;
    return true;
}

static bool spill_batch(ndx_update_run *run, ndx_error *error)
{
    return write_run(run, error) && renew_batch(run, error);
}

/* Lets the batch go before runs are merged; at the end of the input none is needed again. */
static bool empty_batch(ndx_update_run *run, ndx_error *error)
{
    if (run->pipeline)
        return renew_batch(run, error);
    ndx_batch_free(run->batch);
    run->batch = NULL;
#ifdef __GLIBC__
    malloc_trim(0); /* it keeps what is free between what is not */
#endif
    return true;
}

static bool commit_runs(ndx_update_run *run, ndx_error *error)
{
    ndx_documents documents;
    bool done = write_run(run, error) && empty_batch(run, error) &&
                ndx_runs_documents(&run->runs, run->session, &documents, error) &&
                ndx_session_commit(run->session, &documents, NULL, 0, error);
    ndx_runs_clear(&run->runs);
    run->runs_text_bytes = 0;
    return done;
}

static bool commit_batch(ndx_update_run *run, ndx_error *error)
{
    ndx_sealed_batch of;
    const ndx_documents documents = ndx_documents_of_batch(&of, run->batch);
    return ndx_session_commit(run->session, &documents, NULL, 0, error);
}

static bool commit(ndx_update_run *run, ndx_error *error)
{
    double start = ndx_seconds();
    double written = run->summary->write_seconds;
    ndx_update_run_tell(run, "writing", true);
    if (!(run->runs.count ? commit_runs(run, error) : commit_batch(run, error)))
        return false;
    run->summary->changed = true;
    run->summary->write_seconds = written + ndx_seconds() - start;
    run->committed = *run->summary;
    return true;
}

static bool must_commit(const ndx_update_run *run)
{
    return run->runs_text_bytes + ndx_batch_text_added(run->batch) >= run->commit_text_bytes;
}

/* What a batch begins with is given it anew, word by word: it must be worth that in words and
 * articles of its own, or little memory would be spent on nothing else. */
static bool is_worth_a_run(const ndx_update_run *run)
{
    const uint32_t share = 4;
    const uint32_t fewest_documents = 4096; /* of a shard */
    uint64_t documents = ndx_batch_documents(run->batch);
    uint64_t begin = run->batch_begin_words;
    uint64_t grown = ndx_batch_vocabulary(run->batch)->entry_count - begin + documents;
    return grown * share >= begin &&
           (run->session->writer->by_tables || documents >= fewest_documents);
}

/* Words and the table of articles cannot leave memory, except with the whole batch. The margin is
 * what a small --memory may be exceeded by. */
static bool is_full(const ndx_update_run *run)
{
    const uint64_t margin_bytes = UINT64_C(4) * 1024 * 1024;
    return ndx_batch_fixed_bytes(run->batch) > run->session->memory_bytes / 2 + margin_bytes &&
           is_worth_a_run(run);
}

/* In the middle of the run: the input that is being read is not complete, should the run end here.
 */
static bool commit_midway(ndx_update_run *run, uint32_t current, ndx_error *error)
{
    ndx_input *input = &run->session->inputs.input[current];
    ndx_input before = *input;
    bool runs = run->runs.count > 0; /* then there is a new batch already */
    input->size_bytes = input->now_size_bytes;
    input->modified_ns = input->now_modified_ns;
    input->flags = NDX_INPUT_INCOMPLETE;
    input->dirty = true;
    if (!commit(run, error)) {
        *input = before;
        return false;
    }
    return runs || renew_batch(run, error);
}

/* Before an article of the current input. Where shards cannot be merged as tables, a full batch is
 * committed: the bound on memory comes first, and merging evens it out. */
static bool make_room(ndx_update_run *run, uint32_t current, ndx_error *error)
{
    if (must_commit(run))
        return commit_midway(run, current, error);
    if (!is_full(run))
        return true;
    return run->session->writer->by_tables ? spill_batch(run, error)
                                           : commit_midway(run, current, error);
}

/* ---- an article ---- */

static bool version_of_document(ndx_shard *shard, uint32_t document, ndx_buffer *version,
                                ndx_date *modified, ndx_error *error)
{
    ndx_span bytes;
    ndx_record record;
    if (!ndx_shard_record(shard, document, &bytes, error) ||
        !ndx_record_read(bytes, &record, error))
        return false;
    *modified = record.modified;
    uint32_t atom = record.version; /* the words' fetch reuses the record's bytes */
    if (!atom)
        return true;
    ndx_words *words = ndx_shard_words(shard, error);
    const ndx_word *word;
    return words && ndx_words_get(words, atom - 1, &word, error) &&
           (ndx_buffer_append_span(version, word->surface) ||
            ndx_error_memory(error, "comparing versions"));
}

static ndx_span draft_version(const ndx_update_run *run, const ndx_draft *draft, unsigned worker)
{
    uint32_t atom = draft->atom[NDX_DRAFT_VERSION];
    if (!atom || atom > run->map[worker].count)
        return ndx_span_make(NULL, 0);
    return ndx_entry_surface(
        &ndx_batch_vocabulary(run->batch)->entry[run->map[worker].id[atom - 1]]);
}

typedef enum verdict { VERDICT_FAILED = -1, VERDICT_NEW, VERDICT_REPLACES, VERDICT_OLDER } verdict;

/* The article as it is in the index, with its record. */
static bool read_old(ndx_update_run *run, ndx_shard *shard, uint32_t document, ndx_record *record,
                     ndx_article *article, ndx_error *error)
{
    ndx_span bytes;
    ndx_words *words = ndx_shard_words(shard, error);
    ndx_arena_reset(&run->old);
    if (!words || !ndx_shard_record(shard, document, &bytes, error))
        return false;
    if (!ndx_arena_copy(&run->old, bytes, &bytes)) /* the words' fetch reuses the shard's */
        return ndx_error_memory(error, "comparing articles");
    return ndx_record_read(bytes, record, error) &&
           ndx_record_article(words, record, &run->old, article, error);
}

/* An article that is what it was came with the update that brought it then: a file that grows is
 * read as a whole, and what was in it before is no news. One that cannot be compared has changed. */
static bool keep_update(ndx_update_run *run, ndx_draft *draft, ndx_shard *shard, uint32_t document,
                        ndx_error *error)
{
    ndx_record record;
    ndx_article article = {0};
    ndx_error mishap = {0};
    if (read_old(run, shard, document, &record, &article, &mishap)) {
        if (ndx_content_hash(&article, record.language_detected) == draft->content)
            draft->update = record.update;
    } else if (mishap.code == NDX_ERROR_MEMORY) {
        if (error)
            *error = mishap;
        return false;
    }
    return true;
}

/* Against the shards. The article of the same file is replaced by what the file says now, whatever
 * its version. */
static verdict settle_with_shards(ndx_update_run *run, uint32_t input, ndx_draft *draft,
                                  unsigned worker, ndx_error *error)
{
    ndx_shard *shard;
    uint32_t document;
    bool killed;
    if (!ndx_snapshot_find_id(run->session->snapshot, draft->id, &shard, &document, error))
        return VERDICT_FAILED;
    if (!shard)
        return VERDICT_NEW;
    bool own = shard->header.serial < run->first_serial &&
               ndx_inputs_holds(&run->session->inputs, input, shard->header.serial, document);
    if (!own) {
        ndx_buffer version = {0};
        ndx_date modified = {0};
        bool read = version_of_document(shard, document, &version, &modified, error);
        int order = read ? ndx_version_compare(draft_version(run, draft, worker), &draft->modified,
                                               ndx_buffer_span(&version), &modified)
                         : 0;
        ndx_buffer_free(&version);
        if (!read)
            return VERDICT_FAILED;
        if (order < 0)
            return VERDICT_OLDER;
    }
    if (!keep_update(run, draft, shard, document, error) ||
        !ndx_session_kill(run->session, shard, document, &killed, error))
        return VERDICT_FAILED;
    return VERDICT_REPLACES;
}

/* Adds it to the batch, or passes it over, as all waiting articles of its id demand. */
static ndx_batch_outcome add_to_batch(ndx_update_run *run, uint32_t input, const ndx_draft *draft,
                                      ndx_span bytes, unsigned worker, ndx_error *error)
{
    uint32_t of_input = run->session->inputs.input[input].stream ? NDX_NO_INPUT : input;
    ndx_batch_outcome before =
        run->runs.count
            ? ndx_runs_settle(&run->runs, draft, draft_version(run, draft, worker), error)
            : NDX_BATCH_ADDED;
    if (before == NDX_BATCH_FAILED || before == NDX_BATCH_PASSED_OVER)
        return before;
    ndx_batch_outcome outcome =
        ndx_batch_add(run->batch, &run->map[worker], bytes, of_input, error);
    return outcome == NDX_BATCH_ADDED ? before : outcome;
}

static bool add_draft(ndx_update_run *run, uint32_t input, ndx_span bytes, unsigned worker,
                      ndx_error *error)
{
    verdict old = VERDICT_NEW;
    ndx_draft draft = {0};
    bool looked_at = run->session->snapshot->count || run->runs.count;
    if (looked_at && !ndx_draft_read(bytes, &draft))
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "a draft is damaged");
    if (run->session->snapshot->count)
        old = settle_with_shards(run, input, &draft, worker, error);
    if (old == VERDICT_FAILED)
        return false;
    if (old == VERDICT_OLDER) {
        run->summary->same_id++;
        return true;
    }
    if (old == VERDICT_REPLACES && draft.update != run->session->update) {
        ndx_buffer_clear(&run->adjusted);
        if (!ndx_draft_append(&run->adjusted, &draft))
            return ndx_error_memory(error, "adding an article");
        bytes = ndx_buffer_span(&run->adjusted);
    }
    switch (add_to_batch(run, input, &draft, bytes, worker, error)) {
    case NDX_BATCH_FAILED:
        return false;
    case NDX_BATCH_ADDED:
        run->summary->articles_added += old == VERDICT_NEW;
        run->summary->articles_replaced += old == VERDICT_REPLACES;
        break;
    case NDX_BATCH_REPLACED:
    case NDX_BATCH_PASSED_OVER:
        run->summary->same_id++;
        break;
    }
    run->progress.articles++;
    return true;
}

/* ---- an input ---- */

/* The articles that an input had before this run and has no more. */
static bool kill_old_articles(ndx_update_run *run, uint32_t input, ndx_error *error)
{
    const ndx_inputs *inputs = &run->session->inputs;
    for (uint32_t at = inputs->input[input].ranges; at; at = inputs->range[at - 1].next) {
        const ndx_input_range range = inputs->range[at - 1];
        if (range.serial >= run->first_serial)
            continue;
        ndx_shard *shard = ndx_snapshot_by_serial(run->session->snapshot, range.serial);
        for (uint32_t i = 0; shard && i < range.count; i++) {
            bool killed;
            if (!ndx_session_kill(run->session, shard, range.first + i, &killed, error))
                return false;
            run->summary->articles_removed += killed;
        }
    }
    return true;
}

static void tell_skipped(ndx_update_run *run, const ndx_input *input, const ndx_error *why)
{
    const ndx_update_callbacks *callbacks = &run->options->callbacks;
    if (callbacks->skipped)
        callbacks->skipped(callbacks->context, ndx_span_of(input->name), ndx_span_make(NULL, 0),
                           why);
    run->progress.skipped++;
}

static void tell_noted(const ndx_update_run *run, const ndx_input *input, const ndx_error *what)
{
    const ndx_update_callbacks *callbacks = &run->options->callbacks;
    if (callbacks->noted)
        callbacks->noted(callbacks->context, ndx_span_of(input->name), what);
}

static void note_read(ndx_input *input, const uint8_t hash[NDX_INPUT_HASH_BYTES])
{
    input->size_bytes = input->now_size_bytes;
    input->modified_ns = input->now_modified_ns;
    memcpy(input->hash, hash, sizeof input->hash);
    input->flags = 0;
    input->dirty = true;
}

static bool end_input(ndx_update_run *run, const ndx_event *event, ndx_error *error)
{
    ndx_input *input = &run->session->inputs.input[event->input];
    run->progress.files_done++;
    if (event->kind == NDX_EVENT_UNCHANGED) {
        run->summary->files_unchanged++;
        note_read(input, event->hash); /* written only if a shard is: see finish() */
        return true;
    }
    if (event->kind == NDX_EVENT_DONE) {
        run->summary->files_new += input->state == NDX_INPUT_NEW;
        run->summary->files_changed += input->state != NDX_INPUT_NEW;
        if (!kill_old_articles(run, event->input, error))
            return false;
        note_read(input, event->hash);
        return true;
    }
    /* What was indexed of it before stays, except for articles that came anew. */
    run->summary->files_skipped++;
    tell_skipped(run, input, event->error);
    if (event->in_part)
        note_read(input, event->hash);
    return true;
}

static bool handle_event(ndx_update_run *run, const ndx_event *event, ndx_error *error)
{
    run->summary->bytes_read += event->bytes;
    run->progress.bytes_done += event->bytes;
    run->summary->replaced_bytes += event->replaced_bytes;
    switch (event->kind) {
    case NDX_EVENT_BEGIN:
        return true;
    case NDX_EVENT_SKIPPED:
        run->summary->articles_skipped++;
        tell_skipped(run, &run->session->inputs.input[event->input], event->error);
        return true;
    case NDX_EVENT_NOTED:
        tell_noted(run, &run->session->inputs.input[event->input], event->error);
        return true;
    case NDX_EVENT_DONE:
    case NDX_EVENT_UNCHANGED:
    case NDX_EVENT_FAILED:
        return end_input(run, event, error);
    }
    return true;
}

/* ---- a parcel ---- */

static bool take_parcel(ndx_update_run *run, const ndx_parcel *parcel, ndx_error *error)
{
    ndx_span drafts = ndx_buffer_span(&parcel->piece.drafts);
    uint32_t input = NDX_NO_INPUT;
    size_t event = 0;
    if (!ndx_batch_add_words(run->batch, &run->map[parcel->worker], &parcel->piece, error))
        return false;
    for (uint64_t article = 0;; article++) {
        while (event < parcel->event_count && parcel->event[event].articles_before == article) {
            if (parcel->event[event].kind == NDX_EVENT_BEGIN)
                input = parcel->event[event].input;
            if (!handle_event(run, &parcel->event[event++], error))
                return false;
        }
        if (!drafts.size)
            break;
        ndx_span draft;
        if (!ndx_read_counted(&drafts, &draft) || input == NDX_NO_INPUT)
            return ndx_error_set(error, NDX_ERROR_INTERNAL, "a parcel is damaged");
        if (!make_room(run, input, error) || !add_draft(run, input, draft, parcel->worker, error))
            return false;
    }
    run->summary->words += parcel->piece.text_words;
    run->summary->text_bytes += parcel->piece.text_bytes;
    run->summary->read_seconds += parcel->read_seconds;
    run->summary->analyse_seconds += parcel->analyse_seconds;
    return true;
}

static bool read_all(ndx_update_run *run, ndx_error *error)
{
    for (;;) {
        ndx_parcel *parcel;
        ndx_step step = ndx_pipeline_next(run->pipeline, PARCEL_WAIT_MILLISECONDS, &parcel, error);
        if (step == NDX_STEP_ERROR)
            return false;
        if (step == NDX_STEP_END)
            return true;
        bool done = true;
        if (parcel) {
            double start = ndx_seconds();
            double written = run->summary->write_seconds;
            done = take_parcel(run, parcel, error);
            run->summary->batch_seconds +=
                ndx_seconds() - start - (run->summary->write_seconds - written);
            ndx_pipeline_release(run->pipeline, parcel);
        }
        if (!done || !check_interrupt(run, error))
            return false;
        ndx_update_run_tell(run, "reading", false);
    }
}

static bool remove_vanished(ndx_update_run *run, ndx_error *error)
{
    ndx_inputs *inputs = &run->session->inputs;
    for (uint32_t i = 0; i < inputs->count; i++) {
        ndx_input *input = &inputs->input[i];
        if (input->state != NDX_INPUT_VANISHED)
            continue;
        if (!kill_old_articles(run, i, error))
            return false;
        input->flags = NDX_INPUT_REMOVED;
        input->dirty = true;
        run->summary->files_vanished++;
    }
    return true;
}

/* Files of which only the time changed are noted with the next shard, but are no reason for one. */
static bool has_news(const ndx_update_run *run)
{
    const ndx_inputs *inputs = &run->session->inputs;
    if (run->session->is_new || run->runs.count || ndx_batch_documents(run->batch) ||
        run->session->tombstones.count)
        return true;
    for (uint32_t i = 0; i < inputs->count; i++)
        if (inputs->input[i].dirty && inputs->input[i].state != NDX_INPUT_TOUCHED &&
            !inputs->input[i].stream)
            return true;
    return false;
}

bool ndx_update_run_all(ndx_update_run *run, ndx_error *error)
{
    const ndx_pipeline_options options = {
        .workers = run->workers,
        .parcel_memory_bytes = run->session->memory_bytes / 4,
        .vocabulary_memory_bytes = run->session->memory_bytes / 8,
        .update = run->session->update,
        .reading = &run->options->reading,
    };
    run->first_serial = run->session->snapshot->stub.next_serial;
    run->map = calloc(run->workers, sizeof *run->map);
    run->batch = run->map ? ndx_session_batch(run->session, error) : NULL;
    if (!run->map)
        ndx_error_memory(error, "updating the index");
    bool done = run->batch != NULL;
    if (done && run->order_count) {
        run->pipeline =
            ndx_pipeline_new(&run->session->inputs, run->order, run->order_count, &options, error);
        done = run->pipeline && read_all(run, error);
        ndx_pipeline_free(run->pipeline);
        run->pipeline = NULL;
    }
    done = done && remove_vanished(run, error) && (!has_news(run) || commit(run, error));
    for (unsigned i = 0; run->map && i < run->workers; i++)
        ndx_id_map_free(&run->map[i]);
    free(run->map);
    run->map = NULL;
    ndx_batch_free(run->batch);
    run->batch = NULL;
    ndx_runs_free(&run->runs);
    ndx_arena_free(&run->old);
    ndx_buffer_free(&run->adjusted);
    return done;
}
