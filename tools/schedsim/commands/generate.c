// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim generate: random workloads, written as rt-app JSON.
 */
#include <stdlib.h>
#include <string.h>

#include "generate/generate.h"
#include "util/stream.h"
#include "util/tool.h"
#include "util/units.h"

#define MAX_UTILISATION	SCHEDSIM_MAX_VCPUS
#define MAX_TIME_NS	(3600 * NSEC_PER_SEC)
#define MAX_TASKS	100000
#define MAX_JOBS	1000000

enum {
	OPT_CLASS = 1,
	OPT_DEADLINES,
	OPT_DURATION,
	OPT_GRANULARITY,
	OPT_HARMONIC,
	OPT_INTERARRIVAL,
	OPT_JOBS,
	OPT_LENGTHS,
	OPT_PERIODS,
	OPT_SEED,
	OPT_TASKS,
	OPT_UTILISATION,
};

static const struct option options[] = {
	{ "class", required_argument, NULL, OPT_CLASS },
	{ "deadlines", required_argument, NULL, OPT_DEADLINES },
	{ "duration", required_argument, NULL, OPT_DURATION },
	{ "granularity", required_argument, NULL, OPT_GRANULARITY },
	{ "harmonic", no_argument, NULL, OPT_HARMONIC },
	{ "interarrival", required_argument, NULL, OPT_INTERARRIVAL },
	{ "jobs", required_argument, NULL, OPT_JOBS },
	{ "lengths", required_argument, NULL, OPT_LENGTHS },
	{ "periods", required_argument, NULL, OPT_PERIODS },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "tasks", required_argument, NULL, OPT_TASKS },
	{ "utilisation", required_argument, NULL, OPT_UTILISATION },
	{ NULL, 0, NULL, 0 },
};

/* A time in whole us. */
static __u64 usec_arg(const char *what, const char *text)
{
	__u64 ns = time_arg(what, text, NSEC_PER_USEC, MAX_TIME_NS);

	if (ns % NSEC_PER_USEC)
		die(TOOL_USAGE, "%s: '%s' is finer than 1 us, as fine as rt-app's files can be",
		    what, text);
	return ns / NSEC_PER_USEC;
}

static unsigned int choice_arg(const char *what, const char *text, const char * const *choices)
{
	char all[128] = "";
	unsigned int i;

	for (i = 0; choices[i]; i++) {
		if (!strcmp(choices[i], text))
			return i;
		strcat(strcat(all, i ? ", " : ""), choices[i]);
	}
	die(TOOL_USAGE, "%s: '%s' is not possible; allowed are %s", what, text, all);
}

/* In millionths. Times have just the right form: up to nine digits behind the point. */
static __u64 utilisation_arg(const char *text)
{
	size_t len = strlen(text);
	__u64 value = 0;

	if (strspn(text, "0123456789.") != len ||
	    parse_time(text, len, NSEC_PER_SEC, &value) || !value || value % 1000 ||
	    value > MAX_UTILISATION * NSEC_PER_SEC)
		die(TOOL_USAGE,
		    "--utilisation: '%s' is not possible; allowed are numbers above 0 and up to %d, with up to 6 digits behind the point, as in 0.85",
		    text, MAX_UTILISATION);
	return value / 1000;
}

static void periods_arg(struct generate *generate, const char *text)
{
	char *min = strdup(text), *max = min ? strstr(min, "..") : NULL;

	if (!max)
		die(TOOL_USAGE,
		    "--periods: '%s' is not a range of times; expected is one such as 10ms..1s",
		    text);
	*max = '\0';
	generate->period_min = usec_arg("--periods", min);
	generate->period_max = usec_arg("--periods", max + 2);
	if (generate->period_min > generate->period_max)
		die(TOOL_USAGE, "--periods: '%s' is backwards; the shortest comes first", text);
	free(min);
}

/* Takes a word apart at the next comma. Returns NULL if there is none. */
static char *next_part(char **rest)
{
	return *rest ? strsep(rest, ",") : NULL;
}

static void __noreturn bad_lengths(const char *text)
{
	die(TOOL_USAGE,
	    "--lengths: '%s' is not understood; expected is exponential:MEAN, uniform:MIN,MAX or bimodal:ONE,OTHER,PERCENT%% as in bimodal:1ms,100ms,90%%",
	    text);
}

static __u32 percent_arg(const char *what, const char *text)
{
	char digits[4] = "";
	__u64 value;

	if (sscanf(text, "%3[0-9]%%", digits) != 1 || text[strlen(digits)] != '%' ||
	    text[strlen(digits) + 1] || !parse_number(digits, &value) || value > 100)
		bad_lengths(what);
	return value;
}

static void lengths_arg(struct generate *generate, const char *text)
{
	static const char * const names[] = { "exponential", "uniform", "bimodal" };
	char *copy = strdup(text), *rest = copy, *name = strsep(&rest, ":");
	const char *first = next_part(&rest), *second = next_part(&rest);
	const char *third = next_part(&rest);
	size_t i, parts = !!first + !!second + !!third + !!rest;

	for (i = 0; i < ARRAY_SIZE(names) && strcmp(name, names[i]); i++)
		;
	/* One part for the first of them, two for the second, three for the third. */
	if (i == ARRAY_SIZE(names) || parts != i + 1)
		bad_lengths(text);
	generate->lengths = i;
	generate->length = usec_arg("--lengths", first);
	if (second)
		generate->length_max = usec_arg("--lengths", second);
	if (third)
		generate->percent = percent_arg(text, third);
	if (i == GENERATE_UNIFORM && generate->length > generate->length_max)
		die(TOOL_USAGE, "--lengths: '%s' is backwards; the shortest comes first", text);
	free(copy);
}

static void take_option(struct generate *generate, int option)
{
	static const char * const classes[] = { "other", "fifo", "rr", "deadline", NULL };
	static const char * const deadlines[] = { "implicit", "constrained", NULL };

	switch (option) {
	case OPT_CLASS:
		generate->class = choice_arg("--class", optarg, classes);
		break;
	case OPT_DEADLINES:
		generate->constrained = choice_arg("--deadlines", optarg, deadlines);
		break;
	case OPT_DURATION:
		generate->duration_s = time_arg("--duration", optarg, NSEC_PER_SEC,
						SCHEDSIM_MAX_TIME_NS);
		if (generate->duration_s % NSEC_PER_SEC)
			die(TOOL_USAGE,
			    "--duration: '%s' is not a number of whole seconds, as rt-app's files need",
			    optarg);
		generate->duration_s /= NSEC_PER_SEC;
		break;
	case OPT_GRANULARITY:
		generate->granularity = usec_arg("--granularity", optarg);
		break;
	case OPT_HARMONIC:
		generate->harmonic = true;
		break;
	case OPT_INTERARRIVAL:
		generate->interarrival_ns = time_arg("--interarrival", optarg, 1, MAX_TIME_NS);
		break;
	case OPT_JOBS:
		generate->nr_jobs = number_arg("--jobs", optarg, 1, MAX_JOBS);
		break;
	case OPT_LENGTHS:
		lengths_arg(generate, optarg);
		break;
	case OPT_PERIODS:
		periods_arg(generate, optarg);
		break;
	case OPT_SEED:
		generate->seed = number_arg("--seed", optarg, 0, ~0ULL);
		generate->seeded = true;
		break;
	case OPT_TASKS:
		generate->nr_tasks = number_arg("--tasks", optarg, 1, MAX_TASKS);
		break;
	case OPT_UTILISATION:
		generate->utilisation = utilisation_arg(optarg);
		break;
	}
}

/* What @option says is about: OPT_TASKS, OPT_JOBS, or all. */
static int subject(int option)
{
	switch (option) {
	case OPT_CLASS:
	case OPT_DEADLINES:
	case OPT_GRANULARITY:
	case OPT_HARMONIC:
	case OPT_PERIODS:
	case OPT_UTILISATION:
		return OPT_TASKS;
	case OPT_INTERARRIVAL:
	case OPT_LENGTHS:
		return OPT_JOBS;
	}
	return 0;
}

/* Options that say something of what is not there would have no effect. */
static void check_subjects(const struct generate *generate, unsigned int given)
{
	size_t i;

	for (i = 0; options[i].name; i++) {
		int about = subject(options[i].val);

		if (!(given & 1U << options[i].val))
			continue;
		if (about == OPT_TASKS && !generate->nr_tasks)
			die(TOOL_USAGE, "generate: --%s goes with --tasks", options[i].name);
		if (about == OPT_JOBS && !generate->nr_jobs)
			die(TOOL_USAGE, "generate: --%s goes with --jobs", options[i].name);
	}
}

/* @given has a bit for each option. */
static void check_options(const struct generate *generate, unsigned int given)
{
	if (!generate->nr_tasks && !generate->nr_jobs)
		die(TOOL_USAGE,
		    "generate: there is nothing to generate; give --tasks NUMBER, --jobs NUMBER or both");
	check_subjects(generate, given);
	if (generate->utilisation > generate->nr_tasks * 1000000ULL && generate->nr_tasks)
		die(TOOL_USAGE,
		    "--utilisation: %g is not possible with %u tasks; allowed is up to 1 a task",
		    generate->utilisation / 1e6, generate->nr_tasks);
	if (generate->period_min % generate->granularity ||
	    generate->period_max % generate->granularity)
		die(TOOL_USAGE,
		    "--granularity: the periods, %lluus to %lluus, are not multiples of %lluus",
		    generate->period_min, generate->period_max, generate->granularity);
	if (generate->constrained && generate->class != GENERATE_DEADLINE)
		die(TOOL_USAGE,
		    "--deadlines: constrained ones need --class deadline; files can give them to no other class");
}

/* The options as they were given, but for the seed, which the comment has anyway. */
static char *join(int argc, char **argv)
{
	size_t len = 1;
	char *all;
	int i;

	for (i = 1; i < argc; i++)
		len += strlen(argv[i]) + 1;
	all = allocate(len, 1);
	for (i = 1; i < argc; i++)
		strcat(strcat(all, i > 1 ? " " : ""), argv[i]);
	return all;
}

/**
 * generate_options - read the options of generate, or die
 * @generate: to be filled in; free @options
 * @argc: as a subcommand gets it
 * @argv: as a subcommand gets it
 */
void generate_options(struct generate *generate, int argc, char **argv)
{
	unsigned int given = 0;
	int option;

	*generate = (struct generate) {
		.utilisation = 700000,
		.period_min = 10000,
		.period_max = 1000000,
		.granularity = 1,
		.interarrival_ns = 10 * NSEC_PER_MSEC,
		.lengths = GENERATE_EXPONENTIAL,
		.length = 7000,
		.options = join(argc, argv),
	};
	optind = 0;
	while ((option = next_option(&cmd_generate, argc, argv)) != -1) {
		take_option(generate, option);
		given |= 1U << option;
	}
	want_args(&cmd_generate, argc, 0, 0);
	check_options(generate, given);
	if (generate->nr_tasks && !generate->duration_s)
		generate->duration_s = 10;
}

/**
 * generate_text - generate a workload
 * @generate: what
 * @len: to hold its length
 *
 * Return: the text of a workload file, to be freed.
 */
char *generate_text(const struct generate *generate, size_t *len)
{
	char *text;
	FILE *to = text_open(&text, len);

	fprintf(to, "/* schedsim generate %s%s", generate->options,
		generate->seeded ? "" : " --seed ");
	if (!generate->seeded)
		fprintf(to, "%llu", generate->seed);
	fprintf(to, " */\n{\n\t\"tasks\": {\n");
	if (generate->nr_tasks)
		generate_tasks(generate, to);
	if (generate->nr_tasks && generate->nr_jobs)
		fputs(",\n", to);
	if (generate->nr_jobs)
		generate_jobs(generate, to);
	fprintf(to, "\n\t},\n\t\"global\": {\"duration\": %lld}\n}\n",
		generate->duration_s ? (__s64)generate->duration_s : -1);
	text_close(to);
	return text;
}

static int run(int argc, char **argv)
{
	struct generate generate;
	size_t len;
	char *text;

	generate_options(&generate, argc, argv);
	text = generate_text(&generate, &len);
	fwrite(text, 1, len, stdout);
	free(text);
	free(generate.options);
	return TOOL_OK;
}

const struct command cmd_generate = {
	.name = "generate",
	.args = "[--tasks N] [--jobs N] [OPTION]...",
	.summary = "write a random workload file",
	.help =
"Prints rt-app JSON for 'schedsim run', or for rt-app. The same options and seed\n"
"give the same file everywhere.\n\n"
"  --tasks N            periodic tasks: UUniFast-Discard\n"
"  --utilisation U      of all tasks together; default 0.7\n"
"  --periods MIN..MAX   log-uniform; default 10ms..1s\n"
"  --granularity TIME   periods are multiples of this; default 1us\n"
"  --harmonic           periods are MIN times powers of two\n"
"  --class CLASS        other (default), fifo or rr (rate monotonic priorities),\n"
"                       or deadline\n"
"  --deadlines WHICH    implicit (default): the period; constrained: between\n"
"                       runtime and period\n"
"  --jobs N             jobs that arrive at random (Poisson), run and end\n"
"  --interarrival TIME  mean time between them; default 10ms\n"
"  --lengths DIST       exponential:7ms (default), uniform:1ms,10ms or\n"
"                       bimodal:1ms,100ms,90%\n"
"  --duration TIME      whole seconds; default 10s with --tasks, else until all\n"
"                       is done\n"
"  --seed N             default 0\n",
	.options = options,
	.run = run,
};
