// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: bench_count POLICY PROCESSES DECISIONS [VCPUS]
 *
 * Lets the engine take decisions, for bench-instructions to count what happens in
 * count_decisions(). A decision is all that comes with the end of a slice: the process is
 * charged and queued again, the next one is picked, and there is an event for each.
 * With VCPUS, which may be 1, there are so many, and PROCESSES for each of them, that sleep
 * and wake up: a decision is then all that has led to it, balancing included.
 *
 * It is compiled with the engine of other revisions, too, so it uses little of it.
 * The exit status is 3 if the engine does not know the policy.
 */
#include <stdlib.h>

/* Not "lab.h": the one of the engine's revision, which is not beside this file. */
#include <lab.h>

/* Broken into lines, or checkpatch would have the macro define itself. */
#ifndef noinline	/* an older revision */
#define noinline __attribute__((	\
	__noinline__))
#endif

static void decide(struct sim *sim, u64 decisions)
{
	while (decisions--) {
		u64 next = sim_next_event(sim);

		/* Without slices nobody gives way unless told to. */
		if (next == SIM_NEVER) {
			sim_trigger(sim, 0);
			next = sim_next_event(sim);
		}
		sim_advance(sim, next);
	}
}

/* Several vCPUs decide at one instant, or none does. */
static void decide_together(struct sim *sim, u64 decisions)
{
	u64 until = sim->decisions + decisions;

	while (sim->decisions < until)
		sim_advance(sim, sim_next_event(sim));
}

noinline void count_decisions(struct sim *sim, u64 decisions, bool together);

noinline void count_decisions(struct sim *sim, u64 decisions, bool together)
{
	if (together)
		decide_together(sim, decisions);
	else
		decide(sim, decisions);
}

static void spawn(struct lab *lab, bool sleeps, u32 i)
{
	struct schedsim_op ops[] = {
		{ .code = SCHEDSIM_OP_RUN, .value = 2500000 + i * 7919 % 1000003 },
		{ .code = SCHEDSIM_OP_SLEEP, .value = 9333333 + i * 104729 % 1000033 },
		{ .code = SCHEDSIM_OP_LOOP, .arg = 0, .value = 0 },
	};
	struct schedsim_spawn_entry entry = {
		.name = "",
		.ops = sleeps ? (uintptr_t)ops : 0,
		.nr_ops = sleeps ? ARRAY_SIZE(ops) : 0,
	};

	lab_spawn(lab, &entry);
}

int main(int argc, char **argv)
{
	struct sim_config config = { .quantum_ns = 1000000, .nr_vcpus = 1 };
	bool together = argc == 5;
	struct lab lab;
	u32 i;

	if (argc != 4 && argc != 5)
		return 2;
	if (sim_policy_parse(argv[1], &config))
		return 3;
	if (together)
		config.nr_vcpus = atoi(argv[4]);
	config.max_procs = atoi(argv[2]) * config.nr_vcpus;
	lab_init(&lab, &config);
	for (i = 0; i < config.max_procs; i++)
		spawn(&lab, together, i);
	if (together)
		decide_together(lab.sim, 2 * config.max_procs + 1000);
	else
		decide(lab.sim, 2 * config.max_procs + 1000);
	count_decisions(lab.sim, atoi(argv[3]), together);
	lab_destroy(&lab);
	return 0;
}
