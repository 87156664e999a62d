// SPDX-License-Identifier: GPL-2.0
/*
 * The live clock: an hrtimer, armed for the next event only. The one place that
 * reads real time.
 */
#include "clock.h"
#include "compat.h"
#include "events.h"

/*
 * A user's processes may sleep and wake up as fast as they like. The timer does
 * not follow when it has fired often, or taken long, in the present window: the
 * rest is then done when the next window begins.
 */
#define WINDOW_NS		NSEC_PER_MSEC
#define WINDOW_MAX_CALLBACKS	32
#define WINDOW_MAX_SPENT_NS	(WINDOW_NS / 4)
/* The timer never expires again before the interrupt has surely ended. */
#define REST_NS			(20 * NSEC_PER_USEC)

/**
 * clock_real_time - real time
 *
 * This and the two below are where tests put a clock that they move by hand.
 *
 * Return: the time since boot.
 */
ktime_t clock_real_time(void)
{
	KUNIT_STATIC_STUB_REDIRECT(clock_real_time);
	return ktime_get();
}

/**
 * clock_start_timer - start the timer, or let it expire at another time
 * @s: the simulation
 * @expires: when, in real time
 */
void clock_start_timer(struct simulation *s, ktime_t expires)
{
	KUNIT_STATIC_STUB_REDIRECT(clock_start_timer, s, expires);
	hrtimer_start(&s->timer, expires, HRTIMER_MODE_ABS_SOFT);
}

/**
 * clock_cancel_timer - stop the timer, but do not wait for a callback
 * @s: the simulation
 */
void clock_cancel_timer(struct simulation *s)
{
	KUNIT_STATIC_STUB_REDIRECT(clock_cancel_timer, s);
	hrtimer_try_to_cancel(&s->timer);
}

/**
 * clock_now - simulated time
 * @s: the simulation
 *
 * Context: @s->lock held.
 * Return: ns. The clock moves on its own if it is live and not paused.
 */
u64 clock_now(const struct simulation *s)
{
	lockdep_assert_held(&s->lock);
	if (s->clock == SCHEDSIM_CLOCK_VIRTUAL || s->engine->paused)
		return s->engine->now;
	return ktime_to_ns(ktime_sub(clock_real_time(), s->base));
}

/**
 * clock_restart - let the clock go on from the engine's time
 * @s: the simulation, after a pause or a reset
 *
 * Context: @s->lock held.
 */
void clock_restart(struct simulation *s)
{
	s->base = ktime_sub_ns(clock_real_time(), locked_engine(s)->now);
}

static ktime_t throttle(struct simulation *s, ktime_t expires)
{
	ktime_t now = clock_real_time();
	ktime_t next = ktime_add_ns(s->window, WINDOW_NS);

	if (ktime_before(expires, s->not_before)) {
		expires = s->not_before;
		s->throttled++;
	}

	if (ktime_compare(now, next) >= 0) {
		s->window = now;
		s->window_callbacks = 0;
		s->window_spent = 0;
		return expires;
	}
	if ((s->window_callbacks < WINDOW_MAX_CALLBACKS &&
	     s->window_spent < WINDOW_MAX_SPENT_NS) ||
	    ktime_compare(expires, next) >= 0)
		return expires;
	s->throttled++;
	return next;
}

/**
 * clock_arm - arm the timer for the next event, or not at all
 * @s: the simulation
 *
 * Does not wait for a callback that runs: the callback does what there is to do,
 * if there is anything.
 *
 * Context: @s->lock held, also by the callback itself.
 */
void clock_arm(struct simulation *s)
{
	u64 next = sim_next_event(locked_engine(s));

	if (s->clock != SCHEDSIM_CLOCK_LIVE || next == s->armed)
		return;
	s->armed = next;
	if (next == SIM_NEVER)
		clock_cancel_timer(s);
	else
		clock_start_timer(s, throttle(s, ktime_add_ns(s->base, next)));
}

static void count_callback(struct simulation *s, ktime_t start)
{
	ktime_t now = clock_real_time();
	u64 ns = ktime_to_ns(ktime_sub(now, start));

	s->not_before = ktime_add_ns(now, REST_NS + 2 * ns);
	s->callbacks++;
	s->callback_ns += ns;
	s->window_callbacks++;
	s->window_spent += ns;
}

/**
 * clock_fires - the timer has expired
 * @s: the simulation
 *
 * A callback that was waiting for the lock may find that the timer has been
 * armed anew, or that there is nothing to do any more: it does what is due, if
 * anything is, and arms the timer for what is next.
 *
 * Context: Soft interrupt, or a thread (PREEMPT_RT).
 */
void clock_fires(struct simulation *s)
{
	ktime_t start = clock_real_time();

	spin_lock(&s->lock);
	s->armed = SIM_NEVER;
	if (!s->timer_off) {
		sim_advance(s->engine, clock_now(s));
		events_trace(s);
		if (policy_given_up(s))
			schedule_work(&s->unpin);
		count_callback(s, start);
		clock_arm(s);
	}
	spin_unlock(&s->lock);
}

/* clock_arm() has armed the timer anew, if there is anything left to do. */
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
	s->armed = SIM_NEVER;
	s->base = clock_real_time();
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
	s->timer_off = true;
	spin_unlock_bh(&s->lock);
	hrtimer_cancel(&s->timer);
}
