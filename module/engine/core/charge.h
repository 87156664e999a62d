/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Charging time, where each decision needs it.
 */
#ifndef SIM_CHARGE_H
#define SIM_CHARGE_H

#include "core/speed.h"
#include "core/vcpu.h"

/* As sim_vcpu_charge(). */
static __always_inline void sim_vcpu_charge_inline(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;
	u64 from = vcpu->charged, ran;

	vcpu->charged = sim->now;
	if (!proc) {
		vcpu->idle += sim->now - from;
		return;
	}
	if (from < vcpu->exec_start) {
		u64 cost = min(sim->now, vcpu->exec_start) - from;

		vcpu->overhead += cost;
		proc->overhead += cost;
		from += cost;
		if (sim->now < vcpu->exec_start)
			return;
	}
	if (!proc->cpu && proc->first_run == SIM_NEVER)
		proc->first_run = vcpu->exec_start;

	ran = sim->now - from;
	if (!ran)
		return;
	vcpu->busy += ran;
	proc->cpu += ran;
	proc->slice_used += ran;
	if (unlikely(sim->uneven))
		sim_speed_charge(vcpu, ran);
	else if (proc->burst_left != SIM_FOREVER)
		proc->burst_left -= ran;
	if (sim->policy->charge)
		sim->policy->charge(vcpu->rq, vcpu, proc, ran);
}

#endif /* SIM_CHARGE_H */
