# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# The sample workloads: that they load, and show what they are there for.

samples=$here/../../workloads
for file in "$samples"/*.json; do
	run run --json "$file"
	message=""
	[ "$status" = 0 ] && [ ! -s "$err" ] || message="exit status $status: $(cat "$err")"
	result "sample workload $(basename "$file") loads without a warning, and ends" "$message"
done

# The value of a key of the first process.
# usage: first KEY VALUE NAME -- ARGUMENT...
first() {
	local key=$1 want=$2 name=$3 got
	shift 4
	run run --json "$@"
	got=$(values "$key")
	result "$name" "$([ "${got%% *}" = "$want" ] || echo "$key: $got, not $want; $(cat "$err")")"
}

# The bus manager waits for 150 ms of the communications, 15 of the logger and 3 of the weather
# task. With inheritance it waits for 3 ms of the weather task and 5 of the logger; with a ceiling
# for 2 ms of the former only. Its own 3 ms come to that.
for want in none:171000000:19 inherit:11000000:0 ceiling:5000000:0; do
	IFS=: read -r locks worst missed <<<"$want"
	first worst_job_response_ns "$worst" "Pathfinder: worst response, $locks" \
		-- "$samples/pathfinder.json" --policy prio --locks "$locks"
	first jobs_missed "$missed" "Pathfinder: missed jobs, $locks" \
		-- "$samples/pathfinder.json" --policy prio --locks "$locks"
done
gives "philosophers: a deadlock" \
	'state="blocked" "blocked" "blocked" "blocked" "blocked"' "time_ns=5100000" \
	"deadlocks=1" "nr_deadlocked=5" "deadlocked=true true true true true" \
	'object_name="fork2" "fork3" "fork4" "fork5" "fork1"' "owner=1 2 3 4 5" \
	-- "$samples/philosophers.json"
run run "$samples/philosophers.json"
message=""
grep -q 'Kant *blocked *mutex fork3 (deadlock) ' "$out" &&
	grep -q '^5 waits for objects, 1 deadlock$' "$out" || message=$(cat "$out")
result "philosophers: people are told, too" "$message"
# With the fork of his right hand first, Plato breaks the circle.
sed '/^\t*"lock": "fork5"/s/.*/"lock": "fork1", "sleep": 100, "lock": "fork5",/' \
	"$samples/philosophers.json" >"$tmp/w.json"
gives "philosophers: without the circle all of them eat" \
	'state="exited" "exited" "exited" "exited" "exited"' -- "$tmp/w.json"
gives "producers and consumers: as many are made as are consumed" \
	'state="exited" "exited" "exited" "exited" "exited"' \
	"cpu_ns=36000000 36000000 54000000 54000000 54000000" -- "$samples/buffer.json"
# 20 questions of 500 us, 20 answers of 2 ms, one after the other, from 1 ms on.
gives "client and server take turns" "finish_ns=51000000 51000000" -- "$samples/handshake.json"
# 25 steps as long as the slowest; on one vCPU as long as all of them.
gives "a barrier: the slowest decides" \
	"finish_ns=200000000 200000000 200000000 200000000" -- "$samples/barrier.json" --vcpus 4
gives "a barrier: on one vCPU all of them do" \
	"finish_ns=550000000 550000000 550000000 550000000" -- "$samples/barrier.json"
run run --json "$samples/server.json"
message=""
[ "$(grep -c '"name": "request-' "$out")" = 40 ] && [ "$(grep -c '"name": "report-' "$out")" = 1 ] &&
	[ "$(grep -c '"state": "exited"' "$out")" = 42 ] || message=$(cat "$out")
result "a server forks a process for each request" "$message"
