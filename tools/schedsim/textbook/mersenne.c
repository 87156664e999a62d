// SPDX-License-Identifier: GPL-2.0
/*
 * MT19937, seeded and used as Python 3's module random does it.
 *
 * M. Matsumoto and T. Nishimura, "Mersenne Twister: A 623-Dimensionally
 * Equidistributed Uniform Pseudo-Random Number Generator", ACM TOMACS 8, 1998,
 * with their seeding by an array of 2002.
 */
#include "textbook/mersenne.h"

#define WORDS	MERSENNE_WORDS
#define SHIFT	397

static void seed_word(struct mersenne *mersenne, __u32 seed)
{
	__u32 *words = mersenne->words, i;

	words[0] = seed;
	for (i = 1; i < WORDS; i++)
		words[i] = 1812433253u * (words[i - 1] ^ words[i - 1] >> 30) + i;
	mersenne->used = WORDS;
}

/* From one word to the next; behind the last one comes the second one. */
static __u32 next_word(__u32 *words, __u32 i)
{
	if (++i < WORDS)
		return i;
	words[0] = words[WORDS - 1];
	return 1;
}

static __u32 mixed(const __u32 *words, __u32 i, __u32 factor)
{
	return words[i] ^ (words[i - 1] ^ words[i - 1] >> 30) * factor;
}

/**
 * mersenne_seed - begin, as random.seed(SEED) does it
 * @mersenne: the generator
 * @seed: the seed; its sign does not count
 */
void mersenne_seed(struct mersenne *mersenne, __s64 seed)
{
	__u64 size = seed < 0 ? -(__u64)seed : (__u64)seed;
	const __u32 key[] = { size, size >> 32 };
	__u32 nr = key[1] ? 2 : 1, *words = mersenne->words, i = 1, k;

	seed_word(mersenne, 19650218);
	for (k = 0; k < WORDS; k++) {
		words[i] = mixed(words, i, 1664525) + key[k % nr] + k % nr;
		i = next_word(words, i);
	}
	for (k = 1; k < WORDS; k++) {
		words[i] = mixed(words, i, 1566083941) - i;
		i = next_word(words, i);
	}
	words[0] = 0x80000000;
}

static void make_words(struct mersenne *mersenne)
{
	__u32 *words = mersenne->words, i;

	for (i = 0; i < WORDS; i++) {
		__u32 next = words[(i + 1) % WORDS];
		__u32 pair = (words[i] & 0x80000000) | (next & 0x7fffffff);

		words[i] = words[(i + SHIFT) % WORDS] ^ pair >> 1 ^ (next & 1) * 0x9908b0df;
	}
	mersenne->used = 0;
}

/* 32 bits, as random.getrandbits(32) gives them. */
static __u32 next_u32(struct mersenne *mersenne)
{
	__u32 word;

	if (mersenne->used == WORDS)
		make_words(mersenne);
	word = mersenne->words[mersenne->used++];
	word ^= word >> 11;
	word ^= word << 7 & 0x9d2c5680;
	word ^= word << 15 & 0xefc60000;
	return word ^ word >> 18;
}

/**
 * mersenne_random - a number from 0 to below 1, as random.random() gives it
 * @mersenne: the generator
 *
 * Return: the number, a multiple of 2^-53.
 */
double mersenne_random(struct mersenne *mersenne)
{
	__u64 high = next_u32(mersenne) >> 5, low = next_u32(mersenne) >> 6;

	return (high << 26 | low) / 9007199254740992.0;
}

/**
 * mersenne_below - a whole number, as random.randrange(N) and random.choice() draw it
 * @mersenne: the generator
 * @n: the number N, 1 or more
 *
 * As many bits as N has are drawn until they are less than it.
 *
 * Return: the number, from 0 to below @n.
 */
__u32 mersenne_below(struct mersenne *mersenne, __u32 n)
{
	__u32 shift = __builtin_clz(n), number;

	do {
		number = next_u32(mersenne) >> shift;
	} while (number >= n);
	return number;
}
