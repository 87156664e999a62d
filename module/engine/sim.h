/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine: simulated processes, vCPUs, and the passing of time.
 *
 * Pure C. It reads no clock, takes no lock, allocates nothing and prints
 * nothing. The caller provides memory, serialises all calls on a simulation,
 * and lets time pass with sim_advance(). What the outside must do comes back
 * as a result: the time of the next event (sim_next_event()), and what has
 * happened (@log of struct sim).
 *
 * A function that changes something takes effect at @now of struct sim, in
 * simulated time, and only marks the vCPUs at which a decision is due. The
 * caller then calls sim_advance() until nothing is left to do at this instant.
 */
#ifndef SIM_H
#define SIM_H

#include <sim_env.h>

#include "core/event.h"
#include "lib/heap.h"
#include "task/program.h"
#include "lib/waiters.h"

#define SIM_NEVER	SCHEDSIM_NEVER
#define SIM_FOREVER	(~0ULL)		/* a burst without end */

/*
 * Steps that one sim_advance() takes at most, and operations of a program that
 * one goes through.
 */
#define SIM_STEPS		64
#define SIM_OPS_PER_STEP	64
/*
 * And events that it makes, but for those of what it has begun when there are
 * so many. A process that is killed makes the most: a chain of owners has less
 * to inherit, and with each mutex that it gives up, another process gets, and
 * inherits, and wakes up, and moves.
 */
#define SIM_LOG_FULL		128
#define SIM_LOG_SIZE		(SIM_LOG_FULL + SCHEDSIM_MAX_LOCK_CHAIN + \
				 5 * SCHEDSIM_MAX_HELD + 16)

struct sim;
struct sim_object;
struct sim_policy;

/* A slice without end. */
#define SIM_NO_SLICE	(~0ULL)

/**
 * struct sim_config - configuration of a simulation
 * @policy: the policy
 * @quantum_ns: how long a slice is
 * @switch_cost_ns: time a vCPU loses at each context switch
 * @seed: for policies that draw lots
 * @nr_vcpus: 1..SCHEDSIM_MAX_VCPUS
 * @max_procs: 1..SCHEDSIM_MAX_PROCS
 * @tie: enum schedsim_tie
 * @params: parameters of the policy, in the order of its table
 */
struct sim_config {
	const struct sim_policy *policy;
	u64 quantum_ns;
	u64 switch_cost_ns;
	u64 seed;
	u32 nr_vcpus;
	u32 max_procs;
	u32 tie;
	u64 params[SCHEDSIM_MAX_PARAMS];
};

/**
 * struct sim_urgency - how urgent a process is
 * @sched_class: enum schedsim_class
 * @priority: its priority
 * @nice: its nice value
 * @tickets: its tickets
 */
struct sim_urgency {
	u8 sched_class;
	u8 priority;
	s8 nice;
	u32 tickets;
};

/**
 * struct sim_job - the jobs of a process; see job.c
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
 * struct sim_vcpus - a set of vCPUs
 * @bits: a bit each, as in an affinity that is not empty; what stands for a vCPU
 *        that does not exist has no meaning
 */
struct sim_vcpus {
	u64 bits[SCHEDSIM_MAX_VCPUS / 64];
};

static inline bool sim_vcpus_has(const struct sim_vcpus *vcpus, u32 id)
{
	return vcpus->bits[id / 64] >> id % 64 & 1;
}

static inline bool sim_vcpus_any(const struct sim_vcpus *vcpus)
{
	return memchr_inv(vcpus, 0, sizeof(*vcpus));
}

/**
 * struct sim_affine - a node of a queue that vCPUs share; see policy/affine.h
 * @parent: who is above it, or NULL at the root
 * @left: those before it
 * @right: those behind it
 * @key: its place
 * @rank: no less than that of those below it
 * @below: where it and those below it may run
 */
struct sim_affine {
	struct sim_affine *parent;
	struct sim_affine *left;
	struct sim_affine *right;
	u64 key;
	u32 rank;
	struct sim_vcpus below;
};

/**
 * union sim_policy_data - what a policy keeps in a process
 * @mlfq: of mlfq
 * @mlfq.level: its queue, 0 being the topmost
 * @mlfq.left: slices left of its allotment there
 * @mlfq.limit: how much of a slice it may use at most, after a boost; or SIM_NEVER
 * @mlfq.boosted: the last boost it has had
 * @stride: of stride
 * @stride.remain: how far its pass is ahead of the global pass while it takes no
 *                 part, in ns of CPU time
 * @affine: of policies with one queue for all vCPUs, while it waits
 */
union sim_policy_data {
	struct {
		u32 level;
		u32 left;
		u64 limit;
		u64 boosted;
	} mlfq;
	struct {
		s64 remain;
	} stride;
	struct sim_affine affine;
};

/**
 * struct sim_proc - a simulated process
 * @id: its id
 * @state: enum schedsim_state
 * @vcpu: where it runs or waits or last did; NULL until it has arrived
 * @node: for the queue of a policy while ready; of those that exited then; of
 *        those that are to be forked before
 * @program: what it does, or NULL: runs for ever
 * @pc: its next operation
 * @serial: counts processes, so that no two have the same, even with one id
 * @policy_serial: the policy it has joined (@policy_serial of struct sim)
 * @burst_left: CPU time until its program goes on, or SIM_FOREVER
 * @slice_used: while it does not run: what it had used of the slice that it gets
 *              the rest of
 * @since: when it came into its present state
 * @vruntime: of fair policies: virtual runtime, in ns
 * @vruntime_rest: and the rest of its division
 * @eff: of @attr, and of what it has inherited: what policies go by
 * @attr: its attributes, as they were given
 * @name: its name
 * @arrival: when it arrives; SIM_NEVER: when it is forked
 * @delay: how long after that
 * @fork: the fork that starts it, or NULL
 * @object: what it waits for while blocked; while it runs, whose waiters it is
 *          about to wake; else NULL
 * @relock: the mutex that it must lock when it has waited
 * @waiter: for the waiters of @object
 * @held: mutexes it holds, the last one first
 * @nr_held: number of them
 * @deadlock: does it wait, by way of others, for itself?
 * @job: its jobs
 * @first_run: when it first ran, or SIM_NEVER
 * @finish: when it exited, or SIM_NEVER
 * @cpu: CPU time used
 * @waiting: time spent ready, up to @since
 * @sleeping: time spent asleep or blocked, up to @since
 * @blocked: time spent blocked, up to @since
 * @overhead: switch cost spent on it
 * @preemptions: how often it lost its vCPU to another against its will
 * @yields: how often it yielded
 * @switches: context switches to it
 * @migrations: how often it changed vCPU
 * @wakeups: how often it woke up
 * @policy: what the policy keeps in it, set up by its join()
 * @tail: @program->nr_loops loop counters, then @program->nr_timers timers
 */
struct sim_proc {
	/* Two cache lines, up to the beginning of @attr: each decision's. */
	u32 id;
	u32 policy_serial;
	u32 vruntime_rest;
	u8 state;
	struct sim_vcpu *vcpu;
	struct list_head node;
	u64 burst_left;
	u64 slice_used;
	u64 since;
	u64 vruntime;
	u64 cpu;
	u64 waiting;
	u64 switches;
	u64 preemptions;
	u64 serial;
	struct sim_urgency eff;
	struct schedsim_attr attr;
	u32 pc;
	struct sim_program *program;
	char name[SCHEDSIM_NAME_LEN];
	u64 first_run;
	u64 arrival;
	u64 finish;
	u64 sleeping;
	u64 blocked;
	u64 overhead;
	u64 yields;
	u64 migrations;
	u64 wakeups;
	u64 delay;
	struct sim_object *fork;
	struct sim_object *object;
	struct sim_object *relock;
	struct sim_waiter waiter;
	struct list_head held;
	u32 nr_held;
	bool deadlock;
	struct sim_job job;
	union sim_policy_data policy;
	u64 tail[];
};

/**
 * struct sim_vcpu - a simulated CPU
 * @sim: the simulation
 * @rq: the queue of the policy
 * @curr: the process that runs, or NULL
 * @expired: the process whose slice just ended, until another is picked
 * @id: its number
 * @nr_ready: processes in @rq, or, if all vCPUs share it, those of them whose
 *            @vcpu this is
 * @contended: could another follow @curr when the slice ends? Then @due counts
 *             the slice; else the slice is renewed whenever it ends, unseen
 * @charged: up to when time has been charged
 * @exec_start: when @curr got or will get to run after the context switch
 * @slice_start: when the slice began
 * @slice: how long it is, or SIM_NO_SLICE
 * @due: when something is due here: a burst's or a slice's end, an event of the
 *       policy's, or SIM_NEVER
 * @last_serial: the process that ran last
 * @busy: time processes ran
 * @idle: time nothing ran
 * @overhead: time spent on context switches
 * @switches: context switches
 * @preemptions: preemptions
 * @expiries: slices that ran out while @contended
 */
struct sim_vcpu {
	struct sim *sim;
	void *rq;
	struct sim_proc *curr;
	struct sim_proc *expired;
	u32 id;
	u32 nr_ready;
	bool contended;
	u64 charged;
	u64 exec_start;
	u64 slice_start;
	u64 slice;
	u64 due;
	u64 last_serial;
	u64 busy;
	u64 idle;
	u64 overhead;
	u64 switches;
	u64 preemptions;
	u64 expiries;
};

/* What comes first of timers that expire at one instant; then the id decides. */
enum sim_timer {
	SIM_TIMER_ARRIVAL,
	SIM_TIMER_WAKEUP,
};

/* What sim_advance() goes on with at the present instant. */
enum sim_phase {
	SIM_PHASE_FIRST,	/* arrivals and wakeups, or, by @tie, ... */
	SIM_PHASE_SECOND,	/* ... ends of bursts and slices */
	SIM_PHASE_DISPATCH,
};

/**
 * struct sim - a simulation
 * @now: simulated time
 * @policy: the policy
 * @policy_serial: counts changes of the policy
 * @enqueues: counts processes put into sorted queues: first come, first served,
 *            for the first 2^42
 * @quantum: how long a slice is, in ns
 * @aligned: do slices end at the multiples of the quantum?
 * @config: the configuration; @policy, @quantum and @aligned are copies for speed
 * @awaited: if the policy has one queue for all vCPUs: where one of it may run
 * @paused: does time stand still?
 * @phase: where sim_advance() is
 * @unfinished: the vCPU the program of which goes on before anything else, for
 *              it has been left in the middle of an instant, or NULL
 * @resched: vCPUs at which a decision is due
 * @forced: those of them at which it is due even while paused
 * @timers: processes that will arrive or wake up, by time, then enum sim_timer,
 *          then id
 * @dues: all vCPUs by @due
 * @vcpus: the vCPUs
 * @procs: the processes by id, NULL where there is none
 * @ids: ids in use
 * @nr_ids: number of them
 * @last_id: the last one given out
 * @max_id: the greatest
 * @objects: the objects by id, NULL where there is none
 * @object_ids: ids of objects in use
 * @nr_objects: number of them
 * @last_object: the last one given out
 * @max_objects: the greatest
 * @waits: counts processes that began to wait for an object
 * @store: entries of @timers and of the policies' sorted queues
 * @due_store: entries of @dues
 * @rqs: memory of the policy's queues
 * @new_policy: the policy that sim_policy_step() changes to, or NULL
 * @new_params: its parameters
 * @new_rqs: memory of its queues
 * @change_vcpu: the vCPU whose queue is being moved
 * @change_moved: how many of it have been
 * @exited: processes that have exited, in that order
 * @nr_procs: number of processes in each state
 * @nr_classes: number of processes of each class (enum schedsim_class) that have
 *              not exited
 * @serials: counts processes
 * @decisions: how often the policy was asked to pick
 * @expiries: slices that ran out while another process waited
 * @skipped: quanta that passed before a slice's end was noticed
 * @switches: context switches
 * @preemptions: preemptions
 * @yields: yields
 * @wakeups: wakeups
 * @migrations: migrations
 * @nr_deadlocked: processes that wait for themselves
 * @blocks: how often a process had to wait for an object
 * @boosts: how often one inherited something
 * @deadlocks: deadlocks
 * @abandoned: mutexes whose owner exited
 * @forks: processes started by others
 * @forks_failed: forks for which there was none left
 * @program_errors: operations that made no sense
 * @late_max: the latest that a slice's end was noticed, in ns
 * @late_total: sum of all lateness, in ns
 * @lateness: ends of slices by lateness: [n] from 2^n ns on
 * @digest: digest of all events
 * @events: number of them
 * @steps: steps taken so far, a measure of work done
 * @log: the events since the last call of sim_advance() began
 * @log_nr: number of them
 */
struct sim {
	u64 now;
	const struct sim_policy *policy;
	u32 policy_serial;
	u64 enqueues;
	u64 quantum;
	bool aligned;
	struct sim_config config;
	struct sim_vcpus awaited;
	bool paused;
	enum sim_phase phase;
	struct sim_vcpu *unfinished;
	DECLARE_BITMAP(resched, SCHEDSIM_MAX_VCPUS);
	DECLARE_BITMAP(forced, SCHEDSIM_MAX_VCPUS);
	struct sim_heap *timers;
	struct sim_heap *dues;
	struct sim_vcpu *vcpus;
	struct sim_proc **procs;
	unsigned long *ids;
	u32 nr_ids;
	u32 last_id;
	u32 max_id;
	struct sim_object **objects;
	unsigned long *object_ids;
	u32 nr_objects;
	u32 last_object;
	u32 max_objects;
	u64 waits;
	struct sim_heap_store store;
	struct sim_heap_store due_store;
	void *rqs;
	const struct sim_policy *new_policy;
	u64 new_params[SCHEDSIM_MAX_PARAMS];
	void *new_rqs;
	u32 change_vcpu;
	u32 change_moved;
	struct list_head exited;
	u32 nr_procs[SCHEDSIM_STATE_EXITED + 1];
	u32 nr_classes[SCHEDSIM_CLASS_DEADLINE + 1];
	u64 serials;

	u64 decisions;
	u64 expiries;
	u64 skipped;
	u64 switches;
	u64 preemptions;
	u64 yields;
	u64 wakeups;
	u64 migrations;
	u32 nr_deadlocked;
	u64 blocks;
	u64 boosts;
	u64 deadlocks;
	u64 abandoned;
	u64 forks;
	u64 forks_failed;
	u64 program_errors;
	u64 late_max;
	u64 late_total;
	u64 lateness[SCHEDSIM_LATENESS_BUCKETS];

	u64 digest;
	u64 events;
	u64 steps;
	u32 log_nr;
	struct sim_event log[SIM_LOG_SIZE];
};

/* sim.c: a simulation as a whole */
int sim_config_check(const struct sim_config *config, u64 min_quantum_ns);
size_t sim_size(const struct sim_config *config);
size_t sim_rqs_size(const struct sim_config *config);
void sim_init(struct sim *sim, const struct sim_config *config, void *rqs);
void sim_set_tie(struct sim *sim, u32 tie);
void sim_set_switch_cost(struct sim *sim, u64 switch_cost_ns);
void sim_set_quantum(struct sim *sim, u64 quantum_ns);
void sim_pause(struct sim *sim);
void sim_resume(struct sim *sim);
int sim_trigger(struct sim *sim, u32 vcpu);

/* policy_change.c */
int sim_policy_check(const struct sim *sim, const struct sim_policy *policy);
void sim_policy_begin(struct sim *sim, const struct sim_policy *policy,
		      const u64 *params, void *rqs);
bool sim_policy_step(struct sim *sim);
void *sim_policy_end(struct sim *sim);

/* attr.c: attributes of processes */
int sim_attr_check(const struct sim *sim, const struct schedsim_attr *attr);
void sim_merge_attr(struct schedsim_attr *to, u32 mask,
		    const struct schedsim_attr *from);
void sim_set_attr(struct sim *sim, struct sim_proc *proc,
		  const struct schedsim_attr *attr);

/* proc.c: processes */
size_t sim_proc_size(const struct sim_program *program);
void sim_proc_init(struct sim_proc *proc, struct sim_program *program,
		   const char *name, const struct schedsim_attr *attr);
int sim_reserve_id(struct sim *sim, u32 wanted);
void sim_release_id(struct sim *sim, u32 id);
void sim_spawn(struct sim *sim, struct sim_proc *proc, u32 id, u64 delay);
struct sim_proc *sim_find(const struct sim *sim, u32 id);
void sim_kill(struct sim *sim, struct sim_proc *proc);
int sim_yield(struct sim *sim, struct sim_proc *proc);
void sim_reap(struct sim *sim, struct sim_proc *proc);

/* advance.c: time */
bool sim_advance(struct sim *sim, u64 now);
u64 sim_next_event(const struct sim *sim);

/* What sim_run() ended with; but for SIM_RUN_MORE as in the ABI. */
enum sim_run {
	SIM_RUN_REACHED = SCHEDSIM_RUN_REACHED,
	SIM_RUN_IDLE = SCHEDSIM_RUN_IDLE,
	SIM_RUN_PAUSED = SCHEDSIM_RUN_PAUSED,
	SIM_RUN_MORE = -1,
};

enum sim_run sim_run(struct sim *sim, u64 until, bool stop_idle);

/* report.c: looking */
void sim_charge_all(struct sim *sim);
void sim_report_proc(const struct sim *sim, const struct sim_proc *proc,
		     struct schedsim_proc *to);
void sim_report_vcpu(const struct sim *sim, u32 id, struct schedsim_vcpu *to);
void sim_report_stats(const struct sim *sim, struct schedsim_stats *to);

#endif /* SIM_H */
