// SPDX-License-Identifier: GPL-2.0
/*
 * Every call into the module, with each allocation and each copy that it makes
 * failing in turn, until the call passes untouched. A call that fails names the
 * reason, changes nothing, and works when it is made again.
 */
#include <dirent.h>
#include <sys/stat.h>

#include "fail_calls.h"
#include "schedsim_test.h"

#define SYSFS		"/sys/class/misc/schedsim/"

/* One process, then those with objects, of which the first has exited, and others. */
static int prepare_procs(void)
{
	int i, ret;

	ret = spawn_ops(t.fd, "p", t.ops, 4);
	if (ret > 0)
		ret = spawn_objects();
	for (i = 4; i < (t.shared ? 4 : NR_PROCS) && ret >= 0; i++)
		ret = spawn(t.fd, "p");
	return ret < 0 ? ret : kill_proc(t.fd, 2);
}

/*
 * Everything that a call could change, as at the beginning: a simulation with
 * processes, of which the second has exited, or, if @empty, without.
 */
static int prepare(bool empty)
{
	struct schedsim_param queues = param("queues", 5);
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_CLOCK,
		.policy = "mlfq",
		.quantum_ns = MS(2),
		.nr_vcpus = 2,
		.max_procs = MAX_PROCS,
		.params = (uintptr_t)&queues,
		.nr_params = 1,
		.param_size = sizeof(queues),
	};
	int ret;

	if (t.shared) {
		ret = simple(t.fd, SCHEDSIM_IOC_RESET) ?:
		      simple(t.fd, SCHEDSIM_IOC_PAUSE) ?:
		      set_config(t.fd, &config);
	} else {
		closed(t.fd);
		t.fd = create(&config);
		ret = t.fd < 0 ? t.fd : 0;
	}
	if (!empty && !ret)
		ret = prepare_procs();
	if (!ret && !t.shared)
		ret = run_until(t.fd, MS(1));
	return ret ?: read_state(t.fd, &t.before);
}

static int lowest_fd(void)
{
	int fd = dup(0);

	closed(fd);
	return fd;
}

struct failures {
	int nomem;		/* so many at least ended with ENOMEM ... */
	int fault;		/* ... and so many with EFAULT */
};

struct subject {
	int (*call)(void);
	struct failures least;
	bool empty;		/* needs a simulation without processes */
	bool runs;		/* and has then gone as far as it has */
	bool big;		/* cannot do without pages */
};

/* Has @s, of which something failed, done what it should? Then do it again. */
static void check_failure(struct __test_metadata *_metadata,
			  const struct subject *s, int n, int ret)
{
	ASSERT_TRUE(ret == -EFAULT || (ret == -ENOMEM && s->least.nomem)) {
		TH_LOG("failure %d: %s", n, strerror(-ret));
	}
	ASSERT_TRUE(s->runs || same_state(t.fd, &t.before)) {
		TH_LOG("failure %d has changed something", n);
	}
	ASSERT_SUMS(t.fd);
	ASSERT_LE(0, s->call());
}

/* Let each allocation and copy of @s fail, one after the other. */
static struct failures sweep(struct __test_metadata *_metadata,
			     const struct subject *s)
{
	struct failures seen = {};
	int n, ret, fd;

	for (n = 1; ; n++) {
		ASSERT_EQ(0, prepare(s->empty));
		fd = lowest_fd();
		fail_at(n);
		ret = s->call();
		if (fail_left())
			break;
		ASSERT_EQ(fd, lowest_fd());
		/* The kernel had another way, or did not need it. */
		if (ret >= 0)
			continue;
		seen.nomem += ret == -ENOMEM;
		seen.fault += ret == -EFAULT;
		check_failure(_metadata, s, n, ret);
	}
	ASSERT_LE(0, ret);
	TH_LOG("%d failures: %d ENOMEM, %d EFAULT", n - 1, seen.nomem,
	       seen.fault);
	return seen;
}

/*
 * The kernel keeps some of what vmalloc() needs in a cache of its own. When that has
 * one more or one less than in the call before, a sweep passes over a failure, which
 * another one meets.
 */
static void each_in_turn(struct __test_metadata *_metadata,
			 const struct subject *s)
{
	struct failures seen;
	int tries = 5;

	do {
		seen = sweep(_metadata, s);
	} while ((seen.nomem < s->least.nomem ||
		  seen.fault < s->least.fault) && --tries);
	ASSERT_LE(s->least.nomem, seen.nomem);
	ASSERT_LE(s->least.fault, seen.fault);
	if (!s->big)
		return;
	ASSERT_EQ(0, fail_setup(true));
	sweep(_metadata, s);
	ASSERT_EQ(0, fail_setup(false));
}

static int setup(bool shared)
{
	int i;

	/* What userspace has not touched yet is another's failure. */
	mlockall(MCL_CURRENT | MCL_FUTURE);
	for (i = 0; i < LONG_OPS; i++)
		t.ops[i] = OP_RUN(MS(1) + i);
	t.shared = shared;
	t.fd = shared ? open(DEVICE, O_RDWR) : -1;
	return fail_setup(false);
}

FIXTURE(ioctl)
{
};

FIXTURE_VARIANT(ioctl)
{
	struct subject subject;
};

/* These only copy. */
FIXTURE_VARIANT_ADD(ioctl, info) { { call_info, { 0, 3 } } };
FIXTURE_VARIANT_ADD(ioctl, stats) { { call_stats, { 0, 3 } } };
FIXTURE_VARIANT_ADD(ioctl, kill) { { call_kill, { 0, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, reap) { { call_reap, { 0, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, reap_all) { { call_reap_all, { 0, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, set_attr) { { call_set_attr, { 0, 2 } } };
FIXTURE_VARIANT_ADD(ioctl, yield) { { call_yield, { 0, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, trigger) { { call_trigger, { 0, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, offline) { { call_offline, { 0, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, pause) { { call_pause, { 0, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, resume) { { call_resume, { 0, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, reset) { { call_reset, { 0, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, run) { { call_run, { 0, 3 }, .runs = true } };
/* These allocate, too; more than a page comes from elsewhere if need be. */
FIXTURE_VARIANT_ADD(ioctl, open) { { call_open, { 2, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, get_config) { { call_get_config, { 1, 3 } } };
FIXTURE_VARIANT_ADD(ioctl, set_quantum) { { call_set_quantum, { 1, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, read_procs) { { call_read_procs, { 1, 4 } } };
FIXTURE_VARIANT_ADD(ioctl, read_procs_many) { { call_read_procs_many, { 1, 4 }, .big = true } };
FIXTURE_VARIANT_ADD(ioctl, read_vcpus) { { call_read_vcpus, { 1, 4 } } };
FIXTURE_VARIANT_ADD(ioctl, read_program) { { call_read_program, { 1, 4 } } };
FIXTURE_VARIANT_ADD(ioctl, read_objects) { { call_read_objects, { 1, 4 } } };
FIXTURE_VARIANT_ADD(ioctl, read_objects_many) {
	{ call_read_objects_many, { 1, 9 }, .big = true },
};

FIXTURE_VARIANT_ADD(ioctl, read_params) { { call_read_params, { 1, 6 } } };
FIXTURE_VARIANT_ADD(ioctl, read_values) { { call_read_values, { 1, 4 } } };
FIXTURE_VARIANT_ADD(ioctl, read_policies) { { call_read_policies, { 1, 4 } } };
FIXTURE_VARIANT_ADD(ioctl, read_vcpu_descs) { { call_read_vcpu_descs, { 1, 4 } } };
FIXTURE_VARIANT_ADD(ioctl, read_attrs) { { call_read_attrs, { 2, 5 } } };
FIXTURE_VARIANT_ADD(ioctl, create) { { call_create, { 4, 1 }, .big = true } };
FIXTURE_VARIANT_ADD(ioctl, create_live) { { call_create_live, { 4, 1 }, .big = true } };
/* Its pages can be large ones, or small ones. */
FIXTURE_VARIANT_ADD(ioctl, create_huge) { { call_create_huge, { 1, 1 }, .big = true } };
FIXTURE_VARIANT_ADD(ioctl, set_policy) { { call_set_policy, { 1, 1 } } };
FIXTURE_VARIANT_ADD(ioctl, set_params) { { call_set_params, { 2, 2 } } };
FIXTURE_VARIANT_ADD(ioctl, set_params_many) {
	{ call_set_params_many, { 2, 2 } },
};

FIXTURE_VARIANT_ADD(ioctl, create_params) { { call_create_params, { 5, 2 }, .big = true } };
FIXTURE_VARIANT_ADD(ioctl, set_vcpus) { { call_set_vcpus, { 1, 1 }, .empty = true, .big = true } };
FIXTURE_VARIANT_ADD(ioctl, set_max_procs) {
	{ call_set_max_procs, { 1, 1 }, .empty = true, .big = true },
};

FIXTURE_VARIANT_ADD(ioctl, set_descs) {
	{ call_set_descs, { 2, 2 }, .empty = true, .big = true },
};

FIXTURE_VARIANT_ADD(ioctl, spawn) { { call_spawn, { 2, 2 } } };
FIXTURE_VARIANT_ADD(ioctl, spawn_attr) { { call_spawn_attr, { 5, 4 } } };
FIXTURE_VARIANT_ADD(ioctl, spawn_programs) { { call_spawn_programs, { 21, 16 }, .big = true } };
/* Objects, processes and programs, and the lists of them. */
FIXTURE_VARIANT_ADD(ioctl, spawn_objects) {
	{ call_spawn_objects, { NR_OBJECTS + 3 + 2 * 2 + 2, NR_OBJECTS + 3 + 2 + 1 } },
};

FIXTURE_VARIANT_ADD(ioctl, spawn_objects_many) {
	{ call_spawn_objects_many, { NR_MANY + 3, NR_MANY + 3 }, .big = true },
};

FIXTURE_VARIANT_ADD(ioctl, spawn_many) { { call_spawn_many, { NR_MANY, NR_MANY + 1 } } };

FIXTURE_SETUP(ioctl)
{
	ASSERT_EQ(0, setup(false));
}

FIXTURE_TEARDOWN(ioctl)
{
	closed(t.fd);
}

TEST_F_TIMEOUT(ioctl, fails, 600)
{
	each_in_turn(_metadata, &variant->subject);
}

/* The kernel has no other way then. */
TEST_F(ioctl, fails_without_pages)
{
	const struct subject *s = &variant->subject;

	if (!s->big)
		return;
	/* Once before, so that all that userspace needs is there. */
	ASSERT_EQ(0, prepare(s->empty));
	ASSERT_LE(0, s->call());
	ASSERT_EQ(0, prepare(s->empty));
	ASSERT_EQ(0, fail_setup(true));
	ASSERT_EQ(-ENOMEM, fail_all_pages(s->call));
	ASSERT_TRUE(same_state(t.fd, &t.before));
	ASSERT_LE(0, s->call());
}

/* What may be written to an attribute, and changes something. */
static const struct store {
	const char *name;
	const char *text;
	int nomem;
	bool empty;
} stores[] = {
	{ "adapt/interval_us", "50000", 3 },
	{ "adapt/max_us", "50000", 3 },
	{ "adapt/min_us", "200", 3 },
	{ "adapt/response_us", "5000", 3 },
	{ "adapt/switch_ppm", "2000", 3 },
	{ "adapt/target", "switch", 3 },
	{ "capacity", "446 1024", 3, true },
	{ "core", "0-1", 3, true },
	{ "evict", "mlfq", 2 },
	{ "llc", "0-1", 3 },
	{ "migration_far_ns", "7", 3, true },
	{ "migration_llc_ns", "7", 3, true },
	{ "migration_node_ns", "7", 3, true },
	{ "migration_smt_ns", "7", 3, true },
	{ "mlfq/queues", "7", 3 },
	{ "node", "0-1", 3 },
	{ "nr_vcpus", "3", 4, true },
	{ "online", "0", 2 },
	{ "paused", "0", 2 },
	{ "policy", "prio", 3 },
	{ "quantum_us", "7000", 3 },
	{ "reset", "1", 3 },
	{ "switch_cost_ns", "7", 3 },
	{ "tie", "expiry-first", 3 },
	{ "trigger", "all", 2 },
};

FIXTURE(sysfs)
{
};

FIXTURE_SETUP(sysfs)
{
	ASSERT_EQ(0, setup(true));
	ASSERT_LE(0, t.fd);
}

FIXTURE_TEARDOWN(sysfs)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_CLOCK,
		.policy = "fair",
		.quantum_ns = SCHEDSIM_DEFAULT_QUANTUM_NS,
		.nr_vcpus = 1,
		.max_procs = SCHEDSIM_DEFAULT_MAX_PROCS,
	};

	EXPECT_EQ(0, simple(t.fd, SCHEDSIM_IOC_RESET));
	EXPECT_EQ(0, set_config(t.fd, &config));
	close(t.fd);
}

TEST_F_TIMEOUT(sysfs, stores_fail, 600)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(stores); i++) {
		snprintf(t.path, sizeof(t.path), SYSFS "%s", stores[i].name);
		t.text = stores[i].text;
		TH_LOG("%s", t.path);
		each_in_turn(_metadata, &(struct subject) {
			call_store, { stores[i].nomem, 2 }, stores[i].empty,
		});
	}
}

/* Is @path written to above? */
static bool is_stored_to(const char *path)
{
	const char *name = path + strlen(SYSFS);
	int i;

	for (i = 0; i < ARRAY_SIZE(stores); i++)
		if (!strcmp(name, stores[i].name))
			return true;
	/* The driver core's own. */
	return !strcmp(name, "uevent");
}

/* Every attribute there is, and none that can be written is left out above. */
static void shows_fail_in(struct __test_metadata *_metadata, const char *folder)
{
	DIR *dir;
	struct dirent *entry;
	struct stat stat;

	snprintf(t.path, sizeof(t.path), SYSFS "%s", folder);
	dir = opendir(t.path);
	ASSERT_TRUE(!!dir);
	while ((entry = readdir(dir))) {
		snprintf(t.path, sizeof(t.path), SYSFS "%s%s", folder, entry->d_name);
		ASSERT_EQ(0, lstat(t.path, &stat));
		if (!S_ISREG(stat.st_mode))
			continue;
		if (stat.st_mode & 0200)
			ASSERT_TRUE(is_stored_to(t.path)) {
				TH_LOG("nothing is written to %s", t.path);
			}
		if (!(stat.st_mode & 0400))
			continue;
		TH_LOG("%s", t.path);
		each_in_turn(_metadata,
			     &(struct subject){ call_show, { 3, 2 } });
	}
	closedir(dir);
}

TEST_F_TIMEOUT(sysfs, shows_fail, 600)
{
	shows_fail_in(_metadata, "");
	shows_fail_in(_metadata, "adapt/");
	shows_fail_in(_metadata, "stats/");
	/* One for all parameters. */
	snprintf(t.path, sizeof(t.path), SYSFS "mlfq/queues");
	each_in_turn(_metadata, &(struct subject){ call_show, { 3, 2 } });
}

int main(int argc, char **argv)
{
	fail_or_skip();
	return test_harness_run(argc, argv);
}
