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

/**
 * struct sim_more - what a process keeps for its program, if that asks for it (@more)
 * @origin: from when its timers count, in simulated ns: its arrival; or before that, if
 *          it was forked later than its delay says
 * @looped: when a loop last went back
 * @turns: how often loops did so at that instant
 */
struct sim_more {
	u64 origin;
	u64 looped;
	u64 turns;
};

static inline struct sim_more *sim_more(const struct sim_proc *proc)
{
	const struct sim_program *program = proc->program;

	return (struct sim_more *)&proc->tail[program->nr_loops +
					      program->nr_timers];
}

/* Was it stopped, because its loops went round too often at one instant? */
static inline bool sim_proc_spun(const struct sim_proc *proc)
{
	return proc->program && proc->program->more &&
	       sim_more(proc)->turns > SCHEDSIM_MAX_TURNS;
}

void sim_add_alarm(struct sim *sim, struct sim_proc *proc, u64 when,
		   enum sim_alarm type);
void sim_remove_alarm(struct sim *sim, struct sim_proc *proc);
struct sim_proc *sim_pop_alarm(struct sim *sim);
void sim_sleep(struct sim *sim, struct sim_proc *proc, u64 until);
void sim_start(struct sim *sim, struct sim_proc *proc, u64 origin);
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
