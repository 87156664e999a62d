// SPDX-License-Identifier: GPL-2.0
/*
 * Processes of a simulation in the kernel: their memory, and what is done to
 * one by its id.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "simulation.h"

/* Processes added, read or reaped in one holding of the lock. */
#define BATCH		64
/* Ids looked at in one holding of the lock, or without a rest. */
#define BATCH_IDS	4096

/* For loops over all processes: let others have the CPU now and then. */
static void rest(u32 i)
{
	if (!(i % BATCH_IDS))
		cond_resched();
}

static size_t program_size(u32 nr_ops)
{
	return offsetof(struct sim_program, ops[nr_ops]);
}

/* As vmemdup_user(), which would complain in the log when there is no memory. */
static struct schedsim_op *copy_ops(const struct schedsim_op __user *ops,
				    u32 nr_ops)
{
	struct schedsim_op *copy = kvmalloc_array(nr_ops, sizeof(*ops), GFP_SIM);

	if (!copy)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(copy, ops, nr_ops * sizeof(*ops))) {
		kvfree(copy);
		return ERR_PTR(-EFAULT);
	}
	return copy;
}

/**
 * program_create - make a program of a user's operations
 * @s: the simulation whose limit counts
 * @ops: the operations
 * @nr_ops: number of them
 * @objects: ids of the objects that they name by their indices
 * @nr_objects: number of those
 *
 * Context: @s->mutex held; sleeps. program_put() must follow.
 * Return: the program with one reference, or ERR_PTR: -EINVAL if it is too long
 * or an operation is bad, -ENOSPC, -EFAULT, -ENOMEM.
 */
struct sim_program *program_create(struct simulation *s,
				   const struct schedsim_op __user *ops,
				   u32 nr_ops, const u32 *objects,
				   u32 nr_objects)
{
	struct sim_program *program;
	struct schedsim_op *copy;

	if (!nr_ops || nr_ops > SCHEDSIM_MAX_OPS)
		return ERR_PTR(-EINVAL);
	if (nr_ops > SCHEDSIM_MAX_OPS_TOTAL - s->nr_ops)
		return ERR_PTR(-ENOSPC);
	copy = copy_ops(ops, nr_ops);
	if (IS_ERR(copy))
		return ERR_CAST(copy);
	program = memory_get(program_size(nr_ops));
	if (IS_ERR(program)) {
		kvfree(copy);
		return program;
	}
	if (sim_program_decode(program, copy, nr_ops) != nr_ops ||
	    sim_program_bind(s->sim, program, objects, nr_objects) != nr_ops) {
		kvfree(copy);
		memory_put(program, program_size(nr_ops));
		return ERR_PTR(-EINVAL);
	}
	kvfree(copy);
	sim_program_hold(s->sim, program);
	program->refs = 1;
	s->nr_ops += nr_ops;
	return program;
}

/**
 * program_put - give up a reference to a program
 * @s: the simulation
 * @sim: the engine it was made for
 * @program: the program, or NULL
 *
 * Context: @s->mutex held, or nobody else knows @sim.
 */
void program_put(struct simulation *s, struct sim *sim,
		 struct sim_program *program)
{
	if (!program || --program->refs)
		return;
	sim_program_release(sim, program, object_put, sim);
	s->nr_ops -= program->nr_ops;
	memory_put(program, program_size(program->nr_ops));
}

/**
 * process_create - make a process that is in no simulation yet
 * @program: its program, of which it takes a reference, or NULL
 * @name: its name
 * @attr: attributes that pass sim_attr_check()
 *
 * Context: The simulation's mutex held; sleeps.
 * Return: the process, or ERR_PTR: -ENOSPC, -ENOMEM.
 */
struct sim_proc *process_create(struct sim_program *program, const char *name,
				const struct schedsim_attr *attr)
{
	struct sim_proc *proc = memory_get(sim_proc_size(program));

	if (IS_ERR(proc))
		return proc;
	sim_proc_init(proc, program, name, attr);
	if (program)
		program->refs++;
	return proc;
}

/**
 * process_free - free a process that is in no simulation any more
 * @s: the simulation it was made for
 * @sim: the engine likewise
 * @proc: the process
 *
 * Context: @s->mutex held, or nobody else knows @sim.
 */
void process_free(struct simulation *s, struct sim *sim, struct sim_proc *proc)
{
	size_t size = sim_proc_size(proc->program);

	if (proc->fork)
		object_put(sim, proc->fork);
	program_put(s, sim, proc->program);
	memory_put(proc, size);
}

/**
 * simulation_release_ids - give back ids that no process got after all
 * @s: the simulation
 * @requests: whose @id is to be given back; 0: none to give back
 * @nr: number of them
 * @last_id: what was the last one given out before, so that the next process
 *           gets the id it would have had
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_release_ids(struct simulation *s,
			    const struct spawn_request *requests, u32 nr,
			    u32 last_id)
{
	s->sim->last_id = last_id;
	while (nr--) {
		if (requests[nr].id)
			sim_release_id(s->sim, requests[nr].id);
		rest(nr);
	}
}

static int reserve_ids(struct simulation *s, struct spawn_request *requests,
		       u32 nr, bool wanted, u32 *failed)
{
	u32 i;

	for (i = 0; i < nr; i++) {
		int id;

		rest(i);
		if (!!requests[i].wanted != wanted)
			continue;
		id = sim_reserve_id(s->sim, requests[i].wanted);
		if (id < 0) {
			*failed = i;
			return id;
		}
		requests[i].id = id;
	}
	return 0;
}

/**
 * simulation_reserve_ids - reserve an id for each process to be
 * @s: the simulation
 * @requests: the processes
 * @nr: number of them
 * @failed: out, on error: which could not have its id
 *
 * Context: @s->mutex held; may sleep. simulation_spawn() must follow, or, also
 * after an error, simulation_release_ids().
 * Return: 0, or an error of sim_reserve_id().
 */
int simulation_reserve_ids(struct simulation *s, struct spawn_request *requests,
			   u32 nr, u32 *failed)
{
	int err;

	/* Those that want a certain one first, lest another is given it. */
	err = reserve_ids(s, requests, nr, true, failed);
	return err ?: reserve_ids(s, requests, nr, false, failed);
}

/**
 * simulation_spawn - add processes, all in one instant
 * @s: the simulation
 * @requests: the processes; ids have been reserved
 * @nr: number of them
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_spawn(struct simulation *s,
		      const struct spawn_request *requests, u32 nr)
{
	u32 i, end;

	simulation_hold(s);
	for (i = 0; i < nr; i = end) {
		end = min(i + BATCH, nr);
		spin_lock_irq(&s->lock);
		for (; i < end; i++)
			sim_spawn(s->sim, requests[i].proc, requests[i].id,
				  requests[i].delay);
		spin_unlock_irq(&s->lock);
		cond_resched();
	}
	simulation_release(s);
}

/* A process that has not exited, or ERR_PTR(-ESRCH). */
static struct sim_proc *find_living(struct simulation *s, u32 id)
{
	struct sim_proc *proc = sim_find(locked_sim(s), id);

	if (!proc || proc->state == SCHEDSIM_STATE_EXITED)
		return ERR_PTR(-ESRCH);
	return proc;
}

/**
 * simulation_kill - end a process
 * @s: the simulation
 * @id: the process
 *
 * Context: @s->mutex held; may sleep.
 * Return: 0, or -ESRCH.
 */
int simulation_kill(struct simulation *s, u32 id)
{
	struct sim_proc *proc;

	simulation_begin(s);
	proc = find_living(s, id);
	if (!IS_ERR(proc))
		sim_kill(s->sim, proc);
	simulation_end(s);
	return PTR_ERR_OR_ZERO(proc);
}

/**
 * simulation_yield - make a running process give up its slice
 * @s: the simulation
 * @id: the process
 *
 * Context: @s->mutex held; may sleep.
 * Return: 0, -ESRCH, or -EINVAL if it does not run.
 */
int simulation_yield(struct simulation *s, u32 id)
{
	struct sim_proc *proc;
	int err;

	simulation_begin(s);
	proc = find_living(s, id);
	err = IS_ERR(proc) ? PTR_ERR(proc) : sim_yield(s->sim, proc);
	simulation_end(s);
	return err;
}

/**
 * simulation_set_attr - change attributes of a process
 * @s: the simulation
 * @id: the process
 * @mask: SCHEDSIM_ATTR_*: which
 * @attr: their new values
 *
 * Context: @s->mutex held; may sleep.
 * Return: 0, -ESRCH, or -EINVAL.
 */
int simulation_set_attr(struct simulation *s, u32 id, u32 mask,
			const struct schedsim_attr *attr)
{
	struct schedsim_attr merged;
	struct sim_proc *proc;
	int err;

	simulation_begin(s);
	proc = find_living(s, id);
	if (IS_ERR(proc)) {
		err = PTR_ERR(proc);
	} else {
		merged = proc->attr;
		sim_merge_attr(&merged, mask, attr);
		err = sim_attr_check(s->sim, &merged);
		if (!err)
			sim_set_attr(s->sim, proc, &merged);
	}
	simulation_end(s);
	return err;
}

static int reap_one(struct simulation *s, u32 id)
{
	struct sim_proc *proc;
	int err = 0;

	simulation_begin(s);
	proc = sim_find(s->sim, id);
	if (!proc)
		err = -ESRCH;
	else if (proc->state != SCHEDSIM_STATE_EXITED)
		err = -EBUSY;
	else
		sim_reap(s->sim, proc);
	simulation_end(s);
	if (!err)
		process_free(s, s->sim, proc);
	return err;
}

/* Reap up to a batch of exited processes; returns how many there were. */
static u32 reap_batch(struct simulation *s)
{
	struct sim_proc *reaped[BATCH];
	u32 i, nr;

	spin_lock_irq(&s->lock);
	for (nr = 0; nr < BATCH && !list_empty(&s->sim->exited); nr++) {
		reaped[nr] = list_first_entry(&s->sim->exited, struct sim_proc,
					      node);
		sim_reap(s->sim, reaped[nr]);
	}
	spin_unlock_irq(&s->lock);
	for (i = 0; i < nr; i++)
		process_free(s, s->sim, reaped[i]);
	return nr;
}

/**
 * simulation_reap - forget what has exited
 * @s: the simulation
 * @id: one process, or 0: all that have exited
 *
 * Context: @s->mutex held; may sleep.
 * Return: 0; -ESRCH; -EBUSY if the process has not exited.
 */
int simulation_reap(struct simulation *s, u32 id)
{
	if (id)
		return reap_one(s, id);
	simulation_hold(s);
	while (reap_batch(s) == BATCH)
		cond_resched();
	simulation_release(s);
	return 0;
}

/**
 * simulation_read_procs - what is known of some processes, at one instant
 * @s: the simulation
 * @start: in: the first id; out: the id after the last that was looked at
 * @to: room for @nr
 * @nr: number of processes wanted
 *
 * Context: @s->mutex held; may sleep.
 * Return: number of processes; less than @nr: there are no more.
 */
u32 simulation_read_procs(struct simulation *s, u32 *start,
			  struct schedsim_proc *to, u32 nr)
{
	u32 id = *start, found = 0, max_id = s->sim->max_id;

	simulation_hold(s);
	spin_lock_irq(&s->lock);
	sim_charge_all(s->sim);
	spin_unlock_irq(&s->lock);
	while (found < nr && id <= max_id) {
		u32 end = min(found + BATCH, nr);
		u32 end_id = min(id + BATCH_IDS, max_id + 1);

		spin_lock_irq(&s->lock);
		for (; found < end && id < end_id; id++) {
			const struct sim_proc *proc = s->sim->procs[id];

			if (proc)
				sim_report_proc(s->sim, proc, &to[found++]);
		}
		spin_unlock_irq(&s->lock);
		cond_resched();
	}
	simulation_release(s);
	*start = id;
	return found;
}

/**
 * simulation_read_vcpus - what is known of some vCPUs, at one instant
 * @s: the simulation
 * @start: the first
 * @to: room for @nr
 * @nr: number of vCPUs wanted
 *
 * Context: @s->mutex held; may sleep.
 * Return: number of vCPUs filled in.
 */
u32 simulation_read_vcpus(struct simulation *s, u32 start,
			  struct schedsim_vcpu *to, u32 nr)
{
	u32 i, nr_vcpus = s->sim->config.nr_vcpus;

	nr = start < nr_vcpus ? min(nr, nr_vcpus - start) : 0;
	simulation_begin(s);
	sim_charge_all(s->sim);
	for (i = 0; i < nr; i++)
		sim_report_vcpu(s->sim, start + i, &to[i]);
	simulation_end(s);
	return nr;
}
