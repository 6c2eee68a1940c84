/* glass.h - what the writer and the reader of Xapian's glass format (version 2016-03-14, of Xapian 1.4.0 to 2.1.0) have to agree in, for C
 * and C++ alike. For the sources of this folder only.
 *
 * The file is a row of equal blocks. Block 0 begins with the header: magic, UUID, revision, a root for each table, statistics. Numbers in
 * the header and in tags are written low bits first, 7 to a byte, as short as can be. The frame of a block and its items have numbers of
 * fixed width, the high byte first; what stands in keys is written so that the order of the bytes is the order of what they stand for.
 *
 * A block begins with its frame: u32 revision, u8 level, u16 bytes between the directory and the lowest item, u16 all bytes that are free,
 * u16 where the directory ends; then the directory, u16 the place of each item in order of their keys. The items stand at the block's end,
 * the first one last.
 *
 *   item of a leaf    u16 size of the item - 3, and flags; u8 size of the key; key; unless it is the entry's first piece u16 number of the
 *                     piece; tag
 *   item of a branch  u32 number of the child; u8 size of the dividing key; dividing key; u16 1
 *                     the first one of a block divides nothing: it has no key, and 0 at its end
 */
#ifndef SHIM_GLASS_H
#define SHIM_GLASS_H

#include <stddef.h>
#include <stdint.h>

#define GLASS_MAGIC "\x0f\x0dXapian Glass\x04\x6e" /* with the format version behind it */
#define GLASS_MAGIC_SIZE 16
#define GLASS_UUID_SIZE 16
#define GLASS_TABLES 6 /* postings, data, term lists, positions, spellings, synonyms */
#define GLASS_BLOCK_UNIT 2048 /* in which the header tells the size of a block */

/* Places in the frame of a block. */
#define GLASS_FRAME_LEVEL 4
#define GLASS_FRAME_GAP 5
#define GLASS_FRAME_FREE 7
#define GLASS_FRAME_DIRECTORY_END 9
#define GLASS_FRAME_SIZE 11

#define GLASS_DIRECTORY_ENTRY 2

/* Of an item of a leaf. */
#define GLASS_LEAF_ITEM_FRAME 3
#define GLASS_ITEM_SIZE_MASK 0x1fff
#define GLASS_ITEM_FIRST 0x2000 /* piece of the entry */
#define GLASS_ITEM_LAST 0x4000
#define GLASS_ITEM_COMPRESSED 0x8000

static inline uint32_t glass_get_u16(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static inline uint32_t glass_get_u32(const uint8_t *at)
{
    return glass_get_u16(at) << 16 | glass_get_u16(at + 2);
}

static inline void glass_put_u16(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

static inline void glass_put_u32(uint8_t *to, uint32_t value)
{
    glass_put_u16(to, value >> 16);
    glass_put_u16(to + 2, value & 0xffff);
}

/* ---- Keys ---- */

/* Write a term as the beginning of a key, in which a NUL byte is followed by ff, so that a single NUL, or the key's end, ends the term.
 * Returns how many bytes that takes, or 0 when there is not so much room. */
static inline size_t glass_put_term(const char *term, size_t length, uint8_t *key, size_t room)
{
    size_t size = 0;
    for (size_t i = 0; i < length; i++) {
        if (size + 2 > room) return 0;
        key[size++] = (uint8_t)term[i];
        if (term[i] == '\0') key[size++] = 0xff;
    }
    return size;
}

/* The most bytes of a document's id in a key. */
#define GLASS_DOCID_MAX 5

/* Write a document's id: two bytes hold 15 bits, and each further byte 7 more, which as many 1 bits in front tell. Returns how many. */
static inline size_t glass_put_docid(uint32_t docid, uint8_t *key)
{
    size_t more = 1;
    while (more < 4 && docid >> (7 * more + 8) != 0)
        more++;
    uint64_t bytes = docid;
    if (more > 1) bytes |= (uint64_t)(0xff00u >> (more - 1) & 0xff) << 8 * more;
    for (size_t i = 0; i <= more; i++)
        key[i] = (uint8_t)(bytes >> 8 * (more - i));
    return more + 1;
}

#endif
