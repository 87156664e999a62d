// SPDX-License-Identifier: GPL-2.0
/*
 * Looking at a simulation.
 */
#include <linux/minmax.h>
#include <linux/sched.h>

#include "clock.h"
#include "engine/sync/object.h"
#include "look.h"
#include "simulation.h"

/* Entries read in one holding of the lock. */
#define BATCH		64
/* Ids looked at in it. */
#define BATCH_IDS	4096

/**
 * simulation_read_procs - what is known of some processes, at one instant
 * @s: the simulation
 * @start: in: the first id; out: the id after the last that was looked at
 * @to: room for @nr
 * @nr: number of processes wanted
 *
 * Context: @s->mutex held; may sleep.
 * Return: number of processes; less than @nr: there are no more.
 */
u32 simulation_read_procs(struct simulation *s, u32 *start,
			  struct schedsim_proc *to, u32 nr)
{
	u32 id = *start, found = 0, max_id = s->engine->max_id;

	simulation_begin_long(s);
	spin_lock_irq(&s->lock);
	sim_charge_all(s->engine);
	spin_unlock_irq(&s->lock);
	while (found < nr && id <= max_id) {
		u32 end = min(found + BATCH, nr);
		u32 end_id = min(id + BATCH_IDS, max_id + 1);

		spin_lock_irq(&s->lock);
		for (; found < end && id < end_id; id++) {
			const struct sim_proc *proc = s->engine->procs[id];

			if (proc)
				sim_report_proc(s->engine, proc, &to[found++]);
		}
		spin_unlock_irq(&s->lock);
		cond_resched();
	}
	simulation_end_long(s);
	*start = id;
	return found;
}

/**
 * simulation_read_vcpus - what is known of some vCPUs, at one instant
 * @s: the simulation
 * @start: the first
 * @to: room for @nr
 * @nr: number of vCPUs wanted
 *
 * Context: @s->mutex held; may sleep.
 * Return: number of vCPUs filled in.
 */
u32 simulation_read_vcpus(struct simulation *s, u32 start,
			  struct schedsim_vcpu *to, u32 nr)
{
	u32 i, nr_vcpus = s->engine->config.nr_vcpus;

	nr = start < nr_vcpus ? min(nr, nr_vcpus - start) : 0;
	simulation_begin(s);
	sim_charge_all(s->engine);
	for (i = 0; i < nr; i++)
		sim_report_vcpu(s->engine, start + i, &to[i]);
	simulation_end(s);
	return nr;
}

/**
 * simulation_read_objects - what is known of some objects, at one instant
 * @s: the simulation
 * @start: in: the first id; out: the id after the last that was looked at
 * @to: room for @nr
 * @nr: number of objects wanted
 *
 * Context: @s->mutex held; may sleep.
 * Return: number of objects; less than @nr: there are no more.
 */
u32 simulation_read_objects(struct simulation *s, u32 *start,
			    struct schedsim_object *to, u32 nr)
{
	u32 id = *start, found = 0, max_id = s->engine->max_objects;

	simulation_begin_long(s);
	while (found < nr && id <= max_id) {
		u32 end = min(found + BATCH, nr);
		u32 end_id = min(id + BATCH_IDS, max_id + 1);

		spin_lock_irq(&s->lock);
		for (; found < end && id < end_id; id++) {
			const struct sim_object *object = s->engine->objects[id];

			if (object)
				sim_report_object(object, &to[found++]);
		}
		spin_unlock_irq(&s->lock);
		cond_resched();
	}
	simulation_end_long(s);
	*start = id;
	return found;
}

/**
 * simulation_stats - fill in the statistics
 * @s: the simulation
 * @stats: to fill in, but for its size
 *
 * Context: @s->mutex held; may sleep.
 */
void simulation_stats(struct simulation *s, struct schedsim_stats *stats)
{
	simulation_begin(s);
	clock_arm(s);
	sim_report_stats(s->engine, stats);
	stats->timer_armed = s->armed != SIM_NEVER;
	stats->callbacks = s->callbacks;
	stats->callback_ns = s->callback_ns;
	stats->throttled = s->throttled;
	simulation_end(s);
}
