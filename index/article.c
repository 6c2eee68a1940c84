/* article.c - what an id tells, and dates as text. */
#include "index/article.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

uint64_t article_text_size(const struct article *article)
{
    uint64_t size = article->part_count > 1 ? (article->part_count - 1) * PART_SEPARATOR_LENGTH : 0;
    for (size_t i = 0; i < article->part_count; i++)
        size += article->parts[i].length;
    return size;
}

ns_status article_check_size(const struct article *article, struct ns_error *err)
{
    if (article_text_size(article) <= ARTICLE_TEXT_MAX) return NS_OK;
    return ns_fail(err, NS_ERR_LIMIT, "an article of more than %d MiB", ARTICLE_TEXT_MAX >> 20);
}

size_t article_line_id(uint64_t line, char room[ARTICLE_LINE_ID_ROOM])
{
    return (size_t)snprintf(room, ARTICLE_LINE_ID_ROOM, ARTICLE_LINE_ID "%" PRIu64, line);
}

bool article_id_is_line(const char *id)
{
    const size_t length = sizeof ARTICLE_LINE_ID - 1;
    if (strncmp(id, ARTICLE_LINE_ID, length) != 0) return false;
    const size_t digits = strspn(id + length, "0123456789");
    return digits > 0 && id[length + digits] == '\0';
}

const char *date_text(const struct article_date *date, char separator, char text[DATE_TEXT_SIZE])
{
    /* What is known of a date is the beginning of it: so much behind the year. */
    static const int lengths[] = {[DATE_YEAR] = 0, [DATE_MONTH] = 3, [DATE_DAY] = 6, [DATE_MINUTE] = 12, [DATE_SECOND] = 15};
    const time_t seconds = (time_t)date->seconds;
    struct tm parts;
    char rest[24];
    *text = '\0';
    if (date->precision == DATE_UNKNOWN || !gmtime_r(&seconds, &parts)) return text;
    if (!strftime(rest, sizeof rest, "-%m-%d_%H:%M:%S", &parts)) return text;
    rest[6] = separator;
    const long year = 1900L + parts.tm_year;
    snprintf(text, DATE_TEXT_SIZE, "%0*ld%.*s", year < 0 ? 5 : 4, year, lengths[date->precision], rest);
    return text;
}

void article_date_keep_newest(struct article_date *newest, const struct article_date *date)
{
    if (date->precision == DATE_UNKNOWN) return;
    if (newest->precision == DATE_UNKNOWN || date->seconds > newest->seconds) *newest = *date;
}
