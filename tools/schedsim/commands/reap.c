// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim reap: forget processes that have exited.
 */
#include <errno.h>
#include <stdio.h>

#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

static int reap_one(int fd, const char *id)
{
	int err = schedsim_reap(fd, id_arg(id), 0);
	char what[64];

	if (err == -EBUSY) {
		complain("process %s has not exited; allowed is to reap one that has", id);
		return TOOL_FAILED;
	}
	if (err == -ESRCH) {
		complain("there is no process %s", id);
		return TOOL_FAILED;
	}
	snprintf(what, sizeof(what), "cannot reap process %s", id);
	return err ? device_error(err, what) : TOOL_OK;
}

static int run(int argc, char **argv)
{
	int i, fd, code = TOOL_OK;

	while (next_option(&cmd_reap, argc, argv) != -1)
		;
	for (i = optind; i < argc; i++)
		id_arg(argv[i]);
	fd = device_open(true);
	if (optind == argc)
		device_check(schedsim_reap(fd, 0, 0), "cannot reap");
	for (i = optind; i < argc; i++) {
		int one = reap_one(fd, argv[i]);

		code = one ? one : code;
	}
	schedsim_close(fd);
	return code;
}

const struct command cmd_reap = {
	.name = "reap",
	.args = "[ID]...",
	.summary = "forget processes that have exited: all, or these",
	.run = run,
};
