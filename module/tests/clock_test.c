// SPDX-License-Identifier: GPL-2.0
/*
 * The live clock, with real time moved by hand: when the timer is armed, and
 * what its callback does, in time, late, and when it is not wanted any more.
 */
#include <kunit/static_stub.h>
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "../clock.h"
#include "../command.h"
#include "../control.h"
#include "../engines.h"
#include "../live_timer.h"
#include "../look.h"
#include "../memory.h"
#include "../process.h"
#include "../simulation.h"
#include "tests.h"

#define QUANTUM		(10 * NSEC_PER_MSEC)
#define NOT_ARMED	KTIME_MAX

/* Real time, and when the timers expire: that of the simulation, and that of another. */
struct hand_clock {
	struct simulation *s;
	ktime_t start;
	ktime_t now;
	ktime_t expires;
	ktime_t other_expires;
};

static struct hand_clock *current_clock(void)
{
	return kunit_get_current_test()->priv;
}

static ktime_t fake_real_time(void)
{
	return current_clock()->now;
}

static void fake_start_timer(struct simulation *s, ktime_t expires)
{
	struct hand_clock *clock = current_clock();

	*(s == clock->s ? &clock->expires : &clock->other_expires) = expires;
}

static void fake_cancel_timer(struct simulation *s)
{
	current_clock()->expires = NOT_ARMED;
}

static int clock_test_init(struct kunit *test)
{
	const struct sim_config config = {
		.policy = sim_policy_find("rr", 2),
		.quantum_ns = QUANTUM,
		.nr_vcpus = 1,
		.max_procs = 2048,
	};
	struct hand_clock *clock;
	static ktime_t start;

	clock = kunit_kzalloc(test, sizeof(*clock), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, clock);
	/* What earlier tests have used of the budget is long paid for. */
	start = ktime_add_ms(start, 1000000);
	clock->start = start;
	clock->now = start;
	clock->expires = NOT_ARMED;
	test->priv = clock;
	kunit_activate_static_stub(test, live_timer_now, fake_real_time);
	kunit_activate_static_stub(test, live_timer_start, fake_start_timer);
	kunit_activate_static_stub(test, live_timer_cancel, fake_cancel_timer);

	clock->s = simulation_create(&config, SCHEDSIM_CLOCK_LIVE,
				     GLOBAL_ROOT_UID);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, clock->s);
	return 0;
}

static void clock_test_exit(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	if (!clock || !clock->s)
		return;
	if (!IS_ERR(clock->s))
		simulation_put(clock->s);
}

static void lock(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	KUNIT_ASSERT_EQ(test, simulation_lock(clock->s), 0);
}

static void unlock(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	simulation_unlock(clock->s);
}

/* Do something as the holder of the mutex. */
#define LOCKED(what)							\
	do {								\
		lock(test);						\
		what;							\
		unlock(test);						\
	} while (0)

/* What fails says so when the mutex is free: it sleeps. */
#define EXPECT_LOCKED_EQ(call, value)					\
	do {								\
		typeof(call) result;					\
		LOCKED(result = (call));				\
		KUNIT_EXPECT_EQ(test, result, value);			\
	} while (0)

/* The time of the timer, counted from the simulation's beginning. */
static s64 armed_for(const struct hand_clock *clock)
{
	if (clock->expires == NOT_ARMED)
		return -1;
	return ktime_to_ns(ktime_sub(clock->expires, clock->start));
}

/* Real time goes on to @ns after the simulation's beginning; nothing fires. */
static void move_to(struct hand_clock *clock, u64 ns)
{
	clock->now = ktime_add_ns(clock->start, ns);
}

/* The callback runs, as in a soft interrupt. */
static void call_back(struct hand_clock *clock)
{
	local_bh_disable();
	clock_fires(clock->s);
	local_bh_enable();
}

/* The timer fires @late ns after it was to. */
static void fire(struct kunit *test, u64 late)
{
	struct hand_clock *clock = test->priv;

	KUNIT_ASSERT_NE(test, clock->expires, NOT_ARMED);
	clock->now = ktime_add_ns(clock->expires, late);
	clock->expires = NOT_ARMED;
	call_back(clock);
}

static void add(struct kunit *test, struct spawn_request *requests, u32 nr)
{
	struct hand_clock *clock = test->priv;
	u32 failed;
	int err;

	lock(test);
	err = simulation_reserve_ids(clock->s, requests, nr, &failed);
	if (!err)
		simulation_spawn(clock->s, requests, nr);
	unlock(test);
	KUNIT_ASSERT_EQ(test, err, 0);
}

static void spawn_endless(struct kunit *test, u32 nr)
{
	static const struct schedsim_attr attr;
	struct hand_clock *clock = test->priv;
	struct spawn_request request = {};

	while (nr--) {
		request.proc = process_create(clock->s->account, NULL, "",
					      &attr);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, request.proc);
		add(test, &request, 1);
	}
}

/* A process, not yet in the simulation. */
static struct sim_proc *create(struct kunit *test, const struct schedsim_op *ops,
			       u32 nr_ops)
{
	static const struct schedsim_attr attr;
	struct hand_clock *clock = test->priv;
	struct sim_program *program;
	struct sim_proc *proc;

	program = memory_get(clock->s->account,
			     struct_size(program, ops, nr_ops));
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, program);
	KUNIT_ASSERT_EQ(test, sim_program_decode(program, ops, nr_ops), nr_ops);
	KUNIT_ASSERT_EQ(test, program_bind(clock->s, program, NULL, 0), 0);
	proc = process_create(clock->s->account, program, "", &attr);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, proc);
	return proc;
}

/* A process that does nothing but use and wait for 1 ns, for ever. */
static void spawn_restless(struct kunit *test)
{
	static const struct schedsim_op ops[] = {
		{ .code = SCHEDSIM_OP_RUN, .value = 1 },
		{ .code = SCHEDSIM_OP_SLEEP, .value = 1 },
		{ .code = SCHEDSIM_OP_LOOP },
	};
	struct spawn_request request = {
		.proc = create(test, ops, ARRAY_SIZE(ops)),
	};

	add(test, &request, 1);
}

#define NR_YIELDERS	16
#define NR_YIELDS	4000

/* Processes that take turns at one instant, again and again. */
static void spawn_yielders(struct kunit *test)
{
	static const struct schedsim_op ops[] = {
		{ .code = SCHEDSIM_OP_YIELD },
		{ .code = SCHEDSIM_OP_LOOP, .value = NR_YIELDS },
		{ .code = SCHEDSIM_OP_RUN, .value = NSEC_PER_SEC },
	};
	struct spawn_request requests[NR_YIELDERS] = {};
	u32 i;

	for (i = 0; i < NR_YIELDERS; i++)
		requests[i].proc = create(test, ops, ARRAY_SIZE(ops));
	add(test, requests, NR_YIELDERS);
}

static struct schedsim_stats get_stats(struct hand_clock *clock)
{
	struct schedsim_stats stats;

	simulation_stats(clock->s, &stats);
	return stats;
}

static u64 cpu_ns(struct kunit *test, u32 id)
{
	struct hand_clock *clock = test->priv;
	struct schedsim_proc proc = {};
	struct look look = { .start = id, .nr = 1, .entries = &proc };

	LOCKED(look_procs(clock->s, &look));
	return proc.cpu_ns;
}

static void set_quantum(struct kunit *test, u64 quantum_ns)
{
	struct hand_clock *clock = test->priv;
	struct sim_config config = clock->s->engine->config;
	char reason[SCHEDSIM_REASON_LEN];
	struct spare spare = {};

	config.quantum_ns = quantum_ns;
	EXPECT_LOCKED_EQ(simulation_configure(clock->s, &config, &spare, reason), 0);
}

static void armed_only_when_contended(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);
	spawn_endless(test, 1);
	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);
	move_to(clock, 35 * NSEC_PER_MSEC);
	/* The first one's fourth slice ends at 40 ms. */
	spawn_endless(test, 1);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 40 * NSEC_PER_MSEC);
	fire(test, 0);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 50 * NSEC_PER_MSEC);
	EXPECT_LOCKED_EQ(simulation_kill(clock->s, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);
	EXPECT_LOCKED_EQ(simulation_kill(clock->s, 2, 0), 0);
	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);
	KUNIT_EXPECT_EQ(test, get_stats(clock).timer_armed, 0);
}

/* What is due is handled at its own time, however late: nothing has changed. */
static void late_timer_changes_nothing(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	struct schedsim_stats stats;

	set_quantum(test, NSEC_PER_MSEC);
	spawn_endless(test, 2);
	fire(test, 3 * NSEC_PER_MSEC + 4096);
	stats = get_stats(clock);
	KUNIT_EXPECT_EQ(test, stats.expiries, 4);
	KUNIT_EXPECT_EQ(test, stats.switches, 4);
	KUNIT_EXPECT_EQ(test, stats.skipped, 0);
	KUNIT_EXPECT_EQ(test, stats.slipped_ns, 0);
	KUNIT_EXPECT_EQ(test, stats.late_max_ns, 3 * NSEC_PER_MSEC + 4096);
	KUNIT_EXPECT_EQ(test, stats.late_total_ns, 6 * NSEC_PER_MSEC + 4 * 4096);
	/* 3, 2, 1 and 0 ms, and 4,096 ns. */
	KUNIT_EXPECT_EQ(test, stats.lateness[21], 1);
	KUNIT_EXPECT_EQ(test, stats.lateness[20], 1);
	KUNIT_EXPECT_EQ(test, stats.lateness[19], 1);
	KUNIT_EXPECT_EQ(test, stats.lateness[12], 1);
	KUNIT_EXPECT_EQ(test, cpu_ns(test, 1), 2 * NSEC_PER_MSEC + 4096);
	KUNIT_EXPECT_EQ(test, cpu_ns(test, 2), 2 * NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 5 * NSEC_PER_MSEC);
}

/* The machine stood still: that time is left out, and counted. */
static void time_slips(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	struct schedsim_stats stats;

	spawn_endless(test, 2);
	fire(test, 3 * QUANTUM + 4096);
	stats = get_stats(clock);
	KUNIT_EXPECT_EQ(test, stats.time_ns, QUANTUM);
	KUNIT_EXPECT_EQ(test, stats.expiries, 1);
	KUNIT_EXPECT_EQ(test, stats.switches, 1);
	KUNIT_EXPECT_EQ(test, stats.skipped, 3);
	KUNIT_EXPECT_EQ(test, stats.slipped_ns, 3 * QUANTUM + 4096);
	KUNIT_EXPECT_EQ(test, stats.late_max_ns, 3 * QUANTUM + 4096);
	KUNIT_EXPECT_EQ(test, stats.late_total_ns, 3 * QUANTUM + 4096);
	KUNIT_EXPECT_EQ(test, stats.lateness[ilog2(3 * QUANTUM + 4096)], 1);
	KUNIT_EXPECT_EQ(test, cpu_ns(test, 1), QUANTUM);
	/* The next slice is a whole one. */
	KUNIT_EXPECT_EQ(test, armed_for(clock), 5 * QUANTUM + 4096);
	fire(test, 0);
	KUNIT_EXPECT_EQ(test, get_stats(clock).time_ns, 2 * QUANTUM);
	KUNIT_EXPECT_EQ(test, get_stats(clock).slipped_ns, 3 * QUANTUM + 4096);
}

/* Nothing was due: nobody has missed anything. */
static void lone_process_does_not_slip(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	spawn_endless(test, 1);
	move_to(clock, 20 * NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, cpu_ns(test, 1), 20 * NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, get_stats(clock).slipped_ns, 0);
}

static void quantum_changed_in_flight(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	spawn_endless(test, 2);
	move_to(clock, 2 * NSEC_PER_MSEC);
	set_quantum(test, 5 * NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 5 * NSEC_PER_MSEC);
	set_quantum(test, 20 * NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 20 * NSEC_PER_MSEC);
	/* Shorter than what has run: over at once, and not late. */
	set_quantum(test, NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, get_stats(clock).switches, 1);
	KUNIT_EXPECT_EQ(test, get_stats(clock).late_max_ns, 0);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 3 * NSEC_PER_MSEC);
}

static void pause_across_an_expiry(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	spawn_endless(test, 2);
	move_to(clock, 4 * NSEC_PER_MSEC);
	LOCKED(simulation_pause(clock->s));
	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);

	/* One that was waiting for the lock fires all the same. */
	move_to(clock, 500 * NSEC_PER_MSEC);
	call_back(clock);
	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);
	KUNIT_EXPECT_EQ(test, get_stats(clock).time_ns, 4 * NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, get_stats(clock).switches, 0);

	LOCKED(simulation_resume(clock->s));
	KUNIT_EXPECT_EQ(test, armed_for(clock), 506 * NSEC_PER_MSEC);
	fire(test, 0);
	KUNIT_EXPECT_EQ(test, get_stats(clock).time_ns, QUANTUM);
	KUNIT_EXPECT_EQ(test, cpu_ns(test, 1), QUANTUM);
	KUNIT_EXPECT_EQ(test, get_stats(clock).late_max_ns, 0);
}

static void pause_soon(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	KUNIT_ASSERT_EQ(test, simulation_lock_soon(clock->s), 0);
	simulation_pause(clock->s);
	simulation_unlock(clock->s);
}

/* The timer does what is left of the instant, and then time stands still. */
static void pause_in_an_instant(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	u32 callbacks = 0;

	move_to(clock, NSEC_PER_MSEC);
	spawn_yielders(test);
	pause_soon(test);
	KUNIT_EXPECT_EQ(test, get_stats(clock).paused, 1);
	KUNIT_EXPECT_LT(test, get_stats(clock).yields, NR_YIELDERS * NR_YIELDS);
	for (; armed_for(clock) != -1; callbacks++)
		fire(test, NSEC_PER_MSEC);
	KUNIT_EXPECT_GT(test, callbacks, 10);
	KUNIT_EXPECT_EQ(test, get_stats(clock).yields, NR_YIELDERS * NR_YIELDS);
	KUNIT_EXPECT_EQ(test, get_stats(clock).paused, 1);
	KUNIT_EXPECT_EQ(test, get_stats(clock).time_ns, NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, cpu_ns(test, 1), 0);
}

/* More than a batch of them: the timer does the rest, though time stands still. */
static void arrivals_while_paused(struct kunit *test)
{
	static const struct schedsim_op op = { .code = SCHEDSIM_OP_EXIT };
	struct hand_clock *clock = test->priv;
	struct spawn_request *requests;
	u32 i, nr = 2000;

	requests = kunit_kcalloc(test, nr, sizeof(*requests), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, requests);
	for (i = 0; i < nr; i++)
		requests[i].proc = create(test, &op, 1);
	pause_soon(test);
	add(test, requests, nr);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 0);
	while (armed_for(clock) != -1)
		fire(test, NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, clock->s->engine->nr_procs[SCHEDSIM_STATE_READY], nr);
	KUNIT_EXPECT_EQ(test, get_stats(clock).paused, 1);
	KUNIT_EXPECT_EQ(test, get_stats(clock).time_ns, 0);
}

/* simulation_lock() waits for that, but does not begin another instant. */
static void lock_in_an_instant(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	u64 yields, now;

	spawn_yielders(test);
	KUNIT_EXPECT_LT(test, get_stats(clock).yields, NR_YIELDERS * NR_YIELDS);
	move_to(clock, 4 * NSEC_PER_SEC);
	lock(test);
	yields = clock->s->engine->yields;
	now = clock->s->engine->now;
	unlock(test);
	KUNIT_EXPECT_EQ(test, yields, NR_YIELDERS * NR_YIELDS);
	KUNIT_EXPECT_EQ(test, now, 0);
}

/* The timer goes on with the instant that somebody waits for, and begins no other one. */
static void help_who_insists(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	struct sim *engine = clock->s->engine;
	u64 before;

	spawn_yielders(test);
	before = engine->yields;
	KUNIT_EXPECT_LT(test, before, NR_YIELDERS * NR_YIELDS);
	clock_insist(clock->s);
	while (clock_is_insisted(clock->s))
		fire(test, 0);
	KUNIT_EXPECT_GT(test, engine->yields, 2 * before);
	KUNIT_EXPECT_EQ(test, engine->now, 0);
	clock_insist_no_more(clock->s);
}

/* Who insists lets time stand still: it slips if that is too long, and not before. */
static void somebody_insists(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	struct simulation *s = clock->s;

	spawn_endless(test, 2);
	move_to(clock, QUANTUM - 8 * NSEC_PER_MSEC);
	LOCKED(clock_insist(s));
	/* The timer waits for as long as one can insist. */
	KUNIT_EXPECT_EQ(test, armed_for(clock), QUANTUM + 2 * NSEC_PER_MSEC);
	move_to(clock, QUANTUM - 7 * NSEC_PER_MSEC);
	EXPECT_LOCKED_EQ(s->engine->now, QUANTUM - 8 * NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, s->live.slipped_ns, 0);
	/* Who comes late is no reason to slip, if nothing else is late. */
	move_to(clock, QUANTUM - 1);
	EXPECT_LOCKED_EQ(s->engine->now, QUANTUM - 1);
	KUNIT_EXPECT_EQ(test, s->live.slipped_ns, 0);
	/* An early callback changes nothing. */
	move_to(clock, QUANTUM + NSEC_PER_MSEC);
	call_back(clock);
	KUNIT_EXPECT_EQ(test, s->engine->now, QUANTUM - 1);
	fire(test, 0);
	KUNIT_EXPECT_EQ(test, s->engine->now, QUANTUM);
	KUNIT_EXPECT_EQ(test, s->live.slipped_ns, 0);
	/* Another one cannot insist at once, but as long after that as it was. */
	move_to(clock, 2 * QUANTUM + NSEC_PER_MSEC);
	LOCKED(clock_insist(s));
	KUNIT_EXPECT_EQ(test, armed_for(clock), 3 * QUANTUM);
	move_to(clock, 2 * QUANTUM + 2 * NSEC_PER_MSEC);
	LOCKED(clock_insist(s));
	KUNIT_EXPECT_EQ(test, armed_for(clock), 3 * QUANTUM + 2 * NSEC_PER_MSEC);
	clock_insist_no_more(s);
	clock_insist_no_more(s);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 3 * QUANTUM + 2 * NSEC_PER_MSEC);
	clock_insist_no_more(s);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 3 * QUANTUM);
}

static void fires_though_not_due(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	spawn_endless(test, 2);
	move_to(clock, NSEC_PER_MSEC);
	call_back(clock);
	KUNIT_EXPECT_EQ(test, get_stats(clock).expiries, 0);
	KUNIT_EXPECT_EQ(test, armed_for(clock), QUANTUM);
}

static void fires_while_held(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	spawn_endless(test, 2);
	KUNIT_ASSERT_EQ(test, simulation_lock(clock->s), 0);
	fire(test, 0);
	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);
	KUNIT_EXPECT_EQ(test, clock->s->engine->decisions, 1);
	/* Meanwhile others see what was before. */
	KUNIT_EXPECT_EQ(test, get_stats(clock).time_ns, 0);
	/* What has become due in the meantime is done right afterwards. */
	simulation_unlock(clock->s);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 2 * QUANTUM);
	KUNIT_EXPECT_EQ(test, get_stats(clock).expiries, 1);
	KUNIT_EXPECT_EQ(test, get_stats(clock).time_ns, QUANTUM);
}

static void fires_while_stopped(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	spawn_endless(test, 2);
	clock_stop(clock->s);
	fire(test, 0);
	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);
	KUNIT_EXPECT_EQ(test, clock->s->engine->decisions, 1);
}

static void trigger_while_paused(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	spawn_endless(test, 2);
	move_to(clock, 4 * NSEC_PER_MSEC);
	LOCKED(simulation_pause(clock->s));
	EXPECT_LOCKED_EQ(simulation_trigger(clock->s, 0), 0);
	EXPECT_LOCKED_EQ(simulation_trigger(clock->s, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, get_stats(clock).switches, 1);
	KUNIT_EXPECT_EQ(test, get_stats(clock).time_ns, 4 * NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);
	LOCKED(simulation_resume(clock->s));
	KUNIT_EXPECT_EQ(test, armed_for(clock), 14 * NSEC_PER_MSEC);
}

static void reset_disarms(struct kunit *test)
{
	struct hand_clock *clock = test->priv;

	spawn_endless(test, 2);
	fire(test, 100);
	LOCKED(simulation_reset(clock->s));
	KUNIT_EXPECT_EQ(test, armed_for(clock), -1);
	KUNIT_EXPECT_EQ(test, get_stats(clock).time_ns, 0);
	KUNIT_EXPECT_EQ(test, get_stats(clock).callbacks, 0);
	spawn_endless(test, 2);
	KUNIT_EXPECT_EQ(test, armed_for(clock), 2 * QUANTUM + 100);
}

/* A timer that would fire without end is put off when the budget is used up. */
static void storm_is_throttled(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	struct schedsim_stats stats;
	u64 spent;
	u32 i;

	spawn_restless(test);
	for (i = 0; i < 10000; i++)
		fire(test, 0);
	stats = get_stats(clock);
	spent = ktime_to_ns(ktime_sub(clock->now, clock->start));
	KUNIT_EXPECT_EQ(test, stats.callbacks, 10000);
	KUNIT_EXPECT_GE(test, stats.throttled, 9000);
	/* An interrupt is taken for 3 us, of which a quarter may be spent. */
	KUNIT_EXPECT_GE(test, spent, 10000 * 12 * NSEC_PER_USEC - 5 * NSEC_PER_MSEC);
	KUNIT_EXPECT_LE(test, spent, 10000 * 12 * NSEC_PER_USEC);
}

static void spend(struct simulation *s, ktime_t start, u64 ns)
{
	spin_lock_bh(&s->lock);
	budget_spend(s, start, ns);
	spin_unlock_bh(&s->lock);
}

/* The timer was armed when there was something left of the budget; now there is not. */
static void others_were_faster(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	/* Two callbacks of 4 ms, and three interrupts of 3 us; 4 ms had been saved up. */
	const u64 wait = 4 * (8 * NSEC_PER_MSEC + 9 * NSEC_PER_USEC) -
			 4 * NSEC_PER_MSEC;

	spawn_endless(test, 2);
	spend(clock->s, clock->expires, 4 * NSEC_PER_MSEC);
	spend(clock->s, clock->expires, 4 * NSEC_PER_MSEC);
	fire(test, 0);
	KUNIT_EXPECT_EQ(test, clock->s->engine->decisions, 1);
	KUNIT_EXPECT_EQ(test, clock->s->live.throttled, 1);
	KUNIT_EXPECT_EQ(test, clock->s->live.callbacks, 0);
	KUNIT_EXPECT_EQ(test, armed_for(clock), QUANTUM + wait);
	fire(test, 0);
	KUNIT_EXPECT_EQ(test, clock->s->engine->decisions, 2);
	KUNIT_EXPECT_EQ(test, clock->s->live.throttled, 1);
	KUNIT_EXPECT_EQ(test, clock->s->live.slipped_ns, wait);
}

/* Of two that have to wait, who has used less has a timer; when it has worked, the other. */
static void one_timer_for_all_who_wait(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	struct simulation *s = clock->s, *other;
	struct sim_config config = s->engine->config;
	/* Two callbacks of 14 and 13 ms; 4 ms had been saved up, and 16 may be owed. */
	const u64 wait = 4 * (27 * NSEC_PER_MSEC + 6 * NSEC_PER_USEC) -
			 20 * NSEC_PER_MSEC;

	other = simulation_create(&config, SCHEDSIM_CLOCK_LIVE, GLOBAL_ROOT_UID);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, other);
	spend(s, clock->now, 14 * NSEC_PER_MSEC);
	spend(other, clock->now, 13 * NSEC_PER_MSEC);
	spawn_endless(test, 2);
	KUNIT_EXPECT_EQ(test, armed_for(clock), wait);
	/* The same in the other, which comes first now. */
	clock->expires = NOT_ARMED;
	clock->other_expires = NOT_ARMED;
	clock->s = other;
	spawn_endless(test, 2);
	clock->s = s;
	KUNIT_EXPECT_EQ(test, armed_for(clock), wait);
	KUNIT_EXPECT_EQ(test, clock->other_expires, NOT_ARMED);
	move_to(clock, wait);
	clock->expires = NOT_ARMED;
	local_bh_disable();
	clock_fires(other);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, other->engine->decisions, 2);
	KUNIT_EXPECT_EQ(test, s->engine->decisions, 1);
	KUNIT_EXPECT_EQ(test, armed_for(clock), wait + 4 * 3 * NSEC_PER_USEC);
	simulation_put(other);
}

/* A policy that picks nobody from the second decision on. */
static u32 nr_picks;

static void bad_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why)
{
	struct sim_fifo *fifo = sim_rq_data(rq);

	sim_fifo_add(rq, fifo, proc, false);
}

static void bad_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_dequeue why)
{
	struct sim_fifo *fifo = sim_rq_data(rq);

	sim_fifo_remove(rq, fifo, proc);
}

static struct sim_proc *bad_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	struct sim_fifo *fifo = sim_rq_data(rq);

	return nr_picks++ ? NULL : sim_fifo_first(rq, fifo, vcpu);
}

static const struct sim_policy bad_policy = {
	.name = "bad",
	.owner = THIS_MODULE,
	.rq_size = sizeof(struct sim_fifo),
	.enqueue = bad_enqueue,
	.dequeue = bad_dequeue,
	.pick = bad_pick,
};

/* The timer finds a policy at fault: fair goes on, and the policy is let go. */
static void policy_at_fault_is_let_go(struct kunit *test)
{
	struct hand_clock *clock = test->priv;
	char reason[SCHEDSIM_REASON_LEN];
	struct spare spare = {};
	struct sim_config config = clock->s->engine->config;
	u32 i;

	nr_picks = 0;
	config.policy = &bad_policy;
	sim_params_init(&bad_policy, config.params);
	EXPECT_LOCKED_EQ(simulation_configure(clock->s, &config, &spare, reason), 0);
	KUNIT_EXPECT_PTR_EQ(test, clock->s->pinned, &bad_policy);
	spawn_endless(test, 2);

	/* Nobody but the timer, and what it has begun. */
	for (i = 0; i < 5 && clock->expires != NOT_ARMED; i++)
		fire(test, 0);
	flush_work(&clock->s->unpin);
	KUNIT_EXPECT_PTR_EQ(test, clock->s->pinned, &sim_policy_fair);

	KUNIT_EXPECT_EQ(test, get_stats(clock).policy_faults, 1);
	KUNIT_EXPECT_EQ(test, get_stats(clock).fault_rule,
			SCHEDSIM_FAULT_PICKED_NOBODY);
	KUNIT_EXPECT_EQ(test, get_stats(clock).nr_procs, 2);
	KUNIT_EXPECT_EQ(test, get_stats(clock).nr_running, 1);
}

static struct kunit_case clock_test_cases[] = {
	KUNIT_CASE(armed_only_when_contended),
	KUNIT_CASE(late_timer_changes_nothing),
	KUNIT_CASE(time_slips),
	KUNIT_CASE(lone_process_does_not_slip),
	KUNIT_CASE(quantum_changed_in_flight),
	KUNIT_CASE(pause_across_an_expiry),
	KUNIT_CASE(pause_in_an_instant),
	KUNIT_CASE(arrivals_while_paused),
	KUNIT_CASE(lock_in_an_instant),
	KUNIT_CASE(help_who_insists),
	KUNIT_CASE(somebody_insists),
	KUNIT_CASE(fires_though_not_due),
	KUNIT_CASE(fires_while_held),
	KUNIT_CASE(fires_while_stopped),
	KUNIT_CASE(trigger_while_paused),
	KUNIT_CASE(reset_disarms),
	KUNIT_CASE(storm_is_throttled),
	KUNIT_CASE(others_were_faster),
	KUNIT_CASE(one_timer_for_all_who_wait),
	KUNIT_CASE(policy_at_fault_is_let_go),
	{}
};

struct kunit_suite clock_test_suite = {
	.name = "schedsim-clock",
	.init = clock_test_init,
	.exit = clock_test_exit,
	.test_cases = clock_test_cases,
};
