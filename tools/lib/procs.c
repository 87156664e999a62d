// SPDX-License-Identifier: GPL-2.0
/*
 * libschedsim: making, ending and changing processes.
 */
#include <string.h>

#include "internal.h"

/**
 * schedsim_spawn - make processes and what they share, all or none
 * @fd: the simulation, open for writing
 * @entries: the processes to be; each gets its id and its serial filled in
 * @nr: number of them
 * @objects: the objects that their programs name; each gets its id filled in
 * @nr_objects: number of them; 0: none, and @objects may be NULL
 * @refusal: to say what is to blame for an error; or NULL
 *
 * Return: 0, or a negative errno.
 */
int schedsim_spawn(int fd, struct schedsim_spawn_entry *entries, __u32 nr,
		   struct schedsim_object *objects, __u32 nr_objects,
		   struct schedsim_refusal *refusal)
{
	struct schedsim_spawn arg = {
		.size = sizeof(arg),
		.nr = nr,
		.entry_size = sizeof(*entries),
		.entries = schedsim_pointer(entries),
		.failed = nr,
		.nr_objects = nr_objects,
		.objects = nr_objects ? schedsim_pointer(objects) : 0,
		.object_size = nr_objects ? sizeof(*objects) : 0,
		.op_size = sizeof(struct schedsim_op),
		.attr_size = sizeof(struct schedsim_attr),
	};
	int err = schedsim_ioctl(fd, SCHEDSIM_IOC_SPAWN, &arg);

	if (refusal) {
		refusal->index = arg.failed;
		memcpy(refusal->reason, arg.reason, sizeof(refusal->reason));
	}
	return err;
}

static int proc_command(int fd, unsigned long request, __u32 id, __u64 serial)
{
	struct schedsim_proc_cmd cmd = { .size = sizeof(cmd), .id = id, .serial = serial };

	return schedsim_ioctl(fd, request, &cmd);
}

/**
 * schedsim_kill - end a process
 * @fd: the simulation, open for writing
 * @id: the process
 * @serial: its serial, or 0: whichever process has that id now
 *
 * Return: 0, or a negative errno; -ESRCH if there is none or it has exited.
 */
int schedsim_kill(int fd, __u32 id, __u64 serial)
{
	return proc_command(fd, SCHEDSIM_IOC_KILL, id, serial);
}

/**
 * schedsim_reap - forget a process that has exited
 * @fd: the simulation, open for writing
 * @id: the process, or 0 for all that have exited
 * @serial: its serial, or 0: whichever process has that id now
 *
 * Return: 0, or a negative errno; -EBUSY if it has not exited.
 */
int schedsim_reap(int fd, __u32 id, __u64 serial)
{
	return proc_command(fd, SCHEDSIM_IOC_REAP, id, serial);
}

/**
 * schedsim_yield - make a running process give up the rest of its slice
 * @fd: the simulation, open for writing
 * @id: the process
 * @serial: its serial, or 0: whichever process has that id now
 *
 * Return: 0, or a negative errno; -EINVAL if it does not run.
 */
int schedsim_yield(int fd, __u32 id, __u64 serial)
{
	return proc_command(fd, SCHEDSIM_IOC_YIELD, id, serial);
}

/**
 * schedsim_set_attr - change attributes of a process
 * @fd: the simulation, open for writing
 * @id: the process
 * @serial: its serial, or 0: whichever process has that id now
 * @mask: SCHEDSIM_ATTR_*: which ones
 * @attr: their new values
 * @reason: room for SCHEDSIM_REASON_LEN characters: what the policy says with
 *          -EOPNOTSUPP; or NULL
 *
 * Return: 0, or a negative errno.
 */
int schedsim_set_attr(int fd, __u32 id, __u64 serial, __u32 mask,
		      const struct schedsim_attr *attr, char *reason)
{
	struct schedsim_set_attr arg = {
		.size = sizeof(arg),
		.mask = mask,
		.id = id,
		.attr_size = sizeof(*attr),
		.serial = serial,
		.attr = schedsim_pointer(attr),
	};
	int err = schedsim_ioctl(fd, SCHEDSIM_IOC_SET_ATTR, &arg);

	if (reason)
		memcpy(reason, arg.reason, sizeof(arg.reason));
	return err;
}
