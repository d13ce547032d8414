/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newssearch_options.c - the table of newssearch's options: help, man page and completion are made
 * from it. */
#include "newssearch_options.h"

#define AT(member) offsetof(newssearch_options, member)

static const char *const sorts[] = {"relevance", "newest", "oldest", "recency", NULL};
static const char *const formats[] = {"text",  "json", "tsv",  "csv", "markdown",
                                      "paths", "trec", "html", "svg", NULL};
static const char *const counts[] = {"articles", "matches", "both", NULL};
static const char *const dialects[] = {"newsdex", "factiva", "lexis", NULL};
static const char *const copies[] = {"show", "fold", "only", NULL};
static const char *const periods[] = {"day", "week", "month", "year", NULL};
static const char *const whens[] = {"auto", "always", "never", NULL};

static const ndx_option options[] = {
    {'i', "index", NDX_OPTION_LIST, "INDEX",
     "search this index; may be given several times (default: $NEWSDEX_INDEX, else "
     "./newsdex.index)",
     AT(indexes), NULL, "What to search"},
    {'a', "all", NDX_OPTION_FLAG, NULL, "demand every word", AT(all), NULL, NULL},
    {0, "since", NDX_OPTION_TEXT, "DATE",
     "published on DATE or later: 2025-11-30, 2025-11, yesterday, 7d", AT(since), NULL, NULL},
    {0, "until", NDX_OPTION_TEXT, "DATE", "published on DATE or earlier", AT(until), NULL, NULL},
    {0, "language", NDX_OPTION_TEXT, "CODE",
     "stem the query's words in this language (default: in the languages of the archive)",
     AT(language), NULL, NULL},
    {'e', "query", NDX_OPTION_LIST, "QUERY",
     "a query, as the arguments are; several are for --timeline", AT(queries), NULL, NULL},
    {0, "dialect", NDX_OPTION_CHOICE, "NAME", "whose operators the query has", AT(dialect),
     dialects, NULL},
    {0, "aliases", NDX_OPTION_TEXT, "FILE",
     "replace the names of FILE by all their forms wherever they stand (without: only @NAME)",
     AT(aliases), NULL, NULL},
    {0, "like", NDX_OPTION_TEXT, "ID",
     "find what is like the article with this id (and fits the query, if there is one)", AT(like),
     NULL, NULL},
    {0, "expand", NDX_OPTION_FLAG, NULL, "rank again, by the words that tell the ten best results",
     AT(expand), NULL, NULL},
    {'s', "sort", NDX_OPTION_CHOICE, "ORDER", "order of the results", AT(sort), sorts,
     "What to show"},
    {0, "half-life", NDX_OPTION_REAL, "DAYS",
     "with --sort=recency: after so many days a score is half as high (default 30)", AT(half_life),
     NULL, NULL},
    {0, "copies", NDX_OPTION_CHOICE, "HOW",
     "copies of one text: each by itself, folded under the first publisher (default in text), or "
     "folded and only what has copies",
     AT(copies), copies, NULL},
    {'n', "limit", NDX_OPTION_NUMBER, "N", "show at most N results (default 10; with --new all)",
     AT(limit), NULL, NULL},
    {0, "offset", NDX_OPTION_NUMBER, "N", "pass over the first N results", AT(offset), NULL, NULL},
    {'f', "format", NDX_OPTION_CHOICE, "FORMAT", "how to print", AT(format), formats, NULL},
    {0, "full", NDX_OPTION_FLAG, NULL, "print results as whole articles", AT(full), NULL, NULL},
    {'0', "null", NDX_OPTION_FLAG, NULL,
     "end paths with a NUL and not with a line end, for xargs -0", AT(null), NULL, NULL},
    {0, "exact-total", NDX_OPTION_FLAG, NULL, "count all matches, however long it takes",
     AT(exact_total), NULL, NULL},
    {'c', "count", NDX_OPTION_CHOICE, "[=WHAT]",
     "print only how many articles match; or how many matches are in them", AT(count_what), counts,
     NULL},
    {0, "show", NDX_OPTION_TEXT, "ID", "show the whole article with this id", AT(show), NULL, NULL},
    {0, "open", NDX_OPTION_FLAG, NULL,
     "print only the path of the best result (with --show: of that article), as in $PAGER "
     "\"$(newssearch --open QUERY)\"",
     AT(open), NULL, NULL},
    {0, "explain", NDX_OPTION_FLAG, NULL,
     "show how the query was understood and how each result got its score", AT(explain), NULL,
     NULL},
    {'q', "quiet", NDX_OPTION_FLAG, NULL, "no notes on the query: only what is wrong", AT(quiet),
     NULL, NULL},
    {0, "color", NDX_OPTION_CHOICE, "WHEN", "colour and bold type ($NO_COLOR switches auto off)",
     AT(color), whens, NULL},
    {0, "hyperlink", NDX_OPTION_CHOICE, "WHEN",
     "make headlines links, where there is colour (auto)", AT(hyperlink), whens, NULL},
    {0, "kwic", NDX_OPTION_FLAG, NULL, "print a concordance: a row for each match", AT(kwic), NULL,
     "All matches"},
    {0, "kwic-sort", NDX_OPTION_TEXT, "KEYS",
     "order of its rows: L1, L2 ... words before the match, R1 ... behind it, match, date, source, "
     "id, parted by commas",
     AT(kwic_sort), NULL, NULL},
    {0, "window", NDX_OPTION_NUMBER, "N", "with N words on either side (default 8)", AT(window),
     NULL, NULL},
    {0, "timeline", NDX_OPTION_CHOICE, "PERIOD",
     "print how many articles match in each day, week, month or year, of how many", AT(timeline),
     periods, NULL},
    {0, "facets", NDX_OPTION_TEXT, "LIST",
     "print how many of the matches have each source, section, language, author, month ... (a list "
     "of these, parted by commas)",
     AT(facets), NULL, NULL},
    {0, "terms", NDX_OPTION_FLAG, NULL,
     "print the words that tell the matches from the rest of the archive", AT(terms), NULL, NULL},
    {0, "cooccur", NDX_OPTION_NUMBER, "N",
     "print which of the names of --aliases (or of several -e) stand within N words of each other",
     AT(cooccur), NULL, NULL},
    {0, "topic", NDX_OPTION_TEXT, "ID",
     "topic number in --format=trec (default 1; in a batch the line's topic, else its number)",
     AT(topic), NULL, NULL},
    {0, "run-tag", NDX_OPTION_TEXT, "TAG", "run tag in --format=trec (default newsdex)",
     AT(run_tag), NULL, NULL},
    {0, "interactive", NDX_OPTION_FLAG, NULL,
     "answer queries that are typed, one after another; ? for help there", AT(interactive), NULL,
     "Many queries"},
    {0, "batch", NDX_OPTION_TEXT, "FILE",
     "answer each line of FILE (-: standard input) as a query of its own, or as a topic, a tab and "
     "a "
     "query",
     AT(batch), NULL, NULL},
    {0, "save", NDX_OPTION_TEXT, "NAME",
     "save the query under NAME, with the options that say what is searched, and do not search",
     AT(save), NULL, "Saved searches"},
    {0, "saved", NDX_OPTION_TEXT, "NAME", "search for what was saved under NAME", AT(saved), NULL,
     NULL},
    {0, "new", NDX_OPTION_FLAG, NULL,
     "with --saved: only what has come since it was saved or last asked with --new", AT(fresh),
     NULL, NULL},
    {0, "saved-list", NDX_OPTION_FLAG, NULL, "list the saved searches", AT(list_saved), NULL, NULL},
    {0, "forget", NDX_OPTION_TEXT, "NAME", "forget the saved search NAME", AT(forget), NULL, NULL},
    {0, "which-saved", NDX_OPTION_FLAG, NULL,
     "say which saved searches (arguments: of these names) the articles of the index meet; "
     "newsindex match asks so",
     AT(which_saved), NULL, NULL},
    {'j', "jobs", NDX_OPTION_NUMBER, "N",
     "use N threads (default: as many as there are processors)", AT(jobs), NULL, NULL},
    {0, "complete", NDX_OPTION_TEXT, "TYPED",
     "print what the last word of a query may become: names of fields, or values of source:, "
     "section:, lang:, by:, url: in the index; or names of saved searches, of --saved=",
     AT(complete), NULL, "For the completion of shells"},
};

const ndx_command newssearch_command = {
    "newssearch",
    "[OPTION]... QUERY...",
    "Search the articles of an index and show them, best first.",
    options,
    sizeof options / sizeof *options,
    "Words side by side are ranked, any of them may match. \"a phrase\", -not,\n"
    "AND OR NOT ( ), title: by: source: section: lang: url: id: date: since: until:\n"
    "are described in newsdex-query(7).\n"
    "A query that begins with - goes after --.\n"
    "\n"
    "Exit status: 0 something was found, 1 nothing was found, 2 an error.\n",
};

const char *newssearch_format_name(const newssearch_options *given)
{
    return formats[given->format];
}

const char *newssearch_dialect_name(const newssearch_options *given)
{
    return dialects[given->dialect];
}
