/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * press_header.c - the lines between a headline and its text: bylines, dates, "Source: ..."
 * (press.h).
 *
 * Owns: the keys and labels of such lines per language. Must not know: file formats.
 *
 * Known keys (in any case, "Key: value"): title, headline, subject; byline, author, by, from; date,
 * published, posted; updated, modified; source, outlet; section, category; keywords, tags; url,
 * link; language; dateline - and their words in the table's languages. A line with any other key is
 * text.
 */
#include "base/scan.h"
#include "date_words.h"
#include "press.h"

enum {
    HEADER_LINE_BYTES = 300, /* longer lines are text */
    PLACE_BYTES = 60         /* "London, 30 November 2025" */
};

typedef struct header_key {
    const char *key;
    ndx_field field;
} header_key;

/* clang-format off */
static const header_key keys[] = {
    {"title", NDX_FIELD_HEADLINE}, {"headline", NDX_FIELD_HEADLINE}, {"subject", NDX_FIELD_HEADLINE},
    {"titel", NDX_FIELD_HEADLINE}, {"überschrift", NDX_FIELD_HEADLINE}, {"titre", NDX_FIELD_HEADLINE},
    {"título", NDX_FIELD_HEADLINE}, {"titulo", NDX_FIELD_HEADLINE}, {"titolo", NDX_FIELD_HEADLINE},
    {"заголовок", NDX_FIELD_HEADLINE}, {"العنوان", NDX_FIELD_HEADLINE}, {"标题", NDX_FIELD_HEADLINE},
    {"標題", NDX_FIELD_HEADLINE}, {"tytuł", NDX_FIELD_HEADLINE},
    {"byline", NDX_FIELD_BYLINE}, {"author", NDX_FIELD_BYLINE}, {"authors", NDX_FIELD_BYLINE},
    {"from", NDX_FIELD_BYLINE}, {"autor", NDX_FIELD_BYLINE}, {"autorin", NDX_FIELD_BYLINE},
    {"autora", NDX_FIELD_BYLINE}, {"autores", NDX_FIELD_BYLINE}, {"auteur", NDX_FIELD_BYLINE},
    {"autore", NDX_FIELD_BYLINE}, {"автор", NDX_FIELD_BYLINE}, {"авторы", NDX_FIELD_BYLINE},
    {"автори", NDX_FIELD_BYLINE}, {"الكاتب", NDX_FIELD_BYLINE}, {"作者", NDX_FIELD_BYLINE},
    {"source", NDX_FIELD_SOURCE}, {"outlet", NDX_FIELD_SOURCE}, {"publication", NDX_FIELD_SOURCE},
    {"newspaper", NDX_FIELD_SOURCE}, {"quelle", NDX_FIELD_SOURCE}, {"fuente", NDX_FIELD_SOURCE},
    {"fonte", NDX_FIELD_SOURCE}, {"bron", NDX_FIELD_SOURCE}, {"źródło", NDX_FIELD_SOURCE},
    {"источник", NDX_FIELD_SOURCE}, {"джерело", NDX_FIELD_SOURCE}, {"المصدر", NDX_FIELD_SOURCE},
    {"来源", NDX_FIELD_SOURCE}, {"來源", NDX_FIELD_SOURCE}, {"출처", NDX_FIELD_SOURCE},
    {"section", NDX_FIELD_SECTION}, {"category", NDX_FIELD_SECTION}, {"ressort", NDX_FIELD_SECTION},
    {"rubrik", NDX_FIELD_SECTION}, {"rubrique", NDX_FIELD_SECTION}, {"sección", NDX_FIELD_SECTION},
    {"seção", NDX_FIELD_SECTION}, {"sezione", NDX_FIELD_SECTION}, {"рубрика", NDX_FIELD_SECTION},
    {"розділ", NDX_FIELD_SECTION}, {"القسم", NDX_FIELD_SECTION}, {"栏目", NDX_FIELD_SECTION},
    {"keywords", NDX_FIELD_KEYWORDS}, {"tags", NDX_FIELD_KEYWORDS}, {"topics", NDX_FIELD_KEYWORDS},
    {"schlagwörter", NDX_FIELD_KEYWORDS}, {"mots-clés", NDX_FIELD_KEYWORDS},
    {"etiquetas", NDX_FIELD_KEYWORDS}, {"теги", NDX_FIELD_KEYWORDS}, {"关键词", NDX_FIELD_KEYWORDS},
    {"url", NDX_FIELD_URL}, {"link", NDX_FIELD_URL}, {"lang", NDX_FIELD_LANGUAGE},
    {"language", NDX_FIELD_LANGUAGE}, {"dateline", NDX_FIELD_DATELINE},
};

/* What may stand before a date; longest first where one begins another. */
static const header_key labels[] = {
    {"last updated", NDX_FIELD_MODIFIED}, {"last modified", NDX_FIELD_MODIFIED},
    {"updated", NDX_FIELD_MODIFIED}, {"modified", NDX_FIELD_MODIFIED}, {"corrected", NDX_FIELD_MODIFIED},
    {"zuletzt aktualisiert", NDX_FIELD_MODIFIED}, {"aktualisiert", NDX_FIELD_MODIFIED},
    {"mis à jour", NDX_FIELD_MODIFIED}, {"modifié", NDX_FIELD_MODIFIED},
    {"actualizado", NDX_FIELD_MODIFIED}, {"atualizado", NDX_FIELD_MODIFIED},
    {"aggiornato", NDX_FIELD_MODIFIED}, {"bijgewerkt", NDX_FIELD_MODIFIED},
    {"oppdatert", NDX_FIELD_MODIFIED}, {"uppdaterad", NDX_FIELD_MODIFIED},
    {"opdateret", NDX_FIELD_MODIFIED}, {"päivitetty", NDX_FIELD_MODIFIED},
    {"aktualizacja", NDX_FIELD_MODIFIED}, {"aktualizováno", NDX_FIELD_MODIFIED},
    {"обновлено", NDX_FIELD_MODIFIED}, {"оновлено", NDX_FIELD_MODIFIED},
    {"güncelleme", NDX_FIELD_MODIFIED}, {"diperbarui", NDX_FIELD_MODIFIED},
    {"cập nhật", NDX_FIELD_MODIFIED}, {"آخر تحديث", NDX_FIELD_MODIFIED}, {"تحديث", NDX_FIELD_MODIFIED},
    {"更新时间", NDX_FIELD_MODIFIED}, {"更新", NDX_FIELD_MODIFIED}, {"수정", NDX_FIELD_MODIFIED},
    {"first published", NDX_FIELD_DATE}, {"published", NDX_FIELD_DATE}, {"publication date", NDX_FIELD_DATE},
    {"pubdate", NDX_FIELD_DATE}, {"posted", NDX_FIELD_DATE}, {"issued", NDX_FIELD_DATE},
    {"date", NDX_FIELD_DATE}, {"created", NDX_FIELD_DATE},
    {"veröffentlicht", NDX_FIELD_DATE}, {"erschienen", NDX_FIELD_DATE}, {"datum", NDX_FIELD_DATE},
    {"stand", NDX_FIELD_DATE}, {"publié", NDX_FIELD_DATE}, {"publicado", NDX_FIELD_DATE},
    {"fecha", NDX_FIELD_DATE}, {"pubblicato", NDX_FIELD_DATE}, {"gepubliceerd", NDX_FIELD_DATE},
    {"publisert", NDX_FIELD_DATE}, {"publicerad", NDX_FIELD_DATE}, {"julkaistu", NDX_FIELD_DATE},
    {"data publikacji", NDX_FIELD_DATE}, {"opublikowano", NDX_FIELD_DATE}, {"data", NDX_FIELD_DATE},
    {"publikováno", NDX_FIELD_DATE}, {"опубликовано", NDX_FIELD_DATE}, {"опубліковано", NDX_FIELD_DATE},
    {"дата", NDX_FIELD_DATE}, {"δημοσιεύτηκε", NDX_FIELD_DATE}, {"yayınlanma", NDX_FIELD_DATE},
    {"tarih", NDX_FIELD_DATE}, {"diterbitkan", NDX_FIELD_DATE}, {"تاريخ النشر", NDX_FIELD_DATE},
    {"نشر", NDX_FIELD_DATE}, {"التاريخ", NDX_FIELD_DATE}, {"发布时间", NDX_FIELD_DATE},
    {"發布時間", NDX_FIELD_DATE}, {"日期", NDX_FIELD_DATE}, {"입력", NDX_FIELD_DATE},
};
/* clang-format on */

/* ---- keys ---- */

/* ":" or its full-width form, with a space before it or not: the value behind it; NULL data if
 * none. */
static ndx_span behind_colon(ndx_span rest)
{
    rest = ndx_span_trim(rest);
    if (ndx_span_starts_with(rest, NDX_SPAN(":")))
        return ndx_span_trim(ndx_span_skip(rest, 1));
    if (ndx_span_starts_with(rest, NDX_SPAN("\uff1a")))
        return ndx_span_trim(ndx_span_skip(rest, 3));
    return ndx_span_make(NULL, 0);
}

static const header_key *find_key(ndx_span line, ndx_span *value)
{
    /* a colon, ASCII or full-width, or no key: most lines have neither */
    if (line.size == 0 ||
        ndx_scan_any(line.data, line.data + line.size, ':', '\xEF', false) == line.data + line.size)
        return NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t size = 0;
        if (!ndx_press_may_begin(line, keys[i].key))
            continue;
        size = ndx_press_prefix(line, ndx_span_of(keys[i].key));
        if (!size)
            continue;
        *value = behind_colon(ndx_span_skip(line, size));
        if (value->data && value->size)
            return &keys[i];
    }
    return NULL;
}

/* The longest label, and what stands behind it and its colon. */
static const header_key *find_label(ndx_span line, ndx_span *rest)
{
    const header_key *found = NULL;
    size_t best = 0;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t size = 0;
        if (!ndx_press_may_begin(line, labels[i].key))
            continue;
        size = ndx_press_prefix(line, ndx_span_of(labels[i].key));
        if (size <= best)
            continue;
        best = size;
        found = &labels[i];
    }
    if (found) {
        ndx_span behind = ndx_span_skip(line, best);
        ndx_span value = behind_colon(behind);
        *rest = value.data ? value : ndx_span_trim(behind);
    }
    return found;
}

bool ndx_press_is_key_line(ndx_span line)
{
    ndx_span value;
    ndx_date date;
    if (line.size > HEADER_LINE_BYTES)
        return false;
    if (find_key(line, &value))
        return true;
    return ndx_date_may_be_in(line) && find_label(line, &value) != NULL &&
           ndx_date_from_text(value, ndx_span_make(NULL, 0), NDX_DAY_ORDER_BY_LANGUAGE, &date);
}

bool ndx_press_set_values(ndx_arena *arena, ndx_article *article, ndx_field field, ndx_span value,
                          const char *marks, const char *origin)
{
    char *text = ndx_arena_alloc(arena, value.size + 1);
    size_t size = 0;
    if (!text)
        return false;
    while (value.size) {
        size_t end = 0;
        ndx_span part;
        while (end < value.size && !strchr(marks, value.data[end]))
            end++;
        part = ndx_span_trim(ndx_span_make(value.data, end));
        if (part.size) {
            if (size)
                text[size++] = '\n';
            memcpy(text + size, part.data, part.size);
            size += part.size;
        }
        value = ndx_span_skip(value, end + (end < value.size));
    }
    text[size] = '\0';
    ndx_article_set(article, field, ndx_span_make(text, size), origin);
    return true;
}

/* BCP 47; a language's name in words is not. */
static bool set_language(ndx_article *article, ndx_span value)
{
    size_t size = 0;
    while (size < value.size && value.data[size] != '-' && value.data[size] != '_') {
        if (ndx_ascii_lower(value.data[size]) < 'a' || ndx_ascii_lower(value.data[size]) > 'z')
            return false;
        size++;
    }
    if (size < 2 || size > 3)
        return false;
    ndx_article_declare_language(article, value, "header line");
    return true;
}

static bool set_byline(ndx_arena *arena, ndx_article *article, ndx_span line, const char *origin)
{
    ndx_span authors;
    if (article->field[NDX_FIELD_BYLINE].size)
        return false;
    ndx_article_set(article, NDX_FIELD_BYLINE, line, origin);
    if (article->field[NDX_FIELD_AUTHORS].size == 0 && ndx_byline_authors(arena, line, &authors))
        ndx_article_set(article, NDX_FIELD_AUTHORS, authors, origin);
    return true;
}

static bool set_from_key(ndx_arena *arena, ndx_article *article, ndx_field field, ndx_span value)
{
    if (article->field[field].size &&
        !(field == NDX_FIELD_LANGUAGE && ndx_article_language_is_said(article)))
        return false;
    switch (field) {
    case NDX_FIELD_BYLINE:
        return set_byline(arena, article, value, "header line");
    case NDX_FIELD_LANGUAGE:
        return set_language(article, value);
    case NDX_FIELD_KEYWORDS:
        return ndx_press_set_values(arena, article, field, value, ",;", "header line");
    case NDX_FIELD_SECTION:
        return ndx_press_set_values(arena, article, field, value, ";", "header line");
    default:
        ndx_article_set(article, field, value, "header line");
        return true;
    }
}

/* ---- dates ---- */

static bool has_date(const ndx_article *article, ndx_field field)
{
    return (field == NDX_FIELD_DATE ? article->date.precision : article->modified.precision) !=
           NDX_PRECISION_NONE;
}

static bool is_whole_date(const ndx_article *article, ndx_span text)
{
    ndx_date date;
    return ndx_date_from_whole_text(text, article->field[NDX_FIELD_LANGUAGE],
                                    NDX_DAY_ORDER_BY_LANGUAGE, &date) &&
           date.precision >= NDX_PRECISION_DAY;
}

static ndx_span skip_joints(ndx_span text)
{
    static const char *const marks[] = {" ",      ",",      ";",      "|",      "-", "(", ")",
                                        "\u2013", "\u2014", "\u00b7", "\u2022", "/", "."};
    for (size_t i = 0; i < sizeof marks / sizeof *marks;) {
        ndx_span mark = ndx_span_of(marks[i]);
        if (ndx_span_starts_with(text, mark)) {
            text = ndx_span_skip(text, mark.size);
            i = 0;
        } else {
            i++;
        }
    }
    return text;
}

/* One or two dates, each with its label: "Published 30 Nov 2025 | Updated: 1 Dec 2025, 10:15 GMT".
 */
static bool take_labelled_dates(ndx_article *article, ndx_span line)
{
    ndx_article filled = *article;
    ndx_span rest = line;
    while (rest.size) {
        ndx_span value;
        ndx_span where;
        ndx_date date;
        const header_key *label = find_label(rest, &value);
        if (!label || has_date(&filled, label->field))
            return false;
        if (is_whole_date(article, value)) {
            where = value;
        } else {
            if (!ndx_date_find_in_text(value, article->field[NDX_FIELD_LANGUAGE],
                                       NDX_DAY_ORDER_BY_LANGUAGE, &date, &where) ||
                where.data - value.data > 8)
                return false;
        }
        if (!ndx_article_set_date(&filled, label->field, where, "date line"))
            return false;
        rest = skip_joints(ndx_span_between(where.data + where.size, line.data + line.size));
    }
    *article = filled;
    return true;
}

static bool take_date(ndx_article *article, ndx_span line)
{
    const char *comma = NULL;
    if (!ndx_date_may_be_in(line))
        return false;
    if (take_labelled_dates(article, line))
        return true;
    if (has_date(article, NDX_FIELD_DATE))
        return false;
    if (is_whole_date(article, line))
        return ndx_article_set_date(article, NDX_FIELD_DATE, line, "date line");
    /* "London, 30 November 2025": the place is a dateline */
    comma = line.size ? memchr(line.data, ',', line.size < PLACE_BYTES ? line.size : PLACE_BYTES)
                      : NULL;
    if (!comma || article->field[NDX_FIELD_DATELINE].size || line.size > (size_t)2 * PLACE_BYTES)
        return false;
    for (const char *at = line.data; at < comma; at++)
        if (*at >= '0' && *at <= '9')
            return false;
    if (!is_whole_date(article, ndx_span_between(comma + 1, line.data + line.size)) ||
        !ndx_article_set_date(article, NDX_FIELD_DATE,
                              ndx_span_trim(ndx_span_between(comma + 1, line.data + line.size)),
                              "date line"))
        return false;
    ndx_article_set(article, NDX_FIELD_DATELINE, line, "date line");
    return true;
}

/* ---- lines ---- */

/* Five words in a row that begin small and hold nothing but ASCII letters: no byline, date or
 * agency has that, and nearly every line of a text; it need not be looked at any closer. */
static bool is_prose(ndx_span line)
{
    enum { WORDS = 5 };
    unsigned small = 0;
    bool begins = true;
    for (size_t i = 0; i < line.size; i++) {
        char c = line.data[i];
        if (c == ' ') {
            if (small == WORDS)
                return true;
            begins = true;
            continue;
        }
        bool letter = c >= 'a' && c <= 'z';
        if (begins)
            small = letter ? small + 1 : 0;
        else if (!letter)
            small = 0;
        begins = false;
    }
    return small == WORDS;
}

static bool take_single(ndx_arena *arena, ndx_article *article, ndx_span line)
{
    ndx_span value;
    const header_key *key = NULL;
    if (line.size == 0 || line.size > HEADER_LINE_BYTES)
        return false;
    key = find_key(line, &value);
    if (key)
        return set_from_key(arena, article, key->field, value);
    if (is_prose(line))
        return false;
    if (take_date(article, line))
        return true;
    if (ndx_press_is_byline(line))
        return set_byline(arena, article, line, "byline");
    if (ndx_press_is_agency(line) && article->field[NDX_FIELD_SOURCE].size == 0) {
        ndx_article_set(article, NDX_FIELD_SOURCE, line, "byline");
        return true;
    }
    return false;
}

/* "By Anna Smith | Nov. 30, 2025 | Reuters": metadata if each part is. */
static bool take_parts(ndx_arena *arena, ndx_article *article, ndx_span line)
{
    static const char *const bars[] = {" | ", " \u00b7 ", " \u2022 "};
    if (!memchr(line.data, '|', line.size) && !memchr(line.data, (char)0xC2, line.size) &&
        !memchr(line.data, (char)0xE2, line.size))
        return false;
    ndx_article filled = *article;
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        ndx_span bar = ndx_span_of(bars[i]);
        ndx_span rest = line;
        size_t parts = 0;
        bool all = true;
        for (size_t at = 0; at <= rest.size && all;) {
            bool end = at == rest.size;
            if (!end &&
                (rest.data[at] != ' ' || !ndx_span_starts_with(ndx_span_skip(rest, at), bar))) {
                at++;
                continue;
            }
            if (end && parts == 0)
                break;
            all = take_single(arena, &filled, ndx_span_trim(ndx_span_make(rest.data, at)));
            parts++;
            rest = ndx_span_skip(rest, at + (end ? 0 : bar.size));
            at = 0;
            if (end)
                break;
        }
        if (parts && all) {
            *article = filled;
            return true;
        }
        filled = *article;
    }
    return false;
}

bool ndx_press_header_line(ndx_arena *arena, ndx_article *article, ndx_span line)
{
    if (line.size == 0 || line.size > HEADER_LINE_BYTES)
        return false;
    /* Markdown's emphasis is gone by now; brackets around a whole line go too */
    if (line.size > 2 && line.data[0] == '(' && line.data[line.size - 1] == ')' &&
        ndx_press_is_agency(ndx_span_make(line.data + 1, line.size - 2)))
        line = ndx_span_make(line.data + 1, line.size - 2);
    return take_single(arena, article, line) || take_parts(arena, article, line);
}

ndx_span ndx_press_take_dateline(ndx_article *article, ndx_span paragraph)
{
    ndx_span dateline;
    ndx_span agency;
    size_t text_begins = 0;
    if (article->field[NDX_FIELD_DATELINE].size ||
        !ndx_dateline_split(paragraph, &dateline, &text_begins))
        return paragraph;
    ndx_article_set(article, NDX_FIELD_DATELINE, dateline, "dateline");
    agency = ndx_press_dateline_agency(dateline);
    if (agency.size && article->field[NDX_FIELD_SOURCE].size == 0)
        ndx_article_set(article, NDX_FIELD_SOURCE, agency, "dateline");
    return ndx_span_skip(paragraph, text_begins);
}
