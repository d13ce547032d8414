/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reference_articles.c - random articles (reference_articles.h): their text, their plain words, the
 * index of them.
 */
#include "unit/search/reference_articles.h"

#include "unit/search/random.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define CHOOSE(list) ((list)[random_below(COUNT(list))])

enum { ARTICLES = 200, CHANGED = 10, ADDED = 20, GONE = 10 };

reference_article *reference_library_add(reference_library *library)
{
    if (library->count == library->room) {
        library->room = library->room ? 2 * library->room : 64;
        library->articles = realloc(library->articles, library->room * sizeof *library->articles);
        assert_non_null(library->articles);
    }
    reference_article *added = &library->articles[library->count++];
    *added = (reference_article){0};
    return added;
}

static reference_article *find(const reference_library *library, ndx_span id)
{
    for (size_t i = 0; i < library->count; i++)
        if (ndx_span_equal(library->articles[i].id, id))
            return &library->articles[i];
    return NULL;
}

const reference_article *reference_library_find(const reference_library *library, ndx_span id)
{
    return find(library, id);
}

void reference_library_free(reference_library *library)
{
    free(library->articles);
    ndx_arena_free(&library->arena);
    *library = (reference_library){0};
}

static ndx_span keep(reference_library *library, ndx_span text)
{
    ndx_span copy;
    assert_true(ndx_arena_copy(&library->arena, text, &copy));
    return copy;
}

/* ---- the vocabulary ---- */

/* Stems as the Snowball algorithms have them: https://snowballstem.org/algorithms/ (english, german,
 * russian); of an article in Ukrainian, which has none, without the possessive's only. */
typedef struct lexeme {
    const char *lower, *capital, *folded, *bare, *english, *german, *russian;
} lexeme;

#define SAME(lower, capital, stem)                                                                 \
    {                                                                                              \
        lower, capital, lower, lower, stem, lower, lower                                           \
    }
#define RUSSIAN(lower, capital, stem)                                                              \
    {                                                                                              \
        lower, capital, lower, lower, lower, lower, stem                                           \
    }

/* The frequent ones first. */
static const lexeme lexicon[] = {
    {"talks", "Talks", "talks", "talks", "talk", "talk", "talks"},
    SAME("the", "The", "the"),
    {"minister", "Minister", "minister", "minister", "minist", "minist", "minister"},
    SAME("moscow", "Moscow", "moscow"),
    SAME("talk", "Talk", "talk"),
    {"ministers", "Ministers", "ministers", "ministers", "minist", "minist", "ministers"},
    SAME("trump", "Trump", "trump"),
    SAME("anna", "Anna", "anna"),
    SAME("ministry", "Ministry", "ministri"),
    {"tower", "Tower", "tower", "tower", "tower", "tow", "tower"},
    SAME("smith", "Smith", "smith"),
    RUSSIAN("\u043C\u043E\u0441\u043A\u0432\u0430", "\u041C\u043E\u0441\u043A\u0432\u0430",
            "\u043C\u043E\u0441\u043A\u0432"),
    {"trump's", "Trump's", "trump's", "trump", "trump", "trump", "trump"},
    SAME("witkoff", "Witkoff", "witkoff"),
    SAME("ray", "Ray", "ray"),
    {"\u5317\u4EAC", NULL, NULL, NULL, NULL, NULL, NULL},
    RUSSIAN("\u043C\u043E\u0441\u043A\u0432\u0435", "\u041C\u043E\u0441\u043A\u0432\u0435",
            "\u043C\u043E\u0441\u043A\u0432"),
    {"towers", "Towers", "towers", "towers", "tower", "tow", "towers"},
    SAME("or", "Or", "or"),
    {"university", "University", "university", "university", "univers", "university", "university"},
    {"z\u00FCrich", "Z\u00FCrich", "zurich", "zurich", "zurich", "zurich", "zurich"},
    {"universe", "Universe", "universe", "universe", "univers", "univers", "universe"},
    SAME("28", NULL, "28"),
    SAME("witkof", "Witkof", "witkof"),
    {"\u4EAC\u90FD", NULL, NULL, NULL, NULL, NULL, NULL},
    SAME("us", "Us", "us"),
    SAME("talked", "Talked", "talk"),
    {"caf\u00E9", "Caf\u00E9", "cafe", "cafe", "cafe", "cafe", "cafe"},
    SAME("zurich", "Zurich", "zurich"),
    RUSSIAN("\u043F\u0435\u0440\u0435\u0433\u043E\u0432\u043E\u0440\u044B",
            "\u041F\u0435\u0440\u0435\u0433\u043E\u0432\u043E\u0440\u044B",
            "\u043F\u0435\u0440\u0435\u0433\u043E\u0432\u043E\u0440"),
    SAME("witkov", "Witkov", "witkov"),
};

static bool is_of_characters(const lexeme *word)
{
    return !word->folded;
}

/* Can a sentence begin with it, and end so that no doubt is left? */
static bool is_plain(const lexeme *word)
{
    return word->capital;
}

static const lexeme *choose_lexeme(void)
{
    return &lexicon[random_below(1 + random_below(COUNT(lexicon)))];
}

static const lexeme *choose_plain_lexeme(void)
{
    const lexeme *word = choose_lexeme();
    while (!is_plain(word))
        word = choose_lexeme();
    return word;
}

/* An ASCII word in capitals: "TALKS". False for others. */
static bool append_capitals(ndx_buffer *out, const char *lower)
{
    for (const char *c = lower; *c; c++)
        if ((unsigned char)*c >= 0x80)
            return false;
    for (const char *c = lower; *c; c++)
        ndx_buffer_append_byte(out, (unsigned char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c));
    return true;
}

/* ---- text ---- */

static void add_sentence(ndx_buffer *out)
{
    static const char *const between[] = {" ",   " ", " ",  " ",        " ",  " ",  ", ",
                                          " - ", "-", "; ", " \u2014 ", ": ", " (", ") "};
    uint32_t count = 1 + random_below(8);
    for (uint32_t i = 0; i < count; i++) {
        bool edge = i == 0 || i + 1 == count;
        const lexeme *word = edge ? choose_plain_lexeme() : choose_lexeme();
        if (i)
            ndx_buffer_append_text(out, CHOOSE(between));
        if (random_below(8) == 0 && append_capitals(out, word->lower))
            continue;
        bool capital = word->capital && (i == 0 || random_below(5) == 0);
        ndx_buffer_append_text(out, capital ? word->capital : word->lower);
    }
}

static void add_paragraphs(ndx_buffer *out, uint32_t paragraphs)
{
    static const char *const ends[] = {". ", ". ", ". ", "! ", "? ", ".\u201D "};
    for (uint32_t i = 0; i < paragraphs; i++) {
        if (i)
            ndx_buffer_append_text(out, ".\n\n");
        for (uint32_t left = 1 + random_below(3); left > 0; left--) {
            add_sentence(out);
            ndx_buffer_append_text(out, left > 1 ? CHOOSE(ends) : "");
        }
    }
}

static void add_words(ndx_buffer *out, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        ndx_buffer_append_text(out, i ? " " : "");
        ndx_buffer_append_text(out, choose_plain_lexeme()->capital);
    }
}

static void make_text(reference_library *library, reference_article *article)
{
    for (reference_field field = 0; field < REFERENCE_FIELDS; field++) {
        ndx_buffer text = {0};
        if (field == REFERENCE_HEADLINE)
            add_sentence(&text);
        else if (field == REFERENCE_BODY)
            add_paragraphs(&text, random_below(4));
        else if (random_below(3) == 0)
            add_words(&text, field == REFERENCE_BYLINE ? 2 : 1);
        article->text[field] = keep(library, ndx_buffer_span(&text));
        ndx_buffer_free(&text);
    }
}

/* ---- plain words ---- */

static bool is_three_bytes(unsigned char lead, bool ideograph)
{
    return ideograph ? lead >= 0xE4 && lead <= 0xE9 : lead == 0xE2; /* dashes, quotation marks */
}

static bool is_of_word(ndx_span text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           c == '\'' || (c >= 0xC3 && !is_three_bytes(c, false));
}

/* The word that begins at `at`: an ideograph, or letters up to the next that is none. */
static size_t word_size(ndx_span text, size_t at)
{
    size_t size = 0;
    while (at + size < text.size && is_of_word(text, at + size)) {
        unsigned char lead = (unsigned char)text.data[at + size];
        if (is_three_bytes(lead, true))
            return size ? size : 3;
        size += lead >= 0xC3 ? 2 : 1;
    }
    return size;
}

static bool is_written(const lexeme *word, ndx_span surface)
{
    ndx_buffer capitals = {0};
    bool same = ndx_span_equal(surface, ndx_span_of(word->lower)) ||
                (word->capital && ndx_span_equal(surface, ndx_span_of(word->capital))) ||
                (append_capitals(&capitals, word->lower) &&
                 ndx_span_equal(surface, ndx_buffer_span(&capitals)));
    ndx_buffer_free(&capitals);
    return same;
}

static const lexeme *lexeme_of(ndx_span surface)
{
    for (size_t i = 0; i < COUNT(lexicon); i++)
        if (!is_of_characters(&lexicon[i]) && is_written(&lexicon[i], surface))
            return &lexicon[i];
    fail_msg("no word of the vocabulary: %.*s", NDX_SPAN_ARGS(surface));
    return NULL;
}

static const char *stem_of(const lexeme *word, ndx_span language)
{
    if (ndx_span_equal(language, NDX_SPAN("en")))
        return word->english;
    if (ndx_span_equal(language, NDX_SPAN("de")))
        return word->german;
    return ndx_span_equal(language, NDX_SPAN("ru")) ? word->russian : word->bare;
}

static void set_word(reference_word *word, ndx_span surface, ndx_span language)
{
    word->surface = word->folded = word->stem = surface;
    word->character = is_three_bytes((unsigned char)surface.data[0], true);
    if (word->character)
        return;
    const lexeme *known = lexeme_of(surface);
    word->folded = ndx_span_of(known->folded);
    word->stem = ndx_span_of(stem_of(known, language));
}

/* Sentences end with a full stop or the like, paragraphs with a newline, both with the field. */
static void cut_words(reference_library *library, reference_article *article)
{
    size_t room = 1;
    for (reference_field field = 0; field < REFERENCE_FIELDS; field++)
        room += article->text[field].size;
    article->words = ndx_arena_alloc(&library->arena, room * sizeof *article->words);
    assert_non_null(article->words);
    uint32_t sentence = 0;
    uint32_t paragraph = 0;
    for (reference_field field = 0; field < REFERENCE_FIELDS; field++, sentence++, paragraph++) {
        ndx_span text = article->text[field];
        uint32_t position = 0;
        for (size_t at = 0; at < text.size;) {
            size_t size = word_size(text, at);
            if (size == 0) {
                sentence += strchr(".!?\n", text.data[at]) != NULL;
                paragraph += text.data[at] == '\n';
                at++;
                continue;
            }
            reference_word *word = &article->words[article->word_count++];
            *word = (reference_word){.field = field,
                                     .position = position++,
                                     .sentence = sentence,
                                     .paragraph = paragraph};
            set_word(word, ndx_span_make(text.data + at, size), article->language);
            at += size;
        }
        article->field_words[field] = position;
    }
}

/* ---- what else an article has ---- */

/* As written, and its folded words. */
typedef struct value {
    const char *written, *words;
} value;

static const value sources[] = {{"The Daily Example", "the daily example"},
                                {"Reuters", "reuters"},
                                {"Example Wire", "example wire"}};
static const value authors[] = {{"Anna Smith", "anna smith"}, {"Bob Ray", "bob ray"}};
static const value sections[] = {{"World", "world"}, {"World News", "world news"}};
static const value keywords[] = {{"Z\u00FCrich talks", "zurich talks"}, {"News", "news"}};
static const char *const addresses[] = {
    "https://www.example.com/news/1", "https://news.example.com/world/2",
    "http://example.org/news/3", "https://anotherexample.com/4"};

static reference_values split_values(reference_library *library, const char *words)
{
    reference_values out = {0};
    ndx_span *made = ndx_arena_alloc(&library->arena, (strlen(words) + 1) * sizeof *made);
    assert_non_null(made);
    while (*words) {
        size_t size = strcspn(words, " ");
        made[out.count++] = ndx_span_make(words, size);
        words += size + (words[size] == ' ');
    }
    out.words = made;
    return out;
}

/* Adds `"name":"value",` and gives the value's words; half of the articles have none. */
static reference_values add_value(reference_library *library, ndx_buffer *json, const char *name,
                                  const value *chosen)
{
    if (random_below(2))
        return (reference_values){0};
    ndx_buffer_printf(json, "\"%s\":\"%s\",", name, chosen->written);
    return split_values(library, chosen->words);
}

static void add_date(ndx_buffer *json, reference_article *article)
{
    int year = 2010 + (int)random_below(2);
    unsigned month = 1 + random_below(3);
    unsigned day = 1 + random_below(28);
    uint32_t precision = random_below(6); /* 0: none, 1: year, 2: month, else day */
    article->dated = precision > 0;
    if (!article->dated)
        return;
    ndx_buffer_printf(json, "\"date\":\"%d", year);
    article->first_day = ndx_days_from_civil(year, 1, 1);
    article->last_day = ndx_days_from_civil(year, 12, 31);
    if (precision > 1) {
        ndx_buffer_printf(json, "-%02u", month);
        article->first_day = ndx_days_from_civil(year, month, 1);
        article->last_day = ndx_days_from_civil(year, month + 1, 1) - 1;
    }
    if (precision > 2) {
        ndx_buffer_printf(json, "-%02u", day);
        article->first_day = article->last_day = ndx_days_from_civil(year, month, day);
    }
    ndx_buffer_append_text(json, "\",");
}

static void add_head(reference_library *library, ndx_buffer *json, reference_article *article)
{
    article->source = add_value(library, json, "source", &CHOOSE(sources));
    article->authors = add_value(library, json, "authors", &CHOOSE(authors));
    article->section = add_value(library, json, "section", &CHOOSE(sections));
    article->keywords = add_value(library, json, "keywords", &CHOOSE(keywords));
    if (random_below(2)) {
        article->url = ndx_span_of(CHOOSE(addresses));
        ndx_buffer_printf(json, "\"url\":\"%s\",", article->url.data);
    }
    add_date(json, article);
}

static void add_json_text(ndx_buffer *json, const char *name, ndx_span text)
{
    ndx_buffer_printf(json, "\"%s\":\"", name);
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '\n')
            ndx_buffer_append_text(json, "\\n");
        else
            ndx_buffer_append_byte(json, (unsigned char)text.data[i]);
    ndx_buffer_append_text(json, "\",");
}

/* The words of the byline, as by: compares them. */
static reference_values byline_words(reference_library *library, const reference_article *article)
{
    reference_values out = {0};
    ndx_span *made = ndx_arena_alloc(&library->arena, article->word_count * sizeof *made);
    assert_non_null(made);
    for (size_t i = 0; i < article->word_count; i++)
        if (article->words[i].field == REFERENCE_BYLINE)
            made[out.count++] = article->words[i].folded;
    out.words = made;
    return out;
}

/* An article in German is one of too few for queries to be stemmed in it. */
static const char *choose_language(uint32_t number)
{
    static const char *const languages[] = {"en", "en", "en", "en", "en", "ru", "ru", "uk"};
    return number == 5 ? "de" : CHOOSE(languages);
}

static void add_article(reference_library *library, ndx_buffer *json, uint32_t number)
{
    static const char *const names[REFERENCE_FIELDS] = {"title", "byline", "dateline", "body"};
    char id[16];
    snprintf(id, sizeof id, "a%u", number);
    reference_article *article = find(library, ndx_span_of(id));
    if (!article)
        article = reference_library_add(library);
    *article = (reference_article){.id = keep(library, ndx_span_of(id)),
                                   .language = ndx_span_of(choose_language(number))};
    ndx_buffer_printf(json, "{\"id\":\"%s\",", id);
    add_head(library, json, article);
    make_text(library, article);
    cut_words(library, article);
    article->byline = byline_words(library, article);
    for (reference_field field = 0; field < REFERENCE_FIELDS; field++)
        add_json_text(json, names[field], article->text[field]);
    ndx_buffer_printf(json, "\"lang\":\"%s\"}\n", article->language.data);
}

static void put_articles(reference_library *library, place *at, const char *name, uint32_t first,
                         uint32_t count)
{
    ndx_buffer json = {0};
    for (uint32_t i = 0; i < count; i++)
        add_article(library, &json, first + i);
    put_file(at, name, json.data);
    ndx_buffer_free(&json);
}

/* ---- what queries are made from ---- */

typedef struct field_row {
    reference_kind kind;
    const char *written, *value;
    int first[3], last[3]; /* year, month, day; 0: open */
    uint32_t least, most;
} field_row;

static const field_row field_rows[] = {
    {REFERENCE_SOURCE, "source:reuters", "reuters", {0}, {0}, 0, 0},
    {REFERENCE_LANGUAGE, "lang:en", "en", {0}, {0}, 0, 0},
    {REFERENCE_AUTHOR, "by:anna", "anna", {0}, {0}, 0, 0},
    {REFERENCE_DATE, "date:2010-02", "", {2010, 2, 1}, {2010, 2, 28}, 0, 0},
    {REFERENCE_SOURCE, "source:\"Example, DAILY\"", "example daily", {0}, {0}, 0, 0},
    {REFERENCE_SECTION, "section:world", "world", {0}, {0}, 0, 0},
    {REFERENCE_URL, "url:example.com", "example.com", {0}, {0}, 0, 0},
    {REFERENCE_AUTHOR, "by:\"anna smith\"", "anna smith", {0}, {0}, 0, 0},
    {REFERENCE_AUTHOR, "by:\"ray anna\"", "ray anna", {0}, {0}, 0, 0},
    {REFERENCE_SECTION, "section:\u201CNews Z\u00FCrich\u201D", "news zurich", {0}, {0}, 0, 0},
    {REFERENCE_DATE, "date:2010-01-15..2010-03-10", "", {2010, 1, 15}, {2010, 3, 10}, 0, 0},
    {REFERENCE_DATE, "since:2010-03", "", {2010, 3, 1}, {0}, 0, 0},
    {REFERENCE_DATE, "until:2010", "", {0}, {2010, 12, 31}, 0, 0},
    {REFERENCE_DATE, "date:2011", "", {2011, 1, 1}, {2011, 12, 31}, 0, 0},
    {REFERENCE_DATE, "date:..2010-02-14", "", {0}, {2010, 2, 14}, 0, 0},
    {REFERENCE_LANGUAGE, "lang:RU", "ru", {0}, {0}, 0, 0},
    {REFERENCE_LANGUAGE, "lang:de", "de", {0}, {0}, 0, 0},
    {REFERENCE_URL, "url:example.com/news", "example.com/news", {0}, {0}, 0, 0},
    {REFERENCE_URL, "url:https://news.example.com/w", "https://news.example.com/w", {0}, {0}, 0, 0},
    {REFERENCE_LENGTH, "length:5..25", "", {0}, {0}, 5, 25},
    {REFERENCE_LENGTH, "length:>=12", "", {0}, {0}, 12, UINT32_MAX},
    {REFERENCE_LENGTH, "length:<9", "", {0}, {0}, 0, 8},
    {REFERENCE_ID, "id:a7", "a7", {0}, {0}, 0, 0},
    {REFERENCE_ID, "id:none", "none", {0}, {0}, 0, 0},
    {REFERENCE_SOURCE, "source:nobody", "nobody", {0}, {0}, 0, 0},
};

static int32_t day_of(const int date[3], int32_t open)
{
    return date[0] ? ndx_days_from_civil(date[0], (unsigned)date[1], (unsigned)date[2]) : open;
}

static void make_fields(reference_library *library)
{
    reference_node *made = ndx_arena_alloc(&library->arena, COUNT(field_rows) * sizeof *made);
    assert_non_null(made);
    for (size_t i = 0; i < COUNT(field_rows); i++) {
        const field_row *row = &field_rows[i];
        made[i] = (reference_node){.kind = row->kind,
                                   .written = ndx_span_of(row->written),
                                   .value = ndx_span_of(row->value),
                                   .values = split_values(library, row->value),
                                   .first_day = day_of(row->first, INT32_MIN),
                                   .last_day = day_of(row->last, INT32_MAX),
                                   .least = row->least,
                                   .most = row->most};
    }
    library->choices.fields = made;
    library->choices.field_count = COUNT(field_rows);
}

/* Stems in the languages that a hundredth of the articles is in: not in German. */
static void set_asked(reference_library *library, reference_asked *asked, const lexeme *word,
                      ndx_span written)
{
    const char *const stems[] = {word->bare, word->english, word->russian};
    ndx_span *made = ndx_arena_alloc(&library->arena, COUNT(stems) * sizeof *made);
    assert_non_null(made);
    for (size_t i = 0; i < COUNT(stems); i++)
        made[i] = ndx_span_of(stems[i]);
    *asked = (reference_asked){.surface = written,
                               .folded = ndx_span_of(word->folded),
                               .stems = made,
                               .stem_count = COUNT(stems)};
}

static void add_choice(reference_library *library, reference_text *text, const lexeme *word,
                       ndx_span written)
{
    size_t count = is_of_characters(word) ? written.size / 3 : 1;
    reference_asked *asked = ndx_arena_alloc(&library->arena, count * sizeof *asked);
    assert_non_null(asked);
    if (is_of_characters(word))
        for (size_t i = 0; i < count; i++)
            asked[i] = (reference_asked){.folded = ndx_span_make(written.data + 3 * i, 3),
                                         .character = true};
    else
        set_asked(library, asked, word, written);
    *text = (reference_text){written, asked, count};
}

static void make_texts(reference_library *library)
{
    reference_text *made = ndx_arena_alloc(&library->arena, 3 * COUNT(lexicon) * sizeof *made);
    assert_non_null(made);
    size_t count = 0;
    for (size_t i = 0; i < COUNT(lexicon); i++) {
        const lexeme *word = &lexicon[i];
        ndx_buffer capitals = {0};
        add_choice(library, &made[count++], word, ndx_span_of(word->lower));
        if (word->capital)
            add_choice(library, &made[count++], word, ndx_span_of(word->capital));
        if (strcmp(word->lower, "or") != 0 &&
            append_capitals(&capitals, word->lower)) /* no operator */
            add_choice(library, &made[count++], word, keep(library, ndx_buffer_span(&capitals)));
        ndx_buffer_free(&capitals);
    }
    library->choices.texts = made;
    library->choices.text_count = count;
}

/* Three shards: in the later ones articles of those before are changed, some vanish. */
void reference_library_make(reference_library *library, place *at)
{
    place_open(at);
    put_articles(library, at, "gone.jsonl", 1000, GONE);
    library->count = 0;
    put_articles(library, at, "a.jsonl", 0, ARTICLES);
    update(at);
    put_articles(library, at, "b.jsonl", ARTICLES - CHANGED, CHANGED + ADDED);
    update(at);
    drop_file(at, "gone.jsonl");
    put_articles(library, at, "c.jsonl", ARTICLES + ADDED - CHANGED, CHANGED + ADDED);
    update(at);
    make_fields(library);
    make_texts(library);
}
