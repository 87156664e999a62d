// SPDX-License-Identifier: GPL-2.0
/*
 * Lists: they are read and written in batches, and all that does not fit is told.
 */
#include "limits.h"

TEST_F(limits, lists_in_batches)
{
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.entry_size = sizeof(struct schedsim_proc),
	};
	struct schedsim_proc procs[16];
	int i, n = 0;

	for (i = 0; i < 10; i++)
		ASSERT_EQ(i + 1, spawn(t.fd, "p"));
	/* Three at a time; the end is a batch of none. */
	do {
		arg.nr = 3;
		arg.entries = (uintptr_t)(procs + n);
		ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_READ_PROCS, &arg));
		ASSERT_GE(3, arg.nr);
		n += arg.nr;
	} while (arg.nr);
	ASSERT_EQ(10, n);
	for (i = 0; i < 10; i++)
		ASSERT_EQ(i + 1, procs[i].id);
	/* From the middle, and from behind the end. */
	ASSERT_EQ(4, read_list(t.fd, SCHEDSIM_IOC_READ_PROCS, 7, procs, 16,
			       sizeof(procs[0]), 0));
	ASSERT_EQ(7, procs[0].id);
	ASSERT_EQ(0, read_list(t.fd, SCHEDSIM_IOC_READ_PROCS, ~0U, procs,
			       16, sizeof(procs[0]), 0));
	ASSERT_EQ(0, read_list(t.fd, SCHEDSIM_IOC_READ_VCPUS, 2, procs, 16,
			       sizeof(struct schedsim_vcpu), 0));
	ASSERT_EQ(0, read_list(t.fd, SCHEDSIM_IOC_READ_PROGRAM, 0, procs,
			       16, sizeof(struct schedsim_op), 1));
	/* An id where none belongs, none where one does. */
	ASSERT_EQ(-EINVAL, read_list(t.fd, SCHEDSIM_IOC_READ_PROCS, 0,
				     procs, 16, sizeof(procs[0]), 1));
	ASSERT_EQ(-EINVAL, read_list(t.fd, SCHEDSIM_IOC_READ_VCPUS, 0,
				     procs, 16, sizeof(struct schedsim_vcpu),
				     1));
	ASSERT_EQ(-ESRCH, read_list(t.fd, SCHEDSIM_IOC_READ_PROGRAM, 0,
				    procs, 16, sizeof(struct schedsim_op), 0));
}

/* A great many: one call fills no more than 1,024. */
TEST(long_lists)
{
	struct schedsim_config config = {};
	static struct schedsim_spawn_entry entries[3000];
	static struct schedsim_proc procs[3001];
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = ~0U,
		.entry_size = sizeof(procs[0]),
		.entries = (uintptr_t)procs,
	};
	int fd = create(&config), i;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, spawn_many(fd, entries, 3000, NULL));
	ASSERT_EQ(0, call(fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	ASSERT_EQ(1024, arg.nr);
	ASSERT_EQ(3000, read_procs(fd, procs, 3001));
	for (i = 0; i < 3000; i++) {
		ASSERT_EQ(i + 1, procs[i].id);
		ASSERT_EQ(procs[i].id, entries[i].id);
	}

	/* As many to reap as fit in a number of batches, and one more. */
	for (i = 1; i <= 128; i++)
		ASSERT_EQ(0, kill_proc(fd, i));
	ASSERT_EQ(0, on_proc(fd, SCHEDSIM_IOC_REAP, 0));
	ASSERT_EQ(2872, read_procs(fd, procs, 3001));
	ASSERT_EQ(129, procs[0].id);
	for (; i <= 128 + 129; i++)
		ASSERT_EQ(0, kill_proc(fd, i));
	ASSERT_EQ(0, on_proc(fd, SCHEDSIM_IOC_REAP, 0));
	ASSERT_EQ(2743, read_procs(fd, procs, 3001));
	ASSERT_EQ(258, procs[0].id);
}

/*
 * To count jobs, what is left of programs is looked at: if that is much, a call ends with
 * fewer entries than it has room for.
 */
TEST(long_programs)
{
	enum { NR = 200 };
	static struct schedsim_op ops[SCHEDSIM_MAX_OPS / 2];
	static struct schedsim_spawn_entry entries[NR];
	static struct schedsim_proc procs[NR + 1];
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = NR,
		.entry_size = sizeof(procs[0]),
		.entries = PTR(procs),
	};
	int fd = create_virtual("rr", MS(1), 1), i;

	ASSERT_LE(0, fd);
	for (i = 0; i < (int)ARRAY_SIZE(ops); i++)
		ops[i] = OP_RUN(1);
	for (i = 0; i < NR; i++)
		entries[i] = entry_of("long", ops, ARRAY_SIZE(ops));
	ASSERT_EQ(0, spawn_many(fd, entries, NR, NULL));
	/* Nothing has been released before now that is to be done: nothing to look at. */
	ASSERT_EQ(0, call(fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	ASSERT_EQ(NR, arg.nr);
	run_until(fd, 1);
	arg.start = 0;
	ASSERT_EQ(0, call(fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	ASSERT_LT(0, arg.nr);
	ASSERT_GT(NR / 2, arg.nr);
	ASSERT_EQ(procs[arg.nr - 1].id + 1, arg.start);
	ASSERT_EQ(NR, read_procs(fd, procs, NR + 1));
	for (i = 0; i < NR; i++) {
		EXPECT_EQ(i + 1, procs[i].id);
		EXPECT_EQ(1, procs[i].jobs_released);
	}
}

/* Entries of the size of another version, where only some can be written. */
TEST_F(limits, lists_end_at_a_bad_page)
{
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = 2,
		.entry_size = sizeof(struct schedsim_proc) + 8,
	};
	size_t page = sysconf(_SC_PAGESIZE);
	char *end = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_TRUE(end != MAP_FAILED);
	end += page;
	ASSERT_EQ(0, mprotect(end, page, PROT_NONE));
	ASSERT_EQ(1, spawn(t.fd, "a"));
	ASSERT_EQ(2, spawn(t.fd, "b"));
	/* What is missing: a byte of the second one, its zeroes, nearly all of it. */
	arg.entries = (uintptr_t)end - 2 * arg.entry_size + 1;
	ASSERT_EQ(-EFAULT, call(t.fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	arg.entries = (uintptr_t)end - 2 * arg.entry_size + 8;
	ASSERT_EQ(-EFAULT, call(t.fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	arg.entries = (uintptr_t)end - arg.entry_size - 1;
	ASSERT_EQ(-EFAULT, call(t.fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	arg.entries = (uintptr_t)end - 2 * arg.entry_size;
	ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	ASSERT_EQ(2, arg.nr);
	munmap(end - page, 2 * page);
}

/* Operations of all programs together; entries that share one count once. */
TEST(operations_in_all)
{
	enum { NR = SCHEDSIM_MAX_OPS_TOTAL / SCHEDSIM_MAX_OPS };
	static struct schedsim_op ops[2][SCHEDSIM_MAX_OPS];
	static struct schedsim_spawn_entry entries[NR + 1];
	struct schedsim_config config = {};
	int fd = create(&config), i;
	__u32 failed;

	ASSERT_LE(0, fd);
	for (i = 0; i < SCHEDSIM_MAX_OPS; i++)
		ops[0][i] = OP_SLEEP(1);
	memcpy(ops[1], ops[0], sizeof(ops[0]));
	for (i = 0; i <= NR; i++)
		entries[i] = entry_of("o", ops[0], SCHEDSIM_MAX_OPS);
	ASSERT_EQ(0, spawn_many(fd, entries, NR + 1, NULL));
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESET));
	for (i = 0; i <= NR; i++)
		entries[i] = entry_of("o", ops[i % 2], SCHEDSIM_MAX_OPS);
	ASSERT_EQ(-ENOSPC, spawn_many(fd, entries, NR + 1, &failed));
	ASSERT_EQ(NR, failed);
	ASSERT_EQ(0, spawn_many(fd, entries, NR, NULL));
	ASSERT_EQ(-ENOSPC, spawn_program(fd, "one", OP_RUN(1)));
	ASSERT_EQ(0, kill_proc(fd, entries[0].id));
	ASSERT_EQ(0, on_proc(fd, SCHEDSIM_IOC_REAP, entries[0].id));
	ASSERT_LT(0, spawn_program(fd, "one", OP_RUN(1)));
}

TEST(policies_are_listed)
{
	struct schedsim_info info = { .size = sizeof(info) };
	struct schedsim_policy all[32] = {}, one;
	int fd = open(DEVICE, O_RDWR), i, nr;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, call(fd, SCHEDSIM_IOC_INFO, &info));
	nr = read_list(fd, SCHEDSIM_IOC_READ_POLICIES, 0, all, 32, sizeof(all[0]), 0);
	ASSERT_LE(3, nr);
	ASSERT_GT(32, nr);
	ASSERT_EQ(nr, info.nr_policies);
	fd = create_virtual("rr", MS(1), 1);
	for (i = 0; i < nr; i++) {
		struct schedsim_param params[SCHEDSIM_MAX_PARAMS];

		ASSERT_EQ(0, set_policy(fd, all[i].name));
		ASSERT_EQ(all[i].nr_params, read_params(fd, all[i].name, params));
		ASSERT_LE(1, all[i].nr_params);
		ASSERT_LT(0, strlen(all[i].summary));
		ASSERT_EQ(!strcmp(all[i].name, "mlfq"),
			  all[i].tie == SCHEDSIM_TIE_EXPIRY_FIRST);
		ASSERT_EQ(0, all[i].flags);
		/* One at a time. */
		ASSERT_EQ(1, read_list(fd, SCHEDSIM_IOC_READ_POLICIES, i, &one, 1,
				       sizeof(one), 0));
		ASSERT_EQ(0, memcmp(&one, &all[i], sizeof(one)));
	}
	ASSERT_EQ(0, read_list(fd, SCHEDSIM_IOC_READ_POLICIES, nr, &one, 1, sizeof(one), 0));
	ASSERT_EQ(0, read_list(fd, SCHEDSIM_IOC_READ_POLICIES, ~0U, &one, 1, sizeof(one), 0));
	ASSERT_EQ(-EINVAL, read_list(fd, SCHEDSIM_IOC_READ_POLICIES, 0, &one, 1,
				     sizeof(one), 1));
}

TEST_HARNESS_MAIN
