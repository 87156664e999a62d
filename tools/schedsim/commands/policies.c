// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim policies: the policies that run and compare know.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "print/output.h"
#include "util/text.h"
#include "util/tool.h"

enum {
	OPT_KEYS = 1,
	OPT_NAMES,
};

static const struct option options[] = {
	{ "keys", no_argument, NULL, OPT_KEYS },
	{ "names", no_argument, NULL, OPT_NAMES },
	{ NULL, 0, NULL, 0 },
};

/* All policies have them: said once, below. */
static bool is_of_all(const struct schedsim_param *param)
{
	return param->kind == SCHEDSIM_PARAM_SPAN || param->kind == SCHEDSIM_PARAM_BALANCE;
}

static void print_policy(const struct schedsim_policy *policy)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	int i, nr = engine_params(policy->name, params, NULL);
	char value[PARAM_LEN], range[PARAM_LEN];
	char summary[sizeof(policy->summary)];

	strcpy(summary, policy->summary);
	printf("%-10s%s\n", policy->name, make_printable(summary));
	for (i = 0; i < nr; i++)
		if (!is_of_all(&params[i]))
			printf("            %-14s%-10s%s\n", params[i].name,
			       param_initial(&params[i], value),
			       param_range(&params[i], SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS, range));
}

static void print_keys(const struct schedsim_policy *policy)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	int i, nr = engine_params(policy->name, params, NULL);

	for (i = 0; i < nr; i++)
		puts(params[i].name);
}

static struct json_object *policy_json(const struct schedsim_policy *policy)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	struct json_object *object = json_object_new_object();
	int nr = engine_params(policy->name, params, NULL);

	json_add_string(object, "policy", policy->name);
	json_add_string(object, "summary", policy->summary);
	json_add_string(object, "tie", tie_name(policy->tie));
	json_object_object_add(object, "params", params_json(params, nr));
	return object;
}

/**
 * policies_print - print all policies with their parameters
 */
void policies_print(void)
{
	struct schedsim_policy policy;
	unsigned int i;

	for (i = 0; engine_policy(i, &policy); i++)
		print_policy(&policy);
	puts("\n"
	     "Each also has the parameter span: the vCPUs that have a run queue together. It\n"
	     "is vcpu (each has its own, the default), llc, node or all. And the parameter\n"
	     "balance: what goes from one run queue to another. It is none, idle (idle vCPUs\n"
	     "pull what waits) or all (the most urgent run, too, where the policy has such an\n"
	     "order; the default).");
}

static bool is_wanted(const char *name, char **names, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		if (!strcmp(names[i], name))
			return true;
	return !nr;
}

/* A file stands for the policy that is in it. */
static void take_names(char **names, int nr, struct schedsim_config *configs)
{
	int i;

	for (i = 0; i < nr; i++) {
		policy_arg(&configs[i], names[i]);
		check_policy(configs[i].policy);
		names[i] = configs[i].policy;
	}
}

static void print_list(char **names, int nr, int what)
{
	struct json_object *list = json_object_new_array();
	struct schedsim_policy policy;
	unsigned int i;

	for (i = 0; engine_policy(i, &policy); i++) {
		if (!is_wanted(policy.name, names, nr))
			continue;
		if (json_wanted)
			json_object_array_add(list, policy_json(&policy));
		else if (what == OPT_NAMES)
			puts(policy.name);
		else if (what == OPT_KEYS)
			print_keys(&policy);
		else
			print_policy(&policy);
	}
	if (json_wanted)
		json_print(list);
	else
		json_object_put(list);
}

static int run(int argc, char **argv)
{
	struct schedsim_config *configs;
	int option, what = 0, nr;

	while ((option = next_option(&cmd_policies, argc, argv)) != -1)
		what = option;
	nr = argc - optind;
	configs = allocate(nr, sizeof(*configs));
	take_names(argv + optind, nr, configs);
	if (!nr && !what && !json_wanted)
		policies_print();
	else
		print_list(argv + optind, nr, what);
	while (nr--)
		policy_arg_free(&configs[nr]);
	free(configs);
	return TOOL_OK;
}

const struct command cmd_policies = {
	.name = "policies",
	.args = "[OPTION]... [NAME]...",
	.summary = "list policies for 'run' and 'compare', and parameters",
	.help =
"NAME is a policy, or a file that holds one, as in ./mine.so. Default: all. Of\n"
"each parameter you see what it is called, its initial value, and which values\n"
"it can have.\n\n"
"  --names           only the names\n"
"  --keys            only what the parameters are called\n"
"  --json            print a JSON array\n",
	.options = options,
	.run = run,
};
