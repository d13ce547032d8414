/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parser.c - the grammar of newsdex/query.h by recursive descent.
 *
 * Owns: precedence, and every complaint about a query's form. Must not know: what a word's term is.
 * Depth of brackets is bounded by NDX_LIMIT_DEPTH, so recursion is.
 */
#include "newsdex/query.h"

#include "newsdex/limits.h"
#include "query/fields.h"
#include "query/lexer.h"

typedef struct parser {
    ndx_query *query;
    ndx_lexer lexer;
    ndx_lexeme now;
    int32_t today;
    unsigned depth;
    unsigned distances; /* operators so far */
    size_t error_begin, error_end;
    ndx_error *error;
} parser;

typedef ndx_query_node node;

static node *parse_side_by_side(parser *p);

static node *fail_at(parser *p, size_t begin, size_t end, const char *message)
{
    p->error_begin = begin;
    p->error_end = end;
    ndx_error_set(p->error, NDX_ERROR_USAGE, "%s", message);
    return NULL;
}

static node *fail_memory(parser *p)
{
    p->error_begin = p->error_end = 0;
    ndx_error_memory(p->error, "reading the query");
    return NULL;
}

static bool note(parser *p, size_t begin, size_t end, const char *message)
{
    ndx_query_note *added = ndx_arena_alloc(&p->query->arena, sizeof *added);
    if (!added)
        return fail_memory(p) != NULL;
    *added = (ndx_query_note){begin, end, message, NULL};
    ndx_query_note **last = &p->query->notes;
    while (*last)
        last = &(*last)->next;
    *last = added;
    return true;
}

/* Goes on to the next token; false when it is an error. */
static bool advance(parser *p, bool after_field)
{
    p->now = ndx_lexer_next(&p->lexer, after_field);
    if (p->now.kind != NDX_LEXEME_ERROR)
        return true;
    fail_at(p, p->now.begin, p->now.end, p->now.message);
    return false;
}

static node *new_node(parser *p, ndx_query_kind kind, size_t begin, size_t end)
{
    node *made = ndx_arena_alloc(&p->query->arena, sizeof *made);
    if (!made)
        return fail_memory(p);
    *made = (node){.kind = kind, .begin = begin, .end = end, .range = NDX_DATE_RANGE_OPEN};
    return made;
}

static bool add_child(parser *p, node *parent, node *child)
{
    size_t count = parent->child_count;
    if ((count & (count - 1)) == 0) { /* grows at powers of two */
        node **grown = ndx_arena_alloc(&p->query->arena, (count ? count * 2 : 1) * sizeof(node *));
        if (!grown)
            return fail_memory(p) != NULL;
        if (count)
            memcpy((void *)grown, (const void *)parent->children, count * sizeof(node *));
        parent->children = grown;
    }
    parent->children[parent->child_count++] = child;
    if (parent->child_count == 1 || child->begin < parent->begin)
        parent->begin = child->begin;
    if (child->end > parent->end)
        parent->end = child->end;
    return true;
}

static node *join(parser *p, ndx_query_kind kind, node *left, node *right)
{
    if (left->kind == kind && kind != NDX_QUERY_SIDE && kind <= NDX_QUERY_OR)
        return add_child(p, left, right) ? left : NULL;
    node *parent = new_node(p, kind, left->begin, right->end);
    if (!parent || !add_child(p, parent, left) || !add_child(p, parent, right))
        return NULL;
    return parent;
}

static node *negate(parser *p, node *child, size_t begin)
{
    node *parent = new_node(p, NDX_QUERY_NOT, begin, child->end);
    return parent && add_child(p, parent, child) ? parent : NULL;
}

/* ---- units ---- */

static bool begins_unit(ndx_lexeme_kind kind)
{
    return kind == NDX_LEXEME_WORD || kind == NDX_LEXEME_PHRASE || kind == NDX_LEXEME_FIELD ||
           kind == NDX_LEXEME_OPEN || kind == NDX_LEXEME_ALL;
}

/* Words of a name are compared whole: half a name is not taken for one silently. */
static bool is_wildcard(ndx_query_kind kind, bool quoted, ndx_span text)
{
    return (kind == NDX_QUERY_AUTHOR || kind == NDX_QUERY_SOURCE || kind == NDX_QUERY_SECTION) &&
           !quoted && memchr(text.data, '*', text.size);
}

static node *fail_wildcard(parser *p, size_t begin, size_t end)
{
    return fail_at(p, begin, end,
                   "wildcards stand for words of the text; this field's words are compared whole: "
                   "write the word out, or several with OR");
}

static node *parse_words(parser *p)
{
    node *words = new_node(p, NDX_QUERY_WORDS, p->now.begin, p->now.end);
    if (!words)
        return NULL;
    words->text = p->now.text;
    words->quoted = p->now.kind == NDX_LEXEME_PHRASE;
    if (words->quoted && ndx_span_trim(words->text).size == 0)
        return fail_at(p, p->now.begin, p->now.end,
                       "there is nothing between these quotation marks");
    const char *operator_name =
        words->quoted ? NULL : ndx_lexer_operator_in_lower_case(p->now.text);
    if (operator_name &&
        !note(p, p->now.begin, p->now.end,
              "taken as a word; the operators are written in capitals: AND, OR, NOT"))
        return NULL;
    return advance(p, false) ? words : NULL;
}

static node *parse_group(parser *p)
{
    size_t begin = p->now.begin;
    if (++p->depth > NDX_LIMIT_DEPTH)
        return fail_at(p, begin, begin + 1, "brackets are nested too deeply (at most 256 levels)");
    if (!advance(p, false))
        return NULL;
    if (p->now.kind == NDX_LEXEME_CLOSE)
        return fail_at(p, begin, p->now.end, "there is nothing between these brackets");
    node *inside = parse_side_by_side(p);
    if (!inside)
        return NULL;
    if (p->now.kind != NDX_LEXEME_CLOSE)
        return fail_at(p, begin, begin + 1, "this bracket is not closed");
    p->depth--;
    inside->begin = begin;
    inside->end = p->now.end;
    return advance(p, false) ? inside : NULL;
}

static void set_scope(node *tree, ndx_query_scope scope)
{
    if (tree->kind == NDX_QUERY_WORDS)
        tree->scope = scope;
    for (size_t i = 0; i < tree->child_count; i++)
        set_scope(tree->children[i], scope);
}

/* title:(a b): a whole query whose words stand in the headline; fields inside make no sense. */
static const node *field_inside(const node *tree)
{
    if (tree->kind >= NDX_QUERY_AUTHOR && tree->kind <= NDX_QUERY_DATE)
        return tree;
    for (size_t i = 0; i < tree->child_count; i++) {
        const node *found = field_inside(tree->children[i]);
        if (found)
            return found;
    }
    return NULL;
}

static node *parse_scoped(parser *p, size_t begin, ndx_query_scope scope)
{
    node *inside = p->now.kind == NDX_LEXEME_OPEN ? parse_group(p) : parse_words(p);
    if (!inside)
        return NULL;
    const node *field = field_inside(inside);
    if (field)
        return fail_at(p, field->begin, field->end, "a field cannot stand inside another field");
    set_scope(inside, scope);
    inside->begin = begin;
    return inside;
}

/* Alternatives in brackets: source:(a OR b), one value each. */
static node *value_node(parser *p, ndx_query_kind kind, size_t begin, ndx_span value, size_t end)
{
    node *made = new_node(p, kind, begin, end);
    if (!made)
        return NULL;
    made->text = ndx_span_trim(value);
    if (!made->text.size)
        return fail_at(p, begin, end, "this field has no value");
    return made;
}

static node *turn_into_values(parser *p, node *tree, ndx_query_kind kind)
{
    if (tree->kind == NDX_QUERY_WORDS && tree->scope == NDX_SCOPE_ANY) {
        if (is_wildcard(kind, tree->quoted, tree->text))
            return fail_wildcard(p, tree->begin, tree->end);
        tree->kind = kind;
        return tree;
    }
    if (tree->kind != NDX_QUERY_AND && tree->kind != NDX_QUERY_OR && tree->kind != NDX_QUERY_NOT &&
        tree->kind != NDX_QUERY_SIDE)
        return fail_at(p, tree->begin, tree->end, "only values, AND, OR and NOT can stand here");
    for (size_t i = 0; i < tree->child_count; i++)
        if (!turn_into_values(p, tree->children[i], kind))
            return NULL;
    return tree;
}

static node *parse_date(parser *p, const ndx_field_rule *rule, size_t begin)
{
    node *made = value_node(p, NDX_QUERY_DATE, begin, p->now.text, p->now.end);
    if (!made)
        return NULL;
    ndx_error reason = {0};
    bool good = rule->role == NDX_ROLE_SINCE
                    ? ndx_query_since(made->text, p->today, &made->range, &reason)
                : rule->role == NDX_ROLE_UNTIL
                    ? ndx_query_until(made->text, p->today, &made->range, &reason)
                    : ndx_query_date_range(made->text, p->today, &made->range, &reason);
    if (!good)
        return fail_at(p, p->now.begin, p->now.end, reason.message);
    return advance(p, false) ? made : NULL;
}

static node *unknown_field(parser *p)
{
    ndx_buffer message = {0};
    ndx_buffer_printf(&message, "unknown field '%.*s:'; fields are ", NDX_SPAN_ARGS(p->now.text));
    const ndx_query_field *field;
    for (size_t i = 0; (field = ndx_query_field_describe(i)); i++)
        ndx_buffer_printf(&message, "%s%s:", i ? " " : "", field->name);
    ndx_buffer_append_text(&message, "; to look for the text itself, put it in quotation marks");
    node *none =
        fail_at(p, p->now.begin, p->now.end, message.data ? message.data : "unknown field");
    ndx_buffer_free(&message);
    return none;
}

static node *parse_field(parser *p)
{
    size_t begin = p->now.begin;
    const ndx_field_rule *rule = ndx_field_rule_of(p->now.text);
    if (!rule)
        return unknown_field(p);
    size_t name_end = p->now.end;
    if (!advance(p, true))
        return NULL;
    if (p->now.kind != NDX_LEXEME_WORD && p->now.kind != NDX_LEXEME_PHRASE &&
        p->now.kind != NDX_LEXEME_OPEN)
        return fail_at(p, begin, name_end, "a value must follow the colon directly");
    if (rule->role == NDX_ROLE_TITLE)
        return parse_scoped(p, begin, NDX_SCOPE_HEADLINE);
    if (rule->kind == NDX_QUERY_DATE) {
        if (p->now.kind == NDX_LEXEME_OPEN)
            return fail_at(p, p->now.begin, p->now.end, "a date must follow the colon directly");
        return parse_date(p, rule, begin);
    }
    if (p->now.kind == NDX_LEXEME_OPEN) {
        node *group = parse_group(p);
        return group ? turn_into_values(p, group, rule->kind) : NULL;
    }
    if (is_wildcard(rule->kind, p->now.kind == NDX_LEXEME_PHRASE, p->now.text))
        return fail_wildcard(p, p->now.begin, p->now.end);
    node *made = value_node(p, rule->kind, begin, p->now.text, p->now.end);
    if (!made)
        return NULL;
    made->quoted = p->now.kind == NDX_LEXEME_PHRASE;
    return advance(p, false) ? made : NULL;
}

static node *parse_unit(parser *p)
{
    switch (p->now.kind) {
    case NDX_LEXEME_WORD:
    case NDX_LEXEME_PHRASE:
        return parse_words(p);
    case NDX_LEXEME_FIELD:
        return parse_field(p);
    case NDX_LEXEME_OPEN:
        return parse_group(p);
    case NDX_LEXEME_ALL: {
        node *all = new_node(p, NDX_QUERY_ALL, p->now.begin, p->now.end);
        return all && advance(p, false) ? all : NULL;
    }
    case NDX_LEXEME_CLOSE:
        return fail_at(p, p->now.begin, p->now.end, "this bracket closes nothing");
    case NDX_LEXEME_PLUS:
    case NDX_LEXEME_MINUS:
        return fail_at(
            p, p->now.begin, p->now.end,
            "+ and - stand before words side by side, not beside an operator: use AND, NOT");
    case NDX_LEXEME_END:
        return fail_at(p, p->now.begin, p->now.end, "something must follow here");
    default:
        return fail_at(p, p->now.begin, p->now.end,
                       "an operator stands between two things; one is missing before it");
    }
}

/* ---- operators, from tight to loose ---- */

static bool is_textual(const node *tree)
{
    if (tree->kind >= NDX_QUERY_AUTHOR && tree->kind <= NDX_QUERY_DATE)
        return false;
    if (tree->kind == NDX_QUERY_NOT || tree->kind == NDX_QUERY_ALL || tree->kind == NDX_QUERY_AND)
        return false;
    for (size_t i = 0; i < tree->child_count; i++)
        if (!is_textual(tree->children[i]) || tree->children[i]->demand != NDX_DEMAND_OPTIONAL)
            return false;
    return true;
}

static ndx_query_kind proximity_kind(ndx_lexeme_kind kind)
{
    switch (kind) {
    case NDX_LEXEME_NEAR:
        return NDX_QUERY_NEAR;
    case NDX_LEXEME_BEFORE:
        return NDX_QUERY_BEFORE;
    case NDX_LEXEME_NOT_NEAR:
        return NDX_QUERY_NOT_NEAR;
    case NDX_LEXEME_SENTENCE:
        return NDX_QUERY_SENTENCE;
    case NDX_LEXEME_PARAGRAPH:
        return NDX_QUERY_PARAGRAPH;
    default:
        return NDX_QUERY_ALL;
    }
}

static node *parse_near(parser *p)
{
    node *left = parse_unit(p);
    while (left && proximity_kind(p->now.kind) != NDX_QUERY_ALL) {
        ndx_lexeme operator_token = p->now;
        ndx_query_kind kind = proximity_kind(operator_token.kind);
        bool distance = kind != NDX_QUERY_SENTENCE && kind != NDX_QUERY_PARAGRAPH;
        if (distance && (operator_token.distance < 1 || operator_token.distance > 1000))
            return fail_at(p, operator_token.begin, operator_token.end,
                           "the distance in words is a number from 1 to 1000");
        /* each makes the tree deeper by one level, and the tree is walked by recursion */
        if (++p->distances > NDX_LIMIT_DEPTH)
            return fail_at(p, operator_token.begin, operator_token.end,
                           "there are too many distances in this query (at most 256)");
        if (!advance(p, false))
            return NULL;
        node *right = parse_unit(p);
        if (!right)
            return NULL;
        if (!is_textual(left))
            return fail_at(p, left->begin, left->end,
                           "a distance is between words, phrases and alternatives (OR) only");
        if (!is_textual(right))
            return fail_at(p, right->begin, right->end,
                           "a distance is between words, phrases and alternatives (OR) only");
        left = join(p, kind, left, right);
        if (left)
            left->distance = operator_token.distance;
    }
    return left;
}

static node *parse_not(parser *p)
{
    node *left = NULL;
    if (p->now.kind == NDX_LEXEME_NOT) {
        size_t begin = p->now.begin;
        if (!advance(p, false))
            return NULL;
        left = parse_near(p);
        if (left)
            left = negate(p, left, begin);
    } else {
        left = parse_near(p);
    }
    while (left && p->now.kind == NDX_LEXEME_NOT) {
        size_t begin = p->now.begin;
        if (!advance(p, false))
            return NULL;
        node *right = parse_near(p);
        if (right)
            right = negate(p, right, begin);
        left = right ? join(p, NDX_QUERY_AND, left, right) : NULL;
    }
    return left;
}

static node *parse_and(parser *p)
{
    node *left = parse_not(p);
    while (left && p->now.kind == NDX_LEXEME_AND) {
        if (!advance(p, false))
            return NULL;
        node *right = parse_not(p);
        left = right ? join(p, NDX_QUERY_AND, left, right) : NULL;
    }
    return left;
}

static node *parse_or(parser *p)
{
    node *left = parse_and(p);
    while (left && p->now.kind == NDX_LEXEME_OR) {
        if (!advance(p, false))
            return NULL;
        node *right = parse_and(p);
        left = right ? join(p, NDX_QUERY_OR, left, right) : NULL;
    }
    return left;
}

static node *parse_side(parser *p)
{
    ndx_demand demand = NDX_DEMAND_OPTIONAL;
    size_t begin = p->now.begin;
    if (p->now.kind == NDX_LEXEME_PLUS || p->now.kind == NDX_LEXEME_MINUS) {
        demand = p->now.kind == NDX_LEXEME_PLUS ? NDX_DEMAND_REQUIRED : NDX_DEMAND_EXCLUDED;
        if (!advance(p, false))
            return NULL;
        /* the sign belongs to one unit: `-a OR b` would be read in two ways */
        node *unit = parse_near(p);
        if (!unit)
            return NULL;
        if (p->now.kind == NDX_LEXEME_AND || p->now.kind == NDX_LEXEME_OR)
            return fail_at(
                p, begin, p->now.end,
                "+ and - cannot be joined with AND and OR: use NOT, or brackets behind the sign");
        unit->demand = demand;
        unit->begin = begin;
        return unit;
    }
    return parse_or(p);
}

static bool begins_side(const parser *p)
{
    return begins_unit(p->now.kind) || p->now.kind == NDX_LEXEME_PLUS ||
           p->now.kind == NDX_LEXEME_MINUS || p->now.kind == NDX_LEXEME_NOT;
}

static node *parse_side_by_side(parser *p)
{
    node *first = parse_side(p);
    if (!first)
        return NULL;
    if (!begins_side(p) && first->demand == NDX_DEMAND_OPTIONAL)
        return first;
    node *side = new_node(p, NDX_QUERY_SIDE, first->begin, first->end);
    if (!side || !add_child(p, side, first))
        return NULL;
    while (begins_side(p)) {
        node *next = parse_side(p);
        if (!next || !add_child(p, side, next))
            return NULL;
    }
    return side;
}

bool ndx_query_parse(ndx_query *query, ndx_span text, int32_t today, size_t *error_begin,
                     size_t *error_end, ndx_error *error)
{
    parser p = {.query = query, .today = today, .error = error};
    bool done = false;
    query->root = NULL;
    query->notes = NULL;
    if (text.size > NDX_LIMIT_QUERY_BYTES) {
        ndx_error_set(error, NDX_ERROR_LIMIT, "the query has %zu bytes; at most %u are read",
                      text.size, NDX_LIMIT_QUERY_BYTES);
    } else if (!ndx_arena_copy(&query->arena, text, &query->text)) {
        fail_memory(&p);
    } else {
        p.lexer.query = query->text;
        if (advance(&p, false)) {
            if (p.now.kind == NDX_LEXEME_END) {
                done = true;
            } else {
                query->root = parse_side_by_side(&p);
                done = query->root != NULL;
            }
        }
        if (done && p.now.kind == NDX_LEXEME_CLOSE) {
            fail_at(&p, p.now.begin, p.now.end, "this bracket closes nothing");
            done = false;
        } else if (done && p.now.kind != NDX_LEXEME_END) {
            fail_at(&p, p.now.begin, p.now.end,
                    "an operator stands between two things; one is missing");
            done = false;
        }
    }
    if (!done)
        query->root = NULL;
    if (error_begin)
        *error_begin = p.error_begin;
    if (error_end)
        *error_end = p.error_end;
    return done;
}

void ndx_query_free(ndx_query *query)
{
    if (!query)
        return;
    ndx_arena_free(&query->arena);
    *query = (ndx_query){0};
}
