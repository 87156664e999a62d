/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every command with an array, such that it succeeds.
 */
#ifndef SCHEDSIM_ARRAYS_H
#define SCHEDSIM_ARRAYS_H

#include "schedsim_test.h"

#define PAGE	4096
#define ROOM	(32 * PAGE)

#define NR_PROCS	50	/* at first */
#define NR_VCPUS	SCHEDSIM_MAX_VCPUS
#define NR_OPS_LONG	1024
#define NR_OBJECTS	40
#define NR_MLFQ_PARAMS	21

/* What a test works with: memory with a hole of one page in the middle. */
static struct {
	int fd;
	char *room;
	char *hole;
	char *rest;		/* behind the hole */
	struct schedsim_op ops[NR_OPS_LONG];	/* the long program */
	struct schedsim_op locks[NR_OBJECTS];
	struct schedsim_param params[NR_MLFQ_PARAMS];
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

/* All zero, they are mutexes. */
static int use_objects(__u64 at, __u32 more)
{
	struct schedsim_spawn_entry entry = entry_of("o", t.locks, NR_OBJECTS);
	struct schedsim_spawn arg = {
		.size = sizeof(arg),
		.nr = 1,
		.entry_size = sizeof(entry),
		.entries = (uintptr_t)&entry,
		.nr_objects = NR_OBJECTS,
		.objects = at,
		.object_size = sizeof(struct schedsim_object) + more,
	};

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

FIXTURE(array)
{
};

FIXTURE_VARIANT(array)
{
	int (*use)(__u64 at, __u32 more);	/* with longer entries */
	__u32 nr;
	__u32 size;		/* of an entry */
	const void *good;	/* what is there, if not zeros */
	__u32 first_id;		/* that is told in it ... */
	__u32 name;		/* ... and where its name is */
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

FIXTURE_VARIANT_ADD(array, read_objects) {
	.use = use_objects_read,
	.nr = NR_OBJECTS,
	.size = sizeof(struct schedsim_object),
	.out = true,
	.grows = true,
};

FIXTURE_VARIANT_ADD(array, read_params) {
	.use = use_params_read,
	.nr = NR_MLFQ_PARAMS,
	.size = sizeof(struct schedsim_param),
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
	.first_id = NR_PROCS + 1,
	.name = offsetof(struct schedsim_spawn_entry, name),
	.in = true,
	.out = true,
	.grows = true,
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
	.grows = true,
};

FIXTURE_VARIANT_ADD(array, set_params) {
	.use = use_params,
	.nr = NR_MLFQ_PARAMS,
	.size = sizeof(struct schedsim_param),
	.good = t.params,
	.in = true,
	.grows = true,
};

#endif /* SCHEDSIM_ARRAYS_H */
