/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The shared simulation, which /dev/schedsim and sysfs speak to.
 */
#ifndef SCHEDSIM_SHARED_H
#define SCHEDSIM_SHARED_H

#include "types.h"

extern struct simulation *shared_simulation;
extern struct sim_config boot_config;	/* constant once the module is loaded */

ssize_t shared_show_config(char *buf,
			   ssize_t (*show)(char *buf, const struct sim_config *config,
					   const void *of),
			   const void *of);
ssize_t shared_set_config(size_t count,
			  int (*change)(struct sim_config *config, const void *to),
			  const void *to);
int shared_get_stats(struct schedsim_stats *stats);

#endif /* SCHEDSIM_SHARED_H */
