/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs in virtual time: one front (commands/run.c), two backends, and the output.
 */
#ifndef RUN_H
#define RUN_H

#include <stdbool.h>
#include <stdio.h>

#include <linux/schedsim.h>

#include "../../lib/schedsim.h"

#include "args/hotplug.h"
#include "args/textbook.h"
#include "args/topology.h"
#include "workload/workload.h"

struct sim;
struct sim_event;

/**
 * struct run_watch - somebody who looks on while the tool's own engine runs
 * @begin: called once all is set up and no time has passed; or NULL
 * @event: called for each event; or NULL
 * @tick: called at each multiple of @tick_ns before the end, once all is done that is
 *        due then; or NULL. May look at the simulation and charge its time
 * @tick_ns: see @tick
 * @data: for all of them
 */
struct run_watch {
	void (*begin)(void *data, struct sim *sim);
	void (*event)(void *data, const struct sim_event *event);
	void (*tick)(void *data, struct sim *sim);
	__u64 tick_ns;
	void *data;
};

/**
 * struct run_input - what is to be simulated
 * @config: the configuration; all of it counts
 * @workload: the processes
 * @entries: the same for the simulation, in the same order
 * @until_ns: how far
 * @stop_idle: stop when nothing runs and nothing is due
 * @gantt: record who ran when
 * @hotplug: vCPUs that go offline and online
 * @watch: who looks on
 */
struct run_input {
	struct schedsim_config config;
	struct workload *workload;
	struct schedsim_spawn_entry *entries;
	__u64 until_ns;
	bool stop_idle;
	bool gantt;
	struct hotplug hotplug;
	struct run_watch watch;
};

/**
 * struct run_slice - a process ran
 * @id: the process
 * @vcpu: where
 * @start: from when on, in ns
 * @end: until when, in ns
 */
struct run_slice {
	__u32 id;
	__u32 vcpu;
	__u64 start;
	__u64 end;
};

/**
 * struct run_result - what came out
 * @list: the processes, by id
 * @vcpus: the vCPUs
 * @nr_vcpus: number of them
 * @objects: the objects, by id
 * @object_attrs: the attributes of each
 * @nr_objects: number of them
 * @stats: of the simulation
 * @params: the parameters of the policy, as it began
 * @nr_params: number of them
 * @slices: who ran when, if that was recorded, by their ends
 * @nr_slices: number of them
 * @room_slices: room in @slices
 */
struct run_result {
	struct schedsim_procs list;
	struct schedsim_vcpu *vcpus;
	__u32 nr_vcpus;
	struct schedsim_object *objects;
	struct schedsim_attr *object_attrs;
	__u32 nr_objects;
	struct schedsim_stats stats;
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];
	__u32 nr_params;
	struct run_slice *slices;
	size_t nr_slices;
	size_t room_slices;
};

/**
 * struct run_args - what the command line says of a run
 * @input: what is to be simulated
 * @workload: the processes
 * @device: in the kernel?
 * @all: print all processes, even if they are very many?
 * @until: was it said how far?
 * @policy: the policy, as it was given, or NULL
 * @policies: all that were given
 * @nr_policies: number of them
 * @room_policies: room in @policies
 * @session: the file of a session to replay, or NULL
 * @plain: were there only options that go with @session?
 * @locks: the protocol of all mutexes, or NULL
 * @textbook: processes as the textbook writes them
 * @topology: which vCPUs share a cache or a node
 */
struct run_args {
	struct run_input input;
	struct workload workload;
	bool device;
	bool all;
	bool until;
	const char *policy;
	const char **policies;
	size_t nr_policies;
	size_t room_policies;
	const char *session;
	bool plain;
	const char *locks;
	struct textbook textbook;
	struct topology topology;
};

/* commands/run.c */
void run_result_free(struct run_result *result);
__u32 tie_arg(const char *text);
void read_files(struct workload *workload, int argc, char **argv);
void run_args_complete(struct run_args *args);
int run_print_result(const struct run_args *args, const struct run_result *result);

/* session/run.c: run --session */
int session_run(struct run_args *args);

/*
 * The backends. Both return an exit code, and have complained if it is not
 * TOOL_OK.
 */
typedef int run_backend(const struct run_input *input, struct run_result *result);
run_backend run_engine, run_device;
void run_device_policy(struct schedsim_config *config, const char *text);

/* run/end.c: the runs of commands */
int run_to_end(const struct run_input *input, run_backend *backend, struct run_result *result);

/* run/watch.c: signals and progress, for the backends */
void run_watch_start(const struct run_input *input);
void run_watch_stop(void);
bool run_interrupted(void);
void run_progress(__u64 now);
void run_report_interrupted(__u64 now);

/* run/crash.c */
int run_guarded(const char *policy, const __u64 *now, int (*function)(void *data), void *data);

/* run/print.c, run/json.c, print/gantt.c */
void run_print(const struct run_input *input, const struct run_result *result, bool all);
void run_print_json(const struct run_input *input, const struct run_result *result);
void gantt_print(const struct run_input *input, const struct run_result *result);

#endif /* RUN_H */
