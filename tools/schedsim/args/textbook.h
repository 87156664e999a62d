/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Processes as a textbook's exercises write them, on the command line.
 */
#ifndef TEXTBOOK_H
#define TEXTBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

struct workload;

/* How long I/O takes in the textbook, in its units of time, which are ms here. */
#define TEXTBOOK_IO_NS	5000000ULL

/**
 * struct textbook_list - a list of processes, or of the vCPUs of processes
 * @option: the option, as it was typed, for error messages
 * @text: the list
 */
struct textbook_list {
	const char *option;
	const char *text;
};

/**
 * struct textbook - all that the command line says of such processes
 * @lists: the lists, in the order in which they were given
 * @nr_lists: number of them
 * @room_lists: room in @lists
 * @affinities: which vCPUs some may run on
 * @nr_affinities: number of them
 * @room_affinities: room in @affinities
 * @io_ns: how long I/O takes
 * @io_option: the option that said so, as it was typed, or NULL
 * @caches: will vCPUs have caches?
 */
struct textbook {
	struct textbook_list *lists;
	size_t nr_lists;
	size_t room_lists;
	struct textbook_list *affinities;
	size_t nr_affinities;
	size_t room_affinities;
	__u64 io_ns;
	const char *io_option;
	bool caches;
};

void textbook_list_arg(struct textbook *textbook, const char *option, const char *text);
void textbook_affinity_arg(struct textbook *textbook, const char *option, const char *text);
void textbook_io_arg(struct textbook *textbook, const char *option, const char *text);
void textbook_free(struct textbook *textbook);
void workload_add_textbook(struct workload *workload, struct textbook *textbook,
			   const char *policy);

/* args/affinity.c */
void workload_bind(struct workload *workload, const struct textbook *textbook, __u32 nr_vcpus);

#endif /* TEXTBOOK_H */
