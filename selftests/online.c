// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs that go offline and online while a simulation runs: what SCHEDSIM_IOC_SET_ONLINE
 * takes, and what becomes of processes, with both clocks.
 */
#include "schedsim_test.h"

#define NR_VCPUS	4

static struct schedsim_vcpu vcpus[NR_VCPUS];
static struct schedsim_proc procs[8];

static int look(int fd)
{
	int nr = read_vcpus(fd, vcpus, NR_VCPUS);

	return nr < 0 ? nr : read_procs(fd, procs, ARRAY_SIZE(procs));
}

static int spawn_at(int fd, __u64 cpus)
{
	struct schedsim_attr attr = { .affinity[0] = cpus };
	struct schedsim_spawn_entry entry = entry_of("p", NULL, 0);

	entry.attr = PTR(&attr);
	return spawn_entry(fd, &entry);
}

TEST(bad_arguments)
{
	int fd = create_virtual("rr", MS(1), NR_VCPUS);
	struct schedsim_set_online arg = { .size = sizeof(arg) };

	ASSERT_LE(0, fd);
	ASSERT_EQ(-EINVAL, set_online(fd, 0, 2));
	ASSERT_EQ(-EINVAL, set_online(fd, 0, ~0U));
	ASSERT_EQ(-EINVAL, set_online(fd, NR_VCPUS, 0));
	ASSERT_EQ(-EINVAL, set_online(fd, NR_VCPUS, 1));
	ASSERT_EQ(-EINVAL, set_online(fd, SCHEDSIM_ALL_VCPUS, 0));
	arg.flags = 1;
	ASSERT_EQ(-EINVAL, call(fd, SCHEDSIM_IOC_SET_ONLINE, &arg));
	arg.flags = 0;
	arg.size--;
	ASSERT_EQ(-EINVAL, call(fd, SCHEDSIM_IOC_SET_ONLINE, &arg));
	ASSERT_EQ(0, look(fd));
	ASSERT_EQ(0, vcpus[0].flags);
	close(fd);
}

TEST(the_last_one_stays)
{
	int fd = create_virtual("rr", MS(1), NR_VCPUS), i;

	ASSERT_LE(0, fd);
	for (i = 0; i < NR_VCPUS - 1; i++)
		ASSERT_EQ(0, set_online(fd, i, 0));
	ASSERT_EQ(-EBUSY, set_online(fd, NR_VCPUS - 1, 0));
	ASSERT_EQ(0, set_online(fd, 0, 0));
	ASSERT_EQ(0, set_online(fd, 1, 1));
	ASSERT_EQ(0, set_online(fd, NR_VCPUS - 1, 0));
	ASSERT_EQ(-EBUSY, set_online(fd, 1, 0));
	ASSERT_EQ(0, look(fd));
	for (i = 0; i < NR_VCPUS; i++)
		ASSERT_EQ(i == 1 ? 0 : SCHEDSIM_VCPU_OFFLINE, vcpus[i].flags);
	/* A reset brings all online. */
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, look(fd));
	for (i = 0; i < NR_VCPUS; i++)
		ASSERT_EQ(0, vcpus[i].flags);
	close(fd);
}

TEST(time_is_accounted)
{
	int fd = create_virtual("rr", MS(1), 2);

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn(fd, "a"));
	ASSERT_EQ(2, spawn(fd, "b"));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(3)));
	ASSERT_EQ(0, set_online(fd, 1, 0));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(10)));
	ASSERT_EQ(2, look(fd));
	ASSERT_EQ(MS(10), vcpus[0].busy_ns);
	ASSERT_EQ(MS(3), vcpus[1].busy_ns);
	ASSERT_EQ(MS(7), vcpus[1].offline_ns);
	ASSERT_EQ(0, vcpus[1].idle_ns);
	ASSERT_EQ(1, procs[1].migrations);
	ASSERT_EQ(MS(13), procs[0].cpu_ns + procs[1].cpu_ns);
	ASSERT_EQ(0, set_online(fd, 1, 1));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(20)));
	ASSERT_EQ(2, look(fd));
	ASSERT_EQ(MS(7), vcpus[1].offline_ns);
	ASSERT_EQ(MS(13), vcpus[1].busy_ns);
	close(fd);
}

TEST(stranded)
{
	int fd = create_virtual("fair", MS(1), NR_VCPUS);
	struct schedsim_attr attr = { .affinity[0] = 2 };

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn_at(fd, 8));
	ASSERT_EQ(2, spawn_at(fd, 8));
	ASSERT_EQ(3, spawn_at(fd, 0));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(4)));
	ASSERT_EQ(0, set_online(fd, 3, 0));
	ASSERT_EQ(3, look(fd));
	ASSERT_EQ(SCHEDSIM_PROC_STRANDED, procs[0].flags);
	ASSERT_EQ(SCHEDSIM_STATE_READY, procs[0].state);
	ASSERT_EQ(SCHEDSIM_PROC_STRANDED, procs[1].flags);
	ASSERT_EQ(0, procs[2].flags);
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(10)));
	ASSERT_EQ(0, set_attr(fd, 2, SCHEDSIM_ATTR_AFFINITY, &attr));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(14)));
	ASSERT_EQ(3, look(fd));
	ASSERT_EQ(SCHEDSIM_PROC_STRANDED, procs[0].flags);
	ASSERT_EQ(MS(2), procs[0].cpu_ns);
	ASSERT_EQ(MS(12), procs[0].waiting_ns);
	ASSERT_EQ(SCHEDSIM_STATE_RUNNING, procs[1].state);
	ASSERT_EQ(MS(6), procs[1].cpu_ns);
	ASSERT_EQ(1, procs[1].vcpu);
	/* Another policy changes nothing about that. */
	ASSERT_EQ(0, set_policy(fd, "prio"));
	ASSERT_EQ(3, look(fd));
	ASSERT_EQ(SCHEDSIM_PROC_STRANDED, procs[0].flags);
	ASSERT_EQ(0, set_online(fd, 3, 1));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(20)));
	ASSERT_EQ(3, look(fd));
	ASSERT_EQ(0, procs[0].flags);
	ASSERT_EQ(MS(8), procs[0].cpu_ns);
	ASSERT_EQ(3, procs[0].vcpu);
	close(fd);
}

/* All that wait are stranded: nothing is due, and a run until idle ends. */
TEST(all_stranded)
{
	int fd = create_virtual("mlfq", MS(1), 2);

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn_at(fd, 2));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(fd, MS(1)));
	ASSERT_EQ(0, set_online(fd, 1, 0));
	ASSERT_EQ(SCHEDSIM_RUN_IDLE, run_flags(fd, SEC(100), SCHEDSIM_RUN_STOP_IDLE));
	ASSERT_EQ(0, kill_proc(fd, 1));
	close(fd);
}

/* With the live clock, somebody is always on the way. */
TEST(live)
{
	int fd = create_live("rr", US(200), NR_VCPUS), i;
	struct schedsim_stats stats;

	ASSERT_LE(0, fd);
	for (i = 0; i < 8; i++)
		ASSERT_EQ(i + 1, spawn_at(fd, i == 7 ? 8 : 0));
	for (i = 0; i < 100; i++) {
		sleep_ms(2);
		ASSERT_EQ(0, set_online(fd, 1 + i % 3, i / 3 % 2));
		ASSERT_EQ(0, get_stats(fd, &stats));
		ASSERT_EQ(8, stats.nr_running + stats.nr_ready);
	}
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(8, look(fd));
	for (i = 0; i < NR_VCPUS; i++)
		ASSERT_TRUE(!vcpus[i].current_id || !vcpus[i].flags);
	ASSERT_SUMS(fd);
	for (i = 0; i < NR_VCPUS; i++)
		ASSERT_EQ(0, set_online(fd, i, 1));
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESUME));
	sleep_ms(10);
	ASSERT_EQ(8, look(fd));
	for (i = 0; i < 8; i++) {
		ASSERT_EQ(0, procs[i].flags);
		ASSERT_LT(0, procs[i].cpu_ns);
	}
	close(fd);
}

/* The timer is off while nobody can run. */
TEST(live_all_stranded)
{
	int fd = create_live("rr", US(200), 2);
	struct schedsim_stats stats;

	ASSERT_LE(0, fd);
	ASSERT_EQ(1, spawn_at(fd, 2));
	ASSERT_EQ(2, spawn_at(fd, 2));
	sleep_ms(5);
	ASSERT_EQ(0, set_online(fd, 1, 0));
	ASSERT_EQ(0, get_stats(fd, &stats));
	ASSERT_EQ(0, stats.timer_armed);
	ASSERT_EQ(2, stats.nr_ready);
	ASSERT_EQ(0, set_online(fd, 1, 1));
	ASSERT_EQ(0, get_stats(fd, &stats));
	ASSERT_EQ(1, stats.timer_armed);
	ASSERT_EQ(1, stats.nr_running);
	close(fd);
}

TEST_HARNESS_MAIN
