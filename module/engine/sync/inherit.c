// SPDX-License-Identifier: GPL-2.0
/*
 * What processes inherit by the mutexes they hold, and deadlocks.
 *
 * As in the kernel's rt_mutex (Documentation/locking/rt-mutex-design.rst) each
 * mutex passes on what its first waiter has, along the chain of owners that wait
 * themselves.
 */
#include "core/vcpu.h"
#include "sync/inherit.h"
#include "sync/wait.h"
#include "task/eff.h"

/*
 * Processes of a chain, and mutexes they hold, that are looked at in one go: all
 * of the longest chain, if each holds no more than what the next waits for.
 */
#define MAX_LOOKED	(2 * SCHEDSIM_MAX_LOCK_CHAIN)

/*
 * What @mutex passes on to its owner, or NULL. Of those in a deadlock none does
 * to another: what goes round would never end, though nobody outside has it any
 * more.
 */
static const struct sim_eff *passed_on(const struct sim_object *mutex)
{
	const struct sim_proc *first;

	if (mutex->protocol == SCHEDSIM_PROTOCOL_CEILING)
		return &mutex->ceiling;
	if (mutex->protocol == SCHEDSIM_PROTOCOL_NONE)
		return NULL;
	first = sim_first_waiter(mutex);
	if (first && first->deadlock)
		first = sim_second_waiter(mutex);
	return first ? &first->eff : NULL;
}

/**
 * sim_effective - what counts for a process, with what its mutexes pass on to it
 * @sim: the simulation
 * @proc: the process
 *
 * O(mutexes it holds), of which there are SCHEDSIM_MAX_HELD at most.
 *
 * Return: its own, or as a whole that of the most urgent waiter, if that is more
 * urgent.
 */
struct sim_eff sim_effective(const struct sim *sim, const struct sim_proc *proc)
{
	struct sim_eff eff = sim_own_eff(&proc->attr);
	u64 urgency = sim_urgency(sim, &eff);
	const struct sim_object *mutex;

	list_for_each_entry(mutex, &proc->held, held) {
		const struct sim_eff *by = passed_on(mutex);

		if (!by || sim_urgency(sim, by) <= urgency)
			continue;
		urgency = sim_urgency(sim, by);
		eff = *by;
	}
	return eff;
}

/**
 * sim_set_eff - change what counts for a process, wherever it is
 * @sim: the simulation
 * @proc: one that has not exited
 * @eff: what counts from now on
 */
void sim_set_eff(struct sim *sim, struct sim_proc *proc,
		 const struct sim_eff *eff)
{
	switch (proc->state) {
	case SCHEDSIM_STATE_READY:
		sim_set_eff_ready(sim, proc, eff);
		break;
	case SCHEDSIM_STATE_RUNNING:
		sim_set_eff_running(sim, proc, eff);
		break;
	case SCHEDSIM_STATE_BLOCKED:
		sim_assign_eff(sim, proc, eff);
		/* Unless it is just being woken up. */
		if (proc->object)
			sim_wait_reorder(sim, proc);
		break;
	default:
		sim_assign_eff(sim, proc, eff);
	}
}

/* The object that @proc waits for, if there is one. */
static struct sim_object *awaited(const struct sim_proc *proc)
{
	return proc->state == SCHEDSIM_STATE_BLOCKED ? proc->object : NULL;
}

/* The owner of the mutex that @proc waits for, if there is one. */
static struct sim_proc *owner_before(const struct sim_proc *proc)
{
	const struct sim_object *object = awaited(proc);

	return object ? object->owner : NULL;
}

/* Return: whether @proc has more or less than before; if so, by way of @by. */
static bool inherit(struct sim *sim, struct sim_proc *proc,
		    struct sim_object *by)
{
	u64 was = sim_urgency(sim, &proc->eff), is;
	struct sim_eff eff = sim_effective(sim, proc);

	if (sim_same_eff(&eff, &proc->eff))
		return false;
	sim_set_eff(sim, proc, &eff);
	is = sim_urgency(sim, &eff);
	if (is > was) {
		sim->boosts++;
		if (by)
			by->boosts++;
	}
	sim_emit(sim, SIM_EVENT_BOOST, is > was, sim_vcpu_of(sim, proc), proc, is);
	return true;
}

/**
 * sim_inherit - a process may have more, or less, to inherit than before
 * @sim: the simulation
 * @proc: the process, or NULL
 * @by: the mutex that it would inherit by, or NULL if it can only lose
 * @nr: how many of the chain that begins with it may, whether or not the one
 *      before has changed
 *
 * And so may those that own what it waits for, until MAX_LOOKED processes and
 * mutexes have been looked at, each of which counts as a step of sim_advance().
 */
void sim_inherit(struct sim *sim, struct sim_proc *proc, struct sim_object *by,
		 u32 nr)
{
	u32 links, looked = 0;

	for (links = 0; proc && links < SCHEDSIM_MAX_LOCK_CHAIN &&
	     looked < MAX_LOOKED; links++) {
		looked += 1 + proc->nr_held;
		if (!inherit(sim, proc, by) && links >= nr)
			break;
		by = awaited(proc);
		proc = by ? by->owner : NULL;
	}
	sim->steps += looked;
}

/* Return: how many wait for each other in a circle, @proc among them, or 0. */
static u32 circle(struct sim *sim, const struct sim_proc *proc)
{
	const struct sim_proc *next = owner_before(proc);
	u32 links = 1;

	while (next && next != proc && links < SCHEDSIM_MAX_LOCK_CHAIN) {
		next = owner_before(next);
		links++;
	}
	sim->steps += links;
	return next == proc ? links : 0;
}

static void mark(struct sim *sim, struct sim_proc *proc, u32 nr, bool deadlock)
{
	sim->nr_deadlocked += deadlock ? nr : -nr;
	for (; nr--; proc = owner_before(proc))
		proc->deadlock = deadlock;
}

/**
 * sim_find_deadlock - a process waits for a mutex: does it wait for itself?
 * @sim: the simulation
 * @proc: the process
 *
 * Return: how many wait for each other in a circle, @proc among them, or 0. All
 * of them may have less to inherit now.
 */
u32 sim_find_deadlock(struct sim *sim, struct sim_proc *proc)
{
	u32 nr = circle(sim, proc);

	if (!nr)
		return 0;
	mark(sim, proc, nr, true);
	sim->deadlocks++;
	sim_emit(sim, SIM_EVENT_DEADLOCK, 0, sim_vcpu_of(sim, proc), proc,
		 proc->object->id);
	return nr;
}

/**
 * sim_unmark_deadlock - a process is about to leave a deadlock
 * @sim: the simulation
 * @proc: a process that still waits; it need not be part of one
 *
 * Return: how many were, or 0. All of them may have more to inherit then.
 */
u32 sim_unmark_deadlock(struct sim *sim, struct sim_proc *proc)
{
	u32 nr = proc->deadlock ? circle(sim, proc) : 0;

	mark(sim, proc, nr, false);
	return nr;
}
