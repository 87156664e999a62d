// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle: how urgent a process is, as a number: the greater, the more. Each
 * policy has its own, and events show it.
 */
#include "oracle_types.h"

static u64 class_rank(u32 sched_class)
{
	if (sched_class == SCHEDSIM_CLASS_DEADLINE)
		return 3;
	if (sched_class == SCHEDSIM_CLASS_FIFO ||
	    sched_class == SCHEDSIM_CLASS_RR)
		return 2;
	return sched_class != SCHEDSIM_CLASS_IDLE;
}

/* By class, and then by what counts there. */
static u64 linux_urgency(const struct eff *eff)
{
	switch (class_rank(eff->sched_class)) {
	case 0:
		return 0;
	case 1:
		return 256 + SCHEDSIM_MAX_NICE - eff->nice;
	case 3:
		return 768;
	default:
		return 512 + eff->priority;
	}
}

/* Has the policy a number of its own, so that it orders processes by it? */
static bool has_own(const struct oracle *o)
{
	switch (o->rules.policy) {
	case PRIO:
	case FAIR:
	case LINUX:
	case LOTTERY:
	case STRIDE:
	case EEVDF:
		return true;
	default:
		return false;
	}
}

u64 o_urgency(const struct oracle *o, const struct eff *eff)
{
	switch (o->rules.policy) {
	case PRIO:
		return eff->priority;
	case FAIR:
		return o_weight(eff->nice);
	case EEVDF:
		return eff->sched_class == SCHEDSIM_CLASS_IDLE ? 3 : o_weight(eff->nice);
	case LINUX:
		return linux_urgency(eff);
	case LOTTERY:
	case STRIDE:
		return o_tickets(eff->tickets, eff->nice);
	default:
		return ((class_rank(eff->sched_class) * 256 + eff->priority) *
			256 + SCHEDSIM_MAX_NICE - eff->nice) << 32 |
		       o_tickets(eff->tickets, eff->nice);
	}
}

/*
 * Must one that waits in a run queue be queued anew when it has @to for @from?
 * 1: it is raised, -1: lowered.
 */
int o_moves(const struct oracle *o, const struct eff *from,
	    const struct eff *to)
{
	u64 before = o_urgency(o, from), after = o_urgency(o, to);

	if (!has_own(o) || before == after)
		return 0;
	return after > before ? 1 : -1;
}
