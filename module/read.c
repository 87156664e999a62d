// SPDX-License-Identifier: GPL-2.0
/*
 * The commands that read lists, in batches: check, look, copy out.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/overflow.h>

#include "account.h"
#include "memory.h"
#include "read.h"
#include "simulation.h"
#include "user.h"

/* Most entries that one read fills. */
#define MAX_READ	1024

/* What the list has no use for is 0. */
static int check_read(const struct read_list *list,
		      const struct schedsim_read *read)
{
	int err;

	if (read->flags || (read->id && !(list->uses & READ_ID)) ||
	    (memchr_inv(read->policy, 0, sizeof(read->policy)) &&
	     !(list->uses & READ_POLICY)) ||
	    read->policy[sizeof(read->policy) - 1])
		return -EINVAL;
	err = user_size_check(read->entry_size, list->first_size);
	if (err)
		return err;
	if (!read->attrs)
		return read->attr_size ? -EINVAL : 0;
	if (!(list->uses & READ_ATTRS))
		return -EINVAL;
	return user_size_check(read->attr_size, ATTR_FIRST_SIZE);
}

static int look_at(struct simulation *s, const struct read_list *list,
		   struct look *look, u32 *policy_changes)
{
	int err;

	if (simulation_lock_soon(s))
		return -EINTR;
	*policy_changes = simulation_policy_changes(s);
	err = list->look(s, look);
	simulation_unlock(s);
	return err;
}

static int copy_out(const struct read_list *list,
		    const struct schedsim_read *read, const struct look *look)
{
	const struct user_array entries = { read->entries, read->entry_size };
	const struct user_array attrs = { read->attrs, read->attr_size };
	int err;

	err = user_array_write(&entries, look->nr, look->entries, list->size);
	if (!err && look->attrs)
		err = user_array_write(&attrs, look->nr, look->attrs,
				       sizeof(*look->attrs));
	return err;
}

static int look_and_copy_out(struct simulation *s, const struct read_list *list,
			     struct schedsim_read *read, struct look *look)
{
	u32 policy_changes;
	int err;

	memcpy(look->policy, read->policy, sizeof(look->policy));
	err = look_at(s, list, look, &policy_changes) ?:
	      copy_out(list, read, look);
	if (err)
		return err;
	read->start = look->start;
	read->nr = look->nr;
	read->policy_changes = policy_changes;
	return 0;
}

static int read_with_account(struct account *account, struct simulation *s,
			     const struct read_list *list,
			     struct schedsim_read *read)
{
	struct look look = {
		.start = read->start,
		.nr = min_t(u32, read->nr, MAX_READ),
		.id = read->id,
	};
	size_t size = array_size(look.nr, list->size);
	size_t attrs_size = array_size(look.nr, sizeof(*look.attrs));
	int err;

	look.entries = memory_get_briefly(account, size);
	if (read->attrs)
		look.attrs = memory_get_briefly(account, attrs_size);
	err = PTR_ERR_OR_ZERO(look.entries) ?: PTR_ERR_OR_ZERO(look.attrs);
	if (!err)
		err = look_and_copy_out(s, list, read, &look);
	memory_put(account, look.attrs, attrs_size);
	memory_put(account, look.entries, size);
	return err;
}

/**
 * read_list - give out a part of a list
 * @s: the simulation
 * @list: the list
 * @read: the argument of the command; changed only on success
 *
 * The memory that it takes is the caller's, whoever has made the simulation.
 *
 * Context: Process context, no lock held; sleeps.
 * Return: 0, or a negative errno as in the ABI.
 */
int read_list(struct simulation *s, const struct read_list *list,
	      struct schedsim_read *read)
{
	struct account *account;
	int err;

	err = check_read(list, read);
	if (err)
		return err;
	account = account_get(current_uid());
	if (IS_ERR(account))
		return PTR_ERR(account);
	err = read_with_account(account, s, list, read);
	account_put(account);
	return err;
}

const struct read_list list_procs = {
	.look = look_procs,
	.size = sizeof(struct schedsim_proc),
	.first_size = offsetofend(struct schedsim_proc, values),
	.uses = READ_ATTRS,
};

const struct read_list list_vcpus = {
	.look = look_vcpus,
	.size = sizeof(struct schedsim_vcpu),
	.first_size = offsetofend(struct schedsim_vcpu, expiries),
};

const struct read_list list_program = {
	.look = look_program,
	.size = sizeof(struct schedsim_op),
	.first_size = OP_FIRST_SIZE,
	.uses = READ_ID,
};

const struct read_list list_objects = {
	.look = look_objects,
	.size = sizeof(struct schedsim_object),
	.first_size = offsetofend(struct schedsim_object, boosts),
	.uses = READ_ATTRS,
};

const struct read_list list_params = {
	.look = look_params,
	.size = sizeof(struct schedsim_param),
	.first_size = offsetofend(struct schedsim_param, __reserved),
	.uses = READ_POLICY,
};

const struct read_list list_values = {
	.look = look_values,
	.size = sizeof(struct schedsim_value),
	.first_size = offsetofend(struct schedsim_value, __reserved),
	.uses = READ_POLICY,
};

const struct read_list list_policies = {
	.look = look_policies,
	.size = sizeof(struct schedsim_policy),
	.first_size = offsetofend(struct schedsim_policy, flags),
};

const struct read_list list_vcpu_descs = {
	.look = look_vcpu_descs,
	.size = sizeof(struct schedsim_vcpu_desc),
	.first_size = offsetofend(struct schedsim_vcpu_desc, __reserved),
};
