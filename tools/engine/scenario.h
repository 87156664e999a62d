/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random simulations, for comparing one engine with another: the kernel's
 * virtual clock with the userspace build, 64 bit with 32 bit, the engine with
 * the oracle.
 *
 * Needs nothing but the ABI (include/uapi) and random.h. A scenario is made of
 * its seed alone, and is the same on every machine. To run it: make a simulation
 * with @config, spawn @entries with @objects in their order (the ids of both must
 * come out as 1, 2, 3, ...), and run until @until_ns, without stopping
 * when idle. Time and digest then are the same everywhere.
 */
#ifndef SIM_SCENARIO_H
#define SIM_SCENARIO_H

#include <linux/schedsim.h>

#define SCENARIO_MAX_PROCS	160
#define SCENARIO_MAX_OPS	56
#define SCENARIO_MAX_OBJECTS	12

/**
 * struct scenario - a simulation to run; do not move: it points into itself
 * @seed: what it was made of
 * @config: for SCHEDSIM_IOC_CREATE: all members are set
 * @until_ns: how far to run
 * @nr_procs: length of @entries
 * @entries: for SCHEDSIM_IOC_SPAWN; all in range, ids are left to the kernel
 * @attrs: their attributes
 * @ops: their programs
 * @nr_objects: length of @objects
 * @objects: for SCHEDSIM_IOC_SPAWN; each is named by a program or a process
 * @object_attrs: their attributes, of those that have any
 * @params: parameters of the policy
 * @vcpus: caches and memory nodes of the vCPUs
 */
struct scenario {
	__u64 seed;
	struct schedsim_config config;
	__u64 until_ns;
	__u32 nr_procs;
	struct schedsim_spawn_entry entries[SCENARIO_MAX_PROCS];
	struct schedsim_attr attrs[SCENARIO_MAX_PROCS];
	struct schedsim_op ops[SCENARIO_MAX_PROCS][SCENARIO_MAX_OPS];
	__u32 nr_objects;
	struct schedsim_object objects[SCENARIO_MAX_OBJECTS];
	struct schedsim_attr object_attrs[SCENARIO_MAX_OBJECTS];
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	struct schedsim_vcpu_desc vcpus[SCHEDSIM_MAX_VCPUS];
};

void scenario_make(struct scenario *scenario, __u64 seed);
void scenario_make_more(struct scenario *scenario, const struct scenario *of,
			__u64 seed);

void scenario_other_policy(const struct scenario *scenario, struct schedsim_config *config,
			   struct schedsim_param *params, __u64 *rng);

/* A random attribute set, of a process in @config. */
void scenario_attr(const struct schedsim_config *config, __u64 *rng,
		   struct schedsim_attr *attr);

/* How the quantum of @config adapts, or that it does not. */
void scenario_adapt(struct schedsim_config *config, __u64 *rng);

/* A random time up to @most units; most are whole units, so that they meet. */
__u64 scenario_time(__u64 *rng, __u64 most);

#define SCENARIO_UNIT_NS	1000

#endif /* SIM_SCENARIO_H */
