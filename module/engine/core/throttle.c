// SPDX-License-Identifier: GPL-2.0
/*
 * Throttled processes: they are ready, and may not be picked until some time has come.
 *
 * They do not count as waiting in their run queue (@nr_waiting, @awaited), so a vCPU with
 * nobody else to run is idle. The policy throttles them and ends that; here is where they
 * are meanwhile, so that a change of the policy finds them.
 */
#include "core/tree.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"

/**
 * sim_throttle - a process may not be picked for some time
 * @rq: its run queue
 * @proc: the process: ready, and in no queue; the policy is just enqueuing it
 * @until: until when, in simulated ns. Nothing happens then by itself: see
 *         sim_rq_set_timer()
 *
 * O(log n). The engine counts who has been enqueued: this takes it back in advance.
 */
void sim_throttle(struct sim_rq *rq, struct sim_proc *proc, u64 until)
{
	struct sim_vcpu *vcpu = &rq->sim->vcpus[proc->vcpu];

	if (unlikely(proc->queued || !sim_proc_ready(proc)))
		return;
	sim_tree_add_by_id(&rq->throttled, proc, until);
	proc->queued |= SIM_QUEUED_THROTTLED;
	sim_rq_count(rq, proc, -1);
	/* If it has just lost the vCPU, there may be nobody to follow: see sim_vcpu_expire(). */
	if (!vcpu->curr)
		sim_vcpu_resched(vcpu);
}

/**
 * sim_unthrottle - a process that was throttled is so no more
 * @rq: its run queue
 * @proc: the process. If the policy has dequeued it, the engine has counted it out
 *        already: this takes it back. Otherwise the policy puts it into a queue at once
 */
void sim_unthrottle(struct sim_rq *rq, struct sim_proc *proc)
{
	if (unlikely(!sim_throttled(proc)))
		return;
	sim_tree_remove(&rq->throttled, proc);
	proc->queued &= ~SIM_QUEUED_THROTTLED;
	sim_rq_count(rq, proc, 1);
	/* It may run anywhere: as if it had just been enqueued. */
	if (rq->by_vcpu)
		sim_balance_mark(rq);
}

/**
 * sim_throttled_first - who is throttled for the shortest time
 * @rq: the run queue
 *
 * Return: the process (of equals, the one with the least id), or NULL.
 */
struct sim_proc *sim_throttled_first(const struct sim_rq *rq)
{
	return sim_tree_head(rq->throttled);
}
