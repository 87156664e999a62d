// SPDX-License-Identifier: GPL-2.0
/*
 * What each policy promises, over several vCPUs.
 */
#include "random.h"
#include "watch_objects.h"

/*
 * Global fixed priority: the m most urgent run. 3 follows 2, and 4 follows 3,
 * wherever they arrived (shared/cases: global_fifo).
 */
TEST(span_prio_most_urgent)
{
	static const char * const policies[] = {
		"prio:span=all", "linux:span=all", "rr:span=all",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot_on(2, policies[i], 10000);
		spawn(.run = 10000, .priority = 90,
		      .sched_class = SCHEDSIM_CLASS_FIFO);
		spawn(.run = 2000, .priority = 80,
		      .sched_class = SCHEDSIM_CLASS_FIFO);
		spawn(.run = 3000, .priority = 70,
		      .sched_class = SCHEDSIM_CLASS_FIFO);
		spawn(.run = 5000, .priority = 60,
		      .sched_class = SCHEDSIM_CLASS_FIFO);
		EXPECT_EQ(lab_run_idle(&lab), 10000);
		EXPECT_STR(trace(), "0:1 0:2@1 2000:3@1 5000:4@1");
	}
}

/* The victim is the least urgent of all that run where one may. */
TEST(span_prio_victim)
{
	boot_on(4, "prio:span=all", 1000);
	spawn(.priority = 5);
	spawn(.priority = 3);
	spawn(.priority = 4);
	spawn(.priority = 3);
	spawn(.priority = 4, .at = 10);
	/* Not where there is a less urgent one. */
	spawn(.priority = 6, .at = 20, .cpus = 5);
	/* Nobody makes room for an equal. */
	spawn(.priority = 3, .at = 30);
	spawn(.priority = 9, .at = 40, .cpus = 2);
	lab_run(&lab, 45);
	/* Whom 6 preempts finds another that is less urgent still. */
	EXPECT_STR(trace(),
		   "0:1 0:3@1 0:2@2 0:4@3 10:5@2 20:6@2 20:5@3 40:8@1");
	EXPECT_EQ(proc(2).preemptions, 1);
	EXPECT_EQ(proc(4).preemptions, 1);
	EXPECT_EQ(proc(3).preemptions, 1);
	EXPECT_EQ(proc(5).preemptions, 1);
	EXPECT_EQ(proc(5).migrations, 1);
}

/* Two at one instant take two vCPUs. */
TEST(span_prio_two_victims)
{
	boot_on(3, "prio:span=all", 1000);
	spawn(.priority = 1);
	spawn(.priority = 1);
	spawn(.priority = 1);
	spawn(.priority = 5, .at = 10);
	spawn(.priority = 6, .at = 10);
	lab_run(&lab, 15);
	EXPECT_STR(trace(), "0:1 0:2@1 0:3@2 10:5 10:4@1");
}

/*
 * Two wake each other up again and again at one instant, each takes its vCPU from
 * a less urgent one: however often that is.
 */
TEST(span_prio_many_victims)
{
	boot_on(2, "prio:span=all", 10);
	make(BARRIER, .value = 2);
	spawn(.priority = 2, .cpus = 1,
	      .PROGRAM(BARRIER(1), LOOP(0, 1000), RUN(5)));
	spawn(.priority = 2, .cpus = 2,
	      .PROGRAM(BARRIER(1), LOOP(0, 1000), RUN(5)));
	spawn(.priority = 1);
	spawn(.priority = 1);
	lab_run(&lab, 10);
	EXPECT_EQ(proc(1).finish_ns, 5);
	EXPECT_EQ(proc(2).finish_ns, 5);
}

/* Under linux those who share preempt by what they have had, when they come. */
static bool shares(const struct sim_proc *proc)
{
	return lab.sim->policy == policy("linux") &&
	       (proc->eff.sched_class == SCHEDSIM_CLASS_OTHER ||
		proc->eff.sched_class == SCHEDSIM_CLASS_IDLE);
}

static bool is_more_urgent(const struct sim_proc *a, const struct sim_proc *b)
{
	const struct sim_policy *policy = lab.sim->policy;

	if (shares(a) && shares(b))
		return false;
	return policy->wakeup_preempt(lab.sim->vcpus[0].rq, a, b);
}

/* Nobody waits where one runs who is less urgent. */
static void check_most_urgent(struct lab *lab)
{
	struct sim *sim = lab->sim;
	u32 id, v;

	if (sim_next_event(sim) <= sim->now)
		return;
	for (id = 1; id <= sim->max_id && sim->procs[id]; id++) {
		struct sim_proc *proc = sim->procs[id];

		if (proc->state != SCHEDSIM_STATE_READY)
			continue;
		for (v = 0; v < sim->config.nr_vcpus; v++)
			if (sim_allowed(proc, &sim->vcpus[v]))
				EXPECT(sim->vcpus[v].curr &&
				       !is_more_urgent(proc, sim->vcpus[v].curr));
	}
}

/* Whoever comes, sleeps, yields, takes turns, and is bound here and there. */
TEST(span_most_urgent_run)
{
	static const char * const policies[] = {
		"prio:span=all", "linux:span=all", "srtf:span=all",
	};
	static const u16 classes[] = {
		SCHEDSIM_CLASS_OTHER, SCHEDSIM_CLASS_RR, SCHEDSIM_CLASS_FIFO,
		SCHEDSIM_CLASS_IDLE,
	};
	u32 i, k, seed;

	for (seed = 1; seed <= 60; seed++) {
		u64 rng = seed;

		i = seed % ARRAY_SIZE(policies);
		boot_on(3, policies[i], 10);
		lab.on_advance = check_most_urgent;
		for (k = 0; k < 12; k++)
			spawn(.PROGRAM(RUN(1 + random_below(&rng, 30)),
				       SLEEP(1 + random_below(&rng, 40)),
				       RUN(1 + random_below(&rng, 30)), YIELD,
				       RUN(1 + random_below(&rng, 30)),
				       LOOP(0, 0)),
			      .priority = random_below(&rng, 5),
			      .sched_class = classes[random_below(&rng, 4)],
			      .at = random_below(&rng, 50),
			      .cpus = random_below(&rng, 8));
		for (k = 0; k < 100; k++) {
			u32 id = 1 + random_below(&rng, 12);
			struct schedsim_attr attr;

			lab_run(&lab, lab.sim->now + random_below(&rng, 20));
			attr = attr_of(id);
			attr.priority = random_below(&rng, 5);
			attr.affinity[0] = random_below(&rng, 8);
			lab_set_attr(&lab, id, &attr);
		}
	}
}

static void expect_share(u32 id, u64 percent)
{
	u64 cpu = proc(id).cpu_ns, all = stats().time_ns;

	EXPECT(cpu * 1000 >= all * (10 * percent - 5));
	EXPECT(cpu * 1000 <= all * (10 * percent + 5));
}

/* By weight of all vCPUs together, as long as none is to have more than one. */
TEST(span_fair_shares)
{
	static const char * const policies[] = {
		"fair:span=all", "linux:span=all", "stride:span=all",
	};
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		/* 1024 : 335 */
		boot_on(2, policies[i], 10);
		for (k = 0; k < 3; k++)
			spawn();
		spawn(.nice = 5);
		lab_run(&lab, 1000000);
		for (k = 1; k <= 3; k++)
			expect_share(k, 60);
		expect_share(4, 20);
		EXPECT_EQ(vcpu(0).idle_ns + vcpu(1).idle_ns, 0);

		boot_on(4, policies[i], 10);
		for (k = 0; k < 12; k++)
			spawn();
		lab_run(&lab, 120000);
		for (k = 1; k <= 12; k++)
			expect_share(k, 33);
	}
}

/* Who runs has no lot meanwhile: those with few tickets gain by that. */
TEST(span_lottery_shares)
{
	u32 k;

	boot_on(2, "lottery:span=all", 10);
	for (k = 0; k < 3; k++)
		spawn();
	spawn(.nice = 5);
	lab_run(&lab, 1000000);
	for (k = 1; k <= 3; k++)
		expect_share(k, 59);
	/* 335 of 3407, or else 335 of 2383, of the two that begin at a time. */
	EXPECT(proc(4).cpu_ns > 221000 && proc(4).cpu_ns < 229000);

	boot_on(4, "lottery:span=all", 10);
	for (k = 0; k < 12; k++)
		spawn();
	lab_run(&lab, 3000000);
	for (k = 1; k <= 12; k++)
		expect_share(k, 33);
}

/* Who would be due more than a vCPU has one; the rest is shared by weight. */
TEST(span_fair_whole_vcpu)
{
	boot_on(2, "fair:span=all", 10);
	spawn(.nice = -20);
	spawn();
	spawn();
	lab_run(&lab, 100000);
	expect_share(1, 100);
	expect_share(2, 50);
	expect_share(3, 50);
}

/* One virtual time: who slept comes back at the floor of all that run and wait. */
TEST(span_fair_floor)
{
	boot_on(2, "fair:span=all", 10);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn(.cpus = 2);
	lab_run(&lab, 115);
	EXPECT_EQ(vruntime(1), 115);
	EXPECT_EQ(vruntime(2), 60);
	EXPECT_EQ(vruntime(3), 55);
	/* The least is what the one has that runs at vCPU 1. */
	spawn(.cpus = 1);
	lab_settle(&lab);
	EXPECT_EQ(vruntime(4), 55);
	EXPECT_EQ(proc(4).state, SCHEDSIM_STATE_READY);
	lab_run(&lab, 120);
	EXPECT_EQ(vcpu(0).current_id, 4);

	boot_on(2, "fair:span=all,credit=0", 10);
	spawn(.PROGRAM(SLEEP(500), RUN(100)));
	spawn();
	spawn();
	lab_run(&lab, 499);
	EXPECT_EQ(vruntime(1), 0);
	lab_run(&lab, 500);
	EXPECT_EQ(vruntime(1), 500);
}

/* The shortest of all that wait where it may run; of equals who came first. */
TEST(span_sjf)
{
	boot_on(2, "sjf:span=all", 10);
	spawn(.run = 30);
	spawn(.run = 20);
	spawn(.run = 15);
	spawn(.run = 5, .cpus = 2);
	spawn(.run = 15);
	spawn(.run = 10, .at = 1, .cpus = 1);
	EXPECT_EQ(lab_run_idle(&lab), 55);
	EXPECT_STR(trace(), "0:3 0:4@1 5:5@1 15:6 20:2@1 25:1");
}

TEST(span_srtf)
{
	boot_on(2, "srtf:span=all", 10);
	spawn(.run = 30);
	spawn(.run = 20);
	/* 1 has 20 left, 2 has 10: 1 gives way; then 2, which has more than 4. */
	spawn(.run = 9, .at = 10);
	spawn(.run = 8, .at = 11, .cpus = 1);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:2 0:1@1 10:3@1 11:4 19:2 19:1@1");
	/* The mean is the least there is. */
	EXPECT_EQ(proc(3).finish_ns, 19);
	EXPECT_EQ(proc(4).finish_ns, 19);
	EXPECT_EQ(proc(2).finish_ns, 28);
	EXPECT_EQ(proc(1).finish_ns, 39);
}

/* Queues are those of all vCPUs; those of one take turns, and go down. */
TEST(span_mlfq)
{
	boot_on(2, "mlfq:span=all,boost=100ns", 10);
	spawn();
	spawn();
	spawn();
	lab_run(&lab, 95);
	EXPECT_STR(trace(),
		   "0:1 0:2@1 10:3 10:1@1 20:2 20:3@1 30:1 30:2@1 40:3 40:1@1 50:2 50:3@1 60:1 60:2@1 70:3 70:1@1 80:2 80:3@1 90:1 90:2@1");
	EXPECT_EQ(proc(3).values[0], 2);
	trace_clear();
	/* One of the topmost queue preempts one of the lowest at once. */
	spawn(.run = 3);
	lab_run(&lab, 99);
	EXPECT_STR(trace(), "95:4 98:1");
	EXPECT_EQ(proc(1).values[2], 6);
	/* Both that run have new slices from the boost on. */
	trace_clear();
	lab_run(&lab, 115);
	EXPECT_STR(trace(), "110:3 110:1@1");
	EXPECT_EQ(proc(2).values[0], 1);
	EXPECT_EQ(proc(1).values[0], 1);
}

/* Real time goes over all vCPUs, before all others; the idle one gives way first. */
TEST(span_linux)
{
	boot_on(2, "linux:span=all", 10);
	spawn(.sched_class = SCHEDSIM_CLASS_IDLE);
	spawn();
	spawn(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 1, .at = 5,
	      .run = 20);
	spawn(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 2, .at = 8,
	      .run = 10);
	spawn(.sched_class = SCHEDSIM_CLASS_RR, .priority = 3, .at = 9,
	      .run = 10);
	lab_run(&lab, 40);
	EXPECT_STR(trace(), "0:1 0:2@1 5:3 8:4@1 9:5 18:3@1 19:2 21:2 31:2 34:1@1");
	EXPECT_EQ(proc(3).preemptions, 1);
}

/* A lot that wins nothing at a vCPU is not taken there; in the end somebody is. */
TEST(span_lottery_bound)
{
	boot_on(2, "lottery:span=all", 10);
	spawn(.tickets = 1000000, .cpus = 2);
	spawn(.tickets = 1000000, .cpus = 2);
	spawn(.tickets = 1, .cpus = 1);
	spawn(.tickets = 1, .cpus = 1);
	lab_run(&lab, 1000);
	EXPECT_EQ(vcpu(0).idle_ns + vcpu(1).idle_ns, 0);
	EXPECT_EQ(proc(3).cpu_ns + proc(4).cpu_ns, 1000);
	EXPECT_EQ(stats().policy_faults, 0);
	/* Who came first, each time: they take turns. */
	EXPECT_EQ(proc(3).cpu_ns, 500);
}

/* The global pass is one of all: who sleeps is neither ahead nor behind. */
TEST(span_stride_sleep)
{
	boot_on(2, "stride:span=all", 10);
	spawn();
	spawn();
	spawn(.PROGRAM(RUN(100), SLEEP(1000), RUN(1000)));
	lab_run(&lab, 10000);
	EXPECT_EQ(proc(3).state, SCHEDSIM_STATE_EXITED);
	/* 100 at 2/3 of a vCPU, 1000 asleep, 1000 at 2/3. */
	EXPECT(proc(3).finish_ns >= 2620 && proc(3).finish_ns <= 2680);
}
