#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317 # tests are called by their names
#
# Policies of other modules: `las`, the example; `bad`, which breaks a rule; `misfit`, which cannot be
# registered. See tools/vm/policies, which builds them.

. "$(dirname "$0")/lib.sh"

policies=${SCHEDSIM_POLICIES:-/vm/policies}

add() {
	add_module=$1
	shift
	add_why=$(insmod "$policies/$add_module.ko" "$@" 2>&1) || bad "$add_module $*: $add_why"
}

# refuses_to_add WHY ARGUMENT...: a misfit
refuses_to_add()
{
	add_text=$1
	shift
	if insmod "$policies/misfit.ko" "$@" 2>/tmp/why; then
		rmmod misfit
		bad "misfit $* can be loaded"
	elif ! grep -q "$add_text" /tmp/why; then
		bad "misfit $*: $(cat /tmp/why)"
	fi
}

present() { grep -q "^$1 " /proc/modules; }

remove() { rmmod "$1" 2>/dev/null; }

# in_use MODULE: so it cannot be removed
in_use()
{
	if rmmod "$1" 2>/tmp/why; then
		bad "$1 can be removed"
	elif ! grep -q "temporarily unavailable" /tmp/why || ! present "$1"; then
		bad "rmmod $1: $(cat /tmp/why)"
	fi
}

known() { grep -qw -- "$1" "$sys/policy" && [ -d "$sys/$1" ]; }

unknown() { ! grep -qw -- "$1" "$sys/policy" && [ ! -e "$sys/$1" ]; }

expiries_beyond() { [ "$(cat "$sys/stats/expiries")" -gt "$1" ]; }

fair_again() { grep -qF "[fair]" "$sys/policy"; }

# Processes run: five that do for ever, two of them now.
goes_on()
{
	is stats/nr_procs 5 && is stats/nr_running 2 && is stats/nr_ready 3 &&
		eventually expiries_beyond $(($(cat "$sys/stats/expiries") + 5))
}

begin()
{
	takes reset 1 && takes policy fair && takes nr_vcpus 2 && takes quantum_us 1000 &&
		schedsim spawn --count 4 >/dev/null && schedsim spawn --affinity 1 >/dev/null
}

end() { takes policy fair && takes reset 1 && takes nr_vcpus 1 && takes quantum_us 10000; }

test_it_is_there()
{
	unknown las && add las && known las && is las/span "[vcpu] llc node all" &&
		[ "$(stat -c %a "$sys/las/span")" = 644 ] &&
		schedsim info | grep "^policies " | grep -qw las && refuses las/span all "Operation not supported"
}

test_processes_run()
{
	begin && takes policy las && active las && goes_on && takes las/span all && goes_on &&
		is las/span "vcpu llc node [all]" && takes policy rr && goes_on &&
		takes policy las:span=all && goes_on && is stats/policy_faults 0 && is policy_fault none
}

test_it_stays_while_it_is_used()
{
	in_use las && goes_on && takes policy rr && takes policy las && in_use las && goes_on &&
		start "$here/ask" hold las && takes policy fair && in_use las
	ok=$?
	stop
	[ $ok = 0 ] && eventually remove las && unknown las && goes_on && add las && known las
}

test_schedsim_stays()
{
	! rmmod schedsim 2>/dev/null && loaded && goes_on
}

test_evict()
{
	takes policy las:span=all && start "$here/ask" hold las && in_use las &&
		schedsim policy --evict las && active fair && goes_on && eventually remove las &&
		unknown las && goes_on && is stats/policy_faults 0 && is policy_fault none
	ok=$?
	stop
	end && [ $ok = 0 ] && refuses policy las
}

test_it_comes_and_goes()
{
	for _ in $(seq 20); do
		add las && takes policy las && in_use las && takes policy fair && remove las && unknown las ||
			return
	done
}

# Users meet a policy that comes and goes; nothing may be left of it afterwards.
test_it_goes_under_readers()
{
	for _ in 1 2 3; do
		(
			while [ ! -e /tmp/enough ]; do
				cat "$sys/policy" "$sys/las/span"
				echo las >"$sys/policy"
				echo las >"$sys/evict"
			done
		) >/dev/null 2>&1 &
	done
	for _ in $(seq 20); do
		add las
		eventually remove las || break
	done
	touch /tmp/enough
	wait
	rm /tmp/enough
	! present las && unknown las && takes policy fair
}

# What is virtual comes out as in userspace, also when a rule is broken.
test_digests()
{
	add las && add bad || return
	# shellcheck disable=SC2015 # either may fail
	(cd "$policies" && sh ./digests schedsim kernel >/tmp/digests) &&
		[ "$(grep -c '^digest' /tmp/digests)" = 18 ] && diff "$policies/expected" /tmp/digests >/tmp/diff ||
		{ bad "$(cat /tmp/diff)"; return 1; }
	eventually remove las && eventually remove bad
}

# fault_is RULE: the last one, and there was one
fault_is()
{
	case $(cat "$sys/policy_fault") in
	"bad: $1: time_ns="*) is stats/policy_faults 1 ;;
	*) bad "$(cat "$sys/policy_fault")" ;;
	esac
}

# usage: breaks HOW RULE SPAN: in the timer's callback, as time passes
breaks()
{
	add bad && known bad && begin && takes policy "bad:how=$1,after=20ms,span=$3" &&
		eventually fair_again && goes_on && fault_is "$2" || return
	# Nobody lets go of it but the simulation.
	eventually remove bad && unknown bad && goes_on && is stats/policy_faults 1 && end &&
		is policy_fault none
}

test_picks_nobody() { breaks 0 "picked nobody" vcpu; }
test_picks_one_that_runs() { breaks 1 "picked a process that is not ready" vcpu; }
test_picks_elsewhere() { breaks 2 "picked a process of another run queue" vcpu; }
test_picks_forbidden() { breaks 3 "picked a process that may not run there" all; }
test_slice_of_0() { breaks 4 "gave a slice of 0" vcpu; }
test_timer_without_end() { breaks 5 "made no progress" vcpu; }
test_leaves_one_queued() { breaks 7 "left a process in its queue" vcpu; }
test_leaves_one_queued_of_all() { breaks 7 "left a process in its queue" all; }

cpu_times() { schedsim ps --json | sed -n 's/.*"cpu_ns": \([0-9]*\).*/\1/p'; }

# Each of the five has run since /tmp/before was made.
all_ran() { [ "$(cpu_times | paste - /tmp/before | awk '$1 > $2' | wc -l)" = 5 ]; }

# That one is lost is seen when no other waits there. It is found again.
test_loses_one()
{
	add bad && takes reset 1 && takes nr_vcpus 2 && takes quantum_us 1000 &&
		takes policy bad:how=6,after=20ms &&
		schedsim spawn --count 5 --program 'run 2ms; sleep 3ms; loop' >/dev/null &&
		eventually fair_again && fault_is "picked nobody" && cpu_times >/tmp/before &&
		eventually all_ran && is stats/nr_procs 5 && eventually remove bad && end
}

# At once, so that whoever chooses it meets it; and the pin of a private simulation goes, too.
test_breaks_at_once()
{
	add bad && begin && takes policy bad && active fair && goes_on && is stats/policy_faults 1 &&
		takes policy bad && goes_on && is stats/policy_faults 2 && start "$here/ask" hold bad &&
		eventually remove bad && unknown bad && goes_on
	ok=$?
	stop
	end && return $ok
}

test_one_that_lacks_something()
{
	for what in name owner enqueue dequeue pick; do
		refuses_to_add nvalid lacks=$what && ! present misfit && unknown misfit || return
	done
}

test_bad_names()
{
	for name in Misfit "mis.fit" sixteen-letters- "mis/fit"; do
		refuses_to_add nvalid "name=$name" || return
	done
}

test_one_that_asks_for_too_much()
{
	refuses_to_add nvalid proc_size=1000 && refuses_to_add nvalid rq_size=8193 && unknown misfit
}

# Linux 7 makes an EBUSY of the EEXIST of a module that does not start.
there="File exists\|resource busy"

# Policies, ours and others, and what else is in the folder.
test_names_that_there_are()
{
	add las || return
	for name in las rr fair stats policy evict; do
		refuses_to_add "$there" name=$name || return
	done
	is rr/aligned 0 && known las && is stats/nr_procs 0 && remove las && unknown las
}

test_twice() { refuses_to_add "$there" twice=1 && ! present misfit && unknown misfit; }

# It is fit without all that.
test_fit() { add misfit && known misfit && begin && takes policy misfit && goes_on && end && remove misfit; }

if ! [ -e "$policies/las.ko" ]; then
	ktap_skip_all "no policies in modules: set SCHEDSIM_POLICIES"
	exit "$KSFT_SKIP"
fi
# Whatever failed, the next test can unload schedsim.ko.
clean_up()
{
	for left in las bad misfit; do
		! present $left || { echo $left >"$sys/evict"; rmmod $left; }
	done
}
trap clean_up EXIT
run test_it_is_there test_processes_run test_it_stays_while_it_is_used test_schedsim_stays test_evict \
	test_it_comes_and_goes test_it_goes_under_readers test_digests test_picks_nobody \
	test_picks_one_that_runs test_picks_elsewhere test_picks_forbidden test_slice_of_0 \
	test_timer_without_end test_leaves_one_queued test_leaves_one_queued_of_all test_loses_one \
	test_breaks_at_once test_one_that_lacks_something test_bad_names test_one_that_asks_for_too_much \
	test_names_that_there_are test_twice test_fit
