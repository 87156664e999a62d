// SPDX-License-Identifier: GPL-2.0
/*
 * A run as people read it.
 */
#include "args/adapt.h"
#include "args/balance.h"
#include "args/policy.h"
#include "print/metrics.h"
#include "print/objects.h"
#include "print/output.h"
#include "run/run.h"
#include "util/units.h"

/* Longer lists are cut, unless all was asked for. */
#define MAX_ROWS	50

static const char columns[] =
	"ID\t<NAME\t<STATE\t?<WAITS FOR\tARRIVAL\tRESPONSE\tTURNAROUND\tWAITING\t?BLOCKED\tCPU\t"
	"?PREEMPTED\t?YIELDS\tSWITCHES\t?MIGRATIONS\t"
	"?RELEASED\t?DONE\t?MISSED\t?WORST JOB\t?LATENESS";

static const char *measured(const struct schedsim_proc *proc, enum schedsim_measure measure,
			    char *text)
{
	__s64 value;

	if (!schedsim_measure(proc, measure, &value))
		return "-";
	return format_stime(value, text);
}

static void add_proc(struct table *table, const struct run_input *input,
		     const struct run_result *result, __u32 index, bool jobs)
{
	const struct schedsim_proc *proc = &result->list.procs[index];
	const char *name = input->workload->procs[index].name;
	char arrival[TIME_LEN], response[TIME_LEN], turnaround[TIME_LEN], waiting[TIME_LEN];
	char blocked[TIME_LEN], cpu[TIME_LEN], worst[TIME_LEN], lateness[TIME_LEN];
	char waits_for[AWAITED_LEN];

	format_awaited(proc, awaited(result->objects, result->nr_objects, proc),
		       &input->workload->objects, waits_for);
	table_add(table,
		  "%u\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%llu\t%llu\t%llu\t%llu\t%llu\t%llu\t%llu\t%s\t%s",
		  proc->id, name, state_name(proc->state), waits_for,
		  format_time(proc->arrival_ns, arrival),
		  measured(proc, SCHEDSIM_RESPONSE, response),
		  measured(proc, SCHEDSIM_TURNAROUND, turnaround),
		  measured(proc, SCHEDSIM_WAITING, waiting),
		  measured(proc, SCHEDSIM_BLOCKED, blocked), format_time(proc->cpu_ns, cpu),
		  proc->preemptions, proc->yields, proc->switches, proc->migrations,
		  jobs ? proc->jobs_released : 0, jobs ? proc->jobs_done : 0, proc->jobs_missed,
		  jobs ? measured(proc, SCHEDSIM_JOB_RESPONSE, worst) : "-",
		  measured(proc, SCHEDSIM_LATENESS, lateness));
}

static void print_procs(const struct run_input *input, const struct run_result *result, bool all,
			bool jobs)
{
	__u32 rows = result->list.nr > MAX_ROWS && !all ? MAX_ROWS : result->list.nr;
	struct table *table;
	__u32 i;

	table = table_new(columns);
	for (i = 0; i < rows; i++)
		add_proc(table, input, result, i, jobs);
	table_print(table);
	if (rows < result->list.nr)
		printf("... and %u more; --all shows them, --json has them\n",
		       result->list.nr - rows);
}

static void print_vcpus(const struct run_result *result)
{
	char busy[TIME_LEN], idle[TIME_LEN], overhead[TIME_LEN], offline[TIME_LEN];
	struct table *table =
		table_new("VCPU\tBUSY\t?IDLE\t?OFFLINE\t?SWITCH COST\tUSED\tSWITCHES");
	__u32 i;

	for (i = 0; i < result->nr_vcpus; i++) {
		const struct schedsim_vcpu *vcpu = &result->vcpus[i];

		table_add(table, "%u\t%s\t%s\t%s\t%s\t%.1f%%\t%llu", vcpu->id,
			  format_time(vcpu->busy_ns, busy), format_time(vcpu->idle_ns, idle),
			  format_time(vcpu->offline_ns, offline),
			  format_time(vcpu->overhead_ns, overhead),
			  percent(vcpu->busy_ns, vcpu->busy_ns + vcpu->idle_ns +
				  vcpu->overhead_ns), vcpu->switches);
	}
	table_print(table);
}

static void print_objects(const struct run_input *input, const struct run_result *result)
{
	__u32 rows = result->nr_objects > MAX_ROWS ? MAX_ROWS : result->nr_objects;

	if (!rows)
		return;
	objects_print(result->objects, rows, &input->workload->objects);
	if (rows < result->nr_objects)
		printf("... and %u more; --json has them\n", result->nr_objects - rows);
	putchar('\n');
}

/* What has to do with objects, as far as there was anything. */
static void print_waiting(const struct schedsim_stats *stats)
{
	const struct {
		const char *one;
		const char *more;
		__u64 nr;
	} counts[] = {
		{ "wait for an object", "waits for objects", stats->blocks },
		{ "inheritance", "inheritances", stats->boosts },
		{ "deadlock", "deadlocks", stats->deadlocks },
		{ "wait not checked for a deadlock", "waits not checked for deadlocks",
		  stats->unchecked },
		{ "lock timed out", "locks timed out", stats->timeouts },
		{ "mutex abandoned", "mutexes abandoned", stats->abandoned },
		{ "fork", "forks", stats->forks },
		{ "fork that failed", "forks that failed", stats->forks_failed },
		{ "program error", "program errors", stats->program_errors },
	};
	const char *before = "";
	size_t i;

	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		if (!counts[i].nr)
			continue;
		printf("%s%llu %s", before, counts[i].nr,
		       counts[i].nr == 1 ? counts[i].one : counts[i].more);
		before = ", ";
	}
	if (*before)
		putchar('\n');
}

static void print_adapted(const struct schedsim_config *config, const struct schedsim_stats *stats)
{
	char quantum[TIME_LEN], text[ADAPT_LEN];

	if (!config->adapt)
		return;
	printf("quantum %s in the end, after %llu change%s",
	       format_time(stats->quantum_ns, quantum), stats->quantum_changes,
	       stats->quantum_changes == 1 ? "" : "s");
	if (stats->adapt_measured)
		printf("; %s", adapt_measured(config, stats, text));
	putchar('\n');
}

static void print_counters(const struct schedsim_config *config,
			   const struct schedsim_stats *stats)
{
	printf("%llu switches, %llu preemptions, %llu yields, %llu wakeups, %llu migrations\n",
	       stats->switches, stats->preemptions, stats->yields, stats->wakeups,
	       stats->migrations);
	print_waiting(stats);
	print_adapted(config, stats);
	if (config->balancing_parts)
		balance_print(stats);
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
	struct schedsim_metrics metrics;
	char quantum[TIME_LEN], cost[TIME_LEN], adapt[ADAPT_LEN], balance[BALANCE_LEN];

	metrics_compute(&metrics, &result->list, result->vcpus, result->nr_vcpus,
			&result->stats);
	fputs("policy ", stdout);
	policy_print_given(config);
	printf(", quantum %s, %u vCPU%s, switch cost %s, %s\n",
	       format_time(config->quantum_ns, quantum), config->nr_vcpus,
	       config->nr_vcpus > 1 ? "s" : "", format_time(config->switch_cost_ns, cost),
	       tie_name(config->tie));
	if (config->adapt)
		printf("adapts to %s\n", adapt_format(config, adapt));
	if (config->balancing_parts)
		printf("balances by %s\n", balance_format(config, balance));
	putchar('\n');
	print_procs(input, result, all, metrics_jobs_matter(&metrics));
	putchar('\n');
	print_vcpus(result);
	putchar('\n');
	print_objects(input, result);
	if (input->gantt)
		gantt_print(input, result);
	metrics_print(&metrics);
	print_counters(config, &result->stats);
}
