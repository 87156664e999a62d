// SPDX-License-Identifier: GPL-2.0
/*
 * Who must make room for one that waits.
 */
#include "core/unbalanced.h"
#include "core/vcpu.h"

/**
 * sim_vcpu_preempts - must one that waits have the vCPU at once?
 * @vcpu: where one runs
 *
 * Return: the one that must, or NULL.
 */
struct sim_proc *sim_vcpu_preempts(struct sim_vcpu *vcpu)
{
	const struct sim_policy *policy = vcpu->sim->policy;
	struct sim_proc *first;

	if (!policy->wakeup_preempt || !sim_vcpu_awaited(vcpu))
		return NULL;
	first = sim_vcpu_first(vcpu);
	return first && policy->wakeup_preempt(vcpu->rq, first, vcpu->curr) ?
	       first : NULL;
}

/* Must one that waits in the run queue of @vcpu run there at once? */
static void check_own(struct sim_vcpu *vcpu)
{
	if (!sim_vcpu_awaited(vcpu))
		return;
	if (!vcpu->curr)
		sim_vcpu_resched(vcpu);
	else if (vcpu->rq->by_vcpu)
		sim_balance_mark(vcpu->rq);
	else if (sim_vcpu_preempts(vcpu))
		sim_vcpu_resched(vcpu);
}

/**
 * sim_vcpu_check_preempt - decide anew if one that waits must run at once
 * @vcpu: the vCPU
 */
void sim_vcpu_check_preempt(struct sim_vcpu *vcpu)
{
	if (vcpu->curr && vcpu->rq->by_vcpu)
		sim_balance_lowered(vcpu);
	check_own(vcpu);
}

/**
 * sim_rq_check_preempt - decide anew if one that waits must run at once
 * @rq: where: at any vCPU of it
 */
void sim_rq_check_preempt(struct sim_rq *rq)
{
	u32 id = rq->first_vcpu;

	if (rq->nr_vcpus == 1) {
		sim_vcpu_check_preempt(&rq->sim->vcpus[id]);
		return;
	}
	sim_balance_all_lowered(rq);
	sim_rq_count_walk(rq);
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1))
		check_own(&rq->sim->vcpus[id]);
}

/*
 * The run queue spans several vCPUs, and has changed. An idle one can pick a
 * process now; the slice of one that runs ends, for now somebody waits who could
 * follow, or does not any more. Where contention depends on who is first, that is
 * found out anew everywhere. O(vCPUs that it spans).
 */
static void tell_vcpus(struct sim_rq *rq)
{
	const struct sim_policy *policy = rq->sim->policy;
	bool all = policy->contended && policy->wakeup_preempt;
	struct sim_vcpus was = rq->told;
	u32 id = rq->first_vcpu;

	if (rq->timer_changed)
		sim_vcpu_set_due(&rq->sim->vcpus[id]);
	rq->told = rq->awaited;
	if (!all && !memcmp(&was, &rq->awaited, sizeof(was)))
		return;
	sim_rq_count_walk(rq);
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1)) {
		struct sim_vcpu *vcpu = &rq->sim->vcpus[id];

		if (!all && sim_vcpus_has(&was, id) ==
			    sim_vcpus_has(&rq->awaited, id))
			continue;
		if (!vcpu->curr && sim_vcpu_awaited(vcpu))
			sim_vcpu_resched(vcpu);
		sim_vcpu_set_due(vcpu);
	}
}

/**
 * sim_rq_changed - who waits in a run queue has changed
 * @rq: a run queue of several vCPUs
 */
void sim_rq_changed(struct sim_rq *rq)
{
	tell_vcpus(rq);
	sim_balance_mark(rq);
}
