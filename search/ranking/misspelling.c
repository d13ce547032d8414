/* SPDX-License-Identifier: GPL-2.0-or-later */
/* misspelling.c - implements misspelling.h. */
#include "ranking/misspelling.h"

#include "newsdex/utf8.h"

#include <math.h>

static const double whole_edit = 1;
static const double doubled = 0.6;
static const double alike = 0.6;
static const double swapped = 0.8;
static const double at_the_beginning = 0.5;
static const double odds_of_an_edit = 100;

/* Letters, folded, that are written for one another: by their sound, or in another transliteration. */
static const char *const likes[] = {
    "aeiouy", "ckq", "scz", "xks", "vwf", "gjh", "gk", "bpv", "dt", "mn", "ij", "rl",
    /* Cyrillic */
    "\u0430\u043E\u044F",                                     /* а о я */
    "\u0435\u0438\u0439\u0456\u0457\u044B\u044D\u0454\u0451", /* е и й і ї ы э є ё */
    "\u0443\u044E\u0432",                                     /* у ю в */
    "\u0433\u0491\u0445",                                     /* г ґ х */
    "\u0441\u0437\u0446",                                     /* с з ц */
    "\u0434\u0442",                                           /* д т */
    "\u0431\u043F",                                           /* б п */
    "\u0448\u0449\u0447\u0436",                               /* ш щ ч ж */
    "\u044C\u044A",                                           /* ь ъ */
    /* Arabic */
    "\u0627\u0648\u064A\u0649", /* alef, waw, yeh, alef maksura */
    "\u0647\u0629",             /* heh, teh marbuta */
    "\u062A\u0637\u062F\u0636", /* teh, tah, dal, dad */
    "\u0633\u0635\u0632\u062B", /* seen, sad, zain, theh */
    "\u0643\u0642\u063A\u062C", /* kaf, qaf, ghain, jeem */
    "\u062D\u062E\u0647",       /* hah, khah, heh */
};

static bool holds(const char *letters, uint32_t letter)
{
    const char *end = letters + strlen(letters);
    while (letters < end) {
        size_t length;
        if (ndx_utf8_decode(letters, end, &length) == letter)
            return true;
        letters += length;
    }
    return false;
}

static bool are_alike(uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < sizeof likes / sizeof *likes; i++)
        if (holds(likes[i], a) && holds(likes[i], b))
            return true;
    return false;
}

typedef struct letters {
    uint32_t letter[NDX_WORD_PATTERN_LETTERS];
    size_t count;
} letters;

static void decode(ndx_span text, letters *into)
{
    into->count = 0;
    for (size_t at = 0; at < text.size && into->count < NDX_WORD_PATTERN_LETTERS;) {
        size_t length;
        into->letter[into->count++] =
            ndx_utf8_decode(text.data + at, text.data + text.size, &length);
        at += length;
    }
}

/* To write the letter at `at` though it is not meant, or the other way round. */
static double one_sided_cost(const letters *word, size_t at)
{
    bool again = (at && word->letter[at - 1] == word->letter[at]) ||
                 (at + 1 < word->count && word->letter[at + 1] == word->letter[at]);
    return (again ? doubled : whole_edit) + (at ? 0 : at_the_beginning);
}

static double replacement_cost(uint32_t meant, uint32_t typed, size_t at)
{
    if (meant == typed)
        return 0;
    return (are_alike(meant, typed) ? alike : whole_edit) + (at ? 0 : at_the_beginning);
}

static bool are_swapped(const letters *a, size_t i, const letters *b, size_t k)
{
    return i >= 2 && k >= 2 && a->letter[i - 1] == b->letter[k - 2] &&
           a->letter[i - 2] == b->letter[k - 1];
}

double ndx_misspelling_cost(ndx_span meant, ndx_span typed)
{
    double table[3][NDX_WORD_PATTERN_LETTERS + 1]; /* rows i, i - 1, i - 2, by i % 3 */
    letters a;
    letters b;
    decode(meant, &a);
    decode(typed, &b);
    table[0][0] = 0;
    for (size_t i = 0; i <= a.count; i++) {
        double *row = table[i % 3];
        const double *above = table[(i + 2) % 3];
        for (size_t k = i ? 0 : 1; k <= b.count; k++) {
            double best = INFINITY;
            if (i)
                best = fmin(best, above[k] + one_sided_cost(&a, i - 1));
            if (k)
                best = fmin(best, row[k - 1] + one_sided_cost(&b, k - 1));
            if (i && k)
                best = fmin(best, above[k - 1] +
                                      replacement_cost(a.letter[i - 1], b.letter[k - 1], k - 1));
            if (are_swapped(&a, i, &b, k))
                best = fmin(best,
                            table[(i + 1) % 3][k - 2] + swapped + (k > 2 ? 0 : at_the_beginning));
            row[k] = best;
        }
    }
    return table[a.count % 3][b.count];
}

double ndx_misspelling_score(double cost, uint64_t frequency)
{
    return log((double)frequency) - cost * log(odds_of_an_edit);
}

bool ndx_misspelling_is_far_behind(double score, double best)
{
    return score < best - whole_edit * log(odds_of_an_edit);
}
