// SPDX-License-Identifier: GPL-2.0
/*
 * SCHEDSIM_IOC_SPAWN: entries are decoded into processes, all or none.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "simulation.h"

/* A program that entries after one another share. */
struct shared_program {
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
	return sim_attr_check(s->sim, &entry->attr);
}

static int get_program(struct simulation *s, struct shared_program *last,
		       const struct schedsim_spawn_entry *entry)
{
	struct sim_program *program = NULL;

	if (entry->nr_ops == last->nr_ops && entry->ops == last->ops)
		return 0;
	if (entry->nr_ops) {
		program = program_create(s, u64_to_user_ptr(entry->ops),
					 entry->nr_ops);
		if (IS_ERR(program))
			return PTR_ERR(program);
	}
	program_put(s, last->program);
	last->program = program;
	last->ops = entry->ops;
	last->nr_ops = entry->nr_ops;
	return 0;
}

static int decode_entry(struct simulation *s, struct shared_program *last,
			const void __user *from, u32 size,
			struct spawn_request *request)
{
	struct schedsim_spawn_entry entry;
	struct sim_proc *proc;
	int err;

	err = copy_struct_from_user(&entry, sizeof(entry), from, size);
	if (!err)
		err = check_entry(s, &entry);
	if (!err)
		err = get_program(s, last, &entry);
	if (err)
		return err;
	request->wanted = entry.id;
	request->delay = entry.delay_ns;
	proc = process_create(last->program, entry.name, &entry.attr);
	if (IS_ERR(proc))
		return PTR_ERR(proc);
	request->proc = proc;
	return 0;
}

static int decode(struct simulation *s, struct schedsim_spawn *arg,
		  struct spawn_request *requests)
{
	struct shared_program last = {};
	int err = 0;
	u32 i;

	for (i = 0; i < arg->nr && !err; i++) {
		const void __user *from = u64_to_user_ptr(arg->entries) +
					  (size_t)i * arg->entry_size;

		cond_resched();
		err = fatal_signal_pending(current) ? -EINTR :
		      decode_entry(s, &last, from, arg->entry_size,
				   &requests[i]);
		if (err)
			arg->failed = i;
	}
	program_put(s, last.program);
	return err;
}

/*
 * Tell the ids while nothing has been done yet that could not be undone; that no
 * entry has failed has been told before the command began.
 */
static int tell_ids(const struct schedsim_spawn *arg,
		    const struct spawn_request *requests)
{
	u32 i;

	for (i = 0; i < arg->nr; i++) {
		struct schedsim_spawn_entry __user *to =
			u64_to_user_ptr(arg->entries) +
			(size_t)i * arg->entry_size;

		if (put_user(requests[i].id, &to->id))
			return -EFAULT;
		cond_resched();
	}
	return 0;
}

/**
 * ioctl_spawn_entries - make processes, all or none
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_SPAWN; @failed is filled in
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0, or a negative errno as in the ABI.
 */
int ioctl_spawn_entries(struct simulation *s, struct schedsim_spawn *arg)
{
	u32 last_id = s->sim->last_id, i;
	struct spawn_request *requests;
	int err;

	arg->failed = arg->nr;
	if (arg->flags || arg->__reserved || !arg->nr ||
	    arg->entry_size % sizeof(u64) || arg->entry_size <
	    offsetofend(struct schedsim_spawn_entry, __reserved))
		return -EINVAL;
	if (arg->entry_size > PAGE_SIZE)
		return -E2BIG;
	if (arg->nr > s->sim->config.max_procs - s->sim->nr_ids)
		return -ENOSPC;

	requests = kvcalloc(arg->nr, sizeof(*requests), GFP_SIM);
	if (!requests)
		return -ENOMEM;
	err = decode(s, arg, requests);
	if (err)
		goto free;
	err = simulation_reserve_ids(s, requests, arg->nr, &arg->failed);
	if (!err)
		err = tell_ids(arg, requests);
	if (err) {
		simulation_release_ids(s, requests, arg->nr, last_id);
		goto free;
	}
	simulation_spawn(s, requests, arg->nr);
	kvfree(requests);
	return 0;

free:
	for (i = 0; i < arg->nr && requests[i].proc; i++) {
		process_free(s, requests[i].proc);
		cond_resched();
	}
	kvfree(requests);
	return err;
}
