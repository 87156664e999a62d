/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * schedsim: the interface between the module and its users.
 *
 * Rules that hold for every command:
 *
 *  - The argument is a pointer to a struct whose first member, @size, is the
 *    size of that struct as the caller was compiled. The structs only ever
 *    grow at their end. A longer struct than the kernel knows is accepted if
 *    all that the kernel does not know is zero (E2BIG otherwise); a shorter
 *    one than the first version of the command is EINVAL.
 *  - Arrays that a struct points to come with the size of one entry, which is a
 *    multiple of 8. Entries grow by the same rules. Attributes and operations
 *    are always pointed to, never part of another struct, so that they can
 *    grow, too.
 *  - Unknown flags, unknown mask bits and reserved members that are not zero
 *    are EINVAL.
 *  - A command that returns an error has changed nothing. There are three
 *    exceptions: time has passed in a run that was interrupted;
 *    SCHEDSIM_IOC_EVICT may have switched some simulations and others not; and
 *    memory for the answer that could be written to when the command began, but
 *    not any more when it had been done, is EFAULT (see struct schedsim_spawn).
 *  - No simulation is locked while memory of the caller is read or written, so
 *    nobody waits for somebody else's memory.
 *
 * What each errno means:
 *
 *  ENOTTY     no such command
 *  EINVAL     a value is out of its range, or makes no sense here
 *  E2BIG      the struct has bits set that this kernel does not know; or the
 *             struct, or an entry of an array, is longer than a page
 *  EFAULT     a pointer is bad
 *  EBADF      the file is not open for writing, and the command changes things;
 *             or it is a private simulation's, and the command concerns all
 *  EPERM      SCHEDSIM_IOC_EVICT: the caller may not load or remove modules
 *  ESRCH      no such process, or it has exited, or it has another serial
 *  EEXIST     that process id is taken
 *  ENOSPC     a limit is reached: max_procs, SCHEDSIM_MAX_OPS_TOTAL,
 *             SCHEDSIM_MAX_OBJECTS, or the memory that all simulations together
 *             may take
 *  EDQUOT     the memory that the simulations of their owner may take is reached
 *  EBUSY      not possible while there are processes, or before the process has
 *             exited; or processes of SCHED_DEADLINE would reserve more bandwidth
 *             than there is: how much, @reason says
 *  ENOENT     no policy or parameter of that name, no object of that id
 *  ENODATA    no session is recorded
 *  EOPNOTSUPP the command needs the other kind of clock; or the policy does not
 *             admit a process, and says why in @reason
 *  EINTR      a signal came first: nothing was changed; or it came during a
 *             virtual run, which goes on when it is called again
 *  EMFILE, ENFILE  no more files can be opened
 *  ENOMEM     the kernel is out of memory
 *
 * A simulation belongs to the user who has made it; the shared one to root. All
 * simulations together may take half of the machine's memory, and those of a user
 * an eighth of it (module parameters memory_mb and user_memory_mb). The second does
 * not hold for what root does with root's simulations, and the last sixteenth of the
 * first is for that only. Memory that a call needs for itself counts, too: to read
 * counts for the user who reads. What counts is whole pages: those in which a user's
 * simulations have anything at all, also if most of it has been freed. A reset needs
 * no memory.
 *
 * Times are nanoseconds of simulated time, which starts at 0 when the
 * simulation is created or reset and stands still while it is paused.
 *
 * Names of processes and objects that a caller gives are UTF-8 with a NUL behind
 * it, cut between characters if they have to be cut. They have no controls
 * (U+0001 to U+001F, U+007F to U+009F), and nothing that changes the direction of
 * writing (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069); else
 * EINVAL. What is behind the NUL is ignored. They need not differ.
 *
 * poll() is reserved for events, which this version does not have: it never
 * reports anything.
 */
#ifndef _UAPI_LINUX_SCHEDSIM_H
#define _UAPI_LINUX_SCHEDSIM_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define SCHEDSIM_ABI_VERSION		2

#define SCHEDSIM_NAME_LEN		16	/* with the closing NUL */
#define SCHEDSIM_MAX_VCPUS		256
#define SCHEDSIM_MAX_PROCS		1048576
#define SCHEDSIM_DEFAULT_MAX_PROCS	65536
#define SCHEDSIM_MAX_ID			(2 * SCHEDSIM_MAX_PROCS)
#define SCHEDSIM_MAX_OPS		4096	/* a program */
#define SCHEDSIM_MAX_OPS_TOTAL		4194304	/* all programs of a simulation */
#define SCHEDSIM_MAX_TIMERS		16	/* a program */
#define SCHEDSIM_MAX_LOOP_DEPTH		16	/* loops inside loops */
#define SCHEDSIM_MAX_TURNS		4096	/* of loops, at one instant */
#define SCHEDSIM_MAX_OBJECTS		65536	/* or max_procs, if that is less; at least 256 */
#define SCHEDSIM_MAX_HELD		64	/* mutexes a process holds at a time */
#define SCHEDSIM_MAX_LOCK_CHAIN		1024	/* as the kernel's max_lock_depth */
#define SCHEDSIM_MAX_PARAMS		32	/* of a policy, those of all included */
#define SCHEDSIM_MAX_VALUES		8	/* that a policy reports of a process */
#define SCHEDSIM_REASON_LEN		64	/* with the closing NUL */
#define SCHEDSIM_MAX_TICKETS		1000000
#define SCHEDSIM_MAX_GROUPS		32
#define SCHEDSIM_MIN_SHARES		2
#define SCHEDSIM_MAX_SHARES		262144
#define SCHEDSIM_DEFAULT_SHARES		1024	/* as many as the weight of nice 0 */
#define SCHEDSIM_MAX_QUANTUM_NS		10000000000ULL
/* A custom slice (runtime_ns) counts as no less and no more, as in Linux. */
#define SCHEDSIM_MIN_CUSTOM_SLICE_NS	100000ULL
#define SCHEDSIM_MAX_CUSTOM_SLICE_NS	100000000ULL
#define SCHEDSIM_MIN_QUANTUM_LIVE_NS	100000ULL
#define SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS	1000ULL
#define SCHEDSIM_DEFAULT_QUANTUM_NS	10000000ULL
#define SCHEDSIM_MAX_SWITCH_COST_NS	1000000000ULL
#define SCHEDSIM_MAX_CACHE_RATE		100
#define SCHEDSIM_MAX_CAPACITY		1024	/* as the kernel's SCHED_CAPACITY_SCALE */
#define SCHEDSIM_MAX_TIME_NS		(1ULL << 56)	/* 2.28 years */
#define SCHEDSIM_MIN_ADAPT_PPM		100
#define SCHEDSIM_MAX_ADAPT_PPM		900000
#define SCHEDSIM_DEFAULT_ADAPT_PPM	50000
#define SCHEDSIM_DEFAULT_ADAPT_RESPONSE_NS 20000000ULL
#define SCHEDSIM_DEFAULT_ADAPT_MIN_NS	100000ULL
#define SCHEDSIM_DEFAULT_ADAPT_MAX_NS	1000000000ULL
#define SCHEDSIM_DEFAULT_ADAPT_INTERVAL_NS 100000000ULL
#define SCHEDSIM_DEFAULT_BALANCING_PCT	117	/* as imbalance_pct of the kernel's domains */
#define SCHEDSIM_MAX_BALANCING_PCT	1000
#define SCHEDSIM_DEFAULT_BALANCING_INTERVAL_NS 4000000ULL
#define SCHEDSIM_MIN_NICE		(-20)
#define SCHEDSIM_MAX_NICE		19
#define SCHEDSIM_MAX_PRIORITY		99
#define SCHEDSIM_LATENESS_BUCKETS	32
#define SCHEDSIM_MIN_SESSION		16384U		/* bytes */
#define SCHEDSIM_MAX_SESSION		268435456U

/* A point in time that never came, or never will. */
#define SCHEDSIM_NEVER			(~0ULL)

/* "Every vCPU", where a vCPU number is asked for. */
#define SCHEDSIM_ALL_VCPUS		(~0U)

enum schedsim_clock {
	SCHEDSIM_CLOCK_LIVE = 0,	/* an hrtimer drives it, in real time */
	SCHEDSIM_CLOCK_VIRTUAL = 1,	/* SCHEDSIM_IOC_RUN drives it */
};

/*
 * The order at one instant: do arrivals and wakeups come first, or the ends of
 * bursts and slices? In both cases all arrivals, by id, come before all
 * wakeups, by id.
 */
enum schedsim_tie {
	SCHEDSIM_TIE_ARRIVAL_FIRST = 0,
	SCHEDSIM_TIE_EXPIRY_FIRST = 1,
};

enum schedsim_state {
	SCHEDSIM_STATE_NEW = 0,		/* its arrival is in the future */
	SCHEDSIM_STATE_READY = 1,
	SCHEDSIM_STATE_RUNNING = 2,
	SCHEDSIM_STATE_SLEEPING = 3,
	SCHEDSIM_STATE_BLOCKED = 4,	/* waits for an object */
	SCHEDSIM_STATE_EXITED = 5,
};

/* Scheduling classes, numbered as in <linux/sched.h>. */
enum schedsim_class {
	SCHEDSIM_CLASS_OTHER = 0,
	SCHEDSIM_CLASS_FIFO = 1,
	SCHEDSIM_CLASS_RR = 2,
	SCHEDSIM_CLASS_BATCH = 3,
	SCHEDSIM_CLASS_IDLE = 5,
	SCHEDSIM_CLASS_DEADLINE = 6,
};

/* What processes wait for and share. */
enum schedsim_object_type {
	SCHEDSIM_OBJECT_MUTEX = 0,
	SCHEDSIM_OBJECT_COND = 1,	/* condition variable */
	SCHEDSIM_OBJECT_BARRIER = 2,
	SCHEDSIM_OBJECT_SEMAPHORE = 3,
	SCHEDSIM_OBJECT_TIMER = 4,	/* a timer that several processes use */
	SCHEDSIM_OBJECT_FORK = 5,	/* processes that SCHEDSIM_OP_FORK starts */
	SCHEDSIM_OBJECT_ATTR = 6,	/* attributes for SCHEDSIM_OP_ATTR */
};

/* What a mutex does about priority inversion. */
enum schedsim_protocol {
	SCHEDSIM_PROTOCOL_NONE = 0,
	SCHEDSIM_PROTOCOL_INHERIT = 1,	/* priority inheritance */
	SCHEDSIM_PROTOCOL_CEILING = 2,	/* immediate priority ceiling */
};

/*
 * The operations of a program. A program that runs off its end exits. A loop
 * need not take time; it may wait for others. But a process that goes back to
 * the beginning of loops more than SCHEDSIM_MAX_TURNS times while no time passes
 * is stopped: it exits, with SCHEDSIM_PROC_SPUN, and counts as a program error.
 * So no program can go on for ever within one instant.
 */
enum schedsim_op_code {
	SCHEDSIM_OP_RUN = 0,	/* use @value ns of CPU time */
	/* sleep for @value ns; for 0 ns only with SCHEDSIM_OP_F_ALWAYS */
	SCHEDSIM_OP_SLEEP = 1,
	/*
	 * Sleep until @value ns after the last expiry of timer @arg; the first
	 * time: after the process's arrival. If that time has passed already,
	 * do not sleep. The next period then counts from now, or, with
	 * SCHEDSIM_OP_F_ABSOLUTE, from the time that has passed. With
	 * SCHEDSIM_OP_F_SKIP, sleep until the first expiry that has not passed:
	 * periods that have passed are left out.
	 */
	SCHEDSIM_OP_TIMER = 2,
	SCHEDSIM_OP_YIELD = 3,	/* give up the rest of the slice */
	/*
	 * Go back to operation @arg, until the operations from there on have
	 * been executed @value times; 0: for ever. Loops may nest, but not
	 * overlap.
	 */
	SCHEDSIM_OP_LOOP = 4,
	SCHEDSIM_OP_EXIT = 5,
	/*
	 * The operations below have an object, @arg: for SCHEDSIM_IOC_SPAWN it
	 * is the index in @objects of struct schedsim_spawn, for
	 * SCHEDSIM_IOC_READ_PROGRAM the object's id.
	 */
	/*
	 * Mutex: lock it. With a @value, wait @value ns for it at most, and then
	 * go on without it: the program does the same with the mutex and
	 * without. It waits anew if the mutex is taken from it before it has run.
	 */
	SCHEDSIM_OP_LOCK = 6,
	/*
	 * Mutex. To unlock what one does not hold is an error of the program, or,
	 * with SCHEDSIM_OP_F_IF_HELD, nothing.
	 */
	SCHEDSIM_OP_UNLOCK = 7,
	/*
	 * Condition variable: unlock the mutex @value - 1 (an object, like
	 * @arg), wait for a wakeup, lock the mutex again. @value 0: without a
	 * mutex.
	 */
	SCHEDSIM_OP_WAIT = 8,
	SCHEDSIM_OP_SIGNAL = 9,		/* condition variable: wake one */
	SCHEDSIM_OP_BROADCAST = 10,	/* condition variable: wake all */
	SCHEDSIM_OP_BARRIER = 11,	/* barrier: wait for the others */
	SCHEDSIM_OP_SEM_WAIT = 12,	/* semaphore */
	SCHEDSIM_OP_SEM_POST = 13,	/* semaphore */
	SCHEDSIM_OP_FORK = 14,		/* fork: start one of its processes */
	SCHEDSIM_OP_ATTR = 15,		/* attr: take on these attributes */
};

#define SCHEDSIM_OP_F_ABSOLUTE		(1U << 0)	/* SCHEDSIM_OP_TIMER */
/* SCHEDSIM_OP_TIMER: @arg is an object, a timer that several processes use */
#define SCHEDSIM_OP_F_SHARED		(1U << 1)
/*
 * SCHEDSIM_OP_SLEEP: give up the vCPU even for 0 ns, and wake up at this very
 * instant, behind all that arrive at it
 */
#define SCHEDSIM_OP_F_ALWAYS		(1U << 2)
/* SCHEDSIM_OP_TIMER: without SCHEDSIM_OP_F_ABSOLUTE */
#define SCHEDSIM_OP_F_SKIP		(1U << 3)
#define SCHEDSIM_OP_F_IF_HELD		(1U << 4)	/* SCHEDSIM_OP_UNLOCK */

/* An operation; a pointer to an array of them comes with the size of one. */
struct schedsim_op {
	__u16 code;		/* enum schedsim_op_code */
	__u16 flags;		/* SCHEDSIM_OP_F_* */
	__u32 arg;		/* 0 where the operation has no use for it */
	__aligned_u64 value;
};

/*
 * Attributes of a process; they mirror struct sched_attr. A pointer to them
 * comes with their size.
 */
struct schedsim_attr {
	__s32 nice;		/* -20..19, read by fair, linux, lottery, rr, stride */
	__u32 priority;		/* 0..99, higher first, read by prio, linux */
	/*
	 * Of SCHEDSIM_CLASS_OTHER and BATCH: a slice of its own, as sched_runtime
	 * since Linux 6.12; 0: the quantum. Of SCHEDSIM_CLASS_DEADLINE, under edf and
	 * linux: the CPU time that it has in each period, by @deadline_ns after that begins, and
	 * no more; 0 < runtime <= deadline <= period <= 4194304 us. Else read by no
	 * policy.
	 */
	__aligned_u64 runtime_ns;
	__aligned_u64 deadline_ns;	/* read by dm, edf, linux, llf; 0: the period */
	/*
	 * read by dm, edf, linux, llf, rm; 0: that of the first timer of the program, or, where
	 * @runtime_ns needs one, the deadline
	 */
	__aligned_u64 period_ns;
	__aligned_u64 affinity[SCHEDSIM_MAX_VCPUS / 64]; /* all 0: any vCPU */
	__u32 tickets;		/* read by lottery, rr, stride; 0: the weight of nice */
	/* enum schedsim_class; read by edf, linux, by fair for who preempts, see @runtime_ns */
	__u16 sched_class;
	__u16 working_set;	/* what it takes of a cache; see struct schedsim_config */
	/*
	 * The group it is in, 1..SCHEDSIM_MAX_GROUPS, or 0; read by fair, linux. All
	 * processes of a group together have the weight @shares, as a cgroup has. Under
	 * linux, what a process uses in real time is not charged to its group.
	 */
	__u32 group;
	/* SCHEDSIM_MIN_SHARES..MAX; 0: SCHEDSIM_DEFAULT_SHARES, or no group */
	__u32 shares;
};

/**
 * struct schedsim_vcpu_desc - what a vCPU is like
 * @llc: its last-level cache, 0..255; vCPUs with the same number share a cache
 * @node: its memory node, 0..255; vCPUs that share a cache are of one node
 * @core: its core, 1..255; vCPUs with the same number are SMT siblings, and share a
 *        cache; 0: a core of its own
 * @capacity: how fast it is, 1..SCHEDSIM_MAX_CAPACITY; 0: SCHEDSIM_MAX_CAPACITY
 * @__reserved: 0
 *
 * The CPU time that programs use is what they take at a vCPU of the greatest capacity, with
 * a cold cache: it is work. w ns of work take w * 1024 / @capacity ns, rounded up to ns. What
 * a burst does not need of its last ns counts for the next burst of the process. Times that
 * are measured, such as the CPU time of a process, its slice or its runtime, are times.
 */
struct schedsim_vcpu_desc {
	__u32 llc;
	__u32 node;
	__u32 core;
	__u32 capacity;
	__u32 __reserved[4];
};

/* How far away a vCPU is: the first of these that holds. */
enum schedsim_distance {
	SCHEDSIM_DISTANCE_SMT = 0,	/* of the same core */
	SCHEDSIM_DISTANCE_LLC = 1,	/* of the same last-level cache */
	SCHEDSIM_DISTANCE_NODE = 2,	/* of the same memory node */
	SCHEDSIM_DISTANCE_FAR = 3,	/* of another node */
};

#define SCHEDSIM_NR_DISTANCES		4

/**
 * struct schedsim_cmd - argument of the commands that need no values
 * @size: sizeof(struct schedsim_cmd)
 * @flags: 0
 *
 * For SCHEDSIM_IOC_PAUSE, SCHEDSIM_IOC_RESUME and SCHEDSIM_IOC_RESET. To pause
 * a paused simulation, or to resume one that is not paused, is no error. A
 * reset removes all processes and keeps the configuration. The simulation then
 * begins at time 0 again, not paused.
 *
 * Very much may be left to do at the present instant of a live simulation. These
 * commands, and those that read, do not wait for that. To pause and to resume then
 * take effect at the end of the instant; simulated time does not go on before. All
 * other commands wait for it, and a signal ends their waiting (EINTR).
 */
struct schedsim_cmd {
	__u32 size;
	__u32 flags;
};

/**
 * struct schedsim_info - what this module is and allows (SCHEDSIM_IOC_INFO)
 * @size: sizeof(struct schedsim_info)
 * @flags: 0
 * @abi_version: out: SCHEDSIM_ABI_VERSION of the module
 * @private_sim: out: 1 for a simulation of this file's own, 0 for the shared one
 * @max_vcpus: out: most vCPUs of a simulation
 * @max_procs: out: most processes a simulation may be created for
 * @max_ops: out: most operations of a program
 * @nr_policies: out: number of policies (SCHEDSIM_IOC_READ_POLICIES)
 */
struct schedsim_info {
	__u32 size;
	__u32 flags;
	__u32 abi_version;
	__u32 private_sim;
	__u32 max_vcpus;
	__u32 max_procs;
	__u32 max_ops;
	__u32 nr_policies;
};

/* Members of struct schedsim_config, for its @mask. */
#define SCHEDSIM_CONFIG_POLICY		(1U << 0)
#define SCHEDSIM_CONFIG_QUANTUM		(1U << 1)
#define SCHEDSIM_CONFIG_SWITCH_COST	(1U << 2)
#define SCHEDSIM_CONFIG_TIE		(1U << 3)
#define SCHEDSIM_CONFIG_SEED		(1U << 4)
#define SCHEDSIM_CONFIG_NR_VCPUS	(1U << 5)
#define SCHEDSIM_CONFIG_MAX_PROCS	(1U << 6)
#define SCHEDSIM_CONFIG_CLOCK		(1U << 7)
#define SCHEDSIM_CONFIG_PARAMS		(1U << 8)	/* @params */
#define SCHEDSIM_CONFIG_VCPUS		(1U << 9)	/* @vcpus */
#define SCHEDSIM_CONFIG_CACHE		(1U << 10)	/* the members cache_* */
#define SCHEDSIM_CONFIG_UNIT		(1U << 11)
#define SCHEDSIM_CONFIG_PEEK		(1U << 12)
#define SCHEDSIM_CONFIG_MIGRATION	(1U << 13)	/* @migration_ns */
#define SCHEDSIM_CONFIG_ADAPT		(1U << 14)	/* the members adapt_* */
#define SCHEDSIM_CONFIG_BALANCING	(1U << 15)	/* the members balancing_* */
#define SCHEDSIM_CONFIG_ALL		((1U << 16) - 1)

/* To what the quantum adapts. */
enum schedsim_adapt {
	SCHEDSIM_ADAPT_OFF = 0,		/* to nothing: it is @quantum_ns */
	SCHEDSIM_ADAPT_SWITCH = 1,	/* to the time lost to context switches */
	SCHEDSIM_ADAPT_RESPONSE = 2,	/* to response times */
};

/*
 * The parts of load balancing, @balancing_parts of struct schedsim_config. Without
 * SCHEDSIM_BALANCING_SET, the policy's parameter "balance" says what is done: with
 * SCHEDSIM_BALANCE_IDLE the part idle, with SCHEDSIM_BALANCE_ALL idle, push and pull.
 * With it, this mask does, under any policy.
 */
#define SCHEDSIM_BALANCING_SET		(1U << 0)
#define SCHEDSIM_BALANCING_WAKE		(1U << 1)	/* who wakes up goes where it is idle */
#define SCHEDSIM_BALANCING_IDLE		(1U << 2)	/* who is idle pulls */
#define SCHEDSIM_BALANCING_PERIODIC	(1U << 3)	/* by weighted load, from time to time */
#define SCHEDSIM_BALANCING_PUSH		(1U << 4)	/* who waits goes where less urgent run */
#define SCHEDSIM_BALANCING_PULL		(1U << 5)	/* who decides pulls the more urgent */
#define SCHEDSIM_BALANCING_ALL		((1U << 6) - 1)

/*
 * Faults to study, @balancing_defects: those of J.-P. Lozi et al., "The Linux Scheduler: a
 * Decade of Wasted Cores", EuroSys 2016, sections 3.1 to 3.4.
 */
#define SCHEDSIM_DEFECT_GROUP_IMBALANCE	(1U << 0)	/* nodes compared by their averages */
#define SCHEDSIM_DEFECT_GROUP_CONSTRUCTION (1U << 1)	/* groups of nodes as vCPU 0 sees them */
#define SCHEDSIM_DEFECT_WAKEUP_OVERLOAD	(1U << 2)	/* who wakes up stays in its node */
#define SCHEDSIM_DEFECT_MISSING_DOMAINS	(1U << 3)	/* none across nodes after hotplug */
#define SCHEDSIM_DEFECTS_ALL		((1U << 4) - 1)

/* Why processes that have run before change vCPU: indices of @moves of the statistics. */
enum schedsim_move {
	SCHEDSIM_MOVE_FORCED = 0,	/* its affinity changed, or a vCPU went offline */
	SCHEDSIM_MOVE_WAKE = 1,
	SCHEDSIM_MOVE_IDLE = 2,
	SCHEDSIM_MOVE_PERIODIC = 3,
	SCHEDSIM_MOVE_PUSH = 4,
	SCHEDSIM_MOVE_PULL = 5,
	SCHEDSIM_MOVE_SHARED = 6,	/* from vCPU to vCPU of one run queue */
	SCHEDSIM_MOVE_PEEK = 7,		/* @peek_ns of struct schedsim_config */
};

#define SCHEDSIM_NR_MOVES		8

enum schedsim_param_kind {
	SCHEDSIM_PARAM_NUMBER = 0,
	SCHEDSIM_PARAM_TIME = 1,	/* ns */
	SCHEDSIM_PARAM_BOOL = 2,
	/* ns: 0, or at least the least quantum, which depends on the clock */
	SCHEDSIM_PARAM_SLICE = 3,
	SCHEDSIM_PARAM_SPAN = 4,	/* enum schedsim_span */
	SCHEDSIM_PARAM_BALANCE = 5,	/* enum schedsim_balance */
};

/* The vCPUs that share a run queue: the parameter "span" of each policy. */
enum schedsim_span {
	SCHEDSIM_SPAN_VCPU = 0,		/* each has one of its own */
	SCHEDSIM_SPAN_LLC = 1,		/* those of one last-level cache */
	SCHEDSIM_SPAN_NODE = 2,		/* those of one memory node */
	SCHEDSIM_SPAN_ALL = 3,		/* all vCPUs */
};

/* What goes from one run queue to another: the parameter "balance" of each policy. */
enum schedsim_balance {
	SCHEDSIM_BALANCE_NONE = 0,	/* nothing, but where affinity forbids to stay */
	SCHEDSIM_BALANCE_IDLE = 1,	/* idle vCPUs pull a process that waits */
	/* And whoever comes before one who runs, if the policy has such an order. */
	SCHEDSIM_BALANCE_ALL = 2,
};

/**
 * struct schedsim_param - a parameter of a policy
 * @name: NUL-terminated
 * @value: its value
 * @min: out: the least value
 * @max: out: the greatest
 * @initial: out: its value unless it is set
 * @kind: out: enum schedsim_param_kind
 * @__reserved: 0
 *
 * SCHEDSIM_IOC_READ_PARAMS fills in all members. To set a parameter, @name and
 * @value are needed; each other member must be 0 or as it was read.
 */
struct schedsim_param {
	char name[SCHEDSIM_NAME_LEN];
	__aligned_u64 value;
	__aligned_u64 min;
	__aligned_u64 max;
	__aligned_u64 initial;
	__u32 kind;
	__u32 __reserved;
};

/**
 * struct schedsim_config - configuration of a simulation
 * @size: sizeof(struct schedsim_config)
 * @mask: SCHEDSIM_CONFIG_*: the members that count
 * @policy: name of the policy, NUL-terminated
 * @quantum_ns: 100 us (live) or 1 us (virtual) to 10 s. If it adapts, it begins with
 *              this; @quantum_ns of struct schedsim_stats is the one in force
 * @switch_cost_ns: time a vCPU loses at each context switch, up to 1 s
 * @seed: for policies that draw lots. The sequence of lots begins again when
 *        such a policy is chosen, or one of its parameters changes
 * @nr_vcpus: 1..256
 * @max_procs: 1..1,048,576: most processes at a time, exited ones included
 * @clock: enum schedsim_clock
 * @tie: enum schedsim_tie. If @mask has the policy and not this, it becomes
 *       that of the policy: @tie of struct schedsim_policy
 * @params: pointer to struct schedsim_param[@nr_params]: the parameters of the
 *          policy to set, each at most once. The others get their initial
 *          values if @mask has the policy; else they keep their values. Not
 *          filled in: see SCHEDSIM_IOC_READ_PARAMS
 * @nr_params: number of @params
 * @param_size: sizeof(struct schedsim_param); a multiple of 8
 * @vcpus: pointer to struct schedsim_vcpu_desc[@nr_vcpu_descs], from vCPU 0 on.
 *         vCPUs without a description have cache 0 and node 0, a core of their own and
 *         the greatest capacity, and so have all
 *         vCPUs of a new simulation if @mask does not have this. Not filled in:
 *         see SCHEDSIM_IOC_READ_VCPU_DESCS
 * @nr_vcpu_descs: number of @vcpus, up to @nr_vcpus
 * @vcpu_size: sizeof(struct schedsim_vcpu_desc); a multiple of 8
 * @reason: out, with EOPNOTSUPP: why the policy does not admit a process; with EBUSY:
 *          how much bandwidth there would have to be, or nothing
 * @cache_size: the sum of working sets that the cache of each vCPU holds
 * @cache_rate: how much faster a process runs while its working set is in the
 *              cache, up to 100; 0 or 1: there are no caches
 * @cache_warmup_ns: after how much CPU time at a vCPU that is so: at least 100 us
 *                   (live) or 1 us (virtual), or 0
 * @unit_ns: the CPU time of each burst is rounded up to a multiple of this, which has
 *           the range of @quantum_ns; 0: it is not
 * @peek_ns: at each multiple of this, a vCPU whose run queue is empty, and which
 *           shares it with no other, looks at that of another vCPU, drawn by lot,
 *           and takes the first process of it, if that may run there. At least as
 *           long as a quantum may be; 0: never. Balancing is done as well
 * @migration_ns: what a process that begins to run costs its vCPU if it used CPU time at
 *                another one last, by enum schedsim_distance; up to 1 s each. It comes on top
 *                of @switch_cost_ns, and counts like it
 * @adapt: enum schedsim_adapt: to what the quantum adapts
 * @adapt_switch_ppm: for SCHEDSIM_ADAPT_SWITCH: the most that context switches may
 *                    take, in ppm of the time that vCPUs are in use: 100 to 900,000; 0:
 *                    50,000. The quantum is as short as that allows
 * @adapt_response_ns: for SCHEDSIM_ADAPT_RESPONSE: the longest that 95% of responses
 *                     may take, which has the range of @quantum_ns; 0: 20 ms. A response is
 *                     the time from an arrival or a wakeup until the process runs. The
 *                     quantum is as long as that allows
 * @adapt_min_ns: the least quantum then, in the range of @quantum_ns; 0: 100 us
 * @adapt_max_ns: the greatest, likewise, and not less than that; 0: 1 s
 * @adapt_interval_ns: the quantum is looked at, and may change, at the multiples of this at
 *                     which somebody waits; in the range of @quantum_ns; 0: 100 ms
 * @balancing_parts: SCHEDSIM_BALANCING_*, or 0: as the policy's parameter says
 * @balancing_defects: SCHEDSIM_DEFECT_*; only with SCHEDSIM_BALANCING_SET
 * @balancing_interval_ns: for SCHEDSIM_BALANCING_PERIODIC: the loads of run queues whose
 *                         vCPUs share a core are compared at the multiples of this; those
 *                         of a cache at every second, those of a node at every fourth,
 *                         and all at every eighth of them; in the range of @quantum_ns; 0: 4 ms
 * @balancing_pct: for that: how much greater, in percent, a load must be than another one,
 *                 100 to 1000; 0: 117. The load of a run queue is the sum of the weights of
 *                 those that run or wait there, by the capacity of its vCPUs
 * @__reserved: 0
 *
 * To set @quantum_ns while it adapts, to another value than it had, lets it go on from
 * there, or from the nearest bound. When it no longer adapts, @quantum_ns is in force
 * again. All members adapt_* are set together; those that are 0 get the value that is
 * given here.
 *
 * SCHEDSIM_IOC_CREATE makes a private simulation and returns a file descriptor
 * for it. Members that @mask leaves out are as in the shared simulation's boot
 * configuration, except @clock, which is virtual then. A policy in @mask begins
 * with its initial parameters and its own @tie.
 *
 * SCHEDSIM_IOC_SET_CONFIG changes the members in @mask, all or none, at once.
 * @seed, @nr_vcpus, @vcpus, @max_procs, @unit_ns, @peek_ns, @migration_ns, the
 * members balancing_* and the caches can change only while there are no
 * processes (EBUSY); the simulation then begins at time 0 again, and is paused
 * if it was paused before. @clock can never change (EINVAL). A policy begins
 * again when one of its parameters changes. To name the present policy, without
 * parameters, changes nothing.
 *
 * SCHEDSIM_IOC_GET_CONFIG fills in all members except @params and @vcpus, so
 * that what was read can be set. It does not wait for whoever changes the
 * simulation: what it tells then was so before that.
 */
struct schedsim_config {
	__u32 size;
	__u32 mask;
	char policy[SCHEDSIM_NAME_LEN];
	__aligned_u64 quantum_ns;
	__aligned_u64 switch_cost_ns;
	__aligned_u64 seed;
	__u32 nr_vcpus;
	__u32 max_procs;
	__u32 clock;
	__u32 tie;
	__aligned_u64 params;
	__u32 nr_params;
	__u32 param_size;
	__aligned_u64 vcpus;
	__u32 nr_vcpu_descs;
	__u32 vcpu_size;
	char reason[SCHEDSIM_REASON_LEN];
	__u32 cache_size;
	__u32 cache_rate;
	__aligned_u64 cache_warmup_ns;
	__aligned_u64 unit_ns;
	__aligned_u64 peek_ns;
	__aligned_u64 migration_ns[SCHEDSIM_NR_DISTANCES];
	__u32 adapt;
	__u32 adapt_switch_ppm;
	__aligned_u64 adapt_response_ns;
	__aligned_u64 adapt_min_ns;
	__aligned_u64 adapt_max_ns;
	__aligned_u64 adapt_interval_ns;
	__u32 balancing_parts;
	__u32 balancing_defects;
	__aligned_u64 balancing_interval_ns;
	__u32 balancing_pct;
	__u32 __reserved;
};

/**
 * struct schedsim_object - what processes wait for, or share
 * @id: in: 0: a new object; else the id of an existing one, and all other
 *      members are 0. Out: its id
 * @type: enum schedsim_object_type
 * @protocol: enum schedsim_protocol, of a mutex
 * @value: barrier: the number of processes that must come; semaphore: its
 *         count; attr: SCHEDSIM_ATTR_*, the attributes to change; fork: 0, or
 *         SCHEDSIM_FORK_FROM_SPAWN
 * @name: may be empty; see above for what it may be made of
 * @attr: in: pointer to a struct schedsim_attr, or 0: all attributes are 0.
 *        attr: the attributes. Mutex with SCHEDSIM_PROTOCOL_CEILING: the
 *        ceiling, which is a class, priority, nice value and tickets. Other
 *        objects: all 0. Out: 0; see struct schedsim_read
 * @attr_size: in: sizeof(struct schedsim_attr), or 0 if @attr is 0; out: 0
 * @__reserved: 0
 * @owner: out: the process that holds it, or 0
 * @nr_waiters: out: processes that wait for it; fork: processes that it can
 *              start
 * @uses: out: how often it was locked, signalled, passed, posted, forked, used
 * @contended: out: how often a process had to wait for it
 * @waited_ns: out: the sum of all waits for it that have ended
 * @boosts: out: how often its owner became more urgent through it
 *
 * SCHEDSIM_IOC_SPAWN makes objects. An object is removed with the last process
 * that has it in its program. A mutex is handed to the most urgent waiter; of
 * equals, to the one that has waited longest. Until that one runs, a process that is
 * more urgent than it and all other waiters may take the mutex; the waiter then waits
 * again, in its old place. The other objects wake up their
 * waiters in the same order. The policy decides which process is more urgent:
 * prio goes by priority, fair by nice, linux by class, then priority or nice,
 * lottery and stride by tickets. All others go by class, then priority, nice
 * and tickets.
 *
 * The owner of a mutex with SCHEDSIM_PROTOCOL_INHERIT is at least as urgent as
 * the most urgent waiter: it takes over the class, priority, nice and tickets
 * of that waiter as a whole. Inheritance follows a chain of up to
 * SCHEDSIM_MAX_LOCK_CHAIN owners that wait themselves (fewer, if they hold many
 * more mutexes). Beyond that nothing is passed on or taken back: an owner there
 * keeps what it has inherited until the waiters for its own mutexes change.
 * Members of a deadlock pass nothing on to each other. A deadlock that a timeout
 * will end is not counted in @deadlocks of struct schedsim_stats. A deadlock of
 * more processes than such a chain has is not found (@unchecked there). A process
 * that exits or is killed gives up its mutexes.
 *
 * Tickets are not added up: under lottery and stride an owner gets as many as the
 * richest waiter has. In Waldspurger's ticket transfers it gets the sum.
 */
struct schedsim_object {
	__u32 id;
	__u32 type;
	__u32 protocol;
	__u32 value;
	char name[SCHEDSIM_NAME_LEN];
	__aligned_u64 attr;
	__u32 attr_size;
	__u32 __reserved;
	__u32 owner;
	__u32 nr_waiters;
	__aligned_u64 uses;
	__aligned_u64 contended;
	__aligned_u64 waited_ns;
	__aligned_u64 boosts;
};

/*
 * @value of a fork: the delays and timers of its processes count from when they were
 * spawned, not from when they are forked. Who is forked later than its delay says
 * arrives at once. So does rt-app.
 */
#define SCHEDSIM_FORK_FROM_SPAWN	1

/**
 * struct schedsim_spawn_entry - a process to spawn
 * @id: in: the wanted id, up to 32,768 or twice max_procs, whichever is more;
 *      0: any id. Out: the id of the process
 * @nr_ops: length of @ops; 0: the process runs for ever
 * @name: may be empty; see above for what it may be made of
 * @attr: pointer to its struct schedsim_attr, or 0: all attributes are 0
 * @delay_ns: how long after now it arrives
 * @ops: pointer to struct schedsim_op[@nr_ops]. Successive entries with the
 *       same array share one copy of it in the kernel
 * @fork: 0, or the index of a fork in @objects, plus 1: a SCHEDSIM_OP_FORK on
 *        that fork starts the process, which arrives @delay_ns after that (or
 *        see SCHEDSIM_FORK_FROM_SPAWN)
 * @__reserved: 0
 * @serial: out: its serial, which no other process of the simulation ever has
 */
struct schedsim_spawn_entry {
	__u32 id;
	__u32 nr_ops;
	char name[SCHEDSIM_NAME_LEN];
	__aligned_u64 attr;
	__aligned_u64 delay_ns;
	__aligned_u64 ops;
	__u32 fork;
	__u32 __reserved;
	__aligned_u64 serial;
};

/**
 * struct schedsim_spawn - spawn processes, all or none (SCHEDSIM_IOC_SPAWN)
 * @size: sizeof(struct schedsim_spawn)
 * @flags: 0
 * @nr: number of entries
 * @entry_size: sizeof(struct schedsim_spawn_entry); a multiple of 8
 * @entries: pointer to struct schedsim_spawn_entry[@nr]
 * @failed: out, with an error: the index of the entry that caused it; if an
 *          object did, @nr + 1 + its index; if neither, @nr
 * @nr_objects: number of @objects, up to SCHEDSIM_MAX_OBJECTS
 * @objects: pointer to struct schedsim_object[@nr_objects]: the objects that the
 *           programs name. Objects that no program names are not made
 * @object_size: sizeof(struct schedsim_object); a multiple of 8
 * @op_size: sizeof(struct schedsim_op), of all programs
 * @attr_size: sizeof(struct schedsim_attr), of all processes
 * @__reserved: 0
 * @reason: out, with EOPNOTSUPP: why the policy does not admit the process; with EBUSY:
 *          how much bandwidth there would have to be
 *
 * All that is pointed to is read before anything is done. What will be filled in
 * is then written over with what is there: if it cannot be, that is EFAULT, and
 * nothing has been done. Ids and serials are told when the processes are there,
 * and may be running. If some cannot be told then, because another thread has
 * taken that memory away meanwhile, that is EFAULT, too, but the processes stay.
 */
struct schedsim_spawn {
	__u32 size;
	__u32 flags;
	__u32 nr;
	__u32 entry_size;
	__aligned_u64 entries;
	__u32 failed;
	__u32 nr_objects;
	__aligned_u64 objects;
	__u32 object_size;
	__u32 op_size;
	__u32 attr_size;
	__u32 __reserved;
	char reason[SCHEDSIM_REASON_LEN];
};

/**
 * struct schedsim_proc_cmd - do something with one process
 * @size: sizeof(struct schedsim_proc_cmd)
 * @flags: 0
 * @id: the process
 * @__reserved: 0
 * @serial: 0, or the serial that the process must have (ESRCH if it has
 *          another). Ids are reused once a process has been reaped, serials not
 *
 * SCHEDSIM_IOC_KILL ends the process (ESRCH if it has exited).
 * SCHEDSIM_IOC_REAP removes a process that has exited (EBUSY if it has not),
 * or, with @id 0, all that have. SCHEDSIM_IOC_YIELD makes a running process
 * give up the rest of its slice (EINVAL if it does not run); the policy decides
 * which process runs then.
 */
struct schedsim_proc_cmd {
	__u32 size;
	__u32 flags;
	__u32 id;
	__u32 __reserved;
	__aligned_u64 serial;
};

#define SCHEDSIM_ATTR_NICE		(1U << 0)
#define SCHEDSIM_ATTR_PRIORITY		(1U << 1)
#define SCHEDSIM_ATTR_DEADLINE		(1U << 2)	/* the three times */
#define SCHEDSIM_ATTR_AFFINITY		(1U << 3)
#define SCHEDSIM_ATTR_TICKETS		(1U << 4)
#define SCHEDSIM_ATTR_CLASS		(1U << 5)
#define SCHEDSIM_ATTR_WORKING_SET	(1U << 6)
#define SCHEDSIM_ATTR_GROUP		(1U << 7)	/* and its shares */
#define SCHEDSIM_ATTR_ALL		((1U << 8) - 1)

/**
 * struct schedsim_set_attr - change attributes (SCHEDSIM_IOC_SET_ATTR)
 * @size: sizeof(struct schedsim_set_attr)
 * @mask: SCHEDSIM_ATTR_*: the attributes to change
 * @id: the process
 * @attr_size: sizeof(struct schedsim_attr)
 * @serial: as in struct schedsim_proc_cmd
 * @attr: pointer to a struct schedsim_attr: their new values
 * @reason: out, with EOPNOTSUPP: why the policy does not admit the process then; with
 *          EBUSY: how much bandwidth there would have to be
 */
struct schedsim_set_attr {
	__u32 size;
	__u32 mask;
	__u32 id;
	__u32 attr_size;
	__aligned_u64 serial;
	__aligned_u64 attr;
	char reason[SCHEDSIM_REASON_LEN];
};

/**
 * struct schedsim_trigger - force one scheduling decision (SCHEDSIM_IOC_TRIGGER)
 * @size: sizeof(struct schedsim_trigger)
 * @flags: 0
 * @vcpu: a vCPU, or SCHEDSIM_ALL_VCPUS
 * @__reserved: 0
 */
struct schedsim_trigger {
	__u32 size;
	__u32 flags;
	__u32 vcpu;
	__u32 __reserved;
};

/**
 * struct schedsim_set_online - let a vCPU go offline, or online
 *                              (SCHEDSIM_IOC_SET_ONLINE)
 * @size: sizeof(struct schedsim_set_online)
 * @flags: 0
 * @vcpu: a vCPU
 * @online: 1 or 0
 *
 * Nobody runs at a vCPU that is offline. Who ran or waited there goes where it may
 * run; if it may run at no other one that is online, it waits until it may
 * (SCHEDSIM_PROC_STRANDED). If the vCPU is so already, nothing happens. The last one
 * that is online stays so: EBUSY; no such vCPU: EINVAL. All are online when the
 * simulation begins anew at time 0: after a reset, and after a change that can be made
 * only while there are no processes.
 */
struct schedsim_set_online {
	__u32 size;
	__u32 flags;
	__u32 vcpu;
	__u32 online;
};

/**
 * struct schedsim_proc - what is known of a process
 * @id: its id
 * @state: enum schedsim_state
 * @vcpu: the vCPU where it runs or waits, or last did
 * @nr_ops: length of its program
 * @pc: the next operation of its program
 * @object: the object it waits for, or 0
 * @name: its name
 * @serial: its serial, which no other process of the simulation ever has
 * @arrival_ns: when it arrives or arrived; SCHEDSIM_NEVER: not yet forked
 * @first_run_ns: when it first ran, or SCHEDSIM_NEVER
 * @finish_ns: when it exited, or SCHEDSIM_NEVER; less than @arrival_ns if it
 *             was killed before it arrived
 * @cpu_ns: CPU time it has used
 * @waiting_ns: time it was ready
 * @sleeping_ns: time it slept or was blocked
 * @overhead_ns: cost of the context switches to it
 * @preemptions: how often it lost a vCPU to another process against its will
 * @yields: how often it gave up the rest of its slice
 * @switches: context switches to it
 * @migrations: how often it changed vCPU
 * @wakeups: how often it woke up
 * @flags: SCHEDSIM_PROC_*
 * @nr_held: mutexes it holds
 * @effective_priority: its effective priority: its own, or one that it inherits
 * @effective_nice: its effective nice value, likewise
 * @effective_tickets: its effective tickets, likewise
 * @effective_class: its effective class, likewise
 * @nr_values: number of @values; 0 before it has come under the present policy, and
 *             once it has exited
 * @blocked_ns: time it waited for objects, part of @sleeping_ns
 * @jobs_released: jobs released before now: the first one by the arrival, each
 *                 other one by a SCHEDSIM_OP_TIMER at its expiry. An absolute
 *                 timer of the process's own expires at the end of each period,
 *                 also while the process has not come to it (1024 operations
 *                 ahead of it are looked at, up to another timer than that which
 *                 released the present job). Any other one expires when the
 *                 process has come to it, at the earliest. A job that uses no
 *                 CPU time does not count
 * @jobs_done: jobs done: the program came to the next SCHEDSIM_OP_TIMER, or exited
 * @jobs_missed: jobs that were not done by their deadline, done now or not. The
 *               deadline is the release plus the process's deadline_ns; if that
 *               is 0, plus its period_ns; if that is 0, too, plus the period of
 *               the timer that ends the job. A job without any of these has no
 *               deadline
 * @response_total_ns: time from release to end, summed up over all jobs done
 * @response_max_ns: the longest such time
 * @lateness_total_ns: end minus deadline, summed up over all jobs done that had
 *                     a deadline; negative for a job that was in time
 * @lateness_max_ns: the greatest lateness, of jobs done or missed. One that is
 *                   missed, but not done, is late by now minus deadline, or by
 *                   what that was when the process was killed. The least __s64 if
 *                   there was no such job with a deadline
 * @tardiness_total_ns: lateness, summed up over all jobs that were done late
 * @values: values that the policy reports (SCHEDSIM_IOC_READ_VALUES: names)
 *
 * A sum that would be greater, or less, than its member can hold stays at the end
 * of its range.
 *
 * The attributes of processes are read beside them; see struct schedsim_read.
 */
struct schedsim_proc {
	__u32 id;
	__u32 state;
	__u32 vcpu;
	__u32 nr_ops;
	__u32 pc;
	__u32 object;
	char name[SCHEDSIM_NAME_LEN];
	__aligned_u64 serial;
	__aligned_u64 arrival_ns;
	__aligned_u64 first_run_ns;
	__aligned_u64 finish_ns;
	__aligned_u64 cpu_ns;
	__aligned_u64 waiting_ns;
	__aligned_u64 sleeping_ns;
	__aligned_u64 overhead_ns;
	__aligned_u64 preemptions;
	__aligned_u64 yields;
	__aligned_u64 switches;
	__aligned_u64 migrations;
	__aligned_u64 wakeups;
	__u32 flags;
	__u32 nr_held;
	__u32 effective_priority;
	__s32 effective_nice;
	__u32 effective_tickets;
	__u16 effective_class;
	__u16 nr_values;
	__aligned_u64 blocked_ns;
	__aligned_u64 jobs_released;
	__aligned_u64 jobs_done;
	__aligned_u64 jobs_missed;
	__aligned_u64 response_total_ns;
	__aligned_u64 response_max_ns;
	__s64 lateness_total_ns;
	__s64 lateness_max_ns;
	__aligned_u64 tardiness_total_ns;
	__aligned_u64 values[SCHEDSIM_MAX_VALUES];
};

/* The process is part of a circle in which each waits for the next. */
#define SCHEDSIM_PROC_DEADLOCK		(1U << 0)
/* It was stopped: it went round loops too often while no time passed. */
#define SCHEDSIM_PROC_SPUN		(1U << 1)
/* It waits, but none of the vCPUs where it may run is online. */
#define SCHEDSIM_PROC_STRANDED		(1U << 2)

/**
 * struct schedsim_vcpu - what is known of a vCPU
 * @id: its number, from 0
 * @current_id: the process that runs there, or 0
 * @nr_ready: ready processes whose vCPU this is. If it shares its run queue
 *            with others, these are the ones that last ran or arrived here
 * @flags: SCHEDSIM_VCPU_OFFLINE, or 0
 * @busy_ns: time processes ran
 * @idle_ns: time it was online and nothing ran
 * @overhead_ns: time spent on context switches. @busy_ns, @idle_ns, @overhead_ns
 *               and @offline_ns sum up to the simulation's time
 * @switches: context switches
 * @preemptions: preemptions
 * @expiries: slices that ran out while another process waited
 * @warm_ns: time processes ran whose working set was in the cache
 * @offline_ns: time it was offline
 */
struct schedsim_vcpu {
	__u32 id;
	__u32 current_id;
	__u32 nr_ready;
	__u32 flags;
	__aligned_u64 busy_ns;
	__aligned_u64 idle_ns;
	__aligned_u64 overhead_ns;
	__aligned_u64 switches;
	__aligned_u64 preemptions;
	__aligned_u64 expiries;
	__aligned_u64 warm_ns;
	__aligned_u64 offline_ns;
};

/* Nobody runs there, and those that waited are elsewhere (SCHEDSIM_IOC_SET_ONLINE). */
#define SCHEDSIM_VCPU_OFFLINE		(1U << 0)

/**
 * struct schedsim_value - a value that a policy reports of each process
 * @name: NUL-terminated
 * @kind: enum schedsim_value_kind
 * @__reserved: 0
 */
struct schedsim_value {
	char name[SCHEDSIM_NAME_LEN];
	__u32 kind;
	__u32 __reserved;
};

enum schedsim_value_kind {
	SCHEDSIM_VALUE_NUMBER = 0,
	SCHEDSIM_VALUE_TIME = 1,	/* ns, or SCHEDSIM_NEVER: none, or without end */
	SCHEDSIM_VALUE_SIGNED_TIME = 2,	/* ns, an __s64; the greatest: none */
};

/**
 * struct schedsim_read - read a list, in batches
 * @size: sizeof(struct schedsim_read)
 * @flags: 0
 * @start: in: the first id (or index) wanted; out: where to go on
 * @nr: in: number of entries that @entries has room for; out: entries filled;
 *      0: there are no more
 * @entry_size: size of an entry as the caller was compiled, a multiple of 8
 * @id: the process whose program is read (SCHEDSIM_IOC_READ_PROGRAM); else 0
 * @entries: pointer to the array to fill
 * @policy: SCHEDSIM_IOC_READ_PARAMS, SCHEDSIM_IOC_READ_VALUES: the policy whose
 *          parameters or values are read; empty: the present one. Else empty
 * @attrs: SCHEDSIM_IOC_READ_PROCS, SCHEDSIM_IOC_READ_OBJECTS: pointer to struct
 *         schedsim_attr[@nr] to fill, the attributes of each entry, or 0. Else 0
 * @attr_size: sizeof(struct schedsim_attr), or 0 if @attrs is 0
 * @policy_changes: out: how often the policy of the simulation has changed. If
 *                  two calls return the same number, names from one call fit
 *                  values from the other
 *
 * SCHEDSIM_IOC_READ_PROCS fills struct schedsim_proc, in the order of ids;
 * SCHEDSIM_IOC_READ_VCPUS struct schedsim_vcpu; SCHEDSIM_IOC_READ_PROGRAM
 * struct schedsim_op; SCHEDSIM_IOC_READ_OBJECTS struct schedsim_object, in the
 * order of ids; SCHEDSIM_IOC_READ_PARAMS struct schedsim_param;
 * SCHEDSIM_IOC_READ_VALUES struct schedsim_value; SCHEDSIM_IOC_READ_POLICIES
 * struct schedsim_policy; SCHEDSIM_IOC_READ_VCPU_DESCS struct
 * schedsim_vcpu_desc. One call fills at most 1,024 entries, and less if the programs of
 * processes have many operations that must be looked at to count their jobs.
 */
struct schedsim_read {
	__u32 size;
	__u32 flags;
	__u32 start;
	__u32 nr;
	__u32 entry_size;
	__u32 id;
	__aligned_u64 entries;
	char policy[SCHEDSIM_NAME_LEN];
	__aligned_u64 attrs;
	__u32 attr_size;
	__u32 policy_changes;
};

/**
 * struct schedsim_policy - what is known of a policy
 * @name: NUL-terminated
 * @summary: what it does, in a few words, NUL-terminated
 * @nr_params: number of its parameters
 * @nr_values: number of values that it reports of a process
 * @tie: enum schedsim_tie, which holds unless the user sets another
 * @flags: SCHEDSIM_POLICY_*
 */
struct schedsim_policy {
	char name[SCHEDSIM_NAME_LEN];
	char summary[SCHEDSIM_REASON_LEN];
	__u32 nr_params;
	__u32 nr_values;
	__u32 tie;
	__u32 flags;
};

/* The policy comes from a module of its own. */
#define SCHEDSIM_POLICY_MODULE		(1U << 0)

/* The rules of the contract that the engine checks: a policy broke this one. */
enum schedsim_fault_rule {
	SCHEDSIM_FAULT_NONE = 0,
	/* It picked no process although one waits. */
	SCHEDSIM_FAULT_PICKED_NOBODY = 1,
	/* It picked a process that runs, sleeps, is blocked or has exited. */
	SCHEDSIM_FAULT_PICKED_NOT_READY = 2,
	/* It picked a process that waits in another run queue. */
	SCHEDSIM_FAULT_PICKED_ELSEWHERE = 3,
	/* It picked a process whose affinity forbids the vCPU. */
	SCHEDSIM_FAULT_PICKED_NOT_ALLOWED = 4,
	/* It gave the process that it picked a slice of 0. */
	SCHEDSIM_FAULT_NO_SLICE_LEFT = 5,
	/* Nothing came of what it did at one instant, again and again. */
	SCHEDSIM_FAULT_NO_PROGRESS = 6,
	/* It left a process in its queue that it was to take out, or that ran. */
	SCHEDSIM_FAULT_LEFT_QUEUED = 7,
};

/**
 * struct schedsim_stats - the simulation as a whole (SCHEDSIM_IOC_STATS)
 * @size: sizeof(struct schedsim_stats)
 * @flags: 0
 * @paused: out: 1 while paused
 * @nr_vcpus: out: number of vCPUs
 * @nr_procs: out: processes, exited ones included
 * @nr_new: out: processes that have not arrived
 * @nr_ready: out: processes that are ready
 * @nr_running: out: processes that run
 * @nr_sleeping: out: processes that sleep
 * @nr_blocked: out: processes that wait for an object
 * @nr_exited: out: processes that have exited
 * @timer_armed: out: 1 if the live clock's timer is armed
 * @time_ns: out: simulated time
 * @next_event_ns: out: when something is due next, or SCHEDSIM_NEVER
 * @digest: out: digest of all events so far
 * @events: out: number of events so far
 * @decisions: out: how often a vCPU decided which of the waiting processes runs next
 * @expiries: out: slices that ran out while another process waited
 * @skipped: out: quanta that would have passed in @slipped_ns, on all vCPUs where a
 *           slice's end was waited for
 * @switches: out: context switches
 * @preemptions: out: preemptions
 * @yields: out: yields
 * @wakeups: out: wakeups
 * @migrations: out: migrations
 * @callbacks: out: how often the live clock's timer fired and its callback went on with
 *             the simulation: not if it was put off again, or while a command was at work
 * @callback_ns: out: real time spent in those callbacks
 * @throttled: out: how often the live clock had to wait because all live clocks had
 *             used up what they may use of a CPU, and it more than its share, or
 *             because too many were to work at once
 * @late_max_ns: out: the latest that the live clock handled something after its
 *               time. Late or not, it was handled at its own simulated time
 * @late_total_ns: out: the sum of all such lateness
 * @lateness: out: instants at which something was due, by how late they were
 *            handled: [0] under 2 ns, [n] from 2^n ns on, the last one open
 * @nr_objects: out: number of objects
 * @nr_deadlocked: out: processes that are part of a deadlock now
 * @blocks: out: how often a process had to wait for an object
 * @boosts: out: how often a process became more urgent by inheritance
 * @deadlocks: out: deadlocks that have occurred
 * @abandoned: out: mutexes whose owner exited or was killed
 * @forks: out: processes started by others
 * @forks_failed: out: forks for which no process was left
 * @program_errors: out: operations that were errors and were skipped: to
 *                  unlock, or to wait with, a mutex that the process does not
 *                  hold; to lock one more than SCHEDSIM_MAX_HELD, or one with a
 *                  ceiling below the process's own urgency; to take on
 *                  attributes that the policy or the number of vCPUs does not
 *                  allow; and processes stopped with SCHEDSIM_PROC_SPUN
 * @policy_faults: out: how often a policy broke a rule, and fair took its place
 * @fault_rule: out: enum schedsim_fault_rule, of the last time
 * @fault_id: out: the process that was picked then, or 0
 * @fault_vcpu: out: the vCPU where that happened
 * @fault_waiting: out: processes that waited in the vCPU's run queue then
 * @fault_ns: out: the simulated time then
 * @fault_policy: out: the policy's name
 * @slipped_ns: out: real time that the live clock has left out, because it was more
 *              than 5 ms late, or a command would have had too much to make up for.
 *              0 on a machine that keeps up
 * @unchecked: out: how often a process began to wait for a mutex at the end of a
 *             chain of more than SCHEDSIM_MAX_LOCK_CHAIN processes that wait for
 *             each other. Whether that has closed a deadlock is not known: as long
 *             as this is 0, each deadlock has been found
 * @timeouts: out: how often a process went on without a mutex, since the time limit of
 *            its lock had passed
 * @quantum_ns: out: the quantum in force
 * @quantum_changes: out: how often adapting has changed it
 * @adapt_measured: out: what was measured last: ppm or ns, see @adapt of struct
 *                  schedsim_config; 0: nothing
 * @moves: out: @migrations by enum schedsim_move
 * @wasted_ns: out: with SCHEDSIM_BALANCING_SET: time in which vCPUs were idle while processes
 *             that may run there waited elsewhere, summed up over vCPUs, but counted for no
 *             more of them than processes waited
 * @imbalance_total: out: likewise: at each multiple of @balancing_interval_ns at which
 *                   somebody waits, the greatest load of a run queue minus the least one, of
 *                   those with a vCPU online, summed up. A process of nice 0 on a vCPU of
 *                   capacity 1024 is a load of 1024
 * @imbalance_looks: out: how often it was looked at
 *
 * Whoever changes the simulation is not waited for: while somebody does, this is how
 * it was just before.
 */
struct schedsim_stats {
	__u32 size;
	__u32 flags;
	__u32 paused;
	__u32 nr_vcpus;
	__u32 nr_procs;
	__u32 nr_new;
	__u32 nr_ready;
	__u32 nr_running;
	__u32 nr_sleeping;
	__u32 nr_blocked;
	__u32 nr_exited;
	__u32 timer_armed;
	__aligned_u64 time_ns;
	__aligned_u64 next_event_ns;
	__aligned_u64 digest;
	__aligned_u64 events;
	__aligned_u64 decisions;
	__aligned_u64 expiries;
	__aligned_u64 skipped;
	__aligned_u64 switches;
	__aligned_u64 preemptions;
	__aligned_u64 yields;
	__aligned_u64 wakeups;
	__aligned_u64 migrations;
	__aligned_u64 callbacks;
	__aligned_u64 callback_ns;
	__aligned_u64 throttled;
	__aligned_u64 late_max_ns;
	__aligned_u64 late_total_ns;
	__aligned_u64 lateness[SCHEDSIM_LATENESS_BUCKETS];
	__u32 nr_objects;
	__u32 nr_deadlocked;
	__aligned_u64 blocks;
	__aligned_u64 boosts;
	__aligned_u64 deadlocks;
	__aligned_u64 abandoned;
	__aligned_u64 forks;
	__aligned_u64 forks_failed;
	__aligned_u64 program_errors;
	__aligned_u64 policy_faults;
	__u32 fault_rule;
	__u32 fault_id;
	__u32 fault_vcpu;
	__u32 fault_waiting;
	__aligned_u64 fault_ns;
	char fault_policy[SCHEDSIM_NAME_LEN];
	__aligned_u64 slipped_ns;
	__aligned_u64 unchecked;
	__aligned_u64 timeouts;
	__aligned_u64 quantum_ns;
	__aligned_u64 quantum_changes;
	__aligned_u64 adapt_measured;
	__aligned_u64 moves[SCHEDSIM_NR_MOVES];
	__aligned_u64 wasted_ns;
	__aligned_u64 imbalance_total;
	__aligned_u64 imbalance_looks;
};

/* Stop when nothing runs and nothing is due: do not idle until @until_ns. */
#define SCHEDSIM_RUN_STOP_IDLE		(1U << 0)
#define SCHEDSIM_RUN_FLAGS		SCHEDSIM_RUN_STOP_IDLE

enum schedsim_run_reason {
	SCHEDSIM_RUN_REACHED = 0,	/* @until_ns */
	SCHEDSIM_RUN_IDLE = 1,		/* nothing runs, and nothing is due */
	SCHEDSIM_RUN_PAUSED = 2,	/* the simulation is paused */
	SCHEDSIM_RUN_RESET = 3,		/* the simulation was reset meanwhile */
};

/**
 * struct schedsim_run - let virtual time pass (SCHEDSIM_IOC_RUN)
 * @size: sizeof(struct schedsim_run)
 * @flags: SCHEDSIM_RUN_*
 * @until_ns: in: how far; a time that has passed is EINVAL
 * @time_ns: out: the time reached
 * @reason: out: enum schedsim_run_reason
 * @__reserved: 0
 */
struct schedsim_run {
	__u32 size;
	__u32 flags;
	__aligned_u64 until_ns;
	__aligned_u64 time_ns;
	__u32 reason;
	__u32 __reserved;
};

/**
 * struct schedsim_evict - use a policy no more (SCHEDSIM_IOC_EVICT)
 * @size: sizeof(struct schedsim_evict)
 * @flags: 0
 * @policy: its name, NUL-terminated
 *
 * Each simulation that uses the policy, private ones too, goes on under fair
 * with its initial parameters; it keeps its processes. The module that the policy
 * comes from can then be removed, unless somebody chooses the policy again. For
 * the device only (EBADF), and for those with CAP_SYS_MODULE (EPERM), since it changes
 * the simulations of all users. fair itself is EINVAL. If a signal comes, some
 * simulations may have been switched and others not.
 */
struct schedsim_evict {
	__u32 size;
	__u32 flags;
	char policy[SCHEDSIM_NAME_LEN];
};

/**
 * struct schedsim_recording - record a session (SCHEDSIM_IOC_RECORD)
 * @size: sizeof(struct schedsim_recording)
 * @flags: 0
 * @room: bytes for the records, SCHEDSIM_MIN_SESSION to SCHEDSIM_MAX_SESSION;
 *        0: record no more, and forget what has been recorded
 *
 * Begins with a reset, as SCHEDSIM_IOC_RESET does it. From then on each command
 * that changes the simulation is recorded, whoever gives it, also in sysfs. A
 * recording that there is already is forgotten.
 *
 * What happens in a simulation follows from these commands and the simulated time
 * at which each took effect: done at the same times in a simulation with a virtual
 * clock, they give the same digest.
 */
struct schedsim_recording {
	__u32 size;
	__u32 flags;
	__aligned_u64 room;
};

/**
 * struct schedsim_record - a command that has taken effect
 * @time_ns: the simulated time then. What was due by then had happened; what is due
 *           at this time because of the command happens before the next one. After
 *           a reset time begins at 0 again
 * @digest: digest of all events before the command; 0: it is not known, for the
 *          command is a pause, a resume or a reset in the middle of an instant
 * @command: SCHEDSIM_IOC_*
 * @size: bytes that follow; a multiple of 8
 *
 * What follows is the struct of the command. It has all members that the command
 * reads. Pointers in it, and in what they point to, are offsets from its own begin;
 * 0 stands for a null pointer. Sizes of entries are there, too.
 *
 * SCHEDSIM_IOC_SET_CONFIG: the configuration as it has become, with all parameters
 * and vCPUs; @mask has all but SCHEDSIM_CONFIG_CLOCK. The first record is that of
 * the configuration at the start.
 * SCHEDSIM_IOC_SPAWN: the ids and serials are those that the processes got. The
 * objects have their ids, too; those that no object had just before were made.
 * Operations name objects by id, as SCHEDSIM_IOC_READ_PROGRAM gives them.
 * SCHEDSIM_IOC_SET_ATTR: all attributes as they have become; @mask has all.
 * SCHEDSIM_IOC_KILL, SCHEDSIM_IOC_YIELD, SCHEDSIM_IOC_REAP: with the serial; to reap
 * all that have exited is one record, with @id 0.
 * SCHEDSIM_IOC_EVICT is there only if the simulation used the policy.
 * SCHEDSIM_IOC_RUN is never there.
 */
struct schedsim_record {
	__aligned_u64 time_ns;
	__aligned_u64 digest;
	__u32 command;
	__u32 size;
};

/**
 * struct schedsim_read_session - read records (SCHEDSIM_IOC_READ_SESSION)
 * @size: sizeof(struct schedsim_read_session)
 * @flags: 0
 * @start: in: the first byte wanted, 0 at first; out: where to go on
 * @nr: in: number of bytes that @records has room for; out: bytes filled, which may
 *      end within a record
 * @records: pointer to the room
 * @left: out: bytes of records behind those
 * @serial: out: which recording of the simulation this is: 1, 2 ...
 * @full: out: 1 if there was no room for a command. It and all that came later are
 *        not recorded
 * @until_ns: out: up to when the session is known: now; or, if it is @full, when
 *            that command came
 * @digest: out: digest of all events up to then; 0: it is not known
 * @events: out: number of events up to then, or 0, likewise
 *
 * All of it is of one instant. One call fills at most 262,144 bytes.
 */
struct schedsim_read_session {
	__u32 size;
	__u32 flags;
	__aligned_u64 start;
	__aligned_u64 nr;
	__aligned_u64 records;
	__aligned_u64 left;
	__u32 serial;
	__u32 full;
	__aligned_u64 until_ns;
	__aligned_u64 digest;
	__aligned_u64 events;
};

#define SCHEDSIM_IOC_TYPE		0xE7

/* These commands change nothing. */
#define SCHEDSIM_IOC_INFO		_IO(SCHEDSIM_IOC_TYPE, 0x00)
#define SCHEDSIM_IOC_GET_CONFIG		_IO(SCHEDSIM_IOC_TYPE, 0x01)
#define SCHEDSIM_IOC_STATS		_IO(SCHEDSIM_IOC_TYPE, 0x02)
#define SCHEDSIM_IOC_READ_PROCS		_IO(SCHEDSIM_IOC_TYPE, 0x03)
#define SCHEDSIM_IOC_READ_VCPUS		_IO(SCHEDSIM_IOC_TYPE, 0x04)
#define SCHEDSIM_IOC_READ_PROGRAM	_IO(SCHEDSIM_IOC_TYPE, 0x05)
#define SCHEDSIM_IOC_READ_OBJECTS	_IO(SCHEDSIM_IOC_TYPE, 0x06)
#define SCHEDSIM_IOC_READ_PARAMS	_IO(SCHEDSIM_IOC_TYPE, 0x07)
#define SCHEDSIM_IOC_READ_VALUES	_IO(SCHEDSIM_IOC_TYPE, 0x08)
#define SCHEDSIM_IOC_READ_POLICIES	_IO(SCHEDSIM_IOC_TYPE, 0x09)
#define SCHEDSIM_IOC_READ_VCPU_DESCS	_IO(SCHEDSIM_IOC_TYPE, 0x0a)
#define SCHEDSIM_IOC_READ_SESSION	_IO(SCHEDSIM_IOC_TYPE, 0x0b)

/* These commands change something: the file must be open for writing. */
#define SCHEDSIM_IOC_CREATE		_IO(SCHEDSIM_IOC_TYPE, 0x20)
#define SCHEDSIM_IOC_SET_CONFIG		_IO(SCHEDSIM_IOC_TYPE, 0x21)
#define SCHEDSIM_IOC_SPAWN		_IO(SCHEDSIM_IOC_TYPE, 0x22)
#define SCHEDSIM_IOC_KILL		_IO(SCHEDSIM_IOC_TYPE, 0x23)
#define SCHEDSIM_IOC_REAP		_IO(SCHEDSIM_IOC_TYPE, 0x24)
#define SCHEDSIM_IOC_SET_ATTR		_IO(SCHEDSIM_IOC_TYPE, 0x25)
#define SCHEDSIM_IOC_YIELD		_IO(SCHEDSIM_IOC_TYPE, 0x26)
#define SCHEDSIM_IOC_TRIGGER		_IO(SCHEDSIM_IOC_TYPE, 0x27)
#define SCHEDSIM_IOC_PAUSE		_IO(SCHEDSIM_IOC_TYPE, 0x28)
#define SCHEDSIM_IOC_RESUME		_IO(SCHEDSIM_IOC_TYPE, 0x29)
#define SCHEDSIM_IOC_RUN		_IO(SCHEDSIM_IOC_TYPE, 0x2a)
#define SCHEDSIM_IOC_RESET		_IO(SCHEDSIM_IOC_TYPE, 0x2b)
#define SCHEDSIM_IOC_EVICT		_IO(SCHEDSIM_IOC_TYPE, 0x2c)
#define SCHEDSIM_IOC_RECORD		_IO(SCHEDSIM_IOC_TYPE, 0x2d)
#define SCHEDSIM_IOC_SET_ONLINE		_IO(SCHEDSIM_IOC_TYPE, 0x2e)

#endif /* _UAPI_LINUX_SCHEDSIM_H */
