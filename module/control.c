// SPDX-License-Identifier: GPL-2.0
/*
 * What is done to a simulation as a whole.
 */
#include <linux/sched/signal.h>

#include "clock.h"
#include "control.h"
#include "events.h"
#include "memory.h"
#include "simulation.h"

/* Steps that one holding of the lock takes, and a sim_advance() more. */
#define BATCH_STEPS	128

/**
 * simulation_reset - begin anew, without processes
 * @s: the simulation
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0, -ENOSPC, or -ENOMEM.
 */
int simulation_reset(struct simulation *s)
{
	struct sim_config config = s->engine->config;

	return simulation_replace_engine(s, &config);
}

/* @s is held. */
static void change_policy(struct simulation *s, const struct sim_config *config,
			  void *rqs)
{
	size_t old_size = sim_rqs_size(&s->engine->config);
	bool more;

	spin_lock_irq(&s->lock);
	sim_policy_begin(s->engine, config->policy, config->params, rqs);
	spin_unlock_irq(&s->lock);
	do {
		spin_lock_irq(&s->lock);
		more = sim_policy_step(s->engine);
		spin_unlock_irq(&s->lock);
		cond_resched();
	} while (more);

	spin_lock_irq(&s->lock);
	rqs = sim_policy_end(s->engine);
	spin_unlock_irq(&s->lock);
	memory_put(rqs, old_size);
}

/* Begin anew with another configuration; who has paused it still has. */
static int rebuild(struct simulation *s, const struct sim_config *config)
{
	bool paused = s->engine->paused;
	int err;

	if (s->engine->nr_ids)
		return -EBUSY;
	err = simulation_replace_engine(s, config);
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
	const struct sim_config *old = &s->engine->config;
	void *rqs = NULL;
	int err;

	if (sim_config_check(config, simulation_min_quantum(s->clock)))
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
	simulation_begin_long(s);
	err = rqs ? sim_policy_check(s->engine, config->policy) : 0;
	if (err) {
		memory_put(rqs, sim_rqs_size(config));
		goto out;
	}
	/* First: what a policy begins with depends on it. */
	spin_lock_irq(&s->lock);
	sim_set_tie(s->engine, config->tie);
	spin_unlock_irq(&s->lock);
	if (rqs)
		change_policy(s, config, rqs);
	spin_lock_irq(&s->lock);
	sim_set_switch_cost(s->engine, config->switch_cost_ns);
	if (config->quantum_ns != old->quantum_ns)
		sim_set_quantum(s->engine, config->quantum_ns);
	spin_unlock_irq(&s->lock);
out:
	simulation_end_long(s);
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
	sim_pause(s->engine);
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
	if (s->engine->paused)
		clock_restart(s);
	sim_resume(s->engine);
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
	err = sim_trigger(s->engine, vcpu);
	simulation_end(s);
	return err;
}

static enum sim_run run_batch(struct simulation *s, u64 until, bool stop_idle)
{
	enum sim_run result;
	u64 enough;

	spin_lock_irq(&s->lock);
	enough = s->engine->steps + BATCH_STEPS;
	do {
		result = sim_run(s->engine, until, stop_idle);
		events_trace(s);
	} while (result == SIM_RUN_MORE && s->engine->steps < enough);
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
			      until < s->engine->now))
			result = -EINVAL;
		else if (s->resets != resets)
			result = SCHEDSIM_RUN_RESET;
		else
			result = run_batch(s, until, stop_idle);
		first = false;
		*reached = s->engine->now;
		simulation_unlock(s);
	}
	return result;
}
