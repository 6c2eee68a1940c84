/* verify.c - the sums first, then the meaning, part by part. */
#include "index/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/copies.h"
#include "index/verify_texts.h"

/* ---- Sums ---- */

/* Tell of each damaged section how much of it has changed, and where that begins. */
static ns_status check_sums(const struct index_file *file, struct ns_error *err)
{
    char text[SECTION_COUNT * 128];
    size_t used = 0;
    for (int i = 0; i < SECTION_COUNT; i++) {
        const struct section_damage damage = index_file_check(file, (enum index_section)i);
        if (damage.damaged == 0) continue;
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%ssection %s: %llu of its %llu pages have changed, the first at byte %llu",
                             used ? "; " : "", index_section_name((enum index_section)i), (unsigned long long)damage.damaged,
                             (unsigned long long)damage.pages, (unsigned long long)damage.first);
    }
    if (used > 0) return ns_fail(err, NS_ERR_CORRUPT, "%s: damaged index: %s; build it again", index_file_path(file), text);
    if (index_file_check_generation(file)) return NS_OK;
    return index_file_damaged(file, SECTION_PAGES, "the generation is that of other sums", err);
}

/* ---- Meaning ---- */

/* What is worked out of the forms and the articles. */
struct meaning {
    struct index_file *file; /* the reader's */
    const struct index_reader *reader;
    struct known_forms forms;
    struct text_totals totals;
    uint32_t *next; /* rings of copies */
    struct buffer copies;
};

static void release(struct meaning *meaning)
{
    known_forms_release(&meaning->forms);
    buffer_release(&meaning->copies);
    free(meaning->totals.sums);
    free(meaning->totals.sketches);
    free(meaning->totals.seconds);
    free(meaning->next);
}

/* A sketch and what goes with it for each article, a sum for each stem. */
static ns_status make_room(struct meaning *meaning, struct ns_error *err)
{
    const size_t articles = (size_t)index_reader_info(meaning->reader)->articles + 1;
    struct text_totals *totals = &meaning->totals;
    totals->sums = calloc(meaning->forms.stems.count + 1, sizeof *totals->sums);
    totals->sketches = malloc(articles * sizeof *totals->sketches);
    totals->seconds = malloc(articles * sizeof *totals->seconds);
    meaning->next = malloc(articles * sizeof *meaning->next);
    return totals->sums && totals->sketches && totals->seconds && meaning->next ? NS_OK : ns_fail_nomem(err);
}

/* Find and write the clusters again: the section has to be that. */
static ns_status check_copies(struct meaning *meaning, struct ns_error *err)
{
    const uint32_t articles = (uint32_t)index_reader_info(meaning->reader)->articles;
    const uint64_t size = index_file_section_size(meaning->file, SECTION_COPIES);
    const struct copies *read;
    const uint8_t *said;
    uint64_t copies;
    ns_status status = index_reader_copies(meaning->reader, &read, err);
    if (status == NS_OK) status = index_file_bytes(meaning->file, SECTION_COPIES, 0, size, &said, err);
    if (status == NS_OK) status = copy_clusters_find(meaning->totals.sketches, articles, meaning->next, err);
    if (status == NS_OK) status = copies_write(meaning->next, meaning->totals.seconds, articles, &meaning->copies, &copies, err);
    if (status != NS_OK) return status;
    if (meaning->copies.size == size && memcmp(meaning->copies.data, said, size) == 0) return NS_OK;
    return index_file_damaged(meaning->file, SECTION_COPIES, "other articles are copies of one another", err);
}

static ns_status check_meta(const struct meaning *meaning, struct ns_error *err)
{
    const struct index_info *info = index_reader_info(meaning->reader);
    const struct text_totals *totals = &meaning->totals;
    const bool same = info->words == totals->words && info->text_bytes == totals->text_bytes &&
                      info->newest.precision == totals->newest.precision && info->newest.seconds == totals->newest.seconds;
    return same ? NS_OK : index_file_damaged(meaning->file, SECTION_META, "its totals are not those of the articles", err);
}

static ns_status check_meaning(struct meaning *meaning, struct ns_error *err)
{
    const struct index_reader *reader = meaning->reader;
    const struct index_file *file = meaning->file;
    ns_status status = known_forms_read(reader, file, &meaning->forms, err);
    if (status == NS_OK) status = make_room(meaning, err);
    if (status == NS_OK) status = verify_texts(reader, file, &meaning->forms, &meaning->totals, err);
    if (status == NS_OK) status = known_forms_check_counts(&meaning->forms, file, err);
    if (status == NS_OK) status = verify_postings(reader, file, meaning->totals.sums, &meaning->forms.stems, err);
    if (status == NS_OK) status = check_copies(meaning, err);
    return status == NS_OK ? check_meta(meaning, err) : status;
}

ns_status index_verify(const char *path, struct index_info *info, struct ns_error *err)
{
    struct index_file *file = NULL;
    struct index_reader *reader = NULL;
    struct meaning meaning = {0};
    *info = (struct index_info){0};
    ns_status status = index_file_open(path, &file, err);
    if (status == NS_OK) status = check_sums(file, err);
    if (status == NS_OK) {
        meaning.file = file;
        status = index_reader_over(file, &reader, err);
        file = NULL;
    }
    meaning.reader = reader;
    if (status == NS_OK) status = check_meaning(&meaning, err);
    if (status == NS_OK) *info = *index_reader_info(reader);
    release(&meaning);
    index_reader_close(reader);
    index_file_close(file);
    return status;
}
