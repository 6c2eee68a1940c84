/* test_index_file.c - how an index file comes to its place, and that nobody reaches bytes of it that are not there or are damaged. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/xattr.h>

#include "tests/unit/index_fixture.h"

/* Sizes of the sections of a file: none, small, to the end of a page, over several. */
static const size_t sample_sizes[SECTION_PAGES] = {
    PAGE_SIZE / 4, 1, 0, PAGE_SIZE - PAGE_SIZE / 4 - 1, PAGE_SIZE, 3 * PAGE_SIZE + 17, 5, 2 * PAGE_SIZE, 9, 100, 33};

/* What stands at a byte of a section of the sample. The first section begins as Xapian's do. */
static uint8_t sample_byte(enum index_section section, uint64_t at, unsigned variant)
{
    if (section == SECTION_POSTINGS && at < INDEX_BEGIN_SIZE) return (uint8_t)INDEX_BEGIN[at];
    struct random_source random = {at * 64 + section + variant * 1000003u};
    return (uint8_t)random_next(&random);
}

static const char *sample_bytes(struct fixture *fixture, enum index_section section, size_t size, unsigned variant)
{
    struct buffer *bytes = &fixture->bytes[1];
    bytes->size = 0;
    assert_int_equal(buffer_reserve(bytes, size + 1, NULL), NS_OK);
    for (size_t at = 0; at < size; at++)
        bytes->data[at] = (char)sample_byte(section, at, variant);
    return bytes->data;
}

/* Write all sections of the sample but do not end the file. */
static void begin_sample(struct fixture *fixture, const char *path, unsigned variant)
{
    for (int section = 0; section < SECTION_PAGES; section++) {
        const size_t size = sample_sizes[section];
        const char *bytes = sample_bytes(fixture, section, size, variant);
        if (section == SECTION_POSTINGS) {
            begin_index_file(fixture, path, bytes, size);
        } else {
            assert_int_equal(index_file_put(fixture->writer, bytes, size, NULL), NS_OK);
        }
    }
}

static uint64_t write_sample(struct fixture *fixture, const char *path, unsigned variant)
{
    uint64_t size;
    begin_sample(fixture, path, variant);
    end_index_file(fixture, SECTION_PAGES, &size);
    return size;
}

/* The sample's bytes in bytes[0]. */
static struct buffer *read_sample(struct fixture *fixture)
{
    write_sample(fixture, fixture_path(fixture, "index"), 0);
    read_file(fixture_path(fixture, "index"), &fixture->bytes[0]);
    return &fixture->bytes[0];
}

/* ---- Whole files ---- */

static void check_section(struct fixture *fixture, enum index_section section, unsigned variant)
{
    const uint64_t size = sample_sizes[section];
    const uint8_t *data = NULL;
    assert_int_equal(index_file_section_size(fixture->file, section), size);
    assert_int_equal(index_file_bytes(fixture->file, section, 0, size, &data, NULL), NS_OK);
    assert_non_null(data);
    if (size) assert_memory_equal(data, sample_bytes(fixture, section, size, variant), size);
    for (uint64_t at = 0; at < size; at += 1 + at / 3) {
        assert_int_equal(index_file_bytes(fixture->file, section, at, size - at, &data, NULL), NS_OK);
        assert_int_equal(data[0], sample_byte(section, at, variant));
    }
    assert_int_equal(index_file_bytes(fixture->file, section, size, 0, &data, NULL), NS_OK);
}

static void test_what_is_put_is_reached(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    const uint64_t size = write_sample(fixture, path, 0);
    struct stat known;
    assert_int_equal(stat(path, &known), 0);
    assert_int_equal(known.st_size, size);
    assert_int_equal(open_index_file(fixture, path), NS_OK);
    assert_int_equal(index_file_size(fixture->file), size);
    for (int section = 0; section < SECTION_PAGES; section++)
        check_section(fixture, section, 0);
}

/* The bug: the sums of the pages are a section too, but were themselves looked for among the sums, where they have none. */
static void test_page_sums_are_reached(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    const uint8_t *data;
    begin_index_file(fixture, path, sample_bytes(fixture, SECTION_POSTINGS, 2 * PAGE_SIZE, 0), 2 * PAGE_SIZE);
    end_index_file(fixture, SECTION_FORMS, NULL);
    read_file(path, &fixture->bytes[0]);
    assert_int_equal(open_index_file(fixture, path), NS_OK);
    assert_int_equal(index_file_section_size(fixture->file, SECTION_PAGES), 8);
    assert_int_equal(index_file_bytes(fixture->file, SECTION_PAGES, 0, 8, &data, NULL), NS_OK);
    assert_memory_equal(data, fixture->bytes[0].data + 2 * PAGE_SIZE, 8);
}

static void test_section_names(void **state)
{
    (void)state;
    static const char *const names[SECTION_COUNT] = {"postings",  "forms", "form_rows", "stems",    "gaps",   "word_codes",
                                                     "gap_codes", "spans", "passages",  "articles", "copies", "meta",
                                                     "pages"};
    for (int section = 0; section < SECTION_COUNT; section++)
        assert_string_equal(index_section_name(section), names[section]);
}

static void test_bytes_outside_a_section(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    write_sample(fixture, path, 0);
    assert_int_equal(open_index_file(fixture, path), NS_OK);
    for (int section = 0; section < SECTION_COUNT; section++) {
        const uint64_t size = index_file_section_size(fixture->file, section);
        const uint64_t places[][2] = {
            {0, size + 1},      {size, 1}, {size + 1, 0}, {1, size}, {UINT64_MAX, 1}, {1, UINT64_MAX}, {UINT64_MAX, UINT64_MAX},
            {UINT64_MAX - 1, 2}};
        for (size_t i = 0; i < COUNT_OF(places); i++) {
            const uint8_t *data;
            struct ns_error err;
            assert_int_equal(index_file_bytes(fixture->file, section, places[i][0], places[i][1], &data, &err), NS_ERR_CORRUPT);
            assert_non_null(strstr(err.msg, index_section_name(section)));
            assert_non_null(strstr(err.msg, path));
        }
    }
}

/* Ends of the file at, before and behind the ends of pages and of the pieces in which the writer reads back. */
static void test_sizes_around_pages(void **state)
{
    struct fixture *fixture = *state;
    static const size_t sizes[] = {
        0, 1, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1, 128 * PAGE_SIZE - 1, 128 * PAGE_SIZE, 128 * PAGE_SIZE + 1};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        const char *path = fixture_path(fixture, "sized");
        const uint8_t *data;
        uint64_t size;
        unlink(path);
        begin_index_file(fixture, path, "", 0);
        assert_int_equal(index_file_put(fixture->writer, sample_bytes(fixture, SECTION_FORMS, sizes[i], 0), sizes[i], NULL), NS_OK);
        end_index_file(fixture, SECTION_FORMS + 1, &size);
        assert_int_equal(size, sizes[i] + (sizes[i] + PAGE_SIZE - 1) / PAGE_SIZE * 4 + INDEX_FOOTER_SIZE);
        assert_int_equal(open_index_file(fixture, path), NS_OK);
        assert_int_equal(index_file_bytes(fixture->file, SECTION_FORMS, 0, sizes[i], &data, NULL), NS_OK);
        if (sizes[i]) assert_memory_equal(data, sample_bytes(fixture, SECTION_FORMS, sizes[i], 0), sizes[i]);
    }
}

static void test_generation(void **state)
{
    struct fixture *fixture = *state;
    uint64_t generations[3];
    for (unsigned i = 0; i < 3; i++) {
        char name[] = {(char)('a' + i), '\0'};
        write_sample(fixture, fixture_path(fixture, name), i == 2);
        assert_int_equal(open_index_file(fixture, fixture_path(fixture, name)), NS_OK);
        generations[i] = index_file_generation(fixture->file);
    }
    assert_true(generations[0] == generations[1]);
    assert_true(generations[0] != generations[2]);
    read_file(fixture_path(fixture, "a"), &fixture->bytes[0]);
    assert_file_holds(fixture, fixture_path(fixture, "b"), fixture->bytes[0].data, fixture->bytes[0].size);
}

/* ---- Damage ---- */

/* Write what is in bytes[0] to a file and open it. */
static ns_status open_changed(struct fixture *fixture, struct ns_error *err)
{
    const char *path = fixture_path(fixture, "changed");
    write_file(path, fixture->bytes[0].data, fixture->bytes[0].size);
    index_file_close(fixture->file);
    fixture->file = NULL;
    const ns_status status = index_file_open(path, &fixture->file, err);
    if (status != NS_OK) assert_non_null(strstr(err->msg, path));
    assert_int_equal(status == NS_OK, fixture->file != NULL);
    return status;
}

/* What reading a byte of the file says, which is in this section. */
static ns_status reach(struct fixture *fixture, size_t at)
{
    const uint8_t *data;
    for (int section = 0; section < SECTION_PAGES; section++) {
        size_t size;
        const size_t begin = section_offset(&fixture->bytes[0], section, &size);
        if (at >= begin && at < begin + size) return index_file_bytes(fixture->file, section, at - begin, 1, &data, NULL);
    }
    return NS_ERR_INTERNAL;
}

/* One bit in each half page, at its edges and within: it is found when the page is reached, and again when it is reached again; the other
 * pages can still be read. */
static void test_flipped_bit_in_every_page(void **state)
{
    struct fixture *fixture = *state;
    const struct buffer *file = read_sample(fixture);
    const size_t end = section_offset(file, SECTION_PAGES, NULL);
    struct ns_error err;
    size_t flipped = 0;
    for (size_t at = 0; at < end; at = at + 1 < end && at % (PAGE_SIZE / 2) ? (at / (PAGE_SIZE / 2) + 1) * (PAGE_SIZE / 2) : at + 1) {
        for (size_t bit = 0; bit < 8; bit += 7) {
            file->data[at] = (char)(file->data[at] ^ 1 << bit);
            assert_int_equal(open_changed(fixture, &err), NS_OK);
            for (size_t page = 0; page * PAGE_SIZE < end; page++)
                assert_int_equal(reach(fixture, page * PAGE_SIZE), page == at / PAGE_SIZE ? NS_ERR_CORRUPT : NS_OK);
            assert_int_equal(reach(fixture, at), NS_ERR_CORRUPT);
            file->data[at] = (char)(file->data[at] ^ 1 << bit);
            flipped++;
        }
    }
    assert_true(flipped >= end / PAGE_SIZE * 4);
    assert_int_equal(open_changed(fixture, &err), NS_OK);
}

/* A read over several pages looks at each of them. */
static void test_damage_in_the_middle_of_what_is_read(void **state)
{
    struct fixture *fixture = *state;
    const struct buffer *file = read_sample(fixture);
    struct ns_error err;
    size_t size;
    const uint8_t *data;
    const size_t begin = section_offset(file, SECTION_WORD_CODES, &size);
    file->data[begin + size / 2] ^= 1;
    assert_int_equal(open_changed(fixture, &err), NS_OK);
    assert_int_equal(index_file_bytes(fixture->file, SECTION_WORD_CODES, 0, size, &data, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "section word_codes: its bytes have changed"));
    assert_int_equal(index_file_bytes(fixture->file, SECTION_WORD_CODES, 0, size / 2 - PAGE_SIZE, &data, NULL), NS_OK);
    assert_int_equal(index_file_bytes(fixture->file, SECTION_WORD_CODES, size / 2 + PAGE_SIZE, 1, &data, NULL), NS_OK);
}

static void test_every_bit_of_sums_and_footer(void **state)
{
    struct fixture *fixture = *state;
    const struct buffer *file = read_sample(fixture);
    struct ns_error err;
    const size_t tail = file->size - INDEX_MAGIC_SIZE;
    for (size_t at = section_offset(file, SECTION_PAGES, NULL); at < file->size; at++) {
        for (int bit = 0; bit < 8; bit++) {
            file->data[at] = (char)(file->data[at] ^ 1 << bit);
            const ns_status status = open_changed(fixture, &err);
            assert_true(status == NS_ERR_CORRUPT || status == NS_ERR_FORMAT);
            if (at >= tail || (at >= tail - 8 && at < tail - 4)) { /* the magic, the version */
                assert_int_equal(status, NS_ERR_FORMAT);
            } else {
                assert_int_equal(status, NS_ERR_CORRUPT);
            }
            file->data[at] = (char)(file->data[at] ^ 1 << bit);
        }
    }
    assert_int_equal(open_changed(fixture, &err), NS_OK);
}

/* Cut off anywhere, a file is no index; nor is it when something was added. */
static void test_truncated(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *file = read_sample(fixture);
    struct ns_error err;
    const size_t whole = file->size;
    for (size_t size = 0; size < whole; size += size + 2 * INDEX_FOOTER_SIZE < whole && size > 40 ? 251 : 1) {
        file->size = size;
        assert_int_equal(open_changed(fixture, &err), NS_ERR_FORMAT);
        assert_non_null(strstr(err.msg, "cut off"));
    }
    file->size = whole;
    for (int i = 0; i < 20; i++) {
        assert_int_equal(buffer_append_byte(file, (uint8_t)(i * 37), NULL), NS_OK);
        assert_int_equal(open_changed(fixture, &err), NS_ERR_FORMAT);
    }
}

/* The end of a file behind other bytes: its size is not what it was. */
static void test_missing_beginning(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *file = read_sample(fixture);
    struct ns_error err;
    memmove(file->data, file->data + PAGE_SIZE, file->size - PAGE_SIZE);
    file->size -= PAGE_SIZE;
    assert_int_equal(open_changed(fixture, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "size"));
}

static void test_other_version(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *file = read_sample(fixture);
    struct ns_error err;
    store_u32(file->data + file->size - INDEX_MAGIC_SIZE - 8, 77);
    mend_sums(file);
    assert_int_equal(open_changed(fixture, &err), NS_ERR_FORMAT);
    assert_non_null(strstr(err.msg, "version 77"));
    assert_non_null(strstr(err.msg, "version 4"));
}

/* Put an offset or a size of the footer, under sums that are right, and open. */
static ns_status open_with(struct fixture *fixture, enum index_section section, bool size, uint64_t value)
{
    struct buffer *file = &fixture->bytes[0];
    struct ns_error err;
    char *entry = file->data + file->size - INDEX_FOOTER_SIZE + 16 * (size_t)section + (size ? 8 : 0);
    char before[8];
    memcpy(before, entry, sizeof before);
    store_u32(entry, (uint32_t)value);
    store_u32(entry + 4, (uint32_t)(value >> 32));
    /* The sums of the footer only: those of the pages are found through what was changed. */
    const size_t end = file->size - INDEX_MAGIC_SIZE - 4;
    const char sum[4] = {file->data[end], file->data[end + 1], file->data[end + 2], file->data[end + 3]};
    const size_t pages = section_offset(file, SECTION_PAGES, NULL);
    if (pages < end) store_u32(file->data + end, (uint32_t)crc32(0, (const Bytef *)file->data + pages, (uInt)(end - pages)));
    const ns_status status = open_changed(fixture, &err);
    memcpy(entry, before, sizeof before);
    memcpy(file->data + end, sum, sizeof sum);
    return status;
}

/* Sections that overlap, leave a hole, lie outside, or wrap round. */
static void test_sections_that_do_not_fit(void **state)
{
    struct fixture *fixture = *state;
    const struct buffer *file = read_sample(fixture);
    for (int section = 0; section < SECTION_COUNT; section++) {
        size_t size;
        const size_t offset = section_offset(file, section, &size);
        const uint64_t offsets[] = {offset + 1, offset - 1, 0, file->size, UINT64_MAX, UINT64_MAX - size + 1};
        const uint64_t sizes[] = {size + 1, size - 1, size + 4, file->size, UINT64_MAX, UINT64_MAX - offset + 1, UINT64_MAX / 2 + 1};
        assert_int_equal(open_with(fixture, section, false, offset), NS_OK);
        for (size_t i = 0; i < COUNT_OF(offsets); i++) {
            if (offsets[i] != offset) assert_int_equal(open_with(fixture, section, false, offsets[i]), NS_ERR_CORRUPT);
        }
        for (size_t i = 0; i < COUNT_OF(sizes); i++)
            assert_int_equal(open_with(fixture, section, true, sizes[i]), NS_ERR_CORRUPT);
    }
}

/* Put these sizes in the footer, and the offsets that follow from them, under sums that are right, and open. */
static ns_status open_with_sizes(struct fixture *fixture, const uint64_t sizes[SECTION_COUNT])
{
    struct buffer *file = &fixture->bytes[0];
    struct ns_error err;
    char *entry = file->data + file->size - INDEX_FOOTER_SIZE;
    uint64_t at = 0;
    for (int i = 0; i < SECTION_COUNT; i++, entry += 16) {
        const uint64_t numbers[2] = {at, sizes[i]};
        for (int n = 0; n < 2; n++) {
            store_u32(entry + 8 * n, (uint32_t)numbers[n]);
            store_u32(entry + 8 * n + 4, (uint32_t)(numbers[n] >> 32));
        }
        at += sizes[i];
    }
    const size_t end = file->size - INDEX_MAGIC_SIZE - 4;
    const size_t pages = section_offset(file, SECTION_PAGES, NULL);
    store_u32(file->data + end, (uint32_t)crc32(0, (const Bytef *)file->data + pages, (uInt)(end - pages)));
    return open_changed(fixture, &err);
}

/* Each section follows the one before, but there is a hole before the footer, or a size that is below 0. */
static void test_sections_that_only_seem_to_fit(void **state)
{
    struct fixture *fixture = *state;
    const struct buffer *file = read_sample(fixture);
    uint64_t sizes[SECTION_COUNT];
    for (int i = 0; i < SECTION_COUNT; i++) {
        size_t size;
        section_offset(file, i, &size);
        sizes[i] = size;
    }
    assert_int_equal(open_with_sizes(fixture, sizes), NS_OK);
    sizes[SECTION_META]--;
    assert_int_equal(open_with_sizes(fixture, sizes), NS_ERR_CORRUPT);
    sizes[SECTION_META] += 1001;
    sizes[SECTION_FORM_ROWS] = (uint64_t)0 - 1000; /* it was empty */
    assert_int_equal(open_with_sizes(fixture, sizes), NS_ERR_CORRUPT);
}

/* ---- What is no index ---- */

static void check_open(struct fixture *fixture, const char *path, ns_status wanted, const char *holds)
{
    struct ns_error err = {NS_OK, ""};
    fixture->file = (struct index_file *)fixture;
    const ns_status status = index_file_open(path, &fixture->file, &err);
    assert_null(fixture->file);
    assert_int_equal(status, wanted);
    assert_non_null(strstr(err.msg, path));
    if (!strstr(err.msg, holds)) fail_msg("\"%s\" does not hold \"%s\"", err.msg, holds);
}

static void test_open_what_is_no_index(void **state)
{
    struct fixture *fixture = *state;
    char text[2000];
    memset(text, 'x', sizeof text);
    write_file(fixture_path(fixture, "empty"), "", 0);
    write_file(fixture_path(fixture, "text"), text, sizeof text);
    write_file(fixture_path(fixture, "short"), text, 10);
    assert_int_equal(mkfifo(fixture_path(fixture, "fifo"), 0600), 0);
    assert_int_equal(symlink("nowhere", fixture_path(fixture, "link")), 0);
    check_open(fixture, fixture_path(fixture, "empty"), NS_ERR_FORMAT, "is not an index");
    check_open(fixture, fixture_path(fixture, "text"), NS_ERR_FORMAT, "is not an index");
    check_open(fixture, fixture_path(fixture, "short"), NS_ERR_FORMAT, "is not an index");
    check_open(fixture, fixture_path(fixture, "fifo"), NS_ERR_FORMAT, "not a regular file");
    check_open(fixture, fixture->folder, NS_ERR_FORMAT, "is a folder");
    check_open(fixture, "/dev/null", NS_ERR_FORMAT, "not a regular file");
    check_open(fixture, fixture_path(fixture, "none"), NS_ERR_IO, strerror(ENOENT));
    check_open(fixture, fixture_path(fixture, "link"), NS_ERR_IO, strerror(ENOENT));
    check_open(fixture, fixture_path(fixture, "text/x"), NS_ERR_IO, strerror(ENOTDIR));
    check_open(fixture, "", NS_ERR_IO, strerror(ENOENT));
    index_file_close(NULL);
}

/* ---- Targets ---- */

static void check_refused(const char *path, ns_status wanted, const char *holds)
{
    struct ns_error err = {NS_OK, ""};
    struct index_file_writer *writer = (struct index_file_writer *)&err;
    const ns_status status = index_file_create(path, &writer, &err);
    assert_null(writer);
    assert_int_equal(status, wanted);
    assert_non_null(strstr(err.msg, path));
    if (!strstr(err.msg, holds)) fail_msg("\"%s\" does not hold \"%s\"", err.msg, holds);
}

static void test_targets_that_are_refused(void **state)
{
    struct fixture *fixture = *state;
    write_file(fixture_path(fixture, "text"), "an article that somebody named by mistake", 41);
    write_file(fixture_path(fixture, "short"), "\x0f\x0dXapian", 8);
    write_file(fixture_path(fixture, "xapian"), "\x0f\x0dXapian Glass\x04\x6eits own UUID 123and more", 40);
    assert_int_equal(mkfifo(fixture_path(fixture, "fifo"), 0600), 0);
    assert_int_equal(symlink("text", fixture_path(fixture, "link")), 0);
    assert_int_equal(symlink("loop", fixture_path(fixture, "loop")), 0);
    check_refused(fixture->folder, NS_ERR_ARG, "is a folder");
    check_refused(fixture_path(fixture, "text"), NS_ERR_ARG, "is not an index");
    check_refused(fixture_path(fixture, "short"), NS_ERR_ARG, "is not an index");
    check_refused(fixture_path(fixture, "xapian"), NS_ERR_ARG, "is not an index");
    check_refused(fixture_path(fixture, "link"), NS_ERR_ARG, "is not an index");
    check_refused(fixture_path(fixture, "fifo"), NS_ERR_ARG, "not a regular file");
    check_refused(fixture_path(fixture, "loop"), NS_ERR_IO, strerror(ELOOP));
    check_refused(fixture_path(fixture, "none/index"), NS_ERR_IO, strerror(ENOENT));
    check_refused(fixture_path(fixture, "text/index"), NS_ERR_IO, strerror(ENOTDIR));
    check_refused(fixture_path(fixture, "new/"), NS_ERR_IO, strerror(ENOENT));
    assert_file_holds(fixture, fixture_path(fixture, "text"), "an article that somebody named by mistake", 41);
    assert_file_holds(fixture, fixture_path(fixture, "short"), "\x0f\x0dXapian", 8);
    assert_int_equal(count_names(fixture), 6);
}

/* The bug: a file without a name was begun, and only the end of all the work failed. */
static void test_target_without_a_name(void **state)
{
    (void)state;
    check_refused("", NS_ERR_ARG, "name");
}

/* While it is written there is one hidden folder beside the target; the target itself is not touched. */
static void test_while_it_is_written(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    struct stat known;
    begin_sample(fixture, path, 0);
    assert_int_equal(count_names(fixture), 1);
    assert_int_equal(stat(path, &known), -1);
    const char *scratch = index_file_scratch(fixture->writer);
    assert_int_equal(stat(scratch, &known), 0);
    assert_true(S_ISDIR(known.st_mode));
    assert_int_equal(known.st_nlink, 2);
    assert_memory_equal(scratch, fixture->folder, strlen(fixture->folder));
    assert_int_equal(scratch[strlen(fixture->folder) + 1], '.');
    assert_int_equal(fstat(index_file_descriptor(fixture->writer), &known), 0);
    assert_true(S_ISREG(known.st_mode));
    index_file_writer_free(fixture->writer);
    fixture->writer = NULL;
    assert_int_equal(count_names(fixture), 0);
    index_file_writer_free(NULL);
}

static void test_nothing_is_left_beside(void **state)
{
    struct fixture *fixture = *state;
    write_sample(fixture, fixture_path(fixture, "index"), 0);
    assert_int_equal(count_names(fixture), 1);
    begin_sample(fixture, fixture_path(fixture, "index"), 1);
    index_file_writer_free(fixture->writer);
    fixture->writer = NULL;
    assert_int_equal(count_names(fixture), 1);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
    check_section(fixture, SECTION_ARTICLES, 0);
}

static int die_while_writing(struct fixture *fixture, size_t number)
{
    (void)number;
    begin_sample(fixture, fixture_path(fixture, "index"), 1);
    return 0;
}

/* A build that ends before another begins, and one that ends while another is at work: both are cleaned up behind. */
static void test_what_the_dead_left_is_removed(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(in_child(fixture, die_while_writing, 0), 0);
    assert_int_equal(count_names(fixture), 1);
    begin_sample(fixture, fixture_path(fixture, "index"), 0);
    assert_int_equal(count_names(fixture), 1);
    assert_int_equal(in_child(fixture, die_while_writing, 0), 0);
    assert_int_equal(count_names(fixture), 2);
    index_file_writer_free(fixture->writer);
    fixture->writer = NULL;
    assert_int_equal(count_names(fixture), 0);
}

/* An index takes an index's place; who has the old one open goes on with it. */
static void test_target_that_is_an_index(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    write_sample(fixture, path, 0);
    assert_int_equal(open_index_file(fixture, path), NS_OK);
    write_sample(fixture, path, 1);
    for (int section = 0; section < SECTION_PAGES; section++)
        check_section(fixture, section, 0);
    assert_int_equal(open_index_file(fixture, path), NS_OK);
    for (int section = 0; section < SECTION_PAGES; section++)
        check_section(fixture, section, 1);
    assert_int_equal(count_names(fixture), 1);
}

static void test_target_that_is_empty(void **state)
{
    struct fixture *fixture = *state;
    write_file(fixture_path(fixture, "index"), "", 0);
    write_sample(fixture, fixture_path(fixture, "index"), 0);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
    assert_int_equal(count_names(fixture), 1);
}

/* Write through a link, and check that it is a link still and that the file it leads to is the index. */
static void check_link(struct fixture *fixture, const char *link, const char *target)
{
    struct stat known;
    write_sample(fixture, fixture_path(fixture, link), 0);
    assert_int_equal(lstat(fixture_path(fixture, link), &known), 0);
    assert_true(S_ISLNK(known.st_mode));
    assert_int_equal(lstat(fixture_path(fixture, target), &known), 0);
    assert_true(S_ISREG(known.st_mode));
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, target)), NS_OK);
}

static void test_target_that_is_a_link(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(mkdir(fixture_path(fixture, "folder"), 0700), 0);
    write_sample(fixture, fixture_path(fixture, "folder/index"), 1);
    assert_int_equal(symlink("folder/index", fixture_path(fixture, "link")), 0);
    assert_int_equal(symlink("link", fixture_path(fixture, "link-to-link")), 0);
    check_link(fixture, "link", "folder/index");
    check_link(fixture, "link-to-link", "folder/index");
    check_section(fixture, SECTION_ARTICLES, 0);
    assert_int_equal(count_names(fixture), 3);
}

/* The bug: a link to a file that did not exist yet was itself replaced by the index. */
static void test_target_that_is_a_link_to_nothing_yet(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(mkdir(fixture_path(fixture, "folder"), 0700), 0);
    assert_int_equal(symlink("folder/new", fixture_path(fixture, "link")), 0);
    assert_int_equal(symlink("link", fixture_path(fixture, "link-to-link")), 0);
    check_link(fixture, "link-to-link", "folder/new");
    char absolute[512];
    snprintf(absolute, sizeof absolute, "%s/newer", fixture->folder);
    assert_int_equal(symlink(absolute, fixture_path(fixture, "absolute")), 0);
    check_link(fixture, "absolute", "newer");
    assert_int_equal(symlink("none/index", fixture_path(fixture, "lost")), 0);
    check_refused(fixture_path(fixture, "lost"), NS_ERR_IO, strerror(ENOENT));
    assert_int_equal(count_names(fixture), 6);
}

static void test_mode_follows_umask(void **state)
{
    struct fixture *fixture = *state;
    struct stat known;
    umask(027);
    write_sample(fixture, fixture_path(fixture, "index"), 0);
    assert_int_equal(stat(fixture_path(fixture, "index"), &known), 0);
    assert_int_equal(known.st_mode & 0777, 0640);
}

/* The bug: an index that somebody had closed to others was open to them again after the next build. */
static void test_mode_is_that_of_the_old_index(void **state)
{
    struct fixture *fixture = *state;
    static const mode_t modes[] = {0600, 0640, 0666, 0444};
    const char *path = fixture_path(fixture, "index");
    struct stat known;
    write_sample(fixture, path, 0);
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        assert_int_equal(chmod(path, modes[i]), 0);
        write_sample(fixture, path, 1);
        assert_int_equal(stat(path, &known), 0);
        assert_int_equal(known.st_mode & 07777, modes[i]);
    }
    /* A program's rights are no index's. */
    assert_int_equal(chmod(path, 06755), 0);
    write_sample(fixture, path, 0);
    assert_int_equal(stat(path, &known), 0);
    assert_int_equal(known.st_mode & 07777, 0755);
}

#define SOMEBODY 65534
#define SOMEBODY_ELSE 65533

/* Build as somebody in a folder where all may write, where an index stands that belongs to others. */
static int write_as_somebody(struct fixture *fixture, size_t mode)
{
    struct stat known;
    if (setgroups(0, NULL) != 0 || setgid(SOMEBODY) != 0 || setuid(SOMEBODY) != 0) return CHILD_COULD_NOT;
    write_sample(fixture, fixture_path(fixture, "index"), 1);
    if (stat(fixture_path(fixture, "index"), &known) != 0) return 1;
    return known.st_uid == SOMEBODY && known.st_gid == SOMEBODY && (known.st_mode & 07777) == mode ? 0 : 2;
}

/* Who may gives the new index to those whom the old one belonged to. Who may not gives their group's rights to no other group. */
static void test_owner_is_that_of_the_old_index(void **state)
{
    struct fixture *fixture = *state;
    static const mode_t modes[][2] = {{0664, 0644}, {0640, 0600}, {0604, 0600}, {0646, 0644}};
    const char *path = fixture_path(fixture, "index");
    struct stat known;
    write_sample(fixture, path, 0);
    if (geteuid() != 0 || chown(path, SOMEBODY, SOMEBODY_ELSE) != 0) {
        fprintf(stderr, "SKIPPED: only root can give an index to another user\n");
        skip();
    }
    write_sample(fixture, path, 1);
    assert_int_equal(stat(path, &known), 0);
    assert_int_equal(known.st_uid, SOMEBODY);
    assert_int_equal(known.st_gid, SOMEBODY_ELSE);
    assert_int_equal(chmod(fixture->folder, 0777), 0);
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        assert_int_equal(chown(path, SOMEBODY, SOMEBODY_ELSE), 0);
        assert_int_equal(chmod(path, modes[i][0]), 0);
        assert_int_equal(in_child(fixture, write_as_somebody, modes[i][1]), 0);
    }
}

/* ---- Access control lists, as posix_acl_xattr.h of Linux lays them out ---- */

#define ACL_ACCESS "system.posix_acl_access"
#define ACL_DEFAULT "system.posix_acl_default"
#define ACL_NOBODY UINT32_MAX /* the id of an entry that names no one */

/* A list for its owner, a user, the group and all others, with a mask; each may what the digits of the mode say. */
struct acl {
    uint32_t version;
    struct {
        uint16_t tag, permissions;
        uint32_t id;
    } entries[5];
};

static struct acl acl_of(mode_t owner, mode_t somebody, mode_t group, mode_t mask, mode_t others)
{
    return (struct acl){2,
                        {{0x01, (uint16_t)owner, ACL_NOBODY},
                         {0x02, (uint16_t)somebody, SOMEBODY},
                         {0x04, (uint16_t)group, ACL_NOBODY},
                         {0x10, (uint16_t)mask, ACL_NOBODY},
                         {0x20, (uint16_t)others, ACL_NOBODY}}};
}

/* Give a path a list, or skip the test where there are none. */
static void give_acl(const char *path, const char *kind, const struct acl *acl)
{
    if (setxattr(path, kind, acl, sizeof *acl, 0) == 0) return;
    fprintf(stderr, "SKIPPED: no access control lists here: %s\n", strerror(errno));
    skip();
}

/* Whether it has this list, or with NULL none, and this mode. */
static bool has_acl(const char *path, const struct acl *acl, mode_t mode)
{
    char found[1024];
    struct stat known;
    const ssize_t size = getxattr(path, ACL_ACCESS, found, sizeof found);
    if (stat(path, &known) != 0 || (known.st_mode & 07777) != mode) return false;
    return acl ? size == (ssize_t)sizeof *acl && memcmp(found, acl, sizeof *acl) == 0 : size < 0 && errno == ENODATA;
}

static bool no_acl; /* none can be given */

int __real_fsetxattr(int fd, const char *name, const void *value, size_t size, int flags);
int __wrap_fsetxattr(int fd, const char *name, const void *value, size_t size, int flags);

int __wrap_fsetxattr(int fd, const char *name, const void *value, size_t size, int flags)
{
    if (!no_acl) return __real_fsetxattr(fd, name, value, size, flags);
    errno = EPERM;
    return -1;
}

/* The bug: the mask of the old index's list became what the group of the new one might do, and those whom the list named lost theirs. */
static void test_acl_is_that_of_the_old_index(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    const struct acl acl = acl_of(6, 6, 0, 6, 0);
    write_sample(fixture, path, 0);
    give_acl(path, ACL_ACCESS, &acl);
    write_sample(fixture, path, 1);
    assert_true(has_acl(path, &acl, 0660));
}

/* The bits of the group are the mask, and would let the group in that the list keeps out. What the folder gives instead does not stay. */
static void test_acl_that_cannot_be_given(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    const struct acl acl = acl_of(6, 6, 0, 6, 4);
    write_sample(fixture, path, 0);
    no_acl = true;
    for (int given = 0; given < 2; given++) {
        if (given) give_acl(fixture->folder, ACL_DEFAULT, &acl);
        give_acl(path, ACL_ACCESS, &acl);
        write_sample(fixture, path, 1);
        assert_true(has_acl(path, NULL, 0600));
    }
}

/* A folder gives what is made in it a list that the old index does not have any more: nor has the new one. */
static void test_acl_of_the_folder(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    const struct acl acl = acl_of(7, 6, 4, 6, 0);
    const struct acl inherited = acl_of(6, 6, 4, 6, 0);
    give_acl(fixture->folder, ACL_DEFAULT, &acl);
    write_sample(fixture, path, 0);
    assert_true(has_acl(path, &inherited, 0660));
    assert_int_equal(removexattr(path, ACL_ACCESS), 0);
    assert_int_equal(chmod(path, 0640), 0);
    write_sample(fixture, path, 1);
    assert_true(has_acl(path, NULL, 0640));
}

/* What a list lets the old group do says nothing of another, whose list the folder's would be. */
static void test_acl_for_another_group(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    const struct acl acl = acl_of(6, 6, 4, 6, 4);
    const struct acl of_folder = acl_of(7, 6, 4, 6, 4);
    write_sample(fixture, path, 0);
    if (geteuid() != 0 || chown(path, SOMEBODY, SOMEBODY_ELSE) != 0) {
        fprintf(stderr, "SKIPPED: only root can give an index to another user\n");
        skip();
    }
    give_acl(path, ACL_ACCESS, &acl);
    write_sample(fixture, path, 1);
    assert_true(has_acl(path, &acl, 0664));
    assert_int_equal(chmod(fixture->folder, 0777), 0);
    for (int given = 0; given < 2; given++) {
        if (given) give_acl(fixture->folder, ACL_DEFAULT, &of_folder);
        assert_int_equal(chown(path, SOMEBODY, SOMEBODY_ELSE), 0);
        give_acl(path, ACL_ACCESS, &acl);
        assert_int_equal(in_child(fixture, write_as_somebody, 0600), 0);
        assert_true(has_acl(path, NULL, 0600));
    }
}

/* A name without a folder is one in the working folder. */
static void test_target_in_the_working_folder(void **state)
{
    struct fixture *fixture = *state;
    const int home = open(".", O_RDONLY | O_DIRECTORY);
    assert_true(home >= 0);
    assert_int_equal(chdir(fixture->folder), 0);
    struct index_file_writer *writer = NULL;
    const ns_status status = index_file_create("index", &writer, NULL);
    index_file_writer_free(writer);
    assert_int_equal(fchdir(home), 0);
    close(home);
    assert_int_equal(status, NS_OK);
    assert_int_equal(count_names(fixture), 0);
}

/* Who writes through the descriptor and says more than was written is found out. */
static void test_postings_that_were_not_written(void **state)
{
    struct fixture *fixture = *state;
    struct ns_error err;
    uint64_t size = 0;
    begin_index_file(fixture, fixture_path(fixture, "index"), "short", 5);
    for (int section = SECTION_FORMS; section < SECTION_META; section++)
        assert_int_equal(index_file_put(fixture->writer, "", 0, NULL), NS_OK);
    index_file_skip(fixture->writer, PAGE_SIZE);
    assert_int_equal(index_file_commit(fixture->writer, run_in_turn, &size, &err), NS_ERR_IO);
    assert_non_null(strstr(err.msg, "not there"));
    index_file_writer_free(fixture->writer);
    fixture->writer = NULL;
    assert_int_equal(count_names(fixture), 0);
}

/* Something comes to the target while the index is written: the end fails as the beginning would have, and nothing is left. */
static void check_refused_at_the_end(struct fixture *fixture, void (*come)(const char *path), const char *holds)
{
    const char *path = fixture_path(fixture, "index");
    struct ns_error err;
    uint64_t size = 0;
    begin_sample(fixture, path, 0);
    come(path);
    assert_int_equal(index_file_commit(fixture->writer, run_in_turn, &size, &err), NS_ERR_ARG);
    assert_memory_equal(err.msg, path, strlen(path));
    assert_non_null(strstr(err.msg, holds));
    assert_int_equal(size, 0);
    index_file_writer_free(fixture->writer);
    fixture->writer = NULL;
    assert_int_equal(count_names(fixture), 1);
}

static void come_as_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0700), 0);
}

static void come_as_text(const char *path)
{
    write_file(path, "precious", 8);
}

static void come_as_link(const char *path)
{
    assert_int_equal(symlink("elsewhere", path), 0);
}

/* The bug: a file that somebody put there while the index was made was overwritten. */
static void test_target_that_comes_meanwhile(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "index");
    check_refused_at_the_end(fixture, come_as_folder, "is a folder");
    assert_int_equal(rmdir(path), 0);
    check_refused_at_the_end(fixture, come_as_link, "is not a regular file");
    assert_int_equal(unlink(path), 0);
    check_refused_at_the_end(fixture, come_as_text, "exists and is not an index");
    assert_file_holds(fixture, path, "precious", 8);
}

/* ---- In another process ---- */

/* Without the right to write in the folder. The index there may be read. */
static int create_as_nobody(struct fixture *fixture, size_t number)
{
    (void)number;
    struct ns_error err = {NS_OK, ""};
    struct index_file_writer *writer;
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return CHILD_COULD_NOT;
    const ns_status status = index_file_create(fixture_path(fixture, "index"), &writer, &err);
    return strstr(err.msg, strerror(EACCES)) ? (int)status : CHILD_COULD_NOT + 1;
}

static void test_no_right_to_write(void **state)
{
    struct fixture *fixture = *state;
    write_sample(fixture, fixture_path(fixture, "index"), 0);
    assert_int_equal(chmod(fixture_path(fixture, "index"), 0644), 0);
    assert_int_equal(chmod(fixture->folder, 0555), 0);
    const int answer = in_child(fixture, create_as_nobody, 0);
    assert_int_equal(chmod(fixture->folder, 0700), 0);
    if (answer == CHILD_COULD_NOT) {
        fprintf(stderr, "SKIPPED: cannot become a user without rights\n");
        skip();
    }
    assert_int_equal(answer, NS_ERR_IO);
    assert_int_equal(count_names(fixture), 1);
}

/* An index that may not be read cannot be told from another file: it is left. */
static void test_no_right_to_look(void **state)
{
    struct fixture *fixture = *state;
    write_sample(fixture, fixture_path(fixture, "index"), 0);
    assert_int_equal(chmod(fixture_path(fixture, "index"), 0), 0);
    assert_int_equal(chmod(fixture->folder, 0777), 0);
    const int answer = in_child(fixture, create_as_nobody, 0);
    if (answer == CHILD_COULD_NOT) {
        fprintf(stderr, "SKIPPED: cannot become a user without rights\n");
        skip();
    }
    assert_int_equal(answer, NS_ERR_IO);
}

/* With room for so many bytes in a file: the status of what failed first, when everything else went as it should. */
static int write_with_limit(struct fixture *fixture, size_t number)
{
    const struct rlimit limit = {number, number};
    struct ns_error err = {NS_OK, ""};
    struct index_file_writer *writer;
    uint64_t size;
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return CHILD_COULD_NOT;
    ns_status status = index_file_create(fixture_path(fixture, "index"), &writer, &err);
    if (status != NS_OK) return CHILD_COULD_NOT;
    index_file_skip(writer, 0);
    for (int section = 1; status == NS_OK && section < SECTION_PAGES; section++)
        status = index_file_put(writer, sample_bytes(fixture, section, sample_sizes[section], 1), sample_sizes[section], &err);
    if (status == NS_OK) status = index_file_commit(writer, run_in_turn, &size, &err);
    index_file_writer_free(writer);
    if (status == NS_OK) return status;
    return strstr(err.msg, strerror(EFBIG)) && strstr(err.msg, "index") ? (int)status : CHILD_COULD_NOT + 1;
}

static void test_full_disk(void **state)
{
    struct fixture *fixture = *state;
    const struct buffer *before = read_sample(fixture);
    const size_t sections = section_offset(before, SECTION_PAGES, NULL) - sample_sizes[SECTION_POSTINGS]; /* which are left out */
    const size_t footer = sections + (sections + PAGE_SIZE - 1) / PAGE_SIZE * 4;
    const size_t needed = footer + INDEX_FOOTER_SIZE;
    const size_t limits[] = {0, 1, PAGE_SIZE, 5 * PAGE_SIZE, sections - 1, sections, sections + 3, footer - 1, footer, needed - 1};
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        assert_int_equal(in_child(fixture, write_with_limit, limits[i]), NS_ERR_IO);
        assert_file_holds(fixture, fixture_path(fixture, "index"), before->data, before->size);
        assert_int_equal(count_names(fixture), 1);
    }
    assert_int_equal(in_child(fixture, write_with_limit, needed), NS_OK);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
    assert_int_equal(index_file_size(fixture->file), needed);
    check_section(fixture, SECTION_ARTICLES, 1);
}

/* ---- Files that are written to while they are open ---- */

/* Open the sample, and reach its first section but one. */
static const char *open_and_reach(struct fixture *fixture)
{
    const char *path = fixture_path(fixture, "index");
    const uint8_t *data;
    read_sample(fixture);
    assert_int_equal(open_index_file(fixture, path), NS_OK);
    assert_int_equal(index_file_bytes(fixture->file, SECTION_FORMS, 0, sample_sizes[SECTION_FORMS], &data, NULL), NS_OK);
    assert_int_equal(index_file_check_unchanged(fixture->file, NULL), NS_OK);
    return path;
}

/* Write bytes over those of a file, at a time of its own: clocks may be too slow to tell it from the first writing. */
static void write_over(const char *path, size_t at, const void *bytes, size_t size)
{
    const struct timespec times[] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = 1, .tv_nsec = (long)(at + size)}};
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, size, (off_t)at), size);
    assert_int_equal(futimens(fd, times), 0);
    assert_int_equal(close(fd), 0);
}

static void assert_changed(struct fixture *fixture, const char *path)
{
    struct ns_error err;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(index_file_check_unchanged(fixture->file, &err), NS_ERR_CORRUPT);
        assert_memory_equal(err.msg, path, strlen(path));
        assert_non_null(strstr(err.msg, ": was changed"));
    }
}

static void assert_unchanged(struct fixture *fixture)
{
    struct ns_error err = {NS_OK, ""};
    if (index_file_check_unchanged(fixture->file, &err) != NS_OK) fail_msg("%s", err.msg);
    check_section(fixture, SECTION_ARTICLES, 0);
}

/* What is done to an index that is in use, and leaves its bytes where they are. */
static void test_what_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    const char *path = open_and_reach(fixture);
    const struct timespec touched[] = {{.tv_sec = 5}, {.tv_sec = 6}};
    assert_int_equal(chmod(path, 0400), 0);
    assert_int_equal(utimensat(AT_FDCWD, path, touched, 0), 0);
    assert_unchanged(fixture);
    assert_int_equal(chmod(path, 0600), 0);
    write_over(path, 0, fixture->bytes[0].data, fixture->bytes[0].size);
    assert_unchanged(fixture);
    assert_int_equal(link(path, fixture_path(fixture, "second name")), 0);
    assert_unchanged(fixture);
    write_sample(fixture, path, 1); /* it is renamed to its place */
    assert_unchanged(fixture);
    assert_int_equal(unlink(path), 0);
    assert_unchanged(fixture);
}

/* The bug: an index that was copied over one that is searched gave answers that were neither's. */
static void test_other_index_written_over(void **state)
{
    struct fixture *fixture = *state;
    const char *path = open_and_reach(fixture);
    struct buffer *other = &fixture->bytes[1];
    write_sample(fixture, fixture_path(fixture, "other"), 1);
    read_file(fixture_path(fixture, "other"), other);
    assert_int_equal(other->size, fixture->bytes[0].size);
    write_over(path, 0, other->data, other->size);
    assert_changed(fixture, path);
    write_over(path, 0, fixture->bytes[0].data, fixture->bytes[0].size);
    assert_unchanged(fixture);
}

static void test_size_that_changes(void **state)
{
    struct fixture *fixture = *state;
    const char *path = open_and_reach(fixture);
    const size_t size = fixture->bytes[0].size;
    write_over(path, size, "x", 1);
    assert_changed(fixture, path);
    assert_int_equal(truncate(path, PAGE_SIZE), 0); /* nothing of what is cut off is reached, which would be death */
    assert_changed(fixture, path);
    assert_int_equal(truncate(path, 0), 0);
    assert_changed(fixture, path);
}

/* The sums tell of a page when it is reached; one that was reached before is held against its sum again. */
static void test_page_that_is_written_to(void **state)
{
    struct fixture *fixture = *state;
    const char *path = open_and_reach(fixture);
    const struct buffer *bytes = &fixture->bytes[0];
    const size_t reached = section_offset(bytes, SECTION_FORMS, NULL), other = section_offset(bytes, SECTION_ARTICLES, NULL);
    const uint8_t *data;
    assert_true(other / PAGE_SIZE > reached / PAGE_SIZE);
    const char changed[] = {(char)~bytes->data[other], (char)~bytes->data[reached]};
    write_over(path, other, &changed[0], 1);
    assert_int_equal(index_file_check_unchanged(fixture->file, NULL), NS_OK);
    assert_int_equal(index_file_bytes(fixture->file, SECTION_ARTICLES, 0, 1, &data, NULL), NS_ERR_CORRUPT);
    write_over(path, reached, &changed[1], 1);
    assert_changed(fixture, path);
}

/* Begin each test with the same rights, whatever one before it has left. */
static int setup_rights(void **state)
{
    no_acl = false;
    umask(022);
    return fixture_setup(state);
}

#define RIGHTS_TEST(test) cmocka_unit_test_setup_teardown(test, setup_rights, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIGHTS_TEST(test_what_is_put_is_reached),
        RIGHTS_TEST(test_page_sums_are_reached),
        cmocka_unit_test(test_section_names),
        RIGHTS_TEST(test_bytes_outside_a_section),
        RIGHTS_TEST(test_sizes_around_pages),
        RIGHTS_TEST(test_generation),
        RIGHTS_TEST(test_flipped_bit_in_every_page),
        RIGHTS_TEST(test_damage_in_the_middle_of_what_is_read),
        RIGHTS_TEST(test_every_bit_of_sums_and_footer),
        RIGHTS_TEST(test_truncated),
        RIGHTS_TEST(test_missing_beginning),
        RIGHTS_TEST(test_other_version),
        RIGHTS_TEST(test_sections_that_do_not_fit),
        RIGHTS_TEST(test_sections_that_only_seem_to_fit),
        RIGHTS_TEST(test_open_what_is_no_index),
        RIGHTS_TEST(test_targets_that_are_refused),
        cmocka_unit_test(test_target_without_a_name),
        RIGHTS_TEST(test_while_it_is_written),
        RIGHTS_TEST(test_nothing_is_left_beside),
        RIGHTS_TEST(test_what_the_dead_left_is_removed),
        RIGHTS_TEST(test_target_that_is_an_index),
        RIGHTS_TEST(test_target_that_is_empty),
        RIGHTS_TEST(test_target_that_is_a_link),
        RIGHTS_TEST(test_target_that_is_a_link_to_nothing_yet),
        RIGHTS_TEST(test_mode_follows_umask),
        RIGHTS_TEST(test_mode_is_that_of_the_old_index),
        RIGHTS_TEST(test_owner_is_that_of_the_old_index),
        RIGHTS_TEST(test_acl_is_that_of_the_old_index),
        RIGHTS_TEST(test_acl_that_cannot_be_given),
        RIGHTS_TEST(test_acl_of_the_folder),
        RIGHTS_TEST(test_acl_for_another_group),
        RIGHTS_TEST(test_target_in_the_working_folder),
        RIGHTS_TEST(test_postings_that_were_not_written),
        RIGHTS_TEST(test_target_that_comes_meanwhile),
        RIGHTS_TEST(test_no_right_to_write),
        RIGHTS_TEST(test_no_right_to_look),
        RIGHTS_TEST(test_full_disk),
        RIGHTS_TEST(test_what_changes_nothing),
        RIGHTS_TEST(test_other_index_written_over),
        RIGHTS_TEST(test_size_that_changes),
        RIGHTS_TEST(test_page_that_is_written_to),
    };
    return cmocka_run_group_tests_name("index_file", tests, NULL, NULL);
}
