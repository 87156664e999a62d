# SPDX-License-Identifier: GPL-2.0
#
# Usage: gcov ... | awk -f coverage.awk REASONS counts=1 -
#
# Sums up the texts of gcov by file of module/, tests left out, and lists the lines that no test ran
# with their REASONS (see there). Exit status 1 if the two do not agree.
#
# A line of gcov is "COUNT:NUMBER:TEXT", COUNT being "-" for no code and "#####" or "=====" for
# code that did not run. The same file may come from several compilations.

function trimmed(text) {
	gsub(/^[ \t]+|[ \t]+$/, "", text)
	return text
}

BEGIN { first = 0 }

!counts {
	if (/^\t/) {
		for (i = first; i < nr_reasons; i++)
			reason[reasons[i]] = reason[reasons[i]] " " trimmed($0)
		complete = 1
	} else if (/^[^#]/) {
		if (complete)
			first = nr_reasons
		complete = 0
		reasons[nr_reasons++] = $0
	}
	next
}

/^ *-: *0:Source:/ {
	file = $0
	sub(/.*0:Source:/, "", file)
	# The kernel's own headers have no such folder above them.
	if (file !~ /\/module\// || file ~ /\/module\/tests\//)
		file = ""
	sub(/.*\/module\//, "module/", file)
	place = ""
	next
}

file != "" && split($0, part, ":") >= 3 && part[2] + 0 > 0 {
	count = part[1]
	gsub(/ /, "", count)
	code = substr($0, length(part[1]) + length(part[2]) + 3)
	# What begins in the first column is a function, or else stands for one.
	if (code ~ /^[A-Za-z_].*\(/) {
		place = code
		if (code !~ /;$/) {
			sub(/\(.*/, "", place)
			sub(/.*[ *]/, "", place)
		}
	}
	if (count == "-")
		next
	key = file ":" part[2] + 0
	if (!(key in name)) {
		files[file] = 1
		lines[file]++
		if (part[2] + 0 > last[file])
			last[file] = part[2] + 0
		name[key] = file " " place ": " trimmed(code)
	}
	if (count ~ /^[0-9]/ && count + 0 > 0 && !(key in ran)) {
		ran[key] = 1
		covered[file]++
	}
}

function result(what, c, n) {
	return sprintf("%6.1f%%  %5d of %5d  %s", n ? 100 * c / n : 100, c, n, what)
}

# The lines of a file that did not run.
function list_missed(file,   n, key, why) {
	for (n = 1; n <= last[file]; n++) {
		key = file ":" n
		if (!(key in name) || key in ran)
			continue
		needed[name[key]] = 1
		why = reason[name[key]]
		if (why == "") {
			why = " (no reason is known)"
			wrong = 1
		}
		sub(/^[^ ]* /, "", name[key])
		printf "%s: %s\n       %s\n", key, name[key], why
	}
}

function sort_files(   i, j, file) {
	for (file in files) {
		for (i = nr_files++; i && sorted[i - 1] > file; i--)
			sorted[i] = sorted[i - 1]
		sorted[i] = file
	}
}

END {
	sort_files()
	for (i = 0; i < nr_files; i++) {
		print result(sorted[i], covered[sorted[i]], lines[sorted[i]])
		all += lines[sorted[i]]
		all_covered += covered[sorted[i]]
	}
	print result("all", all_covered, all)
	if (!all)
		wrong = 1

	if (all_covered < all)
		print "\nNo test runs:"
	for (i = 0; i < nr_files; i++)
		list_missed(sorted[i])
	for (i = 0; i < nr_reasons; i++)
		if (!(reasons[i] in needed)) {
			print "coverage-reasons: no such line, or a test runs it: " reasons[i]
			wrong = 1
		}
	exit wrong
}
