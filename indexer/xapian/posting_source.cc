/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * posting_source.cc - libxapian's posting sources, and those written in C.
 */
#include "indexer/xapian/internal.hpp"

using xapian_c::CallbackFailure;
using xapian_c::guard;
using xapian_c::make;
using xapian_c::require;

namespace
{

/* Shared by the clones that the matcher makes, one a shard. The context is the caller's until all
 * has been made. */
class SharedCallbacks
{
  public:
    explicit SharedCallbacks(const xc_posting_source_callbacks &given) : functions(given)
    {
    }
    SharedCallbacks(const SharedCallbacks &) = delete;
    SharedCallbacks &operator=(const SharedCallbacks &) = delete;
    ~SharedCallbacks()
    {
        if (owns_context && functions.free_context != nullptr)
            functions.free_context(functions.context);
    }

    void take_context() noexcept
    {
        owns_context = true;
    }

    const xc_posting_source_callbacks *operator->() const noexcept
    {
        return &functions;
    }

  private:
    xc_posting_source_callbacks functions;
    bool owns_context = false;
};

class CallbackSource final : public Xapian::PostingSource
{
  public:
    explicit CallbackSource(std::shared_ptr<SharedCallbacks> given) : callbacks(std::move(given))
    {
    }

    ~CallbackSource() override
    {
        close();
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return bounds.termfreq_min;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return bounds.termfreq_estimate;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return bounds.termfreq_max;
    }

    double get_weight() const override
    {
        return weight;
    }

    Xapian::docid get_docid() const override
    {
        return docid;
    }

    bool at_end() const override
    {
        return ended;
    }

    void next(double min_weight) override
    {
        xc_error error = xc_error();
        const xc_docid before = docid;
        take((*callbacks)->next(state, min_weight, &docid, &weight, &error), before, error);
    }

    void skip_to(Xapian::docid target, double min_weight) override
    {
        if (started && (ended || docid >= target))
            return;
        if ((*callbacks)->skip_to == nullptr) {
            do
                next(min_weight);
            while (!ended && docid < target);
            return;
        }
        xc_error error = xc_error();
        const xc_docid before = docid;
        take((*callbacks)->skip_to(state, target, min_weight, &docid, &weight, &error), before,
             error);
    }

    CallbackSource *clone() const override
    {
        return new CallbackSource(callbacks);
    }

    std::string get_description() const override
    {
        return "PostingSource(in C)";
    }

#if XAPIAN_AT_LEAST(2, 0, 0)
    void reset(const Xapian::Database &shard, Xapian::doccount) override
    {
        open(shard);
    }
#else
    void init(const Xapian::Database &shard) override
    {
        open(shard);
    }
#endif

  private:
    std::shared_ptr<SharedCallbacks> callbacks;
    xc_posting_source_bounds bounds = xc_posting_source_bounds();
    void *state = nullptr;
    bool is_open = false;
    bool started = false;
    bool ended = false;
    xc_docid docid = 0;
    double weight = 0;

    void close() noexcept
    {
        if (is_open && (*callbacks)->close != nullptr)
            (*callbacks)->close(state);
        is_open = false;
        state = nullptr;
    }

    void open(const Xapian::Database &database)
    {
        close();
        started = ended = false;
        docid = 0;
        weight = 0;
        bounds = xc_posting_source_bounds();
        const xc_database shard{database, true};
        xc_error error = xc_error();
        if (!xapian_c::decided(
                (*callbacks)->open((*callbacks)->context, &shard, &bounds, &state, &error), error))
            ended = started = true; /* nothing in this shard */
        else
            is_open = true;
        set_maxweight(bounds.max_weight);
    }

    void take(xc_step step, xc_docid before, const xc_error &error)
    {
        if (step == XC_ROW) {
            /* The matcher relies on rising numbers: a source that breaks that must not make it loop
             * or give a document twice. */
            if (docid == 0 || (started && docid <= before))
                fail("a posting source gave documents out of order");
            started = true;
        } else if (step == XC_END) {
            started = ended = true;
        } else {
            throw CallbackFailure{error};
        }
    }

    [[noreturn]] static void fail(const char *message)
    {
        xc_error error = xc_error();
        xc_error_set(&error, XC_CALLBACK_ERROR, "%s", message);
        throw CallbackFailure{error};
    }
};

/* The query takes the source over; so there is never an owner in doubt. */
template <typename Source>
std::unique_ptr<xc_posting_source> handle_of(std::unique_ptr<Source> made)
{
    auto handle = std::make_unique<xc_posting_source>();
    /* From here on it counts references, so that it goes with the query; if the query cannot be
     * made, nobody has counted one and it is ours to delete. */
    handle->query = Xapian::Query(made->release());
    static_cast<void>(made.release());
    return handle;
}

} // namespace

extern "C" {

xc_status xc_posting_source_new_fixed_weight(double weight, xc_posting_source **source,
                                             xc_error *error)
{
    return make(source, error, [&] {
        return handle_of(std::make_unique<Xapian::FixedWeightPostingSource>(weight));
    });
}

xc_status xc_posting_source_new_value_weight(xc_slot slot, xc_posting_source **source,
                                             xc_error *error)
{
    return make(source, error, [&] {
        return handle_of(std::make_unique<Xapian::ValueWeightPostingSource>(slot));
    });
}

xc_status xc_posting_source_new_decreasing_value_weight(xc_slot slot, xc_docid first, xc_docid last,
                                                        xc_posting_source **source, xc_error *error)
{
    return make(source, error, [&] {
        return handle_of(
            std::make_unique<Xapian::DecreasingValueWeightPostingSource>(slot, first, last));
    });
}

xc_status xc_posting_source_new_value_map(xc_slot slot, double default_weight,
                                          xc_posting_source **source, xc_error *error)
{
    return make(source, error, [&] {
        auto made = std::make_unique<Xapian::ValueMapPostingSource>(slot);
        made->set_default_weight(default_weight);
        Xapian::ValueMapPostingSource *map = made.get();
        auto handle = handle_of(std::move(made));
        handle->map = map;
        return handle;
    });
}

xc_status xc_posting_source_value_map_add(xc_posting_source *source, xc_bytes value, double weight,
                                          xc_error *error)
{
    return guard(error, [&] {
        require(source != nullptr && source->map != nullptr, "this source has no map of values");
        source->map->add_mapping(xapian_c::to_string(value), weight);
    });
}

xc_status xc_posting_source_new(const xc_posting_source_callbacks *callbacks,
                                xc_posting_source **source, xc_error *error)
{
    return make(source, error, [&] {
        require(callbacks != nullptr && callbacks->open != nullptr && callbacks->next != nullptr,
                "a posting source needs the functions open and next");
        auto shared = std::make_shared<SharedCallbacks>(*callbacks);
        auto handle = handle_of(std::make_unique<CallbackSource>(shared));
        shared->take_context();
        return handle;
    });
}

void xc_posting_source_free(xc_posting_source *source)
{
    xapian_c::destroy(source);
}
}
