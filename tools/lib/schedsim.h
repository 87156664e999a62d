/* SPDX-License-Identifier: GPL-2.0 */
/*
 * libschedsim: a thin wrapper over the ioctls of /dev/schedsim.
 *
 * A simulation is a file descriptor: schedsim_open() gives the shared live
 * simulation, schedsim_create() a private one. All structs are those of
 * <linux/schedsim.h>; the functions fill in their sizes. Every function that
 * can fail returns a negative errno, whose meaning <linux/schedsim.h> explains,
 * and leaves errno alone otherwise. Nothing here keeps state: calls on different
 * descriptors, or on the same one, may be made by several threads at a time.
 */
#ifndef LIBSCHEDSIM_H
#define LIBSCHEDSIM_H

#include <stdbool.h>

#include <linux/schedsim.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where the device is, unless the environment variable says otherwise. */
#define SCHEDSIM_DEVICE		"/dev/schedsim"
#define SCHEDSIM_DEVICE_ENV	"SCHEDSIM_DEV"

/**
 * struct schedsim_refusal - why processes were not made
 * @index: the index of the entry that is to blame; or the number of entries, plus
 *         1, plus the index of the object that is; the number of entries: neither
 * @reason: what the policy says with -EOPNOTSUPP, NUL-terminated; or empty
 */
struct schedsim_refusal {
	__u32 index;
	char reason[SCHEDSIM_REASON_LEN];
};

/**
 * struct schedsim_procs - all processes of a simulation
 * @procs: the processes, by id
 * @attrs: the attributes of each, in the same order
 * @nr: number of them
 * @values: what the values that the policy keeps of each process are called
 * @nr_values: number of them
 */
struct schedsim_procs {
	struct schedsim_proc *procs;
	struct schedsim_attr *attrs;
	__u32 nr;
	struct schedsim_value values[SCHEDSIM_MAX_VALUES];
	__u32 nr_values;
};

/**
 * struct schedsim_session - a recorded session
 * @records: struct schedsim_record, each with what belongs to it; pointers are such
 * @size: bytes of @records
 * @serial: which recording of the simulation it is
 * @full: was there no room for a command? It and all that came later are missing
 * @until_ns: up to when the session is known
 * @digest: digest of all events up to then
 * @events: number of events up to then
 */
struct schedsim_session {
	char *records;
	__u64 size;
	__u32 serial;
	bool full;
	__u64 until_ns;
	__u64 digest;
	__u64 events;
};

/* The struct of the command that a record is of. */
static inline void *schedsim_record_arg(struct schedsim_record *record)
{
	return record + 1;
}

const char *schedsim_device(void);
int schedsim_open(const char *path, bool writable);
int schedsim_create(int fd, const struct schedsim_config *config);
void schedsim_close(int fd);

int schedsim_get_info(int fd, struct schedsim_info *info);
int schedsim_get_policies(int fd, struct schedsim_policy **policies, __u32 *nr);
int schedsim_get_params(int fd, const char *policy, struct schedsim_param *params, __u32 *nr);
int schedsim_get_values(int fd, const char *policy, struct schedsim_value *values, __u32 *nr);
int schedsim_get_config(int fd, struct schedsim_config *config);
int schedsim_get_vcpu_descs(int fd, struct schedsim_vcpu_desc **descs, __u32 *nr);
int schedsim_set_config(int fd, struct schedsim_config *config);
int schedsim_set_policy(int fd, const char *name);
int schedsim_set_quantum(int fd, __u64 quantum_ns);
int schedsim_evict(int fd, const char *policy);

int schedsim_spawn(int fd, struct schedsim_spawn_entry *entries, __u32 nr,
		   struct schedsim_object *objects, __u32 nr_objects,
		   struct schedsim_refusal *refusal);
int schedsim_kill(int fd, __u32 id, __u64 serial);
int schedsim_reap(int fd, __u32 id, __u64 serial);
int schedsim_yield(int fd, __u32 id, __u64 serial);
int schedsim_set_attr(int fd, __u32 id, __u64 serial, __u32 mask,
		      const struct schedsim_attr *attr, char *reason);

int schedsim_trigger(int fd, __u32 vcpu);
int schedsim_set_online(int fd, __u32 vcpu, bool online);
int schedsim_pause(int fd);
int schedsim_resume(int fd);
int schedsim_reset(int fd);
int schedsim_run(int fd, __u64 until_ns, __u32 flags, struct schedsim_run *result);

int schedsim_record_session(int fd, __u64 room);
int schedsim_read_session(int fd, struct schedsim_read_session *read);
int schedsim_get_session(int fd, struct schedsim_session *session);
struct schedsim_record *schedsim_next_record(const struct schedsim_session *session,
					     const struct schedsim_record *record);
void schedsim_free_session(struct schedsim_session *session);

int schedsim_read(int fd, unsigned long request, struct schedsim_read *read);
int schedsim_get_proc(int fd, __u32 id, struct schedsim_proc *proc, struct schedsim_attr *attr);
int schedsim_get_procs(int fd, struct schedsim_procs *procs);
void schedsim_free_procs(struct schedsim_procs *procs);
int schedsim_get_vcpus(int fd, struct schedsim_vcpu **vcpus, __u32 *nr);
int schedsim_get_objects(int fd, struct schedsim_object **objects, struct schedsim_attr **attrs,
			 __u32 *nr);
int schedsim_get_program(int fd, __u32 id, struct schedsim_op **ops, __u32 *nr);
int schedsim_get_stats(int fd, struct schedsim_stats *stats);

#ifdef __cplusplus
}
#endif

#endif /* LIBSCHEDSIM_H */
