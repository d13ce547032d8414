/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.c - JSON Lines: one object a result, the last line a summary.
 *
 * newsdex-json(5) describes every object and member; whoever adds one adds it there (a test
 * compares), whoever changes what one means raises the schema's version.
 */
#include "newsdex/article_json.h"
#include "newsdex/utf8.h"
#include "present/output.h"
#include "present/snippet.h"

#include <jansson.h>
#include <stdlib.h>

enum { SCHEMA = 1, SNIPPET_CHARACTERS = 300 };

static size_t characters_before(ndx_span text, size_t end)
{
    size_t count = 0;
    for (size_t i = 0; text.data && i < end && i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

static json_t *marks_of(const ndx_marked *marked)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < marked->mark_count; i++) {
        size_t begin = characters_before(marked->text, marked->marks[i].begin);
        size_t end = characters_before(marked->text, marked->marks[i].end);
        if (json_array_append_new(list, json_pack("[I, I]", (json_int_t)begin, (json_int_t)end)) !=
            0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static bool append_line(ndx_output *output, json_t *object, ndx_error *error)
{
    char *text = object ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
    json_decref(object);
    if (!text)
        return ndx_error_memory(error, "writing results as JSON");
    ndx_output_append_json(output->out, ndx_span_of(text));
    ndx_buffer_append_byte(output->out, '\n');
    free(text);
    return ndx_buffer_ok(output->out, "writing results as JSON", error);
}

/* An object that says which query it answers, where there are many. */
static json_t *new_object(const ndx_output *output)
{
    json_t *object = json_object();
    if (!object || !output->options->batch)
        return object;
    ndx_buffer topic = {0};
    int failed =
        json_object_set_new(object, "query_number", json_integer((json_int_t)output->number));
    if (output->topic.size) {
        ndx_utf8_repair(&topic, output->topic, NULL);
        failed |= json_object_set_new(object, "topic", json_stringn(topic.data, topic.size));
    }
    ndx_buffer_free(&topic);
    if (!failed)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *with_query(const ndx_output *output)
{
    json_t *object = new_object(output);
    ndx_buffer query = {0};
    bool done = ndx_utf8_repair(&query, output->query, NULL) && object &&
                json_object_set_new(object, "query",
                                    json_stringn(query.data ? query.data : "", query.size)) == 0;
    ndx_buffer_free(&query);
    if (done)
        return object;
    json_decref(object);
    return NULL;
}

/* Adds the members of `more`, which it consumes. */
static bool append_with(ndx_output *output, json_t *object, json_t *more, ndx_error *error)
{
    if (object && (!more || json_object_update(object, more) != 0)) {
        json_decref(object);
        object = NULL;
    }
    json_decref(more);
    return append_line(output, object, error);
}

static bool json_failed(ndx_output *output, ndx_error *error)
{
    return append_with(output, with_query(output), json_pack("{s:b}", "failed", 1), error);
}

static bool json_count(ndx_output *output, const uint64_t *count, ndx_error *error)
{
    if (!count)
        return json_failed(output, error);
    return append_with(output, with_query(output), json_pack("{s:I}", "count", (json_int_t)*count),
                       error);
}

bool ndx_output_json_counts(ndx_output *output, uint64_t articles, uint64_t matches,
                            ndx_error *error)
{
    return append_with(
        output, with_query(output),
        json_pack("{s:I, s:I}", "count", (json_int_t)articles, "matches", (json_int_t)matches),
        error);
}

static bool add_snippet(ndx_output *output, size_t rank, const ndx_hit *hit, ndx_arena *arena,
                        json_t *object, ndx_error *error)
{
    const uint32_t *positions;
    size_t count;
    ndx_marked headline;
    ndx_marked body;
    ndx_words *words = ndx_index_words(output->index, &hit->record, error);
    if (!words || !ndx_results_highlights(output->results, rank, &positions, &count, error) ||
        !ndx_marked_field(words, &hit->record, NDX_TEXT_HEADLINE, positions, count, arena,
                          &headline, error) ||
        !ndx_snippet(words, &hit->record, positions, count, SNIPPET_CHARACTERS, arena, &body,
                     error))
        return false;
    json_t *snippet = json_pack(
        "{s:s%, s:o, s:b, s:b}", "text", body.text.data ? body.text.data : "", body.text.size,
        "marks", marks_of(&body), "cut_before", body.cut_before, "cut_after", body.cut_after);
    if (json_object_set_new(object, "headline_marks", marks_of(&headline)) != 0 ||
        json_object_set_new(object, "snippet", snippet) != 0)
        return ndx_error_memory(error, "writing results as JSON");
    return true;
}

/* "copies": those folded under the result. */
static bool add_copies(ndx_output *output, const ndx_hit *hit, json_t *object, ndx_error *error)
{
    json_t *list = hit->copy_count ? json_array() : NULL;
    bool done = !hit->copy_count || list || ndx_error_memory(error, "writing results as JSON");
    for (size_t i = 0; done && i < hit->copy_count; i++) {
        ndx_arena arena = {0};
        ndx_article article = {0};
        json_t *copy = json_object();
        done = ndx_output_read_head(output, &hit->copies[i], &arena, &article, error) &&
               ndx_article_to_json(&article, NDX_JSON_WITHOUT_BODY, copy, error) &&
               (json_array_append(list, copy) == 0 ||
                ndx_error_memory(error, "writing results as JSON"));
        json_decref(copy);
        ndx_arena_free(&arena);
    }
    if (done && list && json_object_set(object, "copies", list) != 0)
        done = ndx_error_memory(error, "writing results as JSON");
    json_decref(list);
    return done;
}

static bool add_explanation(ndx_output *output, size_t rank, json_t *object, ndx_error *error)
{
    ndx_buffer text = {0};
    bool done = ndx_results_explain_hit(output->results, rank, &text, error);
    if (done &&
        json_object_set_new(object, "explanation", ndx_json_text(ndx_buffer_span(&text))) != 0)
        done = ndx_error_memory(error, "writing results as JSON");
    ndx_buffer_free(&text);
    return done;
}

static bool append_hit(ndx_output *output, size_t rank, ndx_json_parts parts, ndx_error *error)
{
    const ndx_hit *hit = ndx_results_hit(output->results, rank);
    ndx_arena arena = {0};
    ndx_article article = {0};
    bool whole = parts == NDX_JSON_WHOLE;
    json_t *object = new_object(output);
    json_t *place =
        json_pack("{s:I, s:f}", "rank", (json_int_t)ndx_results_rank(output->results, rank),
                  "score", hit->score);
    bool done = (object && place && json_object_update(object, place) == 0) ||
                ndx_error_memory(error, "writing results as JSON");
    json_decref(place);
    done = done &&
           (whole ? ndx_output_read_article(output, hit, &arena, &article, error)
                  : ndx_output_read_head(output, hit, &arena, &article, error)) &&
           ndx_article_to_json(&article, parts, object, error) &&
           (whole || add_snippet(output, rank, hit, &arena, object, error)) &&
           add_copies(output, hit, object, error) &&
           (!output->options->explain || add_explanation(output, rank, object, error)) &&
           append_line(output, json_incref(object), error);
    json_decref(object);
    ndx_arena_free(&arena);
    return done;
}

static bool json_hit(ndx_output *output, size_t rank, ndx_error *error)
{
    return append_hit(output, rank, NDX_JSON_WITHOUT_BODY, error);
}

static bool json_whole(ndx_output *output, size_t rank, ndx_error *error)
{
    return append_hit(output, rank, NDX_JSON_WHOLE, error);
}

static bool json_end(ndx_output *output, ndx_error *error)
{
    bool exact;
    uint64_t total = ndx_results_total(output->results, &exact);
    json_t *summary =
        json_pack("{s:I, s:b, s:I, s:I, s:i}", "total", (json_int_t)total, "total_is_exact", exact,
                  "returned", (json_int_t)ndx_results_count(output->results), "offset",
                  (json_int_t)(ndx_results_rank(output->results, 0) - 1), "schema", SCHEMA);
    return append_with(output, output->options->batch ? with_query(output) : json_object(), summary,
                       error);
}

static bool json_article(ndx_output *output, const ndx_hit *hit, ndx_error *error)
{
    ndx_arena arena = {0};
    ndx_article article = {0};
    json_t *object = json_object();
    bool done = ndx_output_read_article(output, hit, &arena, &article, error) &&
                ndx_article_to_json(&article, NDX_JSON_WHOLE, object, error);
    if (done)
        done = append_line(output, json_incref(object), error);
    json_decref(object);
    ndx_arena_free(&arena);
    return done;
}

const ndx_output_format ndx_output_json = {
    .hit = json_hit,
    .whole = json_whole,
    .end = json_end,
    .failed = json_failed,
    .count = json_count,
    .article = json_article,
    .shows_total = true,
};
