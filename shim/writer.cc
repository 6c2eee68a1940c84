/* writer.cc - the postings writer that goes through Xapian's API.
 *
 * Xapian cannot write a single-file database step by step: documents go into an ordinary database in the scratch folder, and finishing
 * compacts that into the caller's file. All documents are added in one transaction, because Xapian commits what is pending when a
 * database is closed, unless a transaction is open: so freeing an unfinished writer throws its work away and takes no time.
 */
#include "shim/descriptor.h"
#include "shim/guard.h"

#include <xapian.h>

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace
{

/* Where the UUID lies in a glass database, and how long it is. */
constexpr off_t UUID_OFFSET = 16;
constexpr size_t UUID_SIZE = 16;

/* Xapian's default, and what its readers are tuned to. */
constexpr int BLOCK_SIZE = 8192;

/* Lengths and frequencies are 32-bit numbers in the file, and Xapian would let them wrap round. */
constexpr uint64_t COUNT_MAX = UINT32_MAX;

/* A folder that lasts as long as this object. It is a subfolder of the caller's, so that only what we made is ever removed. */
class scratch_folder
{
  public:
    explicit scratch_folder(const char *parent) : path(std::string(parent) + "/postings")
    {
        if (mkdir(path.c_str(), 0700) != 0) shim::throw_errno(path.c_str());
    }

    scratch_folder(const scratch_folder &) = delete;
    scratch_folder &operator=(const scratch_folder &) = delete;

    ~scratch_folder()
    {
        remove();
    }

    /* A scratch file that stays behind does no harm to what was written, so failing here is not an error. */
    void remove() noexcept
    {
        shim::guard(nullptr, [this] {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        });
    }

    const std::string path;
};

struct term {
    std::string name;
    uint64_t attempt;     /* the last attempt at a document that named it */
    uint64_t occurrences; /* in all documents that were added */
};

} // namespace

/* The folder comes before the database, so that it is removed after the database is closed. */
struct xap_writer {
    explicit xap_writer(const char *scratch) : folder(scratch), database(folder.path, FLAGS, BLOCK_SIZE)
    {
        database.begin_transaction();
    }

    /* Only postings are asked for later, and nobody needs scratch files after a crash. */
    static constexpr int FLAGS = Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_TERMLIST | Xapian::DB_NO_SYNC;

    scratch_folder folder;
    Xapian::WritableDatabase database;
    std::vector<term> terms;
    uint64_t attempts = 0;
    bool usable = true; /* neither finished nor failed */
};

static void require_usable(const xap_writer &writer)
{
    if (!writer.usable) throw shim::failure{XAP_ERR_ARG, "the writer has been finished or has failed, and can only be freed"};
}

xap_status xap_writer_open(const char *scratch, xap_writer **out, xap_error *err)
{
    *out = nullptr;
    return shim::guard(err, [&] { *out = new xap_writer(scratch); });
}

xap_status xap_writer_add_term(xap_writer *writer, const char *name, size_t len, xap_error *err)
{
    return shim::guard(err, [&] {
        require_usable(*writer);
        if (len == 0) throw shim::failure{XAP_ERR_ARG, "an empty term"};
        /* In a key of the database a NUL takes two bytes. Xapian finds such a key too long only when it is much too late. */
        if (len > XAP_TERM_MAX || len + std::count(name, name + len, '\0') > XAP_TERM_MAX)
            throw shim::failure{XAP_ERR_ARG, "a term longer than " + std::to_string(XAP_TERM_MAX) + " bytes"};
        writer->terms.push_back(term{std::string(name, len), 0, 0});
    });
}

/* Refuse what Xapian would take amiss, before anything is changed: it adds up a term given twice, and lets numbers wrap round. */
static void check_document(xap_writer &writer, const xap_posting *postings, size_t count)
{
    const uint64_t attempt = ++writer.attempts;
    uint64_t length = 0;
    for (size_t i = 0; i < count; i++) {
        const xap_posting &posting = postings[i];
        if (posting.term >= writer.terms.size()) throw shim::failure{XAP_ERR_ARG, "a document with a term that was never added"};
        if (posting.wdf == 0) throw shim::failure{XAP_ERR_ARG, "a document with a term that occurs 0 times"};
        term &known = writer.terms[posting.term];
        if (known.attempt == attempt) throw shim::failure{XAP_ERR_ARG, "a document with the same term twice"};
        known.attempt = attempt;
        length += posting.wdf;
        if (length > COUNT_MAX) throw shim::failure{XAP_ERR_ARG, "a document whose length does not fit 32 bits"};
        if (known.occurrences + posting.wdf > COUNT_MAX) throw shim::failure{XAP_ERR_ARG, "a term whose count does not fit 32 bits"};
    }
}

static Xapian::Document make_document(xap_writer &writer, const xap_posting *postings, size_t count)
{
    Xapian::Document document;
    for (size_t i = 0; i < count; i++) {
        term &known = writer.terms[postings[i].term];
        document.add_term(known.name, postings[i].wdf);
        known.occurrences += postings[i].wdf;
    }
    return document;
}

xap_status xap_writer_add_document(xap_writer *writer, const xap_posting *postings, size_t count, xap_error *err)
{
    return shim::guard(err, [&] {
        require_usable(*writer);
        check_document(*writer, postings, count);
        /* When adding fails, Xapian drops every document of the transaction. To go on would be to lose them without a word. */
        writer->usable = false;
        writer->database.add_document(make_document(*writer, postings, count));
        writer->usable = true;
    });
}

static uint64_t file_size(int fd)
{
    struct stat info;
    if (fstat(fd, &info) != 0) shim::throw_errno("cannot ask for the size of the file");
    return static_cast<uint64_t>(info.st_size);
}

/* Xapian makes a UUID at random. Without it, equal documents give equal bytes. */
static void clear_uuid(int fd)
{
    const char zeros[UUID_SIZE] = {};
    if (pwrite(fd, zeros, sizeof zeros, UUID_OFFSET) != static_cast<ssize_t>(sizeof zeros)) shim::throw_errno("cannot write the file");
}

xap_status xap_writer_finish(xap_writer *writer, int fd, uint64_t *size, xap_error *err)
{
    *size = 0;
    return shim::guard(err, [&] {
        require_usable(*writer);
        /* Xapian would leave the end of a longer file in place, and the caller would take it for part of the database. */
        if (file_size(fd) != 0) throw shim::failure{XAP_ERR_ARG, "the file to write is not empty"};
        writer->usable = false;
        writer->database.commit_transaction();
        writer->database.compact(shim::own_descriptor(fd, O_RDWR), Xapian::DBCOMPACT_NO_RENUMBER, BLOCK_SIZE);
        writer->database = Xapian::WritableDatabase();
        writer->folder.remove();
        clear_uuid(fd);
        *size = file_size(fd);
    });
}

void xap_writer_free(xap_writer *writer)
{
    delete writer;
}
