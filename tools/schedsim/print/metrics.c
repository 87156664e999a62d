// SPDX-License-Identifier: GPL-2.0
/*
 * Metrics: their names, and how people see them.
 */
#include <stdio.h>

#include "print/metrics.h"
#include "print/output.h"
#include "util/tool.h"
#include "util/units.h"

const struct measure measures[SCHEDSIM_NR_MEASURES] = {
	[SCHEDSIM_RESPONSE] = { "response_ns", "response", true, true },
	[SCHEDSIM_TURNAROUND] = { "turnaround_ns", "turnaround", true, true },
	[SCHEDSIM_WAITING] = { "waiting_ns", "waiting", true, true },
	[SCHEDSIM_CPU] = { "cpu_per_process_ns", "cpu", true, true },
	[SCHEDSIM_BLOCKED] = { "blocked_per_process_ns", "blocked", true },
	[SCHEDSIM_JOB_RESPONSE] = { "worst_job_response_ns", "job-response", true },
	[SCHEDSIM_LATENESS] = { "worst_lateness_ns", "lateness", true },
	[SCHEDSIM_TARDINESS] = { "worst_tardiness_ns", "tardiness", true },
	[SCHEDSIM_PREEMPTIONS] = { "preemptions_per_process", "preemptions" },
	[SCHEDSIM_YIELDS] = { "yields_per_process", "yields" },
	[SCHEDSIM_SWITCHES] = { "switches_per_process", "switches" },
	[SCHEDSIM_MIGRATIONS] = { "migrations_per_process", "migrations" },
};

/**
 * metrics_compute - compute metrics, or die
 * @metrics: to fill in
 * @procs: the processes
 * @vcpus: the vCPUs
 * @nr_vcpus: number of them
 * @stats: the statistics
 */
void metrics_compute(struct schedsim_metrics *metrics, const struct schedsim_procs *procs,
		     const struct schedsim_vcpu *vcpus, __u32 nr_vcpus,
		     const struct schedsim_stats *stats)
{
	if (schedsim_metrics(metrics, procs, vcpus, nr_vcpus, stats))
		die(TOOL_FAILED, "out of memory");
}

/**
 * metrics_jobs_matter - is there more to say of jobs than of processes?
 * @metrics: the metrics
 *
 * Return: whether a process had more than one job, or a deadline.
 */
bool metrics_jobs_matter(const struct schedsim_metrics *metrics)
{
	return metrics->jobs_released > metrics->nr_arrived || metrics->jobs_due;
}

static bool is_job_measure(int i)
{
	return i == SCHEDSIM_JOB_RESPONSE || i == SCHEDSIM_LATENESS || i == SCHEDSIM_TARDINESS;
}

static bool is_shown(const struct schedsim_metrics *metrics, int i)
{
	const struct schedsim_spread *spread = &metrics->spread[i];

	if (is_job_measure(i) && !metrics_jobs_matter(metrics))
		return false;
	return measures[i].always || spread->max || spread->p50 || spread->mean;
}

static void add_times(struct table *table, const char *name, const struct schedsim_spread *spread)
{
	char text[5][TIME_LEN];

	table_add(table, "%s\t%s\t%s\t%s\t%s\t%s", name, format_stime(spread->mean, text[0]),
		  format_stime(spread->p50, text[1]), format_stime(spread->p95, text[2]),
		  format_stime(spread->p99, text[3]), format_stime(spread->max, text[4]));
}

static void print_spreads(const struct schedsim_metrics *metrics)
{
	struct table *table = table_new("<\tMEAN\tP50\tP95\tP99\tMAX");
	int i;

	for (i = 0; i < SCHEDSIM_NR_MEASURES; i++) {
		const struct schedsim_spread *spread = &metrics->spread[i];
		const char *name = measures[i].text;

		if (!is_shown(metrics, i))
			continue;
		if (!spread->nr)
			table_add(table, "%s\t-\t-\t-\t-\t-", name);
		else if (measures[i].time)
			add_times(table, name, spread);
		else
			table_add(table, "%s\t%.1f\t%lld\t%lld\t%lld\t%lld", name,
				  spread->mean + (double)spread->mean_rest / spread->nr,
				  spread->p50, spread->p95, spread->p99, spread->max);
	}
	table_print(table);
}

static void print_jobs(const struct schedsim_metrics *metrics)
{
	char response[TIME_LEN], lateness[TIME_LEN], tardiness[TIME_LEN];

	printf("%llu jobs released, %llu done", metrics->jobs_released, metrics->jobs_done);
	if (metrics->jobs_done)
		printf(", mean response %s", format_stime(metrics->job_response_ns, response));
	if (metrics->jobs_due)
		printf("; %llu deadlines missed (%.1f%%)", metrics->jobs_missed,
		       100 * metrics->miss_ratio);
	if (metrics->jobs_done_due)
		printf(", mean lateness %s, tardiness %s",
		       format_stime(metrics->job_lateness_ns, lateness),
		       format_stime(metrics->job_tardiness_ns, tardiness));
	putchar('\n');
}

/**
 * metrics_print - print metrics for people
 * @metrics: the metrics
 */
void metrics_print(const struct schedsim_metrics *metrics)
{
	char time[TIME_LEN];

	print_spreads(metrics);
	printf("\n%s simulated: %u of %u processes exited, %.3f a second\n",
	       format_time(metrics->time_ns, time), metrics->nr_exited, metrics->nr_procs,
	       metrics->throughput);
	if (metrics_jobs_matter(metrics))
		print_jobs(metrics);
	printf("utilisation %.1f%%, %.1f switches a second, which cost %.1f%%; ",
	       100 * metrics->utilisation, metrics->switch_rate, 100 * metrics->overhead_share);
	printf("Jain's fairness index %.3f, by weight %.3f\n", metrics->fairness,
	       metrics->weighted_fairness);
}
