// SPDX-License-Identifier: GPL-2.0
/*
 * The commands that read lists, in batches: collect, encode, copy out.
 */
#include <linux/mm.h>
#include <linux/nospec.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "look.h"
#include "memory.h"
#include "read.h"

/* Most entries that one read fills. */
#define MAX_READ	1024

/* @min_entry_size is that of the entry's first version. */
static int check_read(const struct schedsim_read *read, size_t min_entry_size)
{
	if (read->flags || read->entry_size < min_entry_size ||
	    read->entry_size % sizeof(u64))
		return -EINVAL;
	return read->entry_size > PAGE_SIZE ? -E2BIG : 0;
}

/* Give out entries of @size bytes as ones of the size the caller knows. */
static int copy_entries(const struct schedsim_read *read, const void *entries,
			size_t size, u32 nr)
{
	char __user *to = u64_to_user_ptr(read->entries);
	size_t known = min_t(size_t, size, read->entry_size);
	u32 i;

	if (read->entry_size == size)
		return copy_to_user(to, entries, nr * size) ? -EFAULT : 0;
	for (i = 0; i < nr; i++, to += read->entry_size, entries += size)
		if (copy_to_user(to, entries, known) ||
		    clear_user(to + known, read->entry_size - known))
			return -EFAULT;
	return 0;
}

/**
 * ioctl_read_procs - give out processes, in the order of their ids
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_READ_PROCS
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0; or what else the ABI says.
 */
int ioctl_read_procs(struct simulation *s, union ioctl_arg *arg)
{
	struct schedsim_read *read = &arg->read;
	u32 nr = min_t(u32, read->nr, MAX_READ), start = read->start;
	struct schedsim_proc *procs;
	int err;

	err = check_read(read, offsetofend(struct schedsim_proc, wakeups));
	if (err)
		return err;
	if (read->id)
		return -EINVAL;
	procs = kvcalloc(nr, sizeof(*procs), GFP_SIM);
	if (!procs)
		return -ENOMEM;
	nr = simulation_read_procs(s, &start, procs, nr);
	err = copy_entries(read, procs, sizeof(*procs), nr);
	kvfree(procs);
	read->start = start;
	read->nr = nr;
	return err;
}

/**
 * ioctl_read_vcpus - give out vCPUs
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_READ_VCPUS
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0; or what else the ABI says.
 */
int ioctl_read_vcpus(struct simulation *s, union ioctl_arg *arg)
{
	struct schedsim_read *read = &arg->read;
	u32 nr = min_t(u32, read->nr, SCHEDSIM_MAX_VCPUS);
	struct schedsim_vcpu *vcpus;
	int err;

	err = check_read(read, offsetofend(struct schedsim_vcpu, expiries));
	if (err)
		return err;
	if (read->id)
		return -EINVAL;
	vcpus = kvcalloc(nr, sizeof(*vcpus), GFP_SIM);
	if (!vcpus)
		return -ENOMEM;
	nr = simulation_read_vcpus(s, read->start, vcpus, nr);
	err = copy_entries(read, vcpus, sizeof(*vcpus), nr);
	kvfree(vcpus);
	read->start += nr;
	read->nr = nr;
	return err;
}

/**
 * ioctl_read_program - give out a process's program
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_READ_PROGRAM
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0; -ESRCH if there is no such process; or what else the ABI says.
 */
int ioctl_read_program(struct simulation *s, union ioctl_arg *arg)
{
	struct schedsim_read *read = &arg->read;
	u32 nr = min_t(u32, read->nr, MAX_READ), nr_ops = 0, i;
	const struct sim_proc *proc;
	struct schedsim_op *ops;
	int err;

	err = check_read(read, offsetofend(struct schedsim_op, value));
	if (err)
		return err;
	/* Neither the ids nor the programs are the timer's: the mutex will do. */
	proc = sim_find(s->engine, read->id);
	if (!proc)
		return -ESRCH;
	if (proc->program)
		nr_ops = proc->program->nr_ops;
	nr = read->start < nr_ops ? min(nr, nr_ops - read->start) : 0;
	ops = kvcalloc(nr, sizeof(*ops), GFP_SIM);
	if (!ops)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		sim_program_encode(proc->program, read->start + i, &ops[i]);
	err = copy_entries(read, ops, sizeof(*ops), nr);
	kvfree(ops);
	read->start += nr;
	read->nr = nr;
	return err;
}

/**
 * ioctl_read_objects - give out objects, in the order of their ids
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_READ_OBJECTS
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0; or what else the ABI says.
 */
int ioctl_read_objects(struct simulation *s, union ioctl_arg *arg)
{
	struct schedsim_read *read = &arg->read;
	u32 nr = min_t(u32, read->nr, MAX_READ), start = read->start;
	struct schedsim_object *objects;
	int err;

	err = check_read(read, offsetofend(struct schedsim_object, boosts));
	if (err)
		return err;
	if (read->id)
		return -EINVAL;
	objects = kvcalloc(nr, sizeof(*objects), GFP_SIM);
	if (!objects)
		return -ENOMEM;
	nr = simulation_read_objects(s, &start, objects, nr);
	err = copy_entries(read, objects, sizeof(*objects), nr);
	kvfree(objects);
	read->start = start;
	read->nr = nr;
	return err;
}

/* Which policy's parameters are asked for, and the values they have. */
static const struct sim_policy *params_of(struct simulation *s, u32 id,
					  u64 *params)
{
	const struct sim_config *config = &s->engine->config;
	const struct sim_policy *policy = config->policy;

	if (id)
		policy = sim_policy_at(id - 1);
	if (policy == config->policy)
		memcpy(params, config->params, sizeof(config->params));
	else
		sim_params_init(policy, params);
	return policy;
}

/**
 * ioctl_read_params - give out a policy's parameters
 * @s: the simulation
 * @arg: of SCHEDSIM_IOC_READ_PARAMS
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0; -ENOENT if there is no such policy; or what else the ABI says.
 */
int ioctl_read_params(struct simulation *s, union ioctl_arg *arg)
{
	struct schedsim_read *read = &arg->read;
	u64 values[SCHEDSIM_MAX_PARAMS];
	const struct sim_policy *policy;
	struct schedsim_param *params;
	u32 nr = 0, start = 0, i;
	int err;

	err = check_read(read, offsetofend(struct schedsim_param, __reserved));
	if (err)
		return err;
	policy = params_of(s, read->id, values);
	if (!policy)
		return -ENOENT;
	if (read->start < policy->nr_params) {
		start = array_index_nospec(read->start, policy->nr_params);
		nr = min(read->nr, policy->nr_params - start);
	}
	params = kcalloc(nr, sizeof(*params), GFP_SIM);
	if (!params)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		sim_params_report(policy, values, start + i, &params[i]);
	err = copy_entries(read, params, sizeof(*params), nr);
	kfree(params);
	read->start += nr;
	read->nr = nr;
	return err;
}
