/* test_fields.c - names of fields, usual and mapped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/fields.h"

static void make(struct field_map *map, const char *mapping)
{
    struct ns_error err;
    if (field_map_init(map, &mapping, mapping ? 1 : 0, &err) != NS_OK) fail_msg("%s", err.msg);
}

/* The slot that a name stands for; FIELD_SLOTS if for none. Dots lead from object to object. */
static size_t slot(const struct field_map *map, const char *name)
{
    const struct field_name *found = field_find(map, NULL, name, strlen(name));
    return found ? found->slot : FIELD_SLOTS;
}

static unsigned rank(const struct field_map *map, const char *name)
{
    const struct field_name *found = field_find(map, NULL, name, strlen(name));
    assert_non_null(found);
    return field_rank(map, found, name, strlen(name));
}

static void test_own_names(void **state)
{
    struct field_map map;
    (void)state;
    make(&map, NULL);
    for (size_t field = 0; field < FIELD_COUNT; field++) {
        assert_int_equal(slot(&map, field_label((enum field)field)), field);
        assert_int_equal(rank(&map, field_label((enum field)field)), 0);
        assert_false(map.mapped[field]);
    }
}

static void test_usual_names(void **state)
{
    static const struct {
        const char *name;
        size_t slot;
    } cases[] = {
        {"_id", RECORD_ID},
        {"GUID", RECORD_ID},
        {"docno", RECORD_ID},
        {"headline", RECORD_TITLE},
        {"webTitle", RECORD_TITLE},
        {"stand-first", RECORD_SUBTITLE},
        {"pubDate", RECORD_DATE},
        {"Publication Date", RECORD_DATE},
        {"PUBLISHED_AT", RECORD_DATE},
        {"webPublicationDate", RECORD_DATE},
        {"articleBody", RECORD_BODY},
        {"summary", RECORD_BODY},
        {"sectionName", RECORD_SECTION},
        {"news_desk", RECORD_SECTION},
        {"authors", RECORD_BYLINE},
        {"By", RECORD_BYLINE},
        {"source_domain", RECORD_SOURCE},
        {"webUrl", RECORD_URL},
        {"permalink", RECORD_URL},
        {"name", FIELD_SLOTS},
        {"", FIELD_SLOTS},
        {"titles", FIELD_SLOTS},
        {"titl", FIELD_SLOTS},
        {"fields", FIELD_SLOTS},
    };
    struct field_map map;
    (void)state;
    make(&map, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (slot(&map, cases[i].name) != cases[i].slot) fail_msg("%s: slot %zu", cases[i].name, slot(&map, cases[i].name));
    }
}

static void test_order(void **state)
{
    struct field_map map;
    (void)state;
    make(&map, NULL);
    assert_true(rank(&map, "title") < rank(&map, "Title"));
    assert_true(rank(&map, "Title") < rank(&map, "headline"));
    assert_true(rank(&map, "headline") < rank(&map, "Headline"));
    assert_true(rank(&map, "published") < rank(&map, "timestamp"));
    assert_true(rank(&map, "story") < rank(&map, "description"));
    assert_true(rank(&map, "description") < rank(&map, "snippet"));
}

static void test_names_within_others(void **state)
{
    struct field_map map;
    (void)state;
    make(&map, "title=a.b-c.D,body=x.y");
    assert_int_equal(slot(&map, "A.b_c.d"), RECORD_TITLE);
    const struct field_name *a = field_find(&map, NULL, "a", 1);
    assert_non_null(a);
    assert_true(a->leads);
    assert_int_equal(a->slot, FIELD_SLOTS);
    const struct field_name *b = field_find(&map, a, "B C", 3);
    assert_non_null(b);
    assert_true(b->leads);
    const struct field_name *d = field_find(&map, b, "D", 1);
    assert_non_null(d);
    assert_int_equal(d->slot, RECORD_TITLE);
    assert_false(d->leads);
    assert_int_equal(field_rank(&map, d, "D", 1), 0);
    assert_int_equal(field_rank(&map, d, "d", 1), 1);
    assert_null(field_find(&map, a, "d", 1));
    assert_null(field_find(&map, NULL, "d", 1));
    const struct field_name *headline = field_find(&map, NULL, "headline", 8);
    assert_null(headline); /* as title is mapped */
}

static void test_mapping(void **state)
{
    struct field_map map;
    (void)state;
    make(&map, "title=text,date=When it was,body=lead+content+Rest");
    assert_int_equal(slot(&map, "text"), RECORD_TITLE);
    assert_int_equal(slot(&map, "title"), FIELD_SLOTS);
    assert_int_equal(slot(&map, "when_it_was"), RECORD_DATE);
    assert_int_equal(slot(&map, "lead"), RECORD_BODY);
    assert_int_equal(slot(&map, "content"), FIELD_COUNT);
    assert_int_equal(slot(&map, "rest"), FIELD_COUNT + 1);
    assert_int_equal(field_of_slot(FIELD_COUNT + 1), RECORD_BODY);
    assert_int_equal(slot(&map, "body"), FIELD_SLOTS);
    assert_int_equal(slot(&map, "section"), RECORD_SECTION);
    assert_int_equal(rank(&map, "Rest"), 0);
    assert_int_equal(rank(&map, "rest"), 1);
    assert_true(map.mapped[RECORD_BODY]);
    assert_false(map.mapped[RECORD_SECTION]);
    assert_true(field_is_sure(field_find(&map, NULL, "text", 4)));
    assert_true(field_is_sure(field_find(&map, NULL, "source", 6)));
    assert_false(field_is_sure(field_find(&map, NULL, "media", 5)));
}

static void test_summaries(void **state)
{
    struct field_map map;
    (void)state;
    make(&map, NULL);
    assert_true(field_is_summary(&map, field_find(&map, NULL, "description", 11)));
    assert_true(field_is_summary(&map, field_find(&map, NULL, "Snippet", 7)));
    assert_false(field_is_summary(&map, field_find(&map, NULL, "article_content", 15)));
    assert_false(field_is_summary(&map, field_find(&map, NULL, "standfirst", 10)));
    make(&map, "body=description");
    assert_false(field_is_summary(&map, field_find(&map, NULL, "description", 11)));
}

static void test_several_mappings(void **state)
{
    static const char *const mappings[] = {"title=a", "body=b,url=c"};
    struct field_map map;
    struct ns_error err;
    (void)state;
    assert_int_equal(field_map_init(&map, mappings, 2, &err), NS_OK);
    assert_int_equal(slot(&map, "a"), RECORD_TITLE);
    assert_int_equal(slot(&map, "c"), RECORD_URL);
    static const char *const again[] = {"title=a", "title=b"};
    assert_int_equal(field_map_init(&map, again, 2, &err), NS_ERR_ARG);
    assert_non_null(strstr(err.msg, "--map title=b: \"title\" is mapped twice"));
}

static void test_wrong_mappings(void **state)
{
    static const struct {
        const char *mapping, *message;
    } cases[] = {
        {"", "wanted FIELD=NAME"},
        {"title", "wanted FIELD=NAME"},
        {"title=a,", "wanted FIELD=NAME"},
        {"headline=title", "\"headline\" is no field; wanted id, title"},
        {"Title=a", "\"Title\" is no field"},
        {"=a", "\"\" is no field"},
        {"title=", "\"title\" has no name behind it"},
        {"title= _-", "\"title\" has no name behind it"},
        {"body=a+", "\"body\" has no name behind it"},
        {"body=a++b", "\"body\" has no name behind it"},
        {"title=a,title=b", "\"title\" is mapped twice"},
        {"title=a,body=A", "\"A\" is given twice"},
        {"body=a+a", "\"a\" is given twice"},
        {"title=a+b", "only a body can be joined"},
        {"body=a+b+c+d+e+f+g+h+i", "8 names at most"},
        {"title=a.b.c.d.e.f.g.h.i", "8 parts between dots"},
    };
    struct field_map map;
    struct ns_error err;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (field_map_init(&map, &cases[i].mapping, 1, &err) != NS_ERR_ARG) fail_msg("%s was taken", cases[i].mapping);
        if (!strstr(err.msg, cases[i].message)) fail_msg("%s: %s", cases[i].mapping, err.msg);
    }
}

static void test_long_names(void **state)
{
    char name[FIELD_NAME_MAX + 3];
    char mapping[FIELD_NAME_MAX + 10];
    const char *given = mapping;
    struct field_map map;
    struct ns_error err;
    (void)state;
    memset(name, 'x', sizeof name);
    name[FIELD_NAME_MAX] = '\0';
    snprintf(mapping, sizeof mapping, "title=%s", name);
    make(&map, mapping);
    assert_int_equal(slot(&map, name), RECORD_TITLE);
    assert_null(field_find(&map, field_find(&map, NULL, name, FIELD_NAME_MAX), "x", 1));
    name[FIELD_NAME_MAX] = 'x';
    assert_null(field_find(&map, NULL, name, FIELD_NAME_MAX + 1));
    name[FIELD_NAME_MAX + 1] = '\0';
    snprintf(mapping, sizeof mapping, "title=%s", name);
    assert_int_equal(field_map_init(&map, &given, 1, &err), NS_ERR_ARG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_names),           cmocka_unit_test(test_usual_names),    cmocka_unit_test(test_order),
        cmocka_unit_test(test_names_within_others), cmocka_unit_test(test_mapping),        cmocka_unit_test(test_summaries),
        cmocka_unit_test(test_several_mappings),    cmocka_unit_test(test_wrong_mappings), cmocka_unit_test(test_long_names),
    };
    return cmocka_run_group_tests_name("fields", tests, NULL, NULL);
}
