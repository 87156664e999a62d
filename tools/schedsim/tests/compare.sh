# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# schedsim compare.

echo '{"tasks": {"a": {"loop": 1, "run": 5000}, "b": {"loop": 1, "run": 3000}, "c": {"loop": 1, "run": 8000}}}' \
	>"$tmp/jobs.json"

# usage: prints NAME -- ARGUMENT... <<<TEXT
prints() {
	local name=$1 message=""
	shift 2
	cat >"$tmp/want"
	run "$@"
	[ "$status" = 0 ] || message="exit status $status: $(cat "$err")"
	result "$name" "$message$(diff "$tmp/want" "$out")"
}

# In turn, or one after the other: b waits for 5, c for 8 ms, of which the parts are 1, 3/8 and 8/16.
prints "a table" -- compare --policies rr,prio --quanta 1ms,10ms "$tmp/jobs.json" <<'TEXT'
POLICY  QUANTUM  RESPONSE  TURNAROUND  TURNAROUND.P99  WAITING  FAIRNESS  SWITCH-RATE
rr          1ms       1ms        12ms            16ms  6.666ms     0.986        750.0
rr         10ms   4.333ms     9.666ms            16ms  4.333ms     0.843        125.0
prio        1ms       1ms        12ms            16ms  6.666ms     0.986        750.0
prio       10ms   4.333ms     9.666ms            16ms  4.333ms     0.843        125.0
TEXT
prints "chosen metrics, in the order given" -- compare --policies rr --quanta 1ms \
	--metrics fairness,preemptions.max,waiting.p50,time,lateness,exited "$tmp/jobs.json" <<'TEXT'
POLICY  QUANTUM  FAIRNESS  PREEMPTIONS.MAX  WAITING.P50  TIME  EXITED
rr          1ms     0.986              4.0          7ms  16ms     3.0
TEXT
# On two, c goes to where b was: 5, 3 and 11 ms.
prints "numbers of vCPUs" -- compare --policies rr --quanta 10ms --vcpus 1..2,4 --metrics turnaround,exited \
	"$tmp/jobs.json" <<'TEXT'
POLICY  QUANTUM  VCPUS  TURNAROUND  EXITED
rr         10ms      1     9.666ms     3.0
rr         10ms      2     6.333ms     3.0
rr         10ms      4     5.333ms     3.0
TEXT
prints "one process" -- compare --policies rr --quanta 1ms,10ms --process b --metrics turnaround,exited,switch-rate \
	"$tmp/jobs.json" <<'TEXT'
POLICY  QUANTUM  TURNAROUND  EXITED  SWITCH-RATE
rr          1ms         8ms     1.0        750.0
rr         10ms         8ms     1.0        125.0
TEXT
echo '{"tasks": {"b": {"instance": 12, "loop": 1, "run": 1000}, "b-x": {"loop": 1, "run": 5000},
	"b-": {"loop": 1, "run": 5000}, "bb": {"loop": 1, "run": 5000}}}' >"$tmp/names.json"
prints "the instances of one process" -- compare --policies rr --process b --metrics cpu,exited \
	"$tmp/names.json" <<'TEXT'
POLICY  QUANTUM  CPU  EXITED
rr         10ms  1ms    12.0
TEXT
prints "CSV" -- compare --policies rr --quanta 1ms --metrics turnaround,lateness --csv "$tmp/jobs.json" <<'TEXT'
policy,locks,quantum_ns,nr_vcpus,runs,turnaround,turnaround.ci95,turnaround.runs,lateness,lateness.ci95,lateness.runs
rr,,1000000,1,1,12000000,,1,,,0
TEXT
prints "JSON" -- compare --policies rr --quanta 1ms --metrics turnaround,lateness --json "$tmp/jobs.json" <<'TEXT'
{
  "runs": 1,
  "rows": [
    {
      "policy": "rr",
      "locks": null,
      "quantum_ns": 1000000,
      "nr_vcpus": 1,
      "runs": 1,
      "fault": null,
      "metrics": {
        "turnaround": {
          "mean": 12000000.0,
          "ci95": null,
          "runs": 1
        },
        "lateness": {
          "mean": null,
          "ci95": null,
          "runs": 0
        }
      }
    }
  ]
}
TEXT
run compare --policies rr --metrics all --csv "$tmp/jobs.json"
message=""
grep -q ',time,time.ci95,time.runs$' "$out" && grep -q ',cpu.p95,cpu.p95.ci95,cpu.p95.runs,' "$out" ||
	message=$(cat "$out" "$err")
result "all metrics" "$message"
run compare --policies rr --metrics all "$tmp/jobs.json"
message=""
[ "$status" = 0 ] && grep -q 'SWITCHES.MAX .* EXITED  DEADLOCKED  SPUN  TIME$' "$out" || message=$(cat "$out" "$err")
result "all metrics for people" "$message"

# The interval from single runs, with Student's t as tables give it.
cat >"$tmp/interval.py" <<'PYTHON'
import json, math, statistics, subprocess, sys
schedsim, seeds, t, table = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), json.load(sys.stdin)
values = []
for seed in range(1, seeds + 1):
    text = subprocess.run([schedsim, "generate", "--jobs", "5", "--seed", str(seed)], capture_output=True).stdout
    run = subprocess.run([schedsim, "run", "--json", "--policy", "rr", "--quantum", "2ms", "-"], input=text,
                         capture_output=True).stdout
    values.append(statistics.fmean(p["waiting_ns"] for p in json.loads(run)["processes"]))
metric = table["rows"][0]["metrics"]["waiting"]
mean, half = statistics.fmean(values), t * statistics.stdev(values) / math.sqrt(seeds)
if abs(metric["mean"] / mean - 1) > 1e-9 or abs(metric["ci95"] / half - 1) > 1e-5 or metric["runs"] != seeds:
    print(f"{metric}, not {mean} and {half}")
PYTHON
for seeds in 2:12.7062047 30:2.0452296 31:2.0422725; do
	run compare --generate "--jobs 5" --policies rr --quanta 2ms --seeds "1..${seeds%:*}" --json --metrics waiting
	result "mean and confidence interval over ${seeds%:*} seeds" \
		"$(python3 "$tmp/interval.py" "$SCHEDSIM" "${seeds%:*}" "${seeds#*:}" <"$out" 2>&1)"
done

sweep=(--generate "--jobs 30 --tasks 3 --duration 1s" --policies "rr,fair,prio" --quanta "1ms,3ms"
	--vcpus "1,2" --seeds "1..4,9")
for format in "" --json --csv; do
	message=""
	run compare "${sweep[@]}" --jobs 1 $format
	cp "$out" "$tmp/one"
	[ "$status" = 0 ] && [ -s "$tmp/one" ] || message="exit status $status: $(cat "$err")"
	for jobs in 2 7 64; do
		run compare "${sweep[@]}" --jobs $jobs $format
		message+=$(diff "$tmp/one" "$out")
	done
	run compare "${sweep[@]}" $format
	result "the same with any number of workers: ${format:-text}" "$message$(diff "$tmp/one" "$out")"
done
message=""
[ "$(cut -d, -f1,3,4,5 "$out" | tail -n +2 | tr '\n' ' ')" = "$(for policy in rr fair prio; do
	for quantum in 1 3; do
		printf '%s' "$policy,${quantum}000000,1,5 $policy,${quantum}000000,2,5 "
	done
done)" ] || message=$(cat "$out")
result "rows by policy, quantum and vCPUs" "$message"
printf '{"tasks": {"t": {"loop": 1, "lock": "m", "run": 1000, "unlock": "m"}}}' >"$tmp/lock.json"
run compare --policies rr --locks none,inherit,ceiling --csv --metrics exited "$tmp/lock.json"
message=""
[ "$(cut -d, -f2 "$out" | tr '\n' ' ')" = "locks none inherit ceiling " ] || message=$(cat "$out" "$err")
result "protocols of locks" "$message"
run compare --policies rr,mlfq:queues=3,boost=100ms,fair --csv --metrics exited "$tmp/lock.json"
message=""
grep -q '^"mlfq:queues=3,boost=100ms",' "$out" && [ "$(wc -l <"$out")" = 4 ] || message=$(cat "$out" "$err")
result "parameters of a policy in a list of policies" "$message"

# The textbook's jobs are the same for all policies, mlfq too.
run compare -l 5,3,8 --policies fifo,sjf,mlfq,lottery --csv --metrics turnaround,exited
message=""
[ "$(cut -d, -f1,6,9 "$out" | tr '\n' ' ')" = "policy,turnaround,exited fifo,9666666.666666666,3 sjf,9000000,3 mlfq,9666666.666666666,3 lottery,10000000,3 " ] ||
	message=$(cat "$out" "$err")
result "run times of the textbook's" "$message"
run compare -l 5,10,3: --list 10:7 -i 2ms --policies fifo,rr --csv --metrics turnaround.max
cp "$out" "$tmp/direct"
message=""
grep -q '^fifo,.*,21000000,' "$out" || message=$(cat "$out" "$err")
result "other forms, and how long I/O takes" "$message"
run compare -l 5,10,3: --list 10:7 -i 2ms --policies fifo,rr --emit-jobs
sh "$out" >"$tmp/results"
run compare --collect --csv --metrics turnaround.max "$tmp/results"
result "commands know of them" "$(cat "$err"; diff "$tmp/direct" "$out")"
# multi.py -n 1 -q 5 -w 4 -L a:30:60,b:30:120,c:20:10 -c: finished at 72. The same run is in ostep.sh.
multi=(compare -l "a:30:60,b:30:120,c:20:10" --policies rr:aligned=1 --quanta 5ms --csv --metrics "turnaround.max,time"
	--cache "size=100,rate=2,warmup=4ms" --unit 1ms --peek 30ms)
run "${multi[@]}"
cp "$out" "$tmp/direct"
message=""
grep -q ',72000000,' "$out" || message=$(cat "$out" "$err")
result "caches, and units of time" "$message"
run "${multi[@]}" --emit-jobs
sh "$out" >"$tmp/results"
grep -q -e "--peek 30000000ns" "$out" && message="" || message=$(cat "$out" "$err")
run compare --collect --csv --metrics turnaround.max,time "$tmp/results"
result "commands know of caches" "$message$(cat "$err"; diff "$tmp/direct" "$out")"
run compare -l a:5:0 --policies fifo --csv --metrics exited,time "$tmp/jobs.json"
message=""
grep -q '^fifo,,10000000,1,1,4,' "$out" || message=$(cat "$out" "$err")
result "-l and a file" "$message"
refuses "-l that is wrong" 2 "-l: 'x' is not a time; allowed are" compare -l x
refuses "--list that is wrong" 2 "--list: 'x' is not a time; allowed are" compare --list x
refuses "-l and --generate" 2 "--generate does not go with -l" compare -l 5 --generate "--jobs 1"
refuses "-l and --collect" 2 "--list does not go with --collect" compare --collect -l 5 "$tmp/jobs.json"

echo '{"tasks": {"a": {"loop": 1, "lock": "m", "run": 2000, "lock": "n"},
	"b": {"loop": 1, "lock": "n", "run": 2000, "lock": "m"}}}' >"$tmp/dead.json"
run compare --policies rr,fifo --quanta 1ms --metrics deadlocked "$tmp/dead.json"
message=""
grep -q "^rr  *1ms  *2.0$" "$out" && grep -q "^fifo  *1ms  *0.0$" "$out" &&
	grep -qx "1 of 2 runs ended in a deadlock" "$out" || message=$(cat "$out" "$err")
result "runs that end in a deadlock" "$message"

echo '{"tasks": {"a": {"loop": 1, "phases": {"p": {"loop": 4098, "yield": ""}}},
	"b": {"run": 2000, "sleep": 1000}}, "global": {"duration": 1}}' >"$tmp/spin.json"
run compare --policies rr,fifo --quanta 1ms --metrics spun "$tmp/spin.json"
message=""
grep -q "^rr  *1ms  *0.0$" "$out" && grep -q "^fifo  *1ms  *1.0$" "$out" &&
	grep -qx "1 of 2 runs had processes that were stopped: their loops took no time" "$out" ||
	message=$(cat "$out" "$err")
result "runs with processes that spin" "$message"

# After 1 ms one goes on to b, the other one still has a slice of 2 ms.
run compare --policies rr --quanta 1ms,2ms --gantt "$tmp/jobs.json"
message=""
grep -qx "They first differ at 1ms, on vCPU 0: rr/1ms picked b, rr/2ms went on with a." "$out" ||
	message=$(cat "$out" "$err")
grep -q '^a *|██░ .*| |████▒ ' "$out" || message+=$(cat "$out")
grep -qx "              *^ *   *^" "$out" || message+="no marks"
result "two runs side by side, and where they differ" "$message"
run compare --policies rr,prio --quanta 1ms --gantt "$tmp/jobs.json"
message=""
grep -qx "They do not differ: every decision is the same." "$out" || message=$(cat "$out" "$err")
result "two runs that do not differ" "$message"
# While hi goes on, its slices end at other times, but it is picked again each time.
echo '{"tasks": {"hi": {"priority": -20, "loop": 1, "run": 1000, "sleep": 100, "run": 5000},
	"lo": {"priority": 19, "loop": 1, "run": 500, "sleep": 50, "run": 1000}}}' >"$tmp/hi.json"
run compare --policies fair --quanta 1ms,2ms --gantt "$tmp/hi.json"
message=""
grep -qx "They do not differ: every decision is the same." "$out" || message=$(cat "$out" "$err")
result "who is picked again has just gone on" "$message"
# b and c share vCPU 1; c comes at 1 ms.
echo '{"tasks": {"a": {"loop": 1, "run": 9000, "cpus": [0]}, "b": {"loop": 1, "run": 4000, "cpus": [1]},
	"c": {"loop": 1, "run": 2000, "delay": 1000, "cpus": [1]}}}' >"$tmp/two.json"
run compare --policies rr --quanta 2ms,4ms --gantt "$tmp/two.json"
message=""
grep -qx "They first differ at 2ms, on vCPU 1: rr/2ms picked c, rr/4ms went on with b." "$out" ||
	message=$(cat "$out" "$err")
result "where two runs differ, on the other vCPU" "$message"
run compare --policies rr --quanta 10ms --vcpus 1,2 --gantt "$tmp/jobs.json"
message=""
grep -qx "They first differ at 0, on vCPU 1: rr/10ms/1 vCPUs ran nothing, rr/10ms/2 vCPUs picked b." "$out" ||
	message=$(cat "$out" "$err")
result "where a vCPU more differs" "$message"

# All runs with one vCPU fail; what is said is always of the first.
echo '{"tasks": {"a": {"run": 1, "cpus": [3]}}}' >"$tmp/bound.json"
refuses "a run that fails" 4 "schedsim: policy rr, quantum 1ms, seed 1: $tmp/bound.json:1: task 'a': cpus: there is none of 3" \
	compare --policies rr,fair --quanta 1ms,2ms --seeds 1..9 --vcpus 1,4 --until 1ms --jobs 3 "$tmp/bound.json"
# All but the first of these seeds fail, after a while, in five workers at a time.
refuses "of several that fail, the first" 1 "schedsim: policy rr, quantum 10ms, seed 2: --utilisation: 100000 sets" \
	compare --policies rr --generate "--tasks 10 --utilisation 8.1" --seeds 9,2..6 --jobs 6
echo '{"tasks": {"a": {"run": 1}}}' >"$tmp/endless.json"
refuses "what never ends" 2 "'a' runs for ever; say how long with --until" compare --policies rr "$tmp/endless.json"

# Processes come and go while awk looks, hence cat.
workers_of() { cat /proc/[0-9]*/stat 2>/dev/null | awk -v parent="$1" '{ id = $1; sub(/.*\) /, "") } $2 == parent { print id }'; }
# A run of many hours in each of two workers.
start_endless() {
	"$SCHEDSIM" compare --policies rr,fair --quanta 10us --until 60h --jobs 2 "$tmp/endless.json" \
		>"$out" 2>"$err" &
	pid=$!
	for _ in {1..100}; do
		workers=$(workers_of $pid)
		[ "$(wc -w <<<"$workers")" = 2 ] && break
		sleep 0.1
	done
}
still_there() {
	local worker n=0
	for _ in {1..50}; do
		n=0
		for worker in $workers; do
			[ -d "/proc/$worker" ] && ! grep -q '^State:.Z' "/proc/$worker/status" 2>/dev/null && n=$((n + 1))
		done
		[ $n = 0 ] && return
		sleep 0.1
	done
	echo "$n workers are still there"
}
for signal in INT TERM; do
	start_endless
	kill -$signal $pid
	wait $pid
	status=$?
	message=$(still_there)
	[ "$(wc -w <<<"$workers")" = 2 ] || message+=" not two workers: $workers"
	[ "$status" = 130 ] && [ "$(cat "$err")" = "schedsim: compare: interrupted after 0 of 2 runs" ] ||
		message+=" exit status $status: $(cat "$err")"
	result "SIG$signal ends a comparison, and its workers" "$message"
done
start_endless
{ kill -KILL $pid && wait $pid; } 2>/dev/null
result "workers do not outlive their parent" "$(still_there)"

# A terminal sees how far it is, after two seconds. The comparison is without end: no machine is too
# fast for that.
command=("$SCHEDSIM" compare --policies "rr,fair" --quanta 10us --until 60h --jobs 2 "$tmp/endless.json")
script -qefc "${command[*]}" /dev/null >"$tmp/tty" 2>&1 </dev/null &
pid=$!
message="no progress"
for _ in {1..300}; do
	grep -q 'compare: 0 of 2 runs (0%)' "$tmp/tty" && message="" && break
	sleep 0.1
done
pkill -INT -f "compare .*$tmp/endless.json"
wait $pid
[ -z "$message" ] || message+=": $(cat "$tmp/tty")"
timeout -s INT 4 "${command[@]}" >"$out" 2>"$err"
[ "$(cat "$err")" = "schedsim: compare: interrupted after 0 of 2 runs" ] ||
	message+=" progress without a terminal: $(cat "$err")"
result "progress on a terminal" "$message"

# The sweep as commands, done by GNU parallel, and in other ways.
run compare "${sweep[@]}" --json
cp "$out" "$tmp/whole"
run compare "${sweep[@]}" --emit-jobs
cp "$out" "$tmp/commands"
message=""
[ "$(wc -l <"$tmp/commands")" = 60 ] || message="not 60 commands: $(cat "$tmp/commands" "$err")"
parallel --will-cite -j 4 <"$tmp/commands" >"$tmp/results" 2>"$err" || message+="parallel: $(cat "$err")"
run compare --collect --json "$tmp/results"
result "GNU parallel: the same table" "$message$(cat "$err"; diff "$tmp/whole" "$out")"
sort -R "$tmp/results" >"$tmp/mixed"
run compare --collect --json - <"$tmp/mixed"
result "in any order, from the standard input" "$(cat "$err"; diff "$tmp/whole" "$out")"
run compare --collect --json "$tmp/mixed" "$tmp/results"
result "each result twice" "$(cat "$err"; diff "$tmp/whole" "$out")"
mkdir "$tmp/a folder's"
run compare --policies rr,prio --seeds 1..2 --switch-cost 100us --tie expiry-first --until 20ms --locks ceiling \
	--process b --emit-jobs --into "$tmp/a folder's" "$tmp/jobs.json"
sh "$out"
run compare --collect "$tmp/a folder's"/*.json
cp "$out" "$tmp/collected"
run compare --policies rr,prio --seeds 1..2 --switch-cost 100us --tie expiry-first --until 20ms --locks ceiling \
	--process b "$tmp/jobs.json"
message=""
[ -s "$tmp/collected" ] || message="nothing collected"
result "results in files, and a name that needs quotes" "$message$(diff "$out" "$tmp/collected")"
tail -n +3 "$tmp/results" >"$tmp/less"
refuses "results are missing" 1 "compare: 2 of 60 results are missing; the first is number " compare --collect "$tmp/less"
cat "$tmp/a folder's"/*1.json "$tmp/results" >"$tmp/foreign"
refuses "results of another comparison" 1 "$tmp/foreign:2: this is a result of another comparison than those before it" \
	compare --collect "$tmp/foreign"
{ cat "$tmp/results"; sed 's/"digest":"0x./"digest":"0x/; q' "$tmp/results"; } >"$tmp/differ"
refuses "a run whose results differ" 1 "$tmp/differ:61: another result of the same run differs" \
	compare --collect "$tmp/differ"
for line in nonsense '{}' '[]' '{"run": 0, "of": 1, "sweep": 1}' '{"run": 2, "of": 1, "sweep": 1}' \
	'{"run": 1, "of": 99999999, "sweep": 1}' '{"run": "1", "of": 1, "sweep": 1}'; do
	echo "$line" >"$tmp/line"
	refuses "no result: $line" 1 "$tmp/line:1: this is no result of a command that --emit-jobs printed" \
		compare --collect "$tmp/line"
done
: >"$tmp/line"
for value in '"x"' true 1e308; do
	sed "s/\"turnaround\":[^,]*/\"turnaround\":$value/; q" "$tmp/results" >"$tmp/odd"
	refuses "a result that is $value" 1 "$tmp/odd:1: a metric is " compare --collect "$tmp/odd"
done
refuses "no results at all" 1 "there are no results in these files" compare --collect "$tmp/line"
refuses "results that cannot be read" 1 "$tmp/none: No such file" compare --collect "$tmp/none"

refuses "help is no workload" 2 "--generate: '--help' makes no workload; 'schedsim help generate' is its help" \
	compare --generate --help --emit-jobs
refuses "nothing to compare" 2 "compare: there are no processes; give a workload file, -l as in -l 5,3,8, or --generate" compare
refuses "unknown policy in a list" 2 "there is no policy 'x'; allowed are: " compare --policies rr,x "$tmp/jobs.json"
refuses "parameters without a colon" 2 "policy 'mlfq,boost=10ms': parameters follow a colon, as in mlfq:boost=10ms" \
	compare --policies rr,mlfq,boost=10ms,fair "$tmp/jobs.json"
refuses "empty policy" 2 "there is no policy ''" compare --policies rr,,fair "$tmp/jobs.json"
refuses "a policy twice" 2 "--policies: 'rr' is there twice" compare --policies rr,fair,rr "$tmp/jobs.json"
refuses "quantum without a unit in a list" 2 "--quanta: '2' has no unit" compare --quanta 1ms,2 "$tmp/jobs.json"
refuses "a quantum twice" 2 "--quanta: '1ms,1000us' has something twice" compare --quanta 1ms,1000us "$tmp/jobs.json"
refuses "a seed twice" 2 "--seeds: '1..5,3' has something twice" compare --seeds 1..5,3 "$tmp/jobs.json"
for seeds in "" x 5..1 1.. ..2 1...3 -1 "1,"; do
	refuses "seeds '$seeds'" 2 "is not possible; allowed are numbers and ranges from 0 to 18446744073709551615, as in 1..5,10" \
		compare --seeds="$seeds" "$tmp/jobs.json"
done
refuses "too many seeds" 2 "--seeds: '0..18446744073709551615' are too many; allowed are 1000000" \
	compare --seeds 0..18446744073709551615 "$tmp/jobs.json"
refuses "too many runs" 2 "compare: these are 2000000 runs; allowed are 1000000" \
	compare --seeds 1..1000000 --policies rr,fair "$tmp/jobs.json"
refuses "vCPUs out of range in a list" 2 "--vcpus: '257' is not possible" compare --vcpus 1,257 "$tmp/jobs.json"
refuses "unknown protocol in a list" 2 "--locks: 'x' is not possible" compare --locks none,x "$tmp/jobs.json"
refuses "unknown process" 2 "--process: there is no 'x'; allowed are the names of the workload" \
	compare --process x "$tmp/jobs.json"
refuses "unknown metric" 2 "--metrics: there is no 'turnaround.p98'; 'schedsim help compare' lists them" \
	compare --metrics waiting,turnaround.p98 "$tmp/jobs.json"
refuses "workers out of range" 2 "--jobs: '0' is not possible" compare --jobs 0 "$tmp/jobs.json"
refuses "--csv and --json" 2 "--csv does not go with --json" compare --csv --json "$tmp/jobs.json"
refuses "--gantt of four" 2 "--gantt draws two configurations side by side; these are 4" \
	compare --gantt --policies rr,fair --quanta 1ms,2ms "$tmp/jobs.json"
refuses "--generate and files" 2 "--generate does not go with files" compare --generate "--jobs 1" "$tmp/jobs.json"
refuses "--generate with a seed" 2 "--generate: the seeds are those of --seeds; leave --seed out" \
	compare --generate "--jobs 1 --seed 5"
refuses "--generate with an error" 2 "--utilisation: 'x' is not possible" compare --generate "--tasks 1 --utilisation x"
refuses "--collect with options of runs" 2 "--policies does not go with --collect; the runs have been done" \
	compare --collect --policies rr "$tmp/results"
refuses "--emit-jobs of the standard input" 2 "--emit-jobs cannot tell each job what is on the standard input" \
	compare --emit-jobs -
refuses "--into what is not there" 2 "--into: $tmp/none/x: No such file or directory; allowed is a folder that can be written to" \
	compare --emit-jobs --into "$tmp/none/x" "$tmp/jobs.json"
refuses "--into a file" 2 "--into: $tmp/jobs.json: Not a directory" compare --emit-jobs --into "$tmp/jobs.json" "$tmp/jobs.json"
refuses "no time to compare" 2 "--until: '0' is too short; allowed are 1ns to" compare --until 0 "$tmp/jobs.json"
refuses "--into alone" 2 "--into is for --emit-jobs" compare --into x "$tmp/jobs.json"
refuses "--result by hand" 2 "--result: '1/2' is not possible; --emit-jobs makes such commands" \
	compare --result 1/2 --policies rr "$tmp/jobs.json"
refuses "a file that is wrong" 4 "$tmp/line:1: " compare "$tmp/line"

# usage: completes NAME RESULT WORD...
completes() {
	local name=$1 want=$2 got
	shift 2
	got=$(. "$here/../schedsim.bash" && COMP_WORDS=("$SCHEDSIM" "$@") COMP_CWORD=$# && _schedsim "$SCHEDSIM" 2>/dev/null &&
		echo "${COMPREPLY[@]}")
	[ "$got" = "$want" ] && got=""
	result "$name" "$got"
}
completes "completion: a command" compare com
completes "completion: an option" --collect compare --coll
completes "completion: a list" none,inherit compare --locks none,i
completes "completion: metrics" "waiting,switch-rate waiting,switch-cost" compare --metrics waiting,switch-
