// SPDX-License-Identifier: GPL-2.0
/*
 * Parameters of policies.
 */
#include "watch.h"

static u64 value_of(const struct sim_config *config, const char *name)
{
	struct schedsim_param param;
	u32 i;

	for (i = 0; i < config->policy->nr_params; i++) {
		sim_params_report(config->policy, config->params, i, &param);
		if (!strcmp(param.name, name))
			return param.value;
	}
	return SIM_NEVER;
}

TEST(params_parse)
{
	struct sim_config c = {};

	EXPECT_EQ(sim_policy_parse("mlfq:queues=5,boost=100ms,stay=1\n", &c), 0);
	EXPECT(c.policy == policy("mlfq"));
	EXPECT_EQ(value_of(&c, "queues"), 5);
	EXPECT_EQ(value_of(&c, "boost"), 100000000);
	EXPECT_EQ(value_of(&c, "stay"), 1);
	EXPECT_EQ(value_of(&c, "bump"), 0);
	EXPECT_EQ(value_of(&c, "allotment"), 1);
	EXPECT_EQ(value_of(&c, "allotment12"), 0);
	/* What is not named is as at first. */
	EXPECT_EQ(sim_policy_parse("mlfq:stay=0", &c), 0);
	EXPECT_EQ(value_of(&c, "queues"), 3);
	EXPECT_EQ(value_of(&c, "boost"), 0);
	EXPECT_EQ(sim_policy_parse("mlfq:boost=7us,quantum1=3s,quantum2=0", &c),
		  0);
	EXPECT_EQ(value_of(&c, "boost"), 7000);
	EXPECT_EQ(value_of(&c, "quantum1"), 3000000000);
	EXPECT_EQ(sim_policy_parse("mlfq:boost=2min", &c), 0);
	EXPECT_EQ(value_of(&c, "boost"), 120000000000);
	EXPECT_EQ(sim_policy_parse("mlfq:boost=20015h", &c), 0);
	EXPECT_EQ(value_of(&c, "boost"), 72054000000000000);
}

/* The name of the policy that there is, and no more: nothing changes. */
TEST(params_parse_again)
{
	struct sim_config c = {};

	EXPECT_EQ(sim_policy_parse("mlfq:queues=5", &c), 0);
	c.tie = SCHEDSIM_TIE_ARRIVAL_FIRST;
	EXPECT_EQ(sim_policy_parse("mlfq\n", &c), 0);
	EXPECT_EQ(value_of(&c, "queues"), 5);
	EXPECT_EQ(c.tie, SCHEDSIM_TIE_ARRIVAL_FIRST);
	EXPECT_EQ(sim_policy_parse("mlfq:stay=1", &c), 0);
	EXPECT_EQ(value_of(&c, "queues"), 3);
	EXPECT_EQ(c.tie, SCHEDSIM_TIE_EXPIRY_FIRST);
	EXPECT_EQ(sim_policy_parse("rr", &c), 0);
	EXPECT_EQ(sim_policy_parse("mlfq", &c), 0);
	EXPECT_EQ(value_of(&c, "stay"), 0);
}

TEST(params_bad_text)
{
	static const struct {
		const char *text;
		int err;
	} rows[] = {
		{ "", -ENOENT }, { "\n", -ENOENT }, { "x", -ENOENT },
		{ "mlf", -ENOENT }, { "mlfqq", -ENOENT }, { ":", -ENOENT },
		{ "mlfq:", -ENOENT }, { "mlfq:x=1", -ENOENT },
		{ "mlfq:queue=1", -ENOENT }, { "mlfq:queues=3,", -ENOENT },
		{ "mlfq:=3", -ENOENT }, { "rr:queues=3", -ENOENT },
		{ "mlfq:queues", -EINVAL }, { "mlfq:queues=", -EINVAL },
		{ "mlfq:queues=0", -EINVAL }, { "mlfq:queues=65", -EINVAL },
		{ "mlfq:queues=3ms", -EINVAL }, { "mlfq:queues=-1", -EINVAL },
		{ "mlfq:queues= 3", -EINVAL }, { "mlfq:stay=2", -EINVAL },
		{ "mlfq:queues=18446744073709551619", -EINVAL },
		{ "mlfq:boost=100", -EINVAL }, { "mlfq:boost=ms", -EINVAL },
		{ "mlfq:boost=1m", -EINVAL }, { "mlfq:boost=1.5ms", -EINVAL },
		{ "mlfq:boost=99999999999s", -EINVAL },
		{ "mlfq:boost=20016h", -EINVAL },
		{ "mlfq:boost=1mi", -EINVAL }, { "mlfq:boost=1hh", -EINVAL },
		{ "mlfq:stay=1,stay=1", -EINVAL },
		{ "mlfq:stay=1,queues=2,stay=0", -EINVAL },
		{ "mlfq:quantum1=11s", -EINVAL },
		{ "mlfq:queues=3\nx", -EINVAL }, { "mlfq\n:queues=3", -EINVAL },
	};
	struct sim_config c = {};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_EQ(sim_policy_parse(rows[i].text, &c), rows[i].err);
}

TEST(params_check)
{
	struct sim_config c = {
		.quantum_ns = 1000, .nr_vcpus = 1, .max_procs = 1,
	};

	EXPECT_EQ(sim_policy_parse("mlfq:boost=999ns", &c), 0);
	EXPECT_EQ(sim_config_check(&c, 1000), -EINVAL);
	EXPECT_EQ(sim_config_check(&c, 999), 0);
	EXPECT_EQ(sim_params_set(c.policy, c.params, "boost", 0), 0);
	EXPECT_EQ(sim_config_check(&c, 1000), 0);
	EXPECT_EQ(sim_params_set(c.policy, c.params, "queues", 65), -EINVAL);
	EXPECT_EQ(sim_params_set(c.policy, c.params, "queues", 8), 0);
	EXPECT_EQ(sim_params_set(c.policy, c.params, "", 8), -ENOENT);
	EXPECT_EQ(value_of(&c, "queues"), 8);
	c.params[0] = 0;
	EXPECT_EQ(sim_config_check(&c, 1000), -EINVAL);
}

/* What the tables promise of themselves. */
TEST(params_tables)
{
	const struct sim_policy *policy;
	u64 values[SCHEDSIM_MAX_PARAMS];
	struct schedsim_param param;
	u32 p, i, k;

	for (p = 0; (policy = sim_policy_at(p)); p++) {
		EXPECT(strlen(policy->name) < SCHEDSIM_NAME_LEN);
		EXPECT(sim_nr_params(policy) <= SCHEDSIM_MAX_PARAMS);
		sim_params_init(policy, values);
		EXPECT_EQ(sim_params_check(policy, values, 100000), 0);
		for (i = 0; i < policy->nr_params; i++) {
			sim_params_report(policy, values, i, &param);
			EXPECT(!strcmp(param.name, policy->params[i].name));
			EXPECT(param.min <= param.initial);
			EXPECT(param.initial <= param.max);
			EXPECT(!param.__reserved);
			EXPECT(param.kind <= SCHEDSIM_PARAM_SLICE);
			EXPECT(param.kind != SCHEDSIM_PARAM_SLICE || !param.min);
			for (k = 0; k < i; k++)
				EXPECT(strcmp(param.name,
					      policy->params[k].name));
		}
	}
}

/* A change takes hold at once, and keeps everybody. */
TEST(params_change)
{
	boot("mlfq", 10);
	spawn();
	spawn();
	lab_run(&lab, 15);
	lab_set_policy(&lab, "mlfq:queues=1,quantum1=3ns");
	EXPECT_EQ(value_of(&lab.sim->config, "queues"), 1);
	lab_run(&lab, 25);
	EXPECT_STR(trace(), "0:1 10:2 18:1 21:2 24:1");
}
