/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The arguments of the commands of /dev/schedsim.
 */
#ifndef SCHEDSIM_IOCTL_ARG_H
#define SCHEDSIM_IOCTL_ARG_H

#include <uapi/linux/schedsim.h>

struct simulation;

/* @created: in the place of @config: what SCHEDSIM_IOC_CREATE has made */
union ioctl_arg {
	struct schedsim_cmd cmd;
	struct schedsim_info info;
	struct schedsim_config config;
	struct schedsim_spawn spawn;
	struct schedsim_proc_cmd proc_cmd;
	struct schedsim_set_attr set_attr;
	struct schedsim_trigger trigger;
	struct schedsim_set_online set_online;
	struct schedsim_read read;
	struct schedsim_stats stats;
	struct schedsim_run run;
	struct schedsim_evict evict;
	struct schedsim_recording recording;
	struct schedsim_read_session read_session;
	struct simulation *created;
};

#endif /* SCHEDSIM_IOCTL_ARG_H */
