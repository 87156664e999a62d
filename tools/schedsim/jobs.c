// SPDX-License-Identifier: GPL-2.0
/*
 * Processes as the exercises of "Operating Systems: Three Easy Pieces" write them
 * on the command line. Their unit of time, where none is given, is a ms.
 *
 *  scheduler.py	RUN,RUN,...
 *  mlfq.py		START,RUN,FREQUENCY:START,RUN,FREQUENCY:...
 *  lottery.py		RUN:TICKETS,RUN:TICKETS,...
 *
 * FREQUENCY: after so much CPU time, each time, comes an I/O, but none at the end;
 * 0: no I/O.
 */
#include <stdio.h>
#include <string.h>

#include "tool.h"
#include "units.h"
#include "workload.h"

enum form {
	FORM_RUN,
	FORM_TRIPLE,
	FORM_TICKETS,
};

static const char * const forms[] = {
	[FORM_RUN] = "times separated by commas, in ms where there is no unit, as in 5,2.5,800us",
	[FORM_TRIPLE] =
		"START,RUN,I/O-FREQUENCY, in ms where there is no unit, separated by colons, as in 0,20,0:5,10,3",
	[FORM_TICKETS] = "RUN:TICKETS, separated by commas, as in 10:100,20:50",
};

static void __noreturn bad(enum form form, const char *text, size_t len, const char *error)
{
	die(TOOL_USAGE, "--jobs: '%.*s' %s; allowed are %s", (int)len, text, error, forms[form]);
}

static __u64 job_time(enum form form, const char *text, size_t len, bool may_be_0)
{
	__u64 ns = 0;
	const char *error = parse_time(text, len, NSEC_PER_MSEC, &ns);

	if (!error && !ns && !may_be_0)
		error = "is no time at all";
	if (error)
		bad(form, text, len, error);
	return ns;
}

/**
 * job_time_arg - a time of the textbook's, or die
 * @what: what it is, for an error message
 * @text: the time, in ms if it has no unit
 *
 * Return: ns.
 */
__u64 job_time_arg(const char *what, const char *text)
{
	__u64 ns = 0;
	const char *error = parse_time(text, strlen(text), NSEC_PER_MSEC, &ns);

	if (error)
		die(TOOL_USAGE, "%s: '%s' %s; allowed is a time, in ms where there is no unit",
		    what, text, error);
	return ns;
}

static void add_op(struct program *program, __u16 code, __u32 arg, __u64 value)
{
	struct schedsim_op op = { .code = code, .arg = arg, .value = value };

	program_add(program, &op, 0);
}

/* I/O that takes no time is a yield: others are before it in the queue. */
static void add_io(struct program *program, __u64 io_ns)
{
	if (io_ns)
		add_op(program, SCHEDSIM_OP_SLEEP, 0, io_ns);
	else
		add_op(program, SCHEDSIM_OP_YIELD, 0, 0);
}

static void add_job(struct workload *workload, struct workload_proc *job, __u64 run,
		    __u64 frequency, __u64 io_ns)
{
	struct program *program = workload_add_program(workload);
	__u64 ios = frequency ? (run - 1) / frequency : 0;
	char name[24];

	if (ios) {
		add_op(program, SCHEDSIM_OP_RUN, 0, frequency);
		add_io(program, io_ns);
		if (ios > 1)
			add_op(program, SCHEDSIM_OP_LOOP, 0, ios);
	}
	add_op(program, SCHEDSIM_OP_RUN, 0, run - ios * frequency);
	snprintf(name, sizeof(name), "job%u", workload->nr_procs);
	job->name = name;
	job->program = workload->nr_programs - 1;
	workload_add(workload, job);
}

static void add_run(struct workload *workload, const char *text, size_t len)
{
	struct workload_proc job = { .name = NULL };

	add_job(workload, &job, job_time(FORM_RUN, text, len, false), 0, 0);
}

static void add_triple(struct workload *workload, const char *text, size_t len, __u64 io_ns)
{
	struct workload_proc job = { .name = NULL };
	size_t start = strcspn(text, ",:"), run, end;

	run = start < len ? start + 1 + strcspn(text + start + 1, ",:") : len;
	end = run < len ? run + 1 + strcspn(text + run + 1, ",:") : len;
	if (run >= len || end != len)
		bad(FORM_TRIPLE, text, len, "does not have three parts");
	job.delay_ns = job_time(FORM_TRIPLE, text, start, true);
	add_job(workload, &job, job_time(FORM_TRIPLE, text + start + 1, run - start - 1, false),
		job_time(FORM_TRIPLE, text + run + 1, end - run - 1, true), io_ns);
}

static void add_tickets(struct workload *workload, const char *text, size_t len)
{
	struct workload_proc job = { .name = NULL };
	size_t run = strcspn(text, ":,");
	char number[24];
	__u64 tickets = 0;

	snprintf(number, sizeof(number), "%.*s", run < len ? (int)(len - run - 1) : 0,
		 text + run + (run < len));
	if (run < len && (!parse_number(number, &tickets) || !tickets ||
			  tickets > SCHEDSIM_MAX_TICKETS))
		bad(FORM_TICKETS, text, len, "does not have a number of tickets, 1 to 1000000");
	job.attr.tickets = tickets;
	add_job(workload, &job, job_time(FORM_TICKETS, text, run, false), 0, 0);
}

static enum form form_of(const char *jobs, const char *policy)
{
	if (!strcmp(policy, "mlfq"))
		return FORM_TRIPLE;
	if (!strchr(jobs, ':'))
		return FORM_RUN;
	return strcmp(policy, "lottery") && strcmp(policy, "stride") ? FORM_TRIPLE : FORM_TICKETS;
}

/**
 * workload_add_jobs - add processes as the textbook has them, or die
 * @workload: the workload
 * @jobs: the processes; see the top of this file
 * @policy: the policy: the textbook has a program, and a form, for each
 * @io_ns: how long I/O takes
 */
void workload_add_jobs(struct workload *workload, const char *jobs, const char *policy,
		       __u64 io_ns)
{
	enum form form = form_of(jobs, policy);
	const char *separator = form == FORM_TRIPLE ? ":" : ",";

	for (;;) {
		size_t len = strcspn(jobs, separator);

		if (form == FORM_RUN)
			add_run(workload, jobs, len);
		else if (form == FORM_TRIPLE)
			add_triple(workload, jobs, len, io_ns);
		else
			add_tickets(workload, jobs, len);
		if (!jobs[len])
			return;
		jobs += len + 1;
	}
}
