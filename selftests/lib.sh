# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash
#
# What the shell tests share, on top of kselftest's ktap_helpers.sh. A test is a function; its
# assertions end it with `return` by way of &&.

here=$(dirname "$0")
# shellcheck disable=SC1091 # a copy of the kernel's
. "$here/ktap_helpers.sh"

sys=/sys/class/misc/schedsim
dev=/dev/schedsim
ko=${SCHEDSIM_KO:-/vm/schedsim.ko}
# shellcheck disable=SC2034 # for the tests
nl='
'

# Say why a test fails.
bad() { ktap_print_msg "$@"; return 1; }

# is FILE TEXT: the attribute reads so
is() {
	is_read=$(cat "$sys/$1") || { bad "$1 cannot be read"; return 1; }
	[ "$is_read" = "$2" ] || bad "$1 is '$is_read', not '$2'"
}

# active POLICY: it is the one in brackets
active()
{
	active_is=$(sed 's/.*\[\(.*\)].*/\1/' "$sys/policy") || { bad "policy cannot be read"; return 1; }
	[ "$active_is" = "$1" ] || bad "the policy is '$active_is', not '$1'"
}

# takes FILE TEXT: it may be written
takes()
{
	takes_why=$("$here/ask" write "$sys/$1" "$2") || bad "$1 refuses '$2': $takes_why"
}

# refuses FILE TEXT [WHY]: it may not (Invalid argument), and nothing changes
refuses()
{
	refuses_before=$(cat "$sys/$1" 2>/dev/null)
	if refuses_why=$("$here/ask" write "$sys/$1" "$2"); then
		bad "$1 takes '$2'"
	elif [ "$refuses_why" != "${3:-Invalid argument}" ]; then
		bad "$1, '$2': $refuses_why"
	elif [ "$(cat "$sys/$1" 2>/dev/null)" != "$refuses_before" ]; then
		bad "'$2' changed $1"
	fi
}

# eventually COMMAND...: within 20 s
eventually() {
	eventually_left=200
	until "$@"; do
		eventually_left=$((eventually_left - 1))
		[ $eventually_left -gt 0 ] || { bad "in vain: $*"; return 1; }
		sleep 0.1
	done
}

# start COMMAND...: in the background, until it says something
start()
{
	rm -f /tmp/said
	"$@" >/tmp/said &
	started=$!
	eventually [ -s /tmp/said ]
}

stop()
{
	kill -9 "$started"
	wait "$started" 2>/dev/null
	rm -f /tmp/said
}

loaded() { grep -q '^schedsim ' /proc/modules; }

load() { insmod "$ko" 2>/dev/null; }

unload() { ! loaded || rmmod schedsim 2>/dev/null; }

# Whom an earlier test has killed may have the device open for a moment yet.
reload() { eventually unload && load; }

# No trace of the module.
gone() { ! loaded && [ ! -e "$sys" ] && [ ! -e "$dev" ] && [ ! -e /sys/module/schedsim ]; }

# For those tests that load the module.
need_module_file()
{
	if ! [ -e "$ko" ] || ! reload; then
		ktap_skip_all "no module to load anew: set SCHEDSIM_KO"
		exit "$KSFT_SKIP"
	fi
}

# run TEST...: run these functions as a test each, and exit
run() {
	[ "$(id -u)" = 0 ] || { ktap_skip_all "must be run as root"; exit "$KSFT_SKIP"; }
	ktap_print_header
	ktap_set_plan $#
	for run_test; do
		if $run_test; then
			ktap_test_pass "$run_test"
		else
			ktap_test_fail "$run_test"
		fi
	done
	ktap_finished
}
