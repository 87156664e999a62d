// SPDX-License-Identifier: GPL-2.0
/*
 * Who runs on several CPUs, unit of time by unit of time.
 */
#include <stdio.h>
#include <string.h>

#include "print/output.h"
#include "textbook/exercise.h"
#include "util/stream.h"
#include "util/tool.h"
#include "util/units.h"

/* Last, since it defines words of the kernel. */
#include "core/cache.h"
#include "core/speed.h"
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

/* Who waits first in a queue of rr, or NULL. */
static struct sim_proc *first(const struct sim_rq *rq)
{
	const struct sim_fifo *fifo = sim_rq_data(rq);
	struct sim_tree_node *node = fifo->root;

	if (sim_fifo_empty(rq, fifo))
		return NULL;
	if (!rq->by_vcpu)
		return list_first_entry(&fifo->list, struct sim_proc, node);
	while (node->left)
		node = node->left;
	return container_of(node, struct sim_proc, tree);
}

/* Who waits behind a process, or NULL. */
static struct sim_proc *next(const struct sim_rq *rq, struct sim_proc *proc)
{
	return sim_fifo_next(rq, sim_rq_data(rq), proc);
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
	struct sim_trail old_trail = { 0 };
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
		old_trail = vcpu->sim->trails[curr->id];
		sim_speed_charge(vcpu, NSEC_PER_MSEC);
		cpu->left = curr->burst_left;
	}
	tell_cache(problem, vcpu, cpu);
	if (curr) {
		curr->cpu -= NSEC_PER_MSEC;
		curr->burst_left = left;
		vcpu->sim->trails[curr->id] = old_trail;
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

static struct json_object *queue_json(const struct problem *problem, const struct sim_rq *rq)
{
	struct json_object *list = json_object_new_array();
	struct sim_proc *proc;

	for (proc = first(rq); proc; proc = next(rq, proc))
		json_object_array_add(list,
				      json_object_new_string(problem->jobs[proc->id - 1].name));
	return list;
}

static void write_queue(const struct problem *problem, const struct sim_rq *rq, FILE *to)
{
	struct sim_proc *proc = first(rq);
	const char *separator = "\t";

	if (!proc)
		fputs("\t-", to);
	for (; proc; proc = next(rq, proc)) {
		fprintf(to, "%s%s", separator, problem->jobs[proc->id - 1].name);
		separator = " ";
	}
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
		json_object_array_add(list, queue_json(problem, sim->vcpus[i].rq));
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
		write_queue(problem, sim->vcpus[i].rq, to);
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
