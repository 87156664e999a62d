/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Threads that do one thing over and over, or one of everything, without regard
 * for each other.
 */
#ifndef SCHEDSIM_HAMMER_H
#define SCHEDSIM_HAMMER_H

#include "calls.h"

#define NR_PROCS	200

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

	if (!below(h, 3)) {
		e.nr_ops = 0;
		e.ops = 0;
	}
	e.attr.nice = (int)below(h, 40) - 20;
	e.attr.priority = below(h, 100);
	e.attr.affinity[0] = below(h, 4);
	if (e.attr.affinity[0] == 2)
		e.attr.affinity[0] = 3;
	e.delay_ns = below(h, 2) * US(1) * below(h, 3000);
	return spawn_entry(fd, &e);
}

static void blow_spawn(struct hammer *h)
{
	EXPECT_RET(h, hammer_spawn(h, h->fd), -ENOSPC);
}

static void blow_kill(struct hammer *h)
{
	__u32 id = 1 + below(h, 2 * NR_PROCS);

	if (!EXPECT_RET(h, kill_proc(h->fd, id), -ESRCH) && below(h, 2)) {
		int ret = on_proc(h->fd, SCHEDSIM_IOC_REAP, id);

		/* Somebody else may have, and given the id to another. */
		if (ret != -ESRCH)
			expect(h, ret, -EBUSY, "reap");
	}
	if (!below(h, 50))
		EXPECT_RET(h, on_proc(h->fd, SCHEDSIM_IOC_REAP, 0), 0);
	on_proc(h->fd, SCHEDSIM_IOC_YIELD, 1 + below(h, NR_PROCS));
}

static void blow_tune(struct hammer *h)
{
	static const char * const policies[] = {
		"fair", "fifo", "linux", "lottery", "mlfq", "prio", "rr", "sjf",
		"srtf", "stride",
	};
	struct schedsim_set_attr attr = {
		.size = sizeof(attr),
		.mask = below(h, 16),
		.id = 1 + below(h, NR_PROCS),
		.attr.nice = below(h, 20),
		.attr.priority = below(h, 100),
		.attr.affinity[0] = below(h, 2),
	};

	EXPECT_RET(h, set_policy(h->fd, policies[below(h, ARRAY_SIZE(policies))]), 0);
	EXPECT_RET(h, set_quantum(h->fd, SCHEDSIM_MIN_QUANTUM_LIVE_NS), 0);
	EXPECT_RET(h, call(h->fd, SCHEDSIM_IOC_SET_ATTR, &attr), -ESRCH);
	EXPECT_RET(h, trigger(h->fd, SCHEDSIM_ALL_VCPUS), 0);
}

static void blow_pause(struct hammer *h)
{
	EXPECT_RET(h, simple(h->fd, SCHEDSIM_IOC_PAUSE), 0);
	EXPECT_RET(h, simple(h->fd, SCHEDSIM_IOC_RESUME), 0);
	if (!below(h, 500))
		EXPECT_RET(h, simple(h->fd, SCHEDSIM_IOC_RESET), 0);
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
	if (vcpus[0].busy_ns + vcpus[0].idle_ns + vcpus[0].overhead_ns !=
	    vcpus[1].busy_ns + vcpus[1].idle_ns + vcpus[1].overhead_ns)
		expect(h, -ERANGE, 0, "times of two vCPUs differ");
}

/* What is done to a private simulation happens to no other. */
static void blow_private(struct hammer *h)
{
	struct schedsim_proc procs[10];
	struct schedsim_stats stats;
	int fd, i;

	fd = below(h, 2) ? create_live("fair", US(100), 2) :
			   create_virtual("rr", US(1), 2);
	if (EXPECT_RET(h, fd, 0) < 0)
		return;
	for (i = 0; i < 10; i++)
		EXPECT_RET(h, hammer_spawn(h, fd), 0);
	EXPECT_RET(h, get_stats(fd, &stats), 0);
	EXPECT_RET(h, run_until(fd, stats.time_ns + MS(1)), -EOPNOTSUPP);
	EXPECT_RET(h, set_policy(fd, "prio"), 0);
	EXPECT_RET(h, kill_proc(fd, 1 + below(h, 10)), -ESRCH);
	EXPECT_RET(h, simple(fd, SCHEDSIM_IOC_PAUSE), 0);
	if (read_procs(fd, procs, 10) != 10)
		expect(h, -ERANGE, 0, "not ten processes");
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
		blow_spawn, blow_kill, blow_tune, blow_pause, blow_look,
		blow_private, blow_files,
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
