/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * heart.c - what the numbered words cost: sizes and speeds of the dense code, the list of words and
 * the phrase check.
 *
 * newsdex-bench-heart NAME FILE: FILE holds articles, each ended by a NUL: headline, newline, body.
 * Sizes are against the text in UTF-8 with white space normalised (text.h). tests/bench/heart.sh
 * makes the files from the real news.
 */
#include "unit/words/support.h"

#include "indexer/words/matcher_internal.h"
#include "newsdex/text.h"
#include "newsdex/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

enum { PHRASES = 200, RUNS = 5 };

typedef struct texts {
    ndx_arena arena;
    ndx_span (*article)[NDX_TEXT_COUNT];
    size_t count, room;
    uint64_t bytes;
} texts;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void stop(const char *why)
{
    (void)fprintf(stderr, "newsdex-bench-heart: %s\n", why);
    exit(2);
}

/* ---- articles ---- */

static ndx_span normal(texts *all, ndx_span raw, ndx_newlines newlines)
{
    ndx_text text = {0};
    ndx_span kept = {0};
    if (!ndx_text_append(&text, raw, newlines) ||
        !ndx_arena_copy(&all->arena, ndx_text_span(&text), &kept))
        stop("out of memory");
    ndx_text_free(&text);
    all->bytes += kept.size;
    return kept;
}

static void add_article(texts *all, ndx_span raw)
{
    const char *line = raw.size ? memchr(raw.data, '\n', raw.size) : NULL;
    if (!line)
        return;
    if (all->count == all->room) {
        all->room = all->room ? 2 * all->room : 4096;
        all->article = realloc(all->article, all->room * sizeof *all->article);
        if (!all->article)
            stop("out of memory");
    }
    ndx_span *field = all->article[all->count++];
    memset(field, 0, NDX_TEXT_COUNT * sizeof *field);
    field[NDX_TEXT_HEADLINE] =
        normal(all, ndx_span_between(raw.data, line), NDX_NEWLINES_ARE_SPACES);
    field[NDX_TEXT_BODY] =
        normal(all, ndx_span_between(line, raw.data + raw.size), NDX_NEWLINES_BLANK_LINE_PARTS);
}

static void read_articles(texts *all, const char *path)
{
    ndx_buffer raw = {0};
    FILE *file = fopen(path, "rb");
    size_t got = 1;
    if (!file)
        stop("no such file");
    while (got && ndx_buffer_reserve(&raw, 1 << 20)) {
        got = fread(raw.data + raw.size, 1, 1 << 20, file);
        raw.size += got;
    }
    (void)fclose(file);
    ndx_span rest = ndx_buffer_span(&raw);
    while (rest.size) {
        const char *end = memchr(rest.data, '\0', rest.size);
        size_t size = end ? (size_t)(end - rest.data) : rest.size;
        add_article(all, ndx_span_make(rest.data, size));
        rest = ndx_span_skip(rest, size + 1);
    }
    ndx_buffer_free(&raw);
}

/* ---- sizes ---- */

static void row(const char *what, const char *format, ...) NDX_PRINTF(2, 3);
static void row(const char *what, const char *format, ...)
{
    va_list arguments;
    printf("  %-58s ", what);
    va_start(arguments, format);
    (void)vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

typedef struct packed {
    uint8_t *bytes;
    size_t size, text;
} packed;

static packed deflate_article(const ndx_span field[NDX_TEXT_COUNT])
{
    ndx_buffer text = {0};
    ndx_buffer_append_span(&text, field[NDX_TEXT_HEADLINE]);
    ndx_buffer_append_byte(&text, '\n');
    ndx_buffer_append_span(&text, field[NDX_TEXT_BODY]);
    uLongf size = compressBound((uLong)text.size);
    packed out = {malloc(size), 0, text.size};
    if (!out.bytes ||
        compress2(out.bytes, &size, (const Bytef *)text.data, (uLong)text.size, 6) != Z_OK)
        stop("cannot deflate");
    out.size = size;
    ndx_buffer_free(&text);
    return out;
}

static double entropy_bytes(const library_state *library)
{
    double all = 0;
    double bits = 0;
    for (size_t i = 0; i < library->words; i++)
        all += (double)library->word[i].frequency;
    for (size_t i = 0; i < library->words; i++)
        bits -= (double)library->word[i].frequency * log2((double)library->word[i].frequency / all);
    return bits / 8;
}

static double seconds_to_code(const library_state *library)
{
    double best = 1e9;
    for (int run = 0; run < RUNS; run++) {
        ndx_buffer out = {0};
        double begin = now();
        for (size_t i = 0; i < library->articles; i++)
            for (int field = 0; field < NDX_TEXT_COUNT; field++) {
                const draft_state *draft = &library->article[i];
                ndx_buffer_reserve(&out, draft->ids[field] * NDX_DENSE_MAX_BYTES);
                for (size_t k = 0; k < draft->ids[field]; k++)
                    out.size += ndx_dense_write(library->numbering.dense,
                                                library->number[draft->id[field][k]],
                                                (uint8_t *)out.data + out.size);
            }
        double took = now() - begin;
        best = took < best ? took : best;
        ndx_buffer_free(&out);
    }
    return best;
}

/* ---- the phrase check ---- */

typedef struct phrase_case {
    ndx_match_node leaf[2], root;
    const ndx_match_node *child[2];
    ndx_match_form form[2];
    ndx_matcher *matcher;
    uint32_t *candidate; /* articles with both words, as libxapian would propose them */
    size_t candidates;
} phrase_case;

static bool holds(const library_state *library, size_t article, const leaf *l)
{
    const draft_state *draft = &library->article[article];
    for (int field = 0; field < NDX_TEXT_COUNT; field++)
        for (size_t i = 0; i < draft->ids[field]; i++)
            if (ndx_leaf_has(l, library->number[draft->id[field][i]]))
                return true;
    return false;
}

/* Two neighbouring words of a random article as a query. */
static bool make_case(const library_state *library, dice_state *dice, ndx_leaf_kind kind,
                      phrase_case *made)
{
    const draft_state *draft = &library->article[roll(dice, (uint32_t)library->articles)];
    size_t ids = draft->ids[NDX_TEXT_BODY];
    if (ids < 4)
        return false;
    size_t at = roll(dice, (uint32_t)ids - 2);
    *made = (phrase_case){0};
    for (size_t i = 0; i < 2; i++) {
        const ndx_word *w = &library->word[draft->id[NDX_TEXT_BODY][at + i]];
        if (w->kind != NDX_WORD || !w->term.size)
            return false;
        made->form[i] = (ndx_match_form){.kind = kind,
                                         .text = kind == NDX_LEAF_TERM ? w->term : w->folded,
                                         .language = NDX_LANGUAGE_ANY};
    }
    for (size_t i = 0; i < 2; i++) {
        made->leaf[i] = (ndx_match_node){
            .kind = NDX_MATCH_WORD, .fields = NDX_IN_ANY, .forms = &made->form[i], .form_count = 1};
        made->child[i] = &made->leaf[i];
    }
    made->root =
        (ndx_match_node){.kind = NDX_MATCH_PHRASE, .children = made->child, .child_count = 2};
    made->matcher = ndx_matcher_new(&made->root, library->list, NULL);
    made->candidate = malloc((library->articles + 1) * sizeof *made->candidate);
    if (!made->matcher || !made->candidate)
        stop("out of memory");
    for (size_t i = 0; i < library->articles; i++)
        if (holds(library, i, &made->matcher->leaves[0]) &&
            holds(library, i, &made->matcher->leaves[1]))
            made->candidate[made->candidates++] = (uint32_t)i;
    return true;
}

static uint32_t look_up(const library_state *library, const ndx_token *token)
{
    ndx_word word = {.surface = ndx_span_make(token->data, token->size),
                     .kind = token->kind == NDX_TOKEN_WORD ? NDX_WORD : NDX_SEPARATOR};
    uint64_t hash = ndx_word_hash(word.surface);
    return (uint32_t)(hash % library->words); /* the cost of a look-up, without its collisions */
}

static double by_inflating(const library_state *library, const packed *deflated,
                           const phrase_case *c, size_t *sum)
{
    double begin = now();
    for (size_t i = 0; i < c->candidates; i++) {
        const packed *p = &deflated[c->candidate[i]];
        uLongf size = (uLongf)p->text + 1;
        char *text = malloc(size);
        ndx_splitter splitter;
        ndx_token tokens[256];
        size_t count;
        if (!text || uncompress((Bytef *)text, &size, p->bytes, (uLong)p->size) != Z_OK)
            stop("cannot inflate");
        ndx_splitter_init(&splitter, ndx_span_make(text, size),
                          ndx_language_from_code(NDX_SPAN("en")));
        while ((count = ndx_splitter_next(&splitter, tokens, 256)) > 0)
            for (size_t k = 0; k < count; k++)
                *sum += tokens[k].kind == NDX_TOKEN_WORD ? look_up(library, &tokens[k]) : 0;
        free(text);
    }
    return now() - begin;
}

typedef struct phrase_times {
    double inflating, walking, searching, searched; /* seconds */
    double checks, search_checks;                   /* articles */
} phrase_times;

static void time_case(const library_state *library, const packed *deflated, phrase_case *c,
                      phrase_times *times, size_t *sum)
{
    double begin = now();
    const ndx_match_span *spans;
    size_t count;
    bool matches;
    for (int run = 0; run < RUNS; run++)
        for (size_t i = 0; i < c->candidates; i++) {
            if (!ndx_matcher_spans(c->matcher, &library->record[c->candidate[i]], &spans, &count,
                                   &matches, NULL))
                stop("damaged record");
            *sum += matches;
        }
    double walked = (now() - begin) / RUNS;
    times->walking += walked;
    times->checks += (double)c->candidates;
    if (c->candidates &&
        ndx_matcher_search(c->matcher, &library->record[c->candidate[0]], &matches)) {
        begin = now();
        for (int run = 0; run < RUNS; run++)
            for (size_t i = 0; i < c->candidates; i++) {
                if (!ndx_matcher_search(c->matcher, &library->record[c->candidate[i]], &matches))
                    stop("the search gave up");
                *sum += matches;
            }
        times->searching += (now() - begin) / RUNS;
        times->searched += walked;
        times->search_checks += (double)c->candidates;
    }
    if (c->candidates <= 400)
        times->inflating += by_inflating(library, deflated, c, sum) / (double)c->candidates;
}

static void time_phrases(const library_state *library, const packed *deflated, ndx_leaf_kind kind,
                         const char *what)
{
    dice_state dice = {42};
    phrase_times times = {0};
    size_t sum = 0;
    int made = 0;
    int inflated = 0;
    printf("  to check a phrase (%s) in one article, %d phrases:\n", what, PHRASES);
    while (made < PHRASES) {
        phrase_case c;
        if (!make_case(library, &dice, kind, &c))
            continue;
        time_case(library, deflated, &c, &times, &sum);
        inflated += c.candidates <= 400;
        made++;
        ndx_matcher_free(c.matcher);
        free(c.candidate);
    }
    row("  inflate, tokenise, look up", "%.2f us", times.inflating / inflated * 1e6);
    row("  walk over the numbers", "%.2f us", times.walking / times.checks * 1e6);
    row("  search the code without decoding, where it applies",
        "%.2f us (there the walk: %.2f us; %.0f %% of the checks)%s",
        times.searching / times.search_checks * 1e6, times.searched / times.search_checks * 1e6,
        100 * times.search_checks / times.checks, sum ? "" : " ");
}

static void measure(const char *name, texts *all)
{
    library_state library = {0};
    ndx_error error = {0};
    packed *deflated = malloc((all->count + 1) * sizeof *deflated);
    double text = (double)all->bytes;
    double begin = now();
    double size = 0;
    if (!deflated)
        stop("out of memory");
    printf("%s: %zu articles, %.1f MB of text\n", name, all->count, text / 1e6);
    for (size_t i = 0; i < all->count; i++) {
        deflated[i] = deflate_article(all->article[i]);
        size += (double)deflated[i].size;
    }
    row("each article deflated (zlib 6)", "%.3f; %.2f s", size / text, now() - begin);
    begin = now();
    for (size_t i = 0; i < all->count; i++)
        if (!library_add(&library, all->article[i], ndx_language_from_code(NDX_SPAN("en"))))
            stop("out of memory");
    double analysed = now() - begin;
    if (!library_finish(&library, &error))
        stop(error.message);
    begin = now();
    shelf_state shelf = {0};
    ndx_words_numbering_free(&library.numbering);
    ndx_words_summary summary = {0};
    if (!ndx_words_number(library.word, library.words, library.number, library.order,
                          &library.numbering, &error) ||
        !ndx_words_write(library.word, library.words, library.number, library.order,
                         &library.numbering, NDX_SPAN("words"), shelf_put, &shelf, &summary,
                         &error))
        stop(error.message);
    double written = now() - begin;
    double codes = (double)library.codes.size;
    row("word numbers in an (s,c)-dense code", "%.3f, s = %u; %.3f s", codes / text,
        library.numbering.dense.stoppers, seconds_to_code(&library));
    row("order-0 entropy of the words (the limit of such codes)", "%.3f",
        entropy_bytes(&library) / text);
    row("the words, front-coded and deflated, with their numbers",
        "%.3f; %.3f s; %zu entries, %.1f bytes each", (double)summary.bytes / text, written,
        library.words, (double)summary.bytes / (double)library.words);
    row("words and coded text together (at most 0.34)", "%.3f",
        (codes + (double)summary.bytes) / text);
    row("to tokenise, fold, stem (each word once), number", "%.0f MB/s", text / analysed / 1e6);
    time_phrases(&library, deflated, NDX_LEAF_TERM, "stems");
    time_phrases(&library, deflated, NDX_LEAF_EXACT, "exact forms");
    begin = now();
    ndx_buffer back = {0};
    for (size_t i = 0; i < library.articles; i++)
        for (int field = 0; field < NDX_TEXT_COUNT; field++) {
            ndx_buffer_clear(&back);
            if (!ndx_record_text(library.list, &library.record[i], (ndx_text_field)field, &back,
                                 &error))
                stop(error.message);
            if (!ndx_span_equal(ndx_buffer_span(&back), all->article[i][field]))
                stop("a text did not come back byte for byte");
        }
    row("all texts back, compared byte for byte", "%.0f MB/s", text / (now() - begin) / 1e6);
    ndx_buffer_free(&back);
    shelf_free(&shelf);
    library_free(&library);
    for (size_t i = 0; i < all->count; i++)
        free(deflated[i].bytes);
    free(deflated);
}

int main(int argc, char **argv)
{
    texts all = {0};
    if (argc != 3)
        stop("usage: newsdex-bench-heart NAME FILE");
    read_articles(&all, argv[2]);
    measure(argv[1], &all);
    free(all.article);
    ndx_arena_free(&all.arena);
    return 0;
}
