/* vocabulary.c - forms, stems and gaps as they are met, and sorted when their segment is closed. */
#include "index/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "index/sort_strings.h"
#include "index/table.h"

_Static_assert(FORM_MAX * 6 <= UINT16_MAX, "a folded form is not much longer than a form");

void vocabulary_release(struct vocabulary *vocabulary)
{
    interner_release(&vocabulary->forms);
    interner_release(&vocabulary->stems);
    interner_release(&vocabulary->gaps);
    buffer_release(&vocabulary->folded);
    buffer_release(&vocabulary->gap_key);
    free(vocabulary->form_infos);
    free(vocabulary->word_hashes);
    *vocabulary = (struct vocabulary){.normalizer = vocabulary->normalizer};
}

size_t vocabulary_memory(const struct vocabulary *vocabulary)
{
    return interner_memory(&vocabulary->forms) + interner_memory(&vocabulary->stems) + interner_memory(&vocabulary->gaps) +
           vocabulary->folded.capacity + vocabulary->gap_key.capacity + vocabulary->form_capacity * sizeof *vocabulary->form_infos +
           vocabulary->hash_capacity * sizeof *vocabulary->word_hashes;
}

/* ---- Collecting ---- */

/* Keep what a new form folds to, and the hash of that. */
static ns_status describe_form(struct vocabulary *vocabulary, const char *form, size_t length, bool compound, struct ns_error *err)
{
    const size_t id = vocabulary->forms.count - 1;
    void *infos = vocabulary->form_infos;
    const char *folded;
    size_t folded_len;
    ns_status status = array_reserve(&infos, &vocabulary->form_capacity, id + 1, sizeof *vocabulary->form_infos, err);
    vocabulary->form_infos = infos;
    void *hashes = vocabulary->word_hashes;
    if (status == NS_OK) status = array_reserve(&hashes, &vocabulary->hash_capacity, id + 1, sizeof *vocabulary->word_hashes, err);
    vocabulary->word_hashes = hashes;
    if (status == NS_OK) status = normalizer_fold(vocabulary->normalizer, form, length, &folded, &folded_len, err);
    if (status != NS_OK) return status;
    vocabulary->word_hashes[id] = copy_word_hash(folded, folded_len);
    vocabulary->form_infos[id] =
        (struct form_info){.compound = compound, .folded = vocabulary->folded.size, .folded_len = (uint16_t)folded_len};
    return buffer_append(&vocabulary->folded, folded, folded_len, err);
}

ns_status vocabulary_add_form(struct vocabulary *vocabulary, const char *form, size_t length, bool compound, uint32_t *id,
                              struct ns_error *err)
{
    bool added;
    const ns_status status = interner_add(&vocabulary->forms, form, length, id, &added, err);
    return status == NS_OK && added ? describe_form(vocabulary, form, length, compound, err) : status;
}

/* Strings are looked up a few at a time, so that the waits for memory are one wait. */
#define AT_ONCE 64

static void make_keys(const struct vocabulary *vocabulary, const char *text, const struct token *tokens, size_t count,
                      struct intern_key *keys)
{
    for (size_t i = 0; i < count; i++) {
        keys[i] = intern_key_padded(text + tokens[i].offset, tokens[i].length);
        interner_fetch(&vocabulary->forms, &keys[i]);
    }
    const struct interned *guesses[AT_ONCE];
    size_t guessed = 0;
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].length > INTERN_SHORT) guesses[guessed++] = interner_fetch_more(&vocabulary->forms, &keys[i]);
    }
    for (size_t i = 0; i < guessed; i++)
        interner_fetch_rest(&vocabulary->forms, guesses[i]);
}

/* Add a form that is no compound and was not found. */
static ns_status add_form(struct vocabulary *vocabulary, const char *form, size_t length, const struct intern_key *key, uint32_t *id,
                          struct ns_error *err)
{
    const ns_status status = interner_put(&vocabulary->forms, form, length, key, err);
    if (status != NS_OK) return status;
    *id = (uint32_t)vocabulary->forms.count - 1;
    return describe_form(vocabulary, form, length, false, err);
}

/* Ask memory for what will be wanted of a form: its count, and its hash, by the owner. */
static inline void fetch_word(const struct vocabulary *vocabulary, uint32_t id)
{
    interner_fetch_count(&vocabulary->forms, id);
    __builtin_prefetch(&vocabulary->word_hashes[id]);
}

/* Count up to AT_ONCE tokens. */
static ns_status add_some(struct vocabulary *vocabulary, const char *text, const struct token *tokens, size_t count, uint32_t *ids,
                          struct ns_error *err)
{
    struct intern_key keys[AT_ONCE];
    ns_status status = NS_OK;
    make_keys(vocabulary, text, tokens, count, keys);
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        const char *form = text + tokens[i].offset;
        ids[i] = interner_find(&vocabulary->forms, form, tokens[i].length, &keys[i]);
        if (ids[i] == INTERN_FREE) status = add_form(vocabulary, form, tokens[i].length, &keys[i], &ids[i], err);
        if (status == NS_OK) fetch_word(vocabulary, ids[i]);
    }
    for (size_t i = 0; status == NS_OK && i < count; i++)
        vocabulary->forms.counts[ids[i]]++;
    return status;
}

ns_status vocabulary_add_tokens(struct vocabulary *vocabulary, const char *text, const struct token *tokens, size_t count, uint32_t *ids,
                                struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0, some; status == NS_OK && i < count; i += some) {
        some = count - i < AT_ONCE ? count - i : AT_ONCE;
        status = add_some(vocabulary, text, tokens + i, some, ids + i, err);
    }
    return status;
}

static ns_status add_gap(struct vocabulary *vocabulary, const char *gap, size_t length, enum gap_class class, uint32_t *id,
                         struct ns_error *err)
{
    struct buffer *key = &vocabulary->gap_key;
    key->size = 0;
    ns_status status = buffer_append_byte(key, (uint8_t) class, err);
    if (status == NS_OK) status = buffer_append(key, gap, length, err);
    return status == NS_OK ? interner_add(&vocabulary->gaps, key->data, key->size, id, NULL, err) : status;
}

/* The bytes of a gap of at most 6, its class and its length in one number that is not 0. */
static inline uint64_t gap_bytes(const char *gap, size_t length, enum gap_class class)
{
    uint64_t bytes = (length + 1) << 56 | (uint64_t) class << 48;
    for (size_t i = 0; i < length; i++)
        bytes |= (uint64_t)(uint8_t)gap[i] << (8 * i);
    return bytes;
}

ns_status vocabulary_add_gap(struct vocabulary *vocabulary, const char *gap, size_t length, enum gap_class class, uint32_t *id,
                             struct ns_error *err)
{
    if (length > 6) return add_gap(vocabulary, gap, length, class, id, err);
    const uint64_t bytes = gap_bytes(gap, length, class);
    struct recent_gap *recent = &vocabulary->recent[(bytes * UINT64_C(0x9e3779b97f4a7c15)) >> 58];
    ns_status status = NS_OK;
    if (recent->bytes == bytes) {
        vocabulary->gaps.counts[recent->id]++;
    } else {
        status = add_gap(vocabulary, gap, length, class, &recent->id, err);
        recent->bytes = status == NS_OK ? bytes : 0;
    }
    *id = recent->id;
    return status;
}

/* ---- Stems ---- */

/* The stems of some forms that follow one another. */
struct stemming {
    struct buffer texts; /* one behind the other */
    size_t ends[AT_ONCE];
};

static ns_status stem_form(struct vocabulary *vocabulary, size_t form, struct buffer *out, struct ns_error *err)
{
    struct form_info *info = &vocabulary->form_infos[form];
    const char *folded = vocabulary->folded.data + info->folded;
    const char *stem;
    size_t length;
    const ns_status status = normalizer_stem(vocabulary->normalizer, folded, info->folded_len, &stem, &length, err);
    if (status != NS_OK) return status;
    info->is_stem = bytes_compare(stem, length, folded, info->folded_len) == 0;
    return buffer_append(out, stem, length, err);
}

/* Give forms first..first+count-1 the numbers of their stems. */
static ns_status number_stems(struct vocabulary *vocabulary, size_t first, size_t count, const struct stemming *stemming,
                              struct ns_error *err)
{
    struct intern_key keys[AT_ONCE];
    const char *texts = stemming->texts.data;
    size_t begin = 0;
    for (size_t i = 0; i < count; begin = stemming->ends[i++]) {
        keys[i] = intern_key_padded(texts + begin, stemming->ends[i] - begin);
        interner_fetch(&vocabulary->stems, &keys[i]);
    }
    ns_status status = NS_OK;
    begin = 0;
    for (size_t i = 0; status == NS_OK && i < count; begin = stemming->ends[i++]) {
        const size_t length = stemming->ends[i] - begin;
        uint32_t number = interner_find(&vocabulary->stems, texts + begin, length, &keys[i]);
        if (number == INTERN_FREE) {
            number = (uint32_t)vocabulary->stems.count;
            status = interner_put(&vocabulary->stems, texts + begin, length, &keys[i], err);
        }
        vocabulary->forms.strings[first + i].value = number;
    }
    return status;
}

static ns_status stem_forms(struct vocabulary *vocabulary, struct ns_error *err)
{
    struct stemming stemming = {.texts = BUFFER_INIT};
    const size_t count = vocabulary->forms.count;
    ns_status status = NS_OK;
    for (size_t first = 0, some; status == NS_OK && first < count; first += some) {
        some = count - first < AT_ONCE ? count - first : AT_ONCE;
        stemming.texts.size = 0;
        for (size_t i = 0; status == NS_OK && i < some; i++) {
            status = stem_form(vocabulary, first + i, &stemming.texts, err);
            stemming.ends[i] = stemming.texts.size;
        }
        if (status == NS_OK) status = buffer_reserve(&stemming.texts, INTERN_PADDING, err);
        if (status == NS_OK) status = number_stems(vocabulary, first, some, &stemming, err);
    }
    buffer_release(&stemming.texts);
    return status;
}

/* ---- Writing ---- */

/* All strings of an interner in order. @out (transfer full) for free(). */
static ns_status sorted_strings(const struct interner *interner, struct sorted_string **out, struct ns_error *err)
{
    struct sorted_string *strings = large_alloc((interner->count + 1) * sizeof *strings);
    *out = strings;
    if (!strings) return ns_fail_nomem(err);
    for (size_t i = 0; i < interner->count; i++) {
        size_t length;
        const char *text = interner_get(interner, (uint32_t)i, &length);
        strings[i] = (struct sorted_string){.text = text, .length = (uint32_t)length, .id = (uint32_t)i};
    }
    return sort_strings(strings, interner->count, err);
}

/* Append a string of a stream that is front-coded from its beginning to its end. */
static ns_status put_string(struct spool *stream, const struct sorted_string *strings, size_t i, struct ns_error *err)
{
    const struct sorted_string *before = &strings[i > 0 ? i - 1 : 0];
    return front_put(&stream->buffer, i == 0, before->text, before->length, strings[i].text, strings[i].length, err);
}

/* @ranks  gets of each stem, by its number, the place in the order */
static ns_status write_stems(const struct vocabulary *vocabulary, struct spool *stream, uint32_t *ranks, struct ns_error *err)
{
    struct sorted_string *strings;
    ns_status status = sorted_strings(&vocabulary->stems, &strings, err);
    for (size_t i = 0; status == NS_OK && i < vocabulary->stems.count; i++) {
        ranks[strings[i].id] = (uint32_t)i;
        status = put_string(stream, strings, i, err);
        if (status == NS_OK) status = spool_turn(stream, err);
    }
    free(strings);
    return status == NS_OK ? spool_complete(stream, err) : status;
}

static ns_status write_gaps(const struct vocabulary *vocabulary, struct spool *stream, struct ns_error *err)
{
    struct sorted_string *strings;
    ns_status status = sorted_strings(&vocabulary->gaps, &strings, err);
    for (size_t i = 0; status == NS_OK && i < vocabulary->gaps.count; i++) {
        status = put_string(stream, strings, i, err);
        if (status == NS_OK) status = buffer_append_varint(&stream->buffer, vocabulary->gaps.counts[strings[i].id], err);
        if (status == NS_OK) status = buffer_append_varint(&stream->buffer, strings[i].id, err);
        if (status == NS_OK) status = spool_turn(stream, err);
    }
    free(strings);
    return status == NS_OK ? spool_complete(stream, err) : status;
}

/* The keys of all forms, one behind the other. */
static ns_status append_keys(const struct vocabulary *vocabulary, struct buffer *keys, struct ns_error *err)
{
    const size_t count = vocabulary->forms.count;
    ns_status status = buffer_reserve(keys, vocabulary->folded.size + count + vocabulary->forms.arena.size, err);
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        size_t length;
        const char *form = interner_get(&vocabulary->forms, (uint32_t)i, &length);
        const struct form_info *info = &vocabulary->form_infos[i];
        status = buffer_append(keys, vocabulary->folded.data + info->folded, info->folded_len, err);
        if (status == NS_OK) status = buffer_append_byte(keys, 0, err);
        if (status == NS_OK) status = buffer_append(keys, form, length, err);
    }
    return status;
}

static ns_status sort_keys(const struct vocabulary *vocabulary, const struct buffer *keys, struct sorted_string *strings,
                           struct ns_error *err)
{
    const char *key = keys->data;
    for (size_t i = 0; i < vocabulary->forms.count; i++) {
        size_t length;
        interner_get(&vocabulary->forms, (uint32_t)i, &length);
        length += (size_t)vocabulary->form_infos[i].folded_len + 1;
        strings[i] = (struct sorted_string){.text = key, .length = (uint32_t)length, .id = (uint32_t)i};
        key += length;
    }
    return sort_strings(strings, vocabulary->forms.count, err);
}

static ns_status put_form(const struct vocabulary *vocabulary, struct spool *stream, const struct sorted_string *strings, size_t i,
                          const struct form_stems *stems, struct ns_error *err)
{
    const uint32_t id = strings[i].id;
    const struct form_info *info = &vocabulary->form_infos[id];
    const uint64_t traits = (info->compound ? RUN_FORM_IS_COMPOUND : 0) | (info->is_stem ? RUN_FORM_IS_STEM : 0);
    ns_status status = put_string(stream, strings, i, err);
    if (status == NS_OK) status = buffer_append_varint(&stream->buffer, vocabulary->forms.counts[id] << RUN_FORM_COUNT_SHIFT | traits, err);
    if (status == NS_OK) status = buffer_append_varint(&stream->buffer, id, err);
    if (status == NS_OK) status = buffer_append_varint(&stream->buffer, stems->places[id], err);
    return status == NS_OK ? spool_turn(stream, err) : status;
}

/* So many forms ahead of the one that is written, memory is asked for what is known of them. */
#define AHEAD 8

static void fetch_form(const struct vocabulary *vocabulary, uint32_t id, const struct form_stems *stems)
{
    __builtin_prefetch(&vocabulary->form_infos[id]);
    __builtin_prefetch(&vocabulary->forms.counts[id]);
    __builtin_prefetch(&stems->places[id]);
}

static ns_status write_forms(const struct vocabulary *vocabulary, struct spool *stream, const struct form_stems *stems,
                             struct ns_error *err)
{
    const size_t count = vocabulary->forms.count;
    struct buffer keys = BUFFER_INIT;
    struct sorted_string *strings = large_alloc((count + 1) * sizeof *strings);
    ns_status status = strings ? append_keys(vocabulary, &keys, err) : ns_fail_nomem(err);
    if (status == NS_OK) status = sort_keys(vocabulary, &keys, strings, err);
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        if (i + AHEAD < count) fetch_form(vocabulary, strings[i + AHEAD].id, stems);
        status = put_form(vocabulary, stream, strings, i, stems, err);
    }
    free(strings);
    buffer_release(&keys);
    return status == NS_OK ? spool_complete(stream, err) : status;
}

/* ---- Stems of forms ---- */

void form_stems_release(struct form_stems *stems)
{
    free(stems->places);
    free(stems->occurrences);
    *stems = (struct form_stems){0};
}

static ns_status make_form_stems(const struct vocabulary *vocabulary, const uint32_t *ranks, struct form_stems *stems, struct ns_error *err)
{
    const struct interner *forms = &vocabulary->forms;
    stems->count = vocabulary->stems.count;
    stems->places = malloc((forms->count + 1) * sizeof *stems->places);
    stems->occurrences = calloc(stems->count + 1, sizeof *stems->occurrences);
    if (!stems->places || !stems->occurrences) return ns_fail_nomem(err);
    for (size_t form = 0; form < forms->count; form++) {
        const uint32_t place = ranks[vocabulary_stem(vocabulary, (uint32_t)form)];
        stems->places[form] = place;
        stems->occurrences[place] += forms->counts[form];
    }
    return NS_OK;
}

ns_status vocabulary_write(struct vocabulary *vocabulary, struct run *run, struct form_stems *stems, struct ns_error *err)
{
    *stems = (struct form_stems){0};
    ns_status status = stem_forms(vocabulary, err);
    if (status != NS_OK) return status;
    uint32_t *ranks = malloc((vocabulary->stems.count + 1) * sizeof *ranks);
    run->forms = (uint32_t)vocabulary->forms.count;
    run->gaps = (uint32_t)vocabulary->gaps.count;
    run->stems = (uint32_t)vocabulary->stems.count;
    status = ranks ? write_stems(vocabulary, &run->streams[RUN_STEMS], ranks, err) : ns_fail_nomem(err);
    if (status == NS_OK) status = make_form_stems(vocabulary, ranks, stems, err);
    if (status == NS_OK) status = write_forms(vocabulary, &run->streams[RUN_FORMS], stems, err);
    if (status == NS_OK) status = write_gaps(vocabulary, &run->streams[RUN_GAPS], err);
    free(ranks);
    return status;
}
