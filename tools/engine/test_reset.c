// SPDX-License-Identifier: GPL-2.0
/*
 * A simulation that is reset is as a new one, in the same memory.
 */
#include "watch_objects.h"

/* Some of all that there is; returns the digest. */
static u64 run_something(void)
{
	u32 i;

	make_mutex(INHERIT);
	for (i = 0; i < 20; i++)
		spawn(.PROGRAM(LOCK(1), RUN(7 + i), UNLOCK(1), SLEEP(5), TIMER(0, 30),
			       RUN(13), YIELD, LOOP(0, 0)),
		      .nice = i % 5, .priority = i % 7, .at = i, .tickets = i);
	lab_run(&lab, 1000);
	return lab.sim->digest;
}

TEST(reset)
{
	const struct sim_policy *policy;
	u64 digest, serials;
	u32 i, round;

	for (i = 0; (policy = sim_policy_at(i)); i++) {
		boot_on(3, policy->name, 10);
		/* What watches does not know that time begins again. */
		watch = WATCH_NOTHING;
		lab.on_event = NULL;
		lab.on_advance = NULL;
		digest = run_something();
		serials = lab.sim->serials;
		for (round = 1; round < 3; round++) {
			lab_reset(&lab);
			EXPECT_EQ(lab.sim->now, 0);
			EXPECT_EQ(lab.sim->nr_ids, 0);
			EXPECT_EQ(lab.sim->nr_objects, 0);
			EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
			EXPECT_EQ(stats().events, 0);
			EXPECT_EQ(lab.sim->serials, round * serials);
			EXPECT_EQ(run_something(), digest);
		}
	}
}
