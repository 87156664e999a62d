// SPDX-License-Identifier: GPL-2.0
/*
 * Every array that a command reads or fills, put across each edge of memory that
 * is not there or may not be written, and compared with what was there before.
 *
 * The same program runs as a 32-bit one, too.
 */
#include "arrays.h"

/* mlfq has parameters, and the first process objects and the long program. */
static int prepare(void)
{
	struct schedsim_object objects[NR_OBJECTS] = {};
	struct schedsim_spawn_entry entry = entry_of("o", t.locks, NR_OBJECTS);
	int i, ret;

	t.fd = create_virtual("mlfq", MS(1), NR_VCPUS);
	if (t.fd < 0)
		return t.fd;
	ret = spawn_ops(t.fd, "long", t.ops, NR_OPS_LONG);
	for (i = 1; i < NR_PROCS - 1 && ret > 0; i++)
		ret = spawn(t.fd, "p");
	if (ret < 0)
		return ret;
	ret = spawn_with(t.fd, &entry, 1, objects, NR_OBJECTS, NULL);
	if (!ret)
		ret = run_until(t.fd, MS(5));
	return ret ?: read_state(t.fd, &t.before);
}

FIXTURE_SETUP(array)
{
	int i;

	for (i = 0; i < NR_OPS_LONG; i++)
		t.ops[i] = OP_RUN(i + 1);
	for (i = 0; i < NR_OBJECTS; i++)
		t.locks[i] = LOCK(i);
	for (i = 0; i < NR_VCPUS; i++) {
		t.descs[i].llc = i;
		t.descs[i].capacity = 1 + i;
	}
	t.attr.priority = 9;
	t.room = mmap(NULL, ROOM + PAGE + ROOM, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_TRUE(t.room != MAP_FAILED);
	t.hole = t.room + ROOM;
	t.rest = t.hole + PAGE;
	ASSERT_EQ(0, mprotect(t.hole, PAGE, PROT_NONE));
	ASSERT_EQ(0, prepare());
	ASSERT_EQ(NR_OBJECTS, t.before.nr_objects);
	ASSERT_EQ(NR_MLFQ_PARAMS, t.before.nr_params);
	/* All there are, at their best. */
	for (i = 0; i < NR_MLFQ_PARAMS; i++)
		t.params[i] = param(t.before.params[i].name, t.before.params[i].max);
}

FIXTURE_TEARDOWN(array)
{
	close(t.fd);
}

/* The array's good contents from @at on, as far as there is memory. */
static void fill(const struct _fixture_variant_array *array, char *at, __u32 more)
{
	const char *good = array->good;
	__u32 i, n;

	memset(t.room, 0, ROOM);
	memset(t.rest, 0, ROOM);
	if (!good)
		return;
	for (i = 0; i < array->nr; i++, at += array->size + more)
		for (n = 0; n < array->size; n++, good++)
			if (at + n < t.hole || at + n >= t.rest)
				at[n] = *good;
}

#define FILL(at, more)	fill(variant, at, more)

#define ASSERT_FAULT(at) do {						\
	char *__at = at;						\
									\
	FILL(__at, 0);							\
	ASSERT_EQ(-EFAULT, variant->use((uintptr_t)__at, 0));		\
	ASSERT_TRUE(same_state(t.fd, &t.before));			\
} while (0)

#define ASSERT_TAKEN(at, more) do {					\
	char *__at = at;						\
	__u32 __more = more;						\
									\
	FILL(__at, __more);						\
	ASSERT_LE(0, variant->use((uintptr_t)__at, __more));		\
} while (0)

TEST_F(array, is_nowhere)
{
	static const __u64 nowhere[] = {
		1, 8, ~0ULL, ~7ULL, 1ULL << 63, 1ULL << 47, -(__u64)PAGE,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(nowhere); i++) {
		ASSERT_EQ(-EFAULT, variant->use(nowhere[i], 0));
		ASSERT_TRUE(same_state(t.fd, &t.before));
	}
	if (!variant->may_be_null)
		ASSERT_EQ(-EFAULT, variant->use(0, 0));
	/* All of a 64-bit pointer counts, also in a 32-bit program. */
	FILL(t.rest, 0);
	ASSERT_EQ(-EFAULT,
		  variant->use((uintptr_t)t.rest | 1ULL << 62, 0));
	if (sizeof(long) == 4)
		ASSERT_EQ(-EFAULT,
			  variant->use((uintptr_t)t.rest | 1ULL << 32, 0));
	ASSERT_TRUE(same_state(t.fd, &t.before));
	ASSERT_TAKEN(t.rest, 0);
}

TEST_F(array, end_is_missing)
{
	__u32 all = variant->nr * variant->size, i;
	__u32 there[] = {
		1, 7, 8, variant->size - 1, variant->size, variant->size + 1,
		all / 2, all - variant->size, all - variant->size + 1,
		all - 8, all - 4, all - 1,
	};

	for (i = 0; i < ARRAY_SIZE(there); i++)
		if (there[i] < all)
			ASSERT_FAULT(t.hole - there[i]);
	ASSERT_TAKEN(t.hole - all, 0);
}

TEST_F(array, start_is_missing)
{
	__u32 missing[] = {
		1, 4, 8, variant->size - 1, variant->size, variant->size + 1,
		PAGE - variant->size, PAGE - 1, PAGE,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(missing); i++)
		ASSERT_FAULT(t.rest - missing[i]);
	ASSERT_TAKEN(t.rest, 0);
}

TEST_F(array, middle_is_missing)
{
	__u32 all = variant->nr * variant->size, before;

	if (all <= PAGE + 2 * variant->size)
		return;
	for (before = variant->size; before < all - PAGE; before += PAGE / 4) {
		ASSERT_FAULT(t.hole - before);
		ASSERT_FAULT(t.hole - before + 1);
	}
}

/* Longer entries do not fit where those that are known do. */
TEST_F(array, end_of_a_longer_entry_is_missing)
{
	__u32 all = variant->nr * (variant->size + 8), i;

	for (i = 1; i <= 8; i++) {
		FILL(t.hole - all + i, 8);
		ASSERT_EQ(-EFAULT, variant->use((uintptr_t)t.hole - all + i, 8));
		ASSERT_TRUE(same_state(t.fd, &t.before));
	}
	ASSERT_TAKEN(t.hole - all, 8);
}

/* Of an earlier version, which there is not, or of a later one that says more. */
TEST_F(array, size_of_an_entry)
{
	__u32 first_size = variant->first_size ?: variant->size;
	__u32 size = variant->size + 8, i, last;

	for (i = variant->size - first_size + 8; i <= variant->size; i += 8) {
		FILL(t.rest, 0);
		ASSERT_EQ(-EINVAL, variant->use(PTR(t.rest), -i));
	}
	ASSERT_EQ(-EINVAL, variant->use(PTR(t.rest), 4));
	ASSERT_EQ(-E2BIG, variant->use(PTR(t.rest), (PAGE + 8) - variant->size));
	for (last = size - 8; last < size && variant->in; last++) {
		FILL(t.rest, 8);
		t.rest[(variant->nr - 1) * size + last] = 0x80;
		ASSERT_EQ(-E2BIG, variant->use(PTR(t.rest), 8));
	}
	ASSERT_TRUE(same_state(t.fd, &t.before));
	ASSERT_TAKEN(t.rest, 8);
}

TEST_F(array, read_only)
{
	FILL(t.rest, 0);
	ASSERT_EQ(0, mprotect(t.rest, ROOM, PROT_READ));
	if (!variant->out) {
		ASSERT_LE(0, variant->use((uintptr_t)t.rest, 0));
		return;
	}
	ASSERT_EQ(-EFAULT, variant->use((uintptr_t)t.rest, 0));
	ASSERT_TRUE(same_state(t.fd, &t.before));
	/* All but the last page can be written. */
	if (variant->size * variant->nr <= PAGE)
		return;
	ASSERT_EQ(0, mprotect(t.rest, PAGE, PROT_READ | PROT_WRITE));
	ASSERT_EQ(-EFAULT, variant->use((uintptr_t)t.rest, 0));
	ASSERT_TRUE(same_state(t.fd, &t.before));
}

/* What comes back was written by the kernel, and nothing beside it. */
TEST_F(array, is_written_as_a_whole)
{
	static const __u32 more[] = { 0, 8, 64 };
	static char first[2 * ROOM];
	__u32 i, n, at, size, all;

	if (variant->in)
		return;
	for (n = 0; n < ARRAY_SIZE(more); n++) {
		size = variant->size + more[n];
		all = variant->nr * size;
		ASSERT_GE(ROOM, all);
		for (i = 0; i < 2; i++) {
			memset(t.rest, i ? 0xaa : 0x55, ROOM);
			ASSERT_EQ(0, variant->use((uintptr_t)t.rest, more[n]));
			if (!i)
				memcpy(first, t.rest, ROOM);
		}
		ASSERT_EQ(0, memcmp(first, t.rest, all));
		for (at = 0; at < all; at++)
			if (at % size >= variant->size)
				ASSERT_EQ(0, t.rest[at]);
		for (; at < ROOM; at++)
			ASSERT_EQ((char)0xaa, t.rest[at]);
	}
}

/* Forget the serial that entry @i was told, if any. Is it one? */
static bool has_serial(const struct _fixture_variant_array *array, __u32 i)
{
	__u64 *serial = (__u64 *)(t.rest + i * array->size + array->serial);
	bool told;

	if (!array->serial)
		return true;
	told = *serial;
	*serial = 0;
	return told;
}

/* Of what a spawn is given only ids come back, which stand first, and serials. */
TEST_F(array, only_ids_are_written)
{
	__u32 i, all = variant->nr * variant->size;

	if (!variant->in || !variant->out)
		return;
	FILL(t.rest, 0);
	for (i = 0; i < variant->nr; i++)
		set_name(t.rest + i * variant->size + variant->name, "name");
	memcpy(t.room, t.rest, all);
	memset(t.rest + all, 0xa5, sizeof(__u32));
	/* None is used up by an attempt that could not tell them. */
	ASSERT_EQ(0, mprotect(t.rest + PAGE, PAGE, PROT_READ));
	ASSERT_EQ(-EFAULT, variant->use((uintptr_t)t.rest, 0));
	ASSERT_EQ(0, mprotect(t.rest + PAGE, PAGE, PROT_READ | PROT_WRITE));
	for (i = 0; i < variant->nr; i++) {
		*(__u32 *)(t.rest + i * variant->size) = 0;
		has_serial(variant, i);
	}
	ASSERT_EQ(0, variant->use((uintptr_t)t.rest, 0));
	for (i = 0; i < variant->nr; i++) {
		__u32 *id = (__u32 *)(t.rest + i * variant->size);

		ASSERT_EQ(variant->first_id + i, *id);
		ASSERT_TRUE(has_serial(variant, i));
		*id = 0;
	}
	ASSERT_EQ(0, memcmp(t.room, t.rest, all));
	ASSERT_EQ(0xa5a5a5a5, *(__u32 *)(t.rest + all));
}

TEST_HARNESS_MAIN
