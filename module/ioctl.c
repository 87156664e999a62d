// SPDX-License-Identifier: GPL-2.0
/*
 * The commands of /dev/schedsim: decode, call, encode. What they mean is
 * fixed in <uapi/linux/schedsim.h>.
 */
#include <linux/anon_inodes.h>
#include <linux/fs.h>
#include <linux/nospec.h>
#include <linux/uaccess.h>

#include "command.h"
#include "config.h"
#include "control.h"
#include "engines.h"
#include "ioctl.h"
#include "look.h"
#include "online.h"
#include "read.h"
#include "record.h"
#include "registry.h"
#include "shared.h"
#include "simulation.h"
#include "spawn.h"
#include "user.h"

static int ioctl_info(struct simulation *s, union ioctl_arg *arg)
{
	struct schedsim_info *info = &arg->info;

	if (info->flags)
		return -EINVAL;
	*info = (struct schedsim_info) {
		.size = info->size,
		.abi_version = SCHEDSIM_ABI_VERSION,
		.private_sim = s != shared_simulation,
		.max_vcpus = SCHEDSIM_MAX_VCPUS,
		.max_procs = SCHEDSIM_MAX_PROCS,
		.max_ops = SCHEDSIM_MAX_OPS,
		.nr_policies = registry_count(),
	};
	return 0;
}

static int ioctl_stats(struct simulation *s, union ioctl_arg *arg)
{
	if (arg->stats.flags)
		return -EINVAL;
	return simulation_stats(s, &arg->stats);
}

static int check_proc_cmd(const struct schedsim_proc_cmd *cmd)
{
	return cmd->flags || cmd->__reserved ? -EINVAL : 0;
}

static int ioctl_kill(struct simulation *s, union ioctl_arg *arg)
{
	const struct schedsim_proc_cmd *cmd = &arg->proc_cmd;

	return check_proc_cmd(cmd) ?: simulation_kill(s, cmd->id, cmd->serial);
}

static int ioctl_reap(struct simulation *s, union ioctl_arg *arg)
{
	const struct schedsim_proc_cmd *cmd = &arg->proc_cmd;

	return check_proc_cmd(cmd) ?: simulation_reap(s, cmd->id, cmd->serial);
}

static int ioctl_yield(struct simulation *s, union ioctl_arg *arg)
{
	const struct schedsim_proc_cmd *cmd = &arg->proc_cmd;

	return check_proc_cmd(cmd) ?: simulation_yield(s, cmd->id, cmd->serial);
}

static int ioctl_set_attr(struct simulation *s, union ioctl_arg *arg)
{
	const struct user_array array = { arg->set_attr.attr,
					  arg->set_attr.attr_size };
	struct schedsim_set_attr *set = &arg->set_attr;
	struct schedsim_attr attr;
	int err;

	if (set->mask & ~SCHEDSIM_ATTR_ALL)
		return -EINVAL;
	err = user_size_check(set->attr_size, ATTR_FIRST_SIZE) ?:
	      user_array_read(&array, 0, 1, &attr, sizeof(attr));
	if (err)
		return err;
	if (simulation_lock(s))
		return -EINTR;
	err = simulation_set_attr(s, set->id, set->serial, set->mask, &attr,
				  set->reason);
	simulation_unlock(s);
	return err;
}

static int ioctl_trigger(struct simulation *s, union ioctl_arg *arg)
{
	if (arg->trigger.flags || arg->trigger.__reserved)
		return -EINVAL;
	return simulation_trigger(s, arg->trigger.vcpu);
}

static int ioctl_set_online(struct simulation *s, union ioctl_arg *arg)
{
	if (arg->set_online.flags || arg->set_online.online > 1)
		return -EINVAL;
	return simulation_set_online(s, arg->set_online.vcpu, arg->set_online.online);
}

static int ioctl_pause(struct simulation *s, union ioctl_arg *arg)
{
	if (arg->cmd.flags)
		return -EINVAL;
	simulation_pause(s);
	return 0;
}

static int ioctl_resume(struct simulation *s, union ioctl_arg *arg)
{
	if (arg->cmd.flags)
		return -EINVAL;
	simulation_resume(s);
	return 0;
}

static int ioctl_reset(struct simulation *s, union ioctl_arg *arg)
{
	if (arg->cmd.flags)
		return -EINVAL;
	simulation_reset(s);
	return 0;
}

static int ioctl_run(struct simulation *s, union ioctl_arg *arg)
{
	struct schedsim_run *run = &arg->run;
	int reason;

	if (run->flags & ~SCHEDSIM_RUN_FLAGS || run->__reserved)
		return -EINVAL;
	reason = simulation_run(s, run->until_ns,
				run->flags & SCHEDSIM_RUN_STOP_IDLE,
				&run->time_ns);
	if (reason < 0)
		return reason;
	run->reason = reason;
	return 0;
}

static int ioctl_evict(struct simulation *s, union ioctl_arg *arg)
{
	const struct schedsim_evict *evict = &arg->evict;
	size_t len = strnlen(evict->policy, sizeof(evict->policy));

	if (s != shared_simulation)
		return -EBADF;
	if (evict->flags || len == sizeof(evict->policy))
		return -EINVAL;
	/* It changes what others run, so that a module can be removed. */
	if (!capable(CAP_SYS_MODULE))
		return -EPERM;
	return simulation_evict_all(evict->policy, len);
}

#define IOCTL_WRITES	BIT(0)	/* the file must be open for writing */
#define IOCTL_LOCKED	BIT(1)	/* called with the mutex held */
#define IOCTL_ANSWERS	BIT(2)	/* the argument is given back with success ... */
#define IOCTL_EXPLAINS	BIT(3)	/* ... with an error */
#define IOCTL_CREATES	BIT(4)	/* the new simulation needs a file */
#define IOCTL_SOON	BIT(5)	/* does not wait for a long instant to end */

/**
 * struct ioctl_command - a command
 * @handler: does it, or NULL: @list is read
 * @list: a list
 * @size: size of its argument
 * @min_size: size of the argument's first version
 * @flags: IOCTL_*
 */
struct ioctl_command {
	int (*handler)(struct simulation *s, union ioctl_arg *arg);
	const struct read_list *list;
	u32 size;
	u32 min_size;
	u32 flags;
};

/* @last is the last member of the first version of struct @type. */
#define COMMAND(cmd, function, type, last, command_flags)	\
	[_IOC_NR(SCHEDSIM_IOC_##cmd)] = {			\
		.handler = function,				\
		.size = sizeof(struct type),			\
		.min_size = offsetofend(struct type, last),	\
		.flags = command_flags,				\
	}

#define LIST(cmd, what)						\
	[_IOC_NR(SCHEDSIM_IOC_##cmd)] = {			\
		.list = &(what),				\
		.size = sizeof(struct schedsim_read),		\
		.min_size = offsetofend(struct schedsim_read, policy_changes), \
		.flags = IOCTL_ANSWERS,				\
	}

static const struct ioctl_command commands[] = {
	COMMAND(INFO, ioctl_info, schedsim_info, nr_policies, IOCTL_ANSWERS),
	COMMAND(GET_CONFIG, ioctl_get_config, schedsim_config, reason, IOCTL_ANSWERS),
	COMMAND(STATS, ioctl_stats, schedsim_stats, unchecked, IOCTL_ANSWERS),
	LIST(READ_PROCS, list_procs),
	LIST(READ_VCPUS, list_vcpus),
	LIST(READ_PROGRAM, list_program),
	LIST(READ_OBJECTS, list_objects),
	LIST(READ_PARAMS, list_params),
	LIST(READ_VALUES, list_values),
	LIST(READ_POLICIES, list_policies),
	LIST(READ_VCPU_DESCS, list_vcpu_descs),
	COMMAND(READ_SESSION, ioctl_read_session, schedsim_read_session, events,
		IOCTL_ANSWERS),
	COMMAND(CREATE, ioctl_create, schedsim_config, reason,
		IOCTL_WRITES | IOCTL_CREATES),
	COMMAND(SET_CONFIG, ioctl_set_config, schedsim_config, reason,
		IOCTL_WRITES | IOCTL_EXPLAINS),
	COMMAND(SPAWN, ioctl_spawn, schedsim_spawn, reason,
		IOCTL_WRITES | IOCTL_EXPLAINS),
	COMMAND(KILL, ioctl_kill, schedsim_proc_cmd, serial,
		IOCTL_WRITES | IOCTL_LOCKED),
	COMMAND(REAP, ioctl_reap, schedsim_proc_cmd, serial,
		IOCTL_WRITES | IOCTL_LOCKED),
	COMMAND(SET_ATTR, ioctl_set_attr, schedsim_set_attr, reason,
		IOCTL_WRITES | IOCTL_EXPLAINS),
	COMMAND(YIELD, ioctl_yield, schedsim_proc_cmd, serial,
		IOCTL_WRITES | IOCTL_LOCKED),
	COMMAND(TRIGGER, ioctl_trigger, schedsim_trigger, __reserved,
		IOCTL_WRITES | IOCTL_LOCKED),
	COMMAND(PAUSE, ioctl_pause, schedsim_cmd, flags,
		IOCTL_WRITES | IOCTL_LOCKED | IOCTL_SOON),
	COMMAND(RESUME, ioctl_resume, schedsim_cmd, flags,
		IOCTL_WRITES | IOCTL_LOCKED | IOCTL_SOON),
	COMMAND(RUN, ioctl_run, schedsim_run, __reserved,
		IOCTL_WRITES | IOCTL_ANSWERS),
	COMMAND(RESET, ioctl_reset, schedsim_cmd, flags,
		IOCTL_WRITES | IOCTL_LOCKED | IOCTL_SOON),
	COMMAND(EVICT, ioctl_evict, schedsim_evict, policy, IOCTL_WRITES),
	COMMAND(RECORD, ioctl_record, schedsim_recording, room, IOCTL_WRITES),
	COMMAND(SET_ONLINE, ioctl_set_online, schedsim_set_online, online,
		IOCTL_WRITES | IOCTL_LOCKED),
};

static const struct ioctl_command *find_command(unsigned int cmd)
{
	unsigned int nr = _IOC_NR(cmd);

	if (cmd != _IO(SCHEDSIM_IOC_TYPE, nr) || nr >= ARRAY_SIZE(commands))
		return NULL;
	nr = array_index_nospec(nr, ARRAY_SIZE(commands));
	return commands[nr].size ? &commands[nr] : NULL;
}

static_assert(sizeof(struct schedsim_op) == 16);
static_assert(sizeof(struct schedsim_attr) == 80);
static_assert(sizeof(struct schedsim_vcpu_desc) == 32);
static_assert(sizeof(struct schedsim_cmd) == 8);
static_assert(sizeof(struct schedsim_info) == 32);
static_assert(sizeof(struct schedsim_param) == 56);
static_assert(sizeof(struct schedsim_config) == 288);
static_assert(sizeof(struct schedsim_object) == 88);
static_assert(sizeof(struct schedsim_spawn_entry) == 64);
static_assert(sizeof(struct schedsim_spawn) == 120);
static_assert(sizeof(struct schedsim_proc_cmd) == 24);
static_assert(sizeof(struct schedsim_set_attr) == 96);
static_assert(sizeof(struct schedsim_trigger) == 16);
static_assert(sizeof(struct schedsim_set_online) == 16);
static_assert(sizeof(struct schedsim_proc) == 304);
static_assert(sizeof(struct schedsim_vcpu) == 80);
static_assert(sizeof(struct schedsim_value) == 24);
static_assert(sizeof(struct schedsim_read) == 64);
static_assert(sizeof(struct schedsim_policy) == 96);
static_assert(sizeof(struct schedsim_stats) == 688);
static_assert(sizeof(struct schedsim_run) == 32);
static_assert(sizeof(struct schedsim_evict) == 24);
static_assert(sizeof(struct schedsim_recording) == 16);
static_assert(sizeof(struct schedsim_record) == 24);
static_assert(sizeof(struct schedsim_read_session) == 72);

static int call(const struct ioctl_command *command, struct simulation *s,
		union ioctl_arg *arg)
{
	int ret;

	if (command->list)
		return read_list(s, command->list, &arg->read);
	if (!(command->flags & IOCTL_LOCKED))
		return command->handler(s, arg);
	if (command->flags & IOCTL_SOON ? simulation_lock_soon(s) :
					  simulation_lock(s))
		return -EINTR;
	ret = command->handler(s, arg);
	simulation_unlock(s);
	return ret;
}

/* A file like @file, but of a private simulation; it belongs to the file then. */
static int create_fd(const struct file *file, struct simulation *s)
{
	int fd = anon_inode_getfd("[schedsim]", file->f_op, s,
				  O_RDWR | O_CLOEXEC);

	if (fd < 0)
		simulation_put(s);
	return fd;
}

/**
 * schedsim_ioctl - a command to a simulation
 * @file: whose private_data is the simulation
 * @cmd: SCHEDSIM_IOC_*
 * @arg: pointer to the command's struct
 *
 * Context: Process context; sleeps.
 * Return: 0, a file descriptor, or a negative errno as in the ABI.
 */
long schedsim_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	const struct ioctl_command *command = find_command(cmd);
	void __user *user_arg = (void __user *)arg;
	union ioctl_arg copy;
	u32 size;
	int ret, err;

	if (!command)
		return -ENOTTY;
	if (command->flags & IOCTL_WRITES && !(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (get_user(size, (u32 __user *)user_arg))
		return -EFAULT;
	if (size < command->min_size)
		return -EINVAL;
	if (size > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(&copy, command->size, user_arg, size);
	if (err)
		return err;
	/* Can the answer be written? Find out before anything is changed. */
	if (command->flags & IOCTL_ANSWERS &&
	    copy_to_user(user_arg, &copy, min(size, command->size)))
		return -EFAULT;

	ret = call(command, file->private_data, &copy);
	if (!ret && command->flags & IOCTL_CREATES)
		ret = create_fd(file, copy.created);
	if (command->flags & (ret < 0 ? IOCTL_EXPLAINS : IOCTL_ANSWERS) &&
	    copy_to_user(user_arg, &copy, min(size, command->size)) && ret >= 0)
		return -EFAULT;
	return ret;
}
