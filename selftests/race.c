// SPDX-License-Identifier: GPL-2.0
/*
 * Each way to look at the shared simulation for some time of its own, beside its
 * timer and threads that change it. With everything at once, as in `stress`,
 * what is short and seldom hardly ever meets what it might race with; here it
 * does, which is for a kernel to see that looks for data races (KCSAN).
 *
 * SCHEDSIM_SECONDS says how long in all (5 by default).
 */
#include <dirent.h>
#include <sys/stat.h>

#include "hammer.h"
#include "schedsim_test.h"

#define SYSFS		"/sys/class/misc/schedsim"
#define KCSAN		"/sys/module/kcsan/parameters"
#define MAX_LOOKS	128

/* A look: an attribute, or else @command. */
struct look {
	char path[128];
	int (*command)(int fd);
};

static struct look looks[MAX_LOOKS];
static int nr_looks;

/* The one of them whose turn it is. */
static const struct look *look;
static int look_fd;

static int look_config(int fd)
{
	struct schedsim_config config;

	return get_config(fd, &config);
}

static int look_stats(int fd)
{
	struct schedsim_stats stats;

	return get_stats(fd, &stats);
}

static int look_procs(int fd)
{
	struct schedsim_proc procs[4];

	return read_procs(fd, procs, ARRAY_SIZE(procs));
}

static int look_vcpus(int fd)
{
	struct schedsim_vcpu vcpus[2];

	return read_vcpus(fd, vcpus, ARRAY_SIZE(vcpus));
}

static int look_program(int fd)
{
	struct schedsim_op ops[4];
	int ret = read_list(fd, SCHEDSIM_IOC_READ_PROGRAM, 0, ops,
			    ARRAY_SIZE(ops), sizeof(ops[0]), 1);

	return ret == -ESRCH ? 0 : ret;
}

static int look_objects(int fd)
{
	struct schedsim_object objects[4];

	return read_objects(fd, objects, ARRAY_SIZE(objects));
}

static int look_params(int fd)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];

	return read_params(fd, "", params);
}

static int look_values(int fd)
{
	struct schedsim_value values[SCHEDSIM_MAX_VALUES];
	int ret = read_list(fd, SCHEDSIM_IOC_READ_VALUES, 0, values,
			    ARRAY_SIZE(values), sizeof(values[0]), 0);

	return ret < 0 ? ret : 0;
}

static int look_attrs(int fd)
{
	struct schedsim_attr attr;
	int ret = read_attr(fd, 1, &attr);

	return ret == -ESRCH ? 0 : ret;
}

static int look_info(int fd)
{
	struct schedsim_info info = { .size = sizeof(info) };

	return call(fd, SCHEDSIM_IOC_INFO, &info);
}

static int look_create(int fd)
{
	int private = create_live("rr", MS(1), 1);

	return private < 0 ? private : close(private);
}

static void blow_look_on(struct hammer *h)
{
	char text[512];

	if (look->command)
		EXPECT_RET(h, look->command(h->fd), 0);
	else if (pread(look_fd, text, sizeof(text), 0) <= 0)
		expect(h, -EIO, 0, look->path);
}

static void blow_configuration(struct hammer *h)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_TIE | SCHEDSIM_CONFIG_SWITCH_COST,
		.tie = below(h, 2),
		.switch_cost_ns = below(h, 1000),
	};

	EXPECT_RET(h, set_config(h->fd, &config), 0);
	if (below(h, 20))
		return;
	/* What wants a simulation without processes. */
	EXPECT_RET(h, simple(h->fd, SCHEDSIM_IOC_RESET), 0);
	config.mask = SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_SEED;
	config.nr_vcpus = 2 + below(h, 2);
	config.seed = below(h, 100);
	EXPECT_RET(h, set_config(h->fd, &config), 0);
}

static void blow_change(struct hammer *h)
{
	static void (* const blows[])(struct hammer *h) = {
		blow_spawn, blow_spawn_group, blow_kill, blow_kill_owner, blow_tune,
		blow_params, blow_configuration, blow_anything,
	};

	blows[below(h, ARRAY_SIZE(blows))](h);
}

static void add_attributes(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	struct stat status;

	while (dir && nr_looks < MAX_LOOKS && (entry = readdir(dir))) {
		struct look *new = &looks[nr_looks];

		snprintf(new->path, sizeof(new->path), "%s/%.63s", folder,
			 entry->d_name);
		if (!lstat(new->path, &status) && S_ISREG(status.st_mode) &&
		    status.st_mode & 0400 && strcmp(entry->d_name, "dev") &&
		    strcmp(entry->d_name, "uevent"))
			nr_looks++;
	}
	closedir(dir);
}

/* Returns what the parameter was, or 0 on other kernels. */
static long set_kcsan(const char *parameter, long value)
{
	char path[128];
	long before = 0;
	FILE *file;

	snprintf(path, sizeof(path), KCSAN "/%s", parameter);
	file = fopen(path, "r+");
	if (!file)
		return 0;
	if (fscanf(file, "%ld", &before) == 1) {
		rewind(file);
		fprintf(file, "%ld\n", value);
	}
	fclose(file);
	return before;
}

FIXTURE(race)
{
	int fd;
	long skip_watch;
	long udelay_task;
};

FIXTURE_SETUP(race)
{
	static int (* const commands[])(int fd) = {
		look_config, look_stats, look_procs, look_vcpus, look_program,
		look_objects, look_params, look_values, look_attrs, look_info,
		look_create,
	};
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_MAX_PROCS,
		.nr_vcpus = 2,
		.max_procs = NR_PROCS,
	};
	int i;

	self->fd = open(DEVICE, O_RDWR);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(0, set_quantum(self->fd, SCHEDSIM_MIN_QUANTUM_LIVE_NS));
	add_attributes(SYSFS);
	add_attributes(SYSFS "/stats");
	/* One for all parameters. */
	looks[nr_looks++] = (struct look){ SYSFS "/mlfq/queues" };
	ASSERT_LT(20, nr_looks);
	ASSERT_GE(MAX_LOOKS, nr_looks + ARRAY_SIZE(commands));
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		looks[nr_looks++].command = commands[i];
	/*
	 * A look is a few accesses, and each of them shall have its turn: watch
	 * one in so many, for so many microseconds. By trial.
	 */
	self->skip_watch = set_kcsan("skip_watch", 10);
	self->udelay_task = set_kcsan("udelay_task", 30);
}

FIXTURE_TEARDOWN(race)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_CLOCK,
		.policy = "fair",
		.quantum_ns = SCHEDSIM_DEFAULT_QUANTUM_NS,
		.nr_vcpus = 1,
		.max_procs = SCHEDSIM_DEFAULT_MAX_PROCS,
	};

	if (self->skip_watch)
		set_kcsan("skip_watch", self->skip_watch);
	if (self->udelay_task)
		set_kcsan("udelay_task", self->udelay_task);
	EXPECT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	EXPECT_EQ(0, set_config(self->fd, &config));
	EXPECT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
	close(self->fd);
}

TEST_F_TIMEOUT(race, each_look_beside_changes, 3600)
{
	static void (* const blows[])(struct hammer *h) = {
		blow_look_on, blow_look_on, blow_pause, blow_change,
	};
	unsigned int ms = 1000 * number_from("SCHEDSIM_SECONDS", 5) / nr_looks;
	int turn, i;

	for (turn = 0; turn < nr_looks; turn++) {
		struct hammer hammers[ARRAY_SIZE(blows)] = {};

		look = &looks[turn];
		if (!look->command) {
			look_fd = open(look->path, O_RDONLY);
			ASSERT_LE(0, look_fd);
		}
		__atomic_store_n(&stop, false, __ATOMIC_RELAXED);
		for (i = 0; i < ARRAY_SIZE(blows); i++) {
			hammers[i].fd = self->fd;
			hammers[i].blow = blows[i];
			hammers[i].seed = 1 + turn * ARRAY_SIZE(blows) + i;
			ASSERT_EQ(0, pthread_create(&hammers[i].thread, NULL,
						    hammer_on, &hammers[i]));
		}
		sleep_ms(ms);
		__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
		for (i = 0; i < ARRAY_SIZE(blows); i++) {
			ASSERT_EQ(0, pthread_join(hammers[i].thread, NULL));
			EXPECT_EQ(0, hammers[i].bad) {
				TH_LOG("%s %s", look->path, hammers[i].where);
			}
			EXPECT_LT(0, hammers[i].blows);
		}
		if (!look->command)
			close(look_fd);
	}
}

TEST_HARNESS_MAIN
