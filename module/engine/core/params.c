// SPDX-License-Identifier: GPL-2.0
/*
 * Parameters of policies: their values, and a line of text that sets them.
 */
#include "core/params.h"
#include "core/table.h"

/* Every policy has these, behind its own. */
static const struct sim_param of_all[SIM_NR_OF_ALL] = {
	[SIM_PARAM_SPAN] = {
		.name = "span",
		.kind = SCHEDSIM_PARAM_SPAN,
		.max = SCHEDSIM_SPAN_ALL,
	},
	[SIM_PARAM_BALANCE] = {
		.name = "balance",
		.kind = SCHEDSIM_PARAM_BALANCE,
		.max = SCHEDSIM_BALANCE_ALL,
		.initial = SCHEDSIM_BALANCE_ALL,
	},
};

/**
 * sim_param_words - the words for the values of some parameters
 * @kind: enum schedsim_param_kind
 *
 * Return: the words, in the order of the values, NULL behind the last; NULL: values of
 * this kind are numbers.
 */
const char * const *sim_param_words(u32 kind)
{
	static const char * const spans[] = {
		[SCHEDSIM_SPAN_VCPU] = "vcpu",
		[SCHEDSIM_SPAN_LLC] = "llc",
		[SCHEDSIM_SPAN_NODE] = "node",
		[SCHEDSIM_SPAN_ALL] = "all",
		NULL,
	};
	static const char * const balances[] = {
		[SCHEDSIM_BALANCE_NONE] = "none",
		[SCHEDSIM_BALANCE_IDLE] = "idle",
		[SCHEDSIM_BALANCE_ALL] = "all",
		NULL,
	};

	switch (kind) {
	case SCHEDSIM_PARAM_SPAN:
		return spans;
	case SCHEDSIM_PARAM_BALANCE:
		return balances;
	}
	return NULL;
}

/**
 * sim_nr_params - number of a policy's parameters
 * @policy: the policy
 *
 * Return: the number of its own parameters, plus those that every policy has:
 * span and balance.
 */
u32 sim_nr_params(const struct sim_policy *policy)
{
	return policy->nr_params + SIM_NR_OF_ALL;
}

/**
 * sim_param_at - a parameter of a policy
 * @policy: the policy
 * @index: which one, less than sim_nr_params()
 *
 * Return: the parameter.
 */
const struct sim_param *sim_param_at(const struct sim_policy *policy, u32 index)
{
	return index < policy->nr_params ? &policy->params[index] :
					   &of_all[index - policy->nr_params];
}

/**
 * sim_params_init - set all parameters to their initial values
 * @policy: the policy, or NULL: all values are 0
 * @params: SCHEDSIM_MAX_PARAMS values to set
 */
void sim_params_init(const struct sim_policy *policy, u64 *params)
{
	u32 i;

	memset(params, 0, SCHEDSIM_MAX_PARAMS * sizeof(*params));
	for (i = 0; policy && i < sim_nr_params(policy); i++)
		params[i] = sim_param_at(policy, i)->initial;
}

/**
 * sim_params_check - may the parameters of a policy have these values?
 * @policy: the policy
 * @params: the values
 * @min_slice_ns: the shortest slice, which depends on the clock
 *
 * Return: 0, or -EINVAL if a value is out of its range.
 */
int sim_params_check(const struct sim_policy *policy, const u64 *params,
		     u64 min_slice_ns)
{
	u32 i;

	for (i = 0; i < sim_nr_params(policy); i++) {
		const struct sim_param *param = sim_param_at(policy, i);

		if (params[i] < param->min || params[i] > param->max)
			return -EINVAL;
		if (param->kind == SCHEDSIM_PARAM_SLICE && params[i] &&
		    params[i] < min_slice_ns)
			return -EINVAL;
	}
	return 0;
}

static int find(const struct sim_policy *policy, const char *name, size_t len)
{
	u32 i;

	for (i = 0; i < sim_nr_params(policy); i++) {
		const char *known = sim_param_at(policy, i)->name;

		if (!strncmp(known, name, len) && !known[len])
			return i;
	}
	return -ENOENT;
}

static int set(const struct sim_policy *policy, u64 *params, int index,
	       u64 value)
{
	const struct sim_param *param = sim_param_at(policy, index);

	if (value < param->min || value > param->max)
		return -EINVAL;
	params[index] = value;
	return 0;
}

/**
 * sim_params_set - set a parameter of a policy
 * @policy: the policy
 * @params: the values of its parameters, one of which is set
 * @name: the name of the parameter, NUL-terminated
 * @value: its new value
 *
 * Return: 0; -ENOENT if there is no such parameter, -EINVAL if the value is out
 * of its range. sim_params_check() may still refuse the value.
 */
int sim_params_set(const struct sim_policy *policy, u64 *params,
		   const char *name, u64 value)
{
	int index = find(policy, name, strlen(name));

	return index < 0 ? index : set(policy, params, index, value);
}

/**
 * sim_params_report - what is known of a parameter
 * @policy: the policy
 * @params: the values of its parameters
 * @index: which one, less than sim_nr_params()
 * @to: to fill in
 */
void sim_params_report(const struct sim_policy *policy, const u64 *params,
		       u32 index, struct schedsim_param *to)
{
	const struct sim_param *param = sim_param_at(policy, index);

	*to = (struct schedsim_param) {
		.value = params[index],
		.min = param->min,
		.max = param->max,
		.initial = param->initial,
		.kind = param->kind,
	};
	memcpy(to->name, param->name,
	       strnlen(param->name, SCHEDSIM_NAME_LEN - 1));
}

/* Units of time. A time must have a unit, unless it is 0. */
static const struct {
	const char *name;
	u64 ns;
} units[] = {
	{ "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 },
	{ "min", 60000000000 }, { "h", 3600000000000 },
};

static int parse_unit(const char *text, size_t len, u64 *value)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(units); i++) {
		if (strlen(units[i].name) != len ||
		    strncmp(units[i].name, text, len))
			continue;
		if (*value > div64_u64(SCHEDSIM_MAX_TIME_NS, units[i].ns))
			return -EINVAL;
		*value *= units[i].ns;
		return 0;
	}
	return -EINVAL;
}

static int parse_word(const char * const *words, const char *text, size_t len,
		      u64 *value)
{
	u32 i;

	for (i = 0; words[i]; i++) {
		if (strlen(words[i]) != len || strncmp(words[i], text, len))
			continue;
		*value = i;
		return 0;
	}
	return -EINVAL;
}

static int parse_value(const struct sim_param *param, const char *text,
		       size_t len, u64 *value)
{
	const char * const *words = sim_param_words(param->kind);
	size_t i;

	if (words)
		return parse_word(words, text, len, value);
	*value = 0;
	for (i = 0; i < len && text[i] >= '0' && text[i] <= '9'; i++) {
		if (*value > SCHEDSIM_MAX_TIME_NS)
			return -EINVAL;
		*value = *value * 10 + (text[i] - '0');
	}
	if (!i)
		return -EINVAL;
	if (!sim_param_is_time(param) || (i == len && !*value))
		return i == len ? 0 : -EINVAL;
	return parse_unit(text + i, len - i, value);
}

/* @text is one key=value of @len characters; @seen has a bit for each key. */
static int parse_param(const char *text, size_t len, struct sim_config *config,
		       unsigned long *seen)
{
	const struct sim_policy *policy = config->policy;
	size_t key = 0;
	int index, err;
	u64 value;

	while (key < len && text[key] != '=')
		key++;
	index = find(policy, text, key);
	if (index < 0)
		return index;
	if (key == len || test_bit(index, seen))
		return -EINVAL;
	__set_bit(index, seen);
	err = parse_value(sim_param_at(policy, index), text + key + 1, len - key - 1,
			  &value);
	return err ? err : set(policy, config->params, index, value);
}

static size_t up_to(const char *text, char a, char b)
{
	size_t len = 0;

	while (text[len] && text[len] != a && text[len] != b)
		len++;
	return len;
}

/**
 * sim_policy_parse - choose a policy and its parameters by a line of text
 * @text: NAME or NAME:KEY=VALUE,KEY=VALUE...; a newline may follow. A time is a
 *        whole number with a unit: ns, us, ms, s, min or h. A span and a
 *        balance are words
 * @config: gets the policy, the values of its parameters and its @tie;
 *          undefined after an error
 *
 * If @text is only the name of the policy that @config has, nothing changes, as
 * with SCHEDSIM_IOC_SET_CONFIG.
 *
 * Return: 0; -ENOENT if there is no such policy or parameter; -EINVAL if @text
 * is malformed, or a value is out of its range.
 */
int sim_policy_parse(const char *text, struct sim_config *config)
{
	DECLARE_BITMAP(seen, SCHEDSIM_MAX_PARAMS) = { 0 };
	size_t len = up_to(text, ':', '\n');
	const struct sim_policy *policy = sim_policy_find(text, len);
	int err = 0;

	if (!policy)
		return -ENOENT;
	if (policy != config->policy || text[len] == ':') {
		config->policy = policy;
		config->tie = policy->tie;
		sim_params_init(policy, config->params);
	}
	while (!err && text[len] && text[len] != '\n') {
		text += len + 1;
		len = up_to(text, ',', '\n');
		err = parse_param(text, len, config, seen);
	}
	if (!err && text[len] && text[len + 1])
		err = -EINVAL;
	return err;
}
