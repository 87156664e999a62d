/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parameters of policies: their values, and a line of text that sets them.
 */
#ifndef SIM_PARAMS_H
#define SIM_PARAMS_H

#include "core/types.h"

/* What every policy has: the index of its value is @nr_params plus this. */
enum {
	SIM_PARAM_SPAN,
	SIM_PARAM_BALANCE,
	SIM_NR_OF_ALL,
};

/* Is its value a time, in ns? */
static inline bool sim_param_is_time(const struct sim_param *param)
{
	return param->kind == SCHEDSIM_PARAM_TIME ||
	       param->kind == SCHEDSIM_PARAM_SLICE;
}

const char * const *sim_param_words(u32 kind);
u32 sim_nr_params(const struct sim_policy *policy);
const struct sim_param *sim_param_at(const struct sim_policy *policy, u32 index);
void sim_params_init(const struct sim_policy *policy, u64 *params);
int sim_params_check(const struct sim_policy *policy, const u64 *params,
		     u64 min_slice_ns);
int sim_params_set(const struct sim_policy *policy, u64 *params,
		   const char *name, u64 value);
void sim_params_report(const struct sim_policy *policy, const u64 *params,
		       u32 index, struct schedsim_param *to);
int sim_policy_parse(const char *text, struct sim_config *config);

#endif /* SIM_PARAMS_H */
