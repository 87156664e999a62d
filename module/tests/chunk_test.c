// SPDX-License-Identifier: GPL-2.0
/*
 * Chunks: objects do not overlap, and what is counted is whole chunks.
 */
#include <kunit/test.h>
#include <linux/prandom.h>

#include "../account.h"
#include "../chunk.h"
#include "tests.h"

#define NR_OBJECTS	2000
#define NR_STEPS	100000

/* An object, and what it is filled with. */
struct filled {
	u8 *object;
	u32 size;
	u8 byte;
};

static int chunk_test_init(struct kunit *test)
{
	test->priv = account_get(GLOBAL_ROOT_UID);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, test->priv);
	return 0;
}

/* It warns if anything is still counted. */
static void chunk_test_exit(struct kunit *test)
{
	if (!IS_ERR_OR_NULL(test->priv))
		account_put(test->priv);
}

static long used(struct kunit *test)
{
	struct account *account = test->priv;

	return atomic_long_read(&account->used);
}

static bool is_filled(const void *object, u8 byte, u32 size)
{
	return !memchr_inv(object, byte, size);
}

static void get(struct kunit *test, struct filled *filled, u32 size, u8 byte)
{
	u8 *object = chunk_get(test->priv, size, 0);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, object);
	KUNIT_ASSERT_TRUE(test, IS_ALIGNED((uintptr_t)object, sizeof(u64)));
	KUNIT_ASSERT_TRUE(test, is_filled(object, 0, size));
	memset(object, byte, size);
	*filled = (struct filled) { object, size, byte };
}

static void put(struct kunit *test, struct filled *filled)
{
	KUNIT_ASSERT_TRUE(test, is_filled(filled->object, filled->byte,
					  filled->size));
	chunk_put(test->priv, filled->object, filled->size);
	filled->object = NULL;
}

/* Objects of any size come and go; what is in them stays. */
static void test_objects_do_not_overlap(struct kunit *test)
{
	struct filled *all = kunit_kcalloc(test, NR_OBJECTS, sizeof(*all),
					   GFP_KERNEL);
	struct rnd_state random;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, all);
	prandom_seed_state(&random, 1);
	for (i = 0; i < NR_STEPS; i++) {
		struct filled *one =
			&all[prandom_u32_state(&random) % NR_OBJECTS];
		u32 most = CHUNK_MOST >> prandom_u32_state(&random) % 9;

		if (one->object)
			put(test, one);
		else
			get(test, one, prandom_u32_state(&random) % (most + 1),
			    prandom_u32_state(&random));
	}
	for (i = 0; i < NR_OBJECTS; i++)
		if (all[i].object)
			put(test, &all[i]);
	KUNIT_EXPECT_EQ(test, used(test), 0);
}

/* As long as one object of a chunk is left, all of it is counted. */
static void test_chunks_are_counted(struct kunit *test)
{
	u32 in_chunk = (CHUNK_SIZE - 64) / 512, nr = 10 * in_chunk, i;
	struct filled *all = kunit_kcalloc(test, nr, sizeof(*all), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, all);
	for (i = 0; i < nr; i++) {
		get(test, &all[i], 512, i);
		KUNIT_ASSERT_EQ(test, used(test),
				(i / in_chunk + 1) * CHUNK_SIZE);
	}
	for (i = 0; i < nr; i++)
		if (i % in_chunk != 3)
			put(test, &all[i]);
	KUNIT_EXPECT_EQ(test, used(test), 10 * CHUNK_SIZE);
	/* What has been freed is used first. */
	for (i = 0; i < nr; i++)
		if (!all[i].object)
			get(test, &all[i], 500, i);
	KUNIT_EXPECT_EQ(test, used(test), 10 * CHUNK_SIZE);
	for (i = 0; i < nr; i++)
		put(test, &all[i]);
	KUNIT_EXPECT_EQ(test, used(test), 0);
}

static struct kunit_case chunk_test_cases[] = {
	KUNIT_CASE(test_objects_do_not_overlap),
	KUNIT_CASE(test_chunks_are_counted),
	{}
};

struct kunit_suite chunk_test_suite = {
	.name = "schedsim-chunk",
	.init = chunk_test_init,
	.exit = chunk_test_exit,
	.test_cases = chunk_test_cases,
};
