// SPDX-License-Identifier: GPL-2.0
/*
 * SCHED_DEADLINE under linux; see linux_deadline.h.
 */
#include "linux_deadline.h"

/* The order of this layer: the least is first. It does not change while one waits. */
static u64 key_of(const struct sim_proc *proc)
{
	return server_serves(proc) ? linux_server(proc)->deadline : 0;
}

/**
 * linux_deadline_compare - which of two processes comes first?
 * @a: a process
 * @b: another one; at least one of the two is of this layer
 *
 * Return: greater than 0: @a; less: @b; 0: neither.
 */
int linux_deadline_compare(const struct sim_proc *a, const struct sim_proc *b)
{
	u64 of_a, of_b;

	if (!linux_is_deadline(&a->eff) || !linux_is_deadline(&b->eff))
		return linux_is_deadline(&a->eff) ? 1 : -1;
	of_a = key_of(a);
	of_b = key_of(b);
	return of_a < of_b ? 1 : of_a > of_b ? -1 : 0;
}

/* Somebody is throttled, or not any more. The timer may be there for others, too. */
static void set_timer(struct sim_rq *rq, struct deadline_rq *queue)
{
	struct sim_proc *first = sim_throttled_first(rq);

	queue->replenish = first ? server_next_period(linux_server(first), first) : SIM_NEVER;
	sim_rq_set_timer(rq, min(rq->timer, linux_deadline_next(rq, queue)));
}

static void add(struct deadline_rq *queue, struct sim_proc *proc, enum sim_enqueue why)
{
	sim_tree_add(&queue->root, proc, key_of(proc), sim_enqueue_first(why));
}

/**
 * linux_deadline_enqueue - a process of this layer is ready
 * @rq: the run queue
 * @queue: its part for this layer
 * @proc: the process, which waits from now on, or is throttled
 * @why: why
 */
void linux_deadline_enqueue(struct sim_rq *rq, struct deadline_rq *queue,
			    struct sim_proc *proc, enum sim_enqueue why)
{
	struct server *server = linux_server(proc);

	if (!server_serves(proc))
		grub_leave(rq, &queue->grub, server);
	else
		grub_contend(rq, &queue->grub, server, proc);
	if (server_serves(proc) &&
	    !server_enqueue(server, proc, sim_now(rq), why, false)) {
		sim_throttle(rq, proc, server_next_period(server, proc));
		set_timer(rq, queue);
		return;
	}
	add(queue, proc, why);
}

/**
 * linux_deadline_dequeue - a process of this layer does not wait any more
 * @rq: the run queue
 * @queue: its part for this layer
 * @proc: the process, which waited or was throttled
 */
void linux_deadline_dequeue(struct sim_rq *rq, struct deadline_rq *queue,
			    struct sim_proc *proc)
{
	if (!sim_throttled(proc)) {
		sim_tree_remove(&queue->root, proc);
		return;
	}
	sim_unthrottle(rq, proc);
	set_timer(rq, queue);
}

/**
 * linux_deadline_slice - how long may a process of this layer run?
 * @rq: the run queue
 * @queue: its part for this layer
 * @proc: the process, which runs or is about to
 *
 * Return: what is left of its budget, in ns; SIM_NO_SLICE if it has none.
 */
u64 linux_deadline_slice(struct sim_rq *rq, struct deadline_rq *queue,
			 struct sim_proc *proc)
{
	struct server *server = linux_server(proc);

	if (!server_serves(proc)) {
		grub_leave(rq, &queue->grub, server);
		return SIM_NO_SLICE;
	}
	server_follow(server, proc, sim_now(rq));
	grub_contend(rq, &queue->grub, server, proc);
	return grub_slice(&queue->grub, server);
}

/**
 * linux_deadline_timer - the timer has come: who was throttled may run again
 * @rq: the run queue
 * @queue: its part for this layer
 *
 * One of them. The next one follows just afterwards.
 */
void linux_deadline_timer(struct sim_rq *rq, struct deadline_rq *queue)
{
	struct sim_proc *proc = sim_throttled_first(rq);
	u64 now = sim_now(rq);

	grub_timer(rq, &queue->grub);
	if (proc && server_next_period(linux_server(proc), proc) <= now) {
		server_replenish(linux_server(proc), proc, now);
		sim_unthrottle(rq, proc);
		add(queue, proc, SIM_ENQUEUE_WOKEN);
	}
	set_timer(rq, queue);
}

/**
 * linux_deadline_report - the values of a process that are of this layer
 * @proc: any process
 * @values: out: deadline, budget, throttles, and if it is throttled
 */
void linux_deadline_report(const struct sim_proc *proc, u64 *values)
{
	const struct server *server = linux_server(proc);
	bool served = server_serves(proc) && server->active;

	values[0] = served ? server->deadline : SIM_NEVER;
	values[1] = served ? server->budget : SIM_NEVER;
	values[2] = served ? server->throttles : 0;
	values[3] = sim_throttled(proc);
}
