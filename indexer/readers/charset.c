/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * charset.c - from any charset to UTF-8.
 *
 * Owns: whom to believe: a byte order mark, then text that is valid UTF-8, then what the document
 * declares, then the library's detection. Must not know: any format.
 *
 * ICU converts (every charset that mail and the web ever used) and detects (ucsdet); it is the
 * library that browsers and mail programs use for this, and Debian keeps it up to date. uchardet
 * detects as well as ICU does but does not convert, and iconv does not detect. Labels mean what the
 * WHATWG Encoding Standard, section 4.2, says they mean: a page that declares ISO-8859-1 is
 * windows-1252.
 */
#include "format.h"

#include "newsdex/utf8.h"

#include <stdio.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

/* Labels whose usual meaning is another charset than their name says (WHATWG Encoding Standard).
 * Anything else is ICU's alias. */
static const struct {
    const char *label, *charset;
} relabelled[] = {
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"l1", "windows-1252"},
    {"ascii", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"ansi_x3.4-1968", "windows-1252"},
    {"cp819", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"shift_jis", "ibm-943_P15A-2003"},
    {"shift-jis", "ibm-943_P15A-2003"},
    {"sjis", "ibm-943_P15A-2003"},
    {"x-sjis", "ibm-943_P15A-2003"},
    {"windows-31j", "ibm-943_P15A-2003"},
    {"euc-kr", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"korean", "windows-949"},
    {"big5-hkscs", "Big5-HKSCS"},
    {"x-x-big5", "Big5"},
    {"unicode", "UTF-16LE"},
    {"utf-16", "UTF-16LE"},
    {"ucs-2", "UTF-16LE"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"logical", "iso-8859-8"},
    {"x-cp1251", "windows-1251"},
    {"x-cp1252", "windows-1252"},
    {"x-cp1250", "windows-1250"},
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"macintosh", "macintosh"},
    {"x-mac-roman", "macintosh"},
    {"koi8_r", "KOI8-R"},
    {"koi", "KOI8-R"},
    {"cyrillic", "iso-8859-5"},
};

typedef struct bom {
    const char *bytes;
    size_t size;
    const char *charset;
} bom;

static const bom boms[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8"},        {"\xFF\xFE\x00\x00", 4, "UTF-32LE"},
    {"\x00\x00\xFE\xFF", 4, "UTF-32BE"}, {"\xFF\xFE", 2, "UTF-16LE"},
    {"\xFE\xFF", 2, "UTF-16BE"},
};

static const bom *bom_of(ndx_span raw)
{
    for (size_t i = 0; i < sizeof boms / sizeof *boms; i++)
        if (raw.size >= boms[i].size && memcmp(raw.data, boms[i].bytes, boms[i].size) == 0)
            return &boms[i];
    return NULL;
}

/* The charset that a label means, in ICU's words, in name[64]; false if there is none of that
 * label. */
static bool charset_of_label(ndx_span label, char name[64])
{
    label = ndx_span_trim(label);
    if (label.size == 0 || label.size >= 64)
        return false;
    for (size_t i = 0; i < sizeof relabelled / sizeof *relabelled; i++) {
        if (ndx_span_equal_nocase(label, ndx_span_of(relabelled[i].label))) {
            snprintf(name, 64, "%s", relabelled[i].charset);
            return true;
        }
    }
    memcpy(name, label.data, label.size);
    name[label.size] = '\0';
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &status);
    ucnv_close(converter);
    return U_SUCCESS(status) && memchr(name, '\0', label.size) == NULL;
}

/* Detection has more to go by where the text leaves ASCII. */
static ndx_span interesting_part(ndx_span raw)
{
    enum { LEAD_IN = 1024 };
    size_t ascii = ndx_ascii_prefix(raw);
    bool zeros = raw.size && memchr(raw.data, '\0', raw.size < 1024 ? raw.size : 1024);
    return zeros || ascii == raw.size || ascii <= LEAD_IN ? raw
                                                          : ndx_span_skip(raw, ascii - LEAD_IN);
}

/* ICU's guess over the beginning; false when it has none. */
static bool detect(ndx_span raw, char name[64])
{
    enum { LOOKED_AT = 16 * 1024 };
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    bool found = false;
    raw = interesting_part(raw);
    ucsdet_setText(detector, raw.data, (int32_t)(raw.size < LOOKED_AT ? raw.size : LOOKED_AT),
                   &status);
    const UCharsetMatch *match = U_SUCCESS(status) ? ucsdet_detect(detector, &status) : NULL;
    if (U_SUCCESS(status) && match) {
        const char *guess = ucsdet_getName(match, &status);
        found = U_SUCCESS(status) && charset_of_label(ndx_span_of(guess), name);
    }
    ucsdet_close(detector);
    return found;
}

static uint64_t count_replacements(ndx_span text)
{
    uint64_t count = 0;
    const char *at = text.data;
    const char *end = text.data ? text.data + text.size : NULL;
    while (at && (at = memchr(at, 0xEF, (size_t)(end - at)))) {
        if (end - at >= 3 && memcmp(at, "\xEF\xBF\xBD", 3) == 0)
            count++;
        at++;
    }
    return count;
}

static bool convert(ndx_span raw, const char *charset, ndx_buffer *storage, ndx_error *error)
{
    enum { PIVOT = 4096, STEP = 64 * 1024 };
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(charset, &status);
    UConverter *to = ucnv_open("UTF-8", &status);
    UChar pivot[PIVOT];
    UChar *pivot_source = pivot;
    UChar *pivot_target = pivot;
    const char *source = raw.data;
    bool done = U_SUCCESS(status) ||
                ndx_error_set(error, NDX_ERROR_FORMAT, "there is no charset '%s' (ICU: %s)",
                              charset, u_errorName(status));
    bool first = true;
    while (done) {
        if (!ndx_buffer_reserve(storage, STEP)) {
            done = ndx_error_memory(error, "converting a charset");
            break;
        }
        char *target = storage->data + storage->size;
        status = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &target, target + STEP, &source, raw.data + raw.size, pivot,
                       &pivot_source, &pivot_target, pivot + PIVOT, first, true, &status);
        first = false;
        storage->size = (size_t)(target - storage->data);
        if (status != U_BUFFER_OVERFLOW_ERROR) {
            if (U_FAILURE(status))
                done = ndx_error_set(error, NDX_ERROR_FORMAT, "cannot convert from %s (ICU: %s)",
                                     charset, u_errorName(status));
            break;
        }
    }
    ucnv_close(from);
    ucnv_close(to);
    if (storage->data)
        storage->data[storage->size] = '\0';
    return done;
}

static void tell(const char **charset, const char *name)
{
    if (charset)
        *charset = name;
}

static bool is_utf8_label(ndx_span label)
{
    label = ndx_span_trim(label);
    return ndx_span_equal_nocase(label, NDX_SPAN("utf-8")) ||
           ndx_span_equal_nocase(label, NDX_SPAN("utf8"));
}

/* UTF-8 or nearly so: as it is, or with what is invalid replaced. */
static bool keep(ndx_span raw, ndx_buffer *storage, ndx_span *utf8, uint64_t *replaced,
                 ndx_error *error)
{
    if (ndx_utf8_valid_prefix(raw) == raw.size) {
        *utf8 = raw;
        return true;
    }
    if (!ndx_utf8_repair(storage, raw, replaced))
        return ndx_error_memory(error, "repairing UTF-8");
    *utf8 = ndx_buffer_span(storage);
    return true;
}

/* ICU's own name for a charset, which lives as long as the library. */
static const char *lasting_name(const char *name)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *alias = ucnv_getAlias(name, 0, &status);
    return U_SUCCESS(status) && alias ? alias : "unknown";
}

/* Is it UTF-8 with a few broken places rather than another charset? At least nine in ten of the
 * multi-byte sequences are whole. */
static bool is_damaged_utf8(ndx_span raw)
{
    size_t good = 0;
    size_t bad = 0;
    const char *at = raw.data;
    const char *end = raw.data + raw.size;
    while (at < end) {
        size_t length = ndx_ascii_prefix(ndx_span_between(at, end));
        at += length;
        if (at >= end)
            break;
        uint32_t code = ndx_utf8_decode(at, end, &length);
        if (code == NDX_REPLACEMENT && length < 3)
            bad++;
        else
            good++;
        at += length;
    }
    return good >= 10 * bad && good > 0;
}

bool ndx_charset_to_utf8(ndx_span raw, ndx_span declared, ndx_buffer *storage, ndx_span *utf8,
                         const char **charset, uint64_t *replaced, ndx_error *error)
{
    char name[64];
    ndx_buffer_clear(storage);
    tell(charset, "UTF-8");
    const bom *mark = bom_of(raw);
    if (mark) {
        raw = ndx_span_skip(raw, mark->size);
        if (mark == &boms[0])
            return keep(raw, storage, utf8, replaced, error);
        tell(charset, mark->charset);
        snprintf(name, sizeof name, "%s", mark->charset);
    } else {
        bool zeros = raw.size && memchr(raw.data, '\0', raw.size < 1024 ? raw.size : 1024);
        if (!zeros && ndx_utf8_valid_prefix(raw) == raw.size) {
            bool ascii = ndx_ascii_prefix(raw) == raw.size;
            bool escapes = ascii && raw.size &&
                           memchr(raw.data, 0x1B, raw.size); /* ISO-2022-JP is ASCII bytes */
            if (!escapes) {
                *utf8 = raw;
                return true;
            }
        }
        if (is_utf8_label(declared) || (!zeros && is_damaged_utf8(raw)))
            return keep(raw, storage, utf8, replaced, error);
        bool known = charset_of_label(declared, name);
        if (!known && !detect(raw, name))
            return keep(raw, storage, utf8, replaced, error);
        tell(charset, lasting_name(name));
    }
    if (!convert(raw, name, storage, error))
        return false;
    *utf8 = ndx_buffer_span(storage);
    if (utf8->size >= 3 && memcmp(utf8->data, "\xEF\xBB\xBF", 3) == 0)
        *utf8 = ndx_span_skip(*utf8, 3);
    if (replaced)
        *replaced += count_replacements(*utf8);
    return true;
}

void ndx_charset_of_beginning(ndx_span head, char name[64])
{
    name[0] = '\0';
    bool zeros = head.size && memchr(head.data, '\0', head.size < 1024 ? head.size : 1024);
    /* the head may end inside a character */
    if (zeros || bom_of(head) || ndx_utf8_valid_prefix(head) + 4 > head.size ||
        is_damaged_utf8(head) || !detect(head, name))
        name[0] = '\0';
}
