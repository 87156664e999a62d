// SPDX-License-Identifier: GPL-2.0
/*
 * How arguments of ioctls are decoded: sizes, tails, permissions.
 */
#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/mman.h>
#include <linux/uaccess.h>

#include "../ioctl.h"
#include "../process.h"
#include "../shared.h"
#include "../simulation.h"
#include "tests.h"

struct command_case {
	const char *name;
	unsigned int cmd;
	u32 size;
	u32 min_size;
	bool writes;
};

#define CASE_SINCE(cmd_name, type, first_size, cmd_writes)		\
	{								\
		.name = #cmd_name, .cmd = SCHEDSIM_IOC_##cmd_name,	\
		.size = sizeof(struct type),				\
		.min_size = first_size, .writes = cmd_writes,		\
	}

/* Most have not grown since the first version. */
#define CASE(cmd_name, type, cmd_writes)				\
	CASE_SINCE(cmd_name, type, sizeof(struct type), cmd_writes)

#define CONFIG_FIRST_SIZE	offsetofend(struct schedsim_config, reason)

static const struct command_case command_cases[] = {
	CASE(INFO, schedsim_info, false),
	CASE_SINCE(GET_CONFIG, schedsim_config, CONFIG_FIRST_SIZE, false),
	CASE_SINCE(STATS, schedsim_stats,
		   offsetofend(struct schedsim_stats, unchecked), false),
	CASE(READ_PROCS, schedsim_read, false),
	CASE(READ_VCPUS, schedsim_read, false),
	CASE(READ_PROGRAM, schedsim_read, false),
	CASE(READ_OBJECTS, schedsim_read, false),
	CASE(READ_PARAMS, schedsim_read, false),
	CASE(READ_VALUES, schedsim_read, false),
	CASE(READ_POLICIES, schedsim_read, false),
	CASE(READ_VCPU_DESCS, schedsim_read, false),
	CASE(READ_SESSION, schedsim_read_session, false),
	CASE_SINCE(CREATE, schedsim_config, CONFIG_FIRST_SIZE, true),
	CASE_SINCE(SET_CONFIG, schedsim_config, CONFIG_FIRST_SIZE, true),
	CASE(SPAWN, schedsim_spawn, true),
	CASE(KILL, schedsim_proc_cmd, true),
	CASE(REAP, schedsim_proc_cmd, true),
	CASE(SET_ATTR, schedsim_set_attr, true),
	CASE(YIELD, schedsim_proc_cmd, true),
	CASE(TRIGGER, schedsim_trigger, true),
	CASE(PAUSE, schedsim_cmd, true),
	CASE(RESUME, schedsim_cmd, true),
	CASE(RUN, schedsim_run, true),
	CASE(RESET, schedsim_cmd, true),
	CASE(EVICT, schedsim_evict, true),
	CASE(RECORD, schedsim_recording, true),
	CASE(SET_ONLINE, schedsim_set_online, true),
};

KUNIT_ARRAY_PARAM_DESC(command, command_cases, name);

/* A file, and a page of the user's. */
struct fixture {
	struct file file;
	unsigned long page;
};

static int ioctl_test_init(struct kunit *test)
{
	struct fixture *fixture;

	fixture = kunit_kzalloc(test, sizeof(*fixture), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, fixture);
	test->priv = fixture;
	boot_config = (struct sim_config) {
		.policy = &sim_policy_fair,
		.quantum_ns = SCHEDSIM_DEFAULT_QUANTUM_NS,
		.nr_vcpus = 1,
		.max_procs = 64,
	};
	shared_simulation = simulation_create(&boot_config,
					      SCHEDSIM_CLOCK_LIVE,
					      GLOBAL_ROOT_UID);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, shared_simulation);
	fixture->file.private_data = shared_simulation;
	fixture->file.f_mode = FMODE_READ | FMODE_WRITE;
	fixture->page = kunit_vm_mmap(test, NULL, 0, 2 * PAGE_SIZE,
				      PROT_READ | PROT_WRITE,
				      MAP_ANONYMOUS | MAP_PRIVATE, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(fixture->page));
	KUNIT_ASSERT_NE(test, fixture->page, 0);
	return 0;
}

static void ioctl_test_exit(struct kunit *test)
{
	if (!IS_ERR_OR_NULL(shared_simulation))
		simulation_put(shared_simulation);
	shared_simulation = NULL;
}

/* Call @cmd with an argument of zeroes that says it has @size bytes. */
static long call(struct kunit *test, unsigned int cmd, u32 size, u32 dirty_at)
{
	struct fixture *fixture = test->priv;
	void __user *page = (void __user *)fixture->page;

	KUNIT_ASSERT_EQ(test, clear_user(page, 2 * PAGE_SIZE), 0);
	KUNIT_ASSERT_EQ(test, put_user(size, (u32 __user *)page), 0);
	if (dirty_at)
		KUNIT_ASSERT_EQ(test, put_user(1, (u8 __user *)page + dirty_at),
				0);
	return schedsim_ioctl(&fixture->file, cmd, fixture->page);
}

static void sizes(struct kunit *test)
{
	const struct command_case *c = test->param_value;
	long plain, longer;

	KUNIT_EXPECT_EQ(test, call(test, c->cmd, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, call(test, c->cmd, c->min_size - 1, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, call(test, c->cmd, PAGE_SIZE + 1, 0), -E2BIG);
	KUNIT_EXPECT_EQ(test, call(test, c->cmd, U32_MAX, 0), -E2BIG);
	KUNIT_EXPECT_EQ(test, call(test, c->cmd, c->size + 8, c->size), -E2BIG);
	KUNIT_EXPECT_EQ(test, call(test, c->cmd, c->size + 8, c->size + 7),
			-E2BIG);
	/* All zeroes is right or wrong for its own reasons, but not its size. */
	if (c->cmd == SCHEDSIM_IOC_CREATE)
		return;
	plain = call(test, c->cmd, c->size, 0);
	longer = call(test, c->cmd, PAGE_SIZE, 0);
	KUNIT_EXPECT_EQ(test, plain, longer);
	KUNIT_EXPECT_NE(test, plain, -E2BIG);
}

static void permissions(struct kunit *test)
{
	const struct command_case *c = test->param_value;
	struct fixture *fixture = test->priv;
	long ret;

	fixture->file.f_mode = FMODE_READ;
	ret = call(test, c->cmd, c->size, 0);
	if (c->writes)
		KUNIT_EXPECT_EQ(test, ret, -EBADF);
	else
		KUNIT_EXPECT_NE(test, ret, -EBADF);
}

static void bad_pointers(struct kunit *test)
{
	const struct command_case *c = test->param_value;
	struct fixture *fixture = test->priv;

	KUNIT_EXPECT_EQ(test, schedsim_ioctl(&fixture->file, c->cmd, 0),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, schedsim_ioctl(&fixture->file, c->cmd, TASK_SIZE_MAX),
			-EFAULT);
}

static void unknown_commands(struct kunit *test)
{
	unsigned int nr;

	for (nr = 0x0c; nr < 0x20; nr++)
		KUNIT_EXPECT_EQ(test, call(test, _IO(SCHEDSIM_IOC_TYPE, nr), 8, 0),
				-ENOTTY);
	for (nr = 0x2f; nr < 0x100; nr++)
		KUNIT_EXPECT_EQ(test, call(test, _IO(SCHEDSIM_IOC_TYPE, nr), 8, 0),
				-ENOTTY);
	KUNIT_EXPECT_EQ(test, call(test, _IO(SCHEDSIM_IOC_TYPE + 1, 0), 8, 0),
			-ENOTTY);
	KUNIT_EXPECT_EQ(test, call(test, _IOR(SCHEDSIM_IOC_TYPE, 0, u64), 8, 0),
			-ENOTTY);
}

static struct kunit_case ioctl_test_cases[] = {
	KUNIT_CASE_PARAM(sizes, command_gen_params),
	KUNIT_CASE_PARAM(permissions, command_gen_params),
	KUNIT_CASE_PARAM(bad_pointers, command_gen_params),
	KUNIT_CASE(unknown_commands),
	{}
};

struct kunit_suite ioctl_test_suite = {
	.name = "schedsim-ioctl",
	.init = ioctl_test_init,
	.exit = ioctl_test_exit,
	.test_cases = ioctl_test_cases,
};
