#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317 # tests are called by their names
#
# Every attribute in /sys/class/misc/schedsim: mode, default, what it takes and what not, and that
# it shows the same as the ioctls (asked by the program ./ask). Needs a freshly loaded module, or
# SCHEDSIM_KO to load one.

. "$(dirname "$0")/lib.sh"

controls_rw="capacity core llc migration_far_ns migration_llc_ns migration_node_ns migration_smt_ns node nr_vcpus online paused policy quantum_us switch_cost_ns tie"
controls_ro="max_procs policy_fault"
controls_wo="evict reset trigger"
# What include/ABI documents, below the directory of the device: of statistics and of parameters there
# are many, and it is the only list of them.
entries() { sed -n "s|^What:[[:space:]]*$sys/||p" "$here/sysfs-class-misc-schedsim"; }
numbers=$(entries | grep '^stats/' | grep -v '^stats/lateness$')
adapt=$(entries | grep '^adapt/\|^balancing/')
params=$(entries | grep / | grep -v '^stats/\|^adapt/\|^balancing/')
# None of these may go again, from both at once.
least_numbers=48
least_params=88

mode() { stat -L -c %a "$sys/$1"; }

policies="fair dm edf eevdf fifo hrrn linux llf lottery lrtf mlfq prio rm rr sjf srtf stride"

test_device_node()
{
	[ -c "$dev" ] || { bad "no $dev"; return 1; }
	[ "$(stat -c %a:%u:%g "$dev")" = 600:0:0 ] || bad "$dev: $(stat -c %a:%u:%g "$dev")"
}

test_modes()
{
	[ "$(echo "$numbers" | wc -l)" -ge $least_numbers ] || bad "statistics: $numbers"
	[ "$(echo "$params" | wc -l)" -ge $least_params ] || bad "parameters: $params"
	for file in $controls_rw $adapt $params; do
		[ "$(mode "$file")" = 644 ] || { bad "$file: $(mode "$file")"; return 1; }
	done
	for file in $controls_wo; do
		[ "$(mode "$file")" = 200 ] || { bad "$file: $(mode "$file")"; return 1; }
	done
	for file in $controls_ro stats/lateness $numbers; do
		[ "$(mode "$file")" = 444 ] || { bad "$file: $(mode "$file")"; return 1; }
	done
}

# Nothing that this test does not know.
test_no_others()
{
	for path in "$sys"/* "$sys"/*/*; do
		file=${path#"$sys"/}
		case $file in
		dev | power | power/* | subsystem | subsystem/* | uevent | stats | adapt | balancing) continue ;;
		esac
		for known in $policies $controls_rw $controls_ro $controls_wo $numbers $adapt $params \
			stats/lateness; do
			[ "$file" != "$known" ] || continue 2
		done
		bad "$file is not tested"
		return 1
	done
}

# Each has an entry in include/ABI (test_no_others looks at the many), and the other way round.
test_abi_entries()
{
	for file in $controls_rw $controls_ro $controls_wo stats/lateness; do
		entries | grep -qx "$file" || { bad "no entry: $file"; return 1; }
	done
	for policy in $policies; do
		for file in span balance; do
			entries | grep -qx "$policy/$file" || { bad "no entry: $policy/$file"; return 1; }
		done
	done
	for file in $(entries); do
		[ -e "$sys/$file" ] || { bad "an entry, but no $file"; return 1; }
	done
}

test_defaults()
{
	is policy "[fair]${policies#fair}" && is quantum_us 10000 && is nr_vcpus 1 && is online 0 && is paused 0 &&
		is llc 0 && is node 0 && is core 0 && is capacity 1024 && is migration_smt_ns 0 &&
		is migration_far_ns 0 && is policy_fault none &&
		is switch_cost_ns 0 && is tie "[arrival-first] expiry-first" && is max_procs 65536 &&
		is stats/nr_procs 0 && is stats/timer_armed 0 && is stats/callbacks 0 &&
		is stats/lateness "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"
}

test_adapt()
{
	is adapt/target "[off] switch response" && is adapt/switch_ppm 50000 &&
		is adapt/response_us 20000 && is adapt/min_us 100 && is adapt/max_us 1000000 &&
		is adapt/interval_us 100000 && is stats/quantum_ns 10000000 &&
		takes adapt/switch_ppm 100 && takes adapt/switch_ppm 900000 &&
		refuses adapt/switch_ppm 99 && refuses adapt/switch_ppm 900001 &&
		refuses adapt/switch_ppm 0 && refuses adapt/switch_ppm 4294967396 &&
		takes adapt/response_us 100 && refuses adapt/response_us 99 &&
		refuses adapt/response_us 10000001 && refuses adapt/min_us 99 &&
		refuses adapt/min_us 1000001 && refuses adapt/max_us 99 &&
		refuses adapt/max_us 10000001 && refuses adapt/interval_us 99 &&
		refuses adapt/interval_us 18446744073709552 &&
		refuses adapt/target on && refuses adapt/target 1 && is stats/quantum_ns 10000000 &&
		takes adapt/max_us 8000 && is stats/quantum_ns 10000000 &&
		takes adapt/target switch && is adapt/target "off [switch] response" &&
		is stats/quantum_ns 8000000 && is quantum_us 10000 &&
		takes quantum_us 3000 && is stats/quantum_ns 3000000 &&
		takes quantum_us 9000 && is stats/quantum_ns 8000000 && is quantum_us 9000 &&
		takes adapt/target response && is stats/quantum_ns 8000000 &&
		takes adapt/target off && is stats/quantum_ns 9000000 && is stats/quantum_changes 0 &&
		takes quantum_us 10000 && takes adapt/max_us 1000000 &&
		takes adapt/switch_ppm 50000 && takes adapt/response_us 20000
}

test_balancing()
{
	is balancing/parts policy && is balancing/defects none && is balancing/interval_us 4000 &&
		is balancing/imbalance_pct 117 && refuses balancing/defects group-imbalance &&
		takes balancing/parts all && is balancing/parts wake,idle,periodic,push,pull &&
		takes balancing/parts idle,wake && is balancing/parts wake,idle &&
		refuses balancing/parts idle,idle && refuses balancing/parts idle, &&
		refuses balancing/parts steal &&
		takes balancing/defects missing-domains,group-imbalance &&
		is balancing/defects group-imbalance,missing-domains &&
		refuses balancing/parts policy && takes balancing/defects none &&
		refuses balancing/interval_us 99 && refuses balancing/interval_us 0 &&
		takes balancing/interval_us 100 && takes balancing/interval_us 10000000 &&
		refuses balancing/interval_us 10000001 && refuses balancing/imbalance_pct 99 &&
		refuses balancing/imbalance_pct 1001 && takes balancing/imbalance_pct 1000 &&
		takes balancing/parts none && is balancing/parts none &&
		takes balancing/imbalance_pct 117 && takes balancing/interval_us 4000 &&
		takes balancing/parts policy && is balancing/parts policy
}

test_quantum_us()
{
	takes quantum_us 100 && is quantum_us 100 &&
		takes quantum_us 10000000 && is quantum_us 10000000 &&
		takes quantum_us 0x1388 && is quantum_us 5000 &&
		takes quantum_us "10000$nl" && is quantum_us 10000 &&
		refuses quantum_us 99 && refuses quantum_us 10000001 && refuses quantum_us 0 &&
		refuses quantum_us -1 && refuses quantum_us "
" && refuses quantum_us abc &&
		refuses quantum_us 5ms && refuses quantum_us "100 200" &&
		refuses quantum_us 18446744073709551 && refuses quantum_us 18446744073709552 &&
		refuses quantum_us 18446744073709551615 &&
		refuses quantum_us 99999999999999999999 "Numerical result out of range" &&
		is quantum_us 10000
}

test_paused()
{
	takes paused 1 && is paused 1 && takes paused 1 && is paused 1 &&
		first=$(cat "$sys/stats/time_ns") && sleep 0.05 && is stats/time_ns "$first" &&
		refuses paused 2 && refuses paused -1 && refuses paused "
" &&
		takes paused 0 && is paused 0 && takes paused 0 &&
		[ "$(cat "$sys/stats/time_ns")" -gt "$first" ]
}

# Those of the active policy can be set; what they show while it is not is where it begins.
test_params()
{
	takes policy rr && is mlfq/queues 3 && is mlfq/boost_us 0 && is mlfq/allotment8 0 &&
		refuses mlfq/queues 4 "Operation not supported" && is mlfq/queues 3 &&
		takes policy mlfq && takes mlfq/queues 4 && is mlfq/queues 4 &&
		takes mlfq/boost_us 100000 && is mlfq/boost_us 100000 && is mlfq/queues 4 &&
		takes mlfq/stay 1 && takes mlfq/allotment2 "7$nl" && is mlfq/allotment2 7 &&
		takes mlfq/quantum1_us 100 && is mlfq/quantum1_us 100 &&
		refuses mlfq/quantum1_us 99 && refuses mlfq/quantum1_us 10000001 &&
		refuses mlfq/queues 0 && refuses mlfq/queues 65 && refuses mlfq/queues x &&
		refuses mlfq/queues "$nl" && refuses mlfq/queues -1 && refuses mlfq/stay 2 &&
		refuses mlfq/boost_us 99 && refuses mlfq/boost_us 72057594037927936 &&
		is mlfq/queues 4 && is mlfq/boost_us 100000 && is mlfq/quantum1_us 100 &&
		is tie "arrival-first [expiry-first]" &&
		takes policy "mlfq:queues=2,boost=1s,bump=1" && is mlfq/queues 2 &&
		is mlfq/boost_us 1000000 && is mlfq/bump 1 && is mlfq/stay 0 &&
		refuses policy "mlfq:queues=65" && refuses policy "mlfq:boost=1" &&
		refuses policy "mlfq:x=1" && refuses policy "rr:queues=2" && is mlfq/queues 2 &&
		refuses policy "mlfq:stay=1,stay=1" && refuses policy "mlfq:boost=1.5s" &&
		takes tie arrival-first && takes policy mlfq && is mlfq/queues 2 &&
		is mlfq/boost_us 1000000 && is tie "[arrival-first] expiry-first" &&
		takes policy "mlfq:boost=2min$nl" && is mlfq/boost_us 120000000 && is mlfq/queues 3 &&
		is tie "arrival-first [expiry-first]" &&
		takes policy rr && takes rr/aligned 1 && is rr/aligned 1 && refuses rr/aligned 2 &&
		takes policy "rr:span=node" && is rr/aligned 0 && is mlfq/span "[vcpu] llc node all" &&
		takes policy fair && is mlfq/queues 3 && is tie "[arrival-first] expiry-first"
}

test_span()
{
	takes policy rr && is rr/span "[vcpu] llc node all" && takes rr/span all &&
		is rr/span "vcpu llc node [all]" && takes rr/span "llc$nl" &&
		is rr/span "vcpu [llc] node all" && refuses rr/span 3 && refuses rr/span al &&
		refuses rr/span "$nl" && refuses prio/span all "Operation not supported" &&
		takes policy prio:span=node && is prio/span "vcpu llc [node] all" &&
		is rr/span "[vcpu] llc node all" && takes policy fair
}

test_balance()
{
	takes policy rr && is rr/balance "none idle [all]" && takes rr/balance none &&
		is rr/balance "[none] idle all" && takes rr/balance "idle$nl" &&
		is rr/balance "none [idle] all" && refuses rr/balance 1 && refuses rr/balance al &&
		takes policy prio:balance=none && is prio/balance "[none] idle all" &&
		is rr/balance "none idle [all]" && takes policy fair
}

test_llc_and_node()
{
	takes nr_vcpus 8 && is llc 0-7 && is node 0-7 && takes llc "0-3 4-7" && is llc "0-3 4-7" &&
		takes llc "4-7 0-3" && is llc "0-3 4-7" && takes node "0-3 4-7$nl" && is node "0-3 4-7" &&
		refuses llc "0-1 2-5 6-7" && refuses llc 0-3 && refuses llc "0-3 3-7" &&
		refuses llc 0-8 && refuses llc "$nl" && refuses llc x && refuses llc "0-3 4-7 256" &&
		refuses node "0-2 3-7" && takes node 0-7 && takes llc "0,2 1,3 4 5 6-7" &&
		is llc "0,2 1,3 4 5 6-7" && takes nr_vcpus 2 && is llc "0 1" && is node 0-1 &&
		takes nr_vcpus 4 && is llc "0,2-3 1" && "$here/ask" spawn a &&
		refuses llc 0-3 "Device or resource busy" && refuses node "0,2-3 1" \
			"Device or resource busy" && takes llc "0,2-3 1" && is stats/nr_procs 1 &&
		takes reset 1 && takes nr_vcpus 1 && is llc 0
}

test_core_and_capacity()
{
	takes nr_vcpus 4 && is core "0 1 2 3" && takes core "0-1 2 3" && is core "0-1 2 3" &&
		takes core "0,2 1,3$nl" && is core "0,2 1,3" && refuses llc "0-1 2-3" &&
		takes llc "0,2 1,3" && refuses core 0-3 && refuses core "0-1 2" && refuses core x &&
		takes core "0 1 2 3" && takes llc 0-3 && is core "0 1 2 3" &&
		is capacity "1024 1024 1024 1024" && takes capacity "1 446 512  1024$nl" &&
		is capacity "1 446 512 1024" && refuses capacity "1 2 3" && refuses capacity "1 2 3 4 5" &&
		refuses capacity "0 1 1 1" && refuses capacity "1025 1 1 1" && refuses capacity x &&
		refuses capacity "$nl" && refuses capacity "1 1 1 65537" &&
		is capacity "1 446 512 1024" && "$here/ask" spawn a &&
		refuses capacity "1 1 1 1" "Device or resource busy" &&
		refuses core 0-3 "Device or resource busy" && takes capacity "1 446 512 1024" &&
		takes reset 1 && takes nr_vcpus 1 && is capacity 1 && takes capacity 1024
}

test_migration_ns()
{
	for file in smt llc node far; do
		file=migration_${file}_ns
		takes $file 1000000000 && is $file 1000000000 && refuses $file 1000000001 &&
			refuses $file -1 && refuses $file x && refuses $file "$nl" &&
			"$here/ask" spawn a && refuses $file 0 "Device or resource busy" &&
			takes reset 1 && takes $file 0 && is $file 0 || return
	done
}

# Whoever uses a policy goes on under fair, and nobody else is concerned.
test_evict()
{
	takes policy mlfq:queues=5 && "$here/ask" spawn a && "$here/ask" spawn b &&
		takes evict rr && active mlfq && is mlfq/queues 5 && takes evict "mlfq$nl" && active fair &&
		is mlfq/queues 3 && is stats/nr_procs 2 && is stats/nr_running 1 && is policy_fault none &&
		is stats/policy_faults 0 && takes policy rr && takes evict rr && active fair &&
		refuses evict fair && refuses evict nonesuch "No such file or directory" &&
	takes evict mlfq && takes reset 1
}

test_policy()
{
	for policy in $policies; do
		takes policy "$policy" &&
			is policy "$(echo "$policies" | sed "s/\<$policy\>/[&]/")" || return
	done
	takes policy "fair$nl" && active fair &&
		refuses policy nonesuch && refuses policy "
" && refuses policy "fair rr" &&
		refuses policy "[rr]" && refuses policy r && refuses policy RR
}

test_switch_cost_ns()
{
	takes switch_cost_ns 1000000000 && is switch_cost_ns 1000000000 &&
		refuses switch_cost_ns 1000000001 && refuses switch_cost_ns -1 &&
		refuses switch_cost_ns x && takes switch_cost_ns 0 && is switch_cost_ns 0
}

test_tie()
{
	takes tie expiry-first && is tie "arrival-first [expiry-first]" &&
		refuses tie expiry && refuses tie 1 && refuses tie "
" &&
		takes tie arrival-first && is tie "[arrival-first] expiry-first"
}

test_nr_vcpus()
{
	takes nr_vcpus 256 && is nr_vcpus 256 && refuses nr_vcpus 257 && refuses nr_vcpus 0 &&
		refuses nr_vcpus -1 && refuses nr_vcpus x && takes nr_vcpus 2 && is nr_vcpus 2 &&
		"$here/ask" spawn a && refuses nr_vcpus 1 "Device or resource busy" && is nr_vcpus 2 &&
		takes reset 1 && takes nr_vcpus 1 && is nr_vcpus 1
}

test_max_procs() { ! { echo 10 >"$sys/max_procs"; } 2>/dev/null && is max_procs 65536; }

# Attributes and statistics of processes that go on meanwhile agree with the ioctls when paused.
test_agrees_with_the_ioctls()
{
	takes quantum_us 300 && takes nr_vcpus 2 && takes policy rr &&
		"$here/ask" spawn a && "$here/ask" spawn b && "$here/ask" spawn c &&
		"$here/ask" spawn-sleeper s &&
		eventually [ "$(cat "$sys/stats/expiries")" -ge 0 ] && sleep 0.1 &&
		takes paused 1 && is stats/nr_procs 4 && is stats/nr_running 2 &&
		is paused "$("$here/ask" paused)" || return 1
	[ "$(cat "$sys/stats/expiries")" -gt 0 ] || { bad "no expiries"; return 1; }
	for file in $numbers stats/lateness; do
		is "$file" "$("$here/ask" "${file#stats/}")" || return 1
	done
	is quantum_us "$(($("$here/ask" quantum_ns) / 1000))" && is nr_vcpus "$("$here/ask" nr_vcpus)" &&
		takes reset 1 && takes paused 0 && takes nr_vcpus 1 && takes quantum_us 10000 &&
		takes policy fair && is stats/nr_procs 0
}

test_trigger()
{
	takes policy rr && takes quantum_us 10000000 && "$here/ask" spawn a && "$here/ask" spawn b &&
		is stats/switches 0 && takes trigger 0 && is stats/switches 1 &&
		takes trigger all && is stats/switches 2 && takes paused 1 &&
		takes trigger all && is stats/switches 3 && is stats/expiries 0 &&
		refuses trigger 1 && refuses trigger -1 && refuses trigger "
" && refuses trigger x &&
		is stats/switches 3 && takes reset 1 && takes paused 0 && takes policy fair &&
		takes quantum_us 10000
}

test_online()
{
	refuses online "$nl" && refuses online 1 && takes online 0 &&
		takes nr_vcpus 4 && is online 0-3 && takes online "1,3$nl" && is online 1,3 &&
		takes online 0-2 && is online 0-2 && takes online 2 && is online 2 &&
		refuses online 4 && refuses online 0-4 && refuses online "$nl" &&
		refuses online x && refuses online -1 && refuses online 2-1 &&
		is online 2 && takes policy rr && "$here/ask" spawn a && "$here/ask" spawn b &&
		is stats/nr_running 1 && is stats/nr_ready 1 && takes online 0,2 &&
		is stats/nr_running 2 && takes online 1 && is stats/nr_running 1 &&
		takes reset 1 && is online 0-3 && takes online 1 && takes nr_vcpus 2 &&
		is online 0-1 && takes nr_vcpus 1 && is online 0 && takes policy fair
}

test_reset()
{
	"$here/ask" spawn a && is stats/nr_procs 1 && refuses reset 0 && refuses reset 2 &&
		refuses reset "
" && is stats/nr_procs 1 && takes reset 1 && is stats/nr_procs 0
}

test_write_only()
{
	for file in $controls_wo; do
		! cat "$sys/$file" 2>/dev/null || { bad "$file can be read"; return 1; }
	done
}

# Boot configuration, when there is a module to load.
boots_with()
{
	if ! unload || ! insmod "$ko" "$@" 2>/dev/null; then
		bad "cannot be loaded with $*"
	fi
}

fails_with()
{
	unload || { bad "cannot be unloaded"; return 1; }
	why=$(insmod "$ko" "$@" 2>&1) && { bad "loads with $*"; return 1; }
	case $why in
	*"nvalid "*) ;;
	*) bad "$*: $why"; return 1 ;;
	esac
	gone || bad "something is left after $*"
}

test_module_parameters()
{
	boots_with policy=rr quantum_us=100 nr_vcpus=3 max_procs=1 &&
		active rr && is quantum_us 100 && is nr_vcpus 3 && is max_procs 1 &&
		boots_with quantum_us=10000000 nr_vcpus=256 max_procs=100000 policy=prio &&
		active prio && is quantum_us 10000000 && is nr_vcpus 256 &&
		is max_procs 100000 && boots_with policy=mlfq:queues=2,boost=5ms && active mlfq &&
		is mlfq/queues 2 && is mlfq/boost_us 5000 && "$here/ask" fresh mlfq &&
		takes policy mlfq && is mlfq/queues 2 && boots_with && test_defaults && test_device_node
}

# They are the boot configuration: what is changed later is not seen there, nor changed there.
test_module_parameters_stay()
{
	[ "$(cat /sys/module/schedsim/parameters/quantum_us)" = 10000 ] &&
		[ "$(stat -c %a /sys/module/schedsim/parameters/quantum_us)" = 444 ] &&
		[ "$(cat /sys/module/schedsim/parameters/policy)" = fair ]
}

test_bad_module_parameters()
{
	fails_with quantum_us=99 && fails_with quantum_us=10000001 && fails_with quantum_us=0 &&
		fails_with quantum_us=-1 && fails_with quantum_us=x &&
		fails_with quantum_us=18446744073709552 &&
		fails_with quantum_us=18446744073709551615 &&
		fails_with nr_vcpus=0 && fails_with nr_vcpus=257 && fails_with max_procs=0 &&
		fails_with max_procs=1048577 && fails_with policy=nonesuch && fails_with policy= &&
		fails_with policy=mlfq:queues=2,queues=2 && fails_with policy=mlfq:quantum1=99us &&
		boots_with && test_defaults
}

set -- test_device_node test_modes test_no_others test_abi_entries test_defaults test_adapt test_balancing test_quantum_us test_paused \
	test_policy test_params test_span test_balance test_switch_cost_ns test_tie test_nr_vcpus test_llc_and_node \
	test_core_and_capacity test_migration_ns \
	test_evict test_max_procs \
	test_agrees_with_the_ioctls test_trigger test_online test_reset test_write_only
if [ -e "$ko" ]; then
	need_module_file
	set -- "$@" test_module_parameters test_module_parameters_stay test_bad_module_parameters
fi
run "$@"
