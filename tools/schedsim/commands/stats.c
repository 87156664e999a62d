// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim stats: statistics of the live simulation and of each vCPU.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "print/fault.h"
#include "print/metrics.h"
#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

#define BAR_WIDTH	40

static const struct {
	const char *key;
	const char *text;
	size_t offset;
} counters[] = {
#define MOVED(key, text, why) \
	{ "moves_" key, "  " text, offsetof(struct schedsim_stats, moves[SCHEDSIM_MOVE_##why]) }
	{ "decisions", "scheduling decisions", offsetof(struct schedsim_stats, decisions) },
	{ "expiries", "slices that ran out", offsetof(struct schedsim_stats, expiries) },
	{ "skipped", "quanta skipped", offsetof(struct schedsim_stats, skipped) },
	{ "switches", "context switches", offsetof(struct schedsim_stats, switches) },
	{ "preemptions", "preemptions", offsetof(struct schedsim_stats, preemptions) },
	{ "yields", "yields", offsetof(struct schedsim_stats, yields) },
	{ "wakeups", "wakeups", offsetof(struct schedsim_stats, wakeups) },
	{ "migrations", "migrations", offsetof(struct schedsim_stats, migrations) },
	MOVED("forced", "affinity or offline", FORCED),
	MOVED("wake", "wakeups", WAKE),
	MOVED("idle", "pulled by idle vCPUs", IDLE),
	MOVED("periodic", "periodic balancing", PERIODIC),
	MOVED("push", "pushed", PUSH),
	MOVED("pull", "pulled", PULL),
	MOVED("shared", "in a run queue", SHARED),
	MOVED("peek", "peeking", PEEK),
	{ "blocks", "waits for objects", offsetof(struct schedsim_stats, blocks) },
	{ "boosts", "inheritances", offsetof(struct schedsim_stats, boosts) },
	{ "deadlocks", "deadlocks", offsetof(struct schedsim_stats, deadlocks) },
	{ "unchecked", "waits not checked", offsetof(struct schedsim_stats, unchecked) },
	{ "timeouts", "locks timed out", offsetof(struct schedsim_stats, timeouts) },
	{ "abandoned", "mutexes abandoned", offsetof(struct schedsim_stats, abandoned) },
	{ "forks", "forks", offsetof(struct schedsim_stats, forks) },
	{ "forks_failed", "forks that failed", offsetof(struct schedsim_stats, forks_failed) },
	{ "program_errors", "program errors", offsetof(struct schedsim_stats, program_errors) },
	{ "policy_faults", "faults of policies", offsetof(struct schedsim_stats, policy_faults) },
	{ "events", "events", offsetof(struct schedsim_stats, events) },
	{ "callbacks", "timer callbacks", offsetof(struct schedsim_stats, callbacks) },
	{ "throttled", "callbacks put off", offsetof(struct schedsim_stats, throttled) },
};

static __u64 counter(const struct schedsim_stats *stats, size_t i)
{
	return *(const __u64 *)((const char *)stats + counters[i].offset);
}

/* The simulation, as it was read. */
struct look {
	struct schedsim_stats stats;
	struct schedsim_metrics metrics;
	struct schedsim_vcpu *vcpus;
	__u32 nr_vcpus;
};

/* From when on a bucket counts. */
static __u64 bucket_start(int bucket)
{
	return bucket ? 1ULL << bucket : 0;
}

static struct json_object *lateness_json(const struct schedsim_stats *stats)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	int i;

	json_add_u64(object, "max_ns", stats->late_max_ns);
	json_add_u64(object, "total_ns", stats->late_total_ns);
	for (i = 0; i < SCHEDSIM_LATENESS_BUCKETS; i++) {
		struct json_object *bucket;

		if (!stats->lateness[i])
			continue;
		bucket = json_object_new_object();
		json_add_u64(bucket, "from_ns", bucket_start(i));
		json_add_u64(bucket, "count", stats->lateness[i]);
		json_object_array_add(list, bucket);
	}
	json_object_object_add(object, "buckets", list);
	return object;
}

static struct json_object *vcpu_json(const struct schedsim_vcpu *vcpu)
{
	struct json_object *object = json_object_new_object();

	json_add_u64(object, "id", vcpu->id);
	json_object_object_add(object, "current", vcpu->current_id ?
			       json_object_new_uint64(vcpu->current_id) : NULL);
	json_add_u64(object, "ready", vcpu->nr_ready);
	metrics_add_vcpu(object, vcpu);
	return object;
}

static void print_json(const struct look *look)
{
	const struct schedsim_stats *stats = &look->stats;
	struct json_object *summary = json_object_new_object();
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	const struct fault fault = fault_of(stats);
	size_t i;

	json_add_digest(object, stats->digest);
	json_add_u64(object, "time_ns", stats->time_ns);
	json_add_time(object, "next_event_ns", stats->next_event_ns);
	json_add_bool(object, "paused", stats->paused);
	json_add_bool(object, "timer_armed", stats->timer_armed);
	for (i = 0; i < ARRAY_SIZE(counters); i++)
		json_add_u64(object, counters[i].key, counter(stats, i));
	json_add_u64(object, "callback_ns", stats->callback_ns);
	json_add_u64(object, "slipped_ns", stats->slipped_ns);
	json_add_u64(object, "wasted_ns", stats->wasted_ns);
	json_add_u64(object, "imbalance_total", stats->imbalance_total);
	json_add_u64(object, "imbalance_looks", stats->imbalance_looks);
	json_object_object_add(object, "fault", fault_json(&fault));
	json_object_object_add(object, "lateness", lateness_json(stats));
	for (i = 0; i < look->nr_vcpus; i++)
		json_object_array_add(list, vcpu_json(&look->vcpus[i]));
	json_object_object_add(object, "vcpus", list);
	metrics_add(summary, &look->metrics);
	json_object_object_add(object, "summary", summary);
	json_print(object);
}

static const char columns[] =
	"VCPU\tRUNS\tREADY\tBUSY\tIDLE\t?OFFLINE\tSWITCH COST\tUSED\tSWITCHES\t"
	"PREEMPTIONS\tEXPIRIES";

static void print_vcpus(const struct schedsim_vcpu *vcpus, __u32 nr)
{
	struct table *table;
	__u32 i;

	table = table_new(columns);
	for (i = 0; i < nr; i++) {
		const struct schedsim_vcpu *vcpu = &vcpus[i];
		char runs[16] = "-", busy[TIME_LEN], idle[TIME_LEN], cost[TIME_LEN];
		char offline[TIME_LEN];

		if (vcpu->current_id)
			snprintf(runs, sizeof(runs), "%u", vcpu->current_id);
		else if (vcpu->flags & SCHEDSIM_VCPU_OFFLINE)
			snprintf(runs, sizeof(runs), "offline");
		table_add(table, "%u\t%s\t%u\t%s\t%s\t%s\t%s\t%.1f%%\t%llu\t%llu\t%llu",
			  vcpu->id, runs, vcpu->nr_ready, format_time(vcpu->busy_ns, busy),
			  format_time(vcpu->idle_ns, idle),
			  format_time(vcpu->offline_ns, offline),
			  format_time(vcpu->overhead_ns, cost),
			  percent(vcpu->busy_ns, vcpu->busy_ns + vcpu->idle_ns +
				  vcpu->overhead_ns),
			  vcpu->switches, vcpu->preemptions, vcpu->expiries);
	}
	table_print(table);
}

static void print_lateness(const struct schedsim_stats *stats)
{
	char from[TIME_LEN], mean[TIME_LEN], max[TIME_LEN];
	__u64 total = 0, most = 0;
	int i;

	for (i = 0; i < SCHEDSIM_LATENESS_BUCKETS; i++) {
		total += stats->lateness[i];
		most = stats->lateness[i] > most ? stats->lateness[i] : most;
	}
	if (!total)
		return;
	printf("\nlateness of %llu instants with something due: mean %s, max %s\n", total,
	       format_time(stats->late_total_ns / total, mean),
	       format_time(stats->late_max_ns, max));
	for (i = 0; i < SCHEDSIM_LATENESS_BUCKETS; i++) {
		int width = (BAR_WIDTH * stats->lateness[i] + most - 1) / most;

		if (!stats->lateness[i])
			continue;
		printf("%10s..  %8llu  %.*s\n", format_time(bucket_start(i), from),
		       stats->lateness[i], width, "########################################");
	}
}

static void print_text(const struct look *look)
{
	const struct schedsim_stats *stats = &look->stats;
	char now[TIME_LEN], next[TIME_LEN], spent[TIME_LEN], slipped[TIME_LEN], text[FAULT_LEN];
	const struct fault fault = fault_of(stats);
	size_t i;

	printf("%-22s %s%s\n", "simulated time", format_time(stats->time_ns, now),
	       stats->paused ? " (paused)" : "");
	printf("%-22s %s\n", "next event", format_time(stats->next_event_ns, next));
	printf("%-22s %s\n", "timer", stats->timer_armed ? "armed" : "off");
	for (i = 0; i < ARRAY_SIZE(counters); i++)
		printf("%-22s %llu\n", counters[i].text, counter(stats, i));
	printf("%-22s %s\n", "wasted by idle vCPUs", format_time(stats->wasted_ns, spent));
	printf("%-22s %s\n", "real time in callbacks", format_time(stats->callback_ns, spent));
	printf("%-22s %s\n", "real time left out", format_time(stats->slipped_ns, slipped));
	printf("%-22s 0x%016llx\n", "digest", stats->digest);
	if (fault.count)
		puts(format_fault(&fault, NULL, text));
	putchar('\n');
	print_vcpus(look->vcpus, look->nr_vcpus);
	putchar('\n');
	metrics_print(&look->metrics);
	print_lateness(stats);
}

static void read_all(int fd, struct look *look)
{
	struct schedsim_procs procs;

	device_check(schedsim_get_procs(fd, &procs), "cannot read the processes");
	device_check(schedsim_get_vcpus(fd, &look->vcpus, &look->nr_vcpus),
		     "cannot read the vCPUs");
	device_check(schedsim_get_stats(fd, &look->stats), "cannot read the statistics");
	metrics_compute(&look->metrics, &procs, look->vcpus, look->nr_vcpus, &look->stats);
	schedsim_free_procs(&procs);
}

static int run(int argc, char **argv)
{
	struct look look;
	int fd;

	while (next_option(&cmd_stats, argc, argv) != -1)
		;
	want_args(&cmd_stats, argc, 0, 0);
	fd = device_open(false);
	read_all(fd, &look);
	if (json_wanted)
		print_json(&look);
	else
		print_text(&look);
	free(look.vcpus);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_stats = {
	.name = "stats",
	.args = "[--json]",
	.summary = "show statistics and metrics, also of each vCPU",
	.run = run,
};
