// SPDX-License-Identifier: GPL-2.0
/*
 * Accounts: what the simulations of a user take. There is one for each user who
 * has a simulation, or reads one just now.
 */
#include <linux/err.h>
#include <linux/hashtable.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "account.h"
#include "memory.h"

/* Guards the table, and the references. */
static DEFINE_SPINLOCK(accounts_lock);

/* By user. */
static DEFINE_HASHTABLE(accounts, 6);

/* Takes a reference. */
static struct account *find(kuid_t uid)
{
	struct account *account;

	lockdep_assert_held(&accounts_lock);
	hash_for_each_possible(accounts, account, node, __kuid_val(uid)) {
		if (uid_eq(account->uid, uid)) {
			account->refs++;
			return account;
		}
	}
	return NULL;
}

static struct account *find_or_add(kuid_t uid, struct account **new)
{
	struct account *account;

	spin_lock(&accounts_lock);
	account = find(uid);
	if (!account && *new) {
		account = *new;
		*new = NULL;
		account->uid = uid;
		account->refs = 1;
		hash_add(accounts, &account->node, __kuid_val(uid));
	}
	spin_unlock(&accounts_lock);
	return account;
}

/**
 * account_get - find the account of a user, or make one
 * @uid: the user
 *
 * Context: Process context; sleeps. account_put() must follow.
 * Return: the account, or ERR_PTR(-ENOMEM).
 */
struct account *account_get(kuid_t uid)
{
	struct account *new = NULL, *account = find_or_add(uid, &new);

	if (account)
		return account;
	new = kzalloc(sizeof(*new), GFP_SIM);
	if (!new)
		return ERR_PTR(-ENOMEM);
	chunks_init(&new->chunks);
	mutex_init(&new->lending);
	budget_user_init(&new->budget);
	account = find_or_add(uid, &new);
	kfree(new);
	return account;
}

/**
 * account_put - give up a reference to an account
 * @account: the account; nothing that is left is counted in it
 *
 * Context: Process context.
 */
void account_put(struct account *account)
{
	bool last;

	spin_lock(&accounts_lock);
	last = !--account->refs;
	if (last)
		hash_del(&account->node);
	spin_unlock(&accounts_lock);
	if (!last)
		return;
	WARN_ON_ONCE(atomic_long_read(&account->used));
	kfree(account);
}
