/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The loader of workload files; for its own use.
 */
#ifndef LOADER_H
#define LOADER_H

#include <json-c/json.h>

#include "compiler.h"
#include "workload.h"

/* Scheduling classes of Linux, as files name them. */
enum loader_policy {
	POLICY_OTHER,
	POLICY_BATCH,
	POLICY_IDLE,
	POLICY_RR,
	POLICY_FIFO,
	POLICY_DEADLINE,
};

/**
 * struct loader - a file that is being read
 * @workload: where to put what it says
 * @file: its name
 * @where: what is being read, for messages: "task 'a'"
 * @policy: the class of tasks that do not say theirs
 * @ignored: keys that have no effect, separated by commas
 * @deadline: is there a task with SCHED_DEADLINE?
 */
struct loader {
	struct workload *workload;
	const char *file;
	char where[128];
	enum loader_policy policy;
	char ignored[256];
	bool deadline;
};

/**
 * struct item - a key and its value
 * @key: the key as it stands in the file
 * @line: where it stands
 * @value: the value
 */
struct item {
	const char *key;
	unsigned int line;
	struct json_object *value;
};

/**
 * struct walk - where one is among the items of an object
 * @at: the next one
 * @end: behind the last
 */
struct walk {
	struct json_object_iterator at;
	struct json_object_iterator end;
};

/* For each item of a JSON object, in the order of the file. */
#define for_each_item(item, object)						\
	for (struct walk walk = loader_walk(object); loader_next(&walk, item);)

char *loader_number_keys(const char *text, size_t len, size_t *new_len);
struct walk loader_walk(struct json_object *object);
bool loader_next(struct walk *walk, struct item *item);

/* loader_value.c */
int __printf(3, 4) loader_error(struct loader *loader, const struct item *item,
				const char *format, ...);
int loader_int(struct loader *loader, const struct item *item, const char *what, __s64 min,
	       __s64 max, __s64 *value);
int loader_usec(struct loader *loader, const struct item *item, __u64 *ns);
int loader_object(struct loader *loader, const struct item *item, const char *what);
int loader_string(struct loader *loader, const struct item *item, const char *what,
		  const char **value);
const char *loader_show(const struct item *item, char *text, size_t size);
void loader_ignore(struct loader *loader, const char *key);
bool loader_listed(const char *key, const char * const *list);

/* loader_sched.c: what is said of the scheduling of a task or a phase */

/**
 * struct sched - scheduling attributes as a file gives them
 * @policy: the class
 * @priority: its priority
 * @has_priority: was one given?
 * @runtime_ns: of SCHED_DEADLINE, or 0
 * @period_ns: likewise
 * @deadline_ns: likewise
 * @cpus: allowed CPUs; no bit: all
 * @item: what was given last, for messages; its @key is NULL if nothing was
 */
struct sched {
	enum loader_policy policy;
	__s64 priority;
	bool has_priority;
	__u64 runtime_ns;
	__u64 period_ns;
	__u64 deadline_ns;
	__u64 cpus[SCHEDSIM_MAX_VCPUS / 64];
	struct item item;
};

int loader_policy(struct loader *loader, const struct item *item, enum loader_policy *policy);
bool loader_is_sched(const char *key);
int loader_sched(struct loader *loader, const struct item *item, struct sched *sched);
int loader_attr(struct loader *loader, const struct sched *sched, struct schedsim_attr *attr);

/* loader_event.c: what a task does */

#define LOADER_MAX_REFS		SCHEDSIM_MAX_TIMERS

/**
 * struct task - a task that is being read
 * @name: its name
 * @item: where it stands
 * @program: what it does
 * @refs: its timers
 * @ref_items: where each is first used
 * @nr_refs: number of them
 * @instances: how many processes are to be made of it
 * @loop: how often it is done, or -1: for ever
 * @loop_item: where that is said, or where the task stands
 * @delay_ns: when its processes arrive
 */
struct task {
	const char *name;
	struct item item;
	struct program *program;
	const char *refs[LOADER_MAX_REFS];
	struct item ref_items[LOADER_MAX_REFS];
	__u32 nr_refs;
	__s64 instances;
	__s64 loop;
	struct item loop_item;
	__u64 delay_ns;
};

bool loader_is_event(const char *key);
int loader_event(struct loader *loader, struct task *task, const struct item *item);

/* loader_task.c */
int loader_task(struct loader *loader, const struct item *item);

#endif /* LOADER_H */
