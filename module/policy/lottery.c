// SPDX-License-Identifier: GPL-2.0
/*
 * lottery: whoever draws the winning ticket has the next slice. A process has
 * as many tickets as it is given, or else the weight of its nice value.
 *
 * C. A. Waldspurger and W. E. Weihl, "Lottery Scheduling: Flexible
 * Proportional-Share Resource Management", OSDI 1994, with their tree of sums.
 * There are no compensation tickets.
 */
#include "lib/sums.h"
#include "weight.h"

struct lottery_rq {
	u64 random;
	u64 tickets;		/* of all that wait */
	struct sim_heap set;
};

/* The finaliser of splitmix64 (Steele, Lea and Flood, OOPSLA 2014). */
static u64 mix(u64 z)
{
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

static size_t lottery_rq_size(const struct sim_config *config)
{
	return offsetof(struct lottery_rq, set) +
	       sim_heap_size(config->max_procs);
}

/* Each vCPU draws numbers of its own. */
static void lottery_init_rq(struct sim_vcpu *vcpu, const u64 *params)
{
	struct lottery_rq *rq = vcpu->rq;

	rq->random = mix(vcpu->sim->config.seed + mix(vcpu->id + 1));
	sim_heap_init(&rq->set, &vcpu->sim->store);
}

static void lottery_enqueue(struct sim_vcpu *vcpu, struct sim_proc *proc,
			    enum sim_enqueue why)
{
	struct lottery_rq *rq = vcpu->rq;
	u32 tickets = sim_tickets(&proc->eff);

	rq->tickets += tickets;
	sim_sums_add(&rq->set, proc->id, tickets);
}

static void lottery_dequeue(struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	struct lottery_rq *rq = vcpu->rq;

	rq->tickets -= sim_sums_remove(&rq->set, proc->id);
}

/*
 * The remainder favours some tickets, each by one part in 2^64 / tickets at
 * most, which is 2^24 and more.
 */
static struct sim_proc *lottery_pick(struct sim_vcpu *vcpu)
{
	struct lottery_rq *rq = vcpu->rq;
	struct sim_proc *proc;
	u64 lot;

	rq->random += 0x9e3779b97f4a7c15ULL;
	div64_u64_rem(mix(rq->random), rq->tickets, &lot);
	proc = vcpu->sim->procs[sim_sums_find(&rq->set, lot)];
	lottery_dequeue(vcpu, proc);
	return proc;
}

static int lottery_moves(const struct sim_urgency *from,
			 const struct sim_urgency *to)
{
	return sim_tickets(from) != sim_tickets(to);
}

const struct sim_policy sim_policy_lottery = {
	.name		= "lottery",
	.rq_size	= lottery_rq_size,
	.init_rq	= lottery_init_rq,
	.enqueue	= lottery_enqueue,
	.dequeue	= lottery_dequeue,
	.pick		= lottery_pick,
	.moves		= lottery_moves,
};
