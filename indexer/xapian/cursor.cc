/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cursor.cc - one way to step for the four kinds of cursor.
 */
#include "indexer/xapian/internal.hpp"

using xapian_c::CursorState;
using xapian_c::guard;
using xapian_c::make;
using xapian_c::require;

namespace
{

/* What is read at a row without a status is fetched by the step. */
void load(xc_term_cursor &cursor)
{
    cursor.term = *cursor.iterator;
}

void load(xc_posting_cursor &cursor)
{
    cursor.docid = *cursor.iterator;
}

void load(xc_position_cursor &cursor)
{
    cursor.position = *cursor.iterator;
}

void load(xc_value_cursor &cursor)
{
    /* Over the values of one document libxapian refuses to say the number. */
    cursor.docid = cursor.owner ? 0 : cursor.iterator.get_docid();
    cursor.slot = cursor.iterator.get_valueno();
    cursor.value = *cursor.iterator;
}

void unload(xc_term_cursor &cursor) noexcept
{
    cursor.term.clear();
}

void unload(xc_posting_cursor &cursor) noexcept
{
    cursor.docid = 0;
}

void unload(xc_position_cursor &cursor) noexcept
{
    cursor.position = 0;
}

void unload(xc_value_cursor &cursor) noexcept
{
    cursor.docid = 0;
    cursor.slot = 0;
    cursor.value.clear();
}

/* libxapian's iterators begin at the first row, ours before it. */
template <typename Handle, typename Advance>
xc_step step(Handle *cursor, xc_error *error, Advance &&advance) noexcept
{
    const xc_status status = guard(error, [&] {
        require(cursor != nullptr, "no cursor: NULL was given");
        require(cursor->state != CursorState::failed, "the cursor has failed before");
        if (cursor->state == CursorState::end)
            return;
        using Iterator = decltype(cursor->iterator);
        const bool at_end_already =
            cursor->state == CursorState::before && cursor->iterator == Iterator();
        if (!at_end_already)
            advance(cursor->iterator, cursor->state == CursorState::before);
        if (cursor->iterator == Iterator()) {
            cursor->state = CursorState::end;
            unload(*cursor);
        } else {
            load(*cursor);
            cursor->state = CursorState::row;
        }
    });
    if (status != XC_OK) {
        if (cursor != nullptr) {
            cursor->state = CursorState::failed;
            unload(*cursor);
        }
        return XC_ERROR;
    }
    return cursor->state == CursorState::row ? XC_ROW : XC_END;
}

template <typename Handle> xc_step next(Handle *cursor, xc_error *error) noexcept
{
    return step(cursor, error, [](auto &iterator, bool first) {
        if (!first)
            ++iterator;
    });
}

template <typename Handle, typename Target>
xc_step skip_to(Handle *cursor, const Target &target, xc_error *error) noexcept
{
    return step(cursor, error, [&](auto &iterator, bool) { iterator.skip_to(target); });
}

/* Something of the row that may fail. */
template <typename Handle, typename Read>
xc_status at_row(Handle *cursor, xc_error *error, Read &&read) noexcept
{
    return guard(error, [&] {
        require(cursor != nullptr, "no cursor: NULL was given");
        require(cursor->state == CursorState::row, "the cursor is not at a row");
        read(cursor->iterator);
    });
}

template <typename Handle>
xc_status positions_at_row(Handle *cursor, xc_position_cursor **positions, xc_error *error) noexcept
{
    return make(positions, error, [&] {
        require(cursor != nullptr, "no cursor: NULL was given");
        require(cursor->state == CursorState::row, "the cursor is not at a row");
        auto made =
            xapian_c::cursor_over<xc_position_cursor>(cursor->iterator.positionlist_begin());
        if (cursor->owner)
            made->owner = std::make_unique<Xapian::Document>(*cursor->owner);
        return made;
    });
}

} // namespace

extern "C" {

xc_step xc_term_cursor_next(xc_term_cursor *cursor, xc_error *error)
{
    return next(cursor, error);
}

xc_step xc_term_cursor_skip_to(xc_term_cursor *cursor, xc_bytes term, xc_error *error)
{
    /* The target is made inside the guard: it allocates. */
    return step(cursor, error,
                [&](auto &iterator, bool) { iterator.skip_to(xapian_c::to_string(term)); });
}

xc_bytes xc_term_cursor_term(const xc_term_cursor *cursor)
{
    return cursor == nullptr ? xc_bytes{nullptr, 0} : xapian_c::lend(cursor->term);
}

xc_status xc_term_cursor_wdf(xc_term_cursor *cursor, xc_termcount *wdf, xc_error *error)
{
    return at_row(cursor, error, [&](auto &iterator) { *wdf = iterator.get_wdf(); });
}

xc_status xc_term_cursor_termfreq(xc_term_cursor *cursor, xc_doccount *termfreq, xc_error *error)
{
    return at_row(cursor, error, [&](auto &iterator) { *termfreq = iterator.get_termfreq(); });
}

xc_status xc_term_cursor_position_count(xc_term_cursor *cursor, xc_termcount *count,
                                        xc_error *error)
{
    return at_row(cursor, error, [&](auto &iterator) { *count = iterator.positionlist_count(); });
}

xc_status xc_term_cursor_positions(xc_term_cursor *cursor, xc_position_cursor **positions,
                                   xc_error *error)
{
    return positions_at_row(cursor, positions, error);
}

void xc_term_cursor_free(xc_term_cursor *cursor)
{
    xapian_c::destroy(cursor);
}

xc_step xc_posting_cursor_next(xc_posting_cursor *cursor, xc_error *error)
{
    return next(cursor, error);
}

xc_step xc_posting_cursor_skip_to(xc_posting_cursor *cursor, xc_docid docid, xc_error *error)
{
    return skip_to(cursor, docid, error);
}

xc_docid xc_posting_cursor_docid(const xc_posting_cursor *cursor)
{
    return cursor == nullptr ? 0 : cursor->docid;
}

xc_status xc_posting_cursor_wdf(xc_posting_cursor *cursor, xc_termcount *wdf, xc_error *error)
{
    return at_row(cursor, error, [&](auto &iterator) { *wdf = iterator.get_wdf(); });
}

xc_status xc_posting_cursor_doclength(xc_posting_cursor *cursor, xc_termcount *length,
                                      xc_error *error)
{
    return at_row(cursor, error, [&](auto &iterator) { *length = iterator.get_doclength(); });
}

xc_status xc_posting_cursor_positions(xc_posting_cursor *cursor, xc_position_cursor **positions,
                                      xc_error *error)
{
    return positions_at_row(cursor, positions, error);
}

void xc_posting_cursor_free(xc_posting_cursor *cursor)
{
    xapian_c::destroy(cursor);
}

xc_step xc_position_cursor_next(xc_position_cursor *cursor, xc_error *error)
{
    return next(cursor, error);
}

xc_step xc_position_cursor_skip_to(xc_position_cursor *cursor, xc_termpos position, xc_error *error)
{
    return skip_to(cursor, position, error);
}

xc_termpos xc_position_cursor_position(const xc_position_cursor *cursor)
{
    return cursor == nullptr ? 0 : cursor->position;
}

void xc_position_cursor_free(xc_position_cursor *cursor)
{
    xapian_c::destroy(cursor);
}

xc_step xc_value_cursor_next(xc_value_cursor *cursor, xc_error *error)
{
    return next(cursor, error);
}

xc_step xc_value_cursor_skip_to(xc_value_cursor *cursor, uint32_t docid_or_slot, xc_error *error)
{
    return skip_to(cursor, docid_or_slot, error);
}

xc_docid xc_value_cursor_docid(const xc_value_cursor *cursor)
{
    return cursor == nullptr ? 0 : cursor->docid;
}

xc_slot xc_value_cursor_slot(const xc_value_cursor *cursor)
{
    return cursor == nullptr ? 0 : cursor->slot;
}

xc_bytes xc_value_cursor_value(const xc_value_cursor *cursor)
{
    return cursor == nullptr ? xc_bytes{nullptr, 0} : xapian_c::lend(cursor->value);
}

void xc_value_cursor_free(xc_value_cursor *cursor)
{
    xapian_c::destroy(cursor);
}
}
