/* test_hit.c - what a hit tells: its evidence and the words that make it, where they are in the source, its title. */
#include "tests/unit/search_fixture.h"

/* ---- Across the edges of passages ---- */

/* A text of so many words; without a sentence's end its passages are as long as they may be. */
static char *long_text(size_t words)
{
    char *text = test_malloc(words * 8 + 1);
    size_t used = 0;
    for (size_t i = 0; i < words; i++)
        used += (size_t)sprintf(text + used, "w%05zu ", i);
    return text;
}

/* Put another word of six letters in the place of a word. */
static void put_word(char *text, size_t at, const char *word)
{
    memcpy(text + at * 7, word, 6);
}

static void assert_interval(struct interval interval, uint32_t first, uint32_t last)
{
    assert_int_equal(interval.first, first);
    assert_int_equal(interval.last, last);
}

static void assert_one_hit(struct fixture *fixture, const char *query, uint32_t first, uint32_t last)
{
    assert_int_equal(fixture_search(fixture, query, ALL), 1);
    const struct hit *hit = fixture_hit(fixture, 0);
    assert_int_equal(hit->evidence.count, 1);
    assert_interval(hit->evidence.items[0], first, last);
    assert_int_equal(hit->marks.count, 2);
    assert_interval(hit->marks.items[0], first, first);
    assert_interval(hit->marks.items[1], last, last);
}

static void test_hits_across_an_edge(void **state)
{
    struct fixture *f = *state;
    char *text = long_text(700);
    put_word(text, 249, "stonex");
    put_word(text, 250, "pandax");
    put_word(text, 490, "alphax");
    put_word(text, 510, "betaxx");
    const char *const bodies[] = {text};
    fixture_bodies(f, bodies, 1);
    test_free(text);
    assert_int_equal(index_reader_info(f->reader)->passages, 3);
    assert_one_hit(f, "\"stonex pandax\"", 249, 250);
    assert_one_hit(f, "stonex near pandax", 249, 250);
    assert_one_hit(f, "pandax near/1 stonex", 249, 250);
    assert_one_hit(f, "alphax near/20 betaxx", 490, 510);
    assert_int_equal(fixture_search(f, "alphax near/19 betaxx", ALL), 0);
    const struct hit *hit = (fixture_search(f, "alphax near/20 betaxx", ALL), fixture_hit(f, 0));
    assert_int_equal(hit->passage.first_token, 250); /* both passages, as the evidence lies in both */
    assert_int_equal(hit->text.token_count, 450);
    assert_memory_equal(hit->text.text.data + hit->text.tokens[510 - 250].offset, "betaxx", 6);
}

/* Of a sentence that goes on over an edge of passages. */
static void test_text_that_begins_within_a_sentence(void **state)
{
    struct fixture *f = *state;
    char *text = long_text(700);
    put_word(text, 10, "alphax");
    put_word(text, 260, "betaxx");
    put_word(text, 369, "w0036.");
    put_word(text, 370, "W00370");
    put_word(text, 400, "gammax");
    const char *const bodies[] = {text};
    fixture_bodies(f, bodies, 1);
    test_free(text);
    static const struct {
        const char *word;
        uint32_t passage; /* its first token */
        bool is_cut;
    } cases[] = {{"alphax", 0, false}, {"betaxx", 250, true}, {"gammax", 370, false}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(fixture_search(f, cases[i].word, ALL), 1);
        const struct hit *hit = fixture_hit(f, 0);
        assert_int_equal(hit->passage.first_token, cases[i].passage);
        assert_int_equal(hit->is_cut, cases[i].is_cut);
    }
}

/* A hit of a plain word belongs to its own passage only. */
static void test_each_evidence_has_one_passage(void **state)
{
    struct fixture *f = *state;
    char *text = long_text(700);
    put_word(text, 10, "alphax");
    put_word(text, 249, "alphax");
    put_word(text, 250, "alphax");
    const char *const bodies[] = {text};
    fixture_bodies(f, bodies, 1);
    test_free(text);
    assert_int_equal(fixture_search(f, "alphax", ALL), 2);
    const struct hit *hit = fixture_hit(f, 0); /* twice in this passage */
    assert_int_equal(hit->passage.first_token, 0);
    assert_int_equal(hit->evidence.count, 2);
    assert_interval(hit->evidence.items[0], 10, 10);
    assert_interval(hit->evidence.items[1], 249, 249);
    assert_int_equal(hit->text.token_count, 250);
    hit = fixture_hit(f, 1);
    assert_int_equal(hit->passage.first_token, 250);
    assert_int_equal(hit->evidence.count, 1);
    assert_interval(hit->evidence.items[0], 250, 250);
    assert_int_equal(hit->passage.first_token, 250);
}

/* ---- Where in the source ---- */

/* Where the line of a byte of a source begins, counted as line_at() does. */
static size_t line_start(const char *source, size_t offset)
{
    while (offset > 0 && source[offset - 1] != '\n' && !(source[offset - 1] == '\r' && source[offset] != '\n'))
        offset--;
    return offset;
}

/* Whether an evidence reaches over the edge of a part: what stands between two parts in the source is not what does in the text. */
static bool crosses_parts(const struct hit *hit, const struct token *first, const struct token *last)
{
    const uint32_t begin = hit->passage.text_offset + first->offset, end = hit->passage.text_offset + last->offset;
    for (size_t i = 0; i < hit->article.article.part_count; i++) {
        if (begin < hit->article.part_offset[i] && hit->article.part_offset[i] <= end) return true;
    }
    return false;
}

/* The place of evidence number i is where its text stands in the source. */
static void assert_in_place(const struct hit *hit, size_t i, const char *source, size_t size)
{
    const struct hit_place *place = &hit->places[i];
    const char *text = hit->text.text.data;
    const struct token *first = &hit->text.tokens[hit->evidence.items[i].first - hit->passage.first_token];
    const struct token *last = &hit->text.tokens[hit->evidence.items[i].last - hit->passage.first_token];
    assert_true(place->begin < place->end && place->end <= size);
    assert_memory_equal(source + place->begin, text + first->offset, first->length);
    assert_memory_equal(source + place->end - last->length, text + last->offset, last->length);
    if (!crosses_parts(hit, first, last)) {
        assert_int_equal(place->end - place->begin, last->offset + last->length - first->offset);
        assert_memory_equal(source + place->begin, text + first->offset, place->end - place->begin);
    }
    assert_int_equal(place->line, line_at(source, place->begin));
    assert_int_equal(place->column, place->begin - line_start(source, place->begin) + 1);
    if (i == 0) assert_int_equal(hit->line, place->line);
}

/* The only hit has evidence, all of it in place, that begins first where a word, the only one of its kind, stands in the source. */
static void assert_place(struct fixture *fixture, const char *source, const char *query, const char *begin)
{
    if (fixture_search(fixture, query, ALL) != 1) fail_msg("%s has %zu hits", query, search_count(fixture->search));
    const struct hit *hit = fixture_hit(fixture, 0);
    assert_true(hit->evidence.count > 0);
    for (size_t i = 0; i < hit->evidence.count; i++)
        assert_in_place(hit, i, source, strlen(source));
    assert_int_equal(hit->places[0].begin, strstr(source, begin) - source);
}

static const char export_text[] = "SEA / PORTS\n"
                                  "A harbour opens\n"
                                  "Ships wait\n"
                                  "Published: Mar 03, 2021 12:11 PM\n"
                                  "Caption here\n\n"
                                  "Caption here\n\n"
                                  "The second\nbasin is \xe2\x80\x9c"
                                  "deep\xe2\x80\x9d.\n"
                                  "\n  Cranes were bought.\n";

static void assert_export_places(struct fixture *f, const char *source)
{
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", source);
    fixture_end(f);
    assert_place(f, source, "harbour", "harbour");
    assert_place(f, source, "ships", "Ships");
    assert_place(f, source, "second", "second");
    assert_place(f, source, "\"second basin\"", "second");
    assert_place(f, source, "basin", "basin");
    assert_place(f, source, "deep", "deep");
    assert_place(f, source, "crane near deep", "deep");
    assert_place(f, source, "bought", "bought");
    assert_place(f, source, "opens near/1 ship", "opens");
}

static void test_places_in_text(void **state)
{
    assert_export_places(*state, export_text);
}

/* The same text with other line ends. */
static void with_line_ends(const char *text, const char *line_end, char *out)
{
    for (; *text; text++)
        out += sprintf(out, "%.*s", *text == '\n' ? 2 : 1, *text == '\n' ? line_end : text);
}

static void test_places_with_carriage_returns(void **state)
{
    char source[2 * sizeof export_text];
    with_line_ends(export_text, "\r\n", source);
    assert_export_places(*state, source);
}

/* A lone CR was no line end to the places, though the reader and the analyzer take it for one. */
static void test_places_with_carriage_returns_alone(void **state)
{
    char source[2 * sizeof export_text];
    with_line_ends(export_text, "\r", source);
    assert_export_places(*state, source);
}

/* An editor counts the three bytes of a byte order mark as the beginning of the first line. */
static void test_places_behind_a_byte_order_mark(void **state)
{
    static const char source[] = "\xef\xbb\xbfPorts today\n\nThe basin.\n";
    struct fixture *f = *state;
    assert_true(strlen(source) > 0);
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", source);
    fixture_end(f);
    assert_place(f, source, "ports", "Ports");
    assert_int_equal(fixture_hit(f, 0)->places[0].column, 4);
    assert_place(f, source, "today", "today");
    assert_place(f, source, "basin", "basin");
    assert_place(f, source, "today near basin", "today");
}

/* The bug: its end was as far from its beginning as in the text, where two line ends stand between parts and nothing else. */
static void test_places_of_evidence_across_parts(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", export_text);
    fixture_end(f);
    assert_place(f, export_text, "harbour near second", "harbour");
    assert_int_equal(fixture_hit(f, 0)->places[0].end, strstr(export_text, "second") + strlen("second") - export_text);
}

static void test_places_behind_spaces(void **state)
{
    static const char source[] = "\n   Ports today\n\n\t  The basin\n  is deep.\n";
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", source);
    fixture_end(f);
    assert_place(f, source, "ports", "Ports");
    assert_int_equal(fixture_hit(f, 0)->places[0].line, 2);
    assert_int_equal(fixture_hit(f, 0)->places[0].column, 4);
    assert_place(f, source, "today", "today");
    assert_place(f, source, "basin", "basin");
    assert_place(f, source, "deep", "deep");
}

/* A passage may begin in the middle of a line, whose beginning may lie several passages before. */
static void test_places_in_a_long_line(void **state)
{
    struct fixture *f = *state;
    static char source[20000];
    size_t used = (size_t)sprintf(source, "Title\n\nShort line.\n");
    for (int i = 0; i < 1500; i++)
        used += (size_t)sprintf(source + used, "w%04d ", i);
    sprintf(source + used, "\nThe last line.\n");
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", source);
    fixture_end(f);
    assert_true(index_reader_info(f->reader)->passages > 5);
    for (int i = 0; i < 1499; i += 7) {
        char query[32], word[16];
        snprintf(query, sizeof query, "\"w%04d w%04d\"", i, i + 1);
        snprintf(word, sizeof word, "w%04d", i);
        assert_place(f, source, query, word);
    }
    assert_place(f, source, "w1499 near last", "w1499");
    assert_place(f, source, "last", "last");
}

static void test_places_behind_a_passage(void **state)
{
    struct fixture *f = *state;
    char source[20000] = "Title\n\n";
    for (int i = 0; i < 600; i++)
        sprintf(source + strlen(source), "w%03d%s", i, i % 7 ? " " : i % 3 ? ".\n" : ".\r\n\r\n");
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", source);
    fixture_end(f);
    assert_true(index_reader_info(f->reader)->passages > 3);
    for (int i = 0; i < 599; i += 3) {
        char query[32];
        snprintf(query, sizeof query, "\"w%03d w%03d\"", i, i + 1);
        assert_place(f, source, query, (char[]){'w', query[2], query[3], query[4], 0});
    }
}

/* The text of JSON stands nowhere in the file: bytes are the text's, and a column is not known. */
static void assert_extracted(struct fixture *f, const char *query, const char *id, uint64_t line, uint64_t begin, uint64_t end)
{
    assert_int_equal(fixture_search(f, query, ALL), 1);
    const struct hit *hit = fixture_hit(f, 0);
    assert_string_equal(hit->article.article.path, "a.jsonl");
    assert_string_equal(hit->article.article.id, id);
    assert_int_equal(hit->line, line);
    assert_int_equal(hit->places[0].line, line);
    assert_int_equal(hit->places[0].column, 0);
    assert_int_equal(hit->places[0].begin, begin);
    assert_int_equal(hit->places[0].end, end);
}

static void test_places_of_extracted_articles(void **state)
{
    static const char source[] = "{\"id\": \"a1\", \"title\": \"A harbour\", \"body\": \"Ships.\\n\\nCranes came.\"}\n"
                                 "\n"
                                 "{\"id\": \"a2\", \"body\": \"Basins.\"}\n";
    static const char text[] = "A harbour\n\nShips.\n\nCranes came.";
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_read(f, "a.jsonl", source);
    fixture_end(f);
    const uint64_t ships = strlen("A harbour\n\n"), cranes = ships + strlen("Ships.\n\n");
    assert_extracted(f, "harbour", "a1", 1, 2, 9);
    assert_extracted(f, "ships", "a1", 1, ships, ships + 5);
    assert_extracted(f, "cranes", "a1", 1, cranes, cranes + 6);
    assert_extracted(f, "harbour near came", "a1", 1, 2, strlen(text) - 1);
    assert_extracted(f, "basins", "a2", 3, 0, 6);
}

/* The lines before a word were counted even where no one knew the line that they were counted from. */
static void test_line_that_is_not_known(void **state)
{
    static const char body[] = "alpha\nbeta\ngamma";
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_put(f, &(struct article){.path = "a", .parts = {{PART_BODY, body, sizeof body - 1, 100, 0, 0}}, .part_count = 1});
    fixture_end(f);
    assert_int_equal(fixture_search(f, "gamma", ALL), 1);
    assert_int_equal(fixture_hit(f, 0)->line, 0);
    assert_int_equal(fixture_hit(f, 0)->places[0].line, 0);
    assert_int_equal(fixture_hit(f, 0)->places[0].column, 1); /* of a line that begins in the part */
    assert_int_equal(fixture_hit(f, 0)->places[0].begin, 111);
    assert_int_equal(fixture_hit(f, 0)->places[0].end, 116);
    assert_int_equal(fixture_search(f, "alpha", ALL), 1);
    assert_int_equal(fixture_hit(f, 0)->places[0].column, 0); /* of one that may begin before it */
}

/* Without evidence the line is that of the passage. */
static void test_hits_without_evidence(void **state)
{
    static const char source[] = "Ports today\n\nThe basin\nis deep.\n";
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", source);
    fixture_read(f, "b.txt", "...\n\n--\n");
    fixture_end(f);
    assert_int_equal(fixture_search(f, "path:*.txt", ALL), index_reader_info(f->reader)->passages);
    assert_int_equal(fixture_search(f, "not crane and path:a.txt", ALL), 1);
    const struct hit *hit = fixture_hit(f, 0);
    assert_int_equal(hit->evidence.count, 0);
    assert_int_equal(hit->marks.count, 0);
    assert_int_equal(hit->line, 1);
    assert_int_equal(hit->text.token_count, 6);
    assert_true(hit->score == 0);
}

/* ---- The sample corpus ---- */

/* A whole file, with a 0 behind it. */
static char *read_source(const char *path, size_t *size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *text = test_malloc(*size + 1);
    assert_int_equal(fread(text, 1, *size, file), *size);
    text[*size] = '\0';
    fclose(file);
    return text;
}

/* Every evidence of every hit, against the bytes of its file. Returns how many there were. */
static size_t check_hits(struct fixture *f, const char *query, const char *word)
{
    const size_t count = fixture_search(f, query, ALL);
    size_t checked = 0;
    for (size_t i = 0; i < count; i++) {
        const struct hit *hit = fixture_hit(f, i);
        size_t size;
        char *source = read_source(hit->article.article.path, &size);
        for (size_t j = 0; j < hit->evidence.count; j++) {
            assert_in_place(hit, j, source, size);
            if (word) assert_int_equal(strncasecmp(source + hit->places[j].begin, word, strlen(word)), 0);
        }
        checked += hit->evidence.count;
        test_free(source);
    }
    return checked;
}

static void test_places_in_the_sample_corpus(void **state)
{
    static const struct {
        const char *query, *word; /* with which all evidence begins */
    } cases[] = {
        {"serum", "serum"},
        {"vaccin*", "vaccin"},
        {"=WHO", "WHO"},
        {"apt10", "APT"},
        {"\"serum institute\"", "serum inst"},
        {"the adj/3 of", "the"},
        {"the not near/2 of", "the"},
        {"said~1", NULL},
        {"apt10 near serum", NULL},
        {"the same said", NULL},
        {"china sentence said", NULL},
        {"title:(a or the)", NULL},
        {"first/20 of", "of"},
        {"\"of * the\"", "of"},
        {"atleast3 the", "the"},
        {"+serum +india -bharat", NULL},
        {"2 of (serum bharat cyfirma)", NULL},
        {"published: or \"photo: agency\"", NULL},
    };
    struct fixture *f = *state;
    fixture_index(f, "corpus");
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (check_hits(f, cases[i].query, cases[i].word) == 0) fail_msg("%s has no evidence", cases[i].query);
    }
}

/* ---- Evidence and marks ---- */

/* The marks of the only hit, each as words of its text. */
static void assert_marks(struct fixture *f, const char *query, const char *wanted)
{
    char marks[512] = "";
    if (fixture_search(f, query, ALL) != 1) fail_msg("%s has %zu hits", query, search_count(f->search));
    const struct hit *hit = fixture_hit(f, 0);
    for (size_t i = 0; i < hit->marks.count; i++) {
        const struct token *first = &hit->text.tokens[hit->marks.items[i].first - hit->passage.first_token];
        const struct token *last = &hit->text.tokens[hit->marks.items[i].last - hit->passage.first_token];
        const size_t used = strlen(marks);
        snprintf(marks + used, sizeof marks - used, "%s%.*s", used ? "|" : "", (int)(last->offset + last->length - first->offset),
                 hit->text.text.data + first->offset);
    }
    if (strcmp(marks, wanted) != 0) fail_msg("%s marks [%s], wanted [%s]", query, marks, wanted);
}

/* Only the words that make the evidence are marked, and none that must not be there. */
static void test_marks(void **state)
{
    static const char source[] = "Alpha title\n\nOne alpha, beta gamma. Then APT 10 or APT-10 stood.\n\nThe beta was no delta alpha.\n";
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", source);
    fixture_end(f);
    assert_marks(f, "beta", "beta|beta");
    assert_marks(f, "alpha adj/3 gamma", "alpha|gamma");
    assert_marks(f, "\"alpha * gamma\"", "alpha|beta|gamma");
    assert_marks(f, "apt10", "APT|10|APT|10");
    assert_marks(f, "title:alpha", "Alpha");
    assert_marks(f, "body:alpha", "alpha|alpha");
    assert_marks(f, "first/1 alpha", "Alpha");
    assert_marks(f, "beta not near/1 gamma", "beta");
    assert_marks(f, "gam* sentence one", "One|gamma");
    assert_marks(f, "+gamma -epsilon", "gamma");
    assert_marks(f, "gamma and not epsilon", "gamma");
    assert_marks(f, "gamma or epsilon", "gamma");
    assert_marks(f, "delta (epsilon or gamma)", "gamma|delta");
    assert_marks(f, "gamma path:a.txt", "gamma");
    assert_marks(f, "not epsilon", "");
}

/* ---- Titles ---- */

static void test_titles(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", "A harbour: open!\n\nThe basin is deep.\n");
    fixture_read(f, "b.txt", "The text alone is a sentence.\n");
    fixture_end(f);
    assert_int_equal(fixture_search(f, "harbour", ALL), 1);
    const struct hit *hit = fixture_hit(f, 0);
    assert_int_equal(hit->title.text.size, strlen("A harbour: open!"));
    assert_memory_equal(hit->title.text.data, "A harbour: open!", hit->title.text.size);
    assert_int_equal(hit->title.token_count, 3);
    assert_interval(hit->evidence.items[0], 1, 1);
    assert_int_equal(fixture_search(f, "open near basin", ALL), 1);
    assert_int_equal(fixture_search(f, "sentence", ALL), 1);
    assert_int_equal(fixture_hit(f, 0)->title.text.size, 0);
    assert_int_equal(fixture_hit(f, 0)->title.token_count, 0);
}

/* A hit far behind has the title too, also where it is longer than a passage. */
static void test_title_of_a_later_passage(void **state)
{
    struct fixture *f = *state;
    char *title = long_text(300);
    char *body = long_text(600);
    put_word(body, 590, "alphax");
    const struct article article = {
        .path = "a", .parts = {{PART_TITLE, title, strlen(title), 0, 1, 1}, {PART_BODY, body, strlen(body), 9000, 2, 1}}, .part_count = 2};
    fixture_begin(f, "english");
    fixture_put(f, &article);
    fixture_end(f);
    assert_int_equal(fixture_search(f, "alphax", ALL), 1);
    const struct hit *hit = fixture_hit(f, 0);
    assert_int_equal(hit->title.text.size, strlen(title));
    assert_memory_equal(hit->title.text.data, title, strlen(title));
    assert_int_equal(hit->title.token_count, 300);
    assert_int_equal(hit->places[0].begin, 9000 + 590 * 7);
    test_free(title);
    test_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_hits_across_an_edge),
        FIXTURE_TEST(test_text_that_begins_within_a_sentence),
        FIXTURE_TEST(test_each_evidence_has_one_passage),
        FIXTURE_TEST(test_places_in_text),
        FIXTURE_TEST(test_places_with_carriage_returns),
        FIXTURE_TEST(test_places_with_carriage_returns_alone),
        FIXTURE_TEST(test_places_behind_a_byte_order_mark),
        FIXTURE_TEST(test_places_of_evidence_across_parts),
        FIXTURE_TEST(test_places_behind_spaces),
        FIXTURE_TEST(test_places_in_a_long_line),
        FIXTURE_TEST(test_places_behind_a_passage),
        FIXTURE_TEST(test_places_of_extracted_articles),
        FIXTURE_TEST(test_line_that_is_not_known),
        FIXTURE_TEST(test_hits_without_evidence),
        FIXTURE_TEST(test_places_in_the_sample_corpus),
        FIXTURE_TEST(test_marks),
        FIXTURE_TEST(test_titles),
        FIXTURE_TEST(test_title_of_a_later_passage),
    };
    return cmocka_run_group_tests_name("hit", tests, NULL, NULL);
}
