// SPDX-License-Identifier: GPL-2.0
/*
 * The rules that hold for every command, one after the other: size, flags,
 * reserved members, pointers, permission, and that an error changes nothing.
 * What single values are allowed is tested in limits.c.
 *
 * The same program runs as a 32-bit one, too.
 */
#include <assert.h>
#include <stddef.h>

#include "schedsim_test.h"

#define LAYOUT(type, size) \
	static_assert(sizeof(struct schedsim_##type) == (size), #type)
#define MEMBER(type, member, offset) \
	static_assert(offsetof(struct schedsim_##type, member) == (offset), \
		      #type)

/* The first version of each struct: these never change, they only grow. */
LAYOUT(op, 16);
LAYOUT(attr, 72);
LAYOUT(cmd, 8);
LAYOUT(info, 40);
LAYOUT(config, 64);
LAYOUT(spawn_entry, 120);
LAYOUT(spawn, 32);
LAYOUT(proc_cmd, 16);
LAYOUT(set_attr, 88);
LAYOUT(trigger, 16);
LAYOUT(proc, 216);
LAYOUT(vcpu, 64);
LAYOUT(read, 32);
LAYOUT(run, 32);
MEMBER(op, value, 8);
MEMBER(attr, runtime_ns, 8);
MEMBER(attr, affinity, 32);
MEMBER(info, policies, 32);
MEMBER(config, policy, 8);
MEMBER(config, quantum_ns, 24);
MEMBER(config, nr_vcpus, 48);
MEMBER(config, tie, 60);
MEMBER(spawn_entry, name, 8);
MEMBER(spawn_entry, attr, 24);
MEMBER(spawn_entry, delay_ns, 96);
MEMBER(spawn, entries, 16);
MEMBER(set_attr, attr, 16);
MEMBER(proc, name, 24);
MEMBER(proc, attr, 40);
MEMBER(proc, arrival_ns, 112);
MEMBER(proc, wakeups, 208);
MEMBER(vcpu, busy_ns, 16);
MEMBER(read, entries, 24);
MEMBER(stats, time_ns, 48);
MEMBER(run, until_ns, 8);
MEMBER(run, reason, 24);
static_assert(SCHEDSIM_IOC_INFO == 0xe700, "INFO");
static_assert(SCHEDSIM_IOC_READ_PROGRAM == 0xe705, "READ_PROGRAM");
static_assert(SCHEDSIM_IOC_CREATE == 0xe720, "CREATE");
static_assert(SCHEDSIM_IOC_RESET == 0xe72b, "RESET");

#define PAGE		4096

/* Processes that are looked at. */
#define NR_LOOK		8

/* What a test works with. */
static struct {
	int fd;			/* a private simulation; 1 runs, 2 has exited */
	char *page;		/* a page; the one behind it is not there */
	char *room;		/* for entries */
	char config[sizeof(struct schedsim_config)];
	char stats[sizeof(struct schedsim_stats)];
	struct schedsim_proc procs[NR_LOOK];
	int nr_procs;
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
	struct schedsim_read read;
	struct schedsim_stats stats;
	struct schedsim_run run;
	char bytes[1024];
};

struct command {
	unsigned long cmd;
	__u32 size;
	bool looks;		/* changes nothing */
	union arg arg;
	__u32 flags;		/* those that are known, at offset 4 */
	int reserved;		/* offset of a reserved member, or 0 */
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
	},
};

FIXTURE_VARIANT_ADD(command, get_config) {
	.c = {
		.cmd = SCHEDSIM_IOC_GET_CONFIG,
		.size = sizeof(struct schedsim_config),
		.looks = true,
		.flags = SCHEDSIM_CONFIG_ALL,
	},
};

FIXTURE_VARIANT_ADD(command, stats) {
	.c = {
		.cmd = SCHEDSIM_IOC_STATS,
		.size = sizeof(struct schedsim_stats),
		.looks = true,
	},
};

FIXTURE_VARIANT_ADD(command, read_procs) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_PROCS,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.entry_size = sizeof(struct schedsim_proc),
		.arg.read.nr = 2,
	},
};

FIXTURE_VARIANT_ADD(command, read_vcpus) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_VCPUS,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.entry_size = sizeof(struct schedsim_vcpu),
		.arg.read.nr = 2,
	},
};

FIXTURE_VARIANT_ADD(command, read_program) {
	.c = {
		.cmd = SCHEDSIM_IOC_READ_PROGRAM,
		.size = sizeof(struct schedsim_read),
		.looks = true,
		.entry_size = sizeof(struct schedsim_op),
		.arg.read = { .nr = 2, .id = 1 },
	},
};

FIXTURE_VARIANT_ADD(command, create) {
	.c = {
		.cmd = SCHEDSIM_IOC_CREATE,
		.size = sizeof(struct schedsim_config),
		.flags = SCHEDSIM_CONFIG_ALL,
	},
};

FIXTURE_VARIANT_ADD(command, set_config) {
	.c = {
		.cmd = SCHEDSIM_IOC_SET_CONFIG,
		.size = sizeof(struct schedsim_config),
		.flags = SCHEDSIM_CONFIG_ALL,
		.arg.config.mask = SCHEDSIM_CONFIG_QUANTUM,
		.arg.config.quantum_ns = 123000,
	},
};

FIXTURE_VARIANT_ADD(command, spawn) {
	.c = {
		.cmd = SCHEDSIM_IOC_SPAWN,
		.size = sizeof(struct schedsim_spawn),
		.reserved = 28,
		.entry_size = sizeof(struct schedsim_spawn_entry),
		.arg.spawn.nr = 1,
	},
};

FIXTURE_VARIANT_ADD(command, kill) {
	.c = {
		.cmd = SCHEDSIM_IOC_KILL,
		.size = sizeof(struct schedsim_proc_cmd),
		.reserved = 12,
		.arg.proc.id = 1,
	},
};

FIXTURE_VARIANT_ADD(command, reap) {
	.c = {
		.cmd = SCHEDSIM_IOC_REAP,
		.size = sizeof(struct schedsim_proc_cmd),
		.reserved = 12,
		.arg.proc.id = 2,
	},
};

FIXTURE_VARIANT_ADD(command, set_attr) {
	.c = {
		.cmd = SCHEDSIM_IOC_SET_ATTR,
		.size = sizeof(struct schedsim_set_attr),
		.reserved = 12,
		.flags = SCHEDSIM_ATTR_ALL,
		.arg.set_attr = { .mask = SCHEDSIM_ATTR_NICE, .id = 1, .attr.nice = 3 },
	},
};

FIXTURE_VARIANT_ADD(command, yield) {
	.c = {
		.cmd = SCHEDSIM_IOC_YIELD,
		.size = sizeof(struct schedsim_proc_cmd),
		.reserved = 12,
		.arg.proc.id = 1,
	},
};

FIXTURE_VARIANT_ADD(command, trigger) {
	.c = {
		.cmd = SCHEDSIM_IOC_TRIGGER,
		.size = sizeof(struct schedsim_trigger),
		.reserved = 12,
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
		.reserved = 28,
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

static int look(int fd, char *config, char *stats, struct schedsim_proc *procs)
{
	if (get_config(fd, (void *)config) || get_stats(fd, (void *)stats))
		return -1;
	memset(procs, 0, NR_LOOK * sizeof(*procs));
	return read_procs(fd, procs, NR_LOOK);
}

FIXTURE_SETUP(command)
{
	t.fd = create_virtual("rr", MS(1), 2);
	ASSERT_LE(0, t.fd);
	ASSERT_EQ(1, spawn_program(t.fd, "one", OP_RUN(SEC(1)),
				   OP_SLEEP(MS(1)), OP_LOOP(0, 0)));
	ASSERT_EQ(2, spawn_program(t.fd, "two", OP_RUN(US(1))));
	ASSERT_EQ(3, spawn(t.fd, "three"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(t.fd, US(2500)));

	t.page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_TRUE(t.page != MAP_FAILED);
	ASSERT_EQ(0, munmap(t.page + PAGE, PAGE));
	t.room = calloc(1, 4 * PAGE);
	ASSERT_TRUE(!!t.room);
	t.nr_procs = look(t.fd, t.config, t.stats, t.procs);
	ASSERT_EQ(3, t.nr_procs);
}

FIXTURE_TEARDOWN(command)
{
	close(t.fd);
}

/* Has nothing changed since the setup? */
static bool unchanged(void)
{
	char config[sizeof(t.config)], stats[sizeof(t.stats)];
	struct schedsim_proc procs[NR_LOOK];

	return look(t.fd, config, stats, procs) == t.nr_procs &&
	       !memcmp(config, t.config, sizeof(config)) &&
	       !memcmp(stats, t.stats, sizeof(stats)) &&
	       !memcmp(procs, t.procs, sizeof(procs));
}

/* An argument that succeeds, at @arg. */
static void good(const struct command *c, void *arg)
{
	union arg full = c->arg;

	full.cmd.size = c->size;
	memset(t.room, 0, 4 * PAGE);
	if (c->cmd == SCHEDSIM_IOC_SPAWN) {
		full.spawn.entry_size = c->entry_size;
		full.spawn.entries = (uintptr_t)t.room;
	} else if (c->entry_size) {
		full.read.entry_size = c->entry_size;
		full.read.entries = (uintptr_t)t.room;
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
	ASSERT_TRUE(unchanged());					\
} while (0)

TEST_F(command, exact_size)
{
	union arg arg = {};

	good(&variant->c, &arg);
	ASSERT_GOOD(&arg);
	/* The size is the caller's, and stays. */
	ASSERT_EQ(variant->c.size, arg.cmd.size);
}

TEST_F(command, too_short)
{
	union arg arg = {};
	__u32 size;

	for (size = 0; size < variant->c.size; size++) {
		good(&variant->c, &arg);
		arg.cmd.size = size;
		ASSERT_BAD(-EINVAL, &arg);
	}
}

TEST_F(command, longer_with_zeros)
{
	char *arg = calloc(1, PAGE);

	good(&variant->c, arg);
	*(__u32 *)arg = variant->c.size + 8;
	ASSERT_GOOD(arg);
	/* Once more, with as much as may be. */
	if (!variant->c.looks)
		return;
	good(&variant->c, arg);
	*(__u32 *)arg = PAGE;
	ASSERT_GOOD(arg);
}

TEST_F(command, longer_with_unknown_bits)
{
	char *arg = calloc(1, PAGE);
	int i;

	for (i = variant->c.size; i < variant->c.size + 16; i++) {
		good(&variant->c, arg);
		*(__u32 *)arg = variant->c.size + 16;
		arg[i] = 1 << i % 8;
		ASSERT_BAD(-E2BIG, arg);
		arg[i] = 0;
	}
	*(__u32 *)arg = PAGE;
	arg[PAGE - 1] = 1;
	ASSERT_BAD(-E2BIG, arg);
}

TEST_F(command, huge)
{
	char *arg = calloc(1, 2 * PAGE);

	good(&variant->c, arg);
	*(__u32 *)arg = PAGE + 1;
	ASSERT_BAD(-E2BIG, arg);
	*(__u32 *)arg = ~0;
	ASSERT_BAD(-E2BIG, arg);
	*(__u32 *)arg = 1U << 31;
	ASSERT_BAD(-E2BIG, arg);
}

TEST_F(command, unknown_flags)
{
	union arg arg = {};
	int bit;

	for (bit = 0; bit < 32; bit++) {
		if (variant->c.flags & 1U << bit)
			continue;
		good(&variant->c, &arg);
		arg.cmd.flags |= 1U << bit;
		ASSERT_BAD(-EINVAL, &arg);
	}
}

TEST_F(command, dirty_reserved)
{
	union arg arg = {};
	int bit;

	if (!variant->c.reserved)
		return;
	for (bit = 0; bit < 32; bit++) {
		good(&variant->c, &arg);
		*(__u32 *)(arg.bytes + variant->c.reserved) = 1U << bit;
		ASSERT_BAD(-EINVAL, &arg);
	}
}

TEST_F(command, bad_pointer)
{
	ASSERT_BAD(-EFAULT, NULL);
	ASSERT_BAD(-EFAULT, t.page + PAGE);
	ASSERT_BAD(-EFAULT, (void *)-1L);
	ASSERT_BAD(-EFAULT, (void *)-PAGE);
}

TEST_F(command, end_of_page)
{
	int there;

	/* As little as possible, and all but the last byte, is there ... */
	for (there = 1; there < variant->c.size; there++) {
		char *at = t.page + PAGE - there;
		union arg arg = {};

		good(&variant->c, &arg);
		memcpy(at, &arg, there);
		ASSERT_BAD(-EFAULT, at);
	}
	/* ... or the whole of it, and nothing behind. */
	good(&variant->c, t.page + PAGE - variant->c.size);
	ASSERT_GOOD(t.page + PAGE - variant->c.size);
}

/* What cannot be written to cannot be answered in. */
TEST_F(command, read_only_argument)
{
	if (!variant->c.looks)
		return;
	good(&variant->c, t.page);
	ASSERT_EQ(0, mprotect(t.page, PAGE, PROT_READ));
	ASSERT_BAD(-EFAULT, t.page);
}

TEST_F(command, bad_entries)
{
	__u64 bad[] = {
		0, 1, ~0ULL, 1ULL << 63, -(__u64)PAGE,
		(uintptr_t)t.page + PAGE,
		(uintptr_t)t.page + PAGE - variant->c.entry_size + 1,
		(uintptr_t)t.page + PAGE - 1,
	};
	union arg arg = {};
	int i;

	if (!variant->c.entry_size)
		return;
	memset(t.page, 0, PAGE);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		good(&variant->c, &arg);
		if (variant->c.looks)
			arg.read.entries = bad[i];
		else
			arg.spawn.entries = bad[i];
		ASSERT_BAD(-EFAULT, &arg);
	}
	/* Readable is not enough: answers are put there. */
	good(&variant->c, &arg);
	ASSERT_EQ(0, mprotect(t.page, PAGE, PROT_READ));
	if (variant->c.looks)
		arg.read.entries = (uintptr_t)t.page;
	else
		arg.spawn.entries = (uintptr_t)t.page;
	ASSERT_BAD(-EFAULT, &arg);
}

TEST_F(command, size_of_entries)
{
	union arg arg = {};
	__u32 *size = variant->c.looks ? &arg.read.entry_size :
				       &arg.spawn.entry_size;
	static const __u32 less[] = { 0, 1, 8 };
	int i;

	if (!variant->c.entry_size)
		return;
	for (i = 0; i < ARRAY_SIZE(less); i++) {
		good(&variant->c, &arg);
		*size = less[i];
		ASSERT_BAD(-EINVAL, &arg);
	}
	good(&variant->c, &arg);
	*size = variant->c.entry_size - 1;
	ASSERT_BAD(-EINVAL, &arg);
	good(&variant->c, &arg);
	*size = PAGE + 8;
	ASSERT_BAD(-E2BIG, &arg);
	good(&variant->c, &arg);
	*size = ~7U;
	ASSERT_BAD(-E2BIG, &arg);
	good(&variant->c, &arg);
	*size = variant->c.entry_size + 4;
	ASSERT_BAD(-EINVAL, &arg);
	good(&variant->c, &arg);
	*size = variant->c.entry_size + 8;
	ASSERT_GOOD(&arg);
}

/* All that is given back has been written: no byte comes from elsewhere. */
TEST_F(command, answer_is_written_as_a_whole)
{
	char entries[2][2 * 512];
	union arg arg[2] = {};
	int i;

	if (!variant->c.looks)
		return;
	for (i = 0; i < 2; i++) {
		good(&variant->c, &arg[i]);
		memset(t.room, i ? 0xaa : 0x55, 4 * PAGE);
		if (variant->c.entry_size) {
			arg[i].read.entry_size += 16;
		} else if (variant->c.cmd == SCHEDSIM_IOC_INFO) {
			arg[i].info.abi_version = i ? ~0 : 0;
			arg[i].info.private_sim = i ? ~0 : 0;
			arg[i].info.max_vcpus = i ? ~0 : 0;
			arg[i].info.max_procs = i ? ~0 : 0;
			arg[i].info.max_ops = i ? ~0 : 0;
			arg[i].info.nr_policies = 2;
			arg[i].info.policies = (uintptr_t)t.room;
		} else {
			memset(arg[i].bytes + 8, i ? 0xaa : 0x55,
			       variant->c.size - 8);
		}
		ASSERT_GOOD(&arg[i]);
		memcpy(entries[i], t.room, sizeof(entries[i]));
	}
	ASSERT_EQ(0, memcmp(&arg[0], &arg[1], sizeof(arg[0])));
	if (variant->c.entry_size) {
		__u32 size = variant->c.entry_size, filled = 2 * (size + 16);

		ASSERT_EQ(2, arg[0].read.nr);
		ASSERT_EQ(0, memcmp(entries[0], entries[1], filled));
		/* What the kernel does not know is zero ... */
		for (i = size; i < size + 16; i++) {
			ASSERT_EQ(0, entries[0][i]);
			ASSERT_EQ(0, entries[0][i + size + 16]);
		}
		/* ... and what is not the caller's is left alone. */
		ASSERT_EQ(0x55, entries[0][filled]);
		ASSERT_EQ((char)0xaa, entries[1][filled]);
	} else if (variant->c.cmd == SCHEDSIM_IOC_INFO) {
		ASSERT_EQ(0, memcmp(entries[0], entries[1],
				    2 * SCHEDSIM_NAME_LEN));
		ASSERT_EQ(0x55, entries[0][2 * SCHEDSIM_NAME_LEN]);
	}
}

/* On the device: a file that is open for reading only looks. */
TEST_F(command, permission)
{
	union arg arg = {};
	int fd = open(DEVICE, O_RDONLY);
	int ret;

	ASSERT_LE(0, fd);
	good(&variant->c, &arg);
	ret = call(fd, variant->c.cmd, &arg);
	if (variant->c.cmd == SCHEDSIM_IOC_READ_PROGRAM)
		ret = ret == -ESRCH ? 0 : ret;	/* there are no processes */
	ASSERT_EQ(variant->c.looks ? 0 : -EBADF, ret);
	/* Even before the argument is looked at. */
	if (!variant->c.looks)
		ASSERT_EQ(-EBADF, call(fd, variant->c.cmd, NULL));
	close(fd);
	fd = open(DEVICE, O_WRONLY);
	ASSERT_LE(0, fd);
	ASSERT_EQ(-EFAULT, call(fd, variant->c.cmd, NULL));
}

TEST(unknown_commands)
{
	union arg arg = { .cmd.size = sizeof(arg) };
	int fd = open(DEVICE, O_RDWR), sim = create_virtual("rr", MS(1), 1);
	unsigned int nr;

	ASSERT_LE(0, fd);
	ASSERT_LE(0, sim);
	for (nr = 0; nr < 256; nr++) {
		bool known = nr <= _IOC_NR(SCHEDSIM_IOC_READ_PROGRAM) ||
			     (nr >= _IOC_NR(SCHEDSIM_IOC_CREATE) &&
			      nr <= _IOC_NR(SCHEDSIM_IOC_RESET));

		if (!known) {
			ASSERT_EQ(-ENOTTY, call(fd, _IO(SCHEDSIM_IOC_TYPE, nr),
						&arg));
			ASSERT_EQ(-ENOTTY, call(sim, _IO(SCHEDSIM_IOC_TYPE, nr),
						NULL));
		}
		ASSERT_EQ(-ENOTTY, call(fd, _IO(0xe4, nr), &arg));
		ASSERT_EQ(-ENOTTY, call(fd, _IOWR(SCHEDSIM_IOC_TYPE, nr, int),
					&arg));
		ASSERT_EQ(-ENOTTY, call(fd, _IO(SCHEDSIM_IOC_TYPE, nr) | 1 << 16,
					&arg));
	}
}

TEST(no_read_nor_write)
{
	int fd = open(DEVICE, O_RDWR);
	char c = 0;

	ASSERT_LE(0, fd);
	ASSERT_EQ(-1, read(fd, &c, 1));
	ASSERT_EQ(EINVAL, errno);
	ASSERT_EQ(-1, write(fd, &c, 1));
	ASSERT_EQ(EINVAL, errno);
}

TEST_HARNESS_MAIN
