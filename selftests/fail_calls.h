/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every way into the module, for the tests that let it fail on the way. Each of
 * these functions does one thing to @t.fd and returns 0 or more, or -errno; a file
 * that it opens it closes again.
 */
#ifndef SCHEDSIM_FAIL_CALLS_H
#define SCHEDSIM_FAIL_CALLS_H

#include "fail.h"
#include "state.h"

#define NR_PROCS	40
#define NR_MANY		100
#define LONG_OPS		1000	/* more than any slab has */
#define MAX_PROCS	1000
#define NR_OBJECTS	7	/* one of each type */

/* What a test works with. */
static struct {
	int fd;			/* the simulation */
	bool shared;
	struct state before;
	struct schedsim_op ops[LONG_OPS];
	struct schedsim_spawn_entry entries[NR_MANY];
	struct schedsim_proc procs[NR_PROCS];
	struct schedsim_vcpu vcpus[STATE_VCPUS];
	struct schedsim_object objects[NR_MANY];
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS + 1];
	char path[512];		/* of an attribute */
	const char *text;	/* to write there */
} t;

static int closed(int fd)
{
	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

static int call_open(void)
{
	int fd = open(DEVICE, O_RDWR);

	return closed(fd < 0 ? -errno : fd);
}

static int call_info(void)
{
	struct schedsim_info info = { .size = sizeof(info) };

	return call(t.fd, SCHEDSIM_IOC_INFO, &info);
}

static int call_get_config(void)
{
	struct schedsim_config config;

	return get_config(t.fd, &config);
}

static int call_stats(void)
{
	struct schedsim_stats stats;

	return get_stats(t.fd, &stats);
}

/* One call, not a loop until the end. */
static int read_once(unsigned long cmd, void *to, __u32 nr, __u32 size, __u32 id)
{
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = nr,
		.entry_size = size,
		.id = id,
		.entries = (uintptr_t)to,
	};

	return call(t.fd, cmd, &arg);
}

static int call_read_procs(void)
{
	return read_once(SCHEDSIM_IOC_READ_PROCS, t.procs, 3,
			 sizeof(t.procs[0]), 0);
}

static int call_read_procs_many(void)
{
	return read_once(SCHEDSIM_IOC_READ_PROCS, t.procs, NR_PROCS,
			 sizeof(t.procs[0]), 0);
}

/* Entries that are shorter than the kernel's are copied one by one. */
static int call_read_vcpus(void)
{
	return read_once(SCHEDSIM_IOC_READ_VCPUS, t.vcpus, 3,
			 sizeof(t.vcpus[0]) + 8, 0);
}

static int call_read_program(void)
{
	return read_once(SCHEDSIM_IOC_READ_PROGRAM, t.ops, 4, sizeof(t.ops[0]),
			 1);
}

static int call_read_objects(void)
{
	return read_once(SCHEDSIM_IOC_READ_OBJECTS, t.objects, 3,
			 sizeof(t.objects[0]), 0);
}

/* More room than there is, and longer entries. */
/* As many as need pages of their own in the kernel. */
static int call_read_objects_many(void)
{
	return read_once(SCHEDSIM_IOC_READ_OBJECTS, t.objects, NR_MANY,
			 sizeof(t.objects[0]) + 8, 0);
}

static int call_read_params(void)
{
	return read_once(SCHEDSIM_IOC_READ_PARAMS, t.params, 3,
			 sizeof(t.params[0]) + 8, 0);
}

static int call_read_values(void)
{
	struct schedsim_value values[2];

	return read_once(SCHEDSIM_IOC_READ_VALUES, values, 2, sizeof(values[0]), 0);
}

static int call_read_policies(void)
{
	struct schedsim_policy policies[3];

	return read_once(SCHEDSIM_IOC_READ_POLICIES, policies, 3, sizeof(policies[0]), 0);
}

static int call_read_vcpu_descs(void)
{
	struct schedsim_vcpu_desc descs[3];

	return read_once(SCHEDSIM_IOC_READ_VCPU_DESCS, descs, 3, sizeof(descs[0]), 0);
}

static int call_read_attrs(void)
{
	struct schedsim_attr attrs[3];
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = 3,
		.entry_size = sizeof(t.procs[0]),
		.entries = PTR(t.procs),
		.attrs = PTR(attrs),
		.attr_size = sizeof(attrs[0]),
	};

	return call(t.fd, SCHEDSIM_IOC_READ_PROCS, &arg);
}

static int create_by(__u32 clock, __u32 max_procs)
{
	struct schedsim_config config = {
		.size = sizeof(config),
		.mask = SCHEDSIM_CONFIG_CLOCK | SCHEDSIM_CONFIG_MAX_PROCS,
		.clock = clock,
		.max_procs = max_procs,
	};

	return closed(call(t.fd, SCHEDSIM_IOC_CREATE, &config));
}

static int call_create(void)
{
	return create_by(SCHEDSIM_CLOCK_VIRTUAL, 10);
}

static int call_create_live(void)
{
	return create_by(SCHEDSIM_CLOCK_LIVE, 10);
}

#define NR_QUANTA	8	/* of mlfq's queues */

/* Some of mlfq's. */
static struct schedsim_config with_params(void)
{
	struct schedsim_config config = {
		.size = sizeof(config),
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_PARAMS,
		.policy = "mlfq",
		.params = (uintptr_t)t.params,
		.nr_params = 3,
		.param_size = sizeof(t.params[0]),
	};

	t.params[0] = param("queues", 7);
	t.params[1] = param("stay", 1);
	t.params[2] = param("bump", 1);
	return config;
}

static int call_create_params(void)
{
	struct schedsim_config config = with_params();

	return closed(call(t.fd, SCHEDSIM_IOC_CREATE, &config));
}

/* More than the allocator has in one piece. */
static int call_create_huge(void)
{
	return create_by(SCHEDSIM_CLOCK_VIRTUAL, 150000);
}

static int call_set_quantum(void)
{
	return set_quantum(t.fd, MS(7));
}

static int call_set_policy(void)
{
	return set_policy(t.fd, "prio");
}

static int call_set_params(void)
{
	struct schedsim_config config = with_params();

	return set_config(t.fd, &config);
}

/* Of the policy there is, among other things. */
static int call_set_params_many(void)
{
	struct schedsim_config config = with_params();
	char name[] = "quantum1";
	int i;

	for (i = 0; i < NR_QUANTA; i++, name[sizeof(name) - 2]++)
		t.params[i] = param(name, MS(1) + i);
	config.mask = SCHEDSIM_CONFIG_PARAMS | SCHEDSIM_CONFIG_QUANTUM |
		      SCHEDSIM_CONFIG_SWITCH_COST | SCHEDSIM_CONFIG_TIE;
	config.quantum_ns = MS(7);
	config.switch_cost_ns = US(1);
	config.nr_params = NR_QUANTA;
	return set_config(t.fd, &config);
}

static int call_set_vcpus(void)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_POLICY |
			SCHEDSIM_CONFIG_QUANTUM,
		.nr_vcpus = 3,
		.policy = "rr",
		.quantum_ns = MS(7),
	};

	return set_config(t.fd, &config);
}

static int call_set_descs(void)
{
	struct schedsim_vcpu_desc descs[2] = { { .llc = 1 }, { .llc = 2 } };
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_VCPUS,
		.nr_vcpus = 2,
		.vcpus = PTR(descs),
		.nr_vcpu_descs = 2,
		.vcpu_size = sizeof(descs[0]),
	};

	return set_config(t.fd, &config);
}

/* With attributes, and with a loop, for which there is memory of its own. */
static int call_spawn_attr(void)
{
	static struct schedsim_op ops[] = { OP_RUN(MS(1)), OP_LOOP(0, 2) };
	struct schedsim_attr attr = { .nice = 5 };
	struct schedsim_spawn_entry entry = entry_of("new", ops, ARRAY_SIZE(ops));

	entry.attr = PTR(&attr);
	return spawn_entry(t.fd, &entry);
}

static int call_set_max_procs(void)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_MAX_PROCS,
		.max_procs = MAX_PROCS + 1,
	};

	return set_config(t.fd, &config);
}

static int call_spawn(void)
{
	return spawn(t.fd, "new");
}

/* Several with programs: one of its own each, a shared one, one that is long. */
static int call_spawn_programs(void)
{
	int i;

	for (i = 0; i < 8; i++)
		t.entries[i] = entry_of("new", t.ops + i, 1 + i % 5);
	t.entries[4].ops = t.entries[3].ops;
	t.entries[4].nr_ops = t.entries[3].nr_ops;
	t.entries[7].ops = (uintptr_t)t.ops;
	t.entries[7].nr_ops = LONG_OPS;
	t.entries[6].id = MAX_PROCS;
	return spawn_many(t.fd, t.entries, 8, NULL);
}

static int call_spawn_many(void)
{
	int i;

	for (i = 0; i < NR_MANY; i++)
		t.entries[i] = entry_of("new", NULL, 0);
	return spawn_many(t.fd, t.entries, NR_MANY, NULL);
}

/*
 * Two that lock, wait, and start a third, with one object of each type, and the
 * same program.
 */
static int spawn_objects(void)
{
	static struct schedsim_op ops[] = {
		LOCK(0), OP_RUN(MS(1)), OP_OBJECT(SCHEDSIM_OP_SIGNAL, 1), UNLOCK(0),
		OP_OBJECT(SCHEDSIM_OP_BARRIER, 2), OP_OBJECT(SCHEDSIM_OP_SEM_WAIT, 3),
		{ SCHEDSIM_OP_TIMER, SCHEDSIM_OP_F_SHARED, 4, MS(1) }, FORK(5),
		OP_OBJECT(SCHEDSIM_OP_ATTR, 6), OP_OBJECT(SCHEDSIM_OP_SEM_POST, 3),
		WAIT(1, 0),
	};
	int i;

	for (i = 0; i < NR_OBJECTS; i++)
		t.objects[i] = (struct schedsim_object){
			.type = i, .value = i == SCHEDSIM_OBJECT_BARRIER,
		};
	t.objects[0].protocol = SCHEDSIM_PROTOCOL_INHERIT;
	t.objects[6].value = SCHEDSIM_ATTR_NICE;
	for (i = 0; i < 3; i++)
		t.entries[i] = entry_of("o", ops, ARRAY_SIZE(ops));
	t.entries[2] = entry_of("f", t.ops, 3);
	t.entries[2].fork = 5 + 1;
	return spawn_with(t.fd, t.entries, 3, t.objects, NR_OBJECTS, NULL);
}

/* Beside one that is there. */
static int call_spawn_objects(void)
{
	return spawn_objects();
}

/* A long program, with as many of them as a list of ids has more than a slab for. */
static int call_spawn_objects_many(void)
{
	static struct schedsim_op ops[LONG_OPS];
	int i;

	for (i = 0; i < LONG_OPS; i++)
		ops[i] = LOCK(i % NR_MANY);
	for (i = 0; i < NR_MANY; i++)
		t.objects[i] = OBJECT(MUTEX, .name = "m");
	t.entries[0] = entry_of("o", ops, LONG_OPS);
	return spawn_with(t.fd, t.entries, 1, t.objects, NR_MANY, NULL);
}

static int call_kill(void)
{
	return kill_proc(t.fd, 1);
}

static int call_reap(void)
{
	return on_proc(t.fd, SCHEDSIM_IOC_REAP, 2);
}

static int call_reap_all(void)
{
	return on_proc(t.fd, SCHEDSIM_IOC_REAP, 0);
}

static int call_set_attr(void)
{
	struct schedsim_attr attr = { .nice = -5, .priority = 9 };

	return set_attr(t.fd, 1, SCHEDSIM_ATTR_ALL, &attr);
}

static int call_yield(void)
{
	return on_proc(t.fd, SCHEDSIM_IOC_YIELD, 1);
}

static int call_trigger(void)
{
	return trigger(t.fd, SCHEDSIM_ALL_VCPUS);
}

static int call_offline(void)
{
	return set_online(t.fd, 1, false);
}

static int call_pause(void)
{
	return simple(t.fd, SCHEDSIM_IOC_PAUSE);
}

static int call_resume(void)
{
	return simple(t.fd, SCHEDSIM_IOC_RESUME);
}

static int call_run(void)
{
	return run_until(t.fd, MS(500));
}

static int call_reset(void)
{
	return simple(t.fd, SCHEDSIM_IOC_RESET);
}

static int call_show(void)
{
	static char text[4096];
	int fd = open(t.path, O_RDONLY), ret;

	if (fd < 0)
		return -errno;
	ret = read(fd, text, sizeof(text));
	ret = ret < 0 ? -errno : ret;
	close(fd);
	return ret;
}

static int call_store(void)
{
	return write_file(t.path, t.text);
}

#endif /* SCHEDSIM_FAIL_CALLS_H */
