// SPDX-License-Identifier: GPL-2.0
/*
 * What more vCPUs cost: decisions a second, with balancing on.
 */
#include <stdlib.h>

#include "bench_table.h"
#include "bench_vcpus.h"
#include "lab.h"

#define REPETITIONS	5
#define QUANTUM		1000000
#define EACH		4	/* processes for each vCPU */

static const char * const policies[] = {
	"rr:balance=all", "fair:balance=all", "prio:balance=all", "rr:span=all",
};

static const u32 nrs[] = { 1, 4, 16, 64, 256 };

/* Half of the time vCPUs want work, so there is much to pull. No two do all at once. */
static void spawn(struct lab *lab, bool sleeps, u32 i)
{
	struct schedsim_op ops[] = {
		{ .code = SCHEDSIM_OP_RUN, .value = 5 * QUANTUM / 2 + i * 7919 % 1000003 },
		{ .code = SCHEDSIM_OP_SLEEP,
		  .value = EACH * 7 * QUANTUM / 3 + i * 104729 % 1000033 },
		{ .code = SCHEDSIM_OP_LOOP, .arg = 0, .value = 0 },
	};
	struct schedsim_spawn_entry entry = {
		.ops = sleeps ? (uintptr_t)ops : 0,
		.nr_ops = sleeps ? ARRAY_SIZE(ops) : 0,
	};

	lab_spawn(lab, &entry);
}

static void advance(struct sim *sim, u64 decisions)
{
	u64 until = sim->decisions + decisions;

	while (sim->decisions < until)
		sim_advance(sim, sim_next_event(sim));
}

/* Million decisions a second. */
static double time_vcpus(const char *policy, u32 nr, bool sleeps, u64 decisions)
{
	struct sim_config config = {
		.quantum_ns = QUANTUM, .nr_vcpus = nr, .max_procs = EACH * nr,
	};
	double results[REPETITIONS];
	struct lab lab;
	u32 i;

	if (sim_policy_parse(policy, &config))
		abort();
	lab_init(&lab, &config);
	for (i = 0; i < config.max_procs; i++)
		spawn(&lab, sleeps, i);
	advance(lab.sim, 2 * config.max_procs);
	for (i = 0; i < REPETITIONS; i++) {
		u64 start = cpu_ns();

		advance(lab.sim, decisions);
		results[i] = decisions * 1e3 / (cpu_ns() - start);
	}
	lab_destroy(&lab);
	return median(results, REPETITIONS);
}

static const struct column columns[] = {
	{ "vCPUs", "vcpus", 9, 0 },
	{ "CPU-bound Mdecisions/s", "cpu_bound_million_decisions_a_second", 22, 2 },
	{ "ratio", "cpu_bound_to_one_vcpu", 6, 2 },
	{ "sleeping Mdecisions/s", "sleeping_million_decisions_a_second", 21, 2 },
	{ "ratio", "sleeping_to_one_vcpu", 6, 2 },
};

/**
 * bench_vcpus - print how many decisions a second there are, by number of vCPUs
 * @decisions: how many to take, for each number
 *
 * Beside each is its ratio to that with one vCPU: half as many a second is 0.50.
 */
void bench_vcpus(u64 decisions)
{
	u32 p, n;

	begin_table("vcpus", columns, ARRAY_SIZE(columns));
	for (p = 0; p < ARRAY_SIZE(policies); p++) {
		double ones[2];

		for (n = 0; n < ARRAY_SIZE(nrs); n++) {
			double endless = time_vcpus(policies[p], nrs[n], false, decisions);
			double sleeping = time_vcpus(policies[p], nrs[n], true, decisions);

			if (!n) {
				ones[0] = endless;
				ones[1] = sleeping;
			}
			row(policies[p], columns, ARRAY_SIZE(columns), (double[]) {
				nrs[n], endless, endless / ones[0],
				sleeping, sleeping / ones[1],
			});
		}
	}
	end_table();
}
