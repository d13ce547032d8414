/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parser.c - the grammar of newsdex/query.h by recursive descent.
 *
 * Owns: precedence, and every complaint about a query's form. Must not know: what a word's term is.
 * Depth of brackets is bounded by NDX_LIMIT_DEPTH, so recursion is.
 */
#include "newsdex/query.h"

#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "query/aliases.h"
#include "query/dialect.h"
#include "query/fields.h"
#include "query/pair.h"

typedef struct parser {
    ndx_query *query;
    ndx_lexer lexer;
    const ndx_dialect_rules *rules;
    const ndx_query_options *options;
    ndx_lexeme now;
    unsigned depth;
    unsigned operators; /* distances and functions so far */
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
    return (kind >= NDX_LEXEME_WORD && kind <= NDX_LEXEME_OPEN) || kind == NDX_LEXEME_ALL;
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

/* A word or a phrase, which may have "=" before it. */
static node *parse_words(parser *p)
{
    size_t begin = p->now.begin;
    bool exact = p->now.kind == NDX_LEXEME_EXACT;
    if (exact && !advance(p, true))
        return NULL;
    if (p->now.kind != NDX_LEXEME_WORD && p->now.kind != NDX_LEXEME_PHRASE)
        return fail_at(p, begin, begin + 1, "a word or a phrase must follow the = directly");
    node *words = new_node(p, NDX_QUERY_WORDS, begin, p->now.end);
    if (!words)
        return NULL;
    words->text = p->now.text;
    words->form = exact ? NDX_FORM_EXACT : NDX_FORM_STEM;
    words->quoted = p->now.kind == NDX_LEXEME_PHRASE;
    if (words->quoted && ndx_span_trim(words->text).size == 0)
        return fail_at(p, p->now.begin, p->now.end,
                       "there is nothing between these quotation marks");
    if (p->now.message && !note(p, p->now.begin, p->now.end, p->now.message))
        return NULL;
    return advance(p, false) ? words : NULL;
}

static node *parse_group(parser *p)
{
    size_t begin = p->now.begin;
    if (p->now.kind != NDX_LEXEME_OPEN)
        return fail_at(p, begin, p->now.end, "a bracket must stand here");
    if (!advance(p, false))
        return NULL;
    if (p->now.kind == NDX_LEXEME_CLOSE)
        return fail_at(p, begin, p->now.end, "there is nothing between these brackets");
    node *inside = parse_side_by_side(p);
    if (!inside)
        return NULL;
    if (p->now.kind != NDX_LEXEME_CLOSE)
        return fail_at(p, begin, begin + 1, "this bracket is not closed");
    inside->begin = begin;
    inside->end = p->now.end;
    return advance(p, false) ? inside : NULL;
}

/* What title: and case: say of all words behind them. */
static void set_role(node *tree, ndx_field_role role)
{
    if (tree->kind == NDX_QUERY_WORDS && role == NDX_ROLE_TITLE)
        tree->scope = NDX_SCOPE_HEADLINE;
    if (tree->kind == NDX_QUERY_WORDS && role == NDX_ROLE_CASE)
        tree->form = NDX_FORM_CASE;
    for (size_t i = 0; i < tree->child_count; i++)
        set_role(tree->children[i], role);
}

static bool is_field(ndx_query_kind kind)
{
    return kind >= NDX_QUERY_AUTHOR && kind <= NDX_QUERY_LIKE;
}

static const node *field_inside(const node *tree)
{
    if (is_field(tree->kind))
        return tree;
    for (size_t i = 0; i < tree->child_count; i++) {
        const node *found = field_inside(tree->children[i]);
        if (found)
            return found;
    }
    return NULL;
}

static node *parse_unit(parser *p);

/* title:(a b): a whole query whose words stand in the headline; fields inside make no sense. */
static node *parse_scoped(parser *p, size_t begin, ndx_field_role role)
{
    node *inside = parse_unit(p);
    if (!inside)
        return NULL;
    const node *field = field_inside(inside);
    if (field)
        return fail_at(p, field->begin, field->end, "a field cannot stand inside another field");
    set_role(inside, role);
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
    if (tree->kind == NDX_QUERY_WORDS && tree->scope == NDX_SCOPE_ANY &&
        tree->form == NDX_FORM_STEM) {
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
                    ? ndx_query_since(made->text, p->options->today, &made->range, &reason)
                : rule->role == NDX_ROLE_UNTIL
                    ? ndx_query_until(made->text, p->options->today, &made->range, &reason)
                    : ndx_query_date_range(made->text, p->options->today, &made->range, &reason);
    if (!good)
        return fail_at(p, p->now.begin, p->now.end, reason.message);
    return advance(p, false) ? made : NULL;
}

/* "500", "500..1000", ">500", "<=300": words of the body. */
static bool read_length(ndx_span text, uint32_t *least, uint32_t *most)
{
    static const struct {
        const char *sign;
        bool at_least, at_most;
        uint32_t off;
    } signs[] = {{">=", true, false, 0},
                 {"<=", false, true, 0},
                 {">", true, false, 1},
                 {"<", false, true, 1},
                 {"", true, true, 0}};
    uint32_t first;
    uint32_t last;
    *least = 0;
    *most = UINT32_MAX;
    if (ndx_spelling_fits("#..#", text, false, &last)) {
        const char *dots = memchr(text.data, '.', text.size);
        ndx_spelling_fits("#", ndx_span_between(text.data, dots), false, least);
        *most = last;
        return *least <= *most;
    }
    if (ndx_spelling_fits("#..", text, false, &first)) {
        *least = first;
        return true;
    }
    if (ndx_spelling_fits("..#", text, false, &last)) {
        *most = last;
        return true;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t size = strlen(signs[i].sign);
        if (!ndx_span_starts_with(text, ndx_span_of(signs[i].sign)) ||
            !ndx_spelling_fits("#", ndx_span_skip(text, size), false, &first))
            continue;
        if (signs[i].at_least)
            *least = first + signs[i].off;
        if (signs[i].at_most)
            *most = first ? first - signs[i].off : 0;
        return first || signs[i].at_least || !signs[i].off;
    }
    return false;
}

static node *parse_length(parser *p, size_t begin)
{
    node *made = value_node(p, NDX_QUERY_LENGTH, begin, p->now.text, p->now.end);
    if (!made)
        return NULL;
    if (!read_length(made->text, &made->least, &made->most))
        return fail_at(p, p->now.begin, p->now.end,
                       "a length is a number of words: 500, 500.., 500..1000, >500, <=300");
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
    if (!advance(p, p->rules->marks))
        return NULL;
    bool scoped = rule->role == NDX_ROLE_TITLE || rule->role == NDX_ROLE_CASE;
    bool value = p->now.kind == NDX_LEXEME_WORD || p->now.kind == NDX_LEXEME_PHRASE ||
                 p->now.kind == NDX_LEXEME_OPEN;
    bool text = p->now.kind == NDX_LEXEME_EXACT || p->now.kind == NDX_LEXEME_NAME ||
                p->now.kind == NDX_LEXEME_FIELD || p->now.kind == NDX_LEXEME_FUNCTION;
    if (!value && !(scoped && text))
        return fail_at(p, begin, name_end, "a value must follow the colon directly");
    if (scoped)
        return parse_scoped(p, begin, rule->role);
    if (rule->kind == NDX_QUERY_DATE || rule->kind == NDX_QUERY_LENGTH) {
        if (p->now.kind == NDX_LEXEME_OPEN)
            return fail_at(p, p->now.begin, p->now.end, "a value must follow the colon directly");
        return rule->kind == NDX_QUERY_DATE ? parse_date(p, rule, begin) : parse_length(p, begin);
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

/* ---- names ---- */

/* One of the names of a group: a phrase; "=US" asks for the exact form. */
static node *name_node(parser *p, const ndx_alias_name *name, size_t begin, size_t end)
{
    node *made = new_node(p, NDX_QUERY_WORDS, begin, end);
    if (!made)
        return NULL;
    bool exact = ndx_span_starts_with(name->text, NDX_SPAN("="));
    made->form = exact ? NDX_FORM_EXACT : NDX_FORM_STEM;
    made->quoted = true;
    if (!ndx_arena_copy(&p->query->arena, ndx_span_skip(name->text, exact), &made->text))
        return fail_memory(p);
    return made;
}

/* Any of the names of a group. */
static node *group_node(parser *p, const ndx_alias *group, size_t begin, size_t end)
{
    node *any = new_node(p, NDX_QUERY_OR, begin, end);
    for (size_t i = 0; any && i < group->name_count; i++) {
        node *one = name_node(p, &group->names[i], begin, end);
        if (!one || !add_child(p, any, one))
            return NULL;
    }
    if (any && any->child_count == 1)
        return any->children[0];
    return any;
}

/* Sets *found to what the name stands for; NULL: it is none. */
static bool find_name(parser *p, ndx_span name, const ndx_alias **found)
{
    *found = NULL;
    return !p->options->aliases || ndx_aliases_find(p->options->aliases, name, found, p->error);
}

/* @name; a name that is not known is what is written so in texts, a handle. */
static node *parse_name(parser *p)
{
    size_t begin = p->now.begin;
    const ndx_alias *group;
    if (!advance(p, true))
        return NULL;
    if (p->now.kind != NDX_LEXEME_WORD && p->now.kind != NDX_LEXEME_PHRASE)
        return fail_at(p, begin, begin + 1, "a name must follow the @ directly");
    if (!find_name(p, p->now.text, &group))
        return NULL;
    if (group) {
        node *any = group_node(p, group, begin, p->now.end);
        return any && advance(p, false) ? any : NULL;
    }
    node *made = new_node(p, NDX_QUERY_WORDS, begin, p->now.end);
    if (!made)
        return NULL;
    bool quoted = p->now.kind == NDX_LEXEME_PHRASE;
    made->text =
        quoted ? p->now.text : ndx_span_make(p->query->read.data + begin, p->now.end - begin);
    made->quoted = quoted;
    if (p->options->aliases &&
        !note(p, begin, p->now.end,
              "there is no such name among the aliases: taken as it is written"))
        return NULL;
    return advance(p, false) ? made : NULL;
}

/* ---- what stands at places in a text ---- */

static void turn_into_alternatives(node *tree)
{
    if (tree->kind == NDX_QUERY_SIDE)
        tree->kind = NDX_QUERY_OR;
    for (size_t i = 0; i < tree->child_count; i++)
        turn_into_alternatives(tree->children[i]);
}

/* Makes the operand ready for a distance or a function. */
static bool check_operand(parser *p, node *tree)
{
    if (!ndx_query_has_places(tree)) {
        fail_at(p, tree->begin, tree->end,
                "only words, phrases, distances and alternatives (OR) can stand here: what has a "
                "place in a text");
        return false;
    }
    turn_into_alternatives(tree);
    return true;
}

/* Each makes the tree deeper by one level, and the tree is walked by recursion. */
static bool count_operator(parser *p, const ndx_lexeme *at)
{
    if (++p->operators <= NDX_LIMIT_DEPTH)
        return true;
    fail_at(p, at->begin, at->end,
            "there are too many distances and functions in this query (at most 256)");
    return false;
}

/* ---- functions ---- */

static node *wrap(parser *p, const ndx_lexeme *function, node *inside)
{
    node *made = new_node(p, function->function, function->begin, inside->end);
    if (!made || !check_operand(p, inside) || !add_child(p, made, inside))
        return NULL;
    made->begin = function->begin;
    made->distance = function->number;
    made->demand = inside->demand;
    inside->demand = NDX_DEMAND_OPTIONAL;
    return made;
}

/* hlead(a AND b) is hlead(a) AND hlead(b): for what narrows where places may be. */
static node *distribute(parser *p, const ndx_lexeme *function, node *tree)
{
    if (tree->kind != NDX_QUERY_AND && tree->kind != NDX_QUERY_OR && tree->kind != NDX_QUERY_NOT &&
        tree->kind != NDX_QUERY_SIDE)
        return wrap(p, function, tree);
    for (size_t i = 0; i < tree->child_count; i++)
        if (!(tree->children[i] = distribute(p, function, tree->children[i])))
            return NULL;
    return tree;
}

static node *apply(parser *p, const ndx_lexeme *function, node *inside)
{
    if (function->function != NDX_QUERY_LEAD && !function->number)
        return fail_at(p, function->begin, function->end,
                       "the number is 1 or more: atleast3(word), first/50(word)");
    if (!count_operator(p, function))
        return NULL;
    return function->function == NDX_QUERY_AT_LEAST ? wrap(p, function, inside)
                                                    : distribute(p, function, inside);
}

static node *parse_function(parser *p)
{
    ndx_lexeme function = p->now;
    if (!advance(p, false))
        return NULL;
    node *inside = function.unit_follows ? parse_unit(p) : parse_group(p);
    return inside ? apply(p, &function, inside) : NULL;
}

/* ---- units ---- */

static node *parse_all(parser *p)
{
    node *all = new_node(p, NDX_QUERY_ALL, p->now.begin, p->now.end);
    return all && advance(p, false) ? all : NULL;
}

static node *refuse_unit(parser *p)
{
    switch (p->now.kind) {
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

static node *parse_unit_alone(parser *p)
{
    switch (p->now.kind) {
    case NDX_LEXEME_WORD:
    case NDX_LEXEME_PHRASE:
    case NDX_LEXEME_EXACT:
        return parse_words(p);
    case NDX_LEXEME_NAME:
        return parse_name(p);
    case NDX_LEXEME_FIELD:
        return parse_field(p);
    case NDX_LEXEME_FUNCTION:
        return parse_function(p);
    case NDX_LEXEME_OPEN:
        return parse_group(p);
    case NDX_LEXEME_ALL:
        return parse_all(p);
    default:
        return refuse_unit(p);
    }
}

static node *parse_unit(parser *p)
{
    if (++p->depth > NDX_LIMIT_DEPTH)
        return fail_at(p, p->now.begin, p->now.end,
                       "brackets are nested too deeply (at most 256 levels)");
    node *unit = parse_unit_alone(p);
    p->depth--;
    while (unit && p->now.kind == NDX_LEXEME_FIRST) {
        ndx_lexeme first = p->now;
        first.function = NDX_QUERY_FIRST;
        unit = advance(p, false) ? apply(p, &first, unit) : NULL;
    }
    return unit;
}

/* ---- operators, from tight to loose ---- */

/* How an operator binds, and the node it makes. */
typedef struct operator_rule {
    unsigned binds;
    ndx_query_kind kind;
} operator_rule;

static operator_rule rule_of(ndx_lexeme_kind kind)
{
    static const operator_rule rules[] = {
        [NDX_LEXEME_AND] = {NDX_BINDS_AND, NDX_QUERY_AND},
        [NDX_LEXEME_OR] = {NDX_BINDS_OR, NDX_QUERY_OR},
        [NDX_LEXEME_NOT] = {NDX_BINDS_NOT, NDX_QUERY_NOT},
        [NDX_LEXEME_NEAR] = {NDX_BINDS_NEAR, NDX_QUERY_NEAR},
        [NDX_LEXEME_BEFORE] = {NDX_BINDS_NEAR, NDX_QUERY_BEFORE},
        [NDX_LEXEME_NOT_NEAR] = {NDX_BINDS_NEAR, NDX_QUERY_NOT_NEAR},
        [NDX_LEXEME_SENTENCE] = {NDX_BINDS_NEAR, NDX_QUERY_SENTENCE},
        [NDX_LEXEME_PARAGRAPH] = {NDX_BINDS_NEAR, NDX_QUERY_PARAGRAPH},
    };
    return kind < sizeof rules / sizeof *rules ? rules[kind] : (operator_rule){0};
}

static node *join_near(parser *p, const ndx_lexeme *sign, ndx_query_kind kind, node *left,
                       node *right)
{
    bool numbered = kind != NDX_QUERY_SENTENCE && kind != NDX_QUERY_PARAGRAPH;
    bool in_range = sign->number >= 1 && sign->number <= NDX_LIMIT_DISTANCE;
    if (numbered && !in_range && sign->number != NDX_QUERY_DISTANCE_SEGMENT)
        return fail_at(p, sign->begin, sign->end,
                       "the distance in words is a number from 1 to 1000");
    if (!count_operator(p, sign) || !check_operand(p, left) || !check_operand(p, right))
        return NULL;
    node *made = join(p, kind, left, right);
    if (made)
        made->distance = sign->number;
    return made;
}

static node *combine(parser *p, const ndx_lexeme *sign, node *left, node *right)
{
    operator_rule rule = rule_of(sign->kind);
    if (rule.binds == NDX_BINDS_NEAR)
        return join_near(p, sign, rule.kind, left, right);
    if (rule.kind != NDX_QUERY_NOT)
        return join(p, rule.kind, left, right);
    right = negate(p, right, sign->begin);
    return right ? join(p, NDX_QUERY_AND, left, right) : NULL;
}

/* In a dialect that does not rank, words side by side are a phrase. */
static node *parse_adjacent(parser *p)
{
    node *left = parse_unit(p);
    while (left && !p->rules->side_by_side && begins_unit(p->now.kind)) {
        const ndx_lexeme next = {
            .kind = NDX_LEXEME_BEFORE, .begin = p->now.begin, .end = p->now.end, .number = 1};
        node *right = parse_unit(p);
        left = right ? join_near(p, &next, NDX_QUERY_BEFORE, left, right) : NULL;
    }
    return left;
}

/* level: how many levels of the dialect may stand here, from tight to loose. */
static node *parse_level(parser *p, unsigned level)
{
    if (!level)
        return parse_adjacent(p);
    unsigned binds = p->rules->levels[level - 1];
    ndx_lexeme sign = p->now;
    node *left;
    if (sign.kind == NDX_LEXEME_NOT && (binds & NDX_BINDS_NOT)) {
        if (!advance(p, false))
            return NULL;
        left = parse_level(p, level - 1);
        if (left)
            left = negate(p, left, sign.begin);
    } else {
        left = parse_level(p, level - 1);
    }
    while (left && (rule_of(p->now.kind).binds & binds)) {
        sign = p->now;
        if (!advance(p, false))
            return NULL;
        node *right = parse_level(p, level - 1);
        left = right ? combine(p, &sign, left, right) : NULL;
    }
    return left;
}

static node *parse_operators(parser *p)
{
    return parse_level(p, NDX_DIALECT_LEVELS);
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
        node *unit = parse_level(p, 1);
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
    return parse_operators(p);
}

static bool begins_side(const parser *p)
{
    if (!p->rules->side_by_side)
        return false;
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

/* ---- names wherever they stand ---- */

/* A word or phrase as it stands in the query: not one that a name was replaced by. */
static bool is_plain(const parser *p, const node *at)
{
    ndx_span read = p->query->read;
    return at->kind == NDX_QUERY_WORDS && at->form == NDX_FORM_STEM && at->text.data >= read.data &&
           at->text.data < read.data + read.size;
}

/* The words side by side from `first` on, folded, one of the query a word; those that go on being
 * plain words. */
static bool fold_words(parser *p, const node *side, size_t first, ndx_span *words, size_t *count)
{
    ndx_buffer folded = {0};
    bool done = true;
    *count = 0;
    for (size_t i = first; done && i < side->child_count && *count < NDX_LIMIT_ALIAS_WORDS; i++) {
        const node *child = side->children[i];
        if (!is_plain(p, child) || child->quoted || child->scope != side->children[first]->scope ||
            child->demand != NDX_DEMAND_OPTIONAL)
            break;
        ndx_buffer_clear(&folded);
        done = ndx_fold(&folded, child->text) &&
               ndx_arena_copy(&p->query->arena, ndx_buffer_span(&folded), &words[(*count)++]);
    }
    ndx_buffer_free(&folded);
    return done || fail_memory(p) != NULL;
}

static void set_scope(node *tree, ndx_query_scope scope)
{
    tree->scope = scope;
    for (size_t i = 0; i < tree->child_count; i++)
        set_scope(tree->children[i], scope);
}

/* Replaces names of several words that stand side by side, longest first. */
static bool replace_runs(parser *p, node *side)
{
    size_t kept = 0;
    for (size_t i = 0; i < side->child_count;) {
        ndx_span words[NDX_LIMIT_ALIAS_WORDS];
        size_t count;
        size_t length = 1;
        if (!fold_words(p, side, i, words, &count))
            return false;
        const ndx_alias *group =
            count > 1 ? ndx_aliases_find_phrase(p->options->aliases, words, count, 0, &length)
                      : NULL;
        node *child = side->children[i];
        if (group && length > 1) {
            ndx_query_scope scope = child->scope;
            child = group_node(p, group, child->begin, side->children[i + length - 1]->end);
            if (!child)
                return false;
            set_scope(child, scope);
        } else {
            length = 1;
        }
        side->children[kept++] = child;
        i += length;
    }
    side->child_count = kept;
    return true;
}

/* Replaces words and phrases that are names. NULL: an error. */
static node *replace_names(parser *p, node *at)
{
    const ndx_alias *group;
    if (is_plain(p, at)) {
        if (!find_name(p, at->text, &group))
            return NULL;
        node *any = group ? group_node(p, group, at->begin, at->end) : at;
        if (any && any != at) {
            any->demand = at->demand;
            set_scope(any, at->scope);
        }
        return any;
    }
    if (at->kind == NDX_QUERY_SIDE && !replace_runs(p, at))
        return NULL;
    for (size_t i = 0; i < at->child_count; i++) {
        if (!(at->children[i] = replace_names(p, at->children[i])))
            return NULL;
    }
    return at;
}

/* A copy of the query with its dialect's wildcards as newsdex writes them, byte for byte in their
 * places. */
static bool translate_wildcards(parser *p)
{
    const ndx_dialect_rules *rules = p->rules;
    p->query->read = p->query->text;
    if (rules->any == '*' && rules->one == '?')
        return true;
    if (!ndx_arena_copy(&p->query->arena, p->query->text, &p->query->read))
        return false;
    char *data = (char *)p->query->read.data; /* ours */
    for (size_t i = 0; i < p->query->read.size; i++)
        data[i] = (char)(data[i] == rules->any   ? '*'
                         : data[i] == rules->one ? '?'
                         : data[i] == '?'        ? rules->any /* punctuation there */
                                                 : data[i]);
    return true;
}

/* All of it: NULL without an error for an empty query. */
static bool parse_query(parser *p)
{
    p->lexer = (ndx_lexer){.query = p->query->read, .rules = p->rules};
    if (!advance(p, false))
        return false;
    if (p->now.kind == NDX_LEXEME_END)
        return true;
    p->query->root = parse_side_by_side(p);
    if (!p->query->root || p->now.kind == NDX_LEXEME_END)
        return p->query->root != NULL;
    fail_at(p, p->now.begin, p->now.end,
            p->now.kind == NDX_LEXEME_CLOSE
                ? "this bracket closes nothing"
                : "an operator stands between two things; one is missing");
    return false;
}

bool ndx_query_parse_as(ndx_query *query, ndx_span text, const ndx_query_options *options,
                        size_t *error_begin, size_t *error_end, ndx_error *error)
{
    parser p = {.query = query, .options = options, .error = error};
    bool done = false;
    p.rules = ndx_dialect_rules_of(options->dialect);
    query->root = NULL;
    query->notes = NULL;
    if (text.size > NDX_LIMIT_QUERY_BYTES)
        ndx_error_set(error, NDX_ERROR_LIMIT, "the query has %zu bytes; at most %u are read",
                      text.size, NDX_LIMIT_QUERY_BYTES);
    else if (!ndx_arena_copy(&query->arena, text, &query->text) || !translate_wildcards(&p))
        fail_memory(&p);
    else
        done = parse_query(&p);
    if (done && query->root && options->aliases && options->aliases_always)
        done = (query->root = replace_names(&p, query->root)) != NULL;
    if (!done)
        query->root = NULL;
    if (error_begin)
        *error_begin = p.error_begin;
    if (error_end)
        *error_end = p.error_end;
    return done;
}

bool ndx_query_parse(ndx_query *query, ndx_span text, int32_t today, size_t *error_begin,
                     size_t *error_end, ndx_error *error)
{
    const ndx_query_options options = {.today = today};
    return ndx_query_parse_as(query, text, &options, error_begin, error_end, error);
}

void ndx_query_free(ndx_query *query)
{
    if (!query)
        return;
    ndx_arena_free(&query->arena);
    *query = (ndx_query){0};
}
