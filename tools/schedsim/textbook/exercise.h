/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The exercises of "Operating Systems: Three Easy Pieces" that are about
 * scheduling: what they ask, and how a run answers it. The times of an exercise
 * have no unit; one of them is a ms of the simulation.
 */
#ifndef TEXTBOOK_EXERCISE_H
#define TEXTBOOK_EXERCISE_H

#include <json-c/json.h>

#include "../../lib/schedsim_metrics.h"

#include "run/run.h"
#include "textbook/mersenne.h"
#include "textbook/options.h"
#include "textbook/trace.h"
#include "util/compiler.h"

/* The most that a number on the command line may be, but for seeds. */
#define EXERCISE_MAX	1000000000000LL

/**
 * struct exercise_job - a job
 * @name: its name, or NULL: it is known by its number
 * @start: when it comes, in ns, as are all times here
 * @run: how long it runs
 * @io: after so much CPU time, each time, comes an I/O; 0 or less: never
 * @tickets: its tickets
 * @working_set: the size of its working set
 */
struct exercise_job {
	char *name;
	__s64 start;
	__s64 run;
	__s64 io;
	__s64 tickets;
	__s64 working_set;
};

/**
 * struct problem - an exercise, with numbers
 * @exercise: which one
 * @args: its command line
 * @random: the random numbers
 * @jobs: the jobs
 * @nr_jobs: number of them
 * @room_jobs: room in @jobs
 * @quanta: mlfq: the quantum of each queue, the topmost first, in ns
 * @allotments: mlfq: its allotment
 * @nr_queues: mlfq: number of queues
 * @draws: lottery: the random numbers, one a quantum
 * @nr_draws: lottery: number of them
 * @solve: is there to be a solution, or part of one?
 * @policy: the policy that solves it, with its parameters
 * @list: the jobs, as 'schedsim run -l' has them
 * @run: the same as a run of the engine
 * @trace: what happened in it
 * @table: multi: who ran, a line for each unit of time, for people
 * @ticks: multi: the same for JSON
 * @lots: multi: are lots drawn while the jobs run? Then 'schedsim run' cannot do the run
 * @lots_time: multi: the unit of time for which lots are drawn next
 * @json: what is printed as JSON, or NULL
 */
struct problem {
	const struct exercise *exercise;
	struct exercise_args args;
	struct mersenne random;
	struct exercise_job *jobs;
	__u32 nr_jobs;
	size_t room_jobs;
	__s64 *quanta;
	__s64 *allotments;
	__u32 nr_queues;
	__u32 *draws;
	size_t nr_draws;
	bool solve;
	char *policy;
	char *list;
	struct run_args run;
	struct trace trace;
	struct table *table;
	struct json_object *ticks;
	bool lots;
	__u64 lots_time;
	struct json_object *json;
};

/**
 * struct job_column - what is said of each job
 * @title: for people
 * @key: in JSON
 * @at: where it is in struct exercise_job
 * @time: is it a time?
 */
struct job_column {
	const char *title;
	const char *key;
	size_t at;
	bool time;
};

/**
 * struct exercise - an exercise
 * @name: its name
 * @summary: what it is about
 * @question: what is asked
 * @options: its options, ended by a zeroed entry
 * @columns: what is said of each job, ended by a zeroed entry
 * @measures: what is measured of each job, ended by SCHEDSIM_NR_MEASURES
 * @values: what a trace says of who runs, ended by NULL
 * @separator: between two jobs, as 'schedsim run -l' has them
 * @may_be_0: may a job have no run time at all?
 * @set_up_first: does the problem depend on how the run is set up?
 * @private: is it a run that 'schedsim run' cannot do?
 * @watched: what is recorded of a run, a bit for each enum trace_kind
 * @make: read the lists of the command line, or make random jobs
 * @describe: say what is to be said besides the options and the jobs; or NULL
 * @configure: write the policy with its parameters, and set up the run but for that
 * @write_job: write a job, as 'schedsim run -l' has it
 * @tick: a unit of time begins; NULL: trace_tick()
 * @tell: fill in the values of the trace, of the process that runs; or NULL
 * @joins: does what happens next go on with what happened? Or NULL: never
 * @sum: the sum of a measure over all jobs, in units of time; NULL: that of the numbers
 * @solution: print what came out
 */
struct exercise {
	const char *name;
	const char *summary;
	const char *question;
	const struct exercise_option *options;
	const struct job_column *columns;
	const enum schedsim_measure *measures;
	const char * const *values;
	char separator;
	bool may_be_0;
	bool set_up_first;
	bool private;
	unsigned int watched;
	void (*make)(struct problem *problem);
	void (*describe)(const struct problem *problem);
	void (*configure)(struct problem *problem, FILE *policy);
	void (*write_job)(const struct problem *problem, const struct exercise_job *job, FILE *to);
	void (*tick)(void *data, struct sim *sim);
	void (*tell)(struct problem *problem, const struct schedsim_proc *proc,
		     struct trace_entry *entry);
	bool (*joins)(const struct trace_entry *entry, const struct trace_entry *next);
	double (*sum)(const struct problem *problem, enum schedsim_measure measure);
	void (*solution)(struct problem *problem, const struct run_result *result);
};

extern const struct exercise exercise_scheduler;
extern const struct exercise exercise_mlfq;
extern const struct exercise exercise_lottery;
extern const struct exercise exercise_multi;

/* jobs.c */
struct exercise_job *problem_add_job(struct problem *problem);
__s64 problem_draw(struct problem *problem, __s64 below);
void problem_free(struct problem *problem);

__u64 quantum_ns(const struct problem *problem, char option, __s64 quantum);

/* draws.c: the policy that lottery.py is */
#define DRAWS_POLICY	"drawn"
void draws_begin(const struct problem *problem);
void draws_end(void);

/* multi_trace.c: who runs on several CPUs */
void multi_trace_begin(struct problem *problem);
void multi_tick(void *data, struct sim *sim);

/* multi_lots.c: what CPUs draw */
void multi_lots_begin(void *data, struct sim *sim);

/* solve.c */
void problem_set_up(struct problem *problem);
int problem_solve(struct problem *problem);

/* print.c */
#define UNITS_LEN	32
const char *units_text(__s64 ns, char *text);
void json_add_units(struct json_object *object, const char *key, __s64 ns);
const char *job_name(const struct problem *problem, __u32 job, char *text);
void problem_print(const struct problem *problem);
void statistics_print(const struct problem *problem, const struct run_result *result);

#endif /* TEXTBOOK_EXERCISE_H */
