/* perturb.c - spells some words of a text anew. */
#include "tests/bench/perturb.h"

#define LETTERS_MIN 5
#define WORDS_IN_A_HUNDRED 1

static bool is_letter(char byte)
{
    const char lower = (char)(byte | 0x20);
    return lower >= 'a' && lower <= 'z';
}

static void respell(char *word, size_t length, struct random_source *random)
{
    char *letter = &word[1 + random_below(random, (uint32_t)length - 2)];
    if (*letter >= 'a') *letter = (char)('a' + random_below(random, 26));
}

void perturb(char *text, size_t size, struct random_source *random)
{
    size_t begin = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && is_letter(text[i])) continue;
        if (i - begin >= LETTERS_MIN && random_chance(random, WORDS_IN_A_HUNDRED)) respell(text + begin, i - begin, random);
        begin = i + 1;
    }
}
