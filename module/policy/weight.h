/* SPDX-License-Identifier: GPL-2.0 */
#ifndef POLICY_WEIGHT_H
#define POLICY_WEIGHT_H

#include "policy.h"

#define NICE_0_WEIGHT	1024

extern const u32 sim_nice_to_weight[SCHEDSIM_MAX_NICE - SCHEDSIM_MIN_NICE + 1];

/* The weight of a nice value, 1.25 times greater for each step down. */
static inline u32 sim_weight(s32 nice)
{
	return sim_nice_to_weight[nice - SCHEDSIM_MIN_NICE];
}

/* What a process has in a lottery. */
static inline u32 sim_tickets(const struct sim_urgency *of)
{
	return of->tickets ? of->tickets : sim_weight(of->nice);
}

#endif /* POLICY_WEIGHT_H */
