// SPDX-License-Identifier: GPL-2.0
/*
 * An order of all processes, by ranks: who waits first anywhere, and who that runs is the
 * last in it, found without a look at each vCPU.
 *
 * Each vCPU has a run queue of its own, in which all may run there, unless no vCPU of theirs
 * is online. So who is first in it, wherever it may run, is who is first for its own vCPU.
 * If that one may not run where somebody is looked for, these say nothing, and the caller
 * looks at all.
 */
#include "core/online.h"
#include "core/ranks.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"

/* No process is this far behind, as far as tournaments are concerned. */
#define NOBODY	U64_MAX

/**
 * sim_ranks_rebuild - other run queues are used from now on, or another policy
 * @sim: the simulation
 */
void sim_ranks_rebuild(struct sim *sim)
{
	struct sim_index *index = &sim->index;
	const struct sim_vcpu *vcpu = &sim->vcpus[0];

	index->ranked = sim->policy->rank && sim->config.nr_vcpus > 1 &&
			sim_keeps_order(sim, SCHEDSIM_BALANCING_PUSH) &&
			sim_keeps_order(sim, SCHEDSIM_BALANCING_PULL);
	for (; vcpu < &sim->vcpus[sim->config.nr_vcpus]; vcpu++)
		index->ranked &= vcpu->rq->nr_vcpus == 1;
	if (!index->ranked)
		return;
	sim_tournament_init(&index->heads);
	sim_tournament_init(&index->marked);
	sim_tournament_init(&index->runners);
	index->reranked = index->all;
}

/* The rank of @proc, less than that of nobody. */
static u64 rank_of(const struct sim *sim, const struct sim_proc *proc)
{
	return min(sim->policy->rank(proc), NOBODY - 1);
}

static void rerank(struct sim *sim, struct sim_vcpu *vcpu)
{
	struct sim_index *index = &sim->index;
	struct sim_proc *head = sim_first_for(vcpu->rq, vcpu);
	bool marked = test_bit(vcpu->id, sim->unbalanced) &&
		      sim_is_online(sim, vcpu->id);
	u64 rank;

	if (unlikely(sim->faulty))
		return;
	rank = head ? rank_of(sim, head) : NOBODY;
	sim_tournament_update(&index->heads, vcpu->id, rank);
	sim_tournament_update(&index->marked, vcpu->id, marked ? rank : NOBODY);
	sim_tournament_update(&index->runners, vcpu->id,
			      vcpu->curr ? ~rank_of(sim, vcpu->curr) : NOBODY);
}

/*
 * Take into account what has changed: O(log n) for each vCPU with a change, of which there
 * are few for each event. Who is first in a run queue is asked for: the policy may break a
 * rule then, and nobody has a rank any more. Return: whether they still do.
 */
static bool settle(struct sim *sim)
{
	struct sim_vcpus *reranked = &sim->index.reranked;
	u32 id = sim_vcpus_next(reranked, 0);

	for (; id < SCHEDSIM_MAX_VCPUS && !sim->faulty; id = sim_vcpus_next(reranked, id + 1))
		rerank(sim, &sim->vcpus[id]);
	memset(reranked, 0, sizeof(*reranked));
	return !sim->faulty;
}

/**
 * sim_ranks_before - might one that waits come before another?
 * @vcpu: where the other runs or waits
 * @than: the other
 *
 * Return: whether anybody who waits anywhere has a less rank.
 */
bool sim_ranks_before(struct sim_vcpu *vcpu, const struct sim_proc *than)
{
	struct sim *sim = vcpu->sim;

	return settle(sim) &&
	       sim_tournament_least(&sim->index.heads) < rank_of(sim, than);
}

/**
 * sim_ranks_first - who waits anywhere, may run at a vCPU, and is the first of all?
 * @vcpu: the vCPU
 *
 * Return: the process, of equals that in the first run queue; NULL if that is not known.
 */
struct sim_proc *sim_ranks_first(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	const struct sim_tournament *heads = &sim->index.heads;
	struct sim_proc *proc;

	if (!settle(sim) || sim_tournament_least(heads) == NOBODY)
		return NULL;
	proc = sim_first_for(sim->vcpus[sim_tournament_first(heads)].rq, vcpu);
	return proc && rank_of(sim, proc) == sim_tournament_least(heads) ? proc : NULL;
}

/**
 * sim_ranks_most_urgent - of the marked run queues, the one whose first process is first
 * @sim: a simulation with ranks
 *
 * Return: the run queue; NULL if nobody waits in any of them.
 */
struct sim_rq *sim_ranks_most_urgent(struct sim *sim)
{
	const struct sim_tournament *marked = &sim->index.marked;

	if (!settle(sim) || sim_tournament_least(marked) == NOBODY)
		return NULL;
	return sim->vcpus[sim_tournament_first(marked)].rq;
}

/**
 * sim_ranks_least_urgent - where does the last in the order run?
 * @sim: a simulation with ranks
 *
 * Return: of all vCPUs where anybody runs, the first with the greatest rank; or NULL.
 */
struct sim_vcpu *sim_ranks_least_urgent(struct sim *sim)
{
	const struct sim_tournament *runners = &sim->index.runners;

	if (!settle(sim) || sim_tournament_least(runners) == NOBODY)
		return NULL;
	return &sim->vcpus[sim_tournament_first(runners)];
}
