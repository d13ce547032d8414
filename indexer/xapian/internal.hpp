/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * internal.hpp - the map of the binding: what stands behind each opaque handle, and how nothing
 * that C++ throws gets out.
 *
 * Every entry point's body runs inside guard() (or guard_step()); the one catch ladder is caught()
 * in error.cc. A callback written in C that fails becomes a CallbackFailure, which crosses
 * libxapian's C++ frames only and is turned back into an error by the guard of the enclosing call.
 */
#ifndef XAPIAN_C_INTERNAL_HPP
#define XAPIAN_C_INTERNAL_HPP

#include <xapian.h>

#include <cstring>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "xapian_c/xapian_c.h"

/* A libxapian built with --enable-64bit-docid has numbers that this interface would cut. */
static_assert(sizeof(Xapian::docid) == sizeof(xc_docid), "64-bit docids are not supported");
static_assert(sizeof(Xapian::termcount) == sizeof(xc_termcount), "64-bit counts not supported");

namespace xapian_c
{

/* What a failed callback throws through libxapian. */
struct CallbackFailure {
    xc_error error;
};

/* A mistake of the caller that the binding itself finds, with a static text. */
struct InvalidArgument {
    const char *message;
};

/* A feature that this libxapian has not. */
struct Unimplemented {
    const char *message;
};

/* The catch ladder: call it in a handler only. Fills *error (may be NULL), gives its status. */
xc_status caught(xc_error *error) noexcept;

template <typename Body> xc_status guard(xc_error *error, Body &&body) noexcept
{
    try {
        body();
        return XC_OK;
    } catch (...) {
        return caught(error);
    }
}

inline void require(bool condition, const char *message)
{
    if (!condition)
        throw InvalidArgument{message};
}

/* For functions that make a handle: *out is written when all went well. */
template <typename Handle, typename Make>
xc_status make(Handle **out, xc_error *error, Make &&maker) noexcept
{
    return guard(error, [&] {
        require(out != nullptr, "no place for the result: NULL was given");
        std::unique_ptr<Handle> handle = maker();
        *out = handle.release();
    });
}

/* A destructor of libxapian that throws (none should) must not get out either. */
template <typename Handle> void destroy(Handle *handle) noexcept
{
    try {
        delete handle;
    } catch (...) {
        caught(nullptr);
    }
}

inline std::string to_string(xc_bytes bytes)
{
    return bytes.size == 0 ? std::string() : std::string(bytes.data, bytes.size);
}

inline std::string to_string(const char *text)
{
    require(text != nullptr, "no text: NULL was given");
    return std::string(text);
}

inline xc_bytes lend(const std::string &text) noexcept
{
    return xc_bytes{text.data(), text.size()};
}

/* Throws std::bad_alloc. */
void assign(xc_string *out, const std::string &text);

/* XC_FAIL (or anything below) throws CallbackFailure; else whether it accepts. */
inline bool decided(xc_decision decision, const xc_error &error)
{
    if (static_cast<int>(decision) < 0)
        throw CallbackFailure{error};
    return decision != XC_REJECT;
}

} // namespace xapian_c

struct xc_database {
    Xapian::Database database;
    bool lent = false; /* part of something else: freeing it does nothing */
};

struct xc_writable_database {
    Xapian::WritableDatabase database;
    xc_database reader;
};

/* `document` points to `own`, or in a callback to the matcher's document: that one lives on the
 * matcher's stack, so not even a reference count of it may be kept beyond the call. */
struct xc_document {
    std::unique_ptr<Xapian::Document> own;
    Xapian::Document *document = nullptr;
    std::string data;
    std::string value;
};

struct xc_query {
    Xapian::Query query;
};

/* The source belongs to the query that is made with it at once, which counts references. */
struct xc_posting_source {
    Xapian::Query query;
    Xapian::ValueMapPostingSource *map = nullptr;
};

struct xc_weight {
    std::unique_ptr<Xapian::Weight> weight;
    const xc_weight_scheme *scheme = nullptr;
};

struct xc_match_spy {
    std::shared_ptr<Xapian::MatchSpy> spy;
    Xapian::ValueCountMatchSpy *counts = nullptr; /* the same when it is one that counts */
};

struct xc_key_maker {
    std::shared_ptr<Xapian::KeyMaker> maker;
    Xapian::MultiValueKeyMaker *values = nullptr;
};

struct xc_expand_decider {
    std::shared_ptr<const Xapian::ExpandDecider> decider;
};

struct xc_relevant_set {
    Xapian::RSet set;
};

struct xc_expand_set {
    Xapian::ESet set;
    std::string term;
};

struct xc_match_set {
    Xapian::MSet set;
};

struct xc_stemmer {
    Xapian::Stem stem;
    std::string word;
    std::string result;
};

/* enquire comes last, so that it goes first: it points to the others without counting. */
struct xc_enquire {
    std::vector<std::shared_ptr<Xapian::MatchSpy>> spies;
    std::shared_ptr<Xapian::KeyMaker> key_maker;
    Xapian::Enquire enquire;
};

namespace xapian_c
{

enum class CursorState { before, row, end, failed };

/* `owner` keeps a document alive whose own lists are walked: libxapian's iterators over a document
 * that was not read from a database do not. */
template <typename Iterator> struct Cursor {
    Iterator iterator = Iterator();
    std::unique_ptr<Xapian::Document> owner = nullptr;
    CursorState state = CursorState::before;
};

template <typename Handle, typename Iterator> std::unique_ptr<Handle> cursor_over(Iterator start)
{
    auto handle = std::make_unique<Handle>();
    handle->iterator = std::move(start);
    return handle;
}

} // namespace xapian_c

struct xc_term_cursor : xapian_c::Cursor<Xapian::TermIterator> {
    std::string term;
};

struct xc_posting_cursor : xapian_c::Cursor<Xapian::PostingIterator> {
    xc_docid docid = 0;
};

struct xc_position_cursor : xapian_c::Cursor<Xapian::PositionIterator> {
    xc_termpos position = 0;
};

struct xc_value_cursor : xapian_c::Cursor<Xapian::ValueIterator> {
    xc_docid docid = 0;
    xc_slot slot = 0;
    std::string value;
};

#endif
