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
#define SERVER_MAX_THROTTLES	((1U << 26) - 1)
#define SERVER_BANDWIDTH_ONE	0x10000U

/**
 * struct server - a server, as a policy keeps it in a process
 * @budget: CPU time left, in ns; 0: throttled until server_next_period()
 * @deadline: the scheduling deadline, in simulated ns
 * @throttles: how often its process was throttled, up to SERVER_MAX_THROTTLES
 * @active: is it in use? Else it is to begin
 * @rest: what has been used of the next ns of @budget, in 2^-16 ns; as what follows, used by
 *        reclaiming only (grub.h)
 * @bandwidth: as it counts in the run queue, in SERVER_BANDWIDTH_ONE of a vCPU
 * @level: if it does: does it contend, or rest? See grub.c
 */
struct server {
	u64 budget;
	u64 deadline;
	u64 throttles : 26;
	u64 active : 1;
	u64 rest : 16;
	u64 bandwidth : 17;
	u64 level : 4;
};

bool server_admit(const struct schedsim_attr *attr, const char **reason);
void server_follow(struct server *server, const struct sim_proc *proc, u64 now);
bool server_enqueue(struct server *server, const struct sim_proc *proc, u64 now,
		    enum sim_enqueue why, bool soft);
void server_replenish(struct server *server, const struct sim_proc *proc, u64 now);
u64 server_next_period(const struct server *server, const struct sim_proc *proc);

/* Who gives no period has its deadline as one, as in Linux; and the other way round. */
static inline u64 server_period(const struct schedsim_attr *attr)
{
	return attr->period_ns ?: attr->deadline_ns;
}

static inline u64 server_deadline(const struct schedsim_attr *attr)
{
	return attr->deadline_ns ?: attr->period_ns;
}

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
