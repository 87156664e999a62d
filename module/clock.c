// SPDX-License-Identifier: GPL-2.0
/*
 * The live clock: an hrtimer, armed for the next event only.
 *
 * Live is virtual time that keeps pace with a clock: whatever has become due is
 * handled at its own simulated time, so that a late timer changes nothing in the
 * simulation. How late it was is counted. A simulation that is further behind than
 * SLIP_NS does not try to make up for it: its time slips.
 */
#include <linux/math64.h>

#include "budget.h"
#include "clock.h"
#include "compat.h"
#include "events.h"
#include "live_timer.h"

#define SLIP_NS		(5 * NSEC_PER_MSEC)
/* Steps of one callback. The last sim_advance() may take some more. */
#define CALLBACK_STEPS	128
/* For so long does time stand still for who waits for the end of an instant. */
#define INSIST_NS	(10 * NSEC_PER_MSEC)

/* What simulated time should be at real time @real: it moves if live and not paused. */
static u64 time_at(const struct simulation *s, ktime_t real)
{
	u64 now = s->engine->now;

	if (s->clock == SCHEDSIM_CLOCK_LIVE && !s->engine->paused)
		now = max_t(s64, now, ktime_sub(real, s->base));
	return min_t(u64, now, SCHEDSIM_MAX_TIME_NS);
}

/**
 * clock_restart - let the clock go on from the engine's time
 * @s: the simulation, after a pause or a reset
 *
 * Context: That of the engine's owner.
 */
void clock_restart(struct simulation *s)
{
	s->base = ktime_sub_ns(live_timer_now(), owned_engine(s)->now);
	s->live.gap_ns = 0;
}

/* @gap_ns will not be simulated. */
static void slip(struct simulation *s, u64 gap_ns)
{
	const struct sim *engine = s->engine;

	s->base = ktime_add_ns(s->base, gap_ns);
	s->live.slipped_ns += gap_ns;
	s->live.unskipped_ns += gap_ns * sim_nr_contended(engine);
	s->live.skipped += div64_u64_rem(s->live.unskipped_ns, engine->quantum,
					 &s->live.unskipped_ns);
	/* An instant that has begun is in the histogram already. */
	if (sim_next_event(engine) > engine->now)
		s->live.gap_ns += gap_ns;
	else
		s->live.late_max_ns = max(s->live.late_max_ns, gap_ns);
}

/* How far simulated time is to go at @real; @next: when something is due next. */
static u64 target(struct simulation *s, ktime_t real, u64 next)
{
	u64 now = time_at(s, real);

	if (next >= now || now - next <= SLIP_NS)
		return now;
	slip(s, now - next);
	return next;
}

/**
 * clock_target - how far simulated time is to go
 * @s: the simulation
 * @real: real time
 *
 * If what is due is too late for that to be made up for, time slips: it is due just
 * now.
 *
 * Context: That of the engine's owner.
 * Return: simulated ns, for clock_catch_up().
 */
u64 clock_target(struct simulation *s, ktime_t real)
{
	return target(s, real, sim_next_event(owned_engine(s)));
}

/**
 * clock_slip - let time slip: nothing is late, and nothing new begins
 * @s: the simulation
 *
 * Context: That of the engine's owner.
 * Return: simulated time in ns.
 */
u64 clock_slip(struct simulation *s)
{
	u64 now = time_at(s, live_timer_now()), next = sim_next_event(owned_engine(s));

	/* Nothing is late. */
	if (next > now)
		return now;
	slip(s, now - next);
	return owned_engine(s)->now;
}

/**
 * clock_stay - let simulated time stay where it is
 * @s: the simulation
 *
 * As clock_slip(), but what can be made up for later does not slip.
 *
 * Context: That of the engine's owner.
 * Return: simulated time in ns.
 */
u64 clock_stay(struct simulation *s)
{
	u64 present = owned_engine(s)->now;

	if (time_at(s, live_timer_now()) - present > SLIP_NS)
		return clock_slip(s);
	return present;
}

static void count_lateness(struct live_stats *live, u64 late)
{
	u32 bucket;

	late += live->gap_ns;
	live->gap_ns = 0;
	bucket = late ? ilog2(late) : 0;
	live->lateness[min_t(u32, bucket, SCHEDSIM_LATENESS_BUCKETS - 1)]++;
	live->late_max_ns = max(live->late_max_ns, late);
	live->late_total_ns += late;
}

/*
 * Do a part of what is due by @now; @next: when something is due next. Return: the same
 * afterwards. If that is not later than @now, there is more to do.
 */
static u64 catch_up(struct simulation *s, u64 now, u64 next)
{
	struct sim *engine = owned_engine(s);
	u64 enough = engine->steps + CALLBACK_STEPS;

	while (next <= now && engine->steps < enough) {
		if (next > engine->now)
			count_lateness(&s->live, now - next);
		sim_advance(engine, next);
		events_trace(s);
		next = sim_next_event(engine);
	}
	return next;
}

/**
 * clock_catch_up - do a part of what is due, each event at its own simulated time
 * @s: the simulation
 * @now: how far simulated time is to go
 *
 * Context: That of the engine's owner.
 * Return: whether there is more to do.
 */
bool clock_catch_up(struct simulation *s, u64 now)
{
	return catch_up(s, now, sim_next_event(owned_engine(s))) <= now;
}

static bool is_insisted(const struct simulation *s, ktime_t now)
{
	lockdep_assert_held(&s->lock);
	return s->nr_insisting && ktime_before(now, s->insisted_until);
}

/* Arm the timer for @next, or not at all. */
static void arm(struct simulation *s, u64 next)
{
	ktime_t expires;

	lockdep_assert_held(&s->lock);
	if (s->clock != SCHEDSIM_CLOCK_LIVE)
		return;
	if (next == SIM_NEVER) {
		budget_stop(s);
		if (s->armed)
			live_timer_cancel(s);
		s->armed = false;
		return;
	}
	expires = ktime_add_ns(s->base, next);
	if (s->nr_insisting && next > s->engine->now)
		expires = max(expires, s->insisted_until);
	if (s->armed && ktime_compare(expires, s->expires) == 0)
		return;
	s->expires = expires;
	s->armed = true;
	budget_start(s, expires);
}

/**
 * clock_arm - arm the timer for the next event, or not at all
 * @s: the simulation
 *
 * Does not wait for a callback that runs: the callback does what there is to do,
 * if there is anything.
 *
 * Context: @s->lock held.
 */
void clock_arm(struct simulation *s)
{
	arm(s, sim_next_event(owned_engine(s)));
}

/**
 * clock_insist - wait for the end of an instant, without the mutex
 * @s: the simulation
 *
 * Neither the timer nor who takes the engine begins another instant: for a while, for who
 * insists may get no CPU. As much time has to pass before somebody can insist again. In
 * virtual time only who runs the simulation begins another instant, and is not kept from
 * it; but who looks need not help.
 *
 * Context: That of the engine's owner, who then gives it back. clock_insist_no_more() must
 * follow.
 */
void clock_insist(struct simulation *s)
{
	ktime_t now = live_timer_now();

	spin_lock_bh(&s->lock);
	s->nr_insisting++;
	if (s->clock == SCHEDSIM_CLOCK_LIVE &&
	    !ktime_before(now, ktime_add_ns(s->insisted_until, INSIST_NS)))
		s->insisted_until = ktime_add_ns(now, INSIST_NS);
	spin_unlock_bh(&s->lock);
}

/**
 * clock_insist_no_more - end what clock_insist() began
 * @s: the simulation
 *
 * Context: Process context.
 */
void clock_insist_no_more(struct simulation *s)
{
	spin_lock_bh(&s->lock);
	s->nr_insisting--;
	if (!s->is_owned)
		clock_arm(s);
	spin_unlock_bh(&s->lock);
}

/**
 * clock_is_insisted - does somebody wait for the end of the present instant?
 * @s: the simulation
 *
 * Context: Process context.
 * Return: whether somebody does, and has not done so for long.
 */
bool clock_is_insisted(struct simulation *s)
{
	bool insisted;

	spin_lock_bh(&s->lock);
	insisted = is_insisted(s, live_timer_now());
	spin_unlock_bh(&s->lock);
	return insisted;
}

static u64 ns_since(ktime_t start)
{
	return ktime_to_ns(ktime_sub(live_timer_now(), start));
}

static void count_callback(struct simulation *s, ktime_t start)
{
	u64 ns = ns_since(start);

	s->live.callbacks++;
	s->live.callback_ns += ns;
	budget_spend(s, start, ns);
}

/**
 * clock_fires - the timer has expired
 * @s: the simulation
 *
 * A callback that was waiting for the lock may find that the timer has been
 * armed anew, or that there is nothing to do any more: it does what is due, if
 * anything is, and arms the timer for what is next. If the engine has an owner, that
 * does the same when it is done; the callback is paid for like any other. If others have
 * used up the budget since the timer was armed, it is put off. If somebody insists on the
 * end of an instant, it goes on with that one only.
 *
 * Context: Soft interrupt, or a thread (PREEMPT_RT).
 */
void clock_fires(struct simulation *s)
{
	ktime_t start = live_timer_now();
	u64 next;

	spin_lock(&s->lock);
	s->armed = false;
	if (s->is_owned) {
		budget_spend(s, start, ns_since(start));
	} else if (!budget_begin(s, start)) {
		clock_arm(s);
	} else {
		next = sim_next_event(owned_engine(s));
		next = catch_up(s, is_insisted(s, start) ? s->engine->now :
				   target(s, start, next), next);
		if (policy_given_up(s))
			schedule_work(&s->unpin);
		count_callback(s, start);
		arm(s, next);
	}
	spin_unlock(&s->lock);
}

/* clock_fires() has armed the timer anew, if there is anything left to do. */
static enum hrtimer_restart timer_callback(struct hrtimer *timer)
{
	clock_fires(container_of(timer, struct simulation, timer));
	return HRTIMER_NORESTART;
}

/**
 * clock_init - set up the clock of a new simulation
 * @s: the simulation, whose engine is at time 0
 */
void clock_init(struct simulation *s)
{
	hrtimer_setup(&s->timer, timer_callback, CLOCK_MONOTONIC,
		      HRTIMER_MODE_ABS_SOFT);
	s->base = live_timer_now();
	s->insisted_until = s->clock == SCHEDSIM_CLOCK_LIVE ?
			    ktime_sub_ns(s->base, INSIST_NS) : KTIME_MAX;
	budget_init(s, s->base);
}

/**
 * clock_stop - stop the clock for good
 * @s: the simulation
 *
 * Context: May sleep (PREEMPT_RT). When it returns no callback runs.
 */
void clock_stop(struct simulation *s)
{
	spin_lock_bh(&s->lock);
	s->is_owned = true;
	budget_stop(s);
	spin_unlock_bh(&s->lock);
	hrtimer_cancel(&s->timer);
}
