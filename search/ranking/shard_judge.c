/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shard_judge.c - implements shard_judge.h. */
#include "ranking/shard_judge.h"

static uint64_t after_update(const ndx_plan *plan, const ndx_tables *tables)
{
    const uint64_t *after = plan->options.after_update;
    return after ? after[tables->shard->directory] : 0;
}

bool ndx_shard_is_old(const ndx_plan *plan, const ndx_tables *tables)
{
    uint64_t after = after_update(plan, tables);
    return after && tables->shard->header.update <= after;
}

bool ndx_shard_judge_open(ndx_shard_judge *by, const ndx_plan *plan, ndx_tables *tables,
                          size_t thread, ndx_error *error)
{
    if (by->tables)
        return true;
    by->tables = tables;
    ndx_glass_cursor_open(&by->records, tables->database, NDX_GLASS_DOCDATA);
    by->judge = (plan_judge){.plan = plan};
    by->after = after_update(plan, tables);
    by->judge.words = ndx_tables_words(tables, thread, error);
    return (by->judge.words && ndx_plan_sole_matcher(&by->judge, NULL, &by->matcher, error)) ||
           ndx_shard_name_in(tables->shard, error);
}

void ndx_shard_judge_close(ndx_shard_judge *by)
{
    if (!by->tables)
        return;
    ndx_glass_cursor_close(&by->records);
    ndx_plan_judge_free(&by->judge);
    by->tables = NULL;
}

bool ndx_shard_owns_record(const ndx_tables *tables, uint32_t docid, const ndx_record *record,
                           ndx_error *error)
{
    const ndx_shard_header *header = &tables->shard->header;
    if (record->document == docid - 1 &&
        memcmp(record->words_name, header->name, sizeof header->name) == 0)
        return true;
    return ndx_error_set(error, NDX_ERROR_CORRUPT, "%s: the record of article %u is another's",
                         tables->shard->name, docid - 1);
}

static bool judge_record(ndx_shard_judge *by, bool *matches, ndx_error *error)
{
    *matches = false;
    if (by->after && by->record.update <= by->after)
        return true;
    return by->matcher ? ndx_matcher_matches(by->matcher, &by->record, matches, error)
                       : ndx_plan_judge_candidate(&by->judge, &by->record, matches, error);
}

static bool judge_article(ndx_shard_judge *by, uint32_t docid, ndx_span bytes, bool *matches,
                          ndx_error *error)
{
    if (!bytes.size && !ndx_glass_document_data(&by->records, docid, &bytes, error))
        return false;
    bool read = by->matcher ? ndx_record_skim(bytes, &by->record, error)
                            : ndx_record_read(bytes, &by->record, error);
    if (!read || !ndx_shard_owns_record(by->tables, docid, &by->record, error))
        return false;
    return judge_record(by, matches, error);
}

bool ndx_shard_judge_article(ndx_shard_judge *by, uint32_t docid, ndx_span bytes, bool *matches,
                             ndx_error *error)
{
    return judge_article(by, docid, bytes, matches, error) ||
           ndx_shard_name_in(by->tables->shard, error);
}

static bool find(ndx_shard_judge *by, uint32_t docid, ndx_span bytes, bool judged, bool spans,
                 ndx_found *found, bool *matches, ndx_error *error)
{
    *matches = true;
    if ((!bytes.size && !ndx_glass_document_data(&by->records, docid, &bytes, error)) ||
        !ndx_record_read(bytes, &by->record, error) ||
        !ndx_shard_owns_record(by->tables, docid, &by->record, error))
        return false;
    *found = (ndx_found){.bytes = bytes, .record = &by->record, .words = by->judge.words};
    if (judged && !judge_record(by, matches, error))
        return false;
    return !*matches || !spans ||
           ndx_plan_spans(&by->judge, &by->record, &found->spans, &found->span_count, matches,
                          error);
}

bool ndx_shard_judge_find(ndx_shard_judge *by, uint32_t docid, ndx_span bytes, bool judged,
                          bool spans, ndx_found *found, bool *matches, ndx_error *error)
{
    return find(by, docid, bytes, judged, spans, found, matches, error) ||
           ndx_shard_name_in(by->tables->shard, error);
}
