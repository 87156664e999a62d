// SPDX-License-Identifier: GPL-2.0
/*
 * What mutexes cost, in ns of CPU time.
 */
#include <stdlib.h>

#include "bench_locks.h"
#include "bench_table.h"
#include "lab.h"

/* Operations that take no time, between two that do. */
#define NR_OPS		64

#define REPETITIONS	7

static void begin(struct lab *lab, const char *policy, u32 nr_procs)
{
	struct sim_config config = {
		.quantum_ns = 1000000,
		.nr_vcpus = 1,
		.max_procs = nr_procs,
	};

	if (sim_policy_parse(policy, &config))
		abort();
	lab_init(lab, &config);
}

static int spawn(struct lab *lab, const struct schedsim_op *ops, u32 nr_ops,
		 u32 i)
{
	struct schedsim_attr attr = { .tickets = 1000 + i % 7 };
	struct schedsim_spawn_entry entry = {
		.ops = (uintptr_t)ops,
		.nr_ops = nr_ops,
		.attr = (uintptr_t)&attr,
	};

	return lab_spawn(lab, &entry);
}

/* Until the mutex has been locked @times more; ns each. */
static double time_locks(struct lab *lab, u64 times)
{
	const struct sim_object *mutex = lab->sim->objects[1];
	double results[REPETITIONS];
	u32 i;

	for (i = 0; i < REPETITIONS; i++) {
		u64 until = mutex->uses + times, start = cpu_ns();

		while (mutex->uses < until)
			sim_advance(lab->sim, sim_next_event(lab->sim));
		results[i] = (double)(cpu_ns() - start) / times;
	}
	return median(results, REPETITIONS);
}

/* Lock and unlock one that nobody else wants, as often as fits into a step. */
static double time_free(const char *policy, u32 protocol, u64 times)
{
	struct schedsim_object mutex = { .protocol = protocol };
	struct schedsim_op ops[NR_OPS] = {};
	struct lab lab;
	double ns;
	u32 i;

	for (i = 0; i < NR_OPS - 2; i++)
		ops[i].code = i & 1 ? SCHEDSIM_OP_UNLOCK : SCHEDSIM_OP_LOCK;
	ops[i].code = SCHEDSIM_OP_RUN;
	ops[i++].value = 1000;
	ops[i].code = SCHEDSIM_OP_LOOP;
	begin(&lab, policy, 1);
	lab_object(&lab, &mutex);
	spawn(&lab, ops, NR_OPS, 0);
	ns = time_locks(&lab, times);
	lab_destroy(&lab);
	return ns;
}

/*
 * Lock one that @nr others wait for, unlock it, and wait with them. With all
 * that comes with it: one wakes up, and there is a decision. All have the same
 * priority, or the highest would have it all to themselves; their tickets make
 * some more urgent than others. (Under prio, a ceiling lets hardly anyone wait.)
 */
static double time_contended(const char *policy, u32 protocol, u32 nr,
			     u64 times)
{
	struct schedsim_op ops[] = {
		{ .code = SCHEDSIM_OP_LOCK },
		{ .code = SCHEDSIM_OP_SLEEP, .value = 1000000000 },
		{ .code = SCHEDSIM_OP_RUN, .value = 1000 },
		{ .code = SCHEDSIM_OP_UNLOCK },
		{ .code = SCHEDSIM_OP_LOOP },
	};
	struct schedsim_attr ceiling = { .priority = 7, .tickets = 2000 };
	struct schedsim_object mutex = { .protocol = protocol };
	struct lab lab;
	double ns;
	u32 i;

	if (protocol == SCHEDSIM_PROTOCOL_CEILING)
		mutex.attr = (uintptr_t)&ceiling;
	begin(&lab, policy, nr + 1);
	lab_object(&lab, &mutex);
	for (i = 0; i <= nr; i++) {
		spawn(&lab, ops, ARRAY_SIZE(ops), i);
		/* All but the first come while that sleeps. */
		lab_settle(&lab);
		ops[1].value = 0;
	}
	ns = time_locks(&lab, times);
	lab_destroy(&lab);
	return ns;
}

static const struct column lock_columns[] = {
	{ "waiters", "waiters", 9, 0 },
	{ "free/ns", "free_ns", 8, 1 },
	{ "none/ns", "none_ns", 8, 1 },
	{ "inherit/ns", "inherit_ns", 10, 1 },
	{ "ceiling/ns", "ceiling_ns", 10, 1 },
};

static void bench_mutexes(u64 times)
{
	static const char * const policies[] = { "rr", "prio", "fair" };
	static const u32 sizes[] = { 1, 100, 10000 };
	u32 p, n;

	begin_table("mutexes", lock_columns, ARRAY_SIZE(lock_columns));
	for (n = 0; n < ARRAY_SIZE(sizes); n++)
		for (p = 0; p < ARRAY_SIZE(policies); p++)
			row(policies[p], lock_columns, ARRAY_SIZE(lock_columns),
			    (double[]) {
				sizes[n],
				time_free(policies[p],
					  SCHEDSIM_PROTOCOL_INHERIT, times),
				time_contended(policies[p],
					       SCHEDSIM_PROTOCOL_NONE,
					       sizes[n], times),
				time_contended(policies[p],
					       SCHEDSIM_PROTOCOL_INHERIT,
					       sizes[n], times),
				time_contended(policies[p],
					       SCHEDSIM_PROTOCOL_CEILING,
					       sizes[n], times),
			});
	end_table();
}

/* A chain of owners, each of whom waits for the next, and one at its end. */
static int make_chain(struct lab *lab, u32 nr)
{
	struct schedsim_object mutex = { .protocol = SCHEDSIM_PROTOCOL_INHERIT };
	struct schedsim_op ops[3] = {};
	u32 i, last = 0;

	begin(lab, "prio", nr + 1);
	for (i = 0; i < nr; i++)
		lab_object(lab, &mutex);
	for (i = 0; i <= nr; i++) {
		ops[0].code = SCHEDSIM_OP_LOCK;
		ops[0].arg = min(i, nr - 1);
		ops[1].code = i ? SCHEDSIM_OP_LOCK : SCHEDSIM_OP_SLEEP;
		ops[1].arg = i ? i - 1 : 0;
		ops[1].value = i ? 0 : 1000000;
		last = spawn(lab, ops, i < nr ? 2 : 1, 0);
		lab_settle(lab);
	}
	return last;
}

/* The last one's priority changes, and so that of all; ns for each of them. */
static double time_chain(u32 nr, u64 times)
{
	struct schedsim_attr attr = {};
	double results[REPETITIONS];
	u64 rounds = times / nr + 1, k;
	struct lab lab;
	u32 i, last = make_chain(&lab, nr);

	for (i = 0; i < REPETITIONS; i++) {
		u64 start = cpu_ns();

		for (k = 0; k < rounds; k++) {
			attr.priority = k & 1 ? 5 : 9;
			lab_set_attr(&lab, last, &attr);
		}
		results[i] = (double)(cpu_ns() - start) / rounds / nr;
	}
	lab_destroy(&lab);
	return median(results, REPETITIONS);
}

static const struct column chain_columns[] = {
	{ "owners", "owners", 9, 0 },
	{ "each/ns", "each_ns", 8, 1 },
};

static void bench_chains(u64 times)
{
	static const u32 sizes[] = { 1, 10, 100, 1000 };
	u32 n;

	begin_table("chains", chain_columns, ARRAY_SIZE(chain_columns));
	for (n = 0; n < ARRAY_SIZE(sizes); n++)
		row("prio", chain_columns, ARRAY_SIZE(chain_columns),
		    (double[]) { sizes[n], time_chain(sizes[n], times) });
	end_table();
}

void bench_locks(u64 times)
{
	bench_mutexes(times);
	bench_chains(times);
}
