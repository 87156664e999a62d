// SPDX-License-Identifier: GPL-2.0
/*
 * What must always hold of objects, and short words for tests of them.
 */
#include <stdio.h>

#include "sync/inherit.h"
#include "sync/wait.h"
#include "task/eff.h"
#include "watch_objects.h"

static char notes_text[16384];
static size_t notes_len;

const char *notes(void)
{
	return notes_text;
}

void notes_clear(void)
{
	notes_len = 0;
	notes_text[0] = '\0';
}

void note_event(const struct sim_event *event)
{
	static const char marks[] = {
		[SIM_EVENT_BLOCK] = '?', [SIM_EVENT_LOCK] = '+',
		[SIM_EVENT_UNLOCK] = '-', [SIM_EVENT_BOOST] = 'v',
		[SIM_EVENT_DEADLOCK] = '#', [SIM_EVENT_FORK] = 'f',
		[SIM_EVENT_ERROR] = 'e', [SIM_EVENT_TIMEOUT] = 't',
	};
	size_t room = sizeof(notes_text) - notes_len;
	char mark = event->type < sizeof(marks) ? marks[event->type] : '\0';

	if (!mark || room < 64)
		return;
	if (event->type == SIM_EVENT_UNLOCK)
		mark = "-!<"[event->reason];
	if (event->type == SIM_EVENT_BOOST && event->reason)
		mark = '^';
	notes_len += snprintf(notes_text + notes_len, room, "%s%llu:%u%c",
			      notes_len ? " " : "", event->time, event->id,
			      mark);
	if (event->type != SIM_EVENT_BOOST)
		notes_len += sprintf(notes_text + notes_len, "%llu",
				     event->arg);
}

int make_object(const struct schedsim_object *from)
{
	return lab_object(&lab, from);
}

struct schedsim_object object(u32 id)
{
	struct schedsim_object to;

	sim_report_object(sim_object_find(lab.sim, id), &to);
	return to;
}

static void check_node(const struct sim_waiter *node)
{
	const struct sim_waiter *above = node->parent;
	u32 left = node->left ? node->left->dist : 0;
	u32 right = node->right ? node->right->dist : 0;

	EXPECT(left >= right);
	EXPECT_EQ(node->dist, right + 1);
	EXPECT(!node->left || node->left->parent == node);
	EXPECT(!node->right || node->right->parent == node);
	EXPECT(!above || node->urgency < above->urgency ||
	       (node->urgency == above->urgency && node->turn > above->turn));
}

/* The next one on the way around a tree, those on the left first, or NULL. */
static const struct sim_waiter *next_waiter_node(const struct sim_waiter *node)
{
	if (node->left || node->right)
		return node->left ?: node->right;
	while (node->parent && (node == node->parent->right ||
				!node->parent->right))
		node = node->parent;
	return node->parent ? node->parent->right : NULL;
}

/* A leftist heap; returns how many are in it. */
u32 check_waiters(const struct sim_waiters *waiters)
{
	const struct sim_waiter *node = waiters->first;
	u32 nr = 0;

	EXPECT(!node || !node->parent);
	for (; node && nr <= waiters->nr; node = next_waiter_node(node)) {
		check_node(node);
		nr++;
	}
	return nr;
}

/* Return: how many wait, or would be there if they were forked. */
static u32 check_object(const struct sim_object *object)
{
	u32 nr = check_waiters(&object->waiters);

	if (object->type == SCHEDSIM_OBJECT_FORK)
		return object->waiters.nr;	/* that is only a number */
	EXPECT_EQ(object->waiters.nr, nr);
	EXPECT(object->blocks >= nr);
	EXPECT(!object->owner || object->type == SCHEDSIM_OBJECT_MUTEX);
	switch (object->type) {
	case SCHEDSIM_OBJECT_MUTEX:
		EXPECT(object->owner || !nr);
		break;
	case SCHEDSIM_OBJECT_BARRIER:
		EXPECT(nr < object->value);
		break;
	case SCHEDSIM_OBJECT_SEMAPHORE:
		EXPECT(!nr || !object->value);
		break;
	case SCHEDSIM_OBJECT_COND:
		break;
	default:
		EXPECT_EQ(nr, 0);
	}
	return nr;
}

static const struct sim_proc *waits_for(const struct sim_proc *proc)
{
	return proc->state == SCHEDSIM_STATE_BLOCKED ? proc->blocked_on->owner : NULL;
}

static bool in_circle(const struct sim_proc *proc)
{
	const struct sim_proc *next = waits_for(proc);
	u32 left = lab.sim->nr_ids;

	while (next && next != proc && left--)
		next = waits_for(next);
	return next == proc;
}

static bool as_good(const struct sim_eff *a, const struct sim_eff *b)
{
	return sim_urgency(lab.sim, a) >= sim_urgency(lab.sim, b);
}

static void check_held(const struct sim_proc *proc)
{
	struct sim_eff own = sim_own_eff(&proc->attr);
	const struct sim_object *mutex;
	u32 nr = 0;

	EXPECT(as_good(&proc->eff, &own));
	list_for_each_entry(mutex, &proc->held, held_node) {
		const struct sim_proc *first = sim_first_waiter(mutex);

		nr++;
		EXPECT(mutex->owner == proc);
		if (mutex->protocol == SCHEDSIM_PROTOCOL_CEILING)
			EXPECT(as_good(&proc->eff, &mutex->ceiling));
		if (mutex->protocol == SCHEDSIM_PROTOCOL_INHERIT && first &&
		    !first->deadlock)
			EXPECT(as_good(&proc->eff, &first->eff));
	}
	EXPECT_EQ(proc->nr_held, nr);
	EXPECT(nr <= SCHEDSIM_MAX_HELD);
	EXPECT(!nr || proc->state != SCHEDSIM_STATE_EXITED);
	if (!nr)
		EXPECT(sim_same_eff(&proc->eff, &own));
}

static void check_jobs(struct sim_proc *proc)
{
	struct schedsim_proc p;

	sim_report_proc(lab.sim, proc, &p);
	EXPECT(p.blocked_ns <= p.sleeping_ns);
	EXPECT(p.jobs_done <= p.jobs_released);
	EXPECT(p.jobs_missed <= p.jobs_released);
	EXPECT(p.response_total_ns <= p.response_max_ns * p.jobs_done);
	EXPECT(p.response_max_ns <= p.response_total_ns);
	EXPECT(p.tardiness_total_ns <= p.response_total_ns);
}

/* Return: the object that it waits for, or NULL. */
static const struct sim_object *check_waiter(struct sim_proc *proc)
{
	const struct sim_waiter *first;

	check_held(proc);
	check_jobs(proc);
	EXPECT_EQ(proc->deadlock, in_circle(proc));
	if (proc->state != SCHEDSIM_STATE_BLOCKED) {
		/* One that is still to be forked has a fork in its place. */
		EXPECT(!proc->waking || proc->vcpu == SIM_NO_VCPU ||
		       (lab.sim->unfinished &&
			lab.sim->unfinished_vcpu->curr == proc));
		EXPECT(!proc->promised || proc->nr_held ||
		       proc->state == SCHEDSIM_STATE_EXITED);
		return NULL;
	}
	EXPECT_EQ(proc->waiter.urgency, sim_urgency(lab.sim, &proc->eff));
	first = proc->blocked_on->waiters.first;
	EXPECT(first && (first == &proc->waiter ||
			 first->urgency > proc->waiter.urgency ||
			 (first->urgency == proc->waiter.urgency &&
			  first->turn < proc->waiter.turn)));
	return proc->blocked_on;
}

void check_objects(void)
{
	u32 waiters = 0, dormant = 0, deadlocked = 0, blocked = 0, id, left;
	struct sim *sim = lab.sim;
	u64 blocks = 0;

	for (id = 1, left = sim->nr_objects; left; id++) {
		const struct sim_object *object = sim->objects[id];

		if (!object)
			continue;
		left--;
		blocks += object->blocks;
		if (object->type == SCHEDSIM_OBJECT_FORK)
			dormant += check_object(object);
		else
			waiters += check_object(object);
	}
	for (id = 1, left = sim->nr_ids; left; id++) {
		struct sim_proc *proc = sim->procs[id];

		if (!proc)
			continue;
		left--;
		blocked += !!check_waiter(proc);
		deadlocked += proc->deadlock;
		dormant -= proc->state == SCHEDSIM_STATE_NEW &&
			   proc->arrival == SIM_NEVER;
	}
	EXPECT_EQ(waiters, blocked);
	EXPECT_EQ(waiters, sim->nr_procs[SCHEDSIM_STATE_BLOCKED]);
	EXPECT_EQ(dormant, 0);
	EXPECT_EQ(deadlocked, sim->nr_deadlocked);
	EXPECT_EQ(blocks, sim->blocks);
}
