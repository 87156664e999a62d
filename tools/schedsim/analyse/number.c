// SPDX-License-Identifier: GPL-2.0
/*
 * Exact arithmetic for the tests.
 */
#include <math.h>
#include <stdlib.h>

#include "analyse/number.h"
#include "util/tool.h"

/* A product of two 64-bit numbers. */
struct wide {
	__u64 high;
	__u64 low;
};

static struct wide multiply(__u64 a, __u64 b)
{
	__u64 low = (a & 0xffffffff) * (b & 0xffffffff);
	__u64 one = (a >> 32) * (b & 0xffffffff) + (low >> 32);
	__u64 two = (a & 0xffffffff) * (b >> 32) + (one & 0xffffffff);

	return (struct wide) {
		.high = (a >> 32) * (b >> 32) + (one >> 32) + (two >> 32),
		.low = two << 32 | (low & 0xffffffff),
	};
}

/**
 * rt_muldiv_up - multiply and divide, and round up
 * @a: a factor
 * @b: a factor
 * @c: the divisor, from 1 to 2^63
 *
 * Return: @a * @b / @c, or RT_NEVER if that is more.
 */
__u64 rt_muldiv_up(__u64 a, __u64 b, __u64 c)
{
	struct wide wide = multiply(a, b);
	__u64 rest = wide.high, quotient = 0;
	int bit;

	if (rest >= c)
		return RT_NEVER;
	for (bit = 63; bit >= 0; bit--) {
		rest = rest << 1 | (wide.low >> bit & 1);
		quotient <<= 1;
		if (rest >= c) {
			rest -= c;
			quotient++;
		}
	}
	return rt_add(quotient, !!rest);
}

/**
 * rt_ratio_less - compare two ratios
 * @a: numerator of the first
 * @b: its denominator, not 0
 * @c: numerator of the second
 * @d: its denominator, not 0
 *
 * Return: is @a / @b less than @c / @d?
 */
bool rt_ratio_less(__u64 a, __u64 b, __u64 c, __u64 d)
{
	struct wide left = multiply(a, d), right = multiply(c, b);

	return left.high != right.high ? left.high < right.high : left.low < right.low;
}

static __u64 gcd(__u64 a, __u64 b)
{
	while (b) {
		__u64 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/**
 * rt_lcm - the least common multiple
 * @a: a number, not 0
 * @b: a number, not 0
 *
 * Return: the least common multiple, or RT_NEVER if that is more.
 */
__u64 rt_lcm(__u64 a, __u64 b)
{
	return a == RT_NEVER || b == RT_NEVER ? RT_NEVER : rt_mul(a / gcd(a, b), b);
}

static void push_digit(struct big *big, __u32 digit)
{
	big->digits = grown(big->digits, big->nr, &big->room, sizeof(*big->digits));
	big->digits[big->nr++] = digit;
}

static void big_set(struct big *big, __u64 value)
{
	big->nr = 0;
	for (; value; value >>= 32)
		push_digit(big, value);
}

static void big_copy(struct big *to, const struct big *from)
{
	__u32 i;

	to->nr = 0;
	for (i = 0; i < from->nr; i++)
		push_digit(to, from->digits[i]);
}

/* Add @from, times @by and 2^(32 * @shift), to @to. */
static void add_product(struct big *to, const struct big *from, __u32 by, __u32 shift)
{
	__u64 carry = 0;
	__u32 i;

	for (i = 0; i < from->nr || carry; i++) {
		while (to->nr <= i + shift)
			push_digit(to, 0);
		carry += to->digits[i + shift];
		if (i < from->nr)
			carry += (__u64)from->digits[i] * by;
		to->digits[i + shift] = carry;
		carry >>= 32;
	}
}

static void big_mul(struct big *big, __u64 by)
{
	struct big product = { .nr = 0 };

	add_product(&product, big, by, 0);
	add_product(&product, big, by >> 32, 1);
	free(big->digits);
	*big = product;
}

/* The number of digits without zeros in front. */
static __u32 length(const struct big *big)
{
	__u32 nr = big->nr;

	while (nr && !big->digits[nr - 1])
		nr--;
	return nr;
}

static int big_compare(const struct big *a, const struct big *b)
{
	__u32 nr = length(a), i;

	if (nr != length(b))
		return nr < length(b) ? -1 : 1;
	for (i = nr; i--;)
		if (a->digits[i] != b->digits[i])
			return a->digits[i] < b->digits[i] ? -1 : 1;
	return 0;
}

/**
 * fraction_init - begin with a whole number
 * @fraction: to be set up
 * @value: the number
 */
void fraction_init(struct fraction *fraction, __u64 value)
{
	*fraction = (struct fraction) { .num.nr = 0 };
	big_set(&fraction->num, value);
	big_set(&fraction->den, 1);
}

/**
 * fraction_add - add a fraction
 * @fraction: the sum
 * @num: the numerator of what is added
 * @den: its denominator, not 0
 */
void fraction_add(struct fraction *fraction, __u64 num, __u64 den)
{
	__u64 common = gcd(num, den);
	struct big old = { .nr = 0 };

	num /= common;
	den /= common;
	big_copy(&old, &fraction->den);
	big_mul(&fraction->num, den);
	big_mul(&fraction->den, den);
	add_product(&fraction->num, &old, num, 0);
	add_product(&fraction->num, &old, num >> 32, 1);
	free(old.digits);
}

/**
 * fraction_mul - multiply by a fraction
 * @fraction: the product
 * @num: the numerator of the factor
 * @den: its denominator, not 0
 */
void fraction_mul(struct fraction *fraction, __u64 num, __u64 den)
{
	__u64 common = gcd(num, den);

	big_mul(&fraction->num, num / common);
	big_mul(&fraction->den, den / common);
}

/**
 * fraction_compare - compare with a whole number, exactly
 * @fraction: the fraction
 * @value: the number
 *
 * Return: less than 0, 0 or more than 0, as the fraction is less, equal or more.
 */
int fraction_compare(const struct fraction *fraction, __u64 value)
{
	struct big scaled = { .nr = 0 };
	int order;

	big_copy(&scaled, &fraction->den);
	big_mul(&scaled, value);
	order = big_compare(&fraction->num, &scaled);
	free(scaled.digits);
	return order;
}

/* The first digits; @exponent: how often 2^32 is to be multiplied to it. */
static double leading(const struct big *big, int *exponent)
{
	__u32 nr = length(big), i, used = nr < 4 ? nr : 4;
	double value = 0;

	for (i = 0; i < used; i++)
		value = value * 4294967296.0 + big->digits[nr - 1 - i];
	*exponent = nr - used;
	return value;
}

/**
 * fraction_double - about how much it is, to be shown
 * @fraction: the fraction
 *
 * Return: the nearest number, or one beside it.
 */
double fraction_double(const struct fraction *fraction)
{
	int up, down;
	double num = leading(&fraction->num, &up), den = leading(&fraction->den, &down);

	return ldexp(num / den, 32 * (up - down));
}

/**
 * fraction_free - free what a fraction holds
 * @fraction: the fraction
 */
void fraction_free(struct fraction *fraction)
{
	free(fraction->num.digits);
	free(fraction->den.digits);
}
