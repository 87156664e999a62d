// SPDX-License-Identifier: GPL-2.0
/*
 * The generator's arithmetic on integers against that of libm, and its numbers
 * against those that it has always given. Prints KTAP.
 */
#include <math.h>
#include <stdio.h>

#include "generate/random.h"

#define COUNT	100000
#define GOLDEN	0x2ce0dedb74df6a00ULL

static int number, failures;

static void result(const char *name, double worst, double allowed)
{
	int ok = worst <= allowed;

	failures += !ok;
	if (!ok)
		printf("# at worst %g, allowed %g\n", worst, allowed);
	printf("%sok %d %s\n", ok ? "" : "not ", ++number, name);
}

/* Numbers of all sizes. */
static __u64 any(__u64 *state)
{
	__u64 shift = random_upto(state, 63);
	__u64 value = random_upto(state, ~0ULL - 1) >> shift;

	return value ? value : 1;
}

static double test_log2(__u64 value)
{
	return fabs(fixed_log2(value) / 4294967296.0 - log2(value));
}

static void test_logs(void)
{
	__u64 state = random_start(1, RANDOM_PERIODS);
	double worst = 0;
	int i;

	for (i = 0; i < 64; i++)
		worst = fmax(worst, test_log2(1ULL << i));
	result("logarithms of powers of two", worst, 0);
	for (i = 0; i < COUNT; i++)
		worst = fmax(worst, test_log2(any(&state)));
	result("logarithms", worst, ldexp(1, -31));
}

static void test_scale(void)
{
	__u64 state = random_start(2, RANDOM_PERIODS);
	double up = 0, down = 0;
	int i;

	for (i = 0; i < COUNT; i++) {
		__u64 value = any(&state) >> 20;	/* below 2^44 */
		__u64 exponent = random_upto(&state, 17ULL << 32);
		double factor = exp2(exponent / 4294967296.0);

		/* One for the rounding, and what ten bits of 53 leave. */
		up = fmax(up, fabs(fixed_scale_up(value, exponent) - value * factor) /
			  (1 + value * factor / 1e9));
		down = fmax(down, fabs(fixed_scale_down(value, exponent) - value / factor) /
			    (1 + value / factor / 1e9));
	}
	result("scaling up", up, 1);
	result("scaling down", down, 1);
	result("scaling by 1", fabs(fixed_scale_up(12345, 0) - 12345.0) +
	       fabs(fixed_scale_down(12345, 0) - 12345.0), 0);
	result("scaling to nothing", fixed_scale_down(1ULL << 40, 63ULL << 32), 0);
}

/* Random numbers are as they should be, to five times the standard deviation. */
static void test_random(void)
{
	__u64 state = random_start(3, RANDOM_ARRIVALS);
	double sum = 0, squares = 0, digits = 0, logs = 0;
	int i;

	for (i = 0; i < COUNT; i++) {
		double x = random_exponential(&state, 1000000) / 1e6;

		sum += x;
		squares += x * x;
		digits += random_upto(&state, 9);
		logs += random_log2(&state) / 4294967296.0;
	}
	result("mean of exponential numbers", fabs(sum / COUNT - 1), 5 / sqrt(COUNT));
	result("their second moment", fabs(squares / COUNT - 2), 5 * sqrt(20.0 / COUNT));
	result("mean of 0..9", fabs(digits / COUNT - 4.5), 5 * sqrt(8.25 / COUNT));
	result("mean of -log2 of uniform numbers", fabs(logs / COUNT - M_LOG2E),
	       5 * M_LOG2E / sqrt(COUNT));
}

static void test_same(void)
{
	__u64 state = random_start(4, RANDOM_LENGTHS), hash = 0;
	int i;

	for (i = 0; i < COUNT; i++) {
		__u64 value = any(&state);

		hash = hash * 31 + fixed_log2(value);
		hash = hash * 31 + fixed_scale_down(value >> 20, random_log2(&state));
		hash = hash * 31 + fixed_scale_up(value >> 40,
						  random_log2(&state) % (30ULL << 32));
		hash = hash * 31 + random_exponential(&state, value >> 22);
	}
	result("the same numbers as ever", hash != GOLDEN, 0);
}

int main(void)
{
	puts("KTAP version 1");
	test_logs();
	test_scale();
	test_random();
	test_same();
	printf("1..%d\n", number);
	return failures > 0;
}
