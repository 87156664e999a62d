// SPDX-License-Identifier: GPL-2.0
/*
 * Balancing: who waits goes where it can run.
 *
 * Within a run queue of several vCPUs the most urgent run: as long as somebody who
 * waits would preempt one who runs, the least urgent of those makes room. Between run
 * queues the parameter "balance" says what is done:
 *
 *  - idle: a vCPU with nothing to run pulls a process that waits elsewhere and may run
 *    here, from the run queue in which most wait. So no vCPU is idle beside work.
 *  - all: if the policy has an order of all processes (@before of struct sim_policy),
 *    the first of all run, as far as affinity allows. A vCPU that is about to
 *    dispatch pulls one that comes before its own, and one that begins to wait is
 *    pushed to where the least urgent runs. So do Linux's real-time classes
 *    (pull_rt_task(), push_rt_task()).
 *
 * The configuration may name the parts instead: idle, push (who begins to wait), pull (who is
 * about to dispatch), and wake and periodic, which are in files of their own.
 *
 * Balancing comes when no decision is due any more. Each step of sim_advance() looks
 * at each vCPU a few times, and moves one process at most; it counts as more than one
 * if there are many. A run queue is looked at if it is marked: when somebody has begun
 * to wait in it, or one who runs has become less urgent than one who waits there.
 */
#include "core/affinity.h"
#include "core/balance.h"
#include "core/idle.h"
#include "core/online.h"
#include "core/place.h"
#include "core/ranks.h"
#include "core/unbalanced.h"
#include "core/vcpu.h"

/*
 * How many processes make room for others before all are in order, for each vCPU.
 * How often that begins anew at one instant is bounded by sim_vcpu_stalls().
 */
#define MAX_VICTIMS	64

/* Do more wait in @rq than its own idle vCPUs will take? */
static bool has_surplus(const struct sim_rq *rq)
{
	u32 id = rq->first_vcpu, nr_idle = 0;

	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1))
		nr_idle += !rq->vcpus[id].curr && sim_is_online(rq->sim, id);
	return rq->nr_waiting > nr_idle;
}

/*
 * Who waits elsewhere, may run at @vcpu, and comes before @own, which waits there? @own, if
 * nobody does. Who waits for a vCPU of its own that is about to pick, too, is not meant.
 */
static struct sim_proc *first_elsewhere(struct sim_vcpu *vcpu, struct sim_proc *own)
{
	struct sim_proc *best = own, *proc;
	struct sim *sim = vcpu->sim;
	struct sim_rq *rq;

	sim_count_walk(sim);
	for (rq = sim_next_rq(sim, NULL); rq; rq = sim_next_rq(sim, rq)) {
		proc = rq == vcpu->rq ? NULL : sim_first_now(rq, vcpu);
		if (!proc || !sim->policy->before(vcpu->rq, proc, best))
			continue;
		if (sim_keeps_order(sim, SCHEDSIM_BALANCING_PULL) && has_surplus(rq))
			best = proc;
		else
			sim_balance_mark(rq);
	}
	return best;
}

/* The same by ranks, as far as they say it. */
static struct sim_proc *first_elsewhere_by_rank(struct sim_vcpu *vcpu,
						struct sim_proc *own)
{
	struct sim_vcpus single;
	struct sim_proc *proc;

	if (!sim_ranks_before(vcpu, own))
		return own;
	proc = sim_index_single(vcpu->sim, &single) ? NULL : sim_ranks_first(vcpu);
	return proc ?: first_elsewhere(vcpu, own);
}

/**
 * sim_balance_dispatch - pull one that comes before all that wait here
 * @vcpu: a vCPU that is about to pick a process
 *
 * Who waits for a vCPU of its own that is about to pick, too, is not pulled: if it
 * does not get that, its run queue is looked at again, as are all if nobody may pull.
 */
void sim_balance_dispatch(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *own, *best;

	if (!sim_vcpu_awaited(vcpu)) {
		sim_balance_mark(vcpu->rq);
		return;
	}
	/* What is wasted is looked at when all is balanced. */
	if (unlikely(sim->config.balancing.parts))
		sim_balance_mark(vcpu->rq);
	if (!sim_is_ordered(sim))
		return;
	/* Another one is first then. */
	if (vcpu->rq->nr_waiting > 1)
		sim_balance_mark(vcpu->rq);
	if (!sim_waits_elsewhere(vcpu))
		return;
	own = sim_vcpu_first(vcpu);
	if (!own)
		return;
	best = sim->index.ranked ? first_elsewhere_by_rank(vcpu, own) :
				   first_elsewhere(vcpu, own);
	if (best == own)
		return;
	sim_pull(vcpu, best, SCHEDSIM_MOVE_PULL);
	/* It is about to decide. */
	if (test_bit(vcpu->id, sim->resched))
		sim_vcpu_decided(vcpu);
}

/* The first vCPU that is idle while somebody waits elsewhere who may run there. */
static struct sim_vcpu *idle_beside_work(struct sim *sim)
{
	struct sim_vcpus found;

	if (sim->nr_procs[SCHEDSIM_STATE_RUNNING] ==
	    sim->config.nr_vcpus - sim->nr_offline)
		return NULL;
	return sim_idle_beside_work(sim, &found) ? &sim->vcpus[sim_vcpus_next(&found, 0)] : NULL;
}

/* Who waits anywhere, may run at @vcpu, and is the first in the policy's order? Or NULL. */
static struct sim_proc *first_of_all(struct sim_vcpu *vcpu)
{
	struct sim *sim = vcpu->sim;
	struct sim_proc *best = NULL;
	struct sim_rq *rq;

	sim_count_walk(sim);
	for (rq = sim_next_rq(sim, NULL); rq; rq = sim_next_rq(sim, rq)) {
		struct sim_proc *proc = sim_first_now(rq, vcpu);

		if (proc && (!best || sim->policy->before(vcpu->rq, proc, best)))
			best = proc;
	}
	return best;
}

/*
 * Whom an idle vCPU pulls: the first in the policy's order of all, if there is one; or
 * who is next in the run queue in which most wait. Of equals, in the first one.
 */
static struct sim_proc *to_pull(struct sim_vcpu *vcpu)
{
	struct sim_proc *first;
	struct sim_rq *most;

	if (sim_is_ordered(vcpu->sim)) {
		first = vcpu->sim->index.ranked ? sim_ranks_first(vcpu) : NULL;
		return first ?: first_of_all(vcpu);
	}
	most = sim_most_waiting(vcpu);
	return most ? sim_first_now(most, vcpu) : NULL;
}

/* Who waits in @rq and must have the place of the one who runs at @vcpu? Or NULL. */
static struct sim_proc *comes_before(struct sim_rq *rq, struct sim_vcpu *vcpu)
{
	struct sim_proc *first;

	if (!vcpu->curr)
		return NULL;
	if (vcpu->rq == rq)
		return sim_vcpu_preempts(vcpu);
	first = sim_keeps_order(rq->sim, SCHEDSIM_BALANCING_PUSH) ?
		sim_first_for(rq, vcpu) : NULL;
	return first && sim_displaces(vcpu, first) ? first : NULL;
}

/* Of those that make room for one who waits in @rq, @than or who runs at @vcpu? */
static bool is_less_urgent(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			   const struct sim_vcpu *than)
{
	const struct sim_policy *policy = rq->sim->policy;

	if (vcpu->rq == rq && than->rq == rq)
		return policy->wakeup_preempt(rq, than->curr, vcpu->curr);
	return policy->before(rq, than->curr, vcpu->curr);
}

/*
 * Who must make room for one who waits in @rq: at a vCPU of @among, unless it is at one of
 * @but? As find_victim(), but no equal of @victim.
 */
static struct sim_vcpu *find_among(struct sim_rq *rq, const struct sim_vcpus *among,
				   const struct sim_vcpus *but, struct sim_vcpu *victim,
				   struct sim_proc **proc)
{
	u32 id = sim_vcpus_next(among, 0);

	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(among, id + 1)) {
		struct sim_vcpu *vcpu = &rq->sim->vcpus[id];
		struct sim_proc *first;

		first = but && sim_vcpus_has(but, id) ? NULL : comes_before(rq, vcpu);
		if (!first || (victim && !is_less_urgent(rq, vcpu, victim)))
			continue;
		victim = vcpu;
		*proc = first;
	}
	return victim;
}

/*
 * As find_among(), of other vCPUs than that of @rq, by ranks. Return: whether they say it:
 * who waits first may run everywhere.
 */
static bool find_by_rank(struct sim_rq *rq, struct sim_vcpu **victim,
			 struct sim_proc **proc)
{
	struct sim_vcpu *last;
	struct sim_proc *first;

	if (!rq->nr_waiting)
		return true;
	first = sim_first_for(rq, &rq->sim->vcpus[rq->first_vcpu]);
	if (!first || !sim_allowed_anywhere(first))
		return false;
	last = sim_ranks_least_urgent(rq->sim);
	if (last && last->rq != rq && sim_displaces(last, first) &&
	    (!*victim || is_less_urgent(rq, last, *victim))) {
		*victim = last;
		*proc = first;
	}
	return true;
}

/*
 * Of the vCPUs where one must make room for one who waits in @rq, that where the
 * least urgent runs; of equals, one of @rq itself. For whom, is in @proc then.
 */
static struct sim_vcpu *find_victim(struct sim_rq *rq, struct sim_proc **proc)
{
	struct sim_vcpu *victim;

	sim_rq_count_walk(rq);
	victim = find_among(rq, &rq->spanned, NULL, NULL, proc);
	if (rq->sim->index.ranked && find_by_rank(rq, &victim, proc))
		return victim;
	/* Without an order of all, only who waits in the same run queue comes before. */
	if (!sim_is_ordered(rq->sim) || !sim_rq_is_open(rq))
		return victim;
	sim_count_walk(rq->sim);
	return find_among(rq, &rq->reach, &rq->spanned, victim, proc);
}

/* Who is first in @rq, at the first of its online vCPUs where anybody may run? */
static struct sim_proc *head_of(struct sim_rq *rq)
{
	u32 id = rq->first_vcpu;

	for (; id < SCHEDSIM_MAX_VCPUS; id = sim_vcpus_next(&rq->spanned, id + 1))
		if (sim_vcpus_has(&rq->awaited, id) && sim_is_online(rq->sim, id))
			return sim_first_for(rq, &rq->sim->vcpus[id]);
	return NULL;
}

/* Of the marked run queues, the one whose first process is the most urgent. */
static struct sim_rq *most_urgent(struct sim *sim)
{
	const struct sim_rq *any = sim->vcpus[0].rq;
	u32 id = find_first_bit(sim->unbalanced, sim->config.nr_vcpus);
	struct sim_rq *best = sim->vcpus[id].rq, *rq;
	struct sim_proc *head = NULL, *first;

	if (!sim_is_ordered(sim))
		return best;
	if (sim->index.ranked)
		return sim_ranks_most_urgent(sim) ?: best;
	sim_count_walk(sim);
	for (rq = sim_next_rq(sim, NULL); rq; rq = sim_next_rq(sim, rq)) {
		sim_rq_charge(rq);
		first = test_bit(rq->first_vcpu, sim->unbalanced) ? head_of(rq) : NULL;
		if (!first || (head && !sim->policy->before(any, first, head)))
			continue;
		head = first;
		best = rq;
	}
	return best;
}

static bool makes_room(struct sim_rq *rq)
{
	struct sim *sim = rq->sim;
	struct sim_vcpu *victim;
	struct sim_proc *proc;

	if (!sim->policy->wakeup_preempt)
		return false;
	if (rq->victims >= MAX_VICTIMS * rq->nr_vcpus)
		return false;
	victim = find_victim(rq, &proc);
	if (!victim || sim->faulty)
		return false;
	rq->victims++;
	if (unlikely(sim_vcpu_stalls(victim)))
		return false;
	if (victim->rq != rq)
		sim_pull(victim, proc, SCHEDSIM_MOVE_PUSH);
	sim_vcpu_resched(victim);
	return true;
}

/* Who is pulled by an idle vCPU, and by which; or NULL. */
static struct sim_proc *find_work(struct sim *sim, struct sim_vcpu **idle)
{
	if (unlikely(sim->config.balancing.parts))
		return sim_idle_find(sim, idle);
	*idle = idle_beside_work(sim);
	return *idle ? to_pull(*idle) : NULL;
}

/**
 * sim_balance - a step of balancing
 * @sim: a simulation with @nr_unbalanced, where no decision is due
 *
 * If there is something to balance, a decision is due afterwards. That comes to an
 * end, for each time a vCPU is idle no more, or somebody more urgent runs; if a policy
 * thinks otherwise, it is not asked for ever.
 */
void sim_balance(struct sim *sim)
{
	struct sim_vcpu *idle;
	struct sim_proc *proc = find_work(sim, &idle);
	struct sim_rq *rq;

	if (proc) {
		sim_pull(idle, proc, SCHEDSIM_MOVE_IDLE);
		return;
	}
	rq = most_urgent(sim);
	if (makes_room(rq))
		return;
	__clear_bit(rq->first_vcpu, sim->unbalanced);
	sim_vcpus_add(&sim->index.reranked, rq->first_vcpu);
	sim->nr_unbalanced--;
	if (unlikely(sim->config.balancing.parts))
		sim_note_waste(sim);
}
