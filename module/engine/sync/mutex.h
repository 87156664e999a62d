/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mutexes.
 */
#ifndef SIM_MUTEX_H
#define SIM_MUTEX_H

#include "sync/object.h"

void sim_program_error(struct sim *sim, struct sim_proc *proc,
		       enum sim_error error, u64 arg);
bool sim_lock(struct sim *sim, struct sim_proc *proc, struct sim_object *mutex);
bool sim_unlock(struct sim *sim, struct sim_proc *proc,
		struct sim_object *mutex);
void sim_abandon(struct sim *sim, struct sim_proc *proc);
void sim_lock_again(struct sim *sim, struct sim_proc *proc);
void sim_stop_waiting(struct sim *sim, struct sim_proc *proc);
void sim_lock_timeout(struct sim *sim, struct sim_proc *proc);

#endif /* SIM_MUTEX_H */
