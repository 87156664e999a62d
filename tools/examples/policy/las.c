// SPDX-License-Identifier: GPL-2.0
/*
 * las: least attained service. Whoever has used the least CPU time runs first.
 *
 * A policy needs three operations: enqueue, dequeue and pick. The engine does the
 * rest: time, slices, accounting, locks, sleeping and waking up. The header
 * <schedsim/policy.h> describes these three and all others, which have defaults.
 *
 * The simulation is locked while an operation runs, in the kernel possibly in a
 * timer's callback. So an operation does not sleep, does not allocate memory, does
 * not read a clock, and takes O(log n) time or less for n processes.
 */
#include <schedsim/policy.h>

/*
 * @proc is ready, and waits in the run queue @rq from now on. It may be new, or it
 * woke up, or its slice ended; @why says which.
 *
 * Each run queue has one queue that is ordered by a key. The key is fixed while
 * @proc waits, which is right here: only who runs uses CPU time.
 */
static void enqueue(struct sim_rq *rq, struct sim_proc *proc, enum sim_enqueue why)
{
	sim_sorted_add(rq, proc, proc->cpu);
}

/* @proc does not wait in @rq any more: it was picked, was killed, or moves away. */
static void dequeue(struct sim_rq *rq, struct sim_proc *proc, enum sim_dequeue why)
{
	sim_sorted_remove(rq, proc);
}

/*
 * Who is to run at @vcpu next? The engine asks only if somebody waits who may run
 * there. The process stays in the queue: the engine calls dequeue() for it.
 */
static struct sim_proc *pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_sorted_first(rq, vcpu);
}

static const struct sim_policy policy = {
	.name = "las",
	.summary = "who has used the least CPU time",
	.owner = THIS_MODULE,
	.enqueue = enqueue,
	.dequeue = dequeue,
	.pick = pick,
};

schedsim_policy_module(policy);
