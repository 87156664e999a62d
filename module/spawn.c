// SPDX-License-Identifier: GPL-2.0
/*
 * SCHEDSIM_IOC_SPAWN: entries are decoded into processes, all or none.
 */
#include <linux/nospec.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "command.h"
#include "memory.h"
#include "object.h"
#include "process.h"
#include "spawn.h"
#include "user.h"

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

static int check_entry(const struct schedsim_spawn_entry *entry)
{
	if (strnlen(entry->name, sizeof(entry->name)) == sizeof(entry->name) ||
	    entry->delay_ns > SCHEDSIM_MAX_TIME_NS ||
	    (!entry->nr_ops && entry->ops) || entry->__reserved)
		return -EINVAL;
	return 0;
}

/*
 * The policy is asked that is pinned. Should the engine have given it up
 * meanwhile, it has fair, which admits everybody.
 */
static int get_attr(const struct spawning *spawning,
		    const struct schedsim_spawn_entry *entry,
		    struct schedsim_attr *attr)
{
	struct schedsim_spawn *arg = spawning->arg;
	struct simulation *s = spawning->s;
	const char *why = "";
	int err;

	err = user_attr_read(entry->attr, arg->attr_size, attr) ?:
	      sim_attr_check(s->engine, attr) ?:
	      sim_attr_admit(s->pinned, attr, &why);
	if (err == -EOPNOTSUPP)
		strscpy_pad(arg->reason, why, sizeof(arg->reason));
	return err;
}

static int get_program(struct spawning *spawning,
		       const struct schedsim_spawn_entry *entry)
{
	const struct user_array ops = { entry->ops, spawning->arg->op_size };
	struct simulation *s = spawning->s;
	struct sim_program *program = NULL;

	if (entry->nr_ops == spawning->nr_ops && entry->ops == spawning->ops)
		return 0;
	if (entry->nr_ops) {
		program = program_create(s, &ops, entry->nr_ops,
					 spawning->objects,
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
	u32 index;

	if (!entry->fork)
		return 0;
	if (entry->fork > spawning->nr_objects)
		return -EINVAL;
	index = array_index_nospec(entry->fork - 1, spawning->nr_objects);
	fork = object_get_fork(spawning->s, spawning->objects[index]);
	if (IS_ERR(fork))
		return PTR_ERR(fork);
	proc->fork = fork;
	return 0;
}

static int decode_entry(struct spawning *spawning, u32 i)
{
	const struct schedsim_spawn *arg = spawning->arg;
	struct spawn_request *request = &spawning->requests[i];
	const struct user_array entries = { arg->entries, arg->entry_size };
	struct schedsim_spawn_entry entry;
	struct schedsim_attr attr;
	struct sim_proc *proc;
	int err;

	err = user_array_read(&entries, i, 1, &entry, sizeof(entry)) ?:
	      check_entry(&entry) ?:
	      get_attr(spawning, &entry, &attr) ?:
	      get_program(spawning, &entry);
	if (err)
		return err;
	request->wanted = entry.id;
	request->delay = entry.delay_ns;
	proc = process_create(spawning->program, entry.name, &attr);
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
	const struct user_array objects = { arg->objects, arg->object_size };
	struct schedsim_object from;
	struct schedsim_attr attr;
	struct sim_object *object;
	int err;

	err = user_array_read(&objects, i, 1, &from, sizeof(from));
	if (err)
		return err;
	if (from.attr)
		err = user_size_check(from.attr_size, ATTR_FIRST_SIZE);
	else if (from.attr_size)
		err = -EINVAL;
	if (!err)
		err = user_attr_read(from.attr, from.attr_size, &attr);
	if (err)
		return err;
	object = object_get(spawning->s, &from, &attr);
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

/* Objects that a program names stay. */
static void put_objects(struct spawning *spawning)
{
	struct sim *engine = spawning->s->engine;
	struct object_owner owner = { spawning->s, engine };

	while (spawning->nr_objects--) {
		u32 id = spawning->objects[spawning->nr_objects];

		object_put(&owner, sim_object_find(engine, id));
		cond_resched();
	}
}

/* Where a member of an entry is in user memory. */
static void __user *member(u64 array, u32 entry_size, u32 index, size_t offset)
{
	cond_resched();
	return (char __user *)u64_to_user_ptr(array) +
	       (size_t)index * entry_size + offset;
}

static int tell_object(const struct spawning *spawning, u32 i)
{
	const struct schedsim_spawn *arg = spawning->arg;
	u32 __user *id = member(arg->objects, arg->object_size, i,
				offsetof(struct schedsim_object, id));

	return put_user(spawning->objects[i], id);
}

static int tell_process(const struct spawning *spawning, u32 i)
{
	const struct schedsim_spawn *arg = spawning->arg;
	const struct spawn_request *request = &spawning->requests[i];
	u32 __user *id = member(arg->entries, arg->entry_size, i,
				offsetof(struct schedsim_spawn_entry, id));
	u64 __user *serial = member(arg->entries, arg->entry_size, i,
				    offsetof(struct schedsim_spawn_entry,
					     serial));

	return put_user(request->id, id) ?: put_user(request->serial, serial);
}

/* Tell ids and serials while nothing has been done that could not be undone. */
static int tell(const struct spawning *spawning)
{
	const struct schedsim_spawn *arg = spawning->arg;
	int err = 0;
	u32 i;

	for (i = 0; i < arg->nr_objects && !err; i++)
		err = tell_object(spawning, i);
	for (i = 0; i < arg->nr && !err; i++)
		err = tell_process(spawning, i);
	return err;
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
		err = user_size_check(arg->object_size,
				      offsetofend(struct schedsim_object,
						  boosts));
	err = err ?: user_size_check(arg->entry_size,
				     offsetofend(struct schedsim_spawn_entry,
						 serial)) ?:
	      user_size_check(arg->op_size, OP_FIRST_SIZE) ?:
	      user_size_check(arg->attr_size, ATTR_FIRST_SIZE);
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
		err = tell(spawning);
	if (err)
		simulation_release_ids(s, spawning->requests, arg->nr, last_id);
	else
		simulation_spawn(s, spawning->requests, arg->nr);
	return err;
}

/* Not all processes could be made: free those that were. */
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
