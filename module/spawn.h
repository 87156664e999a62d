/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SCHEDSIM_IOC_SPAWN.
 */
#ifndef SCHEDSIM_SPAWN_H
#define SCHEDSIM_SPAWN_H

#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "command.h"
#include "ioctl_arg.h"
#include "types.h"

/**
 * struct spawning - a command that is being done
 * @s: the simulation
 * @arg: its argument
 * @requests: the processes to be, of all entries. Those that have been copied in
 *            are the first ones, up to one without a process
 * @ids: ids of the objects; 0: a new one, whose id is not known yet
 * @objects: the objects: new ones, or those that there are, once they are found
 * @nr_copied: number of objects that have been copied in
 * @nr_held: number of objects that the simulation has, with a reference of ours
 * @program: that of the last entry, for the next may have the same
 * @ops: where that was
 * @nr_ops: and how long
 * @total_ops: operations of all programs
 */
struct spawning {
	struct simulation *s;
	struct schedsim_spawn *arg;
	struct spawn_request *requests;
	u32 *ids;
	struct sim_object **objects;
	u32 nr_copied;
	u32 nr_held;
	struct sim_program *program;
	u64 ops;
	u32 nr_ops;
	u32 total_ops;
};

/* Between entries: -EINTR if nobody waits for the result any more. */
static inline int spawning_rest(void)
{
	cond_resched();
	return fatal_signal_pending(current) ? -EINTR : 0;
}

int spawning_copy_in(struct spawning *spawning);
int spawning_copy_out(const struct spawning *spawning);

int ioctl_spawn(struct simulation *s, union ioctl_arg *ioctl_arg);

#endif /* SCHEDSIM_SPAWN_H */
