// SPDX-License-Identifier: GPL-2.0
/*
 * The phases of a task of a workload file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"
#include "util/tool.h"

#define MAX_LOOPS	0x7fffffff

/**
 * loader_loop - read how often something is done
 * @loader: the file
 * @item: the number
 * @loop: to hold it; -1: for ever
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_loop(struct loader *loader, const struct item *item, __s64 *loop)
{
	return loader_int(loader, item, "a number of loops, -1 being for ever", -1, MAX_LOOPS,
			  loop);
}

/**
 * loader_close_loop - what lies between @first and the end is done @loop times
 * @program: the program
 * @first: the first operation of the loop
 * @loop: how often; -1: for ever
 * @line: where that is said
 */
void loader_close_loop(struct program *program, __u32 first, __s64 loop, unsigned int line)
{
	if (!loop)
		program->nr = first;
	if (loop == 1 || program->nr == first)
		return;
	program_add(program, &(struct schedsim_op) {
		.code = SCHEDSIM_OP_LOOP,
		.arg = first,
		.value = loop < 0 ? 0 : loop,
	}, line);
}

/**
 * loader_events - read the events of a phase, or of a task without phases
 * @loader: the file
 * @task: the task, whose own keys have been read already
 * @object: the phase, or the task
 * @sched: what holds for it
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_events(struct loader *loader, struct task *task, const struct item *object,
		  const struct sched *sched)
{
	bool is_task = object == &task->item;
	bool old = loader_old_deadline(object, sched);
	struct item item;

	for_each_item(&item, object->value) {
		if (old && !strcmp(item.key, "runtime"))
			continue;
		if (loader_is_sched(item.key) || !strcmp(item.key, "loop") ||
		    (is_task && loader_is_task_key(item.key)))
			continue;
		if (loader_is_event(item.key) ? loader_event(loader, task, &item) :
						loader_unknown(loader, &item, LOADER_TASK_KEYS))
			return -1;
	}
	return 0;
}

/**
 * struct phase - a phase that is being read
 * @item: the phase
 * @loop: how often it is done
 * @loop_line: where that is said
 * @sched: what it, or one before it, says of scheduling
 * @attr: the attributes that come of it
 */
struct phase {
	struct item item;
	__s64 loop;
	unsigned int loop_line;
	struct sched sched;
	struct schedsim_attr attr;
};

static void in_phase(struct loader *loader, const struct task *task, const struct phase *phase)
{
	snprintf(loader->where, sizeof(loader->where), "task '%.40s': phase '%.40s'", task->name,
		 phase->item.key);
}

/* All of a phase but the events. */
static int read_phase(struct loader *loader, struct phase *phase)
{
	struct item item;

	if (!json_object_is_type(phase->item.value, json_type_object))
		return loader_error(loader, &phase->item,
				    "this is not an object (expected one with events)");
	if (loader_sched(loader, &phase->item, &phase->sched) ||
	    loader_attr(loader, &phase->sched, &phase->attr))
		return -1;
	phase->loop = 1;
	phase->loop_line = phase->item.line;
	for_each_item(&item, phase->item.value) {
		if (strcmp(item.key, "loop"))
			continue;
		phase->loop_line = item.line;
		if (loader_loop(loader, &item, &phase->loop))
			return -1;
	}
	return 0;
}

/* What a task says of scheduling holds until a phase says something else. */
static int read_all(struct loader *loader, struct task *task, const struct item *phases,
		    const struct sched *of_task, struct phase *list, __u32 *nr)
{
	struct sched sched = *of_task;
	struct item item;

	for_each_item(&item, phases->value) {
		struct phase *phase = &list[*nr];

		*phase = (struct phase) { .item = item, .sched = sched };
		memcpy(phase->sched.cpus, of_task->cpus, sizeof(sched.cpus));
		in_phase(loader, task, phase);
		if (read_phase(loader, phase))
			return -1;
		if (!phase->loop)
			phase->sched = sched;
		sched = phase->sched;
		(*nr)++;
	}
	return 0;
}

static bool cpus_differ(const struct phase *a, const struct phase *b)
{
	return memcmp(a->attr.affinity, b->attr.affinity, sizeof(a->attr.affinity));
}

static bool attrs_differ(const struct phase *a, const struct phase *b)
{
	struct schedsim_attr x = a->attr, y = b->attr;

	memset(x.affinity, 0, sizeof(x.affinity));
	memset(y.affinity, 0, sizeof(y.affinity));
	return memcmp(&x, &y, sizeof(x));
}

#define ATTR_SAID	(SCHEDSIM_ATTR_CLASS | SCHEDSIM_ATTR_NICE | SCHEDSIM_ATTR_PRIORITY | \
			 SCHEDSIM_ATTR_TICKETS | SCHEDSIM_ATTR_DEADLINE)

/*
 * Which attributes change when @phase begins? Before it came @before or, in a
 * loop over all phases, it may have been @last. What a phase does not say stays
 * as it is, but for the CPUs, which then are those of the task.
 */
static __u32 changes(const struct phase *phase, const struct phase *before,
		     const struct phase *last, bool first_said)
{
	__u32 mask = 0;

	if (before && cpus_differ(phase, before))
		mask |= SCHEDSIM_ATTR_AFFINITY;
	if (!before && last && cpus_differ(phase, last))
		mask |= SCHEDSIM_ATTR_AFFINITY;
	if (!phase->sched.said)
		return mask;
	if ((before && attrs_differ(phase, before)) ||
	    (first_said && last && attrs_differ(phase, last)))
		mask |= ATTR_SAID;
	return mask;
}

static int add_change(struct loader *loader, struct task *task, const struct phase *phase,
		      __u32 mask)
{
	struct objects *objects = &loader->workload->objects;
	struct schedsim_op op = { .code = SCHEDSIM_OP_ATTR };
	struct schedsim_attr *attr;

	if (objects->nr >= SCHEDSIM_MAX_OBJECTS)
		return loader_error(loader, &phase->item,
				    "there are too many changes of policy, priority or cpus (expected at most %d)",
				    SCHEDSIM_MAX_OBJECTS);
	op.arg = objects_add(objects, SCHEDSIM_OBJECT_ATTR, phase->item.key);
	objects->info[op.arg].file = loader->file;
	objects->info[op.arg].line = phase->item.line;
	if (mask & ATTR_SAID && loader->workload->nr_groups)
		mask |= SCHEDSIM_ATTR_GROUP;
	objects->abi[op.arg].value = mask;
	attr = &objects->info[op.arg].attr;
	if (mask & ATTR_SAID)
		*attr = phase->attr;
	memset(attr->affinity, 0, sizeof(attr->affinity));
	if (mask & SCHEDSIM_ATTR_AFFINITY)
		memcpy(attr->affinity, phase->attr.affinity, sizeof(attr->affinity));
	loader_add_op(loader, task, &phase->item, &op);
	return 0;
}

static __u64 multiply(__u64 times, __s64 loop)
{
	if (!times || !loop)
		return 0;
	return loop < 0 || times > LOADER_ENDLESS / loop ? LOADER_ENDLESS : times * loop;
}

static int add_phase(struct loader *loader, struct task *task, const struct phase *phase,
		     __u32 mask)
{
	__u64 times = task->times;
	__u32 first;

	in_phase(loader, task, phase);
	if (mask && add_change(loader, task, phase, mask))
		return -1;
	first = loader_program(loader, task)->nr;
	task->times = multiply(times, phase->loop);
	if (loader_events(loader, task, &phase->item, &phase->sched))
		return -1;
	task->times = times;
	loader_close_loop(loader_program(loader, task), first, phase->loop, phase->loop_line);
	return 0;
}

static int add_all(struct loader *loader, struct task *task, const struct phase *list, __u32 nr)
{
	const struct phase *before = NULL, *last = NULL;
	bool said = false;
	__u32 i;

	for (i = 0; i < nr; i++)
		if (list[i].loop && task->loop != 1)
			last = &list[i];
	for (i = 0; i < nr; i++) {
		const struct phase *phase = &list[i];
		__u32 mask = 0;

		if (phase->loop) {
			if (!before)
				task->attr = phase->attr;
			mask = changes(phase, before, last, !said);
			said |= phase->sched.said;
			before = phase;
		}
		if (add_phase(loader, task, phase, mask))
			return -1;
	}
	return 0;
}

/**
 * loader_phases - read the phases of a task
 * @loader: the file
 * @task: the task, whose own keys have been read already
 * @phases: the object with a phase for each key
 * @sched: what the task says of scheduling
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_phases(struct loader *loader, struct task *task, const struct item *phases,
		  const struct sched *sched)
{
	struct phase *list;
	__u32 nr = 0;
	int err;

	if (loader_object(loader, phases, "an object with a phase for each key"))
		return -1;
	list = allocate(json_object_object_length(phases->value), sizeof(*list));
	err = read_all(loader, task, phases, sched, list, &nr) ||
	      add_all(loader, task, list, nr);
	free(list);
	if (err)
		return -1;
	loader_in_task(loader, task);
	return 0;
}
