// SPDX-License-Identifier: GPL-2.0
/*
 * Runs in the kernel, in a private simulation with a virtual clock.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "run/run.h"
#include "util/device.h"
#include "util/tool.h"

/* What comes first at one instant, if the user has not said. */
static void take_tie(int fd, struct schedsim_config *config)
{
	struct schedsim_policy *policies;
	__u32 nr, i;

	device_check(schedsim_get_policies(fd, &policies, &nr), "cannot read the policies");
	for (i = 0; i < nr; i++)
		if (!strcmp(policies[i].name, config->policy))
			config->tie = policies[i].tie;
	free(policies);
}

/**
 * run_device_policy - a policy of the module on the command line, or die
 * @config: to be told of it, for policy_arg_free(); its @mask says if there is a tie
 * @text: NAME or NAME:KEY=VALUE,KEY=VALUE...
 */
void run_device_policy(struct schedsim_config *config, const char *text)
{
	struct schedsim_param known[SCHEDSIM_MAX_PARAMS];
	const char *params;
	int fd, err;
	__u32 nr;

	if (policy_is_file(text))
		die(TOOL_USAGE,
		    "run: a policy of a file does not go with --device; load its module, and give the policy's name");
	params = policy_arg_name(config, text);
	fd = device_open(false);
	err = schedsim_get_params(fd, config->policy, known, &nr);
	if (err == -ENOENT)
		device_die_policy(fd, config->policy);
	device_check(err, "cannot read the parameters");
	if (params)
		policy_arg_params(config, params, known, nr, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS);
	if (!(config->mask & SCHEDSIM_CONFIG_TIE))
		take_tie(fd, config);
	schedsim_close(fd);
}

/* An earlier run, of run_to_end(), was told ids. There are no such objects in this one. */
static void forget_ids(const struct run_input *input)
{
	struct workload *workload = input->workload;
	__u32 i;

	for (i = 0; i < workload->objects.nr; i++)
		workload->objects.abi[i].id = 0;
	for (i = 0; i < workload->nr_procs; i++) {
		input->entries[i].id = 0;
		input->entries[i].serial = 0;
	}
}

static int spawn_all(int fd, const struct run_input *input)
{
	struct workload *workload = input->workload;
	struct schedsim_refusal refusal;
	int err;

	forget_ids(input);
	err = schedsim_spawn(fd, input->entries, workload->nr_procs, workload->objects.abi,
			     workload->objects.nr, &refusal);
	if (!err)
		return TOOL_OK;
	if (workload_blame(workload, &refusal, input->config.policy, err))
		return TOOL_WORKLOAD;
	return device_error(err, "cannot make the processes");
}

/* Those at time 0 come before all processes. */
static int change_first(int fd, const struct hotplug *hotplug)
{
	size_t i;
	int err;

	for (i = 0; i < hotplug->nr && !hotplug->changes[i].time_ns; i++) {
		err = schedsim_set_online(fd, hotplug->changes[i].vcpu,
					  hotplug->changes[i].online);
		if (err)
			return device_error(err, "cannot take vCPUs offline");
	}
	return TOOL_OK;
}

/* Return: 0, with the reason in @reason; or a negative errno. */
static int go_until(int fd, __u64 until, bool stop_idle, __u32 *reason)
{
	__u32 flags = stop_idle ? SCHEDSIM_RUN_STOP_IDLE : 0;
	struct schedsim_run run = { .reason = 0 };
	struct schedsim_stats stats;
	int err;

	do {
		err = schedsim_run(fd, until, flags, &run);
		if (err != -EINTR || run_interrupted())
			break;
		if (!schedsim_get_stats(fd, &stats))
			run_progress(stats.time_ns);
	} while (1);
	*reason = run.reason;
	return err;
}

/*
 * Up to a change, and do it. Who waits while nothing is due may run after it; else @over is
 * set when all is done.
 */
static int go_to_change(int fd, const struct hotplug_change *change, bool stop_idle, bool *over)
{
	struct schedsim_stats stats;
	__u32 reason;
	int err = go_until(fd, change->time_ns, stop_idle, &reason);

	if (!err && reason == SCHEDSIM_RUN_IDLE) {
		err = schedsim_get_stats(fd, &stats);
		*over = !err && !stats.nr_ready;
		if (!err && !*over)
			err = go_until(fd, change->time_ns, false, &reason);
	}
	if (err || *over)
		return err;
	return schedsim_set_online(fd, change->vcpu, change->online);
}

static int go_all(int fd, const struct run_input *input)
{
	const struct hotplug *hotplug = &input->hotplug;
	bool over = false;
	__u32 reason;
	size_t i;
	int err;

	for (i = 0; i < hotplug->nr && !over; i++) {
		if (!hotplug->changes[i].time_ns)
			continue;
		if (hotplug->changes[i].time_ns > input->until_ns)
			break;
		err = go_to_change(fd, &hotplug->changes[i], input->stop_idle, &over);
		if (err)
			return err;
	}
	return over ? 0 : go_until(fd, input->until_ns, input->stop_idle, &reason);
}

static int go(int fd, const struct run_input *input)
{
	struct schedsim_stats stats = { .time_ns = 0 };
	int err;

	run_watch_start(input);
	err = go_all(fd, input);
	run_watch_stop();
	if (err == -EINTR) {
		schedsim_get_stats(fd, &stats);
		run_report_interrupted(stats.time_ns);
		return TOOL_INTERRUPTED;
	}
	return err ? device_error(err, "cannot run") : TOOL_OK;
}

static int collect(int fd, struct run_result *result)
{
	int err = schedsim_get_procs(fd, &result->list);

	if (!err)
		err = schedsim_get_vcpus(fd, &result->vcpus, &result->nr_vcpus);
	if (!err)
		err = schedsim_get_objects(fd, &result->objects, &result->object_attrs,
					   &result->nr_objects);
	if (!err)
		err = schedsim_get_stats(fd, &result->stats);
	return err ? device_error(err, "cannot read the result") : TOOL_OK;
}

/**
 * run_device - run in the kernel
 * @input: what is to be simulated
 * @result: zeroed, to be filled in
 *
 * Return: an exit code.
 */
int run_device(const struct run_input *input, struct run_result *result)
{
	int device = device_open(true);
	int code, err, fd;

	fd = schedsim_create(device, &input->config);
	if (fd == -ENOENT)
		device_die_policy(device, input->config.policy);
	schedsim_close(device);
	if (fd < 0)
		return device_error(fd, "cannot make a simulation");
	/* Before the run: a policy that breaks a rule is not there any more after it. */
	err = schedsim_get_params(fd, NULL, result->params, &result->nr_params);
	code = err ? device_error(err, "cannot read the parameters") :
		     change_first(fd, &input->hotplug);
	if (!code)
		code = spawn_all(fd, input);
	if (!code)
		code = go(fd, input);
	if (!code)
		code = collect(fd, result);
	schedsim_close(fd);
	return code;
}
