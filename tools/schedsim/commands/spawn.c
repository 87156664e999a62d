// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim spawn: make processes in the live simulation.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "args/object.h"
#include "print/output.h"
#include "util/device.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"
#include "workload/program.h"

enum {
	OPT_AFFINITY = 1,
	OPT_CLASS,
	OPT_COUNT,
	OPT_DELAY,
	OPT_GROUP,
	OPT_ID,
	OPT_NAME,
	OPT_NICE,
	OPT_OBJECT,
	OPT_PRIORITY,
	OPT_PROGRAM,
	OPT_SHARES,
	OPT_SLICE,
	OPT_TICKETS,
};

static const struct option options[] = {
	{ "affinity", required_argument, NULL, OPT_AFFINITY },
	{ "class", required_argument, NULL, OPT_CLASS },
	{ "count", required_argument, NULL, OPT_COUNT },
	{ "delay", required_argument, NULL, OPT_DELAY },
	{ "group", required_argument, NULL, OPT_GROUP },
	{ "id", required_argument, NULL, OPT_ID },
	{ "name", required_argument, NULL, OPT_NAME },
	{ "nice", required_argument, NULL, OPT_NICE },
	{ "object", required_argument, NULL, OPT_OBJECT },
	{ "priority", required_argument, NULL, OPT_PRIORITY },
	{ "program", required_argument, NULL, OPT_PROGRAM },
	{ "shares", required_argument, NULL, OPT_SHARES },
	{ "slice", required_argument, NULL, OPT_SLICE },
	{ "tickets", required_argument, NULL, OPT_TICKETS },
	{ NULL, 0, NULL, 0 },
};

/**
 * struct spawn_args - what the command line says
 * @entry: of each process, but for its name, id and program
 * @attr: its attributes
 * @program: its program
 * @objects: what the program names
 * @nr_said: how many of these, the first, --object has described
 * @name: the name
 * @text: the program as it was typed, or NULL
 * @count: how many processes
 */
struct spawn_args {
	struct schedsim_spawn_entry entry;
	struct schedsim_attr attr;
	struct program program;
	struct objects objects;
	__u32 nr_said;
	const char *name;
	const char *text;
	__u32 count;
};

static void take_option(struct spawn_args *args, int option)
{
	struct schedsim_spawn_entry *entry = &args->entry;

	switch (option) {
	case OPT_AFFINITY:
		cpus_arg("--affinity", optarg, args->attr.affinity);
		break;
	case OPT_CLASS:
		args->attr.sched_class = class_arg("--class", optarg);
		break;
	case OPT_COUNT:
		args->count = number_arg("--count", optarg, 1, SCHEDSIM_MAX_PROCS);
		break;
	case OPT_DELAY:
		entry->delay_ns = time_arg("--delay", optarg, 0, SCHEDSIM_MAX_TIME_NS);
		break;
	case OPT_GROUP:
		args->attr.group = number_arg("--group", optarg, 0, SCHEDSIM_MAX_GROUPS);
		break;
	case OPT_SHARES:
		args->attr.shares = number_arg("--shares", optarg, SCHEDSIM_MIN_SHARES,
					       SCHEDSIM_MAX_SHARES);
		break;
	case OPT_ID:
		entry->id = number_arg("--id", optarg, 1, SCHEDSIM_MAX_ID);
		break;
	case OPT_NAME:
		args->name = optarg;
		text_arg("--name", optarg);
		if (strlen(optarg) >= SCHEDSIM_NAME_LEN)
			die(TOOL_USAGE, "--name: '%s' is too long; allowed are %d bytes", optarg,
			    SCHEDSIM_NAME_LEN - 1);
		break;
	case OPT_NICE:
		args->attr.nice = nice_arg("--nice", optarg);
		break;
	case OPT_OBJECT:
		object_arg(&args->objects, optarg);
		break;
	case OPT_PRIORITY:
		args->attr.priority = number_arg("--priority", optarg, 0,
						 SCHEDSIM_MAX_PRIORITY);
		break;
	case OPT_PROGRAM:
		if (args->text)
			die(TOOL_USAGE,
			    "--program: a second one is not possible; allowed is one, with several steps");
		args->text = optarg;
		break;
	case OPT_SLICE:
		args->attr.runtime_ns = slice_arg("--slice", optarg);
		break;
	case OPT_TICKETS:
		args->attr.tickets = number_arg("--tickets", optarg, 0, SCHEDSIM_MAX_TICKETS);
		break;
	}
}

/* A barrier of which nothing has been said waits for all of them. */
static void count_parties(struct spawn_args *args)
{
	__u32 i;

	for (i = 0; i < args->objects.nr; i++)
		if (args->objects.abi[i].type == SCHEDSIM_OBJECT_BARRIER &&
		    !args->objects.abi[i].value)
			args->objects.abi[i].value = args->count;
}

/* Names of several processes are told apart by a number. */
static struct schedsim_spawn_entry *make_entries(const struct spawn_args *args)
{
	struct schedsim_spawn_entry *entries = allocate(args->count, sizeof(*entries));
	__u32 i;

	for (i = 0; i < args->count; i++) {
		char name[SCHEDSIM_NAME_LEN + 16];

		entries[i] = args->entry;
		entries[i].attr = (uintptr_t)&args->attr;
		if (args->entry.id)
			entries[i].id += i;
		entries[i].nr_ops = args->program.nr;
		entries[i].ops = (uintptr_t)args->program.ops;
		if (args->count > 1 && *args->name)
			snprintf(name, sizeof(name), "%s-%u", args->name, i);
		else
			snprintf(name, sizeof(name), "%s", args->name);
		text_name(entries[i].name, name);
	}
	return entries;
}

/* Of what has one name, there is one; barriers, timers and attributes belong to one spawn. */
static bool is_shared(__u32 type)
{
	return type == SCHEDSIM_OBJECT_MUTEX || type == SCHEDSIM_OBJECT_COND ||
	       type == SCHEDSIM_OBJECT_SEMAPHORE;
}

/* What --object says must be true of the object that there is. */
static void check_said(const struct schedsim_object *said, const struct schedsim_attr *ceiling,
		       const struct schedsim_object *is, const struct schedsim_attr *attr)
{
	if (said->type == SCHEDSIM_OBJECT_SEMAPHORE && said->value)
		die(TOOL_FAILED,
		    "--object: there is a semaphore '%s' already; allowed is to use it without a count",
		    is->name);
	if (said->protocol != is->protocol ||
	    (object_has_attr(is) && memcmp(ceiling, attr, sizeof(*attr))))
		die(TOOL_FAILED,
		    "--object: there is a mutex '%s' already, and its protocol is another one (%s); allowed is the same",
		    is->name, protocol_name(is->protocol));
}

/* The first object that there is of the type and name of another one, or -1. */
static __s64 find_object(const struct schedsim_object *there, __u32 nr,
			 const struct schedsim_object *wanted)
{
	__u32 i;

	if (!is_shared(wanted->type))
		return -1;
	for (i = 0; i < nr; i++)
		if (there[i].type == wanted->type && !strcmp(there[i].name, wanted->name))
			return i;
	return -1;
}

/* The objects to spawn with, to be freed: those that there are, by their ids. */
static struct schedsim_object *join_objects(int fd, const struct spawn_args *args)
{
	struct schedsim_object *objects = allocate(args->objects.nr, sizeof(*objects)), *there;
	struct schedsim_attr *attrs;
	__u32 i, nr;

	device_check(schedsim_get_objects(fd, &there, &attrs, &nr), "cannot read the objects");
	for (i = 0; i < args->objects.nr; i++) {
		const struct schedsim_object *wanted = &args->objects.abi[i];
		__s64 found = find_object(there, nr, wanted);

		objects[i] = *wanted;
		if (found < 0)
			continue;
		if (i < args->nr_said)
			check_said(wanted, &args->objects.info[i].attr, &there[found],
				   &attrs[found]);
		objects[i] = (struct schedsim_object) { .id = there[found].id };
	}
	free(there);
	free(attrs);
	return objects;
}

/*
 * Of two commands that name an object that is not there yet, one makes it. The other
 * waits until then: until the lock goes, with the file.
 */
static void lock_names(int fd)
{
	while (flock(fd, LOCK_EX)) {
		if (errno != EINTR)
			die(TOOL_FAILED, "cannot lock the device: %s", strerror(errno));
	}
}

static int spawn(int fd, struct spawn_args *args, struct schedsim_spawn_entry *entries,
		 struct schedsim_refusal *refusal)
{
	struct schedsim_object *objects;
	int err;

	objects_set_attrs(&args->objects);
	if (args->objects.nr)
		lock_names(fd);
	/* An object may go before it is used. Then a new one takes its place. */
	do {
		objects = join_objects(fd, args);
		err = schedsim_spawn(fd, entries, args->count, objects, args->objects.nr,
				     refusal);
		free(objects);
	} while (err == -ENOENT);
	return err;
}

static void print(const struct schedsim_spawn_entry *entries, __u32 nr)
{
	struct json_object *object, *list;
	__u32 i;

	if (!json_wanted) {
		for (i = 0; i < nr; i++)
			printf("%u\n", entries[i].id);
		return;
	}
	object = json_object_new_object();
	list = json_object_new_array();
	for (i = 0; i < nr; i++)
		json_object_array_add(list, json_object_new_uint64(entries[i].id));
	json_object_object_add(object, "ids", list);
	json_print(object);
}

static const char *what_failed(int err)
{
	if (err != -EINVAL)
		return "cannot make the process";
	return "cannot make the process (has it a vCPU, and is its id not too great?)";
}

static int run(int argc, char **argv)
{
	struct spawn_args args = { .name = "", .count = 1 };
	struct schedsim_spawn_entry *entries;
	struct schedsim_refusal refusal;
	int option, err, fd;

	while ((option = next_option(&cmd_spawn, argc, argv)) != -1)
		take_option(&args, option);
	want_args(&cmd_spawn, argc, 0, 0);
	args.nr_said = args.objects.nr;
	if (args.text)
		program_parse(&args.program, &args.objects, args.text);
	count_parties(&args);
	check_shares("spawn", args.attr.shares, args.attr.group);
	fd = device_open(true);
	entries = make_entries(&args);
	err = spawn(fd, &args, entries, &refusal);
	if (err)
		exit(device_refused(err, refusal.reason, what_failed(err)));
	print(entries, args.count);
	free(entries);
	program_free(&args.program);
	objects_free(&args.objects);
	schedsim_close(fd);
	return TOOL_OK;
}

const struct command cmd_spawn = {
	.name = "spawn",
	.args = "[OPTION]...",
	.summary = "make processes, and print their ids",
	.help =
"  --name NAME       at most 15 bytes\n"
"  --nice N          -20 to 19; default 0\n"
"  --priority N      0 to 99, higher first; default 0\n"
"  --class NAME      other (default), fifo, rr, batch, idle or deadline\n"
"  --tickets N       for policies that read them; default: by the nice value\n"
"  --slice TIME      of class other or batch: 100us to 100ms; 0 (default): the\n"
"                    quantum\n"
"  --group N         1 to 32: the group it is in, for fair and linux; default 0:\n"
"                    none\n"
"  --shares N        the weight of its group, 2 to 262144; default 1024\n"
"  --affinity LIST   vCPUs it may use, as in 0,2-3; default any\n"
"  --delay TIME      how long after now it arrives; default 0\n"
"  --id N            the id that it gets; default the next one\n"
"  --count N         make so many\n"
"  --object WHAT     more about what the program names: NAME:mutex:inherit,\n"
"                    NAME:mutex:ceiling=90, NAME:barrier:3, NAME:semaphore:5,\n"
"                    NAME:attr:nice=5,class=batch\n"
"  --program STEPS   what it does; default: it runs for ever\n"
"  --json            print the ids as JSON\n\n"
"The steps of a program, separated by ';':\n"
"  run TIME          use CPU time\n"
"  sleep TIME        sleep\n"
"  timer TIME        sleep until TIME after the last use of this timer\n"
"                    (TIME absolute: catch up when late; TIME skip: leave out\n"
"                    what has passed;\n"
"                    TIME as N: timer N of 16;\n"
"                    TIME shared NAME: all --count processes have this timer\n"
"                    together)\n"
"  yield             give up the rest of the slice\n"
"  lock NAME         lock a mutex; unlock NAME: unlock it\n"
"                    (lock NAME for TIME: if it takes longer, go on without it)\n"
"  wait NAME [MUTEX] wait for a condition; signal NAME: wake one; broadcast\n"
"                    NAME: wake all\n"
"  barrier NAME      wait until all have come (as many as --count, unless\n"
"                    --object says)\n"
"  sem_wait NAME     take one of a semaphore, or wait for one; sem_post NAME:\n"
"                    give one\n"
"  attr NAME         take on the attributes of --object NAME:attr:...\n"
"  repeat N { ... }  do what is in the braces N times\n"
"  loop [N]          last: go back to the first step, for ever or until N times\n"
"  exit              end\n\n"
"A mutex, condition or semaphore of that name that there is already is used;\n"
"else it is made.\n\n"
"Example: schedsim spawn --name video --program 'run 4ms; timer 16ms; loop'\n",
	.options = options,
	.run = run,
};
