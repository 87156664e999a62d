// SPDX-License-Identifier: GPL-2.0
/*
 * Who must make room for one that waits.
 */
#include "core/vcpu.h"

/* How many processes make room for others at one instant, for each vCPU. */
#define MAX_VICTIMS	64

/**
 * sim_vcpu_preempts - must one that waits have the vCPU at once?
 * @vcpu: where one runs
 *
 * Return: whether it must.
 */
bool sim_vcpu_preempts(struct sim_vcpu *vcpu)
{
	const struct sim_policy *policy = vcpu->sim->policy;
	struct sim_proc *first;

	if (!policy->wakeup_preempt || !sim_vcpu_awaited(vcpu))
		return false;
	first = sim_vcpu_first(vcpu);
	return first && policy->wakeup_preempt(vcpu->rq, first, vcpu->curr);
}

/* Somebody who waits may be more urgent than one who runs. */
static void unbalance(struct sim_rq *rq)
{
	struct sim *sim = rq->sim;

	if (!sim->policy->wakeup_preempt || test_bit(rq->first_vcpu, sim->unbalanced))
		return;
	__set_bit(rq->first_vcpu, sim->unbalanced);
	sim->nr_unbalanced++;
	rq->victims = 0;
}

/**
 * sim_vcpu_check_preempt - decide anew if one that waits must run at once
 * @vcpu: the vCPU
 */
void sim_vcpu_check_preempt(struct sim_vcpu *vcpu)
{
	if (!sim_vcpu_awaited(vcpu))
		return;
	if (!vcpu->curr)
		sim_vcpu_resched(vcpu);
	else if (vcpu->rq->nr_vcpus > 1)
		unbalance(vcpu->rq);
	else if (sim_vcpu_preempts(vcpu))
		sim_vcpu_resched(vcpu);
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
	unbalance(rq);
}

/* Of those who would lose their vCPU to one that waits, where the least urgent runs. */
static struct sim_vcpu *find_victim(struct sim_rq *rq)
{
	struct sim *sim = rq->sim;
	struct sim_vcpu *victim = NULL;
	u32 id = rq->first_vcpu;

	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1)) {
		struct sim_vcpu *vcpu = &sim->vcpus[id];

		if (vcpu->curr && sim_vcpu_preempts(vcpu) &&
		    (!victim || sim->policy->wakeup_preempt(rq, victim->curr,
							    vcpu->curr)))
			victim = vcpu;
	}
	return victim;
}

/**
 * sim_balance_urgent - let the most urgent run, in a run queue of several vCPUs
 * @sim: a simulation with @nr_unbalanced, where no decision is due
 *
 * As long as somebody who waits would preempt one who runs, a decision is due where
 * the least urgent of those runs: so the most urgent of all run, as far as they may.
 * That comes to an end, for each time somebody more urgent runs; if a policy thinks
 * otherwise, it is not asked for ever.
 */
void sim_balance_urgent(struct sim *sim)
{
	u32 id = find_first_bit(sim->unbalanced, sim->config.nr_vcpus);
	struct sim_rq *rq = sim->vcpus[id].rq;
	struct sim_vcpu *victim;

	victim = rq->victims < MAX_VICTIMS * rq->nr_vcpus ? find_victim(rq) : NULL;
	if (victim) {
		rq->victims++;
		sim_vcpu_resched(victim);
		return;
	}
	__clear_bit(id, sim->unbalanced);
	sim->nr_unbalanced--;
}
