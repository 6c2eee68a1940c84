/* glass_table.cc - blocks of Xapian's glass format, and the B-tree that is made of them. */
#include "shim/glass_table.h"
#include "shim/glass_code.h"
#include "shim/guard.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace shim::glass
{

/* ---- The file ---- */

/* Long enough that the system's calls do not count. */
constexpr size_t RUN_BLOCKS = 64;

block_file::block_file(int descriptor) : fd(descriptor)
{
    run.reserve(RUN_BLOCKS * BLOCK_SIZE);
}

void block_file::write_at(const unsigned char *data, size_t size, uint64_t offset) const
{
    while (size > 0) {
        const ssize_t written = pwrite(fd, data, size, static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written == 0) errno = EIO; /* it would be so for ever */
        if (written <= 0) throw_errno("cannot write the postings");
        data += written;
        size -= static_cast<size_t>(written);
        offset += static_cast<uint64_t>(written);
    }
}

void block_file::flush()
{
    write_at(run.data(), run.size(), uint64_t{next} * BLOCK_SIZE - run.size());
    run.clear();
}

uint32_t block_file::append(const unsigned char *block)
{
    run.insert(run.end(), block, block + BLOCK_SIZE);
    const uint32_t number = next++;
    if (run.size() == RUN_BLOCKS * BLOCK_SIZE) flush();
    return number;
}

void block_file::finish(const std::string &header)
{
    flush();
    unsigned char block[BLOCK_SIZE] = {};
    memcpy(block, header.data(), header.size());
    write_at(block, sizeof block, 0);
}

/* ---- One block ---- */

unsigned char *block::add(size_t size)
{
    lowest -= size;
    glass_put_u16(bytes + directory_end, static_cast<uint32_t>(lowest));
    directory_end += GLASS_DIRECTORY_ENTRY;
    return bytes + lowest;
}

const unsigned char *block::seal(unsigned level)
{
    const size_t gap = lowest - directory_end;
    memset(bytes + directory_end, 0, gap);
    glass_put_u32(bytes, REVISION);
    bytes[GLASS_FRAME_LEVEL] = static_cast<unsigned char>(level);
    glass_put_u16(bytes + GLASS_FRAME_GAP, static_cast<uint32_t>(gap));
    glass_put_u16(bytes + GLASS_FRAME_FREE, static_cast<uint32_t>(gap));
    glass_put_u16(bytes + GLASS_FRAME_DIRECTORY_END, static_cast<uint32_t>(directory_end));
    directory_end = GLASS_FRAME_SIZE;
    lowest = BLOCK_SIZE;
    return bytes;
}

/* ---- The table ---- */

/* Every table begins with an entry of the empty key, which is not counted. */
table::table(block_file &blocks) : file(blocks)
{
    put_item({}, nullptr, 0);
}

size_t table::room(size_t key_size) const
{
    const size_t item = leaf.room() < ITEM_MAX ? leaf.room() : ITEM_MAX;
    const size_t frame = GLASS_LEAF_ITEM_FRAME + key_size;
    return item < frame ? 0 : item - frame;
}

void table::put_item(const std::string &key, const unsigned char *tag, size_t tag_size)
{
    constexpr uint32_t WHOLE = GLASS_ITEM_FIRST | GLASS_ITEM_LAST;
    unsigned char *item = leaf.add(GLASS_LEAF_ITEM_FRAME + key.size() + tag_size);
    glass_put_u16(item, WHOLE | static_cast<uint32_t>(key.size() + tag_size));
    item[2] = static_cast<unsigned char>(key.size());
    key.copy(reinterpret_cast<char *>(item + 3), key.size());
    if (tag_size > 0) memcpy(item + 3 + key.size(), tag, tag_size);
}

/* The shortest beginning of a key that is greater than the key before it. */
static std::string dividing_key(const std::string &before, const std::string &key)
{
    size_t same = 0;
    while (same < before.size() && before[same] == key[same])
        same++;
    return key.substr(0, same + 1);
}

void table::put(const std::string &key, const unsigned char *tag, size_t tag_size)
{
    if (GLASS_LEAF_ITEM_FRAME + key.size() + tag_size > leaf.room()) next_leaf();
    if (leaf.empty()) leaf_divider = dividing_key(last_key, key);
    put_item(key, tag, tag_size);
    last_key = key;
    entries++;
}

void table::next_leaf()
{
    const uint32_t number = file.append(leaf.seal(0));
    add_child(1, leaf_divider, number);
}

void table::add_child(unsigned level, const std::string &divider, uint32_t child)
{
    if (level > branches.size()) branches.emplace_back();
    branch &parent = branches[level - 1];
    if (BRANCH_ITEM_FRAME + divider.size() > parent.items.room()) close_branch(level);
    const bool first = parent.items.empty();
    if (first) parent.divider = divider;
    const size_t key_size = first ? 0 : divider.size();
    unsigned char *item = parent.items.add(BRANCH_ITEM_FRAME + key_size);
    glass_put_u32(item, child);
    item[4] = static_cast<unsigned char>(key_size);
    divider.copy(reinterpret_cast<char *>(item + 5), key_size);
    glass_put_u16(item + 5 + key_size, first ? 0 : 1);
}

/* What divides a block from the one before moves up as it is, for there it divides the same. */
void table::close_branch(unsigned level)
{
    branch &full = branches[level - 1];
    const uint32_t number = file.append(full.items.seal(level));
    add_child(level + 1, full.divider, number);
}

root table::finish()
{
    if (branches.empty()) return {file.append(leaf.seal(0)), 0, entries};
    next_leaf();
    /* Closing a level may add one above it. */
    unsigned top = 1;
    for (; top < branches.size(); top++)
        close_branch(top);
    return {file.append(branches[top - 1].items.seal(top)), top, entries};
}

} // namespace shim::glass
