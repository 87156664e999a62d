// SPDX-License-Identifier: GPL-2.0
/*
 * The replay of a session with the engine that is built into the tool: each command at
 * its simulated time, as the module does it.
 */
#include <stdlib.h>

#include "run/engine.h"
#include "session/engine.h"
#include "session/fields.h"
#include "session/session.h"
#include "util/tool.h"
#include "util/units.h"

/* Last, since it defines words of the kernel. */
#include "sim.h"

/* How often a long replay looks at the clock, in calls of sim_advance(). */
#define PROGRESS_INTERVAL	4096

/**
 * struct replay - a replay
 * @session: the session
 * @result: what comes out
 * @sim: the simulation
 * @where: the command that is being done
 * @calls: of sim_advance()
 * @now: simulated time, for a message after a crash
 * @policy: the policy, likewise
 */
struct replay {
	const struct session *session;
	struct run_result *result;
	struct sim *sim;
	struct where where;
	u32 calls;
	__u64 now;
	char policy[SCHEDSIM_NAME_LEN];
};

/* Return: is there something left to do at this instant? */
static bool advance(struct replay *replay, u64 now)
{
	if (++replay->calls % PROGRESS_INTERVAL == 0)
		run_progress(replay->now);
	replay->now = now;
	return sim_advance(replay->sim, now);
}

/* Let time pass, and do all that is due by then. Time stands still while paused. */
static void run_until(struct replay *replay, u64 until)
{
	struct sim *sim = replay->sim;
	u64 next;

	while ((next = sim_next_event(sim)) <= until && !run_interrupted())
		advance(replay, next);
	while (!run_interrupted() && advance(replay, max(until, sim->now)))
		;
}

static void set_config(struct replay *replay, const struct schedsim_config *from)
{
	struct sim_config config;
	const char *wrong;

	if (engine_config(from, &config))
		where_die(&replay->where, NULL,
			  "this configuration is nothing that the engine takes");
	memcpy(replay->policy, from->policy, sizeof(replay->policy));
	if (!replay->sim) {
		replay->sim = session_engine_new(&config);
		engine_collect_params(replay->sim, replay->result);
		return;
	}
	wrong = session_engine_configure(&replay->sim, &config);
	if (wrong)
		where_die(&replay->where, NULL, "this configuration is not possible: %s", wrong);
}

/* One that has not exited, or die. */
static struct sim_proc *find_living(struct replay *replay, u32 id, u64 serial)
{
	struct sim_proc *proc = sim_find(replay->sim, id);

	if (!proc || (serial && proc->serial != serial) || proc->state == SCHEDSIM_STATE_EXITED)
		where_die(&replay->where, "id",
			  "is %u, and there is no such process, or it has exited", id);
	return proc;
}

static void set_attr(struct replay *replay, const struct schedsim_set_attr *set)
{
	const struct schedsim_attr *attr = (void *)(uintptr_t)set->attr;
	struct sim_proc *proc = find_living(replay, set->id, set->serial);
	const char *reason = "they are out of range";

	if (sim_attr_check(replay->sim, attr) ||
	    sim_attr_admit(replay->sim->policy, attr, &reason))
		where_die(&replay->where, "attr", "has attributes that are not possible: %s",
			  reason);
	sim_set_attr(replay->sim, proc, attr);
}

static void reap(struct replay *replay, const struct schedsim_proc_cmd *cmd)
{
	struct sim_proc *proc;

	if (!cmd->id) {
		session_engine_reap_all(replay->sim);
		return;
	}
	proc = sim_find(replay->sim, cmd->id);
	if (!proc || proc->state != SCHEDSIM_STATE_EXITED)
		where_die(&replay->where, "id", "is %u, and no such process has exited", cmd->id);
	session_engine_reap(replay->sim, proc);
}

static void evict(struct replay *replay, const struct schedsim_evict *evict)
{
	if (strcmp(evict->policy, replay->sim->policy->name))
		where_die(&replay->where, "policy", "is %s, but the simulation uses %s",
			  evict->policy, replay->sim->policy->name);
	session_engine_evict(replay->sim);
}

static void set_online(struct replay *replay, const struct schedsim_set_online *set)
{
	int err;

	if (set->online > 1)
		where_die(&replay->where, "online", "is %u; allowed are 0 and 1", set->online);
	err = sim_set_online(replay->sim, set->vcpu, set->online);
	if (err == -EBUSY)
		where_die(&replay->where, "vcpu", "is %u, the last one that is online", set->vcpu);
	if (err)
		where_die(&replay->where, "vcpu", "is %u, which there is not", set->vcpu);
}

static void spawn(struct replay *replay, const struct schedsim_spawn *arg)
{
	struct where where = replay->where;
	const char *wrong;

	wrong = session_engine_spawn(replay->sim, arg, &where);
	if (wrong)
		where_die(&where, NULL, "%s", wrong);
}

static void do_command(struct replay *replay, const struct session_command *command)
{
	const struct schedsim_proc_cmd *cmd = command->arg;
	const struct schedsim_trigger *trigger = command->arg;
	struct sim *sim = replay->sim;

	switch (command->command) {
	case SCHEDSIM_IOC_SET_CONFIG:
		set_config(replay, command->arg);
		break;
	case SCHEDSIM_IOC_SPAWN:
		spawn(replay, command->arg);
		break;
	case SCHEDSIM_IOC_KILL:
		sim_kill(sim, find_living(replay, cmd->id, cmd->serial));
		break;
	case SCHEDSIM_IOC_YIELD:
		if (sim_yield(sim, find_living(replay, cmd->id, cmd->serial)))
			where_die(&replay->where, "id", "is %u, which does not run", cmd->id);
		break;
	case SCHEDSIM_IOC_REAP:
		reap(replay, command->arg);
		break;
	case SCHEDSIM_IOC_SET_ATTR:
		set_attr(replay, command->arg);
		break;
	case SCHEDSIM_IOC_TRIGGER:
		if (sim_trigger(sim, trigger->vcpu))
			where_die(&replay->where, "vcpu", "is %u, which there is not",
				  trigger->vcpu);
		break;
	case SCHEDSIM_IOC_SET_ONLINE:
		set_online(replay, command->arg);
		break;
	case SCHEDSIM_IOC_PAUSE:
		sim_pause(sim);
		break;
	case SCHEDSIM_IOC_RESUME:
		sim_resume(sim);
		break;
	case SCHEDSIM_IOC_RESET:
		replay->sim = session_engine_replace(sim, &sim->config);
		break;
	case SCHEDSIM_IOC_EVICT:
		evict(replay, command->arg);
		break;
	}
}

static int report_difference(struct replay *replay, size_t index, __u64 digest)
{
	char time[TIME_LEN];

	run_watch_stop();
	complain("%s: the replay differs after command %zu, by %s: digest 0x%016llx, not 0x%016llx",
		 replay->session->file, index, format_time(replay->sim->now, time),
		 replay->sim->digest, digest);
	return TOOL_DIFFERS;
}

/* Let time pass until a command, or the end. Return: an exit code. */
static int come_to(struct replay *replay, size_t index, u64 time, bool has_digest, u64 digest)
{
	run_until(replay, time);
	if (run_interrupted()) {
		run_watch_stop();
		run_report_interrupted(replay->sim->now);
		return TOOL_INTERRUPTED;
	}
	if (replay->sim->now != time)
		where_die(&replay->where, "time_ns", "is %llu, but time stands at %llu", time,
			  replay->sim->now);
	if (has_digest && replay->sim->digest != digest)
		return report_difference(replay, index, digest);
	return TOOL_OK;
}

static int go(void *data)
{
	struct replay *replay = data;
	const struct session *session = replay->session;
	int code = TOOL_OK;
	size_t i;

	for (i = 0; i < session->nr && !code; i++) {
		const struct session_command *command = &session->commands[i];

		replay->where.command = i + 1;
		if (i)
			code = come_to(replay, i, command->time_ns, command->has_digest,
				       command->digest);
		if (!code)
			do_command(replay, command);
		/* What a command makes due comes before the next one. */
		if (!code)
			run_until(replay, replay->sim->now);
	}
	replay->where = (struct where) { .file = session->file, .part = "end" };
	if (!code)
		code = come_to(replay, session->nr, session->until_ns, session->has_end,
			       session->digest);
	if (!code || code == TOOL_DIFFERS)
		engine_collect(replay->sim, replay->result);
	return code;
}

/**
 * session_replay - replay a session
 * @session: the session
 * @guarded: may a policy crash?
 * @result: zeroed, to be filled in
 *
 * Return: an exit code; with TOOL_DIFFERS @result is that of the replay up to where it
 * differs from the session.
 */
int session_replay(const struct session *session, bool guarded, struct run_result *result)
{
	const struct run_input input = { .until_ns = session->until_ns };
	struct replay replay = {
		.session = session,
		.result = result,
		.where.file = session->file,
	};
	int code;

	run_watch_start(&input);
	code = guarded ? run_guarded(replay.policy, &replay.now, go, &replay) : go(&replay);
	run_watch_stop();
	session_engine_free(replay.sim);
	return code;
}
