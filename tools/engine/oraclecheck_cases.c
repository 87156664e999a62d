// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle against values from outside: R. and A. Arpaci-Dusseau, "Operating
 * Systems: Three Easy Pieces", their mlfq.py (of September 2023 and later) and
 * multi.py.
 */
#include <stdio.h>
#include <stdlib.h>

#include "oracle.h"
#include "oraclecheck.h"

#define MAX_JOBS	3

struct job {
	u64 at, run;
	u64 response, turnaround;
};

struct test {
	const char *name, *policy;
	u64 quantum;
	u32 nr_vcpus, tie;
	struct schedsim_param params[4];
	struct job jobs[MAX_JOBS];
	u64 busy[2];
};

static const struct test tests[] = {
	{
		"a boost makes the slice full", "mlfq", 2, 1, 1,
		{ { "queues", 1 }, { "boost", 3 } },
		{ { 0, 3, .turnaround = 6 },
		  { 0, 3, .response = 2, .turnaround = 5 } },
	}, {
		"and so in the topmost queue", "mlfq", 10, 1, 1,
		{ { "queues", 3 }, { "boost", 15 } },
		{ { 0, 15, .turnaround = 30 },
		  { 0, 15, .response = 10, .turnaround = 25 } },
	}, {
		"nobody changes place at the head", "mlfq", 10, 1, 1,
		{ { "queues", 3 }, { "boost", 50 } },
		{ { 0, 120, .turnaround = 140 },
		  { 100, 50, .response = 10, .turnaround = 100 },
		  { 100, 50, .response = 20, .turnaround = 120 } },
	}, {
		"at a tick jobs go to the lowest CPU", "rr", 12, 2, 0,
		{ { "span", SCHEDSIM_SPAN_ALL }, { "aligned", 1 } },
		{ { 0, 2, .turnaround = 2 }, { 0, 14, .turnaround = 14 } },
		{ 4, 12 },
	}, {
		"without ticks they stay", "rr", 12, 2, 0,
		{ { "span", SCHEDSIM_SPAN_ALL } },
		{ { 0, 2, .turnaround = 2 }, { 0, 14, .turnaround = 14 } },
		{ 2, 14 },
	},
};

static bool same(const char *name, u32 id, const char *what, u64 is, u64 want)
{
	if (is == want)
		return true;
	printf("# %s: %s of %u is %llu, not %llu\n", name, what, id, is, want);
	return false;
}

static void ignore(void *private, const struct sim_event *event)
{
}

static struct oracle *start(const struct test *test)
{
	struct schedsim_config config = {
		.quantum_ns = test->quantum,
		.nr_vcpus = test->nr_vcpus,
		.tie = test->tie,
		.params = (uintptr_t)test->params,
	};

	snprintf(config.policy, sizeof(config.policy), "%s", test->policy);
	while (config.nr_params < ARRAY_SIZE(test->params) &&
	       test->params[config.nr_params].name[0])
		config.nr_params++;
	return oracle_new(&config, ignore, NULL);
}

static bool check(const struct test *test)
{
	struct oracle *o = start(test);
	struct schedsim_op ops[MAX_JOBS] = {};
	struct schedsim_proc proc;
	struct schedsim_vcpu vcpu;
	bool ok = true;
	u32 i;

	for (i = 0; i < MAX_JOBS && test->jobs[i].run; i++) {
		struct schedsim_spawn_entry entry = {
			.delay_ns = test->jobs[i].at,
			.ops = (uintptr_t)&ops[i],
			.nr_ops = 1,
		};

		ops[i].value = test->jobs[i].run;
		oracle_spawn(o, i + 1, &entry);
	}
	oracle_settle(o);
	oracle_run(o, 1000);
	while (i--) {
		oracle_proc(o, i + 1, &proc);
		ok &= same(test->name, i, "response",
			   proc.first_run_ns - proc.arrival_ns,
			   test->jobs[i].response);
		ok &= same(test->name, i, "turnaround",
			   proc.finish_ns - proc.arrival_ns,
			   test->jobs[i].turnaround);
	}
	for (i = 0; test->busy[0] && i < test->nr_vcpus; i++) {
		oracle_vcpu(o, i, &vcpu);
		ok &= same(test->name, i, "work", vcpu.busy_ns, test->busy[i]);
	}
	oracle_free(o);
	return ok;
}

/*
 * What is inherited is the urgency of the one that waits as a whole, and not the
 * best of each attribute: whoever holds the mutex has a priority that means
 * nothing in its own class, and must not mean anything in that of the other.
 */
static bool check_inheritance(void)
{
	static const struct schedsim_op ops[] = {
		{ .code = SCHEDSIM_OP_LOCK },
		{ .code = SCHEDSIM_OP_RUN, .value = 10 },
	};
	static const struct schedsim_object mutex = {
		.type = SCHEDSIM_OBJECT_MUTEX,
		.protocol = SCHEDSIM_PROTOCOL_INHERIT,
	};
	struct schedsim_attr other = { .priority = 99 };
	struct schedsim_attr fifo = {
		.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 1,
	};
	struct schedsim_spawn_entry entry = {
		.nr_ops = ARRAY_SIZE(ops), .ops = (uintptr_t)ops,
		.attr = (uintptr_t)&other,
	};
	const struct test test = { .policy = "linux", .quantum = 10, .nr_vcpus = 1 };
	struct oracle *o = start(&test);
	struct schedsim_proc proc;
	bool ok;

	oracle_object(o, &mutex);
	oracle_spawn(o, 1, &entry);
	entry.attr = (uintptr_t)&fifo;
	entry.delay_ns = 1;
	oracle_spawn(o, 2, &entry);
	oracle_settle(o);
	oracle_run(o, 5);
	oracle_proc(o, 1, &proc);
	ok = same("inheritance", 1, "class", proc.effective_class,
		  SCHEDSIM_CLASS_FIFO) &
	     same("inheritance", 1, "priority", proc.effective_priority, 1);
	oracle_free(o);
	return ok;
}

bool check_cases(void)
{
	bool ok = check_inheritance();
	u32 i;

	for (i = 0; i < ARRAY_SIZE(tests); i++)
		ok &= check(&tests[i]);
	return ok;
}
