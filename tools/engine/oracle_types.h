/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the oracle share.
 */
#ifndef SIM_ORACLE_TYPES_H
#define SIM_ORACLE_TYPES_H

#include "oracle.h"

#define NEVER	SCHEDSIM_NEVER

enum policy { RR, PRIO, FAIR };

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
	u64 floor;
};

struct oracle {
	struct schedsim_stats pub;
	struct vcpu vcpus[SCHEDSIM_MAX_VCPUS];
	struct proc *procs[ORACLE_MAX_ID + 1];
	enum policy policy;
	u32 nth_policy, nr_vcpus, serials, max_id;
	u64 now, quantum, cost;
	s64 orders;
	bool expiry_first, paused;
	void (*on_event)(void *private, const struct sim_event *event);
	void *private;
};

enum place { TAIL, HEAD };

enum policy o_policy_of(const char *name);
void o_emit(struct oracle *o, u8 type, u8 reason, u32 vcpu,
	    const struct proc *p, u64 arg);
struct proc *o_next_proc(const struct oracle *o, const struct proc *p);
bool o_is_ready_at(const struct proc *p, const struct vcpu *v);
u32 o_count_ready(const struct oracle *o, const struct vcpu *v);
bool o_better(const struct oracle *o, const struct proc *a,
	      const struct proc *b);
struct proc *o_best_ready(const struct oracle *o, const struct vcpu *v);
void o_raise_floor(struct oracle *o, struct vcpu *v);
void o_renew_slice(struct oracle *o, struct vcpu *v);
void o_look(struct oracle *o, struct vcpu *v);
void o_join(struct oracle *o, struct vcpu *v, struct proc *p);
void o_enqueue(struct oracle *o, struct vcpu *v, struct proc *p,
	       enum place place);
void o_dequeue(struct oracle *o, struct vcpu *v, struct proc *p);
void o_leave(struct oracle *o, struct vcpu *v);
void o_put_back(struct oracle *o, struct vcpu *v, enum place place);
void o_put_back_unwilling(struct oracle *o, struct vcpu *v,
			  enum place place);
bool o_allowed(const struct proc *p, u32 vcpu);
struct vcpu *o_place(struct oracle *o, const struct proc *p);
void o_move(struct oracle *o, struct proc *p);
void o_yield(struct oracle *o, struct vcpu *v);
void o_finish(struct oracle *o, struct proc *p, bool killed);
u64 o_next_time(const struct oracle *o);

#endif /* SIM_ORACLE_TYPES_H */
