/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Putting a workload into the engine that is built into the tool.
 */
#ifndef RUN_ENGINE_SPAWN_H
#define RUN_ENGINE_SPAWN_H

#include "run/run.h"

struct sim;
struct sim_object;
struct sim_proc;
struct sim_program;

/**
 * struct engine_memory - the memory of what is in an engine
 * @objects: the objects, by their place in the workload
 * @ids: their ids
 * @programs: the programs, as the workload numbers them; NULL: runs for ever
 * @procs: the processes, by their place in the workload
 * @bandwidth: what those of SCHED_DEADLINE reserve
 */
struct engine_memory {
	struct sim_object **objects;
	__u32 *ids;
	struct sim_program **programs;
	struct sim_proc **procs;
	__u64 bandwidth;
};

int engine_spawn(struct sim *sim, const struct run_input *input, struct engine_memory *memory);
void engine_free(struct engine_memory *memory, const struct workload *workload);

#endif /* RUN_ENGINE_SPAWN_H */
