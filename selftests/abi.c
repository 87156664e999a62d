// SPDX-License-Identifier: GPL-2.0
/*
 * The rules that hold for every command, one after the other: size, flags,
 * reserved members, permission, and that an error changes nothing. Pointers are
 * tested in pointers.c, what single values are allowed in limits.c.
 *
 * The same program runs as a 32-bit one, too.
 */
#include <assert.h>

#include "commands.h"

#define LAYOUT(type, size) \
	static_assert(sizeof(struct schedsim_##type) == (size), #type)
#define MEMBER(type, member, offset) \
	static_assert(offsetof(struct schedsim_##type, member) == (offset), \
		      #type)

/* What has been given to users never changes, but for growing at its end. */
LAYOUT(op, 16);
LAYOUT(attr, 80);
LAYOUT(vcpu_desc, 32);
LAYOUT(cmd, 8);
LAYOUT(info, 32);
LAYOUT(param, 56);
LAYOUT(config, 288);
LAYOUT(object, 88);
LAYOUT(spawn_entry, 64);
LAYOUT(spawn, 120);
LAYOUT(proc_cmd, 24);
LAYOUT(set_attr, 96);
LAYOUT(trigger, 16);
LAYOUT(set_online, 16);
LAYOUT(proc, 304);
LAYOUT(vcpu, 80);
LAYOUT(value, 24);
LAYOUT(read, 64);
LAYOUT(policy, 96);
LAYOUT(stats, 688);
LAYOUT(run, 32);
LAYOUT(evict, 24);
MEMBER(op, value, 8);
MEMBER(attr, runtime_ns, 8);
MEMBER(attr, affinity, 32);
MEMBER(attr, tickets, 64);
MEMBER(attr, group, 72);
MEMBER(vcpu_desc, node, 4);
MEMBER(vcpu_desc, capacity, 12);
MEMBER(info, nr_policies, 28);
MEMBER(param, value, 16);
MEMBER(config, policy, 8);
MEMBER(config, quantum_ns, 24);
MEMBER(config, nr_vcpus, 48);
MEMBER(config, tie, 60);
MEMBER(config, params, 64);
MEMBER(config, vcpus, 80);
MEMBER(config, reason, 96);
MEMBER(config, migration_ns, 192);
MEMBER(config, adapt, 224);
MEMBER(config, balancing_parts, 264);
MEMBER(config, balancing_pct, 280);
MEMBER(object, attr, 32);
MEMBER(object, owner, 48);
MEMBER(object, uses, 56);
MEMBER(spawn_entry, name, 8);
MEMBER(spawn_entry, attr, 24);
MEMBER(spawn_entry, ops, 40);
MEMBER(spawn_entry, serial, 56);
MEMBER(spawn, entries, 16);
MEMBER(spawn, nr_objects, 28);
MEMBER(spawn, objects, 32);
MEMBER(spawn, op_size, 44);
MEMBER(spawn, reason, 56);
MEMBER(proc_cmd, serial, 16);
MEMBER(set_attr, attr, 24);
MEMBER(set_attr, reason, 32);
MEMBER(proc, name, 24);
MEMBER(proc, serial, 40);
MEMBER(proc, wakeups, 136);
MEMBER(proc, flags, 144);
MEMBER(proc, values, 240);
MEMBER(vcpu, busy_ns, 16);
MEMBER(vcpu, offline_ns, 72);
MEMBER(value, kind, 16);
MEMBER(read, entries, 24);
MEMBER(read, policy, 32);
MEMBER(read, attrs, 48);
MEMBER(policy, summary, 16);
MEMBER(policy, flags, 92);
MEMBER(stats, time_ns, 48);
MEMBER(stats, nr_objects, 440);
MEMBER(stats, fault_policy, 536);
MEMBER(stats, quantum_ns, 576);
MEMBER(run, until_ns, 8);
MEMBER(run, reason, 24);
MEMBER(evict, policy, 8);
MEMBER(recording, room, 8);
MEMBER(record, command, 16);
MEMBER(read_session, records, 24);
MEMBER(read_session, until_ns, 48);
static_assert(SCHEDSIM_IOC_INFO == 0xe700, "INFO");
static_assert(SCHEDSIM_IOC_READ_PROGRAM == 0xe705, "READ_PROGRAM");
static_assert(SCHEDSIM_IOC_CREATE == 0xe720, "CREATE");
static_assert(SCHEDSIM_IOC_READ_VCPU_DESCS == 0xe70a, "READ_VCPU_DESCS");
static_assert(SCHEDSIM_IOC_RESET == 0xe72b, "RESET");
static_assert(SCHEDSIM_IOC_EVICT == 0xe72c, "EVICT");
static_assert(SCHEDSIM_IOC_RECORD == 0xe72d, "RECORD");
static_assert(SCHEDSIM_IOC_SET_ONLINE == 0xe72e, "SET_ONLINE");
static_assert(SCHEDSIM_IOC_READ_SESSION == 0xe70b, "READ_SESSION");

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
	__u32 first_size = variant->c.first_size ?: variant->c.size;
	__u32 size;

	for (size = 0; size < first_size; size++) {
		good(&variant->c, &arg);
		arg.cmd.size = size;
		ASSERT_EQ(-EINVAL, call(t.fd, variant->c.cmd, &arg));
	}
	ASSERT_UNCHANGED();
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
		ASSERT_EQ(-EINVAL, call(t.fd, variant->c.cmd, &arg));
	}
	ASSERT_UNCHANGED();
}

TEST_F(command, dirty_reserved)
{
	union arg arg = {};
	int i, bit;

	for (i = 0; i < ARRAY_SIZE(variant->c.reserved); i++) {
		if (!variant->c.reserved[i])
			continue;
		for (bit = 0; bit < 32; bit++) {
			good(&variant->c, &arg);
			*(__u32 *)(arg.bytes + variant->c.reserved[i]) = 1U << bit;
			ASSERT_EQ(-EINVAL, call(t.fd, variant->c.cmd, &arg));
		}
	}
	ASSERT_UNCHANGED();
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

/* A longer entry is taken only if the kernel knows all that is set in it. */
TEST_F(command, entries_with_unknown_bits)
{
	__u32 size = variant->c.entry_size + 8, at;
	union arg arg = {};

	if (variant->c.looks || !variant->c.entry_size)
		return;
	for (at = size + variant->c.entry_size; at < 2 * size; at++) {
		good(&variant->c, &arg);
		arg.spawn.nr = 2;
		arg.spawn.entry_size = size;
		t.room[at] = 1 << at % 8;
		ASSERT_BAD(-E2BIG, &arg);
		ASSERT_EQ(1, arg.spawn.failed);
	}
	t.room[2 * size - 1] = 0;
	ASSERT_GOOD(&arg);
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
		bool known = nr <= _IOC_NR(SCHEDSIM_IOC_READ_SESSION) ||
			     (nr >= _IOC_NR(SCHEDSIM_IOC_CREATE) &&
			      nr <= _IOC_NR(SCHEDSIM_IOC_SET_ONLINE));

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
