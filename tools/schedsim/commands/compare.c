// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim compare: many runs in one table.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "args/adapt.h"
#include "args/balance.h"
#include "args/cache.h"
#include "compare/compare.h"
#include "util/tool.h"
#include "util/units.h"

#define MAX_WORKERS	1024
#define DEFAULT_METRICS	\
	"response,turnaround,turnaround.p99,waiting,fairness,switch-rate,miss-ratio,tardiness.max"

enum {
	OPT_ADAPT = 1,
	OPT_BALANCE,
	OPT_CACHE,
	OPT_COLLECT,
	OPT_CSV,
	OPT_EMIT_JOBS,
	OPT_GANTT,
	OPT_GENERATE,
	OPT_INTO,
	OPT_IO_LENGTH,
	OPT_JOBS,
	OPT_LIST,
	OPT_LLC,
	OPT_MIGRATION_COST,
	OPT_TOPOLOGY,
	OPT_LOCKS,
	OPT_METRICS,
	OPT_NODE,
	OPT_OFFLINE,
	OPT_ONLINE,
	OPT_PEEK,
	OPT_POLICIES,
	OPT_PROCESS,
	OPT_QUANTA,
	OPT_RESULT,
	OPT_SEEDS,
	OPT_STRICT,
	OPT_SWITCH_COST,
	OPT_TIE,
	OPT_UNIT,
	OPT_UNTIL,
	OPT_VCPUS,
};

static const struct option options[] = {
	{ "adapt", required_argument, NULL, OPT_ADAPT },
	{ "balance", required_argument, NULL, OPT_BALANCE },
	{ "cache", required_argument, NULL, OPT_CACHE },
	{ "collect", no_argument, NULL, OPT_COLLECT },
	{ "csv", no_argument, NULL, OPT_CSV },
	{ "emit-jobs", no_argument, NULL, OPT_EMIT_JOBS },
	{ "gantt", no_argument, NULL, OPT_GANTT },
	{ "generate", required_argument, NULL, OPT_GENERATE },
	{ "into", required_argument, NULL, OPT_INTO },
	{ "io-length", required_argument, NULL, OPT_IO_LENGTH },
	{ "jobs", required_argument, NULL, OPT_JOBS },
	{ "list", required_argument, NULL, OPT_LIST },
	{ "llc", required_argument, NULL, OPT_LLC },
	{ "locks", required_argument, NULL, OPT_LOCKS },
	{ "metrics", required_argument, NULL, OPT_METRICS },
	{ "migration-cost", required_argument, NULL, OPT_MIGRATION_COST },
	{ "topology", required_argument, NULL, OPT_TOPOLOGY },
	{ "node", required_argument, NULL, OPT_NODE },
	{ "offline", required_argument, NULL, OPT_OFFLINE },
	{ "online", required_argument, NULL, OPT_ONLINE },
	{ "peek", required_argument, NULL, OPT_PEEK },
	{ "policies", required_argument, NULL, OPT_POLICIES },
	{ "process", required_argument, NULL, OPT_PROCESS },
	{ "quanta", required_argument, NULL, OPT_QUANTA },
	{ "result", required_argument, NULL, OPT_RESULT },
	{ "seeds", required_argument, NULL, OPT_SEEDS },
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ "switch-cost", required_argument, NULL, OPT_SWITCH_COST },
	{ "tie", required_argument, NULL, OPT_TIE },
	{ "unit", required_argument, NULL, OPT_UNIT },
	{ "until", required_argument, NULL, OPT_UNTIL },
	{ "vcpus", required_argument, NULL, OPT_VCPUS },
	{ NULL, 0, NULL, 0 },
};

/**
 * struct comparison - what the command line asks for
 * @sweep: the runs
 * @output: how to print them
 * @workers: how many processes may work
 * @into: the folder that the results of --emit-jobs go to
 * @result: label of the only run, whose result is printed
 * @emit: print commands?
 * @collect: join results?
 * @gantt: draw two charts?
 * @about_runs: an option that --collect does not go with, as the runs are done
 */
struct comparison {
	struct sweep sweep;
	struct compare_output output;
	unsigned int workers;
	const char *into;
	const char *result;
	bool emit;
	bool collect;
	bool gantt;
	const char *about_runs;
};

static void take_run_option(struct sweep *sweep, int option)
{
	struct schedsim_config *config = &sweep->base.input.config;

	switch (option) {
	case OPT_GENERATE:
		sweep->generate_args = optarg;
		break;
	case 'i':
	case OPT_IO_LENGTH:
		textbook_io_arg(&sweep->base.textbook, option == 'i' ? "-i" : "--io-length",
				optarg);
		break;
	case 'l':
	case OPT_LIST:
		textbook_list_arg(&sweep->base.textbook, option == 'l' ? "-l" : "--list", optarg);
		break;
	case OPT_LLC:
		sweep->base.topology.llc = optarg;
		break;
	case OPT_TOPOLOGY:
		sweep->base.topology.all = optarg;
		break;
	case OPT_MIGRATION_COST:
		migration_arg(config, optarg);
		break;
	case OPT_NODE:
		sweep->base.topology.node = optarg;
		break;
	case OPT_OFFLINE:
	case OPT_ONLINE:
		hotplug_arg(&sweep->base.input.hotplug, option == OPT_ONLINE, optarg);
		break;
	case OPT_LOCKS:
		locks_arg(sweep, optarg);
		break;
	case OPT_POLICIES:
		policies_arg(sweep, optarg);
		break;
	case OPT_PROCESS:
		sweep->process = optarg;
		break;
	case OPT_QUANTA:
		quanta_arg(sweep, optarg);
		break;
	case OPT_SEEDS:
		sweep->seeds = numbers_arg("--seeds", optarg, 0, ~0ULL, &sweep->nr_seeds);
		break;
	case OPT_STRICT:
		sweep->base.workload.strict = true;
		break;
	case OPT_SWITCH_COST:
		config->switch_cost_ns = time_arg("--switch-cost", optarg, 0,
						  SCHEDSIM_MAX_SWITCH_COST_NS);
		break;
	case OPT_ADAPT:
		adapt_arg(config, "--adapt", optarg, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS);
		break;
	case OPT_BALANCE:
		balance_arg(config, optarg);
		break;
	case OPT_CACHE:
		cache_arg(config, optarg);
		break;
	case OPT_PEEK:
		peek_arg(config, optarg);
		break;
	case OPT_UNIT:
		unit_arg(config, optarg);
		break;
	case OPT_TIE:
		config->tie = tie_arg(optarg);
		sweep->tie = true;
		break;
	case OPT_UNTIL:
		sweep->base.input.until_ns = time_arg("--until", optarg, 1, SCHEDSIM_MAX_TIME_NS);
		sweep->base.until = true;
		break;
	case OPT_VCPUS:
		sweep->vcpus = numbers_arg("--vcpus", optarg, 1, SCHEDSIM_MAX_VCPUS,
					   &sweep->nr_vcpus);
		break;
	}
}

static void take_option(struct comparison *comparison, int option, const char *name)
{
	switch (option) {
	case OPT_COLLECT:
		comparison->collect = true;
		break;
	case OPT_CSV:
		comparison->output.format = COMPARE_CSV;
		break;
	case OPT_EMIT_JOBS:
		comparison->emit = true;
		break;
	case OPT_GANTT:
		comparison->gantt = true;
		break;
	case OPT_INTO:
		comparison->into = optarg;
		break;
	case OPT_JOBS:
		if (strchr(optarg, ','))
			die(TOOL_USAGE,
			    "--jobs: '%s' is a list, and --jobs is the number of workers here; the jobs are -l %s",
			    optarg, optarg);
		comparison->workers = number_arg("--jobs", optarg, 1, MAX_WORKERS);
		break;
	case OPT_METRICS:
		metrics_arg(&comparison->output, optarg);
		break;
	case OPT_RESULT:
		comparison->result = optarg;
		break;
	default:
		take_run_option(&comparison->sweep, option);
		comparison->about_runs = name;
	}
}

static const char *option_name(int option)
{
	size_t i = 0;

	if (option == 'l')
		option = OPT_LIST;
	else if (option == 'i')
		option = OPT_IO_LENGTH;
	while (options[i].name && options[i].val != option)
		i++;
	return options[i].name;
}

static void excludes(bool one, const char *one_name, bool other, const char *other_name)
{
	if (one && other)
		die(TOOL_USAGE, "compare: %s does not go with %s; allowed is one of them",
		    one_name, other_name);
}

/* Each of the commands would fail if it were not there. */
static void check_folder(const char *name)
{
	struct stat status;

	if (!stat(name, &status) && !S_ISDIR(status.st_mode))
		errno = ENOTDIR;
	else if (!access(name, W_OK | X_OK))
		return;
	die(TOOL_USAGE, "--into: %s: %s; allowed is a folder that can be written to", name,
	    strerror(errno));
}

static void check_options(const struct comparison *comparison)
{
	bool csv = comparison->output.format == COMPARE_CSV;

	excludes(csv, "--csv", json_wanted, "--json");
	excludes(comparison->emit, "--emit-jobs", comparison->collect, "--collect");
	excludes(comparison->result, "--result", comparison->emit || comparison->collect,
		 "--emit-jobs or --collect");
	excludes(comparison->gantt, "--gantt", csv || json_wanted, "--csv or --json");
	excludes(comparison->gantt, "--gantt", comparison->emit || comparison->collect,
		 "--emit-jobs or --collect");
	if (comparison->into && !comparison->emit)
		die(TOOL_USAGE, "compare: --into is for --emit-jobs");
	if (comparison->into)
		check_folder(comparison->into);
	if (comparison->collect && comparison->about_runs)
		die(TOOL_USAGE,
		    "compare: --%s does not go with --collect; the runs have been done",
		    comparison->about_runs);
}

static void set_defaults(struct comparison *comparison)
{
	struct sweep *sweep = &comparison->sweep;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (!sweep->nr_policies)
		policies_arg(sweep, "rr,fair");
	/* NULL: as the workload says */
	if (!sweep->nr_locks) {
		sweep->locks = allocate(1, sizeof(*sweep->locks));
		sweep->nr_locks = 1;
	}
	if (!sweep->nr_quanta)
		quanta_arg(sweep, "10ms");
	if (!sweep->nr_seeds)
		sweep->seeds = numbers_arg("--seeds", "0", 0, 0, &sweep->nr_seeds);
	/* 0: as many as the workload needs */
	if (!sweep->nr_vcpus)
		sweep->vcpus = numbers_arg("--vcpus", "0", 0, 0, &sweep->nr_vcpus);
	if (!comparison->output.nr_metrics)
		metrics_arg(&comparison->output, DEFAULT_METRICS);
	if (!comparison->workers)
		comparison->workers = cores < 1 ? 1 : cores > MAX_WORKERS ? MAX_WORKERS : cores;
}

static int work(struct comparison *comparison)
{
	struct sweep *sweep = &comparison->sweep;
	size_t nr = sweep_runs(sweep);
	struct compare_run *runs = allocate(nr, sizeof(*runs));
	double *values = NULL;
	int code;

	code = compare_work(sweep, comparison->workers, runs, &values);
	if (!code) {
		compare_print(&comparison->output, runs, nr);
		if (comparison->gantt)
			code = compare_gantt(sweep);
	}
	if (!code)
		code = compare_report_faults(runs, nr);
	free(values);
	free(runs);
	return code;
}

static void free_sweep(struct sweep *sweep)
{
	while (sweep->nr_policies)
		free(sweep->policies[--sweep->nr_policies]);
	free(sweep->policies);
	while (sweep->nr_locks)
		free(sweep->locks[--sweep->nr_locks]);
	free(sweep->locks);
	free(sweep->quanta);
	free(sweep->vcpus);
	free(sweep->seeds);
	free(sweep->generate.options);
	workload_free(&sweep->base.workload);
	textbook_free(&sweep->base.textbook);
	hotplug_free(&sweep->base.input.hotplug);
}

static int do_runs(struct comparison *comparison, int argc, char **argv)
{
	struct sweep *sweep = &comparison->sweep;
	size_t rows;
	int code = TOOL_OK;

	sweep_read(sweep, comparison->emit, argc, argv);
	rows = sweep_runs(sweep) / sweep->nr_seeds;
	if (comparison->gantt && rows != 2)
		die(TOOL_USAGE,
		    "compare: --gantt draws two configurations side by side; these are %zu", rows);
	if (comparison->emit)
		compare_emit(sweep, comparison->into);
	else if (comparison->result)
		code = compare_result(sweep, comparison->result);
	else
		code = work(comparison);
	return code;
}

static int run(int argc, char **argv)
{
	struct comparison comparison = {
		.sweep.base.input.config = {
			.mask = SCHEDSIM_CONFIG_ALL,
			.clock = SCHEDSIM_CLOCK_VIRTUAL,
		},
		.sweep.base.workload.warn = warn,
		.sweep.base.textbook.io_ns = TEXTBOOK_IO_NS,
	};
	int option, code;

	while ((option = next_option(&cmd_compare, argc, argv)) != -1)
		take_option(&comparison, option, option_name(option));
	check_options(&comparison);
	if (json_wanted)
		comparison.output.format = COMPARE_JSON;
	set_defaults(&comparison);
	/* Not given: that of the policy. */
	if (!comparison.sweep.tie)
		comparison.sweep.base.input.config.mask &= ~SCHEDSIM_CONFIG_TIE;
	if (comparison.collect) {
		want_args(&cmd_compare, argc, 1, -1);
		code = compare_collect(&comparison.output, argc - optind, argv + optind);
	} else {
		code = do_runs(&comparison, argc, argv);
	}
	free_sweep(&comparison.sweep);
	return code;
}

const struct command cmd_compare = {
	.name = "compare",
	.args = "[OPTION]... FILE...",
	.summary = "run a workload in many ways, and print one table",
	.help =
"The table has a row for each combination of policy, locks, quantum and vCPUs.\n"
"It shows means over the seeds.\n\n"
"  --policies LIST      rr,mlfq:queues=3,boost=100ms,./mine.so; default rr,fair\n"
"  --quanta LIST        1ms,10ms; default 10ms\n"
"  --vcpus LIST         1..4,8; default 1, or as many as files and options name\n"
"  --locks LIST         none,inherit,ceiling; default: as the files say\n"
"  --seeds LIST         1..20; default 0\n"
"  -l, --list LIST      processes in the textbook's forms, as 'run' has them:\n"
"                       5,3,8 (also for mlfq), 0,5,0:1,3,2 (end a list of one\n"
"                       with a colon), 10:100,20:50 or a:10:1\n"
"  -i, --io-length TIME how long their I/O takes; default 5ms\n"
"  --generate OPTIONS   no files: each seed has a workload of its own, see 'help\n"
"                       generate'\n"
"  --adapt, --balance, --llc, --node, --topology, --migration-cost,\n"
"  --offline, --online,\n"
"  --cache, --peek, --unit, --switch-cost, --tie, --until, --strict\n"
"                       as 'run' has them\n"
"  --metrics LIST       columns: response, turnaround, waiting, cpu, blocked,\n"
"                       job-response, lateness, tardiness, preemptions, yields,\n"
"                       switches, migrations, each also with .p50, .p95, .p99 or\n"
"                       .max; throughput, utilisation, switch-rate, switch-cost,\n"
"                       fairness, weighted-fairness, jobs-missed, miss-ratio,\n"
"                       mean-job-response, mean-lateness, mean-tardiness,\n"
"                       exited, deadlocked, spun, time; or all\n"
"  --process NAME       measure just this process, or its instances\n"
"  --json, --csv        the same table for machines\n"
"  --jobs N             worker processes; default: one for each CPU\n"
"  --gantt              two configurations side by side, and where they first\n"
"                       differ\n"
"  --emit-jobs          print a command for each run, for GNU parallel or\n"
"                       Slurm ...\n"
"  --into FOLDER        ... which writes its result to a file there\n"
"  --collect FILE...    join the results of these commands into the table\n",
	.options = options,
	.letters = "i:l:",
	.run = run,
};
