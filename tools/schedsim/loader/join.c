// SPDX-License-Identifier: GPL-2.0
/*
 * The event join: waiting for the end of another task's processes. Each of them posts a
 * semaphore as the last thing it does, and a join takes one of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"
#include "util/text.h"
#include "util/tool.h"

static __s64 find_semaphore(struct loader *loader, const struct item *item, const char *task)
{
	struct objects *objects = &loader->workload->objects;
	__s64 index = loader_find(loader, LOADER_JOIN, task);
	char *name;

	if (index >= 0)
		return index;
	if (objects->nr >= SCHEDSIM_MAX_OBJECTS)
		return loader_error(loader, item,
				    "there are too many mutexes, conditions and the like (expected at most %d)",
				    SCHEDSIM_MAX_OBJECTS);
	if (asprintf(&name, "end of %s", task) < 0)
		die(TOOL_FAILED, "out of memory");
	index = objects_add(objects, SCHEDSIM_OBJECT_SEMAPHORE, name);
	free(name);
	objects->info[index].file = loader->file;
	objects->info[index].line = item->line;
	loader_name(loader, LOADER_JOIN, task, index);
	return index;
}

int loader_join(struct loader *loader, struct task *task, const struct item *item)
{
	const char *name;
	__s64 semaphore;

	if (loader_string(loader, item, "the name of a task", &name))
		return -1;
	if (!strcmp(name, task->name))
		loader_warn(loader, item,
			    "it waits for its own end, and so for ever (expected another task)");
	semaphore = find_semaphore(loader, item, name);
	if (semaphore < 0)
		return -1;
	loader->joins = grown(loader->joins, loader->nr_joins, &loader->room_joins,
			      sizeof(*loader->joins));
	loader->joins[loader->nr_joins++] = *item;
	loader_add_op(loader, task, item, &(struct schedsim_op) {
		.code = SCHEDSIM_OP_SEM_WAIT,
		.arg = semaphore,
	});
	return 0;
}

/* Does a task go on for ever? */
static bool is_endless(const struct program *program)
{
	__u32 i;

	for (i = 0; i < program->nr; i++)
		if (program->ops[i].code == SCHEDSIM_OP_LOOP && !program->ops[i].value)
			return true;
	return false;
}

/* The processes of @task post @semaphore when they end. */
static int post(struct loader *loader, struct task *task, __u32 semaphore)
{
	struct program *program = loader_program(loader, task);

	/* One that does nothing. */
	if (program->ops[program->nr - 1].code == SCHEDSIM_OP_EXIT)
		program->nr--;
	program_add(program, &(struct schedsim_op) {
		.code = SCHEDSIM_OP_SEM_POST,
		.arg = semaphore,
	}, task->item.line);
	if (program->nr <= SCHEDSIM_MAX_OPS)
		return 0;
	loader_in_task(loader, task);
	return loader_error(loader, &task->item, "it has %u operations (expected at most %d)",
			    program->nr, SCHEDSIM_MAX_OPS);
}

/**
 * loader_finish_joins - let those post that others wait for
 * @loader: the file, whose tasks have been read
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_finish_joins(struct loader *loader)
{
	__u32 i;

	*loader->where = '\0';
	for (i = 0; i < loader->nr_joins; i++) {
		const char *name = json_object_get_string(loader->joins[i].value);
		__s64 task = loader_find(loader, LOADER_TASK, name);

		if (task < 0)
			return loader_error(loader, &loader->joins[i],
					    "there is no task '%.*s' in this file (expected the name of one)",
					    text_cut(name, LOADER_SHOWN), name);
		if (is_endless(loader_program(loader, &loader->tasks[task])))
			loader_warn(loader, &loader->joins[i],
				    "task '%.*s' never ends, so this waits for ever (expected one with a \"loop\" of 0 or more)",
				    text_cut(name, LOADER_SHOWN), name);
	}
	for (i = 0; i < loader->nr_tasks; i++) {
		struct task *task = &loader->tasks[i];
		__s64 semaphore = loader_find(loader, LOADER_JOIN, task->name);

		if (semaphore >= 0 && post(loader, task, semaphore))
			return -1;
	}
	return 0;
}
