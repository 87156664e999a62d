// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: the servers of SCHED_DEADLINE under edf and linux, from the text of the kernel's
 * Documentation/scheduler/sched-deadline.rst.
 */
#include "oracle_types.h"

static u64 relative_deadline(const struct proc *p)
{
	return p->attr.deadline_ns ? p->attr.deadline_ns : p->attr.period_ns;
}

static u64 period(const struct proc *p)
{
	return p->attr.period_ns ? p->attr.period_ns : p->attr.deadline_ns;
}

/* Periods up to 2^22 us, as in Linux. */
static bool is_admitted(enum policy policy, const struct schedsim_attr *attr)
{
	u64 deadline = attr->deadline_ns ? attr->deadline_ns : attr->period_ns;
	u64 period = attr->period_ns ? attr->period_ns : attr->deadline_ns;

	if (attr->sched_class != SCHEDSIM_CLASS_DEADLINE)
		return true;
	return (policy != EDF && policy != LINUX) ||
	       (attr->runtime_ns && attr->runtime_ns <= deadline && deadline <= period &&
		period <= 4194304000);
}

/* Does a policy admit all that there are, one by one? */
bool oracle_policy_admits(const struct oracle *o, const char *name)
{
	struct rules rules = o_rules(name, NULL, 0);
	struct proc *p;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (p->pub.state != SCHEDSIM_STATE_EXITED &&
		    !is_admitted(rules.policy, &p->attr))
			return false;
	return true;
}

#define SHARES	9009000000000ULL

/* @part / @whole of SHARES, by long division; is there a @rest? @part is less. */
static u64 shares(u64 part, u64 whole, u64 *rest)
{
	u64 quotient = 0;
	int bit;

	*rest = 0;
	for (bit = 43; bit >= 0; bit--) {
		*rest = 2 * *rest + (SHARES >> bit & 1 ? part : 0);
		quotient = 2 * quotient + *rest / whole;
		*rest %= whole;
	}
	return quotient;
}

/* Of SHARES, rounded up. */
static u64 share(const struct schedsim_attr *attr)
{
	u64 deadline = attr->deadline_ns ? attr->deadline_ns : attr->period_ns;
	u64 quotient, rest;

	if (attr->sched_class != SCHEDSIM_CLASS_DEADLINE || !deadline)
		return 0;
	if (attr->runtime_ns >= deadline)
		return SHARES;
	quotient = shares(attr->runtime_ns, deadline, &rest);
	return quotient + (rest ? 1 : 0);
}

/* What all reserve. */
u64 oracle_bandwidth(const struct oracle *o)
{
	struct proc *p;
	u64 sum = 0;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (p->pub.state != SCHEDSIM_STATE_EXITED)
			sum += share(&p->attr);
	return sum;
}

/* Under linux SCHED_DEADLINE and real time have the same limit. */
static u64 limit(const struct oracle *o)
{
	u64 one = SHARES, rest;

	if (!o->rules.admission)
		return NEVER;
	if (o->rules.policy == LINUX) {
		if (!o->rules.rt_runtime || !o->rules.rt_period)
			return NEVER;
		if (o->rules.rt_runtime < o->rules.rt_period)
			one = shares(o->rules.rt_runtime, o->rules.rt_period, &rest);
	}
	return o->nr_vcpus * one;
}

/* May the process @id, or, if that is 0, another one, have these attributes? */
bool oracle_admits(const struct oracle *o, u32 id, const struct schedsim_attr *attr)
{
	u64 was = id ? share(&o->procs[id]->attr) : 0;

	if (!is_admitted(o->rules.policy, attr))
		return false;
	return share(attr) <= was || oracle_bandwidth(o) - was + share(attr) <= limit(o);
}

bool o_served(const struct oracle *o, const struct proc *p)
{
	return (o->rules.policy == EDF || o->rules.policy == LINUX) &&
	       p->attr.sched_class == SCHEDSIM_CLASS_DEADLINE;
}

/* When its next period begins, of which it may get its runtime. */
static u64 next_period(const struct proc *p)
{
	return p->due + period(p) - relative_deadline(p);
}

static void give(struct proc *p, u64 budget)
{
	p->budget = budget;
	p->used_part = 0;
}

static void begin_period(const struct oracle *o, struct proc *p)
{
	give(p, p->attr.runtime_ns);
	p->due = o->now + relative_deadline(p);
}

static void next(const struct oracle *o, struct proc *p)
{
	p->due += period(p);
	give(p, p->attr.runtime_ns);
	if (p->due < o->now)
		begin_period(o, p);
}

/*
 * GRUB, from section 2.2 of sched-deadline.rst and the comment in grub.h: bandwidths are in
 * 2^-16, and a process counts until its 0-lag time, rounded up to a multiple of the least of
 * 1024, 4096 ... ns of which 31 reach as far.
 */
static bool reclaims(const struct oracle *o)
{
	return o->rules.reclaim && !o->rules.soft;
}

static void contend(const struct oracle *o, struct proc *p)
{
	u64 most = 65536;

	if (!reclaims(o))
		return;
	p->grub = CONTENDS;
	p->grub_part = min((p->attr.runtime_ns * most + relative_deadline(p) - 1) /
			   relative_deadline(p), most);
	p->grub_queue = o_queue(o, p);
}

/* It sleeps, or has exited, or leaves the queue. */
void cbs_rest(const struct oracle *o, struct proc *p)
{
	u64 early, unit = 1024, left;
	u32 times = 0;

	if (p->grub != CONTENDS)
		return;
	p->grub = RESTS_NOT;
	early = p->budget * 65536 / p->grub_part;
	if (p->due <= o->now + early)
		return;
	left = p->due - early - o->now;
	while (left > 31 * unit && times++ < 10)
		unit *= 4;
	p->grub = RESTS;
	p->grub_end = (p->due - early + unit - 1) / unit * unit;
}

static u64 active(const struct oracle *o, const struct queue *q)
{
	const struct proc *p;
	u64 sum = 0;
	u32 i;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (p->joined == o->nth_policy && p->grub_queue == q &&
		    (p->grub == CONTENDS || (p->grub == RESTS && o->now < p->grub_end)))
			sum += p->grub_part;
	for (i = 0; i < o->nr_ghosts; i++)
		if (o->ghosts[i].joined == o->nth_policy && o->ghosts[i].queue == q &&
		    o->now < o->ghosts[i].end)
			sum += o->ghosts[i].part;
	return sum;
}

/* It is forgotten, but counts on. */
void cbs_reap(struct oracle *o, const struct proc *p)
{
	if (p->grub != RESTS || o->nr_ghosts == ARRAY_SIZE(o->ghosts))
		return;
	o->ghosts[o->nr_ghosts++] = (struct ghost) {
		.part = p->grub_part, .end = p->grub_end, .queue = p->grub_queue,
		.joined = p->joined,
	};
}

/* Until then nobody stops counting. */
u64 cbs_next_rest(const struct oracle *o)
{
	const struct proc *p;
	u64 next = NEVER;
	u32 i;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (p->joined == o->nth_policy && p->grub == RESTS && p->grub_end > o->now)
			next = min(next, p->grub_end);
	for (i = 0; i < o->nr_ghosts; i++)
		if (o->ghosts[i].joined == o->nth_policy && o->ghosts[i].end > o->now)
			next = min(next, o->ghosts[i].end);
	return next;
}

/* In 2^-16 of a ns each ns. */
static u64 pace(const struct oracle *o, const struct queue *q, const struct proc *p)
{
	u64 part = max(p->grub_part, active(o, q) / q->nr_vcpus), most = 65536;

	if (o->rules.policy == LINUX && o->rules.rt_runtime &&
	    o->rules.rt_runtime < o->rules.rt_period)
		most = max(most * o->rules.rt_runtime / o->rules.rt_period, 1ULL);
	return min(part, most) * 65536 / most;
}

void cbs_charge(const struct oracle *o, const struct queue *q, struct proc *p, u64 ran)
{
	u64 used = ran;

	if (reclaims(o) && p->grub == CONTENDS) {
		p->used_part += ran * pace(o, q, p);
		used = p->used_part / 65536;
		p->used_part %= 65536;
	}
	if (used < p->budget)
		p->budget -= used;
	else
		give(p, 0);
}

/* How long its budget lasts. */
u64 cbs_left(const struct oracle *o, const struct proc *p)
{
	u64 by;

	if (!reclaims(o) || !p->budget)
		return p->budget;
	by = pace(o, o_queue(o, p), p);
	return (p->budget * 65536 - p->used_part + by - 1) / by;
}

/* Is remaining runtime / (scheduling deadline - now) above runtime / deadline? */
static bool too_dense(const struct oracle *o, const struct proc *p)
{
	u64 laxity = p->due - o->now;

	/* That of a soft one may be so long that the product does not fit. */
	return laxity < relative_deadline(p) &&
	       p->budget * relative_deadline(p) > laxity * p->attr.runtime_ns;
}

static void wake_up(const struct oracle *o, struct proc *p, bool soft)
{
	bool implicit = relative_deadline(p) == period(p);

	if (p->budget == 0 && (soft || o->now >= next_period(p)))
		next(o, p);
	if (p->due >= o->now) {
		if (!too_dense(o, p))
			return;
		if (implicit)
			begin_period(o, p);
		else
			give(p, p->attr.runtime_ns * (p->due - o->now) / relative_deadline(p));
		return;
	}
	if (implicit || o->now >= next_period(p))
		begin_period(o, p);
	else
		give(p, 0);
}

/* Its attributes may be others, or it has just come to the policy, or back to the class. */
void cbs_look(const struct oracle *o, struct proc *p)
{
	if (!o_served(o, p)) {
		p->has_server = false;
		p->grub = RESTS_NOT;
		return;
	}
	if (!p->has_server && !p->due)
		begin_period(o, p);
	else if (!p->has_server)
		wake_up(o, p, false);
	p->has_server = true;
	if (p->budget > p->attr.runtime_ns)
		give(p, p->attr.runtime_ns);
	contend(o, p);
}

/* It is about to wait, and may have to do so without a chance. */
void cbs_enqueue(const struct oracle *o, struct proc *p, enum why why)
{
	p->throttled = false;
	cbs_look(o, p);
	if (!o_served(o, p))
		return;
	if (why == WOKEN)
		wake_up(o, p, o->rules.soft);
	else if (why == YIELDED)
		give(p, 0);
	if (p->budget)
		return;
	if (o->rules.soft || next_period(p) <= o->now) {
		next(o, p);
		return;
	}
	p->throttled = true;
	if (why == WOKEN || why == YIELDED || why == EXPIRED || why == PREEMPTED)
		p->throttles++;
}

/* Of those that are throttled in @q, who is so for the shortest time? */
struct proc *cbs_first_throttled(const struct oracle *o, const struct queue *q)
{
	struct proc *p, *first = NULL;

	for (p = o_next_proc(o, NULL); p; p = o_next_proc(o, p))
		if (p->throttled && o_queue(o, p) == q &&
		    (!first || next_period(p) < next_period(first)))
			first = p;
	return first;
}

u64 cbs_next(const struct oracle *o, const struct queue *q)
{
	const struct proc *first = cbs_first_throttled(o, q);

	return first ? next_period(first) : NEVER;
}

/* One of them has new budget. */
void cbs_replenish(struct oracle *o, struct queue *q)
{
	struct proc *p = cbs_first_throttled(o, q);
	struct vcpu *v;

	next(o, p);
	p->throttled = false;
	p->rank = o_rank(o, p);
	p->order = ++o->orders;
	o_look_all(o, q);
	for (v = o_next_vcpu(o, q, NULL); v; v = o_next_vcpu(o, q, v))
		o_check(o, v);
}
