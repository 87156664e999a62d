// SPDX-License-Identifier: GPL-2.0
/*
 * The model of the textbook's multi.py, on the command line: the caches of vCPUs
 * (KEY=VALUE,KEY=VALUE...), peeking, and the unit of time.
 */
#include <stdio.h>
#include <string.h>

#include <linux/schedsim.h>

#include "args/cache.h"
#include "util/tool.h"
#include "util/units.h"

/* What the textbook's multi.py has. */
#define CACHE_SIZE	100
#define CACHE_RATE	2
#define CACHE_WARMUP_NS	10000000ULL

static void take_key(struct schedsim_config *config, const char *text, size_t len)
{
	char key[32], *value;

	snprintf(key, sizeof(key), "%.*s", (int)len, text);
	value = strchr(key, '=');
	if (value)
		*value++ = 0;
	if (value && !strcmp(key, "size"))
		config->cache_size = number_arg("--cache: size", value, 0, ~0U);
	else if (value && !strcmp(key, "rate"))
		config->cache_rate = number_arg("--cache: rate", value, 1,
						SCHEDSIM_MAX_CACHE_RATE);
	else if (value && !strcmp(key, "warmup"))
		config->cache_warmup_ns = time_arg("--cache: warmup", value, 0,
						   SCHEDSIM_MAX_TIME_NS);
	else
		die(TOOL_USAGE,
		    "--cache: '%.*s' is not possible; allowed are size=NUMBER, rate=NUMBER and warmup=TIME",
		    (int)len, text);
	if (config->cache_warmup_ns && config->cache_warmup_ns < SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS)
		die(TOOL_USAGE, "--cache: warmup: '%s' is too short; allowed are 0, or 1us or more",
		    value);
}

/**
 * cache_arg - the caches of vCPUs, on the command line, or die
 * @config: to be told of them
 * @text: size=NUMBER,rate=NUMBER,warmup=TIME: each of them may be left out
 */
void cache_arg(struct schedsim_config *config, const char *text)
{
	config->cache_size = CACHE_SIZE;
	config->cache_rate = CACHE_RATE;
	config->cache_warmup_ns = CACHE_WARMUP_NS;
	for (;;) {
		size_t len = strcspn(text, ",");

		take_key(config, text, len);
		if (!text[len])
			return;
		text += len + 1;
	}
}

/**
 * peek_arg - how often vCPUs peek, on the command line, or die
 * @config: to be told
 * @text: the time
 */
void peek_arg(struct schedsim_config *config, const char *text)
{
	config->peek_ns = time_arg("--peek", text, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS,
				   SCHEDSIM_MAX_TIME_NS);
}

/**
 * unit_arg - what bursts are multiples of, on the command line, or die
 * @config: to be told
 * @text: the time
 */
void unit_arg(struct schedsim_config *config, const char *text)
{
	config->unit_ns = time_arg("--unit", text, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS,
				   SCHEDSIM_MAX_QUANTUM_NS);
}
