// SPDX-License-Identifier: GPL-2.0
/*
 * mlfq: what has become of a process that was alone, and that nobody looked at
 * when its slices ended and boosts came.
 */
#include "mlfq.h"

/* Let @nr slices of the lowest queue pass. */
static void pass_lowest(const struct mlfq_rq *rq, struct sim_proc *proc, u64 nr)
{
	u32 allotment = rq->params[ALLOTMENT + proc->policy.mlfq.level], rest;

	div_u64_rem(nr, allotment, &rest);
	if (rest >= proc->policy.mlfq.left)
		proc->policy.mlfq.left += allotment;
	proc->policy.mlfq.left -= rest;
}

/*
 * Let slices of @proc's queue that end by @end pass, as many as it has there.
 * Return: whether it has gone down to another queue.
 */
static bool pass_queue(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 end)
{
	const struct mlfq_rq *rq = vcpu->rq;
	u32 level = proc->policy.mlfq.level;
	u64 slice = mlfq_queue_slice(rq, vcpu->sim, level), nr;

	if (end < vcpu->slice_start + slice)
		return false;
	nr = div64_u64(end - vcpu->slice_start, slice);
	if (level + 1 == rq->params[QUEUES]) {
		pass_lowest(rq, proc, nr);
		vcpu->slice_start += nr * slice;
		return false;
	}
	nr = min_t(u64, nr, proc->policy.mlfq.left);
	vcpu->slice_start += nr * slice;
	proc->policy.mlfq.left -= nr - 1;
	mlfq_end_slice(rq, proc);
	return proc->policy.mlfq.level != level;
}

/* It goes down only. */
static void pass_slices(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 end)
{
	while (pass_queue(vcpu, proc, end))
		;
}

static void pass_to_boost(struct sim_vcpu *vcpu, struct sim_proc *proc,
			  u64 when)
{
	struct mlfq_rq *rq = vcpu->rq;

	pass_slices(vcpu, proc, when);
	rq->boosted = when;
	if (proc->policy.mlfq.level)
		vcpu->slice_start = max(when, vcpu->exec_start);
	mlfq_catch_up(vcpu, proc);
}

/*
 * Let boosts pass, up to @last, when @proc is in the topmost queue and its slice
 * has begun. From one boost to the next there is time for all slices of the
 * allotment but one, and @more. If that is more than is left of that one, @proc
 * goes down, and begins anew with the boost; else it has used @more of its slice
 * than it had at the boost before.
 */
static void pass_boosts(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 last)
{
	struct mlfq_rq *rq = vcpu->rq;
	u64 slice = mlfq_queue_slice(rq, vcpu->sim, 0), every = rq->params[BOOST];
	u64 others = (rq->params[ALLOTMENT] - 1) * slice, more = every - others;
	u64 used = rq->boosted - vcpu->slice_start;
	u64 nr = div64_u64(last - rq->boosted, every), first;

	if (rq->params[QUEUES] == 1 || every <= others) {
		div64_u64_rem(last - vcpu->slice_start, slice, &used);
	} else {
		first = div64_u64(slice - used + more - 1, more);
		if (nr >= first) {
			used = 0;
			div64_u64_rem(nr - first,
				      div64_u64(slice + more - 1, more), &nr);
		}
		used += nr * more;
	}
	vcpu->slice_start = last - used;
	rq->boosted = last;
	mlfq_catch_up(vcpu, proc);
}

/**
 * mlfq_renew - as the operation of struct sim_policy
 * @vcpu: the vCPU; its process was alone
 * @end: up to when
 *
 * O(MAX_QUEUES), however much has passed.
 */
void mlfq_renew(struct sim_vcpu *vcpu, u64 end)
{
	struct mlfq_rq *rq = vcpu->rq;
	struct sim_proc *proc = vcpu->curr;
	u64 last = mlfq_last_boost(rq, end), limit = proc->policy.mlfq.limit;

	if (last > rq->boosted && !rq->params[BOOST_LEFT]) {
		/* No slice passes before it begins, after the context switch. */
		do {
			u64 idle = mlfq_last_boost(rq, min(last, vcpu->slice_start));

			pass_to_boost(vcpu, proc, max(idle, rq->boosted +
						      rq->params[BOOST]));
		} while (vcpu->slice_start > rq->boosted && rq->boosted < last);
		if (rq->boosted < last)
			pass_boosts(vcpu, proc, last);
	} else if (limit != SIM_NEVER &&
		   end >= vcpu->slice_start + mlfq_slice(vcpu, proc)) {
		vcpu->slice_start += mlfq_slice(vcpu, proc);
		mlfq_end_slice(rq, proc);
	}
	if (proc->policy.mlfq.limit == SIM_NEVER)
		pass_slices(vcpu, proc, end);
	vcpu->slice = mlfq_slice(vcpu, proc);
}
