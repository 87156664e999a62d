/* SPDX-License-Identifier: GPL-2.0 */
/*
 * libschedsim: the numbers that papers and textbooks use, computed from what
 * SCHEDSIM_IOC_READ_PROCS, SCHEDSIM_IOC_READ_VCPUS and SCHEDSIM_IOC_STATS give.
 *
 *	struct schedsim_metrics metrics;
 *
 *	schedsim_get_procs(fd, &procs);
 *	schedsim_get_vcpus(fd, &vcpus, &nr_vcpus);
 *	schedsim_get_stats(fd, &stats);
 *	schedsim_metrics(&metrics, &procs, vcpus, nr_vcpus, &stats);
 *	printf("%lld\n", metrics.spread[SCHEDSIM_TURNAROUND].p99);
 *
 * What never happened is absent, never 0: a process that has not exited has no
 * turnaround time, and takes no part in the spread of it.
 */
#ifndef LIBSCHEDSIM_METRICS_H
#define LIBSCHEDSIM_METRICS_H

#include <stdbool.h>

#include "schedsim.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What is measured of each process. All are times in ns up to and with
 * SCHEDSIM_TARDINESS, and counts from then on. Processes that have not arrived
 * (also: were killed before, or are still to be forked) have none of them.
 */
enum schedsim_measure {
	SCHEDSIM_RESPONSE,	/* first run - arrival; of those that ran */
	SCHEDSIM_TURNAROUND,	/* finish - arrival; of those that exited */
	SCHEDSIM_WAITING,	/* time ready, but not running */
	SCHEDSIM_CPU,		/* CPU time */
	SCHEDSIM_BLOCKED,	/* time spent waiting for mutexes and the like */
	/* See jobs_* of schedsim_proc. Of those that have done a job: */
	SCHEDSIM_JOB_RESPONSE,	/* end - release of a job, the worst */
	/* Of those that have done a job with a deadline, or missed one: */
	SCHEDSIM_LATENESS,	/* end - deadline of a job, the worst; < 0: in time */
	SCHEDSIM_TARDINESS,	/* the same, but 0 for those in time */
	SCHEDSIM_PREEMPTIONS,
	SCHEDSIM_YIELDS,
	SCHEDSIM_SWITCHES,	/* context switches to it */
	SCHEDSIM_MIGRATIONS,
	SCHEDSIM_NR_MEASURES,
};

/**
 * struct schedsim_spread - how a measure is spread over the processes
 * @nr: processes that have it; if 0, all else is 0 and means nothing
 * @mean_rest: the mean is @mean + @mean_rest / @nr, exactly
 * @mean: the mean, rounded down
 * @p50: the median, by nearest rank: of @nr values in order, the p-th percentile
 *       is the one at place ceil(p / 100 * @nr), counted from 1: always a value
 *       that occurs, never one in between
 * @p95: the 95th percentile, likewise
 * @p99: the 99th percentile, likewise
 * @max: the greatest
 */
struct schedsim_spread {
	__u32 nr;
	__u32 mean_rest;
	__s64 mean;
	__s64 p50;
	__s64 p95;
	__s64 p99;
	__s64 max;
};

/**
 * struct schedsim_metrics - a simulation as a whole
 * @time_ns: how long it went on
 * @nr_procs: processes
 * @nr_arrived: those that have arrived
 * @nr_exited: those that have arrived and exited
 * @nr_deadlocked: those that are part of a deadlock
 * @nr_spun: those that were stopped, because their loops took no time
 * @nr_fair: those that @fairness is about
 * @spread: of each measure over the processes
 * @busy_ns: time processes ran, of all vCPUs
 * @idle_ns: time nothing ran
 * @overhead_ns: time spent on context switches
 * @cpu_ns: CPU time of all processes; that of those reaped is only in @busy_ns
 * @throughput: processes that exited, a second
 * @utilisation: part of the vCPUs' time in which processes ran, 0..1
 * @overhead_share: part of it that was spent on context switches, 0..1
 * @switch_rate: context switches a second
 * @fairness: Jain's index (sum x)^2 / (n * sum x^2), x being the part that a
 *            process got of the CPU time it wanted, CPU / (CPU + waiting); of
 *            those that wanted any. 1: all got the same part; 1 / n: one got
 *            everything; 0: nobody got any. Time asleep, blocked or before the arrival is not
 *            wanted, so that processes that come and go can be compared; for
 *            those that are always ready it is the index of their CPU times
 * @weighted_fairness: the same, x being divided by the weight of the process: its
 *                     tickets, or the weight of its nice value. 1: all got what
 *                     they should by weight
 * @jobs_released: jobs released
 * @jobs_done: jobs done
 * @jobs_missed: jobs that were not done by their deadline
 * @jobs_due: jobs released by processes that have deadlines
 * @jobs_done_due: those of them that were done
 * @miss_ratio: @jobs_missed / @jobs_due, 0 if there were none
 * @job_response_ns: mean time from release to end, of all jobs done
 * @job_lateness_ns: mean of end - deadline, of all jobs done that had one
 * @job_tardiness_ns: mean of the same, but 0 for those in time
 */
struct schedsim_metrics {
	__u64 time_ns;
	__u32 nr_procs;
	__u32 nr_arrived;
	__u32 nr_exited;
	__u32 nr_deadlocked;
	__u32 nr_spun;
	__u32 nr_fair;
	struct schedsim_spread spread[SCHEDSIM_NR_MEASURES];
	__u64 busy_ns;
	__u64 idle_ns;
	__u64 overhead_ns;
	__u64 cpu_ns;
	double throughput;
	double utilisation;
	double overhead_share;
	double switch_rate;
	double fairness;
	double weighted_fairness;
	__u64 jobs_released;
	__u64 jobs_done;
	__u64 jobs_missed;
	__u64 jobs_due;
	__u64 jobs_done_due;
	double miss_ratio;
	double job_response_ns;
	double job_lateness_ns;
	double job_tardiness_ns;
};

bool schedsim_arrived(const struct schedsim_proc *proc);
bool schedsim_has_deadlines(const struct schedsim_proc *proc);
bool schedsim_measure(const struct schedsim_proc *proc, enum schedsim_measure measure,
		      __s64 *value);
int schedsim_spread(struct schedsim_spread *spread, const struct schedsim_proc *procs, __u32 nr,
		    enum schedsim_measure measure);
int schedsim_metrics(struct schedsim_metrics *metrics, const struct schedsim_procs *procs,
		     const struct schedsim_vcpu *vcpus, __u32 nr_vcpus,
		     const struct schedsim_stats *stats);

#ifdef __cplusplus
}
#endif

#endif /* LIBSCHEDSIM_METRICS_H */
