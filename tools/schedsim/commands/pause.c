// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim pause: freeze simulated time.
 */
#include "util/device.h"
#include "util/tool.h"

static int run(int argc, char **argv)
{
	int fd;

	while (next_option(&cmd_pause, argc, argv) != -1)
		;
	want_args(&cmd_pause, argc, 0, 0);
	fd = device_open(true);
	device_check(schedsim_pause(fd), "cannot pause");
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_pause = {
	.name = "pause",
	.args = "",
	.summary = "freeze simulated time",
	.help = "Nothing ages and nothing is charged until 'schedsim resume'.\n",
	.run = run,
};
