/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A queue by virtual runtime, which grows by 1024 / weight for each ns that a
 * process runs.
 *
 * The floor of a queue is the least virtual runtime seen in it, and only
 * rises. Newcomers start there; sleepers come back there if they are behind, so
 * that time asleep is no credit.
 */
#ifndef POLICY_FAIR_QUEUE_H
#define POLICY_FAIR_QUEUE_H

#include "lib/heap.h"
#include "weight.h"

struct fair_queue {
	u64 floor;
	struct sim_heap heap;	/* by vruntime, then in order of enqueueing */
};

static inline size_t fair_queue_size(const struct sim_config *config)
{
	return offsetof(struct fair_queue, heap) +
	       sim_heap_size(config->max_procs);
}

/*
 * To be called when one that runs or waits has more than before. @curr is the
 * process that runs, if it takes part.
 */
static inline void fair_queue_raise_floor(struct fair_queue *queue,
					  const struct sim_proc *curr)
{
	u64 least = sim_heap_min_key(&queue->heap);

	if (curr)
		least = min(least, curr->vruntime);
	if (least != U64_MAX)
		queue->floor = max(queue->floor, least);
}

static inline void fair_queue_join(const struct fair_queue *queue,
				   struct sim_proc *proc)
{
	proc->vruntime = queue->floor;
	proc->vruntime_rest = 0;
}

static inline void fair_queue_add(struct fair_queue *queue, struct sim *sim,
				  struct sim_proc *proc,
				  const struct sim_proc *curr)
{
	sim_heap_insert(&queue->heap, proc->id, proc->vruntime, sim->enqueues++);
	fair_queue_raise_floor(queue, curr);
}

static inline struct sim_proc *fair_queue_pick(struct fair_queue *queue,
					       struct sim *sim)
{
	struct sim_proc *proc = sim->procs[sim_heap_pop(&queue->heap)];

	/* It runs alone, and has the least: the floor rises up to it. */
	queue->floor = max(queue->floor, proc->vruntime);
	return proc;
}

/*
 * The rest of the division is kept, so that the sum does not depend on how
 * often it is asked for.
 */
static inline void fair_queue_charge(struct fair_queue *queue,
				     struct sim_proc *proc, u64 ran)
{
	u32 weight = sim_weight(proc->eff.nice);

	if (weight == NICE_0_WEIGHT) {
		proc->vruntime += ran;
	} else {
		u64 rest, whole = div64_u64_rem(ran, weight, &rest);

		/* What is left of another weight's division is less than 1 ns. */
		rest = rest * NICE_0_WEIGHT +
		       min(proc->vruntime_rest, weight - 1);
		proc->vruntime += whole * NICE_0_WEIGHT +
				  div_u64_rem(rest, weight, &proc->vruntime_rest);
	}
	fair_queue_raise_floor(queue, proc);
}

/*
 * How far it is ahead of the floor is what it has had too much, in time of its
 * own by its weight: as much is less for one of more weight. As reweight_entity()
 * of Linux 6.6 and later. Nobody comes below the floor by that.
 */
static inline void fair_queue_reweigh(const struct fair_queue *queue,
				      struct sim_proc *proc,
				      const struct sim_urgency *from)
{
	u64 floor = queue->floor;

	if (from->nice != proc->eff.nice && proc->vruntime > floor)
		proc->vruntime = floor +
			mul_u64_u32_div(proc->vruntime - floor,
					sim_weight(from->nice),
					sim_weight(proc->eff.nice));
}

/* Behind or ahead by the same there as here, as far as there is room. */
static inline void fair_queue_migrate(const struct fair_queue *from,
				      const struct fair_queue *to,
				      struct sim_proc *proc)
{
	proc->vruntime = max(proc->vruntime, from->floor) - from->floor +
			 to->floor;
}

#endif /* POLICY_FAIR_QUEUE_H */
