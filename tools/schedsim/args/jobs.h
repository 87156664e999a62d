/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Processes as a textbook's exercises write them, on the command line.
 */
#ifndef JOBS_H
#define JOBS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

struct schedsim_config;
struct workload;

/* How long I/O takes in the textbook, in its units of time, which are ms here. */
#define JOB_IO_NS	5000000ULL

/**
 * struct job_list - a list of processes, or of the vCPUs of processes
 * @option: the option, as it was typed, for error messages
 * @text: the list
 */
struct job_list {
	const char *option;
	const char *text;
};

/**
 * struct jobs - all that the command line says of such processes
 * @lists: the lists, in the order in which they were given
 * @nr_lists: number of them
 * @room_lists: room in @lists
 * @affinities: which vCPUs some may run on
 * @nr_affinities: number of them
 * @room_affinities: room in @affinities
 * @io_ns: how long I/O takes
 * @io_option: the option that said so, as it was typed, or NULL
 * @yields: is there I/O, once they have been added, that is a yield?
 */
struct jobs {
	struct job_list *lists;
	size_t nr_lists;
	size_t room_lists;
	struct job_list *affinities;
	size_t nr_affinities;
	size_t room_affinities;
	__u64 io_ns;
	const char *io_option;
	bool yields;
};

void jobs_list_arg(struct jobs *jobs, const char *option, const char *text);
void jobs_affinity_arg(struct jobs *jobs, const char *option, const char *text);
void jobs_io_arg(struct jobs *jobs, const char *option, const char *text);
void jobs_free(struct jobs *jobs);
void workload_add_jobs(struct workload *workload, struct jobs *jobs, const char *policy);
void jobs_check_io(const struct jobs *jobs, const struct schedsim_config *config);

/* args/affinity.c */
void workload_bind(struct workload *workload, const struct jobs *jobs, __u32 nr_vcpus);

#endif /* JOBS_H */
