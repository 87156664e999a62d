// SPDX-License-Identifier: GPL-2.0
/*
 * An engine in which processes come and go, as module/control.c does it.
 */
#include <stdlib.h>

#include "session/engine.h"
#include "util/tool.h"

/* Last, since it defines words of the kernel. */
#include "sim.h"

/**
 * session_engine_new - an engine at time 0
 * @config: its configuration, which is right
 *
 * Return: the engine, for session_engine_free().
 */
struct sim *session_engine_new(const struct sim_config *config)
{
	struct sim *sim = allocate(1, sim_size(config));

	sim_init(sim, config, allocate(1, sim_rqs_size(config)));
	return sim;
}

/**
 * session_engine_free - free an engine with all that is in it
 * @sim: the engine, or NULL
 */
void session_engine_free(struct sim *sim)
{
	u32 id;

	if (!sim)
		return;
	for (id = 1; id <= sim->max_id; id++)
		if (sim->procs[id])
			session_proc_free(sim, sim->procs[id]);
	if (sim->rqs_size)
		free(sim->rqs);
	free(sim->orphan_rqs);
	free(sim);
}

/**
 * session_engine_replace - an engine at time 0 in the place of another
 * @old: that one, which is freed
 * @config: the configuration; may be that of @old
 *
 * Return: the engine.
 */
struct sim *session_engine_replace(struct sim *old, const struct sim_config *config)
{
	struct sim *sim = session_engine_new(config);

	session_engine_free(old);
	return sim;
}

static void finish_policy_change(struct sim *sim)
{
	size_t size;
	bool more;

	do {
		more = sim_policy_step(sim);
		sim->log_nr = 0;
	} while (more);
	free(sim_policy_end(sim, &size));
}

/* Return: NULL, or why not. */
static const char *change_policy(struct sim *sim, const struct sim_config *config)
{
	static char bandwidth[SCHEDSIM_REASON_LEN];
	const char *reason = NULL;
	size_t size = sim_rqs_size(config);
	u32 id = 1;
	int ret;

	while ((ret = sim_policy_admits(sim, config->policy, &id, &reason)) > 0)
		;
	if (ret)
		return reason;
	if (sim_policy_bandwidth_check(sim, config->policy, config->params, bandwidth))
		return bandwidth;
	sim_set_tie(sim, config->tie);
	sim_policy_begin(sim, config->policy, config->params, allocate(1, size), size);
	finish_policy_change(sim);
	return NULL;
}

/**
 * session_engine_configure - change the configuration
 * @sim: the engine; may become another one
 * @config: its configuration, which is right
 *
 * Return: NULL; or why it cannot change so.
 */
const char *session_engine_configure(struct sim **sim, const struct sim_config *config)
{
	const struct sim_config *old = &(*sim)->config;
	bool paused = (*sim)->paused;
	const char *reason = NULL;

	if (sim_config_begins_anew(old, config)) {
		if ((*sim)->nr_ids)
			return "there are processes";
		*sim = session_engine_replace(*sim, config);
		if (paused)
			sim_pause(*sim);
		return NULL;
	}
	if (config->policy != old->policy ||
	    memcmp(config->params, old->params, sizeof(old->params)))
		reason = change_policy(*sim, config);
	else
		sim_set_tie(*sim, config->tie);
	if (reason)
		return reason;
	sim_set_switch_cost(*sim, config->switch_cost_ns);
	if (memcmp(&config->adapt, &old->adapt, sizeof(old->adapt)))
		sim_set_adapt(*sim, &config->adapt);
	if (config->quantum_ns != old->quantum_ns)
		sim_set_quantum(*sim, config->quantum_ns);
	return NULL;
}

/**
 * session_engine_evict - put fair in the place of the policy
 * @sim: the engine
 */
void session_engine_evict(struct sim *sim)
{
	sim_policy_begin_fair(sim);
	finish_policy_change(sim);
}

/**
 * session_engine_reap - forget a process
 * @sim: the engine
 * @proc: a process that has exited
 */
void session_engine_reap(struct sim *sim, struct sim_proc *proc)
{
	sim_reap(sim, proc);
	session_proc_free(sim, proc);
}

/**
 * session_engine_reap_all - forget all processes that have exited
 * @sim: the engine
 */
void session_engine_reap_all(struct sim *sim)
{
	while (!list_empty(&sim->exited))
		session_engine_reap(sim, list_first_entry(&sim->exited, struct sim_proc, node));
}
