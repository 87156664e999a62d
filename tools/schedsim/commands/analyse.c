// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim analyse: schedulability tests, and beside them what a run shows.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/report.h"
#include "util/tool.h"
#include "util/units.h"

/* Tests take time with the square of their number, and more. */
#define MAX_TASKS	1000

enum {
	OPT_LOCKS = 1,
	OPT_POLICY,
	OPT_QUANTUM,
	OPT_STRICT,
	OPT_SWITCH_COST,
	OPT_UNTIL,
	OPT_VCPUS,
};

static const struct option options[] = {
	{ "locks", required_argument, NULL, OPT_LOCKS },
	{ "policy", required_argument, NULL, OPT_POLICY },
	{ "quantum", required_argument, NULL, OPT_QUANTUM },
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ "switch-cost", required_argument, NULL, OPT_SWITCH_COST },
	{ "until", required_argument, NULL, OPT_UNTIL },
	{ "vcpus", required_argument, NULL, OPT_VCPUS },
	{ NULL, 0, NULL, 0 },
};

static void want_policy(struct analysis *analysis, const char *text, size_t len)
{
	enum analyse_policy policy;

	for (policy = 0; policy < NR_ANALYSE; policy++) {
		if (strlen(analyse_policies[policy]) != len ||
		    strncmp(analyse_policies[policy], text, len))
			continue;
		analysis->wanted[policy] = true;
		return;
	}
	die(TOOL_USAGE,
	    "--policy: there are no tests for '%.*s'; allowed are edf, rm, dm and prio", (int)len,
	    text);
}

static void policies_arg(struct analysis *analysis, const char *text)
{
	for (;;) {
		size_t len = strcspn(text, ",");

		want_policy(analysis, text, len);
		if (!text[len])
			return;
		text += len + 1;
	}
}

static void take_option(struct analysis *analysis, int option)
{
	struct schedsim_config *config = &analysis->base.input.config;

	switch (option) {
	case OPT_LOCKS:
		analysis->base.locks = optarg;
		break;
	case OPT_POLICY:
		policies_arg(analysis, optarg);
		break;
	case OPT_QUANTUM:
		config->quantum_ns = time_arg("--quantum", optarg, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS,
					      SCHEDSIM_MAX_QUANTUM_NS);
		break;
	case OPT_STRICT:
		analysis->base.workload.strict = true;
		break;
	case OPT_SWITCH_COST:
		config->switch_cost_ns = time_arg("--switch-cost", optarg, 0,
						  SCHEDSIM_MAX_SWITCH_COST_NS);
		break;
	case OPT_UNTIL:
		analysis->until_ns = time_arg("--until", optarg, 1, SCHEDSIM_MAX_TIME_NS);
		break;
	case OPT_VCPUS:
		config->nr_vcpus = number_arg("--vcpus", optarg, 1, SCHEDSIM_MAX_VCPUS);
		break;
	}
}

/* Those that go by deadlines and periods; and prio, if somebody has a priority. */
static void want_default(struct analysis *analysis)
{
	enum analyse_policy policy;
	__u32 i;

	for (policy = 0; policy < NR_ANALYSE; policy++)
		if (analysis->wanted[policy])
			return;
	for (policy = 0; policy < NR_ANALYSE; policy++)
		analysis->wanted[policy] = policy != ANALYSE_PRIO;
	for (i = 0; i < analysis->base.workload.nr_procs; i++)
		if (analysis->base.workload.procs[i].attr.priority)
			analysis->wanted[ANALYSE_PRIO] = true;
}

static int exit_code(const struct analysis *analysis)
{
	__u32 i;

	if (nr_refuted(analysis)) {
		complain("a run and a test contradict each other; this is a bug of schedsim");
		return TOOL_REFUTED;
	}
	for (i = 0; i < analysis->nr_policies; i++)
		if (!policy_accepted(&analysis->policies[i]))
			return TOOL_REJECTED;
	return TOOL_OK;
}

static int run(int argc, char **argv)
{
	struct analysis analysis = {
		.base.input.config = {
			.mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_TIE,
			.quantum_ns = SCHEDSIM_DEFAULT_QUANTUM_NS,
			.clock = SCHEDSIM_CLOCK_VIRTUAL,
		},
		.base.workload.warn = warn,
	};
	int option, code;

	while ((option = next_option(&cmd_analyse, argc, argv)) != -1)
		take_option(&analysis, option);
	read_files(&analysis.base.workload, argc, argv);
	if (analysis.base.workload.nr_procs > MAX_TASKS)
		die(TOOL_WORKLOAD, "analyse: there are %u processes; allowed are %d",
		    analysis.base.workload.nr_procs, MAX_TASKS);
	want_default(&analysis);
	code = analyse(&analysis);
	if (!code) {
		if (json_wanted)
			analysis_print_json(&analysis);
		else
			analysis_print(&analysis);
		code = exit_code(&analysis);
	}
	analysis_free(&analysis);
	return code;
}

const struct command cmd_analyse = {
	.name = "analyse",
	.args = "[OPTION]... FILE...",
	.summary = "schedulability tests of a workload, and beside them a run",
	.help =
"The periodic tasks of all FILEs, which must repeat what they do with a timer,\n"
"are put to the tests that there are for each policy. A run in virtual time\n"
"shows how long their jobs really take. The exit status is 0 if for each policy\n"
"a test accepts the tasks; 8 if for one none does; 9 if a run shows that a test\n"
"is wrong.\n\n"
"  --policy LIST        of edf, rm, dm and prio; default: edf,rm,dm, and prio if\n"
"                       a process has a priority. With several vCPUs they have\n"
"                       one run queue, or one each if each process is bound to\n"
"                       one vCPU\n"
"  --vcpus N            1 to 256; default 1, or as many as the files name\n"
"  --locks PROTOCOL     of all mutexes: none, inherit or ceiling; default: as\n"
"                       the files say\n"
"  --switch-cost TIME   time lost at each context switch, up to 1s; default 0\n"
"  --quantum TIME       of prio, for processes of equal priority; default 10ms\n"
"  --until TIME         how long the run is; default: two hyperperiods from the\n"
"                       last arrival on, but no more than about 200000 jobs, or\n"
"                       a day\n"
"  --strict             refuse files with keys that nobody knows, instead of\n"
"                       warning of them\n"
"  --json               print one JSON object\n",
	.options = options,
	.run = run,
};
