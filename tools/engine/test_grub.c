// SPDX-License-Identifier: GPL-2.0
/*
 * Reclaiming under edf and linux. The wheel of grub.h is exact where 0-lag times are multiples
 * of its slots, as those of UNIT here are.
 */
#include "random.h"
#include "watch.h"

#define UNIT			0x100000ULL
#define SERVER(q, t)		.sched_class = SCHEDSIM_CLASS_DEADLINE, .slice = (q), .period = (t)
#define PERIODIC(run, period)	PROGRAM(RUN(run), TIMER_ABS(0, period), LOOP(0, 0))

/* The value "budget" of each policy. */
static u64 budget(u32 id, bool linux_policy)
{
	return proc(id).values[linux_policy ? 2 : 1];
}

/*
 * Documentation/scheduler/sched-deadline.rst, section 2.2: two tasks of 4 in each 8. T1 blocks at
 * 2, its 0-lag time is 4, and T2 then pays half: it runs up to 8.
 */
TEST(grub_kernel_example)
{
	static const char * const policies[] = { "edf:reclaim=1", "linux:reclaim=1,rt_runtime=0" };
	u32 i;

	for (i = 0; i < 2; i++) {
		boot(policies[i], 1000 * UNIT);
		spawn(SERVER(4 * UNIT, 8 * UNIT),
		      .PROGRAM(RUN(2 * UNIT), SLEEP(6 * UNIT), RUN(UNIT)));
		spawn(SERVER(4 * UNIT, 8 * UNIT));
		lab_run(&lab, 2 * UNIT);
		EXPECT_EQ(budget(1, i), 2 * UNIT);
		lab_run(&lab, 4 * UNIT);
		EXPECT_EQ(budget(2, i), 2 * UNIT);
		lab_run(&lab, 6 * UNIT);
		EXPECT_EQ(budget(2, i), UNIT);
		lab_run(&lab, 8 * UNIT);
		EXPECT_EQ(proc(1).cpu_ns, 2 * UNIT);
		EXPECT_EQ(proc(2).cpu_ns, 6 * UNIT);
		EXPECT_EQ(vcpu(0).idle_ns, 0);
	}
	/* Without it, T2 has its 4. */
	boot("edf", 1000 * UNIT);
	spawn(SERVER(4 * UNIT, 8 * UNIT), .PROGRAM(RUN(2 * UNIT), SLEEP(6 * UNIT), RUN(UNIT)));
	spawn(SERVER(4 * UNIT, 8 * UNIT));
	lab_run(&lab, 8 * UNIT);
	EXPECT_EQ(proc(2).cpu_ns, 4 * UNIT);
}

/* Likewise: dq = -u / Umax for one alone, which has Umax then: all, or 95% for others' sake. */
TEST(grub_alone)
{
	u64 cpu;

	boot("edf:reclaim=1", 1000);
	spawn(SERVER(16384, 65536));
	spawn();
	lab_run(&lab, 655360);
	EXPECT_EQ(proc(1).cpu_ns, 655360);
	boot("linux:reclaim=1", 1000000);
	spawn(SERVER(10000000, 100000000));
	spawn();
	lab_run(&lab, 10000000000);
	/* 0.95 and 0.1 are not numbers of 2^-16. */
	cpu = proc(1).cpu_ns;
	EXPECT(cpu > 9498000000 && cpu < 9502000000);
	EXPECT_EQ(proc(2).cpu_ns, 10000000000 - cpu);
}

/* Each vCPU has its own; in one run queue of two, what is active counts for half on each. */
TEST(grub_vcpus)
{
	boot_on(2, "edf:reclaim=1", 1000);
	spawn(SERVER(16384, 65536), .cpus = 1);
	spawn(SERVER(32768, 65536), .cpus = 2);
	lab_run(&lab, 655360);
	EXPECT_EQ(proc(1).cpu_ns, 655360);
	EXPECT_EQ(proc(2).cpu_ns, 655360);
	/* 1 / 4 and 3 / 4: half of the sum is 1 / 2, so 1 has half of its vCPU. */
	boot_on(2, "edf:reclaim=1,span=all", 1000);
	spawn(SERVER(16384, 65536), .cpus = 1);
	spawn(SERVER(49152, 65536), .cpus = 2);
	lab_run(&lab, 655360);
	EXPECT_EQ(proc(1).cpu_ns, 327680);
	EXPECT_EQ(proc(2).cpu_ns, 655360);
}

/* Who is killed or changes its class is not counted for ever, nor is who is reaped. */
TEST(grub_leaves)
{
	struct schedsim_attr other = {};

	boot("edf:reclaim=1", 1000 * UNIT);
	spawn(SERVER(4 * UNIT, 8 * UNIT));
	spawn(SERVER(2 * UNIT, 8 * UNIT), .PROGRAM(RUN(UNIT / 8), SLEEP(4 * UNIT)));
	spawn(SERVER(2 * UNIT, 8 * UNIT));
	lab_run(&lab, 1);
	lab_kill(&lab, 2);
	lab_reap(&lab, 2);
	lab_set_attr(&lab, 3, &other);
	lab_run(&lab, 800 * UNIT);
	/* From the first period on 1 has all. */
	EXPECT(proc(1).cpu_ns >= 792 * UNIT);
	EXPECT(proc(1).cpu_ns < 800 * UNIT);
}

/* What has been used does not depend on how often one looks. */
TEST(grub_charges_exactly)
{
	u64 cpu[2], at;
	u32 i;

	for (i = 0; i < 2; i++) {
		boot("edf:reclaim=1", 1000);
		spawn(SERVER(1001, 7919), .PERIODIC(333, 7919));
		spawn(SERVER(997, 6007));
		spawn(SERVER(499, 5003), .at = 17);
		for (at = 1; i && at < 300000; at += 13) {
			lab_run(&lab, at);
			sim_charge_all(lab.sim);
		}
		lab_run(&lab, 300000);
		cpu[i] = proc(2).cpu_ns * 1000000 + proc(3).cpu_ns;
	}
	EXPECT_EQ(cpu[0], cpu[1]);
}

/* Random shares of at most @sum together; returns how many. */
static u32 spawn_set(u64 *rng, u64 seed)
{
	u32 nr = 2 + random_below(rng, 6), i, n = 0;
	u64 left = 1 << 20;

	for (i = 0; i < nr; i++) {
		u64 t = 2000 + random_below(rng, 100000), q, most = left * t >> 20;

		if (!most)
			continue;
		q = i + 1 == nr ? most : 1 + random_below(rng, most);
		/* As bandwidths are rounded up, they are to be at most 1 as well. */
		left -= min(left, ((q << 20) + t - 1) / t + 16);
		n++;
		if ((seed + i) % 4)
			spawn(SERVER(q, t), .PERIODIC(1 + random_below(rng, q), t));
		else
			spawn(SERVER(q, t));
	}
	return n;
}

/*
 * Lipari and Baruah 2000, theorem 1: whatever is reclaimed, each server has its budget by its
 * deadline if bandwidths are at most 1 together. Thousands of sets, with some that never end.
 */
TEST(grub_no_miss)
{
	u64 seed, rng, more = 0;
	u32 nr, i;

	for (seed = 1; seed <= CASES(3000); seed++) {
		rng = seed;
		boot(seed % 2 ? "edf:reclaim=1" : "linux:reclaim=1,rt_runtime=0,admission=0", 777);
		watch = WATCH_NOTHING;
		nr = spawn_set(&rng, seed);
		lab_run(&lab, 500000);
		for (i = 0; i < nr; i++) {
			struct schedsim_proc p = proc(i + 1);

			EXPECT(!p.nr_ops || !p.jobs_missed);
			more += !p.nr_ops && p.cpu_ns > 500000 / 2;
		}
	}
	EXPECT(more > 100);
}

/*
 * Deadlines that are shorter than periods: half of the time up to them is reserved by each of
 * two. By runtime / period the first would use that of the other, too, which is then late.
 */
TEST(grub_constrained)
{
	boot("edf:reclaim=1,admission=1", 1000);
	spawn(SERVER(5000, 100000), .deadline = 10000);
	EXPECT_EQ(spawn(SERVER(5000, 100000), .deadline = 10001, .PERIODIC(5000, 100000)), 2);
	lab_run(&lab, 1000000);
	EXPECT_EQ(proc(2).jobs_done, 10);
	EXPECT_EQ(proc(2).jobs_missed, 0);
	/* It has more than its 5000 of each period all the same. */
	EXPECT(proc(1).cpu_ns > 50000);
}

/*
 * What is active changes with each of these, and the timer makes it so. While time stands still
 * there may be any number of them: that is no fault of the policy.
 */
TEST(grub_commands_at_one_instant)
{
	struct schedsim_attr attr = {
		.sched_class = SCHEDSIM_CLASS_DEADLINE, .period_ns = 8 * UNIT,
	};
	u32 i, what;
	int id;

	for (what = 0; what < 3; what++) {
		boot_on(2, "edf:reclaim=1", 1000);
		watch = WATCH_NOTHING;
		spawn(SERVER(UNIT, 8 * UNIT));
		for (i = 0; i < 3000; i++) {
			attr.runtime_ns = (1 + i % 2) * UNIT;
			if (what == 0) {
				lab_set_attr(&lab, 1, &attr);
			} else if (what == 1) {
				lab_set_online(&lab, 0, i % 2);
			} else {
				id = spawn(SERVER(UNIT, 9 * UNIT), .cpus = 1);
				lab_run(&lab, 0);
				lab_kill(&lab, id);
				lab_reap(&lab, id);
			}
			lab_run(&lab, 0);
		}
		EXPECT_STR(lab.sim->config.policy->name, "edf");
	}
}
