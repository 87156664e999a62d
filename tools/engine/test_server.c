// SPDX-License-Identifier: GPL-2.0
/*
 * The constant-bandwidth servers of edf: processes of SCHED_DEADLINE.
 */
#include "random.h"
#include "watch.h"

#define PERIODIC(run, period)	PROGRAM(RUN(run), TIMER_ABS(0, period), LOOP(0, 0))

/* A reservation: @q of CPU time in each @t, or by @d in each @t. */
#define SERVER(q, t)		.sched_class = SCHEDSIM_CLASS_DEADLINE, .slice = (q), .period = (t)
#define CONSTRAINED(q, d, t)	SERVER(q, t), .deadline = (d)

enum { DEADLINE, BUDGET, THROTTLES, THROTTLED };	/* values */

static u64 value(u32 id, u32 nr)
{
	return proc(id).values[nr];
}

/*
 * G. C. Buttazzo, "Hard Real-Time Computing Systems", 3rd edition, 2011, section 6.9.2, figure
 * 6.14: a hard task of 4 in each 7, and one served by a CBS of 3 in each 8, whose jobs come at 3
 * and at 13 and need 4 and 3. Each time the budget is used up, the hard task runs, so that it
 * makes no difference here if the reservation is hard or soft; but in when the deadline changes.
 */
TEST(server_buttazzo)
{
	u32 soft;

	for (soft = 0; soft < 2; soft++) {
		boot(soft ? "edf:soft=1" : "edf", 1000);
		spawn(SERVER(4, 7), .PERIODIC(4, 7));
		spawn(SERVER(3, 8), .at = 3, .PROGRAM(RUN(4), SLEEP(1), RUN(3)));
		lab_run(&lab, 4);
		EXPECT_EQ(value(2, DEADLINE), 11);
		EXPECT_EQ(value(2, BUDGET), 3);
		lab_run(&lab, 7);
		EXPECT_EQ(value(2, DEADLINE), soft ? 19 : 11);
		EXPECT_EQ(value(2, BUDGET), soft ? 3 : 0);
		EXPECT_EQ(value(2, THROTTLED), !soft);
		lab_run(&lab, 12);
		EXPECT_EQ(value(2, DEADLINE), 19);
		EXPECT_EQ(value(2, BUDGET), 2);
		lab_run(&lab, 14);
		EXPECT_EQ(value(2, DEADLINE), 19);
		lab_run(&lab, 15);
		EXPECT_EQ(value(2, DEADLINE), soft ? 27 : 19);
		lab_run(&lab, 20);
		EXPECT_EQ(proc(2).finish_ns, 20);
		EXPECT_STR(trace(), "0:1 4:2 7:1 11:2 13:2 15:1 19:2");
		EXPECT_EQ(proc(1).jobs_missed, 0);
	}
}

/* A hard reservation leaves the vCPU idle; a soft one does not, but nobody else suffers. */
TEST(server_hard_and_soft)
{
	boot("edf", 1000);
	spawn(SERVER(2, 10));
	lab_run(&lab, 100);
	EXPECT_EQ(proc(1).cpu_ns, 20);
	EXPECT_EQ(vcpu(0).idle_ns, 80);
	EXPECT_EQ(proc(1).preemptions, 0);
	EXPECT_EQ(value(1, THROTTLES), 10);
	/* At 100 it is replenished, and due at 110. */
	EXPECT_EQ(value(1, DEADLINE), 110);
	EXPECT_EQ(value(1, BUDGET), 2);
	boot("edf:soft=1", 1000);
	spawn(SERVER(2, 10));
	spawn(SERVER(3, 10), .at = 50, .PERIODIC(3, 10));
	lab_run(&lab, 100);
	EXPECT_EQ(vcpu(0).idle_ns, 0);
	EXPECT_EQ(value(1, THROTTLES), 0);
	EXPECT_EQ(proc(1).cpu_ns, 85);
	EXPECT_EQ(proc(2).jobs_missed, 0);
	EXPECT_EQ(proc(2).jobs_done, 5);
}

/* Others, of any class, have what servers leave, and no more. */
TEST(server_first)
{
	boot("edf", 1000);
	spawn(.run = 100, .deadline = 1);
	spawn(.run = 100);
	spawn(SERVER(3, 10));
	lab_run(&lab, 25);
	EXPECT_STR(trace(), "0:3 3:1 10:3 13:1 20:3 23:1");
	EXPECT_EQ(proc(1).preemptions, 2);
	EXPECT_EQ(proc(3).preemptions, 3);
	/* One that yields waits for its next period. */
	boot("edf", 1000);
	spawn(SERVER(5, 10), .PROGRAM(RUN(1), YIELD, RUN(2)));
	lab_run(&lab, 4);
	EXPECT_EQ(value(1, THROTTLED), 1);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).finish_ns, 12);
}

/*
 * Documentation/scheduler/sched-deadline.rst, "Main algorithm": who wakes up keeps budget and
 * deadline if budget / (deadline - now) is no more than runtime / period.
 */
TEST(server_wakeup)
{
	/* After 1 of 4 in each 20 it sleeps until 5, 6: 3 / 15 is 4 / 20, and 3 / 14 is more. */
	boot("edf", 1000);
	spawn(SERVER(4, 20), .PROGRAM(RUN(1), SLEEP(4), RUN(9)));
	lab_run(&lab, 6);
	EXPECT_EQ(value(1, DEADLINE), 20);
	EXPECT_EQ(value(1, BUDGET), 2);
	boot("edf", 1000);
	spawn(SERVER(4, 20), .PROGRAM(RUN(1), SLEEP(5), RUN(9)));
	lab_run(&lab, 7);
	EXPECT_EQ(value(1, DEADLINE), 26);
	EXPECT_EQ(value(1, BUDGET), 3);
	/* Who was throttled, or would have been, has been replenished in the meantime. */
	boot("edf", 1000);
	spawn(SERVER(4, 20), .PROGRAM(RUN(4), SLEEP(17), RUN(9)));
	lab_run(&lab, 21);
	EXPECT_EQ(value(1, DEADLINE), 41);
	boot("edf", 1000);
	spawn(SERVER(4, 20), .PROGRAM(RUN(4), SLEEP(1), RUN(9)));
	lab_run(&lab, 5);
	EXPECT_EQ(value(1, THROTTLED), 1);
	lab_run(&lab, 20);
	EXPECT_EQ(value(1, DEADLINE), 40);
	EXPECT_EQ(value(1, THROTTLED), 0);
}

/*
 * If deadlines are shorter than periods: the revised wakeup rule (likewise; update_dl_entity()
 * and dl_check_constrained_dl() in kernel/sched/deadline.c of Linux 6.12).
 */
TEST(server_constrained)
{
	/* Woken at 6, due at 10: it may use 4 / 10 of the 4 that are left, which is 1. */
	boot("edf", 1000);
	spawn(CONSTRAINED(4, 10, 20), .PROGRAM(RUN(1), SLEEP(5), RUN(9)));
	lab_run(&lab, 6);
	EXPECT_EQ(value(1, DEADLINE), 10);
	EXPECT_EQ(value(1, BUDGET), 1);
	/* After its deadline it waits for the next period. */
	boot("edf", 1000);
	spawn(CONSTRAINED(4, 10, 20), .PROGRAM(RUN(1), SLEEP(12), RUN(9)));
	lab_run(&lab, 13);
	EXPECT_EQ(value(1, THROTTLED), 1);
	lab_run(&lab, 20);
	EXPECT_EQ(value(1, DEADLINE), 30);
	EXPECT_STR(trace(), "0:1 20:1");
	/* Who uses up its budget does, too. */
	boot("edf", 1000);
	spawn(CONSTRAINED(4, 10, 20));
	lab_run(&lab, 100);
	EXPECT_STR(trace(), "0:1 20:1 40:1 60:1 80:1 100:1");
	EXPECT_EQ(proc(1).cpu_ns, 20);
}

/* Another reservation counts from the next period on; another class at once. */
TEST(server_set_attr)
{
	struct schedsim_attr attr = {
		.sched_class = SCHEDSIM_CLASS_DEADLINE, .runtime_ns = 5, .period_ns = 10,
	};

	boot("edf", 1000);
	spawn(SERVER(2, 10));
	lab_run(&lab, 4);
	lab_set_attr(&lab, 1, &attr);
	EXPECT_EQ(value(1, THROTTLED), 1);
	lab_run(&lab, 19);
	EXPECT_EQ(proc(1).cpu_ns, 7);
	attr.sched_class = SCHEDSIM_CLASS_OTHER;
	lab_set_attr(&lab, 1, &attr);
	lab_run(&lab, 30);
	EXPECT_EQ(proc(1).cpu_ns, 18);
	EXPECT_EQ(value(1, THROTTLED), 0);
	attr.sched_class = SCHEDSIM_CLASS_DEADLINE;
	lab_set_attr(&lab, 1, &attr);
	EXPECT_EQ(value(1, DEADLINE), 40);
	EXPECT_EQ(value(1, BUDGET), 5);
	attr.runtime_ns = 2;
	lab_set_attr(&lab, 1, &attr);
	lab_run(&lab, 40);
	EXPECT_EQ(proc(1).cpu_ns, 20);
	/* Killed while throttled: nothing is left to do. */
	lab_run(&lab, 44);
	lab_kill(&lab, 1);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
}

/* Who is throttled is not lost when the policy changes; nor if edf breaks a rule of itself. */
TEST(server_policy_change)
{
	boot_on(2, "edf", 1000);
	spawn(SERVER(2, 10));
	spawn(SERVER(2, 10));
	spawn(SERVER(2, 10));
	lab_run(&lab, 5);
	EXPECT_EQ(value(1, THROTTLED) + value(2, THROTTLED) + value(3, THROTTLED), 3);
	lab_set_policy(&lab, "fair");
	lab_run(&lab, 10);
	EXPECT_EQ(vcpu(0).idle_ns + vcpu(1).idle_ns, 4);
	lab_set_policy(&lab, "edf:span=all");
	lab_run(&lab, 15);
	lab_set_policy(&lab, "edf:span=vcpu");
	lab_run(&lab, 20);
	/* Two new reservations of 2 for each within 10. */
	EXPECT_EQ(proc(1).cpu_ns + proc(2).cpu_ns + proc(3).cpu_ns, 2 * 3 + 10 + 2 * 2 * 3);
}

/* What edf does not admit, and why. */
TEST(server_admit)
{
	static const struct { u64 runtime, deadline, period; bool ok; } cases[] = {
		{ 1, 1, 1, true }, { 1, 0, 1, true }, { 1, 1, 0, true }, { 2, 3, 5, true },
		{ 0, 1, 1, false }, { 1, 0, 0, false }, { 2, 1, 3, false }, { 1, 3, 2, false },
		{ 1, 1, 4194304000, true }, { 1, 1, 4194304001, false },
	};
	const char *reason;
	int err;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct schedsim_attr attr = {
			.sched_class = SCHEDSIM_CLASS_DEADLINE, .runtime_ns = cases[i].runtime,
			.deadline_ns = cases[i].deadline, .period_ns = cases[i].period,
		};

		reason = NULL;
		err = sim_attr_admit(policy("edf"), &attr, &reason);
		EXPECT_EQ(err, -EOPNOTSUPP * !cases[i].ok);
		EXPECT_EQ(!reason, cases[i].ok);
		EXPECT(!reason || strlen(reason) < SCHEDSIM_REASON_LEN);
	}
}

/*
 * A random set whose sum of @q / @d is at most 1. Those of @hog never end; others need up to
 * their runtime in each period. Return: how many.
 */
static u32 spawn_set(u64 *rng, u32 hogs, bool constrained, u64 *q, u64 *t)
{
	u32 nr = 2 + random_below(rng, 6), i, n = 0;
	u64 left = 1 << 20;

	for (i = 0; i < nr; i++) {
		u64 period = 5 + random_below(rng, 200), deadline = period, most, runtime, need;

		if (constrained)
			deadline -= random_below(rng, period / 2);
		most = left * deadline >> 20;
		if (!most)
			continue;
		runtime = i + 1 == nr ? most : 1 + random_below(rng, most);
		left -= min(left, ((runtime << 20) + deadline - 1) / deadline);
		need = 1 + random_below(rng, runtime);
		q[n] = runtime;
		t[n++] = period;
		if (hogs >> i & 1)
			spawn(CONSTRAINED(runtime, deadline, period), .at = random_below(rng, 50));
		else if (random_one_in(rng, 3))
			spawn(CONSTRAINED(runtime, deadline, period), .at = random_below(rng, 50),
			      .PERIODIC(need, period));
		else
			spawn(CONSTRAINED(runtime, deadline, period), .PERIODIC(runtime, period));
	}
	return n;
}

/* What each has used since its budget was last replenished, by its deadline. */
static struct {
	u64 deadline, cpu, runtime, period;
} windows[8];

/* No server uses more than its runtime between two replenishments, and they are apart. */
static void check_windows(struct lab *of)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(windows) && sim_find(of->sim, i + 1); i++) {
		struct schedsim_proc p = proc(i + 1);

		if (p.nr_values && p.values[DEADLINE] != windows[i].deadline) {
			if (windows[i].deadline)
				EXPECT(p.values[DEADLINE] >= windows[i].deadline);
			windows[i].deadline = p.values[DEADLINE];
			windows[i].cpu = p.cpu_ns;
		}
		EXPECT(p.cpu_ns - windows[i].cpu <= windows[i].runtime);
	}
}

/*
 * Abeni and Buttazzo 1998, theorem 1 (isolation) and lemma 1 (a hard task keeps its deadlines
 * if its server has its worst case and period): whatever the others do, even if they never
 * end, no hard task misses a deadline, and a task without end gets its bandwidth.
 */
TEST(server_isolation)
{
	u64 seed, rng, q[8], t[8];
	u32 nr, i, hogs;

	for (seed = 1; seed <= CASES(3000); seed++) {
		rng = seed;
		hogs = seed % 3 ? seed / 3 % 64 : 0;
		boot(seed % 7 ? "edf" : "edf:soft=1", 1);
		watch = WATCH_NOTHING;
		if (seed % 10 == 1)
			lab.on_advance = check_windows;
		memset(windows, 0, sizeof(windows));
		nr = spawn_set(&rng, hogs, seed % 2, q, t);
		for (i = 0; i < nr; i++)
			windows[i].runtime = q[i];
		lab_run(&lab, 2000);
		for (i = 0; i < nr; i++) {
			struct schedsim_proc p = proc(i + 1);

			if (p.nr_ops)
				EXPECT_EQ(p.jobs_missed, 0);
			else
				EXPECT(p.cpu_ns >= (2000 - 50) / t[i] * q[i] - q[i]);
			if (!p.nr_ops && seed % 7)
				EXPECT(p.cpu_ns <= (2000 / t[i] + 1) * q[i]);
		}
	}
}

/*
 * Who leaves the class and comes back has no more than its budget in each period: at a multiple
 * of 10 there is a new one, and at no other time.
 */
TEST(server_leaves_class)
{
	static const char * const policies[] = { "edf:admission=1", "linux" };
	const struct schedsim_attr other = {}, reserved = {
		.sched_class = SCHEDSIM_CLASS_DEADLINE, .runtime_ns = 2, .period_ns = 10,
	};
	u64 i, k;

	for (k = 0; k < ARRAY_SIZE(policies); k++) {
		boot(policies[k], 1000);
		spawn(SERVER(2, 10));
		for (i = 1; i < 100; i++) {
			lab_run(&lab, i);
			EXPECT_EQ(proc(1).cpu_ns, i / 10 * 2 + min(i % 10, 2));
			lab_set_attr(&lab, 1, &other);
			lab_set_attr(&lab, 1, &reserved);
		}
	}
}
