// SPDX-License-Identifier: GPL-2.0
/*
 * Objects: how they come and go, what is refused, and what processes do with
 * them in the kernel. What the engine makes of each operation is tested in
 * tools/engine; that both agree, in digest.c.
 *
 * The same program runs as a 32-bit one, too.
 */
#include "schedsim_test.h"

/* One process with a program, and the objects it names; returns its id. */
static int spawn_one(int fd, struct schedsim_spawn_entry entry,
		     struct schedsim_object *objects, __u32 nr_objects)
{
	int ret = spawn_with(fd, &entry, 1, objects, nr_objects, NULL);

	return ret ?: (int)entry.id;
}

FIXTURE(objects)
{
	int fd;
	struct schedsim_object read[8];
	struct schedsim_stats stats;
	struct schedsim_proc proc;
};

FIXTURE_SETUP(objects)
{
	self->fd = create_virtual("prio", MS(1), 1);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(objects)
{
	close(self->fd);
}

TEST_F(objects, live_as_long_as_a_program_names_them)
{
	struct schedsim_object objects[3] = {
		OBJECT(MUTEX, .name = "m"), OBJECT(COND, .name = "unused"),
		OBJECT(MUTEX, .name = "n"),
	};
	struct schedsim_op op;
	int id;

	id = spawn_one(self->fd, program_entry("p", OP_RUN(1), LOCK(0), UNLOCK(2)),
		       objects, 3);
	ASSERT_EQ(1, id);
	ASSERT_EQ(1, objects[0].id);
	ASSERT_EQ(3, objects[2].id);
	ASSERT_EQ(2, read_objects(self->fd, self->read, 8));
	ASSERT_EQ(1, self->read[0].id);
	ASSERT_STREQ("m", self->read[0].name);
	ASSERT_EQ(3, self->read[1].id);
	ASSERT_EQ(1, read_list(self->fd, SCHEDSIM_IOC_READ_PROGRAM, 2, &op, 1,
			       sizeof(op), id));
	ASSERT_EQ(3, op.arg);

	ASSERT_EQ(0, kill_proc(self->fd, id));
	ASSERT_EQ(2, read_objects(self->fd, self->read, 8));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_REAP, id));
	ASSERT_EQ(0, read_objects(self->fd, self->read, 8));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_EQ(0, self->stats.nr_objects);
}

TEST_F(objects, are_joined_by_their_id)
{
	struct schedsim_object mutex = OBJECT(MUTEX), same = {};
	int first, second;

	first = spawn_one(self->fd, program_entry("a", LOCK(0), OP_RUN(MS(5))), &mutex, 1);
	ASSERT_EQ(1, first);
	same.id = mutex.id;
	second = spawn_one(self->fd, program_entry("b", LOCK(0)), &same, 1);
	ASSERT_EQ(2, second);
	ASSERT_EQ(1, read_objects(self->fd, self->read, 8));

	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->fd, US(500)));
	ASSERT_EQ(0, read_proc(self->fd, second, &self->proc));
	ASSERT_EQ(SCHEDSIM_STATE_READY, self->proc.state);
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_YIELD, first));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->fd, MS(3)));
	ASSERT_EQ(0, read_proc(self->fd, second, &self->proc));
	ASSERT_EQ(SCHEDSIM_STATE_BLOCKED, self->proc.state);
	ASSERT_EQ(mutex.id, self->proc.object);
	ASSERT_EQ(1, read_objects(self->fd, self->read, 8));
	ASSERT_EQ(first, self->read[0].owner);
	ASSERT_EQ(1, self->read[0].nr_waiters);

	/* It outlives the process that it came with. */
	ASSERT_EQ(0, kill_proc(self->fd, first));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_REAP, first));
	ASSERT_EQ(1, read_objects(self->fd, self->read, 8));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	/* The second had it at once, and exited with it. */
	ASSERT_EQ(2, self->stats.abandoned);

	same.id = 77;
	ASSERT_EQ(-ENOENT, spawn_one(self->fd, program_entry("c", LOCK(0)), &same, 1));
	same.id = mutex.id;
	same.value = 1;
	ASSERT_EQ(-EINVAL, spawn_one(self->fd, program_entry("c", LOCK(0)), &same, 1));
}

static const struct schedsim_object bad_objects[] = {
	OBJECT(MUTEX, .type = SCHEDSIM_OBJECT_ATTR + 1),
	OBJECT(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING + 1),
	OBJECT(COND, .protocol = SCHEDSIM_PROTOCOL_INHERIT),
	OBJECT(MUTEX, .value = 1),
	OBJECT(BARRIER, .value = 0),
	OBJECT(ATTR, .value = 0),
	OBJECT(ATTR, .value = SCHEDSIM_ATTR_ALL + 1),
	OBJECT(MUTEX, .attr_size = sizeof(struct schedsim_attr)),
	OBJECT(MUTEX, .__reserved = 1),
	OBJECT(SEMAPHORE, .owner = 1),
	OBJECT(SEMAPHORE, .nr_waiters = 1),
	OBJECT(SEMAPHORE, .uses = 1),
	OBJECT(SEMAPHORE, .boosts = 1ULL << 63),
	OBJECT(TIMER, .name = "sixteen letters!"),
	OBJECT(COND, .name = "\x1b[1m"),
	OBJECT(MUTEX, .name = "\xc2\x9b"),
	OBJECT(MUTEX, .name = "\xe2\x80\xae"),
	OBJECT(MUTEX, .name = "fourteen bytes\xc3"),
};

TEST_F(objects, that_make_no_sense_are_refused)
{
	struct schedsim_object objects[2] = { OBJECT(MUTEX), };
	struct schedsim_spawn_entry entry = program_entry("p", LOCK(0));
	__u32 i, failed;

	for (i = 0; i < ARRAY_SIZE(bad_objects); i++) {
		objects[1] = bad_objects[i];
		ASSERT_EQ(-EINVAL, spawn_with(self->fd, &entry, 1, objects, 2,
					      &failed)) {
			TH_LOG("object %u", i);
		}
		ASSERT_EQ(1 + 1 + 1, failed);
		ASSERT_EQ(0, read_objects(self->fd, self->read, 8));
	}
	/* The same number for the next as if nothing had been. */
	ASSERT_EQ(0, spawn_with(self->fd, &entry, 1, objects, 1, &failed));
	ASSERT_EQ(1, objects[0].id);
}

/* What they point to: a ceiling, or what a process shall become. */
TEST_F(objects, with_attributes_that_make_no_sense_are_refused)
{
	static const struct {
		struct schedsim_object object;
		struct schedsim_attr attr;
	} bad[] = {
		{ OBJECT(ATTR, .value = SCHEDSIM_ATTR_NICE), { .nice = 20 } },
		{ OBJECT(MUTEX), { .priority = 1 } },
		{ OBJECT(MUTEX, .protocol = SCHEDSIM_PROTOCOL_INHERIT), { .priority = 1 } },
		{ OBJECT(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING), { .priority = 100 } },
		{ OBJECT(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING), { .period_ns = 1 } },
		{ OBJECT(COND), { .priority = 1 } },
	};
	struct schedsim_spawn_entry entry = program_entry("p", LOCK(0));
	struct schedsim_object objects[2] = { OBJECT(MUTEX), };
	struct schedsim_attr none = {};
	__u32 i, failed;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		objects[1] = bad[i].object;
		objects[1].attr = PTR(&bad[i].attr);
		objects[1].attr_size = sizeof(bad[i].attr);
		ASSERT_EQ(-EINVAL, spawn_with(self->fd, &entry, 1, objects, 2, &failed)) {
			TH_LOG("object %u", i);
		}
		ASSERT_EQ(1 + 1 + 1, failed);
		/* The same without them is fine. */
		objects[1].attr = PTR(&none);
		ASSERT_EQ(0, spawn_with(self->fd, &entry, 1, objects, 2, NULL));
		ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
		objects[0].id = 0;
		entry.id = 0;
	}
}

/* Attributes, and what is read of them. */
TEST_F(objects, tell_their_attributes)
{
	struct schedsim_attr ceiling = { .priority = 7, .nice = -3 }, attrs[2];
	struct schedsim_object mutex =
		OBJECT(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING, .attr = PTR(&ceiling),
		       .attr_size = sizeof(ceiling));
	struct schedsim_spawn_entry entry = program_entry("p", LOCK(0), OP_SLEEP(SEC(1)));
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = 2,
		.entry_size = sizeof(self->read[0]),
		.entries = PTR(self->read),
		.attrs = PTR(attrs),
		.attr_size = sizeof(attrs[0]),
	};

	memset(attrs, 0xa5, sizeof(attrs));
	ASSERT_EQ(0, spawn_with(self->fd, &entry, 1, &mutex, 1, NULL));
	ASSERT_EQ(0, call(self->fd, SCHEDSIM_IOC_READ_OBJECTS, &arg));
	ASSERT_EQ(1, arg.nr);
	ASSERT_EQ(0, memcmp(&ceiling, &attrs[0], sizeof(ceiling)));
	ASSERT_EQ(0xa5a5a5a5, attrs[1].priority);
	ASSERT_EQ(0, self->read[0].attr);
	ASSERT_EQ(0, self->read[0].attr_size);
}

TEST_F(objects, must_be_named_by_what_they_are)
{
	static const struct schedsim_op bad[] = {
		LOCK(3), LOCK(~0U), LOCK(1), UNLOCK(2), FORK(0), WAIT(0, 0), WAIT(1, 1),
		WAIT(1, 3), OP_OBJECT(SCHEDSIM_OP_BARRIER, 0),
		OP_OBJECT(SCHEDSIM_OP_SEM_WAIT, 1), OP_OBJECT(SCHEDSIM_OP_SEM_POST, 1),
		OP_OBJECT(SCHEDSIM_OP_ATTR, 0), OP_OBJECT(SCHEDSIM_OP_SIGNAL, 2),
		OP_OBJECT(SCHEDSIM_OP_BROADCAST, 0),
		{ SCHEDSIM_OP_TIMER, SCHEDSIM_OP_F_SHARED, 0, 1 },
		{ SCHEDSIM_OP_LOCK, 0, 0, SCHEDSIM_MAX_TIME_NS + 1 },
		{ SCHEDSIM_OP_LOCK, 1, 0, 0 }, { SCHEDSIM_OP_LOCK, SCHEDSIM_OP_F_IF_HELD, 0, 0 },
		{ SCHEDSIM_OP_UNLOCK, 0, 0, 1 }, { SCHEDSIM_OP_UNLOCK, 1, 0, 0 },
	};
	struct schedsim_object objects[3] = {
		OBJECT(MUTEX), OBJECT(COND), OBJECT(SEMAPHORE),
	};
	struct schedsim_spawn_entry entries[2];
	__u32 i, failed;

	entries[0] = program_entry("good", LOCK(0));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		entries[1] = entry_of("bad", &bad[i], 1);
		ASSERT_EQ(-EINVAL, spawn_with(self->fd, entries, 2, objects, 3,
					      &failed)) {
			TH_LOG("operation %u", i);
		}
		ASSERT_EQ(1, failed);
	}
	entries[1] = entry_of("bad", NULL, 0);
	entries[1].fork = 1;
	ASSERT_EQ(-EINVAL, spawn_with(self->fd, entries, 2, objects, 3, &failed));
	entries[1].fork = 4;
	ASSERT_EQ(-EINVAL, spawn_with(self->fd, entries, 2, objects, 3, &failed));
	ASSERT_EQ(1, failed);
	ASSERT_EQ(-EINVAL, spawn_many(self->fd, entries, 1, &failed));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_EQ(0, self->stats.nr_procs);
	ASSERT_EQ(0, self->stats.nr_objects);
}

TEST_F(objects, are_no_more_than_there_may_be)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_MAX_PROCS,
		.max_procs = 1,
	};
	struct schedsim_spawn_entry entry = program_entry("p", LOCK(0));
	struct schedsim_object *objects = calloc(257, sizeof(*objects));
	int fd = create(&config);

	ASSERT_LE(0, fd);
	ASSERT_EQ(-ENOSPC, spawn_with(fd, &entry, 1, objects, 257, NULL));
	ASSERT_EQ(0, spawn_with(fd, &entry, 1, objects, 256, NULL));
	ASSERT_EQ(256, objects[255].id);
	ASSERT_EQ(1, read_objects(fd, self->read, 8));
	close(fd);
	free(objects);
}

/* Many, read in batches, and gone at once. */
TEST_F(objects, by_the_thousand)
{
	enum { NR = 3000 };
	struct schedsim_object *objects = calloc(NR, sizeof(*objects));
	struct schedsim_op *ops = calloc(NR, sizeof(*ops));
	struct schedsim_spawn_entry entry = entry_of("p", ops, NR);
	int i;

	for (i = 0; i < NR; i++) {
		objects[i].type = SCHEDSIM_OBJECT_SEMAPHORE;
		objects[i].value = i + 1;
		ops[i] = OP_OBJECT(SCHEDSIM_OP_SEM_WAIT, i);
	}
	ASSERT_EQ(0, spawn_with(self->fd, &entry, 1, objects, NR, NULL));
	ASSERT_EQ(SCHEDSIM_RUN_IDLE, run_flags(self->fd, SEC(1), SCHEDSIM_RUN_STOP_IDLE));
	ASSERT_EQ(NR, read_objects(self->fd, objects, NR));
	for (i = 0; i < NR; i++)
		ASSERT_EQ(i, objects[i].value);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, read_objects(self->fd, objects, NR));
	free(objects);
	free(ops);
}

TEST_F(objects, fork_starts_what_was_prepared)
{
	struct schedsim_object fork = OBJECT(FORK);
	struct schedsim_spawn_entry entries[3];

	entries[0] = program_entry("parent", OP_RUN(MS(1)), FORK(0), FORK(0), FORK(0));
	entries[1] = program_entry("child", OP_RUN(MS(2)));
	entries[1].fork = 1;
	entries[2] = entries[1];
	entries[2].delay_ns = MS(1);
	ASSERT_EQ(0, spawn_with(self->fd, entries, 3, &fork, 1, NULL));
	ASSERT_EQ(0, read_proc(self->fd, entries[1].id, &self->proc));
	ASSERT_EQ(SCHEDSIM_STATE_NEW, self->proc.state);
	ASSERT_EQ(SCHEDSIM_NEVER, self->proc.arrival_ns);
	ASSERT_EQ(SCHEDSIM_RUN_IDLE, run_flags(self->fd, SEC(1), SCHEDSIM_RUN_STOP_IDLE));
	ASSERT_EQ(0, read_proc(self->fd, entries[1].id, &self->proc));
	ASSERT_EQ(MS(1), self->proc.arrival_ns);
	ASSERT_EQ(0, read_proc(self->fd, entries[2].id, &self->proc));
	ASSERT_EQ(MS(2), self->proc.arrival_ns);
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_EQ(2, self->stats.forks);
	ASSERT_EQ(1, self->stats.forks_failed);
	ASSERT_STREQ("", check_sums(self->fd));
}

/* One that is never started can be killed, and does not outlive a reset. */
TEST_F(objects, dormant_processes_can_go)
{
	struct schedsim_object fork = OBJECT(FORK);
	struct schedsim_spawn_entry entries[3];

	entries[0] = program_entry("parent", OP_RUN(MS(1)), FORK(0));
	entries[1] = entry_of("a", NULL, 0);
	entries[1].fork = 1;
	entries[2] = entries[1];
	ASSERT_EQ(0, spawn_with(self->fd, entries, 3, &fork, 1, NULL));
	ASSERT_EQ(0, kill_proc(self->fd, entries[1].id));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_REAP, entries[1].id));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->fd, MS(3)));
	ASSERT_EQ(entries[2].id, running(self->fd));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
}

TEST_F(objects, deadlock_is_told_and_survived)
{
	struct schedsim_object mutexes[2] = { OBJECT(MUTEX), OBJECT(MUTEX) };
	struct schedsim_spawn_entry entries[2];

	entries[0] = program_entry("a", LOCK(0), OP_SLEEP(MS(1)), LOCK(1));
	entries[1] = program_entry("b", LOCK(1), OP_SLEEP(MS(1)), LOCK(0), OP_RUN(MS(1)));
	ASSERT_EQ(0, spawn_with(self->fd, entries, 2, mutexes, 2, NULL));
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->fd, MS(5)));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_EQ(1, self->stats.deadlocks);
	ASSERT_EQ(2, self->stats.nr_deadlocked);
	ASSERT_EQ(0, read_proc(self->fd, entries[0].id, &self->proc));
	ASSERT_EQ(SCHEDSIM_PROC_DEADLOCK, self->proc.flags);

	ASSERT_EQ(0, kill_proc(self->fd, entries[0].id));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_EQ(0, self->stats.nr_deadlocked);
	ASSERT_EQ(1, self->stats.abandoned);
	ASSERT_EQ(SCHEDSIM_RUN_REACHED, run_until(self->fd, MS(6)));
	ASSERT_EQ(0, read_proc(self->fd, entries[1].id, &self->proc));
	ASSERT_EQ(MS(6), self->proc.finish_ns);
	ASSERT_STREQ("", check_sums(self->fd));
}

/* In real time, too: two take turns, and nobody is ever in there with the other. */
TEST_F(objects, live_processes_hand_over)
{
	struct schedsim_object objects[2] = {
		OBJECT(MUTEX, .protocol = SCHEDSIM_PROTOCOL_INHERIT), OBJECT(COND),
	};
	struct schedsim_spawn_entry entries[2];
	int fd = create_live("rr", US(100), 2);

	ASSERT_LE(0, fd);
	entries[0] = program_entry("a", LOCK(0), OP_RUN(US(200)), UNLOCK(0),
				   OP_RUN(US(50)), OP_LOOP(0, 0));
	entries[1] = entries[0];
	ASSERT_EQ(0, spawn_with(fd, entries, 2, objects, 2, NULL));
	ASSERT_TRUE(eventually(!get_stats(fd, &self->stats) && self->stats.blocks > 20));
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(1, read_objects(fd, self->read, 8));
	ASSERT_LT(20, self->read[0].uses);
	ASSERT_LE(self->read[0].contended, self->read[0].uses);
	ASSERT_STREQ("", check_sums(fd));
	close(fd);
}

TEST_HARNESS_MAIN
