// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of policies that go by the jobs of periodic processes; see deadline.h.
 */
#include "deadline.h"

const struct sim_value deadline_values[1] = {
	{ .name = "deadline", .kind = SCHEDSIM_VALUE_TIME },
};

/* Have @proc wait with @key. */
void deadline_add(struct sim_rq *rq, struct sim_proc *proc, u64 key)
{
	struct deadline_proc *p = sim_proc_data(proc);

	p->key = key;
	sim_sorted_add_by_id(rq, proc, key);
}

void deadline_dequeue(struct sim_rq *rq, struct sim_proc *proc,
		      enum sim_dequeue why)
{
	sim_sorted_remove(rq, proc);
}

struct sim_proc *deadline_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_sorted_first(rq, vcpu);
}

u64 deadline_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		   struct sim_proc *proc)
{
	return SIM_NO_SLICE;
}

void deadline_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	values[0] = sim_job_deadline(proc);
}
