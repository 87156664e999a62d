// SPDX-License-Identifier: GPL-2.0
/*
 * Mutexes, and what they do about priority inversion.
 *
 * A mutex is handed over: when it is unlocked, the most urgent waiter becomes its
 * owner at once, and wakes up. But until that waiter runs, the mutex is only
 * promised to it: a process that is more urgent may take it, and the waiter waits
 * again, in its old place. So did the kernel's rt_mutex with its pending owners;
 * today it wakes its first waiter before that is the owner, to the same effect
 * (Documentation/locking/rt-mutex-design.rst).
 *
 * Priority inheritance and the priority ceiling are those of Sha, Rajkumar and
 * Lehoczky, "Priority Inheritance Protocols: An Approach to Real-Time
 * Synchronization", IEEE Transactions on Computers 39(9), 1990. The ceiling is the
 * immediate one, as POSIX's PRIO_PROTECT.
 */
#include "core/vcpu.h"
#include "sync/inherit.h"
#include "sync/mutex.h"
#include "sync/wait.h"
#include "task/eff.h"
#include "task/proc.h"

/**
 * sim_program_error - count an error of a program
 * @sim: the simulation
 * @proc: the process whose program has the error
 * @error: which
 * @arg: SIM_ERROR_SKIPPED: the object that the operation names; SIM_ERROR_SPUN:
 *       the operation
 */
void sim_program_error(struct sim *sim, struct sim_proc *proc,
		       enum sim_error error, u64 arg)
{
	sim->program_errors++;
	sim_emit(sim, SIM_EVENT_ERROR, error, sim_vcpu_of(sim, proc), proc, arg);
}

/* Make @proc the owner of @mutex, which has none. */
static void set_owner(struct sim *sim, struct sim_proc *proc,
		      struct sim_object *mutex)
{
	mutex->owner = proc;
	mutex->uses++;
	list_add(&mutex->held_node, &proc->held);
	proc->nr_held++;
	sim_emit(sim, SIM_EVENT_LOCK, 0, sim_vcpu_of(sim, proc), proc,
		 mutex->id);
	if (mutex->protocol != SCHEDSIM_PROTOCOL_NONE)
		sim_inherit(sim, proc, mutex, 0);
}

/* @proc has begun to wait. */
static void begin_limit(struct sim *sim, struct sim_proc *proc)
{
	u64 limit = sim_wait_limit(proc);

	if (limit)
		sim_add_alarm(sim, proc, sim->now + limit, SIM_ALARM_WAKEUP);
}

/* It does not wait any more. */
static void end_limit(struct sim *sim, struct sim_proc *proc)
{
	if (sim_wait_limit(proc))
		sim_remove_alarm(sim, proc);
}

/*
 * @proc wakes up as the owner of @mutex. It had that @turn among those who wait, and
 * has to show it again if the mutex is taken from it.
 */
static void wake_owner(struct sim *sim, struct sim_proc *proc,
		       struct sim_object *mutex, u64 turn)
{
	end_limit(sim, proc);
	sim_wait_end(sim, proc);
	proc->promised = turn + 1;
	set_owner(sim, proc, mutex);
	sim_wake(sim, proc);
}

/*
 * May @proc take @mutex from its owner? It may if that has not run since it got the
 * mutex, and neither it nor any waiter is as urgent. What the owner has through the
 * mutex, by a ceiling, does not count.
 */
static bool may_take(const struct sim *sim, const struct sim_proc *proc,
		     const struct sim_object *mutex)
{
	const struct sim_proc *owner = mutex->owner;
	const struct sim_proc *first = sim_first_waiter(mutex);
	u64 urgency = sim_urgency(sim, &proc->eff);
	struct sim_eff eff;

	if (owner->state != SCHEDSIM_STATE_READY || !owner->promised ||
	    owner->held.next != &mutex->held_node ||
	    (first && sim_urgency(sim, &first->eff) >= urgency))
		return false;
	eff = sim_effective(sim, owner, mutex);
	return sim_urgency(sim, &eff) < urgency;
}

/* @mutex has no owner any more. */
static void clear_owner(struct sim *sim, struct sim_object *mutex,
			enum sim_unlock why)
{
	struct sim_proc *proc = mutex->owner;

	mutex->owner = NULL;
	list_del(&mutex->held_node);
	proc->nr_held--;
	sim_emit(sim, SIM_EVENT_UNLOCK, why, sim_vcpu_of(sim, proc), proc,
		 mutex->id);
}

/* Take @mutex from its owner, which may_take() allows. */
static void take(struct sim *sim, struct sim_object *mutex)
{
	struct sim_proc *owner = mutex->owner;
	u64 turn = owner->promised - 1;

	clear_owner(sim, mutex, SIM_UNLOCK_TAKEN);
	mutex->uses--;
	sim_dequeue(sim, owner, SIM_DEQUEUE_LEAVES);
	sim_set_state(sim, owner, SCHEDSIM_STATE_BLOCKED);
	owner->promised = 0;
	sim_inherit(sim, owner, NULL, 0);
	sim_wait_again(sim, owner, mutex, turn);
	begin_limit(sim, owner);
}

/* Is @mutex free for @proc? It is afterwards, if @proc may take it. */
static bool is_free(struct sim *sim, const struct sim_proc *proc,
		    struct sim_object *mutex)
{
	if (mutex->owner && may_take(sim, proc, mutex))
		take(sim, mutex);
	return !mutex->owner;
}

/* @proc has begun to wait for a mutex, whose owner may inherit from it. */
static void waits_for_mutex(struct sim *sim, struct sim_proc *proc)
{
	struct sim_object *mutex = proc->blocked_on;
	u32 nr = sim_find_deadlock(sim, proc);

	if (nr || mutex->protocol == SCHEDSIM_PROTOCOL_INHERIT)
		sim_inherit(sim, mutex->owner, mutex, nr);
}

static bool above_ceiling(const struct sim *sim, const struct sim_proc *proc,
			  const struct sim_object *mutex)
{
	struct sim_eff own = sim_own_eff(&proc->attr);

	return mutex->protocol == SCHEDSIM_PROTOCOL_CEILING &&
	       sim_urgency(sim, &own) > sim_urgency(sim, &mutex->ceiling);
}

/**
 * sim_lock - the running process locks a mutex
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @mutex: the mutex
 *
 * A lock that is not allowed (too many mutexes held, or a ceiling below the
 * process's own urgency) is an error of its program.
 *
 * Return: whether the process goes on; otherwise it waits.
 */
bool sim_lock(struct sim *sim, struct sim_proc *proc, struct sim_object *mutex)
{
	if (proc->nr_held >= SCHEDSIM_MAX_HELD || above_ceiling(sim, proc, mutex)) {
		sim_program_error(sim, proc, SIM_ERROR_SKIPPED, mutex->id);
		return true;
	}
	if (is_free(sim, proc, mutex)) {
		set_owner(sim, proc, mutex);
		return true;
	}
	sim_wait(sim, proc, mutex);
	begin_limit(sim, proc);
	waits_for_mutex(sim, proc);
	return false;
}

/* @proc stops waiting for its object, whose owner may inherit less now. */
static void give_up(struct sim *sim, struct sim_proc *proc)
{
	struct sim_object *object = proc->blocked_on;
	u32 nr = sim_unmark_deadlock(sim, proc);

	sim_wait_end(sim, proc);
	proc->relock = NULL;
	sim_inherit(sim, object->owner, object, nr);
}

/**
 * sim_stop_waiting - a process stops waiting for its object
 * @sim: the simulation
 * @proc: a process that is blocked; the caller sets its new state
 */
void sim_stop_waiting(struct sim *sim, struct sim_proc *proc)
{
	end_limit(sim, proc);
	give_up(sim, proc);
}

/**
 * sim_lock_timeout - a process has waited for a mutex as long as it would
 * @sim: the simulation
 * @proc: a process that is blocked; its alarm has come
 *
 * It wakes up, and goes on without the mutex.
 */
void sim_lock_timeout(struct sim *sim, struct sim_proc *proc)
{
	sim->timeouts++;
	sim_emit(sim, SIM_EVENT_TIMEOUT, 0, sim_vcpu_of(sim, proc), proc,
		 proc->blocked_on->id);
	give_up(sim, proc);
	sim_wake(sim, proc);
}

/**
 * sim_lock_again - lock a mutex again after a condition variable
 * @sim: the simulation
 * @proc: a process that is to be woken from a condition variable, with @relock
 *
 * The process wakes up with the mutex, or waits for the mutex from now on.
 */
void sim_lock_again(struct sim *sim, struct sim_proc *proc)
{
	struct sim_object *mutex = proc->relock;

	proc->relock = NULL;
	if (is_free(sim, proc, mutex)) {
		wake_owner(sim, proc, mutex, sim->waits++);
		return;
	}
	sim_wait_move(sim, proc, mutex);
	waits_for_mutex(sim, proc);
}

/* @mutex has no owner any more: its first waiter becomes the owner. */
static void hand_over(struct sim *sim, struct sim_object *mutex)
{
	struct sim_proc *next = sim_first_waiter(mutex);

	if (next)
		wake_owner(sim, next, mutex, next->waiter.turn);
}

/**
 * sim_unlock - the running process unlocks a mutex
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @mutex: the mutex
 *
 * Return: whether it did. If it does not hold the mutex, that is an error of
 * its program.
 */
bool sim_unlock(struct sim *sim, struct sim_proc *proc,
		struct sim_object *mutex)
{
	if (mutex->owner != proc) {
		sim_program_error(sim, proc, SIM_ERROR_SKIPPED, mutex->id);
		return false;
	}
	clear_owner(sim, mutex, SIM_UNLOCKED);
	hand_over(sim, mutex);
	if (mutex->protocol != SCHEDSIM_PROTOCOL_NONE)
		sim_inherit(sim, proc, NULL, 0);
	return true;
}

/**
 * sim_abandon - a process that exits gives up the mutex that it locked last
 * @sim: the simulation
 * @proc: a process that holds a mutex, and has exited or is about to
 */
void sim_abandon(struct sim *sim, struct sim_proc *proc)
{
	struct sim_object *mutex;

	mutex = list_first_entry(&proc->held, struct sim_object, held_node);
	clear_owner(sim, mutex, SIM_UNLOCK_ABANDONED);
	sim->abandoned++;
	hand_over(sim, mutex);
}
