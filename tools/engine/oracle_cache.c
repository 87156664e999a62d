// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: how fast vCPUs are, and caches of vCPUs, as lists. Those that are warm are
 * in the order in which they became so, those that are not in that in which they ran, or
 * were pushed out. Work is counted in 1/1024 ns.
 */
#include "oracle_types.h"

static int find(const struct cached *list, u32 nr, u64 serial)
{
	u32 i;

	for (i = 0; i < nr; i++)
		if (list[i].serial == serial)
			return i;
	return -1;
}

static void cut(struct cached *list, u32 *nr, u32 index)
{
	(*nr)--;
	memmove(&list[index], &list[index + 1],
		(*nr - index) * sizeof(list[0]));
}

/* The first that became warm is cold again. */
static void push_out(const struct oracle *o, struct cache *c)
{
	u64 again = o->cache_warmup > o->unit ? o->cache_warmup : o->unit;

	c->cold[c->nr_cold] = c->warm[0];
	c->cold[c->nr_cold++].left = again ? again : NEVER;
	cut(c->warm, &c->nr_warm, 0);
}

/* The last of those that are cold is warm. */
static void make_warm(const struct oracle *o, struct cache *c, u32 set)
{
	u64 sum = set;
	u32 i;

	c->warm[c->nr_warm] = c->cold[--c->nr_cold];
	c->warm[c->nr_warm++].set = set;
	for (i = 0; i + 1 < c->nr_warm; i++)
		sum += c->warm[i].set;
	while (sum > o->cache_size) {
		sum -= c->warm[0].set;
		push_out(o, c);
	}
}

void cache_begin(const struct oracle *o, struct vcpu *v)
{
	struct cache *c = &v->cache;
	struct cached entry = {
		.serial = v->curr->pub.serial, .left = o->cache_warmup,
	};
	int at = find(c->cold, c->nr_cold, entry.serial);

	if (o->cache_rate < 2 || find(c->warm, c->nr_warm, entry.serial) >= 0)
		return;
	if (at >= 0) {
		entry = c->cold[at];
		cut(c->cold, &c->nr_cold, at);
	} else if (c->nr_cold + c->nr_warm == MAX_CACHED && c->nr_cold) {
		cut(c->cold, &c->nr_cold, 0);
	} else if (c->nr_warm == MAX_CACHED) {
		cut(c->warm, &c->nr_warm, 0);
	}
	c->cold[c->nr_cold++] = entry;
	if (at < 0 && !o->cache_warmup)
		make_warm(o, c, v->curr->attr.working_set);
}

static bool is_warm(const struct vcpu *v)
{
	return find(v->cache.warm, v->cache.nr_warm, v->curr->pub.serial) >= 0;
}

static u64 up(const struct oracle *o, u64 ns)
{
	u64 whole = ns;

	while (o->unit && whole % o->unit)
		whole += o->unit - whole % o->unit;
	return whole;
}

/* What is owed, in whole ns. */
static u64 whole(s64 owed)
{
	return owed > 0 ? (owed + 1023) / 1024 : 0;
}

/* What it has done too much counts. */
void o_begin_burst(const struct oracle *o, struct proc *p, u64 work)
{
	p->owed += up(o, work) * 1024;
	p->left = whole(p->owed);
}

/* What @v does in a ns, in 1/1024 ns of work. */
static u64 speed(const struct oracle *o, const struct vcpu *v)
{
	u64 capacity = v->desc.capacity ? v->desc.capacity : 1024;

	return o->cache_rate > 1 && is_warm(v) ? capacity * o->cache_rate : capacity;
}

/* @p has worked. Its burst goes on until a unit of time ends. */
static void work_off(const struct oracle *o, struct proc *p, u64 work)
{
	p->owed -= work;
	/* Without the ns that kept it there. */
	if (p->idles)
		p->owed -= 1024;
	if (p->owed <= 0) {
		p->owed = -(-p->owed % 1024);
		p->idles = up(o, p->pub.cpu_ns) > p->pub.cpu_ns;
		if (p->idles)
			p->owed += 1024;
	}
	p->left = whole(p->owed);
}

/* What it costs @p to begin to run at @v. */
u64 o_migration(const struct oracle *o, const struct proc *p, const struct vcpu *v)
{
	const struct schedsim_vcpu_desc *to = &v->desc, *from;

	if (!p->ran_at || p->ran_at == 1 + v->pub.id)
		return 0;
	from = &o->vcpus[p->ran_at - 1].desc;
	if (from->node != to->node)
		return o->migration[SCHEDSIM_DISTANCE_FAR];
	if (from->llc != to->llc)
		return o->migration[SCHEDSIM_DISTANCE_NODE];
	if (!from->core || from->core != to->core)
		return o->migration[SCHEDSIM_DISTANCE_LLC];
	return o->migration[SCHEDSIM_DISTANCE_SMT];
}

/* @ns of CPU time have passed, and been counted. */
void cache_pass(const struct oracle *o, struct vcpu *v, u64 ns)
{
	struct proc *p = v->curr;
	struct cached *cold;
	u64 work = ns * speed(o, v);

	p->ran_at = 1 + v->pub.id;
	if (o->cache_rate > 1 && is_warm(v))
		v->pub.warm_ns += ns;
	if (!p->for_ever)
		work_off(o, p, work);
	if (o->cache_rate < 2 || is_warm(v))
		return;
	cold = &v->cache.cold[v->cache.nr_cold - 1];
	if (cold->left == NEVER)
		return;
	cold->left -= ns;
	if (!cold->left)
		make_warm(o, &v->cache, p->attr.working_set);
}

/* Until the burst ends, or the cache is warm. */
u64 cache_next(const struct oracle *o, const struct vcpu *v)
{
	const struct proc *p = v->curr;
	u64 next = NEVER, burst;

	if (o->cache_rate > 1 && !is_warm(v))
		next = v->cache.cold[v->cache.nr_cold - 1].left;
	if (p->for_ever || !p->left)
		return min(next, p->for_ever ? NEVER : 0);
	burst = p->idles ? 1 : (p->owed + speed(o, v) - 1) / speed(o, v);
	burst = up(o, p->pub.cpu_ns + burst) - p->pub.cpu_ns;
	return min(next, burst);
}
