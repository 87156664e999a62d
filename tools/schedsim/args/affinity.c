// SPDX-License-Identifier: GPL-2.0
/*
 * Which vCPUs processes may run on, as the textbook's multi.py has it on the
 * command line: NAME:VCPU.VCPU...,NAME:VCPU...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/textbook.h"
#include "util/tool.h"
#include "util/units.h"
#include "workload/workload.h"

/* Room for the names that an error message lists. */
#define NAMES_LEN	200

/**
 * struct binding - what reads such a list
 * @workload: the processes
 * @option: the option that has the list, for error messages
 * @nr_vcpus: vCPUs that there are
 * @bound: of each process: has it been named?
 */
struct binding {
	struct workload *workload;
	const char *option;
	__u32 nr_vcpus;
	bool *bound;
};

static void __noreturn no_such(const struct binding *binding, const char *name, size_t len)
{
	const struct workload *workload = binding->workload;
	char all[NAMES_LEN] = "";
	size_t used = 0;
	__u32 i;

	for (i = 0; i < workload->nr_procs; i++) {
		const char *next = workload->procs[i].name;

		if (used + strlen(next) + sizeof(", ...") > sizeof(all)) {
			strcat(all, ", ...");
			break;
		}
		used += sprintf(all + used, "%s%s", i ? ", " : "", next);
	}
	die(TOOL_USAGE, "%s: there is no process '%.*s'; allowed are: %s", binding->option,
	    (int)len, name, all);
}

/* @text: the vCPUs of @len characters */
static void parse_vcpus(const struct binding *binding, const char *text, size_t len, __u64 *cpus)
{
	for (;;) {
		size_t part = strcspn(text, ".,");
		char number[16];
		__u64 cpu;

		if (part > len)
			part = len;
		snprintf(number, sizeof(number), "%.*s", (int)part, text);
		if (part >= sizeof(number) || !parse_number(number, &cpu) ||
		    cpu >= binding->nr_vcpus)
			die(TOOL_USAGE,
			    "%s: there is no vCPU '%.*s'; allowed are 0 to %u%s, separated by points, as in a:0.1,b:1",
			    binding->option, (int)part, text, binding->nr_vcpus - 1,
			    binding->nr_vcpus < SCHEDSIM_MAX_VCPUS ? " (see --vcpus)" : "");
		cpus[cpu / 64] |= 1ULL << cpu % 64;
		if (part == len)
			return;
		text += part + 1;
		len -= part + 1;
	}
}

/* Let those of a name run on @cpus. */
static void bind(const struct binding *binding, const char *name, size_t len, const __u64 *cpus)
{
	bool any = false;
	__u32 i;

	for (i = 0; i < binding->workload->nr_procs; i++) {
		struct workload_proc *proc = &binding->workload->procs[i];

		if (!workload_has_name(proc, name, len))
			continue;
		if (binding->bound[i])
			die(TOOL_USAGE, "%s: '%s' is there twice; each may come once",
			    binding->option, proc->name);
		binding->bound[i] = true;
		any = true;
		memcpy(proc->attr.affinity, cpus, sizeof(proc->attr.affinity));
	}
	if (!any)
		no_such(binding, name, len);
}

static void read_list(const struct binding *binding, const char *text)
{
	for (;;) {
		__u64 cpus[AFFINITY_WORDS] = { 0 };
		size_t len = strcspn(text, ","), name = len;

		while (name && text[name] != ':')
			name--;
		if (!name)
			die(TOOL_USAGE,
			    "%s: '%.*s' is not understood; expected is a name and its vCPUs, as in a:0.1,b:1",
			    binding->option, (int)len, text);
		parse_vcpus(binding, text + name + 1, len - name - 1, cpus);
		bind(binding, text, name, cpus);
		if (!text[len])
			return;
		text += len + 1;
	}
}

/**
 * workload_bind - say which vCPUs processes may run on, or die
 * @workload: the processes
 * @textbook: the lists
 * @nr_vcpus: vCPUs of the simulation, or 0: as many as are named
 */
void workload_bind(struct workload *workload, const struct textbook *textbook, __u32 nr_vcpus)
{
	struct binding binding = {
		.workload = workload,
		.nr_vcpus = nr_vcpus ? nr_vcpus : SCHEDSIM_MAX_VCPUS,
		.bound = allocate(workload->nr_procs, sizeof(*binding.bound)),
	};
	size_t i;

	for (i = 0; i < textbook->nr_affinities; i++) {
		binding.option = textbook->affinities[i].option;
		read_list(&binding, textbook->affinities[i].text);
	}
	free(binding.bound);
}
