// SPDX-License-Identifier: GPL-2.0
/*
 * misfit: a policy that is not fit to be registered, for the test policy_module.sh.
 * The parameters of the module say why. It is fit without any.
 *
 * It also takes the address of each function that <schedsim/policy.h> declares: one
 * that schedsim.ko does not export is an error when this module is built.
 */
#include <schedsim/policy.h>

#include "declared.h"

static char *name = "misfit";
module_param(name, charp, 0);

static char *lacks = "";
module_param(lacks, charp, 0);

static uint proc_size;
module_param(proc_size, uint, 0);

static uint rq_size;
module_param(rq_size, uint, 0);

static bool twice;
module_param(twice, bool, 0);

static void enqueue(struct sim_rq *rq, struct sim_proc *proc, enum sim_enqueue why)
{
	sim_sorted_add(rq, proc, 0);
}

static void dequeue(struct sim_rq *rq, struct sim_proc *proc, enum sim_dequeue why)
{
	sim_sorted_remove(rq, proc);
}

static struct sim_proc *pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_sorted_first(rq, vcpu);
}

static bool has(const char *what)
{
	return strcmp(lacks, what);
}

static struct sim_policy policy;

static int __init misfit_init(void)
{
	int err;

	policy.name = has("name") ? name : NULL;
	policy.owner = has("owner") ? THIS_MODULE : NULL;
	policy.enqueue = has("enqueue") ? enqueue : NULL;
	policy.dequeue = has("dequeue") ? dequeue : NULL;
	policy.pick = has("pick") ? pick : NULL;
	policy.proc_size = proc_size;
	policy.rq_size = rq_size;
	err = schedsim_register_policy(&policy);
	if (err || !twice)
		return err;
	err = schedsim_register_policy(&policy);
	schedsim_unregister_policy(&policy);
	return err ?: -EIO;
}
module_init(misfit_init);

static void __exit misfit_exit(void)
{
	schedsim_unregister_policy(&policy);
}
module_exit(misfit_exit);

MODULE_DESCRIPTION("A policy that cannot be registered");
MODULE_LICENSE("GPL");
