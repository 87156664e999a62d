// SPDX-License-Identifier: GPL-2.0
/*
 * Peeking: from time to time each vCPU that has a run queue of its own, in which nobody
 * waits, looks at that of another one, drawn by lot, and takes its first process. R.
 * and A. Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter 10
 * (multi-queue scheduling), and their multi.py.
 *
 * That happens at the multiples of the interval, after all else but the decisions of
 * that instant: who has just lost a vCPU waits again. Balancing comes with those, if
 * it is not off, as it is in the book.
 */
#include "core/affinity.h"
#include "core/online.h"
#include "core/peek.h"
#include "core/place.h"
#include "core/vcpu.h"

/**
 * sim_peeks - do vCPUs peek at other run queues?
 * @rq: a run queue
 *
 * Return: whether they do.
 */
bool sim_peeks(const struct sim_rq *rq)
{
	return rq->sim->config.peek_ns;
}

/* The finaliser of splitmix64 (Steele, Lea and Flood, OOPSLA 2014). */
static u64 mix(u64 z)
{
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

/* Which vCPU @vcpu looks at. The lot depends on nothing but seed, time and vCPU. */
static struct sim_vcpu *draw(const struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	u32 other;

	div_u64_rem(mix(sim->config.seed + mix(sim->now + vcpu->id)),
		    sim->config.nr_vcpus - 1, &other);
	return &sim->vcpus[other + (other >= vcpu->id)];
}

/* @vcpu takes the first of those that wait at @from, if that may run at @vcpu. */
static void take(struct sim_vcpu *vcpu, struct sim_vcpu *from)
{
	struct sim_proc *proc;

	sim_rq_charge(from->rq);
	proc = sim_vcpu_first(from);
	if (proc && sim_allowed_at(proc, vcpu->id))
		sim_pull(vcpu, proc, SCHEDSIM_MOVE_PEEK);
}

/* @vcpu peeks, if it has nothing of its own. */
static void peek(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_vcpu *from;

	if (!(vcpu->id % SIM_STEP_VCPUS))
		sim->steps++;
	if (vcpu->rq->nr_vcpus > 1 || sim_vcpu_awaited(vcpu))
		return;
	from = draw(vcpu);
	if (!sim_vcpu_awaited(from))
		return;
	/* All vCPUs of a run queue are told when a process leaves it. */
	sim->steps += 1 + from->rq->nr_vcpus / SIM_STEP_VCPUS;
	take(vcpu, from);
}

/**
 * sim_peek - the time to peek has come, or has passed while nobody waited
 * @sim: the simulation; its @next_peek is not in the future
 *
 * Counts as many steps as it takes, and goes on with the next vCPU when it is called
 * again.
 *
 * Return: whether all is done; else this sim_advance() may not go on.
 */
bool sim_peek(struct sim *sim)
{
	u64 every = sim->config.peek_ns, rest;
	u32 nr = sim->config.nr_vcpus;

	div64_u64_rem(sim->now, every, &rest);
	if (sim->next_peek < sim->now)
		sim->peeked = 0;
	sim->next_peek = sim->now;
	for (; !rest && sim->peeked < nr && !sim->faulty; sim->peeked++) {
		if (sim->steps >= sim->enough)
			return false;
		if (sim_is_online(sim, sim->peeked))
			(sim->peeker ? sim->peeker : peek)(&sim->vcpus[sim->peeked]);
	}
	sim->peeked = 0;
	sim->next_peek += every - rest;
	return true;
}
