#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317 # tests are called by their names
#
# How much memory a process takes, as the kernel's slab allocator has it. A process without a program
# is one object of a cache.

. "$(dirname "$0")/lib.sh"

slab=/sys/kernel/slab/schedsim_proc

# In a debug kernel an object has more beside it, which is not ours.
test_size_of_a_process()
{
	size=$(cat "$slab/object_size") || { bad "no cache of processes"; return 1; }
	ktap_print_msg "a process takes $size bytes; with what the kernel adds, $(cat "$slab/slab_size")"
	[ "$size" -le 512 ]
}

# The cache may be shared with others of that size.
objects() { sed 's/ .*//' "$slab/total_objects"; }

test_processes_are_in_it()
{
	echo 1 >"$sys/reset" && before=$(objects) && schedsim spawn --count 5000 >/dev/null &&
		after=$(objects) && echo 1 >"$sys/reset" || return
	[ $((after - before)) -ge 4500 ] || bad "$before objects before, $after with 5000 processes"
}

[ -e "$slab" ] || { ktap_skip_all "no $slab"; exit "$KSFT_SKIP"; }
run test_size_of_a_process test_processes_are_in_it
