/* article.c - what an id tells. */
#include "index/article.h"

#include <string.h>

bool article_id_is_line(const char *id)
{
    const size_t length = sizeof ARTICLE_LINE_ID - 1;
    if (strncmp(id, ARTICLE_LINE_ID, length) != 0) return false;
    const size_t digits = strspn(id + length, "0123456789");
    return digits > 0 && id[length + digits] == '\0';
}
