// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim info: what the module is and allows, and how it is configured.
 */
#include <stdio.h>
#include <stdlib.h>

#include "args/adapt.h"
#include "args/policy.h"
#include "print/output.h"
#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

static struct json_object *all_params_json(int fd, const struct schedsim_policy *policies, __u32 nr)
{
	struct json_object *object = json_object_new_object();
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	__u32 i, nr_params;

	for (i = 0; i < nr; i++) {
		device_check(schedsim_get_params(fd, policies[i].name, params, &nr_params),
			     "cannot read the parameters");
		if (nr_params)
			json_object_object_add(object, policies[i].name,
					       params_json(params, nr_params));
	}
	return object;
}

static void print_params(int fd, const struct schedsim_policy *policies, __u32 nr)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	char value[PARAM_LEN], range[PARAM_LEN];
	__u32 i, k, nr_params;

	for (i = 0; i < nr; i++) {
		device_check(schedsim_get_params(fd, policies[i].name, params, &nr_params),
			     "cannot read the parameters");
		for (k = 0; k < nr_params; k++)
			printf("%s%-14s  %-14s%-8s%s\n", k ? "" : "\n",
			       k ? "" : policies[i].name, params[k].name,
			       param_value(&params[k], value),
			       param_range(&params[k], SCHEDSIM_MIN_QUANTUM_LIVE_NS, range));
	}
}

static void print_json(const struct schedsim_info *info, const struct schedsim_config *config,
		       struct schedsim_policy *policies, __u32 nr, int fd)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	struct json_object *now = json_object_new_object();
	__u32 i;

	json_add_u64(object, "abi_version", info->abi_version);
	json_add_u64(object, "max_vcpus", info->max_vcpus);
	json_add_u64(object, "max_procs", info->max_procs);
	json_add_u64(object, "max_ops", info->max_ops);
	for (i = 0; i < nr; i++)
		json_object_array_add(list, json_object_new_string(policies[i].name));
	json_object_object_add(object, "policies", list);
	json_object_object_add(object, "params", all_params_json(fd, policies, nr));
	json_add_string(now, "policy", config->policy);
	json_add_u64(now, "quantum_ns", config->quantum_ns);
	json_object_object_add(now, "adapt", adapt_json(config));
	json_add_u64(now, "switch_cost_ns", config->switch_cost_ns);
	json_add_u64(now, "seed", config->seed);
	json_add_u64(now, "nr_vcpus", config->nr_vcpus);
	json_add_u64(now, "max_procs", config->max_procs);
	json_add_string(now, "clock", config->clock == SCHEDSIM_CLOCK_LIVE ? "live" : "virtual");
	json_add_string(now, "tie", tie_name(config->tie));
	json_object_object_add(object, "config", now);
	json_print(object);
}

static void print_text(const struct schedsim_info *info, const struct schedsim_config *config,
		       struct schedsim_policy *policies, __u32 nr)
{
	char time[TIME_LEN], adapt[ADAPT_LEN];
	__u32 i;

	printf("device          %s, ABI version %u\n", schedsim_device(), info->abi_version);
	printf("limits          %u vCPUs, %u processes, %u operations a program\n",
	       info->max_vcpus, info->max_procs, info->max_ops);
	printf("policies       ");
	for (i = 0; i < nr; i++)
		printf(" %s", policies[i].name);
	printf("\n\npolicy          %s\n", config->policy);
	printf("quantum         %s\n", format_time(config->quantum_ns, time));
	printf("which adapts    %s\n", adapt_format(config, adapt));
	printf("switch cost     %s\n", format_time(config->switch_cost_ns, time));
	printf("vCPUs           %u\n", config->nr_vcpus);
	printf("max_procs       %u\n", config->max_procs);
	printf("seed            %llu\n", config->seed);
	printf("at one instant  %s\n", tie_name(config->tie));
}

static int run(int argc, char **argv)
{
	struct schedsim_policy *policies;
	struct schedsim_config config;
	struct schedsim_info info;
	__u32 nr;
	int fd;

	while (next_option(&cmd_info, argc, argv) != -1)
		;
	want_args(&cmd_info, argc, 0, 0);
	fd = device_open(false);
	device_check(schedsim_get_info(fd, &info), "cannot read what the module is");
	device_check(schedsim_get_config(fd, &config), "cannot read the configuration");
	device_check(schedsim_get_policies(fd, &policies, &nr), "cannot read the policies");
	if (json_wanted)
		print_json(&info, &config, policies, nr, fd);
	else
		print_text(&info, &config, policies, nr);
	if (!json_wanted)
		print_params(fd, policies, nr);
	free(policies);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_info = {
	.name = "info",
	.args = "[--json]",
	.summary = "show what the module is and allows, and its configuration",
	.run = run,
};
