// SPDX-License-Identifier: GPL-2.0
/*
 * A simulation in the kernel: made, configured, controlled, and taken down.
 */
#include <linux/atomic.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "simulation.h"

/* Steps that one holding of the lock takes, and a sim_advance() more. */
#define BATCH_STEPS	128
/* Ids looked at without a rest. */
#define BATCH_IDS	4096

/* So that the first simulation, which is the shared one, has number 0. */
static atomic_t last_number = ATOMIC_INIT(-1);

static struct sim *engine_create(const struct sim_config *config)
{
	struct sim *sim;
	void *rqs;

	sim = memory_get(sim_size(config));
	if (IS_ERR(sim))
		return sim;
	rqs = memory_get(sim_rqs_size(config));
	if (IS_ERR(rqs)) {
		memory_put(sim, sim_size(config));
		return rqs;
	}
	sim_init(sim, config, rqs);
	return sim;
}

/* Nobody else knows @sim any more. */
static void engine_free(struct simulation *s, struct sim *sim)
{
	const struct sim_config config = sim->config;
	u32 id, left = sim->nr_ids;

	/* Most ids were never given out: look no further than the last process. */
	for (id = 1; left && id <= sim->max_id; id++) {
		if (sim->procs[id]) {
			process_free(s, sim, sim->procs[id]);
			left--;
		}
		if (!(id % BATCH_IDS))
			cond_resched();
	}
	memory_put(sim->rqs, sim_rqs_size(&config));
	memory_put(sim, sim_size(&config));
}

static u64 min_quantum(u32 clock)
{
	return clock == SCHEDSIM_CLOCK_LIVE ? SCHEDSIM_MIN_QUANTUM_LIVE_NS :
					      SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS;
}

/**
 * simulation_create - make a simulation, at time 0 and not paused
 * @config: its configuration
 * @clock: enum schedsim_clock
 *
 * Context: Process context; sleeps.
 * Return: the simulation, or ERR_PTR: -EINVAL for a bad configuration, -ENOSPC
 * if there is too much of them, -ENOMEM.
 */
struct simulation *simulation_create(const struct sim_config *config, u32 clock)
{
	struct simulation *s;
	struct sim *sim;

	if (clock > SCHEDSIM_CLOCK_VIRTUAL ||
	    sim_config_check(config, min_quantum(clock)))
		return ERR_PTR(-EINVAL);
	s = memory_get(sizeof(*s));
	if (IS_ERR(s))
		return s;
	sim = engine_create(config);
	if (IS_ERR(sim)) {
		memory_put(s, sizeof(*s));
		return ERR_CAST(sim);
	}
	s->sim = sim;
	mutex_init(&s->mutex);
	spin_lock_init(&s->lock);
	s->clock = clock;
	s->number = atomic_inc_return(&last_number);
	clock_init(s);
	return s;
}

/**
 * simulation_destroy - stop and free a simulation
 * @s: one that nobody else uses any more
 *
 * Context: Process context; sleeps.
 */
void simulation_destroy(struct simulation *s)
{
	clock_stop(s);
	engine_free(s, s->sim);
	WARN_ON_ONCE(s->nr_ops);
	mutex_destroy(&s->mutex);
	memory_put(s, sizeof(*s));
}

/**
 * simulation_lock - exclude everybody but the timer
 * @s: the simulation
 *
 * Context: Process context; sleeps. simulation_unlock() must follow.
 * Return: 0, or -EINTR if a signal came.
 */
int simulation_lock(struct simulation *s)
{
	return mutex_lock_interruptible(&s->mutex);
}

/**
 * simulation_unlock - let others in again
 * @s: the simulation
 */
void simulation_unlock(struct simulation *s)
{
	mutex_unlock(&s->mutex);
}

/* Do all that is due by @now, but with @s->lock held for a moment at a time. */
static void settle(struct simulation *s, u64 now)
{
	struct sim *sim = locked_sim(s);

	lockdep_assert_held(&s->mutex);
	while (sim_advance(sim, now)) {
		events_trace(s);
		s->held = true;
		spin_unlock_irq(&s->lock);
		cond_resched();
		spin_lock_irq(&s->lock);
		s->held = false;
	}
	events_trace(s);
}

/**
 * simulation_begin - lock the engine, with everything done that is due by now
 * @s: the simulation
 *
 * Context: @s->mutex held; returns with @s->lock held and interrupts off.
 * simulation_end() must follow.
 */
void simulation_begin(struct simulation *s) __acquires(&s->lock)
{
	spin_lock_irq(&s->lock);
	settle(s, clock_now(s));
}

/**
 * simulation_end - do what a change has made due, and unlock the engine
 * @s: the simulation
 *
 * Context: As simulation_begin() left it.
 */
void simulation_end(struct simulation *s) __releases(&s->lock)
{
	events_trace(s);
	settle(s, locked_sim(s)->now);
	clock_arm(s);
	spin_unlock_irq(&s->lock);
}

/**
 * simulation_hold - begin something that takes the lock many times
 * @s: the simulation
 *
 * Nothing happens in it, and its time stands still, until simulation_release().
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_hold(struct simulation *s)
{
	simulation_begin(s);
	s->held = true;
	spin_unlock_irq(&s->lock);
}

/**
 * simulation_release - end what simulation_hold() began
 * @s: the simulation
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_release(struct simulation *s)
{
	spin_lock_irq(&s->lock);
	s->held = false;
	simulation_end(s);
}

/* Put a new engine in the place of the old one. */
static int replace_engine(struct simulation *s, const struct sim_config *config)
{
	struct sim *old = s->sim, *new = engine_create(config);

	if (IS_ERR(new))
		return PTR_ERR(new);
	s->resets++;
	spin_lock_irq(&s->lock);
	s->sim = new;
	s->callbacks = 0;
	s->callback_ns = 0;
	s->throttled = 0;
	clock_restart(s);
	clock_arm(s);
	spin_unlock_irq(&s->lock);
	engine_free(s, old);
	return 0;
}

/**
 * simulation_reset - begin anew, without processes
 * @s: the simulation
 *
 * Context: @s->mutex held; sleeps. The old engine is freed only when there is a
 * new one.
 * Return: 0, -ENOSPC, or -ENOMEM.
 */
int simulation_reset(struct simulation *s)
{
	struct sim_config config = s->sim->config;

	return replace_engine(s, &config);
}

/* @s is held. */
static void change_policy(struct simulation *s, const struct sim_config *config,
			  void *rqs)
{
	size_t old_size = sim_rqs_size(&s->sim->config);
	bool more;

	spin_lock_irq(&s->lock);
	sim_policy_begin(s->sim, config->policy, config->params, rqs);
	spin_unlock_irq(&s->lock);
	do {
		spin_lock_irq(&s->lock);
		more = sim_policy_step(s->sim);
		spin_unlock_irq(&s->lock);
		cond_resched();
	} while (more);

	spin_lock_irq(&s->lock);
	rqs = sim_policy_end(s->sim);
	spin_unlock_irq(&s->lock);
	memory_put(rqs, old_size);
}

/* Begin anew with another configuration; who has paused it still has. */
static int rebuild(struct simulation *s, const struct sim_config *config)
{
	bool paused = s->sim->paused;
	int err;

	if (s->sim->nr_ids)
		return -EBUSY;
	err = replace_engine(s, config);
	if (!err && paused)
		simulation_pause(s);
	return err;
}

/**
 * simulation_configure - change the configuration, all of it or nothing
 * @s: the simulation
 * @config: what it is to be
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0; -EINVAL for a bad configuration, -EBUSY if it needs a simulation
 * without processes, -EOPNOTSUPP if the policy cannot schedule one of them,
 * -ENOSPC, -ENOMEM.
 */
int simulation_configure(struct simulation *s, const struct sim_config *config)
{
	const struct sim_config *old = &s->sim->config;
	void *rqs = NULL;
	int err;

	if (sim_config_check(config, min_quantum(s->clock)))
		return -EINVAL;
	if (config->seed != old->seed || config->nr_vcpus != old->nr_vcpus ||
	    config->max_procs != old->max_procs)
		return rebuild(s, config);

	if (config->policy != old->policy ||
	    memcmp(config->params, old->params, sizeof(old->params))) {
		rqs = memory_get(sim_rqs_size(config));
		if (IS_ERR(rqs))
			return PTR_ERR(rqs);
	}
	simulation_hold(s);
	err = rqs ? sim_policy_check(s->sim, config->policy) : 0;
	if (err) {
		memory_put(rqs, sim_rqs_size(config));
		goto out;
	}
	/* First: what a policy begins with depends on it. */
	spin_lock_irq(&s->lock);
	sim_set_tie(s->sim, config->tie);
	spin_unlock_irq(&s->lock);
	if (rqs)
		change_policy(s, config, rqs);
	spin_lock_irq(&s->lock);
	sim_set_switch_cost(s->sim, config->switch_cost_ns);
	if (config->quantum_ns != old->quantum_ns)
		sim_set_quantum(s->sim, config->quantum_ns);
	spin_unlock_irq(&s->lock);
out:
	simulation_release(s);
	return err;
}

/**
 * simulation_pause - let time stand still
 * @s: the simulation
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_pause(struct simulation *s)
{
	simulation_begin(s);
	sim_pause(s->sim);
	simulation_end(s);
}

/**
 * simulation_resume - let time go on
 * @s: the simulation
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_resume(struct simulation *s)
{
	simulation_begin(s);
	if (s->sim->paused)
		clock_restart(s);
	sim_resume(s->sim);
	simulation_end(s);
}

/**
 * simulation_trigger - force a scheduling decision
 * @s: the simulation
 * @vcpu: where, or SCHEDSIM_ALL_VCPUS
 *
 * Context: @s->mutex held; may sleep.
 * Return: 0, or -EINVAL if there is no such vCPU.
 */
int simulation_trigger(struct simulation *s, u32 vcpu)
{
	int err;

	simulation_begin(s);
	err = sim_trigger(s->sim, vcpu);
	simulation_end(s);
	return err;
}

static enum sim_run run_batch(struct simulation *s, u64 until, bool stop_idle)
{
	enum sim_run result;
	u64 enough;

	spin_lock_irq(&s->lock);
	enough = s->sim->steps + BATCH_STEPS;
	do {
		result = sim_run(s->sim, until, stop_idle);
		events_trace(s);
	} while (result == SIM_RUN_MORE && s->sim->steps < enough);
	spin_unlock_irq(&s->lock);
	return result;
}

/**
 * simulation_run - let virtual time pass
 * @s: the simulation
 * @until: how far, in simulated ns
 * @stop_idle: stop when nothing runs and nothing is due
 * @reached: out: simulated time at the end
 *
 * Context: Takes @s->mutex, for a moment at a time, so that others can look at
 * the simulation, or pause it. Sleeps.
 * Return: enum schedsim_run_reason; -EOPNOTSUPP if the clock is live, -EINVAL if
 * @until has passed, -EINTR if a signal came.
 */
int simulation_run(struct simulation *s, u64 until, bool stop_idle,
		   u64 *reached)
{
	int result = SIM_RUN_MORE;
	bool first = true;
	u32 resets;

	if (s->clock != SCHEDSIM_CLOCK_VIRTUAL)
		return -EOPNOTSUPP;
	while (result == SIM_RUN_MORE) {
		cond_resched();
		/* A mutex that is free does not look at signals. */
		if (signal_pending(current) || simulation_lock(s))
			return -EINTR;
		if (first)
			resets = s->resets;
		if (first && (until > SCHEDSIM_MAX_TIME_NS ||
			      until < s->sim->now))
			result = -EINVAL;
		else if (s->resets != resets)
			result = SCHEDSIM_RUN_RESET;
		else
			result = run_batch(s, until, stop_idle);
		first = false;
		*reached = s->sim->now;
		simulation_unlock(s);
	}
	return result;
}

/**
 * simulation_stats - fill in the statistics
 * @s: the simulation
 * @stats: to fill in, but for its size
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_stats(struct simulation *s, struct schedsim_stats *stats)
{
	simulation_begin(s);
	clock_arm(s);
	sim_report_stats(s->sim, stats);
	stats->timer_armed = s->armed != SIM_NEVER;
	stats->callbacks = s->callbacks;
	stats->callback_ns = s->callback_ns;
	stats->throttled = s->throttled;
	simulation_end(s);
}
