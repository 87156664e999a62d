// SPDX-License-Identifier: GPL-2.0
/*
 * The passing of time.
 *
 * At one instant things happen in this order: arrivals, by id, then wakeups, by id;
 * then ends of bursts and slices, by vCPU; then vCPUs peek, by vCPU, where that is
 * configured; then loads are balanced, and the quantum adapts; then dispatch, by vCPU. With
 * SCHEDSIM_TIE_EXPIRY_FIRST the ends come before all arrivals and wakeups. What a
 * dispatch makes due at the same instant, such as a program that sleeps before it runs,
 * starts over from the first. Time is charged to whoever is looked at, just before.
 */
#include "core/adapt.h"
#include "core/affinity.h"
#include "core/balance.h"
#include "core/charge.h"
#include "core/online.h"
#include "core/peek.h"
#include "core/periodic.h"
#include "core/place.h"
#include "core/vcpu.h"
#include "sim.h"
#include "sync/mutex.h"
#include "task/execute.h"
#include "task/job.h"
#include "task/proc.h"

/* The first of those that are to arrive or wake up does so. */
static void wake_first(struct sim *sim)
{
	struct sim_proc *proc = sim_pop_alarm(sim);

	if (proc->state == SCHEDSIM_STATE_SLEEPING) {
		proc->sleeping += sim->now - proc->since;
		sim_wake(sim, proc);
		return;
	}
	if (proc->state == SCHEDSIM_STATE_BLOCKED) {
		sim_lock_timeout(sim, proc);
		return;
	}
	proc->vcpu = sim_place(sim, proc)->id;
	proc->woken_at = sim->now;
	sim->adapt.woken = sim->now;
	sim_job_begin(proc, proc->arrival);
	sim_emit(sim, SIM_EVENT_ARRIVE, 0, &sim->vcpus[proc->vcpu], proc,
		 proc->cpu);
	sim_enqueue(sim, proc, SIM_ENQUEUE_ARRIVED);
}

static void end_slice(const struct sim *sim, struct sim_vcpu *vcpu)
{
	vcpu->expiries++;
	if (unlikely(sim->now <= vcpu->exec_start))
		sim_vcpu_stalls(vcpu);
	sim_vcpu_expire(vcpu);
}

/* The burst is over. Return: whether the same process goes on. */
static bool end_burst(struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = vcpu->curr;

	sim_execute(vcpu);
	if (vcpu->curr != proc)
		return false;
	if (!proc->burst_left) {
		sim_vcpu_set_due(vcpu);
		return false;
	}
	sim_vcpu_check_preempt(vcpu);
	return true;
}

/* The burst or the slice at a vCPU is over, or its run queue's timer fires. */
static void handle_due(struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;

	sim_vcpu_charge_inline(vcpu);
	if (proc && !proc->burst_left && sim->now >= vcpu->exec_start &&
	    !end_burst(vcpu))
		return;
	if (proc && vcpu->contended && sim->now >= vcpu->slice_end) {
		end_slice(sim, vcpu);
		return;
	}
	if (vcpu->rq->timer <= sim->now && vcpu->id == vcpu->rq->first_vcpu)
		sim_rq_timer(vcpu->rq);
	sim_vcpu_set_due(vcpu);
}

/* The policy has broken a rule: fair takes its place, a part of it in each step. */
static void step_fault(struct sim *sim)
{
	if (sim->faulty)
		sim_policy_begin_fair(sim);
	else if (!sim_policy_step(sim))
		sim_policy_end(sim, NULL);
}

static inline void dispatch_first(struct sim *sim, const unsigned long *vcpus)
{
	u32 id = 0;

	if (sim->config.nr_vcpus > 1)
		id = find_first_bit(vcpus, sim->config.nr_vcpus);
	__clear_bit(id, sim->forced);
	sim_vcpu_decided(&sim->vcpus[id]);
	sim_vcpu_dispatch(&sim->vcpus[id]);
}

static bool alarm_is_due(const struct sim *sim)
{
	return sim->next_alarm <= sim->now;
}

static bool vcpu_is_due(const struct sim *sim)
{
	return sim_tournament_least(&sim->dues) <= sim->now;
}

static void handle_first_due(struct sim *sim)
{
	handle_due(&sim->vcpus[sim_tournament_first(&sim->dues)]);
}

/* May this call do one more thing? */
static bool may_go_on(const struct sim *sim)
{
	return likely(sim->steps < sim->enough);
}

/*
 * The parts of a round. Return: whether all is done that there was; else this call
 * may not go on.
 */
static bool wake_all(struct sim *sim)
{
	for (; alarm_is_due(sim); sim->steps++) {
		if (!may_go_on(sim))
			return false;
		wake_first(sim);
	}
	return true;
}

static bool handle_all_due(struct sim *sim)
{
	for (; vcpu_is_due(sim); sim->steps++) {
		if (!may_go_on(sim))
			return false;
		handle_first_due(sim);
	}
	return true;
}

static bool dispatch_all(struct sim *sim)
{
	for (; sim->undecided; sim->steps++) {
		if (!may_go_on(sim))
			return false;
		if (sim->nr_resched)
			dispatch_first(sim, sim->resched);
		else
			sim_balance(sim);
	}
	return true;
}

/* What comes at the multiples of an interval. */
static noinline bool tick(struct sim *sim)
{
	if (sim->next_peek <= sim->now && !sim_peek(sim))
		return false;
	if (sim->next_balance <= sim->now && !sim_periodic(sim))
		return false;
	if (sim->next_adapt <= sim->now && !sim_adapt_look(sim))
		return false;
	sim->next_tick = min3(sim->next_peek, sim->next_balance, sim->next_adapt);
	return true;
}

/* This call may not go on: the next one does, with @phase. */
static bool leave_round(struct sim *sim, enum sim_phase phase)
{
	sim->phase = phase;
	return false;
}

/* Go on with a round at this instant. Return: whether it is over. */
static __always_inline bool go_round(struct sim *sim)
{
	enum sim_phase phase = sim->phase;

	sim->phase = SIM_PHASE_FIRST;
	if (phase <= SIM_PHASE_FIRST &&
	    !(sim->expiry_first ? handle_all_due(sim) : wake_all(sim)))
		return leave_round(sim, SIM_PHASE_FIRST);
	if (phase <= SIM_PHASE_SECOND &&
	    !(sim->expiry_first ? wake_all(sim) : handle_all_due(sim)))
		return leave_round(sim, SIM_PHASE_SECOND);
	if (unlikely(sim->next_tick <= sim->now) && !tick(sim))
		return leave_round(sim, SIM_PHASE_DISPATCH);
	if (!dispatch_all(sim))
		return leave_round(sim, SIM_PHASE_DISPATCH);
	return true;
}

static void toggle_pause(struct sim *sim)
{
	sim->paused = !sim->paused;
	sim_emit(sim, sim->paused ? SIM_EVENT_PAUSE : SIM_EVENT_RESUME, 0, NULL,
		 NULL, 0);
}

static bool is_forced(const struct sim *sim)
{
	return !bitmap_empty(sim->forced, sim->config.nr_vcpus);
}

/* While paused: who is spawned arrives, and decisions that were asked for. */
static bool step_paused(struct sim *sim)
{
	if (alarm_is_due(sim))
		wake_first(sim);
	else if (is_forced(sim))
		dispatch_first(sim, sim->forced);
	else
		return false;
	return true;
}

/*
 * The rest of an instant at whose end time is to stop, which is rare: not inlined, so that
 * other instants are not slower for it. Return: whether there was any.
 */
static noinline bool step_unpaused(struct sim *sim)
{
	if (sim->unfinished) {
		handle_due(sim->unfinished_vcpu);
		return true;
	}
	return !go_round(sim) || alarm_is_due(sim) || vcpu_is_due(sim) ||
	       sim->faulty || sim->unfinished;
}

/*
 * What comes before anything else, or instead of it. Return: whether there was
 * anything.
 */
static bool step_special(struct sim *sim)
{
	if (sim->faulty || sim->changing) {
		step_fault(sim);
		return true;
	}
	if (sim->moving) {
		sim_online_step(sim);
		return true;
	}
	if (sim->paused ? step_paused(sim) : step_unpaused(sim))
		return true;
	if (!sim->toggles)
		return false;
	sim->toggles--;
	toggle_pause(sim);
	return true;
}

/**
 * sim_advance - let time pass until @now, and do what is due then
 * @sim: the simulation; its @log holds the events of this call afterwards
 * @now: simulated time in ns: the present, or later, if nothing is left to do at
 *       present and nothing is due before @now (sim_next_event()); at most
 *       SCHEDSIM_MAX_TIME_NS
 *
 * Does SIM_STEPS things, or less if there are many events: what is left at this
 * instant is done by the next call.
 *
 * Return: whether there is something left to do at this instant.
 */
bool sim_advance(struct sim *sim, u64 now)
{
	sim->log_nr = 0;
	sim->enough = sim->steps + SIM_STEPS;
	if (likely(!sim->special))
		sim->now = max(sim->now, now);
	do {
		if (unlikely(sim->special)) {
			if (!step_special(sim))
				return false;
			sim->steps++;
		} else if (go_round(sim) && !alarm_is_due(sim) &&
			   !vcpu_is_due(sim) && !sim->special) {
			return false;
		}
	} while (may_go_on(sim));
	return true;
}

/* Is nobody there who runs, or will by itself? Then no policy's timer matters. */
static bool is_deserted(const struct sim *sim)
{
	return !sim->nr_procs[SCHEDSIM_STATE_RUNNING] &&
	       sim->next_alarm == SIM_NEVER;
}

/*
 * Is everybody who is there waiting for a vCPU that is offline? Nobody then runs, nor will
 * wake up by itself, and nobody is throttled: only a command can change anything.
 */
static inline bool all_are_stranded(const struct sim *sim)
{
	return unlikely(sim->nr_offline) && is_deserted(sim) && !sim_any_waits_online(sim);
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

	if (unlikely(sim->undecided | sim->special)) {
		if (sim->faulty || sim->changing || sim->toggles || sim->moving)
			return sim->now;
		if (sim->paused)
			return alarm_is_due(sim) || is_forced(sim) ? sim->now : SIM_NEVER;
		if (sim->undecided)
			return sim->now;
	}
	next = min(sim->next_alarm, sim_tournament_least(&sim->dues));
	if (sim->nr_procs[SCHEDSIM_STATE_READY]) {
		if (unlikely(sim->next_tick < next) && sim_any_waits(sim))
			next = sim->next_tick;
	} else if (unlikely(is_deserted(sim)) && next > sim->now) {
		return SIM_NEVER;
	}
	/* A policy may have set its timer to a time that has passed. */
	return next > SCHEDSIM_MAX_TIME_NS ? SIM_NEVER : max(next, sim->now);
}

/**
 * sim_is_settled - is all done that is to be done at this instant?
 * @sim: the simulation
 *
 * Return: whether the next sim_advance() finds nothing to do at the present time.
 */
bool sim_is_settled(const struct sim *sim)
{
	return sim_next_event(sim) > sim->now;
}

/**
 * sim_is_paused - does simulated time stand still?
 * @sim: the simulation
 *
 * Return: whether it does; in the middle of an instant: whether it will at its end.
 */
bool sim_is_paused(const struct sim *sim)
{
	return sim->paused != (sim->toggles & 1);
}

/* In the middle of an instant, at its end: what has begun is done. */
static void request_toggle(struct sim *sim)
{
	if (sim_is_settled(sim))
		toggle_pause(sim);
	else
		sim->toggles++;
}

/**
 * sim_pause - stop simulated time, when all is done at this instant
 * @sim: the simulation; it may be paused already
 */
void sim_pause(struct sim *sim)
{
	if (!sim_is_paused(sim))
		request_toggle(sim);
}

/**
 * sim_resume - let simulated time go on where it stopped
 * @sim: the simulation; it may be running already
 */
void sim_resume(struct sim *sim)
{
	if (sim_is_paused(sim))
		request_toggle(sim);
}

/*
 * Does nothing run, and is nothing due? @next is sim_next_event(). Who is stranded may
 * be given another place among its like, by the policy's timer: that counts for nothing.
 */
static bool is_idle(const struct sim *sim, u64 next)
{
	if (sim->nr_procs[SCHEDSIM_STATE_RUNNING])
		return false;
	return next == SIM_NEVER || (all_are_stranded(sim) && next > sim->now);
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
	if (sim->paused && !sim->toggles)
		return SIM_RUN_PAUSED;
	if (stop_idle && is_idle(sim, next))
		return SIM_RUN_IDLE;
	if (next > until && sim->now >= until)
		return SIM_RUN_REACHED;
	sim_advance(sim, min(next, until));
	return SIM_RUN_MORE;
}
