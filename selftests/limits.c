// SPDX-License-Identifier: GPL-2.0
/*
 * Every value of a process or a program that has a range: its ends are taken, one
 * beyond is refused, and then nothing has changed.
 */
#include "limits.h"

static bool same_stats(void)
{
	struct schedsim_stats stats;

	return !get_stats(t.fd, &stats) &&
	       !memcmp(&stats, &t.stats, sizeof(stats));
}

static bool not_spawned(int err, struct schedsim_spawn_entry entry)
{
	return spawn_entry(t.fd, &entry) == err && same_stats();
}

static bool spawned(struct schedsim_spawn_entry entry)
{
	return spawn_entry(t.fd, &entry) > 0 && !get_stats(t.fd, &t.stats);
}

#define ASSERT_NOT_SPAWNED(err, entry)	ASSERT_TRUE(not_spawned(err, entry))
#define ASSERT_SPAWNED(entry)		ASSERT_TRUE(spawned(entry))

TEST_F(limits, attributes)
{
	struct schedsim_spawn_entry e = entry_of("x", NULL, 0);
	struct schedsim_attr attr = {};
	__u64 *time[] = {
		&attr.runtime_ns, &attr.deadline_ns, &attr.period_ns,
	};
	int i;

	e.attr = PTR(&attr);
	attr.nice = SCHEDSIM_MAX_NICE;
	attr.priority = SCHEDSIM_MAX_PRIORITY;
	ASSERT_SPAWNED(e);
	attr.nice = SCHEDSIM_MIN_NICE;
	ASSERT_SPAWNED(e);
	attr.nice = SCHEDSIM_MAX_NICE + 1;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	attr.nice = SCHEDSIM_MIN_NICE - 1;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	attr.nice = 0;
	attr.priority++;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	attr.priority = ~0U;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	attr.priority = 0;
	for (i = 0; i < 3; i++) {
		*time[i] = SCHEDSIM_MAX_TIME_NS + 1;
		ASSERT_NOT_SPAWNED(-EINVAL, e);
		*time[i] = SCHEDSIM_MAX_TIME_NS;
		ASSERT_SPAWNED(e);
	}
	attr.working_set = 0xffff;
	ASSERT_SPAWNED(e);
	attr.working_set = 0;
	attr.group = SCHEDSIM_MAX_GROUPS + 1;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	attr.group = SCHEDSIM_MAX_GROUPS;
	ASSERT_SPAWNED(e);
	attr.shares = SCHEDSIM_MIN_SHARES - 1;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	attr.shares = SCHEDSIM_MAX_SHARES + 1;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	attr.shares = SCHEDSIM_MAX_SHARES;
	ASSERT_SPAWNED(e);
	attr.group = 0;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	attr.shares = 0;
	e.__reserved = 1U << 31;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	e.__reserved = 0;
	attr.affinity[0] = 1 << 2;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	attr.affinity[0] = 0;
	e.delay_ns = SCHEDSIM_MAX_TIME_NS + 1;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	e.delay_ns = SCHEDSIM_MAX_TIME_NS;
	ASSERT_SPAWNED(e);
}

TEST_F(limits, set_attr)
{
	struct schedsim_attr attr, before, after;
	struct schedsim_proc proc;

	ASSERT_EQ(1, spawn(t.fd, "a"));
	ASSERT_EQ(0, read_attr(t.fd, 1, &before));
	memset(&attr, 0xff, sizeof(attr));
	/* What is not meant does not matter. */
	ASSERT_EQ(0, set_attr(t.fd, 1, 0, &attr));
	attr.nice = 7;
	ASSERT_EQ(-EINVAL, set_attr(t.fd, 1, SCHEDSIM_ATTR_NICE | SCHEDSIM_ATTR_PRIORITY,
				    &attr));
	ASSERT_EQ(-EINVAL, set_attr(t.fd, 1, SCHEDSIM_ATTR_NICE | SCHEDSIM_ATTR_DEADLINE,
				    &attr));
	ASSERT_EQ(-ESRCH, set_attr(t.fd, 2, SCHEDSIM_ATTR_NICE, &attr));
	ASSERT_EQ(0, read_attr(t.fd, 1, &after));
	ASSERT_EQ(0, memcmp(&before, &after, sizeof(before)));

	attr.priority = 8;
	attr.runtime_ns = 9;
	attr.deadline_ns = 10;
	attr.period_ns = 11;
	attr.affinity[0] = 1 << 1;
	attr.sched_class = SCHEDSIM_CLASS_DEADLINE;
	attr.tickets = SCHEDSIM_MAX_TICKETS + 1;
	ASSERT_EQ(-EINVAL, set_attr(t.fd, 1, SCHEDSIM_ATTR_ALL, &attr));
	attr.tickets = SCHEDSIM_MAX_TICKETS;
	attr.working_set = 12;
	attr.group = 13;
	attr.shares = 14;
	attr.sched_class = 4;
	ASSERT_EQ(-EINVAL, set_attr(t.fd, 1, SCHEDSIM_ATTR_ALL, &attr));
	attr.sched_class = SCHEDSIM_CLASS_DEADLINE;
	ASSERT_EQ(0, set_attr(t.fd, 1, SCHEDSIM_ATTR_ALL, &attr));
	ASSERT_EQ(0, read_attr(t.fd, 1, &after));
	ASSERT_EQ(0, memcmp(&attr, &after, sizeof(attr)));
	ASSERT_EQ(0, read_proc(t.fd, 1, &proc));
	ASSERT_EQ(1, proc.vcpu);
	ASSERT_EQ(0, kill_proc(t.fd, 1));
	ASSERT_EQ(-ESRCH, set_attr(t.fd, 1, SCHEDSIM_ATTR_ALL, &attr));
}

/* What the mask names is changed, and nothing else is. */
TEST_F(limits, set_attr_one_at_a_time)
{
	struct schedsim_attr to = {
		.nice = 5,
		.priority = 6,
		.runtime_ns = 7,
		.deadline_ns = 8,
		.period_ns = 9,
		.affinity[0] = 1 << 1,
		.group = 10,
		.shares = 11,
	};
	struct schedsim_attr now = {}, attr;
	struct schedsim_proc proc;
	__u32 mask;

	ASSERT_EQ(1, spawn(t.fd, "a"));
	for (mask = 1; mask < SCHEDSIM_ATTR_ALL; mask <<= 1) {
		if (mask == SCHEDSIM_ATTR_NICE)
			now.nice = to.nice;
		if (mask == SCHEDSIM_ATTR_PRIORITY)
			now.priority = to.priority;
		if (mask == SCHEDSIM_ATTR_DEADLINE) {
			now.runtime_ns = to.runtime_ns;
			now.deadline_ns = to.deadline_ns;
			now.period_ns = to.period_ns;
		}
		if (mask == SCHEDSIM_ATTR_AFFINITY)
			now.affinity[0] = to.affinity[0];
		if (mask == SCHEDSIM_ATTR_GROUP) {
			now.group = to.group;
			now.shares = to.shares;
		}
		ASSERT_EQ(0, set_attr(t.fd, 1, mask, &to));
		ASSERT_EQ(0, read_attr(t.fd, 1, &attr));
		ASSERT_EQ(0, memcmp(&now, &attr, sizeof(now)));
	}
	ASSERT_EQ(0, memcmp(&to, &attr, sizeof(now)));
	ASSERT_EQ(0, read_proc(t.fd, 1, &proc));
	ASSERT_EQ(1, proc.vcpu);
}

/* An id is given out again, a serial is not: no mistake is possible. */
TEST_F(limits, serials)
{
	struct schedsim_spawn_entry e = entry_of("s", NULL, 0);
	struct schedsim_attr attr = { .nice = 1 };
	struct schedsim_set_attr set = {
		.size = sizeof(set),
		.mask = SCHEDSIM_ATTR_NICE,
		.id = 5,
		.attr_size = sizeof(attr),
		.attr = PTR(&attr),
	};
	struct schedsim_proc proc;
	__u64 first;

	e.id = 5;
	ASSERT_SPAWNED(e);
	ASSERT_EQ(0, read_proc(t.fd, 5, &proc));
	first = proc.serial;
	ASSERT_LT(0, first);
	ASSERT_EQ(-ESRCH, on_serial(t.fd, SCHEDSIM_IOC_YIELD, 5, first + 1));
	ASSERT_EQ(-ESRCH, on_serial(t.fd, SCHEDSIM_IOC_KILL, 5, first + 1));
	ASSERT_EQ(0, on_serial(t.fd, SCHEDSIM_IOC_KILL, 5, first));
	ASSERT_EQ(-ESRCH, on_serial(t.fd, SCHEDSIM_IOC_REAP, 5, ~0ULL));
	ASSERT_EQ(-EINVAL, on_serial(t.fd, SCHEDSIM_IOC_REAP, 0, first));
	ASSERT_EQ(0, on_serial(t.fd, SCHEDSIM_IOC_REAP, 5, first));

	ASSERT_EQ(0, spawn_many(t.fd, &e, 1, NULL));
	ASSERT_EQ(5, e.id);
	ASSERT_NE(first, e.serial);
	ASSERT_EQ(0, read_proc(t.fd, 5, &proc));
	ASSERT_EQ(e.serial, proc.serial);
	ASSERT_EQ(-ESRCH, on_serial(t.fd, SCHEDSIM_IOC_KILL, 5, first));
	set.serial = first;
	ASSERT_EQ(-ESRCH, call(t.fd, SCHEDSIM_IOC_SET_ATTR, &set));
	set.serial = e.serial;
	ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_SET_ATTR, &set));
	/* Not even by a reset. */
	ASSERT_EQ(0, simple(t.fd, SCHEDSIM_IOC_RESET));
	first = e.serial;
	ASSERT_EQ(0, spawn_many(t.fd, &e, 1, NULL));
	ASSERT_LT(first, e.serial);
}

/* Those of all that are spawned together are told, and are theirs. */
TEST_F(limits, serials_of_many)
{
	struct schedsim_spawn_entry e[5];
	struct schedsim_proc proc;
	int i;

	for (i = 0; i < 5; i++)
		e[i] = entry_of("s", NULL, 0);
	e[3].id = 1;
	ASSERT_EQ(0, spawn_many(t.fd, e, 5, NULL));
	for (i = 0; i < 5; i++) {
		ASSERT_EQ(0, read_proc(t.fd, e[i].id, &proc));
		ASSERT_EQ(e[i].serial, proc.serial);
	}
}

TEST_F(limits, names)
{
	struct schedsim_spawn_entry e = entry_of("", NULL, 0);
	struct schedsim_proc proc;
	char *at;

	ASSERT_SPAWNED(e);
	memset(e.name, 'n', sizeof(e.name));
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	e.name[SCHEDSIM_NAME_LEN - 1] = 0;
	ASSERT_SPAWNED(e);
	ASSERT_EQ(0, read_proc(t.fd, 2, &proc));
	ASSERT_STREQ("nnnnnnnnnnnnnnn", proc.name);
	/* What is behind the NUL does not come back. */
	memset(e.name, 'm', sizeof(e.name));
	e.name[2] = 0;
	ASSERT_SPAWNED(e);
	ASSERT_EQ(0, read_proc(t.fd, 3, &proc));
	ASSERT_STREQ("mm", proc.name);
	for (at = proc.name + 2; at < proc.name + SCHEDSIM_NAME_LEN; at++)
		ASSERT_EQ(0, *at);
}

/* What is no text is refused; tools/engine/test_text.c has every kind of it. */
TEST_F(limits, names_are_text)
{
	static const char * const bad[] = {
		"\n", "\x1b[1m", "\x7f", "\xc2\x9b", "\xe2\x80\xae", "\xe2\x81\xa6", "\xd8\x9c",
		"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "123456789abcde\xc3\xa9",
	};
	struct schedsim_spawn_entry e;
	struct schedsim_proc proc;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		e = entry_of("", NULL, 0);
		memcpy(e.name, bad[i], strnlen(bad[i], SCHEDSIM_NAME_LEN - 1));
		ASSERT_NOT_SPAWNED(-EINVAL, e) {
			TH_LOG("name %zu", i);
		}
	}
	e = entry_of("na\xc3\xafve \xe2\x82\xac \xf0\x9f\x98\x80", NULL, 0);
	ASSERT_SPAWNED(e);
	ASSERT_EQ(0, read_proc(t.fd, 1, &proc));
	ASSERT_STREQ(e.name, proc.name);
}

TEST_F(limits, ids)
{
	struct schedsim_spawn_entry e = entry_of("i", NULL, 0);

	e.id = 7;
	ASSERT_SPAWNED(e);
	ASSERT_NOT_SPAWNED(-EEXIST, e);
	e.id = SCHEDSIM_MAX_ID + 1;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	e.id = ~0U;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	/* One that has exited keeps its id until it is reaped. */
	ASSERT_EQ(0, kill_proc(t.fd, 7));
	ASSERT_EQ(0, get_stats(t.fd, &t.stats));
	e.id = 7;
	ASSERT_NOT_SPAWNED(-EEXIST, e);
	ASSERT_EQ(0, on_proc(t.fd, SCHEDSIM_IOC_REAP, 7));
	ASSERT_SPAWNED(e);
	/* The kernel's choice avoids it. */
	e.id = 0;
	while (t.stats.nr_procs < 10)
		ASSERT_SPAWNED(e);
	ASSERT_NOT_SPAWNED(-ENOSPC, e);
	ASSERT_EQ(-ESRCH, kill_proc(t.fd, 0));
	ASSERT_EQ(-ESRCH, kill_proc(t.fd, SCHEDSIM_MAX_ID));
	ASSERT_EQ(-ESRCH, kill_proc(t.fd, ~0U));
}

TEST_F(limits, max_procs_counts_the_exited)
{
	int i;

	for (i = 1; i <= 10; i++)
		ASSERT_EQ(i, spawn(t.fd, "p"));
	ASSERT_EQ(-ENOSPC, spawn(t.fd, "p"));
	ASSERT_EQ(0, kill_proc(t.fd, 3));
	ASSERT_EQ(-ENOSPC, spawn(t.fd, "p"));
	ASSERT_EQ(0, on_proc(t.fd, SCHEDSIM_IOC_REAP, 3));
	/* An id is not used again at once. */
	ASSERT_EQ(11, spawn(t.fd, "p"));
	ASSERT_EQ(-ENOSPC, spawn(t.fd, "p"));
}

TEST_F(limits, spawn_all_or_none)
{
	struct schedsim_attr attr = { .nice = 20 };
	struct schedsim_spawn_entry e[11];
	__u32 failed, bad;
	int i;

	for (bad = 0; bad < 10; bad++) {
		for (i = 0; i < 10; i++)
			e[i] = entry_of("e", NULL, 0);
		e[bad].attr = PTR(&attr);
		ASSERT_EQ(-EINVAL, spawn_many(t.fd, e, 10, &failed));
		ASSERT_EQ(bad, failed);
		ASSERT_TRUE(same_stats());
	}
	/* An id twice in one call. */
	e[9].attr = 0;
	e[3].id = 5;
	e[8].id = 5;
	ASSERT_EQ(-EEXIST, spawn_many(t.fd, e, 10, &failed));
	ASSERT_EQ(8, failed);
	ASSERT_TRUE(same_stats());
	/* A pointer of the middle one. */
	e[8].id = 0;
	e[6].nr_ops = 1;
	e[6].ops = 8;
	ASSERT_EQ(-EFAULT, spawn_many(t.fd, e, 10, &failed));
	ASSERT_EQ(6, failed);
	ASSERT_TRUE(same_stats());
	/* Too many, by one and by far; none at all. */
	e[6] = e[0];
	e[10] = e[0];
	ASSERT_EQ(-ENOSPC, spawn_many(t.fd, e, 11, NULL));
	ASSERT_EQ(-ENOSPC, spawn_many(t.fd, e, ~0U, NULL));
	ASSERT_EQ(-EINVAL, spawn_many(t.fd, e, 0, NULL));
	ASSERT_TRUE(same_stats());
	/* And now it works, with the ids told. */
	ASSERT_EQ(0, spawn_many(t.fd, e, 10, NULL));
	ASSERT_EQ(5, e[3].id);
	for (i = 0; i < 10; i++) {
		struct schedsim_proc proc;

		ASSERT_EQ(0, read_proc(t.fd, e[i].id, &proc));
	}
}

TEST_F(limits, size_of_a_program)
{
	static struct schedsim_op ops[SCHEDSIM_MAX_OPS + 1];
	static struct schedsim_op back[SCHEDSIM_MAX_OPS + 1];
	struct schedsim_spawn_entry e = entry_of("p", ops, SCHEDSIM_MAX_OPS);
	int i;

	for (i = 0; i <= SCHEDSIM_MAX_OPS; i++)
		ops[i] = OP_RUN(i + 1);
	ASSERT_SPAWNED(e);
	e.nr_ops++;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	e.nr_ops = ~0U;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	e.nr_ops = 0;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
	e.nr_ops = 1;
	e.ops = 0;
	ASSERT_NOT_SPAWNED(-EFAULT, e);
	/* It can be read as it was written. */
	ASSERT_EQ(SCHEDSIM_MAX_OPS,
		  read_list(t.fd, SCHEDSIM_IOC_READ_PROGRAM, 0, back,
			    ARRAY_SIZE(back), sizeof(back[0]), 1));
	ASSERT_EQ(0, memcmp(ops, back, SCHEDSIM_MAX_OPS * sizeof(ops[0])));
}

static bool program_taken(const struct schedsim_op *ops, __u32 nr)
{
	struct schedsim_op back[64];
	int id = spawn_ops(t.fd, "good", ops, nr);

	return id > 0 &&
	       read_list(t.fd, SCHEDSIM_IOC_READ_PROGRAM, 0, back, 64,
			 sizeof(back[0]), id) == nr &&
	       !memcmp(back, ops, nr * sizeof(*ops)) &&
	       !kill_proc(t.fd, id) && !on_proc(t.fd, SCHEDSIM_IOC_REAP, id) &&
	       !get_stats(t.fd, &t.stats);
}

#define REFUSED(...) \
	ASSERT_TRUE(not_spawned(-EINVAL, program_entry("bad", __VA_ARGS__)))

#define TAKEN(...) \
	ASSERT_TRUE(program_taken(OPS(__VA_ARGS__), NR_OPS(__VA_ARGS__)))

#define OP(code, flags, arg, value) \
	((struct schedsim_op){ code, flags, arg, value })

TEST_F(limits, operations)
{
	static const __u16 allowed[SCHEDSIM_OP_EXIT + 1] = {
		[SCHEDSIM_OP_SLEEP] = SCHEDSIM_OP_F_ALWAYS,
		/* And that it is shared, if it is an object. */
		[SCHEDSIM_OP_TIMER] = SCHEDSIM_OP_F_ABSOLUTE | SCHEDSIM_OP_F_SKIP,
	};
	int code, flag;

	for (code = 0; code <= SCHEDSIM_OP_EXIT; code++)
		for (flag = 0; flag < 16; flag++)
			if (!(allowed[code] & 1 << flag))
				REFUSED(OP_RUN(1), OP(code, 1 << flag, 0, 1));
	REFUSED(OP(SCHEDSIM_OP_TIMER, SCHEDSIM_OP_F_ABSOLUTE | SCHEDSIM_OP_F_SKIP,
		   0, 1));
	REFUSED(OP(SCHEDSIM_OP_EXIT + 1, 0, 0, 0));
	REFUSED(OP(0xffff, 0, 0, 0));
	/* Times. */
	TAKEN(OP_RUN(SCHEDSIM_MAX_TIME_NS));
	REFUSED(OP_RUN(SCHEDSIM_MAX_TIME_NS + 1));
	TAKEN(OP_RUN(0), OP_SLEEP(0));
	TAKEN(OP_SLEEP(SCHEDSIM_MAX_TIME_NS));
	REFUSED(OP_SLEEP(SCHEDSIM_MAX_TIME_NS + 1));
	TAKEN(OP_TIMER(0, SCHEDSIM_MAX_TIME_NS), OP_TIMER_ABS(1, 1));
	REFUSED(OP_TIMER(0, SCHEDSIM_MAX_TIME_NS + 1));
	REFUSED(OP_TIMER(0, 0));
	REFUSED(OP_TIMER_ABS(0, 0));
	TAKEN(OP(SCHEDSIM_OP_TIMER, SCHEDSIM_OP_F_SKIP, 0, 1));
	REFUSED(OP(SCHEDSIM_OP_TIMER, SCHEDSIM_OP_F_SKIP | SCHEDSIM_OP_F_ABSOLUTE, 0, 1));
	/* Numbers of timers. */
	TAKEN(OP_TIMER(SCHEDSIM_MAX_TIMERS - 1, 1));
	REFUSED(OP_TIMER(SCHEDSIM_MAX_TIMERS, 1));
	/* Arguments and values that have no meaning. */
	REFUSED(OP(SCHEDSIM_OP_RUN, 0, 1, 1));
	REFUSED(OP(SCHEDSIM_OP_SLEEP, 0, 1, 1));
	REFUSED(OP(SCHEDSIM_OP_YIELD, 0, 1, 0));
	REFUSED(OP(SCHEDSIM_OP_YIELD, 0, 0, 1));
	REFUSED(OP(SCHEDSIM_OP_EXIT, 0, 0, 1));
	REFUSED(OP(SCHEDSIM_OP_EXIT, 0, 1, 0));
	/* The last of many. */
	REFUSED(OP_RUN(1), OP_RUN(1), OP_RUN(1), OP(99, 0, 0, 0));
}

TEST_F(limits, loops)
{
	struct schedsim_op deep[SCHEDSIM_MAX_LOOP_DEPTH + 2];
	struct schedsim_spawn_entry e;
	int i;

	REFUSED(OP_LOOP(0, 0));
	/* Without time: whether that matters shows when they are executed. */
	TAKEN(OP_YIELD, OP_LOOP(0, 0));
	TAKEN(OP_RUN(0), OP_LOOP(0, 0));
	TAKEN(OP_EXIT, OP_LOOP(0, 0));
	TAKEN(OP_TIMER_ABS(0, 1), OP_LOOP(0, 0));
	TAKEN(OP_RUN(1), OP_YIELD, OP_LOOP(1, 0));
	TAKEN(OP_RUN(1), OP_LOOP(0, 0));
	TAKEN(OP_SLEEP(1), OP_LOOP(0, 0));
	TAKEN(OP_TIMER(0, 1), OP_LOOP(0, 0));
	TAKEN(OP_YIELD, OP_RUN(1), OP_LOOP(0, SCHEDSIM_MAX_TIME_NS));
	REFUSED(OP_RUN(1), OP_LOOP(0, SCHEDSIM_MAX_TIME_NS + 1));
	/* Forwards, to itself, and overlapping. */
	REFUSED(OP_RUN(1), OP_LOOP(1, 0));
	REFUSED(OP_RUN(1), OP_LOOP(2, 0), OP_RUN(1));
	REFUSED(OP_RUN(1), OP_LOOP(~0U, 0));
	TAKEN(OP_RUN(1), OP_RUN(1), OP_LOOP(0, 2), OP_RUN(1), OP_LOOP(3, 2));
	REFUSED(OP_RUN(1), OP_RUN(1), OP_LOOP(0, 2), OP_RUN(1), OP_LOOP(1, 2));
	TAKEN(OP_RUN(1), OP_LOOP(0, 2), OP_YIELD, OP_LOOP(0, 0));
	/* As deep as may be, and one more. */
	deep[0] = OP_RUN(1);
	for (i = 1; i < ARRAY_SIZE(deep); i++)
		deep[i] = OP_LOOP(0, 2);
	e = entry_of("deep", deep, SCHEDSIM_MAX_LOOP_DEPTH + 1);
	ASSERT_SPAWNED(e);
	e.nr_ops++;
	ASSERT_NOT_SPAWNED(-EINVAL, e);
}

TEST_HARNESS_MAIN
