/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What vCPUs are like, and which share a core, a last-level cache or a memory node, on the
 * command line.
 */
#ifndef ARGS_TOPOLOGY_H
#define ARGS_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/schedsim.h>

#include "print/output.h"

/**
 * struct topology - what the command line says
 * @all: a preset, "host" or a file; or NULL
 * @llc: the sets of vCPUs that share a cache, or NULL
 * @node: the sets of vCPUs of one node, or NULL
 */
struct topology {
	const char *all;
	const char *llc;
	const char *node;
};

/* What makes sets of vCPUs. */
enum topology_set {
	TOPOLOGY_LLC,
	TOPOLOGY_NODE,
	TOPOLOGY_CORE,
};

__u32 topology_nr_vcpus(const struct topology *topology);
void topology_set(const struct topology *topology, struct schedsim_config *config);
void topology_free(struct schedsim_config *config);
const char *topology_format(const struct schedsim_vcpu_desc *vcpus, __u32 nr, enum topology_set of,
			    char *text, size_t size);
void topology_json(struct json_object *object, const struct schedsim_vcpu_desc *vcpus, __u32 nr);
bool topology_has_cores(const struct schedsim_vcpu_desc *vcpus, __u32 nr);
bool topology_has_capacities(const struct schedsim_vcpu_desc *vcpus, __u32 nr);
void migration_arg(struct schedsim_config *config, const char *text);

/* preset.c, host.c */
struct schedsim_vcpu_desc *topology_read(const char *text, __u32 *nr);
struct schedsim_vcpu_desc *topology_host(__u32 *nr);

/* The capacity as a number, also if it is left out. */
static inline __u32 topology_capacity(const struct schedsim_vcpu_desc *vcpu)
{
	return vcpu->capacity ? vcpu->capacity : SCHEDSIM_MAX_CAPACITY;
}

#endif /* ARGS_TOPOLOGY_H */
