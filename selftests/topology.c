// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs that share a core, a cache or a memory node, run queues that span them, how fast
 * vCPUs are, what migrations cost, and what a policy keeps of processes.
 */
#include "schedsim_test.h"

#define NR_VCPUS	4

/* Two caches of two vCPUs each, all of one node. */
static const struct schedsim_vcpu_desc two_caches[NR_VCPUS] = {
	{ .llc = 3 }, { .llc = 3 }, { .llc = 5 }, { .llc = 5 },
};

static int create_with(const char *policy, __u64 span,
		       const struct schedsim_vcpu_desc *descs, __u32 nr)
{
	struct schedsim_param one = param("span", span);
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_QUANTUM |
			SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_PARAMS |
			SCHEDSIM_CONFIG_VCPUS,
		.quantum_ns = MS(1),
		.nr_vcpus = NR_VCPUS,
		.params = PTR(&one),
		.nr_params = 1,
		.param_size = sizeof(one),
		.vcpus = PTR(descs),
		.nr_vcpu_descs = nr,
		.vcpu_size = sizeof(*descs),
	};

	set_name(config.policy, policy);
	return create(&config);
}

static int set_descs(int fd, const struct schedsim_vcpu_desc *descs, __u32 nr)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_VCPUS,
		.vcpus = PTR(descs),
		.nr_vcpu_descs = nr,
		.vcpu_size = sizeof(*descs),
	};

	return set_config(fd, &config);
}

static int read_descs(int fd, struct schedsim_vcpu_desc *descs)
{
	return read_list(fd, SCHEDSIM_IOC_READ_VCPU_DESCS, 0, descs, NR_VCPUS,
			 sizeof(*descs), 0);
}

TEST(descs_are_told_as_they_were_given)
{
	struct schedsim_vcpu_desc told[NR_VCPUS], zero[NR_VCPUS] = {};
	int fd = create_virtual("rr", MS(1), NR_VCPUS);

	ASSERT_LE(0, fd);
	ASSERT_EQ(NR_VCPUS, read_descs(fd, told));
	ASSERT_EQ(0, memcmp(zero, told, sizeof(zero)));
	ASSERT_EQ(0, set_descs(fd, two_caches, NR_VCPUS));
	ASSERT_EQ(NR_VCPUS, read_descs(fd, told));
	ASSERT_EQ(0, memcmp(two_caches, told, sizeof(told)));
	ASSERT_EQ(1, read_list(fd, SCHEDSIM_IOC_READ_VCPU_DESCS, 3, told, NR_VCPUS,
			       sizeof(told[0]), 0));
	ASSERT_EQ(5, told[0].llc);
	/* Those that are left out are as at first. */
	ASSERT_EQ(0, set_descs(fd, two_caches, 1));
	ASSERT_EQ(NR_VCPUS, read_descs(fd, told));
	ASSERT_EQ(3, told[0].llc);
	ASSERT_EQ(0, told[1].llc);
	ASSERT_EQ(0, set_descs(fd, NULL, 0));
	ASSERT_EQ(NR_VCPUS, read_descs(fd, told));
	ASSERT_EQ(0, memcmp(zero, told, sizeof(zero)));
	close(fd);
}

TEST(descs_that_make_no_sense)
{
	struct schedsim_vcpu_desc descs[NR_VCPUS + 1] = {}, told[NR_VCPUS];
	int fd = create_with("rr", SCHEDSIM_SPAN_LLC, two_caches, NR_VCPUS);

	ASSERT_LE(0, fd);
	ASSERT_EQ(-EINVAL, set_descs(fd, descs, NR_VCPUS + 1));
	ASSERT_EQ(-EINVAL, set_descs(fd, descs, ~0U));
	descs[3].llc = 256;
	ASSERT_EQ(-EINVAL, set_descs(fd, descs, NR_VCPUS));
	descs[3] = (struct schedsim_vcpu_desc) { .node = 256 };
	ASSERT_EQ(-EINVAL, set_descs(fd, descs, NR_VCPUS));
	descs[3] = (struct schedsim_vcpu_desc) { .__reserved[3] = 1 };
	ASSERT_EQ(-EINVAL, set_descs(fd, descs, NR_VCPUS));
	descs[3] = (struct schedsim_vcpu_desc) { .core = 256 };
	ASSERT_EQ(-EINVAL, set_descs(fd, descs, NR_VCPUS));
	descs[3] = (struct schedsim_vcpu_desc) { .capacity = 1025 };
	ASSERT_EQ(-EINVAL, set_descs(fd, descs, NR_VCPUS));
	/* A core of two caches. */
	descs[2].core = 7;
	descs[3] = (struct schedsim_vcpu_desc) { .llc = 1, .core = 7 };
	ASSERT_EQ(-EINVAL, set_descs(fd, descs, NR_VCPUS));
	descs[2].core = 0;
	/* A cache of two nodes. */
	descs[3] = (struct schedsim_vcpu_desc) { .node = 1 };
	ASSERT_EQ(-EINVAL, set_descs(fd, descs, NR_VCPUS));
	ASSERT_EQ(NR_VCPUS, read_descs(fd, told));
	ASSERT_EQ(0, memcmp(two_caches, told, sizeof(told)));
	descs[3] = (struct schedsim_vcpu_desc) { .llc = 255, .node = 255 };
	ASSERT_EQ(0, set_descs(fd, descs, NR_VCPUS));
	/* Not while there are processes, unless nothing changes. */
	ASSERT_EQ(1, spawn(fd, "p"));
	ASSERT_EQ(-EBUSY, set_descs(fd, two_caches, NR_VCPUS));
	ASSERT_EQ(0, set_descs(fd, descs, NR_VCPUS));
	close(fd);
}

/* 0 and 1 are a core, 2 and 3 have a cache each; 3 is of another node, and slow. */
static const struct schedsim_vcpu_desc uneven[NR_VCPUS] = {
	{ .core = 255 }, { .core = 255 }, { .llc = 1, .capacity = 1024 },
	{ .llc = 2, .node = 1, .capacity = 512 },
};

TEST(cores_and_capacities)
{
	int fd = create_with("rr", SCHEDSIM_SPAN_VCPU, uneven, NR_VCPUS);
	struct schedsim_attr attr = { .affinity[0] = 1 << 3 };
	struct schedsim_spawn_entry entry = program_entry("p", OP_RUN(MS(7)), OP_EXIT);
	struct schedsim_vcpu_desc told[NR_VCPUS];
	struct schedsim_proc p;

	ASSERT_LE(0, fd);
	ASSERT_EQ(NR_VCPUS, read_descs(fd, told));
	ASSERT_EQ(0, memcmp(uneven, told, sizeof(told)));
	/* 7 ms of work at half the speed, and half of them. */
	entry.attr = PTR(&attr);
	ASSERT_EQ(1, spawn_entry(fd, &entry));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(8)));
	attr.affinity[0] = 1;
	ASSERT_EQ(0, set_attr(fd, 1, SCHEDSIM_ATTR_AFFINITY, &attr));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(30)));
	ASSERT_EQ(1, read_procs(fd, &p, 1));
	ASSERT_EQ(MS(8 + 3), p.finish_ns);
	ASSERT_EQ(MS(8 + 3), p.cpu_ns);
	ASSERT_SUMS(fd);
	close(fd);
}

TEST(migrations_cost_something)
{
	static const __u64 costs[SCHEDSIM_NR_DISTANCES] = { MS(1), MS(2), MS(3), MS(4) };
	/* From 0 on; to 2 there is another cache. */
	static const struct {
		int vcpu;
		__u64 cost;
	} way[] = { { 1, MS(1) }, { 2, MS(3) }, { 3, MS(4) } };
	struct schedsim_config config = { .mask = SCHEDSIM_CONFIG_MIGRATION };
	int fd = create_with("rr", SCHEDSIM_SPAN_VCPU, uneven, NR_VCPUS), i;
	struct schedsim_attr attr = { .affinity[0] = 1 };
	struct schedsim_spawn_entry entry = entry_of("p", NULL, 0);
	struct schedsim_proc p;
	__u64 sum = 0;

	ASSERT_LE(0, fd);
	memcpy(config.migration_ns, costs, sizeof(costs));
	ASSERT_EQ(0, set_config(fd, &config));
	entry.attr = PTR(&attr);
	ASSERT_EQ(1, spawn_entry(fd, &entry));
	for (i = 0; i < (int)ARRAY_SIZE(way); i++) {
		ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(10) * (i + 1)));
		attr.affinity[0] = 1 << way[i].vcpu;
		ASSERT_EQ(0, set_attr(fd, 1, SCHEDSIM_ATTR_AFFINITY, &attr));
		ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(10) * (i + 1) + MS(5)));
		sum += way[i].cost;
		ASSERT_EQ(1, read_procs(fd, &p, 1));
		ASSERT_EQ(sum, p.overhead_ns);
	}
	ASSERT_SUMS(fd);
	close(fd);
}

/* Six on two caches: as many on each; those of a cache take turns on its vCPUs. */
TEST(span_llc)
{
	int fd = create_with("rr", SCHEDSIM_SPAN_LLC, two_caches, NR_VCPUS);
	struct schedsim_proc p[6];
	int i;

	ASSERT_LE(0, fd);
	for (i = 0; i < 6; i++)
		ASSERT_EQ(i + 1, spawn(fd, "p"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(300)));
	ASSERT_EQ(6, read_procs(fd, p, 6));
	for (i = 0; i < 6; i++) {
		/* The fifth and sixth are put where the first and second are. */
		__u64 share = i == 2 || i == 3 ? MS(300) : MS(150);

		ASSERT_EQ(i == 2 || i == 3, p[i].vcpu >= 2);
		ASSERT_LE(share, p[i].cpu_ns + MS(2));
		ASSERT_GE(share + MS(2), p[i].cpu_ns);
	}
	ASSERT_SUMS(fd);
	close(fd);
}

/* Each runs now here, now there, but not at the other cache. */
TEST(span_llc_migrates_inside)
{
	int fd = create_with("rr", SCHEDSIM_SPAN_LLC, two_caches, NR_VCPUS);
	struct schedsim_attr attr = { .affinity[0] = 3 << 2 };
	struct schedsim_spawn_entry entry = entry_of("p", NULL, 0);
	struct schedsim_vcpu v[NR_VCPUS];
	struct schedsim_proc p[3];
	int i;

	ASSERT_LE(0, fd);
	entry.attr = PTR(&attr);
	for (i = 0; i < 3; i++) {
		entry.id = 0;
		ASSERT_EQ(i + 1, spawn_entry(fd, &entry));
	}
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(300)));
	ASSERT_EQ(3, read_procs(fd, p, 3));
	for (i = 0; i < 3; i++) {
		ASSERT_LT(0, p[i].migrations);
		ASSERT_LE(MS(200), p[i].cpu_ns + MS(2));
		ASSERT_GE(MS(200) + MS(2), p[i].cpu_ns);
	}
	ASSERT_EQ(NR_VCPUS, read_vcpus(fd, v, NR_VCPUS));
	ASSERT_EQ(MS(300), v[0].idle_ns);
	ASSERT_EQ(MS(300), v[1].idle_ns);
	ASSERT_EQ(MS(300), v[2].busy_ns);
	ASSERT_EQ(MS(300), v[3].busy_ns);
	ASSERT_SUMS(fd);
	close(fd);
}

/* Five on four vCPUs have four fifths each, if there is one queue. */
FIXTURE(span_all)
{
};

FIXTURE_VARIANT(span_all)
{
	const char *policy;
};

FIXTURE_VARIANT_ADD(span_all, rr) { "rr" };
FIXTURE_VARIANT_ADD(span_all, prio) { "prio" };
FIXTURE_VARIANT_ADD(span_all, fair) { "fair" };
FIXTURE_VARIANT_ADD(span_all, stride) { "stride" };

FIXTURE_SETUP(span_all)
{
}

FIXTURE_TEARDOWN(span_all)
{
}

TEST_F(span_all, shares)
{
	int fd = create_with(variant->policy, SCHEDSIM_SPAN_ALL, two_caches, NR_VCPUS);
	struct schedsim_proc p[5];
	int i;

	ASSERT_LE(0, fd);
	for (i = 0; i < 5; i++)
		ASSERT_EQ(i + 1, spawn(fd, "p"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(500)));
	ASSERT_EQ(5, read_procs(fd, p, 5));
	for (i = 0; i < 5; i++) {
		ASSERT_LE(MS(400), p[i].cpu_ns + MS(4));
		ASSERT_GE(MS(400) + MS(4), p[i].cpu_ns);
	}
	ASSERT_SUMS(fd);
	close(fd);
}

static int read_values(int fd, const char *policy, struct schedsim_value *values,
		       __u32 *changes)
{
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = SCHEDSIM_MAX_VALUES,
		.entry_size = sizeof(*values),
		.entries = PTR(values),
	};
	int ret;

	set_name(arg.policy, policy);
	ret = call(fd, SCHEDSIM_IOC_READ_VALUES, &arg);
	*changes = arg.policy_changes;
	return ret ?: (int)arg.nr;
}

TEST(values_have_names)
{
	struct schedsim_value values[SCHEDSIM_MAX_VALUES];
	int fd = create_virtual("fair", MS(1), 1);
	struct schedsim_proc p[2];
	__u32 initial, first, now;

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, read_values(fd, "", values, &initial));
	first = initial;
	ASSERT_STREQ("vruntime", values[0].name);
	ASSERT_EQ(SCHEDSIM_VALUE_SIGNED_TIME, values[0].kind);
	ASSERT_EQ(0, values[0].__reserved);
	ASSERT_EQ(0, read_values(fd, "rr", values, &now));
	ASSERT_EQ(first, now);
	ASSERT_EQ(3, read_values(fd, "mlfq", values, &now));
	ASSERT_STREQ("level", values[0].name);
	ASSERT_EQ(SCHEDSIM_VALUE_NUMBER, values[0].kind);
	ASSERT_EQ(-ENOENT, read_values(fd, "nonesuch", values, &now));

	ASSERT_EQ(1, spawn(fd, "a"));
	ASSERT_EQ(2, spawn(fd, "b"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(10)));
	ASSERT_EQ(2, read_procs(fd, p, 2));
	ASSERT_EQ(1, p[0].nr_values);
	ASSERT_EQ(MS(5), p[0].values[0]);
	ASSERT_EQ(0, p[0].values[1]);

	/* Another policy has others, and one sees that they are others. */
	ASSERT_EQ(0, set_policy(fd, "mlfq"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(100)));
	ASSERT_EQ(3, read_values(fd, "", values, &now));
	ASSERT_NE(first, now);
	first = now;
	ASSERT_EQ(2, read_procs(fd, p, 2));
	ASSERT_EQ(3, p[0].nr_values);
	ASSERT_EQ(2, p[0].values[0]);
	ASSERT_EQ(0, set_policy(fd, "rr"));
	ASSERT_EQ(0, read_values(fd, "", values, &now));
	ASSERT_NE(first, now);
	ASSERT_EQ(2, read_procs(fd, p, 2));
	ASSERT_EQ(0, p[0].nr_values);
	/* A reset begins anew, but is not taken for the beginning. */
	first = now;
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, read_values(fd, "", values, &now));
	ASSERT_NE(first, now);
	ASSERT_NE(initial, now);
	close(fd);
}

TEST_HARNESS_MAIN
