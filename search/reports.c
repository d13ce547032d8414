/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reports.c - implements reports.h. */
#include "reports.h"

#include "newsdex/limits.h"
#include "query/aliases.h"

#include <stdlib.h>

static const newssearch_report_settings *settings_of(const newssearch_query *query)
{
    return query->settings->report_settings;
}

static ndx_survey survey_of(const newssearch_query *query)
{
    return (ndx_survey){.index = query->index,
                        .analyser = query->analyser,
                        .options = &query->settings->search,
                        .progress = settings_of(query)->progress};
}

/* ---- one function a report ---- */

static bool kwic(const newssearch_query *query, const ndx_query *parsed, uint64_t *found,
                 ndx_error *error)
{
    const newssearch_report_settings *r = settings_of(query);
    ndx_survey survey = survey_of(query);
    uint64_t rows;
    return ndx_kwic(&survey, parsed, &r->kwic, r->table, &query->settings->output, query->out,
                    found, &rows, error);
}

static bool facets(const newssearch_query *query, const ndx_query *parsed, uint64_t *found,
                   ndx_error *error)
{
    const newssearch_report_settings *r = settings_of(query);
    ndx_survey survey = survey_of(query);
    ndx_facets *made = ndx_facets_count(&survey, parsed, &r->facets, error);
    bool done = made && ndx_facets_write(made, r->limit, r->table, &query->settings->output,
                                         query->out, error);
    *found = made ? ndx_facets_matching(made) : 0;
    ndx_facets_free(made);
    return done;
}

static bool terms(const newssearch_query *query, const ndx_query *parsed, uint64_t *found,
                  ndx_error *error)
{
    const newssearch_report_settings *r = settings_of(query);
    ndx_survey survey = survey_of(query);
    ndx_terms *made = ndx_terms_find(&survey, parsed, &r->terms, error);
    bool done =
        made && ndx_terms_write(made, r->table, &query->settings->output, query->out, error);
    *found = made ? ndx_terms_matching(made) : 0;
    ndx_terms_free(made);
    return done;
}

/* A further query of the command line; what is wrong with it is reported where it is found. */
static bool add_further(const newssearch_query *query, ndx_timeline *timeline, const char *text,
                        uint64_t *found, ndx_error *error)
{
    newssearch_query further = *query;
    ndx_query parsed = {0};
    uint64_t matching = 0;
    further.text = ndx_span_of(text);
    bool done = newssearch_parse(&further, &parsed)
                    ? ndx_timeline_add(timeline, &parsed, further.text, &matching, error)
                    : ndx_error_set(error, NDX_ERROR_USAGE, "the query '%s' is wrong", text);
    *found += matching;
    ndx_query_free(&parsed);
    return done;
}

static bool write_timeline(const newssearch_query *query, ndx_timeline *timeline, ndx_error *error)
{
    const newssearch_report_settings *r = settings_of(query);
    if (r->html)
        return ndx_timeline_write_html(timeline, query->out, error);
    if (r->svg)
        return ndx_timeline_write_svg(timeline, query->out, error);
    return ndx_timeline_write(timeline, r->table, &query->settings->output, r->blocks, query->out,
                              error);
}

static bool timeline(const newssearch_query *query, const ndx_query *parsed, uint64_t *found,
                     ndx_error *error)
{
    const newssearch_report_settings *r = settings_of(query);
    ndx_survey survey = survey_of(query);
    ndx_timeline *made = ndx_timeline_new(&survey, r->period, error);
    bool done = made && ndx_timeline_add(made, parsed, query->text, found, error);
    for (size_t i = 1; done && i < r->queries->count; i++)
        done = add_further(query, made, r->queries->item[i], found, error);
    done = done && write_timeline(query, made, error);
    ndx_timeline_free(made);
    return done;
}

/* ---- names that come together ---- */

/* The names: further queries of the command line, else all groups of the file of aliases. */
typedef struct name_list {
    ndx_cooccur_name *name;
    ndx_query *query;
    ndx_buffer *text;
    size_t count;
} name_list;

static bool add_name(const newssearch_query *query, name_list *names, ndx_span shown, ndx_span text,
                     ndx_error *error)
{
    newssearch_query one = *query;
    ndx_buffer *kept = &names->text[names->count];
    if (!ndx_buffer_append_span(kept, text))
        return ndx_error_memory(error, "reading names");
    one.text = ndx_buffer_span(kept);
    ndx_query *parsed = &names->query[names->count];
    names->name[names->count++] = (ndx_cooccur_name){shown, parsed};
    return newssearch_parse(&one, parsed) ||
           ndx_error_set(error, NDX_ERROR_USAGE, "the name '%.*s' cannot be looked for",
                         NDX_SPAN_ARGS(shown));
}

static bool add_alias(const newssearch_query *query, name_list *names, const ndx_alias *alias,
                      ndx_error *error)
{
    ndx_buffer text = {0};
    ndx_buffer_append_text(&text, "@\"");
    ndx_buffer_append_span(&text, alias->names[0].text);
    ndx_buffer_append_text(&text, "\"");
    bool done = ndx_buffer_ok(&text, "reading names", error) &&
                add_name(query, names, alias->names[0].text, ndx_buffer_span(&text), error);
    ndx_buffer_free(&text);
    return done;
}

static size_t count_names(const newssearch_query *query)
{
    const ndx_aliases *aliases = query->settings->query.aliases;
    size_t count = settings_of(query)->queries->count;
    if (count)
        return count;
    while (aliases && ndx_aliases_at(aliases, count))
        count++;
    return count;
}

static bool gather_names(const newssearch_query *query, name_list *names, ndx_error *error)
{
    const ndx_text_list *queries = settings_of(query)->queries;
    size_t count = count_names(query);
    names->name = calloc(count + 1, sizeof *names->name);
    names->query = calloc(count + 1, sizeof *names->query);
    names->text = calloc(count + 1, sizeof *names->text);
    if (!names->name || !names->query || !names->text)
        return ndx_error_memory(error, "reading names");
    if (count < 2)
        return ndx_error_set(error, NDX_ERROR_USAGE,
                             "--cooccur wants two names at least: --aliases=FILE, or several -e");
    for (size_t i = 0; i < count; i++) {
        ndx_span text = queries->count ? ndx_span_of(queries->item[i]) : (ndx_span){0};
        if (!(queries->count ? add_name(query, names, text, text, error)
                             : add_alias(query, names,
                                         ndx_aliases_at(query->settings->query.aliases, i), error)))
            return false;
    }
    return true;
}

static void free_names(name_list *names)
{
    for (size_t i = 0; i < names->count; i++) {
        ndx_query_free(&names->query[i]);
        ndx_buffer_free(&names->text[i]);
    }
    free(names->name);
    free(names->query);
    free(names->text);
}

static bool cooccur(const newssearch_query *query, const ndx_query *parsed, uint64_t *found,
                    ndx_error *error)
{
    const newssearch_report_settings *r = settings_of(query);
    ndx_survey survey = survey_of(query);
    name_list names = {0};
    (void)parsed;
    bool done = gather_names(query, &names, error) &&
                ndx_cooccur(&survey, names.name, names.count, &r->cooccur, r->table,
                            &query->settings->output, query->out, found, error);
    free_names(&names);
    return done;
}

/* ---- --count=matches, --count=both ---- */

typedef struct tally {
    uint64_t articles, matches;
} tally;

static bool add_to_tally(void *context, const ndx_found *found, ndx_error *error)
{
    tally *t = (tally *)context + found->thread;
    (void)error;
    t->articles++;
    t->matches += found->span_count;
    return true;
}

/* The numbers that were asked for, parted by a tab. */
static bool write_tally(const newssearch_query *query, const tally *all, ndx_error *error)
{
    ndx_output output = {.index = query->index,
                         .options = &query->settings->output,
                         .out = query->out,
                         .topic = query->topic,
                         .query = query->text,
                         .number = query->number};
    if (query->settings->format == &ndx_output_json)
        return ndx_output_json_counts(&output, all->articles, all->matches, error);
    if (query->settings->output.batch && query->settings->format == &ndx_output_tsv) {
        ndx_output_append_topic(query->out, &output);
        ndx_buffer_append_byte(query->out, '\t');
    }
    if (query->settings->count_what == NEWSSEARCH_COUNT_BOTH)
        ndx_buffer_printf(query->out, "%llu\t", (unsigned long long)all->articles);
    ndx_buffer_printf(query->out, "%llu\n", (unsigned long long)all->matches);
    return ndx_buffer_ok(query->out, "writing numbers", error);
}

static bool count_matches(const newssearch_query *query, const ndx_query *parsed, uint64_t *found,
                          ndx_error *error)
{
    tally parts[NDX_MATCHES_THREADS_MAX] = {{0}};
    ndx_matches_visitor visitor = {.context = parts,
                                   .spans = true,
                                   .visit = add_to_tally,
                                   .progress = settings_of(query)->progress};
    if (!ndx_matches_visit(query->index, parsed, &query->settings->search, query->analyser,
                           &visitor, error))
        return false;
    for (unsigned i = 1; i < NDX_MATCHES_THREADS_MAX; i++) {
        parts[0].articles += parts[i].articles;
        parts[0].matches += parts[i].matches;
    }
    *found = parts[0].articles;
    return write_tally(query, &parts[0], error);
}

/* ---- the command line ---- */

static bool table_of(const newssearch_options *options, newssearch_report_settings *report,
                     ndx_error *error)
{
    static const struct {
        const char *format;
        ndx_table_kind table;
    } tables[] = {{"text", NDX_TABLE_TEXT},
                  {"json", NDX_TABLE_JSON},
                  {"tsv", NDX_TABLE_TSV},
                  {"csv", NDX_TABLE_CSV},
                  {"markdown", NDX_TABLE_MARKDOWN}};
    const char *name = newssearch_format_name(options);
    report->html = strcmp(name, "html") == 0;
    report->svg = strcmp(name, "svg") == 0;
    if ((report->html || report->svg) && options->timeline >= 0)
        return true;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(tables[i].format, name) == 0) {
            report->table = tables[i].table;
            return true;
        }
    return ndx_error_set(error, NDX_ERROR_USAGE, "--format=%s has no form for this: %s", name,
                         "text, json, tsv, csv and markdown have (html and svg for --timeline)");
}

static bool choose_kwic(const newssearch_options *options, newssearch_report_settings *report,
                        ndx_error *error)
{
    if (options->window < 1 || options->window > NDX_KWIC_WINDOW_MAX)
        return ndx_error_set(error, NDX_ERROR_USAGE, "--window is a number of words from 1 to %u",
                             NDX_KWIC_WINDOW_MAX);
    report->kwic = (ndx_kwic_options)NDX_KWIC_OPTIONS_DEFAULT;
    report->kwic.window = (uint32_t)options->window;
    report->kwic.offset = options->offset;
    report->kwic.limit = options->limit == NEWSSEARCH_LIMIT_ABSENT ? 0 : options->limit;
    return !options->kwic_sort ||
           ndx_kwic_sort_parse(ndx_span_of(options->kwic_sort), &report->kwic.sort, error);
}

static bool choose_terms(const newssearch_options *options, newssearch_report_settings *report,
                         ndx_error *error)
{
    report->terms = (ndx_terms_options)NDX_TERMS_OPTIONS_DEFAULT;
    if (options->limit != NEWSSEARCH_LIMIT_ABSENT)
        report->terms.limit = options->limit;
    return (report->terms.limit >= 1 && report->terms.limit <= NDX_TERMS_LIMIT_MAX) ||
           ndx_error_set(error, NDX_ERROR_USAGE, "--terms shows from 1 to %u terms",
                         NDX_TERMS_LIMIT_MAX);
}

bool newssearch_choose_report(const newssearch_options *options, newssearch_report_settings *report,
                              newssearch_settings *settings, ndx_error *error)
{
    const bool asked[] = {options->kwic,
                          options->facets != NULL,
                          options->terms,
                          options->timeline >= 0,
                          options->count_what > NEWSSEARCH_COUNT_ARTICLES,
                          options->cooccur > 0};
    static newssearch_run *const runs[] = {kwic, facets, terms, timeline, count_matches, cooccur};
    report->limit =
        options->limit == NEWSSEARCH_LIMIT_ABSENT ? NDX_FACETS_LIMIT_DEFAULT : options->limit;
    report->queries = &options->queries;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        if (!asked[i])
            continue;
        if (settings->report)
            return ndx_error_set(
                error, NDX_ERROR_USAGE,
                "only one of --kwic, --facets, --terms, --timeline, --cooccur and --count "
                "can be given");
        settings->report = runs[i];
    }
    settings->report_settings = report;
    if (!settings->report)
        return true;
    report->cooccur = (ndx_cooccur_options){
        NDX_QUERY_NEAR,
        options->cooccur > NDX_LIMIT_DISTANCE ? NDX_LIMIT_DISTANCE : (uint32_t)options->cooccur,
        options->limit == NEWSSEARCH_LIMIT_ABSENT ? 0 : options->limit};
    if (options->timeline >= 0)
        report->period = (ndx_period)options->timeline;
    return (settings->report == count_matches || table_of(options, report, error)) &&
           (!options->kwic || choose_kwic(options, report, error)) &&
           (!options->terms || choose_terms(options, report, error)) &&
           (!options->facets ||
            ndx_facet_list_read(ndx_span_of(options->facets), &report->facets, error));
}
