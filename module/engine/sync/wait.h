/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Waiting for an object, and being woken.
 */
#ifndef SIM_WAIT_H
#define SIM_WAIT_H

#include "sync/object.h"

void sim_wait(struct sim *sim, struct sim_proc *proc, struct sim_object *object);
void sim_wait_move(struct sim *sim, struct sim_proc *proc,
		   struct sim_object *object);
void sim_wait_again(struct sim *sim, struct sim_proc *proc,
		    struct sim_object *object, u64 turn);
void sim_wait_end(struct sim *sim, struct sim_proc *proc);
void sim_wait_reorder(struct sim *sim, struct sim_proc *proc);
struct sim_proc *sim_first_waiter(const struct sim_object *object);
struct sim_proc *sim_second_waiter(const struct sim_object *object);

#endif /* SIM_WAIT_H */
