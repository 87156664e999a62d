/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Commands of /dev/schedsim that have a file of their own.
 */
#ifndef SCHEDSIM_IOCTL_H
#define SCHEDSIM_IOCTL_H

#include "simulation.h"

union ioctl_arg {
	struct schedsim_cmd cmd;
	struct schedsim_info info;
	struct schedsim_config config;
	struct schedsim_spawn spawn;
	struct schedsim_proc_cmd proc_cmd;
	struct schedsim_set_attr set_attr;
	struct schedsim_trigger trigger;
	struct schedsim_read read;
	struct schedsim_stats stats;
	struct schedsim_run run;
};

/* read.c */
int ioctl_read_procs(struct simulation *s, union ioctl_arg *arg);
int ioctl_read_vcpus(struct simulation *s, union ioctl_arg *arg);
int ioctl_read_program(struct simulation *s, union ioctl_arg *arg);
int ioctl_read_objects(struct simulation *s, union ioctl_arg *arg);
int ioctl_read_params(struct simulation *s, union ioctl_arg *arg);

/* spawn.c */
int ioctl_spawn(struct simulation *s, union ioctl_arg *arg);

#endif /* SCHEDSIM_IOCTL_H */
