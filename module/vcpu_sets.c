// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of vCPUs as text, for sysfs: "0-3 4-7" are two sets of four.
 */
#include <linux/bitmap.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <uapi/linux/schedsim.h>

#include "vcpu_sets.h"

/* What skip_spaces() skips. */
#define SEPARATORS	" \t\n\v\f\r\xa0"

/**
 * vcpu_sets_show - write sets of vCPUs to an attribute
 * @buf: the attribute's page
 * @set_of: the number of the set of each vCPU
 * @nr_vcpus: the number of vCPUs
 *
 * The sets come in the order of their first vCPUs.
 *
 * Return: the number of bytes written.
 */
ssize_t vcpu_sets_show(char *buf, const u8 *set_of, u32 nr_vcpus)
{
	DECLARE_BITMAP(left, SCHEDSIM_MAX_VCPUS) = {};
	DECLARE_BITMAP(set, SCHEDSIM_MAX_VCPUS);
	u32 first, vcpu;
	int len = 0;

	bitmap_set(left, 0, nr_vcpus);
	while ((first = find_first_bit(left, nr_vcpus)) < nr_vcpus) {
		bitmap_zero(set, SCHEDSIM_MAX_VCPUS);
		for (vcpu = first; vcpu < nr_vcpus; vcpu++)
			if (set_of[vcpu] == set_of[first])
				__set_bit(vcpu, set);
		bitmap_andnot(left, left, set, SCHEDSIM_MAX_VCPUS);
		len += sysfs_emit_at(buf, len, first ? " %*pbl" : "%*pbl",
				     SCHEDSIM_MAX_VCPUS, set);
	}
	return len + sysfs_emit_at(buf, len, "\n");
}

/* A word of @len characters: bitmap_parselist() wants one that ends there. */
static int parse_word(char *word, size_t len, unsigned long *set, u32 nr_vcpus)
{
	char end = word[len];
	int err;

	word[len] = '\0';
	err = bitmap_parselist(word, set, nr_vcpus);
	word[len] = end;
	return err;
}

/**
 * vcpu_sets_parse - read sets of vCPUs
 * @text: lists of vCPUs with spaces in between; changed meanwhile
 * @set_of: to fill in: the number of the set of each vCPU
 * @nr_vcpus: the number of vCPUs
 *
 * Context: Any.
 * Return: 0; -EINVAL if it makes no sense, or a vCPU is in no set or in two.
 */
int vcpu_sets_parse(char *text, u8 *set_of, u32 nr_vcpus)
{
	DECLARE_BITMAP(seen, SCHEDSIM_MAX_VCPUS) = {};
	DECLARE_BITMAP(set, SCHEDSIM_MAX_VCPUS);
	u32 nr = 0, vcpu;
	size_t len;

	for (text = skip_spaces(text); *text; text = skip_spaces(text + len)) {
		len = strcspn(text, SEPARATORS);
		if (parse_word(text, len, set, nr_vcpus) ||
		    bitmap_empty(set, nr_vcpus) ||
		    bitmap_intersects(seen, set, nr_vcpus))
			return -EINVAL;
		for_each_set_bit(vcpu, set, nr_vcpus)
			set_of[vcpu] = nr;
		bitmap_or(seen, seen, set, nr_vcpus);
		nr++;
	}
	return bitmap_full(seen, nr_vcpus) ? 0 : -EINVAL;
}
