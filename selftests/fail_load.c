// SPDX-License-Identifier: GPL-2.0
/*
 * Loading the module, with each allocation that it makes on the way failing in
 * turn. A load that fails leaves no trace, and the next one may succeed. Needs
 * SCHEDSIM_KO; leaves the module loaded.
 */
#include "fail.h"
#include "load.h"
#include "schedsim_test.h"

FIXTURE(module)
{
};

FIXTURE_SETUP(module)
{
	if (!module_image())
		SKIP(return, "no module to load anew: set SCHEDSIM_KO");
	mlockall(MCL_CURRENT | MCL_FUTURE);
	ASSERT_EQ(0, fail_setup(false));
	ASSERT_EQ(0, module_unload());
}

FIXTURE_TEARDOWN(module)
{
	EXPECT_TRUE(module_works());
}

#define MANY	1000000

/*
 * How much can fail before the module's own code runs, which does nothing here but
 * refuse its parameters: that is the loader's affair. (It warns when events for
 * tracing cannot be allocated.)
 */
static int loader_share(void)
{
	fail_at(MANY);
	return module_load("policy=prio nr_vcpus=0") == -EINVAL ?
	       MANY - fail_left() : -1;
}

TEST_F_TIMEOUT(module, load_fails, 600)
{
	int n, ret, share = loader_share(), failed = 0;

	ASSERT_LT(0, share);
	for (n = share + 1; ; n++) {
		fail_at(n);
		ret = module_load("policy=prio nr_vcpus=3");
		if (fail_left())
			break;
		if (!ret) {
			ASSERT_EQ(0, module_unload());
			ASSERT_TRUE(module_gone());
			continue;
		}
		failed++;
		ASSERT_EQ(-ENOMEM, ret) {
			TH_LOG("failure %d of %d", n, share);
		}
		ASSERT_TRUE(module_gone());
	}
	TH_LOG("%d failures injected, %d loads failed", n - share - 1, failed);
	ASSERT_EQ(0, ret);
	ASSERT_LE(70, failed);
	ASSERT_TRUE(module_works());
	ASSERT_EQ(0, module_unload());
	ASSERT_EQ(0, module_load(""));
}

int main(int argc, char **argv)
{
	fail_or_skip();
	return test_harness_run(argc, argv);
}
