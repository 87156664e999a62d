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
	"lock", "unlock", "boost", "deadlock", "fork", "error",
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

/* A member of a struct that is reported, of 4 or 8 bytes. */
struct member {
	const char *name;
	size_t offset;
	bool is_u32;
};

#define U32(type, member) { #member, offsetof(struct type, member), true }
#define U64(type, member) { #member, offsetof(struct type, member), false }

static const struct member proc_members[] = {
	U32(schedsim_proc, state),
	U32(schedsim_proc, vcpu),
	U32(schedsim_proc, nr_ops),
	U32(schedsim_proc, pc),
	U32(schedsim_proc, object),
	U64(schedsim_proc, arrival_ns),
	U64(schedsim_proc, first_run_ns),
	U64(schedsim_proc, finish_ns),
	U64(schedsim_proc, cpu_ns),
	U64(schedsim_proc, waiting_ns),
	U64(schedsim_proc, sleeping_ns),
	U64(schedsim_proc, overhead_ns),
	U64(schedsim_proc, vruntime_ns),
	U64(schedsim_proc, preemptions),
	U64(schedsim_proc, yields),
	U64(schedsim_proc, switches),
	U64(schedsim_proc, migrations),
	U64(schedsim_proc, wakeups),
	U32(schedsim_proc, flags),
	U32(schedsim_proc, nr_held),
	U32(schedsim_proc, effective_priority),
	U32(schedsim_proc, effective_nice),
	U32(schedsim_proc, effective_tickets),
	U64(schedsim_proc, blocked_ns),
	U64(schedsim_proc, jobs_released),
	U64(schedsim_proc, jobs_done),
	U64(schedsim_proc, jobs_missed),
	U64(schedsim_proc, response_total_ns),
	U64(schedsim_proc, response_max_ns),
	U64(schedsim_proc, lateness_total_ns),
	U64(schedsim_proc, lateness_max_ns),
	U64(schedsim_proc, tardiness_total_ns),
	{},
};

static const struct member vcpu_members[] = {
	U32(schedsim_vcpu, current_id),
	U32(schedsim_vcpu, nr_ready),
	U64(schedsim_vcpu, busy_ns),
	U64(schedsim_vcpu, idle_ns),
	U64(schedsim_vcpu, overhead_ns),
	U64(schedsim_vcpu, switches),
	U64(schedsim_vcpu, preemptions),
	U64(schedsim_vcpu, expiries),
	{},
};

static const struct member object_members[] = {
	U32(schedsim_object, value),
	U32(schedsim_object, owner),
	U32(schedsim_object, nr_waiters),
	U64(schedsim_object, uses),
	U64(schedsim_object, contended),
	U64(schedsim_object, waited_ns),
	U64(schedsim_object, boosts),
	{},
};

static const struct member stats_members[] = {
	U32(schedsim_stats, paused),
	U32(schedsim_stats, nr_procs),
	U32(schedsim_stats, nr_new),
	U32(schedsim_stats, nr_ready),
	U32(schedsim_stats, nr_running),
	U32(schedsim_stats, nr_sleeping),
	U32(schedsim_stats, nr_blocked),
	U32(schedsim_stats, nr_exited),
	U64(schedsim_stats, time_ns),
	U64(schedsim_stats, next_event_ns),
	U64(schedsim_stats, digest),
	U64(schedsim_stats, events),
	U64(schedsim_stats, decisions),
	U64(schedsim_stats, expiries),
	U64(schedsim_stats, skipped),
	U64(schedsim_stats, switches),
	U64(schedsim_stats, preemptions),
	U64(schedsim_stats, yields),
	U64(schedsim_stats, wakeups),
	U64(schedsim_stats, migrations),
	U64(schedsim_stats, late_max_ns),
	U32(schedsim_stats, nr_objects),
	U32(schedsim_stats, nr_deadlocked),
	U64(schedsim_stats, blocks),
	U64(schedsim_stats, boosts),
	U64(schedsim_stats, deadlocks),
	U64(schedsim_stats, abandoned),
	U64(schedsim_stats, forks),
	U64(schedsim_stats, forks_failed),
	U64(schedsim_stats, program_errors),
	{},
};

static u64 get(const void *from, const struct member *member)
{
	u64 value = 0;
	u32 word;

	if (!member->is_u32) {
		memcpy(&value, from + member->offset, sizeof(value));
		return value;
	}
	memcpy(&word, from + member->offset, sizeof(word));
	return word;
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
	const struct sim_proc *proc = sim_find(duel->lab.sim, id);
	struct schedsim_proc theirs, ours;
	bool exists = oracle_proc(duel->oracle, id, &ours);

	if (!exists || !proc)
		return same("process", id, "existence", !!proc, exists);
	sim_report_proc(duel->lab.sim, proc, &theirs);
	return same_members("process", id, proc_members, &theirs, &ours,
			    sizeof(ours));
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

static bool same_stats(const struct duel *duel)
{
	struct schedsim_stats theirs = {}, ours;

	sim_report_stats(duel->lab.sim, &theirs);
	oracle_stats(duel->oracle, &ours);
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
