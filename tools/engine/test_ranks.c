// SPDX-License-Identifier: GPL-2.0
/*
 * Balancing by ranks, beside the same policy without them, so that each vCPU is looked at:
 * what happens is the same.
 */
#include "lab.h"
#include "random.h"
#include "test.h"

#define ROUNDS	12	/* for each number of vCPUs */
#define CHANGES	20	/* in each round */

/* One in four may run at a few vCPUs only. */
static void random_affinity(u64 *rng, u32 nr_vcpus, u64 *affinity)
{
	u32 i, nr = random_one_in(rng, 4) ? 1 + random_below(rng, 4) : 0;

	for (i = 0; i < nr; i++) {
		u32 id = random_below(rng, nr_vcpus);

		affinity[id / 64] |= 1ULL << id % 64;
	}
}

static void random_attr(u64 *rng, u32 nr_vcpus, struct schedsim_attr *attr)
{
	*attr = (struct schedsim_attr) {
		.priority = random_below(rng, random_one_in(rng, 2) ? 3 : 100),
		.period_ns = random_below(rng, 4) * 1000000,
	};
	random_affinity(rng, nr_vcpus, attr->affinity);
}

static void spawn(struct lab *lab, u64 *rng)
{
	const struct schedsim_op ops[] = {
		{ .code = SCHEDSIM_OP_RUN, .value = (1 + random_below(rng, 8)) * 250000 },
		{ .code = SCHEDSIM_OP_SLEEP, .value = (1 + random_below(rng, 8)) * 250000 },
		{ .code = SCHEDSIM_OP_LOOP, .arg = 0, .value = 0 },
	};
	struct schedsim_attr attr;
	struct schedsim_spawn_entry entry = {
		.ops = (uintptr_t)ops,
		.nr_ops = ARRAY_SIZE(ops),
		.attr = (uintptr_t)&attr,
	};

	random_attr(rng, lab->sim->config.nr_vcpus, &attr);
	lab_spawn(lab, &entry);
}

static void change(struct lab *lab, u64 *rng)
{
	u32 nr_vcpus = lab->sim->config.nr_vcpus;
	struct schedsim_attr attr;

	switch (random_below(rng, 4)) {
	case 0:
		lab_trigger(lab, random_below(rng, nr_vcpus));
		break;
	case 1:
		lab_set_online(lab, random_below(rng, nr_vcpus), random_one_in(rng, 2));
		break;
	default:
		random_attr(rng, nr_vcpus, &attr);
		lab_set_attr(lab, 1 + random_below(rng, lab->sim->nr_ids), &attr);
	}
}

/* The digest of all that happens. */
static u64 play(struct sim_config config, u64 seed)
{
	u64 rng = seed, digest;
	struct lab lab;
	u32 i;

	config.max_procs = config.nr_vcpus / 2 + 1 +
			   random_below(&rng, 3 * config.nr_vcpus);
	lab_init(&lab, &config);
	for (i = 0; i < config.max_procs; i++)
		spawn(&lab, &rng);
	for (i = 0; i < CHANGES; i++) {
		lab_run(&lab, lab.sim->now + random_below(&rng, 700000));
		change(&lab, &rng);
	}
	digest = lab.sim->digest;
	lab_destroy(&lab);
	return digest;
}

static void compare(const char *policy, u32 parts)
{
	static const u32 nrs[] = { 2, 5, 64, 70 };
	struct sim_config ranked = {
		.quantum_ns = 1000000,
		.balancing = { .parts = parts, .interval_ns = 500000, .pct = 117 },
	}, plain;
	struct sim_policy without;
	u32 n, round;

	EXPECT_EQ(sim_policy_parse(policy, &ranked), 0);
	EXPECT(ranked.policy->rank);
	without = *ranked.policy;
	without.rank = NULL;
	for (n = 0; n < ARRAY_SIZE(nrs); n++) {
		ranked.nr_vcpus = nrs[n];
		plain = ranked;
		plain.policy = &without;
		for (round = 1; round <= CASES(ROUNDS); round++)
			EXPECT_EQ(play(ranked, round), play(plain, round));
	}
}

TEST(ranks_prio)
{
	compare("prio:balance=all", 0);
}

TEST(ranks_rm)
{
	compare("rm:balance=all", 0);
}

TEST(ranks_dm)
{
	compare("dm:balance=all", 0);
}

TEST(ranks_parts)
{
	compare("prio", SCHEDSIM_BALANCING_ALL);
	compare("rm", SCHEDSIM_BALANCING_SET | SCHEDSIM_BALANCING_PUSH |
		      SCHEDSIM_BALANCING_PULL);
	compare("dm", SCHEDSIM_BALANCING_ALL & ~SCHEDSIM_BALANCING_IDLE);
	/* One of both alone is no order: there are no ranks, whatever the policy says. */
	compare("prio", SCHEDSIM_BALANCING_SET | SCHEDSIM_BALANCING_PUSH);
	compare("prio", SCHEDSIM_BALANCING_SET | SCHEDSIM_BALANCING_PULL);
}

static const struct sim_policy *prio;
static u32 picks_left;

/* As prio, until it names nobody though somebody waits. */
static struct sim_proc *pick_until(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	if (!picks_left)
		return NULL;
	picks_left--;
	return prio->pick(rq, vcpu);
}

/* Wherever in a walk along the vCPUs that happens, nobody asks the policy again. */
TEST(ranks_fault)
{
	struct sim_config config = { .quantum_ns = 1000000, .nr_vcpus = 8 };
	struct sim_policy faulty;
	u32 picks;

	EXPECT_EQ(sim_policy_parse("prio:balance=all", &config), 0);
	prio = config.policy;
	faulty = *prio;
	faulty.pick = pick_until;
	config.policy = &faulty;
	for (picks = 0; picks < 100; picks++) {
		picks_left = picks;
		play(config, picks % 6 + 2);
		EXPECT_EQ(picks_left, 0);
	}
}
