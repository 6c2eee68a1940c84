/* job.c - a list of items. */
#include "indexer/job.h"

#include <stdlib.h>
#include <string.h>

void job_clear(struct job *job, uint64_t number)
{
    job->number = number;
    job->texts.size = 0;
    job->data.size = 0;
    job->item_count = 0;
    job->cost = 0;
    job->bytes = 0;
}

void job_release(struct job *job)
{
    buffer_release(&job->texts);
    buffer_release(&job->data);
    free(job->items);
    *job = (struct job){0};
}

ns_status job_add(struct job *job, struct job_item item, const char *text, struct ns_error *err)
{
    void *items = job->items;
    ns_status status = array_reserve(&items, &job->item_capacity, job->item_count + 1, sizeof *job->items, err);
    job->items = items;
    item.text = job->texts.size;
    if (status == NS_OK) status = buffer_append(&job->texts, text, strlen(text) + 1, err);
    if (status == NS_OK) job->items[job->item_count++] = item;
    return status;
}

const char *job_text(const struct job *job, const struct job_item *item)
{
    return job->texts.data + item->text;
}

struct input job_input(const struct job *job, const struct job_item *item)
{
    struct input input = item->input;
    input.path = job_text(job, item);
    input.data = input.size > 0 ? job->data.data + item->data : "";
    input.head = input.head_size > 0 ? job->data.data + item->head : NULL;
    return input;
}
