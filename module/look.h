/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Looking at a simulation.
 */
#ifndef SCHEDSIM_LOOK_H
#define SCHEDSIM_LOOK_H

#include "types.h"

/**
 * struct look - a look at a list
 * @start: in: the first id or index wanted; out: where to go on
 * @nr: in: the number of entries wanted; out: of those there were
 * @entries: room for them
 * @attrs: room for the attributes of each, or NULL
 * @id: the process whose program is looked at
 * @policy: the name of the policy whose parameters or values are looked at, or
 *          empty: the present one
 * @nr_ops: operations of programs that were looked at so far
 */
struct look {
	u32 start;
	u32 nr;
	void *entries;
	struct schedsim_attr *attrs;
	u32 id;
	char policy[SCHEDSIM_NAME_LEN];
	u32 nr_ops;
};

int look_procs(struct simulation *s, struct look *look);
int look_vcpus(struct simulation *s, struct look *look);
int look_vcpu_descs(struct simulation *s, struct look *look);
int look_program(struct simulation *s, struct look *look);
int look_objects(struct simulation *s, struct look *look);
int look_policies(struct simulation *s, struct look *look);
int look_params(struct simulation *s, struct look *look);
int look_values(struct simulation *s, struct look *look);

#endif /* SCHEDSIM_LOOK_H */
