/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What happens at one vCPU; for the engine's own use.
 */
#ifndef SIM_VCPU_H
#define SIM_VCPU_H

#include "core/log.h"
#include "core/rq.h"
#include "core/types.h"

/* slice.c: how long a process may run */
void sim_vcpu_update_slice(struct sim_vcpu *vcpu);
void sim_vcpu_settle_slice(struct sim_vcpu *vcpu);
void sim_vcpu_set_due(struct sim_vcpu *vcpu);

/* fault.c: policies that break rules */
void sim_policy_fault(const struct sim_rq *rq, struct sim_vcpu *vcpu,
		      enum schedsim_fault_rule rule, const struct sim_proc *proc);
struct sim_proc *sim_check_picked(struct sim_rq *rq, struct sim_vcpu *vcpu,
				  struct sim_proc *proc);
void sim_vcpu_left_queued(struct sim_vcpu *vcpu, struct sim_proc *proc);
bool sim_vcpu_stalls(struct sim_vcpu *vcpu);

/* A command, or an operation of a program: a new beginning for sim_vcpu_stalls(). */
static inline void sim_goes_on(struct sim *sim)
{
	sim->stalls = 0;
}

/* charge.c */
void sim_vcpu_charge(struct sim_vcpu *vcpu);
void sim_rq_charge(struct sim_rq *rq);

/* Each vCPU of a run queue is looked at: that counts as steps, too. */
static inline void sim_rq_count_walk(const struct sim_rq *rq)
{
	rq->sim->steps += rq->nr_vcpus / SIM_STEP_VCPUS;
}

/* preempt.c: who must make room */
struct sim_proc *sim_vcpu_preempts(struct sim_vcpu *vcpu);
void sim_vcpu_check_preempt(struct sim_vcpu *vcpu);
void sim_rq_check_preempt(struct sim_rq *rq);
void sim_rq_changed(struct sim_rq *rq);

/* dispatch.c: who runs */
void sim_vcpu_dispatch(struct sim_vcpu *vcpu);
void sim_vcpu_stop(struct sim_vcpu *vcpu, enum sim_stop why);
void sim_vcpu_requeue(struct sim_vcpu *vcpu, enum sim_stop why);
void sim_vcpu_yield(struct sim_vcpu *vcpu);
void sim_vcpu_expire(struct sim_vcpu *vcpu);

/* vcpu.c: who comes to wait, and who does not any more */
void sim_rq_settle(struct sim_rq *rq);
void sim_policy_enable(const struct sim *sim, const struct sim_policy *policy,
		       struct sim_rq *rq, struct sim_proc *proc);
void sim_enqueue(struct sim *sim, struct sim_proc *proc, enum sim_enqueue why);
void sim_dequeue(struct sim *sim, struct sim_proc *proc, enum sim_dequeue why);
void sim_set_affinity(struct sim *sim, struct sim_proc *proc,
		      const u64 *affinity);
void sim_rq_timer(struct sim_rq *rq);

/* Where @proc, which has arrived, runs or waits, or last did. */
static inline struct sim_vcpu *sim_vcpu_of(const struct sim *sim,
					   const struct sim_proc *proc)
{
	return &sim->vcpus[proc->vcpu];
}

/*
 * Who would be picked at @vcpu, for which somebody waits? NULL: the policy has broken
 * a rule. @alone: does @rq span @vcpu alone? That may be a constant.
 */
static __always_inline struct sim_proc *
sim_vcpu_first_in(struct sim *sim, struct sim_rq *rq, struct sim_vcpu *vcpu,
		  bool alone)
{
	struct sim_proc *proc = sim->policy->pick(rq, vcpu);

	if (likely(alone && proc && proc->state == SCHEDSIM_STATE_READY &&
		   proc->vcpu == vcpu->id))
		return proc;
	return sim_check_picked(rq, vcpu, proc);
}

static inline struct sim_proc *sim_vcpu_first(struct sim_vcpu *vcpu)
{
	struct sim_rq *rq = vcpu->rq;

	return sim_vcpu_first_in(vcpu->sim, rq, vcpu, rq->nr_vcpus == 1);
}

/* @proc, which waited at @vcpu or ran there, must be in no queue of the policy. */
static inline void sim_vcpu_check_dequeued(struct sim_vcpu *vcpu,
					   struct sim_proc *proc)
{
	if (unlikely(proc->node.next != &proc->node || proc->queued))
		sim_vcpu_left_queued(vcpu, proc);
}

/* Something is due at @vcpu at @due, or when the timer of @rq, its run queue, fires. */
static inline void sim_vcpu_note_due(struct sim *sim, struct sim_rq *rq,
				     struct sim_vcpu *vcpu, u64 due)
{
	u32 id = vcpu->id;

	if (id == rq->first_vcpu) {
		rq->timer_changed = false;
		due = min(due, rq->timer);
	}
	if (due == vcpu->due)
		return;
	vcpu->due = due;
	sim_tournament_update(&sim->dues, id, due);
}

/*
 * The number of those that run or wait at @vcpu has changed, or is about to. Who begins or
 * ends to run while it waits there or goes on to wait changes nothing.
 */
static inline void sim_vcpu_reload(struct sim_vcpu *vcpu)
{
	sim_vcpus_add(&vcpu->sim->index.reloaded, vcpu->id);
}

/* A decision is due at @vcpu. */
static inline void sim_vcpu_resched(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;

	if (!test_bit(vcpu->id, sim->resched)) {
		__set_bit(vcpu->id, sim->resched);
		sim->nr_resched++;
	}
}

/* The decision that was due at @vcpu has been taken, or is being taken. */
static inline void sim_vcpu_decided(struct sim_vcpu *vcpu)
{
	__clear_bit(vcpu->id, vcpu->sim->resched);
	vcpu->sim->nr_resched--;
}

/* Forget the queue that @proc is in: nobody looks at that any more. */
static inline void sim_proc_unqueue(struct sim_proc *proc)
{
	INIT_LIST_HEAD(&proc->node);
	proc->queued = 0;
}

/* Change the state of @proc, which is @from: most callers know that as a constant. */
static inline void sim_change_state(struct sim *sim, struct sim_proc *proc, u8 from,
				    u8 to)
{
	sim->nr_procs[from]--;
	sim->nr_procs[to]++;
	proc->state = to;
	proc->since = sim->now;
}

static inline void sim_set_state(struct sim *sim, struct sim_proc *proc, u8 state)
{
	sim_change_state(sim, proc, proc->state, state);
}

/*
 * @proc, whose state is @from, waits at @vcpu, in @rq, from now on. @by_vcpu: as for
 * sim_rq_count_in().
 */
static __always_inline void sim_vcpu_enqueue_in(struct sim *sim, struct sim_rq *rq,
						struct sim_vcpu *vcpu,
						struct sim_proc *proc, u8 from,
						enum sim_enqueue why, bool by_vcpu)
{
	sim_change_state(sim, proc, from, SCHEDSIM_STATE_READY);
	sim->policy->enqueue(rq, proc, why);
	sim_rq_count_in(rq, proc, 1, by_vcpu);
	vcpu->nr_ready++;
}

static inline void sim_vcpu_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
				    enum sim_enqueue why)
{
	sim_vcpu_enqueue_in(vcpu->sim, vcpu->rq, vcpu, proc, proc->state, why,
			    true);
}

#endif /* SIM_VCPU_H */
