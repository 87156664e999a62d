// SPDX-License-Identifier: GPL-2.0
/*
 * Mutexes, and what they do about priority inversion.
 *
 * A mutex is handed over: whoever unlocks it makes the most urgent waiter its
 * owner at once. Priority inheritance and the immediate ceiling are those of
 * Sha, Rajkumar and Lehoczky, "Priority Inheritance Protocols: An Approach to
 * Real-Time Synchronization", IEEE Transactions on Computers 39(9), 1990, the
 * latter in the form of POSIX's PRIO_PROTECT. As in the kernel's rt_mutex
 * (Documentation/locking/rt-mutex-design.rst) each mutex passes on what its
 * first waiter has, along the chain of owners that wait themselves.
 */
#include "object.h"
#include "vcpu.h"

static u64 class_rank(u8 sched_class)
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
	return class_rank(eff->sched_class) << 48 | (u64)eff->priority << 40 |
	       (u64)(SCHEDSIM_MAX_NICE - eff->nice) << 32 | eff->tickets;
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

/* The better of both. Tickets help only one that has some of its own. */
static void improve(struct sim_urgency *to, const struct sim_urgency *by)
{
	if (class_rank(by->sched_class) > class_rank(to->sched_class))
		to->sched_class = by->sched_class;
	to->priority = max(to->priority, by->priority);
	to->nice = min(to->nice, by->nice);
	if (to->tickets)
		to->tickets = max(to->tickets, by->tickets);
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

	list_for_each_entry(mutex, &proc->held, held) {
		const struct sim_proc *first = sim_first_waiter(mutex);

		if (mutex->protocol == SCHEDSIM_PROTOCOL_CEILING)
			improve(&eff, &mutex->ceiling);
		else if (mutex->protocol == SCHEDSIM_PROTOCOL_INHERIT && first)
			improve(&eff, &first->eff);
	}
	return eff;
}

static bool same(const struct sim_urgency *a, const struct sim_urgency *b)
{
	return a->sched_class == b->sched_class && a->priority == b->priority &&
	       a->nice == b->nice && a->tickets == b->tickets;
}

/* The owner of the mutex that @proc waits for, if there is one. */
static struct sim_proc *owner_before(const struct sim_proc *proc)
{
	return proc->state == SCHEDSIM_STATE_BLOCKED ? proc->object->owner : NULL;
}

/**
 * sim_inherit - a process may have more, or less, to inherit than before
 * @sim: the simulation
 * @proc: the process, or NULL
 *
 * And so may those that own what it waits for. Each link of that chain counts
 * as a step of sim_advance().
 */
void sim_inherit(struct sim *sim, struct sim_proc *proc)
{
	u32 links;

	for (links = 0; proc && links < SCHEDSIM_MAX_LOCK_CHAIN; links++) {
		struct sim_urgency eff = sim_effective(proc);
		bool more = sim_urgency(&eff) > sim_urgency(&proc->eff);

		if (same(&eff, &proc->eff))
			break;
		sim_set_eff(sim, proc, &eff);
		sim->boosts += more;
		sim_emit(sim, SIM_EVENT_BOOST, more, proc->vcpu, proc,
			 sim_urgency(&eff));
		proc = owner_before(proc);
	}
	sim->steps += links;
}

/* Return: how many wait for each other in a circle, @proc among them, or 0. */
static u32 circle(struct sim *sim, const struct sim_proc *proc)
{
	const struct sim_proc *next = owner_before(proc);
	u32 links = 1;

	while (next && next != proc && links <= SCHEDSIM_MAX_LOCK_CHAIN) {
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

static void find_deadlock(struct sim *sim, struct sim_proc *proc)
{
	u32 nr = circle(sim, proc);

	if (!nr)
		return;
	mark(sim, proc, nr, true);
	sim->deadlocks++;
	sim_emit(sim, SIM_EVENT_DEADLOCK, 0, proc->vcpu, proc,
		 proc->object->id);
}

/**
 * sim_unmark_deadlock - a process is about to leave a deadlock
 * @sim: the simulation
 * @proc: a process that still waits; it need not be part of one
 */
void sim_unmark_deadlock(struct sim *sim, struct sim_proc *proc)
{
	if (proc->deadlock)
		mark(sim, proc, circle(sim, proc), false);
}

static void error(struct sim *sim, struct sim_proc *proc,
		  const struct sim_object *object)
{
	sim->program_errors++;
	sim_emit(sim, SIM_EVENT_ERROR, 0, proc->vcpu, proc, object->id);
}

/* @mutex has no owner: @proc is. */
static void own(struct sim *sim, struct sim_proc *proc,
		struct sim_object *mutex)
{
	u64 boosts = sim->boosts;

	mutex->owner = proc;
	mutex->uses++;
	list_add(&mutex->held, &proc->held);
	proc->nr_held++;
	sim_emit(sim, SIM_EVENT_LOCK, 0, proc->vcpu, proc, mutex->id);
	if (mutex->protocol != SCHEDSIM_PROTOCOL_NONE)
		sim_inherit(sim, proc);
	mutex->boosts += sim->boosts - boosts;
}

/* What @proc waits for passes on what it has, and may close a circle. */
static void waits_for_mutex(struct sim *sim, struct sim_proc *proc)
{
	struct sim_object *mutex = proc->object;
	u64 boosts = sim->boosts;

	if (mutex->protocol == SCHEDSIM_PROTOCOL_INHERIT)
		sim_inherit(sim, mutex->owner);
	mutex->boosts += sim->boosts - boosts;
	find_deadlock(sim, proc);
}

static bool above_ceiling(const struct sim_proc *proc,
			  const struct sim_object *mutex)
{
	const struct sim_urgency *ceiling = &mutex->ceiling;

	return mutex->protocol == SCHEDSIM_PROTOCOL_CEILING &&
	       (proc->attr.priority > ceiling->priority ||
		class_rank(proc->attr.sched_class) >
		class_rank(ceiling->sched_class));
}

/**
 * sim_lock - the running process locks a mutex
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @mutex: the mutex
 *
 * Return: whether it goes on; else it waits.
 */
bool sim_lock(struct sim *sim, struct sim_proc *proc, struct sim_object *mutex)
{
	if (proc->nr_held >= SCHEDSIM_MAX_HELD) {
		error(sim, proc, mutex);
		return true;
	}
	if (above_ceiling(proc, mutex))
		error(sim, proc, mutex);
	if (!mutex->owner) {
		own(sim, proc, mutex);
		return true;
	}
	sim_wait(sim, proc, mutex);
	waits_for_mutex(sim, proc);
	return false;
}

/**
 * sim_lock_again - one that was woken has to lock its mutex before it goes on
 * @sim: the simulation
 * @proc: a process that waits for a condition variable, with @relock
 */
void sim_lock_again(struct sim *sim, struct sim_proc *proc)
{
	struct sim_object *mutex = proc->relock;

	proc->relock = NULL;
	if (mutex->owner) {
		sim_wait_move(sim, proc, mutex);
		waits_for_mutex(sim, proc);
		return;
	}
	sim_wait_end(sim, proc);
	own(sim, proc, mutex);
	sim_wake(sim, proc);
}

/* Nobody owns @mutex any more: whoever is first does. */
static void hand_over(struct sim *sim, struct sim_object *mutex)
{
	struct sim_proc *next = sim_first_waiter(mutex);

	if (!next)
		return;
	sim_wait_end(sim, next);
	own(sim, next, mutex);
	sim_wake(sim, next);
}

static void disown(struct sim *sim, struct sim_object *mutex, bool abandoned)
{
	struct sim_proc *proc = mutex->owner;

	mutex->owner = NULL;
	list_del(&mutex->held);
	proc->nr_held--;
	sim_emit(sim, SIM_EVENT_UNLOCK, abandoned, proc->vcpu, proc, mutex->id);
}

/**
 * sim_unlock - the running process unlocks a mutex
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @mutex: the mutex
 *
 * Return: whether it did; it is an error of its program if it does not hold it.
 */
bool sim_unlock(struct sim *sim, struct sim_proc *proc,
		struct sim_object *mutex)
{
	if (mutex->owner != proc) {
		error(sim, proc, mutex);
		return false;
	}
	disown(sim, mutex, false);
	hand_over(sim, mutex);
	if (mutex->protocol != SCHEDSIM_PROTOCOL_NONE)
		sim_inherit(sim, proc);
	return true;
}

/**
 * sim_abandon - a process that has exited, or is about to, gives up a mutex
 * @sim: the simulation
 * @proc: a process that holds one: the last that it locked
 */
void sim_abandon(struct sim *sim, struct sim_proc *proc)
{
	struct sim_object *mutex;

	mutex = list_first_entry(&proc->held, struct sim_object, held);
	disown(sim, mutex, true);
	sim->abandoned++;
	hand_over(sim, mutex);
}
