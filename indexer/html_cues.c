/* html_cues.c - tables of phrases, in the languages of many pages of news. */
#include "indexer/html_cues.h"

#include <string.h>
#include <strings.h>

#include "indexer/ascii.h"

/* Words that a heading of another sort of list may have, one at a paywall, a label, and a line about author and date. */
#define HEADING_WORDS 7
#define GATE_WORDS 12
#define LABEL_WORDS 24
#define DATELINE_WORDS 16

/* Bytes in which the words of consent are looked for: notices are short. */
#define CONSENT_LENGTH 2000

/* A phrase a line would be pages of them. */
/* clang-format off */

static const char *const comments[] = {
    "comment$", "comments on", "comments section", "add a comment", "add comment", "post a comment", "write a comment", "leave a reply",
    "leave a comment", "join the conversation", "join the discussion", "thoughts on", "response to “", "responses to",
    "reader comments", "readers' comments", "have your say", "kommentar$", "kommentare$", "kommentare zu", "kommentarer$",
    "leserkommentare", "commentaire$", "vos commentaires", "comentario$", "comentário$", "commenti$", "reacties$", "комментарии",
    "комментариев", "обсуждение$", "评论$", "网友评论", "留言$", "コメント$", "댓글", "التعليقات", "टिप्पणियाँ", "ความคิดเห็น"};

static const char *const related[] = {
    "related$", "related article", "related stories", "related story", "related news", "related content", "related link",
    "related topic", "related post", "related coverage", "related reading", "read next", "read also", "also read", "read more",
    "more on this", "more on:", "more about", "more from", "more in ", "more posts", "more stories", "more news", "more articles",
    "more to read", "most read", "most popular", "most viewed", "most clicked", "popular$", "popular stories", "popular now",
    "popular articles", "popular posts", "trending$", "trending now", "trending stories", "recommended$", "recommended for",
    "recommended stories", "recommended articles", "you may also", "you might also", "see also", "up next", "next article",
    "next story", "recent posts", "recent articles", "latest news", "latest stories", "editor's pick", "editors' pick", "editor’s pick",
    "don't miss", "also on", "also today", "also from", "in other news", "what to read next", "around the web", "from the web",
    "promoted$", "promoted content", "sponsored$", "sponsored content", "mehr zum thema", "mehr aus", "lesen sie auch",
    "das könnte sie", "das könnte dich", "das könnte ihnen", "meistgelesen", "auch interessant", "weitere artikel", "à lire aussi",
    "a lire aussi", "lire aussi", "à lire également", "sur le même sujet", "sur le même thème", "les plus lus", "lea también",
    "lee también", "te puede interesar", "noticias relacionadas", "noticia relacionada", "más noticias", "lo más leído", "lo más visto",
    "leggi anche", "potrebbe interessarti", "potrebbero interessarti", "leia mais", "leia também", "veja também", "mais lidas",
    "lees ook", "meer over", "läs mer", "läs också", "mest läst", "les også", "læs også", "lue myös", "luetuimmat", "czytaj też",
    "czytaj także", "читайте также", "по теме$", "популярное", "ещё по теме", "関連記事", "関連ニュース", "関連リンク", "あわせて読みたい", "アクセスランキング", "相关$",
    "相关新闻", "相关阅读", "相关报道", "相关文章", "推荐阅读", "延伸閱讀", "延伸阅读", "관련기사", "관련 기사", "많이 본", "اقرأ أيضا", "مواضيع ذات صلة", "यह भी पढ़ें",
    "ये भी पढ़ें", "ข่าวที่เกี่ยวข้อง", "διαβάστε επίσης", "baca juga", "ilgili haberler"};

/* Links below each comment of a reader. */
static const char *const replies[] = {
    "reply", "quote", "report", "antworten", "zitieren", "répondre", "signaler", "responder", "rispondi", "svara", "svar", "ответить",
    "返信", "回复", "답글", "ตอบกลับ"};

/* Words of such a row of links. */
#define REPLY_WORDS 6

/* What stands at a paywall. */
static const char *const gates[] = {
    "continue reading", "to continue reading", "keep reading", "subscribe to continue", "subscribe to read", "read the full",
    "this article is for", "this content is for", "this story is for", "already a subscriber", "la suite est réservée",
    "article réservé", "contenu réservé", "réservé aux abonnés", "il vous reste", "weiterlesen mit", "jetzt weiterlesen",
    "dieser artikel ist nur", "exklusiv für abonnenten", "contenido exclusivo", "este contenido es", "para seguir leyendo",
    "per continuare a leggere", "contenuto riservato", "conteúdo exclusivo", "para continuar lendo", "この記事は有料", "чтобы прочитать"};

static const char *const alone[] = {
    "advertisement$", "advertising$", "ad:", "sponsored by", "anzeige$", "werbung$", "publicité$", "publicidad$", "publicidade$",
    "pubblicità$", "реклама$", "share$", "share this", "share on", "share via", "tweet$", "email this", "e-mail this", "print$",
    "print this", "click to share", "follow us", "follow @", "subscribe$", "subscribe now", "subscribe to", "sign up", "sign in",
    "log in", "already have an account", "newsletter$", "copyright", "©", "(c) ", "all rights reserved", "all content", "alle rechte",
    "tous droits", "todos los derechos", "版权", "无断", "loading$", "loading more", "photo:", "photograph:", "image:", "picture:", "foto:",
    "skip to", "click here", "tags:", "tagged", "filed under", "posted in", "you are receiving", "unsubscribe", "view this email",
    "your email address", "required fields", "we use cookies", "this site uses cookies", "wir verwenden cookies", "enable javascript",
    "please enable javascript", "back to top", "printer-friendly", "support us", "enjoying this", "clicca qui", "abonnez-vous", "（責任編輯",
    "（责任编辑", "责任编辑"};

static const char *const consent[] = {
    "cookie", "consent", "partners", "advertising", "advertisement", "privacy", "legitimate interest", "personal data", "your device",
    "werbung", "datenschutz", "einwillig", "publicité", "consentement", "publicidad", "consentimiento"};

/* clang-format on */

static const char *const networks[] = {"facebook", "twitter", "instagram", "mastodon", "whatsapp", "telegram", "linkedin", "youtube"};

/* Whether a text begins with a phrase, whose last word ends there or goes on with an s. Behind a phrase that ends with $, as words do that
 * headings of articles may begin with too, no other word follows. */
static bool begins(const char *text, size_t length, const char *phrase)
{
    const bool last = phrase[strlen(phrase) - 1] == '$';
    size_t at = strlen(phrase) - last;
    if (length < at || strncasecmp(text, phrase, at) != 0) return false;
    const bool word = ascii_is_letter(phrase[at - 1]);
    if (word && at < length && (text[at] | 0x20) == 's') at++;
    if (word && at < length && ascii_is_letter(text[at])) return false;
    while (last && at < length && text[at] == ' ')
        at++;
    return !last || at == length || ((unsigned char)text[at] < 0x80 && !ascii_is_letter(text[at]));
}

static bool begins_with_one(const char *text, size_t length, const char *const *phrases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (begins(text, length, phrases[i])) return true;
    }
    return false;
}

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Bytes before the first letter: digits, brackets, quotes, as in "5 comments". */
static size_t before_letters(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && at < 12 && (unsigned char)text[at] < 0x80 && !ascii_is_letter(text[at]))
        at++;
    return at;
}

static bool ends_sentence(const char *text, size_t length)
{
    return length > 0 && text[length - 1] == '.' && !(length > 1 && text[length - 2] == '.');
}

/* Whether a phrase stands anywhere in a text. */
static bool has(const char *text, size_t length, const char *phrase)
{
    const size_t wanted = strlen(phrase);
    for (size_t at = 0; at + wanted <= length; at++) {
        if ((text[at] | 0x20) == (*phrase | 0x20) && strncasecmp(text + at, phrase, wanted) == 0) return true;
    }
    return false;
}

static bool has_one(const char *text, size_t length, const char *const *phrases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (has(text, length, phrases[i])) return true;
    }
    return false;
}

enum html_cue html_cue_of(const char *text, size_t length, uint32_t words)
{
    if (words > LABEL_WORDS) return HTML_CUE_NONE;
    if (words <= REPLY_WORDS && !ends_sentence(text, length) && begins_with_one(text, length, replies, COUNT_OF(replies)))
        return HTML_CUE_REPLY;
    if (words <= GATE_WORDS && !ends_sentence(text, length) && begins_with_one(text, length, gates, COUNT_OF(gates)))
        return HTML_CUE_RELATED;
    if (begins_with_one(text, length, alone, COUNT_OF(alone)) && (words <= HEADING_WORDS || !ends_sentence(text, length) || *text == '('))
        return HTML_CUE_ALONE;
    if (begins_with_one(text, length, (const char *const[]){"copyright", "©", "all rights", "all content", "you are receiving"}, 5))
        return HTML_CUE_ALONE;
    if (begins(text, length, "follow ") && has_one(text, length, networks, COUNT_OF(networks))) return HTML_CUE_ALONE;
    if (words > HEADING_WORDS || ends_sentence(text, length)) return HTML_CUE_NONE;
    const size_t skipped = before_letters(text, length);
    text += skipped;
    length -= skipped;
    if (begins_with_one(text, length, comments, COUNT_OF(comments))) return HTML_CUE_COMMENTS;
    return begins_with_one(text, length, related, COUNT_OF(related)) ? HTML_CUE_RELATED : HTML_CUE_NONE;
}

bool html_cue_consent(const char *text, size_t length)
{
    size_t found = 0;
    if (length > CONSENT_LENGTH) return false;
    for (size_t i = 0; i < COUNT_OF(consent) && found < 2; i++)
        found += has(text, length, consent[i]);
    return found >= 2;
}

/* Four digits of a year from 1900 to 2599 (of calendars of the East too), or a time such as 10:15. */
static bool has_year_or_time(const char *text, size_t length)
{
    for (size_t at = 0; at + 4 <= length; at++) {
        const char *digits = text + at;
        if (!ascii_is_digit(digits[0]) || !ascii_is_digit(digits[1]) || (at > 0 && ascii_is_digit(text[at - 1]))) continue;
        const bool century = (digits[0] == '1' && digits[1] == '9') || (digits[0] == '2' && (digits[1] == '0' || digits[1] == '5'));
        if (century && ascii_is_digit(digits[2]) && ascii_is_digit(digits[3]) && (at + 4 == length || !ascii_is_digit(digits[4])))
            return true;
        if (digits[2] == ':' && ascii_is_digit(digits[3])) return true;
    }
    return false;
}

bool html_cue_dateline(const char *text, size_t length, uint32_t words)
{
    static const char *const by[] = {"by ",    "by: ",     "von ",         "par ",   "por ",      "di ",           "door ",
                                     "av ",    "story by", "text:",        "words:", "words by ", "reporting by ", "published",
                                     "posted", "updated",  "last updated", "автор",  "作者",      "文／",          "記者"};
    if (words > DATELINE_WORDS) return false;
    const bool author = begins_with_one(text, length, by, COUNT_OF(by));
    const bool dated = has_year_or_time(text, length);
    if (author && (dated || (words <= HEADING_WORDS && !ends_sentence(text, length)))) return true;
    return dated && !ends_sentence(text, length);
}
