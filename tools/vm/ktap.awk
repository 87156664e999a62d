# SPDX-License-Identifier: GPL-2.0
#
# Counts the results in TAP or KTAP output and prints "PASSED FAILED SKIPPED", after a line
# "# ..." for everything wrong with the output itself. Failures and skips are listed, too.
#
# Innermost results count: a result less indented than the one before it sums up its subtests
# and is left out, unless it is the only one to say that something failed. A plan (1..N) that
# was not kept is a failure.

function problem(text) { print "# " text; failed++ }

function end_plan(depth) {
	if ((depth in plan) && plan[depth] != seen[depth] + 0)
		problem("planned " plan[depth] " tests, ran " seen[depth] + 0 (name ? " in " name : ""))
	delete plan[depth]
	delete seen[depth]
}

function end_plans(depth,   d) {
	for (d = 80; d >= depth; d--)
		if (d in plan || d in seen)
			end_plan(d)
}

{ sub(/\r$/, ""); match($0, /^ */); depth = RLENGTH; line = substr($0, depth + 1) }

line ~ /^# selftest: [^ ]+$/ { end_plans(0); name = $3; last = 0; nested_failed = 0; next }
line ~ /^K?TAP version/ { end_plans(depth); next }

line ~ /^1\.\.[0-9]+/ {
	if (depth in plan)
		end_plan(depth)
	plan[depth] = substr(line, 4) + 0
	if (line ~ /# SKIP/ && plan[depth] == 0) {
		print "skipped: " name " " line
		skipped++
	}
	next
}

line ~ /^Bail out!/ { problem(line); next }

line ~ /^(not )?ok( |$)/ {
	seen[depth]++
	bad = line ~ /^not ok/
	if (depth < last) {
		end_plans(depth + 1)
		if (bad && !nested_failed) {
			print line
			failed++
		}
		nested_failed = bad
	} else if (bad) {
		print line
		failed++
		nested_failed = 1
	} else if (toupper(line) ~ /# *SKIP/) {
		print "skipped: " line
		skipped++
	} else {
		passed++
	}
	if (depth == 0)
		nested_failed = 0
	last = depth
}

END { end_plans(0); print passed + 0, failed + 0, skipped + 0 }
