/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The limits of the memory that simulations take.
 */
#ifndef SCHEDSIM_MEMORY_LIMIT_H
#define SCHEDSIM_MEMORY_LIMIT_H

#include <linux/types.h>

struct account;

int memory_charge(struct account *account, size_t size, size_t credit);
void memory_uncharge(struct account *account, size_t size);
void memory_check_all_put(void);

#endif /* SCHEDSIM_MEMORY_LIMIT_H */
