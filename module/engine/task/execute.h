/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_EXECUTE_H
#define SIM_EXECUTE_H

#include "core/types.h"

void sim_execute(struct sim_vcpu *vcpu);

#endif /* SIM_EXECUTE_H */
