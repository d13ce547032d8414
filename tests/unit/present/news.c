/* SPDX-License-Identifier: GPL-2.0-or-later */
/* news.c - implements news.h. */
#include "unit/present/news.h"

#include "unit/search/random.h"

const char *const news_files[3] = {"a.jsonl", "b.jsonl", "c.jsonl"};

static const token words[] = {
    {"ba", "ba", NULL}, {"Ba", "ba", NULL},    {"do", "do", NULL},       {"fi", "fi", NULL},
    {"ge", "ge", NULL}, {"HA", "ha", NULL},    {"Émile", "emile", NULL}, {"emile", "emile", NULL},
    {"ku", "ku", NULL}, {"lelo", "lelo", NULL}};
enum { WORDS = sizeof words / sizeof *words };

static void make_text(news_text *text, size_t most, bool paragraphs)
{
    static const char *const between[] = {" ",   " ",   " ",  " ",    ", ",
                                          " - ", " \"", ". ", "\" (", ".\n\n"};
    text->before = random_below(4) ? "" : "\"";
    text->count = 1 + random_below((uint32_t)most);
    text->token = calloc(text->count, sizeof *text->token);
    assert_non_null(text->token);
    for (size_t i = 0; i < text->count; i++) {
        text->token[i] = words[random_below(1 + random_below(WORDS))];
        text->token[i].after =
            i + 1 == text->count ? "." : between[random_below(paragraphs ? 10 : 9)];
    }
}

news *news_make(size_t count, size_t most)
{
    static const char *const sources[][2] = {
        {"Agency", "agency"}, {"agency two", "agency two"}, {"Éclair", "eclair"}, {"", ""}};
    news *articles = calloc(count, sizeof *articles);
    assert_non_null(articles);
    random_begin(20251130);
    for (size_t i = 0; i < count; i++) {
        news *n = &articles[i];
        uint32_t source = random_below(4);
        n->file = news_files[random_below(3)];
        n->source = sources[source][0];
        n->folded_source = sources[source][1];
        snprintf(n->id, sizeof n->id, "n%u", (unsigned)i);
        if (random_below(5))
            snprintf(n->date, sizeof n->date, "2025-11-%02u", 1 + random_below(20));
        make_text(&n->text[NEWS_HEADLINE], 4, false);
        make_text(&n->text[NEWS_BODY], most, true);
    }
    return articles;
}

void news_free(news *articles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (int field = 0; field < NEWS_FIELDS; field++)
            free(articles[i].text[field].token);
    free(articles);
}

void news_append(ndx_buffer *out, const news_text *text, size_t first, size_t end)
{
    if (first == 0)
        ndx_buffer_append_text(out, text->before);
    for (size_t i = first; i < end; i++) {
        ndx_buffer_append_text(out, text->token[i].written);
        ndx_buffer_append_text(out, text->token[i].after);
    }
}

static void append_json(ndx_buffer *out, const char *name, const news_text *text)
{
    ndx_buffer written = {0};
    news_append(&written, text, 0, text->count);
    ndx_buffer_printf(out, ",\"%s\":\"", name);
    for (size_t i = 0; i < written.size; i++) {
        if (written.data[i] == '"')
            ndx_buffer_append_byte(out, '\\');
        if (written.data[i] == '\n')
            ndx_buffer_append_text(out, "\\n");
        else
            ndx_buffer_append_byte(out, (unsigned char)written.data[i]);
    }
    ndx_buffer_append_byte(out, '"');
    ndx_buffer_free(&written);
}

void news_put(const place *at, const news *articles, size_t count)
{
    for (size_t file = 0; file < 3; file++) {
        ndx_buffer text = {0};
        for (size_t i = 0; i < count; i++) {
            const news *n = &articles[i];
            if (strcmp(n->file, news_files[file]) != 0)
                continue;
            ndx_buffer_printf(&text, "{\"id\":\"%s\",\"lang\":\"uk\"", n->id);
            if (n->source[0])
                ndx_buffer_printf(&text, ",\"source\":\"%s\"", n->source);
            if (n->date[0])
                ndx_buffer_printf(&text, ",\"date\":\"%s\"", n->date);
            append_json(&text, "title", &n->text[NEWS_HEADLINE]);
            append_json(&text, "body", &n->text[NEWS_BODY]);
            ndx_buffer_append_text(&text, "}\n");
        }
        assert_true(ndx_buffer_ok(&text, "", NULL));
        put_file(at, news_files[file], text.data ? text.data : "");
        ndx_buffer_free(&text);
    }
}

void news_index(place *at, const char *name, const char *file)
{
    char path[200];
    snprintf(path, sizeof path, file ? "%s/%s" : "%s", at->in, file);
    snprintf(at->index, sizeof at->index, "%s/%s", at->folder, name);
    at->paths[0] = path;
    update(at);
    at->paths[0] = at->in;
}

ndx_index *news_open(const place *at, const char *const *names, size_t count)
{
    char paths[3][200];
    const char *path[3];
    ndx_error error = {0};
    for (size_t i = 0; i < count; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", at->folder, names[i]);
        path[i] = paths[i];
    }
    ndx_index *index = ndx_index_open(path, count, &error);
    if (!index)
        fail_msg("open: %s", error.message);
    assert_int_equal(ndx_index_shard_count(index), count);
    return index;
}

static bool contains_another(const news_span *spans, size_t count, size_t which)
{
    for (size_t i = 0; i < count; i++)
        if (i != which && spans[i].first >= spans[which].first &&
            spans[i].last <= spans[which].last &&
            (spans[i].first != spans[which].first || spans[i].last != spans[which].last ||
             i < which))
            return true;
    return false;
}

size_t news_near(const news_text *text, const char *a, const char *b, size_t distance,
                 news_span *spans)
{
    size_t count = 0;
    for (size_t i = 0; i < text->count; i++) {
        if (strcmp(text->token[i].folded, a) != 0)
            continue;
        if (!b)
            spans[count++] = (news_span){i, i};
        for (size_t j = 0; b && j < text->count; j++)
            if (i != j && strcmp(text->token[j].folded, b) == 0 &&
                (i < j ? j - i : i - j) <= distance)
                spans[count++] = i < j ? (news_span){i, j} : (news_span){j, i};
    }
    size_t kept = 0;
    news_span *all = malloc((count + 1) * sizeof *all);
    assert_non_null(all);
    memcpy(all, spans, count * sizeof *all);
    for (size_t i = 0; i < count; i++)
        if (!contains_another(all, count, i))
            spans[kept++] = all[i];
    free(all);
    return kept;
}
