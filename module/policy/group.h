/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Groups of processes, as the cpu controller of cgroups makes them (see "cpu.weight"
 * in Documentation/admin-guide/cgroup-v2.rst).
 *
 * All processes of a group together have one vruntime, and the shares of the group
 * for their weight: that is what they get beside processes without a group and
 * other groups. Within the group they have vruntimes and a floor of their own. So
 * what a group gets does not depend on how many processes it has, nor on when they
 * sleep.
 *
 * A group that nobody waited in or ran from comes back with no less vruntime than
 * the floor of the run queue minus the credit, as a process that wakes up does.
 *
 * In Linux,
 *  - groups nest. Here there is one level of them;
 *  - the shares of a group are divided among CPUs in proportion to the load that it
 *    has there (calc_group_shares() in kernel/sched/fair.c). Here a group has all of
 *    its shares in each run queue: what a run queue spans is shared by weight, and
 *    nothing between run queues. With span=all that is the whole machine;
 *  - the shares belong to the group. Here each process says how many its group has,
 *    and what it runs is charged by that; they are meant to say the same;
 *  - a group has an idle class of its own (cpu.idle). Here the class is that of
 *    the process: among the processes of its group SCHED_IDLE weighs 3, and its
 *    group weighs what it always does.
 *
 * To find the first process takes a look at each group in which somebody waits, and a
 * walk down the tree of each that is before all others so far: SCHEDSIM_MAX_GROUPS at
 * most. So a decision stays O(log n), and is one step of the engine.
 */
#ifndef POLICY_GROUP_H
#define POLICY_GROUP_H

#include "policies.h"

#define NICE_0_WEIGHT	1024
/* Differences of two are not longer than 64 bits, and neither are sums. */
#define VRUNTIME_MAX	((u64)S64_MAX)

/**
 * struct vruntime_proc - what the policy keeps in a process
 * @vruntime: its vruntime, in ns
 * @woken_at: when it last woke up
 * @rest: the remainder of the division by its weight
 * @boosted: linux: does it count in @nr_boosted of struct linux_rq?
 */
struct vruntime_proc {
	u64 vruntime;
	u64 woken_at;
	u32 rest;
	bool boosted;
};

/**
 * struct group - a group in a run queue
 * @vruntime: its vruntime, in ns
 * @floor: the least vruntime of its processes that run or wait; it never sinks
 * @root: its processes that wait, in the order of vruntime
 * @part: what @vruntime lacks, in 2^-32 ns: processes that say other shares may run
 *        at the same time, and the sum does not depend on when each is charged
 */
struct group {
	u64 vruntime;
	u64 floor;
	struct sim_tree_node *root;
	u32 part;
};

/**
 * struct groups - the groups in a run queue
 * @waiting: a bit for each group in which somebody waits
 * @used: has anybody of a group ever been here?
 * @of: the groups; group 1 is the first
 */
struct groups {
	u32 waiting;
	bool used;
	struct group of[SCHEDSIM_MAX_GROUPS];
};

void groups_init(struct groups *groups, u64 floor);
u64 groups_least(const struct groups *groups);
struct sim_proc *groups_first(const struct groups *groups,
			      const struct sim_vcpu *vcpu,
			      struct sim_proc *first);
void group_come_back(struct groups *groups, u32 id, u64 least);
void group_add(struct groups *groups, struct sim_proc *proc, u64 least);
void group_remove(struct groups *groups, struct sim_proc *proc, u32 id);
void group_charge(struct groups *groups, const struct sim_proc *proc, u64 ran);
void group_raise_floor(const struct sim_rq *rq, struct groups *groups,
		       const struct sim_proc *proc, bool picked,
		       bool (*takes_part)(const struct sim_eff *eff));

static inline struct vruntime_proc *vruntime_of(const struct sim_proc *proc)
{
	return (struct vruntime_proc *)proc->data;
}

#endif /* POLICY_GROUP_H */
