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
/* So many that are delayed are looked at one by one. */
#define EEVDF_MAX_DELAYED	32

enum {
	EEVDF_RUN_TO_PARITY,
	EEVDF_PLACE_LAG,
	EEVDF_PREEMPT_SHORT,
	EEVDF_TICK,
	EEVDF_DELAY_DEQUEUE,
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
 * @delayed: has it blocked with negative lag, and left struct eevdf_delayed behind?
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
	bool delayed;
};

/**
 * struct eevdf_delayed - what counts of a process that is delayed; see eevdf_delay.c
 * @vruntime: its vruntime, in ns
 * @serial: the serial of the process
 * @weight: its weight
 */
struct eevdf_delayed {
	u64 vruntime;
	u64 serial;
	u32 weight;
};

/**
 * struct eevdf_rq - what the policy keeps in a run queue
 * @sum: the sum of weight times vruntime of all that take part or are delayed
 * @load: the sum of their weights
 * @nr: number of them
 * @nr_delayed: number of those that are delayed; somebody else takes part, too
 * @delayed: they
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
	u32 nr_delayed;
	struct eevdf_delayed delayed[EEVDF_MAX_DELAYED];
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

u64 eevdf_request(const struct sim_rq *rq, const struct sim_proc *proc,
		  enum sim_enqueue why);
void eevdf_join(struct sim_rq *rq, struct sim_proc *proc, u64 request);
void eevdf_leave(struct sim_rq *rq, struct sim_proc *proc);
void eevdf_grow(struct eevdf_rq *queue, struct sim_proc *proc, u64 by);
void eevdf_give_up(struct sim_rq *rq, struct sim_proc *proc);
void eevdf_run(struct eevdf_rq *queue, struct sim_proc *proc, u64 ran);
u64 eevdf_time_until(const struct sim_proc *proc, u64 vruntime);
void eevdf_renew(struct sim_rq *rq, struct sim_proc *proc);
void eevdf_catch_up(struct sim_rq *rq, struct sim_proc *proc);
void eevdf_change_weight(struct sim_rq *rq, struct sim_proc *proc, u32 from);
s64 eevdf_lag(const struct sim_rq *rq, const struct sim_proc *proc, u64 vruntime);
s64 eevdf_service_lag(const struct sim_rq *rq, const struct sim_proc *proc);
bool eevdf_delay(struct sim_rq *rq, struct sim_proc *proc);
void eevdf_requeue(struct eevdf_rq *queue, struct sim_proc *proc);
bool eevdf_take_along(struct sim_rq *rq, struct sim_proc *proc);
void eevdf_expire(struct eevdf_rq *queue);
u64 eevdf_expires_in(const struct eevdf_rq *queue, const struct sim_proc *curr);
struct eevdf_delayed *eevdf_find_delayed(struct eevdf_rq *queue,
					 const struct sim_proc *proc);

#endif /* POLICY_EEVDF_H */
