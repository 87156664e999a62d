// SPDX-License-Identifier: GPL-2.0
/*
 * Waiting for an object, and being woken.
 */
#include "core/vcpu.h"
#include "sync/wait.h"
#include "task/eff.h"

static void queue(struct sim *sim, struct sim_proc *proc,
		  struct sim_object *object, u64 turn)
{
	proc->blocked_on = object;
	proc->waiter.urgency = sim_urgency(sim, &proc->eff);
	proc->waiter.turn = turn;
	sim_waiters_insert(&object->waiters, &proc->waiter);
	object->blocks++;
	sim->blocks++;
}

/* Account the time that @proc has waited for its object up to now. */
static void account(struct sim *sim, struct sim_proc *proc)
{
	u64 waited = sim->now - proc->since;

	proc->since = sim->now;
	proc->sleeping += waited;
	proc->blocked += waited;
	proc->blocked_on->waited += waited;
}

static struct sim_proc *proc_of(struct sim_waiter *waiter)
{
	return waiter ? container_of(waiter, struct sim_proc, waiter) : NULL;
}

/**
 * sim_first_waiter - the first process that waits for an object
 * @object: the object
 *
 * Return: the process, or NULL.
 */
struct sim_proc *sim_first_waiter(const struct sim_object *object)
{
	return proc_of(object->waiters.first);
}

/**
 * sim_second_waiter - the second process that waits for an object
 * @object: an object that at least one process waits for
 *
 * Return: the process, or NULL.
 */
struct sim_proc *sim_second_waiter(const struct sim_object *object)
{
	return proc_of(sim_waiters_second(&object->waiters));
}

/**
 * sim_wait - the running process waits for an object
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @object: the object
 */
void sim_wait(struct sim *sim, struct sim_proc *proc, struct sim_object *object)
{
	sim_emit(sim, SIM_EVENT_BLOCK, object->type, sim_vcpu_of(sim, proc),
		 proc,
		 object->id);
	sim_vcpu_stop(sim_vcpu_of(sim, proc), SIM_STOP_BLOCKED);
	sim_set_state(sim, proc, SCHEDSIM_STATE_BLOCKED);
	queue(sim, proc, object, sim->waits++);
}

/**
 * sim_wait_again - a process that has left its object's waiters is one of them again
 * @sim: the simulation
 * @proc: a process that is blocked and waits for nothing
 * @object: the object
 * @turn: its turn: that of @waiter of struct sim_proc
 */
void sim_wait_again(struct sim *sim, struct sim_proc *proc,
		    struct sim_object *object, u64 turn)
{
	sim_emit(sim, SIM_EVENT_BLOCK, object->type, sim_vcpu_of(sim, proc),
		 proc, object->id);
	queue(sim, proc, object, turn);
}

/**
 * sim_wait_move - let a process wait for another object than before
 * @sim: the simulation
 * @proc: a process that is blocked
 * @object: the object it waits for from now on
 */
void sim_wait_move(struct sim *sim, struct sim_proc *proc,
		   struct sim_object *object)
{
	sim_wait_end(sim, proc);
	sim_wait_again(sim, proc, object, sim->waits++);
}

/**
 * sim_wait_end - a process stops waiting for its object
 * @sim: the simulation
 * @proc: a process that is blocked; the caller sets its new state
 */
void sim_wait_end(struct sim *sim, struct sim_proc *proc)
{
	account(sim, proc);
	sim_waiters_remove(&proc->blocked_on->waiters, &proc->waiter);
	proc->blocked_on = NULL;
}

/**
 * sim_wait_reorder - find a waiter's new place after its urgency has changed
 * @sim: the simulation
 * @proc: a process that is blocked
 */
void sim_wait_reorder(struct sim *sim, struct sim_proc *proc)
{
	struct sim_waiters *waiters = &proc->blocked_on->waiters;

	sim_waiters_remove(waiters, &proc->waiter);
	proc->waiter.urgency = sim_urgency(sim, &proc->eff);
	sim_waiters_insert(waiters, &proc->waiter);
}
