// SPDX-License-Identifier: GPL-2.0
/*
 * Dispatch: who runs at a vCPU stops, and the vCPU decides who runs next.
 */
#include "core/adapt.h"
#include "core/balance.h"
#include "core/online.h"
#include "core/ranks.h"
#include "core/slice.h"
#include "core/speed.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"

/*
 * What is __always_inline here is a part of each of the two decisions, sim_vcpu_dispatch()
 * and sim_vcpu_expire(), and is compiled into both for speed.
 */

/*
 * @proc, which runs at @vcpu, leaves it. All that the policy may ask about its slice has
 * been settled; the caller says what is due at @vcpu.
 */
static __always_inline void stop_settled(struct sim *sim, struct sim_rq *rq,
					 struct sim_vcpu *vcpu,
					 struct sim_proc *proc, enum sim_stop why)
{
	if (sim->policy->stopping)
		sim->policy->stopping(rq, vcpu, proc, why);
	sim_vcpu_check_dequeued(vcpu, proc);
	if ((why != SIM_STOP_PREEMPTED && why != SIM_STOP_MIGRATED) ||
	    vcpu->slice_end == SIM_NEVER)
		proc->slice_used = 0;
	vcpu->curr = NULL;
}

/* The running process leaves @vcpu. */
static __always_inline void stop(struct sim_vcpu *vcpu, enum sim_stop why)
{
	if (unlikely(vcpu->rq->nr_vcpus > 1))
		sim_rq_charge(vcpu->rq);
	if (!vcpu->contended && !sim_stop_voluntary(why))
		sim_vcpu_update_slice(vcpu);
	stop_settled(vcpu->sim, vcpu->rq, vcpu, vcpu->curr, why);
	if (unlikely(vcpu->rq->by_vcpu)) {
		sim_vcpus_add(&vcpu->sim->index.idle, vcpu->id);
		sim_rerank(vcpu);
	}
}

/**
 * sim_vcpu_stop - the running process leaves the vCPU
 * @vcpu: the vCPU; charged up to now. A decision is due there
 * @why: why. The caller sets the process's new state
 *
 * What it has used of its slice counts when it comes back only if it was preempted
 * or has to go to another vCPU.
 */
void sim_vcpu_stop(struct sim_vcpu *vcpu, enum sim_stop why)
{
	stop(vcpu, why);
	sim_vcpu_reload(vcpu);
	sim_vcpu_resched(vcpu);
	sim_vcpu_note_due(vcpu->sim, vcpu->rq, vcpu, SIM_NEVER);
}

/**
 * sim_vcpu_requeue - the running process leaves the vCPU and waits
 * @vcpu: the vCPU; charged up to now. A decision is due there
 * @why: why: SIM_STOP_EXPIRED, SIM_STOP_PREEMPTED or SIM_STOP_YIELDED
 */
void sim_vcpu_requeue(struct sim_vcpu *vcpu, enum sim_stop why)
{
	static const enum sim_enqueue as[] = {
		[SIM_STOP_EXPIRED] = SIM_ENQUEUE_EXPIRED,
		[SIM_STOP_PREEMPTED] = SIM_ENQUEUE_PREEMPTED,
		[SIM_STOP_YIELDED] = SIM_ENQUEUE_YIELDED,
	};
	struct sim_proc *proc = vcpu->curr;
	struct sim_rq *rq = vcpu->rq;
	struct sim *sim = vcpu->sim;

	stop(vcpu, why);
	sim_vcpu_resched(vcpu);
	if (why != SIM_STOP_YIELDED)
		vcpu->displaced = proc;
	if (unlikely(rq->nr_vcpus > 1))
		sim_rq_settle(rq);
	sim_vcpu_enqueue(vcpu, proc, as[why]);
	sim_vcpu_note_due(sim, rq, vcpu, SIM_NEVER);
	if (unlikely(rq->nr_vcpus > 1))
		sim_rq_changed(rq);
	else if (unlikely(rq->by_vcpu))
		sim_balance_mark(rq);
}

/**
 * sim_vcpu_yield - the running process gives up the rest of its slice
 * @vcpu: where it runs; charged up to now
 */
void sim_vcpu_yield(struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = vcpu->curr;

	proc->yields++;
	vcpu->sim->yields++;
	sim_emit(vcpu->sim, SIM_EVENT_YIELD, 0, vcpu, proc, proc->cpu);
	sim_vcpu_requeue(vcpu, SIM_STOP_YIELDED);
}

/*
 * @vcpu has picked @proc, which waited in its run queue, but at another vCPU. If that is
 * the vCPU that @proc has just lost, this is no preemption any more. If @proc has never
 * run, this is no migration. Return: whether it is one.
 */
static bool take_over(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct sim *sim = vcpu->sim;
	struct sim_vcpu *from = sim_vcpu_of(sim, proc);

	if (from->displaced == proc)
		from->displaced = NULL;
	from->nr_ready--;
	vcpu->nr_ready++;
	sim_vcpu_reload(from);
	sim_vcpu_reload(vcpu);
	proc->vcpu = vcpu->id;
	if (proc->first_run == SIM_NEVER)
		return false;
	proc->migrations++;
	sim->migrations++;
	sim->balancing.moves[SCHEDSIM_MOVE_SHARED]++;
	return true;
}

/* The context switch, if it is one. */
static __always_inline bool switch_to(struct sim *sim, struct sim_vcpu *vcpu,
				      struct sim_proc *next)
{
	bool switches = vcpu->last_serial && vcpu->last_serial != next->serial;

	vcpu->last_serial = next->serial;
	if (!switches) {
		/* A switch to this very process may still be going on. */
		vcpu->exec_start = max(vcpu->exec_start, sim->now);
		return false;
	}
	next->switches++;
	vcpu->switches++;
	vcpu->exec_start = sim->now + sim->switch_cost;
	return true;
}

/* As sim_emit(), with what each decision logs: @cpu of @proc. */
static __always_inline void log_at(struct sim *sim, const struct sim_vcpu *vcpu,
				   const struct sim_proc *proc,
				   enum sim_event_type type, u8 reason)
{
	sim_log_inline(sim, sim_pack_event(proc->id, vcpu->id, type, reason),
		       proc->cpu);
}

/*
 * @next runs from now on; it may have @migrated. @displaced has lost the vCPU, unless it
 * is NULL, or is picked again.
 */
static __always_inline void log_switch(struct sim *sim, struct sim_vcpu *vcpu,
				       struct sim_proc *displaced,
				       const struct sim_proc *next, bool migrated,
				       bool switches)
{
	if (displaced && displaced != next) {
		displaced->preemptions++;
		vcpu->preemptions++;
		log_at(sim, vcpu, displaced, SIM_EVENT_PREEMPT, 0);
	}
	if (migrated)
		log_at(sim, vcpu, next, SIM_EVENT_MIGRATE, 0);
	log_at(sim, vcpu, next, SIM_EVENT_DISPATCH, switches);
}

/* @next begins to run. */
static noinline void watch_run(struct sim *sim, struct sim_vcpu *vcpu,
			       struct sim_proc *next, bool switches)
{
	if (sim->uneven)
		sim_speed_begin(vcpu, switches);
	sim_adapt_note(sim, vcpu, next);
}

/*
 * Let @next, which the policy has picked, run. @by_vcpu: may @rq be @by_vcpu, so that
 * @next may have waited at another vCPU? A constant, as for sim_rq_count_in().
 */
static __always_inline void run(struct sim *sim, struct sim_rq *rq,
				struct sim_vcpu *vcpu, struct sim_proc *next,
				struct sim_proc *displaced, bool by_vcpu)
{
	bool migrated = false, switches;

	sim_rq_count_in(rq, next, -1, by_vcpu);
	sim->policy->dequeue(rq, next, SIM_DEQUEUE_PICKED);
	sim_vcpu_check_dequeued(vcpu, next);
	if (by_vcpu && unlikely(next->vcpu != vcpu->id))
		migrated = take_over(vcpu, next);
	vcpu->nr_ready--;
	vcpu->curr = next;
	if (by_vcpu && unlikely(rq->by_vcpu)) {
		sim_vcpus_remove(&sim->index.idle, vcpu->id);
		sim_rerank(vcpu);
	}
	next->waiting += sim->now - next->since;
	sim_change_state(sim, next, SCHEDSIM_STATE_READY, SCHEDSIM_STATE_RUNNING);
	switches = switch_to(sim, vcpu, next);
	log_switch(sim, vcpu, displaced, next, migrated, switches);
	if (unlikely(sim->watch_runs))
		watch_run(sim, vcpu, next, switches);
	sim_vcpu_begin_slice(sim, rq, vcpu, next);
	if (by_vcpu && unlikely(rq->nr_vcpus > 1))
		sim_rq_changed(rq);
}

/**
 * sim_vcpu_dispatch - decide who runs
 * @vcpu: the vCPU. If something runs there, it goes on unless one that waits
 *        must run at once. If it is offline, nothing does
 */
void sim_vcpu_dispatch(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_rq *rq = vcpu->rq;
	struct sim_proc *next, *displaced;

	if (unlikely(!sim_is_online(sim, vcpu->id)))
		return;
	if (unlikely(rq->nr_vcpus > 1))
		sim_rq_charge(rq);
	if (unlikely(vcpu->curr)) {
		sim_vcpu_charge(vcpu);
		if (!sim_vcpu_preempts(vcpu))
			return;
		sim_vcpu_requeue(vcpu, SIM_STOP_PREEMPTED);
		sim_vcpu_decided(vcpu);
	} else if (vcpu->charged != sim->now) {
		sim_vcpu_charge(vcpu);
	}
	if (unlikely(rq->by_vcpu))
		sim_balance_dispatch(vcpu);
	if (!sim_vcpu_awaited(vcpu)) {
		/* Who has been throttled has lost the vCPU to nobody. */
		vcpu->displaced = NULL;
		return;
	}
	sim->decisions++;
	next = sim_vcpu_first(vcpu);
	if (unlikely(!next))
		return;
	displaced = vcpu->displaced;
	vcpu->displaced = NULL;
	run(sim, rq, vcpu, next, displaced, true);
}

/*
 * Is there nothing else to do at this instant but to decide who runs at @vcpu, which
 * has a run queue of its own?
 */
static __always_inline bool nothing_else_due(const struct sim *sim,
					     const struct sim_rq *rq,
					     const struct sim_vcpu *vcpu)
{
	return sim->next_alarm > sim->now && sim->next_tick > sim->now &&
	       sim_tournament_others(&sim->dues, vcpu->id) > sim->now &&
	       rq->timer > sim->now && !(sim->undecided | sim->special);
}

/**
 * sim_vcpu_expire - the slice of the running process is over
 * @vcpu: the vCPU; charged up to now, and contended
 *
 * As sim_vcpu_requeue(). But if the decision that is due is all that is left to do at
 * this instant, most often it is taken at once: that is a step more.
 */
void sim_vcpu_expire(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_rq *rq = vcpu->rq;
	struct sim_proc *proc = vcpu->curr, *next;

	if (unlikely(rq->by_vcpu)) {
		sim_vcpu_requeue(vcpu, SIM_STOP_EXPIRED);
		return;
	}
	stop_settled(sim, rq, vcpu, proc, SIM_STOP_EXPIRED);
	sim_vcpu_enqueue_in(sim, rq, vcpu, proc, SCHEDSIM_STATE_RUNNING,
			    SIM_ENQUEUE_EXPIRED, false);
	if (likely(nothing_else_due(sim, rq, vcpu))) {
		sim->steps++;
		sim->decisions++;
		next = sim_vcpu_first_in(sim, rq, vcpu, true);
		if (likely(next)) {
			run(sim, rq, vcpu, next, proc, false);
			return;
		}
	} else {
		sim_vcpu_resched(vcpu);
	}
	vcpu->displaced = proc;
	sim_vcpu_note_due(sim, rq, vcpu, SIM_NEVER);
}
