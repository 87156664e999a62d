// SPDX-License-Identifier: GPL-2.0
/*
 * The periodic tasks of a workload: what each job of a process does at most.
 *
 * A job is what the program does from one timer to the next. Loops are not walked through turn by
 * turn: of each part of the program is known what it runs before its first timer, between
 * two of them, and behind the last.
 */
#include <stdlib.h>

#include "analyse/tasks.h"
#include "util/tool.h"

/* Two things that a job does, both of which are added up: ns that it runs, and locks. */
struct amount {
	__u64 runtime;
	__u64 locks;
};

/**
 * struct part - a part of a program
 * @from: the operation with which it begins
 * @timer: is there a timer in it?
 * @before: what it does before its first timer; all of it if it has none
 * @between: the most that it does between two timers
 * @behind: what it does behind its last timer
 */
struct part {
	__u32 from;
	bool timer;
	struct amount before;
	struct amount between;
	struct amount behind;
};

/**
 * struct reading - a program that is being read
 * @workload: the workload
 * @program: the program
 * @source: what is known
 * @parts: the parts that have not been put together
 * @nr: number of them
 * @room: in @parts
 * @timer: the timer that it uses, or NULL: none so far
 * @held: the mutexes that it holds, and how much it had run when it locked each
 * @nr_held: number of them
 * @ran: how much it has run, not counting loops
 */
struct reading {
	const struct workload *workload;
	const struct program *program;
	struct source *source;
	struct part *parts;
	__u32 nr;
	size_t room;
	const struct schedsim_op *timer;
	struct rt_section held[SCHEDSIM_MAX_HELD];
	__u32 nr_held;
	__u64 ran;
};

static struct amount sum(struct amount a, struct amount b)
{
	return (struct amount) { rt_add(a.runtime, b.runtime), rt_add(a.locks, b.locks) };
}

static struct amount most(struct amount a, struct amount b)
{
	return (struct amount) {
		a.runtime > b.runtime ? a.runtime : b.runtime,
		a.locks > b.locks ? a.locks : b.locks,
	};
}

/* @a, and then @b. */
static struct part join(const struct part *a, const struct part *b)
{
	struct part part = { .from = a->from, .timer = a->timer || b->timer };

	part.before = a->timer ? a->before : sum(a->before, b->before);
	part.between = most(a->between, b->between);
	if (a->timer && b->timer)
		part.between = most(part.between, sum(a->behind, b->before));
	if (b->timer)
		part.behind = b->behind;
	else if (a->timer)
		part.behind = sum(a->behind, b->before);
	return part;
}

/* The last @nr parts become one. */
static void join_last(struct reading *reading, __u32 nr)
{
	for (; nr > 1; nr--) {
		struct part *last = &reading->parts[--reading->nr];

		last[-1] = join(&last[-1], last);
	}
}

static void refuse(struct reading *reading, const char *why)
{
	if (!reading->source->why)
		reading->source->why = why;
}

/* What goes on for ever without a timer is not a job. */
static void read_loop(struct reading *reading, const struct schedsim_op *op)
{
	struct part *body;
	__u32 nr = 0;

	while (nr < reading->nr && reading->parts[reading->nr - 1 - nr].from >= op->arg)
		nr++;
	if (!nr)
		return;
	join_last(reading, nr);
	body = &reading->parts[reading->nr - 1];
	if (body->timer) {
		if (op->value != 1)
			body->between = most(body->between, sum(body->behind, body->before));
	} else if (op->value) {
		body->before.runtime = rt_mul(body->before.runtime, op->value);
		body->before.locks = rt_mul(body->before.locks, op->value);
	} else {
		refuse(reading, "it runs for ever");
	}
	if (reading->nr_held)
		refuse(reading, "it holds a mutex where a loop goes back");
}

static void read_timer(struct reading *reading, const struct schedsim_op *op)
{
	if (op->flags & SCHEDSIM_OP_F_SHARED)
		refuse(reading, "it shares its timer with others");
	else if (reading->timer && (reading->timer->arg != op->arg ||
				    reading->timer->value != op->value))
		refuse(reading, "it has several timers, or periods");
	if (reading->nr_held)
		refuse(reading, "it holds a mutex from one job to the next");
	reading->timer = op;
}

static void add_section(struct source *source, struct rt_section section)
{
	source->sections = grown(source->sections, source->nr_sections, &source->room_sections,
				 sizeof(*source->sections));
	source->sections[source->nr_sections++] = section;
}

static void read_lock(struct reading *reading, const struct schedsim_op *op)
{
	__u32 i;

	reading->source->meddles = true;
	for (i = 0; i < reading->nr_held; i++)
		if (reading->held[i].mutex == op->arg)
			refuse(reading, "it locks a mutex that it holds");
	if (op->value)
		refuse(reading, "it waits for a mutex for some time only");
	if (reading->nr_held == SCHEDSIM_MAX_HELD) {
		refuse(reading, "it holds too many mutexes");
		return;
	}
	reading->source->nested |= reading->nr_held;
	reading->held[reading->nr_held++] = (struct rt_section) {
		.mutex = op->arg,
		.runtime = reading->ran,
	};
}

/*
 * Sections are nested: with ceilings, who unlocks mutexes in another order stays at a ceiling for
 * longer than any one section.
 */
static void read_unlock(struct reading *reading, const struct schedsim_op *op)
{
	struct rt_section section;
	__u32 i = reading->nr_held;

	while (i && reading->held[i - 1].mutex != op->arg)
		i--;
	if (!i) {
		if (!(op->flags & SCHEDSIM_OP_F_IF_HELD))
			refuse(reading, "it unlocks a mutex that it does not hold");
		return;
	}
	if (i < reading->nr_held)
		refuse(reading, "it unlocks a mutex before one that it locked later");
	section = reading->held[--i];
	for (reading->nr_held--; i < reading->nr_held; i++)
		reading->held[i] = reading->held[i + 1];
	section.runtime = reading->ran - section.runtime;
	/* Who waits for one mutex holds the other for some time, even if it does not run. */
	if (!section.runtime)
		section.runtime = reading->source->nested;
	if (section.runtime)
		add_section(reading->source, section);
}

/* Why a job may not do that; or NULL: it may. */
static const char *why_not(__u16 code)
{
	switch (code) {
	case SCHEDSIM_OP_SLEEP:
		return "it sleeps inside a job";
	case SCHEDSIM_OP_YIELD:
		return "it yields inside a job";
	case SCHEDSIM_OP_FORK:
		return "it starts other processes";
	case SCHEDSIM_OP_ATTR:
		return "it changes its attributes";
	case SCHEDSIM_OP_WAIT:
	case SCHEDSIM_OP_BARRIER:
	case SCHEDSIM_OP_SEM_WAIT:
		return "it waits for other processes";
	}
	return NULL;
}

static void read_op(struct reading *reading, const struct schedsim_op *op)
{
	struct part part = { .from = op - reading->program->ops };
	const char *why = why_not(op->code);

	switch (op->code) {
	case SCHEDSIM_OP_RUN:
		part.before.runtime = op->value;
		reading->ran = rt_add(reading->ran, op->value);
		break;
	case SCHEDSIM_OP_LOCK:
		part.before.locks = 1;
		read_lock(reading, op);
		break;
	case SCHEDSIM_OP_UNLOCK:
		read_unlock(reading, op);
		break;
	case SCHEDSIM_OP_TIMER:
		part.timer = true;
		read_timer(reading, op);
		break;
	case SCHEDSIM_OP_ATTR:
		reading->source->meddles = true;
		break;
	case SCHEDSIM_OP_EXIT:
		if (reading->nr_held)
			why = "it ends while it holds a mutex";
		break;
	}
	if (why)
		refuse(reading, why);
	reading->parts = grown(reading->parts, reading->nr, &reading->room,
			       sizeof(*reading->parts));
	reading->parts[reading->nr++] = part;
}

static void read_program(struct reading *reading)
{
	const struct program *program = reading->program;
	__u32 i;

	for (i = 0; i < program->nr; i++) {
		if (program->ops[i].code == SCHEDSIM_OP_LOOP)
			read_loop(reading, &program->ops[i]);
		else
			read_op(reading, &program->ops[i]);
	}
	if (reading->nr_held)
		refuse(reading, "it ends while it holds a mutex");
	join_last(reading, reading->nr);
}

static void set_times(struct source *source, const struct reading *reading)
{
	const struct schedsim_attr *attr = &source->proc->attr;
	__u64 period = reading->timer ? reading->timer->value : 0;

	source->period = period;
	source->nominal = attr->period_ns ? attr->period_ns : period;
	source->due = attr->deadline_ns ? attr->deadline_ns : source->nominal;
	source->deadline = source->due;
}

static void read_source(const struct workload *workload, struct source *source)
{
	struct reading reading = {
		.workload = workload,
		.program = &workload->programs[source->proc->program],
		.source = source,
	};
	struct amount job = { 0, 0 };

	if (!reading.program->nr)
		source->why = "it runs for ever";
	if (source->proc->fork)
		source->why = "another process starts it";
	read_program(&reading);
	if (reading.nr)
		job = most(reading.parts->before, most(reading.parts->between,
						       reading.parts->behind));
	source->runtime = job.runtime;
	source->nr_locks = job.locks;
	set_times(source, &reading);
	if (!reading.timer)
		refuse(&reading, "it has no timer, so no period");
	else if (!source->period)
		refuse(&reading, "its timer has no period");
	if (!source->runtime)
		refuse(&reading, "it uses no CPU time");
	free(reading.parts);
}

/**
 * sources_new - find the periodic tasks of a workload
 * @workload: the workload
 *
 * Return: an array of @workload->nr_procs, in the same order, for sources_free().
 */
struct source *sources_new(const struct workload *workload)
{
	struct source *sources = allocate(workload->nr_procs, sizeof(*sources));
	__u32 i;

	for (i = 0; i < workload->nr_procs; i++) {
		sources[i].proc = &workload->procs[i];
		read_source(workload, &sources[i]);
	}
	return sources;
}

/**
 * sources_free - free what sources_new() has made
 * @sources: the array
 * @nr: number of entries
 */
void sources_free(struct source *sources, __u32 nr)
{
	__u32 i;

	for (i = 0; i < nr; i++)
		free(sources[i].sections);
	free(sources);
}
