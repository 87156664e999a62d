// SPDX-License-Identifier: GPL-2.0
/*
 * The policies that there are: ours, and those of other modules. The module of a
 * policy is pinned while a simulation uses the policy, and while somebody who
 * has looked it up has not decided yet. A module that is pinned cannot be removed.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

#include "registry.h"

/*
 * Guards the engine's table of policies, and @coming. No other lock is taken. Nobody
 * sleeps for it: whoever has the mutex of a simulation takes it, too.
 */
static DEFINE_SPINLOCK(lock);

/* A policy that is being registered: nobody finds it yet. */
static const struct sim_policy *coming;

/* The module to pin. Our own policies live as long as whoever asks. */
static struct module *owner_of(const struct sim_policy *policy)
{
	return policy->owner == THIS_MODULE ? NULL : policy->owner;
}

static bool try_pin(const struct sim_policy *policy)
{
	lockdep_assert_held(&lock);
	return policy != coming && try_module_get(owner_of(policy));
}

/**
 * registry_find - find a policy by its name, and pin it
 * @name: the name
 * @len: its length
 *
 * Context: Process context. registry_put() must follow.
 * Return: the policy, or NULL.
 */
const struct sim_policy *registry_find(const char *name, size_t len)
{
	const struct sim_policy *policy;

	spin_lock(&lock);
	policy = sim_policy_find(name, len);
	if (policy && !try_pin(policy))
		policy = NULL;
	spin_unlock(&lock);
	return policy;
}

/**
 * registry_parse - let a configuration have the policy that a text names
 * @text: NAME or NAME:KEY=VALUE,...
 * @config: its policy is one that the caller has pinned, or NULL. On success the
 *          caller has pinned the new one in its place; after an error that is
 *          still so of the old one, and the rest is undefined
 *
 * Context: Process context.
 * Return: 0; -ENOENT if there is no such policy; what else sim_policy_parse()
 * returns.
 */
int registry_parse(const char *text, struct sim_config *config)
{
	const struct sim_policy *old = config->policy;
	int err;

	spin_lock(&lock);
	err = sim_policy_parse(text, config);
	if (!err && !try_pin(config->policy))
		err = -ENOENT;
	spin_unlock(&lock);
	if (err)
		config->policy = old;
	else
		registry_put(old);
	return err;
}

/**
 * registry_pin - pin a policy once more
 * @policy: one that somebody has pinned, and does not put meanwhile
 *
 * Context: Any. registry_put() must follow.
 */
void registry_pin(const struct sim_policy *policy)
{
	__module_get(owner_of(policy));
}

/**
 * registry_put - pin a policy no more
 * @policy: the policy, which must not be looked at afterwards; or NULL
 *
 * Context: Any.
 */
void registry_put(const struct sim_policy *policy)
{
	if (policy)
		module_put(owner_of(policy));
}

/**
 * registry_is_foreign - does a policy come from a module of its own?
 * @policy: a policy that does not go meanwhile
 *
 * Context: Any.
 * Return: whether it does.
 */
bool registry_is_foreign(const struct sim_policy *policy)
{
	return owner_of(policy);
}

/**
 * registry_lock - keep all policies where they are
 *
 * Until registry_unlock() what sim_policy_at() returns may be looked at.
 *
 * Context: Process context. The caller then takes no other lock, and does not sleep.
 */
void registry_lock(void)
	__acquires(&lock)
{
	spin_lock(&lock);
}

/**
 * registry_unlock - end what registry_lock() began
 */
void registry_unlock(void)
	__releases(&lock)
{
	spin_unlock(&lock);
}

/**
 * registry_count - count the policies
 *
 * Context: Process context.
 * Return: how many there are.
 */
u32 registry_count(void)
{
	u32 nr = 0;

	spin_lock(&lock);
	while (sim_policy_at(nr))
		nr++;
	spin_unlock(&lock);
	return nr;
}

/**
 * registry_add - add a policy of another module
 * @policy: the policy
 *
 * Nobody finds it before registry_announce().
 *
 * Context: Process context. The caller serialises all changes.
 * Return: 0; -EINVAL if it has no owner; what else sim_policy_add() returns.
 */
int registry_add(const struct sim_policy *policy)
{
	int err;

	/* Nobody could keep its module from being removed. */
	if (!policy->owner)
		return -EINVAL;
	spin_lock(&lock);
	err = sim_policy_add(policy);
	if (!err)
		coming = policy;
	spin_unlock(&lock);
	return err;
}

/**
 * registry_announce - let the policy be found that was added last
 *
 * Context: Process context. The caller serialises all changes.
 */
void registry_announce(void)
{
	spin_lock(&lock);
	coming = NULL;
	spin_unlock(&lock);
}

/**
 * registry_remove - remove a policy of another module
 * @policy: from registry_add(); nobody has pinned it
 *
 * Context: Process context. The caller serialises all changes.
 */
void registry_remove(const struct sim_policy *policy)
{
	spin_lock(&lock);
	sim_policy_remove(policy);
	if (coming == policy)
		coming = NULL;
	spin_unlock(&lock);
}
