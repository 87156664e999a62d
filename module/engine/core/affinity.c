// SPDX-License-Identifier: GPL-2.0
/*
 * Where processes may run.
 */
#include "core/affinity.h"

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

	for (i = 0; i < ARRAY_SIZE(rq->spanned.bits); i++)
		any |= rq->spanned.bits[i] & proc->attr.affinity[i];
	return any || sim_allowed_anywhere(proc);
}
