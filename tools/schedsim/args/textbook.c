// SPDX-License-Identifier: GPL-2.0
/*
 * Processes as the exercises of "Operating Systems: Three Easy Pieces" write them
 * on the command line. Their unit of time, where none is given, is a ms.
 *
 *  scheduler.py	RUN,RUN,...
 *  mlfq.py		START,RUN,FREQUENCY:START,RUN,FREQUENCY:... (a colon may end it)
 *  lottery.py		RUN:TICKETS,RUN:TICKETS,...
 *  multi.py		NAME:RUN:WORKING-SET,NAME:RUN:WORKING-SET,...
 *
 * FREQUENCY: after so much CPU time, each time, comes an I/O, but none at the end;
 * 0: no I/O.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/textbook.h"
#include "util/compiler.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"
#include "workload/workload.h"

enum form {
	FORM_RUN,
	FORM_TRIPLE,
	FORM_TICKETS,
	FORM_NAMED,
};

static const char * const forms[] = {
	[FORM_RUN] =
		"times separated by commas, in ms where there is no unit, as in 5,2.5,800us; or START,RUN,I/O-FREQUENCY, with a colon behind, as in 5,10,3:",
	[FORM_TRIPLE] =
		"START,RUN,I/O-FREQUENCY, in ms where there is no unit, separated by colons, as in 0,20,0:5,10,3",
	[FORM_TICKETS] = "RUN:TICKETS, separated by commas, as in 10:100,20:50",
	[FORM_NAMED] =
		"NAME:RUN:WORKING-SET, in ms where there is no unit, separated by commas, as in a:10:100,b:20:50",
};

/**
 * struct reader - what reads a list
 * @workload: where the processes go
 * @option: the option that has the list, for error messages
 * @form: what the list is made of
 * @io_ns: how long I/O takes
 * @working_sets: has any process a working set?
 */
struct reader {
	struct workload *workload;
	const char *option;
	enum form form;
	__u64 io_ns;
	bool working_sets;
};

static void __noreturn bad(const struct reader *reader, const char *text, size_t len,
			   const char *error)
{
	die(TOOL_USAGE, "%s: '%.*s' %s; allowed are %s", reader->option, (int)len, text, error,
	    forms[reader->form]);
}

static __u64 job_time(const struct reader *reader, const char *text, size_t len, bool may_be_0)
{
	__u64 ns = 0;
	const char *error = parse_time(text, len, NSEC_PER_MSEC, &ns);

	if (!error && !ns && !may_be_0)
		error = "is no time at all";
	if (error)
		bad(reader, text, len, error);
	return ns;
}

static struct textbook_list *add_list(struct textbook_list *lists, size_t *nr, size_t *room,
				      const char *option, const char *text)
{
	lists = grown(lists, *nr, room, sizeof(*lists));
	lists[(*nr)++] = (struct textbook_list) { .option = option, .text = text };
	return lists;
}

/**
 * textbook_list_arg - a list of processes on the command line
 * @textbook: to be told of it
 * @option: the option, as it was typed
 * @text: the list
 */
void textbook_list_arg(struct textbook *textbook, const char *option, const char *text)
{
	textbook->lists = add_list(textbook->lists, &textbook->nr_lists, &textbook->room_lists,
				   option, text);
}

/**
 * textbook_affinity_arg - which vCPUs processes may run on, on the command line
 * @textbook: to be told of it
 * @option: the option, as it was typed
 * @text: the list
 */
void textbook_affinity_arg(struct textbook *textbook, const char *option, const char *text)
{
	textbook->affinities = add_list(textbook->affinities, &textbook->nr_affinities,
					&textbook->room_affinities, option, text);
}

/**
 * textbook_io_arg - how long I/O takes, on the command line, or die
 * @textbook: to be told of it
 * @option: the option, as it was typed
 * @text: the time, in ms if it has no unit
 */
void textbook_io_arg(struct textbook *textbook, const char *option, const char *text)
{
	const char *error = parse_time(text, strlen(text), NSEC_PER_MSEC, &textbook->io_ns);

	if (error)
		die(TOOL_USAGE, "%s: '%s' %s; allowed is a time, in ms where there is no unit",
		    option, text, error);
	textbook->io_option = option;
}

/**
 * textbook_free - free what is known of the lists
 * @textbook: may then be told of others
 */
void textbook_free(struct textbook *textbook)
{
	free(textbook->lists);
	free(textbook->affinities);
	memset(textbook, 0, sizeof(*textbook));
}

static void add_job(struct reader *reader, struct workload_proc *job, __u64 run,
		    __u64 frequency)
{
	struct workload *workload = reader->workload;
	struct program *program = workload_add_program(workload);
	__u64 ios = frequency ? (run - 1) / frequency : 0;
	const struct schedsim_op ops[] = {
		{ .code = SCHEDSIM_OP_RUN, .value = frequency },
		/* I/O of no time is a yield, behind all that arrive just then. */
		{ .code = SCHEDSIM_OP_SLEEP, .value = reader->io_ns,
		  .flags = reader->io_ns ? 0 : SCHEDSIM_OP_F_ALWAYS },
		{ .code = SCHEDSIM_OP_LOOP, .value = ios },
		{ .code = SCHEDSIM_OP_RUN, .value = run - ios * frequency },
	};
	char name[24];
	size_t i;

	for (i = ios ? 0 : 3; i < ARRAY_SIZE(ops); i++)
		if (i != 2 || ios > 1)
			program_add(program, &ops[i], 0);
	snprintf(name, sizeof(name), "job%u", workload->nr_procs);
	if (!job->name)
		job->name = name;
	job->program = workload->nr_programs - 1;
	workload_add(workload, job);
}

static void add_run(struct reader *reader, const char *text, size_t len)
{
	struct workload_proc job = { .name = NULL };

	add_job(reader, &job, job_time(reader, text, len, false), 0);
}

static void add_triple(struct reader *reader, const char *text, size_t len)
{
	struct workload_proc job = { .name = NULL };
	size_t start = strcspn(text, ",:"), run, end;

	run = start < len ? start + 1 + strcspn(text + start + 1, ",:") : len;
	end = run < len ? run + 1 + strcspn(text + run + 1, ",:") : len;
	if (run >= len || end != len)
		bad(reader, text, len, "does not have three parts");
	job.delay_ns = job_time(reader, text, start, true);
	add_job(reader, &job, job_time(reader, text + start + 1, run - start - 1, false),
		job_time(reader, text + run + 1, end - run - 1, true));
}

static void add_tickets(struct reader *reader, const char *text, size_t len)
{
	struct workload_proc job = { .name = NULL };
	size_t run = strcspn(text, ":,");
	char number[24];
	__u64 tickets = 0;

	snprintf(number, sizeof(number), "%.*s", run < len ? (int)(len - run - 1) : 0,
		 text + run + (run < len));
	if (run < len && (!parse_number(number, &tickets) || !tickets ||
			  tickets > SCHEDSIM_MAX_TICKETS))
		bad(reader, text, len, "does not have a number of tickets, 1 to 1000000");
	job.attr.tickets = tickets;
	add_job(reader, &job, job_time(reader, text, run, false), 0);
}

static void add_named(struct reader *reader, const char *text, size_t len)
{
	struct workload_proc job = { .name = NULL };
	size_t name = strcspn(text, ":,"), run, set;
	char number[24];
	__u64 working_set;

	run = name < len ? name + 1 + strcspn(text + name + 1, ":,") : len;
	set = run < len ? run + 1 : len;
	snprintf(number, sizeof(number), "%.*s", (int)(len - set), text + set);
	if (!name || run >= len)
		bad(reader, text, len, "does not have three parts");
	if (!parse_number(number, &working_set) || working_set > UINT16_MAX)
		bad(reader, text, len, "does not have a number for its working set, 0 to 65535");
	reader->working_sets |= working_set;
	job.attr.working_set = working_set;
	job.name = strndup(text, name);
	if (!job.name)
		die(TOOL_FAILED, "out of memory");
	text_arg("a list of processes", job.name);
	add_job(reader, &job, job_time(reader, text + name + 1, run - name - 1, false), 0);
	free(job.name);
}

/*
 * Only one of the forms has room for a name, and only one for two colons before the
 * first comma: a name may be a number.
 */
static bool begins_with_name(const char *text)
{
	size_t name = strcspn(text, ":,");

	return text[name] == ':' && (isalpha((unsigned char)*text) ||
				     text[name + 1 + strcspn(text + name + 1, ":,")] == ':');
}

static enum form form_of(const char *text, const char *policy)
{
	if (begins_with_name(text))
		return FORM_NAMED;
	if (!strcmp(policy, "mlfq"))
		return FORM_TRIPLE;
	if (!strchr(text, ':'))
		return FORM_RUN;
	if (!strcmp(policy, "lottery") || !strcmp(policy, "stride"))
		return FORM_TICKETS;
	return text[strcspn(text, ",:")] == ':' ? FORM_TICKETS : FORM_TRIPLE;
}

static void read_list(struct reader *reader, const char *text)
{
	const char *separator = reader->form == FORM_TRIPLE ? ":" : ",";

	for (;;) {
		size_t len = strcspn(text, separator);

		if (reader->form == FORM_RUN)
			add_run(reader, text, len);
		else if (reader->form == FORM_TRIPLE)
			add_triple(reader, text, len);
		else if (reader->form == FORM_TICKETS)
			add_tickets(reader, text, len);
		else
			add_named(reader, text, len);
		if (!text[len])
			return;
		text += len + 1;
		/* The colon that tells one triple from three run times. */
		if (reader->form == FORM_TRIPLE && !*text)
			return;
	}
}

/**
 * workload_add_textbook - add processes as the textbook has them, or die
 * @workload: the workload
 * @textbook: the processes; see the top of this file
 * @policy: the policy: the textbook has a program, and a form, for each; or ""
 */
void workload_add_textbook(struct workload *workload, struct textbook *textbook,
			   const char *policy)
{
	struct reader reader = { .workload = workload, .io_ns = textbook->io_ns };
	size_t i;

	for (i = 0; i < textbook->nr_lists; i++) {
		reader.option = textbook->lists[i].option;
		reader.form = form_of(textbook->lists[i].text, policy);
		read_list(&reader, textbook->lists[i].text);
	}
	if (reader.working_sets && !textbook->caches && workload->warn)
		workload->warn("working sets are without effect here: there are no caches");
}
