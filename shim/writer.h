/* writer.h - what all writers of postings have in common, for the sources of this folder only.
 *
 * writer.cc holds callers to the contract of xap.h, once for all kinds; bulk_writer.cc and api_writer.cc write what has passed.
 */
#ifndef SHIM_WRITER_H
#define SHIM_WRITER_H

#include "shim/xap.h"

#include <memory>
#include <string>
#include <vector>

namespace shim
{

/* A term with its documents, as it was put and found to be right. */
struct term_postings {
    const std::string &term;
    const xap_entry *entries;
    size_t count;
    uint32_t occurrences; /* the sum of all wdf */
    uint32_t wdf_max;
};

} // namespace shim

struct xap_writer {
    /* Throws failure{XAP_ERR_ARG} on a file that is not empty. */
    explicit xap_writer(const xap_writer_options &options);
    virtual ~xap_writer() = default;
    xap_writer(const xap_writer &) = delete;
    xap_writer &operator=(const xap_writer &) = delete;

    void put(const std::string &term, const xap_entry *entries, size_t count);
    uint64_t finish();

  protected:
    const int fd;
    const uint32_t *const lengths;
    const uint32_t documents;

  private:
    virtual void write_term(const shim::term_postings &postings) = 0;
    virtual void write_rest() = 0;

    void require_usable() const;
    shim::term_postings check_entries(const std::string &term, const xap_entry *entries, size_t count) const;
    void check_lengths() const;

    std::string last_term;
    std::vector<uint32_t> sums; /* of the wdf put so far, for each document */
    bool usable = true;         /* neither finished nor failed */
};

namespace shim
{

std::unique_ptr<xap_writer> open_api_writer(const xap_writer_options &options);
std::unique_ptr<xap_writer> open_bulk_writer(const xap_writer_options &options);

} // namespace shim

#endif
