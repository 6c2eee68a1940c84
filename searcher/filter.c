/* filter.c - articles by their fields. */
#include "searcher/filter.h"

#include <limits.h>
#include <string.h>
#include <time.h>

#include "searcher/wildcard.h"

const char *filter_field(const struct article *article, enum query_field field)
{
    if (field == FIELD_SECTION) return article->section;
    return field == FIELD_BYLINE ? article->byline : article->source;
}

/* Whether the glob of a folder fits the beginning of a path, up to one of its slashes. */
static bool is_below(const char *glob, size_t glob_len, const char *path)
{
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        if (wildcard_match(glob, glob_len, path, (size_t)(slash + 1 - path))) return true;
    }
    return false;
}

bool filter_path(const char *glob, size_t glob_len, const char *path)
{
    const bool folder = glob_len > 0 && glob[glob_len - 1] == '/';
    for (const char *begin = path; begin; begin = strchr(begin, '/') ? strchr(begin, '/') + 1 : NULL) {
        if (folder ? is_below(glob, glob_len, begin) : wildcard_match(glob, glob_len, begin, strlen(begin))) return true;
    }
    return false;
}

/* The first second behind what a date may be. The last year that the system can count has none. */
static bool date_end(const struct article_date *date, int64_t *end)
{
    const time_t seconds = (time_t)date->seconds;
    struct tm parts;
    if (date->precision == DATE_UNKNOWN || !gmtime_r(&seconds, &parts) || parts.tm_year == INT_MAX) return false;
    if (date->precision == DATE_YEAR) parts.tm_year++;
    if (date->precision == DATE_MONTH) parts.tm_mon++;
    *end = timegm(&parts);
    if (date->precision == DATE_DAY) *end += 24 * 60 * 60;
    if (date->precision == DATE_MINUTE) *end += 60;
    if (date->precision == DATE_SECOND) *end += 1;
    return true;
}

bool filter_date(const struct article_date *date, int64_t from, int64_t to)
{
    int64_t end;
    return date_end(date, &end) && date->seconds >= from && end <= to;
}
