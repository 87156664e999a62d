/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random programs and the objects that they use; for scenario.c.
 */
#ifndef SIM_SCENARIO_OPS_H
#define SIM_SCENARIO_OPS_H

#include "scenario.h"

/* Return: the index of an object of that type, plus 1, or 0. */
__u32 scenario_some_object(const struct scenario *scenario, __u64 *rng,
			   __u32 type);
__u32 scenario_write_program(const struct scenario *scenario, __u64 *rng,
			     struct schedsim_op *ops);
void scenario_make_objects(struct scenario *scenario, __u64 *rng);
void scenario_drop_objects(struct scenario *scenario);

#endif /* SIM_SCENARIO_OPS_H */
