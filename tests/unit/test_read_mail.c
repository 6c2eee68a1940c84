/* test_read_mail.c - mails one a file and one behind the other: their fields, their texts, and how they are told from other texts. */
#include "tests/unit/reader_fixture.h"

#include <stdio.h>

#include "indexer/format_parts.h"
#include "indexer/mail.h"
#include "tests/unit/ugly_fixture.h"

#define MARK "From ada@news.example Wed Mar  3 12:11:30 2021\n"

static void test_whole_mail(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_mail,
              "\xef\xbb\xbf\nReceived: from a by b; Wed, 3 Mar 2021 12:12:00 +0000\r\nFrom: \"Writer, Ada\" <ada@news.example>, "
              "b@news.example\r\n"
              "To: desk@news.example\r\nSubject: =?utf-8?q?Re:_Caf=C3=A9?=\r\n closed\r\nDate: 2021-03-03T12:11:30Z\r\n"
              "List-Id: =?utf-8?q?Press_of_Alba?= <press.alba.example>\r\nMessage-ID: <1@news.example>\r\n\r\n\r\nThe caf\xc3\xa9 is "
              "closed.\r\n \r\nFor good.\r\n\r\n");
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_null(article->id);
    assert_null(article->section);
    assert_string_equal(article->byline, "Writer, Ada");
    assert_string_equal(article->source, "Press of Alba");
    assert_int_equal(article->date.seconds, 1614773490);
    assert_true(article->extracted);
    assert_int_equal(article->source_size, 4711);
    assert_int_equal(assert_part(article, PART_TITLE, "Re: Caf\xc3\xa9 closed")->source_line, 5);
    assert_int_equal(assert_part(article, PART_BODY, "The caf\xc3\xa9 is closed.\n \nFor good.")->source_line, 11);
}

static void test_bylines(void **state)
{
    static const char *const cases[][2] = {
        {"Ada Writer <ada@n.example>", "Ada Writer"},
        {"ada@n.example", "ada@n.example"},
        {"<ada@n.example>", "ada@n.example"},
        {"ada@n.example (Ada Writer)", "Ada Writer"},
        {"\"Ada \\\"A\\\" Writer\" <ada@n.example>", "Ada \"A\" Writer"},
        {"\"Writer, Ada\" <ada@n.example>, Ben <ben@n.example>", "Writer, Ada"},
        {"=?iso-8859-1?q?Ad=E4?= Writer <ada@n.example>", "Ad\xc3\xa4 Writer"},
        {"ada@n.example, ben@n.example", "ada@n.example"},
        {"Ada at n.example", "Ada at n.example"},
        {"Ada <ada@n.example", "Ada"},
        {"<", NULL},
        {"", NULL},
        {"\"", NULL},
        {"\\", "\\"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text, "From: %s\nSubject: S\n\nB\n", cases[i][0]);
        kept_read(*state, read_mail, text);
        const char *byline = kept_article(*state)->byline;
        if (cases[i][1]) {
            assert_non_null(byline);
            assert_string_equal(byline, cases[i][1]);
        } else {
            assert_true(!byline || strcmp(byline, cases[i][0]) == 0);
        }
    }
}

static void test_lists(void **state)
{
    kept_read(*state, read_mail, "List-Id: <press.alba.example>\n\nB\n");
    assert_string_equal(kept_article(*state)->source, "press.alba.example");
    kept_read(*state, read_mail, "List-Id: press.alba.example\n\nB\n");
    assert_string_equal(kept_article(*state)->source, "press.alba.example");
    kept_read(*state, read_mail, "To: press@alba.example\n\nB\n");
    assert_null(kept_article(*state)->source);
}

static void assert_body(struct kept *kept, const char *mail, const char *body)
{
    kept_read(kept, read_mail, mail);
    assert_part(kept_article(kept), PART_BODY, body);
    assert_int_equal(kept->problem_count, 0);
}

static void test_encodings(void **state)
{
    assert_body(*state, "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9 =\nclosed\n",
                "caf\xc3\xa9 closed");
    assert_body(*state, "Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\nSABpAA==\n", "Hi");
    assert_body(*state, "Content-Type: text/plain; charset=windows-1252\n\n\x93x\x94\n", "\xe2\x80\x9cx\xe2\x80\x9d");
    assert_body(*state, "Content-Type: text/plain\n\nca\xe9\n", "ca\xc3\xa9");
}

static void test_flowed(void **state)
{
#define FLOWED "Content-Type: text/plain; format=flowed\n\n"
    assert_body(*state, FLOWED "one \ntwo \nthree\nfour\n", "one two three\nfour");
    assert_body(*state, FLOWED "> a \n> b\n>> c \n> d\ne \n", "> a b\n>> c \n> d\ne");
    assert_body(*state, FLOWED "text\r\n \r\n From here\r\n", "text\n\nFrom here");
    assert_body(*state, FLOWED "text \n-- \nAda\n", "text \n-- \nAda");
    assert_body(*state, "Content-Type: text/plain; format=flowed; delsp=yes\n\nhar \nbour\n", "harbour");
}

static void test_multipart(void **state)
{
    struct kept *kept = *state;
    kept_read(
        kept, read_mail,
        "Subject: S\nContent-Type: multipart/mixed; boundary=b\n\nThis is a mail in parts.\n--b\n\nOne.\n--b\nContent-Type: image/png\n"
        "Content-Transfer-Encoding: base64\n\niVBORw==\n--b\nContent-Type: text/plain\n\nTwo.\n--b--\n");
    assert_part(kept_article(kept), PART_BODY, "One.\n\nTwo.");
    assert_int_equal(kept_article(kept)->parts[1].source_line, 7);
}

static void test_html(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_mail,
              "Subject: S\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<html><body><p>The "
              "caf=E9 of the "
              "harbour was closed on Tuesday, the port said, after a crane had fallen into the basin.</p></body></html>\n");
    assert_part(kept_article(kept), PART_TITLE, "S");
    const struct article_part *body = kept_part(kept_article(kept), PART_BODY);
    assert_non_null(body);
    assert_non_null(strstr(body->text, "of the harbour was closed on Tuesday"));
    assert_null(strchr(body->text, '<'));
}

static void test_mails_without_text(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_mail, "Subject: Only this\nContent-Type: image/png\n\nx");
    assert_part(kept_article(kept), PART_TITLE, "Only this");
    assert_part(kept_article(kept), PART_BODY, NULL);
    kept_read(kept, read_mail, "From: a@b\nSubject: \n\n \n");
    assert_int_equal(kept->article_count, 0);
    assert_problem(kept, 0, 1, "a mail without text");
    kept_read(kept, read_mail, "");
    assert_problem(kept, 0, 1, "a mail without text");
}

static void test_problems(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_mail,
              "Subject: S\nDate: some day\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\nSG!!\n"
              "--b\nContent-Type: text/plain; charset=utf-8\n\n\xff\n--b\nContent-Type: multipart/mixed\n\nx\n--b--\n");
    assert_int_equal(kept->article_count, 1);
    assert_int_equal(kept->problem_count, 4);
    assert_problem(kept, 0, 1, "a multipart whose boundary is not there");
    assert_problem(kept, 1, 1, "2 places that are not in the encoding");
    assert_problem(kept, 2, 1, "1 place that is no character");
    assert_problem(kept, 3, 1, "\"some day\" is no date");
    assert_int_equal(kept->problems[2].kind, PROBLEM_BYTES);
}

static void test_large_mail(void **state)
{
    struct kept *kept = *state;
    static const char head[] = "Subject: S\n\n";
    char *text = malloc(MAIL_MAX + 10);
    assert_non_null(text);
    memset(text, 'x', MAIL_MAX + 10);
    memcpy(text, head, sizeof head - 1);
    assert_int_equal(kept_read_bytes(kept, read_mail, text, MAIL_MAX + 10), NS_OK);
    assert_problem(kept, 0, 1, "a mail of over");
    assert_int_equal(kept_part(kept_article(kept), PART_BODY)->length, MAIL_MAX - (sizeof head - 1));
    free(text);
}

/* ---- mbox ---- */

static void test_mbox(void **state)
{
    struct kept *kept = *state;
    kept_read(
        kept, read_mbox,
        MARK
        "Message-ID: <1@news.example>\nSubject: One\n\nFirst.\n>From the harbour,\n>>From there\n> From\nFrom Beirut 12:11 2021 no mark\n\n"
        "From here on\n\n" MARK "Subject: Two\n\nSecond.\n\n" MARK "Message-ID: <line=3>\n\nThird.\n");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 3);
    const struct article *article = &kept->articles[0];
    assert_string_equal(article->id, "1@news.example");
    assert_part(article, PART_TITLE, "One");
    const struct article_part *body =
        assert_part(article, PART_BODY, "First.\nFrom the harbour,\n>From there\n> From\nFrom Beirut 12:11 2021 no mark\n\nFrom here on");
    assert_int_equal(body->source_line, 5);
    article = &kept->articles[1];
    assert_string_equal(article->id, "line=13");
    assert_int_equal(assert_part(article, PART_TITLE, "Two")->source_line, 14);
    assert_string_equal(kept->articles[2].id, "line=18");
}

static void test_mbox_with_crlf(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_mbox,
              "From 123@xxx Wed Mar 03 12:11:30 +0000 2021\r\nSubject: One\r\n\r\nFirst.\r\n\r\nFrom 124@xxx Wed Mar 03 12:11:30 +0000 "
              "2021\r\nSubject: Two\r\n\r\nSecond.\r\n");
    assert_int_equal(kept->article_count, 2);
    assert_part(&kept->articles[1], PART_TITLE, "Two");
    assert_part(&kept->articles[1], PART_BODY, "Second.");
}

static void test_mbox_with_damage(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_mbox, "garbage\n\n" MARK "Subject: One\n\nFirst.\n");
    assert_part(kept_article(kept), PART_TITLE, "One");
    assert_problem(kept, 0, 1, "does not begin with a line such as \"From");
    kept_read(kept, read_mbox, "garbage\n" MARK "Subject: One\n");
    assert_int_equal(kept->article_count, 0);
    assert_int_equal(kept->problem_count, 1);
    kept_read(kept, read_mbox, MARK "Subject: One");
    assert_part(kept_article(kept), PART_TITLE, "One");
    kept_read(kept, read_mbox, "");
    assert_int_equal(kept->problem_count + kept->article_count, 0);
}

static void test_split(void **state)
{
    (void)state;
    static const char text[] = MARK "Subject: One\n\nFirst.\n\n" MARK "Subject: Two\n\nSecond.\n\n" MARK "Subject: Three\n\nThird.\n";
    const size_t second = (size_t)(strstr(text + 1, MARK) - text);
    const size_t third = (size_t)(strstr(text + second + 1, MARK) - text);
    for (size_t size = 0; size < sizeof text; size++) {
        const size_t split = mbox_split(text, size);
        assert_true(split == 0 || split == second || split == third);
        assert_true(split < size || size == 0);
    }
    assert_int_equal(mbox_split(text, sizeof text - 1), third);
    assert_int_equal(mbox_split(text, third + 10), second);
}

static void test_recognise(void **state)
{
    (void)state;
    static const char *const mails[] = {
        "From: Ada <ada@n.example>\nTo: x\nDate: x\n\n",
        "Received: from a\n\tby b\nReceived: x\nMIME-Version: 1.0\n",
        "\xef\xbb\xbf\r\nReturn-Path: <>\r\nMessage-ID: <x>\r\nDate: x\r\n\r\n",
        "From: ada at n.example\nSubject: x\nDate: x\nReferences: <x",
    };
    static const char *const texts[] = {
        "",
        "Title: Harbour closed\nAuthor: Ada\nDate: 3 March 2021\n\nText",
        "FROM: LONDON\nDATE: 3 March\nSLUG: x\n\nText",
        "From: a@b\nDate: x\n\n",
        "Harbour closed\nFrom: a@b\nDate: x\nTo: x\n\n",
        "From: a@b\nDate: x\nThis is a text\nTo: x\n\n",
        " From: a@b",
        "{\"From\": \"a@b\",\n\"Date\": 1,\n\"To\": 1}\n",
        "<html>\n",
        MARK "From: a@b\nDate: x\nTo: x\n\n",
    };
    for (size_t i = 0; i < sizeof mails / sizeof *mails; i++) {
        assert_true(mail_recognise(mails[i], strlen(mails[i])));
        assert_false(mbox_recognise(mails[i], strlen(mails[i])));
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(mail_recognise(texts[i], strlen(texts[i])));
}

static void test_recognise_mbox(void **state)
{
    (void)state;
    static const char *const good[] = {MARK "Subject: x\n", "\n" MARK "Received: from",
                                       "From ada at n.example  Wed Mar  3 12:11:30 2021\nFrom: x"};
    static const char *const bad[] = {"",
                                      "From ",
                                      MARK,
                                      "From Beirut our correspondent writes at 12:11 in 2021.\nTo: x\n",
                                      "From a Wed Mar 3 2021\nTo: x\n",
                                      "From a Wed Mar 3 12:11:30\nTo: x\n",
                                      MARK "no field\n",
                                      "X" MARK "To: x\n"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(mbox_recognise(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(mbox_recognise(bad[i], strlen(bad[i])));
}

static void test_sink_ends_the_reading(void **state)
{
    struct kept *kept = *state;
    static const char text[] = MARK "Subject: One\n\nFirst.\n\n" MARK "Subject: Two\n\nSecond.\n";
    kept->answer = NS_ERR_IO;
    assert_int_equal(kept_read_bytes(kept, read_mbox, text, sizeof text - 1), NS_ERR_IO);
    assert_int_equal(kept->article_count, 1);
}

static void test_ugly_files(void **state)
{
    assert_true(read_ugly_files(*state, read_mail, "tests/data/ugly/mail") >= 20);
    assert_true(read_ugly_files(*state, read_mbox, "tests/data/ugly/mbox") >= 8);
    read_ugly_files(*state, read_mbox, "tests/data/ugly/mail");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_whole_mail),
        KEPT_TEST(test_bylines),
        KEPT_TEST(test_lists),
        KEPT_TEST(test_encodings),
        KEPT_TEST(test_flowed),
        KEPT_TEST(test_multipart),
        KEPT_TEST(test_html),
        KEPT_TEST(test_mails_without_text),
        KEPT_TEST(test_problems),
        KEPT_TEST(test_large_mail),
        KEPT_TEST(test_mbox),
        KEPT_TEST(test_mbox_with_crlf),
        KEPT_TEST(test_mbox_with_damage),
        KEPT_TEST(test_split),
        KEPT_TEST(test_recognise),
        KEPT_TEST(test_recognise_mbox),
        KEPT_TEST(test_sink_ends_the_reading),
        KEPT_TEST(test_ugly_files),
    };
    return cmocka_run_group_tests_name("read_mail", tests, NULL, NULL);
}
