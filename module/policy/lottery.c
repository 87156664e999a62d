// SPDX-License-Identifier: GPL-2.0
/*
 * lottery: a ticket is drawn for each slice, and its process runs next. A
 * process has the tickets of its attributes, or as many as the weight of its
 * nice value.
 *
 * C. A. Waldspurger and W. E. Weihl, "Lottery Scheduling: Flexible
 * Proportional-Share Resource Management", OSDI 1994, with their tree of sums.
 * There are no compensation tickets.
 *
 * If others may run elsewhere (@by_vcpu of struct sim_rq), the affinity of the winner
 * may forbid the vCPU that draws. The vCPU then draws again. After MAX_DRAWS draws the process
 * that has waited longest and may run there wins.
 */
#include "policies.h"

#define MAX_DRAWS	64

/**
 * struct lottery_rq - what the policy keeps in a run queue
 * @random: state of the random number generator
 * @tickets: sum of the tickets of all waiting processes
 * @fifo: all waiting processes, if the run queue is @by_vcpu
 */
struct lottery_rq {
	u64 random;
	u64 tickets;
	struct sim_fifo fifo;
};

/* The finaliser of splitmix64 (Steele, Lea and Flood, OOPSLA 2014). */
static u64 mix(u64 z)
{
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

/* Each run queue has a sequence of random numbers of its own. */
static void lottery_init(struct sim_rq *rq)
{
	struct lottery_rq *lottery = sim_rq_data(rq);

	lottery->random = mix(sim_seed(rq) + mix(rq->first_vcpu + 1));
}

static void lottery_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			    enum sim_enqueue why)
{
	struct lottery_rq *lottery = sim_rq_data(rq);
	u32 tickets = sim_tickets(&proc->eff);

	lottery->tickets += tickets;
	sim_lots_add(rq, proc, tickets);
	if (rq->by_vcpu)
		sim_fifo_add(rq, &lottery->fifo, proc, false);
}

static void lottery_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			    enum sim_dequeue why)
{
	struct lottery_rq *lottery = sim_rq_data(rq);

	lottery->tickets -= sim_lots_remove(rq, proc);
	if (rq->by_vcpu)
		sim_fifo_remove(rq, &lottery->fifo, proc);
}

/*
 * The remainder makes some tickets more likely than others, by at most one part
 * in 2^64 / tickets, which is 2^24 or more.
 */
static struct sim_proc *draw(struct sim_rq *rq)
{
	struct lottery_rq *lottery = sim_rq_data(rq);
	u64 ticket;

	lottery->random += 0x9e3779b97f4a7c15ULL;
	div64_u64_rem(mix(lottery->random), lottery->tickets, &ticket);
	return sim_lots_find(rq, ticket);
}

static struct sim_proc *lottery_pick(struct sim_rq *rq,
				     const struct sim_vcpu *vcpu)
{
	struct lottery_rq *lottery = sim_rq_data(rq);
	u32 i;

	if (!rq->by_vcpu)
		return draw(rq);
	for (i = 0; i < MAX_DRAWS; i++) {
		struct sim_proc *winner = draw(rq);

		if (sim_allowed(winner, vcpu))
			return winner;
	}
	return sim_fifo_first(rq, &lottery->fifo, vcpu);
}

static u64 lottery_urgency(const struct sim_eff *eff)
{
	return sim_tickets(eff);
}

const struct sim_policy sim_policy_lottery = {
	.name		= "lottery",
	.summary	= "whoever draws the winning ticket",
	.rq_size	= sizeof(struct lottery_rq),
	.init		= lottery_init,
	.enqueue	= lottery_enqueue,
	.dequeue	= lottery_dequeue,
	.pick		= lottery_pick,
	.urgency	= lottery_urgency,
};
