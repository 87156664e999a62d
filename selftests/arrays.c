// SPDX-License-Identifier: GPL-2.0
/*
 * Every array that a command reads or fills, put across each edge of memory that
 * is not there or may not be written, and compared with what was there before.
 *
 * The same program runs as a 32-bit one, too.
 */
#include "schedsim_test.h"

#define PAGE	4096
#define ROOM	(32 * PAGE)

#define NR_PROCS	50	/* at first */
#define NR_VCPUS	SCHEDSIM_MAX_VCPUS
#define NR_OPS_LONG	1024

/* What a test works with: memory with a hole of one page in the middle. */
static struct {
	int fd;
	char *room;
	char *hole;
	char *rest;		/* behind the hole */
	struct schedsim_op *ops; /* the long program, elsewhere */
	struct state before;
} t;

static int read_into(unsigned long cmd, __u32 nr, __u32 size, __u32 id, __u64 at)
{
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = nr,
		.entry_size = size,
		.id = id,
		.entries = at,
	};

	return call(t.fd, cmd, &arg);
}

static int use_procs(__u64 at, __u32 more)
{
	return read_into(SCHEDSIM_IOC_READ_PROCS, NR_PROCS,
			 sizeof(struct schedsim_proc) + more, 0, at);
}

static int use_vcpus(__u64 at, __u32 more)
{
	return read_into(SCHEDSIM_IOC_READ_VCPUS, NR_VCPUS,
			 sizeof(struct schedsim_vcpu) + more, 0, at);
}

static int use_program(__u64 at, __u32 more)
{
	return read_into(SCHEDSIM_IOC_READ_PROGRAM, NR_OPS_LONG,
			 sizeof(struct schedsim_op) + more, 1, at);
}

static int use_policies(__u64 at, __u32 more)
{
	struct schedsim_info arg = {
		.size = sizeof(arg),
		.nr_policies = 3,
		.policies = at,
	};

	return call(t.fd, SCHEDSIM_IOC_INFO, &arg);
}

static int use_entries(__u64 at, __u32 more)
{
	struct schedsim_spawn arg = {
		.size = sizeof(arg),
		.nr = NR_PROCS,
		.entry_size = sizeof(struct schedsim_spawn_entry) + more,
		.entries = at,
	};

	return call(t.fd, SCHEDSIM_IOC_SPAWN, &arg);
}

static int use_ops(__u64 at, __u32 more)
{
	struct schedsim_spawn_entry entry = {
		.nr_ops = NR_OPS_LONG,
		.ops = at,
	};

	return spawn_many(t.fd, &entry, 1, NULL);
}

FIXTURE(array)
{
};

FIXTURE_VARIANT(array)
{
	int (*use)(__u64 at, __u32 more);	/* with longer entries */
	__u32 nr;
	__u32 size;		/* of an entry */
	bool in;		/* is read */
	bool out;		/* is written */
	bool grows;		/* the caller says how large entries are */
};

FIXTURE_VARIANT_ADD(array, read_procs) {
	.use = use_procs,
	.nr = NR_PROCS,
	.size = sizeof(struct schedsim_proc),
	.out = true,
	.grows = true,
};

FIXTURE_VARIANT_ADD(array, read_vcpus) {
	.use = use_vcpus,
	.nr = NR_VCPUS,
	.size = sizeof(struct schedsim_vcpu),
	.out = true,
	.grows = true,
};

FIXTURE_VARIANT_ADD(array, read_program) {
	.use = use_program,
	.nr = NR_OPS_LONG,
	.size = sizeof(struct schedsim_op),
	.out = true,
	.grows = true,
};

FIXTURE_VARIANT_ADD(array, info_policies) {
	.use = use_policies,
	.nr = 3,
	.size = SCHEDSIM_NAME_LEN,
	.out = true,
};

FIXTURE_VARIANT_ADD(array, spawn_entries) {
	.use = use_entries,
	.nr = NR_PROCS,
	.size = sizeof(struct schedsim_spawn_entry),
	.in = true,
	.out = true,
	.grows = true,
};

FIXTURE_VARIANT_ADD(array, spawn_ops) {
	.use = use_ops,
	.nr = NR_OPS_LONG,
	.size = sizeof(struct schedsim_op),
	.in = true,
};

static int prepare(void)
{
	int i, ret;

	t.fd = create_virtual("rr", MS(1), NR_VCPUS);
	if (t.fd < 0)
		return t.fd;
	ret = spawn_ops(t.fd, "long", t.ops, NR_OPS_LONG);
	for (i = 1; i < NR_PROCS && ret > 0; i++)
		ret = spawn(t.fd, "p");
	if (ret < 0)
		return ret;
	ret = run_until(t.fd, MS(5));
	return ret ?: read_state(t.fd, &t.before);
}

FIXTURE_SETUP(array)
{
	int i;

	t.ops = calloc(NR_OPS_LONG, sizeof(*t.ops));
	ASSERT_TRUE(!!t.ops);
	for (i = 0; i < NR_OPS_LONG; i++)
		t.ops[i] = OP_RUN(i + 1);
	t.room = mmap(NULL, ROOM + PAGE + ROOM, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_TRUE(t.room != MAP_FAILED);
	t.hole = t.room + ROOM;
	t.rest = t.hole + PAGE;
	ASSERT_EQ(0, mprotect(t.hole, PAGE, PROT_NONE));
	ASSERT_EQ(0, prepare());
}

FIXTURE_TEARDOWN(array)
{
	close(t.fd);
}

/* The array's good contents, or zeros, on both sides of the hole. */
static void fill(bool ops)
{
	memset(t.room, 0, ROOM);
	memset(t.rest, 0, ROOM);
	if (!ops)
		return;
	memcpy(t.hole - NR_OPS_LONG * sizeof(*t.ops), t.ops,
	       NR_OPS_LONG * sizeof(*t.ops));
	memcpy(t.rest, t.ops, NR_OPS_LONG * sizeof(*t.ops));
}

#define IS_OPS		(variant->use == use_ops)

#define ASSERT_FAULT(at) do {						\
	ASSERT_EQ(-EFAULT, variant->use((uintptr_t)(at), 0));		\
	ASSERT_TRUE(same_state(t.fd, &t.before));			\
} while (0)

TEST_F(array, is_nowhere)
{
	static const __u64 nowhere[] = {
		1, 8, ~0ULL, ~7ULL, 1ULL << 63, 1ULL << 47, -(__u64)PAGE,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(nowhere); i++) {
		ASSERT_EQ(-EFAULT, variant->use(nowhere[i], 0));
		ASSERT_TRUE(same_state(t.fd, &t.before));
	}
	/* Without an array at all, INFO still tells how many there are. */
	ASSERT_EQ(variant->use == use_policies ? 0 : -EFAULT,
		  variant->use(0, 0));
	/* All of a 64-bit pointer counts, also in a 32-bit program. */
	fill(IS_OPS);
	ASSERT_EQ(-EFAULT,
		  variant->use((uintptr_t)t.rest | 1ULL << 62, 0));
	if (sizeof(long) == 4)
		ASSERT_EQ(-EFAULT,
			  variant->use((uintptr_t)t.rest | 1ULL << 32, 0));
	ASSERT_TRUE(same_state(t.fd, &t.before));
	ASSERT_LE(0, variant->use((uintptr_t)t.rest, 0));
}

TEST_F(array, end_is_missing)
{
	__u32 all = variant->nr * variant->size, i;
	__u32 there[] = {
		1, 7, 8, variant->size - 1, variant->size, variant->size + 1,
		all / 2, all - variant->size, all - variant->size + 1,
		all - 8, all - 4, all - 1,
	};

	for (i = 0; i < ARRAY_SIZE(there); i++) {
		fill(IS_OPS);
		ASSERT_FAULT(t.hole - there[i]);
	}
	fill(IS_OPS);
	ASSERT_LE(0, variant->use((uintptr_t)t.hole - all, 0));
}

TEST_F(array, start_is_missing)
{
	__u32 missing[] = {
		1, 4, 8, variant->size - 1, variant->size, variant->size + 1,
		PAGE - variant->size, PAGE - 1, PAGE,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(missing); i++) {
		fill(IS_OPS);
		ASSERT_FAULT(t.rest - missing[i]);
	}
	fill(IS_OPS);
	ASSERT_LE(0, variant->use((uintptr_t)t.rest, 0));
}

TEST_F(array, middle_is_missing)
{
	__u32 all = variant->nr * variant->size, before;

	if (all <= PAGE + 2 * variant->size)
		return;
	for (before = variant->size; before < all - PAGE; before += PAGE / 4) {
		fill(IS_OPS);
		ASSERT_FAULT(t.hole - before);
		ASSERT_FAULT(t.hole - before + 1);
	}
}

/* Longer entries do not fit where those that are known do. */
TEST_F(array, end_of_a_longer_entry_is_missing)
{
	__u32 all = variant->nr * (variant->size + 8), i;

	if (!variant->grows)
		return;
	for (i = 1; i <= 8; i++) {
		fill(false);
		ASSERT_EQ(-EFAULT, variant->use((uintptr_t)t.hole - all + i, 8));
		ASSERT_TRUE(same_state(t.fd, &t.before));
	}
	ASSERT_LE(0, variant->use((uintptr_t)t.hole - all, 8));
}

TEST_F(array, read_only)
{
	fill(IS_OPS);
	ASSERT_EQ(0, mprotect(t.rest, ROOM, PROT_READ));
	if (variant->out) {
		ASSERT_FAULT(t.rest);
		/* All but the last entry can be written. */
		if (variant->size * variant->nr <= PAGE)
			return;
		ASSERT_EQ(0, mprotect(t.rest, PAGE, PROT_READ | PROT_WRITE));
		ASSERT_FAULT(t.rest + PAGE -
			     variant->size * (PAGE / variant->size));
	} else {
		ASSERT_LE(0, variant->use((uintptr_t)t.rest, 0));
	}
}

/* What comes back was written by the kernel, and nothing beside it. */
TEST_F(array, is_written_as_a_whole)
{
	static const __u32 more[] = { 0, 8, 64 };
	static char first[2 * ROOM];
	__u32 i, n, at, size, all;

	if (variant->in)
		return;
	for (n = 0; n < (variant->grows ? ARRAY_SIZE(more) : 1); n++) {
		size = variant->size + more[n];
		all = variant->nr * size;
		ASSERT_GE(ROOM, all);
		for (i = 0; i < 2; i++) {
			memset(t.rest, i ? 0xaa : 0x55, ROOM);
			ASSERT_EQ(0, variant->use((uintptr_t)t.rest, more[n]));
			if (!i)
				memcpy(first, t.rest, ROOM);
		}
		ASSERT_EQ(0, memcmp(first, t.rest, all));
		for (at = 0; at < all; at++)
			if (at % size >= variant->size)
				ASSERT_EQ(0, t.rest[at]);
		for (; at < ROOM; at++)
			ASSERT_EQ((char)0xaa, t.rest[at]);
	}
}

/* Of what a spawn is given only the ids come back. */
TEST_F(array, only_ids_are_written)
{
	struct schedsim_spawn_entry *entry = (void *)t.rest;
	int i;

	if (variant->use != use_entries)
		return;
	fill(false);
	for (i = 0; i < NR_PROCS; i++)
		set_name(entry[i].name, "name");
	memcpy(t.room, t.rest, NR_PROCS * sizeof(*entry));
	memset(entry + NR_PROCS, 0xa5, sizeof(*entry));
	ASSERT_EQ(0, variant->use((uintptr_t)t.rest, 0));
	for (i = 0; i < NR_PROCS; i++) {
		ASSERT_EQ(NR_PROCS + 1 + i, entry[i].id);
		entry[i].id = 0;
	}
	ASSERT_EQ(0, memcmp(t.room, t.rest, NR_PROCS * sizeof(*entry)));
	ASSERT_EQ(0xa5a5a5a5, entry[NR_PROCS].id);
}

TEST_HARNESS_MAIN
