/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * enquire.cc - running queries; relevant sets and expand sets.
 */
#include "indexer/xapian/internal.hpp"

using xapian_c::guard;
using xapian_c::make;
using xapian_c::require;
using xapian_c::to_string;

static_assert(int(XC_EXPAND_INCLUDE_QUERY_TERMS) == int(Xapian::Enquire::INCLUDE_QUERY_TERMS), "");
static_assert(int(XC_EXPAND_EXACT_TERMFREQ) == int(Xapian::Enquire::USE_EXACT_TERMFREQ), "");

namespace
{

Xapian::Enquire &of(xc_enquire *enquire)
{
    require(enquire != nullptr, "no enquire: NULL was given");
    return enquire->enquire;
}

const Xapian::Enquire &of(const xc_enquire *enquire)
{
    require(enquire != nullptr, "no enquire: NULL was given");
    return enquire->enquire;
}

/* Lives for one match. */
class CallbackDecider final : public Xapian::MatchDecider
{
  public:
    CallbackDecider(xc_match_decider function, void *callers) : decide(function), context(callers)
    {
    }

    bool operator()(const Xapian::Document &document) const override
    {
        handle.document = const_cast<Xapian::Document *>(&document);
        error.status = XC_OK;
        return xapian_c::decided(decide(context, &handle, &error), error);
    }

  private:
    xc_match_decider decide;
    void *context;
    /* Reused from call to call, so that a call costs nothing but itself. */
    mutable xc_document handle;
    mutable xc_error error = xc_error();
};

using KeySetter = void (*)(Xapian::Enquire &enquire, Xapian::KeyMaker *maker, bool reverse);

/* The one before is let go when the enquire points to the new one. */
xc_status set_key_maker(xc_enquire *enquire, const xc_key_maker *maker, bool reverse, KeySetter set,
                        xc_error *error) noexcept
{
    return guard(error, [&] {
        require(maker != nullptr, "no key maker: NULL was given");
        set(of(enquire), maker->maker.get(), reverse);
        enquire->key_maker = maker->maker;
    });
}

} // namespace

extern "C" {

xc_status xc_enquire_new(const xc_database *database, xc_enquire **enquire, xc_error *error)
{
    return make(enquire, error, [&] {
        require(database != nullptr, "no database: NULL was given");
        return std::unique_ptr<xc_enquire>(
            new xc_enquire{{}, nullptr, Xapian::Enquire(database->database)});
    });
}

void xc_enquire_free(xc_enquire *enquire)
{
    xapian_c::destroy(enquire);
}

xc_status xc_enquire_set_query(xc_enquire *enquire, const xc_query *query,
                               xc_termcount query_length, xc_error *error)
{
    return guard(error, [&] {
        require(query != nullptr, "no query: NULL was given");
        of(enquire).set_query(query->query, query_length);
    });
}

xc_status xc_enquire_query(const xc_enquire *enquire, xc_query **query, xc_error *error)
{
    return make(query, error,
                [&] { return std::unique_ptr<xc_query>(new xc_query{of(enquire).get_query()}); });
}

xc_status xc_enquire_set_weight(xc_enquire *enquire, const xc_weight *weight, xc_error *error)
{
    return guard(error, [&] {
        require(weight != nullptr, "no weight: NULL was given");
        of(enquire).set_weighting_scheme(*weight->weight);
    });
}

xc_status xc_enquire_set_expansion_scheme(xc_enquire *enquire, const char *name, double k,
                                          xc_error *error)
{
    return guard(error, [&] {
        std::string scheme = to_string(name);
#if XAPIAN_AT_LEAST(2, 0, 0)
        if (scheme == "trad") /* as it is called now */
            scheme = "prob";
#endif
        of(enquire).set_expansion_scheme(scheme, k);
    });
}

xc_status xc_enquire_set_docid_order(xc_enquire *enquire, xc_docid_order order, xc_error *error)
{
    return guard(error, [&] {
        Xapian::Enquire::docid_order theirs = Xapian::Enquire::ASCENDING;
        if (order == XC_DOCID_DESCENDING)
            theirs = Xapian::Enquire::DESCENDING;
        else if (order == XC_DOCID_DONT_CARE)
            theirs = Xapian::Enquire::DONT_CARE;
        of(enquire).set_docid_order(theirs);
    });
}

xc_status xc_enquire_set_cutoff(xc_enquire *enquire, int percent, double weight, xc_error *error)
{
    return guard(error, [&] { of(enquire).set_cutoff(percent, weight); });
}

xc_status xc_enquire_set_collapse(xc_enquire *enquire, xc_slot slot, xc_doccount max,
                                  xc_error *error)
{
    return guard(error,
                 [&] { of(enquire).set_collapse_key(max == 0 ? Xapian::BAD_VALUENO : slot, max); });
}

xc_status xc_enquire_set_sort_by_relevance(xc_enquire *enquire, xc_error *error)
{
    return guard(error, [&] { of(enquire).set_sort_by_relevance(); });
}

xc_status xc_enquire_set_sort_by_value(xc_enquire *enquire, xc_slot slot, bool reverse,
                                       xc_error *error)
{
    return guard(error, [&] { of(enquire).set_sort_by_value(slot, reverse); });
}

xc_status xc_enquire_set_sort_by_value_then_relevance(xc_enquire *enquire, xc_slot slot,
                                                      bool reverse, xc_error *error)
{
    return guard(error, [&] { of(enquire).set_sort_by_value_then_relevance(slot, reverse); });
}

xc_status xc_enquire_set_sort_by_relevance_then_value(xc_enquire *enquire, xc_slot slot,
                                                      bool reverse, xc_error *error)
{
    return guard(error, [&] { of(enquire).set_sort_by_relevance_then_value(slot, reverse); });
}

xc_status xc_enquire_set_sort_by_key(xc_enquire *enquire, const xc_key_maker *maker, bool reverse,
                                     xc_error *error)
{
    return set_key_maker(
        enquire, maker, reverse,
        [](Xapian::Enquire &theirs, Xapian::KeyMaker *key, bool down) {
            theirs.set_sort_by_key(key, down);
        },
        error);
}

xc_status xc_enquire_set_sort_by_key_then_relevance(xc_enquire *enquire, const xc_key_maker *maker,
                                                    bool reverse, xc_error *error)
{
    return set_key_maker(
        enquire, maker, reverse,
        [](Xapian::Enquire &theirs, Xapian::KeyMaker *key, bool down) {
            theirs.set_sort_by_key_then_relevance(key, down);
        },
        error);
}

xc_status xc_enquire_set_sort_by_relevance_then_key(xc_enquire *enquire, const xc_key_maker *maker,
                                                    bool reverse, xc_error *error)
{
    return set_key_maker(
        enquire, maker, reverse,
        [](Xapian::Enquire &theirs, Xapian::KeyMaker *key, bool down) {
            theirs.set_sort_by_relevance_then_key(key, down);
        },
        error);
}

xc_status xc_enquire_set_time_limit(xc_enquire *enquire, double seconds, xc_error *error)
{
    return guard(error, [&] { of(enquire).set_time_limit(seconds); });
}

xc_status xc_enquire_add_match_spy(xc_enquire *enquire, const xc_match_spy *spy, xc_error *error)
{
    return guard(error, [&] {
        require(enquire != nullptr && spy != nullptr, "NULL was given");
        enquire->spies.push_back(spy->spy);
        try {
            enquire->enquire.add_matchspy(spy->spy.get());
        } catch (...) {
            enquire->spies.pop_back();
            throw;
        }
    });
}

xc_status xc_enquire_clear_match_spies(xc_enquire *enquire, xc_error *error)
{
    return guard(error, [&] {
        of(enquire).clear_matchspies();
        enquire->spies.clear();
    });
}

xc_status xc_enquire_match(xc_enquire *enquire, const xc_match_request *request, xc_match_set **set,
                           xc_error *error)
{
    return make(set, error, [&] {
        require(request != nullptr, "no request: NULL was given");
        const CallbackDecider decider(request->decider, request->decider_context);
        return std::unique_ptr<xc_match_set>(new xc_match_set{
            of(enquire).get_mset(request->first, request->max, request->check_at_least,
                                 request->relevant == nullptr ? nullptr : &request->relevant->set,
                                 request->decider == nullptr ? nullptr : &decider)});
    });
}

xc_status xc_enquire_expand_set(xc_enquire *enquire, const xc_relevant_set *relevant,
                                xc_termcount max, int flags, const xc_expand_decider *decider,
                                double min_weight, xc_expand_set **set, xc_error *error)
{
    return make(set, error, [&] {
        require(relevant != nullptr, "no relevant set: NULL was given");
        return std::unique_ptr<xc_expand_set>(new xc_expand_set{
            of(enquire).get_eset(max, relevant->set, flags,
                                 decider == nullptr ? nullptr : decider->decider.get(), min_weight),
            std::string()});
    });
}

xc_status xc_enquire_matching_terms(const xc_enquire *enquire, xc_docid docid,
                                    xc_term_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(of(enquire).get_matching_terms_begin(docid));
    });
}

xc_status xc_enquire_description(const xc_enquire *enquire, xc_string *text, xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(text, of(enquire).get_description()); });
}

/* Relevant sets. */

xc_status xc_relevant_set_new(xc_relevant_set **set, xc_error *error)
{
    return make(set, error, [] { return std::make_unique<xc_relevant_set>(); });
}

xc_status xc_relevant_set_add(xc_relevant_set *set, xc_docid docid, xc_error *error)
{
    return guard(error, [&] {
        require(set != nullptr, "no relevant set: NULL was given");
        set->set.add_document(docid);
    });
}

xc_status xc_relevant_set_remove(xc_relevant_set *set, xc_docid docid, xc_error *error)
{
    return guard(error, [&] {
        require(set != nullptr, "no relevant set: NULL was given");
        set->set.remove_document(docid);
    });
}

bool xc_relevant_set_contains(const xc_relevant_set *set, xc_docid docid)
{
    bool contains = false;
    guard(nullptr, [&] { contains = set != nullptr && set->set.contains(docid); });
    return contains;
}

xc_doccount xc_relevant_set_size(const xc_relevant_set *set)
{
    xc_doccount size = 0;
    guard(nullptr, [&] { size = set == nullptr ? 0 : set->set.size(); });
    return size;
}

void xc_relevant_set_free(xc_relevant_set *set)
{
    xapian_c::destroy(set);
}

/* Expand sets. */

size_t xc_expand_set_size(const xc_expand_set *set)
{
    size_t size = 0;
    guard(nullptr, [&] { size = set == nullptr ? 0 : set->set.size(); });
    return size;
}

xc_termcount xc_expand_set_bound(const xc_expand_set *set)
{
    xc_termcount bound = 0;
    guard(nullptr, [&] { bound = set == nullptr ? 0 : set->set.get_ebound(); });
    return bound;
}

xc_status xc_expand_set_item(xc_expand_set *set, size_t index, xc_bytes *term, double *weight,
                             xc_error *error)
{
    return guard(error, [&] {
        require(set != nullptr && index < set->set.size(), "no such item in the expand set");
        const Xapian::ESetIterator item = set->set[static_cast<Xapian::doccount>(index)];
        set->term = *item;
        if (term != nullptr)
            *term = xapian_c::lend(set->term);
        if (weight != nullptr)
            *weight = item.get_weight();
    });
}

void xc_expand_set_free(xc_expand_set *set)
{
    xapian_c::destroy(set);
}
}
