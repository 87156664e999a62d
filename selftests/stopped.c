// SPDX-License-Identifier: GPL-2.0
/*
 * The machine stands still for 20 s, while its clock goes on (tools/vm/run
 * --stop-host). What was due in that time is not made up for: simulated time slips.
 * What was not due goes on.
 */
#include "schedsim_test.h"

#define STOP_S		20

/* The watchdogs would take it for a lockup. Not every kernel has them. */
static void write_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd >= 0) {
		if (write(fd, text, strlen(text)) < 0)
			perror(path);
		close(fd);
	}
}

/* Wait until the host has stood still. Returns for how long, or 0. */
static __u64 stop_host(void)
{
	__u64 start = host_ns(), last = start, now;

	write_to("/proc/sys/kernel/watchdog_thresh", "60");
	write_to("/sys/module/rcupdate/parameters/rcu_cpu_stall_timeout", "120");
	write_to("/dev/kmsg", "schedsim-vm: stop 20\n");
	while (last - start < 40 * 1000000000ULL) {
		sleep_ms(1);
		now = host_ns();
		if (now - last > (STOP_S - 1) * 1000000000ULL)
			return now - last;
		last = now;
	}
	return 0;
}

FIXTURE(stopped)
{
	int fd;
	__u64 start;
	struct schedsim_stats stats;
};

FIXTURE_VARIANT(stopped)
{
	__u64 run_ns;		/* 0: for ever */
	int nr;
	bool slips;
};

FIXTURE_VARIANT_ADD(stopped, slices) { 0, 2, true };
FIXTURE_VARIANT_ADD(stopped, bursts) { US(300), 1, true };
FIXTURE_VARIANT_ADD(stopped, bursts_and_slices) { US(300), 3, true };
FIXTURE_VARIANT_ADD(stopped, lone) { 0, 1, false };

FIXTURE_SETUP(stopped)
{
	if (!getenv("SCHEDSIM_HOST_STOPS"))
		SKIP(return, "nobody stops this machine");
	self->start = host_ns();
	self->fd = create_live("rr", MS(1), 1);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(stopped)
{
	close(self->fd);
}

#define STATS()		ASSERT_EQ(0, get_stats(self->fd, &self->stats))

TEST_F_TIMEOUT(stopped, host, 90)
{
	struct schedsim_proc p[3];
	__u64 stood, real, most = 0, least = ~0ULL, sum = 0;
	int i;

	for (i = 0; i < variant->nr; i++) {
		if (variant->run_ns) {
			ASSERT_EQ(i + 1, spawn_program(self->fd, "bursts",
						       OP_RUN(variant->run_ns),
						       OP_LOOP(0, 0)));
		} else {
			ASSERT_EQ(i + 1, spawn(self->fd, "endless"));
		}
	}
	sleep_ms(50);
	stood = stop_host();
	ASSERT_NE(0, stood);
	sleep_ms(50);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	real = host_ns() - self->start;
	STATS();
	TH_LOG("stood %llu slipped %llu skipped %llu late %llu time %llu of %llu",
	       stood, self->stats.slipped_ns, self->stats.skipped,
	       self->stats.late_max_ns, self->stats.time_ns, real);
	/* All real time was simulated, or slipped. */
	ASSERT_GE(self->stats.time_ns + self->stats.slipped_ns, real - MS(20));
	ASSERT_LE(self->stats.time_ns + self->stats.slipped_ns, real);
	if (variant->slips) {
		/* At most a quantum of the stop was not late yet. */
		ASSERT_GE(self->stats.slipped_ns, stood - MS(10));
		ASSERT_GE(self->stats.late_max_ns, stood - MS(10));
		ASSERT_LE(self->stats.late_max_ns, self->stats.slipped_ns);
	} else {
		ASSERT_EQ(0, self->stats.slipped_ns);
		ASSERT_GE(self->stats.time_ns, stood);
	}
	/* A quantum is skipped where somebody waited for its end. */
	if (variant->nr > 1) {
		ASSERT_GE(self->stats.skipped + 10,
			  self->stats.slipped_ns / MS(1));
	} else {
		ASSERT_EQ(0, self->stats.skipped);
	}
	ASSERT_LE(self->stats.skipped, self->stats.slipped_ns / MS(1));

	/* Nobody has had the gap. */
	ASSERT_EQ(variant->nr, read_procs(self->fd, p, variant->nr));
	for (i = 0; i < variant->nr; i++) {
		most = p[i].cpu_ns > most ? p[i].cpu_ns : most;
		least = p[i].cpu_ns < least ? p[i].cpu_ns : least;
		sum += p[i].cpu_ns;
	}
	ASSERT_EQ(self->stats.time_ns - p[0].arrival_ns, sum);
	ASSERT_LE(most - least, p[variant->nr - 1].arrival_ns -
				p[0].arrival_ns + MS(1));
	ASSERT_SUMS(self->fd);
}

TEST_HARNESS_MAIN
