# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# What vCPUs are like: presets, files, the CPUs of a machine, the picture; how fast they are, and what
# migrations cost.

# usage: draws NAME LOCALE ARGUMENT... <<<PICTURE
draws() {
	local name=$1 message=""
	LC_ALL=$2 "$SCHEDSIM" topology "${@:3}" >"$out" 2>"$err" || message=$(cat "$err")
	diff - "$out" >"$tmp/diff" || message+=$(cat "$tmp/diff")
	result "$name" "$message"
}

draws "2x2x2" C.UTF-8 2x2x2 <<'END'
┌ node 0 ───────────────────┐ ┌ node 1 ───────────────────┐
│ ┌ llc 0 ────────────────┐ │ │ ┌ llc 1 ────────────────┐ │
│ │ ┌ core 1 ┐ ┌ core 2 ┐ │ │ │ │ ┌ core 3 ┐ ┌ core 4 ┐ │ │
│ │ │ 0 1    │ │ 2 3    │ │ │ │ │ │ 4 5    │ │ 6 7    │ │ │
│ │ └────────┘ └────────┘ │ │ │ │ └────────┘ └────────┘ │ │
│ └───────────────────────┘ │ │ └───────────────────────┘ │
└───────────────────────────┘ └───────────────────────────┘
END
draws "where lines are not known" C 1x2x1x2 <<'END'
+ node 0 -------------+
| + llc 0 + + llc 1 + |
| | +---+ | | +---+ | |
| | | 0 | | | | 1 | | |
| | +---+ | | +---+ | |
| +-------+ +-------+ |
+---------------------+
END
draws "capacities" C.UTF-8 big.LITTLE <<'END'
┌ node 0 ─────────────────────────────────┐
│ ┌ llc 0 ──────────────────────────────┐ │
│ │ ┌──────┐ ┌──────┐ ┌──────┐ ┌──────┐ │ │
│ │ │    0 │ │    1 │ │    2 │ │    3 │ │ │
│ │ │  446 │ │  446 │ │  446 │ │  446 │ │ │
│ │ └──────┘ └──────┘ └──────┘ └──────┘ │ │
│ └─────────────────────────────────────┘ │
│ ┌ llc 1 ──────────────────────────────┐ │
│ │ ┌──────┐ ┌──────┐ ┌──────┐ ┌──────┐ │ │
│ │ │    4 │ │    5 │ │    6 │ │    7 │ │ │
│ │ │ 1024 │ │ 1024 │ │ 1024 │ │ 1024 │ │ │
│ │ └──────┘ └──────┘ └──────┘ └──────┘ │ │
│ └─────────────────────────────────────┘ │
└─────────────────────────────────────────┘
END

# It fits the terminal, and has each vCPU just once.
for which in 1x256x1 2x16x8 256x1x1 1x1x256 4x8x8x8 smp:256; do
	LC_ALL=C "$SCHEDSIM" topology $which >"$out" 2>"$err"
	message=""
	[ "$(awk 'length > 80' "$out")" = "" ] || message="too wide: $(cat "$out")"
	[ "$(sed 's/\(node\|llc\|core\) [0-9]*//g' "$out" | grep -o '[0-9]\+' | sort -n | tr '\n' ' ')" = \
		"$(seq -s ' ' 0 255) " ] || message+="not all vCPUs: $(cat "$out")"
	result "$which fits" "$message"
done

# usage: machine CPU CORE LLC NODE CAPACITY: a CPU as sysfs has it; - where there is no such file
machine() {
	local dir=$tmp/cpus/cpu$1
	mkdir -p "$dir/topology" "$dir/cache/index0" "$dir/cache/index3"
	echo "$2" >"$dir/topology/thread_siblings_list"
	echo 1 >"$dir/cache/index0/level"
	echo "$1" >"$dir/cache/index0/shared_cpu_list"
	echo 3 >"$dir/cache/index3/level"
	echo "$3" >"$dir/cache/index3/shared_cpu_list"
	mkdir "$dir/node$4"
	[ "$5" = - ] || echo "$5" >"$dir/cpu_capacity"
}
# CPU 1 is offline: it has a folder, but no topology. 0 and 4 are a core.
mkdir -p "$tmp/cpus/cpu1" "$tmp/cpus/cpufreq"
machine 0 0,4 0,2-4 0 512
machine 2 2 0,2-4 0 -
machine 3 3 0,2-4 0 1024
machine 4 0,4 0,2-4 0 512
machine 5 5 5 1 1024
export SCHEDSIM_CPUS=$tmp/cpus
run topology host --json
message=""
[ "$(values llc)" = "0 0 0 0 1" ] && [ "$(values node)" = "0 0 0 0 1" ] &&
	[ "$(values core)" = "1 0 0 1 0" ] && [ "$(values nr_vcpus)" = 5 ] &&
	[ "$(sed -n 's/.*"capacity": //p' "$out" | tr '\n' ' ')" = "512 1024 1024 512 1024 " ] || message=$(cat "$out" "$err")
result "the CPUs of a machine" "$message"
cp "$out" "$tmp/machine.json"
run topology "$tmp/machine.json" --json
cmp -s "$out" "$tmp/machine.json" && message="" || message=$(cat "$out" "$err")
result "what is printed can be read" "$message"
gives "a run on it" 'llc="0-3,4"' 'node="0-3,4"' 'core="0+3,1,2,4"' nr_vcpus=5 -- \
	-l 1 --topology "$tmp/machine.json"
export SCHEDSIM_CPUS=$tmp/none
refuses "no CPUs" 1 "$tmp/none does not say what CPUs there are" topology host
unset SCHEDSIM_CPUS
run topology host --json
[ "$status" = 0 ] && message="" || message=$(cat "$err")
result "this machine's" "$message"


# 10 ms of work at 446: 10000000 * 1024 / 446 = 22959641.26
gives "work takes longer at a little vCPU" "finish_ns=22959642 10000000" "migrations=0 0 0" -- \
	-l a:10:0,b:10:0 -A a:0,b:4 --topology big.LITTLE
gives "what migrations cost" "overhead_ns=2000 2000 2000 3000 3000 6000" "migration_smt_ns=1000" -- \
	-l 30,30,30 --topology 1x1x2 --policy rr:span=all --migration-cost smt=1us,llc=1s
gives "which level counts" "migrations=2 2 2 6" "overhead_ns=0 0 0 0 0 0" -- \
	-l 30,30,30 --topology 1x2x1 --policy rr:span=all --migration-cost smt=1us,node=1ms,far=1s
gives "no cost is none" "migration_smt_ns=" "migration_far_ns=" -- -l 1 --migration-cost smt=0
gives "the greatest capacity changes nothing" "digest=$(run run --json -l 5,3,8 --vcpus 3 --policy rr
	values digest)" -- -l 5,3,8 --topology smp:3 --policy rr

# Sessions have both.
run run --jobs 5 --topology "$tmp/machine.json" --policy rr --json
session "$(end 0 0x0 0)" "\"time_ns\": 0, \"command\": \"config\", \"policy\": \"rr\", \"quantum_ns\": 10000000,
	\"nr_vcpus\": 1, \"max_procs\": 3, \"params\": {}, \"vcpus\": [[0, 0, 0, 512]], \"migration_far_ns\": 7" \
	"$(at 0 spawn "\"objects\": [], \"processes\": [$(job 1 5000000)]")"
sed -i 's/"end": .*/"end": {"time_ns": 20000000, "full": true}}/' "$s"
run run --session "$s" --json
message=""
[ "$(values finish_ns)" = 10000000 ] && [ "$(values migration_far_ns)" = 7 ] || message="$status: $(cat "$out" "$err")"
result "a session has capacities and costs" "$message"
sed -i 's/\[\[0, 0, 0, 512\]\]/[[0, 0, 0]]/' "$s"
refuses "a session with half a vCPU" 4 "is no array of arrays of two or four numbers" run --session "$s"

refuses "no preset" 2 "--topology: '2x4' is not known; allowed are NODESxCORESxTHREADS" run -l 1 --topology 2x4
refuses "no numbers" 2 "--topology: '2x4xx' is not known" topology 2x4xx
refuses "more than four" 2 "--topology: '1x1x1x1x1' is not known" topology 1x1x1x1x1
refuses "no vCPU" 2 "--topology: '2x0x1' has no vCPU, or more than 256" topology 2x0x1
refuses "too many vCPUs" 2 "--topology: '2x64x4' has no vCPU, or more than 256" topology 2x64x4
refuses "a product that overflows" 2 "has no vCPU, or more than 256" topology 4294967296x4294967296x1
refuses "caches that do not fit" 2 "the 3 cores of a node cannot share 2 caches evenly" topology 1x3x1x2
refuses "no caches" 2 "the 3 cores of a node cannot share 0 caches evenly" topology 1x3x1x0
refuses "smp" 2 "--topology: smp: '257'" topology smp:257
refuses "no such file" 2 "--topology: $tmp/none.json: No such file or directory" topology "$tmp/none.json"
# usage: refuses_machine NAME PATTERN <<<VCPUS
refuses_machine() {
	cat >"$tmp/m.json"
	refuses "$1" 2 "--topology: $tmp/m.json$2" run -l 1 --topology "$tmp/m.json"
}
refuses_machine "no JSON" ":1: this is not JSON: " <<<'x'
refuses_machine "something behind it" ":1: something follows the closing bracket" <<<'{"vcpus": [{}]} x'
refuses_machine "another object" ": 'cpus' is not known; allowed are nr_vcpus and vcpus" <<<'{"cpus": 1, "vcpus": [{}]}'
refuses_machine "another number of them" ": nr_vcpus is 3, but vcpus has 1" <<<'{"nr_vcpus": 3, "vcpus": [{}]}'
refuses "a directory" 2 "--topology: $tmp/: Is a directory" topology "$tmp/"
refuses_machine "a line" ":3: this is not JSON: " <<<$'{"vcpus": [\n{"id": 0},\n{"id": 1,,}\n]}'
refuses_machine "nothing" ": this is not JSON: it ends too early" </dev/null
refuses_machine "no vCPUs" ": expected is what 'schedsim topology --json' prints" <<<'{"vcpus": []}'
refuses_machine "a number" ": vcpus: vCPU 1 is no object" <<<'{"vcpus": [{}, 5]}'
refuses_machine "a key" ": vcpus: vCPU 0: 'cache' is not known" <<<'{"vcpus": [{"cache": 1}]}'
refuses_machine "an id" ": vcpus: vCPU 0: id is 1; expected is a number from 0 to 0" <<<'{"vcpus": [{"id": 1}]}'
refuses_machine "a capacity" ": vcpus: vCPU 0: capacity is 1025; expected is a number from 1 to 1024" \
	<<<'{"vcpus": [{"capacity": 1025}]}'
refuses_machine "a word" ": vcpus: vCPU 0: llc is \"a\"; expected" <<<'{"vcpus": [{"llc": "a"}]}'
refuses_machine "a core of two caches" ": vCPUs 0 and 1 are of one core; expected is that they share a cache" \
	<<<'{"vcpus": [{"core": 1}, {"core": 1, "llc": 1}]}'
refuses_machine "a cache of two nodes" ": vCPUs 0 and 1 share a cache; expected is that they are of one node" \
	<<<'{"vcpus": [{"node": 1}, {}]}'
refuses "other sets" 2 "--topology says it all: --llc and --node cannot come with it" \
	run -l 1 --topology smp:2 --llc 0,1
refuses "another number" 2 "--topology: 'smp:2' has 2 vCPUs, but there are 3 (see --vcpus)" \
	run -l 1 --topology smp:2 --vcpus 3
refuses "a level" 2 "--migration-cost: 'l3=1us' is not possible; allowed are smt=TIME" \
	run -l 1 --migration-cost smt=1us,l3=1us
refuses "no time" 2 "--migration-cost: 'far' is not possible" run -l 1 --migration-cost far
refuses "a cost twice" 2 "--migration-cost: smt is given twice" run -l 1 --migration-cost smt=1us,smt=2us
refuses "a cost that is too high" 2 "--migration-cost: far: '2s'" run -l 1 --migration-cost far=2s
refuses "two topologies" 2 "topology" topology 2x4x2 smp:2
refuses "the live one needs the device" 3 "there is no" topology
refuses "vcpus: a preset" 3 "there is no" vcpus --topology 2x4x2 --migration-cost smt=1us

# compare has the same, and gives them to its jobs.
run compare -l 30,30,30 --policies rr:span=all --topology 1x1x2 --migration-cost smt=1us --emit-jobs
message=""
grep -q -e " --topology '*1x1x2'* --migration-cost smt=1000ns,llc=0ns,node=0ns,far=0ns" "$out" || message=$(cat "$out" "$err")
result "compare" "$message"
