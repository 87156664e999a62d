// SPDX-License-Identifier: GPL-2.0
/*
 * A run as people read it.
 */
#include "output.h"
#include "run.h"
#include "units.h"

/* Longer lists are cut, unless all was asked for. */
#define MAX_ROWS	50

static const char columns[] =
	"ID\t<NAME\t<STATE\tARRIVAL\tRESPONSE\tTURNAROUND\tWAITING\t"
	"CPU\tPREEMPTED\tYIELDS\tSWITCHES";

static void print_procs(const struct run_input *input, const struct run_result *result, bool all)
{
	__u32 rows = result->nr_procs > MAX_ROWS && !all ? MAX_ROWS : result->nr_procs;
	char arrival[TIME_LEN], response[TIME_LEN], turnaround[TIME_LEN];
	char waiting[TIME_LEN], cpu[TIME_LEN];
	struct table *table;
	__u32 i;

	table = table_new(columns);
	for (i = 0; i < rows; i++) {
		const struct schedsim_proc *proc = &result->procs[i];

		table_add(table, "%u\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%llu\t%llu\t%llu", proc->id,
			  input->workload->procs[i].name, state_name(proc->state),
			  format_time(proc->arrival_ns, arrival),
			  format_time(run_response(proc), response),
			  format_time(run_turnaround(proc), turnaround),
			  format_time(run_arrived(proc) ? proc->waiting_ns : SCHEDSIM_NEVER,
				      waiting),
			  format_time(proc->cpu_ns, cpu), proc->preemptions, proc->yields,
			  proc->switches);
	}
	table_print(table);
	if (rows < result->nr_procs)
		printf("... and %u more; --all shows them, --json has them\n",
		       result->nr_procs - rows);
}

static void print_vcpus(const struct run_result *result)
{
	char busy[TIME_LEN], idle[TIME_LEN], overhead[TIME_LEN];
	struct table *table = table_new("VCPU\tBUSY\tIDLE\tSWITCH COST\tUSED\tSWITCHES");
	__u32 i;

	for (i = 0; i < result->nr_vcpus; i++) {
		const struct schedsim_vcpu *vcpu = &result->vcpus[i];

		table_add(table, "%u\t%s\t%s\t%s\t%.1f%%\t%llu", vcpu->id,
			  format_time(vcpu->busy_ns, busy), format_time(vcpu->idle_ns, idle),
			  format_time(vcpu->overhead_ns, overhead),
			  percent(vcpu->busy_ns, vcpu->busy_ns + vcpu->idle_ns +
				  vcpu->overhead_ns), vcpu->switches);
	}
	table_print(table);
}

static void add_spread(struct table *table, const char *name, const struct run_spread *spread)
{
	char mean[TIME_LEN], max[TIME_LEN];

	table_add(table, "%s\t%s\t%s", name,
		  format_time(spread->nr ? spread->mean : SCHEDSIM_NEVER, mean),
		  format_time(spread->nr ? spread->max : SCHEDSIM_NEVER, max));
}

static void print_summary(const struct run_result *result)
{
	struct table *table = table_new("<\tMEAN\tMAX");
	const struct schedsim_stats *stats = &result->stats;
	struct run_summary summary = { .arrived = 0 };
	char time[TIME_LEN];

	run_summarise(result, &summary);
	add_spread(table, "response", &summary.response);
	add_spread(table, "turnaround", &summary.turnaround);
	add_spread(table, "waiting", &summary.waiting);
	table_print(table);
	printf("\n%s simulated: %u of %u processes exited, %.3f a second\n",
	       format_time(stats->time_ns, time), summary.exited, result->nr_procs,
	       run_throughput(result, &summary));
	printf("%llu switches, %llu preemptions, %llu yields, %llu wakeups, %llu migrations\n",
	       stats->switches, stats->preemptions, stats->yields, stats->wakeups,
	       stats->migrations);
	printf("digest 0x%016llx of %llu events\n", stats->digest, stats->events);
}

/**
 * run_print - print a run for people
 * @input: what was simulated
 * @result: what came out
 * @all: even if there are very many processes
 */
void run_print(const struct run_input *input, const struct run_result *result, bool all)
{
	const struct schedsim_config *config = &input->config;
	char quantum[TIME_LEN], cost[TIME_LEN];

	printf("policy %s, quantum %s, %u vCPU%s, switch cost %s, %s\n\n", config->policy,
	       format_time(config->quantum_ns, quantum), config->nr_vcpus,
	       config->nr_vcpus > 1 ? "s" : "", format_time(config->switch_cost_ns, cost),
	       tie_name(config->tie));
	print_procs(input, result, all);
	putchar('\n');
	print_vcpus(result);
	putchar('\n');
	if (input->gantt)
		gantt_print(input, result);
	print_summary(result);
}
