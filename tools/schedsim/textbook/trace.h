/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What happened, one thing after the other.
 */
#ifndef TEXTBOOK_TRACE_H
#define TEXTBOOK_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

struct problem;
struct sim;
struct sim_event;

#define TRACE_VALUES	4

enum trace_kind {
	TRACE_RUN,
	TRACE_IDLE,
	TRACE_BEGIN,
	TRACE_IO,
	TRACE_IO_DONE,
	TRACE_BOOST,
	TRACE_DONE,
};

/**
 * struct trace_entry - something happened
 * @kind: what
 * @job: to which job, if to any
 * @time: when, in ns
 * @span: how long; 0: it took no time
 * @values: of who runs, what the exercise has to say: times (in ns) and numbers
 */
struct trace_entry {
	enum trace_kind kind;
	__u32 job;
	__u64 time;
	__u64 span;
	__s64 values[TRACE_VALUES];
};

/**
 * struct trace - what happened
 * @entries: one thing after the other
 * @nr: number of them
 * @room: room in @entries
 */
struct trace {
	struct trace_entry *entries;
	size_t nr;
	size_t room;
};

void trace_add(struct problem *problem, const struct trace_entry *entry);
void trace_event(void *data, const struct sim_event *event);
void trace_tick(void *data, struct sim *sim);
void trace_slices(struct problem *problem, const struct run_result *result, __u64 quantum);
void trace_print(const struct problem *problem);

#endif /* TEXTBOOK_TRACE_H */
