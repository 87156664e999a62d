/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Waiting for an object, and being woken.
 */
#ifndef SIM_WAIT_H
#define SIM_WAIT_H

#include "sync/object.h"
#include "task/program.h"

void sim_wait(struct sim *sim, struct sim_proc *proc, struct sim_object *object);
void sim_wait_move(struct sim *sim, struct sim_proc *proc,
		   struct sim_object *object);
void sim_wait_again(struct sim *sim, struct sim_proc *proc,
		    struct sim_object *object, u64 turn);
void sim_wait_end(struct sim *sim, struct sim_proc *proc);
void sim_wait_reorder(struct sim *sim, struct sim_proc *proc);
struct sim_proc *sim_first_waiter(const struct sim_object *object);
struct sim_proc *sim_second_waiter(const struct sim_object *object);

/*
 * How long does @proc, which is blocked, wait at most, in ns? 0: without end. It has an
 * alarm if it does not.
 */
static inline u64 sim_wait_limit(const struct sim_proc *proc)
{
	const struct sim_op *op = &proc->program->ops[proc->pc - 1];

	return op->code == SCHEDSIM_OP_LOCK ? op->value : 0;
}

#endif /* SIM_WAIT_H */
