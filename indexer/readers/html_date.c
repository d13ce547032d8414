/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_date.c - when a page's article was published and changed.
 *
 * Owns: where such dates stand, and which place is believed first (the order of ndx_html_dates).
 * Must not know: how a date is written (date_text.h).
 *
 * A page shows many dates: today's, those of related articles, of comments. So a date counts only
 * where a name says what it is, or where it stands beside the headline. Nothing is taken from a
 * clock.
 */
#include "html_metadata.h"

#include "newsdex/date_text.h"

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

typedef struct dating {
    html_page *page;
    const html_facts *facts;
    ndx_article *article;
    ndx_span language; /* as the page writes it: "en-GB" */
    bool local_only;   /* moments in UTC do not count */
} dating;

/* ---- one date ---- */

/* Seconds or milliseconds since 1970, as 10 or 13 digits. */
static bool date_from_epoch(ndx_span text, ndx_date *date)
{
    int64_t seconds = 0;
    if (text.size != 10 && text.size != 13)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        seconds = i < 10 ? seconds * 10 + (text.data[i] - '0') : seconds;
    }
    int year;
    unsigned month;
    unsigned day;
    ndx_civil_from_days((int32_t)(seconds / 86400), &year, &month, &day);
    *date = (ndx_date){.year = (int16_t)year,
                       .month = (uint8_t)month,
                       .day = (uint8_t)day,
                       .hour = (uint8_t)(seconds % 86400 / 3600),
                       .minute = (uint8_t)(seconds % 3600 / 60),
                       .second = (uint8_t)(seconds % 60),
                       .precision = NDX_PRECISION_SECOND,
                       .zone_known = true};
    return true;
}

/* News pages are not older than the archives of newspapers; the epoch's first day is a program's
 * zero. */
static bool is_plausible(const ndx_date *date)
{
    return date->precision >= NDX_PRECISION_DAY && date->year >= 1700 && date->year < 2200 &&
           !(date->year == 1970 && date->month == 1 && date->day == 1);
}

static bool is_utc(const ndx_date *date)
{
    return date->zone_known && date->zone_minutes == 0 && date->precision > NDX_PRECISION_DAY;
}

/* Takes text as the field's date if it is one and the field has none. within: it may stand in a
 * sentence. */
static bool take(dating *d, ndx_field field, ndx_span text, bool within, ndx_span origin)
{
    ndx_date *target = field == NDX_FIELD_DATE ? &d->article->date : &d->article->modified;
    ndx_date date = {0};
    ndx_span where = text;
    if (target->precision || text.size < 6 || text.size > 400)
        return false;
    bool found = date_from_epoch(text, &date) ||
                 (ndx_date_from_text(text, d->language, NDX_DAY_ORDER_BY_LANGUAGE, &date) &&
                  is_plausible(&date));
    if (!found && within)
        found = ndx_date_find_in_text(text, d->language, NDX_DAY_ORDER_BY_LANGUAGE, &date, &where);
    if (!found || !is_plausible(&date) || (d->local_only && is_utc(&date)))
        return false;
    *target = date;
    d->article->field[field] = where;
    d->article->origin[field] = origin;
    return true;
}

/* ---- names ---- */

typedef enum date_kind { DATE_NONE, DATE_WEAK, DATE_PUBLISHED, DATE_MODIFIED } date_kind;

static bool any_word(ndx_span name, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(words[i]);
        for (size_t at = 0; at + size <= name.size; at++)
            if (memcmp(name.data + at, words[i], size) == 0)
                return true;
    }
    return false;
}

/* What the name of a <meta> or a property says that its value is. */
static date_kind kind_of_name(ndx_span name)
{
    static const char *const modified[] = {"modif", "updat",   "lastmod",
                                           "revis", "moddate", "changed"};
    static const char *const other[] = {"publisher", "expir",   "event",     "start",
                                        "end_",      "validat", "unpublish", "stop",
                                        "embargo",   "verif",   "birth",     "published_by"};
    static const char *const published[] = {
        "publish",      "pubdate",   "pubtime",      "pub-date",    "pub_date",
        "publication",  "issued",    "posted",       "postdate",    "post_date",
        "release_date", "first-pub", "originaldate", "articledate", "datepub",
        "date-pub",     "date_pub",  "displaydate",  "firstpub",    "regdate"};
    static const char *const weak[] = {"date", "time", "created", "ptime", "fecha"};
    char lower[64];
    if (name.size > sizeof(lower))
        return DATE_NONE;
    for (size_t i = 0; i < name.size; i++)
        lower[i] = ndx_ascii_lower(name.data[i]);
    ndx_span small = ndx_span_make(lower, name.size);
    if (any_word(small, other, COUNT(other)))
        return DATE_NONE;
    if (any_word(small, modified, COUNT(modified)))
        return DATE_MODIFIED;
    if (any_word(small, published, COUNT(published)))
        return DATE_PUBLISHED;
    return any_word(small, weak, COUNT(weak)) ? DATE_WEAK : DATE_NONE;
}

static void take_metas(dating *d, date_kind kind, ndx_field field)
{
    const html_meta *metas = (const html_meta *)(const void *)d->facts->metas.data;
    size_t count = d->facts->metas.size / sizeof(html_meta);
    for (size_t i = 0; i < count; i++)
        if (kind_of_name(metas[i].name) == kind &&
            take(d, field, metas[i].value, false, ndx_html_origin(d->page, "meta", metas[i].name)))
            return;
}

/* ---- elements ---- */

static const html_node *nodes_of(const dating *d)
{
    return ndx_html_nodes(&d->page->tree);
}

/* True if the node stands where dates of other things stand. */
static bool is_elsewhere(const dating *d, uint32_t node)
{
    const html_node *nodes = nodes_of(d);
    for (uint32_t up = node; up; up = nodes[up].parent) {
        unsigned hint = ndx_html_hint(d->page, up);
        if (nodes[up].tag == HTML_BODY || nodes[up].tag == HTML_HTML)
            return false;
        if (d->facts->headline_node > up && d->facts->headline_node < nodes[up].end)
            return false; /* what holds the headline as well is the article's */
        if (nodes[up].tag == HTML_ASIDE || nodes[up].tag == HTML_NAV ||
            nodes[up].tag == HTML_FOOTER || (hint & (HTML_HINT_COMMENTS | HTML_HINT_TEASER)))
            return true;
        /* "entry-meta" and the like hold the date; a related or social box is bigger, but
         * not a great part of the page ("content with-sidebar") */
        uint32_t size = nodes[up].end - up;
        if ((hint & HTML_HINT_NOISE) && size > 60 && size < nodes[0].end / 4)
            return true;
    }
    return false;
}

/* How far a node is from the headline; what stands before it counts four times. */
static uint32_t distance(const dating *d, uint32_t node)
{
    uint32_t headline = d->facts->headline_node;
    if (!headline)
        return node;
    return node >= headline ? node - headline : (headline - node) * 4;
}

/* The value of an element as a date: content, datetime, title, else its text. */
static bool take_element(dating *d, uint32_t node, ndx_field field, const char *origin,
                         bool *memory)
{
    static const char *const attributes[] = {"content",        "datetime",  "data-datetime",
                                             "data-timestamp", "data-time", "title"};
    for (size_t i = 0; i < COUNT(attributes); i++) {
        ndx_span value;
        if (!ndx_html_attribute_line(d->page, node, ndx_span_of(attributes[i]), &value)) {
            *memory = false;
            return false;
        }
        if (value.size && take(d, field, value, false, ndx_span_of(origin)))
            return true;
    }
    ndx_span line = {0};
    if (nodes_of(d)[node].end - node > 40)
        return false;
    if (!ndx_html_line(d->page, node, true, &line)) {
        *memory = false;
        return false;
    }
    return line.size <= 200 && take(d, field, line, true, ndx_span_of(origin));
}

typedef bool (*accepts)(const dating *d, uint32_t node);

static bool is_published_property(const dating *d, uint32_t node)
{
    static const char *const keys[] = {"itemprop", "property"};
    const html_node *one = &nodes_of(d)[node];
    ndx_span value;
    for (size_t i = 0; i < 2; i++)
        if (one->tag != HTML_META &&
            ndx_html_attribute(&d->page->tree, one, ndx_span_of(keys[i]), &value) &&
            kind_of_name(value) == DATE_PUBLISHED)
            return true;
    return false;
}

static bool is_modified_property(const dating *d, uint32_t node)
{
    ndx_span value;
    const html_node *one = &nodes_of(d)[node];
    return one->tag != HTML_META &&
           ndx_html_attribute(&d->page->tree, one, NDX_SPAN("itemprop"), &value) &&
           kind_of_name(value) == DATE_MODIFIED;
}

static bool is_time(const dating *d, uint32_t node)
{
    return nodes_of(d)[node].tag == HTML_TIME && !is_elsewhere(d, node) &&
           !(ndx_html_hint(d->page, node) & HTML_HINT_MODIFIED);
}

static bool is_called_date(const dating *d, uint32_t node)
{
    unsigned hint = ndx_html_hint(d->page, node);
    return (hint & HTML_HINT_DATE) && !(hint & (HTML_HINT_MODIFIED | HTML_HINT_COMMENTS)) &&
           nodes_of(d)[node].tag != HTML_META && nodes_of(d)[node].tag != HTML_BODY &&
           !is_elsewhere(d, node);
}

static bool is_called_modified(const dating *d, uint32_t node)
{
    return (ndx_html_hint(d->page, node) & HTML_HINT_MODIFIED) && !is_elsewhere(d, node);
}

/* Takes the date of the accepted element that is nearest to the headline and has one. */
static bool take_nearest(dating *d, accepts accept, ndx_field field, const char *origin)
{
    uint32_t count = ndx_html_node_count(&d->page->tree);
    uint32_t floor = 0; /* nearer ones were tried */
    bool memory = true;
    for (int round = 0; round < 6; round++) {
        uint32_t best = 0;
        uint32_t best_distance = UINT32_MAX;
        for (uint32_t i = 1; i < count; i++) {
            uint32_t far = distance(d, i) + 1;
            if (nodes_of(d)[i].tag != HTML_TAG_TEXT && far > floor && far < best_distance &&
                accept(d, i)) {
                best = i;
                best_distance = far;
            }
        }
        if (!best || take_element(d, best, field, origin, &memory) || !memory)
            break;
        floor = best_distance;
    }
    return memory;
}

/* A date in the text around the headline: some texts before it and behind it. */
static bool take_visible(dating *d)
{
    uint32_t count = ndx_html_node_count(&d->page->tree);
    uint32_t headline = d->facts->headline_node;
    if (!headline)
        return true;
    const html_node *nodes = nodes_of(d);
    uint32_t first = headline > 40 ? headline - 40 : 1;
    size_t seen = 0; /* characters of running text behind the headline */
    for (int part = 0; part < 2; part++)
        for (uint32_t i = part ? first : nodes[headline].end;
             i < (part ? headline : count) && seen < 1200; i++) {
            unsigned flags = ndx_html_tag_flags((html_tag)nodes[i].tag);
            if (flags & HTML_IS_SILENT) {
                i = nodes[i].end - 1;
                continue;
            }
            if (nodes[i].tag != HTML_TAG_TEXT || nodes[i].linked)
                continue;
            ndx_span text = ndx_span_trim(nodes[i].text);
            seen += part ? 0 : text.size;
            if (text.size < 8 || text.size > 160 || is_elsewhere(d, i))
                continue;
            ndx_span line;
            if (!ndx_text_line(d->page->arena, text, &line))
                return false;
            if (take(d, NDX_FIELD_DATE, line, true, ndx_span_of("text near headline")))
                return true;
        }
    return true;
}

/* ---- other places ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static unsigned number(const char *at, size_t size)
{
    unsigned value = 0;
    for (size_t i = 0; i < size; i++)
        value = value * 10 + (unsigned)(at[i] - '0');
    return value;
}

/* ".../2025/11/30/...", ".../2025-11-30-...", ".../20251130...": a year, month and day in an
 * address. */
static bool take_url(dating *d)
{
    ndx_span url = d->article->field[NDX_FIELD_URL];
    for (size_t i = 0; i + 8 <= url.size; i++) {
        const char *at = url.data + i;
        size_t left = url.size - i;
        if (!is_digit(*at) || (i && is_digit(at[-1])))
            continue;
        size_t digits = 0;
        while (digits < left && is_digit(at[digits]))
            digits++;
        const char *month = NULL;
        const char *day = NULL;
        const char *behind = NULL;
        if (digits == 8) {
            month = at + 4;
            day = at + 6;
            behind = at + 8;
        } else if (digits == 4 && left >= 10 && strchr("/-_", at[4]) && at[7] == at[4] &&
                   is_digit(at[5]) && is_digit(at[6]) && is_digit(at[8]) && is_digit(at[9])) {
            month = at + 5;
            day = at + 8;
            behind = at + 10;
        }
        if (!month || (behind < url.data + url.size && is_digit(*behind)))
            continue;
        char iso[10];
        unsigned year = number(at, 4);
        memcpy(iso, at, 4);
        iso[4] = '-';
        memcpy(iso + 5, month, 2);
        iso[7] = '-';
        memcpy(iso + 8, day, 2);
        ndx_span text;
        if (year < 1990 || year > 2100)
            continue;
        if (!ndx_arena_copy(d->page->arena, ndx_span_make(iso, 10), &text))
            return false;
        if (take(d, NDX_FIELD_DATE, text, false, ndx_span_of("url")))
            return true;
    }
    return true;
}

/* What scripts say: the first date of publication, and whether others name other days. */
typedef struct script_date {
    ndx_span text;
    ndx_span name;
    ndx_date date;
    bool ambiguous;
} script_date;

/* Reads one value that a script gives to a name. False: memory. */
static bool note_script_value(dating *d, ndx_span name, ndx_span value, script_date *found)
{
    ndx_date date = {0};
    ndx_span line;
    if (value.size < 6 || value.size > 64)
        return true;
    if (!ndx_text_line(d->page->arena, value, &line))
        return false;
    if (!date_from_epoch(line, &date) &&
        !ndx_date_from_text(line, d->language, NDX_DAY_ORDER_BY_LANGUAGE, &date))
        return true;
    if (!is_plausible(&date) || (d->local_only && date.precision != NDX_PRECISION_DAY))
        return true;
    if (!found->text.size)
        *found = (script_date){line, name, date, false};
    else if (found->date.year != date.year || found->date.month != date.month ||
             found->date.day != date.day)
        found->ambiguous = true;
    return true;
}

/* The quoted name that ends before the colon, at most 32 bytes; empty if there is none. */
static ndx_span name_before(const char *begin, const char *colon)
{
    const char *stop = colon;
    while (stop > begin && (stop[-1] == ' ' || stop[-1] == '\n'))
        stop--;
    if (stop == begin || (stop[-1] != '"' && stop[-1] != '\''))
        return ndx_span_make(NULL, 0);
    char quote = *--stop;
    const char *name = stop;
    while (name > begin && stop - name < 32 && name[-1] != quote)
        name--;
    return name > begin && name[-1] == quote ? ndx_span_between(name, stop)
                                             : ndx_span_make(NULL, 0);
}

/* The quoted value that begins behind the colon, at most 64 bytes; empty if there is none. */
static ndx_span value_behind(const char *colon, const char *end)
{
    const char *value = colon + 1;
    while (value < end && (*value == ' ' || *value == '\n'))
        value++;
    if (value == end || (*value != '"' && *value != '\''))
        return ndx_span_make(NULL, 0);
    char quote = *value++;
    size_t room = (size_t)(end - value) < 64 ? (size_t)(end - value) : 64;
    const char *stop = memchr(value, quote, room);
    return stop ? ndx_span_between(value, stop) : ndx_span_make(NULL, 0);
}

/* "datePublished":"2025-11-30..." in a script: pages that are drawn by a program carry their data
 * so. */
static bool read_script(dating *d, ndx_span script, script_date *found)
{
    const char *end = script.data + script.size;
    const char *at = script.data;
    while (at < end && !found->ambiguous) {
        const char *colon = memchr(at, ':', (size_t)(end - at));
        if (!colon)
            break;
        ndx_span name = name_before(at, colon); /* not before the last colon: linear */
        if (name.size >= 5 && kind_of_name(name) == DATE_PUBLISHED &&
            !note_script_value(d, name, value_behind(colon, end), found))
            return false;
        at = colon + 1;
    }
    return true;
}

/* A page's program may hold the dates of many articles: one counts only if there is no other day.
 */
static bool take_scripts(dating *d)
{
    const html_node *nodes = nodes_of(d);
    script_date found = {0};
    bool done = true;
    if (d->article->date.precision)
        return true;
    for (uint32_t i = 1; i < ndx_html_node_count(&d->page->tree) && done; i++)
        if (nodes[i].tag == HTML_TAG_TEXT && nodes[nodes[i].parent].tag == HTML_SCRIPT)
            done = read_script(d, nodes[i].text, &found);
    if (done && found.text.size && !found.ambiguous)
        take(d, NDX_FIELD_DATE, found.text, false, ndx_html_origin(d->page, "script", found.name));
    return done;
}

/* Where dates stand that a reader of the page sees, or that its address has. */
static bool take_shown(dating *d)
{
    return take_nearest(d, is_time, NDX_FIELD_DATE, "time:datetime") && take_url(d) &&
           take_nearest(d, is_called_date, NDX_FIELD_DATE, "element:date") && take_scripts(d) &&
           take_visible(d);
}

/* A moment declared in UTC may fall on the day before or after that of the place: if the page also
 * shows the neighbouring day, that one is the article's (date.h: the calendar day in its own zone).
 */
static bool prefer_local_day(dating *d)
{
    ndx_article declared = *d->article;
    int32_t days[2];
    int32_t last;
    if (!is_utc(&declared.date))
        return true;
    d->article->date = (ndx_date){0};
    d->local_only = true;
    bool done = take_url(d) && take_shown(d);
    d->local_only = false;
    if (ndx_date_days(&d->article->date, &days[0], &last) &&
        ndx_date_days(&declared.date, &days[1], &last) && abs(days[0] - days[1]) == 1)
        return done;
    d->article->date = declared.date;
    d->article->field[NDX_FIELD_DATE] = declared.field[NDX_FIELD_DATE];
    d->article->origin[NDX_FIELD_DATE] = declared.origin[NDX_FIELD_DATE];
    return done;
}

bool ndx_html_dates(html_page *page, const html_facts *facts, const html_linked_data *data,
                    ndx_article *article, ndx_error *error)
{
    ndx_article in = *article; /* whose language may have a region, which the field has not */
    if (facts->language.size)
        ndx_article_declare_language(&in, facts->language, "page");
    dating d = {page, facts, article, in.field[NDX_FIELD_LANGUAGE], false};
    take(&d, NDX_FIELD_MODIFIED, data->modified, false, ndx_span_of("json-ld:dateModified"));
    take_metas(&d, DATE_MODIFIED, NDX_FIELD_MODIFIED);
    bool done =
        take_nearest(&d, is_modified_property, NDX_FIELD_MODIFIED, "itemprop:dateModified") &&
        take_nearest(&d, is_called_modified, NDX_FIELD_MODIFIED, "element:modified");
    take(&d, NDX_FIELD_DATE, data->published, false, ndx_span_of("json-ld:datePublished"));
    take_metas(&d, DATE_PUBLISHED, NDX_FIELD_DATE);
    done =
        done && take_nearest(&d, is_published_property, NDX_FIELD_DATE, "itemprop:datePublished");
    take(&d, NDX_FIELD_DATE, data->created, false, ndx_span_of("json-ld:dateCreated"));
    done =
        done && prefer_local_day(&d) && take_nearest(&d, is_time, NDX_FIELD_DATE, "time:datetime");
    take_metas(&d, DATE_WEAK, NDX_FIELD_DATE);
    done = done && take_shown(&d);
    return done ? true : ndx_error_memory(error, "reading an HTML page");
}
