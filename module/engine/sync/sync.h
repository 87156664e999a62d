/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Condition variables, barriers, semaphores; forks and attributes.
 */
#ifndef SIM_SYNC_H
#define SIM_SYNC_H

#include "sync/object.h"

bool sim_cond_wait(struct sim *sim, struct sim_proc *proc,
		   struct sim_object *cond, struct sim_object *mutex);
void sim_cond_signal(struct sim *sim, struct sim_object *cond);
bool sim_wake_first(struct sim *sim, struct sim_object *object);
bool sim_barrier(struct sim *sim, struct sim_proc *proc,
		 struct sim_object *barrier);
bool sim_sem_wait(struct sim *sim, struct sim_proc *proc,
		  struct sim_object *semaphore);
void sim_sem_post(struct sim *sim, struct sim_object *semaphore);
void sim_take_dormant(struct sim_proc *proc);
void sim_fork(struct sim *sim, struct sim_proc *proc, struct sim_object *fork);
void sim_take_attr(struct sim *sim, struct sim_proc *proc,
		   struct sim_object *object);

#endif /* SIM_SYNC_H */
