/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Processes: how they come, sleep and wake up; for the engine's own use.
 */
#ifndef SIM_PROC_H
#define SIM_PROC_H

#include "sim.h"

/* What comes first of timers that expire at one instant; then the id decides. */
enum sim_timer {
	SIM_TIMER_ARRIVAL,
	SIM_TIMER_WAKEUP,
};

void sim_add_timer(struct sim *sim, struct sim_proc *proc, u64 when,
		   enum sim_timer type);
void sim_remove_timer(struct sim *sim, struct sim_proc *proc);
struct sim_proc *sim_pop_timer(struct sim *sim);
void sim_sleep(struct sim *sim, struct sim_proc *proc, u64 until);
void sim_start(struct sim *sim, struct sim_proc *proc, u64 arrival);
void sim_wake(struct sim *sim, struct sim_proc *proc);

#endif /* SIM_PROC_H */
