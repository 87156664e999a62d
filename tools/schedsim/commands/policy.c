// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim policy: show or change the policy of the live simulation.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"

static void print_params(const struct schedsim_param *params, __u32 nr)
{
	char value[PARAM_LEN], range[PARAM_LEN];
	__u32 i;

	for (i = 0; i < nr; i++)
		printf("%-12s%-10s%s\n", params[i].name, param_value(&params[i], value),
		       param_range(&params[i], SCHEDSIM_MIN_QUANTUM_LIVE_NS, range));
}

/* All policies, the active one in brackets, as in sysfs; and its parameters. */
static void show(int fd)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	struct schedsim_name *names;
	struct schedsim_config config;
	__u32 nr, nr_params, i;

	device_check(schedsim_get_config(fd, &config), "cannot read the configuration");
	device_check(schedsim_get_policies(fd, &names, &nr), "cannot read the policies");
	device_check(schedsim_get_params(fd, 0, params, &nr_params), "cannot read the parameters");
	if (json_wanted) {
		struct json_object *object = json_object_new_object();
		struct json_object *list = json_object_new_array();

		for (i = 0; i < nr; i++)
			json_object_array_add(list, json_object_new_string(names[i].text));
		json_add_string(object, "policy", config.policy);
		json_object_object_add(object, "params", params_json(params, nr_params));
		json_object_object_add(object, "policies", list);
		json_print(object);
		free(names);
		return;
	}
	for (i = 0; i < nr; i++) {
		bool active = !strcmp(names[i].text, config.policy);

		printf(active ? "%s[%s]" : "%s%s", i ? " " : "", names[i].text);
	}
	putchar('\n');
	print_params(params, nr_params);
	free(names);
}

/* The parameters are those that the module knows for the policy. */
static void take_params(int fd, struct schedsim_config *config, const char *text)
{
	struct schedsim_param known[SCHEDSIM_MAX_PARAMS];
	struct schedsim_name *names;
	__u32 nr, nr_params, i;

	device_check(schedsim_get_policies(fd, &names, &nr), "cannot read the policies");
	for (i = 0; i < nr && strcmp(names[i].text, config->policy);)
		i++;
	if (i == nr)
		device_die_policy(fd, config->policy);
	free(names);
	device_check(schedsim_get_params(fd, i + 1, known, &nr_params),
		     "cannot read the parameters");
	policy_arg_params(config, text, known, nr_params, SCHEDSIM_MIN_QUANTUM_LIVE_NS);
}

static void set_policy(int fd, const char *text)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_PARAMS,
	};
	const char *params = policy_arg_name(&config, text);
	int err;

	if (params)
		take_params(fd, &config, params);
	policy_arg_warn(&config);
	err = schedsim_set_config(fd, &config);
	if (err == -ENOENT)
		device_die_policy(fd, config.policy);
	if (err == -EOPNOTSUPP)
		die(TOOL_FAILED,
		    "policy %s cannot schedule processes of class deadline, and there are some",
		    config.policy);
	device_check(err, "cannot change the policy");
	policy_arg_free(&config);
}

static int run(int argc, char **argv)
{
	int fd;

	while (next_option(&cmd_policy, argc, argv) != -1)
		;
	want_args(&cmd_policy, argc, 0, 1);
	fd = device_open(optind < argc);
	if (optind < argc)
		set_policy(fd, argv[optind]);
	else
		show(fd);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_policy = {
	.name = "policy",
	.args = "[NAME[:KEY=VALUE,...]]",
	.summary = "show or change the policy and its parameters",
	.help =
"fair      weighted fair sharing, by nice\n"
"fifo      first come, first served\n"
"global    round robin with one queue for all vCPUs\n"
"            aligned=1       slices end at the multiples of the quantum\n"
"linux     SCHED_FIFO and SCHED_RR over SCHED_OTHER and SCHED_BATCH over SCHED_IDLE\n"
"lottery   a random one, by tickets\n"
"mlfq      a multi-level feedback queue\n"
"            queues=N        number of queues, 1 to 8; initially 3\n"
"            quantumN=TIME   slice in the Nth queue, the first being the topmost; 0: --quantum\n"
"            allotmentN=N    slices there before a process goes down\n"
"            boost=TIME      how often all come to the top; 0: never\n"
"            boost_left=TIME what a boost leaves of a slice, the allotment staying; 0: all new\n"
"            stay=1          giving up the vCPU makes slice and allotment new\n"
"            bump=1          who wakes up goes to the front of its queue\n"
"prio      strict priority, equals take turns\n"
"rr        round robin\n"
"            aligned=1       slices end at the multiples of the quantum\n"
"sjf       shortest burst first\n"
"srtf      shortest remaining burst first, preemptive\n"
"stride    proportional shares by tickets, without luck\n\n"
"What is not named is as at first. A change keeps all processes.\n",
	.run = run,
};
