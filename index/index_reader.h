/* index_reader.h - an open index: what it holds, its articles and passages, their words and their text.
 *
 * Everything is read from the mapped file when it is asked for. Opening sums the section `spans`, and so takes time that grows
 * with it, a millisecond or so for 200,000 passages; the rest of it takes next to none. Nothing in the file is trusted: damage is
 * NS_ERR_CORRUPT, with a message that names the file. A reader belongs to one thread at a time.
 */
#ifndef INDEX_INDEX_READER_H
#define INDEX_INDEX_READER_H

#include "index/article_rows.h"
#include "index/copies.h"
#include "index/codes.h"
#include "index/lexicon.h"
#include "index/records.h"
#include "index/spans.h"

struct index_reader;

struct index_info {
    char language[64];
    uint64_t articles;
    uint64_t passages;
    uint64_t words;
    uint64_t text_bytes;
    uint64_t file_bytes;
    uint64_t generation;
    struct article_date newest; /* of the articles' dates */
};

/* @out  (transfer full) release with index_reader_close()
 * Returns NS_OK, NS_ERR_IO, NS_ERR_FORMAT (not an index, or of another version), NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status index_reader_open(const char *path, struct index_reader **out, struct ns_error *err);

/* The same of a file that is open. @file  (transfer full, whatever comes of it) */
ns_status index_reader_over(struct index_file *file, struct index_reader **out, struct ns_error *err);

void index_reader_close(struct index_reader *reader);

/* Valid until the reader is closed, as is all that follows. */
const struct index_info *index_reader_info(const struct index_reader *reader);
const char *index_reader_path(const struct index_reader *reader); /* as it was opened */

/* Whether what was read of it is still in the file, as index_file_check_unchanged(). */
ns_status index_reader_check_unchanged(const struct index_reader *reader, struct ns_error *err);

/* When the file was written to last, which it does not say itself: as index_file_written_at(). */
int64_t index_reader_written_at(const struct index_reader *reader);

/* The bytes of a section. */
uint64_t index_reader_section_size(const struct index_reader *reader, enum index_section section);

const struct lexicon *index_reader_lexicon(const struct index_reader *reader);
const xap_lists *index_reader_postings(const struct index_reader *reader);

/* What went wrong with them as a status and a message that names the file. */
ns_status index_reader_fail_postings(const struct index_reader *reader, const xap_error *cause, struct ns_error *err);

/* An article by its number, from 0 in the order of indexing; `out` begins with all zero and is used again.
 * Returns NS_OK, NS_ERR_ARG (no such article), NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status index_reader_article(const struct index_reader *reader, uint32_t number, struct article_record *out, struct ns_error *err);

/* Which articles are copies of one another. The section is read when it is first asked for, in time that grows with the copies there are.
 * @out  (borrowed) valid until the reader is closed
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status index_reader_copies(const struct index_reader *reader, const struct copies **out, struct ns_error *err);

/* One passage, and where it is. It begins with what of the gap before its first word stands behind the last white space there. */
struct passage {
    uint32_t article;
    uint32_t first_token; /* in the article */
    uint32_t tokens;
    uint64_t words_offset; /* in word_codes */
    uint64_t words_size;
    uint64_t gaps_offset; /* in gap_codes */
    uint64_t gaps_size;
    uint32_t text_offset; /* in the article's text, bytes */
    uint32_t text_size;
    uint32_t lines_before; /* line ends in the article's text before it */
    uint32_t lines;        /* line ends in it */
};

/* A passage by its number, from 0. Returns NS_OK, NS_ERR_ARG (no such passage), NS_ERR_CORRUPT. */
ns_status index_reader_passage(const struct index_reader *reader, uint32_t number, struct passage *out, struct ns_error *err);

/* The length of a passage (below info->passages), as BM25 counts it: its words, and compounds once more. */
uint32_t index_reader_length(const struct index_reader *reader, uint32_t passage);

/* What the section `spans` says of all passages, for who asks it of many. */
const struct spans *index_reader_spans(const struct index_reader *reader);

/* The article that a passage belongs to, and all of its passages: the same for each of them. It costs some loads, and one more for each
 * SPANS_BLOCK passages of a long article.
 * Returns NS_OK, NS_ERR_ARG (no such passage), NS_ERR_CORRUPT. */
ns_status index_reader_extent(const struct index_reader *reader, uint32_t passage, struct article_extent *out, struct ns_error *err);

/* A run of words. The owner's: begin with all zero, end with word_list_release(). */
struct word_list {
    uint32_t *items; /* form numbers (lexicon.h), in order */
    size_t count;
    size_t capacity;
};

void word_list_release(struct word_list *words);

/* Append the words of a passage, each below lexicon.numbers. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status index_reader_words(const struct index_reader *reader, const struct passage *passage, struct word_list *words,
                             struct ns_error *err);

/* The words of a whole article, in place of what the list held. It is checked that the texts of its passages follow one another, from the
 * beginning on. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status index_reader_article_words(const struct index_reader *reader, const struct article_extent *extent, struct word_list *words,
                                     struct ns_error *err);

/* Where words of a set stand in an article, or in a run of its passages. The owner's: begin with all zero, end with
 * found_words_release(). */
struct found_words {
    struct found_word *items; /* their places are counted from 0, where the first passage begins */
    size_t count;
    size_t capacity;
    uint32_t words; /* how many there are in all */
};

void found_words_release(struct found_words *found);

/* Find the words that are in a set, ascending by place, in place of what `out` held. It is checked that the passages which are looked into
 * have the words that they should, but other words are not decoded, and nothing is asked about texts: so this is far cheaper.
 * @extent  of an article, or a run of passages of one
 * @set     has a bit for each form below lexicon.numbers
 * @wanted  for each of the passages whether to look into it; NULL: into all
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status index_reader_find_words(const struct index_reader *reader, const struct article_extent *extent, const struct word_set *set,
                                  const bool *wanted, struct found_words *out, struct ns_error *err);

/* Near which words others are looked for. */
struct anchors {
    const struct word_set *set; /* a part of what is looked for */
    uint32_t reach;             /* so many words before and behind them, below UINT32_MAX */
    const bool *wanted;         /* for each of the passages whether to look for anchors in it */
};

/* The same for just the words that are within reach of an anchor, in whatever passage: far cheaper where the anchors are rare. Only of the
 * passages in which anchors are looked for it is checked that they have the words that they should. */
ns_status index_reader_find_around(const struct index_reader *reader, const struct article_extent *extent, const struct word_set *set,
                                   const struct anchors *anchors, struct found_words *out, struct ns_error *err);

/* Say that words are about to be looked for in a run of passages, so that these are on their way. */
void index_reader_expect_words(const struct index_reader *reader, const struct article_extent *extent);

/* What ends behind each word of an article, as enum gap_class, in place of what the buffer held. Returns NS_OK, NS_ERR_CORRUPT,
 * NS_ERR_NOMEM. */
ns_status index_reader_article_gaps(const struct index_reader *reader, const struct article_extent *extent, struct buffer *gaps,
                                    struct ns_error *err);

/* A run of text, and where its tokens are in it. The owner's: begin with all zero, end with passage_text_release(). */
struct passage_text {
    struct buffer text;
    struct token *tokens; /* offsets count in `text`; `hyphen` is not set */
    size_t token_count;
    size_t token_capacity;
};

void passage_text_release(struct passage_text *text);

/* Append the text of a passage, byte for byte as it was indexed. Passages appended in order give the article's text.
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status index_reader_text(const struct index_reader *reader, const struct passage *passage, struct passage_text *text,
                            struct ns_error *err);

/* The text of an article's title, its first part, in place of what `title` held; empty without one.
 * @record  of that article. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status index_reader_title(const struct index_reader *reader, const struct article_record *record, struct passage_text *title,
                             struct ns_error *err);

/* How many of an article's first words are its title; 0 without one.
 * @record  of that article. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status index_reader_title_words(const struct index_reader *reader, const struct article_record *record, uint32_t *words,
                                   struct ns_error *err);

#endif
