/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parts of load balancing, weighted loads, and between which run queues it is done; for
 * the engine's own use.
 */
#ifndef SIM_DOMAIN_H
#define SIM_DOMAIN_H

#include "core/types.h"

int sim_balancing_check(const struct sim_balancing_config *config, u64 min_quantum_ns);
void sim_balancing_complete(struct sim_balancing_config *config);
bool sim_rq_load(const struct sim_rq *rq, u64 *load);
u64 sim_rq_load_with(const struct sim_rq *rq, const struct sim_proc *proc);
void sim_note_nodes(struct sim *sim);
bool sim_may_balance(const struct sim *sim, u32 to, u32 from);
void sim_note_nice(struct sim *sim, const struct sim_proc *proc, s32 nice);

/* Is @part done, as the configuration says, whatever the policy's parameter is? */
static inline bool sim_balances(const struct sim *sim, u32 part)
{
	return sim->config.balancing.parts & part;
}

static inline bool sim_has_defect(const struct sim *sim, u32 defect)
{
	return unlikely(sim->config.balancing.defects & defect);
}

/* What balances, as the ABI says it. */
static inline struct sim_balancing_config sim_balancing_of(const struct schedsim_config *from)
{
	return (struct sim_balancing_config) {
		.parts = from->balancing_parts,
		.defects = from->balancing_defects,
		.interval_ns = from->balancing_interval_ns,
		.pct = from->balancing_pct,
	};
}

#endif /* SIM_DOMAIN_H */
