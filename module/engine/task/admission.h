/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Admission: how much bandwidth processes of SCHED_DEADLINE reserve.
 */
#ifndef SIM_ADMISSION_H
#define SIM_ADMISSION_H

#include "core/types.h"

u64 sim_bandwidth(const struct schedsim_attr *attr);
int sim_bandwidth_check(const struct sim *sim, u64 more, u64 less, char *reason);
int sim_policy_bandwidth_check(const struct sim *sim, const struct sim_policy *policy,
			       const u64 *params, char *reason);

#endif /* SIM_ADMISSION_H */
