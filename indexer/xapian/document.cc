/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * document.cc - documents.
 */
#include "indexer/xapian/internal.hpp"

using xapian_c::guard;
using xapian_c::make;
using xapian_c::require;
using xapian_c::to_string;

namespace
{

Xapian::Document &of(const xc_document *document)
{
    require(document != nullptr, "no document: NULL was given");
    return *document->document;
}

/* To be changed: not one that the matcher lent to a callback. */
Xapian::Document &own(xc_document *document)
{
    require(document != nullptr, "no document: NULL was given");
    require(document->own != nullptr, "a document that is lent to a callback cannot be changed");
    return *document->own;
}

std::unique_ptr<xc_document> handle_of(Xapian::Document document)
{
    auto handle = std::make_unique<xc_document>();
    handle->own = std::make_unique<Xapian::Document>(std::move(document));
    handle->document = handle->own.get();
    return handle;
}

} // namespace

extern "C" {

xc_status xc_document_new(xc_document **document, xc_error *error)
{
    return make(document, error, [] { return handle_of(Xapian::Document()); });
}

void xc_document_free(xc_document *document)
{
    if (document != nullptr && document->own != nullptr) /* else it was lent */
        xapian_c::destroy(document);
}

xc_status xc_document_clear(xc_document *document, xc_error *error)
{
    return guard(error, [&] { own(document) = Xapian::Document(); });
}

xc_status xc_document_docid(const xc_document *document, xc_docid *docid, xc_error *error)
{
    return guard(error, [&] { *docid = of(document).get_docid(); });
}

xc_status xc_document_data(xc_document *document, xc_bytes *data, xc_error *error)
{
    return guard(error, [&] {
        document->data = of(document).get_data();
        *data = xapian_c::lend(document->data);
    });
}

xc_status xc_document_get_data(xc_document *document, xc_string *data, xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(data, of(document).get_data()); });
}

xc_status xc_document_set_data(xc_document *document, xc_bytes data, xc_error *error)
{
    return guard(error, [&] { own(document).set_data(to_string(data)); });
}

xc_status xc_document_value(xc_document *document, xc_slot slot, xc_bytes *value, xc_error *error)
{
    return guard(error, [&] {
        document->value = of(document).get_value(slot);
        *value = xapian_c::lend(document->value);
    });
}

xc_status xc_document_get_value(xc_document *document, xc_slot slot, xc_string *value,
                                xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(value, of(document).get_value(slot)); });
}

xc_status xc_document_set_value(xc_document *document, xc_slot slot, xc_bytes value,
                                xc_error *error)
{
    return guard(error, [&] { own(document).add_value(slot, to_string(value)); });
}

xc_status xc_document_remove_value(xc_document *document, xc_slot slot, xc_error *error)
{
    return guard(error, [&] { own(document).remove_value(slot); });
}

xc_status xc_document_clear_values(xc_document *document, xc_error *error)
{
    return guard(error, [&] { own(document).clear_values(); });
}

xc_status xc_document_value_count(xc_document *document, xc_termcount *count, xc_error *error)
{
    return guard(error, [&] { *count = of(document).values_count(); });
}

xc_status xc_document_values(xc_document *document, xc_value_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        auto made = xapian_c::cursor_over<xc_value_cursor>(of(document).values_begin());
        made->owner = std::make_unique<Xapian::Document>(of(document));
        return made;
    });
}

xc_status xc_document_add_term(xc_document *document, xc_bytes term, xc_termcount wdf_increment,
                               xc_error *error)
{
    return guard(error, [&] { own(document).add_term(to_string(term), wdf_increment); });
}

xc_status xc_document_add_boolean_term(xc_document *document, xc_bytes term, xc_error *error)
{
    return guard(error, [&] { own(document).add_boolean_term(to_string(term)); });
}

xc_status xc_document_add_posting(xc_document *document, xc_bytes term, xc_termpos position,
                                  xc_termcount wdf_increment, xc_error *error)
{
    return guard(error,
                 [&] { own(document).add_posting(to_string(term), position, wdf_increment); });
}

xc_status xc_document_remove_term(xc_document *document, xc_bytes term, xc_error *error)
{
    return guard(error, [&] { own(document).remove_term(to_string(term)); });
}

xc_status xc_document_remove_posting(xc_document *document, xc_bytes term, xc_termpos position,
                                     xc_termcount wdf_decrement, xc_error *error)
{
    return guard(error,
                 [&] { own(document).remove_posting(to_string(term), position, wdf_decrement); });
}

xc_status xc_document_remove_postings(xc_document *document, xc_bytes term, xc_termpos first,
                                      xc_termpos last, xc_termcount wdf_decrement,
                                      xc_termcount *removed, xc_error *error)
{
    return guard(error, [&] {
        const xc_termcount count =
            own(document).remove_postings(to_string(term), first, last, wdf_decrement);
        if (removed != nullptr)
            *removed = count;
    });
}

xc_status xc_document_clear_terms(xc_document *document, xc_error *error)
{
    return guard(error, [&] { own(document).clear_terms(); });
}

xc_status xc_document_term_count(xc_document *document, xc_termcount *count, xc_error *error)
{
    return guard(error, [&] { *count = of(document).termlist_count(); });
}

xc_status xc_document_terms(xc_document *document, xc_term_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        auto made = xapian_c::cursor_over<xc_term_cursor>(of(document).termlist_begin());
        made->owner = std::make_unique<Xapian::Document>(of(document));
        return made;
    });
}

xc_status xc_document_serialise(xc_document *document, xc_string *serialised, xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(serialised, of(document).serialise()); });
}

xc_status xc_document_unserialise(xc_bytes serialised, xc_document **document, xc_error *error)
{
    return make(document, error,
                [&] { return handle_of(Xapian::Document::unserialise(to_string(serialised))); });
}

xc_status xc_document_description(const xc_document *document, xc_string *text, xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(text, of(document).get_description()); });
}

/* Reading documents from databases: of database.h and match_set.h. */

xc_status xc_database_document(const xc_database *database, xc_docid docid, xc_document **document,
                               xc_error *error)
{
    return make(document, error, [&] {
        require(database != nullptr, "no database: NULL was given");
        return handle_of(database->database.get_document(docid));
    });
}

xc_status xc_database_document_assume_valid(const xc_database *database, xc_docid docid,
                                            xc_document **document, xc_error *error)
{
    return guard(error, [&] {
        require(database != nullptr && document != nullptr, "NULL was given");
        Xapian::Document read = database->database.get_document(docid, Xapian::DOC_ASSUME_VALID);
        if (*document != nullptr)
            own(*document) = std::move(read);
        else
            *document = handle_of(std::move(read)).release();
    });
}

xc_status xc_match_set_document(const xc_match_set *set, xc_doccount index, xc_document **document,
                                xc_error *error)
{
    return make(document, error, [&] {
        require(set != nullptr && index < set->set.size(), "no such item in the match set");
        return handle_of(set->set[index].get_document());
    });
}
}
