/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Exact arithmetic for the tests: what does not fit stays at the greatest value, and sums of
 * fractions are as long as they have to be.
 */
#ifndef ANALYSE_NUMBER_H
#define ANALYSE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

/* Longer than any time; and a bound that there is not. */
#define RT_NEVER	(~0ULL)

/* In units of 2^-62. */
#define Q62_ONE		0x4000000000000000ULL

/**
 * struct big - a natural number of any size
 * @digits: in base 2^32, the least first
 * @nr: number of them; none: 0
 * @room: in @digits
 */
struct big {
	__u32 *digits;
	__u32 nr;
	size_t room;
};

/**
 * struct fraction - a sum of fractions, or a product
 * @num: the numerator
 * @den: the denominator, never 0
 */
struct fraction {
	struct big num;
	struct big den;
};

static inline __u64 rt_add(__u64 a, __u64 b)
{
	return a > RT_NEVER - b ? RT_NEVER : a + b;
}

static inline __u64 rt_mul(__u64 a, __u64 b)
{
	__u64 product;

	return __builtin_mul_overflow(a, b, &product) ? RT_NEVER : product;
}

/* How many of @b it takes to have @a. */
static inline __u64 rt_div_up(__u64 a, __u64 b)
{
	return a / b + !!(a % b);
}

static inline __u64 rt_sub(__u64 a, __u64 b)
{
	return a > b ? a - b : 0;
}

__u64 rt_muldiv_up(__u64 a, __u64 b, __u64 c);
bool rt_ratio_less(__u64 a, __u64 b, __u64 c, __u64 d);
__u64 rt_lcm(__u64 a, __u64 b);

void fraction_init(struct fraction *fraction, __u64 value);
void fraction_add(struct fraction *fraction, __u64 num, __u64 den);
void fraction_mul(struct fraction *fraction, __u64 num, __u64 den);
int fraction_compare(const struct fraction *fraction, __u64 value);
double fraction_double(const struct fraction *fraction);
void fraction_free(struct fraction *fraction);

#endif /* ANALYSE_NUMBER_H */
