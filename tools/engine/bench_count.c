// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: bench_count POLICY PROCESSES DECISIONS
 *
 * Lets the engine take decisions, for bench-instructions to count what happens in
 * count_decisions(). A decision is all that comes with the end of a slice: the process is
 * charged and queued again, the next one is picked, and there is an event for each.
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

noinline void count_decisions(struct sim *sim, u64 decisions);

noinline void count_decisions(struct sim *sim, u64 decisions)
{
	decide(sim, decisions);
}

int main(int argc, char **argv)
{
	struct sim_config config = { .quantum_ns = 1000000, .nr_vcpus = 1 };
	struct schedsim_spawn_entry entry = { .name = "" };
	struct lab lab;
	u32 i;

	if (argc != 4)
		return 2;
	if (sim_policy_parse(argv[1], &config))
		return 3;
	config.max_procs = atoi(argv[2]);
	lab_init(&lab, &config);
	for (i = 0; i < config.max_procs; i++)
		lab_spawn(&lab, &entry);
	decide(lab.sim, 2 * config.max_procs + 1000);
	count_decisions(lab.sim, atoi(argv[3]));
	lab_destroy(&lab);
	return 0;
}
