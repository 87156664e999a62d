// SPDX-License-Identifier: GPL-2.0
/*
 * What happens at one vCPU: who comes to wait there, and who leaves it.
 */
#include "core/tree.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"

/**
 * sim_policy_enable - a process comes under a policy, unless it already has
 * @sim: the simulation
 * @policy: the policy, whose serial is the simulation's
 * @rq: the run queue of @policy where the process runs or will wait
 * @proc: the process
 */
void sim_policy_enable(const struct sim *sim, const struct sim_policy *policy,
		       struct sim_rq *rq, struct sim_proc *proc)
{
	if (likely(proc->policy_serial == sim->policy_serial))
		return;
	proc->policy_serial = sim->policy_serial;
	/* Wherever the policy of old has put it, whose queues nobody looks at. */
	sim_proc_unqueue(proc);
	proc->slice_used = 0;
	memset(proc->data, 0, sizeof(proc->data));
	if (policy->enable)
		policy->enable(rq, proc);
}

/* Somebody has been queued: who has to be told? */
static void tell(struct sim_vcpu *vcpu)
{
	struct sim_rq *rq = vcpu->rq;

	if (rq->nr_vcpus > 1) {
		sim_rq_changed(rq);
		return;
	}
	if (!vcpu->curr)
		sim_vcpu_resched(vcpu);
	else if (!rq->by_vcpu)
		sim_vcpu_check_preempt(vcpu);
	if (rq->by_vcpu)
		sim_balance_mark(rq);
	if (vcpu->curr || rq->timer_changed)
		sim_vcpu_set_due(vcpu);
}

/*
 * What those that run have come to decides whether they are preempted: charge them,
 * and settle the slices that nobody has seen end.
 */
static void look_at_running(struct sim_rq *rq)
{
	struct sim *sim = rq->sim;
	u32 id = rq->first_vcpu;

	sim_rq_charge(rq);
	if (!sim->policy->wakeup_preempt ||
	    (rq->nr_vcpus == 1 && !sim->vcpus[id].curr))
		return;
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1))
		if (sim->vcpus[id].curr && !sim->vcpus[id].contended)
			sim_vcpu_update_slice(&sim->vcpus[id]);
}

/* @proc waits at @vcpu from now on. */
static inline void enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			   enum sim_enqueue why)
{
	struct sim *sim = vcpu->sim;
	struct sim_rq *rq = vcpu->rq;

	sim_set_state(sim, proc, SCHEDSIM_STATE_READY);
	sim->policy->enqueue(rq, proc, why);
	sim_rq_count(rq, proc, 1);
	vcpu->nr_ready++;
}

/**
 * sim_enqueue - let a process that is neither ready nor running wait
 * @sim: the simulation
 * @proc: the process; its vCPU is set, time in its old state has been accounted
 * @why: why
 */
void sim_enqueue(struct sim *sim, struct sim_proc *proc, enum sim_enqueue why)
{
	struct sim_vcpu *vcpu = sim_vcpu_of(sim, proc);

	look_at_running(vcpu->rq);
	sim_policy_enable(sim, sim->policy, vcpu->rq, proc);
	enqueue(vcpu, proc, why);
	tell(vcpu);
}

/**
 * sim_dequeue - take a process that waits out of its run queue
 * @sim: the simulation
 * @proc: the process; the caller sets its new state
 * @why: why, but that it is picked
 */
void sim_dequeue(struct sim *sim, struct sim_proc *proc, enum sim_dequeue why)
{
	struct sim_vcpu *vcpu = sim_vcpu_of(sim, proc);
	struct sim_rq *rq = vcpu->rq;

	sim_rq_charge(rq);
	proc->waiting += sim->now - proc->since;
	proc->since = sim->now;
	if (vcpu->displaced == proc)
		vcpu->displaced = NULL;
	sim_rq_count(rq, proc, -1);
	vcpu->nr_ready--;
	sim->policy->dequeue(rq, proc, why);
	sim_vcpu_check_dequeued(vcpu, proc);
	if (rq->nr_vcpus > 1) {
		sim_rq_changed(rq);
		return;
	}
	sim_vcpu_set_due(vcpu);
	if (rq->by_vcpu)
		sim_balance_mark(rq);
}

/**
 * sim_set_affinity - a process may run elsewhere than before
 * @sim: the simulation
 * @proc: one that has not exited. If it waits, it keeps its place; it must be
 *        allowed somewhere in its run queue before anybody picks
 * @affinity: where
 */
void sim_set_affinity(struct sim *sim, struct sim_proc *proc,
		      const u64 *affinity)
{
	struct sim_rq *rq;

	if (proc->state != SCHEDSIM_STATE_READY ||
	    !memcmp(proc->attr.affinity, affinity, sizeof(proc->attr.affinity))) {
		memcpy(proc->attr.affinity, affinity, sizeof(proc->attr.affinity));
		return;
	}
	rq = sim->vcpus[proc->vcpu].rq;
	sim_rq_count(rq, proc, -1);
	memcpy(proc->attr.affinity, affinity, sizeof(proc->attr.affinity));
	sim_rq_count(rq, proc, 1);
	if (proc->queued & SIM_QUEUED_TREE && !sim->faulty)
		sim_tree_update(proc);
	if (rq->nr_vcpus > 1)
		sim_rq_changed(rq);
	else if (rq->by_vcpu)
		sim_balance_mark(rq);
}

static __always_inline void stop(struct sim_vcpu *vcpu, enum sim_stop why)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;

	if (vcpu->rq->nr_vcpus > 1)
		sim_rq_charge(vcpu->rq);
	if (!vcpu->contended && !sim_stop_voluntary(why))
		sim_vcpu_update_slice(vcpu);
	if (sim->policy->stopping)
		sim->policy->stopping(vcpu->rq, vcpu, proc, why);
	sim_vcpu_check_dequeued(vcpu, proc);
	if ((why != SIM_STOP_PREEMPTED && why != SIM_STOP_MIGRATED) ||
	    vcpu->slice_end == SIM_NEVER)
		proc->slice_used = 0;
	vcpu->curr = NULL;
	sim_vcpu_resched(vcpu);
}

/**
 * sim_vcpu_stop - the running process leaves the vCPU
 * @vcpu: the vCPU; charged up to now. A decision is due there
 * @why: why. The caller sets the process's new state
 *
 * What it has used of its slice counts when it comes back only if it was preempted
 * or has to go to another vCPU.
 */
void sim_vcpu_stop(struct sim_vcpu *vcpu, enum sim_stop why)
{
	stop(vcpu, why);
	sim_vcpu_note_due(vcpu, SIM_NEVER);
}

/**
 * sim_vcpu_requeue - the running process leaves the vCPU and waits
 * @vcpu: the vCPU; charged up to now. A decision is due there
 * @why: why: SIM_STOP_EXPIRED, SIM_STOP_PREEMPTED or SIM_STOP_YIELDED
 */
void sim_vcpu_requeue(struct sim_vcpu *vcpu, enum sim_stop why)
{
	static const enum sim_enqueue as[] = {
		[SIM_STOP_EXPIRED] = SIM_ENQUEUE_EXPIRED,
		[SIM_STOP_PREEMPTED] = SIM_ENQUEUE_PREEMPTED,
		[SIM_STOP_YIELDED] = SIM_ENQUEUE_YIELDED,
	};
	struct sim_proc *proc = vcpu->curr;

	stop(vcpu, why);
	if (why != SIM_STOP_YIELDED)
		vcpu->displaced = proc;
	if (vcpu->rq->nr_vcpus > 1)
		look_at_running(vcpu->rq);
	enqueue(vcpu, proc, as[why]);
	sim_vcpu_note_due(vcpu, SIM_NEVER);
	if (vcpu->rq->nr_vcpus > 1)
		sim_rq_changed(vcpu->rq);
	else if (vcpu->rq->by_vcpu)
		sim_balance_mark(vcpu->rq);
}

/**
 * sim_vcpu_yield - the running process gives up the rest of its slice
 * @vcpu: where it runs; charged up to now
 */
void sim_vcpu_yield(struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = vcpu->curr;

	proc->yields++;
	vcpu->sim->yields++;
	sim_emit(vcpu->sim, SIM_EVENT_YIELD, 0, vcpu, proc, proc->cpu);
	sim_vcpu_requeue(vcpu, SIM_STOP_YIELDED);
}

/**
 * sim_rq_timer - the time has come that the policy set its timer to
 * @rq: the run queue
 */
void sim_rq_timer(struct sim_rq *rq)
{
	struct sim *sim = rq->sim;
	u32 id = rq->first_vcpu;

	if (unlikely(sim_vcpu_stalls(&sim->vcpus[id])))
		return;
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1))
		sim_vcpu_charge(&sim->vcpus[id]);
	rq->timer = SIM_NEVER;
	if (sim->policy->timer)
		sim->policy->timer(rq);
	id = rq->first_vcpu;
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1)) {
		struct sim_vcpu *vcpu = &sim->vcpus[id];

		sim_vcpu_update_slice(vcpu);
		sim_vcpu_check_preempt(vcpu);
		sim_vcpu_set_due(vcpu);
	}
}
