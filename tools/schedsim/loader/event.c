// SPDX-License-Identifier: GPL-2.0
/*
 * What the tasks of a workload file do: events become operations.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"
#include "util/tool.h"

/**
 * loader_add_op - add an operation to the program of a task
 * @loader: the file
 * @task: the task
 * @item: the event it comes from
 * @op: the operation
 */
void loader_add_op(struct loader *loader, struct task *task, const struct item *item,
		   const struct schedsim_op *op)
{
	program_add(loader_program(loader, task), op, item->line);
}

static int read_run(struct loader *loader, struct task *task, const struct item *item)
{
	struct schedsim_op op = { .code = SCHEDSIM_OP_RUN };

	if (loader_usec(loader, item, &op.value))
		return -1;
	loader_add_op(loader, task, item, &op);
	return 0;
}

static int read_sleep(struct loader *loader, struct task *task, const struct item *item)
{
	struct schedsim_op op = { .code = SCHEDSIM_OP_SLEEP };

	if (loader_usec(loader, item, &op.value))
		return -1;
	loader_add_op(loader, task, item, &op);
	return 0;
}

/**
 * loader_work - read an event that takes so long for each of something
 * @loader: the file
 * @task: the task
 * @item: how many
 * @what: of what: "a size in bytes"
 * @code: the operation that comes of it
 * @ns: for each
 *
 * Return: 0, or -1 after loader_error().
 */
int loader_work(struct loader *loader, struct task *task, const struct item *item,
		const char *what, __u16 code, __u64 ns)
{
	struct schedsim_op op = { .code = code };
	__s64 nr;

	if (loader_int(loader, item, what, 0, SCHEDSIM_MAX_TIME_NS / ns, &nr))
		return -1;
	op.value = nr * ns;
	loader_add_op(loader, task, item, &op);
	return 0;
}

static int read_iorun(struct loader *loader, struct task *task, const struct item *item)
{
	return loader_work(loader, task, item, "a size in bytes", SCHEDSIM_OP_SLEEP, LOADER_IO_NS);
}

static int read_yield(struct loader *loader, struct task *task, const struct item *item)
{
	loader_add_op(loader, task, item, &(struct schedsim_op) { .code = SCHEDSIM_OP_YIELD });
	return 0;
}

static int read_mode(struct loader *loader, const struct item *item, __u16 *flags)
{
	static const char expected[] = "relative, absolute or skip";
	const char *mode;

	if (loader_string(loader, item, expected, &mode))
		return -1;
	*flags &= ~LOADER_MODES;
	if (!strcmp(mode, "absolute"))
		*flags |= SCHEDSIM_OP_F_ABSOLUTE;
	else if (!strcmp(mode, "skip"))
		*flags |= SCHEDSIM_OP_F_SKIP;
	else if (strcmp(mode, "relative"))
		return loader_error(loader, item, "there is no mode '%s' (expected %s)", mode,
				    expected);
	return 0;
}

/* Which of its own timers a task calls @ref, or -1 after loader_error(). */
static __s64 own_timer(struct loader *loader, struct task *task, const struct item *item,
		       const char *ref)
{
	__u32 i;

	for (i = 0; i < task->nr_refs; i++)
		if (!strcmp(task->refs[i], ref))
			return i;
	if (i == SCHEDSIM_MAX_TIMERS)
		return loader_error(loader, item,
				    "the task has too many timers (expected at most %d)",
				    SCHEDSIM_MAX_TIMERS);
	task->refs[task->nr_refs++] = ref;
	return i;
}

static int add_timer(struct loader *loader, struct task *task, const struct item *timer,
		     const char *ref, struct schedsim_op *op)
{
	bool unique = !strncmp(ref, "unique", strlen("unique"));
	__s64 index;

	index = unique ? own_timer(loader, task, timer, ref) :
			 loader_named(loader, timer, SCHEDSIM_OBJECT_TIMER, ref);
	if (index < 0)
		return -1;
	op->arg = index;
	if (!unique)
		op->flags |= SCHEDSIM_OP_F_SHARED;
	/* A period of 0 is over at once: it never waits. */
	if (op->value)
		loader_add_op(loader, task, timer, op);
	return 0;
}

static int read_timer(struct loader *loader, struct task *task, const struct item *timer)
{
	struct schedsim_op op = { .code = SCHEDSIM_OP_TIMER };
	const char *ref = "unknown";	/* as rt-app calls it then */
	bool has_period = false;
	struct item item;

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
			err = loader_unknown(loader, &item, "ref, period or mode");
		if (err)
			return err;
		has_period |= !strcmp(item.key, "period");
	}
	if (!has_period)
		return loader_error(loader, timer,
				    "the period is missing (expected a time in \xc2\xb5s)");
	return add_timer(loader, task, timer, ref, &op);
}

static int refuse_code(struct loader *loader, struct task *task, const struct item *item)
{
	return loader_error(loader, item,
			    "code of a library cannot be simulated (expected what it does: run, sleep and so on)");
}

static int refuse_old(struct loader *loader, struct task *task, const struct item *item)
{
	return loader_error(loader, item,
			    "this is of the oldest rt-app, which had no events; newer ones do not read it either (expected run, timer, lock and so on)");
}

/* A name that begins with another one's comes before that. */
static const struct {
	const char *name;
	loader_reader *read;
} events[] = {
	{ "runtime", read_run },
	{ "run", read_run },
	{ "sleep", read_sleep },
	{ "timer", read_timer },
	{ "yield", read_yield },
	{ "lock_order", refuse_old },
	{ "lock", loader_lock },
	{ "unlock", loader_unlock },
	{ "wait", loader_wait },
	{ "signal", loader_signal },
	{ "broadcast", loader_broad },
	{ "broad", loader_broad },
	{ "sync", loader_sync },
	{ "barrier", loader_barrier },
	{ "suspend", loader_suspend },
	{ "resume", loader_resume },
	{ "sem_post", loader_sem_post },
	{ "sem_wait", loader_sem_wait },
	{ "fork", loader_fork },
	{ "join", loader_join },
	{ "memrun", loader_memrun },
	{ "mem", loader_mem },
	{ "iorun", read_iorun },
	{ "external_workload", refuse_code },
	{ "exec", refuse_old },
};

/* A key may have a suffix, as rt-app has it: run0, timer_a, lock-x, runend. */
static int find_event(const char *key)
{
	int i;

	for (i = 0; i < (int)ARRAY_SIZE(events); i++)
		if (!strncmp(key, events[i].name, strlen(events[i].name)))
			return i;
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
	int event = find_event(item->key);
	int err = events[event].read(loader, task, item);

	/* It may have been meant as another word: running. */
	if (!err && islower((unsigned char)item->key[strlen(events[event].name)]))
		loader_warn(loader, item, "this is taken for the event %s, as by rt-app",
			    events[event].name);
	return err;
}
