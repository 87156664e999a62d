// SPDX-License-Identifier: GPL-2.0
/*
 * Putting a workload into the engine that is built into the tool, just as the
 * kernel does for one SCHEDSIM_IOC_SPAWN.
 */
#include <stdlib.h>
#include <string.h>

#include "../../lib/schedsim.h"

#include "run/engine_spawn.h"
#include "util/tool.h"

/* Last, since they define words of the kernel. */
#include "sim.h"
#include "sync/object.h"

static void blame(const struct sim *sim, const struct workload *workload, u32 index, int err,
		  const char *reason)
{
	struct schedsim_refusal refusal = { .index = index };

	if ((err == -EOPNOTSUPP || err == -EBUSY) && reason)
		strncat(refusal.reason, reason, sizeof(refusal.reason) - 1);
	workload_blame(workload, &refusal, sim->policy->name, err);
}

static int check_attr(const struct sim *sim, const struct schedsim_attr *attr,
		      const char **reason)
{
	int err = sim_attr_check(sim, attr);

	return err ? err : sim_attr_admit(sim->policy, attr, reason);
}

/* A process may become what an object makes of it. */
static int check_object(const struct sim *sim, const struct schedsim_object *object,
			const struct schedsim_attr *attr, const char **reason)
{
	int err = sim_object_check(object, attr);

	if (!err)
		err = sim_attr_check(sim, attr);
	if (err || !(object->type == SCHEDSIM_OBJECT_ATTR && object->value & SCHEDSIM_ATTR_CLASS))
		return err;
	return sim_attr_admit(sim->policy, attr, reason);
}

static int make_objects(struct sim *sim, const struct workload *workload,
			struct engine_memory *memory)
{
	const struct objects *from = &workload->objects;
	const char *reason = NULL;
	int err;
	u32 i;

	memory->objects = allocate(from->nr, sizeof(memory->objects[0]));
	memory->ids = allocate(from->nr, sizeof(memory->ids[0]));
	for (i = 0; i < from->nr; i++) {
		struct sim_object *object = allocate(1, sizeof(*object));

		memory->objects[i] = object;
		err = check_object(sim, &from->abi[i], &from->info[i].attr, &reason);
		if (err) {
			blame(sim, workload, workload->nr_procs + 1 + i, err, reason);
			return TOOL_WORKLOAD;
		}
		sim_object_init(object, &from->abi[i], &from->info[i].attr);
		if (sim_object_add(sim, object)) {
			complain("the engine has no room for the %s '%s'",
				 object_type_name(from->abi[i].type), from->info[i].name);
			return TOOL_FAILED;
		}
		memory->ids[i] = object->id;
	}
	return TOOL_OK;
}

static int make_program(struct sim *sim, const struct workload *workload, u32 index,
			struct engine_memory *memory)
{
	const struct program *from = &workload->programs[index];
	struct sim_program *program;

	if (!from->nr || memory->programs[index])
		return TOOL_OK;
	program = allocate(1, sizeof(*program) + from->nr * sizeof(program->ops[0]));
	memory->programs[index] = program;
	if (sim_program_decode(program, from->ops, from->nr) != (int)from->nr ||
	    sim_program_bind(sim, program, memory->ids, workload->objects.nr) != (int)from->nr)
		return TOOL_FAILED;
	sim_program_get_objects(sim, program);
	return TOOL_OK;
}

static int make_proc(struct sim *sim, const struct run_input *input, u32 i,
		     struct engine_memory *memory)
{
	const struct workload_proc *from = &input->workload->procs[i];
	const struct schedsim_spawn_entry *entry = &input->entries[i];
	char bandwidth[SCHEDSIM_REASON_LEN];
	const char *reason = NULL;
	struct sim_program *program;
	struct sim_proc *proc;
	size_t tail;
	int err;

	if (make_program(sim, input->workload, from->program, memory)) {
		complain("the engine does not take the program of '%s'", from->name);
		return TOOL_FAILED;
	}
	err = check_attr(sim, &from->attr, &reason);
	if (!err) {
		memory->bandwidth += sim_bandwidth(&from->attr);
		err = sim_bandwidth(&from->attr) ?
		      sim_bandwidth_check(sim, memory->bandwidth, 0, bandwidth) : 0;
		reason = bandwidth;
	}
	if (err) {
		blame(sim, input->workload, i, err, reason);
		return TOOL_WORKLOAD;
	}
	program = memory->programs[from->program];
	proc = allocate(1, sizeof(*proc));
	memory->procs[i] = proc;
	tail = sim_tail_size(program);
	sim_proc_init(proc, program, tail ? allocate(1, tail) : NULL, entry->name, &from->attr);
	if (!entry->fork)
		return TOOL_OK;
	proc->fork = memory->objects[entry->fork - 1];
	proc->fork->refs++;
	return TOOL_OK;
}

/* As in the kernel, only those objects stay that are named. */
static void remove_unnamed(struct sim *sim, u32 nr, struct engine_memory *memory)
{
	while (nr--)
		if (!memory->objects[nr]->refs)
			sim_object_remove(sim, memory->objects[nr]);
}

/**
 * engine_spawn - put the processes and objects of a run into the engine
 * @sim: the engine
 * @input: what is to be simulated
 * @memory: zeroed, to be filled in; for engine_free(), after an error, too
 *
 * Return: an exit code.
 */
int engine_spawn(struct sim *sim, const struct run_input *input, struct engine_memory *memory)
{
	const struct workload *workload = input->workload;
	int code;
	u32 i;

	code = make_objects(sim, workload, memory);
	if (code)
		return code;
	memory->programs = allocate(workload->nr_programs, sizeof(memory->programs[0]));
	memory->procs = allocate(workload->nr_procs, sizeof(memory->procs[0]));
	for (i = 0; i < workload->nr_procs && !code; i++)
		code = make_proc(sim, input, i, memory);
	if (code)
		return code;
	for (i = 0; i < workload->nr_procs; i++) {
		int id = sim_reserve_id(sim, input->entries[i].id);

		if (id < 0) {
			complain("the engine has no room for '%s'", workload->procs[i].name);
			return TOOL_FAILED;
		}
		sim_spawn(sim, memory->procs[i], id, input->entries[i].delay_ns);
	}
	remove_unnamed(sim, workload->objects.nr, memory);
	return TOOL_OK;
}

/**
 * engine_free - free what engine_spawn() has made
 * @memory: it; the engine must not be used any more
 * @workload: the workload
 */
void engine_free(struct engine_memory *memory, const struct workload *workload)
{
	u32 i;

	for (i = 0; memory->procs && i < workload->nr_procs; i++) {
		if (memory->procs[i])
			free(memory->procs[i]->tail);
		free(memory->procs[i]);
	}
	for (i = 0; memory->programs && i < workload->nr_programs; i++)
		free(memory->programs[i]);
	for (i = 0; memory->objects && i < workload->objects.nr; i++)
		free(memory->objects[i]);
	free(memory->procs);
	free(memory->programs);
	free(memory->ids);
	free(memory->objects);
}
