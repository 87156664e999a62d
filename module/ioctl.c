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
#include "ioctl.h"
#include "look.h"
#include "read.h"
#include "shared.h"
#include "simulation.h"
#include "spawn.h"

static int ioctl_info(struct simulation *s, union ioctl_arg *arg)
{
	struct schedsim_info *info = &arg->info;
	char __user *to = u64_to_user_ptr(info->policies);
	const struct sim_policy *policy;
	u32 room = info->nr_policies, i;
	char name[SCHEDSIM_NAME_LEN];

	if (info->flags)
		return -EINVAL;
	for (i = 0; (policy = sim_policy_at(i)); i++) {
		if (!to || i >= room)
			continue;
		strscpy_pad(name, policy->name, sizeof(name));
		if (copy_to_user(to + i * sizeof(name), name, sizeof(name)))
			return -EFAULT;
	}
	info->nr_policies = i;
	info->abi_version = SCHEDSIM_ABI_VERSION;
	info->private_sim = s != shared_simulation;
	info->max_vcpus = SCHEDSIM_MAX_VCPUS;
	info->max_procs = SCHEDSIM_MAX_PROCS;
	info->max_ops = SCHEDSIM_MAX_OPS;
	return 0;
}

static int ioctl_get_config(struct simulation *s, union ioctl_arg *arg)
{
	const struct sim_config *config = &s->engine->config;

	if (arg->config.mask & ~SCHEDSIM_CONFIG_ALL)
		return -EINVAL;
	arg->config = (struct schedsim_config) {
		.size = arg->config.size,
		.mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_PARAMS,
		.quantum_ns = config->quantum_ns,
		.switch_cost_ns = config->switch_cost_ns,
		.seed = config->seed,
		.nr_vcpus = config->nr_vcpus,
		.max_procs = config->max_procs,
		.clock = s->clock,
		.tie = config->tie,
	};
	strscpy_pad(arg->config.policy, config->policy->name,
		    sizeof(arg->config.policy));
	return 0;
}

static int ioctl_set_config(struct simulation *s, union ioctl_arg *arg)
{
	struct sim_config config = s->engine->config;
	int err;

	if (arg->config.mask & SCHEDSIM_CONFIG_CLOCK &&
	    arg->config.clock != s->clock)
		return -EINVAL;
	err = config_decode(&arg->config, &config);
	return err ?: simulation_configure(s, &config);
}

static int ioctl_create(struct simulation *shared, union ioctl_arg *arg)
{
	struct sim_config config = boot_config;
	u32 clock = SCHEDSIM_CLOCK_VIRTUAL;
	struct simulation *s;
	int err;

	/* As at first, even if it is that of the boot configuration. */
	if (arg->config.mask & SCHEDSIM_CONFIG_POLICY)
		config.policy = NULL;
	err = config_decode(&arg->config, &config);
	if (err)
		return err;
	if (arg->config.mask & SCHEDSIM_CONFIG_CLOCK)
		clock = arg->config.clock;
	s = simulation_create(&config, clock);
	if (IS_ERR(s))
		return PTR_ERR(s);
	arg->created = s;
	return 0;
}

static int ioctl_stats(struct simulation *s, union ioctl_arg *arg)
{
	if (arg->stats.flags)
		return -EINVAL;
	simulation_stats(s, &arg->stats);
	return 0;
}

static int check_proc_cmd(const struct schedsim_proc_cmd *cmd)
{
	return cmd->flags || cmd->__reserved ? -EINVAL : 0;
}

static int ioctl_kill(struct simulation *s, union ioctl_arg *arg)
{
	return check_proc_cmd(&arg->proc_cmd) ?:
	       simulation_kill(s, arg->proc_cmd.id);
}

static int ioctl_reap(struct simulation *s, union ioctl_arg *arg)
{
	return check_proc_cmd(&arg->proc_cmd) ?:
	       simulation_reap(s, arg->proc_cmd.id);
}

static int ioctl_yield(struct simulation *s, union ioctl_arg *arg)
{
	return check_proc_cmd(&arg->proc_cmd) ?:
	       simulation_yield(s, arg->proc_cmd.id);
}

static int ioctl_set_attr(struct simulation *s, union ioctl_arg *arg)
{
	const struct schedsim_set_attr *set = &arg->set_attr;

	if (set->mask & ~SCHEDSIM_ATTR_ALL || set->__reserved ||
	    set->attr.__reserved)
		return -EINVAL;
	return simulation_set_attr(s, set->id, set->mask, &set->attr);
}

static int ioctl_trigger(struct simulation *s, union ioctl_arg *arg)
{
	if (arg->trigger.flags || arg->trigger.__reserved)
		return -EINVAL;
	return simulation_trigger(s, arg->trigger.vcpu);
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
	return arg->cmd.flags ? -EINVAL : simulation_reset(s);
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

#define IOCTL_WRITES	BIT(0)	/* the file must be open for writing */
#define IOCTL_UNLOCKED	BIT(1)	/* called without the mutex */
#define IOCTL_ANSWERS	BIT(2)	/* the argument is given back with success ... */
#define IOCTL_EXPLAINS	BIT(3)	/* ... with an error */
#define IOCTL_CREATES	BIT(4)	/* the new simulation needs a file */

/**
 * struct ioctl_command - a command
 * @handler: does it
 * @size: size of its argument
 * @min_size: size of the argument's first version
 * @flags: IOCTL_*
 */
struct ioctl_command {
	int (*handler)(struct simulation *s, union ioctl_arg *arg);
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

static const struct ioctl_command commands[] = {
	COMMAND(INFO, ioctl_info, schedsim_info, policies,
		IOCTL_ANSWERS | IOCTL_UNLOCKED),
	COMMAND(GET_CONFIG, ioctl_get_config, schedsim_config, tie,
		IOCTL_ANSWERS),
	COMMAND(STATS, ioctl_stats, schedsim_stats, lateness, IOCTL_ANSWERS),
	COMMAND(READ_PROCS, ioctl_read_procs, schedsim_read, entries,
		IOCTL_ANSWERS),
	COMMAND(READ_VCPUS, ioctl_read_vcpus, schedsim_read, entries,
		IOCTL_ANSWERS),
	COMMAND(READ_PROGRAM, ioctl_read_program, schedsim_read, entries,
		IOCTL_ANSWERS),
	COMMAND(READ_OBJECTS, ioctl_read_objects, schedsim_read, entries,
		IOCTL_ANSWERS),
	COMMAND(READ_PARAMS, ioctl_read_params, schedsim_read, entries,
		IOCTL_ANSWERS),
	COMMAND(CREATE, ioctl_create, schedsim_config, tie,
		IOCTL_WRITES | IOCTL_UNLOCKED | IOCTL_CREATES),
	COMMAND(SET_CONFIG, ioctl_set_config, schedsim_config, tie,
		IOCTL_WRITES),
	COMMAND(SPAWN, ioctl_spawn, schedsim_spawn, nr_objects,
		IOCTL_WRITES | IOCTL_EXPLAINS),
	COMMAND(KILL, ioctl_kill, schedsim_proc_cmd, __reserved, IOCTL_WRITES),
	COMMAND(REAP, ioctl_reap, schedsim_proc_cmd, __reserved, IOCTL_WRITES),
	COMMAND(SET_ATTR, ioctl_set_attr, schedsim_set_attr, attr,
		IOCTL_WRITES),
	COMMAND(YIELD, ioctl_yield, schedsim_proc_cmd, __reserved,
		IOCTL_WRITES),
	COMMAND(TRIGGER, ioctl_trigger, schedsim_trigger, __reserved,
		IOCTL_WRITES),
	COMMAND(PAUSE, ioctl_pause, schedsim_cmd, flags, IOCTL_WRITES),
	COMMAND(RESUME, ioctl_resume, schedsim_cmd, flags, IOCTL_WRITES),
	COMMAND(RUN, ioctl_run, schedsim_run, __reserved,
		IOCTL_WRITES | IOCTL_UNLOCKED | IOCTL_ANSWERS),
	COMMAND(RESET, ioctl_reset, schedsim_cmd, flags, IOCTL_WRITES),
};

static const struct ioctl_command *find_command(unsigned int cmd)
{
	unsigned int nr = _IOC_NR(cmd);

	if (cmd != _IO(SCHEDSIM_IOC_TYPE, nr) || nr >= ARRAY_SIZE(commands))
		return NULL;
	nr = array_index_nospec(nr, ARRAY_SIZE(commands));
	return commands[nr].handler ? &commands[nr] : NULL;
}

static_assert(sizeof(struct schedsim_op) == 16);
static_assert(sizeof(struct schedsim_attr) == 72);
static_assert(sizeof(struct schedsim_param) == 56);
static_assert(sizeof(struct schedsim_config) == 80);
static_assert(sizeof(struct schedsim_spawn_entry) == 120);
static_assert(sizeof(struct schedsim_proc) == 312);
static_assert(sizeof(struct schedsim_object) == 144);
static_assert(sizeof(struct schedsim_vcpu) == 64);
static_assert(sizeof(struct schedsim_read) == 32);
static_assert(sizeof(struct schedsim_run) == 32);
static_assert(sizeof(struct schedsim_cmd) == 8);
static_assert(sizeof(struct schedsim_info) == 40);
static_assert(sizeof(struct schedsim_spawn) == 48);
static_assert(sizeof(struct schedsim_proc_cmd) == 16);
static_assert(sizeof(struct schedsim_set_attr) == 88);
static_assert(sizeof(struct schedsim_trigger) == 16);
static_assert(sizeof(struct schedsim_stats) == 504);

static int call(const struct ioctl_command *command, struct simulation *s,
		union ioctl_arg *arg)
{
	int ret;

	if (command->flags & IOCTL_UNLOCKED)
		return command->handler(s, arg);
	if (simulation_lock(s))
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
	/* Before anything is changed, as far as one can know. */
	if (command->flags & IOCTL_ANSWERS &&
	    copy_to_user(user_arg, &copy, min(size, command->size)))
		return -EFAULT;

	ret = call(command, file->private_data, &copy);
	if (!ret && command->flags & IOCTL_CREATES)
		ret = create_fd(file, copy.created);
	if (command->flags & (ret < 0 ? IOCTL_EXPLAINS : IOCTL_ANSWERS) &&
	    copy_to_user(user_arg, &copy, min(size, command->size)))
		return -EFAULT;
	return ret;
}
