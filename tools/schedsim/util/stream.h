/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Texts of any length.
 */
#ifndef STREAM_H
#define STREAM_H

#include <stddef.h>
#include <stdio.h>

FILE *text_open(char **text, size_t *size);
void text_close(FILE *to);

#endif /* STREAM_H */
