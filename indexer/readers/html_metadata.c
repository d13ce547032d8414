/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_metadata.c - headline, authors, section, source and the like of a page's article.
 *
 * Owns: which source of a field wins. Must not know: dates, the body.
 */
#define _GNU_SOURCE /* memmem */

#include "html_metadata.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void set(ndx_article *article, ndx_field field, ndx_span value, ndx_span origin)
{
    if (article->field[field].size || !value.size)
        return;
    article->field[field] = value;
    article->origin[field] = origin;
}

/* The first named <meta> as a field. */
static void set_meta(html_page *page, const html_facts *facts, ndx_article *article,
                     ndx_field field, const char *const *names, size_t count)
{
    ndx_span name;
    ndx_span value = ndx_html_meta(facts, names, count, &name);
    if (value.size && !article->field[field].size)
        set(article, field, value, ndx_html_origin(page, "meta", name));
}

/* ---- headline ---- */

/* The separators that sites put between a headline and their name, each with spaces around it. */
static const char *const separators[] = {" | ", " - ",  " – ", " — ", " · ", " • ", " » ",
                                         " « ", " :: ", " / ", " ‹ ", " > ", " < "};

static size_t last_separator(ndx_span title, size_t *size)
{
    size_t best = 0;
    for (size_t i = 0; i < COUNT(separators); i++) {
        ndx_span one = ndx_span_of(separators[i]);
        for (size_t at = title.size; at-- > 0;)
            if (ndx_span_starts_with(ndx_span_skip(title, at), one)) {
                if (at > best) {
                    best = at;
                    *size = one.size;
                }
                break;
            }
    }
    return best;
}

/* True if the letters and digits of `small` appear in `big` in a row ("The Hill" in "thehill.com").
 */
static bool names_site(ndx_span small, ndx_span big)
{
    char a[128];
    char b[512];
    size_t sizes[2] = {0, 0};
    for (size_t i = 0; i < small.size && sizes[0] < sizeof(a); i++)
        if (small.data[i] < 0 || (small.data[i] >= '0' && small.data[i] != ':'))
            a[sizes[0]++] = ndx_ascii_lower(small.data[i]);
    for (size_t i = 0; i < big.size && sizes[1] < sizeof(b); i++)
        if (big.data[i] < 0 || (big.data[i] >= '0' && big.data[i] != ':'))
            b[sizes[1]++] = ndx_ascii_lower(big.data[i]);
    return sizes[0] >= 3 && sizes[1] >= sizes[0] && memmem(b, sizes[1], a, sizes[0]);
}

/* "Headline | Section | The Site" without what follows the headline. sure: only the site's own name
 * goes. */
static ndx_span without_site(ndx_span title, ndx_span site, ndx_span url, bool sure)
{
    for (int round = 0; round < 3; round++) {
        size_t size = 0;
        size_t at = last_separator(title, &size);
        if (!at)
            break;
        ndx_span tail = ndx_span_skip(title, at + size);
        bool bar = title.data[at + 1] == '|' || (unsigned char)title.data[at + 1] == 0xC2;
        bool is_site = names_site(tail, site) || names_site(tail, url) || names_site(site, tail);
        bool looks_so = !sure && at >= 20 && tail.size * 2 < at && (bar || tail.size <= 30);
        if (!is_site && !looks_so)
            break;
        title.size = at;
    }
    return title;
}

static void set_headline(html_page *page, const html_facts *facts, const html_linked_data *data,
                         ndx_article *article)
{
    static const char *const names[] = {"og:title", "twitter:title",  "dc.title",
                                        "title",    "sailthru.title", "citation_title"};
    const ndx_span site = article->field[NDX_FIELD_SOURCE];
    const ndx_span url = article->field[NDX_FIELD_URL];
    ndx_span name;
    ndx_span shared = ndx_html_meta(facts, names, COUNT(names), &name);
    shared = without_site(shared, site, url, true);
    ndx_span title = without_site(facts->title, site, url, false);
    ndx_span printed = facts->headline_text;
    /* the printed headline, if it is one: it is in what the page calls itself elsewhere */
    bool agrees =
        printed.size && (names_site(printed, facts->title) || names_site(printed, shared) ||
                         names_site(printed, data->headline));
    if (printed.size && agrees && !names_site(printed, site))
        set(article, NDX_FIELD_HEADLINE, printed, ndx_span_of("h1"));
    if (data->is_article)
        set(article, NDX_FIELD_HEADLINE, without_site(data->headline, site, url, true),
            ndx_span_of("json-ld:headline"));
    set(article, NDX_FIELD_HEADLINE, shared, ndx_html_origin(page, "meta", name));
    if (printed.size >= 12 && !names_site(printed, site))
        set(article, NDX_FIELD_HEADLINE, printed, ndx_span_of("h1"));
    set(article, NDX_FIELD_HEADLINE, title, ndx_span_of("title"));
    set(article, NDX_FIELD_HEADLINE, printed, ndx_span_of("h1"));
}

/* ---- authors ---- */

/* Values that stand where an author's name should. */
static bool is_no_author(const ndx_article *article, ndx_span name)
{
    static const char *const words[] = {
        "admin",     "administrator", "redaktion", "redacción", "redaccion", "editor",
        "staff",     "webmaster",     "null",      "undefined", "none",      "author",
        "anonymous", "anónimo",       "anonimo",   "anonyme",   "anonym",    "rédaction",
        "redazione", "redação",       "redakcja",  "редакция",  "редакція",  "unknown",
        "guest",     "user",          "root"};
    if (name.size < 2 || name.size > 160 || memmem(name.data, name.size, "://", 3) ||
        memchr(name.data, '@', name.size) || memmem(name.data, name.size, "www.", 4) ||
        memmem(name.data, name.size, ".com", 4))
        return true;
    if (ndx_span_equal_nocase(name, article->field[NDX_FIELD_SOURCE]))
        return true;
    for (size_t i = 0; i < COUNT(words); i++)
        if (ndx_span_equal_nocase(name, ndx_span_of(words[i])))
            return true;
    bool letter = false;
    for (size_t i = 0; i < name.size; i++)
        letter = letter || name.data[i] < 0 ||
                 (ndx_ascii_lower(name.data[i]) >= 'a' && ndx_ascii_lower(name.data[i]) <= 'z');
    return !letter;
}

static bool has_line(ndx_span lines, ndx_span line)
{
    while (lines.size) {
        const char *end = memchr(lines.data, '\n', lines.size);
        size_t size = end ? (size_t)(end - lines.data) : lines.size;
        if (ndx_span_equal_nocase(ndx_span_make(lines.data, size), line))
            return true;
        lines = ndx_span_skip(lines, size + 1);
    }
    return false;
}

/* True if the name is the site's: "El Ejemplo" on elejemplo.com. */
static bool is_site(const ndx_article *article, ndx_span name)
{
    ndx_span url = article->field[NDX_FIELD_URL];
    const char *host = url.size ? memmem(url.data, url.size, "://", 3) : NULL;
    if (!host)
        return false;
    ndx_span rest = ndx_span_between(host + 3, url.data + url.size);
    const char *slash = memchr(rest.data, '/', rest.size);
    return names_site(name, slash ? ndx_span_between(rest.data, slash) : rest);
}

/* Which values count: a first look takes only names of two words and more, since one word is more
 * often a site's or an account's name than a person's. */
typedef enum name_kind { NAME_FULL, NAME_ANY } name_kind;

/* Adds the names in one value: those that a byline would give, else the value itself if it is
 * declared to be one, and short. */
static bool add_names(html_page *page, const ndx_article *article, ndx_span value, bool declared,
                      name_kind kind, ndx_buffer *names)
{
    ndx_span found = {0};
    if (is_no_author(article, value))
        return true;
    if (!ndx_byline_authors(page->arena, value, &found))
        return false;
    if (!found.size && declared && value.size <= 80)
        found = value;
    while (found.size) {
        const char *end = memchr(found.data, '\n', found.size);
        size_t size = end ? (size_t)(end - found.data) : found.size;
        ndx_span name = ndx_span_make(found.data, size);
        bool full = memchr(name.data, ' ', name.size) || (name.data[0] & 0x80);
        if (!is_no_author(article, name) &&
            (kind == NAME_ANY || (full && !is_site(article, name))) &&
            !has_line(ndx_buffer_span(names), name)) {
            if (names->size)
                ndx_buffer_append_byte(names, '\n');
            ndx_buffer_append_span(names, name);
        }
        found = ndx_span_skip(found, size + 1);
    }
    return !names->failed;
}

static bool add_all_names(html_page *page, const ndx_article *article, ndx_span lines,
                          name_kind kind, ndx_buffer *names)
{
    bool done = true;
    while (lines.size && done) {
        const char *end = memchr(lines.data, '\n', lines.size);
        size_t size = end ? (size_t)(end - lines.data) : lines.size;
        done = add_names(page, article, ndx_span_make(lines.data, size), true, kind, names);
        lines = ndx_span_skip(lines, size + 1);
    }
    return done;
}

static bool set_authors(html_page *page, ndx_article *article, ndx_buffer *names, ndx_span origin)
{
    ndx_span copy = {0};
    if (!names->size || article->field[NDX_FIELD_AUTHORS].size)
        return !names->failed;
    if (!ndx_arena_copy(page->arena, ndx_buffer_span(names), &copy))
        return false;
    set(article, NDX_FIELD_AUTHORS, copy, origin);
    ndx_buffer_clear(names);
    return true;
}

/* True for <a href=".../author/anna-smith">: where sites keep their writers' pages. */
static bool is_author_link(const html_page *page, uint32_t node)
{
    static const char *const parts[] = {
        "/author",  "/autor",       "/auteur",     "/staff", "/profile",  "/people/", "/team",
        "newsteam", "/contributor", "/journalist", "/by/",   "/reporter", "/redakt",  "/columnist"};
    const html_node *one = ndx_html_nodes(&page->tree) + node;
    ndx_span href;
    if (one->tag != HTML_A || !ndx_html_attribute(&page->tree, one, NDX_SPAN("href"), &href))
        return false;
    for (size_t i = 0; i < COUNT(parts); i++)
        if (href.size && memmem(href.data, href.size, parts[i], strlen(parts[i])))
            return true;
    return false;
}

/* The printed byline: the first element near or behind the headline that is called so (or, if
 * `links`, that leads to a writer's page) and holds names. Other names beside it in links are
 * added. */
static bool find_byline(html_page *page, const html_facts *facts, ndx_article *article, bool links,
                        ndx_buffer *names)
{
    const html_node *nodes = ndx_html_nodes(&page->tree);
    uint32_t count = ndx_html_node_count(&page->tree);
    uint32_t headline = facts->headline_node;
    unsigned looked_at = 0;
    uint32_t limit = count; /* where looking ends once names are found */
    for (uint32_t i = headline > 300 ? headline - 300 : 1; i < limit && looked_at < 24;) {
        unsigned hint = ndx_html_hint(page, i);
        bool whole = nodes[i].tag == HTML_BODY || nodes[i].tag == HTML_HTML;
        if (!whole && ((hint & (HTML_HINT_COMMENTS | HTML_HINT_HIDDEN | HTML_HINT_TEASER)) ||
                       nodes[i].tag == HTML_ASIDE || nodes[i].tag == HTML_FOOTER ||
                       nodes[i].tag == HTML_NAV)) {
            i = nodes[i].end;
            continue;
        }
        bool wanted = links ? is_author_link(page, i) : (hint & HTML_HINT_BYLINE) != 0;
        if (!wanted || nodes[i].end - i > 80 || nodes[i].tag == HTML_META || whole) {
            i++;
            continue;
        }
        looked_at++;
        ndx_span line;
        if (!ndx_html_line(page, i, true, &line))
            return false;
        size_t before = names->size;
        if (line.size >= 3 && line.size <= 240 &&
            !add_names(page, article, line, false, NAME_FULL, names))
            return false;
        if (names->size > before && limit == count) {
            if (!links)
                set(article, NDX_FIELD_BYLINE, line, ndx_span_of("byline"));
            limit = links && i + 30 < count ? i + 30 : i;
        }
        i++;
    }
    return true;
}

static bool set_byline_authors(html_page *page, const html_facts *facts, ndx_article *article,
                               ndx_buffer *names)
{
    bool done = find_byline(page, facts, article, false, names);
    ndx_buffer_clear(names); /* the text of links is the name alone: better, where there are any */
    done = done && find_byline(page, facts, article, true, names) &&
           set_authors(page, article, names, ndx_span_of("author link"));
    ndx_span byline = article->field[NDX_FIELD_BYLINE];
    return done && (!byline.size || add_names(page, article, byline, false, NAME_FULL, names)) &&
           set_authors(page, article, names, ndx_span_of("byline"));
}

static bool set_declared_authors(html_page *page, const html_facts *facts,
                                 const html_linked_data *data, ndx_article *article, name_kind kind,
                                 ndx_buffer *names)
{
    static const char *const metas[] = {"author",
                                        "article:author",
                                        "article:author_name",
                                        "dc.creator",
                                        "dcterms.creator",
                                        "parsely-author",
                                        "sailthru.author",
                                        "byl",
                                        "citation_author",
                                        "creator",
                                        "dcsext.author",
                                        "cxenseparse:author",
                                        "mediator_author",
                                        "shareaholic:article_author_name"};
    bool done = add_all_names(page, article, data->authors, kind, names) &&
                set_authors(page, article, names, ndx_span_of("json-ld:author"));
    for (size_t i = 0; i < COUNT(metas) && done && !article->field[NDX_FIELD_AUTHORS].size; i++) {
        ndx_span name;
        ndx_span value = ndx_html_meta(facts, &metas[i], 1, &name);
        done = add_names(page, article, value, true, kind, names) &&
               (!names->size ||
                set_authors(page, article, names, ndx_html_origin(page, "meta", name)));
    }
    return done;
}

static bool find_authors(html_page *page, const html_facts *facts, const html_linked_data *data,
                         ndx_article *article)
{
    ndx_buffer names = {0};
    bool done = set_declared_authors(page, facts, data, article, NAME_FULL, &names) &&
                set_byline_authors(page, facts, article, &names) &&
                set_declared_authors(page, facts, data, article, NAME_ANY, &names) &&
                add_all_names(page, article, data->organisations, NAME_ANY, &names) &&
                set_authors(page, article, &names, ndx_span_of("json-ld:author"));
    ndx_buffer_free(&names);
    return done;
}

/* ---- the rest ---- */

/* Values parted by commas as a multi-valued field. */
static bool split_values(html_page *page, ndx_span value, ndx_span *lines)
{
    ndx_buffer built = {0};
    while (value.size) {
        const char *comma = memchr(value.data, ',', value.size);
        size_t size = comma ? (size_t)(comma - value.data) : value.size;
        ndx_span one = ndx_span_trim(ndx_span_make(value.data, size));
        if (one.size && !has_line(ndx_buffer_span(&built), one)) {
            if (built.size)
                ndx_buffer_append_byte(&built, '\n');
            ndx_buffer_append_span(&built, one);
        }
        value = ndx_span_skip(value, size + 1);
    }
    bool done = !built.failed && ndx_arena_copy(page->arena, ndx_buffer_span(&built), lines);
    ndx_buffer_free(&built);
    return done;
}

static bool set_keywords(html_page *page, const html_facts *facts, const html_linked_data *data,
                         ndx_article *article)
{
    static const char *const names[] = {"news_keywords", "keywords", "article:tag", "parsely-tags",
                                        "sailthru.tags"};
    set(article, NDX_FIELD_KEYWORDS, data->keywords, ndx_span_of("json-ld:keywords"));
    if (article->field[NDX_FIELD_KEYWORDS].size)
        return true;
    ndx_span name;
    ndx_span lines = {0};
    ndx_span value = ndx_html_meta(facts, names, COUNT(names), &name);
    if (!split_values(page, value, &lines))
        return false;
    if (lines.size)
        set(article, NDX_FIELD_KEYWORDS, lines, ndx_html_origin(page, "meta", name));
    return true;
}

/* "en-GB", "en_US", "EN" -> "en"; nothing that is no language tag. */
static bool primary_subtag(html_page *page, ndx_span tag, ndx_span *primary)
{
    char letters[4];
    size_t size = 0;
    tag = ndx_span_trim(tag);
    *primary = ndx_span_make(NULL, 0);
    while (size < tag.size && size < 4) {
        char c = ndx_ascii_lower(tag.data[size]);
        if (c < 'a' || c > 'z')
            break;
        letters[size++] = c;
    }
    if (size < 2 || size > 3 ||
        (size < tag.size && tag.data[size] != '-' && tag.data[size] != '_' &&
         tag.data[size] != ','))
        return true;
    return ndx_arena_copy(page->arena, ndx_span_make(letters, size), primary);
}

static bool set_language(html_page *page, const html_facts *facts, const html_linked_data *data,
                         ndx_article *article)
{
    ndx_span own;
    ndx_span linked;
    if (!primary_subtag(page, facts->language, &own) ||
        !primary_subtag(page, data->language, &linked))
        return false;
    set(article, NDX_FIELD_LANGUAGE, linked, ndx_span_of("json-ld:inLanguage"));
    set(article, NDX_FIELD_LANGUAGE, own, ndx_span_of(facts->language_origin));
    return true;
}

static bool is_absolute(ndx_span url)
{
    return ndx_span_starts_with(url, NDX_SPAN("http://")) ||
           ndx_span_starts_with(url, NDX_SPAN("https://"));
}

bool ndx_html_metadata(html_page *page, const html_facts *facts, const html_linked_data *data,
                       ndx_article *article, ndx_error *error)
{
    static const char *const site_names[] = {"og:site_name", "application-name", "dc.publisher",
                                             "citation_journal_title", "twitter:app:name:iphone"};
    static const char *const sections[] = {"article:section", "og:section",      "section",
                                           "category",        "parsely-section", "article.section"};
    if (is_absolute(facts->canonical))
        set(article, NDX_FIELD_URL, facts->canonical, ndx_span_of(facts->canonical_origin));
    if (is_absolute(data->url))
        set(article, NDX_FIELD_URL, data->url, ndx_span_of("json-ld:url"));
    set(article, NDX_FIELD_SOURCE, data->publisher, ndx_span_of("json-ld:publisher"));
    set_meta(page, facts, article, NDX_FIELD_SOURCE, site_names, COUNT(site_names));
    set(article, NDX_FIELD_SECTION, data->sections, ndx_span_of("json-ld:articleSection"));
    set_meta(page, facts, article, NDX_FIELD_SECTION, sections, COUNT(sections));
    set(article, NDX_FIELD_ID, data->id, ndx_span_of("json-ld:identifier"));
    set_headline(page, facts, data, article);
    bool done = set_language(page, facts, data, article) &&
                set_keywords(page, facts, data, article) &&
                find_authors(page, facts, data, article);
    return done ? true : ndx_error_memory(error, "reading an HTML page");
}
