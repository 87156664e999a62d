// SPDX-License-Identifier: GPL-2.0
/*
 * libschedsim: opening, configuring and controlling simulations.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

/**
 * schedsim_device - where the device is
 *
 * Return: the path in the environment variable SCHEDSIM_DEV, if there is one,
 * else /dev/schedsim.
 */
const char *schedsim_device(void)
{
	const char *path = getenv(SCHEDSIM_DEVICE_ENV);

	return path && *path ? path : SCHEDSIM_DEVICE;
}

/**
 * schedsim_open - open the shared live simulation
 * @path: the device, or NULL for schedsim_device()
 * @writable: to change it, not only to look at it
 *
 * Return: a file descriptor for schedsim_close(), or a negative errno of open().
 */
int schedsim_open(const char *path, bool writable)
{
	int flags = (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC;
	int fd = open(path ? path : schedsim_device(), flags);

	return fd < 0 ? -errno : fd;
}

/**
 * schedsim_create - make a private simulation
 * @fd: any simulation
 * @config: its configuration, as far as @config->mask says
 *
 * Return: its file descriptor, or a negative errno. The simulation is gone when
 * the descriptor, and all copies of it, are closed.
 */
int schedsim_create(int fd, const struct schedsim_config *config)
{
	struct schedsim_config arg = *config;

	arg.size = sizeof(arg);
	memset(arg.reason, 0, sizeof(arg.reason));
	return schedsim_ioctl(fd, SCHEDSIM_IOC_CREATE, &arg);
}

/**
 * schedsim_close - close a simulation
 * @fd: of schedsim_open() or schedsim_create(); a negative one is ignored
 */
void schedsim_close(int fd)
{
	if (fd >= 0)
		close(fd);
}

/**
 * schedsim_get_info - what the module is and allows
 * @fd: any simulation
 * @info: to fill in
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_info(int fd, struct schedsim_info *info)
{
	*info = (struct schedsim_info) { .size = sizeof(*info) };
	return schedsim_ioctl(fd, SCHEDSIM_IOC_INFO, info);
}

/**
 * schedsim_get_policies - all policies that there are
 * @fd: any simulation
 * @policies: to point to an array of them, which the caller frees
 * @nr: to hold its length
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_policies(int fd, struct schedsim_policy **policies, __u32 *nr)
{
	struct schedsim_read read = { .entry_size = sizeof(**policies) };

	return schedsim_read_all(fd, SCHEDSIM_IOC_READ_POLICIES, &read, (void **)policies, NULL,
				 nr);
}

/* What belongs to a policy: @nr entries of @size bytes, which is room enough. */
static int read_of_policy(int fd, unsigned long request, const char *policy, void *entries,
			  size_t size, __u32 *nr)
{
	struct schedsim_read read = {
		.nr = *nr,
		.entry_size = size,
		.entries = schedsim_pointer(entries),
	};
	int err;

	*nr = 0;
	if (policy && strlen(policy) >= sizeof(read.policy))
		return -ENOENT;
	if (policy)
		strcpy(read.policy, policy);
	err = schedsim_read(fd, request, &read);
	if (!err)
		*nr = read.nr;
	return err;
}

/**
 * schedsim_get_params - the parameters of a policy
 * @fd: any simulation
 * @policy: its name; or NULL: the simulation's policy
 * @params: room for SCHEDSIM_MAX_PARAMS
 * @nr: to hold their number
 *
 * Return: 0, or a negative errno; -ENOENT if there is no such policy.
 */
int schedsim_get_params(int fd, const char *policy, struct schedsim_param *params, __u32 *nr)
{
	*nr = SCHEDSIM_MAX_PARAMS;
	return read_of_policy(fd, SCHEDSIM_IOC_READ_PARAMS, policy, params, sizeof(*params), nr);
}

/**
 * schedsim_get_values - what a policy keeps of each process
 * @fd: any simulation
 * @policy: its name; or NULL: the simulation's policy
 * @values: room for SCHEDSIM_MAX_VALUES
 * @nr: to hold their number
 *
 * Return: 0, or a negative errno; -ENOENT if there is no such policy.
 */
int schedsim_get_values(int fd, const char *policy, struct schedsim_value *values, __u32 *nr)
{
	*nr = SCHEDSIM_MAX_VALUES;
	return read_of_policy(fd, SCHEDSIM_IOC_READ_VALUES, policy, values, sizeof(*values), nr);
}

/**
 * schedsim_get_config - read a simulation's configuration
 * @fd: the simulation
 * @config: to fill in
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_config(int fd, struct schedsim_config *config)
{
	*config = (struct schedsim_config) { .size = sizeof(*config) };
	return schedsim_ioctl(fd, SCHEDSIM_IOC_GET_CONFIG, config);
}

/**
 * schedsim_get_vcpu_descs - what the vCPUs are like
 * @fd: the simulation
 * @descs: to point to an array, from vCPU 0 on, which the caller frees
 * @nr: to hold its length
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_vcpu_descs(int fd, struct schedsim_vcpu_desc **descs, __u32 *nr)
{
	struct schedsim_read read = { .entry_size = sizeof(**descs) };

	return schedsim_read_all(fd, SCHEDSIM_IOC_READ_VCPU_DESCS, &read, (void **)descs, NULL, nr);
}

/**
 * schedsim_set_config - change a simulation's configuration, all or nothing
 * @fd: the simulation, open for writing
 * @config: what is to change, as @config->mask says; gets @config->reason
 *
 * Return: 0, or a negative errno; -EOPNOTSUPP if the policy does not admit a
 * process: @config->reason says why.
 */
int schedsim_set_config(int fd, struct schedsim_config *config)
{
	config->size = sizeof(*config);
	memset(config->reason, 0, sizeof(config->reason));
	return schedsim_ioctl(fd, SCHEDSIM_IOC_SET_CONFIG, config);
}

/**
 * schedsim_set_policy - change the policy
 * @fd: the simulation, open for writing
 * @name: one of schedsim_get_policies()
 *
 * Return: 0, or a negative errno; -ENOENT if there is no policy of that name.
 */
int schedsim_set_policy(int fd, const char *name)
{
	struct schedsim_config config = { .mask = SCHEDSIM_CONFIG_POLICY };

	if (strlen(name) >= sizeof(config.policy))
		return -ENOENT;
	strcpy(config.policy, name);
	return schedsim_set_config(fd, &config);
}

/**
 * schedsim_set_quantum - change the quantum, for running slices too
 * @fd: the simulation, open for writing
 * @quantum_ns: 100 us (live) or 1 us (virtual) to 10 s
 *
 * Return: 0, or a negative errno.
 */
int schedsim_set_quantum(int fd, __u64 quantum_ns)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_QUANTUM,
		.quantum_ns = quantum_ns,
	};

	return schedsim_set_config(fd, &config);
}

/**
 * schedsim_evict - make all simulations change from a policy to fair
 * @fd: any simulation, open for writing
 * @policy: the policy's name
 *
 * Its module can be removed then.
 *
 * Return: 0, or a negative errno; -ENOENT if there is no policy of that name.
 */
int schedsim_evict(int fd, const char *policy)
{
	struct schedsim_evict arg = { .size = sizeof(arg) };

	if (strlen(policy) >= sizeof(arg.policy))
		return -ENOENT;
	strcpy(arg.policy, policy);
	return schedsim_ioctl(fd, SCHEDSIM_IOC_EVICT, &arg);
}

static int simple_command(int fd, unsigned long request)
{
	struct schedsim_cmd cmd = { .size = sizeof(cmd) };

	return schedsim_ioctl(fd, request, &cmd);
}

/**
 * schedsim_pause - freeze simulated time
 * @fd: the simulation, open for writing
 *
 * Return: 0, or a negative errno.
 */
int schedsim_pause(int fd)
{
	return simple_command(fd, SCHEDSIM_IOC_PAUSE);
}

/**
 * schedsim_resume - let simulated time go on exactly where it was frozen
 * @fd: the simulation, open for writing
 *
 * Return: 0, or a negative errno.
 */
int schedsim_resume(int fd)
{
	return simple_command(fd, SCHEDSIM_IOC_RESUME);
}

/**
 * schedsim_reset - remove all processes and start at time 0 again
 * @fd: the simulation, open for writing
 *
 * Return: 0, or a negative errno.
 */
int schedsim_reset(int fd)
{
	return simple_command(fd, SCHEDSIM_IOC_RESET);
}

/**
 * schedsim_trigger - force one scheduling decision now
 * @fd: the simulation, open for writing
 * @vcpu: the vCPU that is to decide, or SCHEDSIM_ALL_VCPUS
 *
 * Return: 0, or a negative errno.
 */
int schedsim_trigger(int fd, __u32 vcpu)
{
	struct schedsim_trigger arg = { .size = sizeof(arg), .vcpu = vcpu };

	return schedsim_ioctl(fd, SCHEDSIM_IOC_TRIGGER, &arg);
}

/**
 * schedsim_set_online - let a vCPU go offline, or online
 * @fd: the simulation, open for writing
 * @vcpu: the vCPU
 * @online: whether it is to be online
 *
 * Return: 0, or a negative errno: -EINVAL if there is no such vCPU, -EBUSY if it is
 * the last one online.
 */
int schedsim_set_online(int fd, __u32 vcpu, bool online)
{
	struct schedsim_set_online arg = {
		.size = sizeof(arg), .vcpu = vcpu, .online = online,
	};

	return schedsim_ioctl(fd, SCHEDSIM_IOC_SET_ONLINE, &arg);
}

/**
 * schedsim_run - let virtual time pass
 * @fd: a private simulation with a virtual clock, open for writing
 * @until_ns: how far
 * @flags: SCHEDSIM_RUN_*
 * @result: to hold the time reached and the reason for ending there, or NULL
 *
 * Return: 0, or a negative errno; -EINTR if a signal came: time has passed then,
 * and the same call goes on with it.
 */
int schedsim_run(int fd, __u64 until_ns, __u32 flags, struct schedsim_run *result)
{
	struct schedsim_run arg = {
		.size = sizeof(arg),
		.flags = flags,
		.until_ns = until_ns,
	};
	int err = schedsim_ioctl(fd, SCHEDSIM_IOC_RUN, &arg);

	if (result)
		*result = arg;
	return err;
}

/**
 * schedsim_get_stats - statistics of a simulation as a whole
 * @fd: the simulation
 * @stats: to fill in
 *
 * Return: 0, or a negative errno.
 */
int schedsim_get_stats(int fd, struct schedsim_stats *stats)
{
	*stats = (struct schedsim_stats) { .size = sizeof(*stats) };
	return schedsim_ioctl(fd, SCHEDSIM_IOC_STATS, stats);
}
