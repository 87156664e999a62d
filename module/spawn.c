// SPDX-License-Identifier: GPL-2.0
/*
 * SCHEDSIM_IOC_SPAWN: entries are decoded into processes, all or none.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "command.h"
#include "memory.h"
#include "object.h"
#include "process.h"
#include "spawn.h"

/**
 * struct spawning - a command that is being done
 * @s: the simulation
 * @arg: its argument
 * @requests: the processes to be, of all entries
 * @objects: ids of the objects
 * @nr_objects: number of those there are so far
 * @program: that of the last entry, for the next may have the same
 * @ops: where that was
 * @nr_ops: and how long
 */
struct spawning {
	struct simulation *s;
	struct schedsim_spawn *arg;
	struct spawn_request *requests;
	u32 *objects;
	u32 nr_objects;
	struct sim_program *program;
	u64 ops;
	u32 nr_ops;
};

static int check_entry(const struct simulation *s,
		       const struct schedsim_spawn_entry *entry)
{
	if (strnlen(entry->name, sizeof(entry->name)) == sizeof(entry->name) ||
	    entry->delay_ns > SCHEDSIM_MAX_TIME_NS ||
	    (!entry->nr_ops && entry->ops) || entry->__reserved)
		return -EINVAL;
	return sim_attr_check(s->engine, &entry->attr);
}

static int get_program(struct spawning *spawning,
		       const struct schedsim_spawn_entry *entry)
{
	struct simulation *s = spawning->s;
	struct sim_program *program = NULL;

	if (entry->nr_ops == spawning->nr_ops && entry->ops == spawning->ops)
		return 0;
	if (entry->nr_ops) {
		program = program_create(s, u64_to_user_ptr(entry->ops),
					 entry->nr_ops, spawning->objects,
					 spawning->nr_objects);
		if (IS_ERR(program))
			return PTR_ERR(program);
	}
	program_put(s, s->engine, spawning->program);
	spawning->program = program;
	spawning->ops = entry->ops;
	spawning->nr_ops = entry->nr_ops;
	return 0;
}

/* The fork that is to start a process, if there is one. */
static int get_fork(struct spawning *spawning,
		    const struct schedsim_spawn_entry *entry,
		    struct sim_proc *proc)
{
	struct sim_object *fork;

	if (!entry->fork)
		return 0;
	if (entry->fork > spawning->nr_objects)
		return -EINVAL;
	fork = sim_object_find(spawning->s->engine,
			       spawning->objects[entry->fork - 1]);
	if (fork->type != SCHEDSIM_OBJECT_FORK)
		return -EINVAL;
	fork->refs++;
	proc->fork = fork;
	return 0;
}

static int decode_entry(struct spawning *spawning, u32 i)
{
	const struct schedsim_spawn *arg = spawning->arg;
	struct spawn_request *request = &spawning->requests[i];
	struct schedsim_spawn_entry entry;
	struct sim_proc *proc;
	int err;

	err = copy_struct_from_user(&entry, sizeof(entry),
				    u64_to_user_ptr(arg->entries) +
				    (size_t)i * arg->entry_size,
				    arg->entry_size);
	if (!err)
		err = check_entry(spawning->s, &entry);
	if (!err)
		err = get_program(spawning, &entry);
	if (err)
		return err;
	request->wanted = entry.id;
	request->delay = entry.delay_ns;
	proc = process_create(spawning->program, entry.name, &entry.attr);
	if (IS_ERR(proc))
		return PTR_ERR(proc);
	request->proc = proc;
	return get_fork(spawning, &entry, proc);
}

static int decode(struct spawning *spawning)
{
	u32 i;
	int err;

	for (i = 0; i < spawning->arg->nr; i++) {
		cond_resched();
		err = fatal_signal_pending(current) ? -EINTR :
		      decode_entry(spawning, i);
		if (err) {
			spawning->arg->failed = i;
			return err;
		}
	}
	return 0;
}

static int get_object(struct spawning *spawning, u32 i)
{
	const struct schedsim_spawn *arg = spawning->arg;
	struct schedsim_object from;
	struct sim_object *object;
	int err;

	err = copy_struct_from_user(&from, sizeof(from),
				    u64_to_user_ptr(arg->objects) +
				    (size_t)i * arg->object_size,
				    arg->object_size);
	if (err)
		return err;
	object = object_get(spawning->s, &from);
	if (IS_ERR(object))
		return PTR_ERR(object);
	spawning->objects[i] = object->id;
	spawning->nr_objects++;
	return 0;
}

static int get_objects(struct spawning *spawning)
{
	struct schedsim_spawn *arg = spawning->arg;
	u32 i;
	int err;

	for (i = 0; i < arg->nr_objects; i++) {
		cond_resched();
		err = fatal_signal_pending(current) ? -EINTR :
		      get_object(spawning, i);
		if (err) {
			arg->failed = arg->nr + 1 + i;
			return err;
		}
	}
	return 0;
}

/* Those that a program names stay. */
static void put_objects(struct spawning *spawning)
{
	struct sim *engine = spawning->s->engine;

	while (spawning->nr_objects--) {
		u32 id = spawning->objects[spawning->nr_objects];

		object_put(engine, sim_object_find(engine, id));
		cond_resched();
	}
}

static int tell_id(u64 array, u32 size, u32 index, size_t offset, u32 id)
{
	char __user *entry = u64_to_user_ptr(array) + (size_t)index * size;

	cond_resched();
	return put_user(id, (u32 __user *)(entry + offset));
}

/*
 * Tell the ids while nothing has been done yet that could not be undone; that no
 * entry has failed has been told before the command began.
 */
static int tell_ids(const struct spawning *spawning)
{
	const struct schedsim_spawn *arg = spawning->arg;
	int err = 0;
	u32 i;

	for (i = 0; i < arg->nr_objects && !err; i++)
		err = tell_id(arg->objects, arg->object_size, i,
			      offsetof(struct schedsim_object, id),
			      spawning->objects[i]);
	for (i = 0; i < arg->nr && !err; i++)
		err = tell_id(arg->entries, arg->entry_size, i,
			      offsetof(struct schedsim_spawn_entry, id),
			      spawning->requests[i].id);
	return err;
}

/* An array of structs that grow: @known is the size of its first version. */
static int check_size(u32 size, size_t known)
{
	if (size % sizeof(u64) || size < known)
		return -EINVAL;
	return size > PAGE_SIZE ? -E2BIG : 0;
}

static int check_arg(const struct simulation *s,
		     const struct schedsim_spawn *arg)
{
	int err = 0;

	if (arg->flags || arg->__reserved || !arg->nr)
		return -EINVAL;
	if (!arg->nr_objects && (arg->objects || arg->object_size))
		return -EINVAL;
	if (arg->nr_objects)
		err = check_size(arg->object_size,
				 offsetofend(struct schedsim_object, boosts));
	if (!err)
		err = check_size(arg->entry_size,
				 offsetofend(struct schedsim_spawn_entry,
					     __reserved));
	if (err)
		return err;
	if (arg->nr > s->engine->config.max_procs - s->engine->nr_ids ||
	    arg->nr_objects > s->engine->max_objects)
		return -ENOSPC;
	return 0;
}

static int spawn(struct spawning *spawning)
{
	struct schedsim_spawn *arg = spawning->arg;
	struct simulation *s = spawning->s;
	u32 last_id = s->engine->last_id;
	int err;

	err = get_objects(spawning);
	if (!err)
		err = decode(spawning);
	if (err)
		return err;
	err = simulation_reserve_ids(s, spawning->requests, arg->nr,
				     &arg->failed);
	if (!err)
		err = tell_ids(spawning);
	if (err)
		simulation_release_ids(s, spawning->requests, arg->nr, last_id);
	else
		simulation_spawn(s, spawning->requests, arg->nr);
	return err;
}

/* What has come about of the processes when not all could. */
static void undo(struct spawning *spawning)
{
	struct simulation *s = spawning->s;
	u32 i;

	for (i = 0; i < spawning->arg->nr && spawning->requests[i].proc; i++) {
		process_free(s, s->engine, spawning->requests[i].proc);
		cond_resched();
	}
}

/**
 * ioctl_spawn - make processes, all or none
 * @s: the simulation
 * @ioctl_arg: of SCHEDSIM_IOC_SPAWN; @failed is filled in
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0, or a negative errno as in the ABI.
 */
int ioctl_spawn(struct simulation *s, union ioctl_arg *ioctl_arg)
{
	struct schedsim_spawn *arg = &ioctl_arg->spawn;
	struct spawning spawning = { .s = s, .arg = arg };
	u32 last_object = s->engine->last_object;
	int err;

	arg->failed = arg->nr;
	err = check_arg(s, arg);
	if (err)
		return err;
	spawning.requests = kvcalloc(arg->nr, sizeof(*spawning.requests),
				     GFP_SIM);
	spawning.objects = kvcalloc(arg->nr_objects, sizeof(u32), GFP_SIM);
	if (spawning.requests && (spawning.objects || !arg->nr_objects))
		err = spawn(&spawning);
	else
		err = -ENOMEM;
	program_put(s, s->engine, spawning.program);
	if (err && spawning.requests)
		undo(&spawning);
	put_objects(&spawning);
	if (err)
		s->engine->last_object = last_object;
	kvfree(spawning.objects);
	kvfree(spawning.requests);
	return err;
}
