// SPDX-License-Identifier: GPL-2.0
/*
 * eevdf: earliest eligible virtual deadline first. Of those that have had no more than
 * their share, the process runs whose virtual deadline is first.
 *
 * I. Stoica and H. Abdel-Wahab, "Earliest Eligible Virtual Deadline First: A Flexible and
 * Accurate Mechanism for Proportional Share Resource Allocation", Old Dominion University,
 * TR-95-22, 1995; as kernel/sched/fair.c of Linux 6.12 has it.
 *
 * The vruntime v of a process grows by 1024 / weight for each ns that it runs. Virtual time
 * V is the average of v of all that wait or run, by weight. The lag of a process is
 * weight * (V - v): what it should have had, and has not. It is eligible if that is not
 * negative. A request is a slice long (the quantum, or its own: sim_custom_slice()). Its
 * virtual deadline is slice * 1024 / weight behind where it begins. A shorter slice has an
 * earlier deadline: lower latency, but no more CPU time.
 *
 * Who sleeps comes back with the lag that it left with (place_lag), which is no more
 * than two slices, or a tick, of CPU time. A new process comes with none, and a first
 * request of half the length. Who runs keeps the vCPU while it is eligible up to its
 * deadline (run_to_parity); a process that wakes up with a shorter slice ends that
 * protection (preempt_short), and so does the end of the request.
 *
 * Differences from Linux 6.12:
 *  - what ticks do there happens here at the very instant: requests end, and who is not
 *    protected any more makes room when it is not eligible any more. The latter only where
 *    a run queue has one vCPU;
 *  - a request begins where the one before has ended, by virtual time, as in the paper. So
 *    it does not matter who looked when;
 *  - vruntime is exact: there is no multiplication by an inverse of the weight;
 *  - a change of the quantum, or of a process's own slice, counts in the limit of lag and in
 *    comparisons of slices at once, in a deadline with the next request, unless the process
 *    is placed anew before;
 *  - dequeues are only delayed on demand (delay_dequeue), else as with NO_DELAY_DEQUEUE:
 *    negative lag is kept while a process sleeps. See eevdf_delay.c;
 *  - there are no buddies and no groups. Classes other than SCHED_IDLE count as
 *    SCHED_OTHER, but SCHED_BATCH preempts nobody;
 *  - when the weight changes, what is left of the request is scaled, not how far its deadline
 *    is from V: that is the same unless lag was cut. set_user_nice() takes the process out
 *    and places it again, which does not scale its request;
 *  - who is picked again after a break has no new protection;
 *  - a run queue may span several vCPUs. Then V is the average of all of it. If the first
 *    one may not run where somebody is needed, the one with the earliest deadline that may
 *    does, eligible or not: so all is O(log n) for any affinities. There nobody, not even
 *    who is not eligible, is preempted by one with a later deadline.
 */
#include "eevdf.h"

static const struct sim_param eevdf_params[] = {
	[EEVDF_RUN_TO_PARITY] = {
		.name = "run_to_parity", .kind = SCHEDSIM_PARAM_BOOL, .max = 1,
		.initial = 1,
	},
	[EEVDF_PLACE_LAG] = {
		.name = "place_lag", .kind = SCHEDSIM_PARAM_BOOL, .max = 1,
		.initial = 1,
	},
	[EEVDF_PREEMPT_SHORT] = {
		.name = "preempt_short", .kind = SCHEDSIM_PARAM_BOOL, .max = 1,
		.initial = 1,
	},
	[EEVDF_TICK] = {
		.name = "tick", .kind = SCHEDSIM_PARAM_TIME,
		.max = SCHEDSIM_MAX_QUANTUM_NS, .initial = 4000000,
	},
	[EEVDF_DELAY_DEQUEUE] = {
		.name = "delay_dequeue", .kind = SCHEDSIM_PARAM_BOOL, .max = 1,
	},
};

static const struct sim_value eevdf_values[] = {
	{ .name = "vruntime", .kind = SCHEDSIM_VALUE_SIGNED_TIME },
	{ .name = "deadline", .kind = SCHEDSIM_VALUE_SIGNED_TIME },
	{ .name = "lag", .kind = SCHEDSIM_VALUE_SIGNED_TIME },
	{ .name = "eligible" },
};

static bool normal(const struct sim_proc *proc)
{
	return proc->eff.sched_class != SCHEDSIM_CLASS_BATCH &&
	       !eevdf_is_idle(&proc->eff);
}

/* Must @curr, which runs, make room when it is not eligible any more? */
static bool must_leave(const struct sim_rq *rq, const struct sim_proc *curr)
{
	const struct eevdf_proc *c = eevdf_of(curr);

	return !c->protected && rq->nr_vcpus == 1 &&
	       rq->params[EEVDF_PREEMPT_SHORT] && c->vruntime < EEVDF_MAX;
}

/*
 * In how many ns must @curr, which runs or is about to, make room because it is neither
 * protected nor eligible: when has it more vruntime than the others have on average?
 */
static u64 leaves_in(const struct sim_rq *rq, const struct sim_proc *curr)
{
	const struct eevdf_rq *queue = sim_rq_data(rq);
	u32 weight = eevdf_weight(&curr->eff);
	struct eevdf_sum others = queue->sum;
	u64 average;

	if (!must_leave(rq, curr))
		return SIM_NEVER;
	eevdf_sum_sub(&others, eevdf_of(curr)->vruntime, weight);
	average = eevdf_average(&others, queue->load - weight);
	return eevdf_of(curr)->vruntime > average ? 0 : eevdf_time_until(curr, average + 1);
}

/* Set the timer to when @curr, if it @leaves, must make room, or the first delayed one goes. */
static void set_timer(struct sim_rq *rq, const struct sim_proc *curr, bool leaves)
{
	const struct eevdf_rq *queue = sim_rq_data(rq);
	u64 when = SIM_NEVER, left = SIM_NEVER;

	if (curr && queue->nr > 1) {
		if (leaves)
			left = leaves_in(rq, curr);
		if (queue->nr_delayed)
			left = min(left, eevdf_expires_in(queue, curr));
		if (left != SIM_NEVER)
			when = max(sim_now(rq), rq->vcpus[rq->first_vcpu].exec_start) + left;
	}
	if (when != rq->timer)
		sim_rq_set_timer(rq, when);
}

/* @curr runs, or is about to, or NULL. */
static void watch(struct sim_rq *rq, const struct sim_proc *curr)
{
	set_timer(rq, curr, true);
}

static void watch_first(struct sim_rq *rq)
{
	watch(rq, rq->vcpus[rq->first_vcpu].curr);
}

/* Does @proc, which waits from now on, end the protection of @curr, which runs? */
static bool ends_protection(const struct sim_rq *rq, const struct sim_proc *proc,
			    const struct sim_proc *curr, u64 now)
{
	const struct eevdf_proc *p = eevdf_of(proc), *c = eevdf_of(curr);

	if (eevdf_is_idle(&curr->eff) != eevdf_is_idle(&proc->eff))
		return eevdf_is_idle(&curr->eff);
	return rq->params[EEVDF_PREEMPT_SHORT] && normal(proc) &&
	       sim_custom_slice(rq, proc) < sim_custom_slice(rq, curr) &&
	       p->vruntime <= now &&
	       (p->deadline < c->deadline || c->vruntime > now);
}

/* The first half of check_preempt_wakeup_fair(). */
static void end_protections(struct sim_rq *rq, const struct sim_proc *proc)
{
	u64 now = eevdf_now(sim_rq_data(rq));
	const struct sim_vcpu *vcpu = NULL;

	while ((vcpu = sim_rq_next_vcpu(rq, vcpu)))
		if (vcpu->curr && ends_protection(rq, proc, vcpu->curr, now))
			eevdf_of(vcpu->curr)->protected = false;
	watch_first(rq);
}

static void eevdf_init(struct sim_rq *rq)
{
	struct eevdf_rq *queue = sim_rq_data(rq);

	queue->at = EEVDF_ZERO;
}

/* A process that does not run takes part when it is queued. */
static void eevdf_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	struct eevdf_proc *p = sim_proc_data(proc);

	if (proc->state != SCHEDSIM_STATE_RUNNING)
		return;
	eevdf_join(rq, proc, eevdf_vslice(rq, proc));
	p->protected = true;
}

static void eevdf_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_enqueue why)
{
	struct eevdf_rq *queue = sim_rq_data(rq);
	struct eevdf_proc *p = sim_proc_data(proc);

	p->ran = sim_enqueue_ran(why);
	if (unlikely(p->delayed))
		eevdf_requeue(queue, proc);
	if (!p->takes_part)
		eevdf_join(rq, proc, eevdf_request(rq, proc, why));
	/* Those who cannot have more of it take turns. */
	if (unlikely(p->vruntime == EEVDF_MAX))
		p->deadline = EEVDF_MAX;
	sim_tree_add_value(&queue->root, proc, p->deadline);
	if (p->ran)
		return;
	p->queued_at = sim_now(rq);
	end_protections(rq, proc);
}

/* Has it just run, and is picked again? Then set_next_entity() would not be called. */
static bool goes_on(const struct sim_rq *rq, const struct sim_proc *proc)
{
	const struct eevdf_rq *queue = sim_rq_data(rq);

	if (!eevdf_of(proc)->ran)
		return false;
	return rq->nr_vcpus > 1 ? proc->since == sim_now(rq) :
				  queue->last == proc->serial;
}

static void eevdf_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_dequeue why)
{
	struct eevdf_rq *queue = sim_rq_data(rq);
	struct eevdf_proc *p = sim_proc_data(proc);

	sim_tree_remove_value(&queue->root, proc);
	if (why == SIM_DEQUEUE_PICKED) {
		if (!goes_on(rq, proc))
			p->protected = true;
		queue->last = proc->serial;
		watch(rq, proc);
		return;
	}
	if (why == SIM_DEQUEUE_LEAVES)
		eevdf_leave(rq, proc);
	watch_first(rq);
}

/* As pick_eevdf(), but for who runs: that one waits, too, when a decision is taken. */
static struct sim_proc *eevdf_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	struct eevdf_rq *queue = sim_rq_data(rq);
	struct sim_proc *proc = sim_tree_first_value(queue->root, eevdf_now(queue));

	if (likely(proc && (!rq->by_vcpu || sim_allowed(proc, vcpu))))
		return proc;
	return sim_tree_first(queue->root, vcpu->id);
}

static u64 eevdf_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		       struct sim_proc *proc)
{
	const struct eevdf_proc *p = sim_proc_data(proc);

	if (unlikely(p->vruntime == EEVDF_MAX))
		return sim_custom_slice_left(rq, vcpu, proc);
	if (!vcpu->contended)
		eevdf_catch_up(rq, proc);
	return p->vruntime < p->deadline ? eevdf_time_until(proc, p->deadline) : 0;
}

static void eevdf_charge(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, u64 ran)
{
	eevdf_run(sim_rq_data(rq), proc, ran);
	if (!vcpu->contended)
		eevdf_catch_up(rq, proc);
}

static void eevdf_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			   struct sim_proc *proc, enum sim_stop why)
{
	if (why == SIM_STOP_YIELDED)
		eevdf_give_up(rq, proc);
	eevdf_renew(rq, proc);
	if (why == SIM_STOP_EXITED || why == SIM_STOP_MIGRATED ||
	    (why == SIM_STOP_BLOCKED && !eevdf_delay(rq, proc)))
		eevdf_leave(rq, proc);
	watch(rq, NULL);
}

/* Of two that run: the one that is not idle, is eligible, or has the earlier deadline. */
static bool comes_first(const struct sim_proc *a, const struct sim_proc *b, u64 now)
{
	bool ready = eevdf_of(a)->vruntime <= now;

	if (eevdf_is_idle(&a->eff) != eevdf_is_idle(&b->eff))
		return eevdf_is_idle(&b->eff);
	if (ready != (eevdf_of(b)->vruntime <= now))
		return ready;
	return eevdf_of(a)->deadline < eevdf_of(b)->deadline;
}

/*
 * As check_preempt_wakeup_fair(), if @first has just been queued; else it must if @curr has
 * neither protection nor a right to run.
 */
static bool eevdf_wakeup_preempt(const struct sim_rq *rq, const struct sim_proc *first,
				 const struct sim_proc *curr)
{
	const struct eevdf_proc *f = eevdf_of(first), *c = eevdf_of(curr);
	u64 now = eevdf_now(sim_rq_data(rq));
	bool woken = f->queued_at == sim_now(rq) && !f->ran;

	if (!sim_proc_ready(first))
		return comes_first(first, curr, now);
	/* Who has just been picked, maybe beside it, would be again, as long as it is eligible. */
	if (eevdf_is_idle(&curr->eff) && !eevdf_is_idle(&first->eff) && woken &&
	    curr->since != sim_now(rq))
		return true;
	/* If @curr waited, too, it would be picked again, by the second rule of eevdf_pick(). */
	if (f->vruntime > now || (rq->nr_vcpus > 1 && f->deadline > c->deadline))
		return false;
	if (c->vruntime > now && must_leave(rq, curr))
		return true;
	if (!woken || !normal(first) || eevdf_is_idle(&curr->eff))
		return false;
	if (c->vruntime > now)
		return true;
	return !(c->protected && rq->params[EEVDF_RUN_TO_PARITY]) &&
	       f->deadline < c->deadline + (curr->since != sim_now(rq));
}

static u64 eevdf_urgency(const struct sim_eff *eff)
{
	return eevdf_weight(eff);
}

static void eevdf_reweight(struct sim_rq *rq, struct sim_proc *proc,
			   const struct sim_eff *from)
{
	u32 weight = eevdf_weight(from);

	if (weight == eevdf_weight(&proc->eff))
		return;
	eevdf_change_weight(rq, proc, weight);
	watch_first(rq);
}

/* Who is delayed keeps its lag if it wakes up elsewhere. */
static void eevdf_migrate(struct sim_rq *from, struct sim_rq *to, struct sim_proc *proc)
{
	if (eevdf_take_along(from, proc))
		watch_first(from);
}

/*
 * The time of set_timer() has come; it may have been too early. If @curr must make room, the
 * engine finds out now, or as soon as there is somebody who may run instead.
 */
static void eevdf_timer(struct sim_rq *rq)
{
	const struct sim_proc *curr = rq->vcpus[rq->first_vcpu].curr;
	struct eevdf_rq *queue = sim_rq_data(rq);

	eevdf_expire(queue);
	if (curr)
		set_timer(rq, curr, eevdf_eligible(queue, curr));
}

static bool eevdf_admit(const struct schedsim_attr *attr, const char **reason)
{
	if (!attr->group)
		return true;
	*reason = "eevdf has no groups";
	return false;
}

static void eevdf_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	const struct eevdf_proc *p = sim_proc_data(proc);

	values[0] = p->vruntime - EEVDF_ZERO;
	values[1] = p->deadline - EEVDF_ZERO;
	values[2] = eevdf_service_lag(rq, proc);
	values[3] = (s64)values[2] >= 0;
}

const struct sim_policy sim_policy_eevdf = {
	.name		= "eevdf",
	.summary	= "the earliest virtual deadline among those whose lag is not negative",
	.params		= eevdf_params,
	.values		= eevdf_values,
	.nr_params	= ARRAY_SIZE(eevdf_params),
	.nr_values	= ARRAY_SIZE(eevdf_values),
	.proc_size	= sizeof(struct eevdf_proc),
	.rq_size	= sizeof(struct eevdf_rq),
	.init		= eevdf_init,
	.enable		= eevdf_enable,
	.enqueue	= eevdf_enqueue,
	.dequeue	= eevdf_dequeue,
	.pick		= eevdf_pick,
	.slice		= eevdf_slice,
	.charge		= eevdf_charge,
	.stopping	= eevdf_stopping,
	.wakeup_preempt	= eevdf_wakeup_preempt,
	.urgency	= eevdf_urgency,
	.reweight	= eevdf_reweight,
	.migrate	= eevdf_migrate,
	.timer		= eevdf_timer,
	.admit		= eevdf_admit,
	.report		= eevdf_report,
};
