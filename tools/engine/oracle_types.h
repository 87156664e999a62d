/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the oracle share.
 */
#ifndef SIM_ORACLE_TYPES_H
#define SIM_ORACLE_TYPES_H

#include "oracle.h"

#define NEVER	SCHEDSIM_NEVER

enum policy {
	RR, PRIO, FAIR, FIFO, SJF, SRTF, MLFQ, LINUX, LOTTERY, STRIDE,
	HRRN, LRTF, EDF, RM, DM, LLF, EEVDF,
};

/* A policy and what it is told. */
struct rules {
	enum policy policy;
	u64 span, balance, queues, boost, stay, bump, aligned, keep_alone;
	u64 preempt, tail, guess, alpha, weighted, credit, granularity;
	u64 rt_runtime, rt_period, soft, admission, reclaim;
	u64 run_to_parity, place_lag, preempt_short, tick, delay_dequeue;
	u64 quantum[64], allotment[64], any_allotment;
};

struct proc;
struct queue;

struct object {
	struct schedsim_object pub;	/* what is reported, but for two members */
	struct schedsim_attr attr;
	struct proc *owner;		/* of a mutex */
	u64 locked;			/* it was the nth lock of all */
	bool used;			/* a timer: ever? */
	u64 expiry;			/* and when it last expired */
};

/* What one has that can be inherited. */
struct eff {
	u32 sched_class, priority, tickets;
	s32 nice;
	u32 group;	/* is never inherited */
};

struct proc {
	struct schedsim_proc pub;	/* what is reported, up to now */
	struct schedsim_attr attr;
	const struct schedsim_op *ops;
	u32 nr_ops, pc;
	u64 count[ORACLE_MAX_OPS];	/* of the loop that is operation n */
	u64 back_at, backs;		/* when loops went back, and how often then */
	u64 timer[SCHEDSIM_MAX_TIMERS];	/* when it last expired */
	u64 when;			/* NEW, SLEEPING: until then */
	bool for_ever;
	u64 left;			/* of its burst: work, in whole ns, rounded up */
	s64 owed;			/* the same in 1/1024 ns; may be less than none */
	bool idles;			/* its work is done, its unit of time is not */
	u32 ran_at;			/* 1 + where it used CPU time last, or 0 */
	u64 slice_used;			/* CPU time */
	s64 order;			/* READY: its place in the queue */
	bool moving;			/* the policy changes: in no queue just now */
	s64 vruntime;			/* stride: its pass */
	u32 group;
	u64 woken;			/* fair: when it last woke up */
	u64 picked;			/* and was picked */
	u64 ready_to_run;		/* NEVER, once it has run */
	u32 rest;			/* of vruntime: rest / weight ns more */
	u32 joined;			/* the nth policy is its policy */
	u64 level, allotment;		/* mlfq */
	u64 boosted;			/* when it had its last boost */
	u64 bumped, dispatched;		/* one or the other came later */
	bool overtakes;			/* by a boost */
	bool alone;			/* when its slice expired */
	bool in, stays, blocks;		/* eevdf: takes part; goes on to; blocks */
	bool delayed;			/* when it blocked */
	bool protected, goes_on;
	s64 deadline, lag;		/* virtual; behind the average when it left */
	u64 queued_at;
	s64 remain;			/* stride */
	u64 guess, ran;			/* sjf, srtf: of the burst, and so far */
	u64 ready_since;
	u64 waits_since;		/* hrrn: wherever it waited */
	u64 length;			/* lrtf: as it was queued */
	s64 rank;			/* edf, rm, dm, llf: likewise */
	u32 lot;			/* lottery: whose lots come before */
	bool has_server, throttled;	/* edf: throttled while READY */
	u64 budget, due, throttles;	/* of the server, and its deadline */
	enum { RESTS_NOT, CONTENDS, RESTS } grub;	/* does its bandwidth count? */
	u64 grub_part, grub_end, used_part;	/* in 2^-16; until when; of the next ns */
	const struct queue *grub_queue;
	struct object *fork;		/* NEW: it is to be started by that */
	u64 delay;			/* and arrives that much later */
	u64 begins;			/* its timers count from then */
	struct object *waits;		/* BLOCKED: for that */
	struct object *relock;		/* then it needs that */
	u64 wait_order, wait_since;
	u64 limit, gives_up;	/* how long it waits for a mutex, and until when */
	struct object *gets;		/* it wakes up with that, and has not run */
	struct eff goal;		/* what it should have inherited */
	bool has_job;
	u64 job_release, job_cpu;
};

#define MAX_CACHED	64

struct cached {
	u64 serial, left;	/* until it is warm */
	u32 set;
};

struct cache {
	u32 nr_warm, nr_cold;
	struct cached warm[MAX_CACHED], cold[MAX_CACHED];
};

struct vcpu {
	struct schedsim_vcpu pub;
	struct cache cache;
	struct schedsim_vcpu_desc desc;
	struct queue *queue;
	struct proc *curr;
	struct proc *lost;	/* whoever was put back against its will */
	u64 last;		/* serial of who ran last */
	bool contended;
	bool endless;		/* its slice */
	bool resched, forced;	/* a decision is due; even while paused */
	bool offline;
	u64 run_start;		/* after the context switch */
	u64 aligned_end, slice_began;	/* of its slice, if slices are aligned */
};

/* fair: those of one group, in a run queue. */
struct group {
	s64 vruntime, floor;
	u64 part;			/* of 2^32: and so much of a ns */
};

/* eevdf: who has blocked with negative lag. */
struct delayed {
	u64 serial;
	s64 vruntime, weight;
};

/* What the policy keeps for the vCPUs of a run queue. */
struct queue {
	u32 first;		/* the least of its vCPUs */
	u32 nr_vcpus;
	s64 floor;
	struct group groups[SCHEDSIM_MAX_GROUPS + 1];
	u64 queued;		/* fair: when somebody came who had not run */
	u64 rt_used;		/* linux: in this period */
	bool throttled;		/* does it come last, by the last look? */
	u64 boosted, picked;	/* mlfq */
	u64 random;		/* lottery */
	u32 nr_lots;
	u64 pass, pass_rest;	/* stride */
	s64 average;		/* eevdf: when the last one left */
	u64 watch;		/* when who runs may have to make room */
	u32 nr_delayed;
	struct delayed delayed[32];
};

#define MAX_RESPONSES	65536

/* How the quantum adapts. */
struct adapt {
	u32 kind;			/* enum schedsim_adapt */
	u64 limit, least, most, every;
	u64 looked, awaited;		/* when it looked last, and somebody waited */
	u64 begun, changed, ran;
	u64 lost_before, spent_before;	/* all that was when it looked last */
	u64 lost, spent;
	u32 looks, nr_responses;
	u64 responses[MAX_RESPONSES];
};

/* Who is gone, and still counts. */
struct ghost {
	u64 part, end;
	const struct queue *queue;
	u32 joined;
};

struct oracle {
	struct ghost ghosts[1000];
	u32 nr_ghosts;
	struct schedsim_stats pub;
	struct vcpu vcpus[SCHEDSIM_MAX_VCPUS];
	struct queue queues[SCHEDSIM_MAX_VCPUS];	/* by their first vCPU */
	struct proc *procs[ORACLE_MAX_ID + 1];
	struct rules rules;
	struct object objects[ORACLE_MAX_OBJECTS];
	u32 nth_policy, nr_vcpus, max_id;
	u32 nr_objects;
	struct adapt adapt;
	u64 woke;		/* when anybody last did */
	u64 configured;		/* the quantum, if it does not adapt */
	u64 now, quantum, cost, seed, locks, waits, serials;
	u64 cache_size, cache_rate, cache_warmup, unit, peek, peeked;
	u64 migration[SCHEDSIM_NR_DISTANCES];
	u32 parts, defects, percent;	/* of balancing; SCHEDSIM_* */
	u64 interval, balanced;
	bool came_back;		/* any vCPU, online */
	s64 orders;
	bool expiry_first, paused;
	void (*on_event)(void *private, const struct sim_event *event);
	void *private;
};

/* Why one is put into the queue. */
enum why {
	ARRIVED, WOKEN, EXPIRED, YIELDED, PREEMPTED, RAISED, LOWERED, MIGRATED,
};

/* oracle_find.c */
void o_emit(struct oracle *o, u8 type, u8 reason, u32 vcpu,
	    const struct proc *p, u64 arg);
struct proc *o_next_proc(const struct oracle *o, const struct proc *p);
struct vcpu *o_next_vcpu(struct oracle *o, const struct queue *q,
			 const struct vcpu *v);
struct queue *o_queue(const struct oracle *o, const struct proc *p);
bool o_waits_in(const struct oracle *o, const struct proc *p,
		const struct queue *q);
u32 o_count_ready(const struct oracle *o, const struct vcpu *v);
u32 o_count_waiting(const struct oracle *o, const struct queue *q);
bool o_allowed(const struct proc *p, u32 vcpu);
bool o_allowed_in(const struct oracle *o, const struct proc *p,
		  const struct queue *q);
bool o_is_stranded(const struct oracle *o, const struct proc *p);
bool o_may_wait_in(const struct oracle *o, const struct proc *p,
		   const struct queue *q);
struct proc *o_best_of(const struct oracle *o, const struct queue *q,
		       const struct vcpu *v,
		       bool (*of)(const struct oracle *o, const struct proc *p));
struct proc *o_best_for(const struct oracle *o, const struct queue *q,
			const struct vcpu *v);
struct proc *o_best_ready(const struct oracle *o, const struct vcpu *v);
bool o_best_preempts(const struct oracle *o, const struct vcpu *v);
struct vcpu *o_place(struct oracle *o, const struct proc *p);

/* oracle_slice.c */
u64 o_slice_end(const struct oracle *o, const struct vcpu *v);
void o_renew_slice(struct oracle *o, struct vcpu *v);
void o_begin_slice(struct oracle *o, struct vcpu *v);
void o_look(struct oracle *o, struct vcpu *v);
void o_look_at_quantum(struct oracle *o, struct vcpu *v);

/* oracle_balance.c */
bool o_is_open(const struct oracle *o, const struct queue *q);
void o_pull(struct oracle *o, struct proc *p, struct vcpu *v, u32 why);
struct queue *o_next_queue(struct oracle *o, struct queue *q);
void o_pull_better(struct oracle *o, struct vcpu *v);
struct vcpu *o_balance(struct oracle *o);

/* oracle_domain.c */
u32 o_distance(const struct oracle *o, u32 a, u32 b);
bool o_may_take(struct oracle *o, u32 to, u32 from);
void o_wake_up_at(struct oracle *o, struct proc *p);
void o_periodic(struct oracle *o);
u64 o_next_periodic(const struct oracle *o);
u32 o_wasting(struct oracle *o);

/* oracle_queue.c */
void o_look_all(struct oracle *o, struct queue *q);
void o_check(struct oracle *o, struct vcpu *v);
void o_join(struct oracle *o, struct proc *p);
void o_enqueue(struct oracle *o, struct proc *p, enum why why);
void o_dequeue(struct oracle *o, struct proc *p);
void o_leave(struct oracle *o, struct vcpu *v);
void o_evict(struct oracle *o, struct vcpu *v);
void o_put_back(struct oracle *o, struct vcpu *v, enum why why);
void o_move(struct oracle *o, struct proc *p);
void o_move_to(struct oracle *o, struct proc *p, struct vcpu *to, u32 why);
void o_dispatch(struct oracle *o, struct vcpu *v);
void o_note_first_run(struct oracle *o, struct vcpu *v);

/* oracle.c */
void o_wake(struct oracle *o, struct proc *p);
void o_yield(struct oracle *o, struct vcpu *v);
void o_sleep(struct oracle *o, struct vcpu *v, u64 until);
void o_finish(struct oracle *o, struct proc *p, bool killed);
u64 o_next_time(const struct oracle *o);

/* oracle_control.c */
void o_set_attr(struct oracle *o, struct proc *p,
		const struct schedsim_attr *attr);

/* oracle_adapt.c */
void o_adapt_init(struct oracle *o, const struct schedsim_config *config);
void o_adapt(struct oracle *o);
void o_adapt_begin(struct oracle *o);
bool o_anybody_waits(const struct oracle *o);
u64 o_next_adapt(const struct oracle *o);
void o_note_response(struct oracle *o, struct vcpu *v);

/* oracle_change.c */
void o_begin_queues(struct oracle *o);

/* oracle_inherit.c */
struct eff o_own(const struct proc *p);
struct eff o_eff(const struct proc *p);
void o_set_eff(struct proc *p, const struct eff *eff);
bool o_is_waited_for(const struct oracle *o, const struct proc *p);
struct eff o_derive(const struct oracle *o, const struct proc *p);
void o_change_eff(struct oracle *o, struct proc *p, const struct eff *eff);
void o_inherit(struct oracle *o, struct proc *p, struct object *by);
void o_inherit_all(struct oracle *o);
bool o_in_circle(const struct oracle *o, const struct proc *p);
struct proc *o_first_waiter(const struct oracle *o,
			    const struct object *object);

/* oracle_lock.c */
u32 o_held(const struct oracle *o, const struct proc *p);
struct object *o_next_held(const struct oracle *o, const struct proc *p,
			   const struct object *last);
void o_error(struct oracle *o, const struct proc *p, const struct object *object);
bool o_lock(struct oracle *o, struct vcpu *v, struct object *mutex, u64 limit);
void o_time_out(struct oracle *o, struct proc *p);
void o_stop_waiting(struct oracle *o, struct proc *p);
bool o_unlock(struct oracle *o, struct proc *p, struct object *mutex);
void o_abandon(struct oracle *o, struct proc *p);
void o_relock(struct oracle *o, struct proc *p);

/* oracle_object.c */
u32 o_count_waiters(const struct oracle *o, const struct object *object);
void o_wait(struct oracle *o, struct vcpu *v, struct object *object);
void o_begin_wait(struct oracle *o, struct proc *p, struct object *object,
		  u64 order);
void o_end_wait(struct oracle *o, struct proc *p);
bool o_use(struct oracle *o, struct vcpu *v, const struct schedsim_op *op);

/* oracle_job.c */
void o_job_begin(struct proc *p, u64 release);
u64 o_due(const struct proc *p);
s64 o_rank(const struct oracle *o, const struct proc *p);
void o_job_end(struct oracle *o, struct proc *p, u64 period);
void o_job_kill(struct oracle *o, struct proc *p);
void o_job_report(const struct oracle *o, const struct proc *p,
		  struct schedsim_proc *to);
bool o_timer(struct oracle *o, struct vcpu *v, const struct schedsim_op *op);

/* oracle_linux.c */
bool o_is_real_time(const struct proc *p);
bool o_is_deadline(const struct proc *p);
bool o_throttles(const struct oracle *o);
bool o_spent(const struct oracle *o, const struct queue *q);
struct proc *o_linux_first(const struct oracle *o, const struct queue *q,
			   const struct vcpu *v);
int o_linux_compare(const struct oracle *o, const struct queue *q,
		    const struct proc *a, const struct proc *b);
void o_linux_pass_time(struct oracle *o);
u64 o_linux_next(const struct oracle *o, const struct queue *q);
bool o_linux_is_due(const struct oracle *o, const struct queue *q);
void o_linux_look(struct oracle *o, struct queue *q);

/* oracle_server.c */
void cbs_rest(const struct oracle *o, struct proc *p);
void cbs_charge(const struct oracle *o, const struct queue *q, struct proc *p, u64 ran);
u64 cbs_left(const struct oracle *o, const struct proc *p);
u64 cbs_next_rest(const struct oracle *o);
void cbs_reap(struct oracle *o, const struct proc *p);
bool o_served(const struct oracle *o, const struct proc *p);
void cbs_look(const struct oracle *o, struct proc *p);
void cbs_enqueue(const struct oracle *o, struct proc *p, enum why why);
struct proc *cbs_first_throttled(const struct oracle *o, const struct queue *q);
u64 cbs_next(const struct oracle *o, const struct queue *q);
void cbs_replenish(struct oracle *o, struct queue *q);

/* oracle_policy.c */
struct rules o_rules(const char *name, const struct schedsim_param *params,
		     u32 nr);
bool o_is_fair(const struct oracle *o, const struct proc *p);
bool o_better(const struct oracle *o, const struct proc *a,
	      const struct proc *b);
bool o_preempts(const struct oracle *o, const struct proc *best,
		const struct proc *curr);
bool o_has_order(const struct oracle *o);
bool o_before(const struct oracle *o, const struct queue *q,
	      const struct proc *a, const struct proc *b);
bool o_contended(const struct oracle *o, const struct vcpu *v);
u64 o_wanted_slice(const struct oracle *o, const struct proc *p);
u64 o_slice(const struct oracle *o, const struct proc *p);
void o_charge(struct oracle *o, struct vcpu *v, struct proc *p, u64 ran);
struct proc *o_pick(struct oracle *o, struct queue *q, struct vcpu *v);
void o_policy_join(struct oracle *o, struct proc *p);
void o_policy_enqueue(struct oracle *o, struct proc *p, enum why why);
void o_policy_dequeue(struct oracle *o, struct proc *p);
void o_policy_stop(struct oracle *o, struct vcpu *v, struct proc *p);
void o_policy_migrate(struct oracle *o, struct queue *from, struct queue *to,
		      struct proc *p);
u32 o_values(const struct oracle *o, const struct proc *p, u64 *values);

/* oracle_burst.c */
u64 o_burst_length(const struct proc *p);
u64 o_expected(const struct oracle *o, const struct proc *p);
void o_end_burst(const struct oracle *o, struct proc *p);
struct proc *o_highest_ratio(const struct oracle *o, const struct queue *q,
			     const struct vcpu *v);

/* oracle_urgency.c */
u64 o_urgency(const struct oracle *o, const struct eff *eff);
int o_moves(const struct oracle *o, const struct eff *from,
	    const struct eff *to);

/* oracle_share.c */
u64 o_weight(s32 nice);
u32 o_weight_of(const struct oracle *o, const struct proc *p);
bool fair_preempts(const struct oracle *o, const struct proc *best,
		   const struct proc *curr);
void fair_queue(const struct oracle *o, struct proc *p, bool woken,
		bool goes_on);
u64 o_tickets(u32 tickets, s32 nice);
void o_add_vruntime(const struct oracle *o, struct proc *p, u64 more);
void o_raise_floor(struct oracle *o, struct queue *q, const struct proc *p);
s64 fair_floor(const struct queue *q, const struct proc *p);
void fair_begin(struct oracle *o, struct queue *q);
void fair_migrate(struct oracle *o, struct queue *from, struct queue *to,
		  struct proc *p);
bool fair_better(const struct oracle *o, const struct proc *a,
		 const struct proc *b);
void o_reweigh(struct oracle *o, struct proc *p, const struct eff *before);
void fair_charge(struct oracle *o, struct queue *q, struct proc *p, u64 ran);
void stride_charge(struct oracle *o, struct queue *q, struct proc *p, u64 ran);
void stride_begin(struct queue *q, struct proc *p);
void stride_end(struct queue *q, struct proc *p, u64 tickets);
void lottery_begin(struct oracle *o, struct queue *q);
void lottery_add(struct queue *q, struct proc *p);
void lottery_remove(const struct oracle *o, struct queue *q, struct proc *p);
struct proc *lottery_draw(struct oracle *o, struct queue *q, struct vcpu *v);

/* oracle_eevdf.c */
void o_eevdf_begin(struct queue *q);
void o_eevdf_join(struct oracle *o, struct proc *p);
void o_eevdf_enqueue(struct oracle *o, struct proc *p, enum why why);
void o_eevdf_migrate(const struct oracle *o, struct queue *from, struct proc *p);
void o_eevdf_dequeue(struct oracle *o, struct proc *p);
void o_eevdf_pick(struct oracle *o, struct proc *p);
void o_eevdf_give_up(const struct oracle *o, struct proc *p);
void o_eevdf_stop(struct oracle *o, struct proc *p);
void o_eevdf_charge(const struct oracle *o, struct vcpu *v, struct proc *p, u64 ran);
void o_eevdf_catch_up(const struct oracle *o, struct proc *p);
struct proc *o_eevdf_first(const struct oracle *o, const struct queue *q,
			   const struct vcpu *v);
bool o_eevdf_preempts(const struct oracle *o, const struct proc *best,
		      const struct proc *curr);
void o_eevdf_reweigh(struct oracle *o, struct proc *p, u32 from, u32 to);
u64 o_eevdf_left(const struct oracle *o, const struct proc *p);
void o_eevdf_look(struct oracle *o, struct queue *q);
u32 o_eevdf_values(const struct oracle *o, const struct proc *p, u64 *values);

/* oracle_cache.c */
void o_begin_burst(const struct oracle *o, struct proc *p, u64 work);
u64 o_migration(const struct oracle *o, const struct proc *p, const struct vcpu *v);
void cache_begin(const struct oracle *o, struct vcpu *v);
void cache_pass(const struct oracle *o, struct vcpu *v, u64 ns);
u64 cache_next(const struct oracle *o, const struct vcpu *v);

/* oracle_mlfq.c */
void mlfq_begin(struct oracle *o, struct queue *q);
void mlfq_join(struct oracle *o, struct proc *p);
void mlfq_look(struct oracle *o, struct queue *q);
void mlfq_enqueue(struct oracle *o, struct proc *p, enum why why);
bool mlfq_preempts(const struct proc *best, const struct proc *curr);
void mlfq_give_up(struct oracle *o, struct vcpu *v);
void mlfq_pass(const struct oracle *o, const struct vcpu *v, struct proc *p,
	       u64 last, u64 end);
void mlfq_pass_time(struct oracle *o);
u64 mlfq_slice(const struct oracle *o, const struct proc *p);
u64 mlfq_next_boost(const struct oracle *o, const struct queue *q);
void mlfq_boost(struct oracle *o, struct queue *q);
u32 mlfq_values(const struct oracle *o, const struct proc *p, u64 *values);

#endif /* SIM_ORACLE_TYPES_H */
