// SPDX-License-Identifier: GPL-2.0
/*
 * linux: the scheduling classes of Linux, in two layers (sched(7)).
 *
 *  1. SCHED_FIFO and SCHED_RR run by priority.
 *  2. SCHED_OTHER, SCHED_BATCH and SCHED_IDLE share what is left, fairly by
 *     weight; see vruntime.h. The weight is that of nice, or 3 for SCHED_IDLE.
 *
 * A process of the first layer preempts those of the second at once, and those
 * of lower priority. All processes but those of SCHED_FIFO have slices of a
 * quantum. SCHED_DEADLINE would be a layer above these. There is none yet, and
 * its processes are not admitted.
 *
 * When the first layer has used up its runtime of a period, it comes after the
 * second one for the rest of it; see throttle.h. It does not while any of its
 * processes there has inherited its priority: others wait for that one. So says
 * rt_rq_throttled() in kernel/sched/rt.c of Linux 6.1 (rt_nr_boosted). A ceiling
 * does not count, as it does not in Linux, where it is the process's own priority.
 */
#include "throttle.h"

#define IDLE_WEIGHT	3	/* the kernel's WEIGHT_IDLEPRIO */

static const struct sim_param linux_params[] = {
	VRUNTIME_PARAMS,
	THROTTLE_PARAMS,
};

/**
 * struct linux_rq - what the policy keeps in a run queue
 * @fair: of the second layer, which uses the sorted queue (sim_sorted_add())
 * @rt: the queue of the first layer
 * @throttle: how much the first layer has run
 * @nr_boosted: processes of the first layer that run or wait here, and have inherited
 *              their priority
 * @throttled: was the first layer throttled when vCPUs last looked?
 */
struct linux_rq {
	struct vruntime_rq fair;
	struct sim_levels rt;
	struct throttle throttle;
	u32 nr_boosted;
	bool throttled;
};

static const struct sim_value linux_values[] = {
	{ .name = "vruntime", .kind = SCHEDSIM_VALUE_SIGNED_TIME },
};

static bool is_fair(const struct sim_eff *eff)
{
	return eff->sched_class != SCHEDSIM_CLASS_FIFO &&
	       eff->sched_class != SCHEDSIM_CLASS_RR;
}

static u32 weight_of(const struct sim_eff *eff)
{
	return eff->sched_class == SCHEDSIM_CLASS_IDLE ? IDLE_WEIGHT :
							 sim_weight(eff->nice);
}

static void raise_floor(struct sim_rq *rq, const struct sim_proc *proc,
			bool picked)
{
	struct linux_rq *queues = sim_rq_data(rq);

	vruntime_raise_floor(rq, &queues->fair, proc, picked, is_fair);
}

static bool is_spent(const struct sim_rq *rq)
{
	const struct linux_rq *queues = sim_rq_data(rq);

	return throttle_spent(rq, &queues->throttle);
}

static bool is_throttled(const struct sim_rq *rq)
{
	const struct linux_rq *queues = sim_rq_data(rq);

	return is_spent(rq) && !queues->nr_boosted;
}

/*
 * Which of two processes comes first? Greater than 0: @a; less: @b; 0: neither,
 * as far as this goes.
 */
static int compare(const struct sim_rq *rq, const struct sim_proc *a,
		   const struct sim_proc *b)
{
	if (is_fair(&a->eff))
		return is_fair(&b->eff) ? 0 : is_throttled(rq) ? 1 : -1;
	if (is_fair(&b->eff))
		return is_throttled(rq) ? -1 : 1;
	return a->eff.priority - b->eff.priority;
}

/* Not part of set_timer(): the second layer alone never needs it. */
static noinline void set_timer_to_spent(struct sim_rq *rq, u32 nr_rt)
{
	const struct linux_rq *queues = sim_rq_data(rq);

	throttle_set_timer(rq, &queues->throttle, nr_rt);
}

/*
 * Let the timer fire when the layers may change places. To be called when a
 * process was queued or begins to run. @nr_rt processes of the first layer are
 * about to run. Where vCPUs may pull, those of the second may wait elsewhere.
 */
static void set_timer(struct sim_rq *rq, u32 nr_rt)
{
	const struct linux_rq *queues = sim_rq_data(rq);
	const struct sim_vcpu *vcpu = &rq->vcpus[rq->first_vcpu];

	if (unlikely(is_spent(rq))) {
		/* All vCPUs look at once if the layers have changed places. */
		sim_rq_set_timer(rq, is_throttled(rq) != queues->throttled ?
				     sim_now(rq) : queues->throttle.end);
		return;
	}
	do {
		nr_rt += vcpu->curr && !is_fair(&vcpu->curr->eff);
	} while (unlikely(rq->nr_vcpus > 1) &&
		 (vcpu = sim_rq_next_vcpu(rq, vcpu)));
	if (unlikely(nr_rt) && (rq->by_vcpu || vruntime_waits(rq, &queues->fair)))
		set_timer_to_spent(rq, nr_rt);
}

/* @proc runs or waits here from now on, or, if not @here, does not any more. */
static inline void count_boosted(struct sim_rq *rq, struct sim_proc *proc, bool here)
{
	struct linux_rq *queues = sim_rq_data(rq);
	struct vruntime_proc *p = vruntime_of(proc);
	bool boosted = here && proc->eff.inherited && !is_fair(&proc->eff);

	if (likely(boosted == p->boosted))
		return;
	p->boosted = boosted;
	queues->nr_boosted += boosted ? 1 : -1;
	if (is_spent(rq))
		set_timer(rq, 0);
}

static void linux_init(struct sim_rq *rq)
{
	struct linux_rq *queues = sim_rq_data(rq);

	vruntime_init(rq, &queues->fair);
}

static void linux_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	struct linux_rq *queues = sim_rq_data(rq);

	vruntime_enable(&queues->fair, proc);
	if (proc->state == SCHEDSIM_STATE_RUNNING) {
		count_boosted(rq, proc, true);
		set_timer(rq, 0);
	}
}

static u32 level_of(const struct sim_proc *proc)
{
	return SCHEDSIM_MAX_PRIORITY - proc->eff.priority;
}

static void linux_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_enqueue why)
{
	struct linux_rq *queues = sim_rq_data(rq);

	if (is_fair(&proc->eff)) {
		vruntime_enqueue(rq, &queues->fair, proc, why);
		raise_floor(rq, proc, false);
	} else {
		sim_levels_add(rq, &queues->rt, proc, level_of(proc),
			       sim_enqueue_first(why));
		count_boosted(rq, proc, true);
	}
	set_timer(rq, 0);
}

static void linux_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_dequeue why)
{
	struct linux_rq *queues = sim_rq_data(rq);

	if (is_fair(&proc->eff)) {
		vruntime_dequeue(rq, &queues->fair, proc);
		if (why == SIM_DEQUEUE_PICKED)
			raise_floor(rq, proc, true);
		if (rq->by_vcpu)
			set_timer(rq, 0);
	} else {
		sim_levels_remove(rq, &queues->rt, proc, level_of(proc));
		if (why == SIM_DEQUEUE_PICKED)
			set_timer(rq, 1);
		else
			count_boosted(rq, proc, false);
	}
	if (!rq->nr_waiting && !rq->by_vcpu)
		sim_rq_set_timer(rq, SIM_NEVER);
}

static struct sim_proc *linux_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	const struct linux_rq *queues = sim_rq_data(rq);
	struct sim_proc *rt = sim_levels_first(rq, &queues->rt, vcpu);

	if (rt && !is_throttled(rq))
		return rt;
	return vruntime_first(rq, &queues->fair, vcpu) ?: rt;
}

static u64 linux_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		       struct sim_proc *proc)
{
	if (is_fair(&proc->eff))
		return sim_custom_slice_left(rq, vcpu, proc);
	return proc->eff.sched_class == SCHEDSIM_CLASS_FIFO ?
	       SIM_NO_SLICE : sim_quantum_left(rq, vcpu, proc);
}

static void linux_charge(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, u64 ran)
{
	struct linux_rq *queues = sim_rq_data(rq);

	if (!is_fair(&proc->eff)) {
		throttle_charge(rq, &queues->throttle, ran);
		return;
	}
	vruntime_charge(rq, &queues->fair, proc, ran, weight_of(&proc->eff),
			is_fair);
}

static void linux_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			   struct sim_proc *proc, enum sim_stop why)
{
	count_boosted(rq, proc, false);
}

/* Between run queues only classes and real-time priorities count. */
static bool linux_before(const struct sim_rq *rq, const struct sim_proc *a,
			 const struct sim_proc *b)
{
	return compare(rq, a, b) > 0;
}

static bool linux_wakeup_preempt(const struct sim_rq *rq,
				 const struct sim_proc *first,
				 const struct sim_proc *curr)
{
	const struct linux_rq *queues = sim_rq_data(rq);

	if (is_fair(&first->eff) && is_fair(&curr->eff))
		return vruntime_preempts(rq, &queues->fair, first, curr,
					 weight_of(&first->eff));
	return compare(rq, first, curr) > 0;
}

static bool linux_contended(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	const struct sim_proc *first = linux_pick(rq, vcpu);

	return first && compare(rq, first, vcpu->curr) >= 0;
}

/* The layers may have changed places: the engine looks who must run. */
static void linux_timer(struct sim_rq *rq)
{
	struct linux_rq *queues = sim_rq_data(rq);

	queues->throttled = is_throttled(rq);
	set_timer(rq, 0);
}

/* By class, then priority or nice; SCHED_IDLE is last. */
static u64 linux_urgency(const struct sim_eff *eff)
{
	if (!is_fair(eff))
		return (2 << 8) + eff->priority;
	if (eff->sched_class == SCHEDSIM_CLASS_IDLE)
		return 0;
	return (1 << 8) + SCHEDSIM_MAX_NICE - eff->nice;
}

/*
 * In both layers: a real-time process may become a fair one again. It has not
 * fallen behind meanwhile.
 */
static void linux_reweight(struct sim_rq *rq, struct sim_proc *proc,
			   const struct sim_eff *from)
{
	struct linux_rq *queues = sim_rq_data(rq);

	vruntime_reweight(rq, &queues->fair, proc, from->group,
			  weight_of(from), weight_of(&proc->eff),
			  is_fair(&proc->eff));
	if (!is_fair(from) && is_fair(&proc->eff))
		vruntime_join(rq, &queues->fair, proc);
	/* Unless it is on its way to another place. */
	if (proc->state == SCHEDSIM_STATE_RUNNING || proc->queued ||
	    (sim_proc_ready(proc) && !list_empty(&proc->node)))
		count_boosted(rq, proc, true);
	if (proc->state == SCHEDSIM_STATE_RUNNING)
		set_timer(rq, 0);
}

/* In both layers, likewise. */
static void linux_migrate(struct sim_rq *from, struct sim_rq *to,
			  struct sim_proc *proc)
{
	const struct linux_rq *here = sim_rq_data(from);
	struct linux_rq *there = sim_rq_data(to);

	vruntime_migrate(&here->fair, to, &there->fair, proc);
}

static bool linux_admit(const struct schedsim_attr *attr, const char **reason)
{
	if (attr->sched_class != SCHEDSIM_CLASS_DEADLINE)
		return true;
	*reason = "linux has no SCHED_DEADLINE yet";
	return false;
}

static void linux_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	values[0] = vruntime_report(rq, proc);
}

const struct sim_policy sim_policy_linux = {
	.name		= "linux",
	.summary	= "SCHED_FIFO and RR over OTHER, BATCH and IDLE",
	.params		= linux_params,
	.values		= linux_values,
	.nr_params	= ARRAY_SIZE(linux_params),
	.nr_values	= ARRAY_SIZE(linux_values),
	.proc_size	= sizeof(struct vruntime_proc),
	.rq_size	= sizeof(struct linux_rq),
	.init		= linux_init,
	.enable		= linux_enable,
	.enqueue	= linux_enqueue,
	.dequeue	= linux_dequeue,
	.pick		= linux_pick,
	.slice		= linux_slice,
	.charge		= linux_charge,
	.stopping	= linux_stopping,
	.wakeup_preempt	= linux_wakeup_preempt,
	.before		= linux_before,
	.contended	= linux_contended,
	.urgency	= linux_urgency,
	.reweight	= linux_reweight,
	.migrate	= linux_migrate,
	.timer		= linux_timer,
	.admit		= linux_admit,
	.report		= linux_report,
};
