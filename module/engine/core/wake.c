// SPDX-License-Identifier: GPL-2.0
/*
 * Where processes wake up, if the configuration says that they go by the topology: at
 * their previous vCPU, if that is idle; else at the nearest one that is, for a migration
 * costs the less, the nearer it is; else at the one with the fewest processes. Compare
 * select_idle_sibling() in kernel/sched/fair.c, which looks only among the vCPUs of one
 * last-level cache.
 *
 * Otherwise, a process stays where it was, and waits there until it is balanced.
 */
#include "core/affinity.h"
#include "core/domain.h"
#include "core/online.h"
#include "core/place.h"
#include "core/speed.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"
#include "core/wake.h"

/* How many run or wait there? */
static u32 nr_at(const struct sim_vcpu *vcpu)
{
	return vcpu->nr_ready + !!vcpu->curr;
}

static bool may_wake_at(const struct sim *sim, const struct sim_proc *proc, u32 id)
{
	return sim_allowed_at(proc, id) && sim_is_online(sim, id);
}

/* Where @proc may run: the vCPUs that are online. Return: whether there are any. */
static bool find_allowed(const struct sim *sim, const struct sim_proc *proc,
			 struct sim_vcpus *allowed)
{
	u32 i;

	*allowed = sim_allowed_vcpus(proc);
	for (i = 0; i < ARRAY_SIZE(allowed->bits); i++)
		allowed->bits[i] &= sim->online.bits[i];
	return !sim_vcpus_empty(allowed);
}

/*
 * The nearest idle vCPU; of equals, the first. @near: only in the node of its previous one.
 * O(idle vCPUs).
 */
static struct sim_vcpu *find_idle(struct sim *sim, const struct sim_proc *proc, bool near)
{
	u32 i, distance, least = near ? SCHEDSIM_DISTANCE_FAR : SCHEDSIM_NR_DISTANCES;
	struct sim_vcpu *best = NULL;
	struct sim_vcpus idle;

	if (!nr_at(&sim->vcpus[proc->vcpu]) && may_wake_at(sim, proc, proc->vcpu))
		return &sim->vcpus[proc->vcpu];
	if (!find_allowed(sim, proc, &idle) || nr_at(sim_least_loaded(sim, &idle)))
		return NULL;
	sim_count_walk(sim);
	for (i = sim_vcpus_next(&idle, 0); i < SCHEDSIM_MAX_VCPUS;
	     i = sim_vcpus_next(&idle, i + 1)) {
		distance = sim_distance(&sim->config, proc->vcpu, i);
		if (distance >= least)
			continue;
		least = distance;
		best = &sim->vcpus[i];
	}
	return best;
}

/* In the node of its previous vCPU, that with the fewest processes; of equals, the first. */
static struct sim_vcpu *find_near(struct sim *sim, const struct sim_proc *proc)
{
	const u8 *node = sim->config.node;
	struct sim_vcpu *best = NULL;
	u32 i;

	sim_count_walk(sim);
	for (i = 0; i < sim->config.nr_vcpus; i++)
		if (node[i] == node[proc->vcpu] && may_wake_at(sim, proc, i) &&
		    (!best || nr_at(&sim->vcpus[i]) < nr_at(best)))
			best = &sim->vcpus[i];
	return best;
}

static struct sim_vcpu *select_vcpu(struct sim *sim, const struct sim_proc *proc)
{
	bool near = sim_has_defect(sim, SCHEDSIM_DEFECT_WAKEUP_OVERLOAD);
	struct sim_vcpu *prev = &sim->vcpus[proc->vcpu];
	struct sim_vcpu *best = find_idle(sim, proc, near);

	if (best)
		return best;
	if (near)
		best = find_near(sim, proc);
	if (!best)
		best = sim_place(sim, proc);
	return may_wake_at(sim, proc, prev->id) && nr_at(prev) <= nr_at(best) ? prev : best;
}

/**
 * sim_place_woken - choose the vCPU of a process that wakes up
 * @sim: a simulation with the part wake
 * @proc: the process, which has run before
 *
 * If the vCPU is of the same run queue, the process stays: who takes it is decided later.
 */
void sim_place_woken(struct sim *sim, struct sim_proc *proc)
{
	struct sim_rq *rq = sim_vcpu_of(sim, proc)->rq;
	bool may_stay = sim_may_wait_in(sim, proc, rq);
	struct sim_vcpu *to = select_vcpu(sim, proc);

	if (!may_stay || to->rq != rq)
		sim_migrate_to(sim, proc, to, may_stay ? SCHEDSIM_MOVE_WAKE :
							 SCHEDSIM_MOVE_FORCED);
}
