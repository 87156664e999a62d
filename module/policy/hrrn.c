// SPDX-License-Identifier: GPL-2.0
/*
 * hrrn: highest response ratio next. When a vCPU is free, the process runs whose
 * response ratio is the highest:
 *
 *	(waiting + service) / service
 *
 * Waiting is the time since it became ready, service the length of its burst. So
 * short bursts go first, and long ones do not starve. The process is not preempted.
 *
 * P. Brinch Hansen, "Short-Term Scheduling in Multiprogramming Systems", SOSP
 * 1971.
 *
 * Ratios grow at different speeds. Who is first changes with time alone, and no
 * order of the queue lasts. So each decision compares the processes one by one,
 * but no more than MAX_COMPARED: the first that may run at the vCPU, and those
 * queued behind it. While there are more, the newest are not compared. They come
 * up as others leave, so that nobody starves.
 */
#include "burst.h"
#include "fifo.h"

#define MAX_COMPARED	64

/**
 * struct hrrn_proc - what hrrn keeps in a process
 * @service: length of the burst, in ns, at least 1
 * @since: since when it waits for the burst, also if it has changed run queues
 * @waits: has it not been picked since?
 */
struct hrrn_proc {
	u64 service;
	u64 since;
	bool waits;
};

static void hrrn_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_enqueue why)
{
	struct hrrn_proc *p = sim_proc_data(proc);

	p->service = max(sim_burst_length(proc), 1ULL);
	if (why != SIM_ENQUEUE_MIGRATED || !p->waits)
		p->since = proc->since;
	p->waits = true;
	fifo_enqueue(rq, proc, why);
}

static void hrrn_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			 enum sim_dequeue why)
{
	struct hrrn_proc *p = sim_proc_data(proc);

	if (why == SIM_DEQUEUE_PICKED)
		p->waits = false;
	fifo_dequeue(rq, proc, why);
}

/* Is a * b > c * d? Both have up to 128 bits. */
static bool is_greater(u64 a, u64 b, u64 c, u64 d)
{
	u64 high = mul_u64_u64_shr(a, b, 64);
	u64 other = mul_u64_u64_shr(c, d, 64);

	return high != other ? high > other : a * b > c * d;
}

/* Is the ratio of @a higher? 1 + waiting / service, exactly. */
static bool is_higher(struct sim_rq *rq, struct sim_proc *a, struct sim_proc *b)
{
	const struct hrrn_proc *of_a = sim_proc_data(a);
	const struct hrrn_proc *of_b = sim_proc_data(b);
	u64 now = sim_now(rq);

	return is_greater(now - of_a->since, of_b->service,
			  now - of_b->since, of_a->service);
}

static struct sim_proc *hrrn_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	struct sim_proc *best = fifo_pick(rq, vcpu), *proc = best;
	u32 left = MAX_COMPARED;

	while (--left && (proc = sim_fifo_next(rq, sim_rq_data(rq), proc)))
		if (sim_allowed(proc, vcpu) && is_higher(rq, proc, best))
			best = proc;
	return best;
}

const struct sim_policy sim_policy_hrrn = {
	.name		= "hrrn",
	.summary	= "the highest response ratio, to the end of its burst",
	.values		= burst_values,
	.nr_values	= ARRAY_SIZE(burst_values),
	.proc_size	= sizeof(struct hrrn_proc),
	.rq_size	= sizeof(struct sim_fifo),
	.enqueue	= hrrn_enqueue,
	.dequeue	= hrrn_dequeue,
	.pick		= hrrn_pick,
	.slice		= burst_slice,
	.report		= burst_known_report,
};
