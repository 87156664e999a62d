// SPDX-License-Identifier: GPL-2.0
/*
 * What can be told of a workload file only when all tasks are known: which of
 * them are forked how often, who shares a timer, and whether the engine takes
 * the programs. Then the processes are made.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"
#include "util/tool.h"

static int find_forked(struct loader *loader, struct task *task)
{
	__u32 i;

	for (i = 0; i < task->nr_forks; i++) {
		const struct task_fork *fork = &task->forks[i];
		const char *name = loader->workload->objects.info[fork->object].name;
		__s64 forked = loader_find(loader, LOADER_TASK, name);

		loader_in_task(loader, task);
		if (forked < 0)
			return loader_error(loader, &fork->item,
					    "there is no task '%s' in this file (expected the name of one)",
					    name);
		loader->tasks[forked].fork = fork->object + 1;
	}
	return 0;
}

/* How many processes are wanted of each task, if those that fork are as many as now? */
static void count_wanted(struct loader *loader)
{
	__u32 i, j;

	for (i = 0; i < loader->nr_tasks; i++)
		loader->tasks[i].wanted = 0;
	for (i = 0; i < loader->nr_tasks; i++) {
		const struct task *task = &loader->tasks[i];
		__u64 nr = task->instances + task->prepared;

		for (j = 0; nr && j < task->nr_forks; j++) {
			const struct task_fork *fork = &task->forks[j];
			const char *name = loader->workload->objects.info[fork->object].name;
			struct task *to = &loader->tasks[loader_find(loader, LOADER_TASK, name)];

			if (fork->times == LOADER_ENDLESS && to->wanted < LOADER_ENDLESS_FORKS)
				to->wanted = LOADER_ENDLESS_FORKS;
			else if (fork->times > LOADER_MAX_FORKS / nr)
				to->wanted = LOADER_MAX_FORKS;
			else
				to->wanted += fork->times * nr;
			if (to->wanted > LOADER_MAX_FORKS)
				to->wanted = LOADER_MAX_FORKS;
		}
	}
}

/*
 * Tasks that are forked may fork: go on until nothing changes. What still grows
 * after as many rounds as there are tasks forks itself, in a circle, and would
 * grow for ever.
 */
static void count_forks(struct loader *loader)
{
	bool changed = true;
	__u32 round, i;

	for (round = 0; changed; round++) {
		changed = false;
		count_wanted(loader);
		for (i = 0; i < loader->nr_tasks; i++) {
			struct task *task = &loader->tasks[i];

			if (task->wanted <= task->prepared)
				continue;
			changed = true;
			if (round > loader->nr_tasks && task->wanted < LOADER_ENDLESS_FORKS)
				task->wanted = LOADER_ENDLESS_FORKS;
			else if (round > loader->nr_tasks)
				task->wanted = LOADER_MAX_FORKS;
			task->prepared = task->wanted;
		}
	}
}

/* The processes that use each object, as far as timers are concerned. */
static void count_users(const struct loader *loader, __u64 *users, __u16 *modes)
{
	__u32 *last = allocate(loader->workload->objects.nr, sizeof(*last));
	__u32 i, j;

	for (i = 0; i < loader->nr_tasks; i++) {
		const struct task *task = &loader->tasks[i];
		const struct program *program = &loader->workload->programs[task->program];

		for (j = 0; j < program->nr; j++) {
			const struct schedsim_op *op = &program->ops[j];

			if (op->code != SCHEDSIM_OP_TIMER || !(op->flags & SCHEDSIM_OP_F_SHARED))
				continue;
			modes[op->arg] |= op->flags & LOADER_MODES;
			if (last[op->arg] == i + 1)
				continue;
			last[op->arg] = i + 1;
			users[op->arg] += task->instances + task->prepared;
		}
	}
	free(last);
}

/* One of the task's own timers, for one that nobody shares; or -1: there is none left. */
static int take_timer(struct task *task, const char *ref)
{
	__u32 i;

	for (i = 0; i < task->nr_refs; i++)
		if (task->refs[i] == ref)
			return i;
	if (i == SCHEDSIM_MAX_TIMERS)
		return -1;
	task->refs[task->nr_refs++] = ref;
	return i;
}

/* A mode holds for all uses of a timer. As in rt-app, one that is absolute decides. */
static void set_mode(struct schedsim_op *op, __u16 modes)
{
	op->flags &= ~LOADER_MODES;
	op->flags |= modes & SCHEDSIM_OP_F_ABSOLUTE ? SCHEDSIM_OP_F_ABSOLUTE : modes;
}

static void fix_timers(struct loader *loader, struct task *task, const __u64 *users,
		       const __u16 *modes)
{
	struct program *program = loader_program(loader, task);
	__u16 own_modes[SCHEDSIM_MAX_TIMERS] = { 0 };
	__u32 i;

	for (i = 0; i < program->nr; i++) {
		struct schedsim_op *op = &program->ops[i];
		int own;

		if (op->code != SCHEDSIM_OP_TIMER)
			continue;
		if (!(op->flags & SCHEDSIM_OP_F_SHARED)) {
			own_modes[op->arg] |= op->flags & LOADER_MODES;
			continue;
		}
		set_mode(op, modes[op->arg]);
		if (users[op->arg] > 1)
			continue;
		own = take_timer(task, loader->workload->objects.info[op->arg].name);
		if (own < 0)
			continue;
		op->flags &= ~SCHEDSIM_OP_F_SHARED;
		op->arg = own;
		own_modes[own] |= op->flags & LOADER_MODES;
	}
	for (i = 0; i < program->nr; i++) {
		struct schedsim_op *op = &program->ops[i];

		if (op->code == SCHEDSIM_OP_TIMER && !(op->flags & SCHEDSIM_OP_F_SHARED))
			set_mode(op, own_modes[op->arg]);
	}
}

/* Would the engine take the program, and let it go on? */
static int check_program(struct loader *loader, const struct task *task)
{
	const struct program *program = loader_program(loader, task);
	__u32 right = program_check(program), spins = program_spins(program);
	struct item item = task->loop_item;

	loader_in_task(loader, task);
	if (right < program->nr) {
		item.line = program->lines[right];
		return loader_error(loader, &item, "this cannot be simulated");
	}
	if (spins < program->nr) {
		item = (struct item) { .key = "loop", .line = program->lines[spins] };
		loader_warn(loader, &item,
			    "what is repeated takes no time: the process will be stopped there (expected a run, sleep, timer or wait in it)");
	}
	return 0;
}

static int finish_tasks(struct loader *loader)
{
	__u32 nr = loader->workload->objects.nr;
	__u16 *modes = allocate(nr, sizeof(*modes));
	__u64 *users = allocate(nr, sizeof(*users));
	int err = 0;
	__u32 i;

	count_users(loader, users, modes);
	for (i = 0; i < loader->nr_tasks && !err; i++) {
		fix_timers(loader, &loader->tasks[i], users, modes);
		err = check_program(loader, &loader->tasks[i]);
	}
	free(users);
	free(modes);
	return err;
}

/* Names of several processes are told apart by numbers; forked ones have long ones. */
static void add_procs(struct loader *loader, const struct task *task, __u64 nr, __u32 fork)
{
	const char *format = fork ? "%s-%04llu" : nr == 1 ? "%s" : "%s-%llu";
	struct workload_proc proc = {
		.file = loader->file,
		.line = task->item.line,
		.program = task->program,
		.attr = task->attr,
		.delay_ns = task->delay_ns,
		.background = task->background,
		.fork = fork,
	};
	__u64 i;

	for (i = 0; i < nr; i++) {
		if (asprintf(&proc.name, format, task->name, i) < 0)
			die(TOOL_FAILED, "out of memory");
		workload_add(loader->workload, &proc);
		free(proc.name);
	}
}

static int check_room(struct loader *loader)
{
	__u64 nr = loader->workload->nr_procs;
	__u32 i;

	for (i = 0; i < loader->nr_tasks; i++) {
		const struct task *task = &loader->tasks[i];

		nr += task->instances + task->prepared;
		if (nr <= SCHEDSIM_MAX_PROCS)
			continue;
		loader_in_task(loader, task);
		return loader_error(loader, &task->item,
				    "there are too many processes (expected at most %d)",
				    SCHEDSIM_MAX_PROCS);
	}
	return 0;
}

/**
 * loader_finish - make the processes, when all of the file has been read
 * @loader: the file
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_finish(struct loader *loader)
{
	__u32 i;

	for (i = 0; i < loader->nr_tasks; i++)
		if (find_forked(loader, &loader->tasks[i]))
			return -1;
	count_forks(loader);
	if (loader_finish_joins(loader))
		return -1;
	if (check_room(loader) || finish_tasks(loader))
		return -1;
	for (i = 0; i < loader->nr_tasks; i++)
		add_procs(loader, &loader->tasks[i], loader->tasks[i].instances, 0);
	for (i = 0; i < loader->nr_tasks; i++)
		add_procs(loader, &loader->tasks[i], loader->tasks[i].prepared,
			  loader->tasks[i].fork);
	return 0;
}
