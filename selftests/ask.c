// SPDX-License-Identifier: GPL-2.0
/*
 * For the shell tests: asks the shared simulation something by ioctl.
 *
 *   ask NAME             print a member of its statistics or configuration
 *   ask spawn NAME       a process that runs for ever
 *   ask spawn-sleeper NAME  one that sleeps in between
 *   ask write FILE TEXT  write to an attribute in one go; 1: say what was wrong
 *   ask fresh POLICY     has a private simulation with it, named without
 *                        parameters, the initial ones? By exit status
 *   ask exact            is the clock exact? By exit status
 *   ask hold             keep the device open until killed
 *   ask hold POLICY      keep a private simulation that has run under it
 *   ask run              be in a virtual run until killed
 */
#include "calls.h"

static struct schedsim_stats stats;
static struct schedsim_config config;

static const struct {
	const char *name;
	const __u64 *value;
} members64[] = {
	{ "abandoned", &stats.abandoned },
	{ "blocks", &stats.blocks },
	{ "boosts", &stats.boosts },
	{ "callback_ns", &stats.callback_ns },
	{ "callbacks", &stats.callbacks },
	{ "deadlocks", &stats.deadlocks },
	{ "adapt_measured", &stats.adapt_measured },
	{ "decisions", &stats.decisions },
	{ "expiries", &stats.expiries },
	{ "forks", &stats.forks },
	{ "forks_failed", &stats.forks_failed },
	{ "imbalance_looks", &stats.imbalance_looks },
	{ "imbalance_total", &stats.imbalance_total },
	{ "late_max_ns", &stats.late_max_ns },
	{ "migrations", &stats.migrations },
	{ "moves_forced", &stats.moves[SCHEDSIM_MOVE_FORCED] },
	{ "moves_idle", &stats.moves[SCHEDSIM_MOVE_IDLE] },
	{ "moves_peek", &stats.moves[SCHEDSIM_MOVE_PEEK] },
	{ "moves_periodic", &stats.moves[SCHEDSIM_MOVE_PERIODIC] },
	{ "moves_pull", &stats.moves[SCHEDSIM_MOVE_PULL] },
	{ "moves_push", &stats.moves[SCHEDSIM_MOVE_PUSH] },
	{ "moves_shared", &stats.moves[SCHEDSIM_MOVE_SHARED] },
	{ "moves_wake", &stats.moves[SCHEDSIM_MOVE_WAKE] },
	{ "policy_faults", &stats.policy_faults },
	{ "preemptions", &stats.preemptions },
	{ "program_errors", &stats.program_errors },
	{ "quantum_changes", &stats.quantum_changes },
	{ "quantum_ns", &stats.quantum_ns },
	{ "skipped", &stats.skipped },
	{ "slipped_ns", &stats.slipped_ns },
	{ "switches", &stats.switches },
	{ "throttled", &stats.throttled },
	{ "time_ns", &stats.time_ns },
	{ "timeouts", &stats.timeouts },
	{ "unchecked", &stats.unchecked },
	{ "wakeups", &stats.wakeups },
	{ "wasted_ns", &stats.wasted_ns },
	{ "yields", &stats.yields },
	{ "switch_cost_ns", &config.switch_cost_ns },
};

static const struct {
	const char *name;
	const __u32 *value;
} members32[] = {
	{ "nr_blocked", &stats.nr_blocked },
	{ "nr_deadlocked", &stats.nr_deadlocked },
	{ "nr_exited", &stats.nr_exited },
	{ "nr_new", &stats.nr_new },
	{ "nr_objects", &stats.nr_objects },
	{ "nr_procs", &stats.nr_procs },
	{ "nr_ready", &stats.nr_ready },
	{ "nr_running", &stats.nr_running },
	{ "nr_sleeping", &stats.nr_sleeping },
	{ "paused", &stats.paused },
	{ "timer_armed", &stats.timer_armed },
	{ "max_procs", &config.max_procs },
	{ "nr_vcpus", &config.nr_vcpus },
};

static int print_member(const char *name)
{
	int i;

	if (!strcmp(name, "lateness")) {
		for (i = 0; i < SCHEDSIM_LATENESS_BUCKETS; i++)
			printf("%s%llu", i ? " " : "", stats.lateness[i]);
		puts("");
		return 0;
	}
	for (i = 0; i < ARRAY_SIZE(members64); i++)
		if (!strcmp(name, members64[i].name))
			return printf("%llu\n", *members64[i].value) < 0;
	for (i = 0; i < ARRAY_SIZE(members32); i++)
		if (!strcmp(name, members32[i].name))
			return printf("%u\n", *members32[i].value) < 0;
	return 1;
}

static int run_for_ever(void)
{
	int fd = create_virtual("rr", US(1), 1);

	if (fd < 0 || spawn(fd, "a") < 0 || spawn(fd, "b") < 0)
		return 1;
	puts("running");
	fflush(stdout);
	return run_until(fd, SCHEDSIM_MAX_TIME_NS) < 0;
}

static int hold(void)
{
	puts("holding");
	fflush(stdout);
	return pause();
}

/* Those that are to be there are. */
static int hold_private(const char *policy)
{
	int fd = create_virtual(policy, MS(1), 2), i;

	for (i = 0; i < 5; i++)
		if (spawn(fd, "p") < 0)
			return 1;
	if (run_until(fd, SEC(1)) || get_stats(fd, &stats) || stats.nr_procs != 5 ||
	    stats.nr_running != 2 || stats.nr_ready != 3)
		return 1;
	return hold();
}

static int is_fresh(const char *policy)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	int fd = create_virtual(policy, MS(10), 1);
	struct schedsim_read read = {
		.size = sizeof(read),
		.nr = SCHEDSIM_MAX_PARAMS,
		.entry_size = sizeof(params[0]),
		.entries = (uintptr_t)params,
	};
	__u32 i;

	if (fd < 0 || call(fd, SCHEDSIM_IOC_READ_PARAMS, &read))
		return 0;
	for (i = 0; i < read.nr; i++)
		if (params[i].value != params[i].initial)
			return 0;
	return read.nr != 0;
}

static int write_attribute(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		return 0;
	puts(strerror(errno));
	return 1;
}

int main(int argc, char **argv)
{
	int fd;

	if (argc == 4 && !strcmp(argv[1], "write"))
		return write_attribute(argv[2], argv[3]);
	if (argc == 2 && !strcmp(argv[1], "exact"))
		return !clock_is_exact();
	if (argc == 3 && !strcmp(argv[1], "fresh"))
		return !is_fresh(argv[2]);
	if (argc == 3 && !strcmp(argv[1], "hold"))
		return hold_private(argv[2]);
	fd = open(DEVICE, O_RDWR);
	if (fd < 0 || argc < 2 || get_stats(fd, &stats) ||
	    get_config(fd, &config))
		return 1;
	if (!strcmp(argv[1], "spawn") && argc == 3)
		return spawn(fd, argv[2]) < 0;
	if (!strcmp(argv[1], "spawn-sleeper") && argc == 3)
		return spawn_program(fd, argv[2], OP_RUN(US(10)),
				     OP_SLEEP(MS(5)), OP_LOOP(0, 0)) < 0;
	if (!strcmp(argv[1], "hold"))
		return hold();
	if (!strcmp(argv[1], "run")) {
		close(fd);
		return run_for_ever();
	}
	return print_member(argv[1]);
}
