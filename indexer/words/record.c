/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record.c - the article record as bytes (newsdex/record.h).
 *
 * Owns: the format, version 2. Must not know: words (record_text.c), how records are kept. Bytes
 * are untrusted when read.
 *
 *   varint serial, varint document    the address; stands first, so that a tombstone is seen without
 *                                     reading on
 *   byte   version
 *   5 bytes                           name of the word list
 *   varint update
 *   byte   language
 *   varint                            what is there (bits below)
 *   counted id
 *   path        PATH: counted; PATH_BEGINS_ID: varint length; else none
 *   url         URL: counted; URL_IS_ID: nothing more; else none
 *   signature   (if there) NDX_SIGNATURE_BYTES
 *   date, modified (if there)
 *               byte precision, bit 4: a zone follows; then as precise as it is
 *               year: varint year; month: varint year * 12 + month - 1; day and finer: varint days since
 *               0001-01-01
 *               hour and finer: varint seconds of the day (a leap second: 86400 + minutes from there to
 *               23:59); fraction: varint nanoseconds
 *               zone: zigzag varint minutes
 *   date text, modified text
 *               counted; left out when it is the date in ISO 8601, so that a date without text has that
 *               for its text
 *   atoms (if there)
 *               varint number + 1 of source, version, language, origin set, path, site, folder
 *   section, keywords, authors (if there)
 *               counted dense codes
 *   origins (if ORIGINS)
 *               varint number + 1 or 0, one a field
 *   headline, byline, dateline (if there)
 *               varint words, counted codes
 *   body (if there)
 *               varint words, codes to the end
 */
#include "newsdex/record.h"

#include "newsdex/analysis.h"

enum {
    LANGUAGE_DETECTED = 1u << 0,
    ORIGIN_SET = 1u << 1,
    SIGNATURE = 1u << 2,
    HEADLINE = 1u << 3, /* and the next three */
    PATH_BEGINS_ID = 1u << 7,
    DATE = 1u << 8,
    SOURCE = 1u << 9,
    URL = 1u << 10,
    SITE = 1u << 11,
    FOLDER = 1u << 12,
    DATE_TEXT = 1u << 13,
    MODIFIED_TEXT = 1u << 14,
    VERSION = 1u << 15,
    LANGUAGE_TEXT = 1u << 16,
    PATH_ATOM = 1u << 17,
    SECTION = 1u << 18,
    KEYWORDS = 1u << 19,
    AUTHORS = 1u << 20,
    ORIGINS = 1u << 21,
    MODIFIED = 1u << 22,
    URL_IS_ID = 1u << 23,
    PATH = 1u << 24,
    ALL_BITS = (1u << 25) - 1
};

enum { ZONE_BIT = 16, EPOCH_DAYS = 719162 }; /* from 0001-01-01 to 1970-01-01 */
enum { LEAP_SECONDS = 86400, LAST_MINUTE = 1439 };

ndx_field ndx_text_field_of(ndx_text_field field)
{
    static const ndx_field fields[NDX_TEXT_COUNT] = {NDX_FIELD_HEADLINE, NDX_FIELD_BYLINE,
                                                     NDX_FIELD_DATELINE, NDX_FIELD_BODY};
    return fields[field];
}

uint32_t ndx_record_field_start(const ndx_record *record, ndx_text_field field)
{
    uint64_t start = 0;
    for (int i = 0; i < (int)field; i++)
        start += record->word_count[i] + (uint64_t)NDX_POSITION_GAP;
    return start > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)start;
}

bool ndx_origin_set_append(ndx_buffer *out, const ndx_span origin[NDX_FIELD_COUNT])
{
    int count = NDX_FIELD_COUNT;
    while (count > 0 && !origin[count - 1].size)
        count--;
    for (int i = 0; i < count; i++) {
        ndx_buffer_append_span(out, origin[i]);
        ndx_buffer_append_byte(out, '\n');
    }
    return !out->failed;
}

/* ---- writing ---- */

/* The text of a date is mostly the date itself in ISO 8601: then it is left out, and made again
 * when the article is. */
static bool is_iso(ndx_span text, const ndx_date *date)
{
    ndx_buffer iso = {0};
    bool same = ndx_date_append_iso(&iso, date) && ndx_span_equal(text, ndx_buffer_span(&iso));
    ndx_buffer_free(&iso);
    return same;
}

static uint32_t date_bits(const ndx_date *date, ndx_span text, uint32_t there, uint32_t text_bit)
{
    uint32_t bits = date->precision != NDX_PRECISION_NONE ? there : 0;
    return text.size && !(bits && is_iso(text, date)) ? bits | text_bit : bits;
}

static uint32_t bits_of(const ndx_record *r)
{
    uint32_t bits = r->language_detected ? LANGUAGE_DETECTED : 0;
    bits |= date_bits(&r->date, r->date_text, DATE, DATE_TEXT);
    bits |= date_bits(&r->modified, r->modified_text, MODIFIED, MODIFIED_TEXT);
    if (r->path.size)
        bits |= ndx_span_starts_with(r->id, r->path) ? PATH_BEGINS_ID : PATH;
    if (r->url.size)
        bits |= ndx_span_equal(r->id, r->url) ? URL_IS_ID : URL;
    bits |= r->source ? SOURCE : 0;
    bits |= r->origin_set ? ORIGIN_SET : 0;
    bits |= r->version ? VERSION : 0;
    bits |= r->language_text ? LANGUAGE_TEXT : 0;
    bits |= r->path_atom ? PATH_ATOM : 0;
    bits |= r->site ? SITE : 0;
    bits |= r->folder ? FOLDER : 0;
    bits |= r->signature.size == NDX_SIGNATURE_BYTES ? SIGNATURE : 0;
    bits |= r->atoms_section.size ? SECTION : 0;
    bits |= r->atoms_keywords.size ? KEYWORDS : 0;
    bits |= r->atoms_authors.size ? AUTHORS : 0;
    for (int i = 0; i < NDX_FIELD_COUNT && !r->origin_set; i++)
        bits |= r->origin[i] ? ORIGINS : 0;
    for (int i = 0; i < NDX_TEXT_COUNT; i++)
        bits |= r->code[i].size ? (uint32_t)HEADLINE << i : 0u;
    return bits;
}

/* A leap second has a number of its own, behind those of the day: in most zones it does not come at
 * midnight, where it would be the next minute's first. */
static uint32_t second_of_day(const ndx_date *date)
{
    uint32_t minute = date->hour * 60u + date->minute;
    return date->second == 60 ? LEAP_SECONDS + LAST_MINUTE - minute : minute * 60 + date->second;
}

static void append_date(ndx_buffer *out, const ndx_date *date)
{
    ndx_buffer_append_byte(out,
                           (unsigned char)(date->precision | (date->zone_known ? ZONE_BIT : 0)));
    if (date->precision == NDX_PRECISION_YEAR)
        ndx_buffer_append_varint(out, (uint64_t)date->year);
    else if (date->precision == NDX_PRECISION_MONTH)
        ndx_buffer_append_varint(out, (uint64_t)date->year * 12 + date->month - 1);
    else
        ndx_buffer_append_varint(
            out, (uint32_t)ndx_days_from_civil(date->year, date->month, date->day) + EPOCH_DAYS);
    if (date->precision >= NDX_PRECISION_HOUR)
        ndx_buffer_append_varint(out, second_of_day(date));
    if (date->precision == NDX_PRECISION_FRACTION)
        ndx_buffer_append_varint(out, date->nanosecond);
    if (date->zone_known) {
        int zone = date->zone_minutes;
        ndx_buffer_append_varint(out, zone < 0 ? (uint64_t)(-zone) * 2 - 1 : (uint64_t)zone * 2);
    }
}

static void append_texts(ndx_buffer *out, const ndx_record *r)
{
    for (int i = 0; i < NDX_TEXT_COUNT; i++) {
        if (!r->code[i].size)
            continue;
        ndx_buffer_append_varint(out, r->word_count[i]);
        if (i == NDX_TEXT_BODY)
            ndx_buffer_append_span(out, r->code[i]);
        else
            ndx_buffer_append_counted(out, r->code[i]);
    }
}

bool ndx_record_append(ndx_buffer *out, const ndx_record *r, ndx_error *error)
{
    uint32_t bits = bits_of(r);
    const uint32_t atoms[] = {r->source,    r->version, r->language_text, r->origin_set,
                              r->path_atom, r->site,    r->folder};
    const ndx_span lists[] = {r->atoms_section, r->atoms_keywords, r->atoms_authors};
    ndx_buffer_append_varint(out, r->serial);
    ndx_buffer_append_varint(out, r->document);
    ndx_buffer_append_byte(out, NDX_RECORD_VERSION);
    ndx_buffer_append(out, r->words_name, sizeof r->words_name);
    ndx_buffer_append_varint(out, r->update);
    ndx_buffer_append_byte(out, r->language);
    ndx_buffer_append_varint(out, bits);
    ndx_buffer_append_counted(out, r->id);
    if (bits & PATH)
        ndx_buffer_append_counted(out, r->path);
    if (bits & PATH_BEGINS_ID)
        ndx_buffer_append_varint(out, r->path.size);
    if (bits & URL)
        ndx_buffer_append_counted(out, r->url);
    if (bits & SIGNATURE)
        ndx_buffer_append_span(out, r->signature);
    if (bits & DATE)
        append_date(out, &r->date);
    if (bits & MODIFIED)
        append_date(out, &r->modified);
    if (bits & DATE_TEXT)
        ndx_buffer_append_counted(out, r->date_text);
    if (bits & MODIFIED_TEXT)
        ndx_buffer_append_counted(out, r->modified_text);
    for (size_t i = 0; i < sizeof atoms / sizeof *atoms; i++)
        if (atoms[i])
            ndx_buffer_append_varint(out, atoms[i]);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (lists[i].size)
            ndx_buffer_append_counted(out, lists[i]);
    for (int i = 0; i < NDX_FIELD_COUNT && (bits & ORIGINS); i++)
        ndx_buffer_append_varint(out, r->origin[i]);
    append_texts(out, r);
    return ndx_buffer_ok(out, "writing a record", error);
}

/* ---- reading ---- */

static bool read_day(ndx_span *span, ndx_date *date)
{
    uint64_t value;
    if (!ndx_read_varint(span, &value) || value > 10000ull * 366)
        return false;
    date->month = date->day = 1;
    if (date->precision == NDX_PRECISION_YEAR) {
        date->year = (int16_t)(value > 9999 ? 0 : value);
    } else if (date->precision == NDX_PRECISION_MONTH) {
        date->year = (int16_t)(value / 12 > 9999 ? 0 : value / 12);
        date->month = (uint8_t)(value % 12 + 1);
    } else {
        int year;
        unsigned month;
        unsigned day;
        ndx_civil_from_days((int32_t)value - EPOCH_DAYS, &year, &month, &day);
        date->year = (int16_t)(year > 9999 ? 0 : year);
        date->month = (uint8_t)month;
        date->day = (uint8_t)day;
    }
    return date->year > 0;
}

static bool read_date(ndx_span *span, ndx_date *date)
{
    uint8_t head;
    uint32_t value;
    if (!ndx_read_byte(span, &head) || (head & 15) == 0 || (head & 15) > NDX_PRECISION_FRACTION ||
        head >= 2 * ZONE_BIT)
        return false;
    date->precision = head & 15;
    if (!read_day(span, date))
        return false;
    if (date->precision >= NDX_PRECISION_HOUR) {
        if (!ndx_read_varint32(span, &value) || value > LEAP_SECONDS + LAST_MINUTE)
            return false;
        date->second = (uint8_t)(value >= LEAP_SECONDS ? 60 : value % 60);
        if (value >= LEAP_SECONDS)
            value = (LEAP_SECONDS + LAST_MINUTE - value) * 60;
        date->hour = (uint8_t)(value / 3600);
        date->minute = (uint8_t)(value % 3600 / 60);
    }
    if (date->precision == NDX_PRECISION_FRACTION) {
        if (!ndx_read_varint32(span, &value) || value > 999999999)
            return false;
        date->nanosecond = value;
    }
    if (head & ZONE_BIT) {
        if (!ndx_read_varint32(span, &value) || value > 4000)
            return false;
        date->zone_known = true;
        date->zone_minutes = (int16_t)(value & 1 ? -(int)(value / 2) - 1 : (int)(value / 2));
    }
    return true;
}

bool ndx_record_address(ndx_span bytes, uint64_t *serial, uint32_t *document)
{
    return ndx_read_varint(&bytes, serial) && ndx_read_varint32(&bytes, document);
}

static bool read_names(ndx_span *span, uint32_t bits, ndx_record *r)
{
    uint64_t size;
    if (!ndx_read_counted(span, &r->id))
        return false;
    if ((bits & PATH) && !ndx_read_counted(span, &r->path))
        return false;
    if (bits & PATH_BEGINS_ID) {
        if (!ndx_read_varint(span, &size) || size > r->id.size)
            return false;
        r->path = ndx_span_make(r->id.data, (size_t)size);
    }
    if ((bits & URL) && !ndx_read_counted(span, &r->url))
        return false;
    if (bits & URL_IS_ID)
        r->url = r->id;
    if (bits & SIGNATURE) {
        if (span->size < NDX_SIGNATURE_BYTES)
            return false;
        r->signature = ndx_span_make(span->data, NDX_SIGNATURE_BYTES);
        *span = ndx_span_skip(*span, NDX_SIGNATURE_BYTES);
    }
    return true;
}

static bool read_dates(ndx_span *span, uint32_t bits, ndx_record *r)
{
    return (!(bits & DATE) || read_date(span, &r->date)) &&
           (!(bits & MODIFIED) || read_date(span, &r->modified)) &&
           (!(bits & DATE_TEXT) || ndx_read_counted(span, &r->date_text)) &&
           (!(bits & MODIFIED_TEXT) || ndx_read_counted(span, &r->modified_text));
}

static bool read_atoms(ndx_span *span, uint32_t bits, ndx_record *r)
{
    const struct {
        uint32_t bit;
        uint32_t *atom;
    } atoms[] = {{SOURCE, &r->source},
                 {VERSION, &r->version},
                 {LANGUAGE_TEXT, &r->language_text},
                 {ORIGIN_SET, &r->origin_set},
                 {PATH_ATOM, &r->path_atom},
                 {SITE, &r->site},
                 {FOLDER, &r->folder}};
    const struct {
        uint32_t bit;
        ndx_span *list;
    } lists[] = {
        {SECTION, &r->atoms_section}, {KEYWORDS, &r->atoms_keywords}, {AUTHORS, &r->atoms_authors}};
    for (size_t i = 0; i < sizeof atoms / sizeof *atoms; i++)
        if ((bits & atoms[i].bit) && (!ndx_read_varint32(span, atoms[i].atom) || !*atoms[i].atom))
            return false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if ((bits & lists[i].bit) && !ndx_read_counted(span, lists[i].list))
            return false;
    for (int i = 0; i < NDX_FIELD_COUNT && (bits & ORIGINS); i++)
        if (!ndx_read_varint32(span, &r->origin[i]))
            return false;
    return true;
}

static bool read_texts(ndx_span *span, uint32_t bits, ndx_record *r)
{
    r->texts = *span;
    for (int i = 0; i < NDX_TEXT_COUNT; i++) {
        if (!(bits & ((uint32_t)HEADLINE << i)))
            continue;
        if (!ndx_read_varint32(span, &r->word_count[i]))
            return false;
        if (i == NDX_TEXT_BODY) {
            r->code[i] = *span;
            *span = ndx_span_skip(*span, span->size);
        } else if (!ndx_read_counted(span, &r->code[i])) {
            return false;
        }
        if (r->word_count[i] > r->code[i].size) /* a word takes a byte at least */
            return false;
    }
    return span->size == 0;
}

bool ndx_record_read(ndx_span bytes, ndx_record *r, ndx_error *error)
{
    uint8_t version;
    uint32_t bits;
    *r = (ndx_record){0};
    if (!ndx_read_varint(&bytes, &r->serial) || !ndx_read_varint32(&bytes, &r->document) ||
        !ndx_read_byte(&bytes, &version))
        goto damaged;
    if (version != NDX_RECORD_VERSION)
        return ndx_error_set(error, NDX_ERROR_VERSION,
                             "a record has version %u, this newsdex reads %u", version,
                             NDX_RECORD_VERSION);
    if (bytes.size < sizeof r->words_name)
        goto damaged;
    memcpy(r->words_name, bytes.data, sizeof r->words_name);
    bytes = ndx_span_skip(bytes, sizeof r->words_name);
    if (!ndx_read_varint(&bytes, &r->update) || !ndx_read_byte(&bytes, &r->language) ||
        !ndx_read_varint32(&bytes, &bits) || bits > ALL_BITS)
        goto damaged;
    r->language_detected = bits & LANGUAGE_DETECTED;
    if (read_names(&bytes, bits, r) && read_dates(&bytes, bits, r) && read_atoms(&bytes, bits, r) &&
        read_texts(&bytes, bits, r))
        return true;
damaged:
    return ndx_error_set(error, NDX_ERROR_CORRUPT, "a record is damaged");
}

/* ---- reading no more than a matcher needs ---- */

/* Bytes that are passed over. */
typedef struct skimmed {
    const uint8_t *at, *end;
    bool good;
} skimmed;

static uint64_t skim_long_varint(skimmed *s)
{
    uint64_t value = 0;
    for (unsigned shift = 0; s->at < s->end && shift < 64; shift += 7) {
        uint8_t byte = *s->at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    s->good = false;
    return 0;
}

static inline uint64_t skim_varint(skimmed *s)
{
    if (s->at < s->end && *s->at < 0x80) /* nearly always */
        return *s->at++;
    return skim_long_varint(s);
}

static inline ndx_span skim_bytes(skimmed *s, uint64_t size)
{
    ndx_span bytes = {(const char *)s->at, 0};
    if (size > (uint64_t)(s->end - s->at)) {
        s->good = false;
        return bytes;
    }
    bytes.size = (size_t)size;
    s->at += size;
    return bytes;
}

static inline ndx_span skim_counted(skimmed *s)
{
    return skim_bytes(s, skim_varint(s));
}

/* Passes over so many varints: bytes whose high bit is not set end one. */
static void skim_varints(skimmed *s, unsigned count)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t bytes;
    if (count && s->end - s->at >= (ptrdiff_t)sizeof bytes) {
        memcpy(&bytes, s->at, sizeof bytes);
        uint64_t ends = ~bytes & UINT64_C(0x8080808080808080);
        for (unsigned i = 1; i < count; i++)
            ends &= ends - 1;
        if (ends) {
            s->at += __builtin_ctzll(ends) / 8 + 1;
            return;
        }
    }
#endif
    while (count--)
        skim_varint(s);
}

static void skim_date(skimmed *s)
{
    uint8_t head = s->at < s->end ? *s->at : 0;
    uint8_t precision = head & (ZONE_BIT - 1);
    skim_bytes(s, 1);
    skim_varints(s, 1u + (precision >= NDX_PRECISION_HOUR) + (precision == NDX_PRECISION_FRACTION) +
                        ((head & ZONE_BIT) != 0));
}

static void skim_to_texts(skimmed *s, uint32_t bits, ndx_record *r)
{
    const uint32_t atoms =
        SOURCE | VERSION | LANGUAGE_TEXT | ORIGIN_SET | PATH_ATOM | SITE | FOLDER;
    if (bits & PATH)
        skim_counted(s);
    if (bits & PATH_BEGINS_ID)
        skim_varint(s);
    if (bits & URL)
        skim_counted(s);
    r->signature = skim_bytes(s, bits & SIGNATURE ? NDX_SIGNATURE_BYTES : 0);
    if (bits & DATE)
        skim_date(s);
    if (bits & MODIFIED)
        skim_date(s);
    if (bits & DATE_TEXT)
        skim_counted(s);
    if (bits & MODIFIED_TEXT)
        skim_counted(s);
    skim_varints(s, (unsigned)__builtin_popcount(bits & atoms));
    if (bits & SECTION)
        skim_counted(s);
    if (bits & KEYWORDS)
        skim_counted(s);
    if (bits & AUTHORS)
        skim_counted(s);
    if (bits & ORIGINS)
        skim_varints(s, NDX_FIELD_COUNT);
}

static void skim_texts(skimmed *s, uint32_t bits, ndx_record *r)
{
    r->texts = ndx_span_between((const char *)s->at, (const char *)s->end);
    for (int i = 0; i < NDX_TEXT_COUNT && s->good; i++) {
        r->code[i] = ndx_span_make(NULL, 0);
        r->word_count[i] = 0;
        if (!(bits & ((uint32_t)HEADLINE << i)))
            continue;
        uint64_t words = skim_varint(s);
        r->code[i] =
            i == NDX_TEXT_BODY ? skim_bytes(s, (uint64_t)(s->end - s->at)) : skim_counted(s);
        if (words > r->code[i].size) /* a word takes a byte at least */
            s->good = false;
        r->word_count[i] = (uint32_t)words;
    }
    if (s->at != s->end)
        s->good = false;
}

bool ndx_record_skim(ndx_span bytes, ndx_record *r, ndx_error *error)
{
    skimmed s = {(const uint8_t *)bytes.data, (const uint8_t *)bytes.data + bytes.size, true};
    r->serial = skim_varint(&s);
    uint64_t document = skim_varint(&s);
    ndx_span head = skim_bytes(&s, 1 + sizeof r->words_name);
    if (!s.good || document > UINT32_MAX)
        goto damaged;
    if ((uint8_t)head.data[0] != NDX_RECORD_VERSION)
        return ndx_record_read(bytes, r, error); /* which says so */
    r->document = (uint32_t)document;
    memcpy(r->words_name, head.data + 1, sizeof r->words_name);
    r->update = skim_varint(&s);
    ndx_span language = skim_bytes(&s, 1);
    uint64_t bits = skim_varint(&s);
    r->id = skim_counted(&s);
    if (!s.good || bits > ALL_BITS)
        goto damaged;
    r->language = (uint8_t)language.data[0];
    skim_to_texts(&s, (uint32_t)bits, r);
    skim_texts(&s, (uint32_t)bits, r);
    if (s.good)
        return true;
damaged:
    return ndx_error_set(error, NDX_ERROR_CORRUPT, "a record is damaged");
}
