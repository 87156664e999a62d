/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A picture of vCPUs.
 */
#ifndef PRINT_TOPOLOGY_H
#define PRINT_TOPOLOGY_H

#include <stdbool.h>

#include <linux/schedsim.h>

void print_topology(const struct schedsim_vcpu_desc *vcpus, __u32 nr, bool utf8);

#endif /* PRINT_TOPOLOGY_H */
