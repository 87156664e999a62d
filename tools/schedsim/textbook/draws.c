// SPDX-License-Identifier: GPL-2.0
/*
 * The policy that the textbook's lottery.py is: the random number of each quantum,
 * modulo the sum of the tickets, is the winning ticket, counted along the list of
 * jobs. The policy lottery draws from a sequence of its own, and its tickets are in
 * an order of its own: neither can give the winners of lottery.py.
 *
 * Only this command has the policy. It walks over all jobs.
 */
#include <stdlib.h>

#include "textbook/exercise.h"
#include "util/tool.h"

/* Last, since it defines words of the kernel. */
#include "sim.h"

/*
 * The problem that is being solved, the jobs that wait, by their numbers, and the sum
 * of their tickets.
 */
static const struct problem *solved;
static struct sim_proc **waiting;
static u64 tickets;

static void draws_enqueue(struct sim_rq *rq, struct sim_proc *proc, enum sim_enqueue why)
{
	waiting[proc->id - 1] = proc;
	tickets += sim_tickets(&proc->eff);
}

static void draws_dequeue(struct sim_rq *rq, struct sim_proc *proc, enum sim_dequeue why)
{
	waiting[proc->id - 1] = NULL;
	tickets -= sim_tickets(&proc->eff);
}

static struct sim_proc *draws_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	u64 draw = sim_now(rq) / sim_quantum(rq), winner, end = 0;
	u32 i;

	winner = solved->draws[min_t(u64, draw, solved->nr_draws - 1)] % tickets;
	for (i = 0; i < solved->nr_jobs; i++) {
		end += waiting[i] ? sim_tickets(&waiting[i]->eff) : 0;
		if (end > winner)
			return waiting[i];
	}
	return NULL;
}

static const struct sim_policy draws_policy = {
	.name		= DRAWS_POLICY,
	.summary	= "the winners that the textbook's lottery.py draws",
	.enqueue	= draws_enqueue,
	.dequeue	= draws_dequeue,
	.pick		= draws_pick,
};

/**
 * draws_begin - let there be the policy
 * @problem: the problem that is to be solved
 */
void draws_begin(const struct problem *problem)
{
	solved = problem;
	waiting = allocate(problem->nr_jobs, sizeof(*waiting));
	if (sim_policy_add(&draws_policy))
		die(TOOL_FAILED, "the engine does not take the policy " DRAWS_POLICY);
}

/**
 * draws_end - the problem has been solved
 */
void draws_end(void)
{
	sim_policy_remove(&draws_policy);
	free(waiting);
}
