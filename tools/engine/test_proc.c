// SPDX-License-Identifier: GPL-2.0
/*
 * Processes: ids, limits, killing, reaping, attributes.
 */
#include "watch.h"

static void boot_vcpus(const char *policy, u32 nr_vcpus)
{
	boot_on(nr_vcpus, policy, 10);
}

TEST(policy_names)
{
	u32 i;

	EXPECT(policy("fair") == &sim_policy_fair);
	EXPECT_STR(policy("rr")->name, "rr");
	EXPECT(sim_policy_find("rrr", 2) == policy("rr"));
	EXPECT(!sim_policy_find("rr", 1));
	EXPECT(!policy("RR"));
	EXPECT(!policy(""));
	EXPECT(!policy("fai"));
	EXPECT(!policy("fairer"));
	for (i = 0; sim_policy_at(i); i++)
		EXPECT(policy(sim_policy_at(i)->name) == sim_policy_at(i));
	EXPECT(i > 2);
	EXPECT(!sim_policy_at(~0U));
}

TEST(config_limits)
{
	static const struct {
		u64 quantum, cost;
		u32 nr_vcpus, max_procs, tie;
		int ret;
	} rows[] = {
		{ 1000, 0, 1, 1, 0, 0 },
		{ 999, 0, 1, 1, 0, -EINVAL },
		{ 0, 0, 1, 1, 0, -EINVAL },
		{ 10000000000, 0, 1, 1, 0, 0 },
		{ 10000000001, 0, 1, 1, 0, -EINVAL },
		{ 1000, 1000000000, 1, 1, 0, 0 },
		{ 1000, 1000000001, 1, 1, 0, -EINVAL },
		{ 1000, 0, 0, 1, 0, -EINVAL },
		{ 1000, 0, 256, 1, 0, 0 },
		{ 1000, 0, 257, 1, 0, -EINVAL },
		{ 1000, 0, 1, 0, 0, -EINVAL },
		{ 1000, 0, 1, 1048576, 0, 0 },
		{ 1000, 0, 1, 1048577, 0, -EINVAL },
		{ 1000, 0, 1, 1, 1, 0 },
		{ 1000, 0, 1, 1, 2, -EINVAL },
	};
	struct sim_config config;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		config = (struct sim_config) {
			.policy = policy("rr"),
			.quantum_ns = rows[i].quantum,
			.switch_cost_ns = rows[i].cost,
			.nr_vcpus = rows[i].nr_vcpus,
			.max_procs = rows[i].max_procs,
			.tie = rows[i].tie,
		};
		EXPECT_EQ(sim_config_check(&config, 1000), rows[i].ret);
		config.policy = NULL;
		EXPECT_EQ(sim_config_check(&config, 1000), -EINVAL);
	}
}

TEST(attr_limits)
{
	static const struct {
		struct schedsim_attr attr;
		int ret;
	} rows[] = {
		{ { .nice = 0 }, 0 },
		{ { .nice = -20 }, 0 }, { { .nice = -21 }, -EINVAL },
		{ { .nice = 19 }, 0 }, { { .nice = 20 }, -EINVAL },
		{ { .priority = 99 }, 0 }, { { .priority = 100 }, -EINVAL },
		{ { .runtime_ns = 1ULL << 56 }, 0 },
		{ { .runtime_ns = (1ULL << 56) + 1 }, -EINVAL },
		{ { .deadline_ns = (1ULL << 56) + 1 }, -EINVAL },
		{ { .period_ns = (1ULL << 56) + 1 }, -EINVAL },
		{ { .working_set = 65535 }, 0 },
		/* 66 vCPUs */
		{ { .affinity = { 1 } }, 0 },
		{ { .affinity = { 0, 2 } }, 0 },
		{ { .affinity = { 0, 4 } }, -EINVAL },
		{ { .affinity = { 0, 0, 1 } }, -EINVAL },
		{ { .affinity = { 0, 0, 0, 1ULL << 63 } }, -EINVAL },
		{ { .affinity = { 1, ~0ULL, ~0ULL, ~0ULL } }, 0 },
	};
	u32 i;

	boot_vcpus("rr", 66);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_EQ(sim_attr_check(lab.sim, &rows[i].attr), rows[i].ret);
	boot_vcpus("rr", 64);
	EXPECT_EQ(sim_attr_check(lab.sim, &rows[12].attr), 0);
	EXPECT_EQ(sim_attr_check(lab.sim, &rows[13].attr), -EINVAL);
}

TEST(ids)
{
	boot("rr", 10);
	EXPECT_EQ(spawn(.run = 1), 1);
	EXPECT_EQ(spawn(.run = 1, .id = 3), 3);
	EXPECT_EQ(spawn(.run = 1), 2);
	EXPECT_EQ(spawn(.run = 1), 4);
	EXPECT_EQ(spawn(.id = 3), -EEXIST);
	EXPECT_EQ(spawn(.id = 4), -EEXIST);
	EXPECT_EQ(spawn(.id = 32768, .run = 1), 32768);
	EXPECT_EQ(spawn(.id = 32769), -EINVAL);
	EXPECT_EQ(spawn(.id = ~0U), -EINVAL);
	EXPECT(!sim_find(lab.sim, 0));
	EXPECT(!sim_find(lab.sim, 5));
	EXPECT(!sim_find(lab.sim, 32769));
	EXPECT(!sim_find(lab.sim, ~0U));
	/* Taken until it is reaped, and not used again at once then. */
	lab_run_idle(&lab);
	EXPECT_EQ(spawn(.id = 2), -EEXIST);
	lab_reap(&lab, 2);
	EXPECT(!sim_find(lab.sim, 2));
	EXPECT_EQ(spawn(), 5);
	EXPECT_EQ(spawn(.id = 2), 2);
}

/* Ids go round. */
TEST(ids_wrap)
{
	u32 i;

	boot("rr", 10);
	watch = WATCH_NOTHING;
	EXPECT_EQ(spawn(), 1);
	for (i = 2; i <= 32768; i++) {
		EXPECT_EQ(spawn(), i);
		lab_kill(&lab, i);
		lab_reap(&lab, i);
	}
	EXPECT_EQ(spawn(), 2);
	EXPECT_EQ(spawn(.id = 32768), 32768);
}

/* An id that was reserved and not used is free again. */
TEST(ids_release)
{
	boot("rr", 10);
	EXPECT_EQ(sim_reserve_id(lab.sim, 0), 1);
	EXPECT_EQ(sim_reserve_id(lab.sim, 9), 9);
	EXPECT_EQ(stats().nr_procs, 2);
	EXPECT_EQ(sim_reserve_id(lab.sim, 9), -EEXIST);
	sim_free_id(lab.sim, 9);
	sim_free_id(lab.sim, 1);
	EXPECT_EQ(stats().nr_procs, 0);
	EXPECT_EQ(sim_reserve_id(lab.sim, 9), 9);
}

TEST(max_procs)
{
	u32 i;

	boot("rr", 10);
	for (i = 1; i <= 64; i++)
		EXPECT_EQ(spawn(.run = 1), i);
	EXPECT_EQ(spawn(), -ENOSPC);
	EXPECT_EQ(spawn(.id = 100), -ENOSPC);
	/* Those that exited count until they are reaped. */
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 64);
	EXPECT_EQ(spawn(), -ENOSPC);
	lab_reap(&lab, 7);
	EXPECT_EQ(stats().nr_procs, 63);
	EXPECT_EQ(spawn(), 65);
	EXPECT_EQ(spawn(), -ENOSPC);
}

/* Everything at its limit at a time, under the policy with the most memory. */
TEST(max_procs_spread)
{
	struct sim_config config = {
		.policy = policy("fair"), .quantum_ns = 10, .nr_vcpus = 256,
		.max_procs = 3000,
	};
	u32 i;

	boot_with(&config);
	watch = WATCH_NOTHING;
	for (i = 0; i < 3000; i++)
		spawn(.run = 5 + i % 90, .nice = i % 40 - 20, .at = i % 50);
	lab_run(&lab, 30);
	lab_set_policy(&lab, "fair");
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, 3000);
}

TEST(kill_running)
{
	boot("rr", 10);
	spawn();
	spawn();
	lab_run(&lab, 4);
	lab_kill(&lab, 1);
	EXPECT_STR(trace(), "0:1 4:2");
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_EXITED);
	EXPECT_EQ(proc(1).finish_ns, 4);
	EXPECT_EQ(proc(1).cpu_ns, 4);
	EXPECT_EQ(proc(1).preemptions, 0);
	EXPECT_EQ(proc(2).waiting_ns, 4);
}

TEST(kill_running_paused)
{
	boot("rr", 10);
	spawn();
	spawn();
	lab_run(&lab, 4);
	lab_pause(&lab);
	lab_kill(&lab, 1);
	EXPECT_STR(trace(), "0:1 4:2");
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_RUNNING);
	lab_kill(&lab, 2);
	EXPECT_EQ(stats().nr_running, 0);
	lab_resume(&lab);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
}

TEST(kill_last)
{
	boot("rr", 10);
	spawn(.run = 100);
	lab_run(&lab, 4);
	EXPECT_EQ(sim_next_event(lab.sim), 100);
	lab_kill(&lab, 1);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	EXPECT_EQ(vcpu(0).current_id, 0);
	lab_run(&lab, 20);
	EXPECT_EQ(vcpu(0).busy_ns, 4);
	EXPECT_EQ(vcpu(0).idle_ns, 16);
	EXPECT_EQ(proc(1).finish_ns, 4);
}

/* Of two, the one that waits: the other has no slice to end any more. */
TEST(kill_ready)
{
	static const char * const policies[] = { "rr", "prio", "fair" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 10);
		spawn();
		spawn();
		lab_run(&lab, 4);
		EXPECT_EQ(sim_next_event(lab.sim), 10);
		lab_kill(&lab, 2);
		EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
		EXPECT_EQ(proc(2).waiting_ns, 4);
		EXPECT_EQ(proc(2).cpu_ns, 0);
		EXPECT_EQ(proc(2).first_run_ns, SIM_NEVER);
		lab_run(&lab, 100);
		EXPECT_STR(trace(), "0:1");
	}
}

TEST(kill_sleeping_and_new)
{
	boot("rr", 10);
	spawn(.PROGRAM(RUN(2), SLEEP(100)));
	spawn(.at = 50);
	lab_run(&lab, 12);
	EXPECT_EQ(sim_next_event(lab.sim), 50);
	lab_kill(&lab, 2);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_EXITED);
	EXPECT_EQ(proc(2).finish_ns, 12);
	EXPECT_EQ(sim_next_event(lab.sim), 102);
	lab_kill(&lab, 1);
	EXPECT_EQ(proc(1).sleeping_ns, 10);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
}

/* From the middle of a queue: the order of the others stays. */
TEST(kill_in_the_middle)
{
	static const char * const policies[] = { "rr", "prio", "fair" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot(policies[i], 10);
		while (spawn() < 6)
			;
		lab_run(&lab, 5);
		lab_kill(&lab, 4);
		lab_kill(&lab, 2);
		lab_kill(&lab, 6);
		lab_run(&lab, 40);
		EXPECT_STR(trace(), "0:1 10:3 20:5 30:1 40:3");
	}
}

/* Between the decision that it must go, and who comes instead. */
TEST(kill_triggered)
{
	boot("rr", 10);
	spawn();
	spawn();
	lab_run(&lab, 4);
	sim_trigger(lab.sim, 0);
	sim_kill(lab.sim, sim_find(lab.sim, 1));
	lab_reap(&lab, 1);
	lab_settle(&lab);
	EXPECT_STR(trace(), "0:1 4:2");
	EXPECT_EQ(stats().preemptions, 0);
}

TEST(reap_exited)
{
	boot("rr", 10);
	spawn(.run = 1);
	spawn(.run = 2);
	spawn(.run = 3);
	lab_run_idle(&lab);
	EXPECT(list_first_entry(&lab.sim->exited, struct sim_proc, node)->id == 1);
	lab_reap(&lab, 2);
	lab_reap(&lab, 1);
	EXPECT(list_first_entry(&lab.sim->exited, struct sim_proc, node)->id == 3);
	EXPECT_EQ(stats().nr_exited, 1);
	lab_reap(&lab, 3);
	EXPECT(list_empty(&lab.sim->exited));
	EXPECT_EQ(stats().nr_procs, 0);
}

TEST(report)
{
	const struct schedsim_attr attr = {
		.nice = 3, .priority = 4, .runtime_ns = 5, .deadline_ns = 6,
		.period_ns = 7,
	};
	struct schedsim_spawn_entry entry = {
		.name = "fifteen letters", .attr = (uintptr_t)&attr,
		.delay_ns = 2,
	};
	struct schedsim_attr got;

	boot("fair", 10);
	lab_spawn(&lab, &entry);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_NEW);
	EXPECT_STR(proc(1).name, "fifteen letters");
	got = attr_of(1);
	EXPECT(!memcmp(&got, &attr, sizeof(got)));
	EXPECT_EQ(proc(1).nr_values, 0);
	EXPECT_EQ(proc(1).arrival_ns, 2);
	EXPECT_EQ(proc(1).first_run_ns, SIM_NEVER);
	EXPECT_EQ(proc(1).finish_ns, SIM_NEVER);
	spawn(.PROGRAM(RUN(1), SLEEP(50), RUN(1)));
	spawn(.run = 1);
	spawn(.at = 100);
	lab_run(&lab, 5);
	EXPECT_EQ(stats().nr_vcpus, 1);
	EXPECT_EQ(stats().nr_procs, 4);
	EXPECT_EQ(stats().nr_new, 1);
	EXPECT_EQ(stats().nr_ready, 0);
	EXPECT_EQ(stats().nr_running, 1);
	EXPECT_EQ(stats().nr_sleeping, 1);
	EXPECT_EQ(stats().nr_exited, 1);
	EXPECT_EQ(stats().time_ns, 5);
	EXPECT_EQ(stats().next_event_ns, 51);
	EXPECT_EQ(vcpu(0).current_id, 1);
	EXPECT_EQ(proc(2).sleeping_ns, 4);
}
