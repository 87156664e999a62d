// SPDX-License-Identifier: GPL-2.0
/*
 * What all live clocks together may use of a CPU: a quarter of one, however many
 * simulations there are and whatever their processes do. On a machine whose timers
 * are late there may be less to share out than the budget allows: whoever is due may
 * run then. So this wants the exact clock, as the tests of accuracy do.
 */
#include <sys/stat.h>

#include "schedsim_test.h"

#define NR_STORMS	64
#define NR_AT_ONCE	300
#define NR_OF_BURST	100
#define PERCENT		25
#define OTHER_UID	2000
/* As many as the memory of one user allows in a small machine. */
#define NR_OF_OTHER	12
#define PARAMETER	"/sys/module/schedsim/parameters/budget_percent"

FIXTURE(budget)
{
	int storms[NR_AT_ONCE];
	int nr;
};

FIXTURE_SETUP(budget)
{
	self->nr = 0;
}

FIXTURE_TEARDOWN(budget)
{
	while (self->nr)
		close(self->storms[--self->nr]);
}

/* A simulation that has something to do each nanosecond. */
static int storm(void)
{
	int fd = create_live("rr", MS(1), 1), i;

	for (i = 0; fd >= 0 && i < 3; i++)
		if (spawn_program(fd, "s", OP_SLEEP(1), OP_RUN(1),
				  OP_LOOP(0, 0)) != i + 1)
			return -1;
	return fd;
}

/* The longest that a nap of 1 ms takes until @end. */
static __u64 longest_nap(__u64 end)
{
	__u64 most = 0, nap;

	while (host_ns() < end) {
		nap = host_ns();
		sleep_ms(1);
		nap = host_ns() - nap;
		most = nap > most ? nap : most;
	}
	return most;
}

static __u64 callback_ns(struct __test_metadata *_metadata, int *fds, int nr)
{
	struct schedsim_stats stats;
	__u64 sum = 0;

	while (nr--) {
		EXPECT_EQ(0, get_stats(fds[nr], &stats));
		sum += stats.callback_ns;
	}
	return sum;
}

TEST_F_TIMEOUT(budget, of_many, 120)
{
	__u64 start, spent, real, nap;

	for (; self->nr < NR_STORMS; self->nr++) {
		self->storms[self->nr] = storm();
		ASSERT_LE(0, self->storms[self->nr]);
	}
	sleep_ms(100);
	start = host_ns();
	spent = callback_ns(_metadata, self->storms, self->nr);
	nap = longest_nap(start + SEC(2));
	spent = callback_ns(_metadata, self->storms, self->nr) - spent;
	real = host_ns() - start;
	TH_LOG("%llu us of %llu us in callbacks, longest nap of 1 ms: %llu us",
	       spent / 1000, real / 1000, nap / 1000);
	/* What had been saved up comes on top: a quarter of 4 ms. */
	ASSERT_LE(spent * 100, (real + MS(10)) * PERCENT);
	ASSERT_LT(0, spent);
}

/*
 * 256 vCPUs that share a queue: each wakeup looks at all of them. A callback does less then,
 * and holds nobody up: a nap of 1 ms took 53 ms.
 */
TEST_F_TIMEOUT(budget, of_a_wide_queue, 120)
{
	static struct schedsim_op ops[] = { OP_SLEEP(1), OP_RUN(1), OP_LOOP(0, 0) };
	static struct schedsim_spawn_entry entries[1500];
	struct schedsim_param span = { .name = "span", .value = 3 };
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_QUANTUM |
			SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_CLOCK |
			SCHEDSIM_CONFIG_PARAMS,
		.policy = "linux",
		.quantum_ns = US(100),
		.nr_vcpus = 256,
		.clock = SCHEDSIM_CLOCK_LIVE,
		.params = PTR(&span),
		.nr_params = 1,
		.param_size = sizeof(span),
	};
	__u64 start, spent, real, nap;
	int i, fd = create(&config);

	ASSERT_LE(0, fd);
	self->storms[self->nr++] = fd;
	for (i = 0; i < (int)ARRAY_SIZE(entries); i++)
		entries[i] = entry_of("s", ops, ARRAY_SIZE(ops));
	ASSERT_EQ(0, spawn_many(fd, entries, ARRAY_SIZE(entries), NULL));
	sleep_ms(100);
	start = host_ns();
	spent = callback_ns(_metadata, &fd, 1);
	nap = longest_nap(start + SEC(2));
	spent = callback_ns(_metadata, &fd, 1) - spent;
	real = host_ns() - start;
	TH_LOG("%llu us of %llu us in callbacks, longest nap of 1 ms: %llu us",
	       spent / 1000, real / 1000, nap / 1000);
	ASSERT_LE(spent * 100, (real + MS(10)) * PERCENT);
	ASSERT_LT(0, spent);
	ASSERT_GT(MS(20), nap);
}

/* A simulation that has much to do at @first, and each eighth of a second from then on. */
static int busy_at(__u64 first)
{
	static const struct schedsim_op ops[] = {
		OP_YIELD, OP_LOOP(0, 60), OP_SLEEP(MS(125)), OP_LOOP(0, 0)
	};
	struct schedsim_spawn_entry entries[2] = {
		entry_of("b", ops, ARRAY_SIZE(ops)), entry_of("b", ops, ARRAY_SIZE(ops))
	};
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_MAX_PROCS | SCHEDSIM_CONFIG_CLOCK,
		.max_procs = ARRAY_SIZE(entries),
		.clock = SCHEDSIM_CLOCK_LIVE,
	};
	int fd = create(&config);

	entries[0].delay_ns = first - host_ns();
	entries[1].delay_ns = entries[0].delay_ns;
	return fd < 0 || !spawn_many(fd, entries, ARRAY_SIZE(entries), NULL) ? fd : -1;
}

/*
 * Many that use less than their shares, but all at once. They are a burst that holds up
 * whoever it comes upon: only so much of it is done at once.
 */
TEST_F_TIMEOUT(budget, of_many_at_once, 120)
{
	struct schedsim_stats stats;
	__u64 first, nap, latest = 0;
	int i;

	first = host_ns() + SEC(3);
	for (; self->nr < NR_AT_ONCE; self->nr++) {
		self->storms[self->nr] = busy_at(first);
		ASSERT_LE(0, self->storms[self->nr]);
	}
	ASSERT_GT(first, host_ns());
	nap = longest_nap(first + SEC(2));
	for (i = 0; i < self->nr; i++) {
		ASSERT_EQ(0, get_stats(self->storms[i], &stats));
		ASSERT_LE(2000 / 125, stats.callbacks);
		latest = stats.late_max_ns > latest ? stats.late_max_ns : latest;
	}
	TH_LOG("longest nap of 1 ms: %llu us, latest %llu us", nap / 1000, latest / 1000);
	ASSERT_GT(MS(10), nap);
}

/* Such a burst is one user's, however many clocks: another one's clock does not wait for all. */
TEST_F_TIMEOUT(budget, burst_of_another_user, 120)
{
	struct schedsim_stats stats;
	__u64 first = host_ns() + SEC(3);
	int fd;

	ASSERT_EQ(0, chmod(DEVICE, 0666));
	ASSERT_EQ(0, setresuid(OTHER_UID, OTHER_UID, 0));
	for (; self->nr < NR_OF_BURST; self->nr++) {
		self->storms[self->nr] = busy_at(first);
		ASSERT_LE(0, self->storms[self->nr]);
	}
	ASSERT_EQ(0, setresuid(0, 0, 0));
	ASSERT_EQ(0, chmod(DEVICE, 0600));
	fd = create_live("rr", MS(1), 1);
	ASSERT_LE(0, fd);
	self->storms[self->nr++] = fd;
	ASSERT_EQ(1, spawn(fd, "a"));
	ASSERT_EQ(2, spawn(fd, "b"));
	ASSERT_GT(first, host_ns());
	while (host_ns() < first + SEC(2))
		sleep_ms(100);
	ASSERT_EQ(0, get_stats(fd, &stats));
	TH_LOG("%llu us slipped, latest %llu us, %llu throttled", stats.slipped_ns / 1000,
	       stats.late_max_ns / 1000, stats.throttled);
	ASSERT_EQ(0, stats.slipped_ns);
	ASSERT_LE(2000, stats.expiries);
}

/* Of those that have no end of work, each gets its share. */
TEST_F_TIMEOUT(budget, is_shared_fairly, 120)
{
	struct schedsim_stats stats;
	__u64 least = ~0ULL, most = 0;
	int i;

	for (; self->nr < 8; self->nr++) {
		self->storms[self->nr] = storm();
		ASSERT_LE(0, self->storms[self->nr]);
	}
	sleep_ms(2000);
	for (i = 0; i < self->nr; i++) {
		ASSERT_EQ(0, get_stats(self->storms[i], &stats));
		least = stats.callbacks < least ? stats.callbacks : least;
		most = stats.callbacks > most ? stats.callbacks : most;
		ASSERT_LT(0, stats.throttled);
		ASSERT_LT(0, stats.slipped_ns);
	}
	TH_LOG("callbacks: %llu to %llu", least, most);
	ASSERT_LT(most, 3 * least);
}

/* However many simulations another user has, half of it is root's. */
TEST_F_TIMEOUT(budget, is_shared_among_users, 120)
{
	__u64 own, others;
	int fd;

	ASSERT_EQ(0, chmod(DEVICE, 0666));
	ASSERT_EQ(0, setresuid(OTHER_UID, OTHER_UID, 0));
	for (; self->nr < NR_OF_OTHER; self->nr++) {
		self->storms[self->nr] = storm();
		ASSERT_LE(0, self->storms[self->nr]);
	}
	ASSERT_EQ(0, setresuid(0, 0, 0));
	ASSERT_EQ(0, chmod(DEVICE, 0600));
	fd = storm();
	ASSERT_LE(0, fd);
	self->storms[self->nr++] = fd;
	sleep_ms(500);
	own = callback_ns(_metadata, &fd, 1);
	others = callback_ns(_metadata, self->storms, self->nr - 1);
	sleep_ms(2000);
	own = callback_ns(_metadata, &fd, 1) - own;
	others = callback_ns(_metadata, self->storms, self->nr - 1) - others;
	TH_LOG("%llu us of one user's, %llu us of another's", own / 1000,
	       others / 1000);
	ASSERT_LT(0, own);
	ASSERT_LT(others, 2 * own);
}

/* Whoever uses less than a share is as punctual as if alone, but for their callbacks. */
TEST_F_TIMEOUT(budget, light_clock_beside_storms, 120)
{
	struct schedsim_stats stats;
	int fd, i;

	for (; self->nr < NR_STORMS; self->nr++) {
		self->storms[self->nr] = storm();
		ASSERT_LE(0, self->storms[self->nr]);
	}
	fd = create_live("rr", MS(20), 1);
	ASSERT_LE(0, fd);
	for (i = 0; i < 2; i++)
		ASSERT_EQ(i + 1, spawn(fd, "light"));
	sleep_ms(2000);
	ASSERT_EQ(0, get_stats(fd, &stats));
	close(fd);
	TH_LOG("%llu decisions, %llu throttled, %llu us slipped, latest %llu us",
	       stats.decisions, stats.throttled, stats.slipped_ns / 1000,
	       stats.late_max_ns / 1000);
	ASSERT_LE(2000 / 20 / 2, stats.decisions);
	ASSERT_EQ(0, stats.throttled);
}

TEST(percent)
{
	static const char * const bad[] = { "0", "101", "-1", "x", "" };
	char text[16] = "";
	int fd, i;

	fd = open(PARAMETER, O_RDWR);
	ASSERT_LE(0, fd);
	for (i = 0; i < 5; i++)
		EXPECT_GT(0, write(fd, bad[i], strlen(bad[i]) + 1));
	ASSERT_LT(0, pread(fd, text, sizeof(text) - 1, 0));
	ASSERT_STREQ("25\n", text);
	ASSERT_EQ(2, write(fd, "50", 2));
	ASSERT_EQ(2, write(fd, "25", 2));
	close(fd);
}

TEST_HARNESS_MAIN
