/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A simulation in the kernel: an engine, its clock, and its locks.
 */
#ifndef SCHEDSIM_SIMULATION_H
#define SCHEDSIM_SIMULATION_H

#include <linux/hrtimer.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

#include "engine/sync/object.h"
#include "engine/policy.h"

/*
 * Charged to its user's cgroup; a failure is an errno, not a line in the log, and
 * never the end of somebody else's process.
 */
#define GFP_SIM	(GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

/**
 * struct simulation - a simulation
 *
 * Locks, in the order they are taken:
 *
 * @mutex serialises everybody but the timer. It makes changes that take many
 * steps look like one, and guards what the timer does not use: ids, programs
 * and @nr_ops, and which @sim there is.
 *
 * @lock guards the engine and the clock against the timer's callback, and is
 * held, with interrupts off, for a bounded number of steps only. With @mutex
 * alone held the engine may be read where the timer does not write.
 *
 * @held keeps the timer from doing anything while @mutex's holder is in the
 * middle of a change and lets @lock go; simulated time then stands still for a
 * moment, and catches up.
 *
 * The timer is an ordinary one and @lock an ordinary spinlock, so that on
 * PREEMPT_RT the callback runs in a thread and may sleep on @lock.
 */
struct simulation {
	/** @mutex: see above. */
	struct mutex mutex;
	/** @lock: see above. */
	spinlock_t lock;
	/** @sim: the engine; replaced as a whole by a reset, under both locks. */
	struct sim *sim;
	/** @clock: enum schedsim_clock; constant. */
	u32 clock;
	/** @number: 0 for the shared one, for traces; constant. */
	u32 number;
	/** @nr_ops: operations of all programs (@mutex). */
	u32 nr_ops;
	/** @resets: how often @sim was replaced (@mutex). */
	u32 resets;
	/** @held: the timer must not do anything (@lock). */
	bool held;
	/** @timer: of the live clock. */
	struct hrtimer timer;
	/** @base: when simulated time was 0, while not paused (@lock). */
	ktime_t base;
	/** @armed: simulated time @timer is armed for, or SIM_NEVER (@lock). */
	u64 armed;
	/** @callbacks: how often @timer fired (@lock). */
	u64 callbacks;
	/** @callback_ns: real time spent in that (@lock). */
	u64 callback_ns;
	/** @throttled: how often it was put off (@lock). */
	u64 throttled;
	/** @not_before: when the timer may expire next (@lock). */
	ktime_t not_before;
	/** @window: start of the present millisecond of throttling (@lock). */
	ktime_t window;
	/** @window_spent: time spent in callbacks in it, in ns (@lock). */
	u64 window_spent;
	/** @window_callbacks: callbacks in it (@lock). */
	u32 window_callbacks;
};

/* The engine, for those that hold its lock. */
static inline struct sim *locked_sim(struct simulation *s)
{
	lockdep_assert_held(&s->lock);
	return s->sim;
}

/**
 * struct spawn_request - a process to be made
 * @proc: set up; belongs to the simulation once simulation_spawn() succeeds
 * @wanted: the id wanted, or 0
 * @id: out: the id it got
 * @delay: how long after now it arrives, in ns
 */
struct spawn_request {
	struct sim_proc *proc;
	u32 wanted;
	u32 id;
	u64 delay;
};

struct simulation *simulation_create(const struct sim_config *config, u32 clock);
void simulation_destroy(struct simulation *s);
int simulation_lock(struct simulation *s);
void simulation_unlock(struct simulation *s);

void simulation_begin(struct simulation *s) __acquires(&s->lock);
void simulation_end(struct simulation *s) __releases(&s->lock);
void simulation_hold(struct simulation *s);
void simulation_release(struct simulation *s);

int simulation_configure(struct simulation *s, const struct sim_config *config);
int simulation_reset(struct simulation *s);
void simulation_pause(struct simulation *s);
void simulation_resume(struct simulation *s);
int simulation_trigger(struct simulation *s, u32 vcpu);
int simulation_run(struct simulation *s, u64 until, bool stop_idle,
		   u64 *reached);
void simulation_stats(struct simulation *s, struct schedsim_stats *stats);

/* process.c */
struct sim_program *program_create(struct simulation *s,
				   const struct schedsim_op __user *ops,
				   u32 nr_ops, const u32 *objects,
				   u32 nr_objects);
struct sim_proc *process_create(struct sim_program *program, const char *name,
				const struct schedsim_attr *attr);
void process_free(struct simulation *s, struct sim *sim, struct sim_proc *proc);
void program_put(struct simulation *s, struct sim *sim,
		 struct sim_program *program);
int simulation_reserve_ids(struct simulation *s, struct spawn_request *requests,
			   u32 nr, u32 *failed);
void simulation_release_ids(struct simulation *s,
			    const struct spawn_request *requests, u32 nr,
			    u32 last_id);
void simulation_spawn(struct simulation *s,
		      const struct spawn_request *requests, u32 nr);
int simulation_kill(struct simulation *s, u32 id);
int simulation_yield(struct simulation *s, u32 id);
int simulation_set_attr(struct simulation *s, u32 id, u32 mask,
			const struct schedsim_attr *attr);
int simulation_reap(struct simulation *s, u32 id);
u32 simulation_read_procs(struct simulation *s, u32 *start,
			  struct schedsim_proc *to, u32 nr);
u32 simulation_read_vcpus(struct simulation *s, u32 start,
			  struct schedsim_vcpu *to, u32 nr);

/* object.c */
struct sim_object *object_get(struct simulation *s,
			      const struct schedsim_object *from);
void object_put(void *sim, struct sim_object *object);
u32 simulation_read_objects(struct simulation *s, u32 *start,
			    struct schedsim_object *to, u32 nr);

/* memory.c */
void memory_check_all_put(void);
void *memory_get(size_t size);
void memory_put(void *mem, size_t size);

/* clock.c */
void clock_init(struct simulation *s);
u64 clock_now(const struct simulation *s);
void clock_restart(struct simulation *s);
void clock_arm(struct simulation *s);
void clock_fires(struct simulation *s);
ktime_t clock_real_time(void);
void clock_start_timer(struct simulation *s, ktime_t expires);
void clock_cancel_timer(struct simulation *s);
void clock_stop(struct simulation *s);

/* events.c */
void events_trace(struct simulation *s);

/* main.c */
extern struct simulation *shared_simulation;
extern struct sim_config boot_config;	/* constant once the module is loaded */

/* sysfs.c */
#define SCHEDSIM_MAX_PARAM_GROUPS	16

extern const struct attribute_group *schedsim_groups[];
extern const struct attribute_group **schedsim_param_groups;
int sysfs_get_config(struct sim_config *config);
ssize_t sysfs_set_config(size_t count,
			 int (*change)(struct sim_config *config, const void *to),
			 const void *to);

/* sysfs_params.c */
int sysfs_params_init(void);
void sysfs_params_exit(void);

/* sysfs_stats.c */
extern const struct attribute_group sysfs_stats_group;

/* config.c */
int config_decode(const struct schedsim_config *from, struct sim_config *config);

/* chardev.c */
struct miscdevice;
extern struct miscdevice schedsim_device;
int chardev_create_fd(struct simulation *s);

/* ioctl.c */
struct file;
long schedsim_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

#endif /* SCHEDSIM_SIMULATION_H */
