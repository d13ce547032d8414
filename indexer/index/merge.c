/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge.c - implements merge.h. */
#include "merge.h"

#include "absorb.h"
#include "merge_shards.h"
#include "newsdex/xapian_error.h"

#include <stdlib.h>

enum {
    TIER_SHARDS = 8,
    TIER_BASE_BYTES = 1024 * 1024, /* shards below it are all of the lowest tier */
    DELETED_PERCENT = 30,
    INTERRUPT_EVERY = 256,
    MERGE_BYTES_A_WORD = 600, /* with sealing, as measured at 200,000 words */
    MERGE_BYTES_A_DOCUMENT = 40,
    PIECE_BYTES = 4 * 1024 * 1024
};

/* What one shard's articles go through. */
typedef struct source {
    ndx_session *session;
    ndx_shard *shard;
    uint64_t documents;
    uint32_t *owner; /* by document: the input */
    ndx_batch *batch;
} source;

static bool find_owners(source *from, ndx_error *error)
{
    const ndx_inputs *inputs = &from->session->inputs;
    from->owner = malloc(((size_t)from->documents + 1) * sizeof *from->owner);
    if (!from->owner)
        return ndx_error_memory(error, "merging shards");
    for (uint64_t i = 0; i < from->documents; i++)
        from->owner[i] = NDX_NO_INPUT;
    for (uint32_t i = 0; i < inputs->count; i++) {
        for (uint32_t at = inputs->input[i].ranges; at; at = inputs->range[at - 1].next) {
            const ndx_input_range *range = &inputs->range[at - 1];
            if (range->serial != from->shard->header.serial)
                continue;
            for (uint64_t j = range->first;
                 j < (uint64_t)range->first + range->count && j < from->documents; j++)
                from->owner[j] = i;
        }
    }
    return true;
}

static bool check_interrupt(const source *from, uint32_t document, ndx_error *error)
{
    if (document % INTERRUPT_EVERY || !ndx_session_interrupted(from->session))
        return true;
    return ndx_error_set(error, NDX_ERROR_INTERRUPTED,
                         "interrupted; the index is as of the last commit");
}

/* ---- records taken over ---- */

static bool take_over(const source *from, ndx_error *error)
{
    ndx_absorber *absorber = NULL;
    ndx_words *words = ndx_shard_words(from->shard, error);
    bool done = words && (absorber = ndx_absorber_new(from->batch, words, error));
    for (uint32_t i = 0; done && i < from->documents; i++) {
        ndx_span record;
        if (ndx_shard_is_deleted(from->shard, i))
            continue;
        done = check_interrupt(from, i, error) &&
               ndx_shard_record(from->shard, i, &record, error) &&
               ndx_absorber_add(absorber, record, from->owner[i], error);
    }
    ndx_absorber_free(absorber);
    return done;
}

/* ---- texts analysed anew ---- */

static bool put_piece(const source *from, ndx_piece *piece, ndx_id_map *map, const uint32_t *owners,
                      ndx_error *error)
{
    ndx_span drafts = ndx_buffer_span(&piece->drafts);
    if (!ndx_batch_add_words(from->batch, map, piece, error))
        return false;
    for (size_t i = 0; drafts.size; i++) {
        ndx_span draft;
        if (!ndx_read_counted(&drafts, &draft))
            return ndx_error_set(error, NDX_ERROR_INTERNAL, "a piece is damaged");
        if (ndx_batch_add(from->batch, map, draft, owners[i], error) == NDX_BATCH_FAILED)
            return false;
    }
    return true;
}

typedef struct analysing {
    ndx_drafter *drafter;
    ndx_piece piece;
    ndx_id_map map;
    ndx_arena arena;
    ndx_buffer bytes;
} analysing;

static bool analyse_anew(const source *from, analysing *with, uint32_t document, ndx_error *error)
{
    ndx_span bytes;
    ndx_record record;
    ndx_article article = {0};
    ndx_words *words = ndx_shard_words(from->shard, error);
    ndx_arena_reset(&with->arena);
    ndx_buffer_clear(&with->bytes);
    if (!words || !ndx_shard_record(from->shard, document, &bytes, error))
        return false;
    if (!ndx_buffer_append_span(&with->bytes, bytes)) /* the words' fetch reuses the shard's */
        return ndx_error_memory(error, "analysing articles anew");
    if (!ndx_record_read(ndx_buffer_span(&with->bytes), &record, error) ||
        !ndx_record_article(words, &record, &with->arena, &article, error))
        return false;
    if (record.language_detected) {
        article.field[NDX_FIELD_LANGUAGE] = ndx_span_make(NULL, 0);
        article.origin[NDX_FIELD_LANGUAGE] = ndx_span_make(NULL, 0);
    }
    return ndx_drafter_add(with->drafter, &with->piece, &article, record.path_atom != 0,
                           record.update, error);
}

static bool rebuild(const source *from, analysing *with, ndx_error *error)
{
    uint32_t *owners = calloc((size_t)from->documents + 1, sizeof *owners);
    size_t count = 0;
    bool done = true;
    if (!owners)
        return ndx_error_memory(error, "analysing articles anew");
    ndx_drafter_begin(with->drafter, &with->piece);
    for (uint32_t i = 0; done && i < from->documents; i++) {
        if (ndx_shard_is_deleted(from->shard, i))
            continue;
        owners[count++] = from->owner[i];
        done = check_interrupt(from, i, error) && analyse_anew(from, with, i, error);
        if (done && with->piece.drafts.size > PIECE_BYTES) {
            done = put_piece(from, &with->piece, &with->map, owners, error);
            ndx_drafter_begin(with->drafter, &with->piece);
            count = 0;
        }
    }
    done = done && put_piece(from, &with->piece, &with->map, owners, error);
    free(owners);
    return done;
}

/* ---- several shards ---- */

/* What merged shards say of inputs and of other shards' documents must be said by the new one. That
 * an input was removed is forgotten when no other shard is left that could name it. */
static bool carry_over(ndx_session *session, const uint64_t *serials, size_t count,
                       ndx_error *error)
{
    bool all = count == session->snapshot->count;
    ndx_tombstones old = {0};
    bool done = true;
    for (uint32_t i = 0; i < session->inputs.count; i++) {
        ndx_input *input = &session->inputs.input[i];
        input->dirty = input->known && ndx_serial_is_among(input->told_serial, serials, count) &&
                       (!all || !(input->flags & NDX_INPUT_REMOVED));
    }
    for (size_t i = 0; done && i < count; i++)
        done = ndx_shard_tombstones(ndx_snapshot_by_serial(session->snapshot, serials[i]), &old,
                                    error);
    for (size_t i = 0; done && i < old.count; i++)
        if (ndx_snapshot_by_serial(session->snapshot, old.item[i].serial) &&
            !ndx_serial_is_among(old.item[i].serial, serials, count))
            done = ndx_tombstones_add(&session->tombstones, old.item[i].serial,
                                      old.item[i].document, error);
    ndx_tombstones_free(&old);
    return done;
}

/* Articles go through a batch: inverted anew, and with `with` analysed anew. */
static bool merge_by_batch(ndx_session *session, const uint64_t *serials, size_t count,
                           analysing *with, ndx_error *error)
{
    ndx_batch *batch = ndx_session_batch(session, error);
    bool done = batch != NULL;
    for (size_t i = 0; done && i < count; i++) {
        ndx_shard *shard = ndx_snapshot_by_serial(session->snapshot, serials[i]);
        source from = {.session = session,
                       .shard = shard,
                       .documents = shard->header.documents,
                       .batch = batch};
        done = find_owners(&from, error) &&
               (with ? rebuild(&from, with, error) : take_over(&from, error));
        if (!done && error && error->code != NDX_ERROR_INTERRUPTED)
            ndx_error_prefix(error, "%s", from.shard->name);
        free(from.owner);
        ndx_words_close(from.shard->words); /* not needed again: memory for the next */
        from.shard->words = NULL;
    }
    if (done) {
        ndx_sealed_batch of;
        const ndx_documents documents = ndx_documents_of_batch(&of, batch);
        done = carry_over(session, serials, count, error) &&
               ndx_session_commit(session, &documents, serials, count, error);
    }
    ndx_batch_free(batch);
    return done;
}

/* Table by table, from the shards' files. */
static bool merge_tables(ndx_session *session, const uint64_t *serials, size_t count,
                         ndx_error *error)
{
    ndx_merge_shards shards;
    bool done = ndx_merge_shards_open(&shards, session, serials, count, error);
    if (done) {
        const ndx_documents documents = ndx_merge_shards_documents(&shards);
        done = carry_over(session, serials, count, error) &&
               ndx_session_commit(session, &documents, serials, count, error);
    }
    ndx_merge_shards_close(&shards);
    return done;
}

/* with: NULL, or each text is analysed anew. */
static bool merge(ndx_session *session, ndx_update_run *run, const uint64_t *serials, size_t count,
                  analysing *with, ndx_error *error)
{
    double start = ndx_seconds();
    ndx_update_run_tell(run, "merging", true);
    bool done = ndx_session_choose_writer(session, error) &&
                (session->writer->by_tables && !with
                     ? merge_tables(session, serials, count, error)
                     : merge_by_batch(session, serials, count, with, error));
    if (done) {
        run->summary->merged += count;
        run->summary->changed = true;
    } else {
        session->tombstones.count = 0;
    }
    run->summary->merge_seconds += ndx_seconds() - start;
    return done;
}

/* ---- which ---- */

static unsigned tier_of(const ndx_shard *shard)
{
    unsigned tier = 0;
    for (uint64_t bytes = shard->header.text_bytes / TIER_BASE_BYTES; bytes; bytes /= TIER_SHARDS)
        tier++;
    return tier;
}

/* Where tables cannot be merged, the words of a merge must be in memory (drafts go to a file). 3:
 * eight texts have about the square root of eight times the words of one (Heaps' law with an
 * exponent of 0.5). */
static bool fits_memory(const ndx_session *session, const uint64_t *serials, size_t count)
{
    const uint64_t margin_bytes = UINT64_C(48) * 1024 * 1024;
    uint64_t sum = 0;
    uint64_t most = 0;
    uint64_t documents = 0;
    if (session->writer->by_tables)
        return true;
    for (size_t i = 0; i < count; i++) {
        const ndx_shard *shard = ndx_snapshot_by_serial(session->snapshot, serials[i]);
        sum += shard->header.words;
        most = shard->header.words > most ? shard->header.words : most;
        documents += shard->header.documents;
    }
    uint64_t words = sum < 3 * most ? sum : 3 * most;
    return words * MERGE_BYTES_A_WORD + documents * MERGE_BYTES_A_DOCUMENT <=
           session->memory_bytes + margin_bytes;
}

/* The shards of the lowest tier that is full, or one with too many deleted articles; what does not
 * fit into memory stays as it is (`newsindex compact` does it all the same). */
static size_t choose(const ndx_session *session, uint64_t *serials)
{
    const ndx_snapshot *snapshot = session->snapshot;
    for (unsigned tier = 0; tier < 24; tier++) {
        size_t count = 0;
        for (size_t i = 0; i < snapshot->count; i++)
            if (tier_of(snapshot->shard[i]) == tier)
                serials[count++] = snapshot->shard[i]->header.serial;
        if (count >= TIER_SHARDS && fits_memory(session, serials, count))
            return count;
    }
    for (size_t i = 0; i < snapshot->count; i++) {
        const ndx_shard *shard = snapshot->shard[i];
        serials[0] = shard->header.serial;
        if (shard->deleted_count * 100 > shard->header.documents * DELETED_PERCENT &&
            fits_memory(session, serials, 1))
            return 1;
    }
    return 0;
}

bool ndx_merge_tiers(ndx_session *session, ndx_update_run *run, ndx_error *error)
{
    uint64_t *serials = malloc((session->snapshot->count + 1) * sizeof *serials);
    size_t count;
    if (!serials)
        return ndx_error_memory(error, "merging shards");
    bool done = ndx_session_choose_writer(session, error);
    while (done &&
           (count = choose(session,
                           serials))) /* each merge makes fewer shards, or fewer deleted articles */
        done = merge(session, run, serials, count, NULL, error);
    free(serials);
    return done;
}

static uint64_t *all_serials(const ndx_snapshot *snapshot, ndx_error *error)
{
    uint64_t *serials = malloc((snapshot->count + 1) * sizeof *serials);
    for (size_t i = 0; serials && i < snapshot->count; i++)
        serials[i] = snapshot->shard[i]->header.serial;
    if (!serials)
        ndx_error_memory(error, "merging shards");
    return serials;
}

bool ndx_merge_all(ndx_session *session, ndx_update_run *run, ndx_error *error)
{
    const ndx_snapshot *snapshot = session->snapshot;
    if (!snapshot->count || (snapshot->count == 1 && !snapshot->shard[0]->deleted_count &&
                             !snapshot->shard[0]->header.tombstone_chunks))
        return true;
    uint64_t *serials = all_serials(snapshot, error);
    bool done = serials && merge(session, run, serials, snapshot->count, NULL, error);
    free(serials);
    return done;
}

bool ndx_merge_rebuild(ndx_session *session, ndx_update_run *run, ndx_error *error)
{
    analysing with = {0};
    if (!session->snapshot->count)
        return true;
    uint64_t *serials = all_serials(session->snapshot, error);
    with.drafter = serials ? ndx_drafter_new((size_t)(session->memory_bytes / 8), error) : NULL;
    bool done =
        with.drafter && merge(session, run, serials, session->snapshot->count, &with, error);
    ndx_drafter_free(with.drafter);
    ndx_piece_free(&with.piece);
    ndx_id_map_free(&with.map);
    ndx_arena_free(&with.arena);
    ndx_buffer_free(&with.bytes);
    free(serials);
    return done;
}
