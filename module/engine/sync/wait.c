// SPDX-License-Identifier: GPL-2.0
/*
 * Waiting for an object, and being woken.
 */
#include "core/vcpu.h"
#include "sync/wait.h"
#include "task/eff.h"

static void queue(struct sim *sim, struct sim_proc *proc,
		  struct sim_object *object)
{
	proc->object = object;
	proc->waiter.urgency = sim_urgency(sim, &proc->eff);
	proc->waiter.turn = sim->waits++;
	sim_waiters_insert(&object->waiters, &proc->waiter);
	object->contended++;
	sim->blocks++;
}

/* It has waited, in its present state, up to now. */
static void account(struct sim *sim, struct sim_proc *proc)
{
	u64 waited = sim->now - proc->since;

	proc->since = sim->now;
	proc->sleeping += waited;
	proc->blocked += waited;
	proc->object->waited += waited;
}

static struct sim_proc *proc_of(struct sim_waiter *waiter)
{
	return waiter ? container_of(waiter, struct sim_proc, waiter) : NULL;
}

/**
 * sim_first_waiter - who waits for an object and is to have it first
 * @object: the object
 *
 * Return: the process, or NULL.
 */
struct sim_proc *sim_first_waiter(const struct sim_object *object)
{
	return proc_of(object->waiters.first);
}

/**
 * sim_second_waiter - who waits for an object and is to have it next
 * @object: the object, for which somebody waits
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
 * @object: for what
 */
void sim_wait(struct sim *sim, struct sim_proc *proc, struct sim_object *object)
{
	sim_emit(sim, SIM_EVENT_BLOCK, object->type, sim_vcpu_of(sim, proc),
		 proc,
		 object->id);
	sim_vcpu_stop(sim_vcpu_of(sim, proc), SIM_STOP_BLOCKED);
	sim_set_state(sim, proc, SCHEDSIM_STATE_BLOCKED);
	queue(sim, proc, object);
}

/**
 * sim_wait_move - a process waits for another object than before
 * @sim: the simulation
 * @proc: a process that is blocked
 * @object: for what it waits now
 */
void sim_wait_move(struct sim *sim, struct sim_proc *proc,
		   struct sim_object *object)
{
	sim_wait_end(sim, proc);
	sim_emit(sim, SIM_EVENT_BLOCK, object->type, sim_vcpu_of(sim, proc),
		 proc,
		 object->id);
	queue(sim, proc, object);
}

/**
 * sim_wait_end - a process does not wait for its object any more
 * @sim: the simulation
 * @proc: a process that is blocked; stays so until the caller changes that
 */
void sim_wait_end(struct sim *sim, struct sim_proc *proc)
{
	account(sim, proc);
	sim_waiters_remove(&proc->object->waiters, &proc->waiter);
	proc->object = NULL;
}

/**
 * sim_wait_reorder - its urgency has changed: others may be before it now
 * @sim: the simulation
 * @proc: a process that is blocked
 */
void sim_wait_reorder(struct sim *sim, struct sim_proc *proc)
{
	struct sim_waiters *waiters = &proc->object->waiters;

	sim_waiters_remove(waiters, &proc->waiter);
	proc->waiter.urgency = sim_urgency(sim, &proc->eff);
	sim_waiters_insert(waiters, &proc->waiter);
}
