/* index_file.c - maps an index file, and lets nobody reach bytes of it that are not there or are damaged. */
#include "index/index_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "index/bytes.h"

struct index_file {
    char *path;
    int descriptor;          /* -1 for none */
    struct timespec written; /* the last time that was, before it was opened or last found unchanged */
    const uint8_t *map;
    uint64_t size;
    uint64_t generation;
    uint64_t offsets[SECTION_COUNT];
    uint64_t sizes[SECTION_COUNT];
    uint8_t *checked; /* a bit a page */
};

const char *index_section_name(enum index_section section)
{
    static const char *const names[SECTION_COUNT] = {
#define INDEX_SECTION_TEXT(name, text) text,
        INDEX_SECTION_LIST(INDEX_SECTION_TEXT)
#undef INDEX_SECTION_TEXT
    };
    return names[section];
}

/* ---- Opening ---- */

static ns_status map_file(struct index_file *file, struct ns_error *err)
{
    struct stat known;
    if (fstat(file->descriptor, &known) != 0) return ns_fail_errno(err, NS_ERR_IO, "%s", file->path);
    if (S_ISDIR(known.st_mode))
        return ns_fail(err, NS_ERR_FORMAT, "%s: is a folder, not an index; news-indexer makes one of it", file->path);
    if (!S_ISREG(known.st_mode)) return ns_fail(err, NS_ERR_FORMAT, "%s: is not an index: not a regular file", file->path);
    file->written = known.st_mtim;
    file->size = (uint64_t)known.st_size;
    if (file->size < INDEX_FOOTER_SIZE) return ns_fail(err, NS_ERR_FORMAT, "%s: is not an index, or is cut off: too short", file->path);
    void *map = mmap(NULL, file->size, PROT_READ, MAP_SHARED, file->descriptor, 0);
    if (map == MAP_FAILED) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot map the index", file->path);
    file->map = map;
    return NS_OK;
}

/* O_NONBLOCK, so that a FIFO that somebody named cannot make us wait. */
static ns_status open_file(struct index_file *file, struct ns_error *err)
{
    file->descriptor = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file->descriptor < 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot open the index", *file->path ? file->path : "\"\"");
    return map_file(file, err);
}

static ns_status corrupt(const struct index_file *file, const char *what, struct ns_error *err)
{
    return ns_fail(err, NS_ERR_CORRUPT, "%s: damaged index: %s; build it again", file->path, what);
}

/* Every section follows the one before it, and the footer follows the last: so each lies inside the file, and none in another. */
static ns_status read_sections(struct index_file *file, const uint8_t *footer, struct ns_error *err)
{
    uint64_t at = 0;
    for (int i = 0; i < SECTION_COUNT; i++) {
        file->offsets[i] = load_u64(footer + 16 * i);
        file->sizes[i] = load_u64(footer + 16 * i + 8);
        if (file->offsets[i] != at || file->sizes[i] > file->size - at) return corrupt(file, "its sections do not fit", err);
        at += file->sizes[i];
    }
    if (at != file->size - INDEX_FOOTER_SIZE) return corrupt(file, "its sections do not fill it", err);
    const uint64_t pages = (file->offsets[SECTION_PAGES] + PAGE_SIZE - 1) / PAGE_SIZE;
    if (file->sizes[SECTION_PAGES] != pages * 4) return corrupt(file, "its page sums do not fit", err);
    return NS_OK;
}

/* The magic comes first, so that a file of another kind is told from a damaged one; then the version, which says whether the rest can be
 * understood at all. */
static ns_status read_footer(struct index_file *file, struct ns_error *err)
{
    const uint8_t *end = file->map + file->size;
    const uint8_t *footer = end - INDEX_FOOTER_SIZE;
    if (memcmp(end - INDEX_MAGIC_SIZE, INDEX_MAGIC, INDEX_MAGIC_SIZE) != 0) {
        return ns_fail(err, NS_ERR_FORMAT, "%s: is not an index of news-indexer, or is cut off", file->path);
    }
    const uint8_t *tail = footer + 16 * SECTION_COUNT;
    const uint32_t version = load_u32(tail + 16);
    if (version != INDEX_VERSION) {
        return ns_fail(err, NS_ERR_FORMAT, "%s: is an index of version %u, this program reads version %u; build it again", file->path,
                       (unsigned)version, INDEX_VERSION);
    }
    if (load_u64(tail + 8) != file->size) return corrupt(file, "its size is not what it was", err);
    file->generation = load_u64(tail);
    return read_sections(file, footer, err);
}

/* The page sums vouch for all that stands before them; this sum vouches for them and the footer. */
static ns_status check_footer(struct index_file *file, struct ns_error *err)
{
    const uint64_t begin = file->offsets[SECTION_PAGES];
    const uint64_t end = file->size - INDEX_MAGIC_SIZE - 4;
    if ((uint32_t)crc32_z(0, file->map + begin, end - begin) != load_u32(file->map + end)) {
        return corrupt(file, "its page sums or its footer have changed", err);
    }
    file->checked = calloc(1, file->sizes[SECTION_PAGES] / 32 + 1);
    return file->checked ? NS_OK : ns_fail_nomem(err);
}

ns_status index_file_open(const char *path, struct index_file **out, struct ns_error *err)
{
    *out = NULL;
    struct index_file *file = calloc(1, sizeof *file);
    if (!file) return ns_fail_nomem(err);
    file->descriptor = -1;
    file->path = strdup(path);
    ns_status status = file->path ? open_file(file, err) : ns_fail_nomem(err);
    if (status == NS_OK) status = read_footer(file, err);
    if (status == NS_OK) status = check_footer(file, err);
    if (status == NS_OK) {
        *out = file;
    } else {
        index_file_close(file);
    }
    return status;
}

void index_file_close(struct index_file *file)
{
    if (!file) return;
    if (file->map) munmap((void *)(uintptr_t)file->map, file->size);
    if (file->descriptor >= 0) close(file->descriptor);
    free(file->checked);
    free(file->path);
    free(file);
}

uint64_t index_file_generation(const struct index_file *file)
{
    return file->generation;
}

const char *index_file_path(const struct index_file *file)
{
    return file->path;
}

uint64_t index_file_size(const struct index_file *file)
{
    return file->size;
}

uint64_t index_file_section_size(const struct index_file *file, enum index_section section)
{
    return file->sizes[section];
}

/* ---- Reaching bytes ---- */

ns_status index_file_damaged(const struct index_file *file, enum index_section section, const char *what, struct ns_error *err)
{
    return ns_fail(err, NS_ERR_CORRUPT, "%s: damaged index: section %s: %s; build it again", file->path, index_section_name(section), what);
}

ns_status index_file_damaged_at(const struct index_file *file, enum index_section section, struct ns_error *err, const char *format, ...)
{
    char what[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return index_file_damaged(file, section, what, err);
}

static bool sum_fits(const struct index_file *file, uint64_t page)
{
    const uint64_t begin = page * PAGE_SIZE;
    const uint64_t limit = file->offsets[SECTION_PAGES];
    const size_t size = limit - begin < PAGE_SIZE ? (size_t)(limit - begin) : PAGE_SIZE;
    return (uint32_t)crc32_z(0, file->map + begin, size) == load_u32(file->map + limit + 4 * page);
}

static uint8_t page_bit(uint64_t page)
{
    return (uint8_t)(1u << (page % 8));
}

static bool was_reached(const struct index_file *file, uint64_t page)
{
    return file->checked[page / 8] & page_bit(page);
}

static bool page_is_sound(struct index_file *file, uint64_t page)
{
    if (was_reached(file, page)) return true;
    if (!sum_fits(file, page)) return false;
    file->checked[page / 8] |= page_bit(page);
    return true;
}

struct section_damage index_file_check(const struct index_file *file, enum index_section section)
{
    struct section_damage damage = {0};
    const uint64_t begin = file->offsets[section];
    const uint64_t size = file->sizes[section];
    if (size == 0 || section == SECTION_PAGES) return damage;
    const uint64_t last = (begin + size - 1) / PAGE_SIZE;
    for (uint64_t page = begin / PAGE_SIZE; page <= last; page++) {
        damage.pages++;
        if (sum_fits(file, page)) continue;
        if (damage.damaged++ == 0) damage.first = page * PAGE_SIZE;
    }
    return damage;
}

bool index_file_check_generation(const struct index_file *file)
{
    return bytes_hash(file->map + file->offsets[SECTION_PAGES], file->sizes[SECTION_PAGES]) == file->generation;
}

ns_status index_file_bytes(struct index_file *file, enum index_section section, uint64_t offset, uint64_t size, const uint8_t **data,
                           struct ns_error *err)
{
    if (offset > file->sizes[section] || size > file->sizes[section] - offset) {
        return index_file_damaged(file, section, "something points outside it", err);
    }
    const uint64_t begin = file->offsets[section] + offset;
    *data = file->map + begin;
    if (size == 0 || section == SECTION_PAGES) return NS_OK; /* those were summed with the footer */
    const uint64_t last = (begin + size - 1) / PAGE_SIZE;
    for (uint64_t page = begin / PAGE_SIZE; page <= last; page++) {
        if (!page_is_sound(file, page)) return index_file_damaged(file, section, "its bytes have changed", err);
    }
    return NS_OK;
}

/* Whether the sums are those that were there, and the pages that were reached still fit them. */
static bool reached_pages_are_sound(const struct index_file *file)
{
    if (!index_file_check_generation(file)) return false;
    const uint64_t pages = file->sizes[SECTION_PAGES] / 4;
    for (uint64_t page = 0; page < pages; page++) {
        if (was_reached(file, page) && !sum_fits(file, page)) return false;
    }
    return true;
}

ns_status index_file_check_unchanged(struct index_file *file, struct ns_error *err)
{
    struct stat now;
    if (fstat(file->descriptor, &now) != 0) return NS_OK;
    const bool resized = (uint64_t)now.st_size != file->size;
    if (!resized && now.st_mtim.tv_sec == file->written.tv_sec && now.st_mtim.tv_nsec == file->written.tv_nsec) return NS_OK;
    if (resized || !reached_pages_are_sound(file))
        return ns_fail(err, NS_ERR_CORRUPT,
                       "%s: was changed while it was searched; begin the search again, and replace an index by renaming, as news-indexer does",
                       file->path);
    file->written = now.st_mtim;
    return NS_OK;
}

int64_t index_file_written_at(const struct index_file *file)
{
    return file->written.tv_sec;
}

#define CACHE_LINE 64

void index_file_expect(const struct index_file *file, enum index_section section, uint64_t offset, uint64_t size)
{
    if (offset > file->sizes[section] || size > file->sizes[section] - offset) return;
    const uint8_t *data = file->map + file->offsets[section] + offset;
    for (uint64_t at = 0; at < size && at < INDEX_EXPECT_MAX; at += CACHE_LINE)
        __builtin_prefetch(data + at);
}
