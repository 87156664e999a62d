/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_PLANES_H
#define SIM_PLANES_H

#include <schedsim/env.h>

/*
 * A small number for each of up to 256 things, of which one finds the least or the
 * greatest among any subset. The numbers stand upright: plane p holds bit p of each of
 * them ("bit slices": O'Neil and Quass, "Improved query performance with variant
 * indexes", SIGMOD 1997). So a search narrows a set plane by plane, 64 things at once:
 * its time grows with the number of bits of the greatest number, not with that of
 * things.
 */
#define SIM_PLANES		21
#define SIM_PLANE_WORDS		4
#define SIM_PLANE_SIZE		(64 * SIM_PLANE_WORDS)

/**
 * struct sim_planes - numbers below 2^SIM_PLANES, 0 to begin with
 * @used: planes that have ever had a bit
 * @words: of each plane, that are in use: for 64 things each
 * @bits: the planes
 */
struct sim_planes {
	u32 used;
	u32 words;
	u64 bits[SIM_PLANES][SIM_PLANE_WORDS];
};

/* Set up @planes for @nr things: all numbers are 0. */
static inline void sim_planes_init(struct sim_planes *planes, u32 nr)
{
	memset(planes, 0, sizeof(*planes));
	planes->words = (nr + 63) / 64;
}

/* The number of @index, which is @from, becomes @to. */
static inline void sim_planes_change(struct sim_planes *planes, u32 index, u32 from,
				     u32 to)
{
	u64 bit = 1ULL << index % 64;
	u32 changed = from ^ to, plane;

	for (plane = 0; changed; plane++, changed >>= 1)
		if (changed & 1)
			planes->bits[plane][index / 64] ^= bit;
	planes->used = max(planes->used, plane);
}

/*
 * Leave in @among only those of it with the least number, or, if @most, with the
 * greatest. O(bits of the greatest number ever).
 */
static inline void sim_planes_narrow(const struct sim_planes *planes, u64 *among,
				     bool most)
{
	u64 flip = most ? 0 : ~0ULL, some[SIM_PLANE_WORDS], any;
	u32 plane = planes->used, i;

	while (plane--) {
		for (i = 0, any = 0; i < planes->words; i++) {
			some[i] = among[i] & (planes->bits[plane][i] ^ flip);
			any |= some[i];
		}
		for (i = 0; any && i < planes->words; i++)
			among[i] = some[i];
	}
}

#endif /* SIM_PLANES_H */
