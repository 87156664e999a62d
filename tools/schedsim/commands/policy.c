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

#define OPT_EVICT	1

static const struct option options[] = {
	{ "evict", required_argument, NULL, OPT_EVICT },
	{ NULL, 0, NULL, 0 },
};

static void print_params(const struct schedsim_param *params, __u32 nr)
{
	char value[PARAM_LEN], range[PARAM_LEN];
	__u32 i;

	for (i = 0; i < nr; i++)
		printf("%-14s%-10s%s\n", params[i].name, param_value(&params[i], value),
		       param_range(&params[i], SCHEDSIM_MIN_QUANTUM_LIVE_NS, range));
}

static void print_json(const struct schedsim_policy *policies, __u32 nr, const char *policy,
		       const struct schedsim_param *params, __u32 nr_params)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < nr; i++)
		json_object_array_add(list, json_object_new_string(policies[i].name));
	json_add_string(object, "policy", policy);
	json_object_object_add(object, "params", params_json(params, nr_params));
	json_object_object_add(object, "policies", list);
	json_print(object);
}

/* All policies, the active one in brackets, as in sysfs; and its parameters. */
static void show(int fd)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	struct schedsim_policy *policies;
	struct schedsim_config config;
	__u32 nr, nr_params, i;

	device_check(schedsim_get_config(fd, &config), "cannot read the configuration");
	device_check(schedsim_get_policies(fd, &policies, &nr), "cannot read the policies");
	device_check(schedsim_get_params(fd, NULL, params, &nr_params),
		     "cannot read the parameters");
	if (json_wanted) {
		print_json(policies, nr, config.policy, params, nr_params);
		free(policies);
		return;
	}
	for (i = 0; i < nr; i++) {
		bool active = !strcmp(policies[i].name, config.policy);

		printf(active ? "%s[%s]" : "%s%s", i ? " " : "", policies[i].name);
	}
	putchar('\n');
	print_params(params, nr_params);
	free(policies);
}

/* The parameters are those that the module knows for the policy. */
static void take_params(int fd, struct schedsim_config *config, const char *text)
{
	struct schedsim_param known[SCHEDSIM_MAX_PARAMS];
	__u32 nr;
	int err;

	err = schedsim_get_params(fd, config->policy, known, &nr);
	if (err == -ENOENT)
		device_die_policy(fd, config->policy);
	device_check(err, "cannot read the parameters");
	policy_arg_params(config, text, known, nr, SCHEDSIM_MIN_QUANTUM_LIVE_NS);
}

static int set_policy(int fd, const char *text)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_PARAMS,
	};
	const char *params;
	int err;

	params = policy_arg_name(&config, text);
	if (params)
		take_params(fd, &config, params);
	policy_arg_warn(&config);
	err = schedsim_set_config(fd, &config);
	policy_arg_free(&config);
	if (err == -ENOENT)
		device_die_policy(fd, config.policy);
	return err ? device_refused(err, config.reason, "cannot change the policy") : TOOL_OK;
}

static int take_out(int fd, const char *name)
{
	int err = schedsim_evict(fd, name);

	if (err == -ENOENT)
		device_die_policy(fd, name);
	return err ? device_error(err, "cannot evict the policy") : TOOL_OK;
}

static void check_no_file(const char *text)
{
	if (policy_is_file(text))
		die(TOOL_USAGE,
		    "policy: a file is for 'run' and 'compare'; load the policy's module, and give its name");
}

static int run(int argc, char **argv)
{
	const char *evicted = NULL;
	int fd, code = TOOL_OK;

	while (next_option(&cmd_policy, argc, argv) != -1)
		evicted = optarg;
	want_args(&cmd_policy, argc, 0, evicted ? 0 : 1);
	if (optind < argc)
		check_no_file(argv[optind]);
	fd = device_open(evicted || optind < argc);
	if (evicted)
		code = take_out(fd, evicted);
	else if (optind < argc)
		code = set_policy(fd, argv[optind]);
	else
		show(fd);
	schedsim_close(fd);
	return code;
}

const struct command cmd_policy = {
	.name = "policy",
	.args = "[NAME[:KEY=VALUE,...]] [--evict NAME]",
	.summary = "show or change the policy and its parameters",
	.help =
"A parameter that is not named gets its initial value. A change keeps all\n"
"processes.\n\n"
"  --evict NAME      make all simulations that use this policy change to fair,\n"
"                    so that its module can be removed\n"
"  --json            print one JSON object\n\n"
"The policies, and of their parameters the initial values and what is allowed:\n\n",
	.more = policies_print,
	.options = options,
	.run = run,
};
