// SPDX-License-Identifier: GPL-2.0
/*
 * What the tasks of a workload file do: events become operations.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"
#include "tool.h"

static int read_run(struct loader *loader, struct task *task, const struct item *item)
{
	struct schedsim_op op = { .code = SCHEDSIM_OP_RUN };

	if (loader_usec(loader, item, &op.value))
		return -1;
	program_add(task->program, &op, item->line);
	return 0;
}

static int read_sleep(struct loader *loader, struct task *task, const struct item *item)
{
	struct schedsim_op op = { .code = SCHEDSIM_OP_SLEEP };

	if (loader_usec(loader, item, &op.value))
		return -1;
	program_add(task->program, &op, item->line);
	return 0;
}

static int read_yield(struct loader *loader, struct task *task, const struct item *item)
{
	program_add(task->program, &(struct schedsim_op) { .code = SCHEDSIM_OP_YIELD },
		    item->line);
	return 0;
}

static int read_mode(struct loader *loader, const struct item *item, __u16 *flags)
{
	const char *mode;

	if (loader_string(loader, item, "relative or absolute", &mode))
		return -1;
	if (!strcmp(mode, "absolute"))
		*flags |= SCHEDSIM_OP_F_ABSOLUTE;
	else if (strcmp(mode, "relative"))
		return loader_error(loader, item,
				    "there is no mode '%s' (expected relative or absolute)",
				    mode);
	return 0;
}

/* Which of its timers a task calls @ref, or -1 after loader_error(). */
static int find_timer(struct loader *loader, struct task *task, const struct item *item,
		      const char *ref)
{
	__u32 i;

	for (i = 0; i < task->nr_refs; i++)
		if (!strcmp(task->refs[i], ref))
			return i;
	if (i == LOADER_MAX_REFS)
		return loader_error(loader, item,
				    "the task has too many timers (expected at most %d)",
				    LOADER_MAX_REFS);
	task->refs[i] = ref;
	task->ref_items[i] = *item;
	task->nr_refs++;
	return i;
}

static int read_timer(struct loader *loader, struct task *task, const struct item *timer)
{
	struct schedsim_op op = { .code = SCHEDSIM_OP_TIMER };
	const char *ref = "unknown";	/* as rt-app calls it then */
	bool has_period = false;
	struct item item;
	int slot;

	if (loader_object(loader, timer, "an object with ref and period"))
		return -1;
	for_each_item(&item, timer->value) {
		int err;

		if (!strcmp(item.key, "ref"))
			err = loader_string(loader, &item, "the name of a timer", &ref);
		else if (!strcmp(item.key, "mode"))
			err = read_mode(loader, &item, &op.flags);
		else if (!strcmp(item.key, "period"))
			err = loader_usec(loader, &item, &op.value);
		else
			err = loader_error(loader, &item,
					   "a timer has no such key (expected ref, period or mode)");
		if (err)
			return err;
		has_period |= !strcmp(item.key, "period");
	}
	if (!has_period)
		return loader_error(loader, timer,
				    "the period is missing (expected a time in \xc2\xb5s)");
	slot = find_timer(loader, task, timer, ref);
	if (slot < 0)
		return slot;
	op.arg = slot;
	/* A period of 0 is over at once: it never waits. */
	if (op.value)
		program_add(task->program, &op, timer->line);
	return 0;
}

static int read_unsupported(struct loader *loader, struct task *task, const struct item *item)
{
	return loader_error(loader, item,
			    "this event is not supported yet (expected run, runtime, sleep, timer or yield)");
}

/* A name that begins with another one's comes before that. */
static const struct {
	const char *name;
	int (*read)(struct loader *loader, struct task *task, const struct item *item);
} events[] = {
	{ "runtime", read_run },
	{ "run", read_run },
	{ "sleep", read_sleep },
	{ "timer", read_timer },
	{ "yield", read_yield },
	{ "lock", read_unsupported },
	{ "unlock", read_unsupported },
	{ "wait", read_unsupported },
	{ "signal", read_unsupported },
	{ "broad", read_unsupported },
	{ "sync", read_unsupported },
	{ "barrier", read_unsupported },
	{ "suspend", read_unsupported },
	{ "resume", read_unsupported },
	{ "sem_post", read_unsupported },
	{ "sem_wait", read_unsupported },
	{ "fork", read_unsupported },
	{ "memrun", read_unsupported },
	{ "mem", read_unsupported },
	{ "iorun", read_unsupported },
};

/*
 * A key may have a suffix: run0, timer_a, lock-x. But a word that only begins
 * like an event is none: "running".
 */
static int find_event(const char *key)
{
	int i;

	for (i = 0; i < (int)ARRAY_SIZE(events); i++) {
		size_t len = strlen(events[i].name);

		if (!strncmp(key, events[i].name, len) && !islower((unsigned char)key[len]))
			return i;
	}
	return -1;
}

/**
 * loader_is_event - is a key that of an event?
 * @key: the key
 *
 * Return: whether it is.
 */
bool loader_is_event(const char *key)
{
	return find_event(key) >= 0;
}

/**
 * loader_event - read an event
 * @loader: the file
 * @task: the task it belongs to
 * @item: the event; its key is one of loader_is_event()
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_event(struct loader *loader, struct task *task, const struct item *item)
{
	return events[find_event(item->key)].read(loader, task, item);
}
