/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * database.cc - reading databases.
 */
#include "indexer/xapian/internal.hpp"

using xapian_c::assign;
using xapian_c::guard;
using xapian_c::make;
using xapian_c::require;
using xapian_c::to_string;

static_assert(int(XC_DATABASE_GLASS) == int(Xapian::DB_BACKEND_GLASS), "");
static_assert(int(XC_DATABASE_STUB) == int(Xapian::DB_BACKEND_STUB), "");
static_assert(int(XC_DATABASE_INMEMORY) == int(Xapian::DB_BACKEND_INMEMORY), "");

namespace
{

const Xapian::Database &of(const xc_database *database)
{
    require(database != nullptr, "no database: NULL was given");
    return database->database;
}

Xapian::Database &of(xc_database *database)
{
    require(database != nullptr, "no database: NULL was given");
    return database->database;
}

std::unique_ptr<xc_database> handle_of(const Xapian::Database &database)
{
    return std::unique_ptr<xc_database>(new xc_database{database});
}

} // namespace

extern "C" {

xc_status xc_database_open(const char *path, int flags, xc_database **database, xc_error *error)
{
    return make(database, error,
                [&] { return handle_of(Xapian::Database(to_string(path), flags)); });
}

xc_status xc_database_open_descriptor(int descriptor, int flags, xc_database **database,
                                      xc_error *error)
{
    return make(database, error, [&] { return handle_of(Xapian::Database(descriptor, flags)); });
}

xc_status xc_database_open_tcp(const char *host, unsigned port, unsigned timeout_ms,
                               unsigned connect_timeout_ms, xc_database **database, xc_error *error)
{
    return make(database, error, [&] {
        return handle_of(
            Xapian::Remote::open(to_string(host), port, timeout_ms, connect_timeout_ms));
    });
}

xc_status xc_database_open_program(const char *program, const char *arguments, unsigned timeout_ms,
                                   xc_database **database, xc_error *error)
{
    return make(database, error, [&] {
        return handle_of(
            Xapian::Remote::open(to_string(program), to_string(arguments), timeout_ms));
    });
}

xc_status xc_database_new_empty(xc_database **database, xc_error *error)
{
    return make(database, error, [] { return handle_of(Xapian::Database()); });
}

xc_status xc_database_add(xc_database *database, const xc_database *added, xc_error *error)
{
    return guard(error, [&] { of(database).add_database(of(added)); });
}

xc_status xc_database_shard_count(const xc_database *database, size_t *count, xc_error *error)
{
    return guard(error, [&] { *count = of(database).size(); });
}

xc_status xc_database_close(xc_database *database, xc_error *error)
{
    return guard(error, [&] { of(database).close(); });
}

xc_status xc_database_reopen(xc_database *database, bool *changed, xc_error *error)
{
    return guard(error, [&] {
        const bool maybe = of(database).reopen();
        if (changed != nullptr)
            *changed = maybe;
    });
}

xc_status xc_database_keep_alive(xc_database *database, xc_error *error)
{
    return guard(error, [&] { of(database).keep_alive(); });
}

void xc_database_free(xc_database *database)
{
    if (database != nullptr && !database->lent)
        xapian_c::destroy(database);
}

xc_status xc_database_doccount(const xc_database *database, xc_doccount *count, xc_error *error)
{
    return guard(error, [&] { *count = of(database).get_doccount(); });
}

xc_status xc_database_lastdocid(const xc_database *database, xc_docid *docid, xc_error *error)
{
    return guard(error, [&] { *docid = of(database).get_lastdocid(); });
}

xc_status xc_database_average_length(const xc_database *database, double *length, xc_error *error)
{
    return guard(error, [&] { *length = of(database).get_average_length(); });
}

xc_status xc_database_total_length(const xc_database *database, uint64_t *length, xc_error *error)
{
    return guard(error, [&] { *length = of(database).get_total_length(); });
}

xc_status xc_database_doclength(const xc_database *database, xc_docid docid, xc_termcount *length,
                                xc_error *error)
{
    return guard(error, [&] { *length = of(database).get_doclength(docid); });
}

xc_status xc_database_doclength_bounds(const xc_database *database, xc_termcount *lower,
                                       xc_termcount *upper, xc_error *error)
{
    return guard(error, [&] {
        const xc_termcount low = of(database).get_doclength_lower_bound();
        const xc_termcount high = of(database).get_doclength_upper_bound();
        if (lower != nullptr)
            *lower = low;
        if (upper != nullptr)
            *upper = high;
    });
}

xc_status xc_database_unique_terms(const xc_database *database, xc_docid docid, xc_termcount *count,
                                   xc_error *error)
{
    return guard(error, [&] { *count = of(database).get_unique_terms(docid); });
}

xc_status xc_database_has_positions(const xc_database *database, bool *has, xc_error *error)
{
    return guard(error, [&] { *has = of(database).has_positions(); });
}

xc_status xc_database_termfreq(const xc_database *database, xc_bytes term, xc_doccount *count,
                               xc_error *error)
{
    return guard(error, [&] { *count = of(database).get_termfreq(to_string(term)); });
}

xc_status xc_database_collection_freq(const xc_database *database, xc_bytes term,
                                      xc_termcount *count, xc_error *error)
{
    return guard(error, [&] { *count = of(database).get_collection_freq(to_string(term)); });
}

xc_status xc_database_wdf_upper_bound(const xc_database *database, xc_bytes term, xc_termcount *wdf,
                                      xc_error *error)
{
    return guard(error, [&] { *wdf = of(database).get_wdf_upper_bound(to_string(term)); });
}

xc_status xc_database_term_exists(const xc_database *database, xc_bytes term, bool *exists,
                                  xc_error *error)
{
    return guard(error, [&] { *exists = of(database).term_exists(to_string(term)); });
}

xc_status xc_database_value_freq(const xc_database *database, xc_slot slot, xc_doccount *count,
                                 xc_error *error)
{
    return guard(error, [&] { *count = of(database).get_value_freq(slot); });
}

xc_status xc_database_value_bounds(const xc_database *database, xc_slot slot, xc_string *lower,
                                   xc_string *upper, xc_error *error)
{
    return guard(error, [&] {
        if (lower != nullptr)
            assign(lower, of(database).get_value_lower_bound(slot));
        if (upper != nullptr)
            assign(upper, of(database).get_value_upper_bound(slot));
    });
}

xc_status xc_database_get_data(const xc_database *database, xc_docid docid, xc_string *data,
                               xc_error *error)
{
    return guard(error, [&] { assign(data, of(database).get_document(docid).get_data()); });
}

xc_status xc_database_postings(const xc_database *database, xc_bytes term,
                               xc_posting_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_posting_cursor>(
            of(database).postlist_begin(to_string(term)));
    });
}

xc_status xc_database_positions(const xc_database *database, xc_docid docid, xc_bytes term,
                                xc_position_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_position_cursor>(
            of(database).positionlist_begin(docid, to_string(term)));
    });
}

xc_status xc_database_document_terms(const xc_database *database, xc_docid docid,
                                     xc_term_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(of(database).termlist_begin(docid));
    });
}

xc_status xc_database_terms(const xc_database *database, xc_bytes prefix, xc_term_cursor **cursor,
                            xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(
            of(database).allterms_begin(to_string(prefix)));
    });
}

xc_status xc_database_values(const xc_database *database, xc_slot slot, xc_value_cursor **cursor,
                             xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_value_cursor>(of(database).valuestream_begin(slot));
    });
}

xc_status xc_database_get_metadata(const xc_database *database, xc_bytes key, xc_string *value,
                                   xc_error *error)
{
    return guard(error, [&] { assign(value, of(database).get_metadata(to_string(key))); });
}

xc_status xc_database_metadata_keys(const xc_database *database, xc_bytes prefix,
                                    xc_term_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(
            of(database).metadata_keys_begin(to_string(prefix)));
    });
}

xc_status xc_database_spelling_suggestion(const xc_database *database, xc_bytes word,
                                          unsigned max_edit_distance, xc_string *suggestion,
                                          xc_error *error)
{
    return guard(error, [&] {
        assign(suggestion,
               of(database).get_spelling_suggestion(to_string(word), max_edit_distance));
    });
}

xc_status xc_database_spellings(const xc_database *database, xc_term_cursor **cursor,
                                xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(of(database).spellings_begin());
    });
}

xc_status xc_database_synonyms(const xc_database *database, xc_bytes term, xc_term_cursor **cursor,
                               xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(of(database).synonyms_begin(to_string(term)));
    });
}

xc_status xc_database_synonym_keys(const xc_database *database, xc_bytes prefix,
                                   xc_term_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(
            of(database).synonym_keys_begin(to_string(prefix)));
    });
}

xc_status xc_database_uuid(const xc_database *database, xc_string *uuid, xc_error *error)
{
    return guard(error, [&] { assign(uuid, of(database).get_uuid()); });
}

xc_status xc_database_revision(const xc_database *database, uint64_t *revision, xc_error *error)
{
    return guard(error, [&] { *revision = of(database).get_revision(); });
}

xc_status xc_database_locked(const xc_database *database, bool *locked, xc_error *error)
{
    return guard(error, [&] { *locked = of(database).locked(); });
}

xc_status xc_database_description(const xc_database *database, xc_string *text, xc_error *error)
{
    return guard(error, [&] { assign(text, of(database).get_description()); });
}
}
