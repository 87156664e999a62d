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
	return sim_burst_length(first) < sim_burst_length(curr);
}

const struct sim_policy sim_policy_srtf = {
	.name		= "srtf",
	.summary	= "the least left of a burst, at once",
	.values		= burst_values,
	.nr_values	= ARRAY_SIZE(burst_values),
	.proc_size	= sizeof(struct burst_proc),
	.enqueue	= burst_enqueue,
	.dequeue	= burst_dequeue,
	.pick		= burst_pick,
	.slice		= burst_slice,
	.wakeup_preempt	= srtf_wakeup_preempt,
	.report		= burst_report,
};
