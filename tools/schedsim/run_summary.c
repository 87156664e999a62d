// SPDX-License-Identifier: GPL-2.0
/*
 * A run as a whole.
 */
#include "run.h"
#include "units.h"

/**
 * run_arrived - has a process arrived?
 * @proc: the process
 *
 * Return: whether it has.
 */
bool run_arrived(const struct schedsim_proc *proc)
{
	return proc->state != SCHEDSIM_STATE_NEW;
}

static __u64 since_arrival(const struct schedsim_proc *proc, __u64 then)
{
	return then == SCHEDSIM_NEVER || then < proc->arrival_ns ? SCHEDSIM_NEVER :
	       then - proc->arrival_ns;
}

/**
 * run_response - first run - arrival
 * @proc: the process
 *
 * Return: the time in ns, or SCHEDSIM_NEVER.
 */
__u64 run_response(const struct schedsim_proc *proc)
{
	return since_arrival(proc, proc->first_run_ns);
}

/**
 * run_turnaround - finish - arrival
 * @proc: the process
 *
 * Return: the time in ns, or SCHEDSIM_NEVER.
 */
__u64 run_turnaround(const struct schedsim_proc *proc)
{
	return since_arrival(proc, proc->finish_ns);
}

/*
 * The mean of @nr times, which together may be more than 64 bits hold. Counts
 * first with @value null, then sums up.
 */
static void spread(struct run_spread *to, const struct run_result *result,
		   __u64 (*value)(const struct schedsim_proc *))
{
	__u64 rest = 0;
	__u32 i;

	for (i = 0; i < result->nr_procs; i++)
		to->nr += value(&result->procs[i]) != SCHEDSIM_NEVER;
	for (i = 0; i < result->nr_procs; i++) {
		__u64 ns = value(&result->procs[i]);

		if (ns == SCHEDSIM_NEVER)
			continue;
		to->max = ns > to->max ? ns : to->max;
		to->mean += ns / to->nr;
		rest += ns % to->nr;
	}
	if (to->nr)
		to->mean += rest / to->nr;
}

static __u64 waiting(const struct schedsim_proc *proc)
{
	return run_arrived(proc) ? proc->waiting_ns : SCHEDSIM_NEVER;
}

/**
 * run_summarise - sum up a run
 * @result: the run
 * @summary: zeroed, to be filled in
 */
void run_summarise(const struct run_result *result, struct run_summary *summary)
{
	__u32 i;

	spread(&summary->response, result, run_response);
	spread(&summary->turnaround, result, run_turnaround);
	spread(&summary->waiting, result, waiting);
	for (i = 0; i < result->nr_procs; i++) {
		const struct schedsim_proc *proc = &result->procs[i];

		summary->arrived += run_arrived(proc);
		summary->exited += proc->state == SCHEDSIM_STATE_EXITED;
		summary->cpu_ns += proc->cpu_ns;
	}
	for (i = 0; i < result->nr_vcpus; i++) {
		summary->busy_ns += result->vcpus[i].busy_ns;
		summary->idle_ns += result->vcpus[i].idle_ns;
		summary->overhead_ns += result->vcpus[i].overhead_ns;
	}
}

/**
 * run_throughput - processes that exited, a second
 * @result: the run
 * @summary: of the run
 *
 * Return: the number; 0 if no time has passed.
 */
double run_throughput(const struct run_result *result, const struct run_summary *summary)
{
	if (!result->stats.time_ns)
		return 0;
	return summary->exited * (double)NSEC_PER_SEC / result->stats.time_ns;
}
