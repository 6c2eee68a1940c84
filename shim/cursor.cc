/* cursor.cc - the documents of one term, and the lengths of documents.
 *
 * Xapian reads a list of postings chunk by chunk as it is stepped through, so that every step can fail and is inside guard(). A cursor
 * keeps the entry that it stands at: to be asked again for what it has reached costs no call of Xapian's.
 */
#include "shim/guard.h"
#include "shim/reader.h"

#include <xapian.h>

#include <string>

struct xap_cursor {
    Xapian::PostingIterator at;
    Xapian::PostingIterator end;
    xap_entry entry;
};

/* Xapian numbers documents from 1. */
static xap_entry entry_at(const Xapian::PostingIterator &at, const Xapian::PostingIterator &end)
{
    return at == end ? xap_entry{XAP_END, 0} : xap_entry{*at - 1, at.get_wdf()};
}

xap_status xap_cursor_open(const xap_reader *reader, const char *term, size_t len, xap_cursor **out, xap_error *err)
{
    *out = nullptr;
    return shim::guard(err, [&] {
        /* Xapian takes the empty term for every document. */
        if (len == 0) throw shim::failure{XAP_ERR_ARG, "a cursor for an empty term"};
        const std::string name(term, len);
        const Xapian::PostingIterator at = reader->database.postlist_begin(name);
        const Xapian::PostingIterator end = reader->database.postlist_end(name);
        *out = new xap_cursor{at, end, entry_at(at, end)};
    });
}

xap_status xap_cursor_seek(xap_cursor *cursor, uint32_t document, xap_entry *entry, xap_error *err)
{
    if (document <= cursor->entry.document) {
        *entry = cursor->entry;
        return XAP_OK;
    }
    *entry = xap_entry{};
    return shim::guard(err, [&] {
        /* The docid of XAP_END would not fit, and nothing is behind it. */
        if (document == XAP_END) {
            cursor->at = cursor->end;
        } else {
            cursor->at.skip_to(document + 1);
        }
        *entry = cursor->entry = entry_at(cursor->at, cursor->end);
    });
}

void xap_cursor_free(xap_cursor *cursor)
{
    delete cursor;
}

xap_status xap_reader_length(const xap_reader *reader, uint32_t document, uint32_t *length, xap_error *err)
{
    *length = 0;
    return shim::guard(err, [&] {
        /* The writer leaves no number out, so that a document below the count which has no length is damage. */
        if (document >= reader->database.get_doccount()) throw shim::failure{XAP_ERR_ARG, "there is no such document"};
        *length = reader->database.get_doclength(document + 1);
    });
}
