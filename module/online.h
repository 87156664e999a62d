/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which vCPUs are online.
 */
#ifndef SCHEDSIM_ONLINE_H
#define SCHEDSIM_ONLINE_H

#include "types.h"

int simulation_set_online(struct simulation *s, u32 vcpu, bool online);
int simulation_set_all_online(struct simulation *s, const char *list);
int simulation_online(struct simulation *s, unsigned long *online);

#endif /* SCHEDSIM_ONLINE_H */
