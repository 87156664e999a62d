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
 *     front of its queue and preempts a running process of the same queue. With
 *     "keep_alone", slices that end while nobody waits do not count.
 *  5. At each multiple of the boost interval all processes go to the topmost queue,
 *     those of the lowest queue first. Each gets a new slice and a new allotment
 *     there. A running process is the first of its queue: it gives way to those
 *     that were in lower ones, unless it was in the topmost. In a run queue of
 *     several vCPUs it goes on.
 *
 * While a process runs alone, the policy does not notice when its slices end and
 * when boosts come. It does not touch sleeping processes at a boost either. Both
 * catch up when the policy next looks at them.
 */
#include "policies.h"

#define MAX_QUEUES	64
/* Those that may have a quantum and an allotment of their own. */
#define NR_OWN		12

/* Parameters. */
enum {
	QUEUES,
	BOOST,
	STAY,
	BUMP,
	KEEP_ALONE,
	QUANTUM,			/* of the topmost queue, then of others */
	ALLOTMENTS = QUANTUM + NR_OWN,	/* likewise */
	ALLOTMENT = ALLOTMENTS + NR_OWN,
	NR_PARAMS,
};

#define QUANTUM_PARAM(n) {						\
		.name = "quantum" #n, .kind = SCHEDSIM_PARAM_SLICE,	\
		.max = SCHEDSIM_MAX_QUANTUM_NS,				\
	}
#define ALLOTMENT_PARAM(n)	{ .name = "allotment" #n, .max = 1000000 }

static const struct sim_param mlfq_params[NR_PARAMS] = {
	[QUEUES] = { .name = "queues", .min = 1, .max = MAX_QUEUES, .initial = 3 },
	[BOOST] = {
		.name = "boost", .kind = SCHEDSIM_PARAM_SLICE,
		.max = SCHEDSIM_MAX_TIME_NS,
	},
	[STAY] = { .name = "stay", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
	[BUMP] = { .name = "bump", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
	[KEEP_ALONE] = {
		.name = "keep_alone", .kind = SCHEDSIM_PARAM_BOOL, .max = 1,
	},
	/* A quantum of 0 is the simulation's. */
	[QUANTUM] =
	QUANTUM_PARAM(1), QUANTUM_PARAM(2), QUANTUM_PARAM(3), QUANTUM_PARAM(4),
	QUANTUM_PARAM(5), QUANTUM_PARAM(6), QUANTUM_PARAM(7), QUANTUM_PARAM(8),
	QUANTUM_PARAM(9), QUANTUM_PARAM(10), QUANTUM_PARAM(11), QUANTUM_PARAM(12),
	/* An allotment of 0 is that of all queues. */
	[ALLOTMENTS] =
	ALLOTMENT_PARAM(1), ALLOTMENT_PARAM(2), ALLOTMENT_PARAM(3),
	ALLOTMENT_PARAM(4), ALLOTMENT_PARAM(5), ALLOTMENT_PARAM(6),
	ALLOTMENT_PARAM(7), ALLOTMENT_PARAM(8), ALLOTMENT_PARAM(9),
	ALLOTMENT_PARAM(10), ALLOTMENT_PARAM(11), ALLOTMENT_PARAM(12),
	[ALLOTMENT] = {
		.name = "allotment", .min = 1, .max = 1000000, .initial = 1,
	},
};

static const struct sim_value mlfq_values[] = {
	{ .name = "level" },
	{ .name = "allotment" },
	{ .name = "used", .kind = SCHEDSIM_VALUE_TIME },
};

/*
 * Each level has two queues. Those in front go before the process of that level that
 * runs, should it come back; those behind follow it.
 */
#define FRONT(level)	(2 * (level))
#define BEHIND(level)	(2 * (level) + 1)
#define NR_FIFOS	(2 * MAX_QUEUES)

/**
 * struct mlfq_rq - what the policy keeps in a run queue
 * @boosted: time of the last boost
 * @turns: number of bumps, boosts and picks so far; each of them is a turn
 * @picked: turn of the last pick or boost; all are behind since then, but for
 *          those that were bumped, or put first by a boost, since
 * @used: a bit for each of @fifos that may have processes
 * @fifos: the processes
 */
struct mlfq_rq {
	u64 boosted;
	u64 turns;
	u64 picked;
	DECLARE_BITMAP(used, NR_FIFOS);
	struct sim_fifo fifos[NR_FIFOS];
};

/**
 * struct mlfq_proc - what the policy keeps in a process; zeroes for a new one
 * @level: number of its queue; 0 is the topmost
 * @spent: slices that have ended of its allotment in that queue
 * @used: CPU time used of the present slice, in ns
 * @boosted: time of the last boost that was applied to it
 * @bumped: while it waits, the turn in which it was bumped, or 0
 * @picked: while it runs, the turn in which it was picked, or the last boost came
 */
struct mlfq_proc {
	u32 level;
	u32 spent;
	u64 used;
	u64 boosted;
	u64 bumped;
	u64 picked;
};

static struct mlfq_proc *data_of(const struct sim_proc *proc)
{
	return (struct mlfq_proc *)proc->data;
}

/* The length of a slice at a level, in ns. */
static u64 slice_at(const struct sim_rq *rq, u32 level)
{
	u64 own = level < NR_OWN ? rq->params[QUANTUM + level] : 0;

	return own ?: sim_quantum(rq);
}

/* The slices of an allotment at a level. */
static u32 allotment_at(const struct sim_rq *rq, u32 level)
{
	u64 own = level < NR_OWN ? rq->params[ALLOTMENTS + level] : 0;

	return own ?: rq->params[ALLOTMENT];
}

static bool is_lowest(const struct sim_rq *rq, u32 level)
{
	return level + 1 >= rq->params[QUEUES];
}

/*
 * @nr slices of the present level have ended; only in the lowest queue may they be
 * more than are left. Return: whether the process went down a level.
 */
static bool end_slices(const struct sim_rq *rq, struct mlfq_proc *p, u64 nr)
{
	u64 spent = p->spent + nr, rest;
	bool down = spent >= allotment_at(rq, p->level) && !is_lowest(rq, p->level);

	/* In the lowest queue one allotment follows another. */
	div64_u64_rem(spent, allotment_at(rq, p->level), &rest);
	p->spent = rest;
	p->level += down;
	return down;
}

/*
 * Count the slices that ended unnoticed. If @now is set, a slice that ends at this
 * instant counts, too.
 */
static void pass_slices(const struct sim_rq *rq, struct mlfq_proc *p, bool now)
{
	bool keep = rq->params[KEEP_ALONE];
	u64 slice, nr;

	do {
		slice = slice_at(rq, p->level);
		if (p->used + now <= slice)
			return;
		nr = div64_u64(p->used + now - 1, slice);
		if (!keep && !is_lowest(rq, p->level))
			nr = min_t(u64, nr, allotment_at(rq, p->level) - p->spent);
		p->used -= nr * slice;
	} while (!keep && end_slices(rq, p, nr));
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
	p->level = 0;
	p->spent = 0;
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

	data_of(proc)->boosted = mlfq->boosted;
}

/* The queue that a process waits in, or is to be put into. */
static u32 fifo_of(const struct mlfq_rq *mlfq, const struct mlfq_proc *p)
{
	return p->bumped > mlfq->picked ? FRONT(p->level) : BEHIND(p->level);
}

static void mlfq_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	struct mlfq_proc *p = data_of(proc);
	bool bump = why == SIM_ENQUEUE_WOKEN && rq->params[BUMP];
	u32 fifo;

	mlfq->boosted = last_boost(rq, sim_expiry_first(rq));
	if (!rq->nr_waiting && rq->params[BOOST])
		sim_rq_set_timer(rq, mlfq->boosted + rq->params[BOOST]);
	catch_up(rq, p, mlfq->boosted, 0);
	p->bumped = bump ? ++mlfq->turns : 0;
	fifo = fifo_of(mlfq, p);
	__set_bit(fifo, mlfq->used);
	sim_fifo_add(rq, &mlfq->fifos[fifo], proc,
		     bump || why == SIM_ENQUEUE_PREEMPTED);
}

/* Put all that wait in one queue behind those of another. */
static void append(struct sim_rq *rq, u32 to, u32 from)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);

	if (to == from || !test_bit(from, mlfq->used))
		return;
	__clear_bit(from, mlfq->used);
	__set_bit(to, mlfq->used);
	sim_fifo_append(rq, &mlfq->fifos[to], &mlfq->fifos[from]);
}

/*
 * A process is picked. If it is preempted, it comes back before all others of its
 * level, but for those that are bumped from now on.
 */
static void settle(struct sim_rq *rq)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	u32 i;

	if (mlfq->picked < mlfq->turns) {
		for_each_set_bit(i, mlfq->used, NR_FIFOS) {
			if (i != FRONT(i / 2))
				continue;
			append(rq, i, BEHIND(i / 2));
			append(rq, BEHIND(i / 2), i);
		}
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
	sim_fifo_remove(rq, &mlfq->fifos[fifo_of(mlfq, p)], proc);
	/* Or a boost has put it there: who is in none stays so. */
	sim_fifo_remove(rq, &mlfq->fifos[FRONT(0)], proc);
	if (!rq->nr_waiting)
		sim_rq_set_timer(rq, SIM_NEVER);
	if (why != SIM_DEQUEUE_PICKED)
		return;
	settle(rq);
	p->bumped = 0;
	p->picked = mlfq->picked;
	/* If the quantum is shorter now, 1 ns of the slice is left. */
	p->used = min(p->used, slice_at(rq, p->level) - 1);
}

static struct sim_proc *mlfq_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	struct sim_proc *proc;
	u32 i;

	for_each_set_bit(i, mlfq->used, NR_FIFOS) {
		proc = sim_fifo_first(rq, &mlfq->fifos[i], vcpu);
		if (likely(proc))
			return proc;
		if (sim_fifo_empty(rq, &mlfq->fifos[i]))
			__clear_bit(i, mlfq->used);
	}
	return NULL;
}

/*
 * Does a slice that ends unnoticed at this instant count? If the process's burst ends
 * as well, that is up to what its program does next; see mlfq_stopping().
 */
static bool ends_now(const struct sim_rq *rq, const struct sim_proc *proc)
{
	return sim_expiry_first(rq) && proc->burst_left;
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
		pass_slices(rq, p, ends_now(rq, proc));
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
	bool gives_up = sim_stop_voluntary(why), stays = gives_up && rq->params[STAY];
	bool ends = why == SIM_STOP_EXPIRED ||
		    (gives_up && p->used >= slice_at(rq, p->level));

	if (stays)
		p->spent = 0;
	if (ends && (vcpu->contended || !rq->params[KEEP_ALONE]))
		end_slices(rq, p, 1);
	if (ends || stays)
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

	if (level_a != level_b)
		return level_a < level_b;
	/* It was bumped since @curr was picked, or a boost has put it first. */
	return a->bumped > b->picked ||
	       first == sim_fifo_first(rq, &mlfq->fifos[FRONT(0)],
				       &rq->vcpus[curr->vcpu]);
}

/*
 * The boost. The running process, of which the level is @level, is the first of those
 * behind: if that is not the topmost level, those of lower ones go in front of it.
 */
static void boost_waiting(struct sim_rq *rq, u32 level)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	u32 to = level ? FRONT(0) : BEHIND(0), i;

	append(rq, to, BEHIND(0));
	for (i = rq->params[QUEUES] - 1; i; i--) {
		if (i == level)
			to = BEHIND(0);
		append(rq, to, BEHIND(i));
	}
	mlfq->turns++;
}

static void mlfq_timer(struct sim_rq *rq)
{
	struct mlfq_rq *mlfq = sim_rq_data(rq);
	const struct sim_vcpu *vcpu = NULL;
	u32 level = 0;

	settle(rq);
	while ((vcpu = sim_rq_next_vcpu(rq, vcpu))) {
		struct mlfq_proc *p = vcpu->curr ? data_of(vcpu->curr) : NULL;

		if (!p)
			continue;
		if (rq->nr_vcpus == 1)
			level = level_of(mlfq, p);
		catch_up(rq, p, sim_now(rq), 0);
		p->picked = mlfq->picked;
	}
	mlfq->boosted = sim_now(rq);
	boost_waiting(rq, level);
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
		pass_slices(rq, &p, ends_now(rq, proc));
	values[0] = p.level;
	values[1] = allotment_at(rq, p.level) - p.spent;
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
