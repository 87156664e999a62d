// SPDX-License-Identifier: GPL-2.0
/*
 * Random numbers and logarithms with integers alone.
 *
 * The generator is splitmix64 (random.h). The logarithm comes bit by bit, by
 * squaring: the next bit is whether the square is 2 or more. The power is a
 * product of 2^(1/2), 2^(1/4) and so on, one for each bit that is set.
 */
#include <random.h>

#include "generate/random.h"

#define LN2		0xb17217f7d1cf79acULL	/* ln 2, in units of 2^-64 */

/* 2^(2^-1), 2^(2^-2), ... in units of 2^-63. */
static const __u64 roots[32] = {
	0xb504f333f9de6484ULL, 0x9837f0518db8a96fULL, 0x8b95c1e3ea8bd6e7ULL,
	0x85aac367cc487b15ULL, 0x82cd8698ac2ba1d7ULL, 0x8164d1f3bc030773ULL,
	0x80b1ed4fd999ab6cULL, 0x8058d7d2d5e5f6b1ULL, 0x802c6436d0e04f51ULL,
	0x8016302f17467628ULL, 0x800b179c82028fd1ULL, 0x80058baf7fee3b5dULL,
	0x8002c5d00fdcfcb7ULL, 0x800162e61bed4a49ULL, 0x8000b17292f702a4ULL,
	0x800058b92abbae02ULL, 0x80002c5c8dade4d7ULL, 0x8000162e44eaf636ULL,
	0x80000b1721fa7c19ULL, 0x8000058b90de7e4dULL, 0x800002c5c8678f37ULL,
	0x80000162e431dba0ULL, 0x800000b1721872d1ULL, 0x80000058b90c1aa9ULL,
	0x8000002c5c8605a4ULL, 0x800000162e4300e6ULL, 0x8000000b17217ff8ULL,
	0x800000058b90bfddULL, 0x80000002c5c85fe7ULL, 0x8000000162e42ff2ULL,
	0x80000000b17217f8ULL, 0x8000000058b90bfcULL,
};

/* The upper half of a product, without 128 bits, which 32-bit machines lack. */
static __u64 multiply_high(__u64 a, __u64 b)
{
	__u64 a_low = (__u32)a, a_high = a >> 32, b_low = (__u32)b, b_high = b >> 32;
	__u64 middle = a_high * b_low + (a_low * b_low >> 32);
	__u64 other = a_low * b_high + (__u32)middle;

	return a_high * b_high + (middle >> 32) + (other >> 32);
}

/**
 * fixed_log2 - logarithm to base 2
 * @value: a number above 0
 *
 * Return: the logarithm in Q32, rounded down.
 */
__u64 fixed_log2(__u64 value)
{
	int shift = __builtin_clzll(value), i;
	__u64 x = value << shift;	/* 1 to 2, in units of 2^-63 */
	__u64 log = 63 - shift;

	for (i = 0; i < 32; i++) {
		x = multiply_high(x, x);	/* in units of 2^-62 */
		log = log << 1 | x >> 63;
		if (!(x >> 63))
			x <<= 1;
	}
	return log;
}

/* 2^@fraction, for a fraction in Q32, in units of 2^-63. */
static __u64 power(__u32 fraction)
{
	__u64 x = 1ULL << 63;
	int i;

	for (i = 0; i < 32; i++)
		if (fraction >> (31 - i) & 1)
			x = multiply_high(x, roots[i]) << 1;
	return x;
}

/**
 * fixed_scale_up - a number times a power of 2
 * @value: the number
 * @exponent: the exponent, in Q32; the result is below 2^62
 *
 * Return: @value * 2^@exponent, rounded down.
 */
__u64 fixed_scale_up(__u64 value, __u64 exponent)
{
	__u64 whole = value << (exponent >> 32);
	int shift;

	if (!value)
		return 0;
	shift = __builtin_clzll(whole);
	return multiply_high(whole << shift, power(exponent)) >> (shift - 1);
}

/**
 * fixed_scale_down - a number divided by a power of 2
 * @value: the number, below 2^62
 * @exponent: the exponent, in Q32
 *
 * Return: @value / 2^@exponent, rounded down.
 */
__u64 fixed_scale_down(__u64 value, __u64 exponent)
{
	/* 2^-x is 2^(whole - x) / 2^whole. */
	__u64 whole = (exponent + Q32_ONE - 1) >> 32;

	if (whole > 62)
		return 0;
	return fixed_scale_up(value, (whole << 32) - exponent) >> whole;
}

/**
 * random_start - begin a stream of random numbers
 * @seed: the seed
 * @stream: which stream
 *
 * Return: the state to begin with.
 */
__u64 random_start(__u64 seed, enum random_stream stream)
{
	__u64 state = seed;

	state = random_next(&state) ^ (__u64)stream << 32;
	return random_next(&state);
}

/**
 * random_log2 - the logarithm of a random number between 0 and 1
 * @state: the stream
 *
 * Return: -log2 of a number that is uniformly distributed over (0, 1], in Q32.
 */
__u64 random_log2(__u64 *state)
{
	return (63ULL << 32) - fixed_log2((random_next(state) >> 1) + 1);
}

/**
 * random_upto - a random number
 * @state: the stream
 * @max: the greatest
 *
 * Return: one of 0..@max, all equally likely to within 2^-64.
 */
__u64 random_upto(__u64 *state, __u64 max)
{
	return multiply_high(random_next(state), max + 1);
}

/**
 * random_exponential - an exponentially distributed random number
 * @state: the stream
 * @mean: its mean, below 2^43
 *
 * Return: the number, rounded to the nearest.
 */
__u64 random_exponential(__u64 *state, __u64 mean)
{
	/* -ln r in units of 2^-58, times the mean in units of 2^-20. */
	__u64 log = multiply_high(random_log2(state) << 26, LN2);

	return (multiply_high(log, mean << 20) + (1 << 13)) >> 14;
}
