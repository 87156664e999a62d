/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Times, numbers and lists of vCPUs, as users write and read them.
 */
#ifndef UNITS_H
#define UNITS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/schedsim.h>

#define NSEC_PER_USEC	1000ULL
#define NSEC_PER_MSEC	1000000ULL
#define NSEC_PER_SEC	1000000000ULL

/* Room for a time as format_time() writes it. */
#define TIME_LEN	32
/* Room for a list of vCPUs as format_cpus() writes it. */
#define CPUS_LEN	1024

#define AFFINITY_WORDS	(SCHEDSIM_MAX_VCPUS / 64)

const char *parse_time(const char *text, size_t len, __u64 unit, __u64 *ns);
__u64 time_arg(const char *what, const char *text, __u64 min, __u64 max);
__u64 slice_arg(const char *what, const char *text);
void check_shares(const char *command, __u32 shares, __u32 group);
bool parse_number(const char *text, __u64 *value);
__u64 number_arg(const char *what, const char *text, __u64 min, __u64 max);
__u64 bytes_arg(const char *what, const char *text, __u64 min, __u64 max);
__s32 nice_arg(const char *what, const char *text);
__u32 id_arg(const char *text);
void cpus_arg(const char *what, const char *text, __u64 *cpus);

__u16 class_arg(const char *what, const char *text);
const char *class_name(__u16 sched_class);

const char *format_time(__u64 ns, char *text);
const char *format_stime(__s64 ns, char *text);
const char *format_cpus(const __u64 *cpus, char *text);

#endif /* UNITS_H */
