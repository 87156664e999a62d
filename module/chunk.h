/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Chunks: pages of which each holds small objects of one size and one account.
 */
#ifndef SCHEDSIM_CHUNK_H
#define SCHEDSIM_CHUNK_H

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/spinlock.h>

struct account;

#define CHUNK_ORDER	get_order(SZ_16K)
#define CHUNK_SIZE	(PAGE_SIZE << CHUNK_ORDER)

/* The largest object: two of them share a chunk. */
#define CHUNK_MOST	((SZ_16K - 64) / 2)

#define NR_CHUNK_SIZES	17

/**
 * struct chunks - those of an account that have room
 * @lock: guards @with_room and the chunks themselves
 * @with_room: by the size of their objects
 */
struct chunks {
	spinlock_t lock; /* guards what follows */
	struct list_head with_room[NR_CHUNK_SIZES];
};

void chunks_init(struct chunks *chunks);
void *chunk_get(struct account *account, size_t size, size_t credit);
void chunk_put(struct account *account, void *object, size_t size);

#endif /* SCHEDSIM_CHUNK_H */
