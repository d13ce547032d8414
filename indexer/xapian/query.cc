/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query.cc - queries.
 */
#include "indexer/xapian/internal.hpp"

using xapian_c::guard;
using xapian_c::make;
using xapian_c::require;
using xapian_c::to_string;
using Op = Xapian::Query::op;

namespace
{

struct OperatorRow {
    xc_operator ours;
    Op theirs;
    bool combines; /* may be given to the constructors that take an operator */
};

const OperatorRow operator_rows[] = {
    {XC_AND, Xapian::Query::OP_AND, true},
    {XC_OR, Xapian::Query::OP_OR, true},
    {XC_AND_NOT, Xapian::Query::OP_AND_NOT, true},
    {XC_XOR, Xapian::Query::OP_XOR, true},
    {XC_AND_MAYBE, Xapian::Query::OP_AND_MAYBE, true},
    {XC_FILTER, Xapian::Query::OP_FILTER, true},
    {XC_NEAR, Xapian::Query::OP_NEAR, true},
    {XC_PHRASE, Xapian::Query::OP_PHRASE, true},
    {XC_ELITE_SET, Xapian::Query::OP_ELITE_SET, true},
    {XC_SYNONYM, Xapian::Query::OP_SYNONYM, true},
    {XC_MAX, Xapian::Query::OP_MAX, true},
    {XC_VALUE_RANGE, Xapian::Query::OP_VALUE_RANGE, false},
    {XC_VALUE_GE, Xapian::Query::OP_VALUE_GE, false},
    {XC_VALUE_LE, Xapian::Query::OP_VALUE_LE, false},
    {XC_SCALE_WEIGHT, Xapian::Query::OP_SCALE_WEIGHT, false},
    {XC_WILDCARD, Xapian::Query::OP_WILDCARD, false},
#if XAPIAN_AT_LEAST(1, 5, 0)
    {XC_EDIT_DISTANCE, Xapian::Query::OP_EDIT_DISTANCE, false},
#endif
    {XC_LEAF_TERM, Xapian::Query::LEAF_TERM, false},
    {XC_LEAF_POSTING_SOURCE, Xapian::Query::LEAF_POSTING_SOURCE, false},
    {XC_LEAF_MATCH_ALL, Xapian::Query::LEAF_MATCH_ALL, false},
    {XC_LEAF_MATCH_NOTHING, Xapian::Query::LEAF_MATCH_NOTHING, false},
};

Op combining_operator(xc_operator op)
{
    for (const OperatorRow &row : operator_rows)
        if (row.ours == op && row.combines)
            return row.theirs;
    throw xapian_c::InvalidArgument{"this operator has a constructor of its own"};
}

const Xapian::Query &of(const xc_query *query)
{
    require(query != nullptr, "no query: NULL was given");
    return query->query;
}

std::unique_ptr<xc_query> handle_of(Xapian::Query query)
{
    return std::unique_ptr<xc_query>(new xc_query{std::move(query)});
}

} // namespace

extern "C" {

xc_status xc_query_new_match_all(xc_query **query, xc_error *error)
{
    /* Not the static Query::MatchAll: its reference count is shared by all threads. */
    return make(query, error, [] { return handle_of(Xapian::Query(std::string())); });
}

xc_status xc_query_new_match_nothing(xc_query **query, xc_error *error)
{
    return make(query, error, [] { return handle_of(Xapian::Query()); });
}

xc_status xc_query_new_term(xc_bytes term, xc_termcount wqf, xc_termpos position, xc_query **query,
                            xc_error *error)
{
    return make(query, error, [&] {
        require(term.size > 0, "a term must not be empty");
        return handle_of(Xapian::Query(to_string(term), wqf, position));
    });
}

xc_status xc_query_new_value_range(xc_slot slot, xc_bytes low, xc_bytes high, xc_query **query,
                                   xc_error *error)
{
    return make(query, error, [&] {
        return handle_of(
            Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, to_string(low), to_string(high)));
    });
}

xc_status xc_query_new_value_ge(xc_slot slot, xc_bytes low, xc_query **query, xc_error *error)
{
    return make(query, error, [&] {
        return handle_of(Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, to_string(low)));
    });
}

xc_status xc_query_new_value_le(xc_slot slot, xc_bytes high, xc_query **query, xc_error *error)
{
    return make(query, error, [&] {
        return handle_of(Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, to_string(high)));
    });
}

xc_status xc_query_new_posting_source(const xc_posting_source *source, xc_query **query,
                                      xc_error *error)
{
    return make(query, error, [&] {
        require(source != nullptr, "no posting source: NULL was given");
        return handle_of(source->query);
    });
}

xc_status xc_query_new_wildcard(xc_bytes prefix, xc_termcount max_expansion,
                                xc_wildcard_limit limit, xc_operator combiner, xc_query **query,
                                xc_error *error)
{
    return make(query, error, [&] {
        int limit_type = Xapian::Query::WILDCARD_LIMIT_ERROR;
        if (limit == XC_WILDCARD_LIMIT_FIRST)
            limit_type = Xapian::Query::WILDCARD_LIMIT_FIRST;
        else if (limit == XC_WILDCARD_LIMIT_MOST_FREQUENT)
            limit_type = Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT;
        require(combiner == XC_SYNONYM || combiner == XC_OR || combiner == XC_MAX,
                "a wildcard's terms are combined by XC_SYNONYM, XC_OR or XC_MAX");
        return handle_of(Xapian::Query(Xapian::Query::OP_WILDCARD, to_string(prefix), max_expansion,
                                       limit_type, combining_operator(combiner)));
    });
}

xc_status xc_query_new_combined(xc_operator op, const xc_query *const *subqueries, size_t count,
                                xc_termcount parameter, xc_query **query, xc_error *error)
{
    return make(query, error, [&] {
        std::vector<Xapian::Query> parts;
        parts.reserve(count);
        for (size_t i = 0; i < count; i++)
            parts.push_back(of(subqueries[i]));
        return handle_of(
            Xapian::Query(combining_operator(op), parts.begin(), parts.end(), parameter));
    });
}

xc_status xc_query_new_terms(xc_operator op, const xc_bytes *terms, size_t count,
                             xc_termcount parameter, xc_query **query, xc_error *error)
{
    return make(query, error, [&] {
        const bool positional = op == XC_NEAR || op == XC_PHRASE;
        std::vector<Xapian::Query> parts;
        parts.reserve(count);
        for (size_t i = 0; i < count; i++) {
            require(terms[i].size > 0, "a term must not be empty");
            const Xapian::termpos position =
                positional ? static_cast<Xapian::termpos>(i + 1) : Xapian::termpos(0);
            parts.push_back(Xapian::Query(to_string(terms[i]), 1, position));
        }
        return handle_of(
            Xapian::Query(combining_operator(op), parts.begin(), parts.end(), parameter));
    });
}

xc_status xc_query_new_pair(xc_operator op, const xc_query *left, const xc_query *right,
                            xc_query **query, xc_error *error)
{
    return make(query, error, [&] {
        return handle_of(Xapian::Query(combining_operator(op), of(left), of(right)));
    });
}

xc_status xc_query_new_scaled(const xc_query *subquery, double factor, xc_query **query,
                              xc_error *error)
{
    return make(query, error, [&] {
        return handle_of(Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, of(subquery), factor));
    });
}

xc_status xc_query_copy(const xc_query *query, xc_query **copy, xc_error *error)
{
    return make(copy, error, [&] { return handle_of(of(query)); });
}

void xc_query_free(xc_query *query)
{
    xapian_c::destroy(query);
}

xc_operator xc_query_type(const xc_query *query)
{
    if (query == nullptr || query->query.empty())
        return XC_LEAF_MATCH_NOTHING;
    const Op type = query->query.get_type();
    for (const OperatorRow &row : operator_rows)
        if (row.theirs == type)
            return row.ours;
    return XC_OPERATOR_OTHER;
}

bool xc_query_is_empty(const xc_query *query)
{
    return query == nullptr || query->query.empty();
}

xc_termcount xc_query_length(const xc_query *query)
{
    return query == nullptr ? 0 : query->query.get_length();
}

size_t xc_query_subquery_count(const xc_query *query)
{
    return query == nullptr ? 0 : query->query.get_num_subqueries();
}

xc_status xc_query_subquery(const xc_query *query, size_t index, xc_query **subquery,
                            xc_error *error)
{
    return make(subquery, error, [&] {
        require(index < of(query).get_num_subqueries(), "no such subquery");
        return handle_of(of(query).get_subquery(index));
    });
}

xc_status xc_query_terms(const xc_query *query, xc_term_cursor **cursor, xc_error *error)
{
    return make(cursor, error,
                [&] { return xapian_c::cursor_over<xc_term_cursor>(of(query).get_terms_begin()); });
}

xc_status xc_query_unique_terms(const xc_query *query, xc_term_cursor **cursor, xc_error *error)
{
    return make(cursor, error, [&] {
        return xapian_c::cursor_over<xc_term_cursor>(of(query).get_unique_terms_begin());
    });
}

xc_status xc_query_serialise(const xc_query *query, xc_string *serialised, xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(serialised, of(query).serialise()); });
}

xc_status xc_query_unserialise(xc_bytes serialised, xc_query **query, xc_error *error)
{
    return make(query, error,
                [&] { return handle_of(Xapian::Query::unserialise(to_string(serialised))); });
}

xc_status xc_query_description(const xc_query *query, xc_string *text, xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(text, of(query).get_description()); });
}
}
