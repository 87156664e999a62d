// SPDX-License-Identifier: GPL-2.0
/*
 * The exercise of the chapter "Multiprocessor Scheduling", and its program multi.py.
 */
#include <stdlib.h>
#include <string.h>

#include "print/output.h"
#include "textbook/exercise.h"
#include "util/text.h"
#include "util/tool.h"
#include "util/units.h"

#define UNIT		((__s64)NSEC_PER_MSEC)

static const struct exercise_option options[] = {
	SEED_OPTION,
	NUMBER_OPTION('j', "job_num", jobs, 3, "how many random jobs"),
	NUMBER_OPTION('R', "max_run", max_run, 100, "random run times are below it"),
	NUMBER_OPTION('W', "max_wset", max_set, 200, "random working sets are below it"),
	TEXT_OPTION('L', "job_list", list, "", "LIST",
		    "jobs that are not random: NAME:RUN:WORKING-SET,..."),
	FLAG_OPTION('p', "per_cpu_queues", per_cpu, "each CPU has a queue of its own"),
	TEXT_OPTION('A', "affinity", affinity, "", "LIST",
		    "the CPUs that jobs may run on: NAME:CPU.CPU...,NAME:CPU..."),
	NUMBER_OPTION('n', "num_cpus", cpus, 2, "how many CPUs"),
	NUMBER_OPTION('q', "quantum", quantum, 10, "the quantum"),
	NUMBER_OPTION('P', "peek_interval", peek, 30,
		      "with -p: how often a CPU without jobs looks at another queue; 0: never"),
	NUMBER_OPTION('w', "warmup_time", warmup, 10, "how long it takes to warm a cache"),
	NUMBER_OPTION('r', "warm_rate", warm_rate, 2,
		      "how much faster jobs run with a warm cache"),
	NUMBER_OPTION('M', "cache_size", cache, 100, "the size of each cache"),
	FLAG_OPTION('o', "rand_order", random_order, "CPUs take jobs in random order"),
	FLAG_OPTION('t', "trace", trace, "show who runs, even without -c"),
	FLAG_OPTION('T', "trace_time_left", trace_left, "show what is left of them"),
	FLAG_OPTION('C', "trace_cache", trace_cache, "show for whom each cache is warm"),
	FLAG_OPTION('S', "trace_sched", trace_queues, "show who waits"),
	SOLVE_OPTION("compute"),
	{ .letter = 0 },
};

static const struct job_column columns[] = {
	{ "RUN TIME", "run_time", offsetof(struct exercise_job, run), .time = true },
	{ "WORKING SET", "working_set", offsetof(struct exercise_job, working_set), .time = false },
	{ .title = NULL },
};

/* As int((random.random() * MOST) / 10.0) * 10. */
static __s64 draw(struct problem *problem, __s64 most)
{
	return (__s64)(mersenne_random(&problem->random) * most / 10) * 10;
}

static void set_name(struct exercise_job *job, const char *name, size_t len)
{
	job->name = strndup(name, len);
	if (!job->name)
		die(TOOL_FAILED, "out of memory");
}

static void make_random(struct problem *problem)
{
	char name[UNITS_LEN];
	__s64 i;

	for (i = 0; i < problem->args.jobs; i++) {
		struct exercise_job *job = problem_add_job(problem);

		set_name(job, name, snprintf(name, sizeof(name), "%lld", i));
		job->run = draw(problem, problem->args.max_run) * UNIT;
		job->working_set = draw(problem, problem->args.max_set);
	}
}

static void read_job(struct exercise_job *job, const char *text, size_t len)
{
	size_t name = strcspn(text, ":,"), run, set;

	run = name < len ? name + 1 + strcspn(text + name + 1, ":,") : len;
	set = run < len ? run + 1 + strcspn(text + run + 1, ":,") : len;
	if (!name || run >= len || set != len)
		die(TOOL_USAGE,
		    "-L: '%.*s' does not have three parts; allowed are NAME:RUN:WORKING-SET, separated by commas, as in a:10:100,b:20:50",
		    (int)len, text);
	set_name(job, text, name);
	job->run = list_number('L', text + name + 1, run - name - 1) * UNIT;
	job->working_set = list_number('L', text + run + 1, len - run - 1);
}

static void read_list(struct problem *problem)
{
	const char *text = problem->args.list;

	for (;;) {
		size_t len = strcspn(text, ",");
		__u32 i, job = problem->nr_jobs;

		read_job(problem_add_job(problem), text, len);
		for (i = 0; i < job; i++)
			if (!strcmp(problem->jobs[i].name, problem->jobs[job].name))
				die(TOOL_USAGE, "-L: '%s' is there twice; each may come once",
				    problem->jobs[i].name);
		if (!text[len])
			return;
		text += len + 1;
	}
}

static void make(struct problem *problem)
{
	struct exercise_args *args = &problem->args;

	args->trace |= args->trace_left || args->trace_cache || args->trace_queues;
	problem->solve |= args->trace;
	if (*args->list)
		read_list(problem);
	else
		make_random(problem);
}

static bool may_run(const struct problem *problem, __u32 job, __u32 cpu)
{
	const __u64 *cpus = problem->run.workload.procs[job].attr.affinity;
	__u32 i;

	if (cpus[cpu / 64] >> cpu % 64 & 1)
		return true;
	for (i = 0; i < AFFINITY_WORDS; i++)
		if (cpus[i])
			return false;
	return true;
}

static void print_queue(const struct problem *problem, __u32 cpu, const __u32 *queues,
			struct json_object *lists)
{
	struct json_object *list = lists ? json_object_new_array() : NULL;
	const char *name;
	__u32 i;

	if (!lists && problem->args.per_cpu)
		printf("queue of CPU %u:", cpu);
	else if (!lists)
		printf("queue:");
	for (i = 0; i < problem->nr_jobs; i++) {
		if (queues[i] != cpu)
			continue;
		name = problem->jobs[i].name;
		if (lists)
			json_object_array_add(list, json_object_new_string(name));
		else
			printf(" %s", name);
	}
	if (lists)
		json_object_array_add(lists, list);
	else
		putchar('\n');
}

/* With queues of their own, CPUs take turns: each takes the first job that it may. */
static void deal(const struct problem *problem, __u32 *queues)
{
	__u32 nr = problem->nr_jobs, cpus = problem->args.cpus, left = nr, cpu, i;

	for (cpu = 0; left; cpu = (cpu + 1) % cpus) {
		for (i = 0; i < nr; i++)
			if (queues[i] == SCHEDSIM_MAX_VCPUS && may_run(problem, i, cpu))
				break;
		if (i == nr)
			continue;
		queues[i] = cpu;
		left--;
	}
}

static void describe(const struct problem *problem)
{
	struct json_object *lists = problem->json ? json_object_new_array() : NULL;
	__u32 *queues = allocate(problem->nr_jobs, sizeof(*queues)), i;
	bool per_cpu = problem->args.per_cpu;

	for (i = 0; per_cpu && i < problem->nr_jobs; i++)
		queues[i] = SCHEDSIM_MAX_VCPUS;
	if (per_cpu)
		deal(problem, queues);
	if (!lists)
		putchar('\n');
	for (i = 0; i < (per_cpu ? problem->args.cpus : 1); i++)
		print_queue(problem, i, queues, lists);
	if (lists)
		json_object_object_add(problem->json, "queues", lists);
	free(queues);
}

/*
 * Does multi.py draw lots while jobs run, and in a way that the engine does not? With two
 * CPUs there is only one other queue to look at.
 */
static bool draws_lots(const struct exercise_args *args)
{
	bool peeks = args->per_cpu && args->peek > 0;

	return args->cpus > 1 &&
	       (peeks ? args->random_order || args->cpus > 2 || *args->affinity :
			args->random_order && !args->per_cpu);
}

static void set_caches(struct problem *problem)
{
	const struct exercise_args *args = &problem->args;
	struct schedsim_config *config = &problem->run.input.config;

	if (args->warm_rate < 1 || args->warm_rate > SCHEDSIM_MAX_CACHE_RATE)
		die(TOOL_USAGE, "textbook multi: -r: %lld is not possible; allowed are 1 to %d",
		    args->warm_rate, SCHEDSIM_MAX_CACHE_RATE);
	if (args->cache < 0 || args->cache > ~0U)
		die(TOOL_USAGE, "textbook multi: -M: %lld is not possible; allowed are 0 to %u",
		    args->cache, ~0U);
	if (args->warmup < 0)
		die(TOOL_USAGE, "textbook multi: -w: %lld is not possible; allowed is 0 or more",
		    args->warmup);
	if (args->warm_rate == 1 && args->trace_cache)
		die(TOOL_USAGE,
		    "textbook multi: with -r 1 there are no caches; -C is not possible");
	problem->run.textbook.caches = true;
	config->cache_rate = args->warm_rate;
	config->cache_size = args->cache;
	config->cache_warmup_ns = args->warmup * UNIT;
	config->unit_ns = UNIT;
}

static void configure(struct problem *problem, FILE *policy)
{
	const struct exercise_args *args = &problem->args;
	struct run_args *run = &problem->run;

	if (args->cpus < 1 || args->cpus > SCHEDSIM_MAX_VCPUS)
		die(TOOL_USAGE,
		    "textbook multi: -n: %lld CPUs are not possible; allowed are 1 to %d",
		    args->cpus, SCHEDSIM_MAX_VCPUS);
	set_caches(problem);
	problem->lots = draws_lots(args);
	if (problem->lots)
		run->input.config.peek_ns = UNIT;
	else if (args->per_cpu && args->peek > 0)
		run->input.config.peek_ns = args->peek * UNIT;
	run->input.config.nr_vcpus = args->cpus;
	run->input.config.quantum_ns = quantum_ns(problem, 'q', args->quantum);
	if (*args->affinity)
		textbook_affinity_arg(&run->textbook, "-A", args->affinity);
	run->input.watch.tick_ns = UNIT;
	fprintf(policy, "rr:%s,aligned=1", args->per_cpu ? "balance=none" : "span=all");
	if (args->trace)
		multi_trace_begin(problem);
}

/* Who has no time to run runs for one unit. */
static void write_job(const struct problem *problem, const struct exercise_job *job, FILE *to)
{
	fprintf(to, "%s:%lld:%lld", job->name, job->run ? job->run / UNIT : 1, job->working_set);
}

static double used(const struct run_result *result, __u32 cpu)
{
	return percent(result->vcpus[cpu].busy_ns, result->stats.time_ns);
}

static double warm(const struct run_result *result, __u32 cpu)
{
	return percent(result->vcpus[cpu].warm_ns, result->stats.time_ns);
}

static void add_statistics(const struct problem *problem, const struct run_result *result)
{
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < result->nr_vcpus; i++) {
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "used_percent",
				       json_object_new_double(used(result, i)));
		json_object_object_add(object, "warm_percent",
				       json_object_new_double(warm(result, i)));
		json_object_array_add(list, object);
	}
	json_add_units(problem->json, "finished", result->stats.time_ns);
	json_object_object_add(problem->json, "cpus", list);
}

static void print_statistics(const struct problem *problem, const struct run_result *result)
{
	struct table *table;
	__u32 i;

	if (problem->json) {
		add_statistics(problem, result);
		return;
	}
	printf("\nfinished at %llu\n\n", result->stats.time_ns / UNIT);
	table = table_new("<CPU\tUSED\tWARM");
	for (i = 0; i < result->nr_vcpus; i++)
		table_add(table, "%u\t%.2f%%\t%.2f%%", i, used(result, i),
			  warm(result, i));
	table_print(table);
}

static void solution(struct problem *problem, const struct run_result *result)
{
	if (problem->ticks)
		json_object_object_add(problem->json, "trace", problem->ticks);
	if (problem->table) {
		putchar('\n');
		table_print(problem->table);
	}
	if (problem->args.solve)
		print_statistics(problem, result);
}

const struct exercise exercise_multi = {
	.name = "multi",
	.summary = "several CPUs, with caches",
	.question = "Who runs where, when are all jobs done, and how busy is each CPU?",
	.options = options,
	.columns = columns,
	.separator = ',',
	.may_be_0 = true,
	.set_up_first = true,
	.make = make,
	.describe = describe,
	.configure = configure,
	.write_job = write_job,
	.tick = multi_tick,
	.solution = solution,
};
