// SPDX-License-Identifier: GPL-2.0
/*
 * What happens at one vCPU: charging time, slices, queueing, dispatch.
 */
#include "core/vcpu.h"

/**
 * sim_vcpu_charge - charge what has passed since the last time
 * @vcpu: the vCPU
 *
 * To the context switch first, then to the running process, but never more than
 * its burst had left; what is over, and all if nothing runs, was idle.
 */
void sim_vcpu_charge(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;
	u64 from = vcpu->charged, ran;

	vcpu->charged = sim->now;
	if (!proc) {
		vcpu->idle += sim->now - from;
		return;
	}
	if (from < vcpu->exec_start) {
		u64 cost = min(sim->now, vcpu->exec_start) - from;

		vcpu->overhead += cost;
		proc->overhead += cost;
		from += cost;
	}
	if (sim->now < vcpu->exec_start)
		return;
	if (!proc->cpu && proc->first_run == SIM_NEVER)
		proc->first_run = vcpu->exec_start;

	ran = min(sim->now - from, proc->burst_left);
	vcpu->idle += sim->now - from - ran;
	if (!ran)
		return;
	vcpu->busy += ran;
	proc->cpu += ran;
	if (proc->burst_left != SIM_FOREVER)
		proc->burst_left -= ran;
	if (sim->policy->charge)
		sim->policy->charge(vcpu, proc, ran);
}

/* How long the slice of @proc, which runs or is about to, is. */
static inline u64 slice_of(const struct sim_vcpu *vcpu,
			   const struct sim_proc *proc)
{
	const struct sim *sim = vcpu->sim;

	if (sim->policy->slice)
		return sim->policy->slice(vcpu, proc);
	return sim->aligned ? sim_vcpu_aligned_slice(vcpu) : sim->quantum;
}

/**
 * sim_vcpu_update_slice - find out anew how long the slice is
 * @vcpu: the vCPU
 *
 * To be called when the quantum, the policy, or the class of the running process
 * has changed, before sim_vcpu_set_due(). If there was no slice, one begins now.
 */
void sim_vcpu_update_slice(struct sim_vcpu *vcpu)
{
	u64 slice;

	if (!vcpu->curr)
		return;
	slice = slice_of(vcpu, vcpu->curr);
	if (vcpu->slice == SIM_NO_SLICE && slice != SIM_NO_SLICE) {
		vcpu->slice_start = max(vcpu->sim->now, vcpu->exec_start);
		slice = slice_of(vcpu, vcpu->curr);
	}
	vcpu->slice = slice;
}

/* Could one that waits follow the running process when its slice is over? */
static bool is_contended(const struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;

	if (vcpu->slice == SIM_NO_SLICE)
		return false;
	/* All slices end at once, and all vCPUs pick anew. */
	if (sim->policy->shared && sim->aligned)
		return sim_vcpus_any(&sim->awaited);
	return sim_vcpu_awaited(vcpu) &&
	       (!sim->policy->contends || sim->policy->contends(vcpu));
}

/**
 * sim_vcpu_set_due - find out when something is due at a vCPU
 * @vcpu: the vCPU; a burst's end is counted from @charged of it
 *
 * To be called whenever what runs, its attributes, who waits, or the quantum has
 * changed.
 */
void sim_vcpu_set_due(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;
	u64 due = SIM_NEVER, end;
	bool contended = false;

	if (proc) {
		contended = is_contended(vcpu);
		if (contended && !vcpu->contended)
			sim_vcpu_renew_slice(vcpu);
		if (proc->burst_left != SIM_FOREVER)
			due = max(vcpu->charged, vcpu->exec_start) +
			      proc->burst_left;
	}
	vcpu->contended = contended;
	if (contended) {
		end = sim_slice_end(vcpu);
		/* Over already: as of now, or since when it has been due. */
		if (end < sim->now)
			end = min(sim->now, vcpu->due);
		due = min(due, end);
	}
	if (sim->policy->next_event)
		due = min(due, sim->policy->next_event(vcpu));
	if (due == vcpu->due)
		return;
	vcpu->due = due;
	sim_heap_update(sim->dues, vcpu->id, due);
}

/**
 * sim_policy_join - a process comes under a policy, unless it already has
 * @policy: the policy, which @vcpu->rq is of
 * @vcpu: where the process runs or will wait
 * @proc: the process
 */
void sim_policy_join(const struct sim_policy *policy, struct sim_vcpu *vcpu,
		     struct sim_proc *proc)
{
	if (proc->policy_serial == vcpu->sim->policy_serial)
		return;
	proc->policy_serial = vcpu->sim->policy_serial;
	if (policy->join)
		policy->join(vcpu, proc);
}

/**
 * sim_vcpu_preempts - must one that waits have the vCPU at once?
 * @vcpu: where one runs
 *
 * Return: whether it must.
 */
bool sim_vcpu_preempts(const struct sim_vcpu *vcpu)
{
	const struct sim_policy *policy = vcpu->sim->policy;

	return policy->preempts && sim_vcpu_awaited(vcpu) &&
	       policy->preempts(vcpu);
}

/**
 * sim_vcpu_check_preempt - decide anew if one that waits must run at once
 * @vcpu: the vCPU
 */
void sim_vcpu_check_preempt(struct sim_vcpu *vcpu)
{
	if (!sim_vcpu_awaited(vcpu))
		return;
	if (!vcpu->curr || sim_vcpu_preempts(vcpu))
		__set_bit(vcpu->id, vcpu->sim->resched);
}

static inline void queue_changed(struct sim *sim)
{
	if (sim->policy->shared)
		sim_shared_changed(sim);
}

/**
 * sim_vcpu_enqueue - let a process that is neither ready nor running wait
 * @vcpu: where
 * @proc: the process; time in its old state has been accounted
 * @why: why
 */
void sim_vcpu_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
		      enum sim_enqueue why)
{
	struct sim *sim = vcpu->sim;

	sim_vcpu_charge(vcpu);
	/* What the running one has come to decides whether it is preempted. */
	if (sim->policy->renew)
		sim_vcpu_renew_slice(vcpu);
	sim_set_state(sim, proc, SCHEDSIM_STATE_READY);
	/* What another policy let a sleeper keep of its slice is void. */
	if (proc->policy_serial != sim->policy_serial) {
		proc->slice_used = 0;
		sim_policy_join(sim->policy, vcpu, proc);
	}
	sim->policy->enqueue(vcpu, proc, why);
	vcpu->nr_ready++;
	queue_changed(sim);
	sim_vcpu_check_preempt(vcpu);
	sim_vcpu_set_due(vcpu);
}

/**
 * sim_vcpu_dequeue - take a process that waits out of the queue
 * @vcpu: where it waits
 * @proc: the process; the caller sets its new state
 */
void sim_vcpu_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	sim_vcpu_charge(vcpu);
	proc->waiting += vcpu->sim->now - proc->since;
	proc->since = vcpu->sim->now;
	if (vcpu->expired == proc)
		vcpu->expired = NULL;
	vcpu->sim->policy->dequeue(vcpu, proc);
	vcpu->nr_ready--;
	queue_changed(vcpu->sim);
	sim_vcpu_set_due(vcpu);
}

static void take_off(struct sim_vcpu *vcpu)
{
	vcpu->curr = NULL;
	__set_bit(vcpu->id, vcpu->sim->resched);
}

/* What the running process has used of its slice. */
static u64 slice_used(const struct sim_vcpu *vcpu)
{
	return max(vcpu->sim->now, vcpu->exec_start) - vcpu->slice_start;
}

/*
 * As take_off(), by its own will. A slice that ends just now has not been
 * followed by another.
 */
static void give_up(struct sim_vcpu *vcpu)
{
	const struct sim *sim = vcpu->sim;
	struct sim_proc *proc = vcpu->curr;
	u64 used = 0;

	if (sim->policy->keep) {
		if (sim->now)
			sim_vcpu_renew_slice_until(vcpu, sim->now - 1);
		used = sim->policy->keep(vcpu, proc, slice_used(vcpu));
	}
	take_off(vcpu);
	proc->slice_used = used;
}

/* As take_off(), against its will: if @keeps, it has the rest of its slice later. */
static inline void cut_short(struct sim_vcpu *vcpu, bool keeps)
{
	if (!vcpu->contended)
		sim_vcpu_renew_slice(vcpu);
	if (keeps)
		vcpu->curr->slice_used = slice_used(vcpu);
	take_off(vcpu);
}

/**
 * sim_vcpu_leave - the running process leaves the vCPU
 * @vcpu: the vCPU; charged up to now. A decision is due there.
 *
 * The caller sets the process's new state.
 */
void sim_vcpu_leave(struct sim_vcpu *vcpu)
{
	if (vcpu->sim->policy->leave)
		vcpu->sim->policy->leave(vcpu, vcpu->curr);
	give_up(vcpu);
	sim_vcpu_set_due(vcpu);
}

/**
 * sim_vcpu_evict - the running process must not stay at the vCPU
 * @vcpu: the vCPU; charged up to now. A decision is due there.
 *
 * As sim_vcpu_leave(), but it has not given up the vCPU by itself.
 */
void sim_vcpu_evict(struct sim_vcpu *vcpu)
{
	if (vcpu->sim->policy->leave)
		vcpu->sim->policy->leave(vcpu, vcpu->curr);
	cut_short(vcpu, true);
	sim_vcpu_set_due(vcpu);
}

/**
 * sim_vcpu_requeue - the running process leaves the vCPU and waits
 * @vcpu: the vCPU; charged up to now. A decision is due there.
 * @why: why
 */
void sim_vcpu_requeue(struct sim_vcpu *vcpu, enum sim_enqueue why)
{
	struct sim_proc *proc = vcpu->curr;

	if (why == SIM_ENQUEUE_YIELDED) {
		give_up(vcpu);
	} else {
		cut_short(vcpu, why == SIM_ENQUEUE_PREEMPTED);
		vcpu->expired = proc;
	}
	sim_vcpu_enqueue(vcpu, proc, why);
}

/* The process whose slice ended has lost the vCPU, unless it is picked again. */
static void count_preemption(struct sim_vcpu *vcpu, const struct sim_proc *next)
{
	struct sim_proc *expired = vcpu->expired;

	vcpu->expired = NULL;
	if (!expired || expired == next)
		return;
	expired->preemptions++;
	vcpu->preemptions++;
	vcpu->sim->preemptions++;
	sim_emit(vcpu->sim, SIM_EVENT_PREEMPT, 0, vcpu, expired, expired->cpu);
}

/**
 * sim_vcpu_dispatch - decide who runs
 * @vcpu: the vCPU. If something runs there, it goes on unless one that waits
 *        must run at once.
 */
void sim_vcpu_dispatch(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	bool switches;
	struct sim_proc *next;

	sim_vcpu_charge(vcpu);
	if (vcpu->curr) {
		if (!sim_vcpu_preempts(vcpu))
			return;
		sim_vcpu_requeue(vcpu, SIM_ENQUEUE_PREEMPTED);
		__clear_bit(vcpu->id, sim->resched);
	}
	if (!sim_vcpu_awaited(vcpu))
		return;

	sim->decisions++;
	next = sim->policy->pick(vcpu);
	count_preemption(vcpu, next);
	next->vcpu->nr_ready--;
	if (next->vcpu != vcpu)
		sim_shared_take(vcpu, next);
	vcpu->curr = next;
	next->waiting += sim->now - next->since;
	sim_set_state(sim, next, SCHEDSIM_STATE_RUNNING);

	switches = vcpu->last_serial && vcpu->last_serial != next->serial;
	vcpu->last_serial = next->serial;
	if (switches) {
		next->switches++;
		vcpu->switches++;
		sim->switches++;
		vcpu->exec_start = sim->now + sim->config.switch_cost_ns;
	} else {
		/* A switch to this very process may still be going on. */
		vcpu->exec_start = max(vcpu->exec_start, sim->now);
	}
	vcpu->slice_start = vcpu->exec_start;
	vcpu->slice = slice_of(vcpu, next);
	if (next->slice_used) {
		/* The slice that it used a part of may have been longer. */
		if (!sim->aligned)
			vcpu->slice_start -= min(next->slice_used,
						 vcpu->slice - 1);
		next->slice_used = 0;
	}
	vcpu->contended = true;		/* nothing has ended unseen */
	sim_emit(sim, SIM_EVENT_DISPATCH, switches, vcpu, next, next->cpu);
	queue_changed(sim);
	sim_vcpu_set_due(vcpu);
}

/**
 * sim_vcpu_do_yield - the running process's program yields
 * @vcpu: where it runs; charged up to now
 */
void sim_vcpu_do_yield(struct sim_vcpu *vcpu)
{
	struct sim_proc *proc = vcpu->curr;

	proc->yields++;
	vcpu->sim->yields++;
	sim_emit(vcpu->sim, SIM_EVENT_YIELD, 0, vcpu, proc, proc->cpu);
	sim_vcpu_requeue(vcpu, SIM_ENQUEUE_YIELDED);
}

/**
 * sim_vcpu_yield - the running process gives up the rest of its slice
 * @vcpu: where one runs
 */
void sim_vcpu_yield(struct sim_vcpu *vcpu)
{
	sim_vcpu_charge(vcpu);
	sim_vcpu_do_yield(vcpu);
	__set_bit(vcpu->id, vcpu->sim->forced);
}
