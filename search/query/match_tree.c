/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_tree.c - implements match_tree.h. */
#include "query/match_tree.h"

typedef struct builder {
    const ndx_query_context *context;
    bool all;
    ndx_match_given *given;
    ndx_error *error;
} builder;

/* What a leaf without words says: nothing. Whoever holds it leaves it out, as the candidates do. */
static const ndx_match_node nothing_said = {.kind = NDX_MATCH_ALL, .fields = NDX_IN_ANY};

static const ndx_match_node *build(const builder *b, const ndx_query_node *node);

static ndx_match_node *new_match(const builder *b, ndx_match_kind kind, size_t child_room)
{
    ndx_match_node *made = ndx_arena_alloc(b->context->arena, sizeof *made);
    const ndx_match_node **children =
        ndx_arena_alloc(b->context->arena, (child_room + 1) * sizeof(ndx_match_node *));
    if (!made || !children) {
        ndx_error_memory(b->error, "reading the query");
        return NULL;
    }
    *made = (ndx_match_node){.kind = kind, .fields = NDX_IN_ANY, .children = children};
    return made;
}

static void add(ndx_match_node *parent, const ndx_match_node *child)
{
    const ndx_match_node **children = (const ndx_match_node **)(void *)parent->children;
    children[parent->child_count++] = child;
}

static const ndx_match_node *build_leaf(const builder *b, const ndx_query_node *node,
                                        const ndx_leaf *leaf)
{
    if (!leaf->count)
        return &nothing_said;
    ndx_match_node *phrase = new_match(b, NDX_MATCH_PHRASE, leaf->count);
    if (!phrase)
        return NULL;
    for (size_t i = 0; i < leaf->count; i++) {
        ndx_match_node *word = new_match(b, NDX_MATCH_WORD, 0);
        if (!word)
            return NULL;
        word->fields = node->scope == NDX_SCOPE_HEADLINE ? NDX_IN_HEADLINE : NDX_IN_ANY;
        word->forms = leaf->words[i].forms;
        word->form_count = leaf->words[i].form_count;
        add(phrase, word);
    }
    return leaf->count == 1 ? phrase->children[0] : phrase;
}

static const ndx_match_node *build_words(const builder *b, const ndx_query_node *node)
{
    const ndx_leaf *leaves;
    size_t count;
    if (!ndx_leaf_read(b->context, node->text, node->form, &leaves, &count, b->error))
        return NULL;
    if (count == 1)
        return build_leaf(b, node, &leaves[0]);
    ndx_match_node *either = new_match(b, NDX_MATCH_OR, count);
    for (size_t i = 0; either && i < count; i++) {
        const ndx_match_node *one = build_leaf(b, node, &leaves[i]);
        if (!one)
            return NULL;
        if (one != &nothing_said)
            add(either, one);
    }
    return !either || either->child_count ? either : &nothing_said;
}

static const ndx_match_node *negated(const builder *b, const ndx_match_node *child)
{
    ndx_match_node *made = child ? new_match(b, NDX_MATCH_NOT, 1) : NULL;
    if (made)
        add(made, child);
    return made;
}

bool ndx_query_is_sought(const ndx_query_node *node)
{
    return node->demand != NDX_DEMAND_EXCLUDED && node->kind != NDX_QUERY_NOT &&
           !ndx_query_is_filter(node);
}

/* Side by side: what is demanded, none of what is excluded, and something if no words are demanded.
 */
static const ndx_match_node *build_side(const builder *b, const ndx_query_node *node)
{
    ndx_match_node *both = new_match(b, NDX_MATCH_AND, node->child_count + 1);
    ndx_match_node *any = new_match(b, NDX_MATCH_OR, node->child_count + 1);
    bool demanded = false;
    if (!both || !any)
        return NULL;
    for (size_t i = 0; i < node->child_count; i++) {
        const ndx_query_node *child = node->children[i];
        const ndx_match_node *made = build(b, child);
        if (made == &nothing_said)
            continue;
        if (made && child->demand == NDX_DEMAND_EXCLUDED)
            made = negated(b, made);
        if (!made)
            return NULL;
        bool one = child->demand == NDX_DEMAND_EXCLUDED || ndx_query_is_demanded(child, b->all);
        add(one ? both : any, made);
        demanded |= one && ndx_query_is_sought(child);
    }
    if (demanded && any->child_count) { /* optional words are highlighted, not demanded */
        ndx_match_node *everything = new_match(b, NDX_MATCH_ALL, 0);
        if (!everything)
            return NULL;
        add(any, everything);
    }
    if (any->child_count)
        add(both, any);
    return both->child_count ? both : &nothing_said;
}

/* What is no text is told to the matcher. */
static const ndx_match_node *build_given(const builder *b, const ndx_query_node *node)
{
    ndx_match_given *given = b->given;
    ndx_match_node *made = new_match(b, NDX_MATCH_GIVEN, 0);
    if (!made || !given)
        return made;
    if (given->count == given->room) {
        size_t room = given->room ? 2 * given->room : 8;
        const ndx_query_node **grown =
            ndx_arena_alloc(b->context->arena, room * sizeof(ndx_query_node *));
        if (!grown) {
            ndx_error_memory(b->error, "reading the query");
            return NULL;
        }
        if (given->count)
            memcpy((void *)grown, (const void *)given->node,
                   given->count * sizeof(ndx_query_node *));
        given->node = grown;
        given->room = room;
    }
    made->distance = (uint32_t)given->count;
    given->node[given->count++] = node;
    return made;
}

static ndx_match_kind kind_of(ndx_query_kind kind)
{
    switch (kind) {
    case NDX_QUERY_AND:
        return NDX_MATCH_AND;
    case NDX_QUERY_OR:
        return NDX_MATCH_OR;
    case NDX_QUERY_NOT:
        return NDX_MATCH_NOT;
    case NDX_QUERY_NEAR:
        return NDX_MATCH_NEAR;
    case NDX_QUERY_BEFORE:
        return NDX_MATCH_BEFORE;
    case NDX_QUERY_NOT_NEAR:
        return NDX_MATCH_NOT_NEAR;
    case NDX_QUERY_SENTENCE:
        return NDX_MATCH_SENTENCE;
    case NDX_QUERY_PARAGRAPH:
        return NDX_MATCH_PARAGRAPH;
    case NDX_QUERY_AT_LEAST:
        return NDX_MATCH_AT_LEAST;
    case NDX_QUERY_FIRST:
        return NDX_MATCH_FIRST;
    case NDX_QUERY_LEAD:
        return NDX_MATCH_LEAD;
    default:
        return NDX_MATCH_ALL;
    }
}

static const ndx_match_node *build(const builder *b, const ndx_query_node *node)
{
    if (node->kind == NDX_QUERY_WORDS)
        return build_words(b, node);
    if (node->kind == NDX_QUERY_SIDE)
        return build_side(b, node);
    if (node->kind >= NDX_QUERY_AUTHOR && node->kind <= NDX_QUERY_LIKE)
        return build_given(b, node);
    ndx_match_node *made = new_match(b, kind_of(node->kind), node->child_count);
    if (!made)
        return NULL;
    made->distance = node->distance;
    bool distance = node->kind >= NDX_QUERY_NEAR && node->kind <= NDX_QUERY_PARAGRAPH;
    for (size_t i = 0; i < node->child_count; i++) {
        const ndx_match_node *child = build(b, node->children[i]);
        if (!child)
            return NULL;
        if (child != &nothing_said)
            add(made, child);
        else if (node->kind == NDX_QUERY_NOT)
            return new_match(b, NDX_MATCH_ALL, 0); /* nothing is taken away */
        else if (node->kind == NDX_QUERY_NOT_NEAR && i == 0)
            return &nothing_said;
    }
    if (node->child_count && !made->child_count)
        return &nothing_said;
    /* the distance to nothing is none */
    return distance && made->child_count == 1 ? made->children[0] : made;
}

bool ndx_query_is_demanded(const ndx_query_node *child, bool all)
{
    return child->demand == NDX_DEMAND_REQUIRED || all || child->kind == NDX_QUERY_NOT ||
           ndx_query_is_filter(child);
}

bool ndx_query_is_text(const ndx_query_node *node)
{
    if (node->kind >= NDX_QUERY_AUTHOR && node->kind <= NDX_QUERY_LIKE)
        return false;
    for (size_t i = 0; i < node->child_count; i++)
        if (!ndx_query_is_text(node->children[i]))
            return false;
    return true;
}

bool ndx_query_is_filter(const ndx_query_node *node)
{
    if (node->kind >= NDX_QUERY_AUTHOR && node->kind <= NDX_QUERY_COPIES)
        return true;
    for (size_t i = 0; i < node->child_count; i++)
        if (!ndx_query_is_filter(node->children[i]))
            return false;
    return node->child_count > 0;
}

bool ndx_match_tree(const ndx_query_context *context, const ndx_query_node *node, bool all,
                    ndx_match_given *given, const ndx_match_node **out, ndx_error *error)
{
    builder b = {context, all, given, error};
    *out = build(&b, node);
    return *out != NULL;
}
