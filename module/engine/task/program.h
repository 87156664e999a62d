/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_PROGRAM_H
#define SIM_PROGRAM_H

#include <schedsim/env.h>

/**
 * struct sim_op - an operation as the engine keeps it
 * @code: enum schedsim_op_code
 * @flags: SCHEDSIM_OP_F_*
 * @slot: a loop's counter, or a timer's number
 * @target: loop: the operation it goes back to. Operation on an object: the
 *          object's index in the spawn, and its id once the program is bound
 * @value: ns, or how often a loop is executed. SCHEDSIM_OP_WAIT: the mutex's
 *         index plus 1, and its id once the program is bound; 0: no mutex
 */
struct sim_op {
	u8 code;
	u8 flags;
	u16 slot;
	u32 target;
	u64 value;
};

/**
 * struct sim_program - what processes do; constant once it is bound
 * @refs: number of users; the code that allocates programs keeps it, the engine
 *        does not touch it
 * @nr_ops: length of @ops
 * @period: that of its first timer, or 0: it has none
 * @nr_loops: loop counters a process needs: the depth of nested loops
 * @nr_timers: timers a process needs
 * @more: processes need a struct sim_more: it has loops, or timers that are shared
 * @held: it has references to the objects that it names
 * @ops: the operations
 */
struct sim_program {
	u32 refs;
	u32 nr_ops;
	u64 period;
	u16 nr_loops;
	u16 nr_timers;
	bool more;
	bool held;
	struct sim_op ops[];
};

int sim_program_decode(struct sim_program *program,
		       const struct schedsim_op *ops, u32 nr_ops);
void sim_program_encode(const struct sim_program *program, u32 index,
			struct schedsim_op *op);

#endif /* SIM_PROGRAM_H */
