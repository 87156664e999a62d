// SPDX-License-Identifier: GPL-2.0
/*
 * Inheritance through mutexes, and deadlocks.
 *
 * As with the kernel's rt_mutex (Documentation/locking/rt-mutex-design.rst) the
 * owner of a mutex inherits the effective attributes of the first waiter. If
 * the owner itself waits for a mutex, the owner of that one may inherit them,
 * too, and so on along the chain.
 */
#include "core/vcpu.h"
#include "sync/inherit.h"
#include "sync/wait.h"
#include "task/eff.h"

/*
 * How many processes of a chain, plus mutexes that they hold, one call looks
 * at. It is enough for the longest chain, if each process holds one mutex.
 */
#define MAX_LOOKED	(2 * SCHEDSIM_MAX_LOCK_CHAIN)

/*
 * The effective attributes that @mutex passes on to its owner, or NULL. The
 * members of a deadlock pass nothing on to each other: an urgency inherited
 * from outside would go round the circle, and stay there after its source has
 * gone.
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
 * sim_effective - the effective attributes of a process, with what it inherits
 * @sim: the simulation
 * @proc: the process
 * @without: a mutex that does not count, or NULL
 *
 * O(mutexes it holds), of which there are SCHEDSIM_MAX_HELD at most.
 *
 * Return: the most urgent of its own attributes and of those that its mutexes
 * pass on to it. They are taken over as a whole. A custom slice and the group are
 * its own.
 */
struct sim_eff sim_effective(const struct sim *sim, const struct sim_proc *proc,
			     const struct sim_object *without)
{
	struct sim_eff eff = sim_own_eff(&proc->attr);
	const struct sim_eff own = eff;
	u64 least = sim_urgency(sim, &own), urgency = least, is;
	bool inherited = false, ceiling = false;
	const struct sim_object *mutex;

	list_for_each_entry(mutex, &proc->held, held_node) {
		const struct sim_eff *by = mutex == without ? NULL :
							      passed_on(mutex);

		ceiling |= by == &mutex->ceiling;
		is = by ? sim_urgency(sim, by) : 0;
		if (!by || is <= least || is < urgency)
			continue;
		if (is > urgency) {
			eff = *by;
			inherited = false;
		}
		urgency = is;
		inherited |= mutex->protocol == SCHEDSIM_PROTOCOL_INHERIT;
	}
	eff.custom_slice = own.custom_slice;
	eff.group = own.group;
	eff.inherited = inherited;
	eff.ceiling = ceiling;
	return eff;
}

/**
 * sim_set_eff - change the effective attributes of a process in any state
 * @sim: the simulation
 * @proc: a process that has not exited; if it runs, as for sim_set_eff_running()
 * @eff: its new effective attributes
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
		/* A process that is just being woken up waits for nothing. */
		if (proc->blocked_on)
			sim_wait_reorder(sim, proc);
		break;
	default:
		sim_assign_eff(sim, proc, eff);
	}
}

/* The object that @proc waits for, if there is one. */
static struct sim_object *blocked_on(const struct sim_proc *proc)
{
	return proc->state == SCHEDSIM_STATE_BLOCKED ? proc->blocked_on : NULL;
}

/* The owner of the mutex that @proc waits for, if there is one. */
static struct sim_proc *owner_before(const struct sim_proc *proc)
{
	const struct sim_object *object = blocked_on(proc);

	return object ? object->owner : NULL;
}

/*
 * Update what @proc inherits. If it is more urgent than before, that counts as
 * a boost by @by. Return: whether its effective attributes have changed.
 */
static bool inherit(struct sim *sim, struct sim_proc *proc,
		    struct sim_object *by)
{
	u64 was = sim_urgency(sim, &proc->eff), is;
	struct sim_eff eff = sim_effective(sim, proc, NULL);

	if (sim_same_eff(&eff, &proc->eff)) {
		/* From a ceiling, and then from a waiter, or the other way round. */
		if (eff.inherited != proc->eff.inherited ||
		    eff.ceiling != proc->eff.ceiling)
			sim_assign_eff(sim, proc, &eff);
		return false;
	}
	if (proc->state == SCHEDSIM_STATE_RUNNING)
		sim_vcpu_settle_slice(sim_vcpu_of(sim, proc));
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
 * sim_inherit - update what a process and the owners that it waits for inherit
 * @sim: the simulation
 * @proc: the process, or NULL
 * @by: the mutex through which it may inherit more, or NULL if it can only
 *      inherit less
 * @nr: processes at the start of the chain at which the walk goes on even if
 *      nothing changes there: all members of a deadlock; else 0
 *
 * The chain leads from each process to the owner of the mutex that it waits
 * for. The walk ends where nothing changes, or when MAX_LOOKED processes and
 * mutexes have been looked at. Each of them counts as a step of sim_advance().
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
		by = blocked_on(proc);
		proc = by ? by->owner : NULL;
	}
	sim->steps += looked;
}

/* Behind a deadlock there is nothing to find: nobody there waits for @proc. */
static bool goes_on(const struct sim_proc *proc, const struct sim_proc *next)
{
	return next && next != proc && next->deadlock == proc->deadlock;
}

/*
 * The number of processes in the circle that @proc is part of, or 0. @cut: out:
 * whether the chain from @proc on is too long to know. @ends: out: will one of it
 * stop waiting by itself?
 */
static u32 circle(struct sim *sim, const struct sim_proc *proc, bool *cut,
		  bool *ends)
{
	const struct sim_proc *next = owner_before(proc);
	u32 links = 1;

	*ends = sim_wait_limit(proc);
	while (goes_on(proc, next) && links < SCHEDSIM_MAX_LOCK_CHAIN) {
		*ends |= blocked_on(next) && sim_wait_limit(next);
		next = owner_before(next);
		links++;
	}
	sim->steps += links;
	*cut = goes_on(proc, next);
	return next == proc ? links : 0;
}

static void mark(struct sim *sim, struct sim_proc *proc, u32 nr, bool deadlock)
{
	sim->nr_deadlocked += deadlock ? nr : -nr;
	for (; nr--; proc = owner_before(proc))
		proc->deadlock = deadlock;
}

/**
 * sim_find_deadlock - has a process closed a deadlock?
 * @sim: the simulation
 * @proc: a process that has just begun to wait for a mutex
 *
 * One of more than SCHEDSIM_MAX_LOCK_CHAIN processes is not found, but that it may
 * be there is counted. One that a timeout will end is one while it lasts, but does
 * not count.
 *
 * Return: the number of processes in the deadlock, or 0. Each of them may
 * inherit less now.
 */
u32 sim_find_deadlock(struct sim *sim, struct sim_proc *proc)
{
	bool cut, ends;
	u32 nr = circle(sim, proc, &cut, &ends);

	sim->unchecked += cut;
	if (!nr)
		return 0;
	mark(sim, proc, nr, true);
	if (ends)
		return nr;
	sim->deadlocks++;
	sim_emit(sim, SIM_EVENT_DEADLOCK, 0, sim_vcpu_of(sim, proc), proc,
		 proc->blocked_on->id);
	return nr;
}

/**
 * sim_unmark_deadlock - a process is about to break its deadlock, if it has one
 * @sim: the simulation
 * @proc: a process that still waits; it need not be part of a deadlock
 *
 * Return: the number of processes in the deadlock, or 0. Each of them may
 * inherit more once @proc has left.
 */
u32 sim_unmark_deadlock(struct sim *sim, struct sim_proc *proc)
{
	bool cut, ends;
	u32 nr = proc->deadlock ? circle(sim, proc, &cut, &ends) : 0;

	mark(sim, proc, nr, false);
	return nr;
}
