/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SIM_ORACLECHECK_H
#define SIM_ORACLECHECK_H

#include <stdbool.h>

/* Return: whether the oracle gives the values that others have published. */
bool check_cases(void);

#endif /* SIM_ORACLECHECK_H */
