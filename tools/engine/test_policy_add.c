// SPDX-License-Identifier: GPL-2.0
/*
 * Policies that are not in the tree: what is asked of them, and how little is enough.
 */
#include "watch_objects.h"

static void three_enqueue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_enqueue why)
{
	sim_sorted_add(rq, proc, 0);
}

static void three_dequeue(struct sim_rq *rq, struct sim_proc *proc,
			  enum sim_dequeue why)
{
	sim_sorted_remove(rq, proc);
}

static struct sim_proc *three_pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_sorted_first(rq, vcpu);
}

#define THREE								\
	.enqueue = three_enqueue, .dequeue = three_dequeue, .pick = three_pick

static const struct sim_policy three = { .name = "three", THREE };

/* All that there is: sleep, timers, locks, forks, affinity, control. */
static u64 run_all_features(u32 nr_vcpus, const char *policy, u64 cost)
{
	struct sim_config config = {
		.quantum_ns = 10, .switch_cost_ns = cost,
		.nr_vcpus = nr_vcpus, .max_procs = 64,
	};
	u32 i;

	EXPECT_EQ(sim_policy_parse(policy, &config), 0);
	boot_with(&config);
	make_mutex(INHERIT);
	make_ceiling(30);
	make(COND);
	make(BARRIER, .value = 3);
	make(SEMAPHORE, .value = 1);
	make(FORK);
	for (i = 0; i < 24; i++)
		spawn(.PROGRAM(LOCK(1), RUN(7 + i), UNLOCK(1), SLEEP(5), RUN(13),
			       YIELD, LOCK(2), RUN(i), UNLOCK(2), SEM_WAIT(5),
			       RUN(3), SEM_POST(5), BARRIER(4), TIMER(0, 50),
			       BROADCAST(3), FORK(6), LOOP(0, 2)),
		      .cpus = i % 3 && nr_vcpus > 1 ? 1 + i * 7 % 15 : 0,
		      .at = i % 5 * 3, .priority = i, .nice = i - 12);
	for (i = 0; i < 12; i++)
		spawn(.PROGRAM(RUN(9), LOCK(1), WAIT_WITH(3, 1), UNLOCK(1)),
		      .fork = 6, .at = i);
	for (i = 1; i <= 24; i++) {
		struct schedsim_attr to = attr_of(i);

		lab_run(&lab, lab.sim->now + 11);
		to.affinity[0] = i % 4 && nr_vcpus > 1 ? 1 + i * 5 % 15 : 0;
		to.priority = 25 - i;
		lab_set_attr(&lab, i, &to);
		if (i % 6 == 0)
			lab_kill(&lab, i / 2);
		if (i % 5 == 0)
			lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
		if (i % 7 == 0)
			lab_set_quantum(&lab, 5 + i);
		lab_yield(&lab, 25 - i);
	}
	lab_run(&lab, 3000);
	EXPECT_EQ(stats().policy_faults, 0);
	return stats().digest;
}

/* With three operations it is a queue whose members take turns: that is rr. */
TEST(policy_of_three)
{
	static const struct {
		u32 nr_vcpus;
		const char *span;
		u64 cost;
	} rows[] = {
		{ 1, "", 0 }, { 1, "", 3 }, { 4, "", 0 }, { 4, ":span=all", 0 },
		{ 4, ":span=all", 2 }, { 4, ":span=llc", 0 },
	};
	char text[32];
	u64 digest;
	u32 i;

	EXPECT_EQ(sim_policy_add(&three), 0);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		strcpy(text, "three");
		strcat(text, rows[i].span);
		digest = run_all_features(rows[i].nr_vcpus, text, rows[i].cost);
		strcpy(text, "rr");
		strcat(text, rows[i].span);
		EXPECT_EQ(run_all_features(rows[i].nr_vcpus, text, rows[i].cost),
			  digest);
	}
	/* From and to others. */
	for (i = 0; sim_policy_at(i); i++) {
		run_all_features(4, sim_policy_at(i)->name, 0);
		lab_set_policy(&lab, "three:span=all");
		EXPECT_EQ(proc(1).nr_values, 0);
		spawn(.run = 100);
		lab_run(&lab, 3500);
		EXPECT_EQ(stats().policy_faults, 0);
		lab_set_policy(&lab, sim_policy_at(i)->name);
		lab_run(&lab, 4000);
	}
}

static bool any(const struct schedsim_attr *attr, const char **reason)
{
	return true;
}

static void report(struct sim_rq *rq, struct sim_proc *proc, u64 *values)
{
}

#define P(n)	{ .name = "p" #n, .max = 5 }
#define V(n)	{ .name = "v" #n }

static const struct sim_param params[SCHEDSIM_MAX_PARAMS] = {
	P(0), P(1), P(2), P(3), P(4), P(5), P(6), P(7),
	P(8), P(9), P(10), P(11), P(12), P(13), P(14), P(15),
	P(16), P(17), P(18), P(19), P(20), P(21), P(22), P(23),
	P(24), P(25), P(26), P(27), P(28), P(29), P(30), P(31),
};

static const struct sim_value values[SCHEDSIM_MAX_VALUES + 1] = {
	V(0), V(1), V(2), V(3), V(4), V(5), V(6), V(7), V(8),
};

static const struct sim_param same_params[] = { P(0), P(1), P(0) };
#define TIME(text)	{ .name = text, .kind = SCHEDSIM_PARAM_TIME, .max = 5 }
static const struct sim_param same_file[] = { TIME("x"), { .name = "x_us" } };
static const struct sim_param same_file_back[] = { { .name = "x_us" }, TIME("x") };
static const struct sim_param other_files[] = {
	TIME("x"), TIME("x_us"), { .name = "x_usual" }, { .name = "y_us" },
	{ .name = "y" },
};

static const struct sim_value same_values[] = { V(0), V(1), V(1) };

#define PARAM(...)							\
	.nr_params = 1, .params = (const struct sim_param[]) { { __VA_ARGS__ } }
#define VALUE(...)							\
	.nr_values = 1, .report = report,				\
	.values = (const struct sim_value[]) { { __VA_ARGS__ } }

TEST(policy_add_checks)
{
	const struct {
		struct sim_policy policy;
		int ret;
	} rows[] = {
		{ { .name = "a", THREE }, 0 },
		{ { .name = "a-b_c9", THREE, .admit = any }, 0 },
		{ { .name = "fifteen-letters", THREE }, 0 },
		{ { .name = "sixteen--letters", THREE }, -EINVAL },
		{ { THREE }, -EINVAL },
		{ { .name = "", THREE }, -EINVAL },
		{ { .name = "A", THREE }, -EINVAL },
		{ { .name = "a b", THREE }, -EINVAL },
		{ { .name = "a:b", THREE }, -EINVAL },
		{ { .name = "a\n", THREE }, -EINVAL },
		{ { .name = "rr", THREE }, -EEXIST },
		{ { .name = "b", .dequeue = three_dequeue, .pick = three_pick },
		  -EINVAL },
		{ { .name = "b", .enqueue = three_enqueue, .pick = three_pick },
		  -EINVAL },
		{ { .name = "b", .enqueue = three_enqueue,
		    .dequeue = three_dequeue }, -EINVAL },
		{ { .name = "b", THREE, .proc_size = 48 }, 0 },
		{ { .name = "b", THREE, .proc_size = 49 }, -EINVAL },
		{ { .name = "b", THREE, .rq_size = 8192 }, 0 },
		{ { .name = "b", THREE, .rq_size = 8193 }, -EINVAL },
		{ { .name = "b", THREE, .nr_params = SCHEDSIM_MAX_PARAMS - 2,
		    .params = params }, 0 },
		{ { .name = "b", THREE, .nr_params = SCHEDSIM_MAX_PARAMS - 1,
		    .params = params }, -EINVAL },
		{ { .name = "b", THREE, .nr_values = SCHEDSIM_MAX_VALUES,
		    .values = values, .report = report }, 0 },
		{ { .name = "b", THREE, .nr_values = SCHEDSIM_MAX_VALUES + 1,
		    .values = values, .report = report }, -EINVAL },
		{ { .name = "b", THREE, .report = report }, -EINVAL },
		{ { .name = "b", THREE, .nr_values = 1, .values = values },
		  -EINVAL },
		{ { .name = "b", THREE, .nr_params = 1 }, -EINVAL },
		{ { .name = "b", THREE, .nr_values = 1, .report = report },
		  -EINVAL },
		{ { .name = "b", THREE, .nr_params = 2,
		    .params = same_params }, 0 },
		{ { .name = "b", THREE, .nr_params = 2, .params = same_file },
		  -EINVAL },
		{ { .name = "b", THREE, .nr_params = 2, .params = same_file_back },
		  -EINVAL },
		{ { .name = "b", THREE, .nr_params = 5, .params = other_files }, 0 },
		{ { .name = "b", THREE, .nr_params = 3,
		    .params = same_params }, -EINVAL },
		{ { .name = "b", THREE, .nr_values = 2,
		    .values = same_values, .report = report }, 0 },
		{ { .name = "b", THREE, .nr_values = 3,
		    .values = same_values, .report = report }, -EINVAL },
		{ { .name = "b", THREE, VALUE(.name = "v",
		    .kind = SCHEDSIM_VALUE_SIGNED_TIME + 1) }, -EINVAL },
		{ { .name = "b", THREE, VALUE(.name = "no name") }, -EINVAL },
		{ { .name = "b", THREE, VALUE(.name = NULL) }, -EINVAL },
		{ { .name = "b", THREE, .tie = SCHEDSIM_TIE_EXPIRY_FIRST }, 0 },
		{ { .name = "b", THREE, .tie = 2 }, -EINVAL },
		{ { .name = "b", THREE, PARAM(.name = "p", .max = 5) }, 0 },
		{ { .name = "b", THREE, PARAM(.name = NULL) }, -EINVAL },
		{ { .name = "b", THREE, PARAM(.name = "a=b") }, -EINVAL },
		{ { .name = "b", THREE, PARAM(.name = "sixteen--letters") },
		  -EINVAL },
		{ { .name = "b", THREE, PARAM(.name = "span") }, -EINVAL },
		{ { .name = "b", THREE, PARAM(.name = "spans") }, 0 },
		{ { .name = "b", THREE,
		    PARAM(.name = "p", .kind = SCHEDSIM_PARAM_SLICE) }, 0 },
		{ { .name = "b", THREE,
		    PARAM(.name = "p", .kind = SCHEDSIM_PARAM_SPAN) }, -EINVAL },
		{ { .name = "b", THREE, PARAM(.name = "p", .kind = 99) },
		  -EINVAL },
		{ { .name = "b", THREE,
		    PARAM(.name = "p", .min = 2, .max = 5, .initial = 2) }, 0 },
		{ { .name = "b", THREE,
		    PARAM(.name = "p", .min = 2, .max = 5, .initial = 1) },
		  -EINVAL },
		{ { .name = "b", THREE,
		    PARAM(.name = "p", .min = 2, .max = 5, .initial = 6) },
		  -EINVAL },
	};
	u32 i, nr = 0;

	while (sim_policy_at(nr))
		nr++;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct sim_policy *policy = &rows[i].policy;

		EXPECT_EQ(sim_policy_add(policy), rows[i].ret);
		EXPECT(sim_policy_at(nr) == (rows[i].ret ? NULL : policy));
		if (rows[i].ret)
			continue;
		EXPECT_EQ(sim_policy_add(policy), -EEXIST);
		EXPECT(sim_policy_find(policy->name, strlen(policy->name)) ==
		       policy);
		sim_policy_remove(policy);
		EXPECT(!sim_policy_find(policy->name, strlen(policy->name)));
		/* Once more is no matter, nor is one that never was there. */
		sim_policy_remove(policy);
		sim_policy_remove(&three);
		sim_policy_remove(&sim_policy_fair);
	}
	EXPECT(sim_policy_find("fair", 4) == &sim_policy_fair);
	EXPECT(!sim_policy_at(nr));
}

/* There is room for many; whoever goes leaves no gap. */
TEST(policy_add_many)
{
	static struct sim_policy policies[65];
	static char names[65][4];
	u32 i, nr = 0;

	while (sim_policy_at(nr))
		nr++;
	for (i = 0; i < ARRAY_SIZE(policies); i++) {
		names[i][0] = 'x';
		names[i][1] = 'a' + i / 26;
		names[i][2] = 'a' + i % 26;
		policies[i] = (struct sim_policy) { .name = names[i], THREE };
		EXPECT_EQ(sim_policy_add(&policies[i]), i < 64 ? 0 : -ENOSPC);
	}
	sim_policy_remove(&policies[3]);
	for (i = 0; i < 63; i++)
		EXPECT(sim_policy_at(nr + i) == &policies[i < 3 ? i : i + 1]);
	EXPECT(!sim_policy_at(nr + 63));
	EXPECT_EQ(sim_policy_add(&policies[64]), 0);
	EXPECT(sim_policy_at(nr + 63) == &policies[64]);
	EXPECT(!sim_policy_at(nr + 64));
	EXPECT(!sim_policy_at(U32_MAX));
	boot("xca:span=all", 10);
	spawn(.run = 15);
	EXPECT_EQ(lab_run_idle(&lab), 15);
}
