/* info.c - asks an index for all that it knows of itself. */
#include "searcher/info.h"

#include <inttypes.h>
#include <string.h>

#include "cli/terminal.h"
#include "searcher/json_text.h"
#include "searcher/printer.h"

/* Columns of what stands in front: the names of the facts, and those of the sections. */
#define NAME_COLUMNS 12

/* ---- Reading ---- */

static void add_date(struct index_facts *facts, const struct article_date *date)
{
    if (date->precision == DATE_UNKNOWN) {
        facts->undated++;
        return;
    }
    if (facts->oldest.precision == DATE_UNKNOWN || date->seconds < facts->oldest.seconds) facts->oldest = *date;
    if (facts->newest.precision == DATE_UNKNOWN || date->seconds > facts->newest.seconds) facts->newest = *date;
}

static ns_status read_dates(const struct index_reader *reader, struct index_facts *facts, struct ns_error *err)
{
    struct article_record record = {0};
    ns_status status = NS_OK;
    for (uint64_t i = 0; status == NS_OK && i < facts->index->articles; i++) {
        status = index_reader_article(reader, (uint32_t)i, &record, err);
        if (status == NS_OK) add_date(facts, &record.article.date);
    }
    article_record_release(&record);
    return status;
}

ns_status info_read(const struct index_reader *reader, struct index_facts *out, struct ns_error *err)
{
    const struct lexicon *lexicon = index_reader_lexicon(reader);
    const struct copies *copies;
    *out = (struct index_facts){.path = index_reader_path(reader),
                                .index = index_reader_info(reader),
                                .version = INDEX_VERSION,
                                .forms = lexicon->numbers,
                                .compounds = lexicon->forms.count - lexicon->numbers,
                                .written_at = index_reader_written_at(reader)};
    for (int i = 0; i < SECTION_COUNT; i++)
        out->sections[i] = index_reader_section_size(reader, (enum index_section)i);
    const ns_status status = index_reader_copies(reader, &copies, err);
    if (status == NS_OK) out->copies = copies_count(copies);
    return status == NS_OK ? read_dates(reader, out, err) : status;
}

/* ---- For people ---- */

static void put_name(FILE *out, const char *name)
{
    fprintf(out, "%-*s", NAME_COLUMNS, name);
}

static void put_number(FILE *out, const char *name, uint64_t number)
{
    put_name(out, name);
    fprintf(out, "%" PRIu64 "\n", number);
}

static double percent(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void put_dates(FILE *out, const struct index_facts *facts)
{
    char oldest[DATE_TEXT_SIZE], newest[DATE_TEXT_SIZE];
    put_name(out, "dates");
    if (facts->oldest.precision == DATE_UNKNOWN) {
        fputs("none\n", out);
    } else {
        fprintf(out, "%s to %s\n", date_text(&facts->oldest, ' ', oldest), date_text(&facts->newest, ' ', newest));
    }
    put_number(out, "undated", facts->undated);
}

static void put_sizes(FILE *out, const struct index_facts *facts)
{
    const struct index_info *index = facts->index;
    put_name(out, "text");
    fprintf(out, "%" PRIu64 " bytes\n", index->text_bytes);
    put_name(out, "index");
    fprintf(out, "%" PRIu64 " bytes", index->file_bytes);
    if (index->text_bytes) fprintf(out, ", %.1f%% of the text", percent(index->file_bytes, index->text_bytes));
    putc('\n', out);
}

static void put_row(FILE *out, const char *name, uint64_t bytes, uint64_t whole)
{
    put_name(out, name);
    fprintf(out, "%14" PRIu64 "  %5.1f%%\n", bytes, percent(bytes, whole));
}

static void put_sections(FILE *out, const struct index_facts *facts)
{
    const uint64_t whole = facts->index->file_bytes;
    fprintf(out, "\n%-*s%14s  %6s\n", NAME_COLUMNS, "section", "bytes", "share");
    for (int i = 0; i < SECTION_COUNT; i++)
        put_row(out, index_section_name((enum index_section)i), facts->sections[i], whole);
    put_row(out, "footer", INDEX_FOOTER_SIZE, whole);
}

static void put_written(FILE *out, const struct index_facts *facts)
{
    const struct article_date written = {facts->written_at, DATE_SECOND};
    char text[DATE_TEXT_SIZE];
    put_name(out, "written");
    fprintf(out, "%s UTC\n", date_text(&written, ' ', text));
}

static void put_text(FILE *out, const char *name, const char *text, enum terminal_kind kind)
{
    put_name(out, name);
    terminal_write(out, text, strlen(text), kind);
    putc('\n', out);
}

void info_print(const struct index_facts *facts, FILE *out)
{
    const struct index_info *index = facts->index;
    put_text(out, "path", facts->path, TERMINAL_NAME);
    put_number(out, "format", facts->version);
    put_name(out, "generation");
    fprintf(out, "%016" PRIx64 "\n", index->generation);
    put_written(out, facts);
    put_text(out, "language", index->language, TERMINAL_MESSAGE);
    put_number(out, "articles", index->articles);
    put_number(out, "copies", facts->copies);
    put_number(out, "passages", index->passages);
    put_number(out, "words", index->words);
    put_number(out, "forms", facts->forms);
    put_number(out, "compounds", facts->compounds);
    put_dates(out, facts);
    put_sizes(out, facts);
    put_sections(out, facts);
}

/* ---- For scripts ---- */

static bool put_generation(json_t *object, uint64_t generation)
{
    char text[17];
    snprintf(text, sizeof text, "%016" PRIx64, generation);
    return json_put_known(object, "generation", text);
}

static bool put_date(json_t *object, const char *key, const struct article_date *date)
{
    char text[DATE_TEXT_SIZE];
    return date->precision == DATE_UNKNOWN || json_put_known(object, key, date_text(date, 'T', text));
}

static bool put_time(json_t *object, const char *key, int64_t seconds)
{
    const struct article_date time = {seconds, DATE_SECOND};
    char date[DATE_TEXT_SIZE], text[DATE_TEXT_SIZE + 1];
    snprintf(text, sizeof text, "%sZ", date_text(&time, 'T', date));
    return json_put_known(object, key, text);
}

static bool put_counts(json_t *object, const struct index_facts *facts)
{
    const struct index_info *index = facts->index;
    return json_put_count(object, "articles", index->articles) && json_put_count(object, "copies", facts->copies) &&
           json_put_count(object, "passages", index->passages) && json_put_count(object, "words", index->words) &&
           json_put_count(object, "forms", facts->forms) && json_put_count(object, "compounds", facts->compounds) &&
           put_date(object, "oldest", &facts->oldest) && put_date(object, "newest", &facts->newest) &&
           json_put_count(object, "undated", facts->undated) && json_put_count(object, "text_bytes", index->text_bytes) &&
           json_put_count(object, "index_bytes", index->file_bytes);
}

static json_t *sections_json(const struct index_facts *facts)
{
    json_t *sections = json_object();
    bool put = sections != NULL;
    for (int i = 0; put && i < SECTION_COUNT; i++)
        put = json_put_count(sections, index_section_name((enum index_section)i), facts->sections[i]);
    if (put && json_put_count(sections, "footer", INDEX_FOOTER_SIZE)) return sections;
    json_decref(sections);
    return NULL;
}

ns_status info_print_json(const struct index_facts *facts, FILE *out, struct ns_error *err)
{
    json_t *object = json_object();
    const bool put = json_put_count(object, "version", INFO_JSON_VERSION) && json_put_known(object, "path", facts->path) &&
                     json_put_count(object, "format", facts->version) && put_generation(object, facts->index->generation) &&
                     put_time(object, "written", facts->written_at) && json_put_known(object, "language", facts->index->language) &&
                     put_counts(object, facts) && json_put(object, "sections", sections_json(facts));
    const ns_status status = json_write(out, "", put ? object : NULL, 0, err);
    if (status == NS_OK) putc('\n', out);
    json_decref(object);
    return status;
}
