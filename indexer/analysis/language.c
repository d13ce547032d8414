/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * language.c - the table of languages. A row's place is written into indexes: rows are only ever
 * added at the end.
 */
#include "newsdex/language.h"

typedef struct row {
    ndx_language_info info;
    const char *code3[2]; /* ISO 639-2/T and, where it differs, /B */
    const char *native;   /* the language's name for itself, lower case; NULL */
} row;

/* Stemmers: every Snowball stemmer of libxapian 1.4.22 but lovins, porter, earlyenglish, german2,
 * kraaij_pohlmann. */
static const row rows[] = {
    {{"", "unknown", NULL}, {NULL, NULL}, NULL},
    {{"en", "English", "english"}, {"eng", NULL}, NULL},
    {{"de", "German", "german"}, {"deu", "ger"}, "deutsch"},
    {{"fr", "French", "french"}, {"fra", "fre"}, "français"},
    {{"es", "Spanish", "spanish"}, {"spa", NULL}, "español"},
    {{"it", "Italian", "italian"}, {"ita", NULL}, "italiano"},
    {{"pt", "Portuguese", "portuguese"}, {"por", NULL}, "português"},
    {{"nl", "Dutch", "dutch"}, {"nld", "dut"}, "nederlands"},
    {{"sv", "Swedish", "swedish"}, {"swe", NULL}, "svenska"},
    {{"da", "Danish", "danish"}, {"dan", NULL}, "dansk"},
    {{"no", "Norwegian", "norwegian"}, {"nor", "nob"}, "norsk"},
    {{"fi", "Finnish", "finnish"}, {"fin", NULL}, "suomi"},
    {{"ru", "Russian", "russian"}, {"rus", NULL}, "русский"},
    {{"uk", "Ukrainian", NULL}, {"ukr", NULL}, "українська"},
    {{"pl", "Polish", NULL}, {"pol", NULL}, "polski"},
    {{"tr", "Turkish", "turkish"}, {"tur", NULL}, "türkçe"},
    {{"ar", "Arabic", "arabic"}, {"ara", NULL}, "العربية"},
    {{"hu", "Hungarian", "hungarian"}, {"hun", NULL}, "magyar"},
    {{"ro", "Romanian", "romanian"}, {"ron", "rum"}, "română"},
    {{"id", "Indonesian", "indonesian"}, {"ind", NULL}, NULL},
    {{"ca", "Catalan", "catalan"}, {"cat", NULL}, "català"},
    {{"cs", "Czech", NULL}, {"ces", "cze"}, "čeština"},
    {{"el", "Greek", NULL}, {"ell", "gre"}, "ελληνικά"},
    {{"eu", "Basque", "basque"}, {"eus", "baq"}, "euskara"},
    {{"hy", "Armenian", "armenian"}, {"hye", "arm"}, NULL},
    {{"ga", "Irish", "irish"}, {"gle", NULL}, "gaeilge"},
    {{"lt", "Lithuanian", "lithuanian"}, {"lit", NULL}, "lietuvių"},
    {{"ne", "Nepali", "nepali"}, {"nep", NULL}, NULL},
    {{"ta", "Tamil", "tamil"}, {"tam", NULL}, NULL},
    {{"zh", "Chinese", NULL}, {"zho", "chi"}, "中文"},
    {{"ja", "Japanese", NULL}, {"jpn", NULL}, "日本語"},
    {{"ko", "Korean", NULL}, {"kor", NULL}, "한국어"},
    {{"he", "Hebrew", NULL}, {"heb", NULL}, "עברית"},
    {{"fa", "Persian", NULL}, {"fas", "per"}, "فارسی"},
    {{"ur", "Urdu", NULL}, {"urd", NULL}, "اردو"},
    {{"hi", "Hindi", NULL}, {"hin", NULL}, "हिन्दी"},
    {{"bg", "Bulgarian", NULL}, {"bul", NULL}, "български"},
    {{"sr", "Serbian", NULL}, {"srp", NULL}, "српски"},
    {{"hr", "Croatian", NULL}, {"hrv", NULL}, "hrvatski"},
    {{"sk", "Slovak", NULL}, {"slk", "slo"}, "slovenčina"},
    {{"sl", "Slovenian", NULL}, {"slv", NULL}, "slovenščina"},
    {{"et", "Estonian", NULL}, {"est", NULL}, "eesti"},
    {{"lv", "Latvian", NULL}, {"lav", NULL}, "latviešu"},
    {{"be", "Belarusian", NULL}, {"bel", NULL}, "беларуская"},
    {{"mk", "Macedonian", NULL}, {"mkd", "mac"}, "македонски"},
    {{"ka", "Georgian", NULL}, {"kat", "geo"}, NULL},
    {{"th", "Thai", NULL}, {"tha", NULL}, "ไทย"},
    {{"vi", "Vietnamese", NULL}, {"vie", NULL}, NULL},
    {{"bn", "Bengali", NULL}, {"ben", NULL}, NULL},
    {{"is", "Icelandic", NULL}, {"isl", "ice"}, "íslenska"},
    {{"sq", "Albanian", NULL}, {"sqi", "alb"}, "shqip"},
    {{"gl", "Galician", NULL}, {"glg", NULL}, "galego"},
    {{"af", "Afrikaans", NULL}, {"afr", NULL}, NULL},
    {{"sw", "Swahili", NULL}, {"swa", NULL}, "kiswahili"},
    {{"ms", "Malay", NULL}, {"msa", "may"}, NULL},
    {{"tl", "Tagalog", NULL}, {"tgl", "fil"}, "filipino"},
    {{"az", "Azerbaijani", NULL}, {"aze", NULL}, NULL},
    {{"kk", "Kazakh", NULL}, {"kaz", NULL}, "қазақ"},
};

/* Other codes for rows above: old codes, and the two Norwegians in one row. */
static const struct {
    const char *code;
    const char *row;
} aliases[] = {
    {"nb", "no"},        {"nn", "no"},       {"nno", "no"},    {"iw", "he"},      {"in", "id"},
    {"fil", "tl"},       {"cmn", "zh"},      {"yue", "zh"},    {"mo", "ro"},      {"scc", "sr"},
    {"scr", "hr"},       {"bs", "hr"},       {"bokmål", "no"}, {"nynorsk", "no"}, {"farsi", "fa"},
    {"castilian", "es"}, {"mandarin", "zh"},
};

size_t ndx_language_count(void)
{
    return sizeof rows / sizeof *rows;
}

const ndx_language_info *ndx_language_describe(ndx_language language)
{
    return language < ndx_language_count() ? &rows[language].info : NULL;
}

static bool same(ndx_span code, const char *text)
{
    return text && ndx_span_equal_nocase(code, ndx_span_of(text));
}

static ndx_language find(ndx_span code)
{
    for (size_t i = 1; i < ndx_language_count(); i++)
        if (same(code, rows[i].info.code) || same(code, rows[i].info.name) ||
            same(code, rows[i].code3[0]) || same(code, rows[i].code3[1]) ||
            same(code, rows[i].native))
            return (ndx_language)i;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (same(code, aliases[i].code))
            return find(ndx_span_of(aliases[i].row));
    return NDX_LANGUAGE_UNKNOWN;
}

ndx_language ndx_language_from_code(ndx_span code)
{
    code = ndx_span_trim(code);
    if (!code.size)
        return NDX_LANGUAGE_UNKNOWN;
    ndx_language language = find(code);
    if (language != NDX_LANGUAGE_UNKNOWN)
        return language;
    /* BCP 47 and POSIX locales: only the first part names the language. */
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] == '-' || code.data[i] == '_' || code.data[i] == '.' ||
            code.data[i] == '@')
            return find(ndx_span_make(code.data, i));
    return NDX_LANGUAGE_UNKNOWN;
}
