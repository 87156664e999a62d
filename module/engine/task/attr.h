/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attributes of processes.
 */
#ifndef SIM_ATTR_H
#define SIM_ATTR_H

#include "core/types.h"

/* attr.c */
int sim_attr_check(const struct sim *sim, const struct schedsim_attr *attr);
int sim_attr_admit(const struct sim_policy *policy,
		   const struct schedsim_attr *attr, const char **reason);
void sim_merge_attr(struct schedsim_attr *to, u32 mask,
		    const struct schedsim_attr *from);

/* set_attr.c */
void sim_set_attr(struct sim *sim, struct sim_proc *proc,
		  const struct schedsim_attr *attr);

#endif /* SIM_ATTR_H */
