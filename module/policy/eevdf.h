/* SPDX-License-Identifier: GPL-2.0 */
/*
 * eevdf: who takes part in a run queue, with which vruntime and deadline; see eevdf.c.
 */
#ifndef POLICY_EEVDF_H
#define POLICY_EEVDF_H

#include "eevdf_sum.h"
#include "policies.h"

#define EEVDF_NICE_0_WEIGHT	1024
#define EEVDF_IDLE_WEIGHT	3
/* What vruntime 0 is for users: nobody is placed so far back that it would not fit. */
#define EEVDF_ZERO		0x400000000000ULL	/* 2^46 */
/* vruntime grows so far: only that of SCHED_IDLE can, in 312 days of CPU time. */
#define EEVDF_MAX		((u64)S64_MAX)

enum {
	EEVDF_RUN_TO_PARITY,
	EEVDF_PLACE_LAG,
	EEVDF_PREEMPT_SHORT,
	EEVDF_TICK,
	EEVDF_NR_PARAMS,
};

/**
 * struct eevdf_proc - what the policy keeps in a process
 * @vruntime: its vruntime, in ns
 * @least: of the tree (SIM_DATA_LEAST)
 * @deadline: its virtual deadline, in ns of vruntime
 * @lag: while it takes no part: how far it was behind the average, in ns of vruntime
 * @queued_at: when it was last queued without having run up to then
 * @rest: the remainder of the division by its weight
 * @protected: while it runs: may it run to its deadline, or while it is eligible?
 * @ran: had it run when it was last queued?
 * @takes_part: does it wait in a run queue, or run?
 */
struct eevdf_proc {
	u64 vruntime;
	u64 least;
	u64 deadline;
	s64 lag;
	u64 queued_at;
	u32 rest;
	bool protected;
	bool ran;
	bool takes_part;
};

/**
 * struct eevdf_rq - what the policy keeps in a run queue
 * @sum: the sum of weight times vruntime of all that take part
 * @load: the sum of their weights
 * @nr: number of them
 * @at: the average when the last of them left, or EEVDF_ZERO
 * @last: the serial of the process that was picked last
 * @root: those that wait, in the order of deadlines, with vruntime as their value
 */
struct eevdf_rq {
	struct eevdf_sum sum;
	u64 load;
	u64 at;
	u64 last;
	struct sim_tree_node *root;
	u32 nr;
};

static inline struct eevdf_proc *eevdf_of(const struct sim_proc *proc)
{
	return (struct eevdf_proc *)proc->data;
}

static inline bool eevdf_is_idle(const struct sim_eff *eff)
{
	return eff->sched_class == SCHEDSIM_CLASS_IDLE;
}

static inline u32 eevdf_weight(const struct sim_eff *eff)
{
	return eevdf_is_idle(eff) ? EEVDF_IDLE_WEIGHT : sim_weight(eff->nice);
}

/* The average vruntime of all that take part. Who has no more is eligible. */
static inline u64 eevdf_now(const struct eevdf_rq *queue)
{
	return likely(queue->load) ? eevdf_average(&queue->sum, queue->load) : queue->at;
}

static inline bool eevdf_eligible(const struct eevdf_rq *queue,
				  const struct sim_proc *proc)
{
	return eevdf_of(proc)->vruntime <= eevdf_now(queue);
}

/* The vruntime that @ns of CPU time take, up to 10 s: less than 2^42, but something. */
static inline u64 eevdf_vtime(u64 ns, u32 weight)
{
	return max(div_u64(ns * EEVDF_NICE_0_WEIGHT, weight), 1ULL);
}

static inline u64 eevdf_vslice(const struct sim_rq *rq, const struct sim_proc *proc)
{
	return eevdf_vtime(sim_custom_slice(rq, proc), eevdf_weight(&proc->eff));
}

void eevdf_join(struct sim_rq *rq, struct sim_proc *proc, u64 request);
void eevdf_leave(struct sim_rq *rq, struct sim_proc *proc);
void eevdf_grow(struct eevdf_rq *queue, struct sim_proc *proc, u64 by);
void eevdf_run(struct eevdf_rq *queue, struct sim_proc *proc, u64 ran);
u64 eevdf_time_until(const struct sim_proc *proc, u64 vruntime);
void eevdf_renew(struct sim_rq *rq, struct sim_proc *proc);
void eevdf_catch_up(struct sim_rq *rq, struct sim_proc *proc);
void eevdf_change_weight(struct sim_rq *rq, struct sim_proc *proc, u32 from);
s64 eevdf_service_lag(const struct sim_rq *rq, const struct sim_proc *proc);

#endif /* POLICY_EEVDF_H */
