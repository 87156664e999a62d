// SPDX-License-Identifier: GPL-2.0
/*
 * A simulation in the kernel: made, locked, and taken down.
 */
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include "account.h"
#include "clock.h"
#include "engines.h"
#include "events.h"
#include "live_timer.h"
#include "memory.h"
#include "registry.h"
#include "session.h"
#include "simulation.h"

/* Steps of a batch. The last sim_advance() may take some more. */
#define BATCH_STEPS	256
/* Batches after which who is in a hurry leaves the rest of an instant undone. */
#define SOON_BATCHES	8
/* Batches after which who waits for the end of an instant insists on that. */
#define PATIENT_BATCHES	64
/* Batches in which to make up for what the timer has not come to. */
#define MAX_BATCHES	16

/* Guards the list of all simulations, and their number. */
static DEFINE_SPINLOCK(list_lock);

/* All simulations that somebody has a reference to, by their numbers. */
static LIST_HEAD(simulations);

/* The first simulation, which is the shared one, has number 0. */
static u64 next_number;

/* Are the vCPUs of each set, but for set @none, of one set of the others? */
static bool are_inside(const u8 *set_of, int none, const u8 *others, u32 nr_vcpus)
{
	u8 other_of[SCHEDSIM_MAX_VCPUS];
	u32 i;

	for (i = 0; i < nr_vcpus; i++)
		other_of[set_of[i]] = others[i];
	for (i = 0; i < nr_vcpus; i++)
		if (set_of[i] != none && other_of[set_of[i]] != others[i])
			return false;
	return true;
}

/* Is each cache of one node, and each core of one cache? */
static bool topology_is_right(const struct sim_config *config)
{
	return are_inside(config->llc, -1, config->node, config->nr_vcpus) &&
	       are_inside(config->core, 0, config->llc, config->nr_vcpus);
}

/**
 * simulation_check_config - may a simulation have this configuration?
 * @config: the configuration
 * @clock: enum schedsim_clock
 *
 * Return: 0, or -EINVAL.
 */
int simulation_check_config(const struct sim_config *config, u32 clock)
{
	u64 min_quantum = clock == SCHEDSIM_CLOCK_LIVE ?
			  SCHEDSIM_MIN_QUANTUM_LIVE_NS :
			  SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS;

	if (clock > SCHEDSIM_CLOCK_VIRTUAL ||
	    sim_config_check(config, min_quantum) ||
	    !topology_is_right(config))
		return -EINVAL;
	return 0;
}

/* What others see is what there is now. */
static void see(struct simulation *s)
{
	struct schedsim_stats *stats = &s->seen.stats;
	struct seen *seen = &s->seen;

	lockdep_assert_held(&s->lock);
	memset(stats, 0, sizeof(*stats));
	sim_report_stats(s->engine, stats);
	stats->timer_armed = s->clock == SCHEDSIM_CLOCK_LIVE &&
			     stats->next_event_ns != SIM_NEVER;
	stats->callbacks = s->live.callbacks;
	stats->callback_ns = s->live.callback_ns;
	stats->throttled = s->live.throttled;
	stats->skipped = s->live.skipped;
	stats->slipped_ns = s->live.slipped_ns;
	stats->late_max_ns = s->live.late_max_ns;
	stats->late_total_ns = s->live.late_total_ns;
	memcpy(stats->lateness, s->live.lateness, sizeof(stats->lateness));
	seen->config = s->engine->config;
	strscpy_pad(seen->policy, seen->config.policy->name, sizeof(seen->policy));
}

/* The holder of the mutex takes the engine from the timer. Others see what was before. */
static void take_engine(struct simulation *s)
{
	spin_lock_bh(&s->lock);
	s->is_owned = true;
	see(s);
	spin_unlock_bh(&s->lock);
}

/* The holder of the mutex lets the timer have the engine. */
static void give_engine_back(struct simulation *s)
{
	spin_lock_bh(&s->lock);
	s->is_owned = false;
	clock_arm(s);
	spin_unlock_bh(&s->lock);
}

/*
 * If the engine has given up a policy that broke a rule, pin its module no more. To be
 * called with the mutex held, whose holder must not look at the policy any longer.
 */
static void drop_pin(struct simulation *s)
{
	const struct sim_policy *given_up = NULL;

	spin_lock_bh(&s->lock);
	if (policy_given_up(s)) {
		/* It is fair, whose module is ours. */
		given_up = s->pinned;
		s->pinned = s->engine->policy;
	}
	spin_unlock_bh(&s->lock);
	registry_put(given_up);
}

static void unpin(struct work_struct *work)
{
	struct simulation *s = container_of(work, struct simulation, unpin);

	/* Nobody sends signals to a worker. */
	if (user_mutex_lock(&s->mutex))
		return;
	drop_pin(s);
	user_mutex_unlock(&s->mutex);
}

static void add_to_list(struct simulation *s)
{
	spin_lock(&list_lock);
	s->number = next_number++;
	list_add_tail(&s->node, &simulations);
	spin_unlock(&list_lock);
}

/* Memory, and what it takes to give it back. */
static struct simulation *allocate(struct account *account,
				   const struct sim_config *config)
{
	struct simulation *s = memory_get(account, sizeof(*s));

	if (IS_ERR(s))
		return s;
	s->account = account;
	s->engine = engine_create(account, config);
	if (IS_ERR(s->engine)) {
		int err = PTR_ERR(s->engine);

		memory_put(account, s, sizeof(*s));
		return ERR_PTR(err);
	}
	return s;
}

/**
 * simulation_create - make a simulation, at time 0 and not paused
 * @config: its configuration; the caller has pinned the policy
 * @clock: enum schedsim_clock
 * @uid: the user whose it is
 *
 * Context: Process context; sleeps.
 * Return: the simulation with one reference, or ERR_PTR: -EINVAL for a bad
 * configuration; -EDQUOT, -ENOSPC, -ENOMEM as memory_get().
 */
struct simulation *simulation_create(const struct sim_config *config, u32 clock,
				     kuid_t uid)
{
	struct account *account;
	struct simulation *s;

	if (simulation_check_config(config, clock))
		return ERR_PTR(-EINVAL);
	account = account_get(uid);
	if (IS_ERR(account))
		return ERR_CAST(account);
	s = allocate(account, config);
	if (IS_ERR(s)) {
		account_put(account);
		return s;
	}
	s->pinned = config->policy;
	registry_pin(s->pinned);
	kref_init(&s->kref);
	user_mutex_init(&s->mutex);
	spin_lock_init(&s->lock);
	INIT_WORK(&s->unpin, unpin);
	s->clock = clock;
	clock_init(s);
	add_to_list(s);
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

/**
 * simulation_next - go through all simulations
 * @s: one of them, to which the reference is given up, or NULL: begin
 *
 * Context: Process context; sleeps. simulation_put() must follow.
 * Return: the simulation that was made next, with a reference, or NULL.
 */
struct simulation *simulation_next(struct simulation *s)
{
	struct simulation *next;

	spin_lock(&list_lock);
	next = s ? list_next_entry(s, node) :
		   list_first_entry(&simulations, struct simulation, node);
	next = list_entry_is_head(next, &simulations, node) ? NULL : simulation_get(next);
	spin_unlock(&list_lock);
	if (s)
		simulation_put(s);
	return next;
}

/* The last reference is gone. @list_lock was taken for that. */
static void remove_from_list(struct kref *kref)
	__releases(&list_lock)
{
	struct simulation *s = container_of(kref, struct simulation, kref);

	list_del(&s->node);
	spin_unlock(&list_lock);
}

static void destroy(struct simulation *s)
{
	struct account *account = s->account;

	clock_stop(s);
	cancel_work_sync(&s->unpin);
	engine_free(s, s->engine);
	memory_empty_trash(account, &s->trash);
	session_free(s->session);
	registry_put(s->pinned);
	WARN_ON_ONCE(s->nr_ops);
	memory_put(account, s, sizeof(*s));
	account_put(account);
}

/**
 * simulation_put - give up a reference
 * @s: the simulation, which is stopped and freed with the last one
 *
 * Context: Process context; sleeps.
 */
void simulation_put(struct simulation *s)
{
	if (kref_put_lock(&s->kref, remove_from_list, &list_lock))
		destroy(s);
}

/* How far simulated time is to go: somebody else may be waiting for this instant to end. */
static u64 target(struct simulation *s)
{
	return clock_is_insisted(s) ? clock_stay(s) : clock_target(s, live_timer_now());
}

/*
 * Do a part of what is due by @until, for the holder of the mutex. Return: whether there
 * is more.
 */
static bool catch_up(struct simulation *s, u64 until)
{
	u64 enough = s->engine->steps + BATCH_STEPS;
	bool more;

	do {
		more = clock_catch_up(s, until) ||
		       sim_advance(s->engine, until);
		events_trace(s);
	} while (more && s->engine->steps < enough);
	return more;
}

/*
 * Let others have the mutex and the engine for a moment. If the caller @insists, nobody is to
 * begin another instant meanwhile. Return: 0, or -EINTR if a signal came: then the caller
 * has neither.
 */
static int let_others_in(struct simulation *s, bool insists)
{
	int err;

	if (insists)
		clock_insist(s);
	give_engine_back(s);
	user_mutex_unlock(&s->mutex);
	user_mutex_let_others(&s->mutex, false);
	/* A mutex that is free does not look at signals. */
	err = signal_pending(current) ? -EINTR : user_mutex_lock(&s->mutex);
	if (!err)
		take_engine(s);
	if (insists)
		clock_insist_no_more(s);
	return err;
}

/*
 * The holder of the mutex takes the engine, with everything done that is due by now. If
 * that is more than MAX_BATCHES, time slips; but what has begun at an instant is done,
 * unless the caller is in a hurry and time is real. That can be any number of batches:
 * others get the mutex and the engine in between, unless the caller is in a hurry. Who has
 * come upon one instant after another insists on the end of this one; and always if
 * time is virtual, where nobody is late.
 *
 * Return: 0, or -EINTR if a signal came: then the caller has neither.
 */
static int own_engine(struct simulation *s, bool in_a_hurry)
{
	bool may_leave = in_a_hurry && s->clock == SCHEDSIM_CLOCK_LIVE, insists;
	u64 until;
	u32 nr;

	take_engine(s);
	until = target(s);
	for (nr = 1; catch_up(s, until); nr++) {
		if (nr >= SOON_BATCHES && may_leave)
			break;
		/* Who is in a hurry would wait for a CPU each time. */
		insists = nr >= PATIENT_BATCHES || s->clock == SCHEDSIM_CLOCK_VIRTUAL;
		if (!may_leave && let_others_in(s, insists))
			return -EINTR;
		until = nr < MAX_BATCHES ? target(s) : clock_slip(s);
	}
	return 0;
}

static int lock(struct simulation *s, bool in_a_hurry)
{
	return user_mutex_lock(&s->mutex) ?:
	       own_engine(s, in_a_hurry);
}

/**
 * simulation_lock - exclude everybody, with everything done that is due by now
 * @s: the simulation
 *
 * Nothing happens in the simulation, and its time stands still, until
 * simulation_unlock(), which must follow.
 *
 * Context: Process context; sleeps.
 * Return: 0, or -EINTR if a signal came.
 */
int simulation_lock(struct simulation *s)
{
	return lock(s, false);
}

/**
 * simulation_lock_soon - exclude everybody, but do not wait for a long instant to end
 * @s: the simulation
 *
 * As simulation_lock(), but if much is to be done at the present instant of a live
 * simulation, some of it may be left to do: for those who only look, or pause, or reset.
 *
 * Context: Process context; sleeps.
 * Return: 0, or -EINTR if a signal came.
 */
int simulation_lock_soon(struct simulation *s)
{
	return lock(s, true);
}

/**
 * simulation_unlock - let others in again
 * @s: the simulation
 *
 * Some of what has become due is done. If it is more, the timer or the next caller
 * does the rest.
 *
 * If the engine has given up a policy that broke a rule, its module is pinned no
 * more: the caller must not look at the policy any longer.
 *
 * Context: Process context; sleeps.
 */
void simulation_unlock(struct simulation *s)
{
	struct memory_trash trash;

	events_trace(s);
	catch_up(s, target(s));
	drop_pin(s);
	give_engine_back(s);
	trash = s->trash;
	s->trash.first = NULL;
	user_mutex_unlock(&s->mutex);
	memory_empty_trash(s->account, &trash);
}

/**
 * simulation_policy_changes - count changes of the policy
 * @s: the simulation
 *
 * Context: @s->mutex held.
 * Return: a number that is another one after each change and each reset.
 */
u32 simulation_policy_changes(struct simulation *s)
{
	return s->policy_changes + s->engine->policy_serial;
}

/*
 * Do what is due by now, unless somebody has the mutex, or insists on the end of the present
 * instant. Return: 0, or -EINTR.
 */
static int catch_up_if_free(struct simulation *s)
{
	if (!user_mutex_trylock(&s->mutex))
		return 0;
	if (clock_is_insisted(s)) {
		user_mutex_unlock(&s->mutex);
		return 0;
	}
	if (own_engine(s, true))
		return -EINTR;
	simulation_unlock(s);
	return 0;
}

/* Whoever takes the engine leaves behind what it was before. */
static const struct seen *look(struct simulation *s)
{
	lockdep_assert_held(&s->lock);
	if (!s->is_owned)
		see(s);
	return &s->seen;
}

/**
 * simulation_stats - read the statistics
 * @s: the simulation
 * @stats: to fill in, but for its size
 *
 * Whoever changes the simulation is not waited for: while somebody does, the
 * statistics are those from before the change.
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or -EINTR if a signal came.
 */
int simulation_stats(struct simulation *s, struct schedsim_stats *stats)
{
	u32 size = stats->size;

	if (catch_up_if_free(s))
		return -EINTR;
	spin_lock_bh(&s->lock);
	*stats = look(s)->stats;
	spin_unlock_bh(&s->lock);
	stats->size = size;
	return 0;
}

/**
 * simulation_config - read the configuration
 * @s: the simulation
 * @config: to fill in; of the policy only the address may be used
 * @policy: to fill in: the name of the policy, in SCHEDSIM_NAME_LEN bytes
 *
 * Whoever changes the simulation is not waited for, as in simulation_stats().
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or -EINTR if a signal came.
 */
int simulation_config(struct simulation *s, struct sim_config *config,
		      char *policy)
{
	const struct seen *seen;

	if (catch_up_if_free(s))
		return -EINTR;
	spin_lock_bh(&s->lock);
	seen = look(s);
	*config = seen->config;
	memcpy(policy, seen->policy, sizeof(seen->policy));
	spin_unlock_bh(&s->lock);
	return 0;
}
