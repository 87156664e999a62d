/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_ADAPT_H
#define SIM_ADAPT_H

#include "core/types.h"

int sim_adapt_check(const struct sim_adapt_config *config, u64 min_quantum_ns);
void sim_adapt_complete(struct sim_adapt_config *config);
void sim_adapt_init(struct sim *sim);
void sim_adapt_begin(struct sim *sim);
void sim_set_adapt(struct sim *sim, const struct sim_adapt_config *config);
void sim_set_quantum(struct sim *sim, u64 quantum_ns);
bool sim_adapt_look(struct sim *sim);
void sim_adapt_note(struct sim *sim, const struct sim_vcpu *vcpu,
		    struct sim_proc *proc);

/* How the quantum adapts, as the ABI says it. */
static inline struct sim_adapt_config sim_adapt_of(const struct schedsim_config *from)
{
	return (struct sim_adapt_config) {
		.target = from->adapt,
		.switch_ppm = from->adapt_switch_ppm,
		.response_ns = from->adapt_response_ns,
		.min_ns = from->adapt_min_ns,
		.max_ns = from->adapt_max_ns,
		.interval_ns = from->adapt_interval_ns,
	};
}

#endif /* SIM_ADAPT_H */
