// SPDX-License-Identifier: GPL-2.0
/*
 * The static build of the command: it stands in for run/shared_object.c.
 */
#include "run/shared_object.h"
#include "util/tool.h"

const void *shared_object_symbol(const char *path, const char *symbol)
{
	die(TOOL_USAGE,
	    "%s: this is schedsim.static, which cannot load shared objects; use the dynamic build, schedsim",
	    path);
}
