/* lexicon_fixture.h - the dictionary sections of an index file out of a vocabulary, for tests that need no articles. */
#ifndef TESTS_UNIT_LEXICON_FIXTURE_H
#define TESTS_UNIT_LEXICON_FIXTURE_H

#include "tests/unit/index_fixture.h"

#include "index/merge_postings.h"
#include "index/vocabulary.h"

/* The stems of a single run are the index's. */
static inline void take_stems(struct merged_stems *stems, const struct run *run)
{
    struct run_strings strings;
    run_strings_begin(&strings, &run->streams[RUN_STEMS], run->stems);
    stems->run_count = 1;
    stems->numbers = calloc(1, sizeof *stems->numbers);
    assert_non_null(stems->numbers);
    stems->numbers[0] = calloc(run->stems + 1, sizeof **stems->numbers);
    assert_non_null(stems->numbers[0]);
    for (; strings.left > 0; stems->count++) {
        stems->numbers[0][stems->count] = stems->count;
        assert_int_equal(run_strings_next(&strings, NULL), NS_OK);
        assert_int_equal(buffer_append_string(&stems->texts.buffer, strings.text.data, strings.text.size, NULL), NS_OK);
    }
    run_strings_release(&strings);
}

/* Write the sections `forms`, `form_rows`, `stems` and `gaps`.
 * @numbers  (transfer full) what the number of each form became, for free() */
static inline void write_lexicon(struct vocabulary *vocabulary, struct index_file_writer *file, uint32_t **numbers)
{
    struct run run = {0};
    struct merged_lexicon lexicon = {0};
    struct merged_stems stems = {0};
    struct table_writer forms = {0}, stem_table = {0}, gaps = {0};
    struct buffer rows = BUFFER_INIT;
    struct form_stems of_forms;
    assert_int_equal(vocabulary_write(vocabulary, &run, &of_forms, NULL), NS_OK);
    form_stems_release(&of_forms);
    assert_int_equal(merge_lexicon(&lexicon, &run, 1, NULL), NS_OK);
    take_stems(&stems, &run);
    assert_int_equal(merged_lexicon_put_forms(&lexicon, &forms, NULL), NS_OK);
    assert_int_equal(merged_lexicon_put_form_rows(&lexicon, &rows, NULL), NS_OK);
    assert_int_equal(merged_stems_put(&stems, &lexicon, &stem_table, NULL), NS_OK);
    assert_int_equal(merged_lexicon_put_gaps(&lexicon, &gaps, NULL), NS_OK);
    assert_int_equal(table_put(&forms, file, NULL), NS_OK);
    assert_int_equal(index_file_put(file, rows.data, rows.size, NULL), NS_OK);
    assert_int_equal(table_put(&stem_table, file, NULL), NS_OK);
    assert_int_equal(table_put(&gaps, file, NULL), NS_OK);
    *numbers = lexicon.form_numbers[0];
    lexicon.form_numbers[0] = NULL;
    run_release(&run);
    merged_lexicon_release(&lexicon);
    merged_stems_release(&stems);
    table_writer_release(&forms);
    table_writer_release(&stem_table);
    table_writer_release(&gaps);
    buffer_release(&rows);
}

#endif
