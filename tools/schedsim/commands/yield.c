// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim yield: make running processes give up the rest of their slices.
 */
#include <errno.h>
#include <stdlib.h>

#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

static int yield_one(int fd, __u32 id)
{
	int err = schedsim_yield(fd, id, 0);

	if (err == -EINVAL) {
		complain("process %u does not run; allowed is one that does", id);
		return TOOL_FAILED;
	}
	return err ? device_error(err, "cannot make the process yield") : TOOL_OK;
}

static int yield_all(int fd)
{
	struct schedsim_vcpu *vcpus;
	int code = TOOL_OK;
	__u32 nr, i;

	device_check(schedsim_get_vcpus(fd, &vcpus, &nr), "cannot read the vCPUs");
	for (i = 0; i < nr; i++) {
		int err;

		if (!vcpus[i].current_id)
			continue;
		err = schedsim_yield(fd, vcpus[i].current_id, 0);
		/* It may have stopped in the meantime. */
		if (err && err != -EINVAL && err != -ESRCH)
			code = device_error(err, "cannot make a process yield");
	}
	free(vcpus);
	return code;
}

static int run(int argc, char **argv)
{
	__u32 id = 0;
	int fd, code;

	while (next_option(&cmd_yield, argc, argv) != -1)
		;
	want_args(&cmd_yield, argc, 0, 1);
	if (optind < argc)
		id = id_arg(argv[optind]);
	fd = device_open(true);
	code = id ? yield_one(fd, id) : yield_all(fd);
	schedsim_close(fd);
	return code;
}

const struct command cmd_yield = {
	.name = "yield",
	.args = "[ID]",
	.summary = "make a running process, or all of them, give up the slice",
	.run = run,
};
