/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bytes.cc - owned strings; numbers that sort as bytes.
 */
#include "indexer/xapian/internal.hpp"

#include <cstdint>
#include <cstdlib>
#include <new>

/* Grows by doubling, so that a string that is reused settles soon. */
static bool reserve(xc_string *string, size_t size) noexcept
{
    if (string->data != nullptr && size < string->capacity)
        return true;
    if (size >= SIZE_MAX / 2)
        return false;
    size_t capacity = string->capacity < 32 ? 32 : string->capacity;
    while (capacity <= size)
        capacity *= 2;
    char *data = static_cast<char *>(std::realloc(string->data, capacity));
    if (data == nullptr)
        return false;
    string->data = data;
    string->capacity = capacity;
    return true;
}

static bool replace(xc_string *string, const char *data, size_t size) noexcept
{
    if (!reserve(string, size))
        return false;
    if (size > 0)
        std::memmove(string->data, data, size);
    string->data[size] = '\0';
    string->size = size;
    return true;
}

void xapian_c::assign(xc_string *out, const std::string &text)
{
    require(out != nullptr, "no place for the result: NULL was given");
    if (!replace(out, text.data(), text.size()))
        throw std::bad_alloc();
}

extern "C" {

xc_bytes xc_bytes_of(const char *text)
{
    return xc_bytes{text, text == nullptr ? 0 : std::strlen(text)};
}

xc_bytes xc_string_bytes(const xc_string *string)
{
    return string == nullptr ? xc_bytes{nullptr, 0} : xc_bytes{string->data, string->size};
}

xc_status xc_string_assign(xc_string *string, xc_bytes bytes, xc_error *error)
{
    return xapian_c::guard(error, [&] {
        xapian_c::require(string != nullptr, "no string: NULL was given");
        /* Part of the string itself may be given; growing would move it away. */
        const bool inside = string->data != nullptr && bytes.data >= string->data &&
                            bytes.data < string->data + string->capacity;
        const size_t offset = inside ? static_cast<size_t>(bytes.data - string->data) : 0;
        if (!reserve(string, bytes.size) ||
            !replace(string, inside ? string->data + offset : bytes.data, bytes.size))
            throw std::bad_alloc();
    });
}

void xc_string_free(xc_string *string)
{
    if (string == nullptr)
        return;
    std::free(string->data);
    *string = xc_string();
}

size_t xc_number_serialise(double number, char bytes[XC_NUMBER_BYTES_MAX])
{
    return Xapian::sortable_serialise_(number, bytes);
}

double xc_number_unserialise(xc_bytes bytes)
{
    try { /* nine bytes lie in the string object itself: nothing is allocated */
        const size_t size = bytes.size < XC_NUMBER_BYTES_MAX ? bytes.size : XC_NUMBER_BYTES_MAX;
        return Xapian::sortable_unserialise(xapian_c::to_string(xc_bytes{bytes.data, size}));
    } catch (...) {
        xapian_c::caught(nullptr);
        return 0;
    }
}
}
