// SPDX-License-Identifier: GPL-2.0
/*
 * libschedsim: metrics of processes, and of a simulation as a whole.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "schedsim_metrics.h"

/* Last, since it defines words of the kernel. */
#include <schedsim/policy.h>

#define NSEC_PER_SEC	1000000000.0

/**
 * schedsim_arrived - has a process arrived?
 * @proc: the process
 *
 * Return: whether it has; one that was killed before it could has not.
 */
bool schedsim_arrived(const struct schedsim_proc *proc)
{
	return proc->state != SCHEDSIM_STATE_NEW && proc->arrival_ns != SCHEDSIM_NEVER &&
	       proc->finish_ns >= proc->arrival_ns;
}

static bool has_lateness(const struct schedsim_proc *proc)
{
	return (proc->jobs_done || proc->jobs_missed) && proc->lateness_max_ns != INT64_MIN;
}

/**
 * schedsim_has_deadlines - do the jobs of a process have deadlines?
 * @proc: the process
 *
 * Return: whether one that was done, or missed, had.
 */
bool schedsim_has_deadlines(const struct schedsim_proc *proc)
{
	return proc->jobs_missed || has_lateness(proc);
}

static bool since_arrival(const struct schedsim_proc *proc, __u64 then, __s64 *value)
{
	*value = then - proc->arrival_ns;
	return then != SCHEDSIM_NEVER;
}

/**
 * schedsim_measure - measure a process
 * @proc: the process
 * @measure: what
 * @value: to hold the value: ns, or a number
 *
 * Return: whether there is one.
 */
bool schedsim_measure(const struct schedsim_proc *proc, enum schedsim_measure measure,
		      __s64 *value)
{
	const __u64 plain[SCHEDSIM_NR_MEASURES] = {
		[SCHEDSIM_WAITING] = proc->waiting_ns,
		[SCHEDSIM_CPU] = proc->cpu_ns,
		[SCHEDSIM_BLOCKED] = proc->blocked_ns,
		[SCHEDSIM_PREEMPTIONS] = proc->preemptions,
		[SCHEDSIM_YIELDS] = proc->yields,
		[SCHEDSIM_SWITCHES] = proc->switches,
		[SCHEDSIM_MIGRATIONS] = proc->migrations,
	};

	if (!schedsim_arrived(proc))
		return false;
	switch (measure) {
	case SCHEDSIM_RESPONSE:
		return since_arrival(proc, proc->first_run_ns, value);
	case SCHEDSIM_TURNAROUND:
		return since_arrival(proc, proc->finish_ns, value);
	case SCHEDSIM_JOB_RESPONSE:
		*value = proc->response_max_ns;
		return proc->jobs_done;
	case SCHEDSIM_LATENESS:
		*value = proc->lateness_max_ns;
		return has_lateness(proc);
	case SCHEDSIM_TARDINESS:
		*value = proc->lateness_max_ns > 0 ? proc->lateness_max_ns : 0;
		return has_lateness(proc);
	default:
		*value = plain[measure];
		return true;
	}
}

static int compare(const void *a, const void *b)
{
	__s64 x = *(const __s64 *)a, y = *(const __s64 *)b;

	return (x > y) - (x < y);
}

/* By nearest rank. */
static __s64 percentile(const __s64 *values, __u32 nr, unsigned int percent)
{
	return values[((__u64)nr * percent + 99) / 100 - 1];
}

static void set_mean(struct schedsim_spread *spread, const __s64 *values)
{
	__s64 nr = spread->nr;
	__u64 rest = 0;
	__u32 i;

	/* All together may be more than 64 bits hold. */
	for (i = 0; i < nr; i++) {
		__s64 over = values[i] % nr;

		over += over < 0 ? nr : 0;
		spread->mean += (values[i] - over) / nr;
		rest += over;
	}
	spread->mean += rest / nr;
	spread->mean_rest = rest % nr;
}

/* @values has room for @nr. */
static void make_spread(struct schedsim_spread *spread, const struct schedsim_proc *procs,
			__u32 nr, enum schedsim_measure measure, __s64 *values)
{
	__u32 i;

	memset(spread, 0, sizeof(*spread));
	for (i = 0; i < nr; i++)
		if (schedsim_measure(&procs[i], measure, &values[spread->nr]))
			spread->nr++;
	if (!spread->nr)
		return;
	qsort(values, spread->nr, sizeof(values[0]), compare);
	spread->p50 = percentile(values, spread->nr, 50);
	spread->p95 = percentile(values, spread->nr, 95);
	spread->p99 = percentile(values, spread->nr, 99);
	spread->max = values[spread->nr - 1];
	set_mean(spread, values);
}

/**
 * schedsim_spread - how a measure is spread over the processes
 * @spread: to fill in
 * @procs: the processes
 * @nr: number of them
 * @measure: what
 *
 * Return: 0, or -ENOMEM.
 */
int schedsim_spread(struct schedsim_spread *spread, const struct schedsim_proc *procs, __u32 nr,
		    enum schedsim_measure measure)
{
	__s64 *values = malloc((nr + 1) * sizeof(values[0]));

	if (!values)
		return -ENOMEM;
	make_spread(spread, procs, nr, measure, values);
	free(values);
	return 0;
}

static double weight(const struct schedsim_attr *attr)
{
	if (attr->tickets)
		return attr->tickets;
	return sim_weight(attr->nice);
}

/* Jain, Chiu and Hawe: DEC-TR-301, 1984. */
static double jain(double sum, double squares, __u32 nr)
{
	return squares > 0 ? sum * sum / (nr * squares) : 0;
}

static void set_fairness(struct schedsim_metrics *metrics, const struct schedsim_procs *all)
{
	const struct schedsim_proc *procs = all->procs;
	double sum = 0, squares = 0, weighted_sum = 0, weighted_squares = 0;
	__u32 i;

	for (i = 0; i < all->nr; i++) {
		double wanted = (double)procs[i].cpu_ns + procs[i].waiting_ns;
		double part, weighted;

		if (!wanted || !schedsim_arrived(&procs[i]))
			continue;
		metrics->nr_fair++;
		part = procs[i].cpu_ns / wanted;
		sum += part;
		squares += part * part;
		weighted = part / weight(&all->attrs[i]);
		weighted_sum += weighted;
		weighted_squares += weighted * weighted;
	}
	metrics->fairness = jain(sum, squares, metrics->nr_fair);
	metrics->weighted_fairness = jain(weighted_sum, weighted_squares, metrics->nr_fair);
}

static void add_procs(struct schedsim_metrics *metrics, const struct schedsim_proc *procs,
		      __u32 nr)
{
	double response = 0, lateness = 0, tardiness = 0;
	__u32 i;

	for (i = 0; i < nr; i++) {
		const struct schedsim_proc *proc = &procs[i];

		if (!schedsim_arrived(proc))
			continue;
		metrics->nr_arrived++;
		metrics->nr_exited += proc->state == SCHEDSIM_STATE_EXITED;
		metrics->nr_deadlocked += !!(proc->flags & SCHEDSIM_PROC_DEADLOCK);
		metrics->nr_spun += !!(proc->flags & SCHEDSIM_PROC_SPUN);
		metrics->cpu_ns += proc->cpu_ns;
		metrics->jobs_released += proc->jobs_released;
		metrics->jobs_done += proc->jobs_done;
		metrics->jobs_missed += proc->jobs_missed;
		response += proc->response_total_ns;
		if (schedsim_has_deadlines(proc))
			metrics->jobs_due += proc->jobs_released;
		if (!has_lateness(proc))
			continue;
		lateness += proc->lateness_total_ns;
		tardiness += proc->tardiness_total_ns;
		metrics->jobs_done_due += proc->jobs_done;
	}
	if (metrics->jobs_due)
		metrics->miss_ratio = (double)metrics->jobs_missed / metrics->jobs_due;
	if (metrics->jobs_done)
		metrics->job_response_ns = response / metrics->jobs_done;
	if (metrics->jobs_done_due) {
		metrics->job_lateness_ns = lateness / metrics->jobs_done_due;
		metrics->job_tardiness_ns = tardiness / metrics->jobs_done_due;
	}
}

static void add_vcpus(struct schedsim_metrics *metrics, const struct schedsim_vcpu *vcpus,
		      __u32 nr)
{
	double whole;
	__u32 i;

	for (i = 0; i < nr; i++) {
		metrics->busy_ns += vcpus[i].busy_ns;
		metrics->idle_ns += vcpus[i].idle_ns;
		metrics->overhead_ns += vcpus[i].overhead_ns;
	}
	whole = (double)metrics->busy_ns + metrics->idle_ns + metrics->overhead_ns;
	if (whole) {
		metrics->utilisation = metrics->busy_ns / whole;
		metrics->overhead_share = metrics->overhead_ns / whole;
	}
}

/**
 * schedsim_metrics - metrics of a simulation as a whole
 * @metrics: to fill in
 * @procs: its processes
 * @vcpus: its vCPUs
 * @nr_vcpus: number of them
 * @stats: its statistics
 *
 * Return: 0, or -ENOMEM.
 */
int schedsim_metrics(struct schedsim_metrics *metrics, const struct schedsim_procs *procs,
		     const struct schedsim_vcpu *vcpus, __u32 nr_vcpus,
		     const struct schedsim_stats *stats)
{
	__s64 *values = malloc((procs->nr + 1) * sizeof(values[0]));
	int i;

	if (!values)
		return -ENOMEM;
	memset(metrics, 0, sizeof(*metrics));
	metrics->time_ns = stats->time_ns;
	metrics->nr_procs = procs->nr;
	for (i = 0; i < SCHEDSIM_NR_MEASURES; i++)
		make_spread(&metrics->spread[i], procs->procs, procs->nr, i, values);
	free(values);
	add_procs(metrics, procs->procs, procs->nr);
	add_vcpus(metrics, vcpus, nr_vcpus);
	set_fairness(metrics, procs);
	if (stats->time_ns) {
		metrics->throughput = metrics->nr_exited * NSEC_PER_SEC / stats->time_ns;
		metrics->switch_rate = stats->switches * NSEC_PER_SEC / stats->time_ns;
	}
	return 0;
}
