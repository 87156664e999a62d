// SPDX-License-Identifier: GPL-2.0
/*
 * Objects at the edges of the ABI: how large their structs may be, how many there
 * may be, where lists of them end, and that nothing is left of a spawn that could
 * not tell all ids. Pointers across edges of memory are in arrays.c, and
 * what objects make sense in objects.c.
 *
 * The same program runs as a 32-bit one, too.
 */
#include "schedsim_test.h"

#define PAGE	4096
#define SIZE	sizeof(struct schedsim_object)

/* What a test works with: a process to be with three mutexes, the last to go. */
static struct {
	int fd;
	struct state before;
	char *room;		/* where the objects are; two pages, and none behind */
	struct schedsim_op ops[3];
	struct schedsim_spawn_entry entry;
	struct schedsim_spawn arg;
} t;

static int spawn_arg(void)
{
	t.entry.id = 0;
	return call(t.fd, SCHEDSIM_IOC_SPAWN, &t.arg);
}

/* No process, no object, and no id of either is used up: see takes_the_next(). */
#define ASSERT_REFUSED(err) do {					\
	ASSERT_EQ(-(err), spawn_arg());					\
	ASSERT_TRUE(same_state(t.fd, &t.before));			\
} while (0)

/* The ids that would have been the next before the first refusal. */
static bool takes_the_next(__u32 object)
{
	return !spawn_arg() && t.entry.id == t.before.stats.nr_procs + 1 &&
	       *(__u32 *)t.room == object;
}

FIXTURE(object_limits)
{
};

FIXTURE_VARIANT(object_limits)
{
	__u32 clock;
};

FIXTURE_VARIANT_ADD(object_limits, virtual) { SCHEDSIM_CLOCK_VIRTUAL };
FIXTURE_VARIANT_ADD(object_limits, live) { SCHEDSIM_CLOCK_LIVE };

FIXTURE_SETUP(object_limits)
{
	struct schedsim_spawn_entry one = program_entry("one", LOCK(0), OP_RUN(SEC(1)));
	struct schedsim_object mutex = OBJECT(MUTEX);
	int i;

	t.fd = create_clock("rr", MS(1), 1, variant->clock);
	ASSERT_LE(0, t.fd);
	ASSERT_EQ(0, simple(t.fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, spawn_with(t.fd, &one, 1, &mutex, 1, NULL));
	ASSERT_EQ(0, read_state(t.fd, &t.before));
	ASSERT_EQ(1, t.before.nr_objects);
	t.room = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_TRUE(t.room != MAP_FAILED);
	ASSERT_EQ(0, mprotect(t.room + 2 * PAGE, PAGE, PROT_NONE));
	for (i = 0; i < 3; i++)
		t.ops[i] = LOCK(i);
	t.entry = entry_of("p", t.ops, 3);
	t.arg = spawn_of(&t.entry, 1);
	t.arg.nr_objects = 3;
	t.arg.objects = PTR(t.room);
	t.arg.object_size = SIZE;
}

FIXTURE_TEARDOWN(object_limits)
{
	close(t.fd);
}

TEST_F(object_limits, size)
{
	static const __u32 bad[] = {
		0, 1, 4, 8, SIZE - 8, SIZE - 1, SIZE + 1, SIZE + 4, SIZE + 7, PAGE - 1,
		PAGE + 4, ~0U,
	};
	static const __u32 big[] = { PAGE + 8, 2 * PAGE, 1U << 31, ~7U };
	int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		t.arg.object_size = bad[i];
		ASSERT_REFUSED(EINVAL);
		ASSERT_EQ(1, t.arg.failed);
	}
	for (i = 0; i < ARRAY_SIZE(big); i++) {
		t.arg.object_size = big[i];
		ASSERT_REFUSED(E2BIG);
		ASSERT_EQ(1, t.arg.failed);
	}
	/* As long as may be; ids stand where the caller's entries are. */
	t.ops[2] = LOCK(1);
	t.arg.nr_objects = 2;
	t.arg.object_size = PAGE;
	ASSERT_TRUE(takes_the_next(2));
	ASSERT_EQ(3, *(__u32 *)(t.room + PAGE));
}

/* Of a later version, that says nothing new, or something, in its last byte. */
TEST_F(object_limits, longer)
{
	__u32 more, last, i;

	for (more = 8; more <= 64; more += 8) {
		t.arg.object_size = SIZE + more;
		for (last = SIZE; last < SIZE + more; last++) {
			for (i = 0; i < 3; i++) {
				char *byte = t.room + i * (SIZE + more) + last;

				*byte = 0x80;
				ASSERT_REFUSED(E2BIG);
				ASSERT_EQ(1 + 1 + i, t.arg.failed);
				*byte = 0;
			}
		}
	}
	ASSERT_TRUE(takes_the_next(2));
	ASSERT_EQ(3, *(__u32 *)(t.room + SIZE + 64));
	ASSERT_EQ(4, *(__u32 *)(t.room + 2 * (SIZE + 64)));
}

TEST_F(object_limits, number)
{
	t.arg.nr_objects = SCHEDSIM_MAX_OBJECTS + 1;
	ASSERT_REFUSED(ENOSPC);
	ASSERT_EQ(1, t.arg.failed);
	t.arg.nr_objects = ~0U;
	ASSERT_REFUSED(ENOSPC);
	/* None, but a place or a size for them; some, but neither. */
	t.arg.nr_objects = 0;
	ASSERT_REFUSED(EINVAL);
	t.arg.object_size = 0;
	ASSERT_REFUSED(EINVAL);
	t.arg.object_size = SIZE;
	t.arg.objects = 0;
	ASSERT_REFUSED(EINVAL);
	t.arg.nr_objects = 3;
	ASSERT_REFUSED(EFAULT);
	t.arg.objects = PTR(t.room);
	ASSERT_TRUE(takes_the_next(2));
}

/* One object that cannot be read, and what it is blamed on. */
TEST_F(object_limits, pointer)
{
	char *end = t.room + 2 * PAGE;
	int there;

	for (there = 0; there < 3; there++) {
		t.arg.objects = (uintptr_t)end - there * SIZE;
		ASSERT_REFUSED(EFAULT);
		ASSERT_EQ(1 + 1 + there, t.arg.failed);
		t.arg.objects = (uintptr_t)end - (there + 1) * SIZE + 1;
		ASSERT_REFUSED(EFAULT);
		ASSERT_EQ(1 + 1 + there, t.arg.failed);
	}
	t.arg.objects = (uintptr_t)t.room;
	ASSERT_TRUE(takes_the_next(2));
}

/* All is well, but the ids cannot be told: of an object, or of the process. */
TEST_F(object_limits, ids_cannot_be_told)
{
	char *end = t.room + 2 * PAGE;
	int there;

	ASSERT_EQ(0, mprotect(t.room + PAGE, PAGE, PROT_READ));
	for (there = 0; there < 3; there++) {
		t.arg.objects = (uintptr_t)t.room + PAGE - there * SIZE;
		memset(t.room, 0, PAGE);
		ASSERT_REFUSED(EFAULT);
		ASSERT_EQ(1 + 1 + there, t.arg.failed);
	}
	t.arg.objects = (uintptr_t)t.room;
	memset(t.room, 0, PAGE);
	ASSERT_EQ(0, mprotect(t.room + PAGE, PAGE, PROT_READ | PROT_WRITE));
	memcpy(end - sizeof(t.entry), &t.entry, sizeof(t.entry));
	ASSERT_EQ(0, mprotect(t.room + PAGE, PAGE, PROT_READ));
	t.arg.entries = (uintptr_t)end - sizeof(t.entry);
	ASSERT_REFUSED(EFAULT);
	ASSERT_EQ(0, t.arg.failed);
	ASSERT_EQ(0, *(__u32 *)t.room);
	t.arg.entries = (uintptr_t)&t.entry;
	ASSERT_TRUE(takes_the_next(2));
}

/* A process that is refused takes its objects along; what was there stays. */
TEST_F(object_limits, refused_beside_one_there_is)
{
	struct schedsim_attr bad = { .nice = SCHEDSIM_MAX_NICE + 1 };
	struct schedsim_object *objects = (void *)t.room;

	objects[2].id = 1;
	t.entry.attr = PTR(&bad);
	ASSERT_REFUSED(EINVAL);
	ASSERT_EQ(0, t.arg.failed);
	t.entry.attr = 0;
	t.entry.ops = 8;
	ASSERT_REFUSED(EFAULT);
	t.entry.ops = (uintptr_t)t.ops;
	objects[1].id = 3;
	ASSERT_REFUSED(ENOENT);
	ASSERT_EQ(1 + 1 + 1, t.arg.failed);
	objects[1].id = 0;
	ASSERT_TRUE(takes_the_next(2));
	ASSERT_EQ(3, objects[1].id);
	ASSERT_EQ(1, objects[2].id);
	/* It has two in its program now, and goes with the second. */
	ASSERT_EQ(0, kill_proc(t.fd, 1));
	ASSERT_EQ(0, on_proc(t.fd, SCHEDSIM_IOC_REAP, 1));
	ASSERT_EQ(3, read_objects(t.fd, t.before.objects, STATE_OBJECTS));
}

/* One at a time, from the middle, behind the end, and past the last id. */
TEST_F(object_limits, lists)
{
	struct schedsim_read arg = { .size = sizeof(arg), .entry_size = SIZE };
	struct schedsim_object to[6];
	int n = 0;

	ASSERT_EQ(0, spawn_arg());
	do {
		arg.nr = 1;
		arg.entries = (uintptr_t)&to[n];
		ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_READ_OBJECTS, &arg));
		ASSERT_GE(1, arg.nr);
		if (arg.nr)
			ASSERT_EQ(n + 1, to[n].id);
		n += arg.nr;
	} while (arg.nr);
	ASSERT_EQ(4, n);
	ASSERT_EQ(2, read_list(t.fd, SCHEDSIM_IOC_READ_OBJECTS, 3, to, 6, SIZE, 0));
	ASSERT_EQ(3, to[0].id);
	for (arg.start = ~0U; arg.start > 4; arg.start /= 2) {
		__u32 start = arg.start;

		arg.nr = 6;
		ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_READ_OBJECTS, &arg));
		ASSERT_EQ(0, arg.nr);
		ASSERT_LE(start, arg.start);
		arg.start = start;
	}
	/* No room for any; an id, which means nothing here. */
	arg.start = 0;
	arg.nr = 0;
	arg.entries = 8;
	ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_READ_OBJECTS, &arg));
	arg.entries = (uintptr_t)to;
	arg.nr = ~0U;
	arg.id = 1;
	ASSERT_EQ(-EINVAL, call(t.fd, SCHEDSIM_IOC_READ_OBJECTS, &arg));
	arg.id = 0;
	ASSERT_EQ(0, call(t.fd, SCHEDSIM_IOC_READ_OBJECTS, &arg));
	ASSERT_EQ(4, arg.nr);
}

TEST_F(object_limits, size_of_what_is_read)
{
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.nr = 1,
		.entries = (uintptr_t)t.room,
	};
	__u32 i;

	for (i = 0; i <= PAGE + 64; i++) {
		int err = i % 8 || i < SIZE ? -EINVAL : i > PAGE ? -E2BIG : 0;

		arg.start = 0;
		arg.nr = 1;
		arg.entry_size = i;
		memset(t.room, 0xa5, 2 * PAGE);
		ASSERT_EQ(err, call(t.fd, SCHEDSIM_IOC_READ_OBJECTS, &arg));
		if (!err)
			ASSERT_EQ(0, t.room[i - 1]);
		ASSERT_EQ((char)0xa5, t.room[i]);
	}
}

TEST_HARNESS_MAIN
