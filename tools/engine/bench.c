// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: bench [--json] [--quick]
 *
 * What the engine's operations cost, in ns of CPU time; beside it, in the same
 * run, the kernel's rbtree at the same number of elements. Medians of several
 * repetitions.
 */
#include <getopt.h>
#include <stdlib.h>

#include "bench_locks.h"
#include "bench_queues.h"
#include "bench_table.h"
#include "bench_vcpus.h"
#include "lab.h"
#include "random.h"

#define QUANTUM		1000000
#define REPETITIONS	7
#define BATCH		256
#define SPAN		4	/* vCPUs that have one run queue, in the table "spans" */

static const u32 sizes[] = { 10, 100, 1000, 10000, 100000 };
static const char * const policies[] = {
	"rr", "prio", "fair", "fifo", "sjf", "srtf", "mlfq", "linux", "lottery", "stride",
	"rr:span=all",
};

static u64 decisions_wanted = 400000;
static u64 rng;

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

	sim_proc_init(proc, NULL, NULL, "", &attr);
	sim_spawn(lab->sim, proc, sim_reserve_id(lab->sim, 0), 0);
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

	while (sim->decisions < until) {
		/* Without slices nobody gives way unless told to. */
		if (sim_next_event(sim) == SIM_NEVER)
			sim_trigger(sim, 0);
		sim_advance(sim, sim_next_event(sim));
	}
}

/* The policy may be followed by parameters. */
static struct sim_config config_for(const char *policy, u32 nr_vcpus,
				    u32 max_procs)
{
	struct sim_config config = {
		.quantum_ns = QUANTUM,
		.nr_vcpus = nr_vcpus,
		.max_procs = max_procs,
	};

	if (sim_policy_parse(policy, &config))
		abort();
	return config;
}

static void populate(struct lab *lab, const char *policy, u32 nr_vcpus, u32 nr)
{
	struct sim_config config = config_for(policy, nr_vcpus, nr + BATCH);

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
	if (sim->rqs_size)
		free(sim->rqs);
	free(sim->orphan_rqs);
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

static double time_queue(u32 nr, void (*requeue)(u32 nr, __u64 times))
{
	double results[REPETITIONS];
	u32 i;

	requeue(nr, 2 * nr);
	for (i = 0; i < REPETITIONS; i++) {
		u64 start = cpu_ns();

		requeue(nr, decisions_wanted);
		results[i] = (double)(cpu_ns() - start) / decisions_wanted;
	}
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

/* From another to @policy and back; the time it took to get there, a process. */
static double time_change(struct lab *lab, const char *policy)
{
	const char *other = strncmp(policy, "rr", 2) ? "rr" : "fifo";
	double results[REPETITIONS];
	u32 nr = lab->sim->nr_ids;
	u32 rounds = 20000 / nr + 1, i, k;

	for (i = 0; i < REPETITIONS; i++) {
		u64 spent = 0, start;

		for (k = 0; k < rounds; k++) {
			lab_set_policy(lab, other);
			advance(lab->sim, 1);
			start = cpu_ns();
			lab_set_policy(lab, policy);
			spent += cpu_ns() - start;
		}
		results[i] = (double)spent / rounds / nr;
	}
	return median(results, REPETITIONS);
}

static const struct column operation_columns[] = {
	{ "processes", "processes", 9, 0 },
	{ "decision/ns", "decision_ns", 11, 1 },
	{ "to rbtree", "decision_to_rbtree_any", 9, 2 },
	{ "spawn/ns", "spawn_ns", 8, 1 },
	{ "kill/ns", "kill_ns", 8, 1 },
	{ "change/ms", "policy_change_ms", 9, 3 },
	{ "each/ns", "policy_change_ns_a_process", 7, 1 },
};

static void bench_policy(const char *policy, u32 nr, double rbtree)
{
	double decision, spawn, kill, change;
	struct lab lab;

	populate(&lab, policy, 1, nr);
	decision = time_decisions(&lab);
	time_coming_and_going(&lab, &spawn, &kill);
	change = time_change(&lab, policy);
	depopulate(&lab);

	row(policy, operation_columns, ARRAY_SIZE(operation_columns), (double[]) {
		nr, decision, decision / rbtree, spawn, kill,
		change * nr / 1e6, change,
	});
}

static void bench_operations(const double *rbtree)
{
	u32 p, n;

	begin_table("operations", operation_columns,
		    ARRAY_SIZE(operation_columns));
	for (n = 0; n < ARRAY_SIZE(sizes); n++)
		for (p = 0; p < ARRAY_SIZE(policies); p++)
			bench_policy(policies[p], sizes[n], rbtree[n]);
	end_table();
}

static const struct column span_columns[] = {
	{ "processes", "processes", 9, 0 },
	{ "decision/ns", "decision_ns", 11, 1 },
};

/* Each policy with one run queue for several vCPUs. */
static void bench_spans(void)
{
	static const u32 nrs[] = { 10, 1000, 100000 };
	char policy[64];
	u32 p, n;

	begin_table("spans", span_columns, ARRAY_SIZE(span_columns));
	for (n = 0; n < ARRAY_SIZE(nrs); n++) {
		for (p = 0; sim_policy_at(p); p++) {
			struct lab lab;

			strcpy(policy, sim_policy_at(p)->name);
			strcat(policy, ":span=all");
			populate(&lab, policy, SPAN, nrs[n]);
			row(policy, span_columns, ARRAY_SIZE(span_columns),
			    (double[]) { nrs[n], time_decisions(&lab) });
			depopulate(&lab);
		}
	}
	end_table();
}

/*
 * Bare queues. "any": erase any one, insert it at random, look who is first;
 * "first": erase the first, insert it a random way behind, as fair does.
 */
static const struct column queue_columns[] = {
	{ "elements", "elements", 9, 0 },
	{ "any/ns", "any_ns", 8, 1 },
	{ "first/ns", "first_ns", 8, 1 },
};

static void bench_queues(double *rbtree)
{
	u32 n, nr = ARRAY_SIZE(queue_columns);
	double first;

	begin_table("queues", queue_columns, nr);
	for (n = 0; n < ARRAY_SIZE(sizes); n++) {
		rbtree_begin(sizes[n]);
		rbtree[n] = time_queue(sizes[n], rbtree_requeue_any);
		rbtree_end();
		rbtree_begin(sizes[n]);
		first = time_queue(sizes[n], rbtree_requeue_first);
		rbtree_end();
		row("rbtree", queue_columns, nr,
		    (double[]) { sizes[n], rbtree[n], first });

		heap_begin(sizes[n]);
		first = time_queue(sizes[n], heap_requeue_first);
		heap_end();
		heap_begin(sizes[n]);
		row("heap", queue_columns, nr, (double[]) {
			sizes[n], time_queue(sizes[n], heap_requeue_any), first,
		});
		heap_end();
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
	struct schedsim_attr attr = {};
	struct schedsim_spawn_entry entry = {
		.ops = sleeps ? (uintptr_t)ops : 0,
		.nr_ops = sleeps ? ARRAY_SIZE(ops) : 0,
		.attr = (uintptr_t)&attr,
	};
	struct sim_config config = config_for(policy, 1, nr);
	double results[REPETITIONS];
	u32 i;

	for (i = 0; i < REPETITIONS; i++) {
		struct lab lab;
		u64 start;
		u32 k;

		lab_init(&lab, &config);
		for (k = 0; k < nr; k++) {
			attr.nice = k % 7 - 3;
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
			struct sim_config config = config_for(policies[p], 4,
							      nrs[n]);
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
	double rbtree[ARRAY_SIZE(sizes)];
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'j')
			json = true;
		else if (option == 'q')
			decisions_wanted /= 20;
		else
			return 2;
	}
	bench_queues(rbtree);
	bench_operations(rbtree);
	bench_spans();
	bench_runs();
	bench_vcpus(decisions_wanted / 4);
	bench_locks(decisions_wanted);
	bench_memory();
	end_tables();
	return 0;
}
