// SPDX-License-Identifier: GPL-2.0
/*
 * The least and the greatest number of a subset, beside a search.
 */
#include "lib/planes.h"
#include "random.h"
#include "test.h"

static u32 numbers[SIM_PLANE_SIZE];

static bool has(const u64 *set, u32 index)
{
	return set[index / 64] >> index % 64 & 1;
}

/* Of those in @set, the ones with the least, or greatest, number. */
static void search(u32 nr, const u64 *set, bool most, u64 *found)
{
	u32 i, best = most ? 0 : U32_MAX;

	for (i = 0; i < nr; i++)
		if (has(set, i))
			best = most ? max(best, numbers[i]) : min(best, numbers[i]);
	for (i = 0; i < SIM_PLANE_SIZE; i++)
		if (i < nr && has(set, i) && numbers[i] == best)
			found[i / 64] |= 1ULL << i % 64;
}

static void look(const struct sim_planes *planes, u32 nr, u64 *rng)
{
	u64 set[SIM_PLANE_WORDS] = {}, least[SIM_PLANE_WORDS], most[SIM_PLANE_WORDS];
	u64 least_found[SIM_PLANE_WORDS] = {}, most_found[SIM_PLANE_WORDS] = {};
	u32 i;

	for (i = 0; i < nr; i++)
		if (random_one_in(rng, 3))
			set[i / 64] |= 1ULL << i % 64;
	memcpy(least, set, sizeof(set));
	memcpy(most, set, sizeof(set));
	sim_planes_narrow(planes, least, false);
	sim_planes_narrow(planes, most, true);
	search(nr, set, false, least_found);
	search(nr, set, true, most_found);
	for (i = 0; i < SIM_PLANE_WORDS; i++) {
		EXPECT_EQ(least[i], least_found[i]);
		EXPECT_EQ(most[i], most_found[i]);
	}
}

TEST(planes_random)
{
	static const u32 nrs[] = { 1, 3, 64, 65, 200, 256 };
	struct sim_planes planes;
	u32 n, round, i;
	u64 rng = 5;

	for (n = 0; n < ARRAY_SIZE(nrs); n++) {
		sim_planes_init(&planes, nrs[n]);
		memset(numbers, 0, sizeof(numbers));
		for (round = 0; round < 3000; round++) {
			u32 to = random_below(&rng, random_one_in(&rng, 20) ? 1 << 21 : 40);

			i = random_below(&rng, nrs[n]);
			sim_planes_change(&planes, i, numbers[i], to);
			numbers[i] = to;
			look(&planes, nrs[n], &rng);
		}
	}
}

/* All have the same number: all are left; of none, none is. */
TEST(planes_ties)
{
	u64 all[SIM_PLANE_WORDS] = { 7 }, none[SIM_PLANE_WORDS] = {};
	struct sim_planes planes;
	u32 i;

	sim_planes_init(&planes, 3);
	for (i = 0; i < 3; i++)
		sim_planes_change(&planes, i, 0, 1000);
	sim_planes_narrow(&planes, all, false);
	sim_planes_narrow(&planes, none, true);
	EXPECT_EQ(all[0], 7);
	EXPECT_EQ(none[0], 0);
}
