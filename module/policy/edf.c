// SPDX-License-Identifier: GPL-2.0
/*
 * edf: earliest deadline first. The process runs whose job is due first, and preempts
 * at once one whose job is due later.
 *
 * On one vCPU, if jobs are due at the ends of their periods, no deadline is missed as long
 * as the processes need no more than all of its time: C. L. Liu and J. W. Layland,
 * "Scheduling Algorithms for Multiprogramming in a Hard-Real-Time Environment", Journal of
 * the ACM 20(1), 1973, theorem 7. With span=all this is global EDF, with balance=none
 * partitioned EDF.
 *
 * Processes of SCHED_DEADLINE come before all others, as in Linux. Each has a
 * constant-bandwidth server (server.h): it goes by the deadline of that, and is throttled when
 * it has used up its budget. So it never takes more than its reservation from others, whatever
 * it does. With soft=1 reservations are soft, as in the paper of 1998: the next budget follows
 * at once, due a period later, and nobody is throttled. Nobody inherits a deadline.
 *
 * With reclaim=1 those that are active use what the others do not: see grub.h. Soft ones do so
 * anyway, and reclaim nothing.
 *
 * With admission=1 they reserve no more than there is: one vCPU for each vCPU, wherever they
 * may run. On one vCPU no server then is late. On several, as in Linux, lateness is bounded:
 * U. C. Devi and J. H. Anderson, "Tardiness Bounds under Global EDF Scheduling on a
 * Multiprocessor", Real-Time Systems 38(2), 2008.
 */
#include "deadline.h"
#include "grub.h"

/* Keys of those without servers are from here on, in the order of their deadlines. */
#define UNSERVED	0x8000000000000000ULL

/**
 * struct edf_proc - what the policy keeps in a process
 * @queued: its place in the queue
 * @server: its server, if it is of SCHED_DEADLINE
 */
struct edf_proc {
	struct deadline_proc queued;
	struct server server;
};

enum {
	EDF_SOFT,
	EDF_ADMISSION,
	EDF_RECLAIM,
};

static const struct sim_param edf_params[] = {
	[EDF_SOFT] = { .name = "soft", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
	[EDF_ADMISSION] = { .name = "admission", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
	[EDF_RECLAIM] = { .name = "reclaim", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
};

static const struct sim_value edf_values[] = {
	{ .name = "deadline", .kind = SCHEDSIM_VALUE_TIME },
	{ .name = "budget", .kind = SCHEDSIM_VALUE_TIME },
	{ .name = "throttles", .kind = SCHEDSIM_VALUE_NUMBER },
	{ .name = "throttled", .kind = SCHEDSIM_VALUE_NUMBER },
};

static struct server *server_of(struct sim_proc *proc)
{
	struct edf_proc *p = sim_proc_data(proc);

	return &p->server;
}

static struct grub *grub_of(const struct sim_rq *rq)
{
	return sim_rq_data(rq);
}

static u64 key_now(const struct sim_proc *proc)
{
	const struct edf_proc *p = (const void *)proc->data;

	if (unlikely(server_serves(proc)))
		return p->server.deadline;
	return sim_job_deadline(proc) | UNSERVED;
}

static u64 key_of(const struct sim_proc *proc)
{
	return sim_proc_ready(proc) ? deadline_queued(proc) : key_now(proc);
}

static void set_timer(struct sim_rq *rq)
{
	struct sim_proc *first = sim_throttled_first(rq);
	u64 next = first ? server_next_period(server_of(first), first) : SIM_NEVER;

	sim_rq_set_timer(rq, min(next, grub_next(rq, grub_of(rq))));
}

static void edf_init(struct sim_rq *rq)
{
	bool reclaims = rq->params[EDF_RECLAIM] && !rq->params[EDF_SOFT];

	grub_init(rq, grub_of(rq), reclaims ? SERVER_BANDWIDTH_ONE : 0);
}

static void edf_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_enqueue why)
{
	struct server *server = server_of(proc);

	if (unlikely(server_serves(proc)))
		grub_contend(rq, grub_of(rq), server, proc);
	if (unlikely(server_serves(proc)) &&
	    !server_enqueue(server, proc, sim_now(rq), why, rq->params[EDF_SOFT])) {
		sim_throttle(rq, proc, server_next_period(server, proc));
		set_timer(rq);
		return;
	}
	if (!server_serves(proc))
		grub_leave(rq, grub_of(rq), server);
	deadline_add(rq, proc, key_now(proc));
}

static void edf_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			enum sim_dequeue why)
{
	if (why == SIM_DEQUEUE_LEAVES)
		grub_rest(rq, grub_of(rq), server_of(proc));
	if (unlikely(sim_throttled(proc))) {
		sim_unthrottle(rq, proc);
		set_timer(rq);
		return;
	}
	deadline_dequeue(rq, proc, why);
}

static u64 edf_slice(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		     struct sim_proc *proc)
{
	struct server *server = server_of(proc);

	if (likely(!server_serves(proc))) {
		grub_leave(rq, grub_of(rq), server);
		return SIM_NO_SLICE;
	}
	server_follow(server, proc, sim_now(rq));
	grub_contend(rq, grub_of(rq), server, proc);
	return grub_slice(grub_of(rq), server);
}

static void edf_charge(struct sim_rq *rq, const struct sim_vcpu *vcpu,
		       struct sim_proc *proc, u64 ran)
{
	grub_charge(grub_of(rq), server_of(proc), ran);
}

static void edf_stopping(struct sim_rq *rq, const struct sim_vcpu *vcpu,
			 struct sim_proc *proc, enum sim_stop why)
{
	if (why == SIM_STOP_BLOCKED || why == SIM_STOP_EXITED)
		grub_rest(rq, grub_of(rq), server_of(proc));
}

static void edf_migrate(struct sim_rq *from, struct sim_rq *to, struct sim_proc *proc)
{
	grub_forget(from, grub_of(from), server_of(proc));
}

static bool edf_before(const struct sim_rq *rq, const struct sim_proc *a,
		       const struct sim_proc *b)
{
	return key_of(a) < key_of(b);
}

/* Only slices of servers have an end: those of their budgets, whoever waits. */
static bool edf_contended(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return true;
}

/* A process that was throttled may run again. The next one, just afterwards. */
static void edf_timer(struct sim_rq *rq)
{
	struct sim_proc *proc = sim_throttled_first(rq);
	u64 now = sim_now(rq);

	grub_timer(rq, grub_of(rq));
	if (proc && server_next_period(server_of(proc), proc) <= now) {
		server_replenish(server_of(proc), proc, now);
		sim_unthrottle(rq, proc);
		deadline_add(rq, proc, key_now(proc));
	}
	set_timer(rq);
}

static u64 edf_bandwidth(const u64 *params, u32 nr_vcpus)
{
	return params[EDF_ADMISSION] ? nr_vcpus * SIM_BANDWIDTH_ONE : U64_MAX;
}

static void edf_report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
	const struct server *server = server_of(proc);
	bool served = server_serves(proc) && server->active;

	values[0] = served ? server->deadline : sim_job_deadline(proc);
	values[1] = served ? server->budget : SIM_NEVER;
	values[2] = served ? server->throttles : 0;
	values[3] = sim_throttled(proc);
}

const struct sim_policy sim_policy_edf = {
	.name		= "edf",
	.summary	= "the job that is due first",
	.params		= edf_params,
	.nr_params	= ARRAY_SIZE(edf_params),
	.values		= edf_values,
	.nr_values	= ARRAY_SIZE(edf_values),
	.by_jobs	= true,
	.proc_size	= sizeof(struct edf_proc),
	.rq_size	= sizeof(struct grub),
	.init		= edf_init,
	.enqueue	= edf_enqueue,
	.dequeue	= edf_dequeue,
	.pick		= deadline_pick,
	.slice		= edf_slice,
	.charge		= edf_charge,
	.stopping	= edf_stopping,
	.migrate	= edf_migrate,
	.wakeup_preempt	= edf_before,
	.before		= edf_before,
	.contended	= edf_contended,
	.timer		= edf_timer,
	.admit		= server_admit,
	.bandwidth	= edf_bandwidth,
	.report		= edf_report,
};
