// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim run: a workload in virtual time, with the engine that is built into
 * the tool or with that of the kernel.
 */
#include <stdlib.h>
#include <string.h>

#include "args/adapt.h"
#include "args/balance.h"
#include "args/cache.h"
#include "args/policy.h"
#include "print/fault.h"
#include "print/output.h"
#include "run/run.h"
#include "util/tool.h"
#include "util/units.h"

enum {
	OPT_ADAPT = 1,
	OPT_AFFINITY,
	OPT_ALL,
	OPT_BALANCE,
	OPT_CACHE,
	OPT_DEVICE,
	OPT_GANTT,
	OPT_IO_LENGTH,
	OPT_JOBS,
	OPT_LIST,
	OPT_LLC,
	OPT_MIGRATION_COST,
	OPT_TOPOLOGY,
	OPT_LOCKS,
	OPT_NODE,
	OPT_OFFLINE,
	OPT_ONLINE,
	OPT_PEEK,
	OPT_POLICY,
	OPT_QUANTUM,
	OPT_SEED,
	OPT_SESSION,
	OPT_STRICT,
	OPT_SWITCH_COST,
	OPT_TIE,
	OPT_UNIT,
	OPT_UNTIL,
	OPT_VCPUS,
};

static const struct option options[] = {
	{ "adapt", required_argument, NULL, OPT_ADAPT },
	{ "affinity", required_argument, NULL, OPT_AFFINITY },
	{ "all", no_argument, NULL, OPT_ALL },
	{ "balance", required_argument, NULL, OPT_BALANCE },
	{ "cache", required_argument, NULL, OPT_CACHE },
	{ "device", no_argument, NULL, OPT_DEVICE },
	{ "gantt", no_argument, NULL, OPT_GANTT },
	{ "io-length", required_argument, NULL, OPT_IO_LENGTH },
	{ "jobs", required_argument, NULL, OPT_JOBS },
	{ "list", required_argument, NULL, OPT_LIST },
	{ "llc", required_argument, NULL, OPT_LLC },
	{ "locks", required_argument, NULL, OPT_LOCKS },
	{ "migration-cost", required_argument, NULL, OPT_MIGRATION_COST },
	{ "topology", required_argument, NULL, OPT_TOPOLOGY },
	{ "node", required_argument, NULL, OPT_NODE },
	{ "offline", required_argument, NULL, OPT_OFFLINE },
	{ "online", required_argument, NULL, OPT_ONLINE },
	{ "peek", required_argument, NULL, OPT_PEEK },
	{ "policy", required_argument, NULL, OPT_POLICY },
	{ "quantum", required_argument, NULL, OPT_QUANTUM },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "session", required_argument, NULL, OPT_SESSION },
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ "switch-cost", required_argument, NULL, OPT_SWITCH_COST },
	{ "tie", required_argument, NULL, OPT_TIE },
	{ "unit", required_argument, NULL, OPT_UNIT },
	{ "until", required_argument, NULL, OPT_UNTIL },
	{ "vcpus", required_argument, NULL, OPT_VCPUS },
	{ NULL, 0, NULL, 0 },
};

/**
 * tie_arg - what comes first at one instant, on the command line
 * @text: the name
 *
 * Return: enum schedsim_tie.
 */
__u32 tie_arg(const char *text)
{
	if (!strcmp(text, "arrival-first"))
		return SCHEDSIM_TIE_ARRIVAL_FIRST;
	if (!strcmp(text, "expiry-first"))
		return SCHEDSIM_TIE_EXPIRY_FIRST;
	die(TOOL_USAGE, "--tie: '%s' is not possible; allowed are arrival-first and expiry-first",
	    text);
}

static void take_option(struct run_args *args, int option)
{
	struct schedsim_config *config = &args->input.config;

	if (option != OPT_ALL && option != OPT_POLICY && option != OPT_SESSION)
		args->plain = false;
	switch (option) {
	case 'A':
	case OPT_AFFINITY:
		textbook_affinity_arg(&args->textbook, option == 'A' ? "-A" : "--affinity", optarg);
		break;
	case OPT_ALL:
		args->all = true;
		break;
	case OPT_DEVICE:
		args->device = true;
		break;
	case OPT_GANTT:
		args->input.gantt = true;
		break;
	case 'l':
		textbook_list_arg(&args->textbook, "-l", optarg);
		break;
	case OPT_JOBS:
		textbook_list_arg(&args->textbook, "--jobs", optarg);
		break;
	case OPT_LIST:
		textbook_list_arg(&args->textbook, "--list", optarg);
		break;
	case 'i':
	case OPT_IO_LENGTH:
		textbook_io_arg(&args->textbook, option == 'i' ? "-i" : "--io-length", optarg);
		break;
	case OPT_LLC:
		args->topology.llc = optarg;
		break;
	case OPT_TOPOLOGY:
		args->topology.all = optarg;
		break;
	case OPT_MIGRATION_COST:
		migration_arg(config, optarg);
		break;
	case OPT_NODE:
		args->topology.node = optarg;
		break;
	case OPT_LOCKS:
		args->locks = optarg;
		break;
	case OPT_OFFLINE:
	case OPT_ONLINE:
		hotplug_arg(&args->input.hotplug, option == OPT_ONLINE, optarg);
		break;
	case OPT_POLICY:
		args->policy = optarg;
		args->policies = grown(args->policies, args->nr_policies, &args->room_policies,
				       sizeof(*args->policies));
		args->policies[args->nr_policies++] = optarg;
		break;
	case OPT_QUANTUM:
		config->quantum_ns = time_arg("--quantum", optarg, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS,
					      SCHEDSIM_MAX_QUANTUM_NS);
		break;
	case OPT_SEED:
		config->seed = number_arg("--seed", optarg, 0, ~0ULL);
		break;
	case OPT_SESSION:
		args->session = optarg;
		break;
	case OPT_STRICT:
		args->workload.strict = true;
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
		config->mask |= SCHEDSIM_CONFIG_TIE;
		break;
	case OPT_UNTIL:
		args->input.until_ns = time_arg("--until", optarg, 0, SCHEDSIM_MAX_TIME_NS);
		args->until = true;
		break;
	case OPT_VCPUS:
		config->nr_vcpus = number_arg("--vcpus", optarg, 1, SCHEDSIM_MAX_VCPUS);
		break;
	}
}

/* How long to run: as told, as the files say, or until all have exited. */
static void set_horizon(struct run_args *args)
{
	struct run_input *input = &args->input;
	const char *endless = workload_endless(&args->workload);

	if (args->until)
		return;
	input->stop_idle = true;
	input->until_ns = args->workload.duration_ns;
	if (input->until_ns)
		return;
	if (endless)
		die(TOOL_USAGE,
		    "'%s' runs for ever; say how long with --until, as in --until 1s, or with \"duration\" (in seconds) in the file",
		    endless);
	input->until_ns = SCHEDSIM_MAX_TIME_NS;
}

/**
 * read_files - read the workload files that follow the options, or die
 * @workload: where to
 * @argc: as the subcommand got it
 * @argv: as the subcommand got it
 */
void read_files(struct workload *workload, int argc, char **argv)
{
	int code = optind < argc ? TOOL_WORKLOAD : TOOL_USAGE;

	for (; optind < argc; optind++)
		if (workload_load(workload, argv[optind]))
			die(TOOL_WORKLOAD, "%s", workload->error);
	if (!workload->nr_procs)
		die(code, "%s: there are no processes; give a workload file%s", argv[0],
		    strcmp(argv[0], "run") ? "" : " or --jobs, as in --jobs 5,3,8");
	if (workload->nr_procs > SCHEDSIM_MAX_PROCS)
		die(TOOL_WORKLOAD, "there are %u processes; allowed are %d", workload->nr_procs,
		    SCHEDSIM_MAX_PROCS);
}

/**
 * run_args_complete - once options and files have been read, all the rest, or die
 * @args: of the run
 */
void run_args_complete(struct run_args *args)
{
	struct schedsim_config *config = &args->input.config;

	if (args->locks)
		workload_set_protocol(&args->workload, workload_locks_arg(args->locks));
	if (!config->nr_vcpus) {
		__u32 named = topology_nr_vcpus(&args->topology);

		config->nr_vcpus = workload_nr_cpus(&args->workload);
		if (named > config->nr_vcpus)
			config->nr_vcpus = named;
		named = hotplug_nr_vcpus(&args->input.hotplug);
		if (named > config->nr_vcpus)
			config->nr_vcpus = named;
	}
	hotplug_check(&args->input.hotplug, config->nr_vcpus);
	topology_set(&args->topology, config);
	workload_check_cpus(&args->workload, config->nr_vcpus);
	policy_arg_tie(config);
	set_horizon(args);
	config->max_procs = args->workload.nr_procs;
	/* There can be no more objects than processes, either. */
	if (config->max_procs < args->workload.objects.nr)
		config->max_procs = args->workload.objects.nr;
	args->input.workload = &args->workload;
	args->input.entries = workload_entries(&args->workload);
}

static void take_policy(struct run_args *args)
{
	struct schedsim_config *config = &args->input.config;

	if (args->device && args->policy) {
		run_device_policy(config, args->policy);
	} else {
		if (args->policy)
			policy_arg(config, args->policy);
		check_policy(config->policy);
	}
	policy_arg_warn(config);
}

static void read_args(struct run_args *args, int argc, char **argv)
{
	struct schedsim_config *config = &args->input.config;
	int option;

	while ((option = next_option(&cmd_run, argc, argv)) != -1)
		take_option(args, option);
	if (args->session && (!args->plain || optind < argc))
		die(TOOL_USAGE,
		    "run: the session says all that is to be done; only --policy FILE, --all and --json go with --session");
	if (args->session)
		return;
	if (args->device && args->input.gantt)
		die(TOOL_USAGE, "run: --gantt does not go with --device; allowed is one of them");
	take_policy(args);
	args->textbook.caches = config->cache_rate > 1;
	workload_add_textbook(&args->workload, &args->textbook, config->policy);
	read_files(&args->workload, argc, argv);
	workload_bind(&args->workload, &args->textbook, config->nr_vcpus);
	run_args_complete(args);
}

/**
 * run_result_free - free what a result holds
 * @result: the result
 */
void run_result_free(struct run_result *result)
{
	schedsim_free_procs(&result->list);
	free(result->vcpus);
	free(result->objects);
	free(result->object_attrs);
	free(result->slices);
}

static const char *name_of(const struct run_args *args, const struct run_result *result, __u32 id)
{
	__u32 i;

	for (i = 0; i < result->list.nr; i++)
		if (result->list.procs[i].id == id)
			return args->workload.procs[i].name;
	return NULL;
}

/* How many of those that were stopped are named. */
#define MAX_SPUN	10

/* Processes that were stopped, because they went round loops while no time passed. */
static __u32 report_spun(const struct run_args *args, const struct run_result *result)
{
	static const char text[] =
		"process %u '%s' was stopped at %s: more than %d turns of its loops took no time";
	char when[TIME_LEN];
	__u32 i, nr = 0;

	for (i = 0; i < result->list.nr; i++) {
		const struct schedsim_proc *proc = &result->list.procs[i];

		if (!(proc->flags & SCHEDSIM_PROC_SPUN) || nr++ >= MAX_SPUN)
			continue;
		complain(text, proc->id, args->workload.procs[i].name,
			 format_time(proc->finish_ns, when), SCHEDSIM_MAX_TURNS);
	}
	if (nr > MAX_SPUN)
		complain("and so were %u more", nr - MAX_SPUN);
	return nr;
}

/**
 * run_print_result - print a run
 * @args: of the run; the processes of the workload are those of @result
 * @result: what came out
 *
 * A rule that the policy broke, and processes that were stopped, are known by the
 * exit status, too.
 *
 * Return: an exit code.
 */
int run_print_result(const struct run_args *args, const struct run_result *result)
{
	const struct fault fault = fault_of(&result->stats);
	char text[FAULT_LEN];

	if (json_wanted)
		run_print_json(&args->input, result);
	else
		run_print(&args->input, result, args->all);
	if (report_spun(args, result) && !fault.count)
		return TOOL_WORKLOAD;
	if (!fault.count)
		return TOOL_OK;
	complain("%s", format_fault(&fault, name_of(args, result, fault.id), text));
	return TOOL_FAULT;
}

static int run_workload(struct run_args *args)
{
	struct run_result result = { .nr_params = 0 };
	int code = run_to_end(&args->input, args->device ? run_device : run_engine, &result);

	if (!code)
		code = run_print_result(args, &result);
	run_result_free(&result);
	free(args->input.entries);
	policy_arg_free(&args->input.config);
	topology_free(&args->input.config);
	hotplug_free(&args->input.hotplug);
	textbook_free(&args->textbook);
	return code;
}

static int run(int argc, char **argv)
{
	struct run_args args = {
		.input.config = {
			.mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_TIE,
			.policy = "fair",
			.quantum_ns = SCHEDSIM_DEFAULT_QUANTUM_NS,
			.clock = SCHEDSIM_CLOCK_VIRTUAL,
		},
		.workload.warn = warn,
		.textbook.io_ns = TEXTBOOK_IO_NS,
		.plain = true,
	};
	int code;

	read_args(&args, argc, argv);
	code = args.session ? session_run(&args) : run_workload(&args);
	workload_free(&args.workload);
	free(args.policies);
	return code;
}

const struct command cmd_run = {
	.name = "run",
	.args = "[OPTION]... FILE...|--session FILE",
	.summary = "run a workload in virtual time, without the module",
	.help =
"The processes are those of all FILEs (rt-app JSON, see schedsim-workload(5))\n"
"and of --list.\n\n"
"  -l, --list, --jobs LIST\n"
"                       processes as in a textbook: how long they run, 5,3,8\n"
"                       (ms) or 500us,2ms;\n"
"                       or START,RUN,I/O-FREQUENCY:START,RUN,I/O-FREQUENCY (mlfq\n"
"                       always reads this form; with other policies, end a list\n"
"                       of one with a colon);\n"
"                       or RUN:TICKETS,RUN:TICKETS;\n"
"                       or NAME:RUN:WORKING-SET,NAME:RUN:WORKING-SET\n"
"  -A, --affinity LIST  the vCPUs that processes may run on: NAME:0.1,NAME:1\n"
"  -i, --io-length TIME how long their I/O takes; default 5ms\n"
"  --policy NAME[:KEY=VALUE,...]\n"
"                       default fair; 'schedsim help policy' lists them and\n"
"                       their parameters; a NAME with a slash is a file, as in\n"
"                       ./mine.so, see schedsim-policy(7)\n"
"  --quantum TIME       1us to 10s; default 10ms\n"
"  --adapt TARGET=LIMIT[,min=TIME,max=TIME,interval=TIME]\n"
"                       the quantum adapts: switch=5%: as short as it may be if\n"
"                       switches are to take no more; response=20ms: as long as\n"
"                       it may be if 95% of responses are to take no longer; min\n"
"                       (100us), max (1s), looked at each 100ms\n"
"  --balance PART,...[,interval=TIME,imbalance=PERCENT,defect=NAME]\n"
"                       what balances loads, whatever the policy's parameter\n"
"                       says: all, none, or some of wake, idle, periodic, push,\n"
"                       pull; all,-idle is all but one; and a defect to study:\n"
"                       group-imbalance, group-construction, wakeup-overload or\n"
"                       missing-domains\n"
"  --vcpus N            1 to 256; default 1, or as many as files and options name\n"
"  --llc SETS           vCPUs that share a cache: 0-3,4-7 are two sets, as are\n"
"                       0+2,1+3\n"
"  --node SETS          vCPUs of one memory node, likewise\n"
"  --offline LIST[@TIME], --online LIST[@TIME]\n"
"                       vCPUs that go offline or online, and when: 1-3@100ms;\n"
"                       more than one may be given\n"
"  --topology WHICH     what vCPUs are like: 2x4x2 (nodes, cores, threads),\n"
"                       smp:N, big.LITTLE, host or a file, see 'schedsim help\n"
"                       topology'\n"
"  --migration-cost smt=TIME,llc=TIME,node=TIME,far=TIME\n"
"                       time lost when a process comes from another vCPU: one of\n"
"                       the same core, cache, node, or of another node\n"
"  --cache KEY=VALUE,...\n"
"                       vCPUs have caches: size=N (default 100) for working\n"
"                       sets, rate=N: how much faster warm processes run (2),\n"
"                       warmup=TIME (10ms)\n"
"  --peek TIME          how often a vCPU with an empty run queue looks at that\n"
"                       of another one\n"
"  --unit TIME          bursts take a multiple of this CPU time: what is left\n"
"                       over is charged\n"
"  --switch-cost TIME   time lost at each context switch, up to 1s; default 0\n"
"  --until TIME         how long; default: the files' duration, or until all\n"
"                       have exited\n"
"  --seed N             for policies that draw lots; default 0\n"
"  --tie WHICH          what comes first if both are due: arrival-first (the\n"
"                       default) or expiry-first (the default of mlfq)\n"
"  --locks PROTOCOL     of all mutexes: none, inherit or ceiling; default: as\n"
"                       the files say\n"
"  --strict             refuse files with keys that nobody knows, instead of\n"
"                       warning of them\n"
"  --device             run in the kernel, with the module; the numbers are the\n"
"                       same\n"
"  --session FILE       replay what 'schedsim record-session' has recorded: the\n"
"                       digest must be the same; --policy ./mine.so may come\n"
"                       with it, for a policy of the session\n"
"  --gantt              draw who ran when\n"
"  --all                print all processes, even if there are very many\n"
"  --json               print one JSON object\n",
	.options = options,
	.letters = "A:l:i:",
	.run = run,
};
