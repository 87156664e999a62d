/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every command with an argument that succeeds, for the tests of what holds for
 * all of them.
 */
#ifndef SCHEDSIM_COMMANDS_H
#define SCHEDSIM_COMMANDS_H

#include "schedsim_test.h"

#define PAGE		4096

/* What a test works with. */
static struct {
	int fd;			/* a private simulation; 1 runs, 2 has exited */
	char *page;		/* a page; the one behind it is not there ... */
	char *next;		/* ... and this one, behind that, is there again */
	char *room;		/* for entries */
	struct schedsim_attr attr;
	struct state before;
} t;

FIXTURE(command)
{
};

/* Commands whose argument is such that they succeed. */
union arg {
	struct schedsim_cmd cmd;
	struct schedsim_info info;
	struct schedsim_config config;
	struct schedsim_spawn spawn;
	struct schedsim_proc_cmd proc;
	struct schedsim_set_attr set_attr;
	struct schedsim_trigger trigger;
	struct schedsim_set_online set_online;
	struct schedsim_read read;
	struct schedsim_stats stats;
	struct schedsim_run run;
	char bytes[1024];
};

struct command {
	unsigned long cmd;
	__u32 size;
	__u32 first_size;	/* of the first version, if that was shorter */
	bool looks;		/* changes nothing */
	bool answers;		/* in its argument */
	union arg arg;
	__u32 flags;		/* those that are known, at offset 4 */
	int reserved[5];	/* offsets of members that must be 0, as __u32 */
	__u32 entry_size;	/* if it has entries: offset 16, and for READ 24 */
};

FIXTURE_VARIANT(command)
{
	struct command c;
};

FIXTURE_VARIANT_ADD(command, info) {
	.c = {
		.cmd = SCHEDSIM_IOC_INFO,
		.size = sizeof(struct schedsim_info),
		.looks = true,
		.answers = true,
	},
};

FIXTURE_VARIANT_ADD(command, get_config) {
	.c = {
		.cmd = SCHEDSIM_IOC_GET_CONFIG,
		.size = sizeof(struct schedsim_config),
		.first_size = offsetof(struct schedsim_config, cache_size),
		.looks = true,
		.answers = true,
		.flags = SCHEDSIM_CONFIG_ALL,
	},
};

FIXTURE_VARIANT_ADD(command, stats) {
	.c = {
		.cmd = SCHEDSIM_IOC_STATS,
		.size = sizeof(struct schedsim_stats),
		.first_size = offsetof(struct schedsim_stats, timeouts),
		.looks = true,
		.answers = true,
	},
};

FIXTURE_VARIANT_ADD(command, read_procs) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_PROCS,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.answers = true,
		.reserved = { 20, 32, 48, 52, 56 },
		.entry_size = sizeof(struct schedsim_proc),
		.arg.read = { .nr = 2 },
	},
};

FIXTURE_VARIANT_ADD(command, read_vcpus) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_VCPUS,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.answers = true,
		.reserved = { 20, 32, 48, 52, 56 },
		.entry_size = sizeof(struct schedsim_vcpu),
		.arg.read = { .nr = 2 },
	},
};

FIXTURE_VARIANT_ADD(command, read_program) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_PROGRAM,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.answers = true,
		.reserved = { 32, 48, 52, 56 },
		.entry_size = sizeof(struct schedsim_op),
		.arg.read = { .nr = 2, .id = 1 },
	},
};

FIXTURE_VARIANT_ADD(command, read_objects) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_OBJECTS,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.answers = true,
		.reserved = { 20, 32, 48, 52, 56 },
		.entry_size = sizeof(struct schedsim_object),
		.arg.read = { .nr = 1 },
	},
};

FIXTURE_VARIANT_ADD(command, read_params) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_PARAMS,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.answers = true,
		.reserved = { 20, 48, 52, 56 },
		.entry_size = sizeof(struct schedsim_param),
		.arg.read = { .nr = 2, .policy = "mlfq" },
	},
};

FIXTURE_VARIANT_ADD(command, read_values) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_VALUES,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.answers = true,
		.reserved = { 20, 48, 52, 56 },
		.entry_size = sizeof(struct schedsim_value),
		.arg.read = { .nr = 2, .policy = "mlfq" },
	},
};

FIXTURE_VARIANT_ADD(command, read_policies) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_POLICIES,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.answers = true,
		.reserved = { 20, 32, 48, 52, 56 },
		.entry_size = sizeof(struct schedsim_policy),
		.arg.read = { .nr = 2 },
	},
};

FIXTURE_VARIANT_ADD(command, read_vcpu_descs) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_VCPU_DESCS,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.answers = true,
		.reserved = { 20, 32, 48, 52, 56 },
		.entry_size = sizeof(struct schedsim_vcpu_desc),
		.arg.read = { .nr = 2 },
	},
};

FIXTURE_VARIANT_ADD(command, create) {
	.c = {
		.cmd = SCHEDSIM_IOC_CREATE,
		.size = sizeof(struct schedsim_config),
		.first_size = offsetof(struct schedsim_config, cache_size),
		.flags = SCHEDSIM_CONFIG_ALL,
	},
};

FIXTURE_VARIANT_ADD(command, set_config) {
	.c = {
		.cmd = SCHEDSIM_IOC_SET_CONFIG,
		.size = sizeof(struct schedsim_config),
		.first_size = offsetof(struct schedsim_config, cache_size),
		.flags = SCHEDSIM_CONFIG_ALL,
		.arg.config.mask = SCHEDSIM_CONFIG_QUANTUM,
		.arg.config.quantum_ns = 123000,
	},
};

FIXTURE_VARIANT_ADD(command, spawn) {
	.c = {
		.cmd = SCHEDSIM_IOC_SPAWN,
		.size = sizeof(struct schedsim_spawn),
		.reserved = { 52 },
		.entry_size = sizeof(struct schedsim_spawn_entry),
		.arg.spawn.nr = 1,
	},
};

FIXTURE_VARIANT_ADD(command, kill) {
	.c = {
		.cmd = SCHEDSIM_IOC_KILL,
		.size = sizeof(struct schedsim_proc_cmd),
		.reserved = { 12 },
		.arg.proc.id = 1,
	},
};

FIXTURE_VARIANT_ADD(command, reap) {
	.c = {
		.cmd = SCHEDSIM_IOC_REAP,
		.size = sizeof(struct schedsim_proc_cmd),
		.reserved = { 12 },
		.arg.proc.id = 2,
	},
};

FIXTURE_VARIANT_ADD(command, set_attr) {
	.c = {
		.cmd = SCHEDSIM_IOC_SET_ATTR,
		.size = sizeof(struct schedsim_set_attr),
		.flags = SCHEDSIM_ATTR_ALL,
		.arg.set_attr = { .mask = SCHEDSIM_ATTR_NICE, .id = 1 },
	},
};

FIXTURE_VARIANT_ADD(command, yield) {
	.c = {
		.cmd = SCHEDSIM_IOC_YIELD,
		.size = sizeof(struct schedsim_proc_cmd),
		.reserved = { 12 },
		.arg.proc.id = 1,
	},
};

FIXTURE_VARIANT_ADD(command, trigger) {
	.c = {
		.cmd = SCHEDSIM_IOC_TRIGGER,
		.size = sizeof(struct schedsim_trigger),
		.reserved = { 12 },
	},
};

FIXTURE_VARIANT_ADD(command, set_online) {
	.c = {
		.cmd = SCHEDSIM_IOC_SET_ONLINE,
		.size = sizeof(struct schedsim_set_online),
		.arg.set_online.vcpu = 1,
	},
};

FIXTURE_VARIANT_ADD(command, pause) {
	.c = {
		.cmd = SCHEDSIM_IOC_PAUSE,
		.size = sizeof(struct schedsim_cmd),
	},
};

FIXTURE_VARIANT_ADD(command, resume) {
	.c = {
		.cmd = SCHEDSIM_IOC_RESUME,
		.size = sizeof(struct schedsim_cmd),
	},
};

FIXTURE_VARIANT_ADD(command, run) {
	.c = {
		.cmd = SCHEDSIM_IOC_RUN,
		.size = sizeof(struct schedsim_run),
		.answers = true,
		.reserved = { 28 },
		.flags = SCHEDSIM_RUN_FLAGS,
		.arg.run.until_ns = 5000000,
	},
};

FIXTURE_VARIANT_ADD(command, reset) {
	.c = {
		.cmd = SCHEDSIM_IOC_RESET,
		.size = sizeof(struct schedsim_cmd),
	},
};

FIXTURE_SETUP(command)
{
	struct schedsim_object semaphore = { .type = SCHEDSIM_OBJECT_SEMAPHORE };
	struct schedsim_spawn_entry three =
		program_entry("three", OP_RUN(SEC(9)),
			      OP_OBJECT(SCHEDSIM_OP_SEM_POST, 0));

	t.fd = create_virtual("rr", MS(1), 2);
	ASSERT_LE(0, t.fd);
	ASSERT_EQ(1, spawn_program(t.fd, "one", OP_RUN(SEC(1)),
				   OP_SLEEP(MS(1)), OP_LOOP(0, 0)));
	ASSERT_EQ(2, spawn_program(t.fd, "two", OP_RUN(US(1))));
	ASSERT_EQ(0, spawn_with(t.fd, &three, 1, &semaphore, 1, NULL));
	ASSERT_EQ(3, three.id);
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(t.fd, US(2500)));

	t.page = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_TRUE(t.page != MAP_FAILED);
	t.next = t.page + 2 * PAGE;
	ASSERT_EQ(0, mprotect(t.page + PAGE, PAGE, PROT_NONE));
	t.room = calloc(1, 4 * PAGE);
	ASSERT_TRUE(!!t.room);
	ASSERT_EQ(0, read_state(t.fd, &t.before));
	ASSERT_EQ(3, t.before.nr_procs);
}

FIXTURE_TEARDOWN(command)
{
	close(t.fd);
}

#define ASSERT_UNCHANGED()	ASSERT_TRUE(same_state(t.fd, &t.before))

/* An argument that succeeds, at @arg. */
static void good(const struct command *c, void *arg)
{
	union arg full = c->arg;

	full.cmd.size = c->size;
	memset(t.room, 0, 4 * PAGE);
	if (c->cmd == SCHEDSIM_IOC_SPAWN) {
		full.spawn.entry_size = c->entry_size;
		full.spawn.entries = PTR(t.room);
		full.spawn.op_size = sizeof(struct schedsim_op);
		full.spawn.attr_size = sizeof(struct schedsim_attr);
	} else if (c->cmd == SCHEDSIM_IOC_SET_ATTR) {
		t.attr.nice = 3;
		full.set_attr.attr_size = sizeof(t.attr);
		full.set_attr.attr = PTR(&t.attr);
	} else if (c->entry_size) {
		full.read.entry_size = c->entry_size;
		full.read.entries = PTR(t.room);
	}
	memcpy(arg, &full, c->size);
}

#define ASSERT_GOOD(arg) do {						\
	int __ret = call(t.fd, variant->c.cmd, arg);			\
									\
	ASSERT_LE(0, __ret);						\
	if (variant->c.cmd == SCHEDSIM_IOC_CREATE)			\
		close(__ret);						\
} while (0)

#define ASSERT_BAD(err, arg) do {					\
	ASSERT_EQ(err, call(t.fd, variant->c.cmd, arg));		\
	ASSERT_UNCHANGED();					\
} while (0)

#endif /* SCHEDSIM_COMMANDS_H */
