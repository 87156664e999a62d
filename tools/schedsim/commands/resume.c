// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim resume: let simulated time go on where it was frozen.
 */
#include "util/device.h"
#include "util/tool.h"

static int run(int argc, char **argv)
{
	int fd;

	while (next_option(&cmd_resume, argc, argv) != -1)
		;
	want_args(&cmd_resume, argc, 0, 0);
	fd = device_open(true);
	device_check(schedsim_resume(fd), "cannot resume");
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_resume = {
	.name = "resume",
	.args = "",
	.summary = "let simulated time go on where it was frozen",
	.help = "What does run is left alone.\n",
	.run = run,
};
