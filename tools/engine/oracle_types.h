/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the oracle share.
 */
#ifndef SIM_ORACLE_TYPES_H
#define SIM_ORACLE_TYPES_H

#include "oracle.h"

#define NEVER	SCHEDSIM_NEVER

enum policy {
	RR, PRIO, FAIR, FIFO, SJF, SRTF, MLFQ, LINUX, LOTTERY, STRIDE, GLOBAL,
};

/* A policy and what it is told. */
struct rules {
	enum policy policy;
	u64 queues, boost, boost_left, stay, bump, aligned;
	u64 quantum[8], allotment[8];
};

struct proc;

struct object {
	struct schedsim_object pub;	/* what is reported, but for two members */
	struct proc *owner;		/* of a mutex */
	u64 locked;			/* it was the nth lock of all */
	bool used;			/* a timer: ever? */
	u64 expiry;			/* and when it last expired */
};

/* What one has that can be inherited. */
struct eff {
	u32 sched_class, priority, tickets;
	s32 nice;
};

struct proc {
	struct schedsim_proc pub;	/* what is reported, up to now */
	const struct schedsim_op *ops;
	u32 nr_ops, pc;
	u64 count[ORACLE_MAX_OPS];	/* of the loop that is operation n */
	u64 timer[SCHEDSIM_MAX_TIMERS];	/* when it last expired */
	u64 when;			/* NEW, SLEEPING: until then */
	bool for_ever;
	u64 left;			/* of its burst */
	u64 slice_used;
	s64 order;			/* READY: its place in the queue */
	u32 rest;			/* of vruntime: rest / weight ns more */
	u32 joined;			/* the nth policy is its policy */
	u32 serial;
	u64 level, allotment;		/* mlfq */
	u64 slice_limit, boosted;
	s64 remain;			/* stride */
	struct object *fork;		/* NEW: it is to be started by that */
	u64 delay;			/* and arrives that much later */
	struct object *waits;		/* BLOCKED: for that */
	struct object *relock;		/* then it needs that */
	u64 wait_order, wait_since;
	struct eff goal;		/* what it should have inherited */
	bool has_job;
	u64 job_release, job_cpu, job_period;
};

struct vcpu {
	struct schedsim_vcpu pub;
	struct proc *curr;
	struct proc *lost;	/* whoever was put back against its will */
	u32 last;		/* serial of who ran last */
	bool contended;
	bool forced;
	u64 run_start;		/* after the context switch */
	u64 slice_start;
	u64 slice;		/* NEVER: there is no end to it */
	u64 floor;
	u64 boosted;		/* mlfq */
	u64 random;		/* lottery */
	struct proc *places[ORACLE_MAX_ID];
	u32 nr_places;
	u64 pass, pass_rest;	/* stride */
};

struct oracle {
	struct schedsim_stats pub;
	struct vcpu vcpus[SCHEDSIM_MAX_VCPUS];
	struct proc *procs[ORACLE_MAX_ID + 1];
	struct rules rules;
	struct object objects[ORACLE_MAX_OBJECTS];
	u32 nth_policy, nr_vcpus, serials, max_id;
	u32 nr_objects;
	u64 now, quantum, cost, seed, locks, waits;
	s64 orders;
	bool expiry_first, paused;
	void (*on_event)(void *private, const struct sim_event *event);
	void *private;
};

/* Why one is put into the queue; HEAD: it was preempted, or lowered. */
enum place { TAIL, HEAD, EXPIRED, YIELDED, WOKEN };

void o_emit(struct oracle *o, u8 type, u8 reason, u32 vcpu,
	    const struct proc *p, u64 arg);
struct proc *o_next_proc(const struct oracle *o, const struct proc *p);
bool o_is_ready_at(const struct proc *p, const struct vcpu *v);
u32 o_count_ready(const struct oracle *o, const struct vcpu *v);
struct proc *o_best_ready(const struct oracle *o, const struct vcpu *v);
void o_raise_floor(struct oracle *o, struct vcpu *v, const struct proc *p);
void o_update_slice(struct oracle *o, struct vcpu *v);
void o_renew_slice(struct oracle *o, struct vcpu *v);
void o_look(struct oracle *o, struct vcpu *v);
void o_look_all(struct oracle *o, struct vcpu *v);
void o_join(struct oracle *o, struct vcpu *v, struct proc *p);
void o_enqueue(struct oracle *o, struct vcpu *v, struct proc *p,
	       enum place place);
void o_dequeue(struct oracle *o, struct vcpu *v, struct proc *p);
void o_leave(struct oracle *o, struct vcpu *v);
void o_evict(struct oracle *o, struct vcpu *v);
void o_put_back(struct oracle *o, struct vcpu *v, enum place place);
void o_put_back_unwilling(struct oracle *o, struct vcpu *v,
			  enum place place);
bool o_allowed(const struct proc *p, u32 vcpu);
struct vcpu *o_place(struct oracle *o, const struct proc *p);
void o_move(struct oracle *o, struct proc *p);

/* oracle.c */
void o_wake(struct oracle *o, struct proc *p);
void o_yield(struct oracle *o, struct vcpu *v);
void o_sleep(struct oracle *o, struct vcpu *v, u64 until);
void o_finish(struct oracle *o, struct proc *p, bool killed);
u64 o_next_time(const struct oracle *o);

/* oracle_control.c */
void o_set_attr(struct oracle *o, struct proc *p,
		const struct schedsim_attr *attr);

/* oracle_lock.c */
struct eff o_own(const struct proc *p);
struct eff o_eff(const struct proc *p);
void o_set_eff(struct proc *p, const struct eff *eff);
struct eff o_derive(const struct oracle *o, const struct proc *p);
void o_inherit(struct oracle *o, struct proc *p, struct object *by);
bool o_in_circle(const struct oracle *o, const struct proc *p);
u32 o_held(const struct oracle *o, const struct proc *p);
void o_error(struct oracle *o, const struct proc *p, const struct object *object);
bool o_lock(struct oracle *o, struct vcpu *v, struct object *mutex);
bool o_unlock(struct oracle *o, struct proc *p, struct object *mutex);
void o_abandon(struct oracle *o, struct proc *p);
void o_relock(struct oracle *o, struct proc *p);

/* oracle_object.c */
struct proc *o_first_waiter(const struct oracle *o,
			    const struct object *object);
u32 o_count_waiters(const struct oracle *o, const struct object *object);
void o_wait(struct oracle *o, struct vcpu *v, struct object *object);
void o_begin_wait(struct oracle *o, struct proc *p, struct object *object);
void o_end_wait(struct oracle *o, struct proc *p);
bool o_use(struct oracle *o, struct vcpu *v, const struct schedsim_op *op);

/* oracle_job.c */
void o_job_begin(struct proc *p, u64 release);
void o_job_end(struct oracle *o, struct proc *p, u64 period);
void o_job_kill(struct oracle *o, struct proc *p);
void o_job_report(const struct oracle *o, const struct proc *p,
		  struct schedsim_proc *to);
bool o_timer(struct oracle *o, struct vcpu *v, const struct schedsim_op *op);

/* oracle_policy.c */
struct rules o_rules(const char *name, const struct schedsim_param *params,
		     u32 nr);
void o_begin_rules(struct oracle *o, struct vcpu *v);
bool o_better(const struct oracle *o, const struct proc *a,
	      const struct proc *b);
int o_moves(const struct oracle *o, const struct eff *from,
	    const struct eff *to);
bool o_preempts(const struct oracle *o, const struct proc *best,
		const struct proc *curr);
bool o_contends(const struct oracle *o, const struct vcpu *v);
u64 o_slice(const struct oracle *o, const struct vcpu *v, const struct proc *p);
void o_charge(struct oracle *o, struct vcpu *v, struct proc *p, u64 ran);
struct proc *o_pick(struct oracle *o, struct vcpu *v);
void o_policy_join(struct oracle *o, struct vcpu *v, struct proc *p);
void o_policy_enqueue(struct oracle *o, struct vcpu *v, struct proc *p,
		      enum place place);
void o_policy_dequeue(struct oracle *o, struct vcpu *v, struct proc *p);
void o_policy_leave(struct oracle *o, struct vcpu *v, struct proc *p);
void o_policy_migrate(struct oracle *o, struct vcpu *from, struct vcpu *to,
		      struct proc *p);

/* oracle_share.c */
u64 o_tickets(u32 tickets, s32 nice);
void o_reweigh(const struct oracle *o, struct vcpu *v, struct proc *p,
	       const struct eff *before);
bool o_is_fair(const struct oracle *o, const struct proc *p);
void stride_begin(struct vcpu *v, struct proc *p);
void stride_end(struct vcpu *v, struct proc *p, u64 tickets);
void lottery_begin(struct oracle *o, struct vcpu *v);
void lottery_leave(struct vcpu *v, struct proc *p);
struct proc *lottery_draw(struct vcpu *v);

/* oracle_mlfq.c */
void mlfq_begin(struct oracle *o, struct vcpu *v);
void mlfq_join(struct oracle *o, struct vcpu *v, struct proc *p);
void mlfq_enqueue(struct oracle *o, struct vcpu *v, struct proc *p,
		  enum place place);
u64 mlfq_keep(struct oracle *o, struct vcpu *v, struct proc *p, u64 used);
void mlfq_pass(struct oracle *o, struct vcpu *v, u64 end);
u64 mlfq_slice_of(const struct oracle *o, const struct proc *p);
u64 mlfq_next_boost(const struct oracle *o, const struct vcpu *v);
void mlfq_boost(struct oracle *o, struct vcpu *v);

#endif /* SIM_ORACLE_TYPES_H */
