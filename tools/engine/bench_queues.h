/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bare sorted queues, with the same keys: the kernel's rbtree, and the heap.
 */
#ifndef SIM_BENCH_QUEUES_H
#define SIM_BENCH_QUEUES_H

#include <linux/types.h>

void rbtree_begin(__u32 nr);
void rbtree_end(void);
void heap_begin(__u32 nr);
void heap_end(void);

/* As often: take the first out, put it back further on. */
void rbtree_requeue_first(__u32 nr, __u64 times);
void heap_requeue_first(__u32 nr, __u64 times);

/* As often: take any one out, put it back anywhere, look who is first. */
void rbtree_requeue_any(__u32 nr, __u64 times);
void heap_requeue_any(__u32 nr, __u64 times);

#endif /* SIM_BENCH_QUEUES_H */
