/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An order of all processes that vCPUs with a run queue each have to keep, by ranks; for
 * the engine's own use.
 */
#ifndef SIM_RANKS_H
#define SIM_RANKS_H

#include "core/types.h"

void sim_ranks_rebuild(struct sim *sim);
bool sim_ranks_before(struct sim_vcpu *vcpu, const struct sim_proc *than);
struct sim_proc *sim_ranks_first(struct sim_vcpu *vcpu);
struct sim_rq *sim_ranks_most_urgent(struct sim *sim);
struct sim_vcpu *sim_ranks_least_urgent(struct sim *sim);

/* Who waits for @vcpu, or runs there, or its rank, or a mark, has changed. */
static inline void sim_rerank(struct sim_vcpu *vcpu)
{
	sim_vcpus_add(&vcpu->sim->index.reranked, vcpu->id);
}

#endif /* SIM_RANKS_H */
