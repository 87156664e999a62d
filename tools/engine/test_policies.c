// SPDX-License-Identifier: GPL-2.0
/*
 * What holds of each policy. All times and states are checked after each step,
 * see watch.c.
 */
#include "watch.h"

#define NR	24

static u64 total_cpu(void)
{
	u64 sum = 0;
	u32 id;

	for (id = 1; id <= NR; id++)
		sum += proc(id).cpu_ns;
	return sum;
}

/* Processes of all kinds, of which many wait at any time. */
static void crowd(void)
{
	static const u16 classes[] = {
		SCHEDSIM_CLASS_OTHER, SCHEDSIM_CLASS_RR, SCHEDSIM_CLASS_BATCH,
		SCHEDSIM_CLASS_FIFO, SCHEDSIM_CLASS_IDLE,
	};
	static const struct schedsim_op ops[] = {
		RUN(7), SLEEP(9), RUN(4), YIELD, RUN(25), TIMER(0, 60),
		LOOP(0, 0),
	};
	u32 i;

	for (i = 0; i < NR; i++) {
		int id = spawn(.nice = (s32)(i % 7) - 3, .priority = 1 + i % 5,
			       .sched_class = classes[i % ARRAY_SIZE(classes)],
			       .tickets = i % 2 ? 10 * i : 0,
			       .at = i % 3 * 10,
			       .ops = i % 4 ? ops : NULL,
			       .nr_ops = ARRAY_SIZE(ops));

		EXPECT(id > 0);
	}
}

/* From each to each and back, with many waiting: no time, nobody is lost. */
TEST(policies_change)
{
	u32 from, to;

	for (from = 0; sim_policy_at(from); from++) {
		for (to = 0; sim_policy_at(to); to++) {
			boot(sim_policy_at(from)->name, 10);
			crowd();
			lab_run(&lab, 123);
			lab_set_policy(&lab, sim_policy_at(to)->name);
			lab_run(&lab, 345);
			lab_set_policy(&lab, sim_policy_at(from)->name);
			lab_run(&lab, 567);
			EXPECT_EQ(total_cpu(), vcpu(0).busy_ns);
			EXPECT_EQ(vcpu(0).nr_ready + 1,
				  stats().nr_ready + stats().nr_running);
		}
	}
}

/* Kill each one that waits, from anywhere in the queue; the rest goes on. */
TEST(policies_kill)
{
	u32 p, step, id;

	for (p = 0; sim_policy_at(p); p++) {
		for (step = 1; step < NR; step += 2) {
			boot(sim_policy_at(p)->name, 10);
			crowd();
			lab_run(&lab, 95);
			for (id = step; proc(NR).state != SCHEDSIM_STATE_EXITED;
			     id = (id + step) % NR + 1) {
				if (proc(id).state == SCHEDSIM_STATE_EXITED)
					id = NR;
				if (proc(id).state != SCHEDSIM_STATE_EXITED)
					lab_kill(&lab, id);
				lab_run(&lab, lab.sim->now + 5);
			}
			for (id = 1; id <= NR; id++)
				if (proc(id).state != SCHEDSIM_STATE_EXITED)
					lab_kill(&lab, id);
			EXPECT_EQ(vcpu(0).nr_ready, 0);
			EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
		}
	}
}

/* To and fro between vCPUs, by affinity, whatever their state. */
TEST(policies_migrate)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = 2, .max_procs = 64,
	};
	u32 p, id, round;

	for (p = 0; sim_policy_at(p); p++) {
		EXPECT_EQ(sim_policy_parse(sim_policy_at(p)->name, &config), 0);
		boot_with(&config);
		crowd();
		for (round = 0; round < 20; round++) {
			lab_run(&lab, lab.sim->now + 17);
			for (id = 1; id <= NR; id++) {
				struct schedsim_attr attr = attr_of(id);

				attr.affinity[0] = 1 + (id + round) % 3;
				attr.nice = (s32)((id + round) % 40) - 20;
				attr.priority = (id + round) % 100;
				lab_set_attr(&lab, id, &attr);
			}
		}
		EXPECT_EQ(total_cpu(), vcpu(0).busy_ns + vcpu(1).busy_ns);
		EXPECT_EQ(vcpu(0).idle_ns + vcpu(1).idle_ns, 0);
		EXPECT(stats().migrations > 50);
	}
}

/* The same numbers again, and others only where lots are drawn. */
TEST(policies_repeat)
{
	u32 p, i;

	for (p = 0; sim_policy_at(p); p++) {
		u64 digest[2];

		for (i = 0; i < 2; i++) {
			boot(sim_policy_at(p)->name, 10);
			crowd();
			lab_run(&lab, 2000);
			digest[i] = stats().digest;
		}
		EXPECT_EQ(digest[0], digest[1]);
	}
}
