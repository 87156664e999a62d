#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317 # tests are called by their names
#
# Loading and unloading at awkward moments. Needs SCHEDSIM_KO; leaves the module loaded.

. "$(dirname "$0")/lib.sh"

tick()
{
	echo 100 >"$sys/quantum_us" && "$here/ask" spawn a && "$here/ask" spawn b &&
		"$here/ask" spawn-sleeper s
}

has_expiries() { [ "$(cat "$sys/stats/expiries")" -gt 5 ]; }

test_unload_and_load()
{
	for _ in $(seq 20); do
		unload && gone && load && loaded && [ -c "$dev" ] && is quantum_us 10000 ||
			return
	done
}

test_unload_while_it_ticks()
{
	for _ in $(seq 10); do
		tick && eventually has_expiries && unload && gone && load || return
	done
	is stats/nr_procs 0
}

# The timer would expire in 10 s.
test_unload_long_before_it_ticks()
{
	echo 10000000 >"$sys/quantum_us" && "$here/ask" spawn a && "$here/ask" spawn b &&
		is stats/timer_armed 1 && unload && gone && load
}

test_unload_while_paused()
{
	tick && eventually has_expiries && echo 1 >"$sys/paused" && unload && gone && load
}

test_no_unload_while_a_file_is_open()
{
	tick && start "$here/ask" hold || return 1
	if unload; then
		stop
		load
		bad "unloaded under an open file"
		return 1
	fi
	eventually has_expiries && loaded
	ok=$?
	stop
	[ $ok = 0 ] && eventually unload && gone && load
}

# A private simulation keeps the module, too, even in a run; kill -9 ends that.
test_no_unload_while_a_run_goes_on()
{
	start "$here/ask" run || return 1
	sleep 0.2
	if unload; then
		bad "unloaded under a private simulation"
		return 1
	fi
	stop
	eventually unload && gone && load
}

# Attributes that are read and written while the module goes.
test_unload_under_readers()
{
	for _ in $(seq 5); do
		tick
		for _ in 1 2 3; do
			(
				while cat "$sys/stats/expiries" "$sys/policy"; do
					echo rr >"$sys/policy"
					echo fair >"$sys/policy"
				done
			) >/dev/null 2>&1 &
		done
		sleep 0.3
		unload && gone
		ok=$?
		wait
		[ $ok = 0 ] && load || return
	done
}

need_module_file
run test_unload_and_load test_unload_while_it_ticks test_unload_long_before_it_ticks \
	test_unload_while_paused test_no_unload_while_a_file_is_open test_no_unload_while_a_run_goes_on \
	test_unload_under_readers
