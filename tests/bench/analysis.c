/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * analysis.c - how fast text is cut into words and words become terms.
 *
 * newsdex-bench-analysis LANGUAGE FILE: the best of seven runs of each stage over the file, MB
 * (10^6 bytes) a second. split     ndx_splitter_next alone general   the same, the general path
 * forced number    split, look every token up in a hash table; distinct words folded and stemmed
 * and the nanoseconds that the detector takes for a paragraph.
 */
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define RUNS 7
#define SLOTS (1u << 19)

typedef struct slot {
    uint64_t hash;
    const char *data;
    uint32_t size;
    uint32_t count;
} slot;

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool read_file(const char *path, ndx_buffer *text)
{
    ndx_buffer raw = {0};
    FILE *file = fopen(path, "rb");
    size_t size = 1;
    while (file && size && ndx_buffer_reserve(&raw, 1 << 20)) {
        size = fread(raw.data + raw.size, 1, 1 << 20, file);
        raw.size += size;
    }
    if (file)
        fclose(file);
    bool done = file && ndx_utf8_repair(text, ndx_buffer_span(&raw), NULL);
    ndx_buffer_free(&raw);
    return done;
}

static size_t split(ndx_span text, ndx_language language, bool general)
{
    ndx_splitter splitter;
    ndx_token tokens[256];
    size_t all = 0;
    size_t count;
    ndx_splitter_init(&splitter, text, language);
    splitter.ascii_only_disabled = general;
    while ((count = ndx_splitter_next(&splitter, tokens, 256)) > 0)
        all += count;
    return all;
}

/* True when the token is new. */
static bool count_token(slot *slots, const ndx_token *token)
{
    uint64_t hash = ndx_word_hash(ndx_span_make(token->data, token->size)) | 1;
    for (uint64_t i = hash >> 45;; i++) {
        slot *s = &slots[i % SLOTS];
        if (s->hash == hash && s->size == token->size &&
            memcmp(s->data, token->data, token->size) == 0) {
            s->count++;
            return false;
        }
        if (!s->hash) {
            *s = (slot){hash, token->data, token->size, 1};
            return true;
        }
    }
}

static size_t number(ndx_span text, ndx_language language, slot *slots, ndx_analyser *analyser)
{
    ndx_splitter splitter;
    ndx_token tokens[256];
    ndx_buffer out = {0};
    size_t distinct = 0;
    size_t count;
    memset(slots, 0, sizeof *slots * SLOTS);
    ndx_splitter_init(&splitter, text, language);
    while ((count = ndx_splitter_next(&splitter, tokens, 256)) > 0) {
        for (size_t i = 0; i < count; i++) {
            const ndx_token *token = &tokens[i];
            if (token->kind == NDX_TOKEN_SEPARATOR && token->size == 1 && token->data[0] == ' ' &&
                !token->breaks)
                continue;
            if (!count_token(slots, token) || token->kind != NDX_TOKEN_WORD)
                continue;
            ndx_span word = ndx_span_make(token->data, token->size);
            ndx_buffer_clear(&out);
            if (!ndx_fold(&out, word) ||
                !ndx_analyser_term(analyser, word, token->flags, language, &out, NULL))
                exit(2);
            if (++distinct > SLOTS / 2)
                exit(2);
        }
    }
    ndx_buffer_free(&out);
    return distinct;
}

static void detect(ndx_span text, ndx_analyser *analyser)
{
    const char *end = text.data + text.size;
    size_t all = 0;
    double begin = now_seconds();
    for (const char *at = text.data; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop)
            stop = end;
        if (stop - at > 200) {
            ndx_analyser_detect(analyser, NDX_SPAN(""), ndx_span_between(at, stop), NULL);
            all++;
        }
        at = stop + 1;
    }
    if (all)
        printf(" detect %.0f ns", (now_seconds() - begin) * 1e9 / (double)all);
}

static void measure(const char *code, ndx_span span, slot *slots, ndx_analyser *analyser)
{
    ndx_language language = ndx_language_from_code(ndx_span_of(code));
    double best[3] = {1e9, 1e9, 1e9};
    size_t tokens = 0;
    size_t distinct = 0;
    for (int run = 0; run < RUNS; run++) {
        for (int stage = 0; stage < 3; stage++) {
            double begin = now_seconds();
            if (stage < 2)
                tokens = split(span, language, stage == 1);
            else
                distinct = number(span, language, slots, analyser);
            double seconds = now_seconds() - begin;
            if (seconds < best[stage])
                best[stage] = seconds;
        }
    }
    double megabytes = (double)span.size / 1e6;
    printf(
        "%s %.1f MB, %zu tokens, %zu distinct words: split %.0f MB/s, general %.0f, number %.0f,",
        code, megabytes, tokens, distinct, megabytes / best[0], megabytes / best[1],
        megabytes / best[2]);
    detect(span, analyser);
    printf("\n");
}

int main(int argc, char **argv)
{
    ndx_buffer text = {0};
    ndx_analyser *analyser = ndx_analyser_new(NULL);
    slot *slots = calloc(SLOTS, sizeof *slots);
    int status = 2;
    if (argc != 3 || !analyser || !slots || !read_file(argv[2], &text)) {
        fprintf(stderr, "usage: newsdex-bench-analysis LANGUAGE FILE\n");
        goto cleanup;
    }
    measure(argv[1], ndx_buffer_span(&text), slots, analyser);
    status = 0;
cleanup:
    free(slots);
    ndx_buffer_free(&text);
    ndx_analyser_free(analyser);
    return status;
}
