// SPDX-License-Identifier: GPL-2.0
/*
 * Dispatch: a vCPU decides who runs.
 */
#include "core/balance.h"
#include "core/cache.h"
#include "core/vcpu.h"

/* The process whose slice ended has lost the vCPU, unless it is picked again. */
static void count_preemption(struct sim_vcpu *vcpu, const struct sim_proc *next)
{
	struct sim_proc *displaced = vcpu->displaced;

	vcpu->displaced = NULL;
	if (!displaced || displaced == next)
		return;
	displaced->preemptions++;
	vcpu->preemptions++;
	sim_emit(vcpu->sim, SIM_EVENT_PREEMPT, 0, vcpu, displaced, displaced->cpu);
}

/*
 * @vcpu has picked @proc, which waited at another. Nobody has taken that one from
 * it; and unless it ran there, it has not changed vCPU.
 */
static void take_over(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct sim *sim = vcpu->sim;
	struct sim_vcpu *from = sim_vcpu_of(sim, proc);

	if (from->displaced == proc)
		from->displaced = NULL;
	proc->vcpu = vcpu->id;
	if (proc->first_run == SIM_NEVER)
		return;
	proc->migrations++;
	sim->migrations++;
	sim_emit(sim, SIM_EVENT_MIGRATE, 0, vcpu, proc, proc->cpu);
}

/* The context switch, if it is one. */
static bool switch_to(struct sim_vcpu *vcpu, struct sim_proc *next)
{
	struct sim *sim = vcpu->sim;
	bool switches = vcpu->last_serial && vcpu->last_serial != next->serial;

	vcpu->last_serial = next->serial;
	if (!switches) {
		/* A switch to this very process may still be going on. */
		vcpu->exec_start = max(vcpu->exec_start, sim->now);
		return false;
	}
	next->switches++;
	vcpu->switches++;
	vcpu->exec_start = sim->now + sim->switch_cost;
	return true;
}

/* Let @next, which the policy has picked, run. */
static void run(struct sim_vcpu *vcpu, struct sim_proc *next)
{
	struct sim *sim = vcpu->sim;
	struct sim_rq *rq = vcpu->rq;
	bool switches;

	count_preemption(vcpu, next);
	sim_rq_count(rq, next, -1);
	sim->vcpus[next->vcpu].nr_ready--;
	sim->policy->dequeue(rq, next, SIM_DEQUEUE_PICKED);
	sim_vcpu_check_dequeued(vcpu, next);
	if (next->vcpu != vcpu->id)
		take_over(vcpu, next);
	vcpu->curr = next;
	next->waiting += sim->now - next->since;
	sim_set_state(sim, next, SCHEDSIM_STATE_RUNNING);
	switches = switch_to(vcpu, next);
	if (unlikely(sim->caches))
		sim_cache_begin(vcpu);
	if (unlikely(!sim_vcpu_begin_slice(vcpu)))
		sim_policy_fault(vcpu, SCHEDSIM_FAULT_NO_SLICE_LEFT, next);
	sim_emit(sim, SIM_EVENT_DISPATCH, switches, vcpu, next, next->cpu);
	if (rq->nr_vcpus > 1)
		sim_rq_changed(rq);
}

/**
 * sim_vcpu_dispatch - decide who runs
 * @vcpu: the vCPU. If something runs there, it goes on unless one that waits
 *        must run at once
 */
void sim_vcpu_dispatch(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *next;

	if (vcpu->rq->nr_vcpus > 1)
		sim_rq_charge(vcpu->rq);
	if (vcpu->curr || vcpu->charged != sim->now)
		sim_vcpu_charge(vcpu);
	if (unlikely(vcpu->curr)) {
		if (!sim_vcpu_preempts(vcpu))
			return;
		sim_vcpu_requeue(vcpu, SIM_STOP_PREEMPTED);
		__clear_bit(vcpu->id, sim->resched);
		sim->nr_resched--;
	}
	if (vcpu->rq->by_vcpu)
		sim_balance_dispatch(vcpu);
	if (!sim_vcpu_awaited(vcpu))
		return;
	sim->decisions++;
	next = sim_vcpu_first(vcpu);
	if (likely(next))
		run(vcpu, next);
}
