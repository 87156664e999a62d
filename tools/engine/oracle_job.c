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

/* As far as a policy knows: the first timer of the program stands for that of the job. */
static u64 first_timer(const struct proc *p)
{
	u32 i;

	for (i = 0; i < p->nr_ops; i++)
		if (p->ops[i].code == SCHEDSIM_OP_TIMER)
			return p->ops[i].value;
	return 0;
}

/* When its job is due, or NEVER. */
u64 o_due(const struct proc *p)
{
	u64 deadline = deadline_of(p, first_timer(p));

	return deadline ? p->job_release + deadline : NEVER;
}

/* Of two, that of the lower rank is first; S64_MAX: it comes last. */
s64 o_rank(const struct oracle *o, const struct proc *p)
{
	u64 period = p->attr.period_ns ? p->attr.period_ns : first_timer(p);
	u64 deadline = deadline_of(p, period), length = o_burst_length(p);

	switch (o->rules.policy) {
	case EDF:
		/* Before all that have none. */
		if (o_served(o, p))
			return (s64)p->due - S64_MAX / 2;
		return o_due(p) == NEVER ? S64_MAX : (s64)o_due(p);
	case RM:
		return period ? (s64)period : S64_MAX;
	case DM:
		return deadline ? (s64)deadline : S64_MAX;
	case LLF:
		return o_due(p) == NEVER || length == NEVER ? S64_MAX :
		       (s64)(o_due(p) - length);
	default:
		return 0;
	}
}

/* A way through the program, ahead of the process. */
struct ahead {
	u32 pc;
	u64 count[ORACLE_MAX_OPS];
	bool works;
};

/* The timer that comes next, or NULL: there is none. */
static const struct schedsim_op *next_timer(const struct proc *p,
					    struct ahead *a)
{
	const struct schedsim_op *op, *again = NULL;

	while (a->pc < p->nr_ops) {
		op = &p->ops[a->pc++];
		if (op->code == SCHEDSIM_OP_TIMER)
			return op;
		if (op->code == SCHEDSIM_OP_EXIT || op == again)
			return NULL;
		a->works |= op->code == SCHEDSIM_OP_RUN && op->value;
		if (op->code != SCHEDSIM_OP_LOOP)
			continue;
		if (!op->value && !again)
			again = op;
		if (!op->value || ++a->count[op - p->ops] < op->value)
			a->pc = op->arg;
		else
			a->count[op - p->ops] = 0;
	}
	return NULL;
}

/* One job after the other, those that have been released by now. */
static void count_pending(const struct oracle *o, const struct proc *p,
			  struct schedsim_proc *to)
{
	struct ahead a = { p->pc };
	const struct schedsim_op *timer, *first = NULL;
	u64 release = p->job_release, due;

	if (!p->has_job)
		return;
	memcpy(a.count, p->count, sizeof(a.count));
	a.works = p->pub.cpu_ns > p->job_cpu || p->left || p->for_ever;
	while (release < o->now) {
		timer = next_timer(p, &a);
		due = release + deadline_of(p, timer ? timer->value : NEVER / 2);
		to->jobs_released += a.works;
		if (a.works && due < o->now) {
			to->jobs_missed++;
			to->lateness_max_ns = max_t(s64, to->lateness_max_ns,
						    o->now - due);
		}
		a.works = false;
		/* Nobody knows when any other timer will expire. */
		if (!timer || timer->flags != SCHEDSIM_OP_F_ABSOLUTE)
			return;
		if (first ? timer->arg != first->arg :
		    p->timer[timer->arg] != release)
			return;
		first = timer;
		release += timer->value;
	}
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
			*timer = p->begins;
		shared->used = true;
		shared->pub.uses++;
	} else {
		timer += op->arg;
	}
	o_job_end(o, p, op->value);
	*timer = min_t(u64, *timer, SCHEDSIM_MAX_TIME_NS) + op->value;
	while (*timer < o->now && op->flags & SCHEDSIM_OP_F_SKIP)
		*timer += op->value;
	if (*timer <= o->now && !(op->flags & SCHEDSIM_OP_F_ABSOLUTE))
		*timer = o->now;
	o_job_begin(p, *timer);
	if (*timer <= o->now)
		return false;
	o_sleep(o, v, *timer);
	return true;
}
