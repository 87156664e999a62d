// SPDX-License-Identifier: GPL-2.0
/*
 * Who runs on several CPUs, unit of time by unit of time.
 */
#include <stdio.h>
#include <string.h>

#include "print/output.h"
#include "textbook/exercise.h"
#include "util/tool.h"
#include "util/units.h"

/* Last, since it defines words of the kernel. */
#include "core/cache.h"
#include "sim.h"

/**
 * struct cpu - a CPU at the end of a unit of time
 * @curr: who ran, or NULL
 * @left: what is left of it, in ns
 * @warm: of each job: is its working set in the cache?
 */
struct cpu {
	const struct sim_proc *curr;
	u64 left;
	bool *warm;
};

/* As many as a table has. */
#define MAX_COLUMNS	95

static __u32 nr_queues(const struct problem *problem)
{
	return problem->args.per_cpu ? problem->args.cpus : 1;
}

static __s64 nr_columns(const struct problem *problem)
{
	const struct exercise_args *args = &problem->args;

	return 1 + args->cpus * (1 + args->trace_left + args->trace_cache) +
	       (args->trace_queues ? nr_queues(problem) : 0);
}

/**
 * multi_trace_begin - get ready to tell who runs
 * @problem: the problem
 */
void multi_trace_begin(struct problem *problem)
{
	char *line = NULL;
	size_t size;
	FILE *to;
	__s64 i;

	problem->waiting = allocate(problem->nr_jobs, sizeof(*problem->waiting));
	if (json_wanted) {
		problem->ticks = json_object_new_array();
		return;
	}
	if (nr_columns(problem) > MAX_COLUMNS)
		die(TOOL_USAGE,
		    "textbook multi: a table does not have room for %lld CPUs; use --json",
		    problem->args.cpus);
	to = text_open(&line, &size);
	fputs("TIME", to);
	for (i = 0; i < problem->args.cpus; i++) {
		fprintf(to, "\t<CPU %lld", i);
		if (problem->args.trace_left)
			fputs("\tLEFT", to);
		if (problem->args.trace_cache)
			fputs("\t<WARM", to);
	}
	for (i = 0; problem->args.trace_queues && i < nr_queues(problem); i++)
		fprintf(to, problem->args.per_cpu ? "\t<QUEUE %lld" : "\t<QUEUE", i);
	text_close(to);
	problem->table = table_new(line);
	free(line);
}

static void stop_waiting(struct problem *problem, __u32 job)
{
	struct waiting_job *waiting = problem->waiting;
	__u32 i = 0;

	while (i < problem->nr_waiting && waiting[i].job != job)
		i++;
	if (i == problem->nr_waiting)
		return;
	problem->nr_waiting--;
	memmove(&waiting[i], &waiting[i + 1], (problem->nr_waiting - i) * sizeof(*waiting));
}

/**
 * multi_event - the engine has made an event
 * @data: the problem
 * @event: the event
 *
 * Who waits follows from the events: the queues are first come, first served.
 */
void multi_event(void *data, const struct sim_event *event)
{
	struct problem *problem = data;
	__u32 job = event->id - 1;

	if (!problem->waiting)
		return;
	if (event->type == SIM_EVENT_DISPATCH || event->type == SIM_EVENT_MIGRATE)
		stop_waiting(problem, job);
	if (event->type == SIM_EVENT_ARRIVE || event->type == SIM_EVENT_MIGRATE ||
	    (event->type == SIM_EVENT_PREEMPT && !problem->lots))
		problem->waiting[problem->nr_waiting++] = (struct waiting_job) {
			.job = job, .cpu = problem->args.per_cpu ? event->vcpu : 0,
		};
}

/**
 * multi_queued - a job waits from now on, or goes from one queue to another
 * @problem: the problem
 * @job: the job
 * @cpu: the CPU that has it now, behind all others; 0 if all have one queue
 *
 * There may be no event of that: if a job that goes has never run, or not until the CPUs
 * take jobs, in the order of their lots.
 */
void multi_queued(struct problem *problem, __u32 job, __u32 cpu)
{
	if (!problem->waiting)
		return;
	stop_waiting(problem, job);
	problem->waiting[problem->nr_waiting++] = (struct waiting_job) {
		.job = job, .cpu = cpu,
	};
}

/* Is the working set of a process in the cache? Also of one that has exited. */
static bool is_warm(const struct sim_cache *cache, const struct sim_proc *proc)
{
	u32 i;

	for (i = 0; i < SIM_CACHE_ENTRIES; i++)
		if (cache->entries[i].serial == proc->serial)
			return cache->entries[i].warm;
	return false;
}

static void tell_cache(const struct problem *problem, struct sim_vcpu *vcpu, struct cpu *cpu)
{
	const struct sim *sim = vcpu->sim;
	u32 i;

	for (i = 0; i < problem->nr_jobs; i++)
		cpu->warm[i] = is_warm(&sim->caches[vcpu->id], sim->procs[i + 1]);
}

/*
 * How things will be at the end of the unit of time that begins: the engine is asked,
 * and then has its own things back.
 */
static void tell_cpu(const struct problem *problem, struct sim_vcpu *vcpu, struct cpu *cpu)
{
	struct sim_cache *cache = vcpu->sim->caches ? &vcpu->sim->caches[vcpu->id] : NULL;
	struct sim_cache old_cache;
	struct sim_proc *curr = vcpu->curr;
	u64 left = curr ? curr->burst_left : 0, warm = vcpu->warm;

	cpu->curr = curr;
	cpu->left = left > NSEC_PER_MSEC ? left - NSEC_PER_MSEC : 0;
	if (!cache)
		return;
	old_cache = *cache;
	if (curr) {
		curr->cpu += NSEC_PER_MSEC;
		sim_cache_charge(vcpu, NSEC_PER_MSEC);
		cpu->left = curr->burst_left;
	}
	tell_cache(problem, vcpu, cpu);
	if (curr) {
		curr->cpu -= NSEC_PER_MSEC;
		curr->burst_left = left;
	}
	vcpu->warm = warm;
	*cache = old_cache;
}

static struct json_object *cpu_json(const struct problem *problem, const struct cpu *cpu)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	u32 i;

	if (cpu->curr) {
		json_add_string(object, "job", problem->jobs[cpu->curr->id - 1].name);
		json_add_units(object, "time_left", cpu->left);
	}
	for (i = 0; i < problem->nr_jobs; i++)
		if (cpu->warm[i])
			json_object_array_add(list, json_object_new_string(problem->jobs[i].name));
	json_object_object_add(object, "warm", list);
	return object;
}

static struct json_object *queue_json(const struct problem *problem, __u32 cpu)
{
	struct json_object *list = json_object_new_array();
	u32 i;

	for (i = 0; i < problem->nr_waiting; i++) {
		const struct waiting_job *waiting = &problem->waiting[i];
		const char *name = problem->jobs[waiting->job].name;

		if (waiting->cpu == cpu)
			json_object_array_add(list, json_object_new_string(name));
	}
	return list;
}

static void write_queue(const struct problem *problem, __u32 cpu, FILE *to)
{
	const char *separator = "\t";
	u32 i;

	for (i = 0; i < problem->nr_waiting; i++) {
		const struct waiting_job *waiting = &problem->waiting[i];

		if (waiting->cpu != cpu)
			continue;
		fprintf(to, "%s%s", separator, problem->jobs[waiting->job].name);
		separator = " ";
	}
	if (*separator == '\t')
		fputs("\t-", to);
}

static void add_json(struct problem *problem, struct sim *sim, struct cpu *cpu)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	u32 i;

	json_add_units(object, "time", sim->now);
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		tell_cpu(problem, &sim->vcpus[i], cpu);
		json_object_array_add(list, cpu_json(problem, cpu));
	}
	json_object_object_add(object, "cpus", list);
	list = json_object_new_array();
	for (i = 0; i < nr_queues(problem); i++)
		json_object_array_add(list, queue_json(problem, i));
	json_object_object_add(object, "queues", list);
	json_object_array_add(problem->ticks, object);
}

static void write_cpu(const struct problem *problem, const struct cpu *cpu, FILE *to)
{
	const char *separator = "\t";
	char left[UNITS_LEN];
	u32 i;

	fprintf(to, "\t%s", cpu->curr ? problem->jobs[cpu->curr->id - 1].name : "-");
	if (problem->args.trace_left)
		fprintf(to, "\t%s", cpu->curr ? units_text(cpu->left, left) : "-");
	if (!problem->args.trace_cache)
		return;
	for (i = 0; i < problem->nr_jobs; i++) {
		if (!cpu->warm[i])
			continue;
		fprintf(to, "%s%s", separator, problem->jobs[i].name);
		separator = " ";
	}
	if (*separator == '\t')
		fputs("\t-", to);
}

static void add_line(struct problem *problem, struct sim *sim, struct cpu *cpu)
{
	char *line = NULL, time[UNITS_LEN];
	size_t size;
	FILE *to = text_open(&line, &size);
	u32 i;

	fputs(units_text(sim->now, time), to);
	for (i = 0; i < sim->config.nr_vcpus; i++) {
		tell_cpu(problem, &sim->vcpus[i], cpu);
		write_cpu(problem, cpu, to);
	}
	for (i = 0; problem->args.trace_queues && i < nr_queues(problem); i++)
		write_queue(problem, i, to);
	text_close(to);
	table_add(problem->table, "%s", line);
	free(line);
}

/**
 * multi_tick - a unit of time begins
 * @data: the problem
 * @sim: the simulation, which has done all that is due
 */
void multi_tick(void *data, struct sim *sim)
{
	struct problem *problem = data;
	struct cpu cpu = {
		.warm = allocate(problem->nr_jobs, sizeof(*cpu.warm)),
	};

	sim_charge_all(sim);
	if (problem->ticks)
		add_json(problem, sim, &cpu);
	else if (problem->table)
		add_line(problem, sim, &cpu);
	free(cpu.warm);
}
