/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the engine and the policies use of the kernel, in plain C: stands in, in
 * userspace, for the module's header of the same name.
 */
#ifndef SCHEDSIM_ENV_H
#define SCHEDSIM_ENV_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <uapi/linux/schedsim.h>

/* Of <stdio.h>, which has names that are ours. */
int snprintf(char *to, size_t size, const char *format, ...);

typedef __s8 s8;
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __s32 s32;
typedef __u64 u64;
typedef __s64 s64;

#define U32_MAX		UINT32_MAX
#define U64_MAX		UINT64_MAX
#define S64_MAX		INT64_MAX
#define S64_MIN		INT64_MIN

/**
 * sim_less_words - compare two numbers of 128 bits
 * @a_high: the upper half of a
 * @a_low: the lower half of a
 * @b_high: the upper half of b
 * @b_low: the lower half of b
 *
 * Without a branch: no CPU can predict the order of two keys.
 *
 * Return: whether a is less than b.
 */
static inline bool sim_less_words(u64 a_high, u64 a_low, u64 b_high, u64 b_low)
{
#ifdef __SIZEOF_INT128__
	return ((__uint128_t)a_high << 64 | a_low) <
	       ((__uint128_t)b_high << 64 | b_low);
#else
	return (a_high < b_high) | ((a_high == b_high) & (a_low < b_low));
#endif
}

/* Broken into lines, or checkpatch would have the macro define itself. */
#define noinline		__attribute__((	\
	__noinline__))
#define fallthrough	__attribute__((__fallthrough__))

#define BIT_ULL(nr)	(1ULL << (nr))
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define ALIGN(x, a) \
	({ __typeof__(x) _mask = (a) - 1; ((x) + _mask) & ~_mask; })
#define DIV_ROUND_UP(n, d)	({ __typeof__(n) _d = (d); ((n) + _d - 1) / _d; })

#define min_t(type, a, b) ({ type _a = (a), _b = (b); _a < _b ? _a : _b; })
#define max_t(type, a, b) ({ type _a = (a), _b = (b); _a > _b ? _a : _b; })
#define min(a, b)	min_t(__typeof__((a) + 0), a, b)
#define max(a, b)	max_t(__typeof__((a) + 0), a, b)

#define max3(a, b, c)	max(max(a, b), c)
#define min3(a, b, c)	min(min(a, b), c)
#define clamp(x, low, high)	min(max(x, low), high)
#define swap(a, b) \
	do { __typeof__(a) _tmp = (a); (a) = (b); (b) = _tmp; } while (0)

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))

/* list.h */
struct list_head {
	struct list_head *next, *prev;
};

#define list_first_entry(head, type, member) \
	container_of((head)->next, type, member)
#define list_entry(ptr, type, member)	container_of(ptr, type, member)
/* &pos->member, also of what is no entry but would be before the head */
#define list_node(pos, member) \
	((struct list_head *)((char *)(pos) + offsetof(__typeof__(*(pos)), member)))
#define list_for_each_entry(pos, head, member)				\
	for (pos = list_first_entry(head, __typeof__(*pos), member);	\
	     list_node(pos, member) != (head);				\
	     pos = list_first_entry(&pos->member, __typeof__(*pos), member))

static inline void INIT_LIST_HEAD(struct list_head *head)
{
	head->next = head;
	head->prev = head;
}

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline void list_add(struct list_head *node, struct list_head *head)
{
	node->next = head->next;
	node->prev = head;
	head->next->prev = node;
	head->next = node;
}

static inline void list_add_tail(struct list_head *node, struct list_head *head)
{
	list_add(node, head->prev);
}

static inline bool list_is_first(const struct list_head *node,
				 const struct list_head *head)
{
	return node->prev == head;
}

static inline void list_unlink(struct list_head *node)
{
	node->prev->next = node->next;
	node->next->prev = node->prev;
}

/* poison.h: what is in a list no more */
#define LIST_POISON1	((struct list_head *)0x100)
#define LIST_POISON2	((struct list_head *)0x122)

static inline void list_del(struct list_head *node)
{
	list_unlink(node);
	node->next = LIST_POISON1;
	node->prev = LIST_POISON2;
}

static inline void list_del_init(struct list_head *node)
{
	list_unlink(node);
	INIT_LIST_HEAD(node);
}

/* string.h: the first byte that is not @c, or NULL */
static inline void *memchr_inv(const void *from, int c, size_t size)
{
	const unsigned char *byte = from;

	for (; size; byte++, size--)
		if (*byte != (unsigned char)c)
			return (void *)byte;
	return NULL;
}

/* Move all of @list to the end of @head. */
static inline void list_splice_tail_init(struct list_head *list,
					 struct list_head *head)
{
	if (list_empty(list))
		return;
	list->next->prev = head->prev;
	head->prev->next = list->next;
	list->prev->next = head;
	head->prev = list->prev;
	INIT_LIST_HEAD(list);
}

/* bitmap.h, bitops.h */
#define BIT(nr)			(1UL << (nr))
#define BITS_PER_LONG		(8 * sizeof(unsigned long))
#define BITS_TO_LONGS(n)	(((n) + BITS_PER_LONG - 1) / BITS_PER_LONG)
#define DECLARE_BITMAP(name, bits) unsigned long name[BITS_TO_LONGS(bits)]

static inline void __set_bit(unsigned int nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] |= 1UL << nr % BITS_PER_LONG;
}

static inline void __clear_bit(unsigned int nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] &= ~(1UL << nr % BITS_PER_LONG);
}

static inline bool test_bit(unsigned int nr, const unsigned long *map)
{
	return map[nr / BITS_PER_LONG] >> nr % BITS_PER_LONG & 1;
}

/* The first bit from @from on that is set in @map ^ @flip, or @size. */
static inline unsigned int next_bit(const unsigned long *map, unsigned int size,
				    unsigned int from, unsigned long flip)
{
	unsigned long word;
	unsigned int i = from / BITS_PER_LONG, bit;

	if (from >= size)
		return size;
	word = (map[i] ^ flip) & (~0UL << from % BITS_PER_LONG);
	while (!word) {
		if (++i >= BITS_TO_LONGS(size))
			return size;
		word = map[i] ^ flip;
	}
	bit = i * BITS_PER_LONG + __builtin_ctzl(word);
	return bit < size ? bit : size;
}

#define find_first_bit(map, size)		next_bit(map, size, 0, 0)
#define find_next_bit(map, size, from)		next_bit(map, size, from, 0)
#define for_each_set_bit(bit, map, size)				\
	for ((bit) = find_first_bit(map, size); (bit) < (size);		\
	     (bit) = find_next_bit(map, size, (bit) + 1))
#define find_first_zero_bit(map, size)		next_bit(map, size, 0, ~0UL)
#define find_next_zero_bit(map, size, from)	next_bit(map, size, from, ~0UL)

static inline void bitmap_zero(unsigned long *map, unsigned int size)
{
	memset(map, 0, BITS_TO_LONGS(size) * sizeof(*map));
}

static inline bool bitmap_empty(const unsigned long *map, unsigned int size)
{
	return find_first_bit(map, size) >= size;
}

static inline unsigned int find_last_bit(const unsigned long *map,
					 unsigned int size)
{
	unsigned int i = BITS_TO_LONGS(size);

	while (i--)
		if (map[i])
			return (i + 1) * BITS_PER_LONG - 1 -
			       __builtin_clzl(map[i]);
	return size;
}

static inline unsigned int hweight64(u64 word)
{
	return __builtin_popcountll(word);
}

/* nospec.h: here the user's index is the user's own */
static inline size_t array_index_nospec(size_t index, size_t size)
{
	return index;
}

/* log2.h */
static inline int ilog2(u64 value)
{
	return 63 - __builtin_clzll(value);
}

/* math64.h */
static inline u64 div64_u64(u64 a, u64 b)
{
	return a / b;
}

static inline u64 div_u64(u64 a, u32 b)
{
	return a / b;
}

static inline u64 div64_u64_rem(u64 a, u64 b, u64 *rest)
{
	*rest = a % b;
	return a / b;
}

static inline u64 div_u64_rem(u64 a, u32 b, u32 *rest)
{
	*rest = a % b;
	return a / b;
}

/* a * mul / 2^shift, with 128 bits between; @shift is 1 to 64 */
static inline u64 mul_u64_u64_shr(u64 a, u64 mul, unsigned int shift)
{
	u64 low = (a & 0xffffffff) * (mul & 0xffffffff);
	u64 one = (a >> 32) * (mul & 0xffffffff) + (low >> 32);
	u64 other = (a & 0xffffffff) * (mul >> 32) + (one & 0xffffffff);
	u64 high = (a >> 32) * (mul >> 32) + (one >> 32) + (other >> 32);

	return shift == 64 ? high : high << (64 - shift) | a * mul >> shift;
}

/* prefetch.h */
#define prefetch(address)	__builtin_prefetch(address)

/* compiler.h */
#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)

/* module.h: a policy in a file of its own becomes a shared object */
struct module;
#define THIS_MODULE		((struct module *)NULL)
#define schedsim_policy_module(policy)					\
	const size_t schedsim_policy_sizes[] = SIM_POLICY_SIZES;	\
	const struct sim_policy * const schedsim_policy = &(policy)

/* A shared object that was made for other structs is not taken. */
#define SIM_POLICY_SIZES {						\
		sizeof(struct sim_policy), sizeof(struct sim_rq),	\
		sizeof(struct sim_vcpu), sizeof(struct sim_proc),	\
		sizeof(struct sim_eff), sizeof(struct sim_param),	\
	}

#endif /* SCHEDSIM_ENV_H */
