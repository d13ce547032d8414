/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * generate.c - synthetic news of any size, for benchmarks: the same arguments give the same bytes.
 *
 * newsdex-bench-generate COUNT [SEED] [--files FOLDER]: TSV with a header line (id date source
 * section headline body) on standard output, about 1,800 bytes an article; or one text file an
 * article (headline, blank line, paragraphs) in folders of 1,000. The first N articles of a larger
 * COUNT are those of N.
 *
 * What is news about it, because an index feels it:
 * - sentences are templates of real function words; nouns, verbs and adjectives are drawn from
 *   lists of their own by Zipf-Mandelbrot's law (p of rank r is proportional to 1 / (r + q)^s), the
 *   frequent ones real, the others made of syllables and endings that a stemmer cuts;
 * - a third of an article's nouns are taken again from those it used before, and some pairs of
 *   words are fixed ("interest rate"), so frequencies within an article and phrases are as in text;
 * - articles belong to events, which are born, are hot, and are forgotten: the names of an event
 *   stand together and come in bursts by date;
 * - new names, numbers and misspellings never cease: distinct words grow by a power of the text
 *   (Heaps' law);
 * - one article in eight is wire copy: an earlier text of the last days under another source,
 *   whole, cut, with another headline or with a paragraph added;
 * - a quarter of the sources write curly quotation marks and dashes, so the text is not only ASCII.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    NOUNS = 26000,
    VERBS = 7000,
    ADJECTIVES = 14000,
    PLACES = 3000,
    ORGANISATIONS = 6000,
    FIRST_NAMES = 1500,
    SURNAMES = 20000,
    PAIRS = 8000, /* fixed pairs of words */
    PEOPLE = 5000,
    EVENTS = 96, /* alive at once */
    EVENT_NOUNS = 24,
    RECENT = 400, /* articles that may be copied */
    ARTICLES_A_DAY = 100,
    ARTICLES_AN_EVENT = 16,
    WORD_BYTES = 40,
    TEXT_BYTES = 32 * 1024,
    LONGEST_BODY = 12000,
};

static void stop(const char *why)
{
    (void)fprintf(stderr, "newsdex-bench-generate: %s\n", why);
    exit(2);
}

static void *must(void *memory)
{
    if (!memory)
        stop("out of memory");
    return memory;
}

/* ---- chance: xoshiro256++ by Blackman and Vigna, seeded by splitmix64 ---- */

static uint64_t state[4];

static uint64_t rotate(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

static uint64_t chance(void)
{
    uint64_t result = rotate(state[0] + state[3], 23) + state[0];
    uint64_t t = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotate(state[3], 45);
    return result;
}

static void seed_chance(uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        uint64_t z = (seed += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        state[i] = z ^ (z >> 31);
    }
}

static uint32_t below(uint32_t limit)
{
    return (uint32_t)(((chance() >> 32) * limit) >> 32);
}

static double fraction(void)
{
    return (double)(chance() >> 11) * 0x1p-53;
}

static bool one_in(uint32_t n)
{
    return below(n) == 0;
}

static bool percent(uint32_t n)
{
    return below(100) < n;
}

/* ---- lists of words, drawn by rank (alias method of Walker and Vose) ---- */

typedef struct list {
    uint32_t count;
    char (*word)[WORD_BYTES];
    uint32_t *alias, *threshold;
} list;

static void weigh(list *l, double q, double s)
{
    uint32_t n = l->count;
    double *p = must(malloc(n * sizeof *p));
    uint32_t *small = must(malloc(n * sizeof *small));
    uint32_t *large = must(malloc(n * sizeof *large));
    uint32_t smalls = 0;
    uint32_t larges = 0;
    double sum = 0;
    l->alias = must(malloc(n * sizeof *l->alias));
    l->threshold = must(malloc(n * sizeof *l->threshold));
    for (uint32_t i = 0; i < n; i++)
        sum += p[i] = pow(i + q, -s);
    for (uint32_t i = 0; i < n; i++) {
        p[i] *= n / sum;
        l->alias[i] = i;
        if (p[i] < 1)
            small[smalls++] = i;
        else
            large[larges++] = i;
    }
    while (smalls && larges) {
        uint32_t a = small[--smalls];
        uint32_t b = large[--larges];
        l->threshold[a] = (uint32_t)(p[a] * UINT32_MAX);
        l->alias[a] = b;
        p[b] -= 1 - p[a];
        if (p[b] < 1)
            small[smalls++] = b;
        else
            large[larges++] = b;
    }
    while (larges)
        l->threshold[large[--larges]] = UINT32_MAX;
    while (smalls)
        l->threshold[small[--smalls]] = UINT32_MAX;
    free(p);
    free(small);
    free(large);
}

static uint32_t draw(const list *l)
{
    uint64_t r = chance();
    uint32_t i = (uint32_t)(((r >> 32) * l->count) >> 32);
    return (uint32_t)r <= l->threshold[i] ? i : l->alias[i];
}

static void make_list(list *l, uint32_t count)
{
    l->count = count;
    l->word = must(calloc(count, sizeof *l->word));
}

static list nouns, verbs, adjectives, places, organisations, first_names, surnames, pairs, people;

static const char *const real_nouns[] = {
    "government", "year",         "company",    "president",     "market",     "percent",
    "minister",   "country",      "week",       "state",         "group",      "month",
    "party",      "official",     "court",      "police",        "bank",       "price",
    "share",      "plan",         "election",   "report",        "law",        "trade",
    "deal",       "talk",         "war",        "attack",        "leader",     "union",
    "city",       "program",      "rate",       "tax",           "budget",     "team",
    "school",     "game",         "case",       "worker",        "oil",        "industry",
    "policy",     "family",       "house",      "member",        "force",      "investor",
    "dollar",     "agreement",    "statement",  "analyst",       "season",     "committee",
    "campaign",   "vote",         "voter",      "problem",       "crisis",     "border",
    "power",      "energy",       "border",     "sale",          "bill",       "product",
    "fund",       "loss",         "profit",     "growth",        "service",    "system",
    "decision",   "issue",        "project",    "meeting",       "director",   "chairman",
    "reporter",   "lawyer",       "judge",      "trial",         "charge",     "prison",
    "soldier",    "army",         "troop",      "security",      "peace",      "rebel",
    "bomb",       "missile",      "weapon",     "sanction",      "export",     "import",
    "stock",      "bond",         "loan",       "debt",          "inflation",  "economy",
    "job",        "unemployment", "wage",       "strike",        "farmer",     "crop",
    "food",       "water",        "storm",      "flood",         "fire",       "earthquake",
    "accident",   "crash",        "flight",     "airline",       "airport",    "plane",
    "train",      "road",         "car",        "driver",        "hospital",   "doctor",
    "patient",    "drug",         "disease",    "virus",         "vaccine",    "study",
    "research",   "scientist",    "university", "student",       "teacher",    "child",
    "parent",     "club",         "player",     "coach",         "goal",       "match",
    "title",      "final",        "victory",    "film",          "book",       "music",
    "artist",     "award",        "television", "newspaper",     "computer",   "phone",
    "network",    "internet",     "technology", "software",      "customer",   "consumer",
    "store",      "factory",      "plant",      "mine",          "gas",        "pipeline",
    "ship",       "port",         "island",     "coast",         "river",      "village",
    "resident",   "refugee",      "migrant",    "passport",      "visa",       "embassy",
    "diplomat",   "envoy",        "ambassador", "treaty",        "parliament", "senator",
    "governor",   "mayor",        "council",    "opposition",    "coalition",  "reform",
    "referendum", "poll",         "corruption", "investigation",
};
static const char *const real_verbs[] = {
    "report",  "call",   "ask",     "add",       "announce", "expect",  "work",     "need",
    "want",    "help",   "use",     "plan",      "reject",   "accept",  "approve",  "support",
    "oppose",  "visit",  "return",  "move",      "open",     "close",   "start",    "end",
    "raise",   "launch", "order",   "warn",      "accuse",   "charge",  "arrest",   "release",
    "attack",  "kill",   "injure",  "damage",    "rescue",   "appoint", "name",     "elect",
    "defeat",  "urge",   "welcome", "criticise", "defend",   "review",  "discuss",  "sign",
    "offer",   "demand", "promise", "consider",  "decide",   "agree",   "refuse",   "deny",
    "confirm", "reveal", "publish", "describe",  "face",     "fear",    "hope",     "remain",
    "suspend", "resume", "delay",   "cancel",    "block",    "reduce",  "increase", "improve",
    "expand",  "invest", "acquire", "purchase",  "finance",  "import",  "export",   "produce",
    "supply",  "test",   "develop", "design",    "replace",  "destroy", "monitor",
};
static const char *const real_adjectives[] = {
    "new",       "former",    "national",  "public",        "political",  "local",    "foreign",
    "military",  "economic",  "federal",   "international", "senior",     "major",    "financial",
    "general",   "social",    "private",   "central",       "strong",     "recent",   "final",
    "early",     "late",      "small",     "large",         "high",       "low",      "possible",
    "key",       "global",    "regional",  "domestic",      "legal",      "criminal", "medical",
    "nuclear",   "annual",    "quarterly", "independent",   "democratic", "European", "American",
    "British",   "Russian",   "Chinese",   "German",        "French",     "Japanese", "Israeli",
    "Iraqi",     "Iranian",   "Ukrainian", "Indian",        "African",    "Asian",    "western",
    "northern",  "southern",  "eastern",   "young",         "old",        "good",     "bad",
    "difficult", "important", "serious",   "heavy",         "deep",       "rapid",    "temporary",
    "permanent", "urgent",    "emergency", "controversial", "unexpected", "official", "secret",
};
static const char *const real_places[] = {
    "Washington", "London",   "Moscow",  "Beijing",      "Paris",   "Berlin",  "Tokyo",
    "Brussels",   "Kyiv",     "Geneva",  "Jerusalem",    "Baghdad", "Tehran",  "New York",
    "Cairo",      "Delhi",    "Madrid",  "Rome",         "Vienna",  "Warsaw",  "Ankara",
    "Seoul",      "Canberra", "Ottawa",  "Mexico",       "Lagos",   "Nairobi", "Kabul",
    "Beirut",     "Damascus", "Zürich",  "São Paulo",    "Germany", "France",  "Britain",
    "China",      "Russia",   "Ukraine", "Israel",       "Iraq",    "Iran",    "India",
    "Japan",      "Canada",   "Brazil",  "South Africa", "Turkey",  "Egypt",
};
static const char *const real_first_names[] = {
    "John",    "David",  "Michael", "Robert",   "James",  "William", "Richard",  "Thomas",
    "Mary",    "Anna",   "Maria",   "Susan",    "Sarah",  "Laura",   "Peter",    "Paul",
    "George",  "Mark",   "Steve",   "Jean",     "José",   "Sergei",  "Vladimir", "Ivan",
    "Dmitry",  "Yuri",   "Ahmed",   "Mohammed", "Ali",    "Hassan",  "Wei",      "Li",
    "Hiroshi", "Angela", "Emma",    "François", "Jürgen", "Lars",    "Marco",    "Carlos",
};
static const char *const real_surnames[] = {
    "Smith",    "Johnson", "Williams", "Brown",  "Jones",  "Miller",   "Davis",   "Wilson",
    "Anderson", "Clark",   "Lewis",    "Walker", "Hall",   "Young",    "King",    "Wright",
    "Scott",    "Green",   "Baker",    "Nelson", "Carter", "Mitchell", "Roberts", "Turner",
    "Campbell", "Parker",  "Evans",    "Ivanov", "Petrov", "Müller",   "Schmidt", "Weber",
    "Dubois",   "García",  "Rossi",    "Kim",    "Lee",    "Chen",     "Wang",    "Tanaka",
    "Singh",    "Khan",    "Haddad",   "Cohen",  "Novák",
};
static const char *const real_pairs[] = {
    "prime minister",    "interest rate",    "oil price",        "stock market",
    "central bank",      "foreign minister", "white house",      "supreme court",
    "health care",       "climate change",   "human right",      "peace talk",
    "trade deal",        "chief executive",  "tax cut",          "nuclear weapon",
    "opposition party",  "press conference", "security council", "police officer",
    "news agency",       "real estate",      "civil war",        "gas pipeline",
    "election campaign", "exchange rate",    "trade deficit",    "budget deficit",
    "money supply",      "wheat export",
};
#define COUNT_OF(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

/* ---- made words ---- */

static const char *const onsets[] = {
    "b",  "b",  "b",  "c",  "c",  "c",  "d",  "d",  "d",  "f",  "f",   "g",  "g",  "h",  "j",
    "k",  "k",  "l",  "l",  "l",  "m",  "m",  "m",  "n",  "n",  "p",   "p",  "p",  "r",  "r",
    "r",  "s",  "s",  "s",  "t",  "t",  "t",  "v",  "v",  "w",  "z",   "br", "ch", "cl", "cr",
    "dr", "fl", "gr", "pl", "pr", "qu", "sh", "sl", "sp", "st", "str", "th", "tr"};
static const char *const vowels[] = {"a", "a", "a", "e", "e", "e", "e",  "i",  "i",
                                     "i", "o", "o", "o", "u", "u", "ea", "ou", "ai"};
static const char *const codas[] = {"l", "m", "n", "n",  "n",  "r",  "r",  "r",  "s",
                                    "t", "d", "p", "ck", "nd", "nt", "st", "rt", "ng"};
static const char *const noun_ends[] = {"",     "",    "",    "",    "er", "ment", "ation", "ity",
                                        "ness", "age", "ist", "ism", "or", "ence", "ery",   "ship"};
static const char *const verb_ends[] = {"", "",    "",    "",    "",   "",
                                        "", "ate", "ise", "ify", "le", "en"};
static const char *const adjective_ends[] = {"",    "al",   "ive", "ous", "ic", "able",
                                             "ful", "less", "ary", "ish", "ed", "ing"};
static const char *const place_ends[] = {"",     "ton",  "ville", "burg",  "ford",  "ia",
                                         "stan", "grad", "abad",  "mouth", "field", "ham"};
static const char *const surname_ends[] = {"",      "",     "",     "son", "man", "ov",
                                           "ova",   "enko", "ski",  "ez",  "ini", "berg",
                                           "stein", "ian",  "oglu", "well"};
#define ONE_OF(array) ((array)[below(COUNT_OF(array))])

static void copy_word(char to[WORD_BYTES], const char *from)
{
    size_t size = strlen(from);
    if (size >= WORD_BYTES)
        stop("a word is too long");
    memcpy(to, from, size + 1);
}

static void capitalise(char *word)
{
    if (*word >= 'a' && *word <= 'z')
        *word = (char)(*word - 'a' + 'A');
}

static void make_word(char to[WORD_BYTES], unsigned syllables, const char *end)
{
    char made[96] = "";
    for (unsigned i = 0; i < syllables; i++) {
        strcat(made, ONE_OF(onsets));
        strcat(made, ONE_OF(vowels));
        if (percent(i + 1 == syllables ? 75 : 18))
            strcat(made, ONE_OF(codas));
    }
    size_t size = strlen(made);
    if (*end && strchr("aeiou", *end) && size > 3 && strchr("aeiouy", made[size - 1]))
        made[size - 1] = '\0';
    strcat(made, end);
    made[WORD_BYTES - 8] = '\0';
    copy_word(to, made);
}

/* Frequent words are short (Zipf again). */
static unsigned syllables_of(uint32_t rank)
{
    unsigned syllables = 1;
    if (rank > 600 || percent(50))
        syllables++;
    if (percent(rank > 9000 ? 55 : 12))
        syllables++;
    return syllables;
}

static void fill(list *l, uint32_t count, const char *const *real, uint32_t reals,
                 const char *const *ends, uint32_t end_count, bool names)
{
    make_list(l, count);
    for (uint32_t i = 0; i < count; i++) {
        if (i < reals) {
            copy_word(l->word[i], real[i]);
            continue;
        }
        const char *end = ends[below(end_count)];
        make_word(l->word[i], names ? (percent(75) ? 2 : 1) : syllables_of(i), end);
        if (names)
            capitalise(l->word[i]);
    }
}

static void make_organisations(void)
{
    static const char *const kinds[] = {"Group",    "Corp",    "Bank",  "Institute",  "Holdings",
                                        "Airlines", "Energy",  "Party", "University", "Council",
                                        "Motors",   "Systems", "Union", "Foundation", "Agency"};
    make_list(&organisations, ORGANISATIONS);
    for (uint32_t i = 0; i < ORGANISATIONS; i++) {
        char name[WORD_BYTES];
        if (percent(30))
            copy_word(name, places.word[draw(&places)]);
        else
            make_word(name, percent(60) ? 2 : 1, "");
        name[WORD_BYTES - 14] = '\0';
        capitalise(name);
        (void)snprintf(organisations.word[i], WORD_BYTES, "%.*s %s", WORD_BYTES - 14, name,
                       ONE_OF(kinds));
    }
}

static void make_pairs(void)
{
    make_list(&pairs, PAIRS);
    for (uint32_t i = 0; i < PAIRS; i++) {
        if (i < COUNT_OF(real_pairs)) {
            copy_word(pairs.word[i], real_pairs[i]);
            continue;
        }
        int length;
        do { /* another one if it is too long; drawn one by one, for C leaves the order open */
            const char *second = nouns.word[draw(&nouns)];
            const char *first =
                percent(50) ? adjectives.word[draw(&adjectives)] : nouns.word[draw(&nouns)];
            length = snprintf(pairs.word[i], WORD_BYTES, "%s %s", first, second);
        } while (length >= WORD_BYTES);
    }
}

static void make_person(char to[WORD_BYTES], const char *surname)
{
    for (int length = WORD_BYTES; length >= WORD_BYTES;)
        length = snprintf(to, WORD_BYTES, "%s %s", first_names.word[draw(&first_names)], surname);
}

static void make_lists(void)
{
    fill(&nouns, NOUNS, real_nouns, COUNT_OF(real_nouns), noun_ends, COUNT_OF(noun_ends), false);
    fill(&verbs, VERBS, real_verbs, COUNT_OF(real_verbs), verb_ends, COUNT_OF(verb_ends), false);
    fill(&adjectives, ADJECTIVES, real_adjectives, COUNT_OF(real_adjectives), adjective_ends,
         COUNT_OF(adjective_ends), false);
    fill(&places, PLACES, real_places, COUNT_OF(real_places), place_ends, COUNT_OF(place_ends),
         true);
    fill(&first_names, FIRST_NAMES, real_first_names, COUNT_OF(real_first_names), noun_ends, 4,
         true);
    fill(&surnames, SURNAMES, real_surnames, COUNT_OF(real_surnames), surname_ends,
         COUNT_OF(surname_ends), true);
    weigh(&nouns, 20, 1.15);
    weigh(&verbs, 12, 1.2);
    weigh(&adjectives, 10, 1.2);
    weigh(&places, 6, 1.1);
    weigh(&first_names, 10, 0.9);
    weigh(&surnames, 20, 0.9);
    make_organisations();
    weigh(&organisations, 10, 0.9);
    make_pairs();
    weigh(&pairs, 6, 0.95);
    make_list(&people, PEOPLE);
    for (uint32_t i = 0; i < PEOPLE; i++)
        make_person(people.word[i], surnames.word[draw(&surnames)]);
    weigh(&people, 6, 1.0);
}

/* ---- events ---- */

typedef struct event {
    char person[3][WORD_BYTES];
    const char *organisation[2], *place[2];
    const char *pair[3];
    uint32_t noun[EVENT_NOUNS];
    uint32_t heat, section;
} event;

static event events[EVENTS];
static uint64_t all_heat;

static const char *const sections[] = {"World",  "Politics", "Business", "Markets", "Sports",
                                       "Health", "Science",  "Culture",  "Local",   "Opinion"};

static void begin_event(event *e)
{
    all_heat -= e->heat;
    for (int i = 0; i < 3; i++) {
        if (percent(45)) {
            copy_word(e->person[i], people.word[draw(&people)]);
        } else if (percent(40)) {
            make_person(e->person[i], surnames.word[draw(&surnames)]);
        } else { /* a name that nobody has read before */
            char surname[WORD_BYTES];
            const char *end = ONE_OF(surname_ends);
            make_word(surname, percent(30) ? 3 : 2, end);
            surname[WORD_BYTES - 18] = '\0';
            capitalise(surname);
            make_person(e->person[i], surname);
        }
    }
    for (int i = 0; i < 2; i++) {
        e->organisation[i] = organisations.word[draw(&organisations)];
        e->place[i] = places.word[draw(&places)];
    }
    for (int i = 0; i < 3; i++)
        e->pair[i] = pairs.word[draw(&pairs)];
    for (int i = 0; i < EVENT_NOUNS; i++)
        e->noun[i] = draw(&nouns);
    e->section = below(COUNT_OF(sections));
    e->heat = 40 + below(400);
    e->heat *= 1 + below(4);
    all_heat += e->heat;
}

static event *choose_event(void)
{
    uint64_t at = (uint64_t)(fraction() * (double)all_heat);
    for (int i = 0; i < EVENTS; i++) {
        if (at < events[i].heat)
            return &events[i];
        at -= events[i].heat;
    }
    return &events[EVENTS - 1];
}

/* Old news: heat fades, and the coldest event gives way to a new one. */
static void pass_time(void)
{
    event *coldest = events;
    all_heat = 0;
    for (int i = 0; i < EVENTS; i++) {
        events[i].heat -= events[i].heat / 12;
        all_heat += events[i].heat;
        if (events[i].heat < coldest->heat)
            coldest = &events[i];
    }
    begin_event(coldest);
}

/* ---- an article ---- */

typedef struct text {
    size_t size;
    char data[TEXT_BYTES];
} text;

typedef struct article {
    text headline, body; /* the body's paragraphs are parted by \n\n */
    uint32_t section;
} article;

/* What a sentence draws from. */
typedef struct story {
    const event *event;
    uint32_t used[16]; /* nouns of this article */
    uint32_t used_count;
    bool curly;
    uint32_t day;
} story;

static void put_bytes(text *t, const char *bytes, size_t size)
{
    if (t->size + size >= sizeof t->data)
        return;
    memcpy(t->data + t->size, bytes, size);
    t->size += size;
}

static void put(text *t, const char *string)
{
    put_bytes(t, string, strlen(string));
}

static void put_number(text *t, uint64_t number, bool grouped)
{
    char digits[32];
    size_t at = sizeof digits;
    unsigned count = 0;
    do {
        if (grouped && count && count % 3 == 0)
            digits[--at] = ',';
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
        count++;
    } while (number);
    put_bytes(t, digits + at, sizeof digits - at);
}

/* Sizes in the news are as likely of one order of magnitude as of another, and mostly round. */
static uint64_t magnitude(unsigned most)
{
    uint64_t number = 1 + below(9);
    unsigned orders = below(most);
    for (unsigned i = 0; i < orders; i++)
        number = number * 10 + (i < 2 || percent(45) ? below(10) : 0);
    return number;
}

static void put_amount(text *t, char kind)
{
    switch (kind) {
    case '#':
        put_number(t, magnitude(6), true);
        return;
    case '$':
        put(t, "$");
        put_number(t, 1 + below(999), false);
        put(t, ".");
        put_number(t, below(10), false);
        put(t, percent(60) ? " million" : " billion");
        return;
    case '%':
        put_number(t, below(100), false);
        put(t, ".");
        put_number(t, below(10), false);
        put(t, " percent");
        return;
    case '2':
        put_number(t, 2 + below(88), false);
        return;
    default:
        put_number(t, 1960 + below(60), false);
        return;
    }
}

static bool is_vowel(char c)
{
    return c && strchr("aeiou", c);
}

static void put_plural(text *t, const char *word)
{
    size_t size = strlen(word);
    char last = word[size - 1];
    if (last == 'y' && size > 2 && !is_vowel(word[size - 2])) {
        put_bytes(t, word, size - 1);
        put(t, "ies");
        return;
    }
    put_bytes(t, word, size);
    bool hissing = last == 's' || last == 'x' || last == 'z' ||
                   (last == 'h' && (word[size - 2] == 'c' || word[size - 2] == 's'));
    put(t, hissing ? "es" : "s");
}

static void put_verb(text *t, const char *word, const char *end) /* "ed" or "ing" */
{
    size_t size = strlen(word);
    char last = word[size - 1];
    if (last == 'e')
        size--;
    put_bytes(t, word, size - (*end == 'e' && last == 'y' && !is_vowel(word[size - 2])));
    if (*end == 'e' && last == 'y' && !is_vowel(word[size - 2]))
        put(t, "i");
    put(t, end);
}

static uint32_t choose_noun(story *s)
{
    uint32_t noun;
    uint32_t kind = below(100);
    if (kind < 33 && s->used_count)
        return s->used[below(s->used_count < 16 ? s->used_count : 16)];
    noun = kind < 50 ? s->event->noun[below(EVENT_NOUNS)] : draw(&nouns);
    s->used[s->used_count++ % 16] = noun;
    return noun;
}

/* A noun, now and then misspelled. */
static void put_noun(text *t, story *s, bool plural)
{
    const char *word = nouns.word[choose_noun(s)];
    char wrong[WORD_BYTES];
    if (one_in(2500)) {
        size_t at = 1;
        copy_word(wrong, word);
        at += below((uint32_t)strlen(word) - 2);
        wrong[at] = (char)('a' + below(26));
        word = wrong;
    }
    if (plural)
        put_plural(t, word);
    else
        put(t, word);
}

static const char *choose_person(const story *s)
{
    return percent(85) ? s->event->person[below(3)] : people.word[draw(&people)];
}

/*
 * The templates. %n noun, %N plural, %a adjective, %c a fixed pair, %v past, %i infinitive, %g
 * participle, %p person, %s surname, %o organisation, %l place, %# number, %2 one of two digits, %$
 * money, %% share, %y year, %w weekday, %" and %' opening and closing quotation mark, %- dash.
 */
static const char *const sentences[] = {
    "The %n of the %a %n in %l %v the %N on %w.",
    "%p said the %n would %i the %c by the end of the year.",
    "%o %v %$ in the %a quarter, %N said.",
    "The %c %v the %a %n after %N from %l %v a %n.",
    "%\"We will %i the %N and %i every %n,%' %s told reporters in %l.",
    "%\"The %n is %a and the %N are not,%' said %p, a %n at %o.",
    "It was the first %n since %y that the %N had %v a %a %n.",
    "In %l, %N %v the %n, and the %c was %v for %2 days.",
    "A %n for %o said that it had %v %# %N, but that the %n was %a.",
    "%s has %v the %n of the %c, which %N in %l say is %a.",
    "More than %# people were %v when a %n %v near the %n of %l.",
    "The %N, %v by %p of %o, %v that the %n would not %i.",
    "But %N who %v the %n said there was no %n of %g the %c before %w.",
    "%p, who is %2, %v the %a %n with %N from %o and %l.",
    "According to the %n, the %N of the %a %n %v from %% to %%.",
    "He said that he was %g to %i the %n, and that it was a %n for the %N.",
    "She %v the %n at a %n in %l, where %N and %N had been %g for hours.",
    "The %a %n is expected to %i %# %N a year if the %n is %v.",
    "%o, based in %l, %v its %N to %$ and its %n to %%.",
    "There were no %N of a %n, and %s did not %i to the %N.",
    "Neither the %n nor the %c %v after %w%-a %a %n for %o.",
    "The %c between %l and %l has %v the %N of both.",
    "Under the %n, the %a %N must %i their %n within %2 days.",
    "%s, the %n of %o, %v the %n and said: %\"There is no %a %n to %i.%'",
    "Some %N are %g that the %n of the %a %n will %i the %N more than %s has %v.",
    "The %n has been %a for %N since the %n in %l in %y.",
    "On %w the %n of %o %v %%, and %N %v the %n for the %a time.",
    "Asked whether the %n would be %v, %p said only that the %N were %g.",
    "If they do not %i, the %n may %i up to %# %N%-or the whole of the %c.",
    "This was %v by %N at the %a %n, one of whom called it a %n of %N.",
};
static const char *const headlines[] = {
    "%s %v %n in %l",           "%o %v %a %N",
    "%l %n: %N %v after %c",    "%c %v as %N %i %n",
    "%p: %n of %N was %a",      "%N %i %$ in %a %n",
    "UPDATE 1-%o %v %n, %N %i", "Why the %a %n of %l %v %s",
    "%#: the %n of the %c",     "%l and %o to %i %c",
};
static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
static const char *const sources[] = {
    "Meridian",     "Harbor Tribune", "Pacific Desk",   "City Courier", "The Northline",
    "Capital Wire", "Evening Ledger", "Globe Dispatch", "Market Pulse", "The Observer Daily",
    "Continental",  "Bay Chronicle",  "Union Herald",   "River Post",   "Atlantic Report",
    "Morning Echo", "State Journal",  "The Sentinel",   "Metro Record", "Valley News",
};

/* What stands for a letter of a template. */
static void put_part(text *t, story *s, char letter)
{
    switch (letter) {
    case 'n':
        if (percent(12)) {
            put(t, s->event->pair[below(3)]);
            return;
        }
        put_noun(t, s, false);
        return;
    case 'N':
        put_noun(t, s, true);
        return;
    case 'a':
        put(t, adjectives.word[draw(&adjectives)]);
        return;
    case 'c':
        put(t, percent(50) ? s->event->pair[below(3)] : pairs.word[draw(&pairs)]);
        return;
    case 'v':
        put_verb(t, verbs.word[draw(&verbs)], "ed");
        return;
    case 'g':
        put_verb(t, verbs.word[draw(&verbs)], "ing");
        return;
    case 'i':
        put(t, verbs.word[draw(&verbs)]);
        return;
    case 'p':
        put(t, choose_person(s));
        return;
    case 's':
        put(t, strchr(choose_person(s), ' ') + 1);
        return;
    case 'o':
        put(t, percent(70) ? s->event->organisation[below(2)]
                           : organisations.word[draw(&organisations)]);
        return;
    case 'l':
        put(t, percent(70) ? s->event->place[below(2)] : places.word[draw(&places)]);
        return;
    case '#':
    case '$':
    case '%':
    case '2':
    case 'y':
        put_amount(t, letter);
        return;
    case 'w':
        put(t, weekdays[(s->day + 7 - below(3)) % 7]);
        return;
    case '"':
        put(t, s->curly ? "\xE2\x80\x9C" : "\"");
        return;
    case '\'':
        put(t, s->curly ? "\xE2\x80\x9D" : "\"");
        return;
    case '-':
        put(t, s->curly ? " \xE2\x80\x94 " : " - ");
        return;
    default:
        stop("a template has an unknown letter");
    }
}

static void put_template(text *t, story *s, const char *template)
{
    size_t begin = t->size;
    while (*template) {
        size_t plain = strcspn(template, "%");
        put_bytes(t, template, plain);
        template += plain;
        if (*template) {
            size_t at = t->size;
            put_part(t, s, template[1]);
            template += 2;
            if (at > 2 && t->size + 1 < sizeof t->data && is_vowel(t->data[at]) &&
                memcmp(t->data + at - 3, " a ", 3) == 0) {
                memmove(t->data + at, t->data + at - 1, t->size - at + 1); /* an apple */
                t->data[at - 1] = 'n';
                t->size++;
            }
        }
    }
    t->data[t->size] = '\0';
    if (t->size > begin)
        capitalise(t->data + begin);
}

static void put_dateline(text *t, const story *s, const struct tm *day, const char *source)
{
    static const char *const months[] = {"Jan",  "Feb", "March", "April", "May", "June",
                                         "July", "Aug", "Sept",  "Oct",   "Nov", "Dec"};
    for (const char *c = s->event->place[0]; *c; c++) {
        char upper = *c;
        if (upper >= 'a' && upper <= 'z')
            upper = (char)(upper - 'a' + 'A');
        put_bytes(t, &upper, 1);
    }
    put(t, ", ");
    put(t, months[day->tm_mon]);
    put(t, " ");
    put_number(t, (uint64_t)day->tm_mday, false);
    put(t, " (");
    put(t, source);
    put(t, s->curly ? ") \xE2\x80\x94 " : ") - ");
}

static void write_article(article *a, story *s, const struct tm *day, const char *source)
{
    double length = 360 + 1390 * pow(-log(1 - fraction()), 0.85);
    size_t wanted = length < LONGEST_BODY ? (size_t)length : LONGEST_BODY;
    a->headline.size = a->body.size = 0;
    a->section = s->event->section;
    put_template(&a->headline, s, ONE_OF(headlines));
    if (percent(55))
        put_dateline(&a->body, s, day, source);
    for (;;) {
        const char *sentence = ONE_OF(sentences);
        while (!a->body.size && sentence[1] == '"') /* it would quote the whole cell of a table */
            sentence = ONE_OF(sentences);
        put_template(&a->body, s, sentence);
        if (a->body.size >= wanted)
            return;
        put(&a->body, percent(45) ? "\n\n" : " ");
    }
}

/* An earlier article as another outlet brings it. */
static void reprint(article *a, const article *from, story *s)
{
    memcpy(&a->headline, &from->headline, offsetof(text, data) + from->headline.size + 1);
    memcpy(&a->body, &from->body, offsetof(text, data) + from->body.size + 1);
    a->section = from->section;
    if (percent(50)) {
        a->headline.size = 0;
        put_template(&a->headline, s, ONE_OF(headlines));
    }
    if (percent(35)) { /* cut to fit: a paragraph's end in the second half */
        for (size_t i = a->body.size / 2; i + 1 < a->body.size; i++) {
            if (a->body.data[i] == '\n' && percent(60)) {
                a->body.size = i;
                break;
            }
        }
    } else if (percent(40)) {
        put(&a->body, "\n\n");
        put_template(&a->body, s, ONE_OF(sentences));
    }
}

/* ---- output ---- */

static void print_row(const article *a, uint64_t id, const struct tm *day, const char *source,
                      text *line)
{
    char head[128];
    int size = snprintf(head, sizeof head, "%llu\t%04d-%02d-%02dT%02d:%02d:00Z\t%s\t%s\t",
                        (unsigned long long)id, day->tm_year + 1900, day->tm_mon + 1, day->tm_mday,
                        day->tm_hour, day->tm_min, source, sections[a->section]);
    line->size = 0;
    put_bytes(line, head, (size_t)size);
    put_bytes(line, a->headline.data, a->headline.size);
    put(line, "\t");
    for (size_t i = 0; i < a->body.size; i++) { /* a row is a line: paragraphs become spaces */
        char c = a->body.data[i];
        if (c == '\n') {
            c = ' ';
            i++;
        }
        line->data[line->size++] = c;
    }
    put(line, "\n");
    if (fwrite(line->data, 1, line->size, stdout) != line->size)
        stop(strerror(errno));
}

static void print_file(const article *a, uint64_t id, const char *folder)
{
    char path[4096];
    int room = snprintf(path, sizeof path, "%s/%05llu", folder, (unsigned long long)id / 1000);
    if (room < 0 || (size_t)room > sizeof path - 32)
        stop("the folder's name is too long");
    if (id % 1000 == 0 || id == 1)
        if (mkdir(path, 0777) && errno != EEXIST)
            stop(strerror(errno));
    (void)snprintf(path + room, sizeof path - (size_t)room, "/%08llu.txt", (unsigned long long)id);
    FILE *file = fopen(path, "w");
    if (!file)
        stop(strerror(errno));
    (void)fwrite(a->headline.data, 1, a->headline.size, file);
    (void)fputs("\n\n", file);
    (void)fwrite(a->body.data, 1, a->body.size, file);
    (void)fputs("\n", file);
    if (fclose(file))
        stop(strerror(errno));
}

static void generate(uint64_t count, const char *folder)
{
    article *recent = must(calloc(RECENT, sizeof *recent));
    text *line = must(calloc(2, sizeof *line));
    time_t begin = 883612800; /* 1998-01-01 */
    for (int i = 0; i < EVENTS; i++)
        begin_event(&events[i]);
    if (!folder)
        (void)puts("id\tdate\tsource\tsection\theadline\tbody");
    for (uint64_t id = 1; id <= count; id++) {
        article *a = &recent[id % RECENT];
        uint32_t source = below(COUNT_OF(sources));
        time_t now =
            begin + (time_t)(id * (86400 / ARTICLES_A_DAY)) + (time_t)below(86400 / ARTICLES_A_DAY);
        struct tm day;
        story s = {.event = choose_event(), .curly = source % 4 == 0};
        if (!gmtime_r(&now, &day))
            stop("a date cannot be told");
        s.day = (uint32_t)day.tm_wday + 6; /* weekdays[] begins on Monday */
        if (id > RECENT && percent(13))
            reprint(a, &recent[(id - 1 - below(RECENT - 1)) % RECENT], &s);
        else
            write_article(a, &s, &day, sources[source]);
        if (folder)
            print_file(a, id, folder);
        else
            print_row(a, id, &day, sources[source], line);
        if (id % ARTICLES_AN_EVENT == 0)
            pass_time();
    }
    if (fflush(stdout))
        stop(strerror(errno));
    free(line);
    free(recent);
}

int main(int argc, char **argv)
{
    const char *folder = NULL;
    uint64_t number[2] = {0, 1};
    int numbers = 0;
    for (int i = 1; i < argc; i++) {
        char *end = NULL;
        if (strcmp(argv[i], "--files") == 0 && i + 1 < argc)
            folder = argv[++i];
        else if (numbers < 2 && *argv[i] >= '0' && *argv[i] <= '9')
            number[numbers++] = strtoull(argv[i], &end, 10);
        else
            numbers = 3;
        if (end && *end)
            numbers = 3;
    }
    if (numbers < 1 || numbers > 2) {
        (void)fprintf(stderr, "usage: newsdex-bench-generate COUNT [SEED] [--files FOLDER]\n");
        return 2;
    }
    if (folder && mkdir(folder, 0777) && errno != EEXIST)
        stop(strerror(errno));
    seed_chance(number[1]);
    make_lists();
    generate(number[0], folder);
    list *all[] = {&nouns,       &verbs,    &adjectives, &places, &organisations,
                   &first_names, &surnames, &pairs,      &people};
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        free(all[i]->word);
        free(all[i]->alias);
        free(all[i]->threshold);
    }
    return 0;
}
