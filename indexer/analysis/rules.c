/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rules.c - implements rules.h: tables of what each language asks for. Lists are one string each,
 * words between spaces in lower case: a search in a few hundred bytes is as fast as a hash at these
 * sizes and needs no set-up.
 */
#include "analysis/rules.h"

#include <stdint.h>

#define LIST_WORD_BYTES 32u
#define ABBREVIATION_BYTES 10u /* the longest in the lists */
#define ASCII_ABBREVIATION_BYTES 6u

/* Where " word " stands in the list, or NULL. ASCII letters of word in any case. */
static const char *find_in(const char *list, ndx_span word)
{
    char key[LIST_WORD_BYTES + 3];
    if (!list || !word.size || word.size > LIST_WORD_BYTES || memchr(word.data, ' ', word.size))
        return NULL;
    key[0] = ' ';
    for (size_t i = 0; i < word.size; i++)
        key[i + 1] = ndx_ascii_lower(word.data[i]);
    key[word.size + 1] = ' ';
    key[word.size + 2] = '\0';
    return strstr(list, key);
}

typedef struct rule_row {
    const char code[3];
    ndx_language_rules rules;
    const char *elisions;
    const char *abbreviations;
    const ndx_ending *endings; /* NULL: none */
} rule_row;

/* Unaccented endings of these forms are hardly ever words of their own. */
static const ndx_ending spanish[] = {{"cion", "ción"}, {"sion", "sión"}, {"xion", "xión"},
                                     {"gion", "gión"}, {"nion", "nión"}, {"ia", "ía"},
                                     {"ias", "ías"},   {NULL, NULL}};
static const ndx_ending portuguese[] = {
    {"cao", "ção"},     {"coes", "ções"},     {"sao", "são"},     {"soes", "sões"},
    {"encia", "ência"}, {"encias", "ências"}, {"ancia", "ância"}, {"avel", "ável"},
    {"ivel", "ível"},   {NULL, NULL}};
static const ndx_ending french[] = {
    {"iere", "ière"},     {"ieres", "ières"},   {"ierement", "ièrement"}, {"rsite", "rsité"},
    {"ricite", "ricité"}, {"bilite", "bilité"}, {"rsites", "rsités"},     {NULL, NULL}};

/* Three lists in one string, so that a word is looked for once: titles, what numbers follow,
 * others. */
#define ABBREVIATIONS(titles, numbers, others) titles "\1" numbers "\2" others

#define ENGLISH_TITLES                                                                             \
    " mr mrs ms messrs dr prof st sgt gen lt col capt cpl maj cmdr adm sen sens rep reps gov "     \
    "govs pres hon rev fr amb atty "                                                               \
    "supt insp det vs v mt ft viz cf eds ed "
#define ENGLISH_NUMBERS                                                                            \
    " no nos nr jan feb mar apr jun jul aug sep sept oct nov dec p pp par art vol fig figs sec "   \
    "ch ca approx op rm ext tel est "
#define ENGLISH_OTHERS                                                                             \
    " inc co corp ltd llc bros jr sr etc al dept univ assn ave blvd rd hwy tenn calif fla ga "     \
    "ariz ala ark colo conn del ill "                                                              \
    "ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tex va vt wash wis wyo ph "  \
    "gov govt intl natl dist "

static const rule_row rows[] = {
    {"en", {0}, NULL, ABBREVIATIONS(ENGLISH_TITLES, ENGLISH_NUMBERS, ENGLISH_OTHERS), NULL},
    {"de",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(
         " dr prof hr fr dipl ing mag st bzw evtl ggf inkl exkl vgl sog zb dh usw ca etwa rd bspw "
         "geb gest verh ehem gem lt max min mind mio mrd tsd vs zzgl abzgl resp dgl hl frl ",
         " nr abs art jan feb mär apr jun jul aug sep sept okt nov dez s bd kap tel jh ",
         " str usw etc co corp inc jr sen jun "),
     NULL},
    {"fr",
     {.elisions = true, .stems_twice = true},
     " c d j jusqu l lorsqu m n puisqu qu quoiqu s t ",
     ABBREVIATIONS(" m mm mme mmes mlle mlles me dr pr st ste cf av env vs gén col ",
                   " no nos janv févr avr juil sept oct nov déc p pp art vol chap fig ",
                   " etc inc ltd jr "),
     french},
    {"es",
     {0},
     NULL,
     ABBREVIATIONS(" sr sra sres srta dr dra d dña lic ing prof gral pdte av avda cía ee uu vs sto "
                   "sta ud uds mons ",
                   " no núm art pág págs p ene feb mar abr may jun jul ago sept set oct nov dic "
                   "tel aprox vol cap ",
                   " etc jr inc "),
     spanish},
    {"it",
     {.elisions = true},
     " all anch bell c coll com cos d dall dell dov gl l m n nell quand quell quest s sull t tutt "
     "un v ",
     ABBREVIATIONS(
         " sig sigg dott dr prof ing avv on sen gen col cap mons arch geom rag spett egr ",
         " n nn art pag pagg gen feb mar apr mag giu lug ago set ott nov dic ca tel vol ",
         " ecc inc jr "),
     NULL},
    {"ca",
     {.elisions = true},
     " d l m n s t ",
     ABBREVIATIONS(" sr sra dr dra st sta av ", " núm art pàg ", " etc "),
     NULL},
    {"pt",
     {0},
     NULL,
     ABBREVIATIONS(" sr sra srs dr dra prof eng av exmo ",
                   " no núm art pág págs jan fev mar abr mai jun jul ago set out nov dez ",
                   " etc ltda inc "),
     portuguese},
    {"nl",
     {.numbers_stop = false},
     NULL,
     ABBREVIATIONS(" dhr mevr mw dr drs prof ir ing mr st bijv resp incl excl ca vs o.a ",
                   " nr art jan feb mrt apr jun jul aug sept okt nov dec blz ", " enz etc "),
     NULL},
    {"sv",
     {.colon_joins = true},
     NULL,
     ABBREVIATIONS(" dr prof st bl ca resp inkl exkl tel kap fr hr ",
                   " nr jan feb mar apr jun jul aug sept okt nov dec s ", " osv etc m.m "),
     NULL},
    {"da",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(" dr prof hr fr ca bl f inkl ekskl kl mia mio skt st evt pga ",
                   " nr jan feb mar apr jun jul aug sept okt nov dec s kap ", " osv mv etc "),
     NULL},
    {"no",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(" dr prof hr fr ca bl f inkl ekskl kl mrd mill st evt pga ",
                   " nr jan feb mar apr jun jul aug sept okt nov des s kap ", " osv mv etc "),
     NULL},
    {"fi",
     {.colon_joins = true, .numbers_stop = true},
     NULL,
     ABBREVIATIONS(" esim prof tri hra rva ent klo mm ns ym nk ", " n nro s ", " jne yms "),
     NULL},
    {"ru",
     {.fold_first = true},
     NULL,
     ABBREVIATIONS(" г гг гор ул пр просп пл д им св тов проф акад доц ген полк лейт т тт тыс млн "
                   "млрд трлн руб коп обл р с пос дер стр корп кв ср напр см м мин ",
                   " № рис табл гл ст п янв февр мар апр авг сент окт нояб дек тел вып ",
                   " др пр проч "),
     NULL},
    {"uk",
     {.fold_first = true},
     NULL,
     ABBREVIATIONS(" м вул пл просп бул ім св проф акад доц ген полк т тт тис млн млрд трлн грн "
                   "коп обл р с смт буд кв див напр гр п ",
                   " № рис табл гл ст січ лют бер квіт трав черв лип серп вер жовт лист груд тел ",
                   " ін рр "),
     NULL},
    {"bg",
     {.fold_first = true},
     NULL,
     ABBREVIATIONS(" г гр ул бул св проф акад доц ген д-р инж млн млрд лв р с т ", " № чл ал стр ",
                   " др "),
     NULL},
    {"be",
     {.fold_first = true},
     NULL,
     ABBREVIATIONS(" г вул пл св праф акад тыс млн млрд руб ", " № арт ", " інш "),
     NULL},
    {"sr",
     {.fold_first = true, .numbers_stop = true},
     NULL,
     ABBREVIATIONS(" г гђа др проф св ул инж г-дин dr prof sv ul ", " бр чл br čl ", " итд itd "),
     NULL},
    {"pl",
     {.numbers_stop = false},
     NULL,
     ABBREVIATIONS(" prof dr hab inż mgr ks św ul al pl os płk gen kpt por tys mln mld zł gr np "
                   "tzn tzw ww im red ",
                   " nr art ust pkt poz str s r w ok tel ", " itd itp "),
     NULL},
    {"cs",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(
         " mgr ing dr prof mudr judr phdr rndr doc sv ul tzv tzn např resp mj tj mil mld tis ",
         " č čl odst str s tel ", " atd apod "),
     NULL},
    {"sk",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(" mgr ing dr prof mudr judr sv ul tzv napr resp tj mil mld tis ",
                   " č čl ods str s ", " atď a.i "),
     NULL},
    {"hr",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(" dr prof sv ul gđa ing mr tzv npr ", " br čl st str ", " itd "),
     NULL},
    {"sl",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(" dr prof sv ul mag ing npr t.i ", " št čl str ", " itd "),
     NULL},
    {"hu",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(" dr prof ifj id özv kb ún ill pl stb u ",
                   " sz jan febr márc ápr jún júl aug szept okt nov dec old ", " stb "),
     NULL},
    {"ro",
     {0},
     NULL,
     ABBREVIATIONS(" dl dna dr prof sf str ing gen col ",
                   " nr art pag ian feb mar apr iun iul aug sept oct nov dec ", " etc "),
     NULL},
    {"tr",
     {.dotless_i = true, .numbers_stop = true},
     NULL,
     ABBREVIATIONS(" dr prof doç av sn st yrd gen alb ", " no sf s cad sok ", " vb vs "),
     NULL},
    {"az", {.dotless_i = true}, NULL, ABBREVIATIONS(" dr prof ", " ", " və s "), NULL},
    {"el",
     {.question_semicolon = true},
     NULL,
     ABBREVIATIONS(" κ κκ δρ καθ αγ ", " αρ σελ ", " κλπ κτλ κ.ά "),
     NULL},
    {"et",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(" dr prof hr pr nn sh ", " nr lk ", " jne jms "),
     NULL},
    {"lv", {.numbers_stop = true}, NULL, ABBREVIATIONS(" dr prof sv ", " nr lpp ", " utt "), NULL},
    {"lt", {0}, NULL, ABBREVIATIONS(" dr prof g pr a m mln mlrd tūkst ", " nr ", " kt pan "), NULL},
    {"is",
     {.numbers_stop = true},
     NULL,
     ABBREVIATIONS(" dr prof hr frú ", " nr bls ", " o.s.frv "),
     NULL},
    {"id", {0}, NULL, ABBREVIATIONS(" dr prof ir h hj drs tn ny ", " no hlm ", " dll dsb "), NULL},
    {"mk",
     {.fold_first = true},
     NULL,
     ABBREVIATIONS(" г д-р проф св ул ", " бр чл ", " итн "),
     NULL},
};

/* The unknown language: the English abbreviations that other languages share do more good than
 * harm. */
static const rule_row unknown_row = {
    "", {0}, NULL, ABBREVIATIONS(ENGLISH_TITLES, ENGLISH_NUMBERS, ENGLISH_OTHERS), NULL};

static const rule_row *row_of(ndx_language language)
{
    const ndx_language_info *info = ndx_language_describe(language);
    if (!info || language == NDX_LANGUAGE_UNKNOWN)
        return &unknown_row;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].code[0] == info->code[0] && rows[i].code[1] == info->code[1])
            return &rows[i];
    return &unknown_row;
}

ndx_language_rules ndx_language_rules_of(ndx_language language)
{
    return row_of(language)->rules;
}

bool ndx_language_is_elision(ndx_language language, ndx_span word)
{
    return find_in(row_of(language)->elisions, word) != NULL;
}

const ndx_ending *ndx_language_ending(ndx_language language, ndx_span word)
{
    const ndx_ending *endings = row_of(language)->endings;
    for (; endings && endings->typed; endings++) {
        ndx_span typed = ndx_span_of(endings->typed);
        if (word.size > typed.size && ndx_span_ends_with(word, typed))
            return endings;
    }
    return NULL;
}

/* Lower case for what the lists hold: ASCII, and the two-byte Cyrillic and Greek capitals are left
 * to their lower-case forms, in which abbreviations stand nearly always. */
ndx_abbreviation ndx_language_abbreviation(ndx_language language, ndx_span word)
{
    const char *list = row_of(language)->abbreviations;
    /* most words before a full stop */
    if (word.size > ABBREVIATION_BYTES ||
        (word.size > ASCII_ABBREVIATION_BYTES && (unsigned char)word.data[0] < 0x80))
        return NDX_ABBREVIATION_NONE;
    const char *found = find_in(list, word);
    if (!found)
        return NDX_ABBREVIATION_NONE;
    if (strchr(found, '\1'))
        return NDX_ABBREVIATION_TITLE;
    return strchr(found, '\2') ? NDX_ABBREVIATION_NUMBER : NDX_ABBREVIATION_OTHER;
}
