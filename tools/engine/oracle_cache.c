// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: caches of vCPUs, as lists. Those that are warm are in the order in
 * which they became so, those that are not in that in which they ran, or were
 * pushed out.
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

u64 o_whole_units(const struct oracle *o, u64 ns)
{
	return up(o, ns);
}

/* @ns of CPU time have passed, and been counted. */
void cache_pass(const struct oracle *o, struct vcpu *v, u64 ns)
{
	struct proc *p = v->curr;
	struct cached *cold;
	u64 work = ns;

	if (o->cache_rate > 1 && is_warm(v)) {
		v->pub.warm_ns += ns;
		work = ns * o->cache_rate;
	}
	if (!p->for_ever && work < p->left)
		p->left -= work;
	else if (!p->for_ever)
		p->left = up(o, p->pub.cpu_ns) > p->pub.cpu_ns;
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
	u64 next = NEVER, rate = 1, burst;

	if (o->cache_rate > 1 && is_warm(v))
		rate = o->cache_rate;
	else if (o->cache_rate > 1)
		next = v->cache.cold[v->cache.nr_cold - 1].left;
	if (p->for_ever)
		return next;
	burst = p->left / rate + !!(p->left % rate);
	if (o->cache_rate > 1)
		burst = up(o, p->pub.cpu_ns + burst) - p->pub.cpu_ns;
	return min(next, burst);
}
