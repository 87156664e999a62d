/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_BENCH_RBTREE_H
#define SIM_BENCH_RBTREE_H

#include <linux/types.h>

void rbtree_begin(__u32 nr);
void rbtree_requeue(__u64 times);
void rbtree_requeue_random(__u32 nr, __u64 times);
void rbtree_end(void);

#endif /* SIM_BENCH_RBTREE_H */
