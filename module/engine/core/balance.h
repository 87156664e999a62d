/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Balancing: who waits goes where it can run; for the engine's own use.
 */
#ifndef SIM_BALANCE_H
#define SIM_BALANCE_H

#include "core/types.h"

void sim_balance_dispatch(struct sim_vcpu *vcpu);
void sim_balance(struct sim *sim);

#endif /* SIM_BALANCE_H */
