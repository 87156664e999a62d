# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# The textbook's exercises give the textbook's numbers; see ostep.txt. And what -l takes.

# usage: ostep COMMAND OF THE TEXTBOOK'S, ARGUMENTS, EXPECTED
ostep() {
	local args got keys="response_ns turnaround_ns"
	read -ra args <<<"$2"
	[ "${1#scheduler}" = "$1" ] || keys+=" waiting_ns"
	run run --json "${args[@]}"
	# The processes come first, and have these three in this order.
	got=$(awk -v keys="$keys" -v nr="$(wc -w <<<"$3")" '
		BEGIN { n = split(keys, key) }
		{ gsub(/[",:]/, "") }
		$1 == key[k + 1] {
			printf "%s%.6g", k ? "/" : jobs ? " " : "", $2 / 1e6
			k = (k + 1) % n
			if (!k && ++jobs == nr)
				exit
		}' "$out")
	if [ "$status" != 0 ]; then
		result "$1" "exit status $status: $(cat "$err")"
	elif [ "$got" != "$3" ]; then
		result "$1" "run $2: $got, not $3"
	else
		result "$1" ""
	fi
}

cases=0
while read -r textbook; do
	case $textbook in
	"" | "#"*) continue ;;
	esac
	read -r arguments && read -r expected
	ostep "$textbook" "$arguments" "$expected"
	cases=$((cases + 1))
done <"$(dirname "${BASH_SOURCE[0]}")/ostep.txt"
[ "$cases" -ge 66 ] && message="" || message="only $cases"
result "all exercises were done" "$message"

# Processes that may not run everywhere, as multi.py's -A has them.
# usage: workload RUN[:VCPU,VCPU]...
workload() {
	local job cpus nr=0 tasks=""
	for job; do
		cpus=${job#"${job%%:*}"}
		nr=$((nr + 1))
		tasks+="${tasks:+, }\"job$nr\": {\"loop\": 1, \"run\": ${job%%:*}000"
		tasks+="${cpus:+, \"cpus\": [${cpus#:}]}}"
	done
	echo "{\"tasks\": {$tasks}}" >"$tmp/bound.json"
}

workload 21:2 31:0,2 25:2 17:0 33:2
ostep "multi.py -n 3 -r 1 -P 0 -L a:21:1,b:31:1,c:25:1,d:17:1,e:33:1 -A a:2,b:0.2,c:2,d:0,e:2" \
	"$tmp/bound.json --policy rr:span=all,aligned=1 --vcpus 3" "0/61 0/48 10/66 10/37 20/79"
ostep "multi.py -n 3 -p -r 1 -P 0 -L a:21:1,b:31:1,c:25:1,d:17:1,e:33:1 -A a:2,b:0.2,c:2,d:0,e:2" \
	"$tmp/bound.json --policy rr:aligned=1,balance=none --vcpus 3" "0/61 0/48 10/66 10/37 20/79"
workload 40:0,1 40:2 40:2 20:1,2
ostep "multi.py -n 3 -r 1 -P 0 -L a:40:1,b:40:1,c:40:1,d:20:1 -A a:0.1,b:2,c:2,d:1.2" \
	"$tmp/bound.json --policy rr:span=all,aligned=1 --vcpus 3" "0/40 0/70 10/80 0/20"
ostep "multi.py -n 3 -p -r 1 -P 0 -L a:40:1,b:40:1,c:40:1,d:20:1 -A a:0.1,b:2,c:2,d:1.2" \
	"$tmp/bound.json --policy rr:aligned=1,balance=none --vcpus 3" "0/40 0/70 10/80 0/20"
workload 30 25:1 20 35:1 15:0 10
ostep "multi.py -n 2 -r 1 -P 0 -L a:30:1,b:25:1,c:20:1,d:35:1,e:15:1,f:10:1 -A b:1,d:1,e:0" \
	"$tmp/bound.json --policy rr:span=all,aligned=1 --vcpus 2" "0/60 0/65 10/50 10/80 20/55 20/30"
ostep "multi.py -n 2 -p -r 1 -P 0 -L a:30:1,b:25:1,c:20:1,d:35:1,e:15:1,f:10:1 -A b:1,d:1,e:0" \
	"$tmp/bound.json --policy rr:aligned=1,balance=none --vcpus 2" "0/65 0/55 10/50 10/70 20/55 20/30"
# At each tick the CPUs take jobs in the order of their numbers, also when nobody waits.
gives "multi.py -n 2 -q 12 -L a:2:0,b:14:0 -r 1" "busy_ns=4000000 12000000 16000000" "migrations=0 1 1" -- \
	-l a:2:0,b:14:0 --policy rr:span=all,aligned=1 --quantum 12ms --vcpus 2

# W. Stallings, "Operating Systems: Internals and Design Principles", table 9.5: the turnaround times
# of feedback. Who is alone stays in its queue, and who arrives comes before who is preempted.
gives "feedback, q=1, of Stallings" "turnaround_ns=4000000 18000000 12000000 13000000 3000000 {" -- \
	-l 0,3,0:2,6,0:4,4,0:6,5,0:8,2,0 --policy mlfq:queues=8,keep_alone=1 --quantum 1ms --tie arrival-first
gives "feedback, q=2^i, of Stallings" "turnaround_ns=4000000 15000000 14000000 14000000 6000000 {" -- \
	-l 0,3,0:2,6,0:4,4,0:6,5,0:8,2,0 --tie arrival-first \
	--policy mlfq:queues=4,keep_alone=1,quantum1=1ms,quantum2=2ms,quantum3=4ms,quantum4=8ms

# Without I/O in between, all forms mean the same.
gives "-l is --jobs" "turnaround_ns=5000000 8000000 16000000 {" -- --policy fifo -l 5,3,8
gives "three parts, with units" "arrival_ns=0 2000" "turnaround_ns=7000 6500 {" -- \
	--policy rr --quantum 1ms -l 0,7us,0:2us,1500ns,0
gives "stride: tickets" "turnaround_ns=10000000 20000000 {" -- --policy stride --quantum 1ms -l 10:1000000,10:1
gives "two lists are one" "name=\"job0\" \"job1\" \"job2\"" "turnaround_ns=5000000 8000000 16000000 {" -- \
	-l 5 --policy fifo --jobs 3,8
gives "each list has its form" "arrival_ns=0 2000000 0" -- --policy rr -l 0,5,0:2,3,0 -l 4
refuses "two parts" 2 "-l: '5,3' does not have three parts; allowed are START,RUN,I/O-FREQUENCY" \
	run --policy mlfq -l 5,3
refuses "four parts" 2 "-l: '1,2,3,4' does not have three parts" run -l 0,1,0:1,2,3,4
refuses "no run time" 2 "-l: '0' is no time at all" run -l 0,0,0:1,2,3
refuses "an empty job" 2 "-l: '' does not have three parts" run -l 0,1,0::
refuses "an empty job at the front" 2 "-l: '' does not have three parts" run --policy mlfq -l :0,1,0
gives "tickets with any policy" "turnaround_ns=10000000 20000000 {" -- --policy fifo -l 10:5,10:3
gives "--list is --jobs" "turnaround_ns=5000000 8000000 {" -- --policy fifo --list 5 --jobs 3
gives "three run times" "arrival_ns=0 0 0" "turnaround_ns=5000000 15000000 18000000 {" -- --policy fifo -l 5,10,3
gives "one of three parts" "arrival_ns=5000000" "turnaround_ns=25000000 {" -- --policy fifo -l 5,10,3:
gives "likewise with mlfq" "arrival_ns=5000000" "turnaround_ns=25000000 {" -- --policy mlfq -l 5,10,3:
gives "a colon more" "arrival_ns=0 2000000" -- --policy rr -l 0,5,0:2,3,0:
refuses "three parts without a colon" 2 "-l: '0' is no time at all; allowed are times separated by commas, in ms where there is no unit, as in 5,2.5,800us; or START,RUN,I/O-FREQUENCY, with a colon behind, as in 5,10,3:" \
	run -l 28,27,0
refuses "no tickets" 2 "-l: '10:0' does not have a number of tickets, 1 to 1000000" \
	run --policy stride -l 10:0,5:3
gives "no time for I/O, and bump" "turnaround_ns=10000000 20000000 {" -- --policy mlfq:bump=1 -l 0,10,2:0,10,0 -i 0
gives "no time for I/O, and an arrival" "turnaround_ns=3000000 1000000 {" -- --policy mlfq -l 0,2,1:1,1,0 -i 0
gives "bump without I/O" "turnaround_ns=5000000 {" -- --policy mlfq:bump=1 -l 0,5,5 -i 0
gives "no time for I/O, without bump" "wakeups=4 0 4" "turnaround_ns=20000000 12000000 {" -- \
	--policy mlfq:bump=0 -l 0,10,2:0,10,0 -i 0
refuses "no I/O length" 2 "-i: 'x' is not a time" run -l 5 -i x
refuses "no I/O length, in full" 2 "--io-length: 'x' is not a time" run -l 5 --io-length x
refuses "-l without a list" 2 "run: -l wants a value" run -l

# multi.py: names, and vCPUs.
gives "names" "name=\"a\" \"b\"" "turnaround_ns=10000000 30000000 {" -- --policy fifo -l a:10:0,b:20ms:0
gives "names with mlfq" "turnaround_ns=10000000 30000000 {" -- --policy mlfq -l a:10:0,b:20:0
gives "two vCPUs" "turnaround_ns=10000000 20000000 {" -- --policy fifo -l a:10:0,b:20:0 --vcpus 2
gives "bound to one of two" "turnaround_ns=10000000 30000000 {" -- --policy fifo -l a:10:0,b:20:0 --vcpus 2 -A a:0,b:0
gives "not bound by naming all" "turnaround_ns=10000000 20000000 {" -- --policy fifo -l a:10:0,b:20:0 -A a:0.1,b:1
gives "as many vCPUs as are named" "nr_vcpus=4" -- -l a:10:0 -l 5 -A job1:3
echo '{"tasks": {"t": {"loop": 1, "run": 1000, "instance": 2}, "u": {"loop": 1, "run": 1000}}}' >"$tmp/two.json"
gives "instances of a file's task" "turnaround_ns=1000000 2000000 1000000 {" -- \
	--policy fifo --vcpus 2 -A t:1 --affinity u:0 "$tmp/two.json"
run run --policy fifo -l a:10:100,b:20:50 -l c:1:7
message=""
[ "$status" = 0 ] && [ "$(cat "$err")" = "schedsim: warning: working sets are without effect here: there are no caches" ] ||
	message="exit status $status: $(cat "$err")"
result "working sets: one warning" "$message"
for list in a:10 a:10: a:10:x a:10:1:2 "a:10:1," a:10:1,b ,a:1:1; do
	refuses "names: $list" 2 "; allowed are " run -l "$list"
done
gives "names that are numbers" 'name="1" "2"' -- -l 1:100:50,2:100:150 --policy rr:span=all,aligned=1 --vcpus 4
gives "one name that is a number" 'name="7"' -- -l 7:10:5 --policy mlfq
gives "a cache, as multi.py has it" "turnaround_ns=67000000 72000000 57000000 {" "warm_ns=8000000" -- --policy rr:aligned=1 \
	-l a:30:60,b:30:120,c:20:10 --quantum 5ms --cache size=100,rate=2,warmup=4ms --unit 1ms
gives "the defaults of multi.py" "cache_size=100" "cache_rate=2" "cache_warmup_ns=10000000" -- -l a:30:60 --cache rate=2
gives "peeking, as multi.py has it" "turnaround_ns=28000000 10000000 25000000 {" "warm_ns=10000000 8000000" "peek_ns=5000000" -- \
	--policy rr:aligned=1,balance=none -l a:30:10,b:10:10,c:30:10 --vcpus 2 --quantum 5ms --cache size=100 --unit 1ms --peek 5ms
gives "whole quanta, as lottery.py" "turnaround_ns=6000000 {" "unit_ns=2000000" -- \
	--policy lottery -l 5:100 --quantum 2ms --unit 2ms
refuses "no key of a cache" 2 "--cache: 'ways=4' is not possible; allowed are size=NUMBER, rate=NUMBER and warmup=TIME" \
	run -l a:10:1 --cache ways=4
refuses "a warmup that is too short" 2 "--cache: warmup: '1ns' is too short; allowed are 0, or 1us or more" \
	run -l a:10:1 --cache warmup=1ns
refuses "a working set that is too large" 2 "-l: 'a:10:65536' does not have a number for its working set, 0 to 65535" \
	run -l a:10:65536
refuses "names: no time" 2 "-l: '0' is no time at all; allowed are NAME:RUN:WORKING-SET" run -l a:0:1
refuses "vCPUs of nobody" 2 "-A: there is no process 'c'; allowed are: a, b" run -l a:10:0,b:20:0 -A a:0,c:1
refuses "a vCPU that there is not" 2 "--affinity: there is no vCPU '2'; allowed are 0 to 1 (see --vcpus)" \
	run -l a:10:0 --vcpus 2 --affinity a:0.2
refuses "a vCPU that there cannot be" 2 "-A: there is no vCPU '256'; allowed are 0 to 255," run -l a:10:0 -A a:256
for list in a: a:x a:0. a:.0 a:0..1 a:-1 a:4294967296 a:99999999999999999999; do
	refuses "no vCPU: $list" 2 "-A: there is no vCPU '" run -l a:10:0 -A "$list"
done
for list in "" a :0 "a:0," ,a:0; do
	refuses "no affinity: '$list'" 2 "-A: '" run -l a:10:0 -A "$list"
done
refuses "somebody's vCPUs twice" 2 "-A: 'a' is there twice; each may come once" run -l a:10:0 -A a:0,a:1
refuses "somebody's vCPUs twice, in two options" 2 "--affinity: 'a' is there twice" run -l a:10:0 -A a:0 --affinity a:0

# Parameters of a policy.
gives "parameters" "policy=\"mlfq\"" 'value=2 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 "vcpu" "all"' -- \
	--jobs 0,5,0 --policy mlfq:queues=2,stay=1
gives "parameters that were not given" 'value=3 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 "vcpu" "all"' -- --jobs 0,5,0 --policy mlfq
gives "no parameters of its own" 'value="vcpu" "all"' -- --jobs 5 --policy fifo
gives "mlfq has a tie of its own" 'tie="expiry-first"' -- --jobs 0,5,0 --policy mlfq
gives "unless told" 'tie="arrival-first"' -- --jobs 0,5,0 --policy mlfq --tie arrival-first
refuses "unknown parameter" 2 "policy mlfq: there is no parameter 'queue'; allowed are: queues, boost," \
	run --jobs 0,5,0 --policy mlfq:queue=3
refuses "a policy without parameters of its own" 2 "policy fifo: there is no parameter 'x'; allowed are: span, balance" \
	run --jobs 5 --policy fifo:x=1
refuses "parameters without a colon" 2 "policy 'mlfq,queues=2': parameters follow a colon, as in mlfq:boost=10ms" \
	run --jobs 5 --policy mlfq,queues=2
refuses "parameters of no policy" 2 "there is no policy 'foo'; allowed are: fair, dm," \
	run --jobs 5 --policy foo:x=1
refuses "parameter out of range" 2 "policy mlfq: queues: '65' is not possible; allowed are 1 to 64" \
	run --jobs 0,5,0 --policy mlfq:queues=65
refuses "parameter without a unit" 2 "policy mlfq: boost: '100' has no unit; allowed are 0, or 1us or more, with a unit" \
	run --jobs 0,5,0 --policy mlfq:boost=100
refuses "parameter is no number" 2 "policy mlfq: queues: '2ms' is not a whole number" \
	run --jobs 0,5,0 --policy mlfq:queues=2ms
refuses "parameter without a value" 2 "policy mlfq: queues has no value; expected queues=VALUE" \
	run --jobs 0,5,0 --policy mlfq:queues
refuses "parameter twice" 2 "policy mlfq: stay is there twice" \
	run --jobs 0,5,0 --policy mlfq:stay=1,stay=0
refuses "nothing behind the colon" 2 "policy mlfq: there is no parameter ''" \
	run --jobs 0,5,0 --policy mlfq:
refuses "a slice too short" 2 "policy mlfq: quantum1: '500ns' is too short; allowed are 0, or 1us to 10s, with a unit" \
	run --jobs 0,5,0 --policy mlfq:quantum1=500ns
refuses "a slice too long" 2 "policy mlfq: quantum1: '11s' is too long; allowed are 0, or 1us to 10s, with a unit" \
	run --jobs 0,5,0 --policy mlfq:quantum1=11s
refuses "a boost too soon" 2 "policy mlfq: boost: '0.5us' is too short; allowed are 0, or 1us or more, with a unit" \
	run --jobs 0,5,0 --policy mlfq:boost=0.5us
gives "the shortest slices, and none" "turnaround_ns=5000000 {" -- --jobs 0,5,0 --policy mlfq:quantum1=1us,boost=0

# usage: warns NAME WARNING ARGUMENT...
warns() {
	local name=$1 want="schedsim: warning: $2" message=""
	shift 2
	run "$@"
	[ "$status" = 0 ] && [ "$(cat "$err")" = "$want" ] || message="exit status $status: $(cat "$err")"
	result "$name" "$message"
}
warns "parameters of a queue that there is not" "policy mlfq: without effect with 2 queues: quantum5, allotment3" \
	run -l 0,5,0 --policy mlfq:quantum5=3ms,queues=2,allotment2=7,allotment3=2
warns "of one that there is not at first" "policy mlfq: without effect with 3 queues: quantum4" \
	run -l 0,5,0 --policy mlfq:quantum3=3ms,quantum4=3ms
warns "in a comparison: once" "policy mlfq: without effect with 1 queue: quantum2" \
	compare -l 5 --policies rr,mlfq:quantum2=3ms,queues=1 --quanta 1ms,2ms --seeds 1..3
run run -l 0,5,0 --policy mlfq:queues=8,quantum8=1ms
result "no warning if there is the queue" "$(cat "$err")"
