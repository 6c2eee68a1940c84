/* verify.h - whether an index file says what it should, all of it.
 *
 * First every byte is held against its sum: the sections by their pages, the page sums and the footer by the footer's own, the generation
 * by the page sums. Then, since sums only tell that nothing has changed since they were made, what the sections say is held against each
 * other:
 *
 *  - forms, form_rows, stems, gaps: every row can be read and is in its place; a form folds and stems to what stands there; from its stem
 *    and from its number it is found again (verify_forms.h);
 *  - word_codes, gap_codes, spans, passages, articles: every passage can be read, and what follows it begins where it ends; the text that
 *    it gives, analyzed again, has the words, sentences, compounds and lines that are told of it; each form occurs as often as the
 *    dictionary says (verify_texts.h);
 *  - postings: the tree is in order; each term is a stem, with the passages, counts and lengths that the words give; Xapian's bounds hold
 *    (verify_postings.h);
 *  - copies: the clusters are those that the articles' words give;
 *  - meta: the totals are the sums.
 *
 * Forms are folded and stemmed, and text is analyzed, by the libraries at hand: an index that was made with others, whose rules differ, is
 * told to be damaged. It has to be built again all the same, for queries would not meet its words.
 *
 * What nothing else in the file tells cannot be checked so: what stands between words, capitals, the fields of an article, its date.
 *
 * It takes some 100 bytes of memory a distinct word, 80 an article, and the longest article's text some 16 times; passages take none.
 * The time is that of giving all text back and analyzing it: of a file that was forged it may be as long as the text which that one says
 * it has.
 */
#ifndef INDEX_VERIFY_H
#define INDEX_VERIFY_H

#include "index/index_reader.h"

/* Check a file.
 * @info  what the index holds; all zero on failure
 * Returns NS_OK; NS_ERR_CORRUPT: the message names the sections that have bytes in a page that has changed, or the first contradiction and where it is;
 * NS_ERR_IO, NS_ERR_FORMAT, as index_reader_open(); NS_ERR_NOMEM. */
ns_status index_verify(const char *path, struct index_info *info, struct ns_error *err);

#endif
