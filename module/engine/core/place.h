/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where processes are put.
 */
#ifndef SIM_PLACE_H
#define SIM_PLACE_H

#include <schedsim/policy.h>

struct sim_vcpu *sim_place(struct sim *sim, const struct sim_proc *proc);
void sim_migrate(struct sim *sim, struct sim_proc *proc);
void sim_migrate_to(struct sim *sim, struct sim_proc *proc, struct sim_vcpu *to,
		    enum schedsim_move why);
void sim_pull(struct sim_vcpu *vcpu, struct sim_proc *proc, enum schedsim_move why);

#endif /* SIM_PLACE_H */
