// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim status: the live simulation in a few lines.
 */
#include <stdio.h>
#include <stdlib.h>

#include "args/adapt.h"
#include "print/fault.h"
#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

static void print_json(const struct schedsim_config *config, const struct schedsim_stats *stats,
		       __u64 busy, __u64 all, __u32 nr_online)
{
	struct json_object *object = json_object_new_object();
	const struct fault fault = fault_of(stats);

	json_add_bool(object, "paused", stats->paused);
	json_add_u64(object, "time_ns", stats->time_ns);
	json_add_string(object, "policy", config->policy);
	json_add_u64(object, "quantum_ns", stats->quantum_ns);
	json_object_object_add(object, "adapt", adapt_json(config));
	json_add_u64(object, "quantum_changes", stats->quantum_changes);
	json_add_u64(object, "adapt_measured", stats->adapt_measured);
	json_add_u64(object, "nr_vcpus", stats->nr_vcpus);
	json_add_u64(object, "nr_online", nr_online);
	json_add_u64(object, "processes", stats->nr_procs);
	json_add_u64(object, "new", stats->nr_new);
	json_add_u64(object, "ready", stats->nr_ready);
	json_add_u64(object, "running", stats->nr_running);
	json_add_u64(object, "sleeping", stats->nr_sleeping);
	json_add_u64(object, "blocked", stats->nr_blocked);
	json_add_u64(object, "exited", stats->nr_exited);
	json_add_u64(object, "slipped_ns", stats->slipped_ns);
	json_object_object_add(object, "fault", fault_json(&fault));
	json_object_object_add(object, "utilisation_percent",
			       all ? json_object_new_double(percent(busy, all)) : NULL);
	json_print(object);
}

/* Real time that was not simulated, and why. */
static void print_slipped(const struct schedsim_stats *stats)
{
	const char *why = "this machine stood still, or is too slow";
	char slipped[TIME_LEN];

	if (!stats->slipped_ns)
		return;
	if (stats->throttled)
		why = "live clocks had more to do than budget_percent allows, or it stood still";
	printf("time slipped: %s of real time (%.1f%%) were left out: %s\n",
	       format_time(stats->slipped_ns, slipped),
	       percent(stats->slipped_ns, stats->slipped_ns + stats->time_ns), why);
}

static void print_adapted(const struct schedsim_config *config, const struct schedsim_stats *stats)
{
	char text[ADAPT_LEN];

	if (!config->adapt)
		return;
	printf("the quantum adapts to %s\n", adapt_format(config, text));
	printf("it has changed %llu time%s", stats->quantum_changes,
	       stats->quantum_changes == 1 ? "" : "s");
	if (stats->adapt_measured)
		printf("; %s", adapt_measured(config, stats, text));
	putchar('\n');
}

static void print_text(const struct schedsim_config *config, const struct schedsim_stats *stats,
		       __u64 busy, __u64 all, __u32 nr_online)
{
	char time[TIME_LEN], quantum[TIME_LEN], text[FAULT_LEN], online[32] = "";
	const struct fault fault = fault_of(stats);

	if (nr_online < stats->nr_vcpus)
		snprintf(online, sizeof(online), " (%u online)", nr_online);
	printf("%s at %s: policy %s, quantum %s, %u vCPU%s%s %.1f%% busy\n",
	       stats->paused ? "paused" : "running", format_time(stats->time_ns, time),
	       config->policy, format_time(stats->quantum_ns, quantum), stats->nr_vcpus,
	       stats->nr_vcpus > 1 ? "s" : "", online, percent(busy, all));
	printf("%u processes: %u running, %u ready, %u sleeping, %u blocked, %u new, %u exited\n",
	       stats->nr_procs, stats->nr_running, stats->nr_ready, stats->nr_sleeping,
	       stats->nr_blocked, stats->nr_new, stats->nr_exited);
	print_adapted(config, stats);
	print_slipped(stats);
	if (fault.count)
		puts(format_fault(&fault, NULL, text));
}

static int run(int argc, char **argv)
{
	struct schedsim_config config;
	struct schedsim_stats stats;
	struct schedsim_vcpu *vcpus;
	__u64 busy = 0, all = 0;
	__u32 nr, nr_online = 0, i;
	int fd;

	while (next_option(&cmd_status, argc, argv) != -1)
		;
	want_args(&cmd_status, argc, 0, 0);
	fd = device_open(false);
	device_check(schedsim_get_config(fd, &config), "cannot read the configuration");
	device_check(schedsim_get_stats(fd, &stats), "cannot read the statistics");
	device_check(schedsim_get_vcpus(fd, &vcpus, &nr), "cannot read the vCPUs");
	for (i = 0; i < nr; i++) {
		busy += vcpus[i].busy_ns;
		all += vcpus[i].busy_ns + vcpus[i].idle_ns + vcpus[i].overhead_ns;
		nr_online += !(vcpus[i].flags & SCHEDSIM_VCPU_OFFLINE);
	}
	if (json_wanted)
		print_json(&config, &stats, busy, all, nr_online);
	else
		print_text(&config, &stats, busy, all, nr_online);
	free(vcpus);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_status = {
	.name = "status",
	.args = "[--json]",
	.summary = "show the live simulation in a few lines",
	.run = run,
};
