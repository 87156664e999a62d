// SPDX-License-Identifier: GPL-2.0
/*
 * Priority inversion in real time: low holds what high wants, and two in between
 * hog the vCPU. Who comes before whom depends on the mutex alone: whoever matters
 * is started by low while it holds the mutex, so a timer that is late, however
 * late, changes no order.
 */
#include "schedsim_test.h"

#define ROUNDS	5

enum { LOW, LINK, HOG, HOG_TOO, HIGH, NR };	/* by their priority */

static const char * const names[NR] = { "low", "link", "hog", "hog too", "high" };

FIXTURE(live_inversion)
{
	int fd;
	__u32 id[NR];
	struct schedsim_proc procs[NR];
	struct schedsim_object mutex;
	struct schedsim_stats stats;
};

FIXTURE_VARIANT(live_inversion)
{
	__u32 protocol;
	/* High wants what link has, which wants what low has; or both want that. */
	bool chain;
};

FIXTURE_VARIANT_ADD(live_inversion, none) { SCHEDSIM_PROTOCOL_NONE };
FIXTURE_VARIANT_ADD(live_inversion, inherit) { SCHEDSIM_PROTOCOL_INHERIT };
FIXTURE_VARIANT_ADD(live_inversion, ceiling) { SCHEDSIM_PROTOCOL_CEILING };
FIXTURE_VARIANT_ADD(live_inversion, chain_none) { SCHEDSIM_PROTOCOL_NONE, true };
FIXTURE_VARIANT_ADD(live_inversion, chain_inherit) { SCHEDSIM_PROTOCOL_INHERIT, true };
FIXTURE_VARIANT_ADD(live_inversion, chain_ceiling) { SCHEDSIM_PROTOCOL_CEILING, true };

FIXTURE_SETUP(live_inversion)
{
	self->fd = create_live("prio", US(100), 1);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(live_inversion)
{
	close(self->fd);
}

/*
 * Low takes mutex 0 and starts the others, link a moment before high, so that it
 * has mutex 1 by then. @run: how long low holds the mutex, and how long each hogs.
 */
static int spawn_all(int fd, __u32 protocol, bool chain, __u64 run, __u32 *id)
{
	struct schedsim_object objects[] = {
		OBJECT(MUTEX, .protocol = protocol), OBJECT(MUTEX, .protocol = protocol),
		OBJECT(FORK), OBJECT(FORK),
	};
	__u32 wanted = chain;	/* by high */
	struct schedsim_op low[] = {
		LOCK(0), FORK(2), OP_RUN(US(100)), FORK(3), FORK(3), FORK(3), OP_RUN(run),
		UNLOCK(0), OP_RUN(US(300)),
	};
	struct schedsim_op link[] = {
		LOCK(wanted), LOCK(0), OP_RUN(US(300)), UNLOCK(0), UNLOCK(wanted),
		OP_RUN(US(300)),
	};
	struct schedsim_op hog[] = { OP_RUN(run) };
	struct schedsim_op high[] = {
		LOCK(wanted), OP_RUN(US(300)), UNLOCK(wanted), OP_RUN(US(300)),
	};
	struct schedsim_spawn_entry entries[NR] = {
		[LOW] = entry_of(names[LOW], low, ARRAY_SIZE(low)),
		[LINK] = entry_of(names[LINK], link, ARRAY_SIZE(link)),
		[HOG] = entry_of(names[HOG], hog, 1),
		[HOG_TOO] = entry_of(names[HOG_TOO], hog, 1),
		[HIGH] = entry_of(names[HIGH], high, ARRAY_SIZE(high)),
	};
	/* Above high, for equals take turns. */
	struct schedsim_attr ceiling = { .priority = HIGH + 1 };
	struct schedsim_attr attrs[NR] = {};
	int i, ret;

	for (i = 0; i < NR; i++) {
		attrs[i].priority = i == HOG_TOO ? HOG : i;
		entries[i].attr = PTR(&attrs[i]);
		entries[i].fork = i == LOW ? 0 : i == LINK ? 1 + 2 : 1 + 3;
	}
	for (i = 0; i < 2 && protocol == SCHEDSIM_PROTOCOL_CEILING; i++) {
		objects[i].attr = PTR(&ceiling);
		objects[i].attr_size = sizeof(ceiling);
	}
	if (!chain) {
		entries[LINK].ops = (uintptr_t)high;
		entries[LINK].nr_ops = ARRAY_SIZE(high);
	}
	ret = spawn_with(fd, entries, NR, objects, ARRAY_SIZE(objects), NULL);
	for (i = 0; i < NR; i++)
		id[i] = entries[i].id;
	return ret;
}

static bool have_exited(int fd, __u32 nr)
{
	struct schedsim_stats stats;

	return !get_stats(fd, &stats) && stats.nr_exited == nr;
}

/* @a has exited before @b. */
static bool before(const struct schedsim_proc *procs, int a, int b)
{
	if (procs[a].finish_ns < procs[b].finish_ns)
		return true;
	ksft_print_msg("%s should have come after %s\n", names[b], names[a]);
	return false;
}

TEST_F(live_inversion, order)
{
	bool none = variant->protocol == SCHEDSIM_PROTOCOL_NONE;
	bool ceiling = variant->protocol == SCHEDSIM_PROTOCOL_CEILING;
	int round, i;

	for (round = 0; round < ROUNDS; round++) {
		ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
		ASSERT_EQ(0, spawn_all(self->fd, variant->protocol, variant->chain, MS(1),
				       self->id));
		/* A look would do what the timer has to. */
		sleep_ms(50);
		ASSERT_TRUE(eventually(have_exited(self->fd, NR)));
		ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
		for (i = 0; i < NR; i++)
			ASSERT_EQ(0, read_proc(self->fd, self->id[i], &self->procs[i]));
		ASSERT_TRUE(before(self->procs, none ? HOG : HIGH, none ? HIGH : HOG));
		ASSERT_TRUE(before(self->procs, none ? HOG_TOO : HIGH, none ? HIGH : HOG_TOO));
		ASSERT_TRUE(before(self->procs, HIGH, LOW));
		ASSERT_TRUE(before(self->procs, HOG, LINK));
		ASSERT_TRUE(before(self->procs, HOG_TOO, LINK));
		ASSERT_TRUE(before(self->procs, LINK, LOW));
		/* Nobody comes in between, but before high has come. */
		for (i = HOG; i <= HOG_TOO && !none; i++)
			ASSERT_LE(self->procs[HIGH].finish_ns, self->procs[i].first_run_ns);
		/* Who goes in at the ceiling never meets anybody there. */
		ASSERT_EQ(!ceiling, self->procs[HIGH].blocked_ns > 0);

		ASSERT_EQ(0, get_stats(self->fd, &self->stats));
		ASSERT_EQ(ceiling, !self->stats.blocks);
		ASSERT_EQ(none, !self->stats.boosts);
		ASSERT_EQ(0, self->stats.program_errors);
		ASSERT_LT(0, self->stats.callbacks);
		ASSERT_SUMS(self->fd);
	}
}

/* Who holds it is killed: high has it at once, though others hog for ever. */
TEST_F(live_inversion, owner_is_killed)
{
	__u32 owner;

	/* With it, high would wait for its turn, not for the mutex. */
	if (variant->protocol == SCHEDSIM_PROTOCOL_CEILING)
		return;
	ASSERT_EQ(0, spawn_all(self->fd, variant->protocol, variant->chain,
			       SCHEDSIM_MAX_TIME_NS, self->id));
	ASSERT_TRUE(eventually(!get_stats(self->fd, &self->stats) &&
			       self->stats.nr_blocked == 2));
	owner = self->id[variant->chain ? LINK : LOW];
	/* The first objects that there are; their ids are their places. */
	ASSERT_EQ(1, read_list(self->fd, SCHEDSIM_IOC_READ_OBJECTS, 1 + variant->chain,
			       &self->mutex, 1, sizeof(self->mutex), 0));
	ASSERT_EQ(owner, self->mutex.owner);
	ASSERT_EQ(variant->chain ? 1 : 2, self->mutex.nr_waiters);

	ASSERT_EQ(0, kill_proc(self->fd, owner));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_EQ(1, self->stats.abandoned);
	ASSERT_EQ(0, read_proc(self->fd, self->id[HIGH], &self->procs[HIGH]));
	ASSERT_NE(SCHEDSIM_STATE_BLOCKED, self->procs[HIGH].state);
	ASSERT_TRUE(eventually(have_exited(self->fd, 2)));
	ASSERT_EQ(0, read_proc(self->fd, self->id[HIGH], &self->procs[HIGH]));
	ASSERT_EQ(SCHEDSIM_STATE_EXITED, self->procs[HIGH].state);
	/* Then it is the hogs' turn, whatever the dead had been worth. */
	ASSERT_TRUE(eventually(!get_stats(self->fd, &self->stats) && self->stats.expiries > 2));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_SUMS(self->fd);
}

TEST_HARNESS_MAIN
