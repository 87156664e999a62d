/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_POLICY_H
#define SIM_POLICY_H

#include "sim.h"

/* Why a process is put into the queue. */
enum sim_enqueue {
	SIM_ENQUEUE_ARRIVED,	/* it is new, or new under this policy */
	SIM_ENQUEUE_WOKEN,
	SIM_ENQUEUE_EXPIRED,	/* its slice ran out, or a trigger ended it */
	SIM_ENQUEUE_YIELDED,
	SIM_ENQUEUE_PREEMPTED,	/* a better one came; its slice goes on later */
	SIM_ENQUEUE_MOVED,	/* its attributes or its vCPU changed */
};

/**
 * struct sim_policy - a scheduling policy
 *
 * A policy keeps one queue a vCPU, in @vcpu->rq, of the processes that are
 * ready there; the running one is not in it. It is called with the simulation
 * locked, possibly from the timer interrupt: it does not sleep, allocate, or
 * walk over all processes. Each operation is O(log n) or better. Time is
 * @sim->now; policies do not read clocks. Operations that say so may be left
 * out.
 */
struct sim_policy {
	/** @name: what users call it. */
	const char *name;

	/** @rq_size: the size of a vCPU's queue, in bytes. */
	size_t (*rq_size)(const struct sim_config *config);

	/** @init_rq: make @vcpu->rq, which is zeroed memory, an empty queue. */
	void (*init_rq)(struct sim_vcpu *vcpu);

	/**
	 * @join: @proc comes under the policy at @vcpu: set up what the policy
	 * keeps in it. Comes before the first @enqueue, and for those that run
	 * when the policy is chosen. Left out: nothing to set up.
	 */
	void (*join)(struct sim_vcpu *vcpu, struct sim_proc *proc);

	/** @enqueue: @proc is ready: put it into the queue. */
	void (*enqueue)(struct sim_vcpu *vcpu, struct sim_proc *proc,
			enum sim_enqueue why);

	/** @dequeue: take @proc, which is in the queue, out of it. */
	void (*dequeue)(struct sim_vcpu *vcpu, struct sim_proc *proc);

	/**
	 * @pick: take the process that is to run next out of the queue, which
	 * is not empty.
	 *
	 * Return: the process.
	 */
	struct sim_proc *(*pick)(struct sim_vcpu *vcpu);

	/** @charge: the running @proc has used @ran ns. Left out: no matter. */
	void (*charge)(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 ran);

	/**
	 * @preempts: must one of the queue, which is not empty, have the vCPU
	 * now, before the running process's slice is over? Left out: never.
	 */
	bool (*preempts)(const struct sim_vcpu *vcpu);

	/**
	 * @contends: could one of the queue, which is not empty, follow the
	 * running process when its slice is over? Left out: yes.
	 */
	bool (*contends)(const struct sim_vcpu *vcpu);

	/**
	 * @migrate: @proc, which is in no queue, leaves @from for @to. Left
	 * out: nothing to do.
	 */
	void (*migrate)(struct sim_vcpu *from, struct sim_vcpu *to,
			struct sim_proc *proc);
};

extern const struct sim_policy sim_policy_rr;
extern const struct sim_policy sim_policy_prio;
extern const struct sim_policy sim_policy_fair;

const struct sim_policy *sim_policy_at(unsigned int index);
const struct sim_policy *sim_policy_find(const char *name);

#endif /* SIM_POLICY_H */
