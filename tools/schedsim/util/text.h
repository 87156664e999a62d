/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Text of others: names, and what is printed of them.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What a name may be made of, for error messages. */
#define TEXT_EXPECTED	"UTF-8 without control characters or marks of direction"

char *make_printable(char *text);
int text_width(const char *text);
char *text_shorten(char *to, const char *from, int wide);
int text_wrap(const char *text, int wide);
int text_cut(const char *text, size_t most);
bool text_valid(const char *text, size_t len);
void text_arg(const char *option, const char *text);
void text_name(char *to, const char *from);
void text_put_padded(const char *text, int wide);
void text_put_json(const char *json, FILE *to);

#endif /* TEXT_H */
