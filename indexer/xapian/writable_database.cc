/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * writable_database.cc - changing databases.
 */
#include "indexer/xapian/internal.hpp"

using xapian_c::guard;
using xapian_c::make;
using xapian_c::require;
using xapian_c::to_string;

static_assert(int(XC_WRITE_CREATE_OR_OPEN) == int(Xapian::DB_CREATE_OR_OPEN), "");
static_assert(int(XC_WRITE_CREATE_OR_OVERWRITE) == int(Xapian::DB_CREATE_OR_OVERWRITE), "");
static_assert(int(XC_WRITE_CREATE) == int(Xapian::DB_CREATE), "");
static_assert(int(XC_WRITE_OPEN) == int(Xapian::DB_OPEN), "");
static_assert(int(XC_WRITE_NO_SYNC) == int(Xapian::DB_NO_SYNC), "");
static_assert(int(XC_WRITE_FULL_SYNC) == int(Xapian::DB_FULL_SYNC), "");
static_assert(int(XC_WRITE_DANGEROUS) == int(Xapian::DB_DANGEROUS), "");
static_assert(int(XC_WRITE_NO_TERM_LIST) == int(Xapian::DB_NO_TERMLIST), "");
static_assert(int(XC_WRITE_RETRY_LOCK) == int(Xapian::DB_RETRY_LOCK), "");

namespace
{

Xapian::WritableDatabase &of(xc_writable_database *database)
{
    require(database != nullptr, "no database: NULL was given");
    return database->database;
}

const Xapian::Document &of(const xc_document *document)
{
    require(document != nullptr, "no document: NULL was given");
    return *document->document;
}

std::unique_ptr<xc_writable_database> handle_of(const Xapian::WritableDatabase &database)
{
    return std::unique_ptr<xc_writable_database>(
        new xc_writable_database{database, xc_database{database, true}});
}

} // namespace

extern "C" {

xc_status xc_writable_database_open(const char *path, int flags, unsigned block_size,
                                    xc_writable_database **database, xc_error *error)
{
    return make(database, error, [&] {
        require(block_size <= 65536, "a block has at most 65536 bytes");
        return handle_of(
            Xapian::WritableDatabase(to_string(path), flags, static_cast<int>(block_size)));
    });
}

xc_status xc_writable_database_open_in_memory(xc_writable_database **database, xc_error *error)
{
    return make(database, error, [] {
        return handle_of(Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY));
    });
}

xc_status xc_writable_database_open_tcp(const char *host, unsigned port, unsigned timeout_ms,
                                        unsigned connect_timeout_ms, int flags,
                                        xc_writable_database **database, xc_error *error)
{
    return make(database, error, [&] {
        return handle_of(Xapian::Remote::open_writable(to_string(host), port, timeout_ms,
                                                       connect_timeout_ms, flags));
    });
}

xc_status xc_writable_database_open_program(const char *program, const char *arguments,
                                            unsigned timeout_ms, int flags,
                                            xc_writable_database **database, xc_error *error)
{
    return make(database, error, [&] {
        return handle_of(Xapian::Remote::open_writable(to_string(program), to_string(arguments),
                                                       timeout_ms, flags));
    });
}

xc_status xc_writable_database_add(xc_writable_database *database,
                                   const xc_writable_database *added, xc_error *error)
{
    return guard(error, [&] {
        require(added != nullptr, "no database: NULL was given");
        of(database).add_database(added->database);
        database->reader.database = database->database;
    });
}

xc_database *xc_writable_database_reader(xc_writable_database *database)
{
    return database == nullptr ? nullptr : &database->reader;
}

xc_status xc_writable_database_close(xc_writable_database *database, xc_error *error)
{
    return guard(error, [&] { of(database).close(); });
}

void xc_writable_database_free(xc_writable_database *database)
{
    xapian_c::destroy(database);
}

xc_status xc_writable_database_commit(xc_writable_database *database, xc_error *error)
{
    return guard(error, [&] { of(database).commit(); });
}

xc_status xc_writable_database_begin_transaction(xc_writable_database *database, bool flushed,
                                                 xc_error *error)
{
    return guard(error, [&] { of(database).begin_transaction(flushed); });
}

xc_status xc_writable_database_commit_transaction(xc_writable_database *database, xc_error *error)
{
    return guard(error, [&] { of(database).commit_transaction(); });
}

xc_status xc_writable_database_cancel_transaction(xc_writable_database *database, xc_error *error)
{
    return guard(error, [&] { of(database).cancel_transaction(); });
}

xc_status xc_writable_database_add_document(xc_writable_database *database,
                                            const xc_document *document, xc_docid *docid,
                                            xc_error *error)
{
    return guard(error, [&] {
        const xc_docid given = of(database).add_document(of(document));
        if (docid != nullptr)
            *docid = given;
    });
}

xc_status xc_writable_database_replace_document(xc_writable_database *database, xc_docid docid,
                                                const xc_document *document, xc_error *error)
{
    return guard(error, [&] { of(database).replace_document(docid, of(document)); });
}

xc_status xc_writable_database_replace_by_term(xc_writable_database *database, xc_bytes term,
                                               const xc_document *document, xc_docid *docid,
                                               xc_error *error)
{
    return guard(error, [&] {
        const xc_docid given = of(database).replace_document(to_string(term), of(document));
        if (docid != nullptr)
            *docid = given;
    });
}

xc_status xc_writable_database_delete_document(xc_writable_database *database, xc_docid docid,
                                               xc_error *error)
{
    return guard(error, [&] { of(database).delete_document(docid); });
}

xc_status xc_writable_database_delete_by_term(xc_writable_database *database, xc_bytes term,
                                              xc_error *error)
{
    return guard(error, [&] { of(database).delete_document(to_string(term)); });
}

xc_status xc_writable_database_set_metadata(xc_writable_database *database, xc_bytes key,
                                            xc_bytes value, xc_error *error)
{
    return guard(error, [&] { of(database).set_metadata(to_string(key), to_string(value)); });
}

xc_status xc_writable_database_add_spelling(xc_writable_database *database, xc_bytes word,
                                            xc_termcount frequency, xc_error *error)
{
    return guard(error, [&] { of(database).add_spelling(to_string(word), frequency); });
}

xc_status xc_writable_database_remove_spelling(xc_writable_database *database, xc_bytes word,
                                               xc_termcount frequency, xc_error *error)
{
    return guard(error, [&] { of(database).remove_spelling(to_string(word), frequency); });
}

xc_status xc_writable_database_add_synonym(xc_writable_database *database, xc_bytes term,
                                           xc_bytes synonym, xc_error *error)
{
    return guard(error, [&] { of(database).add_synonym(to_string(term), to_string(synonym)); });
}

xc_status xc_writable_database_remove_synonym(xc_writable_database *database, xc_bytes term,
                                              xc_bytes synonym, xc_error *error)
{
    return guard(error, [&] { of(database).remove_synonym(to_string(term), to_string(synonym)); });
}

xc_status xc_writable_database_clear_synonyms(xc_writable_database *database, xc_bytes term,
                                              xc_error *error)
{
    return guard(error, [&] { of(database).clear_synonyms(to_string(term)); });
}
}
