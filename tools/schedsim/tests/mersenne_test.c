// SPDX-License-Identifier: GPL-2.0
/*
 * The random numbers of the textbook's programs against those of CPython 3.11:
 * what its module random prints after random.seed(SEED). Prints KTAP.
 */
#include <stdio.h>

#include "textbook/mersenne.h"
#include "util/compiler.h"

static int number, failures;

static void result(const char *name, int ok)
{
	failures += !ok;
	printf("%sok %d %s\n", ok ? "" : "not ", ++number, name);
}

/* The next number, which is a multiple of 2^-53. */
static __u64 next(struct mersenne *mersenne)
{
	return mersenne_random(mersenne) * (1ULL << 53);
}

/* [int(random.random() * 2**53) for _ in range(2)] */
static void test_seeds(void)
{
	static const struct {
		const char *name;
		__s64 seed;
		__u64 first, second;
	} golden[] = {
		{ "seed 0", 0, 0x1b0580f98a7dbeULL,
		  0x184129978f9c1aULL },
		{ "seed 1", 1, 0x44cb63e46dd61ULL,
		  0x1b1e2d5b3584f8ULL },
		{ "seed 100", 100, 0x4a95291d68eb6ULL,
		  0xe8ec313ce8f15ULL },
		{ "seed -100", -100, 0x4a95291d68eb6ULL,
		  0xe8ec313ce8f15ULL },
		{ "the last seed of one word", 4294967295, 0x1454d9227a7013ULL,
		  0x6809d28dc82feULL },
		{ "the first seed of two words", 4294967296, 0x39da63967be2eULL,
		  0xd5edaa3bd2793ULL },
		{ "the greatest seed", 0x7fffffffffffffff, 0xa21f472a04e53ULL,
		  0x143346b887de9dULL },
	};
	struct mersenne mersenne;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(golden); i++) {
		int ok;

		mersenne_seed(&mersenne, golden[i].seed);
		ok = next(&mersenne) == golden[i].first;
		result(golden[i].name, ok && next(&mersenne) == golden[i].second);
	}
}

/* The last of a thousand of them: there are 624 words at a time. */
static void test_many(void)
{
	struct mersenne mersenne;
	__u64 last = 0;
	int i;

	mersenne_seed(&mersenne, 7);
	for (i = 0; i < 1000; i++)
		last = next(&mersenne);
	result("the thousandth number", last == 0xc17735e9c695bULL);
}

/* random.choice(range(N)), six times each after the seed 7. */
static void test_below(void)
{
	static const __u32 golden[][7] = {
		{ 5, 2, 1, 3, 0, 0, 4 },
		{ 8, 1, 5, 0, 3, 0, 1 },
	};
	struct mersenne mersenne;
	unsigned int i, k;
	int ok = 1;

	mersenne_seed(&mersenne, 7);
	for (i = 0; i < ARRAY_SIZE(golden); i++)
		for (k = 1; k < 7; k++)
			ok &= mersenne_below(&mersenne, golden[i][0]) == golden[i][k];
	result("whole numbers below another", ok);
}

int main(void)
{
	puts("KTAP version 1");
	test_seeds();
	test_many();
	test_below();
	printf("1..%d\n", number);
	return failures > 0;
}
