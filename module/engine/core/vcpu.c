// SPDX-License-Identifier: GPL-2.0
/*
 * What happens at one vCPU: who comes to wait there, and who does not any more.
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

static void settle(struct sim_vcpu *vcpu)
{
	if (vcpu->curr && !vcpu->contended)
		sim_vcpu_update_slice(vcpu);
}

/**
 * sim_rq_settle - somebody is about to be queued
 * @rq: the run queue
 *
 * Whether those that run are preempted depends on what they have used up to now: they are
 * charged, and slices of them that have ended unseen are settled.
 */
void sim_rq_settle(struct sim_rq *rq)
{
	struct sim *sim = rq->sim;
	u32 id = rq->first_vcpu;

	sim_rq_charge(rq);
	if (!sim->policy->wakeup_preempt)
		return;
	if (likely(rq->nr_vcpus == 1)) {
		settle(&sim->vcpus[id]);
		return;
	}
	sim_rq_count_walk(rq);
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1))
		settle(&sim->vcpus[id]);
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

	sim_rq_settle(vcpu->rq);
	sim_policy_enable(sim, sim->policy, vcpu->rq, proc);
	sim_vcpu_enqueue(vcpu, proc, why);
	sim_vcpu_reload(vcpu);
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
	sim_vcpu_reload(vcpu);
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
	if (!sim_throttled(proc))
		sim_rq_count(rq, proc, -1);
	memcpy(proc->attr.affinity, affinity, sizeof(proc->attr.affinity));
	if (!sim_throttled(proc))
		sim_rq_count(rq, proc, 1);
	if (proc->queued & SIM_QUEUED_TREE && !sim->faulty)
		sim_tree_update(proc);
	if (rq->nr_vcpus > 1)
		sim_rq_changed(rq);
	else if (rq->by_vcpu)
		sim_balance_mark(rq);
}

/**
 * sim_rq_hasten_timer - have @timer called at some time, if not earlier
 * @rq: the run queue, of any policy
 * @when: when, in simulated ns; SIM_NEVER: nothing changes
 */
void sim_rq_hasten_timer(struct sim_rq *rq, u64 when)
{
	struct sim_vcpu *first = &rq->sim->vcpus[rq->first_vcpu];

	if (when >= rq->timer)
		return;
	sim_rq_set_timer(rq, when);
	/* If not, it is not in use yet, or not any more. */
	if (first->rq == rq && when < first->due) {
		first->due = when;
		sim_tournament_update(&rq->sim->dues, first->id, when);
	}
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
	sim_rq_count_walk(rq);
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1))
		sim_vcpu_charge(&sim->vcpus[id]);
	rq->timer = SIM_NEVER;
	if (sim->policy->timer)
		sim->policy->timer(rq);
	id = rq->first_vcpu;
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1)) {
		struct sim_vcpu *vcpu = &sim->vcpus[id];

		sim_vcpu_update_slice(vcpu);
		sim_vcpu_set_due(vcpu);
	}
	sim_rq_check_preempt(rq);
}
