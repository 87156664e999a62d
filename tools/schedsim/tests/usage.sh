# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# The command line: what is refused, and the exit codes.

# All help fits eighty columns.
message=""
for name in "" $("$SCHEDSIM" help | sed -n 's/^  \([a-z-]*\) .*/\1/p'); do
	# shellcheck disable=SC2086 # a command, or none
	run help $name
	message+=$(awk -v name="$name" 'length > 80 { print name ": " $0 }' "$out")
done
result "help is not wider than eighty columns" "$message"

refuses "no unit" 2 "--quantum: '5' has no unit; allowed are 1us to 10s, with a unit: ns, us, ms, s, min or h" \
	run --jobs 1 --quantum 5
refuses "unknown unit" 2 "--quantum: '5m' has an unknown unit" run --jobs 1 --quantum 5m
refuses "quantum too short" 2 "--quantum: '999ns' is too short" run --jobs 1 --quantum 999ns
refuses "quantum too long" 2 "--quantum: '10.000000001s' is too long" run --jobs 1 --quantum 10.000000001s
refuses "finer than 1 ns" 2 "--until: '1.0005us' is finer than 1 ns" run --jobs 1 --until 1.0005us
refuses "too many digits" 2 "--until: '99999999999999999999999s' is too long" \
	run --jobs 1 --until 99999999999999999999999s
refuses "not a time" 2 "--until: '-5ms' is not a time" run --jobs 1 --until -5ms
refuses "live quantum too short" 2 "quantum: '99us' is too short; allowed are 100us to 10s" quantum 99us
refuses "empty job" 2 "--jobs: '' is not a time" run --jobs 5,,3
refuses "job of no time" 2 "--jobs: '0' is no time at all" run --jobs 0
refuses "unknown policy" 2 "there is no policy 'foo'; allowed are: fair, dm, edf, eevdf, fifo, hrrn, linux, llf, lottery, lrtf, mlfq, prio, rm, rr, sjf, srtf, stride" \
	run --jobs 1 --policy foo
refuses "vCPUs out of range" 2 "--vcpus: '257' is not possible; allowed are whole numbers from 1 to 256" \
	run --jobs 1 --vcpus 257
refuses "unknown tie" 2 "--tie: 'x' is not possible; allowed are arrival-first and expiry-first" \
	run --jobs 1 --tie x
refuses "nothing to run" 2 "there are no processes" run
echo '{"tasks": {"eternal": {"run": 1000}}}' >"$tmp/w.json"
refuses "what never ends" 2 "'eternal' runs for ever; say how long with --until" run "$tmp/w.json"
echo '{"tasks": {"a": {"run": 1000, "cpus": [1, 3]}}}' >"$tmp/w.json"
refuses "no vCPU to run on" 4 "$tmp/w.json:1: task 'a': cpus: there is none of 1,3" \
	run --until 1s --vcpus 1 "$tmp/w.json"
refuses "unknown option" 2 "ps: unknown or ambiguous option '--foo'; see 'schedsim help ps'" ps --foo
refuses "missing value" 2 "run: --jobs wants a value" run --jobs
refuses "unknown command" 2 "there is no command 'foo'" foo
refuses "too many arguments" 2 "ps: too many arguments" ps 1
refuses "id out of range" 2 "process id: '0' is not possible" kill 0
refuses "nice out of range" 2 "--nice: '-21' is not possible; allowed are whole numbers from -20 to 19" \
	set 1 --nice -21
refuses "priority out of range" 2 "--priority: '100' is not possible; allowed are whole numbers from 0 to 99" \
	spawn --priority 100
refuses "affinity out of range" 2 "--affinity: '0,256' is no list of vCPUs" spawn --affinity 0,256
refuses "affinity backwards" 2 "--affinity: '3-2' is no list of vCPUs" spawn --affinity 3-2
refuses "name too long" 2 "--name: 'a234567890123456' is too long; allowed are 15 bytes" \
	spawn --name a234567890123456
refuses "nothing to set" 2 "set: nothing to change" set 1
refuses "part of the three times" 2 "the three times belong together" set 1 --runtime 1ms
refuses "a slice and a time" 2 "or --slice alone" set 1 --slice 1ms --runtime 1ms
for command in "set 1" spawn; do
	# shellcheck disable=SC2086 # a command and its arguments
	refuses "$command: too short a slice" 2 "--slice: '99us' is too short; allowed are 100us to 100ms" \
		$command --slice 99us
done
refuses "no device" 3 "there is no $SCHEDSIM_DEV; load the kernel module schedsim first" ps
refuses "no device for a run in the kernel" 3 "there is no $SCHEDSIM_DEV" run --device --jobs 1
: >"$SCHEDSIM_DEV"
refuses "not our device" 3 "this device is not schedsim's" info
rm "$SCHEDSIM_DEV"

program="program: "
refuses "unknown step" 2 "$program'loo' at character 10 is not understood; expected is run, sleep" \
	spawn --program 'run 2ms; loo'
refuses "step without a unit" 2 "$program""run: '2' has no unit" spawn --program 'run 2'
refuses "step without a time" 2 "expected is a time such as 2ms" spawn --program 'sleep; loop'
refuses "loop that is not last" 2 "expected is the end, since loop goes back" \
	spawn --program 'run 1ms; loop; run 2ms'
refuses "open brace" 2 "'the end' at character" spawn --program 'repeat 3 { run 1ms'
refuses "close brace" 2 "'}' at character 9 is not understood" spawn --program 'run 1ms }'
refuses "steps without semicolon" 2 "expected is ';' between steps" spawn --program 'run 1ms sleep 2ms'
refuses "timer out of range" 2 "$program""timer as: '16' is not possible; allowed are whole numbers from 0 to 15" \
	spawn --program 'timer 1ms as 16'
refuses "no step" 2 "there is no step" spawn --program ' ; '
refuses "step without a name" 2 "expected is a name" spawn --program 'lock; run 1ms'
refuses "two names" 2 "expected is ';' between steps" spawn --program 'lock a b'
refuses "three names" 2 "expected is ';' between steps" spawn --program 'wait a b c'
refuses "attributes of which nothing is known" 2 "what 'x' is has not been said; write --object x:attr:" \
	spawn --program 'attr x'
refuses "an object without a type" 2 "--object: 'x' is not understood; expected is a name and a type" \
	spawn --object x
refuses "an object without a name" 2 "--object: ':mutex' is not understood" spawn --object :mutex
refuses "unknown type of object" 2 "expected is mutex, cond, barrier, semaphore, timer or attr" \
	spawn --object x:lock
refuses "unknown protocol" 2 "expected is none, inherit or, say, ceiling=90" spawn --object x:mutex:pip
refuses "a ceiling without a number" 2 "expected is none, inherit or, say, ceiling=90" \
	spawn --object x:mutex:ceiling
refuses "ceiling out of range" 2 "--object: ceiling: '100' is not possible" \
	spawn --object x:mutex:ceiling=100
refuses "barrier of nobody" 2 "--object: barrier: '0' is not possible" spawn --object x:barrier:0
refuses "semaphore below 0" 2 "--object: semaphore: '-1' is not possible" spawn --object x:semaphore:-1
refuses "unknown attribute" 2 "expected is class=, priority=, nice= or tickets= behind attr:" \
	spawn --object x:attr:nise=3
refuses "attribute out of range" 2 "--object: nice: '20' is not possible" \
	spawn --object x:attr:class=rr,nice=20
refuses "more than there is to say" 2 "expected is nothing behind this type" spawn --object x:cond:1
refuses "an object twice" 2 "there is a cond 'x' already" spawn --object x:cond --object x:cond
refuses "unknown class" 2 "--class: there is no class 'rt'; allowed are other, fifo, rr, batch, idle" \
	spawn --class rt
refuses "a right program with objects needs the device" 3 "there is no" \
	spawn --object x:mutex:inherit --object y:attr:priority=3,class=fifo --object z:barrier:3 \
	--count 3 --program 'lock:x; wait c x; unlock x; signal c; broadcast c; barrier z; sem_post s;
		sem_wait s; attr y; timer 2ms absolute shared t; run 1ms; repeat { sleep 1us }'
refuses "a right program needs the device" 3 "there is no" \
	spawn --program 'repeat 2 { run 1ms; yield }; timer 5ms absolute as 3; timer 5ms skip as 4; sleep 1.5s; loop 3'

message=""
for command in run compare analyse generate textbook policies new-policy load info status ps objects stats spawn kill reap set policy quantum adapt vcpus topology \
	online offline pause resume trigger \
	yield reset record-session; do
	run help "$command"
	[ "$status" = 0 ] && grep -q "^usage: schedsim $command" "$out" || message+="$command "
	run "$command" --help
	[ "$status" = 0 ] && grep -q "^usage: schedsim $command" "$out" || message+="$command "
done
result "every command has help" "$message"

run --version
message=""
[ "$status" = 0 ] && grep -q '^schedsim [0-9]' "$out" || message=$(cat "$out")
result "--version" "$message"

message=""
"$SCHEDSIM" help >/dev/full 2>"$err" && message="succeeded"
grep -q "cannot write the output: No space left on device" "$err" || message+=" $(cat "$err")"
result "a full disk is an error" "$message"

echo '{"tasks": {"a": {"run": 1}}}' >"$tmp/w.json"
interrupted "SIGINT ends a run" run --until 60h "$tmp/w.json"
