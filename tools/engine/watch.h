/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Short words for tests of the engine. There is one simulation at a time; what
 * must always hold is checked after each of its steps.
 */
#ifndef SIM_WATCH_H
#define SIM_WATCH_H

#include "lab.h"
#include "test.h"

extern struct lab lab;

/* How much is looked at after each step; set by boot() to WATCH_ALL. */
enum watch {
	WATCH_NOTHING,		/* nothing is charged on our account */
	WATCH_SUMS,		/* not who waits: the policy knows only its own vCPUs */
	WATCH_ALL,
};

extern enum watch watch;

/*
 * A simulation with one vCPU, or as told. Ends the one before. Parameters may
 * follow the name of the policy, as for sim_policy_parse().
 */
void boot(const char *policy, u64 quantum);
void boot_on(u32 nr_vcpus, const char *policy, u64 quantum);
void boot_with(const struct sim_config *config);

/* The policy of that name, or NULL. */
const struct sim_policy *policy(const char *name);

/* Operations. */
#define RUN(ns)		{ .code = SCHEDSIM_OP_RUN, .value = (ns) }
#define SLEEP(ns)	{ .code = SCHEDSIM_OP_SLEEP, .value = (ns) }
#define SLEEP_ALWAYS	{ .code = SCHEDSIM_OP_SLEEP, .flags = SCHEDSIM_OP_F_ALWAYS }
#define TIMER(n, ns)	{ .code = SCHEDSIM_OP_TIMER, .arg = (n), .value = (ns) }
#define TIMER_ABS(n, ns) { .code = SCHEDSIM_OP_TIMER, .arg = (n), \
			   .value = (ns), .flags = SCHEDSIM_OP_F_ABSOLUTE }
#define TIMER_SKIP(n, ns) { .code = SCHEDSIM_OP_TIMER, .arg = (n), \
			   .value = (ns), .flags = SCHEDSIM_OP_F_SKIP }
#define YIELD		{ .code = SCHEDSIM_OP_YIELD }
#define LOOP(to, times)	{ .code = SCHEDSIM_OP_LOOP, .arg = (to), \
			  .value = (times) }
#define EXIT		{ .code = SCHEDSIM_OP_EXIT }

/**
 * struct job - a process to spawn
 * @at: when it arrives, counted from now
 * @run: CPU time it needs; 0: without end
 * @ops: its program, if not just @run
 * @nr_ops: length of @ops
 * @nice: as the attribute
 * @priority: as the attribute
 * @cpus: the first word of its affinity
 * @id: the id wanted
 * @fork: the id of the fork that starts it
 * @tickets: as the attribute
 * @sched_class: as the attribute
 * @deadline: as the attribute
 * @period: as the attribute
 * @working_set: as the attribute
 * @slice: its custom slice, which is the attribute "runtime"
 * @group: as the attribute
 * @shares: as the attribute
 */
struct job {
	u64 at;
	u64 run;
	const struct schedsim_op *ops;
	u32 nr_ops;
	s32 nice;
	u32 priority;
	u64 cpus;
	u32 id;
	u32 fork;
	u32 tickets;
	u16 sched_class;
	u64 deadline;
	u64 period;
	u16 working_set;
	u64 slice;
	u32 group;
	u32 shares;
};

int spawn_job(const struct job *job);

/* spawn(.run = 5, .at = 2): the id */
#define spawn(...) spawn_job(&(struct job) { __VA_ARGS__ })
/* WITH(.nice = 3): the attributes, where the ABI has a pointer to them */
#define WITH(...)							\
	.attr = (uintptr_t)&(const struct schedsim_attr) { __VA_ARGS__ }
/* .PROGRAM(RUN(5), SLEEP(2)) among them */
#define PROGRAM(...)							\
	ops = (const struct schedsim_op[]) { __VA_ARGS__ },		\
	.nr_ops = ARRAY_SIZE(((const struct schedsim_op[]) { __VA_ARGS__ }))

struct schedsim_proc proc(u32 id);
struct schedsim_vcpu vcpu(u32 id);
struct schedsim_stats stats(void);
struct schedsim_attr attr(s32 nice, u32 priority, u64 cpus);
struct schedsim_attr attr_of(u32 id);
/* The first value that the policy reports; of fair and linux, vruntime. */
u64 vruntime(u32 id);

/*
 * All dispatches so far: "time:id", on vCPUs but the first "time:id@vcpu". And
 * since trace_clear().
 */
const char *trace(void);
void trace_clear(void);

#endif /* SIM_WATCH_H */
