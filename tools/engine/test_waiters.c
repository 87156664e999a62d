// SPDX-License-Identifier: GPL-2.0
/*
 * The heap of waiters, against an array that is searched.
 */
#include "random.h"
#include "watch_objects.h"

#define NR	300

static struct sim_waiters waiters;
static struct sim_waiter nodes[NR];
static bool in[NR];

static bool is_before(u32 a, u32 b)
{
	return nodes[a].urgency != nodes[b].urgency ?
	       nodes[a].urgency > nodes[b].urgency :
	       nodes[a].turn < nodes[b].turn;
}

/* The first of those that are in, but for @but; NR: there is none. */
static u32 first(u32 but)
{
	u32 i, best = NR;

	for (i = 0; i < NR; i++)
		if (in[i] && i != but && (best == NR || is_before(i, best)))
			best = i;
	return best;
}

static void insert(u32 i, u64 urgency, u64 turn)
{
	nodes[i].urgency = urgency;
	nodes[i].turn = turn;
	sim_waiters_insert(&waiters, &nodes[i]);
	in[i] = true;
}

static void take_out(u32 i)
{
	sim_waiters_remove(&waiters, &nodes[i]);
	in[i] = false;
}

static void check(void)
{
	u32 nr = 0, i, best = first(NR);

	for (i = 0; i < NR; i++)
		nr += in[i];
	EXPECT_EQ(waiters.nr, nr);
	EXPECT_EQ(check_waiters(&waiters), nr);
	EXPECT(waiters.first == (nr ? &nodes[best] : NULL));
	if (nr)
		EXPECT(sim_waiters_second(&waiters) ==
		       (nr > 1 ? &nodes[first(best)] : NULL));
}

static void begin(void)
{
	waiters = (struct sim_waiters) {};
	memset(in, 0, sizeof(in));
}

/* One that is in; there must be any. */
static u32 some(u64 *rng)
{
	u32 i;

	do {
		i = random_below(rng, NR);
	} while (!in[i]);
	return i;
}

/* Inserted, removed and reordered at random; urgencies are often the same. */
TEST(waiters_random)
{
	u64 rng = 5, turns = 0;
	u32 round, i;

	begin();
	for (round = 0; round < 6000; round++) {
		i = random_below(&rng, NR);
		if (!in[i]) {
			insert(i, random_below(&rng, 8) << 40, turns++);
		} else if (random_one_in(&rng, 2)) {
			take_out(i);
		} else {
			take_out(i);
			insert(i, random_below(&rng, 8) << 40, nodes[i].turn);
		}
		check();
	}
}

/* All shapes that come of sorted input, emptied from the front or any place. */
TEST(waiters_sorted)
{
	u64 rng = 6;
	u32 shape, i;

	for (shape = 0; shape < 6; shape++) {
		begin();
		for (i = 0; i < NR; i++)
			insert(i, shape % 3 ? shape % 3 == 1 ? i : NR - i : 7, i);
		check();
		while (waiters.nr) {
			take_out(shape < 3 ? waiters.first - nodes :
				 some(&rng));
			check();
		}
	}
}

/* No way down to the right is longer than log n: that makes it fast. */
TEST(waiters_rank)
{
	u64 rng = 7;
	u32 i;

	begin();
	for (i = 0; i < NR; i++)
		insert(i, random_next(&rng), i);
	EXPECT(waiters.first->dist <= 8);
	check();
}
