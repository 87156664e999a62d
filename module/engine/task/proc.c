// SPDX-License-Identifier: GPL-2.0
/*
 * Processes: their coming and going, and states.
 */
#include "task/job.h"
#include "sync/object.h"
#include "core/vcpu.h"

/**
 * sim_proc_size - memory that a process needs
 * @program: its program, or NULL
 *
 * Return: bytes.
 */
size_t sim_proc_size(const struct sim_program *program)
{
	u32 tail = program ? program->nr_loops + program->nr_timers : 0;

	return sizeof(struct sim_proc) + tail * sizeof(u64);
}

/**
 * sim_proc_init - set up a process before it is spawned
 * @proc: sim_proc_size() bytes of zeroed memory
 * @program: its program, or NULL: it runs for ever
 * @name: NUL-terminated, less than SCHEDSIM_NAME_LEN characters
 * @attr: attributes that pass sim_attr_check()
 *
 * Context: Any; no lock needed.
 */
void sim_proc_init(struct sim_proc *proc, struct sim_program *program,
		   const char *name, const struct schedsim_attr *attr)
{
	proc->program = program;
	proc->burst_left = program ? 0 : SIM_FOREVER;
	proc->attr = *attr;
	proc->eff = sim_own_urgency(attr);
	INIT_LIST_HEAD(&proc->held);
	proc->job.lateness_max = S64_MIN;
	proc->first_run = SIM_NEVER;
	proc->finish = SIM_NEVER;
	memcpy(proc->name, name, strnlen(name, SCHEDSIM_NAME_LEN - 1));
}

/**
 * sim_reserve_id - reserve an id for a process to be
 * @sim: the simulation
 * @wanted: the id, or 0: the next that is free
 *
 * Context: sim_spawn() or sim_release_id() must follow.
 * Return: the id; -EEXIST if it is taken, -EINVAL if it is too great, -ENOSPC
 * if there are max_procs processes already.
 */
int sim_reserve_id(struct sim *sim, u32 wanted)
{
	u32 id = wanted;

	if (wanted > sim->max_id)
		return -EINVAL;
	if (wanted && test_bit(wanted, sim->ids))
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
 * sim_release_id - give back an id that no process got after all
 * @sim: the simulation
 * @id: from sim_reserve_id()
 */
void sim_release_id(struct sim *sim, u32 id)
{
	__clear_bit(id, sim->ids);
	sim->nr_ids--;
}

/**
 * sim_set_state - change a process's state, from now on
 * @sim: the simulation
 * @proc: the process
 * @state: enum schedsim_state
 */
void sim_set_state(struct sim *sim, struct sim_proc *proc, u8 state)
{
	sim->nr_procs[proc->state]--;
	sim->nr_procs[state]++;
	proc->state = state;
	proc->since = sim->now;
}

/**
 * sim_start - let a process arrive, at some time
 * @sim: the simulation
 * @proc: a new one
 * @arrival: when it arrives, in simulated ns, not before now
 */
void sim_start(struct sim *sim, struct sim_proc *proc, u64 arrival)
{
	const struct sim_program *program = proc->program;
	u32 i;

	proc->arrival = arrival;
	for (i = 0; program && i < program->nr_timers; i++)
		proc->tail[program->nr_loops + i] = arrival;
	sim_heap_insert(sim->timers, proc->id, arrival, SIM_TIMER_ARRIVAL);
}

/**
 * sim_spawn - add a process
 * @sim: the simulation
 * @proc: set up by sim_proc_init(), with its @fork; belongs to @sim until it is
 *        reaped
 * @id: from sim_reserve_id()
 * @delay: how long after now, or after it is forked, it arrives, in ns
 */
void sim_spawn(struct sim *sim, struct sim_proc *proc, u32 id, u64 delay)
{
	proc->id = id;
	proc->state = SCHEDSIM_STATE_NEW;
	proc->serial = ++sim->serials;
	proc->since = sim->now;
	proc->delay = delay;
	sim->procs[id] = proc;
	sim->nr_procs[SCHEDSIM_STATE_NEW]++;
	sim->nr_classes[proc->attr.sched_class]++;
	if (proc->fork) {
		proc->arrival = SIM_NEVER;
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
	return id <= sim->max_id ? sim->procs[id] : NULL;
}

/**
 * sim_wake - a process that slept or was blocked is ready
 * @sim: the simulation
 * @proc: the process; its time has been accounted, and it is in no queue
 */
void sim_wake(struct sim *sim, struct sim_proc *proc)
{
	proc->wakeups++;
	sim->wakeups++;
	if (!sim_allowed(proc, proc->vcpu))
		sim_move(sim, proc);
	sim_emit(sim, SIM_EVENT_WAKE, 0, proc->vcpu, proc, proc->cpu);
	sim_vcpu_enqueue(proc->vcpu, proc, SIM_ENQUEUE_WOKEN);
}

/**
 * sim_sleep - the running process goes to sleep
 * @sim: the simulation
 * @proc: a process that runs, charged up to now
 * @until: when it wakes up, after now
 */
void sim_sleep(struct sim *sim, struct sim_proc *proc, u64 until)
{
	sim_emit(sim, SIM_EVENT_SLEEP, 0, proc->vcpu, proc, proc->cpu);
	sim_vcpu_leave(proc->vcpu);
	sim_set_state(sim, proc, SCHEDSIM_STATE_SLEEPING);
	sim_heap_insert(sim->timers, proc->id, until, SIM_TIMER_WAKEUP);
}

/**
 * sim_exit - a process ends
 * @sim: the simulation
 * @proc: a process that runs, charged up to now, or one in no queue at all
 * @killed: was it killed?
 *
 * It gives up the mutexes that it holds.
 */
void sim_exit(struct sim *sim, struct sim_proc *proc, bool killed)
{
	if (killed)
		sim_job_kill(proc, sim->now);
	else
		sim_job_end(proc, sim->now, 0);
	sim_emit(sim, SIM_EVENT_EXIT, killed, proc->vcpu, proc, proc->cpu);
	if (proc->state == SCHEDSIM_STATE_RUNNING)
		sim_vcpu_leave(proc->vcpu);
	sim_set_state(sim, proc, SCHEDSIM_STATE_EXITED);
	sim->nr_classes[proc->attr.sched_class]--;
	proc->finish = sim->now;
	list_add_tail(&proc->node, &sim->exited);
	if (!proc->nr_held)
		return;
	while (proc->nr_held)
		sim_abandon(sim, proc);
}

/* It does not wait any more: whoever it waited for has less to inherit. */
static void give_up_waiting(struct sim *sim, struct sim_proc *proc)
{
	struct sim_object *object = proc->object;
	u32 nr = sim_unmark_deadlock(sim, proc);

	sim_wait_end(sim, proc);
	proc->relock = NULL;
	sim_inherit(sim, object->owner, object, nr);
}

/**
 * sim_kill - end a process
 * @sim: the simulation
 * @proc: one that has not exited
 *
 * If it runs, the next is due to be dispatched, even while paused.
 */
void sim_kill(struct sim *sim, struct sim_proc *proc)
{
	switch (proc->state) {
	case SCHEDSIM_STATE_RUNNING:
		sim_vcpu_charge(proc->vcpu);
		__set_bit(proc->vcpu->id, sim->forced);
		break;
	case SCHEDSIM_STATE_READY:
		sim_vcpu_dequeue(proc->vcpu, proc);
		break;
	case SCHEDSIM_STATE_SLEEPING:
		proc->sleeping += sim->now - proc->since;
		fallthrough;
	case SCHEDSIM_STATE_NEW:
		if (proc->arrival == SIM_NEVER)
			sim_take_dormant(proc);
		else
			sim_heap_remove(sim->timers, proc->id);
		break;
	case SCHEDSIM_STATE_BLOCKED:
		give_up_waiting(sim, proc);
		break;
	}
	sim_exit(sim, proc, true);
}

/**
 * sim_yield - make a running process give up the rest of its slice
 * @sim: the simulation
 * @proc: a process
 *
 * Return: 0, or -EINVAL if it does not run.
 */
int sim_yield(struct sim *sim, struct sim_proc *proc)
{
	if (proc->state != SCHEDSIM_STATE_RUNNING)
		return -EINVAL;
	sim_vcpu_yield(proc->vcpu);
	return 0;
}

/**
 * sim_move - move a process to a vCPU that its affinity allows
 * @sim: the simulation
 * @proc: one that has arrived, and is in no queue
 */
void sim_move(struct sim *sim, struct sim_proc *proc)
{
	struct sim_vcpu *from = proc->vcpu, *to = sim_place(sim, proc);

	sim_vcpu_charge(from);
	sim_vcpu_charge(to);
	if (sim->policy->migrate && proc->policy_serial == sim->policy_serial)
		sim->policy->migrate(from, to, proc);
	proc->vcpu = to;
	proc->migrations++;
	sim->migrations++;
	sim_emit(sim, SIM_EVENT_MIGRATE, 0, to, proc, proc->cpu);
}

/**
 * sim_reap - forget a process
 * @sim: the simulation
 * @proc: one that has exited; it is the caller's again
 */
void sim_reap(struct sim *sim, struct sim_proc *proc)
{
	list_del(&proc->node);
	sim->nr_procs[SCHEDSIM_STATE_EXITED]--;
	sim->procs[proc->id] = NULL;
	sim_release_id(sim, proc->id);
}
