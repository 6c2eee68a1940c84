/* stemmer.cc - Xapian's Snowball stemmers, one word at a time.
 *
 * The handle keeps the last word and its stem, so that a caller gets the stem without owning it and a call seldom allocates.
 */
#include "shim/guard.h"

#include <xapian.h>

#include <memory>

struct xap_stemmer {
    Xapian::Stem stem;
    std::string word;
    std::string result;
};

xap_status xap_stemmer_open(const char *language, xap_stemmer **out, xap_error *err)
{
    *out = nullptr;
    return shim::guard(err, [&] {
        /* Xapian takes the empty name for "none"; here it is far more likely to be a setting that got lost. */
        if (*language == '\0') throw shim::failure{XAP_ERR_ARG, "the language of the stemmer has no name"};
        auto stemmer = std::make_unique<xap_stemmer>();
        stemmer->stem = Xapian::Stem(language);
        *out = stemmer.release();
    });
}

xap_status xap_stem(xap_stemmer *stemmer, const char *word, size_t len, const char **stem, size_t *stem_len, xap_error *err)
{
    *stem = nullptr;
    *stem_len = 0;
    return shim::guard(err, [&] {
        stemmer->word.clear();
        if (len > 0) stemmer->word.assign(word, len);
        stemmer->result = stemmer->stem(stemmer->word);
        /* Snowball leaves nothing of a few words, such as ''s in English, and nothing could not be a term. */
        if (stemmer->result.empty()) stemmer->result = stemmer->word;
        *stem = stemmer->result.data();
        *stem_len = stemmer->result.size();
    });
}

void xap_stemmer_free(xap_stemmer *stemmer)
{
    delete stemmer;
}
