/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The sum of weight times vruntime, and the average that follows from it.
 *
 * The kernel keeps such a sum relative to a vruntime close to all others, in 64 bits, for
 * those are. Here they need not be: a run queue that spans several vCPUs cannot give a
 * process more than one of them, however heavy it is, and time goes on for 2^56 ns. So the
 * sum is one of 128 bits, of the vruntimes themselves: 2^20 processes of a weight below 2^17
 * and a vruntime below 2^63 make less than 2^100, and their load is less than 2^37.
 */
#ifndef POLICY_EEVDF_SUM_H
#define POLICY_EEVDF_SUM_H

#include <schedsim/policy.h>

/**
 * struct eevdf_sum - a number of 128 bits
 * @high: the upper half
 * @low: the lower half
 */
struct eevdf_sum {
	u64 high;
	u64 low;
};

static inline struct eevdf_sum eevdf_product(u64 a, u32 b)
{
	u64 lower = (u64)(u32)a * b, upper = (a >> 32) * b + (lower >> 32);

	return (struct eevdf_sum) {
		.high = upper >> 32,
		.low = upper << 32 | (u32)lower,
	};
}

/* Add @weight * @vruntime. */
static inline void eevdf_sum_add(struct eevdf_sum *sum, u64 vruntime, u32 weight)
{
	struct eevdf_sum more = eevdf_product(vruntime, weight);

	sum->low += more.low;
	sum->high += more.high + (sum->low < more.low);
}

/* Subtract what was added. */
static inline void eevdf_sum_sub(struct eevdf_sum *sum, u64 vruntime, u32 weight)
{
	struct eevdf_sum less = eevdf_product(vruntime, weight);

	sum->high -= less.high + (sum->low < less.low);
	sum->low -= less.low;
}

/*
 * The average, rounded down: an integer vruntime is no more than the exact one if and only
 * if it is no more than this. @load is the sum of the weights, not 0. No remainder is longer
 * than @load: with 24 bits more it still fits.
 */
static inline u64 eevdf_average(const struct eevdf_sum *sum, u64 load)
{
	u64 rest = sum->high, whole;

	if (likely(!rest))
		return div64_u64(sum->low, load);
	whole = div64_u64_rem(rest << 24 | sum->low >> 40, load, &rest);
	whole = whole << 24 | div64_u64_rem(rest << 24 | (sum->low >> 16 & 0xffffff),
					    load, &rest);
	return whole << 16 | div64_u64(rest << 16 | (sum->low & 0xffff), load);
}

#endif /* POLICY_EEVDF_SUM_H */
