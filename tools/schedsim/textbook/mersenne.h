/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The random numbers of Python 3, which the textbook's programs draw.
 */
#ifndef TEXTBOOK_MERSENNE_H
#define TEXTBOOK_MERSENNE_H

#include <linux/types.h>

#define MERSENNE_WORDS	624

/**
 * struct mersenne - a generator
 * @words: its state
 * @used: how many of @words have been given out
 */
struct mersenne {
	__u32 words[MERSENNE_WORDS];
	__u32 used;
};

void mersenne_seed(struct mersenne *mersenne, __s64 seed);
double mersenne_random(struct mersenne *mersenne);
__u32 mersenne_below(struct mersenne *mersenne, __u32 n);

#endif /* TEXTBOOK_MERSENNE_H */
