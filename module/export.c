// SPDX-License-Identifier: GPL-2.0
/*
 * What policies in modules of their own may call: all that
 * include/schedsim/policy.h declares.
 */
#include <linux/export.h>
#include <schedsim/policy.h>

EXPORT_SYMBOL_GPL(sim_now);
EXPORT_SYMBOL_GPL(sim_quantum);
EXPORT_SYMBOL_GPL(sim_seed);
EXPORT_SYMBOL_GPL(sim_expiry_first);
EXPORT_SYMBOL_GPL(sim_peeks);
EXPORT_SYMBOL_GPL(sim_rq_set_timer);
EXPORT_SYMBOL_GPL(sim_rq_hasten_timer);
EXPORT_SYMBOL_GPL(sim_slice_passed);
EXPORT_SYMBOL_GPL(sim_custom_slice);
EXPORT_SYMBOL_GPL(sim_slice_left);
EXPORT_SYMBOL_GPL(sim_custom_slice_left);
EXPORT_SYMBOL_GPL(sim_quantum_left);
EXPORT_SYMBOL_GPL(sim_burst_length);
EXPORT_SYMBOL_GPL(sim_period);
EXPORT_SYMBOL_GPL(sim_deadline);
EXPORT_SYMBOL_GPL(sim_job_deadline);
EXPORT_SYMBOL_GPL(sim_weights);
EXPORT_SYMBOL_GPL(sim_tickets);
EXPORT_SYMBOL_GPL(sim_fifo_add_behind);
EXPORT_SYMBOL_GPL(sim_fifo_empty);
EXPORT_SYMBOL_GPL(sim_fifo_next);
EXPORT_SYMBOL_GPL(sim_fifo_append);
EXPORT_SYMBOL_GPL(sim_tree_add);
EXPORT_SYMBOL_GPL(sim_tree_remove);
EXPORT_SYMBOL_GPL(sim_tree_first);
EXPORT_SYMBOL_GPL(sim_tree_least);
EXPORT_SYMBOL_GPL(sim_tree_add_value);
EXPORT_SYMBOL_GPL(sim_tree_remove_value);
EXPORT_SYMBOL_GPL(sim_tree_first_value);
EXPORT_SYMBOL_GPL(sim_tree_head);
EXPORT_SYMBOL_GPL(sim_levels_add);
EXPORT_SYMBOL_GPL(sim_levels_remove);
EXPORT_SYMBOL_GPL(sim_levels_first);
EXPORT_SYMBOL_GPL(sim_sorted_add);
EXPORT_SYMBOL_GPL(sim_sorted_add_by_id);
EXPORT_SYMBOL_GPL(sim_sorted_remove);
EXPORT_SYMBOL_GPL(sim_sorted_first);
EXPORT_SYMBOL_GPL(sim_lots_add);
EXPORT_SYMBOL_GPL(sim_lots_remove);
EXPORT_SYMBOL_GPL(sim_lots_find);
EXPORT_SYMBOL_GPL(sim_throttle);
EXPORT_SYMBOL_GPL(sim_unthrottle);
EXPORT_SYMBOL_GPL(sim_throttled_first);
EXPORT_SYMBOL_GPL(sim_allowed);
