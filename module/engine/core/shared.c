// SPDX-License-Identifier: GPL-2.0
/*
 * One queue for all vCPUs: who may pick from it, and has to be told.
 */
#include "core/vcpu.h"

/**
 * sim_shared_read - find out where those that wait may run
 * @sim: a simulation whose policy has one queue for all vCPUs
 */
void sim_shared_read(struct sim *sim)
{
	sim->awaited = *sim->policy->awaited(&sim->vcpus[0]);
}

/**
 * sim_shared_changed - the queue has changed
 * @sim: a simulation whose policy has one queue for all vCPUs
 *
 * That may matter to others than the vCPU that it was done for: one that is idle
 * can pick a process now; the slice of one that runs ends, for now somebody
 * waits who could follow, or does not any more. O(nr_vcpus).
 */
void sim_shared_changed(struct sim *sim)
{
	struct sim_vcpus was = sim->awaited;
	bool all;
	u32 i;

	sim_shared_read(sim);
	if (!memcmp(&was, &sim->awaited, sizeof(was)))
		return;
	/* Aligned slices end if anybody waits anywhere. */
	all = sim->aligned && sim_vcpus_any(&was) != sim_vcpus_any(&sim->awaited);
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		if (!all && sim_vcpus_has(&was, i) ==
			    sim_vcpus_has(&sim->awaited, i))
			continue;
		sim_vcpu_check_preempt(&sim->vcpus[i]);
		sim_vcpu_set_due(&sim->vcpus[i]);
	}
}

/**
 * sim_shared_allow - a process that waits has another affinity
 * @sim: a simulation whose policy has one queue for all vCPUs
 * @proc: the process, which is in it
 */
void sim_shared_allow(struct sim *sim, struct sim_proc *proc)
{
	sim->policy->allow(proc->vcpu, proc);
	sim_shared_changed(sim);
}

/**
 * sim_shared_take - a vCPU has picked a process that waited at another
 * @vcpu: the vCPU
 * @proc: the process
 *
 * Nobody has taken the other one from it; and unless it ran there, it has not
 * changed vCPU.
 */
void sim_shared_take(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct sim *sim = vcpu->sim;

	if (proc->vcpu->expired == proc)
		proc->vcpu->expired = NULL;
	proc->vcpu = vcpu;
	if (proc->first_run == SIM_NEVER)
		return;
	proc->migrations++;
	sim->migrations++;
	sim_emit(sim, SIM_EVENT_MIGRATE, 0, vcpu, proc, proc->cpu);
}
