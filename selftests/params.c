// SPDX-License-Identifier: GPL-2.0
/*
 * Parameters of policies, classes that a policy refuses, and what a policy says
 * of the order of events at one instant.
 */
#include "schedsim_test.h"

#define MAX	SCHEDSIM_MAX_PARAMS
#define PAGE	4096

static __u64 value_of(int fd, const char *name)
{
	struct schedsim_param params[MAX];
	int nr = read_params(fd, "", params), i;

	for (i = 0; i < nr; i++)
		if (!strcmp(params[i].name, name))
			return params[i].value;
	return ~0ULL;
}

static int set_one(int fd, const char *name, __u64 value)
{
	struct schedsim_param one = param(name, value);

	return set_params(fd, NULL, &one, 1);
}

FIXTURE(params)
{
	int fd;
	struct schedsim_param all[MAX];
};

FIXTURE_SETUP(params)
{
	self->fd = create_virtual("mlfq", MS(10), 1);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(params)
{
	close(self->fd);
}

TEST_F(params, are_listed)
{
	int nr = read_params(self->fd, "", self->all), other, i;
	struct schedsim_param again[MAX];

	ASSERT_LE(5, nr);
	for (i = 0; i < nr; i++) {
		ASSERT_LE(self->all[i].min, self->all[i].value);
		ASSERT_LE(self->all[i].value, self->all[i].max);
		ASSERT_EQ(self->all[i].initial, self->all[i].value);
		ASSERT_LE(self->all[i].kind, SCHEDSIM_PARAM_BALANCE);
		ASSERT_EQ(i == nr - 2, self->all[i].kind == SCHEDSIM_PARAM_SPAN);
		ASSERT_EQ(i == nr - 1, self->all[i].kind == SCHEDSIM_PARAM_BALANCE);
		if (self->all[i].kind == SCHEDSIM_PARAM_SLICE)
			ASSERT_EQ(0, self->all[i].min);
		ASSERT_EQ(!strncmp(self->all[i].name, "quantum", 7) ||
			  !strncmp(self->all[i].name, "boost", 5),
			  self->all[i].kind == SCHEDSIM_PARAM_SLICE);
		ASSERT_EQ(0, self->all[i].__reserved);
	}
	ASSERT_STREQ("span", self->all[nr - 2].name);
	ASSERT_EQ(SCHEDSIM_SPAN_VCPU, self->all[nr - 2].value);
	ASSERT_EQ(SCHEDSIM_SPAN_ALL, self->all[nr - 2].max);
	ASSERT_STREQ("balance", self->all[nr - 1].name);
	ASSERT_EQ(SCHEDSIM_BALANCE_ALL, self->all[nr - 1].value);
	ASSERT_EQ(SCHEDSIM_BALANCE_ALL, self->all[nr - 1].max);
	ASSERT_STREQ("queues", self->all[0].name);
	ASSERT_EQ(3, self->all[0].value);
	ASSERT_EQ(64, self->all[0].max);
	/* Of a policy that is not the present one: as it would begin. */
	other = create_virtual("fifo", MS(10), 1);
	ASSERT_LE(0, other);
	ASSERT_EQ(2, read_params(other, "", again));
	ASSERT_STREQ("span", again[0].name);
	ASSERT_EQ(nr, read_params(other, "mlfq", again));
	ASSERT_EQ(0, memcmp(again, self->all, nr * sizeof(again[0])));
	ASSERT_EQ(2, read_params(other, "fifo", again));
	ASSERT_EQ(-ENOENT, read_params(other, "nonesuch", again));
	ASSERT_EQ(-ENOENT, read_params(other, "mlf", again));
	/* Of the present one by its name, as they are now. */
	ASSERT_EQ(0, set_one(self->fd, "queues", 5));
	ASSERT_EQ(nr, read_params(self->fd, "mlfq", again));
	ASSERT_EQ(5, again[0].value);
	close(other);
}

TEST_F(params, are_read_in_parts)
{
	struct {
		struct schedsim_param param;
		__u64 tail;
	} entry;
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = 1,
		.entry_size = sizeof(entry),
		.entries = (uintptr_t)&entry,
	};
	int nr = read_params(self->fd, "", self->all), i;

	for (i = 0; i < nr; i++) {
		memset(&entry, 0xff, sizeof(entry));
		arg.nr = 1;
		ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_READ_PARAMS, &arg));
		ASSERT_EQ(1, arg.nr);
		ASSERT_EQ(i + 1, arg.start);
		ASSERT_EQ(0, memcmp(&entry.param, &self->all[i],
				    sizeof(entry.param)));
		ASSERT_EQ(0, entry.tail);
	}
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_READ_PARAMS, &arg));
	ASSERT_EQ(0, arg.nr);
	arg.nr = 1;
	arg.start = ~0U;
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_READ_PARAMS, &arg));
	ASSERT_EQ(0, arg.nr);
	arg.entry_size = sizeof(struct schedsim_param) - 8;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_READ_PARAMS, &arg));
	arg.entry_size = sizeof(struct schedsim_param) + 4;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_READ_PARAMS, &arg));
	arg.entry_size = sizeof(struct schedsim_param);
	arg.flags = 1;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_READ_PARAMS, &arg));
	arg.flags = 0;
	arg.start = 0;
	arg.nr = 1;
	arg.entries = 8;
	ASSERT_EQ(-EFAULT, call(self->fd, SCHEDSIM_IOC_READ_PARAMS, &arg));
}

TEST_F(params, are_set)
{
	struct schedsim_param two[] = {
		param("queues", 5), param("boost", MS(100)),
	};

	ASSERT_EQ(0, set_params(self->fd, NULL, two, 2));
	ASSERT_EQ(5, value_of(self->fd, "queues"));
	ASSERT_EQ(MS(100), value_of(self->fd, "boost"));
	/* The others stay, unless the policy is named, too. */
	ASSERT_EQ(0, set_one(self->fd, "queues", 4));
	ASSERT_EQ(MS(100), value_of(self->fd, "boost"));
	ASSERT_EQ(0, set_params(self->fd, "mlfq", &two[0], 1));
	ASSERT_EQ(5, value_of(self->fd, "queues"));
	ASSERT_EQ(0, value_of(self->fd, "boost"));
	/* None is fine, too, and then the pointer does not matter. */
	ASSERT_EQ(0, set_params(self->fd, NULL, (void *)8, 0));
	/* As they were read. */
	ASSERT_LT(0, read_params(self->fd, "", self->all));
	self->all[0].value = 7;
	ASSERT_EQ(0, set_params(self->fd, NULL, self->all, 3));
	ASSERT_EQ(7, value_of(self->fd, "queues"));
}

TEST_F(params, of_a_new_simulation)
{
	struct schedsim_param two[] = {
		param("queues", 2), param("stay", 1),
	};
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_PARAMS,
		.policy = "mlfq",
		.params = (uintptr_t)two,
		.nr_params = 2,
		.param_size = sizeof(two[0]),
	};
	int fd = create(&config);

	ASSERT_LE(0, fd);
	ASSERT_EQ(2, value_of(fd, "queues"));
	ASSERT_EQ(1, value_of(fd, "stay"));
	close(fd);
	two[1].value = 2;
	ASSERT_EQ(-EINVAL, create(&config));
	two[1] = param("nonesuch", 1);
	ASSERT_EQ(-ENOENT, create(&config));
	/* Of the boot configuration's policy, which has none of that name. */
	config.mask = SCHEDSIM_CONFIG_PARAMS;
	ASSERT_EQ(-ENOENT, create(&config));
}

/* All or none, and which errno. */
TEST_F(params, refuses)
{
	struct schedsim_param bad[3] = {
		param("allotment8", 6), param("quantum8", MS(5)),
	};
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_PARAMS | SCHEDSIM_CONFIG_QUANTUM,
		.quantum_ns = MS(3),
		.params = (uintptr_t)bad,
		.nr_params = 3,
		.param_size = sizeof(bad[0]),
	};

#define REFUSED(errno_, ...)						\
	do {								\
		bad[2] = (struct schedsim_param) { __VA_ARGS__ };	\
		ASSERT_EQ(-(errno_), set_config(self->fd, &config)) {	\
			TH_LOG("%s", #__VA_ARGS__);			\
		}							\
	} while (0)

	REFUSED(ENOENT, .name = "nonesuch");
	REFUSED(ENOENT, .name = "");
	REFUSED(ENOENT, .name = "queue");
	REFUSED(ENOENT, .name = "queuess");
	/* Twice, though with the same value. */
	REFUSED(EINVAL, .name = "allotment8", .value = 6);
	REFUSED(EINVAL, .name = "quantum8", .value = MS(5));
	REFUSED(EINVAL, .name = "queues", .value = 0);
	REFUSED(EINVAL, .name = "queues", .value = 65);
	REFUSED(EINVAL, .name = "queues", .value = ~0ULL);
	REFUSED(EINVAL, .name = "bump", .value = 2);
	REFUSED(EINVAL, .name = "boost", .value = 999);
	REFUSED(EINVAL, .name = "quantum1", .value = SEC(10) + 1);
	REFUSED(EINVAL, .name = "allotment", .value = 0);
	REFUSED(EINVAL, .name = "queues", .value = 5, .__reserved = 1);
	REFUSED(EINVAL, .name = "queues", .value = 5, .max = 9);
	REFUSED(EINVAL, .name = "queues", .value = 5, .min = 2);
	REFUSED(EINVAL, .name = "queues", .value = 5, .initial = 2);
	REFUSED(EINVAL, .name = "queues", .value = 5, .kind = 1);
	bad[2] = param("bump", 1);
	memset(bad[2].name, 'x', sizeof(bad[2].name));
	ASSERT_EQ(-EINVAL, set_config(self->fd, &config));
	bad[2] = param("bump", 1);
	config.param_size = sizeof(bad[0]) - 8;
	ASSERT_EQ(-EINVAL, set_config(self->fd, &config));
	config.param_size = sizeof(bad[0]) + 4;
	ASSERT_EQ(-EINVAL, set_config(self->fd, &config));
	config.param_size = PAGE + 8;
	ASSERT_EQ(-E2BIG, set_config(self->fd, &config));
	config.param_size = ~7U;
	ASSERT_EQ(-E2BIG, set_config(self->fd, &config));
	config.param_size = ~0U;
	ASSERT_EQ(-EINVAL, set_config(self->fd, &config));
	config.param_size = 0;
	ASSERT_EQ(-EINVAL, set_config(self->fd, &config));
	config.param_size = sizeof(bad[0]);
	config.nr_params = MAX + 1;
	ASSERT_EQ(-EINVAL, set_config(self->fd, &config));
	config.nr_params = 3;
	config.params = 8;
	ASSERT_EQ(-EFAULT, set_config(self->fd, &config));
	/* Nothing has changed. */
	ASSERT_EQ(0, value_of(self->fd, "allotment8"));
	ASSERT_EQ(0, value_of(self->fd, "quantum8"));
	ASSERT_EQ(0, get_config(self->fd, &config));
	ASSERT_EQ(MS(10), config.quantum_ns);
}

/* Entries of a later version, which say nothing new. */
TEST_F(params, longer_entries)
{
	struct {
		struct schedsim_param param;
		__u64 later;
	} entries[2] = {
		{ .param = param("queues", 5) }, { .param = param("stay", 1) },
	};
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_PARAMS,
		.params = (uintptr_t)entries,
		.nr_params = 2,
		.param_size = sizeof(entries[0]),
	};
	static char pages[PAGE];

	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(5, value_of(self->fd, "queues"));
	ASSERT_EQ(1, value_of(self->fd, "stay"));
	entries[0].param.value = 6;
	entries[1].later = 1ULL << 63;
	ASSERT_EQ(-E2BIG, set_config(self->fd, &config));
	ASSERT_EQ(5, value_of(self->fd, "queues"));
	/* As long as may be. */
	memcpy(pages, entries, sizeof(entries[0].param));
	config.params = (uintptr_t)pages;
	config.param_size = PAGE;
	config.nr_params = 1;
	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(6, value_of(self->fd, "queues"));
	pages[PAGE - 1] = 1;
	ASSERT_EQ(-E2BIG, set_config(self->fd, &config));
}

/* While there are processes: they stay, with all they have. */
TEST_F(params, change_at_once)
{
	struct schedsim_proc before[3], after[3];
	int i;

	for (i = 0; i < 3; i++)
		ASSERT_EQ(i + 1, spawn(self->fd, "p"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->fd, MS(95)));
	ASSERT_EQ(3, read_procs(self->fd, before, 3));
	ASSERT_EQ(0, set_one(self->fd, "quantum1", MS(1)));
	ASSERT_EQ(3, read_procs(self->fd, after, 3));
	for (i = 0; i < 3; i++)
		ASSERT_EQ(before[i].cpu_ns, after[i].cpu_ns);
	ASSERT_EQ(0, set_one(self->fd, "queues", 1));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->fd, MS(395)));
	ASSERT_EQ(3, read_procs(self->fd, after, 3));
	for (i = 0; i < 3; i++)
		ASSERT_LT(99, after[i].switches - before[i].switches);
}

TEST_F(params, live_minimum)
{
	int fd = create_live("mlfq", MS(10), 1);

	ASSERT_LE(0, fd);
	ASSERT_EQ(-EINVAL, set_one(fd, "boost", US(99)));
	ASSERT_EQ(-EINVAL, set_one(fd, "quantum3", US(99)));
	ASSERT_EQ(0, set_one(fd, "boost", US(100)));
	ASSERT_EQ(0, set_one(fd, "boost", 0));
	close(fd);
}

TEST_F(params, need_write_permission)
{
	int fd = open(DEVICE, O_RDONLY);
	struct schedsim_param params[MAX];

	ASSERT_LE(0, fd);
	ASSERT_LE(0, read_params(fd, "", params));
	ASSERT_EQ(-EBADF, set_params(fd, "mlfq", NULL, 0));
	close(fd);
}

/* mlfq has an order of its own, unless told otherwise. */
TEST_F(params, tie_of_the_policy)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_TIE,
		.policy = "mlfq",
		.tie = SCHEDSIM_TIE_ARRIVAL_FIRST,
	};

	ASSERT_EQ(0, set_policy(self->fd, "mlfq"));
	ASSERT_EQ(0, get_config(self->fd, &config));
	ASSERT_EQ(SCHEDSIM_TIE_EXPIRY_FIRST, config.tie);
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, get_config(self->fd, &config));
	ASSERT_EQ(SCHEDSIM_TIE_ARRIVAL_FIRST, config.tie);
	config.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_TIE;
	set_name(config.policy, "mlfq");
	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(0, get_config(self->fd, &config));
	ASSERT_EQ(SCHEDSIM_TIE_ARRIVAL_FIRST, config.tie);
}

static int set_class(int fd, __u32 id, __u16 sched_class)
{
	struct schedsim_attr attr = { .sched_class = sched_class };

	return set_attr(fd, id, SCHEDSIM_ATTR_CLASS, &attr);
}

static bool is_reason(const char *reason)
{
	return strnlen(reason, SCHEDSIM_REASON_LEN) < SCHEDSIM_REASON_LEN && reason[0];
}

/* SCHED_DEADLINE without a runtime: neither new, nor changed, nor taken over. */
TEST_F(params, linux_refuses_deadline_and_says_why)
{
	struct schedsim_attr attr = { .sched_class = SCHEDSIM_CLASS_DEADLINE };
	struct schedsim_spawn_entry entry = { .name = "d", .attr = PTR(&attr) };
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY,
		.policy = "linux",
	};
	struct schedsim_spawn spawn = spawn_of(&entry, 1);
	struct schedsim_set_attr set = {
		.size = sizeof(set),
		.mask = SCHEDSIM_ATTR_CLASS,
		.id = 1,
		.attr_size = sizeof(attr),
		.attr = PTR(&attr),
	};

	ASSERT_EQ(1, spawn_entry(self->fd, &entry));
	ASSERT_EQ(-EOPNOTSUPP, set_config(self->fd, &config));
	ASSERT_TRUE(is_reason(config.reason));
	ASSERT_EQ(0, set_class(self->fd, 1, SCHEDSIM_CLASS_RR));
	ASSERT_EQ(0, set_policy(self->fd, "linux"));
	ASSERT_EQ(-EOPNOTSUPP, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &set));
	ASSERT_STREQ(config.reason, set.reason);
	entry.id = 0;
	ASSERT_EQ(-EOPNOTSUPP, call(self->fd, SCHEDSIM_IOC_SPAWN, &spawn));
	ASSERT_STREQ(config.reason, spawn.reason);
	ASSERT_EQ(0, spawn.failed);
	ASSERT_EQ(0, set_policy(self->fd, "fair"));
	ASSERT_EQ(0, set_class(self->fd, 1, SCHEDSIM_CLASS_DEADLINE));
	ASSERT_EQ(0, kill_proc(self->fd, 1));
	ASSERT_EQ(0, set_policy(self->fd, "linux"));
}

/* Which admission refuses: new ones, others than before, and what there is already. */
TEST_F(params, edf_refuses_more_bandwidth_and_says_how_much)
{
	const char *two = "SCHED_DEADLINE needs 1.2000 of 1 vCPUs";
	struct schedsim_attr attr = {
		.sched_class = SCHEDSIM_CLASS_DEADLINE, .runtime_ns = MS(6),
		.deadline_ns = MS(10), .period_ns = MS(10),
	};
	struct schedsim_spawn_entry entries[2] = {
		{ .name = "d", .attr = PTR(&attr) }, { .name = "e", .attr = PTR(&attr) },
	};
	struct schedsim_param admission = { .name = "admission", .value = 1 };
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_PARAMS, .policy = "edf",
		.params = PTR(&admission), .nr_params = 1, .param_size = sizeof(admission),
	};
	struct schedsim_spawn spawn = spawn_of(entries, 2);
	struct schedsim_set_attr set = {
		.size = sizeof(set), .mask = SCHEDSIM_ATTR_DEADLINE, .id = 1,
		.attr_size = sizeof(attr), .attr = PTR(&attr),
	};

	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(-EBUSY, call(self->fd, SCHEDSIM_IOC_SPAWN, &spawn));
	ASSERT_STREQ(two, spawn.reason);
	ASSERT_EQ(1, spawn.failed);
	ASSERT_EQ(1, spawn_entry(self->fd, &entries[0]));
	attr.runtime_ns = MS(10);
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &set));
	attr.runtime_ns = MS(2);
	ASSERT_EQ(-EBUSY, spawn_entry(self->fd, &entries[1]));
	ASSERT_EQ(0, kill_proc(self->fd, 1));
	ASSERT_EQ(2, spawn_entry(self->fd, &entries[1]));
	attr.runtime_ns = MS(12);
	set.id = 2;
	ASSERT_EQ(-EOPNOTSUPP, call(self->fd, SCHEDSIM_IOC_SET_ATTR, &set));
	/* Elsewhere there is no limit. */
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	attr.runtime_ns = MS(10);
	entries[0].id = 0;
	ASSERT_EQ(3, spawn_entry(self->fd, &entries[0]));
	ASSERT_EQ(-EBUSY, set_config(self->fd, &config));
	ASSERT_STREQ(two, config.reason);
	admission.value = 0;
	ASSERT_EQ(0, set_config(self->fd, &config));
}

/* A configuration that was read can be set, and nothing changes but what was. */
TEST_F(params, stay_when_what_was_read_is_set)
{
	struct schedsim_config config;

	ASSERT_EQ(0, set_one(self->fd, "queues", 5));
	ASSERT_EQ(0, get_config(self->fd, &config));
	config.quantum_ns = MS(3);
	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(5, value_of(self->fd, "queues"));
	ASSERT_EQ(0, set_policy(self->fd, "mlfq"));
	ASSERT_EQ(5, value_of(self->fd, "queues"));
	/* Another one in between: it begins anew. */
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, set_policy(self->fd, "mlfq"));
	ASSERT_EQ(3, value_of(self->fd, "queues"));
}

TEST_HARNESS_MAIN
