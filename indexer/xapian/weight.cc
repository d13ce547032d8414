/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * weight.cc - weighting schemes: one table of names, parameters and makers.
 */
#include "indexer/xapian/internal.hpp"

#include <cstdlib>

using xapian_c::make;
using xapian_c::require;

namespace
{

using Weight = std::unique_ptr<Xapian::Weight>;

template <typename Scheme> Weight make_plain(const double *)
{
    return std::make_unique<Scheme>();
}

template <typename Scheme> Weight make_of_one(const double *p)
{
    return std::make_unique<Scheme>(p[0]);
}

Weight make_trad(const double *p)
{
#if XAPIAN_AT_LEAST(2, 0, 0)
    /* TradWeight is deprecated there, being this. */
    return std::make_unique<Xapian::BM25Weight>(p[0], 0, 0, 1, 0);
#else
    return std::make_unique<Xapian::TradWeight>(p[0]);
#endif
}

Weight make_bm25(const double *p)
{
    return std::make_unique<Xapian::BM25Weight>(p[0], p[1], p[2], p[3], p[4]);
}

Weight make_bm25_plus(const double *p)
{
    return std::make_unique<Xapian::BM25PlusWeight>(p[0], p[1], p[2], p[3], p[4], p[5]);
}

Weight make_pl2_plus(const double *p)
{
    return std::make_unique<Xapian::PL2PlusWeight>(p[0], p[1]);
}

#if XAPIAN_AT_LEAST(2, 0, 0)
/* One class for each smoothing; the scale of the logarithm is gone. */
Weight make_two_stage(const double *p)
{
    return std::make_unique<Xapian::LM2StageWeight>(p[1], p[2]);
}

Weight make_dirichlet(const double *p)
{
    return std::make_unique<Xapian::LMDirichletWeight>(p[1], 0.0);
}

Weight make_discount(const double *p)
{
    return std::make_unique<Xapian::LMAbsDiscountWeight>(p[1]);
}

Weight make_mercer(const double *p)
{
    return std::make_unique<Xapian::LMJMWeight>(p[1]);
}

Weight make_dirichlet_plus(const double *p)
{
    return std::make_unique<Xapian::LMDirichletWeight>(p[1], p[2]);
}

Weight make_dice(const double *)
{
    return std::make_unique<Xapian::DiceWeight>();
}
#else
template <Xapian::Weight::type_smoothing smoothing> Weight make_language_model(const double *p)
{
    return std::make_unique<Xapian::LMWeight>(p[0], smoothing, p[1], p[2]);
}

constexpr auto make_two_stage = make_language_model<Xapian::Weight::TWO_STAGE_SMOOTHING>;
constexpr auto make_dirichlet = make_language_model<Xapian::Weight::DIRICHLET_SMOOTHING>;
constexpr auto make_discount = make_language_model<Xapian::Weight::ABSOLUTE_DISCOUNT_SMOOTHING>;
constexpr auto make_mercer = make_language_model<Xapian::Weight::JELINEK_MERCER_SMOOTHING>;
constexpr auto make_dirichlet_plus = make_language_model<Xapian::Weight::DIRICHLET_PLUS_SMOOTHING>;

Weight make_dice(const double *)
{
    throw xapian_c::Unimplemented{"the Dice coefficient needs libxapian 2"};
}
#endif

const char *language_model_doubt(void)
{
    return xc_version_at_least(1, 5, 0)
               ? nullptr
               : "the formula of libxapian 1.4 for language models is wrong; use libxapian 2";
}

const char *pl2_plus_doubt(void)
{
    return xc_version_at_least(1, 4, 26) ? nullptr
                                         : "PL2+ computes a wrong formula before libxapian 1.4.26";
}

const char *dice_doubt(void)
{
#if XAPIAN_AT_LEAST(2, 0, 0)
    return nullptr;
#else
    return "the Dice coefficient needs libxapian 2";
#endif
}

const char *no_doubt(void)
{
    return nullptr;
}

struct SchemeRow {
    xc_weight_scheme scheme;
    Weight (*make)(const double *parameters); /* nullptr: takes text, which is tfidf alone */
};

/* Defaults are those of libxapian's constructors. */
const SchemeRow scheme_rows[] = {
    {{"bool", "no weights", 0, {}, {}, no_doubt}, make_plain<Xapian::BoolWeight>},
    {{"coord", "number of query terms that match", 0, {}, {}, no_doubt},
     make_plain<Xapian::CoordWeight>},
    {{"bm25",
      "BM25 (Robertson and others)",
      5,
      {"k1", "k2", "k3", "b", "min_normlen"},
      {1, 0, 1, 0.5, 0.5},
      no_doubt},
     make_bm25},
    {{"bm25+",
      "BM25+ (Lv and Zhai)",
      6,
      {"k1", "k2", "k3", "b", "min_normlen", "delta"},
      {1, 0, 1, 0.5, 0.5, 1},
      no_doubt},
     make_bm25_plus},
    {{"trad", "traditional probabilistic", 1, {"k"}, {1}, no_doubt}, make_trad},
    {{"tfidf", "tf-idf with SMART normalisations", 0, {}, {}, no_doubt}, nullptr},
    {{"inl2", "InL2, divergence from randomness", 1, {"c"}, {1}, no_doubt},
     make_of_one<Xapian::InL2Weight>},
    {{"ifb2", "IfB2, divergence from randomness", 1, {"c"}, {1}, no_doubt},
     make_of_one<Xapian::IfB2Weight>},
    {{"ineb2", "IneB2, divergence from randomness", 1, {"c"}, {1}, no_doubt},
     make_of_one<Xapian::IneB2Weight>},
    {{"bb2", "BB2, divergence from randomness", 1, {"c"}, {1}, no_doubt},
     make_of_one<Xapian::BB2Weight>},
    {{"pl2", "PL2, divergence from randomness", 1, {"c"}, {1}, no_doubt},
     make_of_one<Xapian::PL2Weight>},
    {{"pl2+", "PL2+ (Lv and Zhai)", 2, {"c", "delta"}, {1, 0.8}, pl2_plus_doubt}, make_pl2_plus},
    {{"dlh", "DLH, without parameters", 0, {}, {}, no_doubt}, make_plain<Xapian::DLHWeight>},
    {{"dph", "DPH, without parameters", 0, {}, {}, no_doubt}, make_plain<Xapian::DPHWeight>},
    {{"lm-two-stage",
      "language model, two-stage smoothing",
      3,
      {"log", "lambda", "mu"},
      {0, 0.7, 2000},
      language_model_doubt},
     make_two_stage},
    {{"lm-dirichlet",
      "language model, Dirichlet smoothing",
      2,
      {"log", "mu"},
      {0, 2000, 0.05},
      language_model_doubt},
     make_dirichlet},
    {{"lm-absolute-discount",
      "language model, absolute discount",
      2,
      {"log", "delta"},
      {0, 0.7, 0.05},
      language_model_doubt},
     make_discount},
    {{"lm-jelinek-mercer",
      "language model, Jelinek-Mercer smoothing",
      2,
      {"log", "lambda"},
      {0, 0.7, 0.05},
      language_model_doubt},
     make_mercer},
    {{"lm-dirichlet+",
      "language model, Dirichlet+ smoothing",
      3,
      {"log", "mu", "delta"},
      {0, 2000, 0.05},
      language_model_doubt},
     make_dirichlet_plus},
    {{"dice", "Dice coefficient", 0, {}, {}, dice_doubt}, make_dice},
};

constexpr size_t scheme_count = sizeof scheme_rows / sizeof scheme_rows[0];

const SchemeRow &row_named(const std::string &name)
{
    for (const SchemeRow &row : scheme_rows)
        if (name == row.scheme.name)
            return row;
    throw xapian_c::InvalidArgument{"no weighting scheme of that name"};
}

std::unique_ptr<xc_weight> handle_of(Weight weight, const xc_weight_scheme *scheme)
{
    auto handle = std::make_unique<xc_weight>();
    handle->weight = std::move(weight);
    handle->scheme = scheme;
    return handle;
}

xc_status make_named(const char *name, const double *parameters, xc_weight **weight,
                     xc_error *error) noexcept
{
    return make(weight, error, [&] {
        const SchemeRow &row = row_named(name);
        return handle_of(row.make(parameters), &row.scheme);
    });
}

/* The next word of text, from *at on; empty at the end. */
std::string next_word(const std::string &text, size_t *at)
{
    const size_t start = text.find_first_not_of(" \t", *at);
    if (start == std::string::npos)
        return std::string();
    const size_t end = text.find_first_of(" \t", start);
    *at = end == std::string::npos ? text.size() : end;
    return text.substr(start, *at - start);
}

std::unique_ptr<xc_weight> parse(const std::string &text)
{
    size_t at = 0;
    const SchemeRow &row = row_named(next_word(text, &at));
    std::string word = next_word(text, &at);
    if (row.make == nullptr) {
        Weight weight = std::make_unique<Xapian::TfIdfWeight>(word.empty() ? "ntn" : word);
        require(next_word(text, &at).empty(), "tfidf takes the normalisations alone");
        return handle_of(std::move(weight), &row.scheme);
    }
    double parameters[XC_WEIGHT_PARAMETERS_MAX];
    std::memcpy(parameters, row.scheme.parameter_defaults, sizeof parameters);
    for (int i = 0; !word.empty(); i++, word = next_word(text, &at)) {
        require(i < row.scheme.parameter_count, "too many parameters for this weighting scheme");
        char *end = nullptr;
        parameters[i] = std::strtod(word.c_str(), &end);
        require(*end == '\0', "a parameter of the weighting scheme is no number");
    }
    return handle_of(row.make(parameters), &row.scheme);
}

} // namespace

extern "C" {

xc_status xc_weight_new_bool(xc_weight **weight, xc_error *error)
{
    return make_named("bool", nullptr, weight, error);
}

xc_status xc_weight_new_coord(xc_weight **weight, xc_error *error)
{
    return make_named("coord", nullptr, weight, error);
}

xc_status xc_weight_new_bm25(double k1, double k2, double k3, double b, double min_normlen,
                             xc_weight **weight, xc_error *error)
{
    const double parameters[] = {k1, k2, k3, b, min_normlen};
    return make_named("bm25", parameters, weight, error);
}

xc_status xc_weight_new_bm25_plus(double k1, double k2, double k3, double b, double min_normlen,
                                  double delta, xc_weight **weight, xc_error *error)
{
    const double parameters[] = {k1, k2, k3, b, min_normlen, delta};
    return make_named("bm25+", parameters, weight, error);
}

xc_status xc_weight_new_trad(double k, xc_weight **weight, xc_error *error)
{
    return make_named("trad", &k, weight, error);
}

xc_status xc_weight_new_tfidf(const char *normalisations, xc_weight **weight, xc_error *error)
{
    return make(weight, error, [&] {
        return handle_of(std::make_unique<Xapian::TfIdfWeight>(xapian_c::to_string(normalisations)),
                         &row_named("tfidf").scheme);
    });
}

xc_status xc_weight_new_inl2(double c, xc_weight **weight, xc_error *error)
{
    return make_named("inl2", &c, weight, error);
}

xc_status xc_weight_new_ifb2(double c, xc_weight **weight, xc_error *error)
{
    return make_named("ifb2", &c, weight, error);
}

xc_status xc_weight_new_ineb2(double c, xc_weight **weight, xc_error *error)
{
    return make_named("ineb2", &c, weight, error);
}

xc_status xc_weight_new_bb2(double c, xc_weight **weight, xc_error *error)
{
    return make_named("bb2", &c, weight, error);
}

xc_status xc_weight_new_pl2(double c, xc_weight **weight, xc_error *error)
{
    return make_named("pl2", &c, weight, error);
}

xc_status xc_weight_new_pl2_plus(double c, double delta, xc_weight **weight, xc_error *error)
{
    const double parameters[] = {c, delta};
    return make_named("pl2+", parameters, weight, error);
}

xc_status xc_weight_new_dlh(xc_weight **weight, xc_error *error)
{
    return make_named("dlh", nullptr, weight, error);
}

xc_status xc_weight_new_dph(xc_weight **weight, xc_error *error)
{
    return make_named("dph", nullptr, weight, error);
}

xc_status xc_weight_new_language_model(double log_scale, xc_smoothing smoothing, double smoothing1,
                                       double smoothing2, xc_weight **weight, xc_error *error)
{
    static const char *const names[] = {"lm-two-stage", "lm-dirichlet", "lm-absolute-discount",
                                        "lm-jelinek-mercer", "lm-dirichlet+"};
    const double parameters[] = {log_scale, smoothing1, smoothing2};
    const size_t index = static_cast<size_t>(smoothing);
    return make_named(index < sizeof names / sizeof names[0] ? names[index] : "", parameters,
                      weight, error);
}

xc_status xc_weight_new_dice(xc_weight **weight, xc_error *error)
{
    return make_named("dice", nullptr, weight, error);
}

size_t xc_weight_scheme_count(void)
{
    return scheme_count;
}

const xc_weight_scheme *xc_weight_scheme_at(size_t index)
{
    return index < scheme_count ? &scheme_rows[index].scheme : nullptr;
}

xc_status xc_weight_parse(xc_bytes text, xc_weight **weight, xc_error *error)
{
    return make(weight, error, [&] { return parse(xapian_c::to_string(text)); });
}

const char *xc_weight_name(const xc_weight *weight)
{
    return weight == nullptr ? "" : weight->scheme->name;
}

const char *xc_weight_unreliable(const xc_weight *weight)
{
    return weight == nullptr ? nullptr : weight->scheme->unreliable();
}

void xc_weight_free(xc_weight *weight)
{
    xapian_c::destroy(weight);
}
}
