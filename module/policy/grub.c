// SPDX-License-Identifier: GPL-2.0
/*
 * Reclaiming of unused bandwidth; see grub.h.
 *
 * The slots of level l are 2^(10 + 2 l) ns long. A time goes into the first level whose slots
 * reach that far, and counts until the end of its slot. So it can be found again from what the
 * server knows: its 0-lag time, which does not change while it sleeps, and the level.
 */
#include "grub.h"

/* Values of @level of struct server; higher ones: 2 + the level of the wheel. */
enum {
	INACTIVE,
	CONTENDING,
	RESTING,
};

/* The length of a slot. */
static u64 length_of(u32 level)
{
	return 1ULL << (10 + 2 * level);
}

static u64 index_of(u64 time, u32 level)
{
	return time >> (10 + 2 * level);
}

/* Runtime / deadline, rounded up. */
static u32 bandwidth_of(const struct sim_proc *proc)
{
	u64 deadline = server_deadline(&proc->attr);
	u64 part = proc->attr.runtime_ns * SERVER_BANDWIDTH_ONE + deadline - 1;

	return min_t(u64, div64_u64(part, deadline), SERVER_BANDWIDTH_ONE);
}

/* Until when a server that rests is active: the end of the slot with its 0-lag time. */
static u64 end_of(const struct server *server)
{
	u32 level = server->level - RESTING;
	u64 lag0 = server->deadline -
		   div_u64(server->budget * SERVER_BANDWIDTH_ONE, server->bandwidth);

	return (lag0 + length_of(level) - 1) & ~(length_of(level) - 1);
}

/* The first slot of a level that is over after @now. */
static u64 first_of(const struct grub *grub, u32 level, u64 now)
{
	u64 after = index_of(now, level) + 1;
	u32 turn = after % GRUB_SLOTS, used = grub->used[level];

	if (!used)
		return SIM_NEVER;
	if (turn)
		used = used >> turn | used << (GRUB_SLOTS - turn);
	return (after + __builtin_ctz(used)) << (10 + 2 * level);
}

static void find_first(struct grub *grub, u64 now)
{
	u32 level;

	grub->first = SIM_NEVER;
	for (level = 0; level < GRUB_LEVELS; level++)
		grub->first = min(grub->first, first_of(grub, level, now));
}

/* What is over is not active any more: at most GRUB_LEVELS slots at a time. */
static void expire(struct sim_rq *rq, struct grub *grub)
{
	u32 level;

	while (grub->first <= sim_now(rq)) {
		u64 end = grub->first;

		for (level = 0; level < GRUB_LEVELS; level++) {
			u32 slot = index_of(end, level) % GRUB_SLOTS;

			if (end & (length_of(level) - 1) || !(grub->used[level] >> slot & 1))
				continue;
			grub->next -= grub->slots[level][slot];
			grub->slots[level][slot] = 0;
			grub->used[level] &= ~(1U << slot);
		}
		find_first(grub, end);
	}
}

/**
 * grub_init - begin with a run queue
 * @rq: the run queue
 * @grub: its part for reclaiming, in zeroed memory
 * @max: what may be reserved of a vCPU, in SERVER_BANDWIDTH_ONE; 0: nothing is reclaimed
 */
void grub_init(struct sim_rq *rq, struct grub *grub, u64 max)
{
	grub->first = SIM_NEVER;
	grub->nr_vcpus = rq->nr_vcpus;
	grub->max = max;
}

/**
 * grub_forget - a server does not belong to a run queue any more
 * @rq: the run queue
 * @grub: its part for reclaiming
 * @server: a server that does, if any does
 */
void grub_forget(struct sim_rq *rq, struct grub *grub, struct server *server)
{
	if (likely(server->level == INACTIVE))
		return;
	expire(rq, grub);
	if (server->level == CONTENDING) {
		grub->next -= server->bandwidth;
	} else if (end_of(server) > sim_now(rq)) {
		u32 level = server->level - RESTING;
		u32 slot = index_of(end_of(server), level) % GRUB_SLOTS;

		grub->next -= server->bandwidth;
		grub->slots[level][slot] -= server->bandwidth;
		if (!grub->slots[level][slot])
			grub->used[level] &= ~(1U << slot);
		find_first(grub, sim_now(rq));
	}
	server->level = INACTIVE;
	sim_rq_hasten_timer(rq, grub_next(rq, grub));
}

/**
 * grub_contend - a process waits in a run queue, or runs
 * @rq: the run queue
 * @grub: its part for reclaiming
 * @server: the server of the process, just as it was when it began to sleep
 * @proc: the process
 */
void grub_contend(struct sim_rq *rq, struct grub *grub, struct server *server,
		  const struct sim_proc *proc)
{
	u32 bandwidth = bandwidth_of(proc);

	if (!grub->max || (server->level == CONTENDING && server->bandwidth == bandwidth))
		return;
	grub_forget(rq, grub, server);
	server->level = CONTENDING;
	server->bandwidth = bandwidth;
	grub->next += bandwidth;
	sim_rq_hasten_timer(rq, grub_next(rq, grub));
}

/**
 * grub_rest - a process sleeps, or exits
 * @rq: the run queue
 * @grub: its part for reclaiming
 * @server: the server of the process
 */
void grub_rest(struct sim_rq *rq, struct grub *grub, struct server *server)
{
	u64 used, ahead, now = sim_now(rq);
	u32 level = 0, slot;

	if (server->level != CONTENDING)
		return;
	used = div_u64(server->budget * SERVER_BANDWIDTH_ONE, server->bandwidth);
	if (server->deadline <= now + used) {
		grub_forget(rq, grub, server);
		return;
	}
	expire(rq, grub);
	ahead = server->deadline - used - now;
	while (level + 1 < GRUB_LEVELS && ahead > length_of(level) * (GRUB_SLOTS - 1))
		level++;
	server->level = RESTING + level;
	slot = index_of(end_of(server), level) % GRUB_SLOTS;
	grub->used[level] |= 1U << slot;
	grub->slots[level][slot] += server->bandwidth;
	grub->first = min(grub->first, end_of(server));
	sim_rq_hasten_timer(rq, grub_next(rq, grub));
}

/* How fast the budget shrinks, in SERVER_BANDWIDTH_ONE. */
static u32 pace(const struct grub *grub, const struct server *server)
{
	u64 active = max_t(u64, server->bandwidth, div_u64(grub->active, grub->nr_vcpus));

	return div_u64(min_t(u64, active, grub->max) * SERVER_BANDWIDTH_ONE, grub->max);
}

/**
 * grub_charge - the process of a server has run
 * @grub: the run queue's part for reclaiming
 * @server: the server
 * @ran: how long, in ns
 */
void grub_charge(const struct grub *grub, struct server *server, u64 ran)
{
	u64 used;

	if (!grub->max || server->level != CONTENDING) {
		server_charge(server, ran);
		return;
	}
	used = ran * pace(grub, server) + server->rest;
	server->rest = used % SERVER_BANDWIDTH_ONE;
	used /= SERVER_BANDWIDTH_ONE;
	if (used >= server->budget)
		server->rest = 0;
	server_charge(server, used);
}

/**
 * grub_slice - how long the process of a server may run
 * @grub: the run queue's part for reclaiming
 * @server: the server
 *
 * Return: how long its budget lasts, in ns.
 */
u64 grub_slice(const struct grub *grub, const struct server *server)
{
	u64 left = server->budget * SERVER_BANDWIDTH_ONE - server->rest;
	u32 by;

	if (!grub->max || !server->budget)
		return server->budget;
	by = pace(grub, server);
	return div_u64(left + by - 1, by);
}

/**
 * grub_timer - the timer of the run queue has fired
 * @rq: the run queue; who runs there has been charged
 * @grub: its part for reclaiming
 */
void grub_timer(struct sim_rq *rq, struct grub *grub)
{
	expire(rq, grub);
	grub->active = grub->next;
}
