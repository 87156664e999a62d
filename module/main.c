// SPDX-License-Identifier: GPL-2.0
/*
 * schedsim: a laboratory for preemptive CPU scheduling.
 */
#include <linux/miscdevice.h>
#include <linux/module.h>

#include "chardev.h"
#include "memory_limit.h"
#include "registry.h"
#include "shared.h"
#include "simulation.h"
#include "sysfs.h"

static char *policy = "fair";
module_param(policy, charp, 0444);
MODULE_PARM_DESC(policy, "policy of the shared simulation, NAME or NAME:KEY=VALUE,...; times are whole numbers of ns, us, ms, s, min or h");

static unsigned long quantum_us = SCHEDSIM_DEFAULT_QUANTUM_NS / NSEC_PER_USEC;
module_param(quantum_us, ulong, 0444);
MODULE_PARM_DESC(quantum_us, "its quantum in us, 100 to 10000000");

static unsigned int nr_vcpus = 1;
module_param(nr_vcpus, uint, 0444);
MODULE_PARM_DESC(nr_vcpus, "number of its vCPUs, 1 to 256");

static unsigned int max_procs = SCHEDSIM_DEFAULT_MAX_PROCS;
module_param(max_procs, uint, 0444);
MODULE_PARM_DESC(max_procs, "most processes it takes, 1 to 1048576");

static int __init schedsim_init(void)
{
	int err;

	boot_config = (struct sim_config) {
		.quantum_ns = min_t(u64, quantum_us, U32_MAX) * NSEC_PER_USEC,
		.nr_vcpus = nr_vcpus,
		.max_procs = max_procs,
	};
	sim_adapt_complete(&boot_config.adapt);
	sim_balancing_complete(&boot_config.balancing);
	if (registry_parse(policy, &boot_config))
		return -EINVAL;
	shared_simulation = simulation_create(&boot_config,
					      SCHEDSIM_CLOCK_LIVE,
					      GLOBAL_ROOT_UID);
	err = PTR_ERR_OR_ZERO(shared_simulation);
	if (err)
		return err;
	err = sysfs_groups_create();
	if (err)
		goto free_groups;
	schedsim_device.groups = sysfs_groups;
	err = misc_register(&schedsim_device);
	if (!err)
		return 0;
free_groups:
	sysfs_groups_free();
	simulation_put(shared_simulation);
	return err;
}
module_init(schedsim_init);

static void __exit schedsim_exit(void)
{
	misc_deregister(&schedsim_device);
	sysfs_groups_free();
	simulation_put(shared_simulation);
	memory_check_all_put();
}
module_exit(schedsim_exit);

MODULE_DESCRIPTION("A laboratory for preemptive CPU scheduling");
MODULE_AUTHOR("The schedsim developers");
MODULE_LICENSE("GPL");
