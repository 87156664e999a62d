# SPDX-License-Identifier: GPL-2.0
#
# Sums up the texts of gcov by file of module/, tests left out, and writes the lines that no test
# ran to the file `missed`.
#
# A line of gcov is "COUNT:NUMBER:TEXT", COUNT being "-" for no code and "#####" or "=====" for
# code that did not run. The same file may come from several compilations.

/^ *-: *0:Source:/ {
	file = $0
	sub(/.*0:Source:/, "", file)
	# The kernel's own headers have no such folder above them.
	if (file !~ /\/module\// || file ~ /\/module\/tests\//)
		file = ""
	sub(/.*\/module\//, "module/", file)
	next
}

file != "" && split($0, part, ":") >= 3 && part[2] + 0 > 0 {
	count = part[1]
	gsub(/ /, "", count)
	if (count == "-")
		next
	key = file ":" part[2] + 0
	if (!(key in text)) {
		files[file] = 1
		lines[file]++
		if (part[2] + 0 > last[file])
			last[file] = part[2] + 0
		text[key] = substr($0, length(part[1]) + length(part[2]) + 3)
	}
	if (count ~ /^[0-9]/ && count + 0 > 0 && !(key in ran)) {
		ran[key] = 1
		covered[file]++
	}
}

function result(name, c, n) {
	return sprintf("%6.1f%%  %5d of %5d  %s", n ? 100 * c / n : 100, c, n, name)
}

END {
	printf "" >missed
	sorter = "LC_ALL=C sort -k 5"
	for (file in files) {
		print result(file, covered[file], lines[file]) | sorter
		all += lines[file]
		all_covered += covered[file]
		for (i = 1; i <= last[file]; i++)
			if ((file ":" i) in text && !((file ":" i) in ran))
				print file ":" i ":" text[file ":" i] >missed
	}
	close(sorter)
	print result("all", all_covered, all)
}
