/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * csv.c - CSV and TSV: an article a row, streamed (RFC 4180 and the dialects that are met).
 *
 * Owns: the dialect (delimiter and quote, seen in the first rows), the header row, the columns'
 * fields. Must not know: JSON, when a quotation mark is text (csv_quotes.c).
 *
 * The parser is ours: libcsv, which Debian has, cannot tell a dialect and takes a quote inside an
 * unquoted field as an error or drops it; real files have both. Lines may end in LF, CR LF or CR; a
 * quoted field may hold line ends; a doubled quote is one; a quote that does not end its field is
 * text.
 */
#include "csv_quotes.h"
#include "input.h"
#include "mapping.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { LIMIT_COLUMNS = 1024, HEAD_BYTES = 64 * 1024 };
#define LIMIT_ROW_BYTES NDX_LIMIT_ARTICLE_BYTES

typedef struct dialect {
    char delimiter, quote;
} dialect;

typedef struct csv_state {
    dialect dialect;
    bool has_header;
    bool begun;
    uint64_t row;
    uint64_t lines;                  /* before the place of the input */
    ndx_buffer cells;                /* of the row: unquoted, one after another */
    size_t begin[LIMIT_COLUMNS + 1]; /* cell i is cells[begin[i]..begin[i + 1]) */
    size_t columns;
    size_t expected; /* columns of the header */
    size_t usual;    /* ditto, else of the first row; 0: not yet known */
    /* offsets: no quote that was open before closes there; of TEXT, it was judged to be text */
    uint64_t unclosed_until, text_until;
    bool told[NDX_CSV_DOUBTFUL + 1]; /* by verdict: once a file */
    int field_of[LIMIT_COLUMNS];     /* ndx_field, -1: none */
    const char *origin_of[LIMIT_COLUMNS];
    ndx_arena kept;   /* headers' texts */
    char charset[64]; /* of the file, where its beginning is not UTF-8; else empty */
    ndx_buffer utf8;
    ndx_text body;
    ndx_buffer whole; /* a UTF-16 file, converted */
    ndx_input *input; /* over whole; NULL: the source's */
} csv_state;

/* ---- rows ---- */

/* Is the quote at `at` the end of its field? Then a delimiter, a line end or the end follows (white
 * space may stand between). */
static bool closes_field(ndx_span bytes, size_t at, dialect d, bool last)
{
    size_t next = at + 1;
    while (next < bytes.size && bytes.data[next] == ' ')
        next++;
    if (next >= bytes.size)
        return last || next == at + 1;
    char c = bytes.data[next];
    return c == d.delimiter || c == '\n' || c == '\r';
}

/* Behind the spaces at `at`. */
static size_t skip_spaces(ndx_span bytes, size_t at)
{
    while (at < bytes.size && bytes.data[at] == ' ')
        at++;
    return at;
}

/* Where the delimiter at or behind `at` stands; the end if there is none. */
static size_t find_delimiter(ndx_span bytes, size_t at, dialect d)
{
    const char *found =
        at < bytes.size ? memchr(bytes.data + at, d.delimiter, bytes.size - at) : NULL;
    return found ? (size_t)(found - bytes.data) : bytes.size;
}

/* Is the line a row as it stands? No cell begins with a quote, so none holds its line end. A whole
 * body is passed over at once. */
static bool is_simple_row(ndx_span line, dialect d)
{
    if (line.size && memchr(line.data, '\r', line.size))
        return false;
    for (size_t at = 0; d.quote && at < line.size; at = find_delimiter(line, at, d) + 1) {
        at = skip_spaces(line, at);
        if (at < line.size && line.data[at] == d.quote)
            return false;
    }
    return true;
}

/* Where the row ends in bytes (behind its line end), or SIZE_MAX when it goes on beyond them.
 * `last`: there is nothing beyond. *unclosed (may be NULL): the end came inside quotes. */
static size_t find_row_end(ndx_span bytes, dialect d, bool last, bool *unclosed)
{
    bool in_quotes = false;
    if (unclosed)
        *unclosed = false;
    const char *line_end = bytes.size ? memchr(bytes.data, '\n', bytes.size) : NULL;
    if (line_end && is_simple_row(ndx_span_between(bytes.data, line_end), d))
        return (size_t)(line_end - bytes.data) + 1; /* most rows are like that */
    bool cell_begin = true;
    for (size_t i = 0; i < bytes.size; i++) {
        char c = bytes.data[i];
        if (in_quotes) {
            const char *quote = memchr(bytes.data + i, d.quote, bytes.size - i);
            if (!quote)
                break;
            i = (size_t)(quote - bytes.data);
            if (i + 1 < bytes.size && bytes.data[i + 1] == d.quote) {
                i++;
                continue;
            }
            if (i + 1 >= bytes.size && !last)
                return SIZE_MAX;
            if (closes_field(bytes, i, d, last))
                in_quotes = false;
            continue;
        }
        if (c == d.quote && d.quote && cell_begin) {
            in_quotes = true;
            cell_begin = false;
        } else if (c == d.delimiter) {
            cell_begin = true;
        } else if (c == '\n') {
            return i + 1;
        } else if (c == '\r') {
            if (i + 1 >= bytes.size && !last)
                return SIZE_MAX;
            return i + 1 < bytes.size && bytes.data[i + 1] == '\n' ? i + 2 : i + 1;
        } else if (c != ' ') {
            cell_begin = false;
        }
    }
    if (unclosed)
        *unclosed = in_quotes && last;
    return last ? bytes.size : SIZE_MAX;
}

static bool end_cell(csv_state *state)
{
    if (state->columns < LIMIT_COLUMNS)
        state->begin[++state->columns] = state->cells.size;
    else
        state->cells.size = state->begin[state->columns];
    return !state->cells.failed;
}

/* Appends what stands between quotes, `at` being behind the first; gives where it ends (behind the
 * closing quote, or at the row's end). Whole runs are copied. */
static size_t copy_quoted(ndx_buffer *cells, ndx_span row, size_t at, dialect d)
{
    while (at < row.size) {
        const char *quote = memchr(row.data + at, d.quote, row.size - at);
        size_t end = quote ? (size_t)(quote - row.data) : row.size;
        ndx_buffer_append(cells, row.data + at, end - at);
        at = end + 1;
        if (!quote ||
            (closes_field(row, end, d, true) && !(at < row.size && row.data[at] == d.quote)))
            return end < row.size ? at : end;
        if (at < row.size && row.data[at] == d.quote)
            at++; /* doubled */
        ndx_buffer_append_byte(cells, (unsigned char)d.quote);
    }
    return row.size;
}

/* Cuts one row (without its line end) into cells. */
static bool split_row(csv_state *state, ndx_span row, dialect d)
{
    size_t at = 0;
    ndx_buffer_clear(&state->cells);
    state->columns = 0;
    state->begin[0] = 0;
    for (;;) {
        size_t begin = skip_spaces(row, at);
        if (d.quote && begin < row.size && row.data[begin] == d.quote) {
            at = find_delimiter(row, copy_quoted(&state->cells, row, begin + 1, d), d);
        } else {
            begin = at;
            at = find_delimiter(row, at, d);
            ndx_buffer_append(&state->cells, row.data + begin, at - begin);
        }
        if (!end_cell(state))
            return false;
        if (at >= row.size)
            return true;
        at++;
    }
}

static ndx_span cell(const csv_state *state, size_t column)
{
    return ndx_span_make(state->cells.data + state->begin[column],
                         state->begin[column + 1] - state->begin[column]);
}

static void set_place(const csv_state *state, ndx_error *error)
{
    snprintf(error->place, sizeof error->place, "row %llu", (unsigned long long)state->row);
}

/* Passes over a row that cannot be read, up to the next line end. */
static bool skip_line(csv_state *state, const ndx_source *source, ndx_error *error)
{
    for (;;) {
        ndx_span bytes;
        if (!ndx_input_peek(source->input, HEAD_BYTES, &bytes, error))
            return false;
        const char *end = bytes.size ? memchr(bytes.data, '\n', bytes.size) : NULL;
        size_t size = end ? (size_t)(end - bytes.data) + 1 : bytes.size;
        state->lines += ndx_csv_line_ends(ndx_span_make(bytes.data, size));
        ndx_input_consume(source->input, size);
        if (end || !bytes.size)
            return true;
    }
}

/* A quote that is never closed must not swallow the rows behind it: its line alone is lost. */
static ndx_read skip_unclosed_row(csv_state *state, const ndx_source *source, bool at_limit,
                                  ndx_error *error)
{
    state->row++;
    if (!skip_line(state, source, error))
        return NDX_READ_ERROR;
    if (at_limit)
        ndx_error_set(error, NDX_ERROR_LIMIT,
                      "a row has more than %u MiB; is a quotation mark not closed?",
                      LIMIT_ROW_BYTES / (1024 * 1024));
    else
        ndx_error_set(error, NDX_ERROR_FORMAT,
                      "a quotation mark is not closed; the line was passed over");
    set_place(state, error);
    return NDX_READ_SKIPPED;
}

/* The row that bytes begin with, as its quotes have it. */
typedef struct row_extent {
    ndx_csv_end end;
    size_t size;   /* of a closed one, with its line end; else what was looked at */
    bool at_limit; /* it is unclosed because nobody looks further */
} row_extent;

static ndx_csv_record record_of(const csv_state *state, ndx_span bytes, ndx_csv_end end)
{
    return (ndx_csv_record){.bytes = bytes,
                            .delimiter = state->dialect.delimiter,
                            .quote = state->dialect.quote,
                            .end = end,
                            .columns = state->columns,
                            .usual_columns = state->usual};
}

/* Where an earlier row looked in vain for the end of its quotes only the first line is looked at: a
 * table in which each line opens a quote would be read as often as it has lines. */
static bool is_known_unclosed(const csv_state *state, const ndx_source *source, ndx_span bytes)
{
    uint64_t offset = ndx_input_offset(source->input);
    if (offset >= state->unclosed_until && offset >= state->text_until)
        return false;
    size_t size = ndx_csv_line_bytes(bytes);
    if (size == SIZE_MAX)
        return false;
    bool unclosed;
    ndx_span line = ndx_span_make(bytes.data, size);
    find_row_end(line, state->dialect, true, &unclosed);
    if (!unclosed || offset < state->unclosed_until)
        return unclosed;
    const ndx_csv_record record = record_of(state, line, NDX_CSV_UNCLOSED);
    return ndx_csv_judge(&record) == NDX_CSV_TEXT;
}

static row_extent find_row(csv_state *state, const ndx_source *source, ndx_span bytes, bool last)
{
    bool unclosed = false;
    if (is_known_unclosed(state, source, bytes))
        return (row_extent){NDX_CSV_UNCLOSED, bytes.size, false};
    size_t size = find_row_end(bytes, state->dialect, last, &unclosed);
    if (size != SIZE_MAX && !unclosed)
        return (row_extent){NDX_CSV_CLOSED, size, false};
    if (!unclosed && bytes.size <= LIMIT_ROW_BYTES)
        return (row_extent){NDX_CSV_GOES_ON, bytes.size, false};
    state->unclosed_until = ndx_input_offset(source->input) + bytes.size;
    return (row_extent){NDX_CSV_UNCLOSED, bytes.size, !unclosed};
}

/* Converts the row, which has its line end, and cuts it into cells; an empty one has no columns. */
static bool take_row(csv_state *state, const ndx_source *source, ndx_span row, dialect d,
                     uint64_t *replaced, ndx_error *error)
{
    const char *charset = source->options->charset;
    while (row.size && (row.data[row.size - 1] == '\n' || row.data[row.size - 1] == '\r'))
        row.size--;
    state->columns = 0;
    if (!ndx_span_trim(row).size)
        return true;
    return ndx_charset_to_utf8(row, ndx_span_of(charset ? charset : state->charset), &state->utf8,
                               &row, NULL, replaced, error) &&
           (split_row(state, row, d) || ndx_error_memory(error, "reading a row"));
}

/* line_bytes: of the first line, SIZE_MAX when it goes on beyond bytes. */
static ndx_csv_verdict judge_row(const csv_state *state, const ndx_source *source, ndx_span bytes,
                                 row_extent extent, size_t line_bytes)
{
    bool closed = extent.end == NDX_CSV_CLOSED;
    if (source->options->quotes != NDX_QUOTES_AUTO || !state->dialect.quote)
        return NDX_CSV_CELLS;
    /* most rows are one line with all columns, or empty */
    if (closed ? !state->columns || (state->columns == state->usual && line_bytes >= extent.size)
               : line_bytes > LIMIT_ROW_BYTES)
        return NDX_CSV_CELLS;
    const ndx_csv_record record =
        record_of(state, ndx_span_make(bytes.data, extent.size), extent.end);
    return ndx_csv_judge(&record);
}

/* Told once a file, before the row is consumed: it is read again. */
static ndx_read tell_verdict(csv_state *state, ndx_csv_verdict verdict, ndx_error *error)
{
    static const char *const meanings[] = {
        [NDX_CSV_TEXT] = "a quotation mark that begins a cell is taken as text, for what it would "
                         "quote has the columns of rows; so are others like it (--quotes=text: "
                         "all are text, --quotes=cells: none)",
        [NDX_CSV_DOUBTFUL] = "a quoted cell goes over lines that have the columns of rows; if they "
                             "are rows, say --quotes=text (--quotes=cells: they are not)"};
    state->told[verdict] = true;
    ndx_error_set(error, NDX_ERROR_FORMAT, "%s", meanings[verdict]);
    snprintf(error->place, sizeof error->place, "line %llu", (unsigned long long)state->lines + 1);
    return NDX_READ_NOTED;
}

/* The next row that is not empty, in the state's cells. */
static ndx_read read_row(csv_state *state, const ndx_source *source, uint64_t *replaced,
                         ndx_error *error)
{
    size_t want = HEAD_BYTES;
    for (;;) {
        ndx_span bytes;
        if (!ndx_input_peek(source->input, want, &bytes, error))
            return NDX_READ_ERROR;
        if (!bytes.size)
            return NDX_READ_END;
        if (ndx_input_offset(source->input) == 0 &&
            ndx_span_starts_with(bytes, NDX_SPAN("\xEF\xBB\xBF"))) {
            ndx_input_consume(source->input, 3);
            continue;
        }
        bool last = bytes.size < want;
        if (!last)
            bytes.size = want; /* so that nothing depends on what the input has read ahead */
        uint64_t replaced_before = *replaced;
        dialect d = state->dialect;
        row_extent extent = find_row(state, source, bytes, last);
        size_t size = extent.size;
        if (extent.end == NDX_CSV_CLOSED &&
            !take_row(state, source, ndx_span_make(bytes.data, size), d, replaced, error))
            return NDX_READ_ERROR;
        size_t line = ndx_csv_line_bytes(bytes);
        if (line == SIZE_MAX && last)
            line = bytes.size;
        ndx_csv_verdict verdict = judge_row(state, source, bytes, extent, line);
        if (verdict != NDX_CSV_CELLS && !state->told[verdict]) {
            *replaced = replaced_before;
            return tell_verdict(state, verdict, error);
        }
        if (verdict == NDX_CSV_TEXT) {
            size = line;
            if (extent.end == NDX_CSV_GOES_ON)
                state->text_until = ndx_input_offset(source->input) + bytes.size;
            *replaced = replaced_before;
            d.quote = '\0';
            if (!take_row(state, source, ndx_span_make(bytes.data, size), d, replaced, error))
                return NDX_READ_ERROR;
        } else if (extent.end == NDX_CSV_UNCLOSED) {
            return skip_unclosed_row(state, source, extent.at_limit, error);
        } else if (extent.end == NDX_CSV_GOES_ON) {
            want *= 4;
            continue;
        }
        state->row++;
        state->lines += line >= size ? 1 : ndx_csv_line_ends(ndx_span_make(bytes.data, size));
        ndx_input_consume(source->input, size);
        if (state->columns)
            return NDX_READ_ARTICLE;
        want = HEAD_BYTES;
    }
}

/* ---- the dialect ---- */

/* How many columns the rows of the head have under a dialect: the same in each, and more than one,
 * is what a table looks like. */
static unsigned judge(ndx_span head, dialect d, size_t *columns)
{
    size_t rows = 0;
    size_t same = 0;
    size_t first = 0;
    while (head.size && rows < 50) {
        size_t end = find_row_end(head, d, false, NULL);
        if (end == SIZE_MAX) {
            if (rows)
                break; /* the head's last row is cut */
            end = find_row_end(head, d, true, NULL);
        }
        size_t count = 1;
        bool in_quotes = false;
        bool cell_begin = true;
        for (size_t i = 0; i < end; i++) {
            char c = head.data[i];
            if (in_quotes) {
                if (c == d.quote && i + 1 < end && head.data[i + 1] == d.quote)
                    i++;
                else if (c == d.quote && closes_field(head, i, d, true))
                    in_quotes = false;
            } else if (c == d.quote && d.quote && cell_begin) {
                in_quotes = true;
                cell_begin = false;
            } else if (c == d.delimiter) {
                count++;
                cell_begin = true;
            } else if (c != ' ') {
                cell_begin = false;
            }
        }
        bool empty = !ndx_span_trim(ndx_span_make(head.data, end)).size;
        if (!empty) {
            if (!rows)
                first = count;
            rows++;
            same += count == first;
        }
        head = ndx_span_skip(head, end);
    }
    *columns = first;
    if (first < 2 || !rows)
        return 0;
    return (unsigned)(100 * same / rows) / (rows == 1 ? 2 : 1);
}

static unsigned find_dialect(ndx_span head, const char *delimiters, ndx_quotes said, dialect *found)
{
    static const char quotes[] = {'"', '\'', '\0'};
    unsigned best = 0;
    size_t best_columns = 0;
    for (const char *delimiter = delimiters; *delimiter; delimiter++) {
        for (size_t q = 0; q < sizeof quotes; q++) {
            dialect d = {*delimiter, quotes[q]};
            size_t columns;
            if (said != NDX_QUOTES_AUTO && (said == NDX_QUOTES_TEXT) != !quotes[q])
                continue;
            /* a quote that never stands at a cell's beginning is none */
            if (quotes[q] == '\'' && !memchr(head.data, '\'', head.size))
                continue;
            unsigned score = judge(head, d, &columns);
            if (score > best ||
                (score == best && score && columns > best_columns && quotes[q] == '"')) {
                best = score;
                best_columns = columns;
                *found = d;
            }
        }
    }
    return best;
}

/* Does the first row name fields? Two of its cells are known, or one and it is a headline's or a
 * body's. */
static bool first_row_names_fields(ndx_span head, dialect d)
{
    csv_state *state = calloc(1, sizeof *state);
    bool names = false;
    if (!state)
        return false;
    size_t end = find_row_end(head, d, true, NULL);
    ndx_span row = ndx_span_trim(ndx_span_make(head.data, end));
    if (row.size < 4096 && split_row(state, row, d)) {
        size_t known = 0;
        bool text = false;
        for (size_t i = 0; i < state->columns; i++) {
            ndx_field field;
            if (ndx_mapping_field(ndx_span_trim(cell(state, i)), &field)) {
                known++;
                text |= field == NDX_FIELD_HEADLINE || field == NDX_FIELD_BODY;
            }
        }
        names = known >= 2 || text;
    }
    ndx_buffer_free(&state->cells);
    free(state);
    return names;
}

/* Spreadsheets export "Unicode text" as UTF-16 with a byte order mark. */
static bool is_utf16(ndx_span head)
{
    return ndx_span_starts_with(head, NDX_SPAN("\xFF\xFE")) ||
           ndx_span_starts_with(head, NDX_SPAN("\xFE\xFF"));
}

/* Could the first row name fields in some dialect? Most texts are settled by that, for little. */
static bool may_have_header(ndx_span head, const char *delimiters)
{
    const char *end = head.size ? memchr(head.data, '\n', head.size) : NULL;
    ndx_span line = end ? ndx_span_between(head.data, end) : head;
    for (; *delimiters; delimiters++)
        if (line.size && memchr(line.data, *delimiters, line.size) &&
            (memchr(line.data, '"', line.size) || memchr(line.data, '\'', line.size) ||
             first_row_names_fields(head, (dialect){*delimiters, '\0'})))
            return true;
    return false;
}

static unsigned sniff(ndx_span head, bool by_name, const char *delimiters)
{
    dialect d;
    if (is_utf16(head))
        return by_name ? 85 : 0;
    if (!head.size || memchr(head.data, '\0', head.size < 1024 ? head.size : 1024) ||
        head.data[0] == '<' || head.data[0] == '{' || head.data[0] == '[')
        return 0;
    if (by_name)
        return 85;
    if (!may_have_header(head, delimiters))
        return 0;
    unsigned score = find_dialect(head, delimiters, NDX_QUOTES_AUTO, &d);
    return score >= 95 && first_row_names_fields(head, d) ? 70 : 0;
}

static unsigned csv_sniff(ndx_span head, bool by_name)
{
    return sniff(head, by_name, ",;");
}

static unsigned tsv_sniff(ndx_span head, bool by_name)
{
    return sniff(head, by_name, "\t");
}

/* ---- columns ---- */

/* UTF-16 cannot be cut into rows by its bytes: the file is held whole, as UTF-8. */
static bool convert_whole(csv_state *state, const ndx_source *source, ndx_span *head,
                          ndx_error *error)
{
    ndx_span raw;
    ndx_span text;
    if (!ndx_input_all(source->input, &raw, error) ||
        !ndx_charset_to_utf8(raw, ndx_span_make(NULL, 0), &state->whole, &text, NULL, NULL, error))
        return false;
    state->input = ndx_input_open_memory(text, "", source->options, error);
    return state->input && ndx_input_peek(state->input, HEAD_BYTES, head, error);
}

static void csv_close(void *opaque)
{
    csv_state *state = opaque;
    ndx_input_close(state->input);
    ndx_buffer_free(&state->whole);
    ndx_buffer_free(&state->cells);
    ndx_buffer_free(&state->utf8);
    ndx_text_free(&state->body);
    ndx_arena_free(&state->kept);
    free(state);
}

static void *open_with(const ndx_source *source, const char *delimiters, ndx_error *error)
{
    ndx_span head;
    ndx_quotes said = source->options->quotes;
    csv_state *state = calloc(1, sizeof *state);
    if (!state) {
        ndx_error_memory(error, "reading a table");
        return NULL;
    }
    if (!ndx_input_peek(source->input, HEAD_BYTES, &head, error) ||
        (is_utf16(head) && !convert_whole(state, source, &head, error))) {
        csv_close(state);
        return NULL;
    }
    ndx_charset_of_beginning(head, state->charset);
    if (ndx_span_starts_with(head, NDX_SPAN("\xEF\xBB\xBF")))
        head = ndx_span_skip(head, 3);
    state->dialect = (dialect){delimiters[0], said == NDX_QUOTES_TEXT ? '\0' : '"'};
    if (head.size)
        find_dialect(head, delimiters, said, &state->dialect);
    state->has_header = head.size && first_row_names_fields(head, state->dialect);
    return state;
}

static void *csv_open(const ndx_source *source, ndx_error *error)
{
    return open_with(source, ",;\t|", error);
}

static void *tsv_open(const ndx_source *source, ndx_error *error)
{
    return open_with(source, "\t", error);
}

/* --field name=3 or --field name=column. */
static bool is_column(ndx_span path, size_t column, ndx_span header)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", column + 1);
    return ndx_span_equal(path, ndx_span_of(number)) ||
           (header.size && ndx_span_equal_nocase(path, header));
}

static bool name_column(csv_state *state, const ndx_source *source, size_t column, ndx_span header,
                        ndx_error *error)
{
    const ndx_reading_options *options = source->options;
    ndx_field field = NDX_FIELD_COUNT;
    state->field_of[column] = -1;
    for (size_t i = 0; i < options->mapping_count; i++)
        if (is_column(options->mappings[i].path, column, header))
            field = options->mappings[i].field;
    if (field == NDX_FIELD_COUNT && header.size && ndx_mapping_field(header, &field)) {
        bool taken = ndx_mapping_begin(options, field).mapped; /* --field gives it another column */
        for (size_t i = 0; i < column; i++)
            taken |= state->field_of[i] == (int)field && !ndx_field_describe(field)->multiple;
        if (taken)
            return true;
    }
    if (field == NDX_FIELD_COUNT)
        return true;
    ndx_buffer origin = {0};
    ndx_buffer_printf(&origin, "column:%zu", column + 1);
    if (header.size)
        ndx_buffer_printf(&origin, ":%.*s", NDX_SPAN_ARGS(header));
    state->origin_of[column] = origin.failed ? NULL : ndx_arena_text(&state->kept, origin.data);
    ndx_buffer_free(&origin);
    state->field_of[column] = (int)field;
    return state->origin_of[column] || ndx_error_memory(error, "reading a table");
}

static ndx_read read_header(csv_state *state, const ndx_source *source, ndx_error *error)
{
    uint64_t replaced = 0;
    bool any = false;
    ndx_read step = NDX_READ_ARTICLE;
    state->begun = true;
    if (state->has_header) {
        step = read_row(state, source, &replaced, error);
        if (step != NDX_READ_ARTICLE)
            return step;
    }
    state->expected = state->usual = state->has_header ? state->columns : 0;
    size_t columns = state->has_header ? state->columns : LIMIT_COLUMNS;
    for (size_t i = 0; i < columns; i++) {
        ndx_span header =
            state->has_header ? ndx_span_trim(cell(state, i)) : ndx_span_make(NULL, 0);
        if (!name_column(state, source, i, header, error))
            return NDX_READ_ERROR;
        any |= state->field_of[i] == NDX_FIELD_HEADLINE || state->field_of[i] == NDX_FIELD_BODY;
    }
    if (any)
        return NDX_READ_ARTICLE;
    ndx_error_set(error, NDX_ERROR_FORMAT,
                  "no column is known as headline or body; name them: --field headline=COLUMN "
                  "--field body=COLUMN (names or "
                  "numbers from 1)");
    return NDX_READ_ERROR;
}

static bool fill(csv_state *state, const ndx_source *source, ndx_article *article, ndx_error *error)
{
    /* the language first: dates are read in it */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < state->columns; i++) {
            int field = state->field_of[i];
            if (field < 0 || (field == NDX_FIELD_LANGUAGE) != (pass == 0))
                continue;
            bool done = field == NDX_FIELD_BODY
                            ? ndx_mapping_set_body(source, article, cell(state, i),
                                                   state->origin_of[i], &state->body, error)
                            : ndx_mapping_set(source, article, (ndx_field)field, cell(state, i),
                                              state->origin_of[i], true, error);
            if (!done)
                return false;
        }
    }
    return true;
}

static ndx_read csv_next(void *opaque, const ndx_source *file, ndx_article *article,
                         ndx_error *error)
{
    csv_state *state = opaque;
    ndx_source own = *file;
    const ndx_source *source = &own;
    if (state->input)
        own.input = state->input;
    if (!state->begun) {
        ndx_read step = read_header(state, source, error);
        if (step != NDX_READ_ARTICLE)
            return step;
    }
    ndx_read step = read_row(state, source, &article->replaced_bytes, error);
    if (step != NDX_READ_ARTICLE)
        return step;
    if (!state->usual)
        state->usual = state->columns;
    if (state->expected && state->columns > state->expected) {
        ndx_error_set(error, NDX_ERROR_FORMAT, "has %zu columns, the header %zu", state->columns,
                      state->expected);
        set_place(state, error);
        return NDX_READ_SKIPPED;
    }
    return fill(state, source, article, error) ? NDX_READ_ARTICLE : NDX_READ_ERROR;
}

const ndx_format ndx_format_csv = {
    .info = {"csv", "CSV with a header row, or with --field NAME=COLUMN", "csv"},
    .holds_many = true,
    .sniff = csv_sniff,
    .open = csv_open,
    .next = csv_next,
    .close = csv_close,
};

const ndx_format ndx_format_tsv = {
    .info = {"tsv", "TSV: the same, parted by tabs", "tsv tab"},
    .holds_many = true,
    .sniff = tsv_sniff,
    .open = tsv_open,
    .next = csv_next,
    .close = csv_close,
};
