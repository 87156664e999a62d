// SPDX-License-Identifier: GPL-2.0
/*
 * What the CPUs of this machine are like, by sysfs: each that is online becomes a vCPU, in
 * their order. See Documentation/ABI/testing/sysfs-devices-system-cpu of the kernel.
 */
#include <dirent.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/topology.h"
#include "util/tool.h"

#define MAX_CPUS	8192
#define MAX_CACHES	16

/* Another folder may be named, for tests. */
static const char *cpu_folder(void)
{
	const char *folder = getenv("SCHEDSIM_CPUS");

	return folder ? folder : "/sys/devices/system/cpu";
}

/*
 * The first number in a file of @cpu: of a list of CPUs, that says which list it is.
 * @none if there is no such file.
 */
static long __printf(3, 4)
read_number(unsigned int cpu, long none, const char *format, ...)
{
	char name[128], path[4096];
	long number = none;
	va_list args;
	FILE *file;

	va_start(args, format);
	vsnprintf(name, sizeof(name), format, args);
	va_end(args);
	snprintf(path, sizeof(path), "%s/cpu%u/%s", cpu_folder(), cpu, name);
	file = fopen(path, "r");
	if (!file)
		return none;
	if (fscanf(file, "%ld", &number) != 1)
		number = none;
	fclose(file);
	return number;
}

/* The memory node: there is a link to it. */
static long node_of(unsigned int cpu)
{
	char path[4096];
	struct dirent *entry;
	long node = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/cpu%u", cpu_folder(), cpu);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (sscanf(entry->d_name, "node%ld", &node) == 1)
			break;
	if (dir)
		closedir(dir);
	return node;
}

/* The first CPU that shares the cache of the highest level. Without any: its package. */
static long llc_of(unsigned int cpu)
{
	long level, highest = 0, first = -1;
	int i;

	for (i = 0; i < MAX_CACHES; i++) {
		level = read_number(cpu, 0, "cache/index%d/level", i);
		if (level <= highest)
			continue;
		highest = level;
		first = read_number(cpu, -1, "cache/index%d/shared_cpu_list", i);
	}
	return first >= 0 ? first :
	       MAX_CPUS + read_number(cpu, 0, "topology/physical_package_id");
}

/* The number of @key among those that have been seen, which begin with 0. */
static __u32 number_of(long *keys, __u32 *nr, long key)
{
	__u32 i;

	for (i = 0; i < *nr && keys[i] != key; i++)
		;
	if (i == *nr)
		keys[(*nr)++] = key;
	return i;
}

/* Cores get their numbers from 1 on, those with one thread 0. */
static void number_cores(struct schedsim_vcpu_desc *vcpus, const long *cores, __u32 nr)
{
	long seen[SCHEDSIM_MAX_VCPUS];
	__u32 nr_seen = 0, i, k;

	for (i = 0; i < nr; i++)
		for (k = 0; k < nr; k++)
			if (k != i && cores[k] == cores[i])
				vcpus[i].core = 1 + number_of(seen, &nr_seen, cores[i]);
}

/**
 * topology_host - what the CPUs of this machine are like, or die
 * @nr: to fill in: the number of those that are online
 *
 * Return: them, as vCPUs, to be freed.
 */
struct schedsim_vcpu_desc *topology_host(__u32 *nr)
{
	struct schedsim_vcpu_desc *vcpus = allocate(SCHEDSIM_MAX_VCPUS, sizeof(*vcpus));
	long cores[SCHEDSIM_MAX_VCPUS], llcs[SCHEDSIM_MAX_VCPUS], nodes[SCHEDSIM_MAX_VCPUS];
	__u32 nr_llcs = 0, nr_nodes = 0;
	unsigned int cpu;

	*nr = 0;
	for (cpu = 0; cpu < MAX_CPUS; cpu++) {
		/* One that is offline has no topology. */
		long core = read_number(cpu, -1, "topology/thread_siblings_list"), capacity;

		if (core < 0)
			continue;
		if (*nr == SCHEDSIM_MAX_VCPUS)
			die(TOOL_FAILED, "this machine has more than %d CPUs", SCHEDSIM_MAX_VCPUS);
		capacity = read_number(cpu, 0, "cpu_capacity");
		cores[*nr] = core;
		vcpus[*nr].llc = number_of(llcs, &nr_llcs, llc_of(cpu));
		vcpus[*nr].node = number_of(nodes, &nr_nodes, node_of(cpu));
		vcpus[*nr].capacity = capacity > 0 && capacity <= SCHEDSIM_MAX_CAPACITY ?
				      capacity : 0;
		(*nr)++;
	}
	if (!*nr)
		die(TOOL_FAILED, "%s does not say what CPUs there are", cpu_folder());
	number_cores(vcpus, cores, *nr);
	return vcpus;
}
