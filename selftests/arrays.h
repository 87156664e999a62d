/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every command with an array, such that it succeeds.
 */
#ifndef SCHEDSIM_ARRAYS_H
#define SCHEDSIM_ARRAYS_H

#include "schedsim_test.h"

#define PAGE	4096
#define ROOM	(32 * PAGE)

#define NR_PROCS	100	/* at first; more than a page of them */
#define NR_VCPUS	SCHEDSIM_MAX_VCPUS
#define NR_OPS_LONG	1024
#define NR_OBJECTS	60	/* likewise */
#define NR_MLFQ_PARAMS	32
#define NR_MLFQ_VALUES	3
#define NR_POLICIES	3	/* of those there are */

/* What a test works with: memory with a hole of one page in the middle. */
static struct {
	int fd;
	char *room;
	char *hole;
	char *rest;		/* behind the hole */
	struct schedsim_op ops[NR_OPS_LONG];	/* the long program */
	struct schedsim_op locks[NR_OBJECTS];
	struct schedsim_param params[NR_MLFQ_PARAMS];
	struct schedsim_vcpu_desc descs[NR_VCPUS];
	struct schedsim_attr attr;
	struct schedsim_proc procs[NR_PROCS];
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

static int use_objects_read(__u64 at, __u32 more)
{
	return read_into(SCHEDSIM_IOC_READ_OBJECTS, NR_OBJECTS,
			 sizeof(struct schedsim_object) + more, 0, at);
}

static int use_params_read(__u64 at, __u32 more)
{
	return read_into(SCHEDSIM_IOC_READ_PARAMS, NR_MLFQ_PARAMS,
			 sizeof(struct schedsim_param) + more, 0, at);
}

static int use_values(__u64 at, __u32 more)
{
	return read_into(SCHEDSIM_IOC_READ_VALUES, NR_MLFQ_VALUES,
			 sizeof(struct schedsim_value) + more, 0, at);
}

static int use_policies(__u64 at, __u32 more)
{
	return read_into(SCHEDSIM_IOC_READ_POLICIES, NR_POLICIES,
			 sizeof(struct schedsim_policy) + more, 0, at);
}

static int use_descs_read(__u64 at, __u32 more)
{
	return read_into(SCHEDSIM_IOC_READ_VCPU_DESCS, NR_VCPUS,
			 sizeof(struct schedsim_vcpu_desc) + more, 0, at);
}

/* The attributes of processes, which are read beside them. */
static int use_attrs_read(__u64 at, __u32 more)
{
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = NR_PROCS,
		.entry_size = sizeof(t.procs[0]),
		.entries = PTR(t.procs),
		.attrs = at,
		.attr_size = sizeof(struct schedsim_attr) + more,
	};

	return call(t.fd, SCHEDSIM_IOC_READ_PROCS, &arg);
}

static int use_entries(__u64 at, __u32 more)
{
	struct schedsim_spawn arg = spawn_of(NULL, NR_PROCS);

	arg.entry_size += more;
	arg.entries = at;
	return call(t.fd, SCHEDSIM_IOC_SPAWN, &arg);
}

static int use_ops(__u64 at, __u32 more)
{
	struct schedsim_spawn_entry entry = {
		.nr_ops = NR_OPS_LONG,
		.ops = at,
	};
	struct schedsim_spawn arg = spawn_of(&entry, 1);

	arg.op_size += more;
	return call(t.fd, SCHEDSIM_IOC_SPAWN, &arg);
}

static int use_attr(__u64 at, __u32 more)
{
	struct schedsim_spawn_entry entry = { .attr = at };
	struct schedsim_spawn arg = spawn_of(&entry, 1);

	arg.attr_size += more;
	return call(t.fd, SCHEDSIM_IOC_SPAWN, &arg);
}

static int use_new_attr(__u64 at, __u32 more)
{
	struct schedsim_set_attr arg = {
		.size = sizeof(arg),
		.mask = SCHEDSIM_ATTR_ALL,
		.id = 2,
		.attr_size = sizeof(struct schedsim_attr) + more,
		.attr = at,
	};

	return call(t.fd, SCHEDSIM_IOC_SET_ATTR, &arg);
}

static int use_ceiling(__u64 at, __u32 more)
{
	struct schedsim_spawn_entry entry = entry_of("o", t.locks, 1);
	struct schedsim_object mutex = {
		.protocol = SCHEDSIM_PROTOCOL_CEILING,
		.attr = at,
		.attr_size = sizeof(struct schedsim_attr) + more,
	};

	return spawn_with(t.fd, &entry, 1, &mutex, 1, NULL);
}

/* All zero, they are mutexes. */
static int use_objects(__u64 at, __u32 more)
{
	struct schedsim_spawn_entry entry = entry_of("o", t.locks, NR_OBJECTS);
	struct schedsim_spawn arg = spawn_of(&entry, 1);

	arg.nr_objects = NR_OBJECTS;
	arg.objects = at;
	arg.object_size = sizeof(struct schedsim_object) + more;
	return call(t.fd, SCHEDSIM_IOC_SPAWN, &arg);
}

static int use_params(__u64 at, __u32 more)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_PARAMS,
		.params = at,
		.nr_params = NR_MLFQ_PARAMS,
		.param_size = sizeof(struct schedsim_param) + more,
	};

	return set_config(t.fd, &config);
}

/* In another simulation than @t.fd, which has processes. */
static int use_descs(__u64 at, __u32 more)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_VCPUS,
		.nr_vcpus = NR_VCPUS,
		.vcpus = at,
		.nr_vcpu_descs = NR_VCPUS,
		.vcpu_size = sizeof(struct schedsim_vcpu_desc) + more,
	};
	int fd = create(&config);

	return fd < 0 ? fd : close(fd);
}

FIXTURE(array)
{
};

FIXTURE_VARIANT(array)
{
	int (*use)(__u64 at, __u32 more);	/* with longer entries */
	__u32 nr;
	__u32 size;		/* of an entry */
	__u32 first_size;	/* of the first version, if that was shorter */
	const void *good;	/* what is there, if not zeros */
	__u32 first_id;		/* that is told in it ... */
	__u32 name;		/* ... and where its name is */
	__u32 serial;		/* likewise, if it has one */
	bool may_be_null;
	bool in;		/* is read */
	bool out;		/* is written */
};

FIXTURE_VARIANT_ADD(array, read_procs) {
	.use = use_procs,
	.nr = NR_PROCS,
	.size = sizeof(struct schedsim_proc),
	.out = true,
};

FIXTURE_VARIANT_ADD(array, read_vcpus) {
	.use = use_vcpus,
	.nr = NR_VCPUS,
	.size = sizeof(struct schedsim_vcpu),
	.first_size = offsetof(struct schedsim_vcpu, warm_ns),
	.out = true,
};

FIXTURE_VARIANT_ADD(array, read_program) {
	.use = use_program,
	.nr = NR_OPS_LONG,
	.size = sizeof(struct schedsim_op),
	.out = true,
};

FIXTURE_VARIANT_ADD(array, read_objects) {
	.use = use_objects_read,
	.nr = NR_OBJECTS,
	.size = sizeof(struct schedsim_object),
	.out = true,
};

FIXTURE_VARIANT_ADD(array, read_params) {
	.use = use_params_read,
	.nr = NR_MLFQ_PARAMS,
	.size = sizeof(struct schedsim_param),
	.out = true,
};

FIXTURE_VARIANT_ADD(array, read_values) {
	.use = use_values,
	.nr = NR_MLFQ_VALUES,
	.size = sizeof(struct schedsim_value),
	.out = true,
};

FIXTURE_VARIANT_ADD(array, read_policies) {
	.use = use_policies,
	.nr = NR_POLICIES,
	.size = sizeof(struct schedsim_policy),
	.out = true,
};

FIXTURE_VARIANT_ADD(array, read_vcpu_descs) {
	.use = use_descs_read,
	.nr = NR_VCPUS,
	.size = sizeof(struct schedsim_vcpu_desc),
	.out = true,
};

FIXTURE_VARIANT_ADD(array, read_attrs) {
	.use = use_attrs_read,
	.nr = NR_PROCS,
	.size = sizeof(struct schedsim_attr),
	.first_size = offsetof(struct schedsim_attr, group),
	.out = true,
	.may_be_null = true,
};

FIXTURE_VARIANT_ADD(array, spawn_entries) {
	.use = use_entries,
	.nr = NR_PROCS,
	.size = sizeof(struct schedsim_spawn_entry),
	.first_id = NR_PROCS + 1,
	.name = offsetof(struct schedsim_spawn_entry, name),
	.serial = offsetof(struct schedsim_spawn_entry, serial),
	.in = true,
	.out = true,
};

FIXTURE_VARIANT_ADD(array, spawn_ops) {
	.use = use_ops,
	.nr = NR_OPS_LONG,
	.size = sizeof(struct schedsim_op),
	.good = t.ops,
	.in = true,
};

FIXTURE_VARIANT_ADD(array, spawn_objects) {
	.use = use_objects,
	.nr = NR_OBJECTS,
	.size = sizeof(struct schedsim_object),
	.first_id = NR_OBJECTS + 1,
	.name = offsetof(struct schedsim_object, name),
	.in = true,
	.out = true,
};

FIXTURE_VARIANT_ADD(array, spawn_attr) {
	.use = use_attr,
	.nr = 1,
	.size = sizeof(struct schedsim_attr),
	.first_size = offsetof(struct schedsim_attr, group),
	.good = &t.attr,
	.in = true,
	.may_be_null = true,
};

FIXTURE_VARIANT_ADD(array, set_attr) {
	.use = use_new_attr,
	.nr = 1,
	.size = sizeof(struct schedsim_attr),
	.first_size = offsetof(struct schedsim_attr, group),
	.good = &t.attr,
	.in = true,
};

FIXTURE_VARIANT_ADD(array, ceiling) {
	.use = use_ceiling,
	.nr = 1,
	.size = sizeof(struct schedsim_attr),
	.first_size = offsetof(struct schedsim_attr, group),
	.good = &t.attr,
	.in = true,
	.may_be_null = true,
};

FIXTURE_VARIANT_ADD(array, create_vcpus) {
	.use = use_descs,
	.nr = NR_VCPUS,
	.size = sizeof(struct schedsim_vcpu_desc),
	.good = t.descs,
	.in = true,
};

FIXTURE_VARIANT_ADD(array, set_params) {
	.use = use_params,
	.nr = NR_MLFQ_PARAMS,
	.size = sizeof(struct schedsim_param),
	.good = t.params,
	.in = true,
};

#endif /* SCHEDSIM_ARRAYS_H */
