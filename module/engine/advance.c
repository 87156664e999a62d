// SPDX-License-Identifier: GPL-2.0
/*
 * The passing of time.
 *
 * At one instant things happen in this order: arrivals, by id, then wakeups, by
 * id; then ends of bursts and slices, by vCPU; then dispatch, by vCPU (with
 * SCHEDSIM_TIE_EXPIRY_FIRST the ends come before all arrivals and wakeups). What
 * a dispatch makes due at the same instant, such as a program that sleeps before
 * it runs, starts over from the first. Time is charged to whoever is looked at,
 * just before.
 */
#include "task/job.h"
#include "core/vcpu.h"

/* Who was to arrive or wake up first does. */
static void wake_first(struct sim *sim)
{
	struct sim_proc *proc = sim->procs[sim_heap_pop(sim->timers)];

	if (proc->state == SCHEDSIM_STATE_SLEEPING) {
		proc->sleeping += sim->now - proc->since;
		sim_wake(sim, proc);
		return;
	}
	proc->vcpu = sim_place(sim, proc);
	sim_job_begin(proc, proc->arrival);
	sim_emit(sim, SIM_EVENT_ARRIVE, 0, proc->vcpu, proc, proc->cpu);
	sim_vcpu_enqueue(proc->vcpu, proc, SIM_ENQUEUE_ARRIVED);
}

static bool step_wake(struct sim *sim)
{
	if (sim_heap_min_key(sim->timers) > sim->now)
		return false;
	wake_first(sim);
	return true;
}

static bool step_due(struct sim *sim)
{
	if (sim_heap_min_key(sim->dues) > sim->now)
		return false;
	sim_vcpu_handle_due(&sim->vcpus[sim_heap_min_index(sim->dues)]);
	return true;
}

static bool step_dispatch(struct sim *sim, unsigned long *due)
{
	u32 nr = sim->config.nr_vcpus;
	u32 id = find_first_bit(due, nr);

	if (id >= nr)
		return false;
	__clear_bit(id, sim->resched);
	__clear_bit(id, sim->forced);
	sim_vcpu_dispatch(&sim->vcpus[id]);
	return true;
}

/* Do the next thing that is to be done at this instant, if there is one. */
static bool step(struct sim *sim)
{
	bool expiry_first = sim->config.tie == SCHEDSIM_TIE_EXPIRY_FIRST;

	if (sim->unfinished) {
		sim_vcpu_handle_due(sim->unfinished);
		return true;
	}
	switch (sim->phase) {
	case SIM_PHASE_FIRST:
		if (expiry_first ? step_due(sim) : step_wake(sim))
			return true;
		sim->phase = SIM_PHASE_SECOND;
		fallthrough;
	case SIM_PHASE_SECOND:
		if (expiry_first ? step_wake(sim) : step_due(sim))
			return true;
		sim->phase = SIM_PHASE_DISPATCH;
		fallthrough;
	case SIM_PHASE_DISPATCH:
		if (step_dispatch(sim, sim->resched))
			return true;
		sim->phase = SIM_PHASE_FIRST;
	}
	/* A new round, if there is anything to do in it. */
	return sim_heap_min_key(sim->timers) <= sim->now ||
	       sim_heap_min_key(sim->dues) <= sim->now;
}

/* While paused: who is spawned arrives, and decisions that were asked for. */
static bool step_paused(struct sim *sim)
{
	return step_wake(sim) || step_dispatch(sim, sim->forced);
}

/**
 * sim_advance - let time pass until @now, and do what is due
 * @sim: the simulation; its @log holds the events of this call afterwards
 * @now: simulated time in ns; one that has passed means the present. Whatever
 *       has become due since the last call is handled as of @now.
 *
 * Does at most SIM_STEPS things, or less if there are many events: what is left
 * at this instant is done by the next call.
 *
 * Return: whether there is something left to do at this instant.
 */
bool sim_advance(struct sim *sim, u64 now)
{
	u64 enough = sim->steps + SIM_STEPS;

	sim->log_nr = 0;
	if (!sim->paused && now > sim->now) {
		sim->now = min_t(u64, now, SCHEDSIM_MAX_TIME_NS);
		/*
		 * Whoever lost a vCPU at an instant that was not done with is
		 * not overtaken by what takes away others since.
		 */
		sim->phase = bitmap_empty(sim->resched, sim->config.nr_vcpus) ?
			     SIM_PHASE_FIRST : SIM_PHASE_DISPATCH;
	}
	for (; sim->steps < enough && sim->log_nr < SIM_LOG_FULL; sim->steps++)
		if (!(sim->paused ? step_paused(sim) : step(sim)))
			return false;
	return true;
}

/**
 * sim_next_event - when there is something to do next
 * @sim: the simulation
 *
 * Return: simulated time in ns; @sim->now, if sim_advance() has not done all;
 * SIM_NEVER, if nothing will happen by itself.
 */
u64 sim_next_event(const struct sim *sim)
{
	u64 next;

	if (sim->paused)
		return SIM_NEVER;
	if (!bitmap_empty(sim->resched, sim->config.nr_vcpus))
		return sim->now;
	next = min(sim_heap_min_key(sim->timers), sim_heap_min_key(sim->dues));
	return next > SCHEDSIM_MAX_TIME_NS ? SIM_NEVER : next;
}

/**
 * sim_run - let virtual time pass from event to event
 * @sim: the simulation
 * @until: how far, in simulated ns; what is due just then is done
 * @stop_idle: stop when nothing runs and nothing is due
 *
 * Does a bounded amount of work: to be called again while it returns
 * SIM_RUN_MORE.
 *
 * Return: what it ended with.
 */
enum sim_run sim_run(struct sim *sim, u64 until, bool stop_idle)
{
	u64 next = sim_next_event(sim);

	until = min_t(u64, until, SCHEDSIM_MAX_TIME_NS);
	if (sim->paused)
		return SIM_RUN_PAUSED;
	if (next == SIM_NEVER && stop_idle &&
	    !sim->nr_procs[SCHEDSIM_STATE_RUNNING])
		return SIM_RUN_IDLE;
	if (next > until && sim->now >= until)
		return SIM_RUN_REACHED;
	sim_advance(sim, min(next, until));
	return SIM_RUN_MORE;
}
