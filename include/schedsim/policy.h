/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The contract of a scheduling policy, and all that it needs to know of the
 * simulation.
 *
 * A policy keeps the processes that are ready, and says which of them runs next.
 * Three operations are enough for that: enqueue, dequeue and pick. The engine
 * does the rest: time, slices, accounting, locks, sleeping and waking up.
 *
 * The same source is kernel code and userspace code. The engine calls a policy
 * with the simulation locked; in the kernel that may be in the timer's
 * callback. A policy does not sleep, allocate memory, read a clock or walk over
 * all processes. Each of its operations is O(log n) or better in the number of
 * processes.
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
#define SIM_NO_VCPU	0xffff		/* the process has not arrived */

/*
 * Bandwidth, as processes of SCHED_DEADLINE reserve it: that of one vCPU. It is a multiple of
 * what periods mostly are, in any unit: 2^9 * 3^2 * 5^9 * 7 * 11 * 13.
 */
#define SIM_BANDWIDTH_ONE	9009000000000ULL

/* The bytes that a policy may keep in a process. */
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

/* The first vCPU of the set from @id on, or SCHEDSIM_MAX_VCPUS. */
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
 * struct sim_eff - the effective attributes of a process
 * @sched_class: enum schedsim_class
 * @priority: 0..SCHEDSIM_MAX_PRIORITY, higher first
 * @nice: -20..19
 * @custom_slice: has it a slice of its own? See sim_custom_slice()
 * @inherited: is it more urgent than by its own because somebody waits for a mutex of
 *             it? A ceiling makes it so, too, but that nobody may wait for
 * @ceiling: does it hold a mutex with a ceiling?
 * @tickets: number of tickets; 0: as many as the weight of @nice
 * @group: the group it is in, or 0; see sim_shares()
 *
 * A process has its own attributes, unless it holds a mutex and inherits more
 * urgent ones: then @sched_class, @priority, @nice and @tickets are those of the
 * waiter, or of the mutex's ceiling.
 */
struct sim_eff {
	u8 sched_class;
	u8 priority;
	s8 nice;
	u8 custom_slice : 1;
	u8 inherited : 1;
	u8 ceiling : 1;
	u32 tickets : 24;
	u32 group : 8;
};

/**
 * struct sim_tree_node - a place in an ordered tree; see lib/tree.h
 * @parent: the node above, or NULL at the root
 * @left: the root of the nodes before it, or NULL
 * @right: the root of the nodes behind it, or NULL
 * @key: its key: the tree is in the order of keys
 * @below: the vCPUs where its process, or that of a node below it, may run
 */
struct sim_tree_node {
	struct sim_tree_node *parent;
	struct sim_tree_node *left;
	struct sim_tree_node *right;
	u64 key;
	struct sim_vcpus below;
};

/**
 * struct sim_waiter - a place among the waiters of an object; see lib/waiters.h
 * @parent: the node above, which comes before it, or NULL at the root
 * @left: the root of nodes that come after it, or NULL
 * @right: likewise; its @dist is not greater than that of @left
 * @urgency: the greater, the sooner (sim_urgency())
 * @turn: the order among equals: the less, the sooner
 * @dist: number of nodes on the way down along @right, this one included
 */
struct sim_waiter {
	struct sim_waiter *parent;
	struct sim_waiter *left;
	struct sim_waiter *right;
	u64 urgency;
	u64 turn;
	u32 dist;
};

/**
 * struct sim_job - the jobs of a process; see task/job.c
 * @release_time: when the present job is released, in simulated ns; may be in the
 *                future
 * @cpu: CPU time that the process had used before the present job
 * @released: jobs done, and jobs released but not done when the process was
 *            killed
 * @done: jobs done
 * @missed: those of @released that were not done by their deadline
 * @response_total: time from release to end, summed up over all jobs done
 * @response_max: the longest such time
 * @lateness_total: end minus deadline, summed up over jobs done that had a
 *                  deadline
 * @lateness_max: the greatest lateness, that of jobs missed when the process was
 *                killed included
 * @tardiness_total: lateness, summed up over jobs that were done late
 */
struct sim_job {
	u64 release_time;
	u64 cpu;
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
 * @pc: the next operation of its program
 * @serial: its serial, which no other process of the simulation ever has
 * @policy_serial: the policy it has come under (@policy_serial of struct sim)
 * @state: enum schedsim_state
 * @nr_held: mutexes it holds
 * @queued: which of the engine's queues it is in, apart from lists: SIM_QUEUED_*
 * @deadlock: is it part of a circle of processes each of which waits for the
 *            next?
 * @since: when it came into its present state
 * @waiting: time it was ready, up to @since
 * @cpu: CPU time it has used
 * @burst_left: work until its program goes on, in ns, or SIM_FOREVER: the CPU time that
 *              this takes at a vCPU of SCHEDSIM_MAX_CAPACITY with a cold cache
 * @slice_used: CPU time it has used of its slice; see @slice of struct sim_policy
 * @switches: context switches to it
 * @preemptions: how often it lost its vCPU to another process against its will
 * @eff: its effective attributes: the ones that policies use
 * @node: for the policy's lists while it is ready, empty before and afterwards; else
 *        for the engine's
 * @data: what the policy keeps; see sim_proc_data()
 * @tree: while it is ready: its place in a tree, of a run queue that is @by_vcpu or
 *        of a policy
 * @waiter: while it is blocked: its place among the waiters of @blocked_on
 * @attr: its own attributes
 * @program: its program, or NULL: it runs for ever
 * @tail: for @program: counters of loops, then timers, then struct sim_more
 * @name: its name
 * @first_run: when it first ran, or SIM_NEVER
 * @arrival: when it arrives; SIM_NEVER: a fork has to start it first
 * @finish: when it exited, or SIM_NEVER
 * @delay: before a fork starts it: how long after that it arrives; or when, if the fork
 *         says so
 * @woken_at: from its arrival until it exits: when it last arrived or woke up; or
 *            SIM_NEVER, if adapting has seen it run since
 * @sleeping: time it slept or was blocked, up to @since
 * @blocked: time it was blocked, up to @since
 * @overhead: cost of the context switches to it
 * @yields: how often it yielded
 * @migrations: how often it changed vCPU
 * @wakeups: how often it woke up
 * @fork: before it has arrived: the fork that is to start it, or NULL. It stays
 *        set if the process is killed before that
 * @blocked_on: while blocked, the object that it waits for, or NULL
 * @waking: while it runs, the object whose waiters it is waking up, or NULL
 * @relock: while blocked, the mutex that it must lock after it has waited for a
 *          condition variable
 * @promised: while ready, 1 + its turn among the waiters of the mutex that it was
 *            woken up with, if it has not run since; else 0. That mutex is the
 *            first of @held
 * @held: mutexes it holds, the one locked last first
 * @job: its jobs
 *
 * Times are in ns. Policies read the members above @tree, and write to @data,
 * @node and, in @charge, @enqueue and @slice, @slice_used. All members from @tree on are
 * private.
 */
struct sim_proc {
	/* Each decision needs two cache lines: up to 24 bytes of @data. */
	u32 id;
	u16 vcpu;
	u16 pc;
	u64 serial;
	u32 policy_serial;
	u8 state;
	u8 nr_held;
	u8 queued;
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

	/* Private to the engine. */
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
		u64 woken_at;
	};
	u64 sleeping;
	u64 blocked;
	u64 overhead;
	u64 yields;
	u64 migrations;
	u64 wakeups;
	union {
		struct sim_object *fork;
		struct sim_object *blocked_on;
		struct sim_object *waking;
	};
	union {
		struct sim_object *relock;
		u64 promised;
	};
	struct list_head held;
	struct sim_job job;
};

#define SIM_QUEUED_TREE		1	/* @tree is in use */
#define SIM_QUEUED_HEAP		2	/* in sim_sorted or sim_lots */
#define SIM_QUEUED_THROTTLED	4	/* see sim_throttle() */

/* The policy's part of a process: @proc_size bytes, zeroed before @enable. */
static inline void *sim_proc_data(struct sim_proc *proc)
{
	return proc->data;
}

/* The weight of its group. */
static inline u32 sim_shares(const struct sim_proc *proc)
{
	return proc->attr.shares ?: SCHEDSIM_DEFAULT_SHARES;
}

/* May it not be picked, though it is ready? See sim_throttle(). */
static inline bool sim_throttled(const struct sim_proc *proc)
{
	return proc->queued & SIM_QUEUED_THROTTLED;
}

/* Does it wait for a vCPU? Only then may it be in a queue. */
static inline bool sim_proc_ready(const struct sim_proc *proc)
{
	return proc->state == SCHEDSIM_STATE_READY;
}

/**
 * struct sim_vcpu - a simulated CPU
 * @rq: its run queue
 * @curr: the process that runs, or NULL, as always while the vCPU is offline
 * @id: its number
 * @capacity: how fast it is, 1..SCHEDSIM_MAX_CAPACITY: see @burst_left of struct
 *            sim_proc
 * @contended: must @curr give way at the end of its slice? If not, no other
 *             process would follow, and slices end unnoticed
 * @exec_start: when @curr began or will begin to run, after the context switch
 * @charged: up to when time has been charged
 * @slice_end: when the slice of @curr ends, or SIM_NEVER
 * @due: when something is due here (the end of a burst or of a slice, the run
 *       queue's timer), or SIM_NEVER
 * @sim: the simulation
 * @displaced: the process that has just lost the vCPU, by the end of its slice or
 *             by a preemption, until the next one is picked; or NULL
 * @next_rq: while the policy changes: its run queue under the new policy
 * @last_serial: serial of the process that ran last, or 0
 * @nr_ready: ready processes whose @vcpu this is
 * @load_noted: processes that ran or waited here when core/index.c last counted them
 * @busy: time processes ran
 * @idle: time nothing ran
 * @overhead: time spent on context switches
 * @switches: context switches
 * @preemptions: preemptions
 * @expiries: slices that ran out while @contended
 * @warm: time processes ran whose working set was in the cache
 * @offline: the part of @idle in which it was offline, without the present time
 * @offline_since: if it is offline: since when
 *
 * Times are in ns. Policies read the members above @charged.
 */
struct sim_vcpu {
	struct sim_rq *rq;
	struct sim_proc *curr;
	u32 id;
	bool contended;
	u16 capacity;
	u64 exec_start;
	/* Private to the engine. */
	u64 charged;
	u64 slice_end;
	u64 due;
	struct sim *sim;
	struct sim_proc *displaced;
	struct sim_rq *next_rq;
	u64 last_serial;
	u32 nr_ready;
	u32 load_noted;
	u64 busy;
	u64 idle;
	u64 overhead;
	u64 switches;
	u64 preemptions;
	u64 expiries;
	u64 warm;
	u64 offline;
	u64 offline_since;
};

/**
 * struct sim_rq - a run queue
 * @vcpus: all vCPUs of the simulation
 * @params: values of the policy's parameters, in the order of its table
 * @nr_waiting: processes that wait in it
 * @nr_vcpus: number of vCPUs that it spans
 * @by_vcpu: must each vCPU find the first process that may run there: because it
 *           spans several vCPUs, or because others may pull processes out of it?
 * @first_vcpu: the vCPU with the least number that it spans
 * @spanned: the vCPUs that it spans
 * @sim: the simulation
 * @timer: when @timer of the policy is to be called, or SIM_NEVER; see
 *         sim_rq_set_timer()
 * @timer_changed: has @timer been set since the engine looked at it last?
 * @least: the least key of @sorted, or U64_MAX
 * @sorted: the queue that is ordered by a key; see sim_sorted_add()
 * @reach: the vCPUs that may have processes of it: those that it spans, or all
 * @nr_anywhere: if @by_vcpu: waiting processes that may run at all of @reach
 * @nr_bound: likewise, by vCPU: waiting processes that may run only at some of
 *            them, this one among them
 * @bound: likewise: those with a @nr_bound
 * @awaited: likewise: those of @reach at which a waiting process may run
 * @told: @awaited when the vCPUs were last told about it
 * @victims: how many running processes had to make room for those that wait in it,
 *           since balancing was last told to look at it (core/unbalanced.c)
 * @nr_noted: @nr_waiting when core/index.c last looked at it
 * @throttled: processes that are ready, and may not be picked: sim_throttle()
 * @load: if @by_vcpu: the sum of the weights of those that wait
 *
 * The policy's own part follows this struct: see sim_rq_data(). Policies read
 * the members above @least.
 */
struct sim_rq {
	const struct sim_vcpu *vcpus;
	const u64 *params;
	u32 nr_waiting;
	u32 nr_vcpus;
	u32 first_vcpu;
	bool by_vcpu;
	bool timer_changed;
	u64 timer;
	struct sim *sim;
	struct sim_vcpus spanned;
	/* Private to the engine. */
	u64 least;
	struct sim_sorted *sorted;
	struct sim_vcpus reach;
	u32 nr_anywhere;
	u32 *nr_bound;
	struct sim_vcpus bound;
	struct sim_vcpus awaited;
	struct sim_vcpus told;
	u32 victims;
	u32 nr_noted;
	struct sim_tree_node *throttled;
	u64 load;
};

/* The policy's part of a run queue: @rq_size bytes, zeroed before @init. */
static inline void *sim_rq_data(const struct sim_rq *rq)
{
	return (void *)(rq + 1);
}

/* The vCPU of @rq after @prev, or NULL; with @prev NULL its first vCPU. */
static inline const struct sim_vcpu *
sim_rq_next_vcpu(const struct sim_rq *rq, const struct sim_vcpu *prev)
{
	u32 id = rq->first_vcpu;

	if (prev) {
		if (rq->nr_vcpus == 1)
			return NULL;
		id = sim_vcpus_next(&rq->spanned, prev->id + 1);
	}
	return id < SCHEDSIM_MAX_VCPUS ? &rq->vcpus[id] : NULL;
}

/* Does a process wait in @rq that may run at @vcpu? */
static inline bool sim_awaited(const struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return likely(!rq->by_vcpu) ? rq->nr_waiting :
				      sim_vcpus_has(&rq->awaited, vcpu->id);
}

/* Why a process is put into a run queue. */
enum sim_enqueue {
	SIM_ENQUEUE_ARRIVED,	/* it is new, or new under this policy */
	SIM_ENQUEUE_WOKEN,
	SIM_ENQUEUE_EXPIRED,	/* its slice ran out, or a trigger ended it */
	SIM_ENQUEUE_YIELDED,
	SIM_ENQUEUE_PREEMPTED,	/* its slice goes on when it is picked again */
	SIM_ENQUEUE_RAISED,	/* it waited, and is more urgent now */
	SIM_ENQUEUE_LOWERED,	/* it waited, and is less urgent now */
	SIM_ENQUEUE_MIGRATED,	/* it waited, or ran, at another vCPU */
};

/* Does the process go before its equals, or behind them? As in sched(7). */
static inline bool sim_enqueue_first(enum sim_enqueue why)
{
	return why == SIM_ENQUEUE_PREEMPTED || why == SIM_ENQUEUE_LOWERED;
}

/* Has the process run up to now? */
static inline bool sim_enqueue_ran(enum sim_enqueue why)
{
	return why == SIM_ENQUEUE_EXPIRED || why == SIM_ENQUEUE_YIELDED ||
	       why == SIM_ENQUEUE_PREEMPTED;
}

/* Why a process that waits is taken out of a run queue. */
enum sim_dequeue {
	SIM_DEQUEUE_PICKED,	/* it runs from now on */
	SIM_DEQUEUE_CHANGED,	/* its urgency changed: it is back at once */
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

/* Does the process give up the vCPU, rather than lose it? */
static inline bool sim_stop_voluntary(enum sim_stop why)
{
	return why >= SIM_STOP_YIELDED;
}

/**
 * struct sim_param - a parameter of a policy
 * @name: what users call it, less than SCHEDSIM_NAME_LEN characters. The file of a
 *        time in sysfs has "_us" behind that: no other one may be called so
 * @kind: enum schedsim_param_kind
 * @min: the least value
 * @max: the greatest value
 * @initial: its value unless it is set
 *
 * Each policy also has the parameters "span" (enum schedsim_span) and "balance"
 * (enum schedsim_balance).
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
 * must be there. All else may be left out: "default" says what happens then.
 */
struct sim_policy {
	/** @name: what users call it: up to 15 of a-z, 0-9, - and _. */
	const char *name;

	/** @summary: what it does, in a few words, for lists. Default: none. */
	const char *summary;

	/** @owner: the module it is in (THIS_MODULE), pinned while it is used. */
	struct module *owner;

	/** @params: its parameters. Default: none but those of all policies. */
	const struct sim_param *params;

	/** @values: the values that @report fills in. Default: none. */
	const struct sim_value *values;

	/** @nr_params: number of @params, up to SCHEDSIM_MAX_PARAMS - 2. */
	u32 nr_params;

	/** @nr_values: number of @values, up to SCHEDSIM_MAX_VALUES. */
	u32 nr_values;

	/** @tie: enum schedsim_tie, unless the user sets another. */
	u32 tie;

	/**
	 * @by_jobs: does it go by the periods and deadlines of jobs? If they change
	 * while a process waits, or if it becomes one of SCHED_DEADLINE or is one no
	 * more, it is dequeued, and enqueued again as SIM_ENQUEUE_RAISED. Default: no.
	 */
	bool by_jobs;

	/**
	 * @by_servers: does it go by the reservations of SCHED_DEADLINE only? As
	 * @by_jobs, for processes that are effectively of that class. Default: no.
	 */
	bool by_servers;

	/** @proc_size: bytes it keeps in a process, up to SIM_PROC_DATA. */
	u32 proc_size;

	/** @rq_size: bytes it keeps in a run queue, up to 8192. */
	u32 rq_size;

	/**
	 * @init: set up sim_rq_data(), which is zeroed memory. No process waits
	 * yet. Simulated time may be past 0. Default: nothing to set up.
	 */
	void (*init)(struct sim_rq *rq);

	/**
	 * @enable: @proc comes under the policy: set up sim_proc_data(), which is
	 * zeroed memory. Called before the first @enqueue of @proc. When the
	 * policy is chosen, it is called for the running processes before any
	 * other operation but @init. Default: nothing to set up.
	 */
	void (*enable)(struct sim_rq *rq, struct sim_proc *proc);

	/**
	 * @enqueue: @proc is ready: it waits in @rq from now on. @nr_waiting of
	 * @rq does not count it yet.
	 */
	void (*enqueue)(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why);

	/**
	 * @dequeue: @proc, which waits in @rq, leaves it. @nr_waiting of @rq
	 * does not count it any more.
	 */
	void (*dequeue)(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_dequeue why);

	/**
	 * @pick: which of the processes that wait in @rq is to run at @vcpu
	 * next? The process stays in the queue: @dequeue follows if it is to
	 * run. The engine calls this only when a process waits that may run at
	 * @vcpu. If @rq does not span @vcpu, that one pulls a process out of
	 * @rq, and a process that may not run there is left alone. A policy
	 * without @wakeup_preempt and @before may draw lots here, because it is
	 * then called only once for each decision.
	 *
	 * Return: the process.
	 */
	struct sim_proc *(*pick)(struct sim_rq *rq, const struct sim_vcpu *vcpu);

	/**
	 * @slice: how much longer may @proc use @vcpu, where it runs or is
	 * about to? Called when @proc has been picked, and whenever the answer
	 * may have changed. While @vcpu is not @contended, slices may have
	 * ended unnoticed: take them into account now (sim_slice_passed()).
	 * Default: sim_quantum_left().
	 *
	 * Return: ns of CPU time. 0: the slice is over. A process that has just
	 * been picked has something left, however short slices are now: the
	 * engine takes back most of its @slice_used. It is a fault if the answer
	 * still is 0. SIM_NO_SLICE: until @proc gives up the vCPU.
	 */
	u64 (*slice)(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		     struct sim_proc *proc);

	/**
	 * @charge: @proc, which runs at @vcpu, has used @ran ns up to now. The
	 * engine has added them to @cpu and @slice_used. While @vcpu is not
	 * @contended, slices may have ended unnoticed in that time. Default:
	 * nothing to do.
	 */
	void (*charge)(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		       struct sim_proc *proc, u64 ran);

	/**
	 * @stopping: @proc, charged up to now, leaves @vcpu. If it stays ready,
	 * @enqueue follows. After this call the engine sets @slice_used to 0,
	 * unless @proc is preempted or migrated. Default: nothing to do.
	 */
	void (*stopping)(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, enum sim_stop why);

	/**
	 * @wakeup_preempt: must @first preempt @curr, which runs, at once?
	 * @first is the process that @pick has returned for the vCPU of @curr.
	 * Where a run queue spans several vCPUs, @first may also run at another
	 * one: this is how the engine finds the least urgent of the running
	 * processes. Called when a process was queued, when the attributes of
	 * @curr or its burst changed, and after @timer. Default: never.
	 */
	bool (*wakeup_preempt)(const struct sim_rq *rq,
			       const struct sim_proc *first,
			       const struct sim_proc *curr);

	/**
	 * @before: would @a run rather than @b if both were in @rq, whichever
	 * run queues they are in? As core_sched_before of struct
	 * sched_ext_ops: an order of all processes. If one of them runs, it has
	 * been charged. With balance=all, the first of all are picked, as many
	 * as there are vCPUs: who waits goes to another run queue for that. It
	 * takes the place of one that runs there if @wakeup_preempt agrees.
	 * Default: no such order.
	 */
	bool (*before)(const struct sim_rq *rq, const struct sim_proc *a,
		       const struct sim_proc *b);

	/**
	 * @rank: where is a process in the order of @before: the one with the
	 * less rank is before. Only for an order that the passing of time and
	 * what processes use do not change: the rank of one that waits stays as
	 * it was queued, that of one that runs changes with its attributes only;
	 * so there is no @charge. With it, balancing takes a time that grows
	 * with the logarithm of the number of vCPUs. Default: all of them are
	 * looked at.
	 */
	u64 (*rank)(const struct sim_proc *proc);

	/**
	 * @contended: must the process that runs at @vcpu give way when its
	 * slice is over? If not, its slices end unnoticed. Default: it must if
	 * a process waits that may run at @vcpu (sim_awaited()).
	 */
	bool (*contended)(struct sim_rq *rq, const struct sim_vcpu *vcpu);

	/**
	 * @urgency: how urgent is a process with @eff? The waiters of an object
	 * are in this order, and owners of mutexes inherit by it. When the
	 * urgency of a waiting process changes, it is dequeued and enqueued
	 * again, as SIM_ENQUEUE_RAISED or SIM_ENQUEUE_LOWERED. Default: by
	 * class, then priority, nice and tickets; waiting processes keep their
	 * place.
	 *
	 * Return: a number; the greater, the more urgent.
	 */
	u64 (*urgency)(const struct sim_eff *eff);

	/**
	 * @reweight: the effective attributes of @proc, which has come under
	 * the policy, were @from and are its @eff from now on. If it runs, it
	 * has been charged. If it is ready, it has been dequeued, unless its
	 * urgency is the same as before or there is no @urgency. Default:
	 * nothing to do.
	 */
	void (*reweight)(struct sim_rq *rq, struct sim_proc *proc,
			 const struct sim_eff *from);

	/**
	 * @migrate: @proc, which neither runs nor waits in a run queue, leaves
	 * @from for @to. Default: nothing to do.
	 */
	void (*migrate)(struct sim_rq *from, struct sim_rq *to,
			struct sim_proc *proc);

	/**
	 * @timer: the time that was given to sim_rq_set_timer() has come; no
	 * timer is set any more. The running processes have been charged. After
	 * this call the engine looks at @slice and @wakeup_preempt again.
	 * Default: nothing to do.
	 */
	void (*timer)(struct sim_rq *rq);

	/**
	 * @admit: can the policy schedule a process with @attr? If not, set
	 * @reason to a text of less than SCHEDSIM_REASON_LEN characters that
	 * says why. Default: yes.
	 */
	bool (*admit)(const struct schedsim_attr *attr, const char **reason);

	/**
	 * @bandwidth: with these values of its parameters, how much bandwidth may all
	 * processes of SCHED_DEADLINE reserve together, on so many vCPUs? Default: any.
	 *
	 * Return: in SIM_BANDWIDTH_ONE of a vCPU; U64_MAX: any.
	 */
	u64 (*bandwidth)(const u64 *params, u32 nr_vcpus);

	/** @report: fill in the @values of @proc. Default: there are none. */
	void (*report)(struct sim_rq *rq, struct sim_proc *proc, u64 *values);
};

/*
 * What policies may ask the engine; times are in ns.
 *
 * The simulated time, the quantum and the seed of the simulation. Do ends of slices come
 * before arrivals at one instant? Do vCPUs peek at other run queues?
 */
u64 sim_now(const struct sim_rq *rq);
u64 sim_quantum(const struct sim_rq *rq);
u64 sim_seed(const struct sim_rq *rq);
bool sim_expiry_first(const struct sim_rq *rq);
bool sim_peeks(const struct sim_rq *rq);

/* Have @timer called at @when; SIM_NEVER: not at all. There is one for each run queue. */
void sim_rq_set_timer(struct sim_rq *rq, u64 when);

/*
 * Likewise, but not later than it would be anyway. It may be called in any operation, also where
 * the engine does not expect the timer to be set.
 */
void sim_rq_hasten_timer(struct sim_rq *rq, u64 when);

/*
 * A policy with budgets throttles who has used up its own: in @enqueue, instead of putting it
 * into a queue. A throttled process is ready, but does not count as waiting, and is not to be
 * picked: a vCPU is idle rather than that it runs. The policy sets its timer to when the first
 * of them may run again, and then unthrottles and queues it, a few in each @timer. @dequeue
 * unthrottles, too. A running process that must stop when its budget is used up has a @slice
 * of that, and is always @contended.
 */
void sim_throttle(struct sim_rq *rq, struct sim_proc *proc, u64 until);
void sim_unthrottle(struct sim_rq *rq, struct sim_proc *proc);
struct sim_proc *sim_throttled_first(const struct sim_rq *rq);

/*
 * For @slice: what is left of the quantum, of a slice of any length, or of the slice that
 * the process has asked for (the quantum, if it has not). They count with @slice_used, and
 * leave out slices that have ended unnoticed. sim_slice_passed(): for policies that count
 * by themselves: with @used of a @slice, has it ended?
 */
u64 sim_quantum_left(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		     struct sim_proc *proc);
u64 sim_slice_left(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		   struct sim_proc *proc, u64 slice);
u64 sim_custom_slice_left(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			  struct sim_proc *proc);
u64 sim_custom_slice(const struct sim_rq *rq, const struct sim_proc *proc);
bool sim_slice_passed(const struct sim_rq *rq, u64 used, u64 slice);

/* How long the process will run until it sleeps, waits or exits, as its program says. */
u64 sim_burst_length(const struct sim_proc *proc);

/*
 * The period of its jobs, and the time from their release to their deadline: as its
 * attributes say, or else the first timer of its program; 0: none. And when its present job
 * is due, in simulated ns, or SIM_NEVER.
 */
u64 sim_period(const struct sim_proc *proc);
u64 sim_deadline(const struct sim_proc *proc);
u64 sim_job_deadline(const struct sim_proc *proc);

/* Its tickets; if it has none, the weight of its nice value. */
u32 sim_tickets(const struct sim_eff *eff);

/* For sim_weight() only. */
extern const u32 sim_weights[SCHEDSIM_MAX_NICE - SCHEDSIM_MIN_NICE + 1];

/**
 * sim_weight - the weight of a nice value
 * @nice: SCHEDSIM_MIN_NICE..SCHEDSIM_MAX_NICE
 *
 * Return: 1024 for 0, and 1.25 times more for each step down.
 */
static inline u32 sim_weight(s32 nice)
{
	return sim_weights[nice - SCHEDSIM_MIN_NICE];
}

/**
 * struct sim_fifo - a queue of processes in the order in which they were added
 * @list: the processes, unless the run queue is @by_vcpu
 * @root: the processes, if it is
 *
 * A policy may have any number of these in its part of the run queue. If that
 * is @by_vcpu, each vCPU finds the first process that may run there in
 * O(log n).
 *
 * Adding a process to a queue of the engine while it is in one, or is not ready,
 * changes nothing, and neither does removing one that is in none. A queue in zeroed
 * memory, as a policy's part of the run queue is, is an empty one.
 */
struct sim_fifo {
	struct list_head list;
	struct sim_tree_node *root;
};

/* Add @proc behind @other, which is in the queue. */
void sim_fifo_add_behind(struct sim_rq *rq, struct sim_fifo *fifo,
			 struct sim_proc *proc, struct sim_proc *other);
bool sim_fifo_empty(const struct sim_rq *rq, const struct sim_fifo *fifo);
/* The process behind @proc, or NULL. */
struct sim_proc *sim_fifo_next(const struct sim_rq *rq,
			       const struct sim_fifo *fifo,
			       struct sim_proc *proc);
/* Put all of @from behind those of @to. */
void sim_fifo_append(struct sim_rq *rq, struct sim_fifo *to,
		     struct sim_fifo *from);

/* Trees in the order of a key. Each vCPU finds the first that may run there. */
void sim_tree_add(struct sim_tree_node **root, struct sim_proc *proc, u64 key,
		  bool first);
void sim_tree_remove(struct sim_tree_node **root, struct sim_proc *proc);
struct sim_proc *sim_tree_first(struct sim_tree_node *root, u32 vcpu);
u64 sim_tree_least(const struct sim_tree_node *root);
struct sim_proc *sim_tree_head(struct sim_tree_node *root);

/*
 * Trees in which each process also has a value, in the first word of what the policy keeps
 * in it (sim_proc_data()). The second one is the tree's. One finds the first, by key, whose
 * value is no more than a bound.
 */
#define SIM_DATA_VALUE	0
#define SIM_DATA_LEAST	1
void sim_tree_add_value(struct sim_tree_node **root, struct sim_proc *proc, u64 key);
void sim_tree_remove_value(struct sim_tree_node **root, struct sim_proc *proc);
struct sim_proc *sim_tree_first_value(struct sim_tree_node *root, u64 most);

/* May @proc be put into a list: is it ready, and in none? */
static inline bool sim_may_list(const struct sim_proc *proc)
{
	return list_empty(&proc->node) && sim_proc_ready(proc);
}

static inline bool sim_list_empty(const struct list_head *list)
{
	/* Zeroed: nothing was ever added. */
	return list_empty(list) || !list->next;
}

static inline void sim_list_add(struct list_head *list, struct sim_proc *proc,
				bool first)
{
	if (unlikely(!list->next))
		INIT_LIST_HEAD(list);
	if (first)
		list_add(&proc->node, list);
	else
		list_add_tail(&proc->node, list);
}

/* The first process of @list, which is not empty. Prefetches the second one. */
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
 * sim_fifo_add - add a process
 * @rq: the run queue that @fifo is part of
 * @fifo: the queue
 * @proc: the process
 * @first: true: before all others; false: behind them
 */
static inline void sim_fifo_add(struct sim_rq *rq, struct sim_fifo *fifo,
				struct sim_proc *proc, bool first)
{
	if (unlikely(rq->by_vcpu))
		sim_tree_add(&fifo->root, proc, 0, first);
	else if (likely(sim_may_list(proc)))
		sim_list_add(&fifo->list, proc, first);
}

/**
 * sim_fifo_remove - remove a process
 * @rq: the run queue that @fifo is part of
 * @fifo: the queue
 * @proc: a process in it
 */
static inline void sim_fifo_remove(struct sim_rq *rq, struct sim_fifo *fifo,
				   struct sim_proc *proc)
{
	if (likely(!rq->by_vcpu))
		list_del_init(&proc->node);
	else
		sim_tree_remove(&fifo->root, proc);
}

/**
 * sim_fifo_first - the first process that may run at a vCPU
 * @rq: the run queue that @fifo is part of
 * @fifo: the queue
 * @vcpu: the vCPU
 *
 * Return: the process, or NULL.
 */
static inline struct sim_proc *sim_fifo_first(const struct sim_rq *rq,
					      const struct sim_fifo *fifo,
					      const struct sim_vcpu *vcpu)
{
	if (unlikely(rq->by_vcpu))
		return sim_tree_first(fifo->root, vcpu->id);
	return sim_list_empty(&fifo->list) ? NULL : sim_list_first(&fifo->list);
}

#define SIM_LEVELS	128

/**
 * struct sim_levels - a queue of processes in the order of levels
 * @used: a bit for each level that has processes, unless the run queue is
 *        @by_vcpu
 * @lists: the processes of each level, likewise
 * @root: the processes, if it is
 *
 * Level 0 is first. The processes of a level are in the order in which they
 * were added. A level of SIM_LEVELS or more counts as the last one. All
 * operations are O(1), or O(log n) if it is @by_vcpu.
 */
struct sim_levels {
	DECLARE_BITMAP(used, SIM_LEVELS);
	struct list_head lists[SIM_LEVELS];
	struct sim_tree_node *root;
};

/* Add @proc to @level; @first: before all others of it. */
void sim_levels_add(struct sim_rq *rq, struct sim_levels *levels,
		    struct sim_proc *proc, u32 level, bool first);
void sim_levels_remove(struct sim_rq *rq, struct sim_levels *levels,
		       struct sim_proc *proc, u32 level);
/* The first process that may run at @vcpu, or NULL. */
struct sim_proc *sim_levels_first(const struct sim_rq *rq,
				  const struct sim_levels *levels,
				  const struct sim_vcpu *vcpu);

/*
 * Each run queue has one queue in the order of a key: the least key first; of
 * equal keys, the process that was added first, or, if all are added by id, the
 * one with the least id. All operations are O(log n). A policy uses either this
 * queue or the lots below: they share memory.
 */
void sim_sorted_add(struct sim_rq *rq, struct sim_proc *proc, u64 key);
void sim_sorted_add_by_id(struct sim_rq *rq, struct sim_proc *proc, u64 key);
void sim_sorted_remove(struct sim_rq *rq, struct sim_proc *proc);
struct sim_proc *sim_sorted_first(const struct sim_rq *rq,
				  const struct sim_vcpu *vcpu);

/* The least key, wherever its process may run, or U64_MAX if there is none. */
static inline u64 sim_sorted_least(const struct sim_rq *rq)
{
	return rq->least;
}

/*
 * Lots: each process has a number of tickets, and the policy draws one ticket
 * of all. All operations are O(log n).
 */
void sim_lots_add(struct sim_rq *rq, struct sim_proc *proc, u32 tickets);
u32 sim_lots_remove(struct sim_rq *rq, struct sim_proc *proc);
struct sim_proc *sim_lots_find(const struct sim_rq *rq, u64 ticket);

/* May @proc run at @vcpu, by its affinity? */
bool sim_allowed(const struct sim_proc *proc, const struct sim_vcpu *vcpu);

/* For policies in modules of their own. */
int schedsim_register_policy(const struct sim_policy *policy);
void schedsim_unregister_policy(const struct sim_policy *policy);

#endif /* SCHEDSIM_POLICY_H */
