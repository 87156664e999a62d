/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every command of the ABI in one line.
 *
 * A function that stands for a command returns what ioctl(2) does, 0 or more,
 * or -errno.
 */
#ifndef SCHEDSIM_CALLS_H
#define SCHEDSIM_CALLS_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/schedsim.h>

#include "kselftest.h"

#define DEVICE		"/dev/schedsim"

#define NSEC_PER_USEC	1000ULL
#define NSEC_PER_MSEC	1000000ULL
#define NSEC_PER_SEC	1000000000ULL
#define US(n)		((n) * NSEC_PER_USEC)
#define MS(n)		((n) * NSEC_PER_MSEC)
#define SEC(n)		((n) * NSEC_PER_SEC)

/* How long something that must come may take, on however slow a machine. */
#define PATIENCE_MS	20000

static inline int call(int fd, unsigned long cmd, void *arg)
{
	int ret = ioctl(fd, cmd, arg);

	return ret < 0 ? -errno : ret;
}

/* @to is one of the arrays for a name. */
static inline void set_name(char *to, const char *name)
{
	snprintf(to, SCHEDSIM_NAME_LEN, "%.15s", name);
}

static inline int simple(int fd, unsigned long cmd)
{
	struct schedsim_cmd arg = { .size = sizeof(arg) };

	return call(fd, cmd, &arg);
}

/* As the ABI has pointers. */
#define PTR(pointer)	((uintptr_t)(pointer))

/* KILL, REAP and YIELD. */
static inline int on_serial(int fd, unsigned long cmd, __u32 id, __u64 serial)
{
	struct schedsim_proc_cmd arg = {
		.size = sizeof(arg),
		.id = id,
		.serial = serial,
	};

	return call(fd, cmd, &arg);
}

static inline int on_proc(int fd, unsigned long cmd, __u32 id)
{
	return on_serial(fd, cmd, id, 0);
}

static inline int set_attr(int fd, __u32 id, __u32 mask,
			   const struct schedsim_attr *attr)
{
	struct schedsim_set_attr arg = {
		.size = sizeof(arg),
		.mask = mask,
		.id = id,
		.attr_size = sizeof(*attr),
		.attr = PTR(attr),
	};

	return call(fd, SCHEDSIM_IOC_SET_ATTR, &arg);
}

static inline int kill_proc(int fd, __u32 id)
{
	return on_proc(fd, SCHEDSIM_IOC_KILL, id);
}

static inline int trigger(int fd, __u32 vcpu)
{
	struct schedsim_trigger arg = { .size = sizeof(arg), .vcpu = vcpu };

	return call(fd, SCHEDSIM_IOC_TRIGGER, &arg);
}

static inline int set_online(int fd, __u32 vcpu, __u32 online)
{
	struct schedsim_set_online arg = {
		.size = sizeof(arg), .vcpu = vcpu, .online = online,
	};

	return call(fd, SCHEDSIM_IOC_SET_ONLINE, &arg);
}

/* On the device only. */
static inline int evict(int fd, const char *policy)
{
	struct schedsim_evict arg = { .size = sizeof(arg) };

	set_name(arg.policy, policy);
	return call(fd, SCHEDSIM_IOC_EVICT, &arg);
}

static inline int get_config(int fd, struct schedsim_config *config)
{
	memset(config, 0, sizeof(*config));
	config->size = sizeof(*config);
	return call(fd, SCHEDSIM_IOC_GET_CONFIG, config);
}

static inline int set_config(int fd, struct schedsim_config *config)
{
	config->size = sizeof(*config);
	return call(fd, SCHEDSIM_IOC_SET_CONFIG, config);
}

static inline int set_quantum(int fd, __u64 ns)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_QUANTUM,
		.quantum_ns = ns,
	};

	return set_config(fd, &config);
}

static inline int set_policy(int fd, const char *name)
{
	struct schedsim_config config = { .mask = SCHEDSIM_CONFIG_POLICY };

	set_name(config.policy, name);
	return set_config(fd, &config);
}

/* A private simulation by the members of @config that its mask names. */
static inline int create(struct schedsim_config *config)
{
	int dev = open(DEVICE, O_RDWR);
	int ret;

	if (dev < 0)
		return -errno;
	config->size = sizeof(*config);
	ret = call(dev, SCHEDSIM_IOC_CREATE, config);
	close(dev);
	return ret;
}

static inline int create_clock(const char *policy, __u64 quantum_ns,
			       __u32 nr_vcpus, __u32 clock)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_QUANTUM |
			SCHEDSIM_CONFIG_NR_VCPUS | SCHEDSIM_CONFIG_CLOCK,
		.quantum_ns = quantum_ns,
		.nr_vcpus = nr_vcpus,
		.clock = clock,
	};

	set_name(config.policy, policy);
	return create(&config);
}

/* A private simulation with a virtual clock. */
static inline int create_virtual(const char *policy, __u64 quantum_ns,
				 __u32 nr_vcpus)
{
	return create_clock(policy, quantum_ns, nr_vcpus,
			    SCHEDSIM_CLOCK_VIRTUAL);
}

static inline int create_live(const char *policy, __u64 quantum_ns,
			      __u32 nr_vcpus)
{
	return create_clock(policy, quantum_ns, nr_vcpus, SCHEDSIM_CLOCK_LIVE);
}

static inline struct schedsim_spawn
spawn_of(struct schedsim_spawn_entry *entries, __u32 nr)
{
	return (struct schedsim_spawn) {
		.size = sizeof(struct schedsim_spawn),
		.nr = nr,
		.entry_size = sizeof(*entries),
		.entries = PTR(entries),
		.op_size = sizeof(struct schedsim_op),
		.attr_size = sizeof(struct schedsim_attr),
	};
}

/* With objects that the programs name by their place. */
static inline int spawn_with(int fd, struct schedsim_spawn_entry *entries,
			     __u32 nr, struct schedsim_object *objects,
			     __u32 nr_objects, __u32 *failed)
{
	struct schedsim_spawn arg = spawn_of(entries, nr);
	int ret;

	arg.nr_objects = nr_objects;
	arg.objects = nr_objects ? PTR(objects) : 0;
	arg.object_size = nr_objects ? sizeof(*objects) : 0;
	ret = call(fd, SCHEDSIM_IOC_SPAWN, &arg);
	if (failed)
		*failed = arg.failed;
	return ret;
}

static inline int spawn_many(int fd, struct schedsim_spawn_entry *entries,
			     __u32 nr, __u32 *failed)
{
	return spawn_with(fd, entries, nr, NULL, 0, failed);
}

/* Returns the id. */
static inline int spawn_entry(int fd, struct schedsim_spawn_entry *entry)
{
	int ret = spawn_many(fd, entry, 1, NULL);

	return ret < 0 ? ret : (int)entry->id;
}

static inline struct schedsim_spawn_entry
entry_of(const char *name, const struct schedsim_op *ops, __u32 nr_ops)
{
	struct schedsim_spawn_entry entry = {
		.nr_ops = nr_ops,
		.ops = (uintptr_t)ops,
	};

	set_name(entry.name, name);
	return entry;
}

static inline int spawn_ops(int fd, const char *name,
			    const struct schedsim_op *ops, __u32 nr_ops)
{
	struct schedsim_spawn_entry entry = entry_of(name, ops, nr_ops);

	return spawn_entry(fd, &entry);
}

/* Spawn a process that runs for ever; returns the id. */
static inline int spawn(int fd, const char *name)
{
	return spawn_ops(fd, name, NULL, 0);
}

#define OPS(...)	((struct schedsim_op[]){ __VA_ARGS__ })
#define NR_OPS(...)	(sizeof(OPS(__VA_ARGS__)) / sizeof(struct schedsim_op))

/* Spawn a process with a program; returns the id. */
#define spawn_program(fd, name, ...) \
	spawn_ops(fd, name, OPS(__VA_ARGS__), NR_OPS(__VA_ARGS__))

/* A process with a program, to be changed before it is spawned. */
#define program_entry(name, ...) \
	entry_of(name, OPS(__VA_ARGS__), NR_OPS(__VA_ARGS__))

#define OP_RUN(ns)	((struct schedsim_op){ SCHEDSIM_OP_RUN, 0, 0, ns })
#define OP_SLEEP(ns)	((struct schedsim_op){ SCHEDSIM_OP_SLEEP, 0, 0, ns })
#define OP_YIELD	((struct schedsim_op){ SCHEDSIM_OP_YIELD })
#define OP_EXIT		((struct schedsim_op){ SCHEDSIM_OP_EXIT })
#define OP_TIMER(nr, ns) ((struct schedsim_op){ SCHEDSIM_OP_TIMER, 0, nr, ns })
#define OP_TIMER_ABS(nr, ns) \
	((struct schedsim_op){ SCHEDSIM_OP_TIMER, SCHEDSIM_OP_F_ABSOLUTE, nr, ns })
#define OP_LOOP(target, times) \
	((struct schedsim_op){ SCHEDSIM_OP_LOOP, 0, target, times })

static inline int get_stats(int fd, struct schedsim_stats *stats)
{
	memset(stats, 0, sizeof(*stats));
	stats->size = sizeof(*stats);
	return call(fd, SCHEDSIM_IOC_STATS, stats);
}

/* Fill @entries from @start on, as far as there are any; returns how many. */
static inline int read_list(int fd, unsigned long cmd, __u32 start,
			    void *entries, __u32 nr, __u32 entry_size,
				    __u32 id)
{
	__u32 filled = 0;

	while (filled < nr) {
		struct schedsim_read arg = {
			.size = sizeof(arg),
			.start = start,
			.nr = nr - filled,
			.entry_size = entry_size,
			.id = id,
			.entries = (uintptr_t)entries + filled * entry_size,
		};
		int ret = call(fd, cmd, &arg);

		if (ret < 0)
			return ret;
		if (!arg.nr)
			break;
		filled += arg.nr;
		start = arg.start;
	}
	return filled;
}

static inline int read_procs(int fd, struct schedsim_proc *procs,
			     __u32 nr)
{
	return read_list(fd, SCHEDSIM_IOC_READ_PROCS, 0, procs, nr,
			 sizeof(*procs), 0);
}

static inline int read_vcpus(int fd, struct schedsim_vcpu *vcpus,
			     __u32 nr)
{
	return read_list(fd, SCHEDSIM_IOC_READ_VCPUS, 0, vcpus, nr,
			 sizeof(*vcpus), 0);
}

static inline int read_proc(int fd, __u32 id,
			    struct schedsim_proc *proc)
{
	int ret = read_list(fd, SCHEDSIM_IOC_READ_PROCS, id, proc, 1,
			    sizeof(*proc), 0);

	if (ret < 0)
		return ret;
	return ret == 1 && proc->id == id ? 0 : -ESRCH;
}

static inline int read_attr(int fd, __u32 id, struct schedsim_attr *attr)
{
	struct schedsim_proc proc;
	struct schedsim_read arg = {
		.size = sizeof(arg),
		.start = id,
		.nr = 1,
		.entry_size = sizeof(proc),
		.entries = PTR(&proc),
		.attrs = PTR(attr),
		.attr_size = sizeof(*attr),
	};
	int ret = call(fd, SCHEDSIM_IOC_READ_PROCS, &arg);

	if (ret < 0)
		return ret;
	return arg.nr == 1 && proc.id == id ? 0 : -ESRCH;
}

/* Who runs on the first vCPU; 0: nobody. */
static inline int running(int fd)
{
	struct schedsim_vcpu vcpu;
	int ret = read_vcpus(fd, &vcpu, 1);

	return ret < 0 ? ret : (int)vcpu.current_id;
}

/* Returns enum schedsim_run_reason. */
static inline int run_flags(int fd, __u64 until_ns, __u32 flags)
{
	struct schedsim_run arg = {
		.size = sizeof(arg),
		.flags = flags,
		.until_ns = until_ns,
	};
	int ret = call(fd, SCHEDSIM_IOC_RUN, &arg);

	return ret < 0 ? ret : (int)arg.reason;
}

static inline int run_until(int fd, __u64 until_ns)
{
	return run_flags(fd, until_ns, 0);
}

static inline __u64 host_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return SEC(now.tv_sec) + now.tv_nsec;
}

static inline void sleep_ms(unsigned int ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * NSEC_PER_MSEC };

	while (nanosleep(&time, &time)) {
		if (errno == EINTR)
			continue;
		/* Not every kernel has it for 32 bit. This one is less exact. */
		poll(NULL, 0, ms);
		return;
	}
}

/* Wait until @cond holds. True unless patience ran out. */
#define eventually(cond) ({						\
	__u64 __end = host_ns() + MS(PATIENCE_MS);			\
	bool __holds;							\
									\
	while (!(__holds = (cond)) && host_ns() < __end)		\
		sleep_ms(1);						\
	__holds;							\
})

static inline __u64 spin_ns(__u64 loops)
{
	__u64 start = host_ns();

	while (loops--)
		asm volatile("" : : : "memory");
	return host_ns() - start;
}

/*
 * Is this a clock of executed instructions (tools/vm/run --icount)? Then a loop
 * always takes the same whole number of nanoseconds, and more than a few.
 */
static inline bool clock_is_exact(void)
{
	__u64 loops = 100000, ns, each, last = 0;
	int i, exact = 0;

	for (i = 0; i < 10; i++) {
		ns = spin_ns(loops);
		each = ns / loops;
		exact += each > 1 && ns < each * loops + US(5) &&
			 (!last || each == last);
		last = each;
	}
	return exact >= 7;
}

#endif /* SCHEDSIM_CALLS_H */
