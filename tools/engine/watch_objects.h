/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Short words for tests with objects; see also watch.h.
 */
#ifndef SIM_WATCH_OBJECTS_H
#define SIM_WATCH_OBJECTS_H

#include "watch.h"

/* Operations, with the ids of their objects. */
#define USE(op, id)	{ .code = SCHEDSIM_OP_##op, .arg = (id) - 1 }
#define LOCK(id)	USE(LOCK, id)
#define UNLOCK(id)	USE(UNLOCK, id)
#define LOCK_FOR(id, ns) { .code = SCHEDSIM_OP_LOCK, .arg = (id) - 1, \
			   .value = (ns) }
#define UNLOCK_IF_HELD(id) { .code = SCHEDSIM_OP_UNLOCK, .arg = (id) - 1, \
			     .flags = SCHEDSIM_OP_F_IF_HELD }
#define WAIT(id)	USE(WAIT, id)
#define WAIT_WITH(id, mutex) { .code = SCHEDSIM_OP_WAIT, .arg = (id) - 1, \
			       .value = (mutex) }
#define SIGNAL(id)	USE(SIGNAL, id)
#define BROADCAST(id)	USE(BROADCAST, id)
#define BARRIER(id)	USE(BARRIER, id)
#define SEM_WAIT(id)	USE(SEM_WAIT, id)
#define SEM_POST(id)	USE(SEM_POST, id)
#define FORK(id)	USE(FORK, id)
#define ATTR(id)	USE(ATTR, id)
#define TIMER_SHARED(id, ns) { .code = SCHEDSIM_OP_TIMER, .arg = (id) - 1, \
			       .value = (ns), .flags = SCHEDSIM_OP_F_SHARED }

/* An object: its id, 1 for the first, 2, ... */
int make_object(const struct schedsim_object *from);

#define make(of_type, ...) \
	make_object(&(struct schedsim_object) { \
		.type = SCHEDSIM_OBJECT_##of_type, ##__VA_ARGS__ })
#define make_mutex(with) \
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_##with)
#define make_ceiling(of_priority) \
	make(MUTEX, .protocol = SCHEDSIM_PROTOCOL_CEILING, \
	     WITH(.priority = (of_priority)))

struct schedsim_object object(u32 id);

/*
 * What processes have done with objects so far, and since notes_clear():
 * "time:id" and ?n waits for object n, +n locks, -n unlocks, !n leaves it behind,
 * <n loses it before it has run, ^ inherits, v has less than before, #n closes a
 * deadlock, fn forks process n, en is mistaken about n, tn goes on without n.
 */
const char *notes(void);
void notes_clear(void);

/* For watch.c. */
void note_event(const struct sim_event *event);
void check_objects(void);

/* Return: how many they are. */
u32 check_waiters(const struct sim_waiters *waiters);

#endif /* SIM_WATCH_OBJECTS_H */
