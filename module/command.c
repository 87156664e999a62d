// SPDX-License-Identifier: GPL-2.0
/*
 * What is done to processes of a simulation.
 */
#include <linux/list.h>
#include <linux/string.h>

#include "command.h"
#include "process.h"
#include "session.h"
#include "simulation.h"

/**
 * simulation_release_ids - give back ids that no process got after all
 * @s: the simulation
 * @requests: whose @id is to be given back; 0: none to give back
 * @nr: number of them
 * @last_id: what was the last one given out before, so that the next process
 *           gets the id it would have had
 *
 * Context: @s->mutex held; rests.
 */
void simulation_release_ids(struct simulation *s,
			    const struct spawn_request *requests, u32 nr,
			    u32 last_id)
{
	s->engine->last_id = last_id;
	while (nr--) {
		if (requests[nr].id)
			sim_free_id(s->engine, requests[nr].id);
		user_mutex_rest(&s->mutex);
	}
}

static int reserve_ids(struct simulation *s, struct spawn_request *requests,
		       u32 nr, bool wanted, u32 *failed)
{
	u32 i;

	for (i = 0; i < nr; i++) {
		int id;

		user_mutex_rest(&s->mutex);
		if (!!requests[i].wanted != wanted)
			continue;
		id = sim_reserve_id(s->engine, requests[i].wanted);
		if (id < 0) {
			*failed = i;
			return id;
		}
		requests[i].id = id;
	}
	return 0;
}

/**
 * simulation_reserve_ids - reserve an id and a serial for each process to be
 * @s: the simulation
 * @requests: the processes
 * @nr: number of them
 * @failed: out, on error: which could not have its id
 *
 * Context: @s->mutex held; rests. simulation_spawn() must follow, or, also
 * after an error, simulation_release_ids().
 * Return: 0, or an error of sim_reserve_id().
 */
int simulation_reserve_ids(struct simulation *s, struct spawn_request *requests,
			   u32 nr, u32 *failed)
{
	u32 i;
	int err;

	/* Those that want a certain id come first, lest another gets it. */
	err = reserve_ids(s, requests, nr, true, failed) ?:
	      reserve_ids(s, requests, nr, false, failed);
	/* sim_spawn() counts them in this order. */
	for (i = 0; i < nr && !err; i++)
		requests[i].serial = s->engine->serials + 1 + i;
	return err;
}

/**
 * simulation_spawn - add processes, all in one instant
 * @s: the simulation
 * @requests: the processes; ids have been reserved
 * @nr: number of them
 *
 * Context: @s->mutex held; rests.
 */
void simulation_spawn(struct simulation *s,
		      const struct spawn_request *requests, u32 nr)
{
	u32 i;

	for (i = 0; i < nr; i++) {
		sim_spawn(s->engine, requests[i].proc, requests[i].id,
			  requests[i].delay);
		user_mutex_rest(&s->mutex);
	}
}

/* The process with that id, and that serial unless it is 0, or NULL. */
static struct sim_proc *find(struct simulation *s, u32 id, u64 serial)
{
	struct sim_proc *proc = sim_find(owned_engine(s), id);

	return proc && (!serial || proc->serial == serial) ? proc : NULL;
}

/* One that has not exited, or ERR_PTR(-ESRCH). */
static struct sim_proc *find_living(struct simulation *s, u32 id, u64 serial)
{
	struct sim_proc *proc = find(s, id, serial);

	if (!proc || proc->state == SCHEDSIM_STATE_EXITED)
		return ERR_PTR(-ESRCH);
	return proc;
}

/**
 * simulation_kill - end a process
 * @s: the simulation
 * @id: the process
 * @serial: its serial, or 0: whatever it is
 *
 * Context: @s->mutex held.
 * Return: 0, or -ESRCH.
 */
int simulation_kill(struct simulation *s, u32 id, u64 serial)
{
	struct sim_proc *proc;

	proc = find_living(s, id, serial);
	if (IS_ERR(proc))
		return PTR_ERR(proc);
	session_begin_proc(s, SCHEDSIM_IOC_KILL, id, proc->serial);
	sim_kill(s->engine, proc);
	session_end(s, 0);
	return 0;
}

/**
 * simulation_yield - make a running process give up its slice
 * @s: the simulation
 * @id: the process
 * @serial: its serial, or 0: whatever it is
 *
 * Context: @s->mutex held.
 * Return: 0, -ESRCH, or -EINVAL if it does not run.
 */
int simulation_yield(struct simulation *s, u32 id, u64 serial)
{
	struct sim_proc *proc;
	int err;

	proc = find_living(s, id, serial);
	if (IS_ERR(proc))
		return PTR_ERR(proc);
	session_begin_proc(s, SCHEDSIM_IOC_YIELD, id, proc->serial);
	err = sim_yield(s->engine, proc);
	session_end(s, err);
	return err;
}

/**
 * simulation_set_attr - change attributes of a process
 * @s: the simulation
 * @id: the process
 * @serial: its serial, or 0: whatever it is
 * @mask: SCHEDSIM_ATTR_*: which
 * @attr: their new values
 * @reason: out, with -EOPNOTSUPP or -EBUSY: why, in SCHEDSIM_REASON_LEN bytes
 *
 * Context: @s->mutex held.
 * Return: 0, -ESRCH, -EINVAL; -EOPNOTSUPP if the policy does not admit that, -EBUSY if there
 * is not so much bandwidth.
 */
int simulation_set_attr(struct simulation *s, u32 id, u64 serial, u32 mask,
			const struct schedsim_attr *attr, char *reason)
{
	struct schedsim_attr merged;
	struct sim_proc *proc;
	const char *why = "";
	int err;

	proc = find_living(s, id, serial);
	if (IS_ERR(proc))
		return PTR_ERR(proc);
	merged = proc->attr;
	sim_merge_attr(&merged, mask, attr);
	err = sim_attr_check(s->engine, &merged) ?:
	      sim_attr_admit(s->engine->policy, &merged, &why);
	if (err == -EOPNOTSUPP)
		strscpy_pad(reason, why, SCHEDSIM_REASON_LEN);
	err = err ?: sim_bandwidth_check(s->engine, sim_bandwidth(&merged),
					 sim_bandwidth(&proc->attr), reason);
	if (err)
		return err;
	session_begin_attr(s, proc, &merged);
	sim_set_attr(s->engine, proc, &merged);
	session_end(s, 0);
	return 0;
}

static int reap_one(struct simulation *s, u32 id, u64 serial)
{
	struct sim_proc *proc = find(s, id, serial);

	if (!proc)
		return -ESRCH;
	if (proc->state != SCHEDSIM_STATE_EXITED)
		return -EBUSY;
	session_begin_proc(s, SCHEDSIM_IOC_REAP, id, proc->serial);
	sim_reap(s->engine, proc);
	process_free(s, s->engine, proc);
	session_end(s, 0);
	return 0;
}

static void reap_all(struct simulation *s)
{
	struct sim_proc *proc, *next;

	session_begin_proc(s, SCHEDSIM_IOC_REAP, 0, 0);
	list_for_each_entry_safe(proc, next, &s->engine->exited, node) {
		sim_reap(s->engine, proc);
		process_free(s, s->engine, proc);
		user_mutex_rest(&s->mutex);
	}
	session_end(s, 0);
}

/**
 * simulation_reap - forget what has exited
 * @s: the simulation
 * @id: one process, or 0: all that have exited
 * @serial: the serial of the one, or 0: whatever it is
 *
 * Context: @s->mutex held; rests.
 * Return: 0; -ESRCH; -EBUSY if the process has not exited; -EINVAL for a serial
 * without an id.
 */
int simulation_reap(struct simulation *s, u32 id, u64 serial)
{
	if (id)
		return reap_one(s, id, serial);
	if (serial)
		return -EINVAL;
	reap_all(s);
	return 0;
}
