// SPDX-License-Identifier: GPL-2.0
/*
 * Runs in the kernel, in a private simulation with a virtual clock.
 */
#include <errno.h>
#include <stdlib.h>

#include "run/device_spawn.h"
#include "run/run.h"
#include "util/device.h"
#include "util/tool.h"

static int spawn_all(int fd, const struct run_input *input)
{
	__u32 failed = 0;
	int err;

	err = device_spawn(fd, input->workload, input->entries, &failed);
	if (!err)
		return TOOL_OK;
	if (workload_blame(input->workload, failed, input->config.policy, err))
		return TOOL_WORKLOAD;
	return device_error(err, "cannot make the processes");
}

static int go(int fd, const struct run_input *input)
{
	__u32 flags = input->stop_idle ? SCHEDSIM_RUN_STOP_IDLE : 0;
	struct schedsim_stats stats = { .time_ns = 0 };
	int err;

	run_watch_start(input);
	do {
		err = schedsim_run(fd, input->until_ns, flags, NULL);
		if (err != -EINTR || run_interrupted())
			break;
		if (!schedsim_get_stats(fd, &stats))
			run_progress(stats.time_ns);
	} while (1);
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
	int err = schedsim_get_procs(fd, &result->procs, &result->nr_procs);

	if (!err)
		err = schedsim_get_vcpus(fd, &result->vcpus, &result->nr_vcpus);
	if (!err)
		err = schedsim_get_objects(fd, &result->objects, &result->nr_objects);
	if (!err)
		err = schedsim_get_stats(fd, &result->stats);
	if (!err)
		err = schedsim_get_params(fd, 0, result->params, &result->nr_params);
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
	int code, fd;

	fd = schedsim_create(device, &input->config);
	if (fd == -ENOENT)
		device_die_policy(device, input->config.policy);
	schedsim_close(device);
	if (fd < 0)
		return device_error(fd, "cannot make a simulation");
	code = spawn_all(fd, input);
	if (!code)
		code = go(fd, input);
	if (!code)
		code = collect(fd, result);
	schedsim_close(fd);
	return code;
}
