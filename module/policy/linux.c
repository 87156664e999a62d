// SPDX-License-Identifier: GPL-2.0
/*
 * linux: the scheduling classes of Linux, in three layers (sched(7)).
 *
 *  1. SCHED_FIFO and SCHED_RR run by priority.
 *  2. SCHED_OTHER and SCHED_BATCH share what is left, fairly by nice.
 *  3. SCHED_IDLE processes take turns when nothing else is ready.
 *
 * A process preempts those of lower layers at once, and in the first layer
 * those of lower priority. All processes but those of SCHED_FIFO have slices of
 * a quantum. SCHED_DEADLINE would be a layer above these. There is none yet,
 * and its processes are not admitted.
 */
#include "vruntime.h"

/* A process preempts those of lower rank at once. */
enum {
	RANK_IDLE,
	RANK_FAIR,
	RANK_RT,	/* plus the priority */
};

/**
 * struct linux_rq - what the policy keeps in a run queue
 * @rt: the queue of SCHED_FIFO and SCHED_RR
 * @idle: the queue of SCHED_IDLE
 * @floor: the floor of vruntime
 *
 * SCHED_OTHER and SCHED_BATCH use the sorted queue (sim_sorted_add()).
 */
struct linux_rq {
	struct sim_levels rt;
	struct sim_fifo idle;
	u64 floor;
};

static const struct sim_value linux_values[] = {
	{ .name = "vruntime", .kind = SCHEDSIM_VALUE_TIME },
};

static u32 rank_of(const struct sim_eff *eff)
{
	switch (eff->sched_class) {
	case SCHEDSIM_CLASS_FIFO:
	case SCHEDSIM_CLASS_RR:
		return RANK_RT + eff->priority;
	case SCHEDSIM_CLASS_IDLE:
		return RANK_IDLE;
	}
	return RANK_FAIR;
}

static bool is_fair(const struct sim_eff *eff)
{
	return rank_of(eff) == RANK_FAIR;
}

static void raise_floor(struct sim_rq *rq, const struct sim_proc *also)
{
	struct linux_rq *queues = sim_rq_data(rq);

	vruntime_raise_floor(rq, &queues->floor, also, is_fair);
}

static void linux_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	const struct linux_rq *queues = sim_rq_data(rq);

	vruntime_of(proc)->vruntime = queues->floor;
}

/* A process may be behind the floor after sleep, or after another class. */
static void enqueue_fair(struct sim_rq *rq, struct sim_proc *proc)
{
	const struct linux_rq *queues = sim_rq_data(rq);
	struct vruntime_proc *p = vruntime_of(proc);

	p->vruntime = max(p->vruntime, queues->floor);
	sim_sorted_add(rq, proc, p->vruntime);
	raise_floor(rq, NULL);
}

static u32 level_of(const struct sim_proc *proc)
{
	return SCHEDSIM_MAX_PRIORITY - proc->eff.priority;
}

static void linux_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_enqueue why)
{
	struct linux_rq *queues = sim_rq_data(rq);
	bool first = sim_enqueue_first(why);

	switch (rank_of(&proc->eff)) {
	case RANK_IDLE:
		sim_fifo_add(rq, &queues->idle, proc, first);
		break;
	case RANK_FAIR:
		enqueue_fair(rq, proc);
		break;
	default:
		sim_levels_add(rq, &queues->rt, proc, level_of(proc), first);
	}
}

static void linux_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_dequeue why)
{
	struct linux_rq *queues = sim_rq_data(rq);

	switch (rank_of(&proc->eff)) {
	case RANK_IDLE:
		sim_fifo_remove(rq, &queues->idle, proc);
		break;
	case RANK_FAIR:
		sim_sorted_remove(rq, proc);
		if (why == SIM_DEQUEUE_PICKED)
			raise_floor(rq, proc);
		break;
	default:
		sim_levels_remove(rq, &queues->rt, proc, level_of(proc));
	}
}

static struct sim_proc *linux_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	const struct linux_rq *queues = sim_rq_data(rq);

	return sim_levels_first(rq, &queues->rt, vcpu) ?:
	       sim_sorted_first(rq, vcpu) ?:
	       sim_fifo_first(rq, &queues->idle, vcpu);
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
	if (!is_fair(&proc->eff))
		return;
	vruntime_charge(proc, ran);
	raise_floor(rq, NULL);
}

static bool linux_wakeup_preempt(const struct sim_rq *rq,
				 const struct sim_proc *first,
				 const struct sim_proc *curr)
{
	return rank_of(&first->eff) > rank_of(&curr->eff);
}

static bool linux_contended(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	const struct sim_proc *first = linux_pick(rq, vcpu);

	return first && rank_of(&first->eff) >= rank_of(&vcpu->curr->eff);
}

static u64 linux_urgency(const struct sim_eff *eff)
{
	u32 rank = rank_of(eff);

	if (rank == RANK_FAIR)
		return (RANK_FAIR << 8) + SCHEDSIM_MAX_NICE - eff->nice;
	return rank < RANK_RT ? rank : (RANK_RT << 8) + eff->priority;
}

/* In all classes: a real-time process may become a fair one again. */
static void linux_reweight(struct sim_rq *rq, struct sim_proc *proc,
			   const struct sim_eff *from)
{
	const struct linux_rq *queues = sim_rq_data(rq);

	vruntime_reweight(queues->floor, proc, from);
}

/* In all classes, likewise. */
static void linux_migrate(struct sim_rq *from, struct sim_rq *to,
			  struct sim_proc *proc)
{
	const struct linux_rq *here = sim_rq_data(from);
	const struct linux_rq *there = sim_rq_data(to);

	vruntime_migrate(here->floor, there->floor, proc);
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
	values[0] = vruntime_of(proc)->vruntime;
}

const struct sim_policy sim_policy_linux = {
	.name		= "linux",
	.summary	= "SCHED_FIFO and RR over OTHER and BATCH over IDLE",
	.values		= linux_values,
	.nr_values	= ARRAY_SIZE(linux_values),
	.proc_size	= sizeof(struct vruntime_proc),
	.rq_size	= sizeof(struct linux_rq),
	.enable		= linux_enable,
	.enqueue	= linux_enqueue,
	.dequeue	= linux_dequeue,
	.pick		= linux_pick,
	.slice		= linux_slice,
	.charge		= linux_charge,
	.wakeup_preempt	= linux_wakeup_preempt,
	.contended	= linux_contended,
	.urgency	= linux_urgency,
	.reweight	= linux_reweight,
	.migrate	= linux_migrate,
	.admit		= linux_admit,
	.report		= linux_report,
};
