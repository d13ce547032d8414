/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * error.cc - the one catch ladder, and libxapian's hierarchy of errors as a table.
 */
#include "indexer/xapian/internal.hpp"

#include <cstdarg>
#include <cstdio>
#include <exception>
#include <new>

namespace
{

using xapian_c::CallbackFailure;
using xapian_c::InvalidArgument;
using xapian_c::Unimplemented;

/* Is what is being handled of this class? (Xapian::Error has no virtual function, so that nothing
 * but a catch can tell.) Only inside a handler. */
template <typename Class> bool thrown_is_a()
{
    try {
        throw;
    } catch (const Class &) {
        return true;
    } catch (...) {
        return false;
    }
}

struct StatusRow {
    xc_status status;
    xc_status parent; /* XC_OK: none */
    const char *text;
    bool (*matches)(); /* nullptr: not a class of libxapian */
};

/* Derived classes before their bases: the first row that matches is the status, so that a class not
 * listed gets its nearest ancestor's. */
const StatusRow status_rows[] = {
    /* First, since programs ask for documents that may be missing and each row costs a throw. */
    {XC_DOCUMENT_NOT_FOUND_ERROR, XC_RUNTIME_ERROR, "document not found",
     thrown_is_a<Xapian::DocNotFoundError>},
    {XC_ASSERTION_ERROR, XC_LOGIC_ERROR, "assertion error", thrown_is_a<Xapian::AssertionError>},
    {XC_INVALID_ARGUMENT_ERROR, XC_LOGIC_ERROR, "invalid argument",
     thrown_is_a<Xapian::InvalidArgumentError>},
    {XC_INVALID_OPERATION_ERROR, XC_LOGIC_ERROR, "invalid operation",
     thrown_is_a<Xapian::InvalidOperationError>},
    {XC_UNIMPLEMENTED_ERROR, XC_LOGIC_ERROR, "not implemented",
     thrown_is_a<Xapian::UnimplementedError>},
    {XC_LOGIC_ERROR, XC_XAPIAN_ERROR, "logic error", thrown_is_a<Xapian::LogicError>},
    {XC_DATABASE_CORRUPT_ERROR, XC_DATABASE_ERROR, "database is corrupt",
     thrown_is_a<Xapian::DatabaseCorruptError>},
    {XC_DATABASE_CREATE_ERROR, XC_DATABASE_ERROR, "database cannot be created",
     thrown_is_a<Xapian::DatabaseCreateError>},
    {XC_DATABASE_LOCK_ERROR, XC_DATABASE_ERROR, "database is locked",
     thrown_is_a<Xapian::DatabaseLockError>},
    {XC_DATABASE_MODIFIED_ERROR, XC_DATABASE_ERROR, "database was modified",
     thrown_is_a<Xapian::DatabaseModifiedError>},
    {XC_DATABASE_VERSION_ERROR, XC_DATABASE_OPENING_ERROR, "database format is of another version",
     thrown_is_a<Xapian::DatabaseVersionError>},
    {XC_DATABASE_NOT_FOUND_ERROR, XC_DATABASE_OPENING_ERROR, "database not found",
     thrown_is_a<Xapian::DatabaseNotFoundError>},
    {XC_DATABASE_OPENING_ERROR, XC_DATABASE_ERROR, "database cannot be opened",
     thrown_is_a<Xapian::DatabaseOpeningError>},
    {XC_DATABASE_CLOSED_ERROR, XC_DATABASE_ERROR, "database is closed",
     thrown_is_a<Xapian::DatabaseClosedError>},
    {XC_DATABASE_ERROR, XC_RUNTIME_ERROR, "database error", thrown_is_a<Xapian::DatabaseError>},
    {XC_FEATURE_UNAVAILABLE_ERROR, XC_RUNTIME_ERROR, "feature unavailable",
     thrown_is_a<Xapian::FeatureUnavailableError>},
    {XC_INTERNAL_ERROR, XC_RUNTIME_ERROR, "internal error", thrown_is_a<Xapian::InternalError>},
    {XC_NETWORK_TIMEOUT_ERROR, XC_NETWORK_ERROR, "network timeout",
     thrown_is_a<Xapian::NetworkTimeoutError>},
    {XC_NETWORK_ERROR, XC_RUNTIME_ERROR, "network error", thrown_is_a<Xapian::NetworkError>},
    {XC_QUERY_PARSER_ERROR, XC_RUNTIME_ERROR, "query cannot be parsed",
     thrown_is_a<Xapian::QueryParserError>},
    {XC_SERIALISATION_ERROR, XC_RUNTIME_ERROR, "serialisation error",
     thrown_is_a<Xapian::SerialisationError>},
    {XC_RANGE_ERROR, XC_RUNTIME_ERROR, "out of range", thrown_is_a<Xapian::RangeError>},
    {XC_WILDCARD_ERROR, XC_RUNTIME_ERROR, "wildcard expands to too many terms",
     thrown_is_a<Xapian::WildcardError>},
    {XC_RUNTIME_ERROR, XC_XAPIAN_ERROR, "runtime error", thrown_is_a<Xapian::RuntimeError>},
    {XC_XAPIAN_ERROR, XC_OK, "libxapian error", thrown_is_a<Xapian::Error>},
    {XC_OK, XC_OK, "no error", nullptr},
    {XC_OUT_OF_MEMORY, XC_OK, "out of memory", nullptr},
    {XC_CALLBACK_ERROR, XC_OK, "callback failed", nullptr},
    {XC_SYSTEM_ERROR, XC_OK, "error of the C++ library", nullptr},
    {XC_UNKNOWN_ERROR, XC_OK, "unknown exception", nullptr},
};

const StatusRow *find_row(xc_status status) noexcept
{
    for (const StatusRow &row : status_rows)
        if (row.status == status)
            return &row;
    return nullptr;
}

/* Copies what fits and does not cut a UTF-8 character. */
template <size_t capacity> void put(char (&out)[capacity], const char *text, size_t size) noexcept
{
    if (size >= capacity) {
        size = capacity - 1;
        while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
            size--;
    }
    if (size > 0)
        std::memcpy(out, text, size);
    out[size] = '\0';
}

template <size_t capacity> void put(char (&out)[capacity], const char *text) noexcept
{
    put(out, text == nullptr ? "" : text, text == nullptr ? 0 : std::strlen(text));
}

xc_status fill(xc_error *error, xc_status status, const char *type, const char *message) noexcept
{
    if (error != nullptr) {
        xc_error_clear(error);
        error->status = status;
        put(error->type, type);
        put(error->message, message);
    }
    return status;
}

xc_status fill_from_xapian(xc_error *error, const Xapian::Error &thrown)
{
    xc_status status = XC_XAPIAN_ERROR;
    for (const StatusRow &row : status_rows) {
        if (row.matches != nullptr && row.matches()) {
            status = row.status;
            break;
        }
    }
    if (error == nullptr)
        return status;
    fill(error, status, thrown.get_type(), "");
    put(error->message, thrown.get_msg().data(), thrown.get_msg().size());
    put(error->context, thrown.get_context().data(), thrown.get_context().size());
    put(error->system, thrown.get_error_string());
    return status;
}

xc_status fill_from_callback(xc_error *error, const CallbackFailure &failure) noexcept
{
    if (error != nullptr) {
        *error = failure.error;
        error->status = XC_CALLBACK_ERROR;
        if (error->type[0] == '\0')
            put(error->type, "callback");
        if (error->message[0] == '\0')
            put(error->message, "a callback failed and did not say why");
    }
    return XC_CALLBACK_ERROR;
}

xc_status climb(xc_error *error)
{
    try {
        throw;
    } catch (const CallbackFailure &failure) {
        return fill_from_callback(error, failure);
    } catch (const InvalidArgument &mistake) {
        return fill(error, XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError", mistake.message);
    } catch (const Unimplemented &lack) {
        return fill(error, XC_UNIMPLEMENTED_ERROR, "UnimplementedError", lack.message);
    } catch (const Xapian::Error &thrown) {
        return fill_from_xapian(error, thrown);
    } catch (const std::bad_alloc &) {
        return fill(error, XC_OUT_OF_MEMORY, "std::bad_alloc", "out of memory");
    } catch (const std::exception &thrown) {
        return fill(error, XC_SYSTEM_ERROR, "std::exception", thrown.what());
    } catch (...) {
        return fill(error, XC_UNKNOWN_ERROR, "unknown",
                    "something was thrown that is no exception class");
    }
}

} // namespace

xc_status xapian_c::caught(xc_error *error) noexcept
{
    try {
        return climb(error);
    } catch (...) { /* reading the error's text failed: only memory can be wanting there */
        return fill(error, XC_OUT_OF_MEMORY, "std::bad_alloc", "out of memory");
    }
}

extern "C" {

xc_status xc_error_set(xc_error *error, xc_status status, const char *format, ...)
{
    if (error == nullptr)
        return status;
    fill(error, status, "callback", "");
    va_list arguments;
    va_start(arguments, format);
    /* clang-tidy 14 does not see the va_start. */
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
    if (std::vsnprintf(error->message, sizeof error->message, format, arguments) < 0)
        put(error->message, format);
    va_end(arguments);
    return status;
}

void xc_error_clear(xc_error *error)
{
    if (error != nullptr)
        *error = xc_error();
}

const char *xc_status_text(xc_status status)
{
    const StatusRow *row = find_row(status);
    return row == nullptr ? "unknown status" : row->text;
}

int xc_status_is(xc_status status, xc_status ancestor)
{
    for (;;) {
        if (status == ancestor)
            return 1;
        const StatusRow *row = find_row(status);
        if (row == nullptr || row->parent == XC_OK)
            return 0;
        status = row->parent;
    }
}

char *xc_error_describe(const xc_error *error, char *text, size_t capacity)
{
    if (text == nullptr || capacity == 0)
        return text;
    if (error == nullptr || error->status == XC_OK) {
        std::snprintf(text, capacity, "no error");
        return text;
    }
    const bool has_context = error->context[0] != '\0';
    const bool has_system = error->system[0] != '\0';
    std::snprintf(text, capacity, "%s: %s%s%s%s%s%s", error->type, error->message,
                  has_context || has_system ? " (" : "", error->context,
                  has_context && has_system ? "; " : "", error->system,
                  has_context || has_system ? ")" : "");
    return text;
}
}
