# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0
#
# Groups in workload files. What they get follows from weights alone: shares, and those of the
# kernel's sched_prio_to_weight[].

groups='{"taskgroups": {"/a": {"shares": 3072}, "/b": {}},
	"tasks": {"x": {"instance": 3, "taskgroup": "/a", "run": 1000},
		"y": {"taskgroup": "/b", "run": 1000}, "z": {"run": 1000}},
	"global": {"duration": 50}}'

# Of 50 s, within 1%: 3/5 of them for the three of a, 1/5 each for b and for z.
for policy in fair linux; do
	run run --json --policy "$policy" --quantum 1ms - <<<"$groups"
	message=""
	got=$(values cpu_ns)
	i=0
	for cpu in $got; do
		i=$((i + 1))
		[ "$cpu" -gt 9900000000 ] && [ "$cpu" -lt 10100000000 ] || message="process $i has $cpu ns"
	done
	[ "$i" = 5 ] || message="$status: $(cat "$err")"
	result "$policy: groups share by shares" "$message"
done

shows "groups become attributes" "process x-0 group 1 shares 3072: run 1ms; loop" \
	"process y group 2: run 1ms; loop" "process z: run 1ms; loop" -- <<<"$groups"
shows "phases change groups" "process a group 1 shares 7: attr p; run 1us; attr q; run 2us; attr r; run 3us; loop" \
	"attr q sets class,priority,nice,tickets,deadline,group: defaults" \
	"attr r sets class,priority,nice,tickets,deadline,group: group 2" -- <<'JSON'
{"taskgroups": {"/x": {"shares": 7}}, "tasks": {"a": {"phases": {"p": {"taskgroup": "/x/y", "run": 1},
	"q": {"taskgroup": "/", "run": 2}, "r": {"taskgroup": "/z", "run": 3}}}}}
JSON
shows "what does not say a group stays in it" "process a group 1: run 1us; run 2us; loop" -- <<'JSON'
{"tasks": {"a": {"taskgroup": "/x", "phases": {"p": {"run": 1}, "q": {"taskgroup": "", "run": 2}}}}}
JSON
warns_file "a group of nobody" 2 "taskgroups: /b: nobody is in this group" <<'JSON'
{"tasks": {"a": {"taskgroup": "/a", "run": 1}},
	"taskgroups": {"/b": {"shares": 5}}}
JSON

refuses_file "groups in groups" 2 \
	"task 'b': taskgroup: groups '/a' and '/a/b' are both in '/a', or one in the other (expected one level of groups)" <<'JSON'
{"tasks": {"a": {"taskgroup": "/a", "run": 1},
	"b": {"taskgroup": "/a/b", "run": 1}}}
JSON
for path in a /a/ //a; do
	refuses_file "the path $path" 1 "task 'a': taskgroup: '$path' is no group (expected, say, \"/tg1\")" \
		<<<'{"tasks": {"a": {"taskgroup": "'"$path"'", "run": 1}}}'
done
refuses_file "a group that is a number" 1 'task '\''a'\'': taskgroup: 5 is not a text (expected a group, as in "/tg1")' \
	<<<'{"tasks": {"a": {"taskgroup": 5, "run": 1}}}'
shows "a real-time task in a group" "process a fifo priority 10 group 1: run 1us; loop" -- \
	<<<'{"tasks": {"a": {"policy": "SCHED_FIFO", "taskgroup": "/a", "run": 1}}}'
refuses_file "too many groups" 1 "task 't33': taskgroup: there are too many groups (expected at most 32)" < <(
	printf '{"tasks": {'
	for i in {1..33}; do
		printf '"t%d": {"taskgroup": "/g%d", "run": 1},' "$i" "$i"
	done
	echo '}}')
refuses_file "shares out of range" 2 "taskgroups: shares: 1 is not a number of shares (expected 2..262144)" <<'JSON'
{"taskgroups": {"/a":
	{"shares": 1}}, "tasks": {}}
JSON
refuses_file "shares of an inner group" 1 \
	"taskgroups: /a/b: only a group that is in no other has shares here (expected, say, \"/tg1\")" \
	<<<'{"taskgroups": {"/a/b": {"shares": 3}}, "tasks": {}}'
refuses_file "shares twice" 1 "taskgroups: /a: the group is here twice (expected it once)" \
	<<<'{"taskgroups": {"/a": {"shares": 3}, "/a": {"shares": 3}}, "tasks": {}}'
odd_file "an unknown key of a group" 1 "taskgroups: weight: " \
	<<<'{"taskgroups": {"/a": {"weight": 3}}, "tasks": {"a": {"taskgroup": "/a", "run": 1}}}'
refuses "spawn --shares alone" 2 "spawn: --shares needs --group; give the group, 1 to 32" spawn --shares 5
refuses "set --shares alone" 2 "set: --shares needs --group; give the group, 1 to 32" \
	set 1 --nice 3 --shares 5
