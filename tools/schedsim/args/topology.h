/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which vCPUs share a last-level cache or a memory node, on the command line.
 */
#ifndef ARGS_TOPOLOGY_H
#define ARGS_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/schedsim.h>

/**
 * struct topology - what the command line says
 * @llc: the sets of vCPUs that share a cache, or NULL
 * @node: the sets of vCPUs of one node, or NULL
 */
struct topology {
	const char *llc;
	const char *node;
};

__u32 topology_nr_vcpus(const struct topology *topology);
void topology_set(const struct topology *topology, struct schedsim_config *config);
void topology_free(struct schedsim_config *config);
const char *topology_format(const struct schedsim_vcpu_desc *vcpus, __u32 nr, bool node,
			    char *text, size_t size);

#endif /* ARGS_TOPOLOGY_H */
