/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_IDLE_H
#define SIM_IDLE_H

#include "core/types.h"

struct sim_proc *sim_idle_find(struct sim *sim, struct sim_vcpu **idle);
void sim_note_waste(struct sim *sim);
void sim_report_balancing(const struct sim *sim, struct schedsim_stats *to);

#endif /* SIM_IDLE_H */
