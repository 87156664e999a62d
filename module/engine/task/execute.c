// SPDX-License-Identifier: GPL-2.0
/*
 * Execution of programs, one operation after the other.
 */
#include "core/speed.h"
#include "core/vcpu.h"
#include "sync/mutex.h"
#include "sync/sync.h"
#include "task/execute.h"
#include "task/exit.h"
#include "task/job.h"
#include "task/proc.h"
#include "task/program.h"

/*
 * The timer that @op names: its latest expiry, in simulated ns. It belongs to
 * @proc or is a shared object. A shared timer counts from where the timers of the
 * process do that uses it first.
 */
static u64 *timer_of(const struct sim *sim, struct sim_proc *proc,
		     const struct sim_op *op)
{
	struct sim_object *shared;

	if (!(op->flags & SCHEDSIM_OP_F_SHARED))
		return &proc->tail[proc->program->nr_loops + op->slot];
	shared = sim->objects[op->target];
	if (!shared->started)
		shared->timer = sim_more(proc)->origin;
	shared->started = true;
	shared->uses++;
	return &shared->timer;
}

/* The first expiry of a timer from @timer on that has not passed by @now. */
static u64 skip_periods(u64 timer, u64 period, u64 now)
{
	if (timer >= now)
		return timer;
	return timer + div64_u64(now - timer + period - 1, period) * period;
}

/*
 * Move the timer that @op names on by one period, or more. Return: when it expires, or 0
 * if it has expired already: @proc does not sleep, and its next job is
 * released.
 */
static u64 next_expiry(const struct sim *sim, struct sim_proc *proc,
		       const struct sim_op *op)
{
	u64 *timer = timer_of(sim, proc, op);

	/* A shared timer may be far ahead of @now: avoid an overflow. */
	*timer = min_t(u64, *timer, SCHEDSIM_MAX_TIME_NS) + op->value;
	if (op->flags & SCHEDSIM_OP_F_SKIP)
		*timer = skip_periods(*timer, op->value, sim->now);
	if (*timer > sim->now)
		return *timer;
	if (!(op->flags & SCHEDSIM_OP_F_ABSOLUTE))
		*timer = sim->now;
	sim_job_begin(proc, *timer);
	return 0;
}

/* Return: whether the process goes on; otherwise it sleeps. */
static bool wait_timer(struct sim *sim, struct sim_proc *proc,
		       const struct sim_op *op)
{
	u64 expiry;

	sim_job_end(proc, sim->now, op->value);
	expiry = next_expiry(sim, proc, op);
	if (!expiry)
		return true;
	sim_job_begin(proc, expiry);
	sim_sleep(sim, proc, expiry);
	return false;
}

/*
 * May @proc go back to the beginning of a loop? Not for ever at one instant:
 * simulated time would never go on. Whether the process has waited in between does
 * not matter, for several could wake each other up in a circle.
 */
static bool may_turn(const struct sim *sim, struct sim_proc *proc)
{
	struct sim_more *more = sim_more(proc);

	if (more->looped != sim->now) {
		more->looped = sim->now;
		more->turns = 0;
	}
	return ++more->turns <= SCHEDSIM_MAX_TURNS;
}

static void loop(struct sim *sim, struct sim_proc *proc,
		 const struct sim_op *op)
{
	u64 *count = &proc->tail[op->slot];

	if (op->value && ++*count >= op->value) {
		*count = 0;
	} else if (may_turn(sim, proc)) {
		proc->pc = op->target;
	} else {
		sim_program_error(sim, proc, SIM_ERROR_SPUN, proc->pc - 1);
		proc->pc = proc->program->nr_ops;
	}
}

/*
 * Execute an operation on an object.
 *
 * Return: whether the process goes on; otherwise it waits for the object. A
 * process that goes on may have left its vCPU: SCHEDSIM_OP_ATTR can change its
 * affinity.
 */
static bool use_object(struct sim *sim, struct sim_proc *proc,
		       const struct sim_op *op)
{
	struct sim_object *object = sim->objects[op->target];

	switch (op->code) {
	case SCHEDSIM_OP_LOCK:
		return sim_lock(sim, proc, object);
	case SCHEDSIM_OP_UNLOCK:
		if (object->owner == proc ||
		    !(op->flags & SCHEDSIM_OP_F_IF_HELD))
			sim_unlock(sim, proc, object);
		return true;
	case SCHEDSIM_OP_WAIT:
		return sim_cond_wait(sim, proc, object, op->value ?
				     sim->objects[op->value] : NULL);
	case SCHEDSIM_OP_SIGNAL:
		sim_cond_signal(sim, object);
		return true;
	case SCHEDSIM_OP_BROADCAST:
		object->uses++;
		proc->waking = object;
		return true;
	case SCHEDSIM_OP_BARRIER:
		if (!sim_barrier(sim, proc, object))
			return false;
		proc->waking = object;
		return true;
	case SCHEDSIM_OP_SEM_WAIT:
		return sim_sem_wait(sim, proc, object);
	case SCHEDSIM_OP_SEM_POST:
		sim_sem_post(sim, object);
		return true;
	case SCHEDSIM_OP_FORK:
		sim_fork(sim, proc, object);
		return true;
	default:
		sim_take_attr(sim, proc, object);
		return true;
	}
}

/*
 * Execute the next operation of the program.
 *
 * Return: whether another one may follow at this instant.
 */
static bool operation(struct sim *sim, struct sim_proc *proc)
{
	const struct sim_op *op = &proc->program->ops[proc->pc++];

	switch (op->code) {
	case SCHEDSIM_OP_RUN:
		proc->burst_left = sim_whole_units(sim, op->value);
		return !op->value;
	case SCHEDSIM_OP_SLEEP:
		if (!op->value && !(op->flags & SCHEDSIM_OP_F_ALWAYS))
			return true;
		sim_sleep(sim, proc, sim->now + op->value);
		return false;
	case SCHEDSIM_OP_TIMER:
		return wait_timer(sim, proc, op);
	case SCHEDSIM_OP_YIELD:
		sim_vcpu_yield(sim_vcpu_of(sim, proc));
		return false;
	case SCHEDSIM_OP_LOOP:
		loop(sim, proc, op);
		return true;
	case SCHEDSIM_OP_EXIT:
		proc->pc = proc->program->nr_ops;
		return true;
	default:
		return use_object(sim, proc, op);
	}
}

/* May @proc compete with another process for what its next operation needs? */
static bool may_block(const struct sim_proc *proc)
{
	if (proc->pc >= proc->program->nr_ops)
		return false;
	switch (proc->program->ops[proc->pc].code) {
	case SCHEDSIM_OP_LOCK:
	case SCHEDSIM_OP_WAIT:
	case SCHEDSIM_OP_BARRIER:
	case SCHEDSIM_OP_SEM_WAIT:
		return true;
	}
	return false;
}

/* The running process is preempted before an operation. Its slice may be over, too. */
static void give_way(struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;
	bool expired = vcpu->contended && sim->now >= vcpu->slice_end;

	if (sim->now <= vcpu->exec_start)
		sim_vcpu_stalls(vcpu);
	vcpu->expiries += expired;
	sim_vcpu_requeue(vcpu, expired ? SIM_STOP_EXPIRED : SIM_STOP_PREEMPTED);
}

/**
 * sim_execute - go on in the program of the running process
 * @vcpu: the vCPU where it runs, charged up to now; the process's burst is over
 *
 * The program goes on until the process uses CPU time again or leaves the vCPU.
 * It does so in the end, because loops may not spin (may_turn()). But one call does a
 * bounded amount of work: it sets @unfinished of struct sim if more is left at
 * this instant, and sim_advance() then goes on here before it does anything
 * else.
 *
 * A running process wakes up all waiters of the object that it has in @waking,
 * one after the other. Its program goes on afterwards.
 *
 * Operations that take no time follow each other at once, even if one of them
 * has woken a process that must preempt this one. But before an operation that
 * may block the process (may_block()) the preemption comes first, so that the
 * more urgent process gets it.
 */
void sim_execute(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;

	sim->unfinished = false;
	proc->promised = 0;
	for (; vcpu->curr == proc && sim->steps < sim->enough; sim->steps++) {
		if (proc->waking) {
			if (!sim_wake_first(sim, proc->waking))
				proc->waking = NULL;
		} else if (may_block(proc) && sim_vcpu_preempts(vcpu)) {
			give_way(vcpu);
		} else if (proc->pc < proc->program->nr_ops) {
			sim_goes_on(sim);
			if (!operation(sim, proc))
				return;
		} else if (proc->nr_held) {
			sim_abandon(sim, proc);
		} else {
			sim_exit(sim, proc, false);
			return;
		}
	}
	if (vcpu->curr != proc)
		return;
	sim->unfinished = true;
	sim->unfinished_vcpu = vcpu;
	sim->enough = 0;
}
