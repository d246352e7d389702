# By what a release was judged, kept beside it: should it be needed again, it is judged by its own rule.

# keep_criteria → true when all of it is written
keep_criteria() {
	{
		echo "UNIT_TYPE=$UNIT_TYPE"
		echo "READY_TIMEOUT_S=$READY_TIMEOUT_S"
		echo "MIN_HEALTHY_S=$MIN_HEALTHY_S"
		echo "WATCHDOG_PING=$WATCHDOG_PING"
	} >"$RELEASE/criteria.new" && sync "$RELEASE/criteria.new" && keep_probe && point criteria-written &&
		mv -f "$RELEASE/criteria.new" "$RELEASE/criteria" || {
		rm -f "$RELEASE/criteria.new"
		return 1
	}
}

keep_probe() {
	if [ -e "$RUN/probe.sh" ]; then
		install -m 0644 "$RUN/probe.sh" "$RELEASE/probe.sh"
	elif [ -e "$RELEASE/probe.sh" ]; then
		rm -f "$RELEASE/probe.sh"
	fi
}

# use_criteria_of DIGEST: a release that was never committed has none; then only what everything must fulfil counts
use_criteria_of() {
	local key value
	UNIT_TYPE='' WATCHDOG_PING='' PROBE=$RELEASES/$1/probe.sh
	[ -n "$1" ] && [ -f "$RELEASES/$1/criteria" ] || return 0
	while IFS='=' read -r key value; do
		# Version 0.1.0 wrote quotes.
		value=${value#"'"} value=${value%"'"}
		# Read, never run; and bash would run what stands in a number.
		case $key/$value in
		UNIT_TYPE/*[!a-z-]*) ;;
		UNIT_TYPE/*) UNIT_TYPE=$value ;;
		*/*[!0-9]* | *_S/) ;;
		READY_TIMEOUT_S/*) READY_TIMEOUT_S=$value ;;
		MIN_HEALTHY_S/*) MIN_HEALTHY_S=$value ;;
		WATCHDOG_PING/*) WATCHDOG_PING=$value ;;
		esac
	done <"$RELEASES/$1/criteria"
}
