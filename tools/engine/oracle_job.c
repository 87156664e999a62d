// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: timers, and the jobs that they begin and end.
 */
#include "oracle_types.h"

/* A job counts as one when it ends, or when somebody asks. */
void o_job_begin(struct proc *p, u64 release)
{
	p->has_job = true;
	p->job_release = release;
	p->job_cpu = p->pub.cpu_ns;
}

static u64 deadline_of(const struct proc *p, u64 period)
{
	if (p->attr.deadline_ns)
		return p->attr.deadline_ns;
	return p->attr.period_ns ? p->attr.period_ns : period;
}

/* One that has not come to its end. */
static void count_pending(const struct oracle *o, const struct proc *p,
			  struct schedsim_proc *to)
{
	u64 deadline = deadline_of(p, p->job_period);

	if (!p->has_job || p->job_release > o->now)
		return;
	to->jobs_released++;
	if (deadline && p->job_release + deadline < o->now)
		to->jobs_missed++;
}

void o_job_kill(struct oracle *o, struct proc *p)
{
	count_pending(o, p, &p->pub);
	p->has_job = false;
}

void o_job_report(const struct oracle *o, const struct proc *p,
		  struct schedsim_proc *to)
{
	count_pending(o, p, to);
}

/* One during which no CPU time was used was none. */
void o_job_end(struct oracle *o, struct proc *p, u64 period)
{
	u64 response = o->now - p->job_release;
	u64 deadline = deadline_of(p, period);
	s64 lateness = (s64)response - (s64)deadline;

	p->has_job = false;
	if (p->pub.cpu_ns == p->job_cpu)
		return;
	p->pub.jobs_released++;
	p->pub.jobs_done++;
	p->pub.response_total_ns += response;
	if (response > p->pub.response_max_ns)
		p->pub.response_max_ns = response;
	if (!deadline)
		return;
	p->pub.lateness_total_ns += lateness;
	if (lateness > p->pub.lateness_max_ns)
		p->pub.lateness_max_ns = lateness;
	if (lateness > 0) {
		p->pub.jobs_missed++;
		p->pub.tardiness_total_ns += lateness;
	}
}

/* Return: whether it sleeps now. */
bool o_timer(struct oracle *o, struct vcpu *v, const struct schedsim_op *op)
{
	struct proc *p = v->curr;
	u64 *timer = p->timer;

	if (op->flags & SCHEDSIM_OP_F_SHARED) {
		struct object *shared = &o->objects[op->arg];

		timer = &shared->expiry;
		if (!shared->used)
			*timer = p->pub.arrival_ns;
		shared->used = true;
		shared->pub.uses++;
	} else {
		timer += op->arg;
	}
	o_job_end(o, p, op->value);
	p->job_period = op->value;
	*timer = min_t(u64, *timer, SCHEDSIM_MAX_TIME_NS) + op->value;
	if (*timer <= o->now && !(op->flags & SCHEDSIM_OP_F_ABSOLUTE))
		*timer = o->now;
	o_job_begin(p, *timer);
	if (*timer <= o->now)
		return false;
	o_sleep(o, v, *timer);
	return true;
}
