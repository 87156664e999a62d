// SPDX-License-Identifier: GPL-2.0
/*
 * Run queues that span several vCPUs, under each policy.
 */
#include "watch.h"

static void set_cpus(u32 id, u64 cpus)
{
	struct schedsim_attr to = attr_of(id);

	to.affinity[0] = cpus;
	lab_set_attr(&lab, id, &to);
}

/* vCPUs in pairs share a cache, in fours a node; the sets need not lie together. */
static void boot_sets(const char *policy, u32 nr_vcpus, bool mixed)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = nr_vcpus, .max_procs = 64,
	};
	u32 i;

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	for (i = 0; i < nr_vcpus; i++) {
		config.llc[i] = mixed ? i % (nr_vcpus / 2) : 200 - i / 2;
		config.node[i] = mixed ? i % 2 : i / 4;
	}
	boot_with(&config);
}

/* The text of policy @p over all vCPUs; good until the next call. */
static const char *spanning(u32 p)
{
	static char text[64];

	strcpy(text, sim_policy_at(p)->name);
	strcat(text, ":span=all");
	return text;
}

static u32 nr_bits(u64 bits)
{
	u32 nr;

	for (nr = 0; bits; bits &= bits - 1)
		nr++;
	return nr;
}

/* The vCPUs of a run queue are exactly those with one number. */
TEST(span_sets)
{
	static const struct {
		const char *policy;
		bool mixed;
		u64 first, second;
	} rows[] = {
		{ "rr", false, 0x01, 0x02 },
		{ "rr:span=vcpu", false, 0x01, 0x02 },
		{ "rr:span=llc", false, 0x03, 0x03 },
		{ "rr:span=node", false, 0x0f, 0x0f },
		{ "rr:span=all", false, 0xff, 0xff },
		{ "rr:span=llc", true, 0x11, 0x22 },
		{ "rr:span=node", true, 0x55, 0xaa },
	};
	u32 i, v;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		boot_sets(rows[i].policy, 8, rows[i].mixed);
		EXPECT_EQ(lab.sim->vcpus[0].rq->spanned.bits[0], rows[i].first);
		EXPECT_EQ(lab.sim->vcpus[1].rq->spanned.bits[0], rows[i].second);
		for (v = 0; v < 8; v++) {
			const struct sim_rq *rq = lab.sim->vcpus[v].rq;

			EXPECT(sim_vcpus_has(&rq->spanned, v));
			EXPECT_EQ(rq->nr_vcpus, nr_bits(rq->spanned.bits[0]));
			EXPECT_EQ(rq->first_vcpu,
				  __builtin_ctzll(rq->spanned.bits[0]));
		}
	}
}

/* Only within its set does a process go where there is room. */
TEST(span_sets_apart)
{
	boot_sets("rr:span=llc,balance=none", 4, false);
	spawn(.run = 5);
	spawn(.run = 25);
	spawn(.run = 30);
	spawn(.run = 40);
	/* The fifth is placed at 0. The sixth may only run at 2 and 3. */
	spawn(.run = 5);
	spawn(.run = 5, .cpus = 12);
	EXPECT_EQ(lab_run_idle(&lab), 45);
	EXPECT_STR(trace(), "0:1 0:2@1 0:3@2 0:4@3 5:5 10:6@2 10:3@3 15:4@2");
	EXPECT_EQ(stats().migrations, 2);
	EXPECT_EQ(vcpu(0).idle_ns, 35);

	boot_sets("rr:span=llc", 4, true);
	spawn(.cpus = 1);
	spawn(.cpus = 5);
	lab_run(&lab, 20);
	/* 0 and 2 are one set here. */
	EXPECT_STR(trace(), "0:1 0:2@2");
	spawn(.cpus = 1);
	lab_run(&lab, 45);
	EXPECT_STR(trace(), "0:1 0:2@2 20:3 30:1 40:3");
}

TEST(span_rr_turns)
{
	boot_on(2, "rr:span=all", 10);
	spawn(.run = 25);
	spawn(.run = 5);
	spawn(.run = 15);
	/* 3 follows 2 where that was; from 20 on all have a vCPU. */
	EXPECT_EQ(lab_run_idle(&lab), 25);
	EXPECT_STR(trace(), "0:1 0:2@1 5:3@1");
	EXPECT_EQ(proc(1).finish_ns, 25);
	EXPECT_EQ(proc(3).finish_ns, 20);
	EXPECT_EQ(stats().migrations, 0);
	EXPECT_EQ(stats().preemptions, 0);
}

/* Three on two: all move round, and each gets two thirds. */
TEST(span_rr_shares)
{
	u32 id;

	boot_on(2, "rr:span=all", 10);
	for (id = 1; id <= 3; id++)
		spawn();
	lab_run(&lab, 30000);
	for (id = 1; id <= 3; id++)
		EXPECT_EQ(proc(id).cpu_ns, 20000);
	EXPECT_EQ(vcpu(0).idle_ns + vcpu(1).idle_ns, 0);
	EXPECT(stats().migrations > 500);
	EXPECT_EQ(vcpu(0).nr_ready + vcpu(1).nr_ready, 1);
}

/* Who may run nowhere else waits, though a vCPU is idle; until it may. */
TEST(span_affinity)
{
	boot_on(3, "rr:span=all", 10);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	spawn(.cpus = 4);
	lab_run(&lab, 35);
	EXPECT_STR(trace(), "0:1 0:3@2 10:2 20:1 30:2");
	EXPECT_EQ(vcpu(1).idle_ns, 35);
	EXPECT_EQ(stats().migrations, 0);
	trace_clear();
	set_cpus(1, 3);
	EXPECT_STR(trace(), "35:1@1");
	EXPECT_EQ(proc(1).migrations, 1);
	/* One that runs leaves at once; where it goes there is somebody. */
	set_cpus(2, 2);
	EXPECT_EQ(proc(2).state, SCHEDSIM_STATE_READY);
	EXPECT_EQ(proc(2).migrations, 0);
	EXPECT_EQ(vcpu(0).current_id, 0);
	lab_run(&lab, 45);
	/* 1 goes on where 2 may not. */
	EXPECT_STR(trace(), "35:1@1 45:1 45:2@1");
	EXPECT_EQ(proc(2).migrations, 1);
}

/* A process that waits keeps its place, though it may not run where it was. */
TEST(span_affinity_keeps_place)
{
	boot_on(2, "rr:span=all", 10);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn(.cpus = 2);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	lab_run(&lab, 5);
	EXPECT_EQ(proc(3).vcpu, 1);
	set_cpus(3, 1);
	EXPECT_EQ(proc(3).vcpu, 1);
	EXPECT_EQ(stats().migrations, 0);
	lab_run(&lab, 35);
	/* 3 is before 4, where it has never been. */
	EXPECT_STR(trace(), "0:1 0:2@1 10:3 10:5@1 20:4 20:2@1 30:1 30:5@1");
	EXPECT_EQ(proc(3).migrations, 0);
}

/* What comes first in the queue is passed over by who may not take it. */
TEST(span_order)
{
	boot_on(2, "rr:span=all", 10);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn(.cpus = 1);
	spawn(.cpus = 2);
	spawn();
	lab_run(&lab, 35);
	EXPECT_STR(trace(), "0:1 0:2@1 10:3 10:4@1 20:5 20:2@1 30:1 30:4@1");
	/* It was first placed at 0, and has run there only. */
	EXPECT_EQ(proc(5).migrations, 0);
}

/* Running alone nobody is moved, and no slice ends. */
TEST(span_stays)
{
	boot_on(2, "rr:span=all", 10);
	spawn(.run = 15);
	spawn();
	lab_run(&lab, 105);
	EXPECT_STR(trace(), "0:1 0:2@1");
	EXPECT_EQ(stats().expiries, 0);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	/* Who comes finds the other vCPU. */
	spawn();
	lab_run(&lab, 200);
	EXPECT_STR(trace(), "0:1 0:2@1 105:3");
	/* One more: the slices, of which 2's ends just now, have gone on. */
	spawn();
	lab_run(&lab, 211);
	EXPECT_STR(trace(), "0:1 0:2@1 105:3 200:4@1 205:2 210:3@1");
}

TEST(span_beyond_64)
{
	const struct schedsim_spawn_entry entries[] = {
		{ WITH(.affinity = { [3] = 1ULL << 63 }) },
		{ WITH(.affinity = { [3] = 1ULL << 63 }) },
		{ WITH(.affinity = { [1] = 1ULL << 36, [3] = 1ULL << 63 }) },
	};
	u32 i;

	boot_on(256, "rr:span=all", 10);
	for (i = 0; i < ARRAY_SIZE(entries); i++)
		EXPECT_EQ(lab_spawn(&lab, &entries[i]), i + 1);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:3@100 0:1@255 10:2@255 20:1@255");
}

/* It is not a preemption if it goes on elsewhere before another comes. */
TEST(span_preemptions)
{
	boot_on(2, "rr:span=all", 10);
	spawn(.run = 5, .cpus = 1);
	spawn();
	spawn(.at = 7, .cpus = 2);
	lab_run(&lab, 15);
	EXPECT_STR(trace(), "0:1 0:2@1 10:2 10:3@1");
	EXPECT_EQ(proc(2).preemptions, 0);
	EXPECT_EQ(proc(2).migrations, 1);
	EXPECT_EQ(proc(2).waiting_ns, 0);
	EXPECT_EQ(stats().expiries, 1);
	EXPECT_EQ(vcpu(1).preemptions, 0);
}

/* The vCPU that one has left for another forgets it, should it be reaped. */
TEST(span_reaped)
{
	boot_on(2, "rr:span=all", 10);
	spawn(.run = 5, .cpus = 1);
	spawn();
	lab_run(&lab, 7);
	lab_pause(&lab);
	lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
	EXPECT_STR(trace(), "0:1 0:2@1 7:2");
	lab_kill(&lab, 2);
	lab_reap(&lab, 2);
	lab_reap(&lab, 1);
	spawn();
	spawn();
	lab_resume(&lab);
	EXPECT_STR(trace(), "0:1 0:2@1 7:2 7:3 7:4@1");
	EXPECT_EQ(stats().preemptions, 0);
}

/* While paused one vCPU decides, and takes the first of the queue. */
TEST(span_trigger)
{
	boot_on(2, "rr:span=all", 10);
	spawn();
	spawn();
	spawn();
	lab_run(&lab, 3);
	lab_pause(&lab);
	lab_trigger(&lab, 1);
	EXPECT_STR(trace(), "0:1 0:2@1 3:3@1");
	EXPECT_EQ(proc(2).preemptions, 1);
	lab_trigger(&lab, 0);
	EXPECT_STR(trace(), "0:1 0:2@1 3:3@1 3:2");
	EXPECT_EQ(proc(2).migrations, 1);
	lab_resume(&lab);
	lab_run(&lab, 13);
	/* Slices began anew. */
	EXPECT_STR(trace(), "0:1 0:2@1 3:3@1 3:2 13:1 13:2@1");
}

TEST(span_kill)
{
	boot_on(2, "rr:span=all", 10);
	spawn();
	spawn();
	spawn();
	spawn(.cpus = 1);
	lab_run(&lab, 5);
	lab_kill(&lab, 3);
	EXPECT_EQ(stats().nr_ready, 1);
	lab_kill(&lab, 1);
	EXPECT_STR(trace(), "0:1 0:2@1 5:4");
	/* Nobody waits: no slice ends. */
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	lab_kill(&lab, 4);
	lab_kill(&lab, 2);
	EXPECT_EQ(stats().nr_ready + stats().nr_running, 0);
}

/* One that was asleep wakes up in the run queue where it was, or in another. */
TEST(span_wakeup)
{
	boot_sets("rr:span=llc", 4, false);
	spawn(.PROGRAM(RUN(5), SLEEP(5), RUN(5)), .cpus = 1);
	spawn(.PROGRAM(RUN(5), SLEEP(5), RUN(5)), .cpus = 1);
	spawn(.at = 6, .cpus = 1);
	lab_run(&lab, 7);
	/* Not 0 any more, but 1, which is of the same run queue; and not at all. */
	set_cpus(1, 2);
	EXPECT_EQ(proc(1).migrations, 0);
	lab_run(&lab, 12);
	EXPECT_STR(trace(), "0:1 5:2 10:3 10:1@1");
	EXPECT_EQ(proc(1).migrations, 1);
	set_cpus(2, 8);
	lab_run(&lab, 20);
	EXPECT_STR(trace(), "0:1 5:2 10:3 10:1@1 15:2@3");
	EXPECT_EQ(proc(2).migrations, 1);
}

/* The crowd that policies are tried with: some are bound, some come and go. */
static void crowd(u32 nr)
{
	static const struct schedsim_op ops[] = {
		RUN(7), SLEEP(9), RUN(4), YIELD, RUN(25), TIMER(0, 60),
		LOOP(0, 0),
	};
	static const u16 classes[] = {
		SCHEDSIM_CLASS_OTHER, SCHEDSIM_CLASS_RR, SCHEDSIM_CLASS_BATCH,
		SCHEDSIM_CLASS_FIFO, SCHEDSIM_CLASS_IDLE,
	};
	u32 i;

	for (i = 0; i < nr; i++)
		spawn(.ops = i % 3 ? ops : NULL, .nr_ops = ARRAY_SIZE(ops),
		      .cpus = i % 4 ? 1 + i * 7 % 15 : 0, .at = i % 5 * 3,
		      .nice = (s32)(i % 7) - 3, .priority = 1 + i % 5,
		      .tickets = i % 2 ? 10 * i : 0,
		      .sched_class = classes[i % ARRAY_SIZE(classes)]);
}

/* Whatever happens: all that must always hold does (watch.c). */
TEST(span_policies)
{
	u32 p, id, round;

	for (p = 0; sim_policy_at(p); p++) {
		boot_on(4, spanning(p), 10);
		crowd(24);
		for (round = 0; round < 20; round++) {
			lab_run(&lab, lab.sim->now + 17);
			for (id = 1; id <= 24; id++) {
				struct schedsim_attr attr = attr_of(id);

				attr.affinity[0] = 1 + (id + round) % 15;
				attr.nice = (s32)((id + round) % 40) - 20;
				attr.priority = (id + round) % 100;
				lab_set_attr(&lab, id, &attr);
			}
		}
		EXPECT_EQ(stats().nr_ready + stats().nr_running +
			  stats().nr_sleeping, 24);
		for (id = 1; id <= 24; id++)
			lab_kill(&lab, id);
		EXPECT_EQ(stats().nr_ready + stats().nr_running, 0);
		EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	}
}

/* The same numbers again. */
TEST(span_policies_repeat)
{
	u64 digest[2];
	u32 p, i;

	for (p = 0; sim_policy_at(p); p++) {
		for (i = 0; i < 2; i++) {
			boot_on(4, spanning(p), 10);
			crowd(24);
			lab_run(&lab, 2000);
			digest[i] = stats().digest;
		}
		EXPECT_EQ(digest[0], digest[1]);
	}
}

/* A run queue that spans one vCPU, since there is no other, is like any such. */
TEST(span_of_one)
{
	static char text[64];
	u64 digest[2];
	u32 p;

	for (p = 0; sim_policy_at(p); p++) {
		strcpy(text, spanning(p));
		boot(text, 10);
		crowd(24);
		lab_run(&lab, 2000);
		digest[0] = stats().digest;
		boot(sim_policy_at(p)->name, 10);
		crowd(24);
		lab_run(&lab, 2000);
		digest[1] = stats().digest;
		EXPECT_EQ(digest[0], digest[1]);
	}
}
