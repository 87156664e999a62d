/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include <schedsim/env.h>

enum sim_event_type {
	SIM_EVENT_ARRIVE,
	SIM_EVENT_WAKE,
	SIM_EVENT_DISPATCH,	/* reason: 1 if a context switch was counted */
	SIM_EVENT_PREEMPT,
	SIM_EVENT_YIELD,
	SIM_EVENT_SLEEP,
	SIM_EVENT_EXIT,		/* reason: 1 if it was killed */
	SIM_EVENT_MIGRATE,
	SIM_EVENT_POLICY,	/* the simulation's, as the next four; id is 0 */
	SIM_EVENT_QUANTUM,	/* reason: enum sim_quantum_reason */
	SIM_EVENT_PAUSE,
	SIM_EVENT_RESUME,
	SIM_EVENT_TRIGGER,
	SIM_EVENT_BLOCK,	/* reason: enum schedsim_object_type */
	SIM_EVENT_LOCK,
	SIM_EVENT_UNLOCK,	/* reason: enum sim_unlock */
	SIM_EVENT_BOOST,	/* reason: 1 if it is more urgent now, 0: less */
	SIM_EVENT_DEADLOCK,
	SIM_EVENT_FORK,		/* reason: 1 if none was left */
	SIM_EVENT_ERROR,	/* of a program; reason: enum sim_error */
	SIM_EVENT_FAULT,	/* a policy broke a rule: enum schedsim_fault_rule */
	SIM_EVENT_TIMEOUT,	/* it goes on without the mutex */
	SIM_EVENT_ONLINE,	/* of a vCPU; reason: 1 if it is online now; id is 0 */
};

/* Why the quantum in force has changed. */
enum sim_quantum_reason {
	SIM_QUANTUM_SET,	/* somebody has set it, or adapting has ended */
	SIM_QUANTUM_BOUNDS,	/* it was not within the bounds of adapting */
	SIM_QUANTUM_LOSSES,	/* longer: context switches take more than they may */
	SIM_QUANTUM_SPARE,	/* shorter: they take less */
	SIM_QUANTUM_SLOW,	/* shorter: responses take longer than they may */
	SIM_QUANTUM_FAST,	/* longer: they take less */
	SIM_QUANTUM_QUIET,	/* longer: nobody has woken up */
};

/* Why a process does not hold a mutex any more. */
enum sim_unlock {
	SIM_UNLOCKED,
	SIM_UNLOCK_ABANDONED,	/* it exited, or was killed, with it */
	SIM_UNLOCK_TAKEN,	/* it had not run; one more urgent took the mutex */
};

/* What is wrong with a program. */
enum sim_error {
	SIM_ERROR_SKIPPED,	/* an operation makes no sense */
	SIM_ERROR_SPUN,		/* loops go on while no time passes: it exits */
};

/**
 * struct sim_event - something happened
 * @time: when, in simulated ns
 * @id: to which process, or 0
 * @vcpu: on which vCPU
 * @type: what (enum sim_event_type)
 * @reason: why; see the type
 * @arg: CPU time the process has used so far (ns). From SIM_EVENT_BLOCK on: the
 *       object; of SIM_EVENT_BOOST: how urgent it is (sim_urgency()); of
 *       SIM_EVENT_FORK: the process started; of SIM_ERROR_SPUN: the operation.
 *       The simulation's events: the new quantum (ns), the policy's name (eight
 *       letters of it, the first in the lowest byte), the vCPU that is
 *       triggered, or 0. Of SIM_EVENT_ONLINE: 0
 */
struct sim_event {
	u64 time;
	u32 id;
	u16 vcpu;
	u8 type;
	u8 reason;
	u64 arg;
};

/*
 * The digest of a stream takes in three words an event: the time; id, vCPU,
 * type and reason packed; the argument. Each step can be undone, so that two
 * streams which differ in one word differ from there on.
 */
#define SIM_DIGEST_SEED		0x736368656473696dULL

static inline u64 sim_digest_word(u64 digest, u64 word)
{
	digest = (digest ^ word) * 0x9e3779b97f4a7c15ULL;
	return digest ^ digest >> 32;
}

static inline u64 sim_pack_event(u32 id, u32 vcpu, u32 type, u32 reason)
{
	return id | (u64)vcpu << 32 | (u64)(type | reason << 8) << 48;
}

static inline u64 sim_digest_event(u64 digest, const struct sim_event *event)
{
	digest = sim_digest_word(digest, event->time);
	digest = sim_digest_word(digest, sim_pack_event(event->id, event->vcpu,
							event->type,
							event->reason));
	return sim_digest_word(digest, event->arg);
}

#endif /* SIM_EVENT_H */
