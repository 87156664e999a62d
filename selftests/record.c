// SPDX-License-Identifier: GPL-2.0
/*
 * SCHEDSIM_IOC_RECORD and SCHEDSIM_IOC_READ_SESSION: which commands are recorded, what of
 * them, and what happens when there is no more room.
 */
#include "objects.h"
#include "params.h"
#include "schedsim_test.h"

#define ROOM	1048576

static int record(int fd, __u64 room)
{
	struct schedsim_recording arg = { .size = sizeof(arg), .room = room };

	return call(fd, SCHEDSIM_IOC_RECORD, &arg);
}

static int read_session(int fd, __u64 start, void *to, __u64 nr,
			struct schedsim_read_session *read)
{
	*read = (struct schedsim_read_session) {
		.size = sizeof(*read),
		.start = start,
		.nr = nr,
		.records = PTR(to),
	};
	return call(fd, SCHEDSIM_IOC_READ_SESSION, read);
}

static char records[ROOM];

/* Read all, and find record @index; NULL: there are not so many. */
static struct schedsim_record *find(int fd, int index)
{
	struct schedsim_read_session read;
	struct schedsim_record *record = (void *)records;
	__u64 at = 0;

	do {
		if (read_session(fd, at, records + at, ROOM - at, &read))
			return NULL;
		at = read.start;
	} while (read.left);
	for (; index && (char *)record < records + at; index--)
		record = (void *)(record + 1) + record->size;
	return (char *)record < records + at ? record : NULL;
}

static void *arg_of(struct schedsim_record *record)
{
	return record + 1;
}

/* There is a record @index, of that command, done at that time. */
#define ASSERT_RECORD(index, cmd, time) ({				\
	struct schedsim_record *__record = find(self->fd, index);	\
									\
	ASSERT_TRUE(__record);					\
	ASSERT_EQ(SCHEDSIM_IOC_##cmd, __record->command);		\
	ASSERT_EQ(time, __record->time_ns);				\
	ASSERT_EQ(0, __record->size % 8);				\
	ASSERT_EQ(0, (__u64)((char *)__record - records) % 8);		\
	arg_of(__record);						\
})

#define ASSERT_NO_RECORD(index)	ASSERT_TRUE(!find(self->fd, index))

FIXTURE(record)
{
	int fd;
};

FIXTURE_SETUP(record)
{
	self->fd = create_virtual("rr", MS(1), 2);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(record)
{
	close(self->fd);
}

TEST_F(record, nothing_unless_asked)
{
	struct schedsim_read_session read;

	ASSERT_EQ(-ENODATA, read_session(self->fd, 0, NULL, 0, &read));
	ASSERT_EQ(0, record(self->fd, 0));
	ASSERT_EQ(-ENODATA, read_session(self->fd, 0, NULL, 0, &read));
	ASSERT_EQ(0, record(self->fd, ROOM));
	ASSERT_EQ(0, read_session(self->fd, 0, NULL, 0, &read));
	ASSERT_EQ(1, read.serial);
	ASSERT_EQ(0, record(self->fd, 0));
	ASSERT_EQ(-ENODATA, read_session(self->fd, 0, NULL, 0, &read));
}

TEST_F(record, bounds)
{
	struct schedsim_recording arg = { .size = sizeof(arg), .room = ROOM, .flags = 1 };
	struct schedsim_read_session read;

	ASSERT_EQ(-EINVAL, record(self->fd, 1));
	ASSERT_EQ(-EINVAL, record(self->fd, SCHEDSIM_MIN_SESSION - 1));
	ASSERT_EQ(-EINVAL, record(self->fd, SCHEDSIM_MAX_SESSION + 1));
	ASSERT_EQ(-EINVAL, record(self->fd, ~0ULL));
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_RECORD, &arg));
	arg.flags = 0;
	arg.size--;
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_RECORD, &arg));
	ASSERT_EQ(-ENODATA, read_session(self->fd, 0, NULL, 0, &read));
	ASSERT_EQ(0, record(self->fd, SCHEDSIM_MIN_SESSION));

	ASSERT_EQ(0, read_session(self->fd, 0, records, ~0ULL, &read));
	ASSERT_LT(0, read.nr);
	ASSERT_EQ(read.nr, read.start);
	ASSERT_EQ(0, read.left);
	ASSERT_EQ(-EINVAL, read_session(self->fd, read.start + 1, records, 1, &read));
	ASSERT_EQ(-EINVAL, read_session(self->fd, ~0ULL, records, 1, &read));
	ASSERT_EQ(-EFAULT, read_session(self->fd, 0, (void *)8, 1, &read));
	ASSERT_EQ(0, read.left);
	read = (struct schedsim_read_session){ .size = sizeof(read), .flags = 1 };
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_READ_SESSION, &read));
	read = (struct schedsim_read_session){ .size = sizeof(read) - 8 };
	ASSERT_EQ(-EINVAL, call(self->fd, SCHEDSIM_IOC_READ_SESSION, &read));
}

TEST_F(record, readers_only_read)
{
	int writer = open(DEVICE, O_RDWR), reader = open(DEVICE, O_RDONLY);
	struct schedsim_read_session read;

	ASSERT_LE(0, writer);
	ASSERT_LE(0, reader);
	ASSERT_EQ(-EBADF, record(reader, ROOM));
	ASSERT_EQ(0, record(writer, ROOM));
	ASSERT_EQ(-EBADF, record(reader, 0));
	ASSERT_EQ(0, read_session(reader, 0, records, ROOM, &read));
	ASSERT_LT(0, read.nr);
	ASSERT_EQ(0, record(writer, 0));
	close(reader);
	close(writer);
}

/* The simulation begins anew, empty; a recording there was is forgotten. */
TEST_F(record, begins_with_a_reset)
{
	struct schedsim_read_session read;
	struct schedsim_config *config;
	struct schedsim_stats stats;

	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(0, run_until(self->fd, MS(5)));
	ASSERT_EQ(0, record(self->fd, ROOM));
	ASSERT_EQ(0, get_stats(self->fd, &stats));
	ASSERT_EQ(0, stats.time_ns);
	ASSERT_EQ(0, stats.nr_procs);
	config = ASSERT_RECORD(0, SET_CONFIG, 0);
	ASSERT_STREQ("rr", config->policy);
	ASSERT_EQ(2, config->nr_vcpus);
	ASSERT_EQ(MS(1), config->quantum_ns);
	ASSERT_NO_RECORD(1);
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_RECORD(1, SPAWN, 0);

	ASSERT_EQ(0, record(self->fd, ROOM));
	ASSERT_NO_RECORD(1);
	ASSERT_EQ(0, read_session(self->fd, 0, records, ROOM, &read));
	ASSERT_EQ(2, read.serial);
	ASSERT_EQ(0, read.full);
}

TEST_F(record, all_commands_at_their_times)
{
	struct schedsim_attr attr = { .nice = 3, .priority = 9 };
	struct schedsim_set_attr *set;
	struct schedsim_proc_cmd *cmd;
	struct schedsim_trigger *trig;
	struct schedsim_set_online *online;
	struct schedsim_config *config;

	ASSERT_EQ(0, record(self->fd, ROOM));
	ASSERT_EQ(0, run_until(self->fd, 7));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	ASSERT_EQ(3, spawn(self->fd, "c"));
	ASSERT_EQ(0, run_until(self->fd, 11));
	ASSERT_EQ(0, set_attr(self->fd, 1, SCHEDSIM_ATTR_NICE, &attr));
	ASSERT_EQ(0, run_until(self->fd, 13));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_YIELD, 1));
	ASSERT_EQ(0, kill_proc(self->fd, 2));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_REAP, 2));
	ASSERT_EQ(0, on_proc(self->fd, SCHEDSIM_IOC_REAP, 0));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, trigger(self->fd, 1));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESUME));
	ASSERT_EQ(0, run_until(self->fd, 17));
	ASSERT_EQ(0, set_quantum(self->fd, MS(2)));
	ASSERT_EQ(0, set_policy(self->fd, "fair"));
	ASSERT_EQ(0, set_online(self->fd, 1, 0));
	ASSERT_EQ(-EBUSY, set_online(self->fd, 0, 0));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, set_quantum(self->fd, MS(3)));

	ASSERT_RECORD(1, SPAWN, 7);
	ASSERT_RECORD(3, SPAWN, 7);
	set = ASSERT_RECORD(4, SET_ATTR, 11);
	ASSERT_EQ(1, set->id);
	ASSERT_EQ(SCHEDSIM_ATTR_ALL, set->mask);
	/* As they have become: its priority stays. */
	ASSERT_EQ(3, ((struct schedsim_attr *)((char *)set + set->attr))->nice);
	ASSERT_EQ(0, ((struct schedsim_attr *)((char *)set + set->attr))->priority);
	cmd = ASSERT_RECORD(5, YIELD, 13);
	ASSERT_EQ(1, cmd->id);
	cmd = ASSERT_RECORD(6, KILL, 13);
	ASSERT_EQ(2, cmd->id);
	ASSERT_LT(0, cmd->serial);
	cmd = ASSERT_RECORD(7, REAP, 13);
	ASSERT_EQ(2, cmd->id);
	ASSERT_LT(0, cmd->serial);
	cmd = ASSERT_RECORD(8, REAP, 13);
	ASSERT_EQ(0, cmd->id);
	ASSERT_RECORD(9, PAUSE, 13);
	trig = ASSERT_RECORD(10, TRIGGER, 13);
	ASSERT_EQ(1, trig->vcpu);
	ASSERT_RECORD(11, RESUME, 13);
	config = ASSERT_RECORD(12, SET_CONFIG, 17);
	ASSERT_EQ(MS(2), config->quantum_ns);
	ASSERT_STREQ("rr", config->policy);
	config = ASSERT_RECORD(13, SET_CONFIG, 17);
	ASSERT_EQ(MS(2), config->quantum_ns);
	ASSERT_STREQ("fair", config->policy);
	online = ASSERT_RECORD(14, SET_ONLINE, 17);
	ASSERT_EQ(1, online->vcpu);
	ASSERT_EQ(0, online->online);
	ASSERT_RECORD(15, RESET, 17);
	ASSERT_RECORD(16, SET_CONFIG, 0);
	ASSERT_NO_RECORD(17);
}

TEST_F(record, not_what_fails_or_looks)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_NR_VCPUS,
		.nr_vcpus = 3,
	};
	struct schedsim_attr attr = { .nice = 99 };
	struct schedsim_proc procs[2];

	ASSERT_EQ(0, record(self->fd, ROOM));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(-ESRCH, kill_proc(self->fd, 5));
	ASSERT_EQ(-ESRCH, on_serial(self->fd, SCHEDSIM_IOC_KILL, 1, 999));
	ASSERT_EQ(-EBUSY, on_proc(self->fd, SCHEDSIM_IOC_REAP, 1));
	ASSERT_EQ(-EINVAL, on_serial(self->fd, SCHEDSIM_IOC_REAP, 0, 1));
	ASSERT_EQ(-EINVAL, trigger(self->fd, 2));
	ASSERT_EQ(-EINVAL, set_attr(self->fd, 1, SCHEDSIM_ATTR_NICE, &attr));
	ASSERT_EQ(-EINVAL, set_quantum(self->fd, 1));
	ASSERT_EQ(-EBUSY, set_config(self->fd, &config));
	ASSERT_EQ(-ENOENT, set_policy(self->fd, "nobody"));
	ASSERT_EQ(1, read_procs(self->fd, procs, 2));
	ASSERT_EQ(0, run_until(self->fd, MS(1)));
	ASSERT_RECORD(1, SPAWN, 0);
	ASSERT_NO_RECORD(2);
	/* What did not fit in with the others leaves no trace in what comes next. */
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_RECORD(2, PAUSE, MS(1));
	ASSERT_NO_RECORD(3);
}

/* All parameters, and what vCPUs share, though only one of them was set. */
TEST_F(record, whole_configuration)
{
	struct schedsim_vcpu_desc descs[2] = {
		{ .llc = 3 }, { .llc = 4, .node = 1, .core = 5, .capacity = 6 },
	}, *vcpus;
	struct schedsim_param queues = param("queues", 5), known[SCHEDSIM_MAX_PARAMS], *params;
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_VCPUS | SCHEDSIM_CONFIG_SEED,
		.seed = ~0ULL,
		.vcpus = PTR(descs),
		.nr_vcpu_descs = 2,
		.vcpu_size = sizeof(descs[0]),
	}, *recorded;
	int nr, i;

	ASSERT_EQ(0, record(self->fd, ROOM));
	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(0, set_params(self->fd, "mlfq", &queues, 1));
	nr = read_params(self->fd, "", known);
	recorded = ASSERT_RECORD(2, SET_CONFIG, 0);
	ASSERT_EQ(~0ULL, recorded->seed);
	ASSERT_EQ(SCHEDSIM_TIE_EXPIRY_FIRST, recorded->tie);
	ASSERT_EQ(SCHEDSIM_CONFIG_ALL & ~SCHEDSIM_CONFIG_CLOCK, recorded->mask);
	ASSERT_EQ(nr, recorded->nr_params);
	ASSERT_EQ(sizeof(*params), recorded->param_size);
	params = (void *)recorded + recorded->params;
	for (i = 0; i < nr; i++)
		ASSERT_EQ(0, memcmp(&known[i], &params[i], sizeof(known[i])));
	ASSERT_EQ(2, recorded->nr_vcpu_descs);
	vcpus = (void *)recorded + recorded->vcpus;
	ASSERT_EQ(0, memcmp(descs, vcpus, sizeof(descs)));
}

TEST_F(record, spawn_as_it_was)
{
	struct schedsim_op ops[] = { LOCK(0), OP_RUN(MS(1)), WAIT(1, 0), UNLOCK(0) };
	struct schedsim_object objects[] = {
		OBJECT(MUTEX, .protocol = SCHEDSIM_PROTOCOL_INHERIT, .name = "m"), OBJECT(COND),
		OBJECT(FORK),
	}, *recorded;
	struct schedsim_attr attr = { .nice = -3 }, *attrs;
	struct schedsim_spawn_entry entries[] = {
		entry_of("one", ops, 4), entry_of("two", ops, 4), entry_of("three", NULL, 0),
	}, *procs;
	struct schedsim_spawn *arg;
	struct schedsim_op *program;

	entries[0].attr = PTR(&attr);
	entries[1].id = 77;
	entries[1].delay_ns = 5;
	entries[2].fork = 3;
	ASSERT_EQ(0, record(self->fd, ROOM));
	ASSERT_EQ(0, spawn_with(self->fd, entries, 3, objects, 3, NULL));
	arg = ASSERT_RECORD(1, SPAWN, 0);
	ASSERT_EQ(3, arg->nr);
	ASSERT_EQ(3, arg->nr_objects);
	recorded = (void *)arg + arg->objects;
	ASSERT_EQ(objects[0].id, recorded[0].id);
	ASSERT_EQ(SCHEDSIM_PROTOCOL_INHERIT, recorded[0].protocol);
	ASSERT_STREQ("m", recorded[0].name);
	ASSERT_EQ(SCHEDSIM_OBJECT_FORK, recorded[2].type);
	procs = (void *)arg + arg->entries;
	ASSERT_EQ(1, procs[0].id);
	ASSERT_EQ(77, procs[1].id);
	ASSERT_EQ(2, procs[2].id);
	ASSERT_EQ(entries[1].serial, procs[1].serial);
	ASSERT_EQ(5, procs[1].delay_ns);
	ASSERT_EQ(3, procs[2].fork);
	ASSERT_STREQ("three", procs[2].name);
	attrs = (void *)arg + procs[0].attr;
	ASSERT_EQ(-3, attrs->nice);
	ASSERT_EQ(procs[0].ops, procs[1].ops);
	ASSERT_EQ(4, procs[0].nr_ops);
	ASSERT_EQ(0, procs[2].ops);
	program = (void *)arg + procs[0].ops;
	ASSERT_EQ(SCHEDSIM_OP_LOCK, program[0].code);
	ASSERT_EQ(objects[0].id, program[0].arg);
	ASSERT_EQ(MS(1), program[1].value);
	ASSERT_EQ(objects[1].id, program[2].arg);
	ASSERT_EQ(objects[0].id + 1, program[2].value);
}

TEST_F(record, read_bit_by_bit)
{
	static char again[ROOM];
	struct schedsim_read_session read = { .left = 1 };
	__u64 at = 0, size;
	int i;

	ASSERT_EQ(0, record(self->fd, ROOM));
	for (i = 0; i < 40; i++)
		ASSERT_EQ(1 + i, spawn(self->fd, "a"));
	ASSERT_EQ(0, read_session(self->fd, 0, records, ROOM, &read));
	ASSERT_EQ(0, read.left);
	size = read.nr;
	while (at < size) {
		ASSERT_EQ(0, read_session(self->fd, at, again + at, 7, &read));
		ASSERT_EQ(at + read.nr, read.start);
		ASSERT_EQ(size - read.start, read.left);
		at = read.start;
	}
	ASSERT_EQ(0, memcmp(records, again, size));
}

/*
 * What there is no room for is done, but neither it nor what follows is recorded, small
 * as it may be. When that began stays known.
 */
TEST_F(record, no_more_room)
{
	struct schedsim_op ops[100] = { OP_RUN(MS(1)) };
	struct schedsim_read_session read, later;
	struct schedsim_stats before, stats;
	int i, id = 0;

	for (i = 1; i < 100; i++)
		ops[i] = OP_RUN(US(100));
	ASSERT_EQ(0, record(self->fd, SCHEDSIM_MIN_SESSION));
	do {
		ASSERT_EQ(0, run_until(self->fd, MS(3) * id));
		ASSERT_EQ(0, get_stats(self->fd, &before));
		ASSERT_EQ(++id, spawn_ops(self->fd, "a", ops, 100));
		ASSERT_EQ(0, read_session(self->fd, 0, records, ROOM, &read));
	} while (!read.full);
	ASSERT_LT(4, id);
	ASSERT_EQ(before.time_ns, read.until_ns);
	ASSERT_EQ(before.digest, read.digest);
	ASSERT_EQ(before.events, read.events);
	ASSERT_GE(SCHEDSIM_MIN_SESSION, read.nr);
	ASSERT_RECORD(id - 1, SPAWN, MS(3) * (id - 2));
	ASSERT_NO_RECORD(id);

	ASSERT_EQ(0, get_stats(self->fd, &stats));
	ASSERT_EQ(id, stats.nr_procs);
	ASSERT_EQ(0, run_until(self->fd, MS(3) * id));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, read_session(self->fd, 0, records, ROOM, &later));
	later.size = read.size;
	later.records = read.records;
	ASSERT_EQ(0, memcmp(&read, &later, sizeof(read)));
}

/* A command that fails needs no room. */
TEST_F(record, what_fails_fills_nothing)
{
	struct schedsim_read_session read;
	int i;

	ASSERT_EQ(0, record(self->fd, SCHEDSIM_MIN_SESSION));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	for (i = 0; i < 1000; i++)
		ASSERT_EQ(-EINVAL, trigger(self->fd, 9));
	ASSERT_EQ(0, read_session(self->fd, 0, records, ROOM, &read));
	ASSERT_EQ(0, read.full);
}

/* Memory for it is counted, and given back. */
TEST_F(record, memory_is_given_back)
{
	int i;

	for (i = 0; i < 20; i++)
		ASSERT_EQ(0, record(self->fd, 32 << 20));
	ASSERT_EQ(0, record(self->fd, 0));
}

/* The digest in the middle of an instant is not known. */
TEST_F(record, in_an_instant)
{
	static const struct schedsim_op ops[] = {
		OP_YIELD, OP_LOOP(0, 4000), OP_RUN(SEC(1)),
	};
	static struct schedsim_spawn_entry entries[1000];
	struct schedsim_record *found;
	int i;

	close(self->fd);
	self->fd = create_live("rr", MS(1), 1);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, record(self->fd, ROOM));
	for (i = 0; i < 1000; i++)
		entries[i] = entry_of("y", ops, ARRAY_SIZE(ops));
	ASSERT_EQ(0, spawn_many(self->fd, entries, 1000, NULL));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_PAUSE));
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	found = find(self->fd, 1);
	ASSERT_TRUE(found);
	ASSERT_EQ(SCHEDSIM_IOC_SPAWN, found->command);
	ASSERT_NE(0, found->digest);
	found = find(self->fd, 2);
	ASSERT_TRUE(found);
	ASSERT_EQ(SCHEDSIM_IOC_PAUSE, found->command);
	ASSERT_EQ(0, found->digest);
	found = find(self->fd, 3);
	ASSERT_TRUE(found);
	ASSERT_EQ(SCHEDSIM_IOC_RESET, found->command);
	ASSERT_EQ(0, found->digest);
	ASSERT_NO_RECORD(4);
}

TEST_F(record, evicted)
{
	int dev = open(DEVICE, O_RDWR);
	struct schedsim_evict *arg;

	ASSERT_LE(0, dev);
	ASSERT_EQ(0, record(self->fd, ROOM));
	ASSERT_EQ(0, run_until(self->fd, 9));
	ASSERT_EQ(0, evict(dev, "mlfq"));
	ASSERT_NO_RECORD(1);
	ASSERT_EQ(0, evict(dev, "rr"));
	arg = ASSERT_RECORD(1, EVICT, 9);
	ASSERT_STREQ("rr", arg->policy);
	ASSERT_NO_RECORD(2);
	close(dev);
}

TEST_HARNESS_MAIN
