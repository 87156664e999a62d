// SPDX-License-Identifier: GPL-2.0
/*
 * stride: what lottery shares on average, without luck. A process's pass grows
 * by STRIDE1 / tickets for each ns it runs; whoever has the least is next.
 *
 * C. A. Waldspurger and W. E. Weihl, "Stride Scheduling: Deterministic
 * Proportional-Share Resource Management", MIT/LCS/TM-528, 1995, section 2, with
 * slices that are used in part. The global pass grows by STRIDE1 / tickets of
 * all that take part. How far a process is ahead of it is kept while it takes
 * no part ("remain"), in ns of its CPU time, so that it is right for whatever
 * tickets the process has afterwards. A new one begins a slice ahead.
 */
#include "lib/heap.h"
#include "weight.h"

/* 2^56 ns with one ticket are less than 2^64. */
#define STRIDE1		128ULL
/* Far more than a slice; and no product below is more than 64 bits long. */
#define MAX_AHEAD	4398046511104ULL	/* 2^42 */

struct stride_rq {
	u64 tickets;		/* of those that wait */
	u64 pass;		/* the global one */
	u64 rest;		/* of its division */
	struct sim_heap heap;	/* by pass, then in order of enqueueing */
};

static size_t stride_rq_size(const struct sim_config *config)
{
	return offsetof(struct stride_rq, heap) +
	       sim_heap_size(config->max_procs);
}

static void stride_init_rq(struct sim_vcpu *vcpu, const u64 *params)
{
	struct stride_rq *rq = vcpu->rq;

	sim_heap_init(&rq->heap, &vcpu->sim->store);
}

/* @proc takes part from now on; its pass is kept as its virtual runtime. */
static void begin(const struct stride_rq *rq, struct sim_proc *proc)
{
	s64 remain = proc->policy.stride.remain;
	u64 ahead = div_u64(STRIDE1 * (remain < 0 ? -remain : remain),
			    sim_tickets(&proc->eff));

	if (remain >= 0)
		proc->vruntime = rq->pass + ahead;
	else
		proc->vruntime = rq->pass - min(rq->pass, ahead);
}

/* @proc, charged up to now, takes no part from now on; it had @tickets. */
static void end(const struct stride_rq *rq, struct sim_proc *proc, u32 tickets)
{
	bool ahead = proc->vruntime >= rq->pass;
	u64 by = ahead ? proc->vruntime - rq->pass : rq->pass - proc->vruntime;
	s64 remain = div_u64(min(by, MAX_AHEAD) * tickets, STRIDE1);

	proc->policy.stride.remain = ahead ? remain : -remain;
}

static void stride_join(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	proc->policy.stride.remain = vcpu->sim->quantum;
	proc->vruntime_rest = 0;
	begin(vcpu->rq, proc);
}

static void stride_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			   enum sim_enqueue why)
{
	struct stride_rq *rq = vcpu->rq;

	if (why == SIM_ENQUEUE_ARRIVED || why == SIM_ENQUEUE_WOKEN ||
	    why == SIM_ENQUEUE_MOVED)
		begin(rq, proc);
	rq->tickets += sim_tickets(&proc->eff);
	sim_heap_insert(&rq->heap, proc->id, proc->vruntime,
			vcpu->sim->enqueues++);
}

static void stride_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct stride_rq *rq = vcpu->rq;

	sim_heap_remove(&rq->heap, proc->id);
	rq->tickets -= sim_tickets(&proc->eff);
	end(rq, proc, sim_tickets(&proc->eff));
}

static struct sim_proc *stride_pick(struct sim_vcpu *vcpu)
{
	struct stride_rq *rq = vcpu->rq;
	struct sim_proc *proc = vcpu->sim->procs[sim_heap_pop(&rq->heap)];

	rq->tickets -= sim_tickets(&proc->eff);
	return proc;
}

static void stride_leave(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	end(vcpu->rq, proc, sim_tickets(&proc->eff));
}

/* The rests of divisions are kept, so that it does not matter how often. */
static void stride_charge(struct sim_vcpu *vcpu, struct sim_proc *proc, u64 ran)
{
	struct stride_rq *rq = vcpu->rq;
	u32 tickets = sim_tickets(&proc->eff);
	u64 all = rq->tickets + tickets, whole, rest;

	whole = div64_u64_rem(ran, tickets, &rest);
	rest = rest * STRIDE1 + min(proc->vruntime_rest, tickets - 1);
	proc->vruntime += whole * STRIDE1 +
			  div_u64_rem(rest, tickets, &proc->vruntime_rest);

	whole = div64_u64_rem(ran, all, &rest);
	rest = rest * STRIDE1 + min(rq->rest, all - 1);
	rq->pass += whole * STRIDE1 + div64_u64_rem(rest, all, &rq->rest);
}

static int stride_moves(const struct sim_urgency *from,
			const struct sim_urgency *to)
{
	return sim_tickets(from) != sim_tickets(to);
}

/*
 * As the paper's client_modify(): how far its pass is ahead goes by its new
 * tickets. While it does not run that is kept as "remain" (see stride_dequeue()).
 */
static void stride_reweigh(struct sim_vcpu *vcpu, struct sim_proc *proc,
			   const struct sim_urgency *from)
{
	if (vcpu->curr != proc || sim_tickets(from) == sim_tickets(&proc->eff))
		return;
	end(vcpu->rq, proc, sim_tickets(from));
	begin(vcpu->rq, proc);
}

const struct sim_policy sim_policy_stride = {
	.name		= "stride",
	.rq_size	= stride_rq_size,
	.init_rq	= stride_init_rq,
	.join		= stride_join,
	.enqueue	= stride_enqueue,
	.dequeue	= stride_dequeue,
	.pick		= stride_pick,
	.moves		= stride_moves,
	.leave		= stride_leave,
	.charge		= stride_charge,
	.reweigh	= stride_reweigh,
};
