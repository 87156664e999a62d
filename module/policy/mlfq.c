// SPDX-License-Identifier: GPL-2.0
/*
 * mlfq: a multi-level feedback queue, by the rules of R. and A. Arpaci-Dusseau,
 * "Operating Systems: Three Easy Pieces", chapter 8, and their mlfq.py as it is
 * since September 2023:
 *
 *  1. The topmost queue that is not empty runs; it preempts lower ones at once.
 *  2. The processes of one queue take turns, by the queue's quantum.
 *  3. A process begins in the topmost queue.
 *  4. A process that has used up its allotment of slices in a queue goes down one
 *     queue. It may have given up the vCPU meanwhile: a slice that it used in part
 *     stays used in part. With "stay", a process that gives up the vCPU gets a new
 *     slice and a new allotment. With "bump", a process that wakes up goes to the
 *     front of its queue and preempts a running process of the same queue.
 *  5. At each multiple of the boost interval all processes go to the topmost queue,
 *     those of the lowest queue first. Each gets a new slice and a new allotment
 *     there. A running process goes on.
 *
 * While a process runs alone, the policy does not notice when its slices end and
 * when boosts come. It does not touch sleeping processes at a boost either. Both
 * catch up when the policy next looks at them.
 */
#include "policies.h"

#define MAX_QUEUES	8

/* Parameters. */
enum {
	QUEUES,
	BOOST,
	STAY,
	BUMP,
	QUANTUM,			/* of the topmost queue, then of others */
	ALLOTMENT = QUANTUM + MAX_QUEUES,
	NR_PARAMS = ALLOTMENT + MAX_QUEUES,
};

#define QUANTUM_PARAM(n) {						\
		.name = "quantum" #n, .kind = SCHEDSIM_PARAM_SLICE,	\
		.max = SCHEDSIM_MAX_QUANTUM_NS,				\
	}
#define ALLOTMENT_PARAM(n) {						\
		.name = "allotment" #n, .min = 1, .max = 1000000, .initial = 1, \
	}

static const struct sim_param mlfq_params[NR_PARAMS] = {
	[QUEUES] = { .name = "queues", .min = 1, .max = MAX_QUEUES, .initial = 3 },
	[BOOST] = {
		.name = "boost", .kind = SCHEDSIM_PARAM_SLICE,
		.max = SCHEDSIM_MAX_TIME_NS,
	},
	[STAY] = { .name = "stay", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
	[BUMP] = { .name = "bump", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
	/* A quantum of 0 is the simulation's. */
	[QUANTUM] =
	QUANTUM_PARAM(1), QUANTUM_PARAM(2), QUANTUM_PARAM(3), QUANTUM_PARAM(4),
	QUANTUM_PARAM(5), QUANTUM_PARAM(6), QUANTUM_PARAM(7), QUANTUM_PARAM(8),
	[ALLOTMENT] =
	ALLOTMENT_PARAM(1), ALLOTMENT_PARAM(2), ALLOTMENT_PARAM(3),
	ALLOTMENT_PARAM(4), ALLOTMENT_PARAM(5), ALLOTMENT_PARAM(6),
	ALLOTMENT_PARAM(7), ALLOTMENT_PARAM(8),
};

static const struct sim_value mlfq_values[] = {
	{ .name = "level" },
	{ .name = "allotment" },
	{ .name = "used", .kind = SCHEDSIM_VALUE_TIME },
};

/**
 * struct mlfq_rq - what the policy keeps in a run queue
 * @boosted: time of the last boost
 * @turns: number of bumps and picks so far; each of them is a turn
 * @picked: turn of the last pick
 * @voided: turn of the last boost; a process that was bumped earlier preempts
 *          nobody
 * @bumped: the processes that were bumped since the last pick, by level
 * @queues: all other processes, by level; they come after those in @bumped
 */
struct mlfq_rq {
	u64 boosted;
	u64 turns;
	u64 picked;
	u64 voided;
	struct sim_fifo bumped[MAX_QUEUES];
	struct sim_fifo queues[MAX_QUEUES];
};

/**
 * struct mlfq_proc - what the policy keeps in a process
 * @level: number of its queue; 0 is the topmost
 * @left: slices left of its allotment in that queue, with the present slice
 * @used: CPU time used of the present slice, in ns
 * @boosted: time of the last boost that was applied to it
 * @turn: the turn in which it was last picked or bumped
 * @is_bumped: has it been bumped and not been picked since?
 */
struct mlfq_proc {
	u32 level;
	u32 left;
	u64 used;
	u64 boosted;
	u64 turn;
	bool is_bumped;
};

static struct mlfq_proc *data_of(const struct sim_proc *proc)
{
	return (struct mlfq_proc *)proc->data;
}

/* The length of a slice at a level, in ns. */
static u64 slice_at(const struct sim_rq *rq, u32 level)
{
	return rq->params[QUANTUM + level] ?: sim_quantum(rq);
}

static void go_to(const struct sim_rq *rq, struct mlfq_proc *p, u32 level)
{
	p->level = level;
	p->left = rq->params[ALLOTMENT + level];
	p->used = 0;
}

/* The process has used up its slice. */
static void end_slice(const struct sim_rq *rq, struct mlfq_proc *p)
{
	p->used = 0;
	if (!--p->left)
		go_to(rq, p, min_t(u64, p->level + 1, rq->params[QUEUES] - 1));
}

/*
 * Count the slices of the present level that ended unnoticed. If @now is set, a slice
 * that ends at this instant counts, too. Return: whether the process went down a level.
 */
static bool pass_level(const struct sim_rq *rq, struct mlfq_proc *p, bool now)
{
	bool lowest = p->level + 1 == rq->params[QUEUES];
	u64 slice = slice_at(rq, p->level), nr, rest;

	if (p->used + now <= slice)
		return false;
	nr = div64_u64(p->used + now - 1, slice);
	if (!lowest)
		nr = min_t(u64, nr, p->left);
	p->used -= nr * slice;
	if (nr < p->left) {
		p->left -= nr;
		return false;
	}
	if (lowest) {
		/* In the lowest queue one allotment follows another. */
		div64_u64_rem(nr - p->left, rq->params[ALLOTMENT + p->level],
			      &rest);
		p->left = rq->params[ALLOTMENT + p->level] - rest;
		return false;
	}
	rest = p->used;
	go_to(rq, p, p->level + 1);
	p->used = rest;
	return true;
}

static void pass_slices(const struct sim_rq *rq, struct mlfq_proc *p, bool now)
{
	while (pass_level(rq, p, now))
		;
}

/*
 * The time of the last boost. While no process waits there is no timer, so boosts may
 * have passed unnoticed. If @now is set, a boost at this instant counts, too.
 */
static u64 last_boost(const struct sim_rq *rq, bool now)
{
	const struct mlfq_rq *mlfq = sim_rq_data(rq);
	u64 boost = rq->params[BOOST], end = sim_now(rq) + now, rest;

	if (!boost || rq->nr_waiting || end <= mlfq->boosted + boost)
		return mlfq->boosted;
	div64_u64_rem(end - 1, boost, &rest);
	return end - 1 - rest;
}

/*
 * Apply the boost at time @boosted to a process that has not had it yet. The process
 * ran for the last @ran ns.
 */
static void catch_up(const struct sim_rq *rq, struct mlfq_proc *p, u64 boosted,
		     u64 ran)
{
	if (p->boosted >= boosted)
		return;
	p->boosted = boosted;
	go_to(rq, p, 0);
	p->used = min(ran, sim_now(rq) - boosted);
}

static void mlfq_init(struct sim_rq *rq)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);

	mlfq->boosted = last_boost(rq, sim_expiry_first(rq));
}

static void mlfq_enable(struct sim_rq *rq, struct sim_proc *proc)
{
	const struct mlfq_rq *mlfq = sim_rq_data(rq);

	go_to(rq, data_of(proc), 0);
	data_of(proc)->boosted = mlfq->boosted;
}

/* The queue that a process waits in, or is to be put into. */
static struct sim_fifo *queue_of(struct mlfq_rq *mlfq, const struct mlfq_proc *p)
{
	return p->is_bumped && p->turn > mlfq->picked ? &mlfq->bumped[p->level] :
							&mlfq->queues[p->level];
}

static void mlfq_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	struct mlfq_proc *p = data_of(proc);

	mlfq->boosted = last_boost(rq, sim_expiry_first(rq));
	if (!rq->nr_waiting && rq->params[BOOST])
		sim_rq_set_timer(rq, mlfq->boosted + rq->params[BOOST]);
	catch_up(rq, p, mlfq->boosted, 0);
	p->is_bumped = why == SIM_ENQUEUE_WOKEN && rq->params[BUMP];
	if (p->is_bumped)
		p->turn = ++mlfq->turns;
	sim_fifo_add(rq, queue_of(mlfq, p), proc,
		     p->is_bumped || why == SIM_ENQUEUE_PREEMPTED);
}

/*
 * A process is picked. From now on the bumped processes are in the ordinary queues: if
 * the picked process is preempted, it comes back in front of them.
 */
static void settle_bumped(struct sim_rq *rq)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	u32 i;

	for (i = 0; mlfq->picked < mlfq->turns && i < MAX_QUEUES; i++) {
		sim_fifo_append(rq, &mlfq->bumped[i], &mlfq->queues[i]);
		sim_fifo_append(rq, &mlfq->queues[i], &mlfq->bumped[i]);
	}
	mlfq->picked = ++mlfq->turns;
}

static void mlfq_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_dequeue why)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	struct mlfq_proc *p = data_of(proc);

	/* A boost has moved it to queue 0, even if its data does not say so yet. */
	catch_up(rq, p, mlfq->boosted, 0);
	sim_fifo_remove(rq, queue_of(mlfq, p), proc);
	if (!rq->nr_waiting)
		sim_rq_set_timer(rq, SIM_NEVER);
	if (why == SIM_DEQUEUE_PICKED) {
		settle_bumped(rq);
		p->turn = mlfq->turns;
		p->is_bumped = false;
	}
	/* If the quantum is shorter now, 1 ns of the slice is left. */
	p->used = min(p->used, slice_at(rq, p->level) - 1);
}

static struct sim_proc *mlfq_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	const struct mlfq_rq *mlfq = sim_rq_data(rq);
	struct sim_proc *proc = NULL;
	u32 i;

	for (i = 0; i < rq->params[QUEUES] && !proc; i++)
		proc = sim_fifo_first(rq, &mlfq->bumped[i], vcpu) ?:
		       sim_fifo_first(rq, &mlfq->queues[i], vcpu);
	return proc;
}

static u64 mlfq_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		      struct sim_proc *proc)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	struct mlfq_proc *p = data_of(proc);
	u64 slice;

	mlfq->boosted = last_boost(rq, false);
	catch_up(rq, p, mlfq->boosted, 0);
	if (!vcpu->contended)
		pass_slices(rq, p, sim_expiry_first(rq));
	slice = slice_at(rq, p->level);
	return slice - min(p->used, slice);
}

static void mlfq_charge(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			struct sim_proc *proc, u64 ran)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	struct mlfq_proc *p = data_of(proc);

	mlfq->boosted = last_boost(rq, false);
	p->used += ran;
	catch_up(rq, p, mlfq->boosted, ran);
	if (!vcpu->contended)
		pass_slices(rq, p, false);
}

static void mlfq_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			  struct sim_proc *proc, enum sim_stop why)
{
	struct mlfq_proc *p = data_of(proc);
	bool stays = rq->params[STAY] && sim_stop_voluntary(why);

	if (stays)
		p->left = rq->params[ALLOTMENT + p->level];
	if (why == SIM_STOP_EXPIRED || (sim_stop_voluntary(why) &&
					p->used >= slice_at(rq, p->level)))
		end_slice(rq, p);
	else if (stays)
		p->used = 0;
}

/* The level of a process, which may not have had the last boost yet. */
static u32 level_of(const struct mlfq_rq *mlfq, const struct mlfq_proc *p)
{
	return p->boosted < mlfq->boosted ? 0 : p->level;
}

static bool mlfq_wakeup_preempt(const struct sim_rq *rq,
				const struct sim_proc *first,
				const struct sim_proc *curr)
{
	const struct mlfq_rq *mlfq = sim_rq_data(rq);
	const struct mlfq_proc *a = data_of(first), *b = data_of(curr);
	u32 level_a = level_of(mlfq, a), level_b = level_of(mlfq, b);

	/* A process that was bumped after @curr was picked comes first. */
	return level_a < level_b ||
	       (level_a == level_b && a->is_bumped && a->turn > b->turn &&
		a->turn > mlfq->voided);
}

static void mlfq_timer(struct sim_rq *rq)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	const struct sim_vcpu *vcpu = NULL;
	u32 i;

	mlfq->boosted = sim_now(rq);
	settle_bumped(rq);
	mlfq->voided = mlfq->turns;
	for (i = MAX_QUEUES - 1; i; i--)
		sim_fifo_append(rq, &mlfq->queues[0], &mlfq->queues[i]);
	while ((vcpu = sim_rq_next_vcpu(rq, vcpu)))
		if (vcpu->curr)
			catch_up(rq, data_of(vcpu->curr), mlfq->boosted, 0);
	if (rq->nr_waiting)
		sim_rq_set_timer(rq, mlfq->boosted + rq->params[BOOST]);
}

/* The values as of now, with slices and boosts that passed unnoticed. */
static void mlfq_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	const struct sim_vcpu *vcpu = &rq->vcpus[proc->vcpu];
	struct mlfq_proc p = *data_of(proc);

	catch_up(rq, &p, last_boost(rq, sim_expiry_first(rq)), 0);
	if (vcpu->curr == proc && !vcpu->contended)
		pass_slices(rq, &p, sim_expiry_first(rq));
	values[0] = p.level;
	values[1] = p.left;
	values[2] = p.used;
}

const struct sim_policy sim_policy_mlfq = {
	.name		= "mlfq",
	.summary	= "a multi-level feedback queue, by OSTEP's rules",
	.params		= mlfq_params,
	.values		= mlfq_values,
	.nr_params	= NR_PARAMS,
	.nr_values	= ARRAY_SIZE(mlfq_values),
	.tie		= SCHEDSIM_TIE_EXPIRY_FIRST,
	.proc_size	= sizeof(struct mlfq_proc),
	.rq_size	= sizeof(struct mlfq_rq),
	.init		= mlfq_init,
	.enable		= mlfq_enable,
	.enqueue	= mlfq_enqueue,
	.dequeue	= mlfq_dequeue,
	.pick		= mlfq_pick,
	.slice		= mlfq_slice,
	.charge		= mlfq_charge,
	.stopping	= mlfq_stopping,
	.wakeup_preempt	= mlfq_wakeup_preempt,
	.timer		= mlfq_timer,
	.report		= mlfq_report,
};
