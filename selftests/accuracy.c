// SPDX-License-Identifier: GPL-2.0
/*
 * How exact the timer is. That makes sense only on a clock of executed
 * instructions (tools/vm/run --icount), where nothing but the kernel's own work
 * takes time; elsewhere it is skipped, or, with SCHEDSIM_EXACT_CLOCK=1, fails.
 */
#include <signal.h>
#include <sys/wait.h>

#include "schedsim_test.h"

/*
 * From the timer interrupt to the policy, on average: 2.5 us measured, and some
 * room. A single one may fall into whatever else the kernel does with interrupts
 * off: its tick, RCU, the statistics of its memory (11 us seen).
 */
#define LATE_NS		US(5)
#define LATE_MAX_NS	US(50)

#define NR_PROCS	1000
#define NR_READERS	4

FIXTURE(accuracy)
{
	int fd;
	struct schedsim_stats stats;
	struct schedsim_stats later;
};

FIXTURE_SETUP(accuracy)
{
	if (!clock_is_exact()) {
		ASSERT_EQ(NULL, getenv("SCHEDSIM_EXACT_CLOCK"));
		SKIP(return, "the clock is not exact");
	}
	self->fd = open(DEVICE, O_RDWR);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
}

FIXTURE_TEARDOWN(accuracy)
{
	simple(self->fd, SCHEDSIM_IOC_RESET);
	set_quantum(self->fd, SCHEDSIM_DEFAULT_QUANTUM_NS);
	set_policy(self->fd, "fair");
	close(self->fd);
}

#define STATS()		ASSERT_EQ(0, get_stats(self->fd, &self->stats))
#define LATER()		ASSERT_EQ(0, get_stats(self->fd, &self->later))

FIXTURE(slices)
{
	int fd;
};

FIXTURE_VARIANT(slices)
{
	__u64 quantum_ns;
	__u64 nr;
};

FIXTURE_VARIANT_ADD(slices, of_100us) { US(100), 2000 };
FIXTURE_VARIANT_ADD(slices, of_1ms) { MS(1), 1000 };
FIXTURE_VARIANT_ADD(slices, of_5ms) { MS(5), 200 };
FIXTURE_VARIANT_ADD(slices, of_10ms) { MS(10), 100 };

FIXTURE_SETUP(slices)
{
	if (!clock_is_exact()) {
		ASSERT_EQ(NULL, getenv("SCHEDSIM_EXACT_CLOCK"));
		SKIP(return, "the clock is not exact");
	}
	self->fd = open(DEVICE, O_RDWR);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(slices)
{
	simple(self->fd, SCHEDSIM_IOC_RESET);
	set_quantum(self->fd, SCHEDSIM_DEFAULT_QUANTUM_NS);
	set_policy(self->fd, "fair");
	close(self->fd);
}

TEST_F_TIMEOUT(slices, end_on_time, 100)
{
	__u64 quantum = variant->quantum_ns, nr = variant->nr;
	struct schedsim_stats stats;
	struct schedsim_proc p[2];
	__u64 most;

	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, set_quantum(self->fd, quantum));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
	sleep_ms(quantum * nr / NSEC_PER_MSEC);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, get_stats(self->fd, &stats));
	ASSERT_EQ(2, read_procs(self->fd, p, 2));

	TH_LOG("%llu slices of %llu us: %llu ns late on average, %llu at most; %llu callbacks",
	       stats.expiries, quantum / 1000,
	       stats.late_total_ns / (stats.expiries ?: 1), stats.late_max_ns,
	       stats.callbacks);
	ASSERT_EQ(0, stats.skipped);
	ASSERT_EQ(0, stats.throttled);
	ASSERT_GE(LATE_NS * stats.expiries, stats.late_total_ns);
	ASSERT_GE(LATE_MAX_NS, stats.late_max_ns);
	/* A slice begins when the one before it was seen to end. */
	most = stats.time_ns / quantum;
	ASSERT_GE(most, stats.expiries);
	ASSERT_LE(stats.time_ns / (quantum + LATE_NS) - 1, stats.expiries);
	/* One may have been noticed by the pause. */
	ASSERT_GE(stats.callbacks + 1, stats.expiries);
	ASSERT_LE(stats.callbacks, stats.expiries + 1);
	ASSERT_EQ(stats.expiries, stats.switches);
	/* Both have half of it, but for the slice that runs. */
	ASSERT_GE(stats.time_ns / 2 + quantum / 2 + stats.late_total_ns,
		  p[0].cpu_ns);
	ASSERT_LE(stats.time_ns / 2 - quantum / 2 - stats.late_total_ns,
		  p[0].cpu_ns);
	ASSERT_SUMS(self->fd);
}

/* Two processes and 5 ms: 200 expiries a second. */
TEST_F(accuracy, expiries_in_a_second)
{
	ASSERT_EQ(0, set_quantum(self->fd, MS(5)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	STATS();
	sleep_ms(1000);
	LATER();
	ASSERT_LE(199, self->later.expiries - self->stats.expiries);
	ASSERT_GE(201, self->later.expiries - self->stats.expiries);
}

/* From 10 s to 1 ms: the running slice ends at once. */
TEST_F(accuracy, quantum_acts_at_once)
{
	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, set_quantum(self->fd, SEC(10)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	sleep_ms(100);
	ASSERT_EQ(1, running(self->fd));
	ASSERT_EQ(0, set_quantum(self->fd, MS(1)));
	ASSERT_EQ(2, running(self->fd));
	STATS();
	ASSERT_EQ(1, self->stats.expiries);
	/* Its end was due as of now, so nothing was late. */
	ASSERT_EQ(0, self->stats.skipped);
	ASSERT_GE(LATE_MAX_NS, self->stats.late_max_ns);
	sleep_ms(10);
	LATER();
	ASSERT_LE(9, self->later.expiries - self->stats.expiries);
	ASSERT_GE(11, self->later.expiries - self->stats.expiries);

	/* A slice of 10 s that had 50 ms becomes one of 100 ms: 50 to go. */
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, set_quantum(self->fd, SEC(10)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	sleep_ms(50);
	ASSERT_EQ(0, set_quantum(self->fd, MS(100)));
	sleep_ms(45);
	ASSERT_EQ(1, running(self->fd));
	sleep_ms(10);
	ASSERT_EQ(2, running(self->fd));
}

/* Sleeps and timers end on time, too. */
TEST_F(accuracy, wakeups_on_time)
{
	struct schedsim_proc p;

	ASSERT_EQ(1, spawn_program(self->fd, "t", OP_RUN(US(200)),
				   OP_TIMER(0, MS(1)), OP_LOOP(0, 1000)));
	sleep_ms(1010);
	ASSERT_EQ(0, read_proc(self->fd, 1, &p));
	ASSERT_EQ(SCHEDSIM_STATE_EXITED, p.state);
	ASSERT_EQ(MS(200), p.cpu_ns);
	ASSERT_EQ(1000, p.wakeups);
	ASSERT_LE(SEC(1), p.finish_ns - p.arrival_ns);
	ASSERT_GE(SEC(1) + LATE_MAX_NS, p.finish_ns - p.arrival_ns);
}

/* Simulated time is real time, without the pauses. */
TEST_F(accuracy, time_passes_as_outside)
{
	STATS();
	sleep_ms(500);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	sleep_ms(300);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
	sleep_ms(500);
	LATER();
	ASSERT_LE(SEC(1), self->later.time_ns - self->stats.time_ns);
	ASSERT_GE(SEC(1) + MS(2), self->later.time_ns - self->stats.time_ns);
}

static void look_for_ever(int fd)
{
	static struct schedsim_proc procs[NR_PROCS];
	struct schedsim_config config;
	struct schedsim_stats stats;

	while (read_procs(fd, procs, NR_PROCS) == NR_PROCS &&
	       !get_config(fd, &config) && !get_stats(fd, &stats))
		;
	_exit(1);
}

/*
 * Whoever only looks does not change what is looked at: what is due meanwhile is late, but done
 * at its own time.
 */
TEST_F_TIMEOUT(accuracy, readers_make_no_time_slip, 100)
{
	static struct schedsim_spawn_entry entries[NR_PROCS];
	pid_t readers[NR_READERS];
	__u64 quanta;
	int i, status;

	ASSERT_EQ(0, set_policy(self->fd, "rr"));
	ASSERT_EQ(0, set_quantum(self->fd, MS(1)));
	ASSERT_EQ(0, spawn_many(self->fd, entries, NR_PROCS, NULL));
	STATS();
	for (i = 0; i < NR_READERS; i++) {
		readers[i] = fork();
		ASSERT_LE(0, readers[i]);
		if (!readers[i])
			look_for_ever(self->fd);
	}
	sleep_ms(2000);
	for (i = 0; i < NR_READERS; i++) {
		ASSERT_EQ(0, kill(readers[i], SIGKILL));
		ASSERT_EQ(readers[i], waitpid(readers[i], &status, 0));
		ASSERT_TRUE(WIFSIGNALED(status));
	}
	LATER();
	TH_LOG("%llu ns late at most", self->later.late_max_ns);
	ASSERT_EQ(self->stats.slipped_ns, self->later.slipped_ns);
	/* As many slices have ended as there was time for: quanta, and a part of one. */
	quanta = (self->later.time_ns - self->stats.time_ns) / MS(1);
	ASSERT_LE(quanta, self->later.expiries - self->stats.expiries);
	ASSERT_GE(quanta + 1, self->later.expiries - self->stats.expiries);
}

TEST_HARNESS_MAIN
