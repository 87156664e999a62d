// SPDX-License-Identifier: GPL-2.0
/*
 * Random sets of periodic jobs; see jobset.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jobset.h"
#include "random.h"

/* How the jobs of a task become a program. */
enum form {
	PLAIN,		/* a loop around the jobs of a cycle */
	NESTED,		/* a loop around that */
	TIMER_FIRST,	/* the timer comes before the job */
	NR_FORMS,
};

/* What a set is made of. */
struct maker {
	struct job_case *to;
	__u64 rng;
	__u64 unit;	/* times are multiples of so many ns */
	__u64 percent;	/* of the processor that it needs, on average */
	__u64 until;
	int equals;	/* do tasks take turns? */
};

/* 1 to @most units of 1000 ns; in half of the sets not whole ones. */
static __u64 some_time(struct maker *m, __u64 most)
{
	__u64 ns = 1000 * (1 + random_below(&m->rng, most));

	return m->unit > 1 ? ns : ns - random_below(&m->rng, 1000);
}

/* Up to @most ns. */
static __u64 some_ns(struct maker *m, __u64 most)
{
	__u64 ns = random_below(&m->rng, most + 1);

	return ns - ns % m->unit;
}

static void make_jobs(struct maker *m, struct job_task *task)
{
	__u64 most;
	__u32 i;

	task->cycle = 1 + random_below(&m->rng, JOB_MAX_CYCLE);
	task->period[0] = some_time(m, 100);
	most = task->period[0] * m->percent / 50 / m->to->set.nr_tasks;
	for (i = 0; i < task->cycle; i++) {
		if (i)
			task->period[i] = random_one_in(&m->rng, 8) ?
					  some_time(m, 100) : task->period[0];
		task->cost[i] = some_ns(m, most) ? : m->unit;
	}
}

/* Its own; a process has it as its deadline, or as its period. */
static void make_deadline(struct maker *m, struct job_task *task,
			  struct schedsim_attr *attr)
{
	if (random_one_in(&m->rng, 3))
		return;
	if (random_one_in(&m->rng, 2))
		task->deadline = some_ns(m, task->period[0]) ? : m->unit;
	else
		task->deadline = task->period[0] + some_ns(m, 4 * task->period[0]);
	if (random_one_in(&m->rng, 4))
		attr->period_ns = task->deadline;
	else
		attr->deadline_ns = task->deadline;
}

static void write_op(struct job_program *p, __u16 code, __u16 flags, __u32 arg,
		     __u64 value)
{
	struct schedsim_op *op = &p->ops[p->nr_ops++];

	op->code = code;
	op->flags = flags;
	op->arg = arg;
	op->value = value;
}

static void write_timer(struct job_program *p, __u64 period)
{
	write_op(p, SCHEDSIM_OP_TIMER, SCHEDSIM_OP_F_ABSOLUTE, 3, period);
}

/* The jobs of a cycle. A job of two bursts is one job, too. */
static void write_cycle(struct job_program *p, const struct job_task *task,
			int timer_first)
{
	__u32 n;

	for (n = 0; n < task->cycle; n++) {
		__u64 part = task->cost[n] / 3;

		if (timer_first)
			write_timer(p, task->period[(n ? : task->cycle) - 1]);
		if (part)
			write_op(p, SCHEDSIM_OP_RUN, 0, 0, part);
		write_op(p, SCHEDSIM_OP_RUN, 0, 0, task->cost[n] - part);
		if (!timer_first)
			write_timer(p, task->period[n]);
	}
}

/*
 * A process whose program begins with the timer arrives a period earlier. That
 * would give it another place among equals. If such a one ends, it has no timer
 * behind its last job, and no deadline by that.
 */
static void make_program(struct maker *m, struct job_task *task,
			 struct job_program *p)
{
	__u64 times = random_one_in(&m->rng, 4) ?
		      1 + random_below(&m->rng, 12) : 0;
	__u64 inner = 1 + random_below(&m->rng, 5);
	enum form form = random_below(&m->rng, NR_FORMS);
	__u64 last = task->period[task->cycle - 1];

	if (form == TIMER_FIRST && (m->equals || task->offset < last ||
				    (times && !task->deadline)))
		form = PLAIN;
	if (form != NESTED)
		inner = 1;
	p->arrival = task->offset - (form == TIMER_FIRST ? last : 0);
	write_cycle(p, task, form == TIMER_FIRST);
	if (form == NESTED)
		write_op(p, SCHEDSIM_OP_LOOP, 0, 0, inner);
	write_op(p, SCHEDSIM_OP_LOOP, 0, 0, times);
	task->nr_jobs = times ? task->cycle * inner * times : JOB_NEVER;
}

static void make_task(struct maker *m, __u32 i)
{
	struct job_task *task = &m->to->set.tasks[i];
	struct job_program *p = &m->to->programs[i];

	make_jobs(m, task);
	task->offset = random_one_in(&m->rng, 2) ? 0 : some_time(m, 150);
	task->priority = m->equals ? random_below(&m->rng, 3) : i;
	task->killed = random_one_in(&m->rng, 6) ? some_ns(m, m->until) :
						   JOB_NEVER;
	p->attr.priority = task->priority;
	make_deadline(m, task, &p->attr);
	make_program(m, task, p);
}

static int compare_times(const void *a, const void *b)
{
	__u64 x = *(const __u64 *)a, y = *(const __u64 *)b;

	return (x > y) - (x < y);
}

/**
 * job_case_make - make a random set
 * @to: to fill in
 * @seed: what it is made of
 */
void job_case_make(struct job_case *to, __u64 seed)
{
	struct maker m = { .to = to, .rng = seed };
	struct job_set *set = &to->set;
	__u32 i;

	memset(to, 0, sizeof(*to));
	m.unit = random_one_in(&m.rng, 2) ? 1000 : 1;
	set->rule = random_one_in(&m.rng, 3) ? random_below(&m.rng, 3) :
					       JOB_PRIO;
	m.equals = set->rule != JOB_PRIO || random_one_in(&m.rng, 3);
	set->quantum = 1000 + some_time(&m, 20);
	set->nr_tasks = 1 + random_below(&m.rng, JOB_MAX_TASKS);
	m.percent = 20 + random_below(&m.rng, 280);
	m.until = some_time(&m, 1500);
	for (i = 0; i < set->nr_tasks; i++)
		make_task(&m, i);
	to->nr_looks = 1 + random_below(&m.rng, JOB_MAX_LOOKS);
	for (i = 0; i < to->nr_looks; i++)
		to->looks[i] = some_ns(&m, m.until);
	qsort(to->looks, to->nr_looks, sizeof(to->looks[0]), compare_times);
}

void job_case_print(const struct job_case *c)
{
	__u32 i, n;

	printf("# rule %u quantum %llu\n", c->set.rule, c->set.quantum);
	for (i = 0; i < c->set.nr_tasks; i++) {
		const struct job_task *task = &c->set.tasks[i];

		printf("# task %u at %llu (%llu): jobs %lld prio %u deadline %llu killed %lld:",
		       i + 1, task->offset, c->programs[i].arrival,
		       task->nr_jobs, task->priority, task->deadline,
		       task->killed);
		for (n = 0; n < task->cycle; n++)
			printf(" %llu/%llu", task->cost[n], task->period[n]);
		printf("\n");
	}
}
