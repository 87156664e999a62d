// SPDX-License-Identifier: GPL-2.0
/*
 * Balancing by weighted load, from time to time, along the topology: after the scheduling
 * domains of the kernel (load_balance() in kernel/sched/fair.c).
 *
 * There is a domain for each distance: vCPUs of a core, of a cache, of a node, and all. The
 * nearest is looked at whenever an interval is over, each farther one half as often as the
 * one before. Each run queue in turn, by its first vCPU, then pulls a process out of
 * that with the greatest load in the domain, if that load is greater than its own by more
 * than a threshold, and if its own is still less than that afterwards: so the greater of
 * both shrinks, and no process goes back and forth. One process moves at a time, near ones
 * first. That is how farther domains have less to do.
 *
 * As peeking, it is done after all else but the decisions of an instant, and only at those at
 * which somebody waits. A run queue is a step; the longer, the more there are.
 */
#include "core/domain.h"
#include "core/online.h"
#include "core/periodic.h"
#include "core/place.h"
#include "core/speed.h"
#include "core/unbalanced.h"

/* Where somebody of @from can run in @rq: at an idle vCPU, or else at the first; or NULL. */
static struct sim_vcpu *find_vcpu(struct sim *sim, const struct sim_rq *rq,
				  const struct sim_rq *from)
{
	struct sim_vcpu *best = NULL;
	u32 id = rq->first_vcpu;

	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1)) {
		struct sim_vcpu *vcpu = &sim->vcpus[id];

		if (!sim_is_online(sim, id) || !sim_awaited(from, vcpu))
			continue;
		if (!best || (best->curr && !vcpu->curr))
			best = vcpu;
	}
	return best;
}

/* Of the run queues up to a distance, that with the greatest load; of equals, the nearest. */
static struct sim_rq *find_busiest(struct sim *sim, const struct sim_rq *rq, u32 most,
				   u64 *load)
{
	struct sim_rq *from, *best = NULL;
	u32 distance, nearest = 0;
	u64 its;

	*load = 0;
	for (from = sim_next_rq(sim, NULL); from; from = sim_next_rq(sim, from)) {
		distance = sim_distance(&sim->config, rq->first_vcpu, from->first_vcpu);
		if (from == rq || distance > most || !find_vcpu(sim, rq, from) ||
		    !sim_may_balance(sim, rq->first_vcpu, from->first_vcpu))
			continue;
		sim_rq_load(from, &its);
		if (its < *load || (best && its == *load && distance >= nearest))
			continue;
		best = from;
		nearest = distance;
		*load = its;
	}
	return best;
}

/* @rq pulls a process, if the loads up to a distance say so. */
static void balance(struct sim *sim, struct sim_rq *rq, u32 distance)
{
	struct sim_rq *from;
	struct sim_proc *proc;
	u64 load, own;

	if (!sim_rq_load(rq, &own))
		return;
	sim_note_nodes(sim);
	from = find_busiest(sim, rq, distance, &load);
	if (!from || load * 100 <= own * sim->config.balancing.pct)
		return;
	proc = sim_first_now(from, find_vcpu(sim, rq, from));
	if (proc && sim_rq_load_with(rq, proc) < load)
		sim_pull(find_vcpu(sim, rq, from), proc, SCHEDSIM_MOVE_PERIODIC);
}

/* Each distance whose turn it is, the nearest first. */
static void balance_all(struct sim *sim, struct sim_rq *rq)
{
	u32 distance, times;

	div_u64_rem(div64_u64(sim->now, sim->config.balancing.interval_ns),
		    1U << SCHEDSIM_DISTANCE_FAR, &times);
	for (distance = 0; distance < SCHEDSIM_NR_DISTANCES && !sim->faulty; distance++) {
		if (times & ((1U << distance) - 1))
			return;
		sim->steps++;
		sim_count_walk(sim);
		balance(sim, rq, distance);
	}
}

/* How uneven are loads? */
static void note_imbalance(struct sim *sim)
{
	u64 least = SIM_NEVER, most = 0, load;
	struct sim_rq *rq;

	sim_count_walk(sim);
	for (rq = sim_next_rq(sim, NULL); rq; rq = sim_next_rq(sim, rq)) {
		if (!sim_rq_load(rq, &load))
			continue;
		least = min(least, load);
		most = max(most, load);
	}
	/* It stays where it can grow no more. */
	sim->balancing.imbalance += min(most - least, U64_MAX - sim->balancing.imbalance);
	sim->balancing.looks++;
}

/**
 * sim_periodic - the time to compare loads has come, or has passed while nobody waited
 * @sim: the simulation; its @next_balance is not in the future
 *
 * Counts as many steps as it takes, and goes on with the next run queue when it is called
 * again.
 *
 * Return: whether all is done; else there is something that comes first, or this
 * sim_advance() may not go on.
 */
bool sim_periodic(struct sim *sim)
{
	struct sim_balancing *balancing = &sim->balancing;
	u64 every = sim->config.balancing.interval_ns, rest;
	u32 nr = sim->config.nr_vcpus;

	if (sim->faulty || sim->unfinished)
		return false;
	div64_u64_rem(sim->now, every, &rest);
	if (sim->next_balance < sim->now)
		balancing->next_vcpu = 0;
	sim->next_balance = sim->now;
	if (!rest && sim_any_waits(sim)) {
		if (!balancing->next_vcpu)
			note_imbalance(sim);
		for (; balancing->next_vcpu < nr; balancing->next_vcpu++) {
			u32 id = balancing->next_vcpu;
			struct sim_rq *rq = sim->vcpus[id].rq;

			/* The first comes with the look. */
			if (sim->faulty || (id && sim->steps >= sim->enough))
				return false;
			if (rq->first_vcpu == id &&
			    sim_balances(sim, SCHEDSIM_BALANCING_PERIODIC))
				balance_all(sim, rq);
		}
	}
	balancing->next_vcpu = 0;
	sim->next_balance += every - rest;
	return true;
}
