# The agent's words (docs/agent-protocol.md §3, §5) as a person would say them.

# short RELEASE → prints its name as far as anybody reads it
short() {
	printf '%.12s' "$1"
}

# moment TIME → prints 2026-11-24T01:55:29Z as 2026-11-24 01:55:29 UTC
moment() {
	case $1 in
	*T*Z) printf '%s %s UTC' "${1%%T*}" "${1#*T}" | sed 's/Z UTC$/ UTC/' ;;
	*) printf '%s' "${1:-an unknown time}" ;;
	esac
}

# asker WHO → prints "alice, by hand", or of urn:pulumi:<stack>::<project>::<types>::<name> "Pulumi, <project>/<stack>"
asker() {
	local rest stack
	case $1 in
	urn:pulumi:*::*::*)
		rest=${1#urn:pulumi:}
		stack=${rest%%::*}
		rest=${rest#*::}
		printf 'Pulumi, %s/%s' "${rest%%::*}" "$stack"
		;;
	*) printf '%s, by hand' "${1:-somebody}" ;;
	esac
}

# ending OUTCOME STEP CODE → prints how a transaction ended
ending() {
	case $1 in
	committed) printf 'ready, committed' ;;
	unchanged) printf 'ran already, confirmed' ;;
	rolled-back) printf 'undone: %s' "$(reason "$2" "$3")" ;;
	rollback-failed) printf 'undone, and the release before did not come up: %s' "$(reason "$2" "$3")" ;;
	kept) printf 'not ready, left in place: %s' "$(reason "$2" "$3")" ;;
	failed) printf 'failed before anything changed: %s' "$(reason "$2" "$3")" ;;
	interrupted) printf 'interrupted in step %s, undone' "$2" ;;
	*) printf '%s' "${1:-unknown}" ;;
	esac
}

# reason STEP CODE
reason() {
	case $2 in
	start-timeout) printf 'no READY=1 in time' ;;
	no-ping) printf 'no watchdog ping after READY=1' ;;
	probe) printf 'its readiness probe did not succeed in time' ;;
	exited) printf 'its process exited' ;;
	signal) printf 'its process was killed by a signal' ;;
	core-dump) printf 'its process crashed' ;;
	watchdog) printf 'the watchdog killed it' ;;
	protocol) printf 'its process ended before READY=1' ;;
	resources) printf 'systemd lacked something that its unit names' ;;
	oom-kill) printf 'it was killed for want of memory' ;;
	start-limit) printf 'it failed too often in a row' ;;
	start-blocked) printf 'its process never began' ;;
	condition) printf 'a condition of its unit is not met' ;;
	dependency) printf 'a unit that it requires failed' ;;
	unstable) printf 'it did not stay up' ;;
	stopped-by-other) printf 'somebody stopped it' ;;
	trial-not-in-force) printf 'systemd runs something else than its unit' ;;
	verify) printf 'systemd finds fault with its unit' ;;
	commit) printf 'its unit could not be written' ;;
	cancelled) printf 'cancelled' ;;
	overtaken) printf 'another deployment was faster' ;;
	*) printf '%s in step %s' "${2:-a failure}" "$1" ;;
	esac
}

# seconds_of MICROSECONDS → prints 1.3
seconds_of() {
	printf '%s.%s' $(($1 / 1000000)) $(($1 % 1000000 / 100000))
}

# printable TEXT → prints it without what a terminal would obey: STATUS= and logs are anybody's words
printable() {
	printf '%s' "$1" | tr -d '[:cntrl:]'
}
