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
	SIM_ENQUEUE_LOWERED,	/* it waited, above its new equals (see @moves) */
	SIM_ENQUEUE_MOVED,	/* its attributes or its vCPU changed otherwise */
};

/* Where there are equals: does it come before them? */
static inline bool sim_enqueue_first(enum sim_enqueue why)
{
	return why == SIM_ENQUEUE_PREEMPTED || why == SIM_ENQUEUE_LOWERED;
}

/**
 * struct sim_param - a parameter of a policy
 * @name: what users call it, less than SCHEDSIM_NAME_LEN characters
 * @kind: enum schedsim_param_kind
 * @min: the least value
 * @max: the greatest
 * @initial: its value unless set
 */
struct sim_param {
	const char *name;
	u32 kind;
	u64 min;
	u64 max;
	u64 initial;
};

static inline bool sim_param_is_time(const struct sim_param *param)
{
	return param->kind == SCHEDSIM_PARAM_TIME ||
	       param->kind == SCHEDSIM_PARAM_SLICE;
}

/**
 * struct sim_policy - a scheduling policy
 *
 * A policy keeps one queue a vCPU, in @vcpu->rq, of the processes that are
 * ready there, or one for all of them; those that run are not in it. It is
 * called with the simulation locked, possibly from the timer interrupt: it does
 * not sleep, allocate, or walk over all processes. Each operation is O(log n) or
 * better. Time is @sim->now; policies do not read clocks. Of a process's attributes they go by
 * @proc->eff, which does not change while the process is in the queue, unless
 * @moves says that it may. Members and operations that say so may be left out.
 */
struct sim_policy {
	/** @name: what users call it. */
	const char *name;

	/** @params: its parameters, SCHEDSIM_MAX_PARAMS at most, or NULL. */
	const struct sim_param *params;

	/** @nr_params: number of them. */
	u32 nr_params;

	/** @tie: enum schedsim_tie, unless the user says otherwise. */
	u32 tie;

	/**
	 * @refused: the classes (enum schedsim_class) of processes that it
	 * cannot schedule, a bit each.
	 */
	u32 refused;

	/**
	 * @by_burst: @preempts depends on what is left of bursts, and is to be
	 * asked again when the running process begins another.
	 */
	bool by_burst;

	/**
	 * @shared: all vCPUs have one queue, which is set up once; @allow and
	 * @awaited are not left out. A process that waits is counted where it last ran,
	 * or arrived; it may be picked by any vCPU that its affinity allows,
	 * without a call of @migrate.
	 */
	bool shared;

	/**
	 * @aligned_by: the parameter, counted from 1, that makes slices end at
	 * the multiples of the quantum, on all vCPUs at once, instead of a
	 * quantum after they began; or 0. For policies without a @slice and
	 * @renew of their own.
	 */
	u32 aligned_by;

	/** @rq_size: the size of a vCPU's queue, in bytes. */
	size_t (*rq_size)(const struct sim_config *config);

	/**
	 * @init_rq: make @vcpu->rq, which is zeroed memory, an empty queue.
	 * @params has the values of @params above; they do not change during
	 * the life of the queue, but are not to be looked for in @vcpu->sim.
	 */
	void (*init_rq)(struct sim_vcpu *vcpu, const u64 *params);

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
	 * is not empty; if it is @shared, one that may run at @vcpu, of which
	 * there is one.
	 *
	 * Return: the process.
	 */
	struct sim_proc *(*pick)(struct sim_vcpu *vcpu);

	/**
	 * @allow: @proc, which is in the queue, which is @shared, may run
	 * elsewhere than before.
	 */
	void (*allow)(struct sim_vcpu *vcpu, struct sim_proc *proc);

	/**
	 * @awaited: if the queue is @shared: at which vCPUs could one of it run?
	 * O(1), as it is asked whenever the queue has changed.
	 */
	const struct sim_vcpus *(*awaited)(const struct sim_vcpu *vcpu);

	/**
	 * @slice: how long the running @proc's slice is, in ns, or SIM_NO_SLICE:
	 * it may run until it gives up the vCPU. Asked whenever that may have
	 * changed, so it depends on @proc and the configuration only. Left out:
	 * the quantum.
	 */
	u64 (*slice)(const struct sim_vcpu *vcpu, const struct sim_proc *proc);

	/**
	 * @renew: nobody else has been there, so slices of the running process
	 * that ended by @end, if any, went by unseen: set @vcpu->slice_start and
	 * @vcpu->slice to what they are after them, in fewer steps than there
	 * were slices. Left out: slices of one length follow one another.
	 */
	void (*renew)(struct sim_vcpu *vcpu, u64 end);

	/**
	 * @keep: the running @proc, having used @used ns of its slice, gives up
	 * the vCPU by itself: it sleeps, waits, yields or exits.
	 *
	 * Return: how much it is to have used already of the slice it gets
	 * next. Left out: nothing.
	 */
	u64 (*keep)(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 used);

	/**
	 * @leave: @proc, which runs, takes no part any more: it sleeps, waits,
	 * exits, or moves elsewhere. Left out: no matter.
	 */
	void (*leave)(struct sim_vcpu *vcpu, struct sim_proc *proc);

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
	 * @moves: a process in the queue is to have @to for @from, as it was
	 * told or by inheritance: does its place depend on that, so that it must
	 * be queued anew? Left out: yes.
	 *
	 * Return: 0 if not; less than 0 if it is lowered, and to come before its
	 * new equals; else more than 0.
	 */
	int (*moves)(const struct sim_urgency *from,
		     const struct sim_urgency *to);

	/**
	 * @reweigh: @proc, which has come under the policy at @vcpu, had @from
	 * and has @proc->eff from now on. The running process has been charged.
	 * One that waits is not in the queue just now, unless @moves has said
	 * that it is of no account there. Left out: no matter.
	 */
	void (*reweigh)(struct sim_vcpu *vcpu, struct sim_proc *proc,
			const struct sim_urgency *from);

	/**
	 * @migrate: @proc, which is in no queue, leaves @from for @to. Left
	 * out: nothing to do.
	 */
	void (*migrate)(struct sim_vcpu *from, struct sim_vcpu *to,
			struct sim_proc *proc);

	/**
	 * @next_event: when @event is to be called for @vcpu, in simulated ns,
	 * or SIM_NEVER. Asked whenever who runs or waits there has changed.
	 * Left out: never.
	 */
	u64 (*next_event)(const struct sim_vcpu *vcpu);

	/**
	 * @event: what was to happen by now. Nobody runs: who did has been put
	 * back as if preempted; the next one is picked afterwards.
	 */
	void (*event)(struct sim_vcpu *vcpu);
};

extern const struct sim_policy sim_policy_fair;
extern const struct sim_policy sim_policy_fifo;
extern const struct sim_policy sim_policy_global;
extern const struct sim_policy sim_policy_linux;
extern const struct sim_policy sim_policy_lottery;
extern const struct sim_policy sim_policy_mlfq;
extern const struct sim_policy sim_policy_prio;
extern const struct sim_policy sim_policy_rr;
extern const struct sim_policy sim_policy_sjf;
extern const struct sim_policy sim_policy_srtf;
extern const struct sim_policy sim_policy_stride;

const struct sim_policy *sim_policy_at(unsigned int index);
const struct sim_policy *sim_policy_find(const char *name);

/* place.c */
bool sim_allowed(const struct sim_proc *proc, const struct sim_vcpu *vcpu);
struct sim_vcpus sim_allowed_vcpus(const struct sim_proc *proc);

/* burst.c */
u64 sim_burst_length(const struct sim_proc *proc);

/* params.c */
void sim_params_init(const struct sim_policy *policy, u64 *params);
int sim_params_check(const struct sim_policy *policy, const u64 *params,
		     u64 min_slice_ns);
int sim_params_set(const struct sim_policy *policy, u64 *params,
		   const char *name, u64 value);
void sim_params_report(const struct sim_policy *policy, const u64 *params,
		       u32 index, struct schedsim_param *to);
int sim_policy_parse(const char *text, struct sim_config *config);

#endif /* SIM_POLICY_H */
