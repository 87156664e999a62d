// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim reset: remove all processes and start at time 0 again.
 */
#include "util/device.h"
#include "util/tool.h"

static int run(int argc, char **argv)
{
	int fd;

	while (next_option(&cmd_reset, argc, argv) != -1)
		;
	want_args(&cmd_reset, argc, 0, 0);
	fd = device_open(true);
	device_check(schedsim_reset(fd), "cannot reset");
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_reset = {
	.name = "reset",
	.args = "",
	.summary = "remove all processes and start at time 0 again",
	.help = "The configuration stays as it is.\n",
	.run = run,
};
