// SPDX-License-Identifier: GPL-2.0
/*
 * The device: opening it, and errors that it returns.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "args/policy.h"
#include "util/device.h"
#include "util/tool.h"

/**
 * device_open - open the live simulation, or die
 * @writable: to change it
 *
 * Return: a file descriptor.
 */
int device_open(bool writable)
{
	const char *path = schedsim_device();
	int fd = schedsim_open(path, writable);

	switch (fd) {
	case -ENOENT:
	case -ENXIO:
	case -ENODEV:
		die(TOOL_DEVICE,
		    "there is no %s; load the kernel module schedsim first ('schedsim run' needs none)",
		    path);
	case -EACCES:
	case -EPERM:
		die(TOOL_DEVICE,
		    "no permission to %s %s; root has it, and whomever root gives it with chmod or chown",
		    writable ? "change" : "read", path);
	}
	if (fd < 0)
		die(TOOL_DEVICE, "cannot open %s: %s", path, strerror(-fd));
	return fd;
}

static const char *meaning(int err)
{
	switch (-err) {
	case ENOTTY:
		return "this device is not schedsim's, or its module is older than this tool";
	case EINVAL:
		return "the module does not allow this value here";
	case E2BIG:
		return "the module is older than this tool";
	case ESRCH:
		return "there is no such process, or it has exited";
	case EEXIST:
		return "that process id is taken";
	case ENOSPC:
		return "a limit is reached: max_procs ('schedsim info') or the module's memory_mb";
	case EDQUOT:
		return "a limit is reached: the module's user_memory_mb";
	case EBUSY:
		return "not possible while there are processes";
	case ENOENT:
		return "there is no such policy, parameter or object";
	case EOPNOTSUPP:
		return "not possible with this clock, or the policy does not admit a process";
	default:
		return strerror(-err);
	}
}

/**
 * device_error - say that the device did not do something
 * @err: a negative errno
 * @what: what it should have done
 *
 * Return: an exit code.
 */
int device_error(int err, const char *what)
{
	complain("%s: %s", what, meaning(err));
	return err == -ENOTTY || err == -EBADF || err == -EPERM ? TOOL_DEVICE : TOOL_FAILED;
}

/**
 * device_refused - say that the policy does not admit something, or that the device
 *                  did not do it
 * @err: a negative errno
 * @reason: what the policy says
 * @what: what should have been done
 *
 * Return: an exit code.
 */
int device_refused(int err, const char *reason, const char *what)
{
	if ((err != -EOPNOTSUPP && err != -EBUSY) || !*reason)
		return device_error(err, what);
	complain("%s: the policy does not admit it: %s", what, reason);
	return TOOL_FAILED;
}

/**
 * device_check - die if the device did not do something
 * @err: what a function of libschedsim returned
 * @what: what it should have done
 */
void device_check(int err, const char *what)
{
	if (err < 0)
		exit(device_error(err, what));
}

/**
 * device_die_policy - there is no such policy
 * @fd: a simulation
 * @name: the name
 */
void device_die_policy(int fd, const char *name)
{
	struct schedsim_policy *policies;
	char all[POLICY_NAMES_LEN] = "";
	__u32 nr, i;

	device_check(schedsim_get_policies(fd, &policies, &nr), "cannot read the policies");
	for (i = 0; i < nr; i++)
		policy_name_add(all, policies[i].name);
	policy_die(name, all);
}
