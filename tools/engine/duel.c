// SPDX-License-Identifier: GPL-2.0
/*
 * The engine and the oracle, side by side; see duel.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "duel.h"

static void add(struct stream *stream, const struct sim_event *event)
{
	if (stream->nr == stream->room) {
		stream->room = 2 * stream->room + 64;
		stream->events = realloc(stream->events, stream->room *
					 sizeof(stream->events[0]));
		if (!stream->events)
			abort();
	}
	stream->events[stream->nr++] = *event;
}

static void on_engine_event(struct lab *lab, const struct sim_event *event)
{
	struct duel *duel = lab->private;

	add(&duel->theirs, event);
}

static void on_oracle_event(void *private, const struct sim_event *event)
{
	struct duel *duel = private;

	add(&duel->ours, event);
}

void duel_begin(struct duel *duel, const struct scenario *scenario)
{
	struct sim_config config;
	u32 i;

	memset(duel, 0, sizeof(*duel));
	lab_config(&scenario->config, &config);
	lab_init(&duel->lab, &config);
	duel->lab.on_event = on_engine_event;
	duel->lab.private = duel;
	duel->oracle = oracle_new(&scenario->config, on_oracle_event, duel);
	for (i = 0; i < scenario->nr_objects; i++) {
		if (lab_object(&duel->lab, &scenario->objects[i]) != i + 1)
			abort();
		oracle_object(duel->oracle, &scenario->objects[i]);
	}
	for (i = 0; i < scenario->nr_procs; i++) {
		int id = lab_spawn(&duel->lab, &scenario->entries[i]);

		if (id < 0)
			abort();
		oracle_spawn(duel->oracle, id, &scenario->entries[i]);
	}
}

void duel_end(struct duel *duel)
{
	lab_destroy(&duel->lab);
	oracle_free(duel->oracle);
	free(duel->theirs.events);
	free(duel->ours.events);
}

void duel_run(struct duel *duel, u64 until)
{
	lab_run(&duel->lab, until);
	oracle_run(duel->oracle, until);
}

static const char * const types[] = {
	"arrive", "wake", "dispatch", "preempt", "yield", "sleep", "exit",
	"migrate", "policy", "quantum", "pause", "resume", "trigger", "block",
	"lock", "unlock", "boost", "deadlock", "fork", "error", "fault",
	"timeout", "online",
};

static void print_event(const char *who, const struct stream *stream, size_t i)
{
	const struct sim_event *e = &stream->events[i];

	if (i < stream->nr)
		printf("# %s %zu: %llu %s %u vcpu %u reason %u arg %llu\n", who,
		       i, e->time, types[e->type], e->id, e->vcpu, e->reason,
		       e->arg);
	else
		printf("# %s %zu: none\n", who, i);
}

static bool same_event(const struct sim_event *a, const struct sim_event *b)
{
	return a->time == b->time && a->id == b->id && a->vcpu == b->vcpu &&
	       a->type == b->type && a->reason == b->reason && a->arg == b->arg;
}

static bool same_events(const struct duel *duel)
{
	size_t nr = max(duel->theirs.nr, duel->ours.nr), i, k;

	for (i = 0; i < nr; i++) {
		if (i < min(duel->theirs.nr, duel->ours.nr) &&
		    same_event(&duel->theirs.events[i], &duel->ours.events[i]))
			continue;
		for (k = i < 8 ? 0 : i - 8; k < i; k++)
			print_event("both  ", &duel->ours, k);
		for (k = i; k < i + 3; k++)
			print_event("engine", &duel->theirs, k);
		for (k = i; k < i + 3; k++)
			print_event("oracle", &duel->ours, k);
		return false;
	}
	return true;
}

static bool same(const char *what, u32 id, const char *member, u64 theirs,
		 u64 ours)
{
	if (theirs == ours)
		return true;
	printf("# %s %u: %s is %llu, the oracle says %llu\n", what, id, member,
	       theirs, ours);
	return false;
}

/* A member of a struct that is reported, of 2, 4 or 8 bytes. */
struct member {
	const char *name;
	size_t offset;
	size_t size;
};

#define MEMBER(type, member) \
	{ #member, offsetof(struct type, member), \
	  sizeof(((struct type *)NULL)->member) }

static const struct member proc_members[] = {
	MEMBER(schedsim_proc, state),
	MEMBER(schedsim_proc, vcpu),
	MEMBER(schedsim_proc, nr_ops),
	MEMBER(schedsim_proc, pc),
	MEMBER(schedsim_proc, object),
	MEMBER(schedsim_proc, serial),
	MEMBER(schedsim_proc, arrival_ns),
	MEMBER(schedsim_proc, first_run_ns),
	MEMBER(schedsim_proc, finish_ns),
	MEMBER(schedsim_proc, cpu_ns),
	MEMBER(schedsim_proc, waiting_ns),
	MEMBER(schedsim_proc, sleeping_ns),
	MEMBER(schedsim_proc, overhead_ns),
	MEMBER(schedsim_proc, preemptions),
	MEMBER(schedsim_proc, yields),
	MEMBER(schedsim_proc, switches),
	MEMBER(schedsim_proc, migrations),
	MEMBER(schedsim_proc, wakeups),
	MEMBER(schedsim_proc, flags),
	MEMBER(schedsim_proc, nr_held),
	MEMBER(schedsim_proc, effective_priority),
	MEMBER(schedsim_proc, effective_nice),
	MEMBER(schedsim_proc, effective_tickets),
	MEMBER(schedsim_proc, effective_class),
	MEMBER(schedsim_proc, nr_values),
	MEMBER(schedsim_proc, blocked_ns),
	MEMBER(schedsim_proc, jobs_released),
	MEMBER(schedsim_proc, jobs_done),
	MEMBER(schedsim_proc, jobs_missed),
	MEMBER(schedsim_proc, response_total_ns),
	MEMBER(schedsim_proc, response_max_ns),
	MEMBER(schedsim_proc, lateness_total_ns),
	MEMBER(schedsim_proc, lateness_max_ns),
	MEMBER(schedsim_proc, tardiness_total_ns),
	MEMBER(schedsim_proc, values[0]),
	MEMBER(schedsim_proc, values[1]),
	MEMBER(schedsim_proc, values[2]),
	{},
};

static const struct member vcpu_members[] = {
	MEMBER(schedsim_vcpu, current_id),
	MEMBER(schedsim_vcpu, nr_ready),
	MEMBER(schedsim_vcpu, busy_ns),
	MEMBER(schedsim_vcpu, idle_ns),
	MEMBER(schedsim_vcpu, overhead_ns),
	MEMBER(schedsim_vcpu, switches),
	MEMBER(schedsim_vcpu, preemptions),
	MEMBER(schedsim_vcpu, expiries),
	MEMBER(schedsim_vcpu, warm_ns),
	MEMBER(schedsim_vcpu, flags),
	MEMBER(schedsim_vcpu, offline_ns),
	{},
};

static const struct member object_members[] = {
	MEMBER(schedsim_object, value),
	MEMBER(schedsim_object, owner),
	MEMBER(schedsim_object, nr_waiters),
	MEMBER(schedsim_object, uses),
	MEMBER(schedsim_object, contended),
	MEMBER(schedsim_object, waited_ns),
	MEMBER(schedsim_object, boosts),
	{},
};

static const struct member stats_members[] = {
	MEMBER(schedsim_stats, paused),
	MEMBER(schedsim_stats, nr_procs),
	MEMBER(schedsim_stats, nr_new),
	MEMBER(schedsim_stats, nr_ready),
	MEMBER(schedsim_stats, nr_running),
	MEMBER(schedsim_stats, nr_sleeping),
	MEMBER(schedsim_stats, nr_blocked),
	MEMBER(schedsim_stats, nr_exited),
	MEMBER(schedsim_stats, time_ns),
	MEMBER(schedsim_stats, next_event_ns),
	MEMBER(schedsim_stats, digest),
	MEMBER(schedsim_stats, events),
	MEMBER(schedsim_stats, decisions),
	MEMBER(schedsim_stats, expiries),
	MEMBER(schedsim_stats, skipped),
	MEMBER(schedsim_stats, switches),
	MEMBER(schedsim_stats, preemptions),
	MEMBER(schedsim_stats, yields),
	MEMBER(schedsim_stats, wakeups),
	MEMBER(schedsim_stats, migrations),
	MEMBER(schedsim_stats, late_max_ns),
	MEMBER(schedsim_stats, nr_objects),
	MEMBER(schedsim_stats, nr_deadlocked),
	MEMBER(schedsim_stats, blocks),
	MEMBER(schedsim_stats, boosts),
	MEMBER(schedsim_stats, deadlocks),
	MEMBER(schedsim_stats, unchecked),
	MEMBER(schedsim_stats, timeouts),
	MEMBER(schedsim_stats, abandoned),
	MEMBER(schedsim_stats, forks),
	MEMBER(schedsim_stats, forks_failed),
	MEMBER(schedsim_stats, program_errors),
	MEMBER(schedsim_stats, policy_faults),
	MEMBER(schedsim_stats, quantum_ns),
	MEMBER(schedsim_stats, quantum_changes),
	MEMBER(schedsim_stats, adapt_measured),
	MEMBER(schedsim_stats, moves[SCHEDSIM_MOVE_FORCED]),
	MEMBER(schedsim_stats, moves[SCHEDSIM_MOVE_WAKE]),
	MEMBER(schedsim_stats, moves[SCHEDSIM_MOVE_IDLE]),
	MEMBER(schedsim_stats, moves[SCHEDSIM_MOVE_PERIODIC]),
	MEMBER(schedsim_stats, moves[SCHEDSIM_MOVE_PUSH]),
	MEMBER(schedsim_stats, moves[SCHEDSIM_MOVE_PULL]),
	MEMBER(schedsim_stats, moves[SCHEDSIM_MOVE_SHARED]),
	MEMBER(schedsim_stats, wasted_ns),
	MEMBER(schedsim_stats, imbalance_total),
	MEMBER(schedsim_stats, imbalance_looks),
	{},
};

static u64 get(const void *from, const struct member *member)
{
	u64 whole;
	u32 half;
	u16 quarter;

	switch (member->size) {
	case sizeof(whole):
		memcpy(&whole, from + member->offset, sizeof(whole));
		return whole;
	case sizeof(half):
		memcpy(&half, from + member->offset, sizeof(half));
		return half;
	default:
		memcpy(&quarter, from + member->offset, sizeof(quarter));
		return quarter;
	}
}

/* All of the members, and then what is not among them. */
static bool same_members(const char *what, u32 id, const struct member *member,
			 const void *theirs, const void *ours, size_t size)
{
	bool ok = true;

	for (; member->name; member++)
		ok &= same(what, id, member->name, get(theirs, member),
			   get(ours, member));
	return ok && same(what, id, "some other member",
			  !memcmp(theirs, ours, size), true);
}

static bool same_proc(const struct duel *duel, u32 id)
{
	struct sim_proc *proc = sim_find(duel->lab.sim, id);
	struct schedsim_proc theirs, ours;
	bool exists = oracle_proc(duel->oracle, id, &ours);

	if (!exists || !proc)
		return same("process", id, "existence", !!proc, exists);
	sim_report_proc(duel->lab.sim, proc, &theirs);
	return same_members("process", id, proc_members, &theirs, &ours,
			    sizeof(ours)) &&
	       same("process", id, "attributes are as given",
		    !memcmp(&proc->attr, oracle_attr(duel->oracle, id),
			    sizeof(proc->attr)), true);
}

static bool same_vcpu(const struct duel *duel, u32 id)
{
	struct schedsim_vcpu theirs, ours;

	sim_report_vcpu(duel->lab.sim, id, &theirs);
	oracle_vcpu(duel->oracle, id, &ours);
	return same_members("vCPU", id, vcpu_members, &theirs, &ours,
			    sizeof(ours));
}

static bool same_object(const struct duel *duel, u32 id)
{
	const struct sim_object *object = sim_object_find(duel->lab.sim, id);
	struct schedsim_object theirs, ours;
	bool exists = oracle_get_object(duel->oracle, id, &ours);

	if (!exists || !object)
		return same("object", id, "existence", !!object, exists);
	sim_report_object(object, &theirs);
	return same_members("object", id, object_members, &theirs, &ours,
			    sizeof(ours));
}

/*
 * The oracle does not say when linux looks whether real time has had enough: the
 * policy may look too early. What comes of it are events.
 */
static bool looks_first(const struct sim *sim, u64 next)
{
	u32 i;

	for (i = 0; i < sim->config.nr_vcpus; i++)
		if (!strcmp(sim->policy->name, "linux") &&
		    sim->vcpus[i].rq->timer == next)
			return true;
	return false;
}

static bool same_stats(const struct duel *duel)
{
	struct schedsim_stats theirs = {}, ours;

	if (duel->lab.sim->bandwidth != oracle_bandwidth(duel->oracle))
		return same("simulation", 0, "bandwidth", duel->lab.sim->bandwidth,
			    oracle_bandwidth(duel->oracle));
	sim_report_stats(duel->lab.sim, &theirs);
	oracle_stats(duel->oracle, &ours);
	if (theirs.next_event_ns < ours.next_event_ns &&
	    looks_first(duel->lab.sim, theirs.next_event_ns))
		theirs.next_event_ns = ours.next_event_ns;
	return same_members("simulation", 0, stats_members, &theirs, &ours,
			    sizeof(ours));
}

bool duel_agrees(struct duel *duel)
{
	bool ok;
	u32 i;

	if (!same_events(duel))
		return false;
	sim_charge_all(duel->lab.sim);
	ok = same_stats(duel);
	for (i = 1; i <= ORACLE_MAX_ID; i++)
		ok &= same_proc(duel, i);
	for (i = 0; i < duel->lab.sim->config.nr_vcpus; i++)
		ok &= same_vcpu(duel, i);
	for (i = 1; i <= ORACLE_MAX_OBJECTS; i++)
		ok &= same_object(duel, i);
	return ok;
}
