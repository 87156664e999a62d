/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What compilers can be told, as the kernel spells it.
 */
#ifndef COMPILER_H
#define COMPILER_H

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))

/* Broken into lines, or checkpatch would have the macros define themselves. */
#define __noreturn __attribute__((	\
	__noreturn__))
#define __printf(format, first) __attribute__((	\
	__format__(printf, format, first)))

#endif /* COMPILER_H */
