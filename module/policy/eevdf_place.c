// SPDX-License-Identifier: GPL-2.0
/*
 * eevdf: coming and going, and the passing of virtual time; see eevdf.c.
 */
#include "eevdf.h"

/* @lag of a process of @weight, as far as that counts: entity_lag(). */
static s64 cut(const struct sim_rq *rq, const struct sim_proc *proc, s64 lag, u32 weight)
{
	u64 longest = max(2 * sim_custom_slice(rq, proc), rq->params[EEVDF_TICK]);
	s64 limit = eevdf_vtime(longest, weight);

	return clamp(lag, -limit, limit);
}

/**
 * eevdf_lag - how far a process is behind the average, as far as that counts
 * @rq: the run queue
 * @proc: the process
 * @vruntime: its vruntime
 *
 * Return: ns of vruntime; negative: it is ahead.
 */
s64 eevdf_lag(const struct sim_rq *rq, const struct sim_proc *proc, u64 vruntime)
{
	return cut(rq, proc, eevdf_now(sim_rq_data(rq)) - vruntime,
		   eevdf_weight(&proc->eff));
}

/* @lag * @a / @b, rounded towards 0. The product of a lag and its weight is below 2^46. */
static s64 scale(s64 lag, u32 a, u64 b)
{
	u64 size = div64_u64((u64)(lag < 0 ? -lag : lag) * a, b);

	return lag < 0 ? -(s64)size : (s64)size;
}

/* @from without @by, which may be negative. */
static u64 back(u64 from, s64 by)
{
	if (by < 0)
		return min(from - by, EEVDF_MAX);
	return from - min_t(u64, from, by);
}

/**
 * eevdf_request - how long the request is with which a process comes
 * @rq: the run queue
 * @proc: the process
 * @why: why it comes
 *
 * Half as long if it is new: those that are there have had half of theirs, on average. Who
 * comes from another run queue keeps what is left.
 *
 * Return: ns of vruntime.
 */
u64 eevdf_request(const struct sim_rq *rq, const struct sim_proc *proc,
		  enum sim_enqueue why)
{
	const struct eevdf_proc *p = eevdf_of(proc);
	u64 slice = eevdf_vslice(rq, proc);

	if (why == SIM_ENQUEUE_MIGRATED)
		return p->deadline - p->vruntime;
	return why == SIM_ENQUEUE_ARRIVED ? max(slice / 2, 1ULL) : slice;
}

/**
 * eevdf_join - a process takes part from now on
 * @rq: the run queue
 * @proc: the process, which does not
 * @request: ns of vruntime from where it begins to its deadline
 *
 * As place_entity(): it comes with the lag that it left with. Its own vruntime draws the
 * average to it, so it is placed further off by that much.
 */
void eevdf_join(struct sim_rq *rq, struct sim_proc *proc, u64 request)
{
	struct eevdf_rq *queue = sim_rq_data(rq);
	struct eevdf_proc *p = sim_proc_data(proc);
	u32 weight = eevdf_weight(&proc->eff);
	s64 lag = 0;

	if (rq->params[EEVDF_PLACE_LAG] && queue->nr)
		lag = p->lag + scale(p->lag, weight, queue->load);
	p->vruntime = back(eevdf_now(queue), lag);
	p->deadline = p->vruntime + request;
	p->takes_part = true;
	eevdf_sum_add(&queue->sum, p->vruntime, weight);
	queue->load += weight;
	queue->nr++;
}

/**
 * eevdf_leave - a process takes no part from now on
 * @rq: the run queue
 * @proc: the process, which does, charged up to now
 *
 * As update_entity_lag(): it keeps its lag. If nobody else takes part, the lag of all that are
 * delayed is spent: pick_next_entity() would pick one after the other.
 */
void eevdf_leave(struct sim_rq *rq, struct sim_proc *proc)
{
	struct eevdf_rq *queue = sim_rq_data(rq);
	struct eevdf_proc *p = sim_proc_data(proc);
	u32 weight = eevdf_weight(&proc->eff);

	queue->at = eevdf_now(queue);
	p->lag = eevdf_lag(rq, proc, p->vruntime);
	eevdf_sum_sub(&queue->sum, p->vruntime, weight);
	queue->load -= weight;
	queue->nr--;
	p->takes_part = false;
	if (unlikely(queue->nr_delayed && queue->nr == queue->nr_delayed)) {
		queue->sum = (struct eevdf_sum) {};
		queue->load = 0;
		queue->nr = 0;
		queue->nr_delayed = 0;
	}
}

/**
 * eevdf_grow - the vruntime of a process grows
 * @queue: what the policy keeps in its run queue
 * @proc: the process, which takes part and is in no tree
 * @by: by how much, in ns
 */
void eevdf_grow(struct eevdf_rq *queue, struct sim_proc *proc, u64 by)
{
	struct eevdf_proc *p = sim_proc_data(proc);

	by = min(by, EEVDF_MAX - p->vruntime);
	p->vruntime += by;
	eevdf_sum_add(&queue->sum, by, eevdf_weight(&proc->eff));
}

/**
 * eevdf_give_up - a process yields
 * @rq: the run queue
 * @proc: the process, which runs
 *
 * As yield_task_fair(): if it is eligible, it gives up what is left of its request.
 */
void eevdf_give_up(struct sim_rq *rq, struct sim_proc *proc)
{
	struct eevdf_rq *queue = sim_rq_data(rq);
	const struct eevdf_proc *p = sim_proc_data(proc);

	if (rq->nr_waiting && p->vruntime < p->deadline && eevdf_eligible(queue, proc))
		eevdf_grow(queue, proc, p->deadline - p->vruntime);
}

/**
 * eevdf_run - a process has run
 * @queue: what the policy keeps in its run queue
 * @proc: the process
 * @ran: how long, in ns
 *
 * The remainder of the division is kept, so that vruntime does not depend on how often
 * time is charged.
 */
void eevdf_run(struct eevdf_rq *queue, struct sim_proc *proc, u64 ran)
{
	struct eevdf_proc *p = sim_proc_data(proc);
	u32 weight = eevdf_weight(&proc->eff);
	u64 whole, rest;

	if (likely(weight == EEVDF_NICE_0_WEIGHT)) {
		eevdf_grow(queue, proc, ran);
		return;
	}
	whole = min(div64_u64_rem(ran, weight, &rest), EEVDF_MAX / EEVDF_NICE_0_WEIGHT);
	rest = rest * EEVDF_NICE_0_WEIGHT + p->rest;
	eevdf_grow(queue, proc, whole * EEVDF_NICE_0_WEIGHT +
				div_u64_rem(rest, weight, &p->rest));
}

/**
 * eevdf_time_until - how long a process has to run until its vruntime is so great
 * @proc: the process
 * @vruntime: the vruntime, which it has not reached
 *
 * Return: ns of CPU time, at least 1; SIM_NEVER if it is very long.
 */
u64 eevdf_time_until(const struct sim_proc *proc, u64 vruntime)
{
	const struct eevdf_proc *p = eevdf_of(proc);
	u64 by = vruntime - p->vruntime;

	if (by >= 1ULL << 46)
		return SIM_NEVER;
	by = by * eevdf_weight(&proc->eff) - p->rest;
	return div_u64(by + EEVDF_NICE_0_WEIGHT - 1, EEVDF_NICE_0_WEIGHT);
}

/**
 * eevdf_renew - a process has had what it requested, if it has: the next request begins
 * @rq: the run queue
 * @proc: the process
 *
 * It begins where the one before ended, as in the paper, and not where the process happened
 * to be looked at.
 */
void eevdf_renew(struct sim_rq *rq, struct sim_proc *proc)
{
	struct eevdf_proc *p = sim_proc_data(proc);
	u64 slice;

	if (p->vruntime < p->deadline)
		return;
	slice = eevdf_vslice(rq, proc);
	p->deadline += (div64_u64(p->vruntime - p->deadline, slice) + 1) * slice;
	p->protected = false;
}

/* Has its request ended just now? */
static bool just_over(const struct sim_proc *proc, u64 deadline)
{
	const struct eevdf_proc *p = eevdf_of(proc);

	return (p->vruntime - deadline) * eevdf_weight(&proc->eff) + p->rest <
	       EEVDF_NICE_0_WEIGHT;
}

/**
 * eevdf_catch_up - requests of a process have ended that nobody has seen
 * @rq: the run queue
 * @proc: the process, which runs where the vCPU is not contended
 *
 * One that ends at this very instant has only ended if ends come before arrivals.
 */
void eevdf_catch_up(struct sim_rq *rq, struct sim_proc *proc)
{
	struct eevdf_proc *p = sim_proc_data(proc);
	u64 slice;

	if (likely(p->vruntime < p->deadline))
		return;
	slice = eevdf_vslice(rq, proc);
	if (!sim_expiry_first(rq) && p->vruntime - p->deadline < slice &&
	    just_over(proc, p->deadline))
		return;
	eevdf_renew(rq, proc);
	if (!sim_expiry_first(rq) && just_over(proc, p->deadline - slice))
		p->deadline -= slice;
}

/*
 * It takes part, or is delayed: reweight_eevdf(). Its lag and what is left of its request
 * stay the same, in CPU time.
 */
static void reweight_here(struct sim_rq *rq, struct sim_proc *proc, u32 from, u32 to)
{
	struct eevdf_rq *queue = sim_rq_data(rq);
	struct eevdf_proc *p = sim_proc_data(proc);
	s64 left = p->deadline - p->vruntime;
	u64 now = eevdf_now(queue);

	eevdf_sum_sub(&queue->sum, p->vruntime, from);
	if (p->vruntime != now)
		p->vruntime = back(now, scale(cut(rq, proc, now - p->vruntime, from),
					      from, to));
	/* If its request is over, it stays so, and by as much CPU time. */
	p->deadline = p->vruntime + (left > 0 ? max(scale(left, from, to), 1LL) :
						scale(left, from, to));
	eevdf_sum_add(&queue->sum, p->vruntime, to);
	queue->load += (u64)to - from;
}

/**
 * eevdf_change_weight - a process has another weight from now on
 * @rq: the run queue
 * @proc: the process; if it waits, it is in no tree just now
 * @from: the weight that it had
 *
 * As reweight_entity().
 */
void eevdf_change_weight(struct sim_rq *rq, struct sim_proc *proc, u32 from)
{
	struct eevdf_proc *p = sim_proc_data(proc);
	struct eevdf_delayed *delayed = eevdf_find_delayed(sim_rq_data(rq), proc);
	u32 to = eevdf_weight(&proc->eff);

	if (p->takes_part || delayed)
		reweight_here(rq, proc, from, to);
	else
		p->lag = scale(p->lag, from, to);
	if (delayed) {
		delayed->vruntime = p->vruntime;
		delayed->weight = to;
	}
	p->rest = min(p->rest, to - 1);
}

/**
 * eevdf_service_lag - the CPU time that a process should have had, and has not
 * @rq: the run queue
 * @proc: the process
 *
 * Return: ns; negative: it has had too much.
 */
s64 eevdf_service_lag(const struct sim_rq *rq, const struct sim_proc *proc)
{
	const struct eevdf_proc *p = eevdf_of(proc);
	u32 weight = eevdf_weight(&proc->eff);
	s64 lag = p->lag;
	u64 size;

	if (p->takes_part || eevdf_find_delayed(sim_rq_data(rq), proc))
		lag = eevdf_now(sim_rq_data(rq)) - p->vruntime;
	size = min((u64)(lag < 0 ? -lag : lag), 1ULL << 55);
	size = size / EEVDF_NICE_0_WEIGHT * weight +
	       size % EEVDF_NICE_0_WEIGHT * weight / EEVDF_NICE_0_WEIGHT;
	return lag < 0 ? -(s64)size : (s64)size;
}
