// SPDX-License-Identifier: GPL-2.0
/*
 * A simulation in the kernel: made, locked, and taken down.
 */
#include <linux/atomic.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include "clock.h"
#include "events.h"
#include "memory.h"
#include "process.h"
#include "simulation.h"

/* Ids looked at without a rest. */
#define BATCH_IDS	4096

/* So that the first simulation, which is the shared one, has number 0. */
static atomic_t last_number = ATOMIC_INIT(-1);

static struct sim *engine_create(const struct sim_config *config)
{
	struct sim *engine;
	void *rqs;

	engine = memory_get(sim_size(config));
	if (IS_ERR(engine))
		return engine;
	rqs = memory_get(sim_rqs_size(config));
	if (IS_ERR(rqs)) {
		memory_put(engine, sim_size(config));
		return rqs;
	}
	sim_init(engine, config, rqs);
	return engine;
}

/* Nobody else knows @engine any more. */
static void engine_free(struct simulation *s, struct sim *engine)
{
	const struct sim_config config = engine->config;
	u32 id, left = engine->nr_ids;

	/* Most ids were never given out: look no further than the last process. */
	for (id = 1; left && id <= engine->max_id; id++) {
		if (engine->procs[id]) {
			process_free(s, engine, engine->procs[id]);
			left--;
		}
		if (!(id % BATCH_IDS))
			cond_resched();
	}
	memory_put(engine->rqs, sim_rqs_size(&config));
	memory_put(engine, sim_size(&config));
}

/**
 * simulation_min_quantum - the least quantum
 * @clock: enum schedsim_clock
 *
 * Return: ns.
 */
u64 simulation_min_quantum(u32 clock)
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
 * Return: the simulation with one reference, or ERR_PTR: -EINVAL for a bad configuration, -ENOSPC
 * if there is too much of them, -ENOMEM.
 */
struct simulation *simulation_create(const struct sim_config *config, u32 clock)
{
	struct simulation *s;
	struct sim *engine;

	if (clock > SCHEDSIM_CLOCK_VIRTUAL ||
	    sim_config_check(config, simulation_min_quantum(clock)))
		return ERR_PTR(-EINVAL);
	s = memory_get(sizeof(*s));
	if (IS_ERR(s))
		return s;
	engine = engine_create(config);
	if (IS_ERR(engine)) {
		memory_put(s, sizeof(*s));
		return ERR_CAST(engine);
	}
	s->engine = engine;
	kref_init(&s->kref);
	mutex_init(&s->mutex);
	spin_lock_init(&s->lock);
	s->clock = clock;
	s->number = atomic_inc_return(&last_number);
	clock_init(s);
	return s;
}

/**
 * simulation_get - take a reference
 * @s: the simulation, to which the caller has a reference already
 *
 * Return: @s. simulation_put() must follow.
 */
struct simulation *simulation_get(struct simulation *s)
{
	kref_get(&s->kref);
	return s;
}

static void destroy(struct kref *kref)
{
	struct simulation *s = container_of(kref, struct simulation, kref);

	clock_stop(s);
	engine_free(s, s->engine);
	WARN_ON_ONCE(s->nr_ops);
	mutex_destroy(&s->mutex);
	memory_put(s, sizeof(*s));
}

/**
 * simulation_put - give up a reference
 * @s: the simulation, which is stopped and freed with the last one
 *
 * Context: Process context; sleeps.
 */
void simulation_put(struct simulation *s)
{
	kref_put(&s->kref, destroy);
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
	struct sim *engine = locked_engine(s);

	lockdep_assert_held(&s->mutex);
	while (sim_advance(engine, now)) {
		events_trace(s);
		s->timer_off = true;
		spin_unlock_irq(&s->lock);
		cond_resched();
		spin_lock_irq(&s->lock);
		s->timer_off = false;
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
	settle(s, locked_engine(s)->now);
	clock_arm(s);
	spin_unlock_irq(&s->lock);
}

/**
 * simulation_begin_long - begin something that takes the lock many times
 * @s: the simulation
 *
 * Nothing happens in it, and its time stands still, until simulation_end_long().
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_begin_long(struct simulation *s)
{
	simulation_begin(s);
	s->timer_off = true;
	spin_unlock_irq(&s->lock);
}

/**
 * simulation_end_long - end what simulation_begin_long() began
 * @s: the simulation
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_end_long(struct simulation *s)
{
	spin_lock_irq(&s->lock);
	s->timer_off = false;
	simulation_end(s);
}

/**
 * simulation_replace_engine - put a new engine in the place of the old one
 * @s: the simulation
 * @config: the configuration of the new one
 *
 * Context: @s->mutex held; sleeps. The old engine is freed only when there is a
 * new one.
 * Return: 0, -ENOSPC, or -ENOMEM.
 */
int simulation_replace_engine(struct simulation *s,
			      const struct sim_config *config)
{
	struct sim *old = s->engine, *new = engine_create(config);

	if (IS_ERR(new))
		return PTR_ERR(new);
	s->resets++;
	spin_lock_irq(&s->lock);
	s->engine = new;
	s->callbacks = 0;
	s->callback_ns = 0;
	s->throttled = 0;
	clock_restart(s);
	clock_arm(s);
	spin_unlock_irq(&s->lock);
	engine_free(s, old);
	return 0;
}
