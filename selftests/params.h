/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parameters of policies.
 */
#ifndef SCHEDSIM_PARAMS_H
#define SCHEDSIM_PARAMS_H

#include "calls.h"

static inline struct schedsim_param param(const char *name, __u64 value)
{
	struct schedsim_param param = { .value = value };

	set_name(param.name, name);
	return param;
}

/* @policy: NULL: the present one's */
static inline int set_params(int fd, const char *policy,
			     struct schedsim_param *params, __u32 nr)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_PARAMS |
			(policy ? SCHEDSIM_CONFIG_POLICY : 0),
		.params = (uintptr_t)params,
		.nr_params = nr,
		.param_size = sizeof(*params),
	};

	if (policy)
		set_name(config.policy, policy);
	return set_config(fd, &config);
}

/*
 * The parameters of a policy by its name, or, with "", of the present one. There is
 * room for SCHEDSIM_MAX_PARAMS. With one call, for between two of them another
 * could become the present one.
 */
static inline int read_params(int fd, const char *policy,
			      struct schedsim_param *params)
{
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = SCHEDSIM_MAX_PARAMS,
		.entry_size = sizeof(*params),
		.entries = PTR(params),
	};
	int ret;

	set_name(arg.policy, policy);
	ret = call(fd, SCHEDSIM_IOC_READ_PARAMS, &arg);

	return ret ? ret : (int)arg.nr;
}

#endif /* SCHEDSIM_PARAMS_H */
