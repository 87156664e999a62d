/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Arrays in user memory whose entries grow.
 */
#ifndef SCHEDSIM_USER_H
#define SCHEDSIM_USER_H

#include <linux/stddef.h>
#include <linux/types.h>
#include <uapi/linux/schedsim.h>

/* The sizes of what was in the first version. */
#define ATTR_FIRST_SIZE	offsetofend(struct schedsim_attr, working_set)
#define OP_FIRST_SIZE	offsetofend(struct schedsim_op, value)

/**
 * struct user_array - an array in user memory
 * @at: its address
 * @size: the size of an entry as the user was compiled
 */
struct user_array {
	u64 at;
	u32 size;
};

int user_size_check(u32 size, size_t first);
int user_array_read(const struct user_array *array, u32 start, u32 nr,
		    void *to, size_t size);
int user_attr_read(u64 at, u32 size, struct schedsim_attr *attr);
int user_array_write(const struct user_array *array, u32 nr, const void *from,
		     size_t size);

#endif /* SCHEDSIM_USER_H */
