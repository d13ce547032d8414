/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * callbacks.cc - match spies, key makers and expand deciders: libxapian's and those written in C.
 */
#include "indexer/xapian/internal.hpp"

#include <set>

using xapian_c::decided;
using xapian_c::guard;
using xapian_c::make;
using xapian_c::require;
using xapian_c::to_string;

namespace
{

class CallbackSpy final : public Xapian::MatchSpy
{
  public:
    CallbackSpy(xc_match_spy_look function, void *callers) : look(function), context(callers)
    {
    }

    void operator()(const Xapian::Document &document, double weight) override
    {
        xc_error error = xc_error();
        handle.document = const_cast<Xapian::Document *>(&document);
        decided(look(context, &handle, weight, &error), error);
    }

  private:
    xc_match_spy_look look;
    void *context;
    xc_document handle;
};

class CallbackKeyMaker final : public Xapian::KeyMaker
{
  public:
    CallbackKeyMaker(xc_key_maker_make function, void *callers)
        : make_key(function), context(callers)
    {
    }

    ~CallbackKeyMaker() override
    {
        xc_string_free(&key);
    }

    std::string operator()(const Xapian::Document &document) const override
    {
        xc_error error = xc_error();
        handle.document = const_cast<Xapian::Document *>(&document);
        key.size = 0;
        decided(make_key(context, &handle, &key, &error), error);
        return to_string(xc_string_bytes(&key));
    }

  private:
    xc_key_maker_make make_key;
    void *context;
    /* Reused from call to call; a key maker serves one match at a time. */
    mutable xc_document handle;
    mutable xc_string key = xc_string();
};

class CallbackExpandDecider final : public Xapian::ExpandDecider
{
  public:
    CallbackExpandDecider(xc_expand_decide function, void *callers)
        : decide(function), context(callers)
    {
    }

    bool operator()(const std::string &term) const override
    {
        xc_error error = xc_error();
        return decided(decide(context, xapian_c::lend(term), &error), error);
    }

  private:
    xc_expand_decide decide;
    void *context;
};

/* libxapian's own would only point to its two parts. */
class BothDeciders final : public Xapian::ExpandDecider
{
  public:
    BothDeciders(std::shared_ptr<const Xapian::ExpandDecider> one,
                 std::shared_ptr<const Xapian::ExpandDecider> other)
        : first(std::move(one)), second(std::move(other))
    {
    }

    bool operator()(const std::string &term) const override
    {
        return (*first)(term) && (*second)(term);
    }

  private:
    std::shared_ptr<const Xapian::ExpandDecider> first;
    std::shared_ptr<const Xapian::ExpandDecider> second;
};

const Xapian::ValueCountMatchSpy &counts_of(const xc_match_spy *spy)
{
    require(spy != nullptr && spy->counts != nullptr, "not a match spy that counts values");
    return *spy->counts;
}

std::unique_ptr<xc_expand_decider> handle_of(std::shared_ptr<const Xapian::ExpandDecider> decider)
{
    return std::unique_ptr<xc_expand_decider>(new xc_expand_decider{std::move(decider)});
}

} // namespace

extern "C" {

xc_status xc_match_spy_new(xc_match_spy_look look, void *context, xc_match_spy **spy,
                           xc_error *error)
{
    return make(spy, error, [&] {
        require(look != nullptr, "a match spy needs a function");
        auto handle = std::make_unique<xc_match_spy>();
        handle->spy = std::make_shared<CallbackSpy>(look, context);
        return handle;
    });
}

xc_status xc_match_spy_new_value_count(xc_slot slot, xc_match_spy **spy, xc_error *error)
{
    return make(spy, error, [&] {
        auto handle = std::make_unique<xc_match_spy>();
        auto counts = std::make_shared<Xapian::ValueCountMatchSpy>(slot);
        handle->counts = counts.get();
        handle->spy = std::move(counts);
        return handle;
    });
}

xc_status xc_match_spy_total(const xc_match_spy *spy, size_t *total, xc_error *error)
{
    return guard(error, [&] { *total = counts_of(spy).get_total(); });
}

xc_status xc_match_spy_values(const xc_match_spy *spy, xc_term_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(counts_of(spy).values_begin());
    });
}

xc_status xc_match_spy_top_values(const xc_match_spy *spy, size_t max, xc_term_cursor **cursor,
                                  xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(counts_of(spy).top_values_begin(max));
    });
}

void xc_match_spy_free(xc_match_spy *spy)
{
    xapian_c::destroy(spy);
}

xc_status xc_key_maker_new(xc_key_maker_make make_key, void *context, xc_key_maker **maker,
                           xc_error *error)
{
    return make(maker, error, [&] {
        require(make_key != nullptr, "a key maker needs a function");
        auto handle = std::make_unique<xc_key_maker>();
        handle->maker = std::make_shared<CallbackKeyMaker>(make_key, context);
        return handle;
    });
}

xc_status xc_key_maker_new_values(xc_key_maker **maker, xc_error *error)
{
    return make(maker, error, [&] {
        auto handle = std::make_unique<xc_key_maker>();
        auto values = std::make_shared<Xapian::MultiValueKeyMaker>();
        handle->values = values.get();
        handle->maker = std::move(values);
        return handle;
    });
}

xc_status xc_key_maker_add_value(xc_key_maker *maker, xc_slot slot, bool reverse,
                                 xc_bytes default_value, xc_error *error)
{
    return guard(error, [&] {
        require(maker != nullptr && maker->values != nullptr, "not a key maker of values");
        maker->values->add_value(slot, reverse, to_string(default_value));
    });
}

void xc_key_maker_free(xc_key_maker *maker)
{
    xapian_c::destroy(maker);
}

xc_status xc_expand_decider_new(xc_expand_decide decide, void *context, xc_expand_decider **decider,
                                xc_error *error)
{
    return make(decider, error, [&] {
        require(decide != nullptr, "an expand decider needs a function");
        return handle_of(std::make_shared<CallbackExpandDecider>(decide, context));
    });
}

xc_status xc_expand_decider_new_prefix(xc_bytes prefix, xc_expand_decider **decider,
                                       xc_error *error)
{
    return make(decider, error, [&] {
        return handle_of(std::make_shared<Xapian::ExpandDeciderFilterPrefix>(to_string(prefix)));
    });
}

xc_status xc_expand_decider_new_reject(const xc_bytes *terms, size_t count,
                                       xc_expand_decider **decider, xc_error *error)
{
    return make(decider, error, [&] {
        std::set<std::string> rejected;
        for (size_t i = 0; i < count; i++)
            rejected.insert(to_string(terms[i]));
        return handle_of(
            std::make_shared<Xapian::ExpandDeciderFilterTerms>(rejected.begin(), rejected.end()));
    });
}

xc_status xc_expand_decider_new_and(const xc_expand_decider *first, const xc_expand_decider *second,
                                    xc_expand_decider **decider, xc_error *error)
{
    return make(decider, error, [&] {
        require(first != nullptr && second != nullptr, "no expand decider: NULL was given");
        return handle_of(std::make_shared<BothDeciders>(first->decider, second->decider));
    });
}

void xc_expand_decider_free(xc_expand_decider *decider)
{
    xapian_c::destroy(decider);
}
}
