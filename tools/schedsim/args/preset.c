// SPDX-License-Identifier: GPL-2.0
/*
 * What vCPUs are like, by a preset, as this machine's CPUs are, or by a file.
 */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args/topology.h"
#include "util/tool.h"
#include "util/units.h"

/*
 * The capacity of the little CPUs of ARM's Juno r0: 578 DMIPS a MHz, where the big ones have
 * 1024 (arch/arm64/boot/dts/arm/juno.dts), at 850 MHz, where those have 1100:
 * 578 * 850 / 1100. It is what cpu_capacity in its sysfs says.
 */
#define LITTLE_CAPACITY	446

/* A file is no longer than this, in bytes. */
#define MAX_FILE	1048576
#define EXPECTED	"expected is what 'schedsim topology --json' prints: an object with \"vcpus\", an array of 1 to %d objects"

static struct schedsim_vcpu_desc *new_vcpus(__u32 nr)
{
	return allocate(nr, sizeof(struct schedsim_vcpu_desc));
}

/* Four little ones and four big ones; those of a kind share a cache. */
static struct schedsim_vcpu_desc *big_little(__u32 *nr)
{
	struct schedsim_vcpu_desc *vcpus = new_vcpus(8);
	__u32 i;

	for (i = 0; i < 8; i++) {
		vcpus[i].llc = i / 4;
		vcpus[i].capacity = i < 4 ? LITTLE_CAPACITY : SCHEDSIM_MAX_CAPACITY;
	}
	*nr = 8;
	return vcpus;
}

/* The numbers of "2x4x2": NODESxCORESxTHREADS, xLLCS may follow. Return: how many, or 0. */
static int read_shape(const char *text, unsigned long *shape)
{
	char *end;
	int nr = 0;

	for (;;) {
		if (nr == 4 || !isdigit((unsigned char)*text))
			return 0;
		shape[nr++] = strtoul(text, &end, 10);
		if (!*end)
			return nr > 2 ? nr : 0;
		if (*end != 'x')
			return 0;
		text = end + 1;
	}
}

static void check_shape(const char *text, const unsigned long *shape)
{
	unsigned long product = 1;
	int i;

	for (i = 0; i < 3; i++) {
		product *= shape[i] > SCHEDSIM_MAX_VCPUS ? SCHEDSIM_MAX_VCPUS + 1 : shape[i];
		if (!product || product > SCHEDSIM_MAX_VCPUS)
			die(TOOL_USAGE, "--topology: '%s' has no vCPU, or more than %d", text,
			    SCHEDSIM_MAX_VCPUS);
	}
	if (!shape[3] || shape[1] % shape[3])
		die(TOOL_USAGE,
		    "--topology: '%s': the %lu cores of a node cannot share %lu caches evenly",
		    text, shape[1], shape[3]);
}

/* vCPUs are numbered thread by thread, then core by core, then node by node. */
static struct schedsim_vcpu_desc *of_shape(const unsigned long *shape, __u32 *nr)
{
	unsigned long threads = shape[2], of_node = shape[1] * threads;
	struct schedsim_vcpu_desc *vcpus;
	__u32 i;

	*nr = shape[0] * of_node;
	vcpus = new_vcpus(*nr);
	for (i = 0; i < *nr; i++) {
		vcpus[i].node = i / of_node;
		vcpus[i].llc = i / (of_node / shape[3]);
		vcpus[i].core = threads > 1 ? 1 + i / threads : 0;
	}
	return vcpus;
}

static __u32 read_member(const char *file, struct json_object *vcpu, __u32 id, const char *key,
			 __u32 least, __u32 most)
{
	struct json_object *value;
	__s64 number;

	if (!json_object_object_get_ex(vcpu, key, &value))
		return 0;
	number = json_object_get_int64(value);
	if (!json_object_is_type(value, json_type_int) || number < least || number > most)
		die(TOOL_USAGE,
		    "--topology: %s: vcpus: vCPU %u: %s is %s; expected is a number from %u to %u",
		    file, id, key, json_object_to_json_string(value), least, most);
	return number;
}

static void read_vcpu(const char *file, struct json_object *from, __u32 id,
		      struct schedsim_vcpu_desc *to)
{
	static const char * const keys[] = { "id", "llc", "node", "core", "capacity", "online" };
	size_t i;

	if (!json_object_is_type(from, json_type_object))
		die(TOOL_USAGE, "--topology: %s: vcpus: vCPU %u is no object", file, id);
	json_object_object_foreach(from, key, value) {
		for (i = 0; i < ARRAY_SIZE(keys) && strcmp(keys[i], key); i++)
			;
		if (i == ARRAY_SIZE(keys))
			die(TOOL_USAGE,
			    "--topology: %s: vcpus: vCPU %u: '%s' is not known; allowed are id, llc, node, core and capacity",
			    file, id, key);
		(void)value;
	}
	if (json_object_object_get_ex(from, "id", NULL))
		read_member(file, from, id, "id", id, id);
	to->llc = read_member(file, from, id, "llc", 0, 255);
	to->node = read_member(file, from, id, "node", 0, 255);
	to->core = read_member(file, from, id, "core", 0, 255);
	to->capacity = read_member(file, from, id, "capacity", 1, SCHEDSIM_MAX_CAPACITY);
}

/* The line that is at @text + @at. */
static int line_at(const char *text, size_t at)
{
	int line = 1;

	while (at--)
		line += text[at] == '\n';
	return line;
}

static struct json_object *parse(const char *file, const char *text, size_t len)
{
	struct json_tokener *tokener = json_tokener_new();
	enum json_tokener_error error;
	struct json_object *root;
	size_t end;

	if (!tokener)
		die(TOOL_FAILED, "out of memory");
	root = json_tokener_parse_ex(tokener, text, len);
	error = json_tokener_get_error(tokener);
	end = json_tokener_get_parse_end(tokener);
	json_tokener_free(tokener);
	if (error == json_tokener_continue)
		die(TOOL_USAGE, "--topology: %s: this is not JSON: it ends too early", file);
	if (error != json_tokener_success)
		die(TOOL_USAGE, "--topology: %s:%d: this is not JSON: %s", file, line_at(text, end),
		    json_tokener_error_desc(error));
	end += strspn(text + end, " \t\r\n");
	if (end < len)
		die(TOOL_USAGE, "--topology: %s:%d: something follows the closing bracket", file,
		    line_at(text, end));
	return root;
}

static struct json_object *read_json(const char *file)
{
	static char text[MAX_FILE + 1];
	FILE *stream = fopen(file, "re");
	struct json_object *root;
	size_t len;

	len = stream ? fread(text, 1, MAX_FILE, stream) : 0;
	if (!stream || ferror(stream))
		die(TOOL_USAGE, "--topology: %s: %s", file, strerror(errno));
	fclose(stream);
	if (len == MAX_FILE)
		die(TOOL_USAGE, "--topology: %s is longer than 1 MiB", file);
	root = parse(file, text, len);
	if (!json_object_is_type(root, json_type_object))
		die(TOOL_USAGE, "--topology: %s: this is no object; " EXPECTED, file,
		    SCHEDSIM_MAX_VCPUS);
	json_object_object_foreach(root, key, value) {
		if (strcmp(key, "nr_vcpus") && strcmp(key, "vcpus"))
			die(TOOL_USAGE,
			    "--topology: %s: '%s' is not known; allowed are nr_vcpus and vcpus",
			    file, key);
		(void)value;
	}
	return root;
}

/* As 'schedsim topology --json' prints it. */
static struct schedsim_vcpu_desc *read_file(const char *file, __u32 *nr)
{
	struct json_object *root, *list, *number;
	struct schedsim_vcpu_desc *vcpus;
	__u32 i;

	root = read_json(file);
	if (!json_object_object_get_ex(root, "vcpus", &list) ||
	    !json_object_is_type(list, json_type_array) || !json_object_array_length(list) ||
	    json_object_array_length(list) > SCHEDSIM_MAX_VCPUS)
		die(TOOL_USAGE, "--topology: %s: " EXPECTED, file, SCHEDSIM_MAX_VCPUS);
	*nr = json_object_array_length(list);
	if (json_object_object_get_ex(root, "nr_vcpus", &number) &&
	    json_object_get_uint64(number) != *nr)
		die(TOOL_USAGE, "--topology: %s: nr_vcpus is %s, but vcpus has %u", file,
		    json_object_to_json_string(number), *nr);
	vcpus = new_vcpus(*nr);
	for (i = 0; i < *nr; i++)
		read_vcpu(file, json_object_array_get_idx(list, i), i, &vcpus[i]);
	json_object_put(root);
	return vcpus;
}

/* A core is of one cache, a cache of one node. */
static void check(const char *text, const struct schedsim_vcpu_desc *vcpus, __u32 nr)
{
	__u32 i, k;

	for (i = 0; i < nr; i++)
		for (k = 0; k < i; k++) {
			if (vcpus[i].core && vcpus[i].core == vcpus[k].core &&
			    vcpus[i].llc != vcpus[k].llc)
				die(TOOL_USAGE,
				    "--topology: %s: vCPUs %u and %u are of one core; expected is that they share a cache",
				    text, k, i);
			if (vcpus[i].llc == vcpus[k].llc && vcpus[i].node != vcpus[k].node)
				die(TOOL_USAGE,
				    "--topology: %s: vCPUs %u and %u share a cache; expected is that they are of one node",
				    text, k, i);
		}
}

/**
 * topology_read - what vCPUs are like, or die
 * @text: NODESxCORESxTHREADS[xLLCS], smp:N, big.LITTLE, host, or the name of a file
 * @nr: to fill in: the number of vCPUs
 *
 * Return: them, to be freed.
 */
struct schedsim_vcpu_desc *topology_read(const char *text, __u32 *nr)
{
	unsigned long shape[4] = { 0, 0, 0, 1 };
	struct schedsim_vcpu_desc *vcpus;

	if (!strcmp(text, "big.LITTLE"))
		return big_little(nr);
	if (!strncmp(text, "smp:", 4)) {
		*nr = number_arg("--topology: smp", text + 4, 1, SCHEDSIM_MAX_VCPUS);
		return new_vcpus(*nr);
	}
	if (read_shape(text, shape)) {
		check_shape(text, shape);
		return of_shape(shape, nr);
	}
	if (!strcmp(text, "host"))
		vcpus = topology_host(nr);
	else if (strchr(text, '/') || strchr(text, '.'))
		vcpus = read_file(text, nr);
	else
		die(TOOL_USAGE,
		    "--topology: '%s' is not known; allowed are NODESxCORESxTHREADS as in 2x4x2, smp:N, big.LITTLE, host, and a file with a dot or slash in its name",
		    text);
	check(text, vcpus, *nr);
	return vcpus;
}
