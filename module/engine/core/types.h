/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a simulation is made of, besides what policies know of it.
 */
#ifndef SIM_TYPES_H
#define SIM_TYPES_H

#include <schedsim/policy.h>

#include "core/event.h"
#include "core/index.h"
#include "lib/heap.h"
#include "lib/tournament.h"

/*
 * Steps that one sim_advance() takes. The last one may take some more: an operation
 * of a program is a step, and each mutex that is looked at.
 */
#define SIM_STEPS		64
/* A walk along so many vCPUs, with a look at each, takes as long as a decision. */
#define SIM_STEP_VCPUS		4
/*
 * And events that it makes, but for those of what it has begun when there are
 * so many. A process that is killed makes the most: a chain of owners has less
 * to inherit, and with each mutex that it gives up, another process gets, and
 * inherits, and wakes up, and moves.
 */
#define SIM_LOG_FULL		128
#define SIM_LOG_SIZE		(SIM_LOG_FULL + SCHEDSIM_MAX_LOCK_CHAIN + \
				 5 * SCHEDSIM_MAX_HELD + 16)

/*
 * Buckets of responses: one each up to 15 ns, then 16 for each power of two, up to
 * 2^37 ns (137 s). The last one is open.
 */
#define SIM_ADAPT_BUCKETS	((37 - 3) * 16)

/**
 * struct sim_adapt_config - how the quantum adapts; see core/adapt.c
 * @target: enum schedsim_adapt
 * @switch_ppm: the most that context switches may take, in ppm of the time in use
 * @response_ns: the longest that 95% of responses may take
 * @min_ns: the least quantum
 * @max_ns: the greatest
 * @interval_ns: how often it is looked at
 *
 * Without a target, all else may be 0.
 */
struct sim_adapt_config {
	u32 target;
	u32 switch_ppm;
	u64 response_ns;
	u64 min_ns;
	u64 max_ns;
	u64 interval_ns;
};

/**
 * struct sim_adapt - what adapting has seen
 * @woken: when somebody last arrived or woke up; known without adapting, too
 * @ran: when somebody last ran for the first time after that
 * @since: when it was begun or told something new
 * @changed: when it changed the quantum last, or @since
 * @overhead: time that context switches had taken when it last looked
 * @used: time in use by then: that, and time processes ran
 * @awaited: did somebody wait for a vCPU then?
 * @lost: time that switches took, in the intervals that count
 * @spent: time in use, likewise
 * @measured: what is measured, compared with the target: ppm or ns
 * @changes: how often it has changed the quantum
 * @looks: how often it has looked since it last decided
 * @nr: number of responses in @buckets
 * @buckets: responses by how long they took
 */
struct sim_adapt {
	u64 woken;
	u64 ran;
	u64 since;
	u64 changed;
	u64 overhead;
	u64 used;
	bool awaited;
	u64 lost;
	u64 spent;
	u64 measured;
	u64 changes;
	u32 looks;
	u32 nr;
	u32 buckets[SIM_ADAPT_BUCKETS];
};

/**
 * struct sim_balancing_config - what is done to balance; see core/domain.c
 * @parts: SCHEDSIM_BALANCING_*, or 0: the policy's parameter says it
 * @defects: SCHEDSIM_DEFECT_*
 * @interval_ns: how often loads are compared
 * @pct: how much greater one has to be than another one, in percent
 *
 * Without SCHEDSIM_BALANCING_SET, all else may be 0.
 */
struct sim_balancing_config {
	u32 parts;
	u32 defects;
	u64 interval_ns;
	u32 pct;
};

/**
 * struct sim_nodes - what faults of balancing go by; see sim_note_nodes()
 * @load: the average load of each node
 * @capacity: the sum of the capacities of its vCPUs that are online
 * @place: its place in the ring of all nodes
 * @nr: how many there are
 */
struct sim_nodes {
	u64 load[SCHEDSIM_MAX_VCPUS];
	u32 capacity[SCHEDSIM_MAX_VCPUS];
	u8 place[SCHEDSIM_MAX_VCPUS];
	u32 nr;
};

/**
 * struct sim_balancing - what is known of balancing; only with SCHEDSIM_BALANCING_SET
 * @moves: migrations by enum schedsim_move; always known
 * @wasted: time that vCPUs were idle beside work, in ns, up to @since
 * @since: when that was looked at last
 * @wasting: number of vCPUs that are so since then
 * @hotplugged: has a vCPU ever come online again?
 * @imbalance: sum of the differences of loads at each look
 * @looks: number of looks
 * @next_vcpu: where comparing goes on at this instant
 * @nodes: what was noted of nodes last
 */
struct sim_balancing {
	u64 moves[SCHEDSIM_NR_MOVES];
	u64 wasted;
	u64 since;
	u32 wasting;
	bool hotplugged;
	u64 imbalance;
	u64 looks;
	u32 next_vcpu;
	struct sim_nodes nodes;
};

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
 *          and how it balances
 * @llc: the last-level cache of each vCPU
 * @node: the memory node of each vCPU
 * @core: the core of each vCPU; 0: one of its own
 * @capacity: the capacity of each vCPU; 0: SCHEDSIM_MAX_CAPACITY
 * @migration_ns: what it costs to run at another vCPU than before, by how far that is
 *                away: enum schedsim_distance
 * @cache_size: the sum of working sets that a vCPU's cache holds
 * @cache_rate: how much faster processes run when their cache is warm; 0 or 1: there
 *              are no caches
 * @cache_warmup_ns: CPU time until it is
 * @unit_ns: each burst takes a multiple of this; 0: as long as it is
 * @peek_ns: how often vCPUs peek; 0: never
 * @adapt: how the quantum adapts
 * @balancing: what is done to balance
 */
struct sim_config {
	const struct sim_policy *policy;
	u64 quantum_ns;
	u64 switch_cost_ns;
	u64 seed;
	u32 nr_vcpus;
	u32 max_procs;
	u32 tie;
	u32 cache_size;
	u32 cache_rate;
	u64 cache_warmup_ns;
	u64 unit_ns;
	u64 peek_ns;
	struct sim_adapt_config adapt;
	struct sim_balancing_config balancing;
	u64 params[SCHEDSIM_MAX_PARAMS];
	u8 llc[SCHEDSIM_MAX_VCPUS];
	u8 node[SCHEDSIM_MAX_VCPUS];
	u8 core[SCHEDSIM_MAX_VCPUS];
	u16 capacity[SCHEDSIM_MAX_VCPUS];
	u64 migration_ns[SCHEDSIM_NR_DISTANCES];
};

/**
 * struct sim_trail - what is known of a process where vCPUs differ; see speed.c
 * @done: work that is done of the next ns of its burst, 0..SCHEDSIM_MAX_CAPACITY - 1
 * @whole: is its burst done, but for the rest of a unit of time?
 * @vcpu: the vCPU at which it used CPU time last, or SIM_NO_VCPU
 */
struct sim_trail {
	u16 done : 15;
	u16 whole : 1;
	u16 vcpu;
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
 * @vcpu: the vCPU whose processes are being moved
 * @id: the next process that is looked at
 * @stage: what is being done; see policy_change.c
 */
struct sim_change {
	const struct sim_policy *policy;
	u64 params[SCHEDSIM_MAX_PARAMS];
	void *rqs;
	size_t rqs_size;
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
 * @nr_waiting: processes that waited in that run queue
 * @time: when
 * @policy: the policy's name
 */
struct sim_fault {
	u64 count;
	u32 rule;
	u32 id;
	u32 vcpu;
	u32 nr_waiting;
	u64 time;
	char policy[SCHEDSIM_NAME_LEN];
};

/**
 * struct sim - a simulation
 * @now: simulated time
 * @policy: the policy that is asked: @config.policy, unless that is @faulty
 * @policy_serial: counts changes of the policy
 * @enqueues: counts processes put into sorted queues: first come, first served,
 *            for the first 2^42
 * @quantum: how long a slice is, in ns: that of @config, unless it adapts
 * @switch_cost: what a context switch costs, in ns
 * @expiry_first: do ends come before arrivals at one instant?
 * @config: the configuration, of which the above are copies for speed
 * @special: is any of these set?
 * @toggles: how often time is to stop or to go on when this instant is over: pauses
 *           and resumes in turn, asked for in the middle of it
 * @paused: does time stand still?
 * @faulty: the policy has broken a rule: another is to take its place
 * @changing: the policy is being changed
 * @unbalanced: the first vCPUs of run queues in which somebody may wait who has to
 *              run somewhere at once; see core/balance.c
 * @nr_unbalanced: number of them
 * @undecided: is any of @nr_resched and @nr_unbalanced not 0?
 * @moving: a vCPU went offline or online: not all that wait have been looked at since
 * @unfinished: the program of @unfinished_vcpu goes on before anything else, for it
 *              has been left in the middle of an instant
 * @unfinished_vcpu: see above
 * @uneven: are there caches, capacities or costs of migrations? See speed.h
 * @phase: where sim_advance() is
 * @nr_resched: vCPUs at which a decision is due
 * @resched: which
 * @forced: those of them at which it is due even while paused
 * @alarms: processes that will arrive or wake up, by time, then enum sim_alarm,
 *          then id
 * @next_alarm: when the first of them does, or SIM_NEVER
 * @next_tick: the first of @next_peek, @next_balance and @next_adapt
 * @next_peek: when vCPUs peek next, if somebody waits, or SIM_NEVER
 * @next_balance: when loads are compared next, if somebody waits, or SIM_NEVER
 * @next_adapt: when the quantum is next looked at, if somebody waits, or SIM_NEVER
 * @watch_runs: is anything done when a process begins to run: @uneven or @adapt?
 * @peeker: what a vCPU does then, if it is not what peek.c says: set by who runs the
 *          engine and has lots of its own; else NULL
 * @peeked: number of vCPUs that have done so at this instant, while others are to
 * @nr_offline: number of vCPUs that are offline; see core/online.c
 * @online: the others
 * @move_id: while @moving: the next process that is looked at
 * @dues: all vCPUs by @due
 * @index: what is known of all vCPUs at once
 * @caches: the cache of each vCPU, or NULL: see cache.h
 * @trails: of the processes, by id; NULL unless @uneven
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
 * @store: entries of @alarms and of the sorted run queues
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
 * @bandwidth: what processes of SCHED_DEADLINE reserve (task/admission.c)
 * @decisions: how often a vCPU decided who runs next
 * @yields: yields
 * @wakeups: wakeups
 * @migrations: migrations
 * @nr_deadlocked: processes that wait for themselves
 * @blocks: how often a process had to wait for an object
 * @boosts: how often one inherited something
 * @deadlocks: deadlocks
 * @unchecked: waits for mutexes that may have been one, with too many processes
 * @timeouts: waits for mutexes that were given up
 * @abandoned: mutexes whose owner exited
 * @forks: processes started by others
 * @forks_failed: forks for which there was none left
 * @program_errors: errors of programs
 * @fault: what a policy did wrong
 * @adapt: what adapting has seen
 * @balancing: what balancing has seen
 * @stalled_at: when something last happened that may lead to nothing
 * @stalls: how often that was so at that instant, since a program went on, or a command came
 * @digest: digest of all events
 * @events: number of them
 * @steps: steps taken so far, a measure of work done
 * @enough: how many they are at the end of the present sim_advance(), at the latest;
 *          0: it ends now
 * @log_nr: number of events in @log
 * @log: the events since the last call of sim_advance() began
 */
struct sim {
	u64 now;
	const struct sim_policy *policy;
	u32 policy_serial;
	union {
		u64 undecided;
		struct {
			u32 nr_resched;
			u32 nr_unbalanced;
		};
	};
	u64 enqueues;
	u64 quantum;
	u64 switch_cost;
	union {
		u64 special;
		struct {
			u32 toggles;
			bool paused;
			bool faulty;
			bool changing;
			bool unfinished : 1;
			bool moving : 1;
		};
	};
	bool expiry_first;
	bool uneven;
	bool watch_runs;
	enum sim_phase phase;
	struct sim_vcpu *unfinished_vcpu;
	struct sim_vcpu *vcpus;
	struct sim_heap *alarms;
	u64 next_alarm;
	u64 next_tick;
	u64 next_peek;
	u64 next_balance;
	u64 next_adapt;
	void (*peeker)(struct sim_vcpu *vcpu);
	struct sim_tournament dues;
	struct sim_cache *caches;
	struct sim_trail *trails;
	struct sim_proc **procs;
	u64 steps;
	u64 enough;
	u64 digest;
	u64 events;
	u64 decisions;
	u32 nr_procs[SCHEDSIM_STATE_EXITED + 1];
	u32 log_nr;
	u32 peeked;
	u32 nr_offline;
	u32 move_id;
	struct sim_vcpus online;
	DECLARE_BITMAP(resched, SCHEDSIM_MAX_VCPUS);
	DECLARE_BITMAP(forced, SCHEDSIM_MAX_VCPUS);
	DECLARE_BITMAP(unbalanced, SCHEDSIM_MAX_VCPUS);
	struct sim_index index;

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
	u64 bandwidth;

	u64 yields;
	u64 wakeups;
	u64 migrations;
	u32 nr_deadlocked;
	u64 blocks;
	u64 boosts;
	u64 deadlocks;
	u64 unchecked;
	u64 timeouts;
	u64 abandoned;
	u64 forks;
	u64 forks_failed;
	u64 program_errors;
	struct sim_fault fault;
	struct sim_adapt adapt;
	struct sim_balancing balancing;
	u64 stalled_at;
	u32 stalls;
	struct sim_event log[SIM_LOG_SIZE];
};

#endif /* SIM_TYPES_H */
