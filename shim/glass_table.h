/* glass_table.h - a table of Xapian's glass format, written in one pass: entries in order of their keys go in, blocks of a B-tree go into
 * the file. For the sources of this folder only.
 *
 * Blocks are numbered, and written, in the order in which they are full, so that the file is written from front to end. What is kept in
 * memory is one block for each level of the tree, and a run of blocks on its way to the file.
 */
#ifndef SHIM_GLASS_TABLE_H
#define SHIM_GLASS_TABLE_H

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "shim/glass.h"

namespace shim::glass
{

/* Xapian's default, and what its readers are tuned to. */
constexpr size_t BLOCK_SIZE = 8192;

/* Every block and the header name the revision of the database that they belong to: the first and only one. */
constexpr uint32_t REVISION = 1;

/* The blocks of a file, written in order in long runs. Block 0 is the file's header and comes last. Throws failure{XAP_ERR_IO}. */
class block_file
{
  public:
    /* @fd  borrowed; written from offset 0 on, whatever its own offset */
    explicit block_file(int fd);

    /* Add a block behind those before. Returns its number, from 1. */
    uint32_t append(const unsigned char *block);

    /* Write what is left, and then the header, no longer than a block. */
    void finish(const std::string &header);

    /* How many blocks the file has, the header's too. */
    uint32_t count() const
    {
        return next;
    }

  private:
    void flush();
    void write_at(const unsigned char *data, size_t size, uint64_t offset) const;

    const int fd;
    uint32_t next = 1;
    std::vector<unsigned char> run; /* blocks that are not in the file yet: those before `next` */
};

/* A block that is being filled. */
class block
{
  public:
    bool empty() const
    {
        return directory_end == GLASS_FRAME_SIZE;
    }

    /* The largest item there is room for. */
    size_t room() const
    {
        return lowest - directory_end < GLASS_DIRECTORY_ENTRY ? 0 : lowest - directory_end - GLASS_DIRECTORY_ENTRY;
    }

    /* Make room for an item, which must be there, behind those before. Returns where the caller writes it. */
    unsigned char *add(size_t size);

    /* Write the frame. Returns the whole block, which is then as if empty; valid until something is added. */
    const unsigned char *seal(unsigned level);

  private:
    unsigned char bytes[BLOCK_SIZE] = {};
    size_t directory_end = GLASS_FRAME_SIZE;
    size_t lowest = BLOCK_SIZE;
};

/* Where a finished table stands. */
struct root {
    uint32_t block;
    unsigned level; /* 0 where one leaf is all */
    uint64_t entries;
};

class table
{
  public:
    /* @file  must outlive the table, and take nobody else's blocks before it is finished */
    explicit table(block_file &file);

    /* The longest tag that an entry can have with a key of this size: four items fit into a block, which readers count on. */
    static constexpr size_t tag_max(size_t key_size)
    {
        return ITEM_MAX - GLASS_LEAF_ITEM_FRAME - key_size;
    }

    /* The longest tag, of an entry with a key of this size, that there is room for without another leaf. */
    size_t room(size_t key_size) const;

    /* Leave the rest of the leaf at hand free. */
    void next_leaf();

    /* Add an entry. Keys ascend in order of their bytes and have 1 to 254 of them; a tag has up to tag_max(). */
    void put(const std::string &key, const unsigned char *tag, size_t tag_size);

    /* Write what is left. The table can only be destroyed afterwards. */
    root finish();

  private:
    static constexpr size_t ITEM_MAX = (BLOCK_SIZE - 19) / 4;
    static constexpr size_t BRANCH_ITEM_FRAME = 7;

    /* A branch block, and the key that divides it from the block before it on its level. */
    struct branch {
        block items;
        std::string divider;
    };

    void put_item(const std::string &key, const unsigned char *tag, size_t tag_size);
    void add_child(unsigned level, const std::string &divider, uint32_t child);
    void close_branch(unsigned level);

    block_file &file;
    block leaf;
    std::string leaf_divider;
    std::string last_key;
    std::deque<branch> branches; /* from level 1 upwards; a deque, so that the others stay where they are when one is added */
    uint64_t entries = 0;
};

} // namespace shim::glass

#endif
