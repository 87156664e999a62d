/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_RANDOM_H
#define SIM_RANDOM_H

#include <linux/types.h>

/*
 * The same numbers from the same seed everywhere: splitmix64 (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
 */
static inline __u64 random_next(__u64 *state)
{
	__u64 z = *state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

/* A number below @n. */
static inline __u64 random_below(__u64 *state, __u64 n)
{
	return random_next(state) % n;
}

static inline int random_one_in(__u64 *state, __u64 n)
{
	return !random_below(state, n);
}

#endif /* SIM_RANDOM_H */
