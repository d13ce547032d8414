/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kwic.c - implements kwic.h.
 *
 * Each thread of the walk keeps its own best rows. Of a match first what it is sorted by is looked
 * up; the words around it only if it may be among the rows that are shown.
 */
#include "present/kwic.h"

#include "present/kwic_rows.h"

#include <stdlib.h>

#define WHAT "making a concordance"
#define ELLIPSIS " \u2026 "

/* ---- the order's names ---- */

static const struct {
    const char *name;
    ndx_kwic_key key;
} keys[] = {
    {"L1", {NDX_KWIC_LEFT, 1}},     {"L2", {NDX_KWIC_LEFT, 2}},   {"L3", {NDX_KWIC_LEFT, 3}},
    {"R1", {NDX_KWIC_RIGHT, 1}},    {"R2", {NDX_KWIC_RIGHT, 2}},  {"R3", {NDX_KWIC_RIGHT, 3}},
    {"match", {NDX_KWIC_MATCH, 0}}, {"date", {NDX_KWIC_DATE, 0}}, {"source", {NDX_KWIC_SOURCE, 0}},
    {"id", {NDX_KWIC_ID, 0}},
};
enum { KEYS = sizeof keys / sizeof *keys };

const char *ndx_kwic_key_name(size_t index)
{
    return index < KEYS ? keys[index].name : NULL;
}

static bool unknown_key(ndx_span name, ndx_error *error)
{
    ndx_buffer message = {0};
    ndx_buffer_printf(&message, "a concordance is not sorted by '%.*s', but by ",
                      NDX_SPAN_ARGS(name));
    for (size_t i = 0; i < KEYS; i++)
        ndx_buffer_printf(&message, "%s%s", i ? ", " : "", keys[i].name);
    ndx_error_set(error, NDX_ERROR_USAGE, "%s", message.data ? message.data : "unknown order");
    ndx_buffer_free(&message);
    return false;
}

bool ndx_kwic_sort_parse(ndx_span text, ndx_kwic_sort *sort, ndx_error *error)
{
    *sort = (ndx_kwic_sort){.count = 0};
    for (bool more = true; more;) {
        const char *comma = text.size ? memchr(text.data, ',', text.size) : NULL;
        ndx_span name = ndx_span_trim(comma ? ndx_span_between(text.data, comma) : text);
        size_t i = 0;
        while (i < KEYS && !ndx_span_equal_nocase(name, ndx_span_of(keys[i].name)))
            i++;
        if (i == KEYS)
            return unknown_key(name, error);
        if (sort->count == NDX_KWIC_KEYS_MAX)
            return ndx_error_set(error, NDX_ERROR_USAGE,
                                 "a concordance is sorted by %u keys at most", NDX_KWIC_KEYS_MAX);
        sort->key[sort->count++] = keys[i].key;
        more = comma != NULL;
        text = ndx_span_skip(text, comma ? (size_t)(comma - text.data) + 1 : 0);
    }
    return true;
}

/* ---- a thread's work ---- */

typedef struct outline {
    bool read;
    uint32_t *number;
    size_t count;
} outline;

typedef struct reader {
    const ndx_kwic_options *options;
    ndx_kwic_rows rows;
    uint64_t articles, matches;
    /* of the article that is visited */
    ndx_arena arena;
    outline outline[NDX_TEXT_COUNT];
    ndx_kwic_article article;
    ndx_kwic_article *kept; /* NULL: no row of it yet */
    /* of a row */
    ndx_span key[NDX_KWIC_KEYS_MAX];
    ndx_buffer match_key, head, match, tail;
} reader;

static bool damaged(ndx_error *error)
{
    return ndx_error_set(error, NDX_ERROR_CORRUPT,
                         "a record is damaged: its words are not as many as it says");
}

static bool copy_text(reader *r, ndx_buffer *text, ndx_span *copy, ndx_error *error)
{
    bool done =
        ndx_buffer_ok(text, WHAT, error) &&
        (ndx_arena_copy(&r->arena, ndx_buffer_span(text), copy) || ndx_error_memory(error, WHAT));
    ndx_buffer_free(text);
    return done;
}

static bool read_atom(const ndx_found *found, uint32_t atom, ndx_span *value, ndx_error *error)
{
    const ndx_word *word;
    if (!atom)
        return true;
    if (!ndx_words_get(found->words, atom - 1, &word, error))
        return false;
    *value = word->surface;
    return true;
}

static bool sorts_by(const reader *r, ndx_kwic_key_kind kind)
{
    for (size_t i = 0; i < r->options->sort.count; i++)
        if (r->options->sort.key[i].kind == kind)
            return true;
    return false;
}

/* What rows are sorted by, and little more. */
static bool open_article(reader *r, const ndx_found *found, ndx_error *error)
{
    ndx_record named = *found->record;
    ndx_buffer folded = {0};
    ndx_arena_reset(&r->arena);
    memset(r->outline, 0, sizeof r->outline);
    r->article =
        (ndx_kwic_article){.sort = &r->options->sort, .seconds = ndx_date_seconds(&named.date)};
    if (!ndx_record_names(found->words, &named, &r->arena, error) ||
        !read_atom(found, named.path_atom, &named.path, error) ||
        !read_atom(found, named.source, &r->article.source, error))
        return false;
    r->article.id = named.id;
    r->article.path = named.path;
    if (!sorts_by(r, NDX_KWIC_SOURCE))
        return true;
    ndx_fold(&folded, r->article.source);
    return copy_text(r, &folded, &r->article.source_key, error);
}

/* What is only shown. */
static bool keep_article(reader *r, const ndx_found *found, ndx_error *error)
{
    ndx_buffer text = {0};
    if (r->kept)
        return true;
    ndx_date_append_iso(&text, &found->record->date);
    if (!copy_text(r, &text, &r->article.date, error))
        return false;
    bool done = ndx_record_text(found->words, found->record, NDX_TEXT_HEADLINE, &text, error);
    if (!done)
        ndx_buffer_free(&text);
    if (!done || !copy_text(r, &text, &r->article.headline, error))
        return false;
    r->kept = ndx_kwic_article_keep(&r->article);
    return r->kept || ndx_error_memory(error, WHAT);
}

/* ---- what a row is sorted by ---- */

static bool find_field(const ndx_record *record, ndx_match_span span, ndx_kwic_row *row)
{
    for (int i = 0; i < NDX_TEXT_COUNT; i++) {
        uint32_t start = ndx_record_field_start(record, (ndx_text_field)i);
        if (span.first < start || span.last < span.first ||
            span.last - start >= record->word_count[i])
            continue;
        row->field = (ndx_text_field)i;
        row->first = span.first - start;
        row->last = span.last - start;
        return true;
    }
    return false;
}

/* The folded form of a word of the field; empty beyond its ends. */
static bool read_folded(reader *r, const ndx_found *found, ndx_text_field field, int64_t index,
                        ndx_span *folded, ndx_error *error)
{
    outline *o = &r->outline[field];
    uint8_t *breaks;
    const ndx_word *word;
    *folded = ndx_span_make(NULL, 0);
    if (!o->read && !ndx_record_outline(found->words, found->record, field, &r->arena, &o->number,
                                        &breaks, &o->count, error))
        return false;
    o->read = true;
    if (index < 0 || (uint64_t)index >= o->count)
        return true;
    if (!ndx_words_get(found->words, o->number[index], &word, error))
        return false;
    *folded = word->folded;
    return true;
}

static bool read_match_key(reader *r, const ndx_found *found, const ndx_kwic_row *row,
                           ndx_error *error)
{
    enum { MOST = 32 }; /* words that are compared */
    ndx_buffer_clear(&r->match_key);
    for (uint32_t i = row->first; i <= row->last && i - row->first < MOST; i++) {
        ndx_span folded;
        if (!read_folded(r, found, row->field, i, &folded, error))
            return false;
        ndx_buffer_append_text(&r->match_key, i > row->first ? " " : "");
        ndx_buffer_append_span(&r->match_key, folded);
    }
    return ndx_buffer_ok(&r->match_key, WHAT, error);
}

static bool read_keys(reader *r, const ndx_found *found, ndx_kwic_row *row, ndx_error *error)
{
    row->key = r->key;
    for (size_t i = 0; i < r->options->sort.count; i++) {
        ndx_kwic_key key = r->options->sort.key[i];
        bool done = true;
        r->key[i] = ndx_span_make(NULL, 0);
        if (key.kind == NDX_KWIC_LEFT)
            done = read_folded(r, found, row->field, (int64_t)row->first - key.distance, &r->key[i],
                               error);
        else if (key.kind == NDX_KWIC_RIGHT)
            done = read_folded(r, found, row->field, (int64_t)row->last + key.distance, &r->key[i],
                               error);
        else if (key.kind == NDX_KWIC_MATCH)
            done = read_match_key(r, found, row, error);
        if (!done)
            return false;
        if (key.kind == NDX_KWIC_MATCH)
            r->key[i] = ndx_buffer_span(&r->match_key);
    }
    return true;
}

/* ---- what a row shows ---- */

/* Words of a field from `first` on, with their text. */
typedef struct piece {
    uint32_t first;
    ndx_text_word *word;
    size_t count;
    ndx_span text;
} piece;

static bool read_piece(reader *r, const ndx_found *found, ndx_text_field field, uint32_t first,
                       uint32_t count, ndx_buffer *text, piece *out, ndx_error *error)
{
    out->first = first;
    if (!ndx_record_window(found->words, found->record, field, first, count, SIZE_MAX, &r->arena,
                           text, &out->word, &out->count, error))
        return false;
    out->text = ndx_buffer_span(text);
    return out->count > 0 || damaged(error);
}

static bool has_word(const piece *p, uint32_t word)
{
    return word >= p->first && word - p->first < p->count;
}

static size_t begin_of(const piece *p, uint32_t word)
{
    return p->word[word - p->first].begin;
}

static size_t end_of(const piece *p, uint32_t word)
{
    return p->word[word - p->first].end;
}

/* The right context: to the field's end, or with what is written on to its last word, such as a full
 * stop. */
static ndx_span right_of(const piece *p, uint32_t last, uint32_t word_count, uint32_t window)
{
    size_t begin = end_of(p, last);
    size_t end = p->text.size;
    if (!window)
        return ndx_span_make(NULL, 0);
    if (p->first + p->count < word_count) {
        end = p->word[p->count - 1].end;
        while (end < p->text.size && !ndx_ascii_is_space(p->text.data[end]))
            end++;
    }
    return ndx_span_make(p->text.data + begin, end - begin);
}

static bool show_short(reader *r, const ndx_found *found, uint32_t begin, uint32_t window,
                       ndx_kwic_row *row, ndx_error *error)
{
    piece p;
    if (!read_piece(r, found, row->field, begin, row->last - begin + 1 + window, &r->head, &p,
                    error))
        return false;
    if (!has_word(&p, row->last))
        return damaged(error);
    size_t from = begin_of(&p, row->first);
    row->left = ndx_span_make(p.text.data, from);
    row->match = ndx_span_make(p.text.data + from, end_of(&p, row->last) - from);
    row->right = right_of(&p, row->last, found->record->word_count[row->field], window);
    return true;
}

/* A match whose beginning and end, `half` words each, are shown. */
static bool show_long(reader *r, const ndx_found *found, uint32_t begin, uint32_t window,
                      uint32_t half, ndx_kwic_row *row, ndx_error *error)
{
    piece head;
    piece tail;
    if (!read_piece(r, found, row->field, begin, row->first - begin + half, &r->head, &head,
                    error) ||
        !read_piece(r, found, row->field, row->last + 1 - half, half + window, &r->tail, &tail,
                    error))
        return false;
    if (!has_word(&head, row->first + half - 1) || !has_word(&tail, row->last))
        return damaged(error);
    size_t from = begin_of(&head, row->first);
    size_t again = begin_of(&tail, tail.first);
    ndx_buffer_clear(&r->match);
    ndx_buffer_append(&r->match, head.text.data + from,
                      end_of(&head, row->first + half - 1) - from);
    ndx_buffer_append_text(&r->match, ELLIPSIS);
    ndx_buffer_append(&r->match, tail.text.data + again, end_of(&tail, row->last) - again);
    row->left = ndx_span_make(head.text.data, from);
    row->match = ndx_buffer_span(&r->match);
    row->right = right_of(&tail, row->last, found->record->word_count[row->field], window);
    return ndx_buffer_ok(&r->match, WHAT, error);
}

static bool show(reader *r, const ndx_found *found, ndx_kwic_row *row, ndx_error *error)
{
    enum { HALF_LEAST = 2 };
    uint32_t window = r->options->window;
    uint32_t half = window > HALF_LEAST ? window : HALF_LEAST;
    uint32_t begin = row->first > window ? row->first - window : 0;
    return row->last - row->first < 2 * half ? show_short(r, found, begin, window, row, error)
                                             : show_long(r, found, begin, window, half, row, error);
}

/* ---- the walk ---- */

static bool add_match(reader *r, const ndx_found *found, ndx_match_span span, ndx_error *error)
{
    ndx_kwic_row row = {.article = &r->article};
    if (!find_field(found->record, span, &row))
        return damaged(error);
    if (!read_keys(r, found, &row, error))
        return false;
    if (!ndx_kwic_rows_want(&r->rows, &row))
        return true;
    if (!keep_article(r, found, error) || !show(r, found, &row, error))
        return false;
    ndx_kwic_row *kept = ndx_kwic_row_keep(&row, r->kept);
    return kept ? ndx_kwic_rows_add(&r->rows, kept, error) : ndx_error_memory(error, WHAT);
}

typedef struct concordance {
    const ndx_survey *survey;
    const ndx_kwic_options *options;
    reader *readers; /* one a thread; the first gets all in the end */
    unsigned count;
} concordance;

static bool visit(void *context, const ndx_found *found, ndx_error *error)
{
    const concordance *c = context;
    reader *r = &c->readers[found->thread];
    r->articles++;
    r->matches += found->span_count;
    if (!found->span_count)
        return true;
    bool done = open_article(r, found, error);
    for (size_t i = 0; done && i < found->span_count; i++)
        done = add_match(r, found, found->spans[i], error);
    ndx_kwic_article_let_go(r->kept);
    r->kept = NULL;
    return done;
}

static void progress(void *context, uint64_t done, uint64_t all)
{
    const concordance *c = context;
    c->survey->progress(c->survey->context, done, all);
}

static bool open_readers(concordance *c, ndx_error *error)
{
    const ndx_kwic_options *options = c->options;
    uint64_t wanted = options->limit && options->limit < UINT64_MAX - options->offset
                          ? options->offset + options->limit
                          : UINT64_MAX;
    c->readers = ndx_survey_states(c->survey, sizeof *c->readers, error);
    if (!c->readers)
        return false;
    c->count = ndx_survey_threads(c->survey);
    for (unsigned i = 0; i < c->count; i++) {
        c->readers[i].options = options;
        c->readers[i].rows.wanted = wanted;
    }
    return true;
}

static void close_readers(concordance *c)
{
    for (unsigned i = 0; i < c->count; i++) {
        reader *r = &c->readers[i];
        ndx_kwic_rows_free(&r->rows);
        ndx_arena_free(&r->arena);
        ndx_buffer_free(&r->match_key);
        ndx_buffer_free(&r->head);
        ndx_buffer_free(&r->match);
        ndx_buffer_free(&r->tail);
    }
    free(c->readers);
}

static bool walk(concordance *c, const ndx_query *query, ndx_error *error)
{
    const ndx_survey *survey = c->survey;
    const ndx_matches_visitor visitor = {.context = c,
                                         .spans = true,
                                         .visit = visit,
                                         .progress = survey->progress ? progress : NULL};
    ndx_search_options options = *survey->options;
    options.threads = c->count;
    return ndx_matches_visit(survey->index, query, &options, survey->analyser, &visitor, error);
}

/* All into the first thread's. */
static bool join(concordance *c, ndx_error *error)
{
    reader *all = &c->readers[0];
    for (unsigned i = 1; i < c->count; i++) {
        all->articles += c->readers[i].articles;
        all->matches += c->readers[i].matches;
        if (!ndx_kwic_rows_join(&all->rows, &c->readers[i].rows, error))
            return false;
    }
    ndx_kwic_rows_settle(&all->rows);
    return true;
}

/* ---- the table ---- */

enum {
    LEFT,
    MATCH,
    RIGHT,
    SOURCE,
    DATE,
    ID,
    COLUMNS_TO_READ, /* text and Markdown have no more */
    PATH = COLUMNS_TO_READ,
    FIELD,
    POSITION,
    WORDS,
    HEADLINE,
    COLUMNS
};

static const ndx_column columns[COLUMNS] = {
    [LEFT] = {.name = "left", .kind = NDX_CELL_TEXT_RIGHT},
    [MATCH] = {.name = "match"},
    [RIGHT] = {.name = "right"},
    [SOURCE] = {.name = "source", .most = 16},
    [DATE] = {.name = "date"},
    [ID] = {.name = "id", .kind = NDX_CELL_TEXT, .most = 16},
    [PATH] = {.name = "path"},
    [FIELD] = {.name = "field"},
    [POSITION] = {.name = "position", .kind = NDX_CELL_NUMBER},
    [WORDS] = {.name = "words", .kind = NDX_CELL_NUMBER},
    [HEADLINE] = {.name = "headline"},
};

static const bool is_for_programs[] = {[NDX_TABLE_TEXT] = false,
                                       [NDX_TABLE_JSON] = true,
                                       [NDX_TABLE_TSV] = true,
                                       [NDX_TABLE_CSV] = true,
                                       [NDX_TABLE_MARKDOWN] = false};

/* White space as one space, none at the ends. */
static ndx_span in_one_line(ndx_buffer *line, ndx_span text)
{
    ndx_buffer_clear(line);
    text = ndx_span_trim(text);
    for (size_t i = 0; i < text.size; i++)
        if (!ndx_ascii_is_space(text.data[i]))
            ndx_buffer_append_byte(line, (unsigned char)text.data[i]);
        else if (!ndx_ascii_is_space(text.data[i - 1]))
            ndx_buffer_append_byte(line, ' ');
    return ndx_buffer_span(line);
}

/* Of a date in ISO 8601: a reader of many rows wants no time of day. */
static ndx_span day_of(ndx_span date)
{
    const char *time = date.size ? memchr(date.data, 'T', date.size) : NULL;
    return time ? ndx_span_between(date.data, time) : date;
}

static ndx_cell text_cell(ndx_span text)
{
    return (ndx_cell){.text = text, .absent = !text.size};
}

static bool write_row(ndx_table *table, const ndx_kwic_row *row, ndx_table_kind kind,
                      ndx_buffer lines[3], ndx_error *error)
{
    const ndx_kwic_article *article = row->article;
    const char *field = ndx_field_describe(ndx_text_field_of(row->field))->name;
    ndx_span context[] = {row->left, row->match, row->right};
    for (size_t i = 0; kind != NDX_TABLE_JSON && i < 3; i++) {
        context[i] = in_one_line(&lines[i], context[i]);
        if (!ndx_buffer_ok(&lines[i], WHAT, error))
            return false;
    }
    const ndx_cell cells[COLUMNS] = {
        [LEFT] = {.text = context[0]},
        [MATCH] = {.text = context[1], .strong = true},
        [RIGHT] = {.text = context[2]},
        [SOURCE] = text_cell(article->source),
        [DATE] = text_cell(is_for_programs[kind] ? article->date : day_of(article->date)),
        [ID] = text_cell(article->id),
        [PATH] = text_cell(article->path),
        [FIELD] = text_cell(ndx_span_of(field)),
        [POSITION] = {.number = row->first},
        [WORDS] = {.number = (uint64_t)row->last - row->first + 1},
        [HEADLINE] = text_cell(article->headline),
    };
    return ndx_table_row(table, cells, error);
}

static bool write_end(const concordance *c, uint64_t shown, ndx_buffer *out, ndx_error *error)
{
    const reader *all = &c->readers[0];
    if (!shown)
        return true;
    ndx_buffer_printf(out, "\n%llu-%llu of %llu match%s in %llu article%s\n",
                      (unsigned long long)c->options->offset + 1,
                      (unsigned long long)(c->options->offset + shown),
                      (unsigned long long)all->matches, all->matches == 1 ? "" : "es",
                      (unsigned long long)all->articles, all->articles == 1 ? "" : "s");
    return ndx_buffer_ok(out, WHAT, error);
}

static bool write_rows(const concordance *c, ndx_table_kind kind, const ndx_output_options *output,
                       ndx_buffer *out, ndx_error *error)
{
    const ndx_kwic_rows *rows = &c->readers[0].rows;
    ndx_buffer lines[3] = {0};
    uint64_t shown = 0;
    ndx_table *table = ndx_table_new(kind, output, columns,
                                     is_for_programs[kind] ? COLUMNS : COLUMNS_TO_READ, out, error);
    bool done = table != NULL;
    for (uint64_t i = c->options->offset; done && i < rows->count; i++, shown++)
        done = write_row(table, rows->row[i], kind, lines, error);
    done = done && ndx_table_end(table, error) &&
           (kind != NDX_TABLE_TEXT || write_end(c, shown, out, error));
    for (size_t i = 0; i < 3; i++)
        ndx_buffer_free(&lines[i]);
    ndx_table_free(table);
    return done;
}

bool ndx_kwic(const ndx_survey *survey, const ndx_query *query, const ndx_kwic_options *options,
              ndx_table_kind kind, const ndx_output_options *output, ndx_buffer *out,
              uint64_t *articles, uint64_t *rows, ndx_error *error)
{
    concordance c = {.survey = survey, .options = options};
    *articles = *rows = 0;
    if (options->window > NDX_KWIC_WINDOW_MAX)
        return ndx_error_set(error, NDX_ERROR_USAGE,
                             "the window of a concordance is %u words at most",
                             NDX_KWIC_WINDOW_MAX);
    bool done = open_readers(&c, error) && walk(&c, query, error) && join(&c, error) &&
                write_rows(&c, kind, output, out, error);
    if (done) {
        *articles = c.readers[0].articles;
        *rows = c.readers[0].matches;
    }
    close_readers(&c);
    return done;
}
