/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Constant-bandwidth servers: a process of SCHED_DEADLINE has its reservation, which is
 * runtime_ns of CPU time in each period_ns, by deadline_ns after it begins, however long it
 * wants to run. L. Abeni and G. Buttazzo, "Integrating Multimedia Applications in Hard
 * Real-Time Systems", IEEE Real-Time Systems Symposium, 1998; hard reservations, as in
 * Documentation/scheduler/sched-deadline.rst and kernel/sched/deadline.c of Linux 6.12:
 * who has used up its budget is throttled until the next period. Used by edf and linux.
 */
#ifndef POLICY_SERVER_H
#define POLICY_SERVER_H

#include "policies.h"

/* The longest period: Linux's default of kernel.sched_deadline_period_max_us. */
#define SERVER_MAX_PERIOD_NS	(1000ULL << 22)

/**
 * struct server - a server, as a policy keeps it in a process
 * @budget: CPU time left, in ns; 0: throttled until server_next_period()
 * @deadline: the scheduling deadline, in simulated ns
 * @throttles: how often its process was throttled
 * @active: is it in use? Else it is to begin
 */
struct server {
	u64 budget;
	u64 deadline;
	u32 throttles;
	bool active;
};

bool server_admit(const struct schedsim_attr *attr, const char **reason);
void server_follow(struct server *server, const struct sim_proc *proc, u64 now);
bool server_enqueue(struct server *server, const struct sim_proc *proc, u64 now,
		    enum sim_enqueue why, bool soft);
void server_replenish(struct server *server, const struct sim_proc *proc, u64 now);
u64 server_next_period(const struct server *server, const struct sim_proc *proc);

/* Has @proc, by its own attributes, a server? */
static inline bool server_serves(const struct sim_proc *proc)
{
	return proc->attr.sched_class == SCHEDSIM_CLASS_DEADLINE;
}

/* Its process has used @ran ns. */
static inline void server_charge(struct server *server, u64 ran)
{
	server->budget -= min(ran, server->budget);
}

#endif /* POLICY_SERVER_H */
