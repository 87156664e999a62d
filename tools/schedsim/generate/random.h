/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random numbers and logarithms with integers alone, so that every machine gets
 * the same ones. "Q32" means: in units of 2^-32.
 */
#ifndef GENERATE_RANDOM_H
#define GENERATE_RANDOM_H

#include <linux/types.h>

/* Tasks and jobs draw from streams of their own. */
enum random_stream {
	RANDOM_UTILISATIONS = 1,
	RANDOM_PERIODS,
	RANDOM_DEADLINES,
	RANDOM_ARRIVALS,
	RANDOM_LENGTHS,
};

#define Q32_ONE		0x100000000ULL

__u64 random_start(__u64 seed, enum random_stream stream);
__u64 random_log2(__u64 *state);
__u64 random_upto(__u64 *state, __u64 max);
__u64 random_exponential(__u64 *state, __u64 mean);

__u64 fixed_log2(__u64 value);
__u64 fixed_scale_up(__u64 value, __u64 exponent);
__u64 fixed_scale_down(__u64 value, __u64 exponent);

#endif /* GENERATE_RANDOM_H */
