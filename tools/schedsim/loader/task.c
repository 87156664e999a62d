// SPDX-License-Identifier: GPL-2.0
/*
 * The tasks of a workload file and their phases.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"
#include "util/text.h"
#include "util/tool.h"

/**
 * loader_in_task - errors are about a task from now on
 * @loader: the file
 * @task: the task
 */
void loader_in_task(struct loader *loader, const struct task *task)
{
	snprintf(loader->where, sizeof(loader->where), "task '%.*s'",
		 text_cut(task->name, LOADER_SHOWN), task->name);
}

/**
 * loader_program - the program of a task
 * @loader: the file
 * @task: the task
 *
 * Return: the program, until another one is added.
 */
struct program *loader_program(struct loader *loader, const struct task *task)
{
	return &loader->workload->programs[task->program];
}

/**
 * loader_is_task_key - does a key say something of all processes of a task?
 * @key: the key
 *
 * Return: whether it does.
 */
bool loader_is_task_key(const char *key)
{
	static const char * const keys[] = { "instance", "delay", "background", NULL };

	return loader_listed(key, keys);
}

/* Beside phases, a task has no events. */
static int check_beside_phases(struct loader *loader, const struct task *task,
			       const struct sched *sched)
{
	bool old = loader_old_deadline(&task->item, sched);
	struct item item;

	for_each_item(&item, task->item.value) {
		if (!strcmp(item.key, "phases") || !strcmp(item.key, "loop") ||
		    loader_is_task_key(item.key) || loader_is_sched(item.key))
			continue;
		if (old && !strcmp(item.key, "runtime"))
			continue;
		if (loader_is_event(item.key))
			return loader_error(loader, &item,
					    "an event beside phases (expected it inside of a phase)");
		if (loader_unknown(loader, &item, LOADER_TASK_KEYS))
			return -1;
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
		} else if (!strcmp(item.key, "background")) {
			err = loader_bool(loader, &item, &task->background);
		} else if (!strcmp(item.key, "loop")) {
			task->loop_item = item;
			err = loader_loop(loader, &item, &task->loop);
		} else if (!strcmp(item.key, "phases")) {
			*phases = item;
		} else if (!strcmp(item.key, "exec") || !strcmp(item.key, "lock_order")) {
			/* Says that this is of another time, before anything else is wrong. */
			err = loader_event(loader, task, &item);
		}
		if (err)
			return err;
	}
	return 0;
}

static int finish_program(struct loader *loader, struct task *task)
{
	struct program *program = loader_program(loader, task);

	if (!program->nr && task->loop < 0) {
		task->loop_item.key = NULL;
		return loader_error(loader, &task->loop_item,
				    "it has no events, and does nothing for ever (expected a run, sleep or timer, or a number of loops)");
	}
	loader_close_loop(program, 0, task->loop, task->loop_item.line);
	/* No operation at all would mean: runs for ever. */
	if (!program->nr)
		program_add(program, &(struct schedsim_op) { .code = SCHEDSIM_OP_EXIT },
			    task->item.line);
	if (program->nr <= SCHEDSIM_MAX_OPS) {
		program_mark_unlocks(program);
		return 0;
	}
	return loader_error(loader, &task->item, "it has %u operations (expected at most %d)",
			    program->nr, SCHEDSIM_MAX_OPS);
}

static int read_task(struct loader *loader, struct task *task)
{
	struct sched sched = { .sched_class = loader->sched_class, .item = task->item };
	struct item phases = { .key = NULL };
	int err;

	if (read_own_keys(loader, task, &phases) || loader_sched(loader, &task->item, &sched))
		return -1;
	if (loader_attr(loader, &sched, &task->attr))
		return -1;
	task->times = task->loop < 0 ? LOADER_ENDLESS : (__u64)task->loop;
	if (phases.key)
		err = check_beside_phases(loader, task, &sched) ||
		      loader_phases(loader, task, &phases, &sched);
	else
		err = loader_events(loader, task, &task->item, &sched);
	return err ? -1 : finish_program(loader, task);
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
	struct task *task;

	loader->tasks = grown(loader->tasks, loader->nr_tasks, &loader->room_tasks,
			      sizeof(*loader->tasks));
	task = &loader->tasks[loader->nr_tasks];
	*task = (struct task) {
		.name = item->key,
		.item = { .line = item->line, .value = item->value },
		.program = loader->workload->nr_programs,
		.instances = 1,
		.loop = -1,
		.loop_item = { .line = item->line },
	};
	loader_in_task(loader, task);
	if (!json_object_is_type(item->value, json_type_object))
		return loader_error(loader, &task->item,
				    "this is not an object (expected one with events or phases)");
	workload_add_program(loader->workload);
	loader_name(loader, LOADER_TASK, task->name, loader->nr_tasks++);
	if (read_task(loader, task))
		return -1;
	*loader->where = '\0';
	return 0;
}
