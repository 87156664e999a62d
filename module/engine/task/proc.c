// SPDX-License-Identifier: GPL-2.0
/*
 * Processes: ids, spawning, arrival, sleep, wakeup, reaping.
 */
#include "core/affinity.h"
#include "core/online.h"
#include "core/place.h"
#include "core/speed.h"
#include "core/vcpu.h"
#include "core/wake.h"
#include "sync/object.h"
#include "task/admission.h"
#include "task/eff.h"
#include "task/proc.h"

/**
 * sim_tail_size - memory that a process needs for its program
 * @program: its program, or NULL
 *
 * Return: bytes; may be 0.
 */
size_t sim_tail_size(const struct sim_program *program)
{
	size_t nr;

	if (!program)
		return 0;
	nr = program->nr_loops + program->nr_timers;
	return nr * sizeof(u64) + (program->more ? sizeof(struct sim_more) : 0);
}

/**
 * sim_proc_init - set up a process before it is spawned
 * @proc: zeroed memory
 * @program: its program, or NULL: it runs for ever
 * @tail: sim_tail_size() bytes of zeroed memory, or NULL if that is 0
 * @name: NUL-terminated, less than SCHEDSIM_NAME_LEN characters
 * @attr: its attributes, which must pass sim_attr_check() before it is spawned
 *
 * Context: Any; no lock needed.
 */
void sim_proc_init(struct sim_proc *proc, struct sim_program *program,
		   u64 *tail, const char *name, const struct schedsim_attr *attr)
{
	proc->program = program;
	proc->tail = tail;
	proc->vcpu = SIM_NO_VCPU;
	proc->burst_left = program ? 0 : SIM_FOREVER;
	proc->attr = *attr;
	proc->eff = sim_own_eff(attr);
	INIT_LIST_HEAD(&proc->held);
	INIT_LIST_HEAD(&proc->node);
	proc->job.lateness_max = S64_MIN;
	proc->first_run = SIM_NEVER;
	memcpy(proc->name, name, strnlen(name, SCHEDSIM_NAME_LEN - 1));
}

/**
 * sim_proc_fork - the fork that a process has a reference to
 * @proc: the process
 *
 * A process that a fork is to start has that reference until it is started. If
 * it is killed before that, it has it until it is reaped.
 *
 * Return: the fork, or NULL.
 */
struct sim_object *sim_proc_fork(const struct sim_proc *proc)
{
	return proc->vcpu == SIM_NO_VCPU ? proc->fork : NULL;
}

/**
 * sim_reserve_id - reserve an id for a new process
 * @sim: the simulation
 * @wanted: the id, or 0: the next free one
 *
 * Context: sim_spawn() or sim_free_id() must follow.
 * Return: the id; -EEXIST if it is taken, -EINVAL if it is too great, -ENOSPC
 * if there are max_procs processes already.
 */
int sim_reserve_id(struct sim *sim, u32 wanted)
{
	u32 id;

	if (wanted > sim->max_id)
		return -EINVAL;
	id = array_index_nospec(wanted, sim->max_id + 1);
	if (id && test_bit(id, sim->ids))
		return -EEXIST;
	if (sim->nr_ids >= sim->config.max_procs)
		return -ENOSPC;
	if (!wanted) {
		/* There are more ids than processes: one is free. */
		id = find_next_zero_bit(sim->ids, sim->max_id + 1,
					sim->last_id + 1);
		if (id > sim->max_id)
			id = find_first_zero_bit(sim->ids, sim->max_id + 1);
		sim->last_id = id;
	}
	__set_bit(id, sim->ids);
	sim->nr_ids++;
	return id;
}

/**
 * sim_free_id - free an id
 * @sim: the simulation
 * @id: from sim_reserve_id(); no process has it, or the one that has it is
 *      reaped
 */
void sim_free_id(struct sim *sim, u32 id)
{
	__clear_bit(id, sim->ids);
	sim->nr_ids--;
}

/**
 * sim_add_alarm - set the time at which a process arrives or wakes up
 * @sim: the simulation
 * @proc: a process that has no alarm
 * @when: the time, in simulated ns
 * @type: whether it arrives or wakes up
 */
void sim_add_alarm(struct sim *sim, struct sim_proc *proc, u64 when,
		   enum sim_alarm type)
{
	sim_heap_insert(sim->alarms, proc->id, when, type);
	sim->next_alarm = sim_heap_min_key(sim->alarms);
}

/**
 * sim_remove_alarm - cancel a process's arrival or wakeup
 * @sim: the simulation
 * @proc: a process that sim_add_alarm() was called for
 */
void sim_remove_alarm(struct sim *sim, struct sim_proc *proc)
{
	sim_heap_remove(sim->alarms, proc->id);
	sim->next_alarm = sim_heap_min_key(sim->alarms);
}

/**
 * sim_pop_alarm - remove the first alarm
 * @sim: a simulation in which at least one process has an alarm
 *
 * Return: the process that had it.
 */
struct sim_proc *sim_pop_alarm(struct sim *sim)
{
	u32 id = sim_heap_pop(sim->alarms);

	sim->next_alarm = sim_heap_min_key(sim->alarms);
	return sim->procs[id];
}

/**
 * sim_start - set the arrival of a process
 * @sim: the simulation
 * @proc: a process in SCHEDSIM_STATE_NEW
 * @origin: when it arrives, in simulated ns, but not before now. Its timers count
 *          from @origin
 */
void sim_start(struct sim *sim, struct sim_proc *proc, u64 origin)
{
	const struct sim_program *program = proc->program;
	u32 i;

	proc->arrival = max(origin, sim->now);
	proc->finish = SIM_NEVER;
	for (i = 0; program && i < program->nr_timers; i++)
		proc->tail[program->nr_loops + i] = origin;
	if (program && program->more)
		sim_more(proc)->origin = origin;
	sim_add_alarm(sim, proc, proc->arrival, SIM_ALARM_ARRIVAL);
}

/**
 * sim_spawn - add a process
 * @sim: the simulation
 * @proc: set up by sim_proc_init(), and with @fork if a fork is to start it;
 *        belongs to @sim until it is reaped
 * @id: from sim_reserve_id()
 * @delay: how long after now, or after the fork, it arrives, in ns
 */
void sim_spawn(struct sim *sim, struct sim_proc *proc, u32 id, u64 delay)
{
	sim_goes_on(sim);
	proc->id = id;
	proc->state = SCHEDSIM_STATE_NEW;
	proc->serial = ++sim->serials;
	proc->since = sim->now;
	sim->procs[id] = proc;
	sim_speed_forget(sim, proc);
	sim->nr_procs[SCHEDSIM_STATE_NEW]++;
	sim->bandwidth += sim_bandwidth(&proc->attr);
	if (proc->fork) {
		proc->arrival = SIM_NEVER;
		proc->delay = delay;
		if (proc->fork->value == SCHEDSIM_FORK_FROM_SPAWN)
			proc->delay += sim->now;
		list_add_tail(&proc->node, &proc->fork->dormant);
		proc->fork->waiters.nr++;
	} else {
		sim_start(sim, proc, sim->now + delay);
	}
}

/**
 * sim_find - a process by its id
 * @sim: the simulation
 * @id: any number
 *
 * Return: the process, or NULL if there is none.
 */
struct sim_proc *sim_find(const struct sim *sim, u32 id)
{
	if (id > sim->max_id)
		return NULL;
	return sim->procs[array_index_nospec(id, sim->max_id + 1)];
}

/**
 * sim_wake - wake up a process that sleeps or is blocked
 * @sim: the simulation
 * @proc: the process. Its time asleep or blocked has been accounted; it has no
 *        alarm and waits for no object any more
 */
void sim_wake(struct sim *sim, struct sim_proc *proc)
{
	proc->wakeups++;
	sim->wakeups++;
	proc->woken_at = sim->now;
	sim->adapt.woken = sim->now;
	if (unlikely(sim->config.balancing.parts & SCHEDSIM_BALANCING_WAKE))
		sim_place_woken(sim, proc);
	else if (!sim_may_wait_in(sim, proc, sim_vcpu_of(sim, proc)->rq))
		sim_migrate(sim, proc);
	sim_emit(sim, SIM_EVENT_WAKE, 0, sim_vcpu_of(sim, proc), proc,
		 proc->cpu);
	sim_enqueue(sim, proc, SIM_ENQUEUE_WOKEN);
}

/**
 * sim_sleep - the running process goes to sleep
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @until: when it wakes up, in simulated ns. If that is now, it does so at once, or,
 *         if arrivals come after the ends of bursts, behind those of this instant
 */
void sim_sleep(struct sim *sim, struct sim_proc *proc, u64 until)
{
	struct sim_vcpu *vcpu = sim_vcpu_of(sim, proc);

	sim_emit(sim, SIM_EVENT_SLEEP, 0, vcpu, proc, proc->cpu);
	sim_vcpu_stop(vcpu, SIM_STOP_BLOCKED);
	sim_set_state(sim, proc, SCHEDSIM_STATE_SLEEPING);
	if (unlikely(until == sim->now && !sim->expiry_first))
		sim_wake(sim, proc);
	else
		sim_add_alarm(sim, proc, until, SIM_ALARM_WAKEUP);
}

/**
 * sim_reap - forget a process
 * @sim: the simulation
 * @proc: a process that has exited; its memory belongs to the caller again
 */
void sim_reap(struct sim *sim, struct sim_proc *proc)
{
	list_del(&proc->node);
	sim->nr_procs[SCHEDSIM_STATE_EXITED]--;
	sim->procs[proc->id] = NULL;
	sim_free_id(sim, proc->id);
}
