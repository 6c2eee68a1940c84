/* writer.cc - the postings writer as callers see it: holds them to the contract, and passes on what keeps it.
 *
 * Neither Xapian nor our own writer of its format would notice most of what is refused here: a wrong length or a number that wraps round
 * makes documents vanish from results without a word.
 */
#include "shim/writer.h"
#include "shim/guard.h"

#include <algorithm>
#include <sys/stat.h>

static uint64_t file_size(int fd)
{
    struct stat info;
    if (fstat(fd, &info) != 0) shim::throw_errno("cannot ask for the size of the file");
    return static_cast<uint64_t>(info.st_size);
}

/* Xapian's own writer has 32 bits for each count, and 2^32 - 1 for a document that is deleted: it would leave one of that length out. */
constexpr uint32_t LENGTH_MAX = UINT32_MAX - 1;
constexpr uint32_t OCCURRENCES_MAX = UINT32_MAX;

[[noreturn]] static void refuse(const std::string &why)
{
    throw shim::failure{XAP_ERR_ARG, why};
}

xap_writer::xap_writer(const xap_writer_options &options)
    : fd(options.fd), lengths(options.lengths), documents(options.documents), sums(options.documents)
{
    /* The end of a longer file would stay in place, and the caller would take it for part of the database. */
    if (file_size(fd) != 0) refuse("the file to write is not empty");
}

void xap_writer::require_usable() const
{
    if (!usable) refuse("the writer has been finished or has failed, and can only be freed");
}

/* In a key of the database a NUL takes two bytes. */
static void check_term(const std::string &term, const std::string &last)
{
    if (term.empty()) refuse("an empty term");
    if (term.size() > XAP_TERM_MAX || term.size() + std::count(term.begin(), term.end(), '\0') > XAP_TERM_MAX)
        refuse("a term longer than " + std::to_string(XAP_TERM_MAX) + " bytes");
    if (term <= last) refuse("a term that does not come behind the one before");
}

shim::term_postings xap_writer::check_entries(const std::string &term, const xap_entry *entries, size_t count) const
{
    if (count == 0) refuse("a term that is in no document");
    uint64_t occurrences = 0;
    uint64_t next = 0;
    uint32_t wdf_max = 0;
    for (const xap_entry *entry = entries; entry != entries + count; entry++) {
        if (entry->document < next) refuse("a term whose documents are not in ascending order");
        if (entry->document >= documents) refuse("a term of a document that is not there");
        if (entry->wdf == 0) refuse("a document with a term that occurs 0 times");
        if (entry->wdf > LENGTH_MAX - sums[entry->document]) refuse("a document longer than " + std::to_string(LENGTH_MAX));
        next = uint64_t{entry->document} + 1;
        occurrences += entry->wdf;
        wdf_max = std::max(wdf_max, entry->wdf);
    }
    if (occurrences > OCCURRENCES_MAX) refuse("a term that occurs more than " + std::to_string(OCCURRENCES_MAX) + " times");
    return {term, entries, count, static_cast<uint32_t>(occurrences), wdf_max};
}

void xap_writer::put(const std::string &term, const xap_entry *entries, size_t count)
{
    require_usable();
    check_term(term, last_term);
    const shim::term_postings postings = check_entries(term, entries, count);
    usable = false; /* until all is done: a term that is half put cannot be put again */
    for (size_t i = 0; i < count; i++)
        sums[entries[i].document] += entries[i].wdf;
    write_term(postings);
    last_term = term;
    usable = true;
}

void xap_writer::check_lengths() const
{
    const auto wrong = std::mismatch(sums.begin(), sums.end(), lengths).first;
    if (wrong == sums.end()) return;
    const size_t document = static_cast<size_t>(wrong - sums.begin());
    refuse("document " + std::to_string(document) + " was said to have length " + std::to_string(lengths[document]) + ", but has " +
           std::to_string(*wrong));
}

uint64_t xap_writer::finish()
{
    require_usable();
    usable = false;
    check_lengths();
    write_rest();
    return file_size(fd);
}

static std::unique_ptr<xap_writer> open_writer(const xap_writer_options &options)
{
    return options.kind == XAP_WRITER_API ? shim::open_api_writer(options) : shim::open_bulk_writer(options);
}

xap_status xap_writer_open(const xap_writer_options *options, xap_writer **out, xap_error *err)
{
    *out = nullptr;
    return shim::guard(err, [&] { *out = open_writer(*options).release(); });
}

xap_status xap_writer_put(xap_writer *writer, const char *term, size_t len, const xap_entry *entries, size_t count, xap_error *err)
{
    return shim::guard(err, [&] { writer->put(shim::bytes(term, len), entries, count); });
}

xap_status xap_writer_finish(xap_writer *writer, uint64_t *size, xap_error *err)
{
    *size = 0;
    return shim::guard(err, [&] { *size = writer->finish(); });
}

void xap_writer_free(xap_writer *writer)
{
    delete writer;
}
