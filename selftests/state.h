/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a simulation looks like from outside: whether it has changed, and whether
 * it agrees with itself.
 */
#ifndef SCHEDSIM_STATE_H
#define SCHEDSIM_STATE_H

#include "calls.h"
#include "objects.h"
#include "params.h"

/* Processes, vCPUs and operations that are looked at. */
#define STATE_PROCS	64
#define STATE_VCPUS	8
#define STATE_OPS	16
#define STATE_OBJECTS	64

struct state {
	struct schedsim_config config;
	struct schedsim_stats stats;
	int nr_procs;
	int nr_vcpus;
	int nr_objects;
	int nr_params;
	struct schedsim_proc procs[STATE_PROCS];
	struct schedsim_attr attrs[STATE_PROCS];
	struct schedsim_vcpu vcpus[STATE_VCPUS];
	struct schedsim_object objects[STATE_OBJECTS];
	struct schedsim_param params[SCHEDSIM_MAX_PARAMS];	/* of the policy there is */
	struct schedsim_op ops[STATE_PROCS][STATE_OPS];
};

/* All that can be read of a simulation that stands still; 0 or -errno. */
static inline int read_state(int fd, struct state *state)
{
	int i, ret;

	memset(state, 0, sizeof(*state));
	ret = get_config(fd, &state->config) ?: get_stats(fd, &state->stats);
	if (ret)
		return ret;
	state->nr_procs = read_procs(fd, state->procs, STATE_PROCS);
	state->nr_vcpus = read_vcpus(fd, state->vcpus, STATE_VCPUS);
	state->nr_objects = read_objects(fd, state->objects, STATE_OBJECTS);
	state->nr_params = read_params(fd, "", state->params);
	if (state->nr_procs < 0 || state->nr_vcpus < 0 ||
	    state->nr_objects < 0 || state->nr_params < 0)
		return -EIO;
	for (i = 0; i < state->nr_procs; i++) {
		ret = read_attr(fd, state->procs[i].id, &state->attrs[i]);
		if (ret < 0)
			return ret;
		ret = read_list(fd, SCHEDSIM_IOC_READ_PROGRAM, 0, state->ops[i],
				STATE_OPS, sizeof(state->ops[i][0]),
				state->procs[i].id);
		if (ret < 0)
			return ret;
	}
	return 0;
}

/* Is it still as it was when @before was read? */
static inline bool same_state(int fd, const struct state *before)
{
	static struct state now;

	return !read_state(fd, &now) && !memcmp(&now, before, sizeof(now));
}

/*
 * The sums that hold at any time of a simulation that stands still: returns what
 * is wrong, or "". At most 256 processes, none of them reaped.
 */
static inline const char *check_sums(int fd)
{
	static struct schedsim_vcpu vcpus[SCHEDSIM_MAX_VCPUS];
	static struct schedsim_proc procs[256];
	__u64 cpu = 0, overhead = 0, busy = 0, v_overhead = 0;
	__u64 switches = 0, preemptions = 0, yields = 0, wakeups = 0;
	__u64 v_switches = 0, v_preemptions = 0, expiries = 0, migrations = 0;
	__u32 in_state[SCHEDSIM_STATE_EXITED + 1] = {}, ready = 0, current = 0;
	struct schedsim_stats stats;
	int i, nr_vcpus, nr_procs;

	nr_vcpus = read_vcpus(fd, vcpus, ARRAY_SIZE(vcpus));
	nr_procs = read_procs(fd, procs, ARRAY_SIZE(procs));
	if (nr_vcpus < 0 || nr_procs < 0 || get_stats(fd, &stats))
		return "the simulation could not be read";
	if (nr_vcpus != stats.nr_vcpus)
		return "nr_vcpus";
	for (i = 0; i < nr_vcpus; i++) {
		const struct schedsim_vcpu *vcpu = &vcpus[i];

		if (vcpu->busy_ns + vcpu->idle_ns + vcpu->overhead_ns +
		    vcpu->offline_ns != stats.time_ns)
			return "busy + idle + overhead + offline is not the time";
		if (vcpu->current_id && vcpu->flags & SCHEDSIM_VCPU_OFFLINE)
			return "somebody runs at a vCPU that is offline";
		busy += vcpu->busy_ns;
		v_overhead += vcpu->overhead_ns;
		v_switches += vcpu->switches;
		v_preemptions += vcpu->preemptions;
		expiries += vcpu->expiries;
		ready += vcpu->nr_ready;
		current += !!vcpu->current_id;
	}
	for (i = 0; i < nr_procs; i++) {
		const struct schedsim_proc *proc = &procs[i];
		__u64 end = proc->finish_ns == SCHEDSIM_NEVER ? stats.time_ns :
								proc->finish_ns;

		cpu += proc->cpu_ns;
		overhead += proc->overhead_ns;
		switches += proc->switches;
		preemptions += proc->preemptions;
		yields += proc->yields;
		wakeups += proc->wakeups;
		migrations += proc->migrations;
		if (proc->state > SCHEDSIM_STATE_EXITED)
			return "no such state";
		in_state[proc->state]++;
		if (end > proc->arrival_ns &&
		    proc->cpu_ns + proc->waiting_ns + proc->sleeping_ns +
		    proc->overhead_ns > end - proc->arrival_ns)
			return "a process had more time than there was";
	}
	if (nr_procs != stats.nr_procs ||
	    in_state[SCHEDSIM_STATE_NEW] != stats.nr_new ||
	    in_state[SCHEDSIM_STATE_READY] != stats.nr_ready ||
	    in_state[SCHEDSIM_STATE_RUNNING] != stats.nr_running ||
	    in_state[SCHEDSIM_STATE_SLEEPING] != stats.nr_sleeping ||
	    in_state[SCHEDSIM_STATE_BLOCKED] != stats.nr_blocked ||
	    in_state[SCHEDSIM_STATE_EXITED] != stats.nr_exited)
		return "the numbers of processes";
	if (ready != stats.nr_ready || current != stats.nr_running)
		return "who runs and waits on the vCPUs";
	if (cpu != busy)
		return "the sum of CPU time is not the sum of busy time";
	if (overhead != v_overhead)
		return "the sums of overhead";
	if (v_switches != stats.switches || switches != stats.switches)
		return "the sums of switches";
	if (v_preemptions != stats.preemptions ||
	    preemptions != stats.preemptions)
		return "the sums of preemptions";
	if (expiries != stats.expiries)
		return "the sums of expiries";
	if (yields != stats.yields || wakeups != stats.wakeups ||
	    migrations != stats.migrations)
		return "the sums of yields, wakeups or migrations";
	return "";
}

#endif /* SCHEDSIM_STATE_H */
