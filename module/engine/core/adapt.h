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

#endif /* SIM_ADAPT_H */
