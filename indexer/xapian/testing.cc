/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * testing.cc - the tests' share of C++ (testing.h).
 */
#include "indexer/xapian/testing.h"
#include "indexer/xapian/internal.hpp"

#include <cerrno>
#include <cstdlib>
#include <new>
#include <stdexcept>

namespace
{

/* Classes such as a later libxapian might bring. A class's type text is a number byte and the name.
 */
struct NewLockError : Xapian::DatabaseLockError {
    NewLockError() : DatabaseLockError("a message", "a context", "\x07LockedByAliensError", 0)
    {
    }
};

struct NewRuntimeError : Xapian::RuntimeError {
    NewRuntimeError() : RuntimeError("a message", "a context", "\x7fNewRuntimeError", 0)
    {
    }
};

struct NewLogicError : Xapian::LogicError {
    NewLogicError() : LogicError("a message", "a context", "\x7fNewLogicError", 0)
    {
    }
};

struct NewError : Xapian::Error {
    NewError() : Error("a message", "a context", "\x7fNewError", 0)
    {
    }
};

template <typename Class> void throw_one()
{
    throw Class("a message", "a context");
}

template <typename Class> void throw_new()
{
    throw Class();
}

void throw_bad_alloc()
{
    throw std::bad_alloc();
}

void throw_out_of_range()
{
    throw std::out_of_range("a message");
}

void throw_int()
{
    throw 42;
}

void throw_text()
{
    throw "text";
}

void throw_long_message()
{
    std::string message;
    for (int i = 0; i < 400; i++)
        message += "\xc3\xa9";
    throw Xapian::RangeError(message);
}

void throw_errno()
{
    throw Xapian::DatabaseOpeningError("a message", "a context", ENOENT);
}

using Thrower = void (*)();

const Thrower throwers[XC_TESTING_KINDS] = {
    throw_one<Xapian::AssertionError>,
    throw_one<Xapian::InvalidArgumentError>,
    throw_one<Xapian::InvalidOperationError>,
    throw_one<Xapian::UnimplementedError>,
    throw_one<Xapian::DatabaseError>,
    throw_one<Xapian::DatabaseCorruptError>,
    throw_one<Xapian::DatabaseCreateError>,
    throw_one<Xapian::DatabaseLockError>,
    throw_one<Xapian::DatabaseModifiedError>,
    throw_one<Xapian::DatabaseOpeningError>,
    throw_one<Xapian::DatabaseVersionError>,
    throw_one<Xapian::DatabaseNotFoundError>,
    throw_one<Xapian::DatabaseClosedError>,
    throw_one<Xapian::DocNotFoundError>,
    throw_one<Xapian::FeatureUnavailableError>,
    throw_one<Xapian::InternalError>,
    throw_one<Xapian::NetworkError>,
    throw_one<Xapian::NetworkTimeoutError>,
    throw_one<Xapian::QueryParserError>,
    throw_one<Xapian::SerialisationError>,
    throw_one<Xapian::RangeError>,
    throw_one<Xapian::WildcardError>,
    throw_new<NewLockError>,
    throw_new<NewRuntimeError>,
    throw_new<NewLogicError>,
    throw_new<NewError>,
    throw_bad_alloc,
    throw_out_of_range,
    throw_int,
    throw_text,
    throw_long_message,
    throw_errno,
};

unsigned long allocations_left;
bool allocation_failed;

void *allocate(size_t size)
{
    if (allocations_left > 0 && --allocations_left == 0) {
        allocation_failed = true;
        return nullptr;
    }
    return std::malloc(size == 0 ? 1 : size);
}

} // namespace

/* The program's own operator new, which libxapian uses as well. */
void *operator new(size_t size)
{
    void *memory = allocate(size);
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void *operator new[](size_t size)
{
    return operator new(size);
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, size_t) noexcept
{
    std::free(memory);
}

void operator delete[](void *memory) noexcept
{
    std::free(memory);
}

void operator delete[](void *memory, size_t) noexcept
{
    std::free(memory);
}

extern "C" {

xc_status xc_testing_throw(int kind, xc_error *error)
{
    return xapian_c::guard(error, [&] { throwers[kind](); });
}

void xc_testing_fail_allocation(unsigned long n)
{
    allocations_left = n;
    allocation_failed = false;
}

int xc_testing_allocation_failed(void)
{
    return allocation_failed;
}
}
