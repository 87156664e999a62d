// SPDX-License-Identifier: GPL-2.0
/*
 * What is done to a simulation as a whole.
 */
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "clock.h"
#include "control.h"
#include "engines.h"
#include "events.h"
#include "memory.h"
#include "registry.h"
#include "session.h"
#include "simulation.h"

/* Steps in one holding of the mutex. The last sim_advance() may take some more. */
#define BATCH_STEPS	1024

/* How often memory is got for a change that then needs other memory. */
#define MAX_TRIES	16

/* End a change of the policy that the engine has begun. */
static void finish_policy_change(struct simulation *s,
				 const struct sim_policy *policy)
{
	const struct sim_policy *old = s->pinned;
	size_t size = 0;
	void *rqs;

	while (sim_policy_step(s->engine)) {
		events_trace(s);
		user_mutex_rest(&s->mutex);
	}
	events_trace(s);

	registry_pin(policy);
	rqs = sim_policy_end(s->engine, &size);
	events_trace(s);
	s->pinned = policy;
	memory_put_later(s->account, &s->trash, rqs, size);
	registry_put(old);
}

static void change_policy(struct simulation *s, const struct sim_config *config,
			  void *rqs)
{
	sim_policy_begin(s->engine, config->policy, config->params, rqs,
			 sim_rqs_size(config));
	finish_policy_change(s, config->policy);
}

/* Does a policy admit all processes that have not exited, one by one and together? */
static int check_admission(struct simulation *s, const struct sim_config *config,
			   char *reason)
{
	const struct sim_policy *policy = config->policy;
	const char *why = "";
	u32 id = 1;
	int ret;

	do {
		ret = sim_policy_admits(s->engine, policy, &id, &why);
		user_mutex_rest(&s->mutex);
	} while (ret > 0);
	if (ret == -EOPNOTSUPP)
		strscpy_pad(reason, why, SCHEDSIM_REASON_LEN);
	return ret ?: sim_policy_bandwidth_check(s->engine, policy, config->params, reason);
}

/* Begin anew with another configuration. What is paused stays paused. */
static int rebuild(struct simulation *s, const struct sim_config *config,
		   struct spare *spare)
{
	const struct sim_policy *old = s->pinned;
	bool paused = s->engine->paused;
	int err;

	if (s->engine->nr_ids)
		return -EBUSY;
	err = simulation_replace_engine(s, config, spare);
	if (err)
		return err;
	registry_pin(config->policy);
	s->pinned = config->policy;
	if (paused)
		sim_pause(s->engine);
	events_trace(s);
	registry_put(old);
	return 0;
}

static bool requeues(const struct sim_config *from, const struct sim_config *to)
{
	return to->policy != from->policy ||
	       memcmp(to->params, from->params, sizeof(to->params));
}

static void *get_rqs(struct simulation *s, size_t size, struct spare *spare)
{
	void *rqs = spare->rqs;

	if (rqs && !spare->engine && spare->rqs_size == size) {
		*spare = (struct spare) {};
		return rqs;
	}
	user_mutex_let_sleep(&s->mutex);
	rqs = memory_get(s->account, size);
	user_mutex_keep_cpu(&s->mutex);
	return rqs;
}

/* All that is done while there are processes. */
static int reconfigure(struct simulation *s, const struct sim_config *config,
		       struct spare *spare, char *reason)
{
	const struct sim_config *old = &s->engine->config;
	bool requeue = requeues(old, config);
	void *rqs = NULL;
	int err;

	if (requeue) {
		err = check_admission(s, config, reason);
		if (err)
			return err;
		rqs = get_rqs(s, sim_rqs_size(config), spare);
		if (IS_ERR(rqs))
			return PTR_ERR(rqs);
	}
	/* This comes first, for what a policy begins with depends on it. */
	sim_set_tie(s->engine, config->tie);
	if (requeue)
		change_policy(s, config, rqs);
	sim_set_switch_cost(s->engine, config->switch_cost_ns);
	/* With other bounds, the new quantum is within these. */
	if (memcmp(&config->adapt, &old->adapt, sizeof(old->adapt)))
		sim_set_adapt(s->engine, &config->adapt);
	if (config->quantum_ns != old->quantum_ns)
		sim_set_quantum(s->engine, config->quantum_ns);
	return 0;
}

/**
 * simulation_configure - change the configuration, all of it or nothing
 * @s: the simulation
 * @config: what it is to be; the caller has pinned the policy
 * @spare: memory that is used if it is what is needed
 * @reason: out, with -EOPNOTSUPP, or -EBUSY for want of bandwidth: why, in
 *          SCHEDSIM_REASON_LEN bytes
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0; -EINVAL for a bad configuration, -EBUSY if it needs a simulation
 * without processes, -EOPNOTSUPP if the policy does not admit one of them,
 * -EDQUOT, -ENOSPC, -ENOMEM, -EINTR.
 */
int simulation_configure(struct simulation *s, const struct sim_config *config,
			 struct spare *spare, char *reason)
{
	int err;

	if (simulation_check_config(config, s->clock))
		return -EINVAL;
	session_begin_config(s, config);
	if (sim_config_begins_anew(&s->engine->config, config))
		err = rebuild(s, config, spare);
	else
		err = reconfigure(s, config, spare, reason);
	session_end(s, err);
	return err;
}

/*
 * Is @spare what is needed? If there are processes where none may be, nothing is. If it is
 * not, it gets the sizes.
 */
static bool is_enough(const struct simulation *s, const struct sim_config *config,
		      struct spare *spare)
{
	const struct sim_config *old = &s->engine->config;
	bool anew = sim_config_begins_anew(old, config);
	size_t engine_size = anew ? sim_size(config) : 0;
	size_t rqs_size = anew || requeues(old, config) ? sim_rqs_size(config) : 0;

	if (!rqs_size || (anew && s->engine->nr_ids) ||
	    (spare->engine_size == engine_size && spare->rqs_size == rqs_size))
		return true;
	*spare = (struct spare) {
		.engine_size = engine_size,
		.rqs_size = rqs_size,
	};
	return false;
}

/* A change of the configuration that somebody wants. */
struct wish {
	int (*change)(struct sim_config *config, const void *to);
	const void *to;
	char *reason;
	struct sim_config *config;	/* what it becomes; of one try */
	struct spare spare;	/* memory for it, or what there should be */
	size_t credit;		/* memory that it will give back */
	size_t lent;		/* how much of that @spare has been got on */
};

/*
 * Has somebody else put a smaller engine in the place of that whose memory was lent? What is
 * needed is the same then.
 */
static bool must_lend_again(const struct simulation *s, const struct wish *wish,
			    struct spare *needed)
{
	if (wish->lent <= engine_footprint(s->engine))
		return false;
	needed->engine = NULL;
	needed->rqs = NULL;
	return true;
}

/* Return: as simulation_change_config(), or -EAGAIN: other memory is needed. */
static int try_to_change(struct simulation *s, struct wish *wish, bool last)
{
	struct sim_config *config = wish->config;
	struct spare needed = wish->spare;
	int err;

	if (simulation_lock(s))
		return -EINTR;
	*config = s->engine->config;
	registry_pin(config->policy);
	err = wish->change(config, wish->to) ?:
	      simulation_check_config(config, s->clock);
	if (!err && (must_lend_again(s, wish, &needed) ||
		     (!last && !is_enough(s, config, &needed)))) {
		wish->credit = needed.engine_size ? engine_footprint(s->engine) : 0;
		err = -EAGAIN;
	}
	err = err ?: simulation_configure(s, config, &wish->spare, wish->reason);
	registry_put(config->policy);
	simulation_unlock(s);
	if (err == -EAGAIN) {
		spare_put(s->account, &wish->spare);
		wish->spare = needed;
	}
	return err;
}

/*
 * There is no room for what is needed beside what there is: one change at a time of each
 * account may have both. Whoever holds the lock may be slow to get a CPU, or wait for a long
 * instant to end, and is not helped: who has room does not wait.
 */
static int change_without_room(struct simulation *s, struct wish *wish,
			       const struct spare *needed)
{
	int err = -EAGAIN, no_room = 0, tries;

	if (mutex_lock_interruptible(&s->account->lending))
		return -EINTR;
	wish->spare = *needed;
	for (tries = 1; err == -EAGAIN && !no_room && tries <= MAX_TRIES; tries++) {
		no_room = spare_get(s->account, &wish->spare, wish->credit);
		wish->lent = no_room ? 0 : wish->credit;
		err = try_to_change(s, wish, !no_room);
	}
	/* Somebody else has used what was to be given back. */
	if (err == -EAGAIN)
		err = no_room ?: -EDQUOT;
	spare_put(s->account, &wish->spare);
	mutex_unlock(&s->account->lending);
	return err;
}

static int try_and_get(struct simulation *s, struct wish *wish)
{
	int err = -EAGAIN, tries;

	for (tries = 1; err == -EAGAIN; tries++) {
		struct spare needed;

		err = try_to_change(s, wish, tries == MAX_TRIES);
		if (err != -EAGAIN)
			break;
		needed = wish->spare;
		err = spare_get(s->account, &wish->spare, 0) ?: -EAGAIN;
		if (err == -EDQUOT || err == -ENOSPC)
			return change_without_room(s, wish, &needed);
	}
	spare_put(s->account, &wish->spare);
	return err;
}

/**
 * simulation_change_config - change some of the configuration, all of that or nothing
 * @s: the simulation
 * @change: changes it; it is then checked as a whole. Its policy is pinned, and must be
 *          afterwards, also after an error. Can be called more than once, with the mutex
 *          held: it does not sleep
 * @to: for @change
 * @reason: as in simulation_configure()
 *
 * The memory is got while others may have the mutex. What is needed may then be
 * something else: if that happens all the time, they wait.
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0; -EINTR if a signal came; an error of @change; -ENOMEM; or as simulation_configure().
 */
int simulation_change_config(struct simulation *s,
			     int (*change)(struct sim_config *config, const void *to),
			     const void *to, char *reason)
{
	struct wish wish = { .change = change, .to = to, .reason = reason };
	int err;

	wish.config = kmalloc(sizeof(*wish.config), GFP_SIM);
	if (!wish.config)
		return -ENOMEM;
	err = try_and_get(s, &wish);
	kfree(wish.config);
	return err;
}

static void evict(struct simulation *s, const struct sim_policy *policy)
{
	if (s->engine->policy != policy)
		return;
	session_begin_evict(s, policy);
	sim_policy_begin_fair(s->engine);
	finish_policy_change(s, &sim_policy_fair);
	session_end(s, 0);
}

/* Returns 0, or -EINTR if a signal came. */
static int evict_all(const struct sim_policy *policy)
{
	struct simulation *s;

	for (s = simulation_next(NULL); s; s = simulation_next(s)) {
		if (simulation_lock(s)) {
			simulation_put(s);
			return -EINTR;
		}
		evict(s, policy);
		simulation_unlock(s);
	}
	return 0;
}

/**
 * simulation_evict_all - let no simulation use a policy
 * @name: the name of the policy
 * @len: the length of @name
 *
 * Each simulation that does goes on under fair.
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0; -ENOENT if there is no such policy; -EINVAL if it is fair; -EINTR if
 * a signal came, when some may have been switched.
 */
int simulation_evict_all(const char *name, size_t len)
{
	const struct sim_policy *policy = registry_find(name, len);
	int err;

	if (!policy)
		return -ENOENT;
	err = policy == &sim_policy_fair ? -EINVAL : evict_all(policy);
	registry_put(policy);
	return err;
}

/**
 * simulation_pause - let time stand still, from the end of this instant on
 * @s: the simulation
 *
 * Context: @s->mutex held.
 */
void simulation_pause(struct simulation *s)
{
	session_begin(s, SCHEDSIM_IOC_PAUSE);
	sim_pause(s->engine);
	session_end(s, 0);
}

/**
 * simulation_resume - let time go on
 * @s: the simulation
 *
 * Context: @s->mutex held.
 */
void simulation_resume(struct simulation *s)
{
	session_begin(s, SCHEDSIM_IOC_RESUME);
	if (sim_is_paused(s->engine))
		clock_restart(s);
	sim_resume(s->engine);
	session_end(s, 0);
}

/**
 * simulation_trigger - force a scheduling decision
 * @s: the simulation
 * @vcpu: where, or SCHEDSIM_ALL_VCPUS
 *
 * Context: @s->mutex held.
 * Return: 0, or -EINVAL if there is no such vCPU.
 */
int simulation_trigger(struct simulation *s, u32 vcpu)
{
	int err;

	session_begin_trigger(s, vcpu);
	err = sim_trigger(s->engine, vcpu);
	session_end(s, err);
	return err;
}

static enum sim_run run_batch(struct simulation *s, u64 until, bool stop_idle)
{
	enum sim_run result;
	u64 enough;

	enough = s->engine->steps + BATCH_STEPS;
	do {
		result = sim_run(s->engine, until, stop_idle);
		events_trace(s);
	} while (result == SIM_RUN_MORE && s->engine->steps < enough);
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
		user_mutex_let_others(&s->mutex, true);
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
