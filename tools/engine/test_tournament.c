// SPDX-License-Identifier: GPL-2.0
/*
 * The least of some keys, beside a search.
 */
#include <stdlib.h>

#include "lib/tournament.h"
#include "random.h"
#include "test.h"

#define MOST	256

static u64 keys[MOST];
static u16 winners[2 * MOST];

static u64 least_but(u32 size, u32 index)
{
	u64 best = U64_MAX;
	u32 i;

	for (i = 0; i < size; i++)
		if (i != index)
			best = min(best, keys[i]);
	return best;
}

static u32 least(u32 size)
{
	u32 i, best = 0;

	for (i = 1; i < size; i++)
		if (keys[i] < keys[best])
			best = i;
	return best;
}

TEST(tournament_random)
{
	u32 size, round;
	u64 rng = 4;

	for (size = 1; size <= MOST; size *= 2) {
		struct sim_tournament t = {
			.size = size, .keys = keys, .winners = winners,
		};

		sim_tournament_init(&t);
		EXPECT_EQ(sim_tournament_first(&t), 0);
		EXPECT_EQ(sim_tournament_least(&t), U64_MAX);
		for (round = 0; round < 5000; round++) {
			u64 key = random_below(&rng, 3 * size);
			u32 other = random_below(&rng, size);

			sim_tournament_update(&t, random_below(&rng, size),
					      random_one_in(&rng, 5) ? U64_MAX :
								       key);
			EXPECT_EQ(sim_tournament_first(&t), least(size));
			EXPECT_EQ(sim_tournament_least(&t), keys[least(size)]);
			EXPECT_EQ(sim_tournament_others(&t, other),
				  least_but(size, other));
		}
	}
}

/* Of equal keys the first. */
TEST(tournament_ties)
{
	struct sim_tournament t = {
		.size = 8, .keys = keys, .winners = winners,
	};
	u32 i;

	sim_tournament_init(&t);
	for (i = 8; i--;) {
		sim_tournament_update(&t, i, 5);
		EXPECT_EQ(sim_tournament_first(&t), i);
	}
	for (i = 0; i < 7; i++) {
		sim_tournament_update(&t, i, 6);
		EXPECT_EQ(sim_tournament_first(&t), i + 1);
	}
}
