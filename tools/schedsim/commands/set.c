// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim set: change attributes of a process.
 */
#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

enum {
	OPT_AFFINITY = 1,
	OPT_CLASS,
	OPT_DEADLINE,
	OPT_GROUP,
	OPT_NICE,
	OPT_PERIOD,
	OPT_PRIORITY,
	OPT_RUNTIME,
	OPT_SHARES,
	OPT_SLICE,
	OPT_TICKETS,
};

static const struct option options[] = {
	{ "affinity", required_argument, NULL, OPT_AFFINITY },
	{ "class", required_argument, NULL, OPT_CLASS },
	{ "deadline", required_argument, NULL, OPT_DEADLINE },
	{ "group", required_argument, NULL, OPT_GROUP },
	{ "nice", required_argument, NULL, OPT_NICE },
	{ "period", required_argument, NULL, OPT_PERIOD },
	{ "priority", required_argument, NULL, OPT_PRIORITY },
	{ "runtime", required_argument, NULL, OPT_RUNTIME },
	{ "shares", required_argument, NULL, OPT_SHARES },
	{ "slice", required_argument, NULL, OPT_SLICE },
	{ "tickets", required_argument, NULL, OPT_TICKETS },
	{ NULL, 0, NULL, 0 },
};

#define ALL_TIMES	7	/* runtime, deadline and period */
#define SLICE		8	/* a runtime with neither */

struct set_args {
	struct schedsim_attr attr;
	__u32 mask;
	__u32 times;
};

static void take_time(struct set_args *args, const char *what, __u64 *ns, __u32 bit)
{
	*ns = time_arg(what, optarg, 0, SCHEDSIM_MAX_TIME_NS);
	args->times |= bit;
	args->mask |= SCHEDSIM_ATTR_DEADLINE;
}

static void take_option(struct set_args *args, int option)
{
	switch (option) {
	case OPT_AFFINITY:
		/* "any" is written as no bit at all. */
		if (optarg[0] != 'a' || optarg[1] != 'n' || optarg[2] != 'y' || optarg[3])
			cpus_arg("--affinity", optarg, args->attr.affinity);
		args->mask |= SCHEDSIM_ATTR_AFFINITY;
		break;
	case OPT_CLASS:
		args->attr.sched_class = class_arg("--class", optarg);
		args->mask |= SCHEDSIM_ATTR_CLASS;
		break;
	case OPT_GROUP:
		args->attr.group = number_arg("--group", optarg, 0, SCHEDSIM_MAX_GROUPS);
		args->mask |= SCHEDSIM_ATTR_GROUP;
		break;
	case OPT_SHARES:
		args->attr.shares = number_arg("--shares", optarg, SCHEDSIM_MIN_SHARES,
					       SCHEDSIM_MAX_SHARES);
		break;
	case OPT_NICE:
		args->attr.nice = nice_arg("--nice", optarg);
		args->mask |= SCHEDSIM_ATTR_NICE;
		break;
	case OPT_TICKETS:
		args->attr.tickets = number_arg("--tickets", optarg, 0, SCHEDSIM_MAX_TICKETS);
		args->mask |= SCHEDSIM_ATTR_TICKETS;
		break;
	case OPT_PRIORITY:
		args->attr.priority = number_arg("--priority", optarg, 0,
						 SCHEDSIM_MAX_PRIORITY);
		args->mask |= SCHEDSIM_ATTR_PRIORITY;
		break;
	case OPT_RUNTIME:
		take_time(args, "--runtime", &args->attr.runtime_ns, 1);
		break;
	case OPT_SLICE:
		args->attr.runtime_ns = slice_arg("--slice", optarg);
		args->times |= SLICE;
		args->mask |= SCHEDSIM_ATTR_DEADLINE;
		break;
	case OPT_DEADLINE:
		take_time(args, "--deadline", &args->attr.deadline_ns, 2);
		break;
	case OPT_PERIOD:
		take_time(args, "--period", &args->attr.period_ns, 4);
		break;
	}
}

static int run(int argc, char **argv)
{
	struct set_args args = { .mask = 0 };
	char reason[SCHEDSIM_REASON_LEN];
	int option, err, fd, code = TOOL_OK;
	__u32 id;

	while ((option = next_option(&cmd_set, argc, argv)) != -1)
		take_option(&args, option);
	want_args(&cmd_set, argc, 1, 1);
	id = id_arg(argv[optind]);
	check_shares("set", args.attr.shares, args.attr.group);
	if (!args.mask)
		die(TOOL_USAGE,
		    "set: nothing to change; allowed are --nice, --priority, --class, --tickets, --slice, --group with --shares, --affinity and the three times");
	if (args.times && args.times != ALL_TIMES && args.times != SLICE)
		die(TOOL_USAGE,
		    "set: the three times belong together; give --runtime, --deadline and --period, or --slice alone");
	fd = device_open(true);
	err = schedsim_set_attr(fd, id, 0, args.mask, &args.attr, reason);
	if (err)
		code = device_refused(err, reason, "cannot change the process");
	schedsim_close(fd);
	return code;
}

const struct command cmd_set = {
	.name = "set",
	.args = "ID OPTION...",
	.summary = "change attributes of a process",
	.help =
"  --nice N          -20 to 19\n"
"  --priority N      0 to 99, higher first\n"
"  --class NAME      other, fifo, rr, batch, idle or deadline\n"
"  --tickets N       0: by the nice value\n"
"  --slice TIME      of class other or batch: 100us to 100ms; 0: the quantum\n"
"  --group N         1 to 32, for fair and linux; 0: none\n"
"  --shares N        the weight of its group, 2 to 262144; default 1024; with\n"
"                    --group\n"
"  --affinity LIST   vCPUs it may use, as in 0,2-3, or any\n"
"  --runtime TIME --deadline TIME --period TIME\n"
"                    kept for deadline policies; all three or none\n",
	.options = options,
	.run = run,
};
