/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Recorded sessions: files, and their replay.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <linux/schedsim.h>

struct run_input;
struct run_result;
struct schedsim_procs;
struct schedsim_session;

/**
 * struct session_command - a command of a session
 * @time_ns: the simulated time at which it took effect
 * @digest: digest of all events before it
 * @has_digest: is it known?
 * @command: SCHEDSIM_IOC_*
 * @arg: the struct of the command
 */
struct session_command {
	__u64 time_ns;
	__u64 digest;
	bool has_digest;
	__u32 command;
	void *arg;
};

/**
 * struct session - what a file says of a session
 * @file: its name
 * @commands: the commands; the first one sets the configuration
 * @nr: number of them
 * @full: were there more commands, for which there was no room?
 * @until_ns: up to when the session is known
 * @has_end: are @digest and @events known?
 * @digest: digest of all events up to then
 * @events: number of events up to then
 * @procs: what became of the processes, by id; NULL: it is not known
 * @nr_procs: number of them
 * @blocks: memory of it all
 * @nr_blocks: number of @blocks
 * @room_blocks: room in @blocks
 */
struct session {
	const char *file;
	struct session_command *commands;
	size_t nr;
	bool full;
	__u64 until_ns;
	bool has_end;
	__u64 digest;
	__u64 events;
	struct schedsim_proc *procs;
	__u32 nr_procs;
	void **blocks;
	size_t nr_blocks;
	size_t room_blocks;
};

/* session/file.c */
void session_write(FILE *to, const struct schedsim_session *session,
		   const struct schedsim_procs *procs);
void session_load(struct session *session, const char *file);
void *session_allocate(struct session *session, size_t nr, size_t size);
void session_free(struct session *session);

/* session/replay.c, and the check of what comes out. Both return an exit code. */
int session_replay(const struct session *session, bool guarded, struct run_result *result);
int session_compare(const struct session *session, const struct run_result *result);

#endif /* SESSION_H */
