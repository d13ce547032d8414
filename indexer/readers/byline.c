/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * byline.c - the persons in a printed byline: "By Anna Smith and Bob Ray, Reuters" -> Anna Smith,
 * Bob Ray.
 *
 * Owns: what a byline and a person's name look like. Must not know: file formats, where a byline
 * stands in them, the words that tell one (press_words.c).
 *
 * A byline is cut at its joints; a piece is a name if all its words begin with capitals (or are the
 * small particles that names have), and no word is a title and the piece is no agency. Names stay
 * as printed.
 */
#include "newsdex/utf8.h"
#include "press.h"
#include "press_words.h"

#include <unicode/uchar.h>

enum {
    BYLINE_BYTES = 240, /* of a line that can be a byline */
    NAME_WORDS = 6,     /* "Maria da Conceição de Oliveira Santos" */
    NAME_BYTES = 120,
    TITLE_WORDS = 6,  /* "Chief Correspondent for Eastern Europe" */
    BARE_BYTES = 120, /* of a byline without "By" */
    PIECES = 32
};

/* ---- words and characters ---- */

static uint32_t first_character(ndx_span text, size_t *length)
{
    *length = 0;
    return text.size ? ndx_utf8_decode(text.data, text.data + text.size, length) : 0;
}

size_t ndx_press_prefix(ndx_span text, ndx_span prefix)
{
    size_t same = 0;
    /* most comparisons end at the first byte */
    if (prefix.size == 0 || !ndx_press_may_begin(text, prefix.data))
        return 0;
    for (; same < prefix.size && same < text.size; same++) {
        if ((text.data[same] | prefix.data[same]) & 0x80)
            break;
        if (ndx_ascii_lower(text.data[same]) != ndx_ascii_lower(prefix.data[same]))
            return 0;
    }
    ndx_span rest = ndx_span_skip(text, same);
    prefix = ndx_span_skip(prefix, same);
    while (prefix.size) {
        size_t length = 0;
        size_t prefix_length = 0;
        uint32_t c = first_character(rest, &length);
        uint32_t d = first_character(prefix, &prefix_length);
        if (length == 0 || (c != d && u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT) !=
                                          u_foldCase((UChar32)d, U_FOLD_CASE_DEFAULT)))
            return 0;
        rest = ndx_span_skip(rest, length);
        prefix = ndx_span_skip(prefix, prefix_length);
    }
    return text.size - rest.size;
}

/* Equal but for case, in any script with simple case folding. */
static bool equal_folded(ndx_span a, ndx_span b)
{
    return ndx_press_prefix(a, b) == a.size;
}

/* In a short list of a function's own. */
static bool listed(ndx_span word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ndx_press_may_begin(word, list[i]) && equal_folded(word, ndx_span_of(list[i])))
            return true;
    return false;
}

#define LISTED(word, list) listed((word), (list), sizeof(list) / sizeof *(list))

static ndx_span take_word(ndx_span *text)
{
    size_t size = 0;
    ndx_span word;
    *text = ndx_span_trim(*text);
    while (size < text->size && text->data[size] != ' ')
        size++;
    word = ndx_span_make(text->data, size);
    *text = ndx_span_trim(ndx_span_skip(*text, size));
    return word;
}

/* Without the marks that stand at a word's ends. */
static ndx_span strip_marks(ndx_span word)
{
    while (word.size && strchr(",.;:()[]\"'*_", word.data[word.size - 1]))
        word.size--;
    while (word.size && strchr("([\"'*_", word.data[0]))
        word = ndx_span_skip(word, 1);
    return word;
}

bool ndx_press_is_agency(ndx_span name)
{
    name = strip_marks(ndx_span_trim(name));
    return name.size && ndx_press_listed(name, &ndx_press_agencies);
}

static bool is_cased_small(ndx_span word)
{
    size_t length = 0;
    return u_islower((UChar32)first_character(word, &length));
}

static bool is_unspaced_script(ndx_span word)
{
    size_t length = 0;
    uint32_t c = first_character(word, &length);
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xAC00 && c <= 0xD7A3);
}

/* ---- openers ---- */

/* The text behind an opener of so many bytes, or its colon; *colon tells which. NULL data: the
 * line's first word is a longer one. */
static ndx_span behind_word(ndx_span line, size_t size, bool *colon)
{
    ndx_span rest = ndx_span_skip(line, size);
    *colon = false;
    if (rest.data[0] == ' ' && rest.size > 2 && rest.data[1] == ':')
        rest = ndx_span_skip(rest, 1);
    if (rest.data[0] == ':') {
        rest = ndx_span_skip(rest, 1);
        *colon = true;
    } else if (ndx_span_starts_with(rest, NDX_SPAN("\uff1a"))) {
        rest = ndx_span_skip(rest, 3);
        *colon = true;
    } else if (rest.data[0] != ' ' && !is_unspaced_script(rest) && line.data[size - 1] != '/') {
        return ndx_span_make(NULL, 0);
    }
    return rest;
}

/* The text behind "By ", "Автор: ", "文/": empty if no opener stands there. */
static ndx_span behind_opener(ndx_span line)
{
    const ndx_press_list *const lists[] = {&ndx_press_openers, &ndx_press_colon_openers};
    ndx_span best = ndx_span_make(NULL, 0);
    size_t best_size = 0;
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = ndx_press_candidate(lists[l], line, 0); i < lists[l]->count;
             i = ndx_press_candidate(lists[l], line, i + 1)) {
            size_t size = ndx_press_prefix(line, ndx_span_of(lists[l]->word[i]));
            bool colon;
            if (size <= best_size || size == line.size)
                continue;
            ndx_span rest = behind_word(line, size, &colon);
            if (!rest.data || (lists[l] == &ndx_press_colon_openers && !colon))
                continue;
            best = ndx_span_trim(rest);
            best_size = size;
        }
    return best;
}

/* ---- names ---- */

static bool is_initial(ndx_span word)
{
    size_t length = 0;
    first_character(word, &length);
    return length == word.size;
}

/* All words begin with a capital letter, but for particles; digits, "@" and the like are in no
 * name. */
static bool looks_like_name(ndx_span piece)
{
    size_t words = 0;
    size_t capitals = 0;
    ndx_span rest = piece;
    if (piece.size == 0 || piece.size > NAME_BYTES || is_cased_small(piece))
        return false;
    for (size_t i = 0; i < piece.size; i++)
        if (strchr("0123456789@/\\:;!?#%&=+<>{}|", piece.data[i]))
            return false;
    while (rest.size) {
        ndx_span word = strip_marks(take_word(&rest));
        words++;
        if (word.size == 0)
            return false;
        if (ndx_press_listed(word, &ndx_press_titles))
            return false;
        if (is_cased_small(word)) {
            if (!ndx_press_listed(word, &ndx_press_particles) &&
                !ndx_span_starts_with(word, NDX_SPAN("d'")) &&
                !ndx_span_starts_with(word, NDX_SPAN("al-")) &&
                !ndx_span_starts_with(word, NDX_SPAN("el-")))
                return false;
        } else if (!is_initial(word)) {
            capitals++;
        }
    }
    if (is_unspaced_script(piece))
        return words <= 3 && piece.size >= 6 && piece.size <= 30;
    return words >= 2 && words <= NAME_WORDS && capitals >= 1;
}

/* " in Moscow", " aus Genf", " for The Times" behind a name: not part of it. Small words alone
 * begin it. */
static ndx_span cut_place(ndx_span piece)
{
    static const char *const cuts[] = {"in",   "for", "at",      "from", "aus",  "für",  "à",
                                       "pour", "en",  "desde",   "para", "em",   "de",   "da",
                                       "из",   "в",   "з",       "із",   "fra",  "från", "i",
                                       "w",    "per", "reports", "of",   "near", "on"};
    static const char *const inner[] = {"de", "da", "of", "i", "en", "di"};
    ndx_span rest = piece;
    size_t words = 0;
    while (rest.size) {
        ndx_span word = take_word(&rest);
        /* "de" and its like stand in names too: they cut only behind two words and nothing follows
         * that could be the name's end */
        if (words >= 2 && rest.size && LISTED(word, cuts) && !LISTED(word, inner))
            return ndx_span_trim(ndx_span_between(piece.data, word.data));
        words++;
    }
    return piece;
}

/* "Chief Reporter Anna Smith": titles in front of a name. */
static ndx_span cut_titles(ndx_span piece)
{
    for (;;) {
        ndx_span rest = piece;
        ndx_span word = strip_marks(take_word(&rest));
        if (rest.size == 0 || !(ndx_press_listed(word, &ndx_press_titles) ||
                                ndx_press_listed(word, &ndx_press_agencies)))
            return piece;
        piece = rest;
    }
}

static ndx_span cut_brackets(ndx_span piece)
{
    const char *open = piece.size ? memchr(piece.data, '(', piece.size) : NULL;
    return open ? ndx_span_trim(ndx_span_between(piece.data, open)) : piece;
}

/* "기자", "记者" behind or before a name. */
static ndx_span cut_east_asian_title(ndx_span piece)
{
    static const char *const endings[] = {"\uae30\uc790", "\ud2b9\ud30c\uc6d0", "\u8bb0\u8005",
                                          "\u8a18\u8005"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        ndx_span ending = ndx_span_of(endings[i]);
        if (piece.size > ending.size && ndx_span_ends_with(piece, ending))
            piece.size -= ending.size;
        else if (piece.size > ending.size && ndx_span_starts_with(piece, ending))
            piece = ndx_span_skip(piece, ending.size);
        piece = ndx_span_trim(piece);
    }
    return piece;
}

/* ---- pieces ---- */

/* The end of the piece that begins at `text`: a comma, a joint, or the end; *next is where the next
 * begins. */
static ndx_span take_piece(ndx_span *text)
{
    ndx_span whole = *text;
    ndx_span rest = whole;
    while (rest.size) {
        ndx_span before = rest;
        ndx_span word = take_word(&rest);
        size_t inner = 0;
        if (word.data > whole.data && ndx_press_listed(word, &ndx_press_joints)) {
            *text = rest;
            return ndx_span_trim(ndx_span_between(whole.data, word.data));
        }
        for (; inner < word.size; inner++) {
            ndx_span at = ndx_span_skip(word, inner);
            size_t mark = at.data[0] == ',' || at.data[0] == ';' || at.data[0] == '|' ? 1
                          : at.data[0] == '/' && inner > 0                            ? 1
                          : ndx_span_starts_with(at, NDX_SPAN("\u3001")) ||
                                  ndx_span_starts_with(at, NDX_SPAN("\uff0c")) ||
                                  ndx_span_starts_with(at, NDX_SPAN("\u2022")) ||
                                  ndx_span_starts_with(at, NDX_SPAN("\u2013")) ||
                                  ndx_span_starts_with(at, NDX_SPAN("\u2014"))
                              ? 3
                          : ndx_span_starts_with(at, NDX_SPAN("\u060c")) ||
                                  ndx_span_starts_with(at, NDX_SPAN("\u00b7"))
                              ? 2
                              : 0;
            if (!mark)
                continue;
            *text = ndx_span_trim(ndx_span_between(at.data + mark, whole.data + whole.size));
            return ndx_span_trim(ndx_span_between(whole.data, at.data));
        }
        (void)before;
    }
    *text = ndx_span_make(whole.data + whole.size, 0);
    return ndx_span_trim(whole);
}

/* "By Anna Smith; Editing by Bob Ray": what follows the semicolon are not authors. */
static ndx_span cut_credits(ndx_span names)
{
    static const char *const cuts[] = {"editing by",    "additional reporting", "compiled by",
                                       "translated by", "photographs by",       "photos by"};
    for (size_t at = 0; at < names.size; at++) {
        if (!strchr("EACTPeactp", names.data[at]) || (at && u_isalnum(names.data[at - 1])))
            continue;
        for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
            ndx_span cut = ndx_span_of(cuts[i]);
            if (names.size - at >= cut.size &&
                ndx_span_equal_nocase(ndx_span_make(names.data + at, cut.size), cut))
                return ndx_span_trim(ndx_span_make(names.data, at));
        }
    }
    return names;
}

typedef struct people_list {
    ndx_span names[PIECES];
    size_t count;
    size_t agencies; /* pieces that are agencies */
    size_t other;    /* pieces that are neither name nor title nor agency */
} people_list;

static size_t count_words(ndx_span text)
{
    size_t words = 0;
    for (; text.size; words++)
        take_word(&text);
    return words;
}

static bool has_title(ndx_span piece)
{
    while (piece.size)
        if (ndx_press_listed(strip_marks(take_word(&piece)), &ndx_press_titles))
            return true;
    return false;
}

/* "Müller, Anna" is not turned; "Anna Smith, Jr." keeps its Jr. by being joined again. */
static void look_at_piece(people_list *people, ndx_span piece)
{
    ndx_span name = cut_place(cut_titles(cut_east_asian_title(cut_brackets(piece))));
    while (name.size && strchr("*_\"", name.data[name.size - 1]))
        name.size--;
    while (name.size && strchr("*_\"", name.data[0]))
        name = ndx_span_skip(name, 1);
    if (name.size && name.data[name.size - 1] == '.' &&
        !ndx_span_ends_with(name, NDX_SPAN("Jr.")) && !ndx_span_ends_with(name, NDX_SPAN("Sr.")))
        name.size--;
    if (piece.size == 0)
        return;
    if (ndx_press_is_agency(piece) || (name.size != piece.size && ndx_press_is_agency(name))) {
        people->agencies++;
        return;
    }
    if (people->count &&
        (ndx_span_equal(name, NDX_SPAN("Jr.")) || ndx_span_equal(name, NDX_SPAN("Jr")))) {
        ndx_span *last = &people->names[people->count - 1];
        *last = ndx_span_between(last->data, name.data + name.size);
        return;
    }
    if (looks_like_name(name)) {
        for (size_t i = 0; i < people->count; i++)
            if (ndx_span_equal(people->names[i], name))
                return;
        if (people->count < PIECES)
            people->names[people->count++] = name;
        return;
    }
    people->other += !(has_title(piece) && count_words(piece) <= TITLE_WORDS);
}

/* only_people: stops at the first piece that is neither name nor title nor agency. */
static void find_people(ndx_span names, bool only_people, people_list *people)
{
    people->count = people->agencies = people->other = 0;
    names = cut_credits(names);
    for (size_t i = 0; i < (size_t)4 * PIECES && names.size && !(only_people && people->other);
         i++) {
        ndx_span piece = take_piece(&names);
        piece = cut_east_asian_title(piece);
        /* 记者 张三 李四: each word is a name */
        if (is_unspaced_script(piece) && piece.size && memchr(piece.data, ' ', piece.size))
            while (piece.size)
                look_at_piece(people, take_word(&piece));
        else
            look_at_piece(people, piece);
    }
}

/* A piece that has one word only ("By Madonna", "Автор: Гоблін") is a name if the byline is no
 * more. */
static bool is_lone_name(ndx_span names)
{
    ndx_span rest = names;
    ndx_span word = strip_marks(take_word(&rest));
    size_t length = 0;
    uint32_t first = first_character(word, &length);
    if (rest.size || word.size < 3 || ndx_press_listed(word, &ndx_press_titles) ||
        ndx_press_is_agency(word) || !u_isalpha((UChar32)first) || u_islower((UChar32)first))
        return false;
    for (size_t i = 0; i < word.size; i++)
        if (strchr("0123456789@/\\:;!?#%&=+<>{}|.", word.data[i]))
            return false;
    return true;
}

bool ndx_byline_authors(ndx_arena *arena, ndx_span byline, ndx_span *authors)
{
    ndx_span names = behind_opener(ndx_span_trim(byline));
    people_list people;
    char *text = NULL;
    size_t size = 0;
    *authors = ndx_span_make(NULL, 0);
    if (names.size == 0)
        names = ndx_span_trim(byline);
    find_people(names, false, &people);
    if (people.count == 0 && is_lone_name(names))
        people.names[people.count++] = strip_marks(names);
    if (people.count == 0)
        return true;
    for (size_t i = 0; i < people.count; i++)
        size += people.names[i].size + 1;
    text = ndx_arena_alloc(arena, size);
    if (!text)
        return false;
    authors->data = text;
    for (size_t i = 0; i < people.count; i++) {
        if (i)
            *text++ = '\n';
        memcpy(text, people.names[i].data, people.names[i].size);
        text += people.names[i].size;
    }
    authors->size = size - 1;
    return true;
}

/* A headline in capitals has all its words "capitalised". */
static bool is_all_capitals(ndx_span line)
{
    bool capital = false;
    while (line.size) {
        size_t length = 0;
        uint32_t c = first_character(line, &length);
        if (u_islower((UChar32)c))
            return false;
        capital = capital || u_isupper((UChar32)c);
        line = ndx_span_skip(line, length);
    }
    return capital;
}

bool ndx_press_is_byline(ndx_span line)
{
    ndx_span names;
    people_list people;
    if (line.size < 4 || line.size > BYLINE_BYTES)
        return false;
    names = behind_opener(line);
    if (names.size) {
        find_people(names, true, &people);
        return people.other == 0 && (people.count || people.agencies);
    }
    /* "Anna Smith, Staff Writer": without an opener only a title or an agency tells a byline */
    if (!memchr(line.data, ',', line.size) && !memchr(line.data, '|', line.size))
        return false;
    if (line.size > BARE_BYTES || is_all_capitals(line) || strchr(".!?", line.data[line.size - 1]))
        return false;
    find_people(line, true, &people);
    return people.count >= 1 && people.count <= 4 && people.other == 0 &&
           people.names[0].data == line.data && (people.agencies || has_title(line));
}

bool ndx_press_is_name(ndx_span line)
{
    size_t words = count_words(line);
    return words >= 2 && words <= 4 && looks_like_name(line);
}
