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

#include <schedsim/policy.h>

#include "core/event.h"
#include "lib/heap.h"
#include "lib/tournament.h"
#include "task/program.h"

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

/**
 * struct sim_config - configuration of a simulation
 * @policy: the policy
 * @quantum_ns: how long a slice is
 * @switch_cost_ns: time a vCPU loses at each context switch
 * @seed: for policies that draw lots
 * @nr_vcpus: 1..SCHEDSIM_MAX_VCPUS
 * @max_procs: 1..SCHEDSIM_MAX_PROCS
 * @tie: enum schedsim_tie
 * @params: parameters of the policy, in the order of its table, then its span
 * @llc: the last-level cache of each vCPU
 * @node: the memory node of each vCPU
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
	u8 llc[SCHEDSIM_MAX_VCPUS];
	u8 node[SCHEDSIM_MAX_VCPUS];
};

/* What sim_advance() goes on with at the present instant. */
enum sim_phase {
	SIM_PHASE_FIRST,	/* arrivals and wakeups, or, by @tie, ... */
	SIM_PHASE_SECOND,	/* ... ends of bursts and slices */
	SIM_PHASE_DISPATCH,
};

/**
 * struct sim_change - a change of the policy that is under way
 * @policy: the new policy, or NULL
 * @params: its parameters
 * @rqs: memory of its run queues
 * @rqs_size: size of @rqs, if the caller has allocated it, else 0
 * @forced: the old policy cannot be asked any more: processes are moved by id
 * @vcpu: the vCPU whose processes are being moved
 * @id: the next process that is looked at
 * @stage: what is being done; see policy_change.c
 */
struct sim_change {
	const struct sim_policy *policy;
	u64 params[SCHEDSIM_MAX_PARAMS];
	void *rqs;
	size_t rqs_size;
	bool forced;
	u32 vcpu;
	u32 id;
	u32 stage;
};

/**
 * struct sim_fault - a policy broke a rule
 * @count: how often one did
 * @rule: enum schedsim_fault_rule, the last time
 * @id: the process that was picked then, or 0
 * @vcpu: where
 * @waiting: processes that waited in that run queue
 * @time: when
 * @policy: the policy's name
 */
struct sim_fault {
	u64 count;
	u32 rule;
	u32 id;
	u32 vcpu;
	u32 waiting;
	u64 time;
	char policy[SCHEDSIM_NAME_LEN];
};

/**
 * struct sim - a simulation
 * @now: simulated time
 * @policy: the policy
 * @policy_serial: counts changes of the policy
 * @enqueues: counts processes put into sorted queues: first come, first served,
 *            for the first 2^42
 * @quantum: how long a slice is, in ns
 * @switch_cost: what a context switch costs, in ns
 * @expiry_first: do ends come before arrivals at one instant?
 * @config: the configuration, of which the above are copies for speed
 * @special: is any of these set?
 * @paused: does time stand still?
 * @faulty: the policy has broken a rule: another is to take its place
 * @changing: the policy is being changed
 * @unbalanced: the first vCPUs of run queues of several where somebody who waits may
 *              be more urgent than one who runs
 * @nr_unbalanced: number of them
 * @unfinished: the program of @unfinished_vcpu goes on before anything else, for it
 *              has been left in the middle of an instant
 * @unfinished_vcpu: see above
 * @phase: where sim_advance() is
 * @nr_resched: vCPUs at which a decision is due
 * @resched: which
 * @forced: those of them at which it is due even while paused
 * @timers: processes that will arrive or wake up, by time, then enum sim_timer,
 *          then id
 * @next_timer: when the first of them does, or SIM_NEVER
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
 * @store: entries of @timers and of the sorted run queues
 * @rqs: memory of the policy's run queues
 * @rqs_size: size of @rqs, if the caller has allocated it, else 0
 * @spare_rqs: memory for the run queues of fair, one a vCPU, should another policy
 *             break a rule
 * @orphan_rqs: memory of the run queues of a policy that broke one, or NULL
 * @orphan_size: its size
 * @change: a change of the policy
 * @exited: processes that have exited, in that order
 * @nr_procs: number of processes in each state
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
 * @fault: what a policy did wrong
 * @digest: digest of all events
 * @events: number of them
 * @steps: steps taken so far, a measure of work done
 * @log_nr: number of events in @log
 * @log: the events since the last call of sim_advance() began
 */
struct sim {
	u64 now;
	const struct sim_policy *policy;
	u32 policy_serial;
	u32 nr_resched;
	u32 nr_unbalanced;
	u64 enqueues;
	u64 quantum;
	u64 switch_cost;
	union {
		u32 special;
		struct {
			bool paused;
			bool faulty;
			bool changing;
			bool unfinished;
		};
	};
	bool expiry_first;
	enum sim_phase phase;
	struct sim_vcpu *unfinished_vcpu;
	struct sim_vcpu *vcpus;
	struct sim_heap *timers;
	u64 next_timer;
	struct sim_tournament dues;
	struct sim_proc **procs;
	u64 steps;
	u64 digest;
	u64 events;
	u64 decisions;
	u64 expiries;
	u64 switches;
	u64 preemptions;
	u32 nr_procs[SCHEDSIM_STATE_EXITED + 1];
	u32 log_nr;
	DECLARE_BITMAP(resched, SCHEDSIM_MAX_VCPUS);
	DECLARE_BITMAP(forced, SCHEDSIM_MAX_VCPUS);
	DECLARE_BITMAP(unbalanced, SCHEDSIM_MAX_VCPUS);

	struct sim_config config;
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
	void *rqs;
	size_t rqs_size;
	void *spare_rqs;
	void *orphan_rqs;
	size_t orphan_size;
	struct sim_change change;
	struct list_head exited;
	u64 serials;

	u64 skipped;
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
	struct sim_fault fault;
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
int sim_policy_admits(const struct sim *sim, const struct sim_policy *policy,
		      u32 *id, const char **reason);
void sim_policy_begin(struct sim *sim, const struct sim_policy *policy,
		      const u64 *params, void *rqs, size_t rqs_size);
void sim_policy_begin_forced(struct sim *sim);
bool sim_policy_step(struct sim *sim);
void *sim_policy_end(struct sim *sim, size_t *size);

/* task/attr.c: attributes of processes */
int sim_attr_check(const struct sim *sim, const struct schedsim_attr *attr);
int sim_attr_admit(const struct sim_policy *policy,
		   const struct schedsim_attr *attr, const char **reason);
void sim_merge_attr(struct schedsim_attr *to, u32 mask,
		    const struct schedsim_attr *from);
void sim_set_attr(struct sim *sim, struct sim_proc *proc,
		  const struct schedsim_attr *attr);

/* task/proc.c and task/exit.c: processes */
size_t sim_tail_size(const struct sim_program *program);
void sim_proc_init(struct sim_proc *proc, struct sim_program *program,
		   u64 *tail, const char *name, const struct schedsim_attr *attr);
struct sim_object *sim_proc_fork(const struct sim_proc *proc);
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
void sim_report_proc(const struct sim *sim, struct sim_proc *proc,
		     struct schedsim_proc *to);
void sim_report_vcpu(const struct sim *sim, u32 id, struct schedsim_vcpu *to);
void sim_report_stats(const struct sim *sim, struct schedsim_stats *to);
void sim_report_policy(const struct sim_policy *policy,
		       struct schedsim_policy *to);
void sim_report_value(const struct sim_policy *policy, u32 index,
		      struct schedsim_value *to);

/* core/params.c: parameters of policies */
u32 sim_nr_params(const struct sim_policy *policy);
const struct sim_param *sim_param_at(const struct sim_policy *policy, u32 index);
bool sim_param_is_time(const struct sim_param *param);
void sim_params_init(const struct sim_policy *policy, u64 *params);
int sim_params_check(const struct sim_policy *policy, const u64 *params,
		     u64 min_slice_ns);
int sim_params_set(const struct sim_policy *policy, u64 *params,
		   const char *name, u64 value);
void sim_params_report(const struct sim_policy *policy, const u64 *params,
		       u32 index, struct schedsim_param *to);
int sim_policy_parse(const char *text, struct sim_config *config);

/* ../policy/policies.c: the table of policies; the caller serialises changes */
extern const struct sim_policy sim_policy_fair;
const struct sim_policy *sim_policy_at(u32 index);
const struct sim_policy *sim_policy_find(const char *name, size_t len);
int sim_policy_add(const struct sim_policy *policy);
void sim_policy_remove(const struct sim_policy *policy);

#endif /* SIM_H */
