/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Processes run faster while their working sets are in the cache of the vCPU. There
 * are no caches unless the configuration says so.
 */
#ifndef SIM_CACHE_H
#define SIM_CACHE_H

#include "core/types.h"

/* The processes that a cache remembers, warm ones and others. */
#define SIM_CACHE_ENTRIES	64

/**
 * struct sim_cache_entry - what a cache knows of a process
 * @serial: of the process, or 0: the entry is free
 * @left: CPU time at this vCPU until it is warm, or SIM_NEVER
 * @turn: the greater, the later it became warm, or, if it is not, ran or was
 *        pushed out
 * @working_set: its working set
 * @warm: is the working set in the cache?
 */
struct sim_cache_entry {
	u64 serial;
	u64 left;
	u64 turn;
	u32 working_set;
	bool warm;
};

/**
 * struct sim_cache - the cache of a vCPU
 * @curr: the entry of the process that runs there, or that ran last
 * @turns: turns so far
 * @sum: the working sets that are in it, summed up
 * @entries: all it knows
 */
struct sim_cache {
	struct sim_cache_entry *curr;
	u64 turns;
	u64 sum;
	struct sim_cache_entry entries[SIM_CACHE_ENTRIES];
};

void sim_cache_begin(struct sim_vcpu *vcpu);
void sim_cache_charge(struct sim_vcpu *vcpu, u64 ran);
u32 sim_cache_rate(const struct sim_vcpu *vcpu);
u64 sim_cache_left(const struct sim_vcpu *vcpu);

#endif /* SIM_CACHE_H */
