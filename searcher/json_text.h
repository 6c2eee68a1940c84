/* json_text.h - values of JSON, made of bytes that may be anything, and written so that no terminal obeys them. */
#ifndef SEARCHER_JSON_TEXT_H
#define SEARCHER_JSON_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "index/error.h"

/* What follows adds a member to an object, or nothing where its value is not known: null is never written. An object that is NULL, for want
 * of memory, is allowed. Returns false when memory is out. */

/* A value that is taken over; NULL stands for want of memory. */
bool json_put(json_t *object, const char *key, json_t *value);

/* Text; each byte of it that is no UTF-8 becomes U+FFFD. */
bool json_put_text(json_t *object, const char *key, const char *text, size_t length);

/* A string; NULL is not known. */
bool json_put_known(json_t *object, const char *key, const char *text);

/* A number; what JSON cannot say (no number, infinity), or many readers cannot (over INT64_MAX), is not known. */
bool json_put_real(json_t *object, const char *key, double number);
bool json_put_count(json_t *object, const char *key, uint64_t number);

/* Write a value on one line, without a line end, or on failure nothing. Characters that terminal.h forbids are escaped as \uXXXX; real
 * numbers have nine digits.
 * @before what to write in front of it
 * @value  NULL stands for want of memory
 * @flags  of jansson, besides those that this needs
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status json_write(FILE *out, const char *before, const json_t *value, size_t flags, struct ns_error *err);

#endif
