// SPDX-License-Identifier: GPL-2.0
/*
 * What processes inherit by the mutexes they hold, and deadlocks.
 *
 * As in the kernel's rt_mutex (Documentation/locking/rt-mutex-design.rst) each
 * mutex passes on what its first waiter has, along the chain of owners that wait
 * themselves.
 */
#include "../policy/weight.h"
#include "sync/object.h"
#include "core/vcpu.h"

/*
 * Processes of a chain, and mutexes they hold, that are looked at in one go: all
 * of the longest chain, if each holds no more than what the next waits for.
 */
#define MAX_LOOKED	(2 * SCHEDSIM_MAX_LOCK_CHAIN)

/**
 * sim_class_rank - how a class stands to others
 * @sched_class: enum schedsim_class
 *
 * Return: a number; the greater, the more urgent.
 */
u64 sim_class_rank(u8 sched_class)
{
	switch (sched_class) {
	case SCHEDSIM_CLASS_DEADLINE:
		return 3;
	case SCHEDSIM_CLASS_FIFO:
	case SCHEDSIM_CLASS_RR:
		return 2;
	case SCHEDSIM_CLASS_IDLE:
		return 0;
	default:
		return 1;
	}
}

/**
 * sim_urgency - how urgent a process is, as a number
 * @eff: its class, priority, nice value and tickets
 *
 * Return: a number; the greater, the more urgent.
 */
u64 sim_urgency(const struct sim_urgency *eff)
{
	return sim_class_rank(eff->sched_class) << 48 | (u64)eff->priority << 40 |
	       (u64)(SCHEDSIM_MAX_NICE - eff->nice) << 32 | sim_tickets(eff);
}

/**
 * sim_own_urgency - what a process has of its own
 * @attr: its attributes
 *
 * Return: class, priority, nice value and tickets.
 */
struct sim_urgency sim_own_urgency(const struct schedsim_attr *attr)
{
	return (struct sim_urgency) {
		.sched_class = attr->sched_class,
		.priority = attr->priority,
		.nice = attr->nice,
		.tickets = attr->tickets,
	};
}

/* The better of both, but for tickets. */
static void improve(struct sim_urgency *to, const struct sim_urgency *by)
{
	if (sim_class_rank(by->sched_class) > sim_class_rank(to->sched_class))
		to->sched_class = by->sched_class;
	to->priority = max(to->priority, by->priority);
	to->nice = min(to->nice, by->nice);
}

/*
 * What @mutex passes on to its owner, or NULL. Of those in a deadlock none does
 * to another: what goes round would never end, though nobody outside has it any
 * more.
 */
static const struct sim_urgency *passed_on(const struct sim_object *mutex)
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
 * sim_effective - what a process has with what its mutexes pass on to it
 * @proc: the process
 *
 * O(mutexes it holds), of which there are SCHEDSIM_MAX_HELD at most.
 *
 * Return: class, priority, nice value and tickets.
 */
struct sim_urgency sim_effective(const struct sim_proc *proc)
{
	struct sim_urgency eff = sim_own_urgency(&proc->attr);
	const struct sim_object *mutex;
	u32 tickets = 0;

	list_for_each_entry(mutex, &proc->held, held) {
		const struct sim_urgency *by = passed_on(mutex);

		if (!by)
			continue;
		improve(&eff, by);
		tickets = max(tickets, sim_tickets(by));
	}
	if (tickets > sim_tickets(&eff))
		eff.tickets = tickets;
	return eff;
}

static bool same(const struct sim_urgency *a, const struct sim_urgency *b)
{
	return a->sched_class == b->sched_class && a->priority == b->priority &&
	       a->nice == b->nice && a->tickets == b->tickets;
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
	u64 was = sim_urgency(&proc->eff), is;
	struct sim_urgency eff = sim_effective(proc);

	if (same(&eff, &proc->eff))
		return false;
	sim_set_eff(sim, proc, &eff);
	is = sim_urgency(&eff);
	if (is > was) {
		sim->boosts++;
		if (by)
			by->boosts++;
	}
	sim_emit(sim, SIM_EVENT_BOOST, is > was, proc->vcpu, proc, is);
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
	sim_emit(sim, SIM_EVENT_DEADLOCK, 0, proc->vcpu, proc,
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
