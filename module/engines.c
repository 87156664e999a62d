// SPDX-License-Identifier: GPL-2.0
/*
 * Engines of simulations in the kernel: their memory.
 */
#include <linux/err.h>

#include "clock.h"
#include "engines.h"
#include "memory.h"
#include "process.h"
#include "session.h"
#include "simulation.h"

/**
 * spare_get - get memory that will be needed with a mutex held
 * @account: who takes it
 * @spare: the sizes; the rest is filled in
 * @credit: as in memory_get_instead()
 *
 * Context: Process context, no lock held; sleeps. spare_put() must follow.
 * Return: 0; -EDQUOT, -ENOSPC, -ENOMEM as memory_get(): then there is nothing.
 */
int spare_get(struct account *account, struct spare *spare, size_t credit)
{
	int err;

	spare->engine = spare->engine_size ?
			memory_get_instead(account, spare->engine_size, credit) :
			NULL;
	spare->rqs = memory_get_instead(account, spare->rqs_size, credit);
	err = PTR_ERR_OR_ZERO(spare->engine) ?: PTR_ERR_OR_ZERO(spare->rqs);
	if (err)
		spare_put(account, spare);
	return err;
}

/**
 * spare_put - free what has not been used
 * @account: as in spare_get()
 * @spare: the memory
 *
 * Context: Process context; sleeps.
 */
void spare_put(struct account *account, struct spare *spare)
{
	memory_put(account, spare->engine, spare->engine_size);
	memory_put(account, spare->rqs, spare->rqs_size);
	*spare = (struct spare) {};
}

/**
 * engine_footprint - tell what an engine takes, without its processes
 * @engine: the engine
 *
 * Return: bytes, as memory_footprint().
 */
size_t engine_footprint(const struct sim *engine)
{
	return memory_footprint(sim_size(&engine->config)) +
	       memory_footprint(engine->rqs_size);
}

/* Make an engine of @spare, or return NULL. */
static struct sim *use_spare(struct spare *spare, const struct sim_config *config)
{
	struct sim *engine = spare->engine;

	if (!engine || spare->engine_size != sim_size(config) ||
	    spare->rqs_size != sim_rqs_size(config))
		return NULL;
	sim_init(engine, config, spare->rqs);
	*spare = (struct spare) {};
	return engine;
}

/**
 * engine_create - make an engine
 * @account: that of its simulation
 * @config: its configuration
 *
 * Context: Process context; sleeps.
 * Return: the engine, at time 0, or ERR_PTR: -EDQUOT, -ENOSPC, -ENOMEM as
 * memory_get().
 */
struct sim *engine_create(struct account *account,
			  const struct sim_config *config)
{
	struct spare spare = {
		.engine_size = sim_size(config),
		.rqs_size = sim_rqs_size(config),
	};
	int err = spare_get(account, &spare, 0);

	return err ? ERR_PTR(err) : use_spare(&spare, config);
}

/*
 * To be called when nothing of @engine but its configuration is needed any more. The
 * run queues of a policy that broke a rule go, too: those of fair are part of @engine.
 */
static void free_processes(struct simulation *s, struct sim *engine)
{
	u32 id, left = engine->nr_ids;

	/* Most ids were never given out: look no further than the last process. */
	for (id = 1; left && id <= engine->max_id; id++) {
		if (engine->procs[id]) {
			process_free(s, engine, engine->procs[id]);
			left--;
		}
		user_mutex_rest(&s->mutex);
	}
	memory_put_later(s->account, &s->trash, engine->orphan_rqs,
			 engine->orphan_size);
}

/**
 * engine_free - free an engine, and all processes
 * @s: its simulation
 * @engine: the engine, which nobody else knows any more; if somebody may wait for the
 *          mutex of @s, it has no processes
 *
 * Context: Process context; sleeps.
 */
void engine_free(struct simulation *s, struct sim *engine)
{
	free_processes(s, engine);
	if (engine->rqs_size)
		memory_put_later(s->account, &s->trash, engine->rqs, engine->rqs_size);
	memory_put_later(s->account, &s->trash, engine, sim_size(&engine->config));
}

/* What ends with all processes. */
static void begin_anew(struct simulation *s)
{
	s->resets++;
	s->policy_changes += s->engine->policy_serial + 1;
	memset(&s->live, 0, sizeof(s->live));
}

/**
 * simulation_reset - begin anew, without processes
 * @s: the simulation
 *
 * It needs no memory for that.
 *
 * Context: @s->mutex held; rests.
 */
void simulation_reset(struct simulation *s)
{
	session_begin(s, SCHEDSIM_IOC_RESET);
	begin_anew(s);
	free_processes(s, s->engine);
	sim_reset(s->engine);
	clock_restart(s);
	session_end(s, 0);
}

/* @engine, or an error, from engine_create(). Return: 0, or the error. */
static int replace(struct simulation *s, struct sim *engine)
{
	struct sim *old = s->engine;

	if (IS_ERR(engine))
		return PTR_ERR(engine);
	begin_anew(s);
	/* No process ever has a serial that another one had. */
	engine->serials = old->serials;
	s->engine = engine;
	clock_restart(s);
	engine_free(s, old);
	return 0;
}

/**
 * simulation_replace_engine - begin anew with another configuration
 * @s: the simulation, without processes
 * @config: the configuration
 * @spare: memory that is used if it is what is needed
 *
 * A new engine takes the place of the old one, and of its memory.
 *
 * Context: @s->mutex held; sleeps.
 * Return: 0; -EDQUOT, -ENOSPC, -ENOMEM as memory_get().
 */
int simulation_replace_engine(struct simulation *s,
			      const struct sim_config *config,
			      struct spare *spare)
{
	struct sim *engine = use_spare(spare, config);

	if (!engine) {
		user_mutex_let_sleep(&s->mutex);
		engine = engine_create(s->account, config);
		user_mutex_keep_cpu(&s->mutex);
	}
	return replace(s, engine);
}
