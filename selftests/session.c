// SPDX-License-Identifier: GPL-2.0
/*
 * A session on the live clock, replayed in virtual time: what comes out must be the
 * same, to the last byte. Threads do everything at once to the shared simulation, on a
 * machine that has other things to do. The command schedsim records and replays.
 *
 * SCHEDSIM_SECONDS says how long (5 by default), all variants together.
 */
#include "hammer.h"
#include "schedsim_test.h"

#define SESSION		"/tmp/session.json"
#define OUTPUT		"/tmp/session.out"
#define SYSFS		"/sys/class/misc/schedsim/"
#define NR_VARIANTS	4
#define NR_BUSY		2

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), ret;

	if (fd < 0)
		return -errno;
	ret = write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);
	return ret;
}

/* Mostly some time passes between two commands, and sometimes none. */
static void breathe(struct hammer *h)
{
	if (below(h, 8))
		sleep_ms(below(h, 12));
}

/* Half the changes come by sysfs. */
static void change_quantum(struct hammer *h)
{
	unsigned int us = 100 + (below(h, 2) ? 0 : below(h, 5000));
	char text[16];

	snprintf(text, sizeof(text), "%u", us);
	if (below(h, 2))
		EXPECT_RET(h, write_file(SYSFS "quantum_us", text), 0);
	else
		EXPECT_RET(h, set_quantum(h->fd, US(us)), 0);
}

static void change_config(struct hammer *h)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_SWITCH_COST | SCHEDSIM_CONFIG_TIE | SCHEDSIM_CONFIG_ADAPT,
		.switch_cost_ns = below(h, 2) * below(h, 5000),
		.tie = below(h, 2),
		.adapt = below(h, 3),
		.adapt_switch_ppm = 100 + below(h, 5000),
		.adapt_response_ns = MS(1 + below(h, 20)),
		.adapt_max_ns = MS(1 + below(h, 10)),
		.adapt_interval_ns = MS(1 + below(h, 10)),
	};

	EXPECT_RET(h, set_config(h->fd, &config), 0);
}

/* A stop, with decisions while time stands still. */
static void stop_and_go(struct hammer *h)
{
	EXPECT_RET(h, below(h, 2) ? write_file(SYSFS "paused", "1") :
				    simple(h->fd, SCHEDSIM_IOC_PAUSE), 0);
	if (below(h, 2))
		EXPECT_RET(h, write_file(SYSFS "trigger", "all"), 0);
	if (below(h, 2))
		sleep_ms(below(h, 30));
	EXPECT_RET(h, below(h, 2) ? write_file(SYSFS "paused", "0") :
				    simple(h->fd, SCHEDSIM_IOC_RESUME), 0);
}

/* A vCPU that there may not be is EINVAL. */
static void change_place(struct hammer *h)
{
	struct schedsim_attr attr = {
		.nice = (int)below(h, 40) - 20,
		.affinity[0] = 1 + below(h, 255),
		.runtime_ns = US(100),
		.deadline_ns = MS(1) * (1 + below(h, 9)),
		.period_ns = MS(10),
	};
	int ret = set_attr(h->fd, some_proc(h), below(h, SCHEDSIM_ATTR_ALL + 1), &attr);

	if (ret != -EINVAL)
		expect(h, ret, -ESRCH, "set_attr");
	ret = trigger(h->fd, below(h, 8));
	if (ret != -EINVAL)
		expect(h, ret, 0, "trigger");
	ret = set_online(h->fd, below(h, 8), below(h, 3));
	if (ret != -EINVAL)
		expect(h, ret, -EBUSY, "set_online");
	if (!below(h, 4))
		EXPECT_RET(h, write_file(SYSFS "online", "0"), -EBUSY);
}

static void blow_control(struct hammer *h)
{
	change_quantum(h);
	breathe(h);
	change_config(h);
	change_place(h);
	breathe(h);
	stop_and_go(h);
	breathe(h);
}

static void blow_slowly(struct hammer *h)
{
	static void (* const blows[])(struct hammer *h) = {
		blow_spawn, blow_spawn, blow_spawn_group, blow_kill, blow_kill_owner, blow_tune,
		blow_params, blow_look, blow_look_at_objects, blow_files,
	};

	blows[below(h, ARRAY_SIZE(blows))](h);
	breathe(h);
}

/* Room for others, for what has exited stays. */
static void blow_reap(struct hammer *h)
{
	EXPECT_RET(h, on_proc(h->fd, SCHEDSIM_IOC_REAP, 0), 0);
	EXPECT_RET(h, kill_proc(h->fd, some_proc(h)), -ESRCH);
	sleep_ms(20);
}

static void (* const blows[])(struct hammer *h) = {
	blow_slowly, blow_slowly, blow_slowly, blow_control, blow_reap,
};

static struct hammer hammers[ARRAY_SIZE(blows)];
static pid_t busy[NR_BUSY], recorder;

/* Returns the command's exit status. */
static int wait_for(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static pid_t run_tool(char * const *args)
{
	pid_t pid = fork();
	int fd;

	if (pid)
		return pid;
	fd = open(OUTPUT, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	dup2(fd, 1);
	dup2(fd, 2);
	execvp("schedsim", args);
	_exit(127);
}

/* Of what the command has said. */
static const char *last_line(void)
{
	static char line[512];
	FILE *file = fopen(OUTPUT, "r");

	while (file && fgets(line, sizeof(line), file))
		;
	if (file)
		fclose(file);
	return line;
}

static void occupy(void)
{
	int i;

	for (i = 0; i < NR_BUSY; i++) {
		busy[i] = fork();
		while (!busy[i])
			;
	}
}

static void stop_all(void)
{
	int i;

	for (i = 0; i < NR_BUSY; i++) {
		kill(busy[i], SIGKILL);
		waitpid(busy[i], NULL, 0);
	}
}

static int prepare(int fd, __u32 nr_vcpus)
{
	struct schedsim_vcpu_desc vcpus[SCHEDSIM_MAX_VCPUS] = { };
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_MAX_PROCS |
			SCHEDSIM_CONFIG_VCPUS | SCHEDSIM_CONFIG_QUANTUM |
			SCHEDSIM_CONFIG_SEED | SCHEDSIM_CONFIG_MIGRATION,
		.migration_ns = { US(1), US(3), US(10), US(30) },
		.nr_vcpus = nr_vcpus,
		.max_procs = NR_PROCS,
		.quantum_ns = SCHEDSIM_MIN_QUANTUM_LIVE_NS,
		.seed = nr_vcpus,
		.vcpus = PTR(vcpus),
		.nr_vcpu_descs = nr_vcpus,
		.vcpu_size = sizeof(vcpus[0]),
	};
	__u32 i;

	for (i = 0; i < nr_vcpus; i++) {
		vcpus[i].llc = i / 2;
		vcpus[i].node = i / 4;
		vcpus[i].core = i % 8 < 4 ? 1 + i / 2 : 0;
		vcpus[i].capacity = i % 3 == 1 ? 446 : 0;
	}
	return simple(fd, SCHEDSIM_IOC_RESET) ?: set_config(fd, &config);
}

static int clean_up(int fd)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_QUANTUM |
			SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_MAX_PROCS |
			SCHEDSIM_CONFIG_MIGRATION |
			SCHEDSIM_CONFIG_VCPUS | SCHEDSIM_CONFIG_SEED |
			SCHEDSIM_CONFIG_SWITCH_COST,
		.policy = "fair",
		.quantum_ns = SCHEDSIM_DEFAULT_QUANTUM_NS,
		.nr_vcpus = 1,
		.max_procs = SCHEDSIM_DEFAULT_MAX_PROCS,
	};

	return simple(fd, SCHEDSIM_IOC_RESET) ?: set_config(fd, &config);
}

/* The number of the recording there is; 0: none. */
static __u32 recording(int fd)
{
	struct schedsim_read_session read = { .size = sizeof(read) };

	return call(fd, SCHEDSIM_IOC_READ_SESSION, &read) ? 0 : read.serial;
}

/* Lines that have a command. */
static int count_commands(void)
{
	FILE *file = fopen(SESSION, "r");
	char *line = NULL;
	size_t room = 0;
	int nr = 0;

	while (file && getline(&line, &room, file) > 0)
		nr += !!strstr(line, "\"command\":");
	if (file)
		fclose(file);
	free(line);
	return nr;
}

FIXTURE(session)
{
};

FIXTURE_VARIANT(session)
{
	__u32 nr_vcpus;
};

FIXTURE_VARIANT_ADD(session, one_vcpu) { 1 };
FIXTURE_VARIANT_ADD(session, two_vcpus) { 2 };
FIXTURE_VARIANT_ADD(session, five_vcpus) { 5 };
FIXTURE_VARIANT_ADD(session, eight_vcpus) { 8 };

FIXTURE_SETUP(session)
{
}

FIXTURE_TEARDOWN(session)
{
}

static void hammer_for(struct __test_metadata *_metadata, int fd, int ms)
{
	__u64 nr = 0;
	size_t i;

	occupy();
	for (i = 0; i < ARRAY_SIZE(blows); i++) {
		hammers[i] = (struct hammer){ .fd = fd, .blow = blows[i], .seed = i + 1 };
		ASSERT_EQ(0, pthread_create(&hammers[i].thread, NULL, hammer_on,
					    &hammers[i]));
	}
	sleep_ms(ms);
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < ARRAY_SIZE(blows); i++) {
		ASSERT_EQ(0, pthread_join(hammers[i].thread, NULL));
		EXPECT_EQ(0, hammers[i].bad) {
			TH_LOG("%s", hammers[i].where);
		}
		nr += hammers[i].blows;
	}
	stop_all();
	EXPECT_LT(0, nr);
}

TEST_F_TIMEOUT(session, replay_comes_to_the_same, 3600)
{
	static char * const record[] = {
		"schedsim", "record-session", "-o", SESSION, "--room", "64M", NULL
	};
	static char * const replay[] = { "schedsim", "run", "--session", SESSION, NULL };
	int ms = 1000 * number_from("SCHEDSIM_SECONDS", 5) / NR_VARIANTS;
	int fd = open(DEVICE, O_RDWR);
	struct schedsim_stats stats;

	if (system("schedsim --version >/dev/null 2>&1"))
		SKIP(return, "the command schedsim is not on the PATH");
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, prepare(fd, variant->nr_vcpus));
	ASSERT_EQ(0, recording(fd));
	recorder = run_tool(record);
	ASSERT_TRUE(eventually(recording(fd)));
	hammer_for(_metadata, fd, ms);
	ASSERT_EQ(0, get_stats(fd, &stats));
	ASSERT_EQ(0, kill(recorder, SIGINT));
	ASSERT_EQ(0, wait_for(recorder));
	ASSERT_EQ(0, recording(fd));
	TH_LOG("%d commands, %llu events, %llu ns late at most, %llu ns slipped",
	       count_commands(), stats.events, stats.late_max_ns, stats.slipped_ns);
	EXPECT_LT(20, count_commands());
	EXPECT_LT(100, stats.events);
	EXPECT_EQ(0, wait_for(run_tool(replay))) {
		TH_LOG("%s", last_line());
	}
	ASSERT_EQ(0, clean_up(fd));
}

TEST_HARNESS_MAIN
