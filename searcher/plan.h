/* plan.h - a query against one index, of a collection that is searched as one: what decides it, what it weighs, and which articles it may
 * hold in.
 *
 * The PARTS of a plan are pieces of the query that hold at places (query.h), each as large as it can be while its evidence is still its
 * own: of `panda or (stone near panda)` both sides are parts, though the whole holds at places. A part is decided on the words of an
 * article, or, when it is one word, by the postings alone. Above the parts stands what holds in articles. The UNITS are what passages are
 * weighed by: each word, exact form, pattern and near spelling of the parts, once; those of parts that hold weigh.
 *
 * A typed word stands for all forms of its stem. Spelled with a hyphen, or known with one to the index, it is also met by its parts side
 * by side: APT10 and APT-10 by APT 10, cyberattack by cyber attack. Its postings tell of those that a hyphen joins alone; where the
 * parts stand else is looked up while it is planned, unless that would take long, and its postings are amended (parted.h).
 */
#ifndef SEARCHER_PLAN_H
#define SEARCHER_PLAN_H

#include "index/index_reader.h"
#include "searcher/candidates.h"
#include "searcher/collection.h"
#include "searcher/leaves.h"
#include "searcher/match.h"
#include "searcher/query.h"

/* What passages are weighed by. */
struct plan_unit {
    struct buffer name;           /* as it was typed first */
    struct postings *postings;    /* of one word: they say how often a passage has it. NULL: it is counted how often `root` holds there */
    struct entry_list amendments; /* of the postings, or: */
    bool parted;                  /* they look for the parts themselves */
    struct match_node *root;      /* borrowed from the part that has it first */
    double boost;                 /* of the leaf that was planned first */
    struct unit_counts counts;    /* in all indexes: of a posted one those of its term, else the best that is known */
};

struct plan_part {
    struct match_node *root;
    struct candidates *candidates; /* NULL: when the plan is this part alone, whose candidates are the plan's */
    bool posted;                   /* it is one posted unit, units[0] */
    bool close;                    /* how closely its words stand counts: it is no single word */
    bool needs_gaps;               /* same, sentence */
    bool needs_title;
    bool aside; /* it weighs, and is no evidence */
    uint32_t least_words;
    uint32_t most_words; /* of a part whose words are all posted units, each of which has to stand there; else 0 */
    bool wide;           /* a word of it may stand there as several */
    uint32_t *units;     /* of its words, each once */
    size_t unit_count;
    size_t unit_capacity;
};

enum plan_kind {
    PLAN_PART, /* `part` */
    PLAN_ALL,
    PLAN_ANY,
    PLAN_LIST, /* as the children's signs say, see query.h */
    PLAN_NOT,
    PLAN_ATLEAST, /* 1 child, a part */
    PLAN_OF,
    PLAN_FIELD, /* `root` holds in the text of `field`, by the plan's field leaves */
    PLAN_PATH,  /* `text` */
    PLAN_DATE,
};

struct plan_node {
    enum plan_kind kind;
    enum query_sign sign;
    bool filter; /* query_only_filters() of spread.h */
    enum query_field field;
    uint32_t part;
    uint32_t number;
    int64_t from, to;
    struct buffer text;
    struct match_node *root;
    struct plan_node **children;
    size_t child_count;
    size_t child_capacity;
};

struct plan {
    const struct collection *collection; /* that passages are weighed in */
    struct plan_node *root;
    struct candidates *candidates;  /* NULL when `plain`, `gathers` or `meets` */
    bool local;                     /* every part has most_words: it can be decided where its words stand, and nowhere else */
    bool separate;                  /* local, and a passage of an article in which it holds shows and weighs what its own words say */
    uint32_t most_words;            /* of any part, where the plan is local */
    bool plain;                     /* any of a few posted units, and nothing to decide */
    bool gathers;                   /* all of a few posted units, and nothing to decide but that an article has them */
    bool meets;                     /* one part, which needs each of its words, and each once: meeting.h finds where it may hold */
    const struct plan_unit *anchor; /* of one that meets in few words: the rarest that is met by no parts; NULL: there is none */
    struct word_set anchors;        /* then: the forms of that word */
    struct leaf_set leaves;         /* of the parts */
    struct leaf_set field_leaves;   /* of the fields */
    struct plan_part *parts;
    size_t part_count;
    size_t part_capacity;
    struct interner unit_keys; /* of the units, in order of their numbers: what makes two of them one */
    struct plan_unit *units;
    size_t unit_count;
    size_t unit_capacity;
};

/* Plan a query for each index of a collection. The plans are alike: their parts, units and leaves have the same numbers. They borrow
 * nothing of the query.
 * @collection  must outlive the plans
 * @plans       (transfer full) one an index; release each with plan_free(). What reads an index lazily goes forward only: a plan is for one
 *              search. After a failure all of them are NULL.
 * Returns NS_OK, NS_ERR_LIMIT (over LEAVES_MAX, NEAR_CHILDREN_MAX, EXPANDED_FORMS_MAX), NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status plan_query(const struct query *query, const struct collection *collection, struct plan **plans, struct ns_error *err);

void plan_free(struct plan *plan);

/* Open the postings of a unit of one word, of which a plan has its own: those go forward with whoever goes through it.
 * @reader  of the plan's index. @out (transfer full) valid as long as the plan
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status plan_open_postings(const struct plan *plan, const struct index_reader *reader, const struct plan_unit *unit,
                             struct postings **out, struct ns_error *err);

#endif
