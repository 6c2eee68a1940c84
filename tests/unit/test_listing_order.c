/* test_listing_order.c - the index does not depend on the order in which the file system lists a folder.
 *
 * No file system lets itself be asked for an order. So the linker puts a function of this test between our objects and readdir(3), which
 * gives the names of each folder in an order drawn from a seed. Where files may be large, readdir64 is what readdir is called.
 */
#include "tests/unit/build_fixture.h"

struct dirent *__real_readdir64(DIR *folder);
struct dirent *__wrap_readdir64(DIR *folder);

#define NAMES_MOST 64
#define FOLDERS_MOST 8

/* What is left of a folder that is being listed. */
struct listing {
    DIR *folder; /* NULL: free */
    struct dirent names[NAMES_MOST];
    size_t left;
};

static struct {
    uint64_t seed; /* 0: as the system lists them */
    struct listing listings[FOLDERS_MOST];
    uint64_t order; /* a hash of all that was listed, in its order */
} shuffle;

static struct listing *listing_of(DIR *folder)
{
    for (size_t i = 0; i < FOLDERS_MOST; i++)
        if (shuffle.listings[i].folder == folder) return &shuffle.listings[i];
    return NULL;
}

static struct listing *begin_listing(DIR *folder)
{
    struct listing *listing = listing_of(NULL);
    assert_non_null(listing);
    *listing = (struct listing){.folder = folder};
    for (const struct dirent *entry; (entry = __real_readdir64(folder));) {
        assert_true(listing->left < NAMES_MOST);
        listing->names[listing->left++] = *entry;
    }
    return listing;
}

/* Any of the names that are left. What was listed to its end begins anew, but nobody asks that. */
struct dirent *__wrap_readdir64(DIR *folder)
{
    if (!shuffle.seed) return __real_readdir64(folder);
    struct listing *listing = listing_of(folder);
    if (!listing) listing = begin_listing(folder);
    if (listing->left == 0) {
        listing->folder = NULL;
        return NULL;
    }
    const size_t taken = splitmix64(&shuffle.seed) % listing->left--;
    const struct dirent entry = listing->names[taken];
    listing->names[taken] = listing->names[listing->left];
    listing->names[listing->left] = entry;
    for (const char *at = entry.d_name; *at; at++)
        shuffle.order = (shuffle.order ^ (uint8_t)*at) * UINT64_C(1099511628211);
    return &listing->names[listing->left];
}

/* ---- Articles ---- */

static void write_articles(void)
{
    char path[100], text[600];
    assert_int_equal(mkdir("site", 0700), 0);
    for (int folder = 0; folder < 3; folder++) {
        snprintf(path, sizeof path, "site/%c", "mbz"[folder]);
        assert_int_equal(mkdir(path, 0700), 0);
        for (int i = 0; i < 40; i++) {
            snprintf(path, sizeof path, "site/%c/%d.txt", "mbz"[folder], i * 7919 % 1000);
            snprintf(text, sizeof text, "Title %d\n\nStorm %d reached harbour %d, and %s beyond it.\n", i, i * i, i % 7, path);
            write_text(path, text);
        }
    }
    write_text("site/b.txt", "A text between folders.\n");
    /* A folder that is met twice is visited by the name that comes first. */
    assert_int_equal(symlink("m", "site/again"), 0);
    assert_int_equal(symlink("b/0.txt", "site/one-file"), 0);
}

static void ignore_message(void *context, enum problem_kind kind, const char *message)
{
    (void)context, (void)kind, (void)message;
}

static void build_with(struct site *site, const char *output, unsigned jobs, uint64_t seed)
{
    static const atomic_int stop;
    const char *path = "site";
    const struct build_options options = {
        .output = output, .language = "english", .jobs = jobs, .stop = &stop, .listener = {.problem = ignore_message}};
    shuffle.seed = seed;
    shuffle.order = UINT64_C(14695981039346656037);
    const ns_status status = build_index(&options, &path, 1, &site->result, &site->err);
    shuffle.seed = 0;
    if (status != NS_OK) fail_msg("%s", site->err.msg);
}

static void test_any_order_gives_the_same_bytes(void **state)
{
    struct site *site = *state;
    uint64_t orders[3 * 5];
    size_t count = 0;
    write_articles();
    build_with(site, "listed.idx", 1, 0);
    for (unsigned jobs = 1; jobs <= 4; jobs *= 2) {
        for (uint64_t seed = 1; seed <= 5; seed++) {
            build_with(site, "shuffled.idx", jobs, seed + 100 * jobs);
            assert_same_file("shuffled.idx", "listed.idx");
            for (size_t i = 0; i < count; i++)
                assert_true(orders[i] != shuffle.order);
            orders[count++] = shuffle.order;
        }
    }
    assert_int_equal(site->result.files, 122);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_any_order_gives_the_same_bytes, site_setup, site_teardown),
    };
    return cmocka_run_group_tests_name("listing_order", tests, NULL, NULL);
}
