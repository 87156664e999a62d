// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: bench [--json] [--quick]
 *
 * What the engine's operations cost, in ns of CPU time; beside it, in the same
 * run, the kernel's rbtree at the same number of elements. Medians of several
 * repetitions.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench_rbtree.h"
#include "lab.h"
#include "random.h"

#define QUANTUM		1000000
#define REPETITIONS	7
#define BATCH		256

static const u32 sizes[] = { 10, 100, 1000, 10000, 100000 };
static const char * const policies[] = { "rr", "prio", "fair" };

static u64 decisions_wanted = 400000;
static bool json;
static u64 rng;

static u64 cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, u32 nr)
{
	qsort(values, nr, sizeof(*values), compare);
	return values[nr / 2];
}

/**
 * struct column - of a table
 * @title: above it
 * @key: in JSON
 * @width: in characters
 * @digits: behind the point
 */
struct column {
	const char *title;
	const char *key;
	int width;
	int digits;
};

static bool first_row, first_table = true;

static void begin_table(const char *name, const struct column *columns, u32 nr)
{
	u32 i;

	if (json) {
		printf("%s  \"%s\": [", first_table ? "{\n" : ",\n", name);
	} else {
		printf("%s%-6s", first_table ? "" : "\n", "policy");
		for (i = 0; i < nr; i++)
			printf(" %*s", columns[i].width, columns[i].title);
		printf("\n");
	}
	first_row = true;
	first_table = false;
}

static void row(const char *policy, const struct column *columns, u32 nr,
		const double *values)
{
	u32 i;

	if (json)
		printf("%s\n    { \"policy\": \"%s\"", first_row ? "" : ",",
		       policy);
	else
		printf("%-6s", policy);
	for (i = 0; i < nr; i++) {
		const struct column *c = &columns[i];

		if (json)
			printf(", \"%s\": %.*f", c->key, c->digits, values[i]);
		else
			printf(" %*.*f", c->width, c->digits, values[i]);
	}
	printf(json ? " }" : "\n");
	fflush(stdout);
	first_row = false;
}

static void end_table(void)
{
	if (json)
		printf("\n  ]");
}

/* Processes in memory, in random order: as in a system that has run a while. */
static void **slots;
static u32 nr_slots;

static void make_slots(u32 nr, size_t size)
{
	u32 i;

	slots = lab_alloc(nr * sizeof(*slots));
	for (i = 0; i < nr; i++)
		slots[i] = lab_alloc(size);
	for (i = nr; i > 1; i--) {
		u32 k = random_below(&rng, i);
		void *swap = slots[k];

		slots[k] = slots[i - 1];
		slots[i - 1] = swap;
	}
	nr_slots = nr;
}

static void free_slots(void)
{
	while (nr_slots)
		free(slots[--nr_slots]);
	free(slots);
}

/* A process at nice -3..3 and priority 0, from a slot. */
static void spawn_now(struct lab *lab)
{
	struct schedsim_attr attr = { .nice = (int)random_below(&rng, 7) - 3 };
	struct sim_proc *proc = slots[--nr_slots];

	sim_proc_init(proc, NULL, "", &attr);
	sim_spawn(lab->sim, proc, sim_reserve_id(lab->sim, 0), lab->sim->now);
}

static void unspawn(struct lab *lab, struct sim_proc *proc)
{
	sim_reap(lab->sim, proc);
	memset(proc, 0, sizeof(*proc));
	slots[nr_slots++] = proc;
}

static void settle(struct sim *sim)
{
	while (sim_advance(sim, sim->now))
		;
}

static void advance(struct sim *sim, u64 decisions)
{
	u64 until = sim->decisions + decisions;

	while (sim->decisions < until)
		sim_advance(sim, sim_next_event(sim));
}

static void populate(struct lab *lab, const char *policy, u32 nr)
{
	struct sim_config config = {
		.policy = sim_policy_find(policy),
		.quantum_ns = QUANTUM,
		.nr_vcpus = 1,
		.max_procs = nr + BATCH,
	};

	rng = nr;
	lab_init(lab, &config);
	make_slots(config.max_procs, sizeof(struct sim_proc));
	while (nr--)
		spawn_now(lab);
	settle(lab->sim);
}

static void depopulate(struct lab *lab)
{
	struct sim *sim = lab->sim;
	u32 id;

	for (id = 1; id <= sim->max_id; id++)
		if (sim->procs[id])
			slots[nr_slots++] = sim->procs[id];
	free_slots();
	free(sim->rqs);
	free(sim);
}

static double time_decisions(struct lab *lab)
{
	double results[REPETITIONS];
	u32 i;

	advance(lab->sim, 2 * lab->sim->config.max_procs);
	for (i = 0; i < REPETITIONS; i++) {
		u64 start = cpu_ns();

		advance(lab->sim, decisions_wanted);
		results[i] = (double)(cpu_ns() - start) / decisions_wanted;
	}
	return median(results, REPETITIONS);
}

static void requeue(u32 nr, u64 times, bool in_order)
{
	if (in_order)
		rbtree_requeue(times);
	else
		rbtree_requeue_random(nr, times);
}

static double time_rbtree(u32 nr, bool in_order)
{
	double results[REPETITIONS];
	u32 i;

	rbtree_begin(nr);
	requeue(nr, 2 * nr, in_order);
	for (i = 0; i < REPETITIONS; i++) {
		u64 start = cpu_ns();

		requeue(nr, decisions_wanted, in_order);
		results[i] = (double)(cpu_ns() - start) / decisions_wanted;
	}
	rbtree_end();
	return median(results, REPETITIONS);
}

static struct sim_proc *some_proc(struct lab *lab)
{
	struct sim *sim = lab->sim;
	struct sim_proc *proc;

	do {
		proc = sim->procs[1 + random_below(&rng, sim->max_id)];
	} while (!proc || proc->state != SCHEDSIM_STATE_READY);
	return proc;
}

/* Spawn a batch, then kill as many of all, the number staying the same. */
static void time_coming_and_going(struct lab *lab, double *spawn, double *kill)
{
	u32 rounds = decisions_wanted / BATCH / 16, i, k;
	struct sim_proc *victims[BATCH];
	double spawns[REPETITIONS], kills[REPETITIONS];

	for (i = 0; i < REPETITIONS; i++) {
		u64 spawning = 0, killing = 0, start;
		u32 round;

		for (round = 0; round < rounds; round++) {
			start = cpu_ns();
			for (k = 0; k < BATCH; k++) {
				spawn_now(lab);
				settle(lab->sim);
			}
			spawning += cpu_ns() - start;

			for (k = 0; k < BATCH; k++) {
				victims[k] = some_proc(lab);
				/* So that it is not chosen twice. */
				victims[k]->state = SCHEDSIM_STATE_BLOCKED;
			}
			for (k = 0; k < BATCH; k++)
				victims[k]->state = SCHEDSIM_STATE_READY;
			start = cpu_ns();
			for (k = 0; k < BATCH; k++) {
				sim_kill(lab->sim, victims[k]);
				settle(lab->sim);
			}
			killing += cpu_ns() - start;
			for (k = 0; k < BATCH; k++)
				unspawn(lab, victims[k]);
		}
		spawns[i] = (double)spawning / rounds / BATCH;
		kills[i] = (double)killing / rounds / BATCH;
	}
	*spawn = median(spawns, REPETITIONS);
	*kill = median(kills, REPETITIONS);
}

/* From rr to @policy and back; the time it took to get there, a process. */
static double time_change(struct lab *lab, const char *policy)
{
	double results[REPETITIONS];
	u32 nr = lab->sim->nr_ids;
	u32 rounds = 20000 / nr + 1, i, k;

	for (i = 0; i < REPETITIONS; i++) {
		u64 spent = 0, start;

		for (k = 0; k < rounds; k++) {
			lab_set_policy(lab, "rr");
			advance(lab->sim, 1);
			start = cpu_ns();
			lab_set_policy(lab, policy);
			spent += cpu_ns() - start;
		}
		results[i] = (double)spent / rounds / nr;
	}
	return median(results, REPETITIONS);
}

/*
 * Beside them a bare rbtree, "any": erase any, insert it at random, look who is
 * first; "first": erase the first, insert it a random way behind, as fair does.
 */
static const struct column operation_columns[] = {
	{ "processes", "processes", 9, 0 },
	{ "decision/ns", "decision_ns", 11, 1 },
	{ "spawn/ns", "spawn_ns", 8, 1 },
	{ "kill/ns", "kill_ns", 8, 1 },
	{ "change/ms", "policy_change_ms", 9, 3 },
	{ "each/ns", "policy_change_ns_a_process", 7, 1 },
	{ "rbtree any/ns", "rbtree_any_ns", 13, 1 },
	{ "ratio", "decision_to_rbtree_any", 5, 2 },
	{ "first/ns", "rbtree_first_ns", 8, 1 },
	{ "ratio", "decision_to_rbtree_first", 5, 2 },
};

static void bench_policy(const char *policy, u32 nr, double any, double first)
{
	double decision, spawn, kill, change;
	struct lab lab;

	populate(&lab, policy, nr);
	decision = time_decisions(&lab);
	time_coming_and_going(&lab, &spawn, &kill);
	change = time_change(&lab, policy);
	depopulate(&lab);

	row(policy, operation_columns, ARRAY_SIZE(operation_columns), (double[]) {
		nr, decision, spawn, kill, change * nr / 1e6, change,
		any, decision / any, first, decision / first,
	});
}

static void bench_operations(void)
{
	u32 p, n;

	begin_table("operations", operation_columns,
		    ARRAY_SIZE(operation_columns));
	for (n = 0; n < ARRAY_SIZE(sizes); n++) {
		double any = time_rbtree(sizes[n], false);
		double first = time_rbtree(sizes[n], true);

		for (p = 0; p < ARRAY_SIZE(policies); p++)
			bench_policy(policies[p], sizes[n], any, first);
	}
	end_table();
}

static double time_run(const char *policy, u32 nr, bool sleeps)
{
	static const struct schedsim_op ops[] = {
		{ .code = SCHEDSIM_OP_RUN, .value = 5 * QUANTUM / 2 },
		{ .code = SCHEDSIM_OP_SLEEP, .value = 7 * QUANTUM / 3 },
		{ .code = SCHEDSIM_OP_LOOP, .arg = 0, .value = 0 },
	};
	struct schedsim_spawn_entry entry = {
		.ops = sleeps ? (uintptr_t)ops : 0,
		.nr_ops = sleeps ? ARRAY_SIZE(ops) : 0,
	};
	struct sim_config config = {
		.policy = sim_policy_find(policy),
		.quantum_ns = QUANTUM,
		.nr_vcpus = 1,
		.max_procs = nr,
	};
	double results[REPETITIONS];
	u32 i;

	for (i = 0; i < REPETITIONS; i++) {
		struct lab lab;
		u64 start;
		u32 k;

		lab_init(&lab, &config);
		for (k = 0; k < nr; k++) {
			entry.attr.nice = k % 7 - 3;
			lab_spawn(&lab, &entry);
		}
		start = cpu_ns();
		while (sim_run(lab.sim, decisions_wanted * QUANTUM / 2, true) ==
		       SIM_RUN_MORE)
			;
		results[i] = lab.sim->decisions * 1e3 / (cpu_ns() - start);
		lab_destroy(&lab);
	}
	return median(results, REPETITIONS);
}

static const struct column run_columns[] = {
	{ "processes", "processes", 9, 0 },
	{ "CPU-bound Mdecisions/s", "cpu_bound_million_decisions_a_second", 22, 2 },
	{ "sleeping Mdecisions/s", "sleeping_million_decisions_a_second", 21, 2 },
};

static void bench_runs(void)
{
	static const u32 nrs[] = { 10, 1000 };
	u32 p, n;

	begin_table("runs", run_columns, ARRAY_SIZE(run_columns));
	for (n = 0; n < ARRAY_SIZE(nrs); n++)
		for (p = 0; p < ARRAY_SIZE(policies); p++)
			row(policies[p], run_columns, ARRAY_SIZE(run_columns),
			    (double[]) {
				nrs[n],
				time_run(policies[p], nrs[n], false),
				time_run(policies[p], nrs[n], true),
			});
	end_table();
}

static const struct column memory_columns[] = {
	{ "max_procs", "max_procs", 9, 0 },
	{ "simulation/B", "simulation_bytes", 12, 0 },
	{ "of max_procs/B", "simulation_bytes_a_process", 14, 1 },
	{ "process/B", "process_bytes", 9, 0 },
};

static void bench_memory(void)
{
	static const u32 nrs[] = { 1000, 65536, 1048576 };
	u32 p, n;

	begin_table("memory", memory_columns, ARRAY_SIZE(memory_columns));
	for (n = 0; n < ARRAY_SIZE(nrs); n++) {
		for (p = 0; p < ARRAY_SIZE(policies); p++) {
			struct sim_config config = {
				.policy = sim_policy_find(policies[p]),
				.nr_vcpus = 4, .max_procs = nrs[n],
			};
			size_t size = sim_size(&config) + sim_rqs_size(&config);

			row(policies[p], memory_columns,
			    ARRAY_SIZE(memory_columns), (double[]) {
				nrs[n], size, (double)size / nrs[n],
				sizeof(struct sim_proc),
			});
		}
	}
	end_table();
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "quick", no_argument, NULL, 'q' },
		{},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'j')
			json = true;
		else if (option == 'q')
			decisions_wanted /= 20;
		else
			return 2;
	}
	bench_operations();
	bench_runs();
	bench_memory();
	if (json)
		printf("\n}\n");
	return 0;
}
