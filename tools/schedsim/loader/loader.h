/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The loader of workload files; for its own use.
 */
#ifndef LOADER_H
#define LOADER_H

#include <json-c/json.h>

#include "util/compiler.h"
#include "workload/workload.h"

/* How much of a name an error message shows, in bytes. */
#define LOADER_SHOWN		80

/* What memory and files cost: about 1 GB/s of CPU time, 100 MB/s of sleep. */
#define LOADER_MEM_NS		1	/* a byte of mem and memrun */
#define LOADER_HOP_NS		100	/* a pointer that is followed */
#define LOADER_IO_NS		10	/* a byte of iorun */

/* Processes that are prepared for fork events: at most, and for endless loops. */
#define LOADER_MAX_FORKS	1024	/* as rt-app */
#define LOADER_ENDLESS_FORKS	256

/**
 * struct loader - a file that is being read
 * @workload: where to put what it says
 * @file: its name
 * @where: what is being read, for messages: "task 'a'"
 * @sched_class: the class of tasks that do not say theirs
 * @protocol: of mutexes that do not say theirs
 * @suspend_by_name: does the value of suspend say what is resumed?
 * @names: its objects, tasks and the like by name, a tree of tsearch()
 * @tasks: its tasks
 * @nr_tasks: number of them
 * @room_tasks: room in @tasks
 * @ignored: keys that have no effect, separated by commas
 * @buffers: the memory of its memrun events that is shared by name
 * @nr_buffers: number of them
 * @room_buffers: room in @buffers
 * @joins: its join events
 * @nr_joins: number of them
 * @room_joins: room in @joins
 * @shares: the groups of which it says shares
 * @nr_shares: number of them
 * @room_shares: room in @shares
 */
struct loader {
	struct workload *workload;
	const char *file;
	char where[128];
	__u16 sched_class;
	__u32 protocol;
	bool suspend_by_name;
	void *names;
	struct task *tasks;
	__u32 nr_tasks;
	size_t room_tasks;
	char ignored[256];
	struct buffer *buffers;
	__u32 nr_buffers;
	size_t room_buffers;
	struct item *joins;
	__u32 nr_joins;
	size_t room_joins;
	struct shares *shares;
	__u32 nr_shares;
	size_t room_shares;
};

/**
 * struct item - a key and its value
 * @key: the key as it stands in the file
 * @line: where it stands
 * @value: the value; NULL: it is null, or missing
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

/* loader/text.c, loader/json.c */
char *loader_number_keys(const char *text, size_t len, size_t *new_len);
struct walk loader_walk(struct json_object *object);
bool loader_next(struct walk *walk, struct item *item);
int loader_json(struct loader *loader, const char *text, size_t len, struct json_object **root);

/* loader/value.c */
int __printf(3, 4) loader_error(struct loader *loader, const struct item *item,
				const char *format, ...);
int __printf(3, 4) loader_odd(struct loader *loader, const struct item *item,
			      const char *format, ...);
int loader_unknown(struct loader *loader, const struct item *item, const char *expected);
void __printf(3, 4) loader_warn(struct loader *loader, const struct item *item,
				const char *format, ...);
int loader_int(struct loader *loader, const struct item *item, const char *what, __s64 min,
	       __s64 max, __s64 *value);
int loader_usec(struct loader *loader, const struct item *item, __u64 *ns);
int loader_bool(struct loader *loader, const struct item *item, bool *value);
int loader_object(struct loader *loader, const struct item *item, const char *what);
int loader_string(struct loader *loader, const struct item *item, const char *what,
		  const char **value);
const char *loader_show(const struct item *item, char *text, size_t size);
void loader_ignore(struct loader *loader, const char *key);
bool loader_listed(const char *key, const char * const *list);

/* loader/global.c: what is not a task */
int loader_global(struct loader *loader, const struct item *item);
int loader_resources(struct loader *loader, const struct item *item);

/* loader/name.c: what is called by name */

/*
 * For loader_find(): not an object, but a task, an unknown key, a buffer (plus its type),
 * the semaphore that the processes of a task post when they end.
 */
#define LOADER_TASK		0x10000
#define LOADER_UNKNOWN		0x10001
#define LOADER_JOIN		0x10002
/* The last one: kinds of memory come behind it. */
#define LOADER_BUFFER		0x10003

__s64 loader_find(const struct loader *loader, __u32 type, const char *name);
void loader_name(struct loader *loader, __u32 type, const char *name, __u32 index);
__s64 loader_named(struct loader *loader, const struct item *item, __u32 type,
		   const char *name);
void loader_forget(struct loader *loader);

/* loader/sched.c: what is said of the scheduling of a task or a phase */

/**
 * struct sched - scheduling attributes as a file gives them
 * @sched_class: the class
 * @priority: its priority
 * @has_priority: was one given?
 * @priority_item: what gave it, for messages
 * @runtime_ns: of SCHED_DEADLINE, or a slice of SCHED_OTHER or SCHED_BATCH, or 0
 * @period_ns: of SCHED_DEADLINE, or 0
 * @deadline_ns: likewise
 * @tickets: for lottery and stride, or 0
 * @group: the number of its group, or 0
 * @shares: of that group, or 0
 * @cpus: allowed CPUs; no bit: all
 * @said: has been said anything but @cpus?
 * @item: what was given last, for messages; its @key is NULL if nothing was
 */
struct sched {
	__u16 sched_class;
	__s64 priority;
	bool has_priority;
	struct item priority_item;
	__u64 runtime_ns;
	__u64 period_ns;
	__u64 deadline_ns;
	__u32 tickets;
	__u32 group;
	__u32 shares;
	__u64 cpus[SCHEDSIM_MAX_VCPUS / 64];
	bool said;
	struct item item;
};

int loader_class(struct loader *loader, const struct item *item, __u16 *sched_class);
bool loader_is_sched(const char *key);
bool loader_old_deadline(const struct item *object, const struct sched *sched);
int loader_sched(struct loader *loader, const struct item *object, struct sched *sched);
int loader_attr(struct loader *loader, const struct sched *sched, struct schedsim_attr *attr);

/* loader/group.c: groups of processes */

/**
 * struct shares - what a file says of a group
 * @item: where
 * @shares: its shares, or 0
 * @used: is anybody in it?
 */
struct shares {
	struct item item;
	__u32 shares;
	bool used;
};

int loader_taskgroups(struct loader *loader, const struct item *taskgroups);
int loader_taskgroup(struct loader *loader, const struct item *item, struct sched *sched);
void loader_check_taskgroups(struct loader *loader);

/* loader/task.c */

/* What loader_unknown() expects in a task or a phase. */
#define LOADER_TASK_KEYS	"a key or event of schedsim-workload(5)"

/**
 * struct task_fork - a fork event
 * @object: its object
 * @times: how often each process comes to it, or LOADER_ENDLESS
 * @item: where it stands
 */
struct task_fork {
	__u32 object;
	__u64 times;
	struct item item;
};

#define LOADER_ENDLESS		(~0ULL)

/**
 * struct task - a task
 * @name: its name
 * @item: where it stands
 * @program: index of its program in the workload
 * @refs: the timers that each of its processes has for itself
 * @nr_refs: number of them
 * @instances: how many processes are to be made of it
 * @loop: how often it is done, or -1: for ever
 * @loop_item: where that is said, or where the task stands
 * @times: how often what is being read is done, or LOADER_ENDLESS
 * @delay_ns: when its processes arrive
 * @background: does a run not wait for their end?
 * @attr: their attributes
 * @forks: its fork events
 * @nr_forks: number of them
 * @room_forks: room in @forks
 * @fork: index of the fork object that starts it, plus 1; or 0
 * @prepared: processes that are started by fork events
 * @wanted: while these are counted
 */
struct task {
	const char *name;
	struct item item;
	__u32 program;
	const char *refs[SCHEDSIM_MAX_TIMERS];
	__u32 nr_refs;
	__s64 instances;
	__s64 loop;
	struct item loop_item;
	__u64 times;
	__u64 delay_ns;
	bool background;
	struct schedsim_attr attr;
	struct task_fork *forks;
	__u32 nr_forks;
	size_t room_forks;
	__u32 fork;
	__u64 prepared;
	__u64 wanted;
};

int loader_task(struct loader *loader, const struct item *item);
bool loader_is_task_key(const char *key);
void loader_in_task(struct loader *loader, const struct task *task);
struct program *loader_program(struct loader *loader, const struct task *task);

/* loader/phase.c: what a task does, phase by phase */
void loader_close_loop(struct program *program, __u32 first, __s64 loop, unsigned int line);
int loader_loop(struct loader *loader, const struct item *item, __s64 *loop);
int loader_events(struct loader *loader, struct task *task, const struct item *object,
		  const struct sched *sched);
int loader_phases(struct loader *loader, struct task *task, const struct item *phases,
		  const struct sched *sched);

/* The modes of a timer, other than relative. */
#define LOADER_MODES		(SCHEDSIM_OP_F_ABSOLUTE | SCHEDSIM_OP_F_SKIP)

/* loader/event.c, loader/memory.c, loader/sync.c: events become operations */
bool loader_is_event(const char *key);
int loader_event(struct loader *loader, struct task *task, const struct item *item);
int loader_scan_mutexes(struct loader *loader, struct json_object *events);

/* An event; its reader adds operations to the program of the task. */
typedef int loader_reader(struct loader *loader, struct task *task, const struct item *item);

void loader_add_op(struct loader *loader, struct task *task, const struct item *item,
		   const struct schedsim_op *op);
loader_reader loader_lock, loader_unlock, loader_wait, loader_signal, loader_broad, loader_sync;
loader_reader loader_barrier, loader_suspend, loader_resume, loader_sem_post, loader_sem_wait;
loader_reader loader_fork, loader_join;
loader_reader loader_mem, loader_memrun;
int loader_work(struct loader *loader, struct task *task, const struct item *item,
		const char *what, __u16 code, __u64 ns);

/* loader/join.c: waiting for the end of processes */
int loader_finish_joins(struct loader *loader);

/* loader/finish.c: what can be told only when all tasks are known */
int loader_finish(struct loader *loader);

#endif /* LOADER_H */
