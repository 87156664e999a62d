/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Threads that do one thing over and over, or one of everything, without regard
 * for each other.
 */
#ifndef SCHEDSIM_HAMMER_H
#define SCHEDSIM_HAMMER_H

#include "objects.h"
#include "params.h"

#define NR_PROCS	200
#define NR_GROUP	4	/* processes that share objects */

struct hammer {
	pthread_t thread;
	void (*blow)(struct hammer *h);
	int fd;			/* the shared simulation */
	unsigned int seed;
	__u64 blows;
	int bad;		/* what no command may return */
	const char *where;
};

static bool stop;	/* hammering */

static unsigned int below(struct hammer *h, unsigned int n)
{
	return rand_r(&h->seed) % n;
}

/* @allowed: another errno that is no surprise. */
static int expect(struct hammer *h, int ret, int allowed, const char *where)
{
	if (ret < 0 && ret != allowed) {
		h->bad = ret;
		h->where = where;
	}
	return ret;
}

#define EXPECT_RET(h, ret, allowed) expect(h, ret, allowed, #ret)

static int hammer_spawn(struct hammer *h, int fd)
{
	struct schedsim_spawn_entry e =
		program_entry("h", OP_RUN(US(50) * (1 + below(h, 9))),
			      OP_SLEEP(US(100) * below(h, 9)), OP_YIELD,
			      OP_TIMER(0, MS(1) + US(1) * below(h, 999)),
			      OP_LOOP(0, below(h, 3) * 10));
	struct schedsim_attr attr = {
		.nice = (int)below(h, 40) - 20,
		.priority = below(h, 100),
		.affinity[0] = below(h, 4),
	};

	if (!below(h, 3)) {
		e.nr_ops = 0;
		e.ops = 0;
	}
	if (attr.affinity[0] == 2)
		attr.affinity[0] = 3;
	e.attr = PTR(&attr);
	e.delay_ns = below(h, 2) * US(1) * below(h, 3000);
	return spawn_entry(fd, &e);
}

static __u16 some_class(struct hammer *h)
{
	static const __u16 classes[] = {
		SCHEDSIM_CLASS_OTHER, SCHEDSIM_CLASS_FIFO, SCHEDSIM_CLASS_RR,
		SCHEDSIM_CLASS_BATCH, SCHEDSIM_CLASS_IDLE,
	};

	return classes[below(h, ARRAY_SIZE(classes))];
}

/* @ceiling: room for its ceiling */
static struct schedsim_object some_mutex(struct hammer *h, struct schedsim_attr *ceiling)
{
	struct schedsim_object mutex = OBJECT(MUTEX, .protocol = below(h, 3));

	if (mutex.protocol == SCHEDSIM_PROTOCOL_CEILING) {
		*ceiling = (struct schedsim_attr) {
			.priority = below(h, 100),
			.nice = -(int)below(h, 20),
		};
		mutex.attr = PTR(ceiling);
		mutex.attr_size = sizeof(*ceiling);
	}
	return mutex;
}

/* To wait for ever, or up to 100 us: 1 ns, too. */
static struct schedsim_op some_lock(struct hammer *h, __u32 mutex)
{
	struct schedsim_op lock = LOCK(mutex);

	if (below(h, 2))
		lock.value = below(h, 2) ? 1 : 1 + below(h, US(100));
	return lock;
}

/*
 * Four that get in each other's way: two lock the same in opposite orders, so there
 * are deadlocks; the third waits and starts the fourth, which exits with what it
 * holds. Half of the locks have a timeout. @join: 0, or another's object for them to lock.
 */
static int hammer_spawn_group(struct hammer *h, int fd, __u32 join)
{
	struct schedsim_attr ceilings[2], attrs[NR_GROUP];
	struct schedsim_attr new = {
		.priority = below(h, 100),
		.sched_class = some_class(h),
	};
	struct schedsim_object objects[] = {
		some_mutex(h, &ceilings[0]), some_mutex(h, &ceilings[1]),
		OBJECT(BARRIER, .value = 2), OBJECT(COND), OBJECT(SEMAPHORE), OBJECT(FORK),
		OBJECT(TIMER),
		OBJECT(ATTR, .value = SCHEDSIM_ATTR_PRIORITY | SCHEDSIM_ATTR_CLASS,
		       .attr = PTR(&new), .attr_size = sizeof(new)),
	};
	struct schedsim_op run = OP_RUN(US(20) * (1 + below(h, 9)));
	struct schedsim_op nap = OP_SLEEP(US(50) * below(h, 5));
	struct schedsim_op again = OP_LOOP(0, below(h, 3) * 10);
	struct schedsim_op timer = {
		SCHEDSIM_OP_TIMER, SCHEDSIM_OP_F_SHARED, 6, US(500),
	};
	struct schedsim_op programs[NR_GROUP][10] = {
		{ some_lock(h, 0), run, nap, some_lock(h, 1), run, UNLOCK(1), UNLOCK(0),
		  OP_OBJECT(SCHEDSIM_OP_BARRIER, 2), again },
		{ some_lock(h, 1), run, some_lock(h, 0), nap, UNLOCK(0),
		  OP_OBJECT(SCHEDSIM_OP_BROADCAST, 3), UNLOCK(1),
		  OP_OBJECT(SCHEDSIM_OP_BARRIER, 2), run, again },
		{ LOCK(0), run, WAIT(3, 0), FORK(5), OP_OBJECT(SCHEDSIM_OP_ATTR, 7),
		  OP_OBJECT(SCHEDSIM_OP_SEM_POST, 4), UNLOCK(0), timer, again },
		{ OP_OBJECT(SCHEDSIM_OP_SEM_WAIT, 4), some_lock(h, 1), timer,
		  some_lock(h, 0), run },
	};
	struct schedsim_spawn_entry entries[NR_GROUP];
	int i;

	if (join)
		objects[0] = (struct schedsim_object){ .id = join };
	for (i = 0; i < NR_GROUP; i++) {
		entries[i] = entry_of("g", programs[i], i < 3 ? 9 : 5);
		attrs[i] = (struct schedsim_attr) {
			.nice = (int)below(h, 40) - 20,
			.priority = below(h, 100),
			.sched_class = some_class(h),
			.tickets = below(h, 1000),
			.group = below(h, SCHEDSIM_MAX_GROUPS + 1),
		};
		if (attrs[i].group && below(h, 2))
			attrs[i].shares = SCHEDSIM_MIN_SHARES + below(h, 5000);
		entries[i].attr = PTR(&attrs[i]);
	}
	entries[1].nr_ops++;
	entries[3].fork = 1 + 5;
	return spawn_with(fd, entries, NR_GROUP, objects, ARRAY_SIZE(objects), NULL);
}

static void blow_spawn(struct hammer *h)
{
	EXPECT_RET(h, hammer_spawn(h, h->fd), -ENOSPC);
}

static void blow_spawn_group(struct hammer *h)
{
	__u32 join = below(h, 4) ? 0 : 1 + below(h, 256);
	int ret = hammer_spawn_group(h, h->fd, join);

	/* There is none of that id, or it is no mutex. */
	if (!join || (ret != -ENOENT && ret != -EINVAL))
		expect(h, ret, -ENOSPC, "spawn of a group");
}

/* An object from anywhere in the list; its type is none if there are none. */
static struct schedsim_object some_object(struct hammer *h)
{
	struct schedsim_object object = { .type = ~0U };

	EXPECT_RET(h, read_list(h->fd, SCHEDSIM_IOC_READ_OBJECTS, below(h, 256),
				&object, 1, sizeof(object), 0), 0);
	return object;
}

/* A process from anywhere: the ids of those that live climb. */
static __u32 some_proc(struct hammer *h)
{
	struct schedsim_proc proc = { .id = 1 };
	__u32 start = below(h, 2) ? below(h, 1 << 15) : 0;

	EXPECT_RET(h, read_list(h->fd, SCHEDSIM_IOC_READ_PROCS, start, &proc, 1,
				sizeof(proc), 0), 0);
	return proc.id;
}

/* Who holds a mutex gives it up on the spot. */
static void blow_kill_owner(struct hammer *h)
{
	struct schedsim_object object = some_object(h);

	if (object.type == SCHEDSIM_OBJECT_MUTEX && object.owner)
		EXPECT_RET(h, kill_proc(h->fd, object.owner), -ESRCH);
}

static void blow_kill(struct hammer *h)
{
	__u32 id = some_proc(h);

	if (!EXPECT_RET(h, kill_proc(h->fd, id), -ESRCH) && below(h, 2)) {
		int ret = on_proc(h->fd, SCHEDSIM_IOC_REAP, id);

		/* Somebody else may have, and given the id to another. */
		if (ret != -ESRCH)
			expect(h, ret, -EBUSY, "reap");
	}
	if (!below(h, 50))
		EXPECT_RET(h, on_proc(h->fd, SCHEDSIM_IOC_REAP, 0), 0);
	on_proc(h->fd, SCHEDSIM_IOC_YIELD, some_proc(h));
}

/* Off and on again; there may be one vCPU only, or it is the last one that is online. */
static void hammer_online(struct hammer *h)
{
	__u32 vcpu = below(h, 2);
	int ret = set_online(h->fd, vcpu, 0);

	if (ret != -EINVAL)
		expect(h, ret, -EBUSY, "offline");
	EXPECT_RET(h, set_online(h->fd, vcpu, 1), -EINVAL);
}

static void blow_tune(struct hammer *h)
{
	static const char * const policies[] = {
		"fair", "fifo", "linux", "lottery", "mlfq", "prio", "rr", "sjf",
		"srtf", "stride", "edf", "llf", "rm", "dm",
	};
	const char *policy = policies[below(h, ARRAY_SIZE(policies))];
	struct schedsim_param span = param("span", below(h, 4));
	struct schedsim_attr attr = {
		.nice = below(h, 20),
		.priority = below(h, 100),
		.affinity[0] = below(h, 2),
		.tickets = below(h, 100),
		.group = 1 + below(h, SCHEDSIM_MAX_GROUPS),
		.shares = SCHEDSIM_MIN_SHARES + below(h, 5000),
		.sched_class = some_class(h),
	};

	EXPECT_RET(h, set_params(h->fd, policy, &span, below(h, 2)), 0);
	if (!below(h, 10))
		EXPECT_RET(h, evict(h->fd, policies[1 + below(h, ARRAY_SIZE(policies) - 1)]),
			   0);
	EXPECT_RET(h, set_quantum(h->fd, SCHEDSIM_MIN_QUANTUM_LIVE_NS), 0);
	EXPECT_RET(h, set_attr(h->fd, some_proc(h), below(h, SCHEDSIM_ATTR_ALL + 1), &attr),
		   -ESRCH);
	EXPECT_RET(h, trigger(h->fd, SCHEDSIM_ALL_VCPUS), 0);
	hammer_online(h);
}

/* mlfq's parameters are those it has at first, or two that go together. */
static int hammer_params(struct hammer *h, int fd)
{
	__u64 queues = 1 + below(h, 8);
	struct schedsim_param params[] = {
		param("queues", queues), param("quantum1", queues * US(100)),
		param("boost", MS(1) * below(h, 3)), param("stay", below(h, 2)),
		param("bump", below(h, 2)), param("span", below(h, 4)),
	};

	return set_params(fd, below(h, 2) ? "mlfq" : NULL, params, ARRAY_SIZE(params));
}

static void blow_params(struct hammer *h)
{
	/* There may be another policy, which has none of that name. */
	EXPECT_RET(h, hammer_params(h, h->fd), -ENOENT);
}

/* What belongs together was read, and set, together. */
static void check_params(struct hammer *h, const char *policy)
{
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	__u64 queues = 3, quantum = 0;
	int nr = EXPECT_RET(h, read_params(h->fd, policy, params), 0), i;

	for (i = 0; i < nr; i++) {
		if (!strcmp(params[i].name, "queues"))
			queues = params[i].value;
		if (!strcmp(params[i].name, "quantum1"))
			quantum = params[i].value;
	}
	if (quantum != queues * US(100) && (queues != 3 || quantum))
		expect(h, -ERANGE, 0, "half of the parameters");
}

static void blow_look_at_objects(struct hammer *h)
{
	static __thread struct schedsim_object objects[256];
	int nr = EXPECT_RET(h, read_objects(h->fd, objects, 256), 0), i;

	for (i = 0; i < nr; i++)
		if (objects[i].type == SCHEDSIM_OBJECT_MUTEX && !objects[i].owner &&
		    objects[i].nr_waiters)
			expect(h, -ERANGE, 0, "waiters for a mutex that nobody has");
	check_params(h, "");
	check_params(h, below(h, 2) ? "mlfq" : "stride");
}

static void blow_pause(struct hammer *h)
{
	EXPECT_RET(h, simple(h->fd, SCHEDSIM_IOC_PAUSE), 0);
	EXPECT_RET(h, simple(h->fd, SCHEDSIM_IOC_RESUME), 0);
	if (!below(h, 500))
		EXPECT_RET(h, simple(h->fd, SCHEDSIM_IOC_RESET), 0);
}

/* All of a vCPU's time has been something. */
static __u64 time_of(const struct schedsim_vcpu *vcpu)
{
	return vcpu->busy_ns + vcpu->idle_ns + vcpu->overhead_ns + vcpu->offline_ns;
}

static void blow_look(struct hammer *h)
{
	static __thread struct schedsim_proc procs[NR_PROCS];
	struct schedsim_vcpu vcpus[2];
	struct schedsim_stats stats;

	EXPECT_RET(h, read_procs(h->fd, procs, NR_PROCS), 0);
	EXPECT_RET(h, get_stats(h->fd, &stats), 0);
	/* A module just loaded has but one. */
	if (EXPECT_RET(h, read_vcpus(h->fd, vcpus, 2), 0) != 2)
		return;
	if (time_of(&vcpus[0]) != time_of(&vcpus[1]))
		expect(h, -ERANGE, 0, "times of two vCPUs differ");
}

/* What is done to a private simulation happens to no other. */
static void blow_private(struct hammer *h)
{
	struct schedsim_proc procs[10 + NR_GROUP];
	struct schedsim_stats stats;
	int fd, i;

	fd = below(h, 2) ? create_live("fair", US(100), 2) :
			   create_virtual("rr", US(1), 2);
	if (EXPECT_RET(h, fd, 0) < 0)
		return;
	for (i = 0; i < 10; i++)
		EXPECT_RET(h, hammer_spawn(h, fd), 0);
	EXPECT_RET(h, hammer_spawn_group(h, fd, 0), 0);
	EXPECT_RET(h, hammer_params(h, fd), -ENOENT);
	EXPECT_RET(h, get_stats(fd, &stats), 0);
	EXPECT_RET(h, run_until(fd, stats.time_ns + MS(1)), -EOPNOTSUPP);
	EXPECT_RET(h, set_policy(fd, "prio"), 0);
	EXPECT_RET(h, kill_proc(fd, 1 + below(h, ARRAY_SIZE(procs))), -ESRCH);
	EXPECT_RET(h, simple(fd, SCHEDSIM_IOC_PAUSE), 0);
	if (read_procs(fd, procs, ARRAY_SIZE(procs)) != ARRAY_SIZE(procs))
		expect(h, -ERANGE, 0, "not all processes");
	if (below(h, 2))
		EXPECT_RET(h, simple(fd, SCHEDSIM_IOC_RESUME), 0);
	close(fd);
}

/* Opens and closes, sysfs, and the command nobody knows. */
static void blow_files(struct hammer *h)
{
	static const char * const files[] = {
		"quantum_us", "policy", "nr_vcpus", "paused", "tie",
		"stats/expiries", "stats/lateness", "stats/time_ns",
		"mlfq/queues", "mlfq/quantum1_us",
	};
	char path[128], text[512];
	int fd = open(DEVICE, O_RDWR);

	if (EXPECT_RET(h, fd, 0) >= 0) {
		expect(h, call(fd, _IO(SCHEDSIM_IOC_TYPE, 99), NULL), -ENOTTY,
		       "unknown command");
		close(fd);
	}
	snprintf(path, sizeof(path), "/sys/class/misc/schedsim/%s",
		 files[below(h, ARRAY_SIZE(files))]);
	fd = open(path, O_RDONLY);
	if (expect(h, fd, 0, "open of sysfs") < 0)
		return;
	if (read(fd, text, sizeof(text)) <= 0)
		expect(h, -EIO, 0, "read of sysfs");
	close(fd);
}

static void blow_anything(struct hammer *h)
{
	static void (* const blows[])(struct hammer *h) = {
		blow_spawn, blow_spawn_group, blow_kill, blow_kill_owner, blow_tune,
		blow_params, blow_pause, blow_look, blow_look_at_objects, blow_private,
		blow_files,
	};

	blows[below(h, ARRAY_SIZE(blows))](h);
}

static void *hammer_on(void *arg)
{
	struct hammer *h = arg;

	/* Once at least, however late a busy host lets it begin. */
	do {
		h->blow(h);
		h->blows++;
	} while (!__atomic_load_n(&stop, __ATOMIC_RELAXED) && !h->bad);
	return NULL;
}

/* What the environment wants of @variable. */
static int number_from(const char *variable, int otherwise)
{
	const char *text = getenv(variable);

	return text ? atoi(text) : otherwise;
}

#endif /* SCHEDSIM_HAMMER_H */
