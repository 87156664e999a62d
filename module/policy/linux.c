// SPDX-License-Identifier: GPL-2.0
/*
 * linux: the scheduling classes of Linux, in three layers (sched(7)).
 *
 *  1. SCHED_DEADLINE runs by the deadlines of its servers, and is throttled when their
 *     budgets are used up; see linux_deadline.h.
 *  2. SCHED_FIFO and SCHED_RR, real time, run by priority.
 *  3. SCHED_OTHER, SCHED_BATCH and SCHED_IDLE share what is left, fairly by
 *     weight; see vruntime.h. The weight is that of nice, or 3 for SCHED_IDLE.
 *
 * A process preempts at once those of the layers below, and those of its own, above the
 * fair one, that have later deadlines or lower priorities. Processes of SCHED_RR and of
 * the fair layer have slices of a quantum.
 *
 * As in Linux, processes of SCHED_DEADLINE reserve no more than rt_runtime in each
 * rt_period of each vCPU, wherever they may run (sched_dl_global_validate(), dl_overflow()
 * in kernel/sched), unless admission=0.
 *
 * When real time has used up its runtime of a period, it comes after the
 * fair layer for the rest of it; see throttle.h. It does not while any of its
 * processes there has inherited its priority: others wait for that one. So says
 * rt_rq_throttled() in kernel/sched/rt.c of Linux 6.1 (rt_nr_boosted). A ceiling
 * does not count, as it does not in Linux, where it is the process's own priority.
 */
#include "linux_deadline.h"
#include "throttle.h"

#define IDLE_WEIGHT	3	/* the kernel's WEIGHT_IDLEPRIO */

enum {
	LINUX_ADMISSION = THROTTLE_NR_PARAMS,
	LINUX_RECLAIM,
};

static const struct sim_param linux_params[] = {
	VRUNTIME_PARAMS,
	THROTTLE_PARAMS,
	[LINUX_ADMISSION] = {
		.name = "admission", .kind = SCHEDSIM_PARAM_BOOL, .max = 1, .initial = 1,
	},
	[LINUX_RECLAIM] = { .name = "reclaim", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
};

/**
 * struct linux_rq - what the policy keeps in a run queue
 * @fair: of the fair layer, which uses the sorted queue (sim_sorted_add())
 * @rt: the queue of real time
 * @deadline: of SCHED_DEADLINE
 * @throttle: how much real time has run
 * @nr_boosted: real-time processes that run or wait here, and have inherited their
 *              priority
 * @throttled: was real time throttled when vCPUs last looked?
 */
struct linux_rq {
	struct vruntime_rq fair;
	struct sim_levels rt;
	struct deadline_rq deadline;
	struct throttle throttle;
	u32 nr_boosted;
	bool throttled;
};

static const struct sim_value linux_values[] = {
	{ .name = "vruntime", .kind = SCHEDSIM_VALUE_SIGNED_TIME },
	{ .name = "deadline", .kind = SCHEDSIM_VALUE_TIME },
	{ .name = "budget", .kind = SCHEDSIM_VALUE_TIME },
	{ .name = "throttles", .kind = SCHEDSIM_VALUE_NUMBER },
	{ .name = "throttled", .kind = SCHEDSIM_VALUE_NUMBER },
};

static bool is_real_time(const struct sim_eff *eff)
{
	return eff->sched_class == SCHEDSIM_CLASS_FIFO ||
	       eff->sched_class == SCHEDSIM_CLASS_RR;
}

static bool is_fair(const struct sim_eff *eff)
{
	return !is_real_time(eff) && !linux_is_deadline(eff);
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
	if (linux_is_deadline(&a->eff) || linux_is_deadline(&b->eff))
		return linux_deadline_compare(a, b);
	if (is_fair(&a->eff))
		return is_fair(&b->eff) ? 0 : is_throttled(rq) ? 1 : -1;
	if (is_fair(&b->eff))
		return is_throttled(rq) ? -1 : 1;
	return a->eff.priority - b->eff.priority;
}

/* Nor is it set for later than the end of somebody's being throttled. */
static void arm(struct sim_rq *rq, u64 when)
{
	const struct linux_rq *queues = sim_rq_data(rq);

	sim_rq_set_timer(rq, min(when, linux_deadline_next(rq, &queues->deadline)));
}

/* Not part of set_timer(): the fair layer alone never needs it. */
static noinline void set_timer_to_spent(struct sim_rq *rq, u32 nr_rt)
{
	const struct linux_rq *queues = sim_rq_data(rq);

	arm(rq, throttle_next(rq, &queues->throttle, nr_rt));
}

/*
 * Let the timer fire when real time and the fair layer may change places. To be called
 * when a process was queued or begins to run. @nr_rt real-time processes are about to
 * run. Where vCPUs may pull, those of the fair layer may wait elsewhere.
 */
static void set_timer(struct sim_rq *rq, u32 nr_rt)
{
	const struct linux_rq *queues = sim_rq_data(rq);
	const struct sim_vcpu *vcpu = &rq->vcpus[rq->first_vcpu];

	if (unlikely(is_spent(rq))) {
		/* All vCPUs look at once if the layers have changed places. */
		arm(rq, is_throttled(rq) != queues->throttled ? sim_now(rq) :
								queues->throttle.end);
		return;
	}
	do {
		nr_rt += vcpu->curr && is_real_time(&vcpu->curr->eff);
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
	bool boosted = here && proc->eff.inherited && is_real_time(&proc->eff);

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
	queues->deadline.replenish = SIM_NEVER;
	grub_init(rq, &queues->deadline.grub, rq->params[LINUX_RECLAIM] ?
		  throttle_share(rq->params) : 0);
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

	if (linux_is_deadline(&proc->eff)) {
		linux_deadline_enqueue(rq, &queues->deadline, proc, why);
		return;
	}
	grub_leave(rq, &queues->deadline.grub, linux_server(proc));
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

	if (unlikely(why == SIM_DEQUEUE_LEAVES))
		grub_rest(rq, &queues->deadline.grub, linux_server(proc));
	if (linux_is_deadline(&proc->eff)) {
		linux_deadline_dequeue(rq, &queues->deadline, proc);
	} else if (is_fair(&proc->eff)) {
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
		arm(rq, SIM_NEVER);
}

static struct sim_proc *linux_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	const struct linux_rq *queues = sim_rq_data(rq);
	struct sim_proc *rt;

	if (unlikely(queues->deadline.root)) {
		struct sim_proc *first = sim_tree_first(queues->deadline.root, vcpu->id);

		if (first)
			return first;
	}
	rt = sim_levels_first(rq, &queues->rt, vcpu);
	if (rt && !is_throttled(rq))
		return rt;
	return vruntime_first(rq, &queues->fair, vcpu) ?: rt;
}

static u64 linux_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		       struct sim_proc *proc)
{
	struct linux_rq *queues = sim_rq_data(rq);

	if (linux_is_deadline(&proc->eff))
		return linux_deadline_slice(rq, &queues->deadline, proc);
	grub_leave(rq, &queues->deadline.grub, linux_server(proc));
	if (is_fair(&proc->eff))
		return sim_custom_slice_left(rq, vcpu, proc);
	return proc->eff.sched_class == SCHEDSIM_CLASS_FIFO ?
	       SIM_NO_SLICE : sim_quantum_left(rq, vcpu, proc);
}

static void linux_charge(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, u64 ran)
{
	struct linux_rq *queues = sim_rq_data(rq);

	if (linux_is_deadline(&proc->eff)) {
		grub_charge(&queues->deadline.grub, linux_server(proc), ran);
		return;
	}
	if (is_real_time(&proc->eff)) {
		throttle_charge(rq, &queues->throttle, ran);
		return;
	}
	vruntime_charge(rq, &queues->fair, proc, ran, weight_of(&proc->eff),
			is_fair);
}

static void linux_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			   struct sim_proc *proc, enum sim_stop why)
{
	struct linux_rq *queues = sim_rq_data(rq);

	if (unlikely(linux_server(proc)->level) &&
	    (why == SIM_STOP_BLOCKED || why == SIM_STOP_EXITED))
		grub_rest(rq, &queues->deadline.grub, linux_server(proc));
	count_boosted(rq, proc, false);
}

/* Between run queues only classes, deadlines and real-time priorities count. */
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
	const struct sim_proc *first;

	/* Budgets are used up, whoever waits. */
	if (linux_is_deadline(&vcpu->curr->eff))
		return true;
	first = linux_pick(rq, vcpu);
	return first && compare(rq, first, vcpu->curr) >= 0;
}

/* Layers may have changed places: the engine looks who must run. Who is throttled may not be. */
static void linux_timer(struct sim_rq *rq)
{
	struct linux_rq *queues = sim_rq_data(rq);

	linux_deadline_timer(rq, &queues->deadline);
	queues->throttled = is_throttled(rq);
	set_timer(rq, 0);
}

/* By class, then priority or nice; SCHED_IDLE is last. */
static u64 linux_urgency(const struct sim_eff *eff)
{
	if (linux_is_deadline(eff))
		return 3 << 8;
	if (is_real_time(eff))
		return (2 << 8) + eff->priority;
	if (eff->sched_class == SCHEDSIM_CLASS_IDLE)
		return 0;
	return (1 << 8) + SCHEDSIM_MAX_NICE - eff->nice;
}

/*
 * In all layers: a process of another one may become a fair one again. It has not
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

/* In all layers, likewise. */
static void linux_migrate(struct sim_rq *from, struct sim_rq *to,
			  struct sim_proc *proc)
{
	struct linux_rq *here = sim_rq_data(from);
	struct linux_rq *there = sim_rq_data(to);

	grub_forget(from, &here->deadline.grub, linux_server(proc));
	vruntime_migrate(&here->fair, to, &there->fair, proc);
}

static u64 linux_bandwidth(const u64 *params, u32 nr_vcpus)
{
	return params[LINUX_ADMISSION] ? throttle_bandwidth(params, nr_vcpus) : U64_MAX;
}

static void linux_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	values[0] = vruntime_report(rq, proc);
	linux_deadline_report(proc, values + 1);
}

const struct sim_policy sim_policy_linux = {
	.name		= "linux",
	.summary	= "SCHED_DEADLINE, FIFO, RR over OTHER, BATCH and IDLE",
	.params		= linux_params,
	.values		= linux_values,
	.nr_params	= ARRAY_SIZE(linux_params),
	.nr_values	= ARRAY_SIZE(linux_values),
	.by_servers	= true,
	.proc_size	= sizeof(struct linux_proc),
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
	.admit		= server_admit,
	.bandwidth	= linux_bandwidth,
	.report		= linux_report,
};
