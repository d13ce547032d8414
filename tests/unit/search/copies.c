/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of what copies are, and of their clusters: against a naive evaluation over plain words. */
#include "random.h"

#include "newsdex/analysis.h"
#include "ranking/copies.h"
#include "ranking/copy_rule.h"

/* ---- articles ---- */

static const char story[] =
    "The envoy flew to Moscow on Tuesday evening for talks about a plan that both sides had called "
    "a basis for an agreement. He was met at the airport by the foreign minister, who told "
    "reporters that nothing had been settled and nothing had been ruled out. Officials in Kyiv "
    "said they would wait for a full account before they answered. The talks are to last for two "
    "days, and no joint statement is planned. A spokesman for the Kremlin said the president had "
    "set aside three hours for the first meeting, longer than for any visitor this year.";
static const char paragraph[] =
    " Oil prices fell after the news, and traders in London said they expected calm markets until "
    "the delegations had spoken. Airlines asked for clarity about routes over the Black Sea.";

static const char another_story[] =
    "Snow closed the airport of the capital for most of the morning, and more than forty flights "
    "were cancelled or sent elsewhere. The city put three hundred ploughs on the roads. Schools in "
    "the northern districts stayed shut, trains ran an hour late, and the weather office warned "
    "that the frost would last until the end of the week. ";

/* An article as a file of its own; date may be empty. */
static void put_article(place *at, const char *id, const char *headline, const char *date,
                        const char *body)
{
    ndx_buffer json = {0};
    char name[64];
    snprintf(name, sizeof name, "%s.json", id);
    ndx_buffer_printf(&json, "{\"id\": \"%s\", \"title\": \"%s\", ", id, headline);
    if (*date)
        ndx_buffer_printf(&json, "\"date\": \"%s\", ", date);
    ndx_buffer_printf(&json, "\"body\": \"%s\"}", body);
    assert_false(json.failed);
    put_file(at, name, json.data);
    ndx_buffer_free(&json);
}

static void put_joined(place *at, const char *id, const char *first, const char *second)
{
    ndx_buffer body = {0};
    ndx_buffer_printf(&body, "%s%s", first, second);
    put_article(at, id, "Talks", "2025-12-02", body.data);
    ndx_buffer_free(&body);
}

/* ---- clusters ---- */

static void append_id(ndx_buffer *out, ndx_index *index, xc_docid document)
{
    ndx_record record;
    ndx_arena arena = {0};
    xc_string data = XC_STRING_EMPTY;
    assert_true(ndx_index_read_record(index, document, &data, &record, NULL));
    assert_true(ndx_record_names(ndx_index_words(index, &record, NULL), &record, &arena, NULL));
    ndx_buffer_append_span(out, record.id);
    ndx_arena_free(&arena);
    xc_string_free(&data);
}

static size_t list_documents(ndx_index *index, xc_docid **documents)
{
    xc_posting_cursor *cursor = NULL;
    xc_string data = XC_STRING_EMPTY;
    const xc_bytes every = {NULL, 0};
    size_t count = 0;
    *documents = calloc(ndx_index_articles(index) + 1, sizeof **documents);
    assert_non_null(*documents);
    assert_int_equal(xc_database_postings(ndx_index_database(index), every, &cursor, NULL), XC_OK);
    while (xc_posting_cursor_next(cursor, NULL) == XC_ROW) {
        ndx_record record;
        xc_docid document = xc_posting_cursor_docid(cursor);
        assert_true(ndx_index_read_record(index, document, &data, &record, NULL));
        if (!ndx_index_is_deleted(index, &record))
            (*documents)[count++] = document;
    }
    xc_posting_cursor_free(cursor);
    xc_string_free(&data);
    assert_int_equal(count, ndx_index_articles(index));
    return count;
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* "first,second " for each cluster of two articles and more, sorted. all: found at once, which
 * takes as many articles as make it worth while; so the same are asked for again and again. */
static char *list_clusters(const place *at, bool all, unsigned threads)
{
    const char *path = at->index;
    ndx_error error = {0};
    ndx_index *index = ndx_index_open(&path, 1, &error);
    ndx_copies *copies = index ? ndx_copies_open(index, threads, &error) : NULL;
    ndx_buffer out = {0};
    char *lines[2000];
    size_t line_count = 0;
    xc_docid *documents;
    if (!copies)
        fail_msg("%s", error.message);
    size_t count = list_documents(index, &documents);
    if (all) {
        enum { MANY = 2000 };
        xc_docid asked[MANY];
        size_t cluster[MANY];
        for (size_t i = 0; i < MANY; i++)
            asked[i] = documents[i % count];
        assert_true(ndx_copies_cluster(copies, asked, MANY, cluster, NULL));
        for (size_t i = 0; i < MANY; i++) { /* the first of its cluster */
            assert_true(cluster[i] <= i % count);
            assert_int_equal(cluster[cluster[i]], cluster[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        const xc_docid *members;
        size_t member_count;
        ndx_buffer line = {0};
        assert_true(ndx_copies_of(copies, documents[i], &members, &member_count, &error));
        if (member_count < 2 || members[0] != documents[i])
            continue;
        for (size_t j = 0; j < member_count; j++) {
            ndx_buffer_append_text(&line, j ? "," : "");
            append_id(&line, index, members[j]);
        }
        assert_true(line_count < 2000);
        lines[line_count++] = ndx_buffer_take(&line);
    }
    qsort((void *)lines, line_count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < line_count; i++) {
        ndx_buffer_printf(&out, "%s ", lines[i]);
        free(lines[i]);
    }
    ndx_buffer_append_text(&out, "");
    free(documents);
    ndx_copies_close(copies);
    ndx_index_close(index);
    return ndx_buffer_take(&out);
}

static void assert_clusters(const place *at, const char *expected)
{
    char *one_by_one = list_clusters(at, false, 1);
    char *at_once = list_clusters(at, true, 3);
    assert_string_equal(one_by_one, expected);
    assert_string_equal(at_once, expected);
    free(one_by_one);
    free(at_once);
}

/* ---- tests: what is a copy ---- */

static void a_cut_text_another_headline_and_an_added_paragraph_are_copies(void **state)
{
    place at;
    char cut[256];
    (void)state;
    place_open(&at);
    snprintf(cut, sizeof cut, "%.*s", (int)(strstr(story, " The talks are") - story) / 2, story);
    put_article(&at, "a", "Envoy in Moscow", "2025-12-02", story);
    put_article(&at, "b", "Kremlin makes time for the envoy", "2025-12-03", story);
    put_article(&at, "c", "In brief", "2025-12-04", cut);
    put_joined(&at, "d", story, paragraph);
    update(&at);
    assert_clusters(&at, "a,d,b,c ");
    place_close(&at);
}

static void three_retellings_of_one_event_are_no_copies(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_article(&at, "a", "Envoy in Moscow", "2025-12-02", story);
    put_article(
        &at, "b", "No deal yet, says minister", "2025-12-02",
        "Nothing had been settled and nothing had been ruled out, the foreign minister said on "
        "Tuesday as the American envoy began a visit to Moscow. The two will sit down with the "
        "president for three hours. Ukraine wants to see a full account before it takes a "
        "position. Nobody here expects the sides to sign a paper at the end of the second day.");
    put_article(
        &at, "c", "Analysis: a long meeting", "2025-12-02",
        "Three hours is a long time in the Kremlin. That the president had set them aside for the "
        "envoy of Washington was the clearest sign on Tuesday that the plan, which diplomats from "
        "both sides describe as a basis for an agreement, is alive. Kyiv was not at the table and "
        "said so, while the minister warned that nothing had been settled.");
    update(&at);
    assert_clusters(&at, "");
    place_close(&at);
}

static void a_caption_has_no_copies(void **state)
{
    static const char caption[] = "The envoy is met at the airport in Moscow on Tuesday evening by "
                                  "the foreign minister of Russia. Photo by Reuters.";
    place at;
    (void)state;
    place_open(&at);
    put_article(&at, "a", "Photo", "2025-12-02", caption);
    put_article(&at, "b", "Photo", "2025-12-02", caption);
    put_article(&at, "c", "Nothing", "2025-12-02", "");
    update(&at);
    assert_clusters(&at, "");
    place_close(&at);
}

/* A report that comes again and again, with other figures. */
static void put_report(place *at, const char *id, const char *date, const char *amount,
                       const char *rate)
{
    ndx_buffer body = {0};
    ndx_buffer_printf(
        &body,
        "The central bank entered the government securities market to arrange %s billion dollars "
        "of repurchase agreements for its customers, a spokesman said on the telephone. Dealers "
        "said that overnight funds were trading at %s percent when the bank began its temporary "
        "and indirect supply of reserves to the banking system of the country.",
        amount, rate);
    put_article(at, id, "Bank adds reserves", date, body.data);
    ndx_buffer_free(&body);
}

static void a_report_of_other_figures_is_no_copy(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_report(&at, "a", "1987-03-02", "1.5", "6.25");
    put_report(&at, "b", "1987-03-02", "1.5", "6.25");
    put_report(&at, "c", "1987-03-02", "2.75", "6.5");
    update(&at);
    assert_clusters(&at, "a,b ");
    place_close(&at);
}

static void a_report_of_another_week_is_a_copy_only_word_for_word(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_report(&at, "a", "1987-03-02", "some", "various");
    put_report(&at, "b", "1987-03-09", "some", "various");
    put_report(&at, "c", "1987-03-16", "many", "various");
    put_report(&at, "d", "", "many", "certain"); /* undated: it may be of any week */
    update(&at);
    assert_clusters(&at, "a,b,c,d ");
    drop_file(&at, "d.json");
    update(&at);
    assert_clusters(&at, "a,b ");
    place_close(&at);
}

static void a_longer_article_that_has_the_story_further_on_is_no_copy(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_article(&at, "a", "Envoy in Moscow", "2025-12-02", story);
    put_joined(&at, "b", another_story, story);
    put_joined(&at, "c", story, paragraph);
    update(&at);
    assert_clusters(&at, "a,c ");
    place_close(&at);
}

/* ---- tests: clusters ---- */

static void the_first_publisher_stands_first(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_article(&at, "a", "One", "", story);
    put_article(&at, "b", "Two", "2025-12-03", story);
    put_article(&at, "d", "Three", "2025-12-02T20:00:00+01:00", story);
    put_article(&at, "c", "Four", "2025-12-02T19:00:00Z", story);
    put_article(&at, "e", "Five", "2025-12-02T18:59:59Z", story);
    update(&at);
    assert_clusters(&at, "e,c,d,b,a ");
    place_close(&at);
}

/* Some texts and what became of them: "x" and "y" have the story further on, and hang
 * together with none of its copies. */
static const struct {
    const char *id, *first, *second;
} arrivals[] = {
    {"a", story, ""},
    {"b", story, paragraph},
    {"k", paragraph, ""},
    {"l", paragraph, ""},
    {"m", "A word before. ", paragraph},
    {"x", another_story, story},
    {"y", another_story, story},
};
enum { ARRIVALS = sizeof arrivals / sizeof *arrivals };

static void clusters_do_not_depend_on_the_order_of_arrival_nor_on_shards(void **state)
{
    (void)state;
    for (size_t run = 0; run < 6; run++) { /* forwards and backwards; so many an update */
        static const size_t at_a_time[] = {ARRIVALS, 1, 3};
        place at;
        place_open(&at);
        for (size_t i = 0; i < ARRIVALS; i++) {
            size_t which = run % 2 ? ARRIVALS - 1 - i : i;
            put_joined(&at, arrivals[which].id, arrivals[which].first, arrivals[which].second);
            if ((i + 1) % at_a_time[run / 2] == 0 || i + 1 == ARRIVALS)
                update(&at);
        }
        assert_clusters(&at, "a,b k,l,m x,y ");
        place_close(&at);
    }
}

static void what_is_deleted_or_changed_is_in_the_cluster_no_more(void **state)
{
    place at;
    const char *path = at.index;
    const xc_docid *members;
    size_t count;
    ndx_error error;
    (void)state;
    place_open(&at);
    put_article(&at, "a", "One", "2025-12-01", story);
    put_article(&at, "b", "Two", "2025-12-02", story);
    put_article(&at, "c", "Three", "2025-12-03", story);
    put_article(&at, "d", "Four", "2025-12-04", story);
    for (int i = 0; i < 20; i++) { /* so many that the first shard is not merged at once */
        char id[16];
        snprintf(id, sizeof id, "z%02d", i);
        put_article(&at, id, "Other", "2025-12-04", id);
    }
    update(&at);
    drop_file(&at, "a.json");
    put_article(&at, "c", "Three", "2025-12-03", "Something else altogether.");
    update(&at);
    assert_clusters(&at, "b,d ");
    ndx_index *index = ndx_index_open(&path, 1, NULL);
    ndx_copies *copies = ndx_copies_open(index, 1, NULL);
    assert_non_null(copies);
    assert_false(ndx_copies_of(copies, 100000, &members, &count, &error));
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
    assert_false(ndx_copies_of(copies, 0, &members, &count, &error));
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
    ndx_copies_close(copies);
    ndx_index_close(index);
    place_close(&at);
}

static void an_index_without_articles_has_no_copies(void **state)
{
    place at;
    const char *path = at.index;
    const xc_docid *members;
    size_t count;
    (void)state;
    place_open(&at);
    update(&at);
    ndx_index *index = ndx_index_open(&path, 1, NULL);
    ndx_copies *copies = ndx_copies_open(index, 2, NULL);
    assert_non_null(copies);
    assert_true(ndx_copies_cluster(copies, NULL, 0, NULL, NULL));
    assert_false(ndx_copies_of(copies, 1, &members, &count, NULL));
    ndx_copies_close(copies);
    ndx_index_close(index);
    place_close(&at);
}

/* A shard whose documents have a gap is not read over mapped tables. */
static void make_gap(const place *at)
{
    char path[512];
    const char *index_path = at->index;
    xc_writable_database *database = NULL;
    xc_document *document = NULL;
    ndx_index *index = ndx_index_open(&index_path, 1, NULL);
    assert_non_null(index);
    snprintf(path, sizeof path, "%s/%s", at->index, ndx_index_shard(index, 0)->directory);
    ndx_index_close(index);
    assert_int_equal(xc_writable_database_open(path, XC_WRITE_OPEN, 0, &database, NULL), XC_OK);
    assert_int_equal(
        xc_database_document(xc_writable_database_reader(database), 1, &document, NULL), XC_OK);
    assert_int_equal(xc_writable_database_replace_document(database, 1000, document, NULL), XC_OK);
    assert_int_equal(xc_writable_database_delete_document(database, 1, NULL), XC_OK);
    assert_int_equal(xc_writable_database_commit(database, NULL), XC_OK);
    xc_document_free(document);
    xc_writable_database_free(database);
}

static void copies_are_found_through_libxapian_as_well(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    at.options.writer = NDX_WRITER_XAPIAN;
    for (size_t i = 0; i < ARRIVALS; i++)
        put_joined(&at, arrivals[i].id, arrivals[i].first, arrivals[i].second);
    update(&at);
    make_gap(&at);
    assert_clusters(&at, "a,b k,l,m x,y ");
    place_close(&at);
}

/* ---- a naive evaluation ---- */

enum { TEXTS = 700, WORDS = 160, VOCABULARY = 400 };

typedef struct naive_text {
    uint16_t word[WORDS * 2];
    size_t count;
    uint8_t signature[NDX_SIGNATURE_BYTES];
} naive_text;

static uint64_t hash_of(uint16_t word)
{
    char name[16];
    snprintf(name, sizeof name, "w%c%c%c", 'a' + word / 100, 'a' + word / 10 % 10, 'a' + word % 10);
    return ndx_word_hash(ndx_span_of(name));
}

static bool same_shingle(const uint16_t *a, const uint16_t *b)
{
    return memcmp(a, b, NDX_SHINGLE_WORDS * sizeof *a) == 0;
}

static bool has_shingle(const naive_text *in, size_t from, const uint16_t *shingle)
{
    for (size_t i = from; i + NDX_SHINGLE_WORDS <= in->count; i++)
        if (same_shingle(in->word + i, shingle))
            return true;
    return false;
}

/* Distinct shingles; common: only those that `other` has. */
static size_t count_shingles(const naive_text *of, const naive_text *other)
{
    size_t count = 0;
    for (size_t i = 0; i + NDX_SHINGLE_WORDS <= of->count; i++)
        count += !has_shingle(of, i + 1, of->word + i) &&
                 (!other || has_shingle(other, 0, of->word + i));
    return count;
}

static double naive_beginning(const naive_text *of, const naive_text *other)
{
    size_t count = of->count - NDX_SHINGLE_WORDS + 1;
    size_t common = 0;
    if (count > NDX_COPY_BEGINNING_SHINGLES)
        count = NDX_COPY_BEGINNING_SHINGLES;
    for (size_t i = 0; i < count; i++)
        common += has_shingle(other, 0, of->word + i);
    return (double)common / (double)count;
}

static bool naive_copies(const naive_text *a, const naive_text *b)
{
    const naive_text *shorter = a->count < b->count ? a : b;
    const naive_text *longer = shorter == a ? b : a;
    double agreeing = 64 * (0.25 + 0.75 * ndx_signature_resemblance(a->signature, b->signature));
    if (shorter->count < NDX_COPY_LEAST_WORDS || longer->count > shorter->count * NDX_COPY_CUT ||
        agreeing < NDX_COPY_AGREEMENT - 0.5)
        return false;
    size_t of_a = count_shingles(a, NULL);
    size_t of_b = count_shingles(b, NULL);
    bool begin_alike =
        naive_beginning(a, b) >= NDX_COPY_BEGINNING && naive_beginning(b, a) >= NDX_COPY_BEGINNING;
    return (begin_alike || agreeing > NDX_COPY_ALIKE - 0.5) &&
           (double)count_shingles(a, b) >=
               NDX_COPY_CONTAINMENT * (double)(of_a < of_b ? of_a : of_b);
}

/* A new text, or one that is made of an older one: cut, with other words, another beginning or
 * end. */
static void make_text(naive_text *texts, size_t which)
{
    naive_text *text = &texts[which];
    *text = (naive_text){.count = 10 + random_below(WORDS - 10)};
    for (size_t i = 0; i < text->count; i++)
        text->word[i] = (uint16_t)random_below(VOCABULARY);
    if (which && random_below(3)) {
        const naive_text *from = &texts[random_below((uint32_t)which)];
        size_t skipped = random_below(4) ? 0 : random_below(40);
        size_t kept = from->count < skipped ? 0 : from->count - skipped;
        kept = kept < WORDS ? kept : WORDS;
        kept -= random_below(2) ? random_below((uint32_t)kept + 1) : 0;
        memmove(text->word + kept, text->word, (random_below(2) ? text->count : 0) * 2);
        text->count = kept + (random_below(2) ? random_below(40) : 0);
        memcpy(text->word, from->word + skipped, kept * sizeof *text->word);
        for (uint32_t changes = random_below(3) ? 0 : random_below(12); kept && changes; changes--)
            text->word[random_below((uint32_t)kept)] = (uint16_t)random_below(VOCABULARY);
    }
    ndx_signature_builder builder;
    ndx_signature_begin(&builder);
    for (size_t i = 0; i < text->count; i++)
        ndx_signature_add(&builder, hash_of(text->word[i]));
    ndx_signature_finish(&builder, text->signature);
}

static void put_texts(place *at, const naive_text *texts, size_t first, size_t count,
                      const char *name)
{
    ndx_buffer lines = {0};
    for (size_t i = first; i < first + count; i++) {
        ndx_buffer_printf(&lines, "{\"id\": \"t%03zu\", \"title\": \"Text\", \"body\": \"", i);
        for (size_t j = 0; j < texts[i].count; j++) {
            uint16_t word = texts[i].word[j];
            ndx_buffer_printf(&lines, "%sw%c%c%c", j ? " " : "", 'a' + word / 100,
                              'a' + word / 10 % 10, 'a' + word % 10);
        }
        ndx_buffer_append_text(&lines, "\"}\n");
    }
    assert_false(lines.failed);
    put_file(at, name, lines.data);
    ndx_buffer_free(&lines);
}

/* The clusters as list_clusters() has them: every text goes to the least that it hangs together
 * with. */
static char *naive_clusters(const naive_text *texts)
{
    size_t least[TEXTS];
    ndx_buffer out = {0};
    for (size_t i = 0; i < TEXTS; i++)
        least[i] = i;
    for (size_t i = 0; i < TEXTS; i++)
        for (size_t j = 0; j < i; j++) {
            if (least[i] == least[j] || !naive_copies(&texts[i], &texts[j]))
                continue;
            size_t to = least[i] < least[j] ? least[i] : least[j];
            size_t from = least[i] < least[j] ? least[j] : least[i];
            for (size_t k = 0; k < TEXTS; k++)
                if (least[k] == from)
                    least[k] = to;
        }
    for (size_t i = 0; i < TEXTS; i++) {
        size_t count = 0;
        for (size_t j = 0; j < TEXTS; j++)
            if (least[j] == i && ++count > 1) {
                if (count == 2)
                    ndx_buffer_printf(&out, "t%03zu", i);
                ndx_buffer_printf(&out, ",t%03zu", j);
            }
        if (count > 1)
            ndx_buffer_append_text(&out, " ");
    }
    return ndx_buffer_take(&out);
}

static void clusters_are_those_of_a_naive_evaluation(void **state)
{
    place at;
    naive_text *texts = calloc(TEXTS, sizeof *texts);
    (void)state;
    assert_non_null(texts);
    random_begin(1987);
    for (size_t i = 0; i < TEXTS; i++)
        make_text(texts, i);
    char *expected = naive_clusters(texts);
    assert_true(strlen(expected) > 500);
    place_open(&at);
    put_texts(&at, texts, 0, 300, "a.jsonl");
    update(&at);
    put_texts(&at, texts, 300, 350, "b.jsonl");
    update(&at);
    put_texts(&at, texts, 650, 50, "c.jsonl");
    update(&at);
    assert_clusters(&at, expected);
    free(expected);
    free(texts);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_text_another_headline_and_an_added_paragraph_are_copies),
        cmocka_unit_test(three_retellings_of_one_event_are_no_copies),
        cmocka_unit_test(a_caption_has_no_copies),
        cmocka_unit_test(a_report_of_other_figures_is_no_copy),
        cmocka_unit_test(a_report_of_another_week_is_a_copy_only_word_for_word),
        cmocka_unit_test(a_longer_article_that_has_the_story_further_on_is_no_copy),
        cmocka_unit_test(the_first_publisher_stands_first),
        cmocka_unit_test(clusters_do_not_depend_on_the_order_of_arrival_nor_on_shards),
        cmocka_unit_test(what_is_deleted_or_changed_is_in_the_cluster_no_more),
        cmocka_unit_test(an_index_without_articles_has_no_copies),
        cmocka_unit_test(copies_are_found_through_libxapian_as_well),
        cmocka_unit_test(clusters_are_those_of_a_naive_evaluation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
