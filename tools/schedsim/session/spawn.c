// SPDX-License-Identifier: GPL-2.0
/*
 * Processes, programs and objects that come and go: their memory, as module/spawn.c,
 * module/process.c and module/object.c have it.
 */
#include <stdlib.h>

#include "session/engine.h"
#include "session/fields.h"
#include "util/tool.h"

/* Last, since they define words of the kernel. */
#include "sim.h"
#include "sync/object.h"

/**
 * struct spawning - a spawn that is being done
 * @sim: the engine
 * @arg: the command
 * @entries: the processes
 * @from: the objects
 * @objects: they, in the engine
 * @ids: all numbers that an object may have as its id, each at its place
 * @nr_ids: number of them
 * @program: that of the last process
 * @ops: where it comes from
 */
struct spawning {
	struct sim *sim;
	const struct schedsim_spawn *arg;
	const struct schedsim_spawn_entry *entries;
	const struct schedsim_object *from;
	struct sim_object **objects;
	u32 *ids;
	u32 nr_ids;
	struct sim_program *program;
	u64 ops;
};

static void *pointed(__u64 pointer)
{
	return (void *)(uintptr_t)pointer;
}

static void object_put(void *sim, struct sim_object *object)
{
	if (--object->refs)
		return;
	sim_object_remove(sim, object);
	free(object);
}

static void program_put(struct sim *sim, struct sim_program *program)
{
	if (!program || --program->refs)
		return;
	sim_program_put_objects(sim, program, object_put, sim);
	free(program);
}

/**
 * session_proc_free - free a process that is in no engine any more
 * @sim: the engine it was in
 * @proc: the process
 */
void session_proc_free(struct sim *sim, struct sim_proc *proc)
{
	struct sim_object *fork = sim_proc_fork(proc);

	if (fork)
		object_put(sim, fork);
	free(proc->tail);
	program_put(sim, proc->program);
	free(proc);
}

static const char *hold_object(struct spawning *spawning, u32 i)
{
	const struct schedsim_object *from = &spawning->from[i];
	const struct schedsim_attr *attr = pointed(from->attr);
	struct sim *sim = spawning->sim;
	struct sim_object *object;

	object = sim_object_find(sim, from->id);
	if (!object) {
		if (sim_object_check(from, attr) || sim_attr_check(sim, attr))
			return "has values that are not possible";
		object = allocate(1, sizeof(*object));
		sim_object_init(object, from, attr);
		if (sim_object_add(sim, object)) {
			free(object);
			return "is one too many";
		}
	}
	object->refs++;
	spawning->objects[i] = object;
	return object->id == from->id ? NULL : "has not the id that it gets";
}

/* Processes one after the other may have the same program. */
static const char *take_program(struct spawning *spawning, const struct schedsim_spawn_entry *entry)
{
	struct sim *sim = spawning->sim;
	u32 nr = entry->nr_ops;
	struct sim_program *program = NULL;

	if (entry->ops == spawning->ops)
		return NULL;
	program_put(sim, spawning->program);
	spawning->program = NULL;
	spawning->ops = entry->ops;
	if (!entry->ops)
		return NULL;
	program = allocate(1, sizeof(*program) + nr * sizeof(program->ops[0]));
	if (sim_program_decode(program, pointed(entry->ops), nr) != (int)nr ||
	    sim_program_bind(sim, program, spawning->ids, spawning->nr_ids) != (int)nr) {
		free(program);
		return "has a program that is not possible";
	}
	sim_program_get_objects(sim, program);
	program->refs = 1;
	spawning->program = program;
	return NULL;
}

static const char *take_fork(struct spawning *spawning, const struct schedsim_spawn_entry *entry,
			     struct sim_proc *proc)
{
	if (!entry->fork)
		return NULL;
	if (entry->fork > spawning->arg->nr_objects ||
	    spawning->objects[entry->fork - 1]->type != SCHEDSIM_OBJECT_FORK)
		return "has a fork that is none";
	proc->fork = spawning->objects[entry->fork - 1];
	proc->fork->refs++;
	return NULL;
}

static const char *check_entry(const struct sim *sim, const struct schedsim_spawn_entry *entry)
{
	const struct schedsim_attr *attr = pointed(entry->attr);
	const char *reason = "has attributes that are not possible";

	if (entry->delay_ns > SCHEDSIM_MAX_TIME_NS)
		return "has a delay that is too long";
	if (sim_attr_check(sim, attr) || sim_attr_admit(sim->policy, attr, &reason))
		return reason;
	return NULL;
}

static const char *spawn_one(struct spawning *spawning, const struct schedsim_spawn_entry *entry)
{
	struct sim *sim = spawning->sim;
	struct sim_proc *proc;
	const char *wrong;
	size_t tail;

	wrong = check_entry(sim, entry);
	if (!wrong)
		wrong = take_program(spawning, entry);
	if (wrong)
		return wrong;
	proc = allocate(1, sizeof(*proc));
	tail = sim_tail_size(spawning->program);
	sim_proc_init(proc, spawning->program, tail ? allocate(1, tail) : NULL, entry->name,
		      pointed(entry->attr));
	if (spawning->program)
		spawning->program->refs++;
	wrong = take_fork(spawning, entry, proc);
	if (!wrong && sim_reserve_id(sim, entry->id) < 0)
		wrong = "has an id that is taken or too great, or is one too many";
	if (wrong) {
		session_proc_free(sim, proc);
		return wrong;
	}
	if (entry->serial)
		sim->serials = entry->serial - 1;
	sim_spawn(sim, proc, entry->id, entry->delay_ns);
	return NULL;
}

static const char *spawn_all(struct spawning *spawning, struct where *where)
{
	const char *wrong = NULL;
	u32 i;

	where->part = "object";
	for (i = 0; i < spawning->arg->nr_objects && !wrong; i++) {
		where->index = i + 1;
		wrong = hold_object(spawning, i);
	}
	if (wrong)
		return wrong;
	where->part = "process";
	for (i = 0; i < spawning->arg->nr && !wrong; i++) {
		where->index = i + 1;
		wrong = spawn_one(spawning, &spawning->entries[i]);
	}
	return wrong;
}

/**
 * session_engine_spawn - make processes
 * @sim: the engine
 * @arg: the command
 * @where: the command; says then what is wrong in it
 *
 * Return: NULL; or what is wrong, when some processes may have been made.
 */
const char *session_engine_spawn(struct sim *sim, const struct schedsim_spawn *arg,
				 struct where *where)
{
	struct spawning spawning = {
		.sim = sim,
		.arg = arg,
		.entries = pointed(arg->entries),
		.from = pointed(arg->objects),
		.objects = allocate(arg->nr_objects, sizeof(spawning.objects[0])),
		.ids = allocate(sim->max_objects + 1, sizeof(spawning.ids[0])),
		.nr_ids = sim->max_objects + 1,
	};
	const char *wrong;
	u32 i;

	/* Operations name objects by id already. */
	for (i = 0; i < spawning.nr_ids; i++)
		spawning.ids[i] = i;
	wrong = spawn_all(&spawning, where);
	program_put(sim, spawning.program);
	/* Objects that a program names stay. */
	for (i = arg->nr_objects; i--;)
		if (spawning.objects[i])
			object_put(sim, spawning.objects[i]);
	free(spawning.objects);
	free(spawning.ids);
	return wrong;
}
