/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stem.cc - stemmers.
 */
#include "indexer/xapian/internal.hpp"

using xapian_c::guard;
using xapian_c::make;
using xapian_c::require;

/* The word goes into a string that is reused: no allocation for a word of usual length. */
static const std::string &stem(xc_stemmer *stemmer, xc_bytes word)
{
    require(stemmer != nullptr, "no stemmer: NULL was given");
    if (word.size == 0)
        stemmer->word.clear();
    else
        stemmer->word.assign(word.data, word.size);
    stemmer->result = stemmer->stem(stemmer->word);
    return stemmer->result;
}

extern "C" {

xc_status xc_stemmer_new(const char *language, xc_stemmer **stemmer, xc_error *error)
{
    return make(stemmer, error, [&] {
        return std::unique_ptr<xc_stemmer>(new xc_stemmer{
            Xapian::Stem(xapian_c::to_string(language)), std::string(), std::string()});
    });
}

void xc_stemmer_free(xc_stemmer *stemmer)
{
    xapian_c::destroy(stemmer);
}

xc_status xc_stemmer_stem(xc_stemmer *stemmer, xc_bytes word, xc_bytes *result, xc_error *error)
{
    return guard(error, [&] { *result = xapian_c::lend(stem(stemmer, word)); });
}

xc_status xc_stemmer_get_stem(xc_stemmer *stemmer, xc_bytes word, xc_string *result,
                              xc_error *error)
{
    return guard(error, [&] { xapian_c::assign(result, stem(stemmer, word)); });
}

xc_status xc_stemmer_description(const xc_stemmer *stemmer, xc_string *text, xc_error *error)
{
    return guard(error, [&] {
        require(stemmer != nullptr, "no stemmer: NULL was given");
        xapian_c::assign(text, stemmer->stem.get_description());
    });
}

xc_status xc_stemmer_languages(xc_string *languages, xc_error *error)
{
    return guard(error,
                 [&] { xapian_c::assign(languages, Xapian::Stem::get_available_languages()); });
}
}
