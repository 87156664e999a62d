// SPDX-License-Identifier: GPL-2.0
/*
 * Metrics of processes that are made up, against numbers worked out by hand.
 * Prints KTAP.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../schedsim_metrics.h"

static int number, failures;
static const char *wrong;

#define check(what)	do { if (!(what)) wrong = wrong ? wrong : #what; } while (0)

static void result(const char *name)
{
	if (wrong) {
		printf("# %s\n", wrong);
		failures++;
	}
	printf("%sok %d %s\n", wrong ? "not " : "", ++number, name);
	wrong = NULL;
}

static int near(double a, double b)
{
	return fabs(a - b) * 1e12 < 1;
}

/* One that arrived at 0, ran from 1 to 3, and exited at 4. */
static struct schedsim_proc finished(void)
{
	return (struct schedsim_proc) {
		.id = 1,
		.state = SCHEDSIM_STATE_EXITED,
		.first_run_ns = 1,
		.finish_ns = 4,
		.cpu_ns = 2,
		.waiting_ns = 2,
	};
}

static struct schedsim_proc never(__u32 state, __u64 arrival)
{
	return (struct schedsim_proc) {
		.state = state,
		.arrival_ns = arrival,
		.first_run_ns = SCHEDSIM_NEVER,
		.finish_ns = SCHEDSIM_NEVER,
	};
}

static struct schedsim_spread spread_of(const struct schedsim_proc *procs, __u32 nr,
					enum schedsim_measure measure)
{
	struct schedsim_spread spread;

	check(!schedsim_spread(&spread, procs, nr, measure));
	return spread;
}

static struct schedsim_metrics metrics_with(struct schedsim_proc *procs,
					    struct schedsim_attr *attrs, __u32 nr)
{
	const struct schedsim_procs all = { .procs = procs, .attrs = attrs, .nr = nr };
	struct schedsim_stats stats = { .time_ns = 0 };
	struct schedsim_metrics metrics;

	check(!schedsim_metrics(&metrics, &all, NULL, 0, &stats));
	return metrics;
}

static struct schedsim_metrics metrics_of(struct schedsim_proc *procs, __u32 nr)
{
	struct schedsim_attr attrs[8] = { { .nice = 0 } };

	check(nr <= 8);
	return metrics_with(procs, attrs, nr);
}

static void test_empty(void)
{
	struct schedsim_metrics metrics = metrics_of(NULL, 0);
	int i;

	for (i = 0; i < SCHEDSIM_NR_MEASURES; i++)
		check(!metrics.spread[i].nr && !metrics.spread[i].mean && !metrics.spread[i].max);
	check(!metrics.nr_procs && !metrics.nr_arrived && !metrics.nr_fair);
	check(metrics.fairness == 0 && metrics.weighted_fairness == 0);
	check(metrics.throughput == 0 && metrics.utilisation == 0 && metrics.switch_rate == 0);
	check(metrics.miss_ratio == 0 && metrics.job_response_ns == 0);
	result("no processes, no vCPUs, no time");
}

static void test_one(void)
{
	struct schedsim_proc proc = finished();
	struct schedsim_metrics metrics = metrics_of(&proc, 1);
	const struct schedsim_spread *spread = &metrics.spread[SCHEDSIM_TURNAROUND];

	check(spread->nr == 1 && spread->mean == 4 && !spread->mean_rest && spread->max == 4);
	check(spread->p50 == 4 && spread->p95 == 4 && spread->p99 == 4);
	check(metrics.spread[SCHEDSIM_RESPONSE].mean == 1);
	check(metrics.spread[SCHEDSIM_WAITING].mean == 2);
	check(metrics.spread[SCHEDSIM_CPU].mean == 2);
	check(!metrics.spread[SCHEDSIM_JOB_RESPONSE].nr && !metrics.spread[SCHEDSIM_LATENESS].nr);
	check(metrics.nr_exited == 1 && metrics.nr_fair == 1);
	check(metrics.fairness == 1 && metrics.weighted_fairness == 1);
	result("one process");
}

static void test_absent(void)
{
	struct schedsim_proc procs[] = {
		never(SCHEDSIM_STATE_READY, 2),			/* never ran */
		never(SCHEDSIM_STATE_NEW, 9),			/* has not arrived */
		never(SCHEDSIM_STATE_NEW, SCHEDSIM_NEVER),	/* not yet forked */
		never(SCHEDSIM_STATE_EXITED, 9),		/* killed before it arrived */
		never(SCHEDSIM_STATE_EXITED, SCHEDSIM_NEVER),	/* killed before the fork */
	};
	struct schedsim_metrics metrics;

	procs[0].waiting_ns = 5;
	procs[3].finish_ns = 3;
	procs[4].finish_ns = 3;
	metrics = metrics_of(procs, 5);
	check(metrics.nr_procs == 5 && metrics.nr_arrived == 1 && metrics.nr_exited == 0);
	check(!metrics.spread[SCHEDSIM_RESPONSE].nr && !metrics.spread[SCHEDSIM_TURNAROUND].nr);
	check(metrics.spread[SCHEDSIM_WAITING].nr == 1);
	check(metrics.spread[SCHEDSIM_WAITING].max == 5);
	check(metrics.spread[SCHEDSIM_CPU].nr == 1 && metrics.spread[SCHEDSIM_SWITCHES].nr == 1);
	/* It wanted 5 ns and got none: nobody got any, which is no index at all. */
	check(metrics.nr_fair == 1 && metrics.fairness == 0);
	result("processes that never ran, arrived or were forked");
}

static void test_killed_on_arrival(void)
{
	struct schedsim_proc proc = never(SCHEDSIM_STATE_EXITED, 3);
	struct schedsim_spread spread;

	proc.finish_ns = 3;
	spread = spread_of(&proc, 1, SCHEDSIM_TURNAROUND);
	check(spread.nr == 1 && spread.max == 0);
	check(!spread_of(&proc, 1, SCHEDSIM_RESPONSE).nr);
	result("killed at the moment of its arrival");
}

/* Turnarounds of 10, 20 ... @nr * 10, in an order that is not theirs. */
static struct schedsim_spread tens(__u32 nr)
{
	struct schedsim_proc procs[200];
	__u32 i;

	for (i = 0; i < nr; i++) {
		procs[i] = finished();
		procs[i].finish_ns = (i * 7 % nr + 1) * 10;
	}
	return spread_of(procs, nr, SCHEDSIM_TURNAROUND);
}

static void test_percentiles(void)
{
	struct schedsim_spread spread = tens(2);

	check(spread.p50 == 10 && spread.p95 == 20 && spread.p99 == 20 && spread.mean == 15);
	spread = tens(5);	/* places 2.5, 4.75, 4.95, rounded up */
	check(spread.p50 == 30 && spread.p95 == 50 && spread.p99 == 50 && spread.mean == 30);
	spread = tens(20);	/* 10, 19, 19.8 */
	check(spread.p50 == 100 && spread.p95 == 190 && spread.p99 == 200 && spread.max == 200);
	spread = tens(100);	/* 50, 95, 99 */
	check(spread.p50 == 500 && spread.p95 == 950 && spread.p99 == 990 && spread.max == 1000);
	spread = tens(101);	/* 50.5, 95.95, 99.99 */
	check(spread.p50 == 510 && spread.p95 == 960 && spread.p99 == 1000 && spread.max == 1010);
	result("percentiles by nearest rank");
}

static void test_mean(void)
{
	struct schedsim_proc procs[200];
	struct schedsim_spread spread;
	int i;

	for (i = 0; i < 3; i++) {
		procs[i] = finished();
		procs[i].switches = i * i;	/* 0, 1, 4 */
	}
	spread = spread_of(procs, 3, SCHEDSIM_SWITCHES);
	check(spread.nr == 3 && spread.mean == 1 && spread.mean_rest == 2 && spread.max == 4);
	/* 200 times 2^56 - 1 is more than 2^63. */
	for (i = 0; i < 200; i++) {
		procs[i] = finished();
		procs[i].cpu_ns = SCHEDSIM_MAX_TIME_NS - 1;
	}
	spread = spread_of(procs, 200, SCHEDSIM_CPU);
	check(spread.mean == (__s64)SCHEDSIM_MAX_TIME_NS - 1 && !spread.mean_rest);
	/* -5 and -2: -3.5 is -4 and 1/2. */
	for (i = 0; i < 2; i++) {
		procs[i].jobs_done = 1;
		procs[i].lateness_max_ns = i ? -2 : -5;
	}
	spread = spread_of(procs, 2, SCHEDSIM_LATENESS);
	check(spread.mean == -4 && spread.mean_rest == 1 && spread.p50 == -5 && spread.max == -2);
	result("means are exact, of great and of negative numbers");
}

static void test_jobs(void)
{
	struct schedsim_proc procs[4];
	struct schedsim_metrics metrics;
	int i;

	for (i = 0; i < 4; i++) {
		procs[i] = finished();
		procs[i].lateness_max_ns = INT64_MIN;
	}
	/* 4 jobs, late by -6, -2 and 8, the last one not done, and missed, too. */
	procs[0].jobs_released = 4;
	procs[0].jobs_done = 3;
	procs[0].jobs_missed = 2;
	procs[0].response_total_ns = 30;
	procs[0].response_max_ns = 18;
	procs[0].lateness_total_ns = 0;
	procs[0].lateness_max_ns = 8;
	procs[0].tardiness_total_ns = 8;
	/* In time by 4, both times. */
	procs[1].jobs_released = 2;
	procs[1].jobs_done = 2;
	procs[1].response_total_ns = 12;
	procs[1].response_max_ns = 6;
	procs[1].lateness_total_ns = -8;
	procs[1].lateness_max_ns = -4;
	/* No deadline. */
	procs[2].jobs_released = 1;
	procs[2].jobs_done = 1;
	procs[2].response_total_ns = 4;
	procs[2].response_max_ns = 4;
	/* Never done, and late, by 5 so far. */
	procs[3].jobs_released = 1;
	procs[3].jobs_missed = 1;
	procs[3].lateness_max_ns = 5;
	metrics = metrics_of(procs, 4);
	check(metrics.jobs_released == 8 && metrics.jobs_done == 6 && metrics.jobs_missed == 3);
	check(metrics.jobs_due == 7 && near(metrics.miss_ratio, 3 / 7.0));
	check(metrics.jobs_done_due == 5);
	check(near(metrics.job_response_ns, 46 / 6.0));
	check(near(metrics.job_lateness_ns, -8 / 5.0) && near(metrics.job_tardiness_ns, 8 / 5.0));
	check(metrics.spread[SCHEDSIM_JOB_RESPONSE].nr == 3);
	check(metrics.spread[SCHEDSIM_JOB_RESPONSE].max == 18);
	check(metrics.spread[SCHEDSIM_LATENESS].nr == 3);
	check(metrics.spread[SCHEDSIM_LATENESS].p50 == 5);
	check(metrics.spread[SCHEDSIM_LATENESS].mean == 3);
	check(metrics.spread[SCHEDSIM_TARDINESS].p50 == 5);
	check(metrics.spread[SCHEDSIM_TARDINESS].mean == 4);
	check(metrics.spread[SCHEDSIM_TARDINESS].mean_rest == 1);
	result("jobs and deadlines");
}

static void test_fairness(void)
{
	struct schedsim_attr attrs[3] = { { .nice = 0 } };
	struct schedsim_proc procs[3];
	struct schedsim_metrics metrics;
	int i;

	/* Parts 0.5, 0.25 and 0.25: 1 / (3 * 0.375). */
	for (i = 0; i < 3; i++) {
		procs[i] = finished();
		procs[i].cpu_ns = i ? 25 : 50;
		procs[i].waiting_ns = i ? 75 : 50;
	}
	metrics = metrics_of(procs, 3);
	check(metrics.nr_fair == 3 && near(metrics.fairness, 1 / 1.125));
	check(near(metrics.weighted_fairness, metrics.fairness));
	/* Twice the tickets, twice the part. */
	for (i = 0; i < 3; i++)
		attrs[i].tickets = i ? 7 : 14;
	metrics = metrics_with(procs, attrs, 3);
	check(near(metrics.fairness, 1 / 1.125) && near(metrics.weighted_fairness, 1));
	/* The weights of nice 0 and 19 are 1024 and 15; a sleeper wants nothing. */
	attrs[0] = (struct schedsim_attr) { .nice = 0 };
	attrs[1] = (struct schedsim_attr) { .nice = 19 };
	procs[0].cpu_ns = 1024;
	procs[0].waiting_ns = 15;
	procs[1].cpu_ns = 15;
	procs[1].waiting_ns = 1024;
	procs[2].cpu_ns = 0;
	procs[2].waiting_ns = 0;
	metrics = metrics_with(procs, attrs, 3);
	check(metrics.nr_fair == 2 && near(metrics.weighted_fairness, 1));
	check(near(metrics.fairness, 1039.0 * 1039 / (2 * (1024.0 * 1024 + 15 * 15))));
	result("Jain's index, plain and by weight");
}

static void test_whole(void)
{
	struct schedsim_vcpu vcpus[2] = {
		{ .busy_ns = 600, .idle_ns = 350, .overhead_ns = 50 },
		{ .id = 1, .busy_ns = 1000 },
	};
	struct schedsim_stats stats = { .time_ns = 1000, .switches = 3 };
	struct schedsim_proc proc = finished();
	struct schedsim_attr attr = { .nice = 0 };
	const struct schedsim_procs all = { .procs = &proc, .attrs = &attr, .nr = 1 };
	struct schedsim_metrics metrics;

	check(!schedsim_metrics(&metrics, &all, vcpus, 2, &stats));
	check(near(metrics.utilisation, 0.8) && near(metrics.overhead_share, 0.025));
	check(metrics.busy_ns == 1600 && metrics.idle_ns == 350 && metrics.overhead_ns == 50);
	check(near(metrics.throughput, 1000000) && near(metrics.switch_rate, 3000000));
	check(metrics.time_ns == 1000 && metrics.cpu_ns == 2);
	result("throughput, utilisation, cost and rate of switches");
}

int main(void)
{
	puts("KTAP version 1");
	test_empty();
	test_one();
	test_absent();
	test_killed_on_arrival();
	test_percentiles();
	test_mean();
	test_jobs();
	test_fairness();
	test_whole();
	printf("1..%d\n", number);
	return failures > 0;
}
