/* date.h - reads the publication dates that newsrooms write.
 *
 * Sources of the forms: ISO 8601 and RFC 3339; RFC 822, 2822 and 5322 (mail and RSS), RFC 850 and asctime() (HTTP); the rest is what
 * pages, wires and archives print.
 */
#ifndef INDEXER_DATE_H
#define INDEXER_DATE_H

#include "index/article.h"

/* Read a date:
 *  - ISO 8601 without weeks: "2021", "2021-03", "2021-03-03", then with "T" or white space "12:11", "12:11:30", a fraction, and a zone; the
 *    same without separators, "20210303", "20210303T121130Z", "20210303121130"; and "2021/3/3";
 *  - with a month's name: "March 3, 2021", "3rd of March, 2021", "03-Mar-2021", "March 2021", each in full but for the last with a weekday
 *    before or behind it and a time: "Wed, 03 Mar 2021 12:11:00 GMT", "March 3, 2021 at 12:11 p.m. EST". The time may come first
 *    ("12:11 PM, March 3, 2021"), or stand before the year as asctime() has it;
 *  - in numbers with the year last, "25/12/2021", "12.25.2021", "25-12-2021", when one number is over 12 and so the day, or both are
 *    the same. "03/04/2021" is unknown, as newsrooms write both orders;
 *  - a Unix time of 10 digits, or 13 for milliseconds, from 1000000000 to 1899999999 (2001 to 2030): those behind could be a day and hour
 *    in digits.
 * Names of months and weekdays are English, in any letter case: months of three letters (or "Sept"), weekdays of three or more, with or
 * without a full stop, or whole. A weekday is not checked: where it contradicts the day, that is taken. Years are 0001 to 9999; one of
 * two digits is taken only behind a day and a month's name, by the rule of RFC 2822 (49 is 2049, 50 is 1950). Six digits alone are
 * unknown: archives write both 890303 and 030389. A fraction of a second is dropped.
 *
 * A zone is "Z", "+05:30", "+0530", "+05", a name of RFC 822 (UT, GMT, EST, EDT, CST, CDT, MST, MDT, PST, PDT), UTC, BST (the British), WET,
 * WEST, CET, CEST, EET, EEST, MSK, SAST, PKT, SGT, HKT, JST, KST, AEST, AEDT, NZST or NZDT; GMT and UTC may have an offset behind them, and a comment in parentheses may follow. Behind ET, CT, MT, PT and IST, which
 * stand for more than one offset, the time is not known, and the date has the precision of a day. Other names make the date unknown.
 *
 * White space around it is passed over, Unicode's too; anything else left over makes the date unknown. The time taken grows with length.
 * @text  length bytes, any bytes
 * Returns the date; its precision is DATE_UNKNOWN when nobody could read it. Days that do not exist (Feb 30) are unknown. */
struct article_date date_parse(const char *text, size_t length);

/* The date that a number in JSON stands for: a Unix time in seconds, or by its size milliseconds (from 1e11 on, which as seconds would be
 * the year 5138), microseconds (from 1e14) or nanoseconds (from 1e17); what is less than a second is dropped. 0 is unknown: so
 * programs write that they know none. */
struct article_date date_of_seconds(double seconds);

/* The same for an integer, but 1800 to 2199 is a year, and 18000101 to 21991231 is a day. */
struct article_date date_of_integer(int64_t number);

#endif
