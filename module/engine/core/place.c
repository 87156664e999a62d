// SPDX-License-Identifier: GPL-2.0
/*
 * Where processes may run, and where they do.
 */
#include "core/vcpu.h"

/* No bit set means any vCPU. */
static bool any_vcpu(const u64 *mask)
{
	return !(mask[0] | mask[1] | mask[2] | mask[3]);
}

/**
 * sim_allowed - may a process run at a vCPU?
 * @proc: the process
 * @vcpu: the vCPU
 *
 * Return: whether it may.
 */
bool sim_allowed(const struct sim_proc *proc, const struct sim_vcpu *vcpu)
{
	const u64 *mask = proc->attr.affinity;

	return any_vcpu(mask) ||
	       mask[vcpu->id / 64] >> vcpu->id % 64 & 1;
}

/**
 * sim_allowed_vcpus - where may a process run?
 * @proc: the process
 *
 * Return: the vCPUs.
 */
struct sim_vcpus sim_allowed_vcpus(const struct sim_proc *proc)
{
	struct sim_vcpus vcpus;

	if (any_vcpu(proc->attr.affinity))
		memset(&vcpus, 0xff, sizeof(vcpus));
	else
		memcpy(&vcpus, proc->attr.affinity, sizeof(vcpus));
	return vcpus;
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

		if (load < best_load && sim_allowed(proc, vcpu)) {
			best_load = load;
			best = vcpu;
		}
	}
	return best;
}
