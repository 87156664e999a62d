# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# schedsim analyse. Where the right numbers come from stands in analyse_test.c, which has the
# published examples, and random sets: none that a test accepts may miss a deadline, and no job take
# longer than its bound.

message="" ran=0
while read -r line; do
	case $line in
	"# "*) message+=${line#\# }$'\n' ;;
	"ok "*) result "analyse: ${line#ok * }" "" && message="" ;;
	"not ok "*) result "analyse: ${line#not ok * }" "${message:-failed}" && message="" ;;
	1..*) ran=${line#1..} ;;
	esac
done < <("$(dirname "$SCHEDSIM")/analyse_test" 600 2>&1)
[ "$ran" -ge 44 ] && message="" || message="only $ran tests were run: $message"
result "analyse: all were run" "$message"

# The exit status, and lines of what is printed; runs of blanks do not matter.
# usage: analyses NAME STATUS LINE... -- ARGUMENT...
analyses() {
	local name=$1 want=$2 lines=() message="" line
	shift 2
	while [ "$1" != -- ]; do
		lines+=("$1")
		shift
	done
	shift
	run analyse "$@"
	[ "$status" = "$want" ] || message="exit status $status, not $want: $(cat "$err")"
	for line in "${lines[@]}"; do
		tr -s ' ' <"$out" | sed 's/^ //' | grep -qxF -e "$line" ||
			message+="no '$line' in: $(cat "$out")"$'\n'
	done
	[ "$(wc -L <"$out")" -le 80 ] || message+="wider than 80 columns: $(cat "$out")"
	result "$name" "$message"
}

# Burns and Wellings, "Real-Time Systems and Programming Languages", 4th edition, 2009, process set C.
timer='"timer": {"ref": "unique", "mode": "absolute", "period"'
cat >"$tmp/set.json" <<JSON
{"tasks": {
	"a": {"policy": "SCHED_FIFO", "priority": 1, "loop": -1, "run": 40000, $timer: 80000}},
	"b": {"policy": "SCHED_FIFO", "priority": 2, "loop": -1, "run": 10000, $timer: 40000}},
	"c": {"policy": "SCHED_FIFO", "priority": 3, "loop": -1, "run": 5000, $timer: 20000}}}}
JSON
analyses "analyse: theory beside observation" 0 "1 vCPU, seen for 160ms: two hyperperiods" \
	"liu-layland rejected utilisation 1.000000 > 0.779763" \
	"response-time accepted tightest: 'a', 80ms of 80ms" "utilisation accepted utilisation 1.000000 <= 1" \
	"a 80ms 80ms 80ms 2 0" "b 40ms 15ms 15ms 4 0" "c 20ms 5ms 5ms 8 0" "a 80ms 80ms 40ms 0.500000" prio \
	"rejected though no miss was seen: rm liu-layland, rm hyperbolic" \
	"accepted though a miss was seen: none" -- "$tmp/set.json"
analyses "analyse: what is not accepted has a status of its own" 8 \
	"response-time rejected 'a': no bound" "utilisation rejected utilisation 1.000000 > 1" \
	-- --switch-cost 1ns "$tmp/set.json"
analyses "analyse: as long as told" 0 "1 vCPU, seen for 10ms of 160ms, two hyperperiods" \
	"a 80ms 80ms - 1 0" -- --until 10ms --policy edf "$tmp/set.json"
analyses "analyse: one run queue for two vCPUs" 0 "2 vCPUs with one run queue, seen for 160ms: two hyperperiods" \
	"edf:span=all" "gfb accepted density 1.000000 <= 1.500000" -- --vcpus 2 "$tmp/set.json"
analyses "analyse: switches on two vCPUs are not covered" 8 \
	"gfb not covered context switches cost time on several vCPUs" \
	-- --vcpus 2 --switch-cost 1us "$tmp/set.json"
sed 's/"loop"/"cpus": [1], &/' "$tmp/set.json" >"$tmp/bound.json"
analyses "analyse: a run queue for each vCPU" 0 "2 vCPUs with a run queue each, seen for 160ms: two hyperperiods" \
	"prio:balance=none" "response-time accepted on each of the vCPUs" "a 80ms 80ms 80ms 2 0" \
	-- --policy prio "$tmp/bound.json"
sed '/"a"/s/"loop"/"cpus": [1], &/' "$tmp/set.json" >"$tmp/mixed.json"
analyses "analyse: affinity in one run queue is not covered" 8 \
	"bcl not covered some may run on some vCPUs only" -- --policy rm "$tmp/mixed.json"

# Blocked by 6 and 4 ms with inheritance, by 6 ms with a ceiling, beside 3 ms of its own.
path=$here/../../workloads/pathfinder.json
analyses "analyse: inheritance" 0 "bus-manager 125ms 13ms 11ms 10 0" "communications 500ms 166ms 163ms 2 0" \
	-- --policy prio --locks inherit "$path"
analyses "analyse: ceiling" 0 "bus-manager 125ms 9ms 5ms 10 0" "weather 500ms 196ms 196ms 3 0" \
	-- --policy prio --locks ceiling "$path"
analyses "analyse: no protocol, no bound" 8 "bus-manager 125ms - 171ms 10 2" \
	"response-time not covered no bound: 'bus' does not keep 'communications' from" "coming between" \
	-- --policy prio "$path"
analyses "analyse: protocols do not go by deadlines" 8 "demand not covered mutex 'bus' is shared" \
	-- --policy edf --locks inherit "$path"

cat >"$tmp/nested.json" <<JSON
{"tasks": {
	"a": {"loop": -1, "lock": "m", "run": 1000, "unlock": "m", $timer: 10000}},
	"b": {"loop": -1, "lock": "n", "run0": 500, "lock1": "m", "run": 1000, "unlock1": "m", "unlock": "n",
		$timer: 20000}}}}
JSON
analyses "analyse: mutexes within others need ceilings" 8 \
	"response-time not covered mutex 'm', without a ceiling, is locked along with" "others by 'b'" \
	-- --policy prio --locks inherit "$tmp/nested.json"
# Who is equal counts in full: 1 ms and 1.5 ms.
analyses "analyse: with ceilings they have a bound" 0 "b 20ms 2.5ms 2.5ms 2 0" -- --policy prio --locks ceiling "$tmp/nested.json"

cat >"$tmp/odd.json" <<JSON
{"tasks": {
	"good": {"loop": -1, "run": 1000, $timer: 10000}},
	"once": {"loop": 1, "run": 1000},
	"sleeps": {"loop": -1, "run": 1000, "sleep": 500, $timer: 10000}},
	"hog": {"loop": -1, "run": 1000},
	"two": {"loop": -1, "phases": {"p": {"run": 1000, $timer: 10000}}, "q": {"run": 1000, $timer: 20000}}}},
	"waits": {"loop": -1, "run": 1000, "wait": {"ref": "x", "mutex": "m"}, $timer: 10000}}}}
JSON
analyses "analyse: who is no periodic task, and why" 8 \
	"$tmp/odd.json:3: 'once': it has no timer, so no period" \
	"$tmp/odd.json:4: 'sleeps': it sleeps inside a job" "$tmp/odd.json:5: 'hog': it runs for ever" \
	"$tmp/odd.json:6: 'two': it has several timers, or periods" \
	"$tmp/odd.json:7: 'waits': it waits for other processes" \
	"demand not covered 'sleeps' is no periodic task" -- --policy edf "$tmp/odd.json"
cat >"$tmp/odd.json" <<JSON
{"tasks": {
	"good": {"loop": -1, "run": 1000, $timer: 10000}},
	"hog": {"loop": -1, "run": 1000}}}
JSON
analyses "analyse: a hog does not matter where it runs last" 0 "demand accepted nothing is due before its period ends" \
	"good 10ms 10ms 1ms 2 0" -- --policy edf "$tmp/odd.json"
analyses "analyse: but does where it has its turns" 8 "response-time not covered 'hog' is no periodic task" \
	-- --policy prio "$tmp/odd.json"
echo '{"tasks": {"hog": {"loop": -1, "run": 1000}}}' >"$tmp/odd.json"
analyses "analyse: nothing to analyse" 8 "demand not covered there are no periodic tasks" \
	-- --policy edf "$tmp/odd.json"

# With ceilings, somebody stays at one from the first lock on until nothing is locked: for 30 ms, not
# for 20. That was accepted with a bound of 22 ms, and took 31.
cat >"$tmp/chain.json" <<'FILE'
{"tasks": {
	"high": {"policy": "SCHED_FIFO", "priority": 90, "delay": 1000, "lock0": "A", "run0": 1000,
		"unlock0": "A", "timer": {"ref": "unique", "period": 25000}},
	"low": {"policy": "SCHED_FIFO", "priority": 10, "lock0": "A", "run0": 10000, "lock1": "B",
		"run1": 10000, "unlock0": "A", "run2": 10000, "unlock1": "B",
		"timer": {"ref": "unique", "period": 100000}}}}
FILE
analyses "analyse: sections that are not nested" 8 "response-time not covered 'low' is no periodic task" \
	-- --policy prio --locks ceiling "$tmp/chain.json"
result "analyse: sections that are not nested: why" "$(tr -s ' \n' ' ' <"$out" |
	grep -qF "'low': it unlocks a mutex before one that it locked later" || cat "$out")"

# A name that is too long for a table is shortened in the middle, and never within a character.
many() { printf '\303\266%.0s' $(seq "$1"); }
cat >"$tmp/long.json" <<JSON
{"tasks": {
	"$(many 60)-1": {"loop": -1, "run": 1000, $timer: 10000}},
	"$(many 60)-2": {"loop": -1, "run": 1000}}}
JSON
analyses "analyse: long names" 8 \
	"$(many 19)..$(many 16)-1 10ms - 2ms 2 0" \
	"response-time not covered '$(many 11)..$(many 9)-2' is no periodic task" \
	-- --policy prio "$tmp/long.json"

# A server that gives less than a job needs, or comes first: that was accepted, and missed.
dl='"policy": "SCHED_DEADLINE", "loop": -1, "dl-runtime": 1000, "dl-period"'
cat >"$tmp/server.json" <<JSON
{"tasks": {
	"a": {$dl: 10000, "run": 1000, $timer: 10000}},
	"b": {$dl: 5000, "dl-deadline": 4000, "run": 1000, $timer: 5000}}}}
JSON
analyses "analyse: servers" 0 "demand accepted no more work is due than there is time, up to" \
	"b 4ms 4ms 1ms 4 0" -- --policy edf "$tmp/server.json"
for row in "s/\"run\": 1000/\"run\": 2000/|'a' runs for longer than its dl-runtime" \
	"s/$timer: 10000/$timer: 9000/|'a' comes more often than its dl-period says" \
	"s/$timer: 5000/$timer: 5001/|'b' uses all of its dl-runtime, but not in each" \
	"/\"a\"/s/\"policy\": \"SCHED_DEADLINE\", //|processes of SCHED_DEADLINE come before the others"; do
	sed "${row%|*}" "$tmp/server.json" >"$tmp/late.json"
	analyses "analyse: servers: ${row#*|}" 8 "demand not covered ${row#*|}" -- --policy edf "$tmp/late.json"
done

run analyse --json --policy rm,edf --switch-cost 1us "$tmp/set.json"
message=$(python3 - "$out" 2>&1 <<'PYTHON'
import json, sys
a = json.load(open(sys.argv[1]))
assert [p["policy"] for p in a["policies"]] == ["edf", "rm"]
assert a["refuted"] == 0 and a["two_hyperperiods_ns"] == 160000000
assert [p["runtime_ns"] for p in a["processes"]] == [40000000, 10000000, 5000000]
rm = a["policies"][1]
assert [t["verdict"] for t in rm["tests"]] == ["rejected"] * 3 and not rm["accepted"]
assert [t["bound_ns"] for t in rm["tasks"]] == [None, 15004000, 5002000], rm["tasks"]
assert rm["missed"] == sum(t["missed"] for t in rm["tasks"])
PYTHON
)
result "analyse: JSON" "$message"

refuses "analyse: a policy without tests" 2 "--policy: there are no tests for 'fair'; allowed are edf, rm, dm and prio" \
	analyse --policy rm,fair "$tmp/set.json"
refuses "analyse: no file" 2 "analyse: there are no processes" analyse
refuses "analyse: too many processes" 4 "analyse: there are 1001 processes; allowed are 1000" \
	analyse - < <("$SCHEDSIM" generate --tasks 1001)
