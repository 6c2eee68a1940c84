/* bulk_writer.cc - the postings writer that writes Xapian's glass format itself.
 *
 * The format's order is ours: the lengths of all documents, then term by term the documents of each, then the header. A list is cut into
 * chunks, each an entry of the table whose key tells its first document. A document's id in the file is its number + 1.
 *
 *   key   first chunk: the list's own key; further ones: that, for a term a NUL, and the id of the chunk's first document
 *   tag   only in the first chunk: documents of the term, sum of their wdf (both 0 for the lengths), number of the first
 *         '1' in the last chunk, '0' in the others; last id - first id; wdf of the first
 *         for each further document: its id - the one before - 1; wdf
 *
 * The header's statistics are bounds that Xapian trusts when it ranks: where one is wrong, documents are missing from results without a
 * word.
 */
#include "shim/glass_code.h"
#include "shim/glass_table.h"
#include "shim/writer.h"

#include <algorithm>
#include <cstring>

namespace
{

using shim::glass::append_number;
using shim::glass::number_size;
using shim::glass::put_number;

/* A chunk ends where the leaf ends, if at least so many bytes of it are left: one chunk more costs some 20, and a reader another block. */
constexpr size_t SPLIT_ROOM = 128;

/* The tag of one chunk, encoded from the front; what is known only at its end is written before that. */
class chunk
{
  public:
    /* As many of the documents from `begin` on as a tag of so many bytes can hold, one at least.
     * @head      what stands before the chunk's own beginning
     * @entry_at  the document of a number below count, with its wdf */
    template <typename EntryAt> void fill(const std::string &head, size_t begin, size_t count, const EntryAt &entry_at, size_t tag_max)
    {
        const uint32_t first = entry_at(begin).document;
        const size_t before = head.size() + 1;
        uint32_t last = first;
        unsigned char *end = put_number(body, entry_at(begin).wdf);
        for (next = begin + 1; next < count; next++) {
            const xap_entry entry = entry_at(next);
            unsigned char *longer = put_number(put_number(end, entry.document - last - 1), entry.wdf);
            if (before + number_size(entry.document - first) + static_cast<size_t>(longer - body) > tag_max) break;
            end = longer;
            last = entry.document;
        }
        std::string beginning = head + (next == count ? '1' : '0');
        append_number(beginning, last - first);
        tag_begin = body - beginning.size();
        memcpy(tag_begin, beginning.data(), beginning.size());
        tag_size = static_cast<size_t>(end - tag_begin);
    }

    const unsigned char *tag() const
    {
        return tag_begin;
    }

    size_t size() const
    {
        return tag_size;
    }

    /* The number of the first document behind it. */
    size_t end() const
    {
        return next;
    }

  private:
    static constexpr size_t BEGINNING_MAX = 4 * shim::glass::NUMBER_MAX + 1;

    unsigned char bytes[BEGINNING_MAX + shim::glass::table::tag_max(0) + 2 * shim::glass::NUMBER_MAX];
    unsigned char *const body = bytes + BEGINNING_MAX;
    unsigned char *tag_begin = body;
    size_t tag_size = 0;
    size_t next = 0;
};

class bulk_writer : public xap_writer
{
  public:
    explicit bulk_writer(const xap_writer_options &options) : xap_writer(options), file(options.fd), table(file)
    {
        put_lengths();
    }

  private:
    void write_term(const shim::term_postings &postings) override;
    void write_rest() override;

    /* Put a list. @key  its own; @further  how the keys of its further chunks begin; @counts  what its first tag begins with */
    template <typename EntryAt>
    void put_list(const std::string &key, const std::string &further, const std::string &counts, size_t count, const EntryAt &entry_at);
    void put_lengths();
    std::string statistics() const;

    shim::glass::block_file file;
    shim::glass::table table;
    chunk at_hand;
    uint32_t wdf_max = 0;
};

template <typename EntryAt>
void bulk_writer::put_list(const std::string &own_key, const std::string &further, const std::string &counts, size_t count,
                           const EntryAt &entry_at)
{
    std::string key = own_key;
    std::string head = counts;
    append_number(head, entry_at(0).document);
    for (size_t begin = 0; begin < count; begin = at_hand.end()) {
        if (begin > 0) {
            head.clear();
            key = further;
            shim::glass::append_key_docid(key, entry_at(begin).document + 1);
        }
        at_hand.fill(head, begin, count, entry_at, table.tag_max(key.size()));
        const size_t room = table.room(key.size());
        if (at_hand.size() > room && room >= SPLIT_ROOM) at_hand.fill(head, begin, count, entry_at, room);
        table.put(key, at_hand.tag(), at_hand.size());
    }
}

/* They stand in the postings of no term at all, whose counts are not used. */
void bulk_writer::put_lengths()
{
    if (documents == 0) return;
    const std::string key("\x00\xe0", 2);
    const std::string counts(2, '\0');
    put_list(key, key, counts, documents, [this](size_t i) { return xap_entry{static_cast<uint32_t>(i), lengths[i]}; });
}

void bulk_writer::write_term(const shim::term_postings &postings)
{
    wdf_max = std::max(wdf_max, postings.wdf_max);
    std::string key;
    shim::glass::append_key_term(key, postings.term);
    std::string counts;
    append_number(counts, postings.count);
    append_number(counts, postings.occurrences);
    put_list(key, key + '\0', counts, postings.count, [&postings](size_t i) { return postings.entries[i]; });
}

/* ---- The header ---- */

/* What stands for a table in the header. @list  its free blocks */
void append_table(std::string &header, const shim::glass::root &root, unsigned flags, unsigned compress_min, const std::string &list)
{
    append_number(header, root.block);
    append_number(header, root.level * 4 + flags);
    append_number(header, root.entries);
    append_number(header, shim::glass::BLOCK_SIZE / GLASS_BLOCK_UNIT);
    append_number(header, compress_min);
    append_number(header, list.size());
    header += list;
}

/* The smallest length is the smallest of those that are not 0, and the largest wdf is told apart from the lengths so that they take less.
 */
std::string bulk_writer::statistics() const
{
    uint32_t shortest = 0;
    uint32_t longest = wdf_max;
    uint64_t total = 0;
    for (uint32_t i = 0; i < documents; i++) {
        if (lengths[i] > 0 && (shortest == 0 || lengths[i] < shortest)) shortest = lengths[i];
        longest = std::max(longest, lengths[i]);
        total += lengths[i];
    }
    constexpr uint64_t UNUSED_IDS = 0, OLDEST_CHANGES = 0, SPELLING_MAX = 0;
    std::string numbers;
    for (const uint64_t number : {uint64_t{documents}, UNUSED_IDS, uint64_t{shortest}, uint64_t{wdf_max}, uint64_t{longest} - wdf_max,
                                  OLDEST_CHANGES, total, SPELLING_MAX})
        append_number(numbers, number);
    return numbers;
}

/* The list of free blocks is empty: its revision, the first block behind the table, and where it begins and ends, which is nowhere. */
std::string no_free_blocks(uint32_t blocks)
{
    std::string list;
    append_number(list, shim::glass::REVISION);
    append_number(list, blocks);
    list.append(4, '\0');
    return list;
}

/* After the postings come the tables that a database may do without: data, term lists, positions, spellings and synonyms. Tables
 * other than postings and positions would compress tags from a size on. */
void bulk_writer::write_rest()
{
    constexpr unsigned ABSENT = 3, COMPRESS_MIN = 18, NEVER = 0;
    const shim::glass::root root = table.finish();
    std::string header = std::string(GLASS_MAGIC, GLASS_MAGIC_SIZE) + std::string(GLASS_UUID_SIZE, '\0');
    append_number(header, shim::glass::REVISION);
    append_table(header, root, 0, NEVER, no_free_blocks(file.count()));
    for (const unsigned compress_min : {COMPRESS_MIN, COMPRESS_MIN, NEVER, COMPRESS_MIN, COMPRESS_MIN})
        append_table(header, {}, ABSENT, compress_min, {});
    file.finish(header + statistics());
}

} // namespace

namespace shim
{

std::unique_ptr<xap_writer> open_bulk_writer(const xap_writer_options &options)
{
    return std::make_unique<bulk_writer>(options);
}

} // namespace shim
