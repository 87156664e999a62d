/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Processes: arrival, sleep, wakeup; ids and alarms.
 */
#ifndef SIM_PROC_H
#define SIM_PROC_H

#include "core/types.h"
#include "task/program.h"

/* The order of alarms at one instant; then the id decides. */
enum sim_alarm {
	SIM_ALARM_ARRIVAL,
	SIM_ALARM_WAKEUP,
};

void sim_add_alarm(struct sim *sim, struct sim_proc *proc, u64 when,
		   enum sim_alarm type);
void sim_remove_alarm(struct sim *sim, struct sim_proc *proc);
struct sim_proc *sim_pop_alarm(struct sim *sim);
void sim_sleep(struct sim *sim, struct sim_proc *proc, u64 until);
void sim_start(struct sim *sim, struct sim_proc *proc, u64 arrival);
void sim_wake(struct sim *sim, struct sim_proc *proc);

size_t sim_tail_size(const struct sim_program *program);
void sim_proc_init(struct sim_proc *proc, struct sim_program *program,
		   u64 *tail, const char *name, const struct schedsim_attr *attr);
struct sim_object *sim_proc_fork(const struct sim_proc *proc);
int sim_reserve_id(struct sim *sim, u32 wanted);
void sim_free_id(struct sim *sim, u32 id);
void sim_spawn(struct sim *sim, struct sim_proc *proc, u32 id, u64 delay);
struct sim_proc *sim_find(const struct sim *sim, u32 id);
void sim_reap(struct sim *sim, struct sim_proc *proc);

#endif /* SIM_PROC_H */
