// SPDX-License-Identifier: GPL-2.0
/*
 * Who waits in one run queue and would run at a vCPU of another: what balance.c asks,
 * and which run queues it has to look at.
 */
#include "core/affinity.h"
#include "core/params.h"
#include "core/ranks.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"

/**
 * sim_next_rq - go from run queue to run queue, in the order of their first vCPUs
 * @sim: the simulation
 * @rq: the last one, or NULL
 *
 * Return: the next one, or the first; NULL behind the last.
 */
struct sim_rq *sim_next_rq(const struct sim *sim, const struct sim_rq *rq)
{
	u32 id = rq ? rq->first_vcpu + 1 : 0;

	while (id < sim->config.nr_vcpus && sim->vcpus[id].rq->first_vcpu != id)
		id++;
	return id < sim->config.nr_vcpus ? sim->vcpus[id].rq : NULL;
}

/**
 * sim_is_ordered - is there an order of all processes that vCPUs have to keep?
 * @sim: the simulation
 *
 * Return: whether there is.
 */
bool sim_is_ordered(const struct sim *sim)
{
	const struct sim_config *config = &sim->config;
	u32 at = config->policy->nr_params + SIM_PARAM_BALANCE;

	if (unlikely(config->balancing.parts))
		return sim->policy->before &&
		       config->balancing.parts & (SCHEDSIM_BALANCING_PUSH |
						  SCHEDSIM_BALANCING_PULL);
	return sim->policy->before &&
	       config->params[at] == SCHEDSIM_BALANCE_ALL;
}

/**
 * sim_keeps_order - is a part of balancing done that keeps the order of all processes?
 * @sim: the simulation
 * @part: SCHEDSIM_BALANCING_PUSH or SCHEDSIM_BALANCING_PULL
 *
 * Return: whether it is, and there is such an order.
 */
bool sim_keeps_order(const struct sim *sim, u32 part)
{
	u32 parts = sim->config.balancing.parts;

	return sim_is_ordered(sim) && (likely(!parts) || parts & part);
}

/**
 * sim_first_for - who of a run queue would run at a vCPU
 * @rq: the run queue
 * @vcpu: the vCPU, which need not be of it
 *
 * A policy that looks only at its own vCPUs may name one that may not run there.
 *
 * Return: the process, or NULL.
 */
struct sim_proc *sim_first_for(struct sim_rq *rq, struct sim_vcpu *vcpu)
{
	struct sim_proc *proc;

	if (!sim_awaited(rq, vcpu))
		return NULL;
	proc = sim_check_picked(rq, vcpu, rq->sim->policy->pick(rq, vcpu));
	return proc && sim_allowed_at(proc, vcpu->id) ? proc : NULL;
}

/**
 * sim_first_now - the same of a run queue in which nothing may have happened just now
 * @rq: the run queue
 * @vcpu: the vCPU
 *
 * Who is first may depend on what those that run there have used.
 *
 * Return: the process, or NULL.
 */
struct sim_proc *sim_first_now(struct sim_rq *rq, struct sim_vcpu *vcpu)
{
	if (sim_awaited(rq, vcpu))
		sim_rq_charge(rq);
	return sim_first_for(rq, vcpu);
}

/**
 * sim_displaces - must the one who runs make room for one of another run queue?
 * @vcpu: where it runs, charged up to now, under a policy with @before
 * @proc: the other
 *
 * Return: whether it must.
 */
bool sim_displaces(struct sim_vcpu *vcpu, const struct sim_proc *proc)
{
	const struct sim_policy *policy = vcpu->sim->policy;

	return policy->before(vcpu->rq, proc, vcpu->curr) &&
	       policy->wakeup_preempt &&
	       policy->wakeup_preempt(vcpu->rq, proc, vcpu->curr);
}

/**
 * sim_balance_mark - somebody in a run queue may have to run elsewhere, or at once
 * @rq: a run queue that is @by_vcpu
 */
void sim_balance_mark(struct sim_rq *rq)
{
	struct sim *sim = rq->sim;

	if (test_bit(rq->first_vcpu, sim->unbalanced) ||
	    !(sim->policy->wakeup_preempt || sim_rq_is_open(rq) ||
	      sim->config.balancing.parts))
		return;
	__set_bit(rq->first_vcpu, sim->unbalanced);
	sim_vcpus_add(&sim->index.reranked, rq->first_vcpu);
	sim->nr_unbalanced++;
	rq->victims = 0;
}

/* Does anybody wait in @rq who may run at any of @vcpus? */
static bool waits_for_any(const struct sim_rq *rq, const struct sim_vcpus *vcpus)
{
	u64 any = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(vcpus->bits); i++)
		any |= rq->awaited.bits[i] & vcpus->bits[i];
	return any;
}

/**
 * sim_balance_lowered - who runs may be less urgent than before
 * @vcpu: where, charged up to now
 *
 * Marks other run queues in which somebody waits who comes before it.
 */
void sim_balance_lowered(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_rq *rq;

	if (!sim_keeps_order(sim, SCHEDSIM_BALANCING_PUSH) || !sim_waits_elsewhere(vcpu))
		return;
	if (sim->index.ranked && !sim_ranks_before(vcpu, vcpu->curr))
		return;
	sim_count_walk(sim);
	for (rq = sim_next_rq(sim, NULL); rq; rq = sim_next_rq(sim, rq)) {
		struct sim_proc *proc = rq == vcpu->rq ? NULL :
							 sim_first_now(rq, vcpu);

		if (proc && sim_displaces(vcpu, proc))
			sim_balance_mark(rq);
	}
}

/**
 * sim_balance_all_lowered - all that run may be less urgent than before
 * @rq: in which run queue, one of several vCPUs
 *
 * Marks other run queues in which somebody waits who may run there. Whether it comes
 * before any of them is found out when it is their turn, one in a step.
 */
void sim_balance_all_lowered(struct sim_rq *rq)
{
	struct sim *sim = rq->sim;
	struct sim_rq *other;

	if (!sim_keeps_order(sim, SCHEDSIM_BALANCING_PUSH) ||
	    sim->nr_procs[SCHEDSIM_STATE_READY] == rq->nr_waiting)
		return;
	sim_count_walk(sim);
	for (other = sim_next_rq(sim, NULL); other; other = sim_next_rq(sim, other))
		if (other != rq && waits_for_any(other, &rq->spanned))
			sim_balance_mark(other);
}
