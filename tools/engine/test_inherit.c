// SPDX-License-Identifier: GPL-2.0
/*
 * What mutexes do about priority inversion.
 */
#include <stdlib.h>

#include "watch_objects.h"

static void boot_vcpus(const char *policy, u32 nr_vcpus)
{
	struct sim_config config = {
		.quantum_ns = 1000, .nr_vcpus = nr_vcpus, .max_procs = 1400,
	};

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	boot_with(&config);
}

/*
 * Mars Pathfinder: low holds what high wants, and medium, which wants nothing
 * of it, keeps low from going on. See Reeves, "What Really Happened on Mars?",
 * 1997.
 */
static void pathfinder_under(const char *policy, u16 sched_class,
			     u32 protocol, u64 high_finish, const char *order)
{
	struct schedsim_attr ceiling = {};

	if (protocol == SCHEDSIM_PROTOCOL_CEILING) {
		ceiling.sched_class = sched_class;
		ceiling.priority = 3;
	}
	boot_vcpus(policy, 1);
	make(MUTEX, .protocol = protocol, .attr = (uintptr_t)&ceiling);
	spawn(.PROGRAM(LOCK(1), RUN(20), UNLOCK(1), RUN(10)), .priority = 1,
	      .sched_class = sched_class);
	spawn(.run = 100, .priority = 2, .sched_class = sched_class, .at = 5);
	spawn(.PROGRAM(RUN(1), LOCK(1), RUN(2), UNLOCK(1)), .priority = 3,
	      .sched_class = sched_class, .at = 3);
	EXPECT_EQ(lab_run_idle(&lab), 133);
	EXPECT_STR(trace(), order);
	EXPECT_EQ(proc(3).finish_ns, high_finish);
	EXPECT_EQ(proc(1).finish_ns, 133);
	EXPECT_EQ(proc(1).effective_priority, 1);
	EXPECT_EQ(stats().program_errors, 0);
}

static void pathfinder(u32 protocol, u64 high_finish, const char *order)
{
	pathfinder_under("linux", SCHEDSIM_CLASS_RR, protocol, high_finish,
			 order);
	pathfinder_under("linux", SCHEDSIM_CLASS_FIFO, protocol, high_finish,
			 order);
	pathfinder_under("prio", SCHEDSIM_CLASS_OTHER, protocol, high_finish,
			 order);
}

TEST(pathfinder_none)
{
	pathfinder(SCHEDSIM_PROTOCOL_NONE, 123,
		   "0:1 3:3 4:1 5:2 105:1 121:3 123:1");
	EXPECT_STR(notes(), "0:1+1 4:3?1 121:1-1 121:3+1 123:3-1");
	EXPECT_EQ(proc(3).response_max_ns, 120);
	EXPECT_EQ(object(1).waited_ns, 117);
	EXPECT_EQ(object(1).boosts, 0);
}

TEST(pathfinder_inherit)
{
	pathfinder(SCHEDSIM_PROTOCOL_INHERIT, 23, "0:1 3:3 4:1 21:3 23:2 123:1");
	EXPECT_STR(notes(), "0:1+1 4:3?1 4:1^ 21:1-1 21:3+1 21:1v 23:3-1");
	EXPECT_EQ(proc(3).response_max_ns, 20);
	EXPECT_EQ(object(1).waited_ns, 17);
	EXPECT_EQ(object(1).boosts, 1);
	EXPECT_EQ(stats().boosts, 1);
}

/* High does not even have to wait for the mutex; low is not cut in two. */
TEST(pathfinder_ceiling)
{
	pathfinder(SCHEDSIM_PROTOCOL_CEILING, 23, "0:1 20:3 23:2 123:1");
	EXPECT_STR(notes(), "0:1+1 0:1^ 20:1-1 20:1v 21:3+1 23:3-1");
	EXPECT_EQ(object(1).contended, 0);
	EXPECT_EQ(object(1).boosts, 1);
	EXPECT_EQ(stats().blocks, 0);
}

/* One that waits, and has nothing to inherit any more, comes before its equals. */
TEST(inherit_place_afterwards)
{
	boot_vcpus("prio", 1);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(5), UNLOCK(1)), .priority = 1);
	spawn(.PROGRAM(LOCK(1)), .priority = 5, .at = 1);
	spawn(.run = 1, .priority = 1);
	spawn(.run = 8, .priority = 7, .at = 2);
	lab_run(&lab, 3);
	EXPECT_EQ(proc(1).effective_priority, 5);
	lab_kill(&lab, 2);
	EXPECT_EQ(proc(1).effective_priority, 1);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 1:2 1:1 2:4 10:1 13:3");
}

/* An idle one, for whom 5 ns are 1706, is above all others while a real-time one waits. */
TEST(inherit_layer)
{
	boot_vcpus("linux", 1);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(20), UNLOCK(1), RUN(10)),
	      .sched_class = SCHEDSIM_CLASS_IDLE);
	spawn(.run = 100, .at = 5);
	spawn(.PROGRAM(RUN(1), LOCK(1), RUN(2), UNLOCK(1)), .at = 7,
	      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 1);
	spawn(.run = 50, .at = 10, .sched_class = SCHEDSIM_CLASS_RR);
	lab_run(&lab, 9);
	EXPECT_EQ(proc(1).effective_class, SCHEDSIM_CLASS_FIFO);
	EXPECT_EQ(proc(1).effective_priority, 1);
	EXPECT_EQ(lab_run_idle(&lab), 183);
	EXPECT_STR(trace(), "0:1 5:2 7:3 8:1 23:3 25:4 75:1 85:2");
	EXPECT_EQ(proc(1).effective_class, SCHEDSIM_CLASS_IDLE);
}

/* What is inherited is all that the waiter has, not the best of each: FIFO/1. */
TEST(inherit_whole)
{
	struct schedsim_attr other = attr(-20, 99, 0);

	boot_vcpus("linux", 1);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(20), UNLOCK(1), RUN(10)));
	spawn(.PROGRAM(RUN(1), LOCK(1), UNLOCK(1)), .at = 5,
	      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 1, .nice = 3);
	lab_run(&lab, 1);
	lab_set_attr(&lab, 1, &other);
	lab_run(&lab, 7);
	EXPECT_EQ(proc(1).effective_class, SCHEDSIM_CLASS_FIFO);
	EXPECT_EQ(proc(1).effective_priority, 1);
	EXPECT_EQ(proc(1).effective_nice, 3);
	EXPECT_EQ(attr_of(1).priority, 99);
	/* Nothing below FIFO/2 comes before it, and FIFO/2 does. */
	spawn(.run = 3, .sched_class = SCHEDSIM_CLASS_RR, .priority = 2);
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 5:2 6:1 7:3 10:1 24:2 24:1");
	EXPECT_EQ(proc(1).effective_class, SCHEDSIM_CLASS_OTHER);
	EXPECT_EQ(proc(1).effective_priority, 99);
}

/* With shares, too: the owner gets the weight of the one that waits. */
static u64 wait_under_fair(u32 protocol)
{
	boot("fair", 10);
	make(MUTEX, .protocol = protocol);
	spawn(.PROGRAM(LOCK(1), RUN(100), UNLOCK(1), RUN(100)), .nice = 19);
	spawn();
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .nice = -10, .at = 5);
	lab_run(&lab, 20);
	EXPECT_EQ(proc(1).effective_nice, protocol ? -10 : 19);
	EXPECT_EQ(attr_of(1).nice, 19);
	lab_run(&lab, 20000);
	EXPECT_EQ(proc(1).effective_nice, 19);
	EXPECT_EQ(proc(3).state, SCHEDSIM_STATE_EXITED);
	return proc(3).finish_ns;
}

TEST(inherit_nice)
{
	u64 none = wait_under_fair(SCHEDSIM_PROTOCOL_NONE);
	u64 inherit = wait_under_fair(SCHEDSIM_PROTOCOL_INHERIT);

	/* 15 of 1,039 shares, or 9,548 of 10,572: less what came before. */
	EXPECT(none > 5500 && none < 7500);
	EXPECT(inherit < 900);
}

/*
 * What the owner had before it inherited does not keep it from going on: what
 * it is ahead of others by its own weight is little by that of its waiters.
 */
static u64 wait_behind_hog(const char *policy, u32 protocol)
{
	boot(policy, 10);
	make(MUTEX, .protocol = protocol);
	spawn(.PROGRAM(LOCK(1), RUN(200), UNLOCK(1)), .nice = 19);
	spawn(.nice = -10, .at = 1);
	spawn(.PROGRAM(RUN(1), LOCK(1), UNLOCK(1)), .nice = -20, .at = 15);
	spawn(.PROGRAM(RUN(1), LOCK(1), UNLOCK(1)), .nice = -20, .at = 15);
	lab_run(&lab, 200000);
	EXPECT_EQ(proc(4).state, SCHEDSIM_STATE_EXITED);
	return proc(4).finish_ns - proc(4).arrival_ns;
}

TEST(inherit_nice_after_running)
{
	static const char * const policies[] = { "fair", "linux" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		u64 none = wait_behind_hog(policies[i], SCHEDSIM_PROTOCOL_NONE);
		u64 inherit = wait_behind_hog(policies[i],
					      SCHEDSIM_PROTOCOL_INHERIT);

		/* 190 ns at 88761 of 98309 shares. */
		EXPECT(inherit < 300);
		EXPECT(none > 10000);
	}
}

/* What was used with one weight stays charged by it. */
TEST(inherit_nice_charges)
{
	boot_vcpus("fair", 2);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(3000), UNLOCK(1), RUN(100), SLEEP(1000)),
	      .cpus = 1);
	spawn(.PROGRAM(RUN(1000), LOCK(1)), .cpus = 2, .nice = -5);
	watch = WATCH_NOTHING;
	lab_run(&lab, 3500);
	EXPECT_EQ(vruntime(1), 1000 + 2000 * 1024 / 3121 + 100);
}

/* Down a chain of owners that wait themselves, on as many vCPUs. */
TEST(inherit_chain)
{
	u32 i;

	boot_vcpus("prio", 5);
	for (i = 1; i <= 4; i++)
		make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(50), UNLOCK(1), RUN(9)), .cpus = 1);
	for (i = 2; i <= 4; i++)
		spawn(.PROGRAM(LOCK(i), SLEEP(i), LOCK(i - 1), RUN(1),
			       UNLOCK(i - 1), UNLOCK(i), RUN(9)),
		      .cpus = 1 << (i - 1), .priority = i);
	spawn(.PROGRAM(LOCK(4)), .at = 10, .cpus = 16, .priority = 9);
	lab_run(&lab, 9);
	EXPECT_STR(notes(),
		   "0:1+1 0:2+2 0:3+3 0:4+4 2:2?1 2:1^ 3:3?2 3:2^ 3:1^ 4:4?3 4:3^ 4:2^ 4:1^");
	notes_clear();
	lab_run(&lab, 49);
	EXPECT_STR(notes(), "10:5?4 10:4^ 10:3^ 10:2^ 10:1^");
	for (i = 1; i <= 5; i++)
		EXPECT_EQ(proc(i).effective_priority, 9);
	EXPECT_EQ(object(1).boosts, 4);
	EXPECT_EQ(object(4).boosts, 1);
	EXPECT_EQ(stats().boosts, 1 + 2 + 3 + 4);
	EXPECT_EQ(stats().deadlocks, 0);
	notes_clear();
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "50:1-1 50:2+1 50:1v 51:2-1 51:2-2 51:3+2 51:2v 52:3-2 52:3-3 52:4+3 52:3v 53:4-3 53:4-4 53:5+4 53:4v 53:5!4");
	for (i = 1; i <= 4; i++)
		EXPECT_EQ(proc(i).effective_priority, i == 1 ? 0 : i);
}

/* Of several mutexes: what the most urgent waiter has, until that one is unlocked. */
TEST(inherit_several)
{
	boot_vcpus("prio", 1);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	make_mutex(NONE);
	spawn(.PROGRAM(LOCK(1), LOCK(2), LOCK(3), SLEEP(9), RUN(1), UNLOCK(2),
		       RUN(1), UNLOCK(3), RUN(1), UNLOCK(1), RUN(1)),
	      .priority = 1);
	spawn(.PROGRAM(LOCK(1), RUN(1)), .at = 1, .priority = 5);
	spawn(.PROGRAM(LOCK(2), RUN(9)), .at = 2, .priority = 6, .nice = 5);
	spawn(.PROGRAM(LOCK(2), RUN(9)), .at = 3, .priority = 4, .nice = -5);
	spawn(.PROGRAM(LOCK(3), RUN(9)), .at = 4, .priority = 9);
	lab_run(&lab, 8);
	EXPECT_EQ(proc(1).effective_priority, 6);
	EXPECT_EQ(proc(1).effective_nice, 5);
	EXPECT_EQ(object(2).boosts, 1);
	EXPECT_EQ(object(3).boosts, 0);
	notes_clear();
	lab_run(&lab, 18);
	/* 4 is less urgent than 3: 3 has nothing of it. */
	EXPECT_STR(notes(), "10:1-2 10:3+2 10:1v");
	EXPECT_EQ(proc(1).effective_priority, 5);
	EXPECT_EQ(proc(3).effective_priority, 6);
	EXPECT_EQ(proc(3).effective_nice, 5);
	EXPECT_EQ(proc(3).finish_ns, SCHEDSIM_NEVER);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).effective_priority, 1);
	EXPECT_EQ(proc(3).finish_ns, 19);
	EXPECT_EQ(proc(5).finish_ns, 29);
	EXPECT_EQ(proc(2).finish_ns, 31);
	EXPECT_EQ(proc(4).finish_ns, 40);
}

/* It goes when whoever it came from is killed, or has less itself. */
TEST(inherit_ends)
{
	struct schedsim_attr less = attr(0, 2, 0), more = attr(0, 8, 0);

	boot_vcpus("prio", 1);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(50), UNLOCK(1)));
	spawn(.PROGRAM(LOCK(2), LOCK(1)), .at = 1, .priority = 1);
	spawn(.PROGRAM(LOCK(2)), .at = 2, .priority = 5);
	spawn(.PROGRAM(LOCK(2)), .at = 3, .priority = 7);
	spawn(.run = 5, .at = 4, .priority = 6);
	lab_run(&lab, 10);
	EXPECT_STR(trace(), "0:1 1:2 1:1 2:3 2:1 3:4 3:1");
	EXPECT_EQ(proc(1).effective_priority, 7);
	notes_clear();
	lab_kill(&lab, 4);
	EXPECT_STR(notes(), "10:2v 10:1v");
	EXPECT_STR(trace(), "0:1 1:2 1:1 2:3 2:1 3:4 3:1 10:5");
	lab_run(&lab, 12);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
	lab_set_attr(&lab, 3, &more);
	EXPECT_STR(notes(), "10:2v 10:1v 12:2^ 12:1^");
	EXPECT_EQ(proc(1).effective_priority, 8);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_RUNNING);
	EXPECT_EQ(proc(5).preemptions, 1);
	lab_set_attr(&lab, 3, &less);
	EXPECT_EQ(proc(1).effective_priority, 2);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_READY);
	lab_kill(&lab, 2);
	EXPECT_EQ(proc(1).effective_priority, 0);
	EXPECT_EQ(object(2).owner, 3);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(5).finish_ns, 15);
	EXPECT_EQ(proc(1).finish_ns, 55);
}

/* What it has of its own changes beneath what it inherits. */
TEST(inherit_own_attributes)
{
	struct schedsim_attr to = attr(0, 3, 0);

	boot_vcpus("prio", 1);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), RUN(50), UNLOCK(1), RUN(5)));
	spawn(.PROGRAM(LOCK(1)), .at = 1, .priority = 5);
	spawn(.run = 5, .at = 2, .priority = 4);
	lab_run(&lab, 10);
	lab_set_attr(&lab, 1, &to);
	EXPECT_EQ(attr_of(1).priority, 3);
	EXPECT_EQ(proc(1).effective_priority, 5);
	EXPECT_EQ(proc(1).state, SCHEDSIM_STATE_RUNNING);
	to.priority = 9;
	lab_set_attr(&lab, 1, &to);
	EXPECT_EQ(proc(1).effective_priority, 9);
	to.priority = 4;
	lab_set_attr(&lab, 1, &to);
	EXPECT_EQ(proc(1).effective_priority, 5);
	lab_run_idle(&lab);
	EXPECT_STR(notes(), "0:1+1 1:2?1 1:1^ 50:1-1 50:2+1 50:1v 50:2!1");
	/* 1 is as good as 3 then, and came back before its turn. */
	EXPECT_EQ(proc(1).effective_priority, 4);
	EXPECT_EQ(proc(3).finish_ns, 60);
}

/* Class and tickets are passed on as well. */
TEST(inherit_class_and_tickets)
{
	boot_vcpus("rr", 1);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(9), UNLOCK(1), LOCK(1), RUN(1)),
	      .sched_class = SCHEDSIM_CLASS_BATCH, .tickets = 10);
	spawn(.PROGRAM(LOCK(2), SLEEP(9), UNLOCK(2)),
	      .sched_class = SCHEDSIM_CLASS_IDLE);
	spawn(.PROGRAM(LOCK(1)), .at = 1, .tickets = 20);
	spawn(.PROGRAM(LOCK(2)), .at = 1, .tickets = 20,
	      .sched_class = SCHEDSIM_CLASS_RR);
	lab_run(&lab, 2);
	/* BATCH is no less than OTHER: tickets decide, the class comes along. */
	EXPECT_EQ(proc(1).effective_class, SCHEDSIM_CLASS_OTHER);
	EXPECT_EQ(proc(1).effective_tickets, 20);
	EXPECT_EQ(proc(2).effective_class, SCHEDSIM_CLASS_RR);
	EXPECT_EQ(proc(2).effective_tickets, 20);
	spawn(.PROGRAM(LOCK(1)), .sched_class = SCHEDSIM_CLASS_FIFO,
	      .tickets = 1);
	lab_run(&lab, 3);
	EXPECT_EQ(proc(1).effective_class, SCHEDSIM_CLASS_FIFO);
	EXPECT_EQ(proc(1).effective_tickets, 1);
	EXPECT_EQ(attr_of(1).sched_class, SCHEDSIM_CLASS_BATCH);
	lab_run_idle(&lab);
	EXPECT_EQ(proc(1).effective_class, SCHEDSIM_CLASS_BATCH);
	EXPECT_EQ(proc(2).effective_class, SCHEDSIM_CLASS_IDLE);
}

/* Without tickets of its own it has those that its nice value stands for. */
TEST(inherit_tickets)
{
	boot_vcpus("lottery", 1);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), LOCK(2), SLEEP(20), UNLOCK(1), SLEEP(20)));
	spawn(.PROGRAM(LOCK(3), SLEEP(20)), .tickets = 10);
	spawn(.PROGRAM(LOCK(1)), .at = 1, .tickets = 5000);
	spawn(.PROGRAM(LOCK(2)), .at = 2, .nice = -10);
	spawn(.PROGRAM(LOCK(3)), .at = 3);
	lab_run(&lab, 1);
	EXPECT_EQ(proc(1).effective_tickets, 5000);
	lab_run(&lab, 10);
	/* 9,548 are more. */
	EXPECT_EQ(proc(1).effective_tickets, 0);
	EXPECT_EQ(proc(1).effective_nice, -10);
	/* So are 1,024. */
	EXPECT_EQ(proc(2).effective_tickets, 0);
	lab_kill(&lab, 4);
	EXPECT_EQ(proc(1).effective_tickets, 5000);
	lab_run(&lab, 30);
	EXPECT_EQ(proc(1).effective_tickets, 0);
	EXPECT_EQ(proc(2).effective_tickets, 10);
}

#define CHAIN	1100

static u32 nr_boosts;

static void count_boosts(struct lab *lab, const struct sim_event *event)
{
	nr_boosts += event->type == SIM_EVENT_BOOST;
}

/* However long the chain: a part of it, all of which is told. */
TEST(inherit_long_chain)
{
	u32 i;

	boot_vcpus("prio", 1);
	watch = WATCH_NOTHING;
	lab.on_event = count_boosts;
	for (i = 1; i <= CHAIN; i++)
		make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), SLEEP(9000), UNLOCK(1)));
	for (i = 2; i <= CHAIN; i++)
		spawn(.PROGRAM(LOCK(i), LOCK(i - 1), UNLOCK(i - 1)));
	lab_run(&lab, 10);
	EXPECT_EQ(stats().nr_blocked, CHAIN - 1);
	EXPECT_EQ(nr_boosts, 0);
	spawn(.PROGRAM(LOCK(CHAIN)), .priority = 9);
	lab_run(&lab, 20);
	EXPECT_EQ(nr_boosts, SCHEDSIM_MAX_LOCK_CHAIN);
	EXPECT_EQ(stats().boosts, SCHEDSIM_MAX_LOCK_CHAIN);
	EXPECT_EQ(proc(CHAIN).effective_priority, 9);
	EXPECT_EQ(proc(CHAIN - SCHEDSIM_MAX_LOCK_CHAIN + 1).effective_priority, 9);
	EXPECT_EQ(proc(CHAIN - SCHEDSIM_MAX_LOCK_CHAIN).effective_priority, 0);
	EXPECT_EQ(stats().deadlocks, 0);
	lab_kill(&lab, CHAIN + 1);
	EXPECT_EQ(nr_boosts, 2 * SCHEDSIM_MAX_LOCK_CHAIN);
	EXPECT_EQ(proc(CHAIN).effective_priority, 0);
	lab_run_idle(&lab);
	EXPECT_EQ(stats().nr_exited, CHAIN + 1);
	EXPECT_EQ(stats().abandoned, CHAIN - 1);
}

/* What a mutex without a protocol is waited for with stays where it is. */
TEST(inherit_not)
{
	boot_vcpus("prio", 1);
	make_mutex(NONE);
	make_mutex(INHERIT);
	spawn(.PROGRAM(LOCK(1), LOCK(2), SLEEP(9)));
	spawn(.PROGRAM(LOCK(1)), .at = 1, .priority = 5);
	spawn(.PROGRAM(LOCK(2)), .at = 2, .priority = 3);
	lab_run(&lab, 5);
	EXPECT_EQ(proc(1).effective_priority, 3);
	EXPECT_EQ(object(1).boosts, 0);
	EXPECT_EQ(object(2).boosts, 1);
}

TEST(ceiling_above)
{
	boot_vcpus("prio", 1);
	make_ceiling(5);
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
	     WITH(.priority = 9, .sched_class = SCHEDSIM_CLASS_OTHER));
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .priority = 6);
	spawn(.PROGRAM(LOCK(1), RUN(1), UNLOCK(1)), .priority = 5);
	spawn(.PROGRAM(LOCK(2), RUN(1), UNLOCK(2)), .priority = 4,
	      .sched_class = SCHEDSIM_CLASS_FIFO);
	EXPECT_EQ(lab_run_idle(&lab), 3);
	/* What was not locked is not unlocked, either. prio sees no class. */
	EXPECT_STR(notes(), "0:1e1 1:1e1 1:2+1 2:2-1 2:3+2 2:3^ 3:3-2 3:3v");
	EXPECT_EQ(stats().program_errors, 2);
	EXPECT_EQ(object(1).boosts, 0);
}

/* Whether one is above a ceiling is the policy's word. */
TEST(ceiling_above_class)
{
	static const char * const policies[] = { "linux", "rr" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		boot_vcpus(policies[i], 1);
		make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
		     WITH(.priority = 9));
		make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
		     WITH(.sched_class = SCHEDSIM_CLASS_FIFO, .priority = 4));
		spawn(.PROGRAM(LOCK(1), LOCK(2), RUN(1), UNLOCK(2), UNLOCK(1)),
		      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 4);
		spawn(.PROGRAM(LOCK(2), RUN(1), UNLOCK(2)),
		      .sched_class = SCHEDSIM_CLASS_FIFO, .priority = 5);
		spawn(.PROGRAM(LOCK(2), RUN(1), UNLOCK(2)), .priority = 50,
		      .at = 5);
		lab_run(&lab, 5);
		EXPECT_EQ(proc(3).effective_class, SCHEDSIM_CLASS_FIFO);
		EXPECT_EQ(proc(3).effective_priority, 4);
		lab_run_idle(&lab);
		EXPECT_EQ(stats().program_errors, 4);
		EXPECT_EQ(object(1).uses, 0);
		EXPECT_EQ(object(2).uses, 2);
	}
}

/* One that is handed it has the ceiling when it wakes up, not only later. */
TEST(ceiling_handed_over)
{
	boot_vcpus("prio", 2);
	make_ceiling(7);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1)), .priority = 1, .cpus = 1);
	spawn(.PROGRAM(LOCK(1), RUN(10), UNLOCK(1), RUN(5)), .priority = 2,
	      .at = 1, .cpus = 2);
	spawn(.run = 50, .priority = 6, .at = 2, .cpus = 2);
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "0:1+1 0:1^ 1:2?1 10:1-1 10:2+1 10:2^ 10:1v 20:2-1 20:2v");
	EXPECT_STR(trace(), "0:1 1:2@1 2:3@1 10:2@1 20:3@1 62:2@1");
	EXPECT_EQ(object(1).boosts, 2);
}

/* With several, the highest that it holds. */
/* Two mutexes of ceiling 20, locked in opposite orders. */
static void lock_crosswise(const char *policy, u32 sched_class, u32 priority)
{
	boot(policy, 4);
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
	     .attr = (uintptr_t)&(struct schedsim_attr){
		     .sched_class = sched_class, .priority = 20 });
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
	     .attr = (uintptr_t)&(struct schedsim_attr){
		     .sched_class = sched_class, .priority = 20 });
	spawn(.PROGRAM(LOCK(1), RUN(12), LOCK(2), RUN(1), UNLOCK(2), UNLOCK(1)),
	      .priority = priority, .sched_class = sched_class);
	spawn(.PROGRAM(LOCK(2), RUN(3), LOCK(1), RUN(1), UNLOCK(1), UNLOCK(2)),
	      .priority = 20, .sched_class = sched_class, .at = 1);
	spawn(.run = 5, .priority = 30, .sched_class = sched_class, .at = 2);
	EXPECT_EQ(lab_run_idle(&lab), 22);
	EXPECT_EQ(proc(3).finish_ns, 7);
	EXPECT_EQ(proc(1).finish_ns, 18);
	EXPECT_EQ(stats().deadlocks, 0);
	EXPECT_EQ(stats().blocks, 0);
}

/*
 * Whoever holds a mutex takes no turns with those who may lock what its ceiling protects:
 * else there would be deadlocks, which a ceiling avoids (Sha, Rajkumar and Lehoczky,
 * theorem 11), and more than one wait. With first in, first out there are no turns.
 */
TEST(ceiling_takes_no_turns)
{
	lock_crosswise("linux", SCHEDSIM_CLASS_FIFO, 10);
	lock_crosswise("prio", SCHEDSIM_CLASS_OTHER, 10);
	lock_crosswise("prio", SCHEDSIM_CLASS_OTHER, 20);
	lock_crosswise("prio:tail=1", SCHEDSIM_CLASS_OTHER, 10);
	lock_crosswise("prio:tail=1", SCHEDSIM_CLASS_OTHER, 20);
}

TEST(ceiling_several)
{
	boot_vcpus("prio", 1);
	make_ceiling(7);
	make_ceiling(5);
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
	     WITH(.nice = -7, .priority = 1));
	spawn(.PROGRAM(LOCK(1), LOCK(2), LOCK(3), RUN(1), UNLOCK(1), RUN(1),
		       UNLOCK(2), RUN(1), UNLOCK(3), RUN(1)));
	lab_run(&lab, 1);
	EXPECT_EQ(proc(1).effective_priority, 5);
	EXPECT_EQ(proc(1).effective_nice, 0);
	lab_run(&lab, 2);
	EXPECT_EQ(proc(1).effective_priority, 1);
	EXPECT_EQ(proc(1).effective_nice, -7);
	lab_run_idle(&lab);
	EXPECT_STR(notes(),
		   "0:1+1 0:1^ 0:1+2 0:1+3 1:1-1 1:1v 2:1-2 2:1v 3:1-3 3:1v");
	EXPECT_EQ(object(2).boosts, 0);
}
