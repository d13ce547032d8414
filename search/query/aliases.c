/* SPDX-License-Identifier: GPL-2.0-or-later */
/* aliases.c - implements aliases.h. */
#include "query/aliases.h"

#include "newsdex/analysis.h"
#include "newsdex/array.h"
#include "newsdex/limits.h"
#include "newsdex/text.h"
#include "newsdex/utf8.h"

#include <stdio.h>
#include <stdlib.h>

/* Which group a name belongs to: open addressing, linear probing, at most half full. */
typedef struct slot {
    const ndx_alias_name *name; /* NULL: free */
    size_t alias;
    uint64_t hash;
} slot;

struct ndx_aliases {
    ndx_arena arena; /* names */
    ndx_alias *alias;
    size_t count, capacity;
    slot *slots;
    size_t slot_count; /* a power of two, or 0 */
    size_t names;      /* in slots */
    size_t words_most; /* of a name */
};

typedef struct parser {
    ndx_aliases *aliases;
    const char *path;
    size_t line;
    ndx_error *error;
} parser;

static bool fail(const parser *p, ndx_code code, const char *message)
{
    char place[32];
    snprintf(place, sizeof place, "line %zu", p->line);
    return ndx_error_set_at(p->error, code, place, "%s: %s", p->path, message);
}

static bool out_of_memory(ndx_error *error)
{
    return ndx_error_memory(error, "reading aliases");
}

/* ---- words ---- */

/* The folded words of a name, `limit` at most; *count is above the limit where there are more. */
static bool fold_words(ndx_arena *arena, ndx_span line, ndx_span *words, size_t limit,
                       size_t *count)
{
    ndx_splitter splitter;
    ndx_token token[64];
    size_t got;
    ndx_buffer folded = {0};
    bool done = true;
    *count = 0;
    ndx_splitter_init(&splitter, line, NDX_LANGUAGE_UNKNOWN);
    while (done && *count <= limit && (got = ndx_splitter_next(&splitter, token, 64)) > 0)
        for (size_t i = 0; done && i < got && *count <= limit; i++) {
            if (token[i].kind != NDX_TOKEN_WORD || ++*count > limit)
                continue;
            ndx_buffer_clear(&folded);
            done = ndx_fold(&folded, ndx_span_make(token[i].data, token[i].size)) &&
                   ndx_arena_copy(arena, ndx_buffer_span(&folded), &words[*count - 1]);
        }
    ndx_buffer_free(&folded);
    return done;
}

static uint64_t add_hash(uint64_t hash, ndx_span word)
{
    return (hash ^ ndx_word_hash(word)) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t hash_words(const ndx_span *words, size_t count)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++)
        hash = add_hash(hash, words[i]);
    return hash;
}

static bool are_equal(const ndx_alias_name *name, const ndx_span *words, size_t count)
{
    bool equal = name->word_count == count;
    for (size_t i = 0; equal && i < count; i++)
        equal = ndx_span_equal(name->words[i], words[i]);
    return equal;
}

/* ---- the table ---- */

/* Where the name is, or would be. The table has a free slot. */
static slot *slot_of(const ndx_aliases *aliases, const ndx_span *words, size_t count, uint64_t hash)
{
    size_t at = (size_t)(hash >> 32) & (aliases->slot_count - 1);
    while (aliases->slots[at].name &&
           !(aliases->slots[at].hash == hash && are_equal(aliases->slots[at].name, words, count)))
        at = (at + 1) & (aliases->slot_count - 1);
    return &aliases->slots[at];
}

static bool make_room(ndx_aliases *aliases)
{
    ndx_aliases larger = *aliases;
    if (aliases->names * 2 < aliases->slot_count)
        return true;
    larger.slot_count = aliases->slot_count ? aliases->slot_count * 2 : 256;
    larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < aliases->slot_count; i++) {
        const slot *old = &aliases->slots[i];
        if (old->name)
            *slot_of(&larger, old->name->words, old->name->word_count, old->hash) = *old;
    }
    free(aliases->slots);
    aliases->slots = larger.slots;
    aliases->slot_count = larger.slot_count;
    return true;
}

static const ndx_alias *find(const ndx_aliases *aliases, const ndx_span *words, size_t count,
                             uint64_t hash)
{
    const slot *found = aliases->slot_count ? slot_of(aliases, words, count, hash) : NULL;
    return found && found->name ? &aliases->alias[found->alias] : NULL;
}

/* The same name twice on one line is one. */
static bool enter(const parser *p, const ndx_alias_name *name)
{
    ndx_aliases *aliases = p->aliases;
    uint64_t hash = hash_words(name->words, name->word_count);
    if (!make_room(aliases))
        return out_of_memory(p->error);
    slot *at = slot_of(aliases, name->words, name->word_count, hash);
    if (at->name && at->alias != aliases->count) {
        char message[NDX_LIMIT_WORD_BYTES + 64];
        ndx_span shown = ndx_utf8_cut(name->text, NDX_LIMIT_WORD_BYTES);
        snprintf(message, sizeof message, "the name \"%.*s\" stands on line %zu already",
                 NDX_SPAN_ARGS(shown), aliases->alias[at->alias].line);
        return fail(p, NDX_ERROR_FORMAT, message);
    }
    if (!at->name) {
        *at = (slot){name, aliases->count, hash};
        aliases->names++;
    }
    if (name->word_count > aliases->words_most)
        aliases->words_most = name->word_count;
    return true;
}

/* ---- a line ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static void skip_space(ndx_span *rest)
{
    while (rest->size && is_space(rest->data[0]))
        *rest = ndx_span_skip(*rest, 1);
}

/* Does a comment begin here? The byte before, if there is one, is a space or ends a name. */
static bool is_comment(ndx_span rest)
{
    return rest.size && rest.data[0] == '#' && (rest.size == 1 || is_space(rest.data[1]));
}

/* Up to the "=", the comment or the end. */
static bool take_plain(const parser *p, ndx_span *rest, ndx_span *name)
{
    size_t size = 0;
    while (size < rest->size && rest->data[size] != '=' &&
           !((!size || is_space(rest->data[size - 1])) && is_comment(ndx_span_skip(*rest, size)))) {
        if (rest->data[size] == '"')
            return fail(p, NDX_ERROR_FORMAT,
                        "a quotation mark inside a name: put the whole name into quotation marks");
        size++;
    }
    *name = ndx_span_make(rest->data, size);
    *rest = ndx_span_skip(*rest, size);
    return true;
}

static bool take_quoted(const parser *p, ndx_span *rest, ndx_span *name)
{
    const char *begin = rest->data + 1;
    const char *end = memchr(begin, '"', rest->size - 1);
    if (!end)
        return fail(p, NDX_ERROR_FORMAT, "a quotation mark is not closed");
    *name = ndx_span_between(begin, end);
    *rest = ndx_span_skip(*rest, name->size + 2);
    skip_space(rest);
    if (rest->size && rest->data[0] != '=' && !is_comment(*rest))
        return fail(p, NDX_ERROR_FORMAT, "\"=\" must follow the closing quotation mark");
    return true;
}

/* The name as it is kept; written: what stood in the line. */
static bool make_name(const parser *p, ndx_span written, ndx_alias_name *name)
{
    ndx_span words[NDX_LIMIT_ALIAS_WORDS];
    ndx_arena *arena = &p->aliases->arena;
    if (!ndx_text_line(arena, written, &name->text) ||
        !fold_words(arena, name->text, words, NDX_LIMIT_ALIAS_WORDS, &name->word_count))
        return out_of_memory(p->error);
    if (!name->word_count)
        return fail(p, NDX_ERROR_FORMAT,
                    "a name is missing: nothing, or no letter or digit, stands "
                    "before, behind or between \"=\"");
    if (name->word_count > NDX_LIMIT_ALIAS_WORDS)
        return fail(p, NDX_ERROR_LIMIT, "a name has more than 16 words");
    ndx_span *kept = ndx_arena_alloc(arena, name->word_count * sizeof *kept);
    if (!kept)
        return out_of_memory(p->error);
    memcpy(kept, words, name->word_count * sizeof *kept);
    name->words = kept;
    return true;
}

static bool read_names(const parser *p, ndx_span line, ndx_alias_name *names, size_t *count)
{
    bool more = true;
    *count = 0;
    while (more) {
        ndx_span written;
        skip_space(&line);
        bool quoted = line.size && line.data[0] == '"';
        if (*count == NDX_LIMIT_ALIAS_NAMES)
            return fail(p, NDX_ERROR_LIMIT, "there are more than 64 names on one line");
        if (!(quoted ? take_quoted(p, &line, &written) : take_plain(p, &line, &written)) ||
            !make_name(p, written, &names[*count]))
            return false;
        ++*count;
        more = line.size && line.data[0] == '=';
        line = ndx_span_skip(line, more);
    }
    return true;
}

static bool add_alias(const parser *p, ndx_span line)
{
    ndx_aliases *aliases = p->aliases;
    ndx_alias_name names[NDX_LIMIT_ALIAS_NAMES];
    size_t count;
    if (!read_names(p, line, names, &count))
        return false;
    ndx_alias *grown =
        ndx_array_room(aliases->alias, aliases->count, &aliases->capacity, 64, sizeof *grown);
    if (grown)
        aliases->alias = grown;
    ndx_alias_name *kept = ndx_arena_alloc(&aliases->arena, count * sizeof *kept);
    if (!grown || !kept)
        return out_of_memory(p->error);
    memcpy(kept, names, count * sizeof *kept);
    aliases->alias[aliases->count] = (ndx_alias){kept, count, p->line};
    for (size_t i = 0; i < count; i++)
        if (!enter(p, &kept[i]))
            return false;
    aliases->count++;
    return true;
}

static bool read_line(const parser *p, ndx_span line)
{
    if (ndx_utf8_valid_prefix(line) != line.size)
        return fail(p, NDX_ERROR_FORMAT, "this is not UTF-8");
    line = ndx_span_trim(line);
    return !line.size || is_comment(line) || add_alias(p, line);
}

static bool read_lines(parser *p, ndx_span text)
{
    static const ndx_span byte_order_mark = {"\xEF\xBB\xBF", 3};
    if (ndx_span_starts_with(text, byte_order_mark))
        text = ndx_span_skip(text, byte_order_mark.size);
    while (text.size) {
        const char *end = memchr(text.data, '\n', text.size);
        ndx_span line = end ? ndx_span_between(text.data, end) : text;
        p->line++;
        if (!read_line(p, line))
            return false;
        text = ndx_span_skip(text, line.size + 1);
    }
    return true;
}

/* ---- all of it ---- */

ndx_aliases *ndx_aliases_parse(ndx_span text, const char *path, ndx_error *error)
{
    ndx_aliases *aliases = calloc(1, sizeof *aliases);
    parser p = {.aliases = aliases, .path = path, .error = error};
    if (!aliases) {
        out_of_memory(error);
        return NULL;
    }
    if (text.size > NDX_LIMIT_ALIASES_BYTES)
        ndx_error_set(error, NDX_ERROR_LIMIT, "%s: a file of aliases has at most %u bytes", path,
                      NDX_LIMIT_ALIASES_BYTES);
    else if (read_lines(&p, text))
        return aliases;
    ndx_aliases_free(aliases);
    return NULL;
}

void ndx_aliases_free(ndx_aliases *aliases)
{
    if (!aliases)
        return;
    ndx_arena_free(&aliases->arena);
    free(aliases->alias);
    free(aliases->slots);
    free(aliases);
}

const ndx_alias *ndx_aliases_at(const ndx_aliases *aliases, size_t index)
{
    return index < aliases->count ? &aliases->alias[index] : NULL;
}

bool ndx_aliases_find(const ndx_aliases *aliases, ndx_span name, const ndx_alias **found,
                      ndx_error *error)
{
    ndx_arena arena = {0};
    ndx_span line;
    ndx_span words[NDX_LIMIT_ALIAS_WORDS];
    size_t count = 0;
    bool done = (ndx_text_line(&arena, name, &line) &&
                 fold_words(&arena, line, words, NDX_LIMIT_ALIAS_WORDS, &count)) ||
                out_of_memory(error);
    *found = done && count && count <= NDX_LIMIT_ALIAS_WORDS
                 ? find(aliases, words, count, hash_words(words, count))
                 : NULL;
    ndx_arena_free(&arena);
    return done;
}

const ndx_alias *ndx_aliases_find_phrase(const ndx_aliases *aliases, const ndx_span *words,
                                         size_t count, size_t begin, size_t *length)
{
    const ndx_alias *longest = NULL;
    uint64_t hash = 0;
    *length = 0;
    for (size_t i = 0; i < aliases->words_most && begin < count && i < count - begin; i++) {
        hash = add_hash(hash, words[begin + i]);
        const ndx_alias *here = find(aliases, words + begin, i + 1, hash);
        if (here) {
            longest = here;
            *length = i + 1;
        }
    }
    return longest;
}
