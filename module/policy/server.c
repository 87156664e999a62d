// SPDX-License-Identifier: GPL-2.0
/*
 * Constant-bandwidth servers; see server.h.
 *
 * All is exact, where Linux rounds to about 1 us (DL_SCALE): no period is longer than 2^32 ns,
 * so products of two times fit into 64 bits.
 */
#include "server.h"

/**
 * server_admit - has a process of SCHED_DEADLINE a reservation that makes sense?
 * @attr: the attributes of any process
 * @reason: out: why not
 *
 * As __checkparam_dl() of Linux, but with no least runtime and period.
 *
 * Return: whether it has; yes for other classes.
 */
bool server_admit(const struct schedsim_attr *attr, const char **reason)
{
	if (attr->sched_class != SCHEDSIM_CLASS_DEADLINE)
		return true;
	if (!attr->runtime_ns || attr->runtime_ns > server_deadline(attr) ||
	    server_deadline(attr) > server_period(attr)) {
		*reason = "SCHED_DEADLINE needs 0 < runtime <= deadline <= period";
		return false;
	}
	if (server_period(attr) > SERVER_MAX_PERIOD_NS) {
		*reason = "SCHED_DEADLINE needs a period of at most 4.194304 s";
		return false;
	}
	return true;
}

static void set_budget(struct server *server, u64 budget)
{
	server->budget = budget;
	server->rest = 0;
}

/* A new period begins now. */
static void begin(struct server *server, const struct sim_proc *proc, u64 now)
{
	set_budget(server, proc->attr.runtime_ns);
	server->deadline = now + server_deadline(&proc->attr);
}

/**
 * server_next_period - when the next period begins
 * @server: the server
 * @proc: its process
 *
 * Return: simulated ns: the scheduling deadline, or later if deadlines are shorter than
 * periods.
 */
u64 server_next_period(const struct server *server, const struct sim_proc *proc)
{
	return server->deadline - server_deadline(&proc->attr) + server_period(&proc->attr);
}

/**
 * server_replenish - a server has no budget, and its next period has begun
 * @server: the server
 * @proc: its process
 * @now: simulated time, in ns
 *
 * As replenish_dl_entity() of Linux. There the budget may be negative, by any number of
 * periods; here it never is.
 */
void server_replenish(struct server *server, const struct sim_proc *proc, u64 now)
{
	set_budget(server, proc->attr.runtime_ns);
	server->deadline += server_period(&proc->attr);
	if (server->deadline < now)
		begin(server, proc, now);
}

/*
 * Would it use more than its bandwidth by its deadline, which is not before @now? A soft one
 * that has run alone for long may have postponed that by any time.
 */
static bool overflows(const struct server *server, const struct sim_proc *proc, u64 now)
{
	u64 left = server->deadline - now;

	return left < server_deadline(&proc->attr) &&
	       server->budget * server_deadline(&proc->attr) > left * proc->attr.runtime_ns;
}

/*
 * @proc wakes up.
 *
 * Abeni and Buttazzo 1998, rule 6: budget and deadline stay if the budget can be used by the
 * deadline without using more than the reserved bandwidth; otherwise a new period begins. If
 * deadlines are shorter than periods, that would be too early: the budget is cut to what may
 * be used by the deadline (the revised wakeup rule), or, after the deadline, the server waits
 * for its next period. As update_dl_entity() and dl_check_constrained_dl() of Linux. What
 * Linux's timer would have replenished meanwhile, is now.
 */
static void wake(struct server *server, const struct sim_proc *proc, u64 now, bool soft)
{
	u64 deadline = server_deadline(&proc->attr);
	bool constrained = deadline < server_period(&proc->attr);

	if (!server->budget && (soft || server_next_period(server, proc) <= now))
		server_replenish(server, proc, now);
	if (constrained && server->deadline < now && now < server_next_period(server, proc))
		set_budget(server, 0);
	else if (server->deadline < now || (!constrained && overflows(server, proc, now)))
		begin(server, proc, now);
	else if (constrained && overflows(server, proc, now))
		set_budget(server, div64_u64((server->deadline - now) * proc->attr.runtime_ns,
					     deadline));
}

/**
 * server_follow - let a server be as the attributes of its process say
 * @server: the server
 * @proc: its process, which is of SCHED_DEADLINE
 * @now: simulated time, in ns
 *
 * To be called before anybody looks at @server when attributes may have changed. A new
 * server begins with all of its budget. One whose process has been of another class meanwhile
 * goes on as after a sleep: nobody gets a new budget by leaving the class for a moment. One
 * whose reservation has changed keeps budget and deadline until it is replenished, but has no
 * more budget than a new one.
 */
void server_follow(struct server *server, const struct sim_proc *proc, u64 now)
{
	if (!server->active) {
		server->active = true;
		if (server->deadline)
			wake(server, proc, now, false);
		else
			begin(server, proc, now);
	}
	if (server->budget > proc->attr.runtime_ns)
		set_budget(server, proc->attr.runtime_ns);
}

/**
 * server_enqueue - the process of a server is about to wait
 * @server: the server
 * @proc: its process, which is of SCHED_DEADLINE
 * @now: simulated time, in ns
 * @why: why it waits from now on
 * @soft: does the next budget follow at once, not at the next period?
 *
 * Return: may it run? If not, it is throttled until server_next_period().
 */
bool server_enqueue(struct server *server, const struct sim_proc *proc, u64 now,
		    enum sim_enqueue why, bool soft)
{
	server_follow(server, proc, now);
	if (why == SIM_ENQUEUE_WOKEN)
		wake(server, proc, now, soft);
	if (why == SIM_ENQUEUE_YIELDED)
		set_budget(server, 0);
	if (server->budget)
		return true;
	if (soft || server_next_period(server, proc) <= now) {
		server_replenish(server, proc, now);
		return true;
	}
	/* Else it was throttled before. */
	if ((why == SIM_ENQUEUE_WOKEN || sim_enqueue_ran(why)) &&
	    server->throttles < SERVER_MAX_THROTTLES)
		server->throttles++;
	return false;
}
