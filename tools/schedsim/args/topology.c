// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of vCPUs: "0-3,4-7" or "0+2,1+3". A comma separates two sets; what a '+'
 * joins is of one set.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/topology.h"
#include "util/tool.h"
#include "util/units.h"

/* The vCPU is in no set. */
#define NO_SET	(~0U)

/**
 * struct sets - sets of vCPUs
 * @of: the set of each vCPU, or NO_SET
 * @nr_vcpus: the greatest vCPU that is named, plus 1
 */
struct sets {
	__u32 of[SCHEDSIM_MAX_VCPUS];
	__u32 nr_vcpus;
};

static void __noreturn wrong(const char *what, const char *text)
{
	die(TOOL_USAGE,
	    "%s: '%s' is not understood; expected are sets of the vCPUs 0 to %d, separated by commas, as in 0-3,4-7 or 0+2,1+3",
	    what, text, SCHEDSIM_MAX_VCPUS - 1);
}

static bool read_vcpu(const char **text, unsigned long *vcpu)
{
	char *end;

	if (!isdigit((unsigned char)**text))
		return false;
	*vcpu = strtoul(*text, &end, 10);
	*text = end;
	return *vcpu < SCHEDSIM_MAX_VCPUS;
}

static void add_vcpu(struct sets *sets, const char *what, unsigned long vcpu, __u32 set)
{
	if (sets->of[vcpu] != NO_SET)
		die(TOOL_USAGE, "%s: vCPU %lu is there twice; each must be in one set", what, vcpu);
	sets->of[vcpu] = set;
	if (vcpu >= sets->nr_vcpus)
		sets->nr_vcpus = vcpu + 1;
}

static void read_sets(struct sets *sets, const char *what, const char *text)
{
	const char *at = text;
	unsigned long first, last;
	__u32 set = 0;

	memset(sets->of, 0xff, sizeof(sets->of));
	sets->nr_vcpus = 0;
	for (;;) {
		if (!read_vcpu(&at, &first))
			wrong(what, text);
		last = first;
		if (*at == '-' && (at++, !read_vcpu(&at, &last) || last < first))
			wrong(what, text);
		for (; first <= last; first++)
			add_vcpu(sets, what, first, set);
		if (!*at)
			return;
		if (*at != ',' && *at != '+')
			wrong(what, text);
		set += *at++ == ',';
	}
}

/* Each vCPU must be in a set, and no other one. */
static void check_sets(const struct sets *sets, const char *what, __u32 nr_vcpus)
{
	__u32 i;

	if (sets->nr_vcpus > nr_vcpus)
		die(TOOL_USAGE, "%s: there is no vCPU %u; allowed are 0 to %u (see --vcpus)", what,
		    sets->nr_vcpus - 1, nr_vcpus - 1);
	for (i = 0; i < nr_vcpus; i++)
		if (sets->of[i] == NO_SET)
			die(TOOL_USAGE, "%s: vCPU %u is in no set; each must be in one", what, i);
}

/**
 * topology_nr_vcpus - how many vCPUs are named, or die
 * @topology: what the command line says
 *
 * Return: the greatest that is named, plus 1; or 0.
 */
__u32 topology_nr_vcpus(const struct topology *topology)
{
	struct sets llc = { .nr_vcpus = 0 }, node = { .nr_vcpus = 0 };
	__u32 nr;

	if (topology->all) {
		free(topology_read(topology->all, &nr));
		return nr;
	}
	if (topology->llc)
		read_sets(&llc, "--llc", topology->llc);
	if (topology->node)
		read_sets(&node, "--node", topology->node);
	return llc.nr_vcpus > node.nr_vcpus ? llc.nr_vcpus : node.nr_vcpus;
}

/* A cache belongs to one node. */
static void check_nodes(const struct schedsim_vcpu_desc *vcpus, __u32 nr)
{
	__u32 first[SCHEDSIM_MAX_VCPUS], i;

	memset(first, 0xff, sizeof(first));
	for (i = 0; i < nr; i++) {
		__u32 *other = &first[vcpus[i].llc];

		if (*other == ~0U)
			*other = i;
		else if (vcpus[*other].node != vcpus[i].node)
			die(TOOL_USAGE,
			    "--node: vCPUs %u and %u share a cache (see --llc); expected is that they are of one node",
			    *other, i);
	}
}

/* All vCPUs, by a preset or a file. */
static void set_all(const struct topology *topology, struct schedsim_config *config)
{
	struct schedsim_vcpu_desc *vcpus;
	__u32 nr;

	if (topology->llc || topology->node)
		die(TOOL_USAGE, "--topology says it all: --llc and --node cannot come with it");
	vcpus = topology_read(topology->all, &nr);
	config->vcpus = (uintptr_t)vcpus;
	config->nr_vcpu_descs = nr;
	config->vcpu_size = sizeof(*vcpus);
	if (nr != config->nr_vcpus)
		die(TOOL_USAGE, "--topology: '%s' has %u vCPUs, but there are %u (see --vcpus)",
		    topology->all, nr, config->nr_vcpus);
}

/**
 * topology_set - say what the vCPUs of a simulation share, or die
 * @topology: what the command line says
 * @config: whose number of vCPUs is set; to be told of it, for topology_free()
 *
 * If only nodes are given, the vCPUs of each share a cache.
 */
void topology_set(const struct topology *topology, struct schedsim_config *config)
{
	struct schedsim_vcpu_desc *vcpus;
	struct sets llc, node;
	__u32 i;

	topology_free(config);
	if (topology->all) {
		set_all(topology, config);
		return;
	}
	if (!topology->llc && !topology->node)
		return;
	if (topology->node) {
		read_sets(&node, "--node", topology->node);
		check_sets(&node, "--node", config->nr_vcpus);
		llc = node;
	}
	if (topology->llc) {
		read_sets(&llc, "--llc", topology->llc);
		check_sets(&llc, "--llc", config->nr_vcpus);
	}
	vcpus = allocate(config->nr_vcpus, sizeof(*vcpus));
	for (i = 0; i < config->nr_vcpus; i++) {
		vcpus[i].llc = llc.of[i];
		vcpus[i].node = topology->node ? node.of[i] : 0;
	}
	check_nodes(vcpus, config->nr_vcpus);
	config->vcpus = (uintptr_t)vcpus;
	config->nr_vcpu_descs = config->nr_vcpus;
	config->vcpu_size = sizeof(*vcpus);
}

/**
 * topology_free - free what topology_set() has made
 * @config: that it was told
 */
void topology_free(struct schedsim_config *config)
{
	free((void *)(uintptr_t)config->vcpus);
	config->vcpus = 0;
	config->nr_vcpu_descs = 0;
	config->vcpu_size = 0;
}

static bool together(const struct schedsim_vcpu_desc *a, const struct schedsim_vcpu_desc *b,
		     enum topology_set of)
{
	if (of == TOPOLOGY_CORE)
		return a == b || (a->core && a->core == b->core);
	return of == TOPOLOGY_NODE ? a->node == b->node : a->llc == b->llc;
}

/* Write the set of the vCPU @first, all of which come after it. */
static void format_set(FILE *to, const struct schedsim_vcpu_desc *vcpus, __u32 nr,
		       enum topology_set of, __u32 first)
{
	const struct schedsim_vcpu_desc *like = &vcpus[first];
	const char *before = "";
	__u32 last, i;

	for (i = first; i < nr; i = last + 1) {
		last = i;
		if (!together(&vcpus[i], like, of))
			continue;
		while (last + 1 < nr && together(&vcpus[last + 1], like, of))
			last++;
		fprintf(to, last > i ? "%s%u-%u" : "%s%u", before, i, last);
		before = "+";
	}
}

static bool is_first(const struct schedsim_vcpu_desc *vcpus, __u32 id, enum topology_set of)
{
	__u32 i;

	for (i = 0; i < id; i++)
		if (together(&vcpus[i], &vcpus[id], of))
			return false;
	return true;
}

/**
 * topology_format - write sets of vCPUs as they are read
 * @vcpus: the vCPUs
 * @nr: number of them
 * @of: what those of a set have in common
 * @text: where to
 * @size: room there
 *
 * Return: @text.
 */
const char *topology_format(const struct schedsim_vcpu_desc *vcpus, __u32 nr, enum topology_set of,
			    char *text, size_t size)
{
	FILE *to = fmemopen(text, size, "w");
	__u32 i;

	if (!to)
		die(TOOL_FAILED, "out of memory");
	for (i = 0; i < nr; i++) {
		if (!is_first(vcpus, i, of))
			continue;
		if (i)
			fputc(',', to);
		format_set(to, vcpus, nr, of, i);
	}
	fclose(to);
	return text;
}

/* Are there SMT siblings? */
bool topology_has_cores(const struct schedsim_vcpu_desc *vcpus, __u32 nr)
{
	while (nr--)
		if (vcpus[nr].core)
			return true;
	return false;
}

/* Is a vCPU slower than it could be? */
bool topology_has_capacities(const struct schedsim_vcpu_desc *vcpus, __u32 nr)
{
	while (nr--)
		if (topology_capacity(&vcpus[nr]) < SCHEDSIM_MAX_CAPACITY)
			return true;
	return false;
}

/**
 * topology_json - what vCPUs are like, as topology_read() reads it from a file
 * @object: to add it to
 * @vcpus: the vCPUs
 * @nr: number of them
 */
void topology_json(struct json_object *object, const struct schedsim_vcpu_desc *vcpus, __u32 nr)
{
	struct json_object *list = json_object_new_array();
	__u32 i;

	for (i = 0; i < nr; i++) {
		struct json_object *vcpu = json_object_new_object();

		json_add_u64(vcpu, "id", i);
		json_add_u64(vcpu, "llc", vcpus[i].llc);
		json_add_u64(vcpu, "node", vcpus[i].node);
		json_add_u64(vcpu, "core", vcpus[i].core);
		json_add_u64(vcpu, "capacity", topology_capacity(&vcpus[i]));
		json_object_array_add(list, vcpu);
	}
	json_add_u64(object, "nr_vcpus", nr);
	json_object_object_add(object, "vcpus", list);
}
