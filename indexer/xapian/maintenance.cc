/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * maintenance.cc - check and compact.
 */
#include "indexer/xapian/internal.hpp"

#include <ostream>
#include <sstream>
#include <streambuf>

using xapian_c::decided;
using xapian_c::guard;
using xapian_c::require;
using xapian_c::to_string;

static_assert(int(XC_CHECK_SHORT_TREE) == int(Xapian::DBCHECK_SHORT_TREE), "");
static_assert(int(XC_CHECK_FULL_TREE) == int(Xapian::DBCHECK_FULL_TREE), "");
static_assert(int(XC_CHECK_SHOW_FREE_LIST) == int(Xapian::DBCHECK_SHOW_FREELIST), "");
static_assert(int(XC_CHECK_SHOW_STATISTICS) == int(Xapian::DBCHECK_SHOW_STATS), "");
static_assert(int(XC_CHECK_FIX) == int(Xapian::DBCHECK_FIX), "");
static_assert(int(XC_COMPACT_STANDARD) == int(Xapian::Compactor::STANDARD), "");
static_assert(int(XC_COMPACT_FULL) == int(Xapian::Compactor::FULL), "");
static_assert(int(XC_COMPACT_FULLER) == int(Xapian::Compactor::FULLER), "");
static_assert(int(XC_COMPACT_NO_RENUMBER) == int(Xapian::DBCOMPACT_NO_RENUMBER), "");
static_assert(int(XC_COMPACT_MULTIPASS) == int(Xapian::DBCOMPACT_MULTIPASS), "");
static_assert(int(XC_COMPACT_SINGLE_FILE) == int(Xapian::DBCOMPACT_SINGLE_FILE), "");

namespace
{

/* Hands on what is written. The stream is told to let exceptions through (badbit), or it would
 * swallow the failure. */
class CallbackBuffer final : public std::streambuf
{
  public:
    CallbackBuffer(xc_check_output function, void *callers) : output(function), context(callers)
    {
    }

  protected:
    std::streamsize xsputn(const char *text, std::streamsize size) override
    {
        xc_error error = xc_error();
        decided(output(context, xc_bytes{text, static_cast<size_t>(size)}, &error), error);
        return size;
    }

    int_type overflow(int_type letter) override
    {
        if (traits_type::eq_int_type(letter, traits_type::eof()))
            return traits_type::not_eof(letter);
        const char text = traits_type::to_char_type(letter);
        xsputn(&text, 1);
        return letter;
    }

  private:
    xc_check_output output;
    void *context;
};

/* libxapian (1.4.22 to 2.1.0) hands over the key as glass stores it, with two bytes before the
 * user's own. */
xc_bytes user_key(const std::string &stored) noexcept
{
    const bool prefixed = stored.size() > 2 && stored[0] == '\0' && stored[1] == '\xc0';
    return prefixed ? xc_bytes{stored.data() + 2, stored.size() - 2} : xapian_c::lend(stored);
}

class CallbackCompactor final : public Xapian::Compactor
{
  public:
    explicit CallbackCompactor(const xc_compact_callbacks &given) : callbacks(given)
    {
    }

    void set_status(const std::string &table, const std::string &status) override
    {
        if (callbacks.status == nullptr)
            return;
        xc_error error = xc_error();
        decided(callbacks.status(callbacks.context, xapian_c::lend(table), xapian_c::lend(status),
                                 &error),
                error);
    }

    std::string resolve_duplicate_metadata(const std::string &key, size_t count,
                                           const std::string values[]) override
    {
        if (callbacks.resolve_metadata == nullptr)
            return values[0];
        std::vector<xc_bytes> lent(count);
        for (size_t i = 0; i < count; i++)
            lent[i] = xapian_c::lend(values[i]);
        xc_error error = xc_error();
        xc_string value = xc_string();
        const xc_decision decision = callbacks.resolve_metadata(callbacks.context, user_key(key),
                                                                lent.data(), count, &value, &error);
        std::string result;
        try {
            if (decided(decision, error))
                result = to_string(xc_string_bytes(&value));
        } catch (...) {
            xc_string_free(&value);
            throw;
        }
        xc_string_free(&value);
        return result;
    }

  private:
    xc_compact_callbacks callbacks;
};

/* Destination is a path or a descriptor. */
template <typename Destination>
void compact(xc_database *database, const Destination &destination, int flags, unsigned block_size,
             const xc_compact_callbacks *callbacks)
{
    require(database != nullptr, "no database: NULL was given");
    require(block_size <= 65536, "a block has at most 65536 bytes");
    const xc_compact_callbacks none = xc_compact_callbacks();
    CallbackCompactor compactor(callbacks == nullptr ? none : *callbacks);
    database->database.compact(destination, static_cast<unsigned>(flags),
                               static_cast<int>(block_size), compactor);
}

} // namespace

extern "C" {

xc_status xc_database_check(const char *path, int flags, size_t *errors, xc_string *report,
                            xc_error *error)
{
    return guard(error, [&] {
        std::ostringstream out;
        size_t count = 0;
        try {
            count = Xapian::Database::check(to_string(path), flags, &out);
        } catch (...) { /* what was found until then is worth having */
            if (report != nullptr)
                xapian_c::assign(report, out.str());
            throw;
        }
        if (report != nullptr)
            xapian_c::assign(report, out.str());
        if (errors != nullptr)
            *errors = count;
    });
}

xc_status xc_database_check_with(const char *path, int flags, size_t *errors,
                                 xc_check_output output, void *context, xc_error *error)
{
    return guard(error, [&] {
        CallbackBuffer buffer(output, context);
        std::ostream out(&buffer);
        out.exceptions(std::ios::badbit);
        const size_t count =
            Xapian::Database::check(to_string(path), flags, output == nullptr ? nullptr : &out);
        if (errors != nullptr)
            *errors = count;
    });
}

xc_status xc_database_compact(xc_database *database, const char *destination, int flags,
                              unsigned block_size, const xc_compact_callbacks *callbacks,
                              xc_error *error)
{
    return guard(error,
                 [&] { compact(database, to_string(destination), flags, block_size, callbacks); });
}

xc_status xc_database_compact_descriptor(xc_database *database, int descriptor, int flags,
                                         unsigned block_size, const xc_compact_callbacks *callbacks,
                                         xc_error *error)
{
    return guard(error, [&] { compact(database, descriptor, flags, block_size, callbacks); });
}
}
