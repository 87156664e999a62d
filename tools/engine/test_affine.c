// SPDX-License-Identifier: GPL-2.0
/*
 * The queue that vCPUs share, beside a search among all.
 */
#include <stdlib.h>

#include "../../module/policy/affine.h"
#include "random.h"
#include "watch.h"

#define NR	200

static struct affine_queue queue;
static struct sim_proc *procs;
static bool in[NR];
static u64 turns[NR], turn;
static struct sim_vcpu vcpus[SCHEDSIM_MAX_VCPUS];

static void begin(void)
{
	u32 i;

	queue = (struct affine_queue) {};
	procs = lab_alloc(NR * sizeof(*procs));
	memset(in, 0, sizeof(in));
	for (i = 0; i < SCHEDSIM_MAX_VCPUS; i++)
		vcpus[i].id = i;
}

static void end(void)
{
	free(procs);
}

static void add(u32 i, u64 key)
{
	affine_queue_add(&queue, &procs[i], key);
	turns[i] = turn++;
	in[i] = true;
}

static void take_out(u32 i)
{
	affine_queue_remove(&queue, &procs[i]);
	in[i] = false;
}

static void random_affinity(u32 i, u64 *rng)
{
	u32 k, nr = random_below(rng, 4);

	memset(procs[i].attr.affinity, 0, sizeof(procs[i].attr.affinity));
	for (k = 0; k < nr; k++) {
		u32 id = random_below(rng, SCHEDSIM_MAX_VCPUS);

		if (random_one_in(rng, 2))
			id %= 4;
		procs[i].attr.affinity[id / 64] |= 1ULL << id % 64;
	}
}

/* Who should be the first for @vcpu, or NR. */
static u32 first_for(const struct sim_vcpu *vcpu)
{
	u32 i, best = NR;

	for (i = 0; i < NR; i++) {
		u64 key = procs[i].policy.affine.key;

		if (!in[i] || !sim_allowed(&procs[i], vcpu))
			continue;
		if (best == NR || key < procs[best].policy.affine.key ||
		    (key == procs[best].policy.affine.key &&
		     turns[i] < turns[best]))
			best = i;
	}
	return best;
}

static void check(u32 id)
{
	u32 first = first_for(&vcpus[id]);

	EXPECT_EQ(sim_vcpus_has(affine_queue_vcpus(&queue), id), first != NR);
	if (first != NR)
		EXPECT_EQ(affine_queue_first(&queue, &vcpus[id]) - procs,
			  first);
}

/* Added, removed and bound anew at random; keys are often the same. */
TEST(affine_random)
{
	u64 rng = 5;
	u32 round, i;

	begin();
	for (round = 0; round < 6000; round++) {
		i = random_below(&rng, NR);
		if (in[i] && random_one_in(&rng, 2)) {
			take_out(i);
		} else if (in[i]) {
			random_affinity(i, &rng);
			affine_queue_update(&procs[i]);
		} else {
			random_affinity(i, &rng);
			add(i, random_below(&rng, 50));
		}
		for (i = 0; i < 4; i++)
			check(i);
		check(random_below(&rng, SCHEDSIM_MAX_VCPUS));
	}
	end();
}

/* First in, first out; each vCPU empties what it may. */
TEST(affine_fifo)
{
	u64 rng = 6;
	u32 i, id;

	begin();
	for (i = 0; i < NR; i++) {
		random_affinity(i, &rng);
		add(i, i);
	}
	for (id = 0; id < SCHEDSIM_MAX_VCPUS; id++) {
		for (; first_for(&vcpus[id]) != NR; take_out(i)) {
			i = first_for(&vcpus[id]);
			check(id);
		}
		check(id);
	}
	EXPECT(!queue.root);
	end();
}

/* The longest way up. */
static u32 depth(void)
{
	const struct sim_affine *node;
	u32 deepest = 0, level, i;

	for (i = 0; i < NR; i++) {
		node = in[i] ? &procs[i].policy.affine : NULL;
		for (level = 0; node; node = node->parent)
			level++;
		deepest = max(deepest, level);
	}
	return deepest;
}

/* Whatever the order: the way down is about as long as log n. */
TEST(affine_depth)
{
	u32 shape, i;

	for (shape = 0; shape < 3; shape++) {
		begin();
		for (i = 0; i < NR; i++)
			add(i, shape ? shape == 1 ? NR - i : 7 : i);
		EXPECT(depth() >= 8);
		EXPECT(depth() <= 24);
		/* Round and round, as processes take turns. */
		for (i = 0; i < 20 * NR; i++) {
			take_out(i % NR);
			add(i % NR, NR + i);
		}
		EXPECT(depth() <= 24);
		end();
	}
}
