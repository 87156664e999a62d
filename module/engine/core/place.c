// SPDX-License-Identifier: GPL-2.0
/*
 * Where processes may run, and where they do.
 */
#include "core/place.h"
#include "core/vcpu.h"

/**
 * sim_allowed - may a process run at a vCPU?
 * @proc: the process
 * @vcpu: the vCPU
 *
 * Return: whether it may.
 */
bool sim_allowed(const struct sim_proc *proc, const struct sim_vcpu *vcpu)
{
	return sim_allowed_at(proc, vcpu->id);
}

/**
 * sim_allowed_vcpus - where may a process run?
 * @proc: the process
 *
 * Return: the vCPUs, among others that do not exist.
 */
struct sim_vcpus sim_allowed_vcpus(const struct sim_proc *proc)
{
	struct sim_vcpus vcpus;

	if (sim_allowed_anywhere(proc))
		memset(&vcpus, 0xff, sizeof(vcpus));
	else
		memcpy(&vcpus, proc->attr.affinity, sizeof(vcpus));
	return vcpus;
}

/**
 * sim_allowed_in - may a process run at a vCPU of a run queue?
 * @proc: the process
 * @rq: the run queue
 *
 * Return: whether there is one where it may.
 */
bool sim_allowed_in(const struct sim_proc *proc, const struct sim_rq *rq)
{
	u64 any = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rq->span.bits); i++)
		any |= rq->span.bits[i] & proc->attr.affinity[i];
	return any || sim_allowed_anywhere(proc);
}

/**
 * sim_place - find a vCPU for a process
 * @sim: the simulation
 * @proc: the process; its affinity leaves at least one
 *
 * Return: the allowed vCPU at which the fewest processes run or wait; of
 * equals, the first.
 */
struct sim_vcpu *sim_place(struct sim *sim, const struct sim_proc *proc)
{
	struct sim_vcpu *best = NULL;
	u32 i, best_load = U32_MAX;

	for (i = 0; i < sim->config.nr_vcpus; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[i];
		u32 load = vcpu->nr_ready + !!vcpu->curr;

		if (load < best_load && sim_allowed_at(proc, i)) {
			best_load = load;
			best = vcpu;
		}
	}
	return best;
}

/**
 * sim_migrate - give a process another vCPU, which its affinity allows
 * @sim: the simulation
 * @proc: one that has arrived, and neither runs nor waits in a run queue
 */
void sim_migrate(struct sim *sim, struct sim_proc *proc)
{
	struct sim_vcpu *from = &sim->vcpus[proc->vcpu];
	struct sim_vcpu *to = sim_place(sim, proc);

	sim_rq_charge(from->rq);
	sim_rq_charge(to->rq);
	if (sim->policy->migrate && from->rq != to->rq &&
	    proc->policy_serial == sim->policy_serial)
		sim->policy->migrate(from->rq, to->rq, proc);
	proc->vcpu = to->id;
	proc->migrations++;
	sim->migrations++;
	sim_emit(sim, SIM_EVENT_MIGRATE, 0, to, proc, proc->cpu);
}
