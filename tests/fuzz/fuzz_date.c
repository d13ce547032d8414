/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_date.c - libFuzzer target: any bytes as a date, a date in running text, a dateline and a
 * byline. The first two bytes choose language and order.
 */
#include "indexer/readers/press.h"
#include "newsdex/date_text.h"

#include <stdlib.h>

static void require(bool true_always)
{
    if (!true_always)
        abort();
}

static void check_date(const ndx_date *date, bool found)
{
    ndx_buffer iso = {0};
    ndx_date again;
    require(found == (date->precision != NDX_PRECISION_NONE));
    if (!found)
        return;
    require(ndx_date_valid(date));
    require(ndx_date_append_iso(&iso, date));
    require(ndx_date_from_iso(ndx_buffer_span(&iso), &again));
    require(again.year == date->year && again.month == date->month && again.day == date->day &&
            again.precision == date->precision && again.zone_known == date->zone_known);
    ndx_buffer_free(&iso);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"",   "en", "en-GB", "de", "fr", "ru", "ar", "fa",
                                            "th", "zh", "ja",    "ko", "vi", "hu", "lt", "hr"};
    ndx_arena arena = {0};
    ndx_span authors;
    ndx_span where;
    ndx_span language;
    ndx_span text;
    ndx_date date;
    size_t begins = 0;
    ndx_day_order order;
    if (size < 2)
        return 0;
    language = ndx_span_of(languages[data[0] % (sizeof languages / sizeof *languages)]);
    order = (ndx_day_order)(data[1] % 3);
    text = ndx_span_make((const char *)data + 2, size - 2);
    check_date(&date, ndx_date_from_text(text, language, order, &date));
    if (ndx_date_find_in_text(text, language, order, &date, &where)) {
        check_date(&date, true);
        require(where.size && where.data >= text.data &&
                where.data + where.size <= text.data + text.size);
    }
    if (ndx_dateline_split(text, &where, &begins))
        require(begins <= text.size && where.size && where.data >= text.data);
    require(ndx_byline_authors(&arena, text, &authors));
    (void)ndx_press_is_byline(text);
    ndx_arena_free(&arena);
    return 0;
}
