// SPDX-License-Identifier: GPL-2.0
/*
 * How long less urgent processes keep one from running, against the bounds of Sha,
 * Rajkumar and Lehoczky, "Priority Inheritance Protocols" (1990), over random sets on
 * one vCPU. With inheritance: min(n, m) critical sections, one of each of n processes
 * (theorem 3) and of each of m mutexes (theorem 6, for sections that are not nested).
 * With the ceiling: one (theorem 12).
 *
 * What is measured comes from who was dispatched when, and nothing else.
 */
#include "random.h"
#include "watch_objects.h"

enum {
	NR_SETS = 2000, MOST_PROCS = 7, MOST_MUTEXES = 4, MOST_SECTIONS = 4,
	MOST_OPS = 96,
};

/* An outermost critical section: its mutexes, and how long it is. */
struct section {
	u32 mutexes;
	u64 length;
};

/* Process n is more urgent than all before it. */
struct member {
	struct schedsim_op ops[MOST_OPS];
	u32 nr_ops;
	struct section sections[MOST_SECTIONS];
	u32 nr_sections;
	bool has_job;		/* from its release to its end */
	u64 blocked, worst;
};

static struct {
	struct member members[MOST_PROCS];
	u32 nr, nr_mutexes;
	bool nested, ceiling;
	u32 running;		/* an id, or 0 */
	u64 since;
} set;

static void add_op(struct member *m, struct schedsim_op op)
{
	m->ops[m->nr_ops++] = op;
}

static u64 add_run(struct member *m, u64 *rng, u64 most)
{
	u64 ns = 1 + random_below(rng, most);

	add_op(m, (struct schedsim_op)RUN(ns));
	return ns;
}

/* One mutex, or some in the order of their numbers, one in the other. */
static void add_section(struct member *m, u64 *rng)
{
	struct section *s = &m->sections[m->nr_sections++];
	u32 id, depth = 0, held[MOST_MUTEXES];

	s->mutexes = 1 << random_below(rng, set.nr_mutexes);
	if (set.nested)
		s->mutexes |= random_below(rng, 1 << set.nr_mutexes);
	s->length = 0;
	for (id = 1; id <= set.nr_mutexes; id++) {
		if (!(s->mutexes >> (id - 1) & 1))
			continue;
		add_op(m, (struct schedsim_op)LOCK(id));
		held[depth++] = id;
		s->length += add_run(m, rng, 20);
	}
	while (depth--) {
		add_op(m, (struct schedsim_op)UNLOCK(held[depth]));
		if (depth)
			s->length += add_run(m, rng, 5);
	}
}

/* Some jobs, one after the other. */
static void make_member(struct member *m, u64 *rng)
{
	u32 nr = 1 + random_below(rng, MOST_SECTIONS);

	memset(m, 0, sizeof(*m));
	while (nr--) {
		if (!random_one_in(rng, 4))
			add_run(m, rng, 10);
		add_section(m, rng);
		if (!random_one_in(rng, 4))
			add_run(m, rng, 10);
		if (random_one_in(rng, 4))
			add_op(m, (struct schedsim_op)SLEEP(1 + random_below(rng, 50)));
	}
	add_op(m, (struct schedsim_op)LOOP(0, 1 + random_below(rng, 4)));
}

/* Does a process that is at least as urgent as @n use one of them? */
static bool concerns(u32 mutexes, u32 n)
{
	u32 i, s;

	for (i = n; i < set.nr; i++)
		for (s = 0; s < set.members[i].nr_sections; s++)
			if (set.members[i].sections[s].mutexes & mutexes)
				return true;
	return false;
}

/* The longest section of a less urgent process, or all, with one of @mutexes. */
static u64 longest(u32 from, u32 to, u32 mutexes, u32 n)
{
	u64 most = 0;
	u32 s;

	for (; from < to; from++) {
		for (s = 0; s < set.members[from].nr_sections; s++) {
			const struct section *section =
				&set.members[from].sections[s];

			/* Nested ones may be in its way by those they wait for. */
			if (section->mutexes & mutexes &&
			    ((set.nested && !set.ceiling) ||
			     concerns(section->mutexes, n)))
				most = max(most, section->length);
		}
	}
	return most;
}

static u64 bound(u32 n)
{
	u64 by_procs = 0, by_mutexes = 0;
	u32 i;

	if (set.ceiling)
		return longest(0, n, ~0, n);
	for (i = 0; i < n; i++)
		by_procs += longest(i, i + 1, ~0, n);
	for (i = 0; i < set.nr_mutexes; i++)
		by_mutexes += longest(0, n, 1 << i, n);
	return set.nested ? by_procs : min(by_procs, by_mutexes);
}

static void charge(u64 now)
{
	u32 i;

	for (i = set.running; set.running && i < set.nr; i++)
		if (set.members[i].has_job)
			set.members[i].blocked += now - set.since;
	set.since = now;
}

static void measure(struct lab *lab, const struct sim_event *event)
{
	struct member *m = &set.members[event->id - 1];

	charge(event->time);
	switch (event->type) {
	case SIM_EVENT_DISPATCH:
		set.running = event->id;
		break;
	case SIM_EVENT_ARRIVE:
	case SIM_EVENT_WAKE:
		m->has_job = true;
		break;
	case SIM_EVENT_SLEEP:
	case SIM_EVENT_EXIT:
		m->worst = max(m->worst, m->blocked);
		m->has_job = false;
		m->blocked = 0;
		fallthrough;
	case SIM_EVENT_BLOCK:
		if (set.running == event->id)
			set.running = 0;
		break;
	}
}

/* The most urgent process that uses it. */
static u32 ceiling_of(u32 id)
{
	u32 n = set.nr;

	while (n > 1 && !concerns(1 << (id - 1), n - 1))
		n--;
	return n;
}

static void make_set(u64 seed)
{
	u64 rng = seed;
	u32 i;

	set.nr = 2 + random_below(&rng, MOST_PROCS - 1);
	set.nr_mutexes = 1 + random_below(&rng, MOST_MUTEXES);
	set.nested = random_one_in(&rng, 2);
	set.ceiling = random_one_in(&rng, 2);
	set.running = 0;
	set.since = 0;
	for (i = 0; i < set.nr; i++)
		make_member(&set.members[i], &rng);
	/* Slices are longer than all: of equals, who runs goes on. */
	boot("prio", 1000000);
	watch = WATCH_NOTHING;
	lab.on_event = measure;
	for (i = 1; i <= set.nr_mutexes; i++) {
		if (set.ceiling)
			make_ceiling(ceiling_of(i));
		else
			make_mutex(INHERIT);
	}
	for (i = 0; i < set.nr; i++)
		spawn(.ops = set.members[i].ops, .nr_ops = set.members[i].nr_ops,
		      .priority = i + 1, .at = random_below(&rng, 100));
}

TEST(blocking_bounds)
{
	u64 blocked = 0, tight = 0, seed;
	u32 n;

	for (seed = 1; seed <= NR_SETS; seed++) {
		make_set(seed);
		lab_run_idle(&lab);
		EXPECT_EQ(stats().nr_exited, set.nr);
		EXPECT_EQ(stats().program_errors, 0);
		for (n = 0; n < set.nr; n++) {
			EXPECT(set.members[n].worst <= bound(n));
			blocked += !!set.members[n].worst;
			tight += set.members[n].worst &&
				 10 * set.members[n].worst >= 9 * bound(n);
		}
	}
	/* Many have to wait, and some for almost as long as the bound says. */
	EXPECT(blocked > 3000);
	EXPECT(tight > 100);
}
