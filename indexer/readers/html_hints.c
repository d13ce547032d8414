/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_hints.c - what the names that authors gave to elements say of them.
 *
 * Owns: the vocabulary (two tables). Must not know: what is made of the hints.
 *
 * A class or id is cut into words at punctuation and at capitals ("articleBody" is article + body),
 * so that one row stands for all spellings; no site is named. Widely used scripts, themes and
 * widget makers are. Words are those seen on many sites in several languages.
 */
#include "html_page.h"

#include <stdlib.h>

#define NOISE HTML_HINT_NOISE

typedef struct word_hint {
    const char *word;
    unsigned hint;
} word_hint;

/* Sorted. PART_A and PART_B: "article" and "body" in one name mean the article's text. */
enum { PART_A = 0x10000, PART_B = 0x20000 };

static const word_hint words[] = {
    {"ad", NOISE},
    {"addthis", NOISE},
    {"addtoany", NOISE},
    {"ads", NOISE},
    {"adsbygoogle", NOISE},
    {"adslot", NOISE},
    {"adv", NOISE},
    {"advert", NOISE},
    {"advertise", NOISE},
    {"advertisement", NOISE},
    {"advertising", NOISE},
    {"adverts", NOISE},
    {"adwrapper", NOISE},
    {"alsoread", NOISE},
    {"anuncio", NOISE},
    {"anzeige", NOISE},
    {"art", PART_A},
    {"article", PART_A | HTML_HINT_ARTICLE},
    {"articlebody", HTML_HINT_BODY},
    {"articlecontent", HTML_HINT_BODY},
    {"articledate", HTML_HINT_DATE},
    {"articletext", HTML_HINT_BODY},
    {"artikel", PART_A | HTML_HINT_ARTICLE},
    {"auteur", HTML_HINT_BYLINE},
    {"author", HTML_HINT_BYLINE},
    {"authorbio", NOISE},
    {"authorbox", NOISE},
    {"authorname", HTML_HINT_BYLINE},
    {"authors", HTML_HINT_BYLINE},
    {"autor", HTML_HINT_BYLINE},
    {"autore", HTML_HINT_BYLINE},
    {"autoren", HTML_HINT_BYLINE},
    {"avatar", NOISE},
    {"banner", NOISE},
    {"bio", NOISE},
    {"biography", NOISE},
    {"blog", PART_A},
    {"body", PART_B},
    {"bodycopy", HTML_HINT_BODY},
    {"bodytext", HTML_HINT_BODY},
    {"breadcrumb", NOISE},
    {"breadcrumbs", NOISE},
    {"btn", NOISE},
    {"button", NOISE},
    {"buttons", NOISE},
    {"byline", HTML_HINT_BYLINE},
    {"bylines", HTML_HINT_BYLINE},
    {"callout", NOISE},
    {"caption", HTML_HINT_CAPTION},
    {"captions", HTML_HINT_CAPTION},
    {"card", HTML_HINT_TEASER},
    {"cards", HTML_HINT_TEASER},
    {"carousel", NOISE},
    {"catlinks", NOISE},
    {"chapo", HTML_HINT_STANDFIRST},
    {"comment", HTML_HINT_COMMENTS},
    {"commentaires", HTML_HINT_COMMENTS},
    {"commentlist", HTML_HINT_COMMENTS},
    {"comments", HTML_HINT_COMMENTS},
    {"compartir", NOISE},
    {"consent", NOISE},
    {"content", PART_B | HTML_HINT_CONTENT},
    {"contents", PART_B | HTML_HINT_CONTENT},
    {"contribute", NOISE},
    {"cookie", NOISE},
    {"cookies", NOISE},
    {"copy", PART_B},
    {"copyright", NOISE},
    {"corps", PART_B},
    {"credit", HTML_HINT_CAPTION},
    {"credits", HTML_HINT_CAPTION},
    {"cta", NOISE},
    {"cuerpo", PART_B | HTML_HINT_CONTENT},
    {"date", HTML_HINT_DATE},
    {"dateline", HTML_HINT_DATE},
    {"datepublished", HTML_HINT_DATE},
    {"datetime", HTML_HINT_DATE},
    {"datum", HTML_HINT_DATE},
    {"dek", HTML_HINT_STANDFIRST},
    {"description", HTML_HINT_STANDFIRST},
    {"detail", PART_A},
    {"disclaimer", NOISE},
    {"disqus", HTML_HINT_COMMENTS},
    {"donate", NOISE},
    {"donation", NOISE},
    {"dropdown", NOISE},
    {"entry", PART_A | HTML_HINT_ARTICLE},
    {"entrycontent", HTML_HINT_BODY},
    {"entrydate", HTML_HINT_DATE},
    {"etiquetas", NOISE},
    {"excerpt", HTML_HINT_STANDFIRST},
    {"factbox", NOISE},
    {"fecha", HTML_HINT_DATE},
    {"field", PART_A},
    {"flyout", NOISE},
    {"footer", NOISE},
    {"fulltext", HTML_HINT_BODY},
    {"gallery", NOISE},
    {"gdpr", NOISE},
    {"headline", HTML_HINT_HEADLINE},
    {"infinite", NOISE},
    {"infobox", NOISE},
    {"inhalt", PART_B | HTML_HINT_CONTENT},
    {"intro", HTML_HINT_STANDFIRST},
    {"jumplink", NOISE},
    {"keywords", NOISE},
    {"kommentare", HTML_HINT_COMMENTS},
    {"lead", HTML_HINT_STANDFIRST},
    {"lede", HTML_HINT_STANDFIRST},
    {"license", NOISE},
    {"lightbox", NOISE},
    {"livefyre", HTML_HINT_COMMENTS},
    {"login", NOISE},
    {"main", PART_B | HTML_HINT_CONTENT},
    {"masthead", NOISE},
    {"menu", NOISE},
    {"meta", NOISE},
    {"metadata", NOISE},
    {"modal", NOISE},
    {"modified", HTML_HINT_MODIFIED},
    {"mostpopular", NOISE},
    {"mostread", NOISE},
    {"nav", NOISE},
    {"navbar", NOISE},
    {"navbox", NOISE},
    {"navigation", NOISE},
    {"news", PART_A},
    {"newsdate", HTML_HINT_DATE},
    {"newsletter", NOISE},
    {"newsletters", NOISE},
    {"node", PART_A},
    {"nota", PART_A},
    {"noticia", PART_A},
    {"outbrain", NOISE},
    {"overlay", NOISE},
    {"page", PART_A},
    {"pager", NOISE},
    {"pagination", NOISE},
    {"partage", NOISE},
    {"paywall", NOISE},
    {"placeholder", NOISE},
    {"player", NOISE},
    {"plista", NOISE},
    {"poll", NOISE},
    {"popular", NOISE},
    {"popup", NOISE},
    {"post", PART_A | HTML_HINT_ARTICLE},
    {"postcontent", HTML_HINT_BODY},
    {"postdate", HTML_HINT_DATE},
    {"posted", HTML_HINT_DATE},
    {"postedon", HTML_HINT_DATE},
    {"postmeta", NOISE},
    {"postmetadata", NOISE},
    {"promo", NOISE},
    {"promos", NOISE},
    {"promoted", NOISE},
    {"promotion", NOISE},
    {"pubdate", HTML_HINT_DATE},
    {"pubdatetime", HTML_HINT_DATE},
    {"publicacion", HTML_HINT_DATE},
    {"publicationdate", HTML_HINT_DATE},
    {"publicidad", NOISE},
    {"publicidade", NOISE},
    {"publicite", NOISE},
    {"publish", HTML_HINT_DATE},
    {"publishdate", HTML_HINT_DATE},
    {"published", HTML_HINT_DATE},
    {"publisheddate", HTML_HINT_DATE},
    {"publishingdate", HTML_HINT_DATE},
    {"publishtime", HTML_HINT_DATE},
    {"pubtime", HTML_HINT_DATE},
    {"rating", NOISE},
    {"ratings", NOISE},
    {"readmore", NOISE},
    {"recirc", NOISE},
    {"recirculation", NOISE},
    {"recommendation", NOISE},
    {"recommendations", NOISE},
    {"recommended", NOISE},
    {"reklama", NOISE},
    {"relacionadas", NOISE},
    {"relacionados", NOISE},
    {"related", NOISE},
    {"relatedarticles", NOISE},
    {"relatedposts", NOISE},
    {"relateds", NOISE},
    {"respond", HTML_HINT_COMMENTS},
    {"rrss", NOISE},
    {"rss", NOISE},
    {"share", NOISE},
    {"sharebar", NOISE},
    {"sharedaddy", NOISE},
    {"sharer", NOISE},
    {"shares", NOISE},
    {"sharethis", NOISE},
    {"sharing", NOISE},
    {"sidebar", NOISE},
    {"signature", HTML_HINT_BYLINE},
    {"signin", NOISE},
    {"signup", NOISE},
    {"single", PART_A},
    {"skip", NOISE},
    {"slider", NOISE},
    {"slideshow", NOISE},
    {"social", NOISE},
    {"socials", NOISE},
    {"sponsor", NOISE},
    {"sponsored", NOISE},
    {"sponsors", NOISE},
    {"standfirst", HTML_HINT_STANDFIRST},
    {"story", PART_A | HTML_HINT_ARTICLE},
    {"storybody", HTML_HINT_BODY},
    {"storycontent", HTML_HINT_BODY},
    {"strap", HTML_HINT_STANDFIRST},
    {"subhead", HTML_HINT_STANDFIRST},
    {"subheadline", HTML_HINT_STANDFIRST},
    {"submenu", NOISE},
    {"submeta", NOISE},
    {"subnav", NOISE},
    {"subscribe", NOISE},
    {"subscription", NOISE},
    {"subtitle", HTML_HINT_STANDFIRST},
    {"summary", HTML_HINT_STANDFIRST},
    {"syndication", NOISE},
    {"taboola", NOISE},
    {"tagcloud", NOISE},
    {"taglist", NOISE},
    {"tags", NOISE},
    {"teaser", HTML_HINT_TEASER},
    {"teasers", HTML_HINT_TEASER},
    {"teilen", NOISE},
    {"text", PART_B | HTML_HINT_CONTENT},
    {"texte", PART_B},
    {"texto", PART_B | HTML_HINT_CONTENT},
    {"thumbnail", HTML_HINT_TEASER},
    {"thumbs", HTML_HINT_TEASER},
    {"time", HTML_HINT_DATE},
    {"timestamp", HTML_HINT_DATE},
    {"toc", NOISE},
    {"toolbar", NOISE},
    {"toolbox", NOISE},
    {"tools", NOISE},
    {"tooltip", NOISE},
    {"topics", NOISE},
    {"toplist", NOISE},
    {"trending", NOISE},
    {"txt", PART_B},
    {"updated", HTML_HINT_MODIFIED},
    {"vorspann", HTML_HINT_STANDFIRST},
    {"vote", NOISE},
    {"votes", NOISE},
    {"werbung", NOISE},
    {"widget", NOISE},
    {"widgets", NOISE},
};

/* Values of one attribute as a whole. */
typedef struct value_hint {
    const char *attribute;
    const char *value;
    unsigned hint;
} value_hint;

static const value_hint values[] = {
    {"itemprop", "articlebody", HTML_HINT_BODY},
    {"itemprop", "author", HTML_HINT_BYLINE},
    {"itemprop", "creator", HTML_HINT_BYLINE},
    {"itemprop", "datepublished", HTML_HINT_DATE},
    {"itemprop", "datemodified", HTML_HINT_MODIFIED},
    {"itemprop", "headline", HTML_HINT_HEADLINE},
    {"itemprop", "comment", HTML_HINT_COMMENTS},
    {"property", "articlebody", HTML_HINT_BODY},
    {"property", "schema:articlebody", HTML_HINT_BODY},
    {"property", "content:encoded", HTML_HINT_BODY},
    {"rel", "author", HTML_HINT_BYLINE},
    {"role", "navigation", NOISE},
    {"role", "banner", NOISE},
    {"role", "contentinfo", NOISE},
    {"role", "complementary", NOISE},
    {"role", "search", NOISE},
    {"role", "dialog", NOISE},
    {"role", "alertdialog", NOISE},
    {"role", "menu", NOISE},
    {"role", "menubar", NOISE},
    {"role", "toolbar", NOISE},
    {"role", "tablist", NOISE},
    {"role", "button", NOISE},
    {"role", "main", HTML_HINT_CONTENT},
    {"role", "article", HTML_HINT_ARTICLE},
};

static int compare_word(const void *key, const void *entry)
{
    return strcmp(key, ((const word_hint *)entry)->word);
}

static unsigned word_hints(const char *word)
{
    const word_hint *found =
        bsearch(word, words, sizeof(words) / sizeof(*words), sizeof(*words), compare_word);
    return found ? found->hint : 0;
}

/* Names that hide text from the eye but not from screen readers. */
static bool hides(ndx_span name)
{
    static const char *const names[] = {
        "sr-only", "screen-reader-text", "visually-hidden", "visuallyhidden", "hidden", "is-hidden",
        "d-none",  "element-invisible",  "offscreen"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (ndx_span_equal_nocase(name, ndx_span_of(names[i])))
            return true;
    return false;
}

/* The hints of one name: of its words, and of two that belong together. */
static unsigned name_hints(ndx_span name)
{
    char word[24];
    unsigned hints = 0;
    size_t size = 0;
    bool long_word = false;
    unsigned last = 0;
    for (size_t i = 0; i <= name.size; i++) {
        char c = i < name.size ? name.data[i] : ' ';
        bool upper = c >= 'A' && c <= 'Z';
        bool letter = upper || (c >= 'a' && c <= 'z');
        bool starts = upper && i > 0 && name.data[i - 1] >= 'a' && name.data[i - 1] <= 'z';
        if ((!letter || starts) && size) {
            word[size] = '\0';
            last = long_word ? 0 : word_hints(word);
            hints |= last;
            size = 0;
            long_word = false;
        }
        if (letter) {
            if (size + 1 < sizeof(word))
                word[size++] = ndx_ascii_lower(c);
            else
                long_word = true;
        }
    }
    if ((hints & PART_A) && (hints & PART_B) && (last & PART_B))
        hints |= HTML_HINT_BODY;
    if (hides(name))
        hints |= HTML_HINT_HIDDEN;
    return hints & 0xFFFF;
}

static unsigned list_hints(ndx_span list)
{
    unsigned hints = 0;
    while (list.size) {
        size_t size = 0;
        while (size < list.size && !strchr(" \t\r\n\f", list.data[size]))
            size++;
        unsigned own = size && size <= 128 ? name_hints(ndx_span_make(list.data, size)) : 0;
        hints |= own;
        list = ndx_span_skip(list, size + 1);
    }
    return hints;
}

/* style="display: none" and the like. */
static bool style_hides(ndx_span style)
{
    char compact[256];
    size_t size = 0;
    for (size_t i = 0; i < style.size && size + 1 < sizeof(compact); i++)
        if (!strchr(" \t\r\n", style.data[i]))
            compact[size++] = ndx_ascii_lower(style.data[i]);
    compact[size] = '\0';
    return strstr(compact, "display:none") || strstr(compact, "visibility:hidden");
}

static unsigned value_hints(const html_attribute *attribute)
{
    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
        if (ndx_span_equal_nocase(attribute->name, ndx_span_of(values[i].attribute)) &&
            ndx_span_equal_nocase(ndx_span_trim(attribute->value), ndx_span_of(values[i].value)))
            return values[i].hint;
    return 0;
}

static unsigned tag_hints(html_tag tag)
{
    switch (tag) {
    case HTML_NAV:
    case HTML_FOOTER:
        return NOISE;
    case HTML_FIGCAPTION:
        return HTML_HINT_CAPTION;
    case HTML_ARTICLE:
        return HTML_HINT_ARTICLE;
    case HTML_MAIN:
        return HTML_HINT_CONTENT;
    default:
        return 0;
    }
}

static unsigned node_hints(const html_tree *tree, const html_node *node)
{
    unsigned hints = tag_hints((html_tag)node->tag);
    const html_attribute *attributes = ndx_html_attributes(tree, node);
    for (uint32_t i = 0; i < node->attribute_count; i++) {
        ndx_span name = attributes[i].name;
        ndx_span value = attributes[i].value;
        if (ndx_span_equal_nocase(name, NDX_SPAN("class")) ||
            ndx_span_equal_nocase(name, NDX_SPAN("id")) ||
            ndx_span_equal_nocase(name, NDX_SPAN("data-component")) ||
            ndx_span_equal_nocase(name, NDX_SPAN("data-testid")))
            hints |= list_hints(value);
        else if (ndx_span_equal_nocase(name, NDX_SPAN("style")))
            hints |= style_hides(value) ? HTML_HINT_HIDDEN : 0;
        else if ((ndx_span_equal_nocase(name, NDX_SPAN("hidden")) &&
                  !ndx_span_equal_nocase(value, NDX_SPAN("false"))) ||
                 (ndx_span_equal_nocase(name, NDX_SPAN("aria-hidden")) &&
                  ndx_span_equal_nocase(value, NDX_SPAN("true"))))
            hints |= HTML_HINT_HIDDEN;
        else
            hints |= value_hints(&attributes[i]);
    }
    return hints;
}

bool ndx_html_hints(html_page *page, ndx_error *error)
{
    uint32_t count = ndx_html_node_count(&page->tree);
    const html_node *nodes = ndx_html_nodes(&page->tree);
    if (!ndx_buffer_reserve(&page->hints, (size_t)count * sizeof(uint16_t)))
        return ndx_error_memory(error, "reading an HTML page");
    uint16_t *hints = (uint16_t *)(void *)page->hints.data;
    for (uint32_t i = 0; i < count; i++)
        hints[i] = nodes[i].tag == HTML_TAG_TEXT || nodes[i].tag == HTML_TAG_DOCUMENT
                       ? 0
                       : (uint16_t)node_hints(&page->tree, &nodes[i]);
    page->hints.size = (size_t)count * sizeof(uint16_t);
    return true;
}
