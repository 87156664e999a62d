/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All that the engine and the policies use of the kernel. The userspace build
 * replaces this header, and only this one, with tools/engine/sim_env.h.
 */
#ifndef SIM_ENV_H
#define SIM_ENV_H

#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/nospec.h>
#include <linux/string.h>
#include <linux/types.h>

#include <uapi/linux/schedsim.h>

#endif /* SIM_ENV_H */
