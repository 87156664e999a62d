// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs that are idle beside work, if the configuration names the parts of balancing: what
 * they pull, and how much of their time is wasted.
 *
 * As long as a vCPU is idle for which somebody waits elsewhere, its time is wasted: Lozi et
 * al. (see core/domain.c) call that the invariant which a scheduler has to keep. Two vCPUs
 * that idle beside one process waste the time of one. It is looked at when an instant is
 * balanced, and each instant at which a vCPU decides, or somebody begins or ceases to wait,
 * is. A vCPU that switches to a process, or pays for its migration, is not idle.
 */
#include "core/domain.h"
#include "core/idle.h"
#include "core/online.h"
#include "core/speed.h"
#include "core/unbalanced.h"

/* May @vcpu pull out of @rq? */
static bool may_pull(const struct sim_vcpu *vcpu, const struct sim_rq *rq)
{
	const struct sim *sim = vcpu->sim;
	u32 from = rq->first_vcpu;

	if (rq == vcpu->rq)
		return true;
	if (!sim_may_balance(sim, vcpu->id, from))
		return false;
	return !sim_has_defect(sim, SCHEDSIM_DEFECT_WAKEUP_OVERLOAD) ||
	       sim->config.node[vcpu->id] == sim->config.node[from];
}

/* How far is @rq away? Its own run queue is the nearest. */
static u32 distance(const struct sim_vcpu *vcpu, const struct sim_rq *rq)
{
	if (rq == vcpu->rq)
		return 0;
	return 1 + sim_distance(&vcpu->sim->config, vcpu->id, rq->first_vcpu);
}

/* Is more to be had from @rq than from @than: is it nearer, or do more wait there? */
static bool is_better(const struct sim_vcpu *vcpu, const struct sim_rq *rq,
		      const struct sim_rq *than)
{
	u32 a = distance(vcpu, rq), b = distance(vcpu, than);

	return a < b || (a == b && rq->nr_waiting > than->nr_waiting);
}

/*
 * Whom @vcpu pulls: the first in the policy's order of all, if that is kept; or who is next
 * in the nearest run queue, and of those, in the one in which most wait.
 */
static struct sim_proc *work_for(struct sim_vcpu *vcpu)
{
	struct sim_proc *best = NULL, *proc;
	struct sim *sim = vcpu->sim;
	struct sim_rq *rq, *most = NULL;

	/* Then it may pull nothing else. */
	if (!sim_balances(sim, SCHEDSIM_BALANCING_IDLE))
		return sim_first_now(vcpu->rq, vcpu);
	sim_count_walk(sim);
	for (rq = sim_next_rq(sim, NULL); rq; rq = sim_next_rq(sim, rq)) {
		if (!sim_awaited(rq, vcpu) || !may_pull(vcpu, rq))
			continue;
		if (!sim_is_ordered(sim)) {
			if (!most || is_better(vcpu, rq, most))
				most = rq;
			continue;
		}
		proc = sim_first_now(rq, vcpu);
		if (proc && (!best || sim->policy->before(vcpu->rq, proc, best)))
			best = proc;
	}
	return most ? sim_first_now(most, vcpu) : best;
}

/**
 * sim_idle_find - find work for a vCPU that is idle
 * @sim: a simulation with SCHEDSIM_BALANCING_SET, where no decision is due
 * @idle: to be set to the vCPU: of those that can pull something, the first
 *
 * Return: a process that it can pull; NULL if there is none for any vCPU.
 */
struct sim_proc *sim_idle_find(struct sim *sim, struct sim_vcpu **idle)
{
	struct sim_vcpus found;
	struct sim_proc *proc;
	u32 id;

	if (!sim_idle_beside_work(sim, &found))
		return NULL;
	sim_count_walk(sim);
	sim_note_nodes(sim);
	for (id = sim_vcpus_next(&found, 0); id < SCHEDSIM_MAX_VCPUS;
	     id = sim_vcpus_next(&found, id + 1)) {
		proc = work_for(&sim->vcpus[id]);
		if (!proc)
			continue;
		*idle = &sim->vcpus[id];
		return proc;
	}
	return NULL;
}

/* The time that is wasted up to now. */
static u64 wasted(const struct sim *sim)
{
	const struct sim_balancing *balancing = &sim->balancing;

	return balancing->wasted + balancing->wasting * (sim->now - balancing->since);
}

/**
 * sim_note_waste - note how many vCPUs are idle beside work from now on
 * @sim: a simulation with SCHEDSIM_BALANCING_SET
 */
void sim_note_waste(struct sim *sim)
{
	struct sim_vcpus found;
	u32 i, nr = 0;

	sim->balancing.wasted = wasted(sim);
	sim->balancing.since = sim->now;
	if (sim_idle_beside_work(sim, &found))
		for (i = 0; i < ARRAY_SIZE(found.bits); i++)
			nr += hweight64(found.bits[i]);
	sim->balancing.wasting = min(nr, sim->index.nr_waiting);
}

/**
 * sim_report_balancing - what is known of balancing
 * @sim: the simulation
 * @to: to fill in
 */
void sim_report_balancing(const struct sim *sim, struct schedsim_stats *to)
{
	memcpy(to->moves, sim->balancing.moves, sizeof(to->moves));
	to->wasted_ns = wasted(sim);
	to->imbalance_total = sim->balancing.imbalance;
	to->imbalance_looks = sim->balancing.looks;
}
