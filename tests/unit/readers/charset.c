/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of charsets (charset.c): who is believed, and what each gives. ICU encodes the samples. */
#include "unit/unit.h"

#include "format.h"

#include <unicode/ucnv.h>

static const char russian[] =
    "Спецпосланник президента США прибыл в Москву для переговоров о прекращении огня. "
    "В Кремле подтвердили встречу и сообщили, что она продлится несколько часов.";
static const char french[] =
    "L'émissaire américain est arrivé à Moscou où il a été reçu à déjeuner, à côté de l'hôtel.";
static const char japanese[] =
    "アメリカの特使がモスクワを訪れ、停戦について協議した。会談は数時間続いたという。";
static const char chinese[] =
    "美国特使抵达莫斯科，就停火问题举行会谈。双方没有公布会谈结果，会谈持续了几个小时。";
static const char korean[] =
    "미국 특사가 모스크바에 도착해 휴전 문제를 논의했다. 회담은 몇 시간 동안 이어졌다.";
static const char arabic[] =
    "وصل المبعوث الأمريكي إلى موسكو لإجراء محادثات حول وقف إطلاق النار واستمرت عدة ساعات";

static ndx_span encode(const char *charset, const char *utf8, char *room, size_t capacity)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = ucnv_convert(charset, "UTF-8", room, (int32_t)capacity, utf8, -1, &status);
    if (U_FAILURE(status))
        fail_msg("%s: %s", charset, u_errorName(status));
    return ndx_span_make(room, (size_t)size);
}

static void check(ndx_span raw, const char *declared, const char *expected)
{
    ndx_buffer storage = {0};
    ndx_span utf8;
    ndx_error error = {0};
    uint64_t replaced = 0;
    if (!ndx_charset_to_utf8(raw, ndx_span_of(declared), &storage, &utf8, NULL, &replaced, &error))
        fail_msg("%s", error.message);
    if (!ndx_span_equal(utf8, ndx_span_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", NDX_SPAN_ARGS(utf8), expected);
    ndx_buffer_free(&storage);
}

static void a_declared_charset_is_taken(void **state)
{
    (void)state;
    char room[1024];
    check(encode("windows-1251", russian, room, sizeof room), "windows-1251", russian);
    check(encode("KOI8-R", russian, room, sizeof room), "koi8-r", russian);
    check(encode("windows-1252", french, room, sizeof room), "iso-8859-1", french);
    check(encode("Shift_JIS", japanese, room, sizeof room), "Shift_JIS", japanese);
    check(encode("gb18030", chinese, room, sizeof room), "gb2312", chinese);
    check(encode("windows-949", korean, room, sizeof room), "euc-kr", korean);
    check(encode("windows-1256", arabic, room, sizeof room), "windows-1256", arabic);
}

static void latin1_means_windows_1252(void **state)
{
    (void)state;
    check(NDX_SPAN("\x93quoted\x94 \x80 5"), "ISO-8859-1", "\u201Cquoted\u201D \u20AC 5");
    check(NDX_SPAN("caf\xE9"), "us-ascii", "caf\u00E9");
}

static void an_undeclared_charset_is_detected(void **state)
{
    (void)state;
    char room[1024];
    check(encode("windows-1251", russian, room, sizeof room), "", russian);
    check(encode("KOI8-R", russian, room, sizeof room), "", russian);
    check(encode("windows-1252", french, room, sizeof room), "", french);
    check(encode("Shift_JIS", japanese, room, sizeof room), "", japanese);
    check(encode("gb18030", chinese, room, sizeof room), "", chinese);
    check(encode("windows-949", korean, room, sizeof room), "", korean);
    check(encode("windows-1256", arabic, room, sizeof room), "", arabic);
}

static void a_byte_order_mark_wins_and_is_dropped(void **state)
{
    (void)state;
    char room[1024];
    char marked[1100] = "\xFF\xFE";
    ndx_span wide = encode("UTF-16LE", russian, room, sizeof room);
    memcpy(marked + 2, wide.data, wide.size);
    check(ndx_span_make(marked, wide.size + 2), "windows-1251", russian);
    memcpy(marked, "\xFE\xFF", 2);
    wide = encode("UTF-16BE", russian, room, sizeof room);
    memcpy(marked + 2, wide.data, wide.size);
    check(ndx_span_make(marked, wide.size + 2), "", russian);
    check(NDX_SPAN("\xEF\xBB\xBF"
                   "caf\xC3\xA9"),
          "iso-8859-1", "caf\u00E9");
}

static void utf16_without_a_mark_is_detected(void **state)
{
    (void)state;
    char room[1024];
    check(encode("UTF-16LE", french, room, sizeof room), "", french);
}

static void valid_utf8_wins_over_a_wrong_declaration(void **state)
{
    (void)state;
    check(ndx_span_of(french), "iso-8859-1", french);
    check(ndx_span_of(russian), "windows-1251", russian);
}

static void damaged_utf8_stays_utf8_with_replacements_counted(void **state)
{
    (void)state;
    char text[512];
    snprintf(text, sizeof text, "%s\xFF", russian);
    ndx_buffer storage = {0};
    ndx_span utf8;
    uint64_t replaced = 0;
    assert_true(ndx_charset_to_utf8(ndx_span_of(text), NDX_SPAN(""), &storage, &utf8, NULL,
                                    &replaced, NULL));
    assert_int_equal(replaced, 1);
    assert_true(ndx_span_ends_with(utf8, NDX_SPAN("\uFFFD")));
    assert_true(ndx_span_starts_with(utf8, ndx_span_of(russian)));
    ndx_buffer_free(&storage);
}

static void an_unknown_label_is_passed_over(void **state)
{
    (void)state;
    char room[1024];
    check(encode("windows-1251", russian, room, sizeof room), "no-such-charset", russian);
    check(NDX_SPAN("plain"), "no-such-charset", "plain");
    check(NDX_SPAN(""), "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_declared_charset_is_taken),
        cmocka_unit_test(latin1_means_windows_1252),
        cmocka_unit_test(an_undeclared_charset_is_detected),
        cmocka_unit_test(a_byte_order_mark_wins_and_is_dropped),
        cmocka_unit_test(utf16_without_a_mark_is_detected),
        cmocka_unit_test(valid_utf8_wins_over_a_wrong_declaration),
        cmocka_unit_test(damaged_utf8_stays_utf8_with_replacements_counted),
        cmocka_unit_test(an_unknown_label_is_passed_over),
    };
    return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
