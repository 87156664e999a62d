// SPDX-License-Identifier: GPL-2.0
/*
 * linux: real-time processes leave room for others: 950 ms of each second are
 * theirs, as Documentation/scheduler/sched-rt-group.rst says of Linux.
 */
#include "random.h"
#include "watch_objects.h"

#define MS(n)	((n) * 1000000ULL)

static int spawn_fifo(u32 priority, u64 cpus)
{
	return spawn(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = priority,
		     .cpus = cpus);
}

TEST(throttle)
{
	u32 i;

	boot("linux", MS(10));
	spawn_fifo(50, 0);
	spawn();
	for (i = 1; i <= 10; i++) {
		lab_run(&lab, MS(1000) * i - MS(50));
		EXPECT_EQ(proc(1).cpu_ns, MS(950) * i);
		lab_run(&lab, MS(1000) * i);
		EXPECT_EQ(proc(1).cpu_ns, MS(950) * i);
		EXPECT_EQ(proc(2).cpu_ns, MS(50) * i);
	}
	EXPECT_EQ(proc(1).preemptions, 10);
}

static u64 fifo_share(const char *policy, u64 until)
{
	boot(policy, MS(10));
	spawn(.PROGRAM(SLEEP(MS(7)), RUN(1), LOOP(0, 0)));
	spawn();
	spawn_fifo(50, 0);
	lab_run(&lab, until);
	return proc(3).cpu_ns;
}

TEST(throttle_params)
{
	EXPECT_EQ(fifo_share("linux:rt_runtime=0", MS(5000)), MS(5000));
	EXPECT_EQ(fifo_share("linux:rt_period=0", MS(5000)), MS(5000));
	EXPECT_EQ(fifo_share("linux:rt_runtime=1s", MS(5000)), MS(5000));
	EXPECT_EQ(fifo_share("linux:rt_runtime=2s", MS(5000)), MS(5000));
	EXPECT_EQ(fifo_share("linux:rt_runtime=3ms,rt_period=10ms", MS(5000)),
		  MS(1500));
	EXPECT_EQ(fifo_share("linux:rt_runtime=1ns,rt_period=1ms", MS(5000)),
		  5000);
}

/* Nobody is idle beside waiting work: while nobody else waits, they go on. */
TEST(throttle_conserves_work)
{
	boot("linux", MS(10));
	spawn_fifo(50, 0);
	lab_run(&lab, MS(10000));
	EXPECT_EQ(proc(1).cpu_ns, MS(10000));
	EXPECT_EQ(vcpu(0).idle_ns, 0);
	/* And no timer runs for that. */
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);

	/* 2 comes when they have had enough; when it sleeps, they go on. */
	boot("linux", MS(10));
	spawn_fifo(50, 0);
	spawn_fifo(60, 0);
	spawn(.PROGRAM(RUN(MS(3)), SLEEP(MS(4)), LOOP(0, 0)), .at = MS(980));
	lab_run(&lab, MS(1100));
	EXPECT_STR(trace(),
		   "0:2 980000000:3 983000000:2 987000000:3 990000000:2 994000000:3 997000000:2");
	/* 3 waits from 1001 ms on. */
	EXPECT_EQ(proc(3).state, SCHEDSIM_STATE_READY);
	EXPECT_EQ(vcpu(0).idle_ns, 0);
}

/* They come back in their order, with what they have left of their slices. */
TEST(throttle_order)
{
	boot("linux:rt_runtime=5ms,rt_period=8ms", MS(4));
	spawn(.sched_class = SCHEDSIM_CLASS_RR, .priority = 1, .run = MS(10));
	spawn(.sched_class = SCHEDSIM_CLASS_RR, .priority = 1, .run = MS(10));
	spawn();
	lab_run(&lab, MS(30));
	EXPECT_STR(trace(),
		   "0:1 4000000:2 5000000:3 8000000:2 11000000:1 13000000:3 16000000:1 18000000:2 21000000:3 24000000:2 25000000:1 27000000:2 29000000:3");
	/* One of higher priority preempts them, throttled or not, but nobody else. */
	boot("linux:rt_runtime=5ms,rt_period=8ms", MS(4));
	spawn_fifo(1, 0);
	spawn_fifo(2, 0);
	spawn(.at = MS(6));
	spawn(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 3, .at = MS(7));
	lab_run(&lab, MS(9));
	EXPECT_STR(trace(), "0:2 6000000:3 8000000:4");
}

/* A run queue of two vCPUs has twice the runtime; each of two has its own. */
TEST(throttle_vcpus)
{
	boot_on(2, "linux:span=all", MS(10));
	spawn_fifo(50, 1);
	spawn(.cpus = 1);
	lab_run(&lab, MS(5000));
	EXPECT_EQ(proc(1).cpu_ns, MS(5000));
	spawn_fifo(50, 2);
	lab_run(&lab, MS(10000));
	EXPECT_EQ(proc(1).cpu_ns, MS(5000) + 5 * MS(950));
	/* Nobody else may run at vCPU 1. */
	EXPECT_EQ(vcpu(1).busy_ns, MS(5000));
	spawn(.cpus = 2);
	lab_run(&lab, MS(20000));
	EXPECT_EQ(proc(1).cpu_ns, MS(5000) + 15 * MS(950));
	EXPECT_EQ(proc(3).cpu_ns, MS(5000) + 10 * MS(950));

	boot_on(2, "linux", MS(10));
	spawn_fifo(50, 1);
	spawn(.cpus = 1);
	spawn_fifo(50, 2);
	lab_run(&lab, MS(5000));
	EXPECT_EQ(proc(1).cpu_ns, 5 * MS(950));
	EXPECT_EQ(proc(3).cpu_ns, MS(5000));
}

/* The time of a context switch is nobody's. */
TEST(throttle_switch_cost)
{
	struct sim_config config = {
		.quantum_ns = MS(10), .nr_vcpus = 1, .max_procs = 8,
		.switch_cost_ns = MS(1),
	};

	EXPECT_EQ(sim_policy_parse("linux:rt_runtime=5ms,rt_period=10ms", &config),
		  0);
	boot_with(&config);
	spawn_fifo(50, 0);
	spawn();
	lab_run(&lab, MS(40));
	/* 5 ms, switch, 4 ms; switch, 5 ms, switch, 3 ms; and so on. */
	EXPECT_EQ(proc(1).cpu_ns, MS(20));
	EXPECT_EQ(proc(2).cpu_ns, MS(4 + 3 + 3 + 3));
}

/* Who has to let a real-time one go on is not throttled, but counts. */
TEST(throttle_inherited)
{
	boot("linux:rt_runtime=2ms,rt_period=100ms", MS(1000));
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(MS(10)), UNLOCK(1)), .nice = 19);
	spawn(.PROGRAM(LOCK(1), RUN(MS(4)), UNLOCK(1)), .at = MS(1),
	      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 5);
	spawn(.at = MS(2));
	lab_run(&lab, MS(110));
	/* 2 may run when 1 is done, but both have used it all up by then. */
	EXPECT_STR(trace(), "0:1 1000000:2 1000000:1 10000000:3 100000000:2 102000000:3");
}

/*
 * While 1 runs on behalf of 2, nobody is throttled, or else who comes first would go
 * round in a circle: 3 before 1, 1 before 4, 4 before 3.
 */
TEST(throttle_inherited_beside_others)
{
	boot("linux:rt_runtime=2ms,rt_period=100ms", MS(1000));
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(MS(10)), UNLOCK(1)), .nice = 19);
	spawn(.PROGRAM(LOCK(1), RUN(MS(4)), UNLOCK(1)), .at = MS(1),
	      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 5);
	spawn(.run = MS(3), .at = MS(4), .sched_class = SCHEDSIM_CLASS_FIFO,
	      .priority = 9);
	spawn(.at = MS(2));
	lab_run(&lab, MS(50));
	EXPECT_STR(trace(), "0:1 1000000:2 1000000:1 4000000:3 7000000:1 13000000:4");
}

/* Nobody need wait for who has a ceiling: it is throttled as any other. */
TEST(throttle_ceiling)
{
	boot("linux:rt_runtime=2ms,rt_period=100ms", MS(1000));
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
	     WITH(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 5));
	spawn(.PROGRAM(LOCK(1), RUN(MS(10)), UNLOCK(1)), .nice = 19);
	spawn(.at = MS(1));
	lab_run(&lab, MS(50));
	EXPECT_STR(trace(), "0:1 2000000:2");
	/* Unless somebody does. */
	boot("linux:rt_runtime=2ms,rt_period=100ms", MS(1000));
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
	     WITH(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 5));
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), LOCK(2), RUN(MS(10)), UNLOCK(2), UNLOCK(1)),
	      .nice = 19);
	spawn(.at = MS(1));
	spawn(.PROGRAM(RUN(1), LOCK(2), UNLOCK(2)), .at = MS(5),
	      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 6);
	lab_run(&lab, MS(50));
	EXPECT_STR(trace(), "0:1 2000000:2");
	lab_run(&lab, MS(120));
	EXPECT_STR(trace(), "0:1 2000000:2 100000000:3 100000001:1 108000001:2");
}

/* Who waits for a mutex of it is noticed although it is as urgent as before. */
TEST(throttle_ceiling_waited_for)
{
	boot_on(2, "linux:balance=none,rt_runtime=2ms,rt_period=100ms", MS(1000));
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
	     WITH(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 5));
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), LOCK(2), RUN(MS(10)), UNLOCK(2), UNLOCK(1)),
	      .nice = 19, .cpus = 1);
	spawn(.at = MS(1), .cpus = 1);
	spawn(.PROGRAM(RUN(1), LOCK(2), UNLOCK(2)), .at = MS(5), .cpus = 2,
	      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 5);
	lab_run(&lab, MS(50));
	EXPECT_STR(trace(), "0:1 2000000:2 5000000:3@1 5000001:1 13000001:2 13000001:3@1");
	EXPECT_EQ(proc(1).cpu_ns, MS(10));
}

/* A new period's runtime is there at once when the class changes, too. */
TEST(throttle_class_changes)
{
	struct schedsim_attr fifo = {
		.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 1,
	};

	boot("linux:rt_runtime=3ms,rt_period=10ms", MS(1));
	spawn();
	spawn();
	lab_run(&lab, MS(4));
	lab_set_attr(&lab, 1, &fifo);
	lab_run(&lab, MS(10));
	EXPECT_EQ(proc(1).cpu_ns, MS(2 + 3));
	lab_run(&lab, MS(100));
	EXPECT_EQ(proc(1).cpu_ns, MS(2 + 3 * 10));
	lab_set_attr(&lab, 1, &(struct schedsim_attr) {});
	lab_run(&lab, MS(200));
	/* It has not waited among the others meanwhile. */
	EXPECT(proc(1).cpu_ns >= MS(2 + 30 + 49) && proc(1).cpu_ns <= MS(2 + 30 + 51));
}

/* Wherever it runs in a run queue of several. */
TEST(throttle_class_changes_span)
{
	struct schedsim_attr fifo = {
		.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 1,
		.affinity[0] = 2,
	};

	boot_on(2, "linux:span=all,rt_runtime=3ms,rt_period=10ms", MS(100));
	spawn();
	spawn(.cpus = 2);
	spawn(.cpus = 2);
	lab_run(&lab, MS(1));
	lab_set_attr(&lab, 2, &fifo);
	lab_run(&lab, MS(10));
	/* 1 ms of it as another one, and twice 3 ms. */
	EXPECT_STR(trace(), "0:1 0:2@1 7000000:3@1 10000000:2@1");
}

/*
 * Any set of real-time processes, that sleep, lock and take turns: in no period do
 * they use more than their runtime while somebody else wants to run all the time.
 */
TEST(throttle_bounds)
{
	u64 seed;

	for (seed = 1; seed <= 60; seed++) {
		u64 rng = seed, period, was = 0, now;
		u32 nr_vcpus = 1 + seed % 3, i;

		boot_on(nr_vcpus, seed % 2 ?
			"linux:rt_runtime=7ms,rt_period=20ms,span=all" :
			"linux:rt_runtime=7ms,rt_period=20ms", MS(3));
		watch = WATCH_NOTHING;
		for (i = 0; i < nr_vcpus; i++)
			spawn(.cpus = 1ULL << i);
		for (i = 0; i < 6; i++)
			spawn(.PROGRAM(RUN(1 + random_below(&rng, MS(15))),
				       SLEEP(1 + random_below(&rng, MS(9))),
				       RUN(1 + random_below(&rng, MS(4))), YIELD,
				       LOOP(0, 0)),
			      .sched_class = random_below(&rng, 2) ?
				SCHEDSIM_CLASS_RR : SCHEDSIM_CLASS_FIFO,
			      .priority = 1 + random_below(&rng, 4));
		for (period = 1; period <= 50; period++) {
			lab_run(&lab, period * MS(20));
			for (i = 0, now = 0; i < 6; i++)
				now += proc(nr_vcpus + 1 + i).cpu_ns;
			/* Several may use up the last ns at once. */
			EXPECT(now - was < nr_vcpus * (MS(7) + 1));
			was = now;
		}
		EXPECT(was >= MS(300));
	}
}
