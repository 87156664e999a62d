// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: digest [FIRST [COUNT]]
 *
 * Runs the scenarios of the seeds from FIRST on, and prints a line for each:
 * seed, digest, time, number of events. The lines are the same wherever the
 * engine runs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lab.h"
#include "scenario.h"

static struct scenario scenario;

static void run(u64 seed)
{
	struct sim_config config;
	struct lab lab;
	u32 i;

	scenario_make(&scenario, seed);
	lab_config(&scenario.config, &config);
	lab_init(&lab, &config);
	for (i = 0; i < scenario.nr_objects; i++)
		if (lab_object(&lab, &scenario.objects[i]) != i + 1)
			abort();
	for (i = 0; i < scenario.nr_procs; i++)
		if (lab_spawn(&lab, &scenario.entries[i]) != i + 1)
			abort();
	lab_run(&lab, scenario.until_ns);
	printf("%llu %016llx %llu %llu\n", seed, lab.sim->digest, lab.sim->now,
	       lab.sim->events);
	lab_destroy(&lab);
}

int main(int argc, char **argv)
{
	u64 first = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
	u64 count = argc > 2 ? strtoull(argv[2], NULL, 0) : 1000;
	u64 seed;

	for (seed = first; seed < first + count; seed++)
		run(seed);
	return 0;
}
