// SPDX-License-Identifier: GPL-2.0
/*
 * SCHEDSIM_IOC_SPAWN: what it copies from and to user memory. No lock is held
 * here, for that may take as long as the user likes.
 */
#include <linux/err.h>
#include <linux/uaccess.h>

#include "lib/text.h"
#include "object.h"
#include "process.h"
#include "spawn.h"
#include "user.h"

/* Where a member of an entry is in user memory. */
static void __user *member(u64 array, u32 entry_size, u32 index, size_t offset)
{
	return (char __user *)u64_to_user_ptr(array) +
	       (size_t)index * entry_size + offset;
}

static int tell_object(const struct spawning *spawning, u32 i, u32 id)
{
	const struct schedsim_spawn *arg = spawning->arg;
	u32 __user *to = member(arg->objects, arg->object_size, i,
				offsetof(struct schedsim_object, id));

	return put_user(id, to);
}

static int tell_process(const struct spawning *spawning, u32 i, u32 id,
			u64 serial)
{
	const struct schedsim_spawn *arg = spawning->arg;
	u32 __user *to = member(arg->entries, arg->entry_size, i,
				offsetof(struct schedsim_spawn_entry, id));
	u64 __user *to_serial = member(arg->entries, arg->entry_size, i,
				       offsetof(struct schedsim_spawn_entry,
						serial));

	return put_user(id, to) ?: put_user(serial, to_serial);
}

static int check_entry(const struct schedsim_spawn_entry *entry, u32 nr_objects)
{
	if (!sim_text_valid_name(entry->name, sizeof(entry->name)) ||
	    entry->delay_ns > SCHEDSIM_MAX_TIME_NS ||
	    (!entry->nr_ops && entry->ops) || entry->fork > nr_objects ||
	    entry->__reserved)
		return -EINVAL;
	return 0;
}

static int copy_program(struct spawning *spawning,
			const struct schedsim_spawn_entry *entry)
{
	const struct user_array ops = { entry->ops, spawning->arg->op_size };
	struct sim_program *program = NULL;

	if (entry->nr_ops == spawning->nr_ops && entry->ops == spawning->ops)
		return 0;
	if (entry->nr_ops > SCHEDSIM_MAX_OPS)
		return -EINVAL;
	if (entry->nr_ops > SCHEDSIM_MAX_OPS_TOTAL - spawning->total_ops)
		return -ENOSPC;
	if (entry->nr_ops) {
		program = program_create(spawning->s->account, &ops, entry->nr_ops);
		if (IS_ERR(program))
			return PTR_ERR(program);
	}
	program_put(spawning->s, NULL, spawning->program);
	spawning->program = program;
	spawning->ops = entry->ops;
	spawning->nr_ops = entry->nr_ops;
	spawning->total_ops += entry->nr_ops;
	return 0;
}

static int copy_entry(struct spawning *spawning, u32 i)
{
	const struct schedsim_spawn *arg = spawning->arg;
	struct spawn_request *request = &spawning->requests[i];
	const struct user_array entries = { arg->entries, arg->entry_size };
	struct schedsim_spawn_entry entry;
	struct schedsim_attr attr;
	struct sim_proc *proc;
	int err;

	err = user_array_read(&entries, i, 1, &entry, sizeof(entry)) ?:
	      check_entry(&entry, arg->nr_objects) ?:
	      tell_process(spawning, i, entry.id, entry.serial) ?:
	      user_attr_read(entry.attr, arg->attr_size, &attr) ?:
	      copy_program(spawning, &entry);
	if (err)
		return err;
	request->wanted = entry.id;
	request->fork = entry.fork;
	request->delay = entry.delay_ns;
	proc = process_create(spawning->s->account, spawning->program,
			      entry.name, &attr);
	if (IS_ERR(proc))
		return PTR_ERR(proc);
	request->proc = proc;
	return 0;
}

static int copy_object(struct spawning *spawning, u32 i)
{
	const struct schedsim_spawn *arg = spawning->arg;
	const struct user_array objects = { arg->objects, arg->object_size };
	struct sim_object *object = NULL;
	struct schedsim_object from;
	struct schedsim_attr attr;
	int err;

	err = user_array_read(&objects, i, 1, &from, sizeof(from)) ?:
	      tell_object(spawning, i, from.id);
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
	if (from.id)
		err = object_check_reference(&from);
	else
		object = object_create(spawning->s->account, &from, &attr);
	if (err || IS_ERR(object))
		return err ?: PTR_ERR(object);
	spawning->ids[i] = from.id;
	spawning->objects[i] = object;
	return 0;
}

/**
 * spawning_copy_in - copy all that a command has in user memory
 * @spawning: the command; its arrays have room
 *
 * What will be answered is written over with what is there, to find out whether
 * it can be.
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0; -EFAULT, -EINVAL, -E2BIG, -EDQUOT, -ENOSPC, -ENOMEM; -EINTR if the
 * caller is killed. @failed of the argument is filled in with an error.
 */
int spawning_copy_in(struct spawning *spawning)
{
	struct schedsim_spawn *arg = spawning->arg;
	u32 i;
	int err;

	for (i = 0; i < arg->nr_objects; i++) {
		err = spawning_rest() ?: copy_object(spawning, i);
		if (err) {
			arg->failed = arg->nr + 1 + i;
			return err;
		}
		spawning->nr_copied++;
	}
	for (i = 0; i < arg->nr; i++) {
		err = spawning_rest() ?: copy_entry(spawning, i);
		if (err) {
			arg->failed = i;
			return err;
		}
	}
	return 0;
}

/**
 * spawning_copy_out - tell the ids and serials
 * @spawning: a command that has been done
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0; -EFAULT; -EINTR if the caller is killed. @failed of the argument is
 * filled in with an error.
 */
int spawning_copy_out(const struct spawning *spawning)
{
	struct schedsim_spawn *arg = spawning->arg;
	u32 i;
	int err;

	for (i = 0; i < arg->nr_objects; i++) {
		err = spawning_rest() ?: tell_object(spawning, i, spawning->ids[i]);
		if (err) {
			arg->failed = arg->nr + 1 + i;
			return err;
		}
	}
	for (i = 0; i < arg->nr; i++) {
		const struct spawn_request *request = &spawning->requests[i];

		err = spawning_rest() ?:
		      tell_process(spawning, i, request->id, request->serial);
		if (err) {
			arg->failed = i;
			return err;
		}
	}
	return 0;
}
