// SPDX-License-Identifier: GPL-2.0
/*
 * What a process does when it is at the next operation of its program.
 */
#include "vcpu.h"

/* When timer @op of @proc expires next; 0 if it is behind: no need to sleep. */
static u64 next_expiry(const struct sim *sim, struct sim_proc *proc,
		       const struct sim_op *op)
{
	u64 *timer = &proc->tail[proc->program->nr_loops + op->slot];

	*timer += op->value;
	if (*timer > sim->now)
		return *timer;
	if (!(op->flags & SCHEDSIM_OP_F_ABSOLUTE))
		*timer = sim->now;
	return 0;
}

static void loop(struct sim_proc *proc, const struct sim_op *op)
{
	u64 *count = &proc->tail[op->slot];

	if (op->value && ++*count >= op->value)
		*count = 0;
	else
		proc->pc = op->target;
}

/**
 * sim_execute - go on in the program of the running process
 * @vcpu: where it runs, charged up to now; its burst is over
 *
 * Until it uses CPU time again, or leaves the vCPU. That comes to an end, for
 * each loop takes time; but if it does not come soon, the rest is left to
 * another step.
 */
void sim_execute(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;
	u32 ops = SIM_OPS_PER_STEP;
	u64 expiry;

	while (proc->pc < proc->program->nr_ops) {
		const struct sim_op *op;

		if (!ops--)
			return;
		op = &proc->program->ops[proc->pc++];
		switch (op->code) {
		case SCHEDSIM_OP_RUN:
			proc->burst_left = op->value;
			if (op->value)
				return;
			break;
		case SCHEDSIM_OP_SLEEP:
			if (op->value) {
				sim_sleep(sim, proc, sim->now + op->value);
				return;
			}
			break;
		case SCHEDSIM_OP_TIMER:
			expiry = next_expiry(sim, proc, op);
			if (expiry) {
				sim_sleep(sim, proc, expiry);
				return;
			}
			break;
		case SCHEDSIM_OP_YIELD:
			sim_vcpu_do_yield(vcpu);
			return;
		case SCHEDSIM_OP_LOOP:
			loop(proc, op);
			break;
		case SCHEDSIM_OP_EXIT:
			proc->pc = proc->program->nr_ops;
			break;
		}
	}
	sim_exit(sim, proc, false);
}
