// SPDX-License-Identifier: GPL-2.0
/*
 * Nobody holds others up with memory of his own: whatever a command reads or
 * writes there, it may have to wait for as long as the user likes, and meanwhile
 * the simulation can be paused, looked at, and used.
 *
 * The memory is a page that is not there. userfaultfd(2) tells when somebody
 * needs it, and it comes when the test gives it.
 */
#include <linux/userfaultfd.h>
#include <sys/syscall.h>

#include "schedsim_test.h"

#define PAGE	4096

/* What a test works with. */
static struct {
	int uffd;
	int fd;			/* the shared simulation */
	int reader;		/* the same, for reading only */
	char *page;		/* not there */
	char content[PAGE];	/* what it will be */
	struct schedsim_object objects[2];
	struct schedsim_attr attr;
	struct schedsim_attr ceiling;
	struct schedsim_op ops[3];
	struct schedsim_spawn_entry entries[2];
	struct schedsim_spawn spawn;
} t;

/* A command in a thread of its own. */
struct caller {
	pthread_t thread;
	int fd;
	unsigned long cmd;
	void *arg;
	int ret;
	bool over;
};

static void *call_it(void *arg)
{
	struct caller *c = arg;

	c->ret = call(c->fd, c->cmd, c->arg);
	__atomic_store_n(&c->over, true, __ATOMIC_RELEASE);
	return NULL;
}

static int start(struct caller *c, int fd, unsigned long cmd, void *arg)
{
	*c = (struct caller){ .fd = fd, .cmd = cmd, .arg = arg };
	return pthread_create(&c->thread, NULL, call_it, c);
}

static bool over(struct caller *c)
{
	return __atomic_load_n(&c->over, __ATOMIC_ACQUIRE);
}

static int result(struct caller *c)
{
	pthread_join(c->thread, NULL);
	return c->ret;
}

/* Does a command come to its end within a second? result() must follow. */
static bool ends_soon(struct caller *c)
{
	__u64 end = host_ns() + SEC(1);

	while (!over(c) && host_ns() < end)
		sleep_ms(1);
	return over(c);
}

/* Somebody needs the page at @page. */
static bool is_needed(char *page)
{
	struct pollfd poll_fd = { .fd = t.uffd, .events = POLLIN };
	struct uffd_msg msg;

	return poll(&poll_fd, 1, PATIENCE_MS) == 1 &&
	       read(t.uffd, &msg, sizeof(msg)) == sizeof(msg) &&
	       msg.event == UFFD_EVENT_PAGEFAULT &&
	       (msg.arg.pagefault.address & -PAGE) == (uintptr_t)page;
}

static int give(char *page, void *content)
{
	struct uffdio_copy copy = {
		.dst = (uintptr_t)page,
		.src = (uintptr_t)content,
		.len = PAGE,
	};

	return ioctl(t.uffd, UFFDIO_COPY, &copy) ? -errno : 0;
}

/* The page becomes one that is not there again. */
static int take_away(char *page)
{
	return madvise(page, PAGE, MADV_DONTNEED) ? -errno : 0;
}

/* @nr pages that are not there. */
static char *map_missing(int nr)
{
	struct uffdio_register area = {
		.range = { .len = nr * PAGE },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	char *pages = mmap(NULL, nr * PAGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		return NULL;
	area.range.start = (uintptr_t)pages;
	return ioctl(t.uffd, UFFDIO_REGISTER, &area) ? NULL : pages;
}

/*
 * Is the simulation free for others? If not, the page that somebody waits for
 * comes nevertheless.
 */
static bool others_go_on(void)
{
	struct schedsim_cmd pause = { .size = sizeof(pause) };
	struct schedsim_stats stats = { .size = sizeof(stats) };
	struct caller pauses, looks;
	bool soon;

	if (start(&pauses, t.fd, SCHEDSIM_IOC_PAUSE, &pause) ||
	    start(&looks, t.reader, SCHEDSIM_IOC_STATS, &stats))
		return false;
	soon = ends_soon(&pauses) && ends_soon(&looks);
	if (!soon)
		give(t.page, t.content);
	return !result(&pauses) && !result(&looks) && soon;
}

/*
 * Somebody who calls a command waits for the page, others do not, and when the
 * page comes, the command is done.
 */
static int call_with_missing_page(int fd, unsigned long cmd, void *arg)
{
	struct caller c;

	if (start(&c, fd, cmd, arg))
		return -ECHILD;
	if (!is_needed(t.page))
		return -ETIME;
	if (!others_go_on()) {
		result(&c);
		return -EBUSY;
	}
	if (over(&c) || give(t.page, t.content))
		return -ERANGE;
	return result(&c);
}

/* What is at @from will be in the page that is not there. Returns where. */
static __u64 move(const void *from, size_t size)
{
	memcpy(t.content, from, size);
	return PTR(t.page);
}

static void prepare_spawn(void)
{
	t.attr = (struct schedsim_attr){ .nice = 3, .priority = 7 };
	t.ceiling = (struct schedsim_attr){ .priority = 9 };
	t.objects[0] = OBJECT(MUTEX);
	t.objects[1] = OBJECT(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING,
			      .attr = PTR(&t.ceiling), .attr_size = sizeof(t.ceiling));
	t.ops[0] = LOCK(0);
	t.ops[1] = LOCK(1);
	t.ops[2] = OP_RUN(SEC(1));
	t.entries[0] = entry_of("first", t.ops, 3);
	t.entries[1] = entry_of("second", t.ops, 3);
	t.entries[1].attr = PTR(&t.attr);
	t.spawn = spawn_of(t.entries, 2);
	t.spawn.objects = PTR(t.objects);
	t.spawn.nr_objects = 2;
	t.spawn.object_size = sizeof(t.objects[0]);
}

/* The two processes and two objects are what they were to be. */
static bool spawned(void)
{
	const struct schedsim_spawn_entry *entries = (void *)(uintptr_t)t.spawn.entries;
	const struct schedsim_object *objects = (void *)(uintptr_t)t.spawn.objects;
	struct schedsim_object seen[3];
	struct schedsim_op ops[4];
	struct schedsim_proc procs[3];
	struct schedsim_attr attr;

	return read_procs(t.fd, procs, 3) == 2 && read_objects(t.fd, seen, 3) == 2 &&
	       entries[0].id == procs[0].id && entries[0].serial == procs[0].serial &&
	       entries[1].id == procs[1].id && entries[1].serial == procs[1].serial &&
	       objects[0].id == seen[0].id && objects[1].id == seen[1].id &&
	       seen[1].protocol == SCHEDSIM_PROTOCOL_CEILING &&
	       !strcmp(procs[1].name, "second") && !read_attr(t.fd, 2, &attr) &&
	       attr.nice == 3 && attr.priority == 7 &&
	       read_list(t.fd, SCHEDSIM_IOC_READ_PROGRAM, 0, ops, 4, sizeof(ops[0]),
			 procs[0].id) == 3;
}

/* -errno if pages cannot be missing here. */
static int start_missing(void)
{
	struct uffdio_api api = { .api = UFFD_API };

	t.uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	return t.uffd < 0 || ioctl(t.uffd, UFFDIO_API, &api) ? -errno : 0;
}

FIXTURE(userfault)
{
};

FIXTURE_SETUP(userfault)
{
	int err = start_missing();

	if (err)
		SKIP(return, "no userfaultfd: %s", strerror(-err));
	t.page = map_missing(1);
	ASSERT_NE(NULL, t.page);
	memset(t.content, 0, PAGE);
	t.fd = open(DEVICE, O_RDWR);
	ASSERT_LE(0, t.fd);
	t.reader = open(DEVICE, O_RDONLY);
	ASSERT_LE(0, t.reader);
	ASSERT_EQ(0, set_policy(t.fd, "prio"));
	ASSERT_EQ(0, simple(t.fd, SCHEDSIM_IOC_RESET));
	prepare_spawn();
}

FIXTURE_TEARDOWN(userfault)
{
	EXPECT_EQ(0, simple(t.fd, SCHEDSIM_IOC_RESET));
	EXPECT_EQ(0, set_policy(t.fd, "fair"));
	close(t.reader);
	close(t.fd);
	close(t.uffd);
}

TEST_F(userfault, argument)
{
	move(&t.spawn, sizeof(t.spawn));
	ASSERT_EQ(0, call_with_missing_page(t.fd, SCHEDSIM_IOC_SPAWN, t.page));
	ASSERT_TRUE(spawned());
}

TEST_F(userfault, entries)
{
	t.spawn.entries = move(t.entries, sizeof(t.entries));
	ASSERT_EQ(0, call_with_missing_page(t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn));
	ASSERT_TRUE(spawned());
}

TEST_F(userfault, programs)
{
	t.entries[1].ops = move(t.ops, sizeof(t.ops));
	ASSERT_EQ(0, call_with_missing_page(t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn));
	ASSERT_TRUE(spawned());
}

TEST_F(userfault, attributes)
{
	t.entries[1].attr = move(&t.attr, sizeof(t.attr));
	ASSERT_EQ(0, call_with_missing_page(t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn));
	ASSERT_TRUE(spawned());
}

TEST_F(userfault, objects)
{
	t.spawn.objects = move(t.objects, sizeof(t.objects));
	ASSERT_EQ(0, call_with_missing_page(t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn));
	ASSERT_TRUE(spawned());
}

TEST_F(userfault, attributes_of_an_object)
{
	t.objects[1].attr = move(&t.ceiling, sizeof(t.ceiling));
	ASSERT_EQ(0, call_with_missing_page(t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn));
	ASSERT_TRUE(spawned());
}

/*
 * The processes are there when their ids cannot be told yet. The entries are
 * taken away while the command waits for a program, when it knows that they can
 * be written to. Or they are taken away for good: then that is an error, and the
 * processes are there nevertheless.
 */
static int spawn_without_entries(struct caller *c, char *entries)
{
	memcpy(entries, t.entries, sizeof(t.entries));
	t.spawn.entries = PTR(entries);
	if (start(c, t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn))
		return -ECHILD;
	return is_needed(t.page) ? 0 : -ETIME;
}

TEST_F(userfault, answer)
{
	char *entries = map_missing(1);
	char copy[PAGE] = {};
	struct caller c;

	ASSERT_NE(NULL, entries);
	ASSERT_EQ(0, give(entries, copy));
	t.entries[1].ops = move(t.ops, sizeof(t.ops));
	ASSERT_EQ(0, spawn_without_entries(&c, entries));
	ASSERT_EQ(0, take_away(entries));
	ASSERT_EQ(0, give(t.page, t.content));
	ASSERT_TRUE(is_needed(entries));
	ASSERT_TRUE(others_go_on());
	ASSERT_FALSE(over(&c));
	ASSERT_EQ(0, give(entries, copy));
	ASSERT_EQ(0, result(&c));
	ASSERT_TRUE(spawned());
}

TEST_F(userfault, answer_is_gone)
{
	char *entries = map_missing(1);
	char copy[PAGE] = {};
	struct schedsim_proc procs[3];
	struct caller c;

	ASSERT_NE(NULL, entries);
	ASSERT_EQ(0, give(entries, copy));
	t.entries[1].ops = move(t.ops, sizeof(t.ops));
	ASSERT_EQ(0, spawn_without_entries(&c, entries));
	ASSERT_EQ(0, munmap(entries, PAGE));
	ASSERT_EQ(0, give(t.page, t.content));
	ASSERT_EQ(-EFAULT, result(&c));
	ASSERT_EQ(0, t.spawn.failed);
	ASSERT_EQ(2, read_procs(t.fd, procs, 3));
}

/* Who waits can be killed, and nothing has been done then. */
TEST_F(userfault, killed)
{
	struct schedsim_proc proc;
	int said[2], status;
	pid_t pid;

	ASSERT_EQ(0, pipe(said));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		/* Memory that is missing is not inherited. */
		if (start_missing())
			_exit(1);
		t.entries[1].ops = PTR(map_missing(1));
		if (write(said[1], "", 1) == 1)
			call(t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn);
		_exit(2);
	}
	ASSERT_EQ(1, read(said[0], &status, 1));
	sleep_ms(100);
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_TRUE(WIFSIGNALED(status));
	ASSERT_EQ(0, read_procs(t.fd, &proc, 1));
}

/* Who may only look holds nobody up, either. */
TEST_F(userfault, lists)
{
	static const struct {
		unsigned long cmd;
		__u32 size, nr;
	} lists[] = {
		{ SCHEDSIM_IOC_READ_PROCS, sizeof(struct schedsim_proc), 2 },
		{ SCHEDSIM_IOC_READ_VCPUS, sizeof(struct schedsim_vcpu), 1 },
		{ SCHEDSIM_IOC_READ_PROGRAM, sizeof(struct schedsim_op), 3 },
		{ SCHEDSIM_IOC_READ_OBJECTS, sizeof(struct schedsim_object), 2 },
		{ SCHEDSIM_IOC_READ_PARAMS, sizeof(struct schedsim_param), 1 },
		{ SCHEDSIM_IOC_READ_POLICIES, sizeof(struct schedsim_policy), 4 },
		{ SCHEDSIM_IOC_READ_VCPU_DESCS, sizeof(struct schedsim_vcpu_desc), 1 },
	};
	int i;

	ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn));
	ASSERT_EQ(0, simple(t.fd, SCHEDSIM_IOC_PAUSE));
	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		struct schedsim_read read = {
			.size = sizeof(read),
			.nr = lists[i].nr,
			.entry_size = lists[i].size,
			.id = lists[i].cmd == SCHEDSIM_IOC_READ_PROGRAM,
			.entries = PTR(t.page),
		};
		char plain[PAGE] = {};

		ASSERT_EQ(0, call_with_missing_page(t.reader, lists[i].cmd, &read));
		ASSERT_EQ(lists[i].nr, read.nr);
		read.start = 0;
		read.entries = PTR(plain);
		ASSERT_EQ(0, call(t.reader, lists[i].cmd, &read));
		ASSERT_EQ(0, memcmp(plain, t.page, PAGE));
		ASSERT_EQ(0, take_away(t.page));
	}
}

TEST_F(userfault, values)
{
	struct schedsim_value values[4] = {};
	struct schedsim_read read = {
		.size = sizeof(read),
		.nr = ARRAY_SIZE(values),
		.entry_size = sizeof(values[0]),
		.entries = PTR(values),
	};

	set_name(read.policy, "mlfq");
	ASSERT_EQ(0, call(t.reader, SCHEDSIM_IOC_READ_VALUES, &read));
	ASSERT_LT(0, read.nr);
	read.start = 0;
	read.entries = PTR(t.page);
	ASSERT_EQ(0, call_with_missing_page(t.reader, SCHEDSIM_IOC_READ_VALUES, &read));
	ASSERT_EQ(0, memcmp(values, t.page, read.nr * sizeof(values[0])));
}

TEST_F(userfault, records)
{
	struct schedsim_recording recording = {
		.size = sizeof(recording), .room = SCHEDSIM_MIN_SESSION,
	};
	struct schedsim_read_session read = {
		.size = sizeof(read), .nr = PAGE, .records = PTR(t.page),
	};
	struct schedsim_record *record = (void *)t.page;

	ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_RECORD, &recording));
	ASSERT_EQ(0, call_with_missing_page(t.reader, SCHEDSIM_IOC_READ_SESSION, &read));
	ASSERT_LT(0, read.nr);
	ASSERT_EQ(SCHEDSIM_IOC_SET_CONFIG, record->command);
}

TEST_F(userfault, attributes_that_are_read)
{
	struct schedsim_proc procs[2];
	struct schedsim_read read = {
		.size = sizeof(read),
		.nr = 2,
		.entry_size = sizeof(procs[0]),
		.entries = PTR(procs),
		.attrs = PTR(t.page),
		.attr_size = sizeof(struct schedsim_attr),
	};

	ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn));
	ASSERT_EQ(0, call_with_missing_page(t.reader, SCHEDSIM_IOC_READ_PROCS, &read));
	ASSERT_EQ(0, memcmp(t.page + sizeof(t.attr), &t.attr, sizeof(t.attr)));
}

TEST_F(userfault, statistics)
{
	struct schedsim_stats stats = { .size = sizeof(stats) };

	move(&stats, sizeof(stats));
	ASSERT_EQ(0, call_with_missing_page(t.reader, SCHEDSIM_IOC_STATS, t.page));
}

TEST_F(userfault, attributes_that_are_set)
{
	struct schedsim_set_attr set = {
		.size = sizeof(set),
		.mask = SCHEDSIM_ATTR_NICE,
		.id = 1,
		.attr_size = sizeof(t.attr),
	};
	struct schedsim_attr attr;

	ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_SPAWN, &t.spawn));
	set.attr = move(&t.attr, sizeof(t.attr));
	ASSERT_EQ(0, call_with_missing_page(t.fd, SCHEDSIM_IOC_SET_ATTR, &set));
	ASSERT_EQ(0, read_attr(t.fd, 1, &attr));
	ASSERT_EQ(3, attr.nice);
}

TEST_F(userfault, configuration)
{
	struct schedsim_config config = {
		.size = sizeof(config),
		.mask = SCHEDSIM_CONFIG_PARAMS,
		.nr_params = 1,
		.param_size = sizeof(struct schedsim_param),
	};
	struct schedsim_param param = { .name = "span", .value = SCHEDSIM_SPAN_ALL };
	struct schedsim_vcpu_desc desc = { .llc = 0 };

	config.params = move(&param, sizeof(param));
	ASSERT_EQ(0, call_with_missing_page(t.fd, SCHEDSIM_IOC_SET_CONFIG, &config));
	ASSERT_EQ(0, take_away(t.page));
	config = (struct schedsim_config) {
		.size = sizeof(config),
		.mask = SCHEDSIM_CONFIG_VCPUS,
		.nr_vcpu_descs = 1,
		.vcpu_size = sizeof(desc),
		.vcpus = move(&desc, sizeof(desc)),
	};
	ASSERT_EQ(0, call_with_missing_page(t.fd, SCHEDSIM_IOC_SET_CONFIG, &config));
}

TEST_HARNESS_MAIN
