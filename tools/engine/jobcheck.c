// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: jobcheck [--seed N] [--count N]
 *
 * Runs random sets of periodic tasks, most of them overloaded, in the engine and
 * in the model of jobs (jobmodel.h), and compares what comes of the jobs at
 * random times. Stops at the first set in which they differ, and prints it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "jobset.h"
#include "lab.h"
#include "seeds.h"

static struct job_case random_case;
static const struct job_set *const set = &random_case.set;

/* What there was in all sets: none of it may be 0. */
static struct {
	u64 overloaded, prio, rr, fifo, exited, killed, pending;
	u64 released, done, missed;
} totals;

static void spawn(struct lab *lab, u32 i)
{
	const struct job_program *program = &random_case.programs[i];
	const struct schedsim_spawn_entry entry = {
		.name = "t",
		.delay_ns = program->arrival,
		.attr = (uintptr_t)&program->attr,
		.ops = (uintptr_t)program->ops,
		.nr_ops = program->nr_ops,
	};

	if (lab_spawn(lab, &entry) != i + 1)
		abort();
}

static void begin(struct lab *lab)
{
	static const char * const policies[] = { "prio", "rr", "fifo" };
	struct schedsim_config from = {
		.quantum_ns = set->quantum,
		.nr_vcpus = 1,
		.max_procs = JOB_MAX_TASKS,
	};
	struct sim_config config;
	u32 i;

	strcpy(from.policy, policies[set->rule]);
	lab_config(&from, &config);
	lab_init(lab, &config);
	for (i = 0; i < set->nr_tasks; i++)
		spawn(lab, i);
	lab_settle(lab);
}

static u32 state_of(struct lab *lab, u32 i)
{
	return sim_find(lab->sim, i + 1)->state;
}

/* Those who are to be killed are; at the present, too, if that is 0. */
static void run(struct lab *lab, u64 until)
{
	u64 from = lab->sim->now, next;
	u32 i;

	do {
		next = until;
		for (i = 0; i < set->nr_tasks; i++)
			if (set->tasks[i].killed >= from)
				next = min(next, set->tasks[i].killed);
		lab_run(lab, next);
		for (i = 0; i < set->nr_tasks; i++)
			if (set->tasks[i].killed == next &&
			    state_of(lab, i) != SCHEDSIM_STATE_EXITED)
				lab_kill(lab, i + 1);
		from = next + 1;
	} while (next < until);
}

static struct job_figures look(struct lab *lab, u32 i)
{
	struct schedsim_proc proc;

	sim_charge_all(lab->sim);
	sim_report_proc(lab->sim, sim_find(lab->sim, i + 1), &proc);
	return (struct job_figures) {
		.released = proc.jobs_released,
		.done = proc.jobs_done,
		.missed = proc.jobs_missed,
		.response_total = proc.response_total_ns,
		.response_max = proc.response_max_ns,
		.lateness_total = proc.lateness_total_ns,
		.lateness_max = proc.lateness_max_ns,
		.tardiness_total = proc.tardiness_total_ns,
	};
}

static void print_figures(const char *whose, const struct job_figures *f)
{
	printf("# %s: released %llu done %llu missed %llu\n", whose,
	       f->released, f->done, f->missed);
	printf("# %s: response %llu max %llu lateness %lld max %lld tardiness %llu\n",
	       whose, f->response_total, f->response_max, f->lateness_total,
	       f->lateness_max, f->tardiness_total);
}

/* The engine and the model at one time. */
static bool agrees(struct lab *lab, u64 until)
{
	struct job_figures model[JOB_MAX_TASKS], engine;
	u32 i;

	job_model(set, until, model);
	for (i = 0; i < set->nr_tasks; i++) {
		engine = look(lab, i);
		if (!memcmp(&engine, &model[i], sizeof(engine)))
			continue;
		printf("# at %llu, of task %u:\n", until, i + 1);
		print_figures("model ", &model[i]);
		print_figures("engine", &engine);
		job_case_print(&random_case);
		return false;
	}
	return true;
}

static void add_task(struct lab *lab, u32 i)
{
	struct job_figures f = look(lab, i);
	bool killed = set->tasks[i].killed <= lab->sim->now;

	totals.released += f.released;
	totals.done += f.done;
	totals.missed += f.missed;
	totals.pending += f.released > f.done + 1;
	totals.killed += killed;
	totals.exited += !killed && state_of(lab, i) == SCHEDSIM_STATE_EXITED;
}

static void add_totals(struct lab *lab)
{
	double load = 0;
	u32 i, n;

	for (i = 0; i < set->nr_tasks; i++) {
		const struct job_task *task = &set->tasks[i];
		double cost = 0, period = 0;

		for (n = 0; n < task->cycle; n++) {
			cost += task->cost[n];
			period += task->period[n];
		}
		load += cost / period;
		add_task(lab, i);
	}
	totals.overloaded += load > 1;
	totals.prio += set->rule == JOB_PRIO;
	totals.rr += set->rule == JOB_RR;
	totals.fifo += set->rule == JOB_FIFO;
}

static bool print_totals(void)
{
	const u64 *all = (u64 *)&totals;
	bool good = true;
	u32 i;

	printf("# overloaded %llu; prio %llu, rr %llu, fifo %llu\n",
	       totals.overloaded, totals.prio, totals.rr, totals.fifo);
	printf("# tasks that exited %llu, were killed %llu, had several jobs pending %llu\n",
	       totals.exited, totals.killed, totals.pending);
	printf("# jobs released %llu, done %llu, missed %llu\n",
	       totals.released, totals.done, totals.missed);
	for (i = 0; i < sizeof(totals) / sizeof(*all); i++)
		good &= all[i] > 0;
	return good;
}

/*
 * The model against values from outside: shared/cases, starved_later, starved_jobs
 * and overload_jobs. One that is not done has its deadline at the very end.
 */
static bool check_model(void)
{
	static const struct {
		u64 hog_at, cost, done, missed;
	} cases[] = {
		{ 100, 1, 10, 89 }, { 0, 1, 0, 99 }, { JOB_NEVER, 12, 83, 99 },
	};
	struct job_set of = {
		.quantum = 10,
		.nr_tasks = 2,
		.tasks[0] = { .cycle = 1, .period = { 10 }, .nr_jobs = JOB_NEVER,
			      .killed = JOB_NEVER },
		.tasks[1] = { .cycle = 1, .period = { 1 }, .cost = { 10000 },
			      .nr_jobs = 1, .priority = 1, .killed = JOB_NEVER },
	};
	struct job_figures f[2];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		of.tasks[0].cost[0] = cases[i].cost;
		of.tasks[1].offset = cases[i].hog_at;
		job_model(&of, 1000, f);
		if (f[0].released == 100 && f[0].done == cases[i].done &&
		    f[0].missed == cases[i].missed)
			continue;
		print_figures("model ", &f[0]);
		return false;
	}
	return true;
}

/* Nobody looks, and the same happens. */
static bool same_unseen(u64 digest)
{
	struct lab lab;
	bool same;

	begin(&lab);
	run(&lab, random_case.looks[random_case.nr_looks - 1]);
	same = lab.sim->digest == digest;
	lab_destroy(&lab);
	if (!same)
		printf("# the digest is another one when nobody looks\n");
	return same;
}

static bool check(u64 seed)
{
	struct lab lab;
	bool ok = true;
	u64 digest;
	u32 i;

	job_case_make(&random_case, seed);
	begin(&lab);
	for (i = 0; ok && i < random_case.nr_looks; i++) {
		run(&lab, random_case.looks[i]);
		ok = agrees(&lab, random_case.looks[i]);
	}
	add_totals(&lab);
	digest = lab.sim->digest;
	lab_destroy(&lab);
	return ok && same_unseen(digest);
}

int main(int argc, char **argv)
{
	struct seeds seeds = { .name = "jobcheck", .seed = 1, .count = 1000 };

	if (!seeds_parse(&seeds, argc, argv))
		return 2;
	if (!check_model() || !seeds_run(&seeds, check))
		return EXIT_FAILURE;
	printf("# %llu sets from seed %llu on\n", seeds.count, seeds.seed);
	/* In few sets not all that can happen need happen. */
	return print_totals() || seeds.count < 100 ? EXIT_SUCCESS : EXIT_FAILURE;
}
