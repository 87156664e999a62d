// SPDX-License-Identifier: GPL-2.0
/*
 * Global fixed priority: on m vCPUs the m most urgent of the ready processes run, at
 * each instant. A model that knows nothing else, one ns after the other, against the
 * engine with one run queue for all, and with one for each vCPU.
 */
#include "random.h"
#include "watch.h"

enum { NR_SETS = 1000, MOST_PROCS = 10, MOST_OPS = 7, END = 2000 };

/* Process n is the more urgent, the greater n. */
struct model {
	struct schedsim_op ops[MOST_OPS];
	u32 nr_ops, pc;
	u64 at, wakes, left, finish;
	bool runs;
};

static struct model models[MOST_PROCS];
static u32 nr_models, nr_vcpus;

/* RUN and SLEEP in turn; the last one runs. */
static void make_model(struct model *m, u64 *rng)
{
	u32 i;

	memset(m, 0, sizeof(*m));
	m->at = random_one_in(rng, 2) ? 0 : random_below(rng, 30);
	m->nr_ops = 1 + 2 * random_below(rng, (MOST_OPS + 1) / 2);
	for (i = 0; i < m->nr_ops; i++)
		m->ops[i] = (struct schedsim_op) {
			.code = i % 2 ? SCHEDSIM_OP_SLEEP : SCHEDSIM_OP_RUN,
			.value = 1 + random_below(rng, 15),
		};
	m->wakes = m->at;
	m->left = m->ops[0].value;
	m->finish = SCHEDSIM_NEVER;
}

/* Who runs from @now on, until the next ns. */
static void choose(u64 now)
{
	u32 n, left = nr_vcpus;

	for (n = nr_models; n--;) {
		struct model *m = &models[n];

		m->runs = left && m->finish == SCHEDSIM_NEVER && m->wakes <= now;
		left -= m->runs;
	}
}

static void run_for_one(u64 now)
{
	struct model *m;

	for (m = models; m < models + nr_models; m++) {
		if (!m->runs || --m->left)
			continue;
		if (m->pc + 1 == m->nr_ops) {
			m->finish = now + 1;
			continue;
		}
		m->wakes = now + 1 + m->ops[m->pc + 1].value;
		m->pc += 2;
		m->left = m->ops[m->pc].value;
	}
}

static bool agrees(void)
{
	bool same = true;
	u32 n;

	for (n = 0; n < nr_models; n++)
		same &= models[n].runs == (lab.sim->procs[n + 1]->state ==
					   SCHEDSIM_STATE_RUNNING);
	return same;
}

static void compare(u64 seed, const char *policy)
{
	u64 rng = seed, now;
	u32 n;

	nr_vcpus = 2 + random_below(&rng, 3);
	nr_models = 2 + random_below(&rng, MOST_PROCS - 1);
	boot_on(nr_vcpus, policy, 1 + random_below(&rng, 20));
	watch = WATCH_NOTHING;
	for (n = 0; n < nr_models; n++) {
		struct model *m = &models[n];

		make_model(m, &rng);
		spawn(.ops = m->ops, .nr_ops = m->nr_ops, .at = m->at,
		      .priority = n + 1, .sched_class = seed % 2 ?
		      SCHEDSIM_CLASS_FIFO : SCHEDSIM_CLASS_RR);
	}
	for (now = 0; now < END && stats().nr_exited < nr_models; now++) {
		lab_run(&lab, now);
		choose(now);
		EXPECT(agrees());
		run_for_one(now);
	}
	for (n = 0; n < nr_models; n++)
		EXPECT_EQ(proc(n + 1).finish_ns, models[n].finish);
}

TEST(global_priority)
{
	u64 seed;

	for (seed = 1; seed <= NR_SETS; seed++) {
		compare(seed, seed / 2 % 2 ? "prio" : "linux");
		compare(seed, seed / 2 % 2 ? "prio:span=all" : "linux:span=all");
	}
}
