# Is the unit that we started up? One decision on text; nothing is asked or touched here, so it can be read off a table.
#
# decide TEXT → VERDICT, VERDICT_CODE. TEXT is what `systemctl show` prints, and these lines of ours:
#   pinned=       the new invocation, once it was seen  pinned_restarts=  NRestarts= when it was
#   job=          running, done, failed                words=     what systemctl said when the job failed
#   waited_ms=    since the job was queued             started_ms= since the pinned invocation was seen
#   up_ms=        since it was first seen up, or empty
#   silent_ms=    since systemd last answered
#   begin_budget_ms=  for the new invocation to appear, or empty: no limit
#   ready_budget_ms=  from there to up, ping and probe
#   soak_ms=      how long it has to stay up           ping=1     a watchdog ping has to come after READY
#   probe=        none, pending, passed                system=    is-system-running, once a failure is suspected
#   asked=1       somebody else asked for the end of the pinned invocation (askedToEnd.sh), once a failure is suspected
#   borne=        how many restarts from outside have been borne
#   want_type=, want_fragment=  what must be in force, or empty
#
# VERDICT: wait (not up yet) · up (and something is still outstanding) · ready · again (somebody restarted it: what came up
# is to be judged from its beginning) · failed · interrupted (the host goes down, or `no-answer`: process 1 hangs. Neither says
# anything about the service).

# A restart from outside says nothing about the release. One that comes back and back is somebody's war with it.
MOST_BORNE=3

# A re-execution takes a second or two, and who has too much to do answers after half a minute.
MOST_SILENT_MS=120000

decide() {
	local line InvocationID='' ActiveState='' SubState='' Result='' Type='' FragmentPath='' LoadState='' NRestarts=0 Job='' \
		ConditionResult='' ConditionTimestampMonotonic=0 AssertResult='' ExecMainCode=0 ActiveEnterTimestampMonotonic=0 \
		WatchdogTimestampMonotonic=0 pinned='' pinned_restarts=0 job=running words='' waited_ms=0 started_ms=0 up_ms='' \
		begin_budget_ms='' ready_budget_ms=0 soak_ms=0 silent_ms=0 ping='' probe=none system='' asked='' borne=0 want_type='' \
		want_fragment='' IFS
	# One line, one word; STATUS= is free text and may hold anything a shell would expand.
	set -f
	IFS='
'
	for line in $1; do
		case $line in
		InvocationID=* | ActiveState=* | SubState=* | Result=* | Type=* | FragmentPath=* | LoadState=* | NRestarts=* | Job=* | \
			ConditionResult=* | ConditionTimestampMonotonic=* | AssertResult=* | ExecMainCode=* | \
			ActiveEnterTimestampMonotonic=* | WatchdogTimestampMonotonic=* | pinned=* | pinned_restarts=* | job=* | words=* | \
			waited_ms=* | started_ms=* | up_ms=* | silent_ms=* | begin_budget_ms=* | ready_budget_ms=* | soak_ms=* | ping=* | probe=* | \
			system=* | asked=* | borne=* | want_type=* | want_fragment=*)
			eval "${line%%=*}=\${line#*=}"
			;;
		esac
	done
	set +f
	unset IFS
	VERDICT_CODE=''
	if [ -z "$ActiveState" ]; then
		no_news
	elif [ -z "$pinned" ]; then
		decide_before_start
	else
		decide_after_start
	fi
	[ "$VERDICT" != failed ] || case $system in
	stopping | offline) VERDICT=interrupted VERDICT_CODE='' ;;
	unknown) no_news ;;
	esac
}

# systemd is re-executing itself, too busy to answer, or gone.
no_news() {
	VERDICT="wait" VERDICT_CODE=''
	if [ "$silent_ms" -gt $MOST_SILENT_MS ]; then
		VERDICT=interrupted VERDICT_CODE=no-answer
	elif [ -n "$up_ms" ]; then
		VERDICT=up
	fi
}

failed() {
	VERDICT=failed VERDICT_CODE=$1
}

# The old process is still stopping, or the job waits for other units. The job's end tells when, never whether.
decide_before_start() {
	if [ "$job" = running ] || [ "${Job:-0}" != 0 ]; then
		VERDICT="wait"
		[ -z "$begin_budget_ms" ] || [ "$waited_ms" -le "$begin_budget_ms" ] || failed start-blocked
	elif [ "$LoadState" != loaded ]; then
		failed trial-not-in-force
	elif [ "$Result" = start-limit-hit ]; then
		failed start-limit
	elif [ "$AssertResult" = no ] && [ "$job" = failed ]; then
		case $words in
		*ssert*) failed condition ;;
		*) failed_job ;;
		esac
	elif [ "$job" = failed ]; then
		failed_job
	elif [ "$want_type" = oneshot ] && [ "$Result" = success ] && [ "$ConditionResult" = yes ]; then
		VERDICT=ready
	elif [ "$ConditionResult" = no ] && [ "${ConditionTimestampMonotonic:-0}" != 0 ]; then
		failed condition
	else
		# Done and down: an unmet condition, or, where starting proves nothing, a process that left at once.
		case $want_type in
		notify*) failed condition ;;
		*) failed exited ;;
		esac
	fi
}

failed_job() {
	case $words in
	*[Dd]ependency*) failed dependency ;;
	*cancel*) failed stopped-by-other ;;
	*) failed_with_result ;;
	esac
}

decide_after_start() {
	if [ "$asked" = 1 ] && decide_asked; then return; fi
	if is_restarted; then
		restarted
		return
	fi
	if { [ -n "$want_type" ] && [ "$Type" != "$want_type" ]; } ||
		{ [ -n "$want_fragment" ] && [ "$FragmentPath" != "$want_fragment" ]; }; then
		failed trial-not-in-force
		return
	fi
	case $ActiveState/$SubState in
	*/auto-restart*) failed_with_result ;;
	active/running) decide_up ;;
	active/exited)
		if [ "$Type" = oneshot ]; then decide_up; else failed exited; fi
		;;
	reloading/* | refreshing/* | active/*)
		# A daemon that reloads itself is up, and isn't asked for more while it does.
		VERDICT=up
		;;
	activating/*)
		VERDICT="wait"
		[ "$started_ms" -le "$ready_budget_ms" ] || failed start-timeout
		;;
	inactive/*)
		if [ "$Type" = oneshot ] && [ "$Result" = success ]; then VERDICT=ready; else failed_with_result; fi
		;;
	deactivating/*)
		if [ "$Type" = oneshot ] && [ "$Result" = success ] && [ "${Job:-0}" = 0 ]; then
			VERDICT="wait"
		else
			failed_with_result
		fi
		;;
	*) failed_with_result ;;
	esac
}

# decide_asked → false when the end that was asked for is not what is seen
decide_asked() {
	case $ActiveState/$Result in
	deactivating/success | inactive/success)
		# A restart is a stop first, and its job is still there.
		if [ "${Job:-0}" != 0 ] && [ "$started_ms" -le $((ready_budget_ms + soak_ms)) ]; then
			VERDICT="wait"
		else
			failed stopped-by-other
		fi
		;;
	*)
		# systemd counts its own restarts, and begins anew with one by hand.
		[ -n "$InvocationID" ] && [ "$InvocationID" != "$pinned" ] && [ "${NRestarts:-0}" = 0 ] || return 1
		if [ "$borne" -lt $MOST_BORNE ]; then VERDICT=again; else failed unstable; fi
		;;
	esac
}

# Another invocation than the one that we watch: it died and came back, or was collected after it had ended.
is_restarted() {
	[ "$InvocationID" != "$pinned" ] || [ "${NRestarts:-0}" != "$pinned_restarts" ]
}

restarted() {
	if [ -n "$up_ms" ] && [ -n "$InvocationID" ]; then
		failed unstable
	else
		failed_with_result
	fi
}

decide_up() {
	VERDICT=up
	if [ "$ping" = 1 ] && [ "$WatchdogTimestampMonotonic" -le "$ActiveEnterTimestampMonotonic" ]; then
		# Without any ping the timestamp is set as well, microseconds before READY.
		[ "$started_ms" -le "$ready_budget_ms" ] || failed no-ping
	elif [ "$probe" = pending ]; then
		[ "$started_ms" -le "$ready_budget_ms" ] || failed probe
	elif [ "${up_ms:-0}" -ge "$soak_ms" ]; then
		VERDICT=ready
	fi
}

failed_with_result() {
	case $Result in
	timeout) if [ -n "$up_ms" ]; then failed unstable; else failed start-timeout; fi ;;
	success)
		# A stop that nobody asked for leaves an exited main process behind (CLD_EXITED is 1); a stop from outside finds one.
		if [ "${ExecMainCode:-0}" = 1 ] || is_restarted; then
			failed exited
		else
			failed stopped-by-other
		fi
		;;
	*) failed "$(code_of_result "$Result")" ;;
	esac
}

# code_of_result RESULT: systemd's Result= (systemd.service(5), $SERVICE_RESULT) as a code of ours
code_of_result() {
	case $1 in
	exit-code) echo exited ;;
	timeout) echo start-timeout ;;
	start-limit-hit) echo start-limit ;;
	exec-condition) echo condition ;;
	signal | core-dump | watchdog | protocol | resources | oom-kill) echo "$1" ;;
	*) echo internal ;;
	esac
}
