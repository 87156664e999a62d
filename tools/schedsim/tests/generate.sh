# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# schedsim generate.

programs random 11

# What is asserted about the tasks (T: period, C: runtime, D: deadline, P: priority, in order) and
# the jobs (at: arrival, run: length) of workloads that were generated, in Python.
cat >"$tmp/judge.py" <<'PYTHON'
import json, math, sys
T, C, D, P, at, run = [], [], [], [], [], []
sets = []
for text in sys.stdin.read().split("/* schedsim generate ")[1:]:
    first = len(T)
    for task in json.loads(text.split("*/", 1)[1])["tasks"].values():
        if "timer" in task:
            T.append(task["timer"]["period"]), C.append(task["run"])
            D.append(task.get("dl-deadline")), P.append(task.get("priority"))
        else:
            at.append(task["delay"]), run.append(task["run"])
    sets.append(list(zip(T, C))[first:])

def close(values, cdf):
    """Kolmogorov and Smirnov: one in 1000 that are drawn from cdf is not."""
    values, n = sorted(values), len(values)
    worst = max(max(cdf(v) - i / n, (i + 1) / n - cdf(v)) for i, v in enumerate(values))
    return worst * math.sqrt(n) < 1.95

for claim in sys.argv[1:]:
    if not eval(claim):
        print("not true: " + claim)
PYTHON

# usage: judge NAME CLAIM... -- OPTION OF generate...
judge() {
	local name=$1 claims=() seed
	shift
	while [ "$1" != -- ]; do
		claims+=("$1")
		shift
	done
	shift
	for seed in ${seeds:-1}; do
		"$SCHEDSIM" generate --seed "$seed" "$@" || echo "exit status $?"
	done >"$out" 2>&1
	result "$name" "$(python3 "$tmp/judge.py" "${claims[@]}" <"$out" 2>&1)"
}

seeds=$(seq 1 60)
judge "UUniFast: the sum is exact but for rounding to us" \
	"all(abs(sum(c / t for t, c in s) - 0.85) <= sum(0.5 / t for t, c in s) + 1e-9 for s in sets)" \
	"len(sets) == 60 and len(T) == 480" \
	-- --tasks 8 --utilisation 0.85
# Each of the five has the distribution of Beta(1, 4), whatever its place.
judge "UUniFast: no place is preferred" \
	"all(close([s[i][1] / s[i][0] for s in sets], lambda u: 1 - (1 - u) ** 4) for i in range(5))" \
	-- --tasks 5 --utilisation 1 --periods 1s..2s
judge "UUniFast-Discard: no task above 1" \
	"all(c <= t for t, c in zip(T, C))" \
	"all(abs(sum(c / t for t, c in s) - 3.5) < 1e-4 for s in sets)" \
	-- --tasks 6 --utilisation 3.5
seeds=1
judge "one task has all of it" "C == [T[0] // 4] or C == [T[0] // 4 + 1]" -- --tasks 1 --utilisation 0.25
judge "as many as there is utilisation: all are full" "C == T" -- --tasks 1 --utilisation 1
judge "periods are log-uniform" "len(T) == 3000 and min(T) >= 1000 and max(T) <= 1000000" \
	"close(T, lambda t: math.log(t / 1000) / math.log(1000))" \
	-- --tasks 3000 --periods 1ms..1s
judge "periods are multiples of the granularity" "all(t % 5000 == 0 for t in T)" \
	"set(T) == {5000, 10000, 15000, 20000}" -- --tasks 300 --periods 5ms..20ms --granularity 5ms
judge "one period" "set(T) == {8000}" -- --tasks 20 --periods 8ms..8ms
judge "harmonic periods" "set(T) == {3000, 6000, 12000, 24000}" \
	"all(abs(T.count(3000 << k) / 2000 - 0.25) < 0.05 for k in range(4))" \
	-- --tasks 2000 --periods 3ms..47ms --harmonic
judge "rate monotonic priorities" \
	"all((T[i] < T[j]) == (P[i] > P[j]) for i in range(30) for j in range(30))" \
	"min(P) == 1 and max(P) == len(set(T))" -- --tasks 30 --class fifo
judge "more periods than priorities" "min(P) == 1 and max(P) == 99 and len(set(P)) == 99" \
	"all(P[i] >= P[j] for i in range(300) for j in range(300) if T[i] <= T[j])" \
	-- --tasks 300 --class rr
judge "implicit deadlines" "D == T" -- --tasks 30 --class deadline
judge "constrained deadlines" "all(c <= d <= t for c, d, t in zip(C, D, T))" \
	"close([(d - c) / (t - c) for c, d, t in zip(C, D, T)], lambda x: x)" \
	-- --tasks 500 --class deadline --deadlines constrained
# Four standard deviations of the mean of 10,000: 4 / 100 of the mean.
judge "Poisson arrivals" "len(at) == 10000 and at == sorted(at)" \
	"abs(at[-1] / 10000 - 2500) < 100" \
	"close([b - a for a, b in zip([0] + at, at)], lambda t: 1 - math.exp(-t / 2500))" \
	-- --jobs 10000 --interarrival 2.5ms
judge "exponential lengths" "abs(sum(run) / 10000 - 4000) < 160 and min(run) >= 1" \
	"close(run, lambda t: 1 - math.exp(-t / 4000))" -- --jobs 10000 --lengths exponential:4ms
judge "uniform lengths" "min(run) >= 1000 and max(run) <= 9000" \
	"close(run, lambda t: (t - 1000) / 8000)" -- --jobs 10000 --lengths uniform:1ms,9ms
judge "bimodal lengths" "set(run) == {1000, 100000} and abs(run.count(1000) - 9000) < 120" \
	-- --jobs 10000 --lengths bimodal:1ms,100ms,90%
judge "no length is 0" "set(run) == {1, 2} or min(run) == 1" -- --jobs 1000 --lengths exponential:1us

"$SCHEDSIM" generate --tasks 6 --jobs 4 --class fifo --seed 7 >"$tmp/seven"
message=""
[ "$(cksum <"$tmp/seven")" = "3733282375 1183" ] || message="$(cksum <"$tmp/seven"): $(cat "$tmp/seven")"
result "the same as ever for one seed" "$message"
"$SCHEDSIM" generate --tasks 6 --jobs 4 --class fifo --seed 8 | tail -n +2 >"$tmp/eight"
message=""
tail -n +2 "$tmp/seven" | cmp -s - "$tmp/eight" && message="no difference"
result "others for another one" "$message"
"$SCHEDSIM" generate --tasks 6 --class fifo --seed 7 | grep '"task' | sed 's/,$//' >"$tmp/six"
result "jobs do not change the tasks" "$(grep '"task' "$tmp/seven" | sed 's/,$//' | diff - "$tmp/six")"

for class in other fifo rr deadline; do
	"$SCHEDSIM" generate --tasks 5 --jobs 5 --class $class --duration 1s >"$tmp/w.json"
	gives "what is generated loads and runs: $class" "time_ns=1000000000" \
		'name="task0" "task1" "task2" "task3" "task4" "job0" "job1" "job2" "job3" "job4"' \
		-- --vcpus 2 --policy prio "$tmp/w.json"
done
"$SCHEDSIM" generate --jobs 3 --lengths uniform:2ms,2ms >"$tmp/w.json"
gives "jobs run until all are done" 'state="exited" "exited" "exited"' \
	"cpu_ns=2000000 2000000 2000000" -- "$tmp/w.json"

refuses "nothing to generate" 2 "give --tasks NUMBER, --jobs NUMBER or both" generate
for option in "utilisation 0.5" "periods 10ms..1s" "granularity 1us" harmonic "class other" "deadlines implicit"; do
	# shellcheck disable=SC2086
	refuses "no tasks for --${option% *}" 2 "generate: --${option% *} goes with --tasks" generate --jobs 10 --$option
done
for option in "interarrival 5ms" "lengths exponential:7ms"; do
	# shellcheck disable=SC2086
	refuses "no jobs for --${option% *}" 2 "generate: --${option% *} goes with --jobs" generate --tasks 3 --$option
done
refuses "no tasks, with --generate" 2 "generate: --utilisation goes with --tasks" \
	compare --generate "--jobs 10 --utilisation 0.5"
refuses "utilisation that is no number" 2 "--utilisation: '0.5ms' is not possible; allowed are numbers above 0" \
	generate --tasks 2 --utilisation 0.5ms
refuses "no utilisation" 2 "--utilisation: '0' is not possible" generate --tasks 2 --utilisation 0
refuses "utilisation too fine" 2 "up to 6 digits behind the point" generate --tasks 2 --utilisation 0.1234567
refuses "more utilisation than tasks" 2 "--utilisation: 2.5 is not possible with 2 tasks; allowed is up to 1 a task" \
	generate --tasks 2 --utilisation 2.5
refuses "utilisation that is never found" 1 "all had a task above 1; take more tasks, or less utilisation" \
	generate --tasks 40 --utilisation 39
refuses "no range of periods" 2 "--periods: '10ms' is not a range of times; expected is one such as 10ms..1s" \
	generate --tasks 2 --periods 10ms
refuses "periods backwards" 2 "--periods: '2s..1s' is backwards" generate --tasks 2 --periods 2s..1s
refuses "period without a unit" 2 "--periods: '10' has no unit" generate --tasks 2 --periods 10..20
refuses "period finer than 1 us" 2 "--periods: '1.5us' is finer than 1 us" generate --tasks 2 --periods 1.5us..1s
refuses "granularity that does not fit" 2 "--granularity: the periods, 10000us to 1000000us, are not multiples of 3000us" \
	generate --tasks 2 --granularity 3ms
refuses "unknown class" 2 "--class: 'idle' is not possible; allowed are other, fifo, rr, deadline" \
	generate --tasks 2 --class idle
refuses "constrained deadlines without their class" 2 "--deadlines: constrained ones need --class deadline" \
	generate --tasks 2 --deadlines constrained
refuses "unknown deadlines" 2 "--deadlines: 'x' is not possible; allowed are implicit, constrained" \
	generate --tasks 2 --deadlines x
for lengths in normal:1ms exponential exponential:1ms,2ms uniform:1ms bimodal:1ms,2ms bimodal:1ms,2ms,0.9 \
	bimodal:1ms,2ms,101% bimodal:1ms,2ms,5%,6% "" :; do
	refuses "lengths '$lengths'" 2 "--lengths: '$lengths' is not understood; expected is exponential:MEAN" \
		generate --jobs 1 --lengths "$lengths"
done
refuses "lengths backwards" 2 "--lengths: 'uniform:2ms,1ms' is backwards" generate --jobs 1 --lengths uniform:2ms,1ms
refuses "no whole seconds" 2 "--duration: '1.5s' is not a number of whole seconds" generate --jobs 1 --duration 1.5s
refuses "arrivals beyond the end of time" 1 "--interarrival: job " generate --jobs 1000000 --interarrival 1h
refuses "generate reads no files" 2 "generate: too many arguments" generate --jobs 1 x.json

# With too little memory there is an error, or all of it.
message=""
for limit in 15000 20000 25000 30000 40000; do
	(ulimit -v $limit && exec "$SCHEDSIM" generate --tasks 100000) >"$out" 2>"$err"
	status=$?
	[ "$status" != 0 ] || [ "$(tail -n 1 "$out")" = "}" ] || message+=" $limit: exit status 0, and it is cut"
done
result "generate: out of memory" "$message"
