// SPDX-License-Identifier: GPL-2.0
/*
 * What is known of all vCPUs at once: see index.h.
 */
#include "core/index.h"
#include "core/ranks.h"
#include "core/rq.h"
#include "core/types.h"

/**
 * sim_index_init - nobody runs or waits anywhere
 * @sim: a simulation that begins; its vCPUs are set up, and online
 */
void sim_index_init(struct sim *sim)
{
	struct sim_index *index = &sim->index;

	sim_planes_init(&index->loads, sim->config.nr_vcpus);
	sim_planes_init(&index->waiting, sim->config.nr_vcpus);
	index->all = sim->online;
	index->idle = sim->online;
}

/* What waits in @rq, the first of whose vCPUs is @rq->first_vcpu. */
static void add_rq(struct sim *sim, struct sim_rq *rq)
{
	struct sim_index *index = &sim->index;
	u32 id = sim_vcpus_next(&rq->bound, 0);

	rq->nr_noted = 0;
	index->nr_waiting += rq->nr_waiting;
	sim_vcpus_add(&index->recounted, rq->first_vcpu);
	if (rq->nr_anywhere)
		sim_index_anywhere(rq);
	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->bound, id + 1)) {
		sim_vcpus_add(&index->bound, id);
		sim_vcpus_add(&index->bound_in[id], rq->first_vcpu);
	}
}

/**
 * sim_index_rebuild - other run queues are used from now on
 * @sim: the simulation, whose vCPUs have them already
 */
void sim_index_rebuild(struct sim *sim)
{
	struct sim_index *index = &sim->index;
	u32 i, nr = sim->config.nr_vcpus;

	sim_planes_init(&index->waiting, nr);
	memset(&index->recounted, 0, sizeof(index->recounted));
	memset(&index->anywhere, 0, sizeof(index->anywhere));
	memset(&index->everywhere, 0, sizeof(index->everywhere));
	memset(&index->bound, 0, sizeof(index->bound));
	memset(index->bound_in, 0, nr * sizeof(index->bound_in[0]));
	index->nr_waiting = 0;
	for (i = 0; i < nr; i++) {
		struct sim_vcpu *vcpu = &sim->vcpus[i];

		if (vcpu->curr)
			sim_vcpus_remove(&index->idle, i);
		else
			sim_vcpus_add(&index->idle, i);
		if (vcpu->rq->first_vcpu == i && vcpu->rq->by_vcpu)
			add_rq(sim, vcpu->rq);
	}
	sim_ranks_rebuild(sim);
}

/**
 * sim_index_anywhere - the first that may run everywhere has come, or the last has gone
 * @rq: where; @nr_anywhere says which
 */
void sim_index_anywhere(struct sim_rq *rq)
{
	struct sim_index *index = &rq->sim->index;
	u32 i;

	if (rq->nr_anywhere) {
		sim_vcpus_add(&index->anywhere, rq->first_vcpu);
		for (i = 0; i < ARRAY_SIZE(rq->reach.bits); i++)
			index->everywhere.bits[i] |= rq->reach.bits[i];
		return;
	}
	sim_vcpus_remove(&index->anywhere, rq->first_vcpu);
	/* If others may pull, all run queues have the same reach. */
	if (sim_vcpus_empty(&index->anywhere))
		memset(&index->everywhere, 0, sizeof(index->everywhere));
	else if (!sim_rq_is_open(rq))
		for (i = 0; i < ARRAY_SIZE(rq->spanned.bits); i++)
			index->everywhere.bits[i] &= ~rq->spanned.bits[i];
}

/**
 * sim_index_bound - the first that may run only here and there has come, or the last gone
 * @rq: where
 * @id: a vCPU where it may run
 * @waits: has it come?
 */
void sim_index_bound(struct sim_rq *rq, u32 id, bool waits)
{
	struct sim_index *index = &rq->sim->index;

	if (waits) {
		sim_vcpus_add(&rq->bound, id);
		sim_vcpus_add(&index->bound_in[id], rq->first_vcpu);
		sim_vcpus_add(&index->bound, id);
		return;
	}
	sim_vcpus_remove(&rq->bound, id);
	sim_vcpus_remove(&index->bound_in[id], rq->first_vcpu);
	if (sim_vcpus_empty(&index->bound_in[id]))
		sim_vcpus_remove(&index->bound, id);
}

static void settle_loads(struct sim *sim)
{
	struct sim_index *index = &sim->index;
	u32 id = sim_vcpus_next(&index->reloaded, 0);

	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&index->reloaded, id + 1)) {
		struct sim_vcpu *vcpu = &sim->vcpus[id];
		u32 load = vcpu->nr_ready + !!vcpu->curr;

		sim_planes_change(&index->loads, id, vcpu->load_noted, load);
		vcpu->load_noted = load;
	}
	memset(&index->reloaded, 0, sizeof(index->reloaded));
}

/**
 * sim_least_loaded - where do the fewest processes run or wait?
 * @sim: the simulation
 * @among: vCPUs, one at least; afterwards only those with as few
 *
 * O(bits of the greatest load), for those that have changed since the last time are few
 * for each event.
 *
 * Return: the first of them.
 */
struct sim_vcpu *sim_least_loaded(struct sim *sim, struct sim_vcpus *among)
{
	settle_loads(sim);
	sim_planes_narrow(&sim->index.loads, among->bits, false);
	return &sim->vcpus[sim_vcpus_next(among, 0)];
}

/**
 * sim_idle_beside_work - where does nobody run though somebody could?
 * @sim: the simulation, whose run queues are @by_vcpu
 * @found: out: the online vCPUs at which one that waits in any run queue may run
 *
 * Return: whether there are any.
 */
bool sim_idle_beside_work(const struct sim *sim, struct sim_vcpus *found)
{
	const struct sim_index *index = &sim->index;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(found->bits); i++)
		found->bits[i] = index->idle.bits[i] & sim->online.bits[i] &
				 (index->everywhere.bits[i] | index->bound.bits[i]);
	return !sim_vcpus_empty(found);
}

static void settle_waiting(struct sim *sim)
{
	struct sim_index *index = &sim->index;
	u32 id = sim_vcpus_next(&index->recounted, 0);

	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&index->recounted, id + 1)) {
		struct sim_rq *rq = sim->vcpus[id].rq;

		sim_planes_change(&index->waiting, id, rq->nr_noted, rq->nr_waiting);
		rq->nr_noted = rq->nr_waiting;
	}
	memset(&index->recounted, 0, sizeof(index->recounted));
}

/**
 * sim_most_waiting - the run queue that an idle vCPU pulls from
 * @vcpu: the vCPU
 *
 * Return: of the run queues in which somebody waits who may run at @vcpu, that in which
 * most wait; of equals, the first. NULL if there is none.
 */
struct sim_rq *sim_most_waiting(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	const struct sim_index *index = &sim->index;
	struct sim_vcpus among;
	u32 i;

	if (!sim_rq_is_open(vcpu->rq))
		return sim_vcpu_awaited(vcpu) ? vcpu->rq : NULL;
	for (i = 0; i < ARRAY_SIZE(among.bits); i++)
		among.bits[i] = index->anywhere.bits[i] |
				index->bound_in[vcpu->id].bits[i];
	settle_waiting(sim);
	sim_planes_narrow(&index->waiting, among.bits, true);
	i = sim_vcpus_next(&among, 0);
	return i < SCHEDSIM_MAX_VCPUS ? sim->vcpus[i].rq : NULL;
}

/**
 * sim_index_single - which run queues will their own idle vCPUs leave nobody in?
 * @sim: the simulation, with a run queue for each vCPU
 * @found: out: the vCPUs that are online and idle, and for which one waits, no more
 *
 * Return: whether there are any.
 */
bool sim_index_single(struct sim *sim, struct sim_vcpus *found)
{
	const struct sim_index *index = &sim->index;
	u32 i, plane;

	settle_waiting(sim);
	for (i = 0; i < ARRAY_SIZE(found->bits); i++) {
		u64 bits = index->waiting.bits[0][i];

		for (plane = 1; plane < index->waiting.used; plane++)
			bits &= ~index->waiting.bits[plane][i];
		found->bits[i] = bits & index->idle.bits[i] & sim->online.bits[i];
	}
	return !sim_vcpus_empty(found);
}
