// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim online, schedsim offline: let vCPUs of the live simulation go online, or
 * offline.
 */
#include <errno.h>
#include <stdlib.h>

#include "util/device.h"
#include "util/tool.h"
#include "util/units.h"

static bool is_in(const __u64 *cpus, __u32 id)
{
	return cpus[id / 64] >> id % 64 & 1;
}

/* Before anything is changed: is there each of @cpus, and does one stay online? Or die. */
static __u32 check(int fd, const __u64 *cpus, bool online)
{
	struct schedsim_vcpu *vcpus;
	bool stays = online;
	__u32 nr, i;

	device_check(schedsim_get_vcpus(fd, &vcpus, &nr), "cannot read the vCPUs");
	for (i = 0; i < nr; i++)
		stays |= !is_in(cpus, i) && !(vcpus[i].flags & SCHEDSIM_VCPU_OFFLINE);
	free(vcpus);
	for (i = nr; i < SCHEDSIM_MAX_VCPUS; i++)
		if (is_in(cpus, i))
			die(TOOL_FAILED, "there is no vCPU %u; allowed are 0 to %u", i, nr - 1);
	if (!stays)
		die(TOOL_FAILED, "one vCPU must stay online; 'schedsim vcpus' says which are");
	return nr;
}

static int set_online(const struct command *cmd, int argc, char **argv, bool online)
{
	__u64 cpus[AFFINITY_WORDS] = { 0 };
	__u32 nr, i;
	int fd;

	while (next_option(cmd, argc, argv) != -1)
		;
	want_args(cmd, argc, 1, 1);
	cpus_arg(cmd->name, argv[optind], cpus);
	fd = device_open(true);
	nr = check(fd, cpus, online);
	for (i = 0; i < nr; i++)
		if (is_in(cpus, i))
			device_check(schedsim_set_online(fd, i, online),
				     online ? "cannot bring a vCPU online" :
				     "cannot take a vCPU offline");
	schedsim_close(fd);
	return TOOL_OK;
}

static int run_online(int argc, char **argv)
{
	return set_online(&cmd_online, argc, argv, true);
}

static int run_offline(int argc, char **argv)
{
	return set_online(&cmd_offline, argc, argv, false);
}

const struct command cmd_online = {
	.name = "online",
	.args = "LIST",
	.summary = "bring vCPUs of the live simulation online, as in 1-3",
	.help =
"Processes come if they may run there and at no other vCPU that is online; all\n"
"others as the policy balances (see 'schedsim help policy').\n",
	.run = run_online,
};

const struct command cmd_offline = {
	.name = "offline",
	.args = "LIST",
	.summary = "take vCPUs of the live simulation offline, as in 1-3",
	.help =
"Who runs or waits there goes to another vCPU that it may run at, or waits until\n"
"there is one: 'schedsim ps' shows for what. One vCPU must stay online. A reset\n"
"brings all online.\n",
	.run = run_offline,
};
