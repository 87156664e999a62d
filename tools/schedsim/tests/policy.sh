# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# Policies: run queues with a span, lists of policies, and policies from shared objects.

# Four jobs begin at once, one a vCPU. The fifth waits for vCPU 0, which is free at 30 ms. vCPU 1 is
# free at 5 ms, and takes it if it has the same run queue.
# usage: spans SPAN TURNAROUND OF THE FIFTH, IN MS, OPTION...
spans() {
	gives "span=$1 ${*:3}" "turnaround_ns=30000000 5000000 30000000 30000000 ${2}000000 {" \
		"value=\"$1\" \"none\"" -- --policy "fifo:span=$1,balance=none" -l 30,5,30,30,5 "${@:3}"
}
spans vcpu 35 --vcpus 4
spans vcpu 35 --llc 0-3
spans all 10 --vcpus 4
spans all 10 --llc 0-1,2-3
spans llc 10 --vcpus 4
spans llc 10 --llc 0-1,2-3
spans llc 10 --llc 2+3,1+0
spans llc 35 --llc 0+2,1+3
spans llc 35 --llc 0,1-3 --node 0-3
spans node 10 --vcpus 4
spans node 10 --node 0-1,2-3
spans node 10 --llc 0,1,2-3 --node 0-1,2-3
spans node 35 --node 0+2,1+3
gives "sets are part of the result" 'llc="0+2,1,3"' 'node="0-3"' -- -l 1 --llc 2+0,1,3
gives "nodes alone: each has one cache" 'llc="0-1,2-3"' 'node="0-1,2-3"' -- -l 1 --node 0-1,2-3
gives "sets name vCPUs" "nr_vcpus=3" -- -l 1 --llc 0,1-2
# No vCPU is idle beside work, unless balancing is off; and the most urgent run.
gives "balance=none" "idle_ns=180000000 0 180000000" -- -l 10,100,10,100 --policy rr:balance=none --quantum 4ms --vcpus 2
gives "balance=idle" "idle_ns=4000000 0 4000000" -- -l 10,100,10,100 --policy rr:balance=idle --quantum 4ms --vcpus 2
for policy in rr fair linux prio stride; do
	gives "$policy: vCPUs are busy while anybody waits" "idle_ns=4000000 0 4000000" -- \
		-l 10,100,10,100 --policy $policy --quantum 4ms --vcpus 2
done
cat >"$tmp/global.json" <<'JSON'
{"tasks": {
	"A": {"policy": "SCHED_FIFO", "priority": 90, "loop": 1, "run": 10000},
	"B": {"policy": "SCHED_FIFO", "priority": 80, "loop": 1, "run": 2000},
	"C": {"policy": "SCHED_FIFO", "priority": 70, "loop": 1, "run": 3000},
	"D": {"policy": "SCHED_FIFO", "priority": 60, "loop": 1, "run": 5000}}}
JSON
for policy in prio linux prio:span=all; do
	gives "$policy: the most urgent run" "finish_ns=10000000 2000000 5000000 10000000" \
		"first_run_ns=0 0 2000000 5000000" -- --policy $policy --vcpus 2 "$tmp/global.json"
done
refuses "a balance that there is not" 2 "policy rr: balance: 'on' is not possible; allowed are none, idle or all" \
	run -l 1 --policy rr:balance=on
for span in socket nodes 3 ALL ""; do
	refuses "a span that there is not: '$span'" 2 "policy rr: span: '$span' is not possible; allowed are vcpu, llc, node or all" \
		run -l 1 --policy rr:span=$span
done
for sets in "" 0- -1 0--1 0,,1 0+ "0-1," a 1-0 0.1 256 "0 1" 99999999999999999999; do
	refuses "no sets: '$sets'" 2 "--llc: '$sets' is not understood; expected are sets of the vCPUs 0 to 255, separated by commas, as in 0-3,4-7 or 0+2,1+3" \
		run -l 1 --llc "$sets"
done
refuses "no sets of a node" 2 "--node: '0:1' is not understood" run -l 1 --node 0:1
refuses "a vCPU in two sets" 2 "--llc: vCPU 1 is there twice; each must be in one set" run -l 1 --llc 0-1,1-2
refuses "a vCPU in no set" 2 "--node: vCPU 1 is in no set; each must be in one" run -l 1 --node 0,2
refuses "more vCPUs in sets than there are" 2 "--llc: there is no vCPU 3; allowed are 0 to 1 (see --vcpus)" \
	run -l 1 --vcpus 2 --llc 0-3
refuses "fewer vCPUs in sets than there are" 2 "--llc: vCPU 2 is in no set" run -l 1 --vcpus 3 --llc 0-1
refuses "a cache of two nodes" 2 "--node: vCPUs 1 and 2 share a cache (see --llc); expected is that they are of one node" \
	run -l 1 --llc 0,1-2,3 --node 0-1,2-3
refuses "compare: sets" 2 "--llc: there is no vCPU 3" compare -l 1 --vcpus 2 --llc 0-3
refuses "vcpus: sets" 2 "--node: vCPU 0 is there twice" vcpus --node 0,0
refuses "vcpus: number and sets" 2 "--llc: vCPU 2 is in no set" vcpus 4 --llc 0-1
refuses "vcpus: too many" 2 "vcpus: '257'" vcpus 257
refuses "vcpus needs the device" 3 "there is no" vcpus 4 --llc 0-1,2-3 --node 0-3

# The lists of policies come from the table.
run policies --names
names=$(cat "$out")
message=""
for name in fair dm edf eevdf fifo hrrn linux llf lottery lrtf mlfq prio rm rr sjf srtf stride; do
	grep -qx "$name" "$out" || message+="no $name "
done
result "policies --names" "$message"
run help policy
message=""
for name in $names; do
	grep -q "^$name  *[a-zA-Z]" "$out" || message+="no $name "
done
grep -q '^ *quantum8  *0  *0, or 1us to 10s$' "$out" || message+="no quantum8 "
grep -q '^Each also has the parameter span' "$out" || message+="no span"
result "help policy lists all, with their parameters" "$message"
run policies --keys rr mlfq
message=""
[ "$(grep -c '^span$' "$out")" = 2 ] && grep -qx boost "$out" && grep -qx aligned "$out" || message=$(cat "$out")
result "policies --keys" "$message"
run policies --json rr
message=$(tr -d ' \n' <"$out" | sed 's/"summary":"[^"]*",//')
[ "$message" != '[{"policy":"rr","tie":"arrival-first","params":[{"name":"aligned","value":0,"min":0,"max":1,"initial":0,"kind":"bool"},{"name":"weighted","value":0,"min":0,"max":1,"initial":0,"kind":"bool"},{"name":"span","value":"vcpu","choices":["vcpu","llc","node","all"],"initial":"vcpu","kind":"span"},{"name":"balance","value":"all","choices":["none","idle","all"],"initial":"all","kind":"balance"}]}]' ] ||
	message=""
result "policies --json" "$message"
refuses "policies: a name that there is not" 2 "there is no policy 'foo'; allowed are: fair, " policies foo

# usage: completes WORD WORD... CURRENT -- EXPECTED...
completes() {
	local typed=() got
	while [ "$1" != -- ]; do
		typed+=("$1")
		shift
	done
	shift
	got=$(
		# shellcheck source=tools/schedsim/schedsim.bash
		. "$(dirname "${BASH_SOURCE[0]}")/../schedsim.bash"
		COMP_WORDS=("$SCHEDSIM" "${typed[@]}")
		COMP_CWORD=${#typed[@]}
		_schedsim "$SCHEDSIM" 2>/dev/null
		echo "${COMPREPLY[*]}"
	)
	result "completion of ${typed[*]}" "$([ "$got" = "$*" ] || echo "$got")"
}
completes run --policy l -- linux llf lottery lrtf
completes run --policy rr : "" -- aligned= weighted= span= balance=
completes run --policy rr : span = n -- node
completes run --policy rr : balance = i -- idle
completes compare --policies rr,mlf -- rr,mlfq
completes pol -- policies policy

# Policies of somebody's own.
tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
# usage: policy NAME <<<SOURCE  (what comes before it is a policy that is right)
policy() {
	{
		cat <<-C
			#include <schedsim/policy.h>
			#include <stddef.h>
			static void enqueue(struct sim_rq *rq, struct sim_proc *proc, enum sim_enqueue why)
			{
				sim_sorted_add(rq, proc, 0);
			}
			static void dequeue(struct sim_rq *rq, struct sim_proc *proc, enum sim_dequeue why)
			{
				sim_sorted_remove(rq, proc);
			}
			static struct sim_proc *pick(struct sim_rq *rq, const struct sim_vcpu *vcpu)
			{
				return sim_sorted_first(rq, vcpu);
			}
			#define POLICY(...) static const struct sim_policy policy = { .name = "$1", .owner = THIS_MODULE, \\
				.enqueue = enqueue, .dequeue = dequeue, .pick = pick, __VA_ARGS__ }; \\
				schedsim_policy_module(policy)
		C
		cat
	} >"$tmp/$1.c"
	"${CC:-gcc}" -std=gnu11 -Wall -shared -fPIC -I"$tree/tools/engine/include" -I"$tree/include" \
		-o "$tmp/$1.so" "$tmp/$1.c" || result "building $1" "failed"
}

policy good <<'C'
static const struct sim_param params[] = {
	{ .name = "last", .kind = SCHEDSIM_PARAM_BOOL, .max = 1 },
};
static void ordered(struct sim_rq *rq, struct sim_proc *proc, enum sim_enqueue why)
{
	sim_sorted_add(rq, proc, rq->params[0] ? ~sim_now(rq) : 0);
}
POLICY(.enqueue = ordered, .summary = "for a test", .params = params, .nr_params = 1);
C
gives "a policy of a file" 'policy="good"' "turnaround_ns=12000000 8000000 16000000 {" "fault=null" -- \
	--policy "$tmp/good.so" -l 5,3,8 --quantum 1ms
gives "with a parameter, and a span" "turnaround_ns=2000000 11000000 5000000 {" 'value=1 "all" "all"' -- \
	--policy "$tmp/good.so:last=1,span=all" -l 0,2,0:0,5,0:1,4,0 --quantum 10ms
refuses "a parameter that it has not" 2 "policy good: there is no parameter 'x'; allowed are: last, span, balance" \
	run -l 1 --policy "$tmp/good.so:x=1"
run policies "$tmp/good.so"
message=""
grep -q '^good  *for a test$' "$out" && grep -q '^ *last  *0  *0 or 1$' "$out" || message=$(cat "$out" "$err")
result "policies FILE" "$message"
(cd "$tmp" && run compare -l 5,3,8 --policies "rr,./good.so:last=1,span=all,fifo,./good.so" --quanta 1ms --jobs 2
	message=""
	[ "$status" = 0 ] && [ "$(sed -n '2,5s/  .*//p' "$out" | tr '\n' ' ')" = "rr ./good.so:last=1,span=all fifo ./good.so " ] ||
		message=$(cat "$out" "$err")
	echo "$message" >"$tmp/message")
result "compare, in its workers, too" "$(cat "$tmp/message")"
(cd "$tmp" && run compare -l 5,3,8 --policies ./good.so,rr --seeds 1,2 --emit-jobs && sh "$out" >"$tmp/results" 2>"$err"
	"$SCHEDSIM" compare -l 5,3,8 --policies ./good.so,rr --seeds 1,2 >"$tmp/table"
	"$SCHEDSIM" compare --collect "$tmp/results" 2>&1 | diff - "$tmp/table" >"$tmp/message")
result "and in its commands" "$(cat "$tmp/message")"
refuses "a file and --device" 2 "a policy of a file does not go with --device; load its module" \
	run -l 1 --device --policy "$tmp/good.so"
refuses "a file for the live simulation" 2 "policy: a file is for 'run' and 'compare'" policy "$tmp/good.so"
refuses "a file that is not there" 2 "cannot load the policy: $tmp/none.so: cannot open shared object file" \
	run -l 1 --policy "$tmp/none.so"
echo 'int x;' >"$tmp/empty.c" && "${CC:-gcc}" -shared -fPIC -o "$tmp/empty.so" "$tmp/empty.c"
refuses "a file without a policy" 2 "$tmp/empty.so: there is no policy in it; expected is schedsim_policy_module()" \
	run -l 1 --policy "$tmp/empty.so"
SCHEDSIM=$(dirname "$SCHEDSIM")/schedsim.static refuses "the static build" 2 \
	"$tmp/good.so: this is schedsim.static, which cannot load shared objects; use the dynamic build" \
	run -l 1 --policy "$tmp/good.so"
message=""
for name in fifo_add lots_add levels_add; do
	policy "uses-$name" <<<"void *used = sim_$name; POLICY();"
	run run -l 1 --policy "$tmp/uses-$name.so"
	[ "$status" = 0 ] || message+=$(cat "$err")
done
result "what the header declares is there" "$message"

# usage: refused NAME PATTERN <<<SOURCE
refused() {
	policy "refused"
	refuses "refused: $1" 2 "$tmp/refused.so: $2" run -l 1 --policy "$tmp/refused.so"
}
refused "no pick" "the policy is refused: the operations enqueue, dequeue and pick must be there" <<<'POLICY(.pick = NULL);'
refused "no name" "the policy is refused: its name must be 1 to 15 of a-z, 0-9, - and _" <<<'POLICY(.name = NULL);'
refused "a bad name" "the policy is refused: its name must be 1 to 15 of a-z, 0-9, - and _" <<<'POLICY(.name = "My policy");'
refused "too long a name" "the policy is refused: its name" <<<'POLICY(.name = "sixteen-letters-");'
refused "a name that is taken" "there is a policy 'rr' already; give it another name" <<<'POLICY(.name = "rr");'
refused "too much of a process" "the policy is refused: proc_size is too large" <<<'POLICY(.proc_size = SIM_PROC_DATA + 1);'
refused "too much of a run queue" "the policy is refused: rq_size is too large" <<<'POLICY(.rq_size = 8193);'
refused "values without report" "the policy is refused: values and the operation report must both be there, or neither" <<<'
static const struct sim_value values[] = { { "x", SCHEDSIM_VALUE_NUMBER } };
POLICY(.values = values, .nr_values = 1);'
refused "a parameter that cannot have its initial value" "the policy is refused: a parameter" <<<'
static const struct sim_param params[] = { { "x", SCHEDSIM_PARAM_NUMBER, 1, 2, 3 } };
POLICY(.params = params, .nr_params = 1);'

# A policy that breaks a rule: fair goes on, the results are printed, the exit status is 5.
# usage: breaks NAME RULE WHAT IS SAID, OPTION... <<<SOURCE
breaks() {
	local name=$1 rule=$2 said=$3 want message=""
	shift 3
	policy "$name"
	run run --policy "$tmp/$name.so${span:+:span=$span}" --json "$@"
	want="schedsim: policy $name broke a rule at $said; fair has taken its place"
	[ "$status" = 5 ] && [ "$(cat "$err")" = "$want" ] || message="exit status $status: $(cat "$err")"
	[ "$(values fault_rule)" = "\"$rule\"" ] && [ "$(values fault_policy)" = "\"$name\"" ] ||
		message+=" rule $(values fault_rule) of $(values fault_policy)"
	[ "$(values state | tr ' ' '\n' | sort -u)" = '"exited"' ] || message+=" states: $(values state)"
	result "breaks a rule: $name" "$message"
}
breaks picks-nobody picked-nobody "0 on vCPU 0: it picked nobody, though 3 waited" -l 5,3,8 <<<'
static struct sim_proc *none(struct sim_rq *rq, const struct sim_vcpu *vcpu) { return NULL; }
POLICY(.pick = none);'
breaks drops picked-nobody "5ms on vCPU 0: it picked nobody, though 1 waited" -l 5,3 <<<'
static void drop(struct sim_rq *rq, struct sim_proc *proc, enum sim_enqueue why)
{
	if (proc->id != 2)
		sim_sorted_add(rq, proc, 0);
}
static void take(struct sim_rq *rq, struct sim_proc *proc, enum sim_dequeue why)
{
	if (proc->id != 2)
		sim_sorted_remove(rq, proc);
}
POLICY(.enqueue = drop, .dequeue = take);'
breaks picks-running picked-not-ready "0 on vCPU 1: it picked process 1 'a', which did not wait" \
	-l a:5:0,b:3:0 --vcpus 2 <<<'
static struct sim_proc *other(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return vcpu->id ? rq->vcpus[0].curr : sim_sorted_first(rq, vcpu);
}
POLICY(.pick = other);'
breaks picks-exited picked-not-ready "1ms on vCPU 0: it picked process 1 'job0', which did not wait" -l 1,2,3 <<<'
static struct sim_proc *first;
static struct sim_proc *same(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	if (!first)
		first = sim_sorted_first(rq, vcpu);
	return first;
}
POLICY(.pick = same);'
breaks picks-elsewhere picked-elsewhere "1ms on vCPU 0: it picked process 4 'job3', which waited in another run queue" \
	-l 1,5,5,5 --vcpus 2 <<<'
static struct sim_proc *other(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return sim_now(rq) ? sim_sorted_first(rq->vcpus[1].rq, vcpu) : sim_sorted_first(rq, vcpu);
}
POLICY(.pick = other);'
span=all breaks picks-forbidden picked-not-allowed "0 on vCPU 0: it picked process 2 'job1', which may not run there" \
	-l 5,3 -A job1:1 --vcpus 2 <<<'
static struct sim_proc *last;
static void keep(struct sim_rq *rq, struct sim_proc *proc, enum sim_enqueue why)
{
	last = proc;
	sim_sorted_add(rq, proc, 0);
}
static struct sim_proc *forbidden(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	return last;
}
POLICY(.enqueue = keep, .pick = forbidden);'
breaks no-slice no-slice-left "0 on vCPU 0: it gave process 1 'job0', which it had just picked, a slice of 0" -l 5,3 <<<'
static u64 nothing(struct sim_rq *rq, const struct sim_vcpu *vcpu, struct sim_proc *proc) { return 0; }
POLICY(.slice = nothing);'
breaks timer no-progress "0 on vCPU 0: what it did came to nothing again and again, and no time passed" -l 5,3 <<<'
static void again(struct sim_rq *rq) { sim_rq_set_timer(rq, sim_now(rq)); }
POLICY(.init = again, .timer = again);'
breaks keeps left-queued "0 on vCPU 0: it left process 1 'job0' in its queue" -l 5,3 <<<'
static void keep(struct sim_rq *rq, struct sim_proc *proc, enum sim_dequeue why) { }
POLICY(.dequeue = keep);'

(cd "$tmp" && run compare -l 5,3,8 --policies "rr,./drops.so,./no-slice.so,fair" --seeds 1..3 --json
	message=""
	[ "$status" = 5 ] && [ "$(wc -l <"$err")" = 2 ] &&
		grep -q "^schedsim: policy ./drops.so, quantum 10ms, seed 1: policy drops broke a rule at 13ms on vCPU 0: " "$err" &&
		grep -q "^schedsim: policy ./no-slice.so, quantum 10ms, seed 1: policy no-slice broke a rule" "$err" ||
		message="exit status $status: $(cat "$err")"
	[ "$(values fault_rule)" = '"picked-nobody" "no-slice-left"' ] && [ "$(values fault)" = "null { { null" ] ||
		message+=" $(values fault_rule)"
	echo "$message" >"$tmp/message"
	run compare -l 5,3,8 --policies "rr,./drops.so,./no-slice.so,fair" --seeds 1..3 --emit-jobs
	sh "$out" >"$tmp/results" 2>/dev/null
	"$SCHEDSIM" compare -l 5,3,8 --policies "rr,./drops.so,./no-slice.so,fair" --seeds 1..3 >"$tmp/table" 2>&1
	run compare --collect "$tmp/results"
	{
		[ "$status" = 5 ] || echo "exit status $status"
		cat "$err" "$out" | sort | diff - <(sort "$tmp/table")
	} >"$tmp/collected")
result "compare: rules that were broken" "$(cat "$tmp/message")"
result "compare: in commands, too" "$(cat "$tmp/collected")"

# A crash ends the command with one line.
policy crashes <<<'
static struct sim_proc *bad(struct sim_rq *rq, const struct sim_vcpu *vcpu)
{
	struct sim_proc *volatile proc = sim_now(rq) ? NULL : sim_sorted_first(rq, vcpu);

	proc->slice_used = 0;
	return proc;
}
POLICY(.pick = bad);'
policy recurses <<<'
static u64 deep(struct sim_rq *rq, const struct sim_vcpu *vcpu, struct sim_proc *proc);
static u64 (*volatile deeper)(struct sim_rq *, const struct sim_vcpu *, struct sim_proc *) = deep;
static u64 deep(struct sim_rq *rq, const struct sim_vcpu *vcpu, struct sim_proc *proc)
{
	return 1 + deeper(rq, vcpu, proc);
}
POLICY(.slice = deep);'
refuses "a policy that crashes" 6 "policy crashes crashed at 5ms of simulated time: Segmentation fault" \
	run -l 5,3 --policy "$tmp/crashes.so"
refuses "a policy that calls itself for ever" 6 "policy recurses crashed at 0 of simulated time: Segmentation fault" \
	run -l 5,3 --policy "$tmp/recurses.so"
refuses "compare: a policy that crashes" 6 "seed 0: policy crashes crashed at 5ms of simulated time: Segmentation fault" \
	compare -l 5,3 --policies "rr,$tmp/crashes.so"

policy crashes-early <<<'
static void bad(struct sim_rq *rq) { *(volatile int *)NULL = 1; }
POLICY(.init = bad);'
refuses "a policy that crashes at once" 6 "policy crashes-early crashed at 0 of simulated time: Segmentation fault" \
	run -l 5,3 --policy "$tmp/crashes-early.so"
policy aborts <<<'
#include <stdlib.h>
static struct sim_proc *bad(struct sim_rq *rq, const struct sim_vcpu *vcpu) { abort(); }
POLICY(.pick = bad);'
refuses "a policy that gives up" 6 "policy aborts crashed at 0 of simulated time: Aborted" \
	run -l 5,3 --policy "$tmp/aborts.so"
for code in 0 1 6; do
	policy "exits-$code" <<<'
#include <stdlib.h>
static void bad(struct sim_rq *rq, struct sim_proc *proc, enum sim_dequeue why)
{
	if (sim_now(rq))
		exit('"$code"');
	sim_sorted_remove(rq, proc);
}
POLICY(.dequeue = bad);'
	message="policy exits-$code called exit($code) at 5ms of simulated time"
	refuses "a policy that ends the command with $code" 6 "$message" \
		run -l 5,3 --policy "$tmp/exits-$code.so"
	refuses "compare: a policy that ends the command with $code" 6 "$message" \
		compare -l 5,3 --policies "rr,$tmp/exits-$code.so"
done

# Nobody can see that in a single run. In a comparison a result is missing.
policy leaves <<<'
#include <unistd.h>
static struct sim_proc *bad(struct sim_rq *rq, const struct sim_vcpu *vcpu) { _exit(0); }
POLICY(.pick = bad);'
refuses "compare: a policy that ends its process" 6 "seed 0: the policy called _exit(0)" \
	compare -l 5,3 --policies "rr,$tmp/leaves.so"

# What comes before the first operation is called.
head -c 5000 "$tmp/good.so" >"$tmp/cut.so"
refuses "a file that was cut" 6 "policy $tmp/cut.so crashed at 0 of simulated time: Bus error" run -l 5 --policy "$tmp/cut.so"
policy begins-badly <<<'
static __attribute__((constructor)) void begin(void) { *(volatile int *)NULL = 1; }
POLICY();'
refuses "a policy that crashes while it is loaded" 6 \
	"policy $tmp/begins-badly.so crashed at 0 of simulated time: Segmentation fault" run -l 5 --policy "$tmp/begins-badly.so"
policy of-old <<<'
const size_t schedsim_policy_sizes[] = { 1, 2, 3, 4, 5, 6 };
#undef schedsim_policy_module
#define schedsim_policy_module(policy) const struct sim_policy * const schedsim_policy = &(policy)
POLICY();'
refuses "a policy for other structs" 2 \
	"$tmp/of-old.so: it was built for another version of schedsim; build it anew" run -l 5 --policy "$tmp/of-old.so"

refuses "new-policy: a name that is taken" 2 \
	"new-policy: there is a policy 'rr' already; expected is another name" new-policy rr

# What new-policy writes is the example of the tree, under another name.
(cd "$tmp" && run new-policy my-own_1
	message=""
	[ "$status" = 0 ] || message="exit status $status: $(cat "$err")"
	for file in las.c Makefile; do
		sed 's/\<las\>/my-own_1/g' "$tree/tools/examples/policy/$file" |
			diff - "my-own_1/${file/las/my-own_1}" || message+=" $file differs"
	done
	env -u MAKEFLAGS -u MAKELEVEL make -s -C my-own_1 SCHEDSIM="$tree" || message+=" does not build"
	# The one that has used the least is first: b, until it has used 3 ms, too.
	"$SCHEDSIM" run --policy ./my-own_1/my-own_1.so -l 0,5,0:3,5,0 --quantum 1ms --json >"$out" 2>&1
	[ "$(values turnaround_ns)" = "9000000 7000000 {" ] || message+=" turnaround: $(values turnaround_ns)"
	echo "$message" >"$tmp/message"
	run new-policy my-own_1
	[ "$status:$(cat "$err")" = "1:schedsim: my-own_1: File exists" ] || cat "$err" >>"$tmp/message"
	run new-policy other my-own_1
	[ "$status" = 1 ] || echo "overwrites a folder" >>"$tmp/message"
	run new-policy other "$tmp/into"
	[ -e "$tmp/into/other.c" ] || echo "no folder" >>"$tmp/message")
result "new-policy: builds and runs, and overwrites nothing" "$(cat "$tmp/message")"
message=$(env -u MAKEFLAGS -u MAKELEVEL make -s -C "$tree/tools" install DESTDIR="$tmp/root" 2>&1 >/dev/null
	env -u MAKEFLAGS -u MAKELEVEL make -s -B -C "$tmp/my-own_1" SCHEDSIM="$tmp/root/usr/local/share/schedsim" 2>&1)
result "new-policy: builds against installed headers, too" "$message"
for name in "" A my.policy sixteen-letters- "a b" a/b ä; do
	refuses "new-policy: '$name' is no name" 2 "new-policy: '$name' is no name for a policy; allowed are 1 to 15 of a-z, 0-9, - and _" \
		new-policy "$name"
done
refuses "new-policy: no name" 2 "new-policy: too few arguments" new-policy
