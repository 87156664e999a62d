# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# vCPUs that go offline and online during a run; the numbers were worked out by hand.

# From 5 on both share vCPU 0: job1 waits until 10, has the 5 ms left of its slice until 15; then
# job0 runs until 25.
gives "who ran at an offline vCPU has the rest of its slice elsewhere" \
	"finish_ns=25000000 35000000" "migrations=0 1 1" "offline_ns=0 30000000" \
	"busy_ns=35000000 5000000 40000000" "idle_ns=0 0 0" "online=true false" "stranded=false false" \
	-- --jobs 20,20 --policy rr --quantum 10ms --vcpus 2 --offline 1@5ms
gives "a vCPU that comes online pulls" \
	"finish_ns=25000000 25000000" "offline_ns=0 10000000" "online=true true" \
	-- --jobs 20,20 --policy rr --vcpus 2 --offline 1@5ms --online 1@15ms
gives "offline from the beginning, without a time" \
	"finish_ns=3000000 6000000" "offline_ns=6000000 0 6000000" \
	-- --jobs 3,3 --policy fifo --vcpus 3 --offline 0,2
gives "as many vCPUs as are named" "nr_vcpus=4" -- --jobs 1 --offline 3@1s
gives "a run that is over does not wait for a change" "time_ns=2000000" \
	-- --jobs 2 --vcpus 2 --offline 1@1s --online 1@2s

bound='{"tasks": {"a": {"loop": 1, "run": 4000, "cpus": [1]}, "b": {"loop": 1, "run": 2000}}}'
file_gives "who may run nowhere waits until it may" \
	"finish_ns=13000000 2000000" "waiting_ns=9000000 0 {" "stranded=false false" \
	-- --policy rr --vcpus 2 --offline 1@1ms --online 1@10ms <<<"$bound"
file_gives "who may run nowhere at the end says so" \
	'state="ready" "exited"' "stranded=true false" "time_ns=2000000" \
	-- --policy mlfq:boost=1ms --vcpus 2 --offline 1@1ms <<<"$bound"
run run --policy rr --vcpus 2 --offline 1@1ms "$tmp/w.json"
message=""
grep -q "^ *1 *a *ready *a vCPU to be online " "$out" || message=$(cat "$out")
result "... and in words" "$message"
run run --policy rr --gantt --jobs 20,20 --vcpus 2 --offline 1@10ms --until 30ms
message=""
grep -q "OFFLINE" "$out" && grep -q "^job1 .*   " "$out" || message=$(cat "$out")
result "time offline is in the table" "$message"

refuses "the last vCPU stays" 2 "vCPU 0 is the last one that is online at 5ms; one must stay" \
	run --jobs 1 --vcpus 2 --offline 0@5ms --offline 1@3ms
refuses "no such vCPU" 2 "--online: there is no vCPU 2; allowed are 0 to 1" \
	run --jobs 1 --vcpus 2 --online 2@5ms
refuses "a time without a unit" 2 "--offline: '5' has no unit" run --jobs 1 --vcpus 2 --offline 1@5
refuses "no list of vCPUs" 2 "--offline: '' is no list of vCPUs" run --jobs 1 --vcpus 2 --offline @5ms
refuses "online: which?" 2 "online" online
refuses "offline: no list" 2 "offline: 'x' is no list of vCPUs" offline x

run compare --jobs 2 -l 20,20 --policies rr,fifo --vcpus 2,3 --quanta 10ms --offline 1@5ms --online 1@15ms --csv
cp "$out" "$tmp/direct"
run compare -l 20,20 --policies rr,fifo --vcpus 2,3 --quanta 10ms --offline 1@5ms --online 1@15ms --emit-jobs
sed "s|^schedsim|$SCHEDSIM|;s|^[^ ]*schedsim |$SCHEDSIM |" "$out" | bash >"$tmp/results" 2>"$err"
message=$(cat "$err")
grep -q -e "--offline 1@5000000ns --online 1@15000000ns" "$out" || message+=$(cat "$out")
run compare --collect --csv "$tmp/results"
cmp -s "$out" "$tmp/direct" || message+=$(diff "$out" "$tmp/direct")
result "compare: the same for all runs, also as jobs" "$message"
