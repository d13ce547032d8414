/* SPDX-License-Identifier: GPL-2.0-or-later */
/* random.c - implements random.h. */
#include "unit/search/random.h"

enum { ARTICLES = 12000, WORDS = 300 };

static uint64_t seed;

void random_begin(uint64_t from)
{
    seed = from;
}

uint32_t random_below(uint32_t bound)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 20) % bound;
}

/* Frequent words are small numbers; some have capitals, some are of a script without spaces. */
static void add_word(ndx_buffer *out, uint32_t number)
{
    static const char *const syllables[] = {"ba", "do", "fi", "ge", "ha", "jo", "ku", "le"};
    if (number % 29 == 7) {
        ndx_buffer_append_text(out, number % 2 ? "新華社" : "北京");
        return;
    }
    for (uint32_t rest = number + 8; rest; rest /= 8)
        ndx_buffer_append_text(out, syllables[rest % 8]);
}

static uint32_t random_word(void)
{
    return random_below(1 + random_below(1 + random_below(WORDS)));
}

static void add_text(ndx_buffer *out, uint32_t words)
{
    static const char *const between[] = {" ", " ", " ", " ", ". ", ", ", " - ", ".\\n\\n"};
    for (uint32_t i = 0; i < words; i++) {
        uint32_t number = random_word();
        if (i)
            ndx_buffer_append_text(out, between[random_below(8)]);
        size_t begin = out->size;
        add_word(out, number);
        if (random_below(9) == 0 && out->data[begin] >= 'a')
            out->data[begin] = (char)(out->data[begin] - 32);
    }
}

/* A day, now and then a month, or a time with or without a zone. */
static void add_date(ndx_buffer *out, uint32_t year)
{
    static const char *const zones[] = {"", "Z", "+02:00", "-11:30"};
    ndx_buffer_printf(out, "20%02u-%02u", year, 1 + random_below(12));
    if (random_below(10) == 0)
        return;
    ndx_buffer_printf(out, "-%02u", 1 + random_below(28));
    if (random_below(3) == 0)
        ndx_buffer_printf(out, "T%02u:%02u%s", random_below(24), random_below(60),
                          zones[random_below(4)]);
}

static void add_article(ndx_buffer *out, uint32_t id)
{
    static const char *const languages[] = {"uk", "en", "de"};
    ndx_buffer_printf(out, "{\"id\":\"a%u\",\"lang\":\"%s\",\"source\":\"source %u\",\"date\":\"",
                      id, languages[random_below(10) < 7 ? 0 : 1 + random_below(2)],
                      random_below(4));
    add_date(out, 10 + random_below(3));
    ndx_buffer_append_text(out, "\",\"title\":\"");
    add_text(out, 1 + random_below(5));
    ndx_buffer_append_text(out, "\",\"body\":\"");
    add_text(out, random_below(200) == 0 ? 3000 : random_below(40));
    ndx_buffer_append_text(out, "\"}\n");
}

void random_file(place *at, const char *name, uint32_t first, uint32_t count)
{
    ndx_buffer text = {0};
    for (uint32_t i = 0; i < count; i++)
        add_article(&text, first + i);
    assert_true(ndx_buffer_ok(&text, "", NULL));
    put_file(at, name, text.data);
    ndx_buffer_free(&text);
}

/* Three shards: in the later ones articles of the first are changed, some vanish. */
void random_index(place *at)
{
    place_open(at);
    random_begin(20251124);
    random_file(at, "a.jsonl", 0, ARTICLES);
    random_file(at, "gone.jsonl", 5 * ARTICLES, ARTICLES / 50);
    update(at);
    random_file(at, "b.jsonl", 2 * ARTICLES, ARTICLES / 20);
    update(at);
    drop_file(at, "gone.jsonl");
    random_file(at, "c.jsonl", 2 * ARTICLES + ARTICLES / 40, ARTICLES / 40);
    update(at);
}

/* ---- queries ---- */

static void add_unit(ndx_buffer *out, unsigned depth);

void random_words(ndx_buffer *out, uint32_t count, const char *between)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            ndx_buffer_append_text(out, between);
        add_word(out, random_word());
    }
}

/* A random word of which a part is left open: two letters at least are named. */
static void add_wildcard(ndx_buffer *out)
{
    size_t begin = out->size;
    add_word(out, random_word());
    size_t size = out->size - begin;
    if (out->data[begin] < 'a') /* of a script without spaces */
        ndx_buffer_append_byte(out, '*');
    else if (size > 3 && random_below(4) == 0)
        out->data[begin + 1 + random_below((uint32_t)size - 2)] = random_below(2) ? '?' : '*';
    else if (size > 3 && random_below(4) == 0)
        out->data[begin] = '*';
    else if (size > 2)
        out->data[begin + 2 + random_below((uint32_t)size - 2)] = '*';
    else
        ndx_buffer_append_byte(out, '*');
}

static void add_word_or_wildcard(ndx_buffer *out)
{
    if (random_below(3) == 0)
        add_wildcard(out);
    else
        add_word(out, random_word());
}

static void add_field(ndx_buffer *out)
{
    switch (random_below(4)) {
    case 0:
        ndx_buffer_printf(out, "source:%u", random_below(5));
        break;
    case 1:
        ndx_buffer_append_text(out, "date:");
        add_date(out, 10 + random_below(3));
        ndx_buffer_append_text(out, "..");
        add_date(out, 11 + random_below(3));
        break;
    case 2:
        ndx_buffer_append_text(out, random_below(2) ? "lang:en" : "lang:uk");
        break;
    default:
        ndx_buffer_printf(out, "id:a%u", random_below(3 * ARTICLES));
        break;
    }
}

static void add_pair(ndx_buffer *out, unsigned depth, const char *operator)
{
    ndx_buffer_append_byte(out, '(');
    add_unit(out, depth);
    ndx_buffer_append_text(out, operator);
    add_unit(out, depth);
    ndx_buffer_append_byte(out, ')');
}

static void add_words_of_text(ndx_buffer *out)
{
    switch (random_below(4)) {
    case 0:
        ndx_buffer_append_byte(out, '"');
        for (uint32_t i = 2 + random_below(2); i > 0; i--) {
            add_word_or_wildcard(out);
            ndx_buffer_append_text(out, i > 1 ? " " : "\"");
        }
        break;
    case 1:
        ndx_buffer_append_text(out, "title:");
        add_word_or_wildcard(out);
        break;
    default:
        add_word_or_wildcard(out);
        break;
    }
}

static void add_near(ndx_buffer *out)
{
    static const char *const operators[] = {" w/5 ", " pre/3 ", " w/s ", " w/p ", " not w/4 "};
    ndx_buffer_append_byte(out, '(');
    add_words_of_text(out);
    ndx_buffer_append_text(out, operators[random_below(5)]);
    add_words_of_text(out);
    ndx_buffer_append_byte(out, ')');
}

static void add_unit(ndx_buffer *out, unsigned depth)
{
    static const char *const operators[] = {" AND ", " OR ", " NOT ", " AND NOT "};
    uint32_t kind = random_below(depth ? 10 : 4);
    if (kind < 3)
        add_words_of_text(out);
    else if (kind == 3)
        add_field(out);
    else if (kind == 4)
        add_near(out);
    else if (kind == 5)
        random_words(out, 2 + random_below(3), random_below(2) ? " " : " +");
    else if (kind == 6)
        ndx_buffer_append_text(out, "*");
    else
        add_pair(out, depth - 1, operators[random_below(4)]);
}

void random_query(ndx_buffer *out)
{
    add_unit(out, 3);
}

static void random_side(ndx_date_range *range, uint32_t year,
                        bool (*read)(ndx_span, int32_t, ndx_date_range *, ndx_error *))
{
    ndx_buffer text = {0};
    add_date(&text, year);
    if (random_below(5) == 0)
        assert_true(read(ndx_buffer_span(&text), 16000, range, NULL));
    ndx_buffer_free(&text);
}

void random_range(ndx_date_range *range)
{
    random_side(range, 10 + random_below(2), ndx_query_since);
    random_side(range, 11 + random_below(2), ndx_query_until);
}
