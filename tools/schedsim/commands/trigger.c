// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim trigger: force one scheduling decision.
 */
#include <errno.h>

#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

#define OPT_VCPU	1

static const struct option options[] = {
	{ "vcpu", required_argument, NULL, OPT_VCPU },
	{ NULL, 0, NULL, 0 },
};

static int run(int argc, char **argv)
{
	__u32 vcpu = SCHEDSIM_ALL_VCPUS;
	int fd, err;

	while (next_option(&cmd_trigger, argc, argv) != -1)
		vcpu = number_arg("--vcpu", optarg, 0, SCHEDSIM_MAX_VCPUS - 1);
	want_args(&cmd_trigger, argc, 0, 0);
	fd = device_open(true);
	err = schedsim_trigger(fd, vcpu);
	device_check(err, err == -EINVAL ? "there is no such vCPU; 'schedsim stats' lists them" :
		     "cannot trigger a decision");
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_trigger = {
	.name = "trigger",
	.args = "[--vcpu N]",
	.summary = "force one scheduling decision now, even while paused",
	.help =
	"The running process goes back to its run queue, and the policy picks anew: on\n"
	"all vCPUs, or on one.\n",
	.options = options,
	.run = run,
};
