/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loads and unloads the module.
 */
#ifndef SCHEDSIM_LOAD_H
#define SCHEDSIM_LOAD_H

#include <sys/syscall.h>

#include "calls.h"

#define MAX_IMAGE	(16 << 20)

static struct {
	char *bytes;
	size_t size;
} image;

/* Read the module's file into memory; false: there is none. */
static inline bool module_image(void)
{
	const char *path = getenv("SCHEDSIM_KO");
	FILE *file = fopen(path ? path : "/vm/schedsim.ko", "r");

	if (!file)
		return false;
	image.bytes = malloc(MAX_IMAGE);
	if (image.bytes)
		image.size = fread(image.bytes, 1, MAX_IMAGE, file);
	fclose(file);
	return image.size;
}

/* These return 0, or -errno. */
static inline int module_load(const char *args)
{
	return syscall(SYS_init_module, image.bytes, image.size, args) ?
	       -errno : 0;
}

static inline int module_unload(void)
{
	return syscall(SYS_delete_module, "schedsim", O_NONBLOCK) ? -errno : 0;
}

/* Nothing is to be seen of it. */
static inline bool module_gone(void)
{
	return access(DEVICE, F_OK) && access("/sys/module/schedsim", F_OK) &&
	       access("/sys/class/misc/schedsim", F_OK);
}

static inline bool module_works(void)
{
	int fd = create_live("rr", MS(1), 1);
	bool ok = fd >= 0 && spawn(fd, "a") == 1 && running(fd) == 1;

	close(fd);
	return ok;
}

#endif /* SCHEDSIM_LOAD_H */
