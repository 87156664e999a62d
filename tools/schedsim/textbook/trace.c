// SPDX-License-Identifier: GPL-2.0
/*
 * What happens in a run on one vCPU, as an exercise tells it: from the events of
 * the engine, and from who runs at each unit of time.
 */
#include <stdio.h>
#include <string.h>

#include "print/output.h"
#include "textbook/exercise.h"
#include "util/tool.h"
#include "util/units.h"

/* Last, since it defines words of the kernel. */
#include "sim.h"

static const struct {
	const char *key;
	const char *text;
	bool nobody;
} kinds[] = {
	[TRACE_RUN] = { "run", "runs" },
	[TRACE_IDLE] = { "idle", "idle", .nobody = true },
	[TRACE_BEGIN] = { "begin", "begins" },
	[TRACE_IO] = { "io", "starts I/O" },
	[TRACE_IO_DONE] = { "io_done", "I/O done" },
	[TRACE_BOOST] = { "boost", "boost", .nobody = true },
	[TRACE_DONE] = { "done", "done" },
};

/**
 * trace_add - something happened
 * @problem: where
 * @entry: what
 */
void trace_add(struct problem *problem, const struct trace_entry *entry)
{
	struct trace *trace = &problem->trace;

	if (!(problem->exercise->watched >> entry->kind & 1))
		return;
	trace->entries = grown(trace->entries, trace->nr, &trace->room, sizeof(*entry));
	trace->entries[trace->nr++] = *entry;
}

static void add(struct problem *problem, enum trace_kind kind, __u64 time, __u32 job)
{
	const struct trace_entry entry = { .kind = kind, .time = time, .job = job };

	trace_add(problem, &entry);
}

/* The textbook's boosts are at multiples of their interval, before what comes then. */
static void add_boost(struct problem *problem, __u64 time)
{
	__u64 boost = problem->args.boost > 0 ? problem->args.boost * NSEC_PER_MSEC : 0;
	size_t i;

	if (!boost || !time || time % boost)
		return;
	for (i = problem->trace.nr; i-- && problem->trace.entries[i].time == time;)
		if (problem->trace.entries[i].kind == TRACE_BOOST)
			return;
	add(problem, TRACE_BOOST, time, 0);
}

/**
 * trace_event - the engine has made an event
 * @data: the problem
 * @event: the event
 */
void trace_event(void *data, const struct sim_event *event)
{
	struct problem *problem = data;
	__u32 job = event->id - 1;

	switch (event->type) {
	case SIM_EVENT_ARRIVE:
		add_boost(problem, event->time);
		add(problem, TRACE_BEGIN, event->time, job);
		break;
	case SIM_EVENT_WAKE:
		add_boost(problem, event->time);
		add(problem, TRACE_IO_DONE, event->time, job);
		break;
	case SIM_EVENT_SLEEP:
		add(problem, TRACE_IO, event->time, job);
		break;
	case SIM_EVENT_EXIT:
		add(problem, TRACE_DONE, event->time, job);
		break;
	}
}

static bool goes_on(const struct problem *problem, const struct trace_entry *next)
{
	const struct trace *trace = &problem->trace;
	const struct trace_entry *last;

	if (!trace->nr)
		return false;
	last = &trace->entries[trace->nr - 1];
	if (last->kind != next->kind || last->job != next->job)
		return false;
	return next->kind == TRACE_IDLE ||
	       (problem->exercise->joins && problem->exercise->joins(last, next));
}

/**
 * trace_tick - a unit of time begins
 * @data: the problem
 * @sim: the simulation, which has done all that is due
 */
void trace_tick(void *data, struct sim *sim)
{
	struct problem *problem = data;
	struct trace *trace = &problem->trace;
	struct sim_proc *curr = sim->vcpus[0].curr;
	struct trace_entry entry = {
		.kind = curr ? TRACE_RUN : TRACE_IDLE,
		.job = curr ? curr->id - 1 : 0,
		.time = sim->now,
		.span = problem->run.input.watch.tick_ns,
	};
	struct schedsim_proc report;

	add_boost(problem, sim->now);
	if (curr && problem->exercise->tell) {
		sim_charge_all(sim);
		sim_report_proc(sim, curr, &report);
		problem->exercise->tell(problem, &report, &entry);
	}
	if (goes_on(problem, &entry)) {
		entry.time = trace->entries[trace->nr - 1].time;
		entry.span += trace->entries[trace->nr - 1].span;
		trace->nr--;
	}
	trace_add(problem, &entry);
}

/* The end of a process, or SIM_NEVER. */
static __u64 finish(const struct run_result *result, __u32 id)
{
	return result->list.procs[id - 1].finish_ns;
}

/**
 * trace_slices - fill in who ran when
 * @problem: the problem
 * @result: of its run, with slices
 * @quantum: how long a slice is at most, in ns: who runs alone just goes on
 */
void trace_slices(struct problem *problem, const struct run_result *result, __u64 quantum)
{
	size_t i;

	for (i = 0; i < result->nr_slices; i++) {
		const struct run_slice *slice = &result->slices[i];
		struct trace_entry entry = {
			.kind = TRACE_RUN, .job = slice->id - 1, .time = slice->start,
		};

		for (; entry.time < slice->end; entry.time += entry.span) {
			entry.span = min_t(__u64, quantum, slice->end - entry.time);
			trace_add(problem, &entry);
		}
		if (slice->end == finish(result, slice->id))
			add(problem, TRACE_DONE, slice->end, entry.job);
	}
}

/* Titles as keys: "TIME LEFT" is time_left. */
static void key_of(const char *title, char *key)
{
	for (; *title; title++)
		*key++ = *title == ' ' ? '_' : *title | 0x20;
	*key = 0;
}

static struct json_object *entry_json(const struct problem *problem,
				      const struct trace_entry *entry)
{
	const char * const *values = problem->exercise->values;
	struct json_object *object = json_object_new_object();
	char text[UNITS_LEN];
	int i;

	json_add_units(object, "time", entry->time);
	json_add_string(object, "what", kinds[entry->kind].key);
	if (!kinds[entry->kind].nobody)
		json_add_string(object, "job", job_name(problem, entry->job, text));
	if (entry->span)
		json_add_units(object, "for", entry->span);
	for (i = 0; values && values[i] && entry->kind == TRACE_RUN; i++) {
		key_of(values[i], text);
		json_add_s64(object, text, entry->values[i]);
	}
	return object;
}

static void add_json(const struct problem *problem)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < problem->trace.nr; i++)
		json_object_array_add(list, entry_json(problem, &problem->trace.entries[i]));
	json_object_object_add(problem->json, "trace", list);
}

static void print_entry(struct table *table, const struct problem *problem,
			const struct trace_entry *entry)
{
	const char * const *values = problem->exercise->values;
	char time[UNITS_LEN], span[UNITS_LEN] = "", job[UNITS_LEN];
	char line[256] = "";
	size_t len = 0;
	int i;

	for (i = 0; values && values[i] && entry->kind == TRACE_RUN; i++)
		len += snprintf(line + len, sizeof(line) - len, "\t%lld", entry->values[i]);
	if (entry->span)
		units_text(entry->span, span);
	units_text(entry->time, time);
	if (kinds[entry->kind].nobody)
		table_add(table, "%s\t%s\t%s", time, kinds[entry->kind].text, span);
	else
		table_add(table, "%s\tjob %s %s\t%s%s", time,
			  job_name(problem, entry->job, job), kinds[entry->kind].text, span, line);
}

/**
 * trace_print - print what happened
 * @problem: the problem
 */
void trace_print(const struct problem *problem)
{
	const char * const *value;
	char line[256] = "TIME\t<WHAT\tFOR";
	struct table *table;
	size_t i;

	if (problem->json) {
		add_json(problem);
		return;
	}
	for (value = problem->exercise->values; value && *value; value++)
		strcat(strcat(line, "\t"), *value);
	putchar('\n');
	table = table_new(line);
	for (i = 0; i < problem->trace.nr; i++)
		print_entry(table, problem, &problem->trace.entries[i]);
	table_print(table);
}
