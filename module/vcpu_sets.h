/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of vCPUs as text.
 */
#ifndef SCHEDSIM_VCPU_SETS_H
#define SCHEDSIM_VCPU_SETS_H

#include <linux/types.h>

ssize_t vcpu_sets_show(char *buf, const u8 *set_of, u32 nr_vcpus);
int vcpu_sets_parse(char *text, u8 *set_of, u32 nr_vcpus);

#endif /* SCHEDSIM_VCPU_SETS_H */
