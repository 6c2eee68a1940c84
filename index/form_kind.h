/* form_kind.h - the byte that a row of the section `forms` begins with (index_file.h). */
#ifndef INDEX_FORM_KIND_H
#define INDEX_FORM_KIND_H

#define FORM_SPELLING 3    /* these bits are the spelling (spelling.h) */
#define FORM_IS_STEM 4     /* the folded form is the form's stem */
#define FORM_IS_COMPOUND 8 /* it is in no stream, and has no number */

/* The bits from here on are the occurrences, if they can be. */
#define FORM_COUNT_SHIFT 4
#define FORM_COMMON 0      /* the number is common (form_numbers.h); it follows, and then the occurrences */
#define FORM_COUNT_MORE 15 /* the occurrences that are over this follow */

#endif
