// SPDX-License-Identifier: GPL-2.0
/*
 * The queues that policies are made of. They are lists and heaps, unless the run
 * queue is @by_vcpu: then they are trees, in which each vCPU finds the first process
 * that may run there.
 */
#include "core/affinity.h"
#include "core/queue.h"
#include "core/tree.h"
#include "core/types.h"
#include "lib/fenwick.h"

/**
 * sim_fifo_add_behind - let a process wait just behind another
 * @rq: the run queue that @fifo is part of
 * @fifo: the queue
 * @proc: the process
 * @other: the other, which waits in @fifo; if it does not, nothing changes
 */
void sim_fifo_add_behind(struct sim_rq *rq, struct sim_fifo *fifo,
			 struct sim_proc *proc, struct sim_proc *other)
{
	if (rq->by_vcpu)
		sim_tree_add_behind(&fifo->root, proc, other);
	else if (sim_may_list(proc) && !list_empty(&other->node))
		list_add(&proc->node, &other->node);
}

/**
 * sim_fifo_empty - does nobody wait?
 * @rq: the run queue that @fifo is part of
 * @fifo: the queue
 *
 * Return: whether that is so.
 */
bool sim_fifo_empty(const struct sim_rq *rq, const struct sim_fifo *fifo)
{
	return rq->by_vcpu ? !fifo->root : sim_list_empty(&fifo->list);
}

/**
 * sim_fifo_next - who waits behind a process
 * @rq: the run queue that @fifo is part of
 * @fifo: the queue
 * @proc: the process, which waits in @fifo
 *
 * O(1) on average over a walk along the queue. Walks must have a bound.
 *
 * Return: the next one, wherever it may run, or NULL.
 */
struct sim_proc *sim_fifo_next(const struct sim_rq *rq,
			       const struct sim_fifo *fifo,
			       struct sim_proc *proc)
{
	const struct list_head *next = proc->node.next;

	if (rq->by_vcpu)
		return sim_tree_next(proc);
	if (next == &fifo->list || next == &proc->node)
		return NULL;
	return list_entry(next, struct sim_proc, node);
}

/**
 * sim_fifo_append - put all that wait in one queue behind those of another
 * @rq: the run queue that both are part of
 * @to: the other; if it is the one, nothing changes
 * @from: the one, which is empty then
 */
void sim_fifo_append(struct sim_rq *rq, struct sim_fifo *to,
		     struct sim_fifo *from)
{
	if (unlikely(to == from))
		return;
	if (rq->by_vcpu) {
		sim_tree_append(&to->root, &from->root);
		return;
	}
	if (sim_list_empty(&from->list))
		return;
	if (unlikely(!to->list.next))
		INIT_LIST_HEAD(&to->list);
	list_splice_tail_init(&from->list, &to->list);
}

/**
 * sim_levels_add - let a process wait
 * @rq: the run queue that @levels is part of
 * @levels: the queue
 * @proc: the process
 * @level: its level
 * @first: before all others of that level, or behind them?
 */
void sim_levels_add(struct sim_rq *rq, struct sim_levels *levels,
		    struct sim_proc *proc, u32 level, bool first)
{
	level = min_t(u32, level, SIM_LEVELS - 1);
	if (rq->by_vcpu) {
		sim_tree_add(&levels->root, proc, level, first);
		return;
	}
	if (unlikely(!sim_may_list(proc)))
		return;
	sim_list_add(&levels->lists[level], proc, first);
	__set_bit(level, levels->used);
}

/**
 * sim_levels_remove - a process does not wait any more
 * @rq: the run queue that @levels is part of
 * @levels: the queue
 * @proc: one that waits in it
 * @level: the level that it was added with
 */
void sim_levels_remove(struct sim_rq *rq, struct sim_levels *levels,
		       struct sim_proc *proc, u32 level)
{
	if (rq->by_vcpu) {
		sim_tree_remove(&levels->root, proc);
		return;
	}
	level = min_t(u32, level, SIM_LEVELS - 1);
	list_del_init(&proc->node);
	if (sim_list_empty(&levels->lists[level]))
		__clear_bit(level, levels->used);
}

/**
 * sim_levels_first - who is first
 * @rq: the run queue that @levels is part of
 * @levels: the queue
 * @vcpu: where the process must be allowed to run
 *
 * Return: the process, or NULL.
 */
struct sim_proc *sim_levels_first(const struct sim_rq *rq,
				  const struct sim_levels *levels,
				  const struct sim_vcpu *vcpu)
{
	u32 level;

	if (rq->by_vcpu)
		return sim_tree_first(levels->root, vcpu->id);
	level = find_first_bit(levels->used, SIM_LEVELS);
	/* Empty: the last of it was taken out at another level. */
	while (unlikely(level < SIM_LEVELS && list_empty(&levels->lists[level])))
		level = find_next_bit(levels->used, SIM_LEVELS, level + 1);
	return level < SIM_LEVELS ? sim_list_first(&levels->lists[level]) : NULL;
}

/**
 * sim_sorted_size - memory that the sorted queue of a run queue takes
 * @max_procs: how many processes there are at most
 *
 * Return: bytes.
 */
size_t sim_sorted_size(u32 max_procs)
{
	return offsetof(struct sim_sorted, heap) + sim_heap_size(max_procs);
}

/**
 * sim_sorted_init - set up an empty queue
 * @rq: its run queue
 */
void sim_sorted_init(struct sim_rq *rq)
{
	rq->least = U64_MAX;
	rq->sorted->root = NULL;
	rq->sorted->late = SIM_HEAP_NONE;
	sim_heap_init(&rq->sorted->heap, &rq->sim->store);
}

/**
 * sim_sorted_clear - forget all that wait
 * @rq: the run queue, which nobody asks any more
 *
 * They are not looked at: they may be in other queues by now.
 */
void sim_sorted_clear(struct sim_rq *rq)
{
	rq->sorted->late = SIM_HEAP_NONE;
	sim_heap_clear(&rq->sorted->heap);
}

static u32 index_of(const struct sim_heap_entry *entry)
{
	return entry->tag & SIM_INDEX_MASK;
}

/* No process has this id. */
static bool is_none(const struct sim_heap_entry *entry)
{
	return index_of(entry) == SIM_INDEX_MASK;
}

/* The process @id waits from now on. Who was late before is not any more. */
static void add(struct sim_rq *rq, u32 id, u64 key, u64 tie)
{
	struct sim_sorted *sorted = rq->sorted;

	if (!is_none(&sorted->late))
		sim_heap_add(&sorted->heap, sorted->late);
	sorted->late = sim_heap_entry(id, key, tie);
}

/* The process @id does not wait any more. If it did, nobody is late then. */
static void remove(struct sim_sorted *sorted, u32 id)
{
	struct sim_heap_entry late = sorted->late;

	if (index_of(&late) != id) {
		if (unlikely(!sorted->heap.nr))
			return;
		if (likely(!is_none(&late)))
			sim_heap_replace(&sorted->heap, id, late);
		else
			sim_heap_remove(&sorted->heap, id);
	}
	sorted->late = SIM_HEAP_NONE;
}

/* Who is first, as an index of the heap; nobody's if it is empty. */
static u32 first(const struct sim_sorted *sorted)
{
	const struct sim_heap *heap = &sorted->heap;
	const struct sim_heap_entry *top = &heap->first[SIM_HEAP_FIRST_SLOT];

	if (unlikely(!heap->nr) || sim_heap_before(&sorted->late, top))
		return index_of(&sorted->late);
	return index_of(top);
}

/* Is it ready, and in no heap or tree? Then it may be added with @key. */
static bool begin_add(struct sim_rq *rq, const struct sim_proc *proc, u64 key)
{
	if (unlikely(proc->queued || !sim_proc_ready(proc)))
		return false;
	rq->least = min(rq->least, key);
	return true;
}

/**
 * sim_sorted_add - let a process wait, behind those with the same key
 * @rq: the run queue
 * @proc: the process
 * @key: those with less are before it
 */
void sim_sorted_add(struct sim_rq *rq, struct sim_proc *proc, u64 key)
{
	if (!begin_add(rq, proc, key))
		return;
	if (rq->by_vcpu) {
		sim_tree_add(&rq->sorted->root, proc, key, false);
		return;
	}
	proc->queued = SIM_QUEUED_HEAP;
	add(rq, proc->id, key, rq->sim->enqueues++);
}

/**
 * sim_sorted_add_by_id - let a process wait, among those with the same key by id
 * @rq: the run queue, to which all are added in this way
 * @proc: the process
 * @key: those with less are before it
 */
void sim_sorted_add_by_id(struct sim_rq *rq, struct sim_proc *proc, u64 key)
{
	if (!begin_add(rq, proc, key))
		return;
	if (rq->by_vcpu) {
		sim_tree_add_by_id(&rq->sorted->root, proc, key);
		return;
	}
	proc->queued = SIM_QUEUED_HEAP;
	add(rq, proc->id, key, 0);
}

/**
 * sim_sorted_remove - a process does not wait any more
 * @rq: the run queue
 * @proc: one that sim_sorted_add() was called for
 */
void sim_sorted_remove(struct sim_rq *rq, struct sim_proc *proc)
{
	struct sim_heap *heap = &rq->sorted->heap;
	struct sim_proc *next;

	if (rq->by_vcpu) {
		sim_tree_remove(&rq->sorted->root, proc);
		rq->least = sim_tree_least(rq->sorted->root);
		return;
	}
	if (unlikely(!proc->queued))
		return;
	proc->queued = 0;
	remove(rq->sorted, proc->id);
	rq->least = sim_heap_min_key(heap);
	/* Who is first now is needed soon. */
	if (heap->nr) {
		next = rq->sim->procs[sim_heap_min_index(heap)];
		prefetch(next);
		prefetch(&next->switches);
	}
}

/**
 * sim_sorted_first - who is first
 * @rq: the run queue
 * @vcpu: where the process must be allowed to run
 *
 * Return: the process, or NULL.
 */
struct sim_proc *sim_sorted_first(const struct sim_rq *rq,
				  const struct sim_vcpu *vcpu)
{
	u32 id;

	if (rq->by_vcpu)
		return sim_tree_first(rq->sorted->root, vcpu->id);
	id = first(rq->sorted);
	return id != SIM_INDEX_MASK ? rq->sim->procs[id] : NULL;
}

/**
 * sim_lots_add - give a process lots
 * @rq: the run queue
 * @proc: the process, which has none
 * @tickets: how many
 */
void sim_lots_add(struct sim_rq *rq, struct sim_proc *proc, u32 tickets)
{
	if (unlikely(proc->queued & SIM_QUEUED_HEAP || !sim_proc_ready(proc)))
		return;
	proc->queued |= SIM_QUEUED_HEAP;
	sim_fenwick_add(&rq->sorted->heap, proc->id, tickets);
}

/**
 * sim_lots_remove - take its lots from a process
 * @rq: the run queue
 * @proc: one that sim_lots_add() was called for
 *
 * Return: how many it had.
 */
u32 sim_lots_remove(struct sim_rq *rq, struct sim_proc *proc)
{
	if (unlikely(!(proc->queued & SIM_QUEUED_HEAP) || !rq->sorted->heap.nr))
		return 0;
	proc->queued &= ~SIM_QUEUED_HEAP;
	return sim_fenwick_remove(&rq->sorted->heap, proc->id);
}

/**
 * sim_lots_find - whose a ticket is
 * @rq: the run queue
 * @ticket: a number less than the sum of all tickets. In an order that does not
 *          depend on their number each process has as many as its tickets are
 *
 * Return: the process, or NULL if nobody has any.
 */
struct sim_proc *sim_lots_find(const struct sim_rq *rq, u64 ticket)
{
	if (unlikely(!rq->sorted->heap.nr))
		return NULL;
	return rq->sim->procs[sim_fenwick_find(&rq->sorted->heap, ticket)];
}
