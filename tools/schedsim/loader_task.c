// SPDX-License-Identifier: GPL-2.0
/*
 * The tasks of a workload file and their phases.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"
#include "tool.h"

#define MAX_LOOPS	0x7fffffff

/* Before SCHED_DEADLINE had keys of its own, "runtime" was its budget. */
static bool old_deadline(const struct item *object, const struct sched *sched)
{
	bool others = false, newer = false;
	enum loader_policy policy = sched->policy;
	struct item item;

	for_each_item(&item, object->value) {
		if (!strcmp(item.key, "policy"))
			policy = json_object_get_string(item.value) &&
				 !strcmp(json_object_get_string(item.value), "SCHED_DEADLINE") ?
				 POLICY_DEADLINE : POLICY_OTHER;
		others |= !strcmp(item.key, "period") || !strcmp(item.key, "deadline");
		newer |= !strcmp(item.key, "dl-runtime");
	}
	return policy == POLICY_DEADLINE && others && !newer;
}

/* The class decides what a priority means, so it is read first. */
static int read_sched(struct loader *loader, const struct item *object, struct sched *sched)
{
	bool old = old_deadline(object, sched);
	struct item item;

	for_each_item(&item, object->value)
		if (!strcmp(item.key, "policy") && loader_sched(loader, &item, sched))
			return -1;
	for_each_item(&item, object->value)
		if (strcmp(item.key, "policy") &&
		    (loader_is_sched(item.key) || (old && !strcmp(item.key, "runtime"))) &&
		    loader_sched(loader, &item, sched))
			return -1;
	return 0;
}

static int read_loop(struct loader *loader, const struct item *item, __s64 *loop)
{
	return loader_int(loader, item, "a number of loops, -1 being for ever", -1, MAX_LOOPS,
			  loop);
}

/* What lies between @first and the end of the program is done @loop times. */
static void close_loop(struct program *program, __u32 first, __s64 loop, unsigned int line)
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

/*
 * The events of a phase, or of a task without phases, whose own keys have been
 * read already.
 */
static int read_events(struct loader *loader, struct task *task, const struct item *object,
		       const struct sched *sched)
{
	static const char * const task_keys[] = { "loop", "instance", "delay", NULL };
	bool is_task = object == &task->item;
	bool old = old_deadline(object, sched);
	struct item item;

	for_each_item(&item, object->value) {
		if (old && !strcmp(item.key, "runtime"))
			continue;
		if (loader_is_sched(item.key) || !strcmp(item.key, "loop") ||
		    (is_task && loader_listed(item.key, task_keys)))
			continue;
		if (!loader_is_event(item.key))
			return loader_error(loader, &item,
					    "there is no such key or event (see schedsim-workload(5) for those that are)");
		if (loader_event(loader, task, &item))
			return -1;
	}
	return 0;
}

static int read_phase(struct loader *loader, struct task *task, const struct item *phase,
		      struct sched *sched)
{
	struct item item, loop_item = *phase;
	__u32 first = task->program->nr;
	__s64 loop = 1;

	snprintf(loader->where, sizeof(loader->where), "task '%.40s': phase '%.40s'", task->name,
		 phase->key);
	if (!json_object_is_type(phase->value, json_type_object))
		return loader_error(loader, phase,
				    "this is not an object (expected one with events)");
	if (read_sched(loader, phase, sched))
		return -1;
	for_each_item(&item, phase->value) {
		if (strcmp(item.key, "loop"))
			continue;
		loop_item = item;
		if (read_loop(loader, &item, &loop))
			return -1;
	}
	if (read_events(loader, task, phase, sched))
		return -1;
	close_loop(task->program, first, loop, loop_item.line);
	return 0;
}

/* What the task says of scheduling holds until a phase says something else. */
static int read_phases(struct loader *loader, struct task *task, const struct item *phases,
		       const struct sched *of_task, struct schedsim_attr *attr)
{
	struct sched sched = *of_task;
	struct item item;
	bool first = true;

	if (loader_object(loader, phases, "an object with a phase for each key"))
		return -1;
	for_each_item(&item, phases->value) {
		struct schedsim_attr of_phase = { .nice = 0 };

		memcpy(sched.cpus, of_task->cpus, sizeof(sched.cpus));
		if (read_phase(loader, task, &item, &sched) ||
		    loader_attr(loader, &sched, &of_phase))
			return -1;
		if (first)
			*attr = of_phase;
		first = false;
		if (memcmp(attr, &of_phase, sizeof(of_phase)))
			return loader_error(loader, &item,
					    "its policy, priority or cpus differ from those of the first phase, which is not supported yet (expected the same in all phases)");
	}
	snprintf(loader->where, sizeof(loader->where), "task '%.80s'", task->name);
	return first ? loader_attr(loader, of_task, attr) : 0;
}

/* Beside phases, a task has no events. */
static int check_beside_phases(struct loader *loader, const struct task *task,
			       const struct sched *sched)
{
	bool old = old_deadline(&task->item, sched);
	struct item item;

	for_each_item(&item, task->item.value) {
		if (!strcmp(item.key, "phases") || !strcmp(item.key, "loop") ||
		    !strcmp(item.key, "instance") || !strcmp(item.key, "delay") ||
		    loader_is_sched(item.key))
			continue;
		if (old && !strcmp(item.key, "runtime"))
			continue;
		return loader_error(loader, &item, loader_is_event(item.key) ?
				    "an event beside phases (expected it inside of a phase)" :
				    "there is no such key (see schedsim-workload(5) for those that are)");
	}
	return 0;
}

/* The items of a task that are neither events nor about scheduling. */
static int read_own_keys(struct loader *loader, struct task *task, struct item *phases)
{
	struct item item;

	for_each_item(&item, task->item.value) {
		int err = 0;

		if (!strcmp(item.key, "instance")) {
			err = loader_int(loader, &item, "a number of instances", 0,
					 SCHEDSIM_MAX_PROCS, &task->instances);
		} else if (!strcmp(item.key, "delay")) {
			err = loader_usec(loader, &item, &task->delay_ns);
		} else if (!strcmp(item.key, "loop")) {
			task->loop_item = item;
			err = read_loop(loader, &item, &task->loop);
		} else if (!strcmp(item.key, "phases")) {
			*phases = item;
		}
		if (err)
			return err;
	}
	return 0;
}

/* Timers are of one process each; those that rt-app would share are refused. */
static int check_timers(struct loader *loader, const struct task *task)
{
	struct workload *workload = loader->workload;
	__u32 i, j;

	for (i = 0; i < task->nr_refs; i++) {
		struct workload_timer *timer;
		const char *ref = task->refs[i];

		if (!strncmp(ref, "unique", strlen("unique")))
			continue;
		for (j = 0; j < workload->nr_timers; j++)
			if (!strcmp(workload->timers[j].ref, ref) &&
			    workload->timers[j].task != workload->nr_tasks)
				break;
		if (j < workload->nr_timers || task->instances > 1)
			return loader_error(loader, &task->ref_items[i],
					    "the timer '%s' is shared by several processes, which is not supported yet (expected a ref that begins with 'unique' for one each)",
					    ref);
		workload->timers = grown(workload->timers, workload->nr_timers,
					 &workload->room_timers, sizeof(*workload->timers));
		timer = &workload->timers[workload->nr_timers++];
		timer->task = workload->nr_tasks;
		timer->ref = strdup(ref);
		if (!timer->ref)
			die(TOOL_FAILED, "out of memory");
	}
	return 0;
}

/* Would the engine take the program? */
static int check_program(struct loader *loader, const struct task *task)
{
	struct program *program = task->program;
	struct item item = task->loop_item;
	__u32 right;

	if (program->nr > SCHEDSIM_MAX_OPS)
		return loader_error(loader, &task->item,
				    "it has %u operations (expected at most %d)",
				    program->nr, SCHEDSIM_MAX_OPS);
	right = program_check(program);
	if (right == program->nr)
		return 0;
	item.key = program->ops[right].code == SCHEDSIM_OP_LOOP ? "loop" : NULL;
	item.line = program->lines[right];
	return loader_error(loader, &item,
			    "what is repeated takes no time (expected a run, sleep or timer above 0 in it, not an absolute timer alone)");
}

static int finish_program(struct loader *loader, struct task *task)
{
	struct program *program = task->program;

	if (!program->nr && task->loop < 0) {
		task->loop_item.key = NULL;
		return loader_error(loader, &task->loop_item,
				    "it has no events, and does nothing for ever (expected a run, sleep or timer, or a number of loops)");
	}
	close_loop(program, 0, task->loop, task->loop_item.line);
	/* No operation at all would mean: runs for ever. */
	if (!program->nr)
		program_add(program, &(struct schedsim_op) { .code = SCHEDSIM_OP_EXIT },
			    task->item.line);
	return check_program(loader, task);
}

static int add_instances(struct loader *loader, const struct task *task,
			 const struct schedsim_attr *attr)
{
	struct workload *workload = loader->workload;
	struct workload_proc proc = {
		.file = loader->file,
		.line = task->item.line,
		.program = workload->nr_programs - 1,
		.attr = *attr,
		.delay_ns = task->delay_ns,
	};
	__s64 i;

	if (workload->nr_procs + task->instances > SCHEDSIM_MAX_PROCS)
		return loader_error(loader, &task->item,
				    "there are too many processes (expected at most %d)",
				    SCHEDSIM_MAX_PROCS);
	for (i = 0; i < task->instances; i++) {
		char *name;
		int len;

		if (task->instances == 1)
			len = asprintf(&name, "%s", task->name);
		else
			len = asprintf(&name, "%s-%lld", task->name, i);
		if (len < 0)
			die(TOOL_FAILED, "out of memory");
		proc.name = name;
		workload_add(workload, &proc);
		free(name);
	}
	return 0;
}

static int read_task(struct loader *loader, struct task *task)
{
	struct schedsim_attr attr = { .nice = 0 };
	struct sched sched = { .policy = loader->policy, .item = task->item };
	struct item phases = { .value = NULL };
	int err;

	if (read_own_keys(loader, task, &phases) || read_sched(loader, &task->item, &sched))
		return -1;
	if (phases.value)
		err = check_beside_phases(loader, task, &sched) ||
		      read_phases(loader, task, &phases, &sched, &attr);
	else
		err = read_events(loader, task, &task->item, &sched) ||
		      loader_attr(loader, &sched, &attr);
	if (err || check_timers(loader, task) || finish_program(loader, task))
		return -1;
	return add_instances(loader, task, &attr);
}

/**
 * loader_task - read a task
 * @loader: the file
 * @item: the task
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_task(struct loader *loader, const struct item *item)
{
	struct task task = {
		.name = item->key,
		.item = { .line = item->line, .value = item->value },
		.instances = 1,
		.loop = -1,
		.loop_item = { .line = item->line },
	};

	snprintf(loader->where, sizeof(loader->where), "task '%.80s'", task.name);
	if (!json_object_is_type(item->value, json_type_object))
		return loader_error(loader, &task.item,
				    "this is not an object (expected one with events or phases)");
	task.program = workload_add_program(loader->workload);
	loader->workload->nr_tasks++;
	if (read_task(loader, &task))
		return -1;
	*loader->where = '\0';
	return 0;
}
