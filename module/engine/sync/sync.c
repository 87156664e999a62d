// SPDX-License-Identifier: GPL-2.0
/*
 * Condition variables, barriers, semaphores; forks and attributes.
 */
#include "core/vcpu.h"
#include "sync/mutex.h"
#include "sync/sync.h"
#include "sync/wait.h"
#include "task/admission.h"
#include "task/attr.h"
#include "task/proc.h"

/* Wake up @proc, or let it wait for the mutex that it must lock first. */
static void wake_waiter(struct sim *sim, struct sim_proc *proc)
{
	if (proc->relock) {
		sim_lock_again(sim, proc);
		return;
	}
	sim_wait_end(sim, proc);
	sim_wake(sim, proc);
}

/**
 * sim_cond_wait - the running process waits for a condition variable
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @cond: the condition variable
 * @mutex: unlocked before, and locked again afterwards; or NULL
 *
 * Return: false if the process waits; true if it goes on, because it does not
 * hold @mutex, which is an error of its program.
 */
bool sim_cond_wait(struct sim *sim, struct sim_proc *proc,
		   struct sim_object *cond, struct sim_object *mutex)
{
	if (mutex && !sim_unlock(sim, proc, mutex))
		return true;
	proc->relock = mutex;
	sim_wait(sim, proc, cond);
	return false;
}

/**
 * sim_cond_signal - wake up the first waiter of a condition variable
 * @sim: the simulation
 * @cond: the condition variable
 */
void sim_cond_signal(struct sim *sim, struct sim_object *cond)
{
	struct sim_proc *first = sim_first_waiter(cond);

	cond->uses++;
	if (first)
		wake_waiter(sim, first);
}

/**
 * sim_wake_first - wake up the first waiter, where all are to be woken
 * @sim: the simulation
 * @object: a condition variable or a barrier
 *
 * Return: whether there was a waiter.
 */
bool sim_wake_first(struct sim *sim, struct sim_object *object)
{
	struct sim_proc *first = sim_first_waiter(object);

	if (first)
		wake_waiter(sim, first);
	return first;
}

/**
 * sim_barrier - the running process comes to a barrier
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @barrier: the barrier
 *
 * Return: true if the process was the last to come: it goes on, and the caller
 * wakes up all waiters. Otherwise the process waits.
 */
bool sim_barrier(struct sim *sim, struct sim_proc *proc,
		 struct sim_object *barrier)
{
	if (barrier->waiters.nr + 1 >= barrier->value) {
		barrier->uses++;
		return true;
	}
	sim_wait(sim, proc, barrier);
	return false;
}

/**
 * sim_sem_wait - the running process decrements a semaphore, or waits for it
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @semaphore: the semaphore
 *
 * Return: whether the process goes on; otherwise it waits.
 */
bool sim_sem_wait(struct sim *sim, struct sim_proc *proc,
		  struct sim_object *semaphore)
{
	if (!semaphore->value) {
		sim_wait(sim, proc, semaphore);
		return false;
	}
	semaphore->value--;
	return true;
}

/**
 * sim_sem_post - wake up the first waiter of a semaphore, or increment it
 * @sim: the simulation
 * @semaphore: the semaphore; its count does not go beyond U32_MAX
 */
void sim_sem_post(struct sim *sim, struct sim_object *semaphore)
{
	struct sim_proc *first = sim_first_waiter(semaphore);

	semaphore->uses++;
	if (first)
		wake_waiter(sim, first);
	else if (semaphore->value < U32_MAX)
		semaphore->value++;
}

/**
 * sim_take_dormant - take a process out of the fork that was to start it
 * @proc: a process that its fork has not started
 */
void sim_take_dormant(struct sim_proc *proc)
{
	list_del_init(&proc->node);
	proc->fork->waiters.nr--;
}

/**
 * sim_fork - the running process starts another one
 * @sim: the simulation
 * @proc: a process that runs
 * @fork: the fork; its first dormant process is started
 *
 * If no dormant process is left, that is counted as a failed fork.
 */
void sim_fork(struct sim *sim, struct sim_proc *proc, struct sim_object *fork)
{
	struct sim_proc *child = NULL;

	if (list_empty(&fork->dormant)) {
		sim->forks_failed++;
	} else {
		child = list_first_entry(&fork->dormant, struct sim_proc, node);
		sim_take_dormant(child);
		/* Not the last reference: the program of @proc has one, too. */
		fork->refs--;
		child->fork = NULL;
		sim->forks++;
		fork->uses++;
	}
	sim_emit(sim, SIM_EVENT_FORK, !child, sim_vcpu_of(sim, proc), proc,
		 child ? child->id : 0);
	if (child)
		sim_start(sim, child, child->delay +
			  (fork->value == SCHEDSIM_FORK_FROM_SPAWN ? 0 : sim->now));
}

/**
 * sim_take_attr - the running process takes on other attributes
 * @sim: the simulation
 * @proc: a process that runs, charged up to now; may have to leave its vCPU
 * @object: the attr object that has the attributes
 *
 * Attributes that are not valid or not admitted are an error of its program.
 */
void sim_take_attr(struct sim *sim, struct sim_proc *proc,
		   struct sim_object *object)
{
	struct schedsim_attr attr = proc->attr;
	const char *reason;

	object->uses++;
	sim_merge_attr(&attr, object->value, &object->attr);
	if (sim_attr_check(sim, &attr) ||
	    sim_attr_admit(sim->policy, &attr, &reason) ||
	    sim_bandwidth_check(sim, sim_bandwidth(&attr), sim_bandwidth(&proc->attr), NULL))
		sim_program_error(sim, proc, SIM_ERROR_SKIPPED, object->id);
	else
		sim_set_attr(sim, proc, &attr);
}
