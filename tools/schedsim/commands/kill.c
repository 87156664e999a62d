// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim kill: end processes.
 */
#include <stdio.h>

#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

static int run(int argc, char **argv)
{
	int i, fd, code = TOOL_OK;

	while (next_option(&cmd_kill, argc, argv) != -1)
		;
	want_args(&cmd_kill, argc, 1, -1);
	for (i = optind; i < argc; i++)
		id_arg(argv[i]);
	fd = device_open(true);
	for (i = optind; i < argc; i++) {
		int err = schedsim_kill(fd, id_arg(argv[i]), 0);
		char what[64];

		if (!err)
			continue;
		snprintf(what, sizeof(what), "cannot kill process %s", argv[i]);
		code = device_error(err, what);
	}
	schedsim_close(fd);
	return code;
}

const struct command cmd_kill = {
	.name = "kill",
	.args = "ID...",
	.summary = "end processes",
	.run = run,
};
