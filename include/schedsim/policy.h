/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a scheduling policy is, and all that it needs to know of the simulation.
 *
 * A policy keeps the processes that are ready, and says which of them runs next.
 * Three operations are enough for that: enqueue, dequeue and pick. The engine
 * does the rest: time, slices, accounting, locks, sleeping and waking up.
 *
 * The same source is kernel code and userspace code. It is called with the
 * simulation locked, in the kernel possibly by the timer's callback: it does not
 * sleep, allocate memory, read a clock or walk over all processes. Each
 * operation is O(log n) or better in the number of processes.
 *
 * The engine checks the rules that are cheap to check (enum
 * schedsim_fault_rule). When a policy breaks one, `fair` takes its place.
 */
#ifndef SCHEDSIM_POLICY_H
#define SCHEDSIM_POLICY_H

#include <schedsim/env.h>

struct sim;
struct sim_object;
struct sim_program;
struct sim_proc;
struct sim_rq;
struct sim_sorted;
struct sim_vcpu;

#define SIM_NEVER	SCHEDSIM_NEVER
#define SIM_FOREVER	(~0ULL)		/* a burst without end */
#define SIM_NO_SLICE	(~0ULL)		/* a slice without end */
#define SIM_NO_VCPU	0xffff		/* it has not arrived */

/* What a policy may keep in a process, in bytes. */
#define SIM_PROC_DATA	48

/**
 * struct sim_vcpus - a set of vCPUs
 * @bits: a bit for each vCPU
 */
struct sim_vcpus {
	u64 bits[SCHEDSIM_MAX_VCPUS / 64];
};

static inline bool sim_vcpus_has(const struct sim_vcpus *vcpus, u32 id)
{
	return vcpus->bits[id / 64] >> id % 64 & 1;
}

/* The first of them from @id on, or SCHEDSIM_MAX_VCPUS. */
static inline u32 sim_vcpus_next(const struct sim_vcpus *vcpus, u32 id)
{
	while (id < SCHEDSIM_MAX_VCPUS) {
		u64 rest = vcpus->bits[id / 64] >> id % 64;

		if (rest)
			return id + __builtin_ctzll(rest);
		id = (id | 63) + 1;
	}
	return id;
}

/**
 * struct sim_eff - the scheduling attributes that count for a process
 * @sched_class: enum schedsim_class
 * @priority: 0..SCHEDSIM_MAX_PRIORITY, higher first
 * @nice: -20..19
 * @tickets: 0: as many as the weight of @nice
 *
 * These are its own, or, while it holds a mutex that a more urgent process waits
 * for, all four are that process's.
 */
struct sim_eff {
	u8 sched_class;
	u8 priority;
	s8 nice;
	u32 tickets;
};

/**
 * struct sim_tree_node - a place in an ordered tree; see lib/tree.h
 * @parent: the node above, or NULL at the root
 * @left: the nodes before it
 * @right: the nodes behind it
 * @key: what the tree is ordered by
 * @below: where it and the nodes below it may run
 */
struct sim_tree_node {
	struct sim_tree_node *parent;
	struct sim_tree_node *left;
	struct sim_tree_node *right;
	u64 key;
	struct sim_vcpus below;
};

/**
 * struct sim_waiter - a place among those that wait for an object; see
 * lib/waiters.h
 * @parent: a node that comes before it, or NULL at the root
 * @left: nodes that come after it
 * @right: likewise; the way to the end is never longer on this side
 * @urgency: the greater, the sooner
 * @turn: decides among equals, the less, the sooner
 * @rank: the number of nodes on the way down @right
 */
struct sim_waiter {
	struct sim_waiter *parent;
	struct sim_waiter *left;
	struct sim_waiter *right;
	u64 urgency;
	u64 turn;
	u32 rank;
};

/**
 * struct sim_job - the jobs of a process; see task/job.c
 * @release: when the present one began, or will begin
 * @cpu: CPU time used before it
 * @period: of the last timer waited for, or 0
 * @released: jobs begun, the present one included
 * @done: jobs done
 * @missed: those that were done late
 * @response_total: time from release to end, of all that are done
 * @response_max: the worst
 * @lateness_total: end minus deadline, of all done that had one
 * @lateness_max: the worst
 * @tardiness_total: lateness of those that were late
 */
struct sim_job {
	u64 release;
	u64 cpu;
	u64 period;
	u64 released;
	u64 done;
	u64 missed;
	u64 response_total;
	u64 response_max;
	s64 lateness_total;
	s64 lateness_max;
	u64 tardiness_total;
};

/**
 * struct sim_proc - a simulated process
 * @id: its id
 * @vcpu: the vCPU where it runs or waits, or last did; or SIM_NO_VCPU
 * @pc: the operation of its program that comes next
 * @serial: counts processes: no two of a simulation have the same
 * @policy_serial: the policy it has come under (@policy_serial of struct sim)
 * @state: enum schedsim_state
 * @nr_held: mutexes it holds
 * @in_tree: is @tree in use?
 * @deadlock: does it wait, by way of others, for itself?
 * @since: when it came into its present state
 * @waiting: time spent ready, up to @since
 * @cpu: CPU time it has used
 * @burst_left: CPU time until its program goes on, or SIM_FOREVER
 * @slice_used: CPU time it has used of its slice; see @slice of struct sim_policy
 * @switches: context switches to it
 * @preemptions: how often it lost its vCPU to another against its will
 * @eff: what policies go by
 * @node: for a list of the policy while it waits; else the engine's
 * @data: what the policy keeps; see sim_proc_data()
 * @tree: its place in a run queue of several vCPUs
 * @waiter: its place among those that wait for @object
 * @attr: its attributes, as they were given
 * @program: what it does, or NULL: it runs for ever
 * @tail: of @program: counters of loops, then timers
 * @name: its name
 * @first_run: when it first ran, or SIM_NEVER
 * @arrival: when it arrives; SIM_NEVER: when it is forked
 * @finish: when it exited, or SIM_NEVER
 * @delay: while it is to be forked: how long after that it arrives
 * @sleeping: time spent asleep or blocked, up to @since
 * @blocked: time spent blocked, up to @since
 * @overhead: switch cost spent on it
 * @yields: how often it yielded
 * @migrations: how often it changed vCPU
 * @wakeups: how often it woke up
 * @fork: the fork that it waits for to be started, also if it was killed then;
 *        or NULL
 * @object: once it has arrived: what it waits for while blocked; while it runs,
 *          the object whose waiters it is about to wake; else NULL
 * @relock: the mutex that it must lock when it has waited
 * @held: mutexes it holds, the last one first
 * @job: its jobs
 *
 * Policies read what stands above @tree, and write to @data, @node and, in
 * @charge, @slice_used. What stands below is the engine's.
 */
struct sim_proc {
	/* Two cache lines that each decision needs. */
	u32 id;
	u16 vcpu;
	u16 pc;
	u64 serial;
	u32 policy_serial;
	u8 state;
	u8 nr_held;
	bool in_tree;
	bool deadlock;
	u64 since;
	u64 waiting;
	u64 cpu;
	u64 burst_left;
	u64 slice_used;
	u64 switches;
	u64 preemptions;
	struct sim_eff eff;
	struct list_head node;
	u64 data[SIM_PROC_DATA / sizeof(u64)];

	/* private: */
	union {
		struct sim_tree_node tree;
		struct sim_waiter waiter;
	};
	struct schedsim_attr attr;
	struct sim_program *program;
	u64 *tail;
	char name[SCHEDSIM_NAME_LEN];
	u64 first_run;
	u64 arrival;
	union {
		u64 finish;
		u64 delay;
	};
	u64 sleeping;
	u64 blocked;
	u64 overhead;
	u64 yields;
	u64 migrations;
	u64 wakeups;
	union {
		struct sim_object *fork;
		struct sim_object *object;
	};
	struct sim_object *relock;
	struct list_head held;
	struct sim_job job;
};

/* The policy's part of a process, of the size and type that the policy says. */
static inline void *sim_proc_data(struct sim_proc *proc)
{
	return proc->data;
}

/**
 * struct sim_vcpu - a simulated CPU
 * @rq: its run queue
 * @curr: the process that runs, or NULL
 * @id: its number
 * @contended: does the engine watch for the end of the slice? If not, nobody
 *             could follow @curr, and slices that end go by unseen
 * @exec_start: when @curr got or will get to run, after the context switch
 * @charged: up to when time has been charged
 * @slice_end: when the slice is over, or SIM_NEVER
 * @due: when something is due here (the end of a burst or of a slice, the run
 *       queue's timer), or SIM_NEVER
 * @sim: the simulation
 * @expired: the process whose slice just ended, until another one is picked
 * @next_rq: while the policy changes: its run queue of the new one
 * @last_serial: the process that ran last
 * @nr_ready: processes that wait, and whose @vcpu this is
 * @busy: time processes ran
 * @idle: time nothing ran
 * @overhead: time spent on context switches
 * @switches: context switches
 * @preemptions: preemptions
 * @expiries: slices that ran out while @contended
 *
 * Policies read what stands above @charged.
 */
struct sim_vcpu {
	struct sim_rq *rq;
	struct sim_proc *curr;
	u32 id;
	bool contended;
	u64 exec_start;
	/* private: */
	u64 charged;
	u64 slice_end;
	u64 due;
	struct sim *sim;
	struct sim_proc *expired;
	struct sim_rq *next_rq;
	u64 last_serial;
	u32 nr_ready;
	u64 busy;
	u64 idle;
	u64 overhead;
	u64 switches;
	u64 preemptions;
	u64 expiries;
};

/**
 * struct sim_rq - a run queue
 * @vcpus: all vCPUs of the simulation
 * @params: values of the policy's parameters, in the order of its table
 * @nr_waiting: processes that wait in it
 * @nr_vcpus: vCPUs that it spans: they pick from it
 * @first_vcpu: the one of them with the least number
 * @span: all of them
 * @sim: the simulation
 * @timer: when @timer of the policy is to be called, or SIM_NEVER; see
 *         sim_rq_set_timer()
 * @timer_changed: has @timer been set since the engine looked?
 * @least: the least key of @sorted, or U64_MAX
 * @sorted: the queue that is ordered by a key; see sim_sorted_add()
 * @nr_anywhere: processes that wait and may run at each vCPU of it
 * @nr_bound: and those that may run only at some, by vCPU; NULL if it spans one
 * @awaited: if it spans several: the vCPUs that one of those that wait may run at
 * @told: @awaited as it was when vCPUs were last told of it
 * @timer_at: when @timer fired last
 * @timer_fired: how often it did at that instant
 * @victim_at: when a process that runs last made room for one that waits
 * @victims: how many did at that instant
 *
 * The policy's own part follows it: see sim_rq_data().
 */
struct sim_rq {
	const struct sim_vcpu *vcpus;
	const u64 *params;
	u32 nr_waiting;
	u32 nr_vcpus;
	u32 first_vcpu;
	bool timer_changed;
	u64 timer;
	struct sim *sim;
	struct sim_vcpus span;
	/* private: */
	u64 least;
	struct sim_sorted *sorted;
	u32 nr_anywhere;
	u32 *nr_bound;
	struct sim_vcpus awaited;
	struct sim_vcpus told;
	u64 timer_at;
	u64 victim_at;
	u32 timer_fired;
	u32 victims;
};

/* The policy's part of a run queue: zeroed memory at first. */
static inline void *sim_rq_data(const struct sim_rq *rq)
{
	return (void *)(rq + 1);
}

/* The next vCPU that @rq spans, or the first, or NULL. */
static inline const struct sim_vcpu *
sim_rq_next_vcpu(const struct sim_rq *rq, const struct sim_vcpu *prev)
{
	u32 id = rq->first_vcpu;

	if (prev) {
		if (rq->nr_vcpus == 1)
			return NULL;
		id = sim_vcpus_next(&rq->span, prev->id + 1);
	}
	return id < SCHEDSIM_MAX_VCPUS ? &rq->vcpus[id] : NULL;
}

/* Why a process is put into a run queue. */
enum sim_enqueue {
	SIM_ENQUEUE_ARRIVED,	/* it is new, or new under this policy */
	SIM_ENQUEUE_WOKEN,
	SIM_ENQUEUE_EXPIRED,	/* its slice ran out, or a trigger ended it */
	SIM_ENQUEUE_YIELDED,
	SIM_ENQUEUE_PREEMPTED,	/* a better one came; its slice goes on later */
	SIM_ENQUEUE_RAISED,	/* it waited, and is more urgent now */
	SIM_ENQUEUE_LOWERED,	/* it waited, and is less urgent now */
	SIM_ENQUEUE_MIGRATED,	/* it comes from another run queue */
};

/* Where there are equals: does it come before them? As sched(7) has it. */
static inline bool sim_enqueue_first(enum sim_enqueue why)
{
	return why == SIM_ENQUEUE_PREEMPTED || why == SIM_ENQUEUE_LOWERED;
}

/* Why a process that waits is taken out of a run queue. */
enum sim_dequeue {
	SIM_DEQUEUE_PICKED,	/* it runs from now on */
	SIM_DEQUEUE_CHANGED,	/* it comes back at once, more or less urgent */
	SIM_DEQUEUE_LEAVES,	/* it was killed, or goes to another run queue */
};

/* Why a process that runs leaves its vCPU. */
enum sim_stop {
	SIM_STOP_EXPIRED,	/* its slice ran out, or a trigger ended it */
	SIM_STOP_PREEMPTED,
	SIM_STOP_MIGRATED,	/* its affinity forbids the vCPU now */
	SIM_STOP_YIELDED,
	SIM_STOP_BLOCKED,	/* it sleeps, or waits for an object */
	SIM_STOP_EXITED,
};

/* Does it give up the vCPU by its own will? */
static inline bool sim_stop_voluntary(enum sim_stop why)
{
	return why >= SIM_STOP_YIELDED;
}

/**
 * struct sim_param - a parameter of a policy
 * @name: what users call it, less than SCHEDSIM_NAME_LEN characters
 * @kind: enum schedsim_param_kind
 * @min: the least value
 * @max: the greatest
 * @initial: its value unless set
 *
 * Each policy has the parameter "span" besides; see struct sim_rq.
 */
struct sim_param {
	const char *name;
	u32 kind;
	u64 min;
	u64 max;
	u64 initial;
};

/**
 * struct sim_value - a value of a process that the policy reports
 * @name: what users call it, less than SCHEDSIM_NAME_LEN characters
 * @kind: enum schedsim_value_kind
 */
struct sim_value {
	const char *name;
	u32 kind;
};

/**
 * struct sim_policy - a scheduling policy
 *
 * Operations are named as in the kernel's struct sched_class and struct
 * sched_ext_ops where they mean the same. @name, @enqueue, @dequeue and @pick
 * must be there. All else may be left out: "default" says what that means.
 */
struct sim_policy {
	/** @name: what users call it: up to 15 of a-z, 0-9, - and _. */
	const char *name;

	/** @summary: what it does, in a few words, for lists. Default: none. */
	const char *summary;

	/** @owner: the module it is in (THIS_MODULE), pinned while it is used. */
	struct module *owner;

	/** @params: its parameters. Default: none but "span". */
	const struct sim_param *params;

	/** @values: what @report tells of a process. Default: none. */
	const struct sim_value *values;

	/** @nr_params: number of @params, less than SCHEDSIM_MAX_PARAMS. */
	u32 nr_params;

	/** @nr_values: number of @values, up to SCHEDSIM_MAX_VALUES. */
	u32 nr_values;

	/** @tie: enum schedsim_tie, unless the user says otherwise. */
	u32 tie;

	/** @proc_size: what it keeps in a process, up to SIM_PROC_DATA bytes. */
	u32 proc_size;

	/** @rq_size: what it keeps in a run queue, up to a page (4096 bytes). */
	u32 rq_size;

	/**
	 * @init: set up sim_rq_data(), which is zeroed memory. Nobody waits, and
	 * simulated time may have passed. Default: nothing to set up.
	 */
	void (*init)(struct sim_rq *rq);

	/**
	 * @enable: @proc comes under the policy: set up sim_proc_data(), which is
	 * zeroed memory. Comes before its first @enqueue; for those that run when
	 * the policy is chosen, before anything else. Default: nothing to set up.
	 */
	void (*enable)(struct sim_rq *rq, struct sim_proc *proc);

	/**
	 * @enqueue: @proc is ready: it waits in @rq from now on. @nr_waiting of
	 * @rq does not count it yet.
	 */
	void (*enqueue)(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why);

	/**
	 * @dequeue: @proc, which waits in @rq, does so no more. @nr_waiting of
	 * @rq does not count it any more.
	 */
	void (*dequeue)(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_dequeue why);

	/**
	 * @pick: who of those that wait is to run at @vcpu next? It stays where
	 * it is: @dequeue follows. The engine calls it only when somebody waits
	 * who may run there. It may draw lots if there is no @wakeup_preempt, for
	 * it is then called just once for each decision.
	 *
	 * Return: the process.
	 */
	struct sim_proc *(*pick)(struct sim_rq *rq, const struct sim_vcpu *vcpu);

	/**
	 * @slice: how much longer may @proc, which runs or is about to, use
	 * @vcpu, in ns of CPU time, or SIM_NO_SLICE: until it gives it up. Asked
	 * when it was picked, and whenever that may have changed. 0: its slice is
	 * over, which must not be so when it was just picked. While @vcpu is not
	 * @contended, slices may have ended that nobody has seen: they are to be
	 * taken into account now (sim_slice_passed()). Default:
	 * sim_quantum_left().
	 */
	u64 (*slice)(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		     struct sim_proc *proc);

	/**
	 * @charge: @proc, which runs at @vcpu, has used @ran ns up to now. The
	 * engine has added them to @cpu and @slice_used. While @vcpu is not
	 * @contended, slices may have ended in between, which nobody has seen.
	 * Default: nothing to do.
	 */
	void (*charge)(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		       struct sim_proc *proc, u64 ran);

	/**
	 * @stopping: @proc, charged up to now, leaves @vcpu. If it stays ready,
	 * @enqueue follows. Afterwards what it had of a slice is void if it left
	 * of its own will. Default: nothing to do.
	 */
	void (*stopping)(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, enum sim_stop why);

	/**
	 * @wakeup_preempt: must @first, which @pick has named, have the vCPU of
	 * @curr at once? Asked when somebody was queued, and when @curr goes on
	 * with another burst. Default: never.
	 */
	bool (*wakeup_preempt)(const struct sim_rq *rq,
			       const struct sim_proc *first,
			       const struct sim_proc *curr);

	/**
	 * @contends: does the process that runs at @vcpu give way when its slice
	 * is over? If not, its slices go by unseen. Default: it does if somebody
	 * waits who may run there (sim_awaited()).
	 */
	bool (*contends)(struct sim_rq *rq, const struct sim_vcpu *vcpu);

	/**
	 * @urgency: how urgent is a process with @eff? Those that wait for an
	 * object come in this order, and it decides what is inherited. When the
	 * urgency of a process in @rq changes, it is queued anew, as
	 * SIM_ENQUEUE_RAISED or SIM_ENQUEUE_LOWERED. Default: by class, then
	 * priority, nice and tickets, and nobody is queued anew.
	 *
	 * Return: a number, the greater, the more urgent.
	 */
	u64 (*urgency)(const struct sim_eff *eff);

	/**
	 * @reweight: @proc, which has come under the policy, had @from and has
	 * @eff from now on. It does not wait in @rq just now, unless @urgency says
	 * that both are alike; if it runs, it has been charged. Default: no
	 * matter.
	 */
	void (*reweight)(struct sim_rq *rq, struct sim_proc *proc,
			 const struct sim_eff *from);

	/**
	 * @migrate: @proc, which waits nowhere and does not run, leaves @from for
	 * @to. Default: nothing to do.
	 */
	void (*migrate)(struct sim_rq *from, struct sim_rq *to,
			struct sim_proc *proc);

	/**
	 * @timer: the time has come that sim_rq_set_timer() was told; no timer is
	 * set any more. Whoever runs has been charged. The engine then looks anew
	 * at slices, and at who must run. Default: there are no timers.
	 */
	void (*timer)(struct sim_rq *rq);

	/**
	 * @admit: can the policy schedule a process with @attr? If not, say in
	 * @reason why, in less than SCHEDSIM_REASON_LEN characters. Default: yes.
	 */
	bool (*admit)(const struct schedsim_attr *attr, const char **reason);

	/** @report: tell the @values of @proc. Default: there are none. */
	void (*report)(struct sim_rq *rq, struct sim_proc *proc, u64 *values);
};

/* What policies may ask the engine. */
bool sim_awaited(const struct sim_rq *rq, const struct sim_vcpu *vcpu);
u64 sim_now(const struct sim_rq *rq);
u64 sim_quantum(const struct sim_rq *rq);
u64 sim_seed(const struct sim_rq *rq);
bool sim_expiry_first(const struct sim_rq *rq);
void sim_rq_set_timer(struct sim_rq *rq, u64 when);
bool sim_slice_passed(const struct sim_rq *rq, u64 used, u64 slice);
u64 sim_quantum_left(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		     struct sim_proc *proc);
u64 sim_burst_length(const struct sim_proc *proc);
u32 sim_weight(s32 nice);
u32 sim_tickets(const struct sim_eff *eff);

/**
 * struct sim_fifo - processes that wait in the order in which they came
 * @list: all of them, if the run queue spans one vCPU
 * @root: all of them, if it spans several
 *
 * A policy may have as many as it likes, in its part of the run queue. Of those
 * of several vCPUs each takes the first that may run there, in O(log n).
 */
struct sim_fifo {
	struct list_head list;
	struct sim_tree_node *root;
};

void sim_fifo_init(struct sim_fifo *fifo);
void sim_fifo_add_behind(struct sim_rq *rq, struct sim_fifo *fifo,
			 struct sim_proc *proc, struct sim_proc *other);
bool sim_fifo_empty(const struct sim_rq *rq, const struct sim_fifo *fifo);
void sim_fifo_append(struct sim_rq *rq, struct sim_fifo *to,
		     struct sim_fifo *from);

/* Trees in the order of a key; sim_fifo, sim_levels and sim_sorted are made of them. */
void sim_tree_add(struct sim_tree_node **root, struct sim_proc *proc, u64 key,
		  bool first);
void sim_tree_remove(struct sim_tree_node **root, struct sim_proc *proc);
struct sim_proc *sim_tree_first(struct sim_tree_node *root, u32 vcpu);

/* The first of @list, which is not empty; who comes after it is needed soon. */
static inline struct sim_proc *sim_list_first(const struct list_head *list)
{
	struct sim_proc *proc = list_first_entry(list, struct sim_proc, node);
	const char *next = (const char *)proc->node.next -
			   offsetof(struct sim_proc, node);

	/* It may be the head of the list, and no process. */
	prefetch(next);
	prefetch(next + offsetof(struct sim_proc, switches));
	return proc;
}

/**
 * sim_fifo_add - let a process wait
 * @rq: the run queue that @fifo is part of
 * @fifo: the queue
 * @proc: the process
 * @first: before all others, or behind them?
 */
static inline void sim_fifo_add(struct sim_rq *rq, struct sim_fifo *fifo,
				struct sim_proc *proc, bool first)
{
	if (unlikely(rq->nr_vcpus > 1))
		sim_tree_add(&fifo->root, proc, 0, first);
	else if (first)
		list_add(&proc->node, &fifo->list);
	else
		list_add_tail(&proc->node, &fifo->list);
}

/**
 * sim_fifo_remove - a process does not wait any more
 * @rq: the run queue that @fifo is part of
 * @fifo: the queue
 * @proc: one that waits in it
 */
static inline void sim_fifo_remove(struct sim_rq *rq, struct sim_fifo *fifo,
				   struct sim_proc *proc)
{
	if (likely(rq->nr_vcpus == 1))
		list_del(&proc->node);
	else
		sim_tree_remove(&fifo->root, proc);
}

/**
 * sim_fifo_first - who is first
 * @rq: the run queue that @fifo is part of
 * @fifo: the queue
 * @vcpu: where the process must be allowed to run
 *
 * Return: the process, or NULL.
 */
static inline struct sim_proc *sim_fifo_first(const struct sim_rq *rq,
					      const struct sim_fifo *fifo,
					      const struct sim_vcpu *vcpu)
{
	if (unlikely(rq->nr_vcpus > 1))
		return sim_tree_first(fifo->root, vcpu->id);
	return list_empty(&fifo->list) ? NULL : sim_list_first(&fifo->list);
}

#define SIM_LEVELS	128

/**
 * struct sim_levels - processes by a level, in the order in which they came
 * @used: a bit for each level at which somebody waits, if the run queue spans
 *        one vCPU
 * @lists: and who does
 * @root: all of them, if it spans several
 *
 * Level 0 is first. Everything is O(1), or O(log n) if it spans several.
 */
struct sim_levels {
	DECLARE_BITMAP(used, SIM_LEVELS);
	struct list_head lists[SIM_LEVELS];
	struct sim_tree_node *root;
};

void sim_levels_init(struct sim_levels *levels);
void sim_levels_add(struct sim_rq *rq, struct sim_levels *levels,
		    struct sim_proc *proc, u32 level, bool first);
void sim_levels_remove(struct sim_rq *rq, struct sim_levels *levels,
		       struct sim_proc *proc, u32 level);
struct sim_proc *sim_levels_first(const struct sim_rq *rq,
				  const struct sim_levels *levels,
				  const struct sim_vcpu *vcpu);

/*
 * Each run queue has one queue that is ordered by a key, the least first; of
 * equals, who came first. O(log n). Instead of it the run queue may have lots.
 */
void sim_sorted_add(struct sim_rq *rq, struct sim_proc *proc, u64 key);
void sim_sorted_remove(struct sim_rq *rq, struct sim_proc *proc);
struct sim_proc *sim_sorted_first(const struct sim_rq *rq,
				  const struct sim_vcpu *vcpu);

/* The least key, wherever its process may run, or U64_MAX if nobody waits. */
static inline u64 sim_sorted_least(const struct sim_rq *rq)
{
	return rq->least;
}

/*
 * Lots: processes that have a number of tickets each, one of which is drawn.
 * O(log n).
 */
void sim_lots_add(struct sim_rq *rq, struct sim_proc *proc, u32 tickets);
u32 sim_lots_remove(struct sim_rq *rq, struct sim_proc *proc);
struct sim_proc *sim_lots_find(const struct sim_rq *rq, u64 ticket);

bool sim_allowed(const struct sim_proc *proc, const struct sim_vcpu *vcpu);

/* For policies in modules of their own. */
int schedsim_register_policy(const struct sim_policy *policy);
void schedsim_unregister_policy(const struct sim_policy *policy);

#endif /* SCHEDSIM_POLICY_H */
