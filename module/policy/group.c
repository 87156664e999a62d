// SPDX-License-Identifier: GPL-2.0
/*
 * Groups of processes that share by vruntime; see group.h.
 */
#include "group.h"

/**
 * groups_init - set up the groups of a run queue
 * @groups: the groups, in zeroed memory
 * @floor: the floor that each of them begins with, in ns of vruntime
 */
void groups_init(struct groups *groups, u64 floor)
{
	u32 i;

	for (i = 0; i < SCHEDSIM_MAX_GROUPS; i++)
		groups->of[i].floor = floor;
}

/**
 * groups_least - the least vruntime of the groups in which somebody waits
 * @groups: the groups
 *
 * Return: it, in ns, or U64_MAX.
 */
u64 groups_least(const struct groups *groups)
{
	u64 least = U64_MAX;
	u32 bits;

	for (bits = groups->waiting; bits; bits &= bits - 1)
		least = min(least, groups->of[__builtin_ctz(bits)].vruntime);
	return least;
}

/**
 * groups_first - who is to run at a vCPU?
 * @groups: the groups
 * @vcpu: the vCPU
 * @first: who is if there are no groups, or NULL
 *
 * Of equals, a process without a group comes first, then the group with the least
 * number.
 *
 * Return: the first process of all, or NULL.
 */
struct sim_proc *groups_first(const struct groups *groups,
			      const struct sim_vcpu *vcpu,
			      struct sim_proc *first)
{
	u64 least = first ? vruntime_of(first)->vruntime : U64_MAX;
	u32 bits;

	for (bits = groups->waiting; bits; bits &= bits - 1) {
		const struct group *group = &groups->of[__builtin_ctz(bits)];
		struct sim_proc *proc = group->vruntime < least ?
			sim_tree_first(group->root, vcpu->id) : NULL;

		if (!proc)
			continue;
		first = proc;
		least = group->vruntime;
	}
	return first;
}

/**
 * group_come_back - a group may have been without a process up to now
 * @groups: the groups
 * @id: its number
 * @least: the vruntime that it has at least then, in ns
 *
 * If it was not, nothing changes: all who take part have as much.
 */
void group_come_back(struct groups *groups, u32 id, u64 least)
{
	struct group *group = &groups->of[id - 1];

	groups->used = true;
	group->vruntime = max(group->vruntime, least);
}

/**
 * group_add - a process of a group waits from now on
 * @groups: the groups
 * @proc: the process
 * @least: as for group_come_back()
 */
void group_add(struct groups *groups, struct sim_proc *proc, u64 least)
{
	u32 id = proc->eff.group;
	struct group *group = &groups->of[id - 1];

	group_come_back(groups, id, least);
	sim_tree_add(&group->root, proc, vruntime_of(proc)->vruntime, false);
	groups->waiting |= 1U << (id - 1);
}

/**
 * group_remove - a process that waited does not any more
 * @groups: the groups
 * @proc: the process
 * @id: the number of the group in which it waited
 */
void group_remove(struct groups *groups, struct sim_proc *proc, u32 id)
{
	struct group *group = &groups->of[id - 1];

	sim_tree_remove(&group->root, proc);
	if (!group->root)
		groups->waiting &= ~(1U << (id - 1));
}

/**
 * group_charge - charge a group for a process that has run
 * @groups: the groups
 * @proc: the process, which is in one
 * @ran: how long, in ns
 */
void group_charge(struct groups *groups, const struct sim_proc *proc, u64 ran)
{
	struct group *group = &groups->of[proc->eff.group - 1];
	/* Of vruntime for each ns, in 2^-32 ns: up to 2^41. */
	u64 pace = div_u64((u64)NICE_0_WEIGHT << 32, sim_shares(proc)), now;

	/* 2^53 ns (104 days) in a turn: then all products fit. Most often there is one. */
	for (; ran; ran -= now) {
		u64 part;

		now = min(ran, 1ULL << 53);
		part = (u64)(u32)now * (u32)pace + group->part;
		group->vruntime += now * (pace >> 32) +
				   (now >> 32) * (u32)pace + (part >> 32);
		group->vruntime = min(group->vruntime, VRUNTIME_MAX);
		group->part = part;
	}
}

/**
 * group_raise_floor - let the floor of a group rise
 * @rq: the run queue
 * @groups: its groups
 * @proc: one of the group that was queued, was picked, or has run
 * @picked: was it picked, and does not run yet?
 * @takes_part: which of the running processes are scheduled by vruntime?
 */
void group_raise_floor(const struct sim_rq *rq, struct groups *groups,
		       const struct sim_proc *proc, bool picked,
		       bool (*takes_part)(const struct sim_eff *eff))
{
	struct group *group = &groups->of[proc->eff.group - 1];
	const struct sim_vcpu *vcpu = NULL;
	u64 least = sim_tree_least(group->root);

	if (picked)
		least = min(least, vruntime_of(proc)->vruntime);
	while ((vcpu = sim_rq_next_vcpu(rq, vcpu))) {
		const struct sim_proc *curr = vcpu->curr;

		if (curr && takes_part(&curr->eff) &&
		    curr->eff.group == proc->eff.group)
			least = min(least, vruntime_of(curr)->vruntime);
	}
	if (least != U64_MAX && least > group->floor)
		group->floor = least;
}
