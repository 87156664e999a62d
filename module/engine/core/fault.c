// SPDX-License-Identifier: GPL-2.0
/*
 * Policies that break the rules of their contract.
 *
 * What is checked is cheap, and always is. When a rule is broken, sim_advance()
 * changes the policy to fair, before anything else happens.
 */
#include "core/affinity.h"
#include "core/vcpu.h"

/* How often nothing may come of what happens at one instant, and for each process. */
#define MAX_STALLS	1000

static void inert_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_enqueue why)
{
}

static void inert_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_dequeue why)
{
}

static struct sim_proc *inert_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return NULL;
}

/*
 * Stands in for a policy that has broken a rule, until fair takes its place. So
 * nobody calls the faulty one again, and who calls the policy need not ask whether it
 * is faulty.
 */
static const struct sim_policy inert = {
	.name		= "inert",
	.enqueue	= inert_enqueue,
	.dequeue	= inert_dequeue,
	.pick		= inert_pick,
};

/**
 * sim_policy_fault - the policy has broken a rule
 * @rq: the run queue in which it has
 * @vcpu: where that was noticed
 * @rule: which
 * @proc: the process that it has picked, or NULL
 */
void sim_policy_fault(const struct sim_rq *rq, struct sim_vcpu *vcpu,
		      enum schedsim_fault_rule rule, const struct sim_proc *proc)
{
	struct sim *sim = vcpu->sim;
	struct sim_fault *fault = &sim->fault;

	if (sim->faulty)
		return;
	sim->faulty = true;
	fault->count++;
	fault->rule = rule;
	fault->id = proc ? proc->id : 0;
	fault->vcpu = vcpu->id;
	fault->nr_waiting = rq->nr_waiting;
	fault->time = sim->now;
	memset(fault->policy, 0, sizeof(fault->policy));
	memcpy(fault->policy, sim->policy->name,
	       strnlen(sim->policy->name, sizeof(fault->policy) - 1));
	sim->policy = &inert;
	sim->enough = 0;
	sim_emit(sim, SIM_EVENT_FAULT, rule, vcpu, proc, fault->nr_waiting);
}

static enum schedsim_fault_rule check(const struct sim_rq *rq,
				      const struct sim_vcpu *vcpu,
				      const struct sim_proc *proc)
{
	if (!proc)
		return SCHEDSIM_FAULT_PICKED_NOBODY;
	if (proc->state != SCHEDSIM_STATE_READY)
		return SCHEDSIM_FAULT_PICKED_NOT_READY;
	if (proc->vcpu == vcpu->id && rq->nr_vcpus == 1)
		return SCHEDSIM_FAULT_NONE;
	if (rq->vcpus[proc->vcpu].rq != rq)
		return SCHEDSIM_FAULT_PICKED_ELSEWHERE;
	/* Who pulls does not take one that may not run there. */
	return vcpu->rq != rq || sim_allowed_at(proc, vcpu->id) ?
	       SCHEDSIM_FAULT_NONE : SCHEDSIM_FAULT_PICKED_NOT_ALLOWED;
}

/**
 * sim_check_picked - may this process be picked?
 * @rq: the run queue that it was picked from
 * @vcpu: for whom; need not be of @rq
 * @proc: whom the policy has picked, or NULL
 *
 * Return: the process, or NULL: the policy has broken a rule.
 */
struct sim_proc *sim_check_picked(struct sim_rq *rq, struct sim_vcpu *vcpu,
				  struct sim_proc *proc)
{
	enum schedsim_fault_rule rule = check(rq, vcpu, proc);

	if (rule == SCHEDSIM_FAULT_NONE)
		return proc;
	sim_policy_fault(rq, vcpu, rule, proc);
	return NULL;
}

/**
 * sim_vcpu_left_queued - has the policy left a process in a queue?
 * @vcpu: where it waited, or ran
 * @proc: the process, which @dequeue of the policy was called for, or that stops
 *        running. It is in no queue afterwards: if there is a fault, nobody looks at
 *        those of the policy again
 */
void sim_vcpu_left_queued(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	bool left = proc->queued || proc->node.next != LIST_POISON1;

	sim_proc_unqueue(proc);
	if (left)
		sim_policy_fault(vcpu->rq, vcpu, SCHEDSIM_FAULT_LEFT_QUEUED, proc);
}

/**
 * sim_vcpu_stalls - something has happened of which nothing may come
 * @vcpu: where: the run queue's timer fires, or a process that has not run loses the
 *        vCPU
 *
 * No simulated time passes by that, so that it must come to an end. Operations of
 * programs do, by themselves, and so do commands, of which there may be any number while
 * time stands still: each is a new beginning (sim_goes_on()).
 *
 * Return: whether it goes on and on: the policy has broken a rule.
 */
bool sim_vcpu_stalls(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;

	if (sim->stalled_at != sim->now)
		sim->stalls = 0;
	sim->stalled_at = sim->now;
	if (++sim->stalls <= MAX_STALLS + 2 * sim->nr_ids)
		return false;
	sim_policy_fault(vcpu->rq, vcpu, SCHEDSIM_FAULT_NO_PROGRESS, NULL);
	return true;
}
