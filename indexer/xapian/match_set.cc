/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match_set.cc - match sets.
 */
#include "indexer/xapian/internal.hpp"

using xapian_c::guard;
using xapian_c::require;
using xapian_c::to_string;

static_assert(int(XC_SNIPPET_BACKGROUND_MODEL) == int(Xapian::MSet::SNIPPET_BACKGROUND_MODEL), "");
static_assert(int(XC_SNIPPET_EXHAUSTIVE) == int(Xapian::MSet::SNIPPET_EXHAUSTIVE), "");
static_assert(int(XC_SNIPPET_EMPTY_WITHOUT_MATCH) == int(Xapian::MSet::SNIPPET_EMPTY_WITHOUT_MATCH),
              "");
#if XAPIAN_AT_LEAST(1, 4, 23)
static_assert(int(XC_SNIPPET_NGRAMS) == int(Xapian::MSet::SNIPPET_NGRAMS), "");
#else
static_assert(int(XC_SNIPPET_NGRAMS) == int(Xapian::MSet::SNIPPET_CJK_NGRAM), "");
#endif

namespace
{

const Xapian::MSet &of(const xc_match_set *set)
{
    require(set != nullptr, "no match set: NULL was given");
    return set->set;
}

Xapian::MSetIterator item_of(const xc_match_set *set, xc_doccount index)
{
    require(index < of(set).size(), "no such item in the match set");
    return of(set)[index];
}

} // namespace

extern "C" {

xc_doccount xc_match_set_size(const xc_match_set *set)
{
    xc_doccount size = 0;
    guard(nullptr, [&] { size = of(set).size(); });
    return size;
}

xc_doccount xc_match_set_first(const xc_match_set *set)
{
    xc_doccount first = 0;
    guard(nullptr, [&] { first = of(set).get_firstitem(); });
    return first;
}

xc_status xc_match_set_item(const xc_match_set *set, xc_doccount index, xc_match_item *item,
                            xc_error *error)
{
    return guard(error, [&] {
        const Xapian::MSetIterator found = item_of(set, index);
        *item =
            xc_match_item{*found, found.get_weight(), found.get_rank(), found.get_collapse_count()};
    });
}

xc_status xc_match_set_percent(const xc_match_set *set, xc_doccount index, int *percent,
                               xc_error *error)
{
    return guard(error, [&] { *percent = item_of(set, index).get_percent(); });
}

xc_status xc_match_set_collapse_key(const xc_match_set *set, xc_doccount index, xc_string *key,
                                    xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(key, item_of(set, index).get_collapse_key()); });
}

xc_status xc_match_set_sort_key(const xc_match_set *set, xc_doccount index, xc_string *key,
                                xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(key, item_of(set, index).get_sort_key()); });
}

xc_status xc_match_set_fetch(const xc_match_set *set, xc_doccount first, xc_doccount last,
                             xc_error *error)
{
    return guard(error, [&] {
        if (of(set).empty())
            return;
        require(first <= last && last < of(set).size(), "no such items in the match set");
        of(set).fetch(of(set)[first], of(set)[last]);
    });
}

xc_status xc_match_set_counts(const xc_match_set *set, xc_match_counts *counts, xc_error *error)
{
    return guard(error, [&] {
        *counts = xc_match_counts{of(set).get_matches_lower_bound(),
                                  of(set).get_matches_estimated(),
                                  of(set).get_matches_upper_bound(),
                                  of(set).get_uncollapsed_matches_lower_bound(),
                                  of(set).get_uncollapsed_matches_estimated(),
                                  of(set).get_uncollapsed_matches_upper_bound()};
    });
}

xc_status xc_match_set_max_attained(const xc_match_set *set, double *weight, xc_error *error)
{
    return guard(error, [&] { *weight = of(set).get_max_attained(); });
}

xc_status xc_match_set_max_possible(const xc_match_set *set, double *weight, xc_error *error)
{
    return guard(error, [&] { *weight = of(set).get_max_possible(); });
}

xc_status xc_match_set_termfreq(const xc_match_set *set, xc_bytes term, xc_doccount *termfreq,
                                xc_error *error)
{
    return guard(error, [&] { *termfreq = of(set).get_termfreq(to_string(term)); });
}

xc_status xc_match_set_termweight(const xc_match_set *set, xc_bytes term, double *weight,
                                  xc_error *error)
{
    return guard(error, [&] { *weight = of(set).get_termweight(to_string(term)); });
}

xc_status xc_match_set_weight_to_percent(const xc_match_set *set, double weight, int *percent,
                                         xc_error *error)
{
    return guard(error, [&] { *percent = of(set).convert_to_percent(weight); });
}

xc_status xc_match_set_snippet(const xc_match_set *set, xc_bytes text, size_t length,
                               const xc_stemmer *stemmer, unsigned flags, xc_bytes mark_start,
                               xc_bytes mark_end, xc_bytes omitted, xc_string *snippet,
                               xc_error *error)
{
    return guard(error, [&] {
        const Xapian::Stem none;
        xapian_c::assign(snippet, of(set).snippet(to_string(text), length,
                                                  stemmer == nullptr ? none : stemmer->stem, flags,
                                                  to_string(mark_start), to_string(mark_end),
                                                  to_string(omitted)));
    });
}

xc_status xc_match_set_description(const xc_match_set *set, xc_string *text, xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(text, of(set).get_description()); });
}

void xc_match_set_free(xc_match_set *set)
{
    xapian_c::destroy(set);
}
}
