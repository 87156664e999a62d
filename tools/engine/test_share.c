// SPDX-License-Identifier: GPL-2.0
/*
 * lottery and stride; and the weighted sets that lots are drawn from.
 */
#include <stdlib.h>

#include "lib/fenwick.h"
#include "random.h"
#include "watch_objects.h"

static int spawn_tickets(u32 tickets)
{
	return spawn(.tickets = tickets);
}

/* Against an array, places and all. */
TEST(fenwick)
{
	enum { NR = 600, BLOCKS = 8 };
	struct sim_heap_store store = {
		.entries = lab_alloc(BLOCKS * SIM_HEAP_BLOCK *
				     sizeof(*store.entries)),
		.pos = lab_alloc(NR * sizeof(u32)),
		.next_free = lab_alloc(BLOCKS * sizeof(u16)),
	};
	struct sim_heap *set = lab_alloc(sim_heap_size(NR));
	u32 order[NR], weight[NR], nr = 0, round, i;
	bool in[NR] = {};
	u64 rng = 1;

	sim_heap_store_init(&store, BLOCKS);
	sim_heap_init(set, &store);
	for (round = 0; round < 20000; round++) {
		u32 index = random_below(&rng, NR);
		u64 all = 0, lot;

		if (in[index]) {
			EXPECT_EQ(sim_fenwick_remove(set, index), weight[index]);
			for (i = 0; order[i] != index;)
				i++;
			order[i] = order[--nr];
		} else {
			weight[index] = 1 + random_below(&rng, 1000000);
			sim_fenwick_add(set, index, weight[index]);
			order[nr++] = index;
		}
		in[index] = !in[index];
		EXPECT_EQ(set->nr, nr);
		for (i = 0; i < nr; i++)
			all += weight[order[i]];
		if (!nr)
			continue;
		lot = random_one_in(&rng, 5) ? all - 1 : random_below(&rng, all);
		i = sim_fenwick_find(set, lot);
		for (index = 0; lot >= weight[order[index]]; index++)
			lot -= weight[order[index]];
		EXPECT_EQ(i, order[index]);
	}
	free(set);
	free(store.entries);
	free(store.pos);
	free(store.next_free);
}

TEST(lottery_shares)
{
	boot("lottery", 10);
	spawn_tickets(100);
	spawn_tickets(300);
	spawn_tickets(600);
	lab_run(&lab, 1000000);
	/* Three standard deviations of 100,000 draws are below half a percent. */
	EXPECT(proc(1).cpu_ns > 95000 && proc(1).cpu_ns < 105000);
	EXPECT(proc(2).cpu_ns > 295000 && proc(2).cpu_ns < 305000);
	EXPECT(proc(3).cpu_ns > 595000 && proc(3).cpu_ns < 605000);
}

/* Without tickets of its own, one has the weight of its nice value. */
TEST(lottery_nice)
{
	boot("lottery", 10);
	spawn(.nice = 0);
	spawn(.nice = 5);
	spawn_tickets(1024 + 335);
	lab_run(&lab, 1000000);
	EXPECT(proc(3).cpu_ns > 495000 && proc(3).cpu_ns < 505000);
	EXPECT(proc(1).cpu_ns > 371000 && proc(1).cpu_ns < 382000);
}

TEST(lottery_seed)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = 2, .max_procs = 64,
	};
	u64 digests[3];
	u32 i, k;

	for (i = 0; i < 3; i++) {
		config.seed = i / 2;
		EXPECT_EQ(sim_policy_parse("lottery", &config), 0);
		boot_with(&config);
		for (k = 0; k < 8; k++)
			spawn();
		lab_run(&lab, 1000);
		digests[i] = stats().digest;
	}
	EXPECT_EQ(digests[0], digests[1]);
	EXPECT(digests[1] != digests[2]);
	/* Nor do both vCPUs draw the same. */
	EXPECT(proc(1).cpu_ns != proc(2).cpu_ns ||
	       proc(3).cpu_ns != proc(4).cpu_ns ||
	       proc(5).cpu_ns != proc(6).cpu_ns);
}

/* The paper's example: 3 : 2 : 1 tickets, and every six slices it is exact. */
TEST(stride_shares)
{
	u64 t;

	boot("stride", 10);
	spawn_tickets(3);
	spawn_tickets(2);
	spawn_tickets(1);
	lab_run(&lab, 60);
	EXPECT_STR(trace(), "0:1 10:2 20:1 30:1 40:3 50:2 60:1");
	for (t = 120; t < 6000; t += 60) {
		lab_run(&lab, t);
		EXPECT_EQ(proc(1).cpu_ns, t / 2);
		EXPECT_EQ(proc(2).cpu_ns, t / 3);
	}
}

/* Time asleep is no credit, and no debt. */
TEST(stride_sleep)
{
	boot("stride", 10);
	spawn();
	spawn(.PROGRAM(RUN(100), SLEEP(1000), RUN(1000)));
	lab_run(&lab, 10000);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_EXITED);
	EXPECT(proc(2).finish_ns >= 3180 && proc(2).finish_ns <= 3220);
}

/* From next to none to as many as the other, in the middle of a slice. */
TEST(stride_tickets_running)
{
	struct schedsim_attr more = { .tickets = 1000 };
	struct schedsim_attr there = { .tickets = 1000, .affinity = { 2 } };
	struct sim_config config = {
		.policy = policy("stride"), .quantum_ns = 1000, .nr_vcpus = 2,
		.max_procs = 8,
	};
	u32 moves;

	boot("stride", 1000);
	spawn_tickets(1);
	lab_run(&lab, 500);
	spawn_tickets(1000);
	lab_settle(&lab);
	lab_set_attr(&lab, 1, &more);
	lab_run(&lab, 500000);
	EXPECT(proc(1).cpu_ns > 248000 && proc(1).cpu_ns < 252000);
	/* To another vCPU, too, where it finds one with as many. */
	for (moves = 0; moves < 2; moves++) {
		boot_with(&config);
		spawn(.tickets = 1, .cpus = 1);
		spawn(.tickets = 1000, .cpus = 2);
		lab_run(&lab, 500);
		lab_set_attr(&lab, 1, moves ? &there : &more);
		lab_set_attr(&lab, 1, &there);
		lab_run(&lab, 500000);
		EXPECT(proc(1).cpu_ns > 248000 && proc(1).cpu_ns < 252000);
	}
}

/* An owner that runs inherits the tickets of a waiter on another vCPU at once. */
TEST(stride_inherits_running)
{
	struct sim_config config = {
		.policy = policy("stride"), .quantum_ns = 1000, .nr_vcpus = 2,
		.max_procs = 8,
	};

	boot_with(&config);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(100000), UNLOCK(1)), .cpus = 1, .tickets = 1);
	spawn(.cpus = 1, .tickets = 1000, .at = 400);
	spawn(.PROGRAM(RUN(500), LOCK(1), UNLOCK(1)), .cpus = 2, .tickets = 1000);
	lab_run(&lab, 220000);
	EXPECT_EQ(proc(3).state, SCHEDSIM_STATE_EXITED);
}

/* Tickets may change while it waits and while it runs. */
TEST(stride_tickets)
{
	struct schedsim_attr more = { .tickets = 3000 };
	struct schedsim_attr less = { .tickets = 1000 };
	u64 before;

	boot("stride", 10);
	spawn_tickets(1000);
	spawn_tickets(1000);
	lab_run(&lab, 1005);
	lab_set_attr(&lab, 1, &more);
	lab_set_attr(&lab, 2, &less);
	before = proc(1).cpu_ns;
	lab_run(&lab, 1005 + 4000);
	EXPECT(proc(1).cpu_ns - before >= 2980);
	EXPECT(proc(1).cpu_ns - before <= 3020);
	lab_set_attr(&lab, 1, &less);
	lab_set_attr(&lab, 2, &more);
	before = proc(1).cpu_ns;
	lab_run(&lab, 1005 + 8000);
	EXPECT(proc(1).cpu_ns - before >= 980);
	EXPECT(proc(1).cpu_ns - before <= 1020);
}
