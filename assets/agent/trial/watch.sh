# What wakes the judge: the end of systemctl's job, the probe's success, or the time for the next look. Each is a line in
# one FIFO on fd 8, since POSIX sh can wait for a line but not for a line or a time.

# Between two looks at what the daemon says of itself. systemctl's job tells at once when it has come up or failed, so whoever
# starts for long is looked at less and less often.
LOOK_MS=300
LOOK_LATER_MS=1000
# Between two tries of a probe.
PROBE_PAUSE_S=0.3

open_wake() {
	LOOKER='' PROBER='' JOB=''
	[ ! -e "$RUN/wake" ] || rm -f "$RUN/wake"
	mkfifo "$RUN/wake"
	exec 8<>"$RUN/wake"
	rm -f "$RUN/wake"
}

close_wake() {
	# The job itself goes on in systemd, whatever becomes of who waits for it.
	# shellcheck disable=SC2086
	kill $JOB $LOOKER $PROBER 2>/dev/null
	exec 8>&-
}

# start_job INVOCATION: "done", or "failed" and systemctl's words; INVOCATION is what there is before
start_job() {
	local previous=$1
	{
		until words=$(systemctl restart "$UNIT" 2>&1) && echo 'done'; do
			! is_unheard "$words" "$previous" || {
				sleep 0.2
				continue
			}
			echo "failed $(printf '%s' "$words" | tr '\n' ' ')"
			break
		done
	} >&8 &
	JOB=$!
}

# is_unheard WORDS INVOCATION: process 1 did not answer, and has not begun what it was asked for either. Asked twice, it would restart twice.
is_unheard() {
	no_answer "$1" || return 1
	SHOWN=$(patiently show -p InvocationID,Job "$UNIT") || return 1
	property Job
	[ "${VALUE:-0}" = 0 ] || return 1
	property InvocationID
	[ "$VALUE" = "$2" ]
}

# look_interval JOB WAITED_MS → LOOK_IN_MS, when to look next at what has been waited for so long
look_interval() {
	LOOK_IN_MS=$(($2 / 2))
	if [ "$1" != running ] || [ "$LOOK_IN_MS" -lt $LOOK_MS ]; then
		LOOK_IN_MS=$LOOK_MS
	elif [ "$LOOK_IN_MS" -gt $LOOK_LATER_MS ]; then
		LOOK_IN_MS=$LOOK_LATER_MS
	fi
}

# next_look MS
next_look() {
	local ms=$1
	[ "$ms" -gt 0 ] || ms=1
	{
		sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
		echo look
	} >&8 &
	LOOKER=$!
}

# start_probe BUDGET_MS TURN: again and again until it succeeds; a try that hangs may take all of the budget
start_probe() {
	local budget_s=$(($1 / 1000 + 1)) turn=$2
	{
		until try_probe "$budget_s"; do sleep $PROBE_PAUSE_S; done
		echo "probed $turn"
	} >&8 &
	PROBER=$!
}

# try_probe BUDGET_S: its words go through a FIFO, since it may print without end and /run is memory. Not a pipeline: that would
# last as long as whatever the probe leaves running in the background.
try_probe() {
	rm -f "$RUN/probe.pipe"
	mkfifo "$RUN/probe.pipe"
	keep_words <"$RUN/probe.pipe" &
	timeout "$1" sh "$PROBE" >"$RUN/probe.pipe" 2>&1 </dev/null
}

# keep_words: of stdin the last piece and the one before it, as they come
keep_words() {
	rm -f "$RUN/probe.before" "$RUN/probe.last"
	while dd bs=4096 count=1 of="$RUN/probe.piece" 2>/dev/null && [ -s "$RUN/probe.piece" ]; do
		# Whoever looks meanwhile finds one.
		[ ! -e "$RUN/probe.last" ] || ln -f "$RUN/probe.last" "$RUN/probe.before"
		mv -f "$RUN/probe.piece" "$RUN/probe.last"
	done
}

# probe_words → prints the last of them, behind the sign of a cut if there were more
probe_words() {
	set -- "$RUN/probe.last"
	[ ! -e "$RUN/probe.before" ] || set -- "$RUN/probe.before" "$1"
	[ "$(cat "$@" 2>/dev/null | wc -c)" -le 1000 ] || printf '…'
	cat "$@" 2>/dev/null | tail -c 1000
}

# stop_probe: what it has to say of its turn counts no more
stop_probe() {
	[ -z "$PROBER" ] || kill "$PROBER" 2>/dev/null
	PROBER=''
}
