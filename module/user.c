// SPDX-License-Identifier: GPL-2.0
/*
 * Arrays in user memory whose entries grow: a user that was compiled earlier or
 * later than the module has shorter or longer ones.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "user.h"

/**
 * user_size_check - check the size of an entry
 * @size: in bytes, as the user says
 * @first: the size of the entry's first version
 *
 * Return: 0; -EINVAL if it is too short or not a multiple of 8; -E2BIG if it is
 * longer than a page.
 */
int user_size_check(u32 size, size_t first)
{
	if (size % sizeof(u64) || size < first)
		return -EINVAL;
	return size > PAGE_SIZE ? -E2BIG : 0;
}

/**
 * user_array_read - copy entries in
 * @array: the array; its size of an entry has been checked
 * @start: the index of the first entry wanted
 * @nr: the number of entries
 * @to: room for them
 * @size: the size of an entry in the kernel, in bytes
 *
 * What a shorter entry lacks is 0.
 *
 * Context: Process context; sleeps.
 * Return: 0; -EFAULT; -E2BIG if a longer entry has bits set that the kernel does
 * not know.
 */
int user_array_read(const struct user_array *array, u32 start, u32 nr,
		    void *to, size_t size)
{
	const char __user *from = u64_to_user_ptr(array->at);
	int err = 0;

	from += (size_t)start * array->size;
	if (array->size == size)
		return copy_from_user(to, from, nr * size) ? -EFAULT : 0;
	for (; nr && !err; nr--, to += size, from += array->size)
		err = copy_struct_from_user(to, size, from, array->size);
	return err;
}

/**
 * user_attr_read - copy attributes in
 * @at: their address, or 0: all of them are 0
 * @size: their size as the user was compiled, which has been checked
 * @attr: to fill in
 *
 * Context: Process context; sleeps.
 * Return: 0, -EFAULT or -E2BIG.
 */
int user_attr_read(u64 at, u32 size, struct schedsim_attr *attr)
{
	const struct user_array array = { .at = at, .size = size };

	if (!at) {
		memset(attr, 0, sizeof(*attr));
		return 0;
	}
	return user_array_read(&array, 0, 1, attr, sizeof(*attr));
}

/**
 * user_array_write - copy entries out
 * @array: the array; its size of an entry has been checked
 * @nr: the number of entries
 * @from: the entries
 * @size: the size of an entry in the kernel, in bytes
 *
 * What a longer entry has besides becomes 0.
 *
 * Context: Process context; sleeps.
 * Return: 0, or -EFAULT.
 */
int user_array_write(const struct user_array *array, u32 nr, const void *from,
		     size_t size)
{
	char __user *to = u64_to_user_ptr(array->at);
	size_t known = min_t(size_t, size, array->size);

	if (array->size == size)
		return copy_to_user(to, from, nr * size) ? -EFAULT : 0;
	for (; nr; nr--, to += array->size, from += size)
		if (copy_to_user(to, from, known) ||
		    clear_user(to + known, array->size - known))
			return -EFAULT;
	return 0;
}
