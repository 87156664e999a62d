/* SPDX-License-Identifier: GPL-2.0 */
/*
 * GRUB: servers that are active use the bandwidth of those that are not. G. Lipari and
 * S. Baruah, "Greedy Reclamation of Unused Bandwidth in Constant-Bandwidth Servers", Euromicro
 * Conference on Real-Time Systems, 2000; section 2.2 of Documentation/scheduler/
 * sched-deadline.rst, and grub_reclaim() in kernel/sched/deadline.c of Linux 6.12.
 *
 * While a process runs, its budget does not shrink by 1 ns each ns, but by
 *
 *	max(u, Uact / m) / Umax		(at most 1),
 *
 * where u is its bandwidth (runtime / deadline), Uact the sum of those that are active in its
 * run queue, m the number of vCPUs that this spans, and Umax what may be reserved of a vCPU.
 * A process is active from when it wakes up until it has slept up to its 0-lag time, which is
 * deadline - budget / u: until then its bandwidth is in use, whether it sleeps or not.
 *
 * In Linux,
 *  - a process asks for this by a flag (SCHED_FLAG_RECLAIM). Here all have it, or none;
 *  - bandwidth is runtime / period. Where deadlines are shorter, what is reclaimed by that makes
 *    others late. Here it is what admission counts;
 *  - no process has an affinity, unless there is no admission. Here one may, but that Uact is
 *    spread evenly holds only if all may run anywhere in the run queue: else others may be late;
 *  - instead of Uact there is Umax - Uinact - Uextra, where Uextra is what nobody has reserved
 *    of the root domain. On one CPU that is Uact. On several it is counted for each CPU by
 *    itself; here it is that of a run queue, spread evenly over its vCPUs, as by "parallel
 *    reclaiming": L. Abeni, G. Lipari, A. Parri and Y. Sun, "Multicore CPU Reclaiming: Parallel
 *    or Sequential?", ACM Symposium on Applied Computing, 2016;
 *  - each process has a timer for its 0-lag time. Here those of a run queue go into a timing
 *    wheel, which keeps the sums of bandwidths and not the processes. It rounds a time that is
 *    more than 31 us ahead up by less than 1 / 7 of that. So bandwidth is reclaimed somewhat later;
 *  - budgets are rounded. Here they are exact: what a process has used does not depend on how
 *    often that is looked at. Bandwidths are numbers of 2^-16, rounded up.
 */
#ifndef POLICY_GRUB_H
#define POLICY_GRUB_H

#include "server.h"

#define GRUB_LEVELS	11
#define GRUB_SLOTS	32

/**
 * struct grub - the bandwidth of a run queue
 * @active: what was active when time last passed
 * @next: what is from now on; the timer makes it @active
 * @first: when the first slot that is in use is over, or SIM_NEVER
 * @nr_vcpus: vCPUs of the run queue
 * @max: Umax, in SERVER_BANDWIDTH_ONE of a vCPU; 0: nothing is reclaimed
 * @used: of each level, a bit for each slot that is in use
 * @slots: bandwidths by when they stop being active
 */
struct grub {
	u64 active;
	u64 next;
	u64 first;
	u32 nr_vcpus;
	u32 max;
	u32 used[GRUB_LEVELS];
	u64 slots[GRUB_LEVELS][GRUB_SLOTS];
};

void grub_init(struct sim_rq *rq, struct grub *grub, u64 max);
void grub_contend(struct sim_rq *rq, struct grub *grub, struct server *server,
		  const struct sim_proc *proc);
void grub_rest(struct sim_rq *rq, struct grub *grub, struct server *server);
void grub_forget(struct sim_rq *rq, struct grub *grub, struct server *server);
void grub_charge(const struct grub *grub, struct server *server, u64 ran);
u64 grub_slice(const struct grub *grub, const struct server *server);
void grub_timer(struct sim_rq *rq, struct grub *grub);

/* When the run queue's timer is to fire next for this, or SIM_NEVER. */
static inline u64 grub_next(const struct sim_rq *rq, const struct grub *grub)
{
	return likely(grub->active == grub->next) ? grub->first : sim_now(rq);
}

/* A process waits or runs that has no server; it may have had one. */
static inline void grub_leave(struct sim_rq *rq, struct grub *grub, struct server *server)
{
	server->active = false;
	if (unlikely(server->level))
		grub_forget(rq, grub, server);
}

#endif /* POLICY_GRUB_H */
