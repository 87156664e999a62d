/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The userspace build of the engine, for digest.c. Apart, since the engine's
 * headers and those of the harness do not go together.
 */
#ifndef ENGINE_RUN_H
#define ENGINE_RUN_H

#include <linux/schedsim.h>

#include "scenario.h"

/* What comes out of a simulation. */
struct outcome {
	struct schedsim_stats stats;
	struct schedsim_proc procs[SCENARIO_MAX_PROCS];
	struct schedsim_vcpu vcpus[SCHEDSIM_MAX_VCPUS];
	__u32 nr_procs;
	__u32 nr_vcpus;
};

/* What is changed on the way, after each quarter of the time. */
enum { NR_QUARTERS = 4 };

struct change {
	const char *policy;
	__u64 quantum_ns;
	__u32 kill;		/* if it lives */
	__u32 vcpu;		/* goes offline or ... */
	__u32 online;
};

static inline __u64 quarter_end(const struct scenario *scenario, int quarter)
{
	return scenario->until_ns / NR_QUARTERS * (quarter + 1);
}

static inline struct change quarter_change(const struct scenario *scenario,
					   int quarter)
{
	static const char * const policies[] = {
		"fair", "rr", "prio", "mlfq", "linux", "srtf", "stride", "lottery",
		"fifo", "sjf", "edf", "llf", "rm", "dm", "eevdf",
	};
	struct change change = {
		.policy = policies[(scenario->seed + quarter) % ARRAY_SIZE(policies)],
		.quantum_ns = 1000 + (scenario->seed * 7919 + quarter) % 9000,
		.kill = 1 + (scenario->seed + quarter) % scenario->nr_procs,
		.vcpu = (scenario->seed + quarter / 2) % scenario->config.nr_vcpus,
		.online = quarter == 1,
	};

	return change;
}

/* @changed: with the changes above, or just from the start to the end. */
void engine_run(const struct scenario *scenario, int changed,
		struct outcome *outcome);

#endif /* ENGINE_RUN_H */
