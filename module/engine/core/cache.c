// SPDX-License-Identifier: GPL-2.0
/*
 * The caches of vCPUs, by the model of R. and A. Arpaci-Dusseau, "Operating
 * Systems: Three Easy Pieces", chapter 10, and of their multi.py: a process that
 * has used a vCPU for the warmup time runs faster there from then on, until its
 * working set is pushed out. Those that became warm first are the first to go,
 * when the working sets of all do not fit. Who is pushed out warms up anew.
 *
 * A cache remembers SIM_CACHE_ENTRIES processes. If there are more, it forgets the
 * cold one that has not run for longest; if all are warm, the one that became warm
 * first.
 *
 * How this makes time and work differ is in speed.c.
 */
#include "core/cache.h"

static struct sim_cache *cache_of(const struct sim_vcpu *vcpu)
{
	return &vcpu->sim->caches[vcpu->id];
}

/* Who has been pushed out takes a unit at least, or never ends to be pushed out. */
static void push_out(struct sim_vcpu *vcpu, struct sim_cache_entry *entry)
{
	const struct sim_config *config = &vcpu->sim->config;

	cache_of(vcpu)->sum -= entry->working_set;
	entry->warm = false;
	entry->turn = ++cache_of(vcpu)->turns;
	entry->left = max(config->cache_warmup_ns, config->unit_ns) ?: SIM_NEVER;
}

/* The one with the least turn of those that are warm, or are not; or NULL. */
static struct sim_cache_entry *first_of(struct sim_cache *cache, bool warm)
{
	struct sim_cache_entry *entry, *first = NULL;
	u32 i;

	for (i = 0; i < SIM_CACHE_ENTRIES; i++) {
		entry = &cache->entries[i];
		if (entry->serial && entry->warm == warm &&
		    (!first || entry->turn < first->turn))
			first = entry;
	}
	return first;
}

/* The process that runs is warm now. That may push out others, and itself. */
static void warm_up(struct sim_vcpu *vcpu, struct sim_cache_entry *entry)
{
	struct sim_cache *cache = cache_of(vcpu);

	entry->working_set = vcpu->curr->attr.working_set;
	entry->warm = true;
	entry->turn = ++cache->turns;
	cache->sum += entry->working_set;
	while (cache->sum > vcpu->sim->config.cache_size)
		push_out(vcpu, first_of(cache, true));
}

/* The entry of @serial, a free one, or NULL. */
static struct sim_cache_entry *find(struct sim_cache *cache, u64 serial)
{
	struct sim_cache_entry *free = NULL;
	u32 i;

	for (i = 0; i < SIM_CACHE_ENTRIES; i++) {
		if (cache->entries[i].serial == serial)
			return &cache->entries[i];
		if (!free && !cache->entries[i].serial)
			free = &cache->entries[i];
	}
	return free;
}

/**
 * sim_cache_begin - a process begins to run
 * @vcpu: where; it is @curr there. The simulation has caches
 */
void sim_cache_begin(struct sim_vcpu *vcpu)
{
	struct sim_cache *cache = cache_of(vcpu);
	u64 serial = vcpu->curr->serial;
	struct sim_cache_entry *entry = find(cache, serial) ?:
					first_of(cache, false) ?:
					first_of(cache, true);

	cache->curr = entry;
	if (entry->serial != serial) {
		if (entry->warm)
			push_out(vcpu, entry);
		*entry = (struct sim_cache_entry) {
			.serial = serial,
			.left = vcpu->sim->config.cache_warmup_ns,
		};
		if (!entry->left)
			warm_up(vcpu, entry);
	}
	if (!entry->warm)
		entry->turn = ++cache->turns;
}

/**
 * sim_cache_rate - how much faster the running process is than cold
 * @vcpu: where it runs. The simulation has caches
 *
 * Return: the rate of the caches if it is warm, else 1.
 */
u32 sim_cache_rate(const struct sim_vcpu *vcpu)
{
	return cache_of(vcpu)->curr->warm ? vcpu->sim->config.cache_rate : 1;
}

/**
 * sim_cache_charge - the running process has used CPU time
 * @vcpu: where it runs. The simulation has caches
 * @ran: how much, in ns; no more than sim_cache_left() said, and more than 0
 */
void sim_cache_charge(struct sim_vcpu *vcpu, u64 ran)
{
	struct sim_cache_entry *entry = cache_of(vcpu)->curr;

	if (entry->warm) {
		vcpu->warm += ran;
		return;
	}
	if (entry->left == SIM_NEVER)
		return;
	entry->left -= min(entry->left, ran);
	if (!entry->left)
		warm_up(vcpu, entry);
}

/**
 * sim_cache_left - when the speed of the running process changes
 * @vcpu: where it runs; charged up to now. The simulation has caches
 *
 * Return: ns of CPU time until its cache is warm, or SIM_NEVER.
 */
u64 sim_cache_left(const struct sim_vcpu *vcpu)
{
	const struct sim_cache_entry *entry = cache_of(vcpu)->curr;

	return entry->warm ? SIM_NEVER : entry->left;
}
