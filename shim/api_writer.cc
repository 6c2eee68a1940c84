/* api_writer.cc - the postings writer that goes through Xapian's API, slow but sure to write what Xapian reads.
 *
 * Xapian takes documents where our callers put terms, so that all postings are collected and turned round at the end. It cannot write a
 * single-file database step by step either: documents go into an ordinary database in the scratch folder, which is then compacted
 * into the caller's file.
 */
#include "shim/descriptor.h"
#include "shim/glass_table.h"
#include "shim/guard.h"
#include "shim/writer.h"

#include <xapian.h>

#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace
{


/* A folder that lasts as long as this object. It is a subfolder of the caller's, so that only what we made is ever removed. */
class scratch_folder
{
  public:
    explicit scratch_folder(const std::string &parent) : path(parent + "/postings")
    {
        if (mkdir(path.c_str(), 0700) != 0) shim::throw_errno(path.c_str());
    }

    scratch_folder(const scratch_folder &) = delete;
    scratch_folder &operator=(const scratch_folder &) = delete;

    /* A scratch file that stays behind does no harm to what was written, so failing here is not an error. */
    ~scratch_folder()
    {
        shim::guard(nullptr, [this] {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        });
    }

    const std::string path;
};

struct posting {
    uint32_t term; /* its number in order of putting */
    uint32_t wdf;
};

class api_writer : public xap_writer
{
  public:
    explicit api_writer(const xap_writer_options &options) : xap_writer(options), folder(options.scratch)
    {
    }

  private:
    void write_term(const shim::term_postings &postings) override
    {
        terms.push_back(postings.term);
        collected.insert(collected.end(), postings.entries, postings.entries + postings.count);
        term_ends.push_back(collected.size());
    }

    void write_rest() override;
    std::vector<size_t> document_ends() const;
    std::vector<posting> by_document(std::vector<size_t> &ends) const;
    void add_documents(Xapian::WritableDatabase &database) const;

    const scratch_folder folder;
    std::vector<std::string> terms;
    std::vector<xap_entry> collected; /* of all terms, one behind another */
    std::vector<size_t> term_ends;    /* for each term, where in `collected` the next one begins */
};

/* For each document, where its postings would begin if all stood by document: by_document() moves that to where they end. */
std::vector<size_t> api_writer::document_ends() const
{
    std::vector<size_t> ends(documents);
    for (const xap_entry &entry : collected)
        ends[entry.document]++;
    size_t before = 0;
    for (size_t &end : ends) {
        const size_t count = end;
        end = before;
        before += count;
    }
    return ends;
}

std::vector<posting> api_writer::by_document(std::vector<size_t> &ends) const
{
    std::vector<posting> postings(collected.size());
    size_t at = 0;
    for (uint32_t term = 0; term < terms.size(); term++) {
        for (; at < term_ends[term]; at++)
            postings[ends[collected[at].document]++] = posting{term, collected[at].wdf};
    }
    return postings;
}

void api_writer::add_documents(Xapian::WritableDatabase &database) const
{
    std::vector<size_t> ends = document_ends();
    const std::vector<posting> postings = by_document(ends);
    size_t at = 0;
    for (const size_t end : ends) {
        Xapian::Document document;
        for (; at < end; at++)
            document.add_term(terms[postings[at].term], postings[at].wdf);
        database.add_document(document);
    }
}

/* Xapian makes a UUID at random. Without it, equal documents give equal bytes. */
void clear_uuid(int fd)
{
    const char zeros[GLASS_UUID_SIZE] = {};
    if (pwrite(fd, zeros, sizeof zeros, GLASS_MAGIC_SIZE) != static_cast<ssize_t>(sizeof zeros)) shim::throw_errno("cannot write the file");
}

/* Only postings are asked for later, and nobody needs scratch files after a crash. All documents are added in one transaction, because
 * Xapian commits what is pending when a database is closed, unless a transaction is open: so failing takes no time. */
void api_writer::write_rest()
{
    constexpr int FLAGS = Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_TERMLIST | Xapian::DB_NO_SYNC;
    Xapian::WritableDatabase database(folder.path, FLAGS, shim::glass::BLOCK_SIZE);
    database.begin_transaction();
    add_documents(database);
    database.commit_transaction();
    database.compact(shim::own_descriptor(fd, O_RDWR), Xapian::DBCOMPACT_NO_RENUMBER, shim::glass::BLOCK_SIZE);
    clear_uuid(fd);
}

} // namespace

namespace shim
{

std::unique_ptr<xap_writer> open_api_writer(const xap_writer_options &options)
{
    return std::make_unique<api_writer>(options);
}

} // namespace shim
