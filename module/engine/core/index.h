/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is known of all vCPUs at once, so that nobody has to look at each of them; for the
 * engine's own use.
 *
 * Counters that change with each decision are only marked then, and brought up to date when
 * somebody asks: what that costs, each event has paid for by its mark.
 */
#ifndef SIM_INDEX_H
#define SIM_INDEX_H

#include <schedsim/policy.h>

#include "lib/planes.h"
#include "lib/tournament.h"

/**
 * struct sim_index - sets of vCPUs and of run queues
 * @loads: of each vCPU: processes that run or wait there
 * @waiting: of each run queue: @nr_waiting
 * @reloaded: vCPUs whose load may be another than in @loads
 * @recounted: run queues that may have another number than in @waiting
 * @all: all vCPUs
 * @idle: vCPUs where nobody runs, those that are offline included
 * @anywhere: run queues with @nr_anywhere
 * @everywhere: the vCPUs in reach of those
 * @bound: vCPUs with a @nr_bound in any run queue
 * @bound_in: of each vCPU: which run queues those are
 * @nr_waiting: how many wait in all run queues, without those that are throttled
 * @ranked: is there an order of all processes by @rank of struct sim_policy, and a run
 *          queue for each vCPU? Only then there are the rest: see ranks.c
 * @reranked: vCPUs that may have other keys than in the following
 * @heads: of each vCPU: the rank of who waits first in its run queue
 * @marked: the same, of those that are @unbalanced and online
 * @runners: of each vCPU: the complement of the rank of who runs there
 *
 * A run queue has the number of its first vCPU here. What is about run queues is kept
 * for those that are @by_vcpu, as is @idle.
 */
struct sim_index {
	struct sim_planes loads;
	struct sim_planes waiting;
	struct sim_vcpus reloaded;
	struct sim_vcpus recounted;
	struct sim_vcpus all;
	struct sim_vcpus idle;
	struct sim_vcpus anywhere;
	struct sim_vcpus everywhere;
	struct sim_vcpus bound;
	struct sim_vcpus *bound_in;
	u32 nr_waiting;
	bool ranked;
	struct sim_vcpus reranked;
	struct sim_tournament heads;
	struct sim_tournament marked;
	struct sim_tournament runners;
};

static inline void sim_vcpus_add(struct sim_vcpus *vcpus, u32 id)
{
	vcpus->bits[id / 64] |= 1ULL << id % 64;
}

static inline void sim_vcpus_remove(struct sim_vcpus *vcpus, u32 id)
{
	vcpus->bits[id / 64] &= ~(1ULL << id % 64);
}

static inline bool sim_vcpus_empty(const struct sim_vcpus *vcpus)
{
	return !(vcpus->bits[0] | vcpus->bits[1] | vcpus->bits[2] | vcpus->bits[3]);
}

void sim_index_init(struct sim *sim);
void sim_index_rebuild(struct sim *sim);
void sim_index_anywhere(struct sim_rq *rq);
void sim_index_bound(struct sim_rq *rq, u32 id, bool waits);
struct sim_vcpu *sim_least_loaded(struct sim *sim, struct sim_vcpus *among);
bool sim_idle_beside_work(const struct sim *sim, struct sim_vcpus *found);
struct sim_rq *sim_most_waiting(struct sim_vcpu *vcpu);
bool sim_index_single(struct sim *sim, struct sim_vcpus *found);

#endif /* SIM_INDEX_H */
