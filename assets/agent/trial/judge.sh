# Starts the unit and watches it until verdict.sh comes to a verdict.

# What is decided by, and what a failure is explained with: of one moment, since Restart= wipes it out in 100 ms.
JUDGED=InvocationID,ActiveState,SubState,Result,Type,FragmentPath,LoadState,NRestarts,Job,StatusText,ConditionResult
JUDGED=$JUDGED,ConditionTimestampMonotonic,AssertResult,ExecMainCode,ActiveEnterTimestampMonotonic
JUDGED=$JUDGED,InactiveExitTimestampMonotonic,WatchdogTimestampMonotonic,TimeoutStopUSec
JUDGED=$JUDGED,ExecMainStatus,LoadError,StatusErrno,NotifyAccess,User,WatchdogUSec,TimeoutStartUSec,Restart,MainPID,ExecMainPID,DropInPaths

PINNED='' PINNED_RESTARTS=0 SHOWN='' BEGUN_MS=0

# judge FRAGMENT: (re)starts UNIT and judges it by READY_TIMEOUT_S, MIN_HEALTHY_S, WATCHDOG_PING, UNIT_TYPE and PROBE
# → VERDICT, VERDICT_CODE, PINNED (the invocation that was judged), SHOWN (what systemctl last said of it)
judge() {
	local fragment=$1 previous begin_budget_ms='' begun_ms pinned_ms='' up_since_ms='' job=running words='' probe=none \
		system='' asked='' borne=0 looking='' last_state='' last_status='' answered_ms VALUE
	PINNED='' PINNED_RESTARTS=0
	# Not known, the invocation of before would count as the new one.
	SHOWN=$(patiently show -p "$JUDGED" "$UNIT") || {
		VERDICT=interrupted VERDICT_CODE=no-answer
		lose_patience
		return
	}
	property InvocationID
	previous=$VALUE
	property TimeoutStopUSec
	span_ms "$VALUE"
	# Since the reload it is the new unit's, by which the old process is stopped. SIGTERM and SIGKILL have one
	# TimeoutStopSec each, and so do ExecStop= and ExecStopPost=.
	[ -z "$SPAN_MS" ] || begin_budget_ms=$((SPAN_MS * 4 + READY_TIMEOUT_S * 1000))
	[ ! -e "$PROBE" ] || probe=pending
	open_wake
	now_ms
	begun_ms=$NOW_MS
	answered_ms=$NOW_MS
	BEGUN_MS=$NOW_MS
	start_job "$previous"
	while look_and_decide; do
		if cancelled; then
			VERDICT=failed VERDICT_CODE=cancelled
			break
		fi
		await_news
	done
	close_wake
	[ "$VERDICT_CODE" != no-answer ] || lose_patience
}

# lose_patience: process 1 has been waited for long enough, whatever is still to be asked
lose_patience() {
	PATIENCE_S=0
}

# look_and_decide → true while there is something to wait for
look_and_decide() {
	look
	now_ms
	property ActiveState
	[ -z "$VALUE" ] || answered_ms=$NOW_MS
	pin
	tell_changes
	system='' asked=''
	circumstances
	decide "$SHOWN$NL$CIRCUMSTANCES"
	if [ "$VERDICT" = failed ]; then
		# Before a service is blamed: it may be stopping because everything is, or because somebody asked for it.
		system=$(systemctl is-system-running 2>/dev/null)
		system=${system:-unknown}
		[ -z "$PINNED" ] || ! asked_to_end "$PINNED" || asked=1
		circumstances
		decide "$SHOWN$NL$CIRCUMSTANCES"
	fi
	case $VERDICT in
	up | ready) came_up ;;
	again) begin_anew ;;
	esac
	case $VERDICT in
	wait | up) return 0 ;;
	*) return 1 ;;
	esac
}

look() {
	SHOWN=$(systemctl show -p "$JUDGED" "$UNIT" 2>/dev/null)
}

# circumstances → CIRCUMSTANCES, what verdict.sh wants to know beside systemd's own lines
circumstances() {
	CIRCUMSTANCES="pinned=$PINNED
pinned_restarts=$PINNED_RESTARTS
job=$job
words=$words
waited_ms=$((NOW_MS - begun_ms))
started_ms=$((NOW_MS - ${pinned_ms:-$NOW_MS}))
up_ms=${up_since_ms:+$((NOW_MS - up_since_ms))}
silent_ms=$((NOW_MS - answered_ms))
begin_budget_ms=$begin_budget_ms
ready_budget_ms=$((READY_TIMEOUT_S * 1000))
soak_ms=$((MIN_HEALTHY_S * 1000))
ping=$WATCHDOG_PING
probe=$probe
system=$system
asked=$asked
borne=$borne
want_type=$UNIT_TYPE
want_fragment=$fragment"
}

# pin: the first new invocation is the one that counts. While our job still waits, one that came by Restart= is the old
# version in its crash loop; when the job has failed, it is the new one's second try.
pin() {
	local restarts
	[ -z "$PINNED" ] || return 0
	property NRestarts
	restarts=${VALUE:-0}
	property InvocationID
	[ -n "$VALUE" ] && [ "$VALUE" != "$previous" ] || return 0
	case $job/$restarts in
	running/0) ;;
	running/*) return 0 ;;
	# A restart out of auto-restart does not set the counter back.
	done/*) PINNED_RESTARTS=$restarts ;;
	esac
	PINNED=$VALUE
	pinned_ms=$NOW_MS
	point started
}

# begin_anew: with the invocation that somebody else started, which is of the same release and owes the same
begin_anew() {
	borne=$((borne + 1))
	property InvocationID
	PINNED=$VALUE PINNED_RESTARTS=0
	pinned_ms=$NOW_MS up_since_ms='' last_status=''
	if [ "$probe" != none ]; then
		stop_probe
		probe=pending
	fi
	say "notice code=restarted-by-other" "somebody else restarted $UNIT while it was being judged; judging it from the start"
	VERDICT="wait"
}

# tell_changes: of state and STATUS=, the latter only once it is the new process's
tell_changes() {
	local state
	property ActiveState
	[ -n "$VALUE" ] || return 0
	state="active=$VALUE"
	property SubState
	state="$state sub=$VALUE"
	property NRestarts
	state="$state nrestarts=${VALUE:-0}"
	if [ "$state" != "$last_state" ]; then
		event "state $state"
		last_state=$state
	fi
	[ -n "$PINNED" ] || return 0
	property StatusText
	if [ "$VALUE" != "$last_status" ]; then
		say status "$VALUE"
		last_status=$VALUE
	fi
}

came_up() {
	local active_us
	[ -z "$up_since_ms" ] || return 0
	up_since_ms=$NOW_MS
	property ActiveEnterTimestampMonotonic
	active_us=${VALUE:-0}
	property InactiveExitTimestampMonotonic
	event "ready after_us=$((active_us - ${VALUE:-0}))"
	[ "$probe" = none ] || start_probe $((pinned_ms + READY_TIMEOUT_S * 1000 - NOW_MS)) "$borne"
}

# await_news: until the job ends, the probe succeeds, or it is time to look again, which is never later than the soak's end
await_news() {
	local news soak_left_ms
	if [ -z "$looking" ]; then
		look_interval "$job" $((NOW_MS - begun_ms))
		looking=$LOOK_IN_MS
		if [ -n "$up_since_ms" ]; then
			soak_left_ms=$((up_since_ms + MIN_HEALTHY_S * 1000 - NOW_MS))
			[ "$soak_left_ms" -gt "$looking" ] || [ "$soak_left_ms" -le 0 ] || looking=$soak_left_ms
		fi
		next_look "$looking"
	fi
	IFS= read -r news <&8
	case $news in
	look) looking='' ;;
	"probed $borne") probe=passed ;;
	'done') job='done' ;;
	failed*)
		job=failed
		words=${news#failed }
		;;
	esac
}
