/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_PROGRAM_H
#define SIM_PROGRAM_H

#include <schedsim/env.h>

/**
 * struct sim_op - an operation as the engine keeps it
 * @code: enum schedsim_op_code
 * @flags: SCHEDSIM_OP_F_*
 * @slot: a loop's counter, a timer's number
 * @target: where a loop goes back to; of an operation on an object its index
 *          among those of the spawn, and, once bound to a simulation, its id
 * @value: ns, or how often; of SCHEDSIM_OP_WAIT the mutex plus 1, or 0, which
 *         becomes its id
 */
struct sim_op {
	u8 code;
	u8 flags;
	u16 slot;
	u32 target;
	u64 value;
};

/**
 * struct sim_program - what processes do; never changed once it is made
 * @refs: owners; kept by whoever allocated it, the engine does not touch it
 * @nr_ops: length of @ops
 * @nr_loops: loop counters a process needs: the depth of nested loops
 * @nr_timers: timers a process needs
 * @ops: the operations
 */
struct sim_program {
	u32 refs;
	u32 nr_ops;
	u16 nr_loops;
	u16 nr_timers;
	struct sim_op ops[];
};

int sim_program_decode(struct sim_program *program,
		       const struct schedsim_op *ops, u32 nr_ops);
void sim_program_encode(const struct sim_program *program, u32 index,
			struct schedsim_op *op);

#endif /* SIM_PROGRAM_H */
