// SPDX-License-Identifier: GPL-2.0
/*
 * Caches of vCPUs, bursts that take whole units of time, and peeking.
 */
#include "watch.h"

#define MAX_JOBS	4
#define MAX_VCPUS	3

/**
 * struct row - a run of multi.py
 * @vcpus: its -n
 * @quantum: -q
 * @size: -M
 * @rate: -r
 * @warmup: -w
 * @one_queue: false: -p
 * @peek: -P
 * @jobs: -L: run time and working set; then when it first ran, and ended
 * @warm: for each CPU, the ticks that ran with a warm cache
 */
struct row {
	u64 vcpus, quantum, size, rate, warmup;
	bool one_queue;
	u64 jobs[MAX_JOBS][4];
	u64 warm[MAX_VCPUS];
	u64 peek;
};

/*
 * R. and A. Arpaci-Dusseau, "Operating Systems: Three Easy Pieces",
 * github.com/remzi-arpacidusseau/ostep-homework, cpu-sched-multi/multi.py of
 * October 2025. Drawn at random, but for those with comments.
 */
static const struct row rows[] = {
	{ 2, 5, 100, 4, 0, true, {
		{ 35, 30, 0, 9 }, { 19, 40, 0, 5 },
	}, { 9, 5 } },
	{ 3, 3, 100, 2, 3, true, {
		{ 69, 0, 0, 36 }, { 40, 0, 0, 22 },
	}, { 33, 19, 0 } },
	{ 1, 10, 100, 4, 5, false, {
		{ 28, 50, 0, 37 }, { 46, 10, 10, 36 }, { 16, 80, 20, 28 },
	}, { 19 } },
	{ 2, 3, 100, 4, 10, true, {
		{ 29, 10, 0, 15 }, { 15, 30, 0, 12 },
	}, { 5, 2 } },
	{ 3, 10, 50, 4, 4, true, {
		{ 17, 30, 0, 8 }, { 47, 10, 0, 18 },
	}, { 8, 6, 0 } },
	{ 2, 3, 50, 2, 8, false, {
		{ 18, 40, 0, 31 }, { 61, 80, 0, 73 }, { 20, 50, 3, 29 },
		{ 12, 60, 3, 24 },
	}, { 7, 0 } },
	{ 3, 5, 50, 4, 0, true, {
		{ 22, 60, 0, 22 }, { 6, 0, 0, 2 }, { 11, 70, 0, 11 },
	}, { 0, 2, 0 } },
	{ 2, 5, 100, 4, 10, true, {
		{ 37, 80, 0, 17 }, { 67, 0, 0, 32 },
	}, { 9, 10 } },
	{ 3, 3, 100, 3, 2, false, {
		{ 43, 80, 0, 16 }, { 16, 0, 0, 7 },
	}, { 14, 5, 0 } },
	/* A working set that does not fit pushes out all others. */
	{ 1, 5, 100, 2, 4, false, {
		{ 30, 60, 0, 67 }, { 30, 120, 5, 72 }, { 20, 10, 10, 57 },
	}, { 8 } },
	{ 1, 5, 100, 2, 0, false, {
		{ 30, 60, 0, 43 }, { 30, 120, 5, 58 }, { 20, 10, 10, 41 },
	}, { 23 } },
	/* With -P. There are two CPUs, so that no lot says which is looked at. */
	{ 2, 5, 100, 2, 10, false, {
		{ 30, 10, 0, 28 }, { 10, 10, 0, 10 }, { 30, 10, 5, 25 },
	}, { 10, 8 }, 5 },
	{ 2, 10, 100, 2, 10, false, {
		{ 20, 10, 0, 25 }, { 70, 90, 0, 60 }, { 60, 80, 10, 50 },
		{ 15, 20, 10, 35 },
	}, { 30, 25 }, 30 },
	{ 2, 3, 100, 2, 10, false, {
		{ 8, 10, 0, 8 }, { 40, 10, 0, 25 },
	}, { 0, 15 }, 3 },
	{ 2, 4, 100, 2, 10, false, {
		{ 5, 10, 0, 9 }, { 33, 50, 0, 39 }, { 21, 10, 4, 21 },
		{ 44, 60, 4, 48 },
	}, { 16, 9 }, 7 },
};

static struct sim_config config_of(const struct row *row)
{
	struct sim_config config = {
		.quantum_ns = row->quantum,
		.nr_vcpus = row->vcpus,
		.max_procs = 8,
		.cache_size = row->size,
		.cache_rate = row->rate,
		.cache_warmup_ns = row->warmup,
		.unit_ns = 1,
		.peek_ns = row->peek,
	};

	EXPECT_EQ(sim_policy_parse(row->one_queue ? "rr:aligned=1,span=all" :
				   "rr:aligned=1,balance=none", &config), 0);
	return config;
}

static void check(const struct row *row, u64 step)
{
	struct sim_config config = config_of(row);
	u32 i, k;

	boot_with(&config);
	for (k = 0; k < MAX_JOBS && row->jobs[k][0]; k++)
		spawn(.run = row->jobs[k][0], .working_set = row->jobs[k][1]);
	/* Whoever looks on changes nothing. */
	while (step && lab.sim->now < 200)
		lab_run(&lab, lab.sim->now + step);
	lab_run_idle(&lab);
	while (k--) {
		EXPECT_EQ(proc(k + 1).first_run_ns, row->jobs[k][2]);
		EXPECT_EQ(proc(k + 1).finish_ns, row->jobs[k][3]);
	}
	for (i = 0; i < row->vcpus; i++)
		EXPECT_EQ(vcpu(i).warm_ns, row->warm[i]);
}

TEST(cache_book)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		check(&rows[i], 0);
		check(&rows[i], 1);
	}
}

/*
 * A burst ends with a unit of time, though its work is done before; what is left of
 * it is not lost when somebody looks on, or a slice ends.
 */
TEST(cache_units)
{
	struct sim_config config = {
		.quantum_ns = 18, .nr_vcpus = 1, .max_procs = 8,
		.cache_size = 1, .cache_rate = 3, .unit_ns = 10,
	};
	u64 t;

	EXPECT_EQ(sim_policy_parse("rr", &config), 0);
	boot_with(&config);
	/* 50 of work are 20 of time at three times the speed. */
	spawn(.run = 41);
	spawn(.run = 1);
	for (t = 1; t < 30; t++) {
		lab_run(&lab, t);
		EXPECT(proc(1).state != SCHEDSIM_STATE_EXITED);
	}
	lab_run_idle(&lab);
	EXPECT_STR(trace(), "0:1 18:2 28:1");
	EXPECT_EQ(proc(1).finish_ns, 30);
	EXPECT_EQ(proc(1).cpu_ns, 20);
}

/* What the textbook's lottery.py does: whole quanta are charged. */
TEST(whole_quanta)
{
	struct sim_config config = {
		.quantum_ns = 4, .nr_vcpus = 1, .max_procs = 8, .unit_ns = 4,
	};

	EXPECT_EQ(sim_policy_parse("rr", &config), 0);
	boot_with(&config);
	spawn(.run = 5);
	spawn(.run = 4);
	spawn(.PROGRAM(RUN(1), SLEEP(3), RUN(0), RUN(2)));
	EXPECT_EQ(lab_run_idle(&lab), 20 + 4 - 4);
	EXPECT_STR(trace(), "0:1 4:2 8:3 12:1 16:3");
	EXPECT_EQ(proc(1).cpu_ns, 8);
	EXPECT_EQ(proc(3).cpu_ns, 8);
}

/* Of more than it can remember, a cache forgets the one that ran longest ago. */
TEST(cache_forgets)
{
	struct sim_config config = {
		.quantum_ns = 100, .nr_vcpus = 1, .max_procs = 100,
		.cache_size = 1, .cache_rate = 2, .cache_warmup_ns = 10,
	};
	u32 i, nr;

	for (nr = 65; nr <= 66; nr++) {
		EXPECT_EQ(sim_policy_parse("fifo", &config), 0);
		boot_with(&config);
		spawn(.PROGRAM(RUN(3), YIELD, RUN(3), YIELD, RUN(14)));
		spawn(.run = 1);
		for (i = 2; i < nr; i++)
			spawn(.run = 1, .at = 5);
		lab_run_idle(&lab);
		/* Warm after 10. 2 ran before its 6, and is the first to go. */
		EXPECT_EQ(proc(1).cpu_ns, nr == 65 ? 15 : 18);
	}
}

/* Each time is a step, though nothing may come of it; one vCPU does not peek. */
TEST(peek_takes_steps)
{
	struct sim_config config = {
		.quantum_ns = 100, .nr_vcpus = 2, .max_procs = 8, .peek_ns = 10,
	};
	u64 steps;

	EXPECT_EQ(sim_policy_parse("fifo:balance=none", &config), 0);
	boot_with(&config);
	spawn(.cpus = 1);
	spawn(.cpus = 1);
	lab_run(&lab, 100);
	steps = lab.sim->steps;
	lab_run(&lab, 10100);
	EXPECT(lab.sim->steps >= steps + 1000);
	config.nr_vcpus = 1;
	boot_with(&config);
	spawn();
	spawn();
	lab_run(&lab, 100);
	EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
}

static u32 nr_below(u32 vcpu)
{
	u32 id, nr = 0;

	for (id = 1; id <= 400; id++)
		nr += lab.sim->procs[id]->vcpu < vcpu;
	return nr;
}

/*
 * 128 vCPUs peek at the queue of 128 others, each of which is told of each process
 * that leaves it. That is not done at once.
 */
TEST(peek_is_bounded)
{
	const struct schedsim_attr anywhere = {};
	struct sim_config config = {
		.quantum_ns = 1000, .nr_vcpus = 256, .max_procs = 512, .peek_ns = 10,
	};
	u32 i, before, taken = 0, calls = 0;
	bool more;

	for (i = 0; i < 256; i++)
		config.llc[i] = min(i, 128U);
	EXPECT_EQ(sim_policy_parse("fifo:balance=none,span=llc", &config), 0);
	boot_with(&config);
	watch = WATCH_NOTHING;
	for (i = 0; i < 400; i++)
		lab_spawn(&lab, &(struct schedsim_spawn_entry) {
			WITH(.affinity = { 0, 0, ~0ULL, ~0ULL }),
		});
	/* They arrive there, and may go anywhere then. */
	lab_settle(&lab);
	for (i = 1; i <= 400; i++)
		lab_set_attr(&lab, i, &anywhere);
	lab_run(&lab, 9);
	EXPECT_EQ(nr_below(128), 0);
	do {
		before = nr_below(128);
		more = sim_advance(lab.sim, 10);
		EXPECT(nr_below(128) - before <= SIM_STEPS / (1 + 128 / SIM_STEP_VCPUS) + 1);
		taken += nr_below(128) - before;
		calls++;
	} while (more);
	/* About half of them have drawn one of the others. */
	EXPECT(taken > 32 && taken < 96);
	EXPECT(calls > taken / 8);
}

/* At which queue one looks is a lot; only who may run there is taken. */
TEST(peek_affinity)
{
	struct sim_config config = {
		.quantum_ns = 100, .nr_vcpus = 3, .max_procs = 8, .peek_ns = 10,
	};
	u32 seed, taken = 0;

	for (seed = 0; seed < 40; seed++) {
		config.seed = seed;
		EXPECT_EQ(sim_policy_parse("fifo:balance=none", &config), 0);
		boot_with(&config);
		spawn(.cpus = 1);
		spawn(.cpus = 1, .run = 5);
		lab_run(&lab, 200);
		EXPECT_EQ(proc(2).cpu_ns, 0);
		boot_with(&config);
		spawn(.cpus = 1);
		spawn(.cpus = 5, .run = 5);
		spawn(.cpus = 5, .run = 5);
		lab_run(&lab, 9);
		EXPECT_EQ(vcpu(1).busy_ns, 0);
		lab_run(&lab, 20);
		taken += vcpu(2).busy_ns == 10;
		/* When nobody waits, nobody wakes up to peek. */
		lab_run(&lab, 1000);
		EXPECT_EQ(vcpu(1).busy_ns, 0);
		EXPECT_EQ(sim_next_event(lab.sim), SIM_NEVER);
	}
	EXPECT(taken && taken < 40);
}

TEST(cache_limits)
{
	static const struct {
		struct sim_config config;
		int ret;
	} limits[] = {
		{ { .cache_rate = 100 }, 0 }, { { .cache_rate = 101 }, -EINVAL },
		{ { .cache_warmup_ns = 1000 }, 0 },
		{ { .cache_warmup_ns = 999 }, -EINVAL },
		{ { .cache_warmup_ns = SCHEDSIM_MAX_TIME_NS + 1 }, -EINVAL },
		{ { .unit_ns = 1000 }, 0 }, { { .unit_ns = 999 }, -EINVAL },
		{ { .unit_ns = SCHEDSIM_MAX_QUANTUM_NS }, 0 },
		{ { .unit_ns = SCHEDSIM_MAX_QUANTUM_NS + 1 }, -EINVAL },
		{ { .peek_ns = SCHEDSIM_MAX_TIME_NS }, 0 },
		{ { .peek_ns = 999 }, -EINVAL },
		{ { .peek_ns = SCHEDSIM_MAX_TIME_NS + 1 }, -EINVAL },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		struct sim_config config = limits[i].config, other;

		config.policy = policy("rr");
		config.quantum_ns = 1000;
		config.nr_vcpus = 1;
		config.max_procs = 1;
		EXPECT_EQ(sim_config_check(&config, 1000), limits[i].ret);
		/* Of a live one. */
		config.quantum_ns = 100000;
		EXPECT_EQ(sim_config_check(&config, 100000),
			  config.cache_warmup_ns == 1000 ||
			  config.unit_ns == 1000 ? -EINVAL : limits[i].ret);
		other = config;
		EXPECT(!sim_config_begins_anew(&config, &other));
		other.unit_ns ^= 1 << 20;
		EXPECT(sim_config_begins_anew(&config, &other));
		other = config;
		other.peek_ns ^= 1 << 20;
		EXPECT(sim_config_begins_anew(&config, &other));
		other = config;
		other.cache_size++;
		EXPECT(sim_config_begins_anew(&config, &other));
	}
}
