// SPDX-License-Identifier: GPL-2.0
/*
 * Loading shared objects.
 */
#include <dlfcn.h>
#include <stddef.h>

#include "run/shared_object.h"
#include "util/tool.h"

/**
 * shared_object_symbol - load a shared object, or die
 * @path: its file; it stays loaded
 * @symbol: what to look for in it
 *
 * Return: where @symbol is, or NULL if it is not there.
 */
const void *shared_object_symbol(const char *path, const char *symbol)
{
	void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (!object)
		die(TOOL_USAGE, "cannot load the policy: %s", dlerror());
	return dlsym(object, symbol);
}
