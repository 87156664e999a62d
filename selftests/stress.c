// SPDX-License-Identifier: GPL-2.0
/*
 * 16 threads that do everything at once to the shared simulation, with the
 * shortest quantum, and to private ones. Afterwards all sums must be right.
 *
 * SCHEDSIM_SECONDS says how long (5 by default).
 */
#include "hammer.h"
#include "schedsim_test.h"

static int prepare(int fd)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_MAX_PROCS,
		.nr_vcpus = 2,
		.max_procs = NR_PROCS,
	};

	return simple(fd, SCHEDSIM_IOC_RESET) ?: set_config(fd, &config) ?:
	       set_quantum(fd, SCHEDSIM_MIN_QUANTUM_LIVE_NS);
}

static int clean_up(int fd)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_QUANTUM |
			SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_MAX_PROCS,
		.policy = "fair",
		.quantum_ns = SCHEDSIM_DEFAULT_QUANTUM_NS,
		.nr_vcpus = 1,
		.max_procs = SCHEDSIM_DEFAULT_MAX_PROCS,
	};

	return simple(fd, SCHEDSIM_IOC_RESET) ?: set_config(fd, &config) ?:
	       simple(fd, SCHEDSIM_IOC_RESUME);
}

FIXTURE(stress)
{
};

FIXTURE_SETUP(stress)
{
}

FIXTURE_TEARDOWN(stress)
{
}

#define MAX_HAMMERS	16

static struct hammer hammers[MAX_HAMMERS];

static void start(struct __test_metadata *_metadata, int fd, int nr,
		  void (* const *blows)(struct hammer *h))
{
	int i;

	for (i = 0; i < nr; i++) {
		hammers[i].fd = fd;
		hammers[i].blow = blows[i];
		hammers[i].seed = i + 1;
		ASSERT_EQ(0, pthread_create(&hammers[i].thread, NULL,
					    hammer_on, &hammers[i]));
	}
}

/* Each one has come to do something, and none of them was surprised. */
static void finish(struct __test_metadata *_metadata, int nr)
{
	__u64 blows = 0;
	int i;

	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < nr; i++) {
		ASSERT_EQ(0, pthread_join(hammers[i].thread, NULL));
		EXPECT_EQ(0, hammers[i].bad) {
			TH_LOG("%s", hammers[i].where);
		}
		EXPECT_LT(0, hammers[i].blows);
		blows += hammers[i].blows;
	}
	TH_LOG("%llu blows", blows);
}

TEST_F_TIMEOUT(stress, everything_at_once, 3600)
{
	static void (* const blows[])(struct hammer *h) = {
		blow_spawn, blow_spawn_group, blow_spawn_group, blow_kill, blow_kill,
		blow_kill_owner, blow_tune, blow_params, blow_pause, blow_look,
		blow_look_at_objects, blow_look_at_objects, blow_private, blow_private,
		blow_files, blow_anything,
	};
	int fd = open(DEVICE, O_RDWR), nr = ARRAY_SIZE(blows);
	struct schedsim_stats stats;

	ASSERT_LE(0, fd);
	ASSERT_EQ(MAX_HAMMERS, nr);
	ASSERT_EQ(0, prepare(fd));
	start(_metadata, fd, nr, blows);
	sleep_ms(1000 * number_from("SCHEDSIM_SECONDS", 5));
	finish(_metadata, nr);

	/* What was reaped is missing in sums over processes: begin anew. */
	ASSERT_EQ(0, get_stats(fd, &stats));
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, set_policy(fd, "rr"));
	ASSERT_EQ(1, spawn(fd, "a"));
	ASSERT_EQ(2, spawn(fd, "b"));
	ASSERT_EQ(3, spawn(fd, "c"));
	ASSERT_TRUE(eventually(!get_stats(fd, &stats) && stats.expiries > 10));
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_SUMS(fd);
	ASSERT_EQ(0, clean_up(fd));
}

/* Now and then, so that most do what they are there for. */
static void blow_kill_owner_now_and_then(struct hammer *h)
{
	blow_kill_owner(h);
	sleep_ms(20);
}

/* Locks have been waited for, passed urgency on, and lost their owners. */
static bool all_has_been(int fd)
{
	struct schedsim_stats stats;

	return !get_stats(fd, &stats) && stats.blocks && stats.boosts &&
	       stats.abandoned && stats.deadlocks && stats.forks && stats.expiries;
}

/* The same without reaping or resets: then the sums of all must be right. */
TEST_F(stress, sums_survive_it)
{
	static void (* const blows[])(struct hammer *h) = {
		blow_spawn_group, blow_spawn, blow_tune, blow_params, blow_look,
		blow_look_at_objects, blow_kill_owner_now_and_then, blow_files,
	};
	int fd = open(DEVICE, O_RDWR), nr = ARRAY_SIZE(blows), i;
	struct hammer groups = { .fd = fd, .seed = nr + 1 };

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, prepare(fd));
	/* Otherwise there may be no room for a single one. */
	for (i = 0; i < NR_PROCS / NR_GROUP / 2; i++)
		ASSERT_EQ(0, hammer_spawn_group(&groups, fd, 0));
	start(_metadata, fd, nr, blows);
	for (i = 0; i < 10; i++) {
		sleep_ms(100);
		kill_proc(fd, 1 + i);
	}
	EXPECT_TRUE(eventually(all_has_been(fd)));
	finish(_metadata, nr);
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_SUMS(fd);
	ASSERT_EQ(0, clean_up(fd));
}

TEST_HARNESS_MAIN
