# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# SPDX-License-Identifier: GPL-2.0
#
# What the scripts of tools/vm share. Sourced, never run.
#
# SCHEDSIM_SRC    the tree to build and test instead of the one this file is in
# SCHEDSIM_CACHE  where downloads live, shared by all checkouts of a user

set -euo pipefail

vm=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "${SCHEDSIM_SRC:-$vm/../..}" && pwd)
build=$top/build
cache=${SCHEDSIM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/schedsim}
me=$(basename "$0")

# A make that runs us must not lend its options to the builds we start.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

# Exit status for "could not even try", as in timeout(1) and env(1).
readonly E_SELF=125
# Exit status for "this distribution has no such kernel".
readonly E_NO_KERNEL=120

say() { printf '%s: %s\n' "$me" "$*" >&2; }
die() { say "$@"; exit "$E_SELF"; }

# The header comment of a script is its help text.
show_help() { sed -n '/^# Usage/,/^[^#]/{/^[^#]/!s/^# \{0,1\}//p}' "$0"; }

# Run a command with a lock held, so that parallel runs share the caches.
# usage: locked FILE COMMAND...
locked() {
	local file=$1 fd rc
	shift
	mkdir -p "$(dirname "$file")"
	exec {fd}>"$file"
	if ! flock -w 2 "$fd"; then
		say "waiting for another run to finish with $(basename "$file" .lock)"
		flock "$fd"
	fi
	# The lock must not outlive this command in a child of it.
	"$@" {fd}>&-
	rc=$?
	exec {fd}>&-
	return $rc
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif [ -t 0 ]; then
		sudo "$@"
	else
		sudo -n "$@"
	fi
}

# What apt reads instead of the machine's own lists, as options; none: those.
apt=()

# Package lists that are missing or old name no files, or such as are gone.
refresh_lists() {
	local run=(as_root apt-get)
	[ ${#apt[@]} = 0 ] || run=(apt-get -o APT::Sandbox::User=root "${apt[@]}")
	say "refreshing the package lists"
	"${run[@]}" update -qq >&2 || say "could not refresh the package lists"
}

# Download packages into the current directory.
fetch() {
	local quiet=(-qq)
	[ ! -t 2 ] || quiet=()
	apt-get download "${quiet[@]}" -o APT::Sandbox::User=root "${apt[@]}" "$@" >&2
}

# The Debian that this is: a value of /etc/os-release.
this_debian() { (. /etc/os-release && echo "${!1-}"); }

# Where this machine gets Debian's packages from, as lines for sources.list that name CODENAME in
# the place of its own.
# usage: debian_sources CODENAME
debian_sources() {
	# shellcheck disable=SC2016 # expanded by apt-get
	local format='$(ORIGIN) deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(REPO_URI) $(CODENAME) main'
	apt-get indextargets --format "$format" 'Created-By: Packages' 'Component: main' |
		sed -n "s/^Debian //; t ours; d; :ours; s/ $(this_debian VERSION_CODENAME)/ $1/p" | sort -u
}

# Name, time and size of everything a build reads; equal text means nothing to rebuild.
fingerprint() {
	{ find -L "$@" -type f -printf '%p %T@ %s\n' 2>/dev/null || true; } | LC_ALL=C sort | cksum
}
