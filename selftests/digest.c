// SPDX-License-Identifier: GPL-2.0
/*
 * One engine, two homes: random scenarios run in the kernel and in the
 * userspace build of the same files must come out the same, to the last byte.
 */
#include "schedsim_test.h"

#include "engine_run.h"

#define NR_SEEDS	1000

static struct scenario scenario;
static struct outcome in_kernel, in_userspace;

static int make_changes(int fd, struct change change)
{
	struct schedsim_config config = {
		.mask = SCHEDSIM_CONFIG_QUANTUM,
		.quantum_ns = change.quantum_ns,
	};
	int ret;

	ret = set_policy(fd, change.policy);
	if (ret && ret != -EBUSY && ret != -EOPNOTSUPP)
		return ret;
	ret = set_config(fd, &config);
	if (ret)
		return ret;
	ret = kill_proc(fd, change.kill);
	if (ret && ret != -ESRCH)
		return ret;
	/* The last one stays. */
	ret = set_online(fd, change.vcpu, change.online);
	if (ret && ret != -EBUSY)
		return ret;
	return simple(fd, SCHEDSIM_IOC_PAUSE) ?:
	       trigger(fd, SCHEDSIM_ALL_VCPUS) ?:
	       simple(fd, SCHEDSIM_IOC_RESUME);
}

static int kernel_run(int fd, int changed, struct outcome *outcome)
{
	int ret, i;

	memset(outcome, 0, sizeof(*outcome));
	ret = spawn_with(fd, scenario.entries, scenario.nr_procs,
			 scenario.objects, scenario.nr_objects, NULL);
	for (i = 0; !ret && changed && i < NR_QUARTERS; i++) {
		ret = run_until(fd, quarter_end(&scenario, i)) ?:
		      make_changes(fd, quarter_change(&scenario, i));
	}
	ret = ret ?: run_until(fd, scenario.until_ns);
	ret = ret ?: get_stats(fd, &outcome->stats);
	if (ret)
		return ret;
	outcome->nr_procs = read_procs(fd, outcome->procs, SCENARIO_MAX_PROCS);
	outcome->nr_vcpus = read_vcpus(fd, outcome->vcpus, SCHEDSIM_MAX_VCPUS);
	return 0;
}

FIXTURE(digest)
{
};

FIXTURE_VARIANT(digest)
{
	int changed;
};

FIXTURE_VARIANT_ADD(digest, straight) { 0 };
FIXTURE_VARIANT_ADD(digest, changed) { 1 };

FIXTURE_SETUP(digest)
{
}

FIXTURE_TEARDOWN(digest)
{
}

TEST_F_TIMEOUT(digest, kernel_and_userspace_agree, 100)
{
	__u64 seed, first = 1000000 * variant->changed, events = 0;
	int fd, i;

	for (seed = first; seed < first + NR_SEEDS; seed++) {
		scenario_make(&scenario, seed);
		fd = create(&scenario.config);
		ASSERT_LE(0, fd);
		/* Before the ids of the kernel stand in the entries. */
		engine_run(&scenario, variant->changed, &in_userspace);
		ASSERT_EQ(0, kernel_run(fd, variant->changed, &in_kernel)) {
			TH_LOG("seed %llu", seed);
		}
		close(fd);
		ASSERT_EQ(in_userspace.stats.digest, in_kernel.stats.digest) {
			TH_LOG("seed %llu", seed);
		}
		ASSERT_EQ(0, memcmp(&in_userspace.stats, &in_kernel.stats,
				    sizeof(in_kernel.stats))) {
			TH_LOG("seed %llu", seed);
		}
		ASSERT_EQ(scenario.nr_procs, in_kernel.nr_procs);
		for (i = 0; i < in_kernel.nr_procs; i++)
			ASSERT_EQ(0, memcmp(&in_userspace.procs[i],
					    &in_kernel.procs[i],
					    sizeof(in_kernel.procs[i]))) {
				TH_LOG("seed %llu, process %d", seed, i + 1);
			}
		ASSERT_EQ(scenario.config.nr_vcpus, in_kernel.nr_vcpus);
		for (i = 0; i < in_kernel.nr_vcpus; i++)
			ASSERT_EQ(0, memcmp(&in_userspace.vcpus[i],
					    &in_kernel.vcpus[i],
					    sizeof(in_kernel.vcpus[i]))) {
				TH_LOG("seed %llu, vCPU %d", seed, i);
			}
		events += in_kernel.stats.events;
	}
	/* There was something to compare. */
	ASSERT_LT(50 * NR_SEEDS, events);
}

TEST_HARNESS_MAIN
