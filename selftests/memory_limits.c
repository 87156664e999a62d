// SPDX-License-Identifier: GPL-2.0
/*
 * How much memory simulations take, whatever they take it for: what the limits say,
 * for each user and for all, as the machine's own memory has it. Whoever reaches a
 * limit can still look, and root can still use the shared simulation, and reset it.
 */
#include <linux/userfaultfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "schedsim_test.h"

#define PARAMETERS	"/sys/module/schedsim/parameters/"
#define ALL_MB		256
#define USER_MB		64
/* Of that, in MiB, and what else may come and go beside a test. */
#define TOLERANCE(mb)	((mb) / 20)
#define FIRST_UID	1001
#define NR_READERS	400
#define MAX_PROCS	65536
#define READER_KB	((int)sizeof(struct schedsim_proc))	/* 1,024 of them */

enum kind {
	PROGRAMS,	/* of 4,096 operations */
	SHORT_PROGRAMS,
	PROCESSES,
	SIMULATIONS,
	HOLES,
};

static struct schedsim_op ops[2 * SCHEDSIM_MAX_OPS];

/* Entries whose programs are at places of their own, so that none are shared. */
static void prepare(struct schedsim_spawn_entry *entries, int nr, enum kind kind)
{
	int i;

	for (i = 0; i < nr; i++) {
		entries[i] = entry_of("m", NULL, 0);
		if (kind != PROCESSES) {
			entries[i].ops = PTR(&ops[i]);
			entries[i].nr_ops = kind == PROGRAMS ? SCHEDSIM_MAX_OPS : 2;
		}
	}
}

/* Spawn processes until there may be no more; returns why. */
static int fill_simulation(int fd, enum kind kind, int max)
{
	struct schedsim_spawn_entry entries[64];
	int ret, nr, done = 0;

	for (nr = ARRAY_SIZE(entries); nr; nr /= 2) {
		do {
			if (done + nr > max)
				return 0;
			prepare(entries, nr, kind);
			ret = spawn_many(fd, entries, nr, NULL);
			done += ret ? 0 : nr;
		} while (!ret);
	}
	return ret;
}

/* As create(), with a file that is open already; time stands still in it. */
static int create_from(int dev, __u32 max_procs)
{
	struct schedsim_config config = {
		.size = sizeof(config),
		.mask = SCHEDSIM_CONFIG_MAX_PROCS | SCHEDSIM_CONFIG_CLOCK,
		.max_procs = max_procs,
		.clock = SCHEDSIM_CLOCK_VIRTUAL,
	};

	return call(dev, SCHEDSIM_IOC_CREATE, &config);
}

/* Whoever may not have more can look at what there is. */
static bool can_read(int fd)
{
	static struct schedsim_proc procs[1024];

	return fd < 0 || read_procs(fd, procs, ARRAY_SIZE(procs)) >= 0;
}

/* Make simulations, and fill them, until there may be no more; returns why. */
static int fill(int dev, enum kind kind)
{
	int max = kind == PROGRAMS ? 512 : MAX_PROCS;
	int fd, last = -1, ret = 0;

	while (!ret) {
		fd = create_from(dev, MAX_PROCS);
		if (fd < 0)
			return can_read(last) ? fd : -EIO;
		last = fd;
		if (kind != SIMULATIONS)
			ret = fill_simulation(fd, kind, max);
	}
	return can_read(last) ? ret : -EIO;
}

/* Of the processes with these ids, one in 32 stays. */
static int make_holes(int fd, const __u32 *ids, int nr)
{
	int i, ret = 0;

	for (i = 0; i < nr && !ret; i++)
		if (i % 32)
			ret = kill_proc(fd, ids[i]);
	return ret ?: on_proc(fd, SCHEDSIM_IOC_REAP, 0);
}

/* Spawn processes with programs of that length until there may be no more. */
static int spawn_all(int fd, int nr_ops, __u32 *ids, int *nr)
{
	struct schedsim_spawn_entry entry;
	int ret;

	for (*nr = 0; *nr < MAX_PROCS; ++*nr) {
		entry = entry_of("h", ops, nr_ops);
		ret = spawn_entry(fd, &entry);
		if (ret < 0)
			return ret;
		ids[*nr] = ret;
	}
	return 0;
}

/*
 * What is left of each size lies far apart: it must not keep more than what is
 * counted. From the largest to the smallest: what has been freed is too small for
 * nothing.
 */
static int fill_with_holes(int dev)
{
	static const int lengths[] = { 1000, 300, 160, 110, 60, 30, 15, 7, 1 };
	static __u32 ids[MAX_PROCS];
	int i, nr, fd, ret = 0;

	for (i = 0; i < ARRAY_SIZE(lengths) && (!ret || ret == -EDQUOT); i++) {
		fd = create_from(dev, MAX_PROCS);
		ret = fd < 0 ? fd : spawn_all(fd, lengths[i], ids, &nr);
		if (i < ARRAY_SIZE(lengths) - 1 && fd >= 0)
			ret = make_holes(fd, ids, nr) ?: ret;
	}
	return ret;
}

/* A child that fills what it may as some user, and holds it until it is killed. */
struct filler {
	pid_t pid;
	int err;
};

static struct filler start_filler(int dev, uid_t uid, enum kind kind, bool shared)
{
	struct filler filler = { .err = -EPIPE };
	int said[2];

	if (pipe(said))
		return filler;
	filler.pid = fork();
	if (!filler.pid) {
		int err = -EPERM;

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (!setuid(uid))
			err = shared ? fill_simulation(dev, kind, MAX_PROCS) :
			      kind == HOLES ? fill_with_holes(dev) : fill(dev, kind);
		if (write(said[1], &err, sizeof(err)) == sizeof(err))
			pause();
		_exit(0);
	}
	close(said[1]);
	if (read(said[0], &filler.err, sizeof(filler.err)) != sizeof(filler.err))
		filler.err = -EPIPE;
	close(said[0]);
	return filler;
}

static void end_filler(const struct filler *filler)
{
	kill(filler->pid, SIGKILL);
	waitpid(filler->pid, NULL, 0);
}

/* The sum of all numbers behind a name, in a file of lines "name number". */
static long number(const char *path, const char *name)
{
	FILE *file = fopen(path, "r");
	char line[256], word[64];
	long value, sum = 0;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%63s %ld", word, &value) == 2 && !strcmp(word, name))
			sum += value;
	if (file)
		fclose(file);
	return sum;
}

/* What the kernel says, and what each CPU keeps for itself, which it does not count. */
static long available_kb(void)
{
	return number("/proc/meminfo", "MemAvailable:") +
	       number("/proc/zoneinfo", "count:") * 4;
}

/* In MiB; once it does not change any more. */
static long available(void)
{
	long now = available_kb(), last;
	int tries = 100;

	do {
		last = now;
		sleep_ms(100);
		now = available_kb();
	} while (labs(now - last) > 512 && --tries);
	return now / 1024;
}

static int write_parameter(const char *name, long value)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	file = fopen(path, "w");
	if (!file)
		return -errno;
	fprintf(file, "%ld\n", value);
	return fclose(file) ? -errno : 0;
}

FIXTURE(memory)
{
	int dev;
	long before;
	long killed;
};

FIXTURE_SETUP(memory)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ops); i++)
		ops[i] = OP_RUN(1);
	self->dev = open(DEVICE, O_RDWR);
	ASSERT_LE(0, self->dev);
	ASSERT_EQ(0, simple(self->dev, SCHEDSIM_IOC_RESET));
	if (available() < ALL_MB + 64)
		SKIP(return, "this machine has too little memory");
	ASSERT_EQ(0, write_parameter("memory_mb", ALL_MB));
	ASSERT_EQ(0, write_parameter("user_memory_mb", USER_MB));
	self->killed = number("/proc/vmstat", "oom_kill");
	self->before = available();
}

FIXTURE_TEARDOWN(memory)
{
	EXPECT_EQ(0, simple(self->dev, SCHEDSIM_IOC_RESET));
	EXPECT_EQ(self->killed, number("/proc/vmstat", "oom_kill"));
	/* 0: as much as depends on the machine. */
	EXPECT_EQ(0, write_parameter("memory_mb", 0));
	EXPECT_EQ(0, write_parameter("user_memory_mb", 0));
	close(self->dev);
}

/* In a debug kernel more is beside each object, or kept when it is freed: not ours. */
static bool is_exact(void)
{
	long size = 0;
	FILE *file = fopen("/sys/kernel/slab/kmalloc-512/slab_size", "r");

	if (file && fscanf(file, "%ld", &size) != 1)
		size = 0;
	if (file)
		fclose(file);
	return size <= 512;
}

/* Is @taken, in MiB, what the limit says, and not more nor much less? */
static bool is_limit(const char *what, long taken, long least, long limit)
{
	ksft_print_msg("%s: %ld MiB of %ld\n", what, taken, limit);
	return !is_exact() || (taken >= least - TOLERANCE(limit) &&
			       taken <= limit + TOLERANCE(limit));
}

/* Is what a user's simulations take what the limit says? */
static bool is_user_limited(int dev, long before, const char *what, enum kind kind)
{
	struct filler filler = start_filler(dev, FIRST_UID, kind, false);
	long taken = before - available();

	end_filler(&filler);
	return filler.err == -EDQUOT && is_limit(what, taken, USER_MB, USER_MB);
}

TEST_F(memory, long_programs)
{
	ASSERT_TRUE(is_user_limited(self->dev, self->before, "long programs", PROGRAMS));
}

TEST_F(memory, short_programs)
{
	ASSERT_TRUE(is_user_limited(self->dev, self->before, "short programs",
				    SHORT_PROGRAMS));
}

TEST_F(memory, processes)
{
	ASSERT_TRUE(is_user_limited(self->dev, self->before, "processes", PROCESSES));
}

TEST_F(memory, simulations)
{
	ASSERT_TRUE(is_user_limited(self->dev, self->before, "simulations", SIMULATIONS));
}

TEST_F(memory, holes)
{
	ASSERT_TRUE(is_user_limited(self->dev, self->before, "holes", HOLES));
}

/* A process without a program: 512 bytes, and its part of what a chunk begins with. */
TEST_F(memory, size_of_a_process)
{
	int fd = create_from(self->dev, MAX_PROCS);
	long before = available();

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, fill_simulation(fd, PROCESSES, MAX_PROCS));
	ASSERT_TRUE(is_limit("65,536 processes", before - available(), 32, 33));
	close(fd);
}

/* They all together, too; and then root still has something. */
TEST_F(memory, all_users)
{
	struct schedsim_spawn_entry entry = entry_of("root", ops, SCHEDSIM_MAX_OPS);
	struct filler fillers[6];
	int i, fd, nr = ARRAY_SIZE(fillers);
	long taken;

	ASSERT_EQ(0, fill_simulation(self->dev, PROCESSES, 1000));
	for (i = 0; i < nr; i++)
		fillers[i] = start_filler(self->dev, FIRST_UID + i, PROGRAMS, false);
	taken = self->before - available();
	/* Root may use more, in what it has, and in a new simulation. */
	EXPECT_EQ(0, spawn_many(self->dev, &entry, 1, NULL));
	EXPECT_EQ(0, simple(self->dev, SCHEDSIM_IOC_RESET));
	EXPECT_EQ(0, spawn_many(self->dev, &entry, 1, NULL));
	fd = create_from(self->dev, 1000);
	EXPECT_LE(0, fd);
	close(fd);
	for (i = 0; i < nr; i++)
		end_filler(&fillers[i]);
	for (i = 0; i < ALL_MB / USER_MB - 1; i++)
		ASSERT_EQ(-EDQUOT, fillers[i].err);
	for (; i < nr; i++)
		ASSERT_EQ(-ENOSPC, fillers[i].err);
	ASSERT_TRUE(is_limit("all users", taken, ALL_MB - ALL_MB / 16, ALL_MB));
}

/* Root has no limit of its own, but that of all. */
TEST_F(memory, root)
{
	struct filler filler = start_filler(self->dev, 0, PROGRAMS, false);
	long taken = self->before - available();

	end_filler(&filler);
	ASSERT_EQ(-ENOSPC, filler.err);
	ASSERT_TRUE(is_limit("root", taken, ALL_MB, ALL_MB));
}

/* The shared simulation can be made anew when there is room for nothing else. */
TEST_F(memory, reset_without_room)
{
	struct schedsim_config config = { .mask = SCHEDSIM_CONFIG_SEED, .seed = 5 };
	struct filler filler = start_filler(self->dev, 0, PROCESSES, false);

	EXPECT_EQ(-ENOSPC, create_from(self->dev, MAX_PROCS));
	EXPECT_EQ(0, set_config(self->dev, &config));
	/* Less than nothing. */
	EXPECT_EQ(0, write_parameter("memory_mb", 1));
	EXPECT_EQ(-ENOSPC, spawn(self->dev, "no"));
	EXPECT_EQ(0, simple(self->dev, SCHEDSIM_IOC_RESET));
	end_filler(&filler);
	ASSERT_EQ(-ENOSPC, filler.err);
}

/* Others who use root's simulation do not have what root has. */
TEST_F(memory, shared_with_others)
{
	struct filler filler = start_filler(self->dev, FIRST_UID, PROGRAMS, true);
	struct schedsim_spawn_entry entry = entry_of("root", ops, SCHEDSIM_MAX_OPS);

	end_filler(&filler);
	ASSERT_EQ(-EDQUOT, filler.err);
	ASSERT_EQ(0, spawn_many(self->dev, &entry, 1, NULL));
}

/* A thread that reads into a page that never comes; it holds memory meanwhile. */
struct reader {
	pthread_t thread;
	int fd;
	void *page;
	int ret;
};

static void *read_it(void *arg)
{
	struct reader *r = arg;
	struct schedsim_read read = {
		.size = sizeof(read),
		.nr = 1024,
		.entry_size = sizeof(struct schedsim_proc),
		.entries = PTR(r->page),
	};

	r->ret = call(r->fd, SCHEDSIM_IOC_READ_PROCS, &read);
	return NULL;
}

/* As some user. Returns how many were refused, and -errno if one was otherwise. */
static int start_readers(int fd)
{
	static struct reader readers[NR_READERS];
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register area = {
		.range = { .len = 4096 },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	int uffd = syscall(SYS_userfaultfd, O_CLOEXEC), refused = 0, i;
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pthread_attr_t small;

	area.range.start = (uintptr_t)page;
	if (ioctl(uffd, UFFDIO_API, &api) || ioctl(uffd, UFFDIO_REGISTER, &area) ||
	    setuid(FIRST_UID) || pthread_attr_init(&small) ||
	    pthread_attr_setstacksize(&small, 32768))
		return -errno;
	for (i = 0; i < NR_READERS; i++) {
		readers[i] = (struct reader){ .fd = fd, .page = page };
		if (pthread_create(&readers[i].thread, &small, read_it, &readers[i]))
			return -ENOMEM;
	}
	sleep_ms(1000);
	for (i = 0; i < NR_READERS; i++) {
		if (readers[i].ret && readers[i].ret != -EDQUOT)
			return readers[i].ret;
		refused += readers[i].ret == -EDQUOT;
	}
	return refused;
}

/* What a call needs for itself is counted, for the user who calls. */
TEST_F(memory, readers)
{
	int said[2], refused = -EPIPE;
	pid_t pid;

	ASSERT_EQ(0, fill_simulation(self->dev, PROCESSES, 64));
	ASSERT_EQ(0, pipe(said));
	pid = fork();
	if (!pid) {
		refused = start_readers(self->dev);
		if (write(said[1], &refused, sizeof(refused)) == sizeof(refused))
			pause();
		_exit(0);
	}
	ASSERT_EQ(sizeof(refused), read(said[0], &refused, sizeof(refused)));
	ksft_print_msg("readers: %d of %d are refused\n", refused, NR_READERS);
	EXPECT_TRUE(can_read(self->dev));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	/* One more MiB may be used for a moment. */
	ASSERT_GE((USER_MB + 1) * 1024, (NR_READERS - refused) * READER_KB);
	ASSERT_LE(USER_MB * 1000, (NR_READERS - refused) * READER_KB);
}

TEST_HARNESS_MAIN
