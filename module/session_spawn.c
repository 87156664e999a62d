// SPDX-License-Identifier: GPL-2.0
/*
 * The record of SCHEDSIM_IOC_SPAWN.
 */
#include <linux/overflow.h>

#include "engine/sync/object.h"
#include "session.h"
#include "session_spawn.h"
#include "simulation.h"
#include "spawn.h"

/**
 * struct layout - where the parts of a record are: offsets from struct schedsim_spawn
 * @entries: the processes
 * @objects: the objects
 * @attrs: the attributes of the processes, then of the objects
 * @ops: the programs
 * @size: of it all
 */
struct layout {
	size_t entries;
	size_t objects;
	size_t attrs;
	size_t ops;
	size_t size;
};

/* The program of a process, unless it is that of the one before. */
static const struct sim_program *new_program(const struct spawning *spawning, u32 i)
{
	const struct spawn_request *request = &spawning->requests[i];
	const struct sim_program *program = request->proc->program;

	return i && program == request[-1].proc->program ? NULL : program;
}

static void lay_out(const struct spawning *spawning, struct layout *layout)
{
	u32 nr = spawning->arg->nr, nr_objects = spawning->arg->nr_objects, i;
	size_t size = sizeof(struct schedsim_spawn);

	layout->entries = size;
	size = size_add(size, size_mul(nr, sizeof(struct schedsim_spawn_entry)));
	layout->objects = size;
	size = size_add(size, size_mul(nr_objects, sizeof(struct schedsim_object)));
	layout->attrs = size;
	size = size_add(size, size_mul(size_add(nr, nr_objects),
				       sizeof(struct schedsim_attr)));
	layout->ops = size;
	for (i = 0; i < nr; i++) {
		const struct sim_program *program = new_program(spawning, i);

		if (program)
			size = size_add(size, size_mul(program->nr_ops,
						       sizeof(struct schedsim_op)));
		user_mutex_rest(&spawning->s->mutex);
	}
	layout->size = size;
}

static void record_entry(const struct spawning *spawning, u32 i,
			 struct schedsim_spawn_entry *to,
			 struct schedsim_attr *attr)
{
	const struct spawn_request *request = &spawning->requests[i];
	const struct sim_proc *proc = request->proc;

	to->id = request->id;
	to->serial = request->serial;
	to->delay_ns = request->delay;
	to->fork = request->fork;
	to->nr_ops = proc->program ? proc->program->nr_ops : 0;
	memcpy(to->name, proc->name, sizeof(to->name));
	*attr = proc->attr;
}

static void record_object(const struct sim_object *object,
			  struct schedsim_object *to,
			  struct schedsim_attr *attr)
{
	to->id = object->id;
	to->type = object->type;
	to->protocol = object->protocol;
	to->value = object->value;
	memcpy(to->name, object->name, sizeof(to->name));
	to->attr_size = sizeof(*attr);
	*attr = object->attr;
}

/* @offset: of its operations. Return: that behind them. */
static size_t record_program(const struct sim_program *program, void *base,
			     size_t offset)
{
	struct schedsim_op *ops = base + offset;
	u32 i;

	for (i = 0; i < program->nr_ops; i++)
		sim_program_encode(program, i, &ops[i]);
	return offset + i * sizeof(*ops);
}

static void record_entries(const struct spawning *spawning, void *base,
			   const struct layout *layout)
{
	struct schedsim_spawn_entry *entries = base + layout->entries;
	size_t attr = layout->attrs, ops = 0, end = layout->ops;
	u32 i;

	for (i = 0; i < spawning->arg->nr; i++, attr += sizeof(struct schedsim_attr)) {
		const struct sim_program *program = new_program(spawning, i);

		record_entry(spawning, i, &entries[i], base + attr);
		entries[i].attr = attr;
		if (program) {
			ops = end;
			end = record_program(program, base, ops);
		}
		entries[i].ops = entries[i].nr_ops ? ops : 0;
		user_mutex_rest(&spawning->s->mutex);
	}
}

static void record_objects(const struct spawning *spawning, void *base,
			   const struct layout *layout)
{
	struct schedsim_object *objects = base + layout->objects;
	size_t attr = layout->attrs +
		      spawning->arg->nr * sizeof(struct schedsim_attr);
	u32 i;

	for (i = 0; i < spawning->arg->nr_objects; i++) {
		record_object(spawning->objects[i], &objects[i], base + attr);
		objects[i].attr = attr;
		attr += sizeof(struct schedsim_attr);
		user_mutex_rest(&spawning->s->mutex);
	}
}

/**
 * session_begin_spawn - begin the record of SCHEDSIM_IOC_SPAWN
 * @spawning: the command; ids have been reserved, programs have been bound
 *
 * Context: @s->mutex held, just before the processes are added; rests.
 * session_end() must follow.
 */
void session_begin_spawn(const struct spawning *spawning)
{
	const struct schedsim_spawn *arg = spawning->arg;
	struct schedsim_spawn *to;
	struct layout layout;

	if (!spawning->s->session)
		return;
	lay_out(spawning, &layout);
	to = session_reserve(spawning->s, SCHEDSIM_IOC_SPAWN, layout.size);
	if (!to)
		return;
	to->size = sizeof(*to);
	to->nr = arg->nr;
	to->entry_size = sizeof(struct schedsim_spawn_entry);
	to->entries = layout.entries;
	to->nr_objects = arg->nr_objects;
	to->objects = layout.objects;
	to->object_size = sizeof(struct schedsim_object);
	to->op_size = sizeof(struct schedsim_op);
	to->attr_size = sizeof(struct schedsim_attr);
	record_entries(spawning, to, &layout);
	record_objects(spawning, to, &layout);
}
