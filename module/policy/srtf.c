// SPDX-License-Identifier: GPL-2.0
/*
 * srtf: shortest remaining time first, or shortest time to completion first. As
 * sjf, but a process that has less left than the running one preempts it at
 * once.
 *
 * On one vCPU no policy has a shorter mean turnaround time: L. E. Schrage, "A
 * Proof of the Optimality of the Shortest Remaining Processing Time
 * Discipline", Operations Research 16(3), 1968.
 */
#include "burst.h"

static bool srtf_wakeup_preempt(const struct sim_rq *rq,
				const struct sim_proc *first,
				const struct sim_proc *curr)
{
	return burst_left(rq, first) < burst_left(rq, curr);
}

const struct sim_policy sim_policy_srtf = {
	.name		= "srtf",
	.summary	= "the least left of a burst, at once",
	.params		= burst_params,
	.nr_params	= ARRAY_SIZE(burst_params),
	.values		= burst_values,
	.nr_values	= ARRAY_SIZE(burst_values),
	.proc_size	= sizeof(struct burst_proc),
	.enable		= burst_enable,
	.enqueue	= burst_enqueue,
	.dequeue	= burst_dequeue,
	.pick		= burst_pick,
	.slice		= burst_slice,
	.stopping	= burst_stopping,
	.wakeup_preempt	= srtf_wakeup_preempt,
	.before		= srtf_wakeup_preempt,
	.report		= burst_report,
};
