// SPDX-License-Identifier: GPL-2.0
/*
 * Every value of a configuration that has a range: its ends are taken, one beyond is
 * refused, and then nothing has changed.
 */
#include "limits.h"

static bool same_config(void)
{
	struct schedsim_config config;

	return !get_config(t.fd, &config) &&
	       !memcmp(&config, &t.config, sizeof(config));
}

/* Copy those members of the configuration that are in @mask. */
static void merge(struct schedsim_config *to, const struct schedsim_config *from,
		  __u32 mask)
{
	if (mask & SCHEDSIM_CONFIG_POLICY)
		memcpy(to->policy, from->policy, sizeof(to->policy));
	if (mask & SCHEDSIM_CONFIG_QUANTUM)
		to->quantum_ns = from->quantum_ns;
	if (mask & SCHEDSIM_CONFIG_SWITCH_COST)
		to->switch_cost_ns = from->switch_cost_ns;
	if (mask & SCHEDSIM_CONFIG_TIE)
		to->tie = from->tie;
	if (mask & SCHEDSIM_CONFIG_SEED)
		to->seed = from->seed;
	if (mask & SCHEDSIM_CONFIG_NR_VCPUS)
		to->nr_vcpus = from->nr_vcpus;
	if (mask & SCHEDSIM_CONFIG_MAX_PROCS)
		to->max_procs = from->max_procs;
	if (mask & SCHEDSIM_CONFIG_CLOCK)
		to->clock = from->clock;
	if (mask & SCHEDSIM_CONFIG_MIGRATION)
		memcpy(to->migration_ns, from->migration_ns, sizeof(to->migration_ns));
	if (mask & SCHEDSIM_CONFIG_BALANCING) {
		to->balancing_parts = from->balancing_parts;
		to->balancing_defects = from->balancing_defects;
		to->balancing_interval_ns = from->balancing_interval_ns;
		to->balancing_pct = from->balancing_pct;
	}
}

/* The members of @config by its mask are taken, and nothing else changes. */
static bool taken(struct schedsim_config config)
{
	struct schedsim_config rubbish;

	memset(&rubbish, 0xa5, sizeof(rubbish));
	rubbish.mask = config.mask;
	rubbish.__reserved = 0;
	merge(&rubbish, &config, config.mask);
	if (set_config(t.fd, &rubbish))
		return false;
	merge(&t.config, &config, config.mask);
	return same_config();
}

/* They are refused, also beside others that are right, and nothing changes. */
static bool refused(int err, struct schedsim_config config)
{
	struct schedsim_config right = {
		.mask = SCHEDSIM_CONFIG_POLICY | SCHEDSIM_CONFIG_QUANTUM |
			SCHEDSIM_CONFIG_SWITCH_COST | SCHEDSIM_CONFIG_TIE,
		.policy = "prio",
		.quantum_ns = MS(77),
		.switch_cost_ns = 77,
		.tie = SCHEDSIM_TIE_EXPIRY_FIRST,
	};

	merge(&right, &config, config.mask);
	right.mask |= config.mask;
	return set_config(t.fd, &config) == err && same_config() &&
	       set_config(t.fd, &right) == err && same_config();
}

/* A configuration of which one member is meant. */
#define WITH(bit, ...) \
	((struct schedsim_config){ .mask = SCHEDSIM_CONFIG_##bit, __VA_ARGS__ })

#define ASSERT_TAKEN(...)	ASSERT_TRUE(taken(WITH(__VA_ARGS__)))
#define ASSERT_REFUSED(err, ...) ASSERT_TRUE(refused(err, WITH(__VA_ARGS__)))

TEST_F(limits, quantum)
{
	ASSERT_TAKEN(QUANTUM, .quantum_ns = variant->min_quantum);
	ASSERT_REFUSED(-EINVAL, QUANTUM, .quantum_ns = variant->min_quantum - 1);
	ASSERT_TAKEN(QUANTUM, .quantum_ns = SCHEDSIM_MAX_QUANTUM_NS);
	ASSERT_REFUSED(-EINVAL, QUANTUM, .quantum_ns = SCHEDSIM_MAX_QUANTUM_NS + 1);
	ASSERT_REFUSED(-EINVAL, QUANTUM, .quantum_ns = 0);
	ASSERT_REFUSED(-EINVAL, QUANTUM, .quantum_ns = ~0ULL);
}

TEST_F(limits, switch_cost)
{
	ASSERT_TAKEN(SWITCH_COST, .switch_cost_ns = SCHEDSIM_MAX_SWITCH_COST_NS);
	ASSERT_TAKEN(SWITCH_COST, .switch_cost_ns = 0);
	ASSERT_REFUSED(-EINVAL, SWITCH_COST,
		       .switch_cost_ns = SCHEDSIM_MAX_SWITCH_COST_NS + 1);
	ASSERT_REFUSED(-EINVAL, SWITCH_COST, .switch_cost_ns = ~0ULL);
}

TEST_F(limits, migration)
{
	struct schedsim_config config = { .mask = SCHEDSIM_CONFIG_MIGRATION };
	int i;

	for (i = 0; i < SCHEDSIM_NR_DISTANCES; i++) {
		config.migration_ns[i] = SCHEDSIM_MAX_SWITCH_COST_NS + 1;
		ASSERT_TRUE(refused(-EINVAL, config));
		config.migration_ns[i] = ~0ULL;
		ASSERT_TRUE(refused(-EINVAL, config));
		config.migration_ns[i] = SCHEDSIM_MAX_SWITCH_COST_NS - i;
		ASSERT_TRUE(taken(config));
	}
}

TEST_F(limits, tie)
{
	ASSERT_TAKEN(TIE, .tie = SCHEDSIM_TIE_EXPIRY_FIRST);
	ASSERT_TAKEN(TIE, .tie = SCHEDSIM_TIE_ARRIVAL_FIRST);
	ASSERT_REFUSED(-EINVAL, TIE, .tie = 2);
	ASSERT_REFUSED(-EINVAL, TIE, .tie = ~0U);
}

TEST_F(limits, nr_vcpus)
{
	ASSERT_TAKEN(NR_VCPUS, .nr_vcpus = SCHEDSIM_MAX_VCPUS);
	ASSERT_TAKEN(NR_VCPUS, .nr_vcpus = 1);
	ASSERT_REFUSED(-EINVAL, NR_VCPUS, .nr_vcpus = 0);
	ASSERT_REFUSED(-EINVAL, NR_VCPUS, .nr_vcpus = SCHEDSIM_MAX_VCPUS + 1);
	ASSERT_REFUSED(-EINVAL, NR_VCPUS, .nr_vcpus = ~0U);
}

TEST_F(limits, max_procs)
{
	ASSERT_TAKEN(MAX_PROCS, .max_procs = 1);
	ASSERT_TAKEN(MAX_PROCS, .max_procs = SCHEDSIM_MAX_PROCS);
	ASSERT_REFUSED(-EINVAL, MAX_PROCS, .max_procs = 0);
	ASSERT_REFUSED(-EINVAL, MAX_PROCS, .max_procs = SCHEDSIM_MAX_PROCS + 1);
	ASSERT_REFUSED(-EINVAL, MAX_PROCS, .max_procs = ~0U);
}

TEST_F(limits, seed)
{
	ASSERT_TAKEN(SEED, .seed = ~0ULL);
	ASSERT_TAKEN(SEED, .seed = 1);
}

TEST_F(limits, clock)
{
	ASSERT_REFUSED(-EINVAL, CLOCK, .clock = !variant->clock);
	ASSERT_REFUSED(-EINVAL, CLOCK, .clock = 2);
}

static int set_policy_bytes(int fd, const char *bytes)
{
	struct schedsim_config config = { .mask = SCHEDSIM_CONFIG_POLICY };

	memcpy(config.policy, bytes, sizeof(config.policy));
	return set_config(fd, &config);
}

TEST_F(limits, policy)
{
	static const char * const all[] = {
		"dm", "edf", "eevdf", "fifo", "hrrn", "linux", "llf", "lottery", "lrtf", "mlfq",
		"prio", "rm", "rr", "sjf", "srtf", "stride", "fair",
	};
	int i;

	for (i = 0; i < (int)ARRAY_SIZE(all); i++) {
		ASSERT_EQ(0, set_policy(t.fd, all[i]));
		ASSERT_EQ(0, get_config(t.fd, &t.config));
		ASSERT_STREQ(all[i], t.config.policy);
	}
	ASSERT_EQ(-ENOENT, set_policy_bytes(t.fd, "nonesuch\0\0\0\0\0\0\0"));
	ASSERT_EQ(-ENOENT, set_policy_bytes(t.fd, "rrrr\0\0\0\0\0\0\0\0\0\0\0"));
	ASSERT_EQ(-ENOENT, set_policy_bytes(t.fd, "r\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
	ASSERT_EQ(-EINVAL, set_policy_bytes(t.fd, "rrrrrrrrrrrrrrrr"));
	ASSERT_TRUE(same_config());
}

TEST_F(limits, whole_configuration_at_once)
{
	struct schedsim_config all = t.config;

	all.mask = SCHEDSIM_CONFIG_ALL;
	set_name(all.policy, "prio");
	all.quantum_ns = MS(5);
	all.switch_cost_ns = US(5);
	all.seed = 5;
	all.nr_vcpus = 5;
	all.max_procs = 5;
	all.tie = SCHEDSIM_TIE_EXPIRY_FIRST;
	ASSERT_EQ(0, set_config(t.fd, &all));
	t.config = all;
	/* Arrays are read with ioctls of their own. */
	t.config.mask &= ~(SCHEDSIM_CONFIG_PARAMS | SCHEDSIM_CONFIG_VCPUS);
	ASSERT_TRUE(same_config());
	/* An empty mask changes nothing. */
	memset(&all, 0xff, sizeof(all));
	all.mask = 0;
	all.__reserved = 0;
	ASSERT_EQ(0, set_config(t.fd, &all));
	ASSERT_TRUE(same_config());
}

TEST_F(limits, busy)
{
	ASSERT_EQ(1, spawn(t.fd, "a"));
	ASSERT_REFUSED(-EBUSY, NR_VCPUS, .nr_vcpus = 3);
	ASSERT_REFUSED(-EBUSY, MAX_PROCS, .max_procs = 11);
	ASSERT_REFUSED(-EBUSY, SEED, .seed = 1);
	ASSERT_REFUSED(-EBUSY, MIGRATION, .migration_ns[0] = 1);
	ASSERT_REFUSED(-EBUSY, BALANCING, .balancing_parts = SCHEDSIM_BALANCING_SET);
	/* One that has exited is there still. */
	ASSERT_EQ(0, kill_proc(t.fd, 1));
	ASSERT_REFUSED(-EBUSY, NR_VCPUS, .nr_vcpus = 3);
	ASSERT_EQ(0, on_proc(t.fd, SCHEDSIM_IOC_REAP, 1));
	ASSERT_TAKEN(NR_VCPUS, .nr_vcpus = 3);
}

TEST_F(limits, create)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_CLOCK | SCHEDSIM_CONFIG_QUANTUM,
		.clock = variant->clock,
		.quantum_ns = variant->min_quantum - 1,
	};
	int fd;

	ASSERT_EQ(-EINVAL, create(&config));
	config.quantum_ns++;
	fd = create(&config);
	ASSERT_LE(0, fd);
	close(fd);
	config.quantum_ns = SCHEDSIM_MAX_QUANTUM_NS + 1;
	ASSERT_EQ(-EINVAL, create(&config));
	config.mask = SCHEDSIM_CONFIG_CLOCK;
	config.clock = 2;
	ASSERT_EQ(-EINVAL, create(&config));
	config.mask = SCHEDSIM_CONFIG_NR_VCPUS;
	config.nr_vcpus = SCHEDSIM_MAX_VCPUS + 1;
	ASSERT_EQ(-EINVAL, create(&config));
	config.mask = SCHEDSIM_CONFIG_POLICY;
	set_name(config.policy, "nonesuch");
	ASSERT_EQ(-ENOENT, create(&config));
}

/* No process has come into being, and no id was used up. */

TEST_HARNESS_MAIN
