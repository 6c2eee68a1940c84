/* test_search_complete.c - that a search loses nothing and invents nothing: what it finds is compared with two ways of looking at every
 * article, the decider's on words alone and the slow evaluator of scan_fixture.h. */
#include "tests/unit/parted_fixture.h"
#include "tests/unit/scan_fixture.h"

#include <math.h>

#include "searcher/prospects.h"

/* An evidence, or a hit without any. */
struct finding {
    uint32_t passage;
    bool has_evidence;
    struct interval evidence;
};

struct findings {
    struct finding *items;
    size_t count;
    size_t capacity;
};

/* What is needed to compare, and released at the end of a test. */
struct comparison {
    struct fixture *fixture;
    struct scan scan;
    char **sources; /* of each article, where they are known */
    size_t source_count;
    struct findings found, decided, scanned;
    uint32_t best[1000]; /* the first of the passages found, in their order */
    size_t best_count;
    double *scores; /* of each passage, by the search; less than 0 where it is no hit */
    uint32_t limit; /* of hits that are looked at */
    bool cut;       /* there may be more, which weigh `least` or less */
    double least;
    enum weighing weighing; /* each in turn */
    struct interval_list evidence, marks;
    struct query *query;
    struct buffer text; /* its canonical form */
    struct plan *plan;
    struct decider *decider;
    uint64_t seed;
    size_t queries, answered, refused, total; /* how many there were; findings that were compared */
};

static int comparison_setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct comparison));
}

static void forget_articles(struct comparison *c)
{
    for (size_t i = 0; i < c->source_count; i++)
        free(c->sources[i]);
    free(c->sources);
    free(c->scores);
    scan_release(&c->scan);
    c->sources = NULL;
    c->scores = NULL;
    c->source_count = 0;
}

static void forget_query(struct comparison *c)
{
    decider_free(c->decider);
    plan_free(c->plan);
    query_free(c->query);
    c->decider = NULL;
    c->plan = NULL;
    c->query = NULL;
}

static int comparison_teardown(void **state)
{
    struct comparison *c = *state;
    void *fixture = c->fixture;
    forget_articles(c);
    forget_query(c);
    free(c->found.items);
    free(c->decided.items);
    free(c->scanned.items);
    interval_list_release(&c->evidence);
    interval_list_release(&c->marks);
    buffer_release(&c->text);
    free(c);
    return fixture_teardown(&fixture);
}

/* The index is complete: look at all of it. */
static void begin_comparing(struct comparison *c, uint32_t limit)
{
    c->limit = limit;
    scan_open(&c->scan, c->fixture->reader);
    c->scores = calloc(index_reader_info(c->fixture->reader)->passages + 1, sizeof *c->scores);
    assert_non_null(c->scores);
}

static void complain(const struct comparison *c, const char *what)
{
    fail_msg("SEED=%llu: %.*s: %s", (unsigned long long)c->seed, (int)c->text.size, c->text.data, what);
}

/* ---- Findings ---- */

static void add_finding(struct findings *findings, struct finding finding)
{
    void *items = findings->items;
    assert_int_equal(array_reserve(&items, &findings->capacity, findings->count + 1, sizeof *findings->items, NULL), NS_OK);
    findings->items = items;
    findings->items[findings->count++] = finding;
}

/* Add the evidence of one passage; of one without any that it is a hit. */
static void add_findings(struct findings *findings, uint32_t passage, const struct interval_list *evidence)
{
    if (evidence->count == 0) add_finding(findings, (struct finding){.passage = passage});
    for (size_t i = 0; i < evidence->count; i++)
        add_finding(findings, (struct finding){passage, true, evidence->items[i]});
}

static int by_place(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->passage != b->passage) return a->passage < b->passage ? -1 : 1;
    if (a->has_evidence != b->has_evidence) return a->has_evidence ? 1 : -1;
    if (a->evidence.first != b->evidence.first) return a->evidence.first < b->evidence.first ? -1 : 1;
    return (a->evidence.last > b->evidence.last) - (a->evidence.last < b->evidence.last);
}

static void complain_of(const struct comparison *c, const char *what, const struct finding *finding)
{
    char where[200];
    snprintf(where, sizeof where, "%s: passage %u, %swords %u-%u of its article", what, finding->passage,
             finding->has_evidence ? "" : "without evidence, ", finding->evidence.first, finding->evidence.last);
    complain(c, where);
}

/* Both are in order. */
static void compare_findings(const struct comparison *c, const struct findings *wanted, const char *missing, const char *invented)
{
    const struct findings *found = &c->found;
    for (size_t i = 0; i < found->count || i < wanted->count; i++) {
        int order = 0;
        if (i >= wanted->count) order = -1;
        if (i >= found->count) order = 1;
        if (order == 0) order = by_place(&found->items[i], &wanted->items[i]);
        if (order > 0) complain_of(c, missing, &wanted->items[i]);
        if (order < 0) complain_of(c, invented, &found->items[i]);
    }
}

/* ---- By searching ---- */

/* Whether the text of every evidence is what stands at its place in the source. */
static bool is_in_place(const struct hit *hit, const char *source)
{
    for (size_t i = 0; i < hit->evidence.count; i++) {
        const struct hit_place *place = &hit->places[i];
        const struct token *first = &hit->text.tokens[hit->evidence.items[i].first - hit->passage.first_token];
        const struct token *last = &hit->text.tokens[hit->evidence.items[i].last - hit->passage.first_token];
        const uint32_t length = last->offset + last->length - first->offset;
        if (place->line != line_at(source, place->begin) || place->end - place->begin != length) return false;
        if (memcmp(source + place->begin, hit->text.text.data + first->offset, length) != 0) return false;
    }
    return true;
}

/* Marks are in order, and the evidence begins and ends with one. */
static const char *fault_of_marks(const struct hit *hit)
{
    bool begins = false, ends = false;
    const struct interval *evidence = hit->evidence.items;
    for (size_t i = 0; i < hit->marks.count; i++) {
        const struct interval *mark = &hit->marks.items[i];
        if (i > 0 && mark->first <= mark[-1].first) return "marks in no order";
        begins = begins || mark->first == evidence[0].first;
        ends = ends || mark->last == evidence[hit->evidence.count - 1].last;
    }
    return begins && ends ? NULL : "evidence that does not begin and end with a mark";
}

/* What has to hold for every hit; NULL if it does. */
static const char *fault_of(const struct comparison *c, const struct hit *hit)
{
    const struct interval *evidence = hit->evidence.items;
    const uint64_t text_end = (uint64_t)hit->passage.first_token + hit->text.token_count;
    double sum = hit->weights.closeness;
    for (size_t i = 0; i < hit->weights.count; i++)
        sum += hit->weights.lines[i].weight + hit->weights.lines[i].article_weight;
    if (fabs(sum - hit->score) > 1e-9) return "weights that do not make the score";
    for (size_t i = 0; i < hit->evidence.count; i++) {
        if (evidence[i].first < hit->passage.first_token || evidence[i].first >= hit->passage.first_token + hit->passage.tokens)
            return "evidence that begins in another passage";
        if (evidence[i].last < evidence[i].first || evidence[i].last >= text_end) return "evidence outside of the text";
    }
    if (hit->evidence.count == 0) return hit->marks.count ? "marks without evidence" : NULL;
    if (c->sources && !is_in_place(hit, c->sources[hit->passage.article])) return "a place that is not that of the evidence";
    return fault_of_marks(hit);
}

/* Equal hits: newest first, those without a date last, then by path, then by place. */
static bool is_behind(const struct comparison *c, uint32_t before, uint32_t passage)
{
    struct article_extent extents[2];
    assert_int_equal(index_reader_extent(c->fixture->reader, before, &extents[0], NULL), NS_OK);
    assert_int_equal(index_reader_extent(c->fixture->reader, passage, &extents[1], NULL), NS_OK);
    const struct article *a = &c->scan.articles[extents[0].article].record.article;
    const struct article *b = &c->scan.articles[extents[1].article].record.article;
    const bool a_dated = a->date.precision != DATE_UNKNOWN, b_dated = b->date.precision != DATE_UNKNOWN;
    if (a_dated != b_dated) return a_dated;
    if (a_dated && a->date.seconds != b->date.seconds) return a->date.seconds > b->date.seconds;
    const int paths = strcmp(a->path, b->path);
    return paths != 0 ? paths < 0 : before < passage;
}

static const struct hit *hit_of(const struct comparison *c, size_t i)
{
    struct ns_error err;
    const struct hit *hit = NULL;
    if (search_hit(c->fixture->search, i, &hit, &err) != NS_OK) complain(c, err.msg);
    return hit;
}

static void take_hit(struct comparison *c, size_t i, double *score, uint32_t *passage)
{
    const struct hit *hit = hit_of(c, i);
    const struct scan_article *article = &c->scan.articles[hit->passage.article];
    const uint32_t number = article->extent.first_passage + scan_passage_of(article, hit->passage.first_token);
    const char *fault = fault_of(c, hit);
    if (fault) complain(c, fault);
    if (hit->rank != i + 1 || hit->score > *score) complain(c, "hits in no order");
    if (i > 0 && hit->score == *score && !is_behind(c, *passage, number)) complain(c, "equal hits in no order");
    if (c->scores[number] >= 0) complain(c, "a passage that is two hits");
    c->scores[number] = *score = hit->score;
    *passage = number;
    if (c->best_count < COUNT(c->best)) c->best[c->best_count++] = number;
    add_findings(&c->found, number, &hit->evidence);
}

/* Search for the best. Returns whether the query could be searched. */
static bool search_for(struct comparison *c, uint32_t limit)
{
    struct ns_error err;
    const struct search_options options = {.limit = limit, .weighing = c->weighing, .explain = true};
    search_free(c->fixture->search);
    c->fixture->search = NULL;
    const ns_status status = search_run(&c->fixture->collection, c->query, &options, &c->fixture->search, &err);
    if (status != NS_OK && status != NS_ERR_LIMIT) complain(c, err.msg);
    return status == NS_OK;
}

/* Search, and look at every hit. Returns whether the query could be searched. */
static bool find_by_searching(struct comparison *c)
{
    const uint64_t passages = index_reader_info(c->fixture->reader)->passages;
    if (!search_for(c, c->limit)) return false;
    c->found.count = 0;
    c->best_count = 0;
    for (uint64_t i = 0; i < passages; i++)
        c->scores[i] = -1;
    const size_t count = search_count(c->fixture->search);
    double score = INFINITY;
    uint32_t passage = 0;
    for (size_t i = 0; i < count; i++)
        take_hit(c, i, &score, &passage);
    c->cut = count == c->limit;
    c->least = score;
    if (c->found.count) qsort(c->found.items, c->found.count, sizeof *c->found.items, by_place);
    return true;
}

/* A search for fewer hits may pass over what cannot be one of them, but finds the same. */
static void compare_best(struct comparison *c, uint32_t limit)
{
    if (!search_for(c, limit)) complain(c, "it is refused when fewer hits are wanted");
    const size_t count = search_count(c->fixture->search);
    if (count != (limit < c->best_count ? limit : c->best_count)) complain(c, "another number of hits when fewer are wanted");
    for (size_t i = 0; i < count; i++) {
        const struct hit *hit = hit_of(c, i);
        const struct scan_article *article = &c->scan.articles[hit->passage.article];
        const uint32_t number = article->extent.first_passage + scan_passage_of(article, hit->passage.first_token);
        if (number != c->best[i] || fabs(hit->score - c->scores[number]) > 1e-9) complain(c, "other hits when fewer are wanted");
    }
}

/* ---- By the decider, on the words of every article ---- */

static void decide_article(struct comparison *c, const struct article_extent *extent)
{
    struct ns_error err;
    const bool *passages;
    bool holds;
    decider_begin(c->decider, extent, DECIDE_BY_WORDS);
    assert_ok(decider_holds(c->decider, &holds, &err), &err);
    if (!holds) return;
    assert_ok(decider_passages(c->decider, &passages, &err), &err);
    for (uint32_t i = 0; i < extent->passages; i++) {
        double score;
        const double found = c->scores[extent->first_passage + i];
        if (!passages[i]) continue;
        assert_ok(decider_weigh(c->decider, i, &score, NULL, &err), &err);
        if (found >= 0 && fabs(score - found) > 1e-9) complain(c, "a score that the words do not give");
        if (found < 0 && c->cut && score <= c->least + 1e-9) continue;
        assert_ok(decider_evidence(c->decider, i, &c->evidence, &c->marks, &err), &err);
        add_findings(&c->decided, extent->first_passage + i, &c->evidence);
    }
}

static void find_by_deciding(struct comparison *c)
{
    struct ns_error err;
    assert_ok(plan_query(c->query, &c->fixture->collection, &c->plan, &err), &err);
    assert_ok(decider_open(c->fixture->reader, c->plan, c->weighing, &c->decider, &err), &err);
    c->decided.count = 0;
    for (size_t i = 0; i < c->scan.count; i++)
        decide_article(c, &c->scan.articles[i].extent);
}

/* ---- By scanning ---- */

/* Where not all hits are looked at, it is those of the search; the decider has told that the others weigh less. */
static bool is_looked_at(const struct comparison *c, uint32_t passage)
{
    return !c->cut || c->scores[passage] >= 0;
}

static void scan_article(struct comparison *c, size_t number)
{
    if (!scan_decide(&c->scan, number, c->query)) return;
    const struct scan_article *article = &c->scan.articles[number];
    const uint32_t first = article->extent.first_passage;
    c->evidence.count = 0;
    scan_evidence(&c->scan, c->query, &c->evidence);
    interval_list_order(&c->evidence);
    if (c->evidence.count == 0 && is_looked_at(c, first)) add_finding(&c->scanned, (struct finding){.passage = first});
    for (size_t i = 0; i < c->evidence.count; i++) {
        const struct interval *evidence = &c->evidence.items[i];
        const uint32_t passage = first + scan_passage_of(article, evidence->first);
        if (is_looked_at(c, passage)) add_finding(&c->scanned, (struct finding){passage, true, *evidence});
    }
}

static void find_by_scanning(struct comparison *c)
{
    scan_query(&c->scan, c->query);
    c->scanned.count = 0;
    for (size_t i = 0; i < c->scan.count; i++)
        scan_article(c, i);
}

/* ---- One query ---- */

static void compare(struct comparison *c, const char *text)
{
    struct ns_error err;
    forget_query(c);
    c->weighing = c->queries++ % 2 ? WEIGH_IN_ARTICLE : WEIGH_PASSAGE;
    const ns_status status = query_parse(text, strlen(text), &c->query, NULL, &err);
    c->text.size = 0;
    if (status == NS_OK) assert_ok(query_print(c->query, &c->text, &err), &err);
    if (status == NS_ERR_LIMIT || (status == NS_OK && !find_by_searching(c))) {
        c->refused++;
        return;
    }
    assert_ok(status, &err);
    compare_best(c, 1 + (uint32_t)(c->queries % 13));
    find_by_deciding(c);
    compare_findings(c, &c->decided, "it is lost", "it is invented");
    find_by_scanning(c);
    compare_findings(c, &c->scanned, "it is lost, says the scan", "it is invented, says the scan");
    c->answered += c->found.count > 0;
    c->total += c->found.count;
}

/* So that a test cannot pass because hardly anything was found, or tried. */
static void assert_worth(const struct comparison *c)
{
    if (c->answered * 10 < c->queries * 3) fail_msg("only %zu of %zu queries were answered", c->answered, c->queries);
    if (c->refused * 100 > c->queries) fail_msg("%zu of %zu queries were refused", c->refused, c->queries);
}

/* ---- Random articles ---- */

#define RANDOM_ARTICLES 80

static void compare_in_collection(struct comparison *c, uint64_t seed)
{
    static const struct random_shape shape = {.articles = RANDOM_ARTICLES, .long_percent = 10, .words_max = 300};
    struct random_source random = {seed};
    struct random_words words = random_words_of(&random);
    struct query_source source = random_queries(&words, &random);
    forget_articles(c);
    c->seed = seed;
    c->sources = calloc(RANDOM_ARTICLES, sizeof *c->sources);
    assert_non_null(c->sources);
    c->source_count = RANDOM_ARTICLES;
    random_collection(c->fixture, &random, &words, &shape, c->sources);
    begin_comparing(c, ALL);
    for (int i = 0; i < 150; i++) {
        char query[RANDOM_QUERY_SIZE];
        random_query_text(&source, query);
        compare(c, query);
    }
}

static void test_random_collections(void **state)
{
    struct comparison *c = *state;
    for (uint64_t i = 0; i < 12 / FEWER; i++)
        compare_in_collection(c, first_seed() + i);
    assert_worth(c);
}

/* ---- Random phrases and proximities, of which many are found ---- */

static size_t count_stretches(const struct comparison *c)
{
    struct article_extent stretch;
    struct meeting meeting = meeting_of(c->fixture->reader, c->plan); /* the decider has not read its postings */
    size_t count = 0;
    assert_true(c->plan->meets);
    while (meeting_any(&meeting, &stretch))
        count++;
    return count;
}

/* Returns how many queries had more stretches than are put aside at once. */
static size_t compare_meetings(struct comparison *c, uint64_t seed)
{
    static const uint32_t limits[] = {1, 3, 10, 1000};
    struct random_source random = {c->seed = seed};
    const struct random_words words = meeting_words(8 + random_below(&random, FILLERS - 7));
    size_t crowded = 0;
    forget_articles(c);
    meeting_collection(c->fixture, &random, &words, 150, 6);
    begin_comparing(c, ALL);
    for (int i = 0; i < 60 / FEWER; i++) {
        char query[RANDOM_QUERY_SIZE];
        meeting_query(&random, &words, query);
        compare(c, query);
        assert_int_equal(c->refused, 0);
        for (size_t j = 0; j < COUNT(limits); j++)
            compare_best(c, limits[j]);
        crowded += count_stretches(c) > PROSPECTS_MAX;
    }
    return crowded;
}

static void test_random_meetings(void **state)
{
    struct comparison *c = *state;
    size_t crowded = 0;
    for (uint64_t i = 0; i < 4; i++)
        crowded += compare_meetings(c, first_seed() + i);
    assert_worth(c);
    assert_true(crowded * 4 > c->queries);
}

/* ---- Random words that are also met by their parts ---- */

/* Plans by how they take such words: queries of each kind have to be there. */
struct parted_plans {
    size_t plain, meeting, local, untold;
};

static void count_plan(const struct plan *plan, struct parted_plans *plans)
{
    bool parted = false, told = true, wide = false;
    for (size_t i = 0; i < plan->unit_count; i++) {
        const bool any = plan->units[i].root->kind == MATCH_ANY;
        parted = parted || any;
        told = told && (!any || plan->units[i].postings);
    }
    for (size_t i = 0; i < plan->part_count; i++)
        wide = wide || (plan->parts[i].wide && plan->parts[i].most_words > 0);
    plans->plain += parted && plan->plain;
    plans->meeting += wide && plan->meets;
    plans->local += wide && plan->local && !plan->meets;
    plans->untold += !told;
}

static void compare_parted(struct comparison *c, const char *query, struct parted_plans *plans)
{
    static const uint32_t limits[] = {1, 3, 10};
    const size_t refused = c->refused;
    compare(c, query);
    if (c->refused > refused) return;
    for (size_t i = 0; i < COUNT(limits); i++)
        compare_best(c, limits[i]);
    count_plan(c->plan, plans);
}

static void compare_partings(struct comparison *c, uint64_t seed, struct parted_plans *plans)
{
    struct random_source random = {c->seed = seed};
    struct random_words words = parted_words(&random, random_chance(&random, 30));
    char query[2 * RANDOM_QUERY_SIZE], other[RANDOM_QUERY_SIZE];
    forget_articles(c);
    meeting_collection(c->fixture, &random, &words, 20, 5);
    begin_comparing(c, ALL);
    for (int i = 0; i < 20; i++) {
        parted_query(&random, &words, query);
        compare_parted(c, query, plans);
        parted_query(&random, &words, other);
        sprintf(query + strlen(query), " AND (%s)", other);
        compare_parted(c, query, plans);
        snprintf(query, sizeof query, "%s %s", sought_word(&random, &words), random_word(&random, &words));
        compare_parted(c, query, plans);
    }
}

static void test_random_partings(void **state)
{
    struct comparison *c = *state;
    struct parted_plans plans = {0};
    for (uint64_t i = 0; i < 4; i++)
        compare_partings(c, first_seed() + i, &plans);
    assert_worth(c);
    if (plans.plain * 20 < c->queries || plans.meeting * 20 < c->queries || plans.local * 50 < c->queries ||
        plans.untold * 100 < c->queries)
        fail_msg("of %zu: %zu plain, %zu meeting, %zu local, %zu untold", c->queries, plans.plain, plans.meeting, plans.local,
                 plans.untold);
}

/* ---- Collections of articles ---- */

/* Words near a place of an article, as they are written there, and sometimes others. */
struct scene {
    const struct scan *scan;
    uint32_t article;
    uint32_t word;
    struct form_record form;
};

static void draw_from_scene(void *context, struct random_source *random, char *word, size_t size)
{
    struct ns_error err;
    struct scene *scene = context;
    const struct lexicon *lexicon = index_reader_lexicon(scene->scan->reader);
    const bool near = random_chance(random, 85);
    const uint32_t article = near ? scene->article : random_below(random, (uint32_t)scene->scan->count);
    const struct word_list *words = &scene->scan->articles[article].words;
    const uint64_t at = near ? (uint64_t)scene->word + random_below(random, 12) : random_next(random);
    uint32_t row;
    assert_ok(lexicon_row(lexicon, words->items[at % words->count], &row, &err), &err);
    assert_ok(lexicon_form(lexicon, row, &scene->form, &err), &err);
    snprintf(word, size, "%.*s", (int)scene->form.form.size, scene->form.form.data);
}

static void compare_in_scenes(struct comparison *c, uint64_t queries)
{
    struct scene scene = {.scan = &c->scan};
    for (uint64_t i = 0; i < queries; i++) {
        char query[RANDOM_QUERY_SIZE];
        struct random_source random = {c->seed = first_seed() + i};
        struct query_source source = {draw_from_scene, &scene, &random, NULL};
        scene.article = random_below(&random, (uint32_t)c->scan.count);
        scene.word = random_below(&random, (uint32_t)c->scan.articles[scene.article].words.count);
        random_query_text(&source, query);
        compare(c, query);
    }
    form_record_release(&scene.form);
}

static void test_sample_corpus(void **state)
{
    struct comparison *c = *state;
    fixture_index(c->fixture, "corpus");
    begin_comparing(c, ALL);
    compare_in_scenes(c, 1500 / FEWER);
    assert_worth(c);
}

/* Some of each kind, that find much, on newswire. */
static const char *const wire_queries[] = {
    "oil prices",
    "\"crude oil\"",
    "opec NEAR/10 saudi",
    "bundesbank SENTENCE rate*",
    "(\"prime minister\" OR nakasone) SAME japan",
    "wheat NEAR/4 (soviet OR ussr)",
    "title:coffee body:quota~",
    "=SHELL NOT shell*2",
    "ATLEAST6 gold",
    "3 OF (dollar yen intervention tokyo g-7)",
    "+takeover -bid date:1987-03",
    "NOT date:1987 OR chernobyl",
    "first/20 cocoa AND NOT \"buffer stock\"",
    "bank NOT NEAR/30 england",
    "\"* stg vs *\" AND path:reut*",
    "*bank* NEAR/2 *rate",
    "dlr? ADJ/3 mln ADJ/3 dl?s",
    "interst~ NEAR/5 rates",
    "u.s. NEAR japan NEAR trade NEAR tariff*",
    "(the NEAR/2 of) SENTENCE (said NEAR/3 in)",
};

/* The file is named by the environment; or it is where it stands beside the project. */
static bool find_newswire(char *path, size_t size)
{
    const char *folder = getenv("NEWS_DATA");
    snprintf(path, size, "%s/reuters.jsonl.gz", folder && *folder ? folder : "../shared/data");
    return access(path, R_OK) == 0;
}

static void report_nothing(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)kind;
    (void)context, (void)path, (void)line, (void)what;
}

static void index_newswire(struct fixture *fixture, const char *path)
{
    struct ns_error err;
    struct buffer store = BUFFER_INIT;
    struct input input;
    const struct input_format *format;
    const struct reader_sink sink = {fixture_take, report_nothing, fixture}; /* one article of it has no text */
    fixture_begin(fixture, "english");
    assert_ok(intake_load(path, NULL, &store, &input, &format, &err), &err);
    assert_ok(format->read(&input, &sink, &err), &err);
    buffer_release(&store);
    fixture_end(fixture);
}

static void test_newswire(void **state)
{
    char path[512];
    struct comparison *c = *state;
    if (!find_newswire(path, sizeof path)) {
        print_message("skipped: no articles at %s; NEWS_DATA=FOLDER names where they are\n", path);
        skip();
    }
    index_newswire(c->fixture, path);
    begin_comparing(c, 1000);
    for (size_t i = 0; i < COUNT(wire_queries); i += FEWER)
        compare(c, wire_queries[i]);
    compare_in_scenes(c, 40 / FEWER);
    assert_worth(c);
}

#define COMPARISON_TEST(test) cmocka_unit_test_setup_teardown(test, comparison_setup, comparison_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        COMPARISON_TEST(test_random_collections), COMPARISON_TEST(test_random_meetings), COMPARISON_TEST(test_random_partings),
        COMPARISON_TEST(test_sample_corpus),      COMPARISON_TEST(test_newswire),
    };
    return cmocka_run_group_tests_name("search_complete", tests, NULL, NULL);
}
