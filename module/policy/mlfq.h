/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of mlfq share.
 */
#ifndef POLICY_MLFQ_H
#define POLICY_MLFQ_H

#include "policy.h"

#define MAX_QUEUES	8

enum {
	QUEUES,
	BOOST,
	BOOST_LEFT,
	STAY,
	BUMP,
	QUANTUM,
	ALLOTMENT = QUANTUM + MAX_QUEUES,
	NR_PARAMS = ALLOTMENT + MAX_QUEUES,
};

/**
 * struct mlfq_rq - the queues of a vCPU
 * @params: the parameters
 * @boosted: the last boost there has been
 * @behind: the first that woke up to run before the running process, which is
 *          to be put behind it; or NULL
 * @waiting: a bit for each queue that is not empty
 * @queues: the queues, the topmost first
 */
struct mlfq_rq {
	u64 params[NR_PARAMS];
	u64 boosted;
	struct sim_proc *behind;
	unsigned long waiting;
	struct list_head queues[MAX_QUEUES];
};

/* The last boost up to @when. */
static inline u64 mlfq_last_boost(const struct mlfq_rq *rq, u64 when)
{
	u64 rest;

	if (!rq->params[BOOST])
		return 0;
	div64_u64_rem(when, rq->params[BOOST], &rest);
	return when - rest;
}

/* How long slices of a queue are. */
static inline u64 mlfq_queue_slice(const struct mlfq_rq *rq,
				   const struct sim *sim, u32 level)
{
	u64 quantum = rq->params[QUANTUM + level];

	return quantum ? quantum : sim->quantum;
}

u64 mlfq_slice(const struct sim_vcpu *vcpu, const struct sim_proc *proc);
void mlfq_catch_up(const struct sim_vcpu *vcpu, struct sim_proc *proc);
void mlfq_end_slice(const struct mlfq_rq *rq, struct sim_proc *proc);

/* mlfq_alone.c */
void mlfq_renew(struct sim_vcpu *vcpu, u64 end);

#endif /* POLICY_MLFQ_H */
