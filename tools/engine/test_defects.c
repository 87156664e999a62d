// SPDX-License-Identifier: GPL-2.0
/*
 * The four faults of J.-P. Lozi, B. Lepers, J. Funston, F. Gaud, V. Quema and A. Fedorova, "The
 * Linux Scheduler: a Decade of Wasted Cores", EuroSys 2016, in the situations of sections 3.1
 * to 3.4: without the fault, nothing is wasted; with it, what the paper says is.
 */
#include "watch.h"

/* Nodes of @per_node vCPUs. */
static void boot_nodes(u32 nr_vcpus, u32 per_node, u32 parts, u32 defects)
{
	struct sim_config config = {
		.quantum_ns = 3, .nr_vcpus = nr_vcpus, .max_procs = 64,
		.balancing = {
			.parts = SCHEDSIM_BALANCING_SET | parts, .defects = defects,
			.interval_ns = 10, .pct = 117,
		},
	};
	u32 i;

	EXPECT_EQ(sim_policy_parse("fair", &config), 0);
	for (i = 0; i < nr_vcpus; i++) {
		config.llc[i] = i / per_node;
		config.node[i] = i / per_node;
	}
	boot_with(&config);
}

static void begin(u32 nr, u64 cpus)
{
	while (nr--)
		spawn(.cpus = cpus);
}

static void widen(u32 first, u32 nr, u64 cpus)
{
	for (; nr--; first++)
		lab_set_attr(&lab, first, &(struct schedsim_attr) { .affinity = { cpus } });
}

/*
 * 3.1: "make" in one node, and one process of great weight ("R") in another: the average
 * load of its node is the greater, though 3 of 4 vCPUs are idle.
 */
static u64 imbalanced(u32 defects)
{
	boot_nodes(8, 4, SCHEDSIM_BALANCING_ALL, defects);
	spawn(.nice = -20, .cpus = 1);
	begin(16, 0xf0);
	lab_run(&lab, 1);
	widen(2, 16, 0);
	lab_run(&lab, 1000);
	return stats().wasted_ns;
}

TEST(defect_group_imbalance)
{
	EXPECT_EQ(imbalanced(0), 0);
	EXPECT_EQ(imbalanced(SCHEDSIM_DEFECT_GROUP_CONSTRUCTION |
			     SCHEDSIM_DEFECT_MISSING_DOMAINS), 0);
	EXPECT_EQ(imbalanced(SCHEDSIM_DEFECT_GROUP_IMBALANCE), 3 * 999);
}

/*
 * 3.2: on two nodes that are two hops apart: with four in a ring, 1 and 3. A process with
 * as many threads as both have vCPUs, begun in one, never gets to the other.
 */
static u64 grouped(u32 defects, u32 from, u32 to)
{
	boot_nodes(8, 2, SCHEDSIM_BALANCING_ALL, defects);
	begin(4, 3ULL << 2 * from);
	lab_run(&lab, 1);
	widen(1, 4, 3ULL << 2 * from | 3ULL << 2 * to);
	lab_run(&lab, 1000);
	return stats().wasted_ns;
}

TEST(defect_group_construction)
{
	u32 defect = SCHEDSIM_DEFECT_GROUP_CONSTRUCTION, from, to;

	/* The groups are 3, 0, 1 and 1, 2, 3: 1 and 3 are in both. */
	EXPECT_EQ(grouped(defect, 1, 3), 2 * 999);
	EXPECT_EQ(grouped(defect, 3, 1), 2 * 999);
	/* From 2, 1 and 3 take nothing, too, but only into the group of 0. */
	EXPECT_EQ(grouped(defect, 0, 2), 0);
	EXPECT_EQ(grouped(defect, 2, 0), 0);
	for (from = 0; from < 4; from++)
		for (to = 0; to < 4; to++)
			EXPECT_EQ(from == to ? 0 : grouped(0, from, to), 0);
}

/*
 * 3.3: a thread that is woken up in its node stays there, at a vCPU that is in use, while
 * others are idle elsewhere.
 */
static u64 woken(u32 parts, u32 defects)
{
	boot_nodes(4, 2, parts, defects);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn(.PROGRAM(RUN(1), SLEEP(9), RUN(5000)), .cpus = 1);
	lab_run(&lab, 5);
	lab_set_attr(&lab, 3, &(struct schedsim_attr) {});
	lab_run(&lab, 1000);
	return stats().wasted_ns;
}

TEST(defect_wakeup_overload)
{
	u32 defect = SCHEDSIM_DEFECT_WAKEUP_OVERLOAD;
	u32 some = SCHEDSIM_BALANCING_ALL & ~SCHEDSIM_BALANCING_PERIODIC;

	EXPECT_EQ(woken(some, 0), 0);
	EXPECT_EQ(woken(SCHEDSIM_BALANCING_ALL, 0), 0);
	/* Who wakes up at 10 shares a vCPU, and waits for half of the time. */
	EXPECT(woken(some, defect) > 480 && woken(some, defect) < 500);
	/* Periodic balancing makes up for it, the next or next but one time, at 80 or 160. */
	EXPECT(woken(SCHEDSIM_BALANCING_ALL, defect) > 0);
	EXPECT(woken(SCHEDSIM_BALANCING_ALL, defect) < 80);
}

/* 3.4: after a vCPU was offline, threads stay in the node in which they are begun. */
static u64 hotplugged(u32 defects, bool before)
{
	boot_nodes(4, 2, SCHEDSIM_BALANCING_ALL, defects);
	if (before) {
		EXPECT_EQ(lab_set_online(&lab, 3, false), 0);
		EXPECT_EQ(lab_set_online(&lab, 3, true), 0);
	}
	begin(4, 3);
	lab_run(&lab, 1);
	widen(1, 4, 0);
	lab_run(&lab, 1000);
	return stats().wasted_ns;
}

TEST(defect_missing_domains)
{
	EXPECT_EQ(hotplugged(0, false), 0);
	EXPECT_EQ(hotplugged(0, true), 0);
	EXPECT_EQ(hotplugged(SCHEDSIM_DEFECT_MISSING_DOMAINS, false), 0);
	EXPECT_EQ(hotplugged(SCHEDSIM_DEFECT_MISSING_DOMAINS, true), 2 * 999);
	/* Within a node it is balanced. */
	EXPECT_EQ(vcpu(0).idle_ns + vcpu(1).idle_ns, 0);
}
