# By what a release was judged, kept beside it: should it be needed again, it is judged by its own rule.

# keep_criteria
keep_criteria() {
	{
		echo "UNIT_TYPE='$UNIT_TYPE'"
		echo "READY_TIMEOUT_S='$READY_TIMEOUT_S'"
		echo "MIN_HEALTHY_S='$MIN_HEALTHY_S'"
		echo "WATCHDOG_PING='$WATCHDOG_PING'"
	} >"$RELEASE/criteria.new"
	if [ -e "$RUN/probe.sh" ]; then
		cp "$RUN/probe.sh" "$RELEASE/probe.sh"
	else
		rm -f "$RELEASE/probe.sh"
	fi
	point criteria-written
	mv -f "$RELEASE/criteria.new" "$RELEASE/criteria"
}

# use_criteria_of DIGEST: a release that was never committed has none; then only what everything must fulfil counts
use_criteria_of() {
	UNIT_TYPE='' WATCHDOG_PING='' PROBE=$RELEASES/$1/probe.sh
	if [ -n "$1" ] && [ -e "$RELEASES/$1/criteria" ]; then
		# shellcheck source=/dev/null
		. "$RELEASES/$1/criteria"
	fi
}
