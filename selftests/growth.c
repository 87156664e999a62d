// SPDX-License-Identifier: GPL-2.0
/*
 * What a program of another age says of attributes, operations and vCPUs: they are
 * longer than the kernel's, or shorter. Where arrays end is tested in arrays.c.
 *
 * The same program runs as a 32-bit one, too.
 */
#include "schedsim_test.h"

/* Attributes as a later version may have them. */
struct later_attr {
	struct schedsim_attr attr;
	__u64 more[2];
};

struct later_op {
	struct schedsim_op op;
	__u64 more;
};

FIXTURE(growth)
{
	int fd;
	struct later_attr attr;
	struct schedsim_attr told;
	struct schedsim_spawn_entry entry;
	struct schedsim_spawn spawn;
	struct schedsim_set_attr set;
};

/* What attributes were in the first version. */
#define FIRST_ATTR	offsetof(struct schedsim_attr, group)

FIXTURE_SETUP(growth)
{
	self->fd = create_virtual("fair", MS(1), 2);
	ASSERT_LE(0, self->fd);
	self->attr.attr.nice = 7;
	self->entry = entry_of("p", NULL, 0);
	self->entry.attr = PTR(&self->attr);
	self->spawn = spawn_of(&self->entry, 1);
	self->set = (struct schedsim_set_attr) {
		.size = sizeof(self->set),
		.mask = SCHEDSIM_ATTR_NICE,
		.id = 1,
		.attr_size = sizeof(struct schedsim_attr),
		.attr = PTR(&self->attr),
	};
}

FIXTURE_TEARDOWN(growth)
{
	close(self->fd);
}

TEST_F(growth, attr_of_a_new_process)
{
	self->spawn.attr_size = sizeof(self->attr);
	self->attr.more[1] = 1ULL << 63;
	ASSERT_EQ(-E2BIG, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	ASSERT_EQ(0, self->spawn.failed);
	self->attr.more[1] = 0;
	self->spawn.attr_size = FIRST_ATTR - 8;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	self->spawn.attr_size = sizeof(struct schedsim_attr) + 4;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	self->spawn.attr_size = 0;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	self->spawn.attr_size = 4104;
	ASSERT_EQ(-E2BIG, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	self->spawn.attr_size = sizeof(self->attr);
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	ASSERT_EQ(1, self->entry.id);
	ASSERT_EQ(0, read_attr(self->fd, 1, &self->told));
	ASSERT_EQ(0, memcmp(&self->attr.attr, &self->told, sizeof(self->told)));
}

/* What users of the first version do not know is 0. */
TEST_F(growth, attr_of_the_first_version)
{
	self->attr.attr.group = 3;
	self->attr.attr.shares = 4;
	self->spawn.attr_size = FIRST_ATTR;
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	ASSERT_EQ(0, read_attr(self->fd, 1, &self->told));
	ASSERT_EQ(7, self->told.nice);
	ASSERT_EQ(0, self->told.group);
	ASSERT_EQ(0, self->told.shares);
	self->set.mask = SCHEDSIM_ATTR_GROUP;
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &self->set));
	ASSERT_EQ(0, read_attr(self->fd, 1, &self->told));
	ASSERT_EQ(3, self->told.group);
	ASSERT_EQ(4, self->told.shares);
	self->set.attr_size = FIRST_ATTR;
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &self->set));
	ASSERT_EQ(0, read_attr(self->fd, 1, &self->told));
	ASSERT_EQ(0, self->told.group);
}

TEST_F(growth, none_is_all_zero)
{
	struct schedsim_attr zero = {};

	self->entry.attr = 0;
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	ASSERT_EQ(0, read_attr(self->fd, 1, &self->told));
	ASSERT_EQ(0, memcmp(&zero, &self->told, sizeof(zero)));
	/* But there is nothing that it could become. */
	self->set.attr = 0;
	ASSERT_EQ(-EFAULT, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &self->set));
}

TEST_F(growth, attr_that_changes)
{
	ASSERT_EQ(1, spawn(self->fd, "p"));
	self->set.attr_size = sizeof(self->attr);
	self->attr.more[0] = 1;
	ASSERT_EQ(-E2BIG, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &self->set));
	self->attr.more[0] = 0;
	self->set.attr_size = FIRST_ATTR - 8;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &self->set));
	self->set.attr_size = 0;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &self->set));
	ASSERT_EQ(0, read_attr(self->fd, 1, &self->told));
	ASSERT_EQ(0, self->told.nice);
	self->set.attr_size = sizeof(self->attr);
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &self->set));
	ASSERT_EQ(0, read_attr(self->fd, 1, &self->told));
	ASSERT_EQ(7, self->told.nice);
}

TEST_F(growth, attr_that_is_read)
{
	struct schedsim_proc procs[2];
	struct later_attr attrs[2];
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = 2,
		.entry_size = sizeof(procs[0]),
		.entries = PTR(procs),
		.attrs = PTR(attrs),
		.attr_size = sizeof(attrs[0]),
	};
	__u32 i;

	for (i = 0; i < 2; i++) {
		self->entry.id = 0;
		self->attr.attr.nice = i + 1;
		ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	}
	memset(attrs, 0xa5, sizeof(attrs));
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	ASSERT_EQ(2, arg.nr);
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(i + 1, attrs[i].attr.nice);
		ASSERT_EQ(0, attrs[i].more[0]);
		ASSERT_EQ(0, attrs[i].more[1]);
	}
	arg.start = 0;
	arg.attr_size = FIRST_ATTR - 8;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	arg.attr_size = 0;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	arg.attr_size = 4104;
	ASSERT_EQ(-E2BIG, call(self->fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	arg.attr_size = sizeof(struct schedsim_attr);
	arg.attrs = 0;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_READ_PROCS, &arg));
	/* vCPUs have none. */
	arg.attrs = PTR(attrs);
	arg.entry_size = sizeof(struct schedsim_vcpu);
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_READ_VCPUS, &arg));
}

TEST_F(growth, op_size)
{
	struct later_op ops[3] = {
		{ OP_RUN(MS(1)) }, { OP_SLEEP(MS(2)) }, { OP_RUN(MS(3)) },
	};
	struct schedsim_op told[3];
	__u32 i;

	self->entry.ops = PTR(ops);
	self->entry.nr_ops = 3;
	self->spawn.op_size = sizeof(ops[0]);
	ops[2].more = 1;
	ASSERT_EQ(-E2BIG, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	ops[2].more = 0;
	self->spawn.op_size = sizeof(struct schedsim_op) - 8;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	self->spawn.op_size = sizeof(struct schedsim_op) + 4;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	self->spawn.op_size = 0;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	self->spawn.op_size = sizeof(ops[0]);
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_SPAWN, &self->spawn));
	ASSERT_EQ(3, read_list(self->fd, SCHEDSIM_IOC_READ_PROGRAM, 0, told, 3,
			       sizeof(told[0]), 1));
	for (i = 0; i < 3; i++)
		ASSERT_EQ(0, memcmp(&ops[i].op, &told[i], sizeof(told[i])));
}

TEST_HARNESS_MAIN
