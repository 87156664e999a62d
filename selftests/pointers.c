// SPDX-License-Identifier: GPL-2.0
/*
 * Every pointer that a command takes, put across each edge of memory that is not
 * there or may not be written, and every byte that comes back, compared with
 * what was there before.
 *
 * The same program runs as a 32-bit one, too.
 */
#include "commands.h"

TEST_F(command, bad_pointer)
{
	ASSERT_BAD(-EFAULT, NULL);
	ASSERT_BAD(-EFAULT, t.page + PAGE);
	ASSERT_BAD(-EFAULT, t.page + PAGE + PAGE / 2);
	ASSERT_BAD(-EFAULT, (void *)-1L);
	ASSERT_BAD(-EFAULT, (void *)-PAGE);
}

TEST_F(command, end_is_missing)
{
	int there;

	/* As little as possible, and all but the last byte, is there ... */
	for (there = 1; there < variant->c.size; there++) {
		char *at = t.page + PAGE - there;
		union arg arg = {};

		good(&variant->c, &arg);
		memcpy(at, &arg, there);
		ASSERT_EQ(-EFAULT, call(t.fd, variant->c.cmd, at));
	}
	ASSERT_UNCHANGED();
	/* ... or the whole of it, and nothing behind. */
	good(&variant->c, t.page + PAGE - variant->c.size);
	ASSERT_GOOD(t.page + PAGE - variant->c.size);
}

TEST_F(command, start_is_missing)
{
	int missing;

	for (missing = 1; missing < variant->c.size; missing++) {
		union arg arg = {};

		good(&variant->c, &arg);
		memcpy(t.next, arg.bytes + missing, variant->c.size - missing);
		ASSERT_EQ(-EFAULT, call(t.fd, variant->c.cmd, t.next - missing));
	}
	ASSERT_UNCHANGED();
	good(&variant->c, t.next);
	ASSERT_GOOD(t.next);
}

/* What is longer than the kernel knows is looked at, too. */
TEST_F(command, unknown_end_is_missing)
{
	__u32 size = variant->c.size + 8, there;

	for (there = variant->c.size; there < size; there++) {
		char *at = t.page + PAGE - there;

		memset(t.page, 0, PAGE);
		good(&variant->c, at);
		*(__u32 *)at = size;
		ASSERT_EQ(-EFAULT, call(t.fd, variant->c.cmd, at));
	}
	ASSERT_UNCHANGED();
}

/* What cannot be written to cannot be answered in, and need not be otherwise. */
TEST_F(command, read_only_argument)
{
	good(&variant->c, t.page);
	ASSERT_EQ(0, mprotect(t.page, PAGE, PROT_READ));
	if (variant->c.answers)
		ASSERT_BAD(-EFAULT, t.page);
	else
		ASSERT_GOOD(t.page);
}

/* The first part of an answer may be written, the last may not. */
TEST_F(command, partly_read_only_argument)
{
	int rest;

	if (!variant->c.answers)
		return;
	ASSERT_EQ(0, mprotect(t.page, 2 * PAGE, PROT_READ | PROT_WRITE));
	for (rest = 1; rest < variant->c.size; rest += 4) {
		char *at = t.page + PAGE + rest - variant->c.size;

		ASSERT_EQ(0, mprotect(t.page + PAGE, PAGE,
				      PROT_READ | PROT_WRITE));
		good(&variant->c, at);
		ASSERT_EQ(0, mprotect(t.page + PAGE, PAGE, PROT_READ));
		ASSERT_BAD(-EFAULT, at);
	}
}

/* What the caller does not ask about does not matter, and stays. */
TEST_F(command, nothing_else_is_written)
{
	char *arg = calloc(1, PAGE), *before = calloc(1, PAGE);
	__u32 size = variant->c.size, i;

	memset(arg, 0xa5, PAGE);
	good(&variant->c, arg);
	memcpy(before, arg, PAGE);
	ASSERT_GOOD(arg);
	ASSERT_EQ(0, memcmp(arg + size, before + size, PAGE - size));
	if (!variant->c.answers)
		ASSERT_EQ(0, memcmp(arg, before, size));
	if (!variant->c.looks)
		return;
	/* A longer answer is zeros where the kernel has nothing to say. */
	memset(arg, 0xa5, PAGE);
	memset(arg, 0, size + 16);
	good(&variant->c, arg);
	*(__u32 *)arg = size + 16;
	ASSERT_GOOD(arg);
	for (i = size; i < size + 16; i++)
		ASSERT_EQ(0, arg[i]);
	for (; i < PAGE; i++)
		ASSERT_EQ((char)0xa5, arg[i]);
}

/* Fill what only comes back with @byte. */
static void poison(const struct command *c, union arg *arg, int byte)
{
	switch (c->cmd) {
	case SCHEDSIM_IOC_RUN:
		memset(&arg->run.time_ns, byte, sizeof(arg->run.time_ns));
		memset(&arg->run.reason, byte, sizeof(arg->run.reason));
		break;
	case SCHEDSIM_IOC_INFO:
		memset(&arg->info.abi_version, byte,
		       sizeof(arg->info) -
		       offsetof(struct schedsim_info, abi_version));
		break;
	case SCHEDSIM_IOC_GET_CONFIG:
	case SCHEDSIM_IOC_STATS:
		memset(arg->bytes + 8, byte, c->size - 8);
		break;
	}
}

/* All that is given back has been written: no byte comes from elsewhere. */
TEST_F(command, answer_is_written_as_a_whole)
{
	union arg arg[2] = {};
	int i;

	if (!variant->c.answers)
		return;
	for (i = 0; i < 2; i++) {
		good(&variant->c, &arg[i]);
		poison(&variant->c, &arg[i], i ? 0xaa : 0x55);
		ASSERT_GOOD(&arg[i]);
	}
	ASSERT_EQ(0, memcmp(&arg[0], &arg[1], sizeof(arg[0])));
}

TEST_HARNESS_MAIN
