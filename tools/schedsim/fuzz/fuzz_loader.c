// SPDX-License-Identifier: GPL-2.0
/*
 * The loader of workload files, for libFuzzer; "make fuzz" runs it.
 *
 * Whatever is in a file: the loader gives an error of one line, or the engine
 * takes all that has come of it, and runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#include "run/engine_spawn.h"
#include "util/tool.h"
#include "util/units.h"

/* Last, since it defines words of the kernel. */
#include "sim.h"

/* What is run: not for long, and not with very many. */
#define MAX_PROCS	512
#define MAX_TIME_NS	(20 * NSEC_PER_MSEC)
#define MAX_CALLS	200

static void check(bool right, const char *what)
{
	if (right)
		return;
	fprintf(stderr, "not as it should be: %s\n", what);
	abort();
}

static void check_error(const struct workload *workload)
{
	check(!strncmp(workload->error, "file:", 5), "the error names file and line");
	check(!workload->nr_procs, "nothing is half loaded");
}

static void warn_nobody(const char *format, ...)
{
}

static void run(const struct run_input *input)
{
	struct sim_config config = {
		.policy = sim_policy_find("fair", strlen("fair")),
		.quantum_ns = NSEC_PER_MSEC,
		.nr_vcpus = workload_nr_cpus(input->workload),
		.max_procs = max(input->workload->nr_procs, input->workload->objects.nr),
	};
	struct engine_memory memory = { .procs = NULL };
	struct sim *sim = allocate(1, sim_size(&config));
	void *rqs = allocate(1, sim_rqs_size(&config));
	int calls = 0;

	sim_init(sim, &config, rqs);
	check(!engine_spawn(sim, input, &memory), "the engine takes it");
	while (sim_run(sim, MAX_TIME_NS, true) == SIM_RUN_MORE && calls++ < MAX_CALLS)
		;
	engine_free(&memory, input->workload);
	free(rqs);
	free(sim);
}

int fuzz_one(const uint8_t *data, size_t len)
{
	struct workload workload = { .warn = warn_nobody };
	struct run_input input = { .workload = &workload };

	if (workload_parse(&workload, "file", (const char *)data, len)) {
		check_error(&workload);
	} else if (workload.nr_procs && workload.nr_procs <= MAX_PROCS) {
		workload_endless(&workload);
		workload_set_protocol(&workload, len % 3);
		input.entries = workload_entries(&workload);
		run(&input);
		free(input.entries);
	}
	workload_free(&workload);
	return 0;
}
