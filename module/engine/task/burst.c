// SPDX-License-Identifier: GPL-2.0
/*
 * How long a process will run, as far as its program tells.
 */
#include <schedsim/policy.h>

#include "task/program.h"

/* The most operations that are looked at; what follows counts as unknown. */
#define LOOK_AHEAD	16

/* May the process give up the vCPU here? */
static bool ends_burst(const struct sim_op *op)
{
	switch (op->code) {
	case SCHEDSIM_OP_SLEEP:
	case SCHEDSIM_OP_TIMER:
	case SCHEDSIM_OP_YIELD:
	case SCHEDSIM_OP_EXIT:
	case SCHEDSIM_OP_WAIT:
	case SCHEDSIM_OP_BARRIER:
	case SCHEDSIM_OP_SEM_WAIT:
		return true;
	}
	return false;
}

/* Will @proc go back to the start of the loop that ends with @op? */
static bool goes_back(const struct sim_proc *proc, const struct sim_op *op)
{
	return !op->value || proc->tail[op->slot] + 1 < op->value;
}

/**
 * sim_burst_length - how long a process is known to run
 * @proc: the process, charged up to now if it runs
 *
 * This is what is left of the present SCHEDSIM_OP_RUN, plus those that follow
 * before the next operation at which the process may give up its vCPU. So a
 * policy knows the length of a job on its arrival, as the textbooks assume, if
 * the program begins with it. One loop is followed; the length is not known
 * beyond a second one. The process may still have to wait for a mutex: that is
 * not foreseen.
 *
 * What is told is work: it takes that much CPU time at a vCPU of SCHEDSIM_MAX_CAPACITY, and
 * more at others. So lengths can be compared wherever processes run or wait, and one does
 * not change with a migration. To foresee an end, divide by the capacity of the vCPU.
 *
 * Return: ns of work, or SIM_FOREVER.
 */
u64 sim_burst_length(const struct sim_proc *proc)
{
	const struct sim_program *program = proc->program;
	u64 length = proc->burst_left;
	u32 pc = proc->pc, left = LOOK_AHEAD;
	bool looped = false;

	if (length == SIM_FOREVER || !program)
		return length;
	while (pc < program->nr_ops && left--) {
		const struct sim_op *op = &program->ops[pc++];

		if (ends_burst(op))
			break;
		if (op->code == SCHEDSIM_OP_RUN)
			length += op->value;
		if (op->code != SCHEDSIM_OP_LOOP)
			continue;
		if (looped)
			break;
		looped = true;
		if (goes_back(proc, op))
			pc = op->target;
	}
	return length;
}
